//! Fingerprints, to tell texts and files apart.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The first 8 digits: enough for file names, whose content settles the rest.
pub(super) fn short(bytes: &[u8]) -> String {
    let mut digits = sha256(bytes);
    digits.truncate(8);
    digits
}
