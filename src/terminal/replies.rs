//! Answers of the terminal told apart from typing.
//!
//! The terminal's background colour is asked for with OSC 11 and the answer
//! comes whenever it likes, in the same stream as the keys:
//! `ESC ] 11 ; rgb:RRRR/GGGG/BBBB ESC \`. crossterm does not know such
//! replies and delivers them as keys: Alt-`]`, the characters, then Alt-`\`
//! or C-g; where a read ends between ESC and the next byte, Esc and `]`.
//!
//! [`Replies`] is a pure machine over keys. Nothing happens while no question
//! is open. While one is, keys that may be a reply are held, and released
//! unchanged as soon as they cannot be one. Its opening alone (Alt-`]`, Esc)
//! is also what a person may press, so the caller lets that go after a moment
//! with [`Replies::tire`]; what follows is still recognised, so that even an
//! answer torn apart by a slow line types nothing.

use crate::config::key::{Key, KeyCode};

/// What a key turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// A key after all.
    Key(Key),
    /// The terminal's background: red, green, blue.
    Background(u8, u8, u8),
}

/// Finds replies in a stream of keys.
#[derive(Debug, Default)]
pub struct Replies {
    /// Questions without an answer yet.
    open: usize,
    stage: Stage,
    /// The keys of `stage`, not yet given to anyone.
    held: Vec<Key>,
    /// What stands between the opening and the end.
    body: String,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    Nothing,
    /// ESC at the end of a read.
    Escape,
    /// ESC `]`, and perhaps some of the body.
    Body,
    /// The body, and ESC at the end of a read.
    BodyEscape,
}

impl Replies {
    /// A question has been sent.
    pub fn expect(&mut self) {
        self.open += 1;
    }

    /// Takes the next key; gives what is certain by now, in order.
    pub fn feed(&mut self, key: Key, mut give: impl FnMut(Heard)) {
        if self.open == 0 {
            return give(Heard::Key(key));
        }
        if self.step(key, &mut give) {
            return;
        }
        // Not a reply: let go of what was held; the key itself may open one.
        self.release(&mut give);
        self.stage = Stage::Nothing;
        if !self.step(key, &mut give) {
            give(Heard::Key(key));
        }
    }

    /// Whether only the opening is held, which a person may have typed.
    pub fn unsure(&self) -> bool {
        !self.held.is_empty() && self.body.is_empty()
    }

    /// Lets an opening go that nothing followed; what follows late is still
    /// known as a reply.
    pub fn tire(&mut self, mut give: impl FnMut(Heard)) {
        if self.unsure() {
            self.release(&mut give);
        }
    }

    fn release(&mut self, give: &mut impl FnMut(Heard)) {
        self.held.drain(..).for_each(|key| give(Heard::Key(key)));
        self.body.clear();
    }

    /// Whether the key goes on with a reply; then it is held, or was its end.
    fn step(&mut self, key: Key, give: &mut impl FnMut(Heard)) -> bool {
        if key.shift {
            return false;
        }
        let plain = !key.ctrl && !key.alt;
        let next = match (self.stage, key.code) {
            (Stage::Nothing, KeyCode::Esc) if plain => Stage::Escape,
            (Stage::Nothing, KeyCode::Char(']')) if key.alt && !key.ctrl => Stage::Body,
            (Stage::Escape, KeyCode::Char(']')) if plain => Stage::Body,
            (Stage::Body, KeyCode::Char(c)) if plain => {
                self.body.push(c);
                if !begins_reply(&self.body) {
                    self.body.pop();
                    return false;
                }
                Stage::Body
            }
            (Stage::Body, KeyCode::Esc) if plain && colour(&self.body).is_some() => {
                Stage::BodyEscape
            }
            (Stage::Body, KeyCode::Char('\\')) if key.alt && !key.ctrl => return self.end(give),
            (Stage::Body, KeyCode::Char('g')) if key.ctrl && !key.alt => return self.end(give),
            (Stage::BodyEscape, KeyCode::Char('\\')) if plain => return self.end(give),
            _ => return false,
        };
        self.stage = next;
        self.held.push(key);
        true
    }

    fn end(&mut self, give: &mut impl FnMut(Heard)) -> bool {
        let Some((r, g, b)) = colour(&self.body) else { return false };
        self.held.clear();
        self.body.clear();
        self.stage = Stage::Nothing;
        self.open -= 1;
        give(Heard::Background(r, g, b));
        true
    }
}

/// Whether a reply may begin like this.
fn begins_reply(body: &str) -> bool {
    let Some(colours) = ["11;rgb:", "11;rgba:"].iter().find_map(|head| body.strip_prefix(head))
    else {
        return "11;rgba:".starts_with(body) || "11;rgb:".starts_with(body);
    };
    let most = if body.starts_with("11;rgba:") { 4 } else { 3 };
    let parts = colours.split('/').count();
    parts <= most
        && colours.split('/').enumerate().all(|(i, part)| {
            part.len() <= 4
                && part.bytes().all(|b| b.is_ascii_hexdigit())
                && (!part.is_empty() || i + 1 == parts)
        })
}

/// The colour of a whole body. X scales each part to its own number of
/// digits: `f`, `ff`, `fff` and `ffff` are all full (XParseColor).
fn colour(body: &str) -> Option<(u8, u8, u8)> {
    let (colours, parts) = match body.strip_prefix("11;rgb:") {
        Some(colours) => (colours, 3),
        None => (body.strip_prefix("11;rgba:")?, 4),
    };
    let mut scaled = [0; 4];
    let mut seen = 0;
    for part in colours.split('/') {
        let full = (1_u32 << (4 * part.len().clamp(1, 4))) - 1;
        let value = u32::from_str_radix(part, 16).ok()?;
        *scaled.get_mut(seen)? = u8::try_from((value * 255 + full / 2) / full).ok()?;
        seen += 1;
    }
    (seen == parts).then_some((scaled[0], scaled[1], scaled[2]))
}

/// Whether light text reads better on this colour: its relative luminance
/// (WCAG 2) against the middle at which black and white contrast equally.
pub fn is_dark((r, g, b): (u8, u8, u8)) -> bool {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) < 0.179
}
