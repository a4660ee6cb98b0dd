//! Stories annotated by machine: which files are written, which never, and by
//! whom.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Room;

/// A story in which two names cannot be missed.
const TALKS: &str = "\
Talks in Berlin

BERLIN, May 3 (Tideline) - Angela Merkel met Barack Obama in Berlin on Friday.

Mr. Obama flew home to Washington, Angela Merkel said.
";

/// What a program of one's own says of it.
const ANSWER: &str = r#"printf '{"id":"%s","entities":[{"name":"The city","type":"place","mentions":[{"start":9,"end":15,"text":"Berlin","certainty":0.5}]}]}\n' "$id""#;

fn names(object: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(object).expect("JSON");
    let entities = value["entities"].as_array().expect("a list").clone();
    entities.iter().map(|entity| entity["name"].as_str().expect("words").to_owned()).collect()
}

fn holds(names: &[String], wanted: &str) -> bool {
    names.iter().any(|name| name == wanted)
}

#[test]
fn what_is_found_is_written_beside_the_story_and_says_who_made_it() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    room.run(&["annotate", "talks.txt"]).well();
    let yaml = fs::read_to_string(room.at("news/talks.ann.yaml")).expect("written");
    let made = format!("made: {{by: dateline annotate {}, when: ", env!("CARGO_PKG_VERSION"));
    assert!(yaml.contains(&made), "{yaml}");
    assert!(yaml.contains("certainty: 0."), "{yaml}");
    assert!(yaml.contains("text-sha256: "), "{yaml}");
    // It is an annotation file like any other.
    assert_eq!(room.run(&["check", "talks.txt"]).code, 0);
    let shown = room.run(&["show", "--json", "talks.txt"]).well();
    assert!(holds(&names(&shown), "Angela Merkel"), "{shown}");
    let value: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(value["entities"][0]["mentions"][0]["origin"], "file");
}

#[test]
fn a_story_that_was_annotated_is_not_annotated_again_until_its_text_changes() {
    let room = Room::new();
    room.write("news/a/talks.txt", TALKS);
    room.write("news/b/more.md", "# More\n\nBarack Obama spoke in Paris.\n");
    room.run(&["annotate", "."]).well();
    let file = room.at("news/a/talks.ann.yaml");
    let written = fs::metadata(&file).and_then(|about| about.modified()).expect("written");
    assert!(room.at("news/b/more.ann.yaml").is_file());
    room.run(&["annotate", "."]).well();
    assert_eq!(fs::metadata(&file).and_then(|about| about.modified()).expect("there"), written);
    room.write("news/a/talks.txt", TALKS.replace("Barack Obama", "David Cameron"));
    room.run(&["annotate", "."]).well();
    let yaml = fs::read_to_string(&file).expect("there");
    assert!(yaml.contains("David Cameron") && !yaml.contains("Barack Obama"), "{yaml}");
}

#[test]
fn what_a_person_wrote_or_changed_is_never_replaced_unless_asked_for() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    room.write("news/own.txt", TALKS);
    let own = "entities:\n  - {name: Merkel, type: person}\nmade: {by: dateline annotate 0.1.0}\n";
    room.write("news/own.ann.yaml", own);
    let ran = room.run(&["annotate", "."]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.err,
        "dateline: 1 annotation file is a person's own and stays; --force replaces it\n"
    );
    let ran = room.run(&["annotate", "own.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("own.ann.yaml: a person wrote or changed this"), "{}", ran.err);
    assert_eq!(fs::read_to_string(room.at("news/own.ann.yaml")).expect("there"), own);
    // A file of ours that a person corrected is theirs.
    let file = room.at("news/talks.ann.yaml");
    let ours = fs::read_to_string(&file).expect("written");
    let corrected = ours.replacen("Angela Merkel", "Dr. Angela Merkel", 1);
    fs::write(&file, &corrected).expect("written");
    assert_eq!(room.run(&["annotate", "talks.txt"]).code, 2);
    assert_eq!(fs::read_to_string(&file).expect("there"), corrected);
    room.run(&["annotate", "--force", "talks.txt", "own.txt"]).well();
    assert_ne!(fs::read_to_string(room.at("news/own.ann.yaml")).expect("there"), own);
    assert!(!fs::read_to_string(&file).expect("there").contains("Dr."));
}

#[test]
fn annotations_are_printed_instead_where_that_is_asked_for() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let printed = room.run(&["annotate", "--stdout", "talks.txt", "talks.txt"]).well();
    assert_eq!(printed.matches("format: dateline/1\n").count(), 2);
    assert_eq!(printed.matches("\n---\n").count(), 1);
    assert!(!room.at("news/talks.ann.yaml").exists());
    let piped = room.run_with(&["annotate", "-"], TALKS.as_bytes()).well();
    assert!(piped.contains("name: Angela Merkel"), "{piped}");
}

#[test]
fn what_cannot_be_annotated_is_said_and_the_rest_is_done() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let ran = room.run(&["annotate", "gone.txt", "talks.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, "dateline: gone.txt: no such file\n"));
    assert!(room.at("news/talks.ann.yaml").is_file());
    assert_eq!(room.run(&["annotate", "gone.txt"]).code, 2);
    for arguments in [&["annotate"][..], &["annotate", "--jsonl", "talks.txt"]] {
        assert_eq!(room.run(arguments).code, 2, "{arguments:?}");
    }
    let ran = room.run(&["annotate", "--no-find", "talks.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nothing to do"), "{}", ran.err);
}

#[test]
fn two_stories_of_one_name_do_not_share_a_file() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    room.write("news/talks.md", "# Talks\n\nDavid Cameron spoke in Paris.\n");
    room.run(&["annotate", "."]).well();
    let of_text = fs::read_to_string(room.at("news/talks.txt.ann.yaml")).expect("written");
    let of_markdown = fs::read_to_string(room.at("news/talks.md.ann.yaml")).expect("written");
    assert!(of_text.contains("Angela Merkel") && of_markdown.contains("David Cameron"));
}

#[test]
fn a_program_of_ones_own_takes_the_finders_place() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let program = room.program(ANSWER);
    room.run(&["annotate", "--with", &program, "talks.txt"]).well();
    let yaml = fs::read_to_string(room.at("news/talks.ann.yaml")).expect("written");
    assert!(yaml.contains("name: The city"), "{yaml}");
    assert!(yaml.contains("certainty: 0.5"), "{yaml}");
    assert!(!yaml.contains("Angela Merkel"), "{yaml}");
    assert!(yaml.contains("with: "), "{yaml}");
}

#[test]
fn a_program_that_fails_or_answers_nonsense_is_told_of_and_the_finder_steps_in() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let at = |start: usize, end: usize, text: &str| {
        ANSWER.replace("9,\"end\":15", &format!("{start},\"end\":{end}")).replace("Berlin", text)
    };
    for (answer, expected) in [
        ("echo no model >&2; exit 3", "it ended (exit status: 3) without an answer"),
        ("echo hello", "its answer is not the JSON it should be"),
        ("echo '[]'", "its answer is not the JSON it should be"),
        ("echo '{}'", "its answer has no `entities`"),
        (&ANSWER.replace("\"$id\"", "7"), "it was asked about \"1\" and answered about \"7\""),
        (&at(9, 14, "Berlin"), "it says \"Berlin\" stands there, but \"Berli\" does"),
        (&at(9, 9999, "Berlin"), "no such place in a text of"),
        (&at(15, 9, "Berlin"), "no such place in a text of"),
        (": says nothing", "no answer within 0.2 seconds"),
    ] {
        let program = room.program(answer);
        let ran = room.run(&[
            "annotate",
            "--stdout",
            "--patience",
            "0.05",
            "--with",
            &program,
            "talks.txt",
        ]);
        assert!(ran.err.contains(expected), "{answer}: {}", ran.err);
        assert!(ran.err.contains("the built-in finder steps in"), "{answer}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.out.contains("Angela Merkel"), "{answer}: {}", ran.out);
        assert_eq!(ran.code, 2, "{answer}");
    }
    let ran = room.run(&["annotate", "--stdout", "--with", "./no-such-program", "talks.txt"]);
    assert!(ran.err.contains("./no-such-program: it cannot be started"), "{}", ran.err);
    assert!(ran.out.contains("Angela Merkel"), "{}", ran.out);
    for wrong in ["", "'open"] {
        assert_eq!(room.run(&["annotate", "--with", wrong, "talks.txt"]).code, 2, "{wrong}");
    }
}

#[test]
fn a_program_that_says_why_it_fails_is_quoted() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let program = room.program("echo 'no model here' >&2; exit 3");
    let ran = room.run(&["annotate", "--stdout", "--no-find", "--with", &program, "talks.txt"]);
    assert!(ran.err.contains("exit status: 3"), "{}", ran.err);
    assert!(ran.err.contains("it says: no model here"), "{}", ran.err);
    assert!(!ran.out.contains("Angela Merkel"), "{}", ran.out);
}

#[test]
fn stories_without_annotations_are_shown_with_what_is_found_unless_that_is_not_wanted() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let shown = room.run(&["show", "--json", "talks.txt"]).well();
    assert!(holds(&names(&shown), "Angela Merkel"), "{shown}");
    let value: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(value["entities"][0]["mentions"][0]["origin"], "found");
    assert_eq!(value["entities"][0]["origin"], "found");
    let ansi = room.run(&["show", "--ansi", "talks.txt"]).well();
    assert_ne!(ansi, room.run(&["--no-find", "show", "--ansi", "talks.txt"]).well());
    let bare = room.run(&["--no-find", "show", "--json", "talks.txt"]).well();
    assert!(names(&bare).is_empty(), "{bare}");
    room.write("home/config/config.yaml", "finder: off\n");
    let off = room.run(&["show", "--json", "talks.txt"]).well();
    assert_eq!(off, bare);
    // An annotation file counts even if it names nobody.
    fs::remove_file(room.at("home/config/config.yaml")).expect("there");
    room.write("news/talks.ann.yaml", "entities: []\n");
    let given = room.run(&["show", "--json", "talks.txt"]).well();
    assert!(names(&given).is_empty(), "{given}");
}

#[test]
fn a_program_in_the_settings_is_asked_once_for_a_text() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let asked = room.at("asked");
    let program = room.program(&format!("echo >> '{}'; {ANSWER}", asked.display()));
    room.write("home/config/config.yaml", format!("finder: {{command: \"{program}\"}}\n"));
    let first = room.run(&["show", "--json", "talks.txt"]).well();
    assert_eq!(names(&first), ["The city"]);
    assert_eq!(room.run(&["show", "--json", "talks.txt"]).well(), first);
    let times = |file: &Path| fs::read_to_string(file).map_or(0, |lines| lines.lines().count());
    assert_eq!(times(&asked), 1);
    // The cache may go at any time.
    fs::remove_dir_all(room.at("home/cache")).expect("there");
    assert_eq!(room.run(&["show", "--json", "talks.txt"]).well(), first);
    assert_eq!(times(&asked), 2);
    // On another day, "Friday" is another.
    room.run(&["--published", "2019-05-04", "show", "--json", "talks.txt"]).well();
    assert_eq!(times(&asked), 3);
}
