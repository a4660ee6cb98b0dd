//! What it costs to find the names of a story: tokens a second, one core, and
//! the time to load the model.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::finder::training::{Features, Weights};
use dateline::finder::{Finder, Segmented};
use dateline::loader::{Options, Source, read_story};
use dateline::model::Story;

const MODEL: &[u8] = include_bytes!("../assets/finder/names.model");

/// One of the sample stories, as the program reads it.
fn sample(name: &str, bytes: &[u8]) -> Story {
    let source = Source::Bytes { name: name.into(), bytes: bytes.to_vec() };
    read_story(&source, &Options::default()).expect("a sample story").0
}

fn finding(criterion: &mut Criterion) {
    let story = sample("bridge.txt", include_bytes!("../assets/stories/10-bridge-closed.txt"));
    let tokens = Segmented::of(&story.text).tokens.len();
    let finder = Finder::load();
    let mut group = criterion.benchmark_group("finder");
    group.throughput(Throughput::Elements(tokens as u64));
    group.bench_function("tokens", |bencher| {
        bencher.iter(|| Segmented::of(black_box(&story.text)).tokens.len());
    });
    group.bench_function("names", |bencher| {
        bencher.iter(|| finder.find(black_box(&story), None).mentions.len());
    });
    group.finish();

    let mut group = criterion.benchmark_group("finder/load");
    group.sample_size(20);
    group.bench_function("weights", |bencher| {
        bencher.iter(|| Weights::read(black_box(MODEL)).map(|weights| weights.len()));
    });
    group.bench_function("lists", |bencher| bencher.iter(Features::default));
    group.finish();
}

criterion_group!(benches, finding);
criterion_main!(benches);
