//! Direct quotations: how many of those labelled are found with the right
//! speaker, and how many of those found have a right one.

use std::time::Instant;

use dateline::finder::Segmented;
use dateline::finder::quotes::quotes;
use dateline::model::{Quote, QuoteKind};

use crate::articles::{self, Article};

/// Prints the figures.
pub fn report(articles: &[Article], errors: bool) {
    let (mut gold, mut covered, mut right) = (0, 0, 0);
    let (mut found, mut indirect, mut direct) = (0, 0, 0);
    let (mut tokens, mut spent) = (0, std::time::Duration::ZERO);
    for article in articles {
        let segmented = Segmented::of(&article.story.text);
        let clock = Instant::now();
        let all = quotes(&segmented, &article.entities, &article.mentions);
        spent += clock.elapsed();
        tokens += segmented.tokens.len();
        let text = segmented.text();
        let (reported, marked): (Vec<&Quote>, Vec<&Quote>) =
            all.iter().partition(|quote| quote.kind == Some(QuoteKind::Indirect));
        indirect += reported.len();
        found += marked.iter().filter(|quote| quote.speaker_text.is_some()).count();
        direct += marked.iter().filter(|quote| quote.kind == Some(QuoteKind::Direct)).count();
        let mut taken = vec![false; marked.len()];
        let cut = |from: usize, length: usize| {
            let from = segmented.text().floor_char_boundary(from);
            let to = text.floor_char_boundary((from + length).min(text.len()));
            text[from..to].replace('\n', "|")
        };
        for label in &article.quotes {
            gold += 1;
            let at = marked.iter().position(|quote| {
                quote.span.contains(label.start) || quote.span.start.abs_diff(label.start) <= 2
            });
            covered += usize::from(at.is_some());
            if let Some(at) = at {
                taken[at] = true;
            }
            let well = at.is_some_and(|at| agrees(article, label, marked[at]));
            right += usize::from(well);
            if errors && !well {
                let said = at.map(|at| (&marked[at].speaker, &marked[at].speaker_text));
                println!(
                    "- {}[{}] {:?} {} found {said:?}",
                    cut(label.start.saturating_sub(90), 90.min(label.start)),
                    cut(label.start, 120),
                    label.speaker,
                    label.text
                );
            }
        }
        if errors {
            for (quote, _) in marked.iter().zip(&taken).filter(|(_, taken)| !**taken) {
                println!(
                    "+ {}[{}] {:?} {:?}",
                    cut(quote.span.start.saturating_sub(60), 60.min(quote.span.start)),
                    cut(quote.span.start, quote.span.len().min(120)),
                    quote.speaker_text,
                    quote.kind
                );
            }
            for quote in reported {
                println!("i [{}] {:?}", &text[quote.span.range()], quote.speaker_text);
            }
        }
    }
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    println!(
        "{gold} labelled, {:.1} % found, {:.1} % with the right speaker",
        share(covered, gold),
        share(right, gold)
    );
    println!(
        "{found} found with a speaker ({direct} direct), {:.1} % labelled so; {indirect} indirect",
        share(right, found)
    );
    println!("{:.2} µs a token", spent.as_secs_f64() * 1e6 / tokens.max(1) as f64);
}

/// Whether the speakers are the same, by id or by their words.
fn agrees(article: &Article, label: &articles::Quote, quote: &Quote) -> bool {
    if label.speaker.is_some() {
        let form =
            article.entities.iter().find(|entity| Some(&entity.id) == label.speaker.as_ref());
        let forms = form.into_iter().flat_map(|entity| entity.aliases.iter().chain([&entity.name]));
        let said = quote.speaker_text.as_deref().unwrap_or_default();
        return match &quote.speaker {
            Some(speaker) => Some(speaker) == label.speaker.as_ref(),
            None => forms.into_iter().any(|form| said.contains(form.as_str())),
        };
    }
    let said = quote.speaker_text.as_deref().unwrap_or_default().to_lowercase();
    let labelled = label.text.to_lowercase();
    !said.is_empty() && (said.contains(&labelled) || labelled.contains(&said))
}
