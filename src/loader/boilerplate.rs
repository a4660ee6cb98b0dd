//! Furniture of the page a text was taken from: `ADVERTISEMENT`, `Read more: …`.
//!
//! It is marked, never cut: offsets of other tools count it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The longest line, in bytes, that can be furniture.
const LONGEST: usize = 240;

/// The longest entry of [`LINES`], in bytes.
const LONGEST_LINE: usize = 32;

/// Whether a line is known furniture, whatever stands around it.
pub(super) fn is_boilerplate(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let bare = line.trim_matches(|c: char| ".:…!*-–—[]()>» \u{a0}".contains(c));
    if bare.len() <= LONGEST_LINE && WHOLE.contains(bare.to_lowercase().as_str()) {
        return true;
    }
    let Some(first) = line.chars().flat_map(char::to_lowercase).next() else { return false };
    OPENING.get(&first).is_some_and(|openings| openings.iter().any(|words| opens_with(line, words)))
}

/// Whether a line opens with some words, given in lower case, in any case.
/// Words that end in a letter must end a word of the line.
fn opens_with(line: &str, words: &str) -> bool {
    let mut line = line.chars().flat_map(char::to_lowercase);
    words.chars().all(|c| line.next() == Some(c))
        && (words.ends_with(|c: char| !c.is_alphabetic())
            || !line.next().is_some_and(char::is_alphanumeric))
}

static WHOLE: LazyLock<HashSet<&str>> = LazyLock::new(|| LINES.iter().copied().collect());

/// By first character: a long text asks once a line.
static OPENING: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<&str>> = HashMap::new();
    for words in OPENINGS {
        if let Some(first) = words.chars().next() {
            by_first.entry(first).or_default().push(words);
        }
    }
    by_first
});

/// Whether a line is one lower-case word without an end: a scrap of the page's
/// code, as `block` is. Only good at the edges of a story.
pub(super) fn is_scrap(line: &str) -> bool {
    line.len() <= LONGEST_LINE
        && line.starts_with(char::is_lowercase)
        && line.chars().all(|c| c.is_lowercase() || matches!(c, '-' | '_'))
}

#[rustfmt::skip]
const LINES: &[&str] = &[
    "block", "advertisement", "advert", "ad", "ads", "advertising", "sponsored",
    "sponsored content", "story highlights", "highlights", "related", "related articles",
    "related stories", "related content", "related topics", "read more", "read also", "also read",
    "share", "share this", "share this article", "share this story", "print", "print this page",
    "email", "e-mail", "comments", "comment", "leave a comment", "photo", "photos", "video",
    "videos", "most read", "most popular", "trending", "trending now", "continue reading",
    "sign up", "subscribe", "subscribe now", "loading", "skip to content", "skip advertisement",
    "back to top", "recommended", "recommended stories", "more from this section", "more on this",
    "facebook", "twitter", "whatsapp", "copy link", "listen to this article", "newsletter",
    "tweet", "pin it", "follow us", "log in", "sign in", "menu", "home", "privacy policy",
    "terms of use", "cookie policy", "accept cookies", "all rights reserved", "getty images",
    "anzeige", "werbung", "teilen", "drucken", "mehr zum thema", "kommentare", "weiterlesen",
    "publicité", "partager", "imprimer", "lire aussi", "à lire aussi", "publicidad", "compartir",
    "imprimir", "lea también", "pubblicità", "condividi", "stampa", "publicidade", "compartilhar",
    "advertentie", "delen", "реклама", "поделиться", "читайте также", "إعلان", "اقرأ أيضا", "اقرأ أيضاً",
    "شارك", "広告", "シェア", "关注我们", "广告", "광고", "공유",
];

#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "read more:", "read more about", "read:", "read also:", "also read:", "read next:", "see also:",
    "related:", "related story:", "wikinews provides additional", "watch:", "watch live:", "watch now:", "listen:", "more:",
    "click here", "tap here", "follow us on", "follow @", "copyright ©", "copyright (c)",
    "© copyright", "all rights reserved", "(c) 19", "(c) 20", "© 19", "© 20", "copyright 19", "copyright 20",
    "sign up for our", "sign up here", "subscribe to our", "subscribe now", "download our app",
    "get our newsletter", "categories:", "our standards:", "origine publikigita", "this article was originally published", "this story was originally published",
    "mehr lesen:", "lesen sie auch", "lesen sie mehr", "mehr zum thema:", "lire aussi", "à lire aussi",
    "à lire :", "lea también", "leer más:", "leia também", "leia mais:", "leggi anche", "lees ook",
    "читайте также", "اقرأ أيضا", "اقرأ المزيد", "إقرأ أيضا", "plu legi:", "続きを読む", "関連記事", "相关阅读",
    "阅读更多",
];
