//! The time line pane.

use ratatui::style::Modifier;

use crate::config::Ink;
use crate::model::Origin;
use crate::state::Pane;
use crate::state::layout::Area;
use crate::state::timeline::{EntryKind, TimeRow, Timeline};

use super::Canvas;

impl Canvas<'_> {
    pub(super) fn timeline(&mut self, area: Area) {
        let Some(reading) = &self.state.reading else {
            self.list_head(area, Pane::Timeline, "Time line", "");
            return;
        };
        let timeline = &reading.timeline;
        let beside = if !timeline.filter.is_empty() {
            format!("/{}", crate::model::text::visible(&timeline.filter))
        } else if let Some(entity) = timeline.only {
            let name = &reading.annotations.entities[entity].name;
            format!("{} only", crate::model::text::visible(name))
        } else if timeline.entries.is_empty() {
            String::new()
        } else {
            format!("by {}", timeline.zoom.word())
        };
        self.list_head(area, Pane::Timeline, "Time line", &beside);
        let quiet = self.theme.style(Ink::Quiet);
        if timeline.rows.is_empty() {
            let words = if timeline.only.is_some() || !timeline.filter.is_empty() {
                "nothing dated fits"
            } else if reading.annotated.is_none() {
                "looking …"
            } else {
                "nothing dated"
            };
            self.words(area.x, area.y + 2, area.right(), words, quiet);
            return;
        }
        let sentence = reading.sentence_at(reading.place);
        let mut y = area.y + 2;
        for (index, row) in timeline.rows.iter().enumerate().skip(timeline.list.top) {
            if y >= area.bottom() {
                break;
            }
            match row {
                TimeRow::Gap => y += 1,
                TimeRow::Group(words) => {
                    self.words(area.x, y, area.right(), words, quiet);
                    y += 1;
                }
                TimeRow::Entry(entry) => {
                    let told = timeline.entries[*entry].span.is_some_and(|s| s.overlaps(sentence));
                    y = self.entry(area, y, timeline, index, told);
                }
            }
        }
        let end = timeline.rows.len();
        let shown = timeline.lines_from_top(area.width);
        if area.height > 2
            && y >= area.bottom()
            && shown > usize::from(area.height.saturating_sub(2))
        {
            let last = timeline.row_at(usize::from(area.height.saturating_sub(3)), area.width);
            let more = timeline.rows[(last + 1).min(end)..]
                .iter()
                .filter(|row| matches!(row, TimeRow::Entry(_)))
                .count();
            if more > 0 && timeline.list.chosen < last {
                let row = Area { y: area.bottom() - 1, height: 1, ..area };
                let style = self.theme.style(Ink::Text);
                self.wipe(row, style);
                let words = format!("+ {} more", more + 1);
                self.words(area.x + 2, row.y, area.right(), &words, quiet);
            }
        }
    }

    /// Draws an entry from row `y` on; the row after it.
    fn entry(&mut self, area: Area, y: u16, timeline: &Timeline, row: usize, told: bool) -> u16 {
        let TimeRow::Entry(index) = timeline.rows[row] else { return y };
        let entry = &timeline.entries[index];
        let at = row == timeline.list.chosen;
        let focused = at && self.focused(Pane::Timeline);
        let ground = if focused { Ink::ChosenRow } else { Ink::Text };
        let (when_columns, _) = timeline.columns(area.width);
        let labels = timeline.label_rows(row, area.width);
        let height = (labels.len() as u16).min(area.bottom() - y);
        if focused {
            let style = self.theme.over(Ink::Text, ground);
            self.tint(Area { y, height, ..area }, style);
        }
        let spine = self.theme.over(Ink::Rule, ground);
        for line in y..y + height {
            if entry.when.on_axis() {
                self.put(area.x, line, "│", spine);
            }
        }
        let accent = self.theme.over(Ink::Accent, ground);
        match entry.kind {
            EntryKind::Published => self.put(area.x, y, "●", accent),
            EntryKind::Today => self.put(area.x, y, "○", accent),
            _ if at => self.put(area.x, y, "▸", accent),
            _ => {}
        }
        let bold = if told || focused { Modifier::BOLD } else { Modifier::empty() };
        let ink = match entry.kind {
            EntryKind::Published | EntryKind::Today => Ink::Accent,
            _ => Ink::Time,
        };
        let style = self.theme.over(ink, ground).add_modifier(bold);
        let when = timeline.when(index);
        let stop = area.x + 2 + when_columns as u16;
        self.words(area.x + 2, y, stop, &when, style);
        let ink = match (entry.kind, entry.origin) {
            (_, Origin::Mine) => Ink::Note,
            (EntryKind::Published | EntryKind::Today, _) => Ink::Quiet,
            (EntryKind::Time, _) if !told => Ink::Quiet,
            _ => Ink::Text,
        };
        let mut style = self.theme.over(ink, ground).add_modifier(bold);
        if entry.origin == Origin::Mine {
            style = style.add_modifier(Modifier::ITALIC);
        }
        for (line, words) in labels.iter().take(usize::from(height)).enumerate() {
            self.words(stop + 1, y + line as u16, area.right(), words, style);
        }
        y + labels.len() as u16
    }
}
