//! The way from an old text to a new one: which character became which.
//!
//! Words are compared, not characters; what both texts have by chance amid
//! larger changes is not taken for kept (the semantic clean-up of N. Fraser's
//! diff-match-patch).

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput, Token};

use super::normal::Normal;

/// A kept run of so many characters is no coincidence.
const CERTAIN: usize = 40;

/// No such character.
const NONE: u32 = u32::MAX;

/// What became of each character of an old text.
pub(super) struct Followed {
    pub old: Normal,
    /// By character of the old text: where it is in the new one.
    forth: Vec<u32>,
    /// By character of the new text: where it was in the old one.
    back: Vec<u32>,
}

/// What became of a run of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Became {
    /// All of it stands there, perhaps with something inserted.
    Kept(Range<usize>),
    /// Some or all of it was changed; it stood where this is now.
    Changed(Range<usize>),
}

impl Followed {
    pub(super) fn of(old: &str, new: &Normal) -> Self {
        let old = Normal::of(old);
        let runs = kept(&old, new);
        let mut followed = Self { forth: vec![NONE; old.len()], back: vec![NONE; new.len()], old };
        for (old_token, new_token) in runs.into_iter().flat_map(|run| run.words) {
            for (was, is) in old_token.zip(new_token) {
                followed.forth[was] = is as u32;
                followed.back[is] = was as u32;
            }
        }
        followed
    }

    /// What became of a run of the old text's characters.
    pub(super) fn became(&self, run: &Range<usize>) -> Became {
        let wordy = |&at: &usize| self.old.chars[at] != ' ';
        let mut places = run.clone().filter(wordy).map(|at| self.forth[at]);
        if let Some(first) = places.clone().next()
            && places.all(|place| place != NONE)
        {
            let last = run.clone().rev().find(wordy).map_or(first, |at| self.forth[at]);
            return Became::Kept(first as usize..last as usize + 1);
        }
        let left = self.forth[..run.start].iter().rev().find(|&&place| place != NONE);
        let right = self.forth[run.end..].iter().find(|&&place| place != NONE);
        let from = left.map_or(0, |&place| place as usize + 1);
        let to = right.map_or(self.back.len(), |&place| place as usize);
        Became::Changed(from..to.max(from))
    }

    /// Whether most of a run of the new text came from elsewhere than `run`
    /// of the old one: then it is not what became of it.
    pub(super) fn is_foreign(&self, there: &Range<usize>, run: &Range<usize>) -> bool {
        let known = self.back[there.clone()].iter().filter(|&&was| was != NONE);
        let foreign = known.filter(|&&was| !run.contains(&(was as usize))).count();
        2 * foreign > there.len()
    }
}

/// The runs of words that both texts have, in order.
pub(super) fn kept(old: &Normal, new: &Normal) -> Vec<Run> {
    let (before, after) = (tokens(&old.chars), tokens(&new.chars));
    let mut input: InternedInput<&[char]> = InternedInput::default();
    input.update_before(before.iter().map(|token| &old.chars[token.clone()]));
    input.update_after(after.iter().map(|token| &new.chars[token.clone()]));
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    let ends = |token: &Token| {
        matches!(input.interner[*token], ['.' | '!' | '?' | '…' | '。' | '！' | '？'])
    };
    // What can be taken for put in, or out, in several places begins a sentence.
    diff.postprocess_with_heuristic(&input, |all: &[Token], hunk: Range<u32>, earliest: u32| {
        let length = hunk.end - hunk.start;
        let opens = |end: &u32| match (*end - length).checked_sub(1) {
            Some(before) => ends(&all[before as usize]),
            None => true,
        };
        (earliest..=hunk.end).rev().find(opens).unwrap_or(hunk.end)
    });
    let mut runs = Vec::new();
    let (mut at, mut there) = (0, 0);
    for hunk in diff.hunks() {
        let (from, to) = (hunk.before.start as usize, hunk.after.start as usize);
        push(&mut runs, &before[at..from], &after[there..to]);
        (at, there) = (hunk.before.end as usize, hunk.after.end as usize);
    }
    push(&mut runs, &before[at..], &after[there..]);
    without_coincidences(runs, old.len(), new.len())
}

/// Words kept side by side: where in both texts, and each of them.
pub(super) struct Run {
    pub old: Range<usize>,
    pub new: Range<usize>,
    words: Vec<(Range<usize>, Range<usize>)>,
}

fn push(runs: &mut Vec<Run>, old: &[Range<usize>], new: &[Range<usize>]) {
    let ([first, ..], [.., last]) = (old, old) else { return };
    let ([new_first, ..], [.., new_last]) = (new, new) else { return };
    runs.push(Run {
        old: first.start..last.end,
        new: new_first.start..new_last.end,
        words: old.iter().cloned().zip(new.iter().cloned()).collect(),
    });
}

/// Drops the runs that are no longer than what changed on either side of them.
fn without_coincidences(runs: Vec<Run>, old: usize, new: usize) -> Vec<Run> {
    let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
    let mut rest = runs.into_iter().peekable();
    // A run that is dropped widens the gap before the next one, and the gap
    // after the one before it, which is then judged again.
    while let Some(run) = rest.next() {
        kept.push(run);
        let next = rest.peek().map_or((old, new), |next| (next.old.start, next.new.start));
        while let Some(last) = kept.last() {
            let edge = (0, 0);
            let before =
                kept.len().checked_sub(2).map_or(edge, |at| (kept[at].old.end, kept[at].new.end));
            let length = last.old.len();
            let left = (last.old.start - before.0).max(last.new.start - before.1);
            let right = (next.0 - last.old.end).max(next.1 - last.new.end);
            if length >= CERTAIN || length > left || length > right {
                break;
            }
            kept.pop();
        }
    }
    kept
}

/// Words, and every other character that is no white space by itself.
fn tokens(chars: &[char]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::with_capacity(chars.len() / 4);
    let mut in_word = false;
    for (at, &c) in chars.iter().enumerate() {
        let wordy = c.is_alphanumeric();
        if wordy && in_word {
            if let Some(last) = found.last_mut() {
                last.end = at + 1;
            }
        } else if c != ' ' {
            found.push(at..at + 1);
        }
        in_word = wordy;
    }
    found
}
