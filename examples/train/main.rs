//! Trains the finder's model from the labelled texts, or says how well a
//! model trained on a part of them finds the names of the rest:
//!
//! ```sh
//! cargo run --release --example train -- ../shared/data/ner             # writes assets/finder/names.model
//! cargo run --release --example train -- ../shared/data/ner --held-out  # writes nothing, prints the figures
//! ```
//!
//! The same texts give the same bytes. They are unpacked with the `xz`
//! program.

mod chain;
mod corpus;
mod lesson;
mod perceptron;
mod recase;
mod score;

use std::path::{Path, PathBuf};
use std::time::Instant;

use dateline::finder::training::{Features, Weights};
use perceptron::{Learner, Learnt};

/// How often the weights are learnt, each time in another order; the model is
/// the mean.
const ROUNDS: usize = 5;

/// How often each of them sees every sentence.
const EPOCHS: usize = 10;

/// Rows that fewer tokens have are not learnt.
const LEAST_COUNT: u32 = 2;

/// The step that weights are rounded to.
const SCALE: f32 = 0.5;

/// Weights nearer to 0 are dropped.
const LEAST_WEIGHT: f32 = 1.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder holds the labelled texts?")?);
    let held_out = arguments.next().is_some_and(|word| word == "--held-out");
    let (train, held) = corpus::read(&folder, !held_out)?;
    let clock = Instant::now();
    let mut random = fastrand::Rng::with_seed(4);
    let lessons = lesson::lessons(&train, &Features::default(), &mut random);
    let tokens: usize = lessons.iter().map(|lesson| lesson.sorts.len()).sum();
    println!("{} sentences, {tokens} tokens, features in {:.1?}", lessons.len(), clock.elapsed());

    let mut order: Vec<u32> = lessons
        .iter()
        .enumerate()
        .flat_map(|(number, lesson)| std::iter::repeat_n(number as u32, lesson.times.into()))
        .collect();
    let mut learner = Learner::new(&lessons, LEAST_COUNT);
    let mut means = Vec::new();
    for round in 1..=ROUNDS {
        learner.forget();
        let mut wrong = 0.0;
        for _ in 0..EPOCHS {
            random.shuffle(&mut order);
            wrong = learner.epoch(&lessons, &order);
        }
        let (wrong, spent) = (100.0 * wrong, clock.elapsed());
        println!("round {round}: {wrong:.1} % of the sentences wrong in the end, {spent:.1?}");
        means.push(learner.average());
    }
    let learnt = Learnt::mean(means);
    let weights = Weights::round(&learnt.rows, &learnt.transitions, SCALE, LEAST_WEIGHT);
    let bytes = weights.bytes();
    println!("{} rows of {}, {} bytes", weights.len(), learnt.rows.len(), bytes.len());
    if held_out {
        score::print(&held, &bytes)?;
    } else {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/finder/names.model");
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
