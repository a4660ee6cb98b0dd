//! Prose in pieces that no row may break.
//!
//! Breaks come from the Unicode line breaking algorithm (UAX 14), kept to
//! grapheme bounds. Two of its rules are tightened for reading: a dash stays
//! with the word before it, and scripts written without spaces (Thai, Lao,
//! Khmer, Burmese), for which UAX 14 wants a dictionary, break between
//! clusters once a phrase is longer than a row.

use std::borrow::Cow;

use unicode_linebreak::{BreakClass, BreakOpportunity, break_property, linebreaks};

use super::cells::{Glyph, SOFT_HYPHEN, Walk, is_space};
use super::wrap::Setting;
use crate::model::Span;

/// A piece of text that stays together, and the white space behind it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fragment {
    /// First byte.
    pub start: usize,
    /// One past the last byte before the white space.
    pub end: usize,
    /// One past the white space.
    pub next: usize,
    /// Columns without the white space.
    pub width: usize,
    /// Columns of the white space.
    pub white: usize,
    /// Whether a row that ends here ends in a hyphen.
    pub hyphen: bool,
    /// Whether a row must end here.
    pub forced: bool,
}

impl textwrap::core::Fragment for Fragment {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.white as f64
    }

    fn penalty_width(&self) -> f64 {
        if self.hyphen { 1.0 } else { 0.0 }
    }
}

/// The fragments of a block, each no wider than the row it may stand in
/// (the first: `first_width`) unless it is a single grapheme. `lines`: whether
/// the line breaks of the source count.
pub(super) fn fragments(
    text: &str,
    span: Span,
    first_width: usize,
    width: usize,
    lines: bool,
) -> Vec<Fragment> {
    let block = &text[span.range()];
    let mut gather = Gather {
        text,
        first_width,
        width,
        done: Vec::with_capacity(block.len() / 6 + 1),
        open: None,
    };
    let source = if lines { Cow::Borrowed(block) } else { spaced(block) };
    let mut breaks = linebreaks(&source).map(|(at, kind)| (span.start + at, kind)).peekable();
    let mut before = ' ';
    for glyph in Walk::new(text, span, Setting::Prose) {
        // A break inside a grapheme is none.
        while breaks.next_if(|&(at, _)| at < glyph.at).is_some() {}
        if let Some((_, kind)) = breaks.next_if(|&(at, _)| at == glyph.at) {
            match kind {
                BreakOpportunity::Mandatory => gather.close(glyph.at, true),
                // White space stays with the word before it, and so does a dash.
                BreakOpportunity::Allowed if glyph.space => {}
                BreakOpportunity::Allowed if glyph.base == '—' && !is_space(before) => {}
                BreakOpportunity::Allowed => {
                    gather.hyphen(before, glyph.base);
                    gather.close(glyph.at, false);
                }
            }
        }
        gather.add(&glyph);
        before = glyph.base;
    }
    gather.close(span.end, false);
    gather.done
}

/// The text with the line breaks of its source as spaces, byte for byte.
fn spaced(block: &str) -> Cow<'_, str> {
    if block.bytes().any(|byte| matches!(byte, b'\n' | b'\r')) {
        Cow::Owned(block.replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(block)
    }
}

/// Collects graphemes into fragments.
struct Gather<'a> {
    text: &'a str,
    first_width: usize,
    width: usize,
    done: Vec<Fragment>,
    open: Option<Fragment>,
}

impl Gather<'_> {
    fn limit(&self) -> usize {
        if self.done.is_empty() { self.first_width } else { self.width }
    }

    fn add(&mut self, glyph: &Glyph<'_>) {
        let open = match &mut self.open {
            Some(open) => open,
            // White space at the start of a row is not shown, unless as the
            // indent of a Chinese or Japanese paragraph.
            None if glyph.space && glyph.base != '\u{3000}' => return,
            None => {
                self.open.insert(Fragment { start: glyph.at, end: glyph.at, ..Fragment::default() })
            }
        };
        if glyph.space {
            open.white += glyph.width;
        } else {
            open.width += open.white + glyph.width;
            open.white = 0;
            open.end = glyph.end;
        }
    }

    /// Notes a soft hyphen at the end of the open fragment.
    fn hyphen(&mut self, before: char, after: char) {
        if before == SOFT_HYPHEN
            && after.is_alphanumeric()
            && let Some(open) = &mut self.open
        {
            let word = self.text[open.start..open.end].trim_end_matches(SOFT_HYPHEN);
            open.hyphen = word.chars().next_back().is_some_and(char::is_alphanumeric);
        }
    }

    /// Ends the open fragment before the byte `next`. White space alone is
    /// no fragment, unless the row is forced to end.
    fn close(&mut self, next: usize, forced: bool) {
        match self.open {
            Some(open) if open.end > open.start => {
                self.open = None;
                self.push(Fragment { next, forced, ..open });
            }
            _ if forced => {
                let start = self.done.last().map_or(next, |last| last.next);
                self.open = None;
                self.done.push(Fragment { start, end: start, next, forced, ..Fragment::default() });
            }
            _ => {}
        }
    }

    fn push(&mut self, mut fragment: Fragment) {
        if fragment.width > self.limit() {
            return self.part(fragment);
        }
        // A hyphen for which the row has no column is left away.
        fragment.hyphen &= fragment.width < self.limit();
        self.done.push(fragment);
    }

    /// Gives white space to the fragment before, if it is of the same row.
    fn widen_last(&mut self, space: Glyph<'_>) {
        if let Some(last) = self.done.last_mut().filter(|last| !last.forced) {
            last.white += space.width;
            last.next = space.end;
        }
    }

    /// Breaks a fragment that is wider than a row.
    fn part(&mut self, whole: Fragment) {
        let mut piece = Fragment { start: whole.start, end: whole.start, ..Fragment::default() };
        let mut before = None;
        for glyph in Walk::new(self.text, Span::new(whole.start, whole.end), Setting::Prose) {
            if glyph.space {
                // Either an indent, for which there is no room here, or a
                // space at which UAX 14 forbids a break, as before "!".
                if piece.width > 0 {
                    piece.white += glyph.width;
                } else {
                    (piece.start, piece.end) = (glyph.end, glyph.end);
                    self.widen_last(glyph);
                }
                before = None;
                continue;
            }
            let full = piece.width + piece.white + glyph.width > self.limit();
            let apart =
                glyph.width > 0 && before.is_some_and(|before| parts_cluster(before, glyph.base));
            // What is not seen goes with what is before it, never with a
            // space for which there is no room.
            if piece.width > 0 && (apart || full && (glyph.width > 0 || piece.white > 0)) {
                self.done.push(Fragment { next: glyph.at, ..piece });
                piece = Fragment { start: glyph.at, end: glyph.at, ..Fragment::default() };
            }
            piece.width += piece.white + glyph.width;
            piece.white = 0;
            piece.end = glyph.end;
            before = self.text[glyph.at..glyph.end].chars().next_back();
        }
        let hyphen = whole.hyphen && piece.width < self.limit();
        let Fragment { next, white, forced, .. } = whole;
        self.done.push(Fragment { next, white, forced, hyphen, ..piece });
    }
}

/// Whether a row may end between two characters of a script without spaces,
/// or between such a script and a word of another.
fn parts_cluster(before: char, after: char) -> bool {
    let complex = |c: char| break_property(c as u32) == BreakClass::ComplexContext;
    if !complex(before) && !complex(after) {
        return false;
    }
    // Vowels written before their consonant, and signs that join the next one.
    let leads = matches!(before, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}'
        | '\u{1039}' | '\u{17d2}' | '\u{1a60}');
    // Vowels, signs of repetition and of abbreviation that follow a consonant.
    let trails = matches!(after, '\u{e2f}'..='\u{e33}' | '\u{e45}' | '\u{e46}'
        | '\u{eaf}'..='\u{eb3}' | '\u{ec6}' | '\u{102b}'..='\u{103e}' | '\u{17b6}'..='\u{17d7}');
    let wordlike = |c: char| complex(c) || c.is_alphanumeric();
    !leads && !trails && wordlike(before) && wordlike(after)
}
