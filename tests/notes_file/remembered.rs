//! What was done is known after the end of the program.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use dateline::model::history::{Act, Deed, History};
use dateline::model::{Note, NoteChange, Selector};
use dateline::store::{HistoryFile, Identity, Whereabouts};
use proptest::prelude::*;

use super::{example, note, talks};

const NOW: &str = "2026-11-22T15:00:00Z";

fn place() -> Whereabouts {
    Whereabouts { own: "/news/talks.notes.yaml".into(), story: talks(), ..Whereabouts::default() }
}

fn file(state: &Path) -> HistoryFile {
    HistoryFile::of(state, &place())
}

fn read(state: &Path) -> History {
    let (history, problem) = file(state).read(NOW);
    assert_eq!(problem, None);
    history
}

fn deed(id: u64, changes: &[NoteChange]) -> Deed {
    Deed { id, when: NOW.into(), changes: changes.to_vec() }
}

/// The only file under the history's folder.
fn path(state: &Path) -> PathBuf {
    let mut entries = fs::read_dir(state.join("history")).expect("a folder");
    entries.next().expect("a file").expect("an entry").path()
}

#[test]
fn what_was_done_undone_and_deleted_comes_back_as_it_was() {
    let state = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(read(state.path()), History::default());
    let old = Note { selectors: vec![Selector::quote("a\n---\nb")], ..note("b", "---\n<<<<<<< x") };
    let deeds = [
        deed(1, &[NoteChange::added(example())]),
        deed(
            2,
            &[
                NoteChange {
                    before: Some(example()),
                    after: Some(Note { body: "x".into(), ..example() }),
                },
                NoteChange::added(old.clone()),
            ],
        ),
        deed(u64::MAX, &[NoteChange::deleted(old.clone())]),
    ];
    let mut expected = History::default();
    for deed in &deeds {
        file(state.path()).record(Act::Did, deed).expect("written");
        expected.did(deed.clone());
    }
    for (act, id) in [(Act::Undid, u64::MAX), (Act::Undid, 2), (Act::Redid, 2)] {
        file(state.path()).record(act, &deed(id, &[])).expect("written");
        match act {
            Act::Undid => expected.undid(id, NOW),
            _ => expected.redid(id, NOW),
        };
    }
    let known = read(state.path());
    assert_eq!(known, expected);
    assert_eq!(known.done().iter().map(|deed| deed.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(known.undone().iter().map(|deed| deed.id).collect::<Vec<_>>(), [u64::MAX]);
    assert!(known.deleted().is_empty());
    let all = HistoryFile::all(state.path());
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].notes(), place().own);
    assert_eq!(all[0].story(), &talks());
}

#[test]
fn yesterdays_deletion_is_the_first_that_is_undone() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let (kept, gone) = (note("a", "kept"), example());
    file(state.path()).record(Act::Did, &deed(1, &[NoteChange::added(kept)])).expect("written");
    file(state.path())
        .record(Act::Did, &deed(2, &[NoteChange::deleted(gone.clone())]))
        .expect("written");
    let mut history = read(state.path());
    assert_eq!(history.deleted()[0].note, gone);
    assert_eq!(history.done().last().map(|deed| deed.id), Some(2));
    assert_eq!(history.undid(2, NOW), Some(vec![NoteChange::added(gone)]));
    assert!(history.deleted().is_empty());
}

#[test]
fn a_note_taken_back_before_it_was_ever_needed_is_in_the_trash_too() {
    let mut history = History::default();
    history.did(deed(1, &[NoteChange::added(example())]));
    history.undid(1, NOW);
    history.did(deed(2, &[NoteChange::added(note("b", "x"))]));
    assert_eq!(history.undone(), []);
    assert_eq!(history.deleted()[0].note, example());
}

#[test]
fn an_entry_cut_short_does_not_count_and_harms_no_other() {
    let whole = {
        let state = tempfile::tempdir().expect("a temporary folder");
        let changes = [NoteChange::deleted(example())];
        file(state.path()).record(Act::Did, &deed(1, &changes)).expect("written");
        let first = fs::read(path(state.path())).expect("readable").len();
        file(state.path()).record(Act::Did, &deed(2, &changes)).expect("written");
        (fs::read(path(state.path())).expect("readable"), first)
    };
    let (bytes, first) = whole;
    for cut in first..bytes.len() {
        let state = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(state.path().join("history")).expect("made");
        let name = {
            let probe = tempfile::tempdir().expect("a temporary folder");
            file(probe.path()).record(Act::Did, &deed(1, &[])).expect("written");
            path(probe.path()).file_name().expect("a name").to_owned()
        };
        fs::write(state.path().join("history").join(name), &bytes[..cut]).expect("written");
        let third = deed(3, &[NoteChange::deleted(note("c", "third"))]);
        file(state.path()).record(Act::Did, &third).expect("written");
        let history = read(state.path());
        let ids: Vec<u64> = history.done().iter().map(|deed| deed.id).collect();
        assert_eq!(ids, [1, 3], "cut after {cut} bytes");
        assert_eq!(history.done()[0].changes, [NoteChange::deleted(example())]);
        assert_eq!(history.done().last(), Some(&third));
    }
}

#[test]
fn what_is_old_or_too_much_is_forgotten_here_and_in_the_file() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let old = Deed {
        when: "2026-08-01T00:00:00Z".into(),
        ..deed(0, &[NoteChange::deleted(note("old", "x"))])
    };
    file(state.path()).record(Act::Did, &old).expect("written");
    for id in 1..=1100 {
        // Written by hand: a thousand flushes would measure the disk.
        let text = format!(
            "---\nact: did\ndeed: \"{id:016x}\"\nwhen: \"{NOW}\"\n---\npart: after\nid: n{id}\nkind: note\n\
             note: |\n  x\n---\nend: \"{id:016x}\"\n"
        );
        OpenOptions::new()
            .append(true)
            .open(path(state.path()))
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .expect("written");
    }
    let before = fs::metadata(path(state.path())).expect("there").len();
    let history = read(state.path());
    assert_eq!(history.done().len(), 1000);
    assert_eq!(history.done()[0].id, 101);
    assert_eq!(history.deleted(), [], "ninety days are over");
    assert!(fs::metadata(path(state.path())).expect("there").len() < before);
    assert_eq!(read(state.path()), history, "the file says the same");
}

#[test]
fn bytes_of_any_kind_are_no_history_and_no_harm() {
    let state = tempfile::tempdir().expect("a temporary folder");
    file(state.path())
        .record(Act::Did, &deed(1, &[NoteChange::added(note("a", "x"))]))
        .expect("written");
    for bytes in [&b""[..], b"\xff\0\n---\n", b"a: [", b"---\nact: did\n---\nact: did\n", b"[[[["] {
        fs::write(path(state.path()), bytes).expect("written");
        assert_eq!(read(state.path()), History::default());
        let again = deed(2, &[NoteChange::added(note("b", "y"))]);
        file(state.path()).record(Act::Did, &again).expect("written");
    }
}

/// What somebody may do: something new, undo, redo.
fn any_acts() -> impl Strategy<Value = Vec<(u8, u8)>> {
    prop::collection::vec((0..4_u8, 0..4_u8), 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_file_says_what_memory_says(acts in any_acts()) {
        let state = tempfile::tempdir().expect("a temporary folder");
        let mut known = History::default();
        for (number, (act, which)) in acts.into_iter().enumerate() {
            let note = note(&format!("n{which}"), &format!("body {number}"));
            match act {
                2 => {
                    if let Some(id) = known.done().last().map(|deed| deed.id) {
                        known.undid(id, NOW);
                        file(state.path()).record(Act::Undid, &deed(id, &[])).expect("written");
                    }
                }
                3 => {
                    if let Some(id) = known.undone().last().map(|deed| deed.id) {
                        known.redid(id, NOW);
                        file(state.path()).record(Act::Redid, &deed(id, &[])).expect("written");
                    }
                }
                add => {
                    let change =
                        if add == 0 { NoteChange::added(note) } else { NoteChange::deleted(note) };
                    let one = deed(number as u64, &[change]);
                    file(state.path()).record(Act::Did, &one).expect("written");
                    known.did(one);
                }
            }
        }
        prop_assert_eq!(read(state.path()), known);
    }
}

#[test]
fn the_history_follows_a_story_that_moved_with_its_notes_and_no_other() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let news = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str, story| Whereabouts {
        own: news.path().join(name).with_extension("notes.yaml"),
        story: Identity { file: Some(name.into()), ..story },
        ..Whereabouts::default()
    };
    let of = |title: &str, text: &str| Identity {
        title: Some(title.into()),
        sha256: Some(text.to_owned()).into(),
        ..Identity::default()
    };
    let known = |place: &Whereabouts, notes: &[Note]| {
        let (history, _) = HistoryFile::follow(state.path(), place, notes).read(NOW);
        history.done().len()
    };
    let old = at("old.txt", of("Talks", "aa"));
    let written = deed(1, &[NoteChange::added(note("n1", "words"))]);
    HistoryFile::of(state.path(), &old).record(Act::Did, &written).expect("written");

    // Nothing moved: a story of the same words in another file is another one.
    fs::write(news.path().join("old.txt"), "Talks\n").expect("written");
    assert_eq!(known(&at("copy.txt", of("Talks", "aa")), &[]), 0);
    fs::remove_file(news.path().join("old.txt")).expect("removed");
    fs::write(&old.own, "the notes are still there").expect("written");
    assert_eq!(known(&at("copy.txt", of("Talks", "aa")), &[]), 0);
    fs::remove_file(&old.own).expect("removed");
    // Another text, another title, other notes.
    assert_eq!(known(&at("other.txt", of("Strike", "bb")), &[note("n2", "")]), 0);

    // The same text; then edited, known by a note in it; then by file and title.
    let renamed = at("new.txt", of("Talks, day two", "aa"));
    assert_eq!(known(&renamed, &[]), 1);
    let edited = at("newer.txt", of("Talks", "cc"));
    assert_eq!(known(&edited, &[note("n1", "words, changed")]), 1);
    let elsewhere = Whereabouts { own: news.path().join("x/newer.notes.yaml"), ..edited };
    assert_eq!(known(&elsewhere, &[]), 1);
    // It went along each time, and is still written to.
    let files = HistoryFile::all(state.path());
    assert_eq!(files.iter().map(HistoryFile::notes).collect::<Vec<_>>(), [&elsewhere.own]);
    files[0].record(Act::Undid, &written).expect("written");
    assert_eq!(known(&elsewhere, &[]), 0);
}
