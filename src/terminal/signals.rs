//! What the system wants, as input: the window's size, stopping, ending.
//!
//! A thread sleeps in `signal-hook`'s iterator and sends the same values that
//! keys arrive as, so the application has one inbox. Should the application
//! hang, a second signal to end is obeyed here.

use super::input::Input;
use super::modes;
use crate::error::{Error, Result};
use rustix::process::{Signal, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

const ENDING: [i32; 3] = [SIGTERM, SIGHUP, SIGINT];

/// Set inside the handlers themselves: a process that continues learns of a
/// waiting SIGTERM at once, not when the thread gets round to it.
static ENDED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Another program has the terminal: what is typed there is not for us.
static AWAY: AtomicBool = AtomicBool::new(false);

/// A stop of our own making, whose end is nobody else's news.
static STOPPED: Mutex<bool> = Mutex::new(false);
static CONTINUED: Condvar = Condvar::new();

/// How long a process may run on after it was told to stop.
const SETTLE: Duration = Duration::from_secs(1);

/// Whether a signal to end has come.
pub(super) fn ending() -> bool {
    ENDED.load(Ordering::Relaxed)
}

/// Says that another program has the terminal, or has it no longer.
pub(super) fn set_away(away: bool) {
    AWAY.store(away, Ordering::SeqCst);
}

/// Stops this process group; returns when it goes on, or false at once if it
/// cannot be stopped.
pub(super) fn stop_group() -> bool {
    let mut stopped = stopped();
    *stopped = true;
    if kill_current_process_group(Signal::STOP).is_err() {
        *stopped = false;
        return false;
    }
    // The signal may hit another thread first and let this one run a little:
    // wait for the word that we go on. While stopped, the limit runs out.
    let waited = CONTINUED.wait_timeout_while(stopped, SETTLE, |stopped| *stopped);
    *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    true
}

fn stopped() -> MutexGuard<'static, bool> {
    STOPPED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the signals over and sends what they mean.
///
/// # Errors
/// When the handlers or the thread cannot be set up.
pub(super) fn spawn(send: impl Fn(Input) -> bool + Send + 'static) -> Result<()> {
    let fail = |cause| Error::because("signals cannot be handled", cause);
    for signal in [SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, ENDED.clone()).map_err(fail)?;
    }
    let mut signals =
        Signals::new(ENDING.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH])).map_err(fail)?;
    let listen = move || {
        let mut asked = false;
        for signal in signals.forever() {
            if matches!(signal, SIGTERM | SIGHUP | SIGINT) && asked {
                die_by(signal);
            }
            let Some(input) = meaning(signal) else { continue };
            asked |= matches!(input, Input::Terminate(_));
            // Nobody listens any more: the program is on its way out and
            // signals mean what they always mean.
            if !send(input) && ENDING.contains(&signal) {
                die_by(signal);
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(listen).map_err(fail)?;
    Ok(())
}

/// The input a signal means, if it is for the application.
fn meaning(signal: i32) -> Option<Input> {
    let away = AWAY.load(Ordering::SeqCst);
    match signal {
        SIGWINCH => super::screen::size().ok().map(|(columns, rows)| Input::Resized(columns, rows)),
        // C-z in the other program stops the whole group; so must we.
        SIGTSTP if away => {
            let _ = emulate_default_handler(SIGTSTP);
            None
        }
        SIGTSTP => Some(Input::Suspend),
        SIGCONT => {
            let mut stopped = stopped();
            if std::mem::take(&mut *stopped) {
                CONTINUED.notify_all();
                return None;
            }
            (!away).then_some(Input::Continued)
        }
        SIGINT if away => None,
        signal => Some(Input::Terminate(signal)),
    }
}

/// Leaves the screen and ends the process by `signal`, so that whoever
/// started it sees the true cause.
pub fn die_by(signal: i32) -> ! {
    modes::leave();
    let _ = emulate_default_handler(signal);
    std::process::exit(128 + signal)
}
