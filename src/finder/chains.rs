//! Mentions into entities: which names of a text are one thing.
//!
//! The rules are those that hold in edited news; each joins only names of one
//! kind, and where two things could be meant none is chosen. Persons have
//! rules of their own, see [`persons`](super::persons).

use super::classes::{self, COMMON};
use super::features::Clues;
use super::hash::{self, Map};
use super::label::{EVENT, GROUP, ORGANIZATION, PERSON, PLACE};
use super::lists::{COUNTRY, Lists};
use super::persons::{Naming, PARTICLES, Sex, persons};
use super::segmented::Segmented;
use super::spelling::{folded, written_out};
use super::tagger::Found;

/// Words that make a company of a name and are left out in talk.
const COMPANY: &[&str] = &[
    "inc",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "plc",
    "llc",
    "llp",
    "lp",
    "ag",
    "gmbh",
    "sa",
    "spa",
    "nv",
    "bv",
    "ab",
    "asa",
    "oyj",
    "group",
    "holdings",
    "kft",
];

/// The number of the thing that each name stands for, from 0 in the order of
/// the text.
pub(super) fn chains(
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    lists: &Lists,
    found: &[Found],
) -> Vec<usize> {
    let words: Vec<Vec<String>> = found.iter().map(|name| words_of(segmented, name)).collect();
    let mut things = vec![usize::MAX; found.len()];
    let mut next = 0;
    let people: Vec<usize> = (0..found.len()).filter(|&at| found[at].kind == PERSON).collect();
    let namings: Vec<Naming> = people
        .iter()
        .map(|&at| Naming {
            words: words[at].clone(),
            full: is_full(segmented, &found[at]),
            given: clues.word(found[at].start).is(classes::FIRST_NAME),
            sex: address(segmented, found[at].start),
        })
        .collect();
    for (&at, person) in people.iter().zip(persons(&namings)) {
        things[at] = person;
        next = next.max(person + 1);
    }
    let mut forms = Forms::default();
    for (at, name) in found.iter().enumerate().filter(|(_, name)| name.kind != PERSON) {
        let of = owner(segmented, clues, lists, found, at);
        things[at] = next + forms.add(segmented, clues, lists, name, &words[at], of);
    }
    forms.join();
    bracketed(segmented, clues, found, &things, next, &mut forms);
    for thing in things.iter_mut().filter(|thing| **thing >= next) {
        *thing = next + forms.thing(*thing - next);
    }
    in_order(&mut things);
    things
}

/// The folded words of a name.
pub(super) fn words_of(segmented: &Segmented<'_>, name: &Found) -> Vec<String> {
    folded((name.start..name.end).map(|at| segmented.word(at)))
}

/// Whether a person's name has a first and a last part: spaces between, and
/// no particle at its head.
fn is_full(segmented: &Segmented<'_>, name: &Found) -> bool {
    let first = segmented.word(name.start);
    let spaces = (name.start + 1..name.end)
        .filter(|&at| {
            let before = segmented.tokens[at - 1].span;
            before.end < segmented.tokens[at].span.start
        })
        .count();
    let particle =
        first.starts_with(char::is_lowercase) || PARTICLES.contains(&&*first.to_lowercase());
    spaces > usize::from(particle)
}

/// Whom the form of address before a name is for; none of the two before a
/// couple.
fn address(segmented: &Segmented<'_>, name: usize) -> Option<Sex> {
    let before = |back: usize| name.checked_sub(back).map_or("", |at| segmented.word(at));
    if before(2) == "and" {
        return None;
    }
    match before(1).trim_end_matches('.') {
        "Mr" | "Sir" | "Lord" => Some(Sex::Man),
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" => Some(Sex::Woman),
        _ => None,
    }
}

/// The folded country or place that a body is of, where its own name does not
/// say: "the [Senate] of Puerto Rico", "Malaysia's [Foreign Ministry]".
fn owner(
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    lists: &Lists,
    found: &[Found],
    index: usize,
) -> Vec<String> {
    let name = &found[index];
    let last = segmented.word(name.end - 1);
    let body = name.end - name.start <= 3
        && ["Ministry", "Senate", "Parliament", "Congress", "Army", "Navy"].contains(&last);
    if name.kind != ORGANIZATION || !body && !is_generic(clues, name) {
        return Vec::new();
    }
    let place = |other: &&Found| other.kind == PLACE;
    let before = index.checked_sub(1).map(|at| &found[at]);
    let owns = |other: &&Found| {
        other.end + 1 == name.start && matches!(segmented.word(other.end), "'s" | "’s")
    };
    let follows = |other: &&Found| {
        segmented.word(name.end) == "of"
            && (other.start == name.end + 1
                || other.start == name.end + 2 && segmented.word(name.end + 1) == "the")
    };
    let owner = before.filter(place).filter(owns);
    let owner = owner.or_else(|| found.get(index + 1).filter(place).filter(follows));
    let words = match (owner, before) {
        (Some(owner), _) => words_of(segmented, owner).join(" "),
        (None, Some(people)) if people.kind == GROUP && people.end == name.start => {
            let people = &segmented.text()[segmented.span(people.start..people.end).range()];
            lists.country(people).unwrap_or_default().to_lowercase()
        }
        _ => return Vec::new(),
    };
    let words = written_out(&words).unwrap_or(&words);
    words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether all words of a name are common ones for what it is: "Court".
fn is_generic(clues: &Clues<'_>, name: &Found) -> bool {
    let classes = match name.kind {
        ORGANIZATION => classes::ORGANIZATION,
        PLACE => classes::PLACE,
        _ => classes::EVENT | classes::WORK,
    };
    (name.start..name.end).all(|at| {
        let word = clues.word(at);
        word.is(classes | COMMON | classes::PARTICLE) || word.caps == super::lexicon::Caps::None
    })
}

/// Numbers the things by their first mention.
fn in_order(things: &mut [usize]) {
    let mut numbers: Map<usize, usize> = Map::default();
    for thing in things {
        let next = numbers.len();
        *thing = *numbers.entry(*thing).or_insert(next);
    }
}

/// The distinct forms of names that are no persons.
#[derive(Default)]
struct Forms {
    known: Map<String, usize>,
    forms: Vec<Form>,
}

struct Form {
    kind: usize,
    /// Its folded words, without what companies add.
    words: Vec<String>,
    /// The same without the country or people at its head.
    bare: Vec<String>,
    /// What an acronym of it would be, with and without small words.
    initials: [String; 2],
    /// Letters only, all capitals.
    acronym: bool,
    /// Which of its words say what sort of body it is, not which: a bit each.
    bodies: u64,
    /// All its words are common ones for what it is: "Court", "House".
    generic: bool,
    /// The form it was joined to.
    joined: usize,
}

impl Forms {
    fn add(
        &mut self,
        segmented: &Segmented<'_>,
        clues: &Clues<'_>,
        lists: &Lists,
        name: &Found,
        words: &[String],
        of: Vec<String>,
    ) -> usize {
        let (mut words, long) = normal(name.kind, words);
        let mut bare = 0;
        let mut at = name.start;
        // "U.S. Senate", "United States Senate", "Russian Defence Ministry".
        if name.kind == ORGANIZATION {
            let tokens = (name.start..name.end).map(|at| clues.word(at).form);
            if let Some((length, bits)) = lists.longest(tokens)
                && bits & COUNTRY != 0
                && length < name.end - name.start
            {
                at += length;
                bare = length;
            } else if name.end - name.start > 1 && clues.word(at).is(classes::DEMONYM) {
                at += 1;
                bare = 1;
            }
            while at < name.end && matches!(segmented.word(at), "'s" | "’s") {
                at += 1;
            }
            if bare > 0 {
                let head = folded((name.start..at).map(|at| segmented.word(at)));
                let shown = segmented.word(name.start);
                let joined = head.join(" ");
                let country = lists.country(shown).map(str::to_lowercase).unwrap_or(joined);
                let country = written_out(&country).unwrap_or(&country);
                let rest = words.split_off(head.len().min(words.len().saturating_sub(1)));
                words = country.split(' ').map(str::to_owned).collect();
                bare = words.len();
                words.extend(rest);
            }
        }
        if bare == 0 && !long && !of.is_empty() {
            bare = of.len();
            words.splice(0..0, of);
        }
        let key = format!("{} {} {}", name.kind, bare, words.join(" "));
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let initial = |word: &String| word.chars().next();
        let small = ["of", "and", "the", "for", "in", "on", "to", "de"];
        let initials = [
            words.iter().filter(|w| !small.contains(&w.as_str())).filter_map(initial).collect(),
            words.iter().filter_map(initial).collect(),
        ];
        let acronym = name.end - name.start == 1
            && !long
            && clues.word(name.start).caps == super::lexicon::Caps::All;
        let generic = is_generic(clues, name);
        let is_body = |word: &String| {
            COMPANY.contains(&word.as_str())
                || matches!(
                    word.as_str(),
                    "motor" | "motors" | "project" | "international" | "global"
                )
                || lists.classes(hash::word(word.as_bytes())) & classes::ORGANIZATION != 0
        };
        let bodies = words.iter().take(64).enumerate();
        let bodies = bodies.fold(0, |set, (at, word)| set | u64::from(is_body(word)) << at);
        let number = self.forms.len();
        self.forms.push(Form {
            bodies,
            kind: name.kind,
            bare: words[bare..].to_vec(),
            words,
            initials,
            acronym,
            generic,
            joined: number,
        });
        self.known.insert(key, number);
        number
    }

    fn thing(&self, form: usize) -> usize {
        let mut form = form;
        while self.forms[form].joined != form {
            form = self.forms[form].joined;
        }
        form
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.thing(one), self.thing(other));
        let (first, later) = (one.min(other), one.max(other));
        self.forms[later].joined = first;
    }

    /// Joins each form to the one longer form that it is short for.
    fn join(&mut self) {
        let mut holding: Map<String, Vec<usize>> = Map::default();
        let mut initials: Map<String, Vec<usize>> = Map::default();
        for (number, form) in self.forms.iter().enumerate() {
            for word in &form.words {
                let holding = holding.entry(word.clone()).or_default();
                if holding.last() != Some(&number) && holding.len() < PATIENCE {
                    holding.push(number);
                }
            }
            for letters in &form.initials {
                initials.entry(letters.clone()).or_default().push(number);
            }
        }
        for rule in
            [is_acronym, is_plural, is_same_storm, is_same_office, is_without_country, is_part]
        {
            for short in 0..self.forms.len() {
                let form = &self.forms[short];
                let Some(last) = form.words.last() else { continue };
                let mut candidates: Vec<&usize> = Vec::new();
                if form.acronym {
                    candidates.extend(initials.get(&form.words[0]).into_iter().flatten());
                }
                candidates.extend(holding.get(last).into_iter().flatten());
                candidates.extend(holding.get(&format!("{last}s")).into_iter().flatten());
                if form.kind == ORGANIZATION {
                    candidates.extend(holding.get(&form.words[0]).into_iter().flatten());
                }
                let mut longer = candidates.into_iter().copied().filter(|&long| {
                    long != short
                        && self.forms[long].kind == form.kind
                        && rule(form, &self.forms[long])
                });
                let Some(first) = longer.next() else { continue };
                let thing = self.thing(first);
                if longer.all(|long| self.thing(long) == thing) {
                    self.unite(short, first);
                }
            }
        }
    }
}

/// How many forms that share a word are compared with each other.
const PATIENCE: usize = 500;

/// The words that are compared, and whether a known short form was written
/// out.
fn normal(kind: usize, words: &[String]) -> (Vec<String>, bool) {
    let joined = words.join(" ");
    // "Us", the people, is no country; nor is WHO a place.
    if matches!(kind, PLACE | ORGANIZATION)
        && let Some(long) = written_out(&joined)
    {
        return (long.split(' ').map(str::to_owned).collect(), true);
    }
    let mut words = words.to_vec();
    let company = |word: Option<&String>| word.is_some_and(|w| COMPANY.contains(&w.as_str()));
    while kind == ORGANIZATION && words.len() > 1 && company(words.last()) {
        words.pop();
    }
    // "116th U.S. Congress".
    if kind == ORGANIZATION
        && let Some(at) = words.iter().skip(1).position(|word| word == "us")
    {
        words.splice(at + 1..at + 2, ["united".to_owned(), "states".to_owned()]);
    }
    (words, false)
}

fn is_acronym(short: &Form, long: &Form) -> bool {
    short.acronym
        && long.words.len() > 1
        && short.words.len() == 1
        && short.words[0].len() > 1
        && long.initials.contains(&short.words[0])
}

/// Iranian and Iranians, Boeing 707 and 707s.
fn is_plural(short: &Form, long: &Form) -> bool {
    let ([head @ .., one], [heads @ .., many]) = (&short.words[..], &long.words[..]) else {
        return false;
    };
    short.kind != PLACE && head == heads && many.strip_suffix('s') == Some(one)
}

/// Hurricane Lorenzo and Storm Lorenzo, as it weakens.
fn is_same_storm(short: &Form, long: &Form) -> bool {
    fn given(form: &Form) -> Option<&[String]> {
        let words = match &form.words[..] {
            [first, rest @ ..] if first == "tropical" => rest,
            words => words,
        };
        let (head, rest) = words.split_first()?;
        let storm = ["hurricane", "typhoon", "cyclone", "storm"].contains(&head.as_str());
        (storm && !rest.is_empty()).then_some(rest)
    }
    short.kind == EVENT && given(short).is_some_and(|name| Some(name) == given(long))
}

/// "Department of State" and "State Department", countries left aside where
/// one has none.
fn is_same_office(short: &Form, long: &Form) -> bool {
    if short.kind != ORGANIZATION || !countries_agree(short, long) {
        return false;
    }
    let turned = |words: &[String]| -> Option<Vec<String>> {
        let (of, rest) = (words.get(1)?, words.get(2..)?);
        (of == "of" && !rest.is_empty()).then(|| rest.iter().chain(&words[..1]).cloned().collect())
    };
    turned(&short.bare).is_some_and(|words| words == long.bare)
        || turned(&long.bare).is_some_and(|words| words == short.bare)
}

fn countries_agree(one: &Form, other: &Form) -> bool {
    let head = |form: &Form| form.words.len() - form.bare.len();
    let (of_one, of_other) = (head(one), head(other));
    of_one == 0 || of_other == 0 || one.words[..of_one] == other.words[..of_other]
}

/// "Senate" for "U.S. Senate".
fn is_without_country(short: &Form, long: &Form) -> bool {
    short.kind == ORGANIZATION
        && short.bare.len() == short.words.len()
        && long.bare.len() < long.words.len()
        && short.words == long.bare
}

/// The head or the end of a longer name.
fn is_part(short: &Form, long: &Form) -> bool {
    let (few, many) = (short.words.len(), long.words.len());
    let slight = |word: &String| word.len() < 4 && !word.starts_with(|c: char| c.is_ascii_digit());
    if few >= many || few == 0 || slight(&short.words[0]) && !short.acronym {
        return false;
    }
    // "House" for "House of Representatives".
    if short.kind == ORGANIZATION
        && long.words.starts_with(&short.words)
        && long.words[few] == "of"
        && (short.generic || few > 1)
    {
        return true;
    }
    let rest = if long.words.ends_with(&short.words) {
        &long.words[..many - few]
    } else if long.words.starts_with(&short.words) && !short.generic {
        &long.words[few..]
    } else {
        return false;
    };
    match short.kind {
        // What is left must not name another thing: Ford, Ford Australia.
        ORGANIZATION if long.words.ends_with(&short.words) => {
            !matches!(rest, [one] if ["south", "north", "new"].contains(&one.as_str()))
        }
        ORGANIZATION => short.acronym || (few..many).all(|at| long.bodies & (1 << at.min(63)) != 0),
        PLACE if long.words.ends_with(&short.words) => short.generic && few == 1,
        PLACE => matches!(rest, [one] if ["dc", "islands", "sea"].contains(&one.as_str())),
        EVENT => !short.generic || few > 1,
        GROUP => matches!(rest, [one] if ["tribe", "people", "peoples"].contains(&one.as_str())),
        _ => !short.generic,
    }
}

/// Joins a name and the one in brackets right behind it: "Democratic Forces
/// (SDF)".
fn bracketed(
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    found: &[Found],
    things: &[usize],
    first: usize,
    forms: &mut Forms,
) {
    for (index, pair) in found.windows(2).enumerate() {
        let (name, short) = (&pair[0], &pair[1]);
        if name.kind == short.kind
            && name.kind != PERSON
            && short.start == name.end + 1
            && short.end == short.start + 1
            && segmented.word(name.end) == "("
            && segmented.word(short.end) == ")"
            && clues.word(short.start).caps == super::lexicon::Caps::All
            && !(name.kind == PLACE && name.end - name.start == 1)
        {
            forms.unite(things[index] - first, things[index + 1] - first);
        }
    }
}
