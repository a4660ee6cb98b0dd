//! A person's notes: nothing of theirs is lost, nothing else is touched.

mod atomically;
mod committed;
mod disturbed;
mod faults;
mod journalled;
mod merging;
mod places;
mod reading;
mod remembered;
mod snapshots;
mod whereabouts;
mod writing;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::error::{Diagnostic, Result};
use dateline::model::{Note, NoteChange, NoteKind, Selector};
use dateline::store::{Identity, Notebook, Whereabouts};

/// A folder with one notes file in it.
struct Desk {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Desk {
    /// Without a file yet.
    fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("talks.notes.yaml");
        Self { folder, path }
    }

    /// With a file of these bytes.
    fn with(bytes: impl AsRef<[u8]>) -> Self {
        let desk = Self::empty();
        fs::write(&desk.path, bytes).expect("written");
        desk
    }

    fn place(&self) -> Whereabouts {
        Whereabouts { own: self.path.clone(), story: talks(), ..Whereabouts::default() }
    }

    fn open(&self) -> Notebook {
        Notebook::open(self.place())
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).expect("readable")
    }

    /// Opens, applies, and gives back what is then on disk.
    fn after(&self, changes: &[NoteChange]) -> String {
        self.open().edit(changes).expect("saved");
        self.text()
    }

    /// The names in the folder, hidden ones included.
    fn names(&self) -> Vec<String> {
        names(self.folder.path())
    }
}

/// What somebody does who has before them what the notebook read last.
trait Edit {
    fn edit(&mut self, changes: &[NoteChange]) -> Result<Vec<Diagnostic>>;
}

impl Edit for Notebook {
    fn edit(&mut self, changes: &[NoteChange]) -> Result<Vec<Diagnostic>> {
        let mut seen: HashMap<String, Option<Note>> =
            self.notes().iter().map(|note| (note.id.clone(), Some(note.clone()))).collect();
        let changes: Vec<NoteChange> = changes
            .iter()
            .map(|change| {
                let before = seen.insert(change.id().to_owned(), change.after.clone()).flatten();
                // A note never seen is as good as one that is deleted.
                let before = before.or_else(|| change.before.clone());
                NoteChange { before, after: change.after.clone() }
            })
            .collect();
        self.apply(&changes)
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn talks() -> Identity {
    Identity {
        title: Some("US and Russia report headway on Syria".into()),
        file: Some("talks.txt".into()),
        url: None,
        sha256: Some("9f2c".repeat(16)).into(),
    }
}

fn note(id: &str, body: &str) -> Note {
    Note { id: id.into(), body: body.into(), ..Note::default() }
}

fn put(id: &str, body: &str) -> NoteChange {
    NoteChange::added(note(id, body))
}

fn delete(id: &str) -> NoteChange {
    NoteChange::deleted(note(id, ""))
}

/// The note of FORMATS.md's example.
fn example() -> Note {
    Note {
        id: "n7k3m9qx2".into(),
        kind: NoteKind::Note,
        selectors: vec![Selector {
            quote: "We continue to make headway".into(),
            before: Some("those discussions. ".into()),
            after: Some(". We’re not".into()),
            at: Some(301),
            nth: None,
        }],
        body: "Compare with Monday's briefing. #check".into(),
        tags: vec!["check".into()],
        color: Some("yellow".into()),
        about: vec!["mark-toner".into()],
        made: Some("2026-11-22T15:00:00Z".into()),
        changed: Some("2026-11-22T15:04:00Z".into()),
        by: Some("ann".into()),
        ..Note::default()
    }
}
