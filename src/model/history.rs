//! What has been done to the notes of a story, to be undone and redone, and
//! what was deleted, to be brought back.
//!
//! The history is made by taking in one act after the other, so that it comes
//! out the same while reading and when it is read again from a file.

use super::{Note, NoteChange};

/// Something a person did to the notes, in one go.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deed {
    /// Random; two programs never collide.
    pub id: u64,
    /// When, RFC 3339 in UTC; only to be shown.
    pub when: String,
    /// In order.
    pub changes: Vec<NoteChange>,
}

/// What is done with a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// It is done.
    Did,
    /// It is taken back.
    Undid,
    /// It is done again.
    Redid,
}

impl Act {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Act::Did => "did",
            Act::Undid => "undid",
            Act::Redid => "redid",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Act::Did, Act::Undid, Act::Redid].into_iter().find(|act| act.word() == word)
    }
}

/// A note that was deleted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deleted {
    /// When, RFC 3339 in UTC.
    pub when: String,
    /// As it was.
    pub note: Note,
}

/// What has been done, what has been taken back, and what is deleted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    done: Vec<Deed>,
    undone: Vec<Deed>,
    deleted: Vec<Deleted>,
}

impl History {
    /// What undo takes back, one after the other: the last first in turn.
    pub fn done(&self) -> &[Deed] {
        &self.done
    }

    /// What redo does again: the last first in turn.
    pub fn undone(&self) -> &[Deed] {
        &self.undone
    }

    /// The notes that are deleted, the last deleted last.
    pub fn deleted(&self) -> &[Deleted] {
        &self.deleted
    }

    /// Takes in a new deed.
    pub fn did(&mut self, deed: Deed) {
        self.settle(&deed.changes, &deed.when);
        self.undone.clear();
        self.done.push(deed);
    }

    /// Takes a deed back: the changes that do it. `None` if it is not among
    /// what is done.
    pub fn undid(&mut self, id: u64, when: &str) -> Option<Vec<NoteChange>> {
        let at = self.done.iter().rposition(|deed| deed.id == id)?;
        let deed = self.done.remove(at);
        let back: Vec<NoteChange> = deed.changes.iter().rev().map(NoteChange::reversed).collect();
        self.settle(&back, when);
        self.undone.push(deed);
        Some(back)
    }

    /// Does again what was taken back: the changes that do it.
    pub fn redid(&mut self, id: u64, when: &str) -> Option<Vec<NoteChange>> {
        let at = self.undone.iter().rposition(|deed| deed.id == id)?;
        let deed = self.undone.remove(at);
        let again = deed.changes.clone();
        self.settle(&again, when);
        self.done.push(deed);
        Some(again)
    }

    /// Adds a deleted note without a deed that deleted it.
    pub fn bury(&mut self, deleted: Deleted) {
        self.deleted.retain(|known| known.note.id != deleted.note.id);
        self.deleted.push(deleted);
    }

    /// Goes on with what `later` holds after this.
    pub fn continued(mut self, later: Self) -> Self {
        let quiet = later.done.is_empty() && later.undone.is_empty();
        for deed in &later.done {
            self.settle(&deed.changes, &deed.when);
        }
        self.done.extend(later.done);
        if !quiet {
            self.undone = later.undone;
        }
        for deleted in later.deleted {
            self.bury(deleted);
        }
        self
    }

    /// Forgets deeds and deleted notes, the oldest first, until at most `most`
    /// changes are left and none that `old` says is too old; says whether any was.
    pub fn forget(&mut self, most: usize, old: impl Fn(&str) -> bool) -> bool {
        let size = |deeds: &[Deed]| deeds.iter().map(|deed| deed.changes.len()).sum::<usize>();
        let before = (self.done.len(), self.undone.len(), self.deleted.len());
        self.done.retain(|deed| !old(&deed.when));
        self.undone.retain(|deed| !old(&deed.when));
        self.deleted.retain(|deleted| !old(&deleted.when));
        let mut excess = (size(&self.done) + size(&self.undone)).saturating_sub(most);
        let mut gone = 0;
        while excess > 0 && gone < self.done.len() {
            excess = excess.saturating_sub(self.done[gone].changes.len());
            gone += 1;
        }
        self.done.drain(..gone);
        self.deleted.drain(..self.deleted.len().saturating_sub(most));
        before != (self.done.len(), self.undone.len(), self.deleted.len())
    }

    /// Keeps what the changes delete, and drops what they bring back.
    fn settle(&mut self, changes: &[NoteChange], when: &str) {
        for change in changes {
            match (&change.before, &change.after) {
                (Some(note), None) => {
                    self.bury(Deleted { when: when.to_owned(), note: note.clone() });
                }
                (_, Some(note)) => self.deleted.retain(|known| known.note.id != note.id),
                (None, None) => {}
            }
        }
    }
}
