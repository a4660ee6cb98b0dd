//! Where a story's notes stand, with the texts they were made in at hand.

use std::path::{Path, PathBuf};

use super::committed;
use crate::anchor::anchor;
use crate::model::{Anchor, Note, Reason, Text};
use crate::store::{Notebook, Snapshots};

/// Finds where `notes`, which come from `notebooks`, stand in `text`. `state`:
/// the folder for what is kept between sessions, earlier texts among it. These,
/// and what git has of the story, are read only if some note does not stand
/// where it was made.
pub fn place_notes(notes: &mut [Note], text: &Text, notebooks: &[Notebook], state: Option<&Path>) {
    anchor(notes, text, &[]);
    if notes.iter().all(|note| note.anchor == Anchor::Exact) {
        return;
    }
    let snapshots = state.map(Snapshots::new);
    let kept = snapshots.iter().flat_map(|kept| notebooks.iter().flat_map(|book| kept.of(book)));
    let mut past: Vec<Text> = kept.collect();
    if !past.is_empty() {
        anchor(notes, text, &past);
    }
    // The text a note was made in may not be kept, of a colleague's or on
    // another machine: whoever has the story in a repository has it there.
    let followed = |note: &Note| {
        note.anchor == Anchor::Exact
            || matches!(note.standing.reason, Reason::Followed | Reason::FollowedEdited)
    };
    if notes.iter().all(followed) {
        return;
    }
    let committed = notebooks.iter().filter_map(story_of).flat_map(|path| committed::texts(&path));
    let known = past.len();
    past.extend(committed);
    if past.len() > known {
        anchor(notes, text, &past);
    }
}

/// The file of the story that a notebook is about.
fn story_of(notebook: &Notebook) -> Option<PathBuf> {
    let place = notebook.whereabouts();
    place.beside.clone().or_else(|| {
        let file = notebook.story()?.file.as_deref()?;
        Some(place.own.with_file_name(file)).filter(|path| path.is_file())
    })
}
