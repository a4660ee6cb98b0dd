//! `dateline check`: what is wrong in stories, annotations and notes.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::slice::from_ref;

use super::Done;
use super::arguments::Check;
use super::beside::{self, Renamed};
use super::desk::Desk;
use super::gather::{self, Opened, Step};
use super::output::{Failure, Output, say};
use crate::error::{Diagnostic, Error, Severity};
use crate::loader::{self, Found, Source};
use crate::model::{Anchor, Note, Story};
use crate::store::{Notebook, notes_under};
use crate::work::{Committed, place_notes, story_of_notes};

/// Prints every fault under the paths, and on standard error how many there are.
pub(super) fn run(wanted: &Check, desk: &mut Desk, output: &mut Output) -> Result<Done, Failure> {
    let mut check = Checking::default();
    if desk.config_named {
        check.files += desk.config.files.iter().filter(|file| file.is_file()).count();
        check.report(&desk.config.problems, output)?;
    } else {
        desk.tell_config_problems();
    }
    for path in &wanted.paths {
        if gather::is_stdin(path) {
            check.stdin(desk, output)?;
        } else if path.is_dir() {
            check.folder(path, desk, output)?;
        } else if beside::is_colleagues(path) && path.is_file() {
            check.colleague(path, None, desk, output)?;
        } else if loader::is_annotations(path) && path.is_file() {
            match beside::of_annotations(path) {
                Some(story) => {
                    check.story(&Source::File(story), desk, output)?;
                    check.annotations(path, output)?;
                }
                None => check.annotations(path, output)?,
            }
        } else if beside::is_notes(path) && path.is_file() {
            check.notes(path, true, desk, output)?;
        } else {
            check.story(&Source::File(path.clone()), desk, output)?;
        }
    }
    output.finish()?;
    if check.files > 0 {
        say(&check.summary());
    }
    Ok(match (check.failed, check.files) {
        (1.., 0) => Done::Nothing,
        (0, _) if check.errors == 0 => Done::Well,
        _ => Done::Partly,
    })
}

#[derive(Default)]
struct Checking {
    files: usize,
    errors: usize,
    warnings: usize,
    /// How many paths could not be read.
    failed: usize,
    /// What was looked at already, so that `check *` tells nothing twice.
    seen: HashSet<PathBuf>,
    renamed: Renamed,
}

impl Checking {
    fn stdin(&mut self, desk: &mut Desk, output: &mut Output) -> Result<(), Failure> {
        let path = [PathBuf::from("-")];
        gather::each(&path, desk, &mut |desk, step| match step {
            Step::Story(source) => self.story(&source, desk, output),
            Step::Trouble(error) => self.fail(&error, output),
        })
    }

    /// Every story in a folder, then what is there without a story.
    fn folder(&mut self, root: &Path, desk: &Desk, output: &mut Output) -> Result<(), Failure> {
        let before = self.files + self.failed;
        let mut outcome = Ok(());
        loader::walk(root, &mut |found| {
            outcome = match found {
                Found::Story(path) => self.story(&Source::File(path), desk, output),
                Found::Trouble(trouble) => {
                    self.failed += 1;
                    self.report(&[trouble], output)
                }
            };
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        outcome?;
        let mut annotations = Vec::new();
        loader::walk_annotations(root, &mut |path| annotations.push(path));
        for path in annotations {
            if beside::is_colleagues(&path) {
                self.colleague(&path, None, desk, output)?;
            } else {
                self.annotations(&path, output)?;
            }
        }
        for path in notes_under([root]) {
            self.notes(&path, false, desk, output)?;
        }
        if self.files + self.failed == before {
            let why = "there is nothing to check in this folder";
            self.fail(&Error::new(format!("{}: {why}", root.display())), output)?;
        }
        Ok(())
    }

    /// A story with its annotations and the notes on it.
    fn story(&mut self, source: &Source, desk: &Desk, output: &mut Output) -> Result<(), Failure> {
        if let Some(path) = source.path()
            && !self.is_new(path)
        {
            return Ok(());
        }
        let opened = match Opened::read(source, desk) {
            Ok(opened) => opened,
            Err(error) => return self.fail(&error, output),
        };
        let place = opened.notebook.whereabouts();
        let notes = std::iter::once(&place.own).chain(&place.also).filter(|path| path.is_file());
        let named = source.path().map(loader::sidecar::path_of).unwrap_or_default();
        // Told with the story, they are not told again.
        let unread = named.iter().filter(|path| {
            opened.problems.iter().any(|problem| *problem.file == *path.as_os_str())
                && opened.annotation_file.as_ref() != Some(*path)
        });
        let with: Vec<&PathBuf> =
            opened.annotation_file.iter().chain(unread).chain(notes).collect();
        self.files += 1 + with.iter().filter(|path| self.is_new(path)).count();
        let theirs: Vec<PathBuf> = place.colleagues.iter().map(|who| who.file.clone()).collect();
        let mut problems = opened.problems.clone();
        // Those are told of with the rest of that file.
        problems.retain(|problem| !theirs.iter().any(|file| *problem.file == *file.as_os_str()));
        problems.extend(other_text(&opened));
        problems.extend(adrift(&opened.notes, &opened.notebook));
        let names: Vec<String> = with.iter().map(|path| path.display().to_string()).collect();
        let rank = |problem: &Diagnostic| names.iter().position(|name| *name == problem.file);
        problems.sort_by_key(|problem| (rank(problem), problem.place.is_none(), problem.place));
        self.report(&problems, output)?;
        theirs.iter().try_for_each(|file| {
            self.colleague(file, Some((&opened.story, &opened.committed)), desk, output)
        })
    }

    /// A colleague's notes; `story`: the one they are on, if it is read already.
    fn colleague(
        &mut self,
        file: &Path,
        story: Option<(&Story, &Committed)>,
        desk: &Desk,
        output: &mut Output,
    ) -> Result<(), Failure> {
        if !self.is_new(file) {
            return Ok(());
        }
        self.files += 1;
        let notebook = Notebook::read(file);
        let mut problems = notebook.problems().to_vec();
        let read = match story {
            Some(_) => None,
            None => story_of_notes(file, notebook.story())
                .and_then(|path| loader::read_story(&Source::File(path), &desk.options).ok()),
        };
        let asked = Committed::of(read.as_ref().and_then(|(story, _)| story.path.as_deref()));
        if let Some((story, committed)) = story.or(read.as_ref().map(|(it, _)| (it, &asked))) {
            let mut notes = notebook.notes().to_vec();
            let state = desk.paths.state.as_deref();
            place_notes(&mut notes, &story.text, from_ref(&notebook), state, committed);
            gather::in_order(&mut notes);
            problems.extend(adrift(&notes, &notebook));
        }
        problems.sort_by_key(|problem| (problem.place.is_none(), problem.place));
        self.report(&problems, output)
    }

    /// An annotation file that no story used so far.
    fn annotations(&mut self, file: &Path, output: &mut Output) -> Result<(), Failure> {
        if !self.is_new(file) {
            return Ok(());
        }
        self.files += 1;
        let name = file.display().to_string();
        let used = beside::of_annotations(file).and_then(|story| {
            loader::sidecar::path_of(&story).into_iter().find(|path| path.is_file())
        });
        let problem = match used {
            Some(used) => loader::sidecar::unread(file, &used),
            None => Diagnostic::error(name, "there is no story beside these annotations")
                .hint("the annotations of story.txt are called story.ann.yaml"),
        };
        self.report(&[problem], output)
    }

    /// A notes file that no story used so far. `thorough`: its story, if it
    /// has one, is checked too.
    fn notes(
        &mut self,
        file: &Path,
        thorough: bool,
        desk: &Desk,
        output: &mut Output,
    ) -> Result<(), Failure> {
        if thorough
            && let notebook = Notebook::read(file)
            && let Some(story) = beside::of_notes(file, notebook.story())
                .or_else(|| self.renamed.story_of(file, notebook.story(), desk))
        {
            self.story(&Source::File(story), desk, output)?;
        }
        if !self.is_new(file) {
            return Ok(());
        }
        self.files += 1;
        self.report(Notebook::read(file).problems(), output)
    }

    fn is_new(&mut self, path: &Path) -> bool {
        self.seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()))
    }

    fn fail(&mut self, error: &Error, output: &mut Output) -> Result<(), Failure> {
        self.failed += 1;
        output.complain(&error.to_string());
        Ok(())
    }

    fn report(&mut self, problems: &[Diagnostic], output: &mut Output) -> Result<(), Failure> {
        for problem in problems {
            match problem.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
            writeln!(output, "{problem}")?;
        }
        Ok(())
    }

    /// "3 errors, 1 warning in 12 files"
    fn summary(&self) -> String {
        let counted = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        let found: Vec<String> = [(self.errors, "error"), (self.warnings, "warning")]
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, what)| counted(count, what))
            .collect();
        let found = if found.is_empty() { "nothing wrong".into() } else { found.join(", ") };
        format!("{found} in {}", counted(self.files, "file"))
    }
}

/// Whether the annotations were made for another text than this.
fn other_text(opened: &Opened) -> Option<Diagnostic> {
    let (file, stated) = (opened.annotation_file.as_ref()?, opened.text_sha256.as_deref()?);
    if opened.sha256.get().is_some_and(|own| own.eq_ignore_ascii_case(stated.trim())) {
        return None;
    }
    let warning = Diagnostic::warning(
        file.display().to_string(),
        "the text is not the one these annotations were made for: `text-sha256` differs",
    )
    .hint("what is quoted was found again where it could be; else it is reported above or below");
    let source = fs::read(file).map(|bytes| loader::decode(bytes).text).unwrap_or_default();
    // The line is not looked for in YAML: these digits stand nowhere else.
    let found = source.lines().enumerate().find_map(|(number, line)| {
        let at = line.find(stated.trim()).filter(|_| !stated.trim().is_empty())?;
        Some((number + 1, line[..at].chars().count() + 1))
    });
    Some(match found {
        Some((line, column)) => warning.at(&source, line, column, stated.trim().chars().count()),
        None => warning,
    })
}

/// The notes whose words the text does not have, or has several times.
fn adrift(notes: &[Note], notebook: &Notebook) -> Vec<Diagnostic> {
    let lines = notebook.quote_lines();
    let mut found = Vec::new();
    for note in notes {
        let hint = match note.anchor {
            Anchor::Exact | Anchor::Moved => continue,
            Anchor::Doubtful => "add `before`, `after` or `at`, or settle it in the reader",
            Anchor::Lost => {
                "the note is kept and listed; give it other words with `quote`, or a place in the reader"
            }
        };
        let message = note.standing_words();
        let Some(&(path, number, line)) = lines.get(&*note.id) else { continue };
        let warning = Diagnostic::warning(path.display().to_string(), message).hint(hint);
        found.push(at_value(warning, number, line));
    }
    found
}

/// The diagnostic at the value of a line `key: value`; `number`: from 0.
fn at_value(diagnostic: Diagnostic, number: usize, line: &str) -> Diagnostic {
    let key = line.find(": ").map_or(0, |colon| colon + 1);
    let value = key + (line[key..].len() - line[key..].trim_start().len());
    Diagnostic {
        place: Some((number + 1, line[..value].chars().count() + 1)),
        width: line[value..].trim_end().chars().count().max(1),
        line: Some(line.to_owned()),
        ..diagnostic
    }
}
