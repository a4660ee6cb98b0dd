//! The place in capitals that opens wire copy: "GAZA CITY, Aug 26 (Reuters) -".

use std::ops::Range;

use super::segmented::{Casing, Segmented, Sentence};

/// Within how many tokens the dash stands that ends a dateline.
const REACH: usize = 16;

/// Articles and months of dates in other languages.
const DATES: &[&str] = &[
    "le",
    "el",
    "il",
    "den",
    "de",
    "am",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// The tokens of the place at the head of a sentence; none if it opens
/// otherwise.
pub(super) fn dateline(segmented: &Segmented<'_>, sentence: &Sentence) -> Range<usize> {
    let start = sentence.tokens.start;
    let none = start..start;
    if sentence.casing == Casing::Capitals {
        return none;
    }
    // "FRANKFURT/ZURICH": a slash parts two places.
    let part = |at: usize| {
        is_capitals(segmented.word(at))
            || at > start && segmented.word(at) == "/" && is_capitals(segmented.word(at + 1))
    };
    let end = sentence.tokens.clone().find(|&at| !part(at));
    let Some(end) = end.filter(|&end| end > start && end - start <= 4) else { return none };
    let letters: usize = (start..end).map(|at| segmented.word(at).chars().count()).sum();
    let opens = letters > 3 && matches!(segmented.word(end), "," | "(" | "-" | "--" | "–" | "—");
    let limit = sentence.tokens.end.min(start + REACH);
    let dash = (end..limit).find(|&at| matches!(segmented.word(at), "-" | "--" | "–" | "—"));
    let Some(dash) = dash.filter(|_| opens) else { return none };
    // A dash between words without spaces joins them: "USA-based".
    let spaced = segmented.tokens[dash].span.start > segmented.tokens[dash - 1].span.end;
    // Between place and dash stand more places, a date, an agency in brackets.
    let furniture = (end..dash).all(|at| {
        let word = segmented.word(at);
        let first = word.chars().next().unwrap_or(' ');
        // "PARIS, le 13 novembre 2017".
        !first.is_lowercase() || DATES.contains(&word)
    });
    if spaced && furniture { start..end } else { none }
}

/// Two letters or more, all capitals; points and apostrophes aside.
fn is_capitals(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters > 1 && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '\'' | '’'))
}
