//! Where the reader was in each story, the marks set and the jump list:
//! `<state>/places.json`. What other processes wrote meanwhile is kept.
//!
//! JSON, for it is read at every start: of 2000 stories a tenth of the time
//! that YAML takes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::atomic;
use super::lock::FolderLock;
use crate::error::{Error, Result};
use crate::model::Bookmark;

const FORMAT: &str = "dateline-places/1";

/// How many stories, and how many jumps, are remembered.
const STORIES: usize = 2000;
const JUMPS: usize = 100;

/// What is remembered of one story.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// When it was last read, RFC 3339 in UTC; the latest stories are kept.
    pub when: String,
    /// The place read to.
    pub place: Bookmark,
    /// The marks `a` to `z`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<char, Bookmark>,
}

/// A place in some story: a mark `A` to `Z`, or one that was jumped from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FarPlace {
    /// The story's key.
    pub story: String,
    /// Its file, if it has one.
    pub path: Option<String>,
    /// Where in it.
    pub place: Bookmark,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    format: String,
    marks: BTreeMap<char, FarPlace>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    jumps: Vec<FarPlace>,
    stories: BTreeMap<String, Remembered>,
}

/// The places of all stories; keys are the caller's (a text's SHA-256, a path).
#[derive(Debug, Default)]
pub struct Places {
    path: PathBuf,
    stored: Stored,
    changed_stories: BTreeSet<String>,
    changed_marks: BTreeSet<char>,
    /// The jump list as it is now, if it is another than the stored one.
    changed_jumps: Option<Vec<FarPlace>>,
}

impl Places {
    /// Reads the places under `state`. If the file cannot be used the places
    /// are empty, and the error says why; saving will not overwrite it.
    pub fn open(state: &Path) -> (Self, Option<Error>) {
        let path = state.join("places.json");
        let (stored, error) = match load(&path) {
            Ok(stored) => (stored, None),
            Err(error) => (Stored::default(), Some(error)),
        };
        (Self { path, stored, ..Self::default() }, error)
    }

    /// What is remembered of a story.
    pub fn get(&self, story: &str) -> Option<&Remembered> {
        self.stored.stories.get(story)
    }

    /// The story read last among those whose key `wanted` lets through.
    pub fn last_read(&self, wanted: impl Fn(&str) -> bool) -> Option<&str> {
        let stories = self.stored.stories.iter().filter(|(key, _)| wanted(key));
        stories.max_by(|a, b| a.1.when.cmp(&b.1.when)).map(|(key, _)| key.as_str())
    }

    /// The marks `A` to `Z` that are set.
    pub fn marks(&self) -> impl Iterator<Item = (char, &FarPlace)> {
        self.stored.marks.iter().map(|(letter, mark)| (*letter, mark))
    }

    /// The places jumped from, oldest first.
    pub fn jumps(&self) -> &[FarPlace] {
        self.changed_jumps.as_ref().unwrap_or(&self.stored.jumps)
    }

    /// Remembers the places jumped from, oldest first; the last 100 are kept.
    pub fn set_jumps(&mut self, mut jumps: Vec<FarPlace>) {
        jumps.drain(..jumps.len().saturating_sub(JUMPS));
        self.changed_jumps = (jumps != self.stored.jumps).then_some(jumps);
    }

    /// Remembers a story, in place of what was remembered.
    pub fn remember(&mut self, story: &str, what: Remembered) {
        self.stored.stories.insert(story.to_owned(), what);
        self.changed_stories.insert(story.to_owned());
    }

    /// The files of stories that are remembered, in no order: keys that are
    /// absolute paths, and where marks lead.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let marked = self.stored.marks.values().filter_map(|mark| mark.path.as_deref());
        let keys = self.stored.stories.keys().map(String::as_str);
        keys.chain(marked).map(Path::new).filter(|path| path.is_absolute())
    }

    /// The mark `A` to `Z` that `letter` names.
    pub fn mark(&self, letter: char) -> Option<&FarPlace> {
        self.stored.marks.get(&letter)
    }

    /// Sets a mark `A` to `Z`.
    pub fn set_mark(&mut self, letter: char, mark: FarPlace) {
        self.stored.marks.insert(letter, mark);
        self.changed_marks.insert(letter);
    }

    /// Writes what was changed here into the file as it is now. Where another
    /// process read the same story later, its place stays; jumps that it made
    /// come before those made here.
    ///
    /// # Errors
    /// When the file is not ours to write to or cannot be written; what was
    /// changed is then written by the next save that succeeds.
    pub fn save(&mut self) -> Result<()> {
        if self.changed_stories.is_empty()
            && self.changed_marks.is_empty()
            && self.changed_jumps.is_none()
        {
            return Ok(());
        }
        let shown = self.path.display().to_string();
        let cannot = |cause| Error::because(format!("cannot write {shown}"), cause);
        let folder = atomic::folder_of(&self.path);
        fs::create_dir_all(folder).map_err(cannot)?;
        let lock = FolderLock::hold(folder).map_err(cannot)?;
        if lock.held() {
            atomic::sweep(&self.path);
        }
        let mut fresh = load(&self.path)?;
        for key in &self.changed_stories {
            let Some(mine) = self.stored.stories.get(key) else { continue };
            let theirs = fresh.stories.remove(key).unwrap_or_default();
            let (mut kept, other) = if theirs.when > mine.when {
                (theirs, mine.clone())
            } else {
                (mine.clone(), theirs)
            };
            for (letter, mark) in other.marks {
                kept.marks.entry(letter).or_insert(mark);
            }
            fresh.stories.insert(key.clone(), kept);
        }
        for letter in &self.changed_marks {
            if let Some(mark) = self.stored.marks.get(letter) {
                fresh.marks.insert(*letter, mark.clone());
            }
        }
        if let Some(mine) = &self.changed_jumps {
            let known = |jump: &FarPlace| self.stored.jumps.contains(jump) || mine.contains(jump);
            fresh.jumps.retain(|jump| !known(jump));
            fresh.jumps.extend(mine.iter().cloned());
            fresh.jumps.drain(..fresh.jumps.len().saturating_sub(JUMPS));
        }
        forget_oldest(&mut fresh.stories);
        FORMAT.clone_into(&mut fresh.format);
        let text = serde_json::to_string(&fresh)
            .map_err(|cause| Error::because(format!("cannot write {shown}"), cause))?;
        atomic::write_soon(&self.path, text.as_bytes()).map_err(cannot)?;
        self.stored = fresh;
        self.changed_stories.clear();
        self.changed_marks.clear();
        self.changed_jumps = None;
        Ok(())
    }
}

/// Keeps the stories that were read last.
fn forget_oldest(stories: &mut BTreeMap<String, Remembered>) {
    let excess = stories.len().saturating_sub(STORIES);
    if excess > 0 {
        let mut by_age: Vec<(String, String)> =
            stories.iter().map(|(key, what)| (what.when.clone(), key.clone())).collect();
        by_age.sort_unstable();
        for (_, key) in &by_age[..excess] {
            stories.remove(key);
        }
    }
}

fn load(path: &Path) -> Result<Stored> {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Stored::default()),
        Err(error) => return Err(Error::because(format!("cannot read {shown}"), error)),
    };
    if text.trim().is_empty() {
        return Ok(Stored::default());
    }
    let stored: Stored = serde_json::from_str(&text).map_err(|cause| {
        Error::because(format!("{shown} is left as it is, for it cannot be read"), cause)
    })?;
    if stored.format != FORMAT {
        return Err(Error::new(format!(
            "{shown} is left as it is, for its `format` is not `{FORMAT}`"
        )));
    }
    Ok(stored)
}
