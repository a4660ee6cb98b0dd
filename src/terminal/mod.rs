//! The terminal: modes on and off, input in. Alone knows crossterm.
//!
//! | file | one idea |
//! |---|---|
//! | `modes` | what is switched on and how it is undone, whatever happens |
//! | `screen` | the guard an application holds: draw, suspend, step aside |
//! | `pen` | changed cells into few bytes |
//! | `rendition` | from one style to the next in one `SGR` sequence |
//! | `input` | what the person did, from one blocked thread |
//! | `keys` | crossterm's events into ours |
//! | `signals` | what the system wants, as input |
//! | `replies` | answers of the terminal told apart from typing |
//! | `depth` | how many colours there are |
//! | `clipboard` | OSC 52 |
//!
//! Start [`input::spawn`] first, then [`Screen::enter`]: from then on no
//! signal finds the screen unguarded. Nothing here scans what is drawn for
//! control characters: [`crate::model::text::Text`] replaces them by visible
//! pictures when a story is made, and ratatui drops them from the text of its
//! widgets. What this room itself wraps in escape sequences (addresses of
//! links, the clipboard) it cleans itself.

mod clipboard;
mod depth;
pub mod input;
mod keys;
mod modes;
mod pen;
mod rendition;
mod replies;
mod screen;
mod signals;

pub use crate::config::Depth;
pub use clipboard::copy_sequence;
pub use depth::{require_usable, says_dark};
pub use input::{Button, Input, InputHandle, Mouse, MouseKind};
pub use modes::{Wants, leave};
pub use pen::Pen;
pub use replies::{Heard, Replies, is_dark};
pub use screen::{Screen, size};
pub use signals::die_by;
