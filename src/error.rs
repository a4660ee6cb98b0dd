//! What went wrong, said so that a person can mend it.

use std::fmt;

use unicode_width::UnicodeWidthChar;

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something was read otherwise than it was written.
    Warning,
    /// Something could not be used.
    Error,
}

impl Severity {
    /// The word in messages and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Something wrong in a file: where, what, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, as the person named it.
    pub file: String,
    /// Line and column, both from 1, the column in characters.
    pub place: Option<(usize, usize)>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what was expected.
    pub message: String,
    /// The line itself.
    pub line: Option<String>,
    /// How many characters to underline from the column on; at least 1.
    pub width: usize,
    /// What to do, or what was probably meant.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            place: None,
            severity: Severity::Error,
            message: message.into(),
            line: None,
            width: 1,
            hint: None,
        }
    }

    /// A warning without a place.
    pub fn warning(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, message) }
    }

    /// The same at a line and column (from 1, characters) of `source`.
    pub fn at(mut self, source: &str, line: usize, column: usize, width: usize) -> Self {
        self.place = Some((line, column));
        self.line = source.lines().nth(line.saturating_sub(1)).map(str::to_owned);
        self.width = width.max(1);
        self
    }

    /// The same at a byte of a file that is not UTF-8 there.
    pub fn at_byte(mut self, bytes: &[u8], at: usize) -> Self {
        let (before, after) = bytes.split_at(at);
        let is_end = |&byte: &u8| byte == b'\n';
        let start = before.iter().rposition(is_end).map_or(0, |end| end + 1);
        let end = after.iter().position(is_end).map_or(bytes.len(), |end| at + end);
        let line = 1 + before.iter().filter(|byte| is_end(byte)).count();
        let column = 1 + String::from_utf8_lossy(&before[start..]).chars().count();
        let shown = String::from_utf8_lossy(&bytes[start..end]);
        self.place = Some((line, column));
        self.line = Some(shown.trim_end_matches('\r').to_owned());
        self
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The line with its number, and carets under what is wrong, in at most
    /// `columns` characters; `None` where there is no line.
    pub fn quoted(&self, columns: usize) -> Option<[String; 2]> {
        let ((number, column), line) = (self.place?, self.line.as_ref()?);
        let number = number.to_string();
        let room = columns.saturating_sub(number.len() + 3);
        let (shown, carets) = excerpt(line, column, self.width, room);
        Some([format!("{number} | {shown}"), format!("{:1$} | {carets}", "", number.len())])
    }

    /// `file:line:column: severity: message`, on one line, safe for a terminal.
    pub fn headline(&self) -> String {
        let file = crate::model::text::visible(&self.file);
        let message = crate::model::text::visible(&self.message);
        match self.place {
            Some((line, column)) => {
                format!("{file}:{line}:{column}: {}: {message}", self.severity.word())
            }
            None => format!("{file}: {}: {message}", self.severity.word()),
        }
    }
}

/// At most `room` characters of a line around a column, so that a line of a
/// megabyte stays readable, and carets to stand under what is wrong. What is
/// left out at either end is told by an ellipsis.
fn excerpt(line: &str, column: usize, width: usize, room: usize) -> (String, String) {
    let (before, room) = (column.saturating_sub(1), room.max(9));
    let whole = line.chars().take(room + 1).count() <= room;
    let from = if whole || before < room * 2 / 3 { 0 } else { before - room / 2 };
    let mut chars = line.chars().skip(from).map(tame);
    let mut shown: Vec<char> = chars.by_ref().take(room).collect();
    if from > 0
        && let Some(first) = shown.first_mut()
    {
        *first = '…';
    }
    if chars.next().is_some()
        && let Some(last) = shown.last_mut()
    {
        *last = '…';
    }
    let at = (before - from).min(shown.len());
    let columns = |chars: &[char]| chars.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let marked = &shown[at..(at + width).min(shown.len())];
    let carets = " ".repeat(columns(&shown[..at])) + &"^".repeat(columns(marked).max(1));
    (shown.into_iter().collect(), carets)
}

impl fmt::Display for Diagnostic {
    /// The headline, then the line with a caret under it, then the hint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.headline())?;
        const COLUMNS: usize = 125;
        if let Some([line, carets]) = self.quoted(COLUMNS) {
            write!(f, "\n{line}\n{carets}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  = {}", crate::model::text::visible(hint))?;
        }
        Ok(())
    }
}

fn tame(c: char) -> char {
    match c {
        '\t' => ' ',
        // Beyond the excerpt nothing might end what it turns.
        c if crate::model::text::turns(c) => '\u{fffd}',
        c => crate::model::text::picture(c).unwrap_or(c),
    }
}

/// Why something could not be done at all.
#[derive(Debug)]
pub struct Error {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Shorthand for results with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error in words.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// An error in words, with its cause.
    pub fn because(
        message: impl Into<String>,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { message: message.into(), source: Some(cause.into()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", crate::model::text::visible(&self.message))?;
        if let Some(cause) = &self.source {
            write!(f, ": {}", crate::model::text::visible(&cause.to_string()))?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
