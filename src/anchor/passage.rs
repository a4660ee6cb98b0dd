//! A selector made ready to be looked for, and what a place has of it.

use std::ops::Range;

use super::align;
use super::myers::Pattern;
use super::normal::{Normal, comparable, trimmed};
use crate::model::Selector;

/// How many characters of context are used on either side.
const CONTEXT: usize = 160;

/// Quotes of more characters are compared at both ends only.
const LONGEST: usize = 4096;

/// How far beyond its own length a context is looked for, in characters.
const SLACK: usize = 16;

/// How far from the quote a context counts that something was put between.
const APART: usize = 240;

/// What a context counts that does not stand next to the quote.
const DISPLACED: f32 = 0.85;

/// Quotes of fewer characters are names or turns of phrase, which recur: which
/// place is meant is told by the sentence that they stand in.
pub(super) const RECURS: usize = 20;

/// What the context of a name counts that stands in another sentence.
const OUTSIDE: f32 = 0.6;

/// Contexts shorter than this do not decide alone.
const SHORT: usize = 8;

/// A selector's words, made comparable.
#[derive(Debug)]
pub(super) struct Passage {
    /// Without white space at its ends.
    pub quote: Vec<char>,
    /// Where it started, in scalar values of the text it was made in.
    pub at: Option<usize>,
    /// The words before it, the quote and the words after it.
    pub window: Vec<char>,
    inner: Range<usize>,
    pattern: Pattern,
    /// Of a quote that is too long to be compared whole: its beginning, and
    /// its end backwards.
    ends: Option<(Pattern, Pattern)>,
    /// From the quote backwards.
    before: Pattern,
    after: Pattern,
    /// Whether it opens or closes its sentence.
    opens: bool,
    closes: bool,
}

/// A place and how much it has of a passage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Characters of the comparable text.
    pub run: Range<usize>,
    /// Edits of the quote.
    pub edits: usize,
    /// From 0 to 1: how much of the quote stands there.
    pub quote: f32,
    /// The same of the words before and after; `None` where none are known.
    pub before: Option<f32>,
    pub after: Option<f32>,
    /// The same of all three together, each character counted alike.
    pub score: f32,
}

impl Passage {
    pub(super) fn of(selector: &Selector) -> Self {
        let (before, after) = (selector.before.as_deref(), selector.after.as_deref());
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let opens = before.is_empty() || ends_sentence(before);
        let closes = after.is_empty() || begins_with_end(after);
        let nearest = before.char_indices().rev().nth(CONTEXT).map_or(0, |(at, _)| at);
        let mut window = comparable(&before[nearest..]);
        let after = comparable(&after.chars().take(CONTEXT).collect::<String>());
        let whole = comparable(&selector.shown());
        let quote = trimmed(&whole).to_vec();
        let before = Pattern::of(trimmed_end(&window).iter().rev().copied());
        let behind = Pattern::of(trimmed_start(&after).iter().copied());
        let space = |window: &mut Vec<char>, wanted: bool| {
            if wanted && window.last().is_some_and(|&last| last != ' ') {
                window.push(' ');
            }
        };
        space(&mut window, whole.first() == Some(&' '));
        let start = window.len();
        window.extend_from_slice(&quote);
        let inner = start..window.len();
        space(&mut window, whole.last() == Some(&' '));
        window.extend_from_slice(match window.last() {
            Some(' ') => trimmed_start(&after),
            _ => &after,
        });
        Self {
            ends: (quote.len() > LONGEST).then(|| {
                let end = quote.iter().rev().copied().collect::<Vec<char>>();
                (
                    Pattern::of(quote[..LONGEST / 2].iter().copied()),
                    Pattern::of(end[..LONGEST / 2].iter().copied()),
                )
            }),
            pattern: Pattern::of(quote[..quote.len().min(LONGEST)].iter().copied()),
            quote,
            at: selector.at,
            window,
            inner,
            before,
            after: behind,
            // Alone in its line it has nothing else to go by.
            opens: opens && !closes,
            closes: closes && !opens,
        }
    }

    /// How many characters of context are known.
    pub(super) fn context(&self) -> usize {
        self.before.len() + self.after.len()
    }

    /// How many characters of the window stand before the quote.
    pub(super) fn lead(&self) -> usize {
        self.inner.start
    }

    /// Whether the quote stands at `start` as whole words, if it did before.
    pub(super) fn is_whole(&self, text: &Normal, start: usize) -> bool {
        let end = start + self.quote.len();
        let joined = |left: Option<&char>, right: Option<&char>| {
            left.zip(right).is_some_and(|(l, r)| l.is_alphanumeric() && r.is_alphanumeric())
        };
        let (was_before, was_after) =
            (&self.window[..self.inner.start], &self.window[self.inner.end..]);
        let grown_before =
            joined(start.checked_sub(1).and_then(|at| text.chars.get(at)), self.quote.first())
                && was_before.last().is_some_and(|c| !c.is_alphanumeric());
        let grown_after = joined(self.quote.last(), text.chars.get(end))
            && was_after.first().is_some_and(|c| !c.is_alphanumeric());
        !grown_before && !grown_after
    }

    /// How many characters next to the quote at `start` are as they were.
    pub(super) fn beside(&self, text: &Normal, start: usize) -> usize {
        let same = |one: &mut dyn Iterator<Item = &char>,
                    other: &mut dyn Iterator<Item = &char>| {
            one.zip(other).take_while(|(a, b)| a == b).count()
        };
        let (before, after) = (&self.window[..self.inner.start], &self.window[self.inner.end..]);
        let end = start + self.quote.len();
        same(&mut before.iter().rev(), &mut text.chars[..start].iter().rev())
            + same(&mut after.iter(), &mut text.chars[end..].iter())
    }

    /// The place of the quote about where the window would start at `start`.
    pub(super) fn near(&self, text: &Normal, start: isize) -> Place {
        let slack = 48 + (self.quote.len() / 4).min(1024);
        let from = start.saturating_sub_unsigned(slack).max(0) as usize;
        let to = start.saturating_add_unsigned(self.window.len() + slack).max(0) as usize;
        let (from, to) = (from.min(text.len()), to.min(text.len()));
        let region = &text.chars[from..to.max(from)];
        let run = align::place_of(&self.window, self.inner.clone(), region).unwrap_or(0..0);
        let run = from + run.start..from + run.end;
        self.judged(text, self.whole_words(text, inked(&text.chars, run)))
    }

    /// A run that ends inside a word takes it in, unless the quote did so too.
    fn whole_words(&self, text: &Normal, mut run: Range<usize>) -> Range<usize> {
        const WORD: usize = 12;
        let wordy = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
        let (before, after) = (&self.window[..self.inner.start], &self.window[self.inner.end..]);
        if run.is_empty() {
            return run;
        }
        if wordy(self.quote.first()) && !wordy(before.last()) && wordy(text.chars.get(run.start)) {
            let head = text.chars[..run.start].iter().rev();
            let inside = head.take_while(|c| c.is_alphanumeric()).count();
            run.start -= if inside <= WORD { inside } else { 0 };
        }
        if wordy(self.quote.last()) && !wordy(after.first()) && wordy(text.chars.get(run.end - 1)) {
            let inside = text.chars[run.end..].iter().take_while(|c| c.is_alphanumeric()).count();
            run.end += if inside <= WORD { inside } else { 0 };
        }
        run
    }

    /// What the place `run` has of the passage.
    pub(super) fn judged(&self, text: &Normal, run: Range<usize>) -> Place {
        let there = &text.chars[run.clone()];
        let edits = match there == self.quote {
            true => 0,
            false => self.edits(there),
        };
        let share = |edits: usize, of: usize| 1.0 - edits.min(of) as f32 / of.max(1) as f32;
        let missing_before = self.before.opening(preceding(text, run.start, self.before.len()));
        let missing_after = self.after.opening(following(text, run.end, self.after.len()));
        let known = |pattern: &Pattern, edits: usize| {
            (pattern.len() > 0).then(|| share(edits, pattern.len()))
        };
        let of = self.quote.len() + self.context();
        Place {
            quote: share(edits, self.quote.len()),
            before: known(&self.before, missing_before),
            after: known(&self.after, missing_after),
            score: share(edits.min(self.quote.len()) + missing_before + missing_after, of),
            run,
            edits,
        }
    }

    /// How many edits part the quote from what stands there; of a very long
    /// one about how many.
    fn edits(&self, there: &[char]) -> usize {
        match &self.ends {
            None => self.pattern.whole(there.iter().copied()),
            Some((start, end)) => {
                let most = LONGEST / 2 + SLACK;
                let edits = start.opening(there.iter().take(most).copied())
                    + end.opening(there.iter().rev().take(most).copied());
                // The middle is taken to be edited as much as the ends.
                let share = edits as f32 / LONGEST as f32;
                let edits = (share * self.quote.len() as f32) as usize;
                edits.max(there.len().abs_diff(self.quote.len())).max(1)
            }
        }
    }

    /// Whether it is so short that it may well stand elsewhere, too.
    pub(super) fn recurs(&self) -> bool {
        self.quote.len() < RECURS
    }

    /// Whether it is a name that opens or closes its sentence.
    pub(super) fn is_at_an_edge(&self) -> bool {
        self.recurs() && (self.opens || self.closes)
    }

    /// Whether of two places only the first has what a name's own sentence says
    /// next to it, where it opens or closes that.
    pub(super) fn owns(&self, place: &Place, other: &Place) -> bool {
        let own = |place: &Place| match (self.opens, self.closes) {
            (true, _) => place.after,
            (_, true) => place.before,
            _ => None,
        };
        let (Some(here), Some(there)) = (own(place), own(other)) else { return false };
        self.is_at_an_edge() && place.edits == 0 && here >= 0.8 && here >= there + 0.3
    }

    /// How strongly the surroundings speak for a place: of the better side,
    /// and of both. `None`: nothing is known of them.
    ///
    /// A side that stands a little further away, with something new between,
    /// counts nearly as much as one that stands next to the quote.
    pub(super) fn support(&self, text: &Normal, place: &Place) -> Option<Support> {
        // A word or two that were edited need their surroundings next to them.
        let displaced = place.edits == 0 || self.quote.len() >= 4 * SHORT;
        let reversed = |from: usize| text.chars[from.saturating_sub(APART)..from].iter().rev();
        let onward = |from: usize| text.chars[from..(from + APART).min(text.len())].iter();
        let apart = |pattern: &Pattern, next: Option<f32>, edits: &dyn Fn() -> usize| {
            let next = next?;
            if next >= 0.7 || pattern.len() < 2 * SHORT || !displaced {
                return Some(next);
            }
            let found = 1.0 - edits() as f32 / pattern.len() as f32;
            Some(if found >= 0.75 { next.max(DISPLACED * found) } else { next })
        };
        let before = apart(&self.before, place.before, &|| {
            self.before.anywhere(reversed(place.run.start).copied())
        });
        let after = apart(&self.after, place.after, &|| {
            self.after.anywhere(onward(place.run.end).copied())
        });
        let edge = self.is_at_an_edge();
        let outside = |share: Option<f32>, outside: bool| match outside && edge {
            true => share.map(|share| share * OUTSIDE),
            false => share,
        };
        let (before, after) = (outside(before, self.opens), outside(after, self.closes));
        let sides = [(before, self.before.len()), (after, self.after.len())];
        let known = sides.iter().filter_map(|&(share, of)| Some((share?, of)));
        let (sum, of) = known
            .clone()
            .fold((0.0, 0), |(sum, all), (share, of)| (sum + share * of as f32, all + of));
        if of == 0 {
            return None;
        }
        let both = sum / of as f32;
        let better = known
            .filter(|&(_, of)| of >= SHORT)
            .map(|(share, _)| share)
            .fold(None, |best: Option<f32>, share| Some(best.map_or(share, |b| b.max(share))));
        Some(Support { better: better.unwrap_or(both), both })
    }
}

/// Whether a sentence, or a line, ends with these words.
fn ends_sentence(words: &str) -> bool {
    let line = words.trim_end_matches([' ', '“', '„', '«', '‘', '(', '[']);
    let sentence = line.trim_end_matches(['"', '”', '’', '»', ')', ']']);
    line.ends_with('\n') || sentence.ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// Whether what stands before these words ends its sentence with them, or its line.
fn begins_with_end(words: &str) -> bool {
    let line = words.trim_start_matches(' ');
    let mark = line.trim_start_matches(['.', '!', '?', '…', '。', '！', '？', '"', '”', '’', '»']);
    line.starts_with('\n') || mark.len() < line.len() && mark.starts_with([' ', '\n'])
}

/// How much of the surroundings is found, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Support {
    /// Of the side of which more is.
    pub better: f32,
    /// Of both sides.
    pub both: f32,
}

/// The characters before a place, backwards, without the space next to it.
fn preceding(text: &Normal, at: usize, length: usize) -> impl Iterator<Item = char> + '_ {
    let at = at - trimmed_end_length(&text.chars[..at]);
    let from = at.saturating_sub(length + SLACK);
    text.chars[from..at].iter().rev().copied()
}

/// The characters after a place, without the space next to it.
fn following(text: &Normal, at: usize, length: usize) -> impl Iterator<Item = char> + '_ {
    let rest = trimmed_start(&text.chars[at..]);
    rest[..rest.len().min(length + SLACK)].iter().copied()
}

fn trimmed_start(chars: &[char]) -> &[char] {
    chars.strip_prefix(&[' ']).unwrap_or(chars)
}

fn trimmed_end(chars: &[char]) -> &[char] {
    chars.strip_suffix(&[' ']).unwrap_or(chars)
}

fn trimmed_end_length(chars: &[char]) -> usize {
    usize::from(chars.last() == Some(&' '))
}

/// A run without the spaces at its ends.
pub(super) fn inked(chars: &[char], mut run: Range<usize>) -> Range<usize> {
    while run.start < run.end && chars[run.start] == ' ' {
        run.start += 1;
    }
    while run.end > run.start && chars[run.end - 1] == ' ' {
        run.end -= 1;
    }
    run
}
