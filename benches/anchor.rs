//! How long notes take to find their places: 500 of them on 100 kB of text,
//! unchanged and changed, with and without the text they were made in.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::anchor::anchor;
use dateline::model::{Note, Selector, Span, Text};
use fastrand::Rng;

/// Bytes of the text.
const TEXT: usize = 100_000;
/// Notes on it.
const NOTES: usize = 500;

const SOUNDS: [&str; 20] = [
    "ba", "den", "fo", "gil", "hal", "ker", "lo", "mar", "nes", "or", "pel", "ra", "sim", "tor",
    "vel", "wyn", "the", "of", "an", "is",
];

/// Prose of made-up words, some of them common and some rare.
fn prose(rng: &mut Rng) -> String {
    let words: Vec<String> = (0..4000)
        .map(|_| (0..rng.usize(1..4)).map(|_| SOUNDS[rng.usize(0..SOUNDS.len())]).collect())
        .collect();
    let mut text = String::with_capacity(TEXT + 1024);
    while text.len() < TEXT {
        let length = rng.usize(8..24);
        for place in 0..length {
            let share = rng.f64();
            let word = &words[(share * share * share * words.len() as f64) as usize];
            text.push_str(word);
            text.push(if place + 1 == length { '.' } else { ' ' });
        }
        text.push(if rng.usize(0..5) == 0 { '\n' } else { ' ' });
    }
    text
}

/// Notes on names, phrases and sentences, all over the text.
fn notes(text: &Text, rng: &mut Rng) -> Vec<Note> {
    (0..NOTES)
        .map(|number| {
            let start = text.floor(rng.usize(0..text.len() - 200));
            let end = start + [6, 24, 120][number % 3];
            let selectors = vec![Selector::of(text, Span::new(start, end))];
            Note { id: number.to_string(), selectors, ..Note::default() }
        })
        .collect()
}

/// The text with so many words put in, left out or misspelt.
fn edited(text: &str, edits: usize, rng: &mut Rng) -> Text {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for _ in 0..edits {
        let at = rng.usize(0..words.len());
        match rng.usize(0..4) {
            0 => words.insert(at, "inserted".into()),
            1 => drop(words.remove(at)),
            2 => words[at].push('x'),
            _ => words.swap(at, (at + 40).min(text.len() / 20)),
        }
    }
    Text::new(words.join(" "))
}

fn places(c: &mut Criterion) {
    let mut rng = Rng::with_seed(11);
    let old = Text::new(prose(&mut rng));
    let made = notes(&old, &mut rng);
    let corrected = edited(old.as_str(), 60, &mut rng);
    let rewritten = edited(old.as_str(), 3000, &mut rng);
    let other = Text::new(prose(&mut Rng::with_seed(12)));
    let mut group = c.benchmark_group("500 notes on 100 kB");
    group.sample_size(10);
    let cases: [(&str, &Text, &[Text]); 6] = [
        ("unchanged", &old, &[]),
        ("corrected", &corrected, &[]),
        ("corrected, old text at hand", &corrected, std::slice::from_ref(&old)),
        ("rewritten", &rewritten, &[]),
        ("rewritten, old text at hand", &rewritten, std::slice::from_ref(&old)),
        ("another text", &other, &[]),
    ];
    for (name, text, past) in cases {
        let mut notes = made.clone();
        group.bench_function(name, |b| {
            b.iter(|| anchor(black_box(&mut notes), black_box(text), black_box(past)));
        });
    }
    group.finish();
}

criterion_group!(benches, places);
criterion_main!(benches);
