//! A YAML file of the configuration as nodes that know where they stand.
//!
//! The parser tells the place of an error, not of a value. So the nodes are
//! numbered in the order they are read, and to learn where number `n` stands
//! the file is read once more and stopped there. That costs a second reading
//! for each problem and nothing for a file without any.
//!
//! What comes with Dateline is the same YAML, read when it was built.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::error::Diagnostic;

/// The files that come with Dateline, each as it was written and as `build.rs`
/// read it.
const BUILT_IN: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// After so many problems in one file the rest is only counted.
const MOST: usize = 20;

/// The number of a node: its turn when the file is read from top to bottom.
pub(super) type Number = usize;

/// A value and its number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub number: Number,
    pub value: Value,
}

/// What YAML can say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Nothing,
    Flag(bool),
    Figure(f64),
    Words(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// One line of a mapping. Keys may repeat: whoever reads them says so.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub key: String,
    /// The key's own number.
    pub number: Number,
    pub node: Node,
}

impl Node {
    /// The words of a scalar: figures and flags as YAML writes them.
    pub fn scalar(&self) -> Option<String> {
        match &self.value {
            Value::Words(words) => Some(words.clone()),
            Value::Figure(figure) => Some(figure.to_string()),
            Value::Flag(flag) => Some(flag.to_string()),
            Value::Nothing | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// What it is, for a message: "not …".
    pub fn described(&self) -> String {
        match &self.value {
            Value::Nothing => "nothing".into(),
            Value::List(_) => "a list".into(),
            Value::Map(_) => "a mapping".into(),
            _ => format!("`{}`", self.scalar().unwrap_or_default()),
        }
    }
}

/// A file that could be parsed.
#[derive(Debug)]
pub(super) struct Document<'a> {
    name: &'a str,
    source: &'a str,
    pub root: Node,
}

impl<'a> Document<'a> {
    /// Parses `source`, the content of the file called `name`. An empty file is [`Value::Nothing`].
    pub fn parse(name: &'a str, source: &'a str) -> Result<Self, Box<Diagnostic>> {
        let root = match read_when_built(source).map_or_else(|| walk(source, None), Ok) {
            Ok(root) => root,
            Err(_) if is_blank(source) => Node { number: 0, value: Value::Nothing },
            Err(error) => return Err(Box::new(broken(name, source, &error))),
        };
        Ok(Self { name, source, root })
    }

    /// Line and column, both from 1, the column in characters.
    pub fn place(&self, number: Number) -> Option<(usize, usize)> {
        let stopped = walk(self.source, Some(number)).err()?;
        stopped.location().map(|place| (place.line(), place.column()))
    }
}

/// What is wrong in a document, gathered while it is read.
pub(super) struct Report<'d> {
    document: &'d Document<'d>,
    found: Vec<Diagnostic>,
    more: usize,
}

impl<'d> Report<'d> {
    pub fn new(document: &'d Document<'d>) -> Self {
        Self { document, found: Vec::new(), more: 0 }
    }

    /// The entries of a mapping, each key once: a repeated one is reported and left out.
    pub fn entries<'n>(&mut self, entries: &'n [Entry]) -> Vec<&'n Entry> {
        let mut kept: Vec<&Entry> = Vec::with_capacity(entries.len());
        for entry in entries {
            if kept.iter().any(|other| other.key == entry.key) {
                let message = format!("`{}` stands here twice; the first one holds", entry.key);
                self.error(entry.number, message, None);
            } else {
                kept.push(entry);
            }
        }
        kept
    }

    /// The entries of what must be a mapping, or nothing at all.
    pub fn mapping<'n>(&mut self, node: &'n Node, what: &str) -> Vec<&'n Entry> {
        match &node.value {
            Value::Map(entries) => self.entries(entries),
            Value::Nothing => Vec::new(),
            _ => {
                let message = format!("{what} must be a mapping, not {}", node.described());
                self.error(node.number, message, Some("write `name: value` lines".into()));
                Vec::new()
            }
        }
    }

    /// Something that cannot be used.
    pub fn error(&mut self, at: Number, message: String, hint: Option<String>) {
        self.push(at, |name| Diagnostic::error(name, message), hint);
    }

    /// Something that is used otherwise than it was written.
    pub fn warning(&mut self, at: Number, message: String, hint: Option<String>) {
        self.push(at, |name| Diagnostic::warning(name, message), hint);
    }

    /// An unknown word where only `known` ones can stand.
    pub fn unknown(&mut self, at: Number, what: &str, word: &str, known: &[&str]) {
        self.error(at, format!("unknown {what} `{word}`"), did_you_mean(word, known));
    }

    /// Whether the line of a node, from the node on, has the sign `sign`.
    pub fn says(&self, at: Number, sign: char) -> bool {
        self.document.place(at).is_some_and(|(line, column)| {
            let text = self.document.source.lines().nth(line - 1).unwrap_or("");
            text.chars().skip(column - 1).any(|c| c == sign)
        })
    }

    fn push(&mut self, at: Number, make: impl FnOnce(&str) -> Diagnostic, hint: Option<String>) {
        if self.found.len() >= MOST {
            self.more += 1;
            return;
        }
        let Document { name, source, .. } = self.document;
        let mut diagnostic = make(name);
        if let Some((line, column)) = self.document.place(at) {
            diagnostic = diagnostic.at(source, line, column, width(source, line, column));
        }
        diagnostic.hint = hint;
        self.found.push(diagnostic);
    }

    /// Everything that was found, in the order it was found.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            let message = format!("{} more problems in this file", self.more);
            self.found.push(Diagnostic::error(self.document.name, message));
        }
        self.found
    }
}

/// "did you mean `…`?", where something known is near enough; else what is
/// known, where that is short enough to list.
pub(super) fn did_you_mean(word: &str, known: &[&str]) -> Option<String> {
    let wanted = word.to_lowercase();
    let folded = |candidate: &str| candidate.to_lowercase();
    let near = known
        .iter()
        .map(|&candidate| (strsim::damerau_levenshtein(&wanted, &folded(candidate)), candidate))
        .min_by_key(|&(distance, _)| distance)
        .filter(|&(distance, candidate)| distance <= (candidate.chars().count() / 3).max(1));
    match near {
        Some((_, candidate)) => Some(format!("did you mean `{candidate}`?")),
        None if !known.is_empty() && known.len() <= 12 => {
            Some(format!("one of: {}", known.join(", ")))
        }
        None => None,
    }
}

fn walk(source: &str, stop: Option<Number>) -> Result<Node, serde_yaml::Error> {
    let next = Cell::new(0);
    Walk { next: &next, stop }.deserialize(serde_yaml::Deserializer::from_str(source))
}

/// A file that comes with Dateline.
fn read_when_built(source: &str) -> Option<Node> {
    let (_, json) = BUILT_IN.iter().find(|(yaml, _)| *yaml == source)?;
    let next = Cell::new(0);
    let walk = Walk { next: &next, stop: None };
    walk.deserialize(&mut serde_json::Deserializer::from_str(json)).ok()
}

/// Whether a file holds nothing but comments and document marks.
fn is_blank(source: &str) -> bool {
    source.trim_start_matches('\u{feff}').lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#') || line == "---" || line == "..."
    })
}

fn broken(name: &str, source: &str, error: &serde_yaml::Error) -> Diagnostic {
    let words = error.to_string();
    // The place is told in front; the parser's own repetition of it is cut off.
    let message = words.split(" at line ").next().unwrap_or(&words);
    let mut diagnostic = Diagnostic::error(name, format!("not valid YAML: {message}"));
    let Some(place) = error.location() else { return diagnostic };
    let (mut line, mut column) = (place.line(), place.column());
    // What is missing at the end is missed on the last line, not below it.
    let lines = source.lines().count();
    if line > lines && lines > 0 {
        line = source.trim_end().lines().count().max(1);
        column = source.lines().nth(line - 1).map_or(0, |last| last.trim_end().chars().count()) + 1;
    }
    diagnostic = diagnostic.at(source, line, column, 1);
    let indent = |text: &str| text.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t');
    match &diagnostic.line {
        Some(text) if indent(text) => {
            diagnostic.hint("YAML is indented with spaces: replace the tab")
        }
        Some(text) if text.trim_start().starts_with(['%', '@', '`', '{', '[', '*', '&', '!']) => {
            diagnostic.hint("put quotes around a value that begins with a sign")
        }
        _ => diagnostic,
    }
}

/// How many characters the value at a place takes, roughly: to its closing
/// quote or bracket, or to what can end a plain scalar.
fn width(source: &str, line: usize, column: usize) -> usize {
    let rest = || source.lines().nth(line - 1).unwrap_or("").chars().skip(column - 1);
    let plain = || {
        let rest: Vec<char> = rest().collect();
        (0..rest.len())
            .find(|&at| match rest[at] {
                ',' | ']' | '}' => true,
                ':' => rest.get(at + 1).is_none_or(|c| c.is_whitespace()),
                ' ' | '\t' => rest.get(at + 1).is_none_or(|&c| c == '#' || c.is_whitespace()),
                _ => false,
            })
            .unwrap_or(rest.len())
    };
    match rest().next() {
        Some(open @ ('"' | '\'' | '[' | '{')) => {
            let close = match open {
                '[' => ']',
                '{' => '}',
                quote => quote,
            };
            rest().skip(1).position(|c| c == close).map_or_else(plain, |inner| inner + 2)
        }
        _ => plain(),
    }
}

/// Reads one node, and says "stop" at the number it was told to stop at.
#[derive(Clone, Copy)]
struct Walk<'a> {
    next: &'a Cell<Number>,
    stop: Option<Number>,
}

impl Walk<'_> {
    fn take(self) -> Number {
        let number = self.next.get();
        self.next.set(number + 1);
        number
    }

    fn pass<E: serde::de::Error>(self, number: Number) -> Result<(), E> {
        if self.stop == Some(number) { Err(E::custom("here")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let number = self.take();
        let value = deserializer.deserialize_any(Read { walk: self, number })?;
        Ok(Node { number, value })
    }
}

struct Read<'a> {
    walk: Walk<'a>,
    number: Number,
}

impl Read<'_> {
    fn is<E: serde::de::Error>(self, value: Value) -> Result<Value, E> {
        self.walk.pass(self.number)?;
        Ok(value)
    }
}

impl<'de> Visitor<'de> for Read<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value, a list or a mapping")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.is(Value::Nothing)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Value, E> {
        self.is(Value::Nothing)
    }

    fn visit_bool<E: serde::de::Error>(self, flag: bool) -> Result<Value, E> {
        self.is(Value::Flag(flag))
    }

    fn visit_i64<E: serde::de::Error>(self, figure: i64) -> Result<Value, E> {
        self.is(Value::Figure(figure as f64))
    }

    fn visit_u64<E: serde::de::Error>(self, figure: u64) -> Result<Value, E> {
        self.is(Value::Figure(figure as f64))
    }

    fn visit_i128<E: serde::de::Error>(self, figure: i128) -> Result<Value, E> {
        self.is(Value::Figure(figure as f64))
    }

    fn visit_u128<E: serde::de::Error>(self, figure: u128) -> Result<Value, E> {
        self.is(Value::Figure(figure as f64))
    }

    fn visit_f64<E: serde::de::Error>(self, figure: f64) -> Result<Value, E> {
        self.is(Value::Figure(figure))
    }

    fn visit_str<E: serde::de::Error>(self, words: &str) -> Result<Value, E> {
        self.is(Value::Words(words.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.walk.pass(self.number)?;
        let mut list = Vec::new();
        while let Some(node) = items.next_element_seed(self.walk)? {
            list.push(node);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.walk.pass(self.number)?;
        let mut map = Vec::new();
        while let Some((key, number)) = entries.next_key_seed(ReadKey(self.walk))? {
            let node = entries.next_value_seed(self.walk)?;
            map.push(Entry { key, number, node });
        }
        Ok(Value::Map(map))
    }
}

struct ReadKey<'a>(Walk<'a>);

impl<'de> DeserializeSeed<'de> for ReadKey<'_> {
    type Value = (String, Number);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for ReadKey<'_> {
    type Value = (String, Number);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Self::Value, E> {
        let number = self.0.take();
        self.0.pass(number)?;
        Ok((key.to_owned(), number))
    }
}
