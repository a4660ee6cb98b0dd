//! Which keys mean which command, and where.
//!
//! `config/keys.yaml` holds the defaults and explains the form. A person's
//! own `keys.yaml` is laid over it, command by command.

use std::collections::HashMap;

use super::document::{Document, Node, Number, Report, Value, did_you_mean};
use super::key::{Key, names, spelled};
use crate::error::Diagnostic;

/// The default key table: its own documentation.
pub const DEFAULT_KEYS: &str = include_str!("../../config/keys.yaml");

/// The name under which problems of [`DEFAULT_KEYS`] are reported.
const DEFAULT_NAME: &str = "config/keys.yaml";

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// Wherever the section of the place itself says nothing.
    Everywhere,
    /// The text of the story.
    Text,
    /// The text, while something is being selected.
    Select,
    /// The text, while annotations are reviewed.
    Review,
    /// Any side list.
    Lists,
    /// The names.
    Names,
    /// The time line.
    Timeline,
    /// The story list.
    Stories,
    /// The reader's notes.
    Notes,
    /// The card of a name or note.
    Card,
    /// The panel that asks where a note belongs.
    Settle,
    /// Hint letters stand on the screen.
    Hints,
    /// The note editor.
    Editor,
    /// The search box, palette or picker.
    Prompt,
    /// The key table.
    Help,
}

impl Context {
    /// Every context, in the order of the key table.
    pub const ALL: [Context; 15] = [
        Context::Everywhere,
        Context::Text,
        Context::Select,
        Context::Review,
        Context::Lists,
        Context::Names,
        Context::Timeline,
        Context::Stories,
        Context::Notes,
        Context::Card,
        Context::Settle,
        Context::Hints,
        Context::Editor,
        Context::Prompt,
        Context::Help,
    ];

    /// The word in `keys.yaml`.
    pub const fn word(self) -> &'static str {
        match self {
            Context::Everywhere => "everywhere",
            Context::Text => "text",
            Context::Select => "select",
            Context::Review => "review",
            Context::Lists => "lists",
            Context::Names => "names",
            Context::Timeline => "timeline",
            Context::Stories => "stories",
            Context::Notes => "notes",
            Context::Card => "card",
            Context::Settle => "settle",
            Context::Hints => "hints",
            Context::Editor => "editor",
            Context::Prompt => "prompt",
            Context::Help => "help",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.word() == word)
    }

    /// Whether letters are typed here, so that only the section itself counts.
    const fn stands_alone(self) -> bool {
        matches!(self, Context::Hints | Context::Editor | Context::Prompt)
    }

    /// The sections that are asked, in turn. Where letters are typed, nothing
    /// but the section itself: a name with a `q` in it must not quit.
    const fn sections(self) -> &'static [Context] {
        use Context::{Card, Editor, Everywhere, Help, Hints, Lists, Names, Notes};
        use Context::{Prompt, Review, Select, Settle, Stories, Text, Timeline};
        match self {
            Everywhere => &[Everywhere],
            Text => &[Text, Everywhere],
            Select => &[Select, Everywhere],
            Review => &[Review, Text, Everywhere],
            Lists => &[Lists, Everywhere],
            Names => &[Names, Lists, Everywhere],
            Timeline => &[Timeline, Lists, Everywhere],
            Stories => &[Stories, Lists, Everywhere],
            Notes => &[Notes, Lists, Everywhere],
            Card => &[Card, Everywhere],
            Settle => &[Settle, Everywhere],
            Help => &[Help, Everywhere],
            Hints => &[Hints],
            Editor => &[Editor],
            Prompt => &[Prompt],
        }
    }
}

/// One or more keys, pressed in turn, and the command they give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// At least one.
    pub keys: Vec<Key>,
    /// The command's name.
    pub command: String,
}

/// What keys mean at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The name of a command.
    Command(&'a str),
    /// The beginning of a longer sequence.
    Prefix,
    /// Nothing.
    None,
}

/// The key table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// One for each of [`Context::ALL`].
    sections: Vec<Section>,
}

/// What is said of one context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Section {
    bindings: Vec<Binding>,
    /// The commands it speaks of, those without a key included: what sections
    /// further out say of them does not count here.
    commands: Vec<String>,
}

impl Keymap {
    /// Reads the default table and lays `user`, (file name, content), over it.
    /// `known` are the commands there are. What cannot be used is reported
    /// and left out; everything else holds.
    pub fn read(
        default: &str,
        user: Option<(&str, &str)>,
        known: &[&str],
    ) -> (Keymap, Vec<Diagnostic>) {
        let mut keymap = Keymap { sections: vec![Section::default(); Context::ALL.len()] };
        let mut problems = Vec::new();
        for (name, source) in [Some((DEFAULT_NAME, default)), user].into_iter().flatten() {
            match Document::parse(name, source) {
                Ok(document) => problems.extend(keymap.lay(&document, known)),
                Err(broken) => problems.push(*broken),
            }
        }
        (keymap, problems)
    }

    /// What `keys`, pressed in turn, mean in `context`. The place's own
    /// section goes first, then that of all lists, then `everywhere`.
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup<'_> {
        if keys.is_empty() {
            return Lookup::None;
        }
        let sections = context.sections();
        for (depth, section) in sections.iter().enumerate() {
            let mut longer = false;
            for binding in &self.section(*section).bindings {
                if binding.keys.starts_with(keys) && !self.settled(&sections[..depth], binding) {
                    if binding.keys.len() == keys.len() {
                        return Lookup::Command(&binding.command);
                    }
                    longer = true;
                }
            }
            if longer {
                return Lookup::Prefix;
            }
        }
        Lookup::None
    }

    /// The keys that give `command` in `context`, as they are written. Keys
    /// that a nearer section gives another meaning are not among them.
    pub fn keys_of(&self, context: Context, command: &str) -> Vec<String> {
        self.counting(context, |binding| binding.command == command)
            .map(|binding| spelled(&binding.keys))
            .collect()
    }

    /// Every key of each command that has any, for tables of keys. What is
    /// typed with counts only for commands without a key elsewhere: `C-z` undoes
    /// while one writes, and nowhere else.
    pub fn all_keys(&self) -> HashMap<&str, Vec<String>> {
        let mut all: HashMap<&str, Vec<String>> = HashMap::new();
        let (typing, others): (Vec<Context>, Vec<Context>) =
            Context::ALL.into_iter().partition(|context| context.stands_alone());
        for contexts in [others, typing] {
            let mut these: HashMap<&str, Vec<String>> = HashMap::new();
            for binding in contexts.into_iter().flat_map(|context| self.bindings(context)) {
                let keys = these.entry(&binding.command).or_default();
                let spelled = spelled(&binding.keys);
                if !keys.contains(&spelled) {
                    keys.push(spelled);
                }
            }
            for (command, keys) in these {
                all.entry(command).or_insert(keys);
            }
        }
        all
    }

    /// Everything that can be pressed in `context`, the place's own section first.
    pub fn bindings(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.counting(context, |_| true)
    }

    /// Those bindings of a context that are `wanted` and that count there.
    fn counting(
        &self,
        context: Context,
        wanted: impl Fn(&Binding) -> bool,
    ) -> impl Iterator<Item = &Binding> {
        let all = context.sections().iter().enumerate().flat_map(|(depth, section)| {
            let bindings = self.section(*section).bindings.iter().enumerate();
            bindings.map(move |(index, binding)| (depth, index, binding))
        });
        all.filter(move |(depth, index, binding)| {
            wanted(binding) && self.counts(context, *depth, *index)
        })
        .map(|(_, _, binding)| binding)
    }

    /// Whether nothing that goes before a binding, in its section or in a
    /// nearer one, takes its keys or its command away.
    fn counts(&self, context: Context, depth: usize, index: usize) -> bool {
        let sections = context.sections();
        let bindings = |depth: usize| &self.section(sections[depth]).bindings;
        let binding = &bindings(depth)[index];
        let hidden = (0..=depth).any(|nearer| {
            let before = if nearer == depth { index } else { bindings(nearer).len() };
            (0..before).any(|other| {
                clash(&bindings(nearer)[other].keys, &binding.keys)
                    && self.counts(context, nearer, other)
            })
        });
        !hidden && !self.settled(&sections[..depth], binding)
    }

    fn section(&self, context: Context) -> &Section {
        &self.sections[context as usize]
    }

    /// Whether a nearer section says which keys a command has.
    fn settled(&self, nearer: &[Context], binding: &Binding) -> bool {
        nearer.iter().any(|&context| self.section(context).commands.contains(&binding.command))
    }

    /// Lays a file over what is there.
    fn lay(&mut self, document: &Document<'_>, known: &[&str]) -> Vec<Diagnostic> {
        let mut report = Report::new(document);
        for section in report.mapping(&document.root, "the key table") {
            let Some(context) = Context::parse(&section.key) else {
                let known = Context::ALL.map(Context::word);
                report.unknown(section.number, "section", &section.key, &known);
                continue;
            };
            let mut fresh: Vec<(Binding, Number)> = Vec::new();
            let what = format!("`{}`", section.key);
            for entry in report.mapping(&section.node, &what) {
                if !known.contains(&entry.key.as_str()) {
                    report.unknown(entry.number, "command", &entry.key, known);
                    continue;
                }
                let section = &mut self.sections[context as usize];
                section.bindings.retain(|old| old.command != entry.key);
                if !section.commands.contains(&entry.key) {
                    section.commands.push(entry.key.clone());
                }
                for (keys, number) in sequences(&entry.node, &mut report) {
                    let clashing = fresh.iter().position(|(old, _)| clash(&old.keys, &keys));
                    if let Some(at) = clashing {
                        let (old, place) = fresh.remove(at);
                        report_clash(&mut report, document, (&old, place), (&keys, number));
                    }
                    fresh.push((Binding { keys, command: entry.key.clone() }, number));
                }
            }
            let bindings = &mut self.sections[context as usize].bindings;
            bindings.retain(|old| !fresh.iter().any(|(new, _)| clash(&old.keys, &new.keys)));
            bindings.extend(fresh.into_iter().map(|(binding, _)| binding));
        }
        report.finish()
    }
}

/// Whether of two sequences only one can be reached: they are the same, or
/// one begins the other.
fn clash(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn report_clash(
    report: &mut Report<'_>,
    document: &Document<'_>,
    (old, place): (&Binding, Number),
    (keys, number): (&[Key], Number),
) {
    let line = document.place(place).map_or(String::new(), |(line, _)| format!(" on line {line}"));
    let (was, command) = (spelled(&old.keys), &old.command);
    let message = if old.keys == keys {
        format!("`{was}` is bound to `{command}`{line} already; the later one holds")
    } else {
        let now = spelled(keys);
        format!("`{now}` and `{was}`{line}, `{command}`, begin alike; the later one holds")
    };
    report.warning(number, message, None);
}

/// The sequences a command is given: one, a list, or none.
fn sequences(node: &Node, report: &mut Report<'_>) -> Vec<(Vec<Key>, Number)> {
    let single = std::slice::from_ref(node);
    let items = match &node.value {
        Value::Nothing => &[],
        Value::List(items) => items.as_slice(),
        _ => single,
    };
    let mut found = Vec::new();
    for item in items {
        match (&item.value, item.scalar()) {
            (Value::Words(_) | Value::Figure(_), Some(words)) => {
                match Key::parse_sequence(&words) {
                    Ok(keys) => found.push((keys, item.number)),
                    Err(message) => {
                        let names: Vec<&str> = names().collect();
                        let hint = did_you_mean(words.rsplit('-').next().unwrap_or(&words), &names);
                        report.error(item.number, message, hint);
                    }
                }
            }
            _ => {
                let message = format!("a key was expected, not {}", item.described());
                let hint = "put quotes around a key that means something to YAML: \"~\", \"{\"";
                report.error(item.number, message, Some(hint.into()));
            }
        }
    }
    found
}
