//! Finds names in the open story, where nobody has annotated it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender};

use crate::annotator::{self, Annotator, By, Outcome};
use crate::model::{Head, Story, Text, TimeExpression};
use crate::state::Message;

use super::{Post, start};

/// A text of more bytes does not hold up the stories after it.
const LARGE: usize = 1 << 20;

enum Request {
    Ask(Option<Annotator>),
    Find { ticket: u64, story: Box<Story> },
    Retime { ticket: u64, story: Box<Story>, theirs: Option<Vec<TimeExpression>> },
}

/// The thread that finds names; only the newest request is answered.
pub struct Finding {
    requests: Sender<Request>,
    newest: Arc<AtomicU64>,
}

impl Finding {
    /// Starts it; nobody is asked until [`Finding::ask`] says who.
    ///
    /// # Errors
    /// When the machine cannot start a thread.
    pub fn start(post: Post) -> crate::error::Result<Self> {
        let newest = Arc::new(AtomicU64::new(0));
        let wanted = Arc::clone(&newest);
        let (requests, _) = start("finding", move |requests: Receiver<Request>| {
            let mut annotator = None;
            while let Ok(request) = requests.recv() {
                match request {
                    Request::Ask(another) => annotator = another,
                    Request::Find { ticket, .. } | Request::Retime { ticket, .. }
                        if wanted.load(Ordering::Relaxed) != ticket => {}
                    Request::Retime { ticket, story, theirs } => {
                        let by = if theirs.is_some() { By::Program } else { By::BuiltIn };
                        let mut times = theirs.unwrap_or_default();
                        annotator::retime(&story, by, &mut times);
                        post.send(Message::Retimed { ticket, times });
                    }
                    Request::Find { ticket, story } => {
                        let Some(annotator) = &mut annotator else { continue };
                        let large = story.text.len() > LARGE;
                        match annotator.twin().filter(|_| large) {
                            Some(twin) => aside(&post, twin, ticket, story),
                            None => find(&post, annotator, ticket, &story),
                        }
                    }
                }
            }
        })?;
        Ok(Self { requests, newest })
    }

    /// Who is to be asked from now on; nobody, if `None`.
    pub fn ask(&self, annotator: Option<Annotator>) {
        let _ = self.requests.send(Request::Ask(annotator));
    }

    /// Asks for what is named in a story.
    pub fn find(&self, ticket: u64, story: &Story) {
        self.newest.store(ticket, Ordering::Relaxed);
        let _ = self.requests.send(Request::Find { ticket, story: words_of(story) });
    }

    /// Asks for the found times of a story with days counted from its date.
    pub fn retime(&self, ticket: u64, story: &Story, theirs: Option<Vec<TimeExpression>>) {
        self.newest.store(ticket, Ordering::Relaxed);
        let _ = self.requests.send(Request::Retime { ticket, story: words_of(story), theirs });
    }
}

/// What of a story the finder needs.
fn words_of(story: &Story) -> Box<Story> {
    Box::new(Story {
        format: story.format,
        head: Head { tags: Vec::new(), ..story.head.clone() },
        text: Text::clone(&story.text),
        ..Story::default()
    })
}

fn find(post: &Post, annotator: &mut Annotator, ticket: u64, story: &Story) {
    let Outcome { annotations, trouble, remark, .. } = annotator.find(story);
    let annotations = Box::new(annotations);
    post.send(Message::NamesFound { ticket, annotations, trouble, remark });
}

/// The same on a thread of its own.
fn aside(post: &Post, mut annotator: Annotator, ticket: u64, story: Box<Story>) {
    let post = post.clone();
    let work = move || find(&post, &mut annotator, ticket, &story);
    // A machine that can start no more threads has worse troubles than names.
    let _ = std::thread::Builder::new().name("finding aside".into()).spawn(work);
}
