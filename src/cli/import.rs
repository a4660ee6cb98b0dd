//! `dateline import`: stories with annotations, from the files of other tools.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::Done;
use super::arguments::Import;
use super::desk::Desk;
use super::gather;
use super::outbox::Outbox;
use super::output::{Failure, complain, say};
use super::progress::Progress;
use crate::error::{Error, Result, Severity};
use crate::exchange::{self, Document, Format, Losses, SourceFile};
use crate::loader;
use crate::model::{Made, NoteChange};
use crate::store::{Notebook, Whereabouts, annotations_yaml, identity};

/// The most that is read as one file, in bytes.
const LARGEST: u64 = 1 << 30;

/// Imports what the paths lead to into a folder.
pub(super) fn run(wanted: &Import, desk: &mut Desk) -> std::result::Result<Done, Failure> {
    desk.tell_config_problems();
    let mut importing = Importing {
        format: wanted.from,
        outbox: Outbox::open(&wanted.output, wanted.force)?,
        done: HashSet::new(),
        losses: Losses::default(),
        progress: Progress::of("files read"),
        tried: 0,
        failed: 0,
        written: 0,
    };
    for path in &wanted.paths {
        importing.path(path);
    }
    importing.progress.clear();
    tell(&importing.losses, "not kept");
    Ok(match importing {
        Importing { failed: 0, .. } => Done::Well,
        Importing { written: 0, .. } => Done::Nothing,
        _ => Done::Partly,
    })
}

/// Says what was lost, a line each kind.
pub(super) fn tell(losses: &Losses, what: &str) {
    for line in losses.lines() {
        complain(&format!("{what}: {line}"));
    }
}

struct Importing {
    format: &'static Format,
    outbox: Outbox,
    /// The groups that were read.
    done: HashSet<Vec<PathBuf>>,
    losses: Losses,
    progress: Progress,
    tried: usize,
    /// How many groups were not read whole.
    failed: usize,
    /// How many stories were written.
    written: usize,
}

impl Importing {
    fn path(&mut self, path: &Path) {
        if gather::is_stdin(path) {
            let files = gather::standard_input()
                .map(|bytes| vec![SourceFile { path: path.to_owned(), bytes }]);
            self.group(files, &Place::default());
        } else if path.is_dir() {
            let before = self.tried;
            let format = self.format;
            loader::walk_files(path, &|path| is_wanted(path, format), &mut |found| {
                match found {
                    Ok(found) => self.file(&found, &inside(path, &found)),
                    Err(trouble) => {
                        let message = format!("{}: {}", trouble.file, trouble.message);
                        self.group(Err(Error::new(message)), &Place::default());
                    }
                }
                ControlFlow::Continue(())
            });
            if self.tried == before {
                let endings: Vec<String> =
                    format.endings.iter().map(|ending| format!(".{ending}")).collect();
                let why =
                    format!("no {} files in this folder ({})", format.name, endings.join(", "));
                let error = Error::new(format!("{}: {why}", path.display()));
                self.group(Err(error), &Place::default());
            }
        } else {
            self.file(path, Path::new(""));
        }
    }

    /// Reads a file together with those that belong to it, once.
    fn file(&mut self, path: &Path, inside: &Path) {
        let place = place_of(path, inside, self.format);
        let together = self.format.together(path);
        if !self.done.insert(together.clone()) {
            return;
        }
        let mut files = Vec::new();
        for member in together {
            match read(&member) {
                Ok(bytes) => files.push(SourceFile { path: member, bytes }),
                Err(error) if member == path => return self.group(Err(error), &place),
                Err(_) => {}
            }
        }
        let mut known: HashSet<PathBuf> = files.iter().map(|file| file.path.clone()).collect();
        for text in files.iter().flat_map(|file| self.format.texts_of(file)).collect::<Vec<_>>() {
            // Through a link a file could have any text of the disk imported.
            let is_file = fs::symlink_metadata(&text).is_ok_and(|found| found.is_file());
            if is_file
                && known.insert(text.clone())
                && let Ok(bytes) = read(&text)
            {
                files.push(SourceFile { path: text, bytes });
            }
        }
        self.group(Ok(files), &place);
    }

    fn group(&mut self, files: Result<Vec<SourceFile>>, place: &Place) {
        self.tried += 1;
        self.progress.step();
        let files = match files {
            Ok(files) => files,
            Err(error) => return self.fail(&error),
        };
        let imported = exchange::import(self.format, &files);
        self.losses.merge(imported.losses);
        let sources: Vec<&Path> = files.iter().map(|file| &*file.path).collect();
        let mut whole = true;
        for problem in &imported.problems {
            self.progress.clear();
            say(&problem.headline());
            whole &= problem.severity != Severity::Error;
        }
        for document in imported.documents {
            match self.write(document, place, &sources) {
                Ok(()) => self.written += 1,
                Err(error) => {
                    self.progress.clear();
                    complain(&error.to_string());
                    whole = false;
                }
            }
        }
        self.failed += usize::from(!whole);
    }

    fn fail(&mut self, error: &Error) {
        self.progress.clear();
        complain(&error.to_string());
        self.failed += 1;
    }

    fn write(&mut self, document: Document, place: &Place, sources: &[&Path]) -> Result<()> {
        let Document { name, mut story, mut annotations, notes } = document;
        let name = self.outbox.name(&place.folder, &place.name(name));
        let text_path = self.outbox.path(&format!("{name}.txt"));
        story.path = Some(text_path.clone());
        let known = identity(&story);
        let mut files = vec![(text_path, story.text.original().into_owned().into_bytes())];
        annotations.made.get_or_insert_with(|| Made {
            by: Some(format!("dateline import --from {}", self.format.name)),
            ..Made::default()
        });
        let sha256 = known.sha256.get();
        let yaml = annotations_yaml(&story.head, sha256, &annotations, &story.text);
        files.push((self.outbox.path(&format!("{name}.ann.yaml")), yaml.into_bytes()));
        let own = self.outbox.path(&format!("{name}.notes.yaml"));
        if !notes.is_empty() {
            self.outbox.is_free(&own, &[], sources)?;
        }
        self.outbox.write(&files, sources)?;
        if !notes.is_empty() {
            let place = Whereabouts { own, story: known, ..Whereabouts::default() };
            let changes: Vec<NoteChange> = notes.into_iter().map(NoteChange::added).collect();
            Notebook::open(place).apply(&changes)?;
        }
        Ok(())
    }
}

/// Where the stories of a file go.
#[derive(Default)]
struct Place {
    /// The folder in the one for the files.
    folder: PathBuf,
    /// What a file is called that does not bear the name of its story, and the
    /// name of that.
    renamed: Option<(String, String)>,
}

impl Place {
    fn name(&self, name: String) -> String {
        let renamed = self.renamed.as_ref().and_then(|(file, story)| {
            Some(format!("{story}{}", name.strip_prefix(file.as_str())?))
        });
        renamed.unwrap_or(name)
    }
}

/// The folder of a file under `root`.
fn inside(root: &Path, file: &Path) -> PathBuf {
    let inside = file.parent().and_then(|folder| folder.strip_prefix(root).ok());
    inside.unwrap_or(Path::new("")).to_owned()
}

/// INCEpTION exports `annotation/talks.txt/ann.tsv`: the document is the folder,
/// the file who annotated it. Where that is one person, the story is `talks`,
/// else `talks.ann`.
fn place_of(path: &Path, inside: &Path, format: &Format) -> Place {
    const DOCUMENTS: [&str; 9] =
        ["txt", "tsv", "html", "pdf", "xml", "tcf", "conll", "conllu", "json"];
    let folder = || Place { folder: inside.to_owned(), renamed: None };
    let Some(parent) = path.parent().filter(|_| format.name == "webanno") else { return folder() };
    let ending = parent.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let (Some(document), Some(who)) = (parent.file_stem(), path.file_stem()) else {
        return folder();
    };
    if !DOCUMENTS.contains(&ending.to_ascii_lowercase().as_str()) {
        return folder();
    }
    let beside = fs::read_dir(parent).into_iter().flatten().flatten();
    let several = beside.filter(|entry| format.is_named(&entry.path())).count() > 1;
    let (document, who) = (document.to_string_lossy(), who.to_string_lossy());
    let name = if several { format!("{document}.{who}") } else { document.into_owned() };
    Place {
        folder: inside.parent().unwrap_or(Path::new("")).to_owned(),
        renamed: Some((who.into_owned(), name)),
    }
}

/// Whether a file in a folder is in this format, by its name or by how it begins.
fn is_wanted(path: &Path, format: &Format) -> bool {
    const BEGINNING: u64 = 1 << 14;
    if format.is_named(path) {
        return true;
    }
    // Only what is a file can be read without waiting.
    if !format.is_perhaps(path) || !fs::metadata(path).is_ok_and(|found| found.is_file()) {
        return false;
    }
    let mut beginning = Vec::new();
    let read = fs::File::open(path)
        .and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning))
        .is_ok();
    read && format.looks_so(&beginning)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let say = |what: &str| Error::new(format!("{}: {what}", path.display()));
    let cannot = |error| Error::because(format!("{} cannot be read", path.display()), error);
    let found = fs::metadata(path).map_err(cannot)?;
    if found.is_dir() {
        return Err(say("this is a folder"));
    }
    if found.len() > LARGEST {
        return Err(say("larger than 1 GiB, too large to import"));
    }
    fs::read(path).map_err(cannot)
}
