//! Values of any shape, with the types of YAML's core schema (1.2.2, 10.3).
//!
//! `yes` and `2016-08-24` are text there. Numbers with leading zeros or more
//! digits than a number can hold stay text too: they name things.

use serde_json::{Map, Number, Value as Typed};

use super::tree::{Entry, Node, Value};
use crate::model::text::{picture, visible};

impl Node<'_> {
    /// The value as it was meant; what could not be read is null.
    pub fn typed(&self) -> Typed {
        match &self.value {
            Value::Null | Value::Broken => Typed::Null,
            Value::Quoted(words) => text(words),
            Value::Plain(words) => plain(words),
            Value::List(items) => Typed::Array(items.iter().map(Node::typed).collect()),
            Value::Map(entries) => Typed::Object(map(entries.iter())),
        }
    }
}

/// The entries of a mapping; of two names that look alike the first.
pub fn map<'n, 'a: 'n>(entries: impl Iterator<Item = &'n Entry<'a>>) -> Map<String, Typed> {
    let mut map = Map::new();
    for entry in entries {
        map.entry(visible(&entry.key)).or_insert_with(|| entry.node.typed());
    }
    map
}

fn plain(words: &str) -> Typed {
    match words {
        "true" | "True" | "TRUE" => Typed::Bool(true),
        "false" | "False" | "FALSE" => Typed::Bool(false),
        _ => number(words).map_or_else(|| text(words), Typed::Number),
    }
}

fn text(words: &str) -> Typed {
    let tame = |c| if matches!(c, '\n' | '\t') { c } else { picture(c).unwrap_or(c) };
    Typed::String(words.chars().map(tame).collect())
}

fn number(words: &str) -> Option<Number> {
    for (mark, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = words.strip_prefix(mark) {
            let all = digits.chars().all(|c| c.is_digit(radix));
            return u64::from_str_radix(digits, radix).ok().filter(|_| all).map(Number::from);
        }
    }
    let digits = words.strip_prefix(['-', '+']).unwrap_or(words);
    let whole = digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if whole > 1 && digits.starts_with('0') {
        return None;
    }
    if whole > 0 && whole == digits.len() {
        let unsigned = words.strip_prefix('+').unwrap_or(words);
        let signed = || unsigned.parse::<i64>().ok().map(Number::from);
        return unsigned.parse::<u64>().ok().map(Number::from).or_else(signed);
    }
    // Rust reads `inf` and `nan` as well; JSON has no such numbers.
    let decimal = digits.chars().all(|c| matches!(c, '0'..='9' | '.' | 'e' | 'E' | '+' | '-'));
    let begun = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if !(decimal && begun) {
        return None;
    }
    Number::from_f64(words.parse::<f64>().ok()?)
}
