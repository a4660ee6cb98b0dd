//! What was done to the notes of a story, beyond the end of the program:
//! `<state>/history/`, one file a story, to which each act is added at its end.
//!
//! A file is a series of YAML documents: whose notes they are, then for each
//! act one that says what was done when, the parts: notes as they were before
//! and after, and one that says that this is all. An act without its end was
//! being written when the machine died, does not count, and is written over.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::identity::{Identity, Kinship, written};
use super::lock::FolderLock;
use super::whereabouts::Whereabouts;
use super::{atomic, digest, document, parts, scalar, stream};
use crate::error::{Diagnostic, Error, Result};
use crate::model::history::{Act, Deed, Deleted, History};
use crate::model::{Note, NoteChange};

const FORMAT: &str = "dateline-history/1";
/// The word of a deleted note whose deed is forgotten.
const DELETED: &str = "deleted";

/// How many changes of a story, and how long, are remembered.
const CHANGES: usize = 1000;
const DAYS: i64 = 90;

/// The file that holds the history of one story's notes.
#[derive(Debug, Clone)]
pub struct HistoryFile {
    path: PathBuf,
    story: Identity,
    notes: PathBuf,
}

impl HistoryFile {
    /// The file under `state` for the notes at `place`. Nothing is read or made yet.
    pub fn of(state: &Path, place: &Whereabouts) -> Self {
        let notes = std::path::absolute(&place.own).unwrap_or_else(|_| place.own.clone());
        let mut name = digest::sha256(notes.as_os_str().as_encoded_bytes());
        name.truncate(16);
        let path = state.join("history").join(format!("{name}.yaml"));
        Self { path, story: place.story.clone(), notes }
    }

    /// The same. Where there is none yet, that of a story whose notes stood
    /// elsewhere becomes it, if this is that story, moved or renamed together
    /// with them: by address, else by text, else by file and title or by the
    /// ids of its `notes`.
    pub fn follow(state: &Path, place: &Whereabouts, notes: &[Note]) -> Self {
        let own = Self::of(state, place);
        if own.path.exists() {
            return own;
        }
        let gone = |other: &Self| {
            let story = other.story.file.as_deref().map(|file| other.notes.with_file_name(file));
            !other.notes.exists() && story.is_none_or(|story| !story.exists())
        };
        let kin = Self::all(state).into_iter().filter(gone);
        let kin = kin.filter_map(|other| Some((other.kinship(&place.story, notes)?, other)));
        if let Some((_, other)) = kin.min_by_key(|(kinship, _)| *kinship) {
            // What cannot be taken over now is tried again the next time.
            let _ = own.take_over(&other);
        }
        own
    }

    /// How surely this is the history of a story with these notes.
    fn kinship(&self, story: &Identity, notes: &[Note]) -> Option<Kinship> {
        match story.kinship(&self.story, story.file.as_deref()) {
            Some(sure @ (Kinship::Url | Kinship::Text)) => Some(sure),
            Some(Kinship::File) if story.title == self.story.title => Some(Kinship::File),
            _ if story.contradicts(&self.story) || notes.is_empty() => None,
            // Ids are random: none stands in the notes of two stories.
            _ => self.holds_any(notes).then_some(Kinship::Alike),
        }
    }

    fn holds_any(&self, notes: &[Note]) -> bool {
        let Ok(text) = fs::read_to_string(&self.path) else { return false };
        let history = replay(&text);
        let mut changes = history.done().iter().chain(history.undone()).flat_map(|d| &d.changes);
        changes.any(|change| notes.iter().any(|note| note.id == change.id()))
    }

    /// Puts what another file holds into this one, which is not there yet.
    fn take_over(&self, other: &Self) -> io::Result<()> {
        let _lock = FolderLock::hold(atomic::folder_of(&self.path))?;
        let text = fs::read_to_string(&other.path)?;
        let entries = text.find("\n---\n").map_or("", |at| &text[at + 1..]);
        atomic::write_new(&self.path, (self.header() + entries).as_bytes())?;
        fs::remove_file(&other.path)
    }

    /// Every file under `state`, in no order that means anything.
    pub fn all(state: &Path) -> Vec<Self> {
        let mut paths: Vec<PathBuf> = fs::read_dir(state.join("history"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
            .collect();
        paths.sort_unstable();
        paths.into_iter().filter_map(Self::at).collect()
    }

    fn at(path: PathBuf) -> Option<Self> {
        // The header is one line a key; what follows may be long.
        const ENOUGH: u64 = 16 * 1024;
        let mut bytes = Vec::new();
        File::open(&path).ok()?.take(ENOUGH).read_to_end(&mut bytes).ok()?;
        let text = bytes.utf8_chunks().next()?.valid();
        let first = stream::documents(text).into_iter().next()?;
        let header = document::parse(&text[first]).ok()?.written;
        let story = Identity::read(header.get("story"));
        let notes = written(&header, "notes")?.into();
        Some(Self { path, story, notes })
    }

    /// The notes file it is about, absolute.
    pub fn notes(&self) -> &Path {
        &self.notes
    }

    /// The story, as it was when the file was begun.
    pub fn story(&self) -> &Identity {
        &self.story
    }

    /// What was done. What is older than 90 days before `now` (RFC 3339), or
    /// more than the last 1,000 changes, is forgotten, here and in the file.
    pub fn read(&self, now: &str) -> (History, Option<Diagnostic>) {
        let text = match fs::read(&self.path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Default::default(),
            Err(error) => {
                let shown = self.path.display().to_string();
                let message = format!("what was done cannot be read: {error}");
                return (History::default(), Some(Diagnostic::warning(shown, message)));
            }
        };
        let mut history = replay(&text);
        if forget(&mut history, now) {
            // It is tried again the next time.
            let _ = self.rewrite(now);
        }
        (history, None)
    }

    /// Adds an act. Of one that undoes or redoes only the deed's id counts.
    /// It is on the disk when this returns, so that the words of a deleted
    /// note are in one place or the other at any moment.
    ///
    /// # Errors
    /// When it cannot be written; the file is then as before.
    pub fn record(&self, act: Act, deed: &Deed) -> Result<()> {
        // The reason first: on the one line that the reader has for it a long
        // path would leave no room.
        let cannot = |cause: io::Error| Error::new(format!("{cause}: {}", self.path.display()));
        let folder = atomic::folder_of(&self.path);
        fs::create_dir_all(folder).map_err(cannot)?;
        let _lock = FolderLock::hold(folder).map_err(cannot)?;
        let changes = if act == Act::Did { deed.changes.as_slice() } else { &[] };
        self.append(&entry(act.word(), deed, changes)).map_err(cannot)
    }

    fn append(&self, entry: &str) -> io::Result<()> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&self.path)?;
        let length = whole_length(&mut file)?;
        let mut text = if length == 0 { self.header() } else { String::new() };
        text.push_str(entry);
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        let done = file.write_all(text.as_bytes()).and_then(|()| file.sync_data());
        if done.is_err() {
            // Half an entry does not count; without it all the better.
            let _ = file.set_len(length);
        }
        done
    }

    fn header(&self) -> String {
        let notes = scalar::quoted(&self.notes.to_string_lossy());
        format!("format: {FORMAT}\nstory: {}\nnotes: {notes}\n", self.story.flow())
    }

    /// Writes the file without what is forgotten.
    fn rewrite(&self, now: &str) -> io::Result<()> {
        let _lock = FolderLock::hold(atomic::folder_of(&self.path))?;
        // Another program may have added to it meanwhile.
        let mut history = replay(&fs::read_to_string(&self.path)?);
        forget(&mut history, now);
        let mut text = self.header();
        for Deleted { when, note } in history.deleted() {
            let deed = Deed { when: when.clone(), ..Deed::default() };
            text.push_str(&entry(DELETED, &deed, &[NoteChange::deleted(note.clone())]));
        }
        for deed in history.done().iter().chain(history.undone().iter().rev()) {
            text.push_str(&entry(Act::Did.word(), deed, &deed.changes));
        }
        for deed in history.undone() {
            text.push_str(&entry(Act::Undid.word(), deed, &[]));
        }
        atomic::write(&self.path, text.as_bytes())
    }
}

/// The bytes up to the end of the last whole entry: behind it stands only
/// what a machine that died left half written.
fn whole_length(file: &mut File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    // Nearly always the end is whole, and its last line says so.
    let last = end_line(0).len() as u64;
    for look in [last.min(length), length] {
        let mut tail = Vec::new();
        file.seek(SeekFrom::Start(length - look))?;
        file.take(look).read_to_end(&mut tail)?;
        if let Some(end) = last_end(&tail) {
            return Ok(length - look + end as u64);
        }
    }
    Ok(0)
}

/// Where the last line that ends an entry ends, in bytes.
fn last_end(bytes: &[u8]) -> Option<usize> {
    let size = end_line(0).len();
    let is_end = |window: &[u8]| {
        let digits = window.strip_prefix(END).and_then(|rest| rest.strip_suffix(b"\"\n"));
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    bytes.windows(size).rposition(is_end).map(|at| at + size)
}

const END: &[u8] = b"---\nend: \"";

fn end_line(id: u64) -> String {
    format!("---\nend: \"{id:016x}\"\n")
}

fn entry(act: &str, deed: &Deed, changes: &[NoteChange]) -> String {
    let id = format!("{:016x}", deed.id);
    let mut out =
        format!("---\nact: {act}\ndeed: \"{id}\"\nwhen: {}\n", scalar::quoted(&deed.when));
    for change in changes {
        out.push_str(&parts::write(change, ""));
    }
    out.push_str(&end_line(deed.id));
    out
}

fn replay(text: &str) -> History {
    let mut history = History::default();
    // The act whose parts are being read, and what it is done with.
    let mut open: Option<(String, Deed)> = None;
    for range in stream::documents(text) {
        let own = &text[range];
        // Without a document that cannot be read its act is not whole.
        let Ok(parsed) = document::parse(own) else {
            open = None;
            continue;
        };
        let word = |key: &str| written(&parsed.written, key);
        let id = |key: &str| word(key).and_then(|id| u64::from_str_radix(id, 16).ok());
        if let Some(act) = word("act") {
            let when = word("when").unwrap_or_default().to_owned();
            let deed = Deed { id: id("deed").unwrap_or_default(), when, changes: Vec::new() };
            open = Some((act.to_owned(), deed));
        } else if word("end").is_some() {
            if let Some((act, deed)) = open.take_if(|(_, deed)| Some(deed.id) == id("end")) {
                take(&mut history, &act, deed);
            }
        } else if let (Some(part), Some((_, deed))) = (word("part"), &mut open)
            && let Ok((note, _)) = document::note(own, &parsed)
        {
            parts::read(&mut deed.changes, part, note);
        }
    }
    history
}

fn take(history: &mut History, act: &str, deed: Deed) {
    match Act::parse(act) {
        Some(Act::Did) if !deed.changes.is_empty() => history.did(deed),
        Some(Act::Undid) => {
            history.undid(deed.id, &deed.when);
        }
        Some(Act::Redid) => {
            history.redid(deed.id, &deed.when);
        }
        None if act == DELETED => {
            for note in deed.changes.into_iter().filter_map(|change| change.before) {
                history.bury(Deleted { when: deed.when.clone(), note });
            }
        }
        Some(Act::Did) | None => {}
    }
}

fn forget(history: &mut History, now: &str) -> bool {
    let horizon = now
        .parse::<Timestamp>()
        .ok()
        .and_then(|now| now.checked_sub(SignedDuration::from_hours(24 * DAYS)).ok());
    history.forget(CHANGES, |when| {
        let when = when.parse::<Timestamp>().ok();
        when.zip(horizon).is_some_and(|(when, horizon)| when < horizon)
    })
}
