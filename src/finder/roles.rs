//! What a person is, as the text says it beside the name: "Foreign Minister
//! Sergei Lavrov"; "Lavrov, the Russian foreign minister, said"; "the Russian
//! foreign minister, Sergei Lavrov, said".
//!
//! A role keeps whose it is ("Barrow's spokesman"). What somebody is to a
//! relative is no role.

use super::classes::{COMMON, DEMONYM, TITLE, is_title};
use super::features::Clues;
use super::label::PERSON;
use super::lexicon::Caps;
use super::segmented::{Casing, Segmented};
use super::tagger::Found;
use crate::model::Span;

/// The most tokens of a role before the name.
const LONGEST: usize = 9;

/// The most tokens of one behind it, with what it is of.
const LONGEST_BEHIND: usize = 14;

/// Forms of address, which are no offices.
const ADDRESSES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lady", "lord", "baron",
    "baroness",
];

/// Words that are an office with a capital, as in "Father Brown", and a
/// relation or an adjective without.
const CAPITAL_ONLY: &[&str] = &[
    "husband",
    "wife",
    "son",
    "daughter",
    "mother",
    "father",
    "sister",
    "brother",
    "uncle",
    "aunt",
    "cousin",
    "grandson",
    "widow",
    "major",
    "general",
    "private",
    "count",
    "chief",
    "principal",
];

/// Offices that the lists, which also serve to find names, do not hold.
const OFFICES: &[&str] = &[
    "adviser",
    "advisor",
    "aide",
    "strategist",
    "pollster",
    "investor",
    "chairmen",
    "co-chair",
    "counsel",
    "professor",
    "owner",
];

/// What may open an office, with a word behind it: "the then Home Secretary".
const BEFORE_OFFICES: &[&str] =
    &["the", "then", "'s", "’s", "his", "her", "its", "their", "former", "current", "outgoing"];

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
    let end = sentence.tokens.end;
    let mut tokens = before(segmented, clues, from, name.start)
        .or_else(|| {
            let comma = name.start.checked_sub(1).filter(|&at| segmented.word(at) == ",")?;
            let closed = matches!(segmented.word(name.end), "," | "." | ")" | "");
            // "the mayor, X, said"
            let phrase = before(segmented, clues, from, comma).filter(|phrase| {
                closed && phrase.start > from && is(segmented, phrase.start - 1, BEFORE_OFFICES)
            });
            phrase.filter(|_| comma > from)
        })
        .or_else(|| behind(segmented, clues, sentence.tokens.start, name, end))?;
    // "the then Home Secretary" no longer is.
    if tokens.end <= name.start && segmented.word(tokens.start.wrapping_sub(1)) == "then" {
        tokens.start -= 1;
    }
    // Whose it is: "North Korea's leader", "the group's leader".
    if tokens.end <= name.start
        && tokens.start > sentence.tokens.start + 1
        && matches!(segmented.word(tokens.start - 1), "'s" | "’s")
    {
        let owner = found[..earlier].iter().rev().find(|other| other.end < tokens.start);
        let owner = owner.filter(|other| other.end + 1 == tokens.start).map(|other| other.start);
        tokens.start = owner.unwrap_or(tokens.start - 2).max(sentence.tokens.start);
    }
    Some(segmented.span(tokens))
}

fn is(segmented: &Segmented<'_>, at: usize, words: &[&str]) -> bool {
    words.iter().any(|word| segmented.word(at).eq_ignore_ascii_case(word))
}

/// An office: a title that is more than a form of address.
fn is_office(segmented: &Segmented<'_>, clues: &Clues<'_>, at: usize) -> bool {
    let word = clues.word(at);
    (word.is(TITLE) || OFFICES.contains(&segmented.word(at)))
        && (word.is_capital() || !CAPITAL_ONLY.contains(&segmented.word(at)))
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
            || opens_office(segmented, at)
            || (is(segmented, at, &["of", "for", "and", "to"])
                && start < end
                && clues.word(start).is_capital()
                && at > sentence
                && clues.word(at - 1).is_capital()
                // "of Arizona and Rep. X": the office begins behind it.
                && !(is(segmented, at, &["and"]) && is_office(segmented, clues, start)
                    && !is_office(segmented, clues, at - 1)))
            || (office && word.caps == Caps::None && is_sort(segmented.word(at)));
        if !fits {
            break;
        }
        office |= is_office(segmented, clues, at);
        start = at;
    }
    let joins = |at: usize| is(segmented, at, &["and", "of", "for", "to"]);
    while start < end
        && (clues.word(start).is(COMMON)
            && !clues.word(start).is(TITLE)
            && !opens_office(segmented, start)
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

/// "First" of "First Minister".
fn opens_office(segmented: &Segmented<'_>, at: usize) -> bool {
    segmented.word(at) == "First"
        && matches!(segmented.word(at + 1), "Minister" | "Lady" | "Secretary" | "Deputy" | "Vice")
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
            | "campaign"
            | "communications"
            | "policy"
            | "security"
            | "legislative"
            | "billionaire"
            | "longtime"
            | "top"
    )
}

/// The phrase between commas right behind the name.
fn behind(
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    opening: usize,
    name: &Found,
    sentence: usize,
) -> Option<std::ops::Range<usize>> {
    if segmented.word(name.end) != "," || name.end + 1 >= sentence {
        return None;
    }
    let mut start = name.end + 1;
    // "X, 52, a nurse"
    if segmented.word(start).bytes().all(|byte| byte.is_ascii_digit())
        && segmented.word(start + 1) == ","
    {
        start += 2;
    }
    if is(segmented, start, &["a", "an", "the"]) {
        start += 1;
    }
    let limit = sentence.min(start + LONGEST_BEHIND + 1);
    let end = (start..limit).find(|&at| {
        matches!(segmented.word(at), "," | "." | ";" | ")" | "—" | "–")
            || is(segmented, at, &["who", "which", "said", "told", "says", "has", "was", "is"])
    });
    let end = end.or((limit == sentence).then_some(sentence))?;
    // "Unlike X, a lawyer is": not closed by a comma, it is the subject.
    let subject = opening == name.start;
    if !subject && is(segmented, end, &["has", "was", "is"]) {
        return None;
    }
    let first = (start..end).find(|&at| {
        is_office(segmented, clues, at)
            || segmented.word(at) == "head" && segmented.word(at + 1) == "of"
    })?;
    // The office stands near the beginning; what follows says of what.
    let plain = (start..first).all(|at| {
        let word = clues.word(at);
        word.is_capital()
            || is_sort(segmented.word(at))
            || matches!(segmented.word(at), "'s" | "’s" | "-" | "former" | "of" | "co" | "then")
    });
    (plain && first - start <= 5 && end - start <= LONGEST_BEHIND && end > start)
        .then_some(start..end)
}
