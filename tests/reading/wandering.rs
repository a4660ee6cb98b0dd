//! Whatever is pressed, clicked or resized on whatever story: nothing panics,
//! place and selection stay on bounds of graphemes (the desk checks both).

use super::desk::{BOARD, BOARD_NAMES, CRANE, CRANE_NAMES, Reader};
use dateline::config::key::{Key, KeyCode};
use dateline::config::{Depth, Themes};
use dateline::model::Bookmark;
use dateline::state::shelf::Address;
use dateline::state::{Message, MouseAct, VERBS};
use proptest::prelude::*;

/// Something that happens to a reader.
#[derive(Debug, Clone)]
enum Deed {
    Key(Key),
    Command(usize),
    Mouse(MouseAct, u16, u16),
    Resize(u16, u16),
    Paste(String),
    Rewrite(String),
    Theme(usize),
    Notes,
}

fn key() -> impl Strategy<Value = Key> {
    let code = prop_oneof![
        20 => prop::char::range(' ', '~').prop_map(KeyCode::Char),
        1 => any::<char>().prop_filter("no control", |c| !c.is_control()).prop_map(KeyCode::Char),
        4 => Just(KeyCode::Enter),
        4 => Just(KeyCode::Esc),
        6 => prop::sample::select(vec![
            KeyCode::Tab, KeyCode::Backspace, KeyCode::Delete, KeyCode::Up, KeyCode::Down,
            KeyCode::Left, KeyCode::Right, KeyCode::Home, KeyCode::End, KeyCode::PageUp,
            KeyCode::PageDown, KeyCode::F(1),
        ]),
    ];
    (code, prop::bool::weighted(0.1), prop::bool::weighted(0.05), prop::bool::weighted(0.1))
        .prop_map(|(code, ctrl, alt, shift)| Key::new(code, ctrl, alt, shift))
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Mara Venn "),
        Just("the Board "),
        Just("Oslin, "),
        Just("\n\n"),
        Just("\n"),
        Just("a word or two of it. "),
        Just("On 4 March 2025 "),
        Just("山田 "),
        Just("e\u{301}"),
        Just("\u{1f469}\u{200d}\u{1f467}"),
        Just("مرحبا "),
        Just("\t"),
        Just("\u{1b}[31m"),
        Just("ADVERTISEMENT\n"),
        Just("“Said so,” "),
        Just("- item\n"),
        Just("\u{200b}"),
        Just("supercalifragilisticexpialidocious"),
        Just("\u{a0}"),
        Just("\r"),
        Just("— "),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn deed() -> impl Strategy<Value = Deed> {
    let act = prop::sample::select(vec![
        MouseAct::Press,
        MouseAct::Double,
        MouseAct::Drag,
        MouseAct::Release,
        MouseAct::WheelDown,
        MouseAct::WheelUp,
    ]);
    prop_oneof![
        40 => key().prop_map(Deed::Key),
        12 => (0..VERBS.len()).prop_map(Deed::Command),
        12 => (act, 0..130_u16, 0..50_u16).prop_map(|(act, x, y)| Deed::Mouse(act, x, y)),
        4 => (0..200_u16, 0..60_u16).prop_map(|(columns, rows)| Deed::Resize(columns, rows)),
        1 => text().prop_map(Deed::Paste),
        1 => text().prop_map(Deed::Rewrite),
        1 => (0..20_usize).prop_map(Deed::Theme),
        1 => Just(Deed::Notes),
    ]
}

fn act(reader: &mut Reader, deed: Deed) {
    match deed {
        Deed::Key(key) => reader.tell(Message::Key(key)),
        Deed::Command(index) => {
            let stamp = dateline::state::Stamp { now: "2025-03-05T10:00:00Z".into(), chance: 7 };
            reader.state.obey(VERBS[index].command, &stamp);
            let (columns, rows) = reader.state.size;
            reader.resize(columns, rows)
        }
        Deed::Mouse(act, x, y) => reader.mouse_at(act, x, y),
        Deed::Resize(columns, rows) => reader.resize(columns, rows),
        Deed::Paste(words) => reader.tell(Message::Paste(words)),
        Deed::Rewrite(text) => reader.rewrite(&text),
        Deed::Theme(number) => {
            let themes = Themes::default();
            let names = themes.names();
            let depths = [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True];
            let theme = themes.get(names[number % names.len()]).expect("a theme");
            reader.theme = theme.for_depth(depths[number % 4]);
            reader
        }
        Deed::Notes => {
            let notes = reader.notes().iter().skip(1).cloned().collect();
            let address = reader.address();
            reader.tell(Message::NotesMerged { address, notes, after: None })
        }
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_done_to_a_reader_panics(
        text in prop_oneof![text(), Just(CRANE.to_owned())],
        deeds in prop::collection::vec(deed(), 1..100),
    ) {
        let mut reader = Reader::among(&[
            ("a.txt", &text, CRANE_NAMES),
            ("b.txt", BOARD, BOARD_NAMES),
            ("c.md", &format!("# {text}\n\n> {text}"), ""),
        ]);
        for deed in deeds {
            act(&mut reader, deed);
        }
        // Whatever was done, it can be left.
        for _ in 0..8 {
            reader.keys("Esc C-c");
        }
        prop_assert!(reader.state.layer.is_none());
    }
}

#[test]
fn a_story_that_changes_under_every_layer_is_harmless() {
    let short = "山田太郎 Mara Venn 山田太郎\n\nMara Venn saw it.\n";
    for keys in [
        "",
        "w w w Enter",
        "w w w Enter Enter",
        "e G",
        "t G",
        "m",
        "a x",
        "C-p",
        "/ a",
        "f",
        "v w w w",
        "G v k k",
        ":",
        "?",
        "M",
        "s",
        "w n n n n",
    ] {
        for (text, then) in [(short, "Enter"), ("", "Down Enter"), ("x", "n w H"), (short, "l y")] {
            let mut reader = Reader::at_desk();
            reader.keys("G a z Esc").keys(keys).rewrite(text).keys(then).keys("Esc Esc Esc");
        }
    }
}

#[test]
fn stories_come_and_go_under_every_layer() {
    for keys in ["", "w Enter", "w Enter Enter", "C-p", "a x", "/ a", "f", "v w", "e", "m", "s"] {
        let mut reader = Reader::in_port();
        reader.keys(keys);
        let nowhere = Bookmark { at: 1_000_000, words: "not there".into() };
        let effects = reader.state.open(Address::File("c-gulls.txt".into()), Some(nowhere));
        for effect in effects {
            if let dateline::state::Effect::Open { ticket, .. } = effect {
                reader.tell(Message::StoryFailed { ticket: ticket + 1, error: "old".into() });
            }
        }
        reader.keys("Enter j Esc Esc ]").keys(keys).keys("] [ [ Backspace Enter");
    }
}
