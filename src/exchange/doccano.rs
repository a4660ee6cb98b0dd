//! doccano: JSON Lines, or JSON, a text a record.
//!
//! Source: doccano's tutorial and its `data_export` and `data_import` packages.
//! The shapes: triples `[start, end, label]` under `label`, `labels` or
//! `entities`; objects with `start_offset`, `end_offset` and `label` under
//! `entities`, with `relations` between their ids; those of old exports under
//! `annotations`, whose labels are numbers. The text is under `text` or `data`.
//!
//! Offsets count scalar values, or UTF-16 units in projects made by other
//! tools, and nothing is quoted: the unit is that under which most ends are ends
//! of words. Graphemes, which a project may count too, are not told apart.
//! Labels of the whole text and further keys are kept in the head of the story;
//! comments are notes on the whole story.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::embedded::{
    controls_escaped, counted, embedded, keep, kept, likely_unit, numbered, others, put_head,
    take_head,
};
use super::gather::gather;
use super::json::{field, many, object, records, text, whole};
use super::marks::{Carries, Mark, Remark, Sheet, Tie, WHOLE_HEAD, note_id};
use super::offsets::{Offsets, Source, Unit};
use super::report::Report;
use super::{Document, Exported, ExportedFile, Format, Imported, Losses, SourceFile, spread};
use crate::model::text::visible;
use crate::model::{Note, Story};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "doccano",
    about: "doccano JSONL, in all its shapes",
    endings: &["jsonl", "json"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: Some(Carries {
        overlapping: true,
        ties: true,
        story_notes: true,
        head: WHOLE_HEAD,
        keys: &["doccano"],
        ..Carries::SPANS
    }),
    import: Some(import),
    export,
};

/// The keys under which stretches may stand.
const LISTS: [&str; 4] = ["label", "labels", "entities", "annotations"];

/// The keys of a stretch that are not attributes.
const STRETCH: [&str; 6] = ["id", "start_offset", "end_offset", "label", "start", "end"];

/// A labelled stretch as it is written.
struct Stretch<'v> {
    range: (usize, usize),
    label: String,
    value: &'v Value,
}

/// A record whose text was found.
struct Example<'v> {
    at: usize,
    value: &'v Value,
    source: Source,
    stretches: Vec<Result<Stretch<'v>, String>>,
    ranges: Vec<(usize, usize)>,
    /// The keys whose values are stretches.
    lists: Vec<&'static str>,
}

fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    for file in files {
        let content = Source::decode(&file.bytes);
        let content = content.text.as_str();
        let mut report = Report::new(file.shown(), content);
        let records = records(content, &["examples"], &mut report);
        let mut examples = Vec::with_capacity(records.len());
        for record in &records {
            match Example::of(record.at, &record.value) {
                Some(example) => examples.push(example),
                None => report.error(record.at, 1, "expected an object with `text` or `data`"),
            }
        }
        let unit = likely_unit(examples.iter().map(|e| (&e.source, e.ranges.as_slice())));
        for (number, example) in examples.iter().enumerate() {
            let name = numbered(&file.name(&FORMAT), number, records.len());
            let document = example.document(name, unit, &mut report, &mut imported.losses);
            imported.documents.push(document);
        }
        imported.problems.extend(report.finish());
    }
    imported
}

impl<'v> Example<'v> {
    fn of(at: usize, value: &'v Value) -> Option<Self> {
        let words = text(value, "text").or_else(|| text(value, "data"))?;
        let mut stretches = Vec::new();
        let mut lists = Vec::new();
        for key in LISTS {
            let Some(items) = value.get(key).and_then(Value::as_array) else { continue };
            let places = |item: &Value| item.is_array() || item.is_object();
            if items.iter().any(|item| !places(item)) {
                // Labels of the text as a whole.
                continue;
            }
            lists.push(key);
            stretches.extend(items.iter().map(stretch));
        }
        let ranges = stretches.iter().flatten().map(|stretch: &Stretch| stretch.range).collect();
        Some(Self { at, value, source: embedded(words), stretches, ranges, lists })
    }

    fn document(
        &self,
        name: String,
        unit: Unit,
        report: &mut Report,
        losses: &mut Losses,
    ) -> Document {
        let offsets = counted(&self.source, &[unit], &[]);
        let story_text = &self.source.text;
        let mut sheet = Sheet::default();
        let mut mark_of: HashMap<String, usize> = HashMap::new();
        for stretch in &self.stretches {
            let placed = stretch.as_ref().map_err(Clone::clone).and_then(|stretch| {
                let (start, end) = stretch.range;
                let span = offsets.span(start, end).filter(|span| !span.is_empty());
                let count = story_text.scalars();
                span.map(|span| (stretch, span)).ok_or_else(|| {
                    format!(
                        "no stretch of the text from {start} to {end}; it has {count} characters"
                    )
                })
            });
            let (stretch, span) = match placed {
                Ok(placed) => placed,
                Err(wrong) => {
                    report.error(self.at, 1, wrong);
                    continue;
                }
            };
            let number = sheet.marks.len();
            let id = id_of(stretch.value, "id");
            let id = id.filter(|id| mark_of.insert(id.clone(), number).is_none());
            sheet.marks.push(Mark {
                id,
                label: stretch.label.clone(),
                spans: vec![span],
                attrs: others(stretch.value, &STRETCH),
                ..Mark::default()
            });
        }
        for value in many(self.value, "relations") {
            let end = |key: &str| mark_of.get(&id_of(value, key)?).copied();
            let Some((from, to)) = end("from_id").zip(end("to_id")) else {
                report.error(self.at, 1, "a relation whose `from_id` or `to_id` is no entity's id");
                continue;
            };
            let label = label_of(field(value, "type").or_else(|| field(value, "label")));
            let attrs = others(value, &["id", "from_id", "to_id", "type", "label"]);
            sheet.ties.push(Tie { id: id_of(value, "id"), label, from, to, attrs });
        }
        for (number, value) in self.comments().enumerate() {
            match comment(value, &name, number) {
                Some(note) => sheet.remarks.push(Remark { on: None, note }),
                None => losses.add("comments without words", "comment"),
            }
        }
        let (annotations, notes) = gather(sheet, story_text);
        let mut rest: Map<String, Value> = self.value.as_object().cloned().unwrap_or_default();
        let words = if rest.contains_key("text") { "text" } else { "data" };
        let read = self.lists.iter().copied().chain([words, "relations", "Comments", "comments"]);
        read.for_each(|key| drop(rest.shift_remove(key)));
        let mut story = Story { text: story_text.clone(), ..Story::default() };
        if let Some(Value::Object(mut meta)) = rest.shift_remove("meta") {
            story.head = take_head(&mut meta);
            if !meta.is_empty() {
                rest.insert("meta".into(), Value::Object(meta));
            }
        }
        keep(&mut story.head, FORMAT.name, rest);
        Document { name, story, annotations, notes }
    }

    fn comments(&self) -> impl Iterator<Item = &'v Value> + use<'v> {
        many(self.value, "Comments").iter().chain(many(self.value, "comments"))
    }
}

fn stretch(value: &Value) -> Result<Stretch<'_>, String> {
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let key = |one: &str, other: &str| whole(value, one).or_else(|| whole(value, other));
    let (range, label) = match value.as_array().map(Vec::as_slice) {
        Some([start, end, label, ..]) => (number(start).zip(number(end)), Some(label)),
        Some(_) => (None, None),
        None => (key("start_offset", "start").zip(key("end_offset", "end")), field(value, "label")),
    };
    let range = range.ok_or("expected [start, end, label], or `start_offset` and `end_offset`")?;
    Ok(Stretch { range, label: label_of(label), value })
}

/// A label is a word; in old exports, a number.
fn label_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(label)) => label.clone(),
        None | Some(Value::Null) => String::new(),
        Some(value) => value.to_string(),
    }
}

fn id_of(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::Null => None,
        Value::String(id) => Some(visible(id).into_owned()),
        id => Some(id.to_string()),
    }
}

fn comment(value: &Value, name: &str, number: usize) -> Option<Note> {
    let words =
        value.as_str().or_else(|| text(value, "text")).or_else(|| text(value, "comment"))?;
    let line = |key: &str| text(value, key).map(|words| visible(words).into_owned());
    Some(Note {
        id: id_of(value, "id").unwrap_or_else(|| note_id(&[name, &number.to_string(), words])),
        body: words.to_owned(),
        made: line("created_at"),
        changed: line("updated_at"),
        by: line("username").or_else(|| line("user")),
        ..Note::default()
    })
}

fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::SPANS);
    let (sheet, mut losses) = spread(document, &carries);
    let Document { story, .. } = document;
    let offsets = Offsets::new(&story.text, Unit::Scalar);
    let place =
        |mark: &Mark| (offsets.offset(mark.spans[0].start), offsets.offset(mark.spans[0].end));
    let mut record = Map::new();
    let mut rest = kept(&story.head, FORMAT.name).cloned().unwrap_or_default();
    record.extend(rest.shift_remove("id").map(|id| ("id".to_owned(), id)));
    record.insert("text".into(), story.text.original().into());
    // Triples have no ids; where something refers to one, objects do.
    let named = sheet.marks.iter().any(|mark| mark.id.as_deref().is_some_and(is_number));
    if sheet.ties.is_empty() && !named {
        let triple = |mark: &Mark| {
            let (start, end) = place(mark);
            json!([start, end, mark.label])
        };
        // A text may have labels as a whole under the same key.
        let key = if rest.contains_key("label") { "entities" } else { "label" };
        record.insert(key.into(), sheet.marks.iter().map(triple).collect());
        for id in sheet.marks.iter().filter_map(|mark| mark.id.as_deref()) {
            losses.add("ids of mentions", id);
        }
    } else {
        let ids = numbers(sheet.marks.iter().map(|mark| mark.id.as_deref()), &mut losses);
        let entity = |(mark, id): (&Mark, &u64)| {
            let (start, end) = place(mark);
            json!({"id": id, "label": mark.label, "start_offset": start, "end_offset": end})
        };
        record.insert("entities".into(), sheet.marks.iter().zip(&ids).map(entity).collect());
        let own = numbers(sheet.ties.iter().map(|tie| tie.id.as_deref()), &mut losses);
        let relation = |(tie, id): (&Tie, &u64)| json!({"id": id, "from_id": ids[tie.from], "to_id": ids[tie.to], "type": tie.label});
        record.insert("relations".into(), sheet.ties.iter().zip(&own).map(relation).collect());
    }
    let comments: Vec<Value> =
        sheet.remarks.iter().map(|r| written(&r.note, &mut losses)).collect();
    if !comments.is_empty() {
        record.insert("Comments".into(), comments.into());
    }
    let mut meta = match rest.shift_remove("meta") {
        Some(Value::Object(meta)) => meta,
        other => {
            rest.extend(other.map(|meta| ("meta".to_owned(), meta)));
            Map::new()
        }
    };
    put_head(&mut meta, &story.head);
    if !meta.is_empty() && !rest.contains_key("meta") {
        record.insert("meta".into(), Value::Object(meta));
    }
    for (key, value) in rest {
        record.entry(key).or_insert(value);
    }
    let mut bytes =
        controls_escaped(serde_json::to_vec(&Value::Object(record)).unwrap_or_default());
    bytes.push(b'\n');
    Exported { files: vec![ExportedFile { ending: "jsonl", bytes }], losses }
}

fn is_number(id: &str) -> bool {
    id.parse::<u64>().is_ok_and(|number| number.to_string() == id)
}

/// The numbers that stand for ids: those that are numbers stay.
fn numbers<'i>(
    ids: impl Iterator<Item = Option<&'i str>> + Clone,
    losses: &mut Losses,
) -> Vec<u64> {
    let own =
        |id: Option<&str>| id.filter(|id| is_number(id)).and_then(|id| id.parse::<u64>().ok());
    let mut taken: HashSet<u64> = ids.clone().filter_map(own).collect();
    let mut next = 1;
    ids.map(|id| {
        own(id).unwrap_or_else(|| {
            losses.add_many("ids other than numbers", usize::from(id.is_some()), id.unwrap_or(""));
            while !taken.insert(next) {
                next += 1;
            }
            next
        })
    })
    .collect()
}

fn written(note: &Note, losses: &mut Losses) -> Value {
    losses.add_many("tags of notes", note.tags.len(), &note.id);
    losses.add_many("names that notes are about", note.about.len(), &note.id);
    losses.add_many("colours of notes", usize::from(note.color.is_some()), &note.id);
    if !note.selectors.is_empty() {
        losses.add("places of notes that are lost in the text", &note.id);
    }
    let line = |words: &Option<String>| words.as_deref().map(Value::from);
    object([
        ("id", Some(note.id.as_str().into())),
        ("text", Some(note.body.as_str().into())),
        ("username", line(&note.by)),
        ("created_at", line(&note.made)),
        ("updated_at", line(&note.changed)),
    ])
}
