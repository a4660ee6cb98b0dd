//! How many lines each row of a list takes: what is cut off in a row is shown
//! whole once the row is chosen. Drawing, scrolling and the mouse all count by
//! what stands here.

use super::layout::{Area, Layout};
use super::list::List;
use super::names::{NameRow, STRIP};
use super::prompt::{Item, Prompt, Purpose};
use super::timeline::TimeRow;
use super::{Pane, State};
use crate::model::text::visible;
use crate::model::{Anchor, Note, NoteKind, Span};
use crate::typeset::width::{columns, fit};
use crate::typeset::{self, Setting};

/// Rows above a side list: its heading and a blank row.
pub const LIST_HEAD: u16 = 2;

/// Narrower panes of names show no strip.
pub const WITH_STRIP: u16 = 30;

/// Stands after a name on which there is a note.
pub const NOTED: &str = "\u{a0}▪";

/// Lines to which words unfold at most: beyond that a row is no row any more.
const MOST: usize = 8;

/// The words of a note in the list of notes, in lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteWords {
    /// What is not as it was when the note was made; empty if nothing is.
    pub state: &'static str,
    /// What it stands on, after the state.
    pub quote: Vec<String>,
    /// What it says; its tags not counted in.
    pub words: Vec<String>,
    /// The tags that its words do not hold.
    pub tags: String,
    /// Whether the reader wrote any of it.
    pub written: bool,
}

impl State {
    /// Whether a row of a side list is shown whole: the chosen one, where the
    /// keys go. The time line's is always, since it follows the text.
    pub fn unfolds(&self, pane: Pane, row: usize) -> bool {
        (self.focus == pane || pane == Pane::Timeline)
            && self.list(pane).is_some_and(|list| list.chosen == row)
    }

    /// The lines that a row of a side list takes in a pane of `width` columns.
    pub fn row_lines(&self, pane: Pane, row: usize, width: u16) -> usize {
        match (pane, &self.reading) {
            (Pane::Stories, _) => {
                self.story_title(row, width).len() + self.story_meta(row, width).len()
            }
            (Pane::Names, Some(reading)) => match reading.names.rows.get(row) {
                Some(NameRow::Name(_)) => self.name_words(row, width).len(),
                _ => 1,
            },
            (Pane::Timeline, Some(reading)) => reading.timeline.height(row, width),
            (Pane::Notes, Some(_)) => {
                let words = self.note_words(row, width);
                words.quote.len() + words.words.len() + 1
            }
            _ => 1,
        }
    }

    /// How many rows a side list has.
    pub fn row_count(&self, pane: Pane) -> usize {
        match (pane, &self.reading) {
            (Pane::Stories, _) => self.shelf.order.len(),
            (Pane::Names, Some(reading)) => reading.names.rows.len(),
            (Pane::Timeline, Some(reading)) => reading.timeline.rows.len(),
            (Pane::Notes, Some(reading)) => reading.note_rows.rows.len(),
            _ => 0,
        }
    }

    /// Whether a row can be chosen: headings and gaps cannot.
    pub fn is_choice(&self, pane: Pane, row: usize) -> bool {
        match (pane, &self.reading) {
            (Pane::Names, Some(reading)) => {
                matches!(reading.names.rows.get(row), Some(NameRow::Name(_)))
            }
            (Pane::Timeline, Some(reading)) => {
                matches!(reading.timeline.rows.get(row), Some(TimeRow::Entry(_)))
            }
            _ => row < self.row_count(pane),
        }
    }

    /// The choice and the window of a side list.
    pub fn list(&self, pane: Pane) -> Option<List> {
        match (pane, &self.reading) {
            (Pane::Stories, _) => Some(self.shelf.list),
            (Pane::Names, Some(reading)) => Some(reading.names.list),
            (Pane::Timeline, Some(reading)) => Some(reading.timeline.list),
            (Pane::Notes, Some(reading)) => Some(reading.note_rows.list),
            _ => None,
        }
    }

    fn set_list(&mut self, pane: Pane, list: List) {
        match (pane, &mut self.reading) {
            (Pane::Stories, _) => self.shelf.list = list,
            (Pane::Names, Some(reading)) => reading.names.list = list,
            (Pane::Timeline, Some(reading)) => reading.timeline.list = list,
            (Pane::Notes, Some(reading)) => reading.note_rows.list = list,
            _ => {}
        }
    }

    /// Scrolls every side list so that its choice is seen.
    pub(super) fn reveal_choices(&mut self, layout: &Layout) {
        for pane in [Pane::Stories, Pane::Names, Pane::Timeline, Pane::Notes] {
            if let (Some(area), Some(mut list)) = (layout.pane(pane), self.list(pane)) {
                let height = usize::from(area.height.saturating_sub(LIST_HEAD));
                let rows = self.row_count(pane);
                list.reveal(height, rows, |row| self.row_lines(pane, row, area.width));
                self.set_list(pane, list);
            }
        }
    }

    /// Moves the window of a side list by `by` rows.
    pub(super) fn scroll_list(&mut self, pane: Pane, by: isize, layout: &Layout) {
        if let (Some(area), Some(mut list)) = (layout.pane(pane), self.list(pane)) {
            let height = usize::from(area.height.saturating_sub(LIST_HEAD));
            let rows = self.row_count(pane);
            list.scroll(by, height, rows, |row| self.row_lines(pane, row, area.width));
            self.set_list(pane, list);
        }
    }

    /// The row of a side list that stands on row `y` of the screen.
    pub(super) fn row_on(&self, pane: Pane, y: u16, layout: &Layout) -> Option<usize> {
        let area = layout.pane(pane)?;
        let line = y.checked_sub(area.y + LIST_HEAD)?;
        let rows = self.row_count(pane);
        let lines = |row| self.row_lines(pane, row, area.width);
        let row = self.list(pane)?.row_at(usize::from(line), rows, lines);
        self.is_choice(pane, row).then_some(row)
    }

    /// The title of a story in the story list, in lines.
    pub fn story_title(&self, row: usize, width: u16) -> Vec<String> {
        let Some(&index) = self.shelf.order.get(row) else { return Vec::new() };
        let title = self.shelf.entries[index].title();
        in_lines(title, usize::from(width.saturating_sub(2)), self.unfolds(Pane::Stories, row))
    }

    /// When and by whom a story was published, in lines under its title.
    pub fn story_meta(&self, row: usize, width: u16) -> Vec<String> {
        let Some(&index) = self.shelf.order.get(row) else { return Vec::new() };
        let entry = &self.shelf.entries[index];
        let Some(head) = &entry.head else { return vec![String::new()] };
        let mut parts: Vec<String> = entry.day().into_iter().chain(head.source.clone()).collect();
        if parts.is_empty() && head.title.is_some() {
            parts.push(entry.address.name());
        }
        let meta = visible(&parts.join(" · ")).into_owned();
        in_lines(meta, usize::from(width.saturating_sub(2)), self.unfolds(Pane::Stories, row))
    }

    /// A name in the names pane, in lines.
    pub fn name_words(&self, row: usize, width: u16) -> Vec<String> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let Some(NameRow::Name(index)) = reading.names.rows.get(row) else { return Vec::new() };
        let mut name = visible(&reading.annotations.entities[*index].name).into_owned();
        if reading.is_noted(*index) {
            // Does not part from the last word of the name.
            name.push_str(NOTED);
        }
        let counted = counted_columns(reading.names.counts[*index]);
        let beside = 3 + counted + if width >= WITH_STRIP { STRIP } else { 0 };
        let room = usize::from(width).saturating_sub(beside);
        in_lines(name, room, self.unfolds(Pane::Names, row))
    }

    /// A note in the list of notes, in lines.
    pub fn note_words(&self, row: usize, width: u16) -> NoteWords {
        let Some(reading) = &self.reading else { return NoteWords::default() };
        let Some(&index) = reading.note_rows.rows.get(row) else { return NoteWords::default() };
        let note = &reading.notes[index];
        let unfolded = self.unfolds(Pane::Notes, row);
        let room = usize::from(width.saturating_sub(2));
        let state = match note.anchor {
            Anchor::Exact => "",
            Anchor::Moved => "→ moved ",
            Anchor::Doubtful => "? doubtful ",
            Anchor::Lost => "× lost ",
        };
        let quotes: Vec<&str> = note.selectors.iter().map(|s| s.quote.as_str()).collect();
        let quote = quotes.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
        let quote = match (quote.is_empty(), note.target.as_deref()) {
            (true, Some(_)) if note.dates_story() => "on the date of the story".to_owned(),
            (true, Some(id)) => format!("{state}on the annotation {}", visible(id)),
            (true, None) => format!("{state}on the whole story"),
            (false, _) => format!("{state}“{}”", unquoted(&visible(&quote))),
        };
        let body = match unfolded {
            true => note.body.split_whitespace().collect::<Vec<_>>().join(" "),
            false => note.body.trim().lines().next().unwrap_or("").to_owned(),
        };
        let body = without_tags(&body);
        let mut words = of_kind(note, body.is_empty());
        if !words.is_empty() && !body.is_empty() {
            words.push_str(" · ");
        }
        words.push_str(&body);
        words.insert_str(0, &whose(note));
        let words = visible(&words).into_owned();
        let tags = tags_beside(note, &words);
        let written = !body.is_empty();
        let quote = in_lines(quote, room, unfolded);
        // Tags stand after the words, so they are wrapped with them.
        let (words, tags) = match unfolded && columns(&words) + 2 + columns(&tags) > room {
            true => (format!("{words}  {tags}"), String::new()),
            false => (words, tags),
        };
        NoteWords { state, quote, words: in_lines(words, room, unfolded), tags, written }
    }
}

/// What a note is, where it says more than its words.
fn of_kind(note: &Note, bare: bool) -> String {
    let name = note.name.as_deref().unwrap_or("");
    let word = note.kind_word.as_deref();
    match note.kind {
        NoteKind::Entity => format!("{}: {name}", word.unwrap_or("name")),
        NoteKind::Event => format!("{}: {name}", note.when.as_deref().unwrap_or("event")),
        NoteKind::Correction => {
            note.date_said().unwrap_or_else(|| format!("correction: {}", word.unwrap_or("")))
        }
        NoteKind::Highlight if bare => {
            format!("highlight, {}", note.color.as_deref().unwrap_or("yellow"))
        }
        _ => String::new(),
    }
}

/// Columns of a count at the right of a name, with the air before it.
pub fn counted_columns(count: u32) -> usize {
    (count.to_string().len() + 1).max(4)
}

/// Where the parts of a palette's or picker's line stand, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromptColumns {
    /// Columns of the sort or, in the palette, of the command's name; 0 if it
    /// is not shown.
    pub left: usize,
    /// Columns from the left edge to the words.
    pub words: usize,
    /// Columns of words of an unfolded line.
    pub room: usize,
}

impl Prompt {
    /// How its lines are laid out in the `area` of the prompt.
    pub fn columns(&self, area: Area) -> PromptColumns {
        let wide = usize::from(area.width.saturating_sub(4));
        let (left, words) = match self.purpose {
            // In a narrow window the help stands beneath the chosen command.
            Purpose::Palette if wide < 50 => (wide, 2),
            Purpose::Palette => {
                let left = (wide / 3).clamp(16, 26);
                (left, left + 1)
            }
            _ if wide < 50 => (0, 0),
            _ => {
                let widest = self.items.iter().map(|item| columns(&item.sort)).max();
                let left = widest.unwrap_or(0).min(20);
                (left, if left > 0 { left + 2 } else { 0 })
            }
        };
        PromptColumns { left, words, room: wide.saturating_sub(words).max(1) }
    }

    /// The words of a shown line: its name apart, then the rest in lines; all
    /// of it if it is the chosen one.
    pub fn words(&self, line: usize, area: Area) -> (&str, Vec<String>) {
        let Some(item) = self.shown.get(line).and_then(|&index| self.items.get(index)) else {
            return ("", Vec::new());
        };
        let (name, rest) = match self.purpose {
            Purpose::Palette => item.words.split_once("  ").unwrap_or((&item.words, "")),
            _ => (item.sort.as_str(), item.words.as_str()),
        };
        let layout = self.columns(area);
        let beside = more_columns(item);
        let chosen = line == self.list.chosen;
        if self.purpose == Purpose::Palette && layout.words < layout.left {
            // Beneath the name, or not at all.
            let mut lines = vec![String::new()];
            if chosen {
                lines.extend(in_lines(rest.to_owned(), layout.room, true));
            }
            return (name, lines);
        }
        let first = layout.room.saturating_sub(beside);
        if !chosen || columns(rest) <= first {
            return (name, vec![rest.to_owned()]);
        }
        (name, in_lines(rest.to_owned(), first, true))
    }

    /// The lines that a shown line takes.
    pub fn lines(&self, line: usize, area: Area) -> usize {
        match line == self.list.chosen {
            true => self.words(line, area).1.len().max(1),
            false => 1,
        }
    }
}

/// Columns at the right that what stands there takes.
fn more_columns(item: &Item) -> usize {
    match columns(&item.more) {
        0 => 0,
        wide => wide + 2,
    }
}

/// Words as one line, to be cut by who draws it; or as all the lines of `room`
/// columns that they need.
pub fn in_lines(words: String, room: usize, unfolded: bool) -> Vec<String> {
    if !unfolded || columns(&words) <= room || room == 0 {
        return vec![words];
    }
    let whole = Span::new(0, words.len());
    let rows = typeset::wrap(&words, whole, room, room, Setting::Plain);
    let mut lines: Vec<String> =
        rows.iter().take(MOST).map(|row| words[row.span.range()].to_owned()).collect();
    if let (true, Some(last)) = (rows.len() > MOST, lines.last_mut()) {
        *last = fit(&format!("{last} …"), room).into_owned();
    }
    lines
}

/// A line of a note less the `#tags` at its end, which stand apart.
pub fn without_tags(line: &str) -> String {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    while words.last().is_some_and(|word| word.starts_with('#') && word.len() > 1) {
        words.pop();
    }
    words.join(" ")
}

/// Whose a note is, to stand before its words; nothing before the reader's own.
pub fn whose(note: &Note) -> String {
    let name = note.hand.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
    visible(&name).into_owned()
}

/// The tags of a note that its shown words do not hold.
pub fn tags_beside(note: &Note, shown: &str) -> String {
    let within = crate::model::note::hash_tags(shown);
    let tags: Vec<String> =
        note.tags.iter().filter(|tag| !within.contains(tag)).map(|tag| format!("#{tag}")).collect();
    visible(&tags.join(" ")).into_owned()
}

/// Quoted words without the quotation marks they already have: a pair around
/// them, or the one of a quotation that goes on.
pub fn unquoted(words: &str) -> &str {
    const OPENING: [char; 5] = ['“', '„', '«', '"', '‟'];
    const CLOSING: [char; 4] = ['”', '“', '»', '"'];
    let pair = words.strip_prefix(OPENING).and_then(|rest| rest.strip_suffix(CLOSING));
    // Of straight ones a pair only: they stand for inches too.
    let inner = pair.or(words.strip_prefix('“')).or(words.strip_suffix('”'));
    match inner {
        // Marks of two different quotations stay, and so does a mark alone.
        Some(inner)
            if !inner.is_empty() && !inner.contains(OPENING) && !inner.contains(CLOSING) =>
        {
            inner
        }
        _ => words,
    }
}
