//! Words and signs: the tokens of news prose.
//!
//! A hyphen and a slash part words ("Turkish-backed", "Oslo/Bergen"), as the
//! training data have it; the points of abbreviations, the apostrophe inside
//! a name, the signs of numbers, addresses, `AT&T` and `Amazon.com` do not.
//! A possessive is a token of its own, so that a name ends before it.

use crate::model::Span;
use crate::model::text::{floor, is_word};

/// The longest token, in bytes. What is longer is cut: no word is.
const LONGEST: usize = 128;

/// A word, a number or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text, in bytes.
    pub span: Span,
}

/// Words that keep the point behind them, in lower case, in the order of the
/// alphabet.
const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "assn", "aug", "ave", "blvd", "brig", "bros", "capt", "cie", "cmdr", "co", "col",
    "corp", "cos", "cpl", "dec", "dept", "det", "dr", "esq", "etc", "feb", "fr", "ft", "gen",
    "gov", "hon", "inc", "insp", "intl", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar",
    "messrs", "mgr", "mme", "mlle", "mr", "mrs", "ms", "msgr", "mt", "nov", "oct", "pres", "prof",
    "pvt", "rep", "reps", "rev", "sen", "sens", "sept", "sep", "sgt", "sr", "st", "ste", "supt",
    "univ", "vs",
];

/// The tokens of one stretch of text, in order, appended to `tokens`.
pub(super) fn tokenize(text: &str, within: Span, tokens: &mut Vec<Token>) {
    let Some(mut rest) = text.get(within.range()) else { return };
    loop {
        rest = rest.trim_start_matches(is_gap);
        if rest.is_empty() {
            return;
        }
        let end = rest.find(is_gap).unwrap_or(rest.len());
        let start = within.end - rest.len();
        chunk(text, start, start + end, tokens);
        rest = &rest[end..];
    }
}

/// The tokens of a stretch without white space.
fn chunk(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let mut push = |from: usize, to: usize| tokens.push(Token { span: Span::new(from, to) });
    let mut at = start;
    if let Some(address) = address(&text[start..end]) {
        push(start, start + address);
        at += address;
    }
    while at < end {
        let rest = &text[at..end];
        let Some(first) = rest.chars().next() else { return };
        let length = if is_word(first) || is_tag(rest) {
            word(rest, first.len_utf8())
        } else if let Some(length) = possessive(rest) {
            length
        } else if matches!(first, '.' | '-' | '!' | '?' | '*' | '=' | '_') {
            rest.len() - rest.trim_start_matches(first).len()
        } else {
            first.len_utf8()
        };
        let length = floor(rest, length.min(LONGEST)).max(first.len_utf8());
        push(at, at + length);
        at += length;
    }
}

/// The length in bytes of the word that opens `rest`; its first character is
/// `first` bytes long.
fn word(rest: &str, first: usize) -> usize {
    let mut at = first;
    // Where the letters since the last point began.
    let mut part = 0;
    while at < rest.len().min(LONGEST) {
        let Some(sign) = rest[at..].chars().next() else { break };
        let next = rest[at + sign.len_utf8()..].chars().next();
        let before = rest[..at].chars().next_back();
        let joins = match sign {
            _ if is_word(sign) => true,
            '.' => match next {
                Some(next) if is_word(next) => {
                    let digits = before.is_some_and(|c| c.is_ascii_digit());
                    let initial = is_initial(&rest[part..at]);
                    initial || next.is_lowercase() || (digits && next.is_ascii_digit())
                }
                _ => {
                    if is_initial(&rest[part..at]) || is_abbreviation(&rest[..at]) {
                        at += 1;
                    }
                    break;
                }
            },
            ',' | ':' => {
                before.is_some_and(|c| c.is_ascii_digit())
                    && next.is_some_and(|c| c.is_ascii_digit())
            }
            '\'' | '’' | 'ʼ' => next.is_some_and(is_word) && possessive(&rest[at..]).is_none(),
            '&' => next.is_some_and(|c| is_word(c) && c.is_uppercase()),
            '_' => next.is_some_and(is_word),
            _ => false,
        };
        if !joins {
            break;
        }
        at += sign.len_utf8();
        if sign == '.' {
            part = at;
        }
    }
    at
}

/// The length of a possessive or of a contracted verb that opens `rest`.
fn possessive(rest: &str) -> Option<usize> {
    let mut characters = rest.char_indices();
    let (_, '\'' | '’' | 'ʼ') = characters.next()? else { return None };
    let tail: Vec<(usize, char)> = characters.take(3).collect();
    let ends = |index: usize| tail.get(index).is_none_or(|&(_, c)| !is_word(c));
    let letters: String = tail.iter().map(|&(_, c)| c.to_ascii_lowercase()).collect();
    let length = match letters.as_str() {
        _ if letters.starts_with('s') && ends(1) => 1,
        _ if (letters.starts_with("re")
            || letters.starts_with("ve")
            || letters.starts_with("ll"))
            && ends(2) =>
        {
            2
        }
        _ => return None,
    };
    let (last, c) = tail[length - 1];
    Some(last + c.len_utf8())
}

/// The length of the web or mail address, or of a name with the sign of a
/// network, that opens a chunk.
fn address(chunk: &str) -> Option<usize> {
    let open = chunk.len() - chunk.trim_start_matches(['(', '<', '[', '"', '“', '‘', '\'']).len();
    let head = &chunk[..floor(chunk, LONGEST * 4)];
    let marked = head.contains("://")
        || head.starts_with("www.")
        || head.find('@').is_some_and(|at| at > 0 && head[at + 1..].contains('.'));
    if open > 0 || !marked {
        return None;
    }
    let end = chunk.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/').len();
    (end > 0 && end <= LONGEST).then_some(end)
}

/// Whether a hash or an at sign opens a word, as on social networks.
fn is_tag(rest: &str) -> bool {
    let mut characters = rest.chars();
    matches!(characters.next(), Some('#' | '@')) && characters.next().is_some_and(is_word)
}

/// One letter: of `U.S.`, or a first name's.
fn is_initial(part: &str) -> bool {
    let mut characters = part.chars();
    characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
}

fn is_abbreviation(word: &str) -> bool {
    word.len() <= 6
        && (ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
            || word.eq_ignore_ascii_case("ph.d"))
}

/// White space, and what takes no room.
fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
