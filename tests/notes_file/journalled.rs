//! Edits that are not saved yet, or could not be.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::model::{Note, NoteChange};
use dateline::store::{Journal, Notebook, Unsaved, Whereabouts, pending};

use super::{Desk, delete, example, names, note, put, talks};

fn unsaved(desk: &Desk, changes: &[NoteChange]) -> Unsaved {
    Unsaved {
        story_path: Some(desk.folder.path().join("talks.txt")),
        place: desk.place(),
        changes: changes.to_vec(),
        draft: None,
        when: "2026-11-22T15:00:00Z".into(),
    }
}

/// Leaves the journal as a killed process would: its lock goes, its files stay.
fn die(journal: Journal, state: &Path) {
    let folder = state.join("journal");
    let left: Vec<(PathBuf, Vec<u8>)> = names(&folder)
        .iter()
        .map(|name| folder.join(name))
        .map(|path| (path.clone(), fs::read(&path).expect("readable")))
        .collect();
    drop(journal);
    for (path, bytes) in left {
        if !path.exists() {
            fs::write(path, bytes).expect("written");
        }
    }
}

#[test]
fn edits_outlive_the_process_whole() {
    let (desk, state) = (Desk::empty(), tempfile::tempdir().expect("a temporary folder"));
    let mut journal = Journal::new(state.path());
    assert!(pending(state.path()).0.is_empty());
    let mut edits = unsaved(
        &desk,
        &[NoteChange::added(example()), delete("gone"), put("---", "a\n---\nb\u{0}")],
    );
    edits.draft =
        Some(NoteChange { before: Some(note("d", "half")), after: Some(note("d", "half a sent")) });
    journal.record(&edits).expect("written");
    assert!(pending(state.path()).0.is_empty(), "its process lives");
    die(journal, state.path());
    let (found, problems) = pending(state.path());
    assert_eq!(problems, []);
    assert_eq!(found.iter().map(|p| &p.unsaved).collect::<Vec<_>>(), [&edits]);
    assert!(pending(state.path()).0.is_empty(), "somebody takes care of them already");
    for mut one in found {
        one.save().expect("saved");
        one.done().expect("removed");
    }
    assert_eq!(desk.open().notes().len(), 2);
    assert_eq!(names(&state.path().join("journal")), [""; 0]);
}

#[cfg(unix)]
#[test]
fn paths_that_are_not_utf_8_are_kept() {
    use std::os::unix::ffi::OsStringExt;
    let (desk, state) = (Desk::empty(), tempfile::tempdir().expect("a temporary folder"));
    let odd = PathBuf::from(std::ffi::OsString::from_vec(b"/odd/\xff\n.notes.yaml".to_vec()));
    let mut edits = unsaved(&desk, &[put("a", "x")]);
    edits.place =
        Whereabouts { own: odd.clone(), central: true, story: talks(), ..Whereabouts::default() };
    edits.story_path = Some(odd);
    let mut journal = Journal::new(state.path());
    journal.record(&edits).expect("written");
    die(journal, state.path());
    let (found, problems) = pending(state.path());
    assert_eq!(problems, []);
    assert_eq!(found[0].unsaved, edits);
}

#[test]
fn what_cannot_be_saved_is_journalled_and_saved_the_next_time() {
    let (desk, state) = (Desk::empty(), tempfile::tempdir().expect("a temporary folder"));
    fs::create_dir(&desk.path).expect("a folder in the file's place");
    let mut journal = Journal::new(state.path());
    let mut notebook = desk.open();
    assert!(!notebook.is_writable());
    let edits = unsaved(&desk, &[put("a", "mine")]);
    let (saved, kept) = journal.save(&mut notebook, &edits, &HashSet::new());
    assert_eq!((&saved.left, kept), (&edits.changes, true));
    let said = saved.error.expect("refused").to_string();
    assert!(said.contains("talks.notes.yaml"), "{said}");
    assert_eq!(names(&state.path().join("journal")).len(), 2);
    fs::remove_dir(&desk.path).expect("out of the way");
    let edits = unsaved(&desk, &[put("a", "mine"), put("b", "more")]);
    let (saved, _) = journal.save(&mut notebook, &edits, &HashSet::new());
    saved.whole().expect("saved");
    assert_eq!(desk.open().notes(), [note("a", "mine"), note("b", "more")]);
    assert_eq!(names(&state.path().join("journal")).len(), 1, "only the lock of a living process");
    drop(journal);
    assert_eq!(names(&state.path().join("journal")), [""; 0]);
}

#[test]
fn a_journal_that_cannot_be_written_either_is_said() {
    let (desk, state) = (Desk::empty(), tempfile::tempdir().expect("a temporary folder"));
    fs::create_dir(&desk.path).expect("a folder in the file's place");
    fs::write(state.path().join("journal"), "a file in the folder's place").expect("written");
    let mut journal = Journal::new(state.path());
    let edits = unsaved(&desk, &[put("a", "x")]);
    let (saved, kept) = journal.save(&mut desk.open(), &edits, &HashSet::new());
    assert!(saved.error.is_some() && !kept, "only this window has it");
    assert_eq!(saved.left, edits.changes);
    assert!(pending(state.path()).0.is_empty());
}

#[test]
fn an_edit_saved_late_does_not_replace_other_words_whatever_the_clocks_said() {
    // Of the two clocks one may be wrong by years, either way.
    for (late, meanwhile) in [("2026", "2027"), ("2027", "2026"), ("1970", "2099")] {
        let (desk, state) = (Desk::empty(), tempfile::tempdir().expect("a temporary folder"));
        let dated = |body: &str, year: &str| Note {
            changed: Some(format!("{year}-11-22T12:00:00Z")),
            ..note("a", body)
        };
        let b = note("b", "to be deleted");
        desk.after(&[NoteChange::added(dated("old", late)), NoteChange::added(b.clone())]);
        let mut journal = Journal::new(state.path());
        let edit = NoteChange {
            before: Some(dated("old", late)),
            after: Some(dated("typed before the lights went out", late)),
        };
        journal.record(&unsaved(&desk, &[edit, NoteChange::deleted(b)])).expect("written");
        die(journal, state.path());
        desk.after(&[NoteChange::added(dated("written meanwhile", meanwhile)), put("b", "wanted")]);
        let told = pending(state.path()).0[0].save().expect("saved");
        assert_eq!(told.len(), 2, "of both the reader is told: {told:?}");
        let notebook = desk.open();
        let mut bodies: Vec<&str> = notebook.notes().iter().map(|n| n.body.as_str()).collect();
        bodies.sort_unstable();
        assert_eq!(bodies, ["typed before the lights went out", "wanted", "written meanwhile"]);
    }
}

#[test]
fn a_journal_that_cannot_be_read_is_kept_and_said() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let path = state.path().join("journal/1-abc-12345678.yaml");
    fs::create_dir(state.path().join("journal")).expect("made");
    for bytes in [&b"\xff"[..], b"", b"format: other", b"format: dateline-journal/1\n", b"a: ["] {
        fs::write(&path, bytes).expect("written");
        let (found, problems) = pending(state.path());
        assert!(found.is_empty());
        assert_eq!(problems.len(), 1, "{bytes:?}");
        assert_eq!(fs::read(&path).expect("readable"), bytes);
    }
}

#[test]
fn edits_of_several_stories_are_kept_apart() {
    let (one, two) = (Desk::empty(), Desk::empty());
    let state = tempfile::tempdir().expect("a temporary folder");
    let mut journal = Journal::new(state.path());
    journal.record(&unsaved(&one, &[put("a", "1")])).expect("written");
    journal.record(&unsaved(&two, &[put("a", "2")])).expect("written");
    journal.clear(&one.place()).expect("cleared");
    die(journal, state.path());
    let (found, _) = pending(state.path());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].unsaved.place.own, two.path);
    assert!(Notebook::open(found[0].unsaved.place.clone()).notes().is_empty());
}

#[test]
fn an_edit_that_one_file_refuses_is_kept_and_what_another_took_is_not_done_twice() {
    let (desk, state) = (Desk::empty(), tempfile::tempdir().expect("a temporary folder"));
    // Notes beside the story that cannot be written, and the reader's central ones.
    let central = desk.folder.path().join("central.notes.yaml");
    desk.after(&[put("b", "beside")]);
    let beside = fs::read(&desk.path).expect("readable");
    let place = Whereabouts { own: central.clone(), also: vec![desk.path.clone()], ..desk.place() };
    let mut notebook = Notebook::open(place.clone());
    notebook.apply(&[put("a", "central")]).expect("saved");
    fs::remove_file(&desk.path).expect("removed");
    fs::create_dir(&desk.path).expect("a folder in the file's place");

    let mut journal = Journal::new(state.path());
    let edit = NoteChange { before: Some(note("b", "beside")), after: Some(note("b", "edited")) };
    let gone = NoteChange::deleted(note("a", "central"));
    let mut edits = Unsaved { place, ..unsaved(&desk, std::slice::from_ref(&edit)) };
    for (change, left) in [(None, 1), (Some(&gone), 1), (Some(&gone.reversed()), 1)] {
        edits.changes.extend(change.cloned());
        let (saved, kept) = journal.save(&mut notebook, &edits, &HashSet::new());
        assert!(saved.error.is_some() && kept);
        assert_eq!(saved.left.len(), left, "{:?}", saved.left);
        edits.changes = saved.left;
        let there = Notebook::read(&central).notes().iter().any(|note| note.id == "a");
        assert_eq!(there, change != Some(&gone), "deleted, and brought back");
    }
    // The day after: the edit goes to the note it is about, and nowhere else.
    die(journal, state.path());
    fs::remove_dir(&desk.path).expect("out of the way");
    fs::write(&desk.path, beside).expect("written");
    let (mut found, _) = pending(state.path());
    assert_eq!(found[0].unsaved.place.also, std::slice::from_ref(&desk.path));
    assert_eq!(found[0].save().expect("saved"), [], "nothing was deleted elsewhere");
    assert_eq!(Notebook::read(&desk.path).notes(), [note("b", "edited")]);
    assert_eq!(Notebook::read(&central).notes(), [note("a", "central")]);
}

#[test]
fn edits_taken_back_in_part_are_kept_in_part() {
    let (desk, state) = (Desk::empty(), tempfile::tempdir().expect("a temporary folder"));
    let central = desk.folder.path().join("central.notes.yaml");
    desk.after(&[put("b", "beside")]);
    let place = Whereabouts { own: central.clone(), also: vec![desk.path.clone()], ..desk.place() };
    let edit = NoteChange { before: Some(note("b", "beside")), after: Some(note("b", "edited")) };
    let edits = Unsaved { place, ..unsaved(&desk, &[put("a", "central"), edit]) };
    let mut journal = Journal::new(state.path());
    journal.record(&edits).expect("written");
    die(journal, state.path());
    // What stands beside the story is no notes file any more.
    fs::write(
        &desk.path,
        "format: dateline-notes/1\n<<<<<<< a\n---\nid: c\n=======\n>>>>>>> b\n---\nid: b\nnote: beside\n",
    )
    .expect("written");
    let (mut found, _) = pending(state.path());
    found[0].save().expect_err("one of them cannot be saved");
    assert_eq!(Notebook::read(&central).notes(), [note("a", "central")]);
    drop(found);
    let (found, problems) = pending(state.path());
    assert_eq!(problems, []);
    assert_eq!(found[0].unsaved.changes, edits.changes[1..]);
}
