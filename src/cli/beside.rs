//! From an annotation file or a notes file back to its story.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::loader::{is_annotations, is_story, sidecar};
use crate::store::{Identity, Notebook};
use crate::work::story_of_notes;

/// Whether a file's name is that of a notes file.
pub(super) fn is_notes(path: &Path) -> bool {
    name(path).ends_with(b".notes.yaml")
}

/// Whether a file's name is that of a colleague's notes file: that of `ann`
/// looks like annotations, so what is in it decides.
pub(super) fn is_colleagues(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let who = name.strip_suffix(".yaml").and_then(|name| name.rsplit_once(".notes."));
    who.is_some_and(|(_, who)| !who.is_empty())
        && (!is_annotations(path) || Notebook::read(path).story().is_some())
}

/// The story that an annotation file belongs to, if it stands beside it.
pub(super) fn of_annotations(file: &Path) -> Option<PathBuf> {
    stories_beside(file).find(|story| sidecar::path_of(story).iter().any(|path| path == file))
}

/// The story that a notes file is about: the one its header names, else the
/// one it is named after.
pub(super) fn of_notes(file: &Path, header: Option<&Identity>) -> Option<PathBuf> {
    story_of_notes(file, header).or_else(|| {
        let stem = name(file).strip_suffix(b".notes.yaml")?;
        stories_beside(file).find(|story| {
            let stems = [story.file_name(), story.file_stem()];
            stems.into_iter().flatten().any(|own| own.as_encoded_bytes() == stem)
        })
    })
}

fn stories_beside(file: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let mut stories: Vec<PathBuf> = fs::read_dir(folder(file))
        .into_iter()
        .flatten()
        .flatten()
        // Put together as the file was given: `talks.ann.yaml` and `./talks.txt` are not alike.
        .map(|entry| file.with_file_name(entry.file_name()))
        .filter(|path| is_story(path) && path.is_file())
        .collect();
    stories.sort_unstable();
    stories.into_iter()
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn name(path: &Path) -> &[u8] {
    path.file_name().map(OsStr::as_encoded_bytes).unwrap_or_default()
}
