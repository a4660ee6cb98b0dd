//! Words and punctuation marks of a text, for the formats that have no other
//! places than these, and their way back into running text.

use super::marks::Sheet;
use crate::model::{Span, Text};

/// The tokens of a text: runs of letters and digits (inner apostrophes, points,
/// hyphens and signs between digits included), every other character alone. A
/// token ends wherever a mark of the sheet begins or ends, so that every mark
/// is a run of whole tokens.
pub(super) fn tokens(text: &Text, sheet: &Sheet) -> Vec<Span> {
    let mut cuts: Vec<usize> =
        sheet.marks.iter().flat_map(|m| &m.spans).flat_map(|s| [s.start, s.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut cuts = cuts.into_iter();
    let mut cut = cuts.next();
    let mut out: Vec<Span> = Vec::new();
    let mut open: Option<usize> = None;
    let mut rest = text.as_str().char_indices();
    let mut coming = rest.next();
    let mut before = ' ';
    while let Some((at, c)) = coming {
        coming = rest.next();
        while cut.is_some_and(|cut| cut <= at) {
            if cut == Some(at) {
                out.extend(open.take().map(|start| Span::new(start, at)));
            }
            cut = cuts.next();
        }
        let next = coming.map_or(' ', |(_, c)| c);
        let inner = open.is_some()
            && matches!(c, '\'' | '’' | '.' | ',' | '-' | '‐' | '·' | '_' | ':' | '/' | '&')
            && before.is_alphanumeric()
            && match c {
                ',' | ':' | '/' => before.is_numeric() && next.is_numeric(),
                _ => next.is_alphanumeric(),
            };
        // Cut off from its word by a mark, as in `Britain` and `'s`.
        let clitic = open.is_none()
            && matches!(c, '\'' | '’')
            && before.is_alphanumeric()
            && next.is_alphabetic();
        if c.is_alphanumeric() || inner || clitic || (open.is_some() && is_mark(c)) {
            open.get_or_insert(at);
        } else {
            out.extend(open.take().map(|start| Span::new(start, at)));
            if !c.is_whitespace() {
                let end = at + c.len_utf8();
                match out.last_mut() {
                    // A combining mark is no word of its own.
                    Some(last) if is_mark(c) && last.end == at => last.end = end,
                    _ => out.push(Span::new(at, end)),
                }
            }
        }
        before = c;
    }
    out.extend(open.map(|start| Span::new(start, text.len())));
    out
}

/// Whether a character only joins on to the one before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{93c}'..='\u{94d}')
}

/// The numbers of the first and the last token that share text with a span;
/// `None` if it holds no token.
pub(super) fn within(tokens: &[Span], span: Span) -> Option<(usize, usize)> {
    let first = tokens.partition_point(|token| token.end <= span.start);
    let past = tokens.partition_point(|token| token.start < span.end);
    (first < past).then(|| (first, past - 1))
}

/// Writes the number of a token. Every one has some: formatting takes ten times
/// as long.
pub(super) fn push_number(out: &mut String, number: usize) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Joins tokens into running text, as it is set in print: no space before
/// closing marks or after opening ones. Kept between calls is only whether a
/// straight quotation mark is open.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    double: bool,
    single: bool,
    tight: bool,
}

impl Joiner {
    /// Puts a token behind `out`; returns its first byte.
    pub(super) fn push(&mut self, out: &mut String, token: &str) -> usize {
        let opens = match token {
            "(" | "[" | "{" | "“" | "‘" | "„" | "«" | "``" | "`" | "¿" | "¡" | "$" | "£" | "€"
            | "#" => Some(true),
            ")" | "]" | "}" | "”" | "’" | "»" | "''" | "," | "." | ";" | ":" | "!" | "?" | "…"
            | "%" | "..." => Some(false),
            "\"" => {
                self.double = !self.double;
                Some(self.double)
            }
            "'" => {
                self.single = !self.single;
                Some(self.single)
            }
            _ => None,
        };
        // 's and n't belong to the word before them.
        let clitic = token.len() > 1 && (token.starts_with(['\'', '’']) && token != "''")
            || token.eq_ignore_ascii_case("n't")
            || token.eq_ignore_ascii_case("n’t");
        let starts_line = out.is_empty() || out.ends_with('\n');
        let loose = !starts_line && !self.tight && !clitic && opens != Some(false);
        if loose {
            out.push(' ');
        }
        self.tight = opens == Some(true);
        let at = out.len();
        out.push_str(token);
        at
    }

    /// Ends a sentence and its line.
    pub(super) fn end(&mut self, out: &mut String) {
        *self = Self::default();
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
    }
}
