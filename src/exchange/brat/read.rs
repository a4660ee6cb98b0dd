//! Lines of a `.ann` file into marks.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::super::gather::gather;
use super::super::marks::{Mark, Reference, Remark, Sheet, Tie, note_id};
use super::super::offsets::{Offsets, Source, Unit, same};
use super::super::percent::decode;
use super::super::report::Report;
use super::super::{Document, Imported, Losses, SourceFile};
use super::{ARGUMENTS, COMMENT, EVENTS, FROM_EVENT, NOTE, OF_EVENT, TO_EVENT, value_of};
use crate::error::Diagnostic;
use crate::model::text::visible;
use crate::model::{Attrs, Note, NoteKind, Span, Story, Text};

/// Reads one text and the annotation files beside it.
pub(super) fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    let is_text = |file: &&SourceFile| {
        file.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt"))
    };
    let Some(text_file) = files.iter().find(is_text) else {
        for file in files {
            let text = file.path.with_extension("txt");
            let name = text.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let message = format!("the text it annotates, {name}, is not beside it");
            imported.problems.push(Diagnostic::error(file.shown(), message));
        }
        return imported;
    };
    let source = Source::decode(&text_file.bytes);
    if source.broken {
        let message = "some bytes are not UTF-8; each shows as \u{fffd}";
        imported.problems.push(Diagnostic::warning(text_file.shown(), message));
    }
    let annotations: Vec<(String, Source)> = files
        .iter()
        .filter(|file| !is_text(file))
        .map(|file| (file.shown(), Source::decode(&file.bytes)))
        .collect();
    let mut reading = Reading::default();
    let mut reports: Vec<Report> = Vec::new();
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for (number, (name, content)) in annotations.iter().enumerate() {
        let content = content.text.as_str();
        let mut report = Report::new(name.clone(), content);
        let mut at = 0;
        for line in content.split('\n') {
            match parse(line) {
                Ok(Some(what)) => lines.push((number, Line { at, id: id_of(line), what })),
                Ok(None) => {}
                Err(expected) => report.error(at, line.chars().count(), expected),
            }
            at += line.len() + 1;
        }
        reports.push(report);
    }
    let claims: Vec<(usize, usize, &str)> = lines
        .iter()
        .filter_map(|(_, line)| match &line.what {
            What::Stretch { offsets, words, .. } if offsets.len() == 1 && !words.is_empty() => {
                Some((offsets[0].0, offsets[0].1, *words))
            }
            _ => None,
        })
        .collect();
    let offsets = Offsets::fitting(&source, &[Unit::Scalar, Unit::Utf16, Unit::Byte], &claims);
    // Stretches first, then what is said of them; a file may have any order.
    for turn in 0..3 {
        for (number, line) in lines.iter().filter(|(_, line)| line.what.turn() == turn) {
            reading.line(line, &offsets, &source.text, &mut reports[*number]);
        }
        if turn == 1 {
            for (number, line) in &lines {
                reading.arguments(line, &mut reports[*number]);
            }
        }
    }
    let name = text_file.stem();
    let (sheet, losses) = reading.finish(&name);
    let (annotations, notes) = gather(sheet, &source.text);
    let story = Story { text: source.text.clone(), ..Story::default() };
    imported.documents.push(Document { name, story, annotations, notes });
    imported.losses = losses;
    imported.problems.extend(reports.into_iter().flat_map(Report::finish));
    imported
}

/// A line that could be read.
struct Line<'a> {
    /// Its first byte.
    at: usize,
    id: &'a str,
    what: What<'a>,
}

enum What<'a> {
    /// `T`
    Stretch { label: &'a str, offsets: Vec<(usize, usize)>, words: &'a str },
    /// `E`
    Event { label: &'a str, trigger: &'a str, arguments: Vec<(&'a str, &'a str)> },
    /// `R`
    Relation { label: &'a str, ends: [(&'a str, &'a str); 2] },
    /// `*`
    Equiv(Vec<&'a str>),
    /// `A` and `M`
    Attribute { name: &'a str, target: &'a str, value: &'a str },
    /// `N`
    Reference { kind: &'a str, target: &'a str, entry: &'a str, words: &'a str },
    /// `#`
    Comment { kind: &'a str, target: &'a str, words: &'a str },
}

impl What<'_> {
    fn turn(&self) -> usize {
        match self {
            What::Stretch { .. } => 0,
            What::Event { .. } => 1,
            _ => 2,
        }
    }
}

fn id_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or(line)
}

/// Reads one line; the error says what was expected.
fn parse(line: &str) -> Result<Option<What<'_>>, String> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let Some((id, rest)) = line.split_once('\t') else {
        return Err("expected an id, a tab and an annotation".into());
    };
    let (data, tail) = rest.split_once('\t').unwrap_or((rest, ""));
    let mut words = data.split_whitespace();
    let kind = words.next().ok_or("expected a type after the id")?;
    let what = match id.chars().next() {
        Some('T') => What::Stretch {
            label: kind,
            offsets: offsets_of(data[data.find(kind).unwrap_or(0) + kind.len()..].trim())?,
            words: tail,
        },
        Some('E') => {
            let (label, trigger) = kind.split_once(':').ok_or("expected Type:T1 after the id")?;
            let pair = |word| pair_of(word, "expected arguments as Role:T1");
            What::Event { label, trigger, arguments: words.map(pair).collect::<Result<_, _>>()? }
        }
        Some('R') => {
            const EXPECTED: &str = "expected a type and two arguments, as Arg1:T1 Arg2:T2";
            let ends: Vec<(&str, &str)> =
                words.map(|word| pair_of(word, EXPECTED)).collect::<Result<_, _>>()?;
            What::Relation { label: kind, ends: ends.try_into().map_err(|_| EXPECTED)? }
        }
        Some('*') => What::Equiv(words.collect()),
        Some('A' | 'M') => {
            let target = words.next().ok_or("expected a name and the id it is said of")?;
            let end = target.as_ptr() as usize - data.as_ptr() as usize + target.len();
            What::Attribute { name: kind, target, value: data[end..].trim() }
        }
        Some('N') => {
            const EXPECTED: &str = "expected a type, an id and a reference, as Reference T1 DB:ID";
            let (target, entry) = words.next().zip(words.next()).ok_or(EXPECTED)?;
            What::Reference { kind, target, entry, words: tail.trim() }
        }
        Some('#') => {
            let target = words.next().ok_or("expected a type and the id it is about")?;
            What::Comment { kind, target, words: tail }
        }
        _ => return Err(format!("`{id}`: expected an id that begins with T E R A M N # or *")),
    };
    Ok(Some(what))
}

fn pair_of<'a>(word: &'a str, expected: &str) -> Result<(&'a str, &'a str), String> {
    word.split_once(':')
        .filter(|(role, id)| !role.is_empty() && !id.is_empty())
        .ok_or_else(|| expected.to_owned())
}

fn offsets_of(written: &str) -> Result<Vec<(usize, usize)>, String> {
    let piece = |piece: &str| {
        let (start, end) = piece.trim().split_once(char::is_whitespace)?;
        let (start, end) = (start.parse().ok()?, end.trim().parse().ok()?);
        (start < end).then_some((start, end))
    };
    let pieces: Option<Vec<_>> = written.split(';').map(piece).collect();
    pieces.ok_or_else(|| {
        format!("expected offsets as `6 11` or `24 31;39 45`, found `{}`", visible(written))
    })
}

/// An `E` and what is said of it.
struct Event {
    id: String,
    label: String,
    trigger: usize,
    attrs: Attrs,
    references: Vec<Value>,
}

/// What an id stands for.
#[derive(Clone, Copy)]
enum Meant {
    Mark(usize),
    Event(usize),
    Tie(usize),
    /// An attribute or a reference: nothing but a note can be about it.
    Aside,
}

#[derive(Default)]
struct Reading<'a> {
    sheet: Sheet,
    events: Vec<Event>,
    meant: HashMap<&'a str, Meant>,
    /// The comments, and whom they are about.
    comments: Vec<(&'a str, &'a str, &'a str)>,
    losses: Losses,
}

impl<'a> Reading<'a> {
    fn line(&mut self, line: &Line<'a>, offsets: &Offsets, text: &Text, report: &mut Report) {
        let known = line.id != "*" && self.meant.contains_key(line.id);
        let width = line.id.chars().count();
        if known && !matches!(line.what, What::Comment { .. }) {
            report.error(line.at, width, format!("the id `{}` is taken", line.id));
            return;
        }
        if let Err(message) = self.take(line, offsets, text, report) {
            report.error(line.at, width, message);
        }
    }

    fn take(
        &mut self,
        line: &Line<'a>,
        offsets: &Offsets,
        text: &Text,
        report: &mut Report,
    ) -> Result<(), String> {
        match &line.what {
            What::Stretch { label, offsets: pieces, words } => {
                let (spans, remark) = place(pieces, words, offsets, text)
                    .map_err(|wrong| format!("{wrong}, which has {} characters", text.scalars()))?;
                if let Some(remark) = remark {
                    report.warning(line.at, line.id.len(), remark);
                }
                self.meant.insert(line.id, Meant::Mark(self.sheet.marks.len()));
                self.sheet.marks.push(Mark {
                    id: Some(visible(line.id).into_owned()),
                    label: decode(label),
                    spans,
                    ..Mark::default()
                });
            }
            What::Event { label, trigger, .. } => {
                let Some(Meant::Mark(trigger)) = self.meant.get(trigger).copied() else {
                    return Err(unknown(trigger));
                };
                self.meant.insert(line.id, Meant::Event(self.events.len()));
                self.events.push(Event {
                    id: line.id.to_owned(),
                    label: decode(label),
                    trigger,
                    attrs: Attrs::new(),
                    references: Vec::new(),
                });
            }
            What::Relation { label, ends } => {
                let (from, from_event) = self.end(ends[0].1)?;
                let (to, to_event) = self.end(ends[1].1)?;
                let mut attrs = Attrs::new();
                if (ends[0].0, ends[1].0) != ("Arg1", "Arg2") {
                    let roles = ends.iter().map(|(role, _)| decode(role).into()).collect();
                    attrs.push((ARGUMENTS.into(), Value::Array(roles)));
                }
                attrs.extend(from_event.map(|id| (FROM_EVENT.to_owned(), Value::from(id))));
                attrs.extend(to_event.map(|id| (TO_EVENT.to_owned(), Value::from(id))));
                self.meant.insert(line.id, Meant::Tie(self.sheet.ties.len()));
                let id = Some(line.id.to_owned());
                self.sheet.ties.push(Tie { id, label: decode(label), from, to, attrs });
            }
            What::Equiv(ids) => {
                let mut chain = Vec::with_capacity(ids.len());
                for id in ids {
                    chain.push(self.end(id)?.0);
                }
                self.sheet.chains.push(chain);
            }
            What::Attribute { name, target, value } => {
                let value = value_of(value);
                let attrs = match self.meant.get(target) {
                    Some(&Meant::Mark(mark)) => &mut self.sheet.marks[mark].attrs,
                    Some(&Meant::Event(event)) => &mut self.events[event].attrs,
                    Some(&Meant::Tie(tie)) => &mut self.sheet.ties[tie].attrs,
                    _ => return Err(unknown(target)),
                };
                put(attrs, &decode(name), value);
                self.meant.insert(line.id, Meant::Aside);
            }
            What::Reference { kind, target, entry, words } => {
                let (source, id) = entry.split_once(':').unwrap_or(("", entry));
                let reference = Reference {
                    source: decode(source),
                    id: decode(id),
                    words: visible(words).into_owned(),
                };
                if *kind != "Reference" {
                    self.losses.add("types of normalizations", kind);
                }
                match self.meant.get(target) {
                    Some(&Meant::Mark(mark)) => self.sheet.marks[mark].references.push(reference),
                    Some(&Meant::Event(event)) => {
                        self.events[event].references.push(reference.value());
                    }
                    _ => return Err(unknown(target)),
                }
                self.meant.insert(line.id, Meant::Aside);
            }
            What::Comment { kind, target, words } => {
                if !self.meant.contains_key(target) && !target.starts_with(['A', 'M', 'N', 'R']) {
                    return Err(unknown(target));
                }
                self.comments.push((kind, target, words));
            }
        }
        Ok(())
    }

    /// The arguments of an event, once all events are known.
    fn arguments(&mut self, line: &Line<'a>, report: &mut Report) {
        let What::Event { arguments, .. } = &line.what else { return };
        let Some(&Meant::Event(event)) = self.meant.get(line.id) else { return };
        for (role, id) in arguments {
            let (to, to_event) = match self.end(id) {
                Ok(end) => end,
                Err(message) => {
                    report.error(line.at, line.id.chars().count(), message);
                    continue;
                }
            };
            let Event { id, trigger, .. } = &self.events[event];
            let mut attrs: Attrs = vec![(OF_EVENT.into(), id.as_str().into())];
            attrs.extend(to_event.map(|id| (TO_EVENT.to_owned(), Value::from(id))));
            let tie = Tie { id: None, label: decode(role), from: *trigger, to, attrs };
            self.sheet.ties.push(tie);
        }
    }

    /// The mark that an id stands for: of an event its trigger, and the event.
    fn end(&self, id: &str) -> Result<(usize, Option<&'a str>), String> {
        match self.meant.get_key_value(id) {
            Some((_, &Meant::Mark(mark))) => Ok((mark, None)),
            Some((id, &Meant::Event(event))) => Ok((self.events[event].trigger, Some(*id))),
            _ => Err(unknown(id)),
        }
    }

    fn finish(mut self, name: &str) -> (Sheet, Losses) {
        self.sheet.chains = joined(std::mem::take(&mut self.sheet.chains));
        let triggers: Vec<usize> = self.events.iter().map(|event| event.trigger).collect();
        for event in self.events {
            let mark = &mut self.sheet.marks[event.trigger];
            let simple =
                event.label == mark.label && event.attrs.is_empty() && event.references.is_empty();
            let value = if simple {
                Value::String(event.id)
            } else {
                let mut map = Map::new();
                map.insert("id".into(), event.id.into());
                map.insert("type".into(), event.label.into());
                if !event.attrs.is_empty() {
                    map.insert("attrs".into(), Value::Object(event.attrs.into_iter().collect()));
                }
                if !event.references.is_empty() {
                    map.insert("references".into(), Value::Array(event.references));
                }
                Value::Object(map)
            };
            match mark.attrs.iter_mut().find(|(name, _)| name == EVENTS) {
                Some((_, Value::Array(all))) => all.push(value),
                _ => mark.attrs.push((EVENTS.into(), Value::Array(vec![value]))),
            }
        }
        // Marks that only carry a note are no names.
        let mut busy: HashSet<usize> =
            self.sheet.ties.iter().flat_map(|tie| [tie.from, tie.to]).collect();
        busy.extend(self.sheet.chains.iter().flatten());
        let is_note: Vec<bool> = self
            .sheet
            .marks
            .iter()
            .enumerate()
            .map(|(number, mark)| mark.label == NOTE && !busy.contains(&number))
            .collect();
        let mut notes: Vec<Option<Note>> = self
            .sheet
            .marks
            .iter()
            .zip(&is_note)
            .map(|(mark, is_note)| is_note.then(|| note_from(mark, name)))
            .collect();
        for (number, (kind, target, words)) in self.comments.into_iter().enumerate() {
            let body = words.replace("\\n", "\n");
            let on = match self.meant.get(target) {
                Some(&Meant::Mark(mark)) => Some(mark),
                _ => None,
            };
            if let Some(note) = on.and_then(|mark| notes[mark].as_mut())
                && note.body.is_empty()
                && kind == COMMENT
            {
                note.body = body;
                note.kind = NoteKind::Note;
                continue;
            }
            let mut note = Note {
                id: note_id(&[name, target, words, &number.to_string()]),
                body,
                kind_word: (kind != COMMENT).then(|| visible(kind).into_owned()),
                ..Note::default()
            };
            if on.is_none() {
                note.target = Some(visible(target).into_owned());
            }
            if let Some(&Meant::Event(event)) = self.meant.get(target) {
                note.spans.clone_from(&self.sheet.marks[triggers[event]].spans);
            }
            self.sheet.remarks.push(Remark { on, note });
        }
        for note in notes.into_iter().flatten() {
            self.sheet.remarks.push(Remark { on: None, note });
        }
        let keep: Vec<bool> = is_note.iter().map(|is_note| !is_note).collect();
        self.sheet.retain(&keep, &mut self.losses);
        (self.sheet, self.losses)
    }
}

/// The note that a mark carries; its words come as a comment.
fn note_from(mark: &Mark, name: &str) -> Note {
    let text = |key: &str| {
        let found = mark.attrs.iter().find(|(own, _)| own == key);
        found.and_then(|(_, value)| value.as_str()).map(|words| visible(words).into_owned())
    };
    let texts = |key: &str| -> Vec<String> {
        let found = mark.attrs.iter().filter(|(own, _)| own == key);
        let words = found.flat_map(|(_, value)| match value {
            Value::Array(items) => items.clone(),
            value => vec![value.clone()],
        });
        words.filter_map(|value| value.as_str().map(|w| visible(w).into_owned())).collect()
    };
    let id = mark.id.as_deref().unwrap_or_default();
    Note {
        id: text("id").unwrap_or_else(|| note_id(&[name, id])),
        kind: NoteKind::Highlight,
        tags: texts("tag"),
        about: texts("about"),
        color: text("color"),
        made: text("made"),
        changed: text("changed"),
        by: text("by"),
        target: text("annotation"),
        spans: mark.spans.clone(),
        ..Note::default()
    }
}

fn unknown(id: &str) -> String {
    format!("`{}`: no annotation of this file has this id", visible(id))
}

/// Sets an attribute; a second value of the same name makes a list.
fn put(attrs: &mut Attrs, name: &str, value: Value) {
    match attrs.iter_mut().find(|(own, _)| own == name) {
        Some((_, Value::Array(all))) => all.push(value),
        Some((_, old)) => *old = Value::Array(vec![old.take(), value]),
        None => attrs.push((visible(name).into_owned(), value)),
    }
}

/// How far around its offsets the words of a stretch are looked for, in bytes.
const NEAR: usize = 4096;

/// The stretches of a mark, and what was odd about them.
fn place(
    pieces: &[(usize, usize)],
    words: &str,
    offsets: &Offsets,
    text: &Text,
) -> Result<(Vec<Span>, Option<String>), String> {
    let mut spans = Vec::with_capacity(pieces.len());
    for &(start, end) in pieces {
        let span = offsets.span(start, end);
        spans.push(span.ok_or_else(|| format!("{start} {end} is not within the text"))?);
    }
    spans.sort_unstable();
    // brat parts a stretch at line ends; apart from that it is one.
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            Some(last) if is_line_end(text.slice(Span::new(last.end, span.start))) => {
                last.end = span.end;
            }
            _ => joined.push(span),
        }
    }
    let there: Vec<&str> = joined.iter().map(|&span| text.slice(span)).collect();
    let there = there.join(" ");
    // Other writers join the stretches with an ellipsis in brackets.
    if words.trim().is_empty() || same(&there, words) || same(&there, &words.replace("[...]", "")) {
        return Ok((joined, None));
    }
    let (there, said) = (short(&there), short(words));
    if let [span] = joined.as_slice() {
        let content = text.as_str();
        let from = text.floor(span.start.saturating_sub(NEAR));
        let to = text.floor(span.start.saturating_add(NEAR + words.len()));
        let found = content[from..to].match_indices(words.trim_end()).map(|(at, _)| from + at);
        if let Some(start) = found.min_by_key(|start| start.abs_diff(span.start)) {
            let message = format!("the text has `{there}` there: `{said}` is used where it stands");
            return Ok((vec![Span::new(start, start + words.trim_end().len())], Some(message)));
        }
    }
    Ok((joined, Some(format!("the text has `{there}` there, not `{said}`"))))
}

fn is_line_end(gap: &str) -> bool {
    !gap.is_empty() && gap.chars().all(|c| c == '\n')
}

fn short(words: &str) -> String {
    let words = visible(words);
    match words.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.into_owned(),
    }
}

/// Chains that share a mark are one: what equals the same is equal.
fn joined(chains: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut chain_of: HashMap<usize, usize> = HashMap::new();
    for chain in chains {
        let mut touched: Vec<usize> =
            chain.iter().filter_map(|mark| chain_of.get(mark).copied()).collect();
        touched.sort_unstable();
        touched.dedup();
        // The largest takes in the others, so that no mark moves often.
        let Some(&home) = touched.iter().max_by_key(|&&number| all[number].len()) else {
            let mut seen = HashSet::new();
            let own: Vec<usize> = chain.into_iter().filter(|&mark| seen.insert(mark)).collect();
            chain_of.extend(own.iter().map(|&mark| (mark, all.len())));
            all.push(own);
            continue;
        };
        let mut coming: Vec<usize> =
            chain.into_iter().filter(|mark| !chain_of.contains_key(mark)).collect();
        coming.sort_unstable();
        coming.dedup();
        for number in touched.into_iter().filter(|&number| number != home) {
            coming.append(&mut all[number]);
        }
        chain_of.extend(coming.iter().map(|&mark| (mark, home)));
        all[home].append(&mut coming);
    }
    all.retain(|chain| !chain.is_empty());
    all
}
