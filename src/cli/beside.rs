//! From an annotation file or a notes file back to its story.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::desk::Desk;
use crate::loader::{self, Source, is_annotations, is_story, sidecar};
use crate::model::Story;
use crate::store::{Identity, Notebook, has_named_notes, identity, is_alike, is_titled_alike};
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

/// The stories of folders in which one was renamed: known by what is in them.
/// A folder is read once, and only if a notes file asks for it.
#[derive(Default)]
pub(super) struct Renamed {
    folders: HashMap<PathBuf, Vec<Candidate>>,
}

/// A story that a notes file may be about.
struct Candidate {
    path: PathBuf,
    identity: Identity,
    /// Whether notes are called after it.
    has_notes: bool,
}

impl Renamed {
    /// The story of a notes file that is no longer where its header says. As
    /// the reader, it takes the surest, and none that has notes by its name.
    pub(super) fn story_of(
        &mut self,
        notes: &Path,
        header: Option<&Identity>,
        desk: &Desk,
    ) -> Option<PathBuf> {
        let header = header?;
        // Central notes name their story with its folder.
        let named = match header.file.as_deref() {
            Some(named) => notes.with_file_name(named),
            None => notes.to_path_buf(),
        };
        let is_central = folder(&named) != folder(notes);
        let known = self.folders.entry(folder(&named).to_path_buf()).or_insert_with(|| {
            let stories = stories_beside(&named).filter_map(|path| {
                let mut identity = identity(&read(&path, desk)?);
                // The texts of a whole folder are not kept.
                identity.sha256.settle();
                Some(Candidate { has_notes: has_named_notes(&path), path, identity })
            });
            stories.collect()
        });
        let mut free = known.iter().filter(|story| is_central || !story.has_notes);
        let certain = free.clone().find(|story| story.identity.is_of(header));
        let alike = || {
            free.find(|Candidate { path, identity, .. }| {
                // Most are told apart without their text.
                is_titled_alike(identity, header)
                    && read(path, desk)
                        .is_some_and(|story| is_alike(notes, identity, header, &story.text))
            })
        };
        certain.or_else(alike).map(|story| story.path.clone())
    }
}

/// A story with its annotations' word on its head, which may be its address.
fn read(path: &Path, desk: &Desk) -> Option<Story> {
    let (mut story, _) = loader::read_story(&Source::File(path.into()), &desk.options).ok()?;
    story.head.overlay(loader::peek_annotations(path).unwrap_or_default());
    Some(story)
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
