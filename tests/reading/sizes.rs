//! Every size of window: nothing is drawn outside its place, nothing panics.

use super::desk::{CRANE, CRANE_NAMES, Reader};
use dateline::state::Pane;

/// What can lie on the screen: keys that lead there.
const SCREENS: [&str; 16] = [
    "",
    "w w w n",
    "w w w Enter",
    "e",
    "t j",
    "s",
    "m",
    "v w w w",
    "w a",
    "/ a",
    ":",
    "C-p",
    "?",
    "f",
    "w w w Enter Enter",
    "z",
];

/// The stories with notes of every kind.
fn reader() -> Reader {
    let mut reader = Reader::in_port();
    reader.keys("w w w a").types("one #tag").keys("Esc }").keys("H H } v e e H");
    reader.go_to("boiler").asks("mark-name").keys("Esc");
    reader.go_to("Nobody was hurt").asks("mark-event").types("2020-01").keys("Tab").types("x");
    reader.keys("Esc Esc g");
    assert_eq!(reader.notes().len(), 5, "{}", reader.screen());
    reader
}

#[test]
fn every_screen_is_drawn_at_every_common_size() {
    for (columns, rows) in [
        (40, 10),
        (72, 20),
        (80, 24),
        (100, 20),
        (120, 40),
        (160, 45),
        (200, 50),
        (300, 100),
        (1, 1),
        (2, 3),
        (0, 0),
        (80, 0),
        (0, 24),
        (500, 300),
    ] {
        let mut reader = reader();
        reader.resize(columns, rows);
        for keys in SCREENS {
            reader.keys(keys).keys("Esc Esc Esc Esc");
        }
    }
}

#[test]
fn every_screen_is_drawn_at_every_width() {
    let mut reader = reader();
    for keys in SCREENS {
        reader.resize(80, 24).keys(keys);
        for columns in 1..=200 {
            let rows = [1, 3, 4, 7, 14, 24][columns as usize % 6];
            reader.resize(columns, rows);
        }
        reader.keys("Esc Esc Esc Esc");
    }
}

#[test]
fn every_screen_is_drawn_at_every_height() {
    let mut reader = reader();
    for keys in SCREENS {
        reader.resize(80, 24).keys(keys);
        for rows in 1..=60 {
            reader.resize([20, 71, 72, 100, 160][usize::from(rows) % 5], rows);
        }
        reader.keys("Esc Esc Esc Esc");
    }
}

#[test]
fn no_pane_draws_over_its_borders() {
    let mut reader = reader();
    for focus in ["", "e", "t", "s", "m"] {
        reader.keys(focus);
        for columns in (20..=200).step_by(3) {
            reader.resize(columns, 30);
            let layout = reader.state.layout();
            let buffer = reader.draw();
            for rule in [layout.shelf_rule, layout.side_rule].into_iter().flatten() {
                for y in rule.y..rule.bottom() {
                    assert_eq!(buffer[(rule.x, y)].symbol(), "│", "{columns}: {layout:?}");
                }
            }
            for rule in [layout.top_rule, layout.bottom_rule].into_iter().flatten() {
                for x in 0..columns {
                    let shown = buffer[(x, rule.y)].symbol();
                    assert!("─┬┴".contains(shown), "{columns}: {shown:?} on a rule");
                }
            }
        }
        reader.keys("Esc");
    }
}

#[test]
fn panes_share_the_window_without_overlap() {
    let mut reader = reader();
    for focus in ["", "e", "t", "s", "m", "z"] {
        reader.keys(focus);
        for columns in 1..=300 {
            // Nothing needs to be drawn for this.
            reader.state.size = (columns, 45);
            let layout = reader.state.layout();
            let panes = [Pane::Text, Pane::Stories, Pane::Names, Pane::Timeline, Pane::Notes];
            let areas: Vec<_> = panes
                .into_iter()
                .filter(|pane| *pane != Pane::Text || !layout.covered)
                .filter_map(|pane| layout.pane(pane))
                .collect();
            for (at, one) in areas.iter().enumerate() {
                assert!(one.right() <= columns && one.bottom() <= 45, "{layout:?}");
                for other in &areas[at + 1..] {
                    let apart = one.right() <= other.x
                        || other.right() <= one.x
                        || one.bottom() <= other.y
                        || other.bottom() <= one.y;
                    assert!(apart, "{columns}: {one:?} {other:?}");
                }
            }
            let column = layout.column;
            assert!(column.x >= layout.text.x && column.right() <= layout.text.right().max(1));
        }
        reader.keys("Esc Esc");
    }
}

#[test]
fn forty_by_ten_still_reads() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(40, 10);
    let mut seen = String::new();
    for _ in 0..20 {
        seen.push_str(&reader.pane(Pane::Text).join("\n").replace("› ", ""));
        seen.push('\n');
        reader.keys("Space");
    }
    let seen: String = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in ["had asked for a quick answer", "repaired nine times", "left as it is."] {
        assert!(seen.contains(sentence), "{sentence}: {seen}");
    }
    // Page by page every word of the story comes by.
    for word in CRANE.split_whitespace().filter(|word| *word != "ADVERTISEMENT") {
        assert!(seen.contains(word), "{word}");
    }
}

#[test]
fn the_words_stand_in_the_middle_of_a_wide_window() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(300, 50);
    let layout = reader.state.layout();
    let (left, right) =
        (layout.column.x - layout.text.x, layout.text.right() - layout.column.right());
    assert!(left.abs_diff(right) <= 4, "{left} {right}");
    assert_eq!(layout.column.width, 66);
    assert!(reader.screen().contains("Names  6"));
}

#[test]
fn a_resize_storm_ends_where_it_began() {
    let mut reader = reader();
    reader.keys("} } }");
    let place = reader.reading().place;
    for (columns, rows) in [(1, 1), (500, 300), (0, 0), (40, 2), (3, 200), (200, 3), (80, 24)] {
        reader.resize(columns, rows);
    }
    assert_eq!(reader.reading().place, place);
    assert!(reader.reading().page.shown_at(place).is_some(), "in sight");
}

#[test]
fn a_window_that_has_shrunk_unheard_is_left_blank() {
    let mut reader = reader();
    reader.resize(120, 40);
    let small = ratatui::layout::Rect::new(0, 0, 30, 8);
    let mut buffer = ratatui::buffer::Buffer::empty(small);
    assert_eq!(dateline::ui::draw(&mut buffer, &reader.state, &reader.theme), None);
    assert_eq!(buffer, ratatui::buffer::Buffer::empty(small));
}
