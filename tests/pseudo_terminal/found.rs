//! Names found by machine, in the real program.

use super::home::Home;
use super::pty::Pty;
use std::fs;

const BARE: &str = "\
Two leaders meet

BERLIN, March 4 (Tideline) - Angela Merkel met Barack Obama in Berlin on Tuesday.

Barack Obama flew home to Washington on Wednesday, Angela Merkel said.
";

/// The files of what was found before.
fn kept(home: &Home) -> usize {
    fs::read_dir(home.dateline_home().join("cache/found")).map_or(0, Iterator::count)
}

#[test]
fn names_appear_in_a_story_that_nobody_annotated_and_become_the_readers_own() {
    let home = Home::new();
    home.put("bare.txt", BARE);
    let mut pty = Pty::spawn(home.command(&["bare.txt"]), 120, 30);
    pty.wait_for("Two leaders meet");
    pty.wait_for("places, found");
    pty.send("/Obama\r");
    pty.wait_for("1 of 2");
    pty.send("A");
    pty.wait_for("is in your notes");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    let notes = home.content("bare.notes.yaml");
    assert!(notes.contains("kind: entity\n") && notes.contains("name: Barack Obama\n"), "{notes}");
    assert!(!home.path("bare.ann.yaml").exists());
    assert_eq!(kept(&home), 1);

    // The second time it is known already, and what was accepted stays.
    let mut pty = Pty::spawn(home.command(&["bare.txt"]), 120, 30);
    pty.wait_for("places, found");
    pty.send("F");
    pty.wait_for("found names are hidden");
    pty.wait_until("only the own name", |screen| {
        let screen = screen.contents();
        screen.contains("1 in 2 places") && !screen.contains("places, found")
    });
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    assert_eq!(kept(&home), 1);
}

#[test]
fn nothing_is_looked_for_where_that_is_not_wanted() {
    let home = Home::new();
    home.put("bare.txt", BARE);
    let mut pty = Pty::spawn(home.command(&["--no-find", "bare.txt"]), 120, 30);
    pty.wait_for("no annotations beside this story");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    assert_eq!(kept(&home), 0);
}

#[test]
fn a_finder_of_ones_own_that_fails_is_told_of_and_reading_goes_on() {
    let home = Home::new();
    home.put("bare.txt", BARE);
    let config = home.dateline_home().join("config");
    fs::create_dir_all(&config).expect("a folder");
    fs::write(config.join("config.yaml"), "finder: /bin/false\n").expect("written");
    let mut pty = Pty::spawn(home.command(&["bare.txt"]), 140, 30);
    pty.wait_for("/bin/false: it ended");
    pty.wait_for("places, found");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    assert_eq!(kept(&home), 0);
}

#[test]
fn a_finder_that_never_answers_holds_up_nothing() {
    let home = Home::new();
    home.put("bare.txt", BARE);
    let script = home.put("mute.sh", "while read line; do :; done\n");
    let config = home.dateline_home().join("config");
    fs::create_dir_all(&config).expect("a folder");
    let command = format!("finder: \"/bin/sh '{}'\"\n", script.display());
    fs::write(config.join("config.yaml"), command).expect("written");
    let mut pty = Pty::spawn(home.command(&["bare.txt"]), 120, 30);
    pty.wait_for("looking for names");
    pty.send("/Washington\r");
    pty.wait_for("1 of 1");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}
