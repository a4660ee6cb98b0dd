//! The list of notes, and undo and redo of everything that changes them.

use crate::model::{Note, NoteKind};

use super::effect::NoteChange;
use super::list::List;

/// The notes pane: which notes are listed, in the order of the text.
#[derive(Debug, Default)]
pub struct NoteRows {
    /// Indices into the notes.
    pub rows: Vec<usize>,
    /// The chosen row.
    pub list: List,
    /// Words that a listed note must hold.
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
                if let Some(name) = &note.name {
                    all.push(' ');
                    all.push_str(&name.to_lowercase());
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

/// What has been done to the notes of a story, to be undone and redone.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Vec<NoteChange>>,
    undone: Vec<Vec<NoteChange>>,
}

impl History {
    /// Remembers something done.
    pub fn push(&mut self, changes: Vec<NoteChange>) {
        self.done.push(changes);
        self.undone.clear();
    }

    /// The changes that take the last thing back.
    pub fn undo(&mut self) -> Option<Vec<NoteChange>> {
        let changes = self.done.pop()?;
        let back = changes.iter().rev().map(NoteChange::reversed).collect();
        self.undone.push(changes);
        Some(back)
    }

    /// The changes that do it again.
    pub fn redo(&mut self) -> Option<Vec<NoteChange>> {
        let changes = self.undone.pop()?;
        self.done.push(changes.clone());
        Some(changes)
    }
}

/// What a change did, in words, for the bottom line.
pub fn told(change: &NoteChange) -> String {
    let noun = |note: &Note| match note.kind {
        NoteKind::Note => "note",
        NoteKind::Highlight => "highlight",
        NoteKind::Entity => "name",
        NoteKind::Event => "event",
        NoteKind::Correction => "correction",
    };
    match (&change.before, &change.after) {
        (None, Some(note)) => format!("{} added", noun(note)),
        (Some(note), None) => format!("{} deleted", noun(note)),
        (Some(_), Some(note)) => format!("{} changed", noun(note)),
        (None, None) => String::new(),
    }
}
