//! Work to be done outside: what goes out of the state.

use std::path::PathBuf;

use crate::model::history::Act;
use crate::model::{NoteChange, Text, TimeExpression};

use super::jumps::Spot;
use super::shelf::Address;

/// Something the world is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read this story; answers carry the ticket.
    Open {
        /// The request's number.
        ticket: u64,
        /// Which story.
        address: Address,
    },
    /// Save these changes to a story's notes.
    Save {
        /// The story.
        address: Address,
        /// In order.
        changes: Vec<NoteChange>,
        /// Whether they are something new, or undo or redo something.
        act: Act,
        /// What is done, undone or redone.
        deed: u64,
    },
    /// Write into a story's history what was done and is undone already: its
    /// notes are as they were.
    Record {
        /// The story.
        address: Address,
        /// In order.
        changes: Vec<NoteChange>,
        /// What is done.
        deed: u64,
    },
    /// Take the kept notes of an earlier session back into their files, or throw them away.
    Recover {
        /// Take back rather than throw away.
        keep: bool,
    },
    /// Remember the place read to, in bytes of the open story, its marks, and
    /// the jump list.
    Remember {
        /// The story.
        address: Address,
        /// The place.
        place: usize,
        /// The marks in it.
        marks: Vec<(char, usize)>,
        /// The places jumped from, in all stories, oldest first.
        jumps: Vec<Spot>,
        /// The text as it was read, if it was.
        read: Option<Text>,
    },
    /// Say what is new in the open story; the answer carries its ticket.
    Compare {
        /// The number of the request that brought the story.
        ticket: u64,
        /// Its text as it was read last.
        old: Text,
        /// Its text.
        new: Text,
    },
    /// Keep what is being typed, should the program die.
    KeepDraft {
        /// The story it is about.
        address: Address,
        /// The note as it was and as typed; `None`: nothing is being typed any more.
        note: Option<Box<NoteChange>>,
    },
    /// Remember a mark over all stories.
    RememberMark {
        /// A capital.
        letter: char,
        /// Where it leads.
        spot: Spot,
    },
    /// Put this on the clipboard.
    Copy(String),
    /// Open this URL in a browser.
    Browse(String),
    /// Open this file in the reader's editor at this line (from 1).
    Edit(PathBuf, usize),
    /// Read heads of these stories (indices in the order found).
    ReadHeads(Vec<(usize, Address)>),
    /// Count where else names of the open story occur: in the other stories of the list.
    LookElsewhere {
        /// The open story.
        address: Address,
        /// The other stories, with their titles.
        others: Vec<(Address, String)>,
    },
    /// Find names, times and quotes in the open story.
    Find {
        /// The number of the request that brought it.
        ticket: u64,
    },
    /// Count the days of the found times in the open story from its date anew.
    Retime {
        /// The number of the request that brought the story.
        ticket: u64,
        /// The times that another's program found, of which only the values
        /// may change; `None`: they were found by the built-in finder.
        theirs: Option<Vec<TimeExpression>>,
    },
    /// Gather the notes on names from the stories that lie with the open one.
    GatherNameNotes {
        /// The open story.
        address: Address,
    },
    /// Write the open story, or the notes on it, for another program.
    Export {
        /// The format's name.
        format: &'static str,
        /// The notes alone.
        notes: bool,
    },
    /// Search the open story; the answer carries the ticket.
    Search {
        /// The request's number.
        ticket: u64,
        /// A regular expression, as typed.
        pattern: String,
        /// Whether boilerplate is searched too.
        boilerplate: bool,
    },
    /// Stop the program until the shell continues it.
    Suspend,
    /// Paint everything anew.
    Repaint,
    /// End the program.
    Quit,
}
