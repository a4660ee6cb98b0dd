//! Where quoted words stand in a text: the quote is the truth, the rest helps.
//!
//! Only exact occurrences count here; finding a passage again in a changed
//! text is the anchor room's work.

use std::borrow::Cow;

use super::{Span, Text};

/// Words of a text and what settles which occurrence is meant
/// (W3C TextQuoteSelector and TextPositionSelector).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selector {
    /// The words themselves.
    pub quote: String,
    /// What stands just before them.
    pub before: Option<String>,
    /// What stands just after them.
    pub after: Option<String>,
    /// Where they start, in Unicode scalar values; a hint.
    pub at: Option<usize>,
    /// Which occurrence, from 1.
    pub nth: Option<usize>,
}

/// What became of a [`Selector`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Located {
    /// Where it said, or settled without doubt.
    Exact(Span),
    /// The only place that fits, though `at` names another.
    Moved(Span),
    /// Several places fit; this is the first of `count`.
    Ambiguous {
        /// The first place.
        first: Span,
        /// How many places fit.
        count: usize,
    },
    /// The text does not have these words.
    Missing,
}

impl Located {
    /// The place, if one is sure enough to be used.
    pub fn span(self) -> Option<Span> {
        match self {
            Located::Exact(span) | Located::Moved(span) => Some(span),
            Located::Ambiguous { .. } | Located::Missing => None,
        }
    }
}

/// How much of the text is kept on either side of a new selector, in scalar values.
const CONTEXT: usize = 32;

impl Selector {
    /// A selector of bare words.
    pub fn quote(words: impl Into<String>) -> Self {
        Self { quote: words.into(), ..Self::default() }
    }

    /// The selector of a span: quote, position and context.
    pub fn of(text: &Text, span: Span) -> Self {
        let content = text.as_str();
        let span =
            Span::new(text.floor(span.start), text.floor(span.end).max(text.floor(span.start)));
        let before =
            content[..span.start].char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        let after = content[span.end..]
            .char_indices()
            .nth(CONTEXT)
            .map_or(content.len(), |(at, _)| span.end + at);
        let some = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        Self {
            quote: text.slice(span).to_owned(),
            before: some(&content[before..span.start]),
            after: some(&content[span.end..after]),
            at: Some(text.scalar_at(span.start)),
            nth: None,
        }
    }

    /// Finds the selector's words in `text`.
    pub fn locate(&self, text: &Text) -> Located {
        if let Some(span) = self.claimed(text) {
            return Located::Exact(span);
        }
        let quote = self.shown();
        if quote.is_empty() {
            return Located::Missing;
        }
        let starts: Vec<usize> =
            text.as_str().match_indices(&*quote).map(|(start, _)| start).collect();
        self.locate_among(text, &starts)
    }

    /// The place that `at` names, if the words stand there. Takes no search.
    pub fn claimed(&self, text: &Text) -> Option<Span> {
        let quote = self.shown();
        let start = text.byte_at(self.at?)?;
        let there = !quote.is_empty() && text.as_str()[start..].starts_with(&*quote);
        there.then(|| Span::new(start, start + quote.len()))
    }

    /// Finds the selector's words where the bytes at which they stand in `text`
    /// are known already: all of them, in order, without overlap.
    pub fn locate_among(&self, text: &Text, starts: &[usize]) -> Located {
        if let Some(span) = self.claimed(text) {
            return Located::Exact(span);
        }
        let length = self.shown().len();
        let here = |start: usize| Span::new(start, start + length);
        let settled = |start: usize| match self.at {
            Some(_) => Located::Moved(here(start)),
            None => Located::Exact(here(start)),
        };
        if let Some(nth) = self.nth {
            let start = nth.checked_sub(1).and_then(|nth| starts.get(nth));
            return start.map_or(Located::Missing, |&start| settled(start));
        }
        let mut fitting = None;
        let mut count = 0;
        if self.before.is_some() || self.after.is_some() {
            let content = text.as_str();
            for &start in starts {
                if self.fits(&content[..start], &content[start + length..]) {
                    fitting.get_or_insert(start);
                    count += 1;
                }
            }
        }
        match (fitting, count, starts) {
            (Some(one), 1, _) | (None, _, &[one]) => settled(one),
            (Some(first), count, _) => Located::Ambiguous { first: here(first), count },
            (None, _, []) => Located::Missing,
            (None, _, [first, ..]) => {
                Located::Ambiguous { first: here(*first), count: starts.len() }
            }
        }
    }

    /// The words as a [`Text`] holds them: control characters as pictures.
    pub fn shown(&self) -> Cow<'_, str> {
        shown(&self.quote)
    }

    /// Whether what stands around `span` of `text` is the context stated.
    pub fn stands(&self, text: &Text, span: Span) -> bool {
        let content = text.as_str();
        match (content.get(..span.start), content.get(span.end..)) {
            (Some(before), Some(after)) => self.fits(before, after),
            _ => false,
        }
    }

    /// Whether the context is as stated. White space next to the quote does
    /// not count: who writes `before` by hand leaves it out.
    fn fits(&self, before: &str, after: &str) -> bool {
        let near = |c: char| c.is_whitespace();
        let before_fits = self.before.as_deref().is_none_or(|words| {
            let words = shown(words);
            before.ends_with(&*words) || {
                // A bounded look, so that a text of white space costs no more.
                let back = before.char_indices().rev().nth(CONTEXT).map_or(0, |(at, _)| at);
                let space = before[back..].len() - before[back..].trim_end_matches(near).len();
                before[..before.len() - space].ends_with(words.trim_end_matches(near))
            }
        });
        before_fits
            && self.after.as_deref().is_none_or(|words| {
                let words = shown(words);
                after.starts_with(&*words) || {
                    let ahead = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
                    let space = ahead - after[..ahead].trim_start_matches(near).len();
                    after[space..].starts_with(words.trim_start_matches(near))
                }
            })
    }
}

fn shown(words: &str) -> Cow<'_, str> {
    let picture = super::text::picture;
    if words.chars().any(|c| picture(c).is_some()) {
        words.chars().map(|c| picture(c).unwrap_or(c)).collect::<String>().into()
    } else {
        words.into()
    }
}
