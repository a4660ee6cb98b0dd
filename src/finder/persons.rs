//! Which names of persons are one person.
//!
//! Two full names are one if last names agree and first names may. A shorter
//! name is the nearest earlier full name that has it, last names before first
//! names; two different full names never become one through it.

use super::spelling::{nearly, same_first};

/// A mention of a person, folded.
pub(super) struct Naming {
    /// Its words.
    pub(super) words: Vec<String>,
    /// Its first token, to tell what is earlier.
    pub(super) at: usize,
}

/// Words at the end of a name that do not tell persons apart.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "esq", "md", "phd"];

/// Particles that open a last name.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ibn", "ben", "abu", "van", "von", "de", "der", "den", "del", "della", "di",
    "da", "dos", "du", "la", "le", "mac", "st",
];

/// One number for every person, by mention; the mentions are in the order of
/// the text.
pub(super) fn persons(namings: &[Naming]) -> Vec<usize> {
    let words: Vec<&[String]> = namings.iter().map(|naming| core(&naming.words)).collect();
    let mut person = vec![usize::MAX; namings.len()];
    // (words of a full name, its person), each form once.
    let mut full: Vec<(&[String], usize)> = Vec::new();
    let mut next = 0;
    for (index, &name) in words.iter().enumerate() {
        if !is_full(name) {
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
        person[index] = match bearer(name, index, &words, &person, &full) {
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

/// The person of a full name that a shorter name stands for.
fn bearer(
    name: &[String],
    index: usize,
    words: &[&[String]],
    person: &[usize],
    full: &[(&[String], usize)],
) -> Option<usize> {
    let fits: [fn(&[String], &[String]) -> bool; 4] = [
        |full, name| full.ends_with(name),
        |full, name| full.starts_with(name),
        |full, name| full.windows(name.len()).any(|part| part == name),
        |full, name| name.len() == 1 && full.last().is_some_and(|last| nearly(last, &name[0])),
    ];
    for fit in fits {
        let fitting = |at: &usize| is_full(words[*at]) && fit(words[*at], name);
        if !full.iter().any(|(full, _)| fit(full, name)) {
            continue;
        }
        // The nearest earlier mention, or the first later one.
        let earlier = (0..index).rev().find(fitting);
        let found = earlier.or_else(|| (index + 1..words.len()).find(fitting));
        if let Some(at) = found {
            return Some(person[at]);
        }
    }
    None
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

/// First and last name; "bin Laden" is a last name only.
fn is_full(words: &[String]) -> bool {
    words.len() > 1 && !(words.len() == 2 && PARTICLES.contains(&words[0].as_str()))
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
