//! What the words of a name tell of its bounds and its kind, whatever the
//! tagger thought: a person ends before "of" and an organisation, "Johnson &
//! Johnson" is one name, a listed people is a people, an office is no person.
//!
//! Each rule goes over the names once, says what is to stand where, and
//! [`apply`] puts it there.

use std::ops::Range;

use super::classes::{
    CALENDAR, COMMON, DEMONYM, EVENT as EVENTS, FIRST_NAME, LAST_NAME, ORGANIZATION as BODIES,
    PLACE as PLACES, PRODUCT as PRODUCTS, TITLE, WORK as WORKS,
};
use super::features::Clues;
use super::label::{EVENT, GROUP, KINDS, ORGANIZATION, PERSON, PLACE, PRODUCT};
use super::lexicon::Caps;
use super::lists;
use super::segmented::{Casing, Segmented, Sentence};
use super::tagger::Found;

/// What a rule is worth, as the tagger counts: enough to settle the form
/// throughout the text.
const WORTH: f32 = 80.0;

/// Words that make a title of the next one.
pub const HALF_TITLES: &[&str] = &["Prime", "Vice", "Deputy", "First", "Chief", "Acting", "Former"];

/// Ranks that stand before a first name alone.
pub const RANKS: &[&str] = &[
    "King", "Queen", "Prince", "Princess", "Pope", "Emperor", "Empress", "Tsar", "Sultan", "Emir",
];

/// Ranks that are of a place, and are a person with it.
const NOBLES: &[&str] = &[
    "Duke", "Duchess", "Earl", "Countess", "Marquess", "Marquis", "Viscount", "Prince", "Princess",
];

/// What stands before the name of a ship.
const SHIPS: &[&str] = &["HMS", "USS", "RMS", "MV", "HMAS", "HMCS", "USNS", "USCGC", "INS"];

/// Words before the name of a storm.
pub(super) const STORMS: &[&str] = &["Hurricane", "Typhoon", "Cyclone", "Storm"];

/// Mends names by their words; they are in order and stay so.
pub(super) fn mend(segmented: &Segmented<'_>, clues: &Clues<'_>, found: &mut Vec<Found>) {
    let text = Words { segmented, clues };
    for rule in [
        repeated,
        affiliated,
        offices,
        listed,
        ampersands,
        peoples,
        vessels,
        storms,
        nobles,
        half_named,
        like_persons,
        saints,
        brackets,
    ] {
        let changes = rule(&text, found);
        apply(found, changes);
    }
}

/// The text as the rules look at it.
struct Words<'a, 't> {
    segmented: &'a Segmented<'t>,
    clues: &'a Clues<'t>,
}

impl Words<'_, '_> {
    fn word(&self, at: usize) -> &str {
        self.segmented.word(at)
    }

    fn is(&self, at: usize, classes: u16) -> bool {
        at < self.segmented.tokens.len() && self.clues.word(at).is(classes)
    }

    fn capital(&self, at: usize) -> bool {
        at < self.segmented.tokens.len() && self.clues.word(at).is_capital()
    }

    /// A word that could be a part of a person's name.
    fn plain(&self, at: usize) -> bool {
        let other = COMMON | TITLE | CALENDAR | DEMONYM | BODIES | PLACES | EVENTS | WORKS;
        self.capital(at)
            && self.clues.word(at).caps != Caps::All
            && (!self.is(at, other) || self.is(at, FIRST_NAME) && !self.is(at, COMMON | CALENDAR))
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// The sentences in which a capital means something.
    fn running(&self) -> impl Iterator<Item = &Sentence> {
        self.segmented.sentences.iter().filter(|sentence| sentence.casing == Casing::Running)
    }

    fn is_running(&self, at: usize) -> bool {
        let sentence = self.segmented.sentence_of(at).map(|at| &self.segmented.sentences[at]);
        sentence.is_some_and(|sentence| sentence.casing == Casing::Running)
    }
}

/// What a rule wants to stand at some tokens: a name of a kind, or none.
type Change = (Range<usize>, Option<usize>);

/// Puts the changes in the place of the names that they overlap.
fn apply(found: &mut Vec<Found>, mut changes: Vec<Change>) {
    if changes.is_empty() {
        return;
    }
    changes.sort_by_key(|(tokens, _)| tokens.start);
    changes.dedup_by(|later, earlier| later.0.start < earlier.0.end);
    let name = |(tokens, kind): Change| {
        let kind = kind?;
        let mut worth = [0.0; KINDS + 1];
        worth[kind] = WORTH;
        Some(Found { start: tokens.start, end: tokens.end, kind, margin: WORTH, worth })
    };
    let mut next = changes.into_iter().peekable();
    let mut kept = Vec::with_capacity(found.len());
    for old in found.drain(..) {
        while let Some(change) = next.next_if(|(tokens, _)| tokens.end <= old.start) {
            kept.extend(name(change));
        }
        if next.peek().is_none_or(|(tokens, _)| tokens.start >= old.end) {
            kept.push(old);
        }
    }
    kept.extend(next.filter_map(name));
    *found = kept;
}

/// The names that some tokens overlap; `None` if one reaches beyond them.
fn within(found: &[Found], tokens: &Range<usize>) -> Option<Range<usize>> {
    let first = found.partition_point(|name| name.end <= tokens.start);
    let count = found[first..].iter().take_while(|name| name.start < tokens.end).count();
    let inside = |name: &Found| name.start >= tokens.start && name.end <= tokens.end;
    found[first..first + count].iter().all(inside).then_some(first..first + count)
}

/// A word over and over is no name.
fn repeated(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let again = |name: &&Found| {
        let form = |at: usize| text.clues.word(at).form;
        name.end - name.start > 2
            && (name.start + 2..name.end)
                .any(|at| form(at) == form(at - 1) && form(at) == form(at - 2) && text.capital(at))
    };
    found.iter().filter(again).map(|name| (name.start..name.end, None)).collect()
}

/// "Ann Lee of the Labour Party" is a person and a party.
fn affiliated(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for name in found.iter().filter(|name| name.kind == PERSON) {
        let Some(of) = (name.start + 1..name.end).find(|&at| text.word(at) == "of") else {
            if matches!(text.word(name.start), "of" | "for" | "in") {
                let first = (name.start..name.end).find(|&at| text.is(at, FIRST_NAME));
                changes.push(match first {
                    Some(first) => (first..name.end, Some(PERSON)),
                    None => (name.start..name.end, None),
                });
            }
            continue;
        };
        let article = usize::from(matches!(text.word(of + 1), "the" | "The"));
        // "of Italy's la Repubblica": the country is as far as this goes.
        let first = of + 1 + article;
        let owner = (first + 1..name.end).find(|&at| matches!(text.word(at), "'s" | "’s"));
        let country = owner.filter(|_| text.clues.listed(first) & lists::COUNTRY != 0);
        let rest = first..country.unwrap_or(name.end);
        let lists = if rest.is_empty() { 0 } else { text.clues.listed(rest.start) };
        let body = rest.clone().any(|at| text.is(at, BODIES) || text.word(at) == "&")
            || lists & (lists::NEWS | lists::ORGANIZATION) != 0;
        if of - name.start < 2 && !body || rest.is_empty() || !text.capital(rest.start) {
            continue;
        }
        let place = !body && lists & (lists::PLACE | lists::COUNTRY) != 0;
        changes.push((name.start..of, Some(PERSON)));
        changes.push((rest, Some(if place { PLACE } else { ORGANIZATION })));
    }
    changes
}

/// An office is no person, and no part of a person's name.
fn offices(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for name in found.iter().filter(|name| name.kind == PERSON) {
        let half = |at: usize| HALF_TITLES.contains(&text.word(at));
        let title = |at: usize| text.is(at, TITLE) && text.capital(at);
        let mut tokens = name.start..name.end;
        let office = tokens.clone().all(|at| title(at) || half(at));
        if office {
            // King and Bishop are names too, but not behind an article.
            let article = matches!(
                text.before(name.start),
                "the" | "The" | "a" | "'s" | "’s" | "his" | "her"
            );
            if tokens.len() > 1 || article || !text.is(name.start, LAST_NAME | FIRST_NAME) {
                changes.push((tokens, None));
            }
            continue;
        }
        while tokens.len() > 1 {
            let at = tokens.start;
            let next = at + 1;
            let rank = RANKS.contains(&text.word(at))
                && text.is(next, FIRST_NAME)
                && (tokens.len() == 2 || is_numeral(text.word(tokens.end - 1)));
            let people = tokens.len() > 2
                && text.is(next, FIRST_NAME)
                && !text.is(at, FIRST_NAME)
                && (text.is(at, DEMONYM) || text.clues.listed_name(at).1 & lists::GROUP != 0);
            let strip = rank
                || people
                || half(at) && (title(next) || text.is(next, FIRST_NAME))
                || title(at) && !text.is(at, FIRST_NAME) && text.word(next) != "of";
            if !strip {
                break;
            }
            if people {
                changes.push((at..next, Some(GROUP)));
            }
            tokens.start = next;
        }
        if tokens.start > name.start {
            changes.push((tokens, Some(PERSON)));
        }
    }
    changes
}

fn is_numeral(word: &str) -> bool {
    word.len() < 6 && !word.is_empty() && word.bytes().all(|byte| b"IVX".contains(&byte))
}

/// A listed company of several words is that company: "Morgan Stanley".
fn listed(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for sentence in &text.segmented.sentences {
        for at in sentence.tokens.clone() {
            let (length, bits) = text.clues.listed_name(at);
            let company = bits & (lists::NEWS | lists::ORGANIZATION) != 0;
            let people = bits & lists::GROUP != 0 && bits & lists::COUNTRY == 0;
            if length < 2 || !company && !people || text.word(at) == "The" {
                continue;
            }
            let tokens = at..at + length;
            // Mr Thomas Cook is no company.
            let before =
                company && at > sentence.tokens.start && text.is(at - 1, TITLE | FIRST_NAME);
            let Some(pieces) = within(found, &tokens).filter(|_| !before) else { continue };
            let whole = found.get(pieces.start).filter(|name| {
                !pieces.is_empty() && name.start == tokens.start && name.end == tokens.end
            });
            let wrong = match whole {
                Some(name) if people => name.kind != GROUP && name.kind != EVENT,
                Some(name) => {
                    !matches!(name.kind, ORGANIZATION | PLACE | GROUP | EVENT)
                        && name.kind != super::label::WORK
                }
                None => !pieces.is_empty() || tokens.clone().any(|at| text.word(at) == "&"),
            };
            if wrong {
                changes.push((tokens, Some(if people { GROUP } else { ORGANIZATION })));
            }
        }
    }
    changes
}

/// "Simms & Lowell" is a firm; so is "Texas A&M".
fn ampersands(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for name in found {
        let sign = name.end;
        if text.word(sign) == "A&M" && name.kind == PLACE {
            changes.push((name.start..sign + 1, Some(ORGANIZATION)));
        }
        let single = name.end - name.start == 1 && matches!(name.kind, PERSON | ORGANIZATION);
        let second = sign + 1;
        if !single || text.word(sign) != "&" || !text.capital(second) {
            continue;
        }
        let same = text.word(name.start) == text.word(second);
        let first_names = text.is(name.start, FIRST_NAME) && text.is(second, FIRST_NAME);
        let tokens = name.start..second + 1;
        if (same || !first_names)
            && !text.is(second, COMMON)
            && within(found, &tokens).is_some()
            && !text.is(second + 1, LAST_NAME)
        {
            changes.push((tokens, Some(ORGANIZATION)));
        }
    }
    changes
}

/// Peoples, religions and those who hold them.
fn peoples(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    let is_people = |tokens: &Range<usize>| {
        let (length, bits) = text.clues.listed_name(tokens.start);
        let elsewhere = lists::COUNTRY | lists::PLACE;
        length == tokens.len() && bits & lists::GROUP != 0 && bits & elsewhere == 0
            || tokens.len() == 1
                && text.is(tokens.start, DEMONYM)
                && (length != 1 || bits & elsewhere == 0)
    };
    let many = |at: usize| text.word(at).len() > 3 && text.word(at).ends_with('s');
    for name in found {
        let tokens = name.start..name.end;
        let last = name.end - 1;
        let religion = matches!(
            text.word(last),
            "Islam" | "Buddhism" | "Hinduism" | "Judaism" | "Christianity" | "Catholicism"
        );
        let mistaken = match name.kind {
            PLACE => true,
            ORGANIZATION => many(last) || religion,
            PERSON => many(last) && !text.is(last, LAST_NAME) || tokens.len() > 1,
            GROUP => false,
            _ => many(last) || religion,
        };
        if mistaken && is_people(&tokens) {
            changes.push((tokens, Some(GROUP)));
        }
    }
    for sentence in text.running() {
        for at in sentence.tokens.clone() {
            let alone = text.capital(at)
                && many(at)
                && !text.capital(at + 1)
                && !(at > sentence.tokens.start
                    && text.capital(at - 1)
                    && !text.is(at - 1, COMMON));
            if alone
                && is_people(&(at..at + 1))
                && within(found, &(at..at + 1)).is_some_and(|names| names.is_empty())
            {
                changes.push((at..at + 1, Some(GROUP)));
            }
        }
    }
    changes
}

/// Ships and space shuttles.
fn vessels(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for sentence in text.running() {
        let end = sentence.tokens.end;
        for at in sentence.tokens.clone() {
            let fits = |at: usize| at < end && text.capital(at) && !text.is(at, COMMON);
            let tokens = if SHIPS.contains(&text.word(at)) {
                let limit = end.min(at + 4);
                at..(at + 1..limit).find(|&at| !fits(at)).unwrap_or(limit)
            } else if text.word(at).eq_ignore_ascii_case("space")
                && text.word(at + 1).eq_ignore_ascii_case("shuttle")
                && fits(at + 2)
                && !["Program", "Programme", "Orbiter", "Orbiters", "Mission", "Main"]
                    .contains(&text.word(at + 2))
            {
                let capital = text.capital(at) && text.capital(at + 1);
                (if capital { at } else { at + 2 })..at + 3
            } else {
                continue;
            };
            let inside = within(found, &tokens).is_some();
            if inside && (tokens.len() > 1 || tokens.start > at) {
                changes.push((tokens, Some(PRODUCT)));
            }
        }
    }
    changes
}

/// Hurricanes and other storms with the name they were given.
fn storms(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for sentence in &text.segmented.sentences {
        if sentence.casing == Casing::Capitals {
            continue;
        }
        for at in sentence.tokens.clone().filter(|&at| STORMS.contains(&text.word(at))) {
            let name = at + 1;
            let named = name < sentence.tokens.end
                && text.capital(name)
                && !text.is(name, BODIES | PLACES | EVENTS | COMMON | TITLE)
                && (text.word(at) != "Storm" || text.is(name, FIRST_NAME));
            let tropical = at > sentence.tokens.start && text.word(at - 1) == "Tropical";
            let tokens = at - usize::from(tropical)..name + 1;
            if named && within(found, &tokens).is_some() {
                changes.push((tokens, Some(EVENT)));
            }
        }
    }
    changes
}

/// The Duke of somewhere is a person.
fn nobles(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for sentence in text.running() {
        for at in sentence.tokens.clone().filter(|&at| NOBLES.contains(&text.word(at))) {
            if text.word(at + 1) != "of" || at + 2 >= sentence.tokens.end {
                continue;
            }
            let place = found.get(found.partition_point(|name| name.end <= at + 2));
            let end = match place.filter(|name| name.start <= at + 2) {
                Some(name) if name.end - at <= 5 => name.end,
                None if text.plain(at + 2) => at + 3,
                _ => continue,
            };
            if within(found, &(at..end)).is_some() {
                changes.push((at..end, Some(PERSON)));
            }
        }
    }
    changes
}

/// A first name with the other half overlooked: "Umaru [Fofana]".
fn half_named(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, name) in found.iter().enumerate() {
        let at = name.start;
        let first = name.end - at == 1 && name.kind == PERSON && text.is(at, FIRST_NAME);
        if !first || !text.is_running(at) {
            continue;
        }
        let limit = found.get(index + 1).map_or(usize::MAX, |next| next.start);
        let free = index.checked_sub(1).map_or(0, |before| found[before].end);
        let sentence = |at: usize| text.segmented.sentence_of(at);
        let listed = |at: usize| text.is(at, LAST_NAME) || text.clues.listed(at) == 0;
        if name.end < limit
            && text.plain(name.end)
            && listed(name.end)
            && sentence(at) == sentence(name.end)
            && !text.capital(name.end + 1)
        {
            changes.push((at..name.end + 1, Some(PERSON)));
        } else if at > free
            && text.plain(at - 1)
            && !text.is(at - 1, TITLE)
            && text.is(at - 1, LAST_NAME)
            && sentence(at) == sentence(at - 1)
            && !text.capital(name.end)
        {
            changes.push((at - 1..name.end, Some(PERSON)));
        }
    }
    changes
}

/// What is named like a person, and was taken for a thing that nothing says
/// it is.
fn like_persons(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for name in found.iter().filter(|name| !matches!(name.kind, PERSON | GROUP)) {
        let tokens = name.start..name.end;
        let (first, last) = (name.start, name.end - 1);
        let quoted = matches!(text.before(first), "\"" | "“" | "'" | "‘");
        let after = first > 0 && text.is(first - 1, PRODUCTS | EVENTS | WORKS | FIRST_NAME);
        // "Park Geun-hye": no town is written so.
        let given = tokens.len() == 4
            && text.word(first + 2) == "-"
            && text.clues.word(last).caps == Caps::None
            && text.is(first, LAST_NAME)
            && text.plain(first + 1)
            && matches!(name.kind, PLACE | ORGANIZATION);
        let thing = !matches!(name.kind, PLACE | ORGANIZATION | EVENT);
        let full = tokens.len() == 2
            && thing
            && text.is(first, FIRST_NAME)
            && text.is(last, LAST_NAME | FIRST_NAME)
            && tokens.clone().all(|at| text.plain(at) && !text.is(at, PRODUCTS));
        if !quoted && !after && (given || full) {
            changes.push((tokens, Some(PERSON)));
        }
    }
    changes
}

/// "St. Mark's Basilica" is one place.
fn saints(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    const BUILDINGS: &[&str] =
        &["Basilica", "Cathedral", "Square", "Church", "Abbey", "Chapel", "Castle", "Bay"];
    let mut changes = Vec::new();
    for name in found {
        let building = name.end + 1;
        if matches!(text.word(name.start), "St." | "St" | "Saint")
            && matches!(text.word(name.end), "'s" | "’s")
            && BUILDINGS.contains(&text.word(building))
            && within(found, &(name.start..building + 1)).is_some()
        {
            changes.push((name.start..building + 1, Some(PLACE)));
        }
    }
    changes
}

/// The letters in brackets behind a name are what it is.
fn brackets(text: &Words<'_, '_>, found: &[Found]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, name) in found.iter().enumerate() {
        let at = name.end + 1;
        if name.kind == PERSON
            || name.end - name.start < 2
            || text.word(name.end) != "("
            || text.word(at + 1) != ")"
            || text.clues.word(at).caps != Caps::All
        {
            continue;
        }
        let capital = |at: &usize| text.capital(*at);
        let initials: String =
            (name.start..name.end).filter(capital).map(|at| text.clues.word(at).initial).collect();
        let kind = found.get(index + 1).filter(|next| next.start == at).map(|next| next.kind);
        if initials == text.word(at) && kind != Some(name.kind) {
            changes.push((at..at + 1, Some(name.kind)));
        }
    }
    changes
}
