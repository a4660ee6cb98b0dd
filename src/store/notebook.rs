//! The notes on one story: read, changed, saved.
//!
//! A story's notes may stand in more than one file; a change goes to the file
//! the note came from, a new note to the story's own. Saving reads the file
//! again under a lock and merges the change into what is there now, so that
//! what another program wrote meanwhile survives. The files of colleagues are
//! read, and never written to.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::atomic;
use super::identity::Identity;
use super::lock::FolderLock;
use super::notes_file::NotesFile;
use super::whereabouts::{self, Place};
use crate::error::{Diagnostic, Error, Result, Severity};
use crate::model::change::{in_sum, merge, same_words};
use crate::model::{Note, NoteChange};

/// The notes on one story.
#[derive(Debug)]
pub struct Notebook {
    place: Place,
    /// The story's own file first.
    files: Vec<NotesFile>,
    /// Those of colleagues, in the order of [`Place::colleagues`]: never written to.
    others: Vec<NotesFile>,
    notes: Vec<Note>,
    theirs: Vec<Note>,
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
            others: read_others(&place),
            place,
            files,
            notes: Vec::new(),
            theirs: Vec::new(),
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
        let colleagues = self.place.colleagues.iter().zip(&self.others);
        self.theirs = colleagues
            .flat_map(|(who, file)| file.notes().map(|note| of(&who.name, note)))
            .collect();
        self.problems = self
            .files
            .iter()
            .chain(&self.others)
            .flat_map(|file| &file.problems)
            .chain(&self.remarks)
            .cloned()
            .collect();
    }

    /// All notes, in the order of the files. Where they stand in the text is
    /// not known here: that is the anchor room's work.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The notes of colleagues, in the order of [`Place::colleagues`]; each
    /// says whose it is, and its id stands behind that name: `ann/n7k3m9qx2`.
    pub fn theirs(&self) -> &[Note] {
        &self.theirs
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

    /// Every file of it, those of colleagues included; the story's own first.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().chain(&self.others).map(|file| &*file.path)
    }

    /// The file that holds the note with this id.
    pub fn file_of(&self, id: &str) -> Option<&Path> {
        self.files.iter().find(|file| file.find(id).is_some()).map(|file| &*file.path)
    }

    /// Whether any of the reader's own files is there.
    pub fn is_begun(&self) -> bool {
        self.files.iter().any(|file| file.story.is_some())
    }

    /// Whether new notes can go to the story's own file, as far as reading it tells.
    pub fn is_writable(&self) -> bool {
        self.files.first().is_some_and(|own| own.refusal.is_none())
    }

    /// Saves `changes`. The files are read again first, and each change is
    /// merged with what is there by then, note by note and field by field:
    /// see [`merge`]. Where both sides changed the same field and not alike,
    /// the other's version becomes a note of its own. What the reader should
    /// know of that comes back, and stands among [`Notebook::problems`] too.
    ///
    /// # Errors
    /// When a file is not ours to write to or cannot be written; notes and
    /// file are then as before, and the same changes can be applied again.
    pub fn apply(&mut self, changes: &[NoteChange]) -> Result<Vec<Diagnostic>> {
        let sum = in_sum(changes);
        let mut shares: Vec<Vec<&NoteChange>> = self.files.iter().map(|_| Vec::new()).collect();
        for change in &sum {
            let home = self.files.iter().position(|file| file.find(change.id()).is_some());
            shares[home.unwrap_or(0)].push(change);
        }
        let mut told = Ok(Vec::new());
        for (at, share) in shares.iter().enumerate().filter(|(_, share)| !share.is_empty()) {
            match (self.save(at, share), &mut told) {
                (Ok(more), Ok(told)) => told.extend(more),
                (Err(error), _) => {
                    told = Err(error);
                    break;
                }
                (Ok(_), Err(_)) => {}
            }
        }
        if let Ok(told) = &told {
            self.remarks.extend(told.iter().cloned());
        }
        self.swept = true;
        self.gather();
        told
    }

    /// Reads the files again. Says whether anything in them is another than before.
    pub fn refresh(&mut self) -> bool {
        let mut changed = false;
        for file in self.files.iter_mut().chain(&mut self.others) {
            changed |= file.refresh();
        }
        let found = whereabouts::colleagues(&self.place);
        if found != self.place.colleagues {
            self.place.colleagues = found;
            self.others = read_others(&self.place);
            changed = true;
        }
        if changed {
            self.gather();
        }
        changed
    }

    /// Saves the changes that concern the file number `at`.
    fn save(&mut self, at: usize, changes: &[&NoteChange]) -> Result<Vec<Diagnostic>> {
        let path = self.files[at].path.clone();
        let cannot = |cause| Error::because(format!("cannot write {}", name_of(&path)), cause);
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
            return Err(Error::new(format!("{} is not written to: {reason}", name_of(&path))));
        }
        let mut remarks = Vec::new();
        let mut removed = Vec::new();
        for change in changes {
            let theirs = fresh.find(change.id()).cloned();
            let remark = match (&change.before, &change.after, theirs) {
                (_, None, None) | (None, None, _) => None,
                (Some(base), None, Some(theirs)) if same_words(base, &theirs) => {
                    let text = fresh.remove(&theirs.id);
                    removed.extend(text.map(|text| (theirs.id, text)));
                    None
                }
                (Some(_), None, Some(theirs)) => Some(not_deleted(&path, &theirs.id)),
                // Nothing of it changed here, and it is gone there.
                (Some(base), Some(mine), None) if same_words(base, mine) => None,
                (base, Some(mine), None) => {
                    fresh.ensure_header(&self.place.story);
                    fresh.append(mine, self.removed.get(&mine.id).map(String::as_str))?;
                    base.as_ref().map(|base| brought_back(&path, &base.id))
                }
                (base, Some(mine), Some(theirs)) => put(&mut fresh, base.as_ref(), mine, theirs)?,
            };
            remarks.extend(remark);
        }
        if let Some(bytes) = fresh.changed_bytes()? {
            atomic::write(&path, &bytes).map_err(cannot)?;
            fresh = NotesFile::parse(&path, Some(bytes));
        }
        drop(lock);
        self.files[at] = fresh;
        self.removed.extend(removed);
        Ok(remarks)
    }
}

/// The name alone: on the one line that the reader has for it, the reason
/// matters more than the folders.
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Puts `mine`, which was made from `base`, in the place of `theirs`.
fn put(
    fresh: &mut NotesFile,
    base: Option<&Note>,
    mine: &Note,
    theirs: Note,
) -> Result<Option<Diagnostic>> {
    let merged = merge(base, mine, &theirs);
    let mut remark = None;
    if merged.conflict {
        let copy = Note { id: NotesFile::id_of_copy(&theirs), ..theirs };
        if fresh.find(&copy.id).is_none() {
            fresh.append(&copy, None)?;
        }
        remark = Some(
            Diagnostic::warning(
                fresh.path.display().to_string(),
                format!(
                    "note {} was changed elsewhere too: both versions are kept, the other as {}",
                    mine.id, copy.id
                ),
            )
            .hint("keep what you want of the two and delete the other"),
        );
    }
    fresh.replace(&merged.note)?;
    Ok(remark)
}

/// A note that was changed since the reader saw it outlives its deletion.
fn not_deleted(path: &Path, id: &str) -> Diagnostic {
    let message = format!("note {id} was changed elsewhere and is not deleted");
    Diagnostic::warning(path.display().to_string(), message).hint("delete it again if it should go")
}

/// A note that is changed here outlives its deletion elsewhere.
fn brought_back(path: &Path, id: &str) -> Diagnostic {
    let message = format!("note {id} was deleted elsewhere and is kept, for you changed it");
    Diagnostic::warning(path.display().to_string(), message).hint("delete it if it should go")
}

/// The files of colleagues. What is wrong in them is theirs to mend, so it is
/// no error here.
fn read_others(place: &Place) -> Vec<NotesFile> {
    let mut files: Vec<NotesFile> =
        place.colleagues.iter().map(|who| NotesFile::read(&who.file)).collect();
    for problem in files.iter_mut().flat_map(|file| &mut file.problems) {
        problem.severity = Severity::Warning;
        problem.hint = None;
    }
    files
}

/// A note as one of `name`'s.
fn of(name: &str, note: &Note) -> Note {
    Note {
        id: format!("{name}/{}", note.id),
        by: note.by.clone().or_else(|| Some(name.to_owned())),
        hand: Some(name.to_owned()),
        ..note.clone()
    }
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
