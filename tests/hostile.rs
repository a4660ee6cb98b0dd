//! Whatever comes in, Dateline opens what can be opened, says what is wrong,
//! and hands nothing to the terminal that could command it.
//!
//! The promises are in `hostile/promises.rs`; the fuzz targets in `fuzz/` are
//! made of the same functions. Times are not asserted.

mod promises;
mod sitting;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use dateline::loader::{self, Options, Source, sidecar};
use dateline::model::{Annotations, Story, Text};
use promises::{DOORS, check_annotations, check_story, tame_problems};
use sitting::Sitting;

#[test]
fn every_file_of_the_corpus_keeps_the_promises() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    if !corpus.exists() {
        println!("skipped: a published crate comes without its corpus");
        return;
    }
    for (name, promise) in DOORS {
        let folder = fs::read_dir(corpus.join(name)).expect("a corpus for every door");
        let mut files: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        assert!(files.len() >= 5, "{name} has a corpus worth the name");
        for file in files {
            let bytes = fs::read(&file).expect("a file of the corpus");
            println!("{}", file.display());
            promise(&bytes);
        }
    }
}

/// Every file is tried at every other door too: a story is given for a theme.
#[test]
fn every_file_of_the_corpus_may_come_in_by_the_wrong_door() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for folder in fs::read_dir(corpus).into_iter().flatten().flatten() {
        for file in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            let bytes = fs::read(file.path()).expect("a file of the corpus");
            for (name, promise) in DOORS {
                if name != folder.file_name() {
                    println!("{} as {name}", file.path().display());
                    promise(&bytes);
                }
            }
        }
    }
}

/// A person's whole session cut off after every one of its bytes.
#[test]
fn half_a_file_keeps_the_promises_too() {
    let yaml = include_str!("../assets/stories/10-bridge-closed.ann.yaml");
    let step = (yaml.len() / 60).max(1);
    for end in (0..yaml.len()).step_by(step) {
        promises::sidecar(&yaml.as_bytes()[..end]);
        promises::notes(&yaml.as_bytes()[..end]);
    }
}

fn plain(bytes: Vec<u8>) -> Story {
    let source = Source::Bytes { name: "story.txt".into(), bytes };
    let (story, problems) =
        loader::read_story(&source, &Options::default()).expect("bytes at hand always open");
    tame_problems(&problems);
    story
}

#[test]
fn a_line_of_a_hundred_megabytes_opens_and_pages() {
    const SIZE: usize = 100_000_000;
    let mut bytes = b"all on one line, ".repeat(SIZE / 17 + 1);
    bytes.truncate(SIZE);
    let story = plain(bytes);
    assert_eq!(story.text.len(), SIZE);
    let mut sitting = Sitting::new(story, Annotations::default(), Vec::new());
    let shown = |sitting: &Sitting| {
        let reading = sitting.state.reading.as_ref().expect("the story is open");
        reading.page.shown().expect("words are shown")
    };
    let top = shown(&sitting);
    assert_eq!(top.start, 0);
    sitting.press("PgDn PgDn j");
    assert!(shown(&sitting).start > top.start, "the page moved");
    sitting.press("G");
    assert_eq!(shown(&sitting).end, SIZE, "the end is reached");
    sitting.press("k PgUp g");
    assert_eq!(shown(&sitting), top);
}

#[test]
fn fifty_megabytes_of_yaml_junk_are_refused_in_words() {
    const SIZE: usize = 50_000_000;
    let text = Text::new("Nothing in here.".into());
    let junk = "}{ ]: - &*!|> \"'%@`\t\u{7}\n".repeat(SIZE / 24);
    let read = sidecar::read("junk.ann.yaml", &junk, &text);
    assert!(!read.problems.is_empty());
    assert!(read.problems.len() <= 501, "the rest is counted");
    tame_problems(&read.problems);
    check_annotations(&read.annotations, &text);
}

#[test]
fn yaml_ten_thousand_levels_deep_is_refused_with_its_place() {
    let text = Text::new("Deep.".into());
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let yaml = format!("entities: {}{}", open.repeat(10_000), close.repeat(10_000));
        let read = sidecar::read("deep.ann.yaml", &yaml, &text);
        let deep = read.problems.iter().find(|p| p.message.contains("levels deep"));
        assert!(deep.is_some_and(|problem| problem.place.is_some()), "{:?}", read.problems);
        promises::notes(format!("format: dateline-notes/1\n---\nquote: {yaml}\n").as_bytes());
        promises::config(yaml.as_bytes());
    }
    let mut block = String::from("entities:\n");
    for level in 0..10_000 {
        let _ = writeln!(block, "{:level$}- ", "");
        if block.len() > 2_000_000 {
            break;
        }
    }
    assert!(!sidecar::read("deep.ann.yaml", &block, &text).problems.is_empty());
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        let _ = writeln!(bomb, "a{level}: &a{level} [{before}]");
    }
    bomb.push_str("entities: *a11\n");
    let read = sidecar::read("bomb.ann.yaml", &bomb, &Text::new("Boom.".into()));
    assert!(read.problems.iter().any(|problem| problem.message.contains("alias")));
    promises::notes(format!("format: dateline-notes/1\n---\nnote: x\n{bomb}").as_bytes());
    promises::config(bomb.as_bytes());
}

#[test]
fn doubled_keys_tabs_and_nuls_are_told_with_their_place() {
    let text = Text::new("Kerry spoke.".into());
    for (yaml, word) in [
        ("entities:\n  - name: Kerry\n    name: Lavrov\n    type: person\n", "twice"),
        ("entities:\n\t- name: Kerry\n", "tab"),
        ("entities:\n  - name: Ke\0rry\n    type: person\n", "control"),
    ] {
        let read = sidecar::read("story.ann.yaml", yaml, &text);
        let told = read.problems.iter().find(|problem| problem.message.contains(word));
        assert!(told.is_some_and(|told| told.place.is_some()), "{word}: {:?}", read.problems);
    }
}

/// Title, names, labels and notes that try to repaint the screen.
#[test]
fn escape_sequences_stay_in_the_file() {
    let esc = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{90}q\u{9c}\u{85}\r\u{8}";
    let words = format!("{esc}Title{esc}\n\nKerry {esc} met Lavrov on Friday{esc}.\n");
    let mut story = plain(words.into_bytes());
    check_story(&story);
    let wild = r#""\e]0;owned\a\e[2J\x9b31m\x85\r\b Kerry""#;
    let yaml = format!(
        "story: {{title: {wild}, source: {wild}, place: {wild}, url: {wild}, tags: [{wild}]}}\n\
         entities:\n  - {{name: {wild}, type: {wild}, aliases: [Kerry, {wild}], role: {wild}, \
         about: {wild}, links: {{{wild}: {wild}}}, attrs: {{{wild}: {wild}}}}}\n\
         events:\n  - {{when: 2016, label: {wild}, quote: Friday}}\n  - {{when: {wild}, label: x}}\n"
    );
    let read = loader::annotations_of(&mut story, Path::new("a\u{1b}[m.yaml"), yaml.into_bytes());
    tame_problems(&read.problems);
    check_annotations(&read.annotations, &story.text);
    assert!(!read.annotations.mentions.is_empty(), "the alias is found all the same");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.notes.yaml");
    let notes = format!(
        "format: dateline-notes/1\nstory: {{title: {wild}}}\n\
         ---\nid: {wild}\nkind: entity\nquote: Lavrov\nname: {wild}\ntype: {wild}\nnote: {wild}\n\
         ---\nid: n2\nkind: event\nquote: met\nwhen: 2016\nlabel: {wild}\n\
         ---\nid: n3\nquote: met\ntags: [{wild}]\nabout: [{wild}]\ncolor: {wild}\nnote: {wild}\n"
    );
    fs::write(&path, notes).expect("the file can be written");
    let notebook = dateline::store::Notebook::read(&path);
    tame_problems(notebook.problems());
    assert_eq!(notebook.notes().len(), 3);
    let mut notes = notebook.notes().to_vec();
    dateline::anchor::anchor(&mut notes, &story.text, &[]);
    let mut sitting = Sitting::new(story, read.annotations, notes);
    sitting.press("w n e j j Enter Esc Esc t j j Enter Esc m j Enter Enter Esc Esc y v w y ? q");
}
