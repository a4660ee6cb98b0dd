//! Standard output and standard error, and the one place where a pipe that
//! somebody closed is told from a failure.

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

use crate::error::Error;
use crate::model::text::visible;

/// Why a command stopped.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nobody reads on: `| head`.
    Closed,
    /// Anything else.
    Said(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Said(error)
    }
}

/// Only output is written with bare [`io::Result`]s here.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Said(Error::because("cannot write to standard output", error)),
        }
    }
}

/// Standard output, locked and buffered.
pub(super) struct Output {
    to: BufWriter<StdoutLock<'static>>,
}

impl Output {
    pub(super) fn new() -> Self {
        Self { to: BufWriter::with_capacity(64 << 10, io::stdout().lock()) }
    }

    /// Sends what is still in the buffer.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        Ok(self.to.flush()?)
    }

    /// Sends what was printed so far, before something is said on standard
    /// error: on a terminal the two then stand in order.
    fn settle(&mut self) {
        // If it cannot be written, the next write says so.
        let _ = self.to.flush();
    }

    /// Tells of something that went wrong, after what was printed before it.
    pub(super) fn complain(&mut self, words: &str) {
        self.settle();
        complain(words);
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// One line on standard error that says who speaks.
pub(super) fn complain(words: &str) {
    say(&format!("dateline: {}", visible(words)));
}

/// One line on standard error, safe to show already. If even that cannot be
/// written, there is nobody to tell.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
