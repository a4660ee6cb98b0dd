//! Which notes file belongs to a story.
//!
//! Beside the story where its folder can be written, else under the data
//! folder. A story that was moved, renamed or edited keeps its notes: they
//! are known by its address, else its text, else its file, else its title and
//! the words they quote.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::identity::{Identity, Kinship, read_header};
use super::notebook::is_notes_file;
use super::notes_file::NotesFile;
use super::{atomic, digest, stream};
use crate::model::{Text, entity};

/// Where the notes on a story are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whereabouts {
    /// Where new notes go; it need not exist.
    pub own: PathBuf,
    /// Other files that hold notes on the story.
    pub also: Vec<PathBuf>,
    /// The story, as a new header describes it.
    pub story: Identity,
    /// Whether `own` is under the data folder, which is made when needed.
    pub central: bool,
    /// The notes of others on the story, which are read and never written to;
    /// by name.
    pub colleagues: Vec<Colleague>,
    /// The file beside the story that notes would stand in, were it not a link
    /// that is not followed, and why it is not.
    pub refused: Option<(PathBuf, String)>,
    /// The story's own file, beside which those of colleagues are looked for.
    pub beside: Option<PathBuf>,
}

/// Somebody else's notes on a story.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colleague {
    /// Whose they are, as the file's name says: `ann` of `talks.notes.ann.yaml`.
    pub name: String,
    /// The file.
    pub file: PathBuf,
}

impl Whereabouts {
    /// The place of one file, whosever story it is about.
    pub fn of_file(path: &Path) -> Self {
        Self { own: path.to_owned(), ..Self::default() }
    }

    /// Moves where new notes go to the data folder, if the folder of the story
    /// is gone: wherever the story is now, it knows its notes there again.
    /// Not if the folder above is gone too, as when a disk is not there, nor
    /// for a story of which nothing is known.
    pub fn leave_lost_folder(&mut self, data_notes: &Path) {
        let folder = atomic::folder_of(&self.own);
        let is_gone = matches!(folder.try_exists(), Ok(false))
            && folder.parent().is_some_and(|above| above.is_dir());
        if is_gone && !self.central && self.story != Identity::default() {
            self.own = data_notes.join(central_name(&self.story));
            self.central = true;
        }
    }
}

/// Finds the notes on a story, and the place for new ones.
///
/// `story_path`: the story's own file; `None` where it has none (standard
/// input, a corpus, a feed). `data_notes`: the folder for notes that cannot
/// stand beside their story. `central`: whether new notes go there always.
/// Nothing is created.
pub fn locate(
    story_path: Option<&Path>,
    story: &Identity,
    text: &Text,
    data_notes: Option<&Path>,
    central: bool,
) -> Whereabouts {
    let beside = story_path.map(|path| find_beside(path, story, text));
    let full = story_path.map(|path| {
        std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
    });
    let kept = data_notes
        .map(|folder| kin_in(folder, story, text, full.as_deref(), |_, _| true))
        .unwrap_or_default();
    let home = match (beside, data_notes) {
        (Some(beside), data) if data.is_none() || (!central && is_writable(&beside)) => {
            let also = kept.into_iter().filter(|path| *path != beside).collect();
            return with_colleagues(
                Whereabouts { own: beside, also, story: story.clone(), ..Whereabouts::default() },
                story_path,
            );
        }
        (beside, data) => (beside, data.unwrap_or(Path::new("."))),
    };
    let (beside, folder) = home;
    let mut kept = kept.into_iter();
    let own = kept.next().unwrap_or_else(|| folder.join(central_name(story)));
    let refused = beside.as_ref().filter(|path| !central && path.is_symlink());
    let refused = refused.and_then(|link| {
        let why = atomic::resolve(link).err()?;
        Some((link.clone(), why.to_string()))
    });
    let also = beside.filter(|path| path.is_file()).into_iter().chain(kept).collect();
    let story = Identity { file: full.or_else(|| story.file.clone()), ..story.clone() };
    with_colleagues(
        Whereabouts { own, also, story, central: true, refused, ..Whereabouts::default() },
        story_path,
    )
}

fn with_colleagues(mut place: Whereabouts, story_path: Option<&Path>) -> Whereabouts {
    place.beside = story_path.map(Path::to_owned);
    place.colleagues = colleagues(&place);
    place
}

/// The files `talks.notes.NAME.yaml` and `talks.txt.notes.NAME.yaml` beside a
/// story `talks.txt`.
pub(super) fn colleagues(place: &Whereabouts) -> Vec<Colleague> {
    let Some(story) = &place.beside else { return Vec::new() };
    let starts: Vec<String> = [story.file_stem(), story.file_name()]
        .into_iter()
        .flatten()
        .map(|name| format!("{}.notes.", name.to_string_lossy()))
        .collect();
    let mut found: Vec<Colleague> = fs::read_dir(atomic::folder_of(story))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let file = entry.file_name();
            let file = file.to_str()?;
            let name = starts.iter().find_map(|start| file.strip_prefix(start.as_str()))?;
            let name = name.strip_suffix(".yaml").filter(|name| !name.is_empty())?;
            Some(Colleague { name: name.to_owned(), file: story.with_file_name(file) })
        })
        .filter(|colleague| colleague.file.is_file())
        .collect();
    found.sort();
    found
}

/// The names a notes file beside the story may have, the usual one first.
pub(super) fn beside(story: &Path) -> [PathBuf; 2] {
    let mut long = OsString::from(story.as_os_str());
    long.push(".notes.yaml");
    [story.with_extension("notes.yaml"), long.into()]
}

/// The notes file in the story's folder, there or not.
fn find_beside(path: &Path, story: &Identity, text: &Text) -> PathBuf {
    let folder = atomic::folder_of(path);
    let [usual, long] = beside(path);
    if long.exists() {
        return long;
    }
    if usual.exists() {
        // `talks.txt` and `talks.md` cannot share `talks.notes.yaml`: it is
        // the one's whom it names, as long as that one is there.
        let of_neighbour = head(&usual).is_some_and(|header| {
            story.kinship(&header, story.file.as_deref()).is_none()
                && header.file.as_ref().is_some_and(|file| {
                    Some(file) != story.file.as_ref() && folder.join(file).is_file()
                })
        });
        return if of_neighbour { long } else { usual };
    }
    let orphaned = |notes: &Path, header: &Identity| match &header.file {
        Some(file) => !folder.join(file).exists(),
        None => !has_story(notes),
    };
    kin_in(folder, story, text, None, orphaned).into_iter().next().unwrap_or(usual)
}

/// Whether a story stands beside a notes file that names none.
fn has_story(notes: &Path) -> bool {
    let Some(name) = notes.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return false;
    };
    let stem = format!("{}.", name.trim_end_matches(".notes.yaml"));
    fs::read_dir(atomic::folder_of(notes)).into_iter().flatten().flatten().any(|entry| {
        let other = entry.file_name().to_string_lossy().into_owned();
        other.starts_with(&stem) && !other.ends_with(".yaml") && !other.ends_with(".yml")
    })
}

/// The notes files in `folder` that belong to the story, the surest first.
fn kin_in(
    folder: &Path,
    story: &Identity,
    text: &Text,
    file: Option<&str>,
    fits: impl Fn(&Path, &Identity) -> bool,
) -> Vec<PathBuf> {
    let mut kin: Vec<(Kinship, PathBuf)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_notes_file(path))
        .filter_map(|path| {
            let header = head(&path)?;
            let kinship = story
                .kinship(&header, file)
                .or_else(|| is_alike(&path, story, &header, text).then_some(Kinship::Alike))?;
            fits(&path, &header).then_some((kinship, path))
        })
        .collect();
    kin.sort();
    // A likeness is not worth much beside certainty.
    let certain = kin.iter().any(|(kinship, _)| *kinship != Kinship::Alike);
    kin.into_iter()
        .filter(|(k, _)| !certain || *k != Kinship::Alike)
        .map(|(_, path)| path)
        .collect()
}

/// Whether a story has a notes file of its own name: those of other names are
/// not looked at then.
pub fn has_named_notes(story: &Path) -> bool {
    beside(story).iter().any(|notes| notes.exists())
}

/// Whether a file's story has the same title, and most of the words its notes
/// quote stand in `text`.
pub fn is_alike(path: &Path, story: &Identity, header: &Identity, text: &Text) -> bool {
    if !is_titled_alike(story, header) {
        return false;
    }
    let file = NotesFile::read(path);
    let quotes = file.notes().flat_map(|note| &note.selectors).filter(|s| !s.quote.is_empty());
    let (found, all) = quotes.fold((0, 0), |(found, all), selector| {
        (found + usize::from(text.as_str().contains(&selector.quote)), all + 1)
    });
    all > 0 && 2 * found > all
}

/// Whether a file's story has the same title, and nothing says that it is another.
pub fn is_titled_alike(story: &Identity, header: &Identity) -> bool {
    let folded = |title: &Option<String>| {
        title.as_deref().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
    };
    let title = folded(&story.title);
    title.as_deref().is_some_and(|title| !title.is_empty())
        && title == folded(&header.title)
        && !story.contradicts(header)
}

/// The header of a notes file, from its first bytes; `None` if it has none.
fn head(path: &Path) -> Option<Identity> {
    const ENOUGH: u64 = 16 * 1024;
    let mut bytes = Vec::new();
    // Named like a notes file, yet a pipe would never end.
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    File::open(path).ok()?.take(ENOUGH).read_to_end(&mut bytes).ok()?;
    let whole = bytes.utf8_chunks().next()?.valid();
    let whole = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let first = stream::documents(whole).into_iter().find(|r| !stream::is_empty(&whole[r.clone()]));
    read_header(&whole[first?]).ok()
}

/// Whether a file could be replaced or made there, as far as permissions tell.
#[cfg(unix)]
fn is_writable(file: &Path) -> bool {
    use rustix::fs::{Access, access};
    // A notes file that is a link is replaced where it leads to.
    atomic::resolve(file).is_ok_and(|target| {
        access(atomic::folder_of(&target), Access::WRITE_OK | Access::EXEC_OK).is_ok()
    })
}

#[cfg(not(unix))]
fn is_writable(file: &Path) -> bool {
    fs::metadata(atomic::folder_of(file)).is_ok_and(|folder| !folder.permissions().readonly())
}

/// A name that a person recognises and two stories hardly share.
fn central_name(story: &Identity) -> String {
    const LONGEST: usize = 60;
    let title = story.title.as_deref().or(story.file.as_deref()).unwrap_or("story");
    let mut slug = entity::slug(title);
    let mut end = LONGEST.min(slug.len());
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    slug.truncate(end);
    let mark = story.url.as_deref().or(story.sha256.get()).unwrap_or_default();
    format!("{}-{}.notes.yaml", slug.trim_end_matches('-'), digest::short(mark.as_bytes()))
}
