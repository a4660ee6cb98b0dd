//! YAML into a tree whose every value knows its place in the file.
//!
//! serde reports one error and stops; an annotation file deserves a report of
//! all of them, and the use of all that is right. So the tree is built of the
//! events of a parser that keeps positions (and, unlike libyaml, stays linear
//! however deep the brackets go). At a syntax error the containers
//! stay open, and reading goes on at the next line that can only be the next
//! item or key of one of them (see `resume`).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use granit_parser::{ErrorKind, Event, Options, Parser, ScanError, StructureStyle};

use super::report::MOST;
use super::resume;
use super::tree::{At, Entry, Node, Value};
use crate::model::text::floor;

/// Something that is wrong with the YAML itself.
#[derive(Debug)]
pub struct Fault {
    pub at: At,
    pub message: String,
    pub hint: Option<&'static str>,
    /// The file can be read in spite of it.
    pub warning: bool,
}

/// The first of what is wrong, and how much more.
#[derive(Debug, Default)]
pub struct Faults {
    pub list: Vec<Fault>,
    pub more: usize,
}

/// Containers in containers: a file of this format has six levels.
const DEEPEST: usize = 64;

/// How many values anchors and aliases may copy in one file.
const COPIES: usize = 200_000;

/// What a file may hold; half of them are keys. A tree of more would fill the memory.
const MOST_VALUES: usize = 8_000_000;

/// So many keys of one mapping are compared one by one, which is faster than
/// a table of them.
const FEW: usize = 16;

/// After so many syntax errors the rest of a file is left alone.
const PATIENCE: usize = 50;

/// Reads the first document of `source`: what could be read of it, and what is wrong.
pub fn read(source: &str) -> (Option<Node<'_>>, Faults) {
    let mut builder = Builder {
        source,
        open: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        copies: 0,
        reached: 0,
        values: 0,
        faults: Faults::default(),
    };
    let mut stretch = resume::Stretch { start: 0, end: source.len(), into: None };
    let mut errors = 0;
    loop {
        let broken = builder.parse(&stretch);
        let from = match broken {
            None if stretch.end == source.len() => break,
            None => stretch.end,
            Some(at) => {
                errors += 1;
                builder.break_off();
                let line = resume::line_start(source, at);
                // Nothing of this line was used: it may be in order by itself.
                if builder.reached < line && line > stretch.start {
                    line
                } else {
                    resume::next_line(source, at)
                }
            }
        };
        if errors > PATIENCE {
            let at = At { start: from, end: from };
            builder.fault(at, "too many errors: the rest of the file is not read".into(), None);
            break;
        }
        let fresh = builder.open.is_empty() && builder.root.is_none();
        let Some(next) = resume::find(source, from, &builder.columns(), fresh) else { break };
        if broken.is_none() && next.start > from {
            let start = resume::indented(source, from);
            let at = At { start, end: resume::line_end(source, start) };
            builder.fault(at, "this line is indented like nothing above it".into(), None);
        }
        builder.close_to(next.into.map_or(0, |level| level + 1));
        stretch = next;
    }
    builder.close_to(0);
    (builder.root, builder.faults)
}

/// A container that is being read.
struct Open<'a> {
    at: At,
    /// Of a block container: the column of its dashes or keys, in spaces.
    column: Option<usize>,
    anchor: usize,
    content: Content<'a>,
}

enum Content<'a> {
    List(Vec<Node<'a>>),
    Map { entries: Vec<Entry<'a>>, key: Key<'a>, seen: Seen<'a> },
}

/// The first so many entries of a mapping, by their keys.
#[derive(Default)]
struct Seen<'a> {
    keys: HashSet<Cow<'a, str>>,
    entries: usize,
}

/// Whether a mapping has a key already. `seen` is used once there are many.
fn is_known<'a>(key: &str, entries: &[Entry<'a>], seen: &mut Seen<'a>) -> bool {
    // What is missing is entered without a key.
    let written = |entry: &&Entry| entry.key_at != At::default();
    if entries.len() <= FEW {
        return entries.iter().filter(written).any(|entry| entry.key == key);
    }
    let new = entries[seen.entries..].iter().filter(written);
    seen.keys.extend(new.map(|entry| entry.key.clone()));
    seen.entries = entries.len();
    seen.keys.contains(key)
}

/// What the next value of a mapping is for.
enum Key<'a> {
    /// It is a key.
    None,
    /// It belongs to this key.
    Some(Cow<'a, str>, At),
    /// It belongs to a key that cannot be used.
    Unusable,
}

struct Builder<'a> {
    source: &'a str,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    anchors: HashMap<usize, Node<'a>>,
    copies: usize,
    /// Where the last value that was read begins.
    reached: usize,
    /// How many values were read.
    values: usize,
    faults: Faults,
}

impl<'a> Builder<'a> {
    fn fault(&mut self, at: At, message: String, hint: Option<&'static str>) {
        // A line that is tried again fails again where it failed before.
        if self.faults.list.last().is_some_and(|last| last.at == at) {
            return;
        }
        if self.faults.list.len() < MOST {
            self.faults.list.push(Fault { at, message, hint, warning: false });
        } else {
            self.faults.more += 1;
        }
    }

    /// Reads one stretch; at an error, the byte it stands at.
    fn parse(&mut self, stretch: &resume::Stretch) -> Option<usize> {
        let mut options = Options::default();
        options.emit_unresolved_aliases = true;
        options.set_emit_comments(false);
        options.flow_nesting_limit = DEEPEST;
        options.block_nesting_limit = DEEPEST;
        let base = stretch.start;
        let source = &self.source[base..stretch.end];
        let level = self.open.len();
        // The events of the container that is gone on with open and close nothing.
        let mut resuming = stretch.into.is_some();
        let resumed = resuming;
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(source, options) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => return Some(self.syntax_error(&error, base, stretch.end)),
            };
            let range = span.byte_range().unwrap_or(0..0);
            let at = At { start: base + range.start, end: base + range.end };
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        self.faults.list.push(Fault {
                            at,
                            message: "a second document: only the first is read".into(),
                            hint: None,
                            warning: true,
                        });
                        return None;
                    }
                }
                Event::SequenceStart(..) | Event::MappingStart(..) if resuming => resuming = false,
                Event::SequenceEnd | Event::MappingEnd if resumed && self.open.len() == level => {}
                Event::SequenceStart(style, anchor, _) => {
                    let column = self.column(&style, at, true);
                    self.start(at, column, anchor, Content::List(Vec::new()));
                }
                Event::MappingStart(style, anchor, _) => {
                    let column = self.column(&style, at, false);
                    let content =
                        Content::Map { entries: Vec::new(), key: Key::None, seen: Seen::default() };
                    self.start(at, column, anchor, content);
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(Some(at)),
                Event::Scalar(text, style, anchor, tag) => {
                    self.reached = at.start;
                    let plain = style == granit_parser::ScalarStyle::Plain && tag.is_none();
                    let null = plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                    let value = match plain {
                        _ if null => Value::Null,
                        true => Value::Plain(text),
                        false => Value::Quoted(text),
                    };
                    self.finish(Node { at, value }, anchor);
                }
                Event::Alias(anchor) => self.alias(at, anchor),
                Event::UnresolvedAlias(name) => {
                    self.fault(at, format!("`*{name}` stands for nothing above it"), None);
                    self.add(Node { at, value: Value::Null });
                }
                _ => {}
            }
            if self.open.len() > DEEPEST {
                return Some(self.unclosed_or(at, format!("more than {DEEPEST} levels deep")));
            }
            self.values += 1;
            if self.values == MOST_VALUES {
                let message = format!("more than {MOST_VALUES} values: the rest is not read");
                self.fault(at, message, None);
                return None;
            }
        }
        None
    }

    /// Of a block container, the column at which its further items or keys stand.
    fn column(&self, style: &StructureStyle, at: At, list: bool) -> Option<usize> {
        if *style != StructureStyle::Block {
            return None;
        }
        let line = resume::line_start(self.source, at.start);
        // Dashes that are not indented are marked past the first of them.
        if list && !self.source[at.start..].starts_with('-') {
            return Some(resume::indented(self.source, line) - line);
        }
        Some(self.source[line..at.start].chars().count())
    }

    fn start(&mut self, at: At, column: Option<usize>, anchor: usize, content: Content<'a>) {
        self.reached = at.start;
        self.open.push(Open { at, column, anchor, content });
    }

    /// Closes the innermost container; `at` is where it ends, if that is written.
    fn end(&mut self, at: Option<At>) {
        let Some(open) = self.open.pop() else { return };
        let last = match &open.content {
            Content::List(items) => items.last().map(|item| item.at.end),
            Content::Map { entries, .. } => entries.last().map(|entry| entry.node.at.end),
        };
        let written = at.filter(|_| open.column.is_none()).map(|at| at.end);
        let end = written.or(last).unwrap_or(open.at.end);
        if last.is_none() && at.is_none() {
            return; // broken off before anything of it was read
        }
        let value = match open.content {
            Content::List(items) => Value::List(items),
            Content::Map { entries, .. } => Value::Map(entries),
        };
        self.finish(Node { at: At { start: open.at.start, end }, value }, open.anchor);
    }

    fn finish(&mut self, node: Node<'a>, anchor: usize) {
        if anchor != 0 {
            self.copies += node.size();
            if self.copies <= COPIES {
                self.anchors.insert(anchor, node.clone());
            }
        }
        self.add(node);
    }

    fn alias(&mut self, at: At, anchor: usize) {
        let found = self.anchors.get(&anchor).map(|node| (node.size(), node.depth()));
        let message = match found {
            Some((size, depth)) => {
                self.copies = self.copies.saturating_add(size);
                if self.open.len() + depth > DEEPEST {
                    format!("more than {DEEPEST} levels deep through an alias")
                } else if self.copies > COPIES {
                    format!("aliases stand for more than {COPIES} values")
                } else {
                    let value = self.anchors[&anchor].value.clone();
                    return self.add(Node { at, value });
                }
            }
            None if self.copies > COPIES => {
                format!("aliases stand for more than {COPIES} values")
            }
            None => "an alias inside what it stands for".into(),
        };
        // Said once: a bomb has thousands of them.
        if self.faults.list.last().is_none_or(|fault| fault.message != message) {
            self.fault(at, message, None);
        }
        self.add(Node { at, value: Value::Null });
    }

    /// Puts a value where it belongs.
    fn add(&mut self, node: Node<'a>) {
        let mut fault = None;
        match self.open.last_mut().map(|open| &mut open.content) {
            None => {
                self.root.get_or_insert(node);
            }
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map { entries, key, seen }) => match std::mem::replace(key, Key::None) {
                Key::Unusable => {}
                Key::Some(key, key_at) => entries.push(Entry { key, key_at, node }),
                Key::None => match node.value {
                    Value::Plain(text) | Value::Quoted(text) if !is_known(&text, entries, seen) => {
                        *key = Key::Some(text, node.at);
                    }
                    Value::Plain(text) | Value::Quoted(text) => {
                        fault = Some((
                            node.at,
                            format!("the key `{text}` occurs twice"),
                            Some("only the first is used"),
                        ));
                        *key = Key::Unusable;
                    }
                    _ => {
                        fault = Some((node.at, "a key must be a plain word".into(), None));
                        *key = Key::Unusable;
                    }
                },
            },
        }
        if let Some((at, message, hint)) = fault {
            self.fault(at, message, hint);
        }
    }

    /// Gives up the entry in braces or brackets that is broken; what stands
    /// around it keeps what is whole.
    fn break_off(&mut self) {
        if self.open.last().is_some_and(|open| open.column.is_none()) {
            self.open.pop();
        }
        if let Some(Open { content: Content::Map { entries, key, .. }, .. }) = self.open.last_mut()
        {
            // Without a key it still says that something is missing here.
            let (key, key_at) = match std::mem::replace(key, Key::None) {
                Key::Some(key, at) => (key, at),
                _ => (Cow::Borrowed(""), At::default()),
            };
            let node = Node { at: key_at, value: Value::Broken };
            entries.push(Entry { key, key_at, node });
        }
    }

    /// The brace or bracket that was clearly meant to be closed before the line
    /// that holds byte `at`: that line is an item or key of what is around it.
    fn unclosed(&self, at: usize) -> Option<usize> {
        let line = resume::line_start(self.source, at);
        if !resume::fits(self.source, line, &self.columns()) {
            return None;
        }
        let open = self.open.iter().find(|open| open.column.is_none());
        let from = open.map_or(self.reached, |open| open.at.start);
        resume::unclosed(self.source.get(from..line)?).map(|offset| from + offset)
    }

    /// Closes all but the `level` outermost containers.
    fn close_to(&mut self, level: usize) {
        while self.open.len() > level {
            self.end(None);
            if let Some(Open { content: Content::Map { key, .. }, .. }) = self.open.last_mut() {
                *key = Key::None;
            }
        }
    }

    /// The open containers from the outermost, as (column, whether it is a list).
    fn columns(&self) -> Vec<Option<(usize, bool)>> {
        let list = |open: &Open| matches!(open.content, Content::List(_));
        self.open.iter().map(|open| open.column.map(|column| (column, list(open)))).collect()
    }

    /// The character at a byte.
    fn character(&self, at: usize) -> At {
        let width = self.source[at..].chars().next().map_or(0, char::len_utf8);
        At { start: at, end: at + width }
    }

    /// Reports what is not closed where that explains the error at `at`, else
    /// the error itself; the byte the complaint stands at.
    fn unclosed_or(&mut self, at: At, message: String) -> usize {
        let Some(start) = self.unclosed(at.start) else {
            self.fault(at, message, None);
            return at.start;
        };
        let outside = self.open.iter().position(|open| open.column.is_none());
        self.open.truncate(outside.unwrap_or(self.open.len()));
        self.reached = start;
        let at = At { start, end: start + 1 };
        self.fault(at, format!("`{}` is not closed", &self.source[start..=start]), None);
        start
    }

    /// Reports a syntax error; the byte it stands at.
    fn syntax_error(&mut self, error: &ScanError, base: usize, end: usize) -> usize {
        let marked = base + error.marker().byte_offset().unwrap_or(0);
        let mut at = floor(self.source, marked.min(end));
        let (message, hint) = match error.kind() {
            ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar => {
                // The mark may stand past the tab, or at the end of what comes before it.
                let line = resume::line_start(self.source, at);
                let ahead = floor(self.source, end.min(at + 1000));
                match self.source[line..at].find('\t') {
                    Some(tab) => at = line + tab,
                    None => at += self.source[at..ahead].find('\t').unwrap_or(0),
                }
                ("a tab: YAML is indented with spaces".into(), Some("put spaces in its place"))
            }
            ErrorKind::UnexpectedCharacter { character } if character.is_control() => (
                format!("a control character, U+{:04X}", *character as u32),
                Some("take it out, or write it as an escape in double quotes"),
            ),
            ErrorKind::MappingValueNotAllowed => {
                // What stands before the colon was taken for the whole value.
                if let Some(Open { content: Content::Map { entries, .. }, .. }) =
                    self.open.last_mut()
                    && let Some(entry) = entries.last_mut()
                    && entry.node.at.end == at
                {
                    entry.node.value = Value::Broken;
                }
                ("a second `:` in one entry".into(), Some("put a value that holds `: ` in quotes"))
            }
            ErrorKind::UnclosedQuotedScalar => ("a quotation mark that is not closed".into(), None),
            ErrorKind::UnclosedFlowCollection { open } => (format!("`{open}` is not closed"), None),
            kind => {
                let message = match kind {
                    ErrorKind::RecursionLimitExceeded => {
                        format!("more than {DEEPEST} levels deep")
                    }
                    _ => error.info(),
                };
                return self.unclosed_or(self.character(at), message);
            }
        };
        let place = self.character(at);
        self.fault(place, message, hint);
        at
    }
}
