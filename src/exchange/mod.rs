//! Annotations and notes into other tools' formats, and back.
//!
//! | file | what it is for |
//! |---|---|
//! | `marks` | what most formats have in common: labelled stretches, ties, remarks |
//! | `gather`, `spread` | from there to names, times, quotes, events and notes, and back |
//! | `offsets` | other tools' offsets and line ends: converted at the border, once |
//! | `json`, `selectors` | JSON as tools write it; where web annotations stand |
//! | `tame` | what others wrote made fit for a terminal |
//! | `xml` | XML as corpora have it |
//! | `percent` | characters that mean something in a format, encoded |
//! | `report` | what is wrong in a file, with its place |
//! | `losses`, `attributes` | what a format could not carry; attributes and unknown keys among it |
//! | `embedded`, `tokens` | texts inside JSON records; words, for formats that know no other places |
//! | `clippings` | a reader's notes as a person wants them: passage, context, source |
//! | `wayback` | links that lead to the very words of a note |
//! | `object` | the object of `show --json` |
//! | the others | one format each: its source, its grammar, what bites in it |
//!
//! A format is a [`Format`]: one row of [`FORMATS`], from which the command
//! line and its help are made. Files are read and written by the caller.

mod attributes;
mod brat;
mod clippings;
mod conll;
mod conllu;
mod doccano;
mod embedded;
mod gather;
mod html;
mod hypothesis;
pub mod json;
mod label_studio;
mod losses;
mod markdown;
pub mod marks;
pub mod object;
mod objects;
mod offsets;
mod org;
mod percent;
mod report;
mod selectors;
mod spacy;
mod spread;
mod tables;
mod tame;
mod timeml;
mod tokens;
mod w3c;
mod wayback;
mod webanno;
pub mod xml;

use std::path::{Path, PathBuf};

pub use gather::gather;
pub use losses::Losses;
use marks::Carries;
pub use offsets::{Offsets, Source, Unit};
pub use report::Report;
pub use spread::spread;

use crate::error::Diagnostic;
use crate::model::{Annotations, Note, Story};

/// All formats, in the order in which help lists them.
pub static FORMATS: [&Format; 18] = [
    &brat::FORMAT,
    &w3c::FORMAT,
    &conll::FORMAT,
    &conllu::FORMAT,
    &spacy::FORMAT,
    &webanno::FORMAT,
    &doccano::FORMAT,
    &label_studio::FORMAT,
    &timeml::FORMAT,
    &hypothesis::FORMAT,
    &markdown::PLAIN,
    &markdown::OBSIDIAN,
    &org::FORMAT,
    &html::FORMAT,
    &tables::CSV,
    &tables::READWISE,
    &objects::JSON,
    &objects::LINES,
];

/// Names that do not tell a format by themselves.
#[derive(Debug)]
pub struct Perhaps {
    /// Endings, without the dot.
    pub endings: &'static [&'static str],
    /// Whether the beginning of a file looks like the format.
    pub looks: fn(&str) -> bool,
}

/// A format of annotations.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// How the names of its files end, without the dot; in folders only such
    /// files are read.
    pub endings: &'static [&'static str],
    /// Further endings, which files of other kinds have too: in folders those
    /// are read that look like this format inside.
    pub perhaps: Option<Perhaps>,
    /// The endings of files of the same name that are read together: the text,
    /// where it is kept apart.
    pub beside: &'static [&'static str],
    /// The names of the texts that a file says it is about, which may lie
    /// beside it under any name; `None` where it does not say so.
    pub texts: Option<fn(&SourceFile) -> Vec<String>>,
    /// What it has a place for; `None` where it is laid out for people rather
    /// than read again.
    pub carries: Option<Carries>,
    /// Reads it, if that is possible.
    pub import: Option<fn(&[SourceFile]) -> Imported>,
    /// Writes it.
    pub export: fn(&Document) -> Exported,
}

impl Format {
    /// The format of this name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.into_iter().find(|format| format.name == name)
    }

    /// Whether a file's name is that of a file in this format.
    pub fn is_named(&self, path: &Path) -> bool {
        self.endings.iter().any(|ending| stem(path, ending).is_some())
    }

    /// Whether what a file says must tell that it is in this format, as its
    /// name alone does not.
    pub fn is_perhaps(&self, path: &Path) -> bool {
        let endings = self.perhaps.as_ref().map_or(&[][..], |perhaps| perhaps.endings);
        endings.iter().any(|ending| stem(path, ending).is_some())
    }

    /// Whether the first bytes of a file look like this format.
    pub fn looks_so(&self, beginning: &[u8]) -> bool {
        let looks = |perhaps: &Perhaps| (perhaps.looks)(&String::from_utf8_lossy(beginning));
        self.perhaps.as_ref().is_some_and(looks)
    }

    /// The files that may belong together with `path`, itself among them. A
    /// group has the same list for each of its files.
    pub fn together(&self, path: &Path) -> Vec<PathBuf> {
        let mut all = self.endings.iter().chain(self.beside);
        let stem = all.find_map(|ending| stem(path, ending));
        let beside = stem.iter().flat_map(|stem| {
            self.beside.iter().map(move |ending| path.with_file_name(format!("{stem}.{ending}")))
        });
        let mut paths: Vec<PathBuf> = beside.collect();
        if !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
        paths
    }

    /// The texts in the folder of `file` that it says it is about; whether
    /// they are there is not known.
    pub fn texts_of(&self, file: &SourceFile) -> Vec<PathBuf> {
        let names = self.texts.map(|texts| texts(file)).unwrap_or_default();
        names.iter().map(|name| file.path.with_file_name(name)).collect()
    }
}

/// A file's name without the ending, if it has it.
fn stem(path: &Path, ending: &str) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let at = name.len().checked_sub(ending.len() + 1).filter(|&at| at > 0)?;
    let (stem, dotted) = name.split_at_checked(at)?;
    (dotted.starts_with('.') && dotted[1..].eq_ignore_ascii_case(ending)).then(|| stem.to_owned())
}

/// A file to import.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path, as messages show it.
    pub path: PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// Its path in messages.
    fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Its name without ending: what a story in it is called.
    fn name(&self, format: &Format) -> String {
        let own = format.endings.iter().find_map(|ending| stem(&self.path, ending));
        own.unwrap_or_else(|| {
            // `eng.testa` and `eng.testb` differ in nothing else.
            let is_text = stem(&self.path, "txt").is_some();
            match self.path.file_name() {
                Some(name) if format.is_perhaps(&self.path) && !is_text => {
                    name.to_string_lossy().into_owned()
                }
                _ => self.stem(),
            }
        })
    }

    fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// A story with its annotations and the notes on it.
#[derive(Debug, Default)]
pub struct Document {
    /// What its files are called, without endings. As a format has it: not yet
    /// fit to be the name of a file.
    pub name: String,
    /// The text and its head.
    pub story: Story,
    /// What is annotated; sorted.
    pub annotations: Annotations,
    /// The notes; those with [`spans`](Note::spans) stand in the text.
    pub notes: Vec<Note>,
}

/// What comes of importing.
#[derive(Debug, Default)]
pub struct Imported {
    /// The stories, in the order of the file.
    pub documents: Vec<Document>,
    /// What could not be read, with its place.
    pub problems: Vec<Diagnostic>,
    /// What was read but has no place in Dateline.
    pub losses: Losses,
}

/// What comes of exporting.
#[derive(Debug, Default)]
pub struct Exported {
    /// The files to write.
    pub files: Vec<ExportedFile>,
    /// What the format could not carry.
    pub losses: Losses,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// The end of its name, after the story's: `ann`.
    pub ending: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Reads files that belong together (see [`Format::together`]). Whatever the
/// bytes, what can be read is; a format without importer gives nothing.
pub fn import(format: &Format, files: &[SourceFile]) -> Imported {
    format.import.map(|import| import(files)).unwrap_or_default()
}

/// Writes a document.
pub fn export(format: &Format, document: &Document) -> Exported {
    (format.export)(document)
}
