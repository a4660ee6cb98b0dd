//! What `show` prints.

use serde_json::{Value, json};

use super::{ANNOTATIONS, NOTES, Room, STORY, shared};

/// The offset of words, in Unicode scalar values.
fn at(words: &str) -> usize {
    STORY[..STORY.find(words).expect("in the story")].chars().count()
}

fn span(words: &str) -> (usize, usize) {
    (at(words), at(words) + words.chars().count())
}

fn mention(words: &str, nth: usize, origin: &str) -> Value {
    let (byte, _) = STORY.match_indices(words).nth(nth).expect("in the story");
    let start = STORY[..byte].chars().count();
    json!({"start": start, "end": start + words.chars().count(), "text": words, "origin": origin})
}

fn ferry() -> Room {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/ferry.ann.yaml", ANNOTATIONS);
    room.write("news/ferry.notes.yaml", NOTES);
    room
}

#[test]
fn json_is_to_the_letter() {
    let printed = ferry().run(&["show", "--json", "ferry.txt"]).well();
    assert_eq!(printed.lines().count(), 1);
    let found: Value = serde_json::from_str(&printed).expect("JSON");
    let paragraph = |start: &str, end: &str, role: &str| json!({"start": at(start), "end": span(end).1, "role": role});
    let (sailed, friday) = (span("sailed on Friday"), span("Friday"));
    let (waited, second) = (span("We waited for the tide"), span("when the\nsecond boat returns"));
    let (tide, council, boat) = (span("for the tide"), span("council"), span("second boat"));
    let expected = json!({
        "id": "ferry", "path": "ferry.txt", "format": "plain",
        "title": "Ferry runs again", "byline": null, "source": "Harbour Post",
        "place": "Harbourton", "published": "2019-05-04", "language": "en", "url": null,
        "text": STORY,
        "paragraphs": [
            paragraph("Ferry", "runs again", "title"),
            paragraph("HARBOURTON", "Ida Brook said.", "body"),
            paragraph("“We", "returns.", "body"),
        ],
        "entities": [
            {
                "id": "ida-brook", "name": "Ida Brook", "type": "person", "aliases": ["Brook"],
                "role": "harbour master", "links": {"wikidata": "Q1"},
                "mentions": [
                    {
                        "id": "T1", "start": at("the storm"), "end": span("master").1,
                        "spans": [[at("the storm"), at("the storm") + 3],
                                  [span("master").0, span("master").1]],
                        "text": "the master", "origin": "file", "certainty": 0.5,
                        "attrs": {"by": "hand"},
                    },
                    mention("Ida Brook", 0, "file"), mention("Brook", 1, "file"),
                    mention("She", 0, "file"),
                ],
            },
            {
                "id": "gull-island", "name": "Gull Island", "type": "place", "aliases": [],
                "links": {}, "mentions": [mention("Gull Island", 0, "file")],
            },
            {
                "id": "town-council", "name": "Town Council", "type": "organization",
                "aliases": [], "links": {}, "mentions": [mention("council", 0, "mine")],
                "origin": "mine",
            },
        ],
        "relations": [{
            "from": "ida-brook", "type": "visits", "to": "gull-island", "id": "R1",
            "attrs": {"sure": 0.5, "seen": [1, true, null]},
        }],
        "events": [
            {
                "id": "sailing", "when": "2019-05-03", "label": "The ferry sails again",
                "start": sailed.0, "end": sailed.1, "who": ["ida-brook", "gull-island"],
                "roles": {"agent": ["ida-brook"], "place": ["gull-island"]}, "origin": "file",
            },
            {
                "id": "the-storm", "when": "2019-04", "label": "The storm", "start": null,
                "end": null, "who": [], "origin": "file",
            },
            {
                "id": "a3", "when": "2019-05-10", "label": "The second boat", "start": boat.0,
                "end": boat.1, "who": [], "origin": "mine",
            },
        ],
        "times": [{
            "start": friday.0, "end": friday.1, "text": "Friday", "type": "DATE",
            "value": "2019-05-03",
        }],
        "quotes": [
            {
                "start": waited.0, "end": waited.1, "text": "We waited for the tide",
                "speaker": "ida-brook", "speaker_text": "Ida Brook", "cue": "told",
                "kind": "direct",
            },
            {
                "start": second.0, "end": second.1, "text": "when the\nsecond boat returns",
                "speaker": "ida-brook", "speaker_text": "Ida Brook", "cue": null,
                "kind": "indirect",
            },
        ],
        "notes": [
            {
                "id": "a1", "kind": "note", "anchor": "moved", "score": 1.0,
                "reason": "its words stand elsewhere, and nowhere else",
                "start": tide.0, "end": tide.1,
                "text": "for the tide", "note": "Which tide? #tides", "tags": ["check", "tides"],
                "color": "yellow", "about": ["ida-brook"], "made": "2026-01-01T10:00:00Z",
            },
            {
                "id": "a2", "kind": "entity", "anchor": "exact", "score": 1.0,
                "reason": "words and place are as they were", "start": council.0,
                "end": council.1, "text": "council", "note": "", "tags": [],
                "name": "Town Council", "type": "organization",
            },
            {
                "id": "a3", "kind": "event", "anchor": "exact", "score": 1.0,
                "reason": "words and place are as they were", "start": boat.0, "end": boat.1,
                "text": "second boat", "note": "", "tags": [], "when": "2019-05-10",
                "label": "The second boat",
            },
            {
                "id": "a4", "kind": "note", "anchor": "lost", "score": 0.47,
                "reason": "its words are no longer in the text", "start": null, "end": null,
                "text": "not in this story", "note": "lost", "tags": [],
            },
        ],
        "problems": [],
    });
    let pretty = |value: &Value| serde_json::to_string_pretty(value).expect("JSON");
    assert_eq!(pretty(&found), pretty(&expected), "values and the order of keys");
}

#[test]
fn offsets_count_the_characters_of_the_decoded_text() {
    let room = Room::new();
    room.write("news/odd.txt", "Odd 🙂\u{1} text\r\n\r\nÄrger with Brook in the café today.\r\n");
    room.write("news/odd.ann.yaml", "entities:\n  - {name: Brook, type: person}\n");
    let printed = room.run(&["show", "--json", "odd.txt"]).well();
    let found: Value = serde_json::from_str(&printed).expect("JSON");
    let text = found["text"].as_str().expect("text");
    assert_eq!(text, "Odd 🙂\u{1} text\n\nÄrger with Brook in the café today.\n");
    let mention = &found["entities"][0]["mentions"][0];
    let offset = |key: &str| mention[key].as_u64().expect("an offset") as usize;
    let words: String = text.chars().take(offset("end")).skip(offset("start")).collect();
    assert_eq!(words, "Brook");
}

#[test]
fn several_stories_are_json_lines_and_folders_are_walked() {
    let room = ferry();
    room.write("news/sub/quiet.md", "# Quiet\n\nNothing *happened* today.\n");
    let printed = room.run(&["show", "--json", "."]).well();
    let objects: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let paths: Vec<_> = objects.iter().map(|o| o["path"].as_str().expect("a path")).collect();
    assert_eq!(paths, ["./ferry.txt", "./sub/quiet.md"]);
    assert_eq!(objects[1]["format"], "markdown");
}

#[test]
fn standard_input_is_a_story_called_stdin() {
    let room = Room::new();
    let printed = room
        .run_with(&["show", "--json", "--published", "2019-05-04", "-"], STORY.as_bytes())
        .well();
    let found: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(found["id"], "stdin");
    assert_eq!(found["path"], "-");
    assert_eq!(found["published"], "2019-05-04");
}

#[test]
fn what_is_wrong_in_annotations_is_among_the_problems() {
    let room = Room::new();
    room.write("news/ferry.txt", STORY);
    room.write("news/ferry.ann.yaml", "entities:\n  - {type: person}\n");
    let printed = room.run(&["show", "--json", "ferry.txt"]).well();
    let found: Value = serde_json::from_str(&printed).expect("JSON");
    let problem = &found["problems"][0];
    assert_eq!(problem["file"], "ferry.ann.yaml");
    assert_eq!((&problem["line"], &problem["severity"]), (&json!(2), &json!("error")));
}

#[test]
fn plain_is_the_paragraphs_wrapped_and_nothing_else() {
    let printed = ferry().run(&["show", "--plain", "--width", "40", "ferry.txt"]).well();
    assert!(printed.lines().all(|line| line.chars().count() <= 40), "{printed}");
    assert!(printed.lines().all(|line| line.trim_end() == line), "{printed}");
    assert!(!printed.contains("\n\n\n") && printed.ends_with("returns.\n"), "{printed}");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&printed), words(STORY));
    assert_eq!(printed.matches("\n\n").count(), 2);
}

#[test]
fn items_of_a_list_follow_each_other_without_a_blank_line() {
    let room = Room::new();
    room.write("news/list.md", "# Lists\n\nBefore.\n\n- one\n- two\n\nAfter.\n\n    code  here\n");
    let printed = room.run(&["show", "--plain", "list.md"]).well();
    assert_eq!(printed, "Lists\n\nBefore.\n\n• one\n• two\n\nAfter.\n\n  code  here\n");
}

#[test]
fn lists_and_tables_that_follow_each_other_are_parted() {
    let room = Room::new();
    room.write(
        "news/l.md",
        "- one\n  1. deep\n- two\n\n1. first\n2. then\n\n|a|b|\n|-|-|\n|1|2|\n",
    );
    let printed = room.run(&["show", "--plain", "l.md"]).well();
    assert_eq!(printed, "• one\n  1. deep\n• two\n\n1. first\n2. then\n\na · b\n1 · 2\n");
}

#[test]
fn the_measure_of_the_settings_is_the_width() {
    let room = ferry();
    room.write("home/config/config.yaml", "measure: 44\n");
    let set = room.run(&["show", "ferry.txt"]).well();
    assert_eq!(set, room.run(&["show", "--width", "44", "ferry.txt"]).well());
    assert_ne!(set, room.run(&["show", "--width", "66", "ferry.txt"]).well());
}

#[test]
fn ansi_adds_colours_and_changes_no_letter() {
    let room = ferry();
    let plain = room.run(&["show", "--plain", "ferry.txt"]).well();
    let arguments = ["show", "--ansi", "ferry.txt"];
    let sgr = regex::Regex::new("\x1b\\[[0-9;:]*m").expect("a pattern");
    let colour = regex::Regex::new("\x1b\\[[0-9;]*(3[0-7]|38;[25])[0-9;]*m").expect("a pattern");
    for (variable, value) in [
        ("COLORTERM", "truecolor"),
        ("TERM", "xterm-256color"),
        ("TERM", "xterm"),
        ("NO_COLOR", "1"),
    ] {
        let output = room.command(&arguments).env(variable, value).output().expect("it runs");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(sgr.replace_all(&printed, ""), plain, "{variable}={value}");
        // Whoever reads a line alone, as a pager does, finds no colour left on.
        for line in printed.lines() {
            let last = line.rsplit_once('\x1b');
            assert!(last.is_none_or(|(_, rest)| rest.starts_with("[m")), "{line:?}");
        }
        assert_eq!(colour.is_match(&printed), variable != "NO_COLOR", "{printed:?}");
    }
}

#[test]
fn names_times_and_notes_each_look_their_own_way() {
    let room = ferry();
    room.write("home/config/config.yaml", "theme: dark\n");
    let mut command = room.command(&["show", "--ansi", "--width", "200", "ferry.txt"]);
    let output = command.env("COLORTERM", "truecolor").output().expect("it runs");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let painted = |words: &str| {
        let start = printed.find(words).unwrap_or_else(|| panic!("{words} in {printed:?}"));
        printed[..start].rsplit_once('\x1b').expect("a style").1.to_owned()
    };
    let person = painted("Ida Brook");
    assert_eq!(person, "[38;2;234;176;136m", "as the theme has persons");
    let styles = [person, painted("Gull Island"), painted("Friday"), painted("for the tide")];
    for (index, style) in styles.iter().enumerate() {
        assert!(!styles[..index].contains(style), "{styles:?}");
    }
}

#[test]
fn the_annotated_stories_have_no_problems() {
    let Some(folder) = shared("annotated") else { return };
    let room = Room::new();
    let printed = room.run(&["show", "--json", folder.to_str().expect("UTF-8")]).well();
    let mut stories = 0;
    for line in printed.lines() {
        let found: Value = serde_json::from_str(line).expect("JSON");
        let text: Vec<char> = found["text"].as_str().expect("text").chars().collect();
        let problems = found["problems"].as_array().expect("a list");
        // Times of day without a day are TIMEX3, and whether they are read is
        // the business of moments.
        let other = |problem: &&Value| {
            !problem["message"].as_str().is_some_and(|words| words.starts_with("value: `T"))
        };
        assert_eq!(problems.iter().find(other), None, "{}", found["path"]);
        for entity in found["entities"].as_array().expect("a list") {
            for mention in entity["mentions"].as_array().expect("a list") {
                let offset = |key: &str| mention[key].as_u64().expect("an offset") as usize;
                if mention.get("spans").is_none() {
                    let words: String = text[offset("start")..offset("end")].iter().collect();
                    assert_eq!(mention["text"], words.as_str(), "{}", found["path"]);
                }
            }
        }
        stories += usize::from(found["path"].as_str().is_some_and(|path| path.ends_with(".txt")));
    }
    assert_eq!(stories, 48);
}

#[test]
fn a_hard_line_break_of_markdown_begins_a_line() {
    let room = Room::new();
    room.write(
        "news/poem.md",
        "# Roses\n\nRoses are red,  \nviolets are blue,\\\nsugar is sweet,<br>and so\nare you.\n\n\
         - one,  \n  of two\n\n> said,\\\n> twice\n",
    );
    let expected = "Roses\n\nRoses are red,\nviolets are blue,\nsugar is sweet,\nand so are you.\n\n\
                    • one,\n  of two\n\n  said,\n  twice\n";
    assert_eq!(room.run(&["show", "--plain", "poem.md"]).well(), expected);
}
