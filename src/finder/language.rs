//! Whether a text is English, the language that the model was trained with.
//!
//! German puts a capital on every noun, and a model of English would take
//! half of them for names. In such a text only countries are found, by name.

use super::segmented::Segmented;

/// Words that make up a third of English prose, and of no other language's.
const ENGLISH: &[&str] = &[
    "the", "of", "to", "and", "in", "a", "that", "is", "was", "for", "on", "with", "as", "by",
    "at", "it", "from", "has", "have", "be", "are", "were", "he", "his", "not", "which", "said",
    "an", "this", "who", "had", "they", "but", "been", "their", "will", "would", "after", "her",
    "she", "or", "its", "we", "you", "one", "out", "there", "what", "when", "than",
];

/// With fewer words there is no telling.
const ENOUGH: usize = 25;

/// How many words are looked at.
const LOOK: usize = 4_000;

/// Whether a text is English, or too short to tell.
pub(super) fn is_english(segmented: &Segmented<'_>) -> bool {
    let (mut words, mut known) = (0, 0);
    for at in 0..segmented.tokens.len().min(LOOK) {
        let word = segmented.word(at);
        if word.chars().next().is_some_and(char::is_alphabetic) {
            words += 1;
            let is_known = |english: &&str| english.eq_ignore_ascii_case(word);
            known += usize::from(word.len() <= 5 && ENGLISH.iter().any(|word| is_known(word)));
        }
    }
    // Lists and tables of English names have few of these words; prose in
    // other languages shares a handful ("an", "in", "was" in German).
    words < ENOUGH || known * 100 >= words * 12
}
