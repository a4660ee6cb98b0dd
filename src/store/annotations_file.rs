//! Annotation files, written: what the loader reads back to the same.
//!
//! Written for people first: names in blocks, one line a mention. Offsets are
//! scalar values. Values of attributes and keys that Dateline does not know
//! keep their types.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::Value;

use super::scalar::{plain, quoted};
use crate::model::{
    Annotations, Attrs, Entity, Event, Head, Inferred, MatchRule, Mention, Participant, Quote,
    Relation, Span, Text, TimeExpression,
};

/// The annotations of `text` as the content of a `.ann.yaml` file.
///
/// `head` is what the file is to say of the story itself; `text_sha256` the
/// fingerprint of the text (see [`sha256`](super::sha256)). Mentions of names
/// that are matched everywhere are not listed: reading finds them again.
pub fn annotations_yaml(
    head: &Head,
    text_sha256: Option<&str>,
    annotations: &Annotations,
    text: &Text,
) -> String {
    let mut out = String::from("format: dateline/1\n");
    story(&mut out, head, text_sha256);
    let mut mentions: Vec<Vec<&Mention>> = vec![Vec::new(); annotations.entities.len()];
    for mention in &annotations.mentions {
        if let Some(list) = mentions.get_mut(mention.entity) {
            list.push(mention);
        }
    }
    section(&mut out, "entities", annotations.entities.iter().zip(&mentions), |(one, own)| {
        entity(one, own, text)
    });
    section(&mut out, "relations", annotations.relations.iter(), relation);
    section(&mut out, "events", annotations.events.iter(), |one| event(one, text));
    section(&mut out, "times", annotations.times.iter(), |one| time(one, text));
    section(&mut out, "quotes", annotations.quotes.iter(), |one| quote(one, text));
    if let Some(made) = &annotations.made {
        let mut fields = Fields::default();
        fields.words("by", made.by.as_deref());
        fields.words("when", made.when.as_deref());
        fields.extra(&made.extra);
        line(&mut out, &format!("made: {}", fields.flow()));
    }
    for (name, value) in &annotations.extra {
        line(&mut out, &format!("{}: {}", plain(name, false), typed(value)));
    }
    out
}

fn line(out: &mut String, words: &str) {
    out.push_str(words);
    out.push('\n');
}

/// A list under its key; none if it is empty.
fn section<T>(
    out: &mut String,
    key: &str,
    items: impl Iterator<Item = T>,
    write: impl Fn(T) -> String,
) {
    for (number, item) in items.enumerate() {
        if number == 0 {
            line(out, &format!("{key}:"));
        }
        out.push_str(&write(item));
    }
}

/// Keys and values in the order in which they are written.
#[derive(Default)]
struct Fields(Vec<(Cow<'static, str>, String)>);

impl Fields {
    fn put(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        self.0.push((key.into(), value.into()));
    }

    /// Words on one line, if there are any.
    fn words(&mut self, key: &'static str, words: Option<&str>) {
        if let Some(words) = words {
            self.put(key, plain(words, true));
        }
    }

    fn list(&mut self, key: &'static str, items: &[String]) {
        if !items.is_empty() {
            let items: Vec<String> = items.iter().map(|item| plain(item, true)).collect();
            self.put(key, format!("[{}]", items.join(", ")));
        }
    }

    /// The words of the text and where they stand.
    fn passage(&mut self, spans: &[Span], text: &Text) {
        let words = |span: &Span| quoted(text.slice(*span));
        let at = |span: &Span| text.scalar_at(span.start).to_string();
        match spans {
            [] => {}
            [one] => {
                self.put("quote", words(one));
                self.put("at", at(one));
            }
            several => {
                let all = |of: &dyn Fn(&Span) -> String| {
                    format!("[{}]", several.iter().map(of).collect::<Vec<_>>().join(", "))
                };
                self.put("quote", all(&words));
                self.put("at", all(&at));
            }
        }
    }

    /// `attrs`, and the keys that Dateline does not know.
    fn attrs(&mut self, attrs: &Attrs, extra: &Attrs) {
        if !attrs.is_empty() {
            self.put("attrs", mapping(attrs.iter().map(|(name, value)| (&**name, value))));
        }
        self.extra(extra);
    }

    fn extra(&mut self, extra: &Attrs) {
        for (name, value) in extra {
            self.put(plain(name, true), typed(value));
        }
    }

    /// As a mapping in braces.
    fn flow(&self) -> String {
        let length: usize = self.0.iter().map(|(key, value)| key.len() + value.len() + 4).sum();
        let mut out = String::with_capacity(length + 2);
        out.push('{');
        for (number, (key, value)) in self.0.iter().enumerate() {
            out.push_str(if number == 0 { "" } else { ", " });
            out.push_str(key);
            out.push_str(": ");
            out.push_str(value);
        }
        out.push('}');
        out
    }

    /// As one line of a list.
    fn item(&self) -> String {
        format!("  - {}\n", self.flow())
    }

    /// As an item of a list, a line each.
    fn block(&self) -> String {
        let mut out = String::new();
        for (number, (key, value)) in self.0.iter().enumerate() {
            let dash = if number == 0 { "  - " } else { "    " };
            // Writing to a string does not fail.
            let _ = writeln!(out, "{dash}{key}: {value}");
        }
        out
    }
}

/// A value in flow style, with its type.
fn typed(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(words) => plain(words, true),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(typed).collect::<Vec<_>>().join(", "))
        }
        Value::Object(entries) => mapping(entries.iter().map(|(name, value)| (&**name, value))),
    }
}

fn mapping<'a>(entries: impl Iterator<Item = (&'a str, &'a Value)>) -> String {
    let entry = |(name, value)| format!("{}: {}", plain(name, true), typed(value));
    format!("{{{}}}", entries.map(entry).collect::<Vec<_>>().join(", "))
}

fn story(out: &mut String, head: &Head, text_sha256: Option<&str>) {
    let mut fields = Fields::default();
    fields.words("title", head.title.as_deref());
    fields.words("source", head.source.as_deref());
    fields.words("byline", head.byline.as_deref());
    fields.words("place", head.place.as_deref());
    fields.words("published", head.published.as_ref().map(|moment| moment.notation()));
    if let Some(Inferred { moment, evidence, certainty }) = &head.inferred {
        let mut inferred = Fields::default();
        inferred.words("value", Some(moment.notation()));
        inferred.words("from", Some(evidence.word()));
        inferred.put("certainty", certainty.to_string());
        fields.put("published-inferred", inferred.flow());
    }
    fields.words("url", head.url.as_deref());
    fields.words("language", head.language.as_deref());
    fields.list("tags", &head.tags);
    fields.words("text-sha256", text_sha256);
    fields.extra(&head.extra);
    for (number, (key, value)) in fields.0.iter().enumerate() {
        if number == 0 {
            line(out, "story:");
        }
        line(out, &format!("  {key}: {value}"));
    }
}

fn entity(entity: &Entity, mentions: &[&Mention], text: &Text) -> String {
    let mut fields = Fields::default();
    fields.words("id", Some(&entity.id));
    fields.words("name", Some(&entity.name));
    fields.words("type", Some(entity.kind.word()).filter(|word| !word.is_empty()));
    fields.list("aliases", &entity.aliases);
    fields.words("role", entity.role.as_deref());
    fields.words("about", entity.about.as_deref());
    if !entity.links.is_empty() {
        let link =
            |(what, id): &(String, String)| format!("{}: {}", plain(what, true), plain(id, true));
        let links: Vec<String> = entity.links.iter().map(link).collect();
        fields.put("links", format!("{{{}}}", links.join(", ")));
    }
    match (entity.matching, mentions.is_empty()) {
        (MatchRule::Listed, true) => fields.put("match", "listed"),
        (MatchRule::Both, _) => fields.put("match", "both"),
        _ => {}
    }
    fields.list("not", &entity.not);
    fields.attrs(&entity.attrs, &entity.extra);
    let mut out = fields.block();
    if entity.matching != MatchRule::Auto && !mentions.is_empty() {
        out.push_str("    mentions:\n");
        for mention in mentions {
            out.push_str("      - ");
            line(&mut out, &mention_flow(mention, text));
        }
    }
    out
}

fn mention_flow(mention: &Mention, text: &Text) -> String {
    let mut fields = Fields::default();
    fields.words("id", mention.id.as_deref());
    if mention.more.is_empty() {
        fields.passage(&[mention.span], text);
    } else {
        fields.passage(&mention.spans().collect::<Vec<_>>(), text);
    }
    if let Some(certainty) = mention.certainty {
        fields.put("certainty", certainty.to_string());
    }
    fields.attrs(&mention.attrs, &mention.extra);
    fields.flow()
}

fn relation(relation: &Relation) -> String {
    let mut fields = Fields::default();
    fields.words("id", relation.id.as_deref());
    fields.words("from", Some(&relation.from));
    fields.words("type", Some(&relation.kind));
    fields.words("to", Some(&relation.to));
    fields.attrs(&relation.attrs, &relation.extra);
    fields.item()
}

fn event(event: &Event, text: &Text) -> String {
    let mut fields = Fields::default();
    fields.words("id", Some(&event.id));
    fields.words("when", Some(event.when.notation()));
    fields.words("label", Some(&event.label));
    fields.passage(&event.spans, text);
    if !event.who.is_empty() {
        let one = |Participant { role, entity }: &Participant| match role {
            Some(role) => format!("{{{}: {}}}", plain(role, true), plain(entity, true)),
            None => plain(entity, true),
        };
        let who: Vec<String> = event.who.iter().map(one).collect();
        fields.put("who", format!("[{}]", who.join(", ")));
    }
    fields.attrs(&event.attrs, &event.extra);
    fields.block()
}

fn time(time: &TimeExpression, text: &Text) -> String {
    let mut fields = Fields::default();
    fields.words("id", time.id.as_deref());
    fields.passage(&[time.span], text);
    fields.put("type", time.kind.word());
    fields.words("value", Some(time.value.notation()));
    fields.attrs(&time.attrs, &time.extra);
    fields.item()
}

fn quote(quote: &Quote, text: &Text) -> String {
    let mut fields = Fields::default();
    fields.words("id", quote.id.as_deref());
    fields.passage(&[quote.span], text);
    fields.words("speaker", quote.speaker.as_deref());
    fields.words("speaker_text", quote.speaker_text.as_deref());
    fields.words("cue", quote.cue.as_deref());
    fields.words("kind", quote.kind.as_ref().map(|kind| kind.word()));
    fields.attrs(&quote.attrs, &quote.extra);
    fields.item()
}
