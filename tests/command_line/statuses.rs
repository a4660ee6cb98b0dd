//! What the shell is told.

use std::io::Read;
use std::process::Stdio;

use super::{Room, STORY};

#[test]
fn a_story_that_is_not_there_ends_in_two() {
    let room = Room::new();
    for arguments in [&["show", "gone.txt"][..], &["gone.txt"], &["show", "--json", "gone.txt"]] {
        let ran = room.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(ran.err, "dateline: gone.txt: no such file\n");
    }
}

#[test]
fn where_some_paths_fail_the_rest_is_done_and_the_status_is_one() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    let ran = room.run(&["show", "--plain", "gone.txt", "ferry.txt"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err, "dateline: gone.txt: no such file\n");
    assert!(ran.out.starts_with("Ferry runs again\n\n"), "{}", ran.out);
}

#[test]
fn an_empty_folder_is_said_to_be_one() {
    let room = Room::new();
    let ran = room.run(&["show", "."]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "dateline: .: there are no stories in this folder (.txt, .text, .md, .markdown)\n"
    );
    let ran = room.run(&["check", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("dateline: .: there is nothing to check in this folder\n"));
}

#[test]
fn without_a_terminal_a_path_is_printed_and_none_is_wrong_usage() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    let read = room.run(&["ferry.txt"]).well();
    assert_eq!(read, room.run(&["show", "--plain", "ferry.txt"]).well());
    assert_eq!(read, room.run_with(&["-"], STORY.as_bytes()).well());
    let ran = room.run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("no PATH"), "{}", ran.err);
}

#[test]
fn wrong_usage_ends_in_two_and_says_what_was_expected() {
    let room = Room::new();
    for (arguments, expected) in [
        (&["show"][..], "PATH"),
        (&["show", "--json", "--plain", "a.txt"], "--plain"),
        (&["show", "--width", "0", "a.txt"], "1.."),
        (&["--published", "yesterday", "show", "a.txt"], "a date such as 2016-08-24"),
        (&["--published", "P5Y", "show", "a.txt"], "a date such as 2016-08-24"),
        (&["--config", "gone.yaml", "show", "a.txt"], "--config gone.yaml: no such file"),
        (&["completions", "cobol"], "bash"),
    ] {
        let ran = room.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_file_called_like_a_command_is_reached_through_its_folder() {
    let room = Room::new();
    room.write("news/show", "A quiet day\n\nNothing happened in the harbour.\n");
    assert!(room.run(&["./show"]).well().starts_with("A quiet day\n"));
    assert!(room.run(&["show", "show"]).well().starts_with("A quiet day\n"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let room = Room::new();
    let long = format!("{STORY}\n").repeat(20_000);
    room.write("news/long.txt", long);
    for arguments in [
        &["show", "--plain", "long.txt"][..],
        &["show", "--json", "long.txt"],
        &["show", "--ansi", "long.txt"],
    ] {
        let mut child = room.command(arguments).spawn().expect("it runs");
        let mut out = child.stdout.take().expect("a pipe");
        let mut first = [0; 16];
        out.read_exact(&mut first).expect("something");
        drop(out);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let mut command = room.command(&["show", "--plain", "ferry.txt"]);
    let ended = command.stdout(Stdio::from(full)).output().expect("it runs");
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.starts_with("dateline: cannot write to standard output: "), "{said}");
}

#[test]
fn completions_and_the_manual_are_printed() {
    let room = Room::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(room.run(&["completions", shell]).well().contains("dateline"));
    }
    let page = room.run(&["man"]).well();
    for expected in
        [".SH KEYS", "next\\-mention", ".SH FILES", ".SH \"EXIT STATUS\"", ".SH ENVIRONMENT"]
    {
        assert!(page.contains(expected), "{expected} is not in the page");
    }
}

#[test]
fn help_and_version_are_no_failure() {
    let room = Room::new();
    assert!(room.run(&["--version"]).well().starts_with("dateline "));
    for command in ["show", "check", "notes", "completions", "man"] {
        let help = room.run(&[command, "--help"]).well();
        assert!(help.contains("Examples:\n"), "{command}");
        assert!(help.contains("--published <DATE>"), "{command}");
    }
}
