//! Where a story's notes stand, with the texts they were made in at hand.

use std::path::Path;

use crate::anchor::anchor;
use crate::model::{Anchor, Note, Text};
use crate::store::{Notebook, Snapshots};

/// Finds where `notes`, which come from `notebooks`, stand in `text`. `state`:
/// the folder for what is kept between sessions, earlier texts among it; they
/// are read only if some note does not stand where it was made.
pub fn place_notes(notes: &mut [Note], text: &Text, notebooks: &[Notebook], state: Option<&Path>) {
    anchor(notes, text, &[]);
    if notes.iter().all(|note| note.anchor == Anchor::Exact) {
        return;
    }
    let Some(snapshots) = state.map(Snapshots::new) else { return };
    let past: Vec<Text> = notebooks.iter().flat_map(|notebook| snapshots.of(notebook)).collect();
    if !past.is_empty() {
        anchor(notes, text, &past);
    }
}
