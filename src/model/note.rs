//! The reader's own words about a story.

use super::{Located, Selector, Span, Text};

/// What a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NoteKind {
    /// Words about a passage, or about the whole story.
    #[default]
    Note,
    /// A passage marked in colour.
    Highlight,
    /// A name the reader marked.
    Entity,
    /// An event the reader put on the time line.
    Event,
    /// A word on somebody else's annotation.
    Correction,
}

impl NoteKind {
    /// The word in files and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            NoteKind::Note => "note",
            NoteKind::Highlight => "highlight",
            NoteKind::Entity => "entity",
            NoteKind::Event => "event",
            NoteKind::Correction => "correction",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Note, Self::Highlight, Self::Entity, Self::Event, Self::Correction]
            .into_iter()
            .find(|kind| kind.word() == word.trim())
    }
}

/// Whether a note still stands where it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Anchor {
    /// Where it was made, word for word.
    #[default]
    Exact,
    /// The same words, elsewhere.
    Moved,
    /// Its words occur several times and nothing settles which.
    Doubtful,
    /// Its words are not in the text. Listed, never dropped.
    Lost,
}

impl Anchor {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Anchor::Exact => "exact",
            Anchor::Moved => "moved",
            Anchor::Doubtful => "doubtful",
            Anchor::Lost => "lost",
        }
    }
}

/// One document of a notes file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Note {
    /// Random; two people never collide.
    pub id: String,
    /// What it is.
    pub kind: NoteKind,
    /// The passage: as many selectors as stretches; none for the whole story.
    pub selectors: Vec<Selector>,
    /// The reader's words; empty for a bare highlight.
    pub body: String,
    /// Without `#`.
    pub tags: Vec<String>,
    /// A colour's name.
    pub color: Option<String>,
    /// Entity ids the note is about.
    pub about: Vec<String>,
    /// RFC 3339, UTC.
    pub made: Option<String>,
    /// RFC 3339, UTC.
    pub changed: Option<String>,
    /// Who wrote it, where the configuration gives a name.
    pub by: Option<String>,
    /// Of an entity: its name. Of an event: its label.
    pub name: Option<String>,
    /// Of an entity: its kind, as written. Of a correction: `accept`, `reject` or the new type.
    pub kind_word: Option<String>,
    /// Of an event: when, in the notation of [`Moment`](super::Moment).
    pub when: Option<String>,
    /// Of a correction: the annotation's id.
    pub target: Option<String>,
    /// Of an entity: only the quoted mention (`listed`) or everywhere (`auto`, the default).
    pub listed: bool,
    /// Whether it still stands where it was made. Not stored.
    pub anchor: Anchor,
    /// Where its selectors stand in the text at hand, in order. Not stored.
    pub spans: Vec<Span>,
}

impl Note {
    /// The first byte it marks in the text at hand.
    pub fn start(&self) -> Option<usize> {
        self.spans.first().map(|span| span.start)
    }

    /// Whether it says what is annotated, rather than words of the reader's own.
    pub fn annotates(&self) -> bool {
        matches!(self.kind, NoteKind::Entity | NoteKind::Event | NoteKind::Correction)
    }

    /// Whether the byte at `at` is marked by it.
    pub fn contains(&self, at: usize) -> bool {
        self.spans.iter().any(|span| span.contains(at))
    }
}

/// Finds where notes stand in `text`: sets [`Note::spans`] and [`Note::anchor`].
///
/// A note of several stretches is lost only if all of them are. A doubtful
/// stretch stands at the first place that fits, or nowhere.
pub fn anchor(notes: &mut [Note], text: &Text) {
    for note in notes {
        note.spans.clear();
        note.anchor = Anchor::Exact;
        let (mut moved, mut doubtful) = (false, false);
        for selector in &note.selectors {
            match selector.locate(text) {
                Located::Exact(span) => note.spans.push(span),
                Located::Moved(span) => {
                    moved = true;
                    note.spans.push(span);
                }
                Located::Ambiguous { first, .. } => {
                    doubtful = true;
                    note.spans.push(first);
                }
                Located::Missing => doubtful = true,
            }
        }
        if note.spans.is_empty() && !note.selectors.is_empty() {
            note.anchor = Anchor::Lost;
        } else if doubtful {
            note.anchor = Anchor::Doubtful;
        } else if moved {
            note.anchor = Anchor::Moved;
        }
    }
}

/// The `#word`s of a note's body: letters, digits, `-` and `_` after a `#`
/// that opens a word. In order, each once.
pub fn hash_tags(body: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut before = ' ';
    for (at, c) in body.char_indices() {
        if c == '#' && (before.is_whitespace() || "([{,;".contains(before)) {
            let word: String = body[at + 1..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            if !word.is_empty() && !tags.contains(&word) {
                tags.push(word);
            }
        }
        before = c;
    }
    tags
}
