//! Saves notes, places and what is being typed, one thing after the other.
//!
//! A fault in it must not cost a word: what is not saved then goes into the
//! journal, the reader is told, and the thread goes on.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::model::Note;
use crate::state::shelf::Address;
use crate::state::{Message, NoteChange, Notice};
use crate::store::{
    Change, FarPlace, Journal, Notebook, Pending, Places, Remembered, Unsaved, pending,
};

use super::{Post, now, start};

enum Job {
    Opened(Address, Box<Notebook>),
    Save(Address, Vec<NoteChange>),
    Draft(Address, Option<Box<Note>>),
    Place(String, Remembered, Vec<FarPlace>),
    Mark(char, FarPlace),
    Recover { keep: bool },
    Close,
}

/// The thread that saves.
pub struct Keeper {
    post: Post,
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
        let told = post.clone();
        let (jobs, handle) = start("keeper", move |jobs: Receiver<Job>| {
            let mut saver = Saver {
                post: told,
                journal: state.as_deref().map(Journal::new),
                state,
                places,
                books: HashMap::new(),
                drafts: HashMap::new(),
                due: None,
                waiting: HashMap::new(),
                left_over: Vec::new(),
                closing: false,
            };
            saver.enduring(Saver::look_for_left_over);
            while !saver.enduring(|saver| saver.run(&jobs)) && !saver.closing {}
        })?;
        Ok(Self { post, jobs, handle: Some(handle) })
    }

    /// What hands it the notes of opened stories.
    pub fn hands(&self) -> Hands {
        Hands(self.jobs.clone())
    }

    fn ask(&self, job: Job) {
        if self.jobs.send(job).is_err() {
            let words =
                "the thread that saves is gone: what is done now lasts as long as this window";
            self.post.send(Message::Told(Notice::error(words)));
        }
    }

    /// Saves changes of a story's notes.
    pub fn save(&self, address: Address, changes: Vec<NoteChange>) {
        self.ask(Job::Save(address, changes));
    }

    /// Keeps what is being typed, or that nothing is.
    pub fn draft(&self, address: Address, note: Option<Box<Note>>) {
        self.ask(Job::Draft(address, note));
    }

    /// Remembers a place, and the jump list.
    pub fn place(&self, key: String, what: Remembered, jumps: Vec<FarPlace>) {
        self.ask(Job::Place(key, what, jumps));
    }

    /// Remembers a mark over all stories.
    pub fn mark(&self, letter: char, mark: FarPlace) {
        self.ask(Job::Mark(letter, mark));
    }

    /// Takes back, or throws away, what an earlier session left unsaved.
    pub fn recover(&self, keep: bool) {
        self.ask(Job::Recover { keep });
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
    /// The notes as the screen has them.
    shown: Vec<Note>,
    /// Counts up with every opening: the oldest go first.
    age: usize,
}

struct Saver {
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
    /// Nothing more is to come.
    closing: bool,
}

/// Notes of this many stories are kept at hand.
const BOOKS: usize = 64;
/// How long the end waits for the notes of a story that is being opened.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long typing may go on before it is in the journal.
const PAUSE: Duration = Duration::from_millis(500);

impl Saver {
    /// Does some work; after a fault in it keeps what is not saved. Says
    /// whether all went well.
    fn enduring(&mut self, work: impl FnOnce(&mut Self)) -> bool {
        // A half done job leaves at worst changes that are saved once more.
        let Err(fault) = catch_unwind(AssertUnwindSafe(|| work(self))) else { return true };
        let why = fault.downcast_ref::<String>().map(String::as_str);
        let why = why.or(fault.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        let kept = catch_unwind(AssertUnwindSafe(|| self.keep_all())).unwrap_or(false);
        let unsaved: usize = self.books.values().map(|book| book.unsaved.len()).sum();
        let error = format!(
            "a fault in Dateline ({why}); {}",
            if kept { "your edits are kept" } else { "only this window has your edits" }
        );
        let address = self.books.iter().find(|(_, book)| !book.unsaved.is_empty());
        self.post.send(match address {
            Some((address, _)) => {
                let address = address.clone();
                Message::Saved { address, unsaved, error: Some(error), news: None }
            }
            None => Message::Told(Notice::error(error)),
        });
        false
    }

    /// Writes everything that is not saved into the journal. False if it
    /// could not.
    fn keep_all(&mut self) -> bool {
        let Some(journal) = &mut self.journal else { return false };
        let mut all = true;
        for (address, book) in self.books.iter().filter(|(_, book)| !book.unsaved.is_empty()) {
            let draft = self.drafts.get(address).cloned().flatten().map(|note| *note);
            all &= journal.record(&unsaved(address, book, draft)).is_ok();
        }
        all
    }

    fn run(&mut self, jobs: &Receiver<Job>) {
        loop {
            let job = match self.due {
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => jobs.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match job {
                Ok(Job::Opened(address, notebook)) => self.opened(address, *notebook),
                Ok(Job::Save(address, changes)) => self.save(&address, changes),
                Ok(Job::Draft(address, note)) => {
                    self.drafts.insert(address, note);
                    self.due.get_or_insert_with(|| Instant::now() + PAUSE);
                }
                Ok(Job::Place(key, what, jumps)) => {
                    let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
                    places.remember(&key, what);
                    places.set_jumps(jumps);
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
                    self.closing = true;
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

    fn opened(&mut self, address: Address, notebook: Notebook) {
        // The texts of stories left behind are not held.
        self.books.values_mut().for_each(|book| book.notebook.settle());
        let before = self.books.remove(&address).map(|book| (book.notebook, book.unsaved));
        let (old, unsaved) =
            before.map_or((None, Vec::new()), |(old, unsaved)| (Some(old), unsaved));
        let age = self.books.values().map(|book| book.age).max().unwrap_or(0) + 1;
        let shown = notebook.notes().to_vec();
        self.books.insert(address.clone(), Book { notebook, unsaved, shown, age });
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
        // What was kept for another place and is saved now is kept no longer.
        if let Some(old) = old.filter(|_| retry)
            && let Some(book) = self.books.get(&address).filter(|book| book.unsaved.is_empty())
            && old.place().own != book.notebook.place().own
            && let Some(journal) = &mut self.journal
        {
            let _ = journal.clear(old.place());
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
                Ok(Job::Opened(address, notebook)) => self.opened(address, *notebook),
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
    let bare = |note: &Note| Note { spans: Vec::new(), anchor: Default::default(), ..note.clone() };
    shown.len() == stored.len()
        && shown.iter().all(|note| {
            let other = stored.iter().find(|other| other.id == note.id);
            other.is_some_and(|other| {
                let (mut a, mut b) = (bare(note), bare(other));
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
