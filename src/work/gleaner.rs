//! Gathers notes on names from the notes files of a folder, for the story
//! that is open in it.
//!
//! A folder is listed again, and a file read again, only if its date or size
//! changed since: opening the next story costs a look at each folder.

use std::collections::{HashMap, HashSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, SystemTime};

use crate::loader;
use crate::model::text::visible;
use crate::state::Message;
use crate::state::far_notes::FarNote;
use crate::state::shelf::Address;
use crate::store::{Identity, Notebook};

use super::{Post, start};

/// At most so many folders are looked through, and so many files read.
const MOST_FOLDERS: usize = 10_000;
const MOST_FILES: usize = 5_000;
/// A notes file larger than this, in bytes, is left to its own story.
const LARGEST: u64 = 4 << 20;
/// At most so many notes are handed on.
const MOST_NOTES: usize = 2_000;
/// What was changed this shortly ago may have changed again without another date.
const DOUBTFUL: Duration = Duration::from_secs(2);

struct Request {
    address: Address,
    roots: Vec<PathBuf>,
}

/// The thread that gathers notes on names.
pub struct Gleaner {
    requests: Sender<Request>,
}

impl Gleaner {
    /// Starts it; `data_notes` is the folder of notes that do not stand beside
    /// their story.
    ///
    /// # Errors
    /// When the machine cannot start a thread.
    pub fn start(post: Post, data_notes: Option<PathBuf>) -> crate::error::Result<Self> {
        let (requests, _) = start("gleaner", move |requests: Receiver<Request>| {
            let mut known = Known::default();
            // Whether the reader was last told of any.
            let mut some = false;
            while let Ok(mut request) = requests.recv() {
                // Only the last of several wishes counts.
                while let Ok(newer) = requests.try_recv() {
                    request = newer;
                }
                let Request { address, roots } = request;
                let found = known.glean(&address, &roots, data_notes.as_deref());
                let any = !found.is_empty();
                if std::mem::replace(&mut some, any) | any
                    && !post.send(Message::NameNotes { address, found })
                {
                    return;
                }
            }
        })?;
        Ok(Self { requests })
    }

    /// Gathers the notes on names of all stories but `address`: those under
    /// `roots`, of a root that is a file those in its folder, and those in the
    /// folder of the story itself.
    pub fn glean(&self, address: Address, roots: Vec<PathBuf>) {
        let _ = self.requests.send(Request { address, roots });
    }
}

/// What is known of files and folders from the last look.
#[derive(Default)]
struct Known {
    folders: HashMap<PathBuf, Folder>,
    files: HashMap<PathBuf, File>,
}

struct Folder {
    /// `None`: too fresh to be trusted.
    stamp: Option<Stamp>,
    folders: Vec<PathBuf>,
    notes: Vec<PathBuf>,
}

struct File {
    stamp: Option<Stamp>,
    notes: Vec<FarNote>,
}

/// Date and size: where both are the same, the content is.
type Stamp = (SystemTime, u64);

fn stamp(found: &Metadata) -> Option<Stamp> {
    let modified = found.modified().ok()?;
    let age = SystemTime::now().duration_since(modified).ok()?;
    (age > DOUBTFUL).then_some((modified, found.len()))
}

impl Known {
    fn glean(
        &mut self,
        address: &Address,
        roots: &[PathBuf],
        data_notes: Option<&Path>,
    ) -> Vec<FarNote> {
        let (mut deep, mut flat) = (Vec::new(), Vec::new());
        for root in roots {
            match (root.is_dir(), root.parent()) {
                (true, _) => deep.push(root.clone()),
                (false, Some(parent)) => flat.push(parent.to_owned()),
                (false, None) => {}
            }
        }
        if let Address::File(path) = address {
            flat.extend(path.parent().map(Path::to_owned));
        }
        let mut files = Vec::new();
        let mut seen = HashSet::new();
        let mut waiting: Vec<(PathBuf, bool)> = deep.iter().map(|f| (f.clone(), true)).collect();
        waiting.extend(flat.iter().map(|folder| (folder.clone(), false)));
        waiting.reverse();
        while let Some((folder, below)) = waiting.pop() {
            if seen.len() == MOST_FOLDERS || files.len() >= MOST_FILES {
                break;
            }
            if !seen.insert(folder.clone()) {
                continue;
            }
            let listed = self.list(&folder);
            files.extend(listed.notes.iter().cloned());
            if below {
                waiting.extend(listed.folders.iter().rev().map(|inner| (inner.clone(), true)));
            }
        }
        // Notes kept in the data folder name their story with its folders.
        let covered = |story: &Path| {
            deep.iter().any(|root| story.starts_with(root))
                || flat.iter().any(|root| story.parent() == Some(root))
        };
        let beside = files.len();
        if let Some(folder) = data_notes
            && seen.insert(folder.to_owned())
        {
            files.extend(self.list(folder).notes.iter().cloned());
        }
        files.truncate(MOST_FILES);
        self.folders.retain(|folder, _| seen.contains(folder));
        let kept: HashSet<&PathBuf> = files.iter().collect();
        self.files.retain(|file, _| kept.contains(file));
        let mut found = Vec::new();
        for (number, file) in files.iter().enumerate() {
            let central = number >= beside;
            let wanted = |far: &&FarNote| match &far.story {
                Some(Address::File(story)) => {
                    far.story.as_ref() != Some(address) && (!central || covered(story))
                }
                _ => !central,
            };
            found.extend(self.read(file).iter().filter(wanted).cloned());
            if found.len() >= MOST_NOTES {
                found.truncate(MOST_NOTES);
                break;
            }
        }
        // A note may be reached in two ways.
        let mut ids = HashSet::new();
        found.retain(|far| ids.insert((far.note.hand.clone(), far.note.id.clone())));
        found
    }

    /// The folders and the notes files in a folder, in the order of their names.
    fn list(&mut self, folder: &Path) -> &Folder {
        let now = fs::metadata(folder).ok().as_ref().and_then(stamp);
        let known = self.folders.get(folder);
        if now.is_none() || known.is_none_or(|known| known.stamp != now) {
            let mut listed = Folder { stamp: now, folders: Vec::new(), notes: Vec::new() };
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let name = name.as_encoded_bytes();
                if name.starts_with(b".") {
                    continue;
                }
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    listed.folders.push(entry.path());
                } else if name.ends_with(b".yaml") && is_notes(&entry.path()) {
                    listed.notes.push(entry.path());
                }
            }
            listed.folders.sort_unstable();
            listed.notes.sort_unstable();
            self.folders.insert(folder.to_owned(), listed);
        }
        &self.folders[folder]
    }

    /// The notes on names in a notes file.
    fn read(&mut self, file: &Path) -> &[FarNote] {
        let found = fs::metadata(file).ok().filter(|found| found.is_file());
        let now = found.as_ref().and_then(stamp);
        let known = self.files.get(file);
        if now.is_none() || known.is_none_or(|known| known.stamp != now) {
            let small = found.is_some_and(|found| found.len() <= LARGEST);
            let notes = if small { notes_on_names(file) } else { Vec::new() };
            self.files.insert(file.to_owned(), File { stamp: now, notes });
        }
        &self.files[file].notes
    }
}

/// Whether a file's name is that of a notes file, the reader's or a colleague's.
fn is_notes(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.contains(".notes."))
}

fn notes_on_names(file: &Path) -> Vec<FarNote> {
    // Most notes are about no name, and need not be taken apart.
    let about = b"about";
    let any = fs::read(file).is_ok_and(|bytes| bytes.windows(about.len()).any(|w| w == about));
    if !any {
        return Vec::new();
    }
    let notebook = Notebook::read(file);
    let story = story_of_notes(file, notebook.story());
    let title = notebook.story().and_then(|header| header.title.clone()).or_else(|| {
        let of = story.as_deref().unwrap_or(file).file_stem()?;
        Some(of.to_string_lossy().into_owned())
    });
    let title = visible(&title.unwrap_or_default()).into_owned();
    let hand = colleague(file).map(str::to_owned);
    let on_names = notebook.notes().iter().filter(|note| !note.about.is_empty());
    on_names
        .filter(|note| !note.annotates())
        .map(|note| FarNote {
            note: crate::model::Note { hand: hand.clone(), ..note.clone() },
            story: story.clone().map(Address::File),
            title: title.clone(),
        })
        .collect()
}

/// Whose notes a file holds, if not the reader's own: `ann` of `talks.notes.ann.yaml`.
fn colleague(file: &Path) -> Option<&str> {
    let name = file.file_name()?.to_str()?.strip_suffix(".yaml")?;
    name.rsplit_once(".notes.").map(|(_, who)| who).filter(|who| !who.is_empty())
}

/// The story that a notes file is about: the one its header names, else the
/// one beside it that it is named after. `None` if it is not there.
pub fn story_of_notes(file: &Path, header: Option<&Identity>) -> Option<PathBuf> {
    if let Some(named) = header.and_then(|header| header.file.as_deref()) {
        // In place of the file's name, an absolute path stands alone.
        let story = file.with_file_name(named);
        if story.is_file() {
            return Some(story);
        }
    }
    let name = file.file_name()?.to_str()?;
    let (stem, _) = name.rsplit_once(".notes.")?;
    let whole = file.with_file_name(stem);
    if loader::is_story(&whole) && whole.is_file() {
        return Some(whole);
    }
    let endings = ["txt", "text", "md", "markdown"].into_iter();
    let mut stories = endings.map(|ending| file.with_file_name(format!("{stem}.{ending}")));
    stories.find(|story| story.is_file())
}
