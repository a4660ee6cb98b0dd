//! Events, time expressions and quotes.

use super::fields::Fields;
use super::ids::{Ids, Taken};
use super::passages::{KEYS, Passage, Places, shorten};
use super::report::{Report, did_you_mean};
use super::tree::{Entry, Node, Value};
use crate::model::moment::Precision;
use crate::model::text::visible;
use crate::model::{
    Event, Moment, Origin, Participant, Quote, QuoteKind, TimeExpression, TimeType,
};

/// Something that has not been found in the text yet.
pub struct Unplaced<T> {
    pub passage: Option<Passage>,
    thing: T,
}

/// Reads `events`.
pub fn events(report: &mut Report, list: &[Node], ids: &Ids) -> Vec<Unplaced<Event>> {
    let mut events = Vec::with_capacity(list.len());
    let mut own = Taken::default();
    // Written ids first, so that none made of a label takes one of them.
    let mut read = Vec::with_capacity(list.len());
    for node in list {
        const OWN: &[&str] = &["id", "when", "label", "who", "roles", "attrs"];
        let Some(fields) = Fields::of(report, node, "an event", &[OWN, KEYS]) else { continue };
        let id = fields.text(report, "id");
        if let Some(id) = &id
            && !own.take(id)
        {
            let at = fields.get("id").map_or(fields.at, |node| node.at);
            report.error(at, format!("the id `{id}` is another event's already"));
            continue;
        }
        read.push((fields, id));
    }
    for (fields, id) in read {
        fields.demand(report, "when", "an event");
        let when = fields.moment(report, "when");
        let passage = Passage::of(report, &fields);
        let label = match (&passage, fields.get("label")) {
            (Some(passage), None) if fields.lacks("label") => {
                Some(visible(&passage.words()).into_owned())
            }
            _ => fields.required(report, "label", "an event"),
        };
        let who = participants(report, &fields, ids);
        let (Some(when), Some(label)) = (when, label) else { continue };
        let id = id.unwrap_or_else(|| own.make(&label));
        let attrs = fields.attrs(report, "attrs");
        let (spans, extra, origin) = (Vec::new(), fields.extra(), Origin::File);
        let thing = Event { id, when, label, spans, who, attrs, extra, origin };
        events.push(Unplaced { passage, thing });
    }
    events
}

/// Ids, or roles with ids.
fn participants(report: &mut Report, fields: &Fields, ids: &Ids) -> Vec<Participant> {
    fn add(
        report: &mut Report,
        node: &Node,
        role: Option<&str>,
        ids: &Ids,
        who: &mut Vec<Participant>,
    ) {
        for item in node.items() {
            match &item.value {
                Value::Null | Value::Broken => {}
                Value::Plain(id) | Value::Quoted(id) => {
                    let id = visible(id.trim()).into_owned();
                    if ids.entity(report, &id, item.at, "who") {
                        let role = role.map(|role| visible(role).into_owned());
                        who.push(Participant { role, entity: id });
                    }
                }
                Value::Map(entries) if role.is_none() => {
                    for Entry { key, node, .. } in entries {
                        add(report, node, Some(key), ids, who);
                    }
                }
                _ => report.wrong(item, "who", "ids of entities, or roles with ids"),
            }
        }
    }
    let mut who = Vec::new();
    for node in ["who", "roles"].into_iter().filter_map(|key| fields.get(key)) {
        add(report, node, None, ids, &mut who);
    }
    who
}

/// Finds the events in the text; one that is not there keeps its place on the time line.
pub fn place_events(
    report: &mut Report,
    events: Vec<Unplaced<Event>>,
    places: &mut Places,
) -> Vec<Event> {
    let mut placed = Vec::with_capacity(events.len());
    for Unplaced { passage, thing } in events {
        let spans = passage.and_then(|passage| places.locate(report, &passage));
        placed.push(Event { spans: spans.unwrap_or_default(), ..thing });
    }
    placed
}

/// Reads `times`; the span is set when they are placed.
pub fn times(report: &mut Report, list: &[Node]) -> Vec<Unplaced<TimeExpression>> {
    let mut times = Vec::with_capacity(list.len());
    let mut own = Taken::default();
    for node in list {
        const OWN: &[&str] = &["id", "type", "value", "attrs"];
        let Some(fields) = Fields::of(report, node, "a time", &[OWN, KEYS]) else { continue };
        let passage = required_passage(report, &fields, "a time");
        fields.demand(report, "value", "a time");
        let value = fields.moment(report, "value");
        let kind = fields.text(report, "type").and_then(|word| {
            let kind = TimeType::parse(&word);
            if kind.is_none()
                && let Some(node) = fields.get("type")
            {
                let words = ["DATE", "TIME", "DURATION", "SET"];
                let message =
                    format!("type: expected {}, found `{}`", words.join(", "), shorten(&word));
                report.error_with(node.at, message, did_you_mean(&word, words));
            }
            kind
        });
        let (Some(passage), Some(value)) = (passage, value) else { continue };
        let kind = kind.unwrap_or_else(|| implied(&value));
        let thing = TimeExpression {
            id: id(report, &fields, &mut own, "the time"),
            span: Default::default(),
            kind,
            value,
            attrs: fields.attrs(report, "attrs"),
            extra: fields.extra(),
            origin: Origin::File,
        };
        times.push(Unplaced { passage: Some(passage), thing });
    }
    times
}

/// TIMEX3's type of a value that states none.
fn implied(value: &Moment) -> TimeType {
    match value.precision() {
        Precision::Time | Precision::PartOfDay => TimeType::Time,
        Precision::Duration => TimeType::Duration,
        _ => TimeType::Date,
    }
}

/// Reads `quotes`; the span is set when they are placed.
pub fn quotes(report: &mut Report, list: &[Node], ids: &Ids) -> Vec<Unplaced<Quote>> {
    let mut quotes = Vec::with_capacity(list.len());
    let mut own = Taken::default();
    for node in list {
        const OWN: &[&str] = &["id", "speaker", "speaker_text", "cue", "kind", "attrs"];
        let Some(fields) = Fields::of(report, node, "a quote", &[OWN, KEYS]) else { continue };
        let passage = required_passage(report, &fields, "a quote");
        let cue = fields.text(report, "cue");
        let speaker = fields.text(report, "speaker").filter(|id| {
            let at = fields.get("speaker").map_or(fields.at, |node| node.at);
            ids.entity(report, id, at, "speaker")
        });
        if passage.is_none() {
            continue;
        }
        let thing = Quote {
            id: id(report, &fields, &mut own, "the quote"),
            span: Default::default(),
            speaker,
            speaker_text: fields.text(report, "speaker_text"),
            cue,
            kind: fields.text(report, "kind").map(|word| QuoteKind::parse(&word)),
            attrs: fields.attrs(report, "attrs"),
            extra: fields.extra(),
            origin: Origin::File,
        };
        quotes.push(Unplaced { passage, thing });
    }
    quotes
}

/// The id of an entry that nothing refers to; one that is taken is reported and left out.
fn id(report: &mut Report, fields: &Fields, own: &mut Taken, what: &str) -> Option<String> {
    let id = fields.text(report, "id")?;
    if own.take(&id) {
        return Some(id);
    }
    let at = fields.get("id").map_or(fields.at, |node| node.at);
    report.error(at, format!("the id `{id}` is taken: {what} is used without it"));
    None
}

fn required_passage(report: &mut Report, fields: &Fields, what: &str) -> Option<Passage> {
    fields.demand(report, "quote", what);
    Passage::of(report, fields)
}

/// Finds in the text what only makes sense there.
fn place<T>(
    report: &mut Report,
    things: Vec<Unplaced<T>>,
    places: &mut Places,
    set: impl Fn(&mut T, crate::model::Span),
) -> Vec<T> {
    let mut placed = Vec::with_capacity(things.len());
    for Unplaced { passage, mut thing } in things {
        if let Some(span) = passage.and_then(|passage| places.locate_whole(report, &passage)) {
            set(&mut thing, span);
            placed.push(thing);
        }
    }
    placed
}

/// Finds the time expressions in the text.
pub fn place_times(
    report: &mut Report,
    times: Vec<Unplaced<TimeExpression>>,
    places: &mut Places,
) -> Vec<TimeExpression> {
    place(report, times, places, |time, span| time.span = span)
}

/// Finds the quotes in the text.
pub fn place_quotes(
    report: &mut Report,
    quotes: Vec<Unplaced<Quote>>,
    places: &mut Places,
) -> Vec<Quote> {
    place(report, quotes, places, |quote, span| quote.span = span)
}
