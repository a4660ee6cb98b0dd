//! The boxes that take a line of typing: search, filter, palette, picker.

use super::Pane;
use super::command::Command;
use super::editor::Editor;
use super::list::List;
use super::ranking::ranked;
use super::shelf::Address;

/// What the typing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A search in the text.
    Search,
    /// A filter on a side list.
    Filter(Pane),
    /// A command by name.
    Palette,
    /// A story, name or note by a few letters.
    Picker,
    /// A mention of one entity, by its sentence.
    Mentions(usize),
    /// A deleted note, to be brought back.
    Trash,
    /// A format to write the story, or the notes on it, in.
    Export {
        /// The notes alone.
        notes: bool,
    },
    /// Something said, by anybody or by the chosen name.
    Said {
        /// The name.
        by: Option<usize>,
    },
    /// The date on which the story was published.
    Date,
    /// Another name for what is reviewed.
    Naming {
        /// For all mentions of the name.
        whole: bool,
    },
}

/// What a line of the palette or picker leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Goal {
    /// Does this.
    Command(Command),
    /// Opens this story (index in the order found).
    Story(usize),
    /// Chooses this name and goes to its first mention.
    Name(usize),
    /// Goes to this byte of the open story.
    Place(usize),
    /// Goes to a note.
    Note(usize),
    /// Opens another story at one of its notes, by its id.
    FarNote(Address, String),
    /// Writes the story, or the notes on it, in the format of this name.
    Export {
        /// The format's name.
        format: &'static str,
        /// The notes alone.
        notes: bool,
    },
    /// Brings the deleted note with this id back.
    Restore(String),
    /// Takes what is typed.
    Typed,
}

/// A line of the palette or picker.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is: story, name, note; or a command's group.
    pub sort: String,
    /// What it is called, and what the letters are matched against.
    pub words: String,
    /// What else the letters may be of: a story's file, a format's name.
    pub also: String,
    /// More, shown quietly: help, keys, role.
    pub more: String,
    /// Where it leads.
    pub goal: Goal,
}

/// A box being typed in.
#[derive(Debug)]
pub struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// What is typed.
    pub line: Editor,
    /// Everything it may lead to.
    pub items: Vec<Item>,
    /// The items shown, best first.
    pub shown: Vec<usize>,
    /// The chosen line.
    pub list: List,
    /// Where the reader was, to go back to.
    pub before: usize,
    /// What is wrong with what is typed.
    pub error: Option<String>,
    /// What was typed before, to be had again with the arrow keys: newest last.
    pub recalled: Option<usize>,
}

impl Prompt {
    /// An empty box.
    pub fn new(purpose: Purpose, items: Vec<Item>, before: usize) -> Self {
        let mut prompt = Self {
            purpose,
            line: Editor::default(),
            items,
            shown: Vec::new(),
            list: List::default(),
            before,
            error: None,
            recalled: None,
        };
        prompt.rank();
        prompt
    }

    /// Whether it has lines to choose from.
    pub fn has_list(&self) -> bool {
        !matches!(self.purpose, Purpose::Search | Purpose::Filter(_) | Purpose::Date)
    }

    /// Shows the items that fit what is typed, best first.
    pub fn rank(&mut self) {
        self.list = List::default();
        let typed = self.line.text().trim();
        self.items.retain(|item| item.goal != Goal::Typed);
        self.shown = if typed.is_empty() {
            (0..self.items.len()).collect()
        } else if self.purpose == Purpose::Palette {
            // Letters of the name, or whole words of the description.
            let name = |item: &Item| item.words.split("  ").next().unwrap_or("").to_owned();
            let names: Vec<String> = self.items.iter().map(name).collect();
            let mut shown = ranked(typed, &names.iter().map(String::as_str).collect::<Vec<_>>());
            let words = typed.to_lowercase();
            let described = |index: &usize| {
                let all = self.items[*index].words.to_lowercase();
                words.split_whitespace().all(|word| all.contains(word))
            };
            let more = (0..self.items.len()).filter(described);
            let more: Vec<usize> = more.filter(|index| !shown.contains(index)).collect();
            shown.extend(more);
            shown
        } else {
            // What begins with the letters comes first: formats are known by
            // name, and what is said by who says it.
            let by_name = matches!(self.purpose, Purpose::Export { .. } | Purpose::Said { .. });
            let all = |item: &Item| match (item.also.as_str(), by_name) {
                ("", _) => item.words.clone(),
                (also, true) => format!("{also} {}", item.words),
                (also, false) => format!("{} {also}", item.words),
            };
            let words: Vec<String> = self.items.iter().map(all).collect();
            ranked(typed, &words.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let known = self.items.iter().any(|item| item.words == typed);
        if matches!(self.purpose, Purpose::Naming { .. }) && !typed.is_empty() && !known {
            self.items.push(Item {
                sort: "new name".to_owned(),
                words: typed.to_owned(),
                also: String::new(),
                more: String::new(),
                goal: Goal::Typed,
            });
            self.shown.insert(0, self.items.len() - 1);
        }
    }

    /// The chosen item.
    pub fn chosen(&self) -> Option<&Item> {
        self.items.get(*self.shown.get(self.list.chosen)?)
    }
}
