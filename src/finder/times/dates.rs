//! Dates of the calendar: weekdays, days of months, months, years, in words
//! and in figures.

use super::feasts;
use super::grammar::Grammar;
use super::phrase::{Meaning, Phrase, Side, YearOf};
use super::words::{Unit, Word};
use super::years::is_counted;

impl Grammar<'_> {
    /// A date of the calendar, in words or in figures.
    pub(super) fn date(&self, at: usize) -> Option<(Meaning, usize)> {
        match self.word(at) {
            Word::Weekday(day) => Some(self.weekday(at, day)).flatten(),
            // The Edmonton Sun.
            Word::ShortWeekday(_) if self.in_name(at) => None,
            Word::ShortWeekday(day) => {
                let next = self.skip(self.skip(at + 1, &["."]), &[","]);
                self.month_day(next).or_else(|| self.day_month(next)).or_else(|| {
                    let led = self.after(at, &["on", "last", "next"]) && !self.capital(at + 1);
                    led.then_some((Meaning::Weekday(Side::Unsaid, day), at + 1))
                })
            }
            Word::Month(_) | Word::DoubtfulMonth(_) => {
                self.month_day(at).or_else(|| self.month(at))
            }
            Word::ForeignMonth(month) => match self.word(at + 1) {
                Word::Digits(year @ 1000..2200, 4) => {
                    Some((Meaning::Month(YearOf::Given(year as i16), month), at + 2))
                }
                _ => None,
            },
            Word::Digits(..) | Word::Ordinal(_) => self
                .day_month(at)
                .or_else(|| self.first_day(at))
                .or_else(|| self.figures(at))
                .or_else(|| self.year(at)),
            Word::Date(year, month, day) => {
                Some((Meaning::Day(YearOf::Given(year as i16), month, day), at + 1))
            }
            Word::Plain("the") => match self.word(at + 1) {
                Word::Ordinal(_) => self.day_month(at + 1).filter(|_| {
                    self.is(at + 2, &["of"]) || matches!(self.word(at + 2), Word::Month(_))
                }),
                _ => None,
            },
            Word::FiscalYear(year) => Some((Meaning::Year(year as i16), at + 1)),
            Word::Plain("fiscal" | "fy") => match self.word(at + 1) {
                Word::Digits(year @ 1900..2100, 4) => Some((Meaning::Year(year as i16), at + 2)),
                _ => None,
            },
            _ => feasts::read(self, at),
        }
    }

    /// "Tuesday", "Tuesday, May 7", "Tuesday 7 May 2013", "Friday last week".
    fn weekday(&self, at: usize, day: u8) -> Option<(Meaning, usize)> {
        let next = self.skip(at + 1, &[","]);
        let of = self.skip(next, &["the"]);
        if let Some(found) = self.month_day(of).or_else(|| self.day_month(of))
            && !matches!(found.0, Meaning::Month(..))
        {
            return Some(found);
        }
        // "Friday the 13th"
        let number = self.skip(next, &["the"]);
        if number > next
            && let Word::Ordinal(date @ 10..=31) = self.word(number)
        {
            return Some((Meaning::WeekdayDate(day, date as u8), number + 1));
        }
        // "Sunday Times", "Black Friday".
        let named = self.is_paper(at + 1)
            || self.after(at, &["black", "super", "ash", "palm", "good"]) && self.capital(at - 1);
        if named {
            return None;
        }
        // "Monday week", as the British say.
        let weeks = match self.word(at + 1) {
            Word::Unit(Unit::Week) => Some(1),
            Word::Plain("fortnight") => Some(2),
            _ => None,
        };
        if let Some(weeks) = weeks
            && !self.is(at + 2, &["-", "'s", "’s"])
            && !self.after(at, &["the", "a", "every"])
        {
            return Some((Meaning::WeekdayBeyond(weeks, day), at + 2));
        }
        let of = self.skip(at + 1, &["of"]);
        let week = match (self.word(of), self.word(of + 1)) {
            (Word::Plain("last"), Word::Unit(Unit::Week)) => Some(-1),
            (Word::Plain("this"), Word::Unit(Unit::Week)) => Some(0),
            (Word::Plain("next"), Word::Unit(Unit::Week)) => Some(1),
            _ => None,
        };
        match week {
            Some(weeks) => Some((Meaning::WeekdayOf(weeks, day), of + 2)),
            None => Some((Meaning::Weekday(Side::Unsaid, day), at + 1)),
        }
    }

    /// Whether the word makes a newspaper of the weekday before it.
    fn is_paper(&self, at: usize) -> bool {
        const PAPERS: &[&str] = &[
            "Times",
            "Herald",
            "Mail",
            "Telegraph",
            "Express",
            "Mirror",
            "Post",
            "Mercury",
            "Tribune",
            "Star",
        ];
        at < self.end && PAPERS.contains(&self.segmented.word(at))
    }

    /// "May 7", "Aug. 26, 2016", "May 2016", "May 7th".
    fn month_day(&self, at: usize) -> Option<(Meaning, usize)> {
        let (Word::Month(month) | Word::DoubtfulMonth(month)) = self.word(at) else { return None };
        let next = self.skip(at + 1, &["."]);
        let next = if next > at + 1 && !self.glued(at + 1) { return None } else { next };
        let next = self.skip(next, &["the"]);
        let day = match self.word(next) {
            Word::Digits(day @ 1..=31, 1 | 2) => day,
            Word::Ordinal(day @ 1..=31) if next == at + 1 || self.is(at + 1, &["the"]) => day,
            Word::Unit(Unit::Second) => return None,
            _ => return None,
        };
        if day > u16::from(longest(month)) {
            return None;
        }
        let (year, end) = self.comma_year(next + 1);
        Some((Meaning::Day(year, month, day as u8), end))
    }

    /// "7 May", "7th of May 2013", "1er mai", "24. August", "24 de agosto de 2013".
    fn day_month(&self, at: usize) -> Option<(Meaning, usize)> {
        let day = match self.word(at) {
            Word::Digits(day @ 1..=31, 1 | 2) | Word::Ordinal(day @ 1..=31) => day,
            _ => return None,
        };
        let mut next = at + 1;
        if self.word(next) == Word::Unit(Unit::Day) && self.is(next + 1, &["of"]) {
            next += 1;
        }
        next = self.skip(next, &["of", "de", "."]);
        let month = match self.word(next) {
            Word::Month(month) | Word::DoubtfulMonth(month) | Word::ForeignMonth(month) => month,
            _ => return None,
        };
        // "5 May 10" would be another date; "in 10 May did …" is rare.
        if day > u16::from(longest(month)) {
            return None;
        }
        let next = self.skip(next + 1, &["de"]);
        let (year, end) = self.comma_year(next);
        let end = if end == next && next > at {
            end - usize::from(self.is(next - 1, &["de"]))
        } else {
            end
        };
        Some((Meaning::Day(year, month, day as u8), end))
    }

    /// "May", "May 2016", "May last year", where it is one.
    fn month(&self, at: usize) -> Option<(Meaning, usize)> {
        let (month, doubtful) = match self.word(at) {
            Word::Month(month) => (month, false),
            Word::DoubtfulMonth(month) => (month, true),
            _ => return None,
        };
        let next = self.skip(at + 1, &[","]);
        if let Word::Digits(year @ 1000..2200, 4) = self.word(next) {
            return Some((Meaning::Month(YearOf::Given(year as i16), month), next + 1));
        }
        if let Some((year, end)) = self.said_year(at + 1) {
            return Some((Meaning::Month(year, month), end));
        }
        const LEADS: &[&str] = &[
            "in",
            "of",
            "by",
            "since",
            "until",
            "till",
            "from",
            "to",
            "through",
            "during",
            "late",
            "early",
            "mid",
            "last",
            "next",
            "this",
            "-",
            "between",
            "before",
            "after",
            "throughout",
            "for",
            "–",
            "on",
            "/",
            "previous",
            "following",
            "coming",
            "past",
        ];
        let led = self.after(at, LEADS);
        let and = self.after(at, &["and", "or"])
            && at >= self.start + 2
            && matches!(self.words[at - 2], Word::Month(_) | Word::DoubtfulMonth(_));
        let name = self.capital(at + 1)
            && !self.is(at + 1, &["and", "or"])
            && !matches!(self.word(at + 1), Word::Weekday(_));
        let is = match doubtful {
            true => (led || and) && !name,
            // April and June are given names.
            false if name && matches!(month, 4 | 6 | 8) => self.after(
                at,
                &["in", "since", "until", "during", "early", "late", "mid", "last", "next"],
            ),
            false => true,
        };
        is.then_some((Meaning::Month(YearOf::Unsaid, month), at + 1))
    }

    /// The first day of "3-5 May" and "3 to 5 May".
    fn first_day(&self, at: usize) -> Option<(Meaning, usize)> {
        let (Word::Digits(first, 1 | 2) | Word::Ordinal(first)) = self.word(at) else {
            return None;
        };
        if !self.is(at + 1, &["-", "–", "to", "and", "or", "through"]) || self.is(at + 3, &["of"])
        {
            return None;
        }
        match self.day_month(at + 2)? {
            (Meaning::Day(year, month, last), _) if (1..u16::from(last)).contains(&first) => {
                Some((Meaning::Day(year, month, first as u8), at + 1))
            }
            _ => None,
        }
    }

    /// The second year of "1990-91" and "2015/16".
    pub(super) fn second_year(&self, first: &Phrase) -> Option<(usize, Phrase)> {
        let Meaning::Year(year) = first.meaning else { return None };
        let at = first.end + 1;
        let Word::Digits(last, 2) = self.word(at) else { return None };
        let joined = self.is(first.end, &["-", "–", "/"])
            && self.glued(first.end)
            && self.glued(at)
            && !(self.is(at + 1, &["-", "–", "/", "%"]) && self.glued(at + 1))
            && matches!(self.words.get(first.end - 1), Some(Word::Digits(_, 4)));
        let century = year - year % 100;
        let second = century + last as i16 + if last == 0 { 100 } else { 0 };
        (joined && second > year && second - year < 60)
            .then(|| (at, Phrase::date(at + 1, Meaning::Year(second))))
    }

    /// The second day of "March 15 to 17" and "December 5 and 6".
    pub(super) fn second_day(&self, first: &Phrase) -> Option<(usize, Phrase)> {
        let Meaning::Day(year, month, from) = first.meaning else { return None };
        if first.time.is_some()
            || !matches!(self.words.get(first.end - 1), Some(Word::Digits(..) | Word::Ordinal(_)))
        {
            return None;
        }
        let at = first.end + 1;
        if !self.is(first.end, &["to", "-", "–", "and", "through", "or"]) {
            return None;
        }
        let (Word::Digits(day @ 1..=31, 1 | 2) | Word::Ordinal(day @ 1..=31)) = self.word(at)
        else {
            return None;
        };
        let named = matches!(
            self.word(at + 1),
            Word::Month(_)
                | Word::DoubtfulMonth(_)
                | Word::Units(_)
                | Word::Unit(_)
                | Word::Half(_)
                | Word::Number(_)
        );
        if named
            || day <= u16::from(from)
            || day > u16::from(longest(month))
            || self.is(at + 1, &["%", "-", "/"])
            || self.small_noun(at + 1)
        {
            return None;
        }
        let (said, end) = self.comma_year(at + 1);
        let year = if said == YearOf::Unsaid { year } else { said };
        Some((at, Phrase::date(end, Meaning::Day(year, month, day as u8))))
    }

    /// Whether the number before is one of things: "May 5 and 12 people".
    fn small_noun(&self, at: usize) -> bool {
        at < self.end && is_counted(self.segmented.word(at))
    }

    /// `2016-08-24`, `24/08/2016`, `8/24/2016`, `9/11`.
    fn figures(&self, at: usize) -> Option<(Meaning, usize)> {
        let Word::Digits(first, length) = self.word(at) else { return None };
        let Word::Plain(sign @ ("-" | "/")) = self.word(at + 1) else { return None };
        let Word::Digits(second, 1 | 2) = self.word(at + 2) else { return None };
        if !self.glued(at + 1)
            || !self.glued(at + 2)
            || (self.glued(at) && self.after(at, &["-", "/"]))
        {
            return None;
        }
        let third = self.is(at + 3, &["-", "/"]) && self.glued(at + 3) && self.glued(at + 4);
        let more = self.is(at + 5, &["-", "/"]) && self.glued(at + 5);
        let (year, month, day, end) = match self.word(at + 4) {
            Word::Digits(third_part, digits) if third && !more => match (length, digits, sign) {
                (4, 1 | 2, _) => (first, second, third_part, at + 5),
                (1 | 2, 4, "/") if first > 12 => (third_part, second, first, at + 5),
                (1 | 2, 4, "/") if second > 12 => (third_part, first, second, at + 5),
                _ => return None,
            },
            // The day in 2001 that is named so, wherever it is read.
            _ if sign == "/" && (first, second) == (9, 11) && !third => (2001, 9, 11, at + 3),
            _ => return None,
        };
        let well = (1000..2200).contains(&year)
            && (1..=12).contains(&month)
            && (1..=u16::from(longest(month as u8))).contains(&day);
        well.then_some((Meaning::Day(YearOf::Given(year as i16), month as u8, day as u8), end))
    }
}

/// The most days a month has.
fn longest(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
