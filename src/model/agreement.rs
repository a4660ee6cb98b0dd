//! How far two people agree on which words are names, and of what type.
//!
//! The figures are those usual for named entities. F1 is the harmonic mean of
//! precision and recall, which for two people is `2 m / (a + b)`: of their `a`
//! and `b` marks `m` pairs match. Exact: same start, same end, same type.
//! Relaxed: at least one character in common, same type; each mark is in one
//! pair at most. Cohen's kappa (Cohen 1960, "A coefficient of agreement for
//! nominal scales") is taken over the words of the texts, each of which either
//! person has left alone or given a type: `(p - q) / (1 - q)`, with the share
//! `p` of words on which both say the same, and the share `q` on which chance
//! would have them say the same.

use std::collections::{BTreeMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

use super::{Annotations, Note, NoteKind, Span, Text};

/// Words that somebody marked as a name of some type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark {
    /// Where, in bytes.
    pub span: Span,
    /// The type's word.
    pub kind: String,
}

/// The entity marks among one person's `notes`, which must have been anchored
/// in `text`: in its order, each once. A name that is marked everywhere is
/// marked everywhere here too.
pub fn marks(notes: &[Note], text: &Text) -> Vec<Mark> {
    let names: Vec<Note> = notes
        .iter()
        .filter(|note| note.kind == NoteKind::Entity)
        .map(|note| Note { hand: None, ..note.clone() })
        .collect();
    let mut annotations = Annotations::default();
    annotations.overlay_notes(&names, text);
    let kind = |entity: usize| annotations.entities[entity].kind.word().to_owned();
    let mut marks: Vec<Mark> = annotations
        .mentions
        .iter()
        .flat_map(|mention| {
            mention
                .spans()
                .map(|span| Mark { span, kind: kind(mention.entity) })
                .collect::<Vec<_>>()
        })
        .collect();
    marks.sort();
    marks.dedup();
    marks
}

/// What two people agree on, over as many texts as were counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// How many marks the one made.
    pub first: usize,
    /// How many the other made.
    pub second: usize,
    /// Pairs of marks alike in start, end and type.
    pub exact: usize,
    /// Pairs of marks of one type with a character in common.
    pub relaxed: usize,
    /// How many words the one gave this type and the other that.
    words: BTreeMap<(Option<String>, Option<String>), usize>,
}

impl Agreement {
    /// Adds what two people marked in a text.
    pub fn count(&mut self, text: &str, first: &[Mark], second: &[Mark]) {
        self.first += first.len();
        self.second += second.len();
        let others: HashSet<&Mark> = second.iter().collect();
        self.exact += first.iter().filter(|mark| others.contains(mark)).count();
        self.relaxed += pairs(first, second);
        let words: Vec<Span> =
            text.unicode_word_indices().map(|(at, word)| Span::new(at, at + word.len())).collect();
        let (one, other) = (labels(&words, first), labels(&words, second));
        for (one, other) in one.into_iter().zip(other) {
            let pair = (one.map(str::to_owned), other.map(str::to_owned));
            *self.words.entry(pair).or_default() += 1;
        }
    }

    /// How many words there are.
    pub fn words(&self) -> usize {
        self.words.values().sum()
    }

    /// F1 of marks that are the same; `None` where nobody marked anything.
    pub fn exact_f1(&self) -> Option<f64> {
        self.f1(self.exact)
    }

    /// F1 of marks that overlap; `None` where nobody marked anything.
    pub fn relaxed_f1(&self) -> Option<f64> {
        self.f1(self.relaxed)
    }

    fn f1(&self, matches: usize) -> Option<f64> {
        let all = self.first + self.second;
        (all > 0).then(|| 2.0 * matches as f64 / all as f64)
    }

    /// Cohen's kappa over the words; `None` where chance alone would have both
    /// say the same everywhere, as when nobody marked anything.
    pub fn kappa(&self) -> Option<f64> {
        let total = self.words() as f64;
        let (mut same, mut one, mut other) = (0, BTreeMap::new(), BTreeMap::new());
        for ((a, b), count) in &self.words {
            same += if a == b { *count } else { 0 };
            *one.entry(a).or_insert(0) += count;
            *other.entry(b).or_insert(0) += count;
        }
        let share = |count: usize| count as f64 / total;
        let chance: f64 = one
            .iter()
            .map(|(label, count)| share(*count) * share(other.get(label).copied().unwrap_or(0)))
            .sum();
        (total > 0.0 && chance < 1.0).then(|| (share(same) - chance) / (1.0 - chance))
    }
}

/// How many pairs of overlapping marks of one type there are: each mark of the
/// one, by where it ends, takes the first of the other's that is still free.
fn pairs(first: &[Mark], second: &[Mark]) -> usize {
    let by_end = |marks: &[Mark]| {
        let mut marks = marks.to_vec();
        marks.sort_by_key(|mark| (mark.span.end, mark.span.start));
        marks
    };
    let (first, second) = (by_end(first), by_end(second));
    let mut free = vec![true; second.len()];
    let mut pairs = 0;
    for mark in &first {
        // What ends before this begins overlaps nothing of it.
        let from = second.partition_point(|other| other.span.end <= mark.span.start);
        let found = (from..second.len()).find(|&at| {
            free[at] && second[at].kind == mark.kind && second[at].span.overlaps(mark.span)
        });
        if let Some(at) = found {
            free[at] = false;
            pairs += 1;
        }
    }
    pairs
}

/// The type of each word: that of the longest mark that has a part of it.
fn labels<'a>(words: &[Span], marks: &'a [Mark]) -> Vec<Option<&'a str>> {
    let mut labels = vec![None; words.len()];
    let mut by_length: Vec<&Mark> = marks.iter().collect();
    by_length.sort_by_key(|mark| (mark.span.len(), std::cmp::Reverse(mark.span.start)));
    for mark in by_length {
        let from = words.partition_point(|word| word.end <= mark.span.start);
        let to = words.partition_point(|word| word.start < mark.span.end);
        for label in &mut labels[from..to.max(from)] {
            *label = Some(mark.kind.as_str());
        }
    }
    labels
}
