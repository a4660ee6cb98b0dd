//! Where a story's notes stand, with the texts they were made in at hand.

use std::path::Path;

use super::Committed;
use super::earlier::add_new;
use crate::anchor::anchor;
use crate::model::{Anchor, Note, Reason, Text};
use crate::store::{Notebook, Snapshots};

/// Finds where `notes`, which come from `notebooks`, stand in `text`. `state`:
/// the folder for what is kept between sessions, earlier texts among it. These,
/// and what git has of the story, are read only if some note does not stand
/// where it was made. What a notes file says of the story's file does not decide
/// where git looks.
pub fn place_notes(
    notes: &mut [Note],
    text: &Text,
    notebooks: &[Notebook],
    state: Option<&Path>,
    committed: &Committed,
) {
    anchor(notes, text, &[]);
    if notes.iter().all(|note| note.anchor == Anchor::Exact) {
        return;
    }
    let snapshots = state.map(Snapshots::new);
    let kept = snapshots.iter().flat_map(|kept| notebooks.iter().flat_map(|book| kept.of(book)));
    let mut past: Vec<Text> = Vec::new();
    add_new(&mut past, kept);
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
    let known = past.len();
    add_new(&mut past, committed.texts().iter().cloned());
    if past.len() > known {
        anchor(notes, text, &past);
    }
}
