//! What happened when, what was said by whom, and what is related to what.

use super::{Moment, Origin, Span};

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
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeType,
    /// TIMEX3 value.
    pub value: Moment,
    /// Who says so.
    pub origin: Origin,
}

/// Something said.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The words.
    pub span: Span,
    /// The speaker's entity id.
    pub speaker: Option<String>,
    /// The word that reports it: said, told.
    pub cue: Option<String>,
    /// Who says so.
    pub origin: Origin,
}

/// Something that holds between two entities or mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The id the file gives it.
    pub id: Option<String>,
    /// Id of an entity or a mention.
    pub from: String,
    /// What holds.
    pub kind: String,
    /// Id of an entity or a mention.
    pub to: String,
    /// (name, value as text), in the order of the file.
    pub attrs: Vec<(String, String)>,
}
