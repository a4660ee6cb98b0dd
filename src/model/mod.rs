//! The values everything speaks about: pure, no files, no terminal, no clock.
//!
//! A [`Text`] is what was read; [`Span`]s point into it; [`Annotations`] say
//! what stands at which span; [`Note`]s are the reader's own.

pub mod agreement;
pub mod attrs;
pub mod bookmark;
pub mod change;
mod correct;
pub mod entity;
pub mod event;
pub mod history;
pub mod moment;
pub mod note;
pub mod occurrences;
mod own;
pub mod selector;
pub mod story;
pub mod text;

pub use attrs::Attrs;
pub use bookmark::Bookmark;
pub use change::NoteChange;
pub use entity::{Entity, Kind, MatchRule, Mention, Origin};
pub use event::{Event, Participant, Quote, QuoteKind, Relation, TimeExpression, TimeType};
pub use moment::Moment;
pub use note::{Anchor, Candidate, Note, NoteKind, Reason, Standing};
pub use selector::{Located, Selector};
pub use story::{
    Annotations, Evidence, Format, Head, Inferred, Inline, InlineKind, Made, Story, StoryId,
};
pub use text::{Paragraph, Role, Span, Text};
