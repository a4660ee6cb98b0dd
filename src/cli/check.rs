//! `dateline check`: what is wrong in stories, annotations and notes.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::Done;
use super::arguments::Check;
use super::beside;
use super::desk::Desk;
use super::gather::{self, Opened, Step};
use super::output::{Failure, Output, say};
use crate::error::{Diagnostic, Error, Severity};
use crate::loader::{self, Found, Source};
use crate::model::{Anchor, Note};
use crate::store::{Notebook, notes_under};

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
            self.annotations(&path, output)?;
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
        let place = opened.notebook.place();
        let notes = std::iter::once(&place.own).chain(&place.also).filter(|path| path.is_file());
        let with: Vec<&PathBuf> = opened.annotation_file.iter().chain(notes).collect();
        self.files += 1 + with.iter().filter(|path| self.is_new(path)).count();
        let mut problems = opened.problems.clone();
        problems.extend(other_text(&opened));
        problems.extend(adrift(&opened));
        let names: Vec<String> = with.iter().map(|path| path.display().to_string()).collect();
        let rank = |problem: &Diagnostic| names.iter().position(|name| *name == problem.file);
        problems.sort_by_key(|problem| (rank(problem), problem.place.is_none(), problem.place));
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
            Some(used) => {
                Diagnostic::warning(name, format!("not used: {} goes first", used.display()))
                    .hint("a story has one annotation file; join the two")
            }
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
fn adrift(opened: &Opened) -> Vec<Diagnostic> {
    let mut files: HashMap<&Path, NotesSource> = HashMap::new();
    let mut found = Vec::new();
    for note in &opened.notes {
        let hint = match note.anchor {
            Anchor::Exact | Anchor::Moved => continue,
            Anchor::Doubtful => "add `before`, `after` or `at`, or settle it in the reader",
            Anchor::Lost => {
                "the note is kept and listed; give it other words with `quote`, or a place in the reader"
            }
        };
        let message = format!("{}: {}", note.anchor.word(), note.standing.reason.words());
        let Some(path) = opened.notebook.file_of(&note.id) else { continue };
        let source = files.entry(path).or_insert_with(|| NotesSource::read(path));
        let warning = Diagnostic::warning(path.display().to_string(), message).hint(hint);
        found.push(source.place(warning, note));
    }
    found
}

/// The lines of a notes file, and in which of them each note has its quote.
struct NotesSource {
    lines: Vec<String>,
    /// By id: the number of the line from 0.
    quotes: HashMap<String, usize>,
}

impl NotesSource {
    fn read(path: &Path) -> Self {
        let text = fs::read(path).map(|bytes| loader::decode(bytes).text).unwrap_or_default();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut quotes = HashMap::new();
        let (mut id, mut quote) = (None, None);
        for (number, line) in lines.iter().enumerate() {
            if line.starts_with("---") {
                quotes.extend(id.take().zip(quote.take()));
            } else if let Some(value) = line.strip_prefix("id:") {
                let bare = value.split(" #").next().unwrap_or(value);
                id = Some(bare.trim().trim_matches(['"', '\'']).to_owned());
                quote = quote.or(Some(number));
            } else if line.starts_with("quote:") {
                quote = Some(number);
            }
        }
        quotes.extend(id.zip(quote));
        Self { lines, quotes }
    }

    /// The diagnostic at the quote of a note.
    fn place(&self, diagnostic: Diagnostic, note: &Note) -> Diagnostic {
        let Some(&number) = self.quotes.get(&note.id) else { return diagnostic };
        let line = &self.lines[number];
        let key = line.find(':').map_or(0, |colon| colon + 1);
        let value = key + (line[key..].len() - line[key..].trim_start().len());
        Diagnostic {
            place: Some((number + 1, line[..value].chars().count() + 1)),
            width: line[value..].trim_end().chars().count().max(1),
            line: Some(line.clone()),
            ..diagnostic
        }
    }
}
