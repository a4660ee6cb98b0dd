//! The way to the thread that saves: notes, places, what is being typed.

mod saver;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::model::history::{Act, Deed};
use crate::model::{NoteChange, Text};
use crate::state::shelf::Address;
use crate::state::{Message, Notice};
use crate::store::{FarPlace, Notebook, Places, Remembered};
use saver::Saver;

use super::{Post, Surroundings, now, start};

enum Job {
    Opened(Address, Box<Notebook>, Text),
    Around(Box<Surroundings>),
    Save(Address, Deal),
    Reload(Address),
    Draft(Address, Option<Box<NoteChange>>),
    Place(String, Remembered, Vec<FarPlace>, Option<Text>),
    Mark(char, FarPlace),
    Recover { keep: bool },
    Close,
}

/// Changes to be saved, and what they do of the history.
struct Deal {
    act: Act,
    deed: Deed,
    /// Whether the notes change; if not, only the history takes it in.
    changes_notes: bool,
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
        let told = post.clone();
        let (jobs, handle) = start("keeper", move |jobs: Receiver<Job>| {
            Saver::new(told, state, places).work(&jobs);
        })?;
        Ok(Self { post, jobs, handle: Some(handle) })
    }

    /// What hands it the notes of opened stories.
    pub fn hands(&self) -> Hands {
        Hands(self.jobs.clone())
    }

    /// What it needs to know to find where the notes of a story go that is not
    /// opened in time.
    pub fn know(&self, around: Surroundings) {
        self.ask(Job::Around(Box::new(around)));
    }

    fn ask(&self, job: Job) {
        if self.jobs.send(job).is_err() {
            let words =
                "the thread that saves is gone: what is done now lasts as long as this window";
            self.post.send(Message::Told(Notice::error(words)));
        }
    }

    /// Saves changes of a story's notes, by which the deed `id` is done,
    /// undone or redone.
    pub fn save(&self, address: Address, changes: Vec<NoteChange>, act: Act, id: u64) {
        let deed = Deed { id, when: now(), changes };
        self.ask(Job::Save(address, Deal { act, deed, changes_notes: true }));
    }

    /// Writes the deed `id` into a story's history; its notes are as they were.
    pub fn record(&self, address: Address, changes: Vec<NoteChange>, id: u64) {
        let deed = Deed { id, when: now(), changes };
        self.ask(Job::Save(address, Deal { act: Act::Did, deed, changes_notes: false }));
    }

    /// Looks at a story's notes files again: one of them was written to.
    pub fn reload(&self, address: Address) {
        self.ask(Job::Reload(address));
    }

    /// Keeps what is being typed, or that nothing is.
    pub fn draft(&self, address: Address, note: Option<Box<NoteChange>>) {
        self.ask(Job::Draft(address, note));
    }

    /// Remembers a place, the jump list, and the text as it was read, if it was.
    pub fn place(&self, key: String, what: Remembered, jumps: Vec<FarPlace>, read: Option<Text>) {
        self.ask(Job::Place(key, what, jumps, read));
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
