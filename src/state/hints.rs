//! A letter on everything that can be jumped to.

use super::Pane;

/// What a hint leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A byte of the text: a mention or a note.
    Place(usize),
    /// A link in the text.
    Link(String),
    /// A row of a side list.
    Row(Pane, usize),
}

/// A hint on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint {
    /// What to type.
    pub label: String,
    /// Column and row of the cell it stands on.
    pub cell: (u16, u16),
    /// Where it leads.
    pub target: Target,
}

/// Hints on the screen and what has been typed of one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hints {
    /// All of them.
    pub all: Vec<Hint>,
    /// The letters typed so far.
    pub typed: String,
}

/// The letters of labels, easy ones first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

impl Hints {
    /// Labels for targets, in the order given: one letter each as far as the
    /// letters go, two for the rest; no label begins another.
    pub fn on(targets: Vec<((u16, u16), Target)>) -> Self {
        let letters: Vec<char> = LETTERS.chars().collect();
        let count = letters.len();
        // As many letters as needed open longer labels; the others stand alone.
        let openers = (0..=count)
            .find(|&openers| count - openers + openers * count >= targets.len())
            .unwrap_or(count);
        let alone = count - openers;
        let label = |number: usize| -> String {
            match number.checked_sub(alone) {
                None => letters[number].to_string(),
                Some(rest) => {
                    [letters[alone + rest / count], letters[rest % count]].iter().collect()
                }
            }
        };
        let all = targets
            .into_iter()
            .take(alone + openers * count)
            .enumerate()
            .map(|(number, (cell, target))| Hint { label: label(number), cell, target })
            .collect();
        Self { all, typed: String::new() }
    }

    /// Types a letter: the target if a label is complete; `None` with no hint
    /// left means that the letter fits none.
    pub fn type_letter(&mut self, letter: char) -> Option<Target> {
        self.typed.push(letter);
        let found = self.all.iter().find(|hint| hint.label == self.typed);
        found.map(|hint| hint.target.clone())
    }

    /// The hints that what is typed may still become.
    pub fn left(&self) -> impl Iterator<Item = &Hint> {
        self.all.iter().filter(|hint| hint.label.starts_with(&self.typed))
    }
}
