//! Settings, keys, themes and folders.
//!
//! Everything here is read from YAML that a person may have written by hand,
//! so nothing fails: what cannot be used is a
//! [`Diagnostic`](crate::error::Diagnostic) with its place, and the default holds.
//! The defaults themselves are the files in `config/`.

mod document;
pub mod key;
pub mod keymap;
mod load;
pub mod paths;
pub mod settings;
pub mod theme;

pub use key::{Key, KeyCode};
pub use keymap::{Binding, Context, Keymap, Lookup};
pub use load::Config;
pub use paths::Paths;
pub use settings::{
    FinderChoice, HighlightColor, NoteLines, NotesPlace, Scroll, Settings, ThemeChoice,
};
pub use theme::{Depth, Ink, Theme, Themes};
