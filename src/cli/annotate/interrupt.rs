//! Being told to end while files are written: the file at hand is written
//! first, so that nothing of it is left lying about.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::error::{Error, Result};

/// Held by each worker that writes, and by the thread that ends the program.
static WRITING: RwLock<()> = RwLock::new(());

/// From now on the program ends between two files.
///
/// # Errors
/// When the handlers or the thread cannot be set up.
pub(super) fn end_between_files() -> Result<()> {
    let fail = |cause| Error::because("signals cannot be handled", cause);
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(fail)?;
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            // Never let go of: nobody begins another file.
            let _all = WRITING.write().unwrap_or_else(PoisonError::into_inner);
            let _ = emulate_default_handler(signal);
        }
    };
    thread::Builder::new().name("signals".into()).spawn(wait).map(drop).map_err(fail)
}

/// To be held while a file is written.
pub(super) fn writing() -> RwLockReadGuard<'static, ()> {
    WRITING.read().unwrap_or_else(PoisonError::into_inner)
}
