//! Moments in English: in full, in short, and the headings they fall under.

use super::{
    Moment, Part, PartOfDay, Point, Precision, Reference, Season, Time, Value, Years, calendar,
};

/// A heading of the time line. Groups sort by [`Group::key`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Group {
    /// "August 2016"
    pub label: String,
    /// Orders groups as the axis does: by start, the wider first.
    pub key: (i64, i64),
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whether a word is the English name of a month or of a day of the week.
pub fn is_calendar_word(word: &str) -> bool {
    MONTHS.contains(&word) || WEEKDAYS.contains(&word)
}

fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month.clamp(1, 12)) - 1]
}

fn weekday_name(weekday: u8) -> &'static str {
    WEEKDAYS[usize::from(weekday.clamp(1, 7)) - 1]
}

/// See [`Moment::label`].
pub fn label(moment: &Moment) -> String {
    let words = match &moment.value {
        Value::Point(point) if is_unknown(point) => unknown(&moment.notation),
        Value::Point(point) => point_label(point, true),
        Value::Interval(None, None) => "at any time".into(),
        Value::Interval(Some(from), None) => format!("from {}", point_label(from, false)),
        Value::Interval(None, Some(to)) => format!("until {}", point_label(to, false)),
        Value::Interval(Some(from), Some(to)) => interval_label(from, to),
        Value::Duration(parts) => duration_label(parts),
        Value::Reference(Reference::Past) => "the past".into(),
        Value::Reference(Reference::Present) => "the present".into(),
        Value::Reference(Reference::Future) => "the future".into(),
    };
    let about = if moment.approximate { "about " } else { "" };
    let perhaps = if moment.uncertain { "perhaps " } else { "" };
    format!("{perhaps}{about}{words}")
}

/// See [`Moment::short`].
pub fn short(moment: &Moment, within: Precision) -> String {
    let words = match &moment.value {
        Value::Point(point) if is_unknown(point) => unknown(&moment.notation),
        Value::Point(point) => point_short(point, within),
        Value::Interval(Some(from), Some(to)) => interval_short(from, to, within),
        Value::Interval(Some(from), None) => format!("from {}", end_short(from, within)),
        Value::Interval(None, Some(to)) => format!("until {}", end_short(to, within)),
        _ => return label(moment),
    };
    let about = if moment.approximate { "~" } else { "" };
    let perhaps = if moment.uncertain { "?" } else { "" };
    format!("{about}{words}{perhaps}")
}

/// See [`Moment::group`].
pub fn group(moment: &Moment, by: Precision) -> Option<Group> {
    let point = match &moment.value {
        Value::Point(point) => point,
        Value::Interval(from, to) => from.as_ref().or(to.as_ref())?,
        _ => return None,
    };
    let (first, _) = point.days()?;
    let (year, month, day) = calendar::date_of_day(first);
    // A week of 2015 may begin in 2014; it stands under the year it names.
    let named = by >= Precision::Year && point.day().is_none();
    let year = if named { point.years?.first } else { year };
    let one = |year| Some(Years { first: year, count: 1 });
    let unit = match by {
        Precision::Time | Precision::PartOfDay | Precision::Day => {
            Point { years: one(year), part: Part::Day(Some(month), day), time: None }
        }
        Precision::Week | Precision::Month => {
            Point { years: one(year), part: Part::Month(month), time: None }
        }
        Precision::Season | Precision::Quarter | Precision::Half | Precision::Year => {
            Point { years: one(year), part: Part::Whole, time: None }
        }
        _ => Point {
            years: Some(Years { first: year.div_euclid(10) * 10, count: 10 }),
            part: Part::Whole,
            time: None,
        },
    };
    let heading =
        if point.precision() > unit.precision() { Point { time: None, ..*point } } else { unit };
    let (start, end) = heading.days()?;
    let label = match heading.part {
        // In words it would be too long for a heading.
        Part::Days(..) | Part::Months(..) | Part::Weeks(..) => {
            point_short(&heading, Precision::Decade)
        }
        _ => point_label(&heading, true),
    };
    Some(Group { label, key: (start, start.saturating_sub(end)) })
}

/// A year as people write it: there is no year 0 before Christ.
fn year_label(year: i64) -> String {
    if year <= 0 { format!("{} BC", 1 - year) } else { year.to_string() }
}

fn years_label(years: Years) -> String {
    let Years { first, count } = years;
    let last = first + count - 1;
    match count {
        1 => year_label(first),
        _ if first < 0 => format!("{} to {} BC", 1 - first, 1 - last),
        10 => format!("the {first}s"),
        100 => format!("the {} century", ordinal(first / 100 + 1)),
        _ => format!("the {} millennium", ordinal(first / 1000 + 1)),
    }
}

fn ordinal(number: i64) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn season_name(season: Season) -> &'static str {
    match season {
        Season::Spring => "spring",
        Season::Summer => "summer",
        Season::Autumn => "autumn",
        Season::Winter => "winter",
    }
}

fn part_of_day_name(part: PartOfDay) -> &'static str {
    match part {
        PartOfDay::Morning => "morning",
        PartOfDay::Midday => "midday",
        PartOfDay::Afternoon => "afternoon",
        PartOfDay::Evening => "evening",
        PartOfDay::Night => "night",
        PartOfDay::Daytime => "daytime",
    }
}

/// "14:30", "14:30:05", "14:00" for an hour alone.
fn clock_label(time: Time, zone: bool) -> String {
    match time {
        Time::PartOfDay(part) => part_of_day_name(part).into(),
        Time::Clock { hour, minute, second, offset } => {
            let mut words = format!("{hour:02}:{:02}", minute.unwrap_or(0));
            if let Some(second) = second {
                words += &format!(":{second:02}");
            }
            match offset {
                Some(0) if zone => words += " UTC",
                Some(minutes) if zone => {
                    let sign = if minutes < 0 { '-' } else { '+' };
                    let minutes = minutes.abs();
                    words += &format!(" UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60);
                }
                _ => {}
            }
            words
        }
    }
}

fn point_label(point: &Point, weekday: bool) -> String {
    let Some(years) = point.years else { return yearless_label(point) };
    let year = years_label(years);
    let words = match (point.part, point.day()) {
        (_, Some(day)) => {
            let (year, month, of_month) = calendar::date_of_day(day);
            let date = format!("{of_month} {} {}", month_name(month), year_label(year));
            if weekday && point.time.is_none() {
                format!("{} {date}", weekday_name(calendar::weekday(day)))
            } else {
                date
            }
        }
        (Part::Month(month), _) => format!("{} {year}", month_name(month)),
        (Part::Months(from, to), _) => {
            format!("between {} and {} {year}", month_name(from), month_name(to))
        }
        (Part::Days(month, from, to), _) => {
            format!("between {from} and {to} {} {year}", month_name(month))
        }
        (Part::Weeks(from, to), _) => format!("between weeks {from} and {to}, {year}"),
        (Part::Week(week), _) => format!("week {week}, {year}"),
        (Part::Weekend(Some(week)), _) => format!("weekend of week {week}, {year}"),
        (Part::Season(season), _) => format!("{} {year}", season_name(season)),
        (Part::Quarter(quarter), _) => format!("Q{quarter} {year}"),
        (Part::Half(1), _) => format!("first half of {year}"),
        (Part::Half(_), _) => format!("second half of {year}"),
        (Part::Day(_, day), _) => format!("the {} of a month, {year}", ordinal(day.into())),
        (Part::Weekday(_, day), _) => format!("a {}, {year}", weekday_name(day)),
        (Part::Weekend(None), _) => format!("a weekend, {year}"),
        (Part::Whole, _) => year,
    };
    match point.time {
        Some(time) => format!("{words}, {}", clock_label(time, true)),
        None => words,
    }
}

fn yearless_label(point: &Point) -> String {
    let time = point.time.map(|time| clock_label(time, true));
    let words = match point.part {
        Part::Whole => None,
        Part::Month(month) => Some((month_name(month).to_owned(), "year")),
        Part::Months(from, to) => {
            Some((format!("between {} and {}", month_name(from), month_name(to)), "year"))
        }
        Part::Days(month, from, to) => {
            Some((format!("between {from} and {to} {}", month_name(month)), "year"))
        }
        Part::Weeks(from, to) => Some((format!("between weeks {from} and {to}"), "year")),
        Part::Day(Some(month), day) => Some((format!("{day} {}", month_name(month)), "year")),
        Part::Day(None, day) => Some((format!("the {}", ordinal(day.into())), "month")),
        Part::Week(week) => Some((format!("week {week}"), "year")),
        Part::Weekday(Some(week), day) => {
            Some((format!("{} of week {week}", weekday_name(day)), "year"))
        }
        Part::Weekday(None, day) => Some((weekday_name(day).to_owned(), "week")),
        Part::Weekend(Some(week)) => Some((format!("weekend of week {week}"), "year")),
        Part::Weekend(None) => Some(("weekend".to_owned(), "week")),
        Part::Season(season) => Some((season_name(season).to_owned(), "year")),
        Part::Quarter(quarter) => Some((format!("Q{quarter}"), "year")),
        Part::Half(1) => Some(("first half".to_owned(), "year")),
        Part::Half(_) => Some(("second half".to_owned(), "year")),
    };
    match (words, time) {
        (Some((words, what)), None) => format!("{words} ({what} unknown)"),
        (Some((words, what)), Some(time)) => format!("{words}, {time} ({what} unknown)"),
        (None, Some(time)) => format!("{time} (day unknown)"),
        (None, None) => "unknown date".into(),
    }
}

/// Whether nothing is known of it but, from the notation, what it is one of.
fn is_unknown(point: &Point) -> bool {
    point.years.is_none() && point.part == Part::Whole && point.time.is_none()
}

/// "week unknown" for `XXXX-WXX`.
fn unknown(notation: &str) -> String {
    let parts: Vec<&str> = notation.trim_end_matches(['?', '~', '%']).split('-').collect();
    let what = match parts[..] {
        [_, "WXX"] => "week",
        [_, "QX"] => "quarter",
        [_, "XX"] => "month",
        [_, "XX", "XX"] => "day",
        _ => return "unknown date".into(),
    };
    format!("{what} unknown")
}

/// "22 to 26 August 2016": what both ends share is said once.
fn interval_label(from: &Point, to: &Point) -> String {
    let end = point_label(to, false);
    if let (Some(first), Some(last)) = (from.day(), to.day())
        && from.time.is_none()
        && to.time.is_none()
    {
        let (from_year, from_month, from_day) = calendar::date_of_day(first);
        let (to_year, to_month, _) = calendar::date_of_day(last);
        if (from_year, from_month) == (to_year, to_month) {
            return format!("{from_day} to {end}");
        }
        if from_year == to_year {
            return format!("{from_day} {} to {end}", month_name(from_month));
        }
    }
    if let (Part::Month(month), Part::Month(_)) = (from.part, to.part)
        && from.years == to.years
    {
        return format!("{} to {end}", month_name(month));
    }
    format!("{} to {end}", point_label(from, false))
}

fn duration_label(parts: &[(String, &'static str)]) -> String {
    let one = |(number, unit): &(String, &'static str)| -> String {
        let plural = match *unit {
            "century" => "centuries".to_owned(),
            "millennium" => "millennia".to_owned(),
            "half-year" => "half-years".to_owned(),
            unit => format!("{unit}s"),
        };
        match number.as_str() {
            "1" => format!("1 {unit}"),
            "X" | "XX" => format!("some {plural}"),
            number => format!("{} {plural}", number.replace(',', ".")),
        }
    };
    match parts {
        [parts @ .., last] if !parts.is_empty() => {
            format!("{} and {}", parts.iter().map(one).collect::<Vec<_>>().join(", "), one(last))
        }
        parts => parts.iter().map(one).collect(),
    }
}

/// A day or month without what the heading says already.
fn point_short(point: &Point, within: Precision) -> String {
    // That the year is not known is said by where it stands.
    let Some(years) = point.years else {
        let words = yearless_label(point);
        return words.split(" (").next().unwrap_or(&words).to_owned();
    };
    let year = years_label(years);
    let time = point.time.map(|time| clock_label(time, false));
    if let Some(day) = point.day() {
        let (of_year, month, of_month) = calendar::date_of_day(day);
        let month = &month_name(month)[..3];
        let date = match within {
            Precision::Time | Precision::PartOfDay | Precision::Day => match time {
                Some(time) => return time,
                None => format!("{of_month} {month}"),
            },
            Precision::Week | Precision::Month => {
                format!("{} {of_month}", &weekday_name(calendar::weekday(day))[..3])
            }
            Precision::Season | Precision::Quarter | Precision::Half | Precision::Year => {
                format!("{of_month} {month}")
            }
            _ => format!("{of_month} {month} {}", year_label(of_year)),
        };
        return match time {
            Some(time) => format!("{date} {time}"),
            None => date,
        };
    }
    let words = match point.part {
        Part::Month(month) if within <= Precision::Year => month_name(month).to_owned(),
        Part::Month(month) => month_name(month)[..3].to_owned(),
        // A digit that is not known stays an X: from one to the other would be an interval.
        Part::Days(_, from, _) if matches!(within, Precision::Week | Precision::Month) => {
            format!("{}X", from / 10)
        }
        Part::Days(month, from, _) => format!("{}X {}", from / 10, &month_name(month)[..3]),
        Part::Months(from, to) => {
            format!("{} … {}", &month_name(from)[..3], &month_name(to)[..3])
        }
        Part::Weeks(from, _) => format!("week {}X", from / 10),
        Part::Week(week) => format!("week {week}"),
        Part::Weekend(Some(week)) => format!("weekend {week}"),
        Part::Season(season) => season_name(season).to_owned(),
        Part::Quarter(quarter) => format!("Q{quarter}"),
        Part::Half(half) => format!("H{half}"),
        _ => return year.trim_start_matches("the ").to_owned(),
    };
    if within <= Precision::Year { words } else { format!("{words} {year}") }
}

/// An end of an interval: the same, without the day of the week.
fn end_short(point: &Point, within: Precision) -> String {
    let within = match within {
        Precision::Week | Precision::Month | Precision::Day => Precision::Year,
        wider => wider,
    };
    point_short(point, within)
}

fn interval_short(from: &Point, to: &Point, within: Precision) -> String {
    let date = |point: &Point| point.day().filter(|_| point.time.is_none());
    if let (Some(first), Some(last)) = (date(from), date(to)) {
        let (from_year, from_month, from_day) = calendar::date_of_day(first);
        let (to_year, to_month, to_day) = calendar::date_of_day(last);
        if (from_year, from_month) == (to_year, to_month) {
            return match within {
                Precision::Month => format!("{from_day}–{to_day}"),
                _ => format!("{from_day}–{}", end_short(to, within)),
            };
        }
        // The heading names the year of the start alone.
        if from_year != to_year {
            let start = end_short(from, within);
            return format!("{start}–{}", point_short(to, Precision::Decade));
        }
    }
    let wide = if from.years == to.years { within } else { Precision::Decade };
    format!("{}–{}", end_short(from, wide), end_short(to, wide))
}
