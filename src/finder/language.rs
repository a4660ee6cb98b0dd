//! Whether a text is English, the language that the model was trained with.
//!
//! German puts a capital on every noun, and a model of English would take
//! half of them for names. In such a text only countries are found, by name.

use super::hash::{self, Map};
use super::segmented::Segmented;

/// The most frequent words of English prose.
const ENGLISH: &[&str] = &[
    "the", "of", "to", "and", "in", "a", "that", "is", "was", "for", "on", "with", "as", "by",
    "at", "it", "from", "has", "have", "be", "are", "were", "he", "his", "not", "which", "said",
    "an", "this", "who", "had", "they", "but", "been", "their", "will", "would", "after", "her",
    "she", "or", "its", "we", "you", "one", "out", "there", "what", "when", "than",
];

/// With fewer different words in lower case there is no telling: tables of
/// results and lists of names have hardly any.
const ENOUGH: usize = 20;

/// How many tokens are looked at.
const LOOK: usize = 4_000;

/// Whether a text is English, or too short to tell.
pub(super) fn is_english(segmented: &Segmented<'_>) -> bool {
    // Nearly half of the lower-case words of English prose are among these;
    // other languages share a handful ("in", "an", "was" in German).
    let Count { different, words, known } = count(segmented);
    different < ENOUGH || known * 100 >= words * 18
}

/// Whether a text is English beyond doubt.
pub(super) fn is_surely_english(segmented: &Segmented<'_>) -> bool {
    let Count { different, words, known } = count(segmented);
    different >= ENOUGH && known * 100 >= words * 30
}

/// The words in lower case at the beginning of a text.
struct Count {
    different: usize,
    words: usize,
    /// Those that English prose is full of.
    known: usize,
}

fn count(segmented: &Segmented<'_>) -> Count {
    let (mut words, mut known) = (0, 0);
    let mut different: Map<u64, ()> = Map::default();
    for at in 0..segmented.tokens.len().min(LOOK) {
        let word = segmented.word(at);
        let Some(first) = word.chars().next() else { continue };
        // Scripts without capitals count as lower case.
        if first.is_alphabetic() && !first.is_uppercase() {
            words += 1;
            known += usize::from(ENGLISH.contains(&word));
            different.insert(hash::word(word.as_bytes()), ());
        }
    }
    Count { different: different.len(), words, known }
}
