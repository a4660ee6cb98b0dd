//! Names, times and quotes found in a story that has no annotations.
//!
//! Everything works on a [`Segmented`] text: tokens, sentences, and how each
//! sentence uses capitals. [`Finder::find`] goes through these, in order:
//!
//! | file | what it does |
//! |---|---|
//! | `token`, `segmented` | the text into tokens and sentences |
//! | `language` | whether it is English at all |
//! | `lexicon`, `classes`, `lists` | what is known of single words and names |
//! | `dateline`, `memory`, `features` | what a token looks like, here and elsewhere in the text |
//! | `label`, `weights`, `decode`, `tagger` | what that is worth, and the best labels of a sentence |
//! | `bounds`, `results`, `consistency` | what the words of a name tell of its bounds and kind; towns that are teams; one kind and the same bounds for a name throughout |
//! | `spelling`, `persons`, `chains` | which names are one thing |
//! | `roles`, `entities` | what it is called, what it is, its id |
//! | [`times`] | when: TIMEX3, resolved against the publication |
//! | [`quotes`] | who said what |
//!
//! The model is trained by `examples/train`, through [`training`];
//! `docs/finding.md` says how well it does, and where it fails.

mod bounds;
mod chains;
mod classes;
mod consistency;
mod dateline;
mod decode;
mod entities;
mod features;
mod hash;
mod label;
mod language;
mod lexicon;
mod lists;
mod memory;
mod persons;
pub mod quotes;
mod results;
mod roles;
mod segmented;
mod spelling;
mod tagger;
pub mod times;
mod token;
pub mod training;
mod weights;

pub use segmented::{Casing, REACH, Segmented, Sentence};
pub use token::Token;

use std::sync::{Arc, OnceLock};

use crate::model::{Annotations, Moment, Story, Text};
use tagger::Tagger;
use times::Written;

/// The model that comes with the program; `assets/finder/README.md` tells
/// what it was trained with.
const MODEL: &[u8] = include_bytes!("../../assets/finder/names.model");

/// The language of a text as a BCP 47 tag, where its words leave no doubt.
pub fn language_of(text: &Text) -> Option<&'static str> {
    language::is_surely_english(&Segmented::of(text)).then_some("en")
}

/// Finds what a story names. Cheap to clone and to share between threads.
#[derive(Debug, Clone)]
pub struct Finder {
    tagger: Arc<Tagger>,
}

impl Finder {
    /// The finder with the model that comes with the program. It is unpacked
    /// once; that takes some milliseconds.
    pub fn load() -> Self {
        static LOADED: OnceLock<Arc<Tagger>> = OnceLock::new();
        let tagger = LOADED.get_or_init(|| Arc::new(Tagger::embedded(MODEL)));
        Self { tagger: Arc::clone(tagger) }
    }

    /// The names in a story, each an entity with its mentions and their
    /// certainty, the times and the quotes; all of
    /// [`Origin::Found`](crate::model::Origin::Found).
    ///
    /// `published` dates what the story says of days; without it they stay
    /// unresolved.
    pub fn find(&self, story: &Story, published: Option<&Moment>) -> Annotations {
        let segmented = Segmented::of(&story.text);
        let (names, clues) = self.tagger.names(&segmented);
        let things = self.tagger.chains(&segmented, &clues, &names);
        let lists = self.tagger.lists();
        let mut found = entities::entities(&story.text, &segmented, &clues, lists, &names, &things);
        let written = Written::of(published).or_dateline(&segmented);
        found.times = times::times(&segmented, written);
        found.quotes = quotes::quotes(&segmented, &found.entities, &found.mentions);
        found
    }
}
