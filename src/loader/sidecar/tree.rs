//! The tree a YAML file is read into: every value with its place.

use std::borrow::Cow;

/// Where something stands in the file: bytes, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct At {
    pub start: usize,
    pub end: usize,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    pub at: At,
    pub value: Value<'a>,
}

/// What a [`Node`] holds. Scalars stay as written; only where anything may stand
/// do plain ones become numbers and truth values (see `typed`).
#[derive(Debug, Clone)]
pub enum Value<'a> {
    Null,
    /// Something stood here that could not be read, and was reported.
    Broken,
    /// A scalar without quotation marks.
    Plain(Cow<'a, str>),
    /// A scalar that is text whatever it looks like: quoted, in a block, or tagged.
    Quoted(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Map(Vec<Entry<'a>>),
}

/// One key of a mapping and its value.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub key: Cow<'a, str>,
    pub key_at: At,
    pub node: Node<'a>,
}

impl Node<'_> {
    /// How many values it holds, itself and keys included.
    pub fn size(&self) -> usize {
        1 + match &self.value {
            Value::Null | Value::Broken | Value::Plain(_) | Value::Quoted(_) => 0,
            Value::List(items) => items.iter().map(Node::size).sum(),
            Value::Map(entries) => entries.iter().map(|entry| 1 + entry.node.size()).sum(),
        }
    }

    /// How many containers deep it goes.
    pub fn depth(&self) -> usize {
        match &self.value {
            Value::Null | Value::Broken | Value::Plain(_) | Value::Quoted(_) => 0,
            Value::List(items) => 1 + items.iter().map(Node::depth).max().unwrap_or(0),
            Value::Map(entries) => {
                1 + entries.iter().map(|entry| entry.node.depth()).max().unwrap_or(0)
            }
        }
    }
}
