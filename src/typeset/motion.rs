//! Movement by graphemes and words, in bytes, always on grapheme bounds.
//!
//! Words are those of UAX 29 that hold a letter or a digit; punctuation is
//! passed over, as a reader does. Every function takes any byte of the text
//! and looks at a window of a few kilobytes at most.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::model::Span;
use crate::model::text::floor;

/// Bytes before a place that are enough to tell graphemes and words there.
const BEFORE: usize = 512;

/// The longest grapheme, in bytes, that is kept whole.
const GRAPHEME: usize = 1024;

/// How many bytes a word is looked for in.
const WINDOW: usize = 8 * 1024;

/// The smallest character bound at or above `at`, or the end of the text.
fn ceil(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Whether a grapheme starts at `at`, or the text ends there.
pub fn is_bound(text: &str, at: usize) -> bool {
    if at == 0 || at >= text.len() {
        return at <= text.len();
    }
    let bytes = text.as_bytes();
    if bytes[at - 1].is_ascii() && bytes[at].is_ascii() {
        return bytes[at - 1..=at] != *b"\r\n";
    }
    if !text.is_char_boundary(at) {
        return false;
    }
    let from = floor(text, at.saturating_sub(BEFORE));
    let window = &text[from..ceil(text, at + 1)];
    let mut cursor = GraphemeCursor::new(at - from, window.len(), true);
    cursor.is_boundary(window, 0).unwrap_or(true)
}

/// The start of the grapheme that holds the byte `at`.
pub fn grapheme_start(text: &str, at: usize) -> usize {
    let at = floor(text, at);
    if is_bound(text, at) { at } else { previous_grapheme(text, at) }
}

/// The start of the grapheme after the one that holds `at`, or the end.
pub fn next_grapheme(text: &str, at: usize) -> usize {
    let at = floor(text, at);
    let bytes = text.as_bytes();
    match bytes.get(at..at + 2) {
        Some(&[first, second]) if first.is_ascii() && second.is_ascii() && first != b'\r' => {
            return at + 1;
        }
        _ if at >= text.len() => return text.len(),
        _ => {}
    }
    let from = floor(text, at.saturating_sub(BEFORE));
    let window = &text[from..ceil(text, at + GRAPHEME)];
    let mut cursor = GraphemeCursor::new(at - from, window.len(), true);
    match cursor.next_boundary(window, 0) {
        Ok(Some(next)) => from + next,
        _ => from + window.len(),
    }
}

/// The start of the last grapheme that begins before `at`; 0 at the start.
pub fn previous_grapheme(text: &str, at: usize) -> usize {
    let given = at.min(text.len());
    let at = floor(text, at);
    if at < given && is_bound(text, at) {
        return at;
    }
    let from = floor(text, at.saturating_sub(GRAPHEME));
    let window = &text[from..ceil(text, at + 1)];
    let mut cursor = GraphemeCursor::new(at - from, window.len(), true);
    match cursor.prev_boundary(window, 0) {
        Ok(Some(previous)) => from + previous,
        _ => from,
    }
}

/// The start of the next word behind the byte `at`, or the end of the text.
pub fn next_word(text: &str, at: usize) -> usize {
    let window = Window::around(text, at);
    window.words().find(|word| word.start > at).map_or(window.end, |word| word.start)
}

/// The start of the last word that begins before the byte `at`, or 0.
pub fn previous_word(text: &str, at: usize) -> usize {
    let mut start = 0;
    // Most words are near.
    for back in [BEFORE, WINDOW] {
        let window = Window::new(text, floor(text, at), back, grapheme_start(text, at + BEFORE));
        start = window.start;
        // The first piece of a window may have been parted.
        let whole = |word: &Span| word.start > start || start == 0;
        let near = window.words().take_while(|word| word.start < at);
        if let Some(word) = near.filter(whole).last() {
            return word.start;
        }
    }
    start
}

/// The start of the last grapheme of a word, the first such behind `at`; the
/// last grapheme of the text if there is none.
pub fn word_end(text: &str, at: usize) -> usize {
    let window = Window::around(text, at);
    window
        .words()
        .map(|word| previous_grapheme(text, word.end))
        .find(|&last| last > at)
        .unwrap_or_else(|| previous_grapheme(text, window.end))
}

/// The word that holds the byte `at`, or else the white space or the sign there.
/// Empty only at the end of the text.
pub fn word_at(text: &str, at: usize) -> Span {
    let window = Window::around(text, at);
    window
        .pieces()
        .find(|piece| piece.contains(at))
        .unwrap_or_else(|| Span::new(grapheme_start(text, at), next_grapheme(text, at)))
}

/// A stretch of text, begun where a word cannot be parted.
struct Window<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Window<'a> {
    /// From shortly before `at` to far behind it.
    fn around(text: &'a str, at: usize) -> Self {
        let at = floor(text, at);
        Self::new(text, at, BEFORE, grapheme_start(text, at + WINDOW))
    }

    /// Begins behind the first space of the `back` bytes before `at`, since
    /// words are told apart rightly from there on.
    fn new(text: &'a str, at: usize, back: usize, end: usize) -> Self {
        let far = at.saturating_sub(back);
        let start = if far == 0 {
            0
        } else {
            let space = text.as_bytes()[far..at].iter().position(|&byte| byte == b' ');
            space.map_or_else(
                || grapheme_start(text, far),
                |space| grapheme_start(text, far + space),
            )
        };
        Self { text, start, end: end.max(at) }
    }

    /// Words, signs and white space, in order and without gaps. UAX 29 parts
    /// a few graphemes (Thai sara am) where it parts words; that is undone.
    fn pieces(&self) -> impl Iterator<Item = Span> {
        let mut bounds = self.text[self.start..self.end]
            .split_word_bound_indices()
            .map(|(at, _)| self.start + at)
            .filter(|&at| is_bound(self.text, at))
            .chain((self.end > self.start).then_some(self.end));
        let mut from = bounds.next();
        std::iter::from_fn(move || {
            let next = bounds.next();
            let piece = from.zip(next).map(|(start, end)| Span::new(start, end));
            from = next;
            piece
        })
    }

    fn words(&self) -> impl Iterator<Item = Span> {
        self.pieces().filter(|piece| self.text[piece.range()].contains(char::is_alphanumeric))
    }
}
