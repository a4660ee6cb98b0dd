//! What a format could not carry: counted, named, never dropped in silence.

use std::collections::BTreeMap;

use crate::model::text::visible;

/// How many of each kind are named.
const NAMED: usize = 3;

/// What was left behind on the way into a format or out of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Losses {
    kinds: BTreeMap<&'static str, Loss>,
}

/// How many of one kind, and which the first few were.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Loss {
    count: usize,
    first: Vec<String>,
}

impl Losses {
    /// Counts one thing of the kind `what`, a plural such as "colours of
    /// notes"; `which` names it.
    pub fn add(&mut self, what: &'static str, which: &str) {
        self.add_many(what, 1, which);
    }

    /// Counts several at once, of which `which` is one; none leaves no trace.
    pub fn add_many(&mut self, what: &'static str, count: usize, which: &str) {
        if count == 0 {
            return;
        }
        let loss = self.kinds.entry(what).or_default();
        loss.count += count;
        if loss.first.len() < NAMED && !which.is_empty() {
            loss.first.push(shorten(&visible(which)));
        }
    }

    /// Adds what was lost elsewhere.
    pub fn merge(&mut self, other: Losses) {
        for (what, theirs) in other.kinds {
            let loss = self.kinds.entry(what).or_default();
            loss.count += theirs.count;
            let room = NAMED.saturating_sub(loss.first.len());
            loss.first.extend(theirs.first.into_iter().take(room));
        }
    }

    /// Whether nothing was lost.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// How many things of a kind were lost.
    pub fn count(&self, what: &str) -> usize {
        self.kinds.get(what).map_or(0, |loss| loss.count)
    }

    /// (kind, how many), sorted by kind.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.kinds.iter().map(|(&what, loss)| (what, loss.count))
    }

    /// One line a kind: how many, what, and which the first were.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        self.kinds.iter().map(|(what, Loss { count, first })| {
            let more = if *count > first.len() && !first.is_empty() { ", …" } else { "" };
            match first.is_empty() {
                true => format!("{count} {what}"),
                false => format!("{count} {what} ({}{more})", first.join(", ")),
            }
        })
    }
}

fn shorten(words: &str) -> String {
    const MOST: usize = 40;
    match words.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}
