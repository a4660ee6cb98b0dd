//! Quotes: who said what.
//!
//! Direct quotations are what stands between quotation marks and has a
//! speaker, or reads as a sentence. The speaker is sought, in this order,
//! behind the quotation in its sentence, in the clause that leads to it, and
//! with the quotation before. Indirect speech is taken where its signs are
//! plain: "said that" and "according to".
//!
//! | file | idea |
//! |---|---|
//! | `marks` | where quotation marks open and close |
//! | `cues` | the verbs that report |
//! | `source` | the clause around a reporting verb, and its subject |
//! | `phrase` | noun phrases, and the name in them |
//! | `names` | the names of the story by the tokens they stand at |
//! | `words` | the small words of such clauses |
//! | `indirect` | speech without marks |

mod cues;
mod indirect;
mod marks;
mod names;
mod phrase;
mod source;
mod words;

use std::ops::Range;

use super::segmented::Segmented;
use crate::model::{Attrs, Entity, Mention, Origin, Quote, QuoteKind, Role, Span};
use marks::Marked;
use names::Names;
use source::{Reader, Source};
use words::is_pronoun;

/// The fewest words of a quotation without a verb that reports it. What is
/// shorter is a word in inverted commas.
const FEWEST: usize = 4;

/// How many tokens may stand between a quotation and one that goes on with it.
const FAR: usize = 40;

/// How many sentences back a pronoun may point.
const NEAR: usize = 8;

/// The quotes of a text, sorted by start.
///
/// `entities` and `mentions` are the names found in it; a speaker among them
/// gets the entity's id. It works with none: the speaker's words are given
/// either way.
pub fn quotes(segmented: &Segmented<'_>, entities: &[Entity], mentions: &[Mention]) -> Vec<Quote> {
    let names = Names::new(segmented, entities, mentions);
    let reader = Reader { segmented, names: &names };
    let paragraphs = paragraphs(segmented);
    let marked = marks::marked(segmented, &paragraphs);
    let mut found: Vec<Quote> = Vec::new();
    let mut last: Option<Said> = None;
    for (index, quotation) in marked.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| &marked[index]);
        let next = marked.get(index + 1);
        let own = attributed(&reader, &paragraphs, quotation, before, next);
        let words = words(segmented, &quotation.inside);
        let own_speaker = own.is_some();
        let sentence = reads_as_sentence(segmented, quotation, own.as_ref());
        let follows = sentence
            && own.as_ref().is_none_or(|own| own.cue.is_none())
            && last.as_ref().is_some_and(|said| {
                follows(segmented, said, quotation) || interrupted(segmented, said, quotation)
            });
        let carried = own.is_none() && (words >= FEWEST || quotation.goes_on || follows);
        let source = match own {
            Some(source) => Some(stand_in(&reader, source, last.as_ref(), &paragraphs, quotation)),
            None if carried => ahead(&reader, &marked, index, &paragraphs)
                .or_else(|| carry(&reader, last.as_ref(), quotation, before, &paragraphs)),
            None => None,
        };
        let adjacent = follows
            || own_speaker
                && source.as_ref().is_some_and(|source| is_adjacent(segmented, quotation, source));
        // What is too short to give may still tell who speaks on.
        if own_speaker {
            last = source.clone().map(|source| Said {
                source,
                paragraph: quotation.paragraph,
                after: quotation.after,
            });
        }
        // "However," she said, "we must": the word belongs to what follows.
        let broken_off = words == 1
            && segmented.word(quotation.inside.end - 1) == ","
            && next.is_some_and(|next| {
                next.paragraph == quotation.paragraph
                    && next.mark - quotation.after < FAR
                    && !(quotation.after..next.mark).any(|at| segmented.word(at) == ".")
            });
        let spoken = own_speaker
            && adjacent
            && source.as_ref().is_some_and(|said| is_said(&reader, said, quotation));
        let chained = quotation.goes_on || quotation.open;
        if words < FEWEST && !(adjacent && sentence) && !chained
            || (source.is_none() && !(sentence && words >= 6))
            || broken_off
            || !spoken && !follows && is_title(segmented, quotation)
        {
            continue;
        }
        if let Some(source) = source {
            last = Some(Said { source, paragraph: quotation.paragraph, after: quotation.after });
        } else {
            last = None;
        }
        let kind = if sentence { QuoteKind::Direct } else { QuoteKind::Mixed };
        let source = last.as_ref().map(|said| &said.source);
        found.push(quote(&reader, inner(segmented, quotation), kind, source));
    }
    indirect::add(&reader, &marked, &mut found);
    found.sort_by_key(|quote| quote.span);
    found
}

/// The speaker of a quotation, where it stands and what it was part of.
struct Said {
    source: Source,
    paragraph: usize,
    after: usize,
}

/// The paragraphs as runs of tokens. Titles have no speakers.
fn paragraphs(segmented: &Segmented<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for sentence in &segmented.sentences {
        if matches!(sentence.role, Role::Byline | Role::Dateline) {
            continue;
        }
        if last == Some(sentence.paragraph)
            && let Some(run) = found.last_mut()
        {
            run.end = sentence.tokens.end;
        } else {
            found.push(sentence.tokens.clone());
        }
        last = Some(sentence.paragraph);
    }
    found
}

/// The speaker that the sentence of a quotation names.
fn attributed(
    reader: &Reader<'_>,
    paragraphs: &[Range<usize>],
    quotation: &Marked,
    before: Option<&Marked>,
    next: Option<&Marked>,
) -> Option<Source> {
    let paragraph = &paragraphs[quotation.paragraph];
    let same = |other: &&Marked| other.paragraph == quotation.paragraph;
    let after_limit = next.filter(same).map_or(paragraph.end, |next| next.mark);
    let sentence_end =
        sentence_end(reader.segmented, quotation.after.saturating_sub(1), paragraph.end);
    let behind = || {
        // A quotation that ends its sentence has its verb before it.
        let ended = stops_inside(reader.segmented, quotation)
            && reader.segmented.word(quotation.after).starts_with(char::is_uppercase);
        let to = if ended {
            quotation.after
        } else {
            after_limit.min(sentence_end.max(quotation.after))
        };
        let limit = if ended { speech_ahead(reader, quotation.after, after_limit) } else { to };
        let whole = stops_inside(reader.segmented, quotation)
            || reader.segmented.word(quotation.inside.end - 1) == ",";
        reader.behind(quotation.after, limit, whole)
    };
    let floor = before.filter(same).map_or(paragraph.start, |before| before.after);
    let leading = || {
        let mark = quotation.mark;
        reader.leading(clause_start(reader.segmented, mark, floor), mark)
    };
    let mark = quotation.mark;
    let led = mark > paragraph.start && {
        let before = reader.segmented.word(mark - 1);
        matches!(before, "," | ":" | "that") || cues::cue(before).is_some()
    };
    // A part of the writer's sentence has its verb before it.
    let part = mark > paragraph.start
        && reader.segmented.word(mark - 1).starts_with(char::is_alphanumeric)
        && !reader.segmented.word(quotation.inside.start).starts_with(char::is_uppercase);
    let found = if led || part { leading().or_else(behind) } else { behind().or_else(leading) };
    found.or_else(|| reader.announced(clause_start(reader.segmented, mark, floor), mark))
}

/// Where a sentence of its own behind a quotation ends, if it reports:
/// `"…." Smith said.` The quotation ended with a stop, its verb follows.
fn speech_ahead(reader: &Reader<'_>, from: usize, limit: usize) -> usize {
    (from..limit.min(from + 8)).find(|&at| reader.segmented.word(at) == ".").unwrap_or(from)
}

/// One past the last token of the sentence that holds a token.
fn sentence_end(segmented: &Segmented<'_>, token: usize, limit: usize) -> usize {
    let sentence = segmented.sentence_of(token);
    let Some(sentence) = sentence else { return limit };
    let end = segmented.sentences[sentence].tokens.end;
    // The mark may close the sentence, with `he said` cut off behind it.
    let next = segmented.sentences.get(sentence + 1);
    match next {
        Some(next) if end == token + 1 && segmented.word(end).starts_with(char::is_lowercase) => {
            next.tokens.end.min(limit)
        }
        _ => end.min(limit),
    }
}

/// The first token of the clause that leads to a mark. A paragraph that ends
/// with a colon leads to the one behind it.
fn clause_start(segmented: &Segmented<'_>, mark: usize, floor: usize) -> usize {
    let colon = floor == mark && mark > 0 && segmented.word(mark - 1) == ":";
    match colon.then(|| segmented.sentence_of(mark - 1)).flatten() {
        Some(sentence) => segmented.sentences[sentence].tokens.start,
        None => sentence_start(segmented, mark, floor),
    }
}

/// The first token of the sentence that leads to a mark, not before `floor`.
fn sentence_start(segmented: &Segmented<'_>, mark: usize, floor: usize) -> usize {
    let Some(sentence) = segmented.sentence_of(mark) else { return floor };
    let start = segmented.sentences[sentence].tokens.start;
    // "She said:" may stand as a sentence of its own.
    if start == mark
        && let Some(before) = sentence.checked_sub(1)
        && mark > 0
        && matches!(segmented.word(mark - 1), ":" | ",")
    {
        return segmented.sentences[before].tokens.start.max(floor);
    }
    start.max(floor)
}

/// Puts the person a pronoun stands for in its place, where that is plain.
fn stand_in(
    reader: &Reader<'_>,
    mut source: Source,
    last: Option<&Said>,
    paragraphs: &[Range<usize>],
    quotation: &Marked,
) -> Source {
    let word = reader.segmented.word(source.tokens.start);
    if source.entity.is_none() {
        source.entity = reader.described_before(&source);
    }
    if source.entity.is_some() || source.tokens.len() != 1 || !is_pronoun(word) {
        return source;
    }
    if matches!(word, "I" | "we" | "We" | "they" | "They") {
        return source;
    }
    let at = source.tokens.start;
    let is_person =
        |entity: &usize| reader.names.entities[*entity].kind == crate::model::Kind::Person;
    // "The head of the inquiry said … She also said": she has no name, and
    // is nobody who was named before her.
    if let Some(said) = last
        && said.source.entity.is_none()
        && said.paragraph == quotation.paragraph
        && !is_pronoun(reader.segmented.word(said.source.tokens.start))
        && reader.names.people(said.after..at).next().is_none()
    {
        return source;
    }
    // Who spoke last, in this paragraph or the one before.
    let spoke = last
        .filter(|said| said.paragraph + 1 >= quotation.paragraph)
        .and_then(|said| Some((said.after, said.source.entity?)))
        .filter(|(_, entity)| is_person(entity));
    let start = paragraphs[quotation.paragraph.saturating_sub(2)].start;
    // The subject of the last sentence that names a person since.
    let mut named = None;
    if let Some(sentence) = reader.segmented.sentence_of(at) {
        for number in (0..=sentence).rev().take(NEAR) {
            let tokens = reader.segmented.sentences[number].tokens.clone();
            if tokens.end <= start {
                break;
            }
            let tokens = tokens.start..tokens.end.min(quotation.inside.start.min(at));
            if let Some((mention, entity)) = reader.names.people(tokens).next() {
                named = Some((mention.start, *entity));
                break;
            }
        }
    }
    source.entity = match (spoke, named) {
        (Some((after, entity)), Some((place, other))) => {
            Some(if place > after { other } else { entity })
        }
        (spoke, named) => spoke.or(named).map(|(_, entity)| entity),
    };
    source
}

/// How many paragraphs of one quotation are looked through for its speaker.
const CHAIN: usize = 12;

/// The speaker of a quotation that is left open, where only the last of its
/// paragraphs names one.
fn ahead(
    reader: &Reader<'_>,
    marked: &[Marked],
    index: usize,
    paragraphs: &[Range<usize>],
) -> Option<Source> {
    if !marked[index].open || marked[index].goes_on {
        return None;
    }
    for at in (index + 1..marked.len()).take(CHAIN) {
        let (quotation, before) = (&marked[at], &marked[at - 1]);
        if !quotation.goes_on {
            return None;
        }
        let own = attributed(reader, paragraphs, quotation, Some(before), marked.get(at + 1));
        if let Some(source) = own {
            let source = stand_in(reader, source, None, paragraphs, quotation);
            return Some(Source { cue: None, ..source });
        }
        if !quotation.open {
            return None;
        }
    }
    None
}

/// Whether a quotation is a sentence of its own right behind the sentence
/// that reported the one before: `"…," said X of Y. "…"` X speaks on, whoever
/// is named with the verb.
fn follows(segmented: &Segmented<'_>, said: &Said, quotation: &Marked) -> bool {
    let told = said.source.cue.and_then(|cue| segmented.sentence_of(cue));
    let opens = segmented.sentence_of(quotation.mark);
    said.paragraph == quotation.paragraph
        && told.is_some_and(|told| segmented.sentences[told].tokens.end == quotation.mark)
        && opens.is_some_and(|own| segmented.sentences[own].tokens.start == quotation.mark)
}

/// Whether a quotation ends the sentence that reported its first part:
/// `"…," said X, "…."`
fn interrupted(segmented: &Segmented<'_>, said: &Said, quotation: &Marked) -> bool {
    let between = said.after..quotation.mark;
    said.paragraph == quotation.paragraph
        && between.len() < FAR
        && said.source.cue.is_some_and(|cue| between.contains(&cue))
        && segmented.word(quotation.mark - 1) == ","
        && !between.clone().any(|at| matches!(segmented.word(at), "." | ";"))
}

/// Whether the verb of a source says that it was said, rather than named:
/// it stands behind, or leads to the very mark.
fn is_said(reader: &Reader<'_>, source: &Source, quotation: &Marked) -> bool {
    source.cue.is_some_and(|cue| {
        let mark = quotation.mark;
        let leads = cue + 1 == mark || mark > 0 && matches!(reader.word(mark - 1), "," | ":");
        let speech = reader.cue_at(cue) == Some(cues::Cue::Speech) || reader.is_according(cue);
        speech && (cue > mark || leads)
    })
}

/// Whether what stands between the marks is the title of something, by its
/// capitals: "The Road to the Isles".
fn is_title(segmented: &Segmented<'_>, quotation: &Marked) -> bool {
    let is_small = |word: &str| {
        matches!(word, "after" | "before" | "under" | "about" | "between" | "without" | "through")
    };
    let (mut capitals, mut others) = (0, 0);
    for at in quotation.inside.clone() {
        let word = segmented.word(at);
        if word.starts_with(char::is_uppercase) {
            capitals += 1;
        } else if word.starts_with(char::is_alphabetic) && word.len() > 4 && !is_small(word) {
            others += 1;
        }
    }
    capitals >= 2 && others == 0 && capitals * 2 >= words(segmented, &quotation.inside)
}

/// The speaker of the quotation before, where this one goes on with it.
fn carry(
    reader: &Reader<'_>,
    last: Option<&Said>,
    quotation: &Marked,
    before: Option<&Marked>,
    paragraphs: &[Range<usize>],
) -> Option<Source> {
    let Some(said) = last else { return told_of(reader, quotation, paragraphs) };
    let mut source = said.source.clone();
    source.cue = None;
    if quotation.goes_on && before.is_some_and(|before| before.open) {
        return Some(source);
    }
    if follows(reader.segmented, said, quotation) {
        return Some(source);
    }
    let paragraph = &paragraphs[quotation.paragraph];
    let opens = |start: usize| {
        reader.segmented.sentence_of(quotation.mark).is_some_and(|at| {
            reader.segmented.sentences[at].tokens.start >= start.min(quotation.mark)
        })
    };
    if said.paragraph == quotation.paragraph {
        // Nothing but its own verb stands between, or the new one opens a
        // sentence, and nobody else is named.
        let mark = quotation.mark;
        if mark.saturating_sub(said.after) < FAR {
            let mut people = reader.names.people(said.after..mark);
            let same = people.all(|(_, entity)| Some(*entity) == source.entity);
            let whole = (said.after..mark).all(|at| reader.segmented.word(at) != ".");
            if same && (whole || opens(said.after)) {
                return Some(source);
            }
        }
        return told_of(reader, quotation, paragraphs);
    }
    // A paragraph that opens with a quotation after one that told of its speaker.
    let opening = quotation.mark == paragraph.start;
    let carried = opening
        && said.paragraph + 1 == quotation.paragraph
        && reads_as_sentence(reader.segmented, quotation, None);
    if carried { Some(source) } else { told_of(reader, quotation, paragraphs) }
}

/// The one person that the sentence before tells of, where the quotation is a
/// sentence of its own: `That left Smith unimpressed. "…"`
fn told_of(reader: &Reader<'_>, quotation: &Marked, paragraphs: &[Range<usize>]) -> Option<Source> {
    let mark = quotation.mark;
    let segmented = reader.segmented;
    let sentence = segmented.sentence_of(mark)?;
    let before = &segmented.sentences.get(sentence.checked_sub(1)?)?.tokens;
    let opens = segmented.sentences[sentence].tokens.start == mark;
    if !opens
        || before.start < paragraphs[quotation.paragraph].start
        || !reads_as_sentence(segmented, quotation, None)
        || words(segmented, &quotation.inside) < 2 * FEWEST
    {
        return None;
    }
    let mut people = reader.names.people(before.clone());
    let (tokens, entity) = people.next()?;
    let alone = people.all(|(_, other)| other == entity);
    alone.then(|| Source { tokens: tokens.clone(), entity: Some(*entity), cue: None })
}

/// How many words there are in a run of tokens.
fn words(segmented: &Segmented<'_>, tokens: &Range<usize>) -> usize {
    tokens.clone().filter(|&at| segmented.word(at).starts_with(char::is_alphanumeric)).count()
}

/// Whether the reporting verb stands within a few tokens of the marks.
fn is_adjacent(segmented: &Segmented<'_>, quotation: &Marked, source: &Source) -> bool {
    source.cue.is_some_and(|cue| {
        let (start, after) = (quotation.mark, quotation.after);
        let colon = start > 0 && segmented.word(start - 1) == ":";
        (cue < start && start - cue <= if colon { 12 } else { 3 })
            || (cue >= after && cue - after <= 6)
            || (cue > after && (after..after + 6).contains(&source.tokens.start))
    })
}

/// Whether a stop or a comma stands inside, before the closing mark.
fn stops_inside(segmented: &Segmented<'_>, quotation: &Marked) -> bool {
    let mut last = quotation.inside.end - 1;
    // "other[.]", as an editor puts it; what is quoted in what is quoted.
    while matches!(segmented.word(last), "]" | "’" | "'") && last > quotation.inside.start {
        last -= 1;
    }
    matches!(segmented.word(last), "." | "!" | "?" | "…" | "..." | "!!" | "?!")
}

/// Whether a quotation reads as a sentence, not as a part of the writer's;
/// `own` is the speaker that its sentence names.
fn reads_as_sentence(segmented: &Segmented<'_>, quotation: &Marked, own: Option<&Source>) -> bool {
    let mut first = segmented.word(quotation.inside.start);
    // "[h]e", as an editor puts it, opened a sentence, and does not here.
    if first == "[" && segmented.word(quotation.inside.start + 1).starts_with(char::is_lowercase) {
        first = segmented.word(quotation.inside.start + 1);
    }
    let mark = quotation.mark;
    let led = mark > 0 && matches!(segmented.word(mark - 1), "," | ":");
    // Many houses set the comma behind the mark: "…", said X.
    let parted = segmented.word(quotation.after) == ","
        && own.is_some_and(|own| own.cue.is_some_and(|cue| cue > quotation.after));
    let ends = parted
        || stops_inside(segmented, quotation)
        || segmented.word(quotation.inside.end - 1) == ",";
    first.starts_with(|c: char| {
        c.is_uppercase() || c.is_numeric() || c == '[' || c == '.' || c == '…'
    }) && (ends || led)
        || led && ends
        || quotation.open
}

/// The words of a quotation without the comma that parts them from their verb.
fn inner(segmented: &Segmented<'_>, quotation: &Marked) -> Span {
    let mut tokens = quotation.inside.clone();
    while tokens.len() > 1 && segmented.word(tokens.end - 1) == "," {
        tokens.end -= 1;
    }
    segmented.span(tokens)
}

fn quote(reader: &Reader<'_>, span: Span, kind: QuoteKind, source: Option<&Source>) -> Quote {
    let speaker = source.and_then(|source| source.entity);
    Quote {
        id: None,
        span,
        speaker: speaker.map(|entity| reader.names.entities[entity].id.clone()),
        speaker_text: source.map(|source| {
            let span = reader.segmented.span(source.tokens.clone());
            reader.segmented.text()[span.range()].to_owned()
        }),
        cue: source.and_then(|source| source.cue).map(|cue| {
            let tokens = cue..cue + 1 + usize::from(reader.is_according(cue));
            reader.segmented.text()[reader.segmented.span(tokens).range()].to_owned()
        }),
        kind: Some(kind),
        attrs: Attrs::new(),
        extra: Attrs::new(),
        origin: Origin::Found,
    }
}
