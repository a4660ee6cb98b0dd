//! Precision, recall and F1 of names, by kind: spans and kinds must match.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use dateline::error::Error;
use dateline::finder::Segmented;
use dateline::finder::training::{Found, KINDS, Tagger, kind};
use dateline::model::Kind;

use crate::chain;
use crate::corpus::Document;

/// Prints how well a model finds the names of documents, how fast, and how
/// often names of each certainty are right.
pub fn print(held: &[Document], model: &[u8]) -> Result<(), Error> {
    let tagger = Tagger::new(model)?;
    let mut scored: BTreeMap<&str, Scored> = BTreeMap::new();
    let mut pairs = Count::default();
    let mut certain = [Count::default(); 11];
    let (mut tokens, mut spent) = (0, Duration::ZERO);
    for document in held {
        let clock = Instant::now();
        let segmented = Segmented::of(&document.text);
        let (found, _) = tagger.names(&segmented);
        spent += clock.elapsed();
        tokens += segmented.tokens.len();
        scored.entry(document.corpus).or_default().count(document, &segmented, &found);
        if document.news {
            pairs.add(chain::pairs(&tagger, document, &segmented));
            for name in &found {
                let span = segmented.span(name.start..name.end);
                let right = document.names.contains(&(span, 1 << name.kind));
                let count = Count { right: usize::from(right), found: 1, gold: 0 };
                certain[(name.certainty() * 10.0) as usize].add(count);
            }
        }
    }
    println!("{:.0} tokens a second", tokens as f64 / spent.as_secs_f64());
    for (corpus, scored) in &scored {
        scored.print(corpus, *corpus == "news");
    }
    println!("news: chains of the names given       {}", pairs.line());
    println!("news: names right, by their certainty");
    for (tenth, count) in certain.iter().enumerate().filter(|(_, count)| count.found > 0) {
        let share = 100.0 * count.right as f64 / count.found as f64;
        println!("    from {:.1}: {share:5.1} % of {}", tenth as f64 / 10.0, count.found);
    }
    Ok(())
}

/// How often something was right, found, and there to be found.
#[derive(Default, Clone, Copy)]
pub struct Count {
    pub right: usize,
    pub found: usize,
    pub gold: usize,
}

impl Count {
    pub fn add(&mut self, other: Count) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }

    fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }

    fn line(self) -> String {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        format!(
            "P {:5.1}  R {:5.1}  F1 {:5.1}  ({} of {}, {} found)",
            share(self.right, self.found),
            share(self.right, self.gold),
            self.f1(),
            self.right,
            self.gold,
            self.found
        )
    }
}

/// The counts of one corpus.
#[derive(Default)]
struct Scored {
    kinds: [Count; KINDS],
    coarse: Count,
}

impl Scored {
    /// Counts one document. In a corpus that does not tell the finer kinds
    /// apart any of them is right for any other.
    fn count(&mut self, document: &Document, segmented: &Segmented<'_>, found: &[Found]) {
        let gold: BTreeMap<_, _> = document.names.iter().copied().collect();
        for name in found {
            let span = segmented.span(name.start..name.end);
            let right = gold.get(&span).is_some_and(|kinds| kinds & (1 << name.kind) != 0);
            let count = Count { right: usize::from(right), found: 1, gold: 0 };
            self.kinds[name.kind].add(count);
            if !document.news && name.kind > 2 {
                self.coarse.add(count);
            }
        }
        for kinds in gold.values() {
            if kinds.count_ones() == 1 {
                self.kinds[kinds.trailing_zeros() as usize].gold += 1;
            } else {
                self.coarse.gold += 1;
            }
        }
    }

    fn three(&self) -> Count {
        let mut all = Count::default();
        self.kinds[..3].iter().for_each(|&count| all.add(count));
        all
    }

    fn all(&self) -> Count {
        let mut all = Count::default();
        self.kinds.iter().for_each(|&count| all.add(count));
        all
    }

    fn print(&self, corpus: &str, news: bool) {
        println!("{corpus}: person, organization, place {}", self.three().line());
        if news {
            println!("{corpus}: all kinds                   {}", self.all().line());
            for number in 0..KINDS {
                let word = match kind(number) {
                    Kind::Other(_) => "other".to_owned(),
                    kind => kind.word().to_owned(),
                };
                println!("    {word:14} {}", self.kinds[number].line());
            }
        } else {
            for (number, word) in ["person", "organization", "place"].iter().enumerate() {
                println!("    {word:14} {}", self.kinds[number].line());
            }
        }
    }
}
