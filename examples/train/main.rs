//! Trains the finder's model from the labelled texts, or says how well a
//! model trained on a part of them finds the names of the rest:
//!
//! ```sh
//! cargo run --release --example train -- ../shared/data/ner             # writes assets/finder/names.model
//! cargo run --release --example train -- ../shared/data/ner --held-out  # writes nothing, prints the figures
//! cargo run --release --example train -- ../shared/data/ner --held-out FILE
//! ```
//!
//! With a file the held-out model is kept there, and where the file exists
//! nothing is learnt: what only the rules change is seen in seconds.
//!
//! The same texts give the same bytes. They are unpacked with the `xz`
//! program.

mod chain;
mod corpus;
mod lesson;
mod mend;
mod perceptron;
mod recase;
mod score;

use std::path::{Path, PathBuf};
use std::time::Instant;

use dateline::finder::training::{Features, Weights};
use lesson::Lesson;
use perceptron::{Learner, Learnt};

/// How often the weights are learnt, each time in another order; the model is
/// the mean.
const ROUNDS: u64 = 5;

/// How often each of them sees every sentence.
const EPOCHS: usize = 10;

/// Rows that fewer tokens have are not learnt.
const LEAST_COUNT: u32 = 2;

/// The step that weights are rounded to.
const SCALE: f32 = 0.5;

/// Weights nearer to 0 are dropped.
const LEAST_WEIGHT: f32 = 1.0;

/// What one round learns; its number is the seed of its order.
fn learn(lessons: &[Lesson], mut order: Vec<u32>, round: u64) -> Learnt {
    let mut random = fastrand::Rng::with_seed(round);
    let mut learner = Learner::new(lessons, LEAST_COUNT);
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        learner.epoch(lessons, &order);
    }
    learner.average()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder holds the labelled texts?")?);
    let held_out = arguments.next().is_some_and(|word| word == "--held-out");
    let kept = arguments.next().map(PathBuf::from);
    let features = Features::default();
    let (train, held) = corpus::read(&folder, &features, !held_out)?;
    if let Some(bytes) = kept.as_ref().and_then(|path| std::fs::read(path).ok()) {
        score::print(&held, &bytes)?;
        return Ok(());
    }
    let clock = Instant::now();
    let mut random = fastrand::Rng::with_seed(4);
    let lessons = lesson::lessons(&train, &features, &mut random);
    let tokens: usize = lessons.iter().map(|lesson| lesson.sorts.len()).sum();
    println!("{} sentences, {tokens} tokens, features in {:.1?}", lessons.len(), clock.elapsed());

    let order: Vec<u32> = lessons
        .iter()
        .enumerate()
        .flat_map(|(number, lesson)| std::iter::repeat_n(number as u32, lesson.times.into()))
        .collect();
    let (lessons, order) = (&lessons, &order);
    let means = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=ROUNDS)
            .map(|round| scope.spawn(move || learn(lessons, order.clone(), round)))
            .collect();
        // A round that panicked has no mean to give, and without it this would
        // be another model.
        threads.into_iter().map(|thread| thread.join().expect("a round")).collect()
    });
    println!("{ROUNDS} rounds, {:.1?}", clock.elapsed());
    let learnt = Learnt::mean(means);
    let weights = Weights::round(&learnt.rows, &learnt.transitions, SCALE, LEAST_WEIGHT);
    let bytes = weights.bytes();
    println!("{} rows of {}, {} bytes", weights.len(), learnt.rows.len(), bytes.len());
    if held_out {
        if let Some(path) = kept {
            std::fs::write(path, &bytes)?;
        }
        score::print(&held, &bytes)?;
    } else {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/finder/names.model");
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
