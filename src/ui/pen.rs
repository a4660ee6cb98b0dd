//! Words onto cells, never past an edge.

use ratatui::style::Style;

use crate::state::layout::Area;
use crate::typeset::width;

use super::{Canvas, rect};

impl Canvas<'_> {
    /// One grapheme at a cell, if the cell is on the screen.
    pub(super) fn put(&mut self, x: u16, y: u16, shown: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(shown).set_style(style);
        }
    }

    /// Words from a cell on, cut with an ellipsis before column `right`; the
    /// column after them.
    pub(super) fn words(&mut self, x: u16, y: u16, right: u16, words: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        let right = right.min(area.right());
        if y >= area.bottom() || x >= right {
            return x;
        }
        let room = usize::from(right - x);
        let fitted = width::fit(words, room);
        // As ratatui sets them, without asking each letter how wide it is.
        if fitted.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            for (x, at) in (x..right).zip(0..fitted.len()) {
                self.put(x, y, &fitted[at..=at], style);
            }
            return x + fitted.len() as u16;
        }
        self.buffer.set_stringn(x, y, fitted, room, style).0
    }

    /// One grapheme that takes `columns`, or the spaces of a tab; nothing if
    /// that does not fit before the edge.
    pub(super) fn put_wide(&mut self, x: u16, y: u16, shown: &str, columns: u16, style: Style) {
        if x.saturating_add(columns) > self.buffer.area.right() {
            return;
        }
        if columns > 1 && shown.is_ascii() {
            (x..x + columns).for_each(|x| self.put(x, y, " ", style));
            return;
        }
        self.put(x, y, shown, style);
        for x in x + 1..x + columns {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }

    /// Words that end just before column `right`; the column they start at.
    pub(super) fn words_left_of(
        &mut self,
        right: u16,
        left: u16,
        y: u16,
        words: &str,
        style: Style,
    ) -> u16 {
        let columns = width::columns(words) as u16;
        let x = right.saturating_sub(columns).max(left);
        self.words(x, y, right, words, style);
        x
    }

    /// Gives every cell of an area a style; what stands there is wiped.
    pub(super) fn wipe(&mut self, area: Area, style: Style) {
        let area = rect(area).intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Lays a style over an area; what stands there stays.
    pub(super) fn tint(&mut self, area: Area, style: Style) {
        self.buffer.set_style(rect(area).intersection(self.buffer.area), style);
    }
}
