//! What `check` finds.

use std::path::Path;

use super::{ANNOTATIONS, NOTES, Room, STORY};

#[test]
fn nothing_wrong_is_said_in_one_line() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/ferry.ann.yaml", ANNOTATIONS);
    let ran = room.run(&["check", "."]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(ran.err, "nothing wrong in 2 files\n");
}

#[test]
fn every_fault_is_told_with_its_place_and_line() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write(
        "news/ferry.ann.yaml",
        format!(
            "\
story:
  text-sha256: {}
entities:
  - {{name: Ida Brook, type: person}}
  - {{type: place}}
events:
  - {{when: 2019-13-01, label: Never}}
quotes:
  - {{quote: We waited for the tide, speaker: ida-brok}}
",
            "0".repeat(64)
        ),
    );
    room.write(
        "news/ferry.notes.yaml",
        "\
format: dateline-notes/1
story: {file: ferry.txt}
---
id: a1
quote: the
note: which?
---
id: a2
# never there
quote: not in this story
---
kind: letter
",
    );
    room.write("news/lost.ann.yaml", "entities: []\n");
    let ran = room.run(&["check", "."]);
    let places: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("./")).collect();
    let expected = [
        "./ferry.ann.yaml:2:16: warning: the text is not the one these annotations were made for: `text-sha256` differs",
        "./ferry.ann.yaml:5:",
        "./ferry.ann.yaml:7:",
        "./ferry.ann.yaml:9:",
        "./ferry.notes.yaml:5:8: warning: doubtful: its words fit several places, and nothing settles which",
        "./ferry.notes.yaml:10:8: warning: lost: its words are no longer in the text (at best 47 %)",
        "./ferry.notes.yaml:12:1: error: this note is kept but not used: unknown kind of note `letter`",
        "./lost.ann.yaml: error: there is no story beside these annotations",
    ];
    assert_eq!(places.len(), expected.len(), "{}", ran.out);
    for (found, expected) in places.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\nis not\n{expected}");
    }
    let lost = "\
./ferry.notes.yaml:10:8: warning: lost: its words are no longer in the text (at best 47 %)
10 | quote: not in this story
   |        ^^^^^^^^^^^^^^^^^
  = the note is kept and listed; give it other words with `quote`, or a place in the reader
";
    assert!(ran.out.contains(lost), "{}", ran.out);
    assert!(ran.out.contains("did you mean `ida-brook`?"), "{}", ran.out);
    assert_eq!(ran.err, "5 errors, 3 warnings in 4 files\n");
    assert_eq!(ran.code, 1);
}

#[test]
fn a_note_without_an_id_and_one_cut_short_are_told_with_their_line() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    let header = "format: dateline-notes/1\nstory: {file: ferry.txt}\n";
    let notes = "---\nkind: note\nquote: not in this story\n---\nkind: [broken\n---\nquote: the\n";
    room.write("news/ferry.notes.yaml", format!("{header}{notes}"));
    let ran = room.run(&["check", "ferry.txt"]);
    let lost = "\
ferry.notes.yaml:5:8: warning: lost: its words are no longer in the text (at best 47 %)
5 | quote: not in this story
  |        ^^^^^^^^^^^^^^^^^
";
    assert!(ran.out.contains(lost), "{}", ran.out);
    let cut = "ferry.notes.yaml:7:13: error: this note is kept but not used:";
    assert!(ran.out.contains(cut), "{}", ran.out);
    assert!(ran.out.contains("\n7 | kind: [broken\n  |             ^\n"), "{}", ran.out);
}

#[test]
fn warnings_alone_are_no_failure() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/ferry.notes.yaml", NOTES);
    let ran = room.run(&["check", "ferry.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "1 warning in 2 files\n"), "{}", ran.out);
}

#[test]
fn nothing_is_told_twice_whatever_is_named() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/ferry.ann.yaml", "entities: 3\n");
    room.write("news/ferry.notes.yaml", NOTES);
    let alone = room.run(&["check", "ferry.txt"]);
    assert_eq!(alone.err, "1 error, 1 warning in 3 files\n");
    for arguments in [
        &["check", "ferry.ann.yaml", "ferry.notes.yaml", "ferry.txt"][..],
        &["check", "ferry.ann.yaml"],
        &["check", "ferry.notes.yaml"],
    ] {
        let ran = room.run(arguments);
        assert_eq!((ran.code, &ran.out, &ran.err), (1, &alone.out, &alone.err), "{arguments:?}");
    }
}

#[test]
fn a_second_annotation_file_is_said_not_to_be_used() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/ferry.ann.yaml", ANNOTATIONS);
    room.write("news/ferry.txt.ann.yaml", ANNOTATIONS);
    let ran = room.run(&["check", "."]);
    let expected = "./ferry.txt.ann.yaml: warning: not used: ./ferry.ann.yaml goes first";
    assert!(ran.out.starts_with(expected), "{}", ran.out);
    assert_eq!((ran.code, ran.err.as_str()), (0, "1 warning in 3 files\n"));
}

#[test]
fn a_configuration_that_is_named_is_checked_too() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/my.yaml", "measure: wide\n");
    let ran = room.run(&["check", "--config", "my.yaml", "ferry.txt"]);
    let expected = "my.yaml:1:10: error: `measure` must be a whole number from 40 to 120, not `wide`\n1 | measure: wide\n  |          ^^^^\n";
    assert!(ran.out.starts_with(expected), "{}", ran.out);
    assert_eq!((ran.code, ran.err.as_str()), (1, "1 error in 2 files\n"));
}

#[test]
fn the_samples_are_without_fault() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/stories");
    let ran = Room::new().run(&["check", samples.to_str().expect("UTF-8")]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.starts_with("nothing wrong in "), "{}", ran.err);
}

#[test]
fn a_colleagues_notes_are_checked_like_ones_own_named_alone_or_with_their_story() {
    let theirs = "\
format: dateline-notes/1
story: {file: ferry.txt}
---
id: a1
quote: not in this story
note: where?
---
id: a2
kind: letter
";
    // The name of one colleague is the word that annotation files have.
    for file in ["ferry.notes.bea.yaml", "ferry.notes.ann.yaml"] {
        let room = Room::new();
        room.write("news/ferry.txt", STORY);
        room.write(&format!("news/{file}"), theirs);
        let ran = room.run(&["check", file]);
        let lines: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("ferry")).collect();
        assert_eq!(lines.len(), 2, "{}", ran.out);
        let lost = format!(
            "{file}:5:8: warning: lost: its words are no longer in the text (at best 47 %)"
        );
        assert_eq!(lines[0], lost);
        assert!(lines[1].contains("unknown kind of note `letter`"), "{}", lines[1]);
        assert_eq!((ran.code, ran.err.as_str()), (1, "1 error, 1 warning in 1 file\n"));
        for arguments in [&["check", "ferry.txt"][..], &["check", "ferry.txt", file]] {
            let all = room.run(arguments);
            assert_eq!(all.out, ran.out, "{arguments:?}");
            assert_eq!(all.err, "1 error, 1 warning in 2 files\n", "{arguments:?}");
        }
    }
}

#[test]
fn what_is_left_out_of_a_long_line_is_told_by_an_ellipsis() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    let padding = "x".repeat(200);
    room.write(
        "news/ferry.ann.yaml",
        format!("events: [{{label: {padding}, when: 2019-13-01, quote: {padding}}}]\n"),
    );
    let ran = room.run(&["check", "."]);
    let lines: Vec<&str> = ran.out.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("1 | …")).expect("a window");
    assert!(lines[at].ends_with('…'), "{}", ran.out);
    let pairs = lines[at].chars().zip(lines[at + 1].chars());
    let marked: String = pairs.filter(|(_, caret)| *caret == '^').map(|(c, _)| c).collect();
    assert_eq!(marked, "13", "{}", ran.out);
    // A line that fits is whole.
    room.write("news/ferry.ann.yaml", "events: [{label: It, when: 2019-13-01}]\n");
    let ran = room.run(&["check", "."]);
    assert!(ran.out.contains("1 | events: [{label: It, when: 2019-13-01}]\n"), "{}", ran.out);
}

#[test]
fn the_carets_stand_under_wide_characters_too() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/ferry.ann.yaml", "events: [{label: 東京, when: 2019-13-01}]\n");
    let ran = room.run(&["check", "."]);
    let carets = ran.out.lines().find(|line| line.contains('^')).expect("carets");
    let before = dateline::typeset::width::columns("1 | events: [{label: 東京, when: 2019-");
    assert_eq!(carets.find('^'), Some(before), "{}", ran.out);
}

#[test]
fn what_is_wrong_in_front_matter_is_told_at_its_place() {
    let room = Room::new();
    let told = |name: &str, story: &str| {
        room.write(&format!("news/{name}"), story);
        room.run(&["check", name]).out
    };
    let date = "\
c.md:3:7: warning: the front matter's date, nope, is none
3 | date: nope
  |       ^^^^
  = write it as 2016-08-24, or with a time, 2016-08-24T10:15Z
";
    assert_eq!(told("c.md", "---\ntitle: A\ndate: nope\n---\n\nText.\n"), date);
    let quoted = told("q.md", "---\ntitle: nope\nPublished: \"nope\"\n---\n\nText.\n");
    assert!(quoted.starts_with("q.md:3:13: warning: "), "{quoted}");
    let toml = told("t.md", "+++\ndate = \"nope\"\n+++\n\nText.\n");
    assert!(toml.starts_with("t.md:2:9: warning: "), "{toml}");
    let flow = told("f.md", "---\n{title: A, date: nope}\n---\n\nText.\n");
    assert!(flow.starts_with("f.md:2:18: warning: "), "{flow}");
    // A key of the same name in another value is another's.
    let nested = told("n.md", "---\nseo:\n  date: nope\ndate: nope\n---\n\nText.\n");
    assert!(nested.starts_with("n.md:4:7: warning: "), "{nested}");
    let list = told("l.md", "---\ndate:\n  - nope\n---\n\nText.\n");
    assert!(list.starts_with("l.md:3:5: warning: "), "{list}");
    let open = "\
d.md:2:7: warning: the front matter is not YAML: `[` is not closed
2 | tags: [a, b
  |       ^
";
    assert_eq!(told("d.md", "---\ntags: [a, b\ntitle: T\n---\n\nText.\n"), open);
    let colon = told("e.md", "---\ntitle: a: b\n---\n\nText.\n");
    assert!(colon.starts_with("e.md:2:9: warning: the front matter is not YAML: "), "{colon}");
    assert!(colon.contains("put a value that holds `: ` in quotes"), "{colon}");
}

#[test]
fn a_notes_file_that_is_not_utf_8_is_told_with_the_first_byte_that_is_not() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    for mark in ["", "\u{feff}"] {
        let start =
            format!("{mark}format: dateline-notes/1\nstory: {{file: ferry.txt}}\n---\nid: a1\n");
        let notes = [start.as_bytes(), "note: é caf".as_bytes(), b"\xe9 au lait\n"].concat();
        room.write("news/ferry.notes.yaml", notes);
        let ran = room.run(&["check", "ferry.txt"]);
        let expected = "\
ferry.notes.yaml:5:12: error: not used as a notes file: it is not UTF-8 text
5 | note: é caf\u{fffd} au lait
  |            ^
";
        assert!(ran.out.starts_with(expected), "{}", ran.out);
    }
}

#[test]
fn the_annotations_of_another_story_are_not_said_to_be_unread() {
    let room = Room::new();
    for (story, annotations) in
        [("ferry.md", "ferry.ann.yaml"), ("ferry.md.txt", "ferry.md.ann.yaml")]
    {
        room.write(&format!("news/{story}"), STORY);
        room.write(&format!("news/{annotations}"), ANNOTATIONS);
    }
    for path in [".", "ferry.md", "ferry.md.txt"] {
        let ran = room.run(&["check", path]);
        assert!(!ran.out.contains("not used"), "{path}: {}", ran.out);
    }
}

#[test]
fn an_annotation_file_that_is_not_read_is_told_once_whatever_is_named() {
    for (used, unread) in [
        ("ferry.ann.yaml", "ferry.txt.ann.yaml"),
        ("ferry.ann.yaml", "ferry.ann.yml"),
        ("ferry.ann.yml", "ferry.txt.ann.yaml"),
    ] {
        let room = Room::new();
        room.write("news/ferry.txt", STORY);
        room.write(&format!("news/{used}"), ANNOTATIONS);
        room.write(&format!("news/{unread}"), ANNOTATIONS);
        let expected = format!("{unread}: warning: not used: {used} goes first\n");
        for arguments in [&["ferry.txt"][..], &[unread], &[used], &["ferry.txt", unread, used]] {
            let ran = room.run(&[&["check"], arguments].concat());
            assert!(ran.out.starts_with(&expected), "{}", ran.out);
            assert_eq!(ran.err, "1 warning in 3 files\n", "{arguments:?}");
        }
        let shown = room.run(&["show", "--json", "ferry.txt"]).well();
        assert!(shown.contains(&format!("not used: {used} goes first")), "{shown}");
    }
}
