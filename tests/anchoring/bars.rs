//! How many passages are found again in revised stories, and how many are
//! pinned to a place that is not theirs.
//!
//! The texts and seeds fall into two halves: one to develop with, the other
//! held out. Both have to reach the bars.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use dateline::anchor::locate;
use dateline::model::{Anchor, Selector, Span, Text};
use fastrand::Rng;

use super::revisions::{Draft, Fate, Measure, passages, revise, sentences};

/// What was found, counted.
#[derive(Debug, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    doubtful: usize,
    lost: usize,
    gone: usize,
    gone_anchored: usize,
    elsewhere: usize,
    elsewhere_anchored: usize,
}

impl Tally {
    fn survived(&self) -> usize {
        self.right + self.wrong + self.doubtful + self.lost
    }

    /// Shares in percent: right, wrong, gone and anchored, elsewhere and anchored.
    fn shares(&self) -> [f64; 4] {
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        [
            share(self.right, self.survived()),
            share(self.wrong, self.survived()),
            share(self.gone_anchored, self.gone),
            share(self.elsewhere_anchored, self.elsewhere),
        ]
    }
}

/// Stories to revise: the samples of this repository, and the stories beside it.
fn stories() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["assets/stories", "../shared/data/annotated", "../shared/data/seed"] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        files.extend(
            entries
                .flatten()
                .map(|entry| entry.path())
                .filter(|path| path.extension().is_some_and(|end| end == "txt" || end == "md")),
        );
    }
    files.sort();
    files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .map(|text| text.replace('\r', ""))
        .filter(|text| text.len() > 1200 && text.len() < 12_000)
        .collect()
}

fn span_of(text: &Text, run: &Range<usize>) -> Span {
    let byte = |scalar: usize| text.byte_at(scalar).unwrap_or(text.len());
    Span::new(byte(run.start), byte(run.end))
}

/// Whether two runs share more than half of what they cover together.
fn is_right(found: &Range<usize>, gold: &Range<usize>) -> bool {
    let both = found.end.min(gold.end).saturating_sub(found.start.max(gold.start));
    let either = found.end.max(gold.end) - found.start.min(gold.start);
    2 * both >= either
}

fn measure(half: usize, measure: Measure, with_past: bool, together: bool) -> Tally {
    let stories = stories();
    let mut tally = Tally::default();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let shown = std::env::var_os("ANCHORING_MISSES").is_some();
    let rounds: usize = std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(1);
    for (number, story) in stories.iter().enumerate().filter(|(at, _)| at % 2 == half) {
        for round in 0..rounds {
            let seed = (half * 1_000_000 + number * 1000 + round * 2) as u64
                + u64::from(measure == Measure::Heavy);
            let mut rng = Rng::with_seed(seed);
            let others: Vec<String> = stories
                .iter()
                .skip((number + 2) % stories.len())
                .take(1)
                .flat_map(|s| sentences(s))
                .collect();
            let old = Text::new(story.clone());
            let draft = revise(story, &others, measure, &mut rng);
            let new = Text::new(draft.text());
            let runs = passages(story, &mut rng);
            let selectors: Vec<Selector> =
                runs.iter().map(|run| Selector::of(&old, span_of(&old, run))).collect();
            let past = [old.clone()];
            let past = if with_past { &past[..] } else { &[] };
            let all: Vec<&Selector> = selectors.iter().collect();
            let found = match together {
                true => locate(&all, &new, past),
                false => all.iter().flat_map(|one| locate(&[one], &new, past)).collect(),
            };
            for ((run, selector), found) in runs.iter().zip(&selectors).zip(found) {
                let fate = draft.fate(run, &selector.quote);
                let place = found.span.map(|s| new.scalar_at(s.start)..new.scalar_at(s.end));
                let anchored = matches!(found.anchor, Anchor::Exact | Anchor::Moved);
                assert_eq!(anchored, place.is_some(), "{found:?}");
                let outcome = match (&fate, &place) {
                    (Fate::Unclear, _) => continue,
                    (Fate::Survives(gold), Some(place)) if is_right(place, gold) => {
                        tally.right += 1;
                        continue;
                    }
                    (Fate::Survives(_), Some(_)) => {
                        tally.wrong += 1;
                        "WRONG"
                    }
                    (Fate::Survives(_), None) if found.anchor == Anchor::Doubtful => {
                        tally.doubtful += 1;
                        "doubtful"
                    }
                    (Fate::Survives(_), None) => {
                        tally.lost += 1;
                        "lost"
                    }
                    (Fate::Gone, place) => {
                        tally.gone += 1;
                        tally.gone_anchored += usize::from(place.is_some());
                        if place.is_none() {
                            continue;
                        }
                        "GONE ANCHORED"
                    }
                    (Fate::GoneElsewhere, place) => {
                        tally.elsewhere += 1;
                        tally.elsewhere_anchored += usize::from(place.is_some());
                        if place.is_none() {
                            continue;
                        }
                        "ELSEWHERE ANCHORED"
                    }
                };
                *kinds.entry(format!("{outcome} {:?}", found.reason)).or_default() += 1;
                if shown {
                    explain(outcome, selector, &found, &fate, &place, &new, &draft);
                }
            }
        }
    }
    println!(
        "half {half} {measure:?} past {with_past} together {together}: \
         right/wrong/gone/elsewhere {:.2?} {tally:?}\n{kinds:#?}",
        tally.shares()
    );
    tally
}

fn explain(
    outcome: &str,
    selector: &Selector,
    found: &dateline::anchor::Found,
    fate: &Fate,
    place: &Option<Range<usize>>,
    new: &Text,
    draft: &Draft,
) {
    let around = |run: &Range<usize>| -> String {
        let text: Vec<char> = draft.text().chars().collect();
        let (from, to) = (run.start.saturating_sub(36), (run.end + 36).min(text.len()));
        let part = |run: Range<usize>| text[run].iter().collect::<String>();
        format!("{}[{}]{}", part(from..run.start), part(run.clone()), part(run.end..to))
    };
    println!(
        "{outcome} {:?} {:.2}\n  was  {:?}[{}]{:?}",
        found.reason, found.score, selector.before, selector.quote, selector.after
    );
    if let Fate::Survives(gold) = fate {
        println!("  gold {:?}", around(gold));
    }
    if let Some(place) = place {
        println!("  got  {:?}", around(place));
    }
    for (span, score) in found.candidates.iter().take(3) {
        println!(
            "  ?    {score:.2} {:?}",
            around(&(new.scalar_at(span.start)..new.scalar_at(span.end)))
        );
    }
}

#[test]
fn probe() {
    for half in [0, 1] {
        for amount in [Measure::Desk, Measure::Heavy] {
            for (past, together) in [(false, true), (true, true)] {
                measure(half, amount, past, together);
            }
        }
    }
}
