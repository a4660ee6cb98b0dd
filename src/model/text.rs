//! The decoded text of a story and the spans that point into it.
//!
//! Inside Dateline every offset is a byte offset into [`Text::as_str`], on a
//! character bound. Files count Unicode scalar values; [`Text::scalar_at`] and
//! [`Text::byte_at`] convert at the border.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

/// A stretch of one [`Text`]: bytes, end exclusive, both ends on character bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the byte at `at` lies inside.
    pub const fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// As a range, to slice with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// What a paragraph is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The headline.
    Title,
    /// Place and agency on a line of their own.
    Dateline,
    /// Who wrote it.
    Byline,
    /// A cross-head.
    Heading,
    /// Running text.
    Body,
    /// A block quotation.
    Quote,
    /// A list item, or a row of a table.
    List,
    /// Preformatted text: never rewrapped.
    Code,
    /// A picture's caption or credit.
    Caption,
    /// Furniture of the page it came from: kept, hidden unless asked for.
    Boilerplate,
}

impl Role {
    /// The word FORMATS.md section 3 uses in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Title => "title",
            Role::Dateline => "dateline",
            Role::Byline => "byline",
            Role::Heading => "heading",
            Role::Body => "body",
            Role::Quote => "quote",
            Role::List => "list",
            Role::Code => "code",
            Role::Caption => "caption",
            Role::Boilerplate => "boilerplate",
        }
    }
}

/// A stretch of text set as one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands; no line break at either end.
    pub span: Span,
    /// What it is for.
    pub role: Role,
    /// Heading level (1 to 6), or depth of a list item or quotation; 0 otherwise.
    pub level: u8,
}

/// The text of a story as it was read: never reflowed, nothing cut out.
///
/// Control characters other than line feed and tab are replaced one for one
/// by visible pictures when it is made, so no later code can pass an escape
/// sequence to a terminal. [`Text::original`] gives them back.
///
/// Cloning is cheap: clones share everything.
#[derive(Debug, Clone, Default)]
pub struct Text {
    content: Arc<String>,
    paragraphs: Arc<Vec<Paragraph>>,
    /// Byte offset in `content` of each replaced character, and what it was.
    replaced: Arc<Vec<(usize, char)>>,
    index: Arc<OnceLock<ScalarIndex>>,
    keeps_lines: bool,
}

impl PartialEq for Text {
    /// Whether the words are the same, and the paragraphs.
    fn eq(&self, other: &Self) -> bool {
        self.content == other.content
            && self.replaced == other.replaced
            && self.paragraphs == other.paragraphs
    }
}

/// The number of scalar values before every `STEP`th byte.
#[derive(Debug)]
struct ScalarIndex {
    marks: Vec<usize>,
    total: usize,
    ascii: bool,
}

const STEP: usize = 256;

impl Text {
    /// Makes a text of decoded content: no byte order mark, lines ended by LF.
    pub fn new(decoded: String) -> Self {
        let mut replaced = Vec::new();
        let mut content = decoded;
        if has_control(content.as_bytes()) {
            let mut shown = String::with_capacity(content.len() + 64);
            for c in content.chars() {
                if let Some(picture) = picture(c) {
                    replaced.push((shown.len(), c));
                    shown.push(picture);
                } else {
                    shown.push(c);
                }
            }
            content = shown;
        }
        Self { content: Arc::new(content), replaced: Arc::new(replaced), ..Self::default() }
    }

    /// The same text, of which every line break was meant: as in verse, the next
    /// line begins a row wherever it is shown. Without this, the lines of a
    /// paragraph are filled.
    pub fn keeping_lines(self) -> Self {
        Self { keeps_lines: true, ..self }
    }

    /// Whether line breaks within a paragraph are shown as such.
    pub const fn keeps_lines(&self) -> bool {
        self.keeps_lines
    }

    /// Makes a text of content whose lines may end as anywhere, scalar for
    /// scalar: CR LF is read as a space and LF, CR alone as LF. For what comes
    /// with offsets that count them, such as a field of a JSON object.
    pub fn with_any_line_ends(content: &str) -> Self {
        if !content.contains('\r') {
            return Self::new(content.to_owned());
        }
        let mut lines = String::with_capacity(content.len());
        let mut returns = Vec::new();
        let mut scalars = content.chars().peekable();
        while let Some(c) = scalars.next() {
            if c == '\r' {
                returns.push(lines.len());
            }
            lines.push(match c {
                '\r' if scalars.peek() == Some(&'\n') => ' ',
                '\r' => '\n',
                c => c,
            });
        }
        let mut text = Self::new(lines);
        // Pictures are longer than what they stand for.
        let mut pictures = text.replaced.iter().peekable();
        let mut grown = 0;
        let mut replaced = Vec::with_capacity(returns.len() + text.replaced.len());
        for at in returns {
            while let Some(&picture) = pictures.next_if(|&&(place, _)| place < at + grown) {
                let shown = text.content[picture.0..].chars().next().map_or(0, char::len_utf8);
                grown += shown - picture.1.len_utf8();
                replaced.push(picture);
            }
            replaced.push((at + grown, '\r'));
        }
        replaced.extend(pictures);
        text.replaced = Arc::new(replaced);
        text
    }

    /// The same text with its paragraphs, in order and without overlap.
    pub fn with_paragraphs(mut self, paragraphs: Vec<Paragraph>) -> Self {
        debug_assert!(paragraphs.windows(2).all(|w| w[0].span.end <= w[1].span.start));
        self.paragraphs = Arc::new(paragraphs);
        self
    }

    /// The characters, safe to show.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The paragraphs, in the order of the text.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.content.len()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The characters of a span; empty if the span is not of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.content.get(span.range()).unwrap_or("")
    }

    /// The text scalar for scalar as it was decoded, control characters
    /// included. Never to be written to a terminal.
    pub fn original(&self) -> Cow<'_, str> {
        self.original_of(Span::new(0, self.content.len()))
    }

    /// The characters of a span as they were decoded, under the same warning;
    /// empty if the span is not of this text.
    pub fn original_of(&self, span: Span) -> Cow<'_, str> {
        let shown = self.slice(span);
        let first = self.replaced.partition_point(|&(at, _)| at < span.start);
        let mut replaced =
            self.replaced[first..].iter().take_while(|&&(at, _)| at < span.end).peekable();
        if shown.is_empty() || replaced.peek().is_none() {
            return shown.into();
        }
        let mut out = String::with_capacity(shown.len());
        let mut from = span.start;
        for &(at, was) in replaced {
            out.push_str(&self.content[from..at]);
            out.push(was);
            from = at + self.content[at..].chars().next().map_or(0, char::len_utf8);
        }
        out.push_str(&self.content[from..span.end]);
        out.into()
    }

    /// SHA-256 of the text as it was decoded, 64 lower-case hexadecimal
    /// digits: what files state as `text-sha256`.
    pub fn sha256(&self) -> String {
        let digest = Sha256::digest(self.original().as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The paragraph that holds the byte `at`, or the last one before it.
    pub fn paragraph_at(&self, at: usize) -> Option<usize> {
        let after = self.paragraphs.partition_point(|p| p.span.start <= at);
        after.checked_sub(1).or((!self.paragraphs.is_empty()).then_some(0))
    }

    /// Whether two paragraphs, one after the other, are items of one list: they
    /// begin alike, or the list has others within it.
    pub fn is_one_list(&self, above: Paragraph, here: Paragraph) -> bool {
        let begins = |paragraph: Paragraph| {
            list_mark(self.slice(paragraph.span)).map(|mark| mark.starts_with('•'))
        };
        (above.role, here.role) == (Role::List, Role::List)
            && (above.level.max(here.level) > 1 || begins(above) == begins(here))
    }

    /// The number of Unicode scalar values before byte `at`.
    pub fn scalar_at(&self, at: usize) -> usize {
        let index = self.index();
        let at = self.floor(at);
        if index.ascii {
            return at;
        }
        let mark = at / STEP;
        let from = self.floor(mark * STEP);
        index.marks[mark] + self.content[from..at].chars().count()
    }

    /// The byte at which the scalar value number `scalar` starts; `None` past the end.
    pub fn byte_at(&self, scalar: usize) -> Option<usize> {
        let index = self.index();
        if scalar > index.total {
            return None;
        }
        if index.ascii {
            return Some(scalar);
        }
        let mark = index.marks.partition_point(|&before| before <= scalar) - 1;
        let from = self.floor(mark * STEP);
        let rest = scalar - index.marks[mark];
        Some(
            self.content[from..]
                .char_indices()
                .nth(rest)
                .map_or(self.content.len(), |(offset, _)| from + offset),
        )
    }

    /// The number of Unicode scalar values in the text.
    pub fn scalars(&self) -> usize {
        self.index().total
    }

    /// The largest character bound at or below `at`.
    pub fn floor(&self, at: usize) -> usize {
        floor(&self.content, at)
    }

    fn index(&self) -> &ScalarIndex {
        self.index.get_or_init(|| {
            let mut marks = Vec::with_capacity(self.content.len() / STEP + 1);
            let mut total = 0;
            let mut from = 0;
            for mark in 0..=self.content.len() / STEP {
                let at = self.floor(mark * STEP);
                total += self.content[from..at].chars().count();
                marks.push(total);
                from = at;
            }
            total += self.content[from..].chars().count();
            ScalarIndex { marks, total, ascii: total == self.content.len() }
        })
    }
}

/// Whether UTF-8 has a character that [`picture`] replaces.
fn has_control(text: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const TOPS: u64 = u64::from_ne_bytes([0x80; 8]);
    // Whether one of eight bytes is below a limit of at most 0x80.
    let below = |eight: u64, limit: u64| eight.wrapping_sub(ONES * limit) & !eight & TOPS != 0;
    let c0 = |&byte: &u8| (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7f;
    let (eights, rest) = text.as_chunks::<8>();
    let found = eights.iter().any(|bytes| {
        let eight = u64::from_ne_bytes(*bytes);
        (below(eight, 0x20) || below(eight ^ (ONES * 0x7f), 1)) && bytes.iter().any(c0)
    });
    // C1: 0xc2 opens the Latin-1 signs too.
    found
        || rest.iter().any(c0)
        || memchr::memchr_iter(0xc2, text)
            .any(|at| text.get(at + 1).is_some_and(|byte| (0x80..=0x9f).contains(byte)))
}

/// What stands for a control character; `None` for every other one.
///
/// C0 and DEL have pictures of their own in Unicode (U+2400 and on); C1 has none.
pub fn picture(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => None,
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32),
        '\x7f' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// The bullet or the number that a list item begins with.
pub fn list_mark(item: &str) -> Option<&str> {
    let (mark, _) = item.split_once(' ')?;
    let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (mark == "•" || is_number).then_some(mark)
}

/// A single line safe to show: control characters, line breaks and tabs too,
/// become their pictures. For titles, file names and messages.
///
/// Characters that turn the direction of writing become U+FFFD where they
/// override it, or reach beyond the line because nothing ends them. A passage
/// that is set off and ended properly stays, as Arabic and Hebrew need it.
pub fn visible(words: &str) -> Cow<'_, str> {
    let turns = words.chars().any(turns);
    if !turns && !words.chars().any(char::is_control) {
        return words.into();
    }
    let astray = if turns { astray(words) } else { Vec::new() };
    words
        .char_indices()
        .map(|(at, c)| match c {
            '\n' | '\t' => ' ',
            _ if turns && astray.binary_search(&at).is_ok() => '\u{fffd}',
            c => picture(c).unwrap_or(c),
        })
        .collect::<String>()
        .into()
}

/// Whether a character turns the direction of writing of what follows, or ends
/// such a passage.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Where characters stand that override the direction of writing, with those
/// that end them, and those that have no partner; in bytes, sorted.
fn astray(words: &str) -> Vec<usize> {
    let mut astray = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    // So that a long line without any is not searched again and again.
    let mut isolates_open = 0;
    for (at, c) in words.char_indices().filter(|&(_, c)| turns(c)) {
        let isolates = |open: char| open >= '\u{2066}';
        match c {
            '\u{202c}' => match open.pop_if(|(_, open)| !isolates(*open)) {
                Some((_, '\u{202a}' | '\u{202b}')) => {}
                Some((begin, _)) => astray.extend([begin, at]),
                None => astray.push(at),
            },
            // It ends whatever was left open within.
            '\u{2069}' if isolates_open == 0 => astray.push(at),
            '\u{2069}' => {
                isolates_open -= 1;
                while let Some((begin, opened)) = open.pop()
                    && !isolates(opened)
                {
                    astray.push(begin);
                }
            }
            opens => {
                isolates_open += usize::from(isolates(opens));
                open.push((at, opens));
            }
        }
    }
    astray.extend(open.into_iter().map(|(at, _)| at));
    astray.sort_unstable();
    astray
}

/// The largest character bound of `words` at or below the byte `at`.
pub fn floor(words: &str, at: usize) -> usize {
    let mut at = at.min(words.len());
    while !words.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether a character is part of a word: letters, digits, and the marks that
/// are set on them.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric()
        || matches!(c,
            '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}')
}
