//! Speech in the writer's words, where the signs are plain: "said that …",
//! "told X that …", "…, according to X" and "According to X, …".

use std::ops::Range;

use super::cues::{Cue, cue};
use super::marks::Marked;
use super::source::{LONGEST, Reader, Source};
use super::words::{is_adverb, is_day, is_determiner, is_preposition, is_pronoun};
use crate::model::{Quote, QuoteKind, Role};

/// The fewest tokens of a clause that says something.
const FEWEST: usize = 4;

/// How far behind its verb "that" may stand: "told reporters in Paris that".
const FAR: usize = 8;

/// Adds the indirect quotes of sentences that hold no quotation.
pub(super) fn add(reader: &Reader<'_>, marked: &[Marked], found: &mut Vec<Quote>) {
    let segmented = reader.segmented;
    let mut quotations = marked.iter().peekable();
    for (number, sentence) in segmented.sentences.iter().enumerate() {
        let tokens = sentence.tokens.clone();
        while quotations.peek().is_some_and(|quotation| quotation.after <= tokens.start) {
            quotations.next();
        }
        let quoted =
            quotations.peek().is_some_and(|quotation| quotation.inside.start <= tokens.end);
        if quoted || !matches!(sentence.role, Role::Body | Role::Quote | Role::List) {
            continue;
        }
        let stop = (tokens.clone().rev())
            .find(|&at| !matches!(segmented.word(at), "." | "!" | "?" | "…"))
            .map_or(tokens.end, |at| at + 1);
        for at in tokens.start..stop {
            let reported = if reader.is_according(at) {
                according(reader, tokens.start, at, stop)
            } else if at > tokens.start && cue(segmented.word(at)) == Some(Cue::Speech) {
                said_that(reader, tokens.start, at, stop)
            } else {
                None
            };
            let reported = reported.filter(|(content, _)| content.len() >= FEWEST);
            if let Some((content, mut source)) = reported {
                if source.tokens.len() == 1 && is_single(segmented.word(source.tokens.start)) {
                    source.entity = source.entity.or_else(|| only_person(reader, number));
                }
                let span = segmented.span(content);
                found.push(super::quote(reader, span, QuoteKind::Indirect, Some(&source)));
                break;
            }
        }
    }
}

/// "He" and "she".
fn is_single(word: &str) -> bool {
    matches!(word, "he" | "He" | "she" | "She")
}

/// The one person whom the sentence before names, in the same paragraph.
fn only_person(reader: &Reader<'_>, sentence: usize) -> Option<usize> {
    let sentences = &reader.segmented.sentences;
    let before = &sentences[sentence.checked_sub(1)?];
    let mut people = reader.names.people(before.tokens.clone());
    let (_, person) = people.next()?;
    let alone = people.all(|(_, other)| other == person);
    (alone && before.paragraph == sentences[sentence].paragraph).then_some(*person)
}

/// What was said according to whom. Where that stands amid the sentence, it is
/// the whole sentence.
fn according(
    reader: &Reader<'_>,
    start: usize,
    at: usize,
    stop: usize,
) -> Option<(Range<usize>, Source)> {
    let source = reader.behind(at, stop, false)?;
    let after = source.tokens.end;
    // "But according to X, …"
    if at <= start + 1 {
        return Some((behind_comma(reader, after, stop)..stop, source));
    }
    let content = start..at - usize::from(reader.word(at - 1) == ",");
    // "X has learned that, according to Y, …": it is still to come.
    if content.end > start && reader.word(content.end - 1) == "that" {
        return None;
    }
    let next = reader.word(after + 1);
    let goes_on = reader.word(at - 1) == ","
        && reader.word(after) == ","
        && after + 1 < stop
        && !is_determiner(next)
        && !is_preposition(next)
        && !matches!(next, "who" | "whose" | "which" | "and" | "but" | "while" | "though")
        && !next.ends_with("ing")
        && !reader.capital(after + 1);
    Some((if goes_on { start..stop } else { content }, source))
}

/// The first token behind the comma that ends a speaker's description; past
/// an age, a town, a clause with "who" between commas of their own.
fn behind_comma(reader: &Reader<'_>, from: usize, stop: usize) -> usize {
    let comma = |from: usize| (from..stop.min(from + LONGEST)).find(|&at| reader.word(at) == ",");
    // "According to X the plan is dead"
    if is_determiner(reader.word(from)) || is_pronoun(reader.word(from)) {
        return from;
    }
    let Some(mut end) = comma(from) else { return from };
    while let Some(next) = comma(end + 1) {
        let first = reader.word(end + 1);
        let age = next == end + 2 && first.starts_with(|c: char| c.is_ascii_digit());
        if !age && !matches!(first, "who" | "whose" | "which" | "of" | "from") {
            break;
        }
        end = next;
    }
    end + 1
}

/// What was said by whom, of a verb with "that" behind it.
fn said_that(
    reader: &Reader<'_>,
    start: usize,
    verb: usize,
    stop: usize,
) -> Option<(Range<usize>, Source)> {
    let that = that_behind(reader, verb, stop)?;
    let source = reader.leading(start, verb + 1).filter(|source| source.cue == Some(verb))?;
    // "They said that": whoever they are.
    let pronoun = source.entity.is_none()
        && source.tokens.len() == 1
        && is_pronoun(reader.word(source.tokens.start))
        && !is_single(reader.word(source.tokens.start));
    let content = that + 1 + usize::from(reader.word(that + 1) == ",")..stop;
    (!pronoun && content.start <= stop).then_some((content, source))
}

/// The "that" of a reporting verb: right behind it, behind whom it was told
/// to, behind when and where it was said.
fn that_behind(reader: &Reader<'_>, verb: usize, stop: usize) -> Option<usize> {
    let that = (verb + 1..stop.min(verb + FAR)).find(|&at| reader.word(at) == "that")?;
    let between = verb + 1..that;
    let Some(last) = between.clone().next_back() else { return Some(that) };
    let told = matches!(reader.word(verb), "told" | "tells" | "telling" | "assured" | "warned");
    let first = reader.word(verb + 1);
    let aside = is_preposition(first) || is_day(first) || is_adverb(first) || first == "to";
    let plain = between.clone().all(|at| {
        let word = reader.word(at);
        word.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’'))
            && !is_pronoun(word)
            && cue(word).is_none()
    });
    let leads = matches!(reader.word(last), "of" | "to" | "for" | "on" | "in" | "and" | "with");
    ((told || aside) && plain && !leads && first != "of").then_some(that)
}
