//! What the program that trains the model needs of this room; see
//! `examples/train`.

pub use super::decode::{Decoder, SORTS, Scores, Transitions};
pub use super::features::{Clues, ROW_BITS};
pub use super::label::{KINDS, LABELS, Label, kind, number};
use super::lists::Lists;
use super::segmented::{Segmented, Sentence};
pub use super::tagger::{Found, Tagger};
pub use super::weights::Weights;

pub use super::classes::is_title;

/// Makes the features of texts.
#[derive(Debug)]
pub struct Features(Lists);

impl Default for Features {
    fn default() -> Self {
        Self(Lists::load())
    }
}

impl Features {
    /// What the tokens of a text look like.
    pub fn clues<'t>(&self, segmented: &Segmented<'t>) -> Clues<'t> {
        Clues::of(segmented, &self.0)
    }

    /// The sort of a token, as [`Decoder`] wants it.
    pub fn sort(clues: &Clues<'_>, token: usize) -> u8 {
        super::decode::sort(clues.word(token).caps)
    }

    /// The rows of a token, as [`Clues::rows`].
    pub fn rows(clues: &Clues<'_>, sentence: &Sentence, token: usize, rows: &mut Vec<u32>) {
        clues.rows(sentence, token, rows);
    }
}
