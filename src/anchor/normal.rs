//! A text as it is compared: typography and white space made alike, with the
//! way back to the bytes it came from.
//!
//! Only for matching, never for keeping: composed characters (NFC), straight
//! quotes, one kind of dash, any white space as one space, nothing invisible.

use std::ops::Range;

use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::model::Span;

/// Characters to compare, and where each came from.
#[derive(Debug, Default)]
pub(super) struct Normal {
    pub chars: Vec<char>,
    /// Bytes of the source at which each character starts and ends.
    places: Vec<(u32, u32)>,
    /// The same characters as UTF-8, to search exactly.
    joined: String,
    /// The byte of `joined` at which each character starts; empty if all are
    /// ASCII, so that both counts agree.
    bounds: Vec<u32>,
}

impl Normal {
    /// Makes `source` comparable; at most 4 GiB of it.
    pub(super) fn of(source: &str) -> Self {
        let mut normal = Self {
            chars: Vec::with_capacity(source.len()),
            places: Vec::with_capacity(source.len()),
            ..Self::default()
        };
        let mut clusters = source.char_indices().peekable();
        let mut cluster = String::new();
        while let Some((start, c)) = clusters.next() {
            let mut end = start + c.len_utf8();
            if c.is_ascii() && clusters.peek().is_none_or(|(_, next)| next.is_ascii()) {
                normal.push(c, start, end);
                continue;
            }
            cluster.clear();
            cluster.push(c);
            while let Some(&(at, next)) = clusters.peek()
                && joins(next)
            {
                cluster.push(next);
                end = at + next.len_utf8();
                clusters.next();
            }
            for c in cluster.nfc() {
                normal.push(c, start, end);
            }
        }
        normal.joined = normal.chars.iter().collect();
        if normal.joined.len() > normal.chars.len() {
            normal.bounds = normal.joined.char_indices().map(|(at, _)| at as u32).collect();
        }
        normal
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        let place = (start as u32, end as u32);
        if c.is_whitespace() && self.chars.last() == Some(&' ') {
            // The run is one character, as long as all of it.
            if let Some(last) = self.places.last_mut() {
                last.1 = place.1;
            }
            return;
        }
        let mut put = |c: char| {
            self.chars.push(c);
            self.places.push(place);
        };
        match c {
            c if c.is_whitespace() => put(' '),
            '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | 'ʼ' => put('\''),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' => put('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => put('-'),
            '…' => (0..3).for_each(|_| put('.')),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c => put(c),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The bytes of the source that a run of characters stands for.
    pub(super) fn span(&self, run: Range<usize>) -> Span {
        let Some(&(start, _)) = self.places.get(run.start) else { return Span::default() };
        let end = match run.end.checked_sub(1).and_then(|last| self.places.get(last)) {
            Some(&(_, end)) if run.end > run.start => end,
            _ => start,
        };
        Span::new(start as usize, end as usize)
    }

    /// The characters that come from the bytes of a span of the source.
    pub(super) fn run(&self, span: Span) -> Range<usize> {
        let start = self.places.partition_point(|&(_, end)| end as usize <= span.start);
        let end = self.places.partition_point(|&(start, _)| (start as usize) < span.end);
        start..end.max(start)
    }

    /// The byte of the source at which a character starts.
    pub(super) fn start(&self, at: usize) -> usize {
        self.places.get(at).map_or_else(
            || self.places.last().map_or(0, |&(_, end)| end as usize),
            |&(start, _)| start as usize,
        )
    }

    /// Where `words` occur, overlapping ones too: at most `most` places.
    pub(super) fn find(&self, words: &[char], most: usize) -> Vec<usize> {
        if words.is_empty() {
            return Vec::new();
        }
        let needle: String = words.iter().collect();
        let finder = Finder::new(&needle);
        let step = words[0].len_utf8();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.joined.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + at;
            found.push(match self.bounds.is_empty() {
                true => at,
                false => self.bounds.partition_point(|&bound| (bound as usize) < at),
            });
            if found.len() >= most {
                break;
            }
            from = at + step;
        }
        found
    }
}

/// Whether a character is composed with the one before it.
fn joins(c: char) -> bool {
    canonical_combining_class(c) != 0 || ('\u{1160}'..='\u{11ff}').contains(&c)
}

/// Words of a selector, made comparable.
pub(super) fn comparable(words: &str) -> Vec<char> {
    Normal::of(words).chars
}

/// Without the white space at either end.
pub(super) fn trimmed(chars: &[char]) -> &[char] {
    let start = usize::from(chars.first() == Some(&' '));
    let end = chars.len() - usize::from(chars.len() > start && chars.last() == Some(&' '));
    &chars[start..end]
}
