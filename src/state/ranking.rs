//! Which of many lines a few typed letters mean, and which of them most.
//!
//! Each typed word must stand in a line, all its letters in their order. The
//! line is worth more the more of the letters stand together and at the
//! beginnings of words; the best placing counts, found by the recurrence of
//! Smith and Waterman (1981) with the bonuses of fzf.
//!
//! Our own, since the well-kept crate for it brings 1.2 MB of code for
//! a million lines at once, and a list here has some thousands.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a letter is worth that is there, in any place.
const LETTER: i32 = 16;
/// More, for a letter at the beginning of a word.
const WORD: i32 = 8;
/// More, for a letter right behind the one before it.
const TOGETHER: i32 = 8;
/// More, for a line that begins so.
const LINE: i32 = 4;
/// Less, where letters are passed over; and for each one passed over.
const GAP: i32 = 3;
const PASSED: i32 = 1;

/// The indices of the `lines` that hold all letters of each typed word in
/// their order, without regard to capitals and accents; best first, of equal
/// ones the shorter first.
pub fn ranked(typed: &str, lines: &[&str]) -> Vec<usize> {
    let mut words: Vec<Vec<char>> = typed.split_whitespace().map(folded).collect();
    for word in &mut words {
        word.retain(|c| !c.is_whitespace());
    }
    words.retain(|word| !word.is_empty());
    let mut placing = Placing::default();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let line = folded(line);
        let worth: Option<i32> = words.iter().map(|word| placing.best(word, &line)).sum();
        found.extend(worth.map(|worth| (-worth, line.len(), index)));
    }
    found.sort_unstable();
    found.into_iter().map(|(.., index)| index).collect()
}

/// The characters as they are compared: lower case, without marks.
fn folded(words: &str) -> Vec<char> {
    if words.is_ascii() {
        return words.chars().map(|c| c.to_ascii_lowercase()).collect();
    }
    words.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect()
}

/// Room for two lines of the recurrence, used again for each line of a list.
#[derive(Default)]
struct Placing {
    /// What the letters so far are worth if the last of them stands here.
    before: Vec<Option<i32>>,
    now: Vec<Option<i32>>,
}

impl Placing {
    /// What the best placing of the letters in the line is worth; none if
    /// they do not stand there in their order.
    fn best(&mut self, letters: &[char], line: &[char]) -> Option<i32> {
        let mut rest = line.iter();
        if !letters.iter().all(|letter| rest.any(|c| c == letter)) {
            return None;
        }
        self.before.clear();
        self.before.resize(line.len(), None);
        for (number, letter) in letters.iter().enumerate() {
            self.now.clear();
            // The best way to have come here past letters that were not typed.
            let mut apart: Option<i32> = None;
            for (at, c) in line.iter().enumerate() {
                let beside = at.checked_sub(1).and_then(|last| self.before[last]);
                let reached = if number == 0 {
                    Some(if at == 0 { LINE } else { 0 })
                } else {
                    beside.map(|worth| worth + TOGETHER).max(apart)
                };
                let begins = at == 0 || !line[at - 1].is_alphanumeric();
                let own = LETTER + if begins { WORD } else { 0 };
                self.now.push(reached.filter(|_| c == letter).map(|worth| worth + own));
                apart = beside.map(|worth| worth - GAP).max(apart.map(|worth| worth - PASSED));
            }
            std::mem::swap(&mut self.before, &mut self.now);
        }
        self.before.iter().flatten().max().copied()
    }
}
