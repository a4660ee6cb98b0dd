//! What a reader waits for: opening, the first picture, each key, names,
//! search, a long list. Everything is generated, the same on every machine.

use std::fmt::Write;
use std::fs::File;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dateline::config::{Config, Key, Paths, Theme, Themes};
use dateline::loader::{self, Found, Options, Source};
use dateline::state::message::{StoryAnnotated, StoryRead};
use dateline::state::shelf::{Address, Entry};
use dateline::state::{Message, Stamp, State, command, search};
use dateline::ui;
use fastrand::Rng;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SIZE: (u16, u16) = (120, 40);

/// Bytes of an ordinary story, and of the largest that should still feel light.
const STORY: usize = 4 << 10;
const LARGE: usize = 10 << 20;

/// Names in the large text.
const NAMES: usize = 2_000;

/// Stories in the long list.
const STORIES: usize = 10_000;

const WORDS: [&str; 24] = [
    "the",
    "river",
    "said",
    "that",
    "on",
    "Wednesday",
    "a",
    "bridge",
    "was",
    "closed",
    "after",
    "talks",
    "with",
    "both",
    "sides",
    "who",
    "had",
    "agreed",
    "to",
    "meet",
    "again",
    "before",
    "winter",
    "minister",
];
const SOUNDS: [&str; 16] = [
    "ba", "den", "fo", "gil", "hal", "ker", "lo", "mar", "nes", "or", "pel", "ra", "sim", "tor",
    "vel", "wyn",
];

/// The name of a number, not a word of the text: "Badenfo Gilhal".
fn name(number: usize) -> String {
    let sound = |place: u32| SOUNDS[number / 16_usize.pow(place) % 16];
    let given = format!("{}{}{}", sound(0), sound(1), sound(2));
    let upper = |word: &str| word[..1].to_uppercase() + &word[1..];
    format!("{} {}son", upper(&given), upper(sound(0)))
}

/// Paragraphs of prose, at least `bytes` of them, in which about every
/// twelfth word is one of `names` names.
fn prose(bytes: usize, names: usize) -> String {
    let mut rng = Rng::with_seed(7);
    let mut text = String::with_capacity(bytes + 1024);
    text.push_str("Talks go on\n\nPORT ELSING, 3 September 2025 - ");
    while text.len() < bytes {
        for word in 0..rng.usize(30..90) {
            if word > 0 {
                text.push_str(if rng.u8(..14) == 0 { ". " } else { " " });
            }
            if rng.u8(..12) == 0 {
                text.push_str(&name(rng.usize(..names)));
            } else {
                text.push_str(WORDS[rng.usize(..WORDS.len())]);
            }
        }
        text.push_str(".\n\n");
    }
    text
}

/// Annotations of that many names, and a few events.
fn annotations(names: usize) -> String {
    let mut yaml = String::from("format: dateline/1\nentities:\n");
    for number in 0..names {
        let kind = ["person", "organization", "place"][number % 3];
        let _ = writeln!(yaml, "  - {{name: {}, type: {kind}}}", name(number));
    }
    yaml.push_str("events:\n");
    for day in 1..=20 {
        let _ = writeln!(yaml, "  - {{when: 2025-08-{day:02}, label: Talks, day {day}}}");
    }
    yaml
}

/// A reader at a story, with its annotations.
struct Desk {
    state: State,
    theme: Theme,
    buffer: Buffer,
}

impl Desk {
    fn new() -> Self {
        let config = Config::load(&Paths::default(), None, &command::names());
        let buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
        Self { state: State::new(config, SIZE), theme: Themes::fallback(true), buffer }
    }

    /// One that has opened the story at `path`.
    fn at(path: &Path) -> Self {
        let mut desk = Self::new();
        desk.open(path);
        let reading = desk.state.reading.as_ref().expect("an open story");
        assert!(!reading.annotations.mentions.is_empty(), "no name was found");
        desk
    }

    fn tell(&mut self, message: Message) {
        let stamp = Stamp { now: "2025-09-04T09:00:00Z".into(), chance: 1 };
        black_box(self.state.update(message, &stamp));
    }

    /// What the program does with a path, up to the state that can be drawn.
    fn open(&mut self, path: &Path) {
        let address = Address::File(path.to_owned());
        self.tell(Message::StoriesFound(vec![Entry { address: address.clone(), head: None }]));
        let ticket = self.state.opening.as_ref().expect("the story is asked for").ticket;
        let source = Source::File(path.to_owned());
        let (mut story, problems) =
            loader::read_story(&source, &Options::default()).expect("a story");
        let annotated = loader::read_annotations(&mut story);
        let head = story.head.clone();
        let read = StoryRead { ticket, story, problems, place: None, marks: Vec::new() };
        self.tell(Message::StoryRead(Box::new(read)));
        self.tell(Message::StoryAnnotated(Box::new(StoryAnnotated {
            ticket,
            head,
            annotations: annotated.annotations,
            notes: Vec::new(),
            problems: annotated.problems,
            annotated: true,
            by_machine: false,
            text_changed: false,
            today: None,
        })));
    }

    fn draw(&mut self) {
        self.buffer.reset();
        black_box(ui::draw(&mut self.buffer, &self.state, &self.theme));
    }

    /// A key, and the screen after it.
    fn press(&mut self, key: Key) {
        self.tell(Message::Key(key));
        self.draw();
    }

    /// A key that goes down; at the end of the story, from the start again.
    fn press_down(&mut self, key: Key) {
        if self.state.reading.as_ref().is_some_and(|reading| reading.percent() >= 100) {
            self.tell(Message::Key(Key::char('g')));
        }
        self.press(key);
    }
}

/// A story with annotations in a folder of its own.
fn story(bytes: usize, names: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("story.txt"), prose(bytes, names)).expect("a story");
    std::fs::write(folder.path().join("story.ann.yaml"), annotations(names)).expect("annotations");
    folder
}

fn opening(criterion: &mut Criterion) {
    let folder = story(STORY, 40);
    let path = folder.path().join("story.txt");
    let mut group = criterion.benchmark_group("story");
    group.bench_function("load with annotations", |bencher| {
        bencher.iter(|| {
            let source = Source::File(path.clone());
            let (mut story, _) = loader::read_story(&source, &Options::default()).expect("a story");
            loader::read_annotations(black_box(&mut story))
        });
    });
    group.bench_function("open and draw", |bencher| {
        bencher.iter_batched(
            Desk::new,
            |mut desk| {
                desk.open(&path);
                desk.draw();
                desk
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

fn moving(criterion: &mut Criterion) {
    for (size, bytes, names) in [("story", STORY, 40), ("10 MB", LARGE, NAMES)] {
        let folder = story(bytes, names);
        let mut desk = Desk::at(&folder.path().join("story.txt"));
        let mut group = criterion.benchmark_group(size);
        for (what, key) in [("line down", Key::char('j')), ("page down", Key::char(' '))] {
            group.bench_function(what, |bencher| bencher.iter(|| desk.press_down(key)));
        }
        group.bench_function("to the end and back", |bencher| {
            bencher.iter(|| {
                desk.press(Key::char('G'));
                desk.press(Key::char('g'));
            });
        });
        group.finish();
    }
}

fn finding(criterion: &mut Criterion) {
    let folder = story(LARGE, NAMES);
    let path = folder.path().join("story.txt");
    let yaml = annotations(NAMES).into_bytes();
    let source = Source::File(path.clone());
    let mut story = loader::read_story(&source, &Options::default()).expect("a story").0;
    let mut group = criterion.benchmark_group("10 MB");
    group.sample_size(10).throughput(Throughput::Bytes(LARGE as u64));
    group.bench_function("load", |bencher| {
        bencher.iter(|| loader::read_story(&source, &Options::default()));
    });
    group.bench_function("2,000 names", |bencher| {
        bencher.iter(|| {
            loader::annotations_of(&mut story, Path::new("story.ann.yaml"), black_box(yaml.clone()))
        });
    });
    let desk = Desk::at(&path);
    let reading = desk.state.reading.as_ref().expect("an open story");
    for (what, pattern) in [("a word", "adjourned"), ("a pattern", "closed (before|after) \\w+son")]
    {
        group.bench_function(format!("search for {what}"), |bencher| {
            bencher.iter(|| search::find(&reading.story.text, black_box(pattern), false, || true));
        });
    }
    group.finish();
}

fn listing(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..STORIES {
        File::create(folder.path().join(format!("story {number}.txt"))).expect("a file");
    }
    let mut group = criterion.benchmark_group("folder of 10,000");
    group.sample_size(20).throughput(Throughput::Elements(STORIES as u64));
    let entries = || {
        let mut entries = Vec::new();
        loader::walk(folder.path(), &mut |found| {
            if let Found::Story(path) = found {
                entries.push(Entry { address: Address::File(path), head: None });
            }
            ControlFlow::Continue(())
        });
        entries
    };
    group.bench_function("walk", |bencher| bencher.iter(entries));
    let found = entries();
    group.bench_function("list and draw", |bencher| {
        bencher.iter_batched(
            || (Desk::new(), found.clone()),
            |(mut desk, found)| {
                desk.tell(Message::StoriesFound(found));
                desk.draw();
                desk
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(reader, opening, moving, finding, listing);
criterion_main!(reader);
