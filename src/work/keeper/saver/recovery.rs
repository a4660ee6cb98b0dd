//! What an earlier session could not save: looked for at the start, and taken
//! back if the reader wants it.

use super::{Saver, forgetful};
use crate::model::history::{Act, Deed};
use crate::model::{Note, NoteChange};
use crate::state::shelf::Address;
use crate::state::{Message, Notice};
use crate::store::{HistoryFile, Unsaved, pending};
use crate::work::now;

impl Saver {
    pub(super) fn look_for_left_over(&mut self) {
        let Some(state) = &self.state else { return };
        let (found, problems) = pending(state);
        if let Some(problem) = problems.first() {
            self.post.send(Message::Told(Notice::error(problem.headline())));
        }
        let count = found
            .iter()
            .map(|p| p.unsaved.changes.len() + usize::from(p.unsaved.draft.is_some()))
            .sum();
        let stories = found.iter().map(|p| story_name(&p.unsaved)).collect();
        self.left_over = found;
        if count > 0 {
            self.post.send(Message::Recovered { count, stories });
        }
    }

    pub(super) fn recover(&mut self, keep: bool) {
        let (mut failed, mut news) = (None, "taken back".to_owned());
        let mut left = Vec::new();
        for mut pending in std::mem::take(&mut self.left_over) {
            if keep {
                if let Some(draft) = pending.unsaved.draft.take() {
                    pending.unsaved.changes.push(draft);
                }
                // What changes notes that are in the lost file waits for it.
                let all_new = pending.unsaved.changes.iter().all(|change| change.before.is_none());
                let around = self.around.as_deref().filter(|_| all_new);
                if let Some(folder) = around.and_then(|around| around.data_notes.as_deref()) {
                    pending.unsaved.place.leave_lost_folder(folder);
                }
                // First of all, as with every deletion: the trash has it.
                let told = self.recall(&pending.unsaved).and_then(|deed| {
                    let told = pending.save()?;
                    Ok((deed, told))
                });
                match told {
                    Ok((deed, told)) => {
                        if let Some((path, deed)) = pending.unsaved.story_path.clone().zip(deed) {
                            let address = Address::File(path);
                            self.post.send(Message::Recalled { address, deed });
                        }
                        if let Some(told) = told.first() {
                            news = format!("taken back; {}", told.message);
                        }
                    }
                    Err(error) => {
                        failed = Some(error.to_string());
                        left.push(pending);
                        continue;
                    }
                }
            }
            if let Err(error) = pending.done() {
                failed = Some(error.to_string());
            }
        }
        self.left_over = left;
        match failed {
            Some(error) => {
                let words = format!("not all could be taken back, the rest is kept: {error}");
                self.post.send(Message::Told(Notice::error(words)));
            }
            None if keep => {
                self.post.send(Message::StoryChanged);
                self.post.send(Message::Told(Notice::news(news)));
            }
            None => {}
        }
    }

    /// Puts edits of an earlier session that are taken back into the history,
    /// as one thing that can be undone; what it has already is not done twice.
    ///
    /// # Errors
    /// When the history cannot be written, and something would be deleted.
    pub(super) fn recall(&self, unsaved: &Unsaved) -> crate::error::Result<Option<Deed>> {
        let Some(state) = &self.state else { return Ok(None) };
        let file = HistoryFile::of(state, &unsaved.place);
        let (history, _) = file.read(&now());
        let known = |change: &NoteChange| {
            history
                .done()
                .iter()
                .any(|deed| deed.changes.iter().any(|done| alike_change(done, change)))
        };
        let changes: Vec<NoteChange> =
            unsaved.changes.iter().filter(|change| !known(change)).cloned().collect();
        if changes.is_empty() {
            return Ok(None);
        }
        let deletes = changes.iter().any(|change| change.after.is_none());
        let deed = Deed { id: fastrand::u64(..), when: now(), changes };
        match file.record(Act::Did, &deed) {
            Err(error) if deletes => return Err(error),
            Err(error) => {
                self.post.send(Message::Told(forgetful(&error)));
            }
            Ok(()) => {}
        }
        Ok(Some(deed))
    }
}

/// Whether two changes make the same note of the same note.
fn alike_change(one: &NoteChange, other: &NoteChange) -> bool {
    let stored = |note: &Option<Note>| note.as_ref().map(Note::stored);
    stored(&one.before) == stored(&other.before) && stored(&one.after) == stored(&other.after)
}

fn story_name(unsaved: &Unsaved) -> String {
    let title = unsaved.place.story.title.clone();
    let file = || unsaved.story_path.as_ref().map(|path| path.display().to_string());
    title.or_else(file).unwrap_or_else(|| unsaved.place.own.display().to_string())
}
