//! Bylines at the head of a story and sign-offs at its foot: who wrote it.

use super::names::{is_agency, is_occupation};
use super::written_date::{self, WrittenDate};

/// The longest byline, in characters.
const LONGEST: usize = 100;

/// What a byline says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Byline {
    /// The names as written, without "By" and without offices.
    pub names: Option<String>,
    /// The agency they write for.
    pub agency: Option<String>,
    /// A date on the same line.
    pub date: Option<WrittenDate>,
}

/// Reads a line that is a byline and nothing else: `By Jane Doe and John Roe`,
/// `By JANE DOE | Associated Press`, `Jane Doe, Staff Writer`.
pub fn read(line: &str) -> Option<Byline> {
    if line.len() > 4 * LONGEST || line.chars().count() > LONGEST {
        return None;
    }
    let (prefixed, words) = match after_cue(line, CUES) {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let ends_short = ["Jr.", "Sr.", "Ph.D.", "M.D."].iter().any(|end| words.ends_with(end));
    if words.is_empty() || (words.ends_with(['.', '!', '?', ':', '"', '”']) && !ends_short) {
        return None;
    }
    let mut found = Byline::default();
    let mut offices = 0;
    let mut rest = words;
    while !rest.is_empty() {
        // A date may hold commas of its own, so it takes the rest of the line.
        if let Some(date) = written_date::read(rest) {
            found.date = Some(date);
            break;
        }
        let (part, after) = next_part(rest);
        let (part, last) = (part.trim(), after.trim().is_empty());
        rest = after;
        if is_agency(part) {
            found.agency = Some(part.to_owned());
        } else if is_occupation(part) {
            offices += 1;
            // "By Staff Reporter"
            if prefixed && found.names.is_none() && last {
                found.names = Some(part.to_owned());
            }
        } else if are_names(part, prefixed) {
            found.names = Some(match found.names {
                Some(names) => format!("{names}, {part}"),
                None => part.to_owned(),
            });
        } else if !part.is_empty() {
            return None;
        }
    }
    let told = found.names.is_some() || (prefixed && found.agency.is_some());
    let sure = prefixed || offices > 0 || (found.agency.is_some() && found.names.is_some());
    (told && sure).then_some(found)
}

/// Splits a byline at its first separator.
fn next_part(words: &str) -> (&str, &str) {
    const BETWEEN: &[&str] = &[",", "|", "/", "·", "•", " — ", " – ", " - ", " in ", " for ", "،"];
    BETWEEN
        .iter()
        .filter_map(|mark| words.find(mark).map(|at| (at, mark.len())))
        .min()
        .map_or((words, ""), |(at, length)| (&words[..at], &words[at + length..]))
}

/// Names of people joined by "and" and the like.
fn are_names(words: &str, prefixed: bool) -> bool {
    const JOINED: &[&str] =
        &["and", "&", "with", "und", "et", "y", "e", "og", "och", "en", "mit", "avec", "و", "и"];
    let mut count = 0;
    for name in words.split_whitespace().collect::<Vec<_>>().split(|word| JOINED.contains(word)) {
        if !is_name(name, prefixed) {
            return false;
        }
        count += 1;
    }
    count > 0
}

fn is_name(words: &[&str], prefixed: bool) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "del", "della", "di", "da", "dos", "das", "do", "du", "van", "von", "der", "den",
        "ten", "ter", "la", "le", "al", "el", "bin", "ibn", "bint", "af", "av", "zu", "y", "der",
    ];
    // "By The Sea" is no byline, nor is "By Monday" or "By May".
    const NO_NAMES: &[&str] = &["The", "A", "An", "This", "That", "All", "His", "Her", "Its"];
    let least = if prefixed { 1 } else { 2 };
    if words.len() < least || words.len() > 6 || words.iter().any(|word| NO_NAMES.contains(word)) {
        return false;
    }
    if written_date::read(&words.join(" ")).is_some() {
        return false;
    }
    let cased = words.iter().any(|word| word.chars().any(|c| c.is_lowercase() || c.is_uppercase()));
    if !cased {
        return prefixed && words.iter().all(|word| word.chars().any(char::is_alphabetic));
    }
    words.iter().all(|word| {
        let plain =
            |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | '‘' | '@');
        word.chars().all(plain)
            && (word.starts_with(|c: char| c.is_uppercase() || c == '@')
                || PARTICLES.contains(word)
                || word.starts_with("al-")
                || word.starts_with("el-")
                || word.starts_with("d'")
                || word.starts_with("d’"))
    })
}

/// Reads a byline on two lines: `Jane Doe`, and under it `Staff Writer` or an agency.
pub fn read_pair(line: &str, next: &str) -> Option<Byline> {
    let (line, next) = (line.trim(), next.trim());
    if line.len() > LONGEST || next.len() > LONGEST || !are_names(line, false) {
        return None;
    }
    let agency = is_agency(next).then(|| next.to_owned());
    let office = agency.is_some()
        || (is_occupation(next)
            && next.split_whitespace().count() <= 5
            && !next.ends_with(['.', '!', '?']));
    office.then(|| Byline { names: Some(line.to_owned()), agency, date: None })
}

/// Reads a sign-off: `(Reporting by Jane Doe; Editing by John Roe)`. Gives who
/// reported, or an empty string where only editors are named.
pub fn sign_off(line: &str) -> Option<String> {
    if line.len() > 600 {
        return None;
    }
    let bare = line.trim_start_matches(['(', '[', '-', '–', '—', ' ', '*']);
    let bracketed = line.starts_with(['(', '[']);
    let written = after_cue(bare, REPORTED);
    let rest = written.or_else(|| after_cue(bare, EDITED))?;
    let names = rest[..rest.find([';', ')', ']']).unwrap_or(rest.len())].trim_end_matches('.');
    let mut parts = names.split(", ").flat_map(|part| part.split(" in ")).map(str::trim);
    let plausible = if bracketed {
        names.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
    } else {
        parts.all(|part| is_agency(part) || are_names(part.trim_start_matches("and "), true))
    };
    plausible.then(|| if written.is_some() { names.trim().to_owned() } else { String::new() })
}

/// Whether a last line is only an agency's name: `(AFP)`, `– Reuters`.
pub fn agency_alone(line: &str) -> Option<String> {
    if line.len() > 80 {
        return None;
    }
    let marks: &[char] = &['(', ')', '[', ']', '-', '–', '—', ' ', '.', '/', '*', '©', '\u{a0}'];
    let words = line.trim_matches(marks);
    let words = words.strip_prefix("Source:").map_or(words, str::trim);
    is_agency(words).then(|| words.to_owned())
}

/// What follows one of the `cues` (lower case) that `line` opens with, in any case.
fn after_cue<'a>(line: &'a str, cues: &[&str]) -> Option<&'a str> {
    cues.iter().find_map(|cue| {
        let head = line.get(..cue.len())?;
        let rest = &line[cue.len()..];
        let apart =
            cue.ends_with(':') || rest.starts_with(char::is_whitespace) || rest.starts_with(':');
        (apart && head.to_lowercase() == *cue)
            .then(|| rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':'))
    })
}

/// Longer ones first.
const CUES: &[&str] = &[
    "story by",
    "written by",
    "reported by",
    "by",
    "author:",
    "autor:",
    "auteur:",
    "text von",
    "von",
    "par",
    "por",
    "di",
    "da",
    "door",
    "av",
    "af",
    "автор:",
    "بقلم",
    "كتب",
    "کاتب",
    "लेखक:",
    "記者:",
    "记者:",
    "文/",
];

const REPORTED: &[&str] = &[
    "additional reporting by",
    "with additional reporting by",
    "reporting and writing by",
    "reporting and editing by",
    "reporting by",
    "with reporting by",
    "writing by",
    "written by",
    "with assistance from",
    "compiled by",
    "reported by",
];

const EDITED: &[&str] = &["editing by", "edited by", "production by", "graphics by"];
