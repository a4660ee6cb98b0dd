//! What a program says of a text, checked: every offset against the text,
//! every value against its notation.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use crate::model::entity::slug;
use crate::model::text::visible;
use crate::model::{
    Annotations, Entity, Event, Kind, MatchRule, Mention, Moment, Origin, Participant, Quote,
    QuoteKind, Relation, Span, Text, TimeExpression, TimeType,
};

#[derive(Deserialize)]
struct Answer {
    id: Option<Value>,
    entities: Option<Vec<SaidEntity>>,
    #[serde(default)]
    relations: Vec<SaidRelation>,
    #[serde(default)]
    events: Vec<SaidEvent>,
    #[serde(default)]
    times: Vec<SaidTime>,
    #[serde(default)]
    quotes: Vec<SaidQuote>,
}

#[derive(Deserialize)]
struct SaidEntity {
    id: Option<String>,
    name: Option<String>,
    #[serde(rename = "type", alias = "label")]
    kind: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    role: Option<String>,
    about: Option<String>,
    #[serde(default)]
    mentions: Vec<Place>,
}

/// Scalar values from the start of the text.
#[derive(Deserialize)]
struct Place {
    start: usize,
    end: usize,
    text: Option<String>,
    certainty: Option<f32>,
}

#[derive(Deserialize)]
struct SaidRelation {
    from: String,
    #[serde(rename = "type")]
    kind: String,
    to: String,
}

#[derive(Deserialize)]
struct SaidEvent {
    when: String,
    label: String,
    start: Option<usize>,
    end: Option<usize>,
    #[serde(default)]
    who: Vec<String>,
}

#[derive(Deserialize)]
struct SaidTime {
    #[serde(flatten)]
    place: Place,
    #[serde(rename = "type")]
    kind: Option<String>,
    value: String,
}

#[derive(Deserialize)]
struct SaidQuote {
    #[serde(flatten)]
    place: Place,
    speaker: Option<String>,
    speaker_text: Option<String>,
    cue: Option<String>,
    kind: Option<String>,
}

/// Reads the answer to the question `id` about `text`.
///
/// # Errors
/// What is wrong with it, in one line.
pub(super) fn read(line: &[u8], id: &str, text: &Text) -> Result<Annotations, String> {
    let answer: Answer = serde_json::from_slice(line)
        .map_err(|error| format!("its answer is not the JSON it should be: {error}"))?;
    if let Some(answered) = &answer.id
        && answered.as_str() != Some(id)
    {
        return Err(format!("it was asked about {id:?} and answered about {answered}"));
    }
    let Some(entities) = answer.entities else {
        return Err("its answer has no `entities`".into());
    };
    let mut annotations = Annotations::default();
    let mut ids = HashSet::new();
    for said in entities {
        let named = said.name.as_deref().unwrap_or("").trim();
        let mut places = Vec::new();
        for place in &said.mentions {
            let span = place.span(text, named)?;
            // Said twice is said once.
            if !places.iter().any(|(known, _)| *known == span) {
                places.push((span, place.certainty));
            }
        }
        apart(&places, named, text)?;
        let first = places.first().map_or("", |(span, _)| text.slice(*span));
        let name = visible(if named.is_empty() { first } else { named }).into_owned();
        if name.is_empty() {
            return Err("an entity in its answer has neither a name nor a mention".into());
        }
        let index = annotations.entities.len();
        for (span, certainty) in places {
            annotations.mentions.push(Mention {
                origin: Origin::Found,
                certainty: certainty.map(|certainty| certainty.clamp(0.0, 1.0)),
                ..Mention::new(span, index)
            });
        }
        annotations.entities.push(Entity {
            id: unused(said.id.unwrap_or_else(|| slug(&name)), &mut ids),
            name,
            kind: Kind::parse(said.kind.as_deref().unwrap_or("other")),
            aliases: said.aliases.iter().map(|alias| visible(alias).into_owned()).collect(),
            role: said.role.map(|words| visible(&words).into_owned()),
            about: said.about.map(|words| visible(&words).into_owned()),
            matching: MatchRule::Listed,
            origin: Origin::Found,
            ..Entity::default()
        });
    }
    for said in answer.times {
        let span = said.place.span(text, "a time")?;
        whole_words(span, text)?;
        if annotations.times.iter().any(|time: &TimeExpression| time.span == span) {
            continue;
        }
        let value = moment(&said.value)?;
        let kind = match said.kind.as_deref() {
            None => TimeType::Date,
            Some(word) => TimeType::parse(word)
                .ok_or_else(|| format!("{word:?} in its answer is no type of a time"))?,
        };
        annotations.times.push(TimeExpression {
            id: None,
            span,
            kind,
            value,
            attrs: Vec::new(),
            extra: Vec::new(),
            origin: Origin::Found,
        });
    }
    for said in answer.quotes {
        annotations.quotes.push(Quote {
            id: None,
            span: said.place.span(text, "a quotation")?,
            speaker: said.speaker.filter(|speaker| ids.contains(speaker)),
            speaker_text: said.speaker_text.map(|words| visible(&words).into_owned()),
            cue: said.cue.map(|words| visible(&words).into_owned()),
            kind: said.kind.as_deref().map(QuoteKind::parse),
            attrs: Vec::new(),
            extra: Vec::new(),
            origin: Origin::Found,
        });
    }
    for (number, said) in answer.events.into_iter().enumerate() {
        let place = said.start.zip(said.end);
        let place = place.map(|(start, end)| Place { start, end, text: None, certainty: None });
        let span = place.map(|place| place.span(text, "an event")).transpose()?;
        let who: Vec<String> = said.who.into_iter().filter(|id| ids.contains(id)).collect();
        annotations.events.push(Event {
            id: unused(format!("event-{}", number + 1), &mut ids),
            when: moment(&said.when)?,
            label: visible(&said.label).into_owned(),
            spans: span.into_iter().collect(),
            who: who.into_iter().map(|entity| Participant { role: None, entity }).collect(),
            attrs: Vec::new(),
            extra: Vec::new(),
            origin: Origin::Found,
        });
    }
    let holds = |said: &SaidRelation| ids.contains(&said.from) && ids.contains(&said.to);
    annotations.relations = answer.relations.into_iter().filter(holds).map(relation).collect();
    annotations.sort();
    Ok(annotations)
}

/// No two mentions of one name stand over each other.
fn apart(places: &[(Span, Option<f32>)], name: &str, text: &Text) -> Result<(), String> {
    let mut spans: Vec<Span> = places.iter().map(|(span, _)| *span).collect();
    spans.sort_unstable();
    match spans.windows(2).find(|pair| pair[0].end > pair[1].start) {
        None => Ok(()),
        Some(pair) => {
            let (one, other) = (text.original_of(pair[0]), text.original_of(pair[1]));
            let (one, other) = (short(&one), short(&other));
            Err(format!("{name:?}: its mentions {one:?} and {other:?} stand over each other"))
        }
    }
}

/// A time neither begins nor ends within a word. Scripts without capitals are
/// left alone: some of them do not part words.
fn whole_words(span: Span, text: &Text) -> Result<(), String> {
    let letter = |c: char| c.is_lowercase() || c.is_uppercase();
    let within = |at: usize| {
        let (before, after) = text.as_str().split_at(at);
        before.chars().next_back().is_some_and(letter) && after.chars().next().is_some_and(letter)
    };
    if !within(span.start) && !within(span.end) {
        return Ok(());
    }
    let words = text.original_of(span);
    Err(format!("a time in its answer, {:?}, is cut out of a word", short(&words)))
}

fn relation(said: SaidRelation) -> Relation {
    let SaidRelation { from, kind, to } = said;
    let kind = visible(&kind).into_owned();
    Relation { id: None, from, kind, to, attrs: Vec::new(), extra: Vec::new() }
}

fn moment(value: &str) -> Result<Moment, String> {
    Moment::parse(value).map_err(|wrong| format!("{value:?} in its answer is no time: {wrong}"))
}

/// `wanted`, numbered if it is taken.
fn unused(wanted: String, ids: &mut HashSet<String>) -> String {
    let mut id = wanted.clone();
    let mut number = 1;
    while !ids.insert(id.clone()) {
        number += 1;
        id = format!("{wanted}-{number}");
    }
    id
}

impl Place {
    /// The bytes of the text, if the words that are said to stand there do.
    fn span(&self, text: &Text, what: &str) -> Result<Span, String> {
        let Self { start, end, text: words, .. } = self;
        let nonsense = |why: String| Err(format!("{what:?} at {start} to {end}: {why}"));
        let bytes = text.byte_at(*start).zip(text.byte_at(*end)).filter(|_| start < end);
        let Some((from, to)) = bytes else {
            return nonsense(format!("no such place in a text of {} characters", text.scalars()));
        };
        let span = Span::new(from, to);
        let there = text.original_of(span);
        match words {
            Some(words) if *words != there => {
                let (words, there) = (short(words), short(&there));
                nonsense(format!("it says {words:?} stands there, but {there:?} does"))
            }
            _ => Ok(span),
        }
    }
}

/// The beginning of some words, for a message.
fn short(words: &str) -> String {
    const MOST: usize = 40;
    let mut out: String = words.chars().take(MOST).collect();
    if words.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}
