//! Words and features as numbers, the same on every machine.
//!
//! Multiply and fold, eight bytes at a time. The model's rows are addressed by
//! these numbers: another function needs another model.

use std::hash::{BuildHasherDefault, Hasher};

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The number of a word.
#[inline]
pub(super) fn word(bytes: &[u8]) -> u64 {
    let mut hash = ODD ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mix(hash, u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    let mut last = [0; 8];
    let rest = chunks.remainder();
    last[..rest.len()].copy_from_slice(rest);
    mix(hash, u64::from_le_bytes(last))
}

/// The number of a word of at most eight bytes, to compare with.
pub(super) const fn of_ascii(bytes: &[u8]) -> u64 {
    assert!(bytes.len() < 8);
    let mut last = 0;
    let mut at = bytes.len();
    while at > 0 {
        at -= 1;
        last = last << 8 | bytes[at] as u64;
    }
    mix(ODD ^ bytes.len() as u64, last)
}

/// The number of two numbers, in this order.
#[inline]
pub(super) const fn mix(one: u64, other: u64) -> u64 {
    let product = (one.rotate_left(29) ^ other) as u128 * ODD as u128;
    (product as u64) ^ ((product >> 64) as u64)
}

/// A map with numbers made here as keys, or words.
pub(super) type Map<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Fold>>;

/// [`mix`] as the standard library wants it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fold(u64);

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(self.0, word(bytes));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mix(self.0, number);
    }

    fn write_u8(&mut self, number: u8) {
        self.0 = mix(self.0, u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = mix(self.0, u64::from(number));
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = mix(self.0, number as u64);
    }
}
