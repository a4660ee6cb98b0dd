//! `dateline notes`: your notes, story by story.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Done;
use super::agreement;
use super::arguments::Notes;
use super::beside::{self, Renamed};
use super::deleted;
use super::desk::Desk;
use super::gather;
use super::output::{Failure, Output, complain, say};
use crate::error::Error;
use crate::exchange::object::{self, NoteObject, passage_of, tags_of};
use crate::loader::{self, Source};
use crate::model::text::visible;
use crate::model::{Anchor, Note, NoteKind, Story};
use crate::state::unfold::unquoted;
use crate::store::{Identity, Notebook, Places, identity, locate, notes_under};
use crate::work::{Committed, place_notes};

/// Lists the notes under the paths, or wherever the person took any.
pub(super) fn run(wanted: &Notes, desk: &mut Desk, output: &mut Output) -> Result<Done, Failure> {
    desk.tell_config_problems();
    if wanted.agreement {
        return agreement::run(wanted, desk, output);
    }
    if wanted.deleted {
        return deleted::run(wanted, desk, output);
    }
    let filter = Filter::of(wanted);
    let mut failed = 0;
    let files = if wanted.paths.is_empty() {
        everywhere(desk)
    } else {
        let mut files = Vec::new();
        for path in &wanted.paths {
            match under(path, desk) {
                Ok(found) => files.extend(found),
                Err(error) => {
                    complain(&error.to_string());
                    failed += 1;
                }
            }
        }
        files
    };
    let mut listed = 0;
    for group in groups(files, desk) {
        let group = Group::read(&group, desk);
        for problem in group.notebooks.iter().flat_map(|notebook| notebook.problems()) {
            output.complain(&problem.headline());
        }
        let fitting: Vec<&Note> = group.notes.iter().filter(|note| filter.fits(note)).collect();
        if wanted.json {
            for note in &fitting {
                object::write_line(output, &group.object(note))?;
            }
        } else if !fitting.is_empty() {
            if listed > 0 {
                writeln!(output)?;
            }
            group.write(&fitting, output)?;
        }
        listed += fitting.len();
    }
    output.finish()?;
    if listed == 0 && failed == 0 && !wanted.json {
        say("no notes found");
    }
    Ok(Done::of(wanted.paths.len().max(1), failed))
}

/// Which notes are wanted.
pub(super) struct Filter {
    /// In lower case.
    words: Vec<String>,
    tag: Option<String>,
}

impl Filter {
    pub(super) fn of(wanted: &Notes) -> Self {
        let words = wanted.search.as_deref().unwrap_or_default().to_lowercase();
        let tag = wanted.tag.as_deref().map(|tag| tag.trim().trim_start_matches('#'));
        Self {
            words: words.split_whitespace().map(str::to_owned).collect(),
            tag: tag.map(str::to_lowercase),
        }
    }

    pub(super) fn fits(&self, note: &Note) -> bool {
        let tags = tags_of(note);
        if let Some(wanted) = &self.tag
            && !tags.iter().any(|tag| tag.to_lowercase() == *wanted)
        {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let mut said = format!("{}\n{}", passage_of(note).unwrap_or_default(), note.body);
        for words in tags.iter().map(AsRef::as_ref).chain(note.name.as_deref()) {
            said.push('\n');
            said.push_str(words);
        }
        let said = said.to_lowercase();
        self.words.iter().all(|word| said.contains(word))
    }
}

/// A notes file, and the story it was found by.
type FoundFile = (PathBuf, Option<PathBuf>);

/// The notes on a story, or in a folder and among the central notes on stories in it.
fn under(path: &Path, desk: &Desk) -> Result<Vec<FoundFile>, Error> {
    if path.is_dir() {
        let mut files: Vec<FoundFile> = notes_under([path]).map(|file| (file, None)).collect();
        let root = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        for file in notes_under(desk.data_notes()) {
            let header = Notebook::read(&file);
            let story = header.story().and_then(|story| story.file.as_deref()).map(Path::new);
            if story.is_some_and(|story| story.starts_with(&root) || story.starts_with(path)) {
                files.push((file, None));
            }
        }
        return Ok(files);
    }
    if beside::is_notes(path) && path.is_file() {
        return Ok(vec![(path.to_path_buf(), None)]);
    }
    let source = match gather::is_stdin(path) {
        true => Source::Bytes { name: "-".into(), bytes: gather::standard_input()? },
        false => Source::File(path.to_path_buf()),
    };
    let story = read(&source, desk)?;
    let place = locate(
        story.path.as_deref(),
        &identity(&story),
        &story.text,
        desk.data_notes().as_deref(),
        desk.central(),
    );
    let own = std::iter::once(place.own).chain(place.also).filter(|file| file.is_file());
    Ok(own.map(|file| (file, story.path.clone())).collect())
}

/// The central notes, those in the folders of stories that were read, and
/// those on the samples.
fn everywhere(desk: &Desk) -> Vec<FoundFile> {
    let mut files: Vec<PathBuf> = notes_under(desk.data_notes()).collect();
    if let Some(state) = &desk.paths.state {
        let (places, trouble) = Places::open(state);
        if let Some(error) = trouble {
            complain(&error.to_string());
        }
        let mut folders: Vec<&Path> = places.files().filter_map(Path::parent).collect();
        folders.sort_unstable();
        folders.dedup();
        for folder in folders {
            let inside = fs::read_dir(folder).into_iter().flatten().flatten();
            let mut notes: Vec<PathBuf> = inside
                .map(|entry| entry.path())
                .filter(|path| beside::is_notes(path) && path.is_file())
                .collect();
            notes.sort_unstable();
            files.append(&mut notes);
        }
    }
    files.extend(notes_under(desk.paths.data.as_ref().map(|data| data.join("samples"))));
    files.into_iter().map(|file| (file, None)).collect()
}

/// The story, its annotations' word on its head included.
pub(super) fn read(source: &Source, desk: &Desk) -> Result<Story, Error> {
    let (mut story, _) = loader::read_story(source, &desk.options)?;
    loader::read_annotations(&mut story);
    Ok(story)
}

/// The files of one story; the story, if it is there.
type Files = (Option<PathBuf>, Vec<PathBuf>);

/// Each file once, those of one story together, in the order they were found.
fn groups(files: Vec<FoundFile>, desk: &Desk) -> Vec<Files> {
    let same = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut seen: HashSet<PathBuf> = HashSet::new();
    let mut known: HashMap<PathBuf, usize> = HashMap::new();
    let mut groups: Vec<Files> = Vec::new();
    let mut renamed = Renamed::default();
    for (file, story) in files {
        if !seen.insert(same(&file)) {
            continue;
        }
        let story = story.or_else(|| {
            let notebook = Notebook::read(&file);
            beside::of_notes(&file, notebook.story())
                .or_else(|| renamed.story_of(&file, notebook.story(), desk))
        });
        let Some(path) = &story else {
            groups.push((None, vec![file]));
            continue;
        };
        match known.get(&same(path)) {
            Some(&group) => groups[group].1.push(file),
            None => {
                known.insert(same(path), groups.len());
                groups.push((story, vec![file]));
            }
        }
    }
    groups
}

/// The notes on one story.
struct Group {
    story: Option<Story>,
    title: Option<String>,
    /// What the first file says of the story.
    header: Identity,
    path: Option<PathBuf>,
    notebooks: Vec<Notebook>,
    notes: Vec<Note>,
}

impl Group {
    fn read((path, files): &Files, desk: &Desk) -> Self {
        let notebooks: Vec<Notebook> = files.iter().map(|file| Notebook::read(file)).collect();
        let mut notes: Vec<Note> =
            notebooks.iter().flat_map(|notebook| notebook.notes()).cloned().collect();
        let story = path.clone().and_then(|path| read(&Source::File(path), desk).ok());
        if let Some(story) = &story {
            let state = desk.paths.state.as_deref();
            let committed = Committed::of(path.as_deref());
            place_notes(&mut notes, &story.text, &notebooks, state, &committed);
            gather::in_order(&mut notes);
        }
        let header = notebooks.iter().find_map(Notebook::story).cloned().unwrap_or_default();
        let title = story.as_ref().and_then(|story| identity(story).title);
        let title = title.or_else(|| header.title.clone());
        Self { story, title, header, path: path.clone(), notebooks, notes }
    }

    fn file(&self) -> Option<String> {
        let path = self.path.as_ref().map(|path| path.to_string_lossy().into_owned());
        path.or_else(|| self.header.file.clone())
    }

    fn object<'a>(&'a self, note: &'a Note) -> ListedNote<'a> {
        ListedNote {
            note: NoteObject::of(self.story.as_ref().map(|story| &story.text), note),
            story: StoryOfNote { title: self.title.clone(), path: self.file() },
        }
    }

    /// The title, then each note under it.
    fn write(&self, notes: &[&Note], output: &mut Output) -> Result<(), Failure> {
        let title =
            self.title.clone().or_else(|| self.file()).unwrap_or_else(|| "unknown story".into());
        writeln!(output, "{}", visible(&title))?;
        for note in notes {
            let mut last = Vec::new();
            match (&self.story, note.anchor) {
                (None, _) => last.push("story not found".into()),
                // Nothing happened to it: that is what one expects.
                (Some(_), Anchor::Exact) => {}
                (Some(_), _) => last.push(note.standing_words()),
            }
            let file = self.notebooks.iter().find_map(|notebook| notebook.file_of(&note.id));
            last.extend(file.map(|file| file.display().to_string()));
            write_note(note, last, output)?;
        }
        Ok(())
    }
}

/// A note beneath its story's title; `last`: what its last line says after the tags.
pub(super) fn write_note(
    note: &Note,
    mut last: Vec<String>,
    output: &mut Output,
) -> Result<(), Failure> {
    writeln!(output)?;
    if let Some(passage) = passage_of(note) {
        writeln!(output, "  “{}”", visible(unquoted(&passage)))?;
    }
    if let Some(line) = particulars(note) {
        writeln!(output, "  {}", visible(&line))?;
    }
    for line in note.body.lines() {
        writeln!(output, "  {}", visible(line).trim_end())?;
    }
    let tags: Vec<String> = tags_of(note).iter().map(|tag| format!("#{tag}")).collect();
    if !tags.is_empty() {
        last.insert(0, tags.join(" "));
    }
    writeln!(output, "  {}", visible(&last.join(" · ")))?;
    Ok(())
}

/// What a note says besides its words: a name's kind, an event's time.
fn particulars(note: &Note) -> Option<String> {
    let join = |one: &Option<String>, other: &Option<String>| {
        let parts: Vec<&str> = [one, other].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    match note.kind {
        NoteKind::Entity => join(&note.name, &note.kind_word),
        NoteKind::Event => join(&note.when, &note.name),
        NoteKind::Correction if note.dates_story() => note.date_said(),
        NoteKind::Correction => join(&note.target, &note.kind_word),
        NoteKind::Note | NoteKind::Highlight => None,
    }
}

/// A note as `show` has it, and whose it is.
#[derive(serde::Serialize)]
struct ListedNote<'a> {
    #[serde(flatten)]
    note: NoteObject<'a>,
    story: StoryOfNote,
}

#[derive(serde::Serialize)]
pub(super) struct StoryOfNote {
    pub title: Option<String>,
    pub path: Option<String>,
}
