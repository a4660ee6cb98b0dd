//! From paths to stories, and from a story to all that belongs to it.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::slice::from_ref;
use std::sync::PoisonError;

use super::desk::Desk;
use crate::annotator;
use crate::error::{Diagnostic, Error, Result};
use crate::loader::{self, Found, Source};
use crate::model::note::given_date;
use crate::model::{Annotations, Note, Story};
use crate::store::{Fingerprint, Notebook, identity, locate};
use crate::work::{Committed, EarlierTexts, place_notes};

/// The most that is read from standard input, in bytes: what a file may have.
const LARGEST: u64 = 1 << 30;

/// Whether a path asks for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// All of standard input.
///
/// # Errors
/// If it cannot be read, or is larger than 1 GiB.
pub(super) fn standard_input() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::because("standard input cannot be read", error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::new("standard input: larger than 1 GiB, too large for a story"));
    }
    Ok(bytes)
}

/// What a path led to.
pub(super) enum Step {
    /// Something to read as a story.
    Story(Source),
    /// A path, or a folder under it, that leads nowhere.
    Trouble(Error),
}

/// Hands over what `paths` lead to, folder by folder as it is found, until
/// `take` fails.
pub(super) fn each<E>(
    paths: &[PathBuf],
    desk: &mut Desk,
    take: &mut dyn FnMut(&mut Desk, Step) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    for path in paths {
        if is_stdin(path) {
            let step = if std::mem::replace(&mut desk.stdin_read, true) {
                Step::Trouble(Error::new("standard input was read already"))
            } else {
                match standard_input() {
                    Ok(bytes) => Step::Story(Source::Bytes { name: "-".into(), bytes }),
                    Err(error) => Step::Trouble(error),
                }
            };
            take(desk, step)?;
        } else if path.is_dir() {
            let mut stories = 0;
            let mut failed = Ok(());
            loader::walk(path, &mut |found| {
                stories += 1;
                let step = match found {
                    Found::Story(path) => Step::Story(Source::File(path)),
                    Found::Trouble(trouble) => Step::Trouble(in_words(&trouble)),
                };
                failed = take(desk, step);
                if failed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            failed?;
            if stories == 0 {
                let why = "there are no stories in this folder (.txt, .text, .md, .markdown)";
                let error = Error::new(format!("{}: {why}", path.display()));
                take(desk, Step::Trouble(error))?;
            }
        } else {
            take(desk, Step::Story(Source::File(path.clone())))?;
        }
    }
    Ok(())
}

fn in_words(trouble: &Diagnostic) -> Error {
    Error::new(format!("{}: {}", trouble.file, trouble.message))
}

/// A story with all that belongs to it.
pub(super) struct Opened {
    /// The path as it was given; `-` for standard input.
    pub given: String,
    pub story: Story,
    /// The language its words are in beyond doubt, where it states none.
    pub language: Option<&'static str>,
    /// What its annotation file says, as corrected, and the names and events of the reader's own.
    pub annotations: Annotations,
    /// The annotation file, if there is one.
    pub annotation_file: Option<PathBuf>,
    /// The fingerprint that file states.
    pub text_sha256: Option<String>,
    /// The fingerprint the text has.
    pub sha256: Fingerprint,
    pub notebook: Notebook,
    /// What git has of the story.
    pub committed: Committed,
    /// Anchored, those that stand in the text first, in its order.
    pub notes: Vec<Note>,
    pub problems: Vec<Diagnostic>,
}

impl Opened {
    /// Reads a story, its annotations and the notes on it.
    ///
    /// # Errors
    /// If the story's bytes cannot be had.
    pub(super) fn read(source: &Source, desk: &Desk) -> Result<Self> {
        let (mut story, mut problems) = loader::read_story(source, &desk.options)?;
        let path = story.path.clone();
        let (state, committed) = (desk.paths.state.as_deref(), Committed::of(path.as_deref()));
        let path = path.as_deref();
        let earlier = EarlierTexts::of(path, state, &committed);
        let annotated = loader::read_annotations_following(&mut story, &earlier);
        problems.extend(annotated.problems);
        let known = identity(&story);
        let place = locate(path, &known, &story.text, desk.data_notes().as_deref(), desk.central());
        let notebook = Notebook::open(place);
        problems.extend(notebook.problems().iter().cloned());
        let mut notes = notebook.notes().to_vec();
        place_notes(&mut notes, &story.text, from_ref(&notebook), state, &committed);
        in_order(&mut notes);
        // The reader's own word on the date counts for more than the story's.
        story.head.published = given_date(&notes).or(story.head.published);
        story.head.inferred = match &desk.annotator {
            Some(_) => annotator::infer(&story),
            None => annotator::infer_from_names(&story),
        };
        let mut annotations = annotated.annotations;
        if annotated.by_machine {
            annotator::retime_file(&story, &mut annotations);
        }
        if let (None, Some(annotator)) = (&annotated.file, &desk.annotator) {
            let mut annotator = annotator.lock().unwrap_or_else(PoisonError::into_inner);
            let found = annotator.find(&story);
            annotations = found.annotations;
            let said = found.trouble.into_iter().chain(found.remark);
            problems.extend(said.map(|words| Diagnostic::warning(source.name(), words)));
        }
        annotations.overlay_notes(&notes, &story.text);
        let unstated = desk.annotator.is_some() && story.head.language.is_none();
        let language = unstated.then(|| annotator::language(&story)).flatten();
        let given = match source {
            Source::File(path) => path.to_string_lossy().into_owned(),
            Source::Bytes { name, .. } => name.clone(),
        };
        Ok(Self {
            given,
            story,
            language,
            annotations,
            annotation_file: annotated.file,
            text_sha256: annotated.text_sha256,
            sha256: known.sha256,
            notebook,
            committed,
            notes,
            problems,
        })
    }
}

/// Notes in the order of the text, those without a place in it last.
pub(super) fn in_order(notes: &mut [Note]) {
    notes.sort_by_key(|note| (note.start().unwrap_or(usize::MAX), note.made.clone()));
}
