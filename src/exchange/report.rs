//! What is wrong in a file that is imported, each fault with its place.

use crate::error::{Diagnostic, Severity};

/// How many faults of one file are told; more would tell nothing more.
const MOST: usize = 100;

/// Gathers the faults of one file.
#[derive(Debug)]
pub struct Report<'a> {
    file: String,
    /// The bytes at which the lines of the file start, and the file itself.
    lines: Vec<usize>,
    source: &'a str,
    problems: Vec<Diagnostic>,
    more: usize,
}

impl<'a> Report<'a> {
    /// For `file`, as messages name it, with this content.
    pub fn new(file: String, source: &'a str) -> Self {
        let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Self { file, lines, source, problems: Vec::new(), more: 0 }
    }

    /// A fault at a byte of the file, `width` characters wide.
    pub fn error(&mut self, byte: usize, width: usize, message: impl Into<String>) {
        let diagnostic = Diagnostic::error(&*self.file, message);
        self.push(diagnostic, byte, width);
    }

    /// Something read otherwise than it was written.
    pub fn warning(&mut self, byte: usize, width: usize, message: impl Into<String>) {
        let diagnostic = Diagnostic::warning(&*self.file, message);
        self.push(diagnostic, byte, width);
    }

    /// A fault of the file as a whole.
    pub fn whole(&mut self, severity: Severity, message: impl Into<String>) {
        self.problems.push(Diagnostic { severity, ..Diagnostic::error(&*self.file, message) });
    }

    fn push(&mut self, mut diagnostic: Diagnostic, byte: usize, width: usize) {
        if self.problems.len() >= MOST {
            self.more += 1;
            return;
        }
        let number = self.lines.partition_point(|&start| start <= byte).saturating_sub(1);
        let start = self.lines[number];
        let end = self.lines.get(number + 1).copied().unwrap_or(self.source.len());
        let line = self.source.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let before = self.source.get(start..byte).unwrap_or_default();
        diagnostic.place = Some((number + 1, before.chars().count() + 1));
        diagnostic.line = Some(line.to_owned());
        diagnostic.width = width.max(1);
        self.problems.push(diagnostic);
    }

    /// The faults, in the order of the file.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.problems.sort_by_key(|problem| problem.place);
        if self.more > 0 {
            let message = format!("{} more faults of this kind are not listed", self.more);
            self.problems.push(Diagnostic::error(&*self.file, message));
        }
        self.problems
    }
}
