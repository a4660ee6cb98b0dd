//! The command line promises: what it prints, to the letter; what it tells the
//! shell; and that nothing in a file can steer a terminal.

mod annotating;
mod checking;
mod filtering;
mod lasting;
mod noting;
mod safe;
mod showing;
mod statuses;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder to run in, with a home of its own.
struct Room {
    folder: tempfile::TempDir,
}

/// What a run came to.
struct Ran {
    out: String,
    err: String,
    code: i32,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("news")).expect("made");
        Self { folder }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// A file below the room, its folders made.
    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
    }

    /// The program in `news/`, with nothing of the tester's environment.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .args(arguments)
            .current_dir(self.at("news"))
            .env_clear()
            .env("DATELINE_HOME", self.at("home"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().expect("it runs"))
    }

    /// A program that finds names: its command line. For each line it reads
    /// it runs `answer` in a shell, with the id it is asked about in `$id`.
    fn program(&self, answer: &str) -> String {
        let script = format!(
            "while IFS= read -r line; do\n  id=${{line#'{{\"id\":\"'}}\n  id=${{id%%'\"'*}}\n  \
             {answer}\ndone\n"
        );
        self.write("names.sh", script);
        format!("/bin/sh '{}'", self.at("names.sh").display())
    }

    /// With `input` on standard input.
    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().expect("it runs");
        let mut pipe = child.stdin.take().expect("a pipe");
        std::thread::scope(|scope| {
            // What it prints is read meanwhile, or it would wait.
            scope.spawn(move || pipe.write_all(input).expect("read"));
            Ran::of(child.wait_with_output().expect("it ends"))
        })
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
            code: output.status.code().expect("no signal"),
        }
    }

    /// The output of a run in which all went well.
    #[track_caller]
    fn well(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }
}

/// The shared data beside the repository, where it exists.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    if !path.exists() {
        println!("skipped: no shared data");
        return None;
    }
    Some(path)
}

const STORY: &str = "\
Ferry runs again

HARBOURTON, May 3 — The ferry to Gull Island sailed on Friday for the first
time since the storm, harbour master Ida Brook said.

“We waited for the tide,” Brook told the council. She would not say when the
second boat returns.
";

const ANNOTATIONS: &str = "\
format: dateline/1
story:
  title: Ferry runs again
  source: Harbour Post
  place: Harbourton
  published: 2019-05-04
  language: en
entities:
  - id: ida-brook
    name: Ida Brook
    type: person
    aliases: [Brook]
    role: harbour master
    links: {wikidata: Q1}
    match: both
    mentions:
      - {id: T1, quote: [the, master], at: [105, 124], certainty: 0.5, attrs: {by: hand}}
      - {quote: She}
  - name: Gull Island
    type: LOC
relations:
  - {from: ida-brook, type: visits, to: gull-island, id: R1, attrs: {sure: 0.5, seen: [1, true, null]}}
events:
  - id: sailing
    when: 2019-05-03
    label: The ferry sails again
    quote: sailed on Friday
    roles: {agent: [ida-brook], place: gull-island}
  - {when: 2019-04, label: The storm}
times:
  - {quote: Friday, type: DATE, value: 2019-05-03}
quotes:
  - {quote: We waited for the tide, speaker: ida-brook, cue: told}
  - {quote: \"when the\\nsecond boat returns\", speaker: ida-brook}
";

const NOTES: &str = "\
format: dateline-notes/1
story: {title: Ferry runs again, file: ferry.txt, url: null, text-sha256: null}
---
id: a1
kind: note
quote: for the tide
at: 173
color: yellow
tags: [check]
about: [ida-brook]
made: 2026-01-01T10:00:00Z
note: |
  Which tide? #tides
---
id: a2
kind: entity
quote: council
name: Town Council
type: organization
---
id: a3
kind: event
when: 2019-05-10
label: The second boat
quote: second boat
---
id: a4
kind: note
quote: not in this story
note: lost
";
