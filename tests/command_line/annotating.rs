//! Stories annotated by machine: which files are written, which never, and by
//! whom.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::time::{Duration, SystemTime};

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
    assert_eq!(value["entities"][0]["mentions"][0]["origin"], "found");
}

/// Everything of some kinds in an object, with its origin.
fn origins(object: &str) -> Vec<(String, Value)> {
    let value: Value = serde_json::from_str(object).expect("JSON");
    let mut all = Vec::new();
    for kind in ["entities", "events", "times", "quotes"] {
        for one in value[kind].as_array().expect("a list") {
            all.push((kind.to_owned(), one["origin"].clone()));
            let mentions = one["mentions"].as_array().into_iter().flatten();
            all.extend(mentions.map(|one| ("mentions".to_owned(), one["origin"].clone())));
        }
    }
    all
}

#[test]
fn what_a_machine_made_file_says_is_found_until_a_person_changes_the_file() {
    let room = Room::new();
    room.write("news/talks.txt", format!("{TALKS}\n“We agree,” Merkel said.\n"));
    room.run(&["annotate", "--published", "2016-05-06", "talks.txt"]).well();
    let shown = origins(&room.run(&["show", "--json", "talks.txt"]).well());
    for kind in ["entities", "mentions", "times", "quotes"] {
        assert!(shown.iter().any(|(of, _)| of == kind), "{kind}: {shown:?}");
    }
    assert!(shown.iter().all(|(_, origin)| origin == "found"), "{shown:?}");
    // Whoever changes it makes it their own, to the last name.
    let file = room.at("news/talks.ann.yaml");
    let ours = fs::read_to_string(&file).expect("written");
    let event = "events:\n  - {id: flight, when: 2016-05-07, label: Obama flies home}\nmade: ";
    fs::write(&file, ours.replacen("made: ", event, 1)).expect("written");
    let shown = origins(&room.run(&["show", "--json", "talks.txt"]).well());
    assert!(shown.iter().all(|(_, origin)| origin == "file" || origin.is_null()), "{shown:?}");
    // Also whoever only adds to its end.
    let added = format!("{ours}events:\n  - {{id: flight, when: 2016-05-07, label: Home}}\n");
    fs::write(&file, added).expect("written");
    let shown = origins(&room.run(&["show", "--json", "talks.txt"]).well());
    assert!(shown.iter().all(|(_, origin)| origin == "file" || origin.is_null()), "{shown:?}");
    // A file that says no more than who made it is believed.
    room.write("news/own.txt", TALKS);
    let said = "entities: [{name: Angela Merkel, type: person}]\n\
                made: {by: dateline annotate 0.1.0}\n";
    room.write("news/own.ann.yaml", said);
    let shown = origins(&room.run(&["show", "--json", "own.txt"]).well());
    assert!(shown.iter().all(|(_, origin)| origin == "found"), "{shown:?}");
    room.write("news/own.ann.yaml", said.replace("dateline annotate", "hand"));
    let shown = origins(&room.run(&["show", "--json", "own.txt"]).well());
    assert_eq!(shown[0], ("entities".to_owned(), Value::Null));
}

/// The values of the times in an object.
fn values(object: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(object).expect("JSON");
    let times = value["times"].as_array().expect("a list").clone();
    times.iter().map(|time| time["value"].as_str().expect("words").to_owned()).collect()
}

/// A story of one weekday, which tells its own date nowhere.
const WALK: &str = "\
Mayor walks the bridge

HARBOURTON (Tideline) - Mayor Ida Brook walked over the new bridge on Tuesday.
";

#[test]
fn a_date_that_nobody_states_is_inferred_and_never_said_to_be_given() {
    let room = Room::new();
    room.write("news/walk-2020-08-12.txt", WALK);
    let shown = room.run(&["show", "--json", "walk-2020-08-12.txt"]).well();
    let value: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(value["published"], Value::Null);
    assert_eq!(
        value["published_inferred"],
        serde_json::json!({"value": "2020-08-12", "from": "file name", "certainty": 0.8})
    );
    assert_eq!(values(&shown), ["2020-08-11"]);
    room.run(&["annotate", "walk-2020-08-12.txt"]).well();
    let yaml = fs::read_to_string(room.at("news/walk-2020-08-12.ann.yaml")).expect("written");
    let said = "published-inferred: {value: 2020-08-12, from: file name, certainty: 0.8}\n";
    assert!(yaml.contains(said) && yaml.contains("value: 2020-08-11}"), "{yaml}");
    assert!(!yaml.contains("\n  published: "), "{yaml}");
    assert_eq!(room.run(&["check", "walk-2020-08-12.txt"]).code, 0);
    let shown = room.run(&["show", "--json", "walk-2020-08-12.txt"]).well();
    let value: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(value["published"], Value::Null);
    assert_eq!(value["published_inferred"]["from"], "file name");
    // What is stated counts, and then nothing is inferred.
    let stated =
        room.run(&["show", "--json", "--published", "2021-03-10", "walk-2020-08-12.txt"]).well();
    assert!(!stated.contains("published_inferred"), "{stated}");
    assert_eq!(values(&stated), ["2021-03-09"]);
    // The filter goes by the address, the path and the text.
    let line = serde_json::json!({"text": WALK, "url": "https://example.org/2020/08/12/walk"});
    let out = room.run_with(&["annotate", "--jsonl"], line.to_string().as_bytes()).well();
    let value: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(value["published_inferred"]["from"], "url");
    assert_eq!(values(&out), ["2020-08-11"]);
}

#[test]
fn times_found_without_a_date_are_kept_and_resolved_once_it_is_known() {
    let room = Room::new();
    room.write("news/walk.txt", WALK);
    room.run(&["annotate", "walk.txt"]).well();
    let file = room.at("news/walk.ann.yaml");
    let yaml = || fs::read_to_string(&file).expect("written");
    assert!(yaml().contains("value: XXXX-WXX-2}"), "{}", yaml());
    assert_eq!(values(&room.run(&["show", "--json", "walk.txt"]).well()), ["XXXX-WXX-2"]);
    let dated = room.run(&["show", "--json", "--published", "2020-08-12", "walk.txt"]).well();
    assert_eq!(values(&dated), ["2020-08-11"]);
    // With a date it is made again; without one the date that was given holds.
    for (arguments, expected) in [
        (&["annotate", "--published", "2020-08-12", "walk.txt"][..], "2020-08-11"),
        (&["annotate", "--published", "2020-08-20", "walk.txt"], "2020-08-18"),
        (&["annotate", "walk.txt"], "2020-08-18"),
    ] {
        room.run(arguments).well();
        assert!(yaml().contains(&format!("value: {expected}}}")), "{arguments:?}: {}", yaml());
    }
    assert!(yaml().contains("\n  published: 2020-08-20\n"), "{}", yaml());
    // The date in a story's front matter is no part of its text.
    let post = |date: &str| format!("---\ndate: {date}\n---\n\n{WALK}");
    room.write("news/post.md", post("2020-08-12"));
    room.run(&["annotate", "post.md"]).well();
    room.write("news/post.md", post("2020-08-20"));
    assert_eq!(values(&room.run(&["show", "--json", "post.md"]).well()), ["2020-08-18"]);
    room.run(&["annotate", "post.md"]).well();
    let again = fs::read_to_string(room.at("news/post.ann.yaml")).expect("written");
    assert!(again.contains("value: 2020-08-18}"), "{again}");
}

#[test]
fn a_file_says_who_really_found_and_another_finder_makes_it_again() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let file = room.at("news/talks.ann.yaml");
    let yaml = || fs::read_to_string(&file).expect("written");
    let program = room.program("exit 3");
    assert_eq!(room.run(&["annotate", "--with", &program, "talks.txt"]).code, 1);
    assert!(yaml().contains("Angela Merkel") && !yaml().contains("with: "), "{}", yaml());
    let program = room.program(ANSWER);
    room.run(&["annotate", "--with", &program, "talks.txt"]).well();
    assert!(yaml().contains("The city") && yaml().contains("with: "), "{}", yaml());
    room.run(&["annotate", "talks.txt"]).well();
    assert!(yaml().contains("Angela Merkel") && !yaml().contains("with: "), "{}", yaml());
    let made = fs::metadata(&file).and_then(|about| about.modified()).expect("there");
    room.run(&["annotate", "talks.txt"]).well();
    assert_eq!(fs::metadata(&file).and_then(|about| about.modified()).expect("there"), made);
}

#[test]
fn nothing_is_written_where_nobody_could_find() {
    let room = Room::new();
    for name in ["a", "b", "c", "d", "e"] {
        room.write(&format!("news/{name}.txt"), TALKS);
    }
    let program = room.program("exit 3");
    let ran = room.run(&["annotate", "--no-find", "--with", &program, "."]);
    assert_eq!(ran.code, 1);
    // Of every story, also once the program is not asked any more.
    assert_eq!(ran.err.lines().count(), 5, "{}", ran.err);
    assert!(ran.err.contains("e.txt: /bin/sh is not asked again"), "{}", ran.err);
    let written = fs::read_dir(room.at("news")).expect("there").count();
    assert_eq!(written, 5);
    // What was found before stays.
    room.run(&["annotate", "a.txt"]).well();
    let before = fs::read_to_string(room.at("news/a.ann.yaml")).expect("written");
    assert_eq!(room.run(&["annotate", "--no-find", "--with", &program, "a.txt"]).code, 1);
    assert_eq!(fs::read_to_string(room.at("news/a.ann.yaml")).expect("there"), before);
}

#[test]
fn a_program_that_closes_its_output_is_said_to_have_done_so() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let program = room.program("exec >&-; exec sleep 30");
    let ran = room.run(&["annotate", "--stdout", "--with", &program, "talks.txt"]);
    assert!(ran.err.contains("it closed its output"), "{}", ran.err);
    assert!(!ran.err.contains("signal"), "{}", ran.err);
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
    // So is one to which a person added something, also once the text is another.
    let added = format!("{ours}events:\n  - {{id: flight, when: 2016-05-07, label: Home}}\n");
    fs::write(&file, &added).expect("written");
    room.write("news/talks.txt", TALKS.replace("Washington", "Boston"));
    assert_eq!(room.run(&["annotate", "talks.txt"]).code, 2);
    assert_eq!(fs::read_to_string(&file).expect("there"), added);
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
        // It was done, if not by whoever was asked.
        assert_eq!(ran.code, 1, "{answer}");
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

/// The hidden files in a folder.
#[cfg(unix)]
fn hidden(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

#[cfg(unix)]
#[test]
fn who_ends_it_finds_no_half_written_files() {
    use std::os::unix::process::ExitStatusExt;
    let room = Room::new();
    for number in 0..400 {
        room.write(&format!("news/{number}.txt"), TALKS);
    }
    for signal in ["TERM", "INT"] {
        let mut child = room.command(&["annotate", "--force", "."]).spawn().expect("it runs");
        let written = || fs::read_dir(room.at("news")).expect("a folder").count() > 405;
        while !written() && child.try_wait().expect("it runs").is_none() {
            std::thread::yield_now();
        }
        assert!(written(), "it ended early");
        let kill = format!("kill -{signal} {}", child.id());
        std::process::Command::new("/bin/sh").args(["-c", &kill]).status().expect("it runs");
        let status = child.wait().expect("it ends");
        assert!(status.signal().is_some() || status.success(), "{status}");
        assert_eq!(hidden(&room.at("news")), Vec::<String>::new(), "{signal}");
        for number in 0..400 {
            // The last ones may not have been written.
            let _ = fs::remove_file(room.at(&format!("news/{number}.ann.yaml")));
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_is_ignored_when_it_starts_stays_ignored() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    // Whoever is asked tells the program to end before it answers.
    let names = room.program(&format!("kill -HUP $PPID; {ANSWER}"));
    let annotate = |before: &str| {
        let mut shell = std::process::Command::new("/bin/sh");
        let run = "exec \"$0\" annotate --with \"$1\" talks.txt";
        shell.args(["-c", &format!("{before}{run}"), env!("CARGO_BIN_EXE_dateline"), &names]);
        shell.current_dir(room.at("news")).env("DATELINE_HOME", room.at("home"));
        shell.output().expect("it runs").status.success()
    };
    assert!(annotate("trap '' HUP; "));
    assert!(room.at("news/talks.ann.yaml").is_file());
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_removed_and_nothing_else() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    room.write("news/.dateline-0123abcd-x7Qz1f.tmp", "half a fi");
    // What is new may be locked in a moment.
    room.write("news/.dateline-0123abcd-new.tmp", "");
    room.write("news/.dateline-mine.tmp", "a person's own");
    room.write("news/.other-0123abcd-x7Qz1f.tmp", "another's");
    // What somebody is writing at this moment is locked.
    room.write("news/.dateline-89ab4567-x7Qz1f.tmp", "");
    let at_work = fs::File::open(room.at("news/.dateline-89ab4567-x7Qz1f.tmp")).expect("there");
    at_work.lock().expect("locked");
    let earlier = SystemTime::now() - Duration::from_secs(3600);
    for name in [
        ".dateline-0123abcd-x7Qz1f.tmp",
        ".dateline-mine.tmp",
        ".other-0123abcd-x7Qz1f.tmp",
        ".dateline-89ab4567-x7Qz1f.tmp",
    ] {
        let file = fs::File::options().append(true).open(room.at(&format!("news/{name}")));
        file.and_then(|file| file.set_modified(earlier)).expect("there");
    }
    room.run(&["annotate", "talks.txt"]).well();
    let mut left = hidden(&room.at("news"));
    left.sort();
    assert_eq!(
        left,
        [
            ".dateline-0123abcd-new.tmp",
            ".dateline-89ab4567-x7Qz1f.tmp",
            ".dateline-mine.tmp",
            ".other-0123abcd-x7Qz1f.tmp"
        ]
    );
}

#[test]
fn a_text_that_is_too_long_to_be_searched_to_its_end_is_said_to_be() {
    let room = Room::new();
    let code = "x\n".repeat(2_200_000);
    room.write("news/long.md", format!("# Talks\n\nAngela Merkel spoke.\n\n```\n{code}```\n"));
    let ran = room.run(&["annotate", "long.md"]);
    let said = "long.md: only the first 4 MB were searched for names";
    assert_eq!((ran.code, ran.err.as_str()), (0, &*format!("dateline: {said}\n")));
    fs::remove_file(room.at("news/long.ann.yaml")).expect("written");
    let shown = room.run(&["show", "--json", "long.md"]).well();
    let value: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(value["problems"][0]["message"], "only the first 4 MB were searched for names");
    assert_eq!(value["problems"][0]["severity"], "warning");
}

#[test]
fn what_a_program_says_twice_counts_once_and_what_overlaps_or_cuts_words_is_reported() {
    let room = Room::new();
    room.write("news/talks.txt", TALKS);
    let answer = |mentions: &str, times: &str| {
        format!(
            r#"printf '{{"id":"%s","entities":[{{"name":"Berlin","type":"place","mentions":[{mentions}]}}],"times":[{times}]}}\n' "$id""#
        )
    };
    let berlin = r#"{"start":9,"end":15,"text":"Berlin"}"#;
    let talks = r#"{"start":0,"end":15}"#;
    let friday = TALKS.find("Friday").expect("a day");
    let day =
        |end: usize| format!(r#"{{"start":{friday},"end":{},"value":"XXXX-WXX-5"}}"#, friday + end);
    let twice = answer(&format!("{berlin},{berlin}"), &format!("{day},{day}", day = day(6)));
    let shown = room.run(&["annotate", "--stdout", "--with", &room.program(&twice), "talks.txt"]);
    let yaml = shown.well();
    assert_eq!(yaml.matches("{quote: \"Berlin\", at: 9").count(), 1, "{yaml}");
    assert_eq!(yaml.matches("quote: \"Friday\"").count(), 1, "{yaml}");
    for (wrong, expected) in [
        (answer(&format!("{berlin},{talks}"), ""), "stand over each other"),
        (answer(berlin, &day(3)), "\"Fri\", is cut out of a word"),
    ] {
        let program = room.program(&wrong);
        let ran = room.run(&["annotate", "--stdout", "--with", &program, "talks.txt"]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
}

#[test]
fn the_language_is_what_the_story_states_or_what_leaves_no_doubt() {
    let room = Room::new();
    let language = |name: &str| {
        let shown = room.run(&["show", "--json", name]).well();
        let value: Value = serde_json::from_str(&shown).expect("JSON");
        value["language"].clone()
    };
    let prose = "The mayor of the town said on Friday that the bridge, which was closed in \
                 March, will be open to all who have waited for it, and that it has been \
                 tested by people from the county. They are sure that it will hold.\n";
    room.write("news/english.txt", prose);
    assert_eq!(language("english.txt"), "en");
    // It is not handed on as if the story had stated it.
    let ran = room.run(&["export", "--to", "html", "--output", "out", "english.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = fs::read_to_string(room.at("news/out/english.html")).expect("written");
    assert!(page.contains("<html>"), "{page}");
    room.write("news/short.txt", TALKS);
    assert_eq!(language("short.txt"), Value::Null);
    let german = "Der Bürgermeister sagte am Freitag, dass die Brücke, die seit März \
                  geschlossen war, bald wieder für alle offen ist, die darauf gewartet haben, \
                  und dass sie von Leuten aus dem Kreis geprüft wurde.\n";
    room.write("news/german.txt", german);
    assert_eq!(language("german.txt"), Value::Null);
    room.write("news/stated.md", format!("---\nlang: de\n---\n\n{german}"));
    assert_eq!(language("stated.md"), "de");
}
