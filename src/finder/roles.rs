//! What a person is, as the text says it beside the name: "Foreign Minister
//! Sergei Lavrov"; "Lavrov, the Russian foreign minister, said".

use super::classes::{COMMON, DEMONYM, TITLE, is_title};
use super::features::Clues;
use super::label::PERSON;
use super::lexicon::Caps;
use super::segmented::{Casing, Segmented};
use super::tagger::Found;
use crate::model::Span;

/// The most tokens of a role.
const LONGEST: usize = 9;

/// Forms of address, which are no offices.
const ADDRESSES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lady"];

/// The words that say what the person named here is, if there are any; no
/// other person is named in them.
pub(super) fn role(
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    found: &[Found],
    name: &Found,
) -> Option<Span> {
    let sentence = &segmented.sentences[segmented.sentence_of(name.start)?];
    if sentence.casing != Casing::Running {
        return None;
    }
    let earlier = found.partition_point(|other| other.start < name.start);
    let other = found[..earlier].iter().rev().find(|other| other.kind == PERSON);
    let from = other.map_or(0, |other| other.end).max(sentence.tokens.start);
    let tokens = before(segmented, clues, from, name.start)
        .or_else(|| behind(segmented, clues, name.end, sentence.tokens.end))?;
    Some(segmented.span(tokens))
}

fn is(segmented: &Segmented<'_>, at: usize, words: &[&str]) -> bool {
    words.iter().any(|word| segmented.word(at).eq_ignore_ascii_case(word))
}

/// An office: a title that is more than a form of address.
fn is_office(segmented: &Segmented<'_>, clues: &Clues<'_>, at: usize) -> bool {
    clues.word(at).is(TITLE)
        && !ADDRESSES.contains(&segmented.word(at).trim_end_matches('.').to_lowercase().as_str())
        && !is(segmented, at, &["former", "late", "acting", "interim", "vice"])
}

/// The phrase that ends right before the name.
fn before(
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    sentence: usize,
    name: usize,
) -> Option<std::ops::Range<usize>> {
    let mut end = name;
    while end > sentence && is(segmented, end - 1, &ADDRESSES_WITH_POINTS) {
        end -= 1;
    }
    let mut start = end;
    let mut office = false;
    while start > sentence && end - start < LONGEST {
        let at = start - 1;
        let word = clues.word(at);
        let fits = is_office(segmented, clues, at)
            || is(segmented, at, &["former", "late", "acting", "interim", "vice", "deputy"])
            || word.is(DEMONYM)
            || word.is_capital() && (!word.is(COMMON) || at > sentence && office)
            || matches!(segmented.word(at), "-") && start < end
            || (is(segmented, at, &["of", "for", "and", "to"])
                && start < end
                && clues.word(start).is_capital()
                && at > sentence
                && clues.word(at - 1).is_capital())
            || (office && word.caps == Caps::None && is_sort(segmented.word(at)));
        if !fits {
            break;
        }
        office |= is_office(segmented, clues, at);
        start = at;
    }
    let joins = |at: usize| is(segmented, at, &["and", "of", "for", "to"]);
    while start < end
        && (clues.word(start).is(COMMON) && !clues.word(start).is(TITLE)
            || joins(start)
            || clues.word(start).caps == Caps::Sign)
    {
        start += 1;
    }
    // The phrase ends with its office, or with what the office is of.
    let ends = start < end
        && (is_office(segmented, clues, end - 1)
            || (start..end).any(|at| {
                is_office(segmented, clues, at) && is(segmented, at + 1, &["of", "for"])
            }));
    (office
        && ends
        && !(end - start == 1
            && is_title(segmented.word(start))
            && segmented.word(start).ends_with('.')))
    .then_some(start..end)
}

const ADDRESSES_WITH_POINTS: [&str; 8] = ["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr."];

/// Lower-case words that stand before an office and belong to it.
fn is_sort(word: &str) -> bool {
    matches!(
        word,
        "prime"
            | "foreign"
            | "defense"
            | "defence"
            | "interior"
            | "finance"
            | "health"
            | "justice"
            | "state"
            | "presidential"
            | "opposition"
            | "party"
            | "team"
            | "police"
            | "army"
            | "government"
            | "military"
            | "chief"
            | "deputy"
            | "senior"
            | "executive"
            | "managing"
            | "national"
            | "federal"
            | "human"
            | "rights"
            | "press"
            | "ministry"
            | "department"
            | "company"
            | "voice"
            | "film"
            | "football"
            | "baseball"
            | "basketball"
            | "district"
            | "attorney"
            | "general"
            | "supreme"
            | "climate"
            | "political"
            | "professional"
    )
}

/// The phrase between commas right behind the name.
fn behind(
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    name: usize,
    sentence: usize,
) -> Option<std::ops::Range<usize>> {
    if segmented.word(name) != "," || name + 1 >= sentence {
        return None;
    }
    let mut start = name + 1;
    if is(segmented, start, &["a", "an", "the"]) {
        start += 1;
    }
    let limit = sentence.min(start + LONGEST + 3);
    let end = (start..limit).find(|&at| {
        matches!(segmented.word(at), "," | "." | ";" | ")" | "—" | "–")
            || is(segmented, at, &["who", "which", "said", "told", "says", "has", "was", "is"])
    })?;
    let first = (start..end).find(|&at| is_office(segmented, clues, at))?;
    // The office stands near the beginning; what follows says of what.
    let plain = (start..first).all(|at| {
        let word = clues.word(at);
        word.is_capital()
            || is_sort(segmented.word(at))
            || matches!(segmented.word(at), "'s" | "’s" | "-" | "former" | "of")
    });
    (plain && first - start <= 5 && end - start <= LONGEST && end > start).then_some(start..end)
}
