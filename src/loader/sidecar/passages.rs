//! The quotes of annotation entries, and where they stand in the text.
//!
//! A quote that stands where its `at` says costs one comparison. All others
//! are looked for together, in one pass over the text: a file of 100,000
//! mentions without positions is legitimate. Where the text is not the one the
//! file was made for, that one decides, if it is still to be had.

use std::borrow::Cow;
use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::fields::Fields;
use super::report::Report;
use super::tree::{At, Node, Value};
use crate::anchor::{self, Found};
use crate::loader::Earlier;
use crate::model::occurrences::{Name, occurrences};
use crate::model::{Anchor, Located, Selector, Span, Text};

/// The words an entry is about: one stretch or several.
pub struct Passage {
    parts: Vec<Part>,
}

struct Part {
    selector: Selector,
    /// Where the file says the words.
    quote: At,
    /// Where it says the position.
    position: At,
    /// The place of that position, if the words stand there.
    claimed: Option<Span>,
    /// What became of the words in a text that changed since.
    anchored: Option<Found>,
    /// Where they stand if the stated positions are taken together.
    settled: Option<Span>,
}

impl Part {
    fn new(node: &Node, words: &str) -> Self {
        Self {
            selector: Selector::quote(words),
            quote: node.at,
            position: node.at,
            claimed: None,
            anchored: None,
            settled: None,
        }
    }
}

/// The keys that [`Passage::of`] reads.
pub const KEYS: &[&str] = &["quote", "at", "before", "after", "nth"];

impl Passage {
    /// Bare words.
    pub fn bare(node: &Node, words: &str) -> Self {
        Self { parts: vec![Part::new(node, words)] }
    }

    /// The passage of an entry; `None` if it has none, or none that can be used.
    pub fn of(report: &mut Report, fields: &Fields) -> Option<Self> {
        let quote = fields.get("quote")?;
        if matches!(quote.value, Value::Map(_)) {
            report.wrong(quote, "quote", "the words, or a list of stretches");
            return None;
        }
        let quotes = quote.items();
        let mut parts = Vec::with_capacity(quotes.len());
        for node in quotes {
            let words = node.scalar().filter(|words| !words.is_empty());
            let Some(words) = words else {
                report.wrong(node, "quote", "words of the text");
                return None;
            };
            parts.push(Part::new(node, words));
        }
        if parts.is_empty() {
            report.error(quote.at, "quote: expected words of the text, found an empty list");
            return None;
        }
        let whole = |words: &str| words.parse::<usize>().ok();
        each(report, fields, "at", "a number of characters from the start", &mut parts, {
            |part, words, at| {
                part.selector.at = whole(words);
                part.position = at;
                part.selector.at.is_some()
            }
        });
        each(report, fields, "nth", "a number from 1", &mut parts, |part, words, _| {
            part.selector.nth = whole(words).filter(|&nth| nth > 0);
            part.selector.nth.is_some()
        });
        each(report, fields, "before", "words of the text", &mut parts, |part, words, _| {
            part.selector.before = Some(words.to_owned());
            true
        });
        each(report, fields, "after", "words of the text", &mut parts, |part, words, _| {
            part.selector.after = Some(words.to_owned());
            true
        });
        Some(Self { parts })
    }

    /// The words, with an ellipsis where they are discontinuous.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.parts.iter().map(|part| &*part.selector.quote).collect();
        words.join(" … ")
    }
}

/// Hands the values of a key to the parts of a passage, one to each.
fn each(
    report: &mut Report,
    fields: &Fields,
    key: &str,
    expected: &str,
    parts: &mut [Part],
    mut put: impl FnMut(&mut Part, &str, At) -> bool,
) {
    let Some(node) = fields.get(key) else { return };
    let values = node.items();
    if values.len() > parts.len() {
        let message =
            format!("{key}: {} values for {} stretches of text", values.len(), parts.len());
        report.error(node.at, message);
        return;
    }
    for (part, value) in parts.iter_mut().zip(values) {
        match (&value.value, value.scalar()) {
            (Value::Null | Value::Broken, _) => {}
            (_, Some(words)) if put(part, words, value.at) => {}
            (_, Some(words)) => {
                let message = format!("{key}: expected {expected}, found `{}`", shorten(words));
                report.error(value.at, message);
            }
            (_, None) => report.wrong(value, key, expected),
        }
    }
}

/// Where quotes stand that do not stand where their file says.
pub struct Places<'t> {
    text: &'t Text,
    starts: HashMap<String, Vec<usize>>,
    /// How many more misses are looked into for a hint.
    hints: usize,
}

/// How many bytes of each quote the search begins with; the rest is compared.
const HEAD: usize = 12;

/// How many candidates are compared in one text before the search is given up.
const PATIENCE: usize = 200_000_000;

impl<'t> Places<'t> {
    /// Looks for every quote that its position does not settle. `made_for`:
    /// the fingerprint of the text the file was made for, where it states one;
    /// `earlier`: where that text is asked for.
    pub fn of<'p>(
        report: &mut Report,
        text: &'t Text,
        made_for: Option<&str>,
        earlier: &dyn Earlier,
        passages: impl Iterator<Item = &'p mut Passage>,
    ) -> Self {
        let mut parts: Vec<&mut Part> = passages.flat_map(|passage| &mut passage.parts).collect();
        let mut numbers: HashMap<Cow<str>, usize> = HashMap::new();
        for part in &mut parts {
            part.claimed = part.selector.claimed(text);
            if part.claimed.is_none() {
                let number = numbers.len();
                numbers.entry(part.selector.shown()).or_insert(number);
            }
        }
        let mut quotes = vec![""; numbers.len()];
        for (quote, &number) in &numbers {
            quotes[number] = quote;
        }
        let starts = match search(text.as_str(), &quotes) {
            Some(starts) => starts,
            None => {
                report.error(At::default(), "too many quotes without `at` to look for them all");
                vec![Vec::new(); quotes.len()]
            }
        };
        let starts = quotes.iter().map(|&quote| quote.to_owned()).zip(starts).collect();
        let places = Self { text, starts, hints: 20 };
        places.take_together(&mut parts);
        places.find_again(made_for.map(str::trim), earlier, &mut parts);
        places
    }

    /// Settles by all stated positions together which occurrence is meant by
    /// words that do not stand at theirs: the text may have changed before them.
    fn take_together(&self, parts: &mut [&mut Part]) {
        if parts.iter().all(|part| part.claimed.is_some() || part.selector.at.is_none()) {
            return;
        }
        let starts =
            |part: &&mut Part| self.starts.get(&*part.selector.shown()).map_or(0, Vec::len);
        if parts.iter().map(starts).sum::<usize>() > anchor::WEIGHED {
            return;
        }
        let scalars = |spans: &[Span]| spans.iter().map(|s| self.text.scalar_at(s.start)).collect();
        let passages: Vec<(usize, Vec<usize>)> = parts
            .iter()
            .filter_map(|part| Some((part.selector.at?, scalars(&self.fitting(part)))))
            .collect();
        let stated = parts.iter_mut().filter(|part| part.selector.at.is_some());
        for (part, start) in stated.zip(anchor::together(&passages)) {
            if part.claimed.is_none() && part.selector.nth.is_none() {
                let start = start.and_then(|start| self.text.byte_at(start));
                let end = |start: usize| start + part.selector.shown().len();
                part.settled = start.map(|start| Span::new(start, end(start)));
            }
        }
    }

    /// The places that a part may mean.
    fn fitting(&self, part: &Part) -> Vec<Span> {
        let Part { selector, claimed, .. } = part;
        if claimed.is_some() {
            return claimed.iter().copied().collect();
        }
        let words = selector.shown();
        let starts = self.starts.get(&*words).map_or(&[][..], Vec::as_slice);
        let located = selector.locate_among(self.text, starts);
        if !matches!(located, Located::Ambiguous { .. }) {
            return located.span().into_iter().collect();
        }
        let all = starts.iter().map(|&start| Span::new(start, start + words.len()));
        let stands: Vec<Span> =
            all.clone().filter(|&span| selector.stands(self.text, span)).collect();
        if stands.is_empty() { all.collect() } else { stands }
    }

    /// Finds the quotes of a file that was made for another text than this:
    /// what became of them is followed from that text, if it is to be had;
    /// otherwise those that are not where they were are looked for, with the
    /// others to go by.
    fn find_again(&self, made_for: Option<&str>, earlier: &dyn Earlier, parts: &mut [&mut Part]) {
        if made_for.is_some_and(|stated| stated.eq_ignore_ascii_case(&self.text.sha256())) {
            return;
        }
        if let Some(stated) = made_for {
            // Even where nothing has moved yet: the next change may.
            earlier.keep(stated);
        }
        let astray = |part: &Part| part.claimed.is_none();
        let stated = parts.iter().filter(|part| part.selector.at.is_some()).count();
        let held = parts.iter().filter(|part| !astray(part)).count();
        if parts.len() == held || made_for.is_none() && stated == held {
            return;
        }
        let thoroughly = made_for.is_some() || stated > 2 * held;
        let past = made_in(earlier.texts(made_for, thoroughly), parts, held);
        if let (None, Some(old)) = (made_for, &past) {
            earlier.keep(&old.sha256());
        }
        // White space is not followed.
        let known = |part: &Part| {
            let old = past.as_ref().filter(|_| !part.selector.quote.trim().is_empty());
            old.is_some_and(|old| anchor::made_in(&part.selector, old))
        };
        let known: Vec<bool> = parts.iter().map(|part| known(part)).collect();
        let of_use =
            |at: &usize| known[*at] || made_for.is_some() && (past.is_none() || astray(parts[*at]));
        let numbers: Vec<usize> = (0..parts.len()).filter(of_use).collect();
        // Each of them may take a look at the whole text.
        let looking = numbers.iter().filter(|&&at| known[at] || astray(parts[at])).count();
        if looking.saturating_mul(self.text.len()) > PATIENCE {
            return;
        }
        let selectors: Vec<&Selector> = numbers.iter().map(|&at| &parts[at].selector).collect();
        let found = anchor::locate(&selectors, self.text, past.as_slice());
        for (at, found) in numbers.into_iter().zip(found) {
            let part = &mut *parts[at];
            if known[at] {
                // It decides even where the words stand at their position by chance.
                let inside =
                    |claimed: &Span, it: Span| claimed.start <= it.start && it.end <= claimed.end;
                part.claimed =
                    part.claimed.filter(|it| found.span.is_some_and(|span| inside(it, span)));
                part.settled = None;
            }
            let unsettled = found.span.is_some() || part.settled.is_none();
            part.anchored = (part.claimed.is_none() && unsettled).then_some(found);
        }
    }

    /// The stretches of a passage in the order of the text; complains and gives
    /// `None` if one of them is not to be found.
    pub fn locate(&mut self, report: &mut Report, passage: &Passage) -> Option<Vec<Span>> {
        let mut spans = Vec::with_capacity(passage.parts.len());
        for part in &passage.parts {
            spans.push(self.locate_part(report, part));
        }
        let mut spans = spans.into_iter().collect::<Option<Vec<Span>>>()?;
        spans.sort_unstable();
        spans.dedup();
        Some(spans)
    }

    /// The same as one stretch, from the first to the last.
    pub fn locate_whole(&mut self, report: &mut Report, passage: &Passage) -> Option<Span> {
        let spans = self.locate(report, passage)?;
        let end = spans.iter().map(|span| span.end).max()?;
        Some(Span::new(spans.first()?.start, end))
    }

    fn locate_part(&mut self, report: &mut Report, part: &Part) -> Option<Span> {
        let Part { selector, quote, position, claimed, anchored, settled } = part;
        if claimed.is_some() {
            return *claimed;
        }
        let starts = self.starts.get(&*selector.shown()).map_or(&[][..], Vec::as_slice);
        let words = shorten(&selector.quote);
        if let Some(found) = anchored.as_ref().filter(|_| selector.nth.is_none()) {
            self.report_again(report, part, found);
            return found.span;
        }
        let located = match (selector.locate_among(self.text, starts), *settled) {
            (Located::Ambiguous { .. }, Some(span)) => Located::Moved(span),
            (located, _) => located,
        };
        match located {
            Located::Exact(_) => {}
            Located::Moved(span) => {
                let (at, there) = (selector.at.unwrap_or(0), self.text.scalar_at(span.start));
                let message = format!("`{words}` is not at {at} but at {there}: it is used there");
                report.warning(*position, message, None);
            }
            Located::Ambiguous { first, count } => {
                let message = format!("`{words}` fits {count} places, and nothing settles which");
                let first = self.text.scalar_at(first.start);
                let hint = format!(
                    "say which with `nth`, `before`, `after` or `at`: the first is `at: {first}`"
                );
                report.warning(*quote, message, Some(hint));
            }
            Located::Missing if !starts.is_empty() => {
                let (nth, count) = (selector.nth.unwrap_or(0), starts.len());
                let times = if count == 1 { "time" } else { "times" };
                let message = format!("`{words}` occurs {count} {times}: there is no {nth}th");
                report.warning(
                    *quote,
                    message.replace(" 2th", " 2nd").replace(" 3th", " 3rd"),
                    None,
                );
            }
            Located::Missing => {
                let message = format!("the text does not have `{words}`");
                let hint = self.nearly(&selector.shown());
                report.warning(*quote, message, hint);
            }
        }
        located.span()
    }

    /// Says what became of words that a changed text has elsewhere, or not at all.
    fn report_again(&self, report: &mut Report, part: &Part, found: &Found) {
        let Part { selector, quote, position, .. } = part;
        let words = shorten(&selector.quote);
        let place = |span: Span| {
            let there = shorten(self.text.slice(span));
            (self.text.scalar_at(span.start), there)
        };
        match (found.anchor, found.span) {
            (Anchor::Exact, _) => {}
            (Anchor::Moved, Some(span)) => {
                let (at, there) = place(span);
                let now = match there == words {
                    true => format!("is at {at} now"),
                    false => format!("is now `{there}`, at {at}"),
                };
                let message = format!("the text changed: `{words}` {now}: it is used there");
                report.warning(*position, message, None);
            }
            (anchor, _) => {
                let why = found.reason.words().replacen("its words", "the words", 1);
                let message = format!("the text changed: `{words}` is {}: {why}", anchor.word());
                let hint = found.candidates.first().map(|&(span, _)| {
                    let (at, there) = place(span);
                    format!("it may be `{there}`, `at: {at}`")
                });
                report.warning(*quote, message, hint);
            }
        }
    }

    /// The same words with other white space or apostrophes, if the text has them.
    fn nearly(&mut self, words: &str) -> Option<String> {
        self.hints = self.hints.checked_sub(1)?;
        let found = occurrences(self.text, &[Name::new(words, 0)]);
        let there = self.text.slice(found.first()?.0);
        let there = there.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        Some(format!("the text has it as \"{}\"", shorten(&there)))
    }
}

/// The text in which most parts stand where they say, the nearest of several; it
/// must be more of them than `held`. Positions that fit the present text better
/// were stated, or corrected, for it.
fn made_in(texts: Vec<Text>, parts: &[&mut Part], held: usize) -> Option<Text> {
    let hold =
        |text: &Text| parts.iter().filter(|part| anchor::made_in(&part.selector, text)).count();
    // Of equals `max_by_key` takes the last.
    let counted = texts.into_iter().rev().map(|text| (hold(&text), text));
    counted.filter(|(count, _)| *count > held).max_by_key(|(count, _)| *count).map(|(_, text)| text)
}

/// Where each of the quotes starts, without overlap; `None` if that takes too long.
fn search(content: &str, quotes: &[&str]) -> Option<Vec<Vec<usize>>> {
    let mut starts = vec![Vec::new(); quotes.len()];
    let mut heads: Vec<&[u8]> = Vec::new();
    let mut known: HashMap<&[u8], usize> = HashMap::new();
    let mut opened: Vec<Vec<usize>> = Vec::new();
    for (number, quote) in quotes.iter().enumerate() {
        let head = &quote.as_bytes()[..quote.len().min(HEAD)];
        if head.is_empty() {
            continue;
        }
        let place = *known.entry(head).or_insert(heads.len());
        if place == heads.len() {
            heads.push(head);
            opened.push(Vec::new());
        }
        opened[place].push(number);
    }
    if heads.is_empty() {
        return Some(starts);
    }
    let automaton = AhoCorasick::new(&heads).ok()?;
    let mut patience = PATIENCE;
    for hit in automaton.find_overlapping_iter(content) {
        let numbers = &opened[hit.pattern().as_usize()];
        patience = patience.checked_sub(numbers.len())?;
        for &number in numbers {
            let quote = quotes[number];
            let free = starts[number].last().is_none_or(|last| last + quote.len() <= hit.start());
            if free && content.as_bytes()[hit.start()..].starts_with(quote.as_bytes()) {
                starts[number].push(hit.start());
            }
        }
    }
    Some(starts)
}

/// The first words of what may be long, for a message.
pub fn shorten(words: &str) -> String {
    const MOST: usize = 60;
    match words.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}
