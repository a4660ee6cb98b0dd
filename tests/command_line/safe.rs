//! Nothing from a file, a file's name or the command line steers a terminal.

use std::process::Output;

use super::Room;

/// An escape sequence of each sort, and what turns the direction of text.
const EVIL: &str = "a\u{1b}[31mb\u{9b}2Jc\u{7}d\u{7f}e\u{1b}]0;title\u{7}f";

/// The bytes no output may have, where no colours were asked for.
fn assert_tame(what: &str, output: &Output) {
    for (name, bytes) in [("output", &output.stdout), ("error", &output.stderr)] {
        let words = String::from_utf8(bytes.clone()).expect("UTF-8");
        let steering = words.chars().find(|&c| c.is_control() && c != '\n');
        assert_eq!(steering, None, "{what}: standard {name} has it: {words:?}");
    }
}

fn evil_room() -> Room {
    let room = Room::new();
    room.write(
        "news/evil.txt",
        format!("Title {EVIL}\n\nWords {EVIL} of Brook and more of them.\n"),
    );
    let quoted = "\"a\\e[31mb\\x9b2Jc\\u202ed\"";
    room.write(
        "news/evil.ann.yaml",
        format!(
            "story: {{title: {quoted}, byline: {quoted}, url: {quoted}}}\nentities:\n  - {{name: Brook, type: {quoted}, aliases: [{quoted}], about: {quoted}, {quoted}: 1}}\nevents:\n  - {{when: {quoted}, label: {quoted}}}\n  - {{when: 2019, label: {quoted}}}\n"
        ),
    );
    room.write(
        "news/evil.notes.yaml",
        format!(
            "format: dateline-notes/1\nstory: {{title: {quoted}, file: evil.txt}}\n---\nid: {quoted}\nquote: {quoted}\ntags: [{quoted}]\nnote: {quoted}\n---\nkind: {quoted}\n---\nid: e\nkind: event\nwhen: 2019\nlabel: {quoted}\n"
        ),
    );
    room
}

#[test]
fn no_command_lets_an_escape_sequence_through() {
    let room = evil_room();
    room.write("news/bad.yaml", "\"a\\e[31mb\": 1\ntheme: \"x\\e[31m\"\n");
    for arguments in [
        &["show", "--plain", "."][..],
        &["show", "--json", "."],
        &["check", "."],
        &["check", "--config", "bad.yaml", "."],
        &["notes", "."],
        &["notes", "--json", "."],
        &["evil.txt"],
    ] {
        let output = room.command(arguments).output().expect("it runs");
        assert!(!output.stdout.is_empty(), "{arguments:?}");
        assert_tame(&format!("{arguments:?}"), &output);
    }
}

#[test]
fn json_keeps_what_was_read_and_escapes_it() {
    let room = evil_room();
    let printed = room.run(&["show", "--json", "evil.txt"]).out;
    let found: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert!(found["text"].as_str().expect("text").starts_with(&format!("Title {EVIL}\n")));
    room.write(
        "news/turned.txt",
        "Turned\n\nIt says \u{202e}desrever\u{202c} here, \u{2066}so\u{2069}.\n",
    );
    let printed = room.run(&["show", "--json", "turned.txt"]).well();
    assert!(printed.contains("\\u202edesrever\\u202c here, \\u2066so\\u2069."), "{printed}");
    let plain = room.run(&["show", "--plain", "turned.txt"]).well();
    assert_eq!(plain, "Turned\n\nIt says desrever here, so.\n");
}

#[test]
fn in_colours_only_colours_are_sent() {
    let room = evil_room();
    let mut command = room.command(&["show", "--ansi", "evil.txt"]);
    let mut output = command.env("COLORTERM", "truecolor").output().expect("it runs");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(printed.contains('\x1b'));
    let sgr = regex::Regex::new("\x1b\\[[0-9;:]*m").expect("a pattern");
    // The sequences of the story itself would be among those taken away.
    assert!(printed.contains("␛") && !printed.contains("\x1b[31mb"));
    output.stdout = sgr.replace_all(&printed, "").into_owned().into_bytes();
    assert_tame("--ansi", &output);
}

#[cfg(unix)]
#[test]
fn names_of_files_are_as_harmless() {
    let room = Room::new();
    let name = "a\u{1b}[31mb\u{9b}c.txt";
    room.write(&format!("news/{name}"), "Words\n\nAnd a sentence of some length.\n");
    room.write("news/a\u{1b}[31mb\u{9b}c.ann.yaml", "entities: 3\n");
    room.write("news/a\u{1b}[31mb\u{9b}c.notes.yaml", "no notes\n");
    room.write("news/lost\u{1b}[2J.ann.yaml", "entities: 3\n");
    for arguments in [
        &["show", "--json", "."][..],
        &["show", "--plain", "."],
        &["check", "."],
        &["notes", "."],
        &["show", "gone\u{1b}[31m.txt"],
        &["gone\u{9b}.txt"],
        &["--config", "gone\u{1b}[31m.yaml", "show", "."],
        &["--published", "\u{1b}[31m2016\u{9b}", "show", "."],
        &["show", "--wat\u{1b}[31m\u{9b}", "."],
        &["completions", "\u{1b}[31mbash\u{9b}"],
    ] {
        assert_tame(&format!("{arguments:?}"), &room.command(arguments).output().expect("it runs"));
    }
}

#[test]
fn names_cannot_turn_the_direction_of_writing() {
    let room = Room::new();
    let ran = room.run(&["check", "gone\u{202e}txt.exe"]);
    assert!(ran.err.contains("gone\u{fffd}txt.exe"), "{:?}", ran.err);
    let shown = |words: &str| dateline::model::text::visible(words).into_owned();
    for (words, expected) in [
        // Overrides never stay, with or without their end.
        ("a\u{202e}b\u{202c}c", "a\u{fffd}b\u{fffd}c"),
        ("a\u{202d}b", "a\u{fffd}b"),
        // What nothing ends would reach beyond the line; what ends nothing, too.
        ("a\u{2067}b", "a\u{fffd}b"),
        ("a\u{202b}b\u{2069}c", "a\u{fffd}b\u{fffd}c"),
        ("\u{2067}a\u{202b}b\u{2069}c", "\u{2067}a\u{fffd}b\u{2069}c"),
        ("a\u{202c}b", "a\u{fffd}b"),
        ("\u{2066}a\u{2069}\u{2069}b", "\u{2066}a\u{2069}\u{fffd}b"),
        ("\u{2066}a\u{2067}\u{202a}b\u{2069}", "\u{fffd}a\u{2067}\u{fffd}b\u{2069}"),
        // A passage that is set off and ended is how names are written in Arabic.
        (
            "\u{2066}AFP\u{2069} \u{202b}\u{062f}\u{202c}",
            "\u{2066}AFP\u{2069} \u{202b}\u{062f}\u{202c}",
        ),
    ] {
        assert_eq!(shown(words), expected, "{words:?}");
    }
    // Many that nothing ends, and as many that end nothing, are soon told.
    let many = "\u{202a}".repeat(50_000) + &"\u{2069}".repeat(50_000);
    assert_eq!(shown(&many), "\u{fffd}".repeat(100_000));
}
