//! The values of a mapping, each of the type it should have.
//!
//! A value of the wrong type is reported and counts as absent.

use super::report::{Report, did_you_mean};
use super::tree::{At, Entry, Node, Value};
use super::typed;
use crate::loader::written_date;
use crate::model::{Attrs, Moment, attrs, text::visible};

impl<'a> Node<'a> {
    /// What it is, in the words of a message.
    pub fn shape(&self) -> &'static str {
        match self.value {
            Value::Null | Value::Broken => "nothing",
            Value::Plain(_) | Value::Quoted(_) => "a single value",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Plain(words) | Value::Quoted(words) => Some(words),
            _ => None,
        }
    }

    /// Whether it says nothing.
    fn is_blank(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Plain(words) | Value::Quoted(words) => words.trim().is_empty(),
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
}

/// A mapping whose keys are known.
#[derive(Clone, Copy)]
pub struct Fields<'n, 'a> {
    /// Where the mapping stands.
    pub at: At,
    entries: &'n [Entry<'a>],
    known: Known,
}

/// The keys that a mapping may have, in groups.
pub type Known = &'static [&'static [&'static str]];

impl<'n, 'a> Fields<'n, 'a> {
    /// The fields of `what`; reports anything that is no mapping, and keys that
    /// look like a slip for one of `known`. Other keys are left to who wrote them.
    pub fn of(report: &mut Report, node: &'n Node<'a>, what: &str, known: Known) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            report.wrong(node, what, "a mapping, as `key: value`");
            return None;
        };
        for entry in entries {
            if is_known(known, &entry.key) || report.is_full() {
                continue;
            }
            if let Some(hint) = did_you_mean(&entry.key, known.iter().copied().flatten().copied()) {
                let message = format!("{what} has no key `{}`: it is not used", entry.key);
                report.warning(entry.key_at, message, Some(hint));
            }
        }
        Some(Self { at: node.at, entries, known })
    }

    /// The entries whose keys are not known, kept for whoever writes the file back.
    pub fn extra(&self) -> Attrs {
        let unknown = |entry: &&Entry| {
            !matches!(entry.node.value, Value::Broken) && !is_known(self.known, &entry.key)
        };
        typed::map(self.entries.iter().filter(unknown)).into_iter().collect()
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

    /// A mapping of names to whatever.
    pub fn attrs(&self, report: &mut Report, key: &str) -> Attrs {
        match self.get(key) {
            None => Attrs::new(),
            Some(Node { value: Value::Map(entries), .. }) => {
                typed::map(entries.iter()).into_iter().collect()
            }
            Some(node) => {
                report.wrong(node, key, "a mapping, as `key: value`");
                Attrs::new()
            }
        }
    }

    /// The same, each as text.
    pub fn pairs(&self, report: &mut Report, key: &str) -> Vec<(String, String)> {
        match self.get(key).map(|node| &node.value) {
            Some(Value::Map(entries)) => entries
                .iter()
                .map(|entry| {
                    let words = match entry.node.scalar() {
                        Some(words) => visible(words).into_owned(),
                        None => attrs::words(&entry.node.typed()),
                    };
                    (visible(&entry.key).into_owned(), words)
                })
                .collect(),
            _ => {
                self.attrs(report, key);
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
                // "24 Aug 2016" is understood well enough to say how it is written here.
                let meant = written_date::read(written).and_then(|date| date.notation());
                let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
                report.error_with(at, format!("{key}: {error}"), hint);
                None
            }
        }
    }
}

fn is_known(known: Known, key: &str) -> bool {
    known.iter().any(|group| group.contains(&key))
}
