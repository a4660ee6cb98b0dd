//! `dateline notes --deleted`: the notes that were deleted, story by story.

use std::io::Write;
use std::path::Path;

use super::Done;
use super::arguments::Notes;
use super::desk::Desk;
use super::gather;

use super::notes::{self, Filter, StoryOfNote, write_note};
use super::output::{Failure, Output, complain, say};
use crate::error::Error;
use crate::exchange::object::{self, NoteObject};
use crate::loader::Source;
use crate::model::history::Deleted;
use crate::model::text::visible;
use crate::store::{HistoryFile, Notebook, identity, locate};
use crate::work::now;

/// Lists what was deleted from the notes on the stories that the paths lead
/// to, or from any notes.
pub(super) fn run(wanted: &Notes, desk: &mut Desk, output: &mut Output) -> Result<Done, Failure> {
    let Some(state) = desk.paths.state.clone() else {
        return Err(Error::new("there is no state folder to look for deleted notes in").into());
    };
    let mut failed = 0;
    let mut files = Vec::new();
    if wanted.paths.is_empty() {
        files = HistoryFile::all(&state);
    }
    for path in &wanted.paths {
        match under(path, &state, desk) {
            Ok(found) => files.extend(found),
            Err(error) => {
                complain(&error.to_string());
                failed += 1;
            }
        }
    }
    let filter = Filter::of(wanted);
    let mut listed = 0;
    for file in &files {
        let (history, problem) = file.read(&now());
        if let Some(problem) = problem {
            output.complain(&problem.headline());
        }
        // Brought back by hand, or by a sync tool, it is not deleted any more.
        let there = Notebook::read(file.notes());
        let gone = |id: &str| there.notes().iter().all(|note| note.id != id);
        let deleted: Vec<&Deleted> = history
            .deleted()
            .iter()
            .rev()
            .filter(|deleted| gone(&deleted.note.id) && filter.fits(&deleted.note))
            .collect();
        write(file, &deleted, wanted.json, listed > 0, output)?;
        listed += deleted.len();
    }
    output.finish()?;
    if listed == 0 && failed == 0 && !wanted.json {
        say("no deleted notes found");
    }
    Ok(Done::of(wanted.paths.len().max(1), failed))
}

/// The histories of notes on a story, or of all in a folder.
fn under(path: &Path, state: &Path, desk: &Desk) -> Result<Vec<HistoryFile>, Error> {
    if path.is_dir() {
        let root = std::path::absolute(path)
            .map_err(|cause| Error::because(path.display().to_string(), cause))?;
        let inside = |file: &HistoryFile| {
            let story = file.story().file.as_deref().map(Path::new);
            file.notes().starts_with(&root) || story.is_some_and(|story| story.starts_with(&root))
        };
        return Ok(HistoryFile::all(state).into_iter().filter(inside).collect());
    }
    if gather::is_stdin(path) {
        return Err(Error::new("standard input has no deleted notes: name a file or a folder"));
    }
    let story = notes::read(&Source::File(path.to_path_buf()), desk)?;
    let place = locate(
        story.path.as_deref(),
        &identity(&story),
        &story.text,
        desk.data_notes().as_deref(),
        desk.central(),
    );
    let notebook = Notebook::open(place);
    Ok(vec![HistoryFile::follow(state, notebook.whereabouts(), notebook.notes())])
}

fn write(
    file: &HistoryFile,
    deleted: &[&Deleted],
    as_json: bool,
    apart: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    let path = file.notes().display().to_string();
    let story = file.story();
    if !as_json && !deleted.is_empty() {
        if apart {
            writeln!(output)?;
        }
        let title = story.title.as_ref().or(story.file.as_ref()).unwrap_or(&path);
        writeln!(output, "{}", visible(title))?;
    }
    for Deleted { when, note } in deleted {
        if as_json {
            let object = DeletedNote {
                note: NoteObject::of(None, note),
                deleted: when,
                story: StoryOfNote { title: story.title.clone(), path: story.file.clone() },
            };
            object::write_line(output, &object)?;
        } else {
            write_note(note, vec![format!("deleted {when}"), path.clone()], output)?;
        }
    }
    Ok(())
}

/// A note as `show` has it, when it was deleted, and whose it was.
#[derive(serde::Serialize)]
struct DeletedNote<'a> {
    #[serde(flatten)]
    note: NoteObject<'a>,
    deleted: &'a str,
    story: StoryOfNote,
}
