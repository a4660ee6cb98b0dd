//! One notes file: its documents byte for byte, and changes to them.
//!
//! FORMATS.md section 2. The first document that holds anything is the header;
//! every other is a note, or something that is kept as it is and reported.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::document::{self, Wrong};
use super::identity::{self, Identity};
use super::{compose, digest, stream};
use crate::error::{Diagnostic, Error, Result, Severity};
use crate::model::Note;

/// What a document holds.
#[derive(Debug)]
enum Content {
    Header,
    Note(Box<Note>),
    /// Comments and blank lines only.
    Nothing,
    /// Reported, and kept.
    Unreadable,
}

#[derive(Debug)]
struct Document {
    text: String,
    content: Content,
}

/// What is left of a note that was removed.
#[derive(Debug, Clone)]
pub(super) struct Removed {
    /// Its document.
    pub text: String,
    /// The id of the note before it, where its place means something.
    pub behind: Option<String>,
}

/// A notes file as it was read, and as it is about to be written.
#[derive(Debug)]
pub(super) struct NotesFile {
    pub path: PathBuf,
    /// What was on disk; `None` if there was no file.
    disk: Option<Vec<u8>>,
    /// There is something that cannot be read.
    unread: bool,
    mark: bool,
    documents: Vec<Document>,
    pub story: Option<Identity>,
    pub problems: Vec<Diagnostic>,
    /// Why it must not be written to.
    pub refusal: Option<String>,
}

/// The byte order mark that some editors put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

impl NotesFile {
    /// Reads the file. Whatever is wrong with it becomes a problem, or a refusal.
    pub(super) fn read(path: &Path) -> Self {
        match fs::read(path) {
            Ok(bytes) => Self::parse(path, Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::parse(path, None),
            Err(error) => {
                let mut file = Self::parse(path, None);
                file.refuse(format!("it cannot be read: {error}"));
                file.unread = true;
                file
            }
        }
    }

    /// Reads the file again if it is another than it was. Says whether it is.
    pub(super) fn refresh(&mut self) -> bool {
        match fs::read(&self.path) {
            Ok(bytes) if self.disk.as_ref() == Some(&bytes) && !self.unread => return false,
            Err(error)
                if error.kind() == io::ErrorKind::NotFound
                    && self.disk.is_none()
                    && !self.unread =>
            {
                return false;
            }
            Err(_) if self.unread => return false,
            _ => {}
        }
        *self = Self::read(&self.path);
        true
    }

    /// Takes `disk` for the file's content.
    pub(super) fn parse(path: &Path, disk: Option<Vec<u8>>) -> Self {
        let bytes = disk.as_deref().unwrap_or_default();
        let mark = bytes.starts_with(MARK);
        let text = std::str::from_utf8(without_mark(bytes)).map(str::to_owned);
        let mut file = Self {
            path: path.to_owned(),
            disk,
            unread: false,
            mark,
            documents: Vec::new(),
            story: None,
            problems: Vec::new(),
            refusal: None,
        };
        match text {
            Ok(text) => file.read_documents(&text),
            Err(error) => {
                file.refuse("it is not UTF-8 text".into());
                let bytes = without_mark(file.disk.as_deref().unwrap_or_default());
                let problems = std::mem::take(&mut file.problems).into_iter();
                let at = error.valid_up_to();
                file.problems = problems.map(|problem| problem.at_byte(bytes, at)).collect();
            }
        }
        file
    }

    fn read_documents(&mut self, text: &str) {
        let mut line = 0;
        let mut ids = HashSet::new();
        let mut headed = false;
        let unmerged = stream::conflict(text);
        for range in stream::documents(text) {
            let own = &text[range];
            let whole = match unmerged {
                Some(_) => stream::without_cuts(own),
                None => Some(own.into()),
            };
            let content = if stream::is_empty(own) {
                Content::Nothing
            } else if whole.is_none() {
                headed = true;
                Content::Unreadable
            } else if !headed {
                headed = true;
                match identity::read_header(&whole.unwrap_or_default()) {
                    Ok(story) => self.story = Some(story),
                    Err(reason) => return self.refuse(reason),
                }
                Content::Header
            } else {
                self.read_note(&whole.unwrap_or_default(), line, &mut ids)
            };
            line += stream::lines(own).count();
            self.documents.push(Document { text: own.to_owned(), content });
        }
        if let Some(at) = unmerged {
            self.refuse_unmerged(text, at);
        }
    }

    /// A merge by git or the like was left half way: what both sides agree on
    /// is used, and nothing is written until a person has settled the rest.
    fn refuse_unmerged(&mut self, text: &str, line: usize) {
        let unsettled = self.documents.iter().filter(|d| matches!(d.content, Content::Unreadable));
        let unsettled = unsettled.count();
        let ours =
            text.lines().any(|line| line.trim_end() == format!("format: {}", identity::FORMAT));
        if !ours {
            return self.refuse("it holds an unfinished merge, and no header of ours".into());
        }
        let unused = match unsettled {
            0 => String::new(),
            _ => format!("{unsettled} of its documents cannot be used, and "),
        };
        let message = format!(
            "a merge was left unfinished here: {unused}nothing is written to the file until it is \
             settled"
        );
        let problem = Diagnostic::error(self.name(), message)
            .at(text, line + 1, 1, 7)
            .hint("choose between the sides, and delete the lines <<<<<<<, ======= and >>>>>>>");
        self.problems.insert(0, problem);
        self.refusal = Some(format!("a merge was left unfinished in line {}", line + 1));
    }

    fn read_note(&mut self, own: &str, line: usize, ids: &mut HashSet<String>) -> Content {
        let name = self.name();
        let report = |wrong: Wrong| {
            let message = match wrong.severity {
                Severity::Error => format!("this note is kept but not used: {}", wrong.message),
                Severity::Warning => wrong.message,
            };
            // The line is looked up in the document, not in the whole file: a
            // file of a hundred thousand bad notes is read as fast as any.
            let diagnostic = Diagnostic {
                severity: wrong.severity,
                hint: wrong.hint,
                ..Diagnostic::error(name.clone(), message)
            }
            .at(own, wrong.line + 1, wrong.column, wrong.width);
            Diagnostic { place: Some((line + wrong.line + 1, wrong.column)), ..diagnostic }
        };
        let read = document::parse(own).and_then(|parsed| document::note(own, &parsed));
        let (note, wrongs) = match read {
            Ok(read) => read,
            Err(wrong) => {
                self.problems.push(report(wrong));
                return Content::Unreadable;
            }
        };
        self.problems.extend(wrongs.into_iter().map(&report));
        if !ids.insert(note.id.clone()) {
            let at = stream::lines(own).position(|range| own[range].starts_with("id:"));
            self.problems.push(report(Wrong {
                line: at.unwrap_or(0),
                column: 1,
                width: 2,
                severity: Severity::Warning,
                message: format!("another note above has the id {} too", note.id),
                hint: Some("both are kept; changes go to the first".into()),
            }));
        }
        Content::Note(Box::new(note))
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn refuse(&mut self, reason: String) {
        self.documents.clear();
        self.problems.clear();
        self.problems.push(
            Diagnostic::error(self.name(), format!("not used as a notes file: {reason}"))
                .hint("it is left as it is; move it away to take notes on this story"),
        );
        self.refusal = Some(reason);
    }

    /// The notes, in the order of the file.
    pub(super) fn notes(&self) -> impl Iterator<Item = &Note> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Note(note) => Some(&**note),
            _ => None,
        })
    }

    /// The first note with this id.
    pub(super) fn find(&self, id: &str) -> Option<&Note> {
        self.notes().find(|note| note.id == id)
    }

    /// Where each note says its words: its id, the line's number in the file
    /// from 0, and the line. A note without words stands where it begins.
    pub(super) fn quote_lines(&self) -> impl Iterator<Item = (&str, usize, &str)> {
        let mut above = 0;
        self.documents.iter().filter_map(move |document| {
            let first = above;
            above += stream::lines(&document.text).count();
            let Content::Note(note) = &document.content else { return None };
            let (line, words) = document::quote_line(&document.text);
            Some((&*note.id, first + line, words))
        })
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.documents
            .iter()
            .position(|d| matches!(&d.content, Content::Note(note) if note.id == id))
    }

    /// The line ends of the file.
    fn line_end(&self) -> &'static str {
        self.documents.first().map_or("\n", |first| stream::line_end(&first.text))
    }

    /// Writes the header where there is none yet; an old one stays as it is.
    pub(super) fn ensure_header(&mut self, story: &Identity) {
        if self.story.is_none() {
            let end = self.line_end();
            self.close_last_line(end);
            let text = compose::with_line_ends(&story.header(), end);
            self.documents.push(Document { text, content: Content::Header });
            self.story = Some(story.clone());
        }
    }

    fn close_last_line(&mut self, end: &str) {
        if let Some(last) = self.documents.last_mut()
            && !last.text.is_empty()
            && !last.text.ends_with(['\n', '\r'])
        {
            last.text.push_str(end);
        }
    }

    /// Puts `new` in the place of the first note with its id.
    ///
    /// # Errors
    /// When it cannot be written; the file stays as it was.
    pub(super) fn replace(&mut self, new: &Note) -> Result<bool> {
        let Some(at) = self.position(&new.id) else { return Ok(false) };
        let document = &mut self.documents[at];
        if let Content::Note(old) = &document.content
            && old.stored() != new.stored()
        {
            document.text = compose::rewrite(&document.text, old, new)?;
            document.content = Content::Note(Box::new(new.clone()));
            if at + 1 < self.documents.len() {
                let end = self.line_end();
                let text = &mut self.documents[at].text;
                if !text.ends_with(['\n', '\r']) {
                    text.push_str(end);
                }
            }
        }
        Ok(true)
    }

    /// The id of the note that stands before another, or of the header: nothing.
    pub(super) fn before(&self, id: &str) -> Option<String> {
        let at = self.position(id)?;
        self.documents[..at].iter().rev().find_map(|document| match &document.content {
            Content::Note(note) => Some(note.id.clone()),
            Content::Header => Some(String::new()),
            Content::Nothing | Content::Unreadable => None,
        })
    }

    /// The number of the document behind the one that [`NotesFile::before`] named.
    fn place_behind(&self, id: &str) -> Option<usize> {
        let is_it = |document: &Document| match &document.content {
            Content::Note(note) => note.id == id,
            Content::Header => id.is_empty(),
            Content::Nothing | Content::Unreadable => false,
        };
        self.documents.iter().position(is_it).map(|at| at + 1)
    }

    /// Adds a note as the last document, or where it once was. `removed`: what
    /// is left of it.
    ///
    /// # Errors
    /// When it cannot be written; the file stays as it was.
    pub(super) fn append(&mut self, new: &Note, removed: Option<&Removed>) -> Result<()> {
        let end = self.line_end();
        let once = removed.map(|removed| removed.text.as_str()).and_then(|text| {
            let parsed = document::parse(text).ok()?;
            Some((text, document::note(text, &parsed).ok()?.0))
        });
        let text = match once {
            Some((text, old)) if old.stored() == new.stored() => text.to_owned(),
            Some((text, old)) => compose::rewrite(text, &old, new)?,
            None => compose::with_line_ends(&compose::note(new), end),
        };
        let marked = text.starts_with("---");
        let place = removed.and_then(|removed| self.place_behind(removed.behind.as_deref()?));
        if let Some(at) = place.filter(|&at| marked && at < self.documents.len()) {
            let whole = |text: &str| text.ends_with(['\n', '\r']);
            let next_is_marked = self.documents[at].text.starts_with("---");
            if whole(&text) && whole(&self.documents[at - 1].text) && next_is_marked {
                let content = Content::Note(Box::new(new.clone()));
                self.documents.insert(at, Document { text, content });
                return Ok(());
            }
        }
        self.close_last_line(end);
        // A stream that ends in a bare `---` has its place for the next note.
        let waiting = self.documents.len() > 1
            && self.documents.last().is_some_and(|last| last.text.trim_end() == "---");
        if waiting && let Some(last) = self.documents.pop_if(|_| !marked) {
            let text = format!("{}{text}", last.text);
            self.documents.push(Document { text, content: Content::Note(Box::new(new.clone())) });
            return Ok(());
        }
        let text = if marked { text } else { format!("---{end}{text}") };
        self.documents.push(Document { text, content: Content::Note(Box::new(new.clone())) });
        Ok(())
    }

    /// Removes the first note with this id and returns its document.
    pub(super) fn remove(&mut self, id: &str) -> Option<String> {
        let at = self.position(id)?;
        let text = self.documents.remove(at).text;
        // What follows a `...` may do without its own `---`.
        let next_is_bare = self.documents.get(at).is_some_and(|next| !next.text.starts_with("---"));
        if next_is_bare
            && stream::is_closed(&text)
            && let Some(before) = at.checked_sub(1).and_then(|at| self.documents.get_mut(at))
            && !stream::is_closed(&before.text)
        {
            before.text.push_str("...\n");
        }
        Some(text)
    }

    /// An id for the version of another writer that a change would replace: the
    /// same for the same version, so that it is kept once.
    pub(super) fn id_of_copy(note: &Note) -> String {
        format!("{}-{}", note.id, digest::short(compose::note(note).as_bytes()))
    }

    /// The bytes to write, if they differ from what was read.
    ///
    /// # Errors
    /// When they would not read back to the same documents.
    pub(super) fn changed_bytes(&self) -> Result<Option<Vec<u8>>> {
        let mut bytes = if self.mark { MARK.to_vec() } else { Vec::new() };
        for document in &self.documents {
            bytes.extend_from_slice(document.text.as_bytes());
        }
        if self.disk.as_deref() == Some(&bytes[..]) {
            return Ok(None);
        }
        let again = Self::parse(&self.path, Some(bytes.clone()));
        let same = again.refusal.is_none()
            && again.notes().count() == self.notes().count()
            && again.notes().zip(self.notes()).all(|(read, meant)| read.id == meant.id);
        if !same {
            return Err(Error::new(format!(
                "{}: the change would disturb other notes in the file; nothing was written",
                self.name()
            )));
        }
        Ok(Some(bytes))
    }
}
