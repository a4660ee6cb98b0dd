//! What the program that trains the model needs of this room; see
//! `examples/train`.

pub use super::bounds::{HALF_TITLES, RANKS};
pub use super::decode::{Decoder, SORTS, Scores, Transitions};
pub use super::features::{Clues, ROW_BITS};
pub use super::label::{KINDS, LABELS, Label, kind, number};
use super::lists::Lists;
use super::segmented::{Segmented, Sentence};
pub use super::tagger::{Found, Tagger};
pub use super::weights::Weights;

pub use super::classes::is_title;

use super::{classes, hash, lists};

/// What a word is listed as; it may be several things.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// A first name.
    pub first_name: bool,
    /// A last name.
    pub last_name: bool,
    /// A title, an office, a profession.
    pub title: bool,
    /// Part of what organisations, places, events and works are called.
    pub body: bool,
    /// Too common to be a name, a month, a day, a people.
    pub common: bool,
}

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

    /// What a word is listed as.
    pub fn known(&self, word: &str) -> Known {
        let lower = word.to_lowercase();
        let classes = self.0.classes(hash::word(lower.trim_end_matches('.').as_bytes()));
        let is = |class| classes & class != 0;
        Known {
            first_name: is(classes::FIRST_NAME),
            last_name: is(classes::LAST_NAME),
            title: is(classes::TITLE),
            body: is(classes::ORGANIZATION | classes::PLACE | classes::EVENT | classes::WORK),
            common: is(classes::COMMON | classes::CALENDAR | classes::DEMONYM),
        }
    }

    /// Whether a name is listed as a people, a religion, a party's members.
    pub fn is_group(&self, name: &str) -> bool {
        let forms = name.split(' ').map(|word| hash::word(word.as_bytes()));
        let words = name.split(' ').count();
        self.0.longest(forms).is_some_and(|(length, bits)| {
            length == words && bits & lists::GROUP != 0 && bits & lists::COUNTRY == 0
        })
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
