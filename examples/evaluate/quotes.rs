//! Direct quotations: how many of those labelled are found with the right
//! speaker, and how many of those found have a right one.

use std::time::Instant;

use dateline::finder::quotes::quotes;
use dateline::finder::{Finder, Segmented};
use dateline::model::{Entity, Mention, Quote, QuoteKind, Span};

use crate::articles::{self, Article};

/// Prints the figures, with the labelled names and with those found.
pub fn report(articles: &[Article], errors: bool) {
    println!("names as labelled:");
    figures(articles, errors, |article| (article.entities.clone(), article.mentions.clone()));
    let finder = Finder::load();
    println!("names as found:");
    figures(articles, false, |article| {
        let found = finder.find(&article.story, article.published.as_ref());
        (found.entities, found.mentions)
    });
}

fn figures(
    articles: &[Article],
    errors: bool,
    names: impl Fn(&Article) -> (Vec<Entity>, Vec<Mention>),
) {
    let (mut gold, mut covered, mut right) = (0, 0, 0);
    let (mut found, mut indirect, mut direct) = (0, 0, 0);
    let (mut tokens, mut spent) = (0, std::time::Duration::ZERO);
    for article in articles {
        let segmented = Segmented::of(&article.story.text);
        let (entities, mentions) = names(article);
        let clock = Instant::now();
        let all = quotes(&segmented, &entities, &mentions);
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
            let from = article.story.text.floor(from);
            let to = article.story.text.floor(from + length);
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
            let well =
                at.is_some_and(|at| agrees(article, label, marked[at], &entities, &mentions));
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

/// Whether the speakers are the same: mentioned at one place, or else by
/// their words.
fn agrees(
    article: &Article,
    label: &articles::Quote,
    quote: &Quote,
    entities: &[Entity],
    mentions: &[Mention],
) -> bool {
    let said = quote.speaker_text.as_deref().unwrap_or_default();
    let Some(speaker) = &label.speaker else {
        let (said, labelled) = (said.to_lowercase(), label.text.to_lowercase());
        return !said.is_empty() && (said.contains(&labelled) || labelled.contains(&said));
    };
    let labelled = article.entities.iter().position(|entity| &entity.id == speaker);
    let found = entities.iter().position(|entity| Some(&entity.id) == quote.speaker.as_ref());
    let spans = |mentions: &[Mention], entity: Option<usize>| -> Vec<Span> {
        let own = mentions.iter().filter(|mention| Some(mention.entity) == entity);
        own.map(|mention| mention.span).collect()
    };
    if found.is_some() {
        let labelled = spans(&article.mentions, labelled);
        return spans(mentions, found)
            .iter()
            .any(|span| labelled.iter().any(|other| other.overlaps(*span)));
    }
    let forms = labelled.map(|index| &article.entities[index]);
    let mut forms =
        forms.into_iter().flat_map(|entity| entity.aliases.iter().chain([&entity.name]));
    forms.any(|form| said.contains(form.as_str()))
}
