//! A moment at the precision it is known: TIMEX3 and EDTF notation.
//!
//! A date that is not known to the day is not made up to be: `2016-08` is a
//! month, `201` a decade, `XXXX-08-26` a day of an unknown year. Each keeps
//! the notation it was written in; [`Moment::bounds`] gives the stretch of
//! time it may mean, which is what the time line sorts by.

mod calendar;
mod cursor;
mod notation;
mod wording;

use std::cmp::{Ordering, Reverse};
use std::fmt;

use calendar::DAY;
pub use cursor::MomentError;
pub use wording::{Group, is_calendar_word};

/// Seconds on the proleptic Gregorian line from the start of 1970.
///
/// A time with an offset is counted in UTC; one without is counted as written.
/// `i64::MIN` and `i64::MAX` stand for the open ends of intervals.
pub type Instant = i64;

/// How exactly a [`Moment`] is known, from the finest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// An hour, minute or second of a day.
    Time,
    /// Morning, afternoon and the like.
    PartOfDay,
    /// A day.
    Day,
    /// A week or a week's end.
    Week,
    /// One of ten days of a month: the day's last digit is not known.
    Days,
    /// A month.
    Month,
    /// A season.
    Season,
    /// A quarter.
    Quarter,
    /// Half a year.
    Half,
    /// One of several months or weeks of a year: the last digit is not known.
    Months,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years, or a thousand.
    Century,
    /// From one moment to another.
    Interval,
    /// A length of time: on no axis.
    Duration,
    /// The past, present or future at large: on no axis.
    Reference(Reference),
    /// The year is not known: on no axis.
    Unknown,
}

/// What a vague word such as "now" or "once" points to (TIMEX3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reference {
    /// `PAST_REF`
    Past,
    /// `PRESENT_REF`
    Present,
    /// `FUTURE_REF`
    Future,
}

/// When something happened, as it was written and as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Moment {
    notation: String,
    value: Value,
    uncertain: bool,
    approximate: bool,
}

/// What a notation says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Value {
    Point(Point),
    /// `None` is an open end.
    Interval(Option<Point>, Option<Point>),
    /// (how many, in words; unit) from the largest unit.
    Duration(Vec<(String, &'static str)>),
    Reference(Reference),
}

/// One stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Point {
    years: Option<Years>,
    part: Part,
    time: Option<Time>,
}

/// A run of years: 1 of them, or 10, 100, 1000 where digits are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Years {
    first: i64,
    count: i64,
}

/// Which part of a year; `None` inside is an unknown part (`XX`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Whole,
    Month(u8),
    /// One of the months from the first to the last: `1X`.
    Months(u8, u8),
    Day(Option<u8>, u8),
    /// One of the days of a month from the first to the last: `08-2X`.
    Days(u8, u8, u8),
    Week(u8),
    /// One of the weeks from the first to the last: `W3X`.
    Weeks(u8, u8),
    /// ISO week, and its day from 1 (Monday) to 7.
    Weekday(Option<u8>, u8),
    Weekend(Option<u8>),
    Season(Season),
    Quarter(u8),
    Half(u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Time {
    Clock {
        hour: u8,
        minute: Option<u8>,
        second: Option<u8>,
        /// Minutes east of Greenwich.
        offset: Option<i16>,
    },
    PartOfDay(PartOfDay),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum PartOfDay {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl Moment {
    /// Reads a notation of FORMATS.md, "Moments". Surrounding white space is dropped.
    ///
    /// # Errors
    /// Says which part of the notation is wrong and what was expected there.
    pub fn parse(notation: &str) -> std::result::Result<Moment, MomentError> {
        notation::parse(notation)
    }

    /// The notation as written.
    pub fn notation(&self) -> &str {
        &self.notation
    }

    /// How exactly it is known.
    pub fn precision(&self) -> Precision {
        match &self.value {
            Value::Point(point) => point.precision(),
            Value::Interval(..) => Precision::Interval,
            Value::Duration(_) => Precision::Duration,
            Value::Reference(reference) => Precision::Reference(*reference),
        }
    }

    /// The first second it may mean, and one past the last.
    ///
    /// Seasons are the meteorological ones of the north, winter the one that
    /// begins in December of its year. Parts of the day overlap as they do in
    /// speech. `None` for durations, references and unknown years.
    pub fn bounds(&self) -> Option<(Instant, Instant)> {
        match &self.value {
            Value::Point(point) => point.bounds(),
            Value::Interval(from, to) => {
                let start = match from {
                    Some(point) => point.bounds()?.0,
                    None => Instant::MIN,
                };
                let end = match to {
                    Some(point) => point.bounds()?.1,
                    None => Instant::MAX,
                };
                Some((start, end))
            }
            Value::Duration(_) | Value::Reference(_) => None,
        }
    }

    /// Whether it has a place on the time line.
    pub fn on_axis(&self) -> bool {
        self.bounds().is_some()
    }

    /// Whether it is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// Whether it is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// The same without its time of day.
    pub fn to_day(&self) -> Moment {
        let day = self.date().filter(|_| self.precision() != Precision::Day);
        day.and_then(|(year, month, day)| {
            Self::parse(&format!("{year:04}-{month:02}-{day:02}")).ok()
        })
        .unwrap_or_else(|| self.clone())
    }

    /// Year, month and day as written, if it is known to the day or finer.
    pub fn date(&self) -> Option<(i64, u8, u8)> {
        match &self.value {
            Value::Point(point) => point.day().map(calendar::date_of_day),
            _ => None,
        }
    }

    /// Day of the week, 1 (Monday) to 7 (Sunday), if it is known to the day or finer.
    pub fn weekday(&self) -> Option<u8> {
        match &self.value {
            Value::Point(point) => point.day().map(calendar::weekday),
            _ => None,
        }
    }

    /// The order of the time line: by start, at the same start the wider
    /// first; what has no place on the axis comes last.
    pub fn cmp_on_axis(&self, other: &Moment) -> Ordering {
        let key = |moment: &Moment| match moment.bounds() {
            Some((start, end)) => (false, start, Reverse(end)),
            None => (true, 0, Reverse(0)),
        };
        key(self).cmp(&key(other)).then_with(|| self.notation.cmp(&other.notation))
    }

    /// In English, in full: "Wednesday 24 August 2016", "summer 2016", "about 2016".
    pub fn label(&self) -> String {
        wording::label(self)
    }

    /// In English, as short as the heading above allows: under a month
    /// "Wed 24", under a year "24 Aug". `~` and `?` stand for about and perhaps.
    pub fn short(&self, within: Precision) -> String {
        wording::short(self, within)
    }

    /// The heading it falls under when the time line is cut into days, months,
    /// years or decades. What is known less exactly than that has a heading of
    /// its own. `None` where there is no place on the axis.
    pub fn group(&self, by: Precision) -> Option<Group> {
        wording::group(self, by)
    }
}

impl fmt::Display for Moment {
    /// The notation as written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.notation)
    }
}

impl Point {
    fn precision(&self) -> Precision {
        match self.years {
            None => Precision::Unknown,
            Some(Years { count: 10, .. }) => Precision::Decade,
            Some(Years { count, .. }) if count > 10 => Precision::Century,
            Some(_) => match (self.time, self.part) {
                (Some(Time::Clock { .. }), _) if self.day().is_some() => Precision::Time,
                (Some(Time::PartOfDay(_)), _) if self.day().is_some() => Precision::PartOfDay,
                (_, Part::Day(Some(_), _) | Part::Weekday(Some(_), _)) => Precision::Day,
                (_, Part::Week(_) | Part::Weekend(Some(_))) => Precision::Week,
                (_, Part::Days(..)) => Precision::Days,
                (_, Part::Month(_)) => Precision::Month,
                (_, Part::Season(_)) => Precision::Season,
                (_, Part::Quarter(_)) => Precision::Quarter,
                (_, Part::Half(_)) => Precision::Half,
                (_, Part::Months(..) | Part::Weeks(..)) => Precision::Months,
                (_, Part::Whole | Part::Day(None, _))
                | (_, Part::Weekday(None, _) | Part::Weekend(None)) => Precision::Year,
            },
        }
    }

    /// The year, where it is one.
    fn year(&self) -> Option<i64> {
        self.years.filter(|years| years.count == 1).map(|years| years.first)
    }

    /// The day as counted from 1970, where it is one.
    fn day(&self) -> Option<i64> {
        let year = self.year()?;
        match self.part {
            Part::Day(Some(month), day) => Some(calendar::day(year, month, day)),
            Part::Weekday(Some(week), day) => {
                Some(calendar::monday_of_week(year, week) + i64::from(day) - 1)
            }
            _ => None,
        }
    }

    /// First day, and one past the last, as counted from 1970.
    fn days(&self) -> Option<(i64, i64)> {
        let years = self.years?;
        let first = years.first;
        let months = |from: u8, count: u8| {
            (calendar::first_of_month(first, from), calendar::first_of_month(first, from + count))
        };
        Some(match self.part {
            Part::Month(month) => months(month, 1),
            Part::Months(from, to) => months(from, to + 1 - from),
            Part::Day(Some(_), _) | Part::Weekday(Some(_), _) => {
                self.day().map(|day| (day, day + 1))?
            }
            Part::Days(month, from, to) => {
                (calendar::day(first, month, from), calendar::day(first, month, to) + 1)
            }
            Part::Week(week) => {
                let monday = calendar::monday_of_week(first, week);
                (monday, monday + 7)
            }
            Part::Weeks(from, to) => {
                (calendar::monday_of_week(first, from), calendar::monday_of_week(first, to) + 7)
            }
            Part::Weekend(Some(week)) => {
                let monday = calendar::monday_of_week(first, week);
                (monday + 5, monday + 7)
            }
            Part::Season(season) => months(3 + 3 * season as u8, 3),
            Part::Quarter(quarter) => months(3 * quarter - 2, 3),
            Part::Half(half) => months(6 * half - 5, 6),
            Part::Whole | Part::Day(None, _) | Part::Weekday(None, _) | Part::Weekend(None) => {
                (calendar::day(first, 1, 1), calendar::day(first + years.count, 1, 1))
            }
        })
    }

    fn bounds(&self) -> Option<(Instant, Instant)> {
        let (first, end) = self.days()?;
        let midnight = first * DAY;
        let hours = |from: i64, to: i64| (midnight + from * 3600, midnight + to * 3600);
        Some(match self.time.filter(|_| self.day().is_some()) {
            None => (midnight, end * DAY),
            Some(Time::Clock { hour, minute, second, offset }) => {
                let start = midnight
                    + i64::from(hour) * 3600
                    + i64::from(minute.unwrap_or(0)) * 60
                    + i64::from(second.unwrap_or(0))
                    - i64::from(offset.unwrap_or(0)) * 60;
                let length = match (minute, second) {
                    (_, Some(_)) => 1,
                    (Some(_), None) => 60,
                    (None, None) => 3600,
                };
                (start, start + length)
            }
            Some(Time::PartOfDay(part)) => match part {
                PartOfDay::Morning => hours(5, 12),
                PartOfDay::Daytime => hours(6, 18),
                PartOfDay::Midday => hours(11, 14),
                PartOfDay::Afternoon => hours(12, 18),
                PartOfDay::Evening => hours(17, 24),
                PartOfDay::Night => hours(20, 30),
            },
        })
    }
}
