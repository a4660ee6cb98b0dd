//! TimeML: times, events and what orders them, as XML in the text.
//!
//! Source: the TimeML 1.2.1 specification and its ISO form. A `TIMEX3` is a
//! time, an `EVENT` or `SIGNAL` a mention; names come as `ENAMEX`, as in
//! TimeBank. A `TLINK`, `SLINK`, `ALINK` or `CLINK` is a relation between
//! them; it keeps its attributes, a mention those of its `MAKEINSTANCE`s. The text is the
//! content of `TEXT`, else of the root; the creation time (`DCT`) stands before
//! it where links refer to it, and is the story's date always.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use serde_json::{Map, Value};

use super::embedded::{self, kept};
use super::gather::{attr, gather};
use super::marks::{Carries, EVENT, Mark, QUOTE, Sheet, Tie, value_from, value_to};
use super::offsets::Source;
use super::report::Report;
use super::spread::spread;
use super::xml::{What, escape, is_name, pieces};
use super::{Document, Exported, ExportedFile, Format, Imported, Losses, SourceFile};
use crate::model::text::visible;
use crate::model::{Attrs, Head, Moment, Span, Story, Text, TimeType};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "timeml",
    about: "TimeML: TIMEX3, EVENT and links in the text, XML",
    endings: &["tml", "timeml", "xml"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: Some(Carries {
        overlapping: true,
        attributes: true,
        ties: true,
        tie_attributes: true,
        head: &["title", "published"],
        keys: &["timeml"],
        ..Carries::SPANS
    }),
    import: Some(import),
    export,
};

/// The attribute that names the element a mention was.
const ELEMENT: &str = "timeml";

/// The attribute that keeps the instances of an event.
const INSTANCES: &str = "instances";

/// The elements that are marks, the attribute that is their id, and the one
/// that is their label.
const MARKS: [(&str, &str, &str); 7] = [
    ("TIMEX3", "tid", "type"),
    ("EVENT", "eid", "class"),
    ("SIGNAL", "sid", ""),
    ("C-SIGNAL", "cid", ""),
    ("ENAMEX", "id", "TYPE"),
    ("NUMEX", "id", "TYPE"),
    ("CARDINAL", "id", ""),
];

/// The elements beside the text whose words are kept with the story.
const BESIDE: [&str; 2] = ["DOCID", "EXTRAINFO"];

/// The keys of what is kept with the story: elements that no word stands for,
/// and links to them.
const EMPTY: &str = "elements";
const LOOSE: &str = "links";

/// How many elements may be inside each other.
const DEEPEST: usize = 256;

/// The links, and the attributes that hold their ends.
const LINKS: [&str; 4] = ["TLINK", "SLINK", "ALINK", "CLINK"];
const FROM: [&str; 2] = ["eventInstanceID", "timeID"];
const TO: [&str; 4] =
    ["relatedToEventInstance", "relatedToTime", "subordinatedEventInstance", "tid"];

fn import(files: &[SourceFile]) -> Imported {
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

type Attributes = Vec<(String, String)>;

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
    if !timex {
        mark.attrs.push((ELEMENT.into(), name.into()));
    }
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
    mark
}

/// An element as it is kept with the story: its attributes, and its name.
fn element_value(name: &str, attributes: &[(String, String)]) -> Value {
    let mut map = Map::new();
    map.insert(ELEMENT.into(), name.into());
    map.extend(attributes.iter().map(|(key, value)| (key.clone(), value.as_str().into())));
    Value::Object(map)
}

/// The element that a mark without words was.
fn element_of(mark: &Mark) -> (String, Attributes) {
    let element = Element::of(mark);
    let mut attributes: Attributes = Vec::new();
    attributes.extend(mark.id.clone().map(|id| (element.id.to_owned(), id)));
    if !element.label.is_empty() && mark.label != element.name {
        attributes.push((element.label.to_owned(), mark.label.clone()));
    }
    let own = mark.attrs.iter().filter(|(name, _)| name != ELEMENT);
    attributes.extend(own.map(|(name, value)| (name.clone(), value_to(value))));
    (element.name.to_owned(), attributes)
}

/// Writes the elements that are kept with the story.
fn loose_elements(out: &mut String, head: &Head, key: &str, losses: &mut Losses) {
    let all = kept(head, FORMAT.name).and_then(|kept| kept.get(key)).and_then(Value::as_array);
    for element in all.into_iter().flatten().filter_map(Value::as_object) {
        let name = element.get(ELEMENT).and_then(Value::as_str).filter(|name| is_name(name));
        let Some(name) = name else {
            losses.add("elements of no words", key);
            continue;
        };
        let mut written = format!("<{name}");
        for (attribute, value) in element.iter().filter(|(attribute, _)| *attribute != ELEMENT) {
            match (is_name(attribute), value.as_str()) {
                (true, Some(words)) => {
                    let words = escape(words).replace('\n', "&#10;");
                    let _ = write!(written, " {attribute}=\"{words}\"");
                }
                _ => losses.add("attributes whose names XML cannot have", attribute),
            }
        }
        let _ = writeln!(out, "{written}/>");
    }
}

/// Elements that only lay out the text.
fn is_structure(name: &str) -> bool {
    ["timeml", "text", "s", "p", "dct", "title", "doc", "head", "headline", "extrainfo", "docid"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::SPANS);
    let (mut sheet, mut losses) = spread(document, &carries);
    let keep = keepable(&sheet, &mut losses);
    sheet.retain(&keep, &mut losses);
    let story = &document.story;
    let elements: Vec<Element> = sheet.marks.iter().map(Element::of).collect();
    let ids = ids_of(&sheet, &elements);
    let dct = creation_time(&sheet, &story.text);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML>\n\n");
    // Writing to a string does not fail.
    let said = |key: &str| kept(&story.head, FORMAT.name)?.get(key)?.as_str();
    let _ = writeln!(out, "<DOCID>{}</DOCID>", escape(said("docid").unwrap_or(&document.name)));
    if let Some(words) = said("extrainfo") {
        let _ = writeln!(out, "<EXTRAINFO>{}</EXTRAINFO>", escape(words));
    }
    let mut from = 0;
    if let Some(number) = dct {
        let mark = &sheet.marks[number];
        let words = escape(&story.text.original_of(mark.spans[0]));
        let open = elements[number].open(mark, &ids[number], &mut losses);
        let _ = writeln!(out, "<DCT>{open}{words}</TIMEX3></DCT>");
        from = (mark.spans[0].end + 1).min(story.text.len());
    } else if let Some(published) = &story.head.published {
        let value = escape(published.notation());
        let _ = writeln!(
            out,
            "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{value}\" \
             functionInDocument=\"CREATION_TIME\">{value}</TIMEX3></DCT>"
        );
    }
    if let Some(title) = &story.head.title {
        let _ = writeln!(out, "<TITLE>{}</TITLE>", escape(title));
    }
    out.push_str("<TEXT>");
    let mut order: Vec<usize> = (0..sheet.marks.len()).filter(|&n| Some(n) != dct).collect();
    order.sort_by_key(|&n| {
        let span = sheet.marks[n].spans[0];
        (span.start, std::cmp::Reverse(span.end), n)
    });
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut at = from;
    let write = |out: &mut String, at: &mut usize, to: usize| {
        out.push_str(&escape(&story.text.original_of(Span::new(*at, to.max(*at)))));
        *at = to.max(*at);
    };
    for number in order {
        let mark = &sheet.marks[number];
        let span = mark.spans[0];
        while let Some((end, name)) = open.pop_if(|(end, _)| *end <= span.start) {
            write(&mut out, &mut at, end);
            let _ = write!(out, "</{name}>");
        }
        write(&mut out, &mut at, span.start);
        out.push_str(&elements[number].open(mark, &ids[number], &mut losses));
        open.push((span.end, elements[number].name));
    }
    while let Some((end, name)) = open.pop() {
        write(&mut out, &mut at, end);
        let _ = write!(out, "</{name}>");
    }
    write(&mut out, &mut at, story.text.len());
    out.push_str("</TEXT>\n\n");
    loose_elements(&mut out, &story.head, EMPTY, &mut losses);
    tail(&mut out, &sheet, &elements, &ids, &mut losses);
    loose_elements(&mut out, &story.head, LOOSE, &mut losses);
    out.push_str("\n</TimeML>\n");
    let files = vec![ExportedFile { ending: "tml", bytes: out.into_bytes() }];
    Exported { files, losses }
}

/// Which marks can be elements: those that do not cross another's end.
fn keepable(sheet: &Sheet, losses: &mut Losses) -> Vec<bool> {
    let mut order: Vec<usize> = (0..sheet.marks.len()).collect();
    order.sort_by_key(|&n| {
        let span = sheet.marks[n].spans[0];
        (span.start, std::cmp::Reverse(span.end), n)
    });
    let mut keep = vec![true; sheet.marks.len()];
    let mut open: Vec<usize> = Vec::new();
    for number in order {
        let mark = &sheet.marks[number];
        let span = mark.spans[0];
        let plain = attr(&mark.attrs, ELEMENT).is_none();
        let own = match &*mark.label {
            QUOTE if plain => Some("quotes"),
            EVENT if plain => Some("events"),
            _ => None,
        };
        while open.pop_if(|end| *end <= span.start).is_some() {}
        let crosses = open.last().is_some_and(|&end| end < span.end);
        if let Some(what) = own.or(crosses.then_some("mentions that cross others")) {
            losses.add(what, &mark.label);
            keep[number] = false;
        } else {
            open.push(span.end);
        }
    }
    keep
}

/// What a mark is written as.
struct Element {
    name: &'static str,
    id: &'static str,
    label: &'static str,
}

impl Element {
    fn of(mark: &Mark) -> Self {
        let stated = attr(&mark.attrs, ELEMENT);
        let timex = TimeType::parse(&mark.label).is_some() && attr(&mark.attrs, "value").is_some();
        let name = match stated {
            None if timex => "TIMEX3",
            None => "ENAMEX",
            Some(name) => name,
        };
        let row = MARKS.iter().find(|(own, ..)| *own == name).unwrap_or(&MARKS[4]);
        Self { name: row.0, id: row.1, label: row.2 }
    }

    fn open(&self, mark: &Mark, id: &str, losses: &mut Losses) -> String {
        let mut out = format!("<{} {}=\"{}\"", self.name, self.id, escape(id));
        if self.label.is_empty() {
            if mark.label != self.name {
                losses.add("labels of signals and numbers", &mark.label);
            }
        } else if mark.label != self.name {
            let _ = write!(out, " {}=\"{}\"", self.label, escape(&mark.label));
        }
        for (name, value) in &mark.attrs {
            if name == ELEMENT || name == INSTANCES {
                continue;
            }
            if !is_name(name) || name == self.id || name == self.label {
                losses.add("attributes whose names XML cannot have", name);
                continue;
            }
            let words = match value {
                Value::String(words) if self.name == "TIMEX3" => words.clone(),
                value => value_to(value),
            };
            if self.name == "TIMEX3" && !value.is_string() {
                losses.add("types of attributes", name);
            }
            let _ = write!(out, " {name}=\"{}\"", escape(&words).replace('\n', "&#10;"));
        }
        out.push('>');
        out
    }
}

/// The ids of the elements; those a file had stay.
fn ids_of(sheet: &Sheet, elements: &[Element]) -> Vec<String> {
    let mut taken: HashSet<String> =
        sheet.marks.iter().filter_map(|mark| mark.id.clone()).collect();
    // The creation time has this one.
    taken.insert("t0".into());
    let mut next: HashMap<char, usize> = HashMap::new();
    let fresh = |element: &Element| {
        let letter = element.id.chars().next().filter(|_| element.id != "id").unwrap_or('n');
        let number = next.entry(letter).or_insert(0);
        loop {
            *number += 1;
            let id = format!("{letter}{number}");
            if taken.insert(id.clone()) {
                return id;
            }
        }
    };
    let mut fresh = fresh;
    let own = sheet.marks.iter().zip(elements);
    own.map(|(mark, element)| mark.id.clone().unwrap_or_else(|| fresh(element))).collect()
}

/// The mark of the creation time, where it is the first line of the text.
fn creation_time(sheet: &Sheet, text: &Text) -> Option<usize> {
    sheet.marks.iter().position(|mark| {
        let span = mark.spans[0];
        span.start == 0
            && attr(&mark.attrs, "functionInDocument") == Some("CREATION_TIME")
            && attr(&mark.attrs, "value").is_some()
            && (span.end == text.len() || text.as_str()[span.end..].starts_with('\n'))
    })
}

/// The instances and the links.
fn tail(
    out: &mut String,
    sheet: &Sheet,
    elements: &[Element],
    ids: &[String],
    losses: &mut Losses,
) {
    // What a link calls an event: an instance.
    let mut instance_of: Vec<Option<String>> = vec![None; ids.len()];
    for (number, mark) in sheet.marks.iter().enumerate() {
        let instances = mark.attrs.iter().find(|(name, _)| name == INSTANCES);
        for instance in instances.and_then(|(_, all)| all.as_array()).into_iter().flatten() {
            let Some(instance) = instance.as_object() else { continue };
            let _ = write!(out, "<MAKEINSTANCE eventID=\"{}\"", escape(&ids[number]));
            for (name, value) in instance.iter().filter(|(name, _)| is_name(name)) {
                let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let _ = write!(out, " {name}=\"{}\"", escape(&words));
            }
            out.push_str("/>\n");
            let own = instance.get("eiid").and_then(Value::as_str).map(str::to_owned);
            instance_of[number] = instance_of[number].take().or(own);
        }
    }
    let mut written = 0;
    let taken: HashSet<&str> = sheet.ties.iter().filter_map(|tie| tie.id.as_deref()).collect();
    for tie in &sheet.ties {
        let mut attrs = String::new();
        let stated = attr(&tie.attrs, ELEMENT);
        let mut put = |name: &str, value: &str| {
            let _ = write!(attrs, " {name}=\"{}\"", escape(value));
        };
        if stated.is_none() {
            let timed = |number: usize| elements[number].name == "TIMEX3";
            let event = |number: usize| elements[number].name == "EVENT";
            if ![tie.from, tie.to].into_iter().all(|n| timed(n) || event(n)) {
                losses.add("relations other than of times and events", &tie.label);
                continue;
            }
            let called = |n: usize| instance_of[n].as_deref().unwrap_or(&ids[n]).to_owned();
            put(if timed(tie.from) { "timeID" } else { "eventInstanceID" }, &called(tie.from));
            let to = if timed(tie.to) { "relatedToTime" } else { "relatedToEventInstance" };
            put(to, &called(tie.to));
        }
        for (name, value) in tie.attrs.iter().filter(|(name, _)| name != ELEMENT) {
            match is_name(name) {
                true => put(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
                false => losses.add("attributes whose names XML cannot have", name),
            }
        }
        let id = tie.id.clone().unwrap_or_else(|| {
            loop {
                written += 1;
                let id = format!("l{written}");
                if !taken.contains(&*id) {
                    break id;
                }
            }
        });
        let link = stated.filter(|name| LINKS.contains(name)).unwrap_or("TLINK");
        let (id, label) = (escape(&id), escape(&tie.label));
        let _ = writeln!(out, "<{link} lid=\"{id}\" relType=\"{label}\"{attrs}/>");
    }
}
