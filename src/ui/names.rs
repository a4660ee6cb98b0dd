//! The names pane: by kind, with counts and where in the story each occurs.

use ratatui::style::Modifier;

use crate::config::Ink;
use crate::model::{Kind, Origin};
use crate::state::layout::Area;
use crate::state::names::NameRow;
use crate::state::unfold::{WITH_STRIP, counted_columns};
use crate::state::{Command, Pane};
use crate::typeset::width;

use super::Canvas;
use super::list::Seen;
use super::paint::{found_look, letter, lit_number, tints};

/// The heading.
const NAMES: &str = "Names";

impl Canvas<'_> {
    pub(super) fn names(&mut self, area: Area) {
        let Some(reading) = &self.state.reading else {
            self.list_head(area, Pane::Names, NAMES, "");
            return;
        };
        let total = reading.annotations.mentions.len();
        let names = &reading.names;
        let count = reading.annotations.entities.len();
        let beside = if !names.filter.is_empty() {
            format!("/{}", crate::model::text::visible(&names.filter))
        } else if count == 0 {
            String::new()
        } else {
            let places = if total == 1 { "place" } else { "places" };
            let found = if reading.shows_found() { ", found" } else { "" };
            let whole = format!("{count} in {total} {places}{found}");
            // That it was found must not be what is cut off.
            let room = usize::from(area.width).saturating_sub(NAMES.len() + 2);
            if !found.is_empty() && width::columns(&whole) > room {
                format!("{count} in {total}{found}")
            } else {
                whole
            }
        };
        self.list_head(area, Pane::Names, NAMES, &beside);
        let quiet = self.theme.style(Ink::Quiet);
        if names.rows.is_empty() {
            let hidden = format!("found names are hidden ({})", self.key(Command::FoundNames));
            let words = match (reading.annotated, names.filter.is_empty()) {
                (_, false) => "no name fits",
                (None, _) => "looking …",
                (Some(false), _) if reading.finding => "looking for names …",
                (Some(_), _) if reading.hides_found() => &*hidden,
                (Some(_), _) if reading.shows_found() => "no names found",
                (Some(false), _) => "no annotations beside this story",
                (Some(true), _) => "no names marked",
            };
            self.words(area.x, area.y + 2, area.right(), words, quiet);
            return;
        }
        let given = tints(reading);
        let group = match names.rows.get(names.list.top) {
            Some(NameRow::Name(first)) => Some(plural(&reading.annotations.entities[*first].kind)),
            _ => None,
        };
        for seen in self.seen(Pane::Names, area, group.as_deref()) {
            match &names.rows[seen.row] {
                NameRow::Gap => {}
                NameRow::Kind(kind) => {
                    let y = seen.area.y;
                    let x = self.words(area.x, y, area.right(), &plural(kind), quiet);
                    // The letters beside the text are explained here.
                    if !self.theme.tells_kinds() {
                        self.words(x + 1, y, area.right(), &letter(kind).to_string(), quiet);
                    }
                }
                NameRow::Name(entity) => self.name(seen, *entity, &given),
            }
        }
    }

    fn name(&mut self, seen: Seen, index: usize, given: &[(usize, Ink)]) {
        let Some(reading) = &self.state.reading else { return };
        let (area, y) = (seen.area, seen.area.y);
        let at = reading.names.list.chosen == seen.row;
        let entity = &reading.annotations.entities[index];
        let followed = reading.chosen == Some(index);
        let ground = if seen.chosen || followed { Ink::ChosenRow } else { Ink::Text };
        if followed && !seen.chosen {
            let style = self.theme.over(Ink::Text, ground);
            self.tint(area, style);
        }
        if at {
            let style = self.theme.over(Ink::Accent, ground);
            self.put(area.x, y, "▸", style);
        }
        let count = reading.names.counts[index];
        let style = self.theme.over(Ink::Quiet, ground);
        self.words_left_of(area.right(), area.x, y, &count.to_string(), style);
        let mut right = area.right().saturating_sub(counted_columns(count) as u16);
        let kind = Ink::of(&entity.kind);
        if area.width >= WITH_STRIP {
            let strip = &reading.names.strips[index];
            let from = right.saturating_sub(strip.len() as u16);
            let ink = if followed || at { kind } else { Ink::Quiet };
            let style = self.theme.over(ink, ground);
            for (part, &count) in strip.iter().enumerate() {
                self.put(from + part as u16, y, bar(count), style);
            }
            right = from;
        }
        let mut style = match given.iter().find(|(lit, _)| *lit == index) {
            Some((_, tint)) if reading.lit.contains(&index) => self.theme.style(*tint),
            _ => {
                let (fade, add) = found_look(entity.origin, None);
                self.theme.faint(kind, ground, fade).add_modifier(add)
            }
        };
        if followed || given.iter().any(|(lit, _)| *lit == index) {
            style = style.add_modifier(Modifier::BOLD);
        }
        if entity.origin == Origin::Mine {
            style = style.add_modifier(Modifier::UNDERLINED);
        }
        if !self.theme.tells_kinds() {
            let number = lit_number(reading, index);
            if !number.is_empty() {
                let style = self.theme.over(Ink::Quiet, ground);
                self.put(area.x + 1, y, number, style);
            }
        }
        let lines = self.state.name_words(seen.row, area.width);
        for (line, words) in (y..area.bottom()).zip(&lines) {
            self.words(area.x + 2, line, right.saturating_sub(1), words, style);
        }
    }
}

/// How often a name occurs in a stretch, as a bar.
pub fn bar(count: u32) -> &'static str {
    match count {
        0 => "·",
        1 => "▂",
        2 => "▃",
        3 => "▅",
        4 => "▆",
        _ => "█",
    }
}

/// The heading of a kind.
pub fn plural(kind: &Kind) -> String {
    match kind {
        Kind::Person => "People".into(),
        Kind::Organization => "Organisations".into(),
        Kind::Place => "Places".into(),
        Kind::Group => "Groups".into(),
        Kind::Event => "Events".into(),
        Kind::Work => "Works".into(),
        Kind::Product => "Products".into(),
        Kind::Other(word) if word == "other" => "Others".into(),
        Kind::Other(word) => {
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            first + letters.as_str()
        }
    }
}
