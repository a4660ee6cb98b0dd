//! What comes from a file of others made fit for a terminal: escapes in JSON
//! and XML can hold control characters that no text file shows.

use serde_json::{Map, Value};

use super::marks::Sheet;
use crate::model::text::{picture, visible};
use crate::model::{Attrs, Note};

/// Makes everything that a sheet says safe to show.
pub(super) fn sheet(sheet: &mut Sheet) {
    for mark in &mut sheet.marks {
        line(&mut mark.label);
        mark.id.as_mut().map(line);
        attrs(&mut mark.attrs);
        for reference in &mut mark.references {
            line(&mut reference.source);
            line(&mut reference.id);
            line(&mut reference.words);
        }
    }
    for tie in &mut sheet.ties {
        line(&mut tie.label);
        // A relation says what holds; some files leave it out.
        if tie.label.trim().is_empty() {
            tie.label = "related".into();
        }
        tie.id.as_mut().map(line);
        attrs(&mut tie.attrs);
    }
    for remark in &mut sheet.remarks {
        note(&mut remark.note);
    }
}

/// Makes everything that a note says safe to show; its words keep their lines.
pub(super) fn note(note: &mut Note) {
    line(&mut note.id);
    lines(&mut note.body);
    note.tags.iter_mut().chain(&mut note.about).for_each(line);
    let said = [
        &mut note.color,
        &mut note.made,
        &mut note.changed,
        &mut note.by,
        &mut note.name,
        &mut note.kind_word,
        &mut note.when,
        &mut note.target,
    ];
    said.into_iter().flatten().for_each(line);
    for selector in &mut note.selectors {
        lines(&mut selector.quote);
        [&mut selector.before, &mut selector.after].into_iter().flatten().for_each(lines);
    }
}

fn line(words: &mut String) {
    if words.chars().any(char::is_control) {
        *words = visible(words).into_owned();
    }
}

/// Line feeds and tabs stay; a carriage return ends a line too.
fn lines(words: &mut String) {
    if words.contains('\r') {
        *words = words.replace("\r\n", "\n").replace('\r', "\n");
    }
    if words.chars().any(|c| picture(c).is_some()) {
        *words = words.chars().map(|c| picture(c).unwrap_or(c)).collect();
    }
}

/// Of a name that occurs twice, which no importer should make, the first stays.
fn attrs(attrs: &mut Attrs) {
    for (name, value) in attrs.iter_mut() {
        line(name);
        self::value(value);
    }
    let mut seen = std::collections::HashSet::new();
    attrs.retain(|(name, _)| !name.trim().is_empty() && seen.insert(name.clone()));
}

fn value(value: &mut Value) {
    match value {
        Value::String(words) => lines(words),
        Value::Array(items) => items.iter_mut().for_each(self::value),
        Value::Object(entries) => {
            let taken = std::mem::take(entries);
            let tame = |(mut name, mut value): (String, Value)| {
                line(&mut name);
                self::value(&mut value);
                (name, value)
            };
            *entries = taken.into_iter().map(tame).collect::<Map<_, _>>();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
