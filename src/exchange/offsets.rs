//! The border: other tools' offsets into bytes of a [`Text`], and back.
//!
//! Other tools count scalar values, UTF-16 units or bytes; some count CRLF as
//! one character, some as two, and some count the byte order mark. What they
//! quote tells which: see [`Offsets::fitting`].

use crate::model::{Span, Text};

/// What a format counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Unicode scalar values (code points).
    Scalar,
    /// UTF-16 code units: the string lengths of JavaScript and Java.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
}

impl Unit {
    fn of(self, c: char) -> usize {
        match self {
            Unit::Scalar => 1,
            Unit::Utf16 => c.len_utf16(),
            Unit::Byte => c.len_utf8(),
        }
    }
}

/// How many characters lie between two marks of the table.
const STEP: usize = 16;

/// A table from the offsets of one source into bytes of its text, and back.
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t Text,
    unit: Unit,
    /// Where in the text a line break counts double, in bytes; sorted.
    doubled: &'t [usize],
    /// What is counted before the text begins.
    before: usize,
    /// (offset, byte) of every `STEP`th character.
    marks: Vec<(usize, usize)>,
    end: usize,
    /// Whether each byte counts as one, as where all characters are ASCII.
    even: bool,
}

impl<'t> Offsets<'t> {
    /// Offsets in `unit` from the start of `text`.
    pub fn new(text: &'t Text, unit: Unit) -> Self {
        Self::counting(text, unit, &[], 0)
    }

    /// The same where the line feeds at the bytes `doubled` were CRLF and
    /// count twice, and `before` units precede the text.
    fn counting(text: &'t Text, unit: Unit, doubled: &'t [usize], before: usize) -> Self {
        let ascii = text.as_str().is_ascii();
        if doubled.is_empty() && (ascii || unit == Unit::Byte) {
            let end = before + text.len();
            return Self { text, unit, doubled, before, marks: Vec::new(), end, even: true };
        }
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut offset = before;
        let mut breaks = doubled.iter().peekable();
        for (number, (byte, c)) in text.as_str().char_indices().enumerate() {
            if number % STEP == 0 {
                marks.push((offset, byte));
            }
            offset += unit.of(c) + usize::from(breaks.next_if(|&&at| at == byte).is_some());
        }
        Self { text, unit, doubled, before, marks, end: offset, even: false }
    }

    /// Of all ways to count that `source` allows, the one under which most of
    /// the `claims` (start, end, quoted words) are true; at a draw the first:
    /// `units` in order, line breaks as they stand in the file before single
    /// ones, no byte order mark before one that counts.
    pub fn fitting(source: &'t Source, units: &[Unit], claims: &[(usize, usize, &str)]) -> Self {
        let mut ways: Vec<(Unit, &[usize], usize)> = Vec::new();
        for before in if source.mark { &[0, 1][..] } else { &[0] } {
            for &unit in units {
                ways.push((unit, &source.breaks, *before));
                if !source.breaks.is_empty() {
                    ways.push((unit, &[], *before));
                }
            }
        }
        let mut best: Option<(usize, Self)> = None;
        for (unit, doubled, before) in ways {
            let table = Self::counting(&source.text, unit, doubled, before);
            let fits = |&&(start, end, words): &&(usize, usize, &str)| {
                table.span(start, end).is_some_and(|span| same(source.text.slice(span), words))
            };
            let count = claims.iter().filter(fits).count();
            if best.as_ref().is_none_or(|(most, _)| count > *most) {
                let all = count == claims.len();
                best = Some((count, table));
                if all {
                    break;
                }
            }
        }
        best.map_or_else(|| Self::new(&source.text, Unit::Scalar), |(_, table)| table)
    }

    /// The byte at an offset; `None` past the end, or inside a character.
    pub fn byte(&self, offset: usize) -> Option<usize> {
        if offset < self.before || offset > self.end {
            return None;
        }
        if offset == self.end {
            return Some(self.text.len());
        }
        if self.even {
            let byte = offset - self.before;
            return self.text.as_str().is_char_boundary(byte).then_some(byte);
        }
        let mark = self.marks.partition_point(|&(at, _)| at <= offset).checked_sub(1)?;
        let (mut at, from) = self.marks[mark];
        for (byte, c) in self.text.as_str()[from..].char_indices() {
            let byte = from + byte;
            if at == offset {
                return Some(byte);
            }
            let double = c == '\n' && self.doubled.binary_search(&byte).is_ok();
            // Between CR and LF lies the start of the one line feed.
            if double && at + 1 == offset {
                return Some(byte);
            }
            at += self.unit.of(c) + usize::from(double);
            if at > offset {
                return None;
            }
        }
        None
    }

    /// The span between two offsets; `None` if one of them is none of the
    /// text, or the end stands before the start.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let (start, end) = (self.byte(start)?, self.byte(end)?);
        (start <= end).then(|| Span::new(start, end))
    }

    /// The offset of a byte of the text; of one inside a character, that of
    /// the character.
    pub fn offset(&self, byte: usize) -> usize {
        let byte = self.text.floor(byte);
        if self.even {
            return self.before + byte;
        }
        let mark = self.marks.partition_point(|&(_, at)| at <= byte).saturating_sub(1);
        let Some(&(mut at, from)) = self.marks.get(mark) else { return self.before };
        for (here, c) in self.text.as_str()[from..byte].char_indices() {
            let double = c == '\n' && self.doubled.binary_search(&(from + here)).is_ok();
            at += self.unit.of(c) + usize::from(double);
        }
        at
    }
}

/// Whether two quotations differ at most in white space and in the marks with
/// which tools join the pieces of a discontinuous one.
pub fn same(one: &str, other: &str) -> bool {
    fn bare(words: &str) -> impl Iterator<Item = char> + '_ {
        words.chars().filter(|c| !c.is_whitespace())
    }
    one == other || bare(one).eq(bare(other))
}

/// A file's text as it was decoded, and what was taken out of it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The text: no byte order mark, lines ended by LF.
    pub text: Text,
    /// Whether a byte order mark stood before it.
    pub mark: bool,
    /// The line feeds that were CRLF, in bytes of the text.
    pub breaks: Vec<usize>,
    /// Whether some bytes were no UTF-8 and are U+FFFD now.
    pub broken: bool,
}

impl Source {
    /// Decodes UTF-8, or UTF-16 after its byte order mark.
    pub fn decode(bytes: &[u8]) -> Self {
        let (content, mark, broken) = match encoding_rs::Encoding::for_bom(bytes) {
            Some((encoding, length)) => {
                let (content, broken) = encoding.decode_without_bom_handling(&bytes[length..]);
                (content, true, broken)
            }
            None => {
                let (content, broken) = encoding_rs::UTF_8.decode_without_bom_handling(bytes);
                (content, false, broken)
            }
        };
        Self { mark, broken, ..Self::of(&content) }
    }

    /// Takes characters that are decoded already.
    pub fn of(content: &str) -> Self {
        if !content.contains('\r') {
            return Self { text: Text::new(content.to_owned()), ..Self::default() };
        }
        let mut out = String::with_capacity(content.len());
        // Counted in characters: a Text may hold more bytes than `out`.
        let mut breaks = Vec::new();
        let mut number = 0;
        let mut rest = content.chars().peekable();
        while let Some(c) = rest.next() {
            if c == '\r' {
                if rest.next_if_eq(&'\n').is_some() {
                    breaks.push(number);
                }
                out.push('\n');
            } else {
                out.push(c);
            }
            number += 1;
        }
        let text = Text::new(out);
        let breaks = breaks.into_iter().filter_map(|number| text.byte_at(number)).collect();
        Self { text, breaks, ..Self::default() }
    }
}
