//! Texts as they were when notes were made: kept, found, bounded, harmless.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use dateline::model::history::Act;
use dateline::model::{Anchor, Note, Reason, Selector, Span, Story, Text};
use dateline::state::NoteChange;
use dateline::state::shelf::Address;
use dateline::store::{LastRead, Notebook, Places, Snapshots, Whereabouts, identity};
use dateline::work::{Committed, Keeper, Post, place_notes};

const OLD: &str = "The vote was put off. Nobody spoke.\n\nThe vote was put off. Nobody left.\n";

fn text(words: &str) -> Text {
    Text::new(words.to_owned())
}

/// A notes file in `folder` with one note, on the last "put off" of [`OLD`].
fn noted(folder: &Path) -> Notebook {
    let story = Story { text: text(OLD), ..Story::default() };
    let place = Whereabouts {
        own: folder.join("vote.notes.yaml"),
        story: identity(&story),
        ..Whereabouts::default()
    };
    let mut notebook = Notebook::open(place);
    let at = OLD.rfind("put off").expect("the quote");
    let selector = Selector { at: Some(at), ..Selector::quote("put off") };
    let note = Note { id: "n1".into(), selectors: vec![selector], ..Note::default() };
    notebook.apply(&[NoteChange::added(note)]).expect("the note is saved");
    notebook
}

fn files(state: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(state.join("texts")).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[test]
fn a_text_comes_back_control_characters_and_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let notebook = noted(folder.path());
    let snapshots = Snapshots::new(&folder.path().join("state"));
    assert!(snapshots.of(&notebook).is_empty());
    let wild = text("a\u{1b}[2J\u{9b}é東\n\n👩‍👩‍👧");
    snapshots.keep(&notebook.whereabouts().own, &wild).expect("it is kept");
    snapshots.keep(&notebook.whereabouts().own, &wild).expect("it is kept already");
    let back = snapshots.of(&notebook);
    assert_eq!(back.len(), 1);
    assert_eq!(back[0].as_str(), wild.as_str());
    assert_eq!(back[0].original(), wild.original());
}

#[test]
fn the_text_that_the_header_names_comes_first_and_of_another_file_none_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let notebook = noted(folder.path());
    let snapshots = Snapshots::new(folder.path());
    let own = &notebook.whereabouts().own;
    snapshots.keep(own, &text("A later state.")).expect("it is kept");
    // The story was moved since: the file belongs to another place.
    snapshots.keep(&folder.path().join("moved.notes.yaml"), &text(OLD)).expect("it is kept");
    snapshots.keep(&folder.path().join("other.notes.yaml"), &text("Other.")).expect("it is kept");
    let found = snapshots.of(&notebook);
    let found: Vec<&str> = found.iter().map(Text::as_str).collect();
    assert_eq!(found, [OLD, "A later state."]);
}

#[test]
fn with_the_text_kept_a_twin_is_told_from_its_twin() {
    let folder = tempfile::tempdir().expect("a folder");
    let notebook = noted(folder.path());
    let new = text(&format!("First came a prayer for rain, and then for more.\n\n{OLD}"));
    let place = |state: Option<&Path>| {
        let mut notes = notebook.notes().to_vec();
        let none = Committed::of(None);
        place_notes(&mut notes, &new, std::slice::from_ref(&notebook), state, &none);
        notes.remove(0)
    };
    assert_eq!(place(None).anchor, Anchor::Doubtful);
    assert_eq!(place(Some(folder.path())).anchor, Anchor::Doubtful);
    let kept = Snapshots::new(folder.path()).keep(&notebook.whereabouts().own, &text(OLD));
    kept.expect("it is kept");
    let note = place(Some(folder.path()));
    let at = new.as_str().rfind("put off").expect("the quote");
    assert_eq!((note.anchor, note.spans), (Anchor::Moved, vec![Span::new(at, at + 7)]));
    assert_eq!(note.standing.reason, Reason::Followed);
    fs::remove_dir_all(folder.path().join("texts")).expect("all texts can go");
    assert_eq!(place(Some(folder.path())).anchor, Anchor::Doubtful);
}

#[test]
fn damaged_and_foreign_files_are_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let notebook = noted(folder.path());
    let snapshots = Snapshots::new(folder.path());
    snapshots.keep(&notebook.whereabouts().own, &text(OLD)).expect("it is kept");
    let file = files(folder.path()).remove(0);
    let whole = fs::read(&file).expect("the file");
    for bytes in [&whole[..whole.len() / 2], b"", b"\0\xff", &whole[1..]] {
        fs::write(&file, bytes).expect("it can be damaged");
        assert!(snapshots.of(&notebook).is_empty());
    }
    fs::write(folder.path().join("texts/é-readme.txt.z"), "x").expect("a foreign file");
    fs::create_dir(folder.path().join("texts/aa.txt.z")).expect("a foreign folder");
    fs::write(&file, &whole).expect("it can be mended");
    assert_eq!(snapshots.of(&notebook).len(), 1);
}

#[test]
fn no_more_than_a_dozen_states_of_a_story_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("vote.notes.yaml");
    let other = folder.path().join("other.notes.yaml");
    let snapshots = Snapshots::new(folder.path());
    snapshots.keep(&other, &text("Another story.")).expect("it is kept");
    for state in 0..20 {
        snapshots.keep(&own, &text(&format!("State {state}."))).expect("it is kept");
    }
    assert_eq!(files(folder.path()).len(), 12 + 1);
    snapshots.keep(&own, &text(&"x".repeat(17 << 20))).expect("too large is no fault");
    assert_eq!(files(folder.path()).len(), 12 + 1);
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("texts"), "a file in the way").expect("a file");
    let kept = Snapshots::new(folder.path()).keep(Path::new("a.notes.yaml"), &text("x"));
    assert!(kept.is_err());
}

#[test]
fn saving_a_note_keeps_the_text_it_was_made_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("state");
    let notebook = noted(folder.path());
    let address = Address::File(folder.path().join("vote.txt"));
    let (places, _) = Places::open(&state);
    let post = Post::new(|_| true);
    let keeper =
        Keeper::start(post, Some(state.clone()), Arc::new(Mutex::new(places))).expect("a thread");
    let later = text("The vote was held. Nobody left.\n");
    keeper.hands().opened(address.clone(), notebook, later.clone());
    let note = Note {
        id: "n2".into(),
        selectors: vec![Selector::of(&later, Span::new(4, 8))],
        ..Note::default()
    };
    keeper.save(address, vec![NoteChange::added(note)], Act::Did, 1);
    // It ends when all is written.
    drop(keeper);
    let notebook = Notebook::read(&folder.path().join("vote.notes.yaml"));
    assert_eq!(notebook.notes().len(), 2);
    let kept = Snapshots::new(&state).of(&notebook);
    assert_eq!(kept.iter().map(Text::as_str).collect::<Vec<_>>(), [later.as_str()]);
}

#[test]
fn a_story_as_it_was_read_last_comes_back_and_a_damaged_or_large_one_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = LastRead::new(folder.path());
    assert!(read.of("one").is_none());
    for words in [OLD, "Another\u{1b}[2J text, 東京.\n"] {
        read.keep("one", &text(words)).expect("it is kept");
        assert_eq!(read.of("one").map(|t| t.original().into_owned()).as_deref(), Some(words));
    }
    assert!(read.of("two").is_none());
    let files = || fs::read_dir(folder.path().join("read")).into_iter().flatten().flatten();
    assert_eq!(files().count(), 1, "one file a story");
    // What has grown too large is forgotten rather than shown as all new.
    read.keep("one", &text(&"long ".repeat(300_000))).expect("nothing is kept");
    assert!(read.of("one").is_none());
    read.keep("one", &text(OLD)).expect("it is kept");
    let file = files().next().expect("a file").path();
    let whole = fs::read(&file).expect("readable");
    for length in 0..whole.len() {
        fs::write(&file, &whole[..length]).expect("torn");
        assert!(read.of("one").is_none(), "{length} bytes");
    }
}
