//! Threads that read, save and watch, so that no key ever waits for a disk.
//!
//! | file | its thread |
//! |---|---|
//! | `reader` | opens stories: text first, then annotations and notes |
//! | `indexer` | walks folders, reads heads, counts names elsewhere |
//! | `finding` | finds names in the open story, where nobody annotated it |
//! | `gleaner` | gathers notes on names from other stories |
//! | `exporter` | writes the open story for other programs |
//! | `searcher` | searches the open story |
//! | `keeper` | saves notes, places and drafts; alone writes |
//! | `watcher` | says when a file changed |
//!
//! `anchoring` finds the notes of a story that is opened in its text,
//! `comparing` what is new in it, `earlier` the text its annotations were made for.
//!
//! All of them send [`Message`]s into the one inbox of the loop.

mod anchoring;
mod clock;
mod committed;
mod comparing;
mod earlier;
mod exporter;
mod finding;
mod gleaner;
mod indexer;
mod keeper;
mod reader;
mod samples;
mod searcher;
mod watcher;

use std::sync::mpsc::Sender;

use crate::state::Message;
use crate::state::shelf::Address;

pub use anchoring::place_notes;
pub use clock::{now, today};
pub use committed::Committed;
pub use comparing::compare;
pub use earlier::EarlierTexts;
pub use exporter::{Export, formats};
pub use finding::Finding;
pub use gleaner::{Gleaner, story_of_notes};
pub use indexer::Indexer;
pub use keeper::Keeper;
pub use reader::{Reader, Surroundings};
pub use samples::{Samples, unpack};
pub use searcher::Searcher;
pub use watcher::{Changed, Watcher};

/// The way into the loop's inbox.
#[derive(Clone)]
pub struct Post(std::sync::Arc<dyn Fn(Message) -> bool + Send + Sync>);

impl Post {
    /// Messages go to `send`, which says whether anybody still reads them.
    pub fn new(send: impl Fn(Message) -> bool + Send + Sync + 'static) -> Self {
        Self(std::sync::Arc::new(send))
    }

    /// Sends; false if nobody reads any more.
    pub fn send(&self, message: Message) -> bool {
        (self.0)(message)
    }
}

/// The key under which a story's place is remembered: its absolute path, or
/// the name of what has none.
pub fn place_key(address: &Address) -> String {
    match address {
        Address::File(path) => {
            let full = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            full.to_string_lossy().into_owned()
        }
        Address::Given(name) => format!("given:{name}"),
    }
}

/// Starts a named thread; a machine that cannot is told of at the caller's.
fn start<T: Send + 'static>(
    name: &str,
    work: impl FnOnce(std::sync::mpsc::Receiver<T>) + Send + 'static,
) -> crate::error::Result<(Sender<T>, std::thread::JoinHandle<()>)> {
    let (sender, receiver) = std::sync::mpsc::channel();
    let handle = std::thread::Builder::new()
        .name(name.into())
        .spawn(move || work(receiver))
        .map_err(|cause| crate::error::Error::because("cannot start a thread", cause))?;
    Ok((sender, handle))
}
