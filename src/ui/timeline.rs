//! The time line pane.

use ratatui::style::Modifier;

use crate::config::Ink;
use crate::model::Origin;
use crate::state::Pane;
use crate::state::layout::Area;
use crate::state::timeline::{EntryKind, TimeRow, Timeline, heading};
use crate::typeset::width;

use super::Canvas;
use super::list::Seen;
use super::paint::found_look;

/// The heading of the pane.
const TITLE: &str = "Time line";

impl Canvas<'_> {
    pub(super) fn timeline(&mut self, area: Area) {
        let Some(reading) = &self.state.reading else {
            self.list_head(area, Pane::Timeline, TITLE, "");
            return;
        };
        let timeline = &reading.timeline;
        let beside = if !timeline.filter.is_empty() {
            format!("/{}", crate::model::text::visible(&timeline.filter))
        } else if let [entity] = *timeline.only {
            let name = crate::model::text::visible(&reading.annotations.entities[entity].name);
            let whole = format!("{name} only");
            // In a narrow pane the name says it alone.
            let room = usize::from(area.width).saturating_sub(TITLE.len() + 2);
            if width::columns(&whole) <= room { whole } else { name.into_owned() }
        } else if !timeline.only.is_empty() {
            format!("{} names only", timeline.only.len())
        } else if !timeline.entries.iter().any(|entry| entry.when.on_axis()) {
            // There is nothing to group by.
            String::new()
        } else {
            format!("by {}", timeline.zoom.word())
        };
        self.list_head(area, Pane::Timeline, TITLE, &beside);
        let quiet = self.theme.style(Ink::Quiet);
        if timeline.rows.is_empty() {
            let words = if !timeline.only.is_empty() || !timeline.filter.is_empty() {
                "nothing dated fits"
            } else if reading.annotated.is_none() || reading.finding {
                "looking …"
            } else {
                "nothing dated"
            };
            self.words(area.x, area.y + 2, area.right(), words, quiet);
            return;
        }
        let sentence = reading.sentence_at(reading.place);
        let group = timeline.group_of(timeline.list.top).map(|words| heading(words, area.width));
        for seen in self.seen(Pane::Timeline, area, group.as_deref()) {
            match &timeline.rows[seen.row] {
                TimeRow::Gap => {}
                TimeRow::Group(words) => {
                    let words = heading(words, area.width);
                    self.words(area.x, seen.area.y, area.right(), &words, quiet);
                }
                TimeRow::Entry(entry) => {
                    let told = timeline.entries[*entry].span.is_some_and(|s| s.overlaps(sentence));
                    self.entry(seen, timeline, *entry, told);
                }
            }
        }
    }

    fn entry(&mut self, seen: Seen, timeline: &Timeline, index: usize, told: bool) {
        let entry = &timeline.entries[index];
        let (area, y) = (seen.area, seen.area.y);
        let ground = if seen.chosen { Ink::ChosenRow } else { Ink::Text };
        let spine = self.theme.over(Ink::Rule, ground);
        for line in y..area.bottom() {
            if entry.when.on_axis() {
                self.put(area.x, line, "│", spine);
            }
        }
        let accent = self.theme.over(Ink::Accent, ground);
        match entry.kind {
            EntryKind::Published if entry.origin == Origin::Found => {
                self.put(area.x, y, "~", accent);
            }
            EntryKind::Published => self.put(area.x, y, "●", accent),
            EntryKind::Today => self.put(area.x, y, "○", accent),
            _ if seen.row == timeline.list.chosen => self.put(area.x, y, "▸", accent),
            _ => {}
        }
        let bold = if told || seen.chosen { Modifier::BOLD } else { Modifier::empty() };
        let ink = match entry.kind {
            EntryKind::Published | EntryKind::Today => Ink::Accent,
            _ => Ink::Time,
        };
        let (fade, lean) = found_look(entry.origin, None);
        let style = self.theme.faint(ink, ground, fade).add_modifier(bold | lean);
        let when = timeline.when(index);
        let shape = timeline.shape(seen.row, area.width);
        let stop = match shape.stacked {
            true => area.right(),
            false => area.x + 2 + shape.when as u16,
        };
        self.words(area.x + 2, y, stop, when, style);
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
        let (x, first) = if shape.stacked { (area.x + 4, y + 1) } else { (stop + 1, y) };
        for (line, words) in (first..area.bottom()).zip(timeline.label_rows(seen.row, area.width)) {
            self.words(x, line, area.right(), &words, style);
        }
    }
}
