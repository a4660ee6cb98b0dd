//! Dateline: a terminal reader for annotated news.
//!
//! The house, from the ground up. A room may use the rooms below it, never
//! one above; `tests/house.rs` reads the `use` lines and holds this.
//!
//! | room | what it is for | it may use |
//! |---|---|---|
//! | [`error`] | what went wrong, said so that a person can mend it | [`model`] |
//! | [`model`] | pure values: text, spans, names, moments, events, notes | nothing |
//! | [`anchor`] | where notes and quotes stand in a text that has changed | [`model`] |
//! | [`typeset`] | text into rows of a width; graphemes, words, sentences | [`model`] |
//! | [`config`] | settings, keys, themes, folders | [`model`], [`error`] |
//! | [`loader`] | bytes into stories and annotations | [`anchor`], [`model`], [`error`] |
//! | [`finder`] | names, times and quotes found in a story that has no annotations | [`typeset`], [`model`], [`error`] |
//! | [`store`] | what must last: notes, places read to, the journal, the history | [`model`], [`error`] |
//! | [`annotator`] | who finds: the finder or a person's own program; what was found before | [`finder`], [`loader`], [`store`], [`model`], [`error`] |
//! | [`exchange`] | annotations and notes into other tools' formats, and back | [`model`], [`error`] |
//! | [`state`] | what the reader is doing: pure, no files, no terminal, no clock | [`anchor`], [`typeset`], [`config`], [`model`], [`error`] |
//! | [`ui`] | the state into cells | [`state`] and what it may use |
//! | [`terminal`] | modes on and off, input in: alone knows crossterm | [`config`], [`error`] |
//! | [`work`] | threads that read, save, find, export and watch | [`anchor`], [`loader`], [`store`], [`exchange`], [`annotator`], [`state`]'s messages, [`model`], [`error`] |
//! | [`app`] | the loop; alone knows everyone | all of the above |
//! | [`cli`] | the command line | all of the above |
//!
//! Two rooms differ from the first plan: [`typeset`] stands below [`state`]
//! rather than inside [`ui`], since moving by a line is part of the state and
//! needs rows, and [`config`] holds values that [`state`] reads too.

pub mod anchor;
pub mod annotator;
pub mod app;
pub mod cli;
pub mod config;
pub mod error;
pub mod exchange;
pub mod finder;
pub mod loader;
pub mod model;
pub mod state;
pub mod store;
pub mod terminal;
pub mod typeset;
pub mod ui;
pub mod work;
