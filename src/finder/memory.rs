//! What a text says elsewhere of a word: a name that is plain in one place
//! helps in the others.

use super::classes::{COMMON, FIRST_NAME, ORGANIZATION, PLACE, SPEECH, TITLE};
use super::hash::Map;
use super::lexicon::{Caps, Lexicon, Word};
use super::segmented::{Casing, Segmented};

/// The most words remembered on each side of a form.
const NEIGHBOURS: usize = 8;

/// Seen in lower case.
pub(super) const LOWER: u16 = 1;
/// Seen with its capital where no sentence begins.
pub(super) const INSIDE: u16 = 1 << 1;
/// Follows a first name.
pub(super) const AFTER_FIRST: u16 = 1 << 2;
/// Opens a longer run of capitals.
pub(super) const OPENS: u16 = 1 << 3;
/// Closes one.
pub(super) const CLOSES: u16 = 1 << 4;
/// In a run that ends like an organisation.
pub(super) const IN_ORGANIZATION: u16 = 1 << 5;
/// Behind a title.
pub(super) const AFTER_TITLE: u16 = 1 << 6;
/// Behind `in`, `at`, `from`.
pub(super) const AFTER_IN: u16 = 1 << 7;
/// Beside a verb of speech.
pub(super) const SPEAKS: u16 = 1 << 8;
/// Before a possessive.
pub(super) const OWNS: u16 = 1 << 9;
/// Letters that are the first ones of a run.
pub(super) const ACRONYM: u16 = 1 << 10;
/// In a run with a word for places.
pub(super) const IN_PLACE: u16 = 1 << 11;
/// A capitalised word stood right before it, and the run was of two.
pub(super) const PAIRED: u16 = 1 << 12;
/// Behind `the`.
pub(super) const AFTER_THE: u16 = 1 << 13;
/// Alone, without other capitals beside it, inside a sentence.
pub(super) const ALONE: u16 = 1 << 14;

/// All facts, in the order of their bits.
pub(super) const FACTS: u32 = 15;

/// What is known of one form.
#[derive(Debug, Clone, Default)]
pub(super) struct Recollection {
    /// Set of the constants above.
    pub(super) facts: u16,
    /// How often it stands in the text.
    pub(super) count: u32,
    /// Numbers of words that stood before it, in lower case.
    pub(super) before: Vec<u64>,
    /// And behind it.
    pub(super) behind: Vec<u64>,
}

/// What is known of every form with a capital.
#[derive(Debug, Default)]
pub(super) struct Memory {
    forms: Map<u64, Recollection>,
}

impl Memory {
    /// Reads the whole text once. `numbers` are the words of its tokens.
    pub(super) fn of(segmented: &Segmented<'_>, numbers: &[u32], lexicon: &Lexicon<'_>) -> Self {
        let mut memory = Self::default();
        let mut lowers: Map<u64, ()> = Map::default();
        let mut acronyms: Map<String, ()> = Map::default();
        let word = |at: usize| lexicon.word(numbers[at]);
        for sentence in &segmented.sentences {
            if sentence.casing != Casing::Running {
                continue;
            }
            let tokens = sentence.tokens.clone();
            let mut at = tokens.start;
            while at < tokens.end {
                let here = word(at);
                if here.caps == Caps::None {
                    lowers.insert(here.lower, ());
                }
                if !here.is_capital() {
                    at += 1;
                    continue;
                }
                let end = run_end(at, tokens.end, &word);
                memory.run(at, end, tokens.clone(), &word, &mut acronyms);
                at = end;
            }
        }
        for at in 0..numbers.len() {
            let here = word(at);
            if !here.is_capital() {
                continue;
            }
            let lower = lowers.contains_key(&here.lower);
            let acronym = here.caps == Caps::All
                && here.length <= 7
                && acronyms.contains_key(&letters(segmented.word(at)));
            if let Some(known) = memory.forms.get_mut(&here.form) {
                known.facts |= if lower { LOWER } else { 0 } | if acronym { ACRONYM } else { 0 };
            } else if lower || acronym {
                let facts = if lower { LOWER } else { 0 } | if acronym { ACRONYM } else { 0 };
                memory.forms.insert(here.form, Recollection { facts, ..Recollection::default() });
            }
        }
        memory
    }

    fn run<'w>(
        &mut self,
        start: usize,
        end: usize,
        sentence: std::ops::Range<usize>,
        word: &impl Fn(usize) -> &'w Word,
        acronyms: &mut Map<String, ()>,
    ) {
        let opens_sentence = start == sentence.start
            || (start == sentence.start + 1 && word(start - 1).caps == Caps::Sign);
        // The first word of a sentence has its capital anyway.
        let first = if opens_sentence && word(start).is(COMMON) { start + 1 } else { start };
        let ends_in = |classes| (first..end).any(|at| word(at).is(classes));
        let organization = end - first > 1 && ends_in(ORGANIZATION);
        let place = end - first > 1 && ends_in(PLACE);
        if end - first > 1 {
            let initials: String =
                (first..end).map(|at| word(at).initial).filter(|&c| c != '\0').collect();
            if initials.chars().count() > 1 {
                acronyms.insert(initials.to_uppercase(), ());
            }
        }
        let before = first.checked_sub(1).filter(|&at| at >= sentence.start).map(word);
        let behind = (end < sentence.end).then(|| word(end));
        for at in first..end {
            let here = word(at);
            let known = self.forms.entry(here.form).or_default();
            known.count += 1;
            let mut facts = 0;
            let mut set = |fact, holds: bool| facts |= if holds { fact } else { 0 };
            set(INSIDE, at > first || !opens_sentence);
            set(AFTER_FIRST, at > first && word(at - 1).is(FIRST_NAME));
            set(OPENS, at == first && end - first > 1);
            set(CLOSES, at + 1 == end && end - first > 1);
            set(PAIRED, at + 1 == end && end - first == 2);
            set(ALONE, end - first == 1 && !opens_sentence);
            set(IN_ORGANIZATION, organization);
            set(IN_PLACE, place);
            if at == first
                && let Some(before) = before
            {
                set(AFTER_TITLE, before.is(TITLE));
                set(AFTER_IN, is_in(before));
                set(AFTER_THE, before.lower == THE);
                if known.before.len() < NEIGHBOURS {
                    known.before.push(before.lower);
                }
            } else if at > first {
                set(AFTER_TITLE, word(at - 1).is(TITLE));
            }
            if at + 1 == end
                && let Some(behind) = behind
            {
                set(SPEAKS, behind.is(SPEECH));
                set(OWNS, is_possessive(behind));
                if known.behind.len() < NEIGHBOURS {
                    known.behind.push(behind.lower);
                }
            }
            known.facts |= facts;
        }
    }

    /// What is known of a form.
    pub(super) fn recall(&self, form: u64) -> Option<&Recollection> {
        self.forms.get(&form)
    }
}

/// One past the last token of the run of capitals that opens at `start`.
/// Hyphens and ampersands between capitals belong to it.
pub(super) fn run_end<'w>(start: usize, limit: usize, word: &impl Fn(usize) -> &'w Word) -> usize {
    let mut end = start + 1;
    loop {
        if end < limit && word(end).is_capital() {
            end += 1;
        } else if end + 1 < limit && is_joint(word(end)) && word(end + 1).is_capital() {
            end += 2;
        } else {
            return end;
        }
    }
}

const THE: u64 = super::hash::of_ascii(b"the");
const IN: [u64; 4] = [
    super::hash::of_ascii(b"in"),
    super::hash::of_ascii(b"at"),
    super::hash::of_ascii(b"from"),
    super::hash::of_ascii(b"near"),
];
const POSSESSIVE: u64 = super::hash::of_ascii(b"'s");
const JOINTS: [u64; 2] = [super::hash::of_ascii(b"-"), super::hash::of_ascii(b"&")];

fn is_in(word: &Word) -> bool {
    IN.contains(&word.lower)
}

fn is_possessive(word: &Word) -> bool {
    word.lower == POSSESSIVE
}

fn is_joint(word: &Word) -> bool {
    JOINTS.contains(&word.lower)
}

/// The letters of an acronym: `U.N.` is `UN`.
fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect()
}
