//! Texts as they were when notes and annotations were made: `<state>/texts/`.
//!
//! With the text that a note was made in at hand, what became of its passage
//! in a later one is followed, not guessed. One compressed file a text, named
//! by its fingerprint and the file it was kept for: that of the notes, or of
//! the story for its annotations. All of them can be deleted: then notes and
//! mentions are found by their quotes and positions alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::notebook::Notebook;
use super::{atomic, digest};
use crate::error::{Error, Result};
use crate::model::Text;

/// The largest text that is kept, in bytes before compression.
const LARGEST: usize = 16 << 20;

/// How many states of one story are kept; the oldest go first.
const STATES: usize = 12;

/// How many files are kept, and how many bytes they may have together.
const FILES: usize = 4000;
const BYTES: u64 = 64 << 20;

const ENDING: &str = ".txt.z";

/// The texts under one state folder.
#[derive(Debug, Clone)]
pub struct Snapshots {
    folder: PathBuf,
}

/// One file of the folder.
struct Kept {
    path: PathBuf,
    name: String,
    written: SystemTime,
    size: u64,
}

impl Snapshots {
    /// The texts under `state`. Nothing is read or made yet.
    pub fn new(state: &Path) -> Self {
        Self { folder: state.join("texts") }
    }

    /// Keeps a text for `file`: the notes that are made in it, or the story that
    /// had it. A text that is kept already costs nothing; one of more than
    /// 16 MiB is not kept.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, file: &Path, text: &Text) -> Result<()> {
        let content = text.original();
        if content.len() > LARGEST {
            return Ok(());
        }
        let path = self.path(&text.sha256(), file);
        if path.exists() {
            return Ok(());
        }
        let cannot = |cause| {
            Error::because(format!("cannot keep the text in {}", self.folder.display()), cause)
        };
        fs::create_dir_all(&self.folder).map_err(cannot)?;
        let packed = compress_to_vec_zlib(content.as_bytes(), 6);
        atomic::write(&path, &packed).map_err(cannot)?;
        self.forget_oldest(file);
        Ok(())
    }

    /// Whether the text of a fingerprint is kept for `file`.
    pub fn has(&self, file: &Path, sha256: &str) -> bool {
        self.path(&sha256.to_ascii_lowercase(), file).exists()
    }

    /// The texts that the notes in `notebook` were made in, as far as they are
    /// kept: the one that its header names first, then the latest. What is
    /// damaged is left out.
    pub fn of(&self, notebook: &Notebook) -> Vec<Text> {
        let named = notebook.story().and_then(|story| story.sha256.get());
        self.some(&notebook.whereabouts().own, named)
    }

    /// The texts kept for `file`, the latest first.
    pub fn of_file(&self, file: &Path) -> Vec<Text> {
        self.some(file, None)
    }

    /// The text with this fingerprint, whatever it was kept for.
    pub fn named(&self, sha256: &str) -> Option<Text> {
        let mut kept = self.list();
        kept.retain(|kept| kept.is_named(sha256));
        // Kept for several files, it may be damaged in one.
        kept.iter().find_map(Kept::read)
    }

    /// Those of a fingerprint, then those kept for `file`.
    fn some(&self, file: &Path, named: Option<&str>) -> Vec<Text> {
        let owner = owner(file);
        let is_named = |kept: &Kept| named.is_some_and(|sha256| kept.is_named(sha256));
        let mut kept = self.list();
        kept.retain(|kept| is_named(kept) || kept.name.contains(&owner));
        kept.sort_by(|a, b| is_named(b).cmp(&is_named(a)).then(b.written.cmp(&a.written)));
        // The same text may be kept for two notes files.
        kept.dedup_by(|a, b| a.name.get(..64) == b.name.get(..64));
        kept.iter().take(STATES).filter_map(Kept::read).collect()
    }

    fn path(&self, sha256: &str, file: &Path) -> PathBuf {
        self.folder.join(format!("{sha256}{}{ENDING}", owner(file)))
    }

    fn list(&self) -> Vec<Kept> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let found = entry.metadata().ok().filter(|_| name.ends_with(ENDING))?;
                let written = found.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                Some(Kept { path: entry.path(), name, written, size: found.len() })
            })
            .collect()
    }

    /// Removes the oldest states of one story, then the oldest of all, until
    /// what is left is within bounds.
    fn forget_oldest(&self, file: &Path) {
        let owner = owner(file);
        let mut kept = self.list();
        kept.sort_by(|a, b| b.written.cmp(&a.written).then(a.name.cmp(&b.name)));
        let (mut own, mut files, mut bytes) = (0, 0, 0);
        for text in kept {
            own += usize::from(text.name.contains(&owner));
            files += 1;
            bytes += text.size;
            let beyond = files > FILES || bytes > BYTES;
            if beyond || own > STATES && text.name.contains(&owner) {
                // What stays is tried again the next time.
                let _ = fs::remove_file(&text.path);
            }
        }
    }
}

/// What stands in a file's name for the file it was kept for.
fn owner(file: &Path) -> String {
    let full = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    format!("-{}", digest::short(full.as_os_str().as_encoded_bytes()))
}

impl Kept {
    /// Whether it is the text of a fingerprint.
    fn is_named(&self, sha256: &str) -> bool {
        self.name.get(..64).is_some_and(|own| own.eq_ignore_ascii_case(sha256))
    }

    /// The text, if it still is the one its file is named after.
    fn read(&self) -> Option<Text> {
        let packed = read_some(&self.path).ok()?;
        let content = decompress_to_vec_zlib_with_limit(&packed, LARGEST).ok()?;
        (self.name.get(..64)? == digest::sha256(&content))
            .then(|| String::from_utf8(content).ok().map(Text::new))?
    }
}

/// The bytes of a file that may be as long as it likes.
fn read_some(path: &Path) -> io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LARGEST as u64 * 2).read_to_end(&mut bytes)?;
    Ok(bytes)
}
