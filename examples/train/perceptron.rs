//! The averaged structured perceptron (Collins 2002), with names of several
//! possible kinds taken as the best-scoring one of them.

use std::collections::BTreeMap;

use dateline::finder::training::{Decoder, LABELS, Label, ROW_BITS, SORTS, Scores, Transitions};

use crate::lesson::Lesson;

/// Weights while they are learnt: the current ones and, for the average, the
/// sum of all changes times the step they were made at.
pub struct Learner {
    /// Index of a row's weights; 0 for the rows that are not learnt.
    index: Vec<u32>,
    weights: Vec<Scores>,
    sums: Vec<Scores>,
    transitions: Box<Transitions>,
    transition_sums: Box<Transitions>,
    step: f32,
}

/// What was learnt.
pub struct Learnt {
    /// (row, weights), by row.
    pub rows: Vec<(u32, Scores)>,
    pub transitions: Box<Transitions>,
}

impl Learner {
    /// Will learn the rows that occur at least `least` times.
    pub fn new(lessons: &[Lesson], least: u32) -> Self {
        let mut counts = vec![0_u32; 1 << ROW_BITS];
        for lesson in lessons {
            for &row in &lesson.rows {
                counts[row as usize] += 1;
            }
        }
        let mut next = 0;
        let index: Vec<u32> = counts
            .iter()
            .map(|&count| {
                if count < least {
                    return 0;
                }
                next += 1;
                next
            })
            .collect();
        let weights = vec![[0.0; LABELS]; next as usize + 1];
        Self {
            index,
            sums: weights.clone(),
            weights,
            transitions: Box::new([[[0.0; LABELS]; LABELS]; SORTS]),
            transition_sums: Box::new([[[0.0; LABELS]; LABELS]; SORTS]),
            step: 1.0,
        }
    }

    /// One pass over the lessons in the given order.
    pub fn epoch(&mut self, lessons: &[Lesson], order: &[u32]) {
        let mut decoder = Decoder::default();
        let (mut scores, mut guess, mut gold) = (Vec::new(), Vec::new(), Vec::new());
        for &number in order {
            let lesson = &lessons[number as usize];
            self.scores(lesson, &mut scores);
            decoder.labels(&scores, &lesson.sorts, &self.transitions, None, &mut guess);
            let fits = guess
                .iter()
                .zip(&lesson.allowed)
                .all(|(label, allowed)| allowed & (1 << label.0) != 0);
            if !fits {
                let allowed = Some(&lesson.allowed[..]);
                decoder.labels(&scores, &lesson.sorts, &self.transitions, allowed, &mut gold);
                self.correct(lesson, &gold, &guess);
            }
            self.step += 1.0;
        }
    }

    fn scores(&self, lesson: &Lesson, scores: &mut Vec<Scores>) {
        scores.clear();
        for bounds in lesson.starts.windows(2) {
            let mut sum = [0.0; LABELS];
            for &row in &lesson.rows[bounds[0] as usize..bounds[1] as usize] {
                let weights = &self.weights[self.index[row as usize] as usize];
                for (sum, weight) in sum.iter_mut().zip(weights) {
                    *sum += weight;
                }
            }
            scores.push(sum);
        }
    }

    fn correct(&mut self, lesson: &Lesson, gold: &[Label], guess: &[Label]) {
        for at in 0..gold.len() {
            let (right, wrong) = (gold[at].0 as usize, guess[at].0 as usize);
            if right != wrong {
                let rows = lesson.starts[at] as usize..lesson.starts[at + 1] as usize;
                for &row in &lesson.rows[rows] {
                    let index = self.index[row as usize] as usize;
                    if index == 0 {
                        continue;
                    }
                    for (label, change) in [(right, 1.0), (wrong, -1.0)] {
                        self.weights[index][label] += change;
                        self.sums[index][label] += change * self.step;
                    }
                }
            }
            if at > 0 {
                let sort = usize::from(lesson.sorts[at]);
                for (labels, change) in [(gold, 1.0), (guess, -1.0)] {
                    let (from, to) = (labels[at - 1].0 as usize, labels[at].0 as usize);
                    self.transitions[sort][from][to] += change;
                    self.transition_sums[sort][from][to] += change * self.step;
                }
            }
        }
    }

    /// The average of the weights over all steps so far.
    pub fn average(&self) -> Learnt {
        let mut rows = Vec::new();
        for (row, &index) in self.index.iter().enumerate() {
            if index > 0 {
                let (weights, sums) = (&self.weights[index as usize], &self.sums[index as usize]);
                let mut mean = [0.0; LABELS];
                for label in 0..LABELS {
                    mean[label] = weights[label] - sums[label] / self.step;
                }
                if mean.iter().any(|&weight| weight != 0.0) {
                    rows.push((row as u32, mean));
                }
            }
        }
        let mut transitions = self.transitions.clone();
        for sort in 0..SORTS {
            for from in 0..LABELS {
                for to in 0..LABELS {
                    transitions[sort][from][to] -= self.transition_sums[sort][from][to] / self.step;
                }
            }
        }
        Learnt { rows, transitions }
    }
}

impl Learnt {
    /// The mean of what was learnt in several orders, which depends less on
    /// any one of them.
    pub fn mean(all: Vec<Learnt>) -> Learnt {
        let share = 1.0 / all.len() as f32;
        let mut transitions = Box::new([[[0.0; LABELS]; LABELS]; SORTS]);
        let mut rows: BTreeMap<u32, Scores> = BTreeMap::new();
        for learnt in all {
            let learnt_transitions = learnt.transitions.iter().flatten().flatten();
            for (mean, weight) in transitions.iter_mut().flatten().flatten().zip(learnt_transitions)
            {
                *mean += weight * share;
            }
            for (row, weights) in learnt.rows {
                let means = rows.entry(row).or_insert([0.0; LABELS]);
                for (mean, weight) in means.iter_mut().zip(weights) {
                    *mean += weight * share;
                }
            }
        }
        Learnt { rows: rows.into_iter().collect(), transitions }
    }
}
