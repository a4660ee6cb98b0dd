//! A notation read character by character, and what is wrong with it where.

use std::fmt;

/// What is wrong in a notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentError {
    part: String,
    start: usize,
    expected: String,
}

impl MomentError {
    /// The part that is wrong; empty where something is missing.
    pub fn part(&self) -> &str {
        &self.part
    }

    /// Where it starts in the notation, in characters.
    pub fn start(&self) -> usize {
        self.start
    }

    /// What was expected there.
    pub fn expected(&self) -> &str {
        &self.expected
    }
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.part.is_empty() {
            write!(f, "expected {}", self.expected)
        } else {
            write!(f, "`{}`: expected {}", crate::model::text::visible(&self.part), self.expected)
        }
    }
}

impl std::error::Error for MomentError {}

pub type Result<T> = std::result::Result<T, MomentError>;

/// The characters that are left, each with its place in the notation.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    pub chars: &'a [(usize, char)],
    pub at: usize,
    /// The place after the last.
    pub end: usize,
}

impl<'a> Cursor<'a> {
    pub fn peek(&self) -> Option<char> {
        self.chars.get(self.at).map(|&(_, c)| c)
    }

    pub fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// The characters from here on that `fits` accepts.
    pub fn run(&mut self, fits: impl Fn(char) -> bool) -> String {
        let run: String =
            self.chars[self.at..].iter().map(|&(_, c)| c).take_while(|&c| fits(c)).collect();
        self.at += run.chars().count();
        run
    }

    pub fn rest(&self) -> String {
        self.chars[self.at..].iter().map(|&(_, c)| c).collect()
    }

    /// The next characters, `length` at most, are not what was `expected`.
    pub fn wrong(&self, length: usize, expected: impl Into<String>) -> MomentError {
        let part = self.chars[self.at..].iter().take(length).map(|&(_, c)| c).collect();
        let start = self.chars.get(self.at).map_or(self.end, |&(place, _)| place);
        MomentError { part, start, expected: expected.into() }
    }

    /// The next part, up to what separates parts, is not what was `expected`.
    pub fn wrong_part(&self, expected: impl Into<String>) -> MomentError {
        let length =
            self.chars[self.at..].iter().take_while(|(_, c)| c.is_alphanumeric()).count().max(1);
        self.wrong(length, expected)
    }

    /// The part of `length` characters that was just read is not what was `expected`.
    pub fn was_wrong(&self, length: usize, expected: impl Into<String>) -> MomentError {
        Cursor { at: self.at.saturating_sub(length), ..*self }.wrong(length, expected)
    }

    /// Two digits, `XX` for none, or one of ten where the second digit is an `X`: the first and
    /// the last that it may be, within `range`.
    pub fn two_or_ten(
        &mut self,
        range: std::ops::RangeInclusive<u8>,
        what: &str,
    ) -> Result<Option<(u8, u8)>> {
        let mut ahead = *self;
        let run = ahead.run(digit_or_x);
        let tens = run.strip_suffix('X').filter(|tens| tens.len() == 1);
        if let Some(tens) = tens.and_then(|tens| tens.parse::<u8>().ok()) {
            let (first, last) = (tens * 10, tens * 10 + 9);
            let (first, last) = (first.max(*range.start()), last.min(*range.end()));
            if first <= last {
                *self = ahead;
                return Ok(Some((first, last)));
            }
        }
        Ok(self.two(range, what)?.map(|number| (number, number)))
    }

    /// Exactly two digits, or `XX` for none.
    pub fn two(&mut self, range: std::ops::RangeInclusive<u8>, what: &str) -> Result<Option<u8>> {
        let from = *self;
        let expected =
            || format!("{what} in two digits, {:02} to {:02}, or XX", range.start(), range.end());
        let run = self.run(digit_or_x);
        match run.as_str() {
            "XX" => Ok(None),
            digits if digits.len() == 2 => match digits.parse() {
                Ok(number) if range.contains(&number) => Ok(Some(number)),
                _ => Err(self.was_wrong(2, expected())),
            },
            _ => Err(from.wrong_part(expected())),
        }
    }
}

pub fn digit_or_x(c: char) -> bool {
    c.is_ascii_digit() || c == 'X'
}
