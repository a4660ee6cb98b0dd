//! The list of notes, and undo and redo of everything that changes them.

use std::collections::HashSet;

use crate::model::history::{Act, Deed, History};
use crate::model::{Anchor, Note, NoteChange, NoteKind};

use super::list::List;

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

/// What has been done to the notes of a story, in this session and before.
#[derive(Debug, Default)]
pub struct Past {
    /// All of it, as far as it is known.
    pub history: History,
    /// Whether what was done in earlier sessions is known.
    pub known: bool,
    /// Undo or redo that was asked for before that was known.
    pub asked: Option<Act>,
    /// The deeds of this session: they need no date to be told apart.
    pub today: HashSet<u64>,
}

impl Past {
    /// Takes in what was done before this session; what is known already stays.
    pub fn learn(&mut self, before: History) {
        if !std::mem::replace(&mut self.known, true) {
            self.history = before.continued(std::mem::take(&mut self.history));
        }
    }

    /// Remembers something done.
    pub fn did(&mut self, deed: Deed) {
        self.today.insert(deed.id);
        self.history.did(deed);
    }

    /// Takes the last thing back, or does again what was taken back last: what
    /// it was, and the changes that do it.
    pub fn step(&mut self, act: Act, now: &str) -> Option<(Deed, Vec<NoteChange>)> {
        let deeds = if act == Act::Redid { self.history.undone() } else { self.history.done() };
        let deed = deeds.last()?.clone();
        let changes = match act {
            Act::Redid => self.history.redid(deed.id, now),
            Act::Undid | Act::Did => self.history.undid(deed.id, now),
        };
        changes.map(|changes| (deed, changes))
    }
}

/// A note in a few words: for lists that have one line for each.
pub fn in_short(note: &Note) -> String {
    let quote = note.selectors.first().map_or("", |selector| selector.quote.as_str());
    let body = note.body.lines().next().unwrap_or("");
    let words = match (note.name.as_deref(), body.is_empty(), quote.is_empty()) {
        (Some(name), ..) => name.to_owned(),
        (None, true, _) => quote.to_owned(),
        (None, false, true) => body.to_owned(),
        (None, false, false) => format!("{body} · {quote}"),
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::model::text::visible(&words).into_owned()
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
