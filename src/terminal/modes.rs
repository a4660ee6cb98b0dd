//! What is switched on in the terminal, and how it is undone whatever happens.
//!
//! The one record of it is global, since a panic, a signal and the guard in
//! the application must all be able to undo it, once, whoever comes first.

use crate::error::{Error, Result};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::cell::Cell;
use std::io;
use std::os::fd::AsFd;
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, ThreadId};

/// What the person's settings ask of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    /// Clicks, drags and the wheel come to the program; the terminal's own
    /// selection then needs shift.
    pub mouse: bool,
}

/// Mouse: buttons and drags (not bare motion, which would wake the program
/// for nothing), in SGR coordinates.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

impl Wants {
    /// What switches the terminal to this from any other wish.
    pub(super) fn sequence(self) -> &'static [u8] {
        if self.mouse { MOUSE_ON } else { MOUSE_OFF }
    }
}

/// Everything undone, in the reverse order of entering. Each is harmless where
/// it was not on: no memory of what was asked for is needed.
const LEAVE: &[u8] = b"\x1b[?2026l\
    \x1b]8;;\x1b\\\
    \x1b[m\
    \x1b[0 q\
    \x1b[?2004l\
    \x1b[?1006l\x1b[?1002l\x1b[?1000l\
    \x1b[?1049l\
    \x1b[?25h";

/// How long leaving waits for a terminal that takes no bytes.
const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// The thread that holds the screen; none while the modes are off.
static HOLDER: Mutex<Option<ThreadId>> = Mutex::new(None);

/// Panics of other threads while the screen was held, to be told afterwards.
static UNTOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

thread_local! {
    /// This thread is inside this file: its panic must not wait for itself.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Switches everything on for this thread.
///
/// # Errors
/// When there is no terminal, or it refuses.
pub(super) fn enter(wants: Wants) -> Result<()> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let standing = panic::take_hook();
        panic::set_hook(Box::new(move |info| on_panic(info, &standing)));
    });
    let mut holder = locked(&HOLDER);
    INSIDE.set(true);
    // What crossterm remembers may be stale: after a stop the shell may have
    // set other modes. Off and on again asks the terminal anew.
    let _ = crossterm::terminal::disable_raw_mode();
    let raw = crossterm::terminal::enable_raw_mode();
    INSIDE.set(false);
    raw.map_err(|cause| Error::because("the terminal cannot be set to raw mode", cause))?;
    // Noted before anything is written, so that a half entered screen is left.
    *holder = Some(thread::current().id());
    let mut bytes = b"\x1b[?1049h\x1b[?25l\x1b[?2004h".to_vec();
    if wants.mouse {
        bytes.extend_from_slice(wants.sequence());
    }
    bytes.extend_from_slice(b"\x1b[m\x1b[2J\x1b[H");
    write_all(&bytes).map_err(|cause| Error::because("cannot write to the terminal", cause))
}

/// Undoes everything, if anything is on. Never fails, panics or blocks: a
/// terminal that is gone or takes no bytes is left as it is. May be called
/// from any thread and as often as wanted.
pub fn leave() {
    if INSIDE.get() {
        return;
    }
    let mut holder = locked(&HOLDER);
    if holder.take().is_none() {
        return;
    }
    INSIDE.set(true);
    if takes_bytes() {
        let _ = write_all(LEAVE);
    }
    // From the background, changing modes would stop the process; the shell
    // in front has set its own anyway.
    if in_foreground() {
        let _ = crossterm::terminal::disable_raw_mode();
    }
    INSIDE.set(false);
}

/// Tells what other threads died of, once the screen is left for good.
pub(super) fn tell_untold() {
    use io::Write;
    for words in locked(&UNTOLD).drain(..) {
        let _ = writeln!(io::stderr(), "{words}");
    }
}

/// Whether the modes are on.
pub(super) fn held() -> bool {
    locked(&HOLDER).is_some()
}

/// Makes the kernel report once more that there is something to read, by
/// setting the modes that are set. Nothing happens while the modes are off.
pub(super) fn nudge(tty: impl AsFd) {
    // Under the lock: modes read before leaving must not be set after it.
    let holder = locked(&HOLDER);
    if holder.is_some()
        && let Ok(modes) = tcgetattr(&tty)
    {
        let _ = tcsetattr(&tty, OptionalActions::Now, &modes);
    }
}

/// Writes to standard output past its line buffer, in one go where the
/// terminal takes it.
pub(super) fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    let out = io::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(&out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            // Standard output may share a description that somebody made
            // non-blocking; wait for room instead of losing half a frame.
            Err(rustix::io::Errno::AGAIN) => {
                let mut fds = [PollFd::new(&out, PollFlags::OUT)];
                poll(&mut fds, None)?;
            }
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

fn takes_bytes() -> bool {
    let out = io::stdout();
    let mut fds = [PollFd::new(&out, PollFlags::OUT)];
    poll(&mut fds, Some(&PATIENCE)).is_ok_and(|n| n > 0)
        && !fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

/// Whether this process group is the one the terminal listens to. Where that
/// cannot be known there is no job control to fear.
pub(super) fn in_foreground() -> bool {
    rustix::termios::tcgetpgrp(io::stdout())
        .map_or(true, |front| front == rustix::process::getpgrp())
}

/// The holder's panic: leave, then say it. Another thread's: the screen
/// belongs to somebody who goes on, so keep the words for later.
fn on_panic(info: &PanicHookInfo<'_>, standing: &(dyn Fn(&PanicHookInfo<'_>) + Sync + Send)) {
    if INSIDE.get() {
        return standing(info);
    }
    let holder = *locked(&HOLDER);
    match holder {
        Some(holder) if holder != thread::current().id() => {
            locked(&UNTOLD).push(info.to_string());
        }
        _ => {
            leave();
            standing(info);
        }
    }
}
