//! Going through what others annotated, one after the other, to accept or
//! correct it.

use std::collections::HashSet;

use crate::model::{Annotations, Kind, Note, NoteKind, Origin, Span};

/// The letters of the kinds of names, in the order they are offered.
pub const KIND_LETTERS: [(char, Kind); 7] = [
    ('p', Kind::Person),
    ('o', Kind::Organization),
    ('l', Kind::Place),
    ('g', Kind::Group),
    ('e', Kind::Event),
    ('w', Kind::Work),
    ('d', Kind::Product),
];

/// An annotation that stands in the text, by its index in [`Annotations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A name at one place.
    Mention(usize),
    /// A time expression.
    Time(usize),
    /// Something said.
    Quote(usize),
    /// An entry of the time line that says which words tell of it.
    Event(usize),
}

/// The annotations of others in the order of the text, and which one the
/// reader is at.
#[derive(Debug, Default)]
pub struct Review {
    /// Each with its first stretch.
    pub items: Vec<(Span, Item)>,
    /// Whether the reader has accepted or corrected each.
    pub settled: Vec<bool>,
    /// The one the reader is at.
    pub chosen: usize,
    /// A mention that is being made longer or shorter: the reader's own by
    /// now, and still under review until they go on.
    pub stretched: Option<Span>,
}

impl Review {
    /// Everything in `annotations` that is not the reader's own, as it is
    /// under the corrections among `notes`; and the mention at `stretched`,
    /// which is then the chosen one.
    pub fn of(annotations: &Annotations, notes: &[Note], stretched: Option<Span>) -> Self {
        let corrections =
            || notes.iter().filter(|note| note.is_own() && note.kind == NoteKind::Correction);
        let ids: HashSet<&str> = corrections().filter_map(|note| note.target.as_deref()).collect();
        let spans: HashSet<Span> =
            corrections().filter_map(|note| note.spans.first().copied()).collect();
        let mut all: Vec<(Span, Item, bool)> = Vec::new();
        for (index, mention) in annotations.mentions.iter().enumerate() {
            if mention.origin != Origin::Mine || Some(mention.span) == stretched {
                all.push((mention.span, Item::Mention(index), mention.settled));
            }
        }
        for (index, time) in annotations.times.iter().enumerate() {
            if time.origin != Origin::Mine {
                all.push((time.span, Item::Time(index), spans.contains(&time.span)));
            }
        }
        for (index, quote) in annotations.quotes.iter().enumerate() {
            if quote.origin != Origin::Mine {
                all.push((quote.span, Item::Quote(index), spans.contains(&quote.span)));
            }
        }
        for (index, event) in annotations.events.iter().enumerate() {
            let first = event.spans.first().filter(|_| event.origin != Origin::Mine);
            all.extend(first.map(|&span| (span, Item::Event(index), ids.contains(&*event.id))));
        }
        all.sort_by_key(|(span, _, _)| (span.start, std::cmp::Reverse(span.end)));
        Self {
            items: all.iter().map(|(span, item, _)| (*span, *item)).collect(),
            settled: all.iter().map(|(_, _, settled)| *settled).collect(),
            chosen: all.iter().position(|(s, _, _)| Some(*s) == stretched).unwrap_or(0),
            stretched,
        }
    }

    /// The one the reader is at.
    pub fn here(&self) -> Option<(Span, Item)> {
        self.items.get(self.chosen).copied()
    }

    /// Goes to the first unsettled one that starts at `place` or behind it,
    /// else to the first at all that does, else to the last.
    pub fn seek(&mut self, place: usize) {
        let from = self.items.partition_point(|(span, _)| span.start < place);
        let open = (from..self.items.len()).find(|&index| !self.settled[index]);
        self.chosen = open.unwrap_or(from).min(self.items.len().saturating_sub(1));
    }

    /// How many are settled.
    pub fn done(&self) -> usize {
        self.settled.iter().filter(|settled| **settled).count()
    }
}
