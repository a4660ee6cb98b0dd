//! Notes on a name are shown wherever the name occurs.

use dateline::model::{Note, Selector};
use dateline::state::far_notes::FarNote;
use dateline::state::shelf::Address;
use dateline::state::{Effect, Message, Pane};

use super::desk::Reader;

/// A note on Mara Venn that was made in the story of the board.
fn far() -> FarNote {
    let note = Note {
        id: "far1".into(),
        body: "left the room: why?".into(),
        about: vec!["mara-venn".into()],
        selectors: vec![Selector::quote("Mara Venn left before the second")],
        ..Note::default()
    };
    let story = Some(Address::File("b-board.txt".into()));
    FarNote { note, story, title: "Board asks who may stop the port".into() }
}

/// The crane story, and what the other stories have on its names.
fn with_far_note() -> Reader {
    let mut reader = Reader::in_port().sized(120, 40);
    let address = reader.address();
    reader.tell(Message::NameNotes { address, found: vec![far()] });
    reader
}

fn asked_for(effects: &[Effect]) -> Vec<&Address> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::GatherNameNotes { address } => Some(address),
        _ => None,
    });
    asked.collect()
}

#[test]
fn every_story_asks_for_the_notes_on_its_names_once_it_is_there_whole() {
    let mut reader = Reader::in_port();
    reader.keys("]");
    assert_eq!(asked_for(&reader.effects()), [&Address::File("b-board.txt".into())]);
    // What was written in the story left behind may be about a name here.
    let address = Address::File("a-crane.txt".into());
    reader.tell(Message::Saved { address, unsaved: 0, error: None, news: None });
    assert_eq!(asked_for(&reader.effects()), [&Address::File("b-board.txt".into())]);
}

#[test]
fn a_name_with_a_note_in_another_story_is_marked_in_the_list() {
    let mut reader = with_far_note();
    let names = reader.pane(Pane::Names);
    assert!(names.iter().any(|row| row.contains("Mara Venn ▪")), "{names:?}");
    assert_eq!(names.iter().filter(|row| row.contains('▪')).count(), 1, "{names:?}");
    // An answer for a story that is not open any more changes nothing.
    let address = Address::File("c-gulls.txt".into());
    reader.tell(Message::NameNotes { address, found: Vec::new() });
    assert!(reader.screen().contains("Mara Venn ▪"));
    let address = reader.address();
    reader.tell(Message::NameNotes { address, found: Vec::new() });
    assert!(!reader.screen().contains('▪'));
}

#[test]
fn a_note_of_this_story_on_a_name_marks_it_too() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("Jonas Reet").asks("note-on-name").types("since when?").keys("Esc");
    assert!(reader.screen().contains("Jonas Reet ▪"), "{}", reader.screen());
    reader.keys("u");
    assert!(!reader.screen().contains('▪'));
}

#[test]
fn the_card_of_a_name_has_its_notes_from_other_stories_and_says_from_which() {
    let mut reader = with_far_note();
    reader.go_to("Mara Venn").keys("Enter");
    let screen = reader.screen();
    assert!(screen.contains("left the room: why? · Mara Venn left"), "{screen}");
    assert!(screen.contains("— Board") && screen.contains("asks who may stop"), "{screen}");
    // Not on another name.
    reader.keys("Esc").go_to("Jonas Reet").keys("Enter");
    assert!(!reader.screen().contains("left the room"));
}

#[test]
fn the_story_of_such_a_note_opens_at_it_from_the_card_and_from_the_picker() {
    for way in ["Enter Enter", "C-p"] {
        let mut reader = with_far_note();
        reader.go_to("Mara Venn").keys(way).types("left the room").keys("Enter");
        assert_eq!(reader.address(), Address::File("b-board.txt".into()));
        // Its notes are not at this desk: the words of an id say so.
        assert_eq!(reader.notice(), "no note and no words here: far1");
        reader.keys("Backspace");
        assert_eq!(reader.address(), Address::File("a-crane.txt".into()), "the way back");
        assert!(reader.here().starts_with("Mara Venn"));
    }
}

#[test]
fn the_source_of_such_a_note_is_gone_to_where_the_note_stands() {
    let mut reader = Reader::in_port().sized(120, 40);
    reader.keys("]").go_to("Mara Venn left").keys("a").types("why?").keys("Esc");
    let note = reader.notes()[0].clone();
    reader.keys("g [");
    let address = reader.address();
    let found = vec![FarNote { note, ..far() }];
    reader.tell(Message::NameNotes { address, found });
    reader.go_to("Mara Venn").keys("Enter Enter").types("why").keys("Enter");
    assert!(reader.here().starts_with("Mara Venn left before"), "{}", reader.here());
}
