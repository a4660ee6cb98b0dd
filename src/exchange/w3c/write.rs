//! Marks, ties and remarks into a page of annotations.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::super::json::object;
use super::super::marks::{Carries, Mark, Reference, Remark, Tie};
use super::super::offsets::{Offsets, Unit};
use super::super::selectors::selectors;
use super::super::{Document, Exported, ExportedFile, spread};
use super::{
    ABOUT, ATTRS, CHAIN, COLOR, CONTEXT, ENTRY, FORMAT, ID, LABEL, ON, OTHERS, SOURCE, URN,
};
use crate::model::{Attrs, NoteKind, Span, Story};

/// Writes an `AnnotationPage`, with the text beside it.
pub(super) fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::ALL);
    let (sheet, mut losses) = spread(document, &carries);
    let story = &document.story;
    let source = story.head.url.clone().unwrap_or_else(|| format!("{}.txt", document.name));
    let pen = Pen { story, offsets: Offsets::new(&story.text, Unit::Scalar), source };
    let mut chain_of: HashMap<usize, String> = HashMap::new();
    for (number, chain) in sheet.chains.iter().enumerate() {
        chain_of.extend(chain.iter().map(|&mark| (mark, format!("{URN}chain:{}", number + 1))));
    }
    let ids: Vec<String> = sheet.marks.iter().enumerate().map(|(n, mark)| id_of(n, mark)).collect();
    let mut items: Vec<Value> = Vec::with_capacity(sheet.marks.len());
    for (number, mark) in sheet.marks.iter().enumerate() {
        items.push(pen.mark(mark, &ids[number], chain_of.get(&number)));
    }
    for (number, tie) in sheet.ties.iter().enumerate() {
        items.push(tie_object(number, tie, &ids));
    }
    for remark in &sheet.remarks {
        if remark.note.spans.len() < remark.note.selectors.len() {
            losses.add("places of notes that are lost in the text", &remark.note.id);
        }
        items.push(pen.remark(remark));
    }
    let context = json!([CONTEXT, {"dateline": URN}]);
    let mut out = format!(
        "{{\"@context\": {context},\n \"id\": \"{URN}page\", \"type\": \"AnnotationPage\",\n \"items\": [\n"
    );
    // One annotation a line: a change of one shows as one in a comparison.
    for (number, item) in items.iter().enumerate() {
        let comma = if number + 1 < items.len() { "," } else { "" };
        // Writing to a string does not fail.
        let _ = writeln!(out, "{item}{comma}");
    }
    out.push_str("]}\n");
    let bytes = out.into_bytes();
    let text = story.text.original().into_owned().into_bytes();
    let files =
        vec![ExportedFile { ending: "txt", bytes: text }, ExportedFile { ending: "jsonld", bytes }];
    // The address is the source of every target.
    Exported { files, losses }
}

/// An address stays; anything else becomes one.
fn id_of(number: usize, mark: &Mark) -> String {
    match &mark.id {
        Some(id) if id.contains(':') => id.clone(),
        _ => format!("{URN}mark:{}", number + 1),
    }
}

struct Pen<'a> {
    story: &'a Story,
    offsets: Offsets<'a>,
    source: String,
}

impl Pen<'_> {
    fn target(&self, spans: &[Span]) -> Value {
        let one = |span: &Span| {
            let selector = selectors(&self.story.text, &self.offsets, *span);
            json!({"source": self.source, "selector": selector})
        };
        match spans {
            [] => self.source.as_str().into(),
            [span] => one(span),
            several => several.iter().map(one).collect(),
        }
    }

    fn mark(&self, mark: &Mark, id: &str, chain: Option<&String>) -> Value {
        let mut body = vec![json!({
            "type": "TextualBody", "purpose": "classifying", "value": mark.label,
        })];
        body.extend(mark.references.iter().map(identifying));
        let mut attrs: Attrs = mark.attrs.clone();
        let others = attrs
            .iter()
            .position(|(name, value)| name == OTHERS && value.is_object())
            .map(|at| attrs.remove(at).1);
        let mut value = object([
            ("id", Some(id.into())),
            ("type", Some("Annotation".into())),
            ("motivation", Some("identifying".into())),
            ("body", Some(body.into())),
            ("target", Some(self.target(&mark.spans))),
            (ID, mark.id.as_deref().filter(|own| *own != id).map(Value::from)),
            (CHAIN, chain.map(|chain| chain.as_str().into())),
            (ATTRS, mapping(&attrs)),
        ]);
        if let (Value::Object(value), Some(Value::Object(others))) = (&mut value, others) {
            for (key, other) in others {
                value.entry(key).or_insert(other);
            }
        }
        value
    }

    fn remark(&self, remark: &Remark) -> Value {
        let note = &remark.note;
        let mut body = Vec::new();
        if !note.body.is_empty() {
            body.push(json!({"type": "TextualBody", "value": note.body}));
        }
        for tag in &note.tags {
            body.push(json!({"type": "TextualBody", "purpose": "tagging", "value": tag}));
        }
        let highlight = note.kind == NoteKind::Highlight;
        let own = note.id.contains(':');
        let id = if own { note.id.clone() } else { format!("{URN}note:{}", note.id) };
        object([
            ("id", Some(id.into())),
            ("type", Some("Annotation".into())),
            ("motivation", Some(if highlight { "highlighting" } else { "commenting" }.into())),
            ("body", (!body.is_empty()).then(|| body.into())),
            ("target", Some(self.target(&note.spans))),
            ("created", note.made.as_deref().map(Value::from)),
            ("modified", note.changed.as_deref().map(Value::from)),
            ("creator", note.by.as_deref().map(|by| json!({"type": "Person", "name": by}))),
            (ID, (!own).then(|| note.id.as_str().into())),
            (COLOR, note.color.as_deref().map(Value::from)),
            (ABOUT, (!note.about.is_empty()).then(|| note.about.clone().into())),
            (ON, note.target.as_deref().map(Value::from)),
        ])
    }
}

fn identifying(reference: &Reference) -> Value {
    let Reference { source, id, words } = reference;
    let address = match &**source {
        _ if id.contains("://") => id.clone(),
        "wikidata" => format!("http://www.wikidata.org/entity/{id}"),
        _ => format!("{URN}{source}:{id}"),
    };
    object([
        ("type", Some("SpecificResource".into())),
        ("purpose", Some("identifying".into())),
        ("source", Some(address.into())),
        (SOURCE, Some(source.as_str().into())),
        (ENTRY, Some(id.as_str().into())),
        ("dateline:name", (!words.is_empty()).then(|| words.as_str().into())),
    ])
}

fn tie_object(number: usize, tie: &Tie, ids: &[String]) -> Value {
    let own = tie.id.as_deref().filter(|id| id.contains(':'));
    let id = own.map_or_else(|| format!("{URN}tie:{}", number + 1), str::to_owned);
    object([
        ("id", Some(id.as_str().into())),
        ("type", Some("Annotation".into())),
        ("motivation", Some("linking".into())),
        (
            "body",
            Some(json!([
                {"type": "SpecificResource", "purpose": "linking", "source": ids[tie.to]},
                {"type": "TextualBody", "purpose": "tagging", "value": tie.label},
            ])),
        ),
        ("target", Some(ids[tie.from].as_str().into())),
        (ID, tie.id.as_deref().filter(|own| *own != id).map(Value::from)),
        (LABEL, Some(tie.label.as_str().into())),
        (ATTRS, mapping(&tie.attrs)),
    ])
}

fn mapping(attrs: &Attrs) -> Option<Value> {
    let all: Map<String, Value> = attrs.iter().cloned().collect();
    (!all.is_empty()).then_some(Value::Object(all))
}
