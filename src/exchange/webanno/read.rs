//! Lines of tokens into marks, ties and chains.

mod layers;
mod places;
mod ties;

use std::collections::HashMap;

use super::super::gather::gather;
use super::super::marks::{Mark, Reference, Sheet, Tie, value_from};
use super::super::offsets::Source;
use super::super::report::Report;
use super::super::{Document, Imported, Losses, SourceFile};
use super::{
    ANY, FORMAT, IDENTIFIER, LAYER, LINK_RELATION, NAMES, OWN, OWN_LABEL, SAME, SLOT, TOKEN,
    is_grammar, short, split, unescape,
};
use crate::model::text::visible;
use crate::model::{Attrs, Span, Story, Text};
use layers::{Column, Layer, Sort, numbered};

/// Reads a file of one story.
pub(super) fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    for file in files {
        let source = Source::decode(&file.bytes);
        let content = source.text.as_str();
        let mut report = Report::new(file.shown(), content);
        if source.broken {
            report.warning(0, 1, "some bytes are not UTF-8; each shows as \u{fffd}");
        }
        let mut reading = Reading::default();
        reading.lines(content, &mut report);
        let name = file.name(&FORMAT);
        let (document, losses) = reading.finish(name, &mut report);
        imported.losses.merge(losses);
        imported.documents.extend(document);
        imported.problems.extend(report.finish());
    }
    imported
}

/// A relation whose ends are known by tokens only.
struct Arc {
    at: usize,
    layer: usize,
    label: String,
    attrs: Attrs,
    from: (String, usize),
    to: (String, usize),
    base: Option<String>,
}

#[derive(Default)]
struct Reading {
    layers: Vec<Layer>,
    text: String,
    /// Counted in UTF-16 units: where the text ends that was put together.
    reached: usize,
    /// The lines of text of the sentence at hand, and whether its tokens began.
    sentence: Vec<String>,
    begun: bool,
    /// Where the sentence starts: byte, and offset in the file, counted in
    /// UTF-16 units and in scalar values.
    start: (usize, [usize; 2]),
    /// Where the last token ended, in bytes.
    cursor: usize,
    /// Where the last token started, as offset and byte, counted in UTF-16
    /// units and in scalar values: the next one is not far.
    near: [(usize, usize); 2],
    sheet: Sheet,
    /// Marks of several tokens, by layer and number.
    open: HashMap<(usize, usize), usize>,
    /// Marks by token and layer, with their number (0: none).
    at_token: HashMap<(String, usize), Vec<(usize, usize)>>,
    /// Chain links, by layer and `CH-LINK`.
    links: HashMap<(usize, String), usize>,
    chains: HashMap<(usize, usize), Vec<usize>>,
    arcs: Vec<Arc>,
    /// Where each token is, in files that tie bare ones.
    words: HashMap<String, Span>,
    /// The marks of bare tokens, by token and layer.
    bare: HashMap<(String, String), usize>,
    losses: Losses,
    /// How many rows of tokens there were.
    tokens: usize,
}

impl Reading {
    fn lines(&mut self, content: &str, report: &mut Report) {
        let mut at = 0;
        for (number, whole) in content.split_inclusive('\n').enumerate() {
            let line = whole.trim_end_matches('\n');
            if number == 0 && !line.starts_with("#FORMAT=WebAnno TSV 3") {
                let expected = "expected `#FORMAT=WebAnno TSV 3.3` (3.0 to 3.3 can be read)";
                report.error(at, line.chars().count(), expected);
            }
            if let Some(words) = line.strip_prefix("#Text=") {
                if self.begun {
                    self.end_sentence();
                }
                self.sentence.push(words.to_owned());
            } else if line.trim().is_empty() {
                if self.begun {
                    self.end_sentence();
                }
            } else if line.starts_with("#T_") && self.tokens == 0 {
                self.layers.extend(Layer::of(line));
            } else if line.starts_with(|c: char| c.is_ascii_digit()) {
                if let Err(expected) = self.token(line, at) {
                    report.error(at, line.chars().count(), expected);
                }
            } else if let Some((key, _)) = line.strip_prefix('#').and_then(|c| c.split_once('=')) {
                if key != "FORMAT" && !key.starts_with("T_") {
                    self.losses.add("comments of sentences", key);
                }
            } else if !line.starts_with('#') {
                report.error(
                    at,
                    line.chars().count(),
                    "expected a token, as `1-1<tab>0-3<tab>Ms.`",
                );
            }
            at += whole.len();
        }
    }

    /// Whether a layer of relations ties words rather than annotations.
    fn ties_words(&self) -> bool {
        self.layers.iter().any(|layer| {
            let ties = |column: &Column| match column {
                Column::Base(base) => base == ANY || is_grammar(base),
                Column::Feature(_) | Column::Roles(_) | Column::Targets => false,
            };
            !is_grammar(&layer.name) && layer.columns.iter().any(ties)
        })
    }

    fn token(&mut self, line: &str, at: usize) -> Result<(), String> {
        let mut columns = line.split('\t');
        let id = columns.next().unwrap_or_default();
        let offsets = columns.next().and_then(|pair| pair.split_once('-'));
        let offsets = offsets.and_then(|(a, b)| Some((a.parse().ok()?, b.parse::<usize>().ok()?)));
        let form = columns.next();
        let Some(((start, end), form)) = offsets.zip(form).filter(|((start, end), _)| start <= end)
        else {
            return Err("expected a number, offsets and a token, as `1-1<tab>0-3<tab>Ms.`".into());
        };
        if !self.begun {
            self.begin_sentence(start, end, form);
        }
        let sub = id.contains('.');
        self.tokens += 1;
        let (span, mut fault) = self.place(start, end, form, sub);
        let Some(span) = span else { return fault };
        if self.ties_words() {
            self.words.insert(id.to_owned(), span);
        }
        let mut rest: Vec<&str> = columns.collect();
        // A tab at the end of the line is usual.
        if rest.last().is_some_and(|last| last.is_empty()) {
            rest.pop();
        }
        let expected: usize = self.layers.iter().map(|layer| layer.columns.len()).sum();
        if rest.len() > expected {
            return Err(format!("{} columns of annotations, expected {expected}", rest.len()));
        }
        if rest.len() < expected {
            // Some writers leave out the column of relations that have no features.
            let nameless = |layer: &Layer| {
                layer.sort == Sort::Relation
                    && layer.columns.first() == Some(&Column::Feature(String::new()))
            };
            let spare = self.layers.iter().filter(|layer| nameless(layer)).count();
            if rest.len() + spare == expected {
                for layer in self.layers.iter_mut().filter(|layer| nameless(layer)) {
                    layer.columns.remove(0);
                }
            } else {
                return Err(format!("{} columns of annotations, expected {expected}", rest.len()));
            }
        }
        let layers = std::mem::take(&mut self.layers);
        let mut from = 0;
        for (number, layer) in layers.iter().enumerate() {
            let cells = &rest[from..from + layer.columns.len()];
            from += layer.columns.len();
            // Most tokens have nothing.
            if cells.iter().all(|cell| *cell == "_") {
                continue;
            }
            match layer.sort {
                Sort::Span => self.spans(number, layer, cells, id, span, at),
                Sort::Chain => fault = fault.and(self.links(number, layer, cells, span)),
                Sort::Relation => self.relations(number, layer, cells, id, at),
            }
        }
        self.layers = layers;
        fault
    }

    fn spans(
        &mut self,
        number: usize,
        layer: &Layer,
        cells: &[&str],
        id: &str,
        span: Span,
        at: usize,
    ) {
        let pieces: Vec<Vec<&str>> = cells.iter().map(|cell| split(cell, '|')).collect();
        let stacked = pieces.iter().map(Vec::len).max().unwrap_or(0);
        for turn in 0..stacked {
            let cell = |column: usize| pieces[column].get(turn).copied().unwrap_or("_");
            if (0..cells.len()).all(|column| cell(column) == "_") {
                continue;
            }
            let group = (0..cells.len()).find_map(|column| numbered(cell(column)).1);
            if is_grammar(&layer.name) {
                if group.is_none_or(|group| !self.open.contains_key(&(number, group))) {
                    self.losses.add("annotations of grammar", short(&layer.name));
                }
                if let Some(group) = group {
                    self.open.insert((number, group), usize::MAX);
                }
                continue;
            }
            if let Some(&mark) = group.and_then(|group| self.open.get(&(number, group))) {
                self.grow(mark, span);
                let known = (id.to_owned(), number);
                self.at_token.entry(known).or_default().push((group.unwrap_or(0), mark));
                continue;
            }
            let mark = self.sheet.marks.len();
            let mut attrs = Attrs::new();
            let mut references = Vec::new();
            let mut label = None;
            let named = layer.label();
            for (column, what) in layer.columns.iter().enumerate() {
                let value = numbered(cell(column)).0;
                match what {
                    Column::Feature(name) => {
                        if matches!(value, "*" | "_") {
                            continue;
                        }
                        let value = unescape(value);
                        if named == Some(name) {
                            label = Some(value);
                        } else if name == IDENTIFIER {
                            references.push(entry(&value));
                        } else {
                            attrs.push((visible(name).into_owned(), value_from(&value)));
                        }
                    }
                    Column::Roles(feature) => {
                        self.slots(
                            (number, mark),
                            feature,
                            cell(column),
                            cell(column + 1),
                            (id, at),
                        );
                    }
                    Column::Targets | Column::Base(_) => {}
                }
            }
            let from =
                format!("{}|{}", layer.name, named.filter(|_| label.is_some()).unwrap_or(""));
            if from != format!("{NAMES}|value") && from != format!("{OWN}|{OWN_LABEL}") {
                attrs.push((LAYER.into(), from.into()));
            }
            self.sheet.marks.push(Mark {
                id: None,
                label: label.unwrap_or_else(|| short(&layer.name).to_owned()),
                spans: vec![span],
                attrs,
                references,
            });
            if let Some(group) = group {
                self.open.insert((number, group), mark);
            }
            let known = (id.to_owned(), number);
            self.at_token.entry(known).or_default().push((group.unwrap_or(0), mark));
        }
    }

    /// Adds a token to a mark: next to it, or apart by white space, it is one stretch.
    fn grow(&mut self, mark: usize, span: Span) {
        let spans = &mut self.sheet.marks[mark].spans;
        match spans.last_mut() {
            Some(last)
                if self.text.get(last.end..span.start).is_some_and(|gap| gap.trim().is_empty()) =>
            {
                last.end = span.end;
            }
            Some(last) if last.end >= span.end && last.start <= span.start => {}
            _ => spans.push(span),
        }
    }

    /// The roles of a slot, each with a token; an arc from the mark to each.
    fn slots(
        &mut self,
        (layer, mark): (usize, usize),
        feature: &str,
        roles: &str,
        targets: &str,
        (id, at): (&str, usize),
    ) {
        for (role, target) in split(roles, ';').into_iter().zip(split(targets, ';')) {
            let (token, number) = numbered(target);
            if matches!(token, "*" | "_" | "") {
                continue;
            }
            let role = numbered(role).0;
            let label = if role == "*" { feature.to_owned() } else { unescape(role) };
            self.arcs.push(Arc {
                at,
                layer,
                label,
                attrs: vec![(SLOT.into(), visible(feature).into_owned().into())],
                from: (format!("#{mark}"), 0),
                to: (token.to_owned(), number.unwrap_or(0)),
                base: None,
            });
        }
        let _ = id;
    }

    fn finish(mut self, name: String, report: &mut Report) -> (Option<Document>, Losses) {
        if self.tokens == 0 {
            report.error(0, 1, "there are no tokens in this file");
            return (None, self.losses);
        }
        for arc in std::mem::take(&mut self.arcs) {
            let base = arc.base.as_deref();
            let (from, to) = match base.filter(|base| is_grammar(base)) {
                // What it ties are words, whatever grammar says of them.
                Some(base) => (self.word(&arc.from.0, base), self.word(&arc.to.0, base)),
                None => (self.end(&arc.from, base), self.end(&arc.to, base)),
            };
            let word = |own: &mut Self, (token, number): &(String, usize)| {
                (base.is_none() && *number == 0).then(|| own.word(token, TOKEN)).flatten()
            };
            let from = from.or_else(|| word(&mut self, &arc.from));
            let to = to.or_else(|| word(&mut self, &arc.to));
            let Some((from, to)) = from.zip(to) else {
                let layer = short(&self.layers[arc.layer].name);
                report.error(arc.at, 1, format!("{layer}: there is no annotation at its ends"));
                continue;
            };
            self.sheet.ties.push(Tie { id: None, label: arc.label, from, to, attrs: arc.attrs });
        }
        let mut chains: Vec<Vec<usize>> = self.chains.into_values().collect();
        chains.sort_unstable();
        self.sheet.chains = chains;
        join_names(&mut self.sheet, &mut self.losses);
        // A place between two characters has no words.
        let keep: Vec<bool> = self
            .sheet
            .marks
            .iter()
            .map(|mark| mark.spans.iter().any(|span| !span.is_empty()))
            .collect();
        for (mark, _) in self.sheet.marks.iter().zip(&keep).filter(|(_, keep)| !**keep) {
            self.losses.add("annotations of no words (zero width)", &mark.label);
        }
        for mark in &mut self.sheet.marks {
            let all = mark.spans.len();
            if mark.spans.iter().any(|span| !span.is_empty()) {
                mark.spans.retain(|span| !span.is_empty());
            }
            self.losses.add_many(
                "empty stretches of annotations",
                all - mark.spans.len(),
                &mark.label,
            );
        }
        self.sheet.retain(&keep, &mut self.losses);
        let text = Text::new(self.text);
        let (annotations, notes) = gather(self.sheet, &text);
        let story = Story { text, ..Story::default() };
        (Some(Document { name, story, annotations, notes }), self.losses)
    }
}

/// Links that Dateline itself wrote, to say which names belong together, are
/// no marks of their own.
fn join_names(sheet: &mut Sheet, losses: &mut Losses) {
    let is_same =
        |mark: &Mark| mark.attrs.iter().any(|(name, value)| name == LINK_RELATION && value == SAME);
    let mut by_span: HashMap<(Span, &str), usize> = HashMap::new();
    for (number, mark) in sheet.marks.iter().enumerate().filter(|(_, mark)| !is_same(mark)) {
        by_span.entry((mark.spans[0], &mark.label)).or_insert(number);
    }
    let meant: HashMap<usize, usize> = sheet
        .marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| is_same(mark))
        .filter_map(|(number, mark)| Some((number, *by_span.get(&(mark.spans[0], &*mark.label))?)))
        .collect();
    if meant.is_empty() {
        return;
    }
    for mark in sheet.chains.iter_mut().flatten() {
        *mark = meant.get(mark).copied().unwrap_or(*mark);
    }
    let keep: Vec<bool> = (0..sheet.marks.len()).map(|n| !meant.contains_key(&n)).collect();
    sheet.retain(&keep, losses);
}

/// An entry of a knowledge base, from its address.
fn entry(address: &str) -> Reference {
    let id = address.rsplit('/').next().unwrap_or_default();
    let (source, id) = match address.split_once("://") {
        Some((_, rest)) if rest.contains("wikidata.org") && id.starts_with('Q') => ("wikidata", id),
        Some((_, rest)) => (rest.split('/').next().unwrap_or(rest), address),
        None => address.split_once(':').unwrap_or(("id", address)),
    };
    Reference { source: source.to_owned(), id: id.to_owned(), words: String::new() }
}
