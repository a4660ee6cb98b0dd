//! Lines of sports results and tables: "Leeds 2 Hull 1", "Boston at Denver",
//! "Toronto 12 7 .632 4". What looks like a town there is its team.
//!
//! Countries are left alone: their teams go by the country's own name, which
//! stays a place for whoever looks it up.

use std::ops::Range;

use super::classes::COMMON;
use super::features::Clues;
use super::label::{KINDS, ORGANIZATION, PLACE};
use super::lexicon::Caps;
use super::lists::{self, COUNTRY};
use super::segmented::{Segmented, Sentence};
use super::tagger::Found;

/// The longest line that is taken for a result, in tokens.
const LONGEST: usize = 24;

/// The most words of a team.
const TEAM: usize = 3;

/// What standing in a result is worth to an organisation above a place, as
/// the tagger counts.
const WORTH: f32 = 40.0;

/// Makes organisations of the towns in results; the names are in order.
pub(super) fn results(segmented: &Segmented<'_>, clues: &Clues<'_>, found: &mut Vec<Found>) {
    let mut overlooked = Vec::new();
    for sentence in &segmented.sentences {
        if sentence.tokens.len() > LONGEST {
            continue;
        }
        for team in teams(segmented, clues, sentence) {
            let lists = clues.listed(team.start);
            if lists & COUNTRY != 0 {
                continue;
            }
            let at = found.partition_point(|name| name.end <= team.start);
            match found.get_mut(at).filter(|name| name.start < team.end) {
                Some(name) => {
                    let same = name.start == team.start && name.end == team.end;
                    let town = name.kind == PLACE || lists & lists::PLACE != 0;
                    if same && town {
                        let worth = name.worth[name.kind] + WORTH;
                        name.kind = ORGANIZATION;
                        name.worth[ORGANIZATION] = name.worth[ORGANIZATION].max(worth);
                    }
                }
                None if lists & lists::PLACE != 0 => {
                    let mut worth = [0.0; KINDS + 1];
                    worth[ORGANIZATION] = WORTH;
                    let (start, end, kind, margin) = (team.start, team.end, ORGANIZATION, WORTH);
                    overlooked.push(Found { start, end, kind, margin, worth });
                }
                None => {}
            }
        }
    }
    if !overlooked.is_empty() {
        found.append(&mut overlooked);
        found.sort_by_key(|name| name.start);
    }
}

/// The tokens of the teams of a line; none if it is no result.
fn teams(segmented: &Segmented<'_>, clues: &Clues<'_>, sentence: &Sentence) -> Vec<Range<usize>> {
    let limit = sentence.tokens.end;
    let is_number = |at: usize| {
        let word = segmented.word(at);
        at < limit
            && word.trim_matches(['.', ',']).bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && word.bytes().any(|byte| byte.is_ascii_digit())
    };
    let run = |from: usize| {
        let is_part = |at: usize| {
            let word = clues.word(at);
            word.is_capital() && !word.is(COMMON) && segmented.word(at).len() > 1
        };
        let end = (from..limit).find(|&at| !is_part(at)).unwrap_or(limit);
        (end > from && end - from <= TEAM).then_some(from..end)
    };
    let Some(first) = run(sentence.tokens.start) else { return Vec::new() };
    let between = segmented.word(first.end).to_lowercase();
    if matches!(between.as_str(), "at" | "v" | "vs" | "vs." | "v.") {
        return match run(first.end + 1) {
            Some(second) if second.end == limit => vec![first, second],
            _ => Vec::new(),
        };
    }
    if !is_number(first.end) {
        return Vec::new();
    }
    if let Some(second) = run(first.end + 1).filter(|second| is_number(second.end)) {
        let after = second.end + 1;
        let ends = after == limit || matches!(segmented.word(after), "(" | "." | ";");
        return if ends { vec![first, second] } else { Vec::new() };
    }
    let rest = first.end..limit;
    let plain = rest.clone().all(|at| is_number(at) || clues.word(at).caps == Caps::Sign);
    let numbers = rest.filter(|&at| is_number(at)).count();
    if plain && numbers >= 3 { vec![first] } else { Vec::new() }
}
