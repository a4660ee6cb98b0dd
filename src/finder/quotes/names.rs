//! The names of a story by the tokens they stand at.

use std::ops::Range;

use super::super::segmented::Segmented;
use crate::model::{Entity, Kind, Mention, Span};

/// The names of a story, by the tokens they stand at.
pub(super) struct Names<'a> {
    pub entities: &'a [Entity],
    /// (tokens, entity), sorted by start.
    mentions: Vec<(Range<usize>, usize)>,
}

impl<'a> Names<'a> {
    pub(super) fn new(
        segmented: &Segmented<'_>,
        entities: &'a [Entity],
        mentions: &[Mention],
    ) -> Self {
        let known = mentions.iter().filter(|mention| mention.entity < entities.len());
        let mut mentions: Vec<_> = known
            .map(|mention| {
                let Span { start, end } = mention.span;
                let first = segmented.token_at(start);
                let last = segmented.tokens.partition_point(|token| token.span.start < end);
                (first..last.max(first), mention.entity)
            })
            .collect();
        mentions.sort_by_key(|(tokens, _)| (tokens.start, tokens.end));
        Self { entities, mentions }
    }

    /// The mentions that lie within a run of tokens.
    pub(super) fn within(
        &self,
        tokens: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &(Range<usize>, usize)> {
        let from = self.mentions.partition_point(|(mention, _)| mention.start < tokens.start);
        let to = self.mentions.partition_point(|(mention, _)| mention.start < tokens.end);
        self.mentions[from..to.max(from)]
            .iter()
            .filter(move |(mention, _)| mention.end <= tokens.end)
    }

    /// The people named within a run of tokens, in order.
    pub(super) fn people(
        &self,
        tokens: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &(Range<usize>, usize)> {
        self.within(tokens).filter(|(_, entity)| self.entities[*entity].kind == Kind::Person)
    }
}
