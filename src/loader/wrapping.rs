//! Lines into paragraphs: which line breaks the writer meant, and which are
//! only where a mail program or an editor ran out of width.
//!
//! Scraped text has one paragraph a line; poems and lists mean their lines.
//! In hard-wrapped text a line ends where the next word would not have fitted,
//! mostly in the middle of a sentence, and the next line goes on in lower
//! case. Lines are joined only where a whole block (lines without a blank one
//! between) shows all three; in doubt they stay apart.

use std::ops::Range;

use memchr::memmem;
use unicode_width::UnicodeWidthStr;

use crate::model::Span;

/// Wrap widths that occur, in columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// A line longer than this (bytes) is no wrapped line, in any script.
const LONGEST: usize = 400;

/// How many lines a block needs to show its own width.
const ENOUGH: usize = 4;

/// A line with something on it.
struct Line {
    /// Without white space at either end.
    span: Span,
    /// Whether white space stands before it.
    indented: bool,
    /// Whether a blank line, or the start of the text, stands before it.
    parted: bool,
}

/// The paragraphs of plain text, in order: no white space at either end, every
/// other character inside one of them.
pub(super) fn paragraphs(content: &str) -> Vec<Span> {
    let lines = lines(content);
    let mut blocks: Vec<(Range<usize>, Option<usize>)> = Vec::new();
    let mut from = 0;
    for at in 1..=lines.len() {
        if at == lines.len() || lines[at].parted {
            let block = &lines[from..at];
            let width = (block.len() >= ENOUGH).then(|| wrapped_at(content, block, None)).flatten();
            blocks.push((from..at, width));
            from = at;
        }
    }
    // Short blocks follow the width of the long ones.
    let width = blocks.iter().filter_map(|(_, width)| *width).max();
    let width = width.or_else(|| shared_width(content, &lines, &blocks));
    let mut spans = Vec::with_capacity(lines.len());
    for (range, own) in blocks {
        let block = &lines[range];
        let width = own.or_else(|| {
            (block.len() < ENOUGH)
                .then_some(width)
                .flatten()
                .and_then(|width| wrapped_at(content, block, Some(width)))
        });
        match width {
            Some(width) => join(content, block, width, &mut spans),
            None => spans.extend(block.iter().map(|line| line.span)),
        }
    }
    spans
}

/// The width of a text whose blocks are all short: there must be several of
/// them, wrapped at one width, and few that are not.
fn shared_width(
    content: &str,
    lines: &[Line],
    blocks: &[(Range<usize>, Option<usize>)],
) -> Option<usize> {
    let short = || blocks.iter().map(|(range, _)| &lines[range.clone()]).filter(|b| b.len() > 1);
    if short().any(|block| block.len() >= ENOUGH) || short().nth(1).is_none() {
        return None;
    }
    let widths = short().flatten().map(|line| columns(&content[line.span.range()]));
    let width = widths.filter(|width| WIDTHS.contains(width)).max()?;
    let (mut wrapped, mut all) = (0, 0);
    for block in short() {
        all += 1;
        wrapped += usize::from(wrapped_at(content, block, Some(width)) == Some(width));
    }
    (wrapped >= 2 && wrapped * 2 >= all).then_some(width)
}

fn lines(content: &str) -> Vec<Line> {
    let has = |separator: &str| memmem::find(content.as_bytes(), separator.as_bytes()).is_some();
    let separators: &[char] =
        if has("\u{2028}") || has("\u{2029}") { &['\n', '\u{2028}', '\u{2029}'] } else { &['\n'] };
    let mut lines = Vec::new();
    let (mut parted, mut start) = (true, 0);
    let mut take = |raw: &str, start: usize| {
        let tail = raw.trim_start();
        let words = tail.trim_end();
        if words.is_empty() {
            parted = true;
            return;
        }
        let first = start + (raw.len() - tail.len());
        let span = Span::new(first, first + words.len());
        lines.push(Line { span, indented: first > start, parted });
        parted = false;
    };
    if separators.len() == 1 {
        // The common case, by the fast search for one byte.
        for end in memchr::memchr_iter(b'\n', content.as_bytes()).chain([content.len()]) {
            take(&content[start..end], start);
            start = end + 1;
        }
    } else {
        for raw in content.split_inclusive(separators) {
            take(raw, start);
            start += raw.len();
        }
    }
    lines
}

/// What a line break inside a block may be.
#[derive(PartialEq)]
enum Break {
    /// The next word would not have fitted.
    Full,
    /// It would have, but a sentence or a heading ends here.
    Meant,
    /// It would have, and nothing ends here: not how wrapping works.
    Odd,
}

fn break_between(content: &str, line: &Line, next: &Line, width: usize) -> Break {
    let (words, after) = (&content[line.span.range()], &content[next.span.range()]);
    if opens_item(after) {
        return Break::Meant;
    }
    let first = after.split_whitespace().next().unwrap_or("");
    // Scripts without spaces break inside what looks like one long word.
    let first = if first.is_ascii() { first.len() } else { first.width().min(width / 3) };
    let used = columns(words);
    if used + 1 + first + width / 8 > width {
        Break::Full
    } else if ends_sentence(words) || (used * 5 < width * 3 && starts_upper(after)) {
        Break::Meant
    } else {
        Break::Odd
    }
}

/// The width a block is wrapped at, if it is.
fn wrapped_at(content: &str, block: &[Line], known: Option<usize>) -> Option<usize> {
    if block.len() < 2 {
        return None;
    }
    let mut width = known.unwrap_or(0);
    for line in block {
        let words = &content[line.span.range()];
        let one_word = || !words.contains(char::is_whitespace) && words.is_ascii();
        if words.len() > LONGEST || columns(words) > *WIDTHS.end() {
            if one_word() {
                continue;
            }
            return None;
        }
        width = width.max(columns(words));
    }
    if !WIDTHS.contains(&width) {
        return None;
    }
    let (mut full, mut odd, mut midway, mut cased, mut lower) = (0, 0, 0, 0, 0);
    for pair in block.windows(2) {
        match break_between(content, &pair[0], &pair[1], width) {
            Break::Meant => {}
            Break::Odd => odd += 1,
            Break::Full => {
                full += 1;
                midway += usize::from(!ends_sentence(&content[pair[0].span.range()]));
                let after = content[pair[1].span.range()].chars().find(|c| c.is_alphabetic());
                cased += usize::from(after.is_some_and(|c| c.is_lowercase() || c.is_uppercase()));
                lower += usize::from(after.is_some_and(char::is_lowercase));
            }
        }
    }
    let breaks = block.len() - 1;
    let regular = odd * 10 <= breaks && full * 2 >= breaks;
    let goes_on = midway * 2 > full;
    let in_lower_case =
        if cased == 0 { full >= 3 && midway * 5 >= full * 4 } else { lower * 3 >= cased };
    (full > 0 && regular && goes_on && in_lower_case).then_some(width)
}

fn join(content: &str, block: &[Line], width: usize, spans: &mut Vec<Span>) {
    // First lines set in, in a block that is otherwise flush, open paragraphs.
    let indents = block.iter().filter(|line| line.indented).count();
    let set_in = indents * 2 < block.len();
    let mut current = block[0].span;
    for pair in block.windows(2) {
        let (line, next) = (&pair[0], &pair[1]);
        let opens = set_in && next.indented && !line.indented;
        if !opens && break_between(content, line, next, width) == Break::Full {
            current.end = next.span.end;
        } else {
            spans.push(current);
            current = next.span;
        }
    }
    spans.push(current);
}

fn columns(words: &str) -> usize {
    if words.is_ascii() { words.len() } else { words.width() }
}

/// Whether a line opens an item of a list: a bullet or a number, then a space.
pub(super) fn opens_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '◦' | '▪' | '‣' | '●' | '*' | '-' | '–' | '·') => {
            chars.next().is_some_and(char::is_whitespace)
        }
        // The coloured boxes of a table of parties, pasted.
        Some(mark @ ('■' | '□' | '█')) => {
            line.trim_start_matches(mark).starts_with(char::is_whitespace)
        }
        Some('0'..='9') => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            line.len() - rest.len() <= 3
                && rest.starts_with(['.', ')'])
                && rest[1..].starts_with(char::is_whitespace)
        }
        _ => false,
    }
}

/// Whether the words end as a sentence does, closing quotes and brackets aside.
pub(super) fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(|c: char| {
            c.is_whitespace()
                || matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '」' | '』' | '）')
        })
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '．', '؟', '۔', '।', '॥', '።', '։'])
}

fn starts_upper(words: &str) -> bool {
    words.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
}
