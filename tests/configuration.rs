//! Configuration promises: defaults that hold, a person's own files laid over
//! them, every mistake told with its place, and themes whose words can be read.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::config::keymap::DEFAULT_KEYS;
use dateline::config::settings::DEFAULT_SETTINGS;
use dateline::config::{
    Config, Context, Depth, HighlightColor, Ink, Key, KeyCode, Keymap, Lookup, NoteLines,
    NotesPlace, Paths, Scroll, Settings, Theme, ThemeChoice, Themes,
};
use dateline::error::{Diagnostic, Severity};
use dateline::model::Kind;
use proptest::prelude::*;
use ratatui::style::{Color, Modifier, Style};

// Keys -----------------------------------------------------------------------

fn key(word: &str) -> Key {
    Key::parse(word).unwrap_or_else(|wrong| panic!("{word}: {wrong}"))
}

#[test]
fn keys_are_read_as_they_are_written() {
    let held = |code, ctrl, alt, shift| Key { code, ctrl, alt, shift };
    assert_eq!(key("G"), Key::char('G'));
    assert_eq!(key("S-g"), Key::char('G'));
    assert_eq!(key("Space"), Key::char(' '));
    assert_eq!(key("C-p"), held(KeyCode::Char('p'), true, false, false));
    assert_eq!(key("M-Left"), held(KeyCode::Left, false, true, false));
    assert_eq!(key("S-Tab"), held(KeyCode::Tab, false, false, true));
    assert_eq!(key("C-M-S-F12"), held(KeyCode::F(12), true, true, true));
    assert_eq!(key("-"), Key::char('-'));
    assert_eq!(key("C--"), held(KeyCode::Char('-'), true, false, false));
    assert_eq!(key("pgdn"), Key::plain(KeyCode::PageDown));
    assert_eq!(key("Del"), Key::plain(KeyCode::Delete));
    assert_eq!(key("é"), Key::char('é'));
}

#[test]
fn what_a_terminal_reports_compares_equal_to_what_is_written() {
    assert_eq!(Key::new(KeyCode::Char('g'), false, false, true), key("G"));
    assert_eq!(Key::new(KeyCode::Char('G'), false, false, true), key("G"));
    assert_eq!(Key::new(KeyCode::Char('?'), false, false, true), key("?"));
    assert_eq!(Key::new(KeyCode::Tab, false, false, true), key("S-Tab"));
}

#[test]
fn what_is_no_key_is_refused_with_a_reason() {
    for word in ["", "C-", "Hyper", "F0", "F25", "F300", "C-\u{1b}", "ab", "S-1"] {
        assert!(Key::parse(word).is_err(), "{word:?} was taken");
    }
    assert!(Key::parse("Ctrl+p").unwrap_err().contains("C-p"));
}

proptest! {
    #[test]
    fn every_key_is_shown_as_it_can_be_written(c in any::<char>(), ctrl: bool, alt: bool) {
        prop_assume!(!c.is_control() && (c == ' ' || !c.is_whitespace()));
        let key = Key { code: KeyCode::Char(c), ctrl, alt, shift: false };
        prop_assert_eq!(Key::parse(&key.to_string()), Ok(key));
    }

    #[test]
    fn any_words_are_read_without_panic(words in ".{0,12}") {
        if let Ok(key) = Key::parse(&words) {
            prop_assert_eq!(Key::parse(&key.to_string()), Ok(key));
        }
        let _ = Key::parse_sequence(&words);
    }

    #[test]
    fn any_file_is_read_without_panic(source in "[a-z:{}\\[\\]\"#\\-\\n \t&*!|>%@`']{0,60}") {
        let _ = Settings::read(Some(("config.yaml", &source)));
        let _ = Keymap::read(DEFAULT_KEYS, Some(("keys.yaml", &source)), &["note"]);
        let mut themes = Themes::default();
        themes.add("mine".into(), "mine.yaml".into(), source);
        themes.check();
        themes.get("mine");
    }
}

#[test]
fn every_named_key_is_shown_as_it_can_be_written() {
    use KeyCode::*;
    let named = [Enter, Esc, Tab, Backspace, Delete, Insert, Up, Down, Left, Right, Home, End];
    for code in named.into_iter().chain([PageUp, PageDown]).chain((1..=24).map(F)) {
        for held in 0..8 {
            let key = Key::new(code, held & 1 > 0, held & 2 > 0, held & 4 > 0);
            assert_eq!(Key::parse(&key.to_string()), Ok(key));
        }
    }
    assert_eq!(key("Space").to_string(), "Space");
    assert_eq!(key("PageDown").to_string(), "PgDn");
}

// The key table --------------------------------------------------------------

/// The commands the default table binds.
fn commands() -> Vec<String> {
    let mut found = Vec::new();
    for line in DEFAULT_KEYS.lines() {
        if let Some(line) = line.strip_prefix("  ")
            && let Some((name, _)) = line.split_once(':')
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            && !found.contains(&name.to_owned())
        {
            found.push(name.to_owned());
        }
    }
    found
}

fn keymap(user: &str) -> (Keymap, Vec<Diagnostic>) {
    let commands = commands();
    let known: Vec<&str> = commands.iter().map(String::as_str).collect();
    Keymap::read(DEFAULT_KEYS, Some(("keys.yaml", user)), &known)
}

fn pressed<'a>(keymap: &'a Keymap, context: Context, keys: &str) -> Lookup<'a> {
    keymap.lookup(context, &Key::parse_sequence(keys).expect("a key"))
}

#[test]
fn the_default_keys_are_those_of_the_contract() {
    let (keymap, problems) = keymap("");
    assert_eq!(problems, []);
    use Context::*;
    let contract: &[(Context, &str, &[&str])] = &[
        (Text, "line-down", &["j", "Down"]),
        (Text, "line-up", &["k", "Up"]),
        (Text, "page-down", &["Space", "PgDn", "C-f"]),
        (Text, "page-up", &["PgUp", "C-b"]),
        (Text, "half-page-down", &["C-d"]),
        (Text, "half-page-up", &["C-u"]),
        (Text, "next-paragraph", &["}"]),
        (Text, "previous-paragraph", &["{"]),
        (Text, "story-start", &["g", "Home"]),
        (Text, "story-end", &["G", "End"]),
        (Text, "next-mention", &["w"]),
        (Text, "previous-mention", &["b"]),
        (Text, "follow-next", &["n"]),
        (Text, "follow-previous", &["N"]),
        (Text, "open-card", &["Enter"]),
        (Names, "go-there", &["Enter"]),
        (Text, "hints", &["f"]),
        (Text, "go-to-mark", &["'"]),
        (Text, "set-mark", &["M"]),
        (Names, "light-name", &["Space"]),
        (Text, "select", &["v"]),
        (Text, "note", &["a"]),
        (Text, "highlight", &["H"]),
        (Text, "delete-note", &["x", "Del"]),
        (Text, "leave", &["Esc"]),
        (Text, "next-pane", &["Tab"]),
        (Text, "previous-pane", &["S-Tab"]),
        (Text, "stories", &["s"]),
        (Text, "names", &["e"]),
        (Text, "timeline", &["t"]),
        (Text, "my-notes", &["m"]),
        (Text, "next-story", &["]"]),
        (Text, "previous-story", &["["]),
        (Text, "search", &["/"]),
        (Stories, "filter", &["/"]),
        (Text, "picker", &["C-p"]),
        (Text, "palette", &[":"]),
        (Text, "jump-back", &["Backspace", "C-o", "M-Left"]),
        (Text, "jump-forward", &["M-Right"]),
        (Text, "copy", &["y"]),
        (Text, "zen", &["z"]),
        (Text, "wider", &["+"]),
        (Text, "narrower", &["-"]),
        (Text, "next-theme", &["T"]),
        (Text, "open-link", &["o"]),
        (Text, "open-editor", &["E"]),
        (Text, "undo", &["u"]),
        (Text, "redo", &["C-r"]),
        (Text, "help", &["?"]),
        (Text, "quit", &["q"]),
        (Text, "interrupt", &["C-c"]),
        (Text, "suspend", &["C-z"]),
        (Timeline, "zoom-in", &["+"]),
        (Timeline, "zoom-out", &["-"]),
        (Notes, "list-start", &["g", "Home"]),
        (Notes, "list-end", &["G", "End"]),
        (Select, "select-word-forward", &["w"]),
        (Select, "select-word-back", &["b"]),
        (Select, "select-word-end", &["e"]),
        (Select, "select-left", &["h", "Left"]),
        (Select, "select-down", &["j", "Down"]),
        (Select, "select-up", &["k", "Up"]),
        (Select, "select-right", &["l", "Right"]),
        (Select, "select-line-start", &["0", "Home"]),
        (Select, "select-line-end", &["$", "End"]),
        (Select, "select-paragraph-previous", &["{"]),
        (Select, "select-paragraph-next", &["}"]),
        (Select, "select-sentence-previous", &["("]),
        (Select, "select-sentence-next", &[")"]),
        (Select, "select-inner-word", &["i w"]),
        (Select, "select-inner-sentence", &["i s"]),
        (Select, "select-inner-paragraph", &["i p"]),
        (Select, "select-inner-entity", &["i e"]),
        (Select, "select-other-end", &["o"]),
        (Select, "note", &["a"]),
        (Select, "highlight", &["H"]),
        (Select, "copy", &["y"]),
        (Select, "delete-note", &["x", "Del"]),
        (Select, "leave", &["Esc"]),
        (Editor, "save-note", &["Esc", "C-s"]),
        (Editor, "discard-note", &["C-c"]),
        (Prompt, "accept", &["Enter"]),
        (Prompt, "leave", &["Esc", "C-c"]),
        (Prompt, "prompt-next", &["Down", "C-n", "Tab"]),
        (Prompt, "prompt-previous", &["Up", "C-p", "S-Tab"]),
    ];
    for (context, command, keys) in contract {
        assert_eq!(keymap.keys_of(*context, command), *keys, "{command} in {}", context.word());
    }
}

#[test]
fn a_key_is_looked_up_from_the_place_outwards() {
    let (keymap, _) = keymap("");
    assert_eq!(pressed(&keymap, Context::Names, "Space"), Lookup::Command("light-name"));
    assert_eq!(pressed(&keymap, Context::Stories, "Space"), Lookup::Command("page-down"));
    assert_eq!(pressed(&keymap, Context::Stories, "q"), Lookup::Command("quit"));
    assert_eq!(pressed(&keymap, Context::Timeline, "+"), Lookup::Command("zoom-in"));
    assert_eq!(keymap.keys_of(Context::Timeline, "wider"), Vec::<String>::new());
    assert_eq!(keymap.keys_of(Context::Names, "page-down"), ["PgDn", "C-f"]);
    assert_eq!(pressed(&keymap, Context::Text, "S"), Lookup::None);
    assert_eq!(keymap.lookup(Context::Text, &[]), Lookup::None);
}

#[test]
fn letters_typed_into_a_box_are_never_commands() {
    let (keymap, _) = keymap("");
    for context in [Context::Editor, Context::Prompt, Context::Hints] {
        for c in ' '..='~' {
            assert_eq!(keymap.lookup(context, &[Key::char(c)]), Lookup::None, "{c}");
        }
    }
}

#[test]
fn sequences_are_followed_key_by_key() {
    let (keymap, _) = keymap("text: {zen: z z}");
    assert_eq!(pressed(&keymap, Context::Select, "i"), Lookup::Prefix);
    assert_eq!(pressed(&keymap, Context::Select, "i s"), Lookup::Command("select-inner-sentence"));
    assert_eq!(pressed(&keymap, Context::Select, "i x"), Lookup::None);
    assert_eq!(pressed(&keymap, Context::Text, "z"), Lookup::Prefix);
    assert_eq!(pressed(&keymap, Context::Text, "z z"), Lookup::Command("zen"));
    assert_eq!(keymap.keys_of(Context::Text, "zen"), ["z z"]);
}

#[test]
fn own_keys_say_only_what_differs() {
    let (keymap, problems) = keymap(
        "text:\n  note: [a, A]\n  highlight: w\n  search: []\n  select: null\n  line-down: 0\n",
    );
    assert_eq!(problems, []);
    assert_eq!(keymap.keys_of(Context::Text, "note"), ["a", "A"]);
    // A key that is taken leaves the command that had it.
    assert_eq!(pressed(&keymap, Context::Text, "w"), Lookup::Command("highlight"));
    assert_eq!(pressed(&keymap, Context::Text, "H"), Lookup::None);
    assert!(keymap.keys_of(Context::Text, "next-mention").is_empty());
    assert!(keymap.keys_of(Context::Text, "search").is_empty());
    // What is said of the text is not said of the lists.
    assert_eq!(keymap.keys_of(Context::Names, "note"), ["a"]);
    assert!(keymap.keys_of(Context::Text, "select").is_empty());
    assert_eq!(keymap.keys_of(Context::Text, "line-down"), ["0"]);
    assert_eq!(pressed(&keymap, Context::Text, "k"), Lookup::Command("line-up"));
}

#[test]
fn two_commands_can_swap_their_keys() {
    let (keymap, problems) = keymap("text:\n  line-down: k\n  line-up: j\n");
    assert_eq!(problems, []);
    assert_eq!(pressed(&keymap, Context::Text, "k"), Lookup::Command("line-down"));
    assert_eq!(pressed(&keymap, Context::Text, "j"), Lookup::Command("line-up"));
}

#[test]
fn mistakes_in_keys_are_told_with_their_place_and_the_rest_holds() {
    let source = "text:\n  noet: a\n  note: [Escpae, \"ü\"]\nnotse: {}\nlists: [a]\n";
    let (keymap, problems) = keymap(source);
    let told: Vec<_> = problems.iter().map(|p| (p.place, p.hint.as_deref())).collect();
    assert_eq!(
        told,
        [
            (Some((2, 3)), Some("did you mean `note`?")),
            (Some((3, 10)), Some("did you mean `Escape`?")),
            (Some((4, 1)), Some("did you mean `notes`?")),
            (Some((5, 8)), Some("write `name: value` lines")),
        ]
    );
    assert_eq!(problems[0].width, 4);
    assert_eq!(problems[1].width, 6);
    assert!(problems[0].to_string().contains("2 |   noet: a\n  |   ^^^^\n"), "{}", problems[0]);
    assert_eq!(keymap.keys_of(Context::Text, "note"), ["ü"]);
    assert_eq!(pressed(&keymap, Context::Names, "j"), Lookup::Command("line-down"));
}

#[test]
fn one_key_for_two_commands_is_told_and_the_later_holds() {
    let (keymap, problems) = keymap("text:\n  note: Z\n  zen: [F2, Z]\n  undo: F2 u\n");
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!((problems[0].place, problems[0].severity), (Some((3, 13)), Severity::Warning));
    assert!(problems[0].message.contains("`note` on line 2"), "{}", problems[0].message);
    assert_eq!(problems[1].place, Some((4, 9)));
    assert_eq!(pressed(&keymap, Context::Text, "Z"), Lookup::Command("zen"));
    assert_eq!(pressed(&keymap, Context::Text, "F2"), Lookup::Prefix);
    assert_eq!(pressed(&keymap, Context::Text, "F2 u"), Lookup::Command("undo"));
}

#[test]
fn broken_keys_leave_the_defaults() {
    for source in ["text: {note: [", "\ttext: {}", "- a\n- b\n", "text:\n  ? [a]\n  : b\n", "@"] {
        let (keymap, problems) = keymap(source);
        assert_eq!(problems.len(), 1, "{source}");
        assert!(problems[0].place.is_some(), "{source}: {:?}", problems[0]);
        assert_eq!(pressed(&keymap, Context::Text, "a"), Lookup::Command("note"));
    }
}

// Settings -------------------------------------------------------------------

fn settings(source: &str) -> (Settings, Vec<Diagnostic>) {
    Settings::read(Some(("config.yaml", source)))
}

#[test]
fn every_setting_has_a_documented_default() {
    let (_, problems) = Settings::read(None);
    assert_eq!(problems, []);
    let mut documented = Vec::new();
    let mut comment = false;
    for line in DEFAULT_SETTINGS.lines() {
        if let Some((name, _)) = line.split_once(':').filter(|_| !line.starts_with('#')) {
            assert!(comment, "{name} has no comment");
            documented.push(name);
        }
        comment = line.starts_with('#');
    }
    assert_eq!(documented, Settings::names().collect::<Vec<_>>());
}

#[test]
fn own_settings_say_only_what_differs() {
    let (settings, problems) = settings(
        "theme: light\nmeasure: 80\nnotes: central\nname: 2016\nnote-lines: off\n\
         highlights: [pink, green]\nscroll: line\nmouse: false\neditor: \"code --wait\"\n",
    );
    assert_eq!(problems, []);
    assert_eq!(
        settings,
        Settings {
            theme: ThemeChoice::Named("light".into()),
            measure: 80,
            notes: NotesPlace::Central,
            name: Some("2016".into()),
            note_lines: NoteLines::Off,
            highlights: vec![HighlightColor::Pink, HighlightColor::Green],
            scroll: Scroll::Line,
            mouse: false,
            editor: Some("code --wait".into()),
            ..Settings::default()
        }
    );
}

#[test]
fn nothing_to_say_is_no_mistake() {
    for source in ["", "\n", "# only a comment\n", "---\n", "\u{feff}# mark\n", "measure:\n", "~"] {
        assert_eq!(settings(source), (Settings::default(), vec![]), "{source:?}");
    }
}

#[test]
fn a_wrong_value_is_told_with_its_place_and_leaves_the_default() {
    type Case = (&'static str, (usize, usize), usize, Option<&'static str>);
    let cases: &[Case] = &[
        ("measure: 300", (1, 10), 3, None),
        ("measure: 66.5", (1, 10), 4, None),
        ("measure: \"66\"", (1, 10), 4, Some("write it without quotes")),
        ("mouse: yes # please", (1, 8), 3, Some("write `true`")),
        ("notes: besides", (1, 8), 7, Some("did you mean `beside`?")),
        ("# é\nscrol: line", (2, 1), 5, Some("did you mean `scroll`?")),
        ("highlights: [yellow, grene]", (1, 13), 15, Some("did you mean `green`?")),
        ("name: [a]", (1, 7), 3, None),
        ("measure: 70\nmeasure: 80", (2, 1), 7, None),
    ];
    for (source, place, width, hint) in cases {
        let (read, problems) = settings(&format!("{source}\nlinks: false\n"));
        assert_eq!(problems.len(), 1, "{source}: {problems:?}");
        let problem = &problems[0];
        assert_eq!(problem.place, Some(*place), "{source}");
        assert_eq!(problem.width, *width, "{source}");
        assert_eq!(problem.hint.as_deref(), *hint, "{source}");
        assert_eq!(problem.file, "config.yaml");
        let measure = if source.ends_with("80") { 70 } else { 66 };
        assert_eq!((read.measure, read.links), (measure, false), "{source}");
        let rest = Settings { links: true, measure: 66, ..read };
        assert_eq!(rest, Settings::default(), "{source}");
    }
}

#[test]
fn what_is_missing_at_the_end_of_a_file_is_missed_on_its_last_line() {
    let source = "measure: 70\nlinks: true\nmouse: true\nhighlights: [yellow, green\n";
    for source in [source.to_owned(), format!("{source}\n\n")] {
        let problem = settings(&source).1.remove(0);
        let (line, _) = problem.place.expect("a place");
        assert_eq!(line, 4, "{problem}");
        assert_eq!(problem.line.as_deref(), Some("highlights: [yellow, green"));
    }
}

#[test]
fn the_column_counts_characters() {
    let (_, problems) = settings("{name: \"日本語é\", measure: no}");
    assert_eq!(problems[0].place, Some((1, 25)));
}

#[test]
fn garbage_is_told_once_and_leaves_the_defaults() {
    let bomb = format!("a: &a [x]\nb: [{}]\n", "*a, ".repeat(100_000));
    let deep = "[".repeat(5000);
    let sources = ["\tmeasure: 3", "measure: [", "{", "a: b: c", "%", "x: *y", &bomb, &deep, "7"];
    for source in sources {
        let (read, problems) = settings(source);
        assert_eq!(read, Settings::default());
        assert!((1..=21).contains(&problems.len()), "{source:.20}: {}", problems.len());
    }
    assert!(settings("\tmeasure: 3").1[0].hint.as_deref().is_some_and(|hint| hint.contains("tab")));
}

#[test]
fn a_file_full_of_mistakes_is_told_in_short() {
    let source: String = (0..500).map(|n| format!("wrong{n}: 1\n")).collect();
    let (_, problems) = settings(&source);
    assert_eq!(problems.len(), 21);
    assert!(problems[20].message.contains("480 more"), "{}", problems[20].message);
}

// Themes ---------------------------------------------------------------------

fn theme(name: &str) -> Theme {
    Themes::default().get(name).unwrap_or_else(|| panic!("no theme {name}"))
}

/// WCAG 2's contrast, worked out apart from the program's own.
fn contrast(one: Color, other: Color) -> Option<f64> {
    let luminance = |color| {
        let parts = match color {
            Color::Rgb(r, g, b) => [r, g, b],
            Color::Indexed(n @ 16..232) => [(n - 16) / 36, (n - 16) / 6 % 6, (n - 16) % 6]
                .map(|level| [0, 95, 135, 175, 215, 255][usize::from(level)]),
            Color::Indexed(n @ 232..) => [8 + 10 * (n - 232); 3],
            _ => return None,
        };
        let [r, g, b] = parts.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        Some(0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
    };
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some(one.max(other) / one.min(other))
}

fn kinds_known() -> impl Iterator<Item = Kind> {
    Kind::KNOWN.into_iter()
}

fn kinds() -> impl Iterator<Item = Kind> {
    Kind::KNOWN.into_iter().chain([Kind::Other("ship".into())])
}

#[test]
fn words_can_be_read_on_every_ground_of_every_theme() {
    for (name, least) in [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)] {
        for depth in [Depth::True, Depth::Ansi256] {
            let theme = theme(name).for_depth(depth);
            let paper = theme.style(Ink::Text);
            let mut pairs = Vec::new();
            for ink in Ink::ALL.into_iter().filter(|ink| ink.is_for_words()) {
                for ground in Ink::GROUNDS {
                    let what = format!("{} on {}", ink.word(), ground.word());
                    pairs.push((what, theme.over(ink, ground)));
                }
                let plain = theme.style(ink);
                if plain.fg.is_some() {
                    pairs.push((format!("{} alone", ink.word()), paper.patch(plain)));
                }
            }
            pairs.extend(kinds().map(|kind| (format!("here {}", kind.word()), theme.here(&kind))));
            for (what, Style { fg, bg, .. }) in pairs {
                let (fg, bg) = (fg.expect("a foreground"), bg.expect("a background"));
                let ratio = contrast(fg, bg).expect("fixed colours");
                assert!(ratio >= least, "{name} {depth:?}: {what}: {fg} on {bg} is {ratio:.2}");
            }
        }
    }
}

#[test]
fn dark_and_light_have_the_colours_of_the_design() {
    let hex = |word: &str| {
        let number = u32::from_str_radix(&word[1..], 16).expect("hexadecimal");
        let [_, r, g, b] = number.to_be_bytes();
        Some(Color::Rgb(r, g, b))
    };
    let inks = [
        (Ink::Text, "#c9cdd8", "#2f3340"),
        (Ink::Quiet, "#8087a0", "#696e7e"),
        (Ink::Rule, "#343848", "#d6d5cf"),
        (Ink::Heading, "#f0f2f8", "#12141c"),
        (Ink::Accent, "#82aaff", "#2f5fc4"),
        (Ink::Person, "#eab088", "#a8520f"),
        (Ink::Organization, "#8db4f5", "#1f57b0"),
        (Ink::Place, "#93cf9f", "#2b7a3d"),
        (Ink::Group, "#74c7c4", "#0f7775"),
        (Ink::Time, "#e495b4", "#b02a63"),
        (Ink::Note, "#e2b86b", "#8a5e00"),
        (Ink::LitPerson, "#ffd3ab", "#7a3a06"),
    ];
    let tints = [
        (Ink::Text, "#15171e", "#fbfaf7"),
        (Ink::NoteText, "#28241a", "#fbf1d8"),
        (Ink::LitPerson, "#48341f", "#fbe0c6"),
        (Ink::ChosenRow, "#232a3d", "#e4ebfb"),
    ];
    let (dark, light) = (theme("dark"), theme("light"));
    assert!(dark.dark && !light.dark);
    for (ink, on_dark, on_light) in inks {
        for (theme, word) in [(&dark, on_dark), (&light, on_light)] {
            assert_eq!(theme.style(ink).fg, hex(word), "{} in {}", ink.word(), theme.name);
            assert_eq!(theme.over(ink, Ink::Text).fg, hex(word), "{} on paper", ink.word());
        }
    }
    for (ink, on_dark, on_light) in tints {
        assert_eq!(dark.style(ink).bg, hex(on_dark), "{}", ink.word());
        assert_eq!(light.style(ink).bg, hex(on_light), "{}", ink.word());
    }
    let here = dark.here(&Kind::Person);
    assert_eq!((here.fg, here.bg), (hex("#15171e"), hex("#eab088")));
}

#[test]
fn tints_can_be_told_from_the_paper_in_256_colours() {
    for name in ["dark", "light", "high-contrast"] {
        let theme = theme(name).for_depth(Depth::Ansi256);
        let paper = theme.style(Ink::Text).bg;
        let mut highlights = Vec::new();
        for (_, color) in HighlightColor::ALL {
            highlights.push(theme.style(color.ink()).bg);
        }
        for ink in [Ink::ChosenRow, Ink::Selection, Ink::NoteText, Ink::LitPerson, Ink::Card] {
            assert_ne!(theme.style(ink).bg, paper, "{name} {}", ink.word());
        }
        assert!(!highlights.contains(&paper), "{name}");
        highlights.sort_by_key(|color| format!("{color:?}"));
        highlights.dedup();
        assert_eq!(highlights.len(), 5, "{name}");
    }
}

#[test]
fn no_theme_uses_more_colours_than_the_terminal_has() {
    for name in Themes::default().names() {
        let colors = |depth| {
            let theme = theme(name).for_depth(depth);
            let over = |ink| Ink::GROUNDS.map(|ground| theme.over(ink, ground));
            let styles =
                Ink::ALL.into_iter().flat_map(over).chain(Ink::ALL.map(|i| theme.style(i)));
            let here = kinds().map(|kind| theme.here(&kind));
            styles.chain(here).flat_map(|style| [style.fg, style.bg]).flatten().collect::<Vec<_>>()
        };
        let direct = |color: &Color| matches!(color, Color::Rgb(..));
        let fixed = |color: &Color| matches!(color, Color::Indexed(_));
        assert_eq!(colors(Depth::None), [], "{name}");
        assert!(!colors(Depth::Ansi256).iter().any(direct), "{name}");
        assert!(!colors(Depth::Ansi16).iter().any(|c| direct(c) || fixed(c)), "{name}");
    }
}

#[test]
fn without_colours_what_matters_is_told_by_other_means() {
    for name in ["dark", "light", "terminal", "high-contrast", "mono"] {
        let theme = theme(name).for_depth(Depth::None);
        assert_eq!(theme.name, name);
        let mut looks: Vec<(&str, Modifier)> = vec![
            ("text", theme.style(Ink::Text).add_modifier),
            ("name", theme.style(Ink::Person).add_modifier),
            ("lit", theme.style(Ink::LitPerson).add_modifier),
            ("here", theme.here(&Kind::Person).add_modifier),
            ("selection", theme.style(Ink::Selection).add_modifier),
            ("chosen row", theme.style(Ink::ChosenRow).add_modifier),
            ("found", theme.style(Ink::SearchMatch).add_modifier),
            ("found here", theme.style(Ink::SearchHere).add_modifier),
            ("highlight", theme.style(Ink::HighlightYellow).add_modifier),
        ];
        while let Some((one, look)) = looks.pop() {
            for (other, same) in &looks {
                assert_ne!(look, *same, "{one} and {other} look alike");
            }
        }
    }
}

#[test]
fn sixteen_colours_keep_tints_apart_and_words_legible() {
    for name in ["dark", "light", "high-contrast"] {
        let theme = theme(name).for_depth(Depth::Ansi16);
        let paper = theme.over(Ink::Text, Ink::Text);
        for ground in Ink::GROUNDS.into_iter().skip(1) {
            // Notes have a mark in the margin too, and so has what is new.
            let marked = [Ink::Card, Ink::NoteText, Ink::ColleagueText, Ink::ChangedText];
            if !marked.contains(&ground) {
                assert_ne!(theme.over(Ink::Text, ground), paper, "{name} {}", ground.word());
            }
        }
        for ink in Ink::ALL.into_iter().filter(|ink| ink.is_for_words()) {
            for ground in Ink::GROUNDS {
                let style = theme.over(ink, ground);
                assert_ne!(style.fg, style.bg, "{name}: {} on {}", ink.word(), ground.word());
            }
        }
    }
}

#[test]
fn kinds_keep_their_hue_in_sixteen_colours() {
    let theme = theme("dark").for_depth(Depth::Ansi16);
    let hues = [
        (Ink::Person, [Color::Yellow, Color::LightYellow]),
        (Ink::Organization, [Color::Blue, Color::LightBlue]),
        (Ink::Place, [Color::Green, Color::LightGreen]),
        (Ink::Group, [Color::Cyan, Color::LightCyan]),
    ];
    for (ink, hue) in hues {
        let fg = theme.style(ink).fg.expect("a colour");
        assert!(hue.contains(&fg), "{} is {fg}", ink.word());
    }
}

#[test]
fn sixteen_colours_tell_the_kinds_apart() {
    for name in ["dark", "light", "high-contrast", "terminal"] {
        let theme = theme(name).for_depth(Depth::Ansi16);
        let look = |ink: Ink| (theme.style(ink).fg, theme.style(ink).add_modifier);
        // Each in a hue of its own.
        let hued = [Ink::Person, Ink::Organization, Ink::Place, Ink::Group];
        for (at, one) in hued.iter().enumerate() {
            for other in hued[at + 1..].iter().chain([&Ink::Time, &Ink::Quiet]) {
                assert_ne!(look(*one).0, look(*other).0, "{name}: {}", one.word());
            }
        }
        // The rarer ones by how they are set at least; and so are notes and times.
        let kinds: Vec<Ink> = kinds().map(|kind| Ink::of(&kind)).collect();
        for (at, one) in kinds.iter().enumerate() {
            for other in kinds[at + 1..].iter().chain([&Ink::Note, &Ink::Text, &Ink::Quiet]) {
                assert_ne!(look(*one), look(*other), "{name}: {}, {}", one.word(), other.word());
            }
        }
        // A name that is lit keeps its hue.
        for kind in kinds_known() {
            let (lit, plain) = (look(Ink::lit(&kind)).0, look(Ink::of(&kind)).0);
            assert_eq!(lit, plain, "{name}: {}", kind.word());
        }
    }
}

#[test]
fn highlights_are_quiet_in_256_colours() {
    for name in ["dark", "light"] {
        let theme = theme(name).for_depth(Depth::Ansi256);
        for (_, color) in HighlightColor::ALL {
            let tint = theme.style(color.ink()).bg.expect("a tint");
            let Color::Indexed(number @ 16..232) = tint else { panic!("{name}: {tint:?}") };
            let parts = [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6];
            let (least, most) = (parts.iter().min(), parts.iter().max());
            // The pale tints of the cube lie farther from grey than the dark ones.
            let apart = most.zip(least).map_or(0, |(most, least)| most - least);
            let loud = if theme.dark { 1 } else { 3 };
            assert!((1..=loud).contains(&apart), "{name}: {} is {parts:?}", color.word());
        }
    }
}

#[test]
fn the_terminal_theme_leaves_the_paper_alone() {
    let theme = theme("terminal");
    assert_eq!(theme.style(Ink::Text).bg, Some(Color::Reset));
    for ink in Ink::ALL {
        for color in [theme.style(ink).fg, theme.style(ink).bg].into_iter().flatten() {
            assert!(!matches!(color, Color::Rgb(..) | Color::Indexed(_)), "{}", ink.word());
        }
    }
}

fn own(source: &str) -> (Option<Theme>, Vec<Diagnostic>) {
    let mut themes = Themes::default();
    themes.add("mine".into(), "themes/mine.yaml".into(), source.into());
    (themes.get("mine"), themes.check())
}

#[test]
fn an_own_theme_inherits_what_it_does_not_say() {
    let (mine, problems) = own(
        "inherits: light\npalette: {person: \"#333\", ink: 30}\nroles:\n  place: ink\n  \
         heading: {fg: accent, modifiers: [italic]}\n  time: {bg: \"#eeeeee\"}\n  note-text: {bg: null}\n",
    );
    assert_eq!(problems, []);
    let (mine, light) = (mine.expect("a theme"), theme("light"));
    assert_eq!(mine.name, "mine");
    assert!(!mine.dark);
    assert_eq!(mine.style(Ink::Person).fg, Some(Color::Rgb(0x33, 0x33, 0x33)));
    assert_eq!(mine.style(Ink::Place).fg, Some(Color::Indexed(30)));
    assert_eq!(mine.style(Ink::Heading).fg, light.style(Ink::Accent).fg);
    assert_eq!(mine.style(Ink::Heading).add_modifier, Modifier::ITALIC);
    assert_eq!(mine.style(Ink::Time).fg, light.style(Ink::Time).fg);
    assert_eq!(mine.style(Ink::NoteText).bg, None);
    assert_eq!(mine.style(Ink::Group), light.style(Ink::Group));
}

#[test]
fn mistakes_in_a_theme_are_told_with_their_place_and_the_rest_holds() {
    let (mine, problems) = own(
        "inherits: drak\npalette: {sand: \"#eab08\"}\nroles:\n  persn: red\n  place: grene\n  \
         group:\n    fg: #aabbcc\n  time: {fg: red, modifiers: [bald]}\n  work: bright-red\n",
    );
    let told: Vec<_> = problems.iter().map(|p| (p.place.unwrap(), p.hint.as_deref())).collect();
    let mut told: Vec<_> = told.into_iter().collect();
    told.sort();
    assert_eq!(
        told.iter().map(|(place, _)| *place).collect::<Vec<_>>(),
        [(1, 11), (2, 17), (4, 3), (5, 10), (7, 8), (8, 31)],
        "{problems:#?}"
    );
    assert_eq!(told[0].1, Some("did you mean `dark`?"));
    assert_eq!(told[2].1, Some("did you mean `person`?"));
    assert_eq!(told[3].1, Some("did you mean `green`?"));
    assert!(told[4].1.is_some_and(|hint| hint.contains("quotes")));
    assert_eq!(told[5].1, Some("did you mean `bold`?"));
    let mine = mine.expect("a theme");
    assert_eq!(mine.style(Ink::Work).fg, Some(Color::LightRed));
    assert_eq!(mine.style(Ink::Time).fg, Some(Color::Red));
    assert_eq!(mine.style(Ink::Person), theme("dark").style(Ink::Person));
}

#[test]
fn themes_that_inherit_in_a_circle_end() {
    let mut themes = Themes::default();
    themes.add("one".into(), "one.yaml".into(), "inherits: two\nroles: {person: red}\n".into());
    themes.add("two".into(), "two.yaml".into(), "inherits: one\nroles: {place: red}\n".into());
    let one = themes.get("one").expect("a theme");
    assert_eq!(one.style(Ink::Place).fg, Some(Color::Red));
    assert_eq!(one.style(Ink::Text), theme("dark").style(Ink::Text));
    let problems = themes.check();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems.iter().all(|p| p.message.contains("itself") && p.place == Some((1, 11))));
}

#[test]
fn an_own_theme_can_take_the_place_of_a_built_in_one() {
    let mut themes = Themes::default();
    themes.add("dark".into(), "dark.yaml".into(), "inherits: dark\nroles: {person: red}\n".into());
    themes.add("sand".into(), "sand.yaml".into(), "{}".into());
    assert_eq!(themes.check(), []);
    let dark = themes.get("dark").expect("a theme");
    assert_eq!(dark.style(Ink::Person).fg, Some(Color::Red));
    assert_eq!(dark.style(Ink::Place), theme("dark").style(Ink::Place));
    assert_eq!(themes.names(), ["dark", "light", "terminal", "high-contrast", "mono", "sand"]);
    assert_eq!(themes.after("mono"), "sand");
    assert_eq!(themes.after("sand"), "dark");
    assert_eq!(themes.after("gone"), "dark");
    assert!(themes.get("gone").is_none());
}

// Folders and files ----------------------------------------------------------

fn paths(variables: &[(&str, &str)]) -> Paths {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    Paths::from_env(&|name| variables.get(name).map(OsString::from))
}

#[test]
fn dateline_home_holds_everything() {
    let found = paths(&[("DATELINE_HOME", "/d"), ("HOME", "/h"), ("XDG_DATA_HOME", "/x")]);
    let under = |folder: &str| Some(PathBuf::from("/d").join(folder));
    assert_eq!(found.config, under("config"));
    assert_eq!(found.data, under("data"));
    assert_eq!(found.state, under("state"));
    assert_eq!(found.cache, under("cache"));
}

#[test]
fn xdg_folders_are_used_where_they_are_set() {
    let found = paths(&[
        ("DATELINE_HOME", ""),
        ("HOME", "/h"),
        ("XDG_CONFIG_HOME", "/x"),
        ("XDG_CACHE_HOME", "relative"),
    ]);
    assert_eq!(found.config, Some("/x/dateline".into()));
    assert!(found.data.is_some_and(|data| data.starts_with("/h")));
    assert!(found.cache.is_some_and(|cache| cache.starts_with("/h")));
}

#[test]
fn without_a_home_there_are_no_folders() {
    assert_eq!(paths(&[]), Paths::default());
    let found = paths(&[("XDG_STATE_HOME", "/x")]);
    assert_eq!(found, Paths { state: Some("/x/dateline".into()), ..Paths::default() });
}

fn load(folder: &Path, file: Option<&Path>) -> Config {
    let commands = commands();
    let known: Vec<&str> = commands.iter().map(String::as_str).collect();
    let paths = Paths { config: Some(folder.to_owned()), ..Paths::default() };
    Config::load(&paths, file, &known)
}

#[test]
fn a_missing_folder_gives_the_defaults_in_silence() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = load(&folder.path().join("none"), None);
    assert_eq!(config.problems, []);
    assert_eq!(config.settings, Settings::default());
    let nowhere = Config::load(&Paths::default(), None, &[]);
    assert_eq!(nowhere.settings, Settings::default());
    assert!(nowhere.files.is_empty());
}

#[test]
fn the_files_of_the_folder_are_read_and_named_for_watching() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("themes")).expect("a folder");
    fs::write(at("themes/sand.yaml"), "roles: {person: red}\n").expect("written");
    fs::write(at("config.yaml"), "theme: sand\nmeasure: 50\n").expect("written");
    fs::write(at("keys.yaml"), "text: {note: A}\n").expect("written");
    let config = load(folder.path(), None);
    assert_eq!(config.problems, []);
    assert_eq!(config.settings.theme, ThemeChoice::Named("sand".into()));
    assert_eq!(config.settings.measure, 50);
    assert_eq!(config.keymap.keys_of(Context::Text, "note"), ["A"]);
    let sand = config.themes.get("sand").expect("a theme");
    assert_eq!(sand.style(Ink::Person).fg, Some(Color::Red));
    for name in ["config.yaml", "keys.yaml", "themes", "themes/sand.yaml"] {
        assert!(config.files.contains(&at(name)), "{name}");
    }
}

#[test]
fn the_file_that_was_asked_for_goes_before_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("config.yaml"), "measure: 50\n").expect("written");
    fs::write(other.path().join("other.yaml"), "measure: 90\n").expect("written");
    fs::write(other.path().join("keys.yaml"), "text: {note: A}\n").expect("written");
    let config = load(folder.path(), Some(&other.path().join("other.yaml")));
    assert_eq!(config.problems, []);
    assert_eq!(config.settings.measure, 90);
    assert_eq!(config.keymap.keys_of(Context::Text, "note"), ["A"]);
    let config = load(folder.path(), Some(&other.path().join("gone.yaml")));
    assert_eq!(config.problems.len(), 1);
    assert!(config.problems[0].file.ends_with("gone.yaml"));
    assert_eq!(config.settings.measure, 66);
}

#[test]
fn unreadable_files_are_told_and_the_defaults_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("config.yaml"), b"measure: 50\nname: Andr\xe9\n").expect("written");
    fs::create_dir(at("keys.yaml")).expect("a folder");
    fs::create_dir(at("themes")).expect("a folder");
    fs::write(at("themes/broken.yaml"), "roles: [").expect("written");
    let config = load(folder.path(), None);
    assert_eq!(config.problems.len(), 3, "{:?}", config.problems);
    assert_eq!(config.problems[0].place, Some((2, 11)));
    assert_eq!(config.settings, Settings::default());
    assert!(config.themes.get("broken").is_none());
}

#[test]
fn a_theme_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("config.yaml"), "measure: 50\ntheme: drak\n").expect("written");
    let config = load(folder.path(), None);
    assert_eq!(config.problems.len(), 1);
    assert_eq!(config.problems[0].place, Some((2, 8)));
    assert_eq!(config.problems[0].hint.as_deref(), Some("did you mean `dark`?"));
    assert_eq!(config.settings.theme, ThemeChoice::Auto);
    assert_eq!(config.settings.measure, 50);
}

// What comes with Dateline is read when it is built --------------------------

/// The same YAML, so that it is read as a person's own file is.
fn as_ones_own(yaml: &str) -> String {
    format!("{yaml}\n# as one's own\n")
}

#[test]
fn what_was_read_when_it_was_built_is_what_its_yaml_says() {
    let known = commands();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let (built, wrong) = Keymap::read(DEFAULT_KEYS, None, &known);
    assert_eq!(wrong, []);
    assert_eq!(Keymap::read(&as_ones_own(DEFAULT_KEYS), None, &known), (built, Vec::new()));

    // Laid over themselves the defaults change nothing.
    let own = as_ones_own(DEFAULT_SETTINGS);
    assert_eq!(Settings::read(Some(("own", &own))), (Settings::default(), Vec::new()));

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/themes");
    // An own theme inherits from one of these two what it leaves unsaid.
    for name in ["dark", "light"] {
        let yaml = fs::read_to_string(folder.join(format!("{name}.yaml"))).expect("a theme");
        let mut themes = Themes::default();
        themes.add(name.to_owned(), "own.yaml".into(), as_ones_own(&yaml));
        assert_eq!(themes.check(), [], "{name}");
        assert_eq!(themes.get(name), Themes::default().get(name), "{name}");
    }
}
