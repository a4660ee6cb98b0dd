//! Bytes into stories: one file a format, and what the formats share.
//!
//! | file | what it reads |
//! |---|---|
//! | `encoding` | bytes into characters, line ends into LF |
//! | `plain` | plain text: the role of each line, the head of wire copy |
//! | `wrapping` | lines into paragraphs |
//! | `dateline`, `byline`, `written_date` | the lines of a head |
//! | `place`, `names`, `boilerplate` | how places look; agencies, cities, furniture |
//! | `addresses` | the web addresses in running text |
//! | `markdown`, `front_matter` | CommonMark and what stands above it |
//! | `folder` | which files are stories |
//! | `sidecar` | the annotations beside a story |
//!
//! Whatever the bytes, a story comes of them; what could not be used is said
//! in a [`Diagnostic`].

pub mod byline;
pub mod dateline;
pub mod encoding;
pub mod folder;
pub mod sidecar;
pub mod written_date;

mod addresses;
mod boilerplate;
mod front_matter;
mod markdown;
mod names;
mod place;
mod plain;
mod wrapping;

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

pub use encoding::{Decoded, decode};
pub use folder::{Found, is_annotations, is_story, walk, walk_annotations, walk_files};
use sidecar::Sidecar;

use crate::error::{Diagnostic, Error, Result};
use crate::model::entity::slug;
use crate::model::{Annotations, Format, Head, Moment, Story, StoryId, Text};

/// The largest file that is read as one story, in bytes.
const LARGEST: u64 = 1 << 30;

/// How many bytes [`peek_head`] reads.
const PEEK: u64 = 16 * 1024;

/// Where a story comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Bytes at hand: standard input, under the name `-`, or a sample story.
    Bytes {
        /// What they are called; the ending tells the format.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl Source {
    /// The name that messages show.
    pub fn name(&self) -> String {
        match self {
            Source::File(path) => path.display().to_string(),
            Source::Bytes { name, .. } if name == "-" => "standard input".into(),
            Source::Bytes { name, .. } => name.clone(),
        }
    }

    /// The file; `None` for bytes.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) => Some(path),
            Source::Bytes { .. } => None,
        }
    }

    fn name_path(&self) -> &Path {
        match self {
            Source::File(path) => path,
            Source::Bytes { name, .. } => Path::new(name),
        }
    }
}

/// What the person who asks for a story knows about it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// When it was published, for stories that do not say.
    pub published: Option<Moment>,
}

/// Reads a story: its text and head, without annotations.
///
/// What could be read only in part is told in the diagnostics.
///
/// # Errors
/// If the bytes cannot be had at all: there is no such file, it may not be
/// read, it is a folder, or it is larger than 1 GiB.
pub fn read_story(source: &Source, options: &Options) -> Result<(Story, Vec<Diagnostic>)> {
    let bytes = match source {
        Source::File(path) => bytes_of(path)?,
        Source::Bytes { bytes, .. } => bytes.clone(),
    };
    let mut diagnostics = Vec::new();
    let decoded = decode(bytes);
    if decoded.had_errors {
        diagnostics.push(broken(&source.name(), &decoded));
    }
    let format = format_of(source.name_path());
    let mut story = match format {
        Format::Plain => {
            let text = Text::new(decoded.text);
            let (paragraphs, head) = plain::read(text.as_str(), plain::Extent::Whole);
            Story { head, text: text.with_paragraphs(paragraphs), ..Story::default() }
        }
        Format::Markdown => markdown::read(&decoded.text, &source.name(), &mut diagnostics),
    };
    addresses::link(&mut story);
    if story.text.paragraphs().is_empty() {
        diagnostics.push(Diagnostic::warning(source.name(), "nothing to read: no text in it"));
    }
    story.id = id_of(source);
    story.path = source.path().map(Path::to_path_buf);
    story.format = format;
    if story.head.published.is_none() {
        story.head.published.clone_from(&options.published);
    }
    Ok((story, diagnostics))
}

/// A story of plain text that is decoded already, such as a field of a JSON
/// object. Scalar for scalar it is `content`.
pub fn story_of_text(content: &str) -> Story {
    let text = Text::with_any_line_ends(content);
    let (paragraphs, head) = plain::read(text.as_str(), plain::Extent::Whole);
    Story { head, text: text.with_paragraphs(paragraphs), ..Story::default() }
}

/// Reads the head of a story from its first 16 KiB, for lists of many.
///
/// # Errors
/// As [`read_story`].
pub fn peek_head(path: &Path) -> Result<Head> {
    let mut bytes = Vec::new();
    open(path)?
        .take(PEEK)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::because(format!("{} cannot be read", path.display()), error))?;
    let cut = bytes.len() as u64 == PEEK;
    if cut {
        // End on a whole line, or at least on a whole character.
        let line = bytes.iter().rposition(|&byte| byte == b'\n');
        let whole = || {
            let error = std::str::from_utf8(&bytes).err()?;
            error.error_len().is_none().then(|| error.valid_up_to())
        };
        let end = line.filter(|&at| at > bytes.len() / 2).or_else(whole).unwrap_or(bytes.len());
        // UTF-16 and UTF-32 take a line feed in two or four bytes.
        let wide = bytes[..bytes.len().min(64)].contains(&0);
        bytes.truncate(if wide { PEEK as usize } else { end });
    }
    let text = decode(bytes).text;
    Ok(match format_of(path) {
        Format::Plain => {
            let extent = if cut { plain::Extent::Beginning } else { plain::Extent::Whole };
            plain::read(Text::new(text).as_str(), extent).1
        }
        Format::Markdown => markdown::read(&text, "", &mut Vec::new()).head,
    })
}

fn format_of(path: &Path) -> Format {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    if ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        Format::Markdown
    } else {
        Format::Plain
    }
}

fn id_of(source: &Source) -> StoryId {
    StoryId(match source.name_path() {
        path if path == Path::new("-") => "stdin".into(),
        path => slug(&path.file_stem().unwrap_or_default().to_string_lossy()),
    })
}

fn broken(file: &str, decoded: &Decoded) -> Diagnostic {
    let message =
        format!("some bytes mean nothing in {}; each shows as \u{fffd}", decoded.encoding);
    let first = decoded.text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
    let before = &decoded.text[..first];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let warning = Diagnostic::warning(file, message)
        .hint("the encoding was told from the bytes; save the file as UTF-8 to be sure");
    // A line of megabytes is better not shown.
    let length = decoded.text[first..].find('\n').unwrap_or(decoded.text.len() - first) + column;
    if length > 10_000 {
        return Diagnostic { place: Some((line, column)), ..warning };
    }
    warning.at(&decoded.text, line, column, 1)
}

fn open(path: &Path) -> Result<File> {
    let say = |what: &str| Error::new(format!("{}: {what}", path.display()));
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => say("no such file"),
        ErrorKind::PermissionDenied => say("you may not read this file"),
        _ => Error::because(format!("{} cannot be opened", path.display()), error),
    })?;
    match file.metadata() {
        Ok(metadata) if metadata.is_dir() => Err(say("this is a folder, not a story")),
        Ok(metadata) if metadata.len() > LARGEST => {
            Err(say("larger than 1 GiB, too large for a story"))
        }
        _ => Ok(file),
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let file = open(path)?;
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    // One byte more than expected, so that the end is seen without growing.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1));
    // A pipe or a device does not say how much will come.
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::because(format!("{} cannot be read", path.display()), error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::new(format!(
            "{}: larger than 1 GiB, too large for a story",
            path.display()
        )));
    }
    Ok(bytes)
}

/// What belongs to a story besides its text.
#[derive(Debug, Default)]
pub struct Annotated {
    /// Names, events, times, quotes.
    pub annotations: Annotations,
    /// The annotation file, if there is one.
    pub file: Option<PathBuf>,
    /// The fingerprint of the text it was made for, where a tool wrote it.
    pub text_sha256: Option<String>,
    /// Whether Dateline made it and nobody has changed it since: all in it was
    /// found by machine.
    pub by_machine: bool,
    /// What is wrong in it.
    pub problems: Vec<Diagnostic>,
}

/// Where earlier states of a text are to be had: what annotations quote is
/// followed from the one that they were made for.
pub trait Earlier {
    /// The text with the fingerprint `made_for`; all there are where the
    /// annotations state none. `thoroughly`: enough depends on it to look in
    /// places where that takes long.
    fn texts(&self, made_for: Option<&str>, thoroughly: bool) -> Vec<Text>;

    /// The annotations were made for the text with this fingerprint, which is
    /// not the one at hand: if it is about to be gone, it is worth keeping.
    fn keep(&self, sha256: &str);
}

/// None are to be had.
pub struct NoEarlier;

impl Earlier for NoEarlier {
    fn texts(&self, _: Option<&str>, _: bool) -> Vec<Text> {
        Vec::new()
    }

    fn keep(&self, _: &str) {}
}

/// Reads the annotation file beside `story`, if it has one; what its head
/// says goes over what the story's own file says.
pub fn read_annotations(story: &mut Story) -> Annotated {
    read_annotations_following(story, &NoEarlier)
}

/// As [`read_annotations`], with earlier states of the text to be asked for.
pub fn read_annotations_following(story: &mut Story, earlier: &dyn Earlier) -> Annotated {
    let Some(path) = story.path.clone() else { return Annotated::default() };
    let files = sidecar::path_of(&path);
    for (number, file) in files.iter().enumerate() {
        let bytes = match std::fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => {
                let shown = file.display().to_string();
                let problem = Diagnostic::error(shown, format!("cannot be read: {error}"));
                return Annotated { problems: vec![problem], ..Annotated::default() };
            }
        };
        let mut annotated = annotations_following(story, file, bytes, earlier);
        let others = files[number + 1..].iter();
        let others = others.filter(|other| is_another(other, file) && !is_anothers(other, &path));
        annotated.problems.extend(others.map(|other| sidecar::unread(other, file)));
        return Annotated { file: Some(file.clone()), ..annotated };
    }
    Annotated::default()
}

/// Whether there is a file `one` that is not `other` by another name.
fn is_another(one: &Path, other: &Path) -> bool {
    let same = || matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b);
    one.is_file() && !same()
}

/// Whether an annotation file is that of another story first.
fn is_anothers(file: &Path, story: &Path) -> bool {
    // `page.md.ann.yaml` without its two endings.
    let stem = file.with_extension("").with_extension("");
    let mut others = folder::STORIES.iter().map(|ending| {
        let mut other = stem.clone().into_os_string();
        other.push(".");
        other.push(ending);
        PathBuf::from(other)
    });
    others.any(|other| other != story && other.is_file() && sidecar::path_of(&other)[0] == file)
}

/// Reads annotations from bytes at hand, named `file` in what is said of them.
pub fn annotations_of(story: &mut Story, file: &Path, bytes: Vec<u8>) -> Annotated {
    annotations_following(story, file, bytes, &NoEarlier)
}

fn annotations_following(
    story: &mut Story,
    file: &Path,
    bytes: Vec<u8>,
    earlier: &dyn Earlier,
) -> Annotated {
    let shown = file.display().to_string();
    let decoded = decode(bytes);
    let mut problems = Vec::new();
    if decoded.had_errors {
        let words = format!("is not {} throughout; what is not was replaced", decoded.encoding);
        problems.push(Diagnostic::warning(&*shown, words));
    }
    let mut sidecar = sidecar::read_following(&shown, &decoded.text, &story.text, earlier);
    problems.append(&mut sidecar.problems);
    story.head.overlay(std::mem::take(&mut sidecar.head));
    let Sidecar { annotations, text_sha256, by_machine, .. } = sidecar;
    Annotated { annotations, file: None, text_sha256, by_machine, problems }
}

/// What the annotation file beside a story says of the story itself, read
/// without the rest: for lists of stories.
pub fn peek_annotations(story: &Path) -> Option<Head> {
    let file = sidecar::path_of(story).into_iter().find_map(|path| File::open(path).ok())?;
    let mut bytes = Vec::new();
    file.take(PEEK).read_to_end(&mut bytes).ok()?;
    let words = String::from_utf8_lossy(&bytes);
    // The block as it stands at the top: its first line and all that is indented.
    let from = words.lines().position(|line| line.trim_end() == "story:")?;
    let block: Vec<&str> = words
        .lines()
        .enumerate()
        .skip(from)
        .take_while(|(number, line)| {
            *number == from || line.starts_with([' ', '#']) || line.is_empty()
        })
        .map(|(_, line)| line)
        .collect();
    Some(sidecar::read("", &block.join("\n"), &Text::default()).head)
}
