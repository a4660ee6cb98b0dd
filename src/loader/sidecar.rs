//! Annotation files: `STORY.ann.yaml` beside a story (FORMATS.md, section 1).
//!
//! Everything that is right is used, everything that is wrong is reported at
//! its line and column. The file itself is never written to.

mod faults;
mod fields;
mod happenings;
mod ids;
pub mod maker;
mod names;
mod passages;
mod report;
mod resume;
mod tree;
mod typed;
mod yaml;

use std::path::{Path, PathBuf};

use crate::error::Diagnostic;
use crate::loader::{Earlier, NoEarlier};
use crate::model::{Annotations, Evidence, Head, Inferred, Made, Text};

pub(super) use faults::{at_value, first_fault};
use fields::Fields;
use maker::Hand;
use passages::Places;
use report::{Report, did_you_mean};
use tree::{Node, Value};

/// What an annotation file says.
#[derive(Debug, Default)]
pub struct Sidecar {
    /// What its `story` block says; it wins over what the story's own file says.
    pub head: Head,
    /// Everything that stands in the text, sorted; [`Origin::File`](crate::model::Origin::File),
    /// in a file that a machine made [`Origin::Found`](crate::model::Origin::Found).
    pub annotations: Annotations,
    /// Whether it says that Dateline made the file, and nothing says that
    /// anybody has changed it since.
    pub by_machine: bool,
    /// Of the text it was made for, where a tool wrote it.
    pub text_sha256: Option<String>,
    /// What is wrong in it, in the order of the file.
    pub problems: Vec<Diagnostic>,
}

/// Where the annotations of a story may stand, the preferred place first.
pub fn path_of(story: &Path) -> Vec<PathBuf> {
    let mut paths = vec![story.with_extension("ann.yaml"), story.with_extension("ann.yml")];
    if let Some(name) = story.file_name().filter(|_| story.extension().is_some()) {
        let mut name = name.to_owned();
        name.push(".ann.yaml");
        paths.push(story.with_file_name(name));
    }
    paths
}

/// That an annotation file is not read, since the story has `used` as well.
pub fn unread(file: &Path, used: &Path) -> Diagnostic {
    let message = format!("not used: {} goes first", used.display());
    Diagnostic::warning(file.display().to_string(), message)
        .hint("a story has one annotation file; join the two")
}

/// Reads the annotations of `text`. `file` is the name that complaints give
/// them, `yaml` their content.
pub fn read(file: &str, yaml: &str, text: &Text) -> Sidecar {
    read_following(file, yaml, text, &NoEarlier)
}

/// As [`read`], with earlier states of the text to be asked for.
pub fn read_following(file: &str, yaml: &str, text: &Text, earlier: &dyn Earlier) -> Sidecar {
    let mut report = Report::new(file, yaml);
    let (root, faults) = yaml::read(yaml);
    report.faults(faults);
    let mut sidecar = Sidecar::default();
    if let Some(root) = root
        && !matches!(root.value, Value::Null | Value::Broken)
    {
        fill(&mut sidecar, &mut report, &root, text, earlier);
        let made = sidecar.annotations.made.as_ref();
        sidecar.by_machine = made.is_some_and(|made| maker::hand(made, yaml) != Hand::Theirs);
        if sidecar.by_machine {
            sidecar.annotations.mark_found();
        }
    }
    sidecar.problems = report.finish();
    sidecar
}

fn fill(
    sidecar: &mut Sidecar,
    report: &mut Report,
    root: &Node,
    text: &Text,
    earlier: &dyn Earlier,
) {
    const KNOWN: &[&str] =
        &["format", "story", "entities", "relations", "events", "times", "quotes", "made"];
    let Some(fields) = Fields::of(report, root, "an annotation file", &[KNOWN]) else { return };
    if let Some(format) = fields.text(report, "format")
        && format != "dateline/1"
    {
        let at = fields.get("format").map_or(fields.at, |node| node.at);
        let hint = did_you_mean(&format, ["dateline/1"]);
        report.warning(at, format!("format `{format}` is read as `dateline/1`"), hint);
    }
    story(sidecar, report, &fields);
    sidecar.annotations.made = made(report, &fields);
    sidecar.annotations.extra = fields.extra();

    let entities_list = list(report, &fields, "entities");
    let relations_list = list(report, &fields, "relations");
    let events_list = list(report, &fields, "events");
    let times_list = list(report, &fields, "times");
    let quotes_list = list(report, &fields, "quotes");

    let mut ids = ids::Ids::default();
    let (entities, mut listed) = names::entities(report, entities_list, &mut ids);
    let mut events = happenings::events(report, events_list, &ids);
    let mut times = happenings::times(report, times_list);
    let mut quotes = happenings::quotes(report, quotes_list, &ids);

    let passages = listed
        .iter_mut()
        .map(|mention| &mut mention.passage)
        .chain(events.iter_mut().filter_map(|event| event.passage.as_mut()))
        .chain(times.iter_mut().filter_map(|time| time.passage.as_mut()))
        .chain(quotes.iter_mut().filter_map(|quote| quote.passage.as_mut()));
    let mut places = Places::of(report, text, sidecar.text_sha256.as_deref(), earlier, passages);
    let found = &mut sidecar.annotations;
    found.mentions = names::mentions(report, listed, &mut places, text, &entities, &mut ids);
    found.entities = entities;
    found.events = happenings::place_events(report, events, &mut places);
    found.times = happenings::place_times(report, times, &mut places);
    found.quotes = happenings::place_quotes(report, quotes, &mut places);
    ids.times = found.times.iter().filter_map(|time| time.id.clone()).collect();
    found.relations = names::relations(report, relations_list, &ids);
    found.sort();
}

/// The entries of a section; anything but a list is reported.
fn list<'n, 'a>(report: &mut Report, fields: &Fields<'n, 'a>, key: &str) -> &'n [Node<'a>] {
    match fields.get(key) {
        None => &[],
        Some(Node { value: Value::List(items), .. }) => items,
        Some(node) => {
            report.wrong(node, key, "a list, each entry after a dash");
            &[]
        }
    }
}

fn story(sidecar: &mut Sidecar, report: &mut Report, fields: &Fields) {
    const KNOWN: &[&str] = &[
        "title",
        "source",
        "byline",
        "place",
        "published",
        "published-inferred",
        "url",
        "language",
        "tags",
        "text-sha256",
    ];
    let Some(node) = fields.get("story") else { return };
    let Some(story) = Fields::of(report, node, "the story", &[KNOWN]) else { return };
    sidecar.head = Head {
        title: story.text(report, "title"),
        byline: story.text(report, "byline"),
        source: story.text(report, "source"),
        place: story.text(report, "place"),
        published: story.moment(report, "published"),
        inferred: inferred(report, &story),
        url: story.text(report, "url"),
        language: story.text(report, "language"),
        tags: story.texts(report, "tags"),
        extra: story.extra(),
    };
    sidecar.text_sha256 = story.text(report, "text-sha256");
}

fn inferred(report: &mut Report, story: &Fields) -> Option<Inferred> {
    let node = story.get("published-inferred")?;
    const KNOWN: &[&str] = &["value", "from", "certainty"];
    let fields = Fields::of(report, node, "an inferred date", &[KNOWN])?;
    let moment = fields.moment(report, "value")?;
    let from = fields.text(report, "from");
    let evidence = from.and_then(|word| Evidence::parse(&word)).unwrap_or(Evidence::Text);
    let certainty = fields.text(report, "certainty").and_then(|words| words.parse().ok());
    let certainty = certainty.filter(|certainty| (0.0..=1.0).contains(certainty)).unwrap_or(0.5);
    Some(Inferred { moment, evidence, certainty })
}

fn made(report: &mut Report, fields: &Fields) -> Option<Made> {
    let node = fields.get("made")?;
    let made = Fields::of(report, node, "made", &[&["by", "when"]])?;
    let (by, when) = (made.text(report, "by"), made.text(report, "when"));
    Some(Made { by, when, extra: made.extra() })
}
