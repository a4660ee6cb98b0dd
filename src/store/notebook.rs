//! The notes on one story: read, changed, saved.
//!
//! A story's notes may stand in more than one file; a change goes to the file
//! the note came from, a new note to the story's own. Saving reads the file
//! again under a lock and makes the change in what is there now, so that what
//! another program wrote meanwhile survives.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::path::{Path, PathBuf};

use super::atomic;
use super::compose::same_words;
use super::identity::Identity;
use super::lock::FolderLock;
use super::notes_file::NotesFile;
use super::whereabouts::Place;
use crate::error::{Diagnostic, Error, Result};
use crate::model::Note;

/// One change to a story's notes.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "few at a time, and nearly all of them notes")]
pub enum Change {
    /// This note, in the place of the one with its id, or as a new one.
    Put(Note),
    /// No note with this id.
    Delete(String),
}

impl Change {
    /// The id of the note it concerns.
    pub fn id(&self) -> &str {
        match self {
            Change::Put(note) => &note.id,
            Change::Delete(id) => id,
        }
    }
}

/// The notes on one story.
#[derive(Debug)]
pub struct Notebook {
    place: Place,
    /// The story's own file first.
    files: Vec<NotesFile>,
    notes: Vec<Note>,
    problems: Vec<Diagnostic>,
    /// What saving had to say, kept besides what reading had.
    remarks: Vec<Diagnostic>,
    /// The documents of deleted notes: bringing one back brings back its comments too.
    removed: HashMap<String, String>,
    swept: bool,
}

impl Notebook {
    /// Reads the notes at `place`. It never fails: see [`Notebook::problems`].
    pub fn open(place: Place) -> Self {
        let files = std::iter::once(&place.own)
            .chain(&place.also)
            .map(|path| NotesFile::read(path))
            .collect();
        let mut notebook = Self {
            place,
            files,
            notes: Vec::new(),
            problems: Vec::new(),
            remarks: Vec::new(),
            removed: HashMap::new(),
            swept: false,
        };
        notebook.gather();
        notebook
    }

    /// Reads one notes file, whosever story it is about.
    pub fn read(path: &Path) -> Self {
        Self::open(Place::of_file(path))
    }

    fn gather(&mut self) {
        self.notes = self.files.iter().flat_map(NotesFile::notes).cloned().collect();
        self.problems = self
            .files
            .iter()
            .flat_map(|file| &file.problems)
            .chain(&self.remarks)
            .cloned()
            .collect();
    }

    /// All notes, in the order of the files. Where they stand in the text is
    /// not known yet: see [`anchor`](crate::model::note::anchor).
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// What is wrong in the files, and what saving had to say.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Where new notes go, and where else notes were read from.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Lets go of the story's text, which is held for its fingerprint.
    pub fn settle(&mut self) {
        self.place.story.sha256.settle();
    }

    /// The story as the first file that has a header describes it.
    pub fn story(&self) -> Option<&Identity> {
        self.files.iter().find_map(|file| file.story.as_ref())
    }

    /// The file that holds the note with this id.
    pub fn file_of(&self, id: &str) -> Option<&Path> {
        self.files.iter().find(|file| file.find(id).is_some()).map(|file| &*file.path)
    }

    /// Whether new notes can go to the story's own file, as far as reading it tells.
    pub fn is_writable(&self) -> bool {
        self.files.first().is_some_and(|own| own.refusal.is_none())
    }

    /// Saves `changes`, of several to one note the last. The files are read again first, and what
    /// was changed there meanwhile is kept; where both sides rewrote the same
    /// note, the other's words become a note of their own.
    ///
    /// # Errors
    /// When a file is not ours to write to or cannot be written; notes and
    /// file are then as before, and the same changes can be applied again.
    pub fn apply(&mut self, changes: &[Change]) -> Result<()> {
        self.apply_all(changes, None)
    }

    /// As [`Notebook::apply`], for changes that were made at `when`, in
    /// another session: what the files hold of a later time stays too.
    ///
    /// # Errors
    /// As [`Notebook::apply`].
    pub fn apply_late(&mut self, changes: &[Change], when: &str) -> Result<()> {
        self.apply_all(changes, Some(when))
    }

    fn apply_all(&mut self, changes: &[Change], late: Option<&str>) -> Result<()> {
        let mut shares: Vec<Vec<&Change>> = self.files.iter().map(|_| Vec::new()).collect();
        for change in last_of_each(changes) {
            let home = self.files.iter().position(|file| file.find(change.id()).is_some());
            shares[home.unwrap_or(0)].push(change);
        }
        let mut done = Ok(());
        for (at, share) in shares.iter().enumerate().filter(|(_, share)| !share.is_empty()) {
            done = self.save(at, share, late);
            if done.is_err() {
                break;
            }
        }
        self.swept = true;
        self.gather();
        done
    }

    /// Saves the changes that concern the file number `at`.
    fn save(&mut self, at: usize, changes: &[&Change], late: Option<&str>) -> Result<()> {
        let path = self.files[at].path.clone();
        let cannot =
            |cause| Error::because(format!("cannot save notes to {}", path.display()), cause);
        // The lock belongs to the folder that the new file will stand in.
        let target = atomic::resolve(&path).map_err(cannot)?;
        let folder = atomic::folder_of(&target);
        if at == 0 && self.place.central {
            fs::create_dir_all(folder).map_err(cannot)?;
        }
        let lock = FolderLock::hold(folder).map_err(cannot)?;
        if lock.held() && !self.swept {
            atomic::sweep(&path);
        }
        let mut fresh = NotesFile::read(&path);
        if let Some(reason) = &fresh.refusal {
            return Err(Error::new(format!(
                "notes are not written to {}: {reason}",
                path.display()
            )));
        }
        let mut remarks = Vec::new();
        let mut removed = Vec::new();
        for change in changes {
            let base = self.files[at].find(change.id());
            let newer = late.is_some_and(|when| {
                fresh.find(change.id()).and_then(|n| n.changed.as_deref()).is_some_and(|c| c > when)
            });
            match change {
                Change::Put(mine) => {
                    fresh.ensure_header(&self.place.story);
                    let text = self.removed.get(&mine.id).map(String::as_str);
                    remarks.extend(put(&mut fresh, base, mine, text, newer)?);
                }
                Change::Delete(id) => {
                    if newer || base.zip(fresh.find(id)).is_some_and(|(a, b)| !same_words(a, b)) {
                        remarks.push(not_deleted(&path, id));
                    } else {
                        removed.extend(fresh.remove(id).map(|text| (id.clone(), text)));
                    }
                }
            }
        }
        if let Some(bytes) = fresh.changed_bytes()? {
            atomic::write(&path, &bytes).map_err(cannot)?;
            fresh = NotesFile::parse(&path, Some(bytes));
        }
        drop(lock);
        self.files[at] = fresh;
        self.remarks.append(&mut remarks);
        self.removed.extend(removed);
        Ok(())
    }
}

/// The last change to each note, in the order of the first ones. What came
/// between was never on disk, so it is no other writer's doing either.
fn last_of_each(changes: &[Change]) -> Vec<&Change> {
    let mut order: HashMap<&str, usize> = HashMap::new();
    let mut last: Vec<&Change> = Vec::new();
    for change in changes {
        match order.entry(change.id()) {
            Entry::Occupied(place) => last[*place.get()] = change,
            Entry::Vacant(place) => {
                place.insert(last.len());
                last.push(change);
            }
        }
    }
    last
}

/// Puts `mine`, which was made from `base`, into the file as it is now.
/// `newer`: the file's note was changed after `mine` was.
fn put(
    fresh: &mut NotesFile,
    base: Option<&Note>,
    mine: &Note,
    removed: Option<&str>,
    newer: bool,
) -> Result<Option<Diagnostic>> {
    let Some(theirs) = fresh.find(&mine.id).cloned() else {
        fresh.append(mine, removed)?;
        return Ok(None);
    };
    let merged = match base {
        Some(base) => merge(base, mine, &theirs),
        None => mine.clone(),
    };
    // Words are never dropped: those that both sides rewrote stay twice, and
    // so do those that are newer on disk than in a change saved late.
    let rewritten = newer || base.is_none_or(|base| base.body != theirs.body);
    let mut remark = None;
    if rewritten && theirs.body != merged.body && !theirs.body.is_empty() {
        let copy = Note { id: NotesFile::id_of_copy(&theirs), ..theirs };
        if fresh.find(&copy.id).is_none() {
            fresh.append(&copy, None)?;
        }
        remark = Some(Diagnostic::warning(
            fresh.path.display().to_string(),
            format!(
                "note {} was changed elsewhere too: both versions are kept, the other as {}",
                mine.id, copy.id
            ),
        ));
    }
    fresh.replace(&merged)?;
    Ok(remark)
}

/// A note that was changed since the reader saw it outlives its deletion.
fn not_deleted(path: &Path, id: &str) -> Diagnostic {
    let message = format!("note {id} was changed elsewhere and is not deleted");
    Diagnostic::warning(path.display().to_string(), message).hint("delete it again if it should go")
}

/// Their note with what I changed of it.
fn merge(base: &Note, mine: &Note, theirs: &Note) -> Note {
    fn pick<T: PartialEq + Clone>(base: &T, mine: &T, theirs: &T) -> T {
        if mine == base { theirs.clone() } else { mine.clone() }
    }
    macro_rules! merged {
        ($($field:ident),*) => {
            Note { $($field: pick(&base.$field, &mine.$field, &theirs.$field),)* ..mine.clone() }
        };
    }
    merged!(
        kind, selectors, body, tags, color, about, made, changed, by, name, kind_word, when,
        target, listed
    )
}

/// All notes files among and under `paths`, in order, each folder's by name.
/// A story stands for the notes file beside it. Links to folders are not
/// followed, hidden folders not entered.
pub fn notes_under<P: AsRef<Path>>(
    paths: impl IntoIterator<Item = P>,
) -> impl Iterator<Item = PathBuf> {
    // The last is next.
    let mut waiting: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().into()).collect();
    waiting.reverse();
    let mut named = waiting.len();
    std::iter::from_fn(move || {
        while let Some(path) = waiting.pop() {
            let asked_for = waiting.len() < named;
            named = named.min(waiting.len());
            let found = if asked_for { fs::metadata(&path) } else { fs::symlink_metadata(&path) };
            if found.is_ok_and(|found| found.is_dir()) {
                if asked_for || !is_hidden(&path) {
                    let mut inside: Vec<PathBuf> = fs::read_dir(&path)
                        .into_iter()
                        .flatten()
                        .flatten()
                        .map(|e| e.path())
                        .collect();
                    inside.sort_unstable_by(|a, b| b.cmp(a));
                    waiting.append(&mut inside);
                }
            } else if is_notes_file(&path) {
                return Some(path);
            } else if asked_for
                && let Some(beside) =
                    super::whereabouts::beside(&path).into_iter().find(|path| path.is_file())
            {
                return Some(beside);
            }
        }
        None
    })
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Whether a file is named as a notes file is.
pub(super) fn is_notes_file(path: &Path) -> bool {
    !is_hidden(path)
        && path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(b".notes.yaml"))
}
