//! A piece of text being typed: one line or many, on grapheme bounds.

use crate::typeset::motion;

/// Text with a cursor, a selection and its own undo.
#[derive(Debug, Clone, Default)]
pub struct Editor {
    text: String,
    /// Byte, on a grapheme bound.
    cursor: usize,
    /// The other end of a selection.
    anchor: Option<usize>,
    past: Vec<(String, usize)>,
    future: Vec<(String, usize)>,
    /// Whether the last edit was typing a letter, which joins the next one in undo.
    typing: bool,
}

/// How far an [`Editor`] moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One grapheme back.
    Left,
    /// One grapheme on.
    Right,
    /// One word back.
    WordLeft,
    /// One word on.
    WordRight,
    /// To the start of the line.
    LineStart,
    /// To the end of the line.
    LineEnd,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the start of the text.
    Start,
    /// To the end of the text.
    End,
}

impl Editor {
    /// Starts with `text`, the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text, ..Self::default() }
    }

    /// What is typed so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor, in bytes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The selected bytes, if any.
    pub fn selection(&self) -> Option<(usize, usize)> {
        let anchor = self.anchor?;
        (anchor != self.cursor).then(|| (anchor.min(self.cursor), anchor.max(self.cursor)))
    }

    /// Replaces everything.
    pub fn set(&mut self, text: impl Into<String>) {
        self.remember(false);
        self.text = text.into();
        self.cursor = self.text.len();
        self.anchor = None;
    }

    /// Types `words` at the cursor, over the selection. Control characters
    /// but line feed and tab are left out; CRLF becomes LF.
    pub fn insert(&mut self, words: &str) {
        let clean: String = words
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .chars()
            .filter(|&c| crate::model::text::picture(c).is_none())
            .collect();
        if clean.is_empty() {
            return;
        }
        let letter = clean.chars().nth(1).is_none() && clean != "\n" && clean != " ";
        self.remember(letter && self.selection().is_none());
        self.cut();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
        self.typing = letter;
    }

    /// Deletes the selection, or from the cursor as far as `step` goes.
    pub fn delete(&mut self, step: Step) {
        if self.selection().is_none() {
            let to = self.target(step);
            if to == self.cursor {
                return;
            }
            self.anchor = Some(to);
        }
        self.remember(false);
        self.cut();
    }

    /// Moves the cursor; with `extend` the selection grows.
    pub fn go(&mut self, step: Step, extend: bool) {
        self.typing = false;
        match (extend, self.anchor) {
            (true, None) => self.anchor = Some(self.cursor),
            (false, _) => self.anchor = None,
            _ => {}
        }
        self.cursor = self.target(step);
    }

    /// Puts the cursor at a byte, or the grapheme bound before it.
    pub fn put_cursor(&mut self, at: usize) {
        self.typing = false;
        self.anchor = None;
        let at = at.min(self.text.len());
        self.cursor = if at == self.text.len() {
            at
        } else {
            motion::previous_grapheme(&self.text, motion::next_grapheme(&self.text, at))
        };
    }

    /// Takes the last edit back.
    pub fn undo(&mut self) {
        if let Some((text, cursor)) = self.past.pop() {
            self.future.push((std::mem::replace(&mut self.text, text), self.cursor));
            self.cursor = cursor;
            self.anchor = None;
            self.typing = false;
        }
    }

    /// Does it again.
    pub fn redo(&mut self) {
        if let Some((text, cursor)) = self.future.pop() {
            self.past.push((std::mem::replace(&mut self.text, text), self.cursor));
            self.cursor = cursor;
            self.anchor = None;
            self.typing = false;
        }
    }

    fn remember(&mut self, joins: bool) {
        if !(joins && self.typing) {
            self.past.push((self.text.clone(), self.cursor));
        }
        self.future.clear();
        self.typing = false;
    }

    fn cut(&mut self) {
        if let Some((start, end)) = self.selection() {
            self.text.replace_range(start..end, "");
            self.cursor = start;
        }
        self.anchor = None;
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |lf| lf + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |lf| at + lf)
    }

    fn target(&self, step: Step) -> usize {
        let (text, at) = (&self.text, self.cursor);
        match step {
            Step::Left => motion::previous_grapheme(text, at),
            Step::Right => motion::next_grapheme(text, at),
            Step::WordLeft => motion::previous_word(text, at),
            Step::WordRight => motion::next_word(text, at),
            Step::LineStart => self.line_start(at),
            Step::LineEnd => self.line_end(at),
            Step::Start => 0,
            Step::End => text.len(),
            Step::Up | Step::Down => {
                let start = self.line_start(at);
                let column = text[start..at].chars().count();
                let line = match step {
                    Step::Up if start == 0 => return 0,
                    Step::Up => self.line_start(start - 1),
                    _ => match self.line_end(at) {
                        end if end == text.len() => return end,
                        end => end + 1,
                    },
                };
                let end = self.line_end(line);
                let to = text[line..end].char_indices().nth(column).map_or(end, |(i, _)| line + i);
                if to == end || to == line {
                    to
                } else {
                    motion::previous_grapheme(text, motion::next_grapheme(text, to))
                }
            }
        }
    }
}
