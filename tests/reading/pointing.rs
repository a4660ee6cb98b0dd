//! The mouse: clicks, double clicks, drags, the wheel; and what is pasted.

use super::desk::Reader;
use dateline::state::MouseAct::{Double, Drag, Press, Release, WheelDown, WheelUp};
use dateline::state::{Card, Layer, Message, Pane};

#[test]
fn a_click_on_a_name_chooses_it() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.click("Reet said he had");
    assert!(reader.here().starts_with("Reet said he had"));
    assert!(reader.screen().contains("Time line  Jonas Reet only"));
    assert!(reader.screen().contains("▸ Jonas Reet"));
    // In the list as in the text.
    let (x, y) = reader.find("Oslin               ·");
    reader.mouse_at(Press, x, y).mouse_at(Release, x, y);
    assert_eq!(reader.state.focus, Pane::Names);
    assert!(reader.screen().contains("Time line  Oslin only"));
}

#[test]
fn a_click_on_plain_words_puts_the_place_there() {
    let mut reader = Reader::at_desk();
    reader.click("quick answer");
    assert!(reader.here().starts_with("quick answer"));
    assert_eq!(reader.reading().chosen, None);
    assert_eq!(reader.reading().selection, None);
    // Beside the words, and where nothing is.
    for (x, y) in [(0, 0), (0, 3), (51, 3), (40, 2), (79, 23), (60, 20), (3, 22)] {
        reader.mouse_at(Press, x, y).mouse_at(Release, x, y).mouse_at(Double, x, y).keys("Esc");
    }
}

#[test]
fn a_double_click_opens_the_card() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.mouse(Press, "Mara Venn, the").mouse(Double, "Mara Venn, the");
    assert!(reader.screen().contains("Mara Venn   person"));
    // A click beside it closes it.
    reader.mouse_at(Press, 5, 39);
    assert!(reader.state.layer.is_none());
}

#[test]
fn a_row_of_the_time_line_is_clicked_and_read() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.click("An inspector comes");
    assert!(reader.here().starts_with("An inspector is expected"));
    assert_eq!(reader.state.focus, Pane::Timeline);
    reader.mouse(Double, "An inspector comes");
    assert_eq!(reader.state.focus, Pane::Text);
    // Headings are no rows.
    let (x, y) = reader.find("the 1930s");
    reader.mouse_at(Press, x, y);
    assert!(reader.here().starts_with("An inspector is expected"));
}

#[test]
fn stories_are_opened_by_double_click() {
    let mut reader = Reader::in_port().sized(160, 45);
    let (x, y) = reader.find("c-gulls.txt");
    reader.mouse_at(Press, x, y);
    assert!(reader.line(0).contains("Harbour crane"), "a click chooses only");
    reader.mouse_at(Double, x, y);
    assert!(reader.line(0).contains("Gulls come back"));
}

#[test]
fn the_card_of_a_note_is_opened_by_double_click_in_the_list() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("a").types("ask the inspector").keys("Esc G m");
    let (x, y) = reader.find("▌ “Harbour");
    reader.mouse_at(Press, x, y).mouse_at(Release, x, y).mouse_at(Double, x, y);
    let card = matches!(reader.state.layer, Some(Layer::Card(Card::Note { .. })));
    assert!(card, "{}", reader.screen());
}

#[test]
fn dragging_selects_text_both_ways() {
    let mut reader = Reader::at_desk();
    let (x, y) = reader.find("quick answer");
    reader.mouse_at(Press, x, y).mouse_at(Drag, x + 2, y).mouse_at(Drag, x + 4, y);
    reader.mouse_at(Release, x + 4, y);
    assert_eq!(reader.selected(), "quick");
    reader.keys("H");
    assert_eq!(reader.notes()[0].selectors[0].quote, "quick");
    reader.mouse_at(Press, x + 4, y).mouse_at(Drag, x, y).mouse_at(Release, x, y);
    assert_eq!(reader.selected(), "quick");
    reader.keys("a");
    assert!(reader.screen().contains("on “quick”"));
    reader.keys("Esc");
    // Over rows, and beyond the window, which then scrolls.
    reader.mouse_at(Press, x, y);
    for row in 0..30 {
        reader.mouse_at(Drag, 10, y + row);
    }
    reader.mouse_at(Release, 10, 23);
    assert!(reader.selected().contains("Eleven ships lay"), "{}", reader.selected());
    assert!(reader.reading().page.shown().expect("words").start > 0);
    for row in (0..20).rev().chain([0; 20]) {
        reader.mouse_at(Press, 20, 10).mouse_at(Drag, 10, row);
    }
    // A click ends it.
    reader.click("PORT SABLE, March");
    assert_eq!(reader.reading().selection, None);
}

#[test]
fn a_drag_may_begin_and_end_between_paragraphs() {
    let mut reader = Reader::at_desk();
    let (x, y) = reader.find("PORT SABLE, March");
    let gap = y - 1;
    reader.mouse_at(Press, x + 9, gap).mouse_at(Drag, x + 3, y).mouse_at(Release, x + 3, y);
    let across = reader.selected();
    assert!(!across.is_empty() && "PORT SABLE, March".contains(across), "{across}");
    reader.mouse_at(Press, x, y).mouse_at(Drag, x, gap).mouse_at(Release, x, gap);
    reader.mouse_at(Press, x + 2, y).mouse_at(Drag, x + 9, gap).mouse_at(Release, x, gap);
    assert!(reader.selected().starts_with('R'), "{}", reader.selected());
}

#[test]
fn dragging_a_border_resizes_the_panes() {
    let mut reader = Reader::in_port().sized(180, 45);
    let layout = reader.state.layout();
    let rule = layout.side_rule.expect("a rule");
    reader.mouse_at(Press, rule.x, 20).mouse_at(Drag, rule.x - 10, 20);
    assert_eq!(reader.state.layout().side_rule.expect("a rule").x, rule.x - 10);
    reader.mouse_at(Release, rule.x - 10, 20);
    reader.mouse_at(Drag, rule.x - 20, 20);
    assert_eq!(reader.state.layout().side_rule.expect("a rule").x, rule.x - 10, "let go");
    let shelf = layout.shelf_rule.expect("a rule");
    reader.mouse_at(Press, shelf.x, 20).mouse_at(Drag, shelf.x + 8, 20).mouse_at(Release, 0, 0);
    assert_eq!(reader.state.layout().shelf_rule.expect("a rule").x, shelf.x + 8);
    let split = reader.state.layout().split_rule.expect("a rule");
    let to = split.y - 6;
    reader.mouse_at(Press, split.x, split.y).mouse_at(Drag, split.x, to).mouse_at(Release, 0, 0);
    assert!(reader.state.layout().split_rule.expect("a rule").y.abs_diff(to) <= 1);
    // However far it is dragged, there is room for each.
    for (border, ends) in [(shelf.x + 8, [0, 179]), (rule.x - 10, [0, 179])] {
        for end in ends {
            reader.mouse_at(Press, border, 20).mouse_at(Drag, end, 20).mouse_at(Release, end, 20);
            let layout = reader.state.layout();
            assert!(layout.text.width >= 20, "{layout:?}");
        }
    }
    // A window made small while the button is down.
    let mut reader = Reader::in_port().sized(180, 45);
    for small in [(50, 10), (1, 1), (0, 0), (75, 20)] {
        for border in [shelf, rule] {
            reader.resize(180, 45).mouse_at(Press, border.x, 20).resize(small.0, small.1);
            reader.mouse_at(Drag, 30, 5).mouse_at(Release, 30, 5).resize(180, 45);
        }
    }
}

#[test]
fn panes_are_resized_by_keys_too() {
    let mut reader = Reader::at_desk().sized(160, 45);
    let before = reader.state.layout();
    reader.asks("side-wider");
    assert!(reader.state.layout().names.expect("names").width > before.names.expect("names").width);
    reader.asks("side-narrower").asks("names-taller");
    let names = |reader: &Reader| reader.state.layout().names.expect("names").height;
    assert!(names(&reader) > before.names.expect("names").height);
    reader.asks("names-shorter");
    assert_eq!(names(&reader), before.names.expect("names").height);
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut reader = Reader::at_desk();
    let names = reader.pane(Pane::Names);
    reader.mouse_at(WheelDown, 10, 10).mouse_at(WheelDown, 10, 10);
    assert!(reader.line(2).contains("said she would not") || !reader.line(3).contains("Harbour"));
    assert_eq!(reader.state.focus, Pane::Text);
    let place = reader.reading().place;
    assert!(reader.reading().page.shown().expect("words").contains(place), "in sight");
    reader.mouse_at(WheelUp, 10, 10).mouse_at(WheelUp, 10, 10).mouse_at(WheelUp, 10, 10);
    assert!(reader.line(3).contains("Harbour crane"));
    for _ in 0..50 {
        reader.mouse_at(WheelDown, 10, 10);
    }
    assert!(reader.screen().contains('■'));
    assert_eq!(reader.pane(Pane::Names).len(), names.len());
    let mut reader = Reader::at_desk().sized(80, 12);
    let top = reader.pane(Pane::Names);
    reader.mouse_at(WheelDown, 70, 5);
    assert_ne!(reader.pane(Pane::Names), top);
    assert!(reader.here().starts_with("Harbour crane"), "the text stays");
    reader.mouse_at(WheelUp, 70, 5).mouse_at(WheelUp, 70, 5);
    assert_eq!(reader.pane(Pane::Names).len(), top.len());
}

#[test]
fn the_wheel_scrolls_a_list_without_choosing() {
    let stories: Vec<String> = (0..200).map(|n| format!("story-{n:03}.txt")).collect();
    let copies: Vec<_> = stories.iter().map(|name| (name.as_str(), "A text.\n", "")).collect();
    let mut reader = Reader::among(&copies).sized(160, 30);
    for _ in 0..10 {
        reader.mouse_at(WheelDown, 5, 10);
    }
    let rows = reader.pane(Pane::Stories);
    assert!(rows[2].contains("story-030"), "three rows a notch: {rows:?}");
    for _ in 0..100 {
        reader.mouse_at(WheelDown, 5, 10);
    }
    assert!(reader.screen().contains("story-199"));
    for _ in 0..100 {
        reader.mouse_at(WheelUp, 5, 10);
    }
    assert!(reader.pane(Pane::Stories)[1].contains("story-000"));
}

#[test]
fn lists_that_lie_on_top_take_clicks_and_the_wheel() {
    let mut reader = Reader::at_desk();
    reader.keys("C-p").mouse_at(WheelDown, 40, 10);
    let Some(Layer::Prompt(prompt)) = &reader.state.layer else { panic!("a picker") };
    assert!(prompt.list.chosen > 0);
    let (x, y) = reader.find("Customs House");
    reader.mouse_at(Press, x, y);
    assert!(reader.here().starts_with("Customs House"), "{}", reader.here());
    reader.keys("C-p").mouse_at(Press, 0, 23);
    assert!(reader.state.layer.is_none(), "a click beside it closes it");
    for keys in ["?", ":", "w Enter", "a", "f", "M", "/"] {
        reader.keys(keys);
        for (x, y) in [(0, 0), (40, 12), (79, 23), (20, 5)] {
            for act in [WheelDown, WheelUp, Drag, Release, Double, Press] {
                reader.mouse_at(act, x, y);
            }
        }
        reader.keys("C-c Esc Esc");
    }
}

#[test]
fn what_is_pasted_is_never_taken_for_keys() {
    let mut reader = Reader::at_desk();
    reader.tell(Message::Paste("qxaGT\x1b:quit\n".into()));
    assert!(reader.notice().contains("pasted text goes into notes"));
    assert!(reader.effects().is_empty() && reader.state.layer.is_none());
    assert!(reader.here().starts_with("Harbour crane"));
    reader.keys("e").tell(Message::Paste("jjjx".into()));
    assert_eq!(reader.effects(), []);
    // In a note it is text, line by line; in a line it is one line.
    reader.keys("Esc a").tell(Message::Paste("one\r\ntwo\tq\x1b[A".into()));
    reader.keys("C-s");
    assert_eq!(reader.notes()[0].body, "one\ntwo\tq[A");
    reader.keys("/").tell(Message::Paste("Customs\nHouse\n".into()));
    assert!(reader.here().starts_with("Customs House"));
    reader.keys("Esc ? /").tell(Message::Paste("high\nlight".into()));
    assert!(reader.screen().contains("/high light"));
    reader.keys("Esc Esc f").tell(Message::Paste("a".into()));
    reader.keys("Esc C-p").tell(Message::Paste("oslin".into()));
    assert!(reader.screen().contains("▸ place"), "{}", reader.screen());
    // The word that opens nothing.
    reader.keys("Esc").tell(Message::Paste(String::new()));
}

#[test]
fn a_click_on_a_note_below_its_paragraph_leads_to_its_words() {
    let mut reader = Reader::at_desk().sized(80, 50);
    reader.go_to("Nobody was hurt").keys("a").types("lucky them").keys("Esc k");
    reader.click("lucky them");
    assert!(reader.here().starts_with("Nobody was hurt"));
}

#[test]
fn a_drag_from_a_name_selects_and_does_not_choose_it() {
    let mut reader = Reader::at_desk().sized(120, 40);
    let (x, y) = reader.find("Mara Venn, the");
    reader.mouse_at(Press, x, y).mouse_at(Drag, x + 12, y).mouse_at(Release, x + 12, y);
    let reading = reader.state.reading.as_ref().expect("a story");
    assert!(reading.selection.is_some() && reading.chosen.is_none(), "{}", reader.screen());
}
