//! Replacing a file's content as a whole or not at all.
//!
//! The new content goes to a temporary file in the same folder, is flushed to
//! the disk, takes the old file's name, and the folder is flushed too. Whoever
//! reads meanwhile, or after a crash, sees the old content or the new one.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::digest;

/// How many symbolic links are followed before giving up, as many as Linux does.
const LINKS: usize = 40;

/// Makes `bytes` the content of the file at `path`.
///
/// A file that exists keeps its mode, and its group where that is allowed. A
/// symbolic link stays one: the file it leads to is replaced, if that stands
/// in the same folder or below it.
///
/// # Errors
/// When `path` is a folder or anything else that is not a regular file, and
/// when any step fails; the old content is then untouched and nothing is left
/// behind, except that after a failure to flush the folder the new content
/// stands but may not outlast a power cut.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |out| out.write_all(bytes))
}

/// As [`write()`], with whatever `fill` writes as the content.
///
/// # Errors
/// As [`write()`], and what `fill` returns.
pub fn write_with(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    replace(path, fill, true)
}

/// As [`write()`], but nothing waits for the disk: after a power cut the old
/// content may stand. For what is no great loss, such as the place read to.
///
/// # Errors
/// As [`write()`].
pub fn write_soon(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, |out| out.write_all(bytes), false)
}

/// Writes a file that is not there yet, whole or not at all.
///
/// # Errors
/// [`AlreadyExists`](io::ErrorKind::AlreadyExists) when something is there by
/// that name, be it a link that leads nowhere; and when any step fails.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    let prefix = temporary_prefix(path)?;
    let mut temporary = tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(SUFFIX)
        .permissions(usual_permissions(folder)?)
        .tempfile_in(folder)?;
    claim(temporary.as_file());
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(path).map_err(|refused| refused.error)?;
    flush_folder(folder)
}

fn replace(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    flush: bool,
) -> io::Result<()> {
    let target = resolve(path)?;
    let old = match fs::metadata(&target) {
        Ok(found) if found.is_dir() => {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        Ok(found) if !found.is_file() => {
            return Err(io::Error::other("it is not a regular file"));
        }
        Ok(found) => Some(found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let folder = folder_of(&target);
    let prefix = temporary_prefix(&target)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(SUFFIX);
    if old.is_none() {
        builder.permissions(usual_permissions(folder)?);
    }
    let mut temporary = builder.tempfile_in(folder)?;
    claim(temporary.as_file());
    fill(temporary.as_file_mut())?;
    if let Some(old) = &old {
        keep_owner_and_mode(temporary.as_file(), old)?;
    }
    if flush {
        temporary.as_file().sync_all()?;
    }
    temporary.persist(&target).map_err(|refused| refused.error)?;
    if flush { flush_folder(folder) } else { Ok(()) }
}

/// Removes what a killed process left behind of its writes to `path`.
///
/// Only for those who hold the folder's lock: the temporary file of a writer
/// at work looks the same.
pub(super) fn sweep(path: &Path) {
    let Ok(target) = resolve(path) else { return };
    let Ok(prefix) = temporary_prefix(&target) else { return };
    let Ok(entries) = fs::read_dir(folder_of(&target)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&prefix) && name.ends_with(SUFFIX) {
            // Nothing is lost if it stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A temporary file that was last written to less long ago may not be locked
/// yet by whoever is about to fill it.
const FRESH: Duration = Duration::from_secs(10 * 60);

/// Removes what killed processes left behind of their writes to any file in
/// `folder`. What is locked, and what was written to in the last ten minutes,
/// stays: somebody may be at work on it.
pub fn sweep_folder(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let regular = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !regular || !is_temporary(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let touched = entry.metadata().and_then(|about| about.modified());
        let old = touched.is_ok_and(|when| when.elapsed().is_ok_and(|age| age >= FRESH));
        let left = old && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if left {
            // Nothing is lost if it stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a temporary file of ours is called so.
fn is_temporary(name: &str) -> bool {
    let digits = name.strip_prefix(".dateline-").and_then(|rest| rest.strip_suffix(SUFFIX));
    let digits = digits.and_then(|rest| rest.split_once('-')).map(|(digits, _)| digits);
    digits.is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Says that a temporary file is being written, until it is closed.
fn claim(file: &File) {
    // Where there are no locks, nobody can take one to sweep it away either.
    let _ = file.try_lock();
}

/// The folder a file stands in; the working folder for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Where `path` leads through symbolic links; the last one need not exist.
///
/// # Errors
/// When a link leads out of the folder that `path` stands in, links included
/// that its target stands behind: whoever put it there could otherwise have
/// any file of the person's replaced.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&target) {
            Ok(to) => target = folder_of(&target).join(to),
            // Not a link, or not there: this is the file.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::NotFound
                ) =>
            {
                if target.as_path() != path {
                    stay_inside(path, &target)?;
                }
                return Ok(target);
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

fn stay_inside(path: &Path, target: &Path) -> io::Result<()> {
    let home = fs::canonicalize(folder_of(path))?;
    if fs::canonicalize(folder_of(target))?.starts_with(&home) {
        return Ok(());
    }
    Err(io::Error::other("it is a symbolic link out of its folder, which is not followed"))
}

const SUFFIX: &str = ".tmp";

/// Hidden, and of one length however long the file's name is, since the
/// longest allowed name has no room for more.
fn temporary_prefix(target: &Path) -> io::Result<String> {
    let name = target.file_name().ok_or_else(|| io::Error::other("it names no file"))?;
    Ok(format!(".dateline-{}-", digest::short(name.as_encoded_bytes())))
}

/// What a new file may be used for by whom, before the process's mask.
#[cfg(unix)]
fn usual_permissions(_: &Path) -> io::Result<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Ok(Permissions::from_mode(0o666))
}

/// Where there are no modes, a new file is as writable as its folder.
#[cfg(not(unix))]
fn usual_permissions(folder: &Path) -> io::Result<Permissions> {
    Ok(fs::metadata(folder)?.permissions())
}

fn keep_owner_and_mode(file: &File, old: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // Allowed to root, and to the owner within their groups; otherwise
        // the file becomes the writer's own, as with any editor.
        let _ = std::os::unix::fs::fchown(file, Some(old.uid()), Some(old.gid()))
            .or_else(|_| std::os::unix::fs::fchown(file, None, Some(old.gid())));
    }
    file.set_permissions(old.permissions())
}

#[cfg(unix)]
fn flush_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some file systems have nothing to flush here, or forbid reading the folder.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput
                    | io::ErrorKind::Unsupported
                    | io::ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        done => done,
    }
}

#[cfg(not(unix))]
fn flush_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
