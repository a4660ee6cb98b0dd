//! What a phrase means once it is known when it was written.
//!
//! Without a publication date nothing is guessed: a value keeps `X` for every
//! part that is not known.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::feasts;
use super::phrase::{Base, Meaning, Phrase, Side, TimeOfDay, YearOf};
use super::tense::{Tense, Told};
use super::words::Unit;
use crate::model::Moment;

/// How many days from now a date must lie before the verb is believed rather
/// than the calendar: of the two dates of a year apart, the near one is right
/// whatever the grammar seems to say.
const SURE: i64 = 30;

/// When a story was written, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// To the day.
    pub(super) day: Option<Date>,
    /// To the month.
    pub(super) month: Option<(i16, i8)>,
    /// To the year.
    pub(super) year: Option<i16>,
}

impl Written {
    /// What a publication date says; nothing where it is no date.
    pub fn of(published: Option<&Moment>) -> Self {
        let Some(published) = published else { return Self::default() };
        if let Some((year, month, day)) = published.date() {
            let day = i16::try_from(year)
                .ok()
                .and_then(|year| Date::new(year, month as i8, day as i8).ok());
            return day.map_or_else(Self::default, Self::day);
        }
        let mut parts = published.notation().trim_end_matches(['?', '~', '%']).split('-');
        let year = parts.next().filter(|year| year.len() == 4).and_then(|year| year.parse().ok());
        let month = parts
            .next()
            .and_then(|month| month.parse().ok())
            .filter(|month| (1..=12).contains(month));
        Self { day: None, month: year.zip(month), year }
    }

    pub(super) fn day(day: Date) -> Self {
        Self { day: Some(day), month: Some((day.year(), day.month())), year: Some(day.year()) }
    }
}

/// The time last spoken of, which "later" and "that night" are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Focus {
    /// A day.
    pub day: Option<Date>,
    /// A month.
    pub month: Option<(i16, i8)>,
    /// A year, of whatever was last named.
    pub year: Option<i16>,
    /// A quarter.
    pub quarter: Option<(i16, i8)>,
    /// The day that is narrated: the last one named of those just past.
    pub lately: Option<Date>,
    /// A day of the week last named, if no day was since.
    pub week: Option<Date>,
}

/// How many days a story looks back on what it narrates.
const LATELY: i64 = 14;

/// How old a day is that is told of as a background.
const LONG_AGO: i64 = 60;

impl Focus {
    /// Keeps a day in mind that was spoken of.
    pub(super) fn tell(&mut self, day: Date, written: Written) {
        self.day = Some(day);
        self.week = None;
        self.month = Some((day.year(), day.month()));
        self.year = Some(day.year());
        let age = written.day.map(|now| now.duration_since(day).as_hours() / 24);
        if age.is_some_and(|age| (0..=LATELY).contains(&age)) {
            self.lately = self.day;
        }
    }

    /// The same, as the next sentence sees it: what it goes on with is the day
    /// that is narrated, not one to come or one of long ago that was mentioned.
    pub(super) fn onward(&self, written: Written) -> Self {
        let aside = self.day.zip(written.day).is_some_and(|(day, now)| {
            let age = now.duration_since(day).as_hours() / 24;
            !(0..=LONG_AGO).contains(&age)
        });
        match self.lately {
            Some(day) if aside => Self { day: Some(day), ..*self },
            _ => *self,
        }
    }
}

/// The TIMEX3 value of a phrase, and the day it names.
pub(super) fn value(
    phrase: &Phrase,
    written: Written,
    focus: Focus,
    told: Told,
) -> (String, Option<Date>) {
    let (mut value, day) = point(&phrase.meaning, written, focus, told);
    if let Some(time) = phrase.time {
        // A part of a day that is no day's is left a day's.
        let named = value.len() == 10 && !value.contains('W') || value.starts_with("XXXX");
        if !named {
            return (value, day);
        }
        if value == "XXXX-XX-XX" && !matches!(time, TimeOfDay::Part(_)) {
            value.clear();
        }
        match time {
            TimeOfDay::Part(code) => value = format!("{value}T{code}"),
            TimeOfDay::Clock(hour, minute, greenwich) => {
                let zone = if greenwich { "Z" } else { "" };
                value = format!("{value}T{hour:02}:{minute:02}{zone}");
            }
            TimeOfDay::Second(hour, minute, second, greenwich) => {
                let zone = if greenwich { "Z" } else { "" };
                value = format!("{value}T{hour:02}:{minute:02}:{second:02}{zone}");
            }
        }
    }
    (value, day)
}

fn point(meaning: &Meaning, written: Written, focus: Focus, told: Told) -> (String, Option<Date>) {
    let tense = told.tense;
    let now = written.day;
    let dated = |day: Option<Date>, unknown: &str| {
        (day.map_or_else(|| unknown.to_owned(), |day| day.to_string()), day)
    };
    match *meaning {
        Meaning::Fixed(ref value) => (value.clone(), None),
        Meaning::Here => dated(focus.day.or(now), "XXXX-XX-XX"),
        Meaning::Year(year) => (format!("{year:04}"), None),
        Meaning::Decade(first) => (format!("{:03}", first / 10), None),
        Meaning::Century(number) => (format!("{number:02}"), None),
        Meaning::Day(year, month, day) => {
            let unknown = format!("XXXX-{month:02}-{day:02}");
            let (month, day) = (month as i8, day as i8);
            let found = match year_of(year, written) {
                Some(year) => Date::new(year, month, day).ok(),
                None if year == YearOf::Unsaid => {
                    recurring(now, told, |year| Date::new(year, month, day).ok())
                }
                None => None,
            };
            dated(found, &unknown)
        }
        Meaning::WeekOf(year, month, day) => {
            let day = point(&Meaning::Day(year, month, day), written, focus, told).1;
            (day.map_or_else(|| "XXXX-WXX".into(), week), None)
        }
        Meaning::WeekIn(number, year, month) => {
            let month = point(&Meaning::Month(year, month), written, focus, told).0;
            let first = month.split_once('-').and_then(|(year, month)| {
                Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()
            });
            let day = first.and_then(|first| match number {
                0 => Some(first.last_of_month()),
                _ => first.checked_add((7 * (i64::from(number) - 1)).days()).ok(),
            });
            (day.map_or_else(|| "XXXX-WXX".into(), week), None)
        }
        Meaning::Feast(year, feast) => {
            let found = match year_of(year, written) {
                Some(year) => feasts::day(feast, year),
                None => recurring(now, told, |year| feasts::day(feast, year)),
            };
            dated(found, "XXXX-XX-XX")
        }
        Meaning::Month(year, month) => {
            let year = year_of(year, written).or_else(|| {
                let (year, now) = written.month.filter(|_| year == YearOf::Unsaid)?;
                let ahead = month as i8 - now;
                let before = match tense {
                    // Not "the December contract".
                    Tense::Past if told.own => ahead > 0,
                    Tense::Future if told.plain => false,
                    _ => ahead > 6,
                };
                let after = match tense {
                    Tense::Past => false,
                    Tense::Future if told.plain => ahead < 0,
                    _ => ahead < -6,
                };
                Some(
                    year + if before {
                        -1
                    } else if after {
                        1
                    } else {
                        0
                    },
                )
            });
            (
                year.map_or_else(
                    || format!("XXXX-{month:02}"),
                    |year| format!("{year:04}-{month:02}"),
                ),
                None,
            )
        }
        Meaning::MonthSide(side, month) => {
            let year = written.month.map(|(year, now)| match side {
                Side::Last if month as i8 >= now => year - 1,
                Side::Next if month as i8 <= now => year + 1,
                _ => year,
            });
            (
                year.map_or_else(
                    || format!("XXXX-{month:02}"),
                    |year| format!("{year:04}-{month:02}"),
                ),
                None,
            )
        }
        Meaning::Weekday(side, day) => {
            dated(now.and_then(|now| weekday(now, day, side, tense)), &format!("XXXX-WXX-{day}"))
        }
        Meaning::WeekdayOf(weeks, day) => {
            let found = now.and_then(|now| {
                let monday = now
                    .checked_sub(i64::from(now.weekday().to_monday_zero_offset()).days())
                    .ok()?;
                monday.checked_add((7 * weeks + i64::from(day) - 1).days()).ok()
            });
            dated(found, &format!("XXXX-WXX-{day}"))
        }
        Meaning::WeekdayBeyond(weeks, day) => {
            let found = now.and_then(|now| {
                let side = if weeks < 0 { Tense::Past } else { Tense::Future };
                let near = weekday(now, day, Side::Unsaid, side)?;
                near.checked_add(Span::new().try_weeks(weeks).ok()?).ok()
            });
            dated(found, &format!("XXXX-WXX-{day}"))
        }
        Meaning::WeekdayDate(weekday, date) => {
            let found = now.and_then(|now| last_named(now, weekday as i8, date as i8));
            dated(found, &format!("XXXX-XX-{date:02}"))
        }
        Meaning::QuarterBefore => {
            let now = quarter(YearOf::Unsaid, None, written, focus, told).0;
            let before = now.split_once("-Q").and_then(|(year, number)| {
                Some(format!("{:04}-Q{number}", year.parse::<i16>().ok()? - 1))
            });
            (before.unwrap_or(now), None)
        }
        // Early in the week "the weekend" is the one past.
        Meaning::Shift(Base::Now, Unit::Weekend, 0)
            if tense != Tense::Future
                && now.is_some_and(|now| now.weekday().to_monday_zero_offset() < 4) =>
        {
            shift(Base::Now, Unit::Weekend, -1, written, focus)
        }
        Meaning::Shift(base, unit, by) => shift(base, unit, by, written, focus),
        Meaning::Quarter(year, number) => quarter(year, number, written, focus, told),
        Meaning::Half(year, number) => {
            let year = year_of(year, written).or(written.year.filter(|_| year == YearOf::Unsaid));
            (
                year.map_or_else(
                    || format!("XXXX-H{number}"),
                    |year| format!("{year:04}-H{number}"),
                ),
                None,
            )
        }
        Meaning::Season(year, code) => {
            let year = year_of(year, written).or_else(|| {
                let (year, now) = written.month.filter(|_| year == YearOf::Unsaid)?;
                let start = season_start(code);
                Some(match tense {
                    Tense::Future if start + 2 < now => year + 1,
                    Tense::Future => year,
                    _ if start > now => year - 1,
                    _ => year,
                })
            });
            (year.map_or_else(|| format!("XXXX-{code}"), |year| format!("{year:04}-{code}")), None)
        }
        Meaning::SeasonSide(side, code) => {
            let year = written.month.map(|(year, now)| match side {
                Side::Last if season_start(code) + 2 >= now => year - 1,
                Side::Next if season_start(code) <= now => year + 1,
                _ => year,
            });
            (year.map_or_else(|| format!("XXXX-{code}"), |year| format!("{year:04}-{code}")), None)
        }
    }
}

/// The year that a phrase names.
fn year_of(year: YearOf, written: Written) -> Option<i16> {
    match year {
        YearOf::Given(year) => Some(year),
        YearOf::Relative(by) => written.year.map(|year| year.saturating_add(by)),
        YearOf::Unsaid => None,
    }
}

/// Of the days that recur each year, the one nearest to now.
fn nearest(now: Option<Date>, day: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let now = now?;
    let far = |day: &Date| day.duration_since(now).as_secs().unsigned_abs();
    (-1..=1).filter_map(|by| day(now.year().saturating_add(by))).min_by_key(far)
}

/// Of the days that recur each year, the one that is meant: the nearest, if
/// the verb beside it does not plainly speak of the other side of now.
fn recurring(now: Option<Date>, told: Told, day: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let found = nearest(now, &day)?;
    let ahead = found.duration_since(now?).as_hours() / 24;
    let by = match told.tense {
        Tense::Future if told.plain && ahead < -SURE => 1,
        Tense::Past if told.plain && ahead > SURE => -1,
        _ => return Some(found),
    };
    day(found.year().saturating_add(by)).or(Some(found))
}

/// The last day of a month that was this day of the week and this number.
fn last_named(now: Date, weekday: i8, number: i8) -> Option<Date> {
    let mut month = now.first_of_month();
    for _ in 0..24 {
        if let Ok(day) = Date::new(month.year(), month.month(), number)
            && day <= now
            && day.weekday().to_monday_one_offset() == weekday
        {
            return Some(day);
        }
        month = month.checked_sub(1.month()).ok()?;
    }
    None
}

/// The day of the week that is meant. FINDING.md measured it: on the day
/// itself that day, else the last one past, but for what is said to come.
fn weekday(now: Date, day: u8, side: Side, tense: Tense) -> Option<Date> {
    let day = Weekday::from_monday_one_offset(day as i8).ok()?;
    let same = now.weekday() == day;
    match (side, tense) {
        (Side::Last, _) => now.nth_weekday(-1, day).ok(),
        (Side::Next, _) => now.nth_weekday(1, day).ok(),
        (_, _) if same => Some(now),
        (Side::This, Tense::Past) => now.nth_weekday(-1, day).ok(),
        (Side::This, _) => now.nth_weekday(1, day).ok(),
        (Side::Unsaid, Tense::Future) => now.nth_weekday(1, day).ok(),
        (Side::Unsaid, _) => now.nth_weekday(-1, day).ok(),
    }
}

fn shift(
    base: Base,
    unit: Unit,
    by: i64,
    written: Written,
    focus: Focus,
) -> (String, Option<Date>) {
    let start = match base {
        Base::Now => written.day,
        Base::Focus => focus.day.or(written.day),
    };
    let months = |by: i64| {
        let focus = focus.month.filter(|_| base == Base::Focus);
        let (year, month) = focus.or(written.month)?;
        let counted = i64::from(year) * 12 + i64::from(month) - 1 + by;
        let year =
            i16::try_from(counted.div_euclid(12)).ok().filter(|year| (1..9999).contains(year))?;
        Some((year, counted.rem_euclid(12) as i8 + 1))
    };
    let year = match base {
        Base::Now => written.year,
        Base::Focus => focus.year.or(written.year),
    };
    let years = |by: i64| {
        let year = i64::from(year?).checked_add(by)?;
        (1..9999).contains(&year).then_some(year)
    };
    let days = |by: i64| start?.checked_add(Span::new().try_days(by).ok()?).ok();
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => {
            let day = days(by);
            (day.map_or_else(|| "XXXX-XX-XX".into(), |day| day.to_string()), day)
        }
        Unit::Week => {
            let start = focus.week.filter(|_| base == Base::Focus).or(start);
            let found = by
                .checked_mul(7)
                .and_then(|by| start?.checked_add(Span::new().try_days(by).ok()?).ok());
            (found.map_or_else(|| "XXXX-WXX".into(), week), None)
        }
        Unit::Weekend => {
            let found = by.checked_mul(7).and_then(days);
            (found.map_or_else(|| "XXXX-WXX-WE".into(), |day| format!("{}-WE", week(day))), None)
        }
        Unit::Month => {
            let found = months(by);
            (
                found.map_or_else(
                    || "XXXX-XX".into(),
                    |(year, month)| format!("{year:04}-{month:02}"),
                ),
                None,
            )
        }
        Unit::Quarter => {
            let found = by.checked_mul(3).and_then(months);
            (
                found.map_or_else(
                    || "XXXX-QX".into(),
                    |(year, month)| format!("{year:04}-Q{}", (month + 2) / 3),
                ),
                None,
            )
        }
        Unit::Year => match focus.quarter.filter(|_| by == -1) {
            // "a year earlier" in a report on a quarter is the same quarter.
            Some((year, quarter)) => (format!("{:04}-Q{quarter}", year - 1), None),
            _ => (years(by).map_or_else(|| "XXXX".into(), |year| format!("{year:04}")), None),
        },
        Unit::Decade => {
            let found = by.checked_mul(10).and_then(years);
            (found.map_or_else(|| "XXX".into(), |year| format!("{:03}", year / 10)), None)
        }
        Unit::Century => {
            let found = by.checked_mul(100).and_then(years);
            (found.map_or_else(|| "XX".into(), |year| format!("{:02}", year / 100)), None)
        }
    }
}

/// The latest quarter with this number that is not after now, or the next one
/// where the verb plainly speaks of the future.
fn quarter(
    year: YearOf,
    number: Option<u8>,
    written: Written,
    focus: Focus,
    told: Told,
) -> (String, Option<Date>) {
    // What just ended is still to be reported: "expects a loss in the third
    // quarter" in October is of the one past.
    let ahead = told.tense == Tense::Future && told.plain;
    let current = written.month.map(|(year, month)| (year, (month + 2) / 3));
    let found = match (number, year_of(year, written)) {
        (Some(number), Some(year)) => Some((year, number as i8)),
        (Some(number), None) if year == YearOf::Unsaid => current.map(|(year, now)| {
            let number = number as i8;
            let just = (now + 2) % 4 + 1 == number;
            let year = match ahead && !just {
                true if number < now => year + 1,
                true => year,
                false if number > now => year - 1,
                false => year,
            };
            (year, number)
        }),
        (None, None) => focus.quarter.or(current.map(|(year, now)| match now {
            1 => (year - 1, 4),
            _ => (year, now - 1),
        })),
        (None, Some(year)) => focus
            .quarter
            .or(current.map(|(year, now)| (year, (now + 2) % 4 + 1)))
            .map(|(_, quarter)| (year, quarter)),
        _ => None,
    };
    let unknown = || number.map_or_else(|| "XXXX-QX".into(), |number| format!("XXXX-Q{number}"));
    (found.map_or_else(unknown, |(year, number)| format!("{year:04}-Q{number}")), None)
}

/// ISO week of a day.
fn week(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The month in which a season begins, in the north; winter in December of
/// the year before.
fn season_start(code: &str) -> i8 {
    match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}
