//! The lists of names that come with the program, and what is known of single
//! words.
//!
//! The lists are plain text in `assets/finder/`, one name a line; where they
//! come from is told there. They are clues for the tagger, never the last
//! word: many a last name is a common noun.

use super::classes::{self, Classes};
use super::hash::{self, Map};
use super::token::{Token, tokenize};
use crate::model::Span;

const FIRST_NAMES: &str = include_str!("../../assets/finder/first_names.txt");
const LAST_NAMES: &str = include_str!("../../assets/finder/last_names.txt");
const PLACES: &str = include_str!("../../assets/finder/places.txt");
const COUNTRIES: &str = include_str!("../../assets/finder/countries.txt");
const ORGANIZATIONS: &str = include_str!("../../assets/finder/organizations.txt");
const NEWS_ORGANIZATIONS: &str = include_str!("../../assets/finder/news_organizations.txt");
const GROUPS: &str = include_str!("../../assets/finder/groups.txt");
const DEMONYMS: &str = include_str!("../../assets/finder/demonyms.tsv");

/// The most tokens a listed name has.
pub(super) const LONGEST: usize = 7;

/// Which lists a name is on, as a set of bits.
pub(super) type Listed = u8;

/// A town or region.
pub(super) const PLACE: Listed = 1;
/// A country or continent.
pub(super) const COUNTRY: Listed = 1 << 1;
/// A company, agency, party, paper.
pub(super) const ORGANIZATION: Listed = 1 << 2;
/// A people, a religion, the members of a party.
pub(super) const GROUP: Listed = 1 << 3;
/// An organisation that news names often.
pub(super) const NEWS: Listed = 1 << 4;
/// Names begin so, but this is none yet.
const BEGINNING: Listed = 1 << 7;

/// All lists, ready to look things up.
#[derive(Debug)]
pub(super) struct Lists {
    words: Map<u64, Classes>,
    names: Map<u64, Listed>,
    /// The country of a demonym, by the demonym's number.
    countries: Map<u64, &'static str>,
}

impl Lists {
    /// Reads the lists.
    pub(super) fn load() -> Self {
        let mut lists =
            Self { words: Map::default(), names: Map::default(), countries: Map::default() };
        lists.words.reserve(24_000);
        lists.names.reserve(60_000);
        for (word, class) in classes::listed() {
            lists.class(word, class);
        }
        let mut lower = String::new();
        for (names, class) in [(FIRST_NAMES, classes::FIRST_NAME), (LAST_NAMES, classes::LAST_NAME)]
        {
            for name in entries(names) {
                lower.clear();
                if name.is_ascii() {
                    lower.push_str(name);
                    lower.make_ascii_lowercase();
                } else {
                    lower.extend(name.chars().flat_map(char::to_lowercase));
                }
                lists.class(&lower, class);
            }
        }
        let mut tokens = Vec::new();
        for (names, list) in [
            (PLACES, PLACE),
            (COUNTRIES, COUNTRY),
            (ORGANIZATIONS, ORGANIZATION),
            (NEWS_ORGANIZATIONS, NEWS),
            (GROUPS, GROUP),
        ] {
            for name in entries(names) {
                lists.name(name, list, &mut tokens);
            }
        }
        for line in entries(DEMONYMS) {
            let Some((country, words)) = line.split_once('\t') else { continue };
            for name in words.split('|') {
                let last = name.rsplit(' ').next().unwrap_or(name);
                lists.class(&last.to_lowercase(), classes::DEMONYM);
                lists.countries.entry(hash::word(name.as_bytes())).or_insert(country);
            }
        }
        lists
    }

    fn class(&mut self, lower: &str, class: Classes) {
        *self.words.entry(hash::word(lower.as_bytes())).or_default() |= class;
    }

    fn name(&mut self, name: &str, list: Listed, tokens: &mut Vec<Token>) {
        if name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ') {
            // As most are: each word is a token.
            self.words_of_name(name.split_ascii_whitespace(), list);
            return;
        }
        tokens.clear();
        tokenize(name, Span::new(0, name.len()), tokens);
        self.words_of_name(tokens.iter().map(|token| &name[token.span.range()]), list);
    }

    fn words_of_name<'a>(&mut self, words: impl Iterator<Item = &'a str> + Clone, list: Listed) {
        if words.clone().nth(LONGEST).is_some() {
            return;
        }
        let mut words = words.peekable();
        let mut number = 0;
        while let Some(word) = words.next() {
            number = hash::mix(number, hash::word(word.as_bytes()));
            let bits = if words.peek().is_none() { list } else { BEGINNING };
            *self.names.entry(number).or_default() |= bits;
        }
    }

    /// The classes of a word, given by the number of its lower case.
    #[inline]
    pub(super) fn classes(&self, lower: u64) -> Classes {
        self.words.get(&lower).copied().unwrap_or_default()
    }

    /// The longest listed name that the words, given by the numbers of their
    /// forms, begin with: its length in words and the lists it is on.
    pub(super) fn longest(&self, forms: impl Iterator<Item = u64>) -> Option<(usize, Listed)> {
        let mut number = 0;
        let mut found = None;
        for (index, form) in forms.take(LONGEST).enumerate() {
            number = hash::mix(number, form);
            let Some(&bits) = self.names.get(&number) else { break };
            if bits & !BEGINNING != 0 {
                found = Some((index + 1, bits & !BEGINNING));
            }
        }
        found
    }

    /// The country whose people or things a word names, such as France for
    /// "French".
    pub(super) fn country(&self, demonym: &str) -> Option<&'static str> {
        self.countries.get(&hash::word(demonym.as_bytes())).copied()
    }
}

/// The lines that hold something.
fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
