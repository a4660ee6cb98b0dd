//! The terminal's pure parts: replies, colours, sequences, what a frame costs.

use dateline::config::key::{Key, KeyCode};
use dateline::terminal::{Depth, Heard, Pen, Replies, copy_sequence, is_dark, require_usable};
use dateline::ui::link::{link_cell, set_link};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::style::{Color, Modifier, Style};
use std::ffi::OsString;
use std::num::NonZeroU16;

// Replies.

fn key(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

fn plain(c: char) -> Key {
    key(KeyCode::Char(c))
}

fn alt(c: char) -> Key {
    Key { alt: true, ..plain(c) }
}

fn ctrl(c: char) -> Key {
    Key { ctrl: true, ..plain(c) }
}

/// The keys a reply arrives as; `torn` where a read ended after an ESC.
fn reply(body: &str, torn_start: bool, torn_end: bool) -> Vec<Key> {
    let mut keys = Vec::new();
    if torn_start {
        keys.extend([key(KeyCode::Esc), plain(']')]);
    } else {
        keys.push(alt(']'));
    }
    keys.extend(body.chars().map(plain));
    if torn_end {
        keys.extend([key(KeyCode::Esc), plain('\\')]);
    } else {
        keys.push(alt('\\'));
    }
    keys
}

fn hear(replies: &mut Replies, keys: &[Key]) -> Vec<Heard> {
    let mut heard = Vec::new();
    for &key in keys {
        replies.feed(key, |it| heard.push(it));
    }
    heard
}

fn asked() -> Replies {
    let mut replies = Replies::default();
    replies.expect();
    replies
}

fn unchanged(keys: &[Key]) -> Vec<Heard> {
    keys.iter().copied().map(Heard::Key).collect()
}

#[test]
fn every_form_of_reply_is_the_background() {
    for (body, colour) in [
        ("11;rgb:1515/1717/1e1e", (0x15, 0x17, 0x1e)),
        ("11;rgb:FBFB/FAFA/F7F7", (0xfb, 0xfa, 0xf7)),
        ("11;rgb:fb/fa/f7", (0xfb, 0xfa, 0xf7)),
        ("11;rgb:f/0/8", (0xff, 0, 0x88)),
        ("11;rgba:ffff/0000/8000/ffff", (0xff, 0, 0x80)),
    ] {
        for torn in [(false, false), (true, false), (false, true), (true, true)] {
            let heard = hear(&mut asked(), &reply(body, torn.0, torn.1));
            assert_eq!(heard, [Heard::Background(colour.0, colour.1, colour.2)], "{body} {torn:?}");
        }
        let mut bell = reply(body, false, false);
        bell.pop();
        bell.push(ctrl('g'));
        let heard = hear(&mut asked(), &bell);
        assert_eq!(heard, [Heard::Background(colour.0, colour.1, colour.2)], "{body} BEL");
    }
}

#[test]
fn a_reply_torn_apart_anywhere_by_waiting_types_nothing_but_its_opening() {
    for torn in [false, true] {
        let keys = reply("11;rgb:1515/1717/1e1e", torn, torn);
        for split in 1..keys.len() {
            let mut replies = asked();
            let mut heard = hear(&mut replies, &keys[..split]);
            replies.tire(|it| heard.push(it));
            heard.extend(hear(&mut replies, &keys[split..]));
            let openings =
                [Heard::Key(alt(']')), Heard::Key(key(KeyCode::Esc)), Heard::Key(plain(']'))];
            assert_eq!(heard.pop(), Some(Heard::Background(0x15, 0x17, 0x1e)), "split {split}");
            assert!(heard.len() <= 2 && heard.iter().all(|it| openings.contains(it)), "{heard:?}");
            assert!(split <= 2 || heard.is_empty(), "split {split}: {heard:?}");
        }
    }
}

#[test]
fn keys_before_and_after_a_reply_are_kept_in_order() {
    let mut keys = vec![plain('j'), key(KeyCode::Esc)];
    keys.extend(reply("11;rgb:15/17/1e", false, false));
    keys.push(plain('k'));
    let heard = hear(&mut asked(), &keys);
    let expected = [
        Heard::Key(plain('j')),
        Heard::Key(key(KeyCode::Esc)),
        Heard::Background(0x15, 0x17, 0x1e),
        Heard::Key(plain('k')),
    ];
    assert_eq!(heard, expected);
}

#[test]
fn nothing_is_held_while_no_question_is_open() {
    let mut replies = Replies::default();
    let keys = reply("11;rgb:15/17/1e", false, false);
    assert_eq!(hear(&mut replies, &keys), unchanged(&keys));
    replies.expect();
    assert_eq!(hear(&mut replies, &keys), [Heard::Background(0x15, 0x17, 0x1e)]);
    assert_eq!(hear(&mut replies, &keys), unchanged(&keys), "one answer a question");
}

#[test]
fn what_only_looks_like_a_reply_is_released_unchanged() {
    for body in [
        "10;rgb:15/17/1e",
        "11;?",
        "11;rgb:15/17",
        "11;rgb:15//1e",
        "11;rgb:xx/17/1e",
        "11;rgb:12345/17/1e",
        "11;rgb:15/17/1e/2a",
        "11;rgba:1/2/3",
        "",
        "11",
    ] {
        let mut keys = reply(body, false, false);
        keys.push(plain('q'));
        assert_eq!(hear(&mut asked(), &keys), unchanged(&keys), "{body}");
    }
}

#[test]
fn a_lone_escape_is_let_go_when_nothing_follows() {
    for opening in [key(KeyCode::Esc), alt(']')] {
        let mut replies = asked();
        assert!(hear(&mut replies, &[opening]).is_empty());
        assert!(replies.unsure());
        let mut heard = Vec::new();
        replies.tire(|it| heard.push(it));
        assert_eq!(heard, [Heard::Key(opening)]);
        assert!(!replies.unsure());
        assert_eq!(hear(&mut replies, &[plain('j')]), [Heard::Key(plain('j'))]);
    }
}

/// What the pen writes for cells set from the left of the first row on.
fn frame_of(terminal: &mut Terminal<Pen>, cells: &[(&str, &str)]) -> String {
    let frame = |frame: &mut ratatui::Frame<'_>| {
        for (&(symbol, url), x) in cells.iter().zip(0..) {
            let cell = &mut frame.buffer_mut()[(x, 0)];
            cell.set_symbol(symbol);
            if !url.is_empty() {
                set_link(cell, url, "l1");
            }
        }
    };
    terminal.draw(frame).expect("drawn");
    let pen = terminal.backend_mut();
    let written = String::from_utf8_lossy(pen.bytes()).into_owned();
    pen.clean();
    // Of the cursor only that it is hidden.
    written.replace("\x1b[?25l", "")
}

#[test]
fn neighbours_of_one_link_are_written_as_one_link() {
    let mut terminal = Terminal::new(Pen::new(20, 2)).expect("a terminal");
    let open = |url: &str| format!("\x1b]8;id=l1;{url}\x1b\\");
    let (a, b, close) = (open("https://a"), open("https://b"), "\x1b]8;;\x1b\\");
    let linked = [("x", ""), ("a", "https://a"), ("b", "https://a"), ("c", "https://a"), ("y", "")];
    let written = frame_of(&mut terminal, &linked);
    assert_eq!(written, format!("\x1b[1Hx{a}abc{close}y"));
    assert_eq!(frame_of(&mut terminal, &linked), "", "what stays costs nothing");
    // Another link begins where the first ends; none is open behind the frame.
    let two = [("x", ""), ("a", "https://a"), ("b", "https://b"), ("c", "https://b"), ("y", "")];
    assert_eq!(frame_of(&mut terminal, &two), format!("\x1b[1;3H{b}bc{close}"));
    // Over a gap in the same link the cursor jumps, and writes nothing into it.
    let gap = [("x", ""), ("A", "https://b"), ("b", "https://b"), ("C", "https://b"), ("y", "")];
    assert_eq!(frame_of(&mut terminal, &gap), format!("\x1b[1;2H{b}A\x1b[CC{close}"));
    // The letters of a link that goes are written without it.
    let none = [("x", ""), ("a", ""), ("b", ""), ("c", ""), ("y", "")];
    assert_eq!(frame_of(&mut terminal, &none), "\x1b[1;2Habc");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_key_is_lost_doubled_or_moved(
        which in prop::collection::vec(0_usize..16, 0..60),
        tired in prop::collection::vec(any::<bool>(), 60),
    ) {
        let some = [
            alt(']'), key(KeyCode::Esc), plain(']'), plain('1'), plain('1'), plain(';'),
            plain('r'), plain('g'), plain('b'), plain(':'), plain('f'), plain('/'),
            plain('\\'), alt('\\'), ctrl('g'), key(KeyCode::Up),
        ];
        let mut keys: Vec<Key> = which.iter().map(|&i| some[i]).collect();
        keys.push(key(KeyCode::Enter));
        let mut replies = asked();
        let mut heard = Vec::new();
        for (key, tired) in keys.iter().zip(tired.iter().chain([&false])) {
            replies.feed(*key, |it| heard.push(it));
            if *tired {
                replies.tire(|it| heard.push(it));
            }
        }
        prop_assert_eq!(heard, unchanged(&keys));
    }
}

#[test]
fn dark_and_light_backgrounds_are_told_apart() {
    assert!(is_dark((0x15, 0x17, 0x1e)) && is_dark((0, 0x2b, 0x36)) && is_dark((0, 0, 255)));
    assert!(!is_dark((0xfb, 0xfa, 0xf7)) && !is_dark((0xfd, 0xf6, 0xe3)) && !is_dark((0, 255, 0)));
}

// Depth.

fn depth(env: &[(&str, &str)]) -> Depth {
    Depth::detect(&|name| {
        env.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
    })
}

#[test]
fn the_environment_states_the_depth() {
    for (env, expected) in [
        (vec![("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True),
        (vec![("TERM", "xterm-256color"), ("COLORTERM", "24bit")], Depth::True),
        (vec![("TERM", "xterm-kitty")], Depth::True),
        (vec![("TERM", "xterm-ghostty")], Depth::True),
        (vec![("TERM", "xterm-direct")], Depth::True),
        (vec![("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")], Depth::True),
        (vec![("TERM", "xterm-256color")], Depth::Ansi256),
        (vec![("TERM", "tmux-256color"), ("TERM_PROGRAM", "tmux")], Depth::Ansi256),
        (vec![("TERM", "xterm"), ("TERM_PROGRAM", "Apple_Terminal")], Depth::Ansi256),
        (vec![("TERM", "linux")], Depth::Ansi16),
        (vec![("TERM", "xterm")], Depth::Ansi16),
        (vec![], Depth::Ansi16),
        (vec![("TERM", "vt100")], Depth::None),
        (vec![("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::None),
        (vec![("TERM", "xterm-kitty"), ("NO_COLOR", "1")], Depth::None),
        (vec![("TERM", "xterm-kitty"), ("NO_COLOR", "")], Depth::True),
    ] {
        assert_eq!(depth(&env), expected, "{env:?}");
    }
}

#[test]
fn a_dumb_terminal_is_told_what_to_do_instead() {
    let error = require_usable(&|_| Some("dumb".into())).unwrap_err().to_string();
    assert!(error.contains("dateline show"), "{error}");
    assert!(require_usable(&|_| Some("xterm".into())).is_ok());
    assert!(require_usable(&|_| None).is_ok());
}

// Sequences.

#[test]
fn a_copy_is_one_sequence_without_anything_of_the_text_in_the_clear() {
    let bytes = copy_sequence("é\x1b]0;x\x07").expect("short");
    assert_eq!(bytes, b"\x1b]52;c;w6kbXTA7eAc=\x1b\\");
}

#[test]
fn a_copy_too_long_for_terminals_is_an_error() {
    assert!(copy_sequence(&"x".repeat(75_000)).is_ok());
    let error = copy_sequence(&"x".repeat(75_001)).unwrap_err().to_string();
    assert!(error.contains("75 kB") && error.contains("76 kB"), "{error}");
}

#[test]
fn a_link_is_whole_in_its_cell_and_cannot_be_broken_out_of() {
    assert_eq!(
        link_cell("K", "https://example.org/a?b=c#d", "source"),
        "\x1b]8;id=source;https://example.org/a?b=c#d\x1b\\K\x1b]8;;\x1b\\"
    );
    let evil = link_cell("K\x1b[2J", "https://x/\x1b\\\x07\u{9c} é\n", "a;b:\x1b");
    assert_eq!(evil, "\x1b]8;id=ab;https://x/%1B\\%07%C2%9C%20%C3%A9%0A\x1b\\K[2J\x1b]8;;\x1b\\");
    assert_eq!(link_cell("K", "", "a"), "K");
    assert_eq!(link_cell("K", &"x".repeat(4000), "a"), "K");
}

#[test]
fn a_linked_cell_keeps_its_width() {
    let mut cell = Cell::new("報");
    set_link(&mut cell, "https://example.org", "s");
    assert_eq!(cell.diff_option, CellDiffOption::ForcedWidth(NonZeroU16::new(2).expect("two")));
    assert!(cell.symbol().contains('報'));
}

// What a frame costs, and that it shows what was drawn.

/// Draws with the pen; what it wrote goes through a terminal emulator too.
struct Desk {
    terminal: Terminal<Pen>,
    emulator: vt100::Parser,
}

impl Desk {
    fn new() -> Self {
        let (columns, rows) = (NonZeroU16::new(100), NonZeroU16::new(40));
        Self {
            terminal: Terminal::new(Pen::new(100, 40)).expect("a terminal"),
            emulator: vt100::Parser::new(rows.expect("rows"), columns.expect("columns"), 0),
        }
    }

    /// Bytes written for a frame of lines.
    fn draw(&mut self, lines: &[(String, Style)]) -> Vec<u8> {
        let frame = |frame: &mut ratatui::Frame<'_>| {
            let area = frame.area();
            let buffer = frame.buffer_mut();
            buffer.set_style(area, Style::new().bg(Color::Rgb(0x15, 0x17, 0x1e)));
            for ((line, style), y) in lines.iter().zip(0..) {
                buffer.set_string(12, y, line, *style);
            }
        };
        let shown = self.terminal.draw(frame).expect("drawn").buffer.clone();
        let pen = self.terminal.backend_mut();
        let bytes = pen.bytes().to_vec();
        pen.clean();
        self.emulator.process(&bytes);
        for y in 0..40 {
            for x in 0..100 {
                let cell = self.emulator.screen().cell(y, x).expect("a cell");
                let drawn = &shown[(x, y)];
                if cell.is_wide_continuation() {
                    continue;
                }
                let symbol = if cell.has_contents() { cell.contents() } else { " " };
                assert_eq!(symbol, drawn.symbol(), "at {x},{y}");
                assert_eq!(colour(cell.bgcolor()), drawn.bg, "at {x},{y}");
                assert_eq!(cell.inverse(), drawn.modifier.contains(Modifier::REVERSED));
                assert_eq!(cell.underline(), drawn.modifier.contains(Modifier::UNDERLINED));
                // Of a space nobody sees the rest.
                if symbol == " " && !cell.inverse() && !cell.underline() {
                    continue;
                }
                assert_eq!(colour(cell.fgcolor()), drawn.fg, "at {x},{y}");
                assert_eq!(cell.bold(), drawn.modifier.contains(Modifier::BOLD), "at {x},{y}");
                assert_eq!(cell.dim(), drawn.modifier.contains(Modifier::DIM), "at {x},{y}");
                assert_eq!(cell.italic(), drawn.modifier.contains(Modifier::ITALIC));
            }
        }
        bytes
    }
}

fn colour(colour: vt100::Color) -> Color {
    match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(n @ 0..=15) => NAMED[usize::from(n)],
        vt100::Color::Idx(n) => Color::Indexed(n),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

fn page(chosen: usize) -> Vec<(String, Style)> {
    let line = "The envoys met again on Thursday, and nobody said what about, 新聞 said";
    let text = Style::new().fg(Color::Rgb(0xc9, 0xcd, 0xd8));
    (0..38)
        .map(|row| {
            let style = if row == chosen { text.bg(Color::Rgb(0x23, 0x2a, 0x3d)) } else { text };
            (format!("{row:2} {line}"), style)
        })
        .collect()
}

#[test]
fn a_frame_without_change_costs_nothing() {
    let mut desk = Desk::new();
    assert!(!desk.draw(&page(3)).is_empty());
    assert_eq!(desk.draw(&page(3)), b"");
}

#[test]
fn moving_the_chosen_row_costs_at_most_600_bytes() {
    let mut desk = Desk::new();
    desk.draw(&page(3));
    let bytes = desk.draw(&page(4));
    assert!(bytes.len() <= 260, "{}: {:?}", bytes.len(), String::from_utf8_lossy(&bytes));
}

#[test]
fn a_space_costs_no_colour_and_a_short_gap_no_jump() {
    let mut desk = Desk::new();
    let style = |n| Style::new().fg(Color::Rgb(n, 0, 0));
    desk.draw(&[("ab cd".into(), style(1))]);
    // The space between stays, and is cheaper written than jumped over.
    assert_eq!(desk.draw(&[("xy zw".into(), style(1))]), b"\x1b[1;13Hxy zw");
    // Blanked out in another colour: nothing of that colour is to be seen.
    assert_eq!(desk.draw(&[("xy   ".into(), style(2))]), b"\x1b[1;13H\x1b[38;2;2;0;0mxy   ");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_drawn_is_what_the_terminal_shows(
        frames in prop::collection::vec(
            prop::collection::vec(("[a-d 新é│]{0,30}", 0_u16..512, 0_usize..40, 0_usize..40), 0..8),
            1..5,
        ),
    ) {
        let mut desk = Desk::new();
        let some = |n: usize| match n {
            0..16 => NAMED[n],
            16..24 => Color::Indexed(100 + n as u8),
            24..32 => Color::Rgb(n as u8, 0, 255),
            _ => Color::Reset,
        };
        for frame in frames {
            let lines: Vec<(String, Style)> = frame
                .into_iter()
                .map(|(text, modifier, fg, bg)| {
                    let mut modifier = Modifier::from_bits_truncate(modifier & 0b1_0100_1111);
                    // The emulator knows bold or dim, not both at once.
                    if modifier.contains(Modifier::BOLD) {
                        modifier.remove(Modifier::DIM);
                    }
                    (text, Style::new().fg(some(fg)).bg(some(bg)).add_modifier(modifier))
                })
                .collect();
            desk.draw(&lines);
        }
    }
}
