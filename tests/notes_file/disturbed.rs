//! Other writers, foreign files, full disks, and death at any moment.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use dateline::model::{Note, NoteChange};
use dateline::store::{Notebook, notes_under};

use super::{Desk, Edit, delete, note, put};

const HEAD: &str = "format: dateline-notes/1\nstory: {title: T, file: talks.txt}\n";

#[test]
fn a_foreign_or_unreadable_file_is_never_overwritten() {
    for bytes in [
        &b"format: something-else\n"[..],
        b"format: dateline-notes/2\n",
        b"id: a\nnote: no header\n",
        b"just words",
        b"a: [",
        b"\xff\xfea\0",
        b"format: dateline-notes/1\n---\nid: \xff\n",
    ] {
        let desk = Desk::with(bytes);
        let mut notebook = desk.open();
        assert!(!notebook.is_writable());
        assert_eq!(notebook.problems().len(), 1, "{bytes:?}");
        let said = notebook.edit(&[put("a", "x")]).expect_err("refused").to_string();
        assert!(said.contains("talks.notes.yaml"), "{said}");
        assert_eq!(fs::read(&desk.path).expect("readable"), bytes);
        assert_eq!(desk.names(), ["talks.notes.yaml"]);
    }
}

#[test]
fn a_file_that_turned_foreign_meanwhile_is_not_overwritten() {
    let desk = Desk::empty();
    let mut notebook = desk.open();
    fs::write(&desk.path, "not: ours\n").expect("written");
    assert!(notebook.edit(&[put("a", "x")]).is_err());
    assert_eq!(desk.text(), "not: ours\n");
}

#[test]
fn an_empty_file_and_one_of_comments_become_notes_files() {
    for before in ["", "\n", "# mine\n", "# mine"] {
        let desk = Desk::with(before);
        let written = desk.after(&[put("a", "x")]);
        assert!(written.starts_with(before), "{written:?}");
        assert_eq!(desk.open().notes(), [note("a", "x")]);
    }
}

#[test]
fn a_path_below_a_file_is_said_and_leaves_the_file() {
    let desk = Desk::with("a story");
    let mut notebook = Notebook::read(&desk.path.join("below.notes.yaml"));
    assert!(notebook.edit(&[put("a", "x")]).is_err());
    assert_eq!(desk.text(), "a story");
}

#[test]
fn a_folder_that_is_gone_is_not_made_again() {
    let desk = Desk::empty();
    let mut place = desk.place();
    place.own = desk.folder.path().join("unplugged/talks.notes.yaml");
    assert!(Notebook::open(place).edit(&[put("a", "x")]).is_err());
    assert_eq!(desk.names(), [""; 0]);
}

#[test]
fn what_another_program_wrote_meanwhile_survives() {
    let desk = Desk::with(format!(
        "{HEAD}---\nid: a\nkind: note\nnote: mine\n---\nid: b\nkind: note\nnote: old\n"
    ));
    let mut notebook = desk.open();
    let theirs = format!(
        "{HEAD}# theirs\n---\nid: b\nkind: note\nnote: new\n---\nid: c\n---\nid: a\nkind: note\ncolor: red # theirs\nnote: mine\n"
    );
    fs::write(&desk.path, &theirs).expect("written");
    notebook.edit(&[put("a", "mine, changed"), put("d", "added")]).expect("saved");
    let expected = theirs.replace("note: mine", "note: |\n  mine, changed");
    assert_eq!(desk.text(), format!("{expected}---\nid: d\nkind: note\nnote: |\n  added\n"));
    assert_eq!(notebook.notes().len(), 4, "and is shown");
    assert_eq!(notebook.problems(), []);
}

#[test]
fn words_that_both_sides_rewrote_are_kept_twice() {
    let desk = Desk::with(format!("{HEAD}---\nid: a\nkind: note\nnote: old\n"));
    let mut notebook = desk.open();
    fs::write(&desk.path, format!("{HEAD}---\nid: a\nkind: note\nnote: theirs\n"))
        .expect("written");
    notebook.edit(&[put("a", "mine")]).expect("saved");
    let bodies: Vec<&str> = notebook.notes().iter().map(|n| n.body.as_str()).collect();
    assert_eq!(bodies, ["mine", "theirs"]);
    assert_eq!(notebook.problems().len(), 1, "and it is said");
    let before = desk.text();
    notebook.edit(&[put("a", "mine")]).expect("saved");
    assert_eq!(desk.text(), before);
}

#[test]
fn ones_own_earlier_edits_are_no_other_writers() {
    let desk = Desk::with(format!("{HEAD}---\nid: a\nnote: old\n---\nid: b\nnote: old\n"));
    let mut notebook = desk.open();
    let edits =
        [put("a", "1"), put("b", "1"), put("c", "1"), put("a", "2"), delete("b"), put("c", "2")];
    notebook.edit(&edits).expect("saved");
    assert_eq!(notebook.notes(), [note("a", "2"), note("c", "2")]);
    notebook.edit(&[put("d", "1"), delete("d"), delete("c"), put("c", "3")]).expect("saved");
    assert_eq!(notebook.notes(), [note("a", "2"), note("c", "3")]);
    assert_eq!(notebook.problems(), []);
}

#[test]
fn a_note_changed_elsewhere_is_not_deleted_and_one_deleted_elsewhere_comes_back_if_changed() {
    let desk = Desk::with(format!("{HEAD}---\nid: a\nnote: old\n---\nid: b\nnote: old\n"));
    let mut notebook = desk.open();
    fs::write(&desk.path, format!("{HEAD}---\nid: a\nnote: theirs\n")).expect("written");
    notebook.edit(&[delete("a"), put("b", "changed")]).expect("saved");
    let bodies: Vec<&str> = notebook.notes().iter().map(|n| n.body.as_str()).collect();
    assert_eq!(bodies, ["theirs", "changed"]);
    assert_eq!(notebook.problems().len(), 2, "and both is said");
}

/// A small file system of its own; `None` where that is not allowed.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_is_said_and_leaves_the_old_notes() {
    let Some(disk) = SmallDisk::new() else {
        eprintln!("skipped: no small disk can be mounted");
        return;
    };
    let path = disk.0.path().join("talks.notes.yaml");
    let mut notebook = Notebook::read(&path);
    notebook.edit(&[put("a", "x")]).expect("saved");
    let before = fs::read(&path).expect("readable");
    let said =
        notebook.edit(&[put("b", &"long ".repeat(20_000))]).expect_err("refused").to_string();
    assert!(said.contains("talks.notes.yaml") && said.contains("space"), "{said}");
    assert_eq!(fs::read(&path).expect("readable"), before);
    assert_eq!(super::names(disk.0.path()), ["talks.notes.yaml"]);
    notebook.edit(&[put("b", "short")]).expect("saved");
    assert_eq!(notebook.notes().len(), 2);
}

/// What the children of the tests below are told.
const FILE: &str = "DATELINE_TEST_NOTES_FILE";
const NAME: &str = "DATELINE_TEST_NAME";
const COUNT: &str = "DATELINE_TEST_COUNT";

/// No test of its own: the child that adds and changes notes, one save each,
/// and tells of each note once it is saved.
#[test]
fn writing_child() {
    let (Ok(file), Ok(name)) = (std::env::var(FILE), std::env::var(NAME)) else { return };
    let count: usize = std::env::var(COUNT).ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let mut notebook = Notebook::read(Path::new(&file));
    for number in 0..count {
        let id = format!("{name}-{number}");
        let body = words_of(&id);
        notebook.edit(&[NoteChange::added(note(&id, &body))]).expect("saved");
        let tagged = Note { tags: vec!["changed".into()], ..note(&id, &body) };
        // And one mark on a note that others change too.
        let known = notebook.notes().iter().find(|note| note.id == "shared").cloned();
        let mut shared = known.unwrap_or_else(|| note("shared", "of all"));
        shared.tags.push(id.clone());
        notebook.edit(&[NoteChange::added(tagged), NoteChange::added(shared)]).expect("saved");
        println!("saved {id}");
    }
}

fn words_of(id: &str) -> String {
    format!("first words of {id}\n---\nand more")
}

fn child(path: &Path, name: &str, count: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args([
            "--exact",
            "notes_file::disturbed::writing_child",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FILE, path)
        .env(NAME, name)
        .env(COUNT, count.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// How often writers are killed; `DATELINE_DEATHS=1000` for as long as one likes.
fn deaths(usual: u64) -> u64 {
    std::env::var("DATELINE_DEATHS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// A program that writes notes until it is killed, and what it said it saved.
struct Writer {
    process: Child,
    told: Receiver<String>,
    saved: Vec<String>,
}

impl Writer {
    fn start(path: &Path, name: &str) -> Self {
        let mut process = child(path, name, usize::MAX).spawn().expect("started");
        let output = BufReader::new(process.stdout.take().expect("its output"));
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some((_, id)) = line.rsplit_once("saved ") {
                    let _ = tell.send(id.to_owned());
                }
            }
        });
        Self { process, told, saved: Vec::new() }
    }

    /// Waits for the first `count` notes to be saved.
    fn wait(&mut self, count: usize) {
        for _ in 0..count {
            self.saved.push(self.told.recv_timeout(PATIENCE).expect("it saves"));
        }
    }

    /// Ends it at once: what it saved.
    fn kill(mut self) -> Vec<String> {
        self.process.kill().expect("killed");
        self.process.wait().expect("gone");
        self.saved.extend(self.told.iter());
        self.saved
    }
}

/// No save takes as long.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn death_at_any_moment_of_one_of_two_writers_loses_no_note_that_either_saved() {
    let (started, all) = (Instant::now(), deaths(80));
    let desk = Desk::empty();
    let mut saved: Vec<String> = Vec::new();
    let mut living = Writer::start(&desk.path, "l0");
    for death in 0..all {
        let mut dying = Writer::start(&desk.path, &format!("d{death}"));
        dying.wait(1 + (death % 2) as usize);
        // At moments spread evenly over the steps of a save.
        let (moment, wait) = (Instant::now(), Duration::from_micros(death * 7919 % 6000));
        while moment.elapsed() < wait {
            std::hint::spin_loop();
        }
        saved.extend(dying.kill());
        if death % 10 == 9 {
            // The other dies too, so that neither is always the one that is left.
            saved.extend(living.kill());
            check_saved(&desk, &saved);
            // A file that grows without end would measure patience.
            fs::remove_file(&desk.path).expect("removed");
            saved.clear();
            living = Writer::start(&desk.path, &format!("l{death}"));
        }
        let bytes = fs::read(&desk.path).unwrap_or_default();
        let text = String::from_utf8(bytes).expect("no half character");
        assert!(text.is_empty() || text.ends_with('\n'), "half a file at death {death}");
    }
    saved.extend(living.kill());
    check_saved(&desk, &saved);
    desk.after(&[put("last", "x")]);
    assert_eq!(desk.names(), ["talks.notes.yaml"], "what the dead left is swept up");
    eprintln!("{all} deaths in {:?}", started.elapsed());
}

/// Every note that was said to be saved is there, whole, and once.
fn check_saved(desk: &Desk, saved: &[String]) {
    let notebook = desk.open();
    assert_eq!(notebook.problems(), []);
    for id in saved {
        let kept: Vec<_> = notebook.notes().iter().filter(|note| note.id == *id).collect();
        assert_eq!(kept.len(), 1, "{id}");
        assert_eq!(kept[0].tags, ["changed"], "{id}");
        assert_eq!(kept[0].body, words_of(id));
    }
    // Both wrote to this one all the time.
    if let Some(shared) = notebook.notes().iter().find(|note| note.id == "shared") {
        for id in saved {
            assert!(shared.tags.contains(id), "the mark of {id} in the shared note is lost");
        }
    }
    let found = notes_under([desk.folder.path()]).count();
    assert!(found <= 1, "a stray file is taken for notes");
}

#[test]
fn three_processes_writing_one_file_lose_nothing() {
    const EACH: usize = 30;
    let desk = Desk::with(HEAD);
    let writers: Vec<_> = ["one", "two", "three"]
        .map(|name| child(&desk.path, name, EACH).spawn().expect("started"))
        .into();
    for writer in writers {
        assert!(writer.wait_with_output().expect("finished").status.success());
    }
    let notebook = desk.open();
    assert_eq!(notebook.problems(), []);
    for name in ["one", "two", "three"] {
        for number in 0..EACH {
            let id = format!("{name}-{number}");
            let kept: Vec<_> = notebook.notes().iter().filter(|note| note.id == id).collect();
            assert_eq!(kept.len(), 1, "{id}");
            assert_eq!(kept[0].tags, ["changed"]);
        }
    }
    assert_eq!(desk.names(), ["talks.notes.yaml"]);
}
