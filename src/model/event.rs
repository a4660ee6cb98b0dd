//! What happened when, what was said by whom, and what is related to what.

use super::{Attrs, Moment, Origin, Span};

/// Somebody's part in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The part, where the file names it: `agent`, `place`.
    pub role: Option<String>,
    /// The entity's id.
    pub entity: String,
}

/// An entry of the time line.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// A slug, unique in the file.
    pub id: String,
    /// When it happened, or will.
    pub when: Moment,
    /// One line.
    pub label: String,
    /// The words that tell of it.
    pub spans: Vec<Span>,
    /// Who took part.
    pub who: Vec<Participant>,
    /// What the file keeps with the event under `attrs`.
    pub attrs: Attrs,
    /// Keys of the entry that Dateline does not know, to be written back beside the others.
    pub extra: Attrs,
    /// Who says so.
    pub origin: Origin,
}

/// TIMEX3's type of a time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeType {
    /// A day or anything longer.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurrence.
    Set,
}

impl TimeType {
    /// The word in files and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            TimeType::Date => "DATE",
            TimeType::Time => "TIME",
            TimeType::Duration => "DURATION",
            TimeType::Set => "SET",
        }
    }

    /// Reads the word, in capitals or not.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Date, Self::Time, Self::Duration, Self::Set]
            .into_iter()
            .find(|t| t.word().eq_ignore_ascii_case(word.trim()))
    }
}

/// A time expression in the text, TIMEX3.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// The id the file gives it: TIMEX3's `tid`.
    pub id: Option<String>,
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeType,
    /// TIMEX3 value.
    pub value: Moment,
    /// What the file keeps with it under `attrs`: TIMEX3's other attributes.
    pub attrs: Attrs,
    /// Keys of the entry that Dateline does not know, to be written back beside the others.
    pub extra: Attrs,
    /// Who says so.
    pub origin: Origin,
}

/// How somebody's words are given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// In the speaker's own words, between quotation marks.
    Direct,
    /// In the writer's words.
    Indirect,
    /// Partly in the speaker's own words.
    Mixed,
    /// Any other word the file uses, kept as it was written.
    Other(String),
}

impl QuoteKind {
    /// Reads the word, in capitals or not; any other word is kept.
    pub fn parse(word: &str) -> Self {
        let word = word.trim();
        match word.to_ascii_lowercase().as_str() {
            "direct" => QuoteKind::Direct,
            "indirect" => QuoteKind::Indirect,
            "mixed" => QuoteKind::Mixed,
            _ => QuoteKind::Other(super::text::visible(word).into_owned()),
        }
    }

    /// The word in files and JSON.
    pub fn word(&self) -> &str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Indirect => "indirect",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Other(word) => word,
        }
    }
}

/// Something said.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The id the file gives it.
    pub id: Option<String>,
    /// The words.
    pub span: Span,
    /// The speaker's entity id.
    pub speaker: Option<String>,
    /// Whoever speaks, in the file's words: "a spokesman", or a name that is no entity.
    pub speaker_text: Option<String>,
    /// The word that reports it: said, told.
    pub cue: Option<String>,
    /// How the words are given, where the file states it.
    pub kind: Option<QuoteKind>,
    /// What the file keeps with it under `attrs`.
    pub attrs: Attrs,
    /// Keys of the entry that Dateline does not know, to be written back beside the others.
    pub extra: Attrs,
    /// Who says so.
    pub origin: Origin,
}

/// Something that holds between two entities, mentions or time expressions.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The id the file gives it.
    pub id: Option<String>,
    /// Id of an entity, a mention or a time expression.
    pub from: String,
    /// What holds.
    pub kind: String,
    /// Id of an entity, a mention or a time expression.
    pub to: String,
    /// What the file keeps with it under `attrs`.
    pub attrs: Attrs,
    /// Keys of the entry that Dateline does not know, to be written back beside the others.
    pub extra: Attrs,
}
