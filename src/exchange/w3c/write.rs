//! Marks, ties and remarks into a page of annotations.

use std::collections::HashMap;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value, json};

use super::super::json::object;
use super::super::marks::{Carries, Mark, Reference, Remark, Tie};
use super::super::offsets::{Offsets, Unit};
use super::super::selectors::{Target, targets};
use super::super::{Document, Exported, ExportedFile, spread};
use super::{
    ABOUT, ATTRS, CHAIN, COLOR, CONTEXT, ENTRY, FORMAT, ID, LABEL, ON, OTHERS, SOURCE, URN,
};
use crate::model::{Attrs, Note, NoteKind, Span, Story};

/// Writes an `AnnotationPage`, with the text beside it.
pub(super) fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::ALL);
    let (sheet, losses) = spread(document, &carries);
    let story = &document.story;
    let source = story.head.url.clone().unwrap_or_else(|| format!("{}.txt", document.name));
    let pen = Pen { story, offsets: Offsets::new(&story.text, Unit::Scalar), source };
    let mut chain_of: HashMap<usize, String> = HashMap::new();
    for (number, chain) in sheet.chains.iter().enumerate() {
        chain_of.extend(chain.iter().map(|&mark| (mark, format!("{URN}chain:{}", number + 1))));
    }
    let ids: Vec<String> = sheet.marks.iter().enumerate().map(|(n, mark)| id_of(n, mark)).collect();
    let mut items = Items::default();
    for (number, mark) in sheet.marks.iter().enumerate() {
        let (id, chain) = (&*ids[number], chain_of.get(&number).map(String::as_str));
        items.push(&Name { pen: &pen, mark, id, chain });
    }
    for (number, tie) in sheet.ties.iter().enumerate() {
        items.push(&tie_object(number, tie, &ids));
    }
    let answered: HashMap<&str, &Note> =
        sheet.remarks.iter().map(|remark| (&*remark.note.id, &remark.note)).collect();
    for remark in &sheet.remarks {
        items.push(&pen.remark(remark, &answered));
    }
    let context = json!([CONTEXT, {"dateline": URN}]);
    let head = format!(
        "{{\"@context\": {context},\n \"id\": \"{URN}page\", \"type\": \"AnnotationPage\",\n \"items\": [\n"
    );
    let bytes = [head.as_bytes(), &items.0, b"\n]}\n"].concat();
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

/// Annotations, one a line: a change of one shows as one in a comparison.
#[derive(Default)]
struct Items(Vec<u8>);

impl Items {
    fn push(&mut self, item: &impl Serialize) {
        if !self.0.is_empty() {
            self.0.extend_from_slice(b",\n");
        }
        // Writing to a vector does not fail.
        let _ = serde_json::to_writer(&mut self.0, item);
    }
}

/// A mark as an annotation.
struct Name<'a> {
    pen: &'a Pen<'a>,
    mark: &'a Mark,
    id: &'a str,
    chain: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct Classifying<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
    value: &'a str,
}

impl Serialize for Name<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { pen, mark, id, chain } = self;
        let Pen { story, offsets, source } = pen;
        let label = Classifying { kind: "TextualBody", purpose: "classifying", value: &mark.label };
        let references: Vec<Value> = mark.references.iter().map(identifying).collect();
        let body = Listed { first: &label, rest: &references };
        let one = |span: Span| Target::of(&story.text, offsets, source, span);
        let is_other = |(name, value): &&(String, Value)| name == OTHERS && value.is_object();
        let others = mark.attrs.iter().find(is_other).and_then(|(_, value)| value.as_object());
        let own = others.map_or(mark.attrs.len(), |_| mark.attrs.len() - 1);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", id)?;
        map.serialize_entry("type", "Annotation")?;
        map.serialize_entry("motivation", "identifying")?;
        map.serialize_entry("body", &body)?;
        match mark.spans.as_slice() {
            [span] => map.serialize_entry("target", &one(*span))?,
            several => {
                let all: Vec<Target> = several.iter().map(|&span| one(span)).collect();
                map.serialize_entry("target", &all)?;
            }
        }
        let mut taken = vec!["id", "type", "motivation", "body", "target"];
        let own_id = mark.id.as_deref().filter(|own| own != id);
        for (key, value) in [(ID, own_id), (CHAIN, *chain)] {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
                taken.push(key);
            }
        }
        if own > 0 {
            let attrs = mark.attrs.iter().filter(|entry| others.is_none() || !is_other(entry));
            let attrs: Map<String, Value> = attrs.cloned().collect();
            map.serialize_entry(ATTRS, &attrs)?;
            taken.push(ATTRS);
        }
        for (key, value) in others.into_iter().flatten() {
            if !taken.contains(&key.as_str()) {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

/// A list whose first item is of another kind than the rest.
struct Listed<'a, F, R> {
    first: &'a F,
    rest: &'a [R],
}

impl<F: Serialize, R: Serialize> Serialize for Listed<'_, F, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(1 + self.rest.len()))?;
        list.serialize_element(self.first)?;
        for item in self.rest {
            list.serialize_element(item)?;
        }
        list.end()
    }
}

impl Pen<'_> {
    /// A note; a reply to one of those that are `answered`, by their ids, has
    /// that for its target.
    fn remark(&self, remark: &Remark, answered: &HashMap<&str, &Note>) -> Value {
        let note = &remark.note;
        let stands = |first: &&&Note| first.spans == note.spans && first.id != note.id;
        let first = note.target.as_deref().and_then(|id| answered.get(id)).filter(stands);
        let first = first.filter(|first| first.selectors.len() == note.selectors.len());
        let target = match (first, targets(&self.story.text, &self.offsets, &self.source, note)) {
            (Some(first), _) => note_address(first).into(),
            (None, all) => match <[Value; 1]>::try_from(all) {
                Ok([one]) => one,
                Err(none) if none.is_empty() => self.source.as_str().into(),
                Err(several) => several.into(),
            },
        };
        let mut body = Vec::new();
        if !note.body.is_empty() {
            body.push(json!({"type": "TextualBody", "value": note.body}));
        }
        for tag in &note.tags {
            body.push(json!({"type": "TextualBody", "purpose": "tagging", "value": tag}));
        }
        let motivation = match (first, note.kind) {
            (Some(_), _) => "replying",
            (None, NoteKind::Highlight) => "highlighting",
            (None, _) => "commenting",
        };
        let own = note.id.contains(':');
        let id = note_address(note);
        object([
            ("id", Some(id.into())),
            ("type", Some("Annotation".into())),
            ("motivation", Some(motivation.into())),
            ("body", (!body.is_empty()).then(|| body.into())),
            ("target", Some(target)),
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

/// An address stays; anything else becomes one.
fn note_address(note: &Note) -> String {
    match note.id.contains(':') {
        true => note.id.clone(),
        false => format!("{URN}note:{}", note.id),
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
