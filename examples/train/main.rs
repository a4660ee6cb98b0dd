//! Trains the finder's model from the labelled texts:
//!
//! ```sh
//! cargo run --release --example train -- ../shared/data/ner           # writes assets/finder/names.model
//! cargo run --release --example train -- ../shared/data/ner --held-out # writes nothing, scores the texts held out
//! ```
//!
//! The same texts give the same bytes. It unpacks them with the `xz` program.

mod corpus;
mod perceptron;
mod score;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use corpus::Document;
use dateline::finder::Segmented;
use dateline::finder::training::{Features, Label, Tagger, Weights};
use perceptron::{Example, Learner};
use score::Scored;

fn setting(name: &str, default: f64) -> f64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder holds the labelled texts?")?);
    let held_out = arguments.next().is_some_and(|word| word == "--held-out");
    let (train, held) = corpus::read(&folder, !held_out)?;
    if let Ok(path) = std::env::var("LOAD") {
        return score(&held, &std::fs::read(path)?);
    }
    let features = Features::default();
    let clock = Instant::now();
    let mut examples = Vec::new();
    for document in &train {
        examples_of(document, &features, &mut examples);
    }
    let tokens: usize = examples.iter().map(|example| example.sorts.len()).sum();
    println!("{} sentences, {tokens} tokens, features in {:.1?}", examples.len(), clock.elapsed());

    let mut learner = Learner::new(&examples, setting("LEAST_COUNT", 2.0) as u32);
    let mut order: Vec<u32> = examples
        .iter()
        .enumerate()
        .flat_map(|(number, example)| std::iter::repeat_n(number as u32, example.times.into()))
        .collect();
    let mut random = fastrand::Rng::with_seed(4);
    for epoch in 1..=setting("EPOCHS", 8.0) as usize {
        random.shuffle(&mut order);
        let wrong = learner.epoch(&examples, &order);
        println!(
            "epoch {epoch}: {:.1} % of the sentences wrong, {:.1?}",
            100.0 * wrong,
            clock.elapsed()
        );
    }
    let learnt = learner.average();
    if setting("SWEEP", 0.0) > 0.0 {
        for (scale, prune) in
            [(0.25, 0.5), (0.25, 1.0), (0.5, 1.0), (0.5, 1.5), (0.5, 2.0), (1.0, 2.0)]
        {
            let bytes = Weights::round(&learnt.rows, &learnt.transitions, scale, prune).bytes();
            println!("scale {scale} prune {prune} {} bytes", bytes.len());
            score(&held, &bytes)?;
        }
        return Ok(());
    }
    let weights = Weights::round(
        &learnt.rows,
        &learnt.transitions,
        setting("SCALE", 0.5) as f32,
        setting("PRUNE", 1.0) as f32,
    );
    let bytes = weights.bytes();
    println!("{} rows of {}, {} bytes", weights.len(), learnt.rows.len(), bytes.len());
    if held_out {
        std::fs::write("/tmp/dev.model", &bytes)?;
        score(&held, &bytes)?;
    } else {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/finder/names.model");
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

/// The sentences of a document as examples to learn from.
fn examples_of(document: &Document, features: &Features, examples: &mut Vec<Example>) {
    let segmented = Segmented::of(&document.text);
    let clues = features.clues(&segmented);
    let mut names = document.names.iter().peekable();
    let mut rows = Vec::new();
    for sentence in &segmented.sentences {
        let mut example = Example {
            times: if document.news { setting("NEWS", 3.0) as u8 } else { 1 },
            ..Example::default()
        };
        let mut before = 0_u32;
        for at in sentence.tokens.clone() {
            let span = segmented.tokens[at].span;
            while names.peek().is_some_and(|(name, _)| name.end <= span.start) {
                names.next();
            }
            let mut allowed = 1;
            if let Some(&&(name, kinds)) = names.peek()
                && name.overlaps(span)
            {
                let first = name.start >= span.start || before <= 1;
                let label = if first { Label::first } else { Label::further };
                allowed = (0..16)
                    .filter(|kind| kinds & (1 << kind) != 0)
                    .fold(0, |mask, kind| mask | 1 << label(kind).0);
            }
            before = allowed;
            Features::rows(&clues, sentence, at, &mut rows);
            example.starts.push(example.rows.len() as u32);
            example.rows.extend(&rows);
            example.sorts.push(Features::sort(&clues, at));
            example.allowed.push(allowed);
        }
        example.starts.push(example.rows.len() as u32);
        examples.push(example);
    }
}

/// Prints how well a model finds the names of the texts held out.
fn score(held: &[Document], model: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    let tagger = Tagger::new(model)?;
    let mut scored: BTreeMap<&str, Scored> = BTreeMap::new();
    let mut tokens = 0;
    let mut pairs = [0_usize; 3];
    let clock = Instant::now();
    for document in held {
        let segmented = Segmented::of(&document.text);
        let (found, _) = tagger.names(&segmented);
        tokens += segmented.tokens.len();
        if document.news {
            chain_score(&tagger, document, &segmented, &mut pairs);
        }
        if setting("ERRORS", 0.0) > 0.0 && document.corpus == "news" {
            errors(document, &segmented, &found);
        }
        scored.entry(document.corpus).or_default().count(document, &segmented, &found);
    }
    println!("{:.0} tokens a second", tokens as f64 / clock.elapsed().as_secs_f64());
    println!(
        "chains: P {:.1} R {:.1}",
        100.0 * pairs[0] as f64 / pairs[1] as f64,
        100.0 * pairs[0] as f64 / pairs[2] as f64
    );
    for (corpus, scored) in scored {
        scored.print(corpus, corpus == "news");
    }
    Ok(())
}

fn errors(
    document: &Document,
    segmented: &Segmented<'_>,
    found: &[dateline::finder::training::Found],
) {
    let gold: BTreeMap<_, _> = document.names.iter().copied().collect();
    let mut lines = Vec::new();
    for name in found {
        let span = segmented.span(name.start..name.end);
        let kind = dateline::finder::training::kind(name.kind);
        match gold.get(&span) {
            Some(kinds) if kinds & (1 << name.kind) != 0 => {}
            Some(kinds) => lines.push((
                span,
                format!(
                    "KIND {} not {:?}",
                    kind.word(),
                    dateline::finder::training::kind(kinds.trailing_zeros() as usize)
                ),
                name.margin,
            )),
            None => lines.push((span, format!("EXTRA {}", kind.word()), name.margin)),
        }
    }
    for (&span, kinds) in &gold {
        if !found.iter().any(|name| segmented.span(name.start..name.end) == span) {
            lines.push((
                span,
                format!(
                    "MISSED {:?}",
                    dateline::finder::training::kind(kinds.trailing_zeros() as usize)
                ),
                0.0,
            ));
        }
    }
    lines.sort_by_key(|(span, ..)| *span);
    let text = document.text.as_str();
    for (span, what, margin) in lines {
        let from = document.text.floor(span.start.saturating_sub(40));
        let to = document.text.floor(span.end + 30);
        println!(
            "ERR {what:30} {margin:6.1} {}[{}]{}",
            text[from..span.start].replace('\n', "|"),
            &text[span.range()],
            text[span.end..to].replace('\n', "|")
        );
    }
}

fn chain_score(
    tagger: &Tagger,
    document: &Document,
    segmented: &Segmented<'_>,
    pairs: &mut [usize; 3],
) {
    let (_, clues) = tagger.names(segmented);
    let mut found = Vec::new();
    let mut gold = Vec::new();
    for (&(span, kinds), &entity) in document.names.iter().zip(&document.entities) {
        let start = segmented.token_at(span.start);
        let end = segmented.token_at(span.end - 1) + 1;
        if start < end && segmented.span(start..end) == span {
            found.push(dateline::finder::training::Found {
                start,
                end,
                kind: kinds.trailing_zeros() as usize,
                margin: 0.0,
                worth: [0.0; 9],
            });
            gold.push(entity);
        }
    }
    let things = tagger.chains(segmented, &clues, &found);
    let mut shown = std::collections::BTreeSet::new();
    for a in 0..found.len() {
        for b in 0..a {
            let (is, should) = (things[a] == things[b], gold[a] == gold[b]);
            pairs[0] += usize::from(is && should);
            pairs[1] += usize::from(is);
            pairs[2] += usize::from(should);
            if is != should && setting("ERRORS", 0.0) > 0.0 {
                let w = |i: usize| {
                    &segmented.text()[segmented.span(found[i].start..found[i].end).range()]
                };
                if shown.insert((w(a), w(b))) {
                    println!(
                        "CHAIN {} {:?}: {} | {}",
                        if is { "JOINED" } else { "PARTED" },
                        dateline::finder::training::kind(found[a].kind),
                        w(b),
                        w(a)
                    );
                }
            }
        }
    }
}
