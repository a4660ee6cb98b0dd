//! How many columns of a terminal a piece of text takes.
//!
//! Measured as ratatui draws: grapheme by grapheme, control characters and
//! graphemes without width left out, so that what is reckoned here is what
//! stands on the screen.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const ELLIPSIS: &str = "…";

/// The columns that `words` take on one line.
pub fn columns(words: &str) -> usize {
    if words.is_ascii() {
        return words.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    words.graphemes(true).map(drawn).sum()
}

/// `words` in at most `room` columns: whole if they fit, else cut on a
/// grapheme bound and ended by an ellipsis. No room gives nothing.
///
/// Looks no further than the cut, however long `words` are.
pub fn fit(words: &str, room: usize) -> Cow<'_, str> {
    if words.len() <= room && words.is_ascii() {
        return Cow::Borrowed(words);
    }
    let mut width = 0;
    let mut kept = 0;
    for (at, grapheme) in words.grapheme_indices(true) {
        let more = drawn(grapheme);
        if width + more > room {
            if room == 0 {
                return Cow::Borrowed("");
            }
            return Cow::Owned(format!("{}{ELLIPSIS}", words[..kept].trim_end()));
        }
        width += more;
        if width < room {
            kept = at + grapheme.len();
        }
    }
    Cow::Borrowed(words)
}

/// `words` in exactly `room` columns: cut as by [`fit`], or filled up with spaces.
pub fn pad(words: &str, room: usize) -> Cow<'_, str> {
    let fitted = fit(words, room);
    let missing = room.saturating_sub(columns(&fitted));
    if missing == 0 {
        return fitted;
    }
    let mut filled = fitted.into_owned();
    filled.extend(std::iter::repeat_n(' ', missing));
    Cow::Owned(filled)
}

/// The columns of one grapheme without control characters.
///
/// Follows ratatui's `CellWidth`: the halfwidth voiced sound marks U+FF9E and
/// U+FF9F are drawn by terminals in a column of their own although they
/// extend a grapheme.
pub(super) fn of_grapheme(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        return 1;
    }
    // Both marks open with this byte; few graphemes hold it.
    let marks = if grapheme.as_bytes().contains(&0xef) {
        grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count()
    } else {
        0
    };
    grapheme.width() + marks
}

/// The columns ratatui gives a grapheme: none if it holds a control character.
fn drawn(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) { 0 } else { of_grapheme(grapheme) }
}
