//! Work on all cores, its results in the order of what came in, in bounded
//! memory.
//!
//! Items are dealt to the workers in turn, through short queues, and results
//! are collected in the same turn: no result is ever held back for its place,
//! and who is ahead waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::error::{Error, Result};

/// How many items, and as many results, wait at each worker.
const QUEUE: usize = 8;

/// The results, in order. Dropping it stops the work.
pub(super) struct Results<R> {
    queues: Vec<Receiver<R>>,
    turn: usize,
    received: usize,
    sent: Arc<AtomicUsize>,
}

/// Where items go in.
pub(super) struct Feed<T> {
    queues: Vec<SyncSender<T>>,
    turn: usize,
    sent: Arc<AtomicUsize>,
}

impl<T> Feed<T> {
    /// Waits for room, then hands an item on. False if nobody wants more.
    pub(super) fn send(&mut self, item: T) -> bool {
        let taken = self.queues[self.turn].send(item).is_ok();
        self.sent.fetch_add(1, Ordering::Release);
        self.turn = (self.turn + 1) % self.queues.len();
        taken
    }
}

impl<R> Results<R> {
    /// To be asked at the end: whether everything that went in came out.
    ///
    /// # Errors
    /// If a worker met a fault of the program and fell.
    pub(super) fn all_done(&self) -> Result<()> {
        match self.sent.load(Ordering::Acquire) == self.received {
            true => Ok(()),
            false => Err(Error::new("a fault in Dateline; what follows was not done")),
        }
    }
}

impl<R> Iterator for Results<R> {
    type Item = R;

    fn next(&mut self) -> Option<R> {
        let result = self.queues[self.turn].recv().ok()?;
        self.received += 1;
        self.turn = (self.turn + 1) % self.queues.len();
        Some(result)
    }
}

/// Starts a thread for each of `workers`, at least one, and one for `feed`.
///
/// The threads are left to themselves: one that waits for standard input does
/// not keep the program from ending.
///
/// # Errors
/// If the machine cannot start them.
pub(super) fn run<T, R, W>(
    workers: Vec<W>,
    feed: impl FnOnce(Feed<T>) + Send + 'static,
) -> Result<Results<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    W: FnMut(T) -> R + Send + 'static,
{
    let spawn = |name: &str, work: Box<dyn FnOnce() + Send>| {
        let started = thread::Builder::new().name(name.into()).spawn(work);
        started.map(drop).map_err(|error| Error::because("cannot start a thread", error))
    };
    let sent = Arc::new(AtomicUsize::new(0));
    let mut into = Feed { queues: Vec::new(), turn: 0, sent: Arc::clone(&sent) };
    let mut out = Results { queues: Vec::new(), turn: 0, received: 0, sent };
    for mut worker in workers {
        let (to, items) = sync_channel::<T>(QUEUE);
        let (results, from) = sync_channel(QUEUE);
        into.queues.push(to);
        out.queues.push(from);
        spawn(
            "annotate",
            Box::new(move || {
                for item in items {
                    if results.send(worker(item)).is_err() {
                        return;
                    }
                }
            }),
        )?;
    }
    spawn("feed", Box::new(move || feed(into)))?;
    Ok(out)
}
