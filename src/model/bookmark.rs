//! A place in a text that may change: an offset and the words from there on.

use serde::{Deserialize, Serialize};

use super::Text;

/// How many scalar values of the text a bookmark remembers.
const WORDS: usize = 32;

/// A place that is found again in a text that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Bookmark {
    /// Unicode scalar values before it.
    pub at: usize,
    /// The words that start there.
    pub words: String,
}

impl Bookmark {
    /// The bookmark of a byte position in `text`.
    pub fn of(text: &Text, byte: usize) -> Self {
        let byte = text.floor(byte);
        let words = text.as_str()[byte..].chars().take(WORDS).collect();
        Self { at: text.scalar_at(byte), words }
    }

    /// The byte position in `text`: where the words stand, nearest to where
    /// they stood; without them as far in as it was.
    pub fn find(&self, text: &Text) -> usize {
        let content = text.as_str();
        let claimed = text.byte_at(self.at).unwrap_or(content.len());
        if self.words.is_empty() || content[claimed..].starts_with(&self.words) {
            return claimed;
        }
        content
            .match_indices(&self.words)
            .map(|(at, _)| at)
            .min_by_key(|at| at.abs_diff(claimed))
            .unwrap_or(claimed)
    }
}
