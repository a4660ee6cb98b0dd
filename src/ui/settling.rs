//! The panel that asks where a note belongs: the note, what it was about, why
//! that is not sure, and the places it may have now, with what stands around them.

use ratatui::style::Modifier;

use crate::config::Ink;
use crate::model::{Anchor, Note, Selector, Span, Text};
use crate::state::Command;
use crate::state::layout::Area;
use crate::state::settling::{Settling, beginning, choices, ending, surroundings};
use crate::state::unfold::{tags_beside, without_tags};

use super::Canvas;
use super::paint::mark;
use super::panel::{GAP, Piece, Pieces, flow};

/// Characters shown on either side of the words.
const AROUND: usize = 80;
/// Columns that the number of a place takes.
const NUMBERED: usize = 3;

impl Canvas<'_> {
    pub(super) fn settling(&mut self, settling: &Settling) {
        let Some(reading) = &self.state.reading else { return };
        let Some(note) = self.state.settled_note(settling) else { return };
        let panel = self.layout.panel();
        let small = self.layout.is_small();
        let inner = usize::from(panel.width.saturating_sub(4)).max(1);
        let mut lines = self.unsettled(note, inner);
        let text = &reading.story.text;
        let choices = choices(note);
        let mut chosen = 0..0;
        for (number, choice) in choices.iter().enumerate() {
            lines.push(Vec::new());
            let from = lines.len();
            let here = number == settling.list.chosen;
            for (place, &(_, span)) in choice.spans.iter().enumerate() {
                let score = (choice.score * 100.0).round();
                let first = (place == 0).then_some((number, score));
                lines.extend(self.place_of(text, span, first, here, inner));
            }
            if here {
                chosen = from..lines.len();
            }
        }
        if choices.is_empty() {
            lines.push(Vec::new());
            let key = |command| self.bold(self.key(command), Ink::Key);
            let said = |words| self.piece(words, Ink::Text);
            let words = [
                said("No place in the text is like it. "),
                key(Command::Select),
                said(" lets you select one, "),
                key(Command::Leave),
                said(" leaves the note in the list, "),
                key(Command::DeleteNote),
                said(" deletes it."),
            ];
            lines.extend(flow(&words, inner, 0));
        }
        let height = (lines.len() as u16).saturating_add(2).min(panel.height);
        let area = match small {
            true => self.layout.body,
            false => Area { y: panel.y + (panel.height - height) / 3, height, ..panel },
        };
        self.paper_within(area, self.layout.body);
        let air = u16::from(area.height > 4 && !small);
        let inside = Area { y: area.y + air, height: area.height - 2 * air, ..area }.inset(2);
        // The chosen place whole, and what stands above it as far as there is room.
        let rows = usize::from(inside.height).saturating_sub(1);
        let top =
            if chosen.end > rows { chosen.end.saturating_sub(rows).min(chosen.start) } else { 0 };
        self.lines(inside, &lines, top);
    }

    /// What the note says, why its place is not sure, and what it was about.
    fn unsettled(&self, note: &Note, columns: usize) -> Vec<Pieces> {
        let mut lines = flow(&[self.bold(note.standing_words(), Ink::Warning)], columns, 0);
        let body = without_tags(&note.body.split_whitespace().collect::<Vec<_>>().join(" "));
        let name = note.name.clone().unwrap_or_default();
        let words = if body.is_empty() { name } else { body };
        let tags = tags_beside(note, &words);
        if !words.is_empty() || !tags.is_empty() {
            let said = [
                self.piece(format!("{} ", mark(note)), Ink::Note),
                self.italic(words, Ink::Note),
                self.piece(format!("{GAP}{tags}"), Ink::Quiet),
            ];
            lines.extend(flow(&said, columns, 2));
        }
        let label = if note.anchor == Anchor::Moved { "was " } else { "it was " };
        for selector in &note.selectors {
            let mut was = vec![self.piece(label, Ink::Quiet)];
            was.extend(self.quoted(selector));
            lines.extend(flow(&was, columns, label.len()));
        }
        lines
    }

    /// The words of a selector between those they stood between.
    fn quoted(&self, selector: &Selector) -> [Piece; 3] {
        let before = selector.before.as_deref().unwrap_or("");
        let after = selector.after.as_deref().unwrap_or("");
        let around = |words: String, any: bool| if any { words } else { String::new() };
        let before = around(format!("…{}", one_line_kept(before)), !before.is_empty());
        let after = around(format!("{}…", one_line_kept(after)), !after.is_empty());
        [
            self.piece(before, Ink::Quiet),
            self.bold(one_line(&selector.quote), Ink::Text),
            self.piece(after, Ink::Quiet),
        ]
    }

    /// A place: its number and score, if it is the first of its choice, and
    /// the words there, marked, with what stands around them.
    fn place_of(
        &self,
        text: &Text,
        span: Span,
        first: Option<(usize, f32)>,
        chosen: bool,
        columns: usize,
    ) -> Vec<Pieces> {
        let (before, after) = surroundings(text, span, AROUND);
        let words = one_line(text.slice(span));
        // Of a long passage both ends.
        let words = match words.chars().count() > 3 * AROUND {
            true => format!("{} {}", beginning(&words, AROUND), ending(&words, AROUND)),
            false => words,
        };
        let ink = if chosen { Ink::Text } else { Ink::Quiet };
        let mut marked = self.bold(words, if chosen { Ink::Accent } else { Ink::Text });
        marked.add(Modifier::UNDERLINED);
        let mut pieces = match first {
            Some((number, _)) if chosen => vec![self.bold(format!("›{} ", number + 1), Ink::Key)],
            Some((number, _)) => vec![self.piece(format!("\u{a0}{} ", number + 1), Ink::Key)],
            None => vec![self.piece("\u{a0}\u{a0} ", ink)],
        };
        pieces.extend([
            self.piece(one_line_kept(&before), ink),
            marked,
            self.piece(one_line_kept(&after), ink),
        ]);
        if let Some((_, score)) = first {
            pieces.push(self.piece(format!("{GAP}{score}\u{a0}%"), Ink::Quiet));
        }
        flow(&pieces, columns, NUMBERED)
    }
}

/// Words as one line.
fn one_line(words: &str) -> String {
    one_line_kept(words).trim().to_owned()
}

/// The same, with a space at either end if there was white space.
fn one_line_kept(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            c if !c.is_whitespace() => line.push(c),
            _ if line.ends_with(' ') => {}
            _ => line.push(' '),
        }
    }
    line
}
