//! What it costs to bring 10,000 mentions in from another tool's file, and out.

use std::fmt::Write;
use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::exchange::{self, Document, FORMATS, Format, SourceFile};
use dateline::model::{Head, Story};
use dateline::{loader, store};

/// Mentions in the text, two of them related in every tenth sentence.
const MENTIONS: usize = 10_000;

/// A story read through its annotation file, so that it is as a person has it.
fn document() -> Document {
    let mut text = String::new();
    let mut yaml = String::from("entities:\n");
    let mut lists: Vec<String> = vec![String::new(); 100];
    for number in 0..MENTIONS {
        let name = number % lists.len();
        let _ = writeln!(
            lists[name],
            "      - {{id: m{number}, quote: Ada Quill {name}, at: {}}}",
            text.chars().count()
        );
        let _ = write!(text, "Ada Quill {name} spoke of the tide.");
        text.push_str(if number % 10 == 9 { "\n" } else { " " });
    }
    for (name, mentions) in lists.iter().enumerate() {
        let _ = write!(
            yaml,
            "  - id: n{name}\n    name: Ada Quill {name}\n    type: person\n    mentions:\n{mentions}"
        );
    }
    yaml.push_str("relations:\n");
    for number in (0..MENTIONS - 1).step_by(10) {
        let _ = writeln!(yaml, "  - {{from: m{number}, type: meets, to: m{}}}", number + 1);
    }
    let source = loader::Source::Bytes { name: "tide.txt".into(), bytes: text.into_bytes() };
    let (mut story, _) = loader::read_story(&source, &loader::Options::default()).expect("a story");
    let path = PathBuf::from("tide.ann.yaml");
    let annotations = loader::annotations_of(&mut story, &path, yaml.into_bytes()).annotations;
    assert_eq!(annotations.mentions.len(), MENTIONS);
    story.head = Head::default();
    Document { name: "tide".into(), story, annotations, notes: Vec::new() }
}

fn files(format: &Format, document: &Document) -> Vec<SourceFile> {
    let files = exchange::export(format, document).files.into_iter();
    let path = |ending: &str| PathBuf::from(format!("{}.{ending}", document.name));
    files.map(|file| SourceFile { path: path(file.ending), bytes: file.bytes }).collect()
}

fn formats(criterion: &mut Criterion) {
    let document = document();
    let mut group = criterion.benchmark_group("export");
    group.sample_size(10);
    for format in FORMATS {
        group.bench_function(format.name, |bencher| {
            bencher.iter(|| exchange::export(format, black_box(&document)));
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    for format in FORMATS.into_iter().filter(|format| format.import.is_some()) {
        let files = files(format, &document);
        group.bench_function(format.name, |bencher| {
            bencher.iter(|| exchange::import(format, black_box(&files)));
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("annotation file");
    group.sample_size(10);
    let Document { story: Story { text, head, .. }, annotations, .. } = &document;
    group.bench_function("written", |bencher| {
        bencher.iter(|| store::annotations_yaml(head, None, black_box(annotations), text));
    });
    group.finish();
}

criterion_group!(exchange_formats, formats);
criterion_main!(exchange_formats);
