//! Times: spans to the letter (strict) or overlapping (relaxed), and of these
//! the values, as TempEval-3 counts them.

use std::collections::BTreeMap;
use std::time::Instant;

use dateline::finder::Segmented;
use dateline::finder::times::{Written, times};

use crate::articles::Article;

#[derive(Default, Clone, Copy)]
struct Count {
    gold: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
}

/// Prints the figures of a corpus.
pub fn report(corpus: &str, articles: &[Article], errors: bool) {
    let mut kinds: BTreeMap<&str, Count> = BTreeMap::new();
    let (mut tokens, mut spent) = (0, std::time::Duration::ZERO);
    for article in articles {
        let segmented = Segmented::of(&article.story.text);
        let clock = Instant::now();
        let found = times(&segmented, Written::of(article.published.as_ref()));
        spent += clock.elapsed();
        tokens += segmented.tokens.len();
        let mut taken = vec![false; found.len()];
        let text = segmented.text();
        let around = |start: usize, end: usize| {
            let from = article.story.text.floor(start.saturating_sub(40));
            let to = article.story.text.floor(end + 30);
            let words = format!("{}[{}]{}", &text[from..start], &text[start..end], &text[end..to]);
            words.replace('\n', "|")
        };
        let date = article.published.as_ref().map_or("", |published| published.notation());
        for gold in &article.times {
            let count = kinds.entry(kind(&gold.value)).or_default();
            count.gold += 1;
            let exact = found.iter().position(|time| time.span == gold.span);
            let at = exact.or_else(|| {
                let mut near = 0..found.len();
                near.find(|&at| !taken[at] && found[at].span.overlaps(gold.span))
            });
            let Some(at) = at.filter(|&at| !taken[at]) else {
                if errors {
                    println!("- {date} {} {}", around(gold.span.start, gold.span.end), gold.value);
                }
                continue;
            };
            taken[at] = true;
            let time = &found[at];
            let right = time.value.notation() == gold.value;
            count.found += 1;
            count.relaxed += 1;
            count.strict += usize::from(time.span == gold.span);
            count.value += usize::from(right);
            if errors && (!right || time.span != gold.span) {
                println!(
                    "{} {date} {} {} found [{}] {}",
                    if right { "~" } else { "=" },
                    around(gold.span.start, gold.span.end),
                    gold.value,
                    &text[time.span.range()],
                    time.value.notation()
                );
            }
        }
        let dates = &article.dates;
        let rest = found.iter().zip(&taken).filter(|(_, taken)| !**taken);
        for (time, _) in rest.filter(|(time, _)| !dates.iter().any(|date| date.overlaps(time.span)))
        {
            kinds.entry(kind(time.value.notation())).or_default().found += 1;
            if errors {
                println!(
                    "+ {date} {} {}",
                    around(time.span.start, time.span.end),
                    time.value.notation()
                );
            }
        }
    }
    let mut all = Count::default();
    for (kind, count) in &kinds {
        line(kind, *count);
        all.gold += count.gold;
        all.found += count.found;
        all.strict += count.strict;
        all.relaxed += count.relaxed;
        all.value += count.value;
    }
    line(corpus, all);
    let each = spent.as_secs_f64() * 1e6 / tokens.max(1) as f64;
    println!("{} articles, {tokens} tokens, {each:.2} µs a token\n", articles.len());
}

fn line(name: &str, count: Count) {
    let f1 = |right: usize| 200.0 * right as f64 / (count.gold + count.found).max(1) as f64;
    println!(
        "{name:12} strict {:5.1}  relaxed {:5.1}  value {:5.1}  ({} labelled, {} found)",
        f1(count.strict),
        f1(count.relaxed),
        f1(count.value),
        count.gold,
        count.found
    );
}

/// What sort of value it is.
fn kind(value: &str) -> &'static str {
    match value {
        _ if value.ends_with("_REF") => "reference",
        _ if value.starts_with('P') => "length, set",
        _ if value.contains('T') => "time",
        _ if value.contains("-W") || value.contains("-Q") || value.contains("-H") => {
            "week, quarter"
        }
        _ => match value.len() {
            10 => "day",
            7 => "month",
            4 => "year",
            _ => "other",
        },
    }
}
