//! Searching the text of a story: what is asked, and what was found.
//!
//! The state only asks; a search goes through the whole text and is made by
//! a thread, with [`find`].

use regex::{Regex, RegexBuilder};

use super::prompt::Prompt;
use crate::model::{Role, Span, Text};

/// A search in the text.
#[derive(Debug)]
pub struct Search {
    /// As typed.
    pub pattern: String,
    /// Every place it matches, in order.
    pub matches: Vec<Span>,
}

/// A search whose answer is not here yet.
#[derive(Debug)]
pub struct Awaited {
    /// The number of the request.
    pub ticket: u64,
    /// As typed.
    pub pattern: String,
    /// What happens with the answer.
    pub then: Then,
    /// How many matches the reader wanted to go on meanwhile; back, if negative.
    pub steps: isize,
}

/// What happens with what a search finds.
#[derive(Debug)]
pub enum Then {
    /// It is still being typed: the text goes along, from this byte on.
    Show {
        /// Where the reader was.
        from: usize,
    },
    /// It was accepted in this prompt: the reader goes to the first match.
    Accept(Box<Prompt>),
    /// It is made once more: the reader goes on to the next match.
    Follow,
    /// The story changed under it: the reader stays where they are.
    Renew,
}

/// More matches than this are counted no further.
pub const MOST_MATCHES: usize = 100_000;

/// Every match of a regular expression in `text`, in order, empty ones left
/// out, and those in boilerplate unless that is shown. Case counts only if the
/// pattern has a capital. `None` if `wanted` said before the end that nobody
/// waits for the answer; it is asked at each match.
///
/// # Errors
/// What is wrong with the pattern, on one line.
pub fn find(
    text: &Text,
    pattern: &str,
    boilerplate: bool,
    wanted: impl Fn() -> bool,
) -> Result<Option<Vec<Span>>, String> {
    let regex = smart(pattern)?;
    let shown = |at: usize| {
        let paragraph = text.paragraph_at(at).map(|index| text.paragraphs()[index]);
        boilerplate || paragraph.is_none_or(|paragraph| paragraph.role != Role::Boilerplate)
    };
    let mut matches = Vec::new();
    for found in regex.find_iter(text.as_str()) {
        if !wanted() {
            return Ok(None);
        }
        if !found.is_empty() && shown(found.start()) {
            matches.push(Span::new(found.start(), found.end()));
        }
        if matches.len() == MOST_MATCHES {
            break;
        }
    }
    Ok(Some(matches))
}

/// A regular expression in which case counts only if it has a capital.
fn smart(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(!pattern.chars().any(char::is_uppercase))
        .multi_line(true)
        .size_limit(1 << 22)
        .build()
        .map_err(|error| {
            let words = error.to_string();
            let last = words.lines().rfind(|line| line.starts_with("error"));
            last.unwrap_or("not a regular expression").trim_start_matches("error: ").to_owned()
        })
}

/// Where `n` and `N` stop, in order: the matches of the search or the mentions of a name.
#[derive(Debug, Clone, Copy)]
pub enum Stops<'a> {
    /// Matches.
    Matches(&'a [Span]),
    /// Where the mentions of a name start, in bytes.
    Mentions(&'a [usize]),
}

impl Stops<'_> {
    /// How many there are.
    pub fn len(self) -> usize {
        match self {
            Stops::Matches(matches) => matches.len(),
            Stops::Mentions(starts) => starts.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The byte at which one starts.
    pub fn start(self, index: usize) -> usize {
        match self {
            Stops::Matches(matches) => matches[index].start,
            Stops::Mentions(starts) => starts[index],
        }
    }

    /// How many start before a byte.
    pub fn before(self, place: usize) -> usize {
        match self {
            Stops::Matches(matches) => matches.partition_point(|span| span.start < place),
            Stops::Mentions(starts) => starts.partition_point(|&start| start < place),
        }
    }

    /// The first that starts at a byte.
    pub fn at(self, place: usize) -> Option<usize> {
        let index = self.before(place);
        (index < self.len() && self.start(index) == place).then_some(index)
    }
}
