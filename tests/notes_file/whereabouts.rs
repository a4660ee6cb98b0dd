//! Which notes file belongs to a story, wherever either went.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::model::{Head, NoteChange, Story, Text};
use dateline::store::{Identity, Notebook, Whereabouts, identity, locate};

use super::{Edit, names, note, put};

struct World {
    root: tempfile::TempDir,
}

const WORDS: &str = "Talks resume in Geneva\n\nKerry met Lavrov.";

impl World {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        for folder in ["news", "data"] {
            fs::create_dir(root.path().join(folder)).expect("made");
        }
        Self { root }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// A story that is on disk too.
    fn story(&self, path: &str, text: &str) -> Story {
        fs::write(self.at(path), text).expect("written");
        Story { path: Some(self.at(path)), ..told(text) }
    }

    fn place(&self, story: &Story, central: bool) -> Whereabouts {
        locate(
            story.path.as_deref(),
            &identity(story),
            &story.text,
            Some(&self.at("data/notes")),
            central,
        )
    }

    fn book(&self, story: &Story) -> Notebook {
        Notebook::open(self.place(story, false))
    }
}

fn told(text: &str) -> Story {
    let title = text.lines().next().map(str::to_owned);
    Story {
        head: Head { title, ..Head::default() },
        text: Text::new(text.into()),
        ..Story::default()
    }
}

fn with_url(mut story: Story, url: &str) -> Story {
    story.head.url = Some(url.into());
    story
}

fn bodies(book: &Notebook) -> Vec<&str> {
    book.notes().iter().map(|note| note.body.as_str()).collect()
}

#[test]
fn an_identity_is_of_the_text_as_it_was_read() {
    let story = told("abc");
    let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(identity(&story).sha256.get(), Some(sha));
    let control = identity(&told("\u{1b}"));
    assert_eq!(control.sha256.get(), Some(&*dateline::store::sha256(b"\x1b")));
}

#[test]
fn notes_stand_beside_the_story_and_looking_creates_nothing() {
    let world = World::new();
    let story = world.story("news/talks.v2.txt", WORDS);
    let place = world.place(&story, false);
    assert_eq!(place.own, world.at("news/talks.v2.notes.yaml"));
    assert!(!place.central && place.also.is_empty());
    assert_eq!(names(&world.at("news")), ["talks.v2.txt"]);
    assert_eq!(names(&world.at("data")), [""; 0]);
}

#[test]
fn notes_without_a_folder_of_their_own_go_to_the_data_folder() {
    let world = World::new();
    let story = told(WORDS);
    let mut book = world.book(&story);
    book.edit(&[put("a", "mine")]).expect("saved");
    let made = names(&world.at("data/notes"));
    assert!(made[0].starts_with("talks-resume-in-geneva-"), "{made:?}");
    assert_eq!(made[0].len(), "talks-resume-in-geneva-12345678.notes.yaml".len());
    assert_eq!(bodies(&world.book(&told(WORDS))), ["mine"]);
    assert!(bodies(&world.book(&told("Another text"))).is_empty());
}

#[test]
fn a_folder_that_is_none_counts_as_not_writable() {
    let world = World::new();
    let file = world.story("news/talks.txt", WORDS);
    let below = Story { path: Some(world.at("news/talks.txt/inner.txt")), ..told(WORDS) };
    assert!(world.place(&below, false).central);
    assert!(!world.place(&file, false).central);
}

#[test]
fn notes_in_both_places_are_read_and_changed_where_they_are() {
    let world = World::new();
    let story = world.story("news/talks.txt", WORDS);
    world.book(&story).edit(&[put("a", "beside")]).expect("saved");
    let mut central = Notebook::open(world.place(&story, true));
    assert_eq!(bodies(&central), ["beside"]);
    central.edit(&[put("b", "central"), put("a", "beside, changed")]).expect("saved");
    let beside = fs::read_to_string(world.at("news/talks.notes.yaml")).expect("readable");
    assert!(beside.contains("beside, changed") && !beside.contains("central"), "{beside}");
    let mut both = world.book(&story);
    assert_eq!(bodies(&both), ["beside, changed", "central"]);
    assert_eq!(both.file_of("a"), Some(&*world.at("news/talks.notes.yaml")));
    both.edit(&[super::delete("b")]).expect("deleted");
    assert_eq!(bodies(&world.book(&story)), ["beside, changed"]);
}

#[test]
fn a_renamed_story_keeps_its_notes() {
    let world = World::new();
    let story = world.story("news/old.txt", WORDS);
    world.book(&story).edit(&[put("a", "mine")]).expect("saved");
    let copy = world.story("news/copy.txt", WORDS);
    assert!(bodies(&world.book(&copy)).is_empty(), "the notes are the first one's");
    fs::remove_file(world.at("news/old.txt")).expect("removed");
    let mut book = world.book(&copy);
    assert_eq!(bodies(&book), ["mine"]);
    book.edit(&[put("b", "more")]).expect("saved");
    assert_eq!(names(&world.at("news")), ["copy.txt", "old.notes.yaml"]);
}

#[test]
fn a_renamed_and_edited_story_keeps_its_notes_by_url_or_by_its_words() {
    let world = World::new();
    let url = "https://example.org/1";
    let story = with_url(world.story("news/old.txt", WORDS), url);
    let quoting = dateline::model::Note {
        selectors: vec![dateline::model::Selector::quote("Kerry met")],
        ..note("a", "mine")
    };
    world.book(&story).edit(&[NoteChange::added(quoting)]).expect("saved");
    fs::remove_file(world.at("news/old.txt")).expect("removed");
    let same_url = with_url(world.story("news/new.txt", "All else is different"), url);
    assert_eq!(bodies(&world.book(&same_url)), ["mine"]);
    let alike = world.story("news/new.txt", "Talks  resume in Geneva\n\nKerry met Lavrov again.");
    assert_eq!(bodies(&world.book(&alike)), ["mine"]);
    let same_title = world.story("news/new.txt", "Talks resume in Geneva\n\nNobody came.");
    assert!(bodies(&world.book(&same_title)).is_empty());
    let elsewhere = with_url(alike, "https://example.org/2");
    assert!(bodies(&world.book(&elsewhere)).is_empty());
}

#[test]
fn a_moved_story_keeps_its_central_notes() {
    let world = World::new();
    let story = world.story("news/talks.txt", WORDS);
    Notebook::open(world.place(&story, true)).edit(&[put("a", "mine")]).expect("saved");
    let edited = world.story("news/talks.txt", "Edited since");
    assert_eq!(bodies(&world.book(&edited)), ["mine"], "known by its file");
    fs::create_dir(world.at("archive")).expect("made");
    let moved = world.story("archive/t.txt", WORDS);
    assert_eq!(bodies(&world.book(&moved)), ["mine"], "known by its text");
    let namesake = world.story("archive/talks.txt", "Another story");
    assert!(bodies(&world.book(&namesake)).is_empty(), "a file's name alone says nothing");
}

#[test]
fn two_stories_of_one_stem_do_not_share_their_notes() {
    let world = World::new();
    let text = world.story("news/talks.txt", WORDS);
    let markdown = world.story("news/talks.md", "Another story");
    world.book(&text).edit(&[put("a", "on the text")]).expect("saved");
    let mut other = world.book(&markdown);
    assert!(bodies(&other).is_empty());
    other.edit(&[put("b", "on the other")]).expect("saved");
    assert_eq!(bodies(&world.book(&text)), ["on the text"]);
    assert_eq!(bodies(&world.book(&markdown)), ["on the other"]);
    assert!(world.at("news/talks.md.notes.yaml").exists());
}

#[test]
fn pipes_folders_and_foreign_files_do_not_stop_the_search() {
    let world = World::new();
    fs::create_dir_all(world.at("data/notes/folder.notes.yaml")).expect("made");
    fs::write(world.at("data/notes/bytes.notes.yaml"), b"\xff\xfe\0\0").expect("written");
    fs::write(world.at("data/notes/other.notes.yaml"), "format: other\n").expect("written");
    let story = world.story("news/talks.txt", WORDS);
    assert!(world.place(&story, false).also.is_empty());
    let nowhere =
        locate(Some(Path::new("talks.txt")), &Identity::default(), &story.text, None, true);
    assert_eq!(nowhere.own, Path::new("talks.notes.yaml"));
}

#[test]
#[cfg(unix)]
fn of_a_notes_file_that_is_a_link_out_of_the_folder_it_is_said_where_notes_go_instead() {
    let world = World::new();
    let story = world.story("news/talks.txt", WORDS);
    fs::write(world.at("data/theirs.yaml"), "format: dateline-notes/1\n").expect("written");
    let link = world.at("news/talks.notes.yaml");
    std::os::unix::fs::symlink("../data/theirs.yaml", &link).expect("linked");
    let book = world.book(&story);
    assert!(book.whereabouts().central);
    let [problem] = book.problems() else { panic!("{:?}", book.problems()) };
    assert_eq!(problem.file, link.display().to_string());
    let own = book.whereabouts().own.display().to_string();
    assert!(problem.message.contains("link out of its folder"), "{problem}");
    assert!(problem.message.starts_with("new notes go to the data folder: "), "{problem}");
    assert_eq!(problem.hint, Some(format!("they are kept in {own}")));
    // Who wants them there anyway need not be told.
    let central = Notebook::open(world.place(&story, true));
    assert!(central.problems().is_empty(), "{:?}", central.problems());
}
