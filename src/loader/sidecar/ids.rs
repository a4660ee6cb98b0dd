//! The ids of a file: who has one already, and whom a reference means.

use std::collections::{HashMap, HashSet};

use super::report::{Report, did_you_mean};
use super::tree::At;
use crate::model::entity::slug;

/// Ids of one sort of entry, each taken once.
#[derive(Default)]
pub struct Taken {
    ids: HashSet<String>,
    /// How often each slug was asked for.
    counts: HashMap<String, usize>,
}

impl Taken {
    /// Takes an id; `false` if it is taken already.
    pub fn take(&mut self, id: &str) -> bool {
        self.ids.insert(id.to_owned())
    }

    pub fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Takes a slug of the words that nothing else has.
    pub fn make(&mut self, words: &str) -> String {
        let base = slug(words);
        let count = self.counts.entry(base.clone()).or_insert(0);
        loop {
            *count += 1;
            let id = if *count == 1 { base.clone() } else { format!("{base}-{count}") };
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// What relations, events and quotes refer to.
#[derive(Default)]
pub struct Ids {
    pub entities: Taken,
    pub mentions: Taken,
    /// Time expressions, which relations may be tied to too.
    pub times: HashSet<String>,
    /// Of entries that could not be used: who refers to them is not to blame.
    unusable: HashSet<String>,
}

impl Ids {
    /// An entry that has this id is not used.
    pub fn drop(&mut self, id: Option<String>) {
        if let Some(id) = id {
            if !self.mentions.ids.remove(&id) {
                self.entities.ids.remove(&id);
            }
            self.unusable.insert(id);
        }
    }

    /// Whether `id` is an entity's; complains at `at` if nothing has that id.
    pub fn entity(&self, report: &mut Report, id: &str, at: At, what: &str) -> bool {
        self.check(report, id, at, what, false)
    }

    /// Whether `id` is an entity's, a mention's or a time's; complains at `at` if not.
    pub fn any(&self, report: &mut Report, id: &str, at: At, what: &str) -> bool {
        self.check(report, id, at, what, true)
    }

    fn check(&self, report: &mut Report, id: &str, at: At, what: &str, mentions: bool) -> bool {
        if self.entities.has(id) || (mentions && (self.mentions.has(id) || self.times.contains(id)))
        {
            return true;
        }
        if !self.unusable.contains(id) {
            let owner = if mentions { "entity or mention" } else { "entity" };
            let hint = if report.is_full() { None } else { self.hint(id, mentions) };
            report.error_with(at, format!("{what}: no {owner} has the id `{id}`"), hint);
        }
        false
    }

    fn hint(&self, id: &str, mentions: bool) -> Option<String> {
        // A name where its id should stand.
        let made = slug(id);
        if self.entities.has(&made) {
            return Some(format!("did you mean `{made}`?"));
        }
        let others = mentions.then_some(&self.mentions.ids).into_iter().flatten();
        let mut known: Vec<&str> =
            self.entities.ids.iter().chain(others).map(String::as_str).take(5_000).collect();
        known.sort_unstable();
        did_you_mean(id, known)
    }
}
