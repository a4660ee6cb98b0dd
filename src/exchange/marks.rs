//! What most tools mean by annotations: labelled stretches of text, ties
//! between them, and remarks on them.
//!
//! Every format of that kind is read into a [`Sheet`] and written from one;
//! `gather` makes names, times, quotes and events of it, `spread` the reverse.
//! Marks are named by their number in [`Sheet::marks`]; the ids that a file
//! gives them are kept beside.

use serde_json::{Number, Value};

use crate::model::{Attrs, Note, Span};

/// The attribute that holds a label Dateline has another word for: a kind
/// `GPE` is a place, and leaves again as `GPE`.
pub const LABEL: &str = "source-label";

/// The attribute that holds what a knowledge base calls a mention, where the
/// links of the name do not say it all.
pub const REFERENCES: &str = "references";

/// The labels of what is no name.
pub const QUOTE: &str = "Quote";
/// See [`QUOTE`].
pub const EVENT: &str = "Event";
/// The label of the tie from a quote to who speaks.
pub const SPEAKER: &str = "speaker";

/// A labelled stretch of the text, or several that are one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mark {
    /// The id the file gives it.
    pub id: Option<String>,
    /// What it is, in the file's word.
    pub label: String,
    /// Where, in the order of the text; never empty.
    pub spans: Vec<Span>,
    /// What else is said of it.
    pub attrs: Attrs,
    /// What it stands for in knowledge bases.
    pub references: Vec<Reference>,
}

/// An entry of a knowledge base.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Reference {
    /// The knowledge base: `wikidata`.
    pub source: String,
    /// The entry: `Q22316`, or a URL.
    pub id: String,
    /// What the entry is called; may be empty.
    pub words: String,
}

/// Something that holds between two marks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tie {
    /// The id the file gives it.
    pub id: Option<String>,
    /// What holds.
    pub label: String,
    /// Number of a mark.
    pub from: usize,
    /// Number of a mark.
    pub to: usize,
    /// What else is said of it.
    pub attrs: Attrs,
}

/// Somebody's words about a mark, a stretch of text or the whole story.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Remark {
    /// Number of a mark; `None`: the spans of the note.
    pub on: Option<usize>,
    /// The words. Of a note on a mark, [`Note::target`] is set when it is gathered.
    pub note: Note,
}

/// The annotations of one text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// The labelled stretches.
    pub marks: Vec<Mark>,
    /// What holds between them.
    pub ties: Vec<Tie>,
    /// Marks that name the same thing though nothing in them says so.
    pub chains: Vec<Vec<usize>>,
    /// What is said about them.
    pub remarks: Vec<Remark>,
}

/// What a format has a place for; the table in `docs/exchange.md` says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carries {
    /// Marks of several stretches.
    pub discontinuous: bool,
    /// Marks that share text.
    pub overlapping: bool,
    /// Attributes of marks; with them times, quotes and events.
    pub attributes: bool,
    /// Ties between marks.
    pub ties: bool,
    /// Attributes of ties.
    pub tie_attributes: bool,
    /// Which marks name the same thing.
    pub chains: bool,
    /// Links to knowledge bases.
    pub links: bool,
    /// Notes on marks.
    pub notes: bool,
    /// Notes on any stretch of the text.
    pub passages: bool,
    /// Notes on the story as a whole.
    pub story_notes: bool,
    /// What of the story's head: `title`, `url`.
    pub head: &'static [&'static str],
    /// The keys of the story's head that the format keeps there itself.
    pub keys: &'static [&'static str],
}

/// All that the head of a story has a place for.
pub(super) const WHOLE_HEAD: &[&str] =
    &["title", "byline", "source", "place", "published", "url", "language", "tags"];

impl Carries {
    /// Everything but the head.
    pub const ALL: Self = Self {
        discontinuous: true,
        overlapping: true,
        attributes: true,
        ties: true,
        tie_attributes: true,
        chains: true,
        links: true,
        notes: true,
        passages: true,
        story_notes: true,
        head: &[],
        keys: &[],
    };

    /// Labelled stretches without overlap, nothing else.
    pub const SPANS: Self = Self {
        discontinuous: false,
        overlapping: false,
        attributes: false,
        ties: false,
        tie_attributes: false,
        chains: false,
        links: false,
        notes: false,
        passages: false,
        story_notes: false,
        head: &[],
        keys: &[],
    };
}

/// What says that two marks name the same thing where no chain says so: the
/// same label, and the same entry of a knowledge base or else the same words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Entry(String, Vec<(String, String)>),
    Words(String, String),
}

impl Key {
    pub(super) fn of(label: &str, references: &[Reference], words: String) -> Self {
        if references.is_empty() {
            return Key::Words(label.to_owned(), words);
        }
        let entries = references.iter().map(|r| (r.source.clone(), r.id.clone())).collect();
        Key::Entry(label.to_owned(), entries)
    }
}

/// An id for a note that comes without one: the same for the same words in the
/// same place, so that importing twice makes no second note (FNV-1a, 64 bits).
pub fn note_id(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0xff])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let mut id = String::from("i");
    while hash > 0 {
        id.extend(char::from_digit((hash % 36) as u32, 36));
        hash /= 36;
    }
    id
}

/// The value that a word of a format without types stands for: truth, digits
/// as JSON writes them, JSON in brackets or quotation marks; else the word.
pub fn value_from(word: &str) -> Value {
    match word {
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        "null" => return Value::Null,
        _ => {}
    }
    if word.starts_with(['{', '[', '"'])
        && let Ok(value) = serde_json::from_str(word)
    {
        return value;
    }
    match word.parse::<Number>() {
        Ok(number) if number.to_string() == word => Value::Number(number),
        _ => Value::String(word.to_owned()),
    }
}

/// The word that [`value_from`] reads as this value.
pub fn value_to(value: &Value) -> String {
    match value {
        Value::String(words) if !words.is_empty() && value_from(words) == *value => words.clone(),
        value => value.to_string(),
    }
}
