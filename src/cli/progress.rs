//! How far long work has come, on standard error while that is a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How long the line stays as it is.
const PAUSE: Duration = Duration::from_millis(100);

/// A line that is written over itself; nothing where nobody watches.
pub(super) struct Progress {
    watched: bool,
    what: &'static str,
    count: usize,
    written: Option<Instant>,
    began: Instant,
}

impl Progress {
    /// Counts `what`, a plural.
    pub(super) fn of(what: &'static str) -> Self {
        let watched = io::stderr().is_terminal();
        Self { watched, what, count: 0, written: None, began: Instant::now() }
    }

    /// One more is done. Short work shows nothing.
    pub(super) fn step(&mut self) {
        self.count += 1;
        let since = self.written.unwrap_or(self.began);
        if self.watched && since.elapsed() >= PAUSE {
            // If it cannot be shown, the work goes on all the same.
            let _ = write!(io::stderr(), "\r{} {}\x1b[K", self.count, self.what);
            self.written = Some(Instant::now());
        }
    }

    /// Takes the line away, so that something else can be said.
    pub(super) fn clear(&mut self) {
        if self.written.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
            self.began = Instant::now();
        }
    }
}
