//! What must last: notes, places read to, edits not yet saved.
//!
//! - [`Notebook`]: the notes on one story, in the files that [`locate`] finds.
//! - [`Journal`]: edits that are not saved yet, or could not be.
//! - [`HistoryFile`]: what was done, to be undone in a later session.
//! - [`Places`]: where the reader was in each story, and the marks set.
//! - [`LastRead`]: the stories as they were read last.
//! - [`Snapshots`]: the texts that notes were made in.
//! - [`annotations_yaml`]: annotations as the content of a file.
//! - [`atomic`]: how each of them replaces a file.
//!
//! Nothing here has a clock: times come in as RFC 3339 text.

mod annotations_file;
pub mod atomic;
mod compose;
mod digest;
mod document;
mod history_file;
mod identity;
mod journal;
mod last_read;
mod lock;
mod nesting;
mod notebook;
mod notes_file;
mod parts;
mod places;
mod scalar;
mod snapshots;
mod stream;
mod whereabouts;

pub use annotations_file::annotations_yaml;
pub use digest::{Fingerprint, sha256};
pub use history_file::HistoryFile;
pub use identity::{Identity, identity};
pub use journal::{Journal, Pending, Unsaved, pending};
pub use last_read::LastRead;
pub use notebook::{Notebook, Saved, notes_under};
pub use places::{FarPlace, Places, Remembered};
pub use snapshots::Snapshots;
pub use whereabouts::{Colleague, Whereabouts, has_named_notes, is_alike, is_titled_alike, locate};
