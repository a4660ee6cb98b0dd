//! Where notes and quotes stand in a text that has changed since.
//!
//! A note shown on the wrong sentence is worse than one that says it lost its
//! place. So what is known decides before anything is guessed:
//!
//! 1. Words and surroundings stand where they stood: nothing to do.
//! 2. A text the note was made in is at hand: the change from it to this text
//!    is followed (`followed`), and what came from elsewhere is never taken.
//! 3. The words stand, once, between the words they stood between.
//! 4. Otherwise every place that has something of quote or context (`seeds`)
//!    is compared (`passage`, `align`, `myers`), with the notes whose place is
//!    sure as neighbours (`neighbours`), and judged by the length of the quote
//!    (`verdict`). Only a place that is sure, and surer than any other, is taken.
//!
//! What is new in a text since it was read last is found the same way (`changes`).
//! Bare words with nothing but a position are settled by their positions taken
//! together (`together`).
//!
//! Everything is compared in a form that does without the differences of
//! typography (`normal`). Nothing here changes a selector.

mod align;
mod changes;
mod followed;
mod myers;
mod neighbours;
mod normal;
mod passage;
mod search;
mod seeds;
mod together;
mod verdict;

use crate::model::{
    Anchor, Candidate, Located, Note, NoteKind, Reason, Selector, Span, Standing, Text,
};

pub use changes::changes;
pub use together::{WEIGHED, together};

use followed::Followed;
use neighbours::Neighbours;
use normal::{Normal, comparable, trimmed};
use search::Search;

/// What became of one selector.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How surely it stands.
    pub anchor: Anchor,
    /// Where, in bytes of the text; `None` if that is doubtful or it is lost.
    pub span: Option<Span>,
    /// From 0 to 1: how much of quote and context stands there, or at the best
    /// candidate.
    pub score: f32,
    /// Why.
    pub reason: Reason,
    /// Of what is doubtful or lost: where it may belong, best first, as
    /// (place, score).
    pub candidates: Vec<(Span, f32)>,
}

impl Found {
    fn sure(anchor: Anchor, span: Span, score: f32, reason: Reason) -> Self {
        Self { anchor, span: Some(span), score, reason, candidates: Vec::new() }
    }
}

/// Finds where notes stand in `text`: sets [`Note::anchor`], [`Note::spans`]
/// and [`Note::standing`].
///
/// `past`: earlier states of the text, in any number and order, `text` itself
/// too if a note may have been made in it. For each selector the first that
/// has its words where it says is the one it was made in.
///
/// A note of several stretches is as sure as the least sure of them, and lost
/// only if all of them are.
pub fn anchor(notes: &mut [Note], text: &Text, past: &[Text]) {
    let selectors: Vec<&Selector> = notes.iter().flat_map(|note| &note.selectors).collect();
    let mut found = locate(&selectors, text, past).into_iter();
    for note in notes {
        let stretches: Vec<Found> = found.by_ref().take(note.selectors.len()).collect();
        settle(note, stretches, text);
    }
}

/// As [`anchor`], for notes of which some are in `known` already, anchored in
/// the same text: those with the same selectors keep their standing.
pub fn anchor_new(notes: &mut [Note], known: &[Note], text: &Text) {
    let mut rest = Vec::new();
    for note in notes {
        let same = |other: &&Note| {
            other.id == note.id && other.selectors == note.selectors && is_anchored(other)
        };
        match known.iter().find(same) {
            Some(other) => {
                note.anchor = other.anchor;
                note.spans.clone_from(&other.spans);
                note.standing.clone_from(&other.standing);
            }
            None => rest.push(note),
        }
    }
    let selectors: Vec<&Selector> = rest.iter().flat_map(|note| &note.selectors).collect();
    let mut found = locate(&selectors, text, &[]).into_iter();
    for note in rest {
        let stretches: Vec<Found> = found.by_ref().take(note.selectors.len()).collect();
        settle(note, stretches, text);
    }
}

/// Whether it has been found out where a note stands: one that comes from a
/// file or from undo stands nowhere yet.
fn is_anchored(note: &Note) -> bool {
    note.anchor >= Anchor::Doubtful || note.spans.len() == note.selectors.len()
}

/// Takes over what became of a note's selectors.
fn settle(note: &mut Note, mut stretches: Vec<Found>, text: &Text) {
    // A name that is meant wherever it occurs need not say which place: it
    // stands at the first.
    if note.kind == NoteKind::Entity && !note.listed {
        for (selector, found) in note.selectors.iter().zip(&mut stretches) {
            let places = found.candidates.iter().map(|&(span, _)| span);
            let first = places.filter(|&span| text.slice(span) == selector.quote.trim()).min();
            let bare = Selector::quote(&*selector.quote) == *selector;
            if found.reason == Reason::Several
                && bare
                && let Some(first) = first
            {
                *found = Found::sure(Anchor::Exact, first, 1.0, Reason::Unchanged);
            }
        }
    }
    note.spans = stretches.iter().filter_map(|found| found.span).collect();
    let worst =
        stretches.iter().max_by(|a, b| a.anchor.cmp(&b.anchor).then(b.score.total_cmp(&a.score)));
    let Some(worst) = worst else {
        note.anchor = Anchor::Exact;
        note.standing = Standing { score: 1.0, ..Standing::default() };
        return;
    };
    let all_lost = stretches.iter().all(|found| found.anchor == Anchor::Lost);
    let in_part = worst.anchor == Anchor::Lost && !all_lost;
    note.anchor = if in_part { Anchor::Doubtful } else { worst.anchor };
    note.standing = Standing {
        reason: if in_part { Reason::InPart } else { worst.reason },
        score: worst.score,
        candidates: stretches
            .iter()
            .enumerate()
            .flat_map(|(stretch, found)| {
                let of = move |&(span, score)| Candidate { stretch, span, score };
                found.candidates.iter().map(of)
            })
            .collect(),
    };
}

/// Finds where selectors stand in `text`, one answer for each; `past` as for
/// [`anchor`]. Selectors made in one text are best given together: those whose
/// place is sure help to settle the others.
pub fn locate(selectors: &[&Selector], text: &Text, past: &[Text]) -> Vec<Found> {
    let same: Vec<bool> = past.iter().map(|old| old.as_str() == text.as_str()).collect();
    let mut found: Vec<Option<Found>> =
        selectors.iter().map(|selector| at_once(selector, text, past, &same)).collect();
    if found.iter().all(Option::is_some) {
        return found.into_iter().flatten().collect();
    }
    let search = Search::of(text);
    let mut open: Vec<usize> = (0..selectors.len()).filter(|&at| found[at].is_none()).collect();
    for old in past {
        if open.is_empty() {
            break;
        }
        let made_there = |at: &usize| made_in(selectors[*at], old);
        let (theirs, others): (Vec<usize>, Vec<usize>) = open.into_iter().partition(made_there);
        open = others;
        if theirs.is_empty() {
            continue;
        }
        let followed = Followed::of(old.as_str(), search.normal());
        for at in theirs {
            found[at] = selectors[at].claimed(old).map(|span| {
                let bare = selectors[at].before.is_none() && selectors[at].after.is_none();
                // What stood around bare words the old text knows.
                let whole = bare.then(|| Selector::of(old, span));
                search.follow(whole.as_ref().unwrap_or(selectors[at]), span, &followed)
            });
        }
    }
    let mut pairs: Vec<(usize, usize)> = selectors
        .iter()
        .zip(&found)
        .filter_map(|(selector, found)| {
            let span = found.as_ref()?.span?;
            Some((selector.at?, text.scalar_at(span.start)))
        })
        .collect();
    let looked: Vec<_> = open.into_iter().map(|at| (at, search.look(selectors[at]))).collect();
    pairs.extend(looked.iter().filter_map(|(_, look)| search.certain(look)));
    let neighbours = Neighbours::of(pairs);
    for (at, look) in looked {
        found[at] = Some(search.decide(selectors[at], &look, &neighbours));
    }
    found.into_iter().flatten().collect()
}

/// Where `words` occur first in `text`, however they are typed: typography,
/// accents composed or not and white space count alike, and so do capital and
/// small letters where the words do not occur as they are. `None`: nowhere.
pub fn occurrence(text: &Text, words: &str) -> Option<Span> {
    let normal = Normal::of(text.as_str());
    let meant = comparable(words);
    let meant = trimmed(&meant);
    let found = |at: usize| normal.span(at..at + meant.len());
    if let Some(&at) = normal.find(meant, 1).first() {
        return Some(found(at));
    }
    let small = |c: &char| c.to_lowercase().next().unwrap_or(*c);
    let meant_small: Vec<char> = meant.iter().map(small).collect();
    let all: Vec<char> = normal.chars.iter().map(small).collect();
    let mut places = all.windows(meant.len().max(1));
    places.position(|window| window == meant_small).map(found)
}

/// What needs no search: nothing changed, or the selector says which. `same`:
/// which of the past texts are this one.
fn at_once(selector: &Selector, text: &Text, past: &[Text], same: &[bool]) -> Option<Found> {
    let exact = |span| Some(Found::sure(Anchor::Exact, span, 1.0, Reason::Unchanged));
    if selector.quote.is_empty() {
        return Some(lost(Reason::Gone));
    }
    if let Some(span) = selector.claimed(text) {
        let bare = selector.before.is_none() && selector.after.is_none();
        let made = past.iter().position(|old| made_in(selector, old));
        let unchanged = made.map_or(same.contains(&true), |made| same[made]);
        // Bare words may stand there by chance, which an old text would tell.
        if unchanged || selector.stands(text, span) && (!bare || past.is_empty()) {
            return exact(span);
        }
    }
    if selector.nth.is_some() {
        return Some(match selector.locate(text) {
            Located::Exact(span) => Found::sure(Anchor::Exact, span, 1.0, Reason::Unchanged),
            Located::Moved(span) => Found::sure(Anchor::Moved, span, 1.0, Reason::Context),
            Located::Ambiguous { .. } | Located::Missing => {
                lost(match text.as_str().contains(&*selector.shown()) {
                    true => Reason::NotSoOften,
                    false => Reason::Gone,
                })
            }
        });
    }
    None
}

fn lost(reason: Reason) -> Found {
    Found { anchor: Anchor::Lost, span: None, score: 0.0, reason, candidates: Vec::new() }
}

/// Whether a selector was made in a text: its words stand where it says,
/// between those that it names.
pub fn made_in(selector: &Selector, text: &Text) -> bool {
    selector.claimed(text).is_some_and(|span| selector.stands(text, span))
}
