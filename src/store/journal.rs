//! Edits that are not saved: what is being typed, and what a full disk or a
//! read-only folder refused.
//!
//! One file for each process and story under `<state>/journal/`. A process
//! that journals keeps a lock as long as it lives, so its edits are not taken
//! for those of a process that died.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::identity::{Identity, written};
use super::notebook::{Notebook, Saved};
use super::whereabouts::Whereabouts;
use super::{atomic, digest, document, parts, scalar, stream};
use crate::error::{Diagnostic, Error, Result};
use crate::model::NoteChange;

const FORMAT: &str = "dateline-journal/1";
/// What tells the note in the editor from changes.
const DRAFT: &str = "draft-";

/// Edits of one story that are not in its notes yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unsaved {
    /// The story's file, to open it again.
    pub story_path: Option<PathBuf>,
    /// Where the notes should go; of colleagues nothing is kept.
    pub place: Whereabouts,
    /// What is to be saved, in order.
    pub changes: Vec<NoteChange>,
    /// The note in the editor: as it was, and with the words typed so far.
    pub draft: Option<NoteChange>,
    /// When this was written down, RFC 3339.
    pub when: String,
}

/// This process's part of the journal.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    /// The start of its files' names, and the lock that says it lives.
    claim: Option<(String, File)>,
}

impl Journal {
    /// The journal under `state`. Nothing is read or made yet.
    pub fn new(state: &Path) -> Self {
        Self { folder: state.join("journal"), claim: None }
    }

    /// Writes down what is not saved of one story, in place of what was
    /// written down before; nothing at all is the same as [`Journal::clear`].
    ///
    /// # Errors
    /// When it cannot be written: then only memory holds the edits.
    pub fn record(&mut self, unsaved: &Unsaved) -> Result<()> {
        if unsaved.changes.is_empty() && unsaved.draft.is_none() {
            return self.clear(&unsaved.place);
        }
        let folder = self.folder.display().to_string();
        let cannot = |cause| Error::because(format!("cannot write the journal in {folder}"), cause);
        let base = self.claim().map_err(cannot)?;
        let path = self.folder.join(file_name(&base, &unsaved.place.own));
        atomic::write(&path, compose_unsaved(unsaved).as_bytes()).map_err(cannot)
    }

    /// Forgets the edits of the story whose notes go to `place`.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn clear(&mut self, place: &Whereabouts) -> Result<()> {
        let Some((base, _)) = &self.claim else { return Ok(()) };
        let path = self.folder.join(file_name(base, &place.own));
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::because(format!("cannot remove {}", path.display()), error))
            }
            _ => Ok(()),
        }
    }

    /// Saves `unsaved.changes` in the notebook and forgets them; keeps what
    /// cannot be saved, to be saved later. The caller adds new changes to
    /// [what is left](Saved::left). The notes with the ids `held` are not
    /// touched, their changes are left. Says besides whether what is left is
    /// kept: if not, memory alone has it.
    pub fn save(
        &mut self,
        notebook: &mut Notebook,
        unsaved: &Unsaved,
        held: &HashSet<String>,
    ) -> (Saved, bool) {
        let saved = notebook.save_but(&unsaved.changes, held);
        let left = Unsaved { changes: saved.left.clone(), ..unsaved.clone() };
        // What a journal that cannot be written keeps too long is already in
        // the notes: taken back, it changes nothing.
        let kept = self.record(&left).is_ok() || left.changes.is_empty();
        (saved, kept)
    }

    fn claim(&mut self) -> io::Result<String> {
        if let Some((base, _)) = &self.claim {
            return Ok(base.clone());
        }
        fs::create_dir_all(&self.folder)?;
        let temporary = tempfile::Builder::new().prefix(".claim-").tempfile_in(&self.folder)?;
        let random = temporary.path().to_string_lossy();
        let random = random.rsplit('-').next().unwrap_or_default();
        let base = format!("{}-{random}", std::process::id());
        // Locked before it takes a name that others look at. Where there are
        // no locks others may save these edits too, which does no harm.
        let _ = temporary.as_file().try_lock();
        let file = temporary.persist(self.folder.join(format!("{base}.lock")))?;
        self.claim = Some((base.clone(), file));
        Ok(base)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if let Some((base, _)) = &self.claim {
            forget_claim(&self.folder, base);
        }
    }
}

/// Edits that a process which is gone left behind. As long as this lives no
/// other process takes them.
#[derive(Debug)]
pub struct Pending {
    /// The edits.
    pub unsaved: Unsaved,
    path: PathBuf,
    _claim: Option<Arc<File>>,
}

impl Pending {
    /// Saves the changes in the story's notes. The journal keeps what cannot
    /// be saved now either, and what can until [`Pending::done`].
    ///
    /// # Errors
    /// Why some of them cannot be saved.
    pub fn save(&mut self) -> Result<Vec<Diagnostic>> {
        let saved = Notebook::open(self.unsaved.place.clone()).save(&self.unsaved.changes);
        if saved.error.is_some() && saved.left.len() < self.unsaved.changes.len() {
            self.unsaved.changes.clone_from(&saved.left);
            // What stays in it too long is already in the notes.
            let _ = atomic::write(&self.path, compose_unsaved(&self.unsaved).as_bytes());
        }
        saved.whole()
    }

    /// Removes them from the journal: all is saved, or journalled anew, or
    /// the reader does not want it.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn done(self) -> Result<()> {
        fs::remove_file(&self.path).map_err(|cause| {
            Error::because(format!("cannot remove {}", self.path.display()), cause)
        })?;
        if let Some(base) = base_of(&self.path) {
            forget_claim(atomic::folder_of(&self.path), &base);
        }
        Ok(())
    }
}

/// The edits that processes which are gone left behind, oldest first, and
/// what of the journal cannot be read (it is kept).
pub fn pending(state: &Path) -> (Vec<Pending>, Vec<Diagnostic>) {
    let folder = state.join("journal");
    let mut names: Vec<PathBuf> =
        fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    names.sort();
    let mut claims: Vec<(String, Option<Arc<File>>)> = Vec::new();
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for path in names.iter().filter(|path| path.extension() == Some(OsStr::new("yaml"))) {
        let Some(base) = base_of(path) else { continue };
        let known = claims.iter().find(|(claimed, _)| *claimed == base).map(|(_, c)| c.clone());
        let claim = match known {
            Some(claim) => claim,
            None => {
                let Ok(claim) = take_over(&folder, &base) else { continue };
                claims.push((base, claim.clone()));
                claim
            }
        };
        match fs::read_to_string(path) {
            // Its owner was faster.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                problems.push(Diagnostic::error(path.display().to_string(), error.to_string()));
            }
            Ok(text) => match read_unsaved(&text) {
                Ok(unsaved) => {
                    found.push(Pending { unsaved, path: path.clone(), _claim: claim });
                }
                Err(reason) => problems.push(
                    Diagnostic::error(
                        path.display().to_string(),
                        format!("unsaved edits cannot be read: {reason}"),
                    )
                    .hint("the file is kept; your words are in it"),
                ),
            },
        }
    }
    for lock in names.iter().filter(|path| path.extension() == Some(OsStr::new("lock"))) {
        if let Some(base) = lock.file_stem().map(|stem| stem.to_string_lossy().into_owned())
            && !claims.iter().any(|(claimed, _)| *claimed == base)
            && take_over(&folder, &base).is_ok()
        {
            forget_claim(&folder, &base);
        }
    }
    found.sort_by(|a, b| a.unsaved.when.cmp(&b.unsaved.when));
    (found, problems)
}

/// Takes the lock of a process that is gone; fails if it lives.
fn take_over(folder: &Path, base: &str) -> std::result::Result<Option<Arc<File>>, ()> {
    let Ok(file) = File::open(folder.join(format!("{base}.lock"))) else { return Ok(None) };
    match file.try_lock() {
        Ok(()) => Ok(Some(Arc::new(file))),
        Err(fs::TryLockError::WouldBlock) => Err(()),
        Err(fs::TryLockError::Error(_)) => Ok(None),
    }
}

/// Removes a lock file, unless edits still depend on it.
fn forget_claim(folder: &Path, base: &str) {
    let start = format!("{base}-");
    let needed = fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with(&start) && name.ends_with(".yaml")
    });
    if !needed {
        // An empty file left behind harms nobody; the next start removes it.
        let _ = fs::remove_file(folder.join(format!("{base}.lock")));
    }
}

fn file_name(base: &str, notes: &Path) -> String {
    format!("{base}-{}.yaml", digest::short(notes.as_os_str().as_encoded_bytes()))
}

fn base_of(journal: &Path) -> Option<String> {
    let name = journal.file_name()?.to_str()?;
    name.rsplit_once('-').filter(|_| !name.starts_with('.')).map(|(base, _)| base.to_owned())
}

fn compose_unsaved(unsaved: &Unsaved) -> String {
    let mut out = format!(
        "format: {FORMAT}\nwhen: {}\nstory: {}\ncentral: {}\n",
        scalar::quoted(&unsaved.when),
        unsaved.place.story.flow(),
        unsaved.place.central,
    );
    put_path(&mut out, "notes", &unsaved.place.own);
    if !unsaved.place.also.is_empty() {
        let also: Vec<String> = unsaved.place.also.iter().map(|path| path_flow(path)).collect();
        out.push_str(&format!("also: [{}]\n", also.join(", ")));
    }
    if let Some(path) = &unsaved.story_path {
        put_path(&mut out, "path", path);
    }
    for change in &unsaved.changes {
        out.push_str(&parts::write(change, ""));
    }
    if let Some(draft) = &unsaved.draft {
        out.push_str(&parts::write(draft, DRAFT));
    }
    out
}

fn read_unsaved(text: &str) -> std::result::Result<Unsaved, String> {
    let mut unsaved = Unsaved::default();
    let mut drafts = Vec::new();
    for (number, range) in stream::documents(text).into_iter().enumerate() {
        let own = &text[range];
        let parsed = document::parse(own).map_err(|wrong| wrong.message)?;
        if number == 0 {
            if written(&parsed.written, "format") != Some(FORMAT) {
                return Err(format!("it does not say `format: {FORMAT}`"));
            }
            unsaved.when = written(&parsed.written, "when").unwrap_or_default().to_owned();
            unsaved.place.story = Identity::read(parsed.written.get("story"));
            unsaved.place.central = written(&parsed.written, "central") == Some("true");
            unsaved.place.own =
                read_path(&parsed.written, "notes").ok_or("it does not say where the notes go")?;
            if let Some(serde_yaml::Value::Sequence(also)) = parsed.written.get("also") {
                unsaved.place.also = also.iter().filter_map(path_of).collect();
            }
            unsaved.story_path = read_path(&parsed.written, "path");
            continue;
        }
        let (note, _) = document::note(own, &parsed).map_err(|wrong| wrong.message)?;
        let part = written(&parsed.written, "part").unwrap_or_default();
        let known = match part.strip_prefix(DRAFT) {
            Some(part) => parts::read(&mut drafts, part, note),
            None => parts::read(&mut unsaved.changes, part, note),
        };
        if !known {
            return Err("an entry does not say what it changes".into());
        }
    }
    unsaved.draft = drafts.pop();
    if unsaved.place.own.as_os_str().is_empty() {
        return Err("it is empty".into());
    }
    Ok(unsaved)
}

/// A path as text; one that is not UTF-8 byte by byte.
fn put_path(out: &mut String, key: &str, path: &Path) {
    out.push_str(&format!("{key}: {}\n", path_flow(path)));
}

fn path_flow(path: &Path) -> String {
    match path.to_str() {
        Some(path) => scalar::quoted(path),
        None => {
            let bytes: Vec<String> =
                path.as_os_str().as_encoded_bytes().iter().map(u8::to_string).collect();
            format!("[{}]", bytes.join(", "))
        }
    }
}

fn read_path(map: &serde_yaml::Mapping, key: &str) -> Option<PathBuf> {
    path_of(map.get(key)?)
}

fn path_of(value: &serde_yaml::Value) -> Option<PathBuf> {
    match value {
        serde_yaml::Value::String(path) => Some(path.into()),
        serde_yaml::Value::Sequence(bytes) => {
            let bytes: Option<Vec<u8>> = bytes.iter().map(|b| b.as_str()?.parse().ok()).collect();
            path_of_bytes(bytes?)
        }
        _ => None,
    }
}

#[cfg(unix)]
fn path_of_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_of_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}
