//! Annotations into marks, ties and remarks.

mod annotation;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde_json::Value;

use super::super::gather::gather;
use super::super::json::{each_record, field, text};
use super::super::marks::{Mark, Remark, Sheet, Tie};
use super::super::offsets::Source;
use super::super::percent::decode;
use super::super::report::Report;
use super::super::selectors::{Ground, Place, Spot, quoted_from};
use super::super::{Document, Imported, Losses, SourceFile};
use super::{ATTRS, CHAIN, FORMAT, ID, URN};
use crate::model::text::visible;
use crate::model::{Attrs, Head, Selector, Span, Story};
use annotation::One;

/// The keys under which lists of annotations stand.
const INSIDE: &[&str] = &["items", "@graph", "annotations"];

/// Reads a file of annotations, each source of theirs a story.
pub(super) fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    let is_text = |file: &&SourceFile| file.path.extension().is_some_and(|end| end == "txt");
    for file in files.iter().filter(|file| !is_text(file)) {
        let content = Source::decode(&file.bytes);
        let content = content.text.as_str();
        let mut report = Report::new(file.shown(), content);
        let (mut ones, mut ties) = (Vec::new(), Vec::new());
        each_record(content, INSIDE, &mut report, &mut |record, report| match One::of(
            record, content, report,
        ) {
            Some(one) if one.is_tie() => ties.push(one),
            one => ones.extend(one),
        });
        let pages = pages(ones);
        let beside = FORMAT.together(&file.path);
        let texts: HashMap<&Path, Source> = files
            .iter()
            .filter(is_text)
            .map(|file| (&*file.path, Source::decode(&file.bytes)))
            .collect();
        let text = beside.iter().find_map(|path| texts.get(&**path));
        let alone = pages.len() == 1;
        let ids = pages.iter().flatten().filter_map(|one| Some(one.id()?.to_owned()));
        let ids: HashSet<String> = ids.collect();
        let name = file.name(&FORMAT);
        let mut made = false;
        for page in pages {
            let source = page.first().map_or("", |one| &one.source);
            let own = text_name(source);
            let own = own.and_then(|name| texts.get(&*file.path.with_file_name(name)));
            let is_quoted =
                |text: &&Source| alone || quoted_from(page.iter().flat_map(|one| &one.spots), text);
            // In another folder may be another text of that name.
            let own = own.filter(|text| !source.contains('/') || is_quoted(text));
            let given = own.or(text.filter(is_quoted));
            made |= given.is_none();
            let losses = &mut imported.losses;
            imported.documents.push(document(&name, page, &mut ties, given, losses));
        }
        if made {
            let message = "the text that is annotated is not beside it: made of the quotations";
            report.warning(0, 1, message);
        }
        for tie in ties {
            match tie.ends() {
                Some((from, to)) if ids.contains(from) && ids.contains(to) => {
                    imported.losses.add("links of notes and between stories", &tie.label());
                }
                _ => report.error(tie.at, 1, "links annotations that are not in this file"),
            }
        }
        imported.problems.extend(report.finish());
    }
    imported
}

/// The names of the texts that the annotations of a file may be about, each
/// once: whatever is quoted in it and ends so. Reading a large file twice to
/// know them for sure would cost more than a text too many.
pub(super) fn texts(file: &SourceFile) -> Vec<String> {
    const LONGEST: usize = 1024;
    let mut names: Vec<String> = Vec::new();
    if file.path.extension().is_some_and(|end| end == "txt") {
        return names;
    }
    let mut known = HashSet::new();
    for at in memchr::memmem::find_iter(&file.bytes, b".txt") {
        let end = at + b".txt".len();
        if !matches!(file.bytes.get(end), Some(b'"' | b'#')) {
            continue;
        }
        let from = at.saturating_sub(LONGEST);
        let Some(quote) = memchr::memrchr(b'"', &file.bytes[from..at]) else { continue };
        let Ok(source) = std::str::from_utf8(&file.bytes[from + quote + 1..end]) else { continue };
        if known.insert(source) {
            let written = serde_json::from_str::<String>(&format!("\"{source}\""));
            names.extend(written.ok().as_deref().and_then(text_name));
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The name of the file that a source is, if it is a text beside the
/// annotations: whatever folder it names, none but theirs is looked into.
fn text_name(source: &str) -> Option<String> {
    if source.contains(':') || source.starts_with('/') {
        return None;
    }
    let name = decode(source.rsplit('/').next()?);
    let bare = !name.contains(['/', '\\', '\0']);
    (bare && name.len() > ".txt".len() && name.ends_with(".txt")).then_some(name)
}

/// How many annotations of a thread answer each other.
const LONGEST: usize = 1000;

/// The annotations of each source, in the order of the file; one that answers
/// another stands where that does.
fn pages(mut ones: Vec<One>) -> Vec<Vec<One>> {
    let mut number_of: HashMap<String, usize> = HashMap::new();
    if ones.iter().any(|one| one.spots.is_empty()) {
        for (number, one) in ones.iter().enumerate() {
            number_of.extend(one.id().map(|id| (id.to_owned(), number)));
        }
    }
    for (number, one) in ones.iter_mut().enumerate().filter(|(_, one)| one.spots.is_empty()) {
        let answered = number_of.get(&one.source).is_some_and(|&other| other != number);
        one.answers = answered.then(|| one.source.clone());
    }
    let firsts: Vec<usize> = (0..ones.len())
        .map(|number| {
            let mut first = number;
            // One in a circle has no first.
            for _ in 0..ones.len().min(LONGEST) {
                let Some(id) = &ones[first].answers else { return first };
                first = number_of[id];
            }
            number
        })
        .collect();
    for number in 0..ones.len() {
        if firsts[number] != number {
            ones[number].source = ones[firsts[number]].source.clone();
        }
    }
    let mut pages: Vec<Vec<One>> = Vec::new();
    let mut page_of: HashMap<String, usize> = HashMap::new();
    for one in ones {
        let page = match page_of.get(&one.source) {
            Some(&page) => page,
            None => {
                page_of.insert(one.source.clone(), pages.len());
                pages.push(Vec::new());
                pages.len() - 1
            }
        };
        pages[page].push(one);
    }
    pages
}

/// Puts a reply where that stands which it answers, or what began the thread.
fn answer(
    reply: usize,
    replies: &HashMap<usize, &str>,
    mark_of: &HashMap<&str, usize>,
    remark_of: &HashMap<&str, usize>,
    sheet: &mut Sheet,
) {
    let mut at = reply;
    for _ in 0..=replies.len().min(LONGEST) {
        let Some(id) = replies.get(&at) else { return };
        if let Some(&mark) = mark_of.get(id) {
            match at == reply {
                true => sheet.remarks[reply].on = Some(mark),
                false => sheet.remarks[reply].note.spans.clone_from(&sheet.marks[mark].spans),
            }
            return;
        }
        let Some(&next) = remark_of.get(id) else { return };
        let answered = &sheet.remarks[next].note;
        let target = (at == reply).then(|| answered.id.clone());
        let place = (!answered.selectors.is_empty())
            .then(|| (answered.selectors.clone(), answered.spans.clone()));
        let note = &mut sheet.remarks[reply].note;
        note.target = target.or(note.target.take());
        if let Some((selectors, spans)) = place {
            (note.selectors, note.spans) = (selectors, spans);
            return;
        }
        at = next;
    }
}

/// The story of one source, and what is said of it.
fn document(
    name: &str,
    page: Vec<One>,
    ties: &mut Vec<One>,
    given: Option<&Source>,
    losses: &mut Losses,
) -> Document {
    let spots: Vec<&Spot> = page.iter().flat_map(|one| &one.spots).collect();
    let ground = Ground::of(given, &spots);
    let story_text = &ground.text;
    let mut places = ground.places();
    let mut sheet = Sheet::default();
    let mut mark_of: HashMap<&str, usize> = HashMap::new();
    let mut remark_of: HashMap<&str, usize> = HashMap::new();
    let mut replies: HashMap<usize, &str> = HashMap::new();
    let mut chains: HashMap<String, Vec<usize>> = HashMap::new();
    let ends = ties.iter().filter_map(One::ends).flat_map(|(from, to)| [from, to]);
    let tied: HashSet<String> = ends.map(str::to_owned).collect();
    for (number, one) in page.iter().enumerate() {
        let placed: Vec<_> = places.by_ref().take(one.spots.len()).collect();
        let whole: Option<Vec<Span>> = placed.iter().map(|place| Some((*place)?.span)).collect();
        one.count(losses);
        let is_tied = one.is_tagged() && one.id().is_some_and(|id| tied.contains(id));
        let is_name = one.is_name() || is_tied;
        if is_name && let Some(mut spans) = whole {
            spans.sort_unstable();
            spans.dedup();
            let mark = sheet.marks.len();
            mark_of.extend(one.id().map(|id| (id, mark)));
            if let Some(chain) = text(&one.value, CHAIN) {
                chains.entry(chain.to_owned()).or_default().push(mark);
            }
            sheet.marks.push(Mark { spans, ..one.mark() });
            let note = one.remark(name, losses);
            sheet.remarks.extend(note.map(|note| Remark { on: Some(mark), note }));
            continue;
        }
        if is_name {
            losses.add("names that are not in the text, kept as notes", &one.source);
        }
        let mut note = one.note(name, number, losses);
        for (spot, place) in one.spots.iter().zip(placed) {
            match place.filter(|place| place.sure) {
                Some(Place { span, .. }) => {
                    note.spans.push(span);
                    note.selectors.push(Selector::of(story_text, span));
                }
                None if spot.quote.is_some() => note.selectors.push(spot.selector(None)),
                None => losses.add("places not in a text", &note.id),
            }
        }
        if note.spans.len() < note.selectors.len() {
            // Gathering would take the selectors from the places that are known.
            note.spans.clear();
        }
        remark_of.extend(one.id().map(|id| (id, sheet.remarks.len())));
        replies.extend(one.answers.as_deref().map(|id| (sheet.remarks.len(), id)));
        sheet.remarks.push(Remark { on: None, note });
    }
    sheet.chains = {
        let mut chains: Vec<Vec<usize>> = chains.into_values().collect();
        chains.sort_unstable();
        chains
    };
    // A note on a name says so by its id.
    let by_own: HashMap<&str, usize> = sheet
        .marks
        .iter()
        .enumerate()
        .filter_map(|(number, mark)| Some((mark.id.as_deref()?, number)))
        .collect();
    for remark in &mut sheet.remarks {
        let on = remark.note.target.as_deref().and_then(|id| by_own.get(id)).copied();
        if on.is_some_and(|on| sheet.marks[on].spans == remark.note.spans) {
            remark.on = on;
        }
    }
    // In the order of the file: a reply may stand where another was put.
    for reply in 0..sheet.remarks.len() {
        answer(reply, &replies, &mark_of, &remark_of, &mut sheet);
    }
    ties.retain(|one| {
        let end = |id: &str| mark_of.get(id).copied();
        let ends = one.ends().and_then(|(from, to)| end(from).zip(end(to)));
        let Some((from, to)) = ends else { return true };
        let label = one.label();
        let attrs = match field(&one.value, ATTRS) {
            Some(Value::Object(all)) => all.clone().into_iter().collect(),
            _ => Attrs::new(),
        };
        let made = one.id().is_some_and(|id| id.starts_with(URN));
        let own = text(&one.value, ID).or_else(|| one.id().filter(|_| !made));
        let id = own.map(|id| visible(id).into_owned());
        sheet.ties.push(Tie { id, label, from, to, attrs });
        false
    });
    let url = page.first().map(|one| one.source.clone()).filter(|source| source.contains("://"));
    let head = Head { url: url.map(|url| visible(&url).into_owned()), ..Head::default() };
    let (annotations, notes) = gather(sheet, story_text);
    let story = Story { text: story_text.clone(), head, ..Story::default() };
    Document { name: name.to_owned(), story, annotations, notes }
}
