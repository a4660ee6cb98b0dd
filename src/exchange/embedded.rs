//! Texts that stand inside JSON records: their offsets, the head of their
//! story, and the keys that Dateline has no word for.

use serde_json::{Map, Value};

use super::offsets::{Offsets, Source, Unit};
use crate::model::text::{picture, visible};
use crate::model::{Attrs, Head, Moment, Text};

/// The text of a record. A byte order mark in it is no character of the text,
/// though whoever counted its offsets counted the mark.
pub(super) fn embedded(words: &str) -> Source {
    match words.strip_prefix('\u{feff}') {
        Some(rest) => Source { mark: true, ..Source::of(rest) },
        None => Source::of(words),
    }
}

/// Offsets into such a text as `claims` (start, end, quoted words) demand; at a
/// draw in the first of `units`.
pub(super) fn counted<'s>(
    source: &'s Source,
    units: &[Unit],
    claims: &[(usize, usize, &str)],
) -> Offsets<'s> {
    if !source.mark || !claims.is_empty() {
        return Offsets::fitting(source, units, claims);
    }
    // Nothing is quoted: the text itself tells that the mark before it counts.
    let unit = units.first().copied().unwrap_or(Unit::Scalar);
    let end = Offsets::fitting(&Source { mark: false, ..source.clone() }, &[unit], &[])
        .offset(source.text.len());
    Offsets::fitting(source, &[unit], &[(1, end + 1, source.text.as_str())])
}

/// The unit under which most ends of the stretches (start, end) are ends of
/// words: all that tells where a format quotes nothing. Scalar values at a draw.
pub(super) fn likely_unit<'a>(
    texts: impl Iterator<Item = (&'a Source, &'a [(usize, usize)])>,
) -> Unit {
    let (mut scalar, mut utf16) = (0, 0);
    for (source, stretches) in texts {
        if source.text.as_str().chars().all(|c| c.len_utf16() == 1) {
            continue;
        }
        for (unit, score) in [(Unit::Scalar, &mut scalar), (Unit::Utf16, &mut utf16)] {
            let offsets = counted(source, &[unit], &[]);
            *score += stretches
                .iter()
                .filter_map(|&(start, end)| offsets.span(start, end))
                .map(|span| {
                    let edge = |at| usize::from(is_edge(&source.text, at));
                    edge(span.start) + edge(span.end)
                })
                .sum::<usize>();
        }
    }
    if utf16 > scalar { Unit::Utf16 } else { Unit::Scalar }
}

/// Whether a word ends or begins at a byte.
fn is_edge(text: &Text, at: usize) -> bool {
    let (before, after) = text.as_str().split_at(text.floor(at));
    let before = before.chars().next_back().is_some_and(char::is_alphanumeric);
    before != after.chars().next().is_some_and(char::is_alphanumeric)
}

/// What the story number `number` (from 0) of a file of `count` is called.
pub(super) fn numbered(name: &str, number: usize, count: usize) -> String {
    if count == 1 {
        return name.to_owned();
    }
    let width = count.to_string().len();
    format!("{name}-{:0width$}", number + 1)
}

/// A value without control characters other than line feeds and tabs.
pub(super) fn clean(value: &Value) -> Value {
    match value {
        Value::String(words) => {
            words.chars().map(|c| picture(c).unwrap_or(c)).collect::<String>().into()
        }
        Value::Array(items) => items.iter().map(clean).collect(),
        Value::Object(entries) => {
            let clean =
                |(name, value): (&String, &Value)| (visible(name).into_owned(), clean(value));
            Value::Object(entries.iter().map(clean).collect())
        }
        value => value.clone(),
    }
}

/// The entries of an object but for those of the keys `known`, which are read
/// elsewhere; those in a mapping `attrs` among them.
pub(super) fn others(value: &Value, known: &[&str]) -> Attrs {
    let mut attrs = Attrs::new();
    let Some(entries) = value.as_object() else { return attrs };
    let inner = entries.get(ATTRS).and_then(Value::as_object);
    let own = entries.iter().filter(|(name, value)| {
        let inner = *name == ATTRS && value.is_object();
        !inner && !known.contains(&name.as_str())
    });
    for (name, value) in own.chain(inner.into_iter().flatten()) {
        let name = visible(name).into_owned();
        if attrs.iter().all(|(taken, _)| *taken != name) {
            attrs.push((name, clean(value)));
        }
    }
    attrs
}

/// The reverse of [`others`]: an attribute whose name means something else
/// there goes into a mapping `attrs`.
pub(super) fn put_others(entries: &mut Map<String, Value>, attrs: &Attrs, known: &[&str]) {
    let mut inner = Map::new();
    for (name, value) in attrs {
        let free = !known.contains(&name.as_str()) && name != ATTRS && !entries.contains_key(name);
        let to = if free { &mut *entries } else { &mut inner };
        to.insert(name.clone(), value.clone());
    }
    if !inner.is_empty() {
        entries.insert(ATTRS.into(), Value::Object(inner));
    }
}

/// The key of a mapping of attributes.
const ATTRS: &str = "attrs";

/// Takes out of a mapping what the head of a story has a place for.
pub(super) fn take_head(entries: &mut Map<String, Value>) -> Head {
    let mut line = |key: &str| {
        let words = entries.get(key)?.as_str()?;
        let words = visible(words.trim()).into_owned();
        (!words.is_empty()).then(|| {
            entries.shift_remove(key);
            words
        })
    };
    let mut head = Head {
        title: line("title"),
        byline: line("byline"),
        source: line("source"),
        place: line("place"),
        url: line("url"),
        language: line("language"),
        ..Head::default()
    };
    let published = entries.get("published").and_then(Value::as_str);
    head.published = published.and_then(|written| Moment::parse(written).ok());
    if head.published.is_some() {
        entries.shift_remove("published");
    }
    if let Some(Value::Array(tags)) = entries.get("tags")
        && let Some(tags) = tags
            .iter()
            .map(|tag| tag.as_str().map(|tag| visible(tag).into_owned()))
            .collect::<Option<Vec<_>>>()
    {
        head.tags = tags;
        entries.shift_remove("tags");
    }
    head
}

/// The reverse of [`take_head`].
pub(super) fn put_head(entries: &mut Map<String, Value>, head: &Head) {
    let published = head.published.as_ref().map(|moment| moment.notation());
    let parts = [
        ("title", head.title.as_deref()),
        ("byline", head.byline.as_deref()),
        ("source", head.source.as_deref()),
        ("place", head.place.as_deref()),
        ("published", published),
        ("url", head.url.as_deref()),
        ("language", head.language.as_deref()),
    ];
    for (key, value) in parts {
        if let Some(value) = value {
            entries.insert(key.into(), value.into());
        }
    }
    if !head.tags.is_empty() {
        entries.insert("tags".into(), head.tags.clone().into());
    }
}

/// What a head keeps of a format's own keys: a mapping under its name.
pub(super) fn kept<'h>(head: &'h Head, format: &str) -> Option<&'h Map<String, Value>> {
    head.extra.iter().find(|(name, _)| name == format)?.1.as_object()
}

/// Keeps them there.
pub(super) fn keep(head: &mut Head, format: &str, entries: Map<String, Value>) {
    if !entries.is_empty() {
        head.extra.push((format.to_owned(), clean(&Value::Object(entries))));
    }
}

/// JSON in which DEL and the C1 controls are escaped, as JSON has it for C0
/// only: bare in a file they are read as pictures.
pub(super) fn controls_escaped(json: Vec<u8>) -> Vec<u8> {
    let bare = |c: char| matches!(c, '\u{7f}'..='\u{9f}');
    match std::str::from_utf8(&json) {
        Ok(words) if words.contains(bare) => {
            let mut out = String::with_capacity(words.len() + 16);
            for c in words.chars() {
                match bare(c) {
                    true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                    false => out.push(c),
                }
            }
            out.into_bytes()
        }
        _ => json,
    }
}
