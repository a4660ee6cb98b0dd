//! Where quoted words stand in a text: the quote is the truth, the rest helps.
//!
//! Only exact occurrences count here; finding a passage again in a changed
//! text is the anchor room's work.

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
        let content = text.as_str();
        let quote: String =
            self.quote.chars().map(|c| super::text::picture(c).unwrap_or(c)).collect();
        if quote.is_empty() {
            return Located::Missing;
        }
        let here = |start: usize| Span::new(start, start + quote.len());
        let claimed = self.at.and_then(|at| text.byte_at(at));
        if let Some(start) = claimed
            && content[start..].starts_with(&quote)
        {
            return Located::Exact(here(start));
        }
        let fits = |start: usize| {
            self.before.as_deref().is_none_or(|before| content[..start].ends_with(before))
                && self
                    .after
                    .as_deref()
                    .is_none_or(|after| content[start + quote.len()..].starts_with(after))
        };
        let mut all = content.match_indices(&quote).map(|(start, _)| start);
        let settled = |start: usize| match self.at {
            Some(_) => Located::Moved(here(start)),
            None => Located::Exact(here(start)),
        };
        if let Some(nth) = self.nth {
            return all.nth(nth.saturating_sub(1)).map_or(Located::Missing, settled);
        }
        let starts: Vec<usize> = all.collect();
        let fitting: Vec<usize> = starts.iter().copied().filter(|&start| fits(start)).collect();
        match (fitting.as_slice(), starts.as_slice()) {
            ([one], _) | ([], [one]) => settled(*one),
            ([], []) => Located::Missing,
            ([first, ..], _) => Located::Ambiguous { first: here(*first), count: fitting.len() },
            ([], [first, ..]) => Located::Ambiguous { first: here(*first), count: starts.len() },
        }
    }
}
