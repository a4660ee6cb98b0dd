//! What `notes` tells of deleted notes and of the agreement of two people.

use serde_json::{Value, json};

use dateline::model::history::{Act, Deed};
use dateline::model::{Note, NoteChange, Selector};
use dateline::store::{HistoryFile, Whereabouts};

use super::Room;

/// A ferry story and two notes that were deleted from its notes.
fn with_deleted() -> Room {
    let room = Room::new();
    room.write("news/ferry.txt", super::STORY);
    room.write("news/other.txt", "Nothing happened\n\nNothing at all.\n");
    let place = Whereabouts { own: room.at("news/ferry.notes.yaml"), ..Whereabouts::default() };
    let file = HistoryFile::of(&room.at("home/state"), &place);
    let now = dateline::work::now();
    for (id, body) in [(1, "Which tide? #tides"), (2, "Ask \u{1b}[31mBrook")] {
        let note = Note {
            id: format!("n{id}"),
            body: body.into(),
            selectors: vec![Selector::quote("for the tide")],
            ..Note::default()
        };
        let deed = Deed { id, when: now.clone(), changes: vec![NoteChange::deleted(note)] };
        file.record(Act::Did, &deed).expect("written");
    }
    room
}

#[test]
fn deleted_notes_are_listed_the_last_deleted_first() {
    let room = with_deleted();
    for arguments in [
        &["notes", "--deleted"][..],
        &["notes", "--trash", "ferry.txt"],
        &["notes", "--deleted", "."],
    ] {
        let printed = room.run(arguments).well();
        let (tide, brook) = (printed.find("Which tide?"), printed.find("Brook"));
        assert!(brook.is_some() && brook < tide, "{arguments:?}\n{printed}");
        assert!(printed.contains("“for the tide”") && printed.contains("deleted 20"), "{printed}");
        assert!(!printed.contains('\u{1b}'), "safe for a terminal");
    }
    let tagged = room.run(&["notes", "--deleted", "--tag", "tides", "--json"]).well();
    let note: Value = serde_json::from_str(&tagged).expect("one object");
    assert_eq!((&note["id"], &note["note"]), (&"n1".into(), &"Which tide? #tides".into()));
    assert!(note["deleted"].as_str().is_some_and(|when| when.starts_with("20")));
    let none = room.run(&["notes", "--deleted", "other.txt"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert_eq!(none.err, "no deleted notes found\n");
}

#[test]
fn a_note_that_is_there_again_is_not_listed_as_deleted() {
    let room = with_deleted();
    let again = "format: dateline-notes/1\nstory: {file: ferry.txt}\n---\nid: n1\nnote: back\n";
    room.write("news/ferry.notes.yaml", again);
    let printed = room.run(&["notes", "--deleted"]).well();
    assert!(printed.contains("Brook") && !printed.contains("Which tide?"), "{printed}");
}

const HEAD: &str = "format: dateline-notes/1\nstory: {file: met.txt}\n";

fn entity(quote: &str, kind: &str) -> String {
    format!("---\nkind: entity\nname: {quote}\ntype: {kind}\nmatch: listed\nquote: {quote}\n")
}

/// Two people's marks on nine words.
fn with_ben() -> Room {
    let room = Room::new();
    room.write("news/met.txt", "Mara Venn met Jonas Reet in Oslin on Tuesday.\n");
    let marks = |marks: &[(&str, &str)]| {
        let all: String = marks.iter().map(|(quote, kind)| entity(quote, kind)).collect();
        format!("{HEAD}{all}")
    };
    let mine = [("Mara Venn", "person"), ("Jonas Reet", "person"), ("Oslin", "place")];
    room.write("news/met.notes.yaml", marks(&mine));
    let bens = [("Venn", "person"), ("Jonas Reet", "person"), ("Oslin", "organization")];
    room.write("news/met.notes.ben.yaml", marks(&bens));
    room
}

#[test]
fn agreement_is_as_reckoned_by_hand() {
    let room = with_ben();
    // Alike: Jonas Reet, 2·1/6. Overlapping and of one type: Venn too, 2·2/6.
    // Words on which both say the same: 7 of 9. By chance: persons 4/9 · 3/9,
    // nothing 4/9 · 5/9, together 32/81. (63 − 32)/(81 − 32) = 31/49.
    let expected = "\
you and ben: 3 and 3 marks in 1 story, 9 words
  exact F1       0.333
  relaxed F1     0.667
  Cohen's kappa  0.633
";
    assert_eq!(room.run(&["notes", "--agreement", "met.txt"]).well(), expected);
    room.write("home/config/config.yaml", "name: ann\n");
    let printed = room.run(&["notes", "--agreement", "--json", "."]).well();
    let figures: Value = serde_json::from_str(&printed).expect("one object");
    assert_eq!((&figures["first"], &figures["second"]), (&"ann".into(), &"ben".into()));
    assert_eq!(figures["kappa"].as_f64().map(|k| (k * 49.0).round()), Some(31.0));
}

#[test]
fn agreement_is_counted_over_all_stories_and_of_every_two_people() {
    let room = with_ben();
    room.write("news/more.txt", "Oslin slept.\n");
    let head = HEAD.replace("met", "more");
    room.write("news/more.notes.yaml", format!("{head}{}", entity("Oslin", "place")));
    room.write("news/more.notes.ben.yaml", format!("{head}{}", entity("Oslin", "place")));
    room.write("news/more.notes.cleo.yaml", &head);
    let printed = room.run(&["notes", "--agreement", "--json", "."]).well();
    let all: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |first: &str, second: &str| {
        let found = all.iter().find(|f| f["first"] == first && f["second"] == second);
        found.unwrap_or_else(|| panic!("{first} and {second}: {printed}"))
    };
    let both = of("you", "ben");
    assert_eq!((&both["stories"], &both["words"]), (&2.into(), &11.into()));
    assert_eq!(both["exact_f1"].as_f64(), Some(4.0 / 8.0));
    // Cleo wrote notes and marked no name in any story: there is nothing to compare.
    let cleo = of("ben", "cleo");
    assert_eq!(cleo["marks"], json!([1, 0]));
    assert!(cleo["exact_f1"].is_null() && cleo["relaxed_f1"].is_null() && cleo["kappa"].is_null());
    let printed = room.run(&["notes", "--agreement", "."]).well();
    assert!(printed.contains("no marks by cleo: nothing to compare"), "{printed}");
    assert!(!printed.contains("0.000"), "{printed}");
    assert_eq!(all.len(), 3);
}

#[test]
fn without_a_second_person_there_is_nothing_to_agree_with() {
    let room = Room::new();
    room.write("news/met.txt", "Mara Venn met Jonas Reet.\n");
    let ran = room.run(&["notes", "--agreement", "met.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("STORY.notes.NAME.yaml"), "{}", ran.err);
    assert_eq!(room.run(&["notes", "--agreement"]).code, 2);
}

#[test]
fn the_notes_of_colleagues_are_not_listed_as_ones_own() {
    let room = with_ben();
    let printed = room.run(&["notes", "--json", "."]).well();
    assert_eq!(printed.lines().count(), 3, "{printed}");
    let shown: Value =
        serde_json::from_str(&room.run(&["show", "--json", "met.txt"]).well()).expect("JSON");
    assert_eq!(shown["notes"].as_array().map(Vec::len), Some(3));
}
