//! Selecting text with motions and text objects, and copying it with its source.

use crate::model::text::visible;
use crate::model::{Note, Role, Span};
use crate::state::command::Command;
use crate::state::reading::{Reading, Selection};
use crate::state::unfold::{tags_beside, unquoted};
use crate::state::{Card, Effect, Layer, Notice, Pane, State};
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

    /// Copies the selection, else the note on the card or chosen in the list,
    /// else the paragraph; each with its source.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let note = match (&self.layer, self.focus) {
            (Some(Layer::Card(Card::Note { note, .. })), _) => Some(*note),
            (None, Pane::Notes) => {
                let Some(note) = reading.note_rows.chosen() else { return Vec::new() };
                Some(note)
            }
            _ => None,
        };
        let selected = reading.selected();
        if let (None, Some(note)) = (selected, note.and_then(|note| reading.notes.get(note))) {
            let words = cited(reading, note);
            self.notice = Some(Notice::news("copied the note with its source"));
            return vec![Effect::Copy(words)];
        }
        let span = selected.unwrap_or_else(|| reading.paragraph_at(reading.place));
        let words = reading.story.text.slice(span).trim().to_owned();
        let mut out = String::new();
        if !words.is_empty() {
            out.push_str(&format!("“{}”\n", unquoted(&words)));
        }
        out.push_str(&format!("— {}", citation(reading)));
        reading.selection = None;
        let count = words.split_whitespace().count();
        self.notice = Some(Notice::news(format!(
            "copied {count} {} source",
            if count == 1 { "word with its" } else { "words with their" }
        )));
        vec![Effect::Copy(out)]
    }
}

/// A note to be put elsewhere: passage, words, tags, who wrote it, source.
fn cited(reading: &Reading, note: &Note) -> String {
    // Words that the text has no longer are those that the note keeps.
    let stretches: Vec<&str> = match note.spans.len() == note.selectors.len() {
        true => note.spans.iter().map(|&span| reading.story.text.slice(span)).collect(),
        false => note.selectors.iter().map(|selector| selector.quote.as_str()).collect(),
    };
    let quote = stretches.iter().map(|words| words.trim()).collect::<Vec<_>>().join(" … ");
    let mut lines = Vec::new();
    if !quote.is_empty() {
        lines.push(format!("“{}”", unquoted(&quote)));
    }
    let event = note.when.iter().chain(&note.name).cloned().collect::<Vec<_>>().join(": ");
    lines.extend(Some(event).filter(|event| !event.is_empty()));
    let body = note.body.trim();
    lines.extend(Some(body.to_owned()).filter(|body| !body.is_empty()));
    lines.extend(Some(tags_beside(note, body)).filter(|tags| !tags.is_empty()));
    let hand = note.hand.as_ref().map(|hand| format!(" (noted by {hand})"));
    lines.push(format!("— {}{}", citation(reading), hand.unwrap_or_default()));
    // Line breaks of the passage and of the words stay, nothing else that steers.
    let tame = |line: &str| visible(line).into_owned();
    lines.iter().flat_map(|line| line.lines()).map(tame).collect::<Vec<_>>().join("\n")
}

/// Title, source, date, link.
fn citation(reading: &Reading) -> String {
    let head = &reading.story.head;
    let mut parts = vec![reading.title()];
    parts.extend(head.source.clone());
    parts.extend(head.date_words(|moment| moment.label()));
    parts.extend(head.url.clone());
    visible(&parts.join(", ")).into_owned()
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
