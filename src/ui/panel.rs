//! Things that lie over the panes: a patch of other paper with lines of
//! differently inked words on it.

use ratatui::style::{Modifier, Style};

use crate::config::Ink;
use crate::model::Span;
use crate::state::layout::Area;
use crate::typeset::{self, Setting};

use super::Canvas;

/// Air between words of a line that is wrapped: it does not shrink to one
/// space, and what a line ends with is not seen.
pub const GAP: &str = "\u{a0}\u{a0} ";

/// Words in one ink.
#[derive(Debug, Clone)]
pub struct Piece {
    words: String,
    style: Style,
}

impl Piece {
    /// Adds to how the words are set.
    pub(super) fn add(&mut self, modifier: Modifier) {
        self.style = self.style.add_modifier(modifier);
    }
}

/// A line of differently inked words.
pub type Pieces = Vec<Piece>;

impl Canvas<'_> {
    /// Words in an ink on the paper of panels.
    pub(super) fn piece(&self, words: impl AsRef<str>, ink: Ink) -> Piece {
        let words = crate::model::text::visible(words.as_ref()).into_owned();
        Piece { words, style: self.theme.over(ink, Ink::Card) }
    }

    /// The same, bold.
    pub(super) fn bold(&self, words: impl AsRef<str>, ink: Ink) -> Piece {
        let mut piece = self.piece(words, ink);
        piece.style = piece.style.add_modifier(Modifier::BOLD);
        piece
    }

    /// The same, in italics.
    pub(super) fn italic(&self, words: impl AsRef<str>, ink: Ink) -> Piece {
        let mut piece = self.piece(words, ink);
        piece.style = piece.style.add_modifier(Modifier::ITALIC);
        piece
    }

    /// What lies inside a panel: air around it, less where the window is low.
    pub(super) fn inside(&self, area: Area) -> Area {
        let air = u16::from(area.height > 10);
        let height = area.height.saturating_sub(2 * air);
        Area { y: area.y + air, height, ..area }.inset(if area.width < 50 { 1 } else { 2 })
    }

    /// Lays down the paper of a panel, with a clear margin around it inside
    /// `within`: cut words right beside it would seem to belong to it.
    pub(super) fn paper_within(&mut self, area: Area, within: Area) {
        let left = area.x.saturating_sub(2).max(within.x);
        let top = area.y.saturating_sub(1).max(within.y);
        let right = (area.right() + 2).min(within.right());
        let bottom = (area.bottom() + 1).min(within.bottom());
        let margin = Area::new(left, top, right.saturating_sub(left), bottom.saturating_sub(top));
        let style = self.theme.over(Ink::Text, Ink::Text);
        self.wipe(margin, style);
        self.paper(area);
    }

    /// Lays down the paper.
    pub(super) fn paper(&mut self, area: Area) {
        let style = self.theme.over(Ink::Text, Ink::Card);
        self.wipe(area, style);
        // Without a tint of its own the paper would not be told from the page.
        let rule = self.theme.over(Ink::Rule, Ink::Card);
        if self.theme.style(Ink::Card).bg.is_none() || self.same_paper() {
            for x in area.x..area.right() {
                self.put(x, area.y, "─", rule);
                self.put(x, area.bottom().saturating_sub(1), "─", rule);
            }
        }
    }

    fn same_paper(&self) -> bool {
        self.theme.style(Ink::Card).bg == self.theme.style(Ink::Text).bg
    }

    /// Draws lines from `top` on into an area; what is cut off is told at its
    /// lower right corner.
    pub(super) fn lines(&mut self, area: Area, lines: &[Pieces], top: usize) {
        // What does not fit is told on the last line.
        let cut = lines.len() > usize::from(area.height) && area.height > 1;
        let height = usize::from(area.height) - usize::from(cut);
        let most = lines.len().saturating_sub(height);
        self.state.scrollable.set(most);
        let top = top.min(most);
        for (number, line) in lines.iter().skip(top).take(height).enumerate() {
            let y = area.y + number as u16;
            let mut x = area.x;
            for piece in line {
                x = self.words(x, y, area.right(), &piece.words, piece.style);
            }
        }
        let below = lines.len().saturating_sub(top + height);
        if cut {
            let style = self.theme.over(Ink::Quiet, Ink::Card);
            let words = match (top, below) {
                (0, below) => format!("↓ {below} more"),
                (top, 0) => format!("↑ {top} more"),
                (top, below) => format!("↑ {top}  ↓ {below} more"),
            };
            self.words_left_of(area.right(), area.x, area.bottom() - 1, &words, style);
        }
    }
}

/// Wraps pieces at spaces into lines of at most `columns`; all but the first
/// line begin with `indent` blanks.
pub fn flow(pieces: &[Piece], columns: usize, indent: usize) -> Vec<Pieces> {
    let mut all = String::new();
    let mut ends: Vec<(usize, Style)> = Vec::new();
    for piece in pieces {
        all.push_str(&piece.words);
        ends.push((all.len(), piece.style));
    }
    let rest = columns.saturating_sub(indent).max(1);
    let whole = Span::new(0, all.len());
    let rows = typeset::wrap(&all, whole, columns.max(1), rest, Setting::Plain);
    let mut lines = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let mut line = Pieces::new();
        if number > 0 && indent > 0 {
            line.push(Piece { words: " ".repeat(indent), style: Style::default() });
        }
        let mut from = row.span.start;
        for &(end, style) in ends.iter().filter(|(end, _)| *end > row.span.start) {
            let to = end.min(row.span.end);
            if to > from {
                line.push(Piece { words: all[from..to].to_owned(), style });
                from = to;
            }
        }
        lines.push(line);
    }
    lines
}
