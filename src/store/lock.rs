//! One writer at a time in a folder.
//!
//! The folder itself is locked, so nothing is left behind and two people who
//! share it keep out of each other's way. The lock is advisory and held only
//! while a file is read again and replaced; it ends with the process.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// How often, and how long apart, a held lock is tried again: three seconds
/// in all, far longer than any save takes.
const TRIES: u32 = 1500;
const PAUSE: Duration = Duration::from_millis(2);

/// A locked folder; dropping it lets go.
#[must_use]
pub(super) struct FolderLock(Option<File>);

impl FolderLock {
    /// Locks `folder`, waiting for whoever holds it. Where the file system
    /// has no such locks the writer goes on without: the file is still read
    /// again just before it is replaced.
    pub(super) fn hold(folder: &Path) -> io::Result<Self> {
        let Ok(file) = File::open(folder) else { return Ok(Self(None)) };
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Self(Some(file))),
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                Err(TryLockError::Error(_)) => return Ok(Self(None)),
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, "another program keeps its folder locked"))
    }

    /// Whether the folder is really locked.
    pub(super) fn held(&self) -> bool {
        self.0.is_some()
    }
}
