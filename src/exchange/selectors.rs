//! Where a web annotation stands: the selectors of the Web Annotation Data
//! Model (section 4.2), which Hypothesis and Recogito use too.
//!
//! Several selectors of one target are alternatives for one place; several
//! targets are several places. `refinedBy` narrows: the innermost counts. The
//! Recommendation counts code points, tools written in JavaScript UTF-16
//! units; what is quoted decides.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::json::{Named, field, many, text, whole};
use super::offsets::{Offsets, Source, Unit, same};
use crate::model::{Note, Selector, Span, Text};

/// A place as a target describes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Spot {
    pub quote: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    /// Start and end, in whatever the tool counts.
    pub range: Option<(usize, usize)>,
    /// The first line, from 0, and the one after the last.
    pub lines: Option<(usize, usize)>,
}

impl Spot {
    /// The place of a target; `None` if it names none in a text.
    pub(super) fn of(target: &Value) -> Option<Self> {
        let mut spot = Self::default();
        for selector in many(target, "selector") {
            spot.take(selector, 0);
        }
        spot.at(address(target))
    }

    /// The address and the place of a target that says no more than most do,
    /// as it is written; `None` if it is to be read whole.
    pub(super) fn of_plain(target: &str) -> Option<(String, Self)> {
        let Named(target) = serde_json::from_str::<Named<Plain>>(target).ok()?;
        let mut spot = Self::default();
        for Named(selector) in target.selector {
            match &*selector.kind {
                "TextQuoteSelector" => {
                    if let Some(quote) = selector.exact.filter(|quote| !quote.is_empty()) {
                        spot.quote = Some(quote);
                        (spot.before, spot.after) = (selector.prefix, selector.suffix);
                    }
                }
                "TextPositionSelector" => {
                    let range = selector.start.zip(selector.end);
                    spot.range = range.filter(|(start, end)| start < end).or(spot.range);
                }
                _ => return None,
            }
        }
        let spot = spot.at(Some(&target.source))?;
        Some((target.source, spot))
    }

    /// The same with what the address says; `None` if it names no place.
    fn at(mut self, address: Option<&str>) -> Option<Self> {
        if let Some(address) = address {
            self.range = self.range.or(fragment(address, "char="));
            self.lines = self.lines.or(fragment(address, "line="));
        }
        let says = self.quote.is_some() || self.range.is_some() || self.lines.is_some();
        says.then_some(self)
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
                let written = text(selector, "value").unwrap_or_default();
                self.range = fragment(written, "char=").or(self.range);
                self.lines = fragment(written, "line=").or(self.lines);
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
    fn place(&self, offsets: &Offsets, text: &Text) -> Option<Place> {
        let claimed = self.range.and_then(|(start, end)| offsets.span(start, end));
        let claimed = claimed.or_else(|| lines_of(text, self.lines?));
        let claimed = claimed.filter(|span| !span.is_empty());
        let Some(quote) = &self.quote else {
            return claimed.map(|span| Place { span, sure: true });
        };
        if let Some(span) = claimed
            && same(text.slice(span), quote)
        {
            return Some(Place { span, sure: true });
        }
        let span = self.selector(None).locate(text).span()?;
        Some(Place { span, sure: !self.contradicts(text, span) })
    }

    /// Whether other words stand on either side of a place than those that are
    /// stated: the passage itself may be gone, and its words be those of another.
    fn contradicts(&self, text: &Text, span: Span) -> bool {
        let near = |stated: &Option<String>, there: &mut dyn Iterator<Item = char>, back: bool| {
            let letters = stated.as_deref()?.chars().filter(|c| c.is_alphanumeric());
            let mut own: Vec<char> = letters.collect();
            if back {
                own.reverse();
            }
            own.truncate(NEAR);
            let there: Vec<char> = there.filter(|c| c.is_alphanumeric()).take(own.len()).collect();
            (own.len() == NEAR).then(|| own != there)
        };
        const NEAR: usize = 4;
        let (before, after) = (&text.as_str()[..span.start], &text.as_str()[span.end..]);
        let before = near(&self.before, &mut before.chars().rev(), true);
        let after = near(&self.after, &mut after.chars(), false);
        matches!((before, after), (Some(true), Some(true)))
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

/// A target with an address and selectors of quotes and positions. A large file
/// has thousands of them; what is not of this form is read as any other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain<'t> {
    source: String,
    #[serde(borrow)]
    selector: Vec<Named<PlainSelector<'t>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainSelector<'t> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'t, str>,
    exact: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
}

/// Where a spot is in a text.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub span: Span,
    /// Whether nothing that is stated speaks against it.
    pub sure: bool,
}

/// `#char=12,34` or `#line=2,3` of RFC 5147; without a start it is that of the
/// text.
fn fragment(written: &str, scheme: &str) -> Option<(usize, usize)> {
    let after = written.rsplit('#').next()?.strip_prefix(scheme)?;
    let (start, end) = after.split(';').next()?.split_once(',')?;
    let start = if start.is_empty() { 0 } else { start.parse().ok()? };
    let range = (start, end.parse().ok()?);
    (range.0 < range.1).then_some(range)
}

/// The lines from the first to the one before the last, without the line end.
fn lines_of(text: &Text, (first, past): (usize, usize)) -> Option<Span> {
    let content = text.as_str();
    let mut starts = std::iter::once(0).chain(content.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.nth(first)?;
    let end = starts.nth(past - first - 1).map_or(content.len(), |next| next - 1);
    Some(Span::new(start, end.max(start)))
}

/// The address of what a target is, or is part of.
pub(super) fn address(target: &Value) -> Option<&str> {
    let own = target.as_str().or_else(|| text(target, "source")).or_else(|| text(target, "id"));
    own.or_else(|| text(field(target, "source")?, "id"))
}

/// An address without the fragment that names a part, as `#char=12,34` does,
/// and that fragment; the name of a section is part of the address.
pub(super) fn part_of(address: &str) -> (&str, Option<&str>) {
    let parted = address.split_once('#').filter(|(_, fragment)| {
        let key = fragment.split_once('=').map(|(key, _)| key.trim_start_matches(":~:"));
        key.is_some_and(|key| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    });
    parted.map_or((address, None), |(whole, fragment)| (whole, Some(fragment)))
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
    places: Vec<Option<Place>>,
}

impl Ground {
    /// The text at hand, or one that is made of the quotations.
    pub(super) fn of(given: Option<&Source>, spots: &[&Spot]) -> Self {
        let Some(source) = given else {
            let (source, places) = text_of_quotes(spots);
            let sure = |span: Option<Span>| span.map(|span| Place { span, sure: true });
            let places = places.into_iter().map(sure).collect();
            return Self { text: source.text, places };
        };
        let offsets = counting(source, spots);
        let places = spots.iter().map(|spot| spot.place(&offsets, &source.text)).collect();
        Self { text: source.text.clone(), places }
    }

    /// The places in the order of the spots, to be taken in turn.
    pub(super) fn places(&self) -> impl Iterator<Item = Option<Place>> + '_ {
        self.places.iter().copied()
    }
}

/// A stretch of a text as a target.
#[derive(Serialize)]
pub(super) struct Target<'a> {
    source: &'a str,
    selector: Selectors<'a>,
}

/// The words of a stretch and, where it stands in the text, its place.
#[derive(Serialize)]
#[serde(untagged)]
enum Selectors<'a> {
    Placed(TextQuote<'a>, TextPosition),
    Lost([TextQuote<'a>; 1]),
}

#[derive(Serialize)]
struct TextQuote<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    exact: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct TextPosition {
    #[serde(rename = "type")]
    kind: &'static str,
    start: usize,
    end: usize,
}

impl<'a> Target<'a> {
    /// The place of `span`: its words, what stands around them, and offsets.
    pub(super) fn of(story: &'a Text, offsets: &Offsets, source: &'a str, span: Span) -> Self {
        let Selector { before, after, .. } = Selector::of(story, span);
        let quote = TextQuote {
            kind: "TextQuoteSelector",
            exact: story.original_of(span),
            prefix: before.map(Cow::Owned),
            suffix: after.map(Cow::Owned),
        };
        let (start, end) = (offsets.offset(span.start), offsets.offset(span.end));
        let position = TextPosition { kind: "TextPositionSelector", start, end };
        Self { source, selector: Selectors::Placed(quote, position) }
    }

    /// What is kept of a stretch that is lost.
    fn lost(source: &'a str, lost: &'a Selector) -> Self {
        let quote = TextQuote {
            kind: "TextQuoteSelector",
            exact: lost.quote.as_str().into(),
            prefix: lost.before.as_deref().map(Cow::Borrowed),
            suffix: lost.after.as_deref().map(Cow::Borrowed),
        };
        Self { source, selector: Selectors::Lost([quote]) }
    }

    /// The same as a value.
    pub(super) fn value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The targets of a note in `source`, one a stretch: where it stands, else its
/// words and what stood around it.
pub(super) fn targets(story: &Text, offsets: &Offsets, source: &str, note: &Note) -> Vec<Value> {
    let target = |place| match place {
        Ok(span) => Target::of(story, offsets, source, span).value(),
        Err(lost) => Target::lost(source, lost).value(),
    };
    standing(story, note).into_iter().map(target).collect()
}

/// Where each stretch of a note stands, or what is kept of one that is lost.
fn standing<'n>(story: &Text, note: &'n Note) -> Vec<Result<Span, &'n Selector>> {
    let Note { spans, selectors, .. } = note;
    if selectors.len() <= spans.len() {
        return spans.iter().copied().map(Ok).collect();
    }
    // Of those that are left the stretches are not told apart but by their words.
    let mut rest = spans.iter().copied().peekable();
    let mut spare = selectors.len() - spans.len();
    let mut all = Vec::with_capacity(selectors.len());
    for selector in selectors {
        let here =
            rest.peek().is_some_and(|&span| spare == 0 || same(story.slice(span), &selector.quote));
        match rest.next_if(|_| here) {
            Some(span) => all.push(Ok(span)),
            None => {
                spare = spare.saturating_sub(1);
                all.push(Err(selector));
            }
        }
    }
    all
}
