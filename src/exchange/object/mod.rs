//! A story as one JSON object, to the letter of FORMATS.md section 3.
//!
//! Offsets count Unicode scalar values of `text`, which is the story as it was
//! decoded, control characters included. What has several stretches gives the
//! start of the first and the end of the last, all of them in `spans`, and as
//! its text the words of each, parted by a space.

mod parts;
mod quoted;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::ser::Formatter;

use crate::error::Diagnostic;
use crate::model::note::hash_tags;
use crate::model::{Annotations, Note, Story, Text};
use parts::{
    EntityObject, EventObject, MentionObject, ParagraphObject, QuoteObject, RelationObject,
    TimeObject,
};
pub use parts::{InferredObject, NoteObject, ProblemObject, passage_of};
use quoted::Quoted;

/// Writes `value` on one line, with every character escaped that could steer a
/// terminal or turn the direction of what follows.
///
/// # Errors
/// If nothing can be written to `to`.
pub fn write_line<T: Serialize>(to: &mut impl Write, value: &T) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *to, Guarded);
    value.serialize(&mut serializer)?;
    to.write_all(b"\n")
}

/// The tags of a note, those written as `#word` in it included, each once.
pub fn tags_of(note: &Note) -> Vec<Cow<'_, str>> {
    let mut tags: Vec<Cow<'_, str>> =
        note.tags.iter().map(|tag| Cow::Borrowed(tag.as_str())).collect();
    for tag in hash_tags(&note.body) {
        if !tags.iter().any(|known| *known == tag) {
            tags.push(tag.into());
        }
    }
    tags
}

/// Compact JSON in which no character can do anything but be shown.
struct Guarded;

impl Formatter for Guarded {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        words: &str,
    ) -> io::Result<()> {
        let mut from = 0;
        for (at, c) in words.char_indices().filter(|&(_, c)| steers(c)) {
            to.write_all(&words.as_bytes()[from..at])?;
            write!(to, "\\u{:04x}", u32::from(c))?;
            from = at + c.len_utf8();
        }
        to.write_all(&words.as_bytes()[from..])
    }

    /// JSON as it came: what steers can only stand in its strings.
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, to: &mut W, raw: &str) -> io::Result<()> {
        self.write_string_fragment(to, raw)
    }
}

/// DEL, the C1 controls and the marks of direction; JSON itself escapes C0.
fn steers(c: char) -> bool {
    matches!(
        c,
        '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// What is annotated in a text: the keys from `entities` on.
#[derive(Serialize)]
pub struct Annotated<'a> {
    entities: Vec<EntityObject<'a>>,
    relations: Vec<RelationObject<'a>>,
    events: Vec<EventObject<'a>>,
    times: Vec<TimeObject<'a>>,
    quotes: Vec<QuoteObject<'a>>,
}

impl<'a> Annotated<'a> {
    /// What is annotated in `text`.
    pub fn of(text: &'a Text, annotations: &'a Annotations) -> Self {
        let mut mentions: Vec<Vec<MentionObject>> =
            annotations.entities.iter().map(|_| Vec::new()).collect();
        for mention in &annotations.mentions {
            if let Some(list) = mentions.get_mut(mention.entity) {
                list.push(MentionObject::of(text, mention));
            }
        }
        let entities = annotations.entities.iter().zip(mentions);
        let names: HashMap<&str, &str> =
            annotations.entities.iter().map(|e| (e.id.as_str(), e.name.as_str())).collect();
        let quoted = match annotations.quotes.is_empty() {
            true => Quoted::default(),
            false => Quoted::of(text),
        };
        Self {
            entities: entities.map(|(entity, own)| EntityObject::of(entity, own)).collect(),
            relations: annotations.relations.iter().map(RelationObject::of).collect(),
            events: annotations.events.iter().map(|event| EventObject::of(text, event)).collect(),
            times: annotations.times.iter().map(|time| TimeObject::of(text, time)).collect(),
            quotes: annotations
                .quotes
                .iter()
                .map(|quote| QuoteObject::of(text, quote, &names, &quoted))
                .collect(),
        }
    }

    /// The keys among others.
    pub fn serialize_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("entities", &self.entities)?;
        map.serialize_entry("relations", &self.relations)?;
        map.serialize_entry("events", &self.events)?;
        map.serialize_entry("times", &self.times)?;
        map.serialize_entry("quotes", &self.quotes)
    }
}

/// A story and everything known of it.
#[derive(Serialize)]
pub struct StoryObject<'a> {
    id: &'a str,
    path: &'a str,
    format: &'static str,
    title: Option<&'a str>,
    byline: Option<&'a str>,
    source: Option<&'a str>,
    place: Option<&'a str>,
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_inferred: Option<InferredObject<'a>>,
    language: Option<&'a str>,
    url: Option<&'a str>,
    text: Cow<'a, str>,
    paragraphs: Vec<ParagraphObject>,
    #[serde(flatten)]
    annotated: Annotated<'a>,
    notes: Vec<NoteObject<'a>>,
    problems: Vec<ProblemObject<'a>>,
}

impl<'a> StoryObject<'a> {
    /// The object of a story that was read from `path`, with what is annotated
    /// in it, the anchored notes on it and what is wrong in its files.
    pub fn of(
        path: &'a str,
        story: &'a Story,
        annotations: &'a Annotations,
        notes: &'a [Note],
        problems: &'a [Diagnostic],
    ) -> Self {
        let text = &story.text;
        let head = &story.head;
        Self {
            id: &story.id.0,
            path,
            format: story.format.word(),
            title: head.title.as_deref(),
            byline: head.byline.as_deref(),
            source: head.source.as_deref(),
            place: head.place.as_deref(),
            published: head.published.as_ref().map(|moment| moment.notation()),
            published_inferred: head
                .inferred
                .as_ref()
                .filter(|_| head.published.is_none())
                .map(InferredObject::of),
            language: head.language.as_deref(),
            url: head.url.as_deref(),
            text: text.original(),
            paragraphs: text.paragraphs().iter().map(|p| ParagraphObject::of(text, p)).collect(),
            annotated: Annotated::of(text, annotations),
            notes: notes.iter().map(|note| NoteObject::of(Some(text), note)).collect(),
            problems: problems.iter().map(ProblemObject::of).collect(),
        }
    }

    /// The same with a language that the words of the story are in, where it
    /// states none.
    pub fn in_language(mut self, language: Option<&'a str>) -> Self {
        self.language = self.language.or(language);
        self
    }
}
