//! Changes of notes as YAML documents, for the journal and the history: each
//! side of a change is a document that says which side it is.

use super::compose;
use crate::model::{Note, NoteChange};

/// Which side of a change a document holds.
const BEFORE: &str = "before";
const AFTER: &str = "after";

/// The documents of a change, each with its marker. `prefix` tells them from
/// those of changes of another sort.
pub(super) fn write(change: &NoteChange, prefix: &str) -> String {
    let mut out = String::new();
    for (side, note) in [(BEFORE, &change.before), (AFTER, &change.after)] {
        if let Some(note) = note {
            out.push_str(&format!("---\npart: {prefix}{side}\n{}", compose::note(note)));
        }
    }
    out
}

/// Takes in one document; false if `part` is no side of a change.
///
/// A note that was deleted and then added is one that was changed: that comes
/// to the same.
pub(super) fn read(changes: &mut Vec<NoteChange>, part: &str, note: Note) -> bool {
    match part {
        BEFORE => changes.push(NoteChange::deleted(note)),
        AFTER => match changes.last_mut() {
            Some(open) if open.after.is_none() && open.id() == note.id => open.after = Some(note),
            _ => changes.push(NoteChange::added(note)),
        },
        _ => return false,
    }
    true
}
