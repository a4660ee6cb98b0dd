//! Which names of persons are one person.
//!
//! Two full names are one if last names agree and first names may. A shorter
//! name is the person first named in full with it, last names before first
//! names; two different full names never become one through it.

use std::collections::HashMap;

use super::spelling::{nearly, same_first};

/// A mention of a person, folded.
pub(super) struct Naming {
    /// Its words.
    pub(super) words: Vec<String>,
    /// Whether it has a first and a last name, by its look: "al-Assad" and
    /// "van Buren" are one name each.
    pub(super) full: bool,
}

/// Words at the end of a name that do not tell persons apart.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "esq", "md", "phd"];

/// Particles that open a last name, and no first name.
pub(super) const PARTICLES: &[&str] =
    &["bin", "ibn", "van", "von", "de", "der", "den", "del", "della", "du", "dos"];

/// One number for every person, by mention; the mentions are in the order of
/// the text.
pub(super) fn persons(namings: &[Naming]) -> Vec<usize> {
    let words: Vec<&[String]> = namings.iter().map(|naming| core(&naming.words)).collect();
    let is_full = |index: usize| namings[index].full && words[index].len() > 1;
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
    // Those that are never named in full, each form once.
    let mut short: HashMap<&[String], usize> = HashMap::new();
    for (index, &name) in words.iter().enumerate() {
        if person[index] == usize::MAX {
            person[index] = *short.entry(name).or_insert_with(|| {
                full.bearer(name).unwrap_or_else(|| {
                    next += 1;
                    next - 1
                })
            });
        }
    }
    person
}

/// How many full names are looked through for a letter's difference.
const PATIENCE: usize = 1_000;

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
    /// names.
    fn bearer(&self, name: &[String]) -> Option<usize> {
        let first = name.get(..1)?;
        let mut fits = self.sharing(first).filter(|(full, _)| full.ends_with(name));
        let last = fits.next();
        let found = last
            .or_else(|| self.sharing(first).find(|(full, _)| full.starts_with(name)))
            .or_else(|| {
                let inside = |full: &[String]| full.windows(name.len()).any(|part| part == name);
                self.sharing(first).find(|(full, _)| inside(full))
            })
            .or_else(|| {
                let misspelt = |full: &[String]| full.last().is_some_and(|w| nearly(w, &name[0]));
                let mut names = self.names.iter().take(PATIENCE);
                names.find(|(full, _)| name.len() == 1 && misspelt(full)).copied()
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
        // Robert F Kennedy, and a Spanish name with both last names.
        return first == first2 && (middle2.contains(last) || middle.contains(last2));
    }
    let conflict = middle.len() == 1
        && middle2.len() == 1
        && !same_first(&middle[0], &middle2[0])
        && !nearly(&middle[0], &middle2[0]);
    !conflict && (last == last2 || first == first2)
}
