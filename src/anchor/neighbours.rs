//! What the notes whose place is sure say of the others: those of one text
//! keep their order, and what stood side by side was mostly moved together.

/// How far from a sure neighbour its shift is taken over, in scalar values.
const REACH: usize = 600;

/// How far from the expected place still counts as there.
const NEAR: usize = 3;

/// Places that are sure, in the old text and in the new one.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// (old, new) starts in scalar values; both ascend.
    pairs: Vec<(usize, usize)>,
}

/// How a place agrees with its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accord {
    /// As far from a neighbour as it was.
    Pinned,
    /// Between its neighbours.
    Between,
    /// There are none, or none that say anything.
    Unknown,
    /// Not between its neighbours.
    Astray,
}

impl Neighbours {
    /// Takes the places that keep the order, the most of them that can;
    /// the others were moved and say nothing.
    pub(super) fn of(mut pairs: Vec<(usize, usize)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup_by_key(|pair| pair.0);
        // The longest increasing run of the new places, by patience sorting.
        let mut tops: Vec<usize> = Vec::new();
        let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
        for at in 0..pairs.len() {
            let pile = tops.partition_point(|&top: &usize| pairs[top].1 < pairs[at].1);
            before[at] = pile.checked_sub(1).map(|below| tops[below]);
            if pile == tops.len() {
                tops.push(at);
            } else {
                tops[pile] = at;
            }
        }
        let mut kept = Vec::with_capacity(tops.len());
        let mut next = tops.last().copied();
        while let Some(at) = next {
            kept.push(pairs[at]);
            next = before[at];
        }
        kept.reverse();
        Self { pairs: kept }
    }

    /// How a passage that started at `old` agrees with starting at `new`.
    pub(super) fn accord(&self, old: usize, new: usize) -> Accord {
        let right = self.pairs.partition_point(|&(at, _)| at < old);
        let sides =
            [right.checked_sub(1).map(|left| self.pairs[left]), self.pairs.get(right).copied()];
        if sides == [None, None] {
            return Accord::Unknown;
        }
        let pinned = sides
            .into_iter()
            .flatten()
            .any(|(was, is)| was.abs_diff(old) <= REACH && (new + was).abs_diff(is + old) <= NEAR);
        if pinned {
            return Accord::Pinned;
        }
        let after_left = sides[0].is_none_or(|(_, is)| is <= new);
        let before_right = sides[1].is_none_or(|(_, is)| new <= is);
        match (after_left && before_right, sides) {
            (true, [Some(_), Some(_)]) => Accord::Between,
            (true, _) => Accord::Unknown,
            (false, _) => Accord::Astray,
        }
    }

    /// Where a passage that started at `old` is expected to start.
    pub(super) fn expected(&self, old: usize) -> usize {
        let right = self.pairs.partition_point(|&(at, _)| at < old);
        let left = right.checked_sub(1).map(|left| self.pairs[left]);
        let nearest = [left, self.pairs.get(right).copied()]
            .into_iter()
            .flatten()
            .min_by_key(|&(was, _)| was.abs_diff(old));
        nearest.map_or(old, |(was, is)| (old + is).saturating_sub(was))
    }
}
