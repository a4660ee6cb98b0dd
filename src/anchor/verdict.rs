//! Whether a place is the passage: by how long the quote is.
//!
//! What a quote says about *which* place is meant lies in what surrounds it:
//! a name occurs in twenty places. A sentence hardly occurs twice. So short
//! quotes need their surroundings, long ones speak for themselves, and a short
//! quote whose words were replaced is not the passage, however well the rest
//! fits: it is where the passage was.

use super::neighbours::Accord;
use super::passage::{Passage, Place, RECURS, Support};

/// Quotes of fewer characters are single words and figures.
const WORD: usize = 8;
/// Of fewer: phrases. Nothing of them may change but a slip of the pen.
const PHRASE: usize = 32;
/// Of so many or more: what hardly recurs, and is taken if it does not.
const CLAUSE: usize = 40;
/// Of so many or more: sentences, which do not.
const SENTENCE: usize = 64;

/// Whether a quote is more than a name or a turn of phrase: where it stands, be
/// it amid other words, a person should look.
pub(super) fn speaks_for_itself(quote: &[char]) -> bool {
    quote.len() >= RECURS && quote.iter().filter(|&&c| c == ' ').count() >= 2
}

/// Whether the quote's words stand at the place, as far as words tell.
pub(super) fn has_words(passage: &Passage, place: &Place, there: &[char]) -> bool {
    if place.edits == 0 {
        return true;
    }
    let length = passage.quote.len();
    if there.is_empty() || !passage.quote.iter().any(|c| c.is_alphanumeric()) {
        return false;
    }
    (length >= PHRASE && place.quote >= 0.5)
        || (length < 8 * SENTENCE
            && there.len() <= 2 * length + WORD
            && only_slips(&passage.quote, there))
}

/// Whether a place is surely the passage.
pub(super) fn is_sure(
    passage: &Passage,
    place: &Place,
    there: &[char],
    support: Option<Support>,
    accord: Accord,
    alone: bool,
) -> bool {
    let length = passage.quote.len();
    let pinned = accord == Accord::Pinned;
    let told = support.filter(|_| passage.context() >= WORD.max(length / 2) || !alone);
    let Some(Support { better, both }) = told else {
        // Bare words, or nearly so: they are all there is to go by.
        return place.edits == 0 && (alone || pinned)
            || (length >= PHRASE && place.quote >= 0.8 && alone);
    };
    if place.edits == 0 {
        if length >= SENTENCE || alone && length >= CLAUSE {
            return true;
        }
        let (one, two) = match length {
            0..WORD => (0.75, 0.6),
            WORD..RECURS => (0.66, 0.52),
            RECURS..PHRASE => (0.56, 0.46),
            _ => (0.45, 0.4),
        };
        let ease: f32 = match accord {
            Accord::Pinned if alone => -0.4,
            Accord::Pinned => -0.25,
            Accord::Between if alone => -0.1,
            Accord::Between | Accord::Unknown => 0.0,
            Accord::Astray if passage.recurs() => 0.1,
            Accord::Astray => 0.05,
        };
        // What it stood in is gone, and another sentence may well say the name.
        let ease = if passage.is_at_an_edge() { ease.max(-0.1) } else { ease };
        return better >= one + ease || both >= two + ease;
    }
    if !has_words(passage, place, there) {
        return false;
    }
    match length {
        0..PHRASE => both >= 0.65 || better >= 0.75,
        PHRASE..SENTENCE if place.quote >= 0.7 => both >= 0.4 || better >= 0.45,
        _ => place.quote >= 0.7 || (place.quote >= 0.5 && (both >= 0.6 || better >= 0.85)),
    }
}

/// Whether what stands there is the quote but for slips: a few letters in a
/// few words. A figure that changed, a name that became another is no slip.
fn only_slips(quote: &[char], there: &[char]) -> bool {
    let words = |chars: &[char]| -> Vec<String> {
        let text: String = chars.iter().collect();
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(Into::into)
            .collect()
    };
    let (old, new) = (words(quote), words(there));
    let mut kept = 0;
    let mut all = 0;
    for word in &old {
        let weight = word.chars().count();
        let proper = word.chars().any(|c| c.is_uppercase() || c.is_numeric());
        all += weight;
        let alike = new.iter().any(|other| other == word || is_slip(word, other));
        if alike {
            kept += weight;
        } else if proper && old.len() <= 2 {
            return false;
        }
    }
    5 * kept >= 3 * all
}

/// Whether two words differ as slips do: by a letter or two, and in no figure.
fn is_slip(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    if one.to_lowercase() == other.to_lowercase() {
        return true;
    }
    if shorter < 4 || a.iter().chain(&b).any(|c| c.is_numeric()) {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let tail = tail.min(shorter - head);
    let swapped = a.len() == b.len()
        && head + tail + 2 == a.len()
        && a[head] == b[head + 1]
        && a[head + 1] == b[head];
    // One letter in a short word, two in a long one; the first stays.
    swapped || head >= 1 && longer - head - tail <= if longer >= 7 { 2 } else { 1 }
}
