//! How many edits part a pattern from a text: Myers' bit-parallel algorithm.
//!
//! G. Myers, "A fast bit-vector algorithm for approximate string matching
//! based on dynamic programming", JACM 46 (1999), with the block form of
//! H. Hyyrö, "Explaining and extending the bit-parallel approximate string
//! matching algorithm of Myers" (2001). An edit inserts, removes or replaces
//! one character.

use std::collections::HashMap;

const WORD: usize = 64;

/// A pattern made ready: for each character, the places at which it stands.
#[derive(Debug)]
pub(super) struct Pattern {
    length: usize,
    /// By block, then by character.
    ascii: Vec<[u64; 128]>,
    others: HashMap<char, Vec<u64>>,
}

/// Where a match may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// At the start of the text: what comes before a match is counted.
    There,
    /// Anywhere in the text.
    Anywhere,
}

impl Pattern {
    pub(super) fn of(chars: impl ExactSizeIterator<Item = char>) -> Self {
        let length = chars.len();
        let blocks = length.div_ceil(WORD);
        let mut ascii = vec![[0; 128]; blocks];
        let mut others: HashMap<char, Vec<u64>> = HashMap::new();
        for (at, c) in chars.enumerate() {
            let bit = 1 << (at % WORD);
            match ascii[at / WORD].get_mut(c as usize) {
                Some(mask) => *mask |= bit,
                None => others.entry(c).or_insert_with(|| vec![0; blocks])[at / WORD] |= bit,
            }
        }
        Self { length, ascii, others }
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Tells `each` for every prefix of `text`, from one character on, how many
    /// edits part the pattern from what ends there.
    pub(super) fn scan(
        &self,
        begin: Begin,
        text: impl Iterator<Item = char>,
        mut each: impl FnMut(usize, usize),
    ) {
        let Some(last) = self.ascii.len().checked_sub(1) else { return };
        // The vertical differences of the column before: all +1 at first.
        let mut rises = vec![!0_u64; last + 1];
        let mut falls = vec![0_u64; last + 1];
        let mut score = self.length;
        for (at, c) in text.enumerate() {
            let others = if c.is_ascii() { None } else { self.others.get(&c) };
            let mut carry = i8::from(begin == Begin::There);
            for block in 0..=last {
                let mut equal = match others {
                    Some(masks) => masks[block],
                    None => self.ascii[block].get(c as usize).copied().unwrap_or(0),
                };
                let (rise, fall) = (rises[block], falls[block]);
                let vertical = equal | fall;
                equal |= u64::from(carry < 0);
                let level = ((equal & rise).wrapping_add(rise) ^ rise) | equal;
                let up = fall | !(level | rise);
                let down = rise & level;
                let top = if block == last { (self.length - 1) % WORD } else { WORD - 1 };
                let out = ((up >> top) & 1) as i8 - ((down >> top) & 1) as i8;
                let up = (up << 1) | u64::from(carry > 0);
                let down = (down << 1) | u64::from(carry < 0);
                rises[block] = down | !(vertical | up);
                falls[block] = up & vertical;
                carry = out;
            }
            score = score.saturating_add_signed(isize::from(carry));
            each(at + 1, score);
        }
    }

    /// The fewest edits to make the pattern of some beginning of `text`, which
    /// may be empty.
    pub(super) fn opening(&self, text: impl Iterator<Item = char>) -> usize {
        let mut best = self.length;
        self.scan(Begin::There, text, |_, edits| best = best.min(edits));
        best
    }

    /// The fewest edits to make the pattern of some part of `text`.
    pub(super) fn anywhere(&self, text: impl Iterator<Item = char>) -> usize {
        let mut best = self.length;
        self.scan(Begin::Anywhere, text, |_, edits| best = best.min(edits));
        best
    }

    /// The edits to make the pattern of the whole of `text`.
    pub(super) fn whole(&self, text: impl Iterator<Item = char>) -> usize {
        let (mut edits, mut length) = (self.length, 0);
        self.scan(Begin::There, text, |at, score| (length, edits) = (at, score));
        if self.length == 0 { length } else { edits }
    }
}
