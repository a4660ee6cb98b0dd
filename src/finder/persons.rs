//! Which names of persons are one person.
//!
//! Two full names are one if last names agree and first names may. A shorter
//! name is the person first named in full with it, last names before first
//! names; two different full names never become one through it. "Mrs" before
//! it rules out a man; that is asked here alone and never passed on.

use std::collections::HashMap;

use super::spelling::{nearly, same_first, sex};

/// A mention of a person, folded.
pub(super) struct Naming {
    /// Its words.
    pub(super) words: Vec<String>,
    /// Whether it has a first and a last name, by its look: "al-Assad" and
    /// "van Buren" are one name each.
    pub(super) full: bool,
    /// Whether its first word is a first name.
    pub(super) given: bool,
    /// Whose form of address stands before it.
    pub(super) sex: Option<Sex>,
}

/// Whom a form of address or a first name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sex {
    Man,
    Woman,
}

/// Words at the end of a name that do not tell persons apart.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "esq", "md", "phd"];

/// Particles that open a last name, and no first name.
pub(super) const PARTICLES: &[&str] = &[
    "bin", "ibn", "van", "von", "de", "der", "den", "del", "della", "du", "dos", "da", "di", "le",
    "la",
];

/// One number for every person, by mention; the mentions are in the order of
/// the text.
pub(super) fn persons(namings: &[Naming]) -> Vec<usize> {
    let words: Vec<&[String]> = namings.iter().map(|naming| core(&naming.words)).collect();
    let long = |index: usize| namings[index].full && words[index].len() > 1;
    // The longer names by their last words, for last names of two words.
    let mut ends: HashMap<&String, Vec<&[String]>> = HashMap::new();
    for (index, name) in words.iter().enumerate().filter(|&(index, _)| long(index)) {
        let Some(last) = name.last().filter(|_| name.len() > 2 && namings[index].full) else {
            continue;
        };
        let ends = ends.entry(last).or_default();
        if ends.len() < ENDS && !ends.contains(name) {
            ends.push(name);
        }
    }
    // "Suu Kyi" is a last name beside Aung San Suu Kyi.
    let is_last_name = |index: usize| {
        let (name, naming) = (words[index], &namings[index]);
        // "Lula da Silva" may be one too, though Lula is a first name.
        let particle = name.get(1).is_some_and(|word| PARTICLES.contains(&word.as_str()));
        (!naming.given || naming.sex.is_some() || particle)
            && name.last().and_then(|last| ends.get(last)).is_some_and(|ends| {
                ends.iter().any(|full| full.len() > name.len() && full.ends_with(name))
            })
    };
    let is_full = |index: usize| long(index) && !is_last_name(index);
    let mut person = vec![usize::MAX; namings.len()];
    let mut full = FullNames::default();
    let mut next = 0;
    for (index, &name) in words.iter().enumerate().filter(|&(index, _)| is_full(index)) {
        person[index] = match full.exact.get(name) {
            Some(&known) => known,
            None => {
                let number = full.alike(name).unwrap_or(next);
                next = next.max(number + 1);
                full.add(name, number);
                number
            }
        };
    }
    let mut sexes: HashMap<usize, Sex> = HashMap::new();
    for index in (0..words.len()).filter(|&index| is_full(index)) {
        let sex = namings[index].sex.or_else(|| words[index].first().and_then(|first| sex(first)));
        if let Some(sex) = sex {
            sexes.entry(person[index]).or_insert(sex);
        }
    }
    // Those that are never named in full, each form once.
    let mut short: HashMap<(&[String], Option<Sex>), usize> = HashMap::new();
    for (index, &name) in words.iter().enumerate() {
        if person[index] != usize::MAX {
            continue;
        }
        let address = namings[index].sex;
        if let Some(&known) = short.get(&(name, address)) {
            person[index] = known;
            continue;
        }
        let may = |person: usize| match (address, sexes.get(&person)) {
            (Some(one), Some(&other)) => one == other,
            _ => true,
        };
        // A person known by the last name alone is the first that is addressed
        // by it, and the other way round.
        let alone = short.get(&(name, None)).copied().filter(|&person| may(person));
        let bearer = full.bearer(name, &may).or(alone).unwrap_or(next);
        next = next.max(bearer + 1);
        short.insert((name, address), bearer);
        if let Some(sex) = address {
            sexes.entry(bearer).or_insert(sex);
            if !short.contains_key(&(name, None)) && full.bearer(name, &|_| true).is_none() {
                short.insert((name, None), bearer);
            }
        }
        person[index] = bearer;
    }
    person
}

/// How many full names are looked through for a letter's difference.
const PATIENCE: usize = 1_000;

/// How many full names with one last word are compared with shorter ones.
const ENDS: usize = 64;

/// The full names of a text and whose they are, in the order of the text.
#[derive(Default)]
struct FullNames<'a> {
    names: Vec<(&'a [String], usize)>,
    exact: HashMap<&'a [String], usize>,
    /// The names that hold a word.
    holding: HashMap<&'a str, Vec<usize>>,
}

impl<'a> FullNames<'a> {
    fn add(&mut self, name: &'a [String], person: usize) {
        for word in name {
            self.holding.entry(word).or_default().push(self.names.len());
        }
        self.names.push((name, person));
        self.exact.insert(name, person);
    }

    /// The names that share a word with `words`, each in the order of the text.
    fn sharing(&self, words: &[String]) -> impl Iterator<Item = (&'a [String], usize)> {
        words.iter().flat_map(|word| {
            let holding = self.holding.get(word.as_str()).map_or(&[][..], Vec::as_slice);
            holding.iter().take(PATIENCE).map(|&at| self.names[at])
        })
    }

    /// The person of another form of a full name.
    fn alike(&self, name: &[String]) -> Option<usize> {
        self.sharing(name).find(|(other, _)| same(other, name)).map(|(_, person)| person)
    }

    /// The person of a full name that a shorter name stands for: of several
    /// the one named first, since relatives are told apart by their full
    /// names. Only those that `fits` allows.
    fn bearer(&self, name: &[String], fits: &dyn Fn(usize) -> bool) -> Option<usize> {
        let first = name.get(..1)?;
        let sharing = || self.sharing(first).filter(|&(_, person)| fits(person));
        let found = sharing()
            .find(|(full, _)| full.ends_with(name))
            .or_else(|| sharing().find(|(full, _)| full.starts_with(name)))
            .or_else(|| {
                let inside = |full: &[String]| full.windows(name.len()).any(|part| part == name);
                sharing().find(|(full, _)| inside(full))
            })
            .or_else(|| {
                let misspelt = |full: &[String]| full.last().is_some_and(|w| nearly(w, &name[0]));
                let mut names = self.names.iter().take(PATIENCE);
                let right = |full: &[String], person: usize| misspelt(full) && fits(person);
                names.find(|&&(full, person)| name.len() == 1 && right(full, person)).copied()
            });
        found.map(|(_, person)| person)
    }
}

fn core(words: &[String]) -> &[String] {
    let mut words = words;
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && SUFFIXES.contains(&last.as_str())
    {
        words = rest;
    }
    words
}

/// Whether two full names are one person's.
fn same(one: &[String], other: &[String]) -> bool {
    let ([first, middle @ .., last], [first2, middle2 @ .., last2]) = (one, other) else {
        return false;
    };
    if !same_first(first, first2) {
        // The same words throughout, but for a letter in one or two of them.
        return one.len() > 2
            && one.len() == other.len()
            && one.iter().zip(other).all(|(a, b)| nearly(a, b));
    }
    if !(last == last2 || nearly(last, last2)) {
        // A Spanish name with both last names, or "Kim Jong" cut short: one
        // goes on where the other ends. Kim Jong Un and Kim Yo Jong do not.
        let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
        let [_, middles @ .., end] = short else { return false };
        return first == first2
            && short.len() < long.len()
            && long[1..long.len() - 1].contains(end)
            && middles.iter().all(|word| long.contains(word));
    }
    let conflict = middle.len() == middle2.len()
        && middle
            .iter()
            .zip(middle2)
            .any(|(one, other)| !same_first(one, other) && !nearly(one, other));
    !conflict && (last == last2 || first == first2 || !middle.is_empty() && middle == middle2)
}
