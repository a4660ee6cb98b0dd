//! What all side lists have in common: the heading, which rows are seen and
//! where, the heading of a group whose first rows are scrolled past, and how
//! many rows lie above and below.

use std::ops::Range;

use ratatui::style::Modifier;

use crate::config::Ink;
use crate::state::Pane;
use crate::state::layout::Area;
use crate::state::unfold::LIST_HEAD;

use super::Canvas;

/// A row of a side list that is seen.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Which row.
    pub row: usize,
    /// Where: its first line.
    pub area: Area,
    /// Whether it is the chosen one of the pane that has the keys.
    pub chosen: bool,
}

impl Canvas<'_> {
    /// The heading of a side list: its name and something quiet beside it.
    pub(super) fn list_head(&mut self, area: Area, pane: Pane, name: &str, beside: &str) {
        let style = if self.focused(pane) {
            self.theme.style(Ink::Accent).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
        } else {
            self.theme.style(Ink::Heading).add_modifier(Modifier::BOLD)
        };
        let x = self.words(area.x, area.y, area.right(), name, style);
        let quiet = self.theme.style(Ink::Quiet);
        self.words(x + 2, area.y, area.right(), beside, quiet);
    }

    /// The line between heading and rows: the heading of the `group` that the
    /// window begins within, and how many rows lie above, if there is room.
    fn air(&mut self, area: Area, group: Option<&str>, above: usize) {
        let y = area.y + LIST_HEAD - 1;
        if y >= area.bottom() {
            return;
        }
        let quiet = self.theme.style(Ink::Quiet);
        let free = match group {
            Some(words) => self.words(area.x, y, area.right(), words, quiet) + 2,
            None => area.x,
        };
        let words = format!("+ {above} above");
        if above > 0 && usize::from(free) + words.len() <= usize::from(area.right()) {
            self.words_left_of(area.right(), free, y, &words, quiet);
        }
    }

    /// The rows that are seen of a side list, the chosen one tinted. What lies
    /// above is told in the air over them, what lies below on the last line.
    /// `group`: the heading under which the first row stands, if that is not seen.
    pub(super) fn seen(&mut self, pane: Pane, area: Area, group: Option<&str>) -> Vec<Seen> {
        let Some(list) = self.state.list(pane) else { return Vec::new() };
        let rows = self.state.row_count(pane);
        // Long lists have neither headings nor gaps, so there is nothing to count.
        let plain = matches!(pane, Pane::Stories | Pane::Notes);
        let choices = |range: Range<usize>| match plain {
            true => range.len(),
            false => range.filter(|&row| self.state.is_choice(pane, row)).count(),
        };
        self.air(area, group, choices(0..list.top.min(rows)));
        let mut seen = Vec::new();
        let mut y = area.y + LIST_HEAD;
        let mut row = list.top;
        while row < rows && y < area.bottom() {
            let lines = self.state.row_lines(pane, row, area.width).max(1) as u16;
            let room = area.bottom() - y;
            // Of a row that is not whole only the chosen one is shown.
            if lines > room && row != list.chosen {
                break;
            }
            let chosen = row == list.chosen && self.focused(pane);
            let height = lines.min(room);
            seen.push(Seen { row, area: Area { y, height, ..area }, chosen });
            y += height;
            row += 1;
        }
        if choices(row..rows) > 0 {
            let last = seen.last().copied();
            if let Some(last) = last.filter(|last| y >= area.bottom() && last.row != list.chosen) {
                seen.pop();
                (row, y) = (last.row, last.area.y);
            }
            if y < area.bottom() {
                let words = format!("+ {} more", choices(row..rows));
                let quiet = self.theme.style(Ink::Quiet);
                self.words(area.x + 2, area.bottom() - 1, area.right(), &words, quiet);
            }
        }
        for row in seen.iter().filter(|row| row.chosen) {
            let style = self.theme.over(Ink::Text, Ink::ChosenRow);
            self.tint(row.area, style);
        }
        seen
    }
}
