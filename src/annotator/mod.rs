//! Who finds what a story names: the finder, or a person's own program in its
//! place; and what was found before.
//!
//! | file | what it is for |
//! |---|---|
//! | `program` | another's program, kept running, with a limit to its time |
//! | `answer` | what such a program answers, checked against the text |
//! | `cache` | what was found before, by the fingerprint of the text |

mod answer;
mod cache;
mod program;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use crate::finder::Finder;
use crate::model::{Annotations, Made, Story};
pub use cache::Cache;
pub use program::Program;

/// What the maker of an annotation file written by Dateline is called, before
/// the version.
pub const MAKER: &str = "dateline annotate";

/// After so many failures in a row a program is not asked again.
const MOST_FAILURES: usize = 3;

/// Finds what stories name. Not shared between threads: a program answers one
/// question at a time.
#[derive(Debug, Default)]
pub struct Annotator {
    program: Option<Program>,
    failures: usize,
    cache: Option<Cache>,
    alone: bool,
}

/// What was found in a story.
#[derive(Debug, Default)]
pub struct Outcome {
    /// All of [`Origin::Found`](crate::model::Origin::Found).
    pub annotations: Annotations,
    /// Why the program that was to find it did not, in one line.
    pub trouble: Option<String>,
}

impl Annotator {
    /// The built-in finder, or `program` in its place.
    pub fn new(program: Option<Program>) -> Self {
        Self { program, ..Self::default() }
    }

    /// Keeps what is found in the folder `cache`, and looks there first.
    pub fn with_cache(mut self, cache: Option<PathBuf>) -> Self {
        self.cache = cache.map(Cache::new);
        self
    }

    /// Where the program fails, nothing is found.
    pub fn without_fallback(mut self) -> Self {
        self.alone = true;
        self
    }

    /// Another that finds the same, for a thread of its own. A program has
    /// no twin: it may be large.
    pub fn twin(&self) -> Option<Self> {
        let cache = self.cache.as_ref().map(Cache::twin);
        self.program.is_none().then(|| Self { cache, alone: self.alone, ..Self::default() })
    }

    /// What names occur in a story, what times and what was said. Where the
    /// program fails, what the built-in finder finds.
    pub fn find(&mut self, story: &Story) -> Outcome {
        let key = self.cache.as_ref().map(|_| Cache::key(&self.maker(), story));
        if let (Some(cache), Some(key)) = (&self.cache, &key)
            && let Some(annotations) = cache.get(key, story)
        {
            return Outcome { annotations, trouble: None };
        }
        let outcome = self.find_anew(story);
        if let (Some(cache), Some(key), None) = (&self.cache, &key, &outcome.trouble) {
            cache.put(key, &outcome.annotations, &story.text);
        }
        outcome
    }

    fn find_anew(&mut self, story: &Story) -> Outcome {
        let trouble = match &mut self.program {
            None => None,
            Some(_) if self.failures >= MOST_FAILURES => None,
            Some(program) => match program.find(story) {
                Ok(annotations) => {
                    self.failures = 0;
                    return Outcome { annotations, trouble: None };
                }
                Err(why) => {
                    self.failures += 1;
                    let last = match self.failures {
                        MOST_FAILURES => "; it is not asked again",
                        _ => "",
                    };
                    Some(format!("{}: {why}{last}", program.name()))
                }
            },
        };
        if self.alone {
            return Outcome { annotations: Annotations::default(), trouble };
        }
        match built_in(story) {
            Ok(annotations) => {
                let trouble = trouble.map(|why| format!("{why}; the built-in finder steps in"));
                Outcome { annotations, trouble }
            }
            Err(fault) => Outcome { annotations: Annotations::default(), trouble: Some(fault) },
        }
    }

    /// Who finds: what is found by another is not the same.
    fn maker(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match &self.program {
            Some(program) => format!("{MAKER} {version} with {}", program.line()),
            None => format!("{MAKER} {version}"),
        }
    }

    /// What an annotation file says of who made it; `when` is RFC 3339.
    pub fn made(&self, when: String) -> Made {
        let with = self.program.as_ref().map(|program| ("with".into(), program.line().into()));
        Made {
            by: Some(format!("{MAKER} {}", env!("CARGO_PKG_VERSION"))),
            when: Some(when),
            extra: with.into_iter().collect(),
        }
    }
}

/// What the built-in finder finds. A fault in it costs the names of one story,
/// not the program.
fn built_in(story: &Story) -> Result<Annotations, String> {
    let find = || Finder::load().find(story, story.head.published.as_ref());
    catch_unwind(AssertUnwindSafe(find))
        .map_err(|_| "a fault in the built-in finder: it found nothing".to_owned())
}
