//! Complaints about other YAML than an annotation file's, that of front matter:
//! worded and placed as those about annotations are.

use super::report::Report;
use super::tree::Value;
use super::yaml;
use crate::error::{Diagnostic, Severity};

/// The first thing that is wrong with some YAML as such, at its place; `None`
/// if it can be read.
pub(in crate::loader) fn first_fault(file: &str, yaml: &str) -> Option<Diagnostic> {
    let mut report = Report::new(file, yaml);
    report.faults(yaml::read(yaml).1);
    report.finish().into_iter().find(|problem| problem.severity == Severity::Error)
}

/// `warning` at the value of the first key of some YAML that `is_key` knows.
pub(in crate::loader) fn at_value(
    warning: Diagnostic,
    yaml: &str,
    is_key: impl Fn(&str) -> bool,
) -> Diagnostic {
    let (root, _) = yaml::read(yaml);
    let Some(Value::Map(entries)) = root.map(|root| root.value) else { return warning };
    let value = entries.iter().find(|entry| is_key(&entry.key)).map(|entry| &entry.node);
    let Some(value) = value.map(|node| node.items().first().unwrap_or(node)) else {
        return warning;
    };
    let mut report = Report::new(&warning.file, yaml);
    report.warning(value.at, "", None);
    let Some(at) = report.finish().pop() else { return warning };
    Diagnostic { place: at.place, line: at.line, width: at.width, ..warning }
}
