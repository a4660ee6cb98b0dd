//! Mends labels that were derived from other annotations.
//!
//! The persons of GUM were made of mentions whose head is a proper noun: a
//! mention that goes on ("Ann Lee of the Labour Party") became one long name,
//! and one with a common noun before it ("author Ann Lee") none. Titles are part
//! of names in some corpora; in news they are not.

use dateline::finder::training::{Features, HALF_TITLES, KINDS, Known, RANKS, number};
use dateline::model::{Kind, Span, Text};

use crate::corpus::Kinds;

const PERSON: Kinds = 1;
const MISCELLANEOUS: Kinds = ((1 << KINDS) - 1) & !0b111;

/// What stands before a first name alone like the [`RANKS`], in the labels of
/// the corpora; the reader does not strip these from names.
const CALLED: [&str; 4] = ["Saint", "Sister", "Father", "Brother"];

/// Cuts names down to what is a name in news, and finds the stretches whose
/// labels are not to be trusted: any label is right there.
pub fn mend(
    text: &Text,
    features: &Features,
    derived: bool,
    names: &mut Vec<(Span, Kinds)>,
) -> Vec<Span> {
    let content = text.as_str();
    let mut unsure = Vec::new();
    let mut kept = Vec::with_capacity(names.len());
    for &(span, kinds) in names.iter() {
        let mut span = span;
        let name = &content[span.range()];
        if kinds != PERSON {
            kept.push((span, group(name, kinds, features)));
            continue;
        }
        if derived && ["of ", "in ", "for "].iter().any(|word| name.starts_with(word)) {
            unsure.push(span);
            continue;
        }
        if derived && let Some(at) = affiliation(name) {
            unsure.push(Span::new(span.start + at + " of ".len(), span.end));
            span.end = span.start + at;
        }
        span.start += lead(&content[span.range()], features);
        if !is_office(&content[span.range()], features) {
            kept.push((span, kinds));
        }
    }
    if derived {
        overlooked(text, features, &mut kept, &mut unsure);
    }
    *names = kept;
    unsure
}

/// Peoples and religions that a corpus counts among something else.
fn group(name: &str, kinds: Kinds, features: &Features) -> Kinds {
    let sure = kinds == MISCELLANEOUS || name.ends_with('s') || name.contains(' ');
    if sure && features.is_group(name) { 1 << number(&Kind::Group) } else { kinds }
}

/// Where " of " begins behind a first and a last name, or before what is
/// plainly no place that somebody comes from.
fn affiliation(name: &str) -> Option<usize> {
    let at = name.find(" of ")?;
    let full = name[..at].contains(' ') && !name.starts_with("St.");
    full.then_some(at)
}

/// How many bytes of titles open a person's name.
fn lead(name: &str, features: &Features) -> usize {
    let mut at = 0;
    while let Some((word, rest)) = name[at..].split_once(' ') {
        let Known { first_name, title, .. } = features.known(word);
        let next = rest.split(' ').next().unwrap_or_default();
        let half = HALF_TITLES.contains(&word) && features.known(next).title;
        let capital = word.starts_with(char::is_uppercase);
        let ranked = RANKS.contains(&word) || CALLED.contains(&word);
        let rank = ranked && features.known(next).first_name;
        if rest.is_empty()
            || rest.starts_with("of ")
            || !(half || rank || capital && title && !first_name)
        {
            break;
        }
        at += word.len() + 1;
    }
    at
}

/// Whether a name is an office and nothing else: "Prime Minister".
fn is_office(name: &str, features: &Features) -> bool {
    let words = name.split(' ').count();
    name.split(' ').all(|word| {
        let known = features.known(word);
        (known.title || HALF_TITLES.contains(&word)) && !(words == 1 && known.last_name)
    })
}

/// Runs of capitals inside running sentences that have no label: persons
/// where they look like it, and else nothing to learn from.
fn overlooked(
    text: &Text,
    features: &Features,
    names: &mut Vec<(Span, Kinds)>,
    unsure: &mut Vec<Span>,
) {
    let content = text.as_str();
    let mut added = Vec::new();
    for paragraph in text.paragraphs() {
        let sentence = &content[paragraph.span.range()];
        let mut words = Vec::new();
        let mut at = paragraph.span.start;
        for word in sentence.split(' ') {
            words.push(Span::new(at, at + word.trim_end_matches([',', '.', ';', ':', ')']).len()));
            at += word.len() + 1;
        }
        let capital = |span: Span| content[span.range()].starts_with(char::is_uppercase);
        let capitals = words.iter().filter(|&&span| capital(span)).count();
        if capitals * 3 > words.len() {
            continue;
        }
        let free = |span: Span| {
            capital(span) && span.len() > 1 && !names.iter().any(|(name, _)| name.overlaps(span))
        };
        let mut index = 1;
        while index < words.len() {
            if !free(words[index]) {
                index += 1;
                continue;
            }
            let mut first = index;
            while index < words.len() && free(words[index]) {
                index += 1;
                // A sign behind a word ends the run.
                if index < words.len() && words[index].start > words[index - 1].end + 1 {
                    break;
                }
            }
            let known = |at: usize| features.known(&content[words[at].range()]);
            while first < index && (known(first).title || known(first).common) {
                first += 1;
            }
            if first == index {
                continue;
            }
            let span = Span::new(words[first].start, words[index - 1].end);
            let plain = (first..index).all(|at| !known(at).body && !known(at).common);
            if plain && (2..=3).contains(&(index - first)) && known(first).first_name {
                added.push((span, PERSON));
            } else {
                unsure.push(span);
            }
        }
    }
    names.append(&mut added);
    names.sort_unstable();
    unsure.sort_unstable();
}
