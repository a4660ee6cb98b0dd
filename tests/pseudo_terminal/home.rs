//! A person's home and stories, in a folder of their own that goes with the test.

use super::pty::Pty;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A story of two names and enough lines to scroll through.
pub const TALE: &str = "\
Lamp on the mole burns again

PORT SABLE, March 4 (Tideline) – The lamp on the mole burnt again on Tuesday, and Mara Venn, who keeps it, was not surprised.

It had been dark since Sunday. Jonas Reet said a gull had sat on the switch.

Nobody else had a better explanation. Venn said she would look at the switch on Friday, when the wind drops, and at the gull as well.

The mole was built in 1880 and has had four lamps. The first one burnt whale oil, the second one gas, and the third one was lost in a storm with the hut that it stood on.

Ships found the harbour all the same. Their captains said that they had smelt the cannery long before they could have seen a lamp, and had steered for that.

Reet said the cannery should be asked to pay for the new switch. The cannery said that it would think about it, and that it had a gull of its own.

On Wednesday morning the lamp was put out as on any other morning, and in the evening it was lit. Nobody looked up but the gull.
";

/// Its annotations.
pub const TALE_NAMES: &str = "\
story: {source: Tideline, published: 2025-03-04}
entities:
  - {id: mara-venn, name: Mara Venn, type: person, aliases: [Venn], about: Keeps the lamp.}
  - {id: jonas-reet, name: Jonas Reet, type: person, aliases: [Reet]}
events:
  - {id: dark, when: 2025-03-02, label: The lamp goes out, quote: dark since Sunday}
";

/// The home and the stories of a person.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// An empty home and no stories.
    pub fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(home.stories()).expect("a folder for stories");
        home
    }

    /// With one story, `tale.txt`, and its annotations.
    pub fn with_tale() -> Self {
        let home = Self::new();
        // What was written just before it is read is read again: not these.
        let before = SystemTime::now() - Duration::from_secs(3600);
        for (name, content) in [("tale.txt", TALE), ("tale.ann.yaml", TALE_NAMES)] {
            let path = home.put(name, content);
            let file = fs::File::options().write(true).open(path).expect("it is there");
            file.set_modified(before).expect("a file's date can be set");
        }
        home
    }

    /// The folder of the stories.
    pub fn stories(&self) -> PathBuf {
        self.folder.path().join("stories")
    }

    /// A file among the stories.
    pub fn path(&self, name: &str) -> PathBuf {
        self.stories().join(name)
    }

    /// Writes a file among the stories.
    pub fn put(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.stories().join(name);
        fs::write(&path, content).expect("the file is written");
        path
    }

    /// What a file among the stories holds; empty if there is none.
    pub fn content(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// `DATELINE_HOME`.
    pub fn dateline_home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The files of the journal that hold edits.
    pub fn journal(&self) -> Vec<PathBuf> {
        let folder = self.dateline_home().join("state/journal");
        let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        files.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect()
    }

    /// The command that runs Dateline in the folder of the stories.
    pub fn command(&self, arguments: &[&str]) -> portable_pty::CommandBuilder {
        let mut command = Pty::dateline(arguments);
        self.settle(&mut command);
        command
    }

    /// Lets a command know this home, and no other.
    pub fn settle(&self, command: &mut portable_pty::CommandBuilder) {
        command.cwd(self.stories());
        command.env("HOME", self.folder.path());
        command.env("DATELINE_HOME", self.dateline_home());
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
    }

    /// Runs Dateline on a screen of 100 by 30.
    pub fn open(&self, arguments: &[&str]) -> Pty {
        Pty::spawn(self.command(arguments), 100, 30)
    }

    /// Runs Dateline on the tale, and waits until it is there with its names.
    #[track_caller]
    pub fn open_tale(&self) -> Pty {
        let mut pty = self.open(&["tale.txt"]);
        pty.wait_for("Lamp on the mole burns again");
        pty.wait_for("Mara Venn");
        pty.wait_for("Jonas Reet");
        pty
    }
}
