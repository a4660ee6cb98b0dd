//! Long paragraphs in blocks that can be set apart.
//!
//! A cut is found from its own neighbourhood alone, so the last block of a
//! line of 100 MB is as near as the first.

use super::motion::is_bound;
use crate::model::Span;

/// Bytes from one cut to the next, give or take [`SLACK`].
const BLOCK: usize = 8 * 1024;

/// How many bytes behind its mark a cut may lie, in search of a good place.
const SLACK: usize = 1024;

/// The blocks of `span`: see [`Blocks`].
pub fn blocks(text: &str, span: Span) -> Blocks<'_> {
    let span = if text.get(span.range()).is_some() { span } else { Span::default() };
    Blocks { text, span }
}

/// A span in blocks of some 8 KB, on grapheme bounds and where possible at a
/// line break, the end of a sentence or a space. Any of them is found in
/// constant time. There is always at least one; a span of up to 9 KB has one.
#[derive(Debug, Clone, Copy)]
pub struct Blocks<'a> {
    text: &'a str,
    span: Span,
}

impl Blocks<'_> {
    /// How many there are; never 0.
    #[expect(clippy::len_without_is_empty, reason = "there is always a block")]
    pub fn len(&self) -> usize {
        1 + self.span.len().saturating_sub(SLACK + 1) / BLOCK
    }

    /// The block number `index`, from 0; `None` past the last.
    pub fn get(&self, index: usize) -> Option<Span> {
        let count = self.len();
        (index < count).then(|| {
            let end = if index + 1 == count { self.span.end } else { self.cut(index + 1) };
            Span::new(self.cut(index), end)
        })
    }

    /// The number of the block that holds `byte`, or of the nearest one.
    pub fn at(&self, byte: usize) -> usize {
        let index = (byte.saturating_sub(self.span.start) / BLOCK).min(self.len() - 1);
        if byte < self.cut(index) { index.saturating_sub(1) } else { index }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Span> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Where block `index` begins.
    fn cut(&self, index: usize) -> usize {
        if index == 0 {
            return self.span.start;
        }
        let mark = self.span.start + index * BLOCK;
        let window = Window::new(self.text, mark, (mark + SLACK).min(self.span.end));
        window
            .after(|byte, _| byte == b'\n')
            .or_else(|| window.after(|byte, before| byte == b' ' && b".!?\"".contains(&before)))
            .or_else(|| window.after(|byte, _| matches!(byte, b' ' | b'\t')))
            .or_else(|| window.first_bound())
            .unwrap_or(window.start)
    }
}

/// Where a cut is looked for.
struct Window<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Window<'a> {
    fn new(text: &'a str, start: usize, end: usize) -> Self {
        let start = (start..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
        Self { text, start, end: end.max(start) }
    }

    /// Behind the first ASCII byte that is `wanted`, told the byte before it.
    fn after(&self, wanted: impl Fn(u8, u8) -> bool) -> Option<usize> {
        let bytes = self.text.as_bytes();
        (self.start + 1..self.end).find(|&at| {
            wanted(bytes[at - 1], bytes[at.saturating_sub(2)]) && is_bound(self.text, at)
        })
    }

    fn first_bound(&self) -> Option<usize> {
        (self.start..self.end).find(|&at| self.text.is_char_boundary(at) && is_bound(self.text, at))
    }
}
