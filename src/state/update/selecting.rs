//! Selecting text with motions and text objects, and copying it with its source.

use crate::model::{Role, Span};
use crate::state::command::Command;
use crate::state::reading::{Reading, Selection};
use crate::state::{Effect, Layer, Notice, Pane, State};
use crate::typeset::{motion, sentence};

impl State {
    pub(super) fn select(&mut self, command: Command) -> Vec<Effect> {
        use Command as C;
        if matches!(self.layer, Some(Layer::Settle(_))) {
            return self.place_by_hand();
        }
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let place = reading.place;
        if command == C::Select {
            self.focus = Pane::Text;
            reading.selection = Some(Selection { anchor: place, head: place });
            return Vec::new();
        }
        let text = reading.story.text.as_str();
        let inner = match command {
            C::SelectInnerWord => Some(motion::word_at(text, place)),
            C::SelectInnerSentence => Some(reading.sentence_at(place)),
            C::SelectInnerParagraph => Some(reading.paragraph_at(place)),
            C::SelectInnerEntity => match reading.stretch_here() {
                Some(span) => Some(span),
                None => return self.tell("no name on this line"),
            },
            _ => None,
        };
        if let Some(span) = inner {
            if span.is_empty() {
                return self.tell("nothing to select here");
            }
            reading.selection = Some(Selection {
                anchor: span.start,
                head: motion::previous_grapheme(text, span.end),
            });
        } else {
            let mut selection =
                reading.selection.unwrap_or(Selection { anchor: place, head: place });
            if command == C::SelectOtherEnd {
                std::mem::swap(&mut selection.anchor, &mut selection.head);
            } else {
                selection.head = target(reading, selection.head, command);
            }
            reading.selection = Some(selection);
        }
        if let Some(selection) = reading.selection {
            reading.place = selection.head;
            let third = reading.page.style.height / 3;
            self.reveal(third);
            if let Some(reading) = &mut self.reading {
                reading.follow();
            }
        }
        Vec::new()
    }

    /// Copies the selection, else the chosen note, else the paragraph.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let mut noted = None;
        let span = match (reading.selected(), self.focus) {
            (Some(span), _) => span,
            (None, Pane::Notes) => {
                let Some(index) = reading.note_rows.chosen() else { return Vec::new() };
                let note = &reading.notes[index];
                noted = Some(note.body.trim().to_owned()).filter(|body| !body.is_empty());
                match (note.spans.first(), note.spans.last()) {
                    (Some(first), Some(last)) => Span::new(first.start, last.end),
                    _ => Span::default(),
                }
            }
            (None, _) => reading.paragraph_at(reading.place),
        };
        let words = reading.story.text.slice(span).trim().to_owned();
        let mut out = String::new();
        if !words.is_empty() {
            out.push_str(&format!("“{words}”\n"));
        }
        if let Some(body) = noted {
            out.push_str(&format!("{body}\n"));
        }
        out.push_str(&format!("— {}", citation(reading)));
        reading.selection = None;
        let count = words.split_whitespace().count();
        self.notice = Some(Notice::news(format!(
            "copied {count} {} with their source",
            if count == 1 { "word" } else { "words" }
        )));
        vec![Effect::Copy(out)]
    }
}

/// Title, source, date, link.
fn citation(reading: &Reading) -> String {
    let head = &reading.story.head;
    let mut parts = vec![reading.title()];
    parts.extend(head.source.clone());
    parts.extend(head.published.as_ref().map(|moment| moment.label()));
    parts.extend(head.url.clone());
    crate::model::text::visible(&parts.join(", ")).into_owned()
}

/// Where the head of a selection goes.
fn target(reading: &mut Reading, head: usize, command: Command) -> usize {
    use Command as C;
    let paragraph = reading.paragraph_at(head);
    let paragraphs = |reading: &Reading| -> Vec<Span> {
        let all = reading.story.text.paragraphs();
        all.iter().filter(|p| p.role != Role::Boilerplate).map(|p| p.span).collect()
    };
    let vertical = |reading: &mut Reading, down: bool| {
        let (row, next) = reading.with_page(|page, source| {
            let at = page.position_of(source, head);
            let row = page.row_at(source, at);
            let next = if down { page.next_row(source, at) } else { page.previous_row(source, at) };
            (row, next)
        });
        let text = reading.story.text.as_str();
        match (row, next) {
            (Some(row), Some(next)) => {
                let column = crate::typeset::column_at(text, &row, head);
                crate::typeset::byte_at_column(text, &next, column)
            }
            _ => head,
        }
    };
    match command {
        C::SelectDown => return vertical(reading, true),
        C::SelectUp => return vertical(reading, false),
        C::SelectLineStart | C::SelectLineEnd => {
            let row = reading.with_page(|page, source| {
                let at = page.position_of(source, head);
                page.row_at(source, at)
            });
            let text = reading.story.text.as_str();
            return match row {
                Some(row) if command == C::SelectLineStart => row.span.start,
                Some(row) => motion::previous_grapheme(text, row.span.end).max(row.span.start),
                None => head,
            };
        }
        _ => {}
    }
    let text = reading.story.text.as_str();
    match command {
        C::SelectLeft => motion::previous_grapheme(text, head),
        C::SelectRight => {
            let next = motion::next_grapheme(text, head);
            if next < text.len() { next } else { head }
        }
        C::SelectWordForward => {
            let next = motion::next_word(text, head);
            if next < text.len() { next } else { motion::previous_grapheme(text, text.len()) }
        }
        C::SelectWordBack => motion::previous_word(text, head),
        C::SelectWordEnd => motion::word_end(text, head),
        C::SelectSentenceNext => {
            // To the end of this one; from there, of the next.
            let last = |span: Span| motion::previous_grapheme(text, span.end);
            let end = last(reading.sentence_at(head));
            if end > head {
                return end;
            }
            let next = sentence::next_sentence(text, paragraph, head).or_else(|| {
                paragraphs(reading).into_iter().map(|p| p.start).find(|&start| start > head)
            });
            next.map_or(head, |start| last(reading.sentence_at(start)))
        }
        C::SelectSentencePrevious => sentence::previous_sentence(text, paragraph, head)
            .unwrap_or_else(|| {
                let before = paragraphs(reading).into_iter().rfind(|p| p.end <= head);
                before.map_or(paragraph.start, |p| {
                    sentence::previous_sentence(text, p, p.end).unwrap_or(p.start)
                })
            }),
        C::SelectParagraphNext => {
            // To the end of this one; from there, of the next.
            let last = |span: Span| motion::previous_grapheme(text, span.end);
            let all = paragraphs(reading);
            all.into_iter().map(last).find(|&end| end > head).unwrap_or(head)
        }
        C::SelectParagraphPrevious => {
            let before = paragraphs(reading).into_iter().rfind(|p| p.start < head);
            before.map_or(head, |p| p.start)
        }
        _ => head,
    }
}
