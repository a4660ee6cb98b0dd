//! Saves notes, places and what is being typed, one thing after the other.
//!
//! A fault in it must not cost a word: what is not saved then goes into the
//! journal, the reader is told, and the thread goes on.

mod recovery;

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Deal, Job};
use crate::loader::Options;
use crate::model::change::{in_sum, same_words};
use crate::model::history::{Act, Deed};
use crate::model::{Note, NoteChange, Text};
use crate::state::shelf::Address;
use crate::state::{Message, NotSaved, Notice};
use crate::store::{
    HistoryFile, Journal, LastRead, Notebook, Pending, Places, Snapshots, Unsaved, Whereabouts,
};
use crate::work::reader::whereabouts;
use crate::work::{Post, Surroundings, now};

/// A story's notes and what of them could not be saved yet.
struct Book {
    notebook: Notebook,
    unsaved: Vec<NoteChange>,
    /// What the history could not take in yet, in order.
    unwritten: Vec<(Act, Deed)>,
    /// Whether the journal has what is not saved.
    kept: bool,
    /// The text they are made in, until it is kept.
    text: Option<Text>,
    /// The notes as the screen has them.
    shown: Vec<Note>,
    /// The last save that was tried.
    last: Option<(Act, u64)>,
    /// Counts up with every opening: the oldest go first.
    age: usize,
}

impl Book {
    /// Keeps the text, so that notes made in it find their place in a later one.
    fn keep_text(&mut self, state: Option<&Path>) {
        let Some((text, state)) = self.text.take().zip(state) else { return };
        // Without it the notes are found by their quotes: no reason to disturb anybody.
        let _ = Snapshots::new(state).keep(&self.notebook.whereabouts().own, &text);
    }

    /// Writes into the history what it does not have yet.
    fn remember(&mut self, state: Option<&Path>) -> crate::error::Result<()> {
        let Some(state) = state else {
            self.unwritten.clear();
            return Ok(());
        };
        while let Some((act, deed)) = self.unwritten.first() {
            HistoryFile::of(state, self.notebook.whereabouts()).record(*act, deed)?;
            self.unwritten.remove(0);
        }
        Ok(())
    }

    /// The notes that are to be deleted, and are in the file still.
    fn to_be_deleted(&self) -> HashSet<String> {
        let gone = in_sum(&self.unsaved).into_iter().filter(|change| change.after.is_none());
        let there = gone.filter(|change| self.notebook.file_of(change.id()).is_some());
        there.map(|change| change.id().to_owned()).collect()
    }
}

pub(super) struct Saver {
    post: Post,
    state: Option<PathBuf>,
    journal: Option<Journal>,
    places: Arc<Mutex<Places>>,
    books: HashMap<Address, Book>,
    /// What is being typed and not in the journal yet.
    drafts: HashMap<Address, Option<Box<NoteChange>>>,
    /// When drafts have to be in the journal.
    due: Option<Instant>,
    /// Changes of stories whose notes are not here yet.
    waiting: HashMap<Address, Vec<Deal>>,
    around: Option<Box<Surroundings>>,
    left_over: Vec<Pending>,
    /// Nothing more is to come.
    closing: bool,
}

/// Notes of this many stories are kept at hand.
const BOOKS: usize = 64;
/// The texts of this many are.
const TEXTS: usize = 4;
/// How long the end waits for the notes of a story that is being opened.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long typing may go on before it is in the journal.
const PAUSE: Duration = Duration::from_millis(500);

impl Saver {
    pub(super) fn new(post: Post, state: Option<PathBuf>, places: Arc<Mutex<Places>>) -> Self {
        Self {
            post,
            journal: state.as_deref().map(Journal::new),
            state,
            places,
            books: HashMap::new(),
            drafts: HashMap::new(),
            due: None,
            waiting: HashMap::new(),
            around: None,
            left_over: Vec::new(),
            closing: false,
        }
    }

    /// Does what is asked for until nothing more is to come.
    pub(super) fn work(mut self, jobs: &Receiver<Job>) {
        self.enduring(Self::look_for_left_over);
        while !self.enduring(|saver| saver.run(jobs)) && !self.closing {}
    }

    /// Does some work; after a fault in it keeps what is not saved. Says
    /// whether all went well.
    fn enduring(&mut self, work: impl FnOnce(&mut Self)) -> bool {
        // A half done job leaves at worst changes that are saved once more.
        let Err(fault) = catch_unwind(AssertUnwindSafe(|| work(self))) else { return true };
        let why = fault.downcast_ref::<String>().map(String::as_str);
        let why = why.or(fault.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        let kept = catch_unwind(AssertUnwindSafe(|| self.keep_all())).unwrap_or(false);
        let unsaved = self.unsaved();
        let words = format!(
            "not saved, {}: a fault in Dateline ({why})",
            if kept { "kept for later" } else { "only this window has it" }
        );
        let address = self.books.iter().find(|(_, book)| !book.unsaved.is_empty());
        self.post.send(match address {
            Some((address, _)) => {
                let address = address.clone();
                let error = Some(NotSaved { words, kept });
                Message::Saved { address, unsaved, error, news: None }
            }
            None => Message::Told(Notice::error(format!("a fault in Dateline ({why})"))),
        });
        false
    }

    /// Writes everything that is not saved into the journal. False if it
    /// could not.
    fn keep_all(&mut self) -> bool {
        let Some(journal) = &mut self.journal else { return false };
        let mut all = true;
        for (address, book) in self.books.iter_mut().filter(|(_, book)| !book.unsaved.is_empty()) {
            let draft = self.drafts.get(address).cloned().flatten().map(|note| *note);
            book.kept = journal.record(&unsaved(address, book, draft)).is_ok();
            all &= book.kept;
        }
        all
    }

    /// How many changes, of all stories, are not saved.
    fn unsaved(&self) -> usize {
        self.books.values().map(|book| book.unsaved.len()).sum()
    }

    fn run(&mut self, jobs: &Receiver<Job>) {
        loop {
            let job = match self.due {
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => jobs.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match job {
                Ok(Job::Opened(address, notebook, text)) => self.opened(address, *notebook, text),
                Ok(Job::Around(around)) => self.around = Some(around),
                Ok(Job::Save(address, deal)) => self.deal(&address, deal),
                Ok(Job::Reload(address)) => self.reload(&address),
                Ok(Job::Draft(address, note)) => {
                    self.drafts.insert(address, note);
                    self.due.get_or_insert_with(|| Instant::now() + PAUSE);
                }
                Ok(Job::Place(key, what, jumps, read)) => {
                    if let (Some(text), Some(state)) = (read, &self.state) {
                        // Without it nothing is shown as new: that disturbs nobody.
                        let _ = LastRead::new(state).keep(&key, &text);
                    }
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

    fn opened(&mut self, address: Address, notebook: Notebook, text: Text) {
        // The texts of stories left behind are not held.
        self.books.values_mut().for_each(|book| book.notebook.settle());
        if let Some(state) = &self.state {
            let (history, problem) =
                HistoryFile::follow(state, notebook.whereabouts(), notebook.notes()).read(&now());
            let (address, history) = (address.clone(), Box::new(history));
            self.post.send(Message::HistoryRead { address, history });
            if let Some(problem) = problem {
                self.post.send(Message::Told(Notice::error(problem.headline())));
            }
        }
        let before = self.books.remove(&address);
        let (old, unsaved, unwritten, last) = match before {
            Some(book) => (Some(book.notebook), book.unsaved, book.unwritten, book.last),
            None => (None, Vec::new(), Vec::new(), None),
        };
        let age = self.books.values().map(|book| book.age).max().unwrap_or(0) + 1;
        let shown = notebook.notes().to_vec();
        // Older texts are not waited for any more: they may be large.
        self.books.values_mut().filter(|book| book.age + TEXTS <= age).for_each(|b| b.text = None);
        // Only of a story with notes is the fingerprint reckoned.
        let made_here = !shown.is_empty()
            && notebook
                .story()
                .is_some_and(|story| story.sha256 == notebook.whereabouts().story.sha256);
        let text = Some(text);
        let mut book = Book { notebook, unsaved, unwritten, kept: true, text, shown, last, age };
        if made_here {
            book.keep_text(self.state.as_deref());
        }
        self.books.insert(address.clone(), book);
        // Of stories opened long ago only what is not saved is kept at hand.
        if self.books.len() > BOOKS {
            let done = |book: &Book| book.unsaved.is_empty() && book.unwritten.is_empty();
            let idle = self.books.iter().filter(|(_, book)| done(book));
            let oldest = idle.min_by_key(|(_, book)| book.age).map(|(address, _)| address.clone());
            oldest.and_then(|oldest| self.books.remove(&oldest));
        }
        let retry = self.books.get(&address).is_some_and(|book| !book.unsaved.is_empty());
        if retry {
            self.save(&address, None);
        }
        for deal in self.waiting.remove(&address).unwrap_or_default() {
            self.deal(&address, deal);
        }
        // What was kept for another place and is saved now is kept no longer.
        if let Some(old) = old.filter(|_| retry)
            && let Some(book) = self.books.get(&address).filter(|book| book.unsaved.is_empty())
            && old.whereabouts().own != book.notebook.whereabouts().own
            && let Some(journal) = &mut self.journal
        {
            let _ = journal.clear(old.whereabouts());
        }
    }

    /// Writes down what is done, then does it.
    fn deal(&mut self, address: &Address, deal: Deal) {
        let Some(book) = self.books.get_mut(address) else {
            // The story is on the screen, its notes are still being read.
            self.waiting.entry(address.clone()).or_default().push(deal);
            return;
        };
        let Deal { act, deed, changes_notes } = deal;
        if !changes_notes {
            book.unwritten.push((act, deed));
            if let Err(error) = book.remember(self.state.as_deref()) {
                self.post.send(Message::Told(forgetful(&error)));
            }
            return;
        }
        book.last = Some((act, deed.id));
        let concerned: HashSet<String> =
            deed.changes.iter().map(|change| change.id().to_owned()).collect();
        for change in &deed.changes {
            let known = book.shown.iter().position(|note| note.id == change.id());
            match (known, &change.after) {
                (Some(index), Some(note)) => book.shown[index] = note.clone(),
                (Some(index), None) => {
                    book.shown.remove(index);
                }
                (None, Some(note)) => book.shown.push(note.clone()),
                (None, None) => {}
            }
            book.unsaved.push(change.clone());
        }
        book.unwritten.push((act, deed));
        self.save(address, Some(&concerned));
    }

    /// Saves what is not saved of a story. If that fails of notes other than
    /// those `concerned`, which did before, the reader knows it already.
    fn save(&mut self, address: &Address, concerned: Option<&HashSet<String>>) {
        let Some(book) = self.books.get_mut(address) else { return };
        // First of all, so that a deleted note is never nowhere: as long as
        // the history cannot take it in, it stays in its file.
        let forgotten = book.remember(self.state.as_deref()).err();
        let held = if forgotten.is_some() { book.to_be_deleted() } else { HashSet::new() };
        let unsaved = unsaved(address, book, None);
        let (saved, kept) = match &mut self.journal {
            Some(journal) => journal.save(&mut book.notebook, &unsaved, &held),
            None => (book.notebook.save_but(&unsaved.changes, &held), false),
        };
        let is_saved = |change: &NoteChange| !saved.left.iter().any(|c| c.id() == change.id());
        let (done, left): (Vec<NoteChange>, Vec<NoteChange>) =
            std::mem::take(&mut book.unsaved).into_iter().partition(is_saved);
        (book.unsaved, book.kept) = (left, kept);
        if done.iter().any(|change| change.after.is_some()) {
            book.keep_text(self.state.as_deref());
        }
        // Of a note of an earlier day it is not known yet where it stands, and of
        // a correction that is brought back in which turn.
        let placeless = |change: &NoteChange| {
            let after = change.after.as_ref();
            let brought_back = change.before.is_none() && after.is_some_and(|n| n.turn.is_some());
            after.is_some_and(|note| note.spans.is_empty() && !note.selectors.is_empty())
                || brought_back
        };
        let stale = unsaved.changes.iter().any(placeless);
        if book.unsaved.is_empty() {
            // Another hand may have written meanwhile: the screen gets both.
            if stale || !alike(&book.shown, book.notebook.notes()) {
                book.shown = book.notebook.notes().to_vec();
                self.post.send(merged(address, book));
            }
        } else if stale {
            self.post.send(merged(address, book));
        }
        let news = saved.told.first().map(|told| told.message.clone());
        let news_of_it =
            concerned.is_none_or(|ids| book.unsaved.iter().any(|c| ids.contains(c.id())));
        let failed = news_of_it && !book.unsaved.is_empty();
        let trash = forgotten.as_ref().filter(|_| failed && saved.error.is_none());
        let why = saved.error.as_ref().or(forgotten.as_ref());
        let error = why.filter(|_| failed).map(|why| {
            let words = match (trash, kept) {
                (Some(_), _) => format!("not deleted, the trash cannot take it in: {why}"),
                (None, true) => format!("not saved, kept for later: {why}"),
                (None, false) => format!("not saved, only this window has it: {why}"),
            };
            NotSaved { words, kept: self.books.values().all(|b| b.kept || b.unsaved.is_empty()) }
        });
        let (unsaved, told) = (self.unsaved(), error.is_some());
        self.post.send(Message::Saved { address: address.clone(), unsaved, error, news });
        if let (Some(error), false) = (forgotten, told) {
            self.post.send(Message::Told(forgetful(&error)));
        }
    }

    /// Another program, or a person, wrote to one of a story's notes files.
    fn reload(&mut self, address: &Address) {
        let Some(book) = self.books.get_mut(address) else { return };
        // A folder that was taken away, or a disk, says nothing of the notes.
        if let Address::File(path) = address
            && path.parent().is_some_and(|it| !it.as_os_str().is_empty() && !it.is_dir())
        {
            let words = "the folder of this story is gone: what you see is as it was read last";
            self.post.send(Message::Told(Notice::error(words)));
            return;
        }
        if !book.notebook.refresh() {
            return;
        }
        if !book.unsaved.is_empty() {
            self.save(address, None);
            return;
        }
        let own = alike(&book.shown, book.notebook.notes());
        book.shown = book.notebook.notes().to_vec();
        self.post.send(merged(address, book));
        let notice = match book.notebook.problems().first() {
            Some(problem) => Notice::error(format!("in the notes: {}", problem.message)),
            None if own => return,
            None => Notice::news("the notes changed on disk and were read anew"),
        };
        self.post.send(Message::Told(notice));
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
            .filter(|(_, book)| !book.unsaved.is_empty() || !book.unwritten.is_empty())
            .map(|(address, _)| address.clone())
            .collect();
        for address in failed {
            self.save(&address, None);
        }
        self.write_drafts();
        self.keep_waiting();
    }

    /// Writes what still waits for a story's notes into the journal.
    fn keep_waiting(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut drafts = std::mem::take(&mut self.drafts);
        let addresses: HashSet<Address> = waiting.keys().chain(drafts.keys()).cloned().collect();
        for address in addresses {
            let deals = waiting.remove(&address).unwrap_or_default().into_iter();
            let changes: Vec<NoteChange> = deals
                .filter(|deal| deal.changes_notes)
                .flat_map(|deal| deal.deed.changes)
                .collect();
            let draft = drafts.remove(&address).flatten().map(|note| *note);
            if changes.is_empty() && draft.is_none() {
                continue;
            }
            let count = self.unsaved() + changes.len() + usize::from(draft.is_some());
            let story_path = match &address {
                Address::File(path) => Some(path.clone()),
                Address::Given(_) => None,
            };
            let place = self.place_of(&address);
            let unsaved = Unsaved { story_path, place, changes, draft, when: now() };
            let kept =
                self.journal.as_mut().is_some_and(|journal| journal.record(&unsaved).is_ok());
            let words = "the notes of the story were not read in time".to_owned();
            let all = self.books.values().all(|book| book.kept || book.unsaved.is_empty());
            let error = Some(NotSaved { words, kept: kept && all });
            self.post.send(Message::Saved { address, unsaved: count, error, news: None });
        }
    }

    /// Where the notes of a story go that was not opened; a guess if it cannot
    /// be read in time.
    fn place_of(&self, address: &Address) -> Whereabouts {
        let around = self.around.as_deref().cloned().unwrap_or_else(|| Surroundings {
            options: Options::default(),
            data_notes: None,
            state: self.state.clone(),
            stdin: None,
            places: Arc::clone(&self.places),
        });
        let own = match address {
            Address::File(path) => path.with_extension("notes.yaml"),
            Address::Given(_) => {
                let folder = around.data_notes.clone().or(around.state.clone()).unwrap_or_default();
                folder.join("story.notes.yaml")
            }
        };
        let (sender, receiver) = channel();
        let address = address.clone();
        // A disk that does not answer must not keep the program from ending.
        let asking = std::thread::Builder::new().name("whereabouts".into()).spawn(move || {
            let _ = sender.send(whereabouts(&address, &around));
        });
        let found = asking.ok().and_then(|_| receiver.recv_timeout(PATIENCE).ok()).flatten();
        found.unwrap_or_else(|| Whereabouts::of_file(&own))
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
}

/// Said when the history cannot be written.
fn forgetful(error: &crate::error::Error) -> Notice {
    Notice::error(format!("this can be undone only until you quit: {error}"))
}

/// The notes of a story for the screen, those of colleagues last.
fn merged(address: &Address, book: &Book) -> Message {
    let notes = book.shown.iter().chain(book.notebook.theirs()).cloned().collect();
    Message::NotesMerged { address: address.clone(), notes, after: book.last }
}

/// Whether two lists hold the same notes, wherever those stand in the text.
fn alike(shown: &[Note], stored: &[Note]) -> bool {
    shown.len() == stored.len()
        && shown.iter().all(|note| {
            let other = stored.iter().find(|other| other.id == note.id);
            other.is_some_and(|other| same_words(note, other) && note.changed == other.changed)
        })
}

fn unsaved(address: &Address, book: &Book, draft: Option<NoteChange>) -> Unsaved {
    Unsaved {
        story_path: match address {
            Address::File(path) => Some(path.clone()),
            Address::Given(_) => None,
        },
        place: book.notebook.whereabouts().clone(),
        changes: book.unsaved.clone(),
        draft,
        when: now(),
    }
}
