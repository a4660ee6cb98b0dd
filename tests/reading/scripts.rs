//! Wide characters, combining marks, emoji, right-to-left text: everything
//! stands on bounds of graphemes.

use super::desk::Reader;
use dateline::config::Ink;
use dateline::state::MouseAct::{Drag, Press, Release};
use dateline::typeset::motion::is_bound;

const MIXED: &str = "\
Signs of many kinds

東京で山田太郎は記者団に語った。「新しい橋は三月に開く」と山田太郎は述べた。会場は大阪城の前だった。

Cafe\u{301} owner Rene\u{301}e Noe\u{308}l said \u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466} was her family, \u{1f1eb}\u{1f1f7} her flag, \u{1f44d}\u{1f3fd} her answer.

قال أحمد حسن إن الجسر سيفتح في مارس، وقال دان لوي אמר דן לוי שהגשר ייפתח במרץ.

ไทยรัฐ กำลังอ่าน नमस्ते दुनिया 한국어 기사 \u{1f3f3}\u{fe0f}\u{200d}\u{1f308} a\u{300}\u{301}\u{302}\u{303} end.
";

const NAMES: &str = "\
entities:
  - {id: yamada, name: 山田太郎, type: person}
  - {id: osaka, name: 大阪城, type: place}
  - {id: noel, name: \"Rene\u{301}e Noe\u{308}l\", type: person}
  - {id: ahmad, name: أحمد حسن, type: person}
  - {id: dan, name: דן לוי, type: person}
";

fn reader() -> Reader {
    Reader::of(MIXED, NAMES)
}

#[test]
fn motions_stop_on_bounds_of_graphemes() {
    let mut reader = reader();
    // The desk checks place and selection after each key.
    reader.keys("v");
    for _ in 0..320 {
        reader.keys("l");
    }
    for _ in 0..320 {
        reader.keys("h");
    }
    reader.keys("Esc g v");
    for key in ["w", "b", "e", ")", "(", "}", "{", "j", "k", "$", "0"] {
        for _ in 0..12 {
            reader.keys(key);
        }
    }
    reader.keys("Esc");
}

#[test]
fn a_family_is_one_sign() {
    let mut reader = reader();
    reader.go_to("\u{1f469}\u{200d}\u{1f469}").keys("v");
    assert_eq!(reader.selected(), "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}");
    reader.keys("l l");
    assert!(reader.selected().ends_with("\u{1f466} w"));
    reader.keys("Esc").go_to("\u{1f1eb}").keys("v y");
    assert!(reader.copied().starts_with("“\u{1f1eb}\u{1f1f7}”"));
    reader.go_to("\u{1f44d}").keys("v H");
    assert_eq!(reader.notes()[0].selectors[0].quote, "\u{1f44d}\u{1f3fd}");
}

#[test]
fn a_search_that_ends_inside_a_grapheme_harms_nothing() {
    let mut reader = reader();
    for pattern in ["\u{301}", "e", "\u{200d}", "\u{1f3fd}", "田", "ا", "\u{303}", "."] {
        reader.keys("/").types(pattern).keys("Enter n n n N v l h H Esc Esc");
    }
    for note in reader.notes() {
        let text = reader.reading().story.text.as_str();
        for span in &note.spans {
            assert!(is_bound(text, span.start) && is_bound(text, span.end), "{span:?}");
        }
    }
}

#[test]
fn names_in_every_script_are_coloured_whole() {
    let mut reader = reader().sized(120, 40);
    for name in ["山田太郎は記", "大阪城", "Rene\u{301}e", "أحمد", "דן"] {
        assert_ne!(reader.style_at(name).fg, reader.theme.style(Ink::Text).fg, "{name}");
    }
    let (x, y) = reader.find("山田太郎は記");
    assert!(reader.style_of((x + 6, y)).fg == reader.theme.style(Ink::Person).fg, "to its end");
    assert!(reader.style_of((x + 8, y)).fg == reader.theme.style(Ink::Text).fg, "no further");
    reader.keys("w");
    assert!(reader.here().starts_with("山田太郎"));
    reader.keys("n");
    assert!(reader.here().starts_with("山田太郎は述べた"), "{}", reader.here());
}

#[test]
fn the_cursor_stands_on_the_sign_it_is_at() {
    let mut reader = reader().sized(120, 40);
    reader.go_to("記者団").keys("v");
    assert_eq!(reader.cursor(), Some(reader.find("記者団")));
    reader.keys("l");
    assert_eq!(reader.cursor(), Some(reader.find("者団")));
    reader.keys("Esc").go_to("was her family").keys("v");
    assert_eq!(reader.cursor(), Some(reader.find("was her family")));
    reader.keys("h h");
    assert_eq!(reader.cursor(), Some(reader.find("\u{1f469}")));
    let selection = reader.theme.style(Ink::Selection).bg;
    assert_eq!(reader.style_at("\u{1f469}").bg, selection);
}

#[test]
fn the_mouse_points_at_whole_signs() {
    let mut reader = reader().sized(120, 40);
    let (x, y) = reader.find("記者団");
    for half in [0, 1] {
        reader.mouse_at(Press, x + half, y).mouse_at(Release, x + half, y);
        assert!(reader.here().starts_with("記者団"), "either half of it: {}", reader.here());
    }
    reader.mouse_at(Press, x, y).mouse_at(Drag, x + 3, y).mouse_at(Release, x + 3, y);
    assert_eq!(reader.selected(), "記者");
    for column in (0..120).step_by(5) {
        for row in 0..12 {
            reader.mouse_at(Press, column, row).mouse_at(Drag, 119 - column, row + 1);
        }
    }
}

#[test]
fn every_width_sets_every_script() {
    let mut reader = reader();
    for columns in (1..=90).chain([120, 200]) {
        reader.resize(columns, 20).keys("j");
    }
}

#[test]
fn a_note_is_typed_in_every_script() {
    let mut reader = reader();
    let words = "山田 cafe\u{301} \u{1f469}\u{200d}\u{1f467} مرحبا \u{1f1eb}\u{1f1f7}";
    reader.keys("a").tell(dateline::state::Message::Paste(words.into()));
    reader.keys("Backspace Left Left Left Backspace Delete C-Left Up Down Home End");
    for _ in 0..40 {
        reader.keys("Left").types("x").keys("Left Right Right");
    }
    reader.keys("Esc");
    assert!(reader.notes()[0].body.contains('山'));
    let mut reader = Reader::at_desk();
    reader.keys("a").types("e\u{301}e\u{301}\u{1f469}\u{200d}\u{1f467}");
    reader.keys("Backspace");
    reader.keys("Backspace Esc");
    assert_eq!(reader.notes()[0].body, "e\u{301}");
}

#[test]
fn tabs_and_controls_in_a_text_are_drawn_as_pictures() {
    let text = "A title\n\nBad \x1b[31mred\x1b[0m \x07 and \u{9b}5m \u{85} tab\there \x7f end.\n";
    let mut reader = Reader::of(text, "");
    let screen = reader.screen();
    assert!(!screen.chars().any(|c| c.is_control() && c != '\n'), "{screen:?}");
    assert!(screen.contains("\u{241b}[31mred"));
    reader.keys("/ r e d Enter y");
    assert!(!reader.copied().chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
}
