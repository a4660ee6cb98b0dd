//! Where sentences begin and end in news.
//!
//! A sentence ends at a stop, with the quotation marks and brackets that
//! close behind it; not at the point of an abbreviation, an initial, a number
//! or an ordinal. What cannot be told by the signs alone (does "the U.S. The"
//! part a sentence?) is told by the next word: a capital that commonly opens
//! sentences does. At most 8 KB on each side are looked at.

use super::abbreviations::{BEFORE_NUMBERS, MONTHS, OPENERS, SHORTENED, TITLES};
use super::cells::is_space;
use crate::model::Span;
use crate::model::text::floor;

/// Bytes of a paragraph on each side of a place that are looked at.
const WINDOW: usize = 8 * 1024;

/// The sentence of `within` (a paragraph) that holds the byte `at`, without
/// the white space around it. White space belongs to the sentence before.
pub fn sentence_at(text: &str, within: Span, at: usize) -> Span {
    let view = View::new(text, within, at);
    let mut start = view.skip_space(view.start);
    for end in view.ends() {
        let next = view.skip_space(end);
        if at < next || next >= view.end {
            return Span::new(start, end);
        }
        start = next;
    }
    Span::new(start, view.trimmed_end().max(start))
}

/// The start of the first sentence of `within` behind the byte `at`; `None`
/// if the paragraph has no more.
pub fn next_sentence(text: &str, within: Span, at: usize) -> Option<usize> {
    let view = View::new(text, within, at);
    let first = view.skip_space(view.start);
    if at < first && first < view.end {
        return Some(first);
    }
    let next = view.ends().map(|end| view.skip_space(end)).find(|&next| next > at);
    match next {
        Some(next) if next < view.end => Some(next),
        // No stop in sight: the window's end, to be able to go on from there.
        _ => (view.end < within.end && view.end > at).then_some(view.end),
    }
}

/// The start of the last sentence of `within` that begins before the byte
/// `at`; `None` if there is none.
pub fn previous_sentence(text: &str, within: Span, at: usize) -> Option<usize> {
    let view = View::new(text, within, at);
    let first = view.skip_space(view.start);
    std::iter::once(first)
        .chain(view.ends().map(|end| view.skip_space(end)))
        .take_while(|&start| start < at && start < view.end)
        .last()
}

/// The sentences of `within` (a paragraph) in order, without the white space
/// around them. One of more than 8 KB is cut, where there is white space.
pub fn sentences(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let (low, high) = (floor(text, within.start), floor(text, within.end));
    let mut from = low;
    std::iter::from_fn(move || {
        let rest = text.get(from..high)?;
        let start = high - rest.trim_start_matches(is_space).len();
        if start >= high {
            return None;
        }
        let view = View { text, start, end: floor(text, start.saturating_add(WINDOW)).min(high) };
        let end = match view.ends().next() {
            Some(end) if end < view.end => end,
            _ if view.end == high => high,
            _ => view.rest(start).rfind(is_space).map_or(view.end, |space| start + space),
        };
        from = end;
        Some(Span::new(start, start + text[start..end].trim_end_matches(is_space).len()))
    })
}

/// The part of a paragraph that is looked at.
#[derive(Clone, Copy)]
struct View<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> View<'a> {
    fn new(text: &'a str, within: Span, at: usize) -> Self {
        let (low, high) = (floor(text, within.start), floor(text, within.end));
        let at = floor(text, at).clamp(low, high.max(low));
        let start = floor(text, at.saturating_sub(WINDOW)).max(low);
        let end = floor(text, at.saturating_add(WINDOW)).min(high).max(start);
        Self { text, start, end }
    }

    fn rest(&self, at: usize) -> &'a str {
        &self.text[at..self.end]
    }

    fn skip_space(&self, at: usize) -> usize {
        self.end - self.rest(at).trim_start_matches(is_space).len()
    }

    fn trimmed_end(&self) -> usize {
        self.start + self.rest(self.start).trim_end_matches(is_space).len()
    }

    /// One past each sentence's last byte, in order.
    fn ends(self) -> impl Iterator<Item = usize> + use<'a> {
        let mut from = self.start;
        let mut sentence = self.skip_space(self.start);
        std::iter::from_fn(move || {
            while let Some(found) = self.rest(from).find(is_stop) {
                let stop = from + found;
                let (end, closed) = self.close(stop);
                from = end;
                if self.is_end(sentence, stop, end, closed) {
                    sentence = self.skip_space(end);
                    return Some(end);
                }
            }
            None
        })
    }

    /// Past the stops and closing marks from `stop` on, and whether there
    /// were marks.
    fn close(&self, stop: usize) -> (usize, bool) {
        let stops = self.rest(stop).trim_start_matches(is_stop);
        let closed = stops.starts_with(is_closing);
        // After a mark more stops may follow, as in (“Why?”).
        let rest = stops.trim_start_matches(|c| is_closing(c) || (closed && is_stop(c)));
        (self.end - rest.len(), closed)
    }

    /// Whether the stop at `stop`, done with at `end`, ends the sentence that
    /// began at `sentence`.
    fn is_end(&self, sentence: usize, stop: usize, end: usize, closed: bool) -> bool {
        let rest = self.rest(end);
        let Some(next) = rest.chars().next() else { return true };
        let Some(sign) = self.rest(stop).chars().next() else { return true };
        if !is_spaced_stop(sign) {
            // 「…。」と述べた: the quotation is part of a longer sentence.
            return !(closed && matches!(next, '\u{3041}'..='\u{309f}' | '、' | '，'));
        }
        if !is_space(next) {
            return false;
        }
        let after = rest.trim_start_matches(is_space).trim_start_matches(is_opening);
        if after.starts_with(|c: char| c.is_lowercase() || is_stop(c)) {
            return false;
        }
        let lone = sign == '.' && !self.rest(stop + 1).starts_with('.');
        !lone || closed || self.point_ends(sentence, stop, after)
    }

    /// Whether a single point followed by white space and `after` ends a
    /// sentence, by the word before it.
    fn point_ends(&self, sentence: usize, stop: usize, after: &str) -> bool {
        let before = &self.text[sentence.min(stop)..stop];
        let word = before
            .rsplit(|c: char| is_space(c) || is_opening(c) || matches!(c, '-' | '–' | '—' | '/'))
            .next()
            .unwrap_or(before);
        let next = after
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
            .next()
            .unwrap_or("");
        let opens = OPENERS.contains(&next);
        let numbered = next.starts_with(|c: char| c.is_ascii_digit());
        let letters = word.chars().count();
        if word.is_empty() {
            return true;
        }
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            // A list's number, or an ordinal: "1. Foo", "am 26. August".
            return word.len() < before.len() && !(letters <= 2 && MONTHS.contains(&next));
        }
        if TITLES.contains(&word) {
            return false;
        }
        if BEFORE_NUMBERS.contains(&word) {
            return !numbered;
        }
        if SHORTENED.contains(&word) || word.contains('.') && is_dotted(word) {
            return opens;
        }
        if letters == 1 && word.starts_with(char::is_uppercase) {
            return opens;
        }
        true
    }
}

/// Letters parted by points: `U.S`, `a.m`, `e.g`.
fn is_dotted(word: &str) -> bool {
    word.split('.').all(|part| {
        let letters = part.chars().count();
        (1..=2).contains(&letters) && part.chars().all(char::is_alphabetic)
    })
}

/// Signs that may end a sentence.
fn is_stop(c: char) -> bool {
    is_spaced_stop(c)
        || matches!(
            c,
            '。' | '｡'
                | '．'
                | '！'
                | '？'
                | '؟'
                | '۔'
                | '।'
                | '॥'
                | '။'
                | '។'
                | '៕'
                | '።'
                | '፧'
                | '։'
                | '།'
                | '༎'
                | '⁇'
                | '⁈'
                | '⁉'
                | '‼'
        )
}

/// Those that do so only before white space.
fn is_spaced_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Marks that belong to the sentence they close.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | ')'
            | ']'
            | '}'
            | '”'
            | '’'
            | '»'
            | '›'
            | '“'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '］'
    )
}

/// Marks that may stand before the first word of a sentence.
fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '('
            | '['
            | '{'
            | '“'
            | '‘'
            | '«'
            | '‹'
            | '„'
            | '‚'
            | '¿'
            | '¡'
            | '「'
            | '『'
            | '（'
            | '»'
            | '—'
            | '–'
            | '-'
    )
}
