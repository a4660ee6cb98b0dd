//! Saves notes, places and what is being typed. It alone writes, one thing
//! after the other.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::model::Note;
use crate::state::shelf::Address;
use crate::state::{Message, NoteChange, Notice};
use crate::store::{
    Change, FarMark, Journal, Notebook, Pending, Places, Remembered, Unsaved, pending,
};

use super::{Post, now, start};

enum Job {
    Opened(Address, Box<Notebook>),
    Save(Address, Vec<NoteChange>),
    Draft(Address, Option<Box<Note>>),
    Place(String, Remembered),
    Mark(char, FarMark),
    Recover { keep: bool },
    Close,
}

/// The thread that saves.
pub struct Keeper {
    jobs: Sender<Job>,
    handle: Option<JoinHandle<()>>,
}

/// A way to hand the keeper the notes of opened stories.
#[derive(Clone)]
pub struct Hands(Sender<Job>);

impl Hands {
    /// The notes of a story that was opened.
    pub fn opened(&self, address: Address, notebook: Notebook) {
        let _ = self.0.send(Job::Opened(address, Box::new(notebook)));
    }
}

impl Keeper {
    /// Starts it; `state` is the folder for the journal.
    ///
    /// # Errors
    /// When the machine cannot start a thread.
    pub fn start(
        post: Post,
        state: Option<PathBuf>,
        places: Arc<Mutex<Places>>,
    ) -> crate::error::Result<Self> {
        let (jobs, handle) = start("keeper", move |jobs: Receiver<Job>| {
            Desk {
                post,
                journal: state.as_deref().map(Journal::new),
                state,
                places,
                books: HashMap::new(),
                drafts: HashMap::new(),
                left_over: Vec::new(),
            }
            .run(&jobs);
        })?;
        Ok(Self { jobs, handle: Some(handle) })
    }

    /// What hands it the notes of opened stories.
    pub fn hands(&self) -> Hands {
        Hands(self.jobs.clone())
    }

    /// Saves changes of a story's notes.
    pub fn save(&self, address: Address, changes: Vec<NoteChange>) {
        let _ = self.jobs.send(Job::Save(address, changes));
    }

    /// Keeps what is being typed, or that nothing is.
    pub fn draft(&self, address: Address, note: Option<Box<Note>>) {
        let _ = self.jobs.send(Job::Draft(address, note));
    }

    /// Remembers a place.
    pub fn place(&self, key: String, what: Remembered) {
        let _ = self.jobs.send(Job::Place(key, what));
    }

    /// Remembers a mark over all stories.
    pub fn mark(&self, letter: char, mark: FarMark) {
        let _ = self.jobs.send(Job::Mark(letter, mark));
    }

    /// Takes back, or throws away, what an earlier session left unsaved.
    pub fn recover(&self, keep: bool) {
        let _ = self.jobs.send(Job::Recover { keep });
    }
}

impl Drop for Keeper {
    /// Waits until everything is written.
    fn drop(&mut self) {
        let _ = self.jobs.send(Job::Close);
        if let Some(handle) = self.handle.take() {
            let _ = handle.join();
        }
    }
}

/// A story's notes and what of them could not be saved yet.
struct Book {
    notebook: Notebook,
    unsaved: Vec<Change>,
}

struct Desk {
    post: Post,
    state: Option<PathBuf>,
    journal: Option<Journal>,
    places: Arc<Mutex<Places>>,
    books: HashMap<Address, Book>,
    /// What is being typed and not in the journal yet.
    drafts: HashMap<Address, Option<Box<Note>>>,
    left_over: Vec<Pending>,
}

/// How long typing must pause before it goes into the journal.
const PAUSE: Duration = Duration::from_millis(500);

impl Desk {
    fn run(mut self, jobs: &Receiver<Job>) {
        self.look_for_left_over();
        loop {
            let job = if self.drafts.is_empty() {
                jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                jobs.recv_timeout(PAUSE)
            };
            match job {
                Ok(Job::Opened(address, notebook)) => self.opened(address, *notebook),
                Ok(Job::Save(address, changes)) => self.save(&address, changes),
                Ok(Job::Draft(address, note)) => {
                    self.drafts.insert(address, note);
                }
                Ok(Job::Place(key, what)) => {
                    let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
                    places.remember(&key, what);
                    // A place that cannot be remembered is no reason to disturb anybody.
                    let _ = places.save();
                }
                Ok(Job::Mark(letter, mark)) => {
                    let saved = {
                        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
                        places.set_mark(letter, mark);
                        places.save()
                    };
                    if let Err(error) = saved {
                        let words = format!("the mark lasts only for this session: {error}");
                        self.post.send(Message::Told(Notice::error(words)));
                    }
                }
                Ok(Job::Recover { keep }) => self.recover(keep),
                Err(RecvTimeoutError::Timeout) => self.write_drafts(),
                Ok(Job::Close) | Err(RecvTimeoutError::Disconnected) => {
                    self.write_drafts();
                    return;
                }
            }
        }
    }

    fn look_for_left_over(&mut self) {
        let Some(state) = &self.state else { return };
        let (found, problems) = pending(state);
        if let Some(problem) = problems.first() {
            self.post.send(Message::Told(Notice::error(problem.headline())));
        }
        let count = found
            .iter()
            .map(|p| p.unsaved.changes.len() + usize::from(p.unsaved.draft.is_some()))
            .sum();
        let stories = found.iter().map(|p| story_name(&p.unsaved)).collect();
        self.left_over = found;
        if count > 0 {
            self.post.send(Message::Recovered { count, stories });
        }
    }

    fn opened(&mut self, address: Address, notebook: Notebook) {
        let unsaved = self.books.remove(&address).map_or_else(Vec::new, |book| book.unsaved);
        // Stories whose notes are saved need not be remembered.
        self.books.retain(|_, book| !book.unsaved.is_empty());
        self.books.insert(address, Book { notebook, unsaved });
    }

    fn save(&mut self, address: &Address, changes: Vec<NoteChange>) {
        let Some(book) = self.books.get_mut(address) else {
            let words = "the notes of this story are not open; please try again";
            self.post.send(Message::Told(Notice::error(words)));
            return;
        };
        for change in changes {
            let id = change.id().to_owned();
            book.unsaved.push(match change.after {
                Some(note) => Change::Put(note),
                None => Change::Delete(id),
            });
        }
        let known = book.notebook.problems().len();
        let unsaved = unsaved(address, book, None);
        let saved = match &mut self.journal {
            Some(journal) => journal.save(&mut book.notebook, &unsaved),
            None => book.notebook.apply(&unsaved.changes),
        };
        let message = match saved {
            Ok(()) => {
                book.unsaved.clear();
                let news = book.notebook.problems().get(known).map(|p| p.message.clone());
                Message::Saved { unsaved: 0, error: None, news }
            }
            Err(error) => Message::Saved {
                unsaved: book.unsaved.len(),
                error: Some(error.to_string()),
                news: None,
            },
        };
        self.post.send(message);
    }

    fn write_drafts(&mut self) {
        for (address, draft) in std::mem::take(&mut self.drafts) {
            let (Some(book), Some(journal)) = (self.books.get(&address), &mut self.journal) else {
                continue;
            };
            let _ = journal.record(&unsaved(&address, book, draft.map(|note| *note)));
        }
    }

    fn recover(&mut self, keep: bool) {
        let mut failed = None;
        let mut left = Vec::new();
        for mut pending in std::mem::take(&mut self.left_over) {
            if keep {
                if let Some(draft) = pending.unsaved.draft.take() {
                    pending.unsaved.changes.push(Change::Put(draft));
                }
                if let Err(error) = pending.save() {
                    failed = Some(error.to_string());
                    left.push(pending);
                    continue;
                }
            }
            if let Err(error) = pending.done() {
                failed = Some(error.to_string());
            }
        }
        self.left_over = left;
        match failed {
            Some(error) => {
                let words = format!("not all could be taken back, the rest is kept: {error}");
                self.post.send(Message::Told(Notice::error(words)));
            }
            None if keep => {
                self.post.send(Message::StoryChanged);
                self.post.send(Message::Told(Notice::news("taken back")));
            }
            None => {}
        }
    }
}

fn unsaved(address: &Address, book: &Book, draft: Option<Note>) -> Unsaved {
    Unsaved {
        story_path: match address {
            Address::File(path) => Some(path.clone()),
            Address::Given(_) => None,
        },
        place: book.notebook.place().clone(),
        changes: book.unsaved.clone(),
        draft,
        when: now(),
    }
}

fn story_name(unsaved: &Unsaved) -> String {
    let title = unsaved.place.story.title.clone();
    let file = || unsaved.story_path.as_ref().map(|path| path.display().to_string());
    title.or_else(file).unwrap_or_else(|| unsaved.place.own.display().to_string())
}
