//! The complaints about one file: byte places into lines and columns.

use super::tree::{At, Node};
use super::yaml::Faults;
use crate::error::{Diagnostic, Severity};
use crate::model::text::floor;

/// More complaints than a person reads; the rest is counted.
pub const MOST: usize = 500;

/// How many bytes of the file all complaints may quote together. A file
/// that is one long line would otherwise be kept once for each of them.
const QUOTED: usize = 1 << 20;

/// Collects what is wrong with a file.
pub struct Report<'a> {
    file: &'a str,
    source: &'a str,
    /// Where each line starts, once a complaint needs it.
    lines: Vec<usize>,
    problems: Vec<Diagnostic>,
    uncounted: usize,
    quoted: usize,
}

impl<'a> Report<'a> {
    pub fn new(file: &'a str, source: &'a str) -> Self {
        Self { file, source, lines: Vec::new(), problems: Vec::new(), uncounted: 0, quoted: 0 }
    }

    pub fn error(&mut self, at: At, message: impl Into<String>) {
        self.add(Severity::Error, at, message.into(), None);
    }

    pub fn error_with(&mut self, at: At, message: impl Into<String>, hint: Option<String>) {
        self.add(Severity::Error, at, message.into(), hint);
    }

    pub fn warning(&mut self, at: At, message: impl Into<String>, hint: Option<String>) {
        self.add(Severity::Warning, at, message.into(), hint);
    }

    /// What is wrong with the YAML itself.
    pub fn faults(&mut self, faults: Faults) {
        self.uncounted += faults.more;
        for fault in faults.list {
            let severity = if fault.warning { Severity::Warning } else { Severity::Error };
            self.add(severity, fault.at, fault.message, fault.hint.map(str::to_owned));
        }
    }

    /// Whether further complaints are only counted, and need no hints.
    pub fn is_full(&self) -> bool {
        self.problems.len() >= MOST
    }

    /// A value of the wrong shape.
    pub fn wrong(&mut self, node: &Node, what: &str, expected: &str) {
        self.error(node.at, format!("{what}: expected {expected}, found {}", node.shape()));
    }

    /// What was collected, in the order of the file.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.problems.sort_by_key(|problem| problem.place);
        if self.uncounted > 0 {
            let message = format!("and {} more problems", self.uncounted);
            self.problems.push(Diagnostic::warning(self.file, message));
        }
        self.problems
    }

    fn add(&mut self, severity: Severity, at: At, message: String, hint: Option<String>) {
        if self.is_full() {
            self.uncounted += 1;
            return;
        }
        if self.lines.is_empty() {
            self.lines.push(0);
            let ends = self.source.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            self.lines.extend(ends.map(|(end, _)| end + 1));
        }
        // What is missing at the end is missed after the last words.
        let at = match at.start >= self.source.len() {
            true => {
                let end = self.source.trim_end().len();
                At { start: end, end }
            }
            false => at,
        };
        let line = self.lines.partition_point(|&start| start <= at.start) - 1;
        let start = self.lines[line];
        let next = self.lines.get(line + 1).map_or(self.source.len(), |&next| next - 1);
        let words = self.source[start..next].trim_end_matches('\r');
        let inside = |byte: usize| floor(self.source, byte.clamp(start, start + words.len()));
        let column = self.source[start..inside(at.start)].chars().count() + 1;
        let marked = self.source[inside(at.start)..inside(at.end.max(at.start))].trim_end();
        let mut problem = match severity {
            Severity::Error => Diagnostic::error(self.file, message),
            Severity::Warning => Diagnostic::warning(self.file, message),
        };
        problem.place = Some((line + 1, column));
        problem.width = marked.chars().count().max(1);
        problem.hint = hint;
        if self.quoted + words.len() <= QUOTED || words.len() <= 200 {
            self.quoted += words.len();
            problem.line = Some(words.to_owned());
        }
        self.problems.push(problem);
    }
}

/// "did you mean …", if one of the candidates is near enough to what was written.
pub fn did_you_mean<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<String> {
    nearest(written, candidates).map(|near| format!("did you mean `{near}`?"))
}

/// The candidate that differs least, if by no more than a slip of the pen.
pub fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let length = written.chars().take(65).count();
    if length > 64 {
        return None;
    }
    let slips = |candidate: &str| {
        let shorter = length.min(candidate.chars().take(65).count());
        let distance = strsim::osa_distance(&written.to_lowercase(), &candidate.to_lowercase());
        let most = match shorter {
            0..=1 => 0,
            // `ta` for `at`, but not `by` for `at`, nor `note` for `not`.
            2..=3 if candidate.len() == written.len() && sorted(candidate) == sorted(written) => 1,
            // `nam` for `name`: a letter was left out.
            3 if candidate.len() == 4 && written.len() == 3 => 1,
            2..=3 => 0,
            // `alias` for `aliases`, `entity` for `entities`.
            _ if is_plural(written, candidate) => 3,
            4..=5 => 1,
            6..=10 => 2,
            _ => 3,
        };
        (distance <= most).then_some(distance)
    };
    candidates
        .into_iter()
        // No slip is longer; a file may have a million keys of its own.
        .filter(|candidate| candidate.chars().take(68).count().abs_diff(length) <= 3)
        .filter_map(|candidate| slips(candidate).map(|distance| (distance, candidate)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Whether one word is the plural of the other, as English makes most.
fn is_plural(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let (short, long) = (short.to_lowercase(), long.to_lowercase());
    long.strip_suffix("es").or(long.strip_suffix('s')) == Some(&short)
        || short.strip_suffix('y').is_some_and(|stem| long.strip_suffix("ies") == Some(stem))
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.to_lowercase().chars().collect();
    letters.sort_unstable();
    letters
}
