//! What the reader is doing: pure, no files, no terminal, no clock.
//!
//! A [`Message`] says what happened, a [`Command`] what the person wants, an
//! [`Effect`] what is to be done outside. [`State::update`] leads from one to
//! the other, so a test is a story, some keys and the screen that results.

pub mod command;
pub mod editor;
pub mod effect;
pub mod far_notes;
mod found;
pub mod hints;
pub mod jumps;
pub mod layout;
pub mod list;
pub mod message;
pub mod names;
pub mod note_editor;
pub mod note_rows;
pub mod page;
pub mod past;
pub mod prompt;
mod ranking;
pub mod reading;
pub mod relations;
mod renewal;
pub mod review;
pub mod search;
pub mod settling;
pub mod shelf;
pub mod timeline;
pub mod unfold;
mod update;

use std::cell::Cell;
use std::collections::HashMap;

pub use crate::model::NoteChange;
pub use command::{Command, VERBS};
pub use effect::Effect;
pub use message::{Message, Mouse, MouseAct, NotSaved, Notice, Stamp};
pub use update::MARGIN_NOTE;

use crate::config::key::Key;
use crate::config::{Config, Context, FinderChoice, NoteLines, Settings};
use crate::error::Diagnostic;
use crate::model::Bookmark;
use crate::model::history::Act;
use editor::Editor;
use hints::Hints;
use jumps::{Jumps, Marks, Spot};
use layout::{Border, Layout};
use list::List;
use note_editor::NoteEditor;
use past::Past;
use prompt::Prompt;
use reading::Reading;
use review::Review;
use settling::Settling;
use shelf::{Address, Shelf};

/// A part of the screen that takes keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pane {
    /// The story.
    #[default]
    Text,
    /// The list of stories.
    Stories,
    /// The names.
    Names,
    /// The time line.
    Timeline,
    /// The reader's notes.
    Notes,
}

/// A format that the open story can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Whether it has a place for notes on any passage.
    pub notes: bool,
}

/// Which panes are unfolded, and how wide they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panes {
    /// The story list is unfolded, where the window is wide enough.
    pub stories: bool,
    /// The names are unfolded.
    pub names: bool,
    /// The time line is unfolded.
    pub timeline: bool,
    /// The notes are unfolded, in place of names and time line.
    pub notes: bool,
    /// The text alone.
    pub zen: bool,
    /// Which of names and time line is shown where only one fits.
    pub last_side: Pane,
    /// Columns of the story list, if the reader changed them.
    pub shelf_width: Option<u16>,
    /// Columns of the side panes, if the reader changed them.
    pub side_width: Option<u16>,
    /// How much of the height the names take, in percent.
    pub split: u16,
    /// Columns of the text, if the reader changed them.
    pub measure: Option<u16>,
    /// Where notes show their first line.
    pub note_lines: NoteLines,
    /// Whether the furniture of a story's page is shown.
    pub boilerplate: bool,
}

impl Panes {
    fn new(settings: &Settings) -> Self {
        Self {
            stories: true,
            names: true,
            timeline: true,
            notes: false,
            zen: false,
            last_side: Pane::Names,
            shelf_width: None,
            side_width: None,
            split: settings.split,
            measure: None,
            note_lines: settings.note_lines,
            boilerplate: settings.boilerplate,
        }
    }
}

/// What lies over the panes and takes the keys.
#[derive(Debug)]
pub enum Layer {
    /// The card of a name or a note.
    Card(Card),
    /// The note editor.
    Editor(Box<NoteEditor>),
    /// Search box, filter, palette, picker.
    Prompt(Box<Prompt>),
    /// All keys.
    Help(Help),
    /// Letters on everything.
    Hints(Hints),
    /// A letter is awaited: for a new mark, or to go to one.
    Letter {
        /// A mark is being set.
        set: bool,
    },
    /// The letter of a type is awaited, for what is reviewed.
    Kind {
        /// For all mentions of the name.
        whole: bool,
    },
    /// What is wrong in the story's files.
    Problems(List),
    /// Where a note belongs.
    Settle(Settling),
    /// Notes of an earlier session wait.
    Recover {
        /// How many.
        count: usize,
        /// Of which stories.
        stories: Vec<String>,
    },
}

/// The card of a name or a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    /// Of an entity.
    Name {
        /// Index into the entities.
        entity: usize,
        /// Lines scrolled past.
        top: usize,
    },
    /// Of a note.
    Note {
        /// Index into the notes.
        note: usize,
        /// Lines scrolled past.
        top: usize,
    },
}

/// The help screen.
#[derive(Debug, Default)]
pub struct Help {
    /// What to look for.
    pub filter: Editor,
    /// Whether keys go to the filter.
    pub typing: bool,
    /// Rows scrolled past.
    pub top: usize,
}

/// A story asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The request's number.
    pub ticket: u64,
    /// Which story.
    pub address: Address,
    /// Where to go, if not to where the reader was.
    pub place: Option<Bookmark>,
    /// The open story is read anew: it changed on disk.
    pub again: bool,
}

/// Changes that were handed out to be saved.
#[derive(Debug, Clone)]
struct Unconfirmed {
    /// What they are known by.
    save: (Act, u64),
    changes: Vec<NoteChange>,
}

/// What the mouse is dragging.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drag {
    Border(Border),
    /// From a byte; and the name that was chosen before the button went down.
    Text {
        from: usize,
        chosen: Option<usize>,
    },
}

/// Everything the reader sees follows from this.
#[derive(Debug)]
pub struct State {
    /// Columns and rows of the window.
    pub size: (u16, u16),
    /// Settings, keys and themes.
    pub config: Config,
    /// The theme the reader chose with the keys, over the settings.
    pub theme: Option<String>,
    /// Whether the terminal's background is dark, once it is known.
    pub dark: Option<bool>,
    /// Which panes are unfolded.
    pub panes: Panes,
    /// Which pane takes the keys.
    pub focus: Pane,
    /// What lies over the panes.
    pub layer: Option<Layer>,
    /// The stories at hand.
    pub shelf: Shelf,
    /// The open story.
    pub reading: Option<Reading>,
    /// Going through the annotations of the open story.
    pub review: Option<Review>,
    /// The story asked for, until its text is here.
    pub opening: Option<Opening>,
    /// Why the story asked for last could not be opened.
    pub failure: Option<String>,
    /// Whether names that a machine found are not shown.
    pub found_hidden: bool,
    /// A line for the reader.
    pub notice: Option<Notice>,
    /// How many changes of notes are not saved, and why.
    pub unsaved: Option<(usize, NotSaved)>,
    /// What is wrong in the folders; see [`State::problems`] for all that is wrong.
    pub folder_problems: Vec<Diagnostic>,
    /// How far down what lies on top can be scrolled, as it was drawn last:
    /// only the drawing knows how many lines a card has. Written by `ui`.
    pub scrollable: Cell<usize>,
    /// The formats that a story can be written in: what writes them is not known here.
    pub formats: Vec<Offer>,
    /// Keys of an unfinished sequence.
    pub pending: Vec<Key>,
    /// Marks over all stories.
    pub marks: Marks,
    jumps: Jumps,
    pasts: HashMap<Address, Past>,
    /// Patterns searched for, newest last.
    searched: Vec<String>,
    /// The colour the next highlight gets.
    color: usize,
    drag: Option<Drag>,
    /// Tickets given out so far.
    tickets: u64,
    /// The story whose draft was last sent out to be kept.
    kept_draft: Option<Address>,
    /// Notes of an earlier session, to be offered when nothing lies on top:
    /// how many, of which stories.
    left_over: Option<(usize, Vec<String>)>,
    /// Changes that are not known to be saved: a story that is read (anew) gets them too.
    unconfirmed: HashMap<Address, Vec<Unconfirmed>>,
    /// A note's id or words at which this story, else the first one, is to be opened.
    opened_at: Option<(Option<Address>, String)>,
    /// The note last gone to, by id, and the place it stands at: the card
    /// there is its own before it is that of a name.
    came_for: Option<(String, usize)>,
    /// Whether the reader asked once to throw away what was left over.
    discard_asked: bool,
    /// What was said last of faults in files.
    complaint: Option<(Faulty, String)>,
    /// Whether the key before this one asked to quit, and something would be lost.
    quit_asked: bool,
    /// When the last message came, and its chance.
    stamp: Stamp,
}

/// Whose faults are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Faulty {
    Settings,
    Folder,
    Story,
}

impl State {
    /// A reader who has just sat down, before a window of `size` columns and rows.
    pub fn new(config: Config, size: (u16, u16)) -> Self {
        let mut state = Self {
            size,
            panes: Panes::new(&config.settings),
            folder_problems: Vec::new(),
            config,
            theme: None,
            dark: None,
            focus: Pane::Text,
            layer: None,
            shelf: Shelf::default(),
            reading: None,
            review: None,
            opening: None,
            failure: None,
            found_hidden: false,
            notice: None,
            unsaved: None,
            scrollable: Cell::new(usize::MAX),
            formats: Vec::new(),
            pending: Vec::new(),
            marks: Marks::default(),
            jumps: Jumps::default(),
            pasts: HashMap::new(),
            searched: Vec::new(),
            color: 0,
            drag: None,
            tickets: 0,
            kept_draft: None,
            left_over: None,
            unconfirmed: HashMap::new(),
            opened_at: None,
            came_for: None,
            discard_asked: false,
            complaint: None,
            quit_asked: false,
            stamp: Stamp::default(),
        };
        let problems = state.config.problems.clone();
        state.complain(Faulty::Settings, &problems);
        state
    }

    /// The first story is to be opened at the note with this id, or at these words.
    pub fn open_at(&mut self, words: String) {
        self.opened_at = Some((None, words));
    }

    /// Where the panes stand.
    pub fn layout(&self) -> Layout {
        let (width, height) = self.size;
        Layout::of(width, height, &self.panes, self.focus, &self.config.settings)
    }

    /// The section of the key table that applies now.
    pub fn context(&self) -> Context {
        match &self.layer {
            Some(Layer::Card(_) | Layer::Problems(_) | Layer::Recover { .. }) => Context::Card,
            Some(Layer::Settle(_)) => Context::Settle,
            Some(Layer::Editor(_)) => Context::Editor,
            Some(Layer::Prompt(_)) => Context::Prompt,
            Some(Layer::Help(help)) if help.typing => Context::Prompt,
            Some(Layer::Help(_)) => Context::Help,
            Some(Layer::Hints(_) | Layer::Letter { .. } | Layer::Kind { .. }) => Context::Hints,
            None => match self.focus {
                Pane::Text if self.selecting() => Context::Select,
                Pane::Text if self.review.is_some() => Context::Review,
                Pane::Text => Context::Text,
                Pane::Stories => Context::Stories,
                Pane::Names => Context::Names,
                Pane::Timeline => Context::Timeline,
                Pane::Notes => Context::Notes,
            },
        }
    }

    /// What is wrong: in the configuration, in the folders, in the story's files.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_story = self.reading.iter().flat_map(|reading| &reading.problems);
        self.config.problems.iter().chain(&self.folder_problems).chain(of_story)
    }

    /// Whether names are looked for in stories without annotations.
    fn finds(&self) -> bool {
        self.config.settings.finder != FinderChoice::Off
    }

    fn selecting(&self) -> bool {
        self.reading.as_ref().is_some_and(|reading| reading.selection.is_some())
    }

    /// The byte the reader is at.
    fn place(&self) -> Option<usize> {
        self.reading.as_ref().map(|reading| reading.place)
    }

    /// The reader's place, to come back to.
    fn spot(&self) -> Option<Spot> {
        let reading = self.reading.as_ref()?;
        let place = Bookmark::of(&reading.story.text, reading.place);
        Some(Spot { address: reading.address.clone(), place })
    }

    /// The name of the theme in use.
    pub fn theme_name(&self) -> String {
        if let Some(name) = &self.theme {
            return name.clone();
        }
        match &self.config.settings.theme {
            crate::config::ThemeChoice::Named(name) => name.clone(),
            crate::config::ThemeChoice::Auto => {
                if self.dark.unwrap_or(true) {
                    "dark".into()
                } else {
                    "light".into()
                }
            }
        }
    }
}
