//! Names by their first words, made so that a long text is passed over fast.
//!
//! Nearly every byte of a text opens no name. One table of first bytes tells
//! most of them, a bit for each hash of four or eight bytes nearly all of the
//! rest; for what is left the first words stand in order, so that one binary search
//! finds all that open there.

use std::collections::HashMap;

use super::{Name, is_apostrophe};

/// The names, each once, by their first words.
pub(super) struct Heads<'a> {
    /// First words, each once, in the order of their bytes.
    words: Vec<&'a str>,
    /// For each of them, the number its first eight bytes make.
    keys: Vec<u64>,
    /// For each of them, the numbers of the names it opens.
    opened: Vec<Vec<usize>>,
    /// For each of them, the longest other that it begins with.
    shorter: Vec<Option<usize>>,
    /// The names by number.
    pub(super) names: Vec<Unique<'a>>,
    filter: Filter,
}

/// A name, and all whose name it is.
pub(super) struct Unique<'a> {
    /// Without white space at either end.
    pub(super) words: &'a str,
    pub(super) owners: Vec<usize>,
    /// For whom it masks other names.
    pub(super) maskers: Vec<usize>,
}

impl<'a> Heads<'a> {
    pub(super) fn new(names: &[Name<'a>]) -> Self {
        let mut unique: Vec<Unique<'a>> = Vec::new();
        let mut known = HashMap::new();
        let mut by_head: HashMap<&'a str, Vec<usize>> = HashMap::new();
        for name in names {
            let words = name.words.trim();
            if words.is_empty() {
                continue;
            }
            let number = *known.entry(words).or_insert(unique.len());
            if number == unique.len() {
                unique.push(Unique { words, owners: Vec::new(), maskers: Vec::new() });
                by_head.entry(head_of(words)).or_default().push(number);
            }
            let unique = &mut unique[number];
            if name.mask { &mut unique.maskers } else { &mut unique.owners }.push(name.owner);
        }
        let mut heads: Vec<(&str, Vec<usize>)> = by_head.into_iter().collect();
        heads.sort_unstable();
        let (words, opened): (Vec<&str>, Vec<Vec<usize>>) = heads.into_iter().unzip();
        let filter = Filter::new(&words);
        let keys = words.iter().map(|word| key(word.as_bytes())).collect();
        Self { shorter: shorter(&words), keys, words, opened, names: unique, filter }
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The first byte from `at` on at which a name may open.
    pub(super) fn next(&self, text: &[u8], at: usize) -> Option<usize> {
        self.filter.next(text, at)
    }

    /// The first words that stand at byte `at`, the longest first: (its length
    /// in bytes, the names it opens).
    pub(super) fn at(&self, text: &'a [u8], at: usize) -> impl Iterator<Item = (usize, &[usize])> {
        let rest = &text[at..];
        // Whatever `rest` begins with stands before it in order, and what
        // stands between begins with it too: the chain holds all.
        let wanted = key(rest);
        let from = self.keys.partition_point(|&key| key < wanted);
        let alike = self.keys[from..].partition_point(|&key| key == wanted);
        let alike = &self.words[from..from + alike];
        let after = from + alike.partition_point(|head| head.as_bytes() <= rest);
        std::iter::successors(after.checked_sub(1), |&head| self.shorter[head])
            .filter(|&head| rest.starts_with(self.words[head].as_bytes()))
            .map(|head| (self.words[head].len(), &*self.opened[head]))
    }
}

/// The first eight bytes as a number in the order of the bytes; those that are missing count as 0.
fn key(bytes: &[u8]) -> u64 {
    if let Some(&eight) = bytes.first_chunk::<8>() {
        return u64::from_be_bytes(eight);
    }
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    u64::from_be_bytes(eight)
}

/// Up to the first white space or apostrophe, since those match by kind.
fn head_of(words: &str) -> &str {
    // A name may open with an apostrophe: then that is its head.
    let first = words.chars().next().map_or(0, char::len_utf8);
    let end = words[first..].find(|c: char| c.is_whitespace() || is_apostrophe(c));
    &words[..end.map_or(words.len(), |at| first + at)]
}

/// For each of some words in order, the longest other that it begins with.
fn shorter(words: &[&str]) -> Vec<Option<usize>> {
    let mut around: Vec<usize> = Vec::new();
    let mut found = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        while around.last().is_some_and(|&last| !word.starts_with(words[last])) {
            around.pop();
        }
        found.push(around.last().copied());
        around.push(index);
    }
    found
}

/// Tells most places of a text at which no head stands.
struct Filter {
    /// Whether a head begins with this byte.
    first: [bool; 256],
    /// Whether a head begins with these two bytes and has less than four, a bit each.
    brief: Bits,
    /// Whether a head of four to seven bytes begins with four of this hash, a bit each.
    fours: Bits,
    /// Whether a longer head begins with eight bytes of this hash, a bit each.
    eights: Bits,
}

/// A bit for each number of 16 bits.
struct Bits(Vec<u64>);

impl Bits {
    fn new() -> Self {
        Self(vec![0; 1 << 10])
    }

    fn set(&mut self, bit: u16) {
        self.0[usize::from(bit >> 6)] |= 1 << (bit & 63);
    }

    fn has(&self, bit: u16) -> bool {
        self.0[usize::from(bit >> 6)] & (1 << (bit & 63)) != 0
    }
}

impl Filter {
    fn new(heads: &[&str]) -> Self {
        let mut filter = Self {
            first: [false; 256],
            brief: Bits::new(),
            fours: Bits::new(),
            eights: Bits::new(),
        };
        for head in heads.iter().map(|head| head.as_bytes()) {
            filter.first[usize::from(head[0])] = true;
            match *head {
                [_, _, _, _, _, _, _, _, ..] => filter.eights.set(hash(key(head))),
                [_, _, _, _, ..] => filter.fours.set(hash(key(&head[..4]))),
                [a, b, ..] => filter.brief.set(u16::from_le_bytes([a, b])),
                [a] => (0..=255).for_each(|b| filter.brief.set(u16::from_le_bytes([a, b]))),
                [] => {}
            }
        }
        filter
    }

    fn next(&self, text: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += text.get(at..)?.iter().position(|&byte| self.first[usize::from(byte)])?;
            // Inside a word of ASCII letters none begins.
            let inside = at > 0 && inner(text[at - 1]) && inner(text[at]);
            if !inside && self.may_open(&text[at..]) {
                return Some(at);
            }
            at += 1;
        }
    }

    fn may_open(&self, rest: &[u8]) -> bool {
        // The last bytes of a text are few.
        let Some(&eight) = rest.first_chunk::<8>() else { return true };
        let eight = u64::from_be_bytes(eight);
        let four = eight & 0xffff_ffff_0000_0000;
        self.eights.has(hash(eight))
            || self.fours.has(hash(four))
            || self.brief.has(u16::from_le_bytes([rest[0], rest[1]]))
    }
}

fn inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Multiplicative hashing (Knuth, The Art of Computer Programming, 6.4).
fn hash(key: u64) -> u16 {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as u16
}
