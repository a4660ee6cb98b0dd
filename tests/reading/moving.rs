//! Moving in the text: lines, pages, paragraphs, ends, stories, marks, jumps.

use super::desk::{BOARD, CRANE, CRANE_NAMES, Reader};
use dateline::state::shelf::{Address, Entry};
use dateline::state::{Effect, Message, Pane};

#[test]
fn j_and_k_move_by_a_line_of_words() {
    for (down, up) in [("j", "k"), ("Down", "Up")] {
        let mut reader = Reader::at_desk();
        reader.keys(down);
        assert!(reader.here().starts_with("By Lena Marsh"));
        reader.keys(down);
        assert!(reader.here().starts_with("PORT SABLE, March 4"), "blank rows are no stops");
        reader.keys(down);
        assert!(reader.here().starts_with("crane of Port Sable stood"));
        reader.keys(up).keys(up).keys(up).keys(up).keys(up);
        assert!(reader.here().starts_with("Harbour crane"), "it stops at the start");
    }
}

/// A story of many pages.
fn long() -> String {
    let sentence = "The number of this paragraph is written once and read again a page further on";
    let paragraphs: Vec<String> =
        (1..=60).map(|n| format!("{sentence}, where it is {n}.")).collect();
    format!("A story of many pages\n\n{}\n", paragraphs.join("\n\n"))
}

#[test]
fn pages_overlap_and_half_pages_are_half() {
    for (down, up) in [("Space", "PgUp"), ("PgDn", "C-b"), ("C-f", "PgUp")] {
        let mut reader = Reader::of(&long(), "");
        let first = reader.pane(Pane::Text);
        reader.keys(down);
        let second = reader.pane(Pane::Text);
        assert!(second[0].ends_with(first.last().expect("a row")), "{first:?} {second:?}");
        reader.keys(down).keys(up);
        assert_eq!(reader.pane(Pane::Text)[1..], second[1..]);
        reader.keys(up).keys(up);
        assert!(reader.line(3).contains("A story of many pages"));
    }
    let mut reader = Reader::of(&long(), "");
    let whole = reader.reading().page.shown().expect("words");
    reader.keys("C-d");
    let at = reader.reading().page.shown().expect("words").start;
    assert!((whole.len() / 3..=whole.len() * 2 / 3).contains(&at), "{at} of {}", whole.len());
    reader.keys("C-u");
    assert!(reader.line(3).contains("A story of many pages"));
}

#[test]
fn paragraphs_start_and_end() {
    let mut reader = Reader::at_desk();
    reader.keys("} }");
    assert!(reader.here().starts_with("PORT SABLE, March 4"));
    reader.keys("}");
    assert!(reader.here().starts_with("“Nobody walks"));
    reader.keys("} }");
    assert!(reader.here().starts_with("Eleven ships at anchor"), "what is hidden is no stop");
    reader.keys("{ { {");
    assert!(reader.here().starts_with("PORT SABLE, March 4"));
    for (end, start) in [("G", "g"), ("End", "Home")] {
        reader.keys(end);
        assert!(reader.screen().contains('■'), "the end is seen");
        assert!(
            reader.here().ends_with("it is.\n") && reader.here().len() < 80,
            "{}",
            reader.here()
        );
        assert!(reader.screen().contains("100 %"));
        reader.keys(start);
        assert!(reader.here().starts_with("Harbour crane"));
    }
}

#[test]
fn the_next_story_is_where_it_was_left() {
    let mut reader = Reader::in_port();
    reader.keys("} } }");
    let place = reader.reading().place;
    reader.keys("]");
    assert!(reader.line(0).contains("Board asks who may stop the port"));
    assert!(reader.line(0).contains("2 of 3"));
    reader.keys("] ]");
    assert!(reader.line(0).contains("Gulls come back"));
    assert_eq!(reader.notice(), "this is the last story");
    reader.keys("[ [");
    assert_eq!(reader.reading().place, place);
    reader.keys("[");
    assert_eq!(reader.notice(), "this is the first story");
}

#[test]
fn jumps_are_walked_back_and_forward_across_stories() {
    let mut reader = Reader::in_port();
    reader.go_to("Eleven ships lay").keys("]").go_to("Jonas Reet put it");
    for back in ["Backspace", "C-o", "M-Left"] {
        reader.keys(back);
        assert!(reader.here().starts_with("Board asks"), "{back}: {}", reader.here());
        reader.keys(back);
        assert!(reader.here().starts_with("Eleven ships lay"), "{back}: {}", reader.here());
        reader.keys(back);
        assert!(reader.here().starts_with("Harbour crane"), "{back}");
        reader.keys(back);
        assert_eq!(reader.notice(), "nothing to go back to");
        reader.keys("M-Right M-Right");
        assert!(reader.here().starts_with("Board asks"), "forward: {}", reader.here());
        reader.keys("M-Right");
        assert!(reader.here().starts_with("Jonas Reet put it"), "forward: {}", reader.here());
        reader.keys("M-Right");
        assert_eq!(reader.notice(), "nothing to go forward to");
    }
}

#[test]
fn jumps_of_an_earlier_session_are_walked_back() {
    let mut reader = Reader::in_port();
    reader.go_to("Eleven ships lay").keys("]").go_to("Jonas Reet put it").keys("q");
    let remembered = reader.effects().into_iter().rev().find_map(|effect| match effect {
        Effect::Remember { jumps, .. } => Some(jumps),
        _ => None,
    });
    let mut next = Reader::in_port();
    next.tell(Message::JumpsKnown(remembered.expect("places are remembered on quitting")));
    next.keys("Backspace");
    assert!(next.here().starts_with("Board asks"), "in another story: {}", next.here());
    next.keys("Backspace");
    assert!(next.here().starts_with("Eleven ships lay"), "{}", next.here());
    next.keys("M-Right");
    assert!(next.here().starts_with("Board asks"), "{}", next.here());
}

#[test]
fn a_jump_back_finds_its_words_in_a_text_that_changed() {
    let mut reader = Reader::in_port();
    reader.go_to("Eleven ships lay").keys("G");
    let newer = CRANE.replace("for a third day\n", "for a fourth day, and the ships wait\n");
    reader.rewrite(&newer).keys("Backspace");
    assert!(reader.here().starts_with("Eleven ships lay"), "{}", reader.here());
}

#[test]
fn a_story_that_cannot_be_opened_leaves_the_open_one() {
    let mut reader = Reader::in_port();
    reader.keys("]").remove();
    assert!(reader.notice().contains("is not there"));
    assert!(reader.here().starts_with("Board asks"), "what was read stays");
    reader.keys("[ ]");
    assert!(reader.here().starts_with("Harbour crane"));
    assert!(reader.notice().contains("b-board.txt is not there"), "{}", reader.notice());
    assert!(reader.line(0).contains("1 of 3"), "{}", reader.line(0));
}

#[test]
fn a_story_that_changes_on_disk_is_read_anew_at_the_same_place() {
    let mut reader = Reader::at_desk();
    reader.go_to("Reet said he had offered").keys("a").types("see the offer").keys("Esc");
    let newer = CRANE.replace("for a third day\n", "for a fourth day, and the ships wait\n");
    reader.rewrite(&newer);
    assert!(reader.notice().starts_with("the story changed on disk and was read anew"));
    assert!(reader.screen().contains("see the offer"));
    assert_eq!(reader.notes()[0].anchor, dateline::model::Anchor::Moved);
    let at = reader.notes()[0].start().expect("a place");
    assert!(reader.reading().story.text.as_str()[at..].starts_with("Reet said he had offered"));
    // Cut off before where the reader was: it ends where the text ends.
    reader.rewrite("Harbour crane stands still\n\nOnly this is left of the story.\n");
    assert!(reader.screen().contains("Only this is left"));
    reader.keys("m");
    assert!(reader.screen().contains("lost"), "a note whose words are gone is listed");
    reader.rewrite("");
    assert!(reader.screen().contains("lost"));
    reader.keys("Esc j k Space G g w n / x Enter v e Esc");
}

#[test]
fn a_story_read_anew_keeps_its_text_in_place_on_the_screen() {
    let mut reader = Reader::at_desk();
    reader.go_to("Reet said he had offered");
    let top = reader.line(2);
    let newer = CRANE.replace("in thirty years", "in forty years");
    reader.rewrite(&newer);
    assert!(reader.here().starts_with("Reet said he had offered"));
    assert_eq!(reader.line(2), top);
}

#[test]
fn marks_are_set_and_gone_to() {
    let mut reader = Reader::in_port();
    reader.go_to("Eleven ships lay").keys("M a");
    assert_eq!(reader.notice(), "marked a");
    let effects = reader.effects();
    let remembered = effects
        .iter()
        .any(|effect| matches!(effect, Effect::Remember { marks, .. } if marks[0].0 == 'a'));
    assert!(remembered, "{effects:?}");
    reader.keys("G");
    let end = reader.reading().place;
    reader.keys("' a");
    assert!(reader.here().starts_with("Eleven ships lay"));
    reader.keys("' '");
    assert_eq!(reader.reading().place, end, "back to where it came from");
    reader.keys("' b");
    assert!(reader.notice().contains("no mark b"));
    // A small letter is of this story, a capital of all.
    reader.keys("' a M X ]").keys("' a");
    assert!(reader.notice().contains("no mark a"));
    reader.keys("' X");
    assert!(reader.line(0).contains("Harbour crane"));
    assert!(reader.here().starts_with("Eleven ships lay"));
    reader.keys("Backspace");
    assert!(reader.line(0).contains("Board asks"), "going to a mark is a jump");
    // Esc leaves the wish.
    reader.keys("M Esc x");
    assert_eq!(reader.notice(), "no note here");
}

#[test]
fn resizing_keeps_the_words_at_the_top() {
    let mut reader = Reader::at_desk();
    reader.go_to("Reet said he had offered").keys("j j j j j j");
    let top = |reader: &Reader| reader.reading().page.shown().expect("words").start;
    let place = reader.reading().place;
    for (columns, rows) in [(60, 24), (44, 12), (200, 14), (100, 10), (40, 10), (80, 24)] {
        reader.resize(columns, rows);
        let shown = reader.reading().page.shown().expect("words");
        assert!(shown.contains(place), "the place is in sight at {columns}x{rows}");
        assert_eq!(reader.reading().place, place);
    }
    // The words at the top stay there, through however many sizes.
    let mut reader = Reader::of(&long(), "");
    reader.keys("Space Space Space");
    let first = top(&reader);
    for _ in 0..5 {
        for (columns, rows) in [(100, 24), (72, 20), (50, 24), (44, 9), (300, 30), (80, 24)] {
            reader.resize(columns, rows);
            let row = reader.reading().page.visible.iter().find_map(|(_, line)| match line {
                dateline::state::page::Line::Words { row, .. } => Some(*row),
                _ => None,
            });
            let row = row.expect("words");
            assert!((row.span.start..=row.next).contains(&first), "{columns}: {row:?} {first}");
        }
    }
    assert_eq!(top(&reader), first);
}

#[test]
fn the_furniture_of_the_page_is_hidden_and_shown() {
    let mut reader = Reader::at_desk();
    assert!(!reader.screen().contains("ADVERTISEMENT"));
    reader.asks("show-boilerplate");
    assert!(reader.screen().contains("ADVERTISEMENT"));
    assert_eq!(reader.notice(), "everything on the page is shown");
    reader.asks("show-boilerplate");
    assert!(!reader.screen().contains("ADVERTISEMENT"));
}

#[test]
fn hidden_names_are_no_stops() {
    let text = CRANE.replace("ADVERTISEMENT", "Read more: Mara Venn and the storm of 2019");
    let mut reader = Reader::of(&text, CRANE_NAMES);
    assert!(!reader.screen().contains("Read more"));
    reader.go_to("Jonas Reet").keys("w");
    assert!(reader.here().starts_with("Oslin"), "{}", reader.here());
    reader.keys("b");
    assert!(reader.here().starts_with("Jonas Reet"), "{}", reader.here());
    // Nor for what is followed.
    reader.go_to("Venn told the Tidewater").keys("n");
    assert!(reader.here().starts_with("Venn said she had heard"), "{}", reader.here());
    reader.keys("N");
    assert!(reader.here().starts_with("Venn told"), "{}", reader.here());
    // Shown, it counts.
    reader.asks("show-boilerplate").keys("n");
    assert!(reader.here().starts_with("Mara Venn and the storm"), "{}", reader.here());
}

#[test]
fn a_story_remembers_where_it_was_read_to() {
    let mut reader = Reader::in_port();
    reader.go_to("Fishermen").keys("q");
    let effects = reader.effects();
    assert!(effects.contains(&Effect::Quit));
    let place = CRANE.find("Fishermen").expect("there");
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Remember { place: at, .. } if *at == place))
    );
}

#[test]
fn the_last_row_is_reached_line_by_line() {
    let mut reader = Reader::of(BOARD, "").sized(40, 8);
    for _ in 0..40 {
        reader.keys("j");
    }
    assert!(reader.screen().contains('■'), "{}", reader.screen());
    for _ in 0..40 {
        reader.keys("k");
    }
    assert!(reader.screen().contains("Board asks who may stop the port"));
}

#[test]
fn the_open_story_is_known_in_the_list_whichever_comes_first() {
    let entry = |name: &str| Entry { address: Address::File(name.into()), head: None };
    // The folder has been read before the story, which was asked for first.
    let mut reader = Reader::nowhere();
    reader.state.open(entry("b.txt").address, None);
    reader.tell(Message::StoriesFound(vec![entry("a.txt"), entry("b.txt"), entry("c.txt")]));
    assert!(reader.line(0).contains("2 of 3"), "{}", reader.line(0));
    reader.keys("]");
    assert!(reader.notice().contains("c.txt"), "{}", reader.notice());
}

#[test]
fn the_editor_opens_at_the_line_of_the_file_that_is_read() {
    let markdown = "---\nsource: Tideline\n---\n\n# Lamp\n\nThe lamp burnt\nagain on *Tuesday*.\n";
    for (name, text, line) in [("story.md", markdown, 8), ("story.txt", "Lamp\n\nOn Tuesday\n", 3)]
    {
        let mut reader = Reader::among(&[(name, text, "")]);
        reader.go_to("Tuesday").keys("E");
        let expected = Effect::Edit(name.into(), line);
        assert!(reader.effects().contains(&expected), "{name}");
    }
}
