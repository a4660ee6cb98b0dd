//! What is cut off in a list can be read all the same: the chosen row unfolds,
//! headings stay in sight, overlays have a clean ground, keys are named as bound.

use super::desk::{BOARD, BOARD_NAMES, CRANE, CRANE_NAMES, Reader, defaults};
use dateline::config::{Depth, Themes};
use dateline::state::{Message, MouseAct, Pane};

/// A story whose names, events and title are longer than any pane is wide.
const LONG: &str = "\
Commission on the drainage of the lower meadows publishes its report after nine years

By Lena Marsh

The Permanent Commission for the Drainage of the Lower Meadows said on March 4 that it was done.
";

const LONG_NAMES: &str = "\
story: {published: 2025-03-04T09:30+01:00}
entities:
  - {id: c, name: Permanent Commission for the Drainage of the Lower Meadows, type: organization}
events:
  - {when: 2025-03-04, label: The commission lays down its report after nine years and is thanked for it, quote: March 4}
";

/// The words of a pane in one line, without marks.
fn said(reader: &mut Reader, pane: Pane) -> String {
    let rows = reader.pane(pane).join(" ").replace(['▸', '›', '│', '▌', '·', '▂', '●'], " ");
    rows.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn long() -> Reader {
    let mut reader = Reader::among(&[
        ("a.txt", CRANE, CRANE_NAMES),
        ("b.txt", LONG, LONG_NAMES),
        ("c.txt", BOARD, BOARD_NAMES),
    ]);
    // A story's title is known once it was open.
    reader.keys("] ] [ [");
    reader
}

#[test]
fn the_chosen_row_of_every_list_is_shown_whole() {
    for (columns, rows) in [(40, 10), (72, 20), (80, 24), (120, 40), (200, 50)] {
        let size = format!("{columns}x{rows}");
        let mut reader = long().sized(columns, rows);
        reader.keys("]");
        let list = |reader: &mut Reader, key: &str, pane| {
            reader.keys(key).keys("g");
            said(reader, pane)
        };
        let names = list(&mut reader, "e", Pane::Names);
        for word in ["Permanent", "Commission", "Drainage", "Meadows"] {
            assert!(names.contains(word), "{size}: {names}");
        }
        reader.keys("Esc Esc t g");
        let times = said(&mut reader, Pane::Timeline);
        assert!(times.contains("is thanked for it"), "{size}: {times}");
        reader.keys("Esc Esc s");
        let stories = said(&mut reader, Pane::Stories);
        assert!(stories.contains("after nine years"), "{size}: {stories}");
        reader.keys("Esc Esc").go_to("said on").keys("a");
        reader.types("An early draft of this was shorter, and the last page was another one.");
        reader.keys("Esc m g");
        let notes = said(&mut reader, Pane::Notes);
        assert!(notes.contains("was another one."), "{size}: {notes}");
    }
}

#[test]
fn rows_that_are_not_chosen_stay_short() {
    let mut reader = long().sized(80, 24);
    reader.keys("s g");
    let stories = said(&mut reader, Pane::Stories);
    assert!(stories.contains("Commission on the") && stories.contains('…'), "{stories}");
    assert!(!stories.contains("after nine years"), "{stories}");
}

#[test]
fn a_click_finds_its_row_below_an_unfolded_one() {
    let mut reader = long().sized(80, 24);
    reader.keys("s g j");
    assert!(said(&mut reader, Pane::Stories).contains("after nine years"));
    reader.click("Board asks");
    assert_eq!(reader.state.shelf.list.chosen, 2);
    reader.mouse(MouseAct::Double, "Board asks");
    assert!(reader.reading().title().contains("Board asks"));
}

#[test]
fn a_list_scrolled_past_a_heading_still_shows_it() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(80, 7);
    reader.keys("e G");
    let names = reader.pane(Pane::Names);
    assert!(names[0].starts_with("Names") && names[1].starts_with("Places"), "{names:?}");
    assert!(names[1].ends_with("+ 3 above"), "{names:?}");
    reader.keys("Esc Esc t G");
    let times = reader.pane(Pane::Timeline).join("\n");
    assert!(times.contains("the 2020s") && times.contains("An inspector"), "{times}");
}

#[test]
fn where_a_label_has_no_room_beside_its_date_it_stands_beneath() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(80, 24);
    reader.keys("t g");
    let rows = reader.pane(Pane::Timeline);
    assert!(rows.iter().any(|row| row.contains("10 Mar 2025")), "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("Venn refuses the")), "{rows:?}");
}

#[test]
fn the_date_after_a_byline_is_whole_in_the_narrowest_window() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(40, 10);
    let screen = reader.screen();
    assert!(screen.contains("Tuesday 4 March 2025"), "{screen}");
    reader.resize(120, 40);
    assert!(reader.screen().contains("By Lena Marsh · Tuesday 4 March 2025"));
}

#[test]
fn the_way_out_is_offered_at_every_width() {
    for columns in [40, 60, 72, 80, 100, 120] {
        let mut reader = Reader::in_port().sized(columns, 24);
        for (keys, offer) in [
            ("", "? help"),
            ("w w w Enter", "Esc close"),
            ("Esc e", "Esc back"),
            ("Esc t", "Esc back"),
            ("Esc s", "Esc back"),
            ("Esc m", "Esc back"),
            ("Esc :", "Esc close"),
            ("Esc ?", "Esc close"),
        ] {
            let bottom = reader.keys(keys).line(23);
            assert_eq!(bottom.matches(offer).count(), 1, "{columns} {keys}: {bottom}");
        }
    }
}

#[test]
fn a_link_is_offered_only_on_cards_that_have_one() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("e g Enter Enter");
    assert!(reader.line(39).contains("o link"), "{}", reader.line(39));
    reader.keys("Esc").go_to("Jonas Reet, its").keys("Enter");
    assert!(reader.line(39).contains("Esc close") && !reader.line(39).contains("o link"));
}

#[test]
fn overlays_have_a_clean_ground() {
    for keys in [":", "C-p", "?"] {
        let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(80, 24);
        reader.keys(keys);
        let screen: Vec<String> = (2..22).map(|y| reader.line(y)).collect();
        let screen = screen.join("\n");
        assert!(!screen.contains('│') && !screen.contains("Port Sable stood"), "{screen}");
        // In the smallest window they have all of it but the bars.
        reader.resize(40, 10);
        let paper = reader.style_of((20, 1)).bg;
        for at in [(0, 1), (39, 1), (0, 8), (39, 8)] {
            assert_eq!(reader.style_of(at).bg, paper, "{keys} {at:?}");
        }
    }
}

#[test]
fn help_says_every_word_in_a_narrow_window() {
    let mut reader = Reader::at_desk().sized(40, 24);
    reader.keys("? /").types("for all stories");
    let screen = reader.screen();
    let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("for all") && words.contains("stories)"), "{screen}");
    let below = screen.split_once('\n').expect("lines").1;
    assert!(!below.contains('…'), "{screen}");
}

#[test]
fn the_chosen_command_of_the_palette_shows_all_its_help() {
    for columns in [40, 80, 120] {
        let mut reader = Reader::at_desk().sized(columns, 24);
        reader.keys(":").types("set-mark");
        let words = reader.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("stories)"), "{columns}: {words}");
    }
}

#[test]
fn the_offer_to_take_notes_back_names_the_keys_as_they_are_bound() {
    let mut reader = Reader::at_desk();
    let mut config = defaults();
    let own = "card:\n  go-there: F2\n";
    let names = dateline::state::command::names();
    let (keymap, wrong) = dateline::config::Keymap::read(
        dateline::config::keymap::DEFAULT_KEYS,
        Some(("keys.yaml", own)),
        &names,
    );
    assert_eq!(wrong, []);
    config.keymap = keymap;
    reader.tell(Message::Configured(Box::new(config)));
    reader.tell(Message::Recovered { count: 1, stories: vec!["a.txt".into()] });
    assert!(reader.screen().contains("F2 takes it back"), "{}", reader.screen());
}

#[test]
fn highlights_are_told_apart_where_their_tints_are_not() {
    for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256] {
        let mut reader = Reader::at_desk();
        reader.theme = Themes::default().get("dark").expect("dark").for_depth(depth);
        reader.go_to("Eleven ships lay").keys("H");
        let (_, y) = reader.find("Eleven ships lay");
        assert!(reader.line(y).contains("y▎"), "{depth:?}: {}", reader.line(y));
        reader.keys("H");
        assert!(reader.line(y).contains("g▎"), "{depth:?}: {}", reader.line(y));
    }
}

#[test]
fn a_wide_window_gives_its_lists_more_room_until_the_reader_says_otherwise() {
    let mut reader = Reader::in_port();
    let mut widths = Vec::new();
    for columns in [160, 200, 260] {
        reader.resize(columns, 50);
        let layout = reader.state.layout();
        widths.push((layout.shelf.expect("stories").width, layout.names.expect("names").width));
        assert_eq!(layout.column.width, 66);
    }
    assert!(widths[0] < widths[1] && widths[1].0 > 40 && widths[1].1 > 44, "{widths:?}");
    reader.resize(200, 50);
    let before = reader.state.layout().side_width().expect("a side");
    reader.asks("side-wider");
    assert_eq!(reader.state.layout().side_width(), Some(before + 2));
}
