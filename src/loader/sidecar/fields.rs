//! The values of a mapping, each of the type it should have.
//!
//! A value of the wrong type is reported and counts as absent.

use super::report::{Report, did_you_mean};
use super::tree::{At, Entry, Node, Value};
use crate::model::{Moment, text::visible};

impl<'a> Node<'a> {
    /// What it is, in the words of a message.
    pub fn shape(&self) -> &'static str {
        match self.value {
            Value::Null | Value::Broken => "nothing",
            Value::Scalar(_) => "a single value",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(words) => Some(words),
            _ => None,
        }
    }

    /// Whether it says nothing.
    fn is_blank(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Scalar(words) => words.trim().is_empty(),
            _ => false,
        }
    }

    /// The items of a list; of anything else, itself as the only item.
    pub fn items(&self) -> &[Node<'a>] {
        match &self.value {
            Value::List(items) => items,
            Value::Null | Value::Broken => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// Everything it holds on one line, safe to show.
    fn as_text(&self, out: &mut String) {
        match &self.value {
            Value::Null | Value::Broken => {}
            Value::Scalar(words) => out.push_str(&visible(words)),
            Value::List(items) => {
                for (number, item) in items.iter().enumerate() {
                    out.push_str(if number == 0 { "" } else { ", " });
                    item.as_text(out);
                }
            }
            Value::Map(entries) => {
                for (number, entry) in entries.iter().enumerate() {
                    out.push_str(if number == 0 { "" } else { ", " });
                    out.push_str(&visible(&entry.key));
                    out.push_str(": ");
                    entry.node.as_text(out);
                }
            }
        }
    }
}

/// A mapping whose keys are known.
#[derive(Clone, Copy)]
pub struct Fields<'n, 'a> {
    /// Where the mapping stands.
    pub at: At,
    entries: &'n [Entry<'a>],
}

impl<'n, 'a> Fields<'n, 'a> {
    /// The fields of `what`; reports anything that is no mapping, and keys that
    /// look like a slip for one of `known`. Other keys are left to who wrote them.
    pub fn of(
        report: &mut Report,
        node: &'n Node<'a>,
        what: &str,
        known: &[&'static str],
    ) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            report.wrong(node, what, "a mapping, as `key: value`");
            return None;
        };
        let has = |key: &str| entries.iter().any(|entry| entry.key == key);
        let mut absent = None;
        for entry in entries {
            if known.contains(&&*entry.key) || report.is_full() {
                continue;
            }
            let absent: &Vec<&str> = absent
                .get_or_insert_with(|| known.iter().copied().filter(|key| !has(key)).collect());
            if let Some(hint) = did_you_mean(&entry.key, absent.iter().copied()) {
                let message = format!("{what} has no key `{}`: it is not used", entry.key);
                report.warning(entry.key_at, message, Some(hint));
            }
        }
        Some(Self { at: node.at, entries })
    }

    /// The value of a key; `None` if it is absent or empty.
    pub fn get(&self, key: &str) -> Option<&'n Node<'a>> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (!matches!(entry.node.value, Value::Null | Value::Broken)).then_some(&entry.node)
    }

    /// Complains if `what` has no such key, or nothing under it.
    pub fn demand(&self, report: &mut Report, key: &str, what: &str) {
        if self.lacks(key) {
            report.error(self.at, format!("{what} without `{key}`"));
        }
    }

    /// Whether it says nothing under this key. Of a mapping that is broken
    /// nothing is known to be lacking.
    pub fn lacks(&self, key: &str) -> bool {
        let blank = |entry: &Entry| entry.key != key || entry.node.is_blank();
        let broken = |entry: &Entry| matches!(entry.node.value, Value::Broken);
        self.entries.iter().all(blank) && !self.entries.iter().any(broken)
    }

    /// A single value as it was written.
    pub fn raw(&self, report: &mut Report, key: &str) -> Option<&'n str> {
        let node = self.get(key)?;
        if node.scalar().is_none() {
            report.wrong(node, key, "a single value");
        }
        node.scalar()
    }

    /// A single line, safe to show; `None` if there is nothing on it.
    pub fn text(&self, report: &mut Report, key: &str) -> Option<String> {
        let words = self.raw(report, key)?;
        Some(visible(words.trim()).into_owned()).filter(|words| !words.is_empty())
    }

    /// The same, demanded: its absence is reported against `what`.
    pub fn required(&self, report: &mut Report, key: &str, what: &str) -> Option<String> {
        self.demand(report, key, what);
        self.text(report, key)
    }

    /// Several single values; one alone need not be in a list.
    pub fn texts(&self, report: &mut Report, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.get(key).map_or(&[][..], Node::items) {
            match item.scalar() {
                Some(words) if words.trim().is_empty() => {}
                Some(words) => texts.push(visible(words.trim()).into_owned()),
                None => report.wrong(item, key, "a single value"),
            }
        }
        texts
    }

    /// A mapping of names to whatever, each as text.
    pub fn pairs(&self, report: &mut Report, key: &str) -> Vec<(String, String)> {
        match self.get(key) {
            None => Vec::new(),
            Some(Node { value: Value::Map(entries), .. }) => entries
                .iter()
                .map(|entry| {
                    let mut words = String::new();
                    entry.node.as_text(&mut words);
                    (visible(&entry.key).into_owned(), words)
                })
                .collect(),
            Some(node) => {
                report.wrong(node, key, "a mapping, as `key: value`");
                Vec::new()
            }
        }
    }

    /// A moment in one of the notations of FORMATS.md.
    pub fn moment(&self, report: &mut Report, key: &str) -> Option<Moment> {
        let written = self.raw(report, key)?;
        match Moment::parse(written) {
            Ok(moment) => Some(moment),
            Err(error) => {
                let mut at = self.get(key)?.at;
                // Between quotation marks the wrong part may be written otherwise.
                if at.end - at.start == written.len() && !error.part().is_empty() {
                    let byte = written.char_indices().nth(error.start()).map_or(0, |(at, _)| at);
                    if written[byte..].starts_with(error.part()) {
                        at.start += byte;
                        at.end = at.start + error.part().len();
                    }
                }
                report.error(at, format!("{key}: {error}"));
                None
            }
        }
    }
}
