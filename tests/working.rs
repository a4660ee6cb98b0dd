//! What the threads promise: changes are told of, and no fault costs a word.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime};

use dateline::loader::{self, Source};
use dateline::model::Text;
use dateline::model::history::Act;
use dateline::model::{Note, Selector};
use dateline::state::reading::Reading;
use dateline::state::shelf::Address;
use dateline::state::{Message, NoteChange};
use dateline::store::{Notebook, Places, Whereabouts, pending};
use dateline::work::{Changed, Export, Keeper, Post, Watcher};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_change_is_told_while_other_files_of_the_folder_change_on_and_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let story = folder.path().join("story.txt");
    fs::write(&story, "old").expect("written");
    let (told, changes) = channel();
    let watcher =
        Watcher::start(move |changed| told.send(changed).is_ok(), |words| panic!("{words}"))
            .expect("a thread");
    watcher.story(vec![story.clone()], SystemTime::now());
    let enough = Arc::new(AtomicBool::new(false));
    let restless = {
        let (enough, other) = (Arc::clone(&enough), folder.path().join("other.log"));
        thread::spawn(move || {
            while !enough.load(Ordering::Relaxed) {
                fs::write(&other, "busy").expect("written");
            }
        })
    };
    fs::write(&story, "new").expect("written");
    let told = changes.recv_timeout(PATIENCE);
    enough.store(true, Ordering::Relaxed);
    restless.join().expect("it ends");
    assert_eq!(told, Ok(Changed::Story));
}

/// A note that is written down.
fn note(id: &str) -> NoteChange {
    let selectors = vec![Selector { quote: "a lamp".into(), ..Selector::default() }];
    let note = Note { id: id.into(), body: format!("words of {id}"), selectors, ..Note::default() };
    NoteChange { before: None, after: Some(note) }
}

/// The next word on whether something was saved: how much was not, and why.
fn saved(inbox: &Receiver<Message>) -> (usize, Option<String>) {
    loop {
        match inbox.recv_timeout(PATIENCE).expect("the thread lives") {
            Message::Saved { unsaved, error, .. } => return (unsaved, error.map(|e| e.words)),
            _ => continue,
        }
    }
}

#[test]
fn a_fault_while_saving_is_told_and_keeps_the_edits() {
    let home = tempfile::tempdir().expect("a folder");
    let state = home.path().join("state");
    let (post, inbox) = channel();
    // The first word of something not saved meets a fault.
    let (post, fault) = (Mutex::new(post), AtomicBool::new(true));
    let post = Post::new(move |message| {
        let failed = matches!(&message, Message::Saved { error: Some(_), .. });
        assert!(!(failed && fault.swap(false, Ordering::Relaxed)), "a loose board");
        post.lock().expect("a way").send(message).is_ok()
    });
    let places = Arc::new(Mutex::new(Places::default()));
    let keeper = Keeper::start(post, Some(state.clone()), places).expect("a thread");
    // Where its notes should go stands a file instead of a folder.
    let wall = home.path().join("wall");
    fs::write(&wall, "no folder").expect("written");
    let file = wall.join("story.notes.yaml");
    let address = Address::File(home.path().join("story.txt"));
    keeper.hands().opened(
        address.clone(),
        Notebook::open(Whereabouts::of_file(&file)),
        Text::default(),
    );
    keeper.save(address.clone(), vec![note("one")], Act::Did, 1);
    let (unsaved, error) = saved(&inbox);
    let error = error.expect("it is said");
    assert_eq!(unsaved, 1);
    assert!(error.contains("a loose board") && error.contains("kept for later"), "{error}");
    let kept = fs::read_dir(state.join("journal")).expect("a journal").flatten();
    let kept: String = kept.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect();
    assert!(kept.contains("words of one"), "{kept}");

    // It goes on, and saves once it can.
    fs::remove_file(&wall).expect("removed");
    fs::create_dir(&wall).expect("made");
    keeper.save(address, vec![note("two")], Act::Did, 2);
    assert_eq!(saved(&inbox), (0, None));
    drop(keeper);
    let written = fs::read_to_string(&file).expect("saved");
    assert!(written.contains("words of one") && written.contains("words of two"), "{written}");
    assert!(pending(&state).0.is_empty(), "nothing is left over");
}

/// A keeper with its state under `home`, and what it says.
fn keeper(home: &Path) -> (Keeper, Receiver<Message>) {
    let (post, inbox) = channel();
    let post = Mutex::new(post);
    let post = Post::new(move |message| post.lock().expect("a way").send(message).is_ok());
    let places = Arc::new(Mutex::new(Places::default()));
    (Keeper::start(post, Some(home.join("state")), places).expect("a thread"), inbox)
}

#[test]
fn what_waits_for_the_notes_of_a_story_at_the_end_is_kept_for_the_next_start() {
    let home = tempfile::tempdir().expect("a folder");
    let story = home.path().join("story.txt");
    fs::write(&story, "There was a lamp.\n").expect("written");
    let (keeper, inbox) = keeper(home.path());
    // The notes of this one never come.
    keeper.save(Address::File(story.clone()), vec![note("one"), note("two")], Act::Did, 1);
    drop(keeper);
    let (unsaved, error) = saved(&inbox);
    assert_eq!(unsaved, 2);
    assert!(error.expect("it is said").contains("not read in time"));
    let (found, problems) = pending(&home.path().join("state"));
    assert!(problems.is_empty(), "{problems:?}");
    let [kept] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(kept.unsaved.story_path, Some(story));
    assert_eq!(kept.unsaved.place.own, home.path().join("story.notes.yaml"));
    let ids: Vec<&str> = kept.unsaved.changes.iter().map(NoteChange::id).collect();
    assert_eq!(ids, ["one", "two"]);
}

#[test]
fn what_is_only_recorded_makes_no_notes_file_and_is_in_the_history() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("story.notes.yaml");
    let address = Address::File(home.path().join("story.txt"));
    let (keeper, inbox) = keeper(home.path());
    let written = note("one");
    let taken_back = NoteChange { before: written.after.clone(), after: None };
    let open = |keeper: &Keeper| {
        let notebook = Notebook::open(Whereabouts::of_file(&file));
        keeper.hands().opened(address.clone(), notebook, Text::default());
    };
    open(&keeper);
    keeper.record(address.clone(), vec![written], 1);
    keeper.record(address.clone(), vec![taken_back], 2);
    // The story is opened once more.
    open(&keeper);
    drop(keeper);
    assert!(!file.exists());
    let histories = inbox.try_iter().filter_map(|message| match message {
        Message::HistoryRead { history, .. } => Some(history.done().len()),
        _ => None,
    });
    assert_eq!(histories.collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn a_story_without_a_folder_is_exported_to_the_data_folder_and_never_over_a_file() {
    let home = tempfile::tempdir().expect("a folder");
    let source = Source::Bytes { name: "-".into(), bytes: b"A lamp\n\nIt burns.\n".to_vec() };
    let (story, _) = loader::read_story(&source, &loader::Options::default()).expect("read");
    let reading = Reading::new(Address::Given("-".into()), story, Vec::new());
    let (post, inbox) = channel();
    let post = Mutex::new(post);
    let post = Post::new(move |message| post.lock().expect("a way").send(message).is_ok());
    let told = |format| {
        let export = Export::of(&reading, format, false, Some(home.path())).expect("a format");
        export.start(post.clone());
        match inbox.recv_timeout(PATIENCE) {
            Ok(Message::Told(notice)) => (notice.words, notice.error),
            other => panic!("{other:?}"),
        }
    };
    let at = |name: &str| home.path().join("exports").join(name);
    assert_eq!(told("html"), (format!("written: {}", at("a-lamp.html").display()), false));
    fs::write(at("a-lamp.html"), "mine").expect("written");
    assert_eq!(told("html").0, format!("written: {}", at("a-lamp-2.html").display()));
    assert_eq!(fs::read_to_string(at("a-lamp.html")).expect("there"), "mine");
    assert!(fs::read_to_string(at("a-lamp-2.html")).expect("there").contains("It burns."));
    assert!(Export::of(&reading, "no-such-format", false, None).is_none());
    // Where there is no folder at all it is said.
    Export::of(&reading, "html", false, None).expect("a format").start(post.clone());
    let Ok(Message::Told(notice)) = inbox.recv_timeout(PATIENCE) else { panic!("nothing told") };
    assert!(notice.error && notice.words.contains("no folder to write into"), "{notice:?}");
}
