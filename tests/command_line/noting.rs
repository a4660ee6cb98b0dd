//! What `notes` lists.

use serde_json::Value;

use super::{NOTES, Room, STORY};

fn ferry() -> Room {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/ferry.notes.yaml", NOTES);
    room
}

#[test]
fn notes_stand_under_their_story_in_the_order_of_the_text() {
    let expected = "\
Ferry runs again

  “for the tide”
  Which tide? #tides
  #check #tides · moved: its words stand elsewhere, and nowhere else (100 %) · ferry.notes.yaml

  “council”
  Town Council, organization
  ferry.notes.yaml

  “second boat”
  2019-05-10, The second boat
  ferry.notes.yaml

  “not in this story”
  lost
  lost: its words are no longer in the text (at best 47 %) · ferry.notes.yaml
";
    let room = ferry();
    assert_eq!(room.run(&["notes", "ferry.txt"]).well(), expected);
    assert_eq!(room.run(&["notes", "ferry.notes.yaml"]).well(), expected);
}

fn ids(room: &Room, arguments: &[&str]) -> Vec<String> {
    let printed = room.run(&[&["notes", "--json"], arguments].concat()).well();
    let ids = printed.lines().map(|line| {
        let note: Value = serde_json::from_str(line).expect("JSON");
        note["id"].as_str().expect("an id").to_owned()
    });
    ids.collect()
}

#[test]
fn all_words_must_occur_in_quote_note_or_tags_whatever_their_case() {
    let room = ferry();
    for (words, expected) in [
        ("TIDE", &["a1"][..]),
        ("which tide", &["a1"]),
        ("check for", &["a1"]),
        ("tide council", &[]),
        ("town", &["a2"]),
        ("", &["a1", "a2", "a3", "a4"]),
    ] {
        assert_eq!(ids(&room, &["--search", words, "."]), expected, "{words}");
    }
}

#[test]
fn a_tag_counts_whether_listed_or_written_in_the_note() {
    let room = ferry();
    for tag in ["check", "tides", "#Tides"] {
        assert_eq!(ids(&room, &["--tag", tag, "."]), ["a1"], "{tag}");
    }
    assert_eq!(ids(&room, &["--tag", "tide", "."]), [""; 0]);
}

#[test]
fn a_note_in_json_is_that_of_show_with_its_story() {
    let printed = ferry().run(&["notes", "--json", "--tag", "check", "."]).well();
    let start = STORY[..STORY.find("for the tide").expect("there")].chars().count();
    let expected = format!(
        "{{\"id\":\"a1\",\"kind\":\"note\",\"anchor\":\"moved\",\"score\":1.0,\
         \"reason\":\"its words stand elsewhere, and nowhere else\",\"start\":{start},\"end\":{},\
         \"text\":\"for the tide\",\"note\":\"Which tide? #tides\",\"tags\":[\"check\",\"tides\"],\
         \"color\":\"yellow\",\"about\":[\"ida-brook\"],\"made\":\"2026-01-01T10:00:00Z\",\
         \"story\":{{\"title\":\"Ferry runs again\",\"path\":\"./ferry.txt\"}}}}\n",
        start + 12
    );
    assert_eq!(printed, expected);
}

#[test]
fn without_paths_the_central_notes_and_those_on_stories_read_are_listed() {
    let room = ferry();
    room.write(
        "home/data/notes/wire.notes.yaml",
        "format: dateline-notes/1\nstory: {title: From the wire}\n---\nid: c1\nnote: central\n",
    );
    let read = room.at("news/ferry.txt");
    let places = serde_json::json!({
        "format": "dateline-places/1",
        "stories": {read.to_string_lossy(): {"when": "2026-01-01T00:00:00Z"}},
    });
    room.write("home/state/places.json", places.to_string());
    assert_eq!(ids(&room, &[]), ["c1", "a1", "a2", "a3", "a4"]);
    let printed = room.run(&["notes", "--search", "central"]).well();
    assert!(printed.starts_with("From the wire\n\n  central\n  story not found · "), "{printed}");
    // What is central counts for a folder only if its story stands in it.
    assert_eq!(ids(&room, &["."]), ["a1", "a2", "a3", "a4"]);
}

#[test]
fn central_notes_are_found_by_their_story() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    let story = room.at("news/ferry.txt");
    let header = format!("format: dateline-notes/1\nstory: {{file: \"{}\"}}\n", story.display());
    room.write("home/data/notes/x.notes.yaml", format!("{header}---\nid: c1\nquote: council\n"));
    for path in ["ferry.txt", story.to_str().expect("UTF-8"), "."] {
        assert_eq!(ids(&room, &[path]), ["c1"], "{path}");
    }
}

#[test]
fn having_no_notes_is_no_failure_but_a_wrong_path_is() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    let ran = room.run(&["notes", "ferry.txt"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "no notes found\n"));
    let ran = room.run(&["notes", "gone.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (2, "dateline: gone.txt: no such file\n"));
}

#[test]
fn a_renamed_story_is_found_in_its_folder_by_what_is_in_it() {
    let room = Room::new();
    room.write("news/other.txt", "Another story\n\nOf other things.\n");
    room.write("news/s.txt", STORY);
    let sha256 = dateline::store::sha256(STORY.as_bytes());
    let header = format!(
        "format: dateline-notes/1\nstory: {{title: Ferry runs again, file: s.txt, text-sha256: {sha256}}}\n"
    );
    room.write("news/s.notes.yaml", format!("{header}---\nid: a1\nquote: council\n"));
    std::fs::rename(room.at("news/s.txt"), room.at("news/new.txt")).expect("renamed");
    for path in [".", "new.txt", "s.notes.yaml"] {
        let printed = room.run(&["notes", path]).well();
        assert!(!printed.contains("story not found"), "{path}: {printed}");
        let printed = room.run(&["notes", "--json", path]).well();
        let note: Value = serde_json::from_str(&printed).expect("JSON");
        let expected = if path == "." { "./new.txt" } else { "new.txt" };
        assert_eq!(note["story"]["path"], expected, "{path}");
        assert_eq!(note["anchor"], "exact", "{path}");
    }
    // Nor is it lost when a word of it is mended after that.
    room.write("news/new.txt", STORY.replacen("tide", "tides", 1));
    let printed = room.run(&["notes", "."]).well();
    assert!(!printed.contains("story not found"), "{printed}");
    // Nor for the spaces and capitals of its title.
    room.write("news/new.txt", STORY.replacen("Ferry runs again", "Ferry  Runs again", 1));
    let printed = room.run(&["notes", "."]).well();
    assert!(!printed.contains("story not found"), "{printed}");
    // A story that has notes by its own name has no others, here as in the reader.
    room.write("news/new.notes.yaml", "format: dateline-notes/1\nstory: {file: new.txt}\n");
    let printed = room.run(&["notes", "."]).well();
    assert!(printed.contains("story not found"), "{printed}");
}
