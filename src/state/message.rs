//! What happened: everything that comes into the state.

use std::collections::HashMap;

use super::far_notes::FarNote;
use super::jumps::Spot;
use super::shelf::{Address, Entry};
use crate::config::Config;
use crate::config::key::Key;
use crate::error::Diagnostic;
use crate::model::history::{Act, Deed, History};
use crate::model::{Annotations, Head, Inferred, Moment, Note, Span, Story, Text, TimeExpression};

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The window has this many columns and rows.
    Resized(u16, u16),
    /// The terminal's background is dark, or light.
    Background {
        /// Whether it is dark.
        dark: bool,
    },
    /// Stories were found in a folder, in order, after those already known.
    StoriesFound(Vec<Entry>),
    /// The folder has been read through.
    StoriesDone(Vec<Diagnostic>),
    /// More is known of stories in the list: (index in the order found, head).
    HeadsRead(Vec<(usize, Head)>),
    /// A story's text is here.
    StoryRead(Box<StoryRead>),
    /// A story's annotations and notes are here.
    StoryAnnotated(Box<StoryAnnotated>),
    /// A story cannot be opened.
    StoryFailed {
        /// The request's number.
        ticket: u64,
        /// Why.
        error: String,
    },
    /// The open story changed on disk.
    StoryChanged,
    /// Notes were saved, or not.
    Saved {
        /// The story they are about.
        address: Address,
        /// How many changes, of all stories, are still unsaved.
        unsaved: usize,
        /// Why, if they are; `None` too if that is known and nothing new.
        error: Option<NotSaved>,
        /// What else the reader should know: merged, moved.
        news: Option<String>,
    },
    /// Notes as they are on disk now, after a merge.
    NotesMerged {
        /// The story they are about.
        address: Address,
        /// All of them; where they stand is not known yet.
        notes: Vec<Note>,
        /// The last save that is among them: what was done later is still to come.
        after: Option<(Act, u64)>,
    },
    /// What was done to a story's notes in earlier sessions.
    HistoryRead {
        /// The story.
        address: Address,
        /// What was done, undone and deleted.
        history: Box<History>,
    },
    /// Notes of an earlier session were never saved.
    Recovered {
        /// How many.
        count: usize,
        /// Of which stories.
        stories: Vec<String>,
    },
    /// What an earlier session left unsaved is in a story's notes now.
    Recalled {
        /// The story.
        address: Address,
        /// What was done by it.
        deed: Deed,
    },
    /// The text of the open story, when it was read last, was another.
    LastRead {
        /// The request's number.
        ticket: u64,
        /// What it was.
        text: Text,
    },
    /// The open story was compared with what it was.
    Compared {
        /// The request's number.
        ticket: u64,
        /// What is new, in bytes of its text; empty spans where words are gone.
        changes: Vec<Span>,
    },
    /// Where else names occur: by entity id, (title, how often).
    Elsewhere {
        /// The story that was open when this was asked.
        address: Address,
        /// What was found.
        found: HashMap<String, Vec<(String, usize)>>,
    },
    /// What names, times and quotes a machine found in the open story.
    NamesFound {
        /// The number of the request that brought the story.
        ticket: u64,
        /// All of it.
        annotations: Box<Annotations>,
        /// Why the program that was to find it did not.
        trouble: Option<String>,
        /// What was left out.
        remark: Option<String>,
    },
    /// The found times of the open story, with days counted from its date as
    /// it is known now.
    Retimed {
        /// The number of the request that brought the story.
        ticket: u64,
        /// All of them.
        times: Vec<TimeExpression>,
    },
    /// The date of the open story, told by its text.
    DateInferred {
        /// The number of the request that brought the story.
        ticket: u64,
        /// The date.
        inferred: Inferred,
    },
    /// Notes on names that were made in other stories.
    NameNotes {
        /// The story that was open when this was asked.
        address: Address,
        /// What was found.
        found: Vec<FarNote>,
    },
    /// The open story was searched.
    Found {
        /// The request's number.
        ticket: u64,
        /// Every match, in order; or what is wrong with the pattern.
        found: Result<Vec<Span>, String>,
    },
    /// A mark over all stories, from an earlier session.
    MarkKnown(char, Spot),
    /// The places jumped from in an earlier session, oldest first.
    JumpsKnown(Vec<Spot>),
    /// Settings, keys or themes changed.
    Configured(Box<Config>),
    /// Something to tell the reader.
    Told(Notice),
    /// The program must end: signal or terminal gone.
    Terminate,
}

/// A story's text, as soon as it can be read.
#[derive(Debug)]
pub struct StoryRead {
    /// The request's number.
    pub ticket: u64,
    /// Text and head.
    pub story: Story,
    /// What is wrong with the file.
    pub problems: Vec<Diagnostic>,
    /// The place read to, in bytes.
    pub place: Option<usize>,
    /// This story's marks: letter, byte.
    pub marks: Vec<(char, usize)>,
}

/// What belongs to a story besides its text.
#[derive(Debug)]
pub struct StoryAnnotated {
    /// The request's number.
    pub ticket: u64,
    /// The head with what the annotations say over what was inferred.
    pub head: Head,
    /// Names, times, quotes.
    pub annotations: Annotations,
    /// The reader's notes, anchored.
    pub notes: Vec<Note>,
    /// What is wrong in annotations and notes.
    pub problems: Vec<Diagnostic>,
    /// Whether an annotation file was found.
    pub annotated: bool,
    /// Whether all in that file was found by machine.
    pub by_machine: bool,
    /// Whether the text is another than it was: the fingerprint in the notes
    /// file says so, or the text as it was read last.
    pub text_changed: bool,
    /// Today's date, for the time line.
    pub today: Option<Moment>,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub act: MouseAct,
    /// Column, from 0.
    pub x: u16,
    /// Row, from 0.
    pub y: u16,
}

/// The things a mouse does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down.
    Press,
    /// The left button went down a second time at the same cell.
    Double,
    /// The mouse moved with the left button down.
    Drag,
    /// The left button came up.
    Release,
    /// The wheel turned towards the reader.
    WheelDown,
    /// The wheel turned away.
    WheelUp,
}

/// Why notes are not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSaved {
    /// What to say: the point first, for the line is short.
    pub words: String,
    /// Whether all that is not saved, of any story, outlives the program.
    pub kept: bool,
}

/// A line for the reader, shown at the bottom until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What to say.
    pub words: String,
    /// Whether something went wrong.
    pub error: bool,
    /// Whether it can be read in full elsewhere, so that one line will do.
    pub listed: bool,
}

impl Notice {
    /// News.
    pub fn news(words: impl Into<String>) -> Self {
        Self { words: words.into(), error: false, listed: false }
    }

    /// Something went wrong.
    pub fn error(words: impl Into<String>) -> Self {
        Self { error: true, ..Self::news(words) }
    }

    /// The same, of something that is listed in full elsewhere.
    pub fn listed(self) -> Self {
        Self { listed: true, ..self }
    }
}

/// What the state may know of the world at the time of a message.
#[derive(Debug, Clone, Default)]
pub struct Stamp {
    /// RFC 3339, UTC, to the second.
    pub now: String,
    /// A random number, new with every message.
    pub chance: u64,
}
