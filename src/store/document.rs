//! One YAML document of a notes file, read as a note or as the header.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_yaml::{Mapping, Value};

use super::{digest, nesting, stream};
use crate::error::Severity;
use crate::model::{Note, NoteKind, Selector};

/// Something wrong in a document; line from 0 within it, column from 1.
#[derive(Debug, Clone)]
pub(super) struct Wrong {
    pub line: usize,
    pub column: usize,
    pub width: usize,
    pub severity: Severity,
    pub message: String,
    pub hint: Option<String>,
}

/// A document's mapping, twice.
#[derive(Debug)]
pub(super) struct Parsed {
    /// With numbers and truth values as such.
    pub typed: Mapping,
    /// With every scalar as it was written: an id `1e5` is no number.
    pub written: Mapping,
}

/// Parses one document that holds a mapping.
pub(super) fn parse(text: &str) -> Result<Parsed, Wrong> {
    if let Some(line) = nesting::too_deep(text) {
        return Err(Wrong {
            line,
            column: 1,
            width: 1,
            severity: Severity::Error,
            message: "brackets are nested too deep".into(),
            hint: None,
        });
    }
    let unreadable = |error: serde_yaml::Error| {
        let message = error.to_string();
        // The place is told apart, in the lines of the whole file.
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        let place = error.location().map_or((0, 1), |place| (place.line() - 1, place.column()));
        let (line, column) = within(text, place);
        let hint = message.contains("found character that cannot start any token").then(|| {
            "indent with spaces, and put words that start with a sign in quotes".to_owned()
        });
        Wrong { line, column, width: 1, severity: Severity::Error, message, hint }
    };
    let typed = Value::deserialize(serde_yaml::Deserializer::from_str(text)).map_err(unreadable)?;
    let written = AsWritten(&typed)
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(unreadable)?;
    match (typed, written) {
        (Value::Mapping(typed), Value::Mapping(written)) => Ok(Parsed { typed, written }),
        _ => Err(Wrong {
            line: first_line(text),
            column: 1,
            width: 1,
            severity: Severity::Error,
            message: "expected `key: value` lines".into(),
            hint: None,
        }),
    }
}

/// The place of a fault (line from 0, column from 1) inside the document: what is
/// never closed is missed only behind the last line, which is another document's.
fn within(text: &str, (line, column): (usize, usize)) -> (usize, usize) {
    if line < stream::lines(text).count() {
        return (line, column.max(1));
    }
    let lines = stream::lines(text).map(|range| &text[range]);
    let last = lines.enumerate().filter(|(_, line)| !stream::is_void(line)).last();
    last.map_or((0, 1), |(line, words)| (line, words.trim_end().chars().count().max(1)))
}

/// The first line with content, from 0.
fn first_line(text: &str) -> usize {
    stream::lines(text)
        .position(|range| {
            let line = &text[range];
            !stream::is_void(line) && !stream::is_marker(line, "---")
        })
        .unwrap_or(0)
}

/// The line that holds a note's `quote`, else its first with content: its
/// number from 0, and its words.
pub(super) fn quote_line(text: &str) -> (usize, &str) {
    let quoted = stream::lines(text).position(|range| text[range].starts_with("quote:"));
    let line = quoted.unwrap_or_else(|| first_line(text));
    let words = stream::lines(text).nth(line).map_or("", |range| text[range].trim_end());
    (line, words)
}

/// Reads a value of known shape again, keeping scalars as they were written.
struct AsWritten<'a>(&'a Value);

impl<'de> DeserializeSeed<'de> for AsWritten<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        match self.0 {
            Value::Bool(_) | Value::Number(_) => String::deserialize(from).map(Value::String),
            Value::Sequence(_) => from.deserialize_seq(self),
            Value::Mapping(_) => from.deserialize_map(self),
            other => IgnoredAny::deserialize(from).map(|_| other.clone()),
        }
    }
}

impl<'de> Visitor<'de> for AsWritten<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the same value again")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        for known in self.0.as_sequence().into_iter().flatten() {
            out.push(items.next_element_seed(AsWritten(known))?.ok_or_else(changed)?);
        }
        Ok(Value::Sequence(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut out = Mapping::new();
        for (key, known) in self.0.as_mapping().into_iter().flatten() {
            entries.next_key::<IgnoredAny>()?.ok_or_else(changed)?;
            out.insert(key.clone(), entries.next_value_seed(AsWritten(known))?);
        }
        Ok(Value::Mapping(out))
    }
}

fn changed<E: de::Error>() -> E {
    E::custom("read differently the second time")
}

/// The note in a parsed document, and what of it could not be used.
pub(super) fn note(text: &str, parsed: &Parsed) -> Result<(Note, Vec<Wrong>), Wrong> {
    let mut keys = Keys { text, map: &parsed.written, wrong: Vec::new() };
    let kind = match keys.words("kind") {
        None => NoteKind::default(),
        Some(word) => NoteKind::parse(&word).ok_or_else(|| {
            keys.wrong_at("kind", Severity::Error, format!("unknown kind of note `{word}`"))
                .hint("note, highlight, entity, event or correction")
        })?,
    };
    let quotes = match keys.list("quote") {
        Ok(quotes) => quotes,
        Err(wrong) => return Err(Wrong { severity: Severity::Error, ..wrong }),
    };
    let name = if kind == NoteKind::Event { keys.words("label") } else { keys.words("name") };
    let (kind_word, target) = if kind == NoteKind::Correction {
        let verdict = keys.words("verdict").or_else(|| keys.words("type"));
        (verdict, keys.words("annotation").or_else(|| keys.words("target")))
    } else {
        (keys.words("type"), keys.words("annotation"))
    };
    let body = keys.words("note").unwrap_or_default();
    let note = Note {
        // A note written by hand needs no id; its content names it until it gets one.
        id: keys
            .words("id")
            .unwrap_or_else(|| format!("h{}", digest::short(text.trim().as_bytes()))),
        kind,
        selectors: selectors(&quotes, &mut keys),
        body: body.strip_suffix('\n').unwrap_or(&body).to_owned(),
        tags: keys.several("tags"),
        color: keys.words("color").or_else(|| keys.words("colour")),
        about: keys.several("about"),
        made: keys.words("made"),
        changed: keys.words("changed"),
        by: keys.words("by"),
        name,
        kind_word,
        when: keys.words("when"),
        target,
        listed: keys.words("match").is_some_and(|word| word == "listed"),
        ..Note::default()
    };
    Ok((note, keys.wrong))
}

/// Quotes and what settles where each stands. A single context with several
/// quotes is that of the whole: before the first, after the last.
fn selectors(quotes: &[Option<String>], keys: &mut Keys<'_>) -> Vec<Selector> {
    let before = keys.several_or_none("before");
    let after = keys.several_or_none("after");
    let at = keys.numbers("at");
    let nth = keys.numbers("nth");
    let said = !(before.is_empty() && after.is_empty() && at.is_empty() && nth.is_empty());
    let count = quotes.len().max(usize::from(said));
    let after_from = if after.len() == 1 { count.saturating_sub(1) } else { 0 };
    (0..count)
        .map(|i| Selector {
            quote: quotes.get(i).cloned().flatten().unwrap_or_default(),
            before: before.get(i).cloned().flatten(),
            after: i.checked_sub(after_from).and_then(|i| after.get(i).cloned().flatten()),
            at: at.get(i).copied().flatten(),
            nth: nth.get(i).copied().flatten(),
        })
        .collect()
}

/// The values of a mapping by key, and what is wrong with them.
struct Keys<'a> {
    text: &'a str,
    map: &'a Mapping,
    wrong: Vec<Wrong>,
}

impl Keys<'_> {
    fn wrong_at(&self, key: &str, severity: Severity, message: String) -> Wrong {
        let line = stream::lines(self.text)
            .position(|range| {
                self.text[range].strip_prefix(key).is_some_and(|rest| rest.starts_with(':'))
            })
            .unwrap_or_else(|| first_line(self.text));
        Wrong { line, column: 1, width: key.chars().count(), severity, message, hint: None }
    }

    fn ignored(&self, key: &str, expected: &str) -> Wrong {
        self.wrong_at(key, Severity::Warning, format!("`{key}` is ignored: expected {expected}"))
    }

    fn list(&self, key: &str) -> Result<Vec<Option<String>>, Wrong> {
        let scalar = |value: &Value| match value {
            Value::Null => Ok(None),
            Value::String(words) => Ok(Some(words.clone())),
            _ => Err(self.ignored(key, "text, or a list of texts")),
        };
        match self.map.get(key) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Sequence(items)) => items.iter().map(scalar).collect(),
            Some(value) => Ok(vec![scalar(value)?]),
        }
    }

    fn several_or_none(&mut self, key: &str) -> Vec<Option<String>> {
        self.list(key).unwrap_or_else(|wrong| {
            self.wrong.push(wrong);
            Vec::new()
        })
    }

    fn several(&mut self, key: &str) -> Vec<String> {
        self.several_or_none(key).into_iter().flatten().collect()
    }

    fn words(&mut self, key: &str) -> Option<String> {
        match self.map.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::String(words)) => Some(words.clone()),
            Some(_) => {
                self.wrong.push(self.ignored(key, "text"));
                None
            }
        }
    }

    fn numbers(&mut self, key: &str) -> Vec<Option<usize>> {
        let words = self.several_or_none(key);
        let numbers: Vec<Option<usize>> =
            words.iter().map(|w| w.as_deref().and_then(|w| w.parse().ok())).collect();
        if words.iter().zip(&numbers).any(|(word, number)| word.is_some() && number.is_none()) {
            self.wrong.push(self.ignored(key, "a whole number"));
        }
        numbers
    }
}

impl Wrong {
    fn hint(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }
}
