//! The reader itself, from its first screen to its last, as a person has it.

use super::home::{Home, TALE};
use super::pty::Pty;
use super::{assert_plain, assert_restored, is_raw, stage, stopped};
use regex::Regex;
use rustix::process::{Signal, kill_process};
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn the_first_run_starts_here() {
    let home = Home::new();
    let mut pty = Pty::spawn(home.command(&[]), 120, 40);
    let before = pty.modes_before();
    pty.wait_for("Start here");
    pty.wait_for("1 of 11");
    pty.wait_for("8 in 18 places");
    pty.wait_for("Time line");
    assert!(is_raw(&pty.modes()));
    // What it teaches works: hop to a name, follow it, open its card.
    pty.send("wwww");
    pty.send("n");
    pty.wait_for("2 of ");
    pty.send("\r");
    pty.wait_for("Enter all mentions");
    pty.send("\x1b");
    pty.wait_until("the card closed", |screen| !screen.contents().contains("all mentions"));
    // The next story goes by its title.
    pty.send("G");
    pty.wait_for("next: ");
    pty.wait_until("a title", |screen| !screen.contents().contains("next: 10-"));
    pty.send("]");
    pty.wait_for("The Lantern Bridge");
    pty.send("q");
    let ended = pty.finish();
    assert_eq!(ended.status.exit_code(), 0);
    assert_restored(&ended, &before);
    // The next start is where one was.
    let mut pty = Pty::spawn(home.command(&[]), 120, 40);
    pty.wait_for("2 of 11");
    pty.send("q");
    pty.finish();
}

#[test]
fn a_note_lands_in_its_file_and_is_there_again() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    pty.send("/dark since\r");
    pty.wait_for("1 of 1");
    pty.send("a");
    pty.wait_for("Note on");
    pty.send("Whose gull?\rAsk him. #check");
    pty.wait_for("Ask him. #check");
    pty.send("\x1b");
    pty.wait_for("note added");
    pty.wait_for("▌ Whose gull?");
    pty.send("G");
    pty.wait_for("■");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);

    // As FORMATS.md section 2 has it, to the letter.
    let written = home.content("tale.notes.yaml");
    let shape = Regex::new(concat!(
        "^format: dateline-notes/1\n",
        "story: \\{title: \"Lamp on the mole burns again\", file: tale\\.txt, url: null, ",
        "text-sha256: [0-9a-f]{64}\\}\n",
        "---\n",
        "id: n[a-z0-9]{9}\n",
        "kind: note\n",
        "quote: \"It had been dark since Sunday\\.\"\n",
        "before: \"[^\"]+\"\n",
        "after: \"[^\"]+\"\n",
        "at: (\\d+)\n",
        "tags: \\[check\\]\n",
        "made: \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\n",
        "changed: \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\n",
        "note: \\|\n  Whose gull\\?\n  Ask him\\. #check\n$",
    ))
    .expect("a pattern");
    let captures = shape.captures(&written).unwrap_or_else(|| panic!("{written}"));
    let at = TALE.chars().count() - TALE[TALE.find("It had been").expect("it")..].chars().count();
    assert_eq!(captures[1].parse::<usize>().ok(), Some(at), "counted in scalar values");
    assert_eq!(home.content("tale.txt"), TALE, "the story is never written to");
    assert_eq!(home.journal(), Vec::<std::path::PathBuf>::new(), "nothing is left to be saved");

    // Read again: where it was read to, with its note.
    let mut pty = home.open(&["tale.txt"]);
    pty.wait_for("›   looked up but the gull.");
    pty.send("g");
    pty.wait_for("▌ Whose gull?");
    pty.send("q");
    pty.finish();
}

#[test]
fn the_jump_list_outlives_the_program() {
    let home = Home::with_tale();
    home.put("tern.txt", "A tern on the lamp\n\nA tern sat on the lamp, and nobody minded.\n");
    let folder = home.stories();
    let folder = folder.to_str().expect("a name");
    let mut pty = home.open(&[folder]);
    pty.wait_for("Mara Venn");
    pty.send("/dark since\r");
    pty.wait_for("1 of 1");
    pty.send("]");
    pty.wait_for("nobody minded");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);

    let mut pty = home.open(&[folder]);
    pty.wait_for("nobody minded");
    pty.send("\x7f");
    pty.wait_for("›   It had been dark since");
    pty.send("\x7f");
    pty.wait_for("›   Lamp on the mole burns again");
    pty.send("q");
    pty.finish();
}

#[test]
fn a_story_opens_at_a_note_or_at_words() {
    let home = Home::with_tale();
    let tale = home.stories().join("tale.txt");
    let tale = tale.to_str().expect("a name");
    home.put(
        "tale.notes.yaml",
        "format: dateline-notes/1\n---\nid: n1lamp\nquote: dark since\nnote: since when?\n",
    );
    // Typed as it comes: capitals, white space, dashes and quotation marks count alike.
    for at in ["n1lamp", "dark since", "DARK   Since", "dark\nsince"] {
        let mut pty = home.open(&[tale, "--at", at]);
        pty.wait_for("› ▌ It had been dark since");
        pty.send("gq");
        assert_eq!(pty.finish().status.exit_code(), 0);
    }
    home.put(
        "tale.notes.zoe.yaml",
        "format: dateline-notes/1\n---\nid: z1\nquote: dark since\nnote: why?\n",
    );
    let mut pty = home.open(&[tale, "--at", "z1"]);
    pty.wait_for("› ▌ It had been dark since");
    pty.send("gq");
    pty.finish();
    home.put(
        "tale.notes.yaml",
        "format: dateline-notes/1\n---\nid: n1lamp\nquote: gone by now\nnote: since when?\n",
    );
    let mut pty = home.open(&[tale, "--at", "n1lamp"]);
    pty.wait_for("this note is lost");
    pty.send("gq");
    pty.finish();
    let mut pty = home.open(&[tale, "--at", "no such words"]);
    pty.wait_for("no note and no words here: no such words");
    pty.send("q");
    pty.finish();
}

#[test]
fn a_story_comes_by_pipe_and_keys_from_the_terminal() {
    let home = Home::with_tale();
    let mut command = portable_pty::CommandBuilder::new("sh");
    let line = format!("cat tale.txt | '{}' -; echo left with $?", env!("CARGO_BIN_EXE_dateline"));
    command.args(["-c", &line]);
    Pty::neutral(&mut command);
    home.settle(&mut command);
    let mut pty = Pty::spawn(command, 100, 30);
    let before = pty.modes_before();
    pty.wait_for("Lamp on the mole");
    pty.send("G");
    pty.wait_for("■");
    pty.send("a");
    pty.wait_for("Note on");
    pty.send("by pipe");
    pty.wait_for("by pipe");
    pty.send("\x1b");
    pty.wait_for("note added");
    pty.send("q");
    pty.wait_for("left with 0");
    let ended = pty.finish();
    assert_eq!(ended.modes.local_modes, before.local_modes);
    // A story without a folder has its notes under the data folder.
    let folder = home.dateline_home().join("data/notes");
    let notes: Vec<_> = fs::read_dir(&folder).expect("a folder").flatten().collect();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(fs::read_to_string(notes[0].path()).expect("it").contains("by pipe"));
}

#[test]
fn a_changed_configuration_is_taken_over_while_running() {
    let home = Home::with_tale();
    let folder = home.dateline_home().join("config");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("config.yaml"), "theme: dark\n").expect("written");
    let mut pty = home.open_tale();
    // Dark, as it was told.
    pty.wait_for_bytes(b"48;2;21;23;30", 0);
    let from = pty.bytes().len();
    fs::write(folder.join("config.yaml"), "theme: light\n").expect("written");
    pty.wait_for("settings taken over");
    pty.wait_for_bytes(b"48;2;251;250;247", from);
    fs::write(folder.join("config.yaml"), "thme: light\n").expect("written");
    pty.wait_for("config.yaml:1");
    fs::write(folder.join("keys.yaml"), "text:\n  next-mention: F5\n").expect("written");
    fs::write(folder.join("config.yaml"), "theme: light\n").expect("written");
    pty.wait_for("settings taken over");
    pty.send("j");
    pty.wait_for("F5 next name");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn a_configuration_is_taken_over_whose_folder_was_not_there_before() {
    let home = Home::with_tale();
    fs::create_dir_all(home.dateline_home()).expect("the folder above");
    let folder = home.dateline_home().join("config");
    let mut pty = home.open_tale();
    pty.wait_for("Mara Venn");
    assert!(!folder.exists(), "nobody made it");
    let from = pty.bytes().len();
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("config.yaml"), "theme: light\n").expect("written");
    pty.wait_for_bytes(b"48;2;251;250;247", from);
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn mouse_and_place_of_notes_change_while_running() {
    let home = Home::with_tale();
    let folder = home.dateline_home().join("config");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("config.yaml"), "mouse: false\n").expect("written");
    home.put("tern.txt", "A tern on the lamp\n\nA tern sat on the lamp, and nobody minded.\n");
    let stories = home.stories();
    let mut pty = home.open(&[stories.to_str().expect("a name")]);
    pty.wait_for("1 of 2");
    assert_eq!(pty.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    fs::write(folder.join("config.yaml"), "mouse: true\nnotes: central\n").expect("written");
    pty.wait_for("settings taken over");
    pty.wait_until("a mouse", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::ButtonMotion
    });
    pty.send("]");
    pty.wait_for("nobody minded");
    pty.send("a");
    pty.wait_for("Note on");
    pty.send("kept elsewhere\x13");
    pty.wait_for("note added");
    fs::write(folder.join("config.yaml"), "mouse: false\nnotes: central\n").expect("written");
    pty.wait_until("no mouse", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    assert_eq!(home.content("tern.notes.yaml"), "", "not beside the story");
    let notes = fs::read_dir(home.dateline_home().join("data/notes")).expect("a folder");
    let notes: Vec<_> = notes.flatten().map(|entry| entry.path()).collect();
    assert!(notes.iter().any(|path| {
        fs::read_to_string(path).is_ok_and(|words| words.contains("kept elsewhere"))
    }));
}

#[test]
fn the_reader_is_suspended_and_goes_on() {
    let home = Home::with_tale();
    let mut command = stage::act("job");
    home.settle(&mut command);
    command.env(stage::STORY, "tale.txt");
    let mut pty = Pty::spawn(command, 100, 30);
    let before = pty.modes_before();
    pty.wait_for("Mara Venn");
    for round in 1..=2 {
        pty.send("\x1a");
        let pid = stopped(&mut pty, round);
        assert_plain(pty.screen());
        assert_eq!(pty.modes().local_modes, before.local_modes);
        // Resized while away.
        pty.resize(100 - round as u16, 30);
        kill_process(pid, Signal::CONT).expect("continued");
        pty.wait_until("the screen again", |screen| {
            screen.alternate_screen() && screen.contents().contains("Lamp on the mole")
        });
        assert!(is_raw(&pty.modes()));
        pty.send("}");
    }
    pty.send("q");
    let ended = pty.finish();
    assert_eq!(ended.status.exit_code(), 0);
    assert_restored(&ended, &before);
}

#[test]
fn the_story_is_changed_in_the_readers_editor() {
    let home = Home::with_tale();
    let script =
        home.put("ed.sh", "#!/bin/sh\necho editing \"$@\"\nsed -i s/burns/glows/ \"$1\"\n");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("made to run");
    let mut command = home.command(&["tale.txt"]);
    command.env("EDITOR", script.as_os_str());
    let mut pty = Pty::spawn(command, 100, 30);
    pty.wait_for("Mara Venn");
    pty.send("E");
    pty.wait_for("Lamp on the mole glows again");
    pty.wait_until("the screen again", vt100::Screen::alternate_screen);
    pty.send("q");
    let ended = pty.finish();
    assert!(ended.written().contains("tale.txt"), "{}", ended.written());
}

#[test]
fn the_mouse_and_pasted_words_arrive() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    let (row, column) = at(&pty, "Jonas Reet");
    let press = format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m");
    pty.send(&press);
    pty.wait_for("Jonas Reet only");
    pty.send("\x1b[<65;10;10M");
    pty.send("\x1b[200~qqq\x1b[201~");
    pty.wait_for("pasted text goes into notes");
    pty.send("a\x1b[200~three\rlines\rq\x1b[201~");
    pty.wait_for("lines");
    pty.send("\x13");
    pty.wait_for("note added");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    assert!(home.content("tale.notes.yaml").contains("three\n  lines\n  q\n"));
}

/// Where words stand on the screen: row and column from 1, as the mouse counts.
fn at(pty: &Pty, words: &str) -> (usize, usize) {
    let screen = pty.screen().contents();
    for (row, line) in screen.lines().enumerate() {
        if let Some(at) = line.find(words) {
            return (row + 1, line[..at].chars().count() + 1);
        }
    }
    panic!("no {words:?} in {screen}");
}

#[test]
fn what_is_copied_goes_to_the_terminals_clipboard() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    pty.send("y");
    pty.wait_for("with their source");
    pty.wait_for_bytes(b"\x1b]52;c;", 0);
    pty.send("q");
    pty.finish();
}
