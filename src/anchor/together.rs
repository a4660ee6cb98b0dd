//! What positions say together that do not hold one by one: words put in
//! before them shift all alike, so places that are as far from one another as
//! the stated positions are the ones that were meant.
//!
//! Of all ways to give the passages places, the one that keeps the most of them
//! at an unchanged distance from the one before it is taken for what happened.

use std::collections::HashMap;

/// The most places that are weighed in all; with more nothing is settled.
pub const WEIGHED: usize = 2_000_000;
/// Passages with so few places hardly agree with others by chance.
const FEW: usize = 3;

/// Which place each passage stands at, given where it stood and where it may
/// stand now, in the same units. `None` where that is not settled, and for all
/// if the positions make no sense together.
pub fn together(passages: &[(usize, Vec<usize>)]) -> Vec<Option<usize>> {
    let mut settled = vec![None; passages.len()];
    let mut order: Vec<usize> =
        (0..passages.len()).filter(|&number| !passages[number].1.is_empty()).collect();
    order.sort_by_key(|&number| passages[number].0);
    let all: usize = order.iter().map(|&number| passages[number].1.len()).sum();
    if all > WEIGHED {
        return settled;
    }
    let before = chain(passages, order.iter().copied(), Some(0));
    let after = chain(passages, order.iter().rev().copied(), None);
    let weigh = |number: usize, place: usize| {
        let (back, forth) = (&before[number][place], &after[number][place]);
        // Each counts the passage itself.
        (back.kept + forth.kept, back.run + forth.run - 2 * weight(&passages[number].1))
    };
    let best = order
        .iter()
        .flat_map(|&number| (0..passages[number].1.len()).map(move |place| weigh(number, place).0));
    // Coincidences do not explain the half of them.
    if best.max().is_none_or(|best| 2 * best < order.len()) {
        return settled;
    }
    for number in order {
        let places = &passages[number].1;
        let mut ranked: Vec<_> =
            (0..places.len()).map(|place| (weigh(number, place), places[place])).collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        let ((kept, others), place) = ranked[0];
        let clear = ranked.get(1).is_none_or(|((next, _), _)| *next < kept);
        settled[number] = (clear && others >= 2).then_some(place);
    }
    settled
}

/// The best way to come to a place.
#[derive(Clone, Copy, Default)]
struct Way {
    /// How many passages on it are as far from the one before as they were.
    kept: usize,
    /// What those of them count that lead here without a change, this included.
    run: usize,
}

/// For each place of each passage the best way to it through those before it
/// in `order`. `start`: how far those at the outset were shifted, if that is known.
fn chain(
    passages: &[(usize, Vec<usize>)],
    order: impl Iterator<Item = usize>,
    start: Option<isize>,
) -> Vec<Vec<Way>> {
    let mut ways = vec![Vec::new(); passages.len()];
    let mut by_shift: HashMap<isize, Way> = HashMap::new();
    by_shift.extend(start.map(|shift| (shift, Way::default())));
    let mut most = 0;
    for number in order {
        let (at, places) = &passages[number];
        let shift = |place: usize| place.wrapping_sub(*at).cast_signed();
        let weight = weight(places);
        let come = |&place: &usize| {
            let changed = Way { kept: most, run: weight };
            match by_shift.get(&shift(place)) {
                Some(way) if way.kept + 1 >= most => {
                    Way { kept: way.kept + 1, run: way.run + weight }
                }
                _ => changed,
            }
        };
        let came: Vec<Way> = places.iter().map(come).collect();
        for (&place, &way) in places.iter().zip(&came) {
            most = most.max(way.kept);
            let known = by_shift.entry(shift(place)).or_default();
            if (way.kept, way.run) > (known.kept, known.run) {
                *known = way;
            }
        }
        ways[number] = came;
    }
    ways
}

/// What a passage with these places counts as a witness.
fn weight(places: &[usize]) -> usize {
    if places.len() <= FEW { 2 } else { 1 }
}
