//! The text pane: the story as a column of words, notes in its margin, hints.

use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

use crate::config::{Ink, NoteLines};
use crate::model::{InlineKind, Note, NoteKind, Span};
use crate::state::hints::Hints;
use crate::state::page::Line;
use crate::state::reading::Reading;
use crate::state::unfold::{tags_beside, whose, without_tags};
use crate::state::{Command, Pane};
use crate::typeset::{self, Row, Setting, width};

use super::paint::{Marks, hand, highlight, letter, lit_number, mark};
use super::{Canvas, link};

use crate::state::MARGIN_NOTE;

impl Canvas<'_> {
    pub(super) fn text(&mut self) {
        let state = self.state;
        let Some(reading) = &state.reading else {
            self.nothing_open();
            return;
        };
        let column = self.layout.column;
        for (index, (_, line)) in reading.page.visible.iter().enumerate() {
            let y = column.y + index as u16;
            match line {
                Line::Blank => {}
                Line::Title(words) => {
                    let style = self.theme.style(Ink::Heading).add_modifier(Modifier::BOLD);
                    self.words(column.x, y, column.right(), words, style);
                }
                Line::Meta(words) => {
                    let style = self.theme.style(Ink::Quiet);
                    self.words(column.x, y, self.layout.text.right(), words, style);
                }
                Line::Words { paragraph, row, indent, first, after } => {
                    self.row(reading, *paragraph, row, *indent, y);
                    if let Some(after) = after {
                        let x = column.x + indent + row.width as u16;
                        let words = format!(" · {after}");
                        let style = self.theme.style(Ink::Quiet);
                        self.words(x, y, self.layout.text.right(), &words, style);
                    }
                    let role = reading.story.text.paragraphs()[*paragraph].role;
                    if *first && role == crate::model::Role::Quote && *indent >= 2 {
                        let style = self.theme.style(Ink::Rule);
                        self.put(column.x, y, "│", style);
                    }
                }
                Line::Note { note } => {
                    if let Some(note) = reading.notes.get(*note) {
                        self.note_line(note, column.x, y, column.right());
                    }
                }
                Line::End => self.end(reading, y),
            }
        }
        if state.panes.note_lines == NoteLines::Margin && self.layout.margin.width >= MARGIN_NOTE {
            self.margin_notes(reading);
        }
        self.place(reading);
    }

    /// One row of words.
    fn row(&mut self, reading: &Reading, paragraph: usize, row: &Row, indent: u16, y: u16) {
        let text = &reading.story.text;
        let paragraph = text.paragraphs()[paragraph];
        let span = Span::new(row.span.start, row.next.max(row.span.end));
        let marks = Marks::on(self.state, reading, span, paragraph.role, self.theme);
        let column = self.layout.column;
        let mut x = column.x + indent;
        if indent >= 2 && paragraph.role == crate::model::Role::Quote {
            let style = self.theme.style(Ink::Rule);
            self.put(x - 2, y, "│", style);
        }
        let links = if self.state.config.settings.links {
            links_in(reading, paragraph.span, span)
        } else {
            Vec::new()
        };
        let (mut style, mut until) = (Style::default(), 0);
        for cell in typeset::cells(text.as_str(), row) {
            if x + cell.width as u16 > self.layout.text.right() {
                break;
            }
            if cell.at >= until {
                (style, until) = marks.style(cell.at, self.theme);
            }
            self.put_wide(x, y, cell.shown, cell.width as u16, style);
            if let Some((_, number, url)) = links.iter().find(|(at, _, _)| at.contains(cell.at))
                && let Some(drawn) = self.buffer.cell_mut((x, y))
            {
                link::set_link(drawn, url, &format!("l{number}"));
            }
            x += cell.width as u16;
        }
        if !self.theme.tells_kinds() {
            self.kind_marks(reading, row, x, y);
        }
        self.note_marks(reading, row, y);
        self.change_mark(reading, row, y);
    }

    /// Without colours: the kinds of the names on a row, in their order, as
    /// letters right of it; those lit have their numbers. `from`: the column
    /// after the words.
    fn kind_marks(&mut self, reading: &Reading, row: &Row, from: u16, y: u16) {
        let annotations = &reading.annotations;
        let mut named: Vec<(usize, usize, usize)> =
            reading.mentions.within(row.span.start, row.span.end).collect();
        // In the order in which their first letters stand; the wider first.
        named.sort_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
        let mut letters = String::new();
        for (_, _, mention) in named {
            let entity = annotations.mentions[mention].entity;
            letters.push(letter(&annotations.entities[entity].kind));
            letters.push_str(lit_number(reading, entity));
        }
        let beside = self.state.panes.note_lines == NoteLines::Margin
            && self.layout.margin.width >= MARGIN_NOTE;
        let column = self.layout.column;
        let right = if beside { column.right() + 1 } else { self.layout.text.right() };
        let columns = width::columns(&letters) as u16;
        // With air on both sides where there is room for it.
        let last = right.saturating_sub(columns + u16::from(!beside));
        let x = (column.right() + 1).min(last).max(from + 1);
        let quiet = self.theme.style(Ink::Quiet);
        self.words(x, y, right, &letters, quiet);
    }

    /// The mark in the margin of a row with something new, or from which
    /// something is gone.
    fn change_mark(&mut self, reading: &Reading, row: &Row, y: u16) {
        let first = reading.changes.partition_point(|change| change.end < row.span.start);
        let here = reading.changes[first..].iter().take_while(|change| change.start < row.next);
        let mut mark = None;
        for change in here {
            if !change.is_empty() && change.overlaps(row.span) {
                mark = Some("╎");
                break;
            }
            if change.is_empty() && change.start >= row.span.start {
                mark = Some("×");
            }
        }
        let Some(mark) = mark else { return };
        let column = self.layout.column;
        // Where there is little room the marks of place and note come first.
        let roomy = column.x >= self.layout.text.x + 4;
        let places: &[u16] = if roomy { &[3, 2, 1] } else { &[1] };
        let free = |x: &u16| self.buffer.cell((*x, y)).is_some_and(|cell| cell.symbol() == " ");
        let x = places.iter().map(|left| column.x.saturating_sub(*left)).find(free);
        if let Some(x) = x.filter(|x| (self.layout.text.x..column.x).contains(x)) {
            let style = self.theme.style(Ink::Accent);
            self.put(x, y, mark, style);
        }
    }

    /// The mark in the margin of a row that notes stand on.
    fn note_marks(&mut self, reading: &Reading, row: &Row, y: u16) {
        let column = self.layout.column;
        let on = |note: &&Note| note.spans.iter().any(|span| span.overlaps(row.span));
        let mut noted: Option<&Note> = None;
        for note in reading.notes.iter().filter(on) {
            if noted.is_none_or(|best| rank(note) < rank(best)) {
                noted = Some(note);
            }
        }
        let Some(note) = noted else { return };
        let x = column.x.saturating_sub(2);
        match note.kind {
            _ if !note.is_own() => {
                let style = self.theme.style(hand(note));
                self.put(x, y, mark(note), style);
            }
            NoteKind::Highlight if note.body.trim().is_empty() => {
                let style = self.theme.style(Ink::Note);
                self.put(x, y, "▎", style);
                if !self.theme.tells_highlights() {
                    // Beside the mark where there is room, else in its place.
                    let letter = highlight(note.color.as_deref()).letter();
                    let roomy = column.x >= self.layout.text.x + 4;
                    self.put(if roomy { x.saturating_sub(1) } else { x }, y, letter, style);
                }
            }
            NoteKind::Entity | NoteKind::Event | NoteKind::Correction => {
                let style = self.theme.style(Ink::Note);
                self.put(x, y, "+", style);
            }
            NoteKind::Note | NoteKind::Highlight => {
                let style = self.theme.style(Ink::Note);
                self.put(x, y, "▌", style);
                if note.kind == NoteKind::Highlight && !self.theme.tells_highlights() {
                    let letter = highlight(note.color.as_deref()).letter();
                    if column.x >= self.layout.text.x + 4 {
                        self.put(x.saturating_sub(1), y, letter, style);
                    }
                }
            }
        }
    }

    /// A note's first line, with its tags.
    fn note_line(&mut self, note: &Note, x: u16, y: u16, right: u16) {
        let style = self.theme.style(hand(note));
        self.put(x.saturating_sub(2), y, mark(note), style);
        let quiet = self.theme.style(Ink::Quiet);
        let x = self.words(x, y, right, &whose(note), quiet);
        let lines: Vec<&str> = note.body.trim().lines().collect();
        let mut words = without_tags(lines.first().unwrap_or(&""));
        if lines.len() > 1 {
            words.push_str(" …");
        }
        let words = crate::model::text::visible(&words).into_owned();
        let tags = tags_beside(note, &words);
        let room = if tags.is_empty() { 0 } else { width::columns(&tags) as u16 + 2 };
        let stop = right.saturating_sub(room).max(x + (right - x) / 2);
        let x = self.words(x, y, stop, &words, style.add_modifier(Modifier::ITALIC));
        let x = if words.is_empty() { x } else { x + 2 };
        self.words(x, y, right, &tags, quiet);
    }

    /// Notes beside their passages, as far as there is room.
    fn margin_notes(&mut self, reading: &Reading) {
        let margin = self.layout.margin;
        let measure = usize::from(margin.width.min(40));
        let mut free = margin.y;
        let quiet = self.theme.style(Ink::Quiet);
        for (index, (_, line)) in reading.page.visible.iter().enumerate() {
            let Line::Words { row, .. } = line else { continue };
            let y = margin.y + index as u16;
            for note in &reading.notes {
                let starts = note.start().is_some_and(|at| row.span.start <= at && at < row.next);
                if !starts || note.body.trim().is_empty() {
                    continue;
                }
                let style = self.theme.style(hand(note)).add_modifier(Modifier::ITALIC);
                let mut words = whose(note);
                words.push_str(&without_tags(
                    &note.body.split_whitespace().collect::<Vec<_>>().join(" "),
                ));
                let tags = tags_beside(note, &words);
                words.push(' ');
                words.push_str(&tags);
                let words = crate::model::text::visible(&words).into_owned();
                let whole = Span::new(0, words.len());
                let rows = typeset::wrap(&words, whole, measure, measure, Setting::Prose);
                let top = y.max(free);
                for (line, row) in rows.iter().take(6).enumerate() {
                    let at = top + line as u16;
                    if at < margin.bottom() {
                        self.put(margin.x.saturating_sub(1), at, "▏", quiet);
                        let part = &words[row.span.range()];
                        self.words(margin.x + 1, at, margin.right(), part, style);
                    }
                }
                free = top + rows.len().min(6) as u16 + 1;
            }
        }
    }

    /// The end of the story, and what comes next.
    fn end(&mut self, reading: &Reading, y: u16) {
        let column = self.layout.column;
        let quiet = self.theme.style(Ink::Quiet);
        let x = self.words(column.x, y, column.right(), "■", quiet);
        if reading.story.text.as_str().trim().is_empty() {
            let words = "nothing to read: there is no text in this file";
            self.words(x + 2, y, column.right(), words, quiet);
            return;
        }
        let next = self.state.shelf.neighbour(1).map(|index| &self.state.shelf.entries[index]);
        if let Some(next) = next {
            let key = self.key(Command::NextStory);
            let style = self.theme.style(Ink::Key);
            let x = self.words(x + 2, y, column.right(), &key, style);
            self.words(x + 1, y, column.right(), &format!("next: {}", next.title()), quiet);
        } else if reading.annotated == Some(false)
            && reading.annotations.entities.is_empty()
            && !reading.finding
            && !reading.hides_found()
        {
            let words = "no annotations beside this story";
            self.words(x + 2, y, column.right(), words, quiet);
        }
    }

    /// Where the reader is: a mark at the edge, and the cursor while selecting.
    fn place(&mut self, reading: &Reading) {
        let Some(index) = reading.page.shown_at(reading.place) else { return };
        let column = self.layout.column;
        let y = column.y + index as u16;
        let Line::Words { row, indent, .. } = &reading.page.visible[index].1 else { return };
        let x = column.x.saturating_sub(if column.x >= self.layout.text.x + 4 { 4 } else { 2 });
        let ink = if self.focused(Pane::Text) { Ink::Accent } else { Ink::Rule };
        let free = self.buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == " ");
        if free && column.x > self.layout.text.x {
            let style = self.theme.style(ink);
            self.put(x, y, "›", style);
        }
        if reading.selection.is_some() && self.state.layer.is_none() {
            let at = typeset::column_at(reading.story.text.as_str(), row, reading.place) as u16;
            let x = (column.x + indent + at).min(self.layout.text.right().saturating_sub(1));
            self.cursor = Some(Position::new(x, y));
        }
    }

    /// Letters on everything that can be jumped to.
    pub(super) fn hints(&mut self, hints: &Hints) {
        let style = self.theme.style(Ink::Hint);
        for hint in hints.left() {
            let rest = &hint.label[hints.typed.len()..];
            let (x, y) = hint.cell;
            let right = x + rest.len() as u16;
            self.words(x, y, right, rest, style);
        }
    }

    /// No story: why, and what to do.
    fn nothing_open(&mut self) {
        let state = self.state;
        let (title, lines): (&str, Vec<String>) = if let Some(why) = &state.failure {
            let mut lines = vec![crate::model::text::visible(why).into_owned(), String::new()];
            if state.shelf.entries.len() > 1 {
                let key = self.key(Command::NextStory);
                lines.push(format!(
                    "{key} opens the next story, {} lists all",
                    self.key(Command::Stories)
                ));
            } else {
                lines.push("A story is a text file: .txt or .md.".into());
            }
            lines.push(format!("{} quits", self.key(Command::Quit)));
            ("Nothing to read", lines)
        } else {
            ("Opening …", Vec::new())
        };
        let area = self.layout.text;
        let y = area.y + area.height / 3;
        let heading = self.theme.style(Ink::Heading).add_modifier(Modifier::BOLD);
        let quiet = self.theme.style(Ink::Quiet);
        let column = self.layout.column;
        self.words(column.x, y, column.right(), title, heading);
        let mut at = y + 2;
        for line in lines {
            let whole = Span::new(0, line.len());
            let wide = usize::from(column.width.max(1));
            for row in typeset::wrap(&line, whole, wide, wide, Setting::Plain) {
                if at < area.bottom() {
                    self.words(column.x, at, column.right(), &line[row.span.range()], quiet);
                }
                at += 1;
            }
        }
    }
}

/// Which of several notes on a row gives the row its mark.
fn rank(note: &Note) -> u8 {
    // One's own before those of others.
    if !note.is_own() {
        return 3;
    }
    match note.kind {
        NoteKind::Note => 0,
        NoteKind::Highlight => 1,
        _ => 2,
    }
}

/// The links of a paragraph that reach into a row: span, number, URL.
fn links_in(reading: &Reading, paragraph: Span, row: Span) -> Vec<(Span, usize, &str)> {
    let inline = &reading.story.inline;
    let first = inline.partition_point(|inline| inline.span.start < paragraph.start);
    inline
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, inline)| inline.span.start < row.end)
        .filter(|(_, inline)| inline.span.overlaps(row))
        .filter_map(|(number, inline)| match &inline.kind {
            InlineKind::Link(url) => Some((inline.span, number, url.as_str())),
            _ => None,
        })
        .collect()
}
