//! Being told to end while files are written: the file at hand is written
//! first, so that nothing of it is left lying about.

use std::fs;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::error::{Error, Result};

/// Held by each worker that writes, and by the thread that ends the program.
static WRITING: RwLock<()> = RwLock::new(());

/// From now on the program ends between two files; told a second time, at once.
/// What was ignored when it started, as by `nohup`, stays ignored.
///
/// # Errors
/// When the handlers or the thread cannot be set up.
pub(super) fn end_between_files() -> Result<()> {
    let fail = |cause| Error::because("signals cannot be handled", cause);
    let ignored = ignored();
    let heeded = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !ignored(*signal));
    let mut signals = Signals::new(heeded).map_err(fail)?;
    let wait = move || {
        let mut told = signals.forever();
        let Some(signal) = told.next() else { return };
        let end = move || {
            // Never let go of: nobody begins another file.
            let _all = WRITING.write().unwrap_or_else(PoisonError::into_inner);
            let _ = emulate_default_handler(signal);
        };
        // A write may hang, so it is not waited for here.
        if thread::Builder::new().name("ending".into()).spawn(end).is_ok() {
            told.next();
        }
        let _ = emulate_default_handler(signal);
    };
    thread::Builder::new().name("signals".into()).spawn(wait).map(drop).map_err(fail)
}

/// Tells which signals are ignored now. Only Linux says so without unsafe code;
/// elsewhere none is known to be.
fn ignored() -> impl Fn(i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    move |signal| mask >> (signal - 1) & 1 == 1
}

/// To be held while a file is written.
pub(super) fn writing() -> RwLockReadGuard<'static, ()> {
    WRITING.read().unwrap_or_else(PoisonError::into_inner)
}
