//! Sentences into names: features, weights, the best labels.

use super::chains::chains;
use super::consistency::settle;
use super::decode::{Decoder, Scores, sort};
use super::features::Clues;
use super::label::{KINDS, Label, PLACE};
use super::language::is_english;
use super::lists::{self, Lists};
use super::segmented::Segmented;
use super::weights::Weights;
use crate::error::Result;

/// A name as the tagger sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Its first token.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// The number of its kind, see [`kind`](super::label::kind).
    pub kind: usize,
    /// What the labels were worth above the next best kind, or none, summed
    /// over its tokens: the less, the less certain.
    pub margin: f32,
    /// What each kind is worth over its tokens, and at the end no name.
    pub worth: [f32; KINDS + 1],
}

impl Found {
    /// How certain it is, from 0 to 1, in hundredths: how often names of this
    /// margin were right in texts held out of the training.
    pub fn certainty(&self) -> f32 {
        const SLOPE: f32 = 0.029;
        const BASE: f32 = -0.45;
        let certainty = 1.0 / (1.0 + (-(self.margin * SLOPE + BASE)).exp());
        (certainty * 100.0).round().min(99.0) / 100.0
    }
}

/// The lists and the model.
#[derive(Debug)]
pub struct Tagger {
    lists: Lists,
    weights: Weights,
}

impl Tagger {
    /// A tagger with the lists of this program and a model.
    ///
    /// # Errors
    /// As [`Weights::read`].
    pub fn new(model: &[u8]) -> Result<Self> {
        Ok(Self { lists: Lists::load(), weights: Weights::read(model)? })
    }

    /// The tagger with the model of this program. If that cannot be read, which
    /// a test rules out, there is one that finds nothing.
    pub(super) fn embedded(model: &[u8]) -> Self {
        std::thread::scope(|scope| {
            let lists = scope.spawn(Lists::load);
            let weights = Weights::read(model).unwrap_or_default();
            Self { lists: lists.join().unwrap_or_else(|_| Lists::load()), weights }
        })
    }

    pub(super) fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The names of a text, in order and without overlap.
    pub fn names<'t>(&self, segmented: &Segmented<'t>) -> (Vec<Found>, Clues<'t>) {
        let clues = Clues::of(segmented, &self.lists);
        let found = if is_english(segmented) {
            let mut found = self.tag(segmented, &clues);
            settle(segmented, &clues, &mut found);
            found
        } else {
            self.countries(segmented, &clues)
        };
        (found, clues)
    }

    /// The number of the thing that each of these names stands for, from 0 in
    /// the order of the text.
    pub fn chains(
        &self,
        segmented: &Segmented<'_>,
        clues: &Clues<'_>,
        found: &[Found],
    ) -> Vec<usize> {
        chains(segmented, clues, &self.lists, found)
    }

    /// The countries of a text that is not English, as the lists have them.
    fn countries(&self, segmented: &Segmented<'_>, clues: &Clues<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        let mut free = 0;
        for sentence in &segmented.sentences {
            for start in sentence.tokens.clone() {
                let forms = (start..sentence.tokens.end).map(|at| clues.word(at).form);
                if start < free || !clues.word(start).is_capital() {
                    continue;
                }
                if let Some((length, lists)) = self.lists.longest(forms)
                    && lists & lists::COUNTRY != 0
                {
                    free = start + length;
                    let (worth, margin) = ([0.0; KINDS + 1], COUNTRY_MARGIN);
                    found.push(Found { start, end: free, kind: PLACE, margin, worth });
                }
            }
        }
        found
    }

    /// The names as the sentences give them one by one.
    fn tag(&self, segmented: &Segmented<'_>, clues: &Clues<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        let mut decoder = Decoder::default();
        let (mut rows, mut scores, mut sorts, mut labels) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for sentence in &segmented.sentences {
            scores.clear();
            sorts.clear();
            for at in sentence.tokens.clone() {
                clues.rows(sentence, at, &mut rows);
                scores.push(self.weights.score(&rows));
                sorts.push(sort(clues.word(at).caps));
            }
            let transitions = self.weights.transitions();
            decoder.labels(&scores, &sorts, transitions, None, &mut labels);
            collect(&labels, &scores, sentence.tokens.start, &mut found);
        }
        found
    }
}

/// How certain a listed country is in a text that the model cannot judge.
const COUNTRY_MARGIN: f32 = 60.0;

/// The names that a sentence's labels tell of.
fn collect(labels: &[Label], scores: &[Scores], first: usize, found: &mut Vec<Found>) {
    let mut at = 0;
    while at < labels.len() {
        let Some(kind) = labels[at].kind() else {
            at += 1;
            continue;
        };
        let start = at;
        at += 1;
        while at < labels.len() && labels[at].is_further() {
            at += 1;
        }
        let mut worth = [0.0; KINDS + 1];
        for (place, scores) in scores.iter().enumerate().take(at).skip(start) {
            for (kind, worth) in worth[..KINDS].iter_mut().enumerate() {
                let label = if place == start { Label::first(kind) } else { Label::further(kind) };
                *worth += scores[usize::from(label.0)];
            }
            worth[KINDS] += scores[0];
        }
        let next = worth
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != kind)
            .fold(f32::NEG_INFINITY, |top, (_, &worth)| top.max(worth));
        let margin = worth[kind] - next;
        found.push(Found { start: first + start, end: first + at, kind, margin, worth });
    }
}
