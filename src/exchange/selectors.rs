//! Where a web annotation stands: the selectors of the Web Annotation Data
//! Model (section 4.2), which Hypothesis and Recogito use too.
//!
//! Several selectors of one target are alternatives for one place; several
//! targets are several places. `refinedBy` narrows: the innermost counts. The
//! Recommendation counts code points, tools written in JavaScript UTF-16
//! units; what is quoted decides.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::json::{many, object, text, whole};
use super::offsets::{Offsets, Source, Unit, same};
use crate::model::{Selector, Span, Text};

/// A place as a target describes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Spot {
    pub quote: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    /// Start and end, in whatever the tool counts.
    pub range: Option<(usize, usize)>,
}

impl Spot {
    /// The place of a target; `None` if it names none in a text.
    pub(super) fn of(target: &Value) -> Option<Self> {
        let mut spot = Self::default();
        for selector in many(target, "selector") {
            spot.take(selector, 0);
        }
        if let Some(range) = text(target, "source").or_else(|| target.as_str()).and_then(fragment) {
            spot.range.get_or_insert(range);
        }
        (spot.quote.is_some() || spot.range.is_some()).then_some(spot)
    }

    fn take(&mut self, selector: &Value, depth: usize) {
        const DEEPEST: usize = 16;
        match text(selector, "type") {
            Some("TextQuoteSelector") => {
                let own = |key: &str| text(selector, key).map(str::to_owned);
                if let Some(quote) = own("exact").filter(|quote| !quote.is_empty()) {
                    self.quote = Some(quote);
                    (self.before, self.after) = (own("prefix"), own("suffix"));
                }
            }
            Some("TextPositionSelector" | "DataPositionSelector") => {
                let range = whole(selector, "start").zip(whole(selector, "end"));
                self.range = range.filter(|(start, end)| start < end).or(self.range);
            }
            Some("FragmentSelector") => {
                self.range = text(selector, "value").and_then(fragment).or(self.range);
            }
            Some("RangeSelector") => {
                let end = |key: &str| {
                    let mut spot = Self::default();
                    spot.take(selector.get(key)?, depth + 1);
                    spot.range
                };
                if let (Some((start, _)), Some((end, _))) =
                    (end("startSelector"), end("endSelector"))
                    && start < end
                {
                    self.range = Some((start, end));
                }
            }
            _ => {}
        }
        if depth < DEEPEST {
            for inner in many(selector, "refinedBy") {
                self.take(inner, depth + 1);
            }
        }
    }

    /// Where it is in the text: where the words stand if they are stated.
    fn place(&self, offsets: &Offsets, text: &Text) -> Option<Span> {
        let claimed = self.range.and_then(|(start, end)| offsets.span(start, end));
        let claimed = claimed.filter(|span| !span.is_empty());
        let Some(quote) = &self.quote else { return claimed };
        if let Some(span) = claimed
            && same(text.slice(span), quote)
        {
            return Some(span);
        }
        self.selector(None).locate(text).span()
    }

    /// The same as a selector of Dateline's; `at` is known only once it is placed.
    pub(super) fn selector(&self, at: Option<usize>) -> Selector {
        let some = |words: &Option<String>| words.clone().filter(|words| !words.is_empty());
        Selector {
            quote: self.quote.clone().unwrap_or_default(),
            before: some(&self.before),
            after: some(&self.after),
            at,
            nth: None,
        }
    }
}

/// `#char=12,34` of RFC 5147.
fn fragment(written: &str) -> Option<(usize, usize)> {
    let after = written.rsplit('#').next()?.strip_prefix("char=")?;
    let (start, end) = after.split(';').next()?.split_once(',')?;
    let range = (start.parse().ok()?, end.parse().ok()?);
    (range.0 < range.1).then_some(range)
}

/// The way to count under which most of the places are where their quotes are.
fn counting<'s>(source: &'s Source, spots: &[&Spot]) -> Offsets<'s> {
    let claims: Vec<(usize, usize, &str)> = spots
        .iter()
        .filter_map(|spot| {
            let (start, end) = spot.range?;
            Some((start, end, spot.quote.as_deref()?))
        })
        .collect();
    Offsets::fitting(source, &[Unit::Scalar, Unit::Utf16, Unit::Byte], &claims)
}

/// Whether most of what is quoted stands in a text: it is the one meant, where
/// a file is about several.
pub(super) fn quoted_from<'s>(spots: impl Iterator<Item = &'s Spot>, text: &Source) -> bool {
    let (mut there, mut all) = (0, 0);
    for quote in spots.filter_map(|spot| spot.quote.as_deref()) {
        all += 1;
        there += usize::from(text.text.as_str().contains(quote));
    }
    there * 2 > all
}

/// A text made of what is quoted, where the text itself is not at hand, and
/// where in it each of the places stands: every passage with its context is a
/// paragraph, in the order of their positions.
fn text_of_quotes(spots: &[&Spot]) -> (Source, Vec<Option<Span>>) {
    let mut order: Vec<usize> = (0..spots.len()).collect();
    order.sort_by_key(|&number| spots[number].range.unwrap_or((usize::MAX, 0)));
    let mut known: HashMap<(String, usize), (usize, usize)> = HashMap::new();
    let mut places = vec![None; spots.len()];
    let mut out = String::new();
    // Counted in scalar values: a Text may hold more bytes.
    let mut at = 0;
    for number in order {
        let Some(quote) = &spots[number].quote else { continue };
        let tidy = |words: &str| words.replace("\r\n", "\n").replace('\r', "\n");
        let part = |words: &Option<String>| tidy(words.as_deref().unwrap_or_default());
        let (before, quote, after) =
            (part(&spots[number].before), tidy(quote), part(&spots[number].after));
        let before = before.trim_start();
        let whole = format!("{before}{quote}{}", after.trim_end());
        let lead = before.chars().count();
        let place = *known.entry((whole, lead)).or_insert_with_key(|(whole, _)| {
            let start = at + lead;
            out.push_str(whole);
            out.push_str("\n\n");
            at += whole.chars().count() + 2;
            (start, start + quote.chars().count())
        });
        places[number] = Some(place);
    }
    let source = Source::of(&out);
    let spans = places.into_iter().map(|place: Option<(usize, usize)>| {
        let (start, end) = place?;
        Some(Span::new(source.text.byte_at(start)?, source.text.byte_at(end)?))
    });
    let spans = spans.collect();
    (source, spans)
}

/// The text that places are looked for in, and where they stand in it.
pub(super) struct Ground {
    pub text: Text,
    places: Vec<Option<Span>>,
}

impl Ground {
    /// The text at hand, or one that is made of the quotations.
    pub(super) fn of(given: Option<&Source>, spots: &[&Spot]) -> Self {
        let Some(source) = given else {
            let (source, places) = text_of_quotes(spots);
            return Self { text: source.text, places };
        };
        let offsets = counting(source, spots);
        let places = spots.iter().map(|spot| spot.place(&offsets, &source.text)).collect();
        Self { text: source.text.clone(), places }
    }

    /// The places in the order of the spots, to be taken in turn.
    pub(super) fn places(&self) -> impl Iterator<Item = Option<Span>> + '_ {
        self.places.iter().copied()
    }
}

/// The selectors of a span, as they are written: its words and their place.
pub(super) fn selectors(story: &Text, offsets: &Offsets, span: Span) -> Value {
    let Selector { before, after, .. } = Selector::of(story, span);
    let quote = object([
        ("type", Some("TextQuoteSelector".into())),
        ("exact", Some(story.original_of(span).into())),
        ("prefix", before.map(Value::from)),
        ("suffix", after.map(Value::from)),
    ]);
    let (start, end) = (offsets.offset(span.start), offsets.offset(span.end));
    json!([quote, {"type": "TextPositionSelector", "start": start, "end": end}])
}
