//! Whether a clause speaks of what was or of what will be: it decides on
//! which side of the publication a bare weekday lies.

use super::super::segmented::Segmented;
use super::words::Word;

/// How far the verb may stand from the day, in tokens.
const REACH: usize = 14;

/// What a clause speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unsaid,
}

/// The tense around the tokens `phrase` of a sentence: the nearest telling
/// word before it in the clause, else behind it.
pub(super) fn tense(
    segmented: &Segmented<'_>,
    words: &[Word],
    sentence: std::ops::Range<usize>,
    phrase: std::ops::Range<usize>,
) -> Tense {
    let mut said = Tense::Unsaid;
    let from = sentence.start.max(phrase.start.saturating_sub(REACH));
    for at in (from..phrase.start).rev() {
        if parts(segmented, at) && said == Tense::Unsaid && at + 3 < phrase.start {
            break;
        }
        // The word just before: "until Friday", "by Friday".
        let near = at + 2 >= phrase.start;
        match telling(segmented, words, at, near) {
            Tense::Unsaid => {}
            tense => {
                said = tense;
                break;
            }
        }
    }
    if said != Tense::Unsaid {
        return said;
    }
    let to = sentence.end.min(phrase.end + REACH);
    for at in phrase.end..to {
        if at > phrase.end && parts(segmented, at) {
            break;
        }
        match telling(segmented, words, at, false) {
            Tense::Unsaid => {}
            tense => return tense,
        }
    }
    Tense::Unsaid
}

/// What parts a clause from the next.
#[rustfmt::skip]
const BOUNDS: &[&str] = &[
    ";", ":", "“", "”", "\"", "(", ")", "—", "–", "after", "before", "while", "but", "which", "who",
];

/// Words that tell of what is to come.
#[rustfmt::skip]
const COMING: &[&str] = &[
    "scheduled", "due", "expected", "planned", "plans", "plan", "upcoming", "expects", "set",
    "slated", "begins", "starts", "opens", "coming", "tomorrow", "hopes", "wo", "can", "may",
];

/// Verbs whose past does not end in "ed".
#[rustfmt::skip]
const PAST: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "came", "went", "took", "made", "met", "won",
    "lost", "left", "began", "became", "found", "held", "wrote", "saw", "gave", "ran", "shot",
    "fell", "rose", "hit", "struck", "sent", "spoke", "led", "got", "put", "broke", "beat",
    "brought", "kept", "sold", "paid", "felt", "stood", "heard", "has", "have",
];

/// Words in "ed" that are no past.
const NO_PAST: &[&str] = &["need", "indeed", "hundred", "speed", "exceed", "proceed", "succeed"];

/// Whether a clause ends at this token.
fn parts(segmented: &Segmented<'_>, at: usize) -> bool {
    BOUNDS.contains(&segmented.word(at))
}

/// What a single word says of its clause.
fn telling(segmented: &Segmented<'_>, words: &[Word], at: usize, near: bool) -> Tense {
    match words[at] {
        Word::Plain("will" | "shall" | "'ll" | "’ll") => return Tense::Future,
        Word::Plain("until" | "till" | "by") if near => return Tense::Future,
        Word::Plain("since") if near => return Tense::Past,
        Word::Unknown | Word::Plain(_) => {}
        _ => return Tense::Unsaid,
    }
    let form = segmented.word(at);
    let past = form.len() > 4
        && form.ends_with("ed")
        && form.starts_with(char::is_lowercase)
        && !NO_PAST.contains(&form);
    if COMING.contains(&form) {
        Tense::Future
    } else if past || PAST.contains(&form) {
        Tense::Past
    } else {
        Tense::Unsaid
    }
}
