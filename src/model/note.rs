//! The reader's own words about a story.

use super::{Moment, Selector, Span};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Anchor {
    /// Where it was made, word for word.
    #[default]
    Exact,
    /// Found without doubt, elsewhere or with its words edited.
    Moved,
    /// It may belong to one of several places, or to none; the reader decides.
    Doubtful,
    /// Nothing in the text is it. Listed, never dropped.
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

/// Why a passage is taken to stand where it does, or nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reason {
    /// Words and place are as they were.
    #[default]
    Unchanged,
    /// The change from the old text to this one was followed.
    Followed,
    /// The same, and words of the passage were edited.
    FollowedEdited,
    /// The words stand between the words they stood between.
    Context,
    /// The words occur in one place only.
    Alone,
    /// The words keep their place among other notes whose place is sure.
    Neighbours,
    /// The surroundings are as they were, the words were edited.
    Edited,
    /// The words fit several places equally well.
    Several,
    /// The words occur, but not where they used to stand.
    Elsewhere,
    /// The words are gone from where they stood; where they occur they are others.
    TakenOut,
    /// Other words stand in the place now.
    Replaced,
    /// Something like the words occurs.
    Alike,
    /// Nothing like the words occurs.
    Gone,
    /// Only some of several stretches were found.
    InPart,
    /// The reader says it occurs so many times, and it does not.
    NotSoOften,
}

impl Reason {
    /// In words that follow "it is moved:", "it is lost:".
    pub const fn words(self) -> &'static str {
        match self {
            Reason::Unchanged => "words and place are as they were",
            Reason::Followed => "the text changed around its words",
            Reason::FollowedEdited => "the text changed, its words too",
            Reason::Context => "its words stand elsewhere, between the words they stood between",
            Reason::Alone => "its words stand elsewhere, and nowhere else",
            Reason::Neighbours => "its words keep their place among your other notes",
            Reason::Edited => "its words were edited, what stands around them is the same",
            Reason::Several => "its words fit several places, and nothing settles which",
            Reason::Elsewhere => "its words occur, but with other words around them",
            Reason::TakenOut => "its words are gone from there, and occur only elsewhere",
            Reason::Replaced => "other words stand in its place now",
            Reason::Alike => "its words do not occur, only words like them",
            Reason::Gone => "its words are no longer in the text",
            Reason::InPart => "only some of its stretches were found",
            Reason::NotSoOften => "its words do not occur so many times",
        }
    }
}

/// A place at which a passage may stand that is not sure of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Which of the note's selectors it is for, from 0.
    pub stretch: usize,
    /// The place, in bytes of the text at hand.
    pub span: Span,
    /// From 0 to 1: how much of quote and context is found there.
    pub score: f32,
}

/// Why a note stands where it stands, and where it might stand instead.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// The reason for the worst of its stretches.
    pub reason: Reason,
    /// From 0 to 1: how much of quote and context is found, of the worst
    /// stretch; 1 where nothing changed.
    pub score: f32,
    /// Of a doubtful or lost note: where it may belong, the best first.
    pub candidates: Vec<Candidate>,
}

impl Standing {
    /// The score in percent.
    pub fn percent(&self) -> u8 {
        (self.score.clamp(0.0, 1.0) * 100.0).round() as u8
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
    /// Of an event: when, in the notation of [`Moment`].
    pub when: Option<String>,
    /// Of a correction: the annotation's id.
    pub target: Option<String>,
    /// Of an entity: only the quoted mention (`listed`) or everywhere (`auto`, the default).
    pub listed: bool,
    /// Whose it is, if not the reader's own: a colleague's, which is only
    /// read. Not stored.
    pub hand: Option<String>,
    /// Whether it still stands where it was made. Not stored.
    pub anchor: Anchor,
    /// Where its selectors stand in the text at hand, in order; a stretch that
    /// is doubtful or lost is left out. Not stored.
    pub spans: Vec<Span>,
    /// Why there, and where else it may belong. Not stored.
    pub standing: Standing,
    /// Of a correction: its turn among those on the story, which is its place
    /// in the notes file; `None` until it is known. Not stored.
    pub turn: Option<usize>,
}

/// What a correction names that gives the date on which the story was
/// published, in [`Note::when`]. No annotation has an id with a dot that
/// Dateline made.
pub const STORY_DATE: &str = "story.published";

/// The date of the story by its reader's own word: the last one counts, in
/// their [turn](Note::turn); a clock is asked only where that is not known.
pub fn given_date(notes: &[Note]) -> Option<Moment> {
    dating(notes)?.story_date()
}

/// The note whose [`given_date`] counts.
pub fn dating(notes: &[Note]) -> Option<&Note> {
    let dated = notes.iter().filter(|note| note.story_date().is_some());
    dated.max_by_key(|note| {
        (note.turn.unwrap_or(usize::MAX), note.changed.as_deref(), note.id.as_str())
    })
}

impl Note {
    /// Whether it gives the date on which the story was published.
    pub fn dates_story(&self) -> bool {
        self.kind == NoteKind::Correction && self.target.as_deref() == Some(STORY_DATE)
    }

    /// "published Wednesday 24 August 2016", of a note that says so.
    pub fn date_said(&self) -> Option<String> {
        let when = self.when.as_deref().filter(|_| self.dates_story())?;
        let label = Moment::parse(when).map_or_else(|_| when.to_owned(), |date| date.label());
        Some(format!("published {label}"))
    }

    /// The date on which the story was published, by the reader's own word.
    pub fn story_date(&self) -> Option<Moment> {
        let when = self.when.as_deref().filter(|_| self.is_own() && self.dates_story())?;
        Moment::parse(when).ok().filter(Moment::on_axis)
    }

    /// Whether it is the reader's own, not a colleague's.
    pub fn is_own(&self) -> bool {
        self.hand.is_none()
    }

    /// The first byte it marks in the text at hand.
    pub fn start(&self) -> Option<usize> {
        self.spans.first().map(|span| span.start)
    }

    /// Whether it says what is annotated, rather than words of the reader's own.
    pub fn annotates(&self) -> bool {
        matches!(self.kind, NoteKind::Entity | NoteKind::Event | NoteKind::Correction)
    }

    /// Its state, why, and how much of it is found: "moved: its words were
    /// edited, what stands around them is the same (82 %)".
    pub fn standing_words(&self) -> String {
        let Standing { reason, .. } = self.standing;
        let best = if self.anchor >= Anchor::Doubtful { "at best " } else { "" };
        let percent = self.standing.percent();
        format!("{}: {} ({best}{percent} %)", self.anchor.word(), reason.words())
    }

    /// Whether the byte at `at` is marked by it.
    pub fn contains(&self, at: usize) -> bool {
        self.spans.iter().any(|span| span.contains(at))
    }

    /// What of it is stored: not where it stands in the text at hand.
    pub fn stored(&self) -> Note {
        Note {
            anchor: Anchor::default(),
            spans: Vec::new(),
            standing: Standing::default(),
            hand: None,
            turn: None,
            ..self.clone()
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
