//! The filter: JSON Lines in, JSON Lines with what was found out.
//!
//! What is not touched passes through as it came, to the last digit. A line
//! that cannot be used passes through with `problems`, and is reported.

use std::fmt;
use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::ordered::{self, Feed};
use super::{Done, Who};
use crate::annotator::{self, Annotator};
use crate::cli::desk::Desk;
use crate::cli::output::{Failure, Output};
use crate::error::{Diagnostic, Severity};
use crate::exchange::object::{self, Annotated, InferredObject, ProblemObject};
use crate::loader;
use crate::model::{Moment, StoryId};

/// The longest line that is read, in bytes.
const LONGEST: u64 = 1 << 30;

/// What messages call standard input.
const INPUT: &str = "-";

/// The keys that the filter writes; those of a line give way.
const OURS: [&str; 6] =
    ["entities", "relations", "events", "times", "quotes", "published_inferred"];

/// A line as it came: its number from 1, and its bytes or why they are not there.
type Line = (usize, Result<Vec<u8>, String>);

/// A line as it goes out.
struct Answer {
    line: Vec<u8>,
    problems: Vec<Diagnostic>,
}

pub(super) fn run(who: &Who, desk: &Desk, output: &mut Output) -> Result<Done, Failure> {
    let workers = who.annotators()?.into_iter().map(|mut annotator| {
        let published = desk.options.published.clone();
        move |(number, bytes): Line| answer(number, bytes, published.as_ref(), &mut annotator)
    });
    let (mut tried, mut failed) = (0, 0);
    let mut answers = ordered::run(workers.collect(), read)?;
    for answer in &mut answers {
        tried += 1;
        output.write_all(&answer.line)?;
        // Whoever reads gets each line as soon as it is there.
        output.flush()?;
        for problem in &answer.problems {
            output.complain(&problem.headline());
        }
        let wrong = |problem: &Diagnostic| problem.severity == Severity::Error;
        failed += usize::from(answer.problems.iter().any(wrong));
    }
    answers.all_done()?;
    // Lines with faults are still written, so something was done.
    Ok(if failed == 0 { Done::Well } else { Done::of(tried + 1, failed) })
}

/// Hands on the lines of standard input.
fn read(mut feed: Feed<Line>) {
    let mut input = io::stdin().lock();
    for number in 1.. {
        let mut line = Vec::new();
        let read = match (&mut input).take(LONGEST).read_until(b'\n', &mut line) {
            Ok(0) => return,
            Ok(_) if line.len() as u64 == LONGEST => {
                let _ = skip_line(&mut input);
                Err("longer than 1 GiB; it is left out".to_owned())
            }
            Ok(_) => Ok(line),
            Err(error) => Err(format!("cannot be read: {error}")),
        };
        let end = matches!(&read, Err(why) if why.starts_with("cannot"));
        if !feed.send((number, read)) || end {
            return;
        }
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let ready = input.fill_buf()?;
        let end = memchr::memchr(b'\n', ready);
        let (length, done) = end.map_or((ready.len(), ready.is_empty()), |at| (at + 1, true));
        input.consume(length);
        if done {
            return Ok(());
        }
    }
}

fn answer(
    number: usize,
    bytes: Result<Vec<u8>, String>,
    published: Option<&Moment>,
    annotator: &mut Annotator,
) -> Answer {
    let fault = |message: String, column: usize| {
        let error = Diagnostic::error(INPUT, message);
        Diagnostic { place: Some((number, column)), ..error }
    };
    let faulty = |record: &Record, problem| Answer::new(record, None, vec![problem]);
    let bytes = match bytes {
        // An empty line stays one: lines of both sides can be put together.
        Ok(bytes) if bytes.trim_ascii().is_empty() => {
            return Answer { line: b"\n".to_vec(), problems: Vec::new() };
        }
        Ok(bytes) => bytes,
        Err(why) => return faulty(&Record::default(), fault(why, 1)),
    };
    let record: Record = match serde_json::from_slice(bytes.trim_ascii()) {
        Ok(record) => record,
        Err(error) => {
            let what = if error.is_data() { "not an object" } else { "not JSON" };
            let message = format!("{what}: {}", in_words(&error));
            return faulty(&Record::of_foreign(&bytes), fault(message, error.column().max(1)));
        }
    };
    let text = match record.words("text") {
        Some(Ok(text)) => text,
        Some(Err(why)) => return faulty(&record, fault(format!("`text`: {why}"), 1)),
        None => return faulty(&record, fault("an object without `text`".into(), 1)),
    };
    let mut problems = Vec::new();
    let mut story = loader::story_of_text(&text);
    // A key may be left out or hold null; anything but words is said.
    let mut head = |key: &str| match record.words(key).filter(|_| !record.is_null(key))? {
        Ok(words) => Some(words),
        Err(why) => {
            problems.push(fault(format!("`{key}`: {why}"), 1));
            None
        }
    };
    story.head.title = head("title").or(story.head.title);
    story.head.language = head("language").or(story.head.language);
    let written = head("published");
    // Of these only what can be used is: an id is often a number.
    let words = |key: &str| record.words(key).and_then(Result::ok);
    story.id = StoryId(words("id").unwrap_or_default());
    story.head.url = words("url").or(story.head.url);
    story.path = words("path").map(PathBuf::from);
    match written.map(|written| Moment::parse(&written)) {
        Some(Ok(moment)) => story.head.published = Some(moment),
        Some(Err(wrong)) => problems.push(fault(format!("`published`: {wrong}"), 1)),
        None => {}
    }
    if story.head.published.is_none() {
        story.head.published = published.cloned();
    }
    story.head.inferred = annotator::infer(&story);
    let found = annotator.find(&story);
    problems.extend(found.trouble.map(|why| fault(why, 1)));
    problems.extend(
        found.remark.map(|words| Diagnostic {
            place: Some((number, 1)),
            ..Diagnostic::warning(INPUT, words)
        }),
    );
    let annotated = Annotated::of(&story.text, &found.annotations);
    let inferred = story.head.inferred.as_ref().map(InferredObject::of);
    Answer::new(&record, Some((&annotated, inferred)), problems)
}

/// The parser's words without its line, which is always the first.
fn in_words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or(&words).to_owned()
}

impl Answer {
    fn new(record: &Record, found: Option<Found>, problems: Vec<Diagnostic>) -> Self {
        let mut line = Vec::new();
        // Writing to memory does not fail.
        let _ = object::write_line(&mut line, &Written { record, found, problems: &problems });
        Self { line, problems }
    }
}

/// What was found, and the date that was inferred.
type Found<'a> = (&'a Annotated<'a>, Option<InferredObject<'a>>);

/// A record with what was found, if anything was looked for.
struct Written<'a> {
    record: &'a Record,
    found: Option<Found<'a>>,
    problems: &'a [Diagnostic],
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in &self.record.0 {
            let ours = key == "problems" || self.found.is_some() && OURS.contains(&&**key);
            if !ours {
                map.serialize_entry(key, value)?;
            }
        }
        if let Some((annotated, inferred)) = &self.found {
            if let Some(inferred) = inferred {
                map.serialize_entry("published_inferred", inferred)?;
            }
            annotated.serialize_into(&mut map)?;
            if self.record.get("notes").is_none() {
                map.serialize_entry("notes", &[(); 0])?;
            }
        }
        let problems: Vec<ProblemObject> = self.problems.iter().map(ProblemObject::of).collect();
        map.serialize_entry("problems", &problems)?;
        map.end()
    }
}

/// An object: its keys in order, each with its value as it was written.
#[derive(Default)]
struct Record(Vec<(String, Box<RawValue>)>);

impl Record {
    /// What stands in for a line that is no object.
    fn of_foreign(bytes: &[u8]) -> Self {
        let line = String::from_utf8_lossy(bytes.trim_ascii());
        let raw = serde_json::value::to_raw_value(&line);
        Self(raw.into_iter().map(|raw| ("line".to_owned(), raw)).collect())
    }

    fn get(&self, key: &str) -> Option<&RawValue> {
        // Of several, the last counts, as with most readers.
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, value)| &**value)
    }

    fn is_null(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.get() == "null")
    }

    /// The string under a key.
    fn words(&self, key: &str) -> Option<Result<String, String>> {
        let value = self.get(key)?;
        Some(serde_json::from_str(value.get()).map_err(|error| in_words(&error)))
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut keys = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    keys.push(entry);
                }
                Ok(Record(keys))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}
