//! Keys as values: what a key table names and what a terminal reports.

use std::fmt;

/// A key together with what is held down.
///
/// Shift is part of the character where there is one: `G`, never shift and
/// `g`. [`Key::new`] brings every other spelling into this one form, so that
/// keys can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The key itself.
    pub code: KeyCode,
    /// Control is held.
    pub ctrl: bool,
    /// Alt, called Meta in `M-`, is held.
    pub alt: bool,
    /// Shift is held; always false for [`KeyCode::Char`].
    pub shift: bool,
}

/// A key without what is held down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A key that types this character.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with shift it is what terminals call back-tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Forward delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// Names of keys; the first one of a key is the one that is shown.
const NAMES: [(&str, KeyCode); 27] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Return", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Escape", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("BS", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Delete", KeyCode::Delete),
    ("Ins", KeyCode::Insert),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PageUp", KeyCode::PageUp),
    ("Page-Up", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("PageDown", KeyCode::PageDown),
    ("Page-Down", KeyCode::PageDown),
    ("PgDown", KeyCode::PageDown),
    ("Minus", KeyCode::Char('-')),
    ("Plus", KeyCode::Char('+')),
];

impl Key {
    /// A key in its one form: shift goes into the character.
    pub fn new(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Self {
        match code {
            KeyCode::Char(c) => {
                let mut upper = c.to_uppercase();
                let c = match (shift, upper.next(), upper.next()) {
                    (true, Some(single), None) => single,
                    _ => c,
                };
                Self { code: KeyCode::Char(c), ctrl, alt, shift: false }
            }
            code => Self { code, ctrl, alt, shift },
        }
    }

    /// The key that types `c`.
    pub const fn char(c: char) -> Self {
        Self { code: KeyCode::Char(c), ctrl: false, alt: false, shift: false }
    }

    /// A key with nothing held down.
    pub fn plain(code: KeyCode) -> Self {
        Self::new(code, false, false, false)
    }

    /// The character it types, unless control or alt is held.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads `C-p`, `S-Tab`, `M-Left`, `Space`, `G`, `PgDn`, `F5`. What is held
    /// stands in front: `C-` control, `M-` or `A-` alt, `S-` shift. Names of
    /// keys may be in any case.
    ///
    /// # Errors
    /// Says what is wrong with `word`, in words for the person who wrote it.
    pub fn parse(word: &str) -> Result<Self, String> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut name = word;
        // A lone `-` after the prefix is the minus key: `C--`.
        while let Some((held, rest)) = name.split_once('-') {
            if rest.is_empty() {
                break;
            }
            match held.to_ascii_lowercase().as_str() {
                "c" | "ctrl" | "control" => ctrl = true,
                "m" | "a" | "alt" | "meta" => alt = true,
                "s" | "shift" => shift = true,
                _ => break,
            }
            name = rest;
        }
        let code = code(name).ok_or_else(|| unreadable(word))?;
        let key = Self::new(code, ctrl, alt, shift);
        match (code, key.code) {
            (KeyCode::Char(before), KeyCode::Char(after))
                if shift && before == after && !before.is_uppercase() =>
            {
                Err(format!("shift and `{name}` type another character: write that one"))
            }
            _ => Ok(key),
        }
    }

    /// Reads keys that are pressed one after the other: `i w`.
    ///
    /// # Errors
    /// As [`Key::parse`], or that there is no key at all.
    pub fn parse_sequence(words: &str) -> Result<Vec<Self>, String> {
        let keys: Vec<Key> = words.split_whitespace().map(Key::parse).collect::<Result<_, _>>()?;
        match keys.is_empty() {
            true => Err("no key stands here; the space bar is `Space`".into()),
            false => Ok(keys),
        }
    }
}

fn unreadable(word: &str) -> String {
    match word.split_once('+') {
        Some((held, name)) if !held.is_empty() && !name.is_empty() => {
            format!("`{word}` is not a key; keys that are held are written `C-p`, not `Ctrl+p`")
        }
        _ => format!("`{word}` is not a key"),
    }
}

fn code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && (c == ' ' || !c.is_whitespace())).then_some(KeyCode::Char(c));
    }
    if let Some(&(_, code)) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return Some(code);
    }
    let number: u8 = name.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

/// Names of keys, for a "did you mean".
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|&(name, _)| name)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, sign) in [(self.ctrl, "C-"), (self.alt, "M-"), (self.shift, "S-")] {
            if held {
                f.write_str(sign)?;
            }
        }
        match self.code {
            KeyCode::Char(c) if c != ' ' => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            code => {
                let name = NAMES.iter().find(|&&(_, known)| known == code);
                f.write_str(name.map_or("", |(name, _)| name))
            }
        }
    }
}

/// Keys one after the other, as they are shown and written: `i w`.
pub fn spelled(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}
