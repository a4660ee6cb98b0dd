//! Lines of tokens into marks, ties and chains.

use std::collections::HashMap;

use super::super::gather::gather;
use super::super::marks::{Mark, Reference, Sheet, Tie, value_from};
use super::super::offsets::Source;
use super::super::report::Report;
use super::super::{Document, Imported, Losses, SourceFile};
use super::{
    ANY, FORMAT, IDENTIFIER, LAYER, LINK_RELATION, LINK_TYPE, NAMES, OWN, OWN_LABEL, RELATIONS,
    SAME, SLOT, TOKEN, is_grammar, short, split, unescape,
};
use crate::model::text::visible;
use crate::model::{Attrs, Span, Story, Text};

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

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Span,
    Chain,
    Relation,
}

/// A layer of the header.
struct Layer {
    sort: Sort,
    name: String,
    columns: Vec<Column>,
}

#[derive(PartialEq)]
enum Column {
    /// A feature; nameless in a layer that has none.
    Feature(String),
    /// The roles of a slot, and whose they are in the column that follows.
    Roles(String),
    Targets,
    /// Where a relation comes from.
    Base(String),
}

impl Layer {
    fn of(line: &str) -> Option<Self> {
        let (sort, rest) = match line.split_once('=')? {
            ("#T_SP", rest) => (Sort::Span, rest),
            ("#T_CH", rest) => (Sort::Chain, rest),
            ("#T_RL", rest) => (Sort::Relation, rest),
            _ => return None,
        };
        let mut parts = rest.trim().split('|');
        let name = parts.next()?.to_owned();
        let mut columns = Vec::new();
        while let Some(part) = parts.next() {
            if let Some(base) = part.strip_prefix("BT_") {
                columns.push(Column::Base(base.to_owned()));
            } else if part.starts_with("ROLE_") {
                columns.push(Column::Roles(slot_of(part).to_owned()));
                columns.push(Column::Targets);
                parts.next();
            } else if !part.is_empty() {
                columns.push(Column::Feature(part.to_owned()));
            }
        }
        let bare = |column: &Column| !matches!(column, Column::Base(_));
        if !columns.iter().any(bare) {
            columns.insert(0, Column::Feature(String::new()));
        }
        Some(Self { sort, name, columns })
    }

    /// The feature that is the label.
    fn label(&self) -> Option<&str> {
        let mut features = self.columns.iter().filter_map(|column| match column {
            Column::Feature(name) if !name.is_empty() => Some(&**name),
            _ => None,
        });
        let first = features.clone().next();
        let wanted = match self.sort {
            Sort::Chain => LINK_TYPE,
            _ if self.name == OWN => OWN_LABEL,
            _ => "value",
        };
        features.clone().find(|name| *name == wanted).or(match features.nth(1) {
            None => first,
            Some(_) => None,
        })
    }
}

/// The feature of a slot: `links` of `ROLE_my.Host:links_my.LinkType`.
fn slot_of(part: &str) -> &str {
    let feature = part.split_once(':').map_or(&part["ROLE_".len()..], |(_, feature)| feature);
    // The type after it has a point in its name, a feature has none.
    let before = feature.find('.').map_or(feature, |point| &feature[..point]);
    before.rsplit_once('_').map_or(before, |(name, _)| name)
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
    /// Whether the rows are a column short: relations without features.
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

    fn end_sentence(&mut self) {
        self.begun = false;
        self.sentence.clear();
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

    /// Puts the sentence's text after what comes before it.
    fn begin_sentence(&mut self, start: usize, end: usize, form: &str) {
        const WIDEST: usize = 10_000;
        self.begun = true;
        // Writers differ in whether the text is escaped as the features are:
        // the first token tells, where it can.
        let raw = self.sentence.join("\n");
        let plain = self.sentence.iter().map(|line| unescape(line)).collect::<Vec<_>>().join("\n");
        let first = unescape(form);
        let escaped = plain.starts_with(&first) || !raw.starts_with(form);
        let words = if escaped { plain } else { raw };
        // Something may stand before the first token that is none itself.
        let lead = &words[..words.find(&first).unwrap_or(0)];
        let leads = [lead.encode_utf16().count(), lead.chars().count()];
        let starts = leads.map(|lead| start.saturating_sub(lead));
        let (token, start) = (start, starts[0]);
        let gap = start.checked_sub(self.reached).filter(|gap| *gap <= WIDEST);
        let gap = gap.unwrap_or(usize::from(!self.text.is_empty()));
        self.text.extend(std::iter::repeat_n('\n', gap));
        self.start = (self.text.len(), starts);
        self.cursor = self.text.len();
        self.near = starts.map(|start| (start, self.text.len()));
        self.text.push_str(&words);
        self.reached = start + words.encode_utf16().count().max(end - token);
    }

    /// Where a token stands: where its offsets say, else where its form comes next.
    /// One whose form the text of the sentence does not have is a fault, and
    /// stands where its offsets say, if they can.
    fn place(
        &mut self,
        start: usize,
        end: usize,
        form: &str,
        sub: bool,
    ) -> (Option<Span>, Result<(), String>) {
        let forms = [form.to_owned(), unescape(form)];
        let mut stated = None;
        let found = [char::len_utf16 as fn(char) -> usize, |_| 1].iter().enumerate().find_map(
            |(way, unit)| {
                let near = self.near[way];
                let near = if near.0 <= start { near } else { (self.start.1[way], self.start.0) };
                let from = walk(&self.text, near, start, *unit)?;
                let to = walk(&self.text, (start, from), end, *unit)?;
                self.near[way] = (start, from);
                let span = Span::new(from, to);
                stated.get_or_insert(span);
                forms.iter().any(|form| *form == self.text[span.range()]).then_some(span)
            },
        );
        let next = || {
            let at =
                forms.iter().find_map(|form| Some((self.text[self.cursor..].find(form)?, form)));
            at.map(|(at, form)| Span::new(self.cursor + at, self.cursor + at + form.len()))
        };
        let empty = form.is_empty().then(|| {
            let at = self.near[0];
            let near = if at.0 <= start { at } else { (self.start.1[0], self.start.0) };
            let at = walk(&self.text, near, start, char::len_utf16).unwrap_or(self.cursor);
            Span::new(at, at)
        });
        let span = found.or(empty).or_else(|| next().filter(|span| !span.is_empty()));
        if span.is_none() && !self.sentence.is_empty() {
            let shown = visible(&forms[1]);
            let stated = stated.filter(|span| !span.is_empty() && span.start >= self.start.0);
            if let Some(span) = stated.filter(|_| !sub) {
                self.cursor = span.end;
            }
            return (
                stated,
                Err(match stated {
                    Some(span) => {
                        let words = visible(&self.text[span.range()]);
                        format!("expected `{words}`, which `#Text=` has there, found `{shown}`")
                    }
                    None => format!("expected a token of `#Text=`; `{shown}` is not in it"),
                }),
            );
        }
        let span = span.unwrap_or_else(|| {
            // There is no text of the sentence: it goes to its end.
            if self.text.len() > self.start.0 && !self.text.ends_with(char::is_whitespace) {
                self.text.push(' ');
            }
            let from = self.text.len();
            self.text.push_str(&forms[1]);
            self.reached = self.reached.max(end);
            Span::new(from, self.text.len())
        });
        if !sub {
            self.cursor = span.end;
        }
        (Some(span), Ok(()))
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

    /// The links of chains that a token is part of; what cannot be read is a
    /// fault and costs no other.
    fn links(
        &mut self,
        number: usize,
        layer: &Layer,
        cells: &[&str],
        span: Span,
    ) -> Result<(), String> {
        let column = |name: &str| {
            let named = |column: &Column| matches!(column, Column::Feature(own) if own == name);
            layer.columns.iter().position(named)
        };
        let (Some(kind), Some(relation)) = (column(LINK_TYPE), column(LINK_RELATION)) else {
            let name = short(&layer.name);
            return Err(format!("{name}: expected the columns {LINK_TYPE} and {LINK_RELATION}"));
        };
        let (kinds, relations) = (split(cells[kind], '|'), split(cells[relation], '|'));
        let mut fault = Ok(());
        for turn in 0..kinds.len().max(relations.len()) {
            let cell = |pieces: &[&'_ str]| pieces.get(turn).map_or("_", |&cell| cell).to_owned();
            let (kind, relation) = (cell(&kinds), cell(&relations));
            fault = fault.and(self.link(number, layer, (&kind, &relation), span));
        }
        fault
    }

    fn link(
        &mut self,
        number: usize,
        layer: &Layer,
        (kind, relation): (&str, &str),
        span: Span,
    ) -> Result<(), String> {
        if kind == "_" && relation == "_" {
            return Ok(());
        }
        let expected = || {
            let found = visible(relation);
            let name = short(&layer.name);
            format!("{name}: expected the link of a chain, as `coref->1-1`, found `{found}`")
        };
        let (kind, of_kind) = numbered(kind);
        let (label, link, chain) = match relation.rsplit_once("->") {
            Some((label, link)) => {
                let own = || link.split('-').next()?.parse().ok();
                (label, Some(link), of_kind.or_else(own))
            }
            // Some writers leave out which link of the chain it is.
            None => {
                let (label, own) = numbered(relation);
                let is_bare = matches!(label, "*" | "_" | "");
                let chain = own.or(of_kind.filter(|_| is_bare));
                (label, None, chain.filter(|chain| of_kind.is_none_or(|other| other == *chain)))
            }
        };
        let chain: usize = chain.ok_or_else(expected)?;
        let key = link.map(|link| (number, link.to_owned()));
        if let Some(&mark) = key.as_ref().and_then(|key| self.links.get(key)) {
            self.grow(mark, span);
            return Ok(());
        }
        let kind = unescape(kind);
        let label = unescape(label);
        let mut attrs: Attrs = vec![(LAYER.into(), format!("{}|{LINK_TYPE}", layer.name).into())];
        if !matches!(&*label, "*" | "_" | "") {
            attrs.push((LINK_RELATION.into(), label.into()));
        }
        let mark = self.sheet.marks.len();
        let bare = matches!(&*kind, "*" | "_" | "");
        self.sheet.marks.push(Mark {
            label: if bare { short(&layer.name).to_owned() } else { kind },
            spans: vec![span],
            attrs,
            ..Mark::default()
        });
        self.links.extend(key.map(|key| (key, mark)));
        self.chains.entry((number, chain)).or_default().push(mark);
        Ok(())
    }

    fn relations(&mut self, number: usize, layer: &Layer, cells: &[&str], id: &str, at: usize) {
        let pieces: Vec<Vec<&str>> = cells.iter().map(|cell| split(cell, '|')).collect();
        let named = layer.label();
        let base_at = layer.columns.iter().position(|c| matches!(c, Column::Base(_)));
        let Some(base_at) = base_at else { return };
        let Column::Base(base) = &layer.columns[base_at] else { return };
        for (turn, source) in pieces[base_at].iter().enumerate() {
            let (token, ends) = bracketed(source);
            if matches!(token, "*" | "_" | "") {
                continue;
            }
            if is_grammar(&layer.name) {
                self.losses.add("annotations of grammar", short(&layer.name));
                continue;
            }
            let (mut label, mut attrs) = (None, Attrs::new());
            for (column, what) in layer.columns.iter().enumerate() {
                let Column::Feature(name) = what else { continue };
                let value = pieces[column].get(turn).map_or("_", |cell| numbered(cell).0);
                if matches!(value, "*" | "_") {
                    continue;
                }
                match named == Some(name) {
                    true => label = Some(unescape(value)),
                    false => attrs.push((visible(name).into_owned(), value_from(&unescape(value)))),
                }
            }
            let from = format!("{}|{}", layer.name, named.unwrap_or(""));
            if from != format!("{RELATIONS}|value") {
                attrs.push((LAYER.into(), from.into()));
            }
            let (one, other) = ends.and_then(|ends| ends.split_once('_')).unwrap_or(("0", "0"));
            let number_of = |end: &str| end.parse().unwrap_or(0);
            self.arcs.push(Arc {
                at,
                layer: number,
                label: label.unwrap_or_else(|| short(&layer.name).to_owned()),
                attrs,
                from: (token.to_owned(), number_of(one)),
                to: (id.to_owned(), number_of(other)),
                base: Some(base.clone()).filter(|base| base != ANY),
            });
        }
    }

    /// The mark that a token and a number mean.
    fn end(&self, (token, number): &(String, usize), base: Option<&str>) -> Option<usize> {
        if let Some(mark) = token.strip_prefix('#') {
            return mark.parse().ok();
        }
        let layers = 0..self.layers.len();
        let fits = |layer: &usize| base.is_none_or(|base| self.layers[*layer].name == base);
        let marks = layers.filter(fits).filter_map(|layer| {
            let marks = self.at_token.get(&(token.clone(), layer))?;
            let exact = marks.iter().find(|(own, _)| own == number);
            // Of a single one the number may be left out.
            exact.or_else(|| marks.first().filter(|_| *number == 0)).map(|&(_, mark)| mark)
        });
        marks.into_iter().next()
    }

    /// The mark of a bare token; made where it is first needed.
    fn word(&mut self, token: &str, base: &str) -> Option<usize> {
        let span = *self.words.get(token)?;
        let fresh = self.sheet.marks.len();
        let mark = *self.bare.entry((token.to_owned(), base.to_owned())).or_insert(fresh);
        if mark == fresh {
            self.sheet.marks.push(Mark {
                label: short(base).to_owned(),
                spans: vec![span],
                attrs: vec![(LAYER.into(), format!("{base}|").into())],
                ..Mark::default()
            });
        }
        Some(mark)
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

/// The byte at an offset, from a place where both are known.
fn walk(text: &str, near: (usize, usize), offset: usize, unit: fn(char) -> usize) -> Option<usize> {
    let (mut at, byte) = near;
    for (further, c) in text[byte..].char_indices() {
        if at >= offset {
            return (at == offset).then_some(byte + further);
        }
        at += unit(c);
    }
    (at == offset).then_some(text.len())
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

/// A value and the number in brackets after it.
fn numbered(cell: &str) -> (&str, Option<usize>) {
    let (words, number) = bracketed(cell);
    match number.and_then(|number| number.parse().ok()) {
        Some(number) => (words, Some(number)),
        None => (if number.is_some() { cell } else { words }, None),
    }
}

fn bracketed(cell: &str) -> (&str, Option<&str>) {
    let inner = cell.strip_suffix(']').and_then(|rest| {
        let open = rest.rfind('[').filter(|&at| !rest[..at].ends_with('\\'))?;
        Some((&cell[..open], &rest[open + 1..]))
    });
    inner.map_or((cell, None), |(words, number)| (words, Some(number)))
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
