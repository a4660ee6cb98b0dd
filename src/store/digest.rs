//! Fingerprints, to tell texts and files apart.

use std::fmt::{self, Write};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::model::Text;

/// The SHA-256 of a text, hexadecimal, or that it is not known.
///
/// Reckoned when it is first asked for: most stories have no notes, and a
/// large text takes as long as painting it. Until then the text is held.
#[derive(Clone, Default)]
pub struct Fingerprint(Option<Source>);

#[derive(Clone)]
enum Source {
    Digits(String),
    Text(Arc<(Text, OnceLock<String>)>),
}

impl Fingerprint {
    /// Of a text before anything was replaced in it.
    pub fn of(text: &Text) -> Self {
        Self(Some(Source::Text(Arc::new((text.clone(), OnceLock::new())))))
    }

    /// The digits; `None` if they are not known.
    pub fn get(&self) -> Option<&str> {
        match self.0.as_ref()? {
            Source::Digits(digits) => Some(digits),
            Source::Text(source) => {
                let (text, digits) = &**source;
                Some(digits.get_or_init(|| text.sha256()))
            }
        }
    }

    /// Reckons it, if that is still to do, and lets go of the text.
    pub fn settle(&mut self) {
        if matches!(self.0, Some(Source::Text(_))) {
            self.0 = self.get().map(|digits| Source::Digits(digits.to_owned()));
        }
    }
}

impl From<Option<String>> for Fingerprint {
    fn from(digits: Option<String>) -> Self {
        Self(digits.map(Source::Digits))
    }
}

impl PartialEq for Fingerprint {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Fingerprint {}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

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
