//! Compares a story with what it was when it was read last, in a thread of
//! its own, so that no key waits for it.

use crate::anchor::changes;
use crate::model::Text;
use crate::state::Message;

use super::Post;

/// Tells `post` what is new in `new` since it was `old`. On a machine that
/// cannot start a thread nothing is shown as new.
pub fn compare(post: &Post, ticket: u64, old: Text, new: Text) {
    let post = post.clone();
    let work = move || {
        post.send(Message::Compared { ticket, changes: changes(&old, &new) });
    };
    let _ = std::thread::Builder::new().name("compare".into()).spawn(work);
}
