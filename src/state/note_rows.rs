//! The notes pane: the notes in the order of the text, or those that hold some words.

use super::list::List;
use crate::model::{Anchor, Note};

/// The notes pane: which notes are listed, in the order of the text.
#[derive(Debug, Default)]
pub struct NoteRows {
    /// Indices into the notes.
    pub rows: Vec<usize>,
    /// The chosen row.
    pub list: List,
    /// Words that a listed note must hold: in its words, quote, tags or name,
    /// whose it is, or as its state (moved, doubtful, lost).
    pub filter: String,
}

impl NoteRows {
    /// Lists the notes that the filter lets through.
    pub fn arrange(&mut self, notes: &[Note]) {
        let words: Vec<String> = self.filter.split_whitespace().map(str::to_lowercase).collect();
        self.rows = (0..notes.len())
            .filter(|&index| {
                let note = &notes[index];
                let mut all = note.body.to_lowercase();
                for selector in &note.selectors {
                    all.push(' ');
                    all.push_str(&selector.quote.to_lowercase());
                }
                for tag in &note.tags {
                    all.push_str(" #");
                    all.push_str(&tag.to_lowercase());
                }
                if let Some(date) = note.date_said() {
                    all.push(' ');
                    all.push_str(&date.to_lowercase());
                }
                for name in note.name.iter().chain(&note.hand) {
                    all.push(' ');
                    all.push_str(&name.to_lowercase());
                }
                if note.anchor != Anchor::Exact {
                    all.push(' ');
                    all.push_str(note.anchor.word());
                }
                words.iter().all(|word| all.contains(word.as_str()))
            })
            .collect();
        self.list.hold(self.rows.len());
    }

    /// The note of the chosen row.
    pub fn chosen(&self) -> Option<usize> {
        self.rows.get(self.list.chosen).copied()
    }

    /// Puts the choice on the note at or last before a byte.
    pub fn follow(&mut self, place: usize, notes: &[Note]) {
        let row = self
            .rows
            .iter()
            .rposition(|&index| notes[index].start().is_some_and(|start| start <= place));
        if let Some(row) = row {
            self.list.chosen = row;
        }
    }
}

/// A note in a few words: for lists that have one line for each.
pub fn in_short(note: &Note) -> String {
    let quote = note.selectors.first().map_or("", |selector| selector.quote.as_str());
    let body = note.body.lines().next().unwrap_or("");
    if let Some(date) = note.date_said() {
        return crate::model::text::visible(&date).into_owned();
    }
    let words = match (note.name.as_deref(), body.is_empty(), quote.is_empty()) {
        (Some(name), ..) => name.to_owned(),
        (None, true, _) => quote.to_owned(),
        (None, false, true) => body.to_owned(),
        (None, false, false) => format!("{body} · {quote}"),
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::model::text::visible(&words).into_owned()
}
