//! A folder that files are put into: none is overwritten unless asked for,
//! none lands elsewhere, whatever the names in an imported file say.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result};
use crate::store::atomic;

/// The most characters of a name that comes from a file.
const LONGEST: usize = 100;

/// Where files go.
pub(super) struct Outbox {
    folder: PathBuf,
    force: bool,
    /// The names given so far, in lower case: some disks tell no more apart.
    taken: HashSet<String>,
}

impl Outbox {
    /// # Errors
    /// If there is no such folder and none can be made.
    pub(super) fn open(folder: &Path, force: bool) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|error| {
            Error::because(
                format!("{}: cannot be the folder for the files", folder.display()),
                error,
            )
        })?;
        Ok(Self { folder: folder.to_owned(), force, taken: HashSet::new() })
    }

    /// A name for the files of one story, like `wanted`, that no other has, in
    /// the folder `inside` of this one.
    pub(super) fn name(&mut self, inside: &Path, wanted: &str) -> String {
        let folders = inside.components().filter_map(|part| match part {
            Component::Normal(name) => Some(file_name(&name.to_string_lossy())),
            _ => None,
        });
        let base = folders.chain([file_name(wanted)]).collect::<Vec<_>>().join("/");
        let mut name = base.clone();
        let mut number = 1;
        while !self.taken.insert(name.to_lowercase()) {
            number += 1;
            name = format!("{base}-{number}");
        }
        name
    }

    /// The path of a file; it need not be there.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whether `path` may be written with `bytes`; `false` if they stand there
    /// already. `sources` are never written to.
    ///
    /// # Errors
    /// If something else is there that may not be replaced.
    pub(super) fn is_free(&self, path: &Path, bytes: &[u8], sources: &[&Path]) -> Result<bool> {
        let say = |what: &str| Error::new(format!("{}: {what}", path.display()));
        self.folders_of(path, &mut |folder| match fs::symlink_metadata(folder) {
            Ok(found) if !found.is_dir() => {
                let what = "not a folder of this one; nothing is written there";
                Err(Error::new(format!("{}: {what}", folder.display())))
            }
            _ => Ok(()),
        })?;
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
            Err(error) => {
                Err(Error::because(format!("{} cannot be written", path.display()), error))
            }
            Ok(found) if !found.is_file() => {
                Err(say("not a regular file; nothing is written there"))
            }
            Ok(found) if found.len() == bytes.len() as u64 && holds(path, bytes) => Ok(false),
            Ok(_) if is_one_of(path, sources) => {
                Err(say("this is the file that is read; choose another folder with -o"))
            }
            Ok(_) if !self.force => Err(say("there already; --force replaces it")),
            Ok(_) => Ok(true),
        }
    }

    /// The folders between this one and a file in it, the outermost first.
    fn folders_of(&self, path: &Path, each: &mut dyn FnMut(&Path) -> Result<()>) -> Result<()> {
        let inside = |folder: &&Path| *folder != self.folder && folder.starts_with(&self.folder);
        let folders: Vec<&Path> = path.ancestors().skip(1).take_while(inside).collect();
        folders.into_iter().rev().try_for_each(each)
    }

    /// Writes the files of one story, all or, where one is in the way, none.
    ///
    /// # Errors
    /// If a file is in the way or cannot be written.
    pub(super) fn write(&self, files: &[(PathBuf, Vec<u8>)], sources: &[&Path]) -> Result<()> {
        let mut wanted = Vec::with_capacity(files.len());
        for (path, bytes) in files {
            if self.is_free(path, bytes, sources)? {
                wanted.push((path, bytes));
            }
        }
        for (path, bytes) in wanted {
            self.folders_of(path, &mut |folder| match fs::create_dir(folder) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    Err(Error::because(format!("{} cannot be made", folder.display()), error))
                }
                _ => Ok(()),
            })?;
            atomic::write_soon(path, bytes).map_err(|error| {
                Error::because(format!("{} cannot be written", path.display()), error)
            })?;
        }
        Ok(())
    }
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    fs::read(path).is_ok_and(|content| content == bytes)
}

fn is_one_of(path: &Path, sources: &[&Path]) -> bool {
    let Ok(path) = fs::canonicalize(path) else { return false };
    sources.iter().any(|source| fs::canonicalize(source).is_ok_and(|source| source == path))
}

/// A name that is a file's on every system: no folders, not hidden, not long.
fn file_name(wanted: &str) -> String {
    let tame = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => c,
    };
    let name: String = wanted.chars().map(tame).take(LONGEST).collect();
    let name = name.trim_matches(|c: char| c == '.' || c == ' ' || c == '-');
    if name.is_empty() { "story".into() } else { name.into() }
}
