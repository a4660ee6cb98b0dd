//! How the names of places look in a dateline, and where a date beside them begins.

use super::names::{is_place, is_region};
use super::written_date;

/// Parts "SEOUL, South Korea, Aug. 20" into the place and the date.
pub(super) fn place_and_date(words: &str) -> Option<(&str, Option<&str>)> {
    let words = words.trim().trim_end_matches([',', '،', '，']).trim_end();
    if words.is_empty() {
        return Some(("", None));
    }
    // The longest date first: after each comma, then after each space.
    let commas = words.match_indices([',', '،', '，']).map(|(at, c)| (at, at + c.len()));
    let spaces = words.match_indices(char::is_whitespace).map(|(at, c)| (at, at + c.len()));
    for (end, start) in std::iter::once((0, 0)).chain(commas).chain(spaces) {
        let date = words[start..].trim();
        if written_date::read(date.trim_end_matches('.')).is_some() {
            let place = words[..end].trim().trim_end_matches([',', '،', '，']).trim_end();
            // A full stop may belong to the month: "Aug."
            return Some((place, Some(date)));
        }
    }
    let parts = words.split([',', '،', '，']).count();
    (parts <= 3).then_some((words, None))
}

/// The city of a place, and whether the place is a known one.
pub(super) fn assess(place: &str) -> (&str, bool) {
    let first = place.split([',', '،', '，']).next().unwrap_or(place).trim();
    let mut regions = place.split([',', '،', '，']).skip(1).peekable();
    let known = is_place(first)
        || (regions.peek().is_some() && regions.all(|region| is_region(region.trim())));
    (first, known)
}

/// How the letters of a name are cased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// ST. LOUIS
    Capitals,
    /// Rio de Janeiro
    Title,
    /// دمشق
    Caseless,
    /// No name: a digit, a sentence, too many words.
    Other,
}

pub(super) fn shape(words: &str) -> Shape {
    const SMALL: &[&str] = &[
        "de", "la", "del", "of", "the", "am", "an", "der", "sur", "do", "da", "di", "al", "el",
        "le", "les", "es", "os", "upon", "on", "and", "du", "i",
    ];
    let strange =
        |c: char| c.is_ascii_digit() || ",:;!?\"“”«»()[]{}<>@#$%&*+=_|\\~。、！？؟।".contains(c);
    let count = words.split_whitespace().count();
    if count == 0 || count > 5 || words.contains(strange) {
        return Shape::Other;
    }
    let has_upper = words.chars().any(char::is_uppercase);
    let has_lower = words.chars().any(char::is_lowercase);
    match (has_upper, has_lower) {
        (false, false) if words.chars().any(char::is_alphabetic) => return Shape::Caseless,
        (false, _) => return Shape::Other,
        (true, false) => return Shape::Capitals,
        (true, true) => {}
    }
    let mut capitals = true;
    for word in words.split_whitespace() {
        // McALLEN, al-ARISH, d'IVOIRE
        let stem = ["Mc", "Mac", "al-", "el-", "d'", "d’", "O'"]
            .iter()
            .find_map(|prefix| word.strip_prefix(prefix))
            .unwrap_or(word);
        capitals &= !stem.contains(char::is_lowercase);
        let upper = stem.starts_with(char::is_uppercase);
        if !upper && !SMALL.contains(&word) {
            return Shape::Other;
        }
    }
    if capitals { Shape::Capitals } else { Shape::Title }
}
