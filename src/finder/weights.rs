//! The model: what each feature is worth for each label.
//!
//! Few of the rows that features may have are in use, and few labels of a row
//! have a weight. In the file stand, in bytes, the distances between the used
//! rows, which labels of each have a weight (as the number of the set among
//! all such sets, the frequent ones first), and the weights in steps of one
//! scale. In memory a bitmap tells which rows are used and how many stand
//! before, so that the many features that mean nothing cost one look.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::decode::{SORTS, Scores, Transitions};
use super::features::ROW_BITS;
use super::label::LABELS;
use crate::error::{Error, Result};

/// The first bytes of a model; the digit counts the changes of the features,
/// since a model fits the features that it was trained with alone.
const MAGIC: &[u8; 8] = b"dlnames1";

/// One row: a weight for each label, in steps of the scale, as bytes above
/// [`ZERO`], eight to a word, the first lowest. Words are added for eight
/// labels at a time, whatever the compiler makes of loops.
type Row = [u64; 3];
const _: () = assert!(LABELS <= 24);

/// The byte of no weight, and a row of them.
const ZERO: i32 = 128;
const EMPTY: Row = [0x8080_8080_8080_8080; 3];

/// Every other byte of a word, with room above it for a sum of so many.
const EVERY_OTHER: u64 = 0x00ff_00ff_00ff_00ff;
const ADDED: usize = 256;

/// 64 rows: which are used, and how many used ones stand before them.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    used: u64,
    before: u32,
}

/// What was learnt, ready for use.
pub struct Weights {
    blocks: Vec<Block>,
    rows: Vec<Row>,
    scale: f32,
    transitions: Box<Transitions>,
}

impl Weights {
    /// Rounds what was learnt: `rows` in order, without repetition. Weights
    /// nearer to 0 than `least` are dropped, the others become steps of
    /// `scale`.
    pub fn round(
        rows: &[(u32, Scores)],
        transitions: &Transitions,
        scale: f32,
        least: f32,
    ) -> Self {
        let mut kept = Vec::new();
        let mut numbers = Vec::new();
        for (row, weights) in rows {
            let mut steps = [0_i8; LABELS];
            for (step, weight) in steps.iter_mut().zip(weights) {
                if weight.abs() >= least {
                    *step = (weight / scale).round().clamp(-127.0, 127.0) as i8;
                }
            }
            if steps != [0; LABELS] {
                numbers.push(*row);
                let mut row = EMPTY;
                steps.iter().enumerate().for_each(|(label, &step)| set(&mut row, label, step));
                kept.push(row);
            }
        }
        Self { blocks: blocks(&numbers), rows: kept, scale, transitions: Box::new(*transitions) }
    }

    /// Reads a model.
    ///
    /// # Errors
    /// If the bytes are not those of a model made for these features.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let damaged = || Error::new("the model of names is damaged, or made by another version");
        let mut bytes = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let mut word = || -> Result<[u8; 4]> {
            let (word, rest) = bytes.split_first_chunk::<4>().ok_or_else(damaged)?;
            bytes = rest;
            Ok(*word)
        };
        let scale = f32::from_le_bytes(word()?);
        let count = u32::from_le_bytes(word()?) as usize;
        let mut transitions = Box::new([[[0.0; LABELS]; LABELS]; SORTS]);
        for weight in transitions.iter_mut().flatten().flatten() {
            *weight = f32::from_le_bytes(word()?);
        }
        if count > 1 << ROW_BITS {
            return Err(damaged());
        }
        let known = take(&mut bytes).ok_or_else(damaged)? as usize;
        let mut masks = Vec::with_capacity(known.min(1 << LABELS));
        for _ in 0..known {
            masks.push(take(&mut bytes).filter(|&mask| mask < 1 << LABELS).ok_or_else(damaged)?);
        }
        let mut blocks = vec![Block::default(); 1 << (ROW_BITS - 6)];
        let mut rows = Vec::with_capacity(count.min(bytes.len()));
        let mut number = 0;
        for _ in 0..count {
            number += take(&mut bytes).ok_or_else(damaged)?;
            let mask = take(&mut bytes).and_then(|mask| masks.get(mask as usize));
            let mut mask = *mask.ok_or_else(damaged)?;
            let block = blocks.get_mut((number >> 6) as usize).ok_or_else(damaged)?;
            block.used |= 1 << (number & 63);
            let (steps, rest) =
                bytes.split_at_checked(mask.count_ones() as usize).ok_or_else(damaged)?;
            bytes = rest;
            let mut row = EMPTY;
            for &step in steps {
                set(&mut row, mask.trailing_zeros() as usize, step as i8);
                mask &= mask - 1;
            }
            rows.push(row);
            number += 1;
        }
        count_before(&mut blocks);
        Ok(Self { blocks, rows, scale, transitions })
    }

    /// The bytes that [`Weights::read`] reads.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.scale.to_le_bytes());
        bytes.extend((self.rows.len() as u32).to_le_bytes());
        for weight in self.transitions.iter().flatten().flatten() {
            bytes.extend(weight.to_le_bytes());
        }
        let mut counts = BTreeMap::new();
        self.rows.iter().for_each(|row| *counts.entry(mask(row)).or_insert(0) += 1);
        let mut masks: Vec<(u32, u32)> = counts.into_iter().collect();
        masks.sort_by_key(|&(mask, count)| (Reverse(count), mask));
        put(masks.len() as u32, &mut bytes);
        masks.iter().for_each(|&(mask, _)| put(mask, &mut bytes));
        let numbers: BTreeMap<u32, u32> =
            masks.iter().zip(0..).map(|(&(mask, _), number)| (mask, number)).collect();
        let mut next = 0;
        let mut rows = self.rows.iter();
        for (index, block) in self.blocks.iter().enumerate() {
            for bit in (0..64).filter(|bit| block.used & (1 << bit) != 0) {
                let number = index as u32 * 64 + bit;
                put(number - next, &mut bytes);
                next = number + 1;
                let Some(row) = rows.next() else { break };
                put(numbers.get(&mask(row)).copied().unwrap_or_default(), &mut bytes);
                bytes.extend(steps(row).filter(|&step| step != 0).map(|step| step as u8));
            }
        }
        bytes
    }

    /// The number of rows in use.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing was learnt.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What the rows of a token are worth together.
    pub fn score(&self, rows: &[u32]) -> Scores {
        let mut total = [0_i32; LABELS];
        for rows in rows.chunks(ADDED) {
            let (mut even, mut odd) = (Row::default(), Row::default());
            let mut count = 0;
            for &row in rows {
                let block = self.blocks[(row >> 6) as usize];
                let bit = 1_u64 << (row & 63);
                if block.used & bit != 0 {
                    let before = (block.used & (bit - 1)).count_ones();
                    let [first, second, third] = self.rows[(block.before + before) as usize];
                    even[0] += first & EVERY_OTHER;
                    odd[0] += first >> 8 & EVERY_OTHER;
                    even[1] += second & EVERY_OTHER;
                    odd[1] += second >> 8 & EVERY_OTHER;
                    even[2] += third & EVERY_OTHER;
                    odd[2] += third >> 8 & EVERY_OTHER;
                    count += 1;
                }
            }
            for (label, total) in total.iter_mut().enumerate() {
                let sums = if label % 2 == 0 { even } else { odd };
                let sum = (sums[label / 8] >> (label % 8 / 2 * 16)) as u16;
                *total += i32::from(sum) - count * ZERO;
            }
        }
        total.map(|total| total as f32 * self.scale)
    }

    /// What the transitions are worth.
    pub fn transitions(&self) -> &Transitions {
        &self.transitions
    }
}

impl Default for Weights {
    /// Nothing is worth anything.
    fn default() -> Self {
        Self::round(&[], &[[[0.0; LABELS]; LABELS]; SORTS], 1.0, 1.0)
    }
}

impl std::fmt::Debug for Weights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Weights").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

fn blocks(numbers: &[u32]) -> Vec<Block> {
    let mut blocks = vec![Block::default(); 1 << (ROW_BITS - 6)];
    for &number in numbers {
        blocks[(number >> 6) as usize].used |= 1 << (number & 63);
    }
    count_before(&mut blocks);
    blocks
}

fn count_before(blocks: &mut [Block]) {
    let mut before = 0;
    for block in blocks {
        block.before = before;
        before += block.used.count_ones();
    }
}

/// Gives a label of an empty row its weight.
fn set(row: &mut Row, label: usize, step: i8) {
    // Above the middle is with the highest bit turned.
    row[label / 8] ^= u64::from(step as u8) << (label % 8 * 8);
}

/// The weights of the labels.
fn steps(row: &Row) -> impl Iterator<Item = i8> {
    (0..LABELS).map(|label| (row[label / 8] >> (label % 8 * 8)) as u8 as i8 ^ i8::MIN)
}

/// The labels that have a weight.
fn mask(row: &Row) -> u32 {
    let weighty = steps(row).enumerate().filter(|&(_, step)| step != 0);
    weighty.fold(0, |mask, (label, _)| mask | 1 << label)
}

/// Writes a number in groups of seven bits, the lowest first.
fn put(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads one.
#[inline]
fn take(bytes: &mut &[u8]) -> Option<u32> {
    match **bytes {
        [byte @ 0..0x80, ref rest @ ..] => {
            *bytes = rest;
            Some(u32::from(byte))
        }
        _ => take_long(bytes),
    }
}

/// Reads one of several groups.
fn take_long(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in [0, 7, 14, 21, 28] {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}
