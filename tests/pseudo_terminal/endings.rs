//! However the reader ends, the terminal is given back and no word is lost.

use super::assert_restored;
use super::home::Home;
use super::pty::Pty;
use rustix::process::Signal;
use std::fs;
use std::path::PathBuf;

/// The tale, with words in the note editor.
#[track_caller]
fn typing(home: &Home, words: &str) -> Pty {
    let mut pty = home.open_tale();
    pty.send("/dark since\r");
    pty.wait_for("1 of 1");
    pty.send("a");
    pty.wait_for("Note on");
    pty.send(words);
    pty.wait_for(words);
    pty
}

/// Starts again and takes the words back.
#[track_caller]
fn take_back(home: &Home, words: &str) {
    assert_eq!(home.content("tale.notes.yaml"), "", "not saved yet");
    assert_eq!(home.journal().len(), 1, "but kept");
    let mut pty = home.open(&["tale.txt"]);
    pty.wait_for("1 note of an earlier session was not saved");
    pty.wait_for("on Lamp on the mole burns again");
    pty.send("\r");
    pty.wait_for(&format!("▌ {words}"));
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    let saved = home.content("tale.notes.yaml");
    assert!(saved.contains(words) && saved.contains("quote: \"It had been dark"), "{saved}");
    assert_eq!(home.journal(), Vec::<PathBuf>::new());
    // Once is enough.
    let mut pty = home.open_tale();
    pty.wait_for(&format!("▌ {words}"));
    assert!(!pty.screen().contents().contains("earlier session"));
    pty.send("q");
    pty.finish();
}

#[test]
fn a_signal_to_end_keeps_what_is_being_typed() {
    for (signal, name) in [(Signal::TERM, "Term"), (Signal::HUP, "Hang"), (Signal::INT, "Inter")] {
        let home = Home::with_tale();
        let pty = typing(&home, "half a thought");
        let before = pty.modes_before();
        pty.signal(signal);
        let ended = pty.finish();
        assert!(ended.status.signal().is_some_and(|s| s.starts_with(name)), "{:?}", ended.status);
        assert_restored(&ended, &before);
        take_back(&home, "half a thought");
    }
}

#[test]
fn a_closed_terminal_keeps_what_is_being_typed() {
    let home = Home::with_tale();
    let pty = typing(&home, "half a thought");
    let status = pty.hang_up();
    assert_ne!(status.exit_code(), 101, "no panic");
    take_back(&home, "half a thought");
}

#[test]
fn killed_while_typing_the_words_of_the_last_pause_are_kept() {
    let home = Home::with_tale();
    let mut pty = typing(&home, "nearly whole");
    pty.wait_while("the pause", || home.journal().is_empty());
    pty.signal(Signal::KILL);
    pty.finish();
    take_back(&home, "nearly whole");
}

#[test]
fn what_is_left_for_later_is_offered_again_and_can_be_thrown_away() {
    let home = Home::with_tale();
    let pty = typing(&home, "maybe");
    pty.signal(Signal::TERM);
    pty.finish();
    let mut pty = home.open(&["tale.txt"]);
    pty.wait_for("was not saved");
    pty.send("\x1b");
    pty.wait_for("offered again at the next start");
    pty.send("q");
    pty.finish();
    let mut pty = home.open(&["tale.txt"]);
    pty.wait_for("was not saved");
    pty.send("x");
    pty.wait_for("once more");
    pty.send("x");
    pty.wait_for("thrown away");
    pty.send("q");
    pty.finish();
    assert_eq!(home.content("tale.notes.yaml"), "");
    assert_eq!(home.journal(), Vec::<PathBuf>::new());
}

#[test]
fn edits_of_one_who_still_reads_are_not_offered_to_another() {
    let home = Home::with_tale();
    let mut first = typing(&home, "mine");
    first.wait_while("the pause", || home.journal().is_empty());
    let mut second = home.open_tale();
    second.send("G");
    second.wait_for("■");
    assert!(!second.screen().contents().contains("earlier session"));
    second.send("q");
    second.finish();
    first.send("\x1b");
    first.wait_for("note added");
    first.send("q");
    first.finish();
    assert!(home.content("tale.notes.yaml").contains("mine"));
}

#[test]
fn two_who_read_one_story_keep_both_their_notes() {
    let home = Home::with_tale();
    let mut first = typing(&home, "of the first");
    let mut second = typing(&home, "of the second");
    for pty in [&mut first, &mut second] {
        pty.send("\x1b");
        pty.wait_for("note added");
    }
    for mut pty in [first, second] {
        pty.send("q");
        pty.finish();
    }
    let saved = home.content("tale.notes.yaml");
    assert!(saved.contains("of the first") && saved.contains("of the second"), "{saved}");
}

#[test]
fn killed_right_after_a_note_was_saved_it_is_there() {
    let home = Home::with_tale();
    for round in 0..5 {
        let mut pty = home.open(&["tale.txt"]);
        pty.wait_for("Mara Venn");
        pty.send("}");
        pty.send(format!("}}a{}", "x".repeat(round)));
        pty.wait_for("Note on");
        pty.send(format!("round {round}"));
        pty.wait_for(&format!("round {round}"));
        pty.send("\x13");
        pty.wait_while("the file", || {
            !home.content("tale.notes.yaml").contains(&format!("round {round}"))
        });
        pty.signal(Signal::KILL);
        pty.finish();
        let _ = fs::remove_dir_all(home.dateline_home().join("state"));
    }
    let saved = home.content("tale.notes.yaml");
    assert!((0..5).any(|round| saved.contains(&format!("round {round}"))), "{saved}");
    assert_eq!(saved.matches("format: dateline-notes/1").count(), 1);
}
