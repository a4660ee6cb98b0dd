//! What a reader takes along: a note as a citation, the story or the notes in
//! another program's format.

use dateline::model::{Note, Selector};
use dateline::state::{Effect, Message, Offer};

use super::desk::Reader;

const OFFERS: [Offer; 2] = [
    Offer { name: "markdown", about: "Markdown: notes with their passages", notes: true },
    Offer { name: "conll", about: "CoNLL-2002 and CoNLL-2003", notes: false },
];

const SOURCE: &str = "— Harbour crane stands still for a third day, Tideline, Tuesday 4 March 2025, \
                      https://example.org/crane";

fn with_offers() -> Reader {
    let mut reader = Reader::at_desk();
    reader.state.formats = OFFERS.to_vec();
    reader
}

fn exports(reader: &mut Reader) -> Vec<Effect> {
    let effects = reader.effects();
    effects.into_iter().filter(|effect| matches!(effect, Effect::Export { .. })).collect()
}

#[test]
fn a_note_is_copied_with_passage_words_tags_and_source() {
    let mut reader = Reader::at_desk();
    let address = reader.address();
    let note = Note {
        id: "n1".into(),
        selectors: vec![Selector::quote("Nobody was hurt.")],
        body: "says who?".into(),
        tags: vec!["check".into()],
        ..Note::default()
    };
    reader.tell(Message::NotesMerged { address, notes: vec![note], after: None });
    let expected = format!("“Nobody was hurt.”\nsays who?\n#check\n{SOURCE}");
    // In the list of notes, and on the note's card.
    reader.keys("m y");
    assert_eq!(reader.copied(), expected);
    assert_eq!(reader.notice(), "copied the note with its source");
    reader.keys("Esc").go_to("Nobody was hurt").keys("Enter");
    assert!(reader.screen().contains("copy"), "it is offered\n{}", reader.screen());
    reader.keys("y");
    assert_eq!(reader.copied(), expected);
}

#[test]
fn a_note_that_lost_its_place_is_copied_with_the_words_it_was_made_on() {
    let mut reader = Reader::at_desk();
    let address = reader.address();
    let note = Note {
        id: "n1".into(),
        selectors: vec![Selector::quote("A sentence that was cut \u{1b}[31m")],
        body: "a pity".into(),
        hand: Some("ann".into()),
        ..Note::default()
    };
    reader.tell(Message::NotesMerged { address, notes: vec![note], after: None });
    reader.keys("m y");
    let copied = reader.copied();
    assert!(copied.starts_with("“A sentence that was cut ␛[31m”\na pity\n"), "{copied}");
    assert!(copied.ends_with(&format!("{SOURCE} (noted by ann)")), "{copied}");
}

#[test]
fn a_colleagues_note_is_not_offered_to_be_edited_or_deleted() {
    let mut reader = Reader::at_desk();
    let address = reader.address();
    let on = |id: &str, quote: &str, hand: Option<&str>| Note {
        id: id.into(),
        selectors: vec![Selector::quote(quote)],
        body: id.into(),
        hand: hand.map(str::to_owned),
        ..Note::default()
    };
    let notes =
        vec![on("theirs", "Nobody was hurt", Some("ann")), on("mine", "Eleven ships lay", None)];
    reader.tell(Message::NotesMerged { address, notes, after: None });
    for (passage, offered) in [("Nobody was hurt", false), ("Eleven ships lay", true)] {
        reader.go_to(passage).keys("Enter");
        let footer = reader.line(23);
        assert!(footer.contains("close"), "{footer}");
        assert_eq!(footer.contains("edit"), offered, "{footer}");
        assert_eq!(footer.contains("delete"), offered, "{footer}");
        reader.keys("Esc m");
        let footer = reader.line(23);
        assert_eq!(footer.contains("delete"), offered, "{footer}");
        reader.keys("Esc");
    }
}

#[test]
fn the_story_is_exported_in_a_format_chosen_from_a_list() {
    let mut reader = with_offers();
    reader.asks("export-story");
    let screen = reader.screen();
    assert!(screen.contains("write the story as") && screen.contains("2 of 2"), "{screen}");
    assert!(screen.contains("markdown") && screen.contains("CoNLL-2002"), "{screen}");
    reader.types("conll").keys("Enter");
    assert_eq!(exports(&mut reader), [Effect::Export { format: "conll", notes: false }]);
    assert_eq!(reader.notice(), "writing …");
    // Nothing is written by looking.
    reader.asks("export-story").keys("Esc");
    assert_eq!(exports(&mut reader), []);
}

#[test]
fn notes_are_exported_in_formats_that_have_a_place_for_them() {
    let mut reader = with_offers();
    reader.asks("export-notes");
    assert_eq!(reader.notice(), "you have no notes on this story");
    reader.go_to("Nobody was hurt").keys("a").types("says who?").keys("Esc").asks("export-notes");
    let screen = reader.screen();
    assert!(screen.contains("write the notes as") && screen.contains("1 of 1"), "{screen}");
    reader.keys("Enter");
    assert_eq!(exports(&mut reader), [Effect::Export { format: "markdown", notes: true }]);
}
