//! A story into sentences, word by word.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

use super::super::marks::{Carries, Key, Mark, Sheet};
use super::super::tokens::{push_number, tokens, within};
use super::super::{Document, Exported, ExportedFile, Losses, spread};
use super::entity::{encode, identity, others};
use super::{FORMAT, ID, META, TIES};
use crate::model::text::visible;
use crate::model::{Head, Span, Text};

/// Writes one document.
pub(super) fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::SPANS);
    let (sheet, mut losses) = spread(document, &carries);
    let text = &document.story.text;
    // They are written, but read again they are names.
    let annotations = &document.annotations;
    for time in &annotations.times {
        losses.add("times, as mentions of names", text.slice(time.span));
    }
    for quote in &annotations.quotes {
        losses.add("quotations, as mentions of names", text.slice(quote.span));
    }
    for event in annotations.events.iter().filter(|event| !event.spans.is_empty()) {
        losses.add("events, as mentions of names", &event.label);
    }
    let tokens = tokens(text, &sheet);
    let eids = eids(&sheet, text);
    let mut misc = misc(&sheet, &eids, &tokens, &mut losses).into_iter().peekable();
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "# newdoc id = {}", visible(&document.name));
    out.push_str("# global.Entity = eid-etype-identity-other\n");
    head(&document.story.head, &mut out);
    let starts = sentence_starts(text, &tokens, &sheet);
    let first = tokens.first().map_or(text.len(), |token| token.start);
    for (sentence, &start) in starts.iter().enumerate() {
        let end = starts.get(sentence + 1).copied().unwrap_or(tokens.len());
        let broken = |gap: &str| gap.matches('\n').count() > 1;
        let before = if start == 0 {
            ""
        } else {
            &text.as_str()[tokens[start - 1].end..tokens[start].start]
        };
        if start == 0 || broken(before) {
            out.push_str("# newpar\n");
        }
        let words = text.slice(Span::new(tokens[start].start, tokens[end - 1].end));
        let _ = writeln!(out, "# sent_id = s{}", sentence + 1);
        if !words.contains('\n') {
            let _ = writeln!(out, "# text = {words}");
        }
        for number in start..end {
            let until = tokens.get(number + 1).map_or(text.len(), |next| next.start);
            let after: Option<Cow<str>> = match &text.as_str()[tokens[number].end..until] {
                " " if number + 1 < end => None,
                "" if number + 1 < tokens.len() => Some("SpaceAfter=No".into()),
                gap => Some(format!("SpacesAfter={}", spaces(gap)).into()),
            };
            let before = (number == 0 && first > 0)
                .then(|| format!("SpacesBefore={}", spaces(&text.as_str()[..first])));
            let own = misc.next_if(|(token, _)| *token == number).map(|(_, own)| own);
            let own = own.iter().flatten().map(String::as_str);
            let mut values: Vec<&str> =
                own.chain(after.as_deref()).chain(before.as_deref()).collect();
            values.sort_by_key(|value| value.to_lowercase());
            push_number(&mut out, number - start + 1);
            out.push('\t');
            out.push_str(text.slice(tokens[number]));
            out.push_str("\t_\t_\t_\t_\t_\t_\t_\t");
            match &*values {
                [] => out.push('_'),
                [value] => out.push_str(value),
                values => out.push_str(&values.join("|")),
            }
            out.push('\n');
        }
        out.push('\n');
    }
    losses.add_pictures(text);
    Exported { files: vec![ExportedFile { ending: "conllu", bytes: out.into_bytes() }], losses }
}

fn head(head: &Head, out: &mut String) {
    for (key, field) in META {
        let value = match field {
            "title" => head.title.as_deref(),
            "byline" => head.byline.as_deref(),
            "source" => head.source.as_deref(),
            "place" => head.place.as_deref(),
            "published" => head.published.as_ref().map(|moment| moment.notation()),
            "url" => head.url.as_deref(),
            _ => head.language.as_deref(),
        };
        if let Some(value) = value {
            let _ = writeln!(out, "# {key} = {}", visible(value));
        }
    }
}

/// The number of the name that each mark is of.
fn eids(sheet: &Sheet, text: &Text) -> Vec<usize> {
    let mut eids: Vec<Option<usize>> = vec![None; sheet.marks.len()];
    for (number, chain) in sheet.chains.iter().enumerate() {
        chain.iter().for_each(|&mark| eids[mark] = Some(number));
    }
    let mut next = sheet.chains.len();
    let mut known: HashMap<Key, usize> = HashMap::new();
    for (number, mark) in sheet.marks.iter().enumerate() {
        if eids[number].is_none() {
            let words: Vec<&str> = mark.spans.iter().map(|&span| text.slice(span)).collect();
            let key = Key::of(&mark.label, &mark.references, words.join(" "));
            eids[number] = Some(*known.entry(key).or_insert_with(|| {
                next += 1;
                next - 1
            }));
        }
    }
    // Numbered as they come in the text.
    let mut order: Vec<usize> = (0..eids.len()).collect();
    order.sort_by_key(|&mark| sheet.marks[mark].spans[0]);
    let mut renumbered: HashMap<usize, usize> = HashMap::new();
    for mark in order {
        let fresh = renumbered.len() + 1;
        renumbered.entry(eids[mark].unwrap_or_default()).or_insert(fresh);
    }
    eids.into_iter().map(|eid| renumbered[&eid.unwrap_or_default()]).collect()
}

/// A stretch of a mark, by its tokens.
struct Piece {
    first: usize,
    last: usize,
    /// `e1`, `e1[1/2]`
    id: String,
    opening: String,
}

/// The values of MISC, by token.
fn misc(
    sheet: &Sheet,
    eids: &[usize],
    tokens: &[Span],
    losses: &mut Losses,
) -> BTreeMap<usize, Vec<String>> {
    let mut pieces: Vec<Piece> = Vec::new();
    // Those of each name that are still open, in words.
    let mut reach: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    let mut latest: Vec<usize> = (0..sheet.marks.len()).collect();
    latest.sort_by_key(|&mark| {
        (sheet.marks[mark].spans[0].start, std::cmp::Reverse(sheet.marks[mark].spans[0].end))
    });
    for &number in &latest {
        let mark = &sheet.marks[number];
        let places: Vec<(usize, usize)> =
            mark.spans.iter().filter_map(|&span| within(tokens, span)).collect();
        if places.is_empty() {
            losses.add("mentions without a word", &mark.label);
        }
        for (part, &(first, last)) in places.iter().enumerate() {
            let id = match places.len() {
                1 => format!("e{}", eids[number]),
                count => format!("e{}[{}/{count}]", eids[number], part + 1),
            };
            let open = reach.entry(id.clone()).or_default();
            open.retain(|&(_, until)| first <= until);
            if open.iter().any(|&(from, until)| from < first && until < last) {
                losses.add("mentions that cross another of the same name", &id);
            }
            open.push((first, last));
            pieces.push(Piece { first, last, opening: opening(&id, mark), id });
        }
        for span in &mark.spans {
            let covered = within(tokens, *span).map(|(a, b)| (tokens[a].start, tokens[b].end));
            if covered.is_some_and(|ends| ends != (span.start, span.end)) {
                losses.add("white space at the ends of mentions", &mark.label);
            }
        }
    }
    let mut entity: BTreeMap<usize, [String; 3]> = BTreeMap::new();
    // Openings, the longest first; within one word singles stand inside them.
    pieces.sort_by_key(|piece| (piece.first, std::cmp::Reverse(piece.last)));
    for piece in &pieces {
        let [single, _, opens] = entity.entry(piece.first).or_default();
        match piece.first == piece.last {
            true => {
                let _ = write!(single, "({})", piece.opening);
            }
            false => {
                let _ = write!(opens, "({}", piece.opening);
            }
        }
    }
    pieces.sort_by_key(|piece| (piece.last, std::cmp::Reverse(piece.first)));
    for piece in pieces.iter().filter(|piece| piece.first < piece.last) {
        let [_, closes, _] = entity.entry(piece.last).or_default();
        let _ = write!(closes, "{})", piece.id);
    }
    let mut values: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (token, brackets) in entity {
        values.entry(token).or_default().push(format!("Entity={}", brackets.concat()));
    }
    ties(sheet, eids, tokens, &mut values, losses);
    values
}

fn opening(id: &str, mark: &Mark) -> String {
    let mut attrs = mark.attrs.clone();
    if let Some(own) = &mark.id {
        attrs.insert(0, (ID.into(), own.as_str().into()));
    }
    let label = if mark.label.is_empty() { String::new() } else { encode(&mark.label) };
    let mut words = format!("{id}-{label}-{}-{}", identity(&mark.references), others(&attrs));
    words.truncate(words.trim_end_matches('-').len());
    words
}

fn ties(
    sheet: &Sheet,
    eids: &[usize],
    tokens: &[Span],
    values: &mut BTreeMap<usize, Vec<String>>,
    losses: &mut Losses,
) {
    let mut written: BTreeMap<(usize, &str), Vec<String>> = BTreeMap::new();
    for tie in &sheet.ties {
        let key = TIES.iter().find(|(_, kind)| *kind == tie.label).map(|(key, _)| *key);
        let token = within(tokens, sheet.marks[tie.from].spans[0]).map(|(first, _)| first);
        let Some((key, token)) = key.zip(token) else {
            losses.add("relations", &tie.label);
            continue;
        };
        losses.add_many("ids of relations", usize::from(tie.id.is_some()), &tie.label);
        let pair = format!("e{}<e{}", eids[tie.to], eids[tie.from]);
        written.entry((token, key)).or_default().push(pair);
    }
    for ((token, key), pairs) in written {
        values.entry(token).or_default().push(format!("{key}={}", pairs.join(",")));
    }
}

/// The tokens with which sentences start: none inside a mark.
fn sentence_starts(text: &Text, tokens: &[Span], sheet: &Sheet) -> Vec<usize> {
    let mut bounds: Vec<usize> =
        text.as_str().split_sentence_bound_indices().map(|(at, _)| at).collect();
    bounds.extend(text.as_str().match_indices('\n').map(|(at, _)| at));
    bounds.sort_unstable();
    let mut marks: Vec<Span> = sheet.marks.iter().flat_map(|mark| &mark.spans).copied().collect();
    marks.sort_unstable();
    let mut marks = marks.into_iter().peekable();
    let mut reach = 0;
    let mut bounds = bounds.into_iter().peekable();
    let mut starts = Vec::new();
    let mut end = 0;
    for (number, token) in tokens.iter().enumerate() {
        while let Some(mark) = marks.next_if(|mark| mark.start < token.start) {
            reach = reach.max(mark.end);
        }
        let mut fresh = number == 0;
        while bounds.next_if(|&bound| bound <= token.start).is_some_and(|bound| {
            fresh |= bound >= end;
            true
        }) {}
        if number == 0 || (fresh && reach <= token.start) {
            starts.push(number);
        }
        end = token.end;
    }
    starts
}

/// White space as UDPipe writes it.
fn spaces(gap: &str) -> String {
    let mut out = String::new();
    for c in gap.chars() {
        match c {
            ' ' => out.push_str("\\s"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            c => out.push(c),
        }
    }
    out
}
