//! What outlives a session, and what others wrote: undo of earlier days, the
//! trash, notes that changed on disk, notes of colleagues.

use dateline::config::Ink;
use dateline::model::history::{Act, Deed, History};
use dateline::model::{Note, NoteChange, Selector};
use dateline::state::{Effect, Layer, Message, Pane};

use super::desk::Reader;

/// A note on words of the crane story.
fn on(id: &str, quote: &str, body: &str) -> Note {
    let selectors = vec![Selector::quote(quote)];
    Note { id: id.into(), body: body.into(), selectors, ..Note::default() }
}

/// What was done two days ago: one note written, another deleted.
fn history() -> History {
    let mut history = History::default();
    let when = || "2025-03-03T09:30:00Z".to_owned();
    let written = on("old", "Nobody was hurt", "says who?");
    history.did(Deed { id: 1, when: when(), changes: vec![NoteChange::added(written)] });
    let gone = on("gone", "Eleven ships lay at anchor", "count them");
    history.did(Deed { id: 2, when: when(), changes: vec![NoteChange::deleted(gone)] });
    history
}

fn with_history() -> Reader {
    let mut reader = Reader::at_desk();
    let address = reader.address();
    reader.tell(Message::HistoryRead { address, history: Box::new(history()) });
    reader
}

#[test]
fn undo_takes_back_the_deletion_of_an_earlier_day() {
    let mut reader = with_history();
    reader.effects();
    reader.keys("u");
    assert_eq!(reader.notice(), "undone: note deleted, of 2025-03-03 09:30");
    assert_eq!(reader.notes()[0].body, "count them");
    let saves: Vec<Effect> = reader.effects();
    assert!(
        saves.iter().any(|e| matches!(e, Effect::Save { act: Act::Undid, deed: 2, .. })),
        "{saves:?}"
    );
    reader.keys("C-r");
    assert_eq!(reader.notice(), "done again: note deleted, of 2025-03-03 09:30");
    assert_eq!(reader.notes().len(), 0);
    // What is done today goes first, and then the earlier days again.
    reader.go_to("Nobody was hurt").keys("a").types("today").keys("Esc u");
    assert_eq!(reader.notice(), "undone: note added");
    reader.keys("u");
    assert!(reader.notice().contains("2025-03-03"));
}

#[test]
fn what_was_done_before_the_history_came_stays_on_top_of_it() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("a").types("quick").keys("Esc");
    let address = reader.address();
    reader.tell(Message::HistoryRead { address: address.clone(), history: Box::new(history()) });
    // It comes once more each time the story is opened.
    reader.tell(Message::HistoryRead { address, history: Box::new(history()) });
    reader.keys("u");
    assert_eq!((reader.notice(), reader.notes().len()), ("undone: note added", 0));
    reader.keys("u");
    assert!(reader.notice().starts_with("undone: note deleted"));
    reader.keys("u");
    assert!(reader.notice().starts_with("undone: note added, of"));
    reader.keys("u");
    assert_eq!(reader.notice(), "nothing to undo");
}

#[test]
fn undo_asked_for_before_the_history_is_known_is_done_once_it_is() {
    let mut reader = Reader::at_desk();
    reader.keys("u");
    assert_eq!(reader.notice(), "nothing to undo");
    let address = reader.address();
    reader.tell(Message::HistoryRead { address, history: Box::new(history()) });
    assert_eq!(reader.notice(), "undone: note deleted, of 2025-03-03 09:30");
    assert_eq!(reader.notes()[0].body, "count them");
}

#[test]
fn discarded_words_are_to_be_had_again_tomorrow() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("a").types("half a thought").effects();
    reader.keys("C-c");
    let saved = reader.effects().into_iter().filter_map(|effect| match effect {
        Effect::Save { .. } => panic!("the notes file is not touched"),
        Effect::Record { changes, .. } => Some(changes),
        _ => None,
    });
    let body = |note: &Option<Note>| note.as_ref().map(|note| note.body.clone());
    let steps: Vec<_> = saved.flatten().map(|it| (body(&it.before), body(&it.after))).collect();
    let words = Some("half a thought".to_owned());
    assert_eq!(steps, [(None, words.clone()), (words, None)], "saved, and taken back");
    reader.asks("deleted-notes");
    assert!(reader.screen().contains("half a thought"));
}

#[test]
fn a_deleted_note_is_listed_and_brought_back_with_one_key() {
    let mut reader = Reader::at_desk();
    reader.asks("deleted-notes");
    assert_eq!(reader.notice(), "no deleted notes on this story");
    let mut reader = with_history();
    reader.go_to("Nobody was hurt").keys("a").types("today's").keys("Esc x");
    reader.asks("deleted-notes");
    let screen = reader.screen();
    let (today, earlier) = (screen.find("today's"), screen.find("count them"));
    assert!(today.is_some() && today < earlier, "the last deleted first\n{screen}");
    assert!(screen.contains("2025-03-03 09:30"), "{screen}");
    reader.types("count").keys("Enter");
    assert_eq!(reader.notice(), "brought back");
    assert_eq!(reader.notes()[0].id, "gone");
    assert_eq!(reader.saved()[0].body, "count them");
    reader.asks("deleted-notes");
    assert!(!reader.screen().contains("count them"), "it is not deleted any more");
    reader.keys("Esc u");
    assert_eq!(reader.notes().len(), 0, "bringing back can be undone too");
}

#[test]
fn notes_that_changed_on_disk_come_with_what_was_done_meanwhile() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("a").types("mine").keys("Esc");
    let first = reader.effects().into_iter().rev().find_map(|effect| match effect {
        Effect::Save { act, deed, .. } => Some((act, deed)),
        _ => None,
    });
    let mine = reader.notes()[0].clone();
    reader.go_to("Eleven ships lay").keys("a").types("later").keys("Esc");
    // The first save met a note of another window; the second is under way.
    let theirs = on("theirs", "An inspector is expected", "which one?");
    let address = reader.address();
    reader.tell(Message::NotesMerged { address, notes: vec![mine, theirs], after: first });
    let mut bodies: Vec<&str> = reader.notes().iter().map(|note| note.body.as_str()).collect();
    bodies.sort_unstable();
    assert_eq!(bodies, ["later", "mine", "which one?"]);
    assert!(reader.notes().iter().all(|note| !note.spans.is_empty()), "each in its place");
}

#[test]
fn a_card_stays_with_its_note_when_others_come() {
    let mut reader = Reader::at_desk();
    reader.go_to("An inspector is expected").keys("a").types("who?").keys("Esc m Enter");
    reader.go_to("An inspector is expected");
    let index = reader.notes().iter().position(|note| note.body == "who?").expect("a note");
    reader.state.layer = Some(Layer::Card(dateline::state::Card::Note { note: index, top: 0 }));
    let earlier = on("early", "Harbour crane stands still", "first");
    let notes = vec![reader.notes()[index].clone(), earlier];
    let address = reader.address();
    reader.tell(Message::NotesMerged { address, notes, after: None });
    assert!(reader.screen().contains("who?"), "{}", reader.screen());
    let Some(Layer::Card(dateline::state::Card::Note { note, .. })) = reader.state.layer else {
        panic!("the card stays")
    };
    assert_eq!(reader.notes()[note].body, "who?");
}

/// A reader whose colleague ann has a note on the same story.
fn with_ann() -> Reader {
    let mut reader = Reader::at_desk();
    let ann = Note {
        hand: Some("ann".into()),
        by: Some("Ann Other".into()),
        made: Some("2025-03-04T08:15:00Z".into()),
        ..on("ann/n1", "Nobody was hurt", "I heard otherwise")
    };
    let address = reader.address();
    reader.tell(Message::NotesMerged { address, notes: vec![ann], after: None });
    reader.go_to("Nobody was hurt");
    reader
}

#[test]
fn a_colleagues_note_is_shown_as_theirs_in_text_margin_list_and_card() {
    let mut reader = with_ann().sized(120, 40);
    reader.go_to("The brake failed");
    let ground = reader.theme.style(Ink::ColleagueText).bg;
    assert_ne!(ground, reader.theme.style(Ink::NoteText).bg);
    assert_eq!(reader.style_at("obody was hurt").bg, ground, "in the text");
    let (_, y) = reader.find("Nobody was hurt");
    assert!(reader.line(y).contains('┃'), "in the margin, in another shape too");
    let (x, y) = reader.find("I heard otherwise");
    assert!(reader.line(y).contains("ann: I heard otherwise"), "{}", reader.screen());
    assert_eq!(reader.style_of((x, y)).fg, reader.theme.style(Ink::Colleague).fg);
    reader.keys("m");
    let list = reader.pane(Pane::Notes).join("\n");
    assert!(list.contains("ann:") && list.contains('┃'), "{list}");
    reader.keys("Esc").go_to("Nobody was hurt").keys("Enter");
    let screen = reader.screen();
    assert!(screen.contains("2025-03-04 08:15 · Ann Other"), "who and when\n{screen}");
    assert!(screen.contains("ann's, only read"), "{screen}");
}

#[test]
fn a_colleagues_note_is_only_read() {
    let mut reader = with_ann();
    reader.effects();
    for keys in ["x", "m x", "m a", "Enter x", "Enter Enter"] {
        reader.keys("Esc Esc").go_to("Nobody was hurt").keys(keys);
        assert_eq!(reader.notice(), "this note is ann's: it is only read", "{keys}");
        reader.keys("Esc Esc");
    }
    assert!(!reader.effects().iter().any(|effect| matches!(effect, Effect::Save { .. })));
    // A note of one's own goes on the same sentence, and both stay.
    reader.keys("Esc").go_to("Nobody was hurt").keys("a").types("so did I").keys("Esc");
    assert_eq!(reader.notes().len(), 2);
    assert_eq!(reader.saved().len(), 1);
    reader.keys("u");
    assert_eq!(reader.notes().len(), 1, "and undo leaves theirs alone");
}

#[test]
fn a_colleagues_marks_and_corrections_are_not_taken_for_ones_own() {
    let mut reader = Reader::at_desk();
    let before = format!("{:?}", reader.reading().annotations);
    let theirs = |kind, quote: &str| Note {
        hand: Some("ann".into()),
        kind,
        name: Some("Boiler".into()),
        when: Some("2025".into()),
        target: Some("mara-venn".into()),
        kind_word: Some("reject".into()),
        ..on(&format!("ann/{quote}"), quote, "")
    };
    use dateline::model::NoteKind::{Correction, Entity, Event};
    let notes =
        vec![theirs(Entity, "a boiler"), theirs(Event, "in 1931"), theirs(Correction, "Mara Venn")];
    let address = reader.address();
    reader.tell(Message::NotesMerged { address, notes, after: None });
    assert_eq!(format!("{:?}", reader.reading().annotations), before);
}

#[test]
fn where_a_note_meets_a_name_both_cards_can_be_reached() {
    let mut reader = Reader::at_desk().sized(120, 40);
    let ann = Note {
        hand: Some("ann".into()),
        by: Some("Ann Other".into()),
        made: Some("2025-03-04T08:15:00Z".into()),
        ..on("ann/n1", "Mara Venn", "Which Venn?")
    };
    let address = reader.address();
    reader.tell(Message::NotesMerged { address, notes: vec![ann], after: None });
    // From the list of notes Enter goes to the note, and Enter again to its card.
    reader.keys("m Enter Enter");
    let screen = reader.screen();
    for words in ["Note", "2025-03-04 08:15 · Ann Other", "ann's, only read", "Which Venn?"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    assert!(reader.line(39).contains("Tab more here"), "{screen}");
    // The name's card is one key further on, and the note's one more.
    reader.keys("Tab");
    let screen = reader.screen();
    assert!(screen.contains("harbour master") && screen.contains("first in paragraph"), "{screen}");
    // It has the note as well: whose, when, and its words.
    for words in ["ann: Which Venn?", "2025-03-04 08:15 · Ann Other"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    reader.keys("Tab");
    assert!(reader.screen().contains("ann's, only read"));
    // Whoever comes to the name by the name has its card first.
    reader.keys("Esc g w w w b").go_to("Mara Venn").keys("j k");
    reader.go_to("Mara Venn").keys("Enter");
    assert!(reader.screen().contains("harbour master"), "{}", reader.screen());
    // Where nothing else is, the key says so.
    reader.keys("Esc").go_to("Jonas Reet").keys("Enter Tab");
    assert_eq!(reader.notice(), "nothing else at this place");
    assert!(!reader.keys("j").screen().contains("more here"));
}
