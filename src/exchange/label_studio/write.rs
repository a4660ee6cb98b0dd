//! A story into a task with one annotation.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::super::embedded::{controls_escaped, kept, put_head, put_others};
use super::super::marks::{Carries, Mark, Reference, Remark, Tie};
use super::super::offsets::{Offsets, Unit};
use super::super::{Document, Exported, ExportedFile, Losses, spread};
use super::{FORMAT, FROM, KIND, LABELS, RELATION, SAID, TO, value_key};
use crate::model::Text;

/// Writes a list of one task.
pub(super) fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::SPANS);
    let (sheet, mut losses) = spread(document, &carries);
    let Document { story, .. } = document;
    let mut rest = kept(&story.head, FORMAT.name).cloned().unwrap_or_default();
    let key = match rest.shift_remove("key") {
        Some(Value::String(key)) => key,
        _ => "text".to_owned(),
    };
    let pen = Pen { text: &story.text, offsets: Offsets::new(&story.text, Unit::Utf16), key: &key };
    let ids: Vec<String> = sheet
        .marks
        .iter()
        .enumerate()
        .map(|(n, mark)| mark.id.clone().unwrap_or_else(|| format!("r{}", n + 1)))
        .collect();
    let mut chains: Vec<Option<usize>> = vec![None; sheet.marks.len()];
    for (number, chain) in sheet.chains.iter().enumerate() {
        chain.iter().for_each(|&mark| chains[mark] = Some(number + 1));
    }
    let mut notes: Vec<Vec<&Remark>> = vec![Vec::new(); sheet.marks.len()];
    for remark in &sheet.remarks {
        if let Some(list) = remark.on.and_then(|on| notes.get_mut(on)) {
            list.push(remark);
        }
        particulars(remark, &mut losses);
    }
    let mut results: Vec<Outcome> = Vec::new();
    for (number, mark) in sheet.marks.iter().enumerate() {
        pen.region(mark, &ids[number], chains[number], &notes[number], &mut results);
    }
    results.extend(sheet.ties.iter().map(|tie| Outcome::Whole(relation(tie, &ids))));
    if let Some(Value::Array(whole)) = rest.shift_remove("result") {
        results.extend(whole.into_iter().map(Outcome::Whole));
    }
    let own = match rest.shift_remove("annotation") {
        Some(Value::Object(own)) => own,
        _ => Map::new(),
    };
    let mut data = Map::new();
    data.insert(key.clone(), story.text.original().into());
    put_head(&mut data, &story.head);
    if let Some(Value::Object(own)) = rest.shift_remove("data") {
        for (key, value) in own {
            data.entry(key).or_insert(value);
        }
    }
    // A head that is called as the text is has to wait.
    data.insert(key, story.text.original().into());
    let id = rest.shift_remove("id");
    rest.retain(|key, _| key != "data" && key != "annotations");
    let task = Task { id, data, annotations: [Annotation { own, results }], rest };
    let mut bytes = controls_escaped(serde_json::to_vec_pretty(&[task]).unwrap_or_default());
    bytes.push(b'\n');
    Exported { files: vec![ExportedFile { ending: "json", bytes }], losses }
}

/// A task as it is written. A story has as many results as mentions, so most
/// are no values of their own.
#[derive(Serialize)]
struct Task<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    data: Map<String, Value>,
    annotations: [Annotation<'a>; 1],
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// What the file said of the annotation, with these results.
struct Annotation<'a> {
    own: Map<String, Value>,
    results: Vec<Outcome<'a>>,
}

impl Serialize for Annotation<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let mut written = false;
        for (key, value) in &self.own {
            if key == "result" {
                map.serialize_entry(key, &self.results)?;
                written = true;
            } else {
                map.serialize_entry(key, value)?;
            }
        }
        if !written {
            map.serialize_entry("result", &self.results)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome<'a> {
    Region(Box<Region<'a>>),
    Whole(Value),
}

#[derive(Serialize)]
struct Region<'a> {
    id: &'a str,
    from_name: String,
    to_name: String,
    #[serde(rename = "type")]
    kind: String,
    value: Labelled,
    origin: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    meta: Map<String, Value>,
}

/// A place and its labels, which stand under the kind of control that gave them.
struct Labelled {
    place: Place,
    kind: String,
    labels: Vec<Value>,
}

struct Place {
    start: usize,
    end: usize,
    text: String,
}

impl Serialize for Labelled {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Place { start, end, text } = &self.place;
        let mut map = to.serialize_map(None)?;
        // A kind that is called as one of these replaces it.
        if self.kind != "start" {
            map.serialize_entry("start", start)?;
        }
        if self.kind != "end" {
            map.serialize_entry("end", end)?;
        }
        if self.kind != "text" {
            map.serialize_entry("text", text)?;
        }
        map.serialize_entry(&self.kind, &self.labels)?;
        map.end()
    }
}

/// A region has room for the words of a note, for nothing else of it.
fn particulars(remark: &Remark, losses: &mut Losses) {
    let note = &remark.note;
    losses.add_many("tags of notes", note.tags.len(), &note.id);
    losses.add_many("names that notes are about", note.about.len(), &note.id);
    losses.add_many("colours of notes", usize::from(note.color.is_some()), &note.id);
    let dated = note.made.is_some() || note.changed.is_some() || note.by.is_some();
    losses.add_many("ids, authors and dates of notes", usize::from(dated), &note.id);
}

struct Pen<'a> {
    text: &'a Text,
    offsets: Offsets<'a>,
    key: &'a str,
}

impl Pen<'_> {
    /// The results of one region: its labels, then what else controls say.
    fn region<'i>(
        &self,
        mark: &Mark,
        id: &'i str,
        chain: Option<usize>,
        notes: &[&Remark],
        results: &mut Vec<Outcome<'i>>,
    ) {
        let span = mark.spans[0];
        let place = Place {
            start: self.offsets.offset(span.start),
            end: self.offsets.offset(span.end),
            text: self.text.original_of(span).into_owned(),
        };
        let mut attrs = mark.attrs.clone();
        let mut take = |name: &str| {
            let at = attrs.iter().position(|(known, _)| known == name)?;
            Some(attrs.remove(at).1)
        };
        let word = |value: Option<Value>, usual: &str| match value {
            Some(Value::String(word)) => word,
            _ => usual.to_owned(),
        };
        let kind = word(take(KIND.0), KIND.1);
        let from = word(take(FROM.0), FROM.1);
        let to = word(take(TO), if self.key.is_empty() { "text" } else { self.key });
        let labels = match take(LABELS) {
            Some(Value::Array(labels))
                if labels.first().and_then(Value::as_str) == Some(&mark.label) =>
            {
                labels
            }
            _ if mark.label.is_empty() => Vec::new(),
            _ => vec![mark.label.as_str().into()],
        };
        let (score, origin) = (take("certainty"), take("origin"));
        let mut meta = Map::new();
        let words: Vec<Value> = notes.iter().map(|r| r.note.body.as_str().into()).collect();
        if !words.is_empty() {
            meta.insert("text".into(), words.into());
        }
        if let Some(chain) = chain {
            meta.insert("chain".into(), chain.into());
        }
        if !mark.references.is_empty() {
            let all = mark.references.iter().map(Reference::value).collect();
            meta.insert("references".into(), all);
        }
        let mut said = Vec::new();
        attrs.retain(|(name, value)| {
            let one = value.as_object().filter(|entries| entries.len() == 1);
            let Some((kind, words)) = one.and_then(|entries| entries.iter().next()) else {
                return true;
            };
            if !SAID.contains(&kind.as_str()) {
                return true;
            }
            let Place { start, end, text } = &place;
            let mut value = json!({"start": start, "end": end, "text": text});
            value[value_key(kind)] = words.clone();
            said.push(Outcome::Whole(
                json!({"id": id, "from_name": name, "to_name": to, "type": kind, "value": value}),
            ));
            false
        });
        put_others(&mut meta, &attrs, &["text", "chain", "references"]);
        results.push(Outcome::Region(Box::new(Region {
            id,
            from_name: from,
            to_name: to,
            kind: kind.clone(),
            value: Labelled { place, kind, labels },
            origin: origin.unwrap_or_else(|| "manual".into()),
            score,
            meta,
        })));
        results.extend(said);
    }
}

fn relation(tie: &Tie, ids: &[String]) -> Value {
    let mut attrs = tie.attrs.clone();
    let stated = |value: &Value| value.is_array() || value.is_null();
    let at = attrs.iter().position(|(name, value)| name == LABELS && stated(value));
    let labels = match at.map(|at| attrs.remove(at).1) {
        Some(labels) => labels,
        None if tie.label.is_empty() => json!([]),
        None => json!([tie.label]),
    };
    let mut result = Map::new();
    let mut put = |key: &str, value: Value| result.insert(key.into(), value);
    put("from_id", ids[tie.from].as_str().into());
    put("to_id", ids[tie.to].as_str().into());
    put("type", "relation".into());
    if !labels.is_null() {
        put("labels", labels);
    }
    if let Some(id) = &tie.id {
        put("id", id.as_str().into());
    }
    if attrs.iter().all(|(name, _)| name != "direction") {
        put("direction", "right".into());
    }
    put_others(&mut result, &attrs, &RELATION);
    Value::Object(result)
}
