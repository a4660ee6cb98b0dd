//! What a story's object is made of.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use super::quoted::Quoted;
use super::tags_of;
use crate::error::Diagnostic;
use crate::model::{
    Entity, Event, Inferred, Mention, Note, NoteKind, Origin, Paragraph, Quote, Relation, Selector,
    Span, Text, TimeExpression,
};

pub(super) fn offsets(text: &Text, span: Span) -> (usize, usize) {
    (text.scalar_at(span.start), text.scalar_at(span.end))
}

/// The word for an origin, unless it is the file, which goes without saying.
fn beyond_file(origin: Origin) -> Option<&'static str> {
    (origin != Origin::File).then(|| origin.word())
}

/// Where something stands.
#[derive(Serialize)]
pub(super) struct Stretches {
    start: Option<usize>,
    end: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<(usize, usize)>,
}

impl Stretches {
    pub(super) fn of(text: &Text, spans: &[Span]) -> Self {
        let all: Vec<(usize, usize)> = spans.iter().map(|&span| offsets(text, span)).collect();
        Self {
            start: all.iter().map(|&(start, _)| start).min(),
            end: all.iter().map(|&(_, end)| end).max(),
            spans: if all.len() > 1 { all } else { Vec::new() },
        }
    }
}

/// The words of all stretches, as they were decoded.
pub(super) fn words<'a>(text: &'a Text, spans: &[Span]) -> Cow<'a, str> {
    match spans {
        [] => Cow::Borrowed(""),
        &[span] => text.original_of(span),
        several => {
            several.iter().map(|&span| text.original_of(span)).collect::<Vec<_>>().join(" ").into()
        }
    }
}

#[derive(Serialize)]
pub(super) struct ParagraphObject {
    start: usize,
    end: usize,
    role: &'static str,
}

impl ParagraphObject {
    pub(super) fn of(text: &Text, paragraph: &Paragraph) -> Self {
        let (start, end) = offsets(text, paragraph.span);
        Self { start, end, role: paragraph.role.word() }
    }
}

/// Names and values, in the order of the file.
pub(super) struct Pairs<'a, V>(&'a [(String, V)]);

impl<V> Pairs<'_, V> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V: Serialize> Serialize for Pairs<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
pub(super) struct EntityObject<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    aliases: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
    links: Pairs<'a, String>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    attrs: Pairs<'a, Value>,
    mentions: Vec<MentionObject<'a>>,
    /// Stated only where it is not the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'static str>,
}

impl<'a> EntityObject<'a> {
    pub(super) fn of(entity: &'a Entity, mentions: Vec<MentionObject<'a>>) -> Self {
        Self {
            id: &entity.id,
            name: &entity.name,
            kind: entity.kind.word(),
            aliases: &entity.aliases,
            role: entity.role.as_deref(),
            about: entity.about.as_deref(),
            links: Pairs(&entity.links),
            attrs: Pairs(&entity.attrs),
            mentions,
            origin: beyond_file(entity.origin),
        }
    }
}

#[derive(Serialize)]
pub(super) struct MentionObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(flatten)]
    stretches: Stretches,
    text: Cow<'a, str>,
    origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<f32>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    attrs: Pairs<'a, Value>,
}

impl<'a> MentionObject<'a> {
    pub(super) fn of(text: &'a Text, mention: &'a Mention) -> Self {
        let spans: Vec<Span> = mention.spans().collect();
        Self {
            id: mention.id.as_deref(),
            stretches: Stretches::of(text, &spans),
            text: words(text, &spans),
            origin: mention.origin.word(),
            certainty: mention.certainty,
            attrs: Pairs(&mention.attrs),
        }
    }
}

#[derive(Serialize)]
pub(super) struct RelationObject<'a> {
    from: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    to: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    attrs: Pairs<'a, Value>,
}

impl<'a> RelationObject<'a> {
    pub(super) fn of(relation: &'a Relation) -> Self {
        Self {
            from: &relation.from,
            kind: &relation.kind,
            to: &relation.to,
            id: relation.id.as_deref(),
            attrs: Pairs(&relation.attrs),
        }
    }
}

/// Each part somebody took in an event, and the ids of who took it.
pub(super) struct Roles<'a>(Vec<(&'a str, Vec<&'a str>)>);

impl Roles<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Roles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(role, ids)| (role, ids)))
    }
}

#[derive(Serialize)]
pub(super) struct EventObject<'a> {
    id: &'a str,
    when: &'a str,
    label: &'a str,
    #[serde(flatten)]
    stretches: Stretches,
    who: Vec<&'a str>,
    #[serde(skip_serializing_if = "Roles::is_empty")]
    roles: Roles<'a>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    attrs: Pairs<'a, Value>,
    origin: &'static str,
}

impl<'a> EventObject<'a> {
    pub(super) fn of(text: &'a Text, event: &'a Event) -> Self {
        let mut who: Vec<&str> = Vec::new();
        let mut roles: Vec<(&str, Vec<&str>)> = Vec::new();
        for participant in &event.who {
            let id = participant.entity.as_str();
            if !who.contains(&id) {
                who.push(id);
            }
            let Some(role) = participant.role.as_deref() else { continue };
            match roles.iter_mut().find(|(known, _)| *known == role) {
                Some((_, ids)) => ids.push(id),
                None => roles.push((role, vec![id])),
            }
        }
        Self {
            id: &event.id,
            when: event.when.notation(),
            label: &event.label,
            stretches: Stretches::of(text, &event.spans),
            who,
            roles: Roles(roles),
            attrs: Pairs(&event.attrs),
            origin: event.origin.word(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TimeObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    start: usize,
    end: usize,
    text: Cow<'a, str>,
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a str,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    attrs: Pairs<'a, Value>,
    /// Stated only where it is not the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'static str>,
}

impl<'a> TimeObject<'a> {
    pub(super) fn of(text: &'a Text, time: &'a TimeExpression) -> Self {
        let (start, end) = offsets(text, time.span);
        Self {
            id: time.id.as_deref(),
            start,
            end,
            text: text.original_of(time.span),
            kind: time.kind.word(),
            value: time.value.notation(),
            attrs: Pairs(&time.attrs),
            origin: beyond_file(time.origin),
        }
    }
}

#[derive(Serialize)]
pub(super) struct QuoteObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    start: usize,
    end: usize,
    text: Cow<'a, str>,
    speaker: Option<&'a str>,
    speaker_text: Option<&'a str>,
    cue: Option<&'a str>,
    kind: &'a str,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    attrs: Pairs<'a, Value>,
    /// Stated only where it is not the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'static str>,
}

impl<'a> QuoteObject<'a> {
    pub(super) fn of(
        text: &'a Text,
        quote: &'a Quote,
        names: &HashMap<&str, &'a str>,
        quoted: &Quoted,
    ) -> Self {
        let (start, end) = offsets(text, quote.span);
        let speaker = quote.speaker.as_deref();
        let named = speaker.and_then(|id| names.get(id)).copied();
        Self {
            id: quote.id.as_deref(),
            start,
            end,
            text: text.original_of(quote.span),
            speaker,
            speaker_text: quote.speaker_text.as_deref().or(named),
            cue: quote.cue.as_deref(),
            kind: match &quote.kind {
                Some(kind) => kind.word(),
                None if quoted.touches(quote.span) => "direct",
                None => "indirect",
            },
            attrs: Pairs(&quote.attrs),
            origin: beyond_file(quote.origin),
        }
    }
}

/// A publication date that nothing states.
#[derive(Serialize)]
pub struct InferredObject<'a> {
    value: &'a str,
    from: &'static str,
    certainty: f32,
}

impl<'a> InferredObject<'a> {
    /// The object of a date.
    pub fn of(inferred: &'a Inferred) -> Self {
        let Inferred { moment, evidence, certainty } = inferred;
        Self { value: moment.notation(), from: evidence.word(), certainty: *certainty }
    }
}

/// A note; behind what every note has stands what some have: its colour, what
/// only names, events and corrections have, then how it was made.
#[derive(Serialize)]
pub struct NoteObject<'a> {
    id: &'a str,
    kind: &'static str,
    /// `null`: the story is not at hand, so nobody knows.
    anchor: Option<&'static str>,
    /// From 0 to 1, in hundredths: how much of quote and context is found.
    score: Option<f64>,
    /// Why it stands there, or nowhere.
    reason: Option<&'static str>,
    #[serde(flatten)]
    stretches: Stretches,
    text: Option<Cow<'a, str>>,
    note: &'a str,
    tags: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    entity_kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'a str>,
    /// The words it was made on, where the text has others by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<OneOrMany<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<OneOrMany<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<OneOrMany<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    about: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<&'a str>,
}

/// What is said of a passage; of several stretches, in order, a list.
#[derive(Serialize)]
#[serde(untagged)]
enum OneOrMany<'a> {
    One(&'a str),
    Many(Vec<Option<&'a str>>),
}

impl<'a> OneOrMany<'a> {
    /// `None` if nothing is said of any stretch.
    fn of(note: &'a Note, said: impl Fn(&'a Selector) -> Option<&'a str>) -> Option<Self> {
        let all: Vec<Option<&str>> = note.selectors.iter().map(said).collect();
        match all.as_slice() {
            [one] => one.map(OneOrMany::One),
            _ if all.iter().all(Option::is_none) => None,
            _ => Some(OneOrMany::Many(all)),
        }
    }
}

impl<'a> NoteObject<'a> {
    /// The object of a note that was anchored in `text`.
    pub fn of(text: Option<&'a Text>, note: &'a Note) -> Self {
        let stretches = match text {
            Some(text) => Stretches::of(text, &note.spans),
            None => Stretches { start: None, end: None, spans: Vec::new() },
        };
        let passage = match text {
            Some(text) if !note.spans.is_empty() => Some(words(text, &note.spans)),
            _ => passage_of(note),
        };
        let of_kind = |kind: NoteKind, value: &'a Option<String>| {
            value.as_deref().filter(|_| note.kind == kind)
        };
        Self {
            id: &note.id,
            kind: note.kind.word(),
            anchor: text.map(|_| note.anchor.word()),
            score: text.map(|_| f64::from(note.standing.percent()) / 100.0),
            reason: text.map(|_| note.standing.reason.words()),
            stretches,
            text: passage.clone(),
            note: &note.body,
            tags: tags_of(note),
            quote: OneOrMany::of(note, |selector| Some(selector.quote.as_str()))
                .filter(|_| passage.as_deref() != passage_of(note).as_deref()),
            before: OneOrMany::of(note, |selector| selector.before.as_deref()),
            after: OneOrMany::of(note, |selector| selector.after.as_deref()),
            color: note.color.as_deref(),
            about: &note.about,
            by: note.by.as_deref(),
            made: note.made.as_deref(),
            changed: note.changed.as_deref(),
            name: match note.kind {
                NoteKind::Entity | NoteKind::Correction => note.name.as_deref(),
                _ => None,
            },
            entity_kind: of_kind(NoteKind::Entity, &note.kind_word),
            when: note
                .when
                .as_deref()
                .filter(|_| note.kind == NoteKind::Event || note.dates_story()),
            label: of_kind(NoteKind::Event, &note.name),
            annotation: note.target.as_deref(),
            verdict: of_kind(NoteKind::Correction, &note.kind_word),
        }
    }
}

/// The words a note was made on; `None` for one on the whole story.
pub fn passage_of(note: &Note) -> Option<Cow<'_, str>> {
    match &note.selectors[..] {
        [] => None,
        [one] => Some(Cow::Borrowed(&one.quote)),
        several => {
            let quotes: Vec<&str> = several.iter().map(|s| s.quote.as_str()).collect();
            Some(quotes.join(" ").into())
        }
    }
}

/// Something wrong in a story's files.
#[derive(Serialize)]
pub struct ProblemObject<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    severity: &'static str,
    message: Cow<'a, str>,
}

impl<'a> ProblemObject<'a> {
    /// The object of something that is wrong.
    pub fn of(problem: &'a Diagnostic) -> Self {
        Self {
            file: &problem.file,
            line: problem.place.map(|(line, _)| line),
            column: problem.place.map(|(_, column)| column),
            severity: problem.severity.word(),
            message: match &problem.hint {
                Some(hint) => format!("{}; {hint}", problem.message).into(),
                None => problem.message.as_str().into(),
            },
        }
    }
}
