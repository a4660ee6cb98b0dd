//! Years: which numbers are one, and whose year is said beside a date.

use super::grammar::Grammar;
use super::phrase::{Meaning, YearOf};
use super::words::{Unit, Word};

impl Grammar<'_> {
    /// The year behind a day, and its end; "last year" is one too.
    pub(super) fn comma_year(&self, at: usize) -> (YearOf, usize) {
        let next = self.skip(at, &[","]);
        match self.word(next) {
            Word::Digits(year @ 1000..2200, 4)
                if !matches!(self.word(next + 1), Word::Units(_) | Word::Zone(_)) =>
            {
                (YearOf::Given(year as i16), next + 1)
            }
            _ => self.said_year(next).unwrap_or((YearOf::Unsaid, at)),
        }
    }

    /// "last year", "of this year", "of 2016".
    pub(super) fn said_year(&self, at: usize) -> Option<(YearOf, usize)> {
        let of = self.skip(at, &["of", "in"]);
        match self.word(of) {
            Word::Digits(year @ 1000..2200, 4) => Some((YearOf::Given(year as i16), of + 1)),
            Word::Plain(side @ ("last" | "this" | "next"))
                if self.word(of + 1) == Word::Unit(Unit::Year) =>
            {
                let years = match side {
                    "last" => -1,
                    "next" => 1,
                    _ => 0,
                };
                Some((YearOf::Relative(years), of + 2))
            }
            _ => None,
        }
    }

    /// A number that is a year and not one of people, pounds or a flight.
    pub(super) fn year(&self, at: usize) -> Option<(Meaning, usize)> {
        let Word::Digits(year @ 1000..2100, 4) = self.word(at) else { return None };
        let meaning = Meaning::Year(year as i16);
        const LEADS: &[&str] = &[
            "in", "since", "from", "until", "till", "by", "of", "between", "during", "before",
            "after", "early", "late", "mid", "fiscal", "through", "year", "than",
        ];
        let led = self.after(at, LEADS) || self.before(at) == Word::Unit(Unit::Year);
        if self.after(at, &["$", "£", "€", "#", "no", "number", ":", "’"])
            || (self.glued(at) && self.after(at, &[".", "/", "'"]))
        {
            return None;
        }
        if at > self.start
            && self.capital(at - 1)
            && NUMBERED.contains(&self.segmented.word(at - 1))
        {
            return None;
        }
        // 2019-nCoV, 1080-1090 of something, 1600-metre.
        if self.is(at + 1, &["-"]) && self.glued(at + 1) {
            let range = matches!(self.word(at + 2), Word::Digits(_, 2 | 4));
            if !range && !(1500..2100).contains(&year)
                || self.glued(at + 2)
                    && !range
                    && !matches!(self.word(at + 2), Word::Unknown | Word::Plain(_))
            {
                return None;
            }
            let coined = at + 2 < self.end
                && self.segmented.word(at + 2).contains(|c: char| c.is_uppercase());
            if coined {
                return None;
            }
        }
        if self.is(at + 1, &["%", "$", "€"])
            || matches!(
                self.word(at + 1),
                Word::Units(_) | Word::Zone(_) | Word::Number(_) | Word::Unit(_)
            )
        {
            return None;
        }
        // "the 2020 Summer Olympics", as the name has it.
        if !led
            && !self.after(at, &["(", ","])
            && self.capital(at + 1)
            && !matches!(self.word(at + 1), Word::Weekday(_))
            && matches!(self.word(at + 1), Word::Unknown)
        {
            return None;
        }
        let counted = at + 1 < self.end && is_counted(self.segmented.word(at + 1));
        match year {
            _ if counted => None,
            // "the 2020 Summer Games"
            1900..2100
                if self.after(at, &["the"])
                    && matches!(self.word(at + 1), Word::Season(_))
                    && self.capital(at + 1) =>
            {
                None
            }
            1900..2100 => Some((meaning, at + 1)),
            // "more than 1600", "1846 came and 1720 left"
            1500..1900
                if led && !self.after(at, &["than"])
                    || self.after(at, &["(", "–", "-"])
                    || self.after(at, &["and"])
                        && at >= self.start + 2
                        && matches!(self.words[at - 2], Word::Digits(1000..2100, 4)) =>
            {
                Some((meaning, at + 1))
            }
            1000..1500 if self.after(at, &["in", "since"]) && !self.plural(at + 1) => {
                Some((meaning, at + 1))
            }
            _ => None,
        }
    }

    fn plural(&self, at: usize) -> bool {
        at < self.end && self.segmented.word(at).ends_with('s')
    }
}

/// What people, distances and money are counted in.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "people", "persons", "troops", "soldiers", "men", "women", "children", "students", "dollars",
    "euros", "pounds", "yards", "feet", "miles", "meters", "metres", "km", "kilometers",
    "kilometres", "m", "ft", "kg", "tons", "tonnes", "acres", "hectares", "points", "votes",
    "cases", "deaths", "jobs", "employees", "workers", "shares", "percent", "hp", "MHz",
    "calories", "copies", "homes", "mph", "square", "cubic", "light-years", "members", "fans",
    "police", "officers", "protesters", "pupils", "schoolchildren", "rebels", "civilians",
    "refugees", "migrants", "demonstrators", "passengers", "patients", "houses", "buildings",
    "residents", "families", "inmates", "prisoners", "delegates", "seats", "barrels", "bushels",
    "kilograms", "litres", "liters", "gallons", "guests", "visitors", "spectators", "villagers",
    "injured",
];

/// What a number names without being a year: "Room 2001".
#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "Room", "Flight", "Route", "Highway", "Suite", "Boeing", "Expo", "Windows", "Channel", "Page",
    "Section", "Article", "Interstate", "Gate", "Building", "Apartment", "Unit", "Cup", "Euro",
    "Office", "Pier", "Resolution", "Train", "Bus", "Box", "Road", "Class", "Model", "Area",
];

/// Whether a word is one that numbers stand before.
pub(super) fn is_counted(word: &str) -> bool {
    COUNTED.contains(&word)
}
