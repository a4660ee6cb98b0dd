//! One annotation: what it says of its target, and what of that is kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::super::super::Losses;
use super::super::super::json::{Record, fault, field, field_at, many, text};
use super::super::super::marks::{Mark, Reference, note_id};
use super::super::super::report::Report;
use super::super::super::selectors::{self, Spot, part_of};
use super::super::{ABOUT, ATTRS, CHAIN, COLOR, ENTRY, ID, LABEL, ON, OTHERS, SOURCE, URN};
use crate::model::text::visible;
use crate::model::{Attrs, Note, NoteKind};

/// The keys that are read; any other is kept with a name, or counted.
const KNOWN: [&str; 19] = [
    "@context",
    "id",
    "type",
    "motivation",
    "body",
    "bodyValue",
    "target",
    "created",
    "modified",
    "creator",
    LABEL,
    ATTRS,
    CHAIN,
    COLOR,
    ABOUT,
    ON,
    ID,
    "purpose",
    "tags",
];

/// An annotation as it is written, its target set apart; without anything, what
/// is no object.
pub(super) struct Written {
    all: Option<Map<String, Value>>,
    target: Option<Box<RawValue>>,
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Apart)
    }
}

/// Sets the target apart.
struct Apart;

impl Apart {
    const NO_OBJECT: Written = Written { all: None, target: None };
}

impl<'de> Visitor<'de> for Apart {
    type Value = Written;

    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("an annotation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
        let (mut all, mut target) = (Map::new(), None);
        while let Some(key) = map.next_key::<String>()? {
            if key == "target" {
                target = Some(map.next_value()?);
            } else {
                all.insert(key, map.next_value()?);
            }
        }
        Ok(Written { all: Some(all), target })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Written, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::NO_OBJECT)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Written, E> {
        Ok(Self::NO_OBJECT)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Written, E> {
        Ok(Self::NO_OBJECT)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Written, E> {
        Ok(Self::NO_OBJECT)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Written, E> {
        Ok(Self::NO_OBJECT)
    }

    fn visit_str<E>(self, _: &str) -> Result<Written, E> {
        Ok(Self::NO_OBJECT)
    }

    fn visit_unit<E>(self) -> Result<Written, E> {
        Ok(Self::NO_OBJECT)
    }
}

/// An annotation.
pub(super) struct One {
    pub at: usize,
    pub value: Value,
    /// What its first target is part of.
    pub source: String,
    pub spots: Vec<Spot>,
    /// The id of the annotation that it is about, where that is in the file.
    pub answers: Option<String>,
}

impl One {
    /// The annotation of a record of `content`; reports what is none.
    pub(super) fn of(record: Record<Written>, content: &str, report: &mut Report) -> Option<Self> {
        let Record { at, value: Written { all, target } } = record;
        let Some(mut all) = all else {
            report.error(at, 1, "expected an annotation, an object with a target");
            return None;
        };
        if let Some(target) = target {
            // All that a plain target says is known by then, and it is the most of
            // what a large file holds.
            if let Some((address, spot)) = Spot::of_plain(target.get()) {
                let source = part_of(&address).0.to_owned();
                let value = Value::Object(all);
                return Some(Self { at, source, spots: vec![spot], answers: None, value });
            }
            match serde_json::from_str(target.get()) {
                Ok(target) => all.insert("target".into(), target),
                Err(error) => {
                    let start = field_at(content, at, "target").unwrap_or(at);
                    fault(&content[start..], start, &error, report);
                    return None;
                }
            };
        }
        let value = Value::Object(all);
        let targets = many(&value, "target");
        let Some(first) = targets.first() else {
            report.error(at, 1, "an annotation without `target`");
            return None;
        };
        let source = part_of(selectors::address(first).unwrap_or_default()).0.to_owned();
        let spots = targets.iter().filter_map(Spot::of).collect();
        Some(Self { at, source, spots, answers: None, value })
    }

    pub(super) fn id(&self) -> Option<&str> {
        text(&self.value, "id").or_else(|| text(&self.value, "@id"))
    }

    pub(super) fn moves(&self, purpose: &str) -> bool {
        many(&self.value, "motivation")
            .iter()
            .any(|word| word.as_str().is_some_and(|word| word.trim_start_matches("oa:") == purpose))
    }

    pub(super) fn bodies(&self) -> impl Iterator<Item = &Value> {
        many(&self.value, "body").iter().flat_map(|body| match field(body, "items") {
            Some(Value::Array(items)) => items.as_slice(),
            _ => std::slice::from_ref(body),
        })
    }

    /// The bodies with this purpose.
    pub(super) fn purposed(&self, purpose: &'static str) -> impl Iterator<Item = &Value> {
        self.bodies().filter(move |body| {
            many(body, "purpose").iter().any(|word| word.as_str() == Some(purpose))
        })
    }

    /// Whether it ties two annotations.
    pub(super) fn is_tie(&self) -> bool {
        self.moves("linking") && self.spots.is_empty() && self.ends().is_some()
    }

    /// The ids of the annotations that it ties: its target and its body, or, as
    /// Recogito writes it, its two targets.
    pub(super) fn ends(&self) -> Option<(&str, &str)> {
        if let [from, to] = many(&self.value, "target") {
            return address(from).zip(address(to));
        }
        let to = self.purposed("linking").chain(self.bodies()).find_map(address);
        Some(&*self.source).filter(|from| !from.is_empty()).zip(to)
    }

    /// What a tie says.
    pub(super) fn label(&self) -> String {
        let tag = self.purposed("tagging").find_map(|body| text(body, "value"));
        text(&self.value, LABEL).or(tag).unwrap_or("linking").to_owned()
    }

    /// Whether it says what a stretch of the text is.
    pub(super) fn is_name(&self) -> bool {
        let purpose = |word| self.moves(word) || self.purposed(word).next().is_some();
        !self.spots.is_empty()
            && (purpose("identifying") || purpose("classifying"))
            && !self.moves("commenting")
    }

    /// Whether it tags a stretch; one that is tied to others is a name then.
    pub(super) fn is_tagged(&self) -> bool {
        !self.spots.is_empty() && self.purposed("tagging").any(|body| text(body, "value").is_some())
    }

    /// The body that says what sort of thing it is.
    pub(super) fn classifier(&self) -> Option<&Value> {
        let with_value = |body: &&Value| text(body, "value").is_some();
        self.purposed("classifying")
            .find(with_value)
            .or_else(|| self.purposed("classifying").find(|body| last_part(body).is_some()))
            .or_else(|| self.purposed("tagging").find(with_value))
    }

    /// The bodies that identify it.
    pub(super) fn identifiers(&self) -> impl Iterator<Item = &Value> {
        self.bodies().filter(|body| {
            let purposes = many(body, "purpose");
            let identifies = purposes.iter().any(|word| word.as_str() == Some("identifying"));
            (identifies || body.is_string() && self.moves("identifying"))
                && reference(body).is_some()
        })
    }

    /// What a name says beyond what it is: somebody's words and tags.
    pub(super) fn remark(&self, name: &str, losses: &mut Losses) -> Option<Note> {
        let used: Vec<&Value> = self.classifier().into_iter().chain(self.identifiers()).collect();
        let spare = self.bodies().filter(|body| !used.iter().any(|own| std::ptr::eq(*own, *body)));
        let (mut words, tags) = said(spare, losses);
        words.extend(text(&self.value, "bodyValue"));
        let words = words.join("\n\n");
        if words.is_empty() && tags.is_empty() {
            return None;
        }
        let id = note_id(&[name, self.id().unwrap_or_default(), &words]);
        Some(Note { id, body: words, tags, ..Note::default() })
    }

    /// Counts what of its targets and bodies Dateline has no place for.
    pub(super) fn count(&self, losses: &mut Losses) {
        let targets = many(&self.value, "target");
        let all_placed = self.spots.len() == targets.len();
        for target in targets {
            let placed = all_placed || Spot::of(target).is_some();
            let fragment = selectors::address(target).and_then(|address| part_of(address).1);
            if let Some(fragment) = fragment.filter(|_| !placed) {
                losses.add("places not in a text", fragment);
            }
            let Value::Object(all) = target else { continue };
            for key in all.keys().filter(|key| !is_of_target(key)) {
                losses.add("particulars of targets", key);
            }
            if !placed {
                for selector in many(target, "selector") {
                    losses
                        .add("places not in a text", text(selector, "type").unwrap_or("selector"));
                }
            }
        }
        for body in self.bodies() {
            let Value::Object(all) = body else { continue };
            let known = |key: &str| {
                matches!(key, "id" | "type" | "source" | "value" | "chars" | "purpose")
                    || key.starts_with("dateline:")
            };
            for key in all.keys().filter(|key| !known(key)) {
                losses.add("particulars of bodies", key);
            }
        }
    }

    pub(super) fn mark(&self) -> Mark {
        let class = self.classifier();
        let value = class.and_then(|body| text(body, "value")).map(str::to_owned);
        let label = text(&self.value, LABEL)
            .map(str::to_owned)
            .or(value)
            .or_else(|| class.and_then(last_part));
        let mut attrs: Attrs = match field(&self.value, ATTRS) {
            Some(Value::Object(all)) => all.clone().into_iter().collect(),
            _ => Attrs::new(),
        };
        let others = self.others();
        if !others.is_empty() {
            attrs.push((OTHERS.into(), Value::Object(others)));
        }
        let references = self.identifiers().filter_map(reference).collect();
        // An id that the writer made of a mention's own is that again.
        let own = text(&self.value, ID).map(str::to_owned);
        let made = self.id().is_some_and(|id| id.starts_with(URN));
        let id = own.or_else(|| self.id().filter(|_| !made).map(str::to_owned));
        let label = label.unwrap_or_else(|| "other".into());
        Mark {
            id: id.map(|id| visible(id.trim()).into_owned()),
            label,
            attrs,
            references,
            spans: Vec::new(),
        }
    }

    /// What else it says.
    pub(super) fn others(&self) -> Map<String, Value> {
        let Value::Object(all) = &self.value else { return Map::new() };
        let kept =
            |key: &str| !KNOWN.contains(&key) || matches!(key, "created" | "modified" | "creator");
        let others = all.iter().filter(|(key, _)| kept(key));
        others.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    pub(super) fn note(&self, name: &str, number: usize, losses: &mut Losses) -> Note {
        let line = |key: &str| text(&self.value, key).map(|words| visible(words).into_owned());
        let (mut words, tags) = said(self.bodies(), losses);
        words.extend(text(&self.value, "bodyValue"));
        for (key, value) in self.others() {
            if !matches!(&*key, "created" | "modified" | "creator") && !value.is_null() {
                losses.add("keys of notes", &key);
            }
        }
        let creator = many(&self.value, "creator").first();
        let creator = creator.and_then(|creator| {
            creator.as_str().or_else(|| text(creator, "name")).or_else(|| text(creator, "id"))
        });
        let bare = words.iter().all(|words| words.is_empty());
        let own = text(&self.value, ID).map(str::to_owned);
        let id = own.or_else(|| self.id().map(str::to_owned));
        Note {
            id: id
                .map(|id| visible(id.trim()).into_owned())
                .filter(|id| !id.is_empty())
                .unwrap_or_else(|| note_id(&[name, &number.to_string(), &words.join("\n")])),
            kind: match self.moves("highlighting") || bare && !self.moves("commenting") {
                true if !self.spots.is_empty() => NoteKind::Highlight,
                _ => NoteKind::Note,
            },
            body: words.join("\n\n"),
            tags,
            color: line(COLOR),
            about: many(&self.value, ABOUT)
                .iter()
                .filter_map(|id| Some(visible(id.as_str()?).into_owned()))
                .collect(),
            made: line("created"),
            changed: line("modified"),
            by: creator.map(|creator| visible(creator).into_owned()),
            target: line(ON),
            ..Note::default()
        }
    }
}

/// Whether a key of a target is one that is read.
fn is_of_target(key: &str) -> bool {
    matches!(key, "id" | "type" | "source" | "selector")
}

/// The words and the tags of bodies.
fn said<'v>(
    bodies: impl Iterator<Item = &'v Value>,
    losses: &mut Losses,
) -> (Vec<&'v str>, Vec<String>) {
    let (mut words, mut tags) = (Vec::new(), Vec::new());
    for body in bodies {
        let tagging = many(body, "purpose").iter().any(|word| word.as_str() == Some("tagging"));
        match body.as_str().or_else(|| text(body, "value")).or_else(|| text(body, "chars")) {
            Some(tag) if tagging => tags.push(visible(tag.trim()).into_owned()),
            Some(said) => words.push(said),
            None => match address(body) {
                Some(link) => words.push(link),
                None => losses.add("bodies of notes", text(body, "type").unwrap_or("body")),
            },
        }
    }
    tags.retain(|tag| !tag.is_empty());
    (words, tags)
}

/// What a body or a target is, or is part of.
fn address(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| text(value, "source")).or_else(|| text(value, "id"))
}

/// The last part of an address: `http://schema.org/Person` classifies as `Person`.
fn last_part(body: &Value) -> Option<String> {
    address(body)?.rsplit(['/', '#', ':']).find(|part| !part.is_empty()).map(str::to_owned)
}

/// What a body identifies.
fn reference(body: &Value) -> Option<Reference> {
    let words = text(body, "dateline:name").unwrap_or_default().to_owned();
    if let (Some(source), Some(id)) = (text(body, SOURCE), text(body, ENTRY)) {
        return Some(Reference { source: source.to_owned(), id: id.to_owned(), words });
    }
    let address = address(body)?;
    let (source, id) = match address.split_once("://") {
        Some((_, rest)) => {
            let host = rest.split('/').next().unwrap_or(rest).trim_start_matches("www.");
            let entry = rest.rsplit('/').next().unwrap_or_default();
            match host {
                "wikidata.org" if entry.starts_with('Q') => ("wikidata", entry),
                _ => (host, address),
            }
        }
        None => ("id", address),
    };
    Some(Reference { source: source.to_owned(), id: id.to_owned(), words })
}
