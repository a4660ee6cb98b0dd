//! Two windows on one story, other hands on its notes, and the day after.

use super::home::{Home, TALE};
use super::pty::Pty;
use std::fs;

/// Goes to the sentence of the lamp and opens the note editor on it.
#[track_caller]
fn begin_note(pty: &mut Pty) {
    pty.send("/dark since\r");
    pty.wait_for("1 of 1");
    pty.send("a");
    pty.wait_for("Note on");
}

#[track_caller]
fn write_note(pty: &mut Pty, words: &str) {
    begin_note(pty);
    pty.send(words);
    pty.wait_for(words);
    pty.send("\x1b");
    pty.wait_for(&format!("▌ {words}"));
}

#[track_caller]
fn quit(mut pty: Pty) {
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn undo_takes_back_the_deletion_of_the_session_before() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    write_note(&mut pty, "Whose gull?");
    pty.send("x");
    pty.wait_for("note deleted");
    quit(pty);
    assert!(!home.content("tale.notes.yaml").contains("gull"), "it is not in the notes file");

    let mut pty = home.open_tale();
    pty.send(":deleted-notes\r");
    pty.wait_for("bring back");
    pty.wait_for("Whose gull?");
    pty.send("\x1b");
    pty.wait_until("the list closed", |screen| !screen.contents().contains("bring back"));
    pty.send("u");
    pty.wait_for("undone: note deleted, of 20");
    pty.wait_for("▌ Whose gull?");
    quit(pty);
    assert!(home.content("tale.notes.yaml").contains("Whose gull?"));

    // And redo, in yet another session.
    let mut pty = home.open_tale();
    pty.wait_for("▌ Whose gull?");
    pty.send("\x12");
    pty.wait_for("done again: note deleted");
    quit(pty);
    assert!(!home.content("tale.notes.yaml").contains("gull"));
}

#[test]
fn what_another_window_saves_appears_and_an_editor_open_since_before_loses_neither() {
    let home = Home::with_tale();
    let mut first = home.open_tale();
    write_note(&mut first, "Whose gull?");
    let mut second = home.open_tale();
    second.wait_for("▌ Whose gull?");
    // Both have the same note in the editor; the second saves first.
    begin_note(&mut first);
    begin_note(&mut second);
    second.send(" Not mine.");
    second.wait_for("gull? Not mine.");
    second.send("\x1b");
    second.wait_for("note changed");
    first.wait_for("changed on disk");
    first.send(" Ask Tom.");
    first.wait_for("gull? Ask Tom.");
    first.send("\x1b");
    first.wait_for("both versions are kept");
    for pty in [&mut first, &mut second] {
        pty.wait_for("▌ Whose gull? Ask Tom.");
        pty.wait_for("▌ Whose gull? Not mine.");
    }
    quit(first);
    quit(second);
}

#[test]
fn an_unfinished_merge_is_told_left_alone_and_written_to_once_it_is_settled() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    write_note(&mut pty, "Whose gull?");
    pty.wait_while("saving", || home.content("tale.notes.yaml").is_empty());
    let whole = home.content("tale.notes.yaml");
    let torn = whole.replace(
        "  Whose gull?\n",
        "<<<<<<< HEAD\n  Whose gull?\n=======\n  Whose lamp?\n>>>>>>> theirs\n",
    );
    assert_ne!(torn, whole);
    home.put("tale.notes.yaml", &torn);
    pty.wait_for("a merge was left unfinished");
    pty.send("gH");
    pty.wait_for("not saved");
    assert_eq!(home.content("tale.notes.yaml"), torn);
    home.put("tale.notes.yaml", &whole);
    pty.wait_for("all notes are saved now");
    quit(pty);
    let settled = home.content("tale.notes.yaml");
    assert!(settled.contains("Whose gull?") && settled.contains("kind: highlight"), "{settled}");
}

#[test]
fn a_link_to_elsewhere_in_the_place_of_the_notes_is_told_and_not_followed() {
    let home = Home::with_tale();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let target = elsewhere.path().join("elsewhere.yaml");
    let mut pty = home.open_tale();
    write_note(&mut pty, "Whose gull?");
    pty.wait_while("saving", || home.content("tale.notes.yaml").is_empty());
    let notes = home.path("tale.notes.yaml");
    fs::rename(&notes, &target).expect("moved");
    let before = fs::read(&target).expect("readable");
    std::os::unix::fs::symlink(&target, &notes).expect("linked");
    pty.send("gH");
    pty.wait_for("symbolic link");
    quit(pty);
    assert_eq!(fs::read(&target).expect("readable"), before);
    assert_eq!(home.journal().len(), 1, "the highlight is kept");
}

#[test]
fn a_colleagues_notes_come_while_one_reads_and_are_never_written_to() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    write_note(&mut pty, "Whose gull?");
    let hers = "format: dateline-notes/1\n---\nid: x\nquote: dark since\nmade: 2026-11-22T09:00:00Z\n\
                note: Tom's\n";
    home.put("tale.notes.ann.yaml", hers);
    pty.wait_for("ann: Tom's");
    pty.send("m");
    pty.wait_until("both are listed", |screen| screen.contents().matches("Tom's").count() > 1);
    quit(pty);
    assert_eq!(home.content("tale.notes.ann.yaml"), hers);
    assert!(!home.content("tale.notes.yaml").contains("Tom's"));
}

#[test]
fn a_story_edited_between_two_sittings_shows_what_is_new_and_asks_where_a_lost_note_belongs() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    write_note(&mut pty, "Whose gull?");
    pty.wait_while("saving", || home.content("tale.notes.yaml").is_empty());
    quit(pty);
    let old = "It had been dark since Sunday. Jonas Reet said a gull had sat on the switch.";
    assert!(TALE.contains(old));
    home.put("tale.txt", TALE.replace(old, "Somebody had cut the cable, it was learnt on Friday."));

    let mut pty = home.open_tale();
    pty.wait_for("lost note, P settles where");
    pty.wait_until("what is new is marked", |screen| {
        screen.contents().lines().any(|line| line.contains('╎') && line.contains("Somebody had"))
    });
    pty.send("P");
    pty.wait_for("It had been dark since Sunday");
    pty.wait_for("Whose gull?");
    pty.send("v");
    pty.wait_for("select its words");
    pty.send("/cut the\r");
    pty.wait_for("1 of 1");
    pty.send("vee");
    pty.wait_for("put the note here");
    pty.send("P");
    pty.wait_for("the note stands here now");
    pty.wait_while("saving", || !home.content("tale.notes.yaml").contains("cut the"));
    quit(pty);
    assert!(!home.content("tale.notes.yaml").contains("dark since"));

    // It was on the screen: now it is read.
    let mut pty = home.open_tale();
    pty.wait_for("▌ Whose gull?");
    pty.send("c");
    pty.wait_for("nothing is new since you read this story last");
    quit(pty);
}

#[test]
fn a_mention_whose_words_were_cut_from_the_story_is_not_put_on_others_like_them() {
    let home = Home::with_tale();
    let text = dateline::model::Text::new(TALE.to_owned());
    let at = TALE.find("Reet said a gull").expect("it is there");
    home.put(
        "tale.ann.yaml",
        format!(
            "story: {{text-sha256: {}}}\nentities:\n  - name: Jonas Reet\n    type: person\n    \
             match: listed\n    mentions: [{{quote: Reet, at: {}}}]\n",
            text.sha256(),
            TALE[..at].chars().count(),
        ),
    );
    let mut pty = home.open_tale();
    pty.wait_for("Jonas Reet");
    quit(pty);
    let old = "Jonas Reet said a gull had sat on the switch.";
    home.put("tale.txt", TALE.replace(old, "Nobody knew why."));
    // Its last reading tells the first time, what was kept of it the second.
    for _ in 0..2 {
        let mut pty = home.open_tale();
        pty.wait_for("the text changed: `Reet` is lost");
        quit(pty);
    }
    // And while it is open.
    home.put("tale.txt", TALE);
    let mut pty = home.open_tale();
    pty.wait_for("Jonas Reet");
    for kept in ["read", "texts"] {
        fs::remove_dir_all(home.dateline_home().join("state").join(kept)).expect("it was kept");
    }
    home.put("tale.txt", TALE.replace(old, "Nobody knew why."));
    pty.wait_for("Nobody knew why.");
    pty.wait_until("the mention is gone", |screen| !screen.contents().contains("Jonas Reet"));
    quit(pty);
}
