//! Theme files: a palette of named colours, and roles that use them.

use ratatui::style::{Color, Modifier, Style};

use super::color;
use super::{Ink, Theme};
use crate::config::document::{Document, Entry, Node, Number, Report, Value, did_you_mean};

/// What words must have where a theme does not say: level AA of WCAG 2.
const CONTRAST: f64 = 4.5;

/// The words for [`Modifier`]s in theme files.
const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("dim", Modifier::DIM),
    ("crossed", Modifier::CROSSED_OUT),
];

/// A theme file as it was written: only what it says itself.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub inherits: Option<(String, Number)>,
    dark: Option<bool>,
    contrast: Option<f64>,
    palette: Vec<(String, Color)>,
    roles: Vec<(Ink, Role)>,
}

/// One role of a file. The outer `None`: not said; the inner: said to be none.
#[derive(Debug, Default, Clone)]
struct Role {
    fg: Option<Option<Name>>,
    bg: Option<Option<Name>>,
    modifiers: Option<Modifier>,
}

/// A colour as it was written, and where.
#[derive(Debug, Clone)]
struct Name {
    word: String,
    number: Number,
}

impl Layer {
    /// Reads a file; what cannot be used is reported and left out.
    pub fn read(document: &Document<'_>, report: &mut Report<'_>) -> Self {
        let mut layer = Layer::default();
        for Entry { key, number, node } in report.mapping(&document.root, "a theme") {
            match key.as_str() {
                "inherits" => match &node.value {
                    Value::Words(name) => layer.inherits = Some((name.clone(), node.number)),
                    Value::Nothing => {}
                    _ => refuse(report, node, key, "the name of a theme"),
                },
                "dark" => match node.value {
                    Value::Flag(dark) => layer.dark = Some(dark),
                    _ => refuse(report, node, key, "true or false"),
                },
                "contrast" => match node.value {
                    Value::Figure(least) if (1.0..=21.0).contains(&least) => {
                        layer.contrast = Some(least);
                    }
                    _ => refuse(report, node, key, "a number from 1 to 21"),
                },
                "palette" => layer.read_palette(node, report),
                "roles" => layer.read_roles(node, report),
                _ => {
                    let known = ["inherits", "dark", "contrast", "palette", "roles"];
                    report.unknown(*number, "key", key, &known);
                }
            }
        }
        layer
    }

    fn read_palette(&mut self, node: &Node, report: &mut Report<'_>) {
        for entry in report.mapping(node, "`palette`") {
            let word = entry.node.scalar();
            match word.as_deref().and_then(color::parse) {
                Some(color) => self.palette.push((entry.key.clone(), color)),
                None => not_a_color(report, &entry.node, &[]),
            }
        }
    }

    fn read_roles(&mut self, node: &Node, report: &mut Report<'_>) {
        for entry in report.mapping(node, "`roles`") {
            let Some(ink) = Ink::parse(&entry.key) else {
                let known = Ink::ALL.map(Ink::word);
                report.unknown(entry.number, "role", &entry.key, &known);
                continue;
            };
            self.roles.push((ink, role(&entry.node, &entry.key, report)));
        }
    }

    /// Whether it is light on dark, if it says so.
    pub fn dark(&self) -> Option<bool> {
        self.dark
    }

    /// The colour that the layer's palette has under a name.
    fn color(&self, word: &str) -> Option<Color> {
        self.palette.iter().find(|(name, _)| name == word).map(|&(_, color)| color)
    }
}

/// What layers, the innermost ancestor first, come to. Names of colours that
/// nobody defines are left out, and those of the last layer reported to
/// `report`.
pub(super) fn resolve(name: &str, layers: &[Layer], mut report: Option<&mut Report<'_>>) -> Theme {
    let said = |word: &str| {
        layers.iter().rev().find_map(|layer| layer.color(word)).or_else(|| color::parse(word))
    };
    let mut styles = vec![Style::new(); Ink::ALL.len()];
    for (depth, layer) in layers.iter().enumerate() {
        let last = depth + 1 == layers.len();
        for (ink, role) in &layer.roles {
            let mut named = |name: &Option<Name>, slot: &mut Option<Color>| {
                let Some(Name { word, number }) = name else {
                    *slot = None;
                    return;
                };
                match (said(word), &mut report) {
                    (Some(color), _) => *slot = Some(color),
                    (None, Some(report)) if last => {
                        let known: Vec<&str> = layers
                            .iter()
                            .flat_map(|layer| layer.palette.iter().map(|(name, _)| name.as_str()))
                            .collect();
                        let hint = color::hint(word, &known);
                        report.error(*number, format!("unknown colour `{word}`"), Some(hint));
                    }
                    (None, _) => {}
                }
            };
            let style = &mut styles[ink.index()];
            if let Some(fg) = &role.fg {
                named(fg, &mut style.fg);
            }
            if let Some(bg) = &role.bg {
                named(bg, &mut style.bg);
            }
            if let Some(modifiers) = role.modifiers {
                style.add_modifier = modifiers;
            }
        }
    }
    let dark = layers.iter().rev().find_map(|layer| layer.dark).unwrap_or(true);
    let contrast = layers.iter().rev().find_map(|layer| layer.contrast).unwrap_or(CONTRAST);
    Theme::new(name.to_owned(), dark, contrast as f32, styles)
}

/// Reads what can be used of a theme file; `None` if it is not YAML.
pub(super) fn layer(name: &str, source: &str) -> Option<Layer> {
    let document = Document::parse(name, source).ok()?;
    Some(Layer::read(&document, &mut Report::new(&document)))
}

/// `person: {fg: sand, modifiers: [bold]}`, or `person: sand` for the words alone.
fn role(node: &Node, what: &str, report: &mut Report<'_>) -> Role {
    let mut role = Role::default();
    if !matches!(node.value, Value::Map(_)) {
        match name(node) {
            Some(Some(name)) => role.fg = Some(Some(name)),
            _ => {
                let form = "a colour or a mapping such as {fg: \"#aabbcc\", modifiers: [bold]}";
                refuse(report, node, what, form);
            }
        }
        return role;
    }
    for entry in report.mapping(node, what) {
        match entry.key.as_str() {
            "fg" | "bg" => match name(&entry.node) {
                None => not_a_color(report, &entry.node, &[]),
                // YAML takes `fg: #aabbcc` for a comment.
                Some(None) if report.says(entry.node.number, '#') => {
                    not_a_color(report, &entry.node, &[]);
                }
                said if entry.key == "fg" => role.fg = said,
                said => role.bg = said,
            },
            "modifiers" => role.modifiers = Some(modifiers(&entry.node, report)),
            _ => report.unknown(entry.number, "key", &entry.key, &["fg", "bg", "modifiers"]),
        }
    }
    role
}

/// The colour a node names: `None` if it cannot be one, `Some(None)` for none at all.
fn name(node: &Node) -> Option<Option<Name>> {
    match (&node.value, node.scalar()) {
        (Value::Nothing, _) => Some(None),
        (Value::Flag(_), _) => None,
        (_, word) => word.map(|word| Some(Name { word, number: node.number })),
    }
}

fn modifiers(node: &Node, report: &mut Report<'_>) -> Modifier {
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Nothing => &[],
        _ => std::slice::from_ref(node),
    };
    let mut found = Modifier::empty();
    for item in items {
        let word = item.scalar().unwrap_or_default();
        match MODIFIERS.iter().find(|(known, _)| *known == word) {
            Some(&(_, modifier)) => found |= modifier,
            None => {
                let known = MODIFIERS.map(|(known, _)| known);
                let message = format!("a modifier was expected, not {}", item.described());
                report.error(item.number, message, did_you_mean(&word, &known));
            }
        }
    }
    found
}

fn refuse(report: &mut Report<'_>, node: &Node, what: &str, expected: &str) {
    let message = format!("`{what}` must be {expected}, not {}", node.described());
    report.error(node.number, message, None);
}

fn not_a_color(report: &mut Report<'_>, node: &Node, palette: &[&str]) {
    let hint = match &node.value {
        Value::Nothing => "put quotes around it: # begins a comment".into(),
        _ => color::hint(&node.scalar().unwrap_or_default(), palette),
    };
    report.error(
        node.number,
        format!("a colour was expected, not {}", node.described()),
        Some(hint),
    );
}
