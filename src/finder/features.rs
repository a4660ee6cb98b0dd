//! The features of a token: what the tagger knows of it, as rows of the model.

use super::classes::*;
use super::dateline::dateline;
use super::hash;
use super::lexicon::{Caps, Lexicon, Word};
use super::lists::Lists;
use super::memory::{self, FACTS, Memory};
use super::segmented::{Casing, Segmented, Sentence};

/// How many bits of a feature's number address its row.
pub const ROW_BITS: u32 = 22;

/// A text with everything that its tokens' features are made of.
#[derive(Debug)]
pub struct Clues<'t> {
    numbers: Vec<u32>,
    listed: Vec<Placed>,
    lexicon: Lexicon<'t>,
    memory: Memory,
}

/// Where in listed names a token stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Placed {
    /// The lists that hold a name beginning here.
    first: u8,
    /// The lists that hold a name going on here.
    further: u8,
    /// How many tokens the name beginning here has.
    length: u8,
}

impl<'t> Clues<'t> {
    pub(super) fn of(segmented: &Segmented<'t>, lists: &Lists) -> Self {
        let mut lexicon = Lexicon::default();
        let mut numbers = Vec::with_capacity(segmented.tokens.len());
        for sentence in &segmented.sentences {
            let capitals = sentence.casing == Casing::Capitals;
            let dateline = dateline(segmented, sentence);
            for at in sentence.tokens.clone() {
                let capitals = capitals || dateline.contains(&at);
                numbers.push(lexicon.number(segmented.word(at), capitals, lists));
            }
        }
        let mut listed = vec![Placed::default(); numbers.len()];
        for sentence in &segmented.sentences {
            let mut free = sentence.tokens.start;
            for at in sentence.tokens.clone() {
                let word = lexicon.word(numbers[at]);
                // "al-Shabab" and its like may begin in lower case.
                let opens = word.is_capital() || word.lower == ARTICLE && word.caps == Caps::None;
                if !opens || at < free {
                    continue;
                }
                let forms = numbers[at..sentence.tokens.end]
                    .iter()
                    .map(|&number| lexicon.word(number).form);
                if let Some((length, bits)) = lists.longest(forms) {
                    listed[at].first |= bits;
                    listed[at].length = length as u8;
                    for place in &mut listed[at + 1..at + length] {
                        place.further |= bits;
                    }
                    free = at + length;
                }
            }
        }
        let memory = Memory::of(segmented, &numbers, &lexicon);
        Self { numbers, listed, lexicon, memory }
    }

    pub(super) fn word(&self, token: usize) -> &Word {
        self.lexicon.word(self.numbers[token])
    }

    /// The lists that hold a name beginning at this token.
    pub(super) fn listed(&self, token: usize) -> u8 {
        self.listed[token].first
    }

    /// The listed name beginning at this token: how many tokens it has and the
    /// lists that hold it; 0 if there is none.
    pub(super) fn listed_name(&self, token: usize) -> (usize, u8) {
        self.listed.get(token).map_or((0, 0), |placed| (placed.length.into(), placed.first))
    }

    pub(super) fn recall(&self, token: usize) -> Option<&memory::Recollection> {
        self.memory.recall(self.word(token).form)
    }

    /// The rows of the token `at` of a sentence, written to `rows`.
    pub fn rows(&self, sentence: &Sentence, at: usize, rows: &mut Vec<u32>) {
        rows.clear();
        let mut sink = Sink { rows, template: 0 };
        let range = &sentence.tokens;
        let near = |offset: isize| -> Option<&Word> {
            let place = at.checked_add_signed(offset)?;
            range.contains(&place).then(|| self.word(place))
        };
        let here = self.word(at);
        let (before, behind) = (near(-1), near(1));
        let (before2, behind2) = (near(-2), near(2));
        let lower = |word: Option<&Word>| word.map_or(EDGE, |word| word.lower);
        let short = |word: Option<&Word>| word.map_or(EDGE, |word| word.short);
        let (left, right) = (lower(before), lower(behind));
        let (left2, right2) = (lower(before2), lower(behind2));

        // The word itself.
        sink.add(here.lower);
        sink.add(here.form);
        sink.add(here.shape);
        sink.add(here.short);
        for ends in [&here.prefixes, &here.suffixes] {
            for &end in ends {
                sink.add_if(end != 0, end);
            }
        }

        // The words around it.
        sink.add(left);
        sink.add(right);
        sink.add(left2);
        sink.add(right2);
        sink.pair(left, here.lower);
        sink.pair(here.lower, right);
        sink.pair(left, right);
        sink.pair(left2, left);
        sink.pair(right, right2);
        sink.pair(left, here.short);
        sink.pair(here.short, right);
        sink.pair(hash::mix(left2, left), here.short);
        sink.pair(here.short, hash::mix(right, right2));
        sink.pair(short(before), hash::mix(here.short, short(behind)));
        sink.pair(short(before2), hash::mix(short(before), here.short));
        sink.pair(here.short, hash::mix(short(behind), short(behind2)));
        for word in [before, behind] {
            sink.add_if(word.is_some(), word.map_or(EDGE, |word| word.shape));
            let suffix = word.map_or(0, |word| word.suffixes[2]);
            sink.add_if(suffix != 0, suffix);
        }
        sink.template(40);
        for offset in [-4, -3, 3, 4] {
            if let Some(word) = near(offset) {
                sink.again(hash::mix((offset > 0) as u64, word.lower));
            }
        }

        // Where and how it stands.
        sink.template(41);
        let opens = at == range.start || (at == range.start + 1 && before.is_some_and(is_sign));
        let setting = (sentence.casing as u64) << 1 | u64::from(opens);
        sink.pair(setting, here.short);
        sink.pair(setting, u64::from(here.classes & COMMON) << 8 | here.caps as u64);
        sink.pair(sentence.role as u64, here.caps as u64);

        // What the lists and classes say.
        sink.template(46);
        let classes = u64::from(here.classes);
        sink.add(classes);
        for bit in 0..14 {
            sink.template(47);
            sink.add_if(classes & (1 << bit) != 0, bit << 8 | here.caps as u64);
        }
        sink.template(49);
        let side = |word: Option<&Word>| word.map_or(1 << 40, |word| u64::from(word.classes));
        sink.pair(side(before), classes);
        sink.pair(classes, side(behind));
        sink.pair(side(before), side(behind));
        sink.add(side(before2));
        sink.add(side(behind2));
        let placed = |offset: isize| -> u64 {
            at.checked_add_signed(offset).filter(|place| range.contains(place)).map_or(0, |place| {
                u64::from(self.listed[place].first) << 8 | u64::from(self.listed[place].further)
            })
        };
        let lists_here = placed(0);
        sink.add_if(lists_here != 0, lists_here);
        sink.add_if(placed(-1) != 0, placed(-1));
        sink.add_if(placed(1) != 0, placed(1));
        sink.add_if(lists_here != 0, hash::mix(lists_here, here.lower));
        sink.add_if(
            lists_here != 0,
            hash::mix(lists_here, hash::mix(short(before), short(behind))),
        );
        sink.add_if(lists_here != 0, hash::mix(lists_here, classes));

        sink.template(70);
        if here.is_capital()
            || before.is_some_and(Word::is_capital) && near(1).is_some_and(Word::is_capital)
        {
            self.run_rows(sentence, at, &mut sink);
        }
        sink.template(100);
        if here.is_capital() {
            self.memory_rows(at, &mut sink);
        }
    }

    /// The run of capitals around the token.
    fn run_rows(&self, sentence: &Sentence, at: usize, sink: &mut Sink<'_>) {
        let range = &sentence.tokens;
        const FAR: usize = 8;
        let is_part = |place: usize| {
            self.word(place).is_capital()
                || (place > range.start
                    && place + 1 < range.end
                    && matches!(self.word(place).lower, HYPHEN | AMPERSAND)
                    && self.word(place - 1).is_capital()
                    && self.word(place + 1).is_capital())
        };
        let mut start = at;
        while start > range.start && at - start < FAR && is_part(start - 1) {
            start -= 1;
        }
        let mut end = at + 1;
        while end < range.end && end - at < FAR && is_part(end) {
            end += 1;
        }
        let length = (end - start).min(7) as u64;
        let place = (at - start).min(7) as u64;
        let rest = (end - 1 - at).min(7) as u64;
        let (first, last) = (self.word(start), self.word(end - 1));
        let word = |place: Option<usize>| {
            place.filter(|place| range.contains(place)).map_or(EDGE, |place| self.word(place).lower)
        };
        let before = word(start.checked_sub(1));
        let before2 = word(start.checked_sub(2));
        let (behind, behind2) = (word(Some(end)), word(Some(end + 1)));
        let opens = u64::from(start == range.start);
        let position = place << 4 | rest;
        sink.add(hash::mix(length, position));
        sink.pair(position.min(0x11) << 1 | opens, before);
        sink.pair(position.min(0x11), behind);
        sink.add_if(length > 1, hash::mix(first.lower, position));
        sink.add_if(length > 1, hash::mix(last.lower, position));
        sink.add_if(length > 1, hash::mix(last.suffixes[2], u64::from(place == 0)));
        sink.add(behind2);
        sink.pair(behind, behind2);
        sink.pair(before2, before);
        sink.pair(before, behind);
        let names = u64::from(
            first.classes & (FIRST_NAME | TITLE | DEMONYM | PLACE | ORGANIZATION | COMMON),
        );
        sink.pair(names, position);
        let ends =
            u64::from(last.classes & (LAST_NAME | ORGANIZATION | PLACE | EVENT | WORK | PRODUCT));
        sink.pair(ends, position);
        sink.pair(names, hash::mix(ends, position));
        let sides = |place: Option<usize>| {
            place
                .filter(|place| range.contains(place))
                .map_or(1 << 40, |place| u64::from(self.word(place).classes))
        };
        sink.pair(position, hash::mix(sides(start.checked_sub(1)), sides(Some(end))));
        let mut any = 0;
        for place in start..end {
            any |= self.word(place).classes;
        }
        sink.pair(u64::from(any & (ORGANIZATION | EVENT | WORK | PRODUCT | PLACE)), position);
    }

    /// What the text says of the same form elsewhere.
    fn memory_rows(&self, at: usize, sink: &mut Sink<'_>) {
        let Some(known) = self.recall(at) else {
            sink.add(0);
            return;
        };
        sink.template(101);
        for fact in 0..FACTS {
            if known.facts & (1 << fact) != 0 {
                sink.again(u64::from(fact));
            }
        }
        sink.template(102);
        sink.add(u64::from(known.facts));
        sink.add(
            u64::from(known.facts & (memory::LOWER | memory::INSIDE)) << 8
                | self.word(at).caps as u64,
        );
        sink.add(u64::from(known.count.min(8)));
        sink.template(106);
        for &word in &known.before {
            sink.again(word);
        }
        sink.template(107);
        for &word in &known.behind {
            sink.again(word);
        }
    }
}

const EDGE: u64 = 0x45;
const ARTICLE: u64 = hash::of_ascii(b"al");
const HYPHEN: u64 = hash::of_ascii(b"-");
const AMPERSAND: u64 = hash::of_ascii(b"&");

fn is_sign(word: &Word) -> bool {
    word.caps == Caps::Sign
}

/// Takes the features of one token. Each template is numbered, so that the
/// same value of two templates makes two features.
struct Sink<'r> {
    rows: &'r mut Vec<u32>,
    template: u64,
}

impl Sink<'_> {
    /// The number of the next template.
    fn template(&mut self, number: u64) {
        self.template = number;
    }

    fn add(&mut self, value: u64) {
        self.again(value);
        self.template += 1;
    }

    /// Uses up a template whether or not it has a value here.
    fn add_if(&mut self, holds: bool, value: u64) {
        if holds {
            self.again(value);
        }
        self.template += 1;
    }

    fn pair(&mut self, one: u64, other: u64) {
        self.add(hash::mix(one, other));
    }

    /// Another value of the same template.
    #[inline]
    fn again(&mut self, value: u64) {
        let number = hash::mix(value, self.template.wrapping_mul(0xd6e8_feb8_6659_fd93));
        self.rows.push((number >> (64 - ROW_BITS)) as u32);
    }
}
