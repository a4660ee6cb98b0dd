//! How it looks: every screen in every theme and number of colours; what must
//! be told apart is told apart without colour too; empty and failed states.

use super::desk::{BOARD, CRANE, CRANE_NAMES, Reader, defaults};
use dateline::config::{Depth, Ink, Theme, Themes};
use dateline::state::reading::Reading;
use dateline::state::shelf::{Address, Entry};
use dateline::state::{Message, Notice, Pane};
use ratatui::style::{Color, Modifier};

const DEPTHS: [Depth; 4] = [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True];

fn themes() -> Vec<Theme> {
    let themes = Themes::default();
    let names = themes.names();
    assert!(names.len() >= 5, "{names:?}");
    names
        .iter()
        .flat_map(|name| DEPTHS.map(|depth| themes.get(name).expect(name).for_depth(depth)))
        .collect()
}

#[test]
fn every_screen_is_drawn_in_every_theme_and_number_of_colours() {
    let mut reader = Reader::in_port().sized(160, 45);
    reader.keys("w w w a").types("one #tag").keys("Esc } H } v e e H Esc");
    for keys in ["", "w n", "Enter", "e Space j Space", "s", "m", "v e", "a", "/ a", ":", "?", "f"]
    {
        reader.keys(keys);
        for theme in themes() {
            reader.theme = theme;
            reader.draw();
        }
        reader.keys("Esc Esc Esc Esc");
    }
}

#[test]
fn without_colours_there_are_none() {
    for name in ["dark", "light", "terminal", "high-contrast", "mono"] {
        let mut reader = Reader::in_port().sized(160, 45);
        reader.keys("w w w a").types("one").keys("Esc } H e Space j");
        reader.theme = Themes::default().get(name).expect(name).for_depth(Depth::None);
        for keys in ["", "Enter", "Esc Esc :", "Esc ?", "Esc / a", "Esc v w", "Esc f", "Esc a"] {
            reader.keys(keys);
            for cell in reader.draw().content() {
                let plain = |color| color == Color::Reset;
                assert!(plain(cell.fg) && plain(cell.bg), "{name} {keys}: {cell:?}");
            }
        }
    }
}

/// A reader without colours.
fn mono() -> Reader {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.theme = Themes::default().get("mono").expect("mono");
    reader
}

#[test]
fn without_colours_marks_are_still_told_apart() {
    let mut reader = mono();
    let of = |reader: &mut Reader, words: &str| reader.style_at(words).add_modifier;
    let plain = of(&mut reader, "stood still for a third");
    let name = of(&mut reader, "Customs House.");
    reader.keys("w w w");
    let here = of(&mut reader, "Mara Venn, the");
    reader.keys("n");
    let lit = of(&mut reader, "Mara Venn, the");
    let all = [("plain", plain), ("a name", name), ("here", here), ("lit", lit)];
    for (at, one) in all.iter().enumerate() {
        for other in &all[at + 1..] {
            assert_ne!(one.1, other.1, "{} and {}", one.0, other.0);
        }
    }
    // Selected, found, found here.
    reader.keys("Esc").go_to("had asked for").keys("v e");
    assert_ne!(of(&mut reader, "had asked"), plain);
    reader.keys("Esc / b r a k e Enter");
    let (first, second) = (of(&mut reader, "brake was"), of(&mut reader, "brake from"));
    assert!(first != second && first != plain && second != plain);
    reader.keys("Esc");
    // The chosen row, with the keys and without.
    reader.keys("e g");
    let (x, y) = reader.find("Mara Venn           ·");
    let (other, z) = reader.find("Oslin               ·");
    assert_ne!(reader.style_of((x, y)).add_modifier, reader.style_of((other, z)).add_modifier);
    assert!(reader.line(y).contains("▸ Mara Venn"));
    // Noted and highlighted words: a mark in the margin at least.
    reader.keys("Esc Esc").go_to("Nobody was hurt").keys("a").types("x").keys("Esc");
    let (_, y) = reader.find("Nobody was hurt");
    assert!(reader.line(y).contains('▌'));
    reader.go_to("Eleven ships lay").keys("H");
    let (_, y) = reader.find("Eleven ships lay");
    assert!(reader.line(y).contains('▎'));
    reader.keys("G");
    assert!(of(&mut reader, "Eleven ships lay") != plain);
}

#[test]
fn lit_names_are_told_from_each_other_without_colours_by_their_list() {
    let mut reader = mono();
    reader.keys("e g Space j Space");
    let lit = reader.style_at("Jonas Reet, its").add_modifier;
    assert!(lit.contains(Modifier::BOLD));
    let (x, y) = reader.find("Oslin               ·");
    assert!(!reader.style_of((x, y)).add_modifier.contains(Modifier::BOLD));
}

#[test]
fn notices_of_errors_are_told_from_news_without_colours() {
    let mut reader = mono();
    reader.tell(Message::Told(Notice::news("some words")));
    let news = reader.style_at("some words").add_modifier;
    reader.tell(Message::Told(Notice::error("some words")));
    assert_ne!(reader.style_at("some words").add_modifier, news);
}

#[test]
fn while_a_story_opens_the_screen_says_so() {
    let mut reader = Reader::nowhere();
    assert!(reader.screen().contains("Opening …"));
    reader.keys("j k w e t s m / ? Esc : Esc C-p Esc v y a H x u f Enter Esc Space");
    for (columns, rows) in [(1, 1), (40, 10), (160, 45), (300, 100), (0, 0)] {
        reader.resize(columns, rows);
    }
    // The story asked for is named; control characters in its name are not passed on.
    let mut reader = Reader::in_port();
    let address = Address::File("sl\x1b[31mow.txt".into());
    reader.state.open(address, None);
    let line = reader.line(0);
    assert!(line.contains("opening sl") && line.contains("ow.txt …"), "{line}");
    assert!(!line.contains('\x1b'));
}

#[test]
fn before_the_annotations_are_there_the_text_is() {
    let mut reader = Reader::nowhere().sized(120, 40);
    let source = dateline::loader::Source::Bytes { name: "a.txt".into(), bytes: BOARD.into() };
    let options = dateline::loader::Options::default();
    let (story, _) = dateline::loader::read_story(&source, &options).expect("it opens");
    reader.state.reading = Some(Reading::new(Address::File("a.txt".into()), story, Vec::new()));
    reader.resize(120, 40);
    let screen = reader.screen();
    assert!(screen.contains("Jonas Reet put it to the vote"));
    assert_eq!(screen.matches("looking …").count(), 2, "{screen}");
    reader.keys("w n Enter e j Enter t j Enter Esc f Esc");
}

#[test]
fn a_story_that_cannot_be_opened_says_why_and_what_to_press() {
    let mut reader = Reader::nowhere();
    let entry = |name: &str| Entry { address: Address::File(name.into()), head: None };
    reader.tell(Message::StoriesFound(vec![entry("gone.txt")]));
    let screen = reader.screen();
    assert!(screen.contains("Nothing to read") && screen.contains("gone.txt is not there"));
    assert!(screen.contains("q quits"));
    reader.tell(Message::StoriesFound(vec![entry("gone-too.txt")]));
    assert!(reader.screen().contains("] opens the next story, s lists all"));
    reader.keys("]").keys("s j Enter q");
    // A folder without stories.
    let mut reader = Reader::nowhere();
    reader.tell(Message::StoriesDone(Vec::new()));
    let screen = reader.screen();
    assert!(screen.contains("no stories here"), "{screen}");
    assert!(screen.contains("A story is a text file"), "{screen}");
}

#[test]
fn a_story_without_annotations_and_one_without_words_are_at_ease() {
    let mut reader = Reader::of(BOARD, "").sized(120, 40);
    let screen = reader.screen();
    assert_eq!(screen.matches("no annotations beside this story").count(), 1, "{screen}");
    assert_eq!(screen.matches("no names found").count(), 1, "{screen}");
    for text in ["", "\n\n\n", " ", "\u{feff}", "\0", "a", "\u{301}", "\t"] {
        let mut reader = Reader::of(text, "");
        let keys = "j k Space PgUp C-d g G w b n N } { Enter e j Enter Esc t j Enter Esc m Esc v l w e \
                    b 0 $ i w i s i p o H Esc a x Esc x u C-r y f Esc / a Enter Esc M a ' a ? Esc : Esc \
                    C-p Esc z z + - T ] [ o E";
        reader.keys(keys);
        reader.asks("mark-name").types("x").keys("Esc").asks("mark-event").keys("C-c");
        reader.asks("note-on-story").types("empty indeed").keys("Esc");
        assert!(reader.screen().contains("empty indeed"), "{text:?}: {}", reader.screen());
    }
}

#[test]
fn a_hostile_title_and_names_are_harmless() {
    let annotations = "\
story: {title: \"T\\e]0;pwn\\a\\x9b31m\", source: \"S\\e[2J\", place: \"P\\x07\", byline: \"B\\e\"}
entities:
  - {name: \"Mara Venn\", type: \"kind\\e[5m\", role: \"r\\e[1m\", about: \"a\\e\", aliases: [\"x\\e\"], links: {\"l\\e\": \"u\\e[m\"}, attrs: {\"k\\e\": \"v\\e\"}}
events:
  - {when: 2025-03-04, label: \"L\\e[31m\\u2028\"}
";
    let mut reader = Reader::of(CRANE, annotations).sized(160, 45);
    for keys in
        ["", "w Enter", "Enter", "Esc Esc t", "Esc C-p", "Esc : p r o b l e m s Enter", "Esc e"]
    {
        reader.keys(keys);
        for cell in reader.draw().content() {
            let symbol = cell.symbol();
            assert!(!symbol.chars().any(char::is_control), "{keys}: {symbol:?}");
        }
    }
}

#[test]
fn the_terminals_own_sixteen_are_all_the_terminal_theme_uses() {
    let mut reader = Reader::in_port().sized(160, 45);
    reader.keys("w w w n e Space j Space");
    reader.theme = Themes::default().get("terminal").expect("terminal");
    for cell in reader.draw().content() {
        for color in [cell.fg, cell.bg] {
            assert!(!matches!(color, Color::Rgb(..) | Color::Indexed(16..)), "{color:?}");
        }
    }
}

#[test]
fn the_bars_say_where_one_is_and_what_the_keys_do() {
    let mut reader = Reader::in_port().sized(120, 40);
    let top = reader.line(0);
    assert!(
        top.contains("Dateline") && top.contains("1 of 3") && top.contains("min left"),
        "{top}"
    );
    for (keys, words) in [
        ("", "w next name"),
        ("e", "Space light"),
        ("Esc t", "+ finer"),
        ("Esc s", "Enter open"),
        ("Esc m", "a edit"),
        ("Esc v", "i s sentence"),
        ("Esc a", "Esc save"),
        ("C-c w Enter", "Enter all mentions"),
        ("Esc Esc :", "Enter do it"),
        ("Esc M", "a letter to mark"),
        ("Esc i", ""),
    ] {
        let bottom = reader.keys(keys).line(39);
        assert!(bottom.contains(words), "{keys}: {bottom}");
    }
    // A key that was bound anew is shown as it is now.
    let mut config = defaults();
    let own = "text:\n  next-mention: F5\n";
    let names = dateline::state::command::names();
    let (keymap, wrong) = dateline::config::Keymap::read(
        dateline::config::keymap::DEFAULT_KEYS,
        Some(("keys.yaml", own)),
        &names,
    );
    assert_eq!(wrong, []);
    config.keymap = keymap;
    reader.keys("Esc").tell(Message::Configured(Box::new(config))).keys("j");
    assert!(reader.line(39).contains("F5 next name"), "{}", reader.line(39));
    reader.keys("g F5");
    assert!(reader.here().starts_with("PORT SABLE"));
    assert_eq!(reader.state.focus, Pane::Text);
}

#[test]
fn the_screen_shows_what_a_paragraph_is_for() {
    let text = "---\ntitle: Of forms\n---\n# Of forms\n\nWords *with* **weight** and `code`.\n\n> Said by others.\n\n- one\n- two\n\n    let x = 1;\n\n## A part\n\nMore [of it](https://example.org).\n";
    let mut reader = Reader::among(&[("forms.md", text, "")]).sized(100, 40);
    let modifier = |reader: &mut Reader, words: &str| reader.style_at(words).add_modifier;
    assert!(modifier(&mut reader, "with").contains(Modifier::ITALIC));
    assert!(modifier(&mut reader, "weight").contains(Modifier::BOLD));
    assert!(modifier(&mut reader, "A part").contains(Modifier::BOLD));
    assert!(modifier(&mut reader, "of it").contains(Modifier::UNDERLINED));
    assert!(reader.inked("of it", Ink::Link));
    assert!(reader.screen().contains("│ Said by others."), "{}", reader.screen());
    let linked = reader.find("of it");
    assert!(reader.draw()[linked].symbol().contains("https://example.org"), "OSC 8");
    let mut reader = Reader::of(CRANE, CRANE_NAMES);
    assert!(
        modifier(&mut reader, "Harbour crane stands still for a third day  ")
            .contains(Modifier::BOLD)
    );
}

/// Letters right of the words on a row of the text.
fn beside(reader: &mut Reader, words: &str) -> String {
    let (x, y) = reader.find(words);
    let text = reader.state.layout().text;
    let row: String = reader.line(y).chars().skip(usize::from(x)).collect();
    let row: String = row.chars().take(usize::from(text.right() - x)).collect();
    row.trim_end().rsplit(' ').next().unwrap_or("").to_owned()
}

#[test]
fn without_colours_the_kinds_of_names_stand_as_letters_beside_the_text() {
    let mut reader = mono();
    // One person here; two names of an organisation and a place.
    assert_eq!(beside(&mut reader, "Mara Venn, the"), "p");
    reader.keys("w w w w w");
    for (kind, letter) in [("People", 'p'), ("Organisations", 'o'), ("Places", 'l')] {
        assert!(reader.screen().contains(&format!("{kind} {letter}")), "{}", reader.screen());
    }
    // With colours there is nothing to tell.
    reader.theme = Themes::default().get("dark").expect("dark");
    assert_ne!(beside(&mut reader, "Mara Venn, the"), "p");
    assert!(!reader.screen().contains("People p"));
}

#[test]
fn without_colours_several_lit_names_are_numbered() {
    let mut reader = mono();
    reader.keys("e g Space");
    assert!(!reader.screen().contains('¹'), "one alone is known by being bold");
    reader.keys("j Space");
    let screen = reader.screen();
    assert!(screen.contains("¹Mara Venn") && screen.contains("²Jonas Reet"), "{screen}");
    assert_eq!(beside(&mut reader, "Mara Venn, the"), "p¹");
    assert!(beside(&mut reader, "Jonas Reet, its").contains("p²"));
}

#[test]
fn the_letters_beside_the_text_move_no_word() {
    for (columns, rows) in [(40, 10), (80, 24), (120, 40), (200, 50)] {
        let words = |theme: &str| {
            let mut reader = Reader::at_desk().sized(columns, rows);
            reader.theme = Themes::default().get(theme).expect("a theme");
            let column = reader.state.layout().column;
            let rows: Vec<String> = (column.y..column.bottom()).map(|y| reader.line(y)).collect();
            let cut = |row: &String| -> String {
                row.chars().take(usize::from(column.right() - 2)).collect()
            };
            (rows.iter().map(cut).collect::<Vec<_>>(), column)
        };
        let ((plain, column), (lettered, _)) = (words("dark"), words("mono"));
        for (plain, lettered) in plain.iter().zip(&lettered) {
            assert!(lettered.starts_with(plain.trim_end()), "{columns}: {plain:?} {lettered:?}");
        }
        assert!(column.width > 0);
    }
}

#[test]
fn a_message_that_does_not_fit_is_shown_on_several_rows() {
    let words = "not saved: cannot write a-long-name-of-talks.notes.yaml in this folder: \
                 No space left on device (os error 28)";
    for (columns, rows) in [(40, 10), (60, 20), (80, 24)] {
        let mut reader = Reader::at_desk().sized(columns, rows);
        reader.tell(Message::Told(Notice::error(words)));
        let screen = reader.screen();
        let flat = |words: &str| words.split_whitespace().collect::<String>();
        assert!(flat(&screen).ends_with(&flat(words)), "{columns}: {screen}");
        // With the next key it is gone.
        reader.keys("j");
        assert!(!reader.screen().contains("os error"), "{}", reader.screen());
    }
    // What is longer than a person reads at a glance is cut at the end alone.
    let mut reader = Reader::at_desk();
    reader.tell(Message::Told(Notice::error("word ".repeat(300))));
    assert_eq!(reader.screen().matches("word").count() / 10, 6, "{}", reader.screen());
    assert!(reader.screen().trim_end().ends_with('…'));
    // What is listed elsewhere says on one row where.
    reader.tell(Message::Told(Notice::error("word ".repeat(300)).listed()));
    assert!(reader.screen().matches("word").count() < 20, "{}", reader.screen());
    // One that fits takes one row and leaves what is beside it.
    reader.tell(Message::Told(Notice::error("not saved")));
    let line = reader.line(23);
    assert!(line.contains("not saved") && line.contains('%'), "{line}");
}

#[test]
fn the_figure_below_begins_at_nothing_and_ends_at_all() {
    let mut reader = Reader::at_desk().sized(120, 20);
    let line = reader.line(19);
    assert!(line.contains("   0 %"), "{line}");
    let mut before = 0;
    for _ in 0..40 {
        reader.keys("C-d");
        let percent = reader.reading().percent();
        assert!(percent >= before);
        before = percent;
    }
    assert_eq!(before, 100);
    // Even then the bar does not touch it.
    assert!(reader.line(19).contains("━ 100 %"), "{}", reader.line(19));
    assert_eq!(Reader::at_desk().sized(120, 100).reading().percent(), 100);
}

#[test]
fn what_lies_over_all_panes_leaves_no_ends_of_their_rules() {
    let mut reader = Reader::at_desk();
    assert!(reader.line(1).contains('┬') && reader.line(22).contains('┴'));
    for keys in [":", "C-p", "?"] {
        reader.keys(keys);
        assert!(!reader.line(1).contains('┬'), "{keys}: {}", reader.line(1));
        assert!(!reader.line(22).contains('┴'), "{keys}: {}", reader.line(22));
        reader.keys("Esc");
    }
}

#[test]
fn emphasis_that_began_rows_before_still_leans() {
    let many = "**so** it _went_ on and ".repeat(40);
    let text = format!("# Long\n\nIt said *{many} and the **last** of it leans* but no more.\n");
    let mut reader = Reader::among(&[("long.md", &text, "")]).sized(80, 60);
    for (words, leans) in [("of it leans", true), ("last", true), ("but no more", false)] {
        let style = reader.style_at(words);
        assert_eq!(style.add_modifier.contains(Modifier::ITALIC), leans, "{words}");
    }
    assert!(reader.style_at("last").add_modifier.contains(Modifier::BOLD));
}
