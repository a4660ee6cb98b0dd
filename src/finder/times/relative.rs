//! Times told from another: "last year", "two weeks ago", "the third quarter
//! of 2016", "the 1990s".

use super::grammar::Grammar;
use super::phrase::{Base, Meaning, Phrase, Side, YearOf};
use super::words::{Unit, Word};
use crate::model::TimeType;

/// Words that narrow a phrase down without changing its value.
const SHADES: &[&str] = &["early", "late", "earlier", "later", "mid"];

/// Words that hem a number in.
const HEDGES: &[&str] = &["nearly", "almost"];

impl Grammar<'_> {
    /// "early next year", "the end of the week", "mid-August", "late 2016".
    pub(super) fn edge(&self, at: usize) -> Option<Phrase> {
        let the = self.skip(at, &["the"]);
        if self.is(the, &["beginning", "start", "end", "middle", "rest"])
            && self.is(the + 1, &["of"])
        {
            if self.is(the + 2, &["the"])
                && let Word::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year | Unit::Decade)) =
                    self.word(the + 3)
                && !self.is(the + 4, &["of", "-", "'s", "’s"])
            {
                let meaning = Meaning::Shift(Base::Now, unit, 0);
                return Some(Phrase::date(the + 4, meaning));
            }
            let found = self.unit(the + 2).or_else(|| self.dated(the + 2))?;
            let small = matches!(
                found.0,
                Meaning::Day(..) | Meaning::Weekday(..) | Meaning::Shift(_, Unit::Day, _)
            );
            return (!small && found.1 > the + 3
                || matches!(found.0, Meaning::Year(_) | Meaning::Month(..)))
            .then(|| Phrase::date(found.1, found.0));
        }
        if !self.is(the, SHADES) {
            return None;
        }
        let next = self.skip(the + 1, &["-", "in", "on"]);
        // "earlier in the month", "later in the day"
        if self.is(the + 1, &["in"])
            && self.is(next, &["the"])
            && let Word::Unit(unit) = self.word(next + 1)
            && (unit > Unit::Day || unit == Unit::Day && self.is(the, &["earlier", "later"]))
            && unit != Unit::Quarter
            && !self.is(next + 2, &["of", "-", "'s", "’s"])
        {
            let base = if unit == Unit::Day { Base::Focus } else { Base::Now };
            return Some(Phrase::date(next + 2, Meaning::Shift(base, unit, 0)));
        }
        let (meaning, end) = self.unit(next).or_else(|| self.dated(next))?;
        // "earlier" and "later" stand before what is told from now.
        let told = matches!(
            self.word(next),
            Word::Plain("this" | "that" | "the" | "last" | "next" | "in")
        );
        if self.is(the, &["earlier", "later"]) && !(told || self.is(the + 1, &["in", "on"])) {
            return None;
        }
        Some(Phrase::date(end, meaning))
    }

    fn dated(&self, at: usize) -> Option<(Meaning, usize)> {
        self.date(at).filter(|(meaning, _)| {
            matches!(meaning, Meaning::Month(..) | Meaning::Year(_) | Meaning::Day(..))
        })
    }

    /// Whatever is told from now or from what was last spoken of.
    pub(super) fn relative(&self, at: usize) -> Option<Phrase> {
        let (meaning, end) =
            self.beside(at).or_else(|| self.unit(at)).or_else(|| self.shifted(at))?;
        let mut phrase = Phrase::date(end, meaning);
        if self.is(at, &["the"]) && self.is(at + 1, &["next"]) {
            phrase.end = self.or_so(end);
        }
        if matches!(&phrase.meaning, Meaning::Fixed(value) if !value.ends_with("_REF")) {
            phrase.kind = TimeType::Duration;
        }
        Some(phrase)
    }

    /// Whether a sentence tells of what did not happen: "Had it come an hour
    /// later, they would have died".
    fn hypothetical(&self) -> bool {
        let form = |at: usize| self.segmented.word(at);
        let would = |at: usize| {
            matches!(form(at), "would" | "could" | "might")
                && (at + 1..(at + 4).min(self.end)).any(|next| form(next) == "have")
        };
        let range = self.start..self.end;
        let unreal = |at: usize| matches!(form(at), "if" | "If" | "Had" | "unless");
        range.clone().any(unreal) && range.clone().any(would)
    }

    /// "the year before last", "the week after that", "the day before".
    fn beside(&self, at: usize) -> Option<(Meaning, usize)> {
        // "year-end", "the year's end"
        let unit_at = self.skip(at, &["the"]);
        if self.word(unit_at) == Word::Unit(Unit::Year)
            && (self.is(unit_at + 1, &["-"]) && unit_at == at
                || self.is(unit_at + 1, &["'s", "’s"]))
            && self.is(unit_at + 2, &["end"])
        {
            return Some((Meaning::Day(YearOf::Unsaid, 12, 31), unit_at + 3));
        }
        let Word::Unit(unit @ (Unit::Day | Unit::Weekend | Unit::Week | Unit::Month | Unit::Year)) =
            self.word(unit_at)
        else {
            return None;
        };
        if unit_at == at {
            return None;
        }
        let sign = match self.word(unit_at + 1) {
            Word::Plain("before") => -1,
            Word::Plain("after") => 1,
            _ => return None,
        };
        let next = unit_at + 2;
        match self.word(next) {
            Word::Plain("last") if sign < 0 => {
                Some((Meaning::Shift(Base::Now, unit, -2), next + 1))
            }
            Word::Plain("next") if sign > 0 => Some((Meaning::Shift(Base::Now, unit, 2), next + 1)),
            Word::Plain("that") if self.ends(next + 1) => {
                Some((Meaning::Shift(Base::Focus, unit, sign), next + 1))
            }
            _ if self.ends(next) => Some((Meaning::Shift(Base::Focus, unit, sign), next)),
            _ => None,
        }
    }

    /// Whether a clause ends before this token, so that what a preposition
    /// belongs to is not named behind it.
    fn ends(&self, at: usize) -> bool {
        at >= self.end
            || matches!(
                self.segmented.word(at),
                "." | "," | ";" | ":" | ")" | "”" | "\"" | "!" | "?" | "…" | "and" | "but" | "when"
            )
    }

    /// "last year", "the following day", "the third quarter", "the 1990s".
    fn unit(&self, at: usize) -> Option<(Meaning, usize)> {
        let the = self.is(at, &["the"]);
        let next = at + usize::from(the);
        self.sided(next, the)
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.age(at))
            .or_else(|| self.week_of(at))
    }

    /// "last year", "this Friday", "next May", "that day".
    fn sided(&self, at: usize, the: bool) -> Option<(Meaning, usize)> {
        let Word::Plain(word) = self.word(at) else { return None };
        let (side, base, by) = match word {
            "last" => (Side::Last, Base::Now, -1),
            "past" => (Side::Last, Base::Now, -1),
            "this" | "current" => (Side::This, Base::Now, 0),
            "next" if the => (Side::Next, Base::Focus, 1),
            "next" | "coming" => (Side::Next, Base::Now, 1),
            "previous" => (Side::Last, Base::Focus, -1),
            // Without the article it is a preposition.
            "following" if the => (Side::Next, Base::Focus, 1),
            "that" | "same" => (Side::This, Base::Focus, 0),
            _ => return None,
        };
        let mut next = at + 1;
        if word == "this" || word == "that" {
            next = self.skip(next, &["same", "past", "coming"]);
        }
        let coming = self.is(next - 1, &["coming"]);
        let past = self.is(next - 1, &["past"]) && next > at + 1;
        let (side, by) = if past {
            (Side::Last, -1)
        } else if coming {
            (Side::Next, by.max(0))
        } else {
            (side, by)
        };
        next = self.skip(next, &["fiscal"]);
        let found = match self.word(next) {
            Word::Unit(Unit::Second | Unit::Minute | Unit::Hour) => return None,
            Word::Unit(Unit::Quarter) if base == Base::Now && by == 0 => {
                Meaning::Shift(Base::Now, Unit::Quarter, 0)
            }
            Word::Unit(Unit::Weekend) if past => Meaning::Shift(Base::Now, Unit::Weekend, -1),
            // "this past year" is a length of time, "the last day" none at all.
            Word::Unit(Unit::Day)
                if word == "last" || word == "this" || word == "past" || word == "coming" =>
            {
                return None;
            }
            Word::Unit(_) if word == "past" || past => return None,
            Word::Unit(Unit::Decade | Unit::Century) if the && word == "last" => return None,
            // "the last week of …" is told by what follows.
            Word::Unit(_) if the && word == "last" && self.is(next + 1, &["of"]) => return None,
            Word::Unit(unit) if word == "same" && !the && unit != Unit::Day => return None,
            Word::Unit(unit) => Meaning::Shift(base, unit, by),
            Word::Weekday(day) | Word::ShortWeekday(day) => Meaning::Weekday(side, day),
            Word::Month(month) | Word::DoubtfulMonth(month) if self.capital(next) => {
                if let Some((meaning @ Meaning::Day(..), end)) = self.date(next) {
                    return Some((meaning, end));
                }
                Meaning::MonthSide(side, month)
            }
            Word::Season(code) => Meaning::SeasonSide(side, code),
            _ => return None,
        };
        let end = next + 1;
        // "the same day", not "that quarter's"; "this year's third quarter".
        if let Meaning::Shift(Base::Now, Unit::Year, years) = found
            && self.is(end, &["'s", "’s"])
        {
            let year = YearOf::Relative(years as i16);
            if let Some((meaning, after)) = self.numbered(end + 1, year) {
                return Some((meaning, after));
            }
            if let Word::Season(code) = self.word(end + 1) {
                return Some((Meaning::Season(year, code), end + 2));
            }
        }
        if matches!(found, Meaning::Weekday(..))
            && let Some((date, after)) = self.date(next)
            && matches!(date, Meaning::Day(..))
        {
            return Some((date, after));
        }
        if the && word == "current" && matches!(found, Meaning::Weekday(..)) {
            return None;
        }
        if matches!(word, "that" | "same") && !matches!(found, Meaning::Shift(..)) {
            return None;
        }
        // "that year-long strike"
        if self.is(end, &["-"]) && self.glued(end) {
            return None;
        }
        if word == "current" && !the {
            return None;
        }
        Some((found, end))
    }

    /// "the third quarter of 2016", "first-half", "the summer of 2016", "Q3".
    fn part_of_year(&self, at: usize) -> Option<(Meaning, usize)> {
        let the = self.skip(at, &["the"]);
        let next = self.skip(the, &["fiscal"]);
        let (year, next) = match self.word(next) {
            Word::Digits(year @ 1900..2100, 4)
                if !matches!(self.word(next + 1), Word::Plain(",")) =>
            {
                (YearOf::Given(year as i16), next + 1)
            }
            _ => (YearOf::Unsaid, next),
        };
        if let Some((meaning, end)) = self.numbered(next, year) {
            // The article belongs to the word behind: "the first-quarter loss".
            let joined = self.is(next + 1, &["-"]);
            return (!joined || the == at).then_some((meaning, end));
        }
        // "the Summer Games"
        let named = self.capital(next) && self.capital(next + 1);
        if let Word::Season(code) = self.word(next)
            && !named
        {
            let end = next + 1;
            let given = match year {
                YearOf::Unsaid => self.said_year(end),
                _ => Some((year, end)),
            };
            if let Some((year, mut end)) = given {
                // "the winter of 2018–2019"
                if self.is(end, &["–", "-", "/"])
                    && matches!(self.word(end + 1), Word::Digits(_, 2 | 4))
                {
                    end += 2;
                }
                return Some((Meaning::Season(year, code), end));
            }
            // "spring" and "fall" are waters and downfalls too.
            let doubtful = code == "SP" || self.segmented.word(next) == "fall";
            let leads: &[&str] = match doubtful {
                true => &["in", "by", "until"],
                false => &["in", "during", "by", "until", "through", "throughout", "over", "of"],
            };
            return (the > at
                && self.after(at, leads)
                && !(doubtful && self.is(end, &["of", "-"])))
            .then_some((Meaning::Season(YearOf::Unsaid, code), end));
        }
        if the > at
            && self.is(the, &["latest"])
            && (self.word(the + 1) == Word::Unit(Unit::Quarter) || self.is(the + 1, &["period"]))
        {
            return Some((Meaning::Quarter(YearOf::Unsaid, None), the + 2));
        }
        if the > at && self.word(the) == Word::Unit(Unit::Weekend) && !self.is(the + 1, &["of"]) {
            return Some((Meaning::Shift(Base::Now, Unit::Weekend, 0), the + 1));
        }
        // "the quarter" of a report on one.
        if the > at
            && self.word(the) == Word::Unit(Unit::Quarter)
            && !self.is(the + 1, &["of", "-"])
        {
            return Some((Meaning::Quarter(YearOf::Unsaid, None), the + 1));
        }
        if the > at
            && self.word(the) == Word::Unit(Unit::Year)
            && self.is(the + 1, &["-"])
            && self.is(the + 2, &["ago", "earlier"])
        {
            match self.word(the + 3) {
                Word::Plain("period") | Word::Unit(Unit::Quarter) => {
                    return Some((Meaning::QuarterBefore, the + 4));
                }
                Word::Unit(Unit::Month) => {
                    return Some((Meaning::Shift(Base::Now, Unit::Month, -12), the + 4));
                }
                _ => {}
            }
        }
        // "the 1988 period" of a report on a quarter.
        if the > at
            && matches!(year, YearOf::Given(_))
            && (self.is(next, &["period"]) || self.word(next) == Word::Unit(Unit::Quarter))
        {
            return Some((Meaning::Quarter(year, None), next + 1));
        }
        // "the latest fiscal year"
        if the > at && self.is(the, &["latest"]) {
            let unit = self.skip(the + 1, &["fiscal"]);
            if self.word(unit) == Word::Unit(Unit::Year) {
                return Some((Meaning::Shift(Base::Now, Unit::Year, 0), unit + 1));
            }
        }
        // "for the year", "for the full year"
        let full = self.skip(the, &["full"]);
        if the > at
            && self.word(full) == Word::Unit(Unit::Year)
            && (full > the || self.after(at, &["for"]))
            && (self.ends(full + 1) || full > the)
            && !self.is(full + 1, &["-"])
        {
            return Some((Meaning::Shift(Base::Now, Unit::Year, 0), full + 1));
        }
        None
    }

    /// "third quarter", "second half", with the year behind it.
    fn numbered(&self, at: usize, year: YearOf) -> Option<(Meaning, usize)> {
        let fiscal = self.skip(at, &["fiscal"]);
        let at = if fiscal > at { self.skip(fiscal, &["-"]) } else { at };
        match self.word(at) {
            Word::QuarterName(number) => {
                let (year, end) = self.said_year(at + 1).unwrap_or((year, at + 1));
                return Some((Meaning::Quarter(year, Some(number)), end));
            }
            // Without the year it may be anything.
            Word::HalfName(number) => {
                let (year, end) = match year {
                    YearOf::Unsaid => self.said_year(at + 1)?,
                    _ => (year, at + 1),
                };
                return Some((Meaning::Half(year, number), end));
            }
            _ => {}
        }
        let number = match self.word(at) {
            Word::Ordinal(number @ 1..=4) => number as u8,
            Word::Unit(Unit::Second) => 2,
            Word::Plain("last" | "final") => 4,
            _ => return None,
        };
        let next = self.skip(at + 1, &["-", "fiscal"]);
        let meaning: fn(YearOf, u8) -> Meaning = match self.word(next) {
            Word::Unit(Unit::Quarter) => |year, number| Meaning::Quarter(year, Some(number)),
            Word::Plain("half") if number <= 2 || number == 4 => {
                |year, number| Meaning::Half(year, number.min(2))
            }
            _ => return None,
        };
        let said = self.said_year(next + 1);
        // "the second half" of a match, "the last quarter" of a field.
        let half = self.is(next, &["half"]);
        if (half || number == 4 && self.is(at, &["last", "final"]))
            && said.is_none()
            && year == YearOf::Unsaid
        {
            return None;
        }
        let (year, end) = said.unwrap_or((year, next + 1));
        Some((meaning(year, number), end))
    }

    /// "the 1990s", "the mid-'90s", "the 19th century", "the week of 7 October".
    fn age(&self, at: usize) -> Option<(Meaning, usize)> {
        let the = self.skip(at, &["the"]);
        let shade = self.skip(the, SHADES);
        // The article belongs to "the late 1990s", not to "the 1990s".
        if the > at && shade == the {
            return None;
        }
        let next = if shade > the { self.skip(shade, &["-"]) } else { the };
        let quote = self.skip(next, &["'", "’"]);
        match self.word(quote) {
            Word::Decade(first, digits) => {
                // In "his twenties" it is an age.
                let told = the > at || self.after(at, &["the", "'", "’"]);
                // "the 1800s" are a hundred years.
                let meaning = match first {
                    1000..1900 if first % 100 == 0 => Meaning::Century(first / 100),
                    _ => Meaning::Decade(first),
                };
                (digits == 4 || quote > next || told).then_some((meaning, quote + 1))
            }
            Word::Ordinal(number) if (2..=21).contains(&number) => {
                let unit = self.skip(next + 1, &["-"]);
                (self.word(unit) == Word::Unit(Unit::Century))
                    .then_some((Meaning::Century(number - 1), unit + 1))
            }
            _ => None,
        }
    }

    /// "the week of October 7", "the first week of April".
    fn week_of(&self, at: usize) -> Option<(Meaning, usize)> {
        let the = self.skip(at, &["the"]);
        if the == at {
            return None;
        }
        // "the first week of April"
        let number = match self.word(the) {
            Word::Ordinal(number @ 1..=5) => Some(number as u8),
            Word::Unit(Unit::Second) => Some(2),
            Word::Plain("last" | "final") => Some(0),
            _ => None,
        };
        if let Some(number) = number
            && self.word(the + 1) == Word::Unit(Unit::Week)
            && self.is(the + 2, &["of", "in"])
            && let Some((Meaning::Month(year, month), end)) = self.date(the + 3)
        {
            return Some((Meaning::WeekIn(number, year, month), end));
        }
        if self.word(the) == Word::Unit(Unit::Week) && self.is(the + 1, &["of"]) {
            return match self.date(the + 2)? {
                (Meaning::Day(YearOf::Unsaid, month, day), end) => {
                    Some((Meaning::WeekOf(YearOf::Unsaid, month, day), end))
                }
                (Meaning::Day(year, month, day), end) => {
                    Some((Meaning::WeekOf(year, month, day), end))
                }
                _ => None,
            };
        }
        None
    }

    /// "two weeks ago", "a year earlier", "five days later", "in three years".
    fn shifted(&self, at: usize) -> Option<(Meaning, usize)> {
        // "the year-earlier quarter"
        if let Word::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week)) = self.word(at)
            && self.is(at + 1, &["-"])
            && self.is(at + 2, &["ago", "earlier"])
        {
            return Some((Meaning::Shift(Base::Now, unit, -1), at + 3));
        }
        if let Some(found) = self.and_a_half(self.skip(at, HEDGES)) {
            return Some(found);
        }
        let (count, unit, end) = self.length(self.skip(at, HEDGES))?;
        // "a year-earlier quarter" and "a year ago".
        let next = self.skip(end, &["-"]);
        let Word::Plain(word) = self.word(next) else { return None };
        let (base, sign) = match word {
            // "a week ago Friday", "a week from Monday"
            "ago" | "from"
                if unit == Unit::Week
                    && let Word::Weekday(day) = self.word(next + 1)
                    && let Some(weeks) = count =>
            {
                let weeks = if word == "ago" { -weeks } else { weeks };
                return Some((Meaning::WeekdayBeyond(weeks, day), next + 2));
            }
            "ago" => (Base::Now, -1),
            "earlier" => (Base::Focus, -1),
            "later" => (Base::Focus, 1),
            "hence" => (Base::Now, 1),
            "back" if !self.is(next + 1, &["to", "in", "from"]) => (Base::Now, -1),
            "from" if self.is(next + 1, &["now"]) => {
                return count.map(|count| (Meaning::Shift(Base::Now, unit, count), next + 2));
            }
            _ => return None,
        };
        let Some(count) = count else {
            let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return (base == Base::Now).then(|| (Meaning::Fixed(value.into()), next + 1));
        };
        // What did not happen has no day.
        if base == Base::Focus && *self.unreal.get_or_init(|| self.hypothetical()) {
            let length = super::lengths::value(&count.to_string(), unit);
            return Some((Meaning::Fixed(length), next + 1));
        }
        if unit < Unit::Day {
            let day = Meaning::Shift(base, Unit::Day, 0);
            return Some((day, next + 1));
        }
        Some((Meaning::Shift(base, unit, sign * count), next + 1))
    }

    /// "a year and a half ago", "two-and-a-half years later": to the month.
    fn and_a_half(&self, at: usize) -> Option<(Meaning, usize)> {
        let half = |at: usize| {
            let and = self.skip(at, &["-"]);
            let a = self.skip(and + 1, &["-"]);
            let half = self.skip(a + 1, &["-"]);
            (self.is(and, &["and"]) && self.is(a, &["a"]) && self.is(half, &["half"]))
                .then_some(half + 1)
        };
        let (years, end) = match self.word(at) {
            Word::Plain("a") | Word::Number(1) if self.word(at + 1) == Word::Unit(Unit::Year) => {
                (1, half(at + 2)?)
            }
            Word::Number(years @ 1..100) => {
                let end = half(at + 1)?;
                let unit = self.skip(end, &["-"]);
                (self.word(unit) == Word::Units(Unit::Year))
                    .then_some((i64::from(years), unit + 1))?
            }
            _ => return None,
        };
        let months = years * 12 + 6;
        match self.word(end) {
            Word::Plain("ago") => Some((Meaning::Shift(Base::Now, Unit::Month, -months), end + 1)),
            Word::Plain("later") => {
                Some((Meaning::Shift(Base::Focus, Unit::Month, months), end + 1))
            }
            Word::Plain("earlier") => {
                Some((Meaning::Shift(Base::Focus, Unit::Month, -months), end + 1))
            }
            _ => None,
        }
    }
}
