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

use crate::finder::times::{self, Written};
use crate::finder::{self, Finder, REACH, Segmented};
use crate::loader::sidecar::maker::MAKER;
use crate::model::{Annotations, Inferred, Made, Moment, Story, TimeExpression};
pub use cache::Cache;
pub use program::Program;

/// After so many failures in a row a program is not asked again.
const MOST_FAILURES: usize = 3;

/// A text of more bytes is a corpus, in which no date and no language is that of
/// the whole.
const STORY: usize = 1 << 18;

/// Finds what stories name. Not shared between threads: a program answers one
/// question at a time.
#[derive(Debug, Default)]
pub struct Annotator {
    program: Option<Program>,
    failures: usize,
    cache: Option<Cache>,
    alone: bool,
}

/// Who found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// The finder that comes with the program.
    #[default]
    BuiltIn,
    /// The program that was to be asked.
    Program,
    /// Nobody: whoever was asked could not.
    Nobody,
}

/// What was found in a story.
#[derive(Debug, Default)]
pub struct Outcome {
    /// All of [`Origin::Found`](crate::model::Origin::Found).
    pub annotations: Annotations,
    /// Who found it.
    pub by: By,
    /// Why whoever was to find it did not, in one line.
    pub trouble: Option<String>,
    /// What was left out, in one line.
    pub remark: Option<String>,
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
    /// program fails, what the built-in finder finds. Days are counted from
    /// the story's date, where none is known from the one its text tells.
    pub fn find(&mut self, story: &Story) -> Outcome {
        let key = self.cache.as_ref().map(|_| Cache::key(&self.maker(), story));
        if let (Some(cache), Some(key)) = (&self.cache, &key)
            && let Some(annotations) = cache.get(key, story)
        {
            let by = if self.program.is_some() { By::Program } else { By::BuiltIn };
            return Outcome { annotations, by, trouble: None, remark: remark(story, by) };
        }
        let outcome = self.find_anew(story);
        // What another found in the program's place is not the program's.
        let meant = (outcome.by == By::Program) == self.program.is_some();
        if let (Some(cache), Some(key), None, true) = (&self.cache, &key, &outcome.trouble, meant) {
            cache.put(key, &outcome.annotations, &story.text);
        }
        outcome
    }

    fn find_anew(&mut self, story: &Story) -> Outcome {
        let inferred = infer(story);
        let dated = story.head.published.as_ref();
        let dated = dated.or(inferred.as_ref().map(|inferred| &inferred.moment));
        let trouble = match &mut self.program {
            None => None,
            Some(program) if self.failures >= MOST_FAILURES => {
                // With nobody in its place, that is said of every story.
                self.alone.then(|| format!("{} is not asked again", program.name()))
            }
            Some(program) => match program.find(story, inferred.as_ref()) {
                Ok(annotations) => {
                    self.failures = 0;
                    return Outcome { annotations, by: By::Program, ..Outcome::default() };
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
        let nobody = |trouble| Outcome { by: By::Nobody, trouble, ..Outcome::default() };
        if self.alone {
            return nobody(trouble);
        }
        match guarded(|| Finder::load().find(story, dated)) {
            Some(annotations) => {
                let trouble = trouble.map(|why| format!("{why}; the built-in finder steps in"));
                let remark = remark(story, By::BuiltIn);
                Outcome { annotations, by: By::BuiltIn, trouble, remark }
            }
            None => nobody(Some("a fault in the built-in finder: it found nothing".to_owned())),
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

    /// The command line of the program that is asked, if one is.
    pub fn program(&self) -> Option<&str> {
        self.program.as_ref().map(Program::line)
    }

    /// What an annotation file says of who made it, and by which date days
    /// were counted; `when` is RFC 3339.
    pub fn made(&self, by: By, dated: Option<&Moment>, when: String) -> Made {
        let with = self.program().filter(|_| by == By::Program);
        let with = with.map(|line| (Made::WITH.to_owned(), line.into()));
        let dated = dated.map(|moment| (Made::DATED.to_owned(), moment.notation().into()));
        Made {
            by: Some(format!("{MAKER} {}", env!("CARGO_PKG_VERSION"))),
            when: Some(when),
            extra: with.into_iter().chain(dated).collect(),
        }
    }
}

/// When a story was published, if it does not say so but something tells.
pub fn infer(story: &Story) -> Option<Inferred> {
    if story.head.published.is_some() {
        return None;
    }
    let told = || {
        guarded(|| match story.text.len() <= STORY {
            true => times::infer(story),
            false => times::infer_from_names(story),
        })
    };
    story.head.inferred.clone().or_else(|| told().flatten())
}

/// The language of a story that does not state it, where its words leave no
/// doubt.
pub fn language(story: &Story) -> Option<&'static str> {
    if story.text.len() > STORY {
        return None;
    }
    guarded(|| finder::language_of(&story.text)).flatten()
}

/// The same by the story's address and file name alone: at once, however long
/// the text is.
pub fn infer_from_names(story: &Story) -> Option<Inferred> {
    guarded(|| times::infer_from_names(story)).flatten()
}

/// Counts the days in what was found in a story from its date as it is now
/// known. `by`: who found them; of another's, only the values of phrases that
/// the built-in finder knows, and that depend on the date, are touched.
pub fn retime(story: &Story, by: By, found: &mut Vec<TimeExpression>) {
    let resolved = guarded(|| {
        let segmented = Segmented::of(&story.text);
        let written = Written::of(story.head.dated()).or_dateline(&segmented);
        let dated = times::times(&segmented, written);
        let undated = match by {
            By::Program => times::times(&segmented, Written::default()),
            By::BuiltIn | By::Nobody => Vec::new(),
        };
        (dated, undated)
    });
    let Some((dated, undated)) = resolved else { return };
    if by != By::Program {
        *found = dated;
        return;
    }
    for (now, before) in dated.iter().zip(&undated) {
        // The same phrases, in one order, whatever the date.
        if now.span != before.span || now.value == before.value {
            continue;
        }
        for time in found.iter_mut().filter(|time| time.span == now.span) {
            time.value = now.value.clone();
        }
    }
}

/// The same for an annotation file that Dateline made, if its days were counted
/// from another date. In a file that does not tell whether it is as it was
/// written, a person may have written the times: they stay.
pub fn retime_file(story: &Story, annotations: &mut Annotations) {
    let Some(made) = &annotations.made else { return };
    let dated = story.head.dated().map(|moment| moment.notation());
    if made.sealed() && made.dated() != dated {
        let by = if made.with().is_some() { By::Program } else { By::BuiltIn };
        retime(story, by, &mut annotations.times);
    }
}

/// What the built-in finder left out.
fn remark(story: &Story, by: By) -> Option<String> {
    let cut = by == By::BuiltIn && story.text.len() > REACH;
    cut.then(|| format!("only the first {} MB were searched for names", REACH >> 20))
}

/// What `find` comes to. A fault in the finder costs what it finds in one
/// story, not the program.
fn guarded<T>(find: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(find)).ok()
}
