//! Overlapping marks into runs of markup that nest.
//!
//! A paragraph is cut wherever a mark begins or ends. Each piece says all that
//! holds of it: a link to the innermost name, a time, the tint of a note.

use std::fmt::Write;

use super::super::Document;
use super::super::clippings::Clipping;
use super::{class, escape};
use crate::model::{Span, Text, TimeExpression};

/// What may hold of a piece of text.
#[derive(Clone, Copy)]
enum Sort {
    /// Number of an entity.
    Name(usize),
    Time,
    Event,
    /// Number of a clipping.
    Note(usize),
}

pub(super) struct Painter<'d> {
    document: &'d Document,
    clippings: &'d [Clipping<'d>],
    /// Sorted by start, the longer first.
    marks: Vec<(Span, Sort)>,
    /// The furthest end of the marks up to each.
    reach: Vec<usize>,
}

impl<'d> Painter<'d> {
    pub fn of(document: &'d Document, clippings: &'d [Clipping<'d>]) -> Self {
        let annotations = &document.annotations;
        let mut marks: Vec<(Span, Sort)> = Vec::new();
        for mention in &annotations.mentions {
            marks.extend(mention.spans().map(|span| (span, Sort::Name(mention.entity))));
        }
        marks.extend(annotations.times.iter().map(|time| (time.span, Sort::Time)));
        let told = annotations.events.iter().flat_map(|event| &event.spans);
        marks.extend(told.map(|&span| (span, Sort::Event)));
        for (number, clipping) in clippings.iter().enumerate() {
            marks.extend(clipping.note.spans.iter().map(|&span| (span, Sort::Note(number))));
        }
        marks.retain(|(span, _)| !span.is_empty());
        marks.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut furthest = 0;
        let reach = marks
            .iter()
            .map(|(span, _)| {
                furthest = furthest.max(span.end);
                furthest
            })
            .collect();
        Self { document, clippings, marks, reach }
    }

    fn text(&self) -> &'d Text {
        &self.document.story.text
    }

    /// The words of a stretch with their markup.
    pub fn paint(&self, stretch: Span, keep_breaks: bool) -> String {
        let from = self.reach.partition_point(|&end| end <= stretch.start);
        let to = self.marks.partition_point(|(span, _)| span.start < stretch.end);
        let here: Vec<&(Span, Sort)> = self.marks[from.min(to)..to]
            .iter()
            .filter(|(span, _)| span.overlaps(stretch))
            .collect();
        let mut cuts = vec![stretch.start, stretch.end];
        cuts.extend(here.iter().flat_map(|(span, _)| [span.start, span.end]));
        cuts.retain(|cut| (stretch.start..=stretch.end).contains(cut));
        cuts.sort_unstable();
        cuts.dedup();
        let mut out = String::new();
        let mut next = 0;
        let mut open: Vec<&(Span, Sort)> = Vec::new();
        for pair in cuts.windows(2) {
            let piece = Span::new(pair[0], pair[1]);
            open.retain(|(span, _)| span.end > piece.start);
            while let Some(mark) = here.get(next).filter(|(span, _)| span.start <= piece.start) {
                open.push(mark);
                next += 1;
            }
            self.piece(piece, &open, keep_breaks, &mut out);
        }
        out
    }

    fn piece(&self, piece: Span, open: &[&(Span, Sort)], keep_breaks: bool, out: &mut String) {
        let mut words = String::new();
        for (number, line) in self.text().slice(piece).split('\n').enumerate() {
            if number > 0 {
                words.push(if keep_breaks { '\n' } else { ' ' });
            }
            words.push_str(&escape(line));
        }
        // Where something begins, links lead to it.
        let begins = |span: &Span| span.start == piece.start;
        let mut anchors = String::new();
        let mut inner = words;
        let time = open.iter().rev().find(|(_, sort)| matches!(sort, Sort::Time));
        if let Some((span, _)) = time {
            let id = if begins(span) { format!(" id=\"t{}\"", span.start) } else { String::new() };
            inner = format!("<span class=\"found\"{id}>{inner}</span>");
        }
        let name = open.iter().rev().find_map(|(span, sort)| match sort {
            Sort::Name(entity) => Some((span, *entity)),
            _ => None,
        });
        let entities = &self.document.annotations.entities;
        if let Some((span, entity)) = name
            && let Some(entity) = entities.get(entity)
        {
            let id = if begins(span) { format!(" id=\"m{}\"", span.start) } else { String::new() };
            inner = format!(
                "<a class=\"name {}\" href=\"#name-{}\"{id}>{inner}</a>",
                class(&entity.kind),
                escape(&entity.id)
            );
        }
        let notes = open.iter().filter_map(|(span, sort)| match sort {
            Sort::Note(number) => Some((span, &self.clippings[*number])),
            _ => None,
        });
        let mut tint = None;
        for (span, clipping) in notes {
            tint = Some(clipping.note.color.as_deref().unwrap_or_default());
            if clipping.note.start() == Some(span.start) && begins(span) {
                let _ = write!(anchors, "<span id=\"at-{}\"></span>", escape(&clipping.note.id));
            }
        }
        if let Some(color) = tint {
            let known = ["yellow", "green", "blue", "pink", "red", "orange", "purple"];
            let class = known.iter().find(|known| **known == color);
            let class = class.map(|color| format!(" class=\"{color}\"")).unwrap_or_default();
            inner = format!("<mark{class}>{inner}</mark>");
        }
        let mut told: Vec<usize> = open
            .iter()
            .filter(|(span, sort)| matches!(sort, Sort::Event) && begins(span))
            .map(|(span, _)| span.start)
            .collect();
        told.dedup();
        for start in told {
            let _ = write!(anchors, "<span id=\"e{start}\"></span>");
        }
        out.push_str(&anchors);
        out.push_str(&inner);
    }

    /// The times of the text that stand on the axis.
    pub fn times(&self) -> Vec<&'d TimeExpression> {
        self.document.annotations.times.iter().filter(|time| time.value.on_axis()).collect()
    }

    /// A stretch with what stands around it on its line.
    pub fn around(&self, span: Span) -> (String, &'d str, String) {
        const MOST: usize = 40;
        let text = self.text().as_str();
        let before = text[..span.start].rsplit('\n').next().unwrap_or_default();
        let after = text[span.end..].split('\n').next().unwrap_or_default();
        let before = match before.char_indices().rev().nth(MOST) {
            None => before.to_owned(),
            Some((at, _)) => {
                let cut = &before[at..];
                format!("…{}", cut.find(' ').map_or(cut, |space| &cut[space + 1..]))
            }
        };
        let after = match after.char_indices().nth(MOST) {
            None => after.to_owned(),
            Some((at, _)) => {
                let cut = &after[..at];
                format!("{}…", cut.rfind(' ').map_or(cut, |space| &cut[..space]))
            }
        };
        (before, self.text().slice(span), after)
    }
}
