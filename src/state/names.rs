//! The names of a story as the names pane lists them: by kind, with counts
//! and where in the story each occurs.

use crate::model::{Annotations, Kind, Mention};

use super::list::List;

/// How many stretches of the story a density strip tells apart.
pub const STRIP: usize = 10;

/// A row of the names pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameRow {
    /// A blank row between groups.
    Gap,
    /// The heading of a kind.
    Kind(Kind),
    /// An entity, by index.
    Name(usize),
}

/// The names pane.
#[derive(Debug, Default)]
pub struct Names {
    /// The rows as shown.
    pub rows: Vec<NameRow>,
    /// The chosen row.
    pub list: List,
    /// Words that a shown name must hold.
    pub filter: String,
    /// Per entity: how often it is mentioned in each tenth of the story.
    pub strips: Vec<[u32; STRIP]>,
    /// Per entity: how often it is mentioned.
    pub counts: Vec<u32>,
}

impl Names {
    /// Counts and lists the names of `annotations` in a text of `length` bytes.
    pub fn take(&mut self, annotations: &Annotations, length: usize) {
        self.counts = vec![0; annotations.entities.len()];
        self.strips = vec![[0; STRIP]; annotations.entities.len()];
        for mention in &annotations.mentions {
            self.counts[mention.entity] += 1;
            let part = mention.span.start * STRIP / length.max(1);
            self.strips[mention.entity][part.min(STRIP - 1)] += 1;
        }
        self.arrange(annotations);
    }

    /// Lists the names that the filter lets through; the chosen one stays chosen.
    pub fn arrange(&mut self, annotations: &Annotations) {
        let chosen = self.chosen();
        let words: Vec<String> = self.filter.split_whitespace().map(str::to_lowercase).collect();
        let entities = &annotations.entities;
        let shown = |index: usize| {
            let entity = &entities[index];
            words.iter().all(|word| {
                entity.name.to_lowercase().contains(word)
                    || entity.kind.word().to_lowercase().contains(word)
                    || entity.aliases.iter().any(|alias| alias.to_lowercase().contains(word))
            })
        };
        let mut order: Vec<usize> = (0..entities.len()).filter(|&index| shown(index)).collect();
        let rank = |kind: &Kind| Kind::KNOWN.iter().position(|known| known == kind);
        order.sort_by(|&a, &b| {
            let (kind_a, kind_b) = (&entities[a].kind, &entities[b].kind);
            let rank_a = (rank(kind_a).unwrap_or(usize::MAX), kind_a);
            let rank_b = (rank(kind_b).unwrap_or(usize::MAX), kind_b);
            rank_a.cmp(&rank_b).then(self.counts[b].cmp(&self.counts[a])).then(a.cmp(&b))
        });
        self.rows.clear();
        let mut kind = None;
        for index in order {
            if kind != Some(&entities[index].kind) {
                kind = Some(&entities[index].kind);
                if !self.rows.is_empty() {
                    self.rows.push(NameRow::Gap);
                }
                self.rows.push(NameRow::Kind(entities[index].kind.clone()));
            }
            self.rows.push(NameRow::Name(index));
        }
        self.list.hold(self.rows.len());
        match chosen {
            Some(entity) => self.show(entity),
            None => self.list.chosen = 1.min(self.rows.len().saturating_sub(1)),
        }
    }

    /// The entity of the chosen row.
    pub fn chosen(&self) -> Option<usize> {
        match self.rows.get(self.list.chosen)? {
            NameRow::Name(entity) => Some(*entity),
            _ => None,
        }
    }

    /// Puts the choice on an entity, if it is listed.
    pub fn show(&mut self, entity: usize) {
        if let Some(row) = self.rows.iter().position(|row| *row == NameRow::Name(entity)) {
            self.list.chosen = row;
        }
    }

    /// The same, but only if its row is in the window: nothing scrolls.
    pub fn mark(&mut self, entity: usize) {
        let row = self.rows.iter().position(|row| *row == NameRow::Name(entity));
        if let Some(row) = row.filter(|row| self.list.shows(*row)) {
            self.list.chosen = row;
        }
    }

    /// Moves the choice by `by` names, over headings and gaps.
    pub fn step(&mut self, by: isize) {
        let rows = self.rows.len();
        let way = by.signum();
        for _ in 0..by.unsigned_abs() {
            let mut row = self.list.chosen;
            loop {
                match row.checked_add_signed(way) {
                    Some(next) if next < rows => row = next,
                    _ => return,
                }
                if matches!(self.rows[row], NameRow::Name(_)) {
                    break;
                }
            }
            self.list.chosen = row;
        }
    }
}

/// Where mentions stand, for finding those at a place.
#[derive(Debug, Default)]
pub struct MentionIndex {
    /// Every stretch of every mention: start, end, mention; sorted.
    stretches: Vec<(usize, usize, usize)>,
    /// The longest stretch, in bytes.
    longest: usize,
    /// Per entity: where its mentions start, in order.
    starts: Vec<Vec<usize>>,
}

impl MentionIndex {
    /// Indexes mentions sorted by start.
    pub fn of(mentions: &[Mention]) -> Self {
        let mut stretches: Vec<(usize, usize, usize)> = mentions
            .iter()
            .enumerate()
            .flat_map(|(index, mention)| mention.spans().map(move |s| (s.start, s.end, index)))
            .collect();
        stretches.sort_unstable();
        let longest = stretches.iter().map(|s| s.1 - s.0).max().unwrap_or(0);
        let mut starts = Vec::new();
        for mention in mentions {
            if starts.len() <= mention.entity {
                starts.resize_with(mention.entity + 1, Vec::new);
            }
            starts[mention.entity].push(mention.span.start);
        }
        Self { stretches, longest, starts }
    }

    /// Where the mentions of an entity start, in order; the first stretch of each counts.
    pub fn starts_of(&self, entity: usize) -> &[usize] {
        self.starts.get(entity).map_or(&[], Vec::as_slice)
    }

    /// The stretches that share a byte with `start..end`: (start, end, mention), sorted.
    pub fn within(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, usize, usize)> {
        let from = self.stretches.partition_point(|s| s.0 + self.longest < start + 1);
        self.stretches[from..]
            .iter()
            .copied()
            .take_while(move |s| s.0 < end)
            .filter(move |s| s.1 > start)
    }

    /// The innermost mention at a byte.
    pub fn at(&self, place: usize) -> Option<usize> {
        self.within(place, place + 1).min_by_key(|s| s.1 - s.0).map(|s| s.2)
    }

    /// The first stretch that starts after a byte.
    pub fn after(&self, place: usize) -> Option<(usize, usize, usize)> {
        self.stretches.get(self.stretches.partition_point(|s| s.0 <= place)).copied()
    }

    /// The last stretch that starts before a byte.
    pub fn before(&self, place: usize) -> Option<(usize, usize, usize)> {
        let at = self.stretches.partition_point(|s| s.0 < place);
        self.stretches.get(at.checked_sub(1)?).copied()
    }
}
