//! Which characters of a text a pattern's characters became: an alignment
//! with the fewest edits, and with as few interruptions as that allows.
//!
//! P. Sellers, "The theory and computation of evolutionary distances" (1980):
//! the pattern is used whole, of the text any part.

use std::ops::Range;

/// The most characters of a pattern that are aligned in one table; of longer
/// ones only both ends are.
pub(super) const LONGEST: usize = 320;

/// Where in `text` the part `inner` of `pattern` stands; `None` if the
/// pattern is empty.
pub(super) fn place_of(
    pattern: &[char],
    inner: Range<usize>,
    text: &[char],
) -> Option<Range<usize>> {
    if pattern.len() <= LONGEST {
        let bounds = bounds(pattern, text, [inner.start, inner.end])?;
        return Some(bounds[0]..bounds[1].max(bounds[0]));
    }
    // Both ends apart: what lies between them follows.
    let half = LONGEST / 2;
    let head = inner.start.saturating_sub(half)..(inner.start + half).min(pattern.len());
    let tail = inner.end.saturating_sub(half)..(inner.end + half).min(pattern.len());
    let slack = 64 + (inner.len() / 4).min(1024);
    let near = |part: &Range<usize>| {
        let from = part.start.saturating_sub(slack).min(text.len());
        from..(part.end + slack).min(text.len())
    };
    // The text stands about as far in as the pattern does, give or take.
    let extra = (text.len().saturating_sub(pattern.len()) / 2).min(2048);
    let shifted = |part: &Range<usize>| {
        let wide = near(&(part.start + extra..part.end + extra));
        wide.start.min(near(part).start)..wide.end.max(near(part).end)
    };
    let (first, last) = (shifted(&head), shifted(&tail));
    let start = bounds(
        &pattern[head.clone()],
        &text[first.clone()],
        [inner.start - head.start, inner.start - head.start],
    )?[0]
        + first.start;
    let end = bounds(
        &pattern[tail.clone()],
        &text[last.clone()],
        [inner.end - tail.start, inner.end - tail.start],
    )?[1]
        + last.start;
    Some(start..end.max(start))
}

/// The places in `text` of two bounds between the characters of `pattern`:
/// of the first as far to the right as the alignment has it, of the second
/// as far to the left, so that what was inserted at a bound stays outside.
fn bounds(pattern: &[char], text: &[char], at: [usize; 2]) -> Option<[usize; 2]> {
    if pattern.is_empty() {
        return None;
    }
    let columns = text.len() + 1;
    let mut table: Vec<u16> = vec![0; (pattern.len() + 1) * columns];
    for (row, &wanted) in pattern.iter().enumerate() {
        let (above, below) = table[row * columns..].split_at_mut(columns);
        below[0] = row as u16 + 1;
        let mut left = below[0];
        for (column, &there) in text.iter().enumerate() {
            let replaced = above[column] + u16::from(wanted != there);
            left = replaced.min(above[column + 1] + 1).min(left + 1);
            below[column + 1] = left;
        }
    }
    let last = &table[pattern.len() * columns..];
    let mut column = (0..columns).min_by_key(|&column| last[column])?;
    let mut row = pattern.len();
    // Right and left bound in the text of each row on the way back.
    let mut found = [column, column];
    let mut note = |row: usize, column: usize, first: bool| {
        if row == at[0] && first {
            found[0] = column;
        }
        if row == at[1] {
            found[1] = column;
        }
    };
    note(row, column, true);
    while row > 0 {
        let here = table[row * columns + column];
        let above = &table[(row - 1) * columns..];
        let same = column > 0 && pattern[row - 1] == text[column - 1];
        let first = if column > 0 && above[column - 1] + u16::from(!same) == here {
            row -= 1;
            column -= 1;
            true
        } else if above[column] + 1 == here {
            row -= 1;
            true
        } else {
            column -= 1;
            false
        };
        note(row, column, first);
    }
    Some(found)
}
