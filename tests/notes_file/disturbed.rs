//! Other writers, foreign files, full disks, and death at any moment.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dateline::model::Note;
use dateline::store::{Change, Notebook, notes_under};

use super::{Desk, delete, note, put};

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
        let said = notebook.apply(&[put("a", "x")]).expect_err("refused").to_string();
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
    assert!(notebook.apply(&[put("a", "x")]).is_err());
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
    assert!(notebook.apply(&[put("a", "x")]).is_err());
    assert_eq!(desk.text(), "a story");
}

#[test]
fn a_folder_that_is_gone_is_not_made_again() {
    let desk = Desk::empty();
    let mut place = desk.place();
    place.own = desk.folder.path().join("unplugged/talks.notes.yaml");
    assert!(Notebook::open(place).apply(&[put("a", "x")]).is_err());
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
    notebook.apply(&[put("a", "mine, changed"), put("d", "added")]).expect("saved");
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
    notebook.apply(&[put("a", "mine")]).expect("saved");
    let bodies: Vec<&str> = notebook.notes().iter().map(|n| n.body.as_str()).collect();
    assert_eq!(bodies, ["mine", "theirs"]);
    assert_eq!(notebook.problems().len(), 1, "and it is said");
    let before = desk.text();
    notebook.apply(&[put("a", "mine")]).expect("saved");
    assert_eq!(desk.text(), before);
}

#[test]
fn ones_own_earlier_edits_are_no_other_writers() {
    let desk = Desk::with(format!("{HEAD}---\nid: a\nnote: old\n---\nid: b\nnote: old\n"));
    let mut notebook = desk.open();
    let edits =
        [put("a", "1"), put("b", "1"), put("c", "1"), put("a", "2"), delete("b"), put("c", "2")];
    notebook.apply(&edits).expect("saved");
    assert_eq!(notebook.notes(), [note("a", "2"), note("c", "2")]);
    notebook.apply(&[put("d", "1"), delete("d"), delete("c"), put("c", "3")]).expect("saved");
    assert_eq!(notebook.notes(), [note("a", "2"), note("c", "3")]);
    assert_eq!(notebook.problems(), []);
}

#[test]
fn a_note_changed_elsewhere_is_not_deleted_and_one_deleted_elsewhere_comes_back_if_changed() {
    let desk = Desk::with(format!("{HEAD}---\nid: a\nnote: old\n---\nid: b\nnote: old\n"));
    let mut notebook = desk.open();
    fs::write(&desk.path, format!("{HEAD}---\nid: a\nnote: theirs\n")).expect("written");
    notebook.apply(&[delete("a"), put("b", "changed")]).expect("saved");
    let bodies: Vec<&str> = notebook.notes().iter().map(|n| n.body.as_str()).collect();
    assert_eq!(bodies, ["theirs", "changed"]);
    assert_eq!(notebook.problems().len(), 1);
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
    notebook.apply(&[put("a", "x")]).expect("saved");
    let before = fs::read(&path).expect("readable");
    let said =
        notebook.apply(&[put("b", &"long ".repeat(20_000))]).expect_err("refused").to_string();
    assert!(said.contains("talks.notes.yaml") && said.contains("space"), "{said}");
    assert_eq!(fs::read(&path).expect("readable"), before);
    assert_eq!(super::names(disk.0.path()), ["talks.notes.yaml"]);
    notebook.apply(&[put("b", "short")]).expect("saved");
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
        let body = format!("first words of {id}\n---\nand more");
        notebook.apply(&[Change::Put(note(&id, &body))]).expect("saved");
        notebook
            .apply(&[Change::Put(Note { tags: vec!["changed".into()], ..note(&id, &body) })])
            .expect("saved");
        println!("saved {id}");
    }
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

#[test]
fn death_at_any_moment_loses_no_note_that_was_saved() {
    const DEATHS: u64 = 200;
    let started = Instant::now();
    let desk = Desk::empty();
    let mut saved: Vec<String> = Vec::new();
    let mut deaths = 0;
    while deaths < DEATHS {
        if deaths % 20 == 0 {
            // A file that grows without end would measure patience.
            let _ = fs::remove_file(&desk.path);
            saved.clear();
        }
        let mut dying =
            child(&desk.path, &format!("d{deaths}"), usize::MAX).spawn().expect("started");
        let lines = BufReader::new(dying.stdout.take().expect("its output")).lines();
        let told = lines
            .map_while(Result::ok)
            .filter_map(|line| line.rsplit_once("saved ").map(|(_, id)| id.to_owned()));
        let mut told = told.peekable();
        // Somewhere in the first saves, at moments spread evenly over one.
        for id in told.by_ref().take(1 + (deaths % 3) as usize) {
            saved.push(id);
        }
        let moment = Instant::now();
        let wait = Duration::from_micros(deaths * 7919 % 6000);
        while moment.elapsed() < wait {
            std::hint::spin_loop();
        }
        dying.kill().expect("killed");
        saved.extend(told);
        dying.wait().expect("gone");
        deaths += 1;

        let notebook = desk.open();
        assert_eq!(notebook.problems(), [], "after death {deaths}");
        for id in &saved {
            let kept = notebook.notes().iter().find(|note| note.id == *id);
            let kept = kept.unwrap_or_else(|| panic!("{id} lost at death {deaths}"));
            assert_eq!(kept.tags, ["changed"]);
        }
        let found = notes_under([desk.folder.path()]).count();
        assert!(found <= 1, "a stray file is taken for notes");
    }
    desk.after(&[put("last", "x")]);
    assert_eq!(desk.names(), ["talks.notes.yaml"], "what the dead left is swept up");
    eprintln!("{deaths} deaths in {:?}", started.elapsed());
}

#[test]
fn two_processes_writing_one_file_lose_nothing() {
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
