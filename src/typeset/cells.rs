//! What stands in the columns of a row.
//!
//! One walk over the graphemes decides what is shown, what it is shown as and
//! how wide it is; wrapping, drawing and the mouse all use it, so they cannot
//! disagree. Nothing it yields moves the cursor of a terminal.

use unicode_segmentation::UnicodeSegmentation;

use super::width::of_grapheme;
use super::wrap::{Row, Setting};
use crate::model::Span;
use crate::model::text::picture;

/// One grapheme on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The byte of the text at which the grapheme starts.
    pub at: usize,
    /// What to draw: the grapheme itself, or what stands for it.
    pub shown: &'a str,
    /// The columns it takes; at least 1.
    pub width: usize,
}

/// What to draw for `row`, from left to right in the order of the text.
///
/// Line breaks and tabs come as spaces, several spaces of prose as one, and
/// control characters as their pictures. Marks that are not seen (controls of
/// direction, byte order marks, soft hyphens inside a row) do not come at all.
pub fn cells<'a>(text: &'a str, row: &Row) -> impl Iterator<Item = Cell<'a>> + use<'a> {
    let hyphen = row.hyphen.then(|| Cell {
        at: row.span.end.saturating_sub(SOFT_HYPHEN.len_utf8()),
        shown: "-",
        width: 1,
    });
    Walk::new(text, row.span, row.setting)
        .filter(|glyph| glyph.width > 0)
        .map(|glyph| Cell { at: glyph.at, shown: glyph.shown, width: glyph.width })
        .chain(hyphen)
}

/// The byte at which the grapheme under `column` of `row` starts; the last
/// grapheme's if the row is shorter.
pub fn byte_at_column(text: &str, row: &Row, column: usize) -> usize {
    let mut left = 0;
    let mut at = row.span.start;
    for cell in cells(text, row) {
        at = cell.at;
        left += cell.width;
        if column < left {
            break;
        }
    }
    at
}

/// The column in which the grapheme that holds `byte` starts: 0 before the
/// row, the row's width behind it.
pub fn column_at(text: &str, row: &Row, byte: usize) -> usize {
    let (mut left, mut previous) = (0, 0);
    for cell in cells(text, row) {
        if cell.at > byte {
            return previous;
        }
        previous = left;
        left += cell.width;
    }
    if byte < row.span.end { previous } else { left }
}

/// A soft hyphen: shown only where a row ends in it.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// Columns from one tab stop to the next in verbatim text.
const TAB: usize = 4;

/// The most bytes of one grapheme that are drawn: enough for any family of
/// emoji, too few to flood a terminal with combining marks.
const DRAWN: usize = 128;

/// A grapheme in its place, shown or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph<'a> {
    /// First byte in the text.
    pub at: usize,
    /// One past the last byte.
    pub end: usize,
    /// What is drawn; empty if nothing is.
    pub shown: &'a str,
    /// Columns.
    pub width: usize,
    /// The first character of the grapheme.
    pub base: char,
    /// Whether it is white space at which a row may end.
    pub space: bool,
}

/// The graphemes of a span, shown or not.
pub(super) struct Walk<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    verbatim: bool,
    /// Columns since the walk began, for tab stops.
    column: usize,
    /// White space after white space is not shown in prose, nor at the start.
    after_space: bool,
    /// Whether the last grapheme was of a script written without spaces.
    after_ideograph: bool,
    /// Whether this run of white space stands for no space at all.
    joined: bool,
}

impl<'a> Walk<'a> {
    /// Walks `span`; nothing at all if it does not lie on character bounds.
    pub fn new(text: &'a str, span: Span, setting: Setting) -> Self {
        let end = if text.get(span.range()).is_some() { span.end } else { span.start };
        Self {
            text,
            at: span.start,
            end,
            verbatim: setting == Setting::Verbatim,
            column: 0,
            after_space: true,
            after_ideograph: false,
            joined: false,
        }
    }

    fn space(&mut self, base: char) -> (&'static str, usize) {
        if self.verbatim {
            return match base {
                '\t' => {
                    let width = TAB - self.column % TAB;
                    (&"    "[..width], width)
                }
                '\n' | '\r' => ("", 0),
                '\u{3000}' => ("\u{3000}", 2),
                _ => (" ", 1),
            };
        }
        if !self.after_space {
            self.joined = self.after_ideograph && self.joins_ideographs();
        }
        match base {
            '\u{3000}' => ("\u{3000}", 2),
            _ if self.joined || self.after_space => ("", 0),
            _ => (" ", 1),
        }
    }

    /// Whether the white space from here on is a line break of the source
    /// between two ideographs or kana, which stands for no space.
    fn joins_ideographs(&self) -> bool {
        let run = &self.text[self.at..self.end];
        let rest = run.trim_start_matches(is_space);
        let white = &run[..run.len() - rest.len()];
        white.contains('\n')
            && self.text[self.at + white.len()..].chars().next().is_some_and(is_ideographic)
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Glyph<'a>;

    #[inline]
    fn next(&mut self) -> Option<Glyph<'a>> {
        if self.at >= self.end {
            return None;
        }
        let bytes = self.text.as_bytes();
        let at = self.at;
        // Before another ASCII character, an ASCII letter and a space are graphemes.
        let alone = at + 1 == self.end || bytes[at + 1].is_ascii();
        if bytes[at].is_ascii_graphic() && alone {
            self.at += 1;
            self.column += 1;
            self.after_space = false;
            self.after_ideograph = false;
            return Some(Glyph {
                at,
                end: at + 1,
                shown: &self.text[at..at + 1],
                width: 1,
                base: char::from(bytes[at]),
                space: false,
            });
        }
        if bytes[at] == b' ' && alone {
            let (shown, width) = self.space(' ');
            self.at += 1;
            self.column += width;
            self.after_space = true;
            return Some(Glyph { at, end: at + 1, shown, width, base: ' ', space: true });
        }
        self.any()
    }
}

impl<'a> Walk<'a> {
    fn any(&mut self) -> Option<Glyph<'a>> {
        let at = self.at;
        let grapheme = self.text[at..self.end].graphemes(true).next()?;
        let base = grapheme.chars().next()?;
        let space = is_space(base) && (grapheme.len() == base.len_utf8() || grapheme == "\r\n");
        let (shown, width) = if space {
            self.space(base)
        } else if let Some(picture) = control_picture(base) {
            (picture, 1)
        } else if is_unseen(base) {
            ("", 0)
        } else {
            let shown = clipped(grapheme);
            match of_grapheme(shown) {
                0 => ("", 0),
                width => (shown, width),
            }
        };
        self.at += grapheme.len();
        self.column += width;
        self.after_space = space;
        if !space {
            self.after_ideograph = is_ideographic(base);
        }
        Some(Glyph { at, end: self.at, shown, width, base, space })
    }
}

/// As much of a grapheme as is drawn.
fn clipped(grapheme: &str) -> &str {
    if grapheme.len() <= DRAWN {
        return grapheme;
    }
    let mut end = DRAWN;
    while !grapheme.is_char_boundary(end) {
        end -= 1;
    }
    &grapheme[..end]
}

/// White space at which a row may end: not the spaces that forbid a break
/// (U+00A0, U+2007, U+202F).
pub(super) fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{85}' | '\u{1680}' | '\u{2000}'..='\u{2006}'
            | '\u{2008}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{205f}' | '\u{3000}'
    )
}

/// Format characters that are never sent to a terminal: they have no shape,
/// and those of direction would move what follows.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        SOFT_HYPHEN | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether `c` belongs to a script set without spaces between words and with
/// every character two columns wide (Hangul is wide but has spaces).
fn is_ideographic(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{2fff}' | '\u{3001}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// The picture that stands for a control character, as [`picture`] has it.
fn control_picture(c: char) -> Option<&'static str> {
    // Three bytes each, in the order of the characters they stand for.
    const PICTURES: &str = "␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟";
    picture(c)?;
    match c {
        '\0'..='\x1f' => PICTURES.get(c as usize * 3..c as usize * 3 + 3),
        '\x7f' => Some("␡"),
        _ => Some("\u{fffd}"),
    }
}
