//! CommonMark into the text a reader sees: paragraphs parted by one LF, with
//! emphasis and links kept as spans beside it.
//!
//! The marks themselves go; what they mean stays: a list item carries its
//! bullet or number, a table row is a line of cells, an image is its
//! description, a footnote is read at the end. Parsing and reading are both
//! loops over events, so no nesting can exhaust the stack.

use std::cmp::Reverse;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::{front_matter, plain};
use crate::error::Diagnostic;
use crate::model::text::picture;
use crate::model::{Inline, InlineKind, Paragraph, Role, Span, Story, Text};

/// How many containers may open on one line. The parser looks at each of them
/// again for every line inside, so a file of a million would take hours.
const DEEPEST: usize = 128;

/// Reads Markdown. `file` is the name for diagnostics.
pub(super) fn read(source: &str, file: &str, diagnostics: &mut Vec<Diagnostic>) -> Story {
    let (mut head, body) = front_matter::split(source, file, diagnostics);
    let first_line = source[..source.len() - body.len()].matches('\n').count() + 1;
    if let Some(line) = body.lines().position(|line| depth(line) > DEEPEST) {
        let line = first_line + line;
        let mut warning = Diagnostic::warning(
            file,
            format!(
                "more than {DEEPEST} quotations or lists inside one another: read as plain text"
            ),
        );
        warning.place = Some((line, 1));
        diagnostics.push(warning);
        let text = Text::new(body.to_owned());
        let (paragraphs, found) = plain::read(text.as_str(), plain::Extent::Whole);
        let mut all = found;
        all.overlay(head);
        let ends = text.as_str().match_indices('\n').enumerate();
        let lines = ends.map(|(number, (at, _))| (at + 1, first_line + number + 1));
        let lines = std::iter::once((0, first_line)).chain(lines).collect();
        let text = text.with_paragraphs(paragraphs);
        return Story { head: all, text, lines, ..Story::default() };
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut reader = Reader::new(head.title.take());
    let mut counted = (0, first_line);
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        // The end of something is told with where it began.
        if let Some(passed) = body.get(counted.0..range.start) {
            counted = (range.start, counted.1 + passed.matches('\n').count());
        }
        reader.line = counted.1;
        reader.take(event);
    }
    let mut written = reader.finish();
    head.title = written.title.take();
    plain::read_top(&written.text, &mut written.paragraphs, &mut head);
    // The breaks that only fill the source became spaces.
    let text = Text::new(written.text).with_paragraphs(written.paragraphs).keeping_lines();
    Story { head, text, inline: written.inline, lines: written.lines, ..Story::default() }
}

/// How many containers a line may open: quotation marks, bullets and numbers before its words.
fn depth(line: &str) -> usize {
    let mut depth = 0;
    let mut rest = line.as_bytes();
    while depth <= DEEPEST {
        rest = match rest {
            [b' ' | b'\t', rest @ ..] => rest,
            [b'>', rest @ ..] | [b'-' | b'*' | b'+', b' ' | b'\t', rest @ ..] => {
                depth += 1;
                rest
            }
            [b'0'..=b'9', ..] => {
                let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
                match &rest[digits..] {
                    [b'.' | b')', b' ' | b'\t', rest @ ..] => {
                        depth += 1;
                        rest
                    }
                    _ => break,
                }
            }
            _ => break,
        };
    }
    depth
}

/// A readable text in the making.
#[derive(Default)]
struct Written {
    title: Option<String>,
    text: String,
    paragraphs: Vec<Paragraph>,
    inline: Vec<Inline>,
    /// Where it moves on to another line of the source: byte, line.
    lines: Vec<(usize, usize)>,
}

impl Written {
    /// What is written next comes from this line of the source.
    fn comes_from(&mut self, line: usize) {
        if self.lines.last().is_none_or(|(_, last)| *last != line) {
            self.lines.push((self.text.len(), line));
        }
    }
}

/// The paragraph that is being written.
struct Open {
    /// Length of the text before it, its separator not counted.
    before: usize,
    /// Where its words start.
    start: usize,
    /// How many inline spans stood before it.
    inline: usize,
    /// How many changes of the line stood before it.
    lines: usize,
    role: Role,
    level: u8,
    image: bool,
    /// Whether words stand in it that are not an image's description.
    words: bool,
}

enum Container {
    Quote,
    /// The number of the next item, if they have numbers.
    List(Option<u64>),
    Item,
    Footnote,
}

struct Reader {
    written: Written,
    /// The line of the source that is being read, from 1.
    line: usize,
    /// Footnotes while the text is written, the text while a footnote is.
    aside: Written,
    open: Option<Open>,
    containers: Vec<Container>,
    lists: usize,
    quotes: usize,
    footnotes: usize,
    /// What an item or footnote opens with, until its first words come.
    marker: Option<String>,
    /// Emphasis and links that are open: where they start, and what they are.
    inlines: Vec<(usize, Option<InlineKind>)>,
    images: usize,
    code: bool,
    /// Whether a cell of a table has ended whose row goes on.
    cell_ended: bool,
    given_title: Option<String>,
}

impl Reader {
    fn new(given_title: Option<String>) -> Self {
        Self {
            written: Written::default(),
            line: 1,
            aside: Written::default(),
            open: None,
            containers: Vec::new(),
            lists: 0,
            quotes: 0,
            footnotes: 0,
            marker: None,
            inlines: Vec::new(),
            images: 0,
            code: false,
            cell_ended: false,
            given_title,
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.push(&words),
            Event::Code(words) => {
                let start = self.place();
                self.push(&words);
                self.mark(start, InlineKind::Code);
            }
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.push("\n"),
            Event::FootnoteReference(label) => self.push(&format!("[{label}]")),
            Event::TaskListMarker(done) => self.push(if done { "☑ " } else { "☐ " }),
            Event::InlineHtml(tag) if is_break(&tag) => self.push("\n"),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.push(&words),
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.close(),
            Tag::Heading { level, .. } => self.begin(Role::Heading, level_number(level)),
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes += 1;
                self.containers.push(Container::Quote);
            }
            Tag::CodeBlock(_) => {
                self.begin(Role::Code, 0);
                self.code = true;
            }
            Tag::List(first) => {
                self.close();
                self.lists += 1;
                self.containers.push(Container::List(first));
            }
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(label) => {
                self.close();
                if self.footnotes == 0 {
                    std::mem::swap(&mut self.written, &mut self.aside);
                }
                self.footnotes += 1;
                self.marker = Some(format!("[{label}] "));
                self.containers.push(Container::Footnote);
            }
            Tag::TableHead | Tag::TableRow => {
                self.begin(Role::List, 1);
                self.cell_ended = false;
            }
            Tag::Emphasis => self.open_inline(Some(InlineKind::Emphasis)),
            Tag::Strong => self.open_inline(Some(InlineKind::Strong)),
            Tag::Strikethrough => self.open_inline(Some(InlineKind::Struck)),
            Tag::Link { link_type, dest_url, .. } => {
                self.open_inline(link(link_type, &dest_url).map(InlineKind::Link));
            }
            Tag::Image { .. } => {
                self.images += 1;
                if self.open.is_none() {
                    self.begin_here();
                }
                if let Some(open) = &mut self.open {
                    open.image = true;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::TableRow => {
                self.close()
            }
            TagEnd::CodeBlock => {
                self.close();
                self.code = false;
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
                self.containers.pop();
            }
            TagEnd::List(_) => {
                self.close();
                self.lists = self.lists.saturating_sub(1);
                self.containers.pop();
            }
            TagEnd::Item => {
                self.close();
                self.marker = None;
                self.containers.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.close();
                self.marker = None;
                self.containers.pop();
                self.footnotes = self.footnotes.saturating_sub(1);
                if self.footnotes == 0 {
                    std::mem::swap(&mut self.written, &mut self.aside);
                }
            }
            TagEnd::TableCell => self.cell_ended = true,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {
                if let Some((start, Some(kind))) = self.inlines.pop() {
                    self.mark(start, kind);
                }
            }
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    fn start_item(&mut self) {
        self.close();
        self.cell_ended = false;
        self.marker = Some(match self.containers.last_mut() {
            Some(Container::List(Some(number))) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                marker
            }
            _ => "• ".to_owned(),
        });
        self.containers.push(Container::Item);
    }

    /// Opens a paragraph in the role that the containers around it give.
    fn begin_here(&mut self) {
        let (role, level) = match self.containers.last() {
            Some(Container::Item | Container::List(_)) => (Role::List, self.lists),
            Some(Container::Quote) => (Role::Quote, self.quotes),
            Some(Container::Footnote) | None => (Role::Body, 0),
        };
        self.begin(role, u8::try_from(level).unwrap_or(u8::MAX));
    }

    fn begin(&mut self, role: Role, level: u8) {
        self.close();
        let written = &mut self.written;
        let before = written.text.len();
        let lines = written.lines.len();
        if before > 0 {
            written.text.push('\n');
        }
        let start = written.text.len();
        written.comes_from(self.line);
        if matches!(role, Role::List | Role::Body | Role::Quote)
            && let Some(marker) = self.marker.take()
        {
            push_visible(&mut written.text, &marker);
        }
        let inline = written.inline.len();
        self.open =
            Some(Open { before, start, inline, lines, role, level, image: false, words: false });
    }

    /// Ends the paragraph; one without words leaves nothing behind.
    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let written = &mut self.written;
        let words = &written.text[open.start..];
        let kept = if open.role == Role::Code {
            // Leading spaces of the first line belong to the code.
            let blank = words.len() - words.trim_start_matches('\n').len();
            open.start += blank;
            words.trim_end().len()
        } else {
            words.trim_end().len()
        };
        let end = open.start.max(written.text.len() - words.len() + kept);
        if end == open.start {
            written.text.truncate(open.before);
            written.inline.truncate(open.inline);
            written.lines.truncate(open.lines);
            return;
        }
        written.text.truncate(end);
        for inline in &mut written.inline[open.inline..] {
            inline.span.end = inline.span.end.min(end);
        }
        if open.image && !open.words && open.role == Role::Body {
            open.role = Role::Caption;
        }
        if open.role == Role::Heading && written.title.is_none() && self.footnotes == 0 {
            let words = written.text[open.start..end].replace('\n', " ");
            let given = self.given_title.as_deref();
            if given.map_or(open.level == 1, |given| given.trim() == words) {
                open.role = Role::Title;
                written.title = Some(words);
            }
        }
        written.paragraphs.push(Paragraph {
            span: Span::new(open.start, end),
            role: open.role,
            level: open.level,
        });
    }

    fn push(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.open.is_none() {
            if words.trim().is_empty() {
                return;
            }
            self.begin_here();
        }
        let Some(open) = &mut self.open else { return };
        let text = &mut self.written.text;
        let words = if !self.code && (text.len() == open.start || text.ends_with('\n')) {
            words.trim_start()
        } else {
            words
        };
        if self.cell_ended
            && open.role == Role::List
            && text.len() > open.start
            && !words.is_empty()
        {
            text.push_str(" · ");
            self.cell_ended = false;
        }
        open.words |= self.images == 0 && !words.trim().is_empty();
        // Code comes with its line ends.
        for (further, line) in words.split_inclusive('\n').enumerate() {
            // A space between two lines belongs to the first.
            if !line.trim().is_empty() {
                self.written.comes_from(self.line + further);
            }
            push_visible(&mut self.written.text, line);
        }
    }

    /// A space, but none between the characters of scripts that have no spaces.
    fn soft_break(&mut self) {
        let unspaced = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}');
        if self.open.is_some() && !self.written.text.ends_with(unspaced) {
            self.push(" ");
        }
    }

    /// Where the next words will stand.
    fn place(&mut self) -> usize {
        if self.open.is_none() {
            self.begin_here();
        }
        self.written.text.len()
    }

    fn open_inline(&mut self, kind: Option<InlineKind>) {
        let start = self.place();
        self.inlines.push((start, kind));
    }

    fn mark(&mut self, start: usize, kind: InlineKind) {
        let written = &mut self.written;
        // The separator of a cell came after the mark was opened.
        let start = match written.text.get(start..) {
            Some(words) if words.starts_with(" · ") => start + " · ".len(),
            _ => start,
        };
        if start < written.text.len() {
            written.inline.push(Inline { span: Span::new(start, written.text.len()), kind });
        }
    }

    /// The text with its footnotes at the end.
    fn finish(mut self) -> Written {
        self.close();
        let (mut written, notes) = (self.written, self.aside);
        if !notes.text.is_empty() {
            if !written.text.is_empty() {
                written.text.push('\n');
            }
            let shift = written.text.len();
            written.lines.extend(notes.lines.into_iter().map(|(at, line)| (at + shift, line)));
            written.text.push_str(&notes.text);
            let shifted = |span: Span| Span::new(span.start + shift, span.end + shift);
            written.paragraphs.extend(
                notes.paragraphs.into_iter().map(|p| Paragraph { span: shifted(p.span), ..p }),
            );
            written
                .inline
                .extend(notes.inline.into_iter().map(|i| Inline { span: shifted(i.span), ..i }));
        }
        // A text that opens with a lesser heading has that for its title.
        if written.title.is_none()
            && self.given_title.is_none()
            && let Some(first) = written.paragraphs.first_mut().filter(|p| p.role == Role::Heading)
        {
            first.role = Role::Title;
            written.title = Some(written.text[first.span.range()].replace('\n', " "));
        }
        written.title = self.given_title.or(written.title);
        written.inline.retain(|inline| !inline.span.is_empty());
        written.inline.sort_by_key(|inline| (inline.span.start, Reverse(inline.span.end)));
        written
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The address of a link, if it is one a reader may be sent to.
fn link(kind: LinkType, address: &str) -> Option<String> {
    let mut url: String = address.chars().filter(|c| !c.is_control()).collect();
    if kind == LinkType::Email {
        url.insert_str(0, "mailto:");
    }
    let allowed = ["http://", "https://", "mailto:"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    });
    allowed.then_some(url)
}

fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// Pushes words with control characters already as the pictures that
/// [`Text::new`] would make of them, so that spans taken now stay true.
fn push_visible(text: &mut String, words: &str) {
    if words.chars().any(|c| picture(c).is_some()) {
        text.extend(words.chars().map(|c| picture(c).unwrap_or(c)));
    } else {
        text.push_str(words);
    }
}
