//! Annotation files beside stories: which are there, which may be replaced,
//! what a person would want to read in them.

use std::collections::HashSet;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Done, Who};
use super::{interrupt, ordered};
use crate::annotator::{self, Annotator, By};
use crate::cli::arguments::Annotate;
use crate::cli::desk::Desk;
use crate::cli::gather::{self, Step};
use crate::cli::output::{Failure, Output, complain};
use crate::cli::progress::Progress;
use crate::error::{Error, Result};
use crate::loader::sidecar::maker::{Hand, before_made, digest, hand};
use crate::loader::{self, Options, Source};
use crate::model::moment::Precision;
use crate::model::{Annotations, Head, Made, MatchRule, Story};
use crate::store::{Fingerprint, annotations_yaml, atomic};
use crate::work;

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
    /// Whoever was to find could not, so nothing is written.
    NotFound,
    Failed(Error),
}

/// What else is to be said of it.
#[derive(Default)]
struct Said {
    /// Why the program that was to find did not.
    trouble: Option<String>,
    /// What was left out.
    remark: Option<String>,
}

pub(super) fn run(
    wanted: Annotate,
    who: &Who,
    mut desk: Desk,
    output: &mut Output,
) -> std::result::Result<Done, Failure> {
    let Annotate { paths, stdout, force, .. } = wanted;
    let swept = Arc::default();
    let workers = who.annotators()?.into_iter().map(|annotator| {
        let options = desk.options.clone();
        let swept = Arc::clone(&swept);
        let mut worker = Worker { annotator, options, stdout, force, swept };
        move |item: Item| worker.annotate(item)
    });
    interrupt::end_between_files()?;
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
    let (mut tried, mut failed, mut troubled) = (0, 0, false);
    let (mut theirs, mut printed) = (0, false);
    for (fate, said) in &mut results {
        tried += 1;
        progress.step();
        let Said { trouble, remark } = said;
        troubled |= trouble.is_some();
        let mut complaints: Vec<String> = trouble.into_iter().chain(remark).collect();
        match fate {
            Fate::Written | Fate::Done | Fate::NotFound => {}
            Fate::Yaml(yaml) => {
                if std::mem::replace(&mut printed, true) {
                    output.write_all(b"---\n")?;
                }
                output.write_all(yaml.as_bytes())?;
            }
            Fate::Theirs { file, named: true } => {
                let why = "a person wrote or changed this; --force replaces it";
                complaints.push(format!("{}: {why}", file.display()));
                failed += 1;
            }
            Fate::Theirs { named: false, .. } => theirs += 1,
            Fate::Failed(error) => {
                complaints.push(error.to_string());
                failed += 1;
            }
        }
        if !complaints.is_empty() {
            progress.clear();
        }
        complaints.iter().for_each(|words| output.complain(words));
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
    Ok(match Done::of(tried, failed) {
        Done::Well if troubled => Done::Partly,
        done => done,
    })
}

struct Worker {
    annotator: Annotator,
    options: Options,
    stdout: bool,
    force: bool,
    /// The folders that were freed of what killed runs left behind, by
    /// whichever worker came first.
    swept: Arc<Mutex<HashSet<PathBuf>>>,
}

impl Worker {
    /// What became of a story, and what else is to be said.
    fn annotate(&mut self, item: Item) -> (Fate, Said) {
        let Item { step, named } = item;
        let source = match step {
            Step::Story(source) => source,
            Step::Trouble(error) => return (Fate::Failed(error), Said::default()),
        };
        match self.find(&source, named) {
            Ok(done) => done,
            Err(error) => (Fate::Failed(error), Said::default()),
        }
    }

    fn find(&mut self, source: &Source, named: bool) -> Result<(Fate, Said)> {
        let (mut story, _) = loader::read_story(source, &self.options)?;
        let sha256 = Fingerprint::of(&story.text);
        let sha256 = sha256.get().unwrap_or_default();
        // The day that was given on the command line is part of the result.
        let mut given =
            story.head.published.clone().filter(|day| Some(day) == self.options.published.as_ref());
        let target = match source.path() {
            Some(path) if !self.stdout => {
                let (file, there) = beside(path)?;
                if let There::Ours(ours) = &there {
                    let same_text = ours.text == sha256;
                    // A day that was given before holds until another is given.
                    if story.head.published.is_none() {
                        given.clone_from(&ours.head.published);
                        story.head.published.clone_from(&given);
                    }
                    story.head.inferred = annotator::infer_from_names(&story).or_else(|| {
                        // The same text tells the same.
                        let told = ours.head.inferred.clone().filter(|_| same_text);
                        told.filter(|told| !told.evidence.is_name())
                    });
                    if same_text && self.would_write(&story, &ours.made) && !self.force {
                        return Ok((Fate::Done, Said::default()));
                    }
                }
                if matches!(there, There::Theirs) && !self.force {
                    return Ok((Fate::Theirs { file, named }, Said::default()));
                }
                Some(file)
            }
            _ => None,
        };
        story.head.inferred = annotator::infer(&story);
        let found = self.annotator.find(&story);
        let tell = |words: Option<String>| words.map(|why| format!("{}: {why}", source.name()));
        let said = Said { trouble: tell(found.trouble), remark: tell(found.remark) };
        if found.by == By::Nobody {
            return Ok((Fate::NotFound, said));
        }
        let inferred = story.head.inferred.clone();
        let head = Head { published: given, inferred, ..Head::default() };
        let yaml = self.yaml(&story, &head, sha256, found.by, readable(found.annotations));
        let fate = match target {
            None => Fate::Yaml(yaml),
            Some(file) => {
                let _writing = interrupt::writing();
                let folder = file.parent().unwrap_or(Path::new(""));
                if self.first_in(folder) {
                    atomic::sweep_folder(folder);
                }
                // It can be made again, so nothing waits for the disk.
                atomic::write_soon(&file, yaml.as_bytes()).map_err(|error| {
                    Error::because(format!("{} cannot be written", file.display()), error)
                })?;
                Fate::Written
            }
        };
        Ok((fate, said))
    }

    /// Whether no worker has written to the folder in this run.
    fn first_in(&self, folder: &Path) -> bool {
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        !swept.contains(folder) && swept.insert(folder.to_path_buf())
    }

    /// Whether the file that is there was made by whoever would make it now,
    /// and days counted from the same date.
    fn would_write(&self, story: &Story, made: &Made) -> bool {
        let dated = story.head.dated().map(|moment| moment.notation());
        made.with() == self.annotator.program() && made.dated() == dated
    }

    fn yaml(
        &self,
        story: &Story,
        head: &Head,
        sha256: &str,
        by: By,
        mut annotations: Annotations,
    ) -> String {
        let whole = |annotations: &Annotations| {
            annotations_yaml(head, Some(sha256), annotations, &story.text)
        };
        let mut made = self.annotator.made(by, story.head.dated(), work::now());
        made.extra.push((Made::DIGEST.into(), digest(&whole(&annotations)).into()));
        annotations.made = Some(made);
        whole(&annotations)
    }
}

/// What a person would want to read: names where they stand, and times that
/// have a place on the time line, or get one once the story's date is known.
fn readable(mut annotations: Annotations) -> Annotations {
    annotations.times.retain(|time| {
        let value = &time.value;
        let vague = matches!(value.precision(), Precision::Duration | Precision::Reference(_));
        value.on_axis() || !vague
    });
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
    /// As this program wrote it.
    Ours(Box<Ours>),
    Theirs,
}

/// What a file says that this program wrote.
struct Ours {
    /// The fingerprint of the text it was made for.
    text: String,
    /// The date that was given for the story, or inferred.
    head: Head,
    /// Who found, and by which date.
    made: Made,
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
    ours(yaml).map_or(There::Theirs, |ours| There::Ours(Box::new(ours)))
}

/// What the file says, if it is as it was written.
fn ours(yaml: &str) -> Option<Ours> {
    let (before, made) = before_made(yaml)?;
    let read = |yaml: &str| {
        let mut story = Story::default();
        let read = loader::annotations_of(&mut story, Path::new(""), yaml.as_bytes().to_vec());
        (story.head, read)
    };
    let made = read(made).1.annotations.made?;
    if hand(&made, yaml) != Hand::Ours {
        return None;
    }
    // The block at the top is enough.
    let top = before.find("\nentities:").map_or(before, |end| &before[..end]);
    let (head, read) = read(top);
    Some(Ours { text: read.text_sha256?, head, made })
}
