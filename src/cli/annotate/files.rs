//! Annotation files beside stories: which are there, which may be replaced,
//! what a person would want to read in them.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::ordered;
use super::{Done, Who};
use crate::annotator::{Annotator, MAKER};
use crate::cli::arguments::Annotate;
use crate::cli::desk::Desk;
use crate::cli::gather::{self, Step};
use crate::cli::output::{Failure, Output, complain};
use crate::cli::progress::Progress;
use crate::error::{Error, Result};
use crate::loader::{self, Options, Source};
use crate::model::{Annotations, Head, MatchRule, Story};
use crate::store::{Fingerprint, annotations_yaml, atomic, sha256};
use crate::work;

/// The key under `made` that tells whether a file is as it was written.
const DIGEST: &str = "digest";

/// Something to annotate.
struct Item {
    step: Step,
    /// Whether it was named itself, rather than found in a folder.
    named: bool,
}

/// What became of it.
enum Fate {
    Written,
    /// To be printed.
    Yaml(String),
    /// It was annotated before, from the same text.
    Done,
    /// A person wrote the file that is there.
    Theirs {
        file: PathBuf,
        named: bool,
    },
    Failed(Error),
}

pub(super) fn run(
    wanted: Annotate,
    who: &Who,
    mut desk: Desk,
    output: &mut Output,
) -> std::result::Result<Done, Failure> {
    let Annotate { paths, stdout, force, .. } = wanted;
    let workers = who.annotators()?.into_iter().map(|annotator| {
        let options = desk.options.clone();
        let mut worker = Worker { annotator, options, stdout, force };
        move |item: Item| worker.annotate(item)
    });
    let mut results = ordered::run(workers.collect(), move |mut feed| {
        let named = paths.clone();
        // It fails when nobody wants more.
        let _ = gather::each(&paths, &mut desk, &mut |_, step| {
            let named = match &step {
                Step::Story(source) => {
                    source.path().is_none_or(|path| named.contains(&path.into()))
                }
                Step::Trouble(_) => false,
            };
            if feed.send(Item { step, named }) { Ok(()) } else { Err(()) }
        });
    })?;
    let mut progress = Progress::of("stories");
    let (mut tried, mut failed, mut theirs, mut printed) = (0, 0, 0, false);
    for (fate, troubles) in &mut results {
        tried += 1;
        progress.step();
        let mut complaints = troubles;
        let mut well = complaints.is_empty();
        match fate {
            Fate::Written | Fate::Done => {}
            Fate::Yaml(yaml) => {
                if std::mem::replace(&mut printed, true) {
                    output.write_all(b"---\n")?;
                }
                output.write_all(yaml.as_bytes())?;
            }
            Fate::Theirs { file, named: true } => {
                let why = "a person wrote or changed this; --force replaces it";
                complaints.push(format!("{}: {why}", file.display()));
                well = false;
            }
            Fate::Theirs { named: false, .. } => theirs += 1,
            Fate::Failed(error) => {
                complaints.push(error.to_string());
                well = false;
            }
        }
        if !complaints.is_empty() {
            progress.clear();
        }
        complaints.iter().for_each(|words| output.complain(words));
        failed += usize::from(!well);
    }
    progress.clear();
    results.all_done()?;
    if theirs > 0 {
        complain(&match theirs {
            1 => "1 annotation file is a person's own and stays; --force replaces it".to_owned(),
            _ => format!(
                "{theirs} annotation files are a person's own and stay; --force replaces them"
            ),
        });
    }
    Ok(Done::of(tried, failed))
}

struct Worker {
    annotator: Annotator,
    options: Options,
    stdout: bool,
    force: bool,
}

impl Worker {
    /// What became of a story, and what else is to be said.
    fn annotate(&mut self, item: Item) -> (Fate, Vec<String>) {
        let Item { step, named } = item;
        let source = match step {
            Step::Story(source) => source,
            Step::Trouble(error) => return (Fate::Failed(error), Vec::new()),
        };
        match self.find(&source, named) {
            Ok((fate, troubles)) => (fate, troubles),
            Err(error) => (Fate::Failed(error), Vec::new()),
        }
    }

    fn find(&mut self, source: &Source, named: bool) -> Result<(Fate, Vec<String>)> {
        let (story, _) = loader::read_story(source, &self.options)?;
        let sha256 = Fingerprint::of(&story.text);
        let sha256 = sha256.get().unwrap_or_default();
        let target = match source.path() {
            Some(path) if !self.stdout => {
                let (file, there) = beside(path)?;
                let keep = match there {
                    _ if self.force => None,
                    There::Nothing => None,
                    There::Ours { text } if text == sha256 => Some(Fate::Done),
                    There::Ours { .. } => None,
                    There::Theirs => Some(Fate::Theirs { file: file.clone(), named }),
                };
                if let Some(fate) = keep {
                    return Ok((fate, Vec::new()));
                }
                Some(file)
            }
            _ => None,
        };
        let found = self.annotator.find(&story);
        let trouble = found.trouble.map(|why| format!("{}: {why}", source.name()));
        let annotations = readable(found.annotations);
        let yaml = self.yaml(&story, sha256, annotations);
        let fate = match target {
            None => Fate::Yaml(yaml),
            Some(file) => {
                // It can be made again, so nothing waits for the disk.
                atomic::write_soon(&file, yaml.as_bytes()).map_err(|error| {
                    Error::because(format!("{} cannot be written", file.display()), error)
                })?;
                Fate::Written
            }
        };
        Ok((fate, trouble.into_iter().collect()))
    }

    fn yaml(&self, story: &Story, sha256: &str, mut annotations: Annotations) -> String {
        // The day that was given on the command line is part of the result.
        let published = self.options.published.clone();
        let given = story.head.published.clone().filter(|_| story.head.published == published);
        let head = Head { published: given, ..Head::default() };
        let whole = |annotations: &Annotations| {
            annotations_yaml(&head, Some(sha256), annotations, &story.text)
        };
        let mut made = self.annotator.made(work::now());
        made.extra.push((DIGEST.into(), digest(&whole(&annotations)).into()));
        annotations.made = Some(made);
        whole(&annotations)
    }
}

/// What a person would want to read: names where they stand, and times that
/// have a place on the time line.
fn readable(mut annotations: Annotations) -> Annotations {
    annotations.times.retain(|time| time.value.on_axis());
    for entity in &mut annotations.entities {
        entity.matching = MatchRule::Listed;
    }
    for mention in &mut annotations.mentions {
        mention.certainty = mention
            .certainty
            .map(|certainty| (certainty * 100.0).round() / 100.0)
            .filter(|certainty| *certainty < 1.0);
    }
    annotations
}

/// What stands at the place of an annotation file.
enum There {
    Nothing,
    /// As this program wrote it, for the text of this fingerprint.
    Ours {
        text: String,
    },
    Theirs,
}

/// The annotation file that is there, else the one to write.
fn beside(story: &Path) -> Result<(PathBuf, There)> {
    let places = loader::sidecar::path_of(story);
    for file in &places {
        match fs::read(file) {
            Ok(bytes) => return Ok((file.clone(), there(&bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                return Err(Error::because(format!("{} cannot be read", file.display()), error));
            }
        }
    }
    // Two stories of one name, `talks.txt` and `talks.md`, do not share a file.
    let shared = ["txt", "text", "md", "markdown"].iter().any(|ending| {
        let other = story.with_extension(ending);
        other != story && other.exists()
    });
    let place = if shared { places.last() } else { places.first() };
    let file = place.cloned().unwrap_or_else(|| story.with_extension("ann.yaml"));
    Ok((file, There::Nothing))
}

fn there(bytes: &[u8]) -> There {
    let Ok(yaml) = std::str::from_utf8(bytes) else { return There::Theirs };
    // Left by a power cut before its content was on the disk.
    if yaml.is_empty() {
        return There::Nothing;
    }
    ours(yaml).map_or(There::Theirs, |text| There::Ours { text })
}

/// The fingerprint of the text, if the file is as it was written.
fn ours(yaml: &str) -> Option<String> {
    let at = yaml.rfind("\nmade: ")? + 1;
    let (before, made) = yaml.split_at(at);
    let read = |yaml: &str| {
        loader::annotations_of(&mut Story::default(), Path::new(""), yaml.as_bytes().to_vec())
    };
    let made = read(made).annotations.made?;
    let by_us = made.by.is_some_and(|by| by.starts_with(MAKER));
    let unchanged = made
        .extra
        .iter()
        .any(|(key, value)| key == DIGEST && value.as_str() == Some(&digest(before)));
    if !by_us || !unchanged {
        return None;
    }
    // The block at the top is enough.
    let top = before.find("\nentities:").map_or(before, |end| &before[..end]);
    read(top).text_sha256
}

/// Tells whether anybody has changed a file since.
fn digest(yaml: &str) -> String {
    let mut digits = sha256(yaml.as_bytes());
    digits.truncate(16);
    digits
}
