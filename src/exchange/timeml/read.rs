//! Elements in a text into marks and ties.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::super::embedded::{self};
use super::super::gather::gather;
use super::super::marks::{EVENT, Mark, QUOTE, Sheet, Tie, value_from};
use super::super::offsets::Source;
use super::super::report::Report;
use super::super::xml::{What, pieces};
use super::super::{Document, Imported, Losses, SourceFile};
use super::{
    Attributes, BESIDE, DEEPEST, ELEMENT, EMPTY, FORMAT, FROM, INSTANCES, LINKS, LOOSE, MARKS, TO,
    element_of, element_value,
};
use crate::model::text::visible;
use crate::model::{Attrs, Head, Moment, Span, Story, Text, TimeType};

pub(super) fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    for file in files {
        let source = Source::decode(&file.bytes);
        let content = source.text.as_str();
        let mut report = Report::new(file.shown(), content);
        let mut reading = Reading { dct: refers_to_dct(content), ..Reading::default() };
        reading.pieces(content, &mut report);
        let (document, losses) = reading.finish(file.name(&FORMAT), &mut report);
        imported.documents.extend(document);
        imported.losses.merge(losses);
        imported.problems.extend(report.finish());
    }
    imported
}

/// Whether links refer to the creation time.
fn refers_to_dct(content: &str) -> bool {
    let mut inside = false;
    let mut ids: HashSet<String> = HashSet::new();
    for piece in pieces(content) {
        match piece.what {
            What::Open { name: "DCT", .. } => inside = true,
            What::Close("DCT") => inside = false,
            What::Open { name: "TIMEX3", attributes, .. } if inside => {
                let tid = attributes.into_iter().find(|(name, _)| *name == "tid");
                ids.extend(tid.map(|(_, id)| id.into_owned()));
            }
            What::Open { name, attributes, .. } if LINKS.contains(&name) => {
                let ends = FROM.iter().chain(&TO);
                let mut ends = ends.filter_map(|end| attributes.iter().find(|(own, _)| own == end));
                if ends.any(|(_, id)| ids.contains(&**id)) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[derive(Default)]
struct Reading {
    /// Whether the creation time is part of the text.
    dct: bool,
    text: String,
    /// How many characters `text` has.
    length: usize,
    title: String,
    published: Option<String>,
    sheet: Sheet,
    /// Elements that are open: name, and for a mark its number and start.
    open: Vec<(String, Option<(usize, usize)>)>,
    /// The links and instances: where in the file, and what they say.
    links: Vec<(usize, String, Attributes)>,
    instances: Vec<(usize, Attributes)>,
    has_text: bool,
    /// The words of elements beside the text that have no other place: name, words.
    beside: Vec<(&'static str, String)>,
    /// Elements that no word stands for.
    empty: Vec<(String, Attributes)>,
    losses: Losses,
}

impl Reading {
    fn pieces(&mut self, content: &str, report: &mut Report) {
        self.has_text = pieces(content)
            .any(|piece| matches!(piece.what, What::Open { name: "TEXT", closed: false, .. }));
        for piece in pieces(content) {
            match piece.what {
                What::Text(words) => self.words(&words),
                What::Open { name, attributes, closed } => {
                    let attributes: Attributes = attributes
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value.into_owned()))
                        .collect();
                    self.element(piece.at, name, attributes, closed);
                }
                What::Close(name) => self.close(piece.at, name, report),
                What::Fault(expected) => {
                    report.error(piece.at, 1, expected);
                    self.words("<");
                }
            }
        }
        if let Some((name, _)) = self.open.first() {
            let name = visible(name).into_owned();
            report.error(content.len(), 1, format!("the file ends before </{name}>"));
        }
        while let Some((name, mark)) = self.open.pop() {
            self.end(&name, mark);
        }
    }

    fn is_in(&self, name: &str) -> bool {
        self.open.iter().any(|(own, _)| own == name)
    }

    /// Whether what is read now is part of the text.
    fn in_text(&self) -> bool {
        if self.is_in("DCT") {
            return self.dct;
        }
        match self.has_text {
            true => self.is_in("TEXT"),
            false => !self.open.is_empty() && !self.is_in("DOCID") && !self.is_in("TITLE"),
        }
    }

    fn words(&mut self, words: &str) {
        if self.in_text() {
            self.text.push_str(words);
            self.length += words.chars().count();
        } else if self.is_in("TITLE") {
            self.title.push_str(words);
        } else if let Some(name) = BESIDE.into_iter().find(|name| self.is_in(name)) {
            match self.beside.iter_mut().find(|(known, _)| *known == name) {
                Some((_, all)) => all.push_str(words),
                None => self.beside.push((name, words.to_owned())),
            }
        } else if self.has_text && !self.is_in("DCT") && !words.trim().is_empty() {
            self.losses.add("words beside the text", words.trim());
        }
    }

    fn element(&mut self, at: usize, name: &str, attributes: Attributes, closed: bool) {
        if self.open.len() >= DEEPEST {
            self.losses.add("elements too deep inside others", name);
            return;
        }
        if LINKS.contains(&name) {
            self.links.push((at, name.to_owned(), attributes));
        } else if name == "MAKEINSTANCE" {
            self.instances.push((at, attributes));
        } else if let Some((_, id, label)) = MARKS.iter().find(|(own, ..)| *own == name) {
            if name == "TIMEX3" && self.is_in("DCT") {
                let value = attributes.iter().find(|(own, _)| own == "value");
                self.published = value.map(|(_, value)| value.clone());
            }
            if self.in_text() && !closed {
                let number = self.sheet.marks.len();
                self.sheet.marks.push(mark_of(name, id, label, attributes));
                self.open.push((name.to_owned(), Some((number, self.length))));
                return;
            }
            if closed && !self.is_in("DCT") {
                // Times that no word stands for.
                self.empty.push((name.to_owned(), attributes));
            }
        } else if self.in_text() && !is_structure(name) {
            self.losses.add("elements of other kinds", name);
        }
        if !closed {
            self.open.push((name.to_owned(), None));
        }
    }

    fn close(&mut self, at: usize, name: &str, report: &mut Report) {
        let Some(depth) = self.open.iter().rposition(|(own, _)| own == name) else {
            report.error(
                at,
                name.chars().count() + 3,
                format!("</{}> closes nothing", visible(name)),
            );
            return;
        };
        if depth + 1 < self.open.len() {
            let inner = visible(&self.open[depth + 1].0).into_owned();
            report.error(at, name.chars().count() + 3, format!("expected </{inner}> first"));
        }
        while self.open.len() > depth {
            if let Some((name, mark)) = self.open.pop() {
                self.end(&name, mark);
            }
        }
    }

    fn end(&mut self, name: &str, mark: Option<(usize, usize)>) {
        if let Some((number, start)) = mark {
            // In characters for now: the text may yet be changed.
            self.sheet.marks[number].spans = vec![Span::new(start, self.length)];
        }
        if name == "DCT" && self.dct {
            self.text.push('\n');
            self.length += 1;
        }
    }

    fn finish(mut self, name: String, report: &mut Report) -> (Option<Document>, Losses) {
        if self.text.trim().is_empty() {
            report.error(0, 1, "expected <TimeML> with a <TEXT>: there is no text in this file");
            return (None, self.losses);
        }
        let text = Text::new(self.text);
        for mark in &mut self.sheet.marks {
            for span in &mut mark.spans {
                let byte = |at| text.byte_at(at).unwrap_or(text.len());
                *span = Span::new(byte(span.start), byte(span.end));
            }
        }
        let keep: Vec<bool> =
            self.sheet.marks.iter().map(|m| m.spans.iter().all(|s| !s.is_empty())).collect();
        for (mark, _) in self.sheet.marks.iter().zip(&keep).filter(|(_, keep)| !**keep) {
            self.empty.push(element_of(mark));
        }
        self.sheet.retain(&keep, &mut self.losses);
        let mut by_id: HashMap<String, usize> = HashMap::new();
        for (number, mark) in self.sheet.marks.iter().enumerate() {
            by_id.extend(mark.id.clone().map(|id| (id, number)));
        }
        let mut loose: HashSet<String> = HashSet::new();
        for (name, attributes) in &self.empty {
            let id = MARKS.iter().find(|(own, ..)| own == name).map_or("id", |(_, id, _)| id);
            loose.extend(attributes.iter().filter(|(key, _)| key == id).map(|(_, id)| id.clone()));
        }
        let mut links_kept: Vec<Value> = Vec::new();
        for (at, attributes) in self.instances {
            let of = attributes.iter().find(|(name, _)| name == "eventID").map(|(_, id)| id);
            let own = attributes.iter().find(|(name, _)| name == "eiid");
            if of.is_some_and(|id| loose.contains(id)) {
                loose.extend(own.map(|(_, id)| id.clone()));
                links_kept.push(element_value("MAKEINSTANCE", &attributes));
                continue;
            }
            let Some(&number) = of.and_then(|id| by_id.get(id)) else {
                report.error(at, 1, "eventID: no EVENT has this id");
                continue;
            };
            by_id.extend(own.map(|(_, id)| (id.clone(), number)));
            let rest = attributes.into_iter().filter(|(name, _)| name != "eventID");
            let instance: Map<String, Value> =
                rest.map(|(name, value)| (name, value.into())).collect();
            let attrs = &mut self.sheet.marks[number].attrs;
            match attrs.iter_mut().find(|(name, _)| name == INSTANCES) {
                Some((_, Value::Array(all))) => all.push(instance.into()),
                _ => attrs.push((INSTANCES.into(), vec![Value::from(instance)].into())),
            }
        }
        for (at, link, attributes) in self.links {
            let end = |names: &[&str]| {
                let stated = names.iter().find_map(|name| {
                    attributes.iter().find(|(own, _)| own == name).map(|(_, id)| id)
                });
                stated.and_then(|id| by_id.get(id)).copied()
            };
            let (Some(from), Some(to)) = (end(&FROM), end(&TO)) else {
                let known = |(name, id): &&(String, String)| {
                    let is_end = FROM.contains(&&**name) || TO.contains(&&**name);
                    is_end && loose.contains(id)
                };
                if attributes.iter().any(|attribute| known(&attribute)) {
                    links_kept.push(element_value(&link, &attributes));
                    continue;
                }
                report.error(at, 1, format!("{link}: its ends are not in this file"));
                continue;
            };
            let part = |key: &str| attributes.iter().find(|(name, _)| name == key);
            let id = part("lid").map(|(_, id)| visible(id).into_owned());
            let label = part("relType").map_or_else(|| link.clone(), |(_, label)| label.clone());
            let rest = attributes.iter().filter(|(name, _)| name != "lid" && name != "relType");
            let mut attrs: Attrs = vec![(ELEMENT.into(), link.clone().into())];
            attrs.extend(rest.map(|(name, value)| (name.clone(), Value::from(value.as_str()))));
            self.sheet.ties.push(Tie { id, label, from, to, attrs });
        }
        let published = self.published.and_then(|value| Moment::parse(&value).ok());
        let title = visible(self.title.trim()).into_owned();
        let mut kept = Map::new();
        for (key, words) in self.beside {
            let words = words.trim();
            let known = key == "DOCID" && words == name;
            if !words.is_empty() && !known {
                kept.insert(key.to_lowercase(), words.into());
            }
        }
        let empty: Vec<Value> =
            self.empty.iter().map(|(name, attributes)| element_value(name, attributes)).collect();
        for (key, all) in [(EMPTY, empty), (LOOSE, links_kept)] {
            if !all.is_empty() {
                kept.insert(key.into(), all.into());
            }
        }
        let mut head = Head {
            title: Some(title).filter(|title| !title.is_empty()),
            published: published.filter(|moment| moment.on_axis()),
            ..Head::default()
        };
        embedded::keep(&mut head, FORMAT.name, kept);
        let (annotations, notes) = gather(self.sheet, &text);
        let story = Story { text, head, ..Story::default() };
        (Some(Document { name, story, annotations, notes }), self.losses)
    }
}

fn mark_of(name: &str, id: &str, label: &str, attributes: Attributes) -> Mark {
    let mut mark = Mark { label: name.to_owned(), ..Mark::default() };
    let timex = name == "TIMEX3";
    for (key, value) in attributes {
        if key == id {
            mark.id = Some(visible(value.trim()).into_owned());
        } else if key == label {
            mark.label = value;
        } else {
            // TIMEX3 has no types but words: `2016` is a year, not a number.
            let value = if timex { value.into() } else { value_from(&value) };
            mark.attrs.push((visible(&key).into_owned(), value));
        }
    }
    if timex && !mark.attrs.iter().any(|(key, _)| key == "value") {
        mark.attrs.push((ELEMENT.into(), name.into()));
    }
    // Names are written as this element anyway, unless they are called as something else.
    let other = [QUOTE, EVENT].contains(&&*mark.label) || TimeType::parse(&mark.label).is_some();
    if !timex && (name != "ENAMEX" || other) {
        mark.attrs.insert(0, (ELEMENT.into(), name.into()));
    }
    mark
}

/// Elements that only lay out the text.
fn is_structure(name: &str) -> bool {
    ["timeml", "text", "s", "p", "dct", "title", "doc", "head", "headline", "extrainfo", "docid"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}
