//! What a phrase says of time, before it is known when it was written.

use super::words::Unit;
use crate::model::TimeType;

/// A time expression as the grammar reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// One past its last token.
    pub end: usize,
    /// TIMEX3 type.
    pub kind: TimeType,
    /// What it names.
    pub meaning: Meaning,
    /// The time of day with it.
    pub time: Option<TimeOfDay>,
}

impl Phrase {
    /// A day or something longer.
    pub(super) fn date(end: usize, meaning: Meaning) -> Self {
        Self { end, kind: TimeType::Date, meaning, time: None }
    }

    /// A part of a day, or a minute of it.
    pub(super) fn time(end: usize, meaning: Meaning, time: TimeOfDay) -> Self {
        Self { end, kind: TimeType::Time, meaning, time: Some(time) }
    }

    /// A length of time.
    pub(super) fn duration(end: usize, value: String) -> Self {
        Self { end, kind: TimeType::Duration, meaning: Meaning::Fixed(value), time: None }
    }

    /// A recurrence.
    pub(super) fn set(end: usize, value: String) -> Self {
        Self { end, kind: TimeType::Set, meaning: Meaning::Fixed(value), time: None }
    }

    /// The past, present or future at large.
    pub(super) fn reference(end: usize, value: &str) -> Self {
        Self::date(end, Meaning::Fixed(value.into()))
    }
}

/// What is named; the parts that it leaves out come from the publication and
/// from the day last spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A day of a month, with the year or without.
    Day(YearOf, u8, u8),
    /// A month.
    Month(YearOf, u8),
    /// "last May", "next June": a month on one side of now.
    MonthSide(Side, u8),
    /// A year.
    Year(i16),
    /// A day of the week.
    Weekday(Side, u8),
    /// The week that holds a day.
    WeekOf(YearOf, u8, u8),
    /// A week of a month by its number; 0 is the last.
    WeekIn(u8, YearOf, u8),
    /// A day of the week, so many weeks from the one now.
    WeekdayOf(i64, u8),
    /// A day of the week, so many weeks beyond the next one, or before the last:
    /// "Monday week", "a week ago Friday".
    WeekdayBeyond(i64, u8),
    /// So many of a unit from a day on, at the unit's own precision.
    Shift(Base, Unit, i64),
    /// The last day that had this name and this number: "Friday the 13th".
    WeekdayDate(u8, u8),
    /// The quarter last spoken of, else the latest, a year before: "the
    /// year-ago period".
    QuarterBefore,
    /// A quarter of a year; without a number, the latest.
    Quarter(YearOf, Option<u8>),
    /// The first or second half of a year.
    Half(YearOf, u8),
    /// A season, by TIMEX3's letters.
    Season(YearOf, &'static str),
    /// A season on one side of now.
    SeasonSide(Side, &'static str),
    /// Ten years; the first of them.
    Decade(u16),
    /// A hundred years; the first two digits.
    Century(u16),
    /// A feast, by its place in the table of [`feasts`](super::feasts).
    Feast(YearOf, usize),
    /// The day last spoken of.
    Here,
    /// A value that stands as it is.
    Fixed(String),
}

/// Which year a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearOf {
    /// The one it names.
    Given(i16),
    /// So many from the present one.
    Relative(i16),
    /// It does not say: the one that fits best.
    Unsaid,
}

/// On which side of now something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Not said: the verb decides.
    Unsaid,
    /// "last"
    Last,
    /// "this"
    This,
    /// "next"
    Next,
}

/// What a shift is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The publication: "ago", "next".
    Now,
    /// The time last spoken of: "later", "the following".
    Focus,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeOfDay {
    /// TIMEX3's letters of a part of the day.
    Part(&'static str),
    /// Hour and minute, and whether they are Greenwich's.
    Clock(u8, u8, bool),
    /// The same, with the second.
    Second(u8, u8, u8, bool),
}
