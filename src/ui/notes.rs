//! The list of the reader's notes.

use ratatui::style::Modifier;

use crate::config::{Context, Ink};
use crate::model::{Anchor, Note, NoteKind};
use crate::state::layout::Area;
use crate::state::{Command, NOTE_ROWS, Pane};

use super::Canvas;
use super::paint::{hand, highlight, mark};
use super::text::{tags_beside, unquoted, whose, without_tags};

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
        let height = usize::from(area.height.saturating_sub(2)) / NOTE_ROWS;
        for line in 0..height.min(rows.rows.len() - rows.list.top) {
            let row = rows.list.top + line;
            let note = &reading.notes[rows.rows[row]];
            let y = area.y + 2 + (line * NOTE_ROWS) as u16;
            let chosen = row == rows.list.chosen && self.focused(Pane::Notes);
            self.note(area, y, note, chosen);
        }
    }

    fn note(&mut self, area: Area, y: u16, note: &Note, chosen: bool) {
        let ground = if chosen { Ink::ChosenRow } else { Ink::Text };
        if chosen {
            let style = self.theme.over(Ink::Text, ground);
            self.tint(Area { y, height: 2, ..area }, style);
        }
        let style = self.theme.over(hand(note), ground);
        self.put(area.x, y, mark(note), style);
        self.put(area.x, y + 1, mark(note), style);
        let (x, right) = (area.x + 2, area.right());
        let quiet = self.theme.over(Ink::Quiet, ground);
        let quotes: Vec<&str> = note.selectors.iter().map(|s| s.quote.as_str()).collect();
        let quote = quotes.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
        let quote = crate::model::text::visible(&quote).into_owned();
        let state = match note.anchor {
            Anchor::Exact => "",
            Anchor::Moved => "moved ",
            Anchor::Doubtful => "which? ",
            Anchor::Lost => "lost ",
        };
        let warning = self.theme.over(Ink::Warning, ground);
        let from = self.words(x, y, right, state, warning);
        let words = if quote.is_empty() {
            "on the whole story".into()
        } else {
            format!("“{}”", unquoted(&quote))
        };
        let style = match note.kind {
            NoteKind::Highlight if !chosen && note.is_own() => {
                self.theme.over(Ink::Text, highlight(note.color.as_deref()).ink())
            }
            _ => quiet,
        };
        self.words(from, y, right, &words, style);
        let body = without_tags(note.body.trim().lines().next().unwrap_or(""));
        let mut words = match note.kind {
            NoteKind::Entity => {
                let kind = note.kind_word.as_deref().unwrap_or("name");
                format!("{kind}: {}", note.name.as_deref().unwrap_or(""))
            }
            NoteKind::Event => format!(
                "{}: {}",
                note.when.as_deref().unwrap_or("event"),
                note.name.as_deref().unwrap_or("")
            ),
            NoteKind::Correction => {
                format!("correction: {}", note.kind_word.as_deref().unwrap_or(""))
            }
            NoteKind::Highlight if body.is_empty() => {
                format!("highlight, {}", note.color.as_deref().unwrap_or("yellow"))
            }
            _ => String::new(),
        };
        if !body.is_empty() {
            if !words.is_empty() {
                words.push_str(" · ");
            }
            words.push_str(&body);
        }
        // In italics only what the reader wrote.
        let style = if body.is_empty() {
            quiet
        } else {
            self.theme.over(hand(note), ground).add_modifier(Modifier::ITALIC)
        };
        let words = crate::model::text::visible(&words).into_owned();
        let x = self.words(x, y + 1, right, &whose(note), quiet);
        let x = self.words(x, y + 1, right, &words, style);
        let tags = tags_beside(note, &words);
        let x = if words.is_empty() { x } else { x + 2 };
        self.words(x, y + 1, right, &tags, quiet);
    }
}
