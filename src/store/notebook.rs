//! The notes on one story: read, changed, saved.
//!
//! A story's notes may stand in more than one file; a change goes to the file
//! the note came from, a new note to the story's own. Saving reads the file
//! again under a lock and merges the change into what is there now, so that
//! what another program wrote meanwhile survives. The files of colleagues are
//! read, and never written to.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use super::atomic;
use super::identity::Identity;
use super::lock::FolderLock;
use super::notes_file::{NotesFile, Removed};
use super::whereabouts::{self, Whereabouts};
use crate::error::{Diagnostic, Error, Result, Severity};
use crate::model::change::{in_sum, merge, same_words};
use crate::model::{Note, NoteChange, NoteKind};

/// The notes on one story.
#[derive(Debug)]
pub struct Notebook {
    place: Whereabouts,
    /// The story's own file first.
    files: Vec<NotesFile>,
    /// Those of colleagues, in the order of [`Whereabouts::colleagues`]: never written to.
    others: Vec<NotesFile>,
    notes: Vec<Note>,
    theirs: Vec<Note>,
    problems: Vec<Diagnostic>,
    /// What saving had to say, kept besides what reading had.
    remarks: Vec<Diagnostic>,
    /// What is left of deleted notes: one that is brought back comes back to
    /// its place, with its comments.
    removed: HashMap<String, Removed>,
    swept: bool,
}

/// What saving came to.
#[derive(Debug, Default)]
pub struct Saved {
    /// What the reader should know of what is saved.
    pub told: Vec<Diagnostic>,
    /// The changes that are not saved, in order. Nothing of them is done.
    pub left: Vec<NoteChange>,
    /// Why not: of the first file that could not be written.
    pub error: Option<Error>,
}

impl Saved {
    /// What is to be told, if all is saved.
    ///
    /// # Errors
    /// Why some of it is not.
    pub fn whole(self) -> Result<Vec<Diagnostic>> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.told),
        }
    }
}

impl Notebook {
    /// Reads the notes at `place`. It never fails: see [`Notebook::problems`].
    pub fn open(place: Whereabouts) -> Self {
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
        Self::open(Whereabouts::of_file(path))
    }

    fn gather(&mut self) {
        self.notes = self.files.iter().flat_map(NotesFile::notes).cloned().collect();
        self.give_turns();
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
        // Whoever looks for a new note beside its story should know.
        if let Some((link, why)) = &self.place.refused {
            let message = format!("new notes go to the data folder: {why}");
            let problem = Diagnostic::warning(link.display().to_string(), message);
            let home = self.place.own.display();
            self.problems.push(problem.hint(format!("they are kept in {home}")));
        }
    }

    /// Says in which turn corrections are made: within a file in its order,
    /// whatever the clock said. What stands in two files is put together by the
    /// time each was made; a tie is for the file that is not the story's own,
    /// which is the older one.
    fn give_turns(&mut self) {
        let mut starts = Vec::new();
        let mut from = 0;
        for file in &self.files {
            starts.push(from);
            from += file.notes().count();
        }
        let mut waiting: Vec<std::iter::Peekable<std::vec::IntoIter<usize>>> = Vec::new();
        for (at, &start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(self.notes.len());
            let corrects = |index: &usize| self.notes[*index].kind == NoteKind::Correction;
            let of_file: Vec<usize> = (start..end).filter(corrects).collect();
            waiting.push(of_file.into_iter().peekable());
        }
        let mut turn = 0;
        loop {
            let heads = waiting.iter_mut().enumerate().rev();
            let heads = heads.filter_map(|(file, rest)| Some((file, *rest.peek()?)));
            let next = heads.min_by_key(|(_, index)| self.notes[*index].made.clone());
            let Some((file, index)) = next else { return };
            waiting[file].next();
            self.notes[index].turn = Some(turn);
            turn += 1;
        }
    }

    /// All notes, in the order of the files. Where they stand in the text is
    /// not known here: that is the anchor room's work.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The notes of colleagues, in the order of [`Whereabouts::colleagues`]; each
    /// says whose it is, and its id stands behind that name: `ann/n7k3m9qx2`.
    pub fn theirs(&self) -> &[Note] {
        &self.theirs
    }

    /// What is wrong in the files, and what saving had to say.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Where new notes go, and where else notes were read from.
    pub fn whereabouts(&self) -> &Whereabouts {
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

    /// Where each note says its words, by id: the file, the line's number in it
    /// from 0, and the line.
    pub fn quote_lines(&self) -> HashMap<&str, (&Path, usize, &str)> {
        let mut found = HashMap::new();
        for file in &self.files {
            for (id, number, line) in file.quote_lines() {
                found.entry(id).or_insert((&*file.path, number, line));
            }
        }
        found
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
    /// When a file is not ours to write to or cannot be written. With one file
    /// all is then as before; of several, the others are written all the same:
    /// [`Notebook::save`] says what is left.
    pub fn apply(&mut self, changes: &[NoteChange]) -> Result<Vec<Diagnostic>> {
        self.save(changes).whole()
    }

    /// As [`Notebook::apply`], and says which changes could not be saved. Only
    /// those must be tried again: a change that is done once more, by itself or
    /// in sum with its undoing, would undo what was done since.
    pub fn save(&mut self, changes: &[NoteChange]) -> Saved {
        self.save_but(changes, &HashSet::new())
    }

    /// As [`Notebook::save`]; the notes with the ids `held` are not touched,
    /// and their changes are left.
    pub fn save_but(&mut self, changes: &[NoteChange], held: &HashSet<String>) -> Saved {
        let mut sum = in_sum(changes);
        sum.retain(|change| !held.contains(change.id()));
        let mut shares: Vec<Vec<&NoteChange>> = self.files.iter().map(|_| Vec::new()).collect();
        for change in &sum {
            let home = self.files.iter().position(|file| file.find(change.id()).is_some());
            shares[home.unwrap_or(0)].push(change);
        }
        let mut saved = Saved::default();
        let mut failed: HashSet<&str> = HashSet::new();
        for (at, share) in shares.iter().enumerate().filter(|(_, share)| !share.is_empty()) {
            match self.save_share(at, share) {
                Ok(told) => saved.told.extend(told),
                Err(error) => {
                    failed.extend(share.iter().map(|change| change.id()));
                    saved.error.get_or_insert(error);
                }
            }
        }
        let is_left = |id: &str| failed.contains(id) || held.contains(id);
        saved.left = changes.iter().filter(|change| is_left(change.id())).cloned().collect();
        self.remarks.extend(saved.told.iter().cloned());
        self.swept = true;
        self.gather();
        saved
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
    fn save_share(&mut self, at: usize, changes: &[&NoteChange]) -> Result<Vec<Diagnostic>> {
        let path = self.files[at].path.clone();
        // The reason first: on the one line that the reader has for it, it
        // matters more than the name.
        let refused = |why: &dyn Display| Error::new(format!("{why}: {}", name_of(&path)));
        let cannot = |cause: std::io::Error| refused(&cause);
        let place_of = |file: &NotesFile, note: &Note| {
            (note.kind == NoteKind::Correction).then(|| file.before(&note.id)).flatten()
        };
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
            return Err(refused(reason));
        }
        let mut remarks = Vec::new();
        let mut removed = Vec::new();
        for change in changes {
            let theirs = fresh.find(change.id()).cloned();
            let remark = match (&change.before, &change.after, theirs) {
                (_, None, None) | (None, None, _) => None,
                (Some(base), None, Some(theirs)) if same_words(base, &theirs) => {
                    let behind = place_of(&fresh, &theirs);
                    let text = fresh.remove(&theirs.id);
                    removed.extend(text.map(|text| (theirs.id, Removed { text, behind })));
                    None
                }
                (Some(_), None, Some(theirs)) => Some(not_deleted(&path, &theirs.id)),
                // Nothing of it changed here, and it is gone there.
                (Some(base), Some(mine), None) if same_words(base, mine) => None,
                (base, Some(mine), None) => {
                    fresh.ensure_header(&self.place.story);
                    fresh.append(mine, self.removed.get(&mine.id))?;
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

/// The name alone, without the folders.
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
fn read_others(place: &Whereabouts) -> Vec<NotesFile> {
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
