//! What goes from story to story and out of the program: notes on a name,
//! exported stories, the history of a story that was renamed.

use super::home::{Home, TALE};
use super::pty::Pty;
use std::fs;

/// Notes on a story of a tern, one of them about the keeper of the lamp.
const TERN_NOTES: &str = "\
format: dateline-notes/1
story: {title: A tern on the lamp, file: tern.txt}
---
id: ntern
quote: nobody minded
about: [mara-venn]
note: Venn fed it
";

fn with_tern() -> Home {
    let home = Home::with_tale();
    home.put("tern.txt", "A tern on the lamp\n\nA tern sat on the lamp, and nobody minded.\n");
    home.put("tern.notes.yaml", TERN_NOTES);
    home
}

#[track_caller]
fn quit(mut pty: Pty) {
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[track_caller]
fn write_note(pty: &mut Pty, words: &str) {
    pty.send("/dark since\r");
    pty.wait_for("1 of 1");
    pty.send("a");
    pty.wait_for("Note on");
    pty.send(words);
    pty.wait_for(words);
    pty.send("\x1b");
    pty.wait_for(&format!("▌ {words}"));
}

#[test]
fn a_note_on_a_name_is_on_its_card_in_another_story_and_leads_to_its_own() {
    let home = with_tern();
    let mut pty = home.open_tale();
    pty.wait_for("Mara Venn\u{a0}▪");
    pty.send("e\r\r");
    pty.wait_for("Venn fed it");
    pty.wait_for("A tern on the lamp");
    pty.send("\rfed it");
    pty.wait_for("1 of");
    pty.send("\r");
    pty.wait_for("and nobody minded");
    quit(pty);
}

#[test]
fn a_note_on_a_name_that_comes_or_goes_while_one_reads_is_noticed() {
    let home = with_tern();
    let mut pty = home.open_tale();
    pty.wait_for("Mara Venn\u{a0}▪");
    fs::remove_file(home.path("tern.notes.yaml")).expect("removed");
    pty.wait_until("no note", |screen| !screen.contents().contains('▪'));
    home.put("tern.notes.yaml", TERN_NOTES.replace("mara-venn", "jonas-reet"));
    pty.wait_for("Jonas Reet\u{a0}▪");
    quit(pty);
}

#[test]
fn a_story_is_exported_beside_itself_and_nothing_is_overwritten() {
    let home = Home::with_tale();
    home.put("tale.md", "somebody else's\n");
    let mut pty = home.open_tale();
    pty.send(":export-story\r");
    pty.wait_for("write the story as");
    pty.send("Markdown: notes\r");
    pty.wait_for("written: tale-2.md");
    pty.send(":export-story\r");
    pty.wait_for("write the story as");
    pty.send("brat\r");
    // The story is tale.txt itself; both files get the same number.
    pty.wait_for("written: tale-2.");
    pty.wait_for("not in brat");
    quit(pty);
    assert_eq!(home.content("tale.md"), "somebody else's\n");
    assert_eq!(home.content("tale.txt"), TALE);
    assert!(home.content("tale-2.md").contains("Lamp on the mole burns again"));
    assert!(home.content("tale-2.ann").contains("Mara Venn"));
    assert_eq!(home.content("tale-2.txt"), TALE);
}

#[test]
fn notes_are_exported_without_what_others_annotated() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    write_note(&mut pty, "Whose gull?");
    pty.send(":export-notes\r");
    pty.wait_for("write the notes as");
    pty.send("w3c\r");
    pty.wait_for("written: tale-notes.");
    quit(pty);
    let written = fs::read_dir(home.stories()).expect("a folder").flatten();
    let mut names = written.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let name = names.find(|name| name.starts_with("tale-notes.")).expect("a file");
    let content = home.content(&name);
    assert!(content.contains("Whose gull?") && !content.contains("Mara Venn"), "{content}");
}

#[cfg(unix)]
#[test]
fn beside_a_story_in_a_folder_that_is_only_read_nothing_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with_tale();
    let closed = |mode| {
        fs::set_permissions(home.stories(), fs::Permissions::from_mode(mode)).expect("changed");
    };
    closed(0o555);
    if fs::write(home.path("probe"), "").is_ok() {
        closed(0o755);
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let mut pty = home.open_tale();
    pty.send(":export-story\r");
    pty.wait_for("write the story as");
    pty.send("html\r");
    pty.wait_for("written: /");
    quit(pty);
    closed(0o755);
    assert!(home.dateline_home().join("data/exports/tale.html").is_file());
}

#[test]
fn undo_goes_on_after_a_story_and_its_notes_were_renamed() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    write_note(&mut pty, "Whose gull?");
    pty.send("x");
    pty.wait_for("note deleted");
    quit(pty);
    for ending in ["txt", "ann.yaml", "notes.yaml"] {
        let (from, to) = (home.path(&format!("tale.{ending}")), format!("lamp.{ending}"));
        fs::rename(from, home.path(&to)).expect("renamed");
    }
    let mut pty = home.open(&["lamp.txt"]);
    pty.wait_for("Mara Venn");
    pty.send("u");
    pty.wait_for("undone: note deleted, of 20");
    pty.wait_for("▌ Whose gull?");
    quit(pty);
    assert!(home.content("lamp.notes.yaml").contains("Whose gull?"));
}

#[test]
fn words_taken_back_from_an_earlier_session_are_undone_as_one_thing() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    pty.send("/dark since\r");
    pty.wait_for("1 of 1");
    pty.send("a");
    pty.wait_for("Note on");
    pty.send("half a thought");
    pty.wait_while("the pause", || home.journal().is_empty());
    pty.signal(rustix::process::Signal::KILL);
    pty.finish();
    let mut pty = home.open_tale();
    pty.wait_for("1 note of an earlier session was not saved");
    pty.send("\r");
    pty.wait_for("▌ half a thought");
    pty.send("u");
    pty.wait_for("undone: note added");
    pty.wait_until("it is gone", |screen| !screen.contents().contains("▌ half a thought"));
    quit(pty);
    assert!(!home.content("tale.notes.yaml").contains("half a thought"));
    // And again, tomorrow.
    let mut pty = home.open_tale();
    pty.send("\x12");
    pty.wait_for("▌ half a thought");
    quit(pty);
}
