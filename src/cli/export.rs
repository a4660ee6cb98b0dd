//! `dateline export`: stories with all that belongs to them, for other tools.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::Done;
use super::arguments::Export;
use super::desk::Desk;
use super::gather::{self, Opened, Step};
use super::import::tell;
use super::outbox::Outbox;
use super::output::{Failure, complain};
use super::progress::Progress;
use crate::error::{Error, Result};
use crate::exchange::{self, Document, Exported, Losses};
use crate::loader::Source;

/// Exports the stories that the paths lead to into a folder, each as it is
/// read: annotations as the reader corrected them, with the reader's notes.
pub(super) fn run(wanted: &Export, desk: &mut Desk) -> std::result::Result<Done, Failure> {
    desk.tell_config_problems();
    desk.find_missing();
    let mut outbox = Outbox::open(&wanted.output, wanted.force)?;
    let mut progress = Progress::of("stories exported");
    let mut losses = Losses::default();
    let (mut tried, mut failed) = (0, 0);
    gather::each(&wanted.paths, desk, &mut |desk, step| {
        tried += 1;
        progress.step();
        let done = match step {
            Step::Story(source) => story(&source, wanted, desk, &mut outbox, &mut losses),
            Step::Trouble(error) => Err(error),
        };
        if let Err(error) = done {
            progress.clear();
            complain(&error.to_string());
            failed += 1;
        }
        Ok::<(), Failure>(())
    })?;
    progress.clear();
    tell(&losses, &format!("not in {}", wanted.to.name));
    Ok(Done::of(tried, failed))
}

fn story(
    source: &Source,
    wanted: &Export,
    desk: &Desk,
    outbox: &mut Outbox,
    losses: &mut Losses,
) -> Result<()> {
    let format = wanted.to;
    let opened = Opened::read(source, desk)?;
    let wrong = opened.problems.len();
    if wrong > 0 {
        let problems = if wrong == 1 { "problem" } else { "problems" };
        let name = source.name();
        complain(&format!("{name}: {wrong} {problems}; `dateline check` lists them"));
    }
    let given = Path::new(&opened.given);
    let stem = given.file_stem().unwrap_or_default().to_string_lossy();
    let name = if gather::is_stdin(given) { "stdin".to_owned() } else { stem.into_owned() };
    let Opened { mut story, annotations, notes, .. } = opened;
    // In the same folder as it had among the paths.
    let roots = || wanted.paths.iter().filter(|root| root.is_dir());
    let inside = source.path().and_then(|path| {
        roots().find_map(|root| path.parent()?.strip_prefix(root).ok()).map(Path::to_owned)
    });
    let written = outbox.name(&inside.unwrap_or_default(), &name);
    if format.carries.is_none() && !["json", "jsonl"].contains(&format.name) {
        // A page names the story as it is found from where the page lies.
        let page = outbox.path(&written);
        let way = story.path.as_deref().and_then(|path| way_to(path, page.parent()?));
        story.path = way.or(story.path);
    }
    let document = Document { name, story, annotations, notes };
    let Exported { files, losses: own } = exchange::export(format, &document);
    losses.merge(own);
    let name = written;
    let files: Vec<(PathBuf, Vec<u8>)> = files
        .into_iter()
        .map(|file| (outbox.path(&format!("{name}.{}", file.ending)), file.bytes))
        .collect();
    if files.is_empty() {
        return Err(Error::new(format!("{}: nothing to export", source.name())));
    }
    let own: Vec<&Path> = source.path().into_iter().collect();
    outbox.write(&files, &own)
}

/// The way from a folder, which need not be there yet, to a file.
fn way_to(file: &Path, folder: &Path) -> Option<PathBuf> {
    let file = fs::canonicalize(file).ok()?;
    let there = folder.ancestors().find(|part| part.exists() || part.as_os_str().is_empty())?;
    let rest = folder.strip_prefix(there).ok()?;
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    let folder = fs::canonicalize(there).ok()?.join(rest);
    let common = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    Some(up.chain(file.components().skip(common)).collect())
}
