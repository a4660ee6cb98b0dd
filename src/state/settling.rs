//! Saying where a note belongs whose place is not sure any more.

use super::list::List;
use crate::model::{Anchor, Note, Span, Text};

/// The panel on one note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// The note's id.
    pub note: String,
    /// The chosen one of [`choices`].
    pub list: List,
}

impl Settling {
    /// On a note, its best place chosen.
    pub fn on(note: &Note) -> Self {
        Self { note: note.id.clone(), list: List::default() }
    }
}

/// A place that a note can be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Where: the stretches it would have, each with the number of its
    /// selector. One stretch of a doubtful note, all of a moved one.
    pub spans: Vec<(usize, Span)>,
    /// From 0 to 1: how much of quote and context is found there.
    pub score: f32,
}

/// The places that a note can be given, the best first: those where a
/// doubtful or lost one may belong, the one where a moved one stands.
pub fn choices(note: &Note) -> Vec<Choice> {
    let standing = &note.standing;
    match note.anchor {
        Anchor::Exact => Vec::new(),
        Anchor::Moved if note.spans.len() == note.selectors.len() => {
            let spans = note.spans.iter().copied().enumerate().collect();
            vec![Choice { spans, score: standing.score }]
        }
        _ => standing
            .candidates
            .iter()
            .map(|candidate| Choice {
                spans: vec![(candidate.stretch, candidate.span)],
                score: candidate.score,
            })
            .collect(),
    }
}

/// Whether a note waits for the reader to say where it belongs.
pub fn is_adrift(note: &Note) -> bool {
    note.is_own() && matches!(note.anchor, Anchor::Doubtful | Anchor::Lost)
}

/// Whether a note has a place that the reader has not taken over yet.
pub fn is_moved(note: &Note) -> bool {
    note.is_own() && note.anchor == Anchor::Moved && note.spans.len() == note.selectors.len()
}

/// What stands before and after a span in its paragraph: at most `most`
/// characters on either side, begun and ended with whole words.
pub fn surroundings(text: &Text, span: Span, most: usize) -> (String, String) {
    let content = text.as_str();
    let paragraph = |at: usize| text.paragraph_at(at).map(|index| text.paragraphs()[index].span);
    let from = paragraph(span.start).map_or(0, |paragraph| paragraph.start).min(span.start);
    let to = paragraph(span.end).map_or(content.len(), |paragraph| paragraph.end).max(span.end);
    (ending(&content[from..span.start], most), beginning(&content[span.end..to], most))
}

/// The end of some words: at most `most` characters, cut before a word.
pub fn ending(words: &str, most: usize) -> String {
    let Some((at, _)) = words.char_indices().rev().nth(most) else { return words.to_owned() };
    let cut = &words[at..];
    let whole = cut.find(char::is_whitespace).map_or(cut, |space| &cut[space..]);
    format!("…{whole}")
}

/// The beginning of some words: at most `most` characters, cut after a word.
pub fn beginning(words: &str, most: usize) -> String {
    let Some((at, _)) = words.char_indices().nth(most) else { return words.to_owned() };
    let cut = &words[..at];
    let whole = cut.rfind(char::is_whitespace).map_or(cut, |space| &cut[..=space]);
    format!("{whole}…")
}
