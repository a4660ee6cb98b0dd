//! Writes the open story, or the notes on it, for other programs: beside the
//! story, else into a folder of its own under the data folder.
//!
//! Nothing is ever overwritten: a name that is taken gets a number.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::exchange::{self, Document, Exported, ExportedFile, FORMATS, Format, Losses};
use crate::model::{Annotations, Mention, Note, Origin, Story, entity};
use crate::state::reading::Reading;
use crate::state::shelf::Address;
use crate::state::{Message, Notice, Offer};
use crate::store::atomic;

use super::Post;

/// The most characters of a title that a file is called after.
const LONGEST: usize = 60;
/// So many names are tried.
const NUMBERS: usize = 1000;

/// The formats that a story can be written in, for the reader to choose from.
pub fn formats() -> Vec<Offer> {
    let offer = |format: &Format| Offer {
        name: format.name,
        about: format.about,
        // What is laid out for people is laid out for their notes.
        notes: format.carries.as_ref().is_none_or(|carries| carries.passages),
    };
    FORMATS.into_iter().map(offer).collect()
}

/// Something to be written.
pub struct Export {
    document: Document,
    format: &'static Format,
    /// Where it belongs.
    folder: Option<PathBuf>,
    /// Where it goes if it cannot be written there.
    instead: Option<PathBuf>,
}

impl Export {
    /// The open story as it is on the screen, with the reader's own notes, in
    /// the format of this name; `notes`: the notes alone, with the names that
    /// they are about. `data` is the folder for data. `None` if there is no
    /// such format.
    pub fn of(reading: &Reading, format: &str, notes: bool, data: Option<&Path>) -> Option<Self> {
        let own: Vec<Note> = reading.notes.iter().filter(|note| note.is_own()).cloned().collect();
        let annotations = match notes {
            true => of_notes(&own, &reading.annotations),
            false => reading.annotations.clone(),
        };
        let story = &reading.story;
        let (stem, folder) = match &reading.address {
            Address::File(path) => {
                (path.file_stem().map(|stem| stem.to_string_lossy().into_owned()), path.parent())
            }
            Address::Given(_) => (None, None),
        };
        let stem =
            stem.unwrap_or_else(|| entity::slug(&reading.title()).chars().take(LONGEST).collect());
        let document = Document {
            name: if notes { format!("{stem}-notes") } else { stem },
            story: Story {
                id: story.id.clone(),
                path: story.path.clone(),
                format: story.format,
                head: story.head.clone(),
                text: story.text.clone(),
                inline: story.inline.clone(),
                lines: story.lines.clone(),
            },
            annotations,
            notes: own,
        };
        Some(Self {
            document,
            format: Format::named(format)?,
            folder: folder.map(Path::to_owned),
            instead: data.map(|data| data.join("exports")),
        })
    }

    /// Writes it in a thread of its own, and tells `post` where it is and what
    /// the format could not carry.
    pub fn start(mut self, post: Post) {
        let (told, mut job) = (post.clone(), move || told_of(&mut self));
        let started = std::thread::Builder::new().name("exporter".into()).spawn(move || {
            told.send(Message::Told(job()));
        });
        if let Err(error) = started {
            post.send(Message::Told(Notice::error(format!("cannot start a thread: {error}"))));
        }
    }

    /// Writes the files, all or none; where they are, and what was lost.
    fn write(&mut self) -> io::Result<(Vec<PathBuf>, Losses)> {
        let mut refused = io::Error::other("there is no folder to write into");
        let path = self.document.story.path.clone();
        for folder in self.folder.iter().chain(&self.instead) {
            if self.instead.as_ref() == Some(folder) {
                fs::create_dir_all(folder)?;
            }
            // A page names the story as it is found from where the page lies.
            self.document.story.path = match self.folder.as_ref() == Some(folder) {
                true => path.as_deref().and_then(Path::file_name).map(PathBuf::from),
                false => path.as_deref().and_then(|path| std::path::absolute(path).ok()),
            };
            let Exported { files, losses } = exchange::export(self.format, &self.document);
            if files.is_empty() {
                return Err(io::Error::other("there is nothing in it that this format knows"));
            }
            match put(folder, &self.document.name, &files) {
                Ok(paths) => return Ok((paths, losses)),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }
}

fn told_of(export: &mut Export) -> Notice {
    let name = export.format.name;
    let (paths, losses) = match export.write() {
        Ok(written) => written,
        Err(error) => return Notice::error(format!("not written as {name}: {error}")),
    };
    // Beside the story a name is enough; elsewhere the way there is told too.
    let beside = |path: &Path| path.parent() == export.folder.as_deref();
    let shown = |path: &PathBuf| match path.file_name() {
        Some(name) if beside(path) => name.to_string_lossy().into_owned(),
        _ => path.display().to_string(),
    };
    let files: Vec<String> = paths.iter().map(shown).collect();
    let mut words = format!("written: {}", files.join(", "));
    if !losses.is_empty() {
        let count: usize = losses.iter().map(|(_, count)| count).sum();
        let each: Vec<String> =
            losses.iter().map(|(what, count)| format!("{count} {what}")).collect();
        words.push_str(&format!("; {count} not in {name} ({})", each.join(", ")));
    }
    Notice::news(words)
}

/// The names that notes are about, the names and events that the reader marked,
/// and nothing else that is annotated.
fn of_notes(notes: &[Note], annotations: &Annotations) -> Annotations {
    let about: HashSet<&String> = notes.iter().flat_map(|note| &note.about).collect();
    let own: HashSet<usize> = annotations
        .mentions
        .iter()
        .filter(|mention| mention.origin == Origin::Mine)
        .map(|mention| mention.entity)
        .collect();
    let mut kept = Annotations::default();
    let mut moved: HashMap<usize, usize> = HashMap::new();
    for (number, entity) in annotations.entities.iter().enumerate() {
        if about.contains(&entity.id) || own.contains(&number) {
            moved.insert(number, kept.entities.len());
            kept.entities.push(entity.clone());
        }
    }
    let mine = |origin: Origin| origin == Origin::Mine;
    for mention in annotations.mentions.iter().filter(|mention| mine(mention.origin)) {
        let entity = moved.get(&mention.entity).copied();
        kept.mentions.extend(entity.map(|entity| Mention { entity, ..mention.clone() }));
    }
    kept.events = annotations.events.iter().filter(|event| mine(event.origin)).cloned().collect();
    kept
}

/// Writes files under the first name that none of them has yet.
fn put(folder: &Path, name: &str, files: &[ExportedFile]) -> io::Result<Vec<PathBuf>> {
    for number in 1..=NUMBERS {
        let stem = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
        let paths: Vec<PathBuf> =
            files.iter().map(|file| folder.join(format!("{stem}.{}", file.ending))).collect();
        if taken(&paths)? {
            continue;
        }
        let mut written = 0;
        let outcome = paths.iter().zip(files).try_for_each(|(path, file)| {
            atomic::write_new(path, &file.bytes)?;
            written += 1;
            Ok::<(), io::Error>(())
        });
        let Err(error) = outcome else { return Ok(paths) };
        for path in &paths[..written] {
            let _ = fs::remove_file(path);
        }
        // Somebody was faster.
        if error.kind() != ErrorKind::AlreadyExists {
            return Err(error);
        }
    }
    Err(io::Error::other(format!("{name}: there are {NUMBERS} of them already")))
}

/// Whether something is there by one of these names.
fn taken(paths: &[PathBuf]) -> io::Result<bool> {
    for path in paths {
        match fs::symlink_metadata(path) {
            Ok(_) => return Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}
