//! Settings: what a person may want otherwise, checked value by value.
//!
//! `config/default.yaml` holds the defaults and explains each. A person's own
//! `config.yaml` is laid over it.

use super::document::{Document, Entry, Node, Report, Value, did_you_mean};
use super::theme::Ink;
use crate::error::Diagnostic;
use crate::model::text::visible;

/// The default settings: their own documentation.
pub const DEFAULT_SETTINGS: &str = include_str!("../../config/default.yaml");

/// The name under which problems of [`DEFAULT_SETTINGS`] are reported.
const DEFAULT_NAME: &str = "config/default.yaml";

/// Which colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Dark or light, as the terminal's background is.
    Auto,
    /// The theme of this name.
    Named(String),
}

/// Where notes are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotesPlace {
    /// Beside the story where its folder can be written to.
    Beside,
    /// Always in the data folder.
    Central,
}

/// Where a note shows its first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteLines {
    /// Under the paragraph.
    Beneath,
    /// Beside the paragraph if there is room, else beneath.
    Margin,
    /// Nowhere: only the mark in the margin is shown.
    Off,
}

/// Who finds the names of a story without annotations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FinderChoice {
    /// The finder that comes with Dateline.
    BuiltIn,
    /// Nobody.
    Off,
    /// A program of the person's own: its command line.
    Program(String),
}

/// What happens when the place read moves past the edge of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scroll {
    /// The text moves by half a page.
    HalfPage,
    /// The text moves by one line.
    Line,
}

/// A colour to mark text with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HighlightColor {
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Pink.
    Pink,
    /// Purple.
    Purple,
}

impl HighlightColor {
    /// Every colour, with the word for it in settings and notes.
    pub const ALL: [(&'static str, HighlightColor); 5] = [
        ("yellow", HighlightColor::Yellow),
        ("green", HighlightColor::Green),
        ("blue", HighlightColor::Blue),
        ("pink", HighlightColor::Pink),
        ("purple", HighlightColor::Purple),
    ];

    /// The word in settings and notes.
    pub const fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, color)| color)
    }

    /// The letter that stands for it where colours cannot tell: the first of
    /// its word; of purple, whose first is taken, the second.
    pub const fn letter(self) -> &'static str {
        match self {
            HighlightColor::Yellow => "y",
            HighlightColor::Green => "g",
            HighlightColor::Blue => "b",
            HighlightColor::Pink => "p",
            HighlightColor::Purple => "u",
        }
    }

    /// What it is painted with.
    pub const fn ink(self) -> Ink {
        match self {
            HighlightColor::Yellow => Ink::HighlightYellow,
            HighlightColor::Green => Ink::HighlightGreen,
            HighlightColor::Blue => Ink::HighlightBlue,
            HighlightColor::Pink => Ink::HighlightPink,
            HighlightColor::Purple => Ink::HighlightPurple,
        }
    }
}

/// All settings, each with a usable value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Which colours.
    pub theme: ThemeChoice,
    /// The widest a line of text gets, in columns.
    pub measure: u16,
    /// Where notes are kept.
    pub notes: NotesPlace,
    /// Who signs the notes.
    pub name: Option<String>,
    /// Where a note shows its first line.
    pub note_lines: NoteLines,
    /// The colours the highlight command goes through; at least one.
    pub highlights: Vec<HighlightColor>,
    /// What happens at the edge of the screen.
    pub scroll: Scroll,
    /// Width of the names and the time line, in columns.
    pub side_width: u16,
    /// Width of the story list, in columns.
    pub story_list_width: u16,
    /// How much of the side's height the names take, in per cent.
    pub split: u16,
    /// Who finds the names of a story without annotations.
    pub finder: FinderChoice,
    /// How many seconds a program that finds names may take for a story.
    pub finder_patience: u16,
    /// Whether the furniture of a story's page is shown.
    pub boilerplate: bool,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Whether links are made that the terminal can open.
    pub links: bool,
    /// The program to edit a file with, in place of `$VISUAL` and `$EDITOR`.
    pub editor: Option<String>,
    /// The program to open a link with, in place of the desktop's own.
    pub browser: Option<String>,
}

/// Why a value cannot be used.
struct Wrong {
    /// "must be …"
    expected: String,
    hint: Option<String>,
}

/// Puts a node's value into its place.
type Put = fn(&mut Settings, &Node) -> Result<(), Wrong>;

/// Every setting there is.
const SETTINGS: [(&str, Put); 17] = [
    ("theme", |to, node| theme(node).map(|theme| to.theme = theme)),
    ("measure", |to, node| whole(node, 40, 120).map(|columns| to.measure = columns)),
    ("notes", |to, node| {
        let places = [("beside", NotesPlace::Beside), ("central", NotesPlace::Central)];
        one_of(node, &places).map(|place| to.notes = place)
    }),
    ("name", |to, node| words(node).map(|name| to.name = name)),
    ("note-lines", |to, node| {
        let places = [
            ("beneath", NoteLines::Beneath),
            ("margin", NoteLines::Margin),
            ("off", NoteLines::Off),
        ];
        one_of(node, &places).map(|place| to.note_lines = place)
    }),
    ("highlights", |to, node| highlights(node).map(|colors| to.highlights = colors)),
    ("scroll", |to, node| {
        let ways = [("half-page", Scroll::HalfPage), ("line", Scroll::Line)];
        one_of(node, &ways).map(|way| to.scroll = way)
    }),
    ("side-width", |to, node| whole(node, 24, 80).map(|columns| to.side_width = columns)),
    ("story-list-width", |to, node| {
        whole(node, 20, 80).map(|columns| to.story_list_width = columns)
    }),
    ("split", |to, node| whole(node, 20, 80).map(|percent| to.split = percent)),
    ("finder", |to, node| finder(node).map(|finder| to.finder = finder)),
    ("finder-patience", |to, node| {
        whole(node, 1, 3600).map(|seconds| to.finder_patience = seconds)
    }),
    ("boilerplate", |to, node| flag(node).map(|on| to.boilerplate = on)),
    ("mouse", |to, node| flag(node).map(|on| to.mouse = on)),
    ("links", |to, node| flag(node).map(|on| to.links = on)),
    ("editor", |to, node| words(node).map(|program| to.editor = program)),
    ("browser", |to, node| words(node).map(|program| to.browser = program)),
];

impl Default for Settings {
    /// What [`DEFAULT_SETTINGS`] says.
    fn default() -> Self {
        Self::read(None).0
    }
}

impl Settings {
    /// The names of all settings, in the order of [`DEFAULT_SETTINGS`].
    pub fn names() -> impl Iterator<Item = &'static str> {
        SETTINGS.iter().map(|&(name, _)| name)
    }

    /// Reads the defaults and lays `user`, (file name, content), over them. A
    /// value that cannot be used is reported and the default stays.
    pub fn read(user: Option<(&str, &str)>) -> (Settings, Vec<Diagnostic>) {
        Self::read_among(user, None)
    }

    /// As [`Settings::read`]; a theme that is not among `themes` is reported too.
    pub fn read_among(
        user: Option<(&str, &str)>,
        themes: Option<&[&str]>,
    ) -> (Settings, Vec<Diagnostic>) {
        let mut settings = Settings::blank();
        let mut problems = Vec::new();
        for (name, source) in [Some((DEFAULT_NAME, DEFAULT_SETTINGS)), user].into_iter().flatten() {
            match Document::parse(name, source) {
                Ok(document) => problems.extend(settings.lay(&document, themes)),
                Err(broken) => problems.push(*broken),
            }
        }
        (settings, problems)
    }

    /// Something to lay the defaults over.
    fn blank() -> Self {
        Self {
            theme: ThemeChoice::Auto,
            measure: 0,
            notes: NotesPlace::Beside,
            name: None,
            note_lines: NoteLines::Off,
            highlights: vec![HighlightColor::Yellow],
            scroll: Scroll::Line,
            side_width: 0,
            story_list_width: 0,
            split: 0,
            finder: FinderChoice::BuiltIn,
            finder_patience: 0,
            boilerplate: false,
            mouse: false,
            links: false,
            editor: None,
            browser: None,
        }
    }

    fn lay(&mut self, document: &Document<'_>, themes: Option<&[&str]>) -> Vec<Diagnostic> {
        let mut report = Report::new(document);
        for Entry { key, number, node } in report.mapping(&document.root, "the settings") {
            let Some((_, put)) = SETTINGS.iter().find(|(name, _)| name == key) else {
                let known: Vec<&str> = Self::names().collect();
                report.unknown(*number, "setting", key, &known);
                continue;
            };
            // `measure:` with nothing after it asks for the default, which is there already.
            let nothing = node.value == Value::Nothing;
            match put(self, node) {
                Ok(()) => {}
                Err(_) if nothing => {}
                Err(Wrong { expected, hint }) => {
                    let found = node.described();
                    let message = format!("`{key}` must be {expected}, not {found}");
                    report.error(node.number, message, hint);
                }
            }
            if let (true, ThemeChoice::Named(name), Some(known)) =
                (key == "theme", &self.theme, themes)
                && !known.contains(&name.as_str())
            {
                report.unknown(node.number, "theme", name, known);
                self.theme = ThemeChoice::Auto;
            }
        }
        report.finish()
    }
}

fn theme(node: &Node) -> Result<ThemeChoice, Wrong> {
    match node.scalar().as_deref().map(str::trim) {
        Some("auto") => Ok(ThemeChoice::Auto),
        Some(name) if !name.is_empty() => Ok(ThemeChoice::Named(visible(name).into_owned())),
        _ => Err(Wrong { expected: "auto or the name of a theme".into(), hint: None }),
    }
}

fn whole(node: &Node, least: u16, most: u16) -> Result<u16, Wrong> {
    match node.value {
        Value::Figure(figure)
            if figure.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(&figure) =>
        {
            Ok(figure as u16)
        }
        _ => {
            let expected = format!("a whole number from {least} to {most}");
            let quoted = node.scalar().filter(|words| words.trim().parse::<u16>().is_ok());
            let hint = match (&node.value, quoted) {
                (Value::Words(_), Some(_)) => Some("write it without quotes".into()),
                _ => None,
            };
            Err(Wrong { expected, hint })
        }
    }
}

fn flag(node: &Node) -> Result<bool, Wrong> {
    if let Value::Flag(flag) = node.value {
        return Ok(flag);
    }
    let word = node.scalar().unwrap_or_default().to_lowercase();
    let hint = match word.as_str() {
        "yes" | "on" | "1" | "y" => Some("write `true`".into()),
        "no" | "off" | "0" | "n" => Some("write `false`".into()),
        word => did_you_mean(word, &["true", "false"]),
    };
    Err(Wrong { expected: "true or false".into(), hint })
}

fn words(node: &Node) -> Result<Option<String>, Wrong> {
    match (&node.value, node.scalar()) {
        (Value::Nothing, _) => Ok(None),
        (_, Some(words)) => {
            let words = visible(words.trim()).into_owned();
            Ok((!words.is_empty()).then_some(words))
        }
        _ => Err(Wrong { expected: "a line of text".into(), hint: None }),
    }
}

fn one_of<T: Copy>(node: &Node, choices: &[(&str, T)]) -> Result<T, Wrong> {
    // Unquoted `off` is a word here; only `true` and `false` are flags.
    let word = node.scalar().unwrap_or_default();
    if let Some(&(_, choice)) = choices.iter().find(|(known, _)| *known == word.trim()) {
        return Ok(choice);
    }
    let known: Vec<&str> = choices.iter().map(|&(known, _)| known).collect();
    let near = did_you_mean(&word, &known).filter(|hint| hint.starts_with("did"));
    Err(Wrong { expected: one_or_other(&known), hint: near })
}

/// A word, a command line, or a mapping with a `command`.
fn finder(node: &Node) -> Result<FinderChoice, Wrong> {
    let wrong = || Wrong { expected: "built-in, off or a command line".into(), hint: None };
    let line = match &node.value {
        Value::Map(entries) => match &entries[..] {
            [Entry { key, node, .. }] if key == "command" => node.scalar(),
            _ => None,
        },
        _ => node.scalar(),
    };
    match line.ok_or_else(wrong)?.trim() {
        "" => Err(wrong()),
        "built-in" | "true" => Ok(FinderChoice::BuiltIn),
        "off" | "false" => Ok(FinderChoice::Off),
        line => Ok(FinderChoice::Program(visible(line).into_owned())),
    }
}

fn highlights(node: &Node) -> Result<Vec<HighlightColor>, Wrong> {
    let names = HighlightColor::ALL.map(|(word, _)| word);
    let wrong = |hint| Wrong { expected: format!("a list of {}", one_or_other(&names)), hint };
    let Value::List(items) = &node.value else { return Err(wrong(None)) };
    let mut colors = Vec::new();
    for item in items {
        let word = item.scalar().unwrap_or_default();
        let color =
            HighlightColor::parse(word.trim()).ok_or_else(|| wrong(did_you_mean(&word, &names)))?;
        if !colors.contains(&color) {
            colors.push(color);
        }
    }
    if colors.is_empty() { Err(wrong(None)) } else { Ok(colors) }
}

/// `a, b or c`.
fn one_or_other(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.join(""),
    }
}
