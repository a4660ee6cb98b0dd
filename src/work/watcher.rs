//! Says when a file changed: the open story, its annotations, the notes on it,
//! the configuration.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant, SystemTime};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::start;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// The open story or its annotations.
    Story,
    /// The notes on it, the reader's or a colleague's.
    Notes,
    /// Settings, keys or themes.
    Config,
}

enum Request {
    Story(Vec<PathBuf>, SystemTime),
    Notes(Vec<PathBuf>, SystemTime),
    Config(Vec<PathBuf>, SystemTime),
    Touched(Vec<PathBuf>),
}

/// The thread that waits for files to change.
#[derive(Clone)]
pub struct Watcher {
    requests: Sender<Request>,
}

/// Editors write a file in several steps: the watched files have to be still
/// this long.
const SETTLE: Duration = Duration::from_millis(200);
/// What the date of a file may lag behind the clock.
const GRAIN: Duration = Duration::from_millis(10);

impl Watcher {
    /// Starts it. `tell` says whether anybody still listens; `trouble` takes
    /// the reason should the system refuse to watch.
    ///
    /// # Errors
    /// When the machine cannot start a thread.
    pub fn start(
        tell: impl Fn(Changed) -> bool + Send + 'static,
        trouble: impl Fn(String) + Send + 'static,
    ) -> crate::error::Result<Self> {
        let (back, from) = std::sync::mpsc::channel::<Sender<Request>>();
        let (requests, _) = start("watcher", move |requests: Receiver<Request>| {
            let Ok(own) = from.recv() else { return };
            run(&requests, own, &tell, &trouble);
        })?;
        let _ = back.send(requests.clone());
        Ok(Self { requests })
    }

    /// Watches these files, which were read after `since`, in place of those
    /// of the story before.
    pub fn story(&self, files: Vec<PathBuf>, since: SystemTime) {
        let _ = self.requests.send(Request::Story(files, since));
    }

    /// Watches these notes files, which were read after `since`, and others on
    /// the same story that come to stand beside them.
    pub fn notes(&self, files: Vec<PathBuf>, since: SystemTime) {
        let _ = self.requests.send(Request::Notes(files, since));
    }

    /// Watches these files and folders, which were read after `since`, for
    /// the configuration.
    pub fn config(&self, files: Vec<PathBuf>, since: SystemTime) {
        let _ = self.requests.send(Request::Config(files, since));
    }
}

#[derive(Default)]
struct Watched {
    story: Vec<PathBuf>,
    notes: Vec<PathBuf>,
    config: Vec<PathBuf>,
    folders: HashSet<PathBuf>,
}

impl Watched {
    /// Watches the folders of all files: editors replace files, so watching a
    /// file itself would lose it. Of the configuration's, which may be yet to
    /// come, the nearest above that are there.
    fn renew(&mut self, watcher: &mut RecommendedWatcher, trouble: &impl Fn(String)) {
        let folder_of = |file: &'_ Path| {
            let folder = if file.is_dir() { Some(file) } else { file.parent() };
            folder.map(|it| if it.as_os_str().is_empty() { Path::new(".") } else { it }.to_owned())
        };
        let nearest = |file: &'_ Path| file.ancestors().find(|at| at.is_dir()).map(Path::to_owned);
        let read = self.story.iter().chain(&self.notes).filter_map(|file| folder_of(file));
        let wanted: HashSet<PathBuf> = read
            .filter(|folder| folder.is_dir())
            .chain(self.config.iter().filter_map(|file| nearest(file)))
            .collect();
        for gone in self.folders.difference(&wanted) {
            let _ = watcher.unwatch(gone);
        }
        for new in wanted.difference(&self.folders) {
            if let Err(error) = watcher.watch(new, RecursiveMode::NonRecursive) {
                trouble(format!("changes of {} will not be seen: {error}", new.display()));
            }
        }
        self.folders = wanted;
    }

    /// Whether a file was written between `since`, when it was not read yet,
    /// and now, when it is watched: nobody has told of that.
    fn written_after(&self, what: Changed, since: SystemTime) -> bool {
        let files = match what {
            Changed::Story => &self.story,
            Changed::Notes => &self.notes,
            Changed::Config => &self.config,
        };
        // The system dates files by a coarser clock.
        let since = since.checked_sub(GRAIN).unwrap_or(since);
        let now = SystemTime::now();
        files.iter().any(|file| {
            let written = file.metadata().and_then(|found| found.modified());
            // A date to come says nothing, and would say so for ever.
            written.is_ok_and(|written| since < written && written <= now)
        })
    }

    /// Whether the configuration is to be in a folder that this is, or that is
    /// to be in it.
    fn leads_to_config(&self, path: &Path) -> bool {
        self.config.iter().any(|file| file != path && file.starts_with(path))
    }

    /// Whether there is any file of the configuration.
    fn is_configured(&self) -> bool {
        self.config.iter().any(|file| file.exists())
    }

    /// Which of the watched things a path belongs to.
    fn owner(&self, path: &Path) -> Option<Changed> {
        let same = |file: &PathBuf| {
            file == path
                || (file.file_name() == path.file_name()
                    && std::path::absolute(file).ok() == std::path::absolute(path).ok())
        };
        if self.story.iter().any(same) {
            return Some(Changed::Story);
        }
        // Whose notes they are is looked at by who reads them.
        let noted = path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.contains(".notes.") && name.ends_with(".yaml")
        });
        let folder =
            |file: &Path| file.parent().and_then(|parent| std::path::absolute(parent).ok());
        if noted && self.notes.iter().any(|file| folder(file) == folder(path)) {
            return Some(Changed::Notes);
        }
        let inside = |file: &PathBuf| {
            same(file)
                || (path.parent() == Some(&**file)
                    && path.extension().is_some_and(|end| end == "yaml" || end == "yml"))
        };
        self.config.iter().any(inside).then_some(Changed::Config)
    }
}

fn run(
    requests: &Receiver<Request>,
    own: Sender<Request>,
    tell: &impl Fn(Changed) -> bool,
    trouble: &impl Fn(String),
) {
    let mut watcher: Option<RecommendedWatcher> = None;
    let mut watched = Watched::default();
    // Whether any file of the configuration was there when it was read.
    let mut configured = false;
    // What is to be told, and when: what happens to others does not put it off.
    let mut waiting: Vec<(Changed, Instant)> = Vec::new();
    let wait = |waiting: &mut Vec<(Changed, Instant)>, changed: Changed| {
        waiting.retain(|(other, _)| *other != changed);
        waiting.push((changed, Instant::now() + SETTLE));
    };
    loop {
        let now = Instant::now();
        while let Some(at) = waiting.iter().position(|(_, still)| *still <= now) {
            if !tell(waiting.remove(at).0) {
                return;
            }
        }
        let unsure;
        let request = match waiting.iter().map(|(_, still)| *still).min() {
            None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(still) => requests.recv_timeout(still.saturating_duration_since(now)),
        };
        match request {
            Ok(Request::Touched(paths)) => {
                let mut led = paths.iter().any(|path| watched.leads_to_config(path));
                if let Some(watcher) = watcher.as_mut().filter(|_| led) {
                    watched.renew(watcher, trouble);
                    // What was written into a new folder before it was watched
                    // nobody tells of.
                    let there = watched.is_configured();
                    led = there | std::mem::replace(&mut configured, there);
                }
                let led = led.then_some(Changed::Config);
                for changed in paths.iter().filter_map(|path| watched.owner(path)).chain(led) {
                    wait(&mut waiting, changed);
                }
                continue;
            }
            Ok(Request::Story(files, since)) => {
                watched.story = files;
                unsure = Some((Changed::Story, since));
            }
            Ok(Request::Notes(files, since)) => {
                watched.notes = files;
                unsure = Some((Changed::Notes, since));
            }
            Ok(Request::Config(files, since)) => {
                watched.config = files;
                configured = watched.is_configured();
                unsure = Some((Changed::Config, since));
            }
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if watcher.is_none() {
            let touched = own.clone();
            let made = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                if let Ok(event) = event
                    && !event.kind.is_access()
                {
                    let _ = touched.send(Request::Touched(event.paths));
                }
            });
            match made {
                Ok(made) => watcher = Some(made),
                Err(error) => {
                    trouble(format!("changes of files will not be seen: {error}"));
                    return;
                }
            }
        }
        if let Some(watcher) = &mut watcher {
            watched.renew(watcher, trouble);
        }
        if let Some((changed, since)) = unsure
            && watched.written_after(changed, since)
        {
            wait(&mut waiting, changed);
        }
    }
}
