//! Marks into lines of a `.ann` file, with the text beside it.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use serde_json::Value;

use super::super::marks::{Mark, Reference, Remark, Sheet, Tie};
use super::super::offsets::{Offsets, Unit};
use super::super::{Document, Exported, ExportedFile, Losses, spread};
use super::{ARGUMENTS, COMMENT, EVENTS, FORMAT, FROM_EVENT, NOTE, OF_EVENT, TO_EVENT};
use super::{encode, value_words};
use crate::model::{Attrs, Note, NoteKind, Span, Text};

/// Writes a text and its annotations.
pub(super) fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(super::Carries::ALL);
    let (sheet, losses) = spread(document, &carries);
    let text = &document.story.text;
    let mut writing = Writing {
        text,
        offsets: Offsets::new(text, Unit::Scalar),
        ids: Ids::of(&sheet),
        out: String::new(),
        numbers: HashMap::new(),
        losses,
    };
    writing.sheet(&sheet);
    let Writing { out, losses, .. } = writing;
    let files = vec![
        ExportedFile { ending: "txt", bytes: text.original().into_owned().into_bytes() },
        ExportedFile { ending: "ann", bytes: out.into_bytes() },
    ];
    Exported { files, losses }
}

/// The ids that are written: those that are brat's own stay.
struct Ids {
    marks: Vec<String>,
    ties: Vec<String>,
    next: usize,
    taken: HashSet<String>,
}

impl Ids {
    fn of(sheet: &Sheet) -> Self {
        let mut taken = HashSet::new();
        // Events stand in the same space of ids.
        for mark in &sheet.marks {
            taken.extend(events_of(&mark.attrs).into_iter().map(|event| event.id));
        }
        let marks: Vec<Option<&str>> = sheet.marks.iter().map(|mark| mark.id.as_deref()).collect();
        let ties: Vec<Option<&str>> = sheet.ties.iter().map(|tie| tie.id.as_deref()).collect();
        let marks = assign(&marks, 'T', &mut taken);
        let ties = assign(&ties, 'R', &mut taken);
        Self { next: marks.len(), marks, ties, taken }
    }

    fn fresh(&mut self) -> String {
        loop {
            self.next += 1;
            let id = format!("T{}", self.next);
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn assign(wanted: &[Option<&str>], letter: char, taken: &mut HashSet<String>) -> Vec<String> {
    let fits = |id: &&str| {
        id.strip_prefix(letter).is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let mut ids: Vec<Option<String>> = wanted
        .iter()
        .map(|id| id.filter(fits).filter(|id| taken.insert((*id).to_owned())).map(str::to_owned))
        .collect();
    let mut number = 0;
    for id in ids.iter_mut().filter(|id| id.is_none()) {
        *id = loop {
            number += 1;
            let fresh = format!("{letter}{number}");
            if taken.insert(fresh.clone()) {
                break Some(fresh);
            }
        };
    }
    ids.into_iter().flatten().collect()
}

/// An event as its trigger keeps it.
struct Event {
    id: String,
    label: Option<String>,
    attrs: Attrs,
    references: Vec<Reference>,
}

fn events_of(attrs: &Attrs) -> Vec<Event> {
    let Some((_, Value::Array(all))) = attrs.iter().find(|(name, _)| name == EVENTS) else {
        return Vec::new();
    };
    let usable = |id: &str| {
        id.strip_prefix('E').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    };
    all.iter()
        .filter_map(|value| {
            let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
            let attrs = value.get("attrs").and_then(Value::as_object).cloned().unwrap_or_default();
            let references = value.get("references").map(Reference::read).unwrap_or_default();
            let id = value.as_str().map(str::to_owned).or_else(|| text("id"))?;
            let label = text("type");
            usable(&id).then(|| Event { id, label, attrs: attrs.into_iter().collect(), references })
        })
        .collect()
}

struct Writing<'a> {
    text: &'a Text,
    offsets: Offsets<'a>,
    ids: Ids,
    out: String,
    /// How many lines of each letter were written.
    numbers: HashMap<char, usize>,
    losses: Losses,
}

impl Writing<'_> {
    fn sheet(&mut self, sheet: &Sheet) {
        for (number, mark) in sheet.marks.iter().enumerate() {
            let id = self.ids.marks[number].clone();
            self.stretch(&id, &mark.label, &mark.spans);
        }
        let arguments = self.events(sheet);
        for (number, tie) in sheet.ties.iter().enumerate() {
            if !arguments.contains(&number) {
                self.relation(number, tie);
            }
        }
        for chain in &sheet.chains {
            let ids: Vec<&str> = chain.iter().map(|&mark| &*self.ids.marks[mark]).collect();
            let ids = ids.join(" ");
            self.line(format_args!("*\tEquiv {ids}"));
        }
        for (number, mark) in sheet.marks.iter().enumerate() {
            let id = self.ids.marks[number].clone();
            self.said(&id, &mark.attrs, &mark.references);
        }
        for remark in &sheet.remarks {
            self.remark(remark, &sheet.marks);
        }
    }

    fn line(&mut self, line: std::fmt::Arguments) {
        // Writing to a string does not fail.
        let _ = writeln!(self.out, "{line}");
    }

    /// The next id of a letter whose lines nothing refers to.
    fn next(&mut self, letter: char) -> usize {
        let number = self.numbers.entry(letter).or_insert(0);
        *number += 1;
        *number
    }

    /// A `T`, parted at line ends.
    fn stretch(&mut self, id: &str, label: &str, spans: &[Span]) {
        let mut places = String::new();
        let mut words = String::new();
        for &span in spans {
            let whole = self.text.original_of(span).into_owned();
            let mut at = span.start;
            for (shown, real) in self.text.slice(span).split('\n').zip(whole.split('\n')) {
                let end = at + shown.len();
                if !shown.is_empty() {
                    let part = if places.is_empty() { "" } else { ";" };
                    let (start, end) = (self.offsets.offset(at), self.offsets.offset(end));
                    let _ = write!(places, "{part}{start} {end}");
                    words.push_str(if words.is_empty() { "" } else { " " });
                    words.push_str(real);
                }
                at = end + 1;
            }
        }
        if places.is_empty() {
            self.losses.add("mentions of nothing but line ends", id);
            return;
        }
        let label = encode(label);
        self.line(format_args!("{id}\t{label} {places}\t{words}"));
    }

    /// Writes the events; the numbers of the ties that are their arguments.
    fn events(&mut self, sheet: &Sheet) -> HashSet<usize> {
        let mut ties_of: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
        for (number, tie) in sheet.ties.iter().enumerate() {
            if let Some(id) = text_of(&tie.attrs, OF_EVENT) {
                ties_of.entry((tie.from, id)).or_default().push(number);
            }
        }
        let mut used = HashSet::new();
        for (number, mark) in sheet.marks.iter().enumerate() {
            for event in events_of(&mark.attrs) {
                let label = encode(event.label.as_deref().unwrap_or(&mark.label));
                let mut line = format!("{}\t{label}:{}", event.id, self.ids.marks[number]);
                for &tie in ties_of.get(&(number, &*event.id)).into_iter().flatten() {
                    let Tie { label, to, attrs, .. } = &sheet.ties[tie];
                    let to = text_of(attrs, TO_EVENT).unwrap_or(&self.ids.marks[*to]);
                    let _ = write!(line, " {}:{to}", encode(label));
                    used.insert(tie);
                }
                self.line(format_args!("{line}"));
                self.said(&event.id, &event.attrs, &event.references);
            }
        }
        used
    }

    fn relation(&mut self, number: usize, tie: &Tie) {
        let id = self.ids.ties[number].clone();
        let arguments = tie.attrs.iter().find(|(name, _)| name == ARGUMENTS);
        let role = |number: usize, usual: &str| {
            let role = arguments.and_then(|(_, roles)| roles.get(number)?.as_str());
            role.filter(|role| !role.is_empty()).map_or_else(|| usual.to_owned(), encode)
        };
        let from = text_of(&tie.attrs, FROM_EVENT).unwrap_or(&self.ids.marks[tie.from]);
        let to = text_of(&tie.attrs, TO_EVENT).unwrap_or(&self.ids.marks[tie.to]);
        let (first, second) = (role(0, "Arg1"), role(1, "Arg2"));
        let label = encode(&tie.label);
        let line = format!("{id}\t{label} {first}:{from} {second}:{to}");
        self.line(format_args!("{line}"));
        let mut attrs = tie.attrs.clone();
        attrs.retain(|(name, _)| ![ARGUMENTS, FROM_EVENT, TO_EVENT].contains(&&**name));
        self.said(&id, &attrs, &[]);
    }

    /// Attributes and references of what has this id.
    fn said(&mut self, id: &str, attrs: &Attrs, references: &[Reference]) {
        for (name, value) in attrs.iter().filter(|(name, _)| name != EVENTS) {
            let simple = |value: &Value| !value.is_array() && !value.is_object();
            match value {
                Value::Array(all) if all.len() > 1 && all.iter().all(simple) => {
                    for value in all {
                        self.attribute(id, name, value);
                    }
                }
                value => self.attribute(id, name, value),
            }
        }
        for Reference { source, id: entry, words } in references {
            let number = self.next('N');
            let (source, entry) = (encode(source), encode(entry));
            let words = words.replace(['\n', '\t'], " ");
            self.line(format_args!("N{number}\tReference {id} {source}:{entry}\t{words}"));
        }
    }

    fn attribute(&mut self, id: &str, name: &str, value: &Value) {
        let number = self.next('A');
        let (name, value) = (encode(name), value_words(value));
        let space = if value.is_empty() { "" } else { " " };
        self.line(format_args!("A{number}\t{name} {id}{space}{value}"));
    }

    fn remark(&mut self, remark: &Remark, marks: &[Mark]) {
        let note = &remark.note;
        let kind = encode(note.kind_word.as_deref().unwrap_or(COMMENT));
        let bare = Note {
            id: note.id.clone(),
            body: note.body.clone(),
            kind_word: note.kind_word.clone(),
            target: note.target.clone(),
            selectors: note.selectors.clone(),
            spans: note.spans.clone(),
            anchor: note.anchor,
            standing: note.standing.clone(),
            hand: note.hand.clone(),
            ..Note::default()
        };
        // Nothing but words about something that has an id here.
        let target = match remark.on {
            Some(on) if marks[on].spans == note.spans => Some(self.ids.marks[on].clone()),
            Some(_) => None,
            None => note.target.clone().filter(|id| self.is_written(id)),
        };
        if let Some(target) = target.filter(|_| bare == *note && !note.body.is_empty()) {
            self.comment(&kind, &target, note);
        } else if note.spans.is_empty() {
            self.losses.add("notes on the whole story, or lost in it", &note.id);
        } else {
            let id = self.ids.fresh();
            self.stretch(&id, NOTE, &note.spans);
            self.said(&id, &particulars(note), &[]);
            if note.kind != NoteKind::Highlight || !note.body.is_empty() {
                self.comment(COMMENT, &id, note);
            }
        }
    }

    /// Whether the id is of an event or a relation that brat knows.
    fn is_written(&self, id: &str) -> bool {
        let letter = id.chars().next().unwrap_or(' ');
        matches!(letter, 'E' | 'R') && self.ids.taken.contains(id)
    }

    fn comment(&mut self, kind: &str, target: &str, note: &Note) {
        if note.body.contains("\\n") {
            self.losses.add("backslashes in notes", &note.id);
        }
        let number = self.next('#');
        let words = note.body.replace('\n', "\\n");
        self.line(format_args!("#{number}\t{kind} {target}\t{words}"));
    }
}

/// What a note says besides its words, as attributes.
fn particulars(note: &Note) -> Attrs {
    let mut attrs: Attrs = vec![("id".into(), note.id.as_str().into())];
    let one = [
        ("color", &note.color),
        ("made", &note.made),
        ("changed", &note.changed),
        ("by", &note.by),
        ("annotation", &note.target),
    ];
    for (name, value) in one {
        attrs.extend(value.as_deref().map(|value| (name.to_owned(), Value::from(value))));
    }
    for (name, values) in [("tag", &note.tags), ("about", &note.about)] {
        attrs.extend(values.iter().map(|value| (name.to_owned(), Value::from(value.as_str()))));
    }
    attrs
}

fn text_of<'a>(attrs: &'a Attrs, name: &str) -> Option<&'a str> {
    attrs.iter().find(|(own, _)| own == name)?.1.as_str()
}
