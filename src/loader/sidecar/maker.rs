//! Who made an annotation file: this program, and nobody has changed it since;
//! or a person.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::model::Made;

/// What the maker of an annotation file written by Dateline is called, before
/// the version.
pub const MAKER: &str = "dateline annotate";

/// The key under `made` that tells whether a file is as it was written.
pub const DIGEST: &str = "digest";

/// What the text of an annotation file before its `made` comes to.
pub fn digest(before: &str) -> String {
    Sha256::digest(before).iter().take(8).fold(String::with_capacity(16), |mut out, byte| {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// An annotation file as it was written: what stands before its `made`, and
/// the rest of it.
pub fn before_made(yaml: &str) -> Option<(&str, &str)> {
    let at = yaml.rfind("\nmade:")? + 1;
    Some(yaml.split_at(at))
}

/// Whether `made` says that Dateline made the file, and nothing says that a
/// person has changed it since: then all in it was found by machine.
pub(super) fn is_machine(made: &Made, yaml: &str) -> bool {
    let by_us = made.by.as_deref().is_some_and(|by| by.starts_with(MAKER));
    let stated = made.extra.iter().find(|(key, _)| key == DIGEST).map(|(_, value)| value);
    by_us
        && stated.is_none_or(|stated| {
            before_made(yaml).is_some_and(|(before, _)| stated.as_str() == Some(&digest(before)))
        })
}
