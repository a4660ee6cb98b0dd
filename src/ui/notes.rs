//! The list of the reader's notes.

use ratatui::style::Modifier;

use crate::config::{Context, Ink};
use crate::model::{Note, NoteKind};
use crate::state::layout::Area;
use crate::state::{Command, Pane};

use super::Canvas;
use super::list::Seen;
use super::paint::{hand, highlight, mark};

impl Canvas<'_> {
    pub(super) fn notes(&mut self, area: Area) {
        let Some(reading) = &self.state.reading else {
            self.list_head(area, Pane::Notes, "Notes", "");
            return;
        };
        let rows = &reading.note_rows;
        let beside = if rows.filter.is_empty() {
            if reading.notes.is_empty() { String::new() } else { reading.notes.len().to_string() }
        } else {
            format!("{}  /{}", rows.rows.len(), crate::model::text::visible(&rows.filter))
        };
        self.list_head(area, Pane::Notes, "Notes", &beside);
        let quiet = self.theme.style(Ink::Quiet);
        if rows.rows.is_empty() {
            let key = |command| self.key_in(Context::Text, command);
            let lines = if rows.filter.is_empty() {
                [
                    "None yet on this story.".to_owned(),
                    format!("{} writes one,", key(Command::Note)),
                    format!("{} highlights.", key(Command::Highlight)),
                ]
            } else {
                ["no note fits".to_owned(), String::new(), String::new()]
            };
            for (line, words) in lines.iter().enumerate() {
                self.words(area.x, area.y + 2 + line as u16, area.right(), words, quiet);
            }
            return;
        }
        for seen in self.seen(Pane::Notes, area) {
            self.note(seen, &reading.notes[rows.rows[seen.row]]);
        }
    }

    fn note(&mut self, seen: Seen, note: &Note) {
        let ground = if seen.chosen { Ink::ChosenRow } else { Ink::Text };
        let words = self.state.note_words(seen.row, seen.area.width);
        let area = seen.area;
        let (x, right) = (area.x + 2, area.right());
        let quiet = self.theme.over(Ink::Quiet, ground);
        let quoted = match note.kind {
            NoteKind::Highlight if !seen.chosen && note.is_own() => {
                self.theme.over(Ink::Text, highlight(note.color.as_deref()).ink())
            }
            _ => quiet,
        };
        // In italics only what the reader wrote.
        let said = if words.written {
            self.theme.over(hand(note), ground).add_modifier(Modifier::ITALIC)
        } else {
            quiet
        };
        let edge = self.theme.over(hand(note), ground);
        let quote = words.quote.iter().map(|line| (line, quoted));
        let lines = quote.chain(words.words.iter().map(|line| (line, said)));
        let mut end = x;
        let mut last = area.y;
        for (y, (line, style)) in (area.y..area.bottom()).zip(lines) {
            self.put(area.x, y, mark(note), edge);
            end = self.words(x, y, right, line, style);
            last = y;
        }
        let warning = self.theme.over(Ink::Warning, ground);
        self.words(x, area.y, right, words.state, warning);
        let beside = if end == x { x } else { end + 2 };
        self.words(beside, last, right, &words.tags, quiet);
        // The air below belongs to no note.
        if seen.chosen && area.height > 1 && last + 1 < area.bottom() {
            let style = self.theme.over(Ink::Text, Ink::Text);
            self.wipe(Area { y: last + 1, height: 1, ..area }, style);
        }
    }
}
