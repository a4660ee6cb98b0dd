//! What the person did, from one thread that sleeps until there is something.
//!
//! The thread waits on the terminal and on a pipe that wakes it; crossterm is
//! asked only when bytes are there. It never ticks: only while the start of a
//! possible reply is held does it wait with a limit, once.
//!
//! Keys come from standard input if that is a terminal, else from `/dev/tty`,
//! so `dateline -` reads a story from a pipe and keys from the person. (That
//! choice is crossterm's; the same is made here to wait on the same thing.)

use super::keys;
use super::modes;
use super::replies::{Heard, Replies};
use super::signals;
use crate::config::key::Key;
use crate::error::{Error, Result};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pipe::{PipeFlags, pipe_with};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Something that happened at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or repeats.
    Key(Key),
    /// The mouse.
    Mouse(Mouse),
    /// Text was pasted, as the terminal sent it: line ends may be CR, and
    /// control characters may be in it.
    Paste(String),
    /// The window has this many columns and rows now.
    Resized(u16, u16),
    /// The terminal's background: red, green, blue.
    Background(u8, u8, u8),
    /// The process is asked to end, by this signal: close and
    /// [`die_by`](super::die_by) it. A second one ends it at once.
    Terminate(i32),
    /// The process is asked from outside to stop: see
    /// [`Screen::suspend`](super::Screen::suspend).
    Suspend,
    /// The process was stopped and goes on: see
    /// [`Screen::reenter`](super::Screen::reenter).
    Continued,
    /// The terminal is closed; nothing will come any more.
    Gone,
}

/// A mouse event; columns and rows from 0, top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Mouse {
    pub kind: MouseKind,
    pub column: u16,
    pub row: u16,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MouseKind {
    Down(Button),
    Up(Button),
    /// Moved with a button down.
    Drag(Button),
    WheelUp,
    WheelDown,
    WheelLeft,
    WheelRight,
}

/// A mouse button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Button {
    Left,
    Middle,
    Right,
}

/// How long a lone Esc or Alt-`]` waits for the rest of a reply, and only
/// while the terminal owes one.
const MOMENT: Timespec = Timespec { tv_sec: 0, tv_nsec: 25_000_000 };

/// How long [`InputHandle::pause`] waits at most. Longer only if half an
/// escape sequence has come, which crossterm waits out.
const PAUSE: Duration = Duration::from_millis(250);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Read,
    Pause,
    Stop,
}

#[derive(Debug)]
struct Agreement {
    wish: Wish,
    /// The thread does not read: paused, or ended.
    still: bool,
}

#[derive(Debug)]
struct Shared {
    agreement: Mutex<Agreement>,
    changed: Condvar,
    questions: AtomicUsize,
}

impl Shared {
    fn agreement(&self) -> MutexGuard<'_, Agreement> {
        self.agreement.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Governs the input thread; dropping it ends the thread.
#[derive(Debug)]
pub struct InputHandle {
    shared: Arc<Shared>,
    wake: OwnedFd,
}

impl InputHandle {
    /// Returns when the thread has stopped reading, so that another program
    /// may have the keys.
    pub fn pause(&self) {
        let mut agreement = self.wish(Wish::Pause);
        while !agreement.still {
            let waited = self.shared.changed.wait_timeout(agreement, PAUSE);
            let (guard, limit) = waited.unwrap_or_else(PoisonError::into_inner);
            if limit.timed_out() {
                return;
            }
            agreement = guard;
        }
    }

    /// Reads on.
    pub fn resume(&self) {
        drop(self.wish(Wish::Read));
        self.shared.changed.notify_all();
    }

    /// Must be called before a question for the background is sent: until
    /// then an answer would be taken for typing.
    pub(super) fn expect_reply(&self) {
        self.shared.questions.fetch_add(1, Ordering::SeqCst);
    }

    fn wish(&self, wish: Wish) -> MutexGuard<'_, Agreement> {
        let mut agreement = self.shared.agreement();
        agreement.wish = wish;
        // A full pipe wakes as well as one more byte in it.
        let _ = rustix::io::write(&self.wake, b"!");
        agreement
    }
}

impl Drop for InputHandle {
    fn drop(&mut self) {
        drop(self.wish(Wish::Stop));
        self.shared.changed.notify_all();
    }
}

/// Starts the threads that send input and signals; `send` says whether
/// anybody still listens. To be called once, before the screen is entered.
///
/// # Errors
/// When there is no terminal, or threads and handlers cannot be had.
pub fn spawn(send: impl Fn(Input) -> bool + Send + 'static) -> Result<InputHandle> {
    let tty = Tty::open()?;
    let fail = |cause: io::Error| Error::because("input cannot be read", cause);
    let (woken, wake) =
        pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK).map_err(|errno| fail(errno.into()))?;
    let shared = Arc::new(Shared {
        agreement: Mutex::new(Agreement { wish: Wish::Read, still: false }),
        changed: Condvar::new(),
        questions: AtomicUsize::new(0),
    });
    let send = Arc::new(Mutex::new(send));
    let say = move |input: Input| send.lock().unwrap_or_else(PoisonError::into_inner)(input);
    signals::spawn(say.clone())?;
    let ear = Ear { tty, woken, shared: shared.clone(), replies: Replies::default(), say };
    thread::Builder::new().name("input".into()).spawn(move || ear.listen()).map_err(fail)?;
    Ok(InputHandle { shared, wake })
}

/// Where keys come from.
enum Tty {
    Stdin(io::Stdin),
    Device(File),
}

impl Tty {
    fn open() -> Result<Self> {
        let stdin = io::stdin();
        if rustix::termios::isatty(&stdin) {
            return Ok(Tty::Stdin(stdin));
        }
        File::options()
            .read(true)
            .write(true)
            .open("/dev/tty")
            .map(Tty::Device)
            .map_err(|cause| Error::because("there is no terminal to read keys from", cause))
    }
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Tty::Stdin(stdin) => stdin.as_fd(),
            Tty::Device(file) => file.as_fd(),
        }
    }
}

/// The thread's own side.
struct Ear<S> {
    tty: Tty,
    woken: OwnedFd,
    shared: Arc<Shared>,
    replies: Replies,
    say: S,
}

impl<S: Fn(Input) -> bool> Ear<S> {
    fn listen(mut self) {
        while self.wait() {}
        self.shared.agreement().still = true;
        self.shared.changed.notify_all();
    }

    /// Sleeps until something comes and deals with it; false at the end.
    fn wait(&mut self) -> bool {
        let mut fds =
            [PollFd::new(&self.tty, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
        let limit = self.replies.unsure().then_some(&MOMENT);
        let ready = match poll(&mut fds, limit) {
            Ok(ready) => ready,
            Err(rustix::io::Errno::INTR) => return true,
            Err(_) => return self.gone(),
        };
        let (tty, woken) = (fds[0].revents(), fds[1].revents());
        if ready == 0 {
            let mut on = true;
            self.replies.tire(|heard| on &= (self.say)(heard.into()));
            return on;
        }
        // Never let crossterm read a terminal that hung up: it would read
        // nothing, for ever.
        if tty.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return self.gone();
        }
        if woken.intersects(PollFlags::IN) && !self.obey() {
            return false;
        }
        // After a pause the bytes that were there may have gone to another.
        if woken.is_empty() && tty.contains(PollFlags::IN) {
            return self.drain();
        }
        true
    }

    fn gone(&self) -> bool {
        (self.say)(Input::Gone);
        false
    }

    /// Does what the handle wishes; false to stop.
    fn obey(&self) -> bool {
        while rustix::io::read(&self.woken, &mut [0_u8; 64]).is_ok_and(|n| n > 0) {}
        let mut agreement = self.shared.agreement();
        while agreement.wish == Wish::Pause {
            agreement.still = true;
            self.shared.changed.notify_all();
            agreement = self.shared.changed.wait(agreement).unwrap_or_else(PoisonError::into_inner);
        }
        agreement.still = false;
        agreement.wish != Wish::Stop
    }

    /// Takes all that has come; false when nobody listens.
    ///
    /// crossterm takes at most 1024 bytes at a time and then waits for an edge
    /// that does not come for bytes already there (its poll is
    /// edge-triggered). Bytes that are there and are not taken are therefore
    /// announced again.
    fn drain(&mut self) -> bool {
        let mut any = false;
        while crossterm::event::poll(Duration::ZERO).unwrap_or(false) {
            let Ok(event) = crossterm::event::read() else { return self.gone() };
            any = true;
            for _ in 0..self.shared.questions.swap(0, Ordering::SeqCst) {
                self.replies.expect();
            }
            let mut on = true;
            match keys::input(event) {
                Some(Input::Key(key)) => {
                    self.replies.feed(key, |heard| on &= (self.say)(heard.into()));
                }
                Some(input) => on = (self.say)(input),
                None => {}
            }
            if !on {
                return false;
            }
        }
        if !any {
            modes::nudge(&self.tty);
        }
        true
    }
}

impl From<Heard> for Input {
    fn from(heard: Heard) -> Self {
        match heard {
            Heard::Key(key) => Input::Key(key),
            Heard::Background(r, g, b) => Input::Background(r, g, b),
        }
    }
}
