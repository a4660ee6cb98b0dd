//! Names, times and quotes found in a story that has no annotations.
//!
//! Everything works on a [`Segmented`] text: tokens, sentences, and how each
//! sentence uses capitals.

mod classes;
mod decode;
mod features;
mod hash;
mod label;
mod lexicon;
mod lists;
mod memory;
pub mod quotes;
mod segmented;
mod tagger;
pub mod times;
mod token;
pub mod training;
mod weights;

pub use segmented::{Casing, REACH, Segmented, Sentence};
pub use token::Token;

use crate::model::{Annotations, Moment, Story};
use times::Written;

/// Finds what a story names. Cheap to clone and to share between threads.
#[derive(Debug, Clone, Default)]
pub struct Finder {}

impl Finder {
    /// The finder with the model that comes with the program.
    pub fn load() -> Self {
        Self::default()
    }

    /// The names in a story, each an entity with its mentions and their
    /// certainty, all of [`Origin::Found`](crate::model::Origin::Found).
    ///
    /// `published` dates what the story says of days; without it they stay
    /// unresolved.
    pub fn find(&self, story: &Story, published: Option<&Moment>) -> Annotations {
        let segmented = Segmented::of(&story.text);
        let mut found = Annotations::default();
        let written = Written::of(published).or_dateline(&segmented);
        found.times = times::times(&segmented, written);
        found.quotes = quotes::quotes(&segmented, &found.entities, &found.mentions);
        found
    }
}
