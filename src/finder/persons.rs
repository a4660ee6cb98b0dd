//! Which names of persons are one person.
//!
//! Two full names are one if last names agree and first names may. A shorter
//! name is the person first named in full with it, last names before first
//! names; two different full names never become one through it.

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
    // (words of a full name, its person), each form once.
    let mut full: Vec<(&[String], usize)> = Vec::new();
    let mut next = 0;
    for (index, &name) in words.iter().enumerate() {
        if !is_full(index) {
            continue;
        }
        let known = full
            .iter()
            .find(|(other, _)| *other == name)
            .or_else(|| full.iter().find(|(other, _)| same(other, name)));
        person[index] = match known {
            Some(&(other, number)) => {
                if other != name {
                    full.push((name, number));
                }
                number
            }
            None => {
                full.push((name, next));
                next += 1;
                next - 1
            }
        };
    }
    // Short forms: (words, person) of those without a full name.
    let mut short: Vec<(&[String], usize)> = Vec::new();
    for (index, &name) in words.iter().enumerate() {
        if person[index] != usize::MAX {
            continue;
        }
        person[index] = match bearer(name, &full) {
            Some(number) => number,
            None => match short.iter().find(|(other, _)| *other == name) {
                Some(&(_, number)) => number,
                None => {
                    short.push((name, next));
                    next += 1;
                    next - 1
                }
            },
        };
    }
    person
}

/// The person of a full name that a shorter name stands for: of several the
/// one named first, since relatives are told apart by their full names.
fn bearer(name: &[String], full: &[(&[String], usize)]) -> Option<usize> {
    let fits: [fn(&[String], &[String]) -> bool; 4] = [
        |full, name| full.ends_with(name),
        |full, name| full.starts_with(name),
        |full, name| full.windows(name.len()).any(|part| part == name),
        |full, name| name.len() == 1 && full.last().is_some_and(|last| nearly(last, &name[0])),
    ];
    fits.iter()
        .find_map(|fit| full.iter().find(|(full, _)| fit(full, name)))
        .map(|&(_, person)| person)
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
        return middle2.contains(last) && first == first2
            || middle.contains(last2) && first == first2;
    }
    let conflict = middle.len() == 1
        && middle2.len() == 1
        && !same_first(&middle[0], &middle2[0])
        && !nearly(&middle[0], &middle2[0]);
    !conflict && (last == last2 || first == first2)
}
