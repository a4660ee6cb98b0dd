//! The reader's own words: notes, highlights, names and events; undo and redo.

use super::desk::{CRANE, CRANE_NAMES, Reader};
use dateline::config::Ink;
use dateline::model::{Note, NoteKind, Origin};
use dateline::state::{Effect, Message, NotSaved, Pane};
use ratatui::style::Modifier;

#[test]
fn a_note_goes_on_the_sentence_here() {
    let mut reader = Reader::at_desk();
    reader.go_to("The brake failed").keys("a");
    assert!(reader.screen().contains("Note on “The brake failed on Sunday"));
    assert!(reader.cursor().is_some());
    reader.types("Which brake, the old one? #check").keys("Esc");
    assert_eq!(reader.notice(), "note added");
    assert!(reader.screen().contains("Which brake, the old one?  #check"), "{}", reader.screen());
    let [note] = reader.notes() else { panic!("one note") };
    assert_eq!(note.kind, NoteKind::Note);
    assert_eq!(note.tags, ["check"]);
    assert_eq!(note.body, "Which brake, the old one? #check");
    assert!(note.selectors[0].quote.starts_with("The brake failed on Sunday"));
    assert!(note.made.is_some() && note.id.len() == 10);
    assert_eq!(reader.saved(), reader.notes());
    let ground = reader.theme.style(Ink::NoteText).bg;
    assert_eq!(reader.style_at("brake failed on Sunday").bg, ground, "its words are tinted");
    let (_, y) = reader.find("The brake failed on Sunday");
    assert!(reader.line(y).contains('▌'), "and marked in the margin");
}

#[test]
fn a_note_goes_on_the_mention_here_and_on_the_selection_before_all() {
    let mut reader = Reader::at_desk();
    reader.keys("w w w a").types("since when?").keys("C-s");
    assert_eq!(reader.notes()[0].selectors[0].quote, "Mara Venn");
    assert_eq!(reader.notes()[0].about, ["mara-venn"]);
    reader.keys("Enter");
    assert!(reader.screen().contains("▌ since when?"), "the card of the name shows it");
    reader.keys("Esc v w w e a").types("who says so?").keys("Esc");
    let note = reader.notes().iter().find(|note| note.body == "who says so?").expect("a note");
    assert_eq!(note.selectors[0].quote, "Mara Venn, the");
    assert_eq!(reader.reading().selection, None);
}

#[test]
fn a_note_is_edited_where_it_stands() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("a").types("sure? #check").keys("Esc a");
    assert!(reader.screen().contains("sure? #check"), "the same sentence means the same note");
    reader.keys("Home").types("Really ").keys("End Backspace Backspace Backspace Backspace");
    reader.types("ed C").keys("Backspace Backspace").keys("C-s");
    assert_eq!(reader.notice(), "note changed");
    assert_eq!(reader.notes()[0].body, "Really sure? #ced");
    assert_eq!(reader.notes()[0].tags, ["ced"], "a tag taken out of the words goes");
    assert_eq!(reader.notes().len(), 1);
    // From its card, and from the list.
    reader.keys("Enter");
    assert!(reader.screen().contains("Note  ") || reader.screen().contains("“Nobody was hurt.”"));
    reader.keys("Enter").types("!").keys("Esc");
    assert!(reader.notes()[0].body.ends_with("#ced!"));
    reader.keys("m a").types("?").keys("Esc");
    assert!(reader.notes()[0].body.ends_with("#ced!?"));
    // Left as it was nothing is saved.
    reader.effects();
    reader.keys("a Esc");
    assert!(!reader.effects().iter().any(|effect| matches!(effect, Effect::Save { .. })));
    // Emptied it goes.
    reader.keys("a C-u Esc");
    assert_eq!(reader.notes().len(), 0);
    assert!(reader.notice().contains("u brings it back"));
}

#[test]
fn the_editor_is_as_any_editor() {
    let mut reader = Reader::at_desk();
    reader.keys("a").types("one two three").keys("C-Left").types("x").keys("Enter Up");
    reader.types("0 ").keys("S-Right S-Right S-Right").types("O").keys("Down End").types(" four");
    reader.keys("M-b C-k").types("five").keys("C-z C-y Esc");
    assert_eq!(reader.notes()[0].body, "0 O two x\nthree five");
}

#[test]
fn letters_in_the_editor_are_letters() {
    let mut reader = Reader::at_desk();
    reader.keys("a").types("jq?:/xu'M[] wide: 漢字 e\u{301} 👩‍👩‍👧").keys("Esc");
    assert_eq!(reader.notes()[0].body, "jq?:/xu'M[] wide: 漢字 e\u{301} 👩‍👩‍👧");
}

#[test]
fn discarded_words_come_back_with_undo() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("a").types("half a thought").keys("C-c");
    assert_eq!(reader.notice(), "discarded; u brings it back");
    assert_eq!(reader.notes().len(), 0);
    reader.keys("u");
    assert_eq!(reader.notes()[0].body, "half a thought");
    assert_eq!(reader.saved().len(), 1);
    reader.keys("C-r");
    assert_eq!(reader.notes().len(), 0);
    // Of a note that is there, what was added.
    reader.keys("u a").types(" more").keys("C-c");
    assert_eq!(reader.notes()[0].body, "half a thought");
    reader.keys("u");
    assert_eq!(reader.notes()[0].body, "half a thought more");
    // And so on, to the beginning and forward again.
    reader.keys("u");
    assert_eq!(reader.saved()[0].body, "half a thought");
    reader.keys("u u u");
    assert_eq!(reader.saved().len(), 0);
    reader.keys("C-r C-r");
    assert_eq!(reader.saved()[0].body, "half a thought more");
    // Nothing typed is nothing to discard.
    reader.go_to("Eleven ships lay").keys("a C-c");
    assert_eq!(reader.notes().len(), 1);
}

#[test]
fn everything_that_changes_notes_is_undone_and_redone() {
    let mut reader = Reader::at_desk();
    reader.keys("u");
    assert_eq!(reader.notice(), "nothing to undo");
    reader.go_to("Nobody was hurt").keys("a").types("one").keys("Esc");
    reader.keys("a").types(" two").keys("Esc");
    reader.go_to("Eleven ships lay").keys("H H");
    reader.go_to("Nobody was hurt").keys("x");
    let after = reader.notes().to_vec();
    assert_eq!(after.len(), 1);
    reader.keys("u");
    assert_eq!(reader.notice(), "undone: note deleted");
    reader.keys("u u u u u");
    assert_eq!(reader.notes(), []);
    assert_eq!(reader.saved(), []);
    assert_eq!(reader.notice(), "nothing to undo");
    reader.keys("C-r C-r C-r C-r C-r");
    assert_eq!(reader.notes(), after);
    assert_eq!(reader.saved(), after);
    reader.keys("C-r");
    assert_eq!(reader.notice(), "nothing to redo");
}

#[test]
fn undo_is_of_the_open_story() {
    let mut reader = Reader::in_port();
    reader.keys("a").types("of the crane").keys("Esc ] u");
    assert_eq!(reader.notice(), "nothing to undo");
    reader.keys("[");
    assert_eq!(reader.notes().len(), 1, "kept while another story was read");
    reader.keys("u");
    assert_eq!(reader.notes().len(), 0);
}

#[test]
fn highlights_go_through_the_colours() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt");
    for color in ["yellow", "green", "blue", "pink", "purple", "yellow"] {
        reader.keys("H");
        assert_eq!(reader.notes().len(), 1);
        assert_eq!(reader.notes()[0].color.as_deref(), Some(color));
    }
    reader.keys("H");
    let green = reader.theme.style(Ink::HighlightGreen).bg;
    assert_eq!(reader.style_at("Nobody was hurt").bg, green);
    // The next one starts with the colour used last.
    reader.go_to("Eleven ships lay").keys("v e e H");
    let highlight = reader.notes().iter().find(|n| n.selectors[0].quote == "Eleven ships");
    assert_eq!(highlight.expect("a highlight").color.as_deref(), Some("green"));
    reader.keys("x");
    assert_eq!(reader.notes().len(), 1);
}

#[test]
fn a_highlight_can_carry_words() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("H m a").types("lucky").keys("Esc");
    assert_eq!(reader.notes()[0].kind, NoteKind::Highlight);
    assert_eq!(reader.notes()[0].body, "lucky");
    assert_eq!(reader.notes()[0].color.as_deref(), Some("yellow"));
}

#[test]
fn a_name_of_ones_own_is_marked_everywhere_it_occurs() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("boiler hung over").asks("mark-name");
    assert!(reader.screen().contains("Name on “boiler”"), "{}", reader.screen());
    reader.keys("Tab C-u").types("product").keys("Esc");
    assert_eq!(reader.notice(), "name added");
    assert!(reader.screen().contains("Products"));
    assert!(reader.screen().contains("boiler              "), "{}", reader.screen());
    let mentions: Vec<&str> = reader
        .reading()
        .annotations
        .mentions
        .iter()
        .filter(|mention| mention.origin == Origin::Mine)
        .map(|mention| reader.slice(mention.span))
        .collect();
    assert_eq!(mentions, ["boiler", "boiler"]);
    assert!(reader.style_at("boiler stays").add_modifier.contains(Modifier::UNDERLINED));
    // It is a name like any other.
    reader.keys("n");
    assert!(reader.here().starts_with("boiler stays"));
    reader.keys("u");
    assert!(!reader.screen().contains("Products"));
    reader.keys("j k w b Enter Esc");
}

#[test]
fn an_event_of_ones_own_is_on_the_time_line() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("Eleven ships lay").asks("mark-event");
    reader.types("2025-13-01").keys("Esc");
    assert!(reader.screen().contains("Event on"), "a date that is none is not saved");
    assert!(reader.screen().contains("expected a month"), "{}", reader.screen());
    reader.keys("C-u").types("2025-03-03").keys("Esc");
    assert!(reader.screen().contains("an event needs a word on what happened"));
    reader.types("Ships wait").keys("Esc");
    assert_eq!(reader.notice(), "event added");
    assert!(reader.screen().contains("3 Mar 2025  Ships wait"), "{}", reader.screen());
    reader.keys("g t").keys("/").types("ships wait").keys("Enter j k Enter");
    assert!(reader.here().starts_with("Eleven ships lay"));
    reader.keys("x");
    assert!(!reader.screen().contains("3 Mar 2025  Ships wait"));
}

#[test]
fn a_note_can_be_made_a_name_or_an_event_while_writing() {
    let mut reader = Reader::at_desk();
    reader.go_to("Customs House").keys("a C-t");
    assert!(reader.screen().contains("Name on “Customs House”"));
    reader.keys("C-t");
    assert!(reader.screen().contains("Event on “Customs House”"));
    reader
        .types("1790")
        .keys("Tab")
        .types("It is built")
        .keys("Tab")
        .types("I believe")
        .keys("C-s");
    let [note] = reader.notes() else { panic!("one note") };
    assert_eq!((note.kind, note.when.as_deref()), (NoteKind::Event, Some("1790")));
    assert_eq!((note.name.as_deref(), note.body.as_str()), (Some("It is built"), "I believe"));
}

#[test]
fn notes_stand_beneath_in_the_margin_or_not_at_all() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("Nobody was hurt").keys("a").types("lucky them").keys("Esc z");
    let (x, y) = reader.find("lucky them");
    let (_, end) = reader.find("repaired nine times");
    assert_eq!(y, end + 1, "beneath the paragraph");
    assert_eq!(x, reader.state.layout().column.x);
    reader.asks("note-lines");
    let (x, y) = reader.find("lucky them");
    assert!(x > reader.state.layout().column.right(), "in the margin");
    assert_eq!(y, reader.find("Nobody was hurt").1);
    reader.asks("note-lines");
    assert!(!reader.screen().contains("lucky them"));
    let (_, y) = reader.find("Nobody was hurt");
    assert!(reader.line(y).contains('▌'), "the mark stays");
    reader.asks("note-lines");
    assert!(reader.screen().contains("lucky them"));
    // Where the margin is too narrow they stand beneath.
    reader.asks("note-lines").resize(80, 24);
    assert!(reader.screen().contains("lucky them"), "{}", reader.screen());
}

#[test]
fn a_correction_without_words_says_what_it_corrects() {
    let mut reader = Reader::at_desk();
    let correction = Note {
        id: "c1".into(),
        kind: NoteKind::Correction,
        target: Some("T7".into()),
        kind_word: Some("reject".into()),
        ..Note::default()
    };
    let (address, notes) = (reader.address(), vec![correction]);
    reader.tell(Message::NotesMerged { address, notes, after: None }).keys("m");
    let listed = reader.pane(Pane::Notes).join("\n");
    assert!(listed.contains("on the annotation T7"), "{listed}");
    assert!(listed.contains("correction: reject"), "{listed}");
}

#[test]
fn the_list_of_notes_leads_to_them() {
    let mut reader = Reader::at_desk();
    reader.keys("m");
    assert!(reader.screen().contains("None yet on this story"));
    reader.keys("m");
    reader.go_to("Eleven ships lay").keys("a").types("count them #ships").keys("Esc");
    reader.go_to("Nobody was hurt").keys("a").types("lucky").keys("Esc g");
    reader.asks("note-on-story").types("A quiet story").keys("Esc m g");
    assert!(reader.screen().contains("Notes  3"));
    reader.keys("Enter");
    assert!(reader.here().starts_with("Eleven ships lay"));
    reader.keys("m /").types("luck").keys("Enter");
    assert!(reader.screen().contains("Notes  1  /luck"));
    assert!(!reader.pane(Pane::Notes).join(" ").contains("count them"));
    reader.keys("Enter");
    assert!(reader.here().starts_with("Nobody was hurt"));
    reader.keys("m Esc");
    assert!(reader.screen().contains("Notes  3"), "Esc takes the filter off first");
    reader.keys("/").types("#ships").keys("Enter");
    assert!(reader.screen().contains("count them"));
    reader.keys("Esc G Enter");
    assert!(reader.screen().contains("A quiet story"), "a note on the whole story opens its card");
    reader.keys("Esc m x");
    assert!(reader.notice().contains("deleted"));
}

#[test]
fn a_note_on_a_name_is_shown_on_its_card_wherever_it_is() {
    let mut reader = Reader::at_desk();
    reader.keys("e g a").types("cautious").keys("Esc");
    assert_eq!(reader.notes()[0].about, ["mara-venn"]);
    let mut reader = Reader::at_desk();
    reader.keys("w w w Enter a").types("cautious").keys("Esc");
    assert_eq!(reader.notes()[0].about, ["mara-venn"]);
    reader.go_to("Venn said she had heard").keys("Enter");
    assert!(reader.screen().contains("▌ cautious"), "{}", reader.screen());
}

#[test]
fn what_cannot_be_saved_is_said_and_stays() {
    let mut reader = Reader::at_desk();
    reader.keys("a").types("kept").keys("Esc");
    let words = "not saved, kept for later: the disk is full".into();
    let error = Some(NotSaved { words, kept: true });
    let address = reader.address();
    reader.tell(Message::Saved { address: address.clone(), unsaved: 1, error, news: None });
    assert_eq!(reader.notice(), "not saved, kept for later: the disk is full");
    assert!(reader.style_at("not saved").fg == reader.theme.style(Ink::Error).fg);
    reader.keys("j");
    assert!(reader.screen().contains("1 unsaved"));
    assert_eq!(reader.notes().len(), 1);
    // A story read anew meanwhile does not drop it.
    reader.rewrite(&CRANE.replace("thirty", "forty"));
    assert_eq!(reader.notes()[0].body, "kept");
    reader.tell(Message::Saved { address, unsaved: 0, error: None, news: None });
    assert_eq!(reader.notice(), "all notes are saved now");
    reader.keys("j");
    assert!(!reader.screen().contains("unsaved"));
}

#[test]
fn what_is_being_typed_is_handed_out_to_be_kept() {
    let mut reader = Reader::at_desk();
    reader.keys("a").types("half").effects();
    reader.types("!");
    let draft = |effects: Vec<Effect>| {
        effects.into_iter().rev().find_map(|effect| match effect {
            Effect::KeepDraft { note: draft, .. } => {
                Some(draft.and_then(|change| change.after).map(|note| note.body))
            }
            _ => None,
        })
    };
    assert_eq!(draft(reader.effects()), Some(Some("half!".into())));
    // The program is told to end: the draft goes out with the rest.
    reader.tell(Message::Terminate);
    let effects = reader.effects();
    assert!(effects.contains(&Effect::Quit));
    assert_eq!(draft(effects), Some(Some("half!".into())));
    reader.keys("Esc");
    assert_eq!(draft(reader.effects()), Some(None), "saved, it is no draft any more");
}

#[test]
fn notes_of_an_earlier_session_are_offered() {
    for (key, keep) in [("Enter", Some(true)), ("x", None), ("x x", Some(false)), ("Esc", None)] {
        let mut reader = Reader::at_desk();
        let stories = vec!["Harbour crane".to_owned()];
        reader.tell(Message::Recovered { count: 2, stories });
        assert!(reader.screen().contains("2 notes of an earlier session were not saved"));
        assert!(reader.screen().contains("on Harbour crane"));
        reader.keys(key);
        let answer = reader.effects().into_iter().find_map(|effect| match effect {
            Effect::Recover { keep } => Some(keep),
            _ => None,
        });
        assert_eq!(answer, keep);
        // Throwing words away is asked twice.
        assert_eq!(reader.screen().contains("earlier session were"), key == "x");
    }
    // No other key does anything behind it.
    let mut reader = Reader::at_desk();
    reader.tell(Message::Recovered { count: 1, stories: Vec::new() });
    for key in ["j", "t", "a", "g", "/", "F9"] {
        reader.keys(key);
        assert!(reader.screen().contains("takes it back"), "{key}");
        assert!(reader.notice().starts_with("say first"), "{key}: {}", reader.notice());
    }
    // Offered while the story is still opening, the offer stays.
    let mut reader = Reader::in_port();
    reader.tell(Message::Recovered { count: 1, stories: Vec::new() });
    reader.tell(Message::StoryChanged);
    assert!(reader.screen().contains("1 note of an earlier session was not saved"));
}

#[test]
fn an_offer_waits_for_what_lies_on_top() {
    let mut reader = Reader::at_desk();
    reader.keys("?").tell(Message::Recovered { count: 1, stories: Vec::new() });
    reader.keys("Esc");
    assert!(reader.screen().contains("1 note of an earlier session was not saved"));
}

#[test]
fn a_story_that_changes_while_a_note_is_typed_leaves_the_words() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("a").types("my words");
    reader.rewrite(&CRANE.replace("for a third day\n", "for the third day in a row\n"));
    assert!(reader.screen().contains("my words"), "{}", reader.screen());
    reader.keys("Esc");
    let [note] = reader.notes() else { panic!("one note") };
    assert_eq!(reader.slice(note.spans[0]), "Nobody was hurt.", "on the words as they stand now");
}

#[test]
fn a_note_of_hostile_words_is_harmless() {
    let mut reader = Reader::at_desk();
    reader.keys("a").tell(Message::Paste("\x1b]0;x\x07\u{9b}31m #t\x1bag".into()));
    reader.keys("Esc");
    assert!(!reader.screen().contains('\x1b') && !reader.screen().contains('\u{9b}'));
    assert!(!reader.notes()[0].body.chars().any(char::is_control));
}

#[test]
fn many_notes_are_paged_through() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(80, 24);
    for _ in 0..30 {
        reader.keys("w a").types("n").keys("Esc");
    }
    let count = reader.notes().len();
    assert!(count >= 15, "{count}");
    reader.keys("m g Space Space G");
    assert_eq!(reader.reading().note_rows.list.chosen, count - 1);
    for _ in 0..count {
        reader.keys("x");
    }
    assert_eq!(reader.notes().len(), 0);
}

#[test]
fn quitting_asks_first_if_edits_would_be_lost_and_only_then() {
    let not_saved = |kept| NotSaved { words: "not saved".into(), kept };
    for (unsaved, kept, asks) in [(1, false, true), (2, true, false), (0, true, false)] {
        let mut reader = Reader::at_desk();
        reader.keys("a").types("mine").keys("Esc");
        let (address, error) = (reader.address(), (unsaved > 0).then(|| not_saved(kept)));
        reader.tell(Message::Saved { address, unsaved, error, news: None });
        reader.effects();
        let quits = |reader: &mut Reader| {
            reader.effects().iter().any(|effect| matches!(effect, Effect::Quit))
        };
        for key in ["q", "C-c"] {
            reader.keys(key);
            assert_eq!(quits(&mut reader), !asks, "{key}");
            if asks {
                let line = reader.line(23);
                assert!(line.contains("1 change would be lost"), "{line}");
                assert!(line.contains("once more quits"), "within 80 columns: {line}");
                // Any other key takes the question back.
                reader.keys("j");
            }
        }
        if asks {
            reader.keys("q q");
            assert!(quits(&mut reader), "asked once, it is done");
            let mut reader = Reader::at_desk();
            reader.state.unsaved = Some((1, not_saved(false)));
            reader.tell(Message::Terminate);
            assert!(quits(&mut reader), "a signal asks nothing");
        }
    }
}

#[test]
fn what_is_typed_takes_the_place_of_the_proposed_type_of_a_name() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("v i w").asks("mark-name").keys("Tab");
    assert!(reader.screen().contains("person, organization, place"), "{}", reader.screen());
    reader.types("place").keys("C-s");
    let reading = reader.state.reading.as_ref().expect("a story");
    let own = reading.notes.iter().find(|note| note.name.is_some()).expect("a name of one's own");
    assert_eq!(own.kind_word.as_deref(), Some("place"));
}

#[test]
fn spaces_are_seen_while_they_are_typed_and_the_cursor_stands_behind_them() {
    let mut reader = Reader::at_desk();
    reader.keys("a").types("a     b   ");
    let (x, y) = reader.find("a     b");
    assert_eq!(reader.cursor(), Some((x + 10, y)));
    reader.keys("Left Left Left Left");
    assert_eq!(reader.cursor(), Some((x + 6, y)), "on the letter");
    // Beneath the paragraph it is prose.
    reader.keys("Esc");
    assert!(reader.screen().contains(" a b"), "{}", reader.screen());
}

#[test]
fn what_is_typed_is_wrapped_by_words_and_the_cursor_stays_behind_the_last() {
    for spaces in [" ", "   "] {
        let mut reader = Reader::at_desk();
        reader.keys("a");
        for _ in 0..40 {
            reader.types("harbour").types(spaces);
            let (x, y) = reader.cursor().expect("a cursor");
            let before = reader.line(y).chars().take(x.into()).collect::<String>();
            let blank = before.chars().rev().take_while(|&c| c == ' ').count();
            assert!(before.trim().is_empty() || blank == spaces.len(), "{before:?}");
            let screen = reader.screen();
            assert!(screen.matches("harbour").count() > 1, "no word is parted: {screen}");
        }
    }
}

#[test]
fn words_that_were_discarded_are_said_to_be_back() {
    let mut reader = Reader::at_desk();
    reader.keys("a").types("first").keys("C-c u");
    assert_eq!(reader.notes()[0].body, "first");
    assert_eq!(reader.notice(), "brought back: what was discarded");
    // What was typed into a note that stays, too.
    reader.keys("a").types(" and more").keys("C-c u");
    assert_eq!(reader.notes()[0].body, "first and more");
    assert_eq!(reader.notice(), "brought back: what was discarded");
    reader.keys("x u");
    assert_eq!(reader.notice(), "undone: note deleted");
    // Done again it is a discarding too; that nobody deleted a note is not said to be done.
    let mut reader = Reader::at_desk();
    reader.keys("a").types("first").keys("C-c u u C-r");
    assert_eq!(reader.notice(), "done again: note added");
    reader.keys("C-r");
    assert_eq!(reader.notice(), "discarded again");
    assert_eq!(reader.notes(), []);
}

#[test]
fn an_event_without_a_date_is_saved_as_a_note_when_asked_twice() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("Eleven ships lay").keys("a C-t C-t Tab").types("Ships wait");
    reader.keys("Tab").types("for water").effects();
    reader.types("!");
    let draft = reader.effects().into_iter().find_map(|effect| match effect {
        Effect::KeepDraft { note, .. } => note.and_then(|change| change.after),
        _ => None,
    });
    let draft = draft.expect("a draft");
    assert_eq!((draft.kind, &*draft.body), (NoteKind::Note, "Ships wait for water!"));
    reader.keys("Esc");
    assert!(reader.screen().contains("an event needs a date"), "{}", reader.screen());
    assert!(reader.screen().contains("as a note"), "{}", reader.screen());
    assert_eq!(reader.notes(), []);
    reader.keys("Esc");
    assert_eq!(reader.notice(), "saved as a note");
    let [note] = reader.notes() else { panic!("one note") };
    assert_eq!((note.kind, &*note.body), (NoteKind::Note, "Ships wait for water!"));
    assert_eq!((&note.when, &note.name), (&None, &None));
    // Nothing typed, nothing saved.
    reader.go_to("Nobody was hurt").keys("a C-t C-t").effects();
    reader.keys("Esc");
    assert!(reader.screen().contains("again closes it"), "{}", reader.screen());
    reader.keys("Esc");
    assert!(reader.state.layer.is_none());
    assert_eq!(reader.notes().len(), 1);
    let drafts = reader.effects();
    let is_draft = |effect: &Effect| matches!(effect, Effect::KeepDraft { note: Some(_), .. });
    assert!(!drafts.iter().any(is_draft), "nor offered again: {drafts:?}");
}

#[test]
fn an_event_that_was_emptied_is_deleted_only_after_that_was_said() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("Eleven ships lay").keys("a C-t C-t").types("2016-08-24");
    reader.keys("Tab").types("Ships wait").keys("Esc");
    assert_eq!(reader.notes()[0].kind, NoteKind::Event);
    reader.keys("g g m a C-u Tab Tab C-u Esc");
    assert!(reader.screen().contains("again deletes it"), "{}", reader.screen());
    assert_eq!(reader.notes().len(), 1);
    reader.keys("Esc");
    assert_eq!(reader.notes(), []);
    assert_eq!(reader.notice(), "event deleted; u brings it back");
    reader.keys("u");
    assert_eq!(reader.notes()[0].name.as_deref(), Some("Ships wait"));
}

#[test]
fn the_type_of_a_name_without_one_is_not_lost() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("v i w").asks("mark-name").keys("C-u Tab").types("spacecraft");
    reader.keys("Esc");
    assert!(reader.screen().contains("again saves it as a note"), "{}", reader.screen());
    reader.keys("Esc");
    assert_eq!(reader.notes()[0].body, "spacecraft");
}

#[test]
fn quotation_marks_are_never_doubled() {
    let text = "Talks\n\n“We go on. We talk until the morning,” she said.\n";
    let mut reader = Reader::of(text, "entities: []\n");
    reader.keys("j a");
    assert!(reader.screen().contains("on “We go on.”"), "{}", reader.screen());
}
