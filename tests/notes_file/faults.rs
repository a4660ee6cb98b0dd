//! What a disk, another process or another person can do to a notes file.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dateline::model::{Note, NoteChange};
use dateline::store::Notebook;

use super::{Desk, Edit, names, note, put};

#[test]
fn a_folder_in_the_place_of_the_file_is_said_and_left() {
    let desk = Desk::empty();
    let mut notebook = desk.open();
    notebook.edit(&[put("a", "one")]).expect("saved");
    fs::remove_file(&desk.path).expect("removed");
    fs::create_dir(&desk.path).expect("made");
    fs::write(desk.path.join("inside"), "theirs").expect("written");
    let said = notebook.edit(&[put("b", "two")]).expect_err("refused").to_string();
    assert!(said.contains("talks.notes.yaml") && said.contains("directory"), "{said}");
    assert_eq!(names(&desk.path), ["inside"]);
    assert_eq!(desk.names(), ["talks.notes.yaml"]);
    // Out of the way again, the same edit goes in.
    fs::remove_file(desk.path.join("inside")).expect("removed");
    fs::remove_dir(&desk.path).expect("removed");
    notebook.edit(&[put("b", "two")]).expect("saved");
    assert_eq!(desk.open().notes(), [note("b", "two")]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_leaves_the_folder() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let target = elsewhere.path().join("precious.yaml");
    let ours = "format: dateline-notes/1\nstory: {title: T}\n---\nid: z\nnote: theirs\n";
    fs::write(&target, ours).expect("written");
    for there in [true, false] {
        let desk = Desk::empty();
        let mut notebook = desk.open();
        notebook.edit(&[put("a", "one")]).expect("saved");
        fs::remove_file(&desk.path).expect("removed");
        let to = if there { target.clone() } else { elsewhere.path().join("new.yaml") };
        symlink(&to, &desk.path).expect("linked");
        let said = notebook.edit(&[put("b", "two")]).expect_err("refused").to_string();
        assert!(said.contains("symbolic link out of its folder"), "{said}");
        assert!(fs::symlink_metadata(&desk.path).expect("there").is_symlink());
    }
    assert_eq!(fs::read_to_string(&target).expect("readable"), ours);
    assert_eq!(names(elsewhere.path()), ["precious.yaml"]);
    // What it leads to is still read.
    let desk = Desk::empty();
    symlink(&target, &desk.path).expect("linked");
    assert_eq!(desk.open().notes()[0].body, "theirs");
}

#[cfg(unix)]
#[test]
fn a_link_behind_a_link_does_not_lead_out_either() {
    use std::os::unix::fs::symlink;
    let (desk, elsewhere) = (Desk::empty(), tempfile::tempdir().expect("a temporary folder"));
    // talks.notes.yaml -> inner/x.yaml, and inner -> elsewhere.
    symlink(elsewhere.path(), desk.folder.path().join("inner")).expect("linked");
    symlink("inner/x.yaml", &desk.path).expect("linked");
    assert!(desk.open().edit(&[put("a", "x")]).is_err());
    assert_eq!(names(elsewhere.path()), [""; 0]);
}

/// What the child of the test below is told.
const FOLDER: &str = "DATELINE_TEST_FOLDER";

/// No test of its own: the child that locks a folder and sits on it.
#[test]
fn locking_child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let folder = fs::File::open(folder).expect("opened");
    folder.lock().expect("locked");
    println!("locked");
    std::thread::park();
}

#[test]
fn the_lock_of_a_dead_process_holds_nobody_up_and_that_of_a_living_one_is_said() {
    use std::io::{BufRead, BufReader};
    let desk = Desk::empty();
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "notes_file::faults::locking_child", "--nocapture"])
        .env(FOLDER, desk.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let locked = lines.by_ref().map_while(Result::ok).any(|line| line.contains("locked"));
    assert!(locked);
    let mut notebook = desk.open();
    let said = notebook.edit(&[put("a", "one")]).expect_err("refused").to_string();
    assert!(said.contains("another program keeps its folder locked"), "{said}");
    child.kill().expect("killed");
    child.wait().expect("gone");
    let started = Instant::now();
    notebook.edit(&[put("a", "one")]).expect("saved");
    assert!(started.elapsed() < Duration::from_secs(2), "it waits for nobody");
    assert_eq!(desk.open().notes(), [note("a", "one")]);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_said_and_nothing_changes() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::empty();
    desk.after(&[put("a", "one")]);
    let mode = |mode| {
        fs::set_permissions(desk.folder.path(), fs::Permissions::from_mode(mode)).expect("set");
    };
    mode(0o555);
    let probe = fs::write(desk.folder.path().join("probe"), "").is_ok();
    let _ = fs::remove_file(desk.folder.path().join("probe"));
    let saved = desk.open().edit(&[put("b", "two")]);
    mode(0o755);
    if probe {
        eprintln!("skipped: this user may write anywhere");
        return;
    }
    let said = saved.expect_err("refused").to_string();
    assert!(said.contains("talks.notes.yaml"), "{said}");
    assert_eq!(desk.open().notes(), [note("a", "one")]);
}

#[test]
fn clocks_that_go_backwards_decide_nothing() {
    let desk = Desk::empty();
    let at = |id: &str, body: &str, when: &str| Note {
        made: Some("2026-11-22T15:00:00Z".into()),
        changed: Some(when.into()),
        ..note(id, body)
    };
    let mut notebook = desk.open();
    let first = at("a", "one", "2026-11-22T15:00:00Z");
    notebook.edit(&[NoteChange::added(first.clone())]).expect("saved");
    // Changed at a time before it was made.
    let second = at("a", "two", "1970-01-01T00:00:00Z");
    notebook.edit(&[NoteChange::added(second.clone())]).expect("saved");
    assert_eq!(desk.open().notes(), std::slice::from_ref(&second), "the later edit stands");
    // Of two hands, too, the one whose clock is behind loses nothing.
    let theirs = Note { color: Some("red".into()), ..at("a", "two", "2099-01-01T00:00:00Z") };
    desk.open()
        .apply(&[NoteChange { before: Some(second.clone()), after: Some(theirs) }])
        .expect("saved");
    let mine = at("a", "three", "1970-01-01T00:00:00Z");
    let told =
        notebook.apply(&[NoteChange { before: Some(second), after: Some(mine) }]).expect("saved");
    assert_eq!(told, []);
    let kept = desk.open().notes().to_vec();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].body.as_str(), kept[0].color.as_deref()), ("three", Some("red")));
}

#[test]
fn a_file_that_is_gone_is_made_again_with_what_is_changed() {
    let desk = Desk::empty();
    let mut notebook = desk.open();
    notebook.edit(&[put("a", "one"), put("b", "two")]).expect("saved");
    fs::remove_file(&desk.path).expect("removed");
    let told = notebook.edit(&[put("a", "changed")]).expect("saved");
    assert!(told[0].message.contains("deleted elsewhere and is kept"), "{told:?}");
    assert_eq!(Notebook::read(Path::new(&desk.path)).notes(), [note("a", "changed")]);
}
