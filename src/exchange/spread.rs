//! Names, times, quotes, events and notes into marks.
//!
//! What a format has no place for is left out and counted here, once for all
//! formats; what its syntax cannot hold (a label with a space, a line break in
//! a note) is counted by the format itself.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Document;
use super::attributes::{OF_MENTIONS, OF_NAMES, UNKNOWN, attributes, count, own_attributes};
use super::gather::{attr, label_of, name_of, words_of};
use super::losses::Losses;
use super::marks::{
    Carries, EVENT, Key, LABEL, Mark, QUOTE, REFERENCES, Reference, Remark, SPEAKER, Sheet, Tie,
};
use crate::model::entity::slug;
use crate::model::text::visible;
use crate::model::{Attrs, Entity, MatchRule, Mention, Note, NoteKind, Role, Span, Story};

/// Makes a sheet of what a document says, as far as a format carries it.
pub fn spread(document: &Document, carries: &Carries) -> (Sheet, Losses) {
    let Document { annotations, .. } = document;
    let mut spreading = Spreading {
        document,
        carries,
        sheet: Sheet::default(),
        losses: Losses::default(),
        marks_of: vec![Vec::new(); annotations.entities.len()],
        by_id: HashMap::new(),
        events: HashMap::new(),
        said: document
            .notes
            .iter()
            .filter(|note| note.kind == NoteKind::Entity)
            .map(|note| visible(note.body.trim()))
            .collect(),
    };
    spreading.head();
    spreading.mentions();
    spreading.names();
    if carries.attributes {
        spreading.times();
        spreading.quotes();
        spreading.events();
    } else {
        spreading.losses.add_many("time expressions", annotations.times.len(), "");
        spreading.losses.add_many("quotes", annotations.quotes.len(), "");
        for event in &annotations.events {
            spreading.losses.add("events", &event.label);
        }
    }
    spreading.relations();
    spreading.notes();
    let Spreading { mut sheet, mut losses, .. } = spreading;
    if !carries.overlapping {
        part_overlaps(&mut sheet, document, &mut losses);
    }
    (sheet, losses)
}

struct Spreading<'a> {
    document: &'a Document,
    carries: &'a Carries,
    sheet: Sheet,
    losses: Losses,
    /// The marks of each entity, in the order of the text.
    marks_of: Vec<Vec<usize>>,
    /// Marks by the ids of mentions, times and quotes.
    by_id: HashMap<&'a str, usize>,
    /// Marks by the ids of events, which notes are about but no relation.
    events: HashMap<&'a str, usize>,
    /// What the reader's notes say of names.
    said: HashSet<Cow<'a, str>>,
}

impl<'a> Spreading<'a> {
    fn head(&mut self) {
        let head = &self.document.story.head;
        let parts = [
            ("title", head.title.is_some() && !self.has_own_title()),
            ("byline", head.byline.is_some()),
            ("source", head.source.is_some()),
            ("place", head.place.is_some()),
            ("published", head.published.is_some()),
            ("url", head.url.is_some()),
            ("language", head.language.is_some()),
            ("tags", !head.tags.is_empty()),
        ];
        let lost = |(name, there): &(&str, bool)| *there && !self.carries.head.contains(name);
        for (name, _) in parts.into_iter().filter(lost).collect::<Vec<_>>() {
            self.losses.add("particulars of the story", name);
        }
        let own = head.extra.iter().filter(|(name, _)| !self.carries.keys.contains(&&**name));
        for (name, _) in own.chain(&self.document.annotations.extra) {
            self.losses.add(UNKNOWN, name);
        }
    }

    /// Whether the title is the first paragraph of the text, from which it is
    /// read again.
    fn has_own_title(&self) -> bool {
        let Story { head, text, .. } = &self.document.story;
        let first = text.paragraphs().first().filter(|first| first.role == Role::Title);
        let words = first.map(|first| text.slice(first.span)).unwrap_or_default();
        head.title
            .as_deref()
            .is_some_and(|title| title.split_whitespace().eq(words.split_whitespace()))
    }

    fn mentions(&mut self) {
        let annotations = &self.document.annotations;
        // Of names with mentions of their own references, the links say nothing more.
        let mut own: HashSet<usize> = HashSet::new();
        for mention in &annotations.mentions {
            if mention.attrs.iter().any(|(name, _)| name == REFERENCES) {
                own.insert(mention.entity);
            }
        }
        for mention in &annotations.mentions {
            let Some(entity) = annotations.entities.get(mention.entity) else { continue };
            let spans = self.stretches(mention.spans(), &entity.name);
            let mut mark = Mark {
                id: mention.id.clone(),
                label: attr(&mention.attrs, LABEL).unwrap_or(label_of(entity)).to_owned(),
                spans,
                attrs: attributes(mention),
                references: references(entity, mention, own.contains(&mention.entity)),
            };
            self.keep_what_is_carried(&mut mark);
            self.extra(&mention.extra);
            let number = self.sheet.marks.len();
            self.marks_of[mention.entity].push(number);
            if let Some(id) = &mention.id {
                self.by_id.insert(id, number);
            }
            self.sheet.marks.push(mark);
        }
    }

    /// The stretches that the format can have.
    fn stretches(&mut self, spans: impl Iterator<Item = Span>, which: &str) -> Vec<Span> {
        let spans: Vec<Span> = spans.collect();
        if spans.len() > 1 && !self.carries.discontinuous {
            self.losses.add("gaps in discontinuous mentions", which);
            let end = spans.iter().map(|span| span.end).max().unwrap_or_default();
            return vec![Span::new(spans[0].start, end)];
        }
        spans
    }

    fn keep_what_is_carried(&mut self, mark: &mut Mark) {
        if !self.carries.attributes {
            count(&mut self.losses, OF_MENTIONS, &std::mem::take(&mut mark.attrs));
        }
        if !self.carries.links {
            for reference in mark.references.drain(..) {
                self.losses.add("links of mentions", &reference.id);
            }
        }
    }

    fn extra(&mut self, extra: &Attrs) {
        count(&mut self.losses, UNKNOWN, extra);
    }

    /// What is said of names as such, and which marks are one name's.
    fn names(&mut self) {
        let annotations = &self.document.annotations;
        let text = &self.document.story.text;
        let marks_of = std::mem::take(&mut self.marks_of);
        let words: Vec<String> = self.sheet.marks.iter().map(|m| words_of(text, m)).collect();
        let chained = chained(&self.sheet.marks, &words, &marks_of);
        for (number, entity) in annotations.entities.iter().enumerate() {
            let group = &marks_of[number];
            if group.is_empty() {
                self.losses.add("names that are not in the text", &entity.name);
                continue;
            }
            match chained[number] {
                Alone::Together => {}
                Alone::Chained if self.carries.chains => {
                    self.sheet.chains.push(group.clone());
                }
                Alone::Chained => self.losses.add("names with several forms", &entity.name),
                Alone::Confused => {
                    self.losses.add("names spelled like another's", &entity.name);
                }
            }
            let name = name_of(group.iter().map(|&n| (&self.sheet.marks[n], &*words[n])));
            if name != entity.name {
                self.losses.add("names other than the words of the text", &entity.name);
            }
            if entity.id != slug(&name) {
                self.losses.add("ids of names", &entity.id);
            }
            self.particulars(entity, group, &words);
        }
        self.marks_of = marks_of;
    }

    fn first_of(&self, entity: usize) -> Option<usize> {
        self.marks_of[entity].first().copied()
    }

    fn particulars(&mut self, entity: &Entity, group: &[usize], words: &[String]) {
        let forms: HashSet<&str> = group.iter().map(|&n| words[n].as_str()).collect();
        for alias in entity.aliases.iter().filter(|alias| !forms.contains(alias.as_str())) {
            self.losses.add("other names", alias);
        }
        // What a note says of a name describes it too: it is carried, or counted, as a note.
        let about = entity.about.iter().filter(|words| !self.said.contains(words.as_str()));
        for words in entity.role.iter().chain(about) {
            self.losses.add("descriptions of names", words);
        }
        count(&mut self.losses, OF_NAMES, own_attributes(entity));
        if entity.matching != MatchRule::Listed || !entity.not.is_empty() {
            self.losses.add("rules that match names (the mentions stay)", &entity.name);
        }
        self.extra(&entity.extra);
    }

    fn relations(&mut self) {
        let annotations = &self.document.annotations;
        let entities: HashMap<&str, usize> =
            annotations.entities.iter().enumerate().map(|(n, e)| (e.id.as_str(), n)).collect();
        for relation in &annotations.relations {
            if !self.carries.ties {
                self.losses.add("relations", &relation.kind);
                continue;
            }
            let mark = |id: &str| self.by_id.get(id).copied();
            let first = |id: &str| self.first_of(*entities.get(id)?);
            let end = |id: &String| mark(id).or_else(|| first(id));
            let of_names = [&relation.from, &relation.to].iter().any(|id| mark(id).is_none());
            let (Some(from), Some(to)) = (end(&relation.from), end(&relation.to)) else {
                self.losses.add("relations of names that are not in the text", &relation.kind);
                continue;
            };
            if of_names {
                self.losses.add("relations of names, tied to a mention", &relation.kind);
            }
            self.extra(&relation.extra);
            self.tie(relation.id.clone(), &relation.kind, (from, to), &relation.attrs);
        }
    }

    fn tie(&mut self, id: Option<String>, label: &str, ends: (usize, usize), attrs: &Attrs) {
        let mut attrs = attrs.clone();
        if !self.carries.tie_attributes {
            for (name, _) in attrs.drain(..) {
                self.losses.add("attributes of relations", &name);
            }
        }
        let (from, to) = ends;
        self.sheet.ties.push(Tie { id, label: label.to_owned(), from, to, attrs });
    }

    fn times(&mut self) {
        for time in &self.document.annotations.times {
            let mut attrs = time.attrs.clone();
            attrs.insert(0, ("value".into(), time.value.notation().into()));
            let label = time.kind.word();
            self.mark(time.id.as_deref(), label, vec![time.span], attrs);
            self.extra(&time.extra);
        }
    }

    /// Adds a mark that is no name's.
    fn mark(&mut self, id: Option<&'a str>, label: &str, spans: Vec<Span>, attrs: Attrs) -> usize {
        let number = self.sheet.marks.len();
        if let Some(id) = id {
            self.by_id.entry(id).or_insert(number);
        }
        let (id, label) = (id.map(str::to_owned), label.to_owned());
        self.sheet.marks.push(Mark { id, label, spans, attrs, references: Vec::new() });
        number
    }

    fn quotes(&mut self) {
        let annotations = &self.document.annotations;
        for quote in &annotations.quotes {
            let mut attrs = Attrs::new();
            let mut put = |name: &str, value: Option<&str>| {
                attrs.extend(value.map(|value| (name.to_owned(), Value::from(value))));
            };
            put("cue", quote.cue.as_deref());
            put("kind", quote.kind.as_ref().map(|kind| kind.word()));
            put("speaker_text", quote.speaker_text.as_deref());
            attrs.extend(quote.attrs.iter().cloned());
            let number = self.mark(quote.id.as_deref(), QUOTE, vec![quote.span], attrs);
            self.extra(&quote.extra);
            let Some(speaker) = &quote.speaker else { continue };
            match annotations.entity(speaker).and_then(|entity| self.first_of(entity)) {
                Some(to) if self.carries.ties => {
                    self.tie(None, SPEAKER, (number, to), &Attrs::new());
                }
                _ => self.losses.add("speakers of quotes", speaker),
            }
        }
    }

    fn events(&mut self) {
        let annotations = &self.document.annotations;
        for event in &annotations.events {
            self.extra(&event.extra);
            if event.spans.is_empty() {
                self.losses.add("events that are not in the text", &event.label);
                continue;
            }
            let spans = self.stretches(event.spans.iter().copied(), &event.label);
            let mut attrs: Attrs = vec![("when".into(), event.when.notation().into())];
            let number = self.mark(None, EVENT, spans, Attrs::new());
            self.events.insert(&event.id, number);
            let words = words_of(&self.document.story.text, &self.sheet.marks[number]);
            if event.label != words {
                attrs.push(("label".into(), event.label.clone().into()));
            }
            attrs.push(("event-id".into(), event.id.clone().into()));
            attrs.extend(event.attrs.iter().cloned());
            self.sheet.marks[number].attrs = attrs;
            for part in &event.who {
                match annotations.entity(&part.entity).and_then(|entity| self.first_of(entity)) {
                    Some(to) if self.carries.ties => {
                        let role = part.role.as_deref().unwrap_or("who");
                        self.tie(None, role, (number, to), &Attrs::new());
                    }
                    _ => self.losses.add("participants of events", &part.entity),
                }
            }
        }
    }

    fn notes(&mut self) {
        let document = self.document;
        let mut by_spans: HashMap<&[Span], usize> = HashMap::new();
        if self.carries.notes && document.notes.iter().any(Note::annotates) {
            for (number, mark) in self.sheet.marks.iter().enumerate().rev() {
                by_spans.insert(&mark.spans, number);
            }
        }
        let mut remarks = Vec::new();
        for note in &document.notes {
            let known = |id| self.by_id.get(id).or_else(|| self.events.get(id)).copied();
            let mut on = note.target.as_deref().and_then(known);
            let mut said = Cow::Borrowed(note);
            if note.annotates() {
                // What it marks is an annotation by now; its words are no part of that.
                let Some(mut words) = words_on(note) else {
                    let dated = note.made.is_some() || note.changed.is_some() || note.by.is_some();
                    let colored = usize::from(note.color.is_some());
                    self.losses.add_many(DATES, usize::from(dated), &note.id);
                    self.losses.add_many("colours of notes", colored, &note.id);
                    continue;
                };
                let entity = || document.annotations.entity(note.target.as_deref()?);
                on = on.or_else(|| self.events.get(&*note.id).copied());
                on = on.or_else(|| by_spans.get(&*note.spans).copied());
                on = on.or_else(|| self.first_of(entity()?));
                if let (Some(on), true) = (on, note.spans.is_empty()) {
                    words.spans.clone_from(&self.sheet.marks[on].spans);
                }
                on = on.filter(|_| !self.carries.passages);
                said = Cow::Owned(words);
            }
            let placed = !said.spans.is_empty();
            let carried = (on.is_some() && self.carries.notes)
                || (placed && self.carries.passages)
                || (!placed && on.is_none() && self.carries.story_notes);
            if carried {
                let on = on.filter(|_| self.carries.notes);
                remarks.push(Remark { on, note: said.into_owned() });
            } else if note.annotates() {
                self.losses.add("notes on names, events and corrections", &note.id);
            } else if placed || on.is_some() {
                self.losses.add("notes", &note.id);
            } else {
                self.losses.add("notes on the whole story, or lost in it", &note.id);
            }
        }
        self.sheet.remarks.extend(remarks);
    }
}

/// What is lost of a note that only marks a name or an event.
pub(super) const DATES: &str = "authors and dates of marked names, events and corrections";

/// The words and tags of a note that marks a name or an event or corrects one,
/// as a note of their own; `None` where there are none, or they are its label.
fn words_on(note: &Note) -> Option<Note> {
    let is_label = note.kind == NoteKind::Event && note.name.is_none();
    let body = if is_label { String::new() } else { note.body.clone() };
    if body.trim().is_empty() && note.tags.is_empty() {
        return None;
    }
    Some(Note {
        id: format!("{}-note", note.id),
        kind: NoteKind::Note,
        selectors: note.selectors.clone(),
        spans: note.spans.clone(),
        body,
        tags: note.tags.clone(),
        color: note.color.clone(),
        made: note.made.clone(),
        changed: note.changed.clone(),
        by: note.by.clone(),
        ..Note::default()
    })
}

fn references(entity: &Entity, mention: &Mention, own: bool) -> Vec<Reference> {
    if let Some((_, value)) = mention.attrs.iter().find(|(name, _)| name == REFERENCES) {
        return Reference::read(value);
    }
    if own {
        return Vec::new();
    }
    let link = |(source, id): &(String, String)| Reference {
        source: source.clone(),
        id: id.clone(),
        words: entity.name.clone(),
    };
    entity.links.iter().map(link).collect()
}

/// Whether the marks of a name find together again without a chain.
#[derive(Clone, Copy, PartialEq)]
enum Alone {
    Together,
    Chained,
    /// With those of another name.
    Confused,
}

fn chained(marks: &[Mark], words: &[String], marks_of: &[Vec<usize>]) -> Vec<Alone> {
    let key = |&n: &usize| Key::of(&marks[n].label, &marks[n].references, words[n].clone());
    let mut fates = vec![Alone::Together; marks_of.len()];
    let mut owners: HashMap<Key, Vec<usize>> = HashMap::new();
    for (name, group) in marks_of.iter().enumerate() {
        let keys: HashSet<Key> = group.iter().map(key).collect();
        if keys.len() > 1 {
            fates[name] = Alone::Chained;
        } else if let Some(key) = keys.into_iter().next() {
            owners.entry(key).or_default().push(name);
        }
    }
    for mut owners in owners.into_values().filter(|owners| owners.len() > 1) {
        owners.retain(|&name| {
            let several = marks_of[name].len() > 1;
            fates[name] = if several { Alone::Chained } else { Alone::Together };
            !several
        });
        for &name in owners.iter().skip(1) {
            fates[name] = Alone::Confused;
        }
    }
    fates
}

/// Keeps of marks that share text the longest, of equals the first.
fn part_overlaps(sheet: &mut Sheet, document: &Document, losses: &mut Losses) {
    let mut order: Vec<usize> = (0..sheet.marks.len()).collect();
    order.sort_by_key(|&n| {
        let span = sheet.marks[n].spans[0];
        (span.start, std::cmp::Reverse(span.end), n)
    });
    let mut keep = vec![true; sheet.marks.len()];
    let mut reach = 0;
    for number in order {
        let mark = &sheet.marks[number];
        if mark.spans[0].start < reach {
            keep[number] = false;
            losses.add("mentions inside others", &words_of(&document.story.text, mark));
        } else {
            reach = mark.spans.iter().map(|span| span.end).max().unwrap_or(reach);
        }
    }
    sheet.retain(&keep, losses);
}

impl Sheet {
    /// Takes out the marks that are not to be kept, and counts what hung on them.
    pub(super) fn retain(&mut self, keep: &[bool], losses: &mut Losses) {
        let mut number = 0;
        let moved: Vec<Option<usize>> = keep
            .iter()
            .map(|&kept| {
                number += usize::from(kept);
                kept.then(|| number - 1)
            })
            .collect();
        let mut at = 0;
        self.marks.retain(|_| {
            at += 1;
            keep[at - 1]
        });
        self.ties.retain_mut(|tie| {
            let (Some(from), Some(to)) = (moved[tie.from], moved[tie.to]) else {
                losses.add("relations of mentions left out", &tie.label);
                return false;
            };
            (tie.from, tie.to) = (from, to);
            true
        });
        for chain in &mut self.chains {
            *chain = chain.iter().filter_map(|&mark| moved[mark]).collect();
        }
        self.chains.retain(|chain| chain.len() > 1);
        self.remarks.retain_mut(|remark| {
            let Some(on) = remark.on else { return true };
            remark.on = moved[on];
            if remark.on.is_none() {
                losses.add("notes on mentions left out", &remark.note.id);
            }
            remark.on.is_some()
        });
    }
}
