//! Looking for a passage in a text, and deciding which place is it.

use std::cell::OnceCell;
use std::ops::Range;

use super::followed::{Became, Followed};
use super::neighbours::{Accord, Neighbours};
use super::normal::Normal;
use super::passage::{Passage, Place, inked};
use super::seeds::Seeds;
use super::verdict::{has_words, is_sure, speaks_for_itself};
use super::{Found, lost};
use crate::model::{Anchor, Reason, Selector, Span, Text};

/// The most places with the very words that are looked at.
const HITS: usize = 4096;
/// The most of them that are compared with their surroundings.
const COMPARED: usize = 64;
/// The most places that are like the passage.
const LIKELY: usize = 6;
/// The most candidates that are told.
const TOLD: usize = 5;

/// A name of which less than this stands there with its surroundings may be
/// another's.
const CHANCE: f32 = 0.62;

/// How much better than the next place the chosen one must be.
const MARGIN: f32 = 0.02;
/// What agreeing with its neighbours counts for a place.
const PINNED: f32 = 0.06;

/// A text to look in.
pub(super) struct Search<'t> {
    text: &'t Text,
    normal: Normal,
    seeds: OnceCell<Seeds>,
}

/// A passage and the places that may be it, best first.
pub(super) struct Look {
    passage: Passage,
    places: Vec<Place>,
}

impl<'t> Search<'t> {
    pub(super) fn of(text: &'t Text) -> Self {
        Self { text, normal: Normal::of(text.as_str()), seeds: OnceCell::new() }
    }

    pub(super) fn normal(&self) -> &Normal {
        &self.normal
    }

    /// Finds the places that may be a selector's.
    pub(super) fn look(&self, selector: &Selector) -> Look {
        let passage = Passage::of(selector);
        let places = self.places(&passage);
        Look { passage, places }
    }

    fn places(&self, passage: &Passage) -> Vec<Place> {
        let length = passage.quote.len();
        if length == 0 {
            return Vec::new();
        }
        let at = |start: usize| passage.judged(&self.normal, start..start + length);
        if passage.context() >= 8 {
            let whole = self.normal.find(&passage.window, 3);
            if !whole.is_empty() {
                return whole.into_iter().map(|start| at(start + passage.lead())).collect();
            }
        }
        let mut hits = self.normal.find(&passage.quote, HITS);
        hits.retain(|&start| passage.is_whole(&self.normal, start));
        if passage.context() > 0 && hits.len() > COMPARED {
            let meant = passage.at.unwrap_or(0);
            hits.sort_by_cached_key(|&start| {
                let beside = passage.beside(&self.normal, start);
                // So many characters away weigh as much as one that fits.
                (start.abs_diff(meant) / 200).saturating_sub(beside)
            });
            hits.truncate(COMPARED);
        }
        let mut places: Vec<Place> = hits.into_iter().map(at).collect();
        let settled = length >= 64 && places.len() == 1;
        if !settled && passage.window.len() >= 12 {
            let seeds = self.seeds.get_or_init(|| Seeds::of(&self.normal.chars));
            for start in seeds.starts(&self.normal.chars, &passage.window, LIKELY) {
                let place = passage.near(&self.normal, start);
                add(&mut places, place);
            }
        }
        places.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.run.start.cmp(&b.run.start)));
        places
    }

    /// Where a passage stood and stands, if that is beyond doubt: to settle others by.
    pub(super) fn certain(&self, look: &Look) -> Option<(usize, usize)> {
        let (best, rest) = look.places.split_first()?;
        let bare = look.passage.context() == 0;
        let clear = match bare {
            true => look.passage.quote.len() >= 6 && rest.is_empty(),
            false => {
                look.passage.context() >= 16
                    && best.score >= 0.85
                    && rest.first().is_none_or(|next| next.score <= best.score - 0.15)
            }
        };
        (best.edits == 0 && clear).then(|| Some((look.passage.at?, self.scalar(best))))?
    }

    /// Decides which of the places is the selector's.
    pub(super) fn decide(&self, selector: &Selector, look: &Look, others: &Neighbours) -> Found {
        let accord = |place: &Place| match look.passage.at {
            Some(at) => match others.accord(at, self.scalar(place)) {
                // Nothing before it changed, or nothing stands before it.
                Accord::Unknown if at == self.scalar(place) => Accord::Pinned,
                accord => accord,
            },
            None => Accord::Unknown,
        };
        let expected = look.passage.at.map(|at| others.expected(at));
        self.choose(selector, &look.passage, &look.places, expected, &accord)
    }

    /// Follows a selector that stood at `span` of an old text.
    pub(super) fn follow(&self, selector: &Selector, span: Span, followed: &Followed) -> Found {
        let passage = Passage::of(selector);
        let run = inked(&followed.old.chars, followed.old.run(span));
        if passage.quote.is_empty() || run.is_empty() {
            return lost(Reason::Gone);
        }
        match followed.became(&run) {
            Became::Kept(there) => {
                let place = passage.judged(&self.normal, there);
                // What was inserted may be what was kept, and the other way round.
                let others = || {
                    let mut others = self.places(&passage);
                    others.retain(|other| !followed.is_foreign(&other.run, &run));
                    others
                };
                let better = (place.score < 0.75).then(others).and_then(|mut others| {
                    // Of a name's two places the one in its own sentence.
                    let own: Vec<usize> =
                        (0..others.len()).filter(|&at| passage.owns(&others[at], &place)).collect();
                    if let [own] = *own {
                        return Some((true, others.swap_remove(own)));
                    }
                    let enough = |it: &Place| it.score >= place.score + 0.2 && it.quote >= 0.7;
                    others.into_iter().find(enough).map(|better| (false, better))
                });
                match better {
                    Some((true, own)) => {
                        return self.found(selector, &own, own.score, Reason::Followed);
                    }
                    Some((false, better)) => {
                        let places = [better, place];
                        return self
                            .choose(selector, &passage, &places, None, &|_| Accord::Unknown);
                    }
                    None => {}
                }
                // A name amid other words may have been kept by chance.
                let chance = passage.recurs()
                    && passage
                        .support(&self.normal, &place)
                        .is_some_and(|it| it.better < CHANCE && it.both < CHANCE);
                let kept = place.quote >= 0.5 || has_words(&passage, &place, self.there(&place));
                if kept && !chance {
                    let score = place.score.max(place.quote * 0.9);
                    return self.found(
                        selector,
                        &place,
                        score,
                        match place.edits {
                            0 => Reason::Followed,
                            _ => Reason::FollowedEdited,
                        },
                    );
                }
                let places = [place];
                self.choose(selector, &passage, &places, None, &|_| Accord::Unknown)
            }
            Became::Changed(there) => {
                let mut places = self.places(&passage);
                places.retain(|place| !followed.is_foreign(&place.run, &run));
                let start = there.start as isize - passage.lead() as isize;
                if there.len() <= 4 * passage.quote.len() + 400 {
                    let place = passage.near(&self.normal, start);
                    if !followed.is_foreign(&place.run, &run) {
                        add(&mut places, place);
                    }
                }
                let inside =
                    |place: &Place| there.start <= place.run.start && place.run.end <= there.end;
                let found =
                    self.choose(selector, &passage, &places, None, &|place| match inside(place) {
                        true if place.run.len() * 8 >= there.len() => Accord::Pinned,
                        true => Accord::Between,
                        // What moved took its surroundings along.
                        false => Accord::Astray,
                    });
                // The places that were left out have its words, if any has.
                match found.reason {
                    Reason::Gone if self.occurs(&passage) => {
                        Found { reason: Reason::TakenOut, ..found }
                    }
                    _ => found,
                }
            }
        }
    }

    /// Whether a passage's words occur at all, as whole words.
    fn occurs(&self, passage: &Passage) -> bool {
        let hits = self.normal.find(&passage.quote, HITS);
        hits.into_iter().any(|start| passage.is_whole(&self.normal, start))
    }

    fn choose(
        &self,
        selector: &Selector,
        passage: &Passage,
        places: &[Place],
        expected: Option<usize>,
        accord: &dyn Fn(&Place) -> Accord,
    ) -> Found {
        let length = self.text.scalars().max(1) as f32;
        let distance = |place: &Place| Some(expected?.abs_diff(self.scalar(place)));
        let exact: Vec<&Place> = places.iter().filter(|place| place.edits == 0).collect();
        let alone = |place: &Place| {
            exact
                .iter()
                .all(|&other| other.run == place.run || is_nearer(distance(place), distance(other)))
        };
        let mut ranked: Vec<(f32, Accord, &Place)> = places
            .iter()
            .map(|place| {
                let accord = accord(place);
                let far = distance(place).map_or(1.0, |apart| apart as f32 / length);
                let pinned = if accord == Accord::Pinned { PINNED } else { 0.0 };
                (place.score + pinned + 0.02 * (1.0 - far), accord, place)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.run.start.cmp(&b.2.run.start)));
        let Some(&(_, _, best)) = ranked.first() else { return lost(Reason::Gone) };
        let there = |place: &Place| self.there(place);
        let sure = |&(_, accord, place): &(f32, Accord, &Place)| {
            let support = passage.support(&self.normal, place);
            is_sure(passage, place, there(place), support, accord, alone(place))
        };
        let is_place = |place: &Place| {
            let whole = |side: Option<f32>| side.is_some_and(|share| share >= 0.7);
            whole(place.before) && whole(place.after)
        };
        // Where the surroundings stand whole, the passage stood: what else is
        // there now, it is not somewhere else.
        let replaced = is_place(best) && !has_words(passage, best, there(best));
        let chosen = ranked.iter().position(sure).filter(|&at| {
            let behind = ranked[0].0 - ranked[at].0;
            at == 0 || behind < if replaced { 0.05 } else { 0.4 }
        });
        let Some(chosen) = chosen else {
            return self.unsure(passage, &ranked, replaced);
        };
        let (rank, accord, place) = ranked[chosen];
        let rival = ranked.iter().enumerate().any(|(at, other)| {
            at != chosen
                && other.0 > rank - MARGIN
                && !overlap(&other.2.run, &place.run)
                && !is_nearer(distance(place), distance(other.2))
                && sure(other)
        });
        if rival {
            return Found {
                anchor: Anchor::Doubtful,
                span: None,
                score: place.score,
                reason: Reason::Several,
                candidates: self.candidates(&ranked),
            };
        }
        let beside = [place.before, place.after].into_iter().flatten().any(|share| share >= 0.5);
        let reason = match (place.edits, passage.context()) {
            (1.., _) => Reason::Edited,
            (_, 0) if exact.len() == 1 => Reason::Alone,
            _ if accord == Accord::Pinned && place.score < 0.7 || passage.context() == 0 => {
                Reason::Neighbours
            }
            // Long enough to be taken without what stood around it.
            _ if exact.len() == 1 && !beside => Reason::Alone,
            _ => Reason::Context,
        };
        self.found(selector, place, place.score, reason)
    }

    /// Why no place is the passage, and which come next to it.
    fn unsure(&self, passage: &Passage, ranked: &[(f32, Accord, &Place)], replaced: bool) -> Found {
        let best = ranked[0].2;
        let there = self.there(best);
        let words = ranked.iter().filter(|(_, _, place)| place.edits == 0).count();
        let (anchor, reason) = if passage.context() == 0 && words > 1 {
            (Anchor::Doubtful, Reason::Several)
        } else if replaced {
            (Anchor::Lost, Reason::Replaced)
        } else if best.edits == 0 && best.score >= 0.5
            || words == 1 && speaks_for_itself(&passage.quote)
        {
            (Anchor::Doubtful, Reason::Elsewhere)
        } else if best.edits > 0 && best.score >= 0.5 && has_words(passage, best, there) {
            (Anchor::Doubtful, Reason::Alike)
        } else if words > 0 {
            (Anchor::Lost, Reason::Elsewhere)
        } else {
            (Anchor::Lost, Reason::Gone)
        };
        Found { anchor, span: None, score: best.score, reason, candidates: self.candidates(ranked) }
    }

    fn candidates(&self, ranked: &[(f32, Accord, &Place)]) -> Vec<(Span, f32)> {
        let mut told: Vec<&Place> = Vec::new();
        for (_, _, place) in ranked {
            let known = told.iter().any(|known| overlap(&known.run, &place.run));
            if !place.run.is_empty() && place.score >= 0.25 && !known {
                told.push(place);
            }
        }
        told.iter()
            .take(TOLD)
            .map(|place| (self.normal.span(place.run.clone()), place.score))
            .collect()
    }

    /// A place that is taken.
    fn found(&self, selector: &Selector, place: &Place, score: f32, reason: Reason) -> Found {
        let span = self.normal.span(place.run.clone());
        let same = self.text.slice(span) == selector.shown().trim()
            && selector.at.is_none_or(|at| at == self.text.scalar_at(span.start));
        match same {
            // How it was found again matters only for what is elsewhere now.
            true => Found::sure(Anchor::Exact, span, score, Reason::Unchanged),
            false => Found::sure(Anchor::Moved, span, score, reason),
        }
    }

    /// The characters of a place.
    fn there(&self, place: &Place) -> &[char] {
        &self.normal.chars[place.run.clone()]
    }

    /// Where a place starts, in scalar values of the text.
    fn scalar(&self, place: &Place) -> usize {
        self.text.scalar_at(self.normal.start(place.run.start))
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end || one == other
}

/// Whether one of two places is so much nearer to where it is expected that
/// nobody would mean the other.
fn is_nearer(one: Option<usize>, other: Option<usize>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one <= 32 && other >= 4 * one + 16)
}

/// Adds a place unless it is known, or holds the very words and more.
fn add(places: &mut Vec<Place>, place: Place) {
    let known = places.iter().any(|known| {
        is_same(&known.run, &place.run) || known.edits == 0 && overlap(&known.run, &place.run)
    });
    if !known {
        places.push(place);
    }
}

/// Whether two runs are the same place, told a little differently.
fn is_same(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start.abs_diff(other.start) <= 2 && one.end.abs_diff(other.end) <= 2
}
