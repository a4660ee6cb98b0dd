//! A story as it was committed: its earlier states in the git repository that
//! its folder belongs to, where it belongs to one.
//!
//! Whoever made the repository wrote its configuration, so git is asked only by
//! plumbing that runs nothing it names (no pager, hook, filter or signature
//! check), reaches for no network, and has half a second for all its answers.

use std::cell::OnceCell;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use super::earlier::add_new;
use crate::loader::{self, Options, Source};
use crate::model::Text;

/// How many states are looked at, the latest first.
const STATES: usize = 12;
/// The largest that is, in bytes.
const LARGEST: u64 = 16 << 20;
/// How long git may take for all that it is asked of one story: notes made
/// meanwhile wait for it.
const PATIENCE: Duration = Duration::from_millis(500);

/// The texts of one story as they were committed. Git is asked for them when
/// they are needed, and once.
#[derive(Debug)]
pub struct Committed {
    story: Option<PathBuf>,
    patience: Duration,
    texts: OnceCell<Vec<Text>>,
}

impl Committed {
    /// Those of the story whose file is `story`; of one without a file there
    /// are none.
    pub fn of(story: Option<&Path>) -> Self {
        Self { story: story.map(Path::to_owned), patience: PATIENCE, texts: OnceCell::new() }
    }

    /// Gives git this long for all its answers.
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The texts, the latest first, each once. None where there is no
    /// repository, no git, or no answer in time.
    pub(super) fn texts(&self) -> &[Text] {
        let asked = || self.story.as_deref().map(|story| texts(story, self.patience));
        self.texts.get_or_init(|| asked().unwrap_or_default())
    }
}

fn texts(path: &Path, patience: Duration) -> Vec<Text> {
    let until = Instant::now() + patience;
    let Ok(full) = std::path::absolute(path) else { return Vec::new() };
    let (Some(folder), Some(name)) = (full.parent(), full.file_name().and_then(|n| n.to_str()))
    else {
        return Vec::new();
    };
    if !is_in_repository(folder) {
        return Vec::new();
    }
    let count = format!("--max-count={STATES}");
    let Some(commits) = ask(folder, &["rev-list", &count, "HEAD", "--", name], until) else {
        return Vec::new();
    };
    let commits = String::from_utf8_lossy(&commits);
    let mut texts: Vec<Text> = Vec::new();
    for commit in commits.lines() {
        let blob = format!("{commit}:./{name}");
        let Some(bytes) = ask(folder, &["cat-file", "blob", &blob], until) else { continue };
        let source = Source::Bytes { name: name.to_owned(), bytes };
        let read = loader::read_story(&source, &Options::default()).ok();
        add_new(&mut texts, read.into_iter().map(|(story, _)| story.text));
    }
    texts
}

fn is_in_repository(folder: &Path) -> bool {
    let Ok(real) = fs::canonicalize(folder) else { return false };
    real.ancestors().any(|above| above.join(".git").exists())
}

/// What git says, if it says it before `until` and all is well.
fn ask(folder: &Path, words: &[&str], until: Instant) -> Option<Vec<u8>> {
    let left = || until.saturating_duration_since(Instant::now());
    if left().is_zero() {
        return None;
    }
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
    let answer = reading.ok().and_then(|_| receiver.recv_timeout(left()).ok()).flatten();
    if answer.is_none() {
        let _ = child.kill();
    }
    let well = child.wait().is_ok_and(|status| status.success());
    answer.filter(|_| well)
}
