//! A note as a YAML document, and a document changed to hold another note.
//!
//! A change is made entry by entry: the lines of keys whose value changes are
//! replaced; all other lines, comments and unknown keys stay. What comes out
//! is read back and compared; where that fails (a document in flow style, an
//! alias) the document is written anew, unknown keys at its end.

use serde_yaml::{Mapping, Value};

use super::{document, scalar, stream};
use crate::error::{Error, Result};
use crate::model::{Note, NoteKind, Selector};

/// The keys in the order they are written.
const ORDER: [&str; 21] = [
    "id",
    "kind",
    "annotation",
    "verdict",
    "name",
    "type",
    "match",
    "when",
    "label",
    "quote",
    "before",
    "after",
    "at",
    "nth",
    "color",
    "tags",
    "about",
    "made",
    "changed",
    "by",
    "note",
];

/// A note as the lines of a document, ended by LF, without its marker.
pub(super) fn note(note: &Note) -> String {
    entries(note).into_iter().map(|(_, lines)| lines).collect()
}

/// Key and lines of each value a note has, in order.
fn entries(note: &Note) -> Vec<(&'static str, String)> {
    let mut out: Vec<(&'static str, String)> = Vec::new();
    let mut put = |key: &'static str, value: Option<String>| {
        out.extend(value.map(|value| (key, format!("{key}: {value}\n"))));
    };
    let plain = |words: &Option<String>| words.as_deref().map(|words| scalar::plain(words, false));
    let list = |items: &[String]| {
        (!items.is_empty()).then(|| flow(items.iter().map(|item| scalar::plain(item, true))))
    };
    let correction = note.kind == NoteKind::Correction;
    let event = note.kind == NoteKind::Event;
    put("id", Some(scalar::plain(&note.id, false)));
    put("kind", Some(note.kind.word().to_owned()));
    put("annotation", plain(&note.target));
    put("verdict", plain(&note.kind_word).filter(|_| correction));
    put("name", plain(&note.name).filter(|_| !event));
    put("type", plain(&note.kind_word).filter(|_| !correction));
    put("match", note.listed.then(|| "listed".to_owned()));
    put("when", plain(&note.when));
    put("label", plain(&note.name).filter(|_| event));
    let quoted = |words: &String| scalar::quoted(words);
    put("quote", each(&note.selectors, |s| Some(quoted(&s.quote))));
    put("before", each(&note.selectors, |s| s.before.as_ref().map(quoted)));
    put("after", each(&note.selectors, |s| s.after.as_ref().map(quoted)));
    put("at", each(&note.selectors, |s| s.at.map(|at| at.to_string())));
    put("nth", each(&note.selectors, |s| s.nth.map(|nth| nth.to_string())));
    put("color", plain(&note.color));
    put("tags", list(&note.tags));
    put("about", list(&note.about));
    put("made", plain(&note.made));
    put("changed", plain(&note.changed));
    put("by", plain(&note.by));
    put("note", body(&note.body));
    out
}

/// One value as a scalar, several as a list with `null` for what is missing.
fn each(selectors: &[Selector], of: impl Fn(&Selector) -> Option<String>) -> Option<String> {
    let values: Vec<Option<String>> = selectors.iter().map(of).collect();
    match values.as_slice() {
        [one] => one.clone(),
        many if many.iter().all(Option::is_none) => None,
        many => Some(flow(many.iter().map(|v| v.clone().unwrap_or_else(|| "null".into())))),
    }
}

fn flow(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// The body is written as lines, each with its end; reading takes the last
/// line end off again.
fn body(words: &str) -> Option<String> {
    if words.is_empty() {
        return None;
    }
    let ended = format!("{words}\n");
    let kept = if words.ends_with('\n') { &ended } else { words };
    Some(scalar::block(&ended).unwrap_or_else(|| scalar::quoted(kept)))
}

/// `text`, a document that holds the note `old`, changed to hold `new`.
///
/// # Errors
/// When no way of writing `new` reads back to it; nothing should come to this.
pub(super) fn rewrite(text: &str, old: &Note, new: &Note) -> Result<String> {
    let carried = carried(text, old, new);
    let end = stream::line_end(text);
    let anew = with_line_ends(&anew(text, new, &carried), end);
    [edit_lines(text, old, new, end), Some(anew)]
        .into_iter()
        .flatten()
        .find(|written| reads_back(written, new, &carried))
        .ok_or_else(|| Error::new(format!("note {} cannot be written as YAML", new.id)))
}

fn reads_back(written: &str, new: &Note, carried: &Mapping) -> bool {
    let Ok(parsed) = document::parse(written) else { return false };
    let Ok((note, _)) = document::note(written, &parsed) else { return false };
    note.stored() == new.stored()
        && carried.iter().all(|(key, value)| parsed.typed.get(key) == Some(value))
}

/// What a document says that neither note knows of.
fn carried(text: &str, old: &Note, new: &Note) -> Mapping {
    let known: Vec<&str> = entries(old).into_iter().chain(entries(new)).map(|(k, _)| k).collect();
    document::parse(text)
        .map(|parsed| parsed.typed)
        .unwrap_or_default()
        .into_iter()
        .filter(|(key, _)| {
            key.as_str().is_none_or(|key| !known.contains(&canonical(key, old.kind)))
        })
        .collect()
}

/// The key that is written for one that is read.
fn canonical(key: &str, kind: NoteKind) -> &str {
    match (key, kind) {
        ("colour", _) => "color",
        ("type", NoteKind::Correction) => "verdict",
        ("target", NoteKind::Correction) => "annotation",
        (key, _) => key,
    }
}

fn rank(key: &str) -> usize {
    ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len())
}

/// The lines of one key, and the blank lines and comments after them.
struct Entry<'a> {
    key: &'a str,
    lines: String,
    tail: &'a str,
}

/// Changes only the lines of what differs; `None` if the document is no block
/// mapping. Lines that are new end in `end`.
fn edit_lines(text: &str, old: &Note, new: &Note, end: &str) -> Option<String> {
    let (preamble, mut parts) = split_entries(text)?;
    let (was, is) = (entries(old), entries(new));
    let find = |list: &[(&str, String)], key: &str| {
        list.iter().find(|(k, _)| *k == key).map(|(_, lines)| lines.clone())
    };
    for part in &mut parts {
        let key = canonical(part.key, old.kind);
        if find(&was, key) != find(&is, key) && find(&was, key).is_some() {
            part.lines.clear();
        }
    }
    for (key, lines) in &is {
        let unchanged = find(&was, key).as_ref() == Some(lines);
        match parts.iter().position(|part| canonical(part.key, old.kind) == *key) {
            Some(_) if unchanged => {}
            Some(there) => {
                parts[there].key = key;
                parts[there].lines = with_line_ends(lines, end);
            }
            None => {
                let after = parts
                    .iter()
                    .rposition(|part| rank(canonical(part.key, old.kind)) < rank(key))
                    .map_or(0, |at| at + 1);
                let lines = with_line_ends(lines, end);
                parts.insert(after, Entry { key, lines, tail: "" });
            }
        }
    }
    let mut out = preamble.to_owned();
    for part in parts {
        for piece in [part.lines.as_str(), part.tail] {
            if !out.is_empty() && !out.ends_with(['\n', '\r']) && !piece.is_empty() {
                out.push_str(end);
            }
            out.push_str(piece);
        }
    }
    Some(out)
}

/// What stands before the first key, and the entries.
fn split_entries(text: &str) -> Option<(&str, Vec<Entry<'_>>)> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    let mut preamble_ended = None;
    for range in stream::lines(text) {
        let line = &text[range.clone()];
        if let Some(key) = key_of(line) {
            preamble_ended.get_or_insert(range.start);
            starts.push((range.start, key));
        } else if starts.is_empty() && !stream::is_empty(line) {
            return None;
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|s| s.0).chain([text.len()]).collect();
    let parts = starts
        .iter()
        .zip(ends)
        .map(|(&(start, key), end)| {
            let whole = &text[start..end];
            let mut length = 0;
            for range in stream::lines(whole) {
                let line = &whole[range.clone()];
                let aside = line.starts_with('#') || line.trim().is_empty();
                if !aside && !stream::is_marker(line, "...") {
                    length = range.end;
                }
            }
            Entry { key, lines: whole[..length].to_owned(), tail: &whole[length..] }
        })
        .collect();
    Some((&text[..preamble_ended?], parts))
}

/// The key a line opens with, if it stands at the margin.
fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let simple = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && key.starts_with(char::is_alphabetic);
    (simple && (rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))).then_some(key)
}

/// The whole document written again: its marker, the note, what is carried.
fn anew(text: &str, new: &Note, carried: &Mapping) -> String {
    let marked = stream::lines(text).any(|range| stream::is_marker(&text[range], "---"));
    let mut out = String::from(if marked { "---\n" } else { "" });
    out.push_str(&note(new));
    if !carried.is_empty() {
        // Values that were read can be written.
        out.push_str(&serde_yaml::to_string(&Value::Mapping(carried.clone())).unwrap_or_default());
    }
    if stream::is_closed(text) {
        out.push_str("...\n");
    }
    out
}

/// Every line ended by `end`. The lines hold no other line breaks than LF, CR
/// and CRLF: scalars with such characters inside are written with escapes.
pub(super) fn with_line_ends(text: &str, end: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for range in stream::lines(text) {
        let line = &text[range];
        let bare = line.trim_end_matches(['\n', '\r']);
        out.push_str(bare);
        if bare.len() < line.len() {
            out.push_str(end);
        }
    }
    out
}
