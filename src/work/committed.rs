//! A story as it was committed: its earlier states in the git repository that
//! its folder belongs to, where it belongs to one.
//!
//! Whoever made the repository wrote its configuration, so git is asked only by
//! plumbing that runs nothing it names (no pager, hook, filter or signature
//! check), reaches for no network, and has a second to answer.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::loader::{self, Options, Source};
use crate::model::Text;

/// How many states are looked at, the latest first.
const STATES: usize = 12;
/// The largest that is, in bytes.
const LARGEST: u64 = 16 << 20;
/// How long git may take for one answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// The texts of the story at `path` as they were committed, the latest first.
/// None where there is no repository, no git, or no answer.
pub(super) fn texts(path: &Path) -> Vec<Text> {
    let Ok(full) = std::path::absolute(path) else { return Vec::new() };
    let (Some(folder), Some(name)) = (full.parent(), full.file_name().and_then(|n| n.to_str()))
    else {
        return Vec::new();
    };
    if !is_in_repository(folder) {
        return Vec::new();
    }
    let count = format!("--max-count={STATES}");
    let Some(commits) = ask(folder, &["rev-list", &count, "HEAD", "--", name]) else {
        return Vec::new();
    };
    let commits = String::from_utf8_lossy(&commits);
    let mut texts: Vec<Text> = Vec::new();
    for commit in commits.lines() {
        let Some(bytes) = ask(folder, &["cat-file", "blob", &format!("{commit}:./{name}")]) else {
            continue;
        };
        let source = Source::Bytes { name: name.to_owned(), bytes };
        if let Ok((story, _)) = loader::read_story(&source, &Options::default()) {
            texts.push(story.text);
        }
    }
    texts
}

fn is_in_repository(folder: &Path) -> bool {
    let Ok(real) = fs::canonicalize(folder) else { return false };
    real.ancestors().any(|above| above.join(".git").exists())
}

/// What git says, if it says it in time and all is well.
fn ask(folder: &Path, words: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-pager", "--literal-pathspecs"]);
    command.args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]).args(words);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(name);
    }
    // What is not here is not fetched.
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
    command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let out = child.stdout.take()?;
    let (sender, receiver) = channel();
    let reading = std::thread::Builder::new().name("git".into()).spawn(move || {
        let mut bytes = Vec::new();
        let whole = out.take(LARGEST + 1).read_to_end(&mut bytes).is_ok();
        let _ = sender.send((whole && bytes.len() as u64 <= LARGEST).then_some(bytes));
    });
    let answer = reading.ok().and_then(|_| receiver.recv_timeout(PATIENCE).ok()).flatten();
    if answer.is_none() {
        let _ = child.kill();
    }
    let well = child.wait().is_ok_and(|status| status.success());
    answer.filter(|_| well)
}
