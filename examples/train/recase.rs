//! Headlines to learn from: some paragraphs of a document in capitals, or
//! with a capital on every long word.

use std::collections::BTreeSet;

use dateline::model::{Span, Text};

use crate::corpus::Document;

/// The longest paragraph that is changed, in bytes: headlines are short.
const LONGEST: usize = 160;

/// A copy of a document with a share of its paragraphs changed, and which.
///
/// Only changes that keep the length in bytes are made, so that the names
/// stay where they are.
pub fn some(
    document: &Document,
    share: f64,
    change: fn(&str) -> String,
    random: &mut fastrand::Rng,
) -> (Document, BTreeSet<usize>) {
    let mut content = String::with_capacity(document.text.len());
    let mut changed = BTreeSet::new();
    let mut from = 0;
    for (number, paragraph) in document.text.paragraphs().iter().enumerate() {
        let words = document.text.slice(paragraph.span);
        if words.len() > LONGEST || random.f64() >= share {
            continue;
        }
        let other = change(words);
        if other.len() == words.len() {
            content.push_str(document.text.slice(Span::new(from, paragraph.span.start)));
            content.push_str(&other);
            from = paragraph.span.end;
            changed.insert(number);
        }
    }
    content.push_str(document.text.slice(Span::new(from, document.text.len())));
    let text = Text::new(content).with_paragraphs(document.text.paragraphs().to_vec());
    let (names, unsure) = (document.names.clone(), document.unsure.clone());
    (Document { text, names, unsure, entities: Vec::new(), ..*document }, changed)
}

/// Everything in capitals.
pub fn capitals(words: &str) -> String {
    words.to_uppercase()
}

/// A capital on every word but the small ones.
pub fn title(words: &str) -> String {
    const SMALL: [&str; 16] = [
        "a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "to", "for", "by", "as",
        "is", "with",
    ];
    let mut out = String::with_capacity(words.len());
    for (number, word) in words.split(' ').enumerate() {
        if number > 0 {
            out.push(' ');
        }
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if number == 0 || !SMALL.contains(&word) => {
                out.extend(first.to_uppercase());
                out.push_str(characters.as_str());
            }
            _ => out.push_str(word),
        }
    }
    out
}
