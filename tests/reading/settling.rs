//! A story that changed since: its notes are given their places, and what is
//! new is marked.

use super::desk::{CRANE, CRANE_NAMES, Reader};
use dateline::config::Ink;
use dateline::model::{Anchor, Note};
use dateline::state::{Layer, Pane};

/// The story with another paragraph at its top.
fn with_news() -> String {
    CRANE.replace(
        "By Lena Marsh\n",
        "By Lena Marsh\n\nThe crane may be sold, the Board let it be known on Wednesday night.\n",
    )
}

/// The story in which words of a note stand twice between the words they
/// stood between, in neither place where they stood.
fn with_two_offers() -> String {
    with_news()
        + "\nIt is not known whether any yard keeps parts for cranes of that kind. Venn said she \
           had heard of no such offer.\n\nThe brake failed on Sunday, March 2, of all days.\n"
}

/// A reader with a note on words of the crane story.
#[track_caller]
fn noted(words: &str, note: &str) -> Reader {
    let mut reader = Reader::of(CRANE, CRANE_NAMES);
    write(&mut reader, words, note);
    reader
}

#[track_caller]
fn write(reader: &mut Reader, words: &str, note: &str) {
    reader.go_to(words).keys("v");
    for _ in 0..words.chars().count() - 1 {
        reader.keys("l");
    }
    reader.keys("a").types(note).keys("Esc");
    assert_eq!(reader.notes().iter().filter(|known| known.body == note).count(), 1);
}

/// The only note.
#[track_caller]
fn only(reader: &Reader) -> &Note {
    let [note] = reader.notes() else { panic!("{:?}", reader.notes()) };
    note
}

fn quote(note: &Note) -> &str {
    &note.selectors[0].quote
}

const OFFER: &str = "she had heard of no such offer";

#[test]
fn a_doubtful_note_is_told_of_and_shown_with_its_reason_its_old_place_and_its_new_ones() {
    let mut reader = noted(OFFER, "Who says?").sized(120, 40);
    reader.rewrite(&with_two_offers());
    assert_eq!(only(&reader).anchor, Anchor::Doubtful, "{:?}", only(&reader).standing);
    assert_eq!(reader.notice(), "the text changed: 1 doubtful note, P settles where");
    reader.keys("P");
    let screen = reader.screen();
    let why = format!("doubtful: {}", only(&reader).standing.reason.words());
    for words in [why.as_str(), "Who says?", "it was", "any yard keeps", "100 %"] {
        assert!(screen.contains(words), "{words} is not in\n{screen}");
    }
    let places = reader.find_all("heard of no such offer");
    let mut marked = |at: &&(u16, u16)| {
        let style = reader.style_of(**at);
        style.add_modifier.contains(ratatui::style::Modifier::UNDERLINED)
    };
    assert_eq!(places.iter().filter(&mut marked).count(), 2, "the words are marked at both places");
    reader.keys("Esc");
    assert!(reader.state.layer.is_none());
    assert_eq!(reader.saved()[0].selectors, only(&reader).selectors);
    assert_eq!(only(&reader).anchor, Anchor::Doubtful, "looking changes nothing");
}

#[test]
fn a_digit_puts_a_doubtful_note_on_its_place_and_undo_takes_it_back() {
    let mut reader = noted(OFFER, "Who says?");
    let made = only(&reader).selectors.clone();
    reader.rewrite(&with_two_offers());
    let second = only(&reader).standing.candidates[1].span;
    reader.keys("P 2");
    assert_eq!(only(&reader).anchor, Anchor::Exact);
    assert_eq!(only(&reader).spans, [second]);
    assert_eq!(reader.reading().place, second.start, "the text is there");
    assert!(reader.notice().starts_with("the note stands here now"), "{}", reader.notice());
    let saved = reader.saved();
    assert_ne!(saved[0].selectors, made);
    assert_eq!(saved[0].selectors[0].locate(&reader.reading().story.text).span(), Some(second));
    reader.keys("u");
    assert_eq!(only(&reader).anchor, Anchor::Doubtful);
    assert_eq!(reader.saved()[0].selectors, made, "as it was made");
    reader.keys("C-r");
    assert_eq!(only(&reader).spans, [second]);
}

#[test]
fn j_and_enter_choose_a_place_too_and_numbers_beyond_the_last_choose_none() {
    let mut reader = noted(OFFER, "Who says?");
    reader.rewrite(&with_two_offers());
    let places = only(&reader).standing.candidates.clone();
    reader.keys("P 9");
    assert!(matches!(reader.state.layer, Some(Layer::Settle(_))), "{}", reader.notice());
    reader.keys("j j j j k k k j Enter");
    assert_eq!(only(&reader).spans, [places[1].span]);
}

#[test]
fn a_number_beyond_the_only_place_says_that_there_is_one() {
    let mut reader = noted(OFFER, "Who says?");
    reader.rewrite(&with_news());
    reader.keys("m Enter P 2");
    assert_eq!(reader.notice(), "there is only 1 place");
}

#[test]
fn a_moved_note_keeps_its_selector_until_enter_takes_the_place_over() {
    let mut reader = noted(OFFER, "Who says?");
    let made = only(&reader).selectors.clone();
    reader.rewrite(&with_news());
    assert_eq!(only(&reader).anchor, Anchor::Moved);
    assert_eq!(reader.saved()[0].selectors, made, "nothing moves silently");
    reader.keys("m Enter Enter");
    assert!(reader.screen().contains("moved: "), "{}", reader.screen());
    reader.keys("P Enter");
    assert_eq!(only(&reader).anchor, Anchor::Exact);
    assert_eq!(reader.slice(only(&reader).spans[0]), OFFER);
    assert_ne!(reader.saved()[0].selectors[0].at, made[0].at);
    assert_eq!(quote(&reader.saved()[0]), OFFER);
}

#[test]
fn all_moved_notes_are_taken_over_at_once_and_undone_at_once() {
    let mut reader = noted(OFFER, "Who says?");
    write(&mut reader, "built in 1931", "So old?");
    reader.rewrite(&with_news());
    assert!(reader.notes().iter().all(|note| note.anchor == Anchor::Moved));
    reader.asks("settle-moved");
    assert!(reader.notes().iter().all(|note| note.anchor == Anchor::Exact));
    assert!(reader.notice().starts_with("2 moved notes settled"), "{}", reader.notice());
    reader.keys("u");
    assert!(reader.notes().iter().all(|note| note.anchor == Anchor::Moved));
    reader.keys("C-r").asks("settle-moved");
    assert_eq!(reader.notice(), "no note has moved");
}

#[test]
fn a_lost_note_is_put_on_what_the_reader_selects() {
    let mut reader = noted("Nobody was hurt.", "Really?");
    reader.rewrite(&CRANE.replace("Nobody was hurt. ", ""));
    assert_eq!(only(&reader).anchor, Anchor::Lost);
    assert_eq!(reader.notice(), "the text changed: 1 lost note, P settles where");
    reader.keys("P");
    assert!(reader.screen().contains("lost: "), "{}", reader.screen());
    assert!(reader.screen().contains("Nobody was hurt."), "{}", reader.screen());
    reader.keys("v");
    assert!(reader.state.layer.is_none() && reader.reading().selection.is_none());
    reader.go_to("while a boiler hung").keys("v e e e");
    let words = reader.selected().to_owned();
    assert!(reader.line(23).contains("put the note here"), "{}", reader.line(23));
    reader.keys("P");
    assert_eq!(quote(&reader.saved()[0]), words);
    assert_eq!(only(&reader).anchor, Anchor::Exact);
    assert_eq!(reader.reading().selection, None);
    // No other note waits for words.
    reader.keys("v e P");
    assert!(reader.notice().starts_with("no note waits"), "{}", reader.notice());
    assert_eq!(quote(&reader.saved()[0]), words);
}

#[test]
fn a_lost_note_can_be_deleted_from_the_panel_and_comes_back() {
    let mut reader = noted("Nobody was hurt.", "Really?");
    reader.rewrite(&CRANE.replace("Nobody was hurt. ", "")).keys("P x");
    assert!(reader.state.layer.is_none());
    assert!(reader.notes().is_empty());
    reader.keys("u");
    assert_eq!(only(&reader).anchor, Anchor::Lost);
}

#[test]
fn the_list_of_notes_shows_the_states_and_is_filtered_by_them() {
    let mut reader = noted("Nobody was hurt.", "Really?").sized(120, 40);
    write(&mut reader, OFFER, "Who says?");
    reader.rewrite(&with_two_offers().replace("Nobody was hurt. ", "")).keys("m");
    let list = reader.pane(Pane::Notes).join("\n");
    for state in ["? doubtful “she had", "× lost “Nobody was hurt.”"] {
        assert!(list.contains(state), "{state} is not in\n{list}");
    }
    for (word, rows) in [("moved", 0), ("doubtful", 1), ("lost", 1), ("", 2)] {
        reader.keys("/ C-u").types(word).keys("Enter");
        assert_eq!(reader.reading().note_rows.rows.len(), rows, "{word}");
    }
    reader.rewrite(&with_news());
    let list = reader.pane(Pane::Notes).join("\n");
    assert_eq!(list.matches("→ moved “").count(), 2, "{list}");
}

#[test]
fn notes_that_stand_where_they_were_made_need_no_settling() {
    let mut reader = noted(OFFER, "Who says?");
    reader.keys("P");
    assert_eq!(reader.notice(), "every note stands where it was made");
    reader.keys("m P");
    assert_eq!(reader.notice(), "this note stands where it was made");
}

#[test]
fn what_is_new_in_a_story_that_changed_while_it_was_open_is_marked_until_it_is_read() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(120, 40);
    reader.rewrite(&with_news().replace("forty thousand", "fifty thousand"));
    let told = "the story changed on disk and was read anew: 2 changes, c goes there";
    assert_eq!(reader.notice(), told);
    reader.keys("g");
    let (x, y) = reader.find("The crane may be sold");
    assert_eq!(reader.style_of((x - 3, y)).fg, reader.theme.style(Ink::Accent).fg);
    assert!(reader.line(y).contains("╎"), "{}", reader.line(y));
    assert_eq!(reader.style_at("may be sold").bg, reader.theme.style(Ink::ChangedText).bg);
    assert_ne!(reader.style_at("still for a third").bg, reader.theme.style(Ink::ChangedText).bg);
    reader.keys("c");
    assert!(reader.here().starts_with("The crane may be sold"), "{}", reader.here());
    reader.keys("c");
    assert!(reader.here().starts_with("fifty"), "{}", reader.here());
    assert_eq!(reader.notice(), "change 2 of 2");
    reader.keys("c");
    assert_eq!(reader.notice(), "change 1 of 2, from the start again");
    reader.keys("C C");
    assert!(reader.here().starts_with("The crane may be sold"), "{}", reader.here());
    // And another change beside them.
    reader
        .rewrite(&with_news().replace("forty thousand", "sixty thousand").replace("1931", "1932"));
    assert_eq!(reader.reading().changes.len(), 3);
    reader.keys("Esc Esc");
    assert_eq!(reader.reading().changes, []);
    assert!(!reader.screen().contains("╎"), "{}", reader.screen());
    reader.keys("c");
    assert_eq!(reader.notice(), "nothing is new since you read this story last");
}

#[test]
fn words_that_are_gone_are_marked_where_they_were() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES);
    reader.rewrite(&CRANE.replace("Nobody was hurt. ", "")).keys("c");
    assert!(reader.here().starts_with("The crane was built in 1931"), "{}", reader.here());
    let (_, y) = reader.find("The crane was built");
    assert!(reader.line(y).contains('×'), "{}", reader.line(y));
}

#[test]
fn what_is_new_since_the_story_was_read_last_is_marked_when_it_is_opened_again() {
    let mut reader = Reader::in_port();
    reader.keys("]").rewrite_closed("a-crane.txt", &with_news()).keys("[");
    assert_eq!(reader.notice(), "the story is not as you read it last: 1 change, c goes there");
    // It is not read by leaving it.
    reader.keys("] [ c");
    assert!(reader.here().starts_with("The crane may be sold"), "{}", reader.here());
    reader.asks("changes-read").keys("] [");
    assert_eq!(reader.reading().changes, []);
    // Line ends and quotation marks are no news.
    let other = with_news().replace(['“', '”'], "\"").replace("\n\n", "\n\n\n");
    reader.keys("]").rewrite_closed("a-crane.txt", &other).keys("[");
    assert_eq!(reader.reading().changes, []);
}

#[test]
fn esc_gives_up_placing_a_note_by_hand() {
    let mut reader = noted("Nobody was hurt.", "Really?");
    reader.rewrite(&CRANE.replace("Nobody was hurt. ", "")).keys("P v Esc v e P");
    assert!(reader.notice().starts_with("no note waits"), "{}", reader.notice());
    assert_eq!(only(&reader).anchor, Anchor::Lost);
}

/// A reader of the crane story with a note that was written by hand.
fn by_hand(note: Note) -> Reader {
    let mut reader = Reader::of(CRANE, CRANE_NAMES);
    let address = reader.address();
    reader.notes.entry(address).or_default().push(note);
    reader.annotate_anew(&format!("{CRANE_NAMES}\n"));
    reader
}

fn written(quote: &str) -> Note {
    Note {
        id: "h1".into(),
        body: "which?".into(),
        selectors: vec![dateline::model::Selector::quote(quote)],
        ..Note::default()
    }
}

#[test]
fn a_note_that_never_had_a_place_does_not_say_that_the_text_changed() {
    let mut reader = by_hand(written("Venn"));
    assert_eq!(only(&reader).anchor, Anchor::Doubtful);
    assert_eq!(reader.notice(), "1 doubtful note, P settles where");
    reader.rewrite(&with_news());
    assert_eq!(reader.notice(), "the text changed: 1 doubtful note, P settles where");
}

#[test]
fn a_name_that_is_meant_everywhere_needs_no_place() {
    let name = Note {
        kind: dateline::model::NoteKind::Entity,
        name: Some("Venn".into()),
        ..written("Venn")
    };
    let reader = by_hand(name.clone());
    assert_eq!(only(&reader).anchor, Anchor::Exact);
    assert_eq!(only(&reader).spans[0].start, CRANE.find("Venn").expect("there"));
    assert_eq!(reader.notice(), "");
    // One that is meant in one place does.
    let reader = by_hand(Note { listed: true, ..name });
    assert_eq!(only(&reader).anchor, Anchor::Doubtful);
}

#[test]
fn a_story_opened_at_a_lost_note_says_that_it_is_lost_and_how_it_is_settled() {
    let mut reader = by_hand(written("no words of this story"));
    reader.state.open_at("h1".into());
    reader.annotate_anew(CRANE_NAMES);
    assert!(
        reader.notice().starts_with("this note is lost: P settles where, m lists it: its words"),
        "{}",
        reader.notice()
    );
    assert!(reader.screen().contains("which?"), "{}", reader.screen());
}

#[test]
fn a_story_opens_at_a_colleagues_note_by_the_id_in_their_file() {
    let theirs = Note { id: "zoe/z1".into(), hand: Some("zoe".into()), ..written("Jonas Reet") };
    for id in ["z1", "zoe/z1"] {
        let mut reader = by_hand(theirs.clone());
        reader.state.open_at(id.into());
        reader.annotate_anew(CRANE_NAMES);
        assert!(reader.here().starts_with("Jonas Reet"), "{}", reader.notice());
    }
}
