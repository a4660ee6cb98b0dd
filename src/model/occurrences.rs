//! Every whole-word occurrence of names in a text, longest match first.
//!
//! One pass over the text finds the first word of each name (`heads`); the
//! rest of the name is then walked by hand, since white space and apostrophes
//! match by kind rather than byte for byte. Taking the longest name at once
//! would lose "New York" where the longer "New Yorker" fails its test for
//! whole words, so all candidates are gathered first and the longest of those
//! that pass is taken.

mod heads;

use std::cmp::Reverse;

use heads::Heads;

use super::text::is_word;
use super::{Entity, MatchRule, Mention, Span, Text};

/// One name to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// The words. White space in them matches any white space within a
    /// paragraph, an apostrophe a straight or a curly one.
    pub words: &'a str,
    /// Whose name it is; several names may have one owner.
    pub owner: usize,
    /// Where these words stand, the owner's other names do not count.
    pub mask: bool,
}

impl<'a> Name<'a> {
    /// A name of `owner`.
    pub const fn new(words: &'a str, owner: usize) -> Self {
        Self { words, owner, mask: false }
    }

    /// Words that must not count as a name of `owner`.
    pub const fn not(words: &'a str, owner: usize) -> Self {
        Self { words, owner, mask: true }
    }
}

/// How many candidates are looked at in one text. No honest file comes near:
/// it takes thousands of names that all open with the same frequent word.
const PATIENCE: usize = 100_000_000;

/// Every occurrence of the names as whole words, with its owner, in the order
/// of the text. None overlap: the leftmost wins, of those that start together
/// the longest, of equals the one whose name comes first.
///
/// A whole word has no letter or digit next to it, except in scripts written
/// without spaces. Case counts.
pub fn occurrences(text: &Text, names: &[Name]) -> Vec<(Span, usize)> {
    let heads = Heads::new(names);
    if heads.is_empty() {
        return Vec::new();
    }
    let content = text.as_str();
    let bytes = content.as_bytes();
    let mut found = Vec::new();
    let mut masks = Vec::new();
    let mut patience = PATIENCE;
    let mut from = 0;
    while let Some(start) = heads.next(bytes, from)
        && patience > 0
    {
        from = start + 1;
        if !is_edge(content, start) {
            continue;
        }
        for (length, opened) in heads.at(bytes, start) {
            patience = patience.saturating_sub(opened.len());
            for &number in opened {
                let name = &heads.names[number];
                let Some(end) = walk(content, start + length, &name.words[length..]) else {
                    continue;
                };
                let span = Span::new(start, end);
                if is_edge(content, end) && within_paragraph(text, span) {
                    masks.extend(name.maskers.iter().map(|&owner| (owner, span)));
                    patience = patience.saturating_sub(name.maskers.len());
                    if !name.owners.is_empty() {
                        found.push((span, number));
                    }
                }
            }
        }
    }
    masks.sort_unstable();
    let masks = Masks::new(&masks);
    found.sort_unstable_by_key(|&(span, number)| (span.start, Reverse(span.end), number));
    let mut free = 0;
    let mut chosen = Vec::new();
    for (span, number) in found {
        if span.start >= free {
            let mut owners = heads.names[number].owners.iter();
            if let Some(&owner) = owners.find(|&&owner| !masks.hide(owner, span)) {
                chosen.push((span, owner));
                free = span.end;
            }
        }
    }
    chosen
}

/// The mentions of all entities that are matched by name, in the order of the
/// text; `entity` counts in `entities`, the origin is the entity's.
pub fn mentions_of(text: &Text, entities: &[Entity]) -> Vec<Mention> {
    let mut names = Vec::new();
    for (owner, entity) in entities.iter().enumerate() {
        if entity.matching != MatchRule::Listed {
            names.push(Name::new(&entity.name, owner));
            names.extend(entity.aliases.iter().map(|alias| Name::new(alias, owner)));
            names.extend(entity.not.iter().map(|words| Name::not(words, owner)));
        }
    }
    occurrences(text, &names)
        .into_iter()
        .map(|(span, owner)| Mention {
            origin: entities[owner].origin,
            ..Mention::new(span, owner)
        })
        .collect()
}

/// Masking spans sorted by owner and start. They may overlap, so each entry
/// also knows how far its owner's spans up to here reach.
struct Masks {
    spans: Vec<(usize, Span, usize)>,
}

impl Masks {
    fn new(sorted: &[(usize, Span)]) -> Self {
        let mut spans: Vec<(usize, Span, usize)> = Vec::with_capacity(sorted.len());
        for &(owner, span) in sorted {
            let reach = match spans.last() {
                Some(&(same, _, reach)) if same == owner => reach.max(span.end),
                _ => span.end,
            };
            spans.push((owner, span, reach));
        }
        Self { spans }
    }

    fn hide(&self, owner: usize, span: Span) -> bool {
        let after =
            self.spans.partition_point(|&(of, mask, _)| (of, mask.start) < (owner, span.end));
        after
            .checked_sub(1)
            .map(|last| self.spans[last])
            .is_some_and(|(of, _, reach)| of == owner && reach > span.start)
    }
}

/// Follows the rest of a name from byte `at` on; where it ends, if it matches.
fn walk(content: &str, at: usize, rest: &str) -> Option<usize> {
    // Mostly the words stand byte for byte as they are written.
    if content.as_bytes()[at..].starts_with(rest.as_bytes()) {
        return Some(at + rest.len());
    }
    let mut text = content[at..].chars();
    let mut name = rest.chars();
    while let Some(wanted) = name.next() {
        if wanted.is_whitespace() {
            name = name.as_str().trim_start().chars();
            let after = text.as_str().trim_start();
            let space = &text.as_str()[..text.as_str().len() - after.len()];
            let breaks = space.bytes().filter(|&byte| byte == b'\n').count();
            // A blank line parts paragraphs, and no name runs over one.
            if space.is_empty() || breaks > 1 {
                return None;
            }
            text = after.chars();
        } else {
            let there = text.next()?;
            if there != wanted && !(is_apostrophe(there) && is_apostrophe(wanted)) {
                return None;
            }
        }
    }
    Some(content.len() - text.as_str().len())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}')
}

/// Where a text has paragraphs, a name lies in one of them.
fn within_paragraph(text: &Text, span: Span) -> bool {
    if !text.slice(span).contains('\n') {
        return true;
    }
    text.paragraph_at(span.start) == text.paragraph_at(span.end - 1)
}

/// Whether a word may end or begin at byte `at`.
fn is_edge(content: &str, at: usize) -> bool {
    let bytes = content.as_bytes();
    if let Some([before, after]) = at.checked_sub(1).and_then(|before| bytes.get(before..=at))
        && before.is_ascii()
        && after.is_ascii()
    {
        return !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric());
    }
    let before = content[..at].chars().next_back();
    let after = content[at..].chars().next();
    match (before, after) {
        (Some(before), Some(after)) => {
            !(is_word(before) && is_word(after)) || is_unspaced(before) || is_unspaced(after)
        }
        _ => true,
    }
}

/// Characters of scripts that are written without spaces between words: Thai,
/// Lao, Tibetan, Myanmar, Khmer, Han, Hiragana, Katakana.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'
        | '\u{0f00}'..='\u{0fff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{19e0}'..='\u{19ff}'
        | '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{a9e0}'..='\u{a9ff}'
        | '\u{aa60}'..='\u{aa7f}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{1b000}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}')
}
