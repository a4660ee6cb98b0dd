//! What a text says as a whole of the names in it: one kind for a name, the
//! same bounds everywhere, no mention overlooked.
//!
//! The tagger looks at one sentence at a time. A name that it takes for a
//! person in one and for a company in the next is one thing nevertheless: in
//! edited news the same form names the same thing almost without exception.

use super::bounds::{STORMS, mend};
use super::classes::{self, COMMON, FIRST_NAME, TITLE, is_title};
use super::dateline::dateline;
use super::features::Clues;
use super::hash::{self, Map};
use super::label::{EVENT, KINDS, ORGANIZATION, PERSON, PLACE, WORK};
use super::lexicon::Caps;
use super::memory;
use super::results::results;
use super::segmented::{Casing, Segmented};
use super::tagger::Found;

/// What stands behind a hyphen without being part of the name before it.
const COMPOUNDS: &[&str] = &[
    "affiliated",
    "aged",
    "aligned",
    "allied",
    "area",
    "backed",
    "based",
    "born",
    "bound",
    "branded",
    "bred",
    "built",
    "centric",
    "class",
    "controlled",
    "designed",
    "dominated",
    "era",
    "esque",
    "flagged",
    "friendly",
    "funded",
    "held",
    "inspired",
    "led",
    "like",
    "linked",
    "made",
    "majority",
    "occupied",
    "only",
    "operated",
    "oriented",
    "owned",
    "related",
    "run",
    "speaking",
    "sponsored",
    "style",
    "supported",
    "supplied",
    "themed",
    "trained",
    "type",
    "wide",
    "winning",
];

/// Mends the names of a text, which are in order and stay so.
pub(super) fn settle(segmented: &Segmented<'_>, clues: &Clues<'_>, found: &mut Vec<Found>) {
    for name in found.iter_mut() {
        trim(segmented, clues, name);
    }
    found.retain(|name| name.start < name.end);
    datelines(segmented, found);
    mend(segmented, clues, found);
    widen(segmented, clues, found);
    results(segmented, clues, found);
    let votes = vote(segmented, clues, found);
    recall(segmented, clues, &votes, found);
}

/// Takes the article, titles and signs off the ends of a name.
fn trim(segmented: &Segmented<'_>, clues: &Clues<'_>, name: &mut Found) {
    while name.start < name.end {
        let word = segmented.word(name.start);
        let more = name.end - name.start > 1;
        let title = name.kind == PERSON && more && is_title(word);
        let sign = clues.word(name.start).caps == Caps::Sign && !word.starts_with(['#', '@'])
            || matches!(word, "'s" | "’s");
        if !(sign || title || more && word == "the") {
            break;
        }
        name.start += 1;
    }
    while name.start < name.end {
        let last = name.end - 1;
        let word = segmented.word(last);
        let closes = word == ")" && (name.start..last).any(|at| segmented.word(at) == "(");
        let sign = clues.word(last).caps == Caps::Sign && !closes && !word.starts_with(['!', '+']);
        // "U.N. refugee", "Paris Mayor": a listed name, and what is none of it.
        let listed = name.start < last && clues.listed_name(name.start).0 == last - name.start;
        let known = listed && clues.listed(name.start) & !super::lists::GROUP != 0;
        let spaced = name.start < last
            && segmented.tokens[last - 1].span.end < segmented.tokens[last].span.start;
        let stray = clues.word(last).caps == Caps::None
            && !clues.word(last).is(classes::ORGANIZATION | classes::PLACE | classes::EVENT)
            || clues.word(last).is(TITLE);
        let stray = known && spaced && stray && !matches!(name.kind, PERSON | WORK | EVENT);
        if !sign && !stray && !matches!(word, "'s" | "’s") {
            break;
        }
        name.end -= 1;
    }
}

/// What opens wire copy in capitals is a place.
fn datelines(segmented: &Segmented<'_>, found: &mut Vec<Found>) {
    for sentence in &segmented.sentences {
        let place = dateline(segmented, sentence);
        if place.is_empty() {
            continue;
        }
        found.retain(|name| name.end <= place.start || name.start >= place.end);
        let mut worth = [0.0; KINDS + 1];
        worth[PLACE] = DATELINE_WORTH;
        let at = found.partition_point(|name| name.start < place.start);
        // "FRANKFURT/ZURICH" are two.
        let places: Vec<Found> = place
            .collect::<Vec<_>>()
            .split(|&at| segmented.word(at) == "/")
            .filter_map(|tokens| {
                let (&start, &last) = (tokens.first()?, tokens.last()?);
                Some(Found { start, end: last + 1, kind: PLACE, margin: DATELINE_WORTH, worth })
            })
            .collect();
        found.splice(at..at, places);
    }
}

/// What standing in a dateline is worth to a place, as the tagger counts.
const DATELINE_WORTH: f32 = 120.0;

/// Takes in what belongs to a name: the second half of "Won-soon", the
/// capital article of a paper's name.
fn widen(segmented: &Segmented<'_>, clues: &Clues<'_>, found: &mut [Found]) {
    for index in 0..found.len() {
        let name = found[index];
        let limit = found.get(index + 1).map_or(segmented.tokens.len(), |next| next.start);
        let touches =
            |at: usize| segmented.tokens[at].span.start == segmented.tokens[at - 1].span.end;
        if name.kind == PERSON
            && name.end + 1 < limit
            && segmented.word(name.end) == "-"
            && touches(name.end)
            && touches(name.end + 1)
            && clues.word(name.end + 1).caps == Caps::None
            && name.end - name.start > 1
            && !COMPOUNDS.contains(&segmented.word(name.end + 1))
        {
            found[index].end += 2;
        }
        let sentence = segmented.sentence_of(name.start).map(|at| &segmented.sentences[at]);
        if let Some(sentence) = sentence
            && sentence.casing == Casing::Running
            && matches!(name.kind, ORGANIZATION | WORK)
            && name.start > sentence.tokens.start + 1
            && segmented.word(name.start - 1) == "The"
            && clues.word(name.start - 2).caps != Caps::Sign
            && (index == 0 || found[index - 1].end < name.start)
        {
            found[index].start -= 1;
        }
    }
}

/// What a form was settled to be.
struct Vote {
    worth: [f32; KINDS + 1],
    kind: usize,
    count: u32,
    /// The tokens of one of its mentions.
    tokens: std::ops::Range<usize>,
}

/// The number of the form of some tokens.
fn form(clues: &Clues<'_>, tokens: std::ops::Range<usize>) -> u64 {
    tokens.fold(0, |number, at| hash::mix(number, clues.word(at).form))
}

/// Gives every form one kind: the one that all its mentions together are
/// worth most.
fn vote(segmented: &Segmented<'_>, clues: &Clues<'_>, found: &mut [Found]) -> Map<u64, Vote> {
    let mut votes: Map<u64, Vote> = Map::default();
    for name in found.iter() {
        let tokens = name.start..name.end;
        let vote = votes.entry(form(clues, tokens.clone())).or_insert(Vote {
            worth: [0.0; KINDS + 1],
            kind: name.kind,
            count: 0,
            tokens,
        });
        vote.count += 1;
        for (sum, worth) in vote.worth.iter_mut().zip(name.worth) {
            *sum += worth;
        }
    }
    for vote in votes.values_mut() {
        vote.kind = best(&vote.worth);
    }
    storms(segmented, clues, &mut votes);
    // The last name of a person, or the first one alone, is that person.
    let mut parts: Map<u64, ()> = Map::default();
    for vote in votes.values().filter(|vote| vote.kind == PERSON && vote.tokens.len() > 1) {
        let (first, last) = (vote.tokens.start, vote.tokens.end - 1);
        parts.insert(hash::mix(0, clues.word(last).form), ());
        if clues.word(first).is(FIRST_NAME) {
            parts.insert(hash::mix(0, clues.word(first).form), ());
        }
    }
    for (number, vote) in &mut votes {
        let at = vote.tokens.start;
        // Paris is a town beside Paris Hilton, if that is what its own
        // mentions look like.
        let (length, lists) = clues.listed_name(at);
        let known = length == vote.tokens.len() && lists != 0;
        let clear = vote.worth[vote.kind] - vote.worth[PERSON] > CLEAR * vote.count as f32;
        if parts.contains_key(number)
            && !clues.word(at).is(classes::DEMONYM)
            && lists & super::lists::COUNTRY == 0
            && !(known && vote.kind != PERSON && clear)
        {
            vote.kind = PERSON;
        } else if parts.contains_key(number)
            && vote.kind == ORGANIZATION
            && known
            && lists & (super::lists::NEWS | super::lists::ORGANIZATION) == 0
        {
            vote.kind = PLACE;
        }
    }
    for name in found.iter_mut() {
        if let Some(vote) = votes.get(&form(clues, name.start..name.end)) {
            name.kind = vote.kind;
        }
        // "The Amazon river", whatever else is called so.
        if matches!(segmented.word(name.end), "river" | "rainforest" | "basin") {
            name.kind = PLACE;
        }
    }
    votes
}

/// By how much a mention must look like something else, as the tagger counts,
/// for a listed name not to be the person's that bears it.
const CLEAR: f32 = 25.0;

/// What a storm is called for short is the storm, where no person bears the
/// name.
fn storms(segmented: &Segmented<'_>, clues: &Clues<'_>, votes: &mut Map<u64, Vote>) {
    let last = |vote: &Vote| hash::mix(0, clues.word(vote.tokens.end - 1).form);
    let named: Vec<u64> = votes
        .values()
        .filter(|vote| {
            let head = vote.tokens.end.checked_sub(2).map_or("", |at| segmented.word(at));
            vote.kind == EVENT && vote.tokens.len() > 1 && STORMS.contains(&head)
        })
        .map(last)
        .collect();
    if named.is_empty() {
        return;
    }
    let borne = |name: u64| {
        votes.values().any(|vote| {
            let first = hash::mix(0, clues.word(vote.tokens.start).form);
            vote.kind == PERSON && vote.tokens.len() > 1 && (first == name || last(vote) == name)
        })
    };
    let free: Vec<u64> = named.into_iter().take(8).filter(|&name| !borne(name)).collect();
    for name in free {
        if let Some(vote) = votes.get_mut(&name) {
            vote.kind = EVENT;
            vote.worth[EVENT] = vote.worth[EVENT].max(vote.worth[PERSON] + CLEAR);
        }
    }
}

fn best(worth: &[f32; KINDS + 1]) -> usize {
    (0..KINDS).fold(0, |top, kind| if worth[kind] > worth[top] { kind } else { top })
}

/// Adds the mentions of known names that the tagger overlooked.
fn recall(
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    votes: &Map<u64, Vote>,
    found: &mut Vec<Found>,
) {
    let mut longest = 0;
    let mut openings: Map<u64, ()> = Map::default();
    for vote in votes.values() {
        longest = longest.max(vote.tokens.len().min(8));
        openings.insert(clues.word(vote.tokens.start).form, ());
    }
    let mut taken = vec![false; segmented.tokens.len()];
    for name in found.iter() {
        taken[name.start..name.end].fill(true);
    }
    let mut added = Vec::new();
    for sentence in &segmented.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let word = clues.word(at);
            if taken[at] || !word.is_capital() || !openings.contains_key(&word.form) {
                at += 1;
                continue;
            }
            let limit = sentence.tokens.end.min(at + longest);
            let mut number = 0;
            let mut known = None;
            for end in (at..limit).take_while(|&end| !taken[end]) {
                number = hash::mix(number, clues.word(end).form);
                if let Some(vote) = votes.get(&number)
                    && vote.tokens.len() == end + 1 - at
                {
                    known = Some((end + 1, vote));
                }
            }
            let Some((end, vote)) = known
                .filter(|&(end, vote)| end - at > 1 || is_plain(clues, sentence, &taken, at, vote))
            else {
                at += 1;
                continue;
            };
            let share = 1.0 / vote.count as f32;
            let worth = vote.worth.map(|sum| sum * share);
            let margin = (worth[vote.kind] - worth[KINDS]) * 0.5;
            if margin > 0.0 {
                added.push(Found { start: at, end, kind: vote.kind, margin, worth });
                taken[at..end].fill(true);
            }
            at = end;
        }
    }
    if !added.is_empty() {
        found.append(&mut added);
        found.sort_by_key(|name| name.start);
    }
}

/// Whether a single word stands by itself, as a name that is known from
/// elsewhere may: no capitals beside it, and no common word.
fn is_plain(
    clues: &Clues<'_>,
    sentence: &super::segmented::Sentence,
    taken: &[bool],
    at: usize,
    vote: &Vote,
) -> bool {
    let word = clues.word(at);
    let lower = clues.recall(at).is_some_and(|known| known.facts & memory::LOWER != 0);
    if lower
        || word.is(COMMON | classes::CALENDAR)
        || sentence.casing == Casing::Title && vote.kind > PLACE
    {
        return false;
    }
    let alone = |place: Option<usize>| {
        place.filter(|place| sentence.tokens.contains(place)).is_none_or(|place| {
            let word = clues.word(place);
            taken[place]
                || !word.is_capital()
                || word.is(COMMON | TITLE)
                || place == sentence.tokens.start
                || sentence.casing != Casing::Running
        })
    };
    alone(at.checked_sub(1)) && alone(Some(at + 1))
}
