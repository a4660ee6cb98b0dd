//! What was found before, one file a text: an annotation file like any other,
//! under a name that tells text, date and finder apart.
//!
//! The folder may be deleted at any time. What cannot be read or written is as
//! if it were not there.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::loader;
use crate::model::{Annotations, Head, Story, Text};
use crate::store::{Fingerprint, annotations_yaml, atomic, sha256};

/// The most files that are kept.
const MOST_FILES: usize = 2000;
/// The most bytes that are kept.
const MOST_BYTES: u64 = 64 << 20;
/// The largest file that is kept, in bytes.
const LARGEST: usize = 16 << 20;
/// The folder is looked through once in so many writes.
const ROUND: u32 = 50;

/// A folder of what was found.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    written: std::cell::Cell<u32>,
}

impl Cache {
    /// The folder need not be there.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, written: std::cell::Cell::new(0) }
    }

    /// The same folder, for another thread.
    pub(super) fn twin(&self) -> Self {
        Self::new(self.folder.clone())
    }

    /// What is found in a story is kept under this: it depends on who finds,
    /// on the text and on the day that "yesterday" is counted from.
    pub(super) fn key(maker: &str, story: &Story) -> String {
        // A date that the text itself tells is the same for the same text.
        let head = &story.head;
        let told = head.inferred.as_ref().filter(|inferred| inferred.evidence.is_name());
        let published = head.published.as_ref().or(told.map(|inferred| &inferred.moment));
        let published = published.map_or("", |moment| moment.notation());
        let text = Fingerprint::of(&story.text);
        let text = text.get().unwrap_or_default();
        // The paragraphs of a text depend on its format, and names on them.
        let format = story.format.word();
        sha256(format!("{maker}\n{published}\n{format}\n{text}").as_bytes())
    }

    /// What was found before.
    pub(super) fn get(&self, key: &str, story: &Story) -> Option<Annotations> {
        let path = self.path(key);
        let bytes = fs::read(&path).ok()?;
        // Its head is empty, so nothing of the story's changes.
        let mut unnamed = Story { text: story.text.clone(), ..Story::default() };
        let found = loader::annotations_of(&mut unnamed, &path, bytes);
        if !found.problems.is_empty() {
            return None;
        }
        let mut annotations = found.annotations;
        annotations.mark_found();
        Some(annotations)
    }

    /// Keeps what was found.
    pub(super) fn put(&self, key: &str, annotations: &Annotations, text: &Text) {
        let yaml = annotations_yaml(&Head::default(), None, annotations, text);
        if yaml.len() > LARGEST || fs::create_dir_all(&self.folder).is_err() {
            return;
        }
        let written = self.written.get();
        self.written.set(written.wrapping_add(1));
        if written.is_multiple_of(ROUND) {
            make_room(&self.folder);
        }
        // What cannot be kept is found again.
        let _ = atomic::write_soon(&self.path(key), yaml.as_bytes());
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.ann.yaml"))
    }
}

/// Deletes the oldest files until the rest is few and small enough.
fn make_room(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let about = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((about.modified().ok()?, about.len(), entry.path()))
        })
        .collect();
    files.sort();
    let mut bytes: u64 = files.iter().map(|(_, size, _)| size).sum();
    let mut count = files.len();
    for (_, size, path) in files {
        if count <= MOST_FILES && bytes <= MOST_BYTES {
            return;
        }
        // Another program may have done it.
        let _ = fs::remove_file(path);
        count -= 1;
        bytes -= size;
    }
}
