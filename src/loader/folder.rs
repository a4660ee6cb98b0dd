//! The stories in a folder and the folders inside it, as they are found.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::sidecar;
use crate::error::Diagnostic;

/// What the names of stories end in.
pub(super) const STORIES: [&str; 4] = ["txt", "text", "md", "markdown"];

/// Whether a file's name is that of a story: `.txt`, `.text`, `.md` or
/// `.markdown`, in any case.
pub fn is_story(path: &Path) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|extension| STORIES.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// Whether a file's name is that of an annotation file.
pub fn is_annotations(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::as_encoded_bytes).unwrap_or_default();
    name.ends_with(b".ann.yaml") || name.ends_with(b".ann.yml")
}

/// Whether a file tells of the folder it stands in, by its name: `README.md`.
fn is_about_its_folder(path: &Path) -> bool {
    // These are no story's name, however they are written; the others might be in small letters.
    const ALWAYS: [&str; 8] = [
        "README",
        "LICENSE",
        "LICENCE",
        "COPYING",
        "ATTRIBUTION",
        "CHANGELOG",
        "CONTRIBUTING",
        "CODE_OF_CONDUCT",
    ];
    const IN_CAPITALS: [&str; 12] = [
        "ATTRIBUTIONS",
        "AUTHORS",
        "CHANGES",
        "CONTRIBUTORS",
        "COPYRIGHT",
        "CREDITS",
        "HISTORY",
        "INSTALL",
        "MANIFEST",
        "NEWS",
        "NOTICE",
        "SECURITY",
    ];
    let Some(stem) = path.file_stem().and_then(OsStr::to_str) else { return false };
    // LICENSE-MIT.txt, README.fr.md
    let word = stem.split(['-', '.']).next().unwrap_or(stem);
    ALWAYS.iter().any(|name| stem.eq_ignore_ascii_case(name))
        || ALWAYS.contains(&word)
        || IN_CAPITALS.contains(&word)
}

/// Whether a file found in a folder is one of its stories. What tells of the
/// folder is one only if somebody has annotated it.
fn is_listed(path: &Path) -> bool {
    is_story(path)
        && (!is_about_its_folder(path) || sidecar::path_of(path).iter().any(|path| path.exists()))
}

/// What [`walk`] comes upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A story, under the root's path as it was given.
    Story(PathBuf),
    /// A folder that cannot be read.
    Trouble(Diagnostic),
}

/// Goes through `root` and the folders in it and hands over each story as it
/// is found, in natural order (`part 2` before `part 10`), until `found` breaks.
///
/// Hidden entries are left out, and so are files such as `README.md` that tell
/// of the folder, unless they have annotations. A folder reached through a symbolic link is
/// entered once, and not at all where the walk comes by it anyway. Files are
/// not opened, and only links are looked up.
pub fn walk(root: &Path, found: &mut dyn FnMut(Found) -> ControlFlow<()>) {
    walk_files(root, &is_listed, &mut |step| {
        found(match step {
            Ok(path) => Found::Story(path),
            Err(trouble) => Found::Trouble(trouble),
        })
    });
}

/// Hands over each annotation file under `root`, in the order of [`walk`];
/// what cannot be read is left out.
pub fn walk_annotations(root: &Path, found: &mut dyn FnMut(PathBuf)) {
    walk_files(root, &is_annotations, &mut |step| {
        if let Ok(path) = step {
            found(path);
        }
        ControlFlow::Continue(())
    });
}

/// Hands over each file under `root` whose name is `wanted`, in the order and
/// by the rules of [`walk`], and each folder that cannot be read.
pub fn walk_files(
    root: &Path,
    wanted: &dyn Fn(&Path) -> bool,
    found: &mut dyn FnMut(Result<PathBuf, Diagnostic>) -> ControlFlow<()>,
) {
    let home = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let mut linked: HashSet<PathBuf> = HashSet::new();
    // One list a folder that is open, the deepest last; each in reverse order.
    let mut open: Vec<Vec<Entry>> = Vec::new();
    match list(root, wanted) {
        Ok(entries) => open.push(entries),
        Err(error) => {
            let _ = found(Err(trouble(root, &error)));
            return;
        }
    }
    while let Some(entries) = open.last_mut() {
        let Some(entry) = entries.pop() else {
            open.pop();
            continue;
        };
        let is_folder = match entry.what {
            What::Folder => true,
            // Of these only the wanted are listed.
            What::File => false,
            What::Link => match fs::metadata(&entry.path) {
                Ok(target) if target.is_dir() => {
                    let Ok(target) = fs::canonicalize(&entry.path) else { continue };
                    let comes_by = target.starts_with(&home) || home.starts_with(&target);
                    if comes_by || !linked.insert(target) {
                        continue;
                    }
                    true
                }
                Ok(target) if target.is_file() => false,
                // A link to nothing, or to a device.
                _ => continue,
            },
        };
        let step = if !is_folder {
            if matches!(entry.what, What::Link) && !wanted(&entry.path) {
                continue;
            }
            found(Ok(entry.path))
        } else {
            match list(&entry.path, wanted) {
                Ok(entries) => {
                    open.push(entries);
                    continue;
                }
                Err(error) => found(Err(trouble(&entry.path, &error))),
            }
        };
        if step.is_break() {
            return;
        }
    }
}

struct Entry {
    path: PathBuf,
    what: What,
}

enum What {
    Folder,
    File,
    Link,
}

/// The entries of a folder that may matter, last first.
fn list(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> std::io::Result<Vec<Entry>> {
    let mut entries: Vec<(String, Entry)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        let what = if kind.is_dir() {
            What::Folder
        } else if kind.is_symlink() {
            What::Link
        } else if kind.is_file() && wanted(&path) {
            What::File
        } else {
            continue;
        };
        entries.push((name, Entry { path, what }));
    }
    entries.sort_by(|(a, _), (b, _)| natural(b, a));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn trouble(folder: &Path, error: &std::io::Error) -> Diagnostic {
    let file = folder.display().to_string();
    Diagnostic::error(file, format!("this folder cannot be read: {error}"))
}

/// Orders names as people do: numbers by value, letters without regard to case.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        // Most names share a long beginning in letters that need no tables.
        if let (&[x, ..], &[y, ..]) = (left.as_bytes(), right.as_bytes())
            && x.is_ascii()
            && y.is_ascii()
            && !(x.is_ascii_digit() && y.is_ascii_digit())
        {
            let order = x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase());
            if order.is_ne() {
                return order;
            }
            (left, right) = (&left[1..], &right[1..]);
            continue;
        }
        let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) else {
            // Equal but for case or zeros: settled by the names themselves.
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (m, n) = (number(left), number(right));
            let (p, q) = (m.trim_start_matches('0'), n.trim_start_matches('0'));
            let order = p.len().cmp(&q.len()).then_with(|| p.cmp(q));
            if order.is_ne() {
                return order;
            }
            (left, right) = (&left[m.len()..], &right[n.len()..]);
        } else {
            let order = x.to_lowercase().cmp(y.to_lowercase());
            if order.is_ne() {
                return order;
            }
            (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]);
        }
    }
}

fn number(words: &str) -> &str {
    let end = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    &words[..end]
}
