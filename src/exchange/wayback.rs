//! Links that lead to the very words of a note, where the story is on line.
//!
//! Source: "URL Fragment Text Directives" (WICG). A browser opens the first
//! place that fits `text=prefix-,words,-suffix`; so words that occur more than
//! once are given with as much around them as tells them from the others.

use super::clippings::is_web;
use super::{Document, percent};
use crate::model::{Span, Text};

/// Of a passage of more than twice as many words, only so many at either end
/// are given.
const WORDS: usize = 8;

/// How many words are given on either side of a passage at most.
const MOST: usize = 24;

/// The way back to a story on line.
pub(super) struct WayBack<'d> {
    text: &'d Text,
    url: Option<&'d str>,
    /// The text as a browser compares it.
    compared: String,
}

impl<'d> WayBack<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let url = document.story.head.url.as_deref().filter(|url| is_web(url));
        let text = &document.story.text;
        let compared = url.map(|_| compared(text.as_str())).unwrap_or_default();
        Self { text, url, compared }
    }

    /// The address of stretches of the text; of none, that of the story.
    pub(super) fn link(&self, spans: &[Span]) -> Option<String> {
        let url = self.url?;
        let parts: Vec<String> = match url.contains('#') {
            true => Vec::new(),
            false => spans.iter().filter_map(|&span| self.part(span)).collect(),
        };
        Some(match parts.is_empty() {
            true => url.to_owned(),
            false => format!("{url}#:~:{}", parts.join("&")),
        })
    }

    /// What leads to one stretch: `text=prefix-,words,-suffix`.
    fn part(&self, span: Span) -> Option<String> {
        let text = self.text.as_str();
        let passage = self.text.slice(span);
        let words: Vec<&str> = passage.split_whitespace().collect();
        if words.is_empty() {
            return None;
        }
        // Where the passage is without the white space at its ends.
        let start = span.start + (passage.len() - passage.trim_start().len());
        let end = start + passage.trim().len();
        let before = last_words(&text[..start]);
        let after = first_words(&text[end..]);
        let (mut from, mut to) = (start, end);
        for number in 0..=before.len().max(after.len()) {
            let reach = |words: &[usize]| number.min(words.len()).checked_sub(1).map(|n| words[n]);
            from = reach(&before).unwrap_or(start);
            to = reach(&after).map_or(end, |length| end + length);
            if self.is_alone(&text[from..to]) {
                break;
            }
        }
        let mut out = String::from("text=");
        let prefix = encoded(&text[from..start]);
        if !prefix.is_empty() {
            out.push_str(&prefix);
            out.push_str("-,");
        }
        match words.len() > 2 * WORDS {
            false => out.push_str(&encoded(passage)),
            true => {
                out.push_str(&encoded(&words[..WORDS].join(" ")));
                out.push(',');
                out.push_str(&encoded(&words[words.len() - WORDS..].join(" ")));
            }
        }
        let suffix = encoded(&text[end..to]);
        if !suffix.is_empty() {
            out.push_str(",-");
            out.push_str(&suffix);
        }
        Some(out)
    }

    /// Whether words stand in the text but once; as part of a longer word is
    /// not there.
    fn is_alone(&self, words: &str) -> bool {
        let words = compared(words);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = is_word(words.chars().next());
        let closes = is_word(words.chars().next_back());
        let places = self.compared.match_indices(&words).filter(|(at, _)| {
            let before = self.compared[..*at].chars().next_back();
            let after = self.compared[at + words.len()..].chars().next();
            !(opens && is_word(before) || closes && is_word(after))
        });
        places.take(2).count() < 2
    }
}

/// Where the last words of a text start, the last one first: all in one
/// paragraph, as a browser wants it.
fn last_words(before: &str) -> Vec<usize> {
    let before = before.trim_end();
    let paragraph = before.rfind("\n\n").map_or(0, |at| at + 2);
    let mut starts = Vec::new();
    let mut end = before.len();
    while starts.len() < MOST && end > paragraph {
        let words = before[paragraph..end].trim_end();
        if words.is_empty() {
            break;
        }
        let space = words.char_indices().rev().find(|(_, c)| c.is_whitespace());
        let start = paragraph + space.map_or(0, |(at, c)| at + c.len_utf8());
        end = start;
        // A lone mark of punctuation tells little: it goes with the next word.
        let rest = before[paragraph..start].trim_start();
        if words[start - paragraph..].contains(char::is_alphanumeric) || rest.is_empty() {
            starts.push(start);
        }
    }
    starts
}

/// Where the first words of a text end, all in one paragraph.
fn first_words(after: &str) -> Vec<usize> {
    let skipped = after.len() - after.trim_start().len();
    let paragraph = after[skipped..].find("\n\n").map_or(after.len(), |at| skipped + at);
    let mut ends = Vec::new();
    let mut at = skipped;
    while ends.len() < MOST && at < paragraph {
        let words = &after[at..paragraph];
        let start = at + (words.len() - words.trim_start().len());
        if start == paragraph {
            break;
        }
        let words = &after[start..paragraph];
        at = start + words.find(char::is_whitespace).unwrap_or(words.len());
        let rest = after[at..paragraph].trim_start();
        if after[start..at].contains(char::is_alphanumeric) || rest.is_empty() {
            ends.push(at);
        }
    }
    ends
}

/// Words as they are compared: a space for white space, small letters.
fn compared(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// Words in an address; `-`, `,` and `&` would mean something there.
fn encoded(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    percent::encode(&words, |c, _| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '~')))
}
