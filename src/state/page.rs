//! The story as lines of a column: what stands above what, where the window
//! is, and how places in the text and lines on the screen belong together.
//!
//! The window is held by a position in the text, never by a row number: it
//! survives resizing. Only what comes into view is ever wrapped.

mod origin;

use std::sync::Arc;

use crate::model::text::list_mark;
use crate::model::{Head, Note, NoteKind, Paragraph, Role, Span, Text};
use crate::typeset::{self, Row, Setting, Typesetter};
use origin::{meta, meta_bearer, says_date, stands_under, trim_dateline};

/// A stretch of the story that is laid out as one: the head, a block of a
/// paragraph (long paragraphs have several), or what comes after the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Above the text.
    Head,
    /// A block of a paragraph.
    Block {
        /// Index into the text's paragraphs.
        paragraph: usize,
        /// Index of the block in the paragraph.
        block: usize,
    },
    /// Below the text.
    Tail,
}

/// A line of the page: a unit and the number of the line in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The unit.
    pub unit: Unit,
    /// The line in it, from 0.
    pub line: usize,
}

/// What a line shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Air.
    Blank,
    /// The title, where the text has none of its own.
    Title(String),
    /// Source, place and date.
    Meta(String),
    /// Words of the story.
    Words {
        /// Index into the text's paragraphs.
        paragraph: usize,
        /// Which bytes.
        row: Row,
        /// Columns it is moved right.
        indent: u16,
        /// Whether it opens its paragraph.
        first: bool,
        /// Set after the words: the date after a dateline.
        after: Option<String>,
    },
    /// The first line of a note.
    Note {
        /// Index into the notes.
        note: usize,
    },
    /// The end of the story.
    End,
}

/// What the lines of a page depend on besides the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Style {
    /// Columns of the text column.
    pub width: usize,
    /// Rows of the window.
    pub height: usize,
    /// Whether notes stand beneath their paragraphs.
    pub note_lines: bool,
    /// Whether boilerplate is shown.
    pub boilerplate: bool,
}

/// The laid-out story and the window onto it.
#[derive(Debug)]
pub struct Page {
    /// How it is set.
    pub style: Style,
    /// The line at the top of the window.
    pub top: Position,
    /// The lines in the window, from the top.
    pub visible: Vec<(Position, Line)>,
    /// The byte that a new style put at the top, and where that was: as long
    /// as nothing else moves the window, the next style starts from there.
    held: Option<(Position, usize)>,
    typesetter: Typesetter,
}

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The words.
    pub text: &'a Text,
    /// Title and so on.
    pub head: &'a Head,
    /// The reader's notes.
    pub notes: &'a [Note],
}

impl Default for Page {
    fn default() -> Self {
        Self {
            style: Style::default(),
            top: Position { unit: Unit::Head, line: 0 },
            visible: Vec::new(),
            held: None,
            typesetter: Typesetter::default(),
        }
    }
}

impl Page {
    /// Whether a paragraph is shown at all.
    fn shows(&self, source: Source<'_>, paragraph: usize) -> bool {
        self.style.boilerplate || source.text.paragraphs()[paragraph].role != Role::Boilerplate
    }

    fn blocks(source: Source<'_>, paragraph: usize) -> typeset::Blocks<'_> {
        let paragraph = source.text.paragraphs()[paragraph];
        typeset::blocks(source.text.as_str(), paragraph.span)
    }

    /// The unit after `unit`.
    fn next_unit(&self, source: Source<'_>, unit: Unit) -> Option<Unit> {
        let from = match unit {
            Unit::Head => 0,
            Unit::Block { paragraph, block } => {
                if block + 1 < Self::blocks(source, paragraph).len() {
                    return Some(Unit::Block { paragraph, block: block + 1 });
                }
                paragraph + 1
            }
            Unit::Tail => return None,
        };
        let next = (from..source.text.paragraphs().len()).find(|&p| self.shows(source, p));
        Some(next.map_or(Unit::Tail, |paragraph| Unit::Block { paragraph, block: 0 }))
    }

    /// The unit before `unit`.
    fn previous_unit(&self, source: Source<'_>, unit: Unit) -> Option<Unit> {
        let to = match unit {
            Unit::Head => return None,
            Unit::Block { paragraph, block } if block > 0 => {
                return Some(Unit::Block { paragraph, block: block - 1 });
            }
            Unit::Block { paragraph, .. } => paragraph,
            Unit::Tail => source.text.paragraphs().len(),
        };
        let previous = (0..to).rev().find(|&p| self.shows(source, p));
        Some(previous.map_or(Unit::Head, |paragraph| Unit::Block {
            paragraph,
            block: Self::blocks(source, paragraph).len().saturating_sub(1),
        }))
    }

    fn setting(source: Source<'_>, paragraph: usize) -> Measure {
        setting_of(source.text, source.text.paragraphs()[paragraph])
    }

    fn rows(&mut self, source: Source<'_>, paragraph: usize, block: usize) -> Arc<[Row]> {
        let Measure { indent, hang, setting } = Self::setting(source, paragraph);
        let first = self.style.width.saturating_sub(indent).max(1);
        let width = first.saturating_sub(hang).max(1);
        let span = source.text.paragraphs()[paragraph].span;
        let rows = self.typesetter.rows(source.text.as_str(), span, block, first, width, setting);
        rows.unwrap_or_else(|| Arc::new([]))
    }

    /// The lines of a unit.
    fn lines(&mut self, source: Source<'_>, unit: Unit) -> Vec<Line> {
        match unit {
            Unit::Head => self.head_lines(source),
            Unit::Tail => {
                let mut lines = vec![Line::Blank];
                lines.extend(self.note_lines(source, |note| note.spans.is_empty()));
                lines.push(Line::End);
                lines
            }
            Unit::Block { paragraph, block } => {
                let rows = self.rows(source, paragraph, block);
                let Measure { indent, hang, .. } = Self::setting(source, paragraph);
                let mut lines = Vec::with_capacity(rows.len() + 2);
                if block == 0 && self.gap_before(source, paragraph) {
                    lines.push(Line::Blank);
                }
                let meta = self.bears_meta(source, paragraph).then(|| meta(source.head, true));
                let count = rows.len();
                for (number, row) in rows.iter().enumerate() {
                    let opens = block == 0 && number == 0;
                    let mut row = *row;
                    if number + 1 == count && meta.is_some() {
                        trim_dateline(source.text, &mut row);
                    }
                    let indent = if opens { indent } else { indent + hang };
                    let mut after = meta.clone().flatten().filter(|_| number + 1 == count);
                    // Where it has no room after the words it stands beneath them.
                    let room = self.style.width.saturating_sub(indent + row.width + 3);
                    let below = after.take_if(|date| typeset::width::columns(date) > room);
                    lines.push(Line::Words {
                        paragraph,
                        row,
                        indent: indent as u16,
                        first: opens,
                        after,
                    });
                    lines.extend(below.iter().flat_map(|date| self.meta_lines(date)));
                    if number + 1 == count && stands_under(source) == Some(paragraph) {
                        let meta = origin::meta(source.head, true);
                        lines.extend(meta.iter().flat_map(|meta| self.meta_lines(meta)));
                    }
                }
                if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
                    let (start, end) = (first.span.start, last.next);
                    let last_block = block + 1 == Self::blocks(source, paragraph).len();
                    lines.extend(self.note_lines(source, |note| {
                        note.spans.last().is_some_and(|span| {
                            let at = span.end.saturating_sub(1).max(span.start);
                            start <= at && (at < end || (last_block && at <= end))
                        })
                    }));
                }
                lines
            }
        }
    }

    fn note_lines(&self, source: Source<'_>, here: impl Fn(&Note) -> bool) -> Vec<Line> {
        if !self.style.note_lines {
            return Vec::new();
        }
        source
            .notes
            .iter()
            .enumerate()
            .filter(|(_, note)| {
                !note.body.trim().is_empty()
                    && matches!(note.kind, NoteKind::Note | NoteKind::Highlight)
                    && here(note)
            })
            .map(|(note, _)| Line::Note { note })
            .collect()
    }

    fn head_lines(&self, source: Source<'_>) -> Vec<Line> {
        let mut lines = vec![Line::Blank];
        let paragraphs = source.text.paragraphs();
        if !paragraphs.iter().take(12).any(|p| p.role == Role::Title)
            && let Some(title) = &source.head.title
        {
            let title = crate::model::text::visible(title).into_owned();
            let whole = Span::new(0, title.len());
            let width = self.style.width.max(1);
            for row in typeset::wrap(&title, whole, width, width, Setting::Plain) {
                lines.push(Line::Title(title[row.span.range()].to_owned()));
            }
        }
        let has_title = lines.len() > 1;
        if meta_bearer(source.text).is_none()
            && let Some(meta) = meta(source.head, false)
        {
            // Under the title of the head; else it would stand over the text's own.
            if has_title || !paragraphs.iter().take(12).any(|p| p.role == Role::Title) {
                lines.extend(self.meta_lines(&meta));
            }
        }
        lines
    }

    /// Source, place and date in as many lines as they need.
    fn meta_lines(&self, meta: &str) -> Vec<Line> {
        let width = self.style.width.max(1);
        let whole = Span::new(0, meta.len());
        let rows = typeset::wrap(meta, whole, width, width, Setting::Plain);
        rows.iter().map(|row| Line::Meta(meta[row.span.range()].to_owned())).collect()
    }

    /// Whether the date stands after this paragraph's words: unless they say it.
    fn bears_meta(&self, source: Source<'_>, paragraph: usize) -> bool {
        meta_bearer(source.text) == Some(paragraph)
            && !says_date(source.text.slice(source.text.paragraphs()[paragraph].span), source.head)
    }

    fn gap_before(&self, source: Source<'_>, paragraph: usize) -> bool {
        let paragraphs = source.text.paragraphs();
        let Some(previous) = (0..paragraph).rev().find(|&p| self.shows(source, p)) else {
            return self.head_lines(source).len() > 1;
        };
        let one_list = source.text.is_one_list(paragraphs[previous], paragraphs[paragraph]);
        let (above, here) = (paragraphs[previous].role, paragraphs[paragraph].role);
        let head = |role| matches!(role, Role::Title | Role::Dateline | Role::Byline);
        !(head(above) && matches!(here, Role::Dateline | Role::Byline)
            || one_list
            || above == Role::Boilerplate && here == Role::Boilerplate)
    }

    /// The line after `at`.
    fn next(&mut self, source: Source<'_>, at: Position) -> Option<Position> {
        let mut unit = at.unit;
        if at.line + 1 < self.lines(source, unit).len() {
            return Some(Position { unit, line: at.line + 1 });
        }
        loop {
            unit = self.next_unit(source, unit)?;
            if !self.lines(source, unit).is_empty() {
                return Some(Position { unit, line: 0 });
            }
        }
    }

    /// The line before `at`.
    fn previous(&mut self, source: Source<'_>, at: Position) -> Option<Position> {
        if at.line > 0 {
            return Some(Position { line: at.line - 1, ..at });
        }
        let mut unit = at.unit;
        loop {
            unit = self.previous_unit(source, unit)?;
            let count = self.lines(source, unit).len();
            if count > 0 {
                return Some(Position { unit, line: count - 1 });
            }
        }
    }

    /// The position `by` lines on (back, if negative), or the end of the way.
    pub fn moved(&mut self, source: Source<'_>, from: Position, by: isize) -> Position {
        let mut at = from;
        let mut left = by.unsigned_abs();
        while left > 0 {
            // As far as the unit reaches, then into the one beside it.
            let beside = if by > 0 {
                let last = self.lines(source, at.unit).len().saturating_sub(1);
                let inside = left.min(last.saturating_sub(at.line));
                (at.line, left) = (at.line + inside, left - inside);
                if left == 0 { None } else { self.next(source, at) }
            } else {
                let inside = left.min(at.line);
                (at.line, left) = (at.line - inside, left - inside);
                if left == 0 { None } else { self.previous(source, at) }
            };
            let Some(beside) = beside else { break };
            at = beside;
            left -= 1;
        }
        at
    }

    /// The line that shows the byte `place`.
    pub fn position_of(&mut self, source: Source<'_>, place: usize) -> Position {
        let Some(mut paragraph) = source.text.paragraph_at(place) else {
            return Position { unit: Unit::Head, line: 0 };
        };
        if !self.shows(source, paragraph) {
            let count = source.text.paragraphs().len();
            match (paragraph..count)
                .find(|&p| self.shows(source, p))
                .or_else(|| (0..paragraph).rev().find(|&p| self.shows(source, p)))
            {
                Some(shown) => paragraph = shown,
                None => return Position { unit: Unit::Head, line: 0 },
            }
        }
        let blocks = Self::blocks(source, paragraph);
        let span = source.text.paragraphs()[paragraph].span;
        let place = place.clamp(span.start, span.end);
        let block = blocks.at(place);
        let unit = Unit::Block { paragraph, block };
        let mut found = 0;
        for (number, line) in self.lines(source, unit).iter().enumerate() {
            if let Line::Words { row, .. } = line
                && (found == 0 || row.span.start <= place)
            {
                found = number;
            }
        }
        Position { unit, line: found }
    }

    /// The row of words at a position, or the nearest one before, or after, it.
    pub fn row_at(&mut self, source: Source<'_>, at: Position) -> Option<Row> {
        let mut back = Some(at);
        while let Some(position) = back {
            if let Some(Line::Words { row, .. }) =
                self.lines(source, position.unit).into_iter().nth(position.line)
            {
                return Some(row);
            }
            back = self.previous(source, position);
        }
        self.next_row(source, at)
    }

    /// The first row of words at or after a position, else the last before it.
    fn words_from(&mut self, source: Source<'_>, at: Position) -> Option<Row> {
        match self.lines(source, at.unit).into_iter().nth(at.line) {
            Some(Line::Words { row, .. }) => Some(row),
            _ => self.next_row(source, at).or_else(|| self.row_at(source, at)),
        }
    }

    /// The first row of words after a position.
    pub fn next_row(&mut self, source: Source<'_>, at: Position) -> Option<Row> {
        let mut position = at;
        while let Some(next) = self.next(source, position) {
            position = next;
            if let Some(Line::Words { row, .. }) =
                self.lines(source, position.unit).into_iter().nth(position.line)
            {
                return Some(row);
            }
        }
        None
    }

    /// The last row of words before a position.
    pub fn previous_row(&mut self, source: Source<'_>, at: Position) -> Option<Row> {
        let mut position = at;
        while let Some(previous) = self.previous(source, position) {
            position = previous;
            if let Some(Line::Words { row, .. }) =
                self.lines(source, position.unit).into_iter().nth(position.line)
            {
                return Some(row);
            }
        }
        None
    }

    /// Takes a new style; the window stays on the words it showed.
    pub fn restyle(&mut self, source: Source<'_>, style: Style) {
        if style == self.style {
            return;
        }
        let same_lines = Style { height: self.style.height, ..style.clone() } == self.style;
        let anchor = match self.top.unit {
            Unit::Head => None,
            _ => match self.held.filter(|(top, _)| *top == self.top) {
                Some((_, place)) => Some(place),
                None => self.words_from(source, self.top).map(|row| row.span.start),
            },
        };
        self.style = style;
        if same_lines {
            return;
        }
        if let Some(place) = anchor {
            self.top = self.position_of(source, place);
            self.held = Some((self.top, place));
        }
    }

    /// Fills the window from its top; pulls the top up if lines would stay empty below.
    pub fn fill(&mut self, source: Source<'_>) {
        self.visible.clear();
        let count = self.lines(source, self.top.unit).len();
        self.top.line = self.top.line.min(count.saturating_sub(1));
        let mut at = self.top;
        let mut lines = self.lines(source, at.unit);
        while self.visible.len() < self.style.height {
            while at.line < lines.len() && self.visible.len() < self.style.height {
                let line = std::mem::replace(&mut lines[at.line], Line::Blank);
                self.visible.push((at, line));
                at.line += 1;
            }
            if self.visible.len() == self.style.height {
                break;
            }
            let Some(unit) = self.next_unit(source, at.unit) else { break };
            at = Position { unit, line: 0 };
            lines = self.lines(source, unit);
        }
        let missing = self.style.height - self.visible.len();
        if missing > 0 && self.top > (Position { unit: Unit::Head, line: 0 }) {
            let top = self.moved(source, self.top, -(missing as isize));
            if top != self.top {
                self.top = top;
                self.fill(source);
            }
        }
    }

    /// The index in the window of the line that shows `place`, if it is there.
    pub fn shown_at(&self, place: usize) -> Option<usize> {
        let mut found = None;
        for (index, (_, line)) in self.visible.iter().enumerate() {
            if let Line::Words { row, .. } = line
                && row.span.start <= place
                && place < row.next.max(row.span.end + 1)
            {
                found = Some(index);
            }
        }
        found
    }

    /// Moves the window so that `place` stands `line` lines below its top.
    pub fn put(&mut self, source: Source<'_>, place: usize, line: usize) {
        let at = self.position_of(source, place);
        self.top = self.moved(source, at, -(line as isize));
        self.fill(source);
    }

    /// The bytes in the window, from the first to the last row of words.
    pub fn shown(&self) -> Option<Span> {
        let mut rows = self.visible.iter().filter_map(|(_, line)| match line {
            Line::Words { row, .. } => Some(row),
            _ => None,
        });
        let first = rows.next()?;
        let last = rows.next_back().unwrap_or(first);
        Some(Span::new(first.span.start, last.span.end))
    }

    /// Whether the end of the story is in the window.
    pub fn at_end(&self) -> bool {
        matches!(self.visible.last(), Some((_, Line::End)))
    }
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Columns its first row is moved right.
    pub indent: usize,
    /// Columns the other rows are moved further: a list's words hang beside
    /// their bullet.
    pub hang: usize,
    /// How it is wrapped.
    pub setting: Setting,
}

/// How a paragraph is set, whatever the width.
pub fn setting_of(text: &Text, paragraph: Paragraph) -> Measure {
    let level = usize::from(paragraph.level.min(8));
    let keeps = text.keeps_lines();
    let prose = if keeps { Setting::Lines } else { Setting::Prose };
    let (indent, setting) = match paragraph.role {
        Role::Title | Role::Heading | Role::Dateline | Role::Byline => {
            let broken = keeps && text.slice(paragraph.span).contains('\n');
            (0, if broken { Setting::Lines } else { Setting::Plain })
        }
        Role::Code => (2, Setting::Verbatim),
        Role::Quote => (2 * level.max(1), prose),
        Role::List => (2 * level.saturating_sub(1), prose),
        _ => (0, prose),
    };
    let hang = if paragraph.role == Role::List { bullet(text.slice(paragraph.span)) } else { 0 };
    Measure { indent, hang, setting }
}

/// The columns of the bullet or number that a list item begins with, and of the
/// space behind it.
fn bullet(item: &str) -> usize {
    list_mark(item).map_or(0, |mark| typeset::width::columns(mark) + 1)
}
