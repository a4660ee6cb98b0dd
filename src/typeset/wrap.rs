//! Paragraphs into rows.
//!
//! Prose is set by optimal fit (Knuth and Plass, as `textwrap` has it): all
//! rows of a block are chosen together so that the right edge is as even as
//! it can be. Titles and narrow columns are set by first fit, code is cut.

use textwrap::wrap_algorithms::{Penalties, wrap_optimal_fit};

use super::blocks::blocks;
use super::cells::{Walk, is_space};
use super::fragments::{Fragment, fragments};
use super::motion::{is_bound, next_grapheme};
use crate::model::Span;

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Optimal fit, for running text.
    Prose,
    /// The same with the line breaks of the text, for verse and addresses.
    Lines,
    /// First fit, for titles and narrow columns.
    Plain,
    /// Line by line as it stands, for code: long lines are cut at the width.
    Verbatim,
}

/// One line on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The bytes shown, without the white space behind them.
    pub span: Span,
    /// The byte where the next row starts, or the end of what was wrapped.
    pub next: usize,
    /// The columns it takes, the hyphen included.
    pub width: usize,
    /// Whether it ends in a soft hyphen, to be shown.
    pub hyphen: bool,
    /// How it is set.
    pub setting: Setting,
}

/// The rows of `span`, at most `width` columns each, the first one at most
/// `first_width` (0 counts as 1). Only a grapheme too wide for its row
/// exceeds that. There is always at least one row.
///
/// Rows follow each other without gaps: a byte belongs to the first row whose
/// [`Row::next`] is behind it (see [`row_at`]). Spans of more than 9 KB are set
/// block by block (see [`blocks`]), each block by itself.
pub fn wrap(
    text: &str,
    span: Span,
    first_width: usize,
    width: usize,
    setting: Setting,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut first_width = first_width.max(1);
    let width = width.max(1);
    for block in blocks(text, span).iter() {
        match setting {
            Setting::Verbatim => verbatim(text, block, first_width, width, &mut rows),
            _ => flowing(text, block, first_width, width, setting, &mut rows),
        }
        first_width = width;
    }
    rows
}

/// The index of the row that holds `byte`: the last row for bytes behind
/// them, `None` only without rows.
pub fn row_at(rows: &[Row], byte: usize) -> Option<usize> {
    let before = rows.partition_point(|row| row.next <= byte);
    (!rows.is_empty()).then(|| before.min(rows.len() - 1))
}

/// Rows that fill nothing: what stands between them is white space.
fn blank(at: usize, next: usize, setting: Setting) -> Row {
    Row { span: Span::new(at, at), next, width: 0, hyphen: false, setting }
}

fn flowing(
    text: &str,
    block: Span,
    first_width: usize,
    width: usize,
    setting: Setting,
    rows: &mut Vec<Row>,
) {
    let fragments = fragments(text, block, first_width, width, setting == Setting::Lines);
    if fragments.is_empty() {
        rows.push(blank(block.start, block.end, setting));
        return;
    }
    let mut room = first_width;
    for part in fragments.split_inclusive(|fragment| fragment.forced) {
        let lines = match setting {
            Setting::Prose | Setting::Lines => optimal_fit(part, room, width),
            _ => first_fit(part, room, width),
        };
        rows.extend(lines.iter().enumerate().filter_map(|(index, line)| {
            let (first, last) = (line.first()?, line.last()?);
            let hyphen = last.hyphen && index + 1 < lines.len();
            Some(Row {
                span: Span::new(first.start, last.end),
                next: last.next,
                width: columns(line) + usize::from(hyphen),
                hyphen,
                setting,
            })
        }));
        room = width;
    }
    if let Some(last) = rows.last_mut() {
        last.next = block.end;
    }
}

/// The columns of fragments in one row, without a hyphen.
fn columns(line: &[Fragment]) -> usize {
    let all: usize = line.iter().map(|fragment| fragment.width + fragment.white).sum();
    all - line.last().map_or(0, |last| last.white)
}

/// Fills each row as far as it goes.
fn first_fit(fragments: &[Fragment], first_width: usize, width: usize) -> Vec<&[Fragment]> {
    let mut lines = Vec::new();
    let (mut start, mut taken, mut room) = (0, 0, first_width);
    for (index, fragment) in fragments.iter().enumerate() {
        // The hyphen must fit only if the row ends here, but then no later
        // fragment may be needed to undo it: reserve its column at once.
        let needed = fragment.width + usize::from(fragment.hyphen);
        if index > start && taken + needed > room {
            lines.push(&fragments[start..index]);
            (start, taken, room) = (index, 0, width);
        }
        taken += fragment.width + fragment.white;
    }
    lines.push(&fragments[start..]);
    lines
}

/// For ragged-right columns: the square of each row's slack counts, but not
/// the last row's; a row more must save much; a hyphen must save some.
/// Overflow is out of the question, as every fragment fits.
///
/// Without a price on a short last row the costs are totally monotone, which
/// the search relies on for the true optimum.
const PENALTIES: Penalties = Penalties {
    nline_penalty: 1000,
    overflow_penalty: 1_000_000,
    short_last_line_fraction: 4,
    short_last_line_penalty: 0,
    hyphen_penalty: 100,
};

/// Chooses all rows together.
fn optimal_fit(fragments: &[Fragment], first_width: usize, width: usize) -> Vec<&[Fragment]> {
    if columns(fragments) <= first_width {
        return vec![fragments];
    }
    let rooms = [first_width as f64, width as f64];
    let fits = |lines: &Vec<&[Fragment]>| {
        lines.iter().enumerate().all(|(index, line)| {
            let room = if index == 0 { first_width } else { width };
            let hyphen = line.last().is_some_and(|last| last.hyphen);
            line.len() == 1 || columns(line) + usize::from(hyphen) <= room
        })
    };
    // The sums overflow only for absurd widths, and a first row much wider
    // than the others breaks the monotony: first fit is always right.
    wrap_optimal_fit(fragments, &rooms, &PENALTIES)
        .ok()
        .filter(fits)
        .unwrap_or_else(|| first_fit(fragments, first_width, width))
}

/// Lines as they stand, cut where they are too long.
fn verbatim(text: &str, block: Span, first_width: usize, width: usize, rows: &mut Vec<Row>) {
    let mut room = first_width;
    if block.is_empty() {
        rows.push(blank(block.start, block.end, Setting::Verbatim));
    }
    let mut start = block.start;
    for line in text[block.range()].split_inclusive('\n') {
        let next = start + line.len();
        let content = trimmed(text, Span::new(start, next));
        cut(text, content, next, &mut room, width, rows);
        room = width;
        start = next;
    }
}

/// The span without the white space at its end, unless that is part of a
/// grapheme.
fn trimmed(text: &str, span: Span) -> Span {
    let end = span.start + text[span.range()].trim_end_matches(is_space).len();
    let end = if is_bound(text, end) { end } else { next_grapheme(text, end).min(span.end) };
    Span::new(span.start, end)
}

/// One line of verbatim text without the white space at its end.
fn cut(text: &str, line: Span, next: usize, room: &mut usize, width: usize, rows: &mut Vec<Row>) {
    let mut start = line.start;
    let row = |start: usize, end: usize, next: usize| {
        let span = trimmed(text, Span::new(start, end));
        let width = Walk::new(text, span, Setting::Verbatim).map(|glyph| glyph.width).sum();
        Row { span, next, width, hyphen: false, setting: Setting::Verbatim }
    };
    loop {
        // Walked anew for every row: tab stops count from the row's start.
        let mut taken = 0;
        let over = Walk::new(text, Span::new(start, line.end), Setting::Verbatim).find(|glyph| {
            taken += glyph.width;
            taken > *room && glyph.at > start && glyph.width > 0
        });
        let Some(over) = over else {
            rows.push(row(start, line.end, next));
            return;
        };
        rows.push(row(start, over.at, over.at));
        start = over.at;
        *room = width;
    }
}
