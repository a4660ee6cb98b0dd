//! Marks, ties and chains into lines of tokens.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

use super::super::gather::words_of;
use super::super::marks::{Carries, Mark, Reference, Sheet, value_to};
use super::super::offsets::{Offsets, Unit};
use super::super::tokens::push_number;
use super::super::{Document, Exported, ExportedFile, Losses, spread};
use super::{
    ANY, CHAINS, FORMAT, IDENTIFIER, LAYER, LINK_RELATION, LINK_TYPE, NAMES, OWN, OWN_LABEL,
    RELATIONS, SAME, escape, is_grammar,
};
use crate::model::{Attrs, Span, Text};

/// Writes one story.
pub(super) fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::ALL);
    let (sheet, mut losses) = spread(document, &carries);
    let text = &document.story.text;
    losses.add_pictures(text);
    let page = Page::of(text, &sheet, &mut losses);
    let mut header = String::from("#FORMAT=WebAnno TSV 3.3\n");
    let mut columns: Vec<Cells> = Vec::new();
    let plan = Plan::of(text, &sheet, &page, &mut losses);
    plan.spans(&sheet, &page, &mut header, &mut columns, &mut losses);
    plan.chains(&sheet, &page, &mut header, &mut columns);
    plan.relations(&sheet, &page, &mut header, &mut columns, &mut losses);
    header.push('\n');
    let out = page.write(text, header, &columns);
    let files = vec![ExportedFile { ending: "tsv", bytes: out.into_bytes() }];
    Exported { files, losses }
}

/// The columns of a layer: those of the tokens that have something in them.
struct Cells {
    width: usize,
    at: HashMap<usize, Vec<String>>,
}

/// A sentence: its text, and its tokens by number.
struct Sentence {
    span: Span,
    tokens: std::ops::Range<usize>,
}

/// The text in sentences and tokens, and which tokens each mark has.
struct Page {
    sentences: Vec<Sentence>,
    tokens: Vec<Span>,
    /// The sentence of each token and its number there, from 1: `1-3`.
    names: Vec<(usize, usize)>,
    tokens_of: Vec<std::ops::Range<usize>>,
}

impl Page {
    /// Each line is a sentence, lines that a mark joins are one. A token ends
    /// where a word or a mark does.
    fn of(text: &Text, sheet: &Sheet, losses: &mut Losses) -> Self {
        let content = text.as_str();
        let mut cuts: Vec<usize> =
            sheet.marks.iter().flat_map(|mark| [mark.spans[0].start, mark.spans[0].end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut across: Vec<Span> = sheet.marks.iter().map(|mark| mark.spans[0]).collect();
        across.retain(|&span| text.slice(span).contains('\n'));
        across.sort_unstable();
        let mut page = Self {
            sentences: Vec::new(),
            tokens: Vec::new(),
            names: Vec::new(),
            tokens_of: Vec::new(),
        };
        let mut at = 0;
        let mut across = across.into_iter().peekable();
        let mut covered = 0;
        while at < content.len() {
            let mut end = line_end(content, at);
            while let Some(span) = across.next_if(|span| span.start < end) {
                let reach = line_end(content, span.end.max(end));
                end = end.max(if span.end > end { reach } else { end });
            }
            let inside = &content[at..end];
            let from = at + (inside.len() - inside.trim_start().len());
            let to = from.max(at + inside.trim_end().len());
            if from < to {
                let gap = &content[covered..from];
                let odd = gap.chars().filter(|&c| c != '\n').count();
                losses.add_many("characters of white space between sentences", odd, "");
                page.sentence(content, Span::new(from, to), &cuts);
                covered = to;
            }
            at = end + 1;
        }
        let rest = content[covered..].chars().count();
        losses.add_many("characters of white space between sentences", rest, "");
        page.tokens_of = sheet
            .marks
            .iter()
            .map(|mark| {
                let span = mark.spans[0];
                let from = page.tokens.partition_point(|token| token.start < span.start);
                let to = page.tokens.partition_point(|token| token.end <= span.end);
                from..to.max(from)
            })
            .collect();
        page
    }

    fn sentence(&mut self, content: &str, span: Span, cuts: &[usize]) {
        let first = self.tokens.len();
        let inside = &content[span.range()];
        // The rules for all scripts cost more than all else here together.
        let ascii = inside.is_ascii().then(|| ascii_words(inside));
        let unicode = ascii.is_none().then(|| inside.split_word_bound_indices());
        let unicode = unicode.into_iter().flatten().map(|(at, word)| (at, at + word.len()));
        for (at, end) in ascii.into_iter().flatten().chain(unicode) {
            let (mut from, end) = (span.start + at, span.start + end);
            let inside = cuts.partition_point(|&cut| cut <= from);
            let inside = cuts[inside..].iter().copied().take_while(|&cut| cut < end);
            for to in inside.chain([end]) {
                if !content[from..to].trim().is_empty() {
                    self.tokens.push(Span::new(from, to));
                }
                from = to;
            }
        }
        let number = self.sentences.len() + 1;
        let count = self.tokens.len() - first;
        self.names.extend((1..=count).map(|token| (number, token)));
        self.sentences.push(Sentence { span, tokens: first..self.tokens.len() });
    }

    fn write(&self, text: &Text, header: String, columns: &[Cells]) -> String {
        let offsets = Offsets::new(text, Unit::Utf16);
        let mut out = header;
        for sentence in &self.sentences {
            out.push('\n');
            for line in text.original_of(sentence.span).split('\n') {
                // Writing to a string does not fail.
                let _ = writeln!(out, "#Text={}", escape(line));
            }
            for number in sentence.tokens.clone() {
                let token = self.tokens[number];
                let (start, end) = (offsets.offset(token.start), offsets.offset(token.end));
                let ((sentence, token), form) = (self.names[number], text.original_of(token));
                for (number, sign) in [(sentence, '-'), (token, '\t'), (start, '-'), (end, '\t')] {
                    push_number(&mut out, number);
                    out.push(sign);
                }
                out.push_str(&form);
                out.push('\t');
                for Cells { width, at } in columns {
                    match at.get(&number) {
                        Some(cells) => {
                            for cell in cells {
                                out.push_str(cell);
                                out.push('\t');
                            }
                        }
                        None => out.extend(std::iter::repeat_n("_\t", *width)),
                    }
                }
                out.push('\n');
            }
        }
        out
    }
}

/// The words and single other characters of ASCII, as the rules for all
/// scripts part them (UAX #29): letters and digits go on over an underscore,
/// an apostrophe or a point in them, digits over a comma.
fn ascii_words(words: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = words.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let first = *bytes.get(start)?;
        at += 1;
        while is_word(first) && at < bytes.len() {
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            let (before, here) = (bytes[at - 1], bytes[at]);
            let both = |class: fn(&u8) -> bool| class(&before) && class(&next);
            let goes_on = match here {
                b'\'' | b'.' => both(u8::is_ascii_alphabetic) || both(u8::is_ascii_digit),
                b',' | b';' => both(u8::is_ascii_digit),
                byte => is_word(byte),
            };
            if !goes_on {
                break;
            }
            at += 1;
        }
        Some((start, at))
    })
}

/// The end of the line that byte `at` stands in.
fn line_end(content: &str, at: usize) -> usize {
    content[at..].find('\n').map_or(content.len(), |length| at + length)
}

/// A layer of spans: its features, and its marks.
#[derive(Default)]
struct Layer {
    features: Vec<String>,
    marks: Vec<usize>,
}

/// Which layer each mark goes to, and the numbers that tell marks apart.
struct Plan {
    /// Name and layer, in the order of the text.
    layers: Vec<(String, Layer)>,
    /// Of each mark: the layer's name, and the feature that is its label.
    homes: Vec<(String, String)>,
    numbers: Vec<usize>,
    /// The marks of chain layers, each with its chain and its link.
    links: Vec<(String, usize, usize, usize)>,
    /// Chains of names: mark, chain, link.
    same: Vec<(usize, usize, usize)>,
}

impl Plan {
    fn of(text: &Text, sheet: &Sheet, page: &Page, losses: &mut Losses) -> Self {
        let homes: Vec<(String, String)> = sheet.marks.iter().map(home).collect();
        let is_link = |mark: usize| homes[mark].1 == LINK_TYPE;
        let mut links = Vec::new();
        let mut same = Vec::new();
        let mut chained = HashSet::new();
        let mut chain_number = 0;
        for chain in &sheet.chains {
            let (of_layer, of_names): (Vec<usize>, Vec<usize>) =
                chain.iter().copied().partition(|&mark| is_link(mark));
            if !of_layer.is_empty() {
                chain_number += 1;
                for (link, mark) in of_layer.into_iter().enumerate() {
                    chained.insert(mark);
                    links.push((homes[mark].0.clone(), mark, chain_number, link + 1));
                }
            }
            if of_names.len() > 1 {
                chain_number += 1;
                same.extend(
                    of_names.into_iter().enumerate().map(|(n, mark)| (mark, chain_number, n + 1)),
                );
            }
        }
        // Links of the same words, which need no chain to belong together.
        let alone = (0..homes.len()).filter(|&mark| is_link(mark) && !chained.contains(&mark));
        let mut groups: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
        for number in alone {
            let mark = &sheet.marks[number];
            groups.entry((&mark.label, words_of(text, mark))).or_default().push(number);
        }
        for group in groups.into_values() {
            chain_number += 1;
            for (link, mark) in group.into_iter().enumerate() {
                links.push((homes[mark].0.clone(), mark, chain_number, link + 1));
            }
        }
        let mut plan =
            Self { layers: Vec::new(), numbers: vec![0; homes.len()], links, same, homes };
        plan.layers(sheet, page, losses);
        plan
    }

    fn layers(&mut self, sheet: &Sheet, page: &Page, losses: &mut Losses) {
        let mut ends: HashSet<usize> = HashSet::new();
        ends.extend(sheet.ties.iter().flat_map(|tie| [tie.from, tie.to]));
        let mut index: HashMap<String, usize> = HashMap::new();
        // How many marks of a layer stand on a token.
        let mut crowd: HashMap<(usize, usize), usize> = HashMap::new();
        for (number, mark) in sheet.marks.iter().enumerate() {
            if page.tokens_of[number].is_empty() {
                losses.add("mentions of nothing but white space", &mark.label);
                continue;
            }
            let kept = mark.id.as_deref().is_none_or(|id| {
                id.strip_prefix('m').is_some_and(|digits| digits.parse::<usize>().is_ok())
            });
            if !kept {
                losses.add("ids of mentions", mark.id.as_deref().unwrap_or_default());
            }
            let (name, label) = &self.homes[number];
            // Words that only relations are tied to.
            if label == LINK_TYPE || is_grammar(name) && ends.contains(&number) {
                continue;
            }
            let at = *index.entry(name.clone()).or_insert_with(|| {
                let mut layer = Layer::default();
                if name == NAMES {
                    layer.features = vec![IDENTIFIER.into(), "value".into()];
                }
                self.layers.push((name.clone(), layer));
                self.layers.len() - 1
            });
            let layer = &mut self.layers[at].1;
            let refers = (!mark.references.is_empty()).then_some(IDENTIFIER);
            let label = Some(label.as_str()).filter(|label| !label.is_empty());
            let fixed = label.into_iter().chain(refers).map(str::to_owned);
            for feature in fixed.chain(features(&mark.attrs)) {
                if !layer.features.contains(&feature) {
                    layer.features.push(feature);
                }
            }
            layer.marks.push(number);
            for token in page.tokens_of[number].clone() {
                *crowd.entry((at, token)).or_insert(0) += 1;
            }
        }
        let mut next = 0;
        for (at, (_, layer)) in self.layers.iter().enumerate() {
            for &mark in &layer.marks {
                let tokens = page.tokens_of[mark].clone();
                let stacked = tokens.clone().any(|token| crowd[&(at, token)] > 1);
                if tokens.len() > 1 || stacked || ends.contains(&mark) {
                    next += 1;
                    self.numbers[mark] = next;
                }
            }
        }
    }

    fn spans(
        &self,
        sheet: &Sheet,
        page: &Page,
        header: &mut String,
        columns: &mut Vec<Cells>,
        losses: &mut Losses,
    ) {
        for (name, layer) in &self.layers {
            let _ = writeln!(header, "#T_SP={name}|{}", layer.features.join("|"));
            let width = layer.features.len().max(1);
            let mut cells: HashMap<usize, Vec<String>> = HashMap::new();
            for &number in &layer.marks {
                let mark = &sheet.marks[number];
                for reference in mark.references.iter().skip(1) {
                    losses.add("links after the first", &reference.id);
                }
                for column in 0..width {
                    let value = match layer.features.get(column) {
                        Some(feature) => self.value(number, mark, feature),
                        None => "*".into(),
                    };
                    let suffix = match self.numbers[number] {
                        0 => String::new(),
                        own => format!("[{own}]"),
                    };
                    for token in page.tokens_of[number].clone() {
                        let cell = &mut cells
                            .entry(token)
                            .or_insert_with(|| vec![String::new(); width])[column];
                        let bar = if cell.is_empty() { "" } else { "|" };
                        let _ = write!(cell, "{bar}{value}{suffix}");
                    }
                }
            }
            columns.push(Cells { width, at: cells });
        }
    }

    fn value(&self, number: usize, mark: &Mark, feature: &str) -> String {
        if self.homes[number].1 == feature {
            return filled(&mark.label);
        }
        if feature == IDENTIFIER
            && let Some(reference) = mark.references.first()
        {
            return filled(&address(reference));
        }
        let value = mark.attrs.iter().find(|(name, _)| feature_name(name) == feature);
        value.map_or_else(|| "*".into(), |(_, value)| filled(&value_to(value)))
    }

    fn chains(&self, sheet: &Sheet, page: &Page, header: &mut String, columns: &mut Vec<Cells>) {
        let mut layers: Vec<&str> = self.links.iter().map(|(name, ..)| &**name).collect();
        layers.extend((!self.same.is_empty()).then_some(CHAINS));
        let mut seen = HashSet::new();
        layers.retain(|layer| seen.insert(*layer));
        for layer in layers {
            let _ = writeln!(header, "#T_CH={layer}|{LINK_TYPE}|{LINK_RELATION}");
            let mut cells: HashMap<usize, Vec<String>> = HashMap::new();
            let mut put = |mark: usize, chain: usize, link: usize, relation: &str| {
                let label = filled(&sheet.marks[mark].label);
                for token in page.tokens_of[mark].clone() {
                    let cell = cells.entry(token).or_insert_with(|| vec![String::new(); 2]);
                    let bar = if cell[0].is_empty() { "" } else { "|" };
                    let _ = write!(cell[0], "{bar}{label}[{chain}]");
                    let _ = write!(cell[1], "{bar}{relation}->{chain}-{link}");
                }
            };
            for (_, mark, chain, link) in self.links.iter().filter(|(name, ..)| name == layer) {
                let attrs = &sheet.marks[*mark].attrs;
                let relation = attrs.iter().find(|(name, _)| name == LINK_RELATION);
                let relation = relation.and_then(|(_, value)| value.as_str()).map(filled);
                put(*mark, *chain, *link, relation.as_deref().unwrap_or("*"));
            }
            if layer == CHAINS {
                for &(mark, chain, link) in &self.same {
                    put(mark, chain, link, SAME);
                }
            }
            columns.push(Cells { width: 2, at: cells });
        }
    }

    fn relations(
        &self,
        sheet: &Sheet,
        page: &Page,
        header: &mut String,
        columns: &mut Vec<Cells>,
        losses: &mut Losses,
    ) {
        let mut layers: Vec<(String, Vec<String>, Vec<usize>)> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        for (number, tie) in sheet.ties.iter().enumerate() {
            let there = |mark: usize| {
                let words = is_grammar(&self.homes[mark].0) && !page.tokens_of[mark].is_empty();
                self.numbers[mark] > 0 || words
            };
            if !there(tie.from) || !there(tie.to) {
                losses.add("relations of what is left out", &tie.label);
                continue;
            }
            if let Some(id) = &tie.id {
                losses.add("ids of relations", id);
            }
            let (name, label) = layer_of(&tie.attrs).unwrap_or((RELATIONS, "value"));
            let at = *index.entry(name.to_owned()).or_insert_with(|| {
                layers.push((name.to_owned(), Vec::new(), Vec::new()));
                layers.len() - 1
            });
            let label = Some(label).filter(|label| !label.is_empty()).map(str::to_owned);
            for feature in label.into_iter().chain(features(&tie.attrs)) {
                if !layers[at].1.contains(&feature) {
                    layers[at].1.push(feature);
                }
            }
            layers[at].2.push(number);
        }
        for (name, features, ties) in layers {
            let mut bases: HashSet<&str> = HashSet::new();
            for &tie in &ties {
                let tie = &sheet.ties[tie];
                bases.extend([&*self.homes[tie.from].0, &*self.homes[tie.to].0]);
            }
            let base = if bases.len() == 1 { bases.into_iter().next().unwrap_or(ANY) } else { ANY };
            let names: String = features.iter().map(|feature| format!("{feature}|")).collect();
            let _ = writeln!(header, "#T_RL={name}|{names}BT_{base}");
            let width = features.len().max(1) + 1;
            let mut cells: HashMap<usize, Vec<String>> = HashMap::new();
            for tie in ties {
                let tie = &sheet.ties[tie];
                let own = layer_of(&tie.attrs).map_or("value", |(_, label)| label);
                let (from, to) = (page.tokens_of[tie.from].start, page.tokens_of[tie.to].start);
                let cell = cells.entry(to).or_insert_with(|| vec![String::new(); width]);
                let bar = if cell[0].is_empty() { "" } else { "|" };
                for (column, words) in cell[..width - 1].iter_mut().enumerate() {
                    let value = match features.get(column) {
                        Some(feature) if feature == own => filled(&tie.label),
                        Some(feature) => {
                            let value =
                                tie.attrs.iter().find(|(name, _)| feature_name(name) == *feature);
                            value.map_or_else(|| "*".into(), |(_, value)| filled(&value_to(value)))
                        }
                        None => "*".into(),
                    };
                    let _ = write!(words, "{bar}{value}");
                }
                let ends = match (self.numbers[tie.from], self.numbers[tie.to]) {
                    (0, 0) => String::new(),
                    (from, to) => format!("[{from}_{to}]"),
                };
                let (sentence, token) = page.names[from];
                let _ = write!(cell[width - 1], "{bar}{sentence}-{token}{ends}");
            }
            columns.push(Cells { width, at: cells });
        }
    }
}

/// The layer of a mark, and the feature that is its label.
fn home(mark: &Mark) -> (String, String) {
    if let Some((name, label)) = layer_of(&mark.attrs) {
        return (name.to_owned(), label.to_owned());
    }
    // The features of the layer of names are taken.
    let taken = |(name, _): &(String, _)| name == "value" || name == IDENTIFIER;
    match mark.attrs.iter().any(taken) {
        true => (OWN.into(), OWN_LABEL.into()),
        false => (NAMES.into(), "value".into()),
    }
}

fn layer_of(attrs: &Attrs) -> Option<(&str, &str)> {
    let (_, value) = attrs.iter().find(|(name, _)| name == LAYER)?;
    let (name, label) = value.as_str()?.split_once('|')?;
    let fits = !name.is_empty() && !name.contains(char::is_whitespace);
    fits.then_some((name, label))
}

/// The features that a mark's attributes need.
fn features(attrs: &Attrs) -> impl Iterator<Item = String> + '_ {
    attrs.iter().filter(|(name, _)| name != LAYER).map(|(name, _)| feature_name(name))
}

/// The name of a feature in the header, where a bar parts them and some words
/// have a meaning.
fn feature_name(name: &str) -> String {
    let mut out = name.replace(['|', '\t', '\n', '\r'], "_");
    if out.starts_with("ROLE_") || out.starts_with("BT_") {
        out.insert(0, '_');
    }
    out
}

/// A value that is there.
fn filled(words: &str) -> String {
    if words.is_empty() { "*".into() } else { escape(words) }
}

fn address(reference: &Reference) -> String {
    let Reference { source, id, .. } = reference;
    match &**source {
        _ if id.contains("://") => id.clone(),
        "wikidata" => format!("http://www.wikidata.org/entity/{id}"),
        _ => format!("{source}:{id}"),
    }
}
