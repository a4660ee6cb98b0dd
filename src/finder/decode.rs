//! The best labels for a sentence: first-order Viterbi under the rule that a
//! further token of a name follows its first.

use super::label::{LABELS, Label};
use super::lexicon::Caps;

/// How many sorts of tokens the transitions tell apart.
pub const SORTS: usize = 6;

/// What it is worth that one label follows another, by the sort of the second
/// one's token.
pub type Transitions = [[[f32; LABELS]; LABELS]; SORTS];

/// A token's worth of each label.
pub type Scores = [f32; LABELS];

/// The sort of a token, for the transitions.
pub(super) const fn sort(caps: Caps) -> u8 {
    caps as u8
}

/// Finds the labels of a sentence, and keeps its tables from one to the next.
#[derive(Debug, Default)]
pub struct Decoder {
    best: Vec<Scores>,
    came: Vec<[u8; LABELS]>,
}

impl Decoder {
    /// The labels with the highest sum of scores and transitions.
    ///
    /// `sorts` are the tokens' sorts; a label of a token must be in its mask
    /// of `allowed`, where there is one.
    pub fn labels(
        &mut self,
        scores: &[Scores],
        sorts: &[u8],
        transitions: &Transitions,
        allowed: Option<&[u32]>,
        labels: &mut Vec<Label>,
    ) {
        labels.clear();
        self.best.clear();
        self.came.clear();
        for (at, score) in scores.iter().enumerate() {
            let mask = allowed.map_or(u32::MAX, |allowed| allowed[at]);
            let mut best = [f32::NEG_INFINITY; LABELS];
            let mut came = [0; LABELS];
            let table = &transitions[usize::from(sorts[at]).min(SORTS - 1)];
            for label in 0..LABELS {
                if mask & (1 << label) == 0 {
                    continue;
                }
                let here = Label(label as u8);
                if at == 0 {
                    if !here.is_further() {
                        best[label] = score[label];
                    }
                    continue;
                }
                let before = &self.best[at - 1];
                let mut try_from = |from: usize| {
                    let sum = before[from] + table[from][label];
                    if sum > best[label] {
                        best[label] = sum;
                        came[label] = from as u8;
                    }
                };
                if here.is_further() {
                    try_from(label - 1);
                    try_from(label);
                } else {
                    (0..LABELS).for_each(try_from);
                }
                best[label] += score[label];
            }
            self.best.push(best);
            self.came.push(came);
        }
        let Some(last) = self.best.last() else { return };
        let mut label =
            (0..LABELS).fold(0, |top, one| if last[one] > last[top] { one } else { top });
        labels.resize(scores.len(), Label::OUTSIDE);
        for at in (0..scores.len()).rev() {
            labels[at] = Label(label as u8);
            label = usize::from(self.came[at][label]);
        }
    }
}
