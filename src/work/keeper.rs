//! Saves notes, places and what is being typed, one thing after the other.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::model::{Note, Text};
use crate::state::shelf::Address;
use crate::state::{Message, NoteChange, Notice};
use crate::store::{
    Change, FarMark, Journal, Notebook, Pending, Places, Remembered, Snapshots, Unsaved, pending,
};

use super::{Post, now, start};

enum Job {
    Opened(Address, Box<Notebook>, Text),
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
    /// The notes of a story that was opened, and its text.
    pub fn opened(&self, address: Address, notebook: Notebook, text: Text) {
        let _ = self.0.send(Job::Opened(address, Box::new(notebook), text));
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
                due: None,
                waiting: HashMap::new(),
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
    /// The text they are made in, until it is kept.
    text: Option<Text>,
    /// The notes as the screen has them.
    shown: Vec<Note>,
    /// Counts up with every opening: the oldest go first.
    age: usize,
}

impl Book {
    /// Keeps the text, so that notes made in it find their place in a later one.
    fn keep_text(&mut self, state: Option<&Path>) {
        let Some((text, state)) = self.text.take().zip(state) else { return };
        // Without it the notes are found by their quotes: no reason to disturb anybody.
        let _ = Snapshots::new(state).keep(&self.notebook.place().own, &text);
    }
}

struct Desk {
    post: Post,
    state: Option<PathBuf>,
    journal: Option<Journal>,
    places: Arc<Mutex<Places>>,
    books: HashMap<Address, Book>,
    /// What is being typed and not in the journal yet.
    drafts: HashMap<Address, Option<Box<Note>>>,
    /// When drafts have to be in the journal.
    due: Option<Instant>,
    /// Changes of stories whose notes are not here yet.
    waiting: HashMap<Address, Vec<NoteChange>>,
    left_over: Vec<Pending>,
}

/// Notes of this many stories are kept at hand.
const BOOKS: usize = 64;
/// The texts of this many are.
const TEXTS: usize = 4;
/// How long the end waits for the notes of a story that is being opened.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long typing may go on before it is in the journal.
const PAUSE: Duration = Duration::from_millis(500);

impl Desk {
    fn run(mut self, jobs: &Receiver<Job>) {
        self.look_for_left_over();
        loop {
            let job = match self.due {
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => jobs.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match job {
                Ok(Job::Opened(address, notebook, text)) => self.opened(address, *notebook, text),
                Ok(Job::Save(address, changes)) => self.save(&address, changes),
                Ok(Job::Draft(address, note)) => {
                    self.drafts.insert(address, note);
                    self.due.get_or_insert_with(|| Instant::now() + PAUSE);
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
                    self.close(jobs);
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

    fn opened(&mut self, address: Address, notebook: Notebook, text: Text) {
        let unsaved = self.books.remove(&address).map_or_else(Vec::new, |book| book.unsaved);
        let age = self.books.values().map(|book| book.age).max().unwrap_or(0) + 1;
        let shown = notebook.notes().to_vec();
        // Older texts are not waited for any more: they may be large.
        self.books.values_mut().filter(|book| book.age + TEXTS <= age).for_each(|b| b.text = None);
        let here = notebook.place().story.sha256.as_ref();
        let made_here = notebook.story().is_some_and(|story| story.sha256.as_ref() == here);
        let mut book = Book { notebook, unsaved, text: Some(text), shown, age };
        if made_here && !book.shown.is_empty() {
            book.keep_text(self.state.as_deref());
        }
        self.books.insert(address.clone(), book);
        // Of stories opened long ago only what is not saved is kept at hand.
        if self.books.len() > BOOKS {
            let idle = self.books.iter().filter(|(_, book)| book.unsaved.is_empty());
            let oldest = idle.min_by_key(|(_, book)| book.age).map(|(address, _)| address.clone());
            oldest.and_then(|oldest| self.books.remove(&oldest));
        }
        let waited = self.waiting.remove(&address);
        let retry = self.books.get(&address).is_some_and(|book| !book.unsaved.is_empty());
        if retry || waited.is_some() {
            self.save(&address, waited.unwrap_or_default());
        }
    }

    fn save(&mut self, address: &Address, changes: Vec<NoteChange>) {
        let Some(book) = self.books.get_mut(address) else {
            // The story is on the screen, its notes are still being read.
            self.waiting.entry(address.clone()).or_default().extend(changes);
            return;
        };
        for change in changes {
            let id = change.id().to_owned();
            let known = book.shown.iter().position(|note| note.id == id);
            match (known, &change.after) {
                (Some(index), Some(note)) => book.shown[index] = note.clone(),
                (Some(index), None) => {
                    book.shown.remove(index);
                }
                (None, Some(note)) => book.shown.push(note.clone()),
                (None, None) => {}
            }
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
        let (mut error, mut news) = (None, None);
        match saved {
            Ok(()) => {
                if book.unsaved.iter().any(|change| matches!(change, Change::Put(_))) {
                    book.keep_text(self.state.as_deref());
                }
                book.unsaved.clear();
                news = book.notebook.problems().get(known).map(|p| p.message.clone());
                // Another hand may have written meanwhile: the screen gets both.
                if !alike(&book.shown, book.notebook.notes()) {
                    book.shown = book.notebook.notes().to_vec();
                    let (address, notes) = (address.clone(), book.shown.clone());
                    self.post.send(Message::NotesMerged { address, notes });
                }
            }
            Err(why) => error = Some(why.to_string()),
        }
        let unsaved = self.books.values().map(|book| book.unsaved.len()).sum();
        self.post.send(Message::Saved { address: address.clone(), unsaved, error, news });
    }

    /// The last chance: notes that are still being read, and what failed before.
    fn close(&mut self, jobs: &Receiver<Job>) {
        let until = Instant::now() + PATIENCE;
        while !self.waiting.is_empty() {
            match jobs.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Job::Opened(address, notebook, text)) => self.opened(address, *notebook, text),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        let failed: Vec<Address> = self
            .books
            .iter()
            .filter(|(_, book)| !book.unsaved.is_empty())
            .map(|(address, _)| address.clone())
            .collect();
        for address in failed {
            self.save(&address, Vec::new());
        }
        self.write_drafts();
    }

    fn write_drafts(&mut self) {
        self.due = None;
        for (address, draft) in std::mem::take(&mut self.drafts) {
            let (Some(book), Some(journal)) = (self.books.get(&address), &mut self.journal) else {
                // Its notes are still being read: it waits for them.
                if draft.is_some() && self.journal.is_some() {
                    self.drafts.insert(address, draft);
                }
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

/// Whether two lists hold the same notes, wherever those stand in the text.
fn alike(shown: &[Note], stored: &[Note]) -> bool {
    shown.len() == stored.len()
        && shown.iter().all(|note| {
            let other = stored.iter().find(|other| other.id == note.id);
            other.is_some_and(|other| {
                let (mut a, mut b) = (note.stored(), other.stored());
                // How a body ends is the file's affair.
                a.body.truncate(a.body.trim_end().len());
                b.body.truncate(b.body.trim_end().len());
                a == b
            })
        })
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
