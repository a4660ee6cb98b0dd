//! The pictures of the README are what the program draws, and stand exactly
//! on its grid.

#[path = "../examples/pictures/scene.rs"]
mod scene;
#[path = "../examples/pictures/shape.rs"]
mod shape;
#[path = "../examples/pictures/svg.rs"]
mod svg;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use dateline::ui::link::set_link;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use regex::Regex;

use shape::{Shape, shape};
use svg::svg;

const INK: Color = Color::Rgb(1, 2, 3);
const PAPER: Color = Color::Rgb(250, 251, 252);

fn plain() -> Style {
    Style::new().fg(INK).bg(PAPER)
}

/// A row of words in the plain style, as a picture.
fn drawn(words: &str) -> String {
    pictured(&Buffer::with_lines([words]))
}

fn pictured(buffer: &Buffer) -> String {
    svg(buffer, plain(), INK, "a picture")
}

/// The runs of a picture: column, width in columns, words.
fn runs(picture: &str) -> Vec<(u16, u16, String)> {
    let run = Regex::new(r#"<text x="(\d+)" y="\d+" textLength="(\d+)"[^>]*>([^<]*)</text>"#)
        .expect("a pattern");
    run.captures_iter(picture)
        .map(|found| {
            let columns = |at: usize| found[at].parse::<u16>().expect("pixels") / svg::CELL_WIDTH;
            (columns(1), columns(2), found[3].to_owned())
        })
        .collect()
}

#[test]
fn committed_pictures_are_what_the_command_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    let made = scene::pictures();
    for (name, picture) in &made {
        let committed = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            committed == *picture,
            "assets/pictures/{name} is not what is drawn now: run `cargo run --example pictures`"
        );
    }
    let made: BTreeSet<String> = made.into_iter().map(|(name, _)| name).collect();
    let there: BTreeSet<String> = fs::read_dir(&folder)
        .expect("a folder of pictures")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(there, made, "pictures that no command makes, or none for a scene");
}

#[test]
fn the_readme_shows_every_picture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("a README");
    for (name, _) in scene::pictures() {
        assert!(readme.contains(&format!("assets/pictures/{name}")), "{name} is not shown");
    }
}

#[test]
fn the_same_scene_gives_the_same_bytes() {
    assert!(scene::pictures() == scene::pictures());
}

#[test]
fn runs_state_their_length_and_stand_in_their_columns() {
    let picture = drawn("one two   three");
    assert_eq!(runs(&picture), [(0, 7, "one two".into()), (10, 5, "three".into())]);
}

#[test]
fn a_wide_letter_is_a_run_of_its_own() {
    let picture = drawn("a世b");
    let mut runs = runs(&picture);
    runs.sort();
    assert_eq!(runs, [(0, 1, "a".into()), (1, 2, "世".into()), (3, 1, "b".into())]);
}

#[test]
fn a_change_of_style_ends_a_run() {
    let mut buffer = Buffer::with_lines(["one two"]);
    buffer.set_style(ratatui::layout::Rect::new(4, 0, 3, 1), Style::new().bold().italic());
    let picture = pictured(&buffer);
    assert_eq!(runs(&picture), [(0, 3, "one".into()), (4, 3, "two".into())]);
    assert!(picture.contains(r#"font-weight="bold" font-style="italic">two<"#), "{picture}");
}

#[test]
fn what_xml_cannot_hold_is_escaped_or_left_out() {
    let mut buffer = Buffer::with_lines(["a<b&c>d"]);
    set_link(&mut buffer[(0, 0)], "https://example.org/?a&b", "1");
    let picture = pictured(&buffer);
    assert_eq!(runs(&picture), [(0, 7, "a&lt;b&amp;c&gt;d".into())]);
    assert!(!picture.contains('\x1b') && !picture.contains("example.org"), "{picture}");
}

#[test]
fn what_is_inverted_changes_its_colours() {
    let mut buffer = Buffer::with_lines(["x"]);
    buffer[(0, 0)].modifier = Modifier::REVERSED;
    let picture = pictured(&buffer);
    assert!(picture.contains(r##"<path fill="#010203" "##), "no ground of ink: {picture}");
    assert!(picture.contains(r##"fill="#fafbfc">x<"##), "no letter of paper: {picture}");
}

#[test]
fn grounds_that_touch_are_one_outline() {
    let mut buffer = Buffer::with_lines(["    ", "    "]);
    buffer.set_style(ratatui::layout::Rect::new(1, 0, 2, 2), Style::new().bg(INK));
    assert!(pictured(&buffer).contains(r#"d="M10 0h20v40h-20z""#));
}

#[test]
fn lines_join_and_bars_stand_on_the_ground() {
    let rects = |symbol: &str| match shape(symbol) {
        Some(Shape::Lines(rects)) => rects,
        other => panic!("{symbol} is {other:?}"),
    };
    let (width, height) = (svg::CELL_WIDTH, svg::CELL_HEIGHT);
    let across = rects("─")[0];
    let down = rects("│")[0];
    assert_eq!((across[0], across[2]), (0, width));
    assert_eq!((down[1], down[3]), (0, height));
    // A junction covers the line that comes in from each side it opens to.
    let covered = |symbol: &str, x: u16, y: u16| {
        rects(symbol)
            .iter()
            .any(|&[left, top, w, h]| (left..left + w).contains(&x) && (top..top + h).contains(&y))
    };
    for (symbol, [left, right, up, below]) in [
        ("┬", [true, true, false, true]),
        ("┴", [true, true, true, false]),
        ("┼", [true; 4]),
        ("├", [false, true, true, true]),
        ("┤", [true, false, true, true]),
    ] {
        assert_eq!(covered(symbol, 0, across[1]), left, "{symbol}");
        assert_eq!(covered(symbol, width - 1, across[1]), right, "{symbol}");
        assert_eq!(covered(symbol, down[0], 0), up, "{symbol}");
        assert_eq!(covered(symbol, down[0], height - 1), below, "{symbol}");
    }
    let heights: Vec<u16> = "▁▂▃▄▅▆▇█"
        .chars()
        .map(|c| {
            let [_, top, _, tall] = rects(&c.to_string())[0];
            assert_eq!(top + tall, height, "{c} does not stand on the ground");
            tall
        })
        .collect();
    assert!(heights.is_sorted_by(|one, other| one < other), "{heights:?}");
    assert_eq!(rects("█"), [[0, 0, width, height]]);
    assert_eq!(rects("▌"), [[0, 0, width / 2, height]]);
    assert_eq!(shape("a"), None);
    assert_eq!(shape("──"), None);
}
