//! What a single word looks like: its forms, shapes, ends and classes, worked
//! out once for every word of a text.

use super::classes::Classes;
use super::hash::{self, Map};
use super::lists::Lists;

/// How a word uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caps {
    /// A word without capitals, or of a script that has none.
    None,
    /// `Oslo`
    Initial,
    /// `NATO`, `U.S.`
    All,
    /// `iPhone`, `McDonald`
    Mixed,
    /// It begins with a digit.
    Number,
    /// No letter and no digit.
    Sign,
}

/// How many letters of a word's beginning and end are looked at apart.
pub(super) const ENDS: usize = 4;

/// A word; the numbers are those of [`hash`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Of the word in lower case, with digits as 0.
    pub(super) lower: u64,
    /// Of the word as it stands.
    pub(super) form: u64,
    /// Of its shape, character by character: `Xxxx`.
    pub(super) shape: u64,
    /// Of its shape without repetitions: `Xx`.
    pub(super) short: u64,
    /// Of its first characters, one to four, in lower case; 0 if it has fewer.
    pub(super) prefixes: [u64; ENDS],
    /// Of its last characters.
    pub(super) suffixes: [u64; ENDS],
    /// What it is known for.
    pub(super) classes: Classes,
    /// How it uses capitals.
    pub(super) caps: Caps,
    /// Of its first letter, to match acronyms; `\0` if it has none.
    pub(super) initial: char,
    /// How many characters it has.
    pub(super) length: u16,
}

impl Word {
    /// Whether it may open a name by its look.
    pub(super) fn is_capital(&self) -> bool {
        matches!(self.caps, Caps::Initial | Caps::All | Caps::Mixed)
    }

    pub(super) fn is(&self, classes: Classes) -> bool {
        self.classes & classes != 0
    }
}

/// The distinct words of a text.
#[derive(Debug, Default)]
pub(super) struct Lexicon<'t> {
    words: Vec<Word>,
    known: Map<(&'t str, bool), u32>,
    lower: String,
    buffer: Vec<char>,
}

impl<'t> Lexicon<'t> {
    /// The number of a word in this lexicon. A word of a line in capitals is
    /// taken as if it stood in running text.
    pub(super) fn number(&mut self, word: &'t str, capitals: bool, lists: &Lists) -> u32 {
        let capitals = capitals && word.chars().nth(1).is_some();
        if let Some(&number) = self.known.get(&(word, capitals)) {
            return number;
        }
        let made = if capitals {
            let titled: String = word
                .chars()
                .enumerate()
                .flat_map(|(at, c)| {
                    let lower = at > 0 && !word.contains('.');
                    let lowered = if lower { c.to_lowercase().next() } else { None };
                    std::iter::once(lowered.unwrap_or(c))
                })
                .collect();
            self.make(&titled, lists)
        } else {
            self.make(word, lists)
        };
        let number = self.words.len() as u32;
        self.words.push(made);
        self.known.insert((word, capitals), number);
        number
    }

    pub(super) fn word(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }

    fn make(&mut self, word: &str, lists: &Lists) -> Word {
        self.lower.clear();
        self.lower.extend(
            word.chars()
                .flat_map(char::to_lowercase)
                .map(|c| if c.is_ascii_digit() { '0' } else { if c == '’' { '\'' } else { c } }),
        );
        let lower = hash::word(self.lower.as_bytes());
        self.buffer.clear();
        self.buffer.extend(self.lower.chars());
        let end = |characters: &[char]| {
            characters.iter().fold(characters.len() as u64, |hash, &c| hash::mix(hash, c as u64))
        };
        let mut prefixes = [0; ENDS];
        let mut suffixes = [0; ENDS];
        for length in 1..=ENDS.min(self.buffer.len()) {
            prefixes[length - 1] = end(&self.buffer[..length]);
            suffixes[length - 1] = end(&self.buffer[self.buffer.len() - length..]);
        }
        let (mut shape, mut short, mut last, mut run) = (0, 0, ' ', 0);
        for c in word.chars() {
            let class = sort(c);
            run = if class == last { run + 1 } else { 0 };
            if run < 4 {
                shape = hash::mix(shape, class as u64);
            }
            if run == 0 {
                short = hash::mix(short, class as u64);
            }
            last = class;
        }
        let bare = self.lower.trim_end_matches('.');
        let classes = if bare.len() == self.lower.len() {
            lists.classes(lower)
        } else {
            lists.classes(hash::word(bare.as_bytes())) | lists.classes(lower)
        };
        Word {
            lower,
            form: hash::word(word.as_bytes()),
            shape,
            short,
            prefixes,
            suffixes,
            classes,
            caps: caps(word),
            initial: word.chars().next().filter(|c| c.is_alphabetic()).unwrap_or('\0'),
            length: word.chars().count().min(usize::from(u16::MAX)) as u16,
        }
    }
}

fn sort(c: char) -> char {
    if c.is_lowercase() {
        'x'
    } else if c.is_uppercase() {
        'X'
    } else if c.is_numeric() {
        '0'
    } else if c.is_alphabetic() {
        'c'
    } else {
        c
    }
}

fn caps(word: &str) -> Caps {
    let mut characters = word.chars();
    let Some(first) = characters.next() else { return Caps::Sign };
    if first.is_numeric() {
        return if word.chars().any(char::is_uppercase) { Caps::Mixed } else { Caps::Number };
    }
    if !word.chars().any(char::is_alphanumeric) {
        return Caps::Sign;
    }
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let lower = word.chars().filter(|c| c.is_lowercase()).count();
    match (upper, lower) {
        (0, _) => Caps::None,
        (1, 0) if word.chars().count() == 1 => Caps::Initial,
        (_, 0) => Caps::All,
        (1, _) if first.is_uppercase() => Caps::Initial,
        _ => Caps::Mixed,
    }
}
