//! The note editor.

use ratatui::layout::Position;

use crate::config::Ink;
use crate::model::{NoteKind, Span};
use crate::state::layout::Area;
use crate::state::note_editor::{Field, NoteEditor};
use crate::state::review::KIND_LETTERS;
use crate::state::unfold::unquoted;
use crate::typeset::{self, Row, Setting, width};

use super::Canvas;
use super::panel::flow;

impl Canvas<'_> {
    pub(super) fn editor(&mut self, editor: &NoteEditor) {
        let pane = if self.layout.covered { self.layout.body } else { self.layout.text };
        let column = self.layout.column;
        let x = column.x.saturating_sub(2).max(pane.x);
        let wide = (column.width + 4).min(pane.right().saturating_sub(x));
        let inner = usize::from(wide.saturating_sub(4)).max(1);
        let rows = rows(editor.body.text(), inner);
        let fields = editor.fields().len() as u16 - 1;
        // In a low window long notes may take all of it.
        let most = if self.layout.is_small() { pane.height } else { pane.height / 3 };
        let body = (rows.len() as u16).clamp(3, most.max(3));
        let height = (body + fields + 4).min(pane.height);
        // Over the half of the pane in which the passage is not.
        let line = self
            .state
            .reading
            .as_ref()
            .and_then(|reading| reading.page.shown_at(reading.place))
            .unwrap_or(0) as u16;
        let y = if line + height + 1 < pane.height || line < height {
            pane.bottom() - height
        } else {
            pane.y
        };
        let area = Area::new(x, y, wide, height);
        self.paper(area);
        let inside = Area::new(x + 2, y + 1, wide.saturating_sub(4), height.saturating_sub(2));
        self.editor_head(editor, inside);

        let mut at = inside.y + 1;
        for &field in editor.fields().iter().filter(|field| **field != Field::Body) {
            let label = format!("{:5}", field.label(editor.note.kind));
            let quiet = self.theme.over(Ink::Quiet, Ink::Card);
            let from = self.words(inside.x, at, inside.right(), &label, quiet) + 1;
            let line = editor.editor(field);
            let style = self.theme.over(Ink::Text, Ink::Card);
            let words = crate::model::text::visible(line.text()).into_owned();
            let end = self.words(from, at, inside.right(), &words, style);
            if field == editor.field {
                if let Some((start, stop)) = line.selection() {
                    let columns = |to: usize| width::columns(&line.text()[..to]) as u16;
                    let x = (from + columns(start)).min(inside.right());
                    let wide = (columns(stop) - columns(start)).min(inside.right() - x);
                    self.tint(
                        Area::new(x, at, wide, 1),
                        self.theme.over(Ink::Text, Ink::Selection),
                    );
                }
                if field == Field::Type {
                    self.words(end + 2, at, inside.right(), &types(), quiet);
                }
                let before = width::columns(&line.text()[..line.cursor()]) as u16;
                self.cursor = Some(Position::new((from + before).min(inside.right()), at));
                let mark = self.theme.over(Ink::Accent, Ink::Card);
                self.put(area.x, at, "▸", mark);
            } else if line.text().is_empty() {
                let hint = match field {
                    Field::When => "2016-08-26, 2016-08, 2016-W34, 2016".into(),
                    Field::Type => types(),
                    _ => String::new(),
                };
                self.words(from, at, inside.right(), &hint, quiet);
            }
            at += 1;
        }
        self.editor_body(
            editor,
            &rows,
            Area { y: at, height: inside.bottom().saturating_sub(at), ..inside },
        );
        if let Some(error) = &editor.error {
            let words = flow(&[self.piece(error, Ink::Error)], inner, 0);
            let shown = words.len().min(3) as u16;
            let under = Area { y: area.bottom().saturating_sub(shown), height: shown, ..inside };
            self.lines(under, &words[..usize::from(shown)], 0);
        }
    }

    /// What it is, and on which words.
    fn editor_head(&mut self, editor: &NoteEditor, area: Area) {
        use ratatui::style::Modifier;
        let word = match editor.note.kind {
            NoteKind::Note => "Note",
            NoteKind::Highlight => "Highlight",
            NoteKind::Entity => "Name",
            NoteKind::Event => "Event",
            NoteKind::Correction => "Correction",
        };
        let style = self.theme.over(Ink::Note, Ink::Card).add_modifier(Modifier::BOLD);
        let x = self.words(area.x, area.y, area.right(), word, style);
        let quiet = self.theme.over(Ink::Quiet, Ink::Card);
        let quotes: Vec<&str> =
            editor.note.selectors.iter().map(|selector| selector.quote.as_str()).collect();
        let quote = quotes.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
        let on = if quote.is_empty() {
            "on the whole story".to_owned()
        } else {
            format!("on “{}”", crate::model::text::visible(unquoted(&quote)))
        };
        self.words(x + 1, area.y, area.right(), &on, quiet);
    }

    fn editor_body(&mut self, editor: &NoteEditor, rows: &[Row], area: Area) {
        let text = editor.body.text();
        let cursor = editor.body.cursor();
        let line = rows.iter().rposition(|row| row.span.start <= cursor).unwrap_or(0);
        let height = usize::from(area.height).max(1);
        let top = (line + 1).saturating_sub(height);
        let style = self.theme.over(Ink::Text, Ink::Card);
        let marked = self.theme.over(Ink::Text, Ink::Selection);
        let tag = self.theme.over(Ink::Note, Ink::Card);
        let selection = editor.body.selection();
        for (number, row) in rows.iter().skip(top).take(height).enumerate() {
            let y = area.y + number as u16;
            if y >= self.buffer.area.bottom() {
                break;
            }
            let mut x = area.x;
            for cell in typeset::cells(text, row) {
                let selected =
                    selection.is_some_and(|(start, end)| start <= cell.at && cell.at < end);
                let style = if selected {
                    marked
                } else if in_tag(text, cell.at) {
                    tag
                } else {
                    style
                };
                self.put_wide(x, y, cell.shown, cell.width as u16, style);
                x += cell.width as u16;
            }
        }
        if text.is_empty() && editor.field == Field::Body {
            let quiet = self.theme.over(Ink::Quiet, Ink::Card);
            let words = "write; #word is a tag";
            self.words(area.x + 1, area.y, area.right(), words, quiet);
        }
        if editor.field == Field::Body
            && let Some(row) = rows.get(line)
        {
            let before = typeset::column_at(text, row, cursor) as u16;
            let y = area.y + (line - top) as u16;
            let x = (area.x + before).min(area.right());
            self.cursor = Some(Position::new(x, y));
        }
    }
}

/// The rows of a text that is being typed: each line wrapped for itself.
fn rows(text: &str, columns: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_typed(text, Span::new(start, start + line.len()), columns, &mut rows);
        start += line.len() + 1;
    }
    rows
}

/// Wraps a line by words and keeps its spaces: who types must see each of them,
/// and the cursor next to its letter.
fn wrap_typed(text: &str, line: Span, columns: usize, rows: &mut Vec<Row>) {
    let mut start = line.start;
    loop {
        let rest = typed_row(start, line.end, 0);
        let (mut taken, mut word, mut word_column) = (0, start, 0);
        let mut after_space = false;
        let mut next = None;
        for cell in typeset::cells(text, &rest) {
            // A wide letter is a word of its own, as in scripts without spaces.
            if after_space || cell.width > 1 {
                (word, word_column) = (cell.at, taken);
            }
            let space = text[cell.at..].starts_with([' ', '\t', '\u{3000}']);
            // The space behind a word that fills the row would lead no word in the next.
            let hangs = space && !after_space && taken == columns;
            if taken + cell.width > columns && !hangs && cell.at > start {
                let parts_word = space || word == start;
                next = Some(if parts_word { (cell.at, taken) } else { (word, word_column) });
                break;
            }
            taken += cell.width;
            after_space = space;
        }
        let Some((end, width)) = next else {
            rows.push(typed_row(start, line.end, taken));
            if taken > columns && after_space {
                // The cursor behind a space that hangs waits where the next word will be.
                rows.push(typed_row(line.end, line.end, 0));
            }
            return;
        };
        rows.push(typed_row(start, end, width));
        start = end;
    }
}

const fn typed_row(start: usize, end: usize, width: usize) -> Row {
    Row { span: Span { start, end }, next: end, width, hyphen: false, setting: Setting::Verbatim }
}

/// Whether the byte stands in a `#word`.
fn in_tag(text: &str, at: usize) -> bool {
    let start = text[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + text[space..].chars().next().map_or(1, char::len_utf8));
    text[start..].starts_with('#')
        && text[start + 1..].chars().next().is_some_and(|c| c.is_alphanumeric())
}

/// The types a name may have; any other word will do too.
fn types() -> String {
    KIND_LETTERS.each_ref().map(|(_, kind)| kind.word()).join(", ")
}
