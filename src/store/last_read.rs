//! Stories as they were read last: `<state>/read/`.
//!
//! With the text as last read at hand, what is new in a story is shown when it
//! is opened again. One compressed file a story, named after its place. All of
//! them can be deleted: then nothing is shown as new.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::digest;
use crate::error::{Error, Result};
use crate::model::Text;

/// The largest text that is kept, in bytes before compression: what it takes
/// to keep it is hardly noticed when the reader quits.
const LARGEST: usize = 1 << 20;

/// How many stories are kept; when there are more, the oldest eighth goes.
const STORIES: usize = 2000;

const ENDING: &str = ".txt.z";

/// The texts last read under one state folder.
#[derive(Debug, Clone)]
pub struct LastRead {
    folder: PathBuf,
}

impl LastRead {
    /// The texts under `state`. Nothing is read or made yet.
    pub fn new(state: &Path) -> Self {
        Self { folder: state.join("read") }
    }

    /// The text of the story `key` as it was read last; `None` if that is not
    /// known or its file is damaged.
    pub fn of(&self, key: &str) -> Option<Text> {
        let packed = fs::read(self.path(key)).ok()?;
        let content = decompress_to_vec_zlib_with_limit(&packed, LARGEST).ok()?;
        String::from_utf8(content).ok().map(Text::new)
    }

    /// Keeps a text as that of the story `key` which was read last. One that is
    /// kept already is not written; of one of more than 1 MiB nothing is kept.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, key: &str, text: &Text) -> Result<()> {
        let path = self.path(key);
        let content = text.original();
        if content.len() > LARGEST {
            // What was read before it grew would show too much as new.
            let _ = fs::remove_file(&path);
            return Ok(());
        }
        if self.of(key).is_some_and(|kept| kept.as_str() == text.as_str()) {
            return Ok(());
        }
        let cannot = |cause| {
            Error::because(format!("cannot keep the text in {}", self.folder.display()), cause)
        };
        fs::create_dir_all(&self.folder).map_err(cannot)?;
        // Half a file is found out when it is read, and costs nobody a word:
        // the disk is not waited for.
        let packed = compress_to_vec_zlib(content.as_bytes(), 1);
        let fresh = path.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&fresh, packed).and_then(|()| fs::rename(&fresh, &path)).map_err(cannot)?;
        self.forget_oldest();
        Ok(())
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{}{ENDING}", digest::sha256(key.as_bytes())))
    }

    /// Removes the oldest eighth when there are too many.
    fn forget_oldest(&self) {
        let entries = || fs::read_dir(&self.folder).into_iter().flatten().flatten();
        if entries().count() <= STORIES {
            return;
        }
        let written = |entry: &fs::DirEntry| {
            entry.metadata().and_then(|found| found.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
        };
        let mut kept: Vec<(SystemTime, PathBuf)> =
            entries().map(|entry| (written(&entry), entry.path())).collect();
        kept.sort();
        for (_, path) in kept.into_iter().take(STORIES / 8) {
            // What stays is tried again the next time.
            let _ = fs::remove_file(path);
        }
    }
}
