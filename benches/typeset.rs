//! What it costs to set a paragraph, a megabyte, and the end of a long line.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::model::Span;
use dateline::typeset::{Setting, blocks, cells, wrap};

const SENTENCE: &str = "Both sides said on Wednesday that they would meet again in Geneva, \
    where “the truce — the third this year —” is to be talked about until Friday evening. ";

/// Whole sentences, at least `bytes` of them.
fn prose(sentence: &str, bytes: usize) -> String {
    sentence.repeat(bytes.div_ceil(sentence.len()))
}

fn setting(criterion: &mut Criterion) {
    let latin = prose(SENTENCE, 600);
    let chinese = prose("双方周三表示，他们将于周五在日内瓦再次会面，讨论停火协议。", 600);
    let mut group = criterion.benchmark_group("paragraph");
    for (name, text) in [("latin", &latin), ("chinese", &chinese)] {
        for (how, setting) in [("optimal", Setting::Prose), ("first", Setting::Plain)] {
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(format!("{name}/{how}"), |bencher| {
                bencher.iter(|| wrap(black_box(text), Span::new(0, text.len()), 68, 68, setting));
            });
        }
    }
    let rows = wrap(&latin, Span::new(0, latin.len()), 68, 68, Setting::Prose);
    group.bench_function("latin/cells", |bencher| {
        bencher.iter(|| {
            rows.iter().flat_map(|row| cells(&latin, row)).map(|c| c.width).sum::<usize>()
        });
    });
    group.finish();

    let megabyte = prose(SENTENCE, 1 << 20);
    let mut group = criterion.benchmark_group("megabyte");
    group.sample_size(10).throughput(Throughput::Bytes(megabyte.len() as u64));
    let whole = Span::new(0, megabyte.len());
    group.bench_function("optimal", |bencher| {
        bencher.iter(|| wrap(black_box(&megabyte), whole, 68, 68, Setting::Prose));
    });
    group.bench_function("last block", |bencher| {
        bencher.iter(|| {
            let blocks = blocks(black_box(&megabyte), whole);
            let last = blocks.get(blocks.at(megabyte.len()))?;
            Some(wrap(&megabyte, last, 68, 68, Setting::Prose))
        });
    });
    group.finish();
}

criterion_group!(typeset, setting);
criterion_main!(typeset);
