//! What a format could not carry: counted, named, never dropped in silence.

use std::collections::BTreeMap;

use crate::model::Text;
use crate::model::text::{picture, visible};

/// How many of each kind are named.
const NAMED: usize = 3;

/// What stands for a control character that a format cannot hold.
const PICTURES: &str = "control characters, shown as pictures";

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

    /// Counts the control characters of a text for a format that cannot hold
    /// them: read again they are pictures.
    pub(super) fn add_pictures(&mut self, text: &Text) {
        let original = text.original();
        // Most texts have none.
        if original == text.as_str() {
            return;
        }
        for c in original.chars().filter(|&c| picture(c).is_some()) {
            self.add(PICTURES, &format!("U+{:04X}", u32::from(c)));
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
            let what = if *count == 1 { singular(what) } else { (*what).to_owned() };
            match first.is_empty() {
                true => format!("{count} {what}"),
                false => format!("{count} {what} ({}{more})", first.join(", ")),
            }
        })
    }
}

/// What one of a kind is called; where a kind is several things, or none that
/// can be counted, as the kind.
fn singular(what: &str) -> String {
    let from = ["other ", "second ", "time ", "control "]
        .iter()
        .find(|first| what.starts_with(**first))
        .map_or(0, |first| first.len());
    let (before, named) = what.split_at(from);
    let end = named.find([' ', ',']).unwrap_or(named.len());
    let (plural, rest) = named.split_at(end);
    let several = rest.starts_with(" and ") || (rest.starts_with(", ") && rest.contains(" and "));
    let one = match (plural.strip_suffix("ies"), plural.strip_suffix("es")) {
        _ if several => None,
        _ if plural == "ties" => Some("tie".to_owned()),
        (Some(stem), _) => Some(format!("{stem}y")),
        (_, Some(stem)) if stem.ends_with("sh") => Some(stem.to_owned()),
        _ => plural.strip_suffix('s').map(str::to_owned),
    };
    let Some(one) = one else { return what.to_owned() };
    for (many, single) in [
        (" that are not in the text, kept as notes", " that is not in the text, kept as a note"),
        (" that are ", " that is "),
        (" that cross ", " that crosses "),
        (" that match ", " that matches "),
        (" whose names ", " whose name "),
        (" in their ", " in its "),
        (", as mentions of names", ", as a mention of a name"),
        (", as notes", ", as a note"),
        (", shown as pictures", ", shown as a picture"),
    ] {
        if let Some(rest) = rest.strip_prefix(many) {
            return format!("{before}{one}{single}{rest}");
        }
    }
    format!("{before}{one}{rest}")
}

fn shorten(words: &str) -> String {
    const MOST: usize = 40;
    match words.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}
