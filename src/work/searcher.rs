//! Searches the open story, a thread to each search: a pattern that takes long
//! holds up neither a key nor the search that comes after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::Text;
use crate::state::{Message, search};

use super::Post;

/// Makes searches; only the newest is answered.
pub struct Searcher {
    post: Post,
    newest: Arc<AtomicU64>,
}

impl Searcher {
    /// Answers go to `post`.
    pub fn new(post: Post) -> Self {
        Self { post, newest: Arc::default() }
    }

    /// Searches `text` for a regular expression, in boilerplate too if asked.
    pub fn search(&self, ticket: u64, text: Text, pattern: String, boilerplate: bool) {
        self.newest.store(ticket, Ordering::Relaxed);
        let (post, newest) = (self.post.clone(), Arc::clone(&self.newest));
        let work = move || {
            let wanted = || newest.load(Ordering::Relaxed) == ticket;
            let found = search::find(&text, &pattern, boilerplate, wanted).transpose();
            if let Some(found) = found {
                post.send(Message::Found { ticket, found });
            }
        };
        if let Err(cause) = std::thread::Builder::new().name("search".into()).spawn(work) {
            let found = Err(format!("cannot start a thread: {cause}"));
            self.post.send(Message::Found { ticket, found });
        }
    }
}
