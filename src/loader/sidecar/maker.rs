//! Who made an annotation file: this program, and nobody has changed it since;
//! or a person.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::model::Made;

/// What the maker of an annotation file written by Dateline is called, before
/// the version.
pub const MAKER: &str = "dateline annotate";

/// What the text of an annotation file before its `made` comes to.
pub fn digest(before: &str) -> String {
    Sha256::digest(before).iter().take(8).fold(String::with_capacity(16), |mut out, byte| {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Whose an annotation file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Dateline made it, and it is as it was written.
    Ours,
    /// It says that Dateline made it, but not what it was then: what is in it
    /// counts as found, but nothing in it is replaced.
    Unsealed,
    /// A person made or changed it.
    Theirs,
}

/// An annotation file as it was written: what stands before its `made`, and
/// that, which is its last line. `None` where anything was added after it.
pub fn before_made(yaml: &str) -> Option<(&str, &str)> {
    let at = yaml.rfind("\nmade:")? + 1;
    let (before, made) = yaml.split_at(at);
    let line = made.strip_suffix('\n')?;
    (line.ends_with('}') && !line.contains('\n')).then_some((before, made))
}

/// Whose the annotation file `yaml` is that says `made`.
pub fn hand(made: &Made, yaml: &str) -> Hand {
    if !made.by.as_deref().is_some_and(|by| by.starts_with(MAKER)) {
        return Hand::Theirs;
    }
    if !made.sealed() {
        return Hand::Unsealed;
    }
    let unchanged =
        before_made(yaml).is_some_and(|(before, _)| made.digest() == Some(&digest(before)));
    if unchanged { Hand::Ours } else { Hand::Theirs }
}
