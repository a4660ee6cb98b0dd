//! Undo and redo of everything that changes notes.

use std::collections::HashSet;

use crate::model::history::{Act, Deed, History};
use crate::model::{Note, NoteChange, NoteKind};

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

    /// Whether a deed is the discarding of a draft: it took back what the same
    /// message had done.
    pub fn discarded(&self, deed: &Deed) -> bool {
        let mut done = self.history.done().iter().rev().take(2);
        let before = done.find(|before| before.id.wrapping_add(1) == deed.id);
        match (before.map(|before| &before.changes[..]), &deed.changes[..]) {
            (Some([saved]), [taken_back]) => {
                saved.after == taken_back.before && saved.before == taken_back.after
            }
            _ => false,
        }
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

/// What a change did, in words, for the bottom line.
pub fn told(change: &NoteChange) -> String {
    let noun = |note: &Note| match note.kind {
        NoteKind::Note => "note",
        NoteKind::Highlight => "highlight",
        NoteKind::Entity => "name",
        NoteKind::Event => "event",
        NoteKind::Correction if note.dates_story() => "date of the story",
        NoteKind::Correction => "correction",
    };
    match (&change.before, &change.after) {
        (None, Some(note)) => format!("{} added", noun(note)),
        (Some(note), None) => format!("{} deleted", noun(note)),
        (Some(_), Some(note)) => format!("{} changed", noun(note)),
        (None, None) => String::new(),
    }
}
