//! Notes on names that were made in other stories: they are shown wherever
//! the name occurs.

use std::collections::HashMap;

use super::shelf::Address;
use crate::model::Note;

/// A note on a name, from another story.
#[derive(Debug, Clone, PartialEq)]
pub struct FarNote {
    /// The note; where it stands in its story is not known here.
    pub note: Note,
    /// The story it was made in, if that is there.
    pub story: Option<Address>,
    /// What that story is called.
    pub title: String,
}

/// All notes on names from other stories.
#[derive(Debug, Default)]
pub struct FarNotes {
    all: Vec<FarNote>,
    /// By entity id: indices into `all`, in its order.
    by_name: HashMap<String, Vec<usize>>,
}

impl FarNotes {
    /// Sorts notes by the names they are about.
    pub fn of(all: Vec<FarNote>) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, far) in all.iter().enumerate() {
            for id in &far.note.about {
                let known = by_name.entry(id.clone()).or_default();
                if known.last() != Some(&index) {
                    known.push(index);
                }
            }
        }
        Self { all, by_name }
    }

    /// The notes on the name with this entity id.
    pub fn on(&self, id: &str) -> impl Iterator<Item = &FarNote> {
        self.by_name.get(id).into_iter().flatten().map(|&index| &self.all[index])
    }

    /// All of them.
    pub fn all(&self) -> &[FarNote] {
        &self.all
    }
}
