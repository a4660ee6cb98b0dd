//! Selecting text with motions and text objects; copying it with its source.

use super::desk::{CRANE, CRANE_NAMES, Reader};
use dateline::config::Ink;
use dateline::state::Pane;

fn at_the_brake() -> Reader {
    let mut reader = Reader::at_desk();
    reader.go_to("brake failed on Sunday");
    reader
}

#[test]
fn motions_extend_the_selection() {
    for (keys, selected) in [
        ("v", "b"),
        ("v l l", "bra"),
        ("v Right", "br"),
        ("v w", "brake f"),
        ("v e", "brake"),
        ("v e e", "brake failed"),
        ("v w b", "b"),
        ("v h", " b"),
        ("v Left Left", "e b"),
        ("v b", "The b"),
        ("v 0", "The b"),
        ("v Home", "The b"),
        ("v $", "brake failed on Sunday, March 2, while a"),
        ("v End", "brake failed on Sunday, March 2, while a"),
        ("v j", "brake failed on Sunday, March 2, while a\nboile"),
        ("v )", "brake failed on Sunday, March 2, while a boiler hung over the quay."),
        ("v ) ) (", "brake failed on Sunday, March 2, while a boiler hung over the quay. N"),
        ("v (", "The b"),
    ] {
        let mut reader = at_the_brake();
        reader.keys(keys);
        let got = reader.selected().to_owned();
        // A line is as long as it is set; only its first word is promised.
        if keys == "v j" {
            assert!(got.starts_with("brake failed on Sunday, March 2, while a boil"), "{got}");
        } else {
            assert_eq!(got, selected, "{keys}");
        }
    }
    let mut reader = at_the_brake();
    reader.keys("v k");
    assert!(reader.selected().ends_with("\n\nThe b"), "{}", reader.selected());
    reader.keys("Esc v {");
    assert!(reader.selected().len() > 5);
    let mut reader = at_the_brake();
    reader.keys("v }");
    assert!(reader.selected().ends_with("twice after storms."), "{}", reader.selected());
    reader.keys("{ {");
    assert!(reader.selected().starts_with("Reet said he had"), "{}", reader.selected());
}

#[test]
fn text_objects_select_word_sentence_paragraph_and_name() {
    for (keys, selected) in [
        ("v i w", "brake"),
        ("v i s", "The brake failed on Sunday, March 2, while a boiler hung over the quay."),
    ] {
        let mut reader = at_the_brake();
        reader.keys(keys);
        assert_eq!(reader.selected(), selected, "{keys}");
    }
    let mut reader = at_the_brake();
    reader.keys("v i p");
    let selected = reader.selected();
    assert!(selected.starts_with("The brake failed") && selected.ends_with("after storms."));
    reader.keys("Esc");
    reader.go_to("Jonas Reet");
    reader.keys("l v i e");
    assert_eq!(reader.selected(), "Jonas Reet");
    let mut reader = at_the_brake();
    reader.keys("v i e");
    assert_eq!(reader.notice(), "no name on this line");
    // A sequence that is none: the keys count for themselves.
    reader.keys("i Esc");
    assert_eq!(reader.state.pending, []);
}

#[test]
fn the_other_end_can_be_moved_too() {
    let mut reader = at_the_brake();
    reader.keys("v e o b");
    assert_eq!(reader.selected(), "The brake");
    reader.keys("o e");
    assert_eq!(reader.selected(), "The brake failed");
}

#[test]
fn the_selection_is_seen_and_the_cursor_stands_at_its_head() {
    let mut reader = at_the_brake();
    reader.keys("v e");
    let selection = reader.theme.style(Ink::Selection).bg;
    let (x, y) = reader.find("brake failed on Sunday");
    assert_eq!(reader.style_of((x, y)).bg, selection);
    assert_eq!(reader.style_of((x + 4, y)).bg, selection);
    assert_ne!(reader.style_of((x + 5, y)).bg, selection);
    assert_eq!(reader.cursor(), Some((x + 4, y)));
    reader.keys("Esc");
    assert_ne!(reader.style_of((x, y)).bg, selection);
    assert_eq!(reader.cursor(), None);
    assert_eq!(reader.reading().selection, None);
}

#[test]
fn a_copy_carries_title_source_date_and_link() {
    let mut reader = at_the_brake();
    reader.keys("v i s y");
    assert_eq!(
        reader.copied(),
        "“The brake failed on Sunday, March 2, while a boiler hung over the quay.”\n\
         — Harbour crane stands still for a third day, Tideline, Tuesday 4 March 2025, \
         https://example.org/crane"
    );
    assert_eq!(reader.notice(), "copied 14 words with their source");
    assert_eq!(reader.reading().selection, None);
    // Without a selection the paragraph.
    reader.keys("y");
    let copied = reader.copied();
    assert!(
        copied.starts_with("“The brake failed") && copied.contains("after storms.”\n— Harbour")
    );
    // In the notes the note with its words.
    reader.keys("a").types("how many times?").keys("Esc m y");
    let copied = reader.copied();
    assert!(copied.contains("hung over the quay.”\nhow many times?\n— Harbour"), "{copied}");
}

#[test]
fn a_selection_reaches_over_pages() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(40, 10);
    reader.keys("v");
    for _ in 0..60 {
        reader.keys("j");
    }
    assert_eq!(reader.state.focus, Pane::Text);
    let selected = reader.selected();
    assert!(selected.starts_with("Harbour") && selected.contains("thirty years"));
    reader.keys("H");
    assert_eq!(reader.notes().len(), 1);
}

#[test]
fn w_in_a_selection_is_a_word_and_not_a_name() {
    let mut reader = at_the_brake();
    reader.keys("v w w w");
    assert_eq!(reader.selected(), "brake failed on S");
}

#[test]
fn what_was_copied_is_counted_in_good_grammar() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("v i w y");
    assert_eq!(reader.notice(), "copied 1 word with its source");
    reader.keys("v w w y");
    assert!(reader.notice().ends_with("words with their source"), "{}", reader.notice());
}
