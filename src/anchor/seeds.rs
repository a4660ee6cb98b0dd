//! Where in a text words like these may stand: short runs of characters that
//! both have, counted by how far in they stand.
//!
//! What keeps no run of [`GRAM`] characters is not the same passage any more,
//! so nothing is missed, and a search costs what it finds instead of what
//! the text is long.

use std::collections::HashMap;

/// How many characters a run has.
const GRAM: usize = 5;

/// Runs that stand in more places than this say nothing about which.
const COMMON: usize = 48;

/// How far apart two runs may stand from each other's place and count together.
const BIN: usize = 24;

/// How many runs of a long passage are looked up.
const LOOKUPS: usize = 400;

/// All runs of a text, by a hash of their characters.
#[derive(Debug)]
pub(super) struct Seeds {
    /// Where the places of each hash start.
    heads: Vec<u32>,
    places: Vec<u32>,
}

impl Seeds {
    pub(super) fn of(chars: &[char]) -> Self {
        let bits = (chars.len().max(256) * 2).next_power_of_two().trailing_zeros().min(24);
        let mut heads = vec![0_u32; (1 << bits) + 1];
        let hashes: Vec<u32> = chars.windows(GRAM).map(|gram| hash(gram, bits)).collect();
        for &hash in &hashes {
            heads[hash as usize + 1] += 1;
        }
        for bucket in 1..heads.len() {
            heads[bucket] += heads[bucket - 1];
        }
        let mut next = heads.clone();
        let mut places = vec![0; hashes.len()];
        for (place, &hash) in hashes.iter().enumerate() {
            let slot = &mut next[hash as usize];
            places[*slot as usize] = place as u32;
            *slot += 1;
        }
        Self { heads, places }
    }

    /// Where `pattern` may start in the text this was made of: the places with
    /// the most runs in common, best first, at most `most`. Negative: before
    /// the text.
    pub(super) fn starts(&self, chars: &[char], pattern: &[char], most: usize) -> Vec<isize> {
        let bits = (self.heads.len() - 1).trailing_zeros();
        let mut votes: HashMap<isize, (u32, isize)> = HashMap::new();
        let step = (pattern.len() / LOOKUPS).max(1);
        for (at, gram) in pattern.windows(GRAM).enumerate().step_by(step) {
            let bucket = hash(gram, bits) as usize;
            let (from, to) = (self.heads[bucket] as usize, self.heads[bucket + 1] as usize);
            if to - from > COMMON {
                continue;
            }
            for &place in &self.places[from..to] {
                let place = place as usize;
                if chars.get(place..place + GRAM) == Some(gram) {
                    let start = place as isize - at as isize;
                    let bin = votes.entry(start.div_euclid(BIN as isize)).or_default();
                    bin.0 += 1;
                    bin.1 += start;
                }
            }
        }
        let mut found: Vec<(u32, isize)> = votes
            .iter()
            .map(|(&bin, &(count, sum))| {
                let beside = votes.get(&(bin + 1)).map_or(0, |next| next.0);
                (count + beside, sum / count as isize)
            })
            .collect();
        // Of what is left of a longer passage some runs stand side by side.
        let fewest = if pattern.len() < 24 { 1 } else { 3 };
        found.retain(|&(count, _)| count >= fewest);
        found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = found.first().map_or(0, |first| first.0);
        found.retain(|&(count, _)| count * 8 >= best);
        found.truncate(most);
        found.into_iter().map(|(_, start)| start).collect()
    }
}

/// FNV-1a over the characters, folded to `bits`.
fn hash(gram: &[char], bits: u32) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &c in gram {
        hash = (hash ^ u64::from(c as u32)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    ((hash ^ (hash >> 29)) as u32) & ((1 << bits) - 1)
}
