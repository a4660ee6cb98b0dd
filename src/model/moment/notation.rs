//! Reading the notations of moments: TIMEX3, ISO 8601 and EDTF.

use super::cursor::{Cursor, Result, digit_or_x};
use super::{Moment, Part, PartOfDay, Point, Reference, Season, Time, Value, Years, calendar};

/// No notation is longer; what is, is a mistake and not worth repeating whole.
const LONGEST: usize = 100;

/// Reads a whole notation.
pub fn parse(written: &str) -> Result<Moment> {
    let notation = written.trim();
    let indent = written.chars().take_while(|c| c.is_whitespace()).count();
    let (mut uncertain, mut approximate) = (false, false);
    let mut chars = Vec::new();
    for (at, c) in notation.chars().enumerate().take(LONGEST + 1) {
        uncertain |= matches!(c, '?' | '%');
        approximate |= matches!(c, '~' | '%');
        if !matches!(c, '?' | '~' | '%') {
            chars.push((indent + at, c));
        }
    }
    let end = indent + notation.chars().take(LONGEST + 1).count();
    let mut whole = Cursor { chars: &chars, at: 0, end };
    if notation.chars().nth(LONGEST).is_some() {
        return Err(whole.wrong(20, "a date, a time, an interval or a duration"));
    }
    let value = match chars.iter().position(|&(_, c)| c == '/') {
        Some(slash) => {
            let left = Cursor { chars: &chars[..slash], at: 0, end: chars[slash].0 };
            let right = Cursor { chars: &chars[slash + 1..], at: 0, end };
            interval(left, right)?
        }
        None => value(&mut whole)?,
    };
    Ok(Moment { notation: notation.to_owned(), value, uncertain, approximate })
}

fn interval(mut left: Cursor, mut right: Cursor) -> Result<Value> {
    fn end(cursor: &mut Cursor) -> Result<Option<Point>> {
        if matches!(cursor.rest().as_str(), "" | "..") {
            return Ok(None);
        }
        let from = *cursor;
        let point = point(cursor)?;
        if point.years.is_none() {
            return Err(from.wrong_part("a year: an interval needs its ends on the calendar"));
        }
        Ok(Some(point))
    }
    if left.chars.is_empty() && right.chars.is_empty() {
        return Err(left.wrong(0, "a date on one side of the `/` at least"));
    }
    let from = end(&mut left)?;
    let second = right;
    let to = end(&mut right)?;
    let starts = from.and_then(|point| point.bounds()).map(|(start, _)| start);
    let ends = to.and_then(|point| point.bounds()).map(|(_, end)| end);
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends <= starts
    {
        return Err(second.wrong(second.chars.len(), "an end that is not before the start"));
    }
    Ok(Value::Interval(from, to))
}

fn value(cursor: &mut Cursor) -> Result<Value> {
    match cursor.rest().as_str() {
        "" => Err(cursor.wrong(0, "a date, a time, an interval or a duration")),
        "PRESENT_REF" => Ok(Value::Reference(Reference::Present)),
        "PAST_REF" => Ok(Value::Reference(Reference::Past)),
        "FUTURE_REF" => Ok(Value::Reference(Reference::Future)),
        rest if rest.starts_with('P') => duration(cursor),
        _ => point(cursor).map(Value::Point),
    }
}

fn duration(cursor: &mut Cursor) -> Result<Value> {
    const DATE: [(&str, &str); 12] = [
        ("ML", "millennium"),
        ("CE", "century"),
        ("DE", "decade"),
        ("Y", "year"),
        ("H", "half-year"),
        ("Q", "quarter"),
        ("QU", "quarter"),
        ("M", "month"),
        ("W", "week"),
        ("WE", "weekend"),
        ("D", "day"),
        ("N", "night"),
    ];
    const TIME: [(&str, &str); 8] = [
        ("H", "hour"),
        ("M", "minute"),
        ("S", "second"),
        ("MO", "morning"),
        ("AF", "afternoon"),
        ("EV", "evening"),
        ("NI", "night"),
        ("DT", "day"),
    ];
    cursor.take('P');
    let mut parts = Vec::new();
    let mut time = cursor.take('T');
    while cursor.peek().is_some() {
        if !time && cursor.take('T') {
            time = true;
        }
        let number = cursor.run(|c| digit_or_x(c) || matches!(c, '.' | ','));
        let well_formed = match number.as_str() {
            "X" | "XX" => true,
            digits => {
                digits.len() <= 12
                    && digits.replace(',', ".").parse::<f64>().is_ok()
                    && digits.starts_with(|c: char| c.is_ascii_digit())
            }
        };
        if !well_formed {
            return Err(cursor.was_wrong(number.chars().count(), "a number and a unit, as in 5Y"));
        }
        let unit = cursor.run(|c| c.is_ascii_uppercase() && c != 'T');
        let units: &[_] = if time { &TIME } else { &DATE };
        let Some(&(_, word)) = units.iter().find(|(code, _)| *code == unit) else {
            let expected =
                if time { "a unit: H, M or S" } else { "a unit: Y, M, W, D, or T before H, M, S" };
            return Err(cursor.was_wrong(unit.chars().count(), expected));
        };
        parts.push((number, word));
    }
    if parts.is_empty() {
        return Err(cursor.wrong(0, "a number and a unit, as in P5Y or PT48H"));
    }
    Ok(Value::Duration(parts))
}

/// A date, with or without a time, and nothing after it.
fn point(cursor: &mut Cursor) -> Result<Point> {
    // `T15:00` is a time of a day that is not known.
    if cursor.peek() == Some('T') {
        cursor.at += 1;
        let time = Some(time(cursor)?);
        return ended(cursor, Point { years: None, part: Part::Whole, time });
    }
    let from = *cursor;
    // "24 Aug 2016" is no year with something after it.
    let mut words = cursor.chars[cursor.at..].windows(2);
    let written = words.any(|pair| pair[0].1 == ' ' && !pair[1].1.is_ascii_digit());
    if written && cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        return Err(from.wrong(LONGEST, AS_WRITTEN));
    }
    let (years, basic) = years(cursor)?;
    let mut point = Point { years, part: basic.unwrap_or(Part::Whole), time: None };
    if basic.is_none() && cursor.take('-') {
        if years.is_some_and(|years| years.count > 1) {
            return Err(cursor.wrong_part("nothing after a decade or century"));
        }
        point.part = part(cursor, point.year())?;
    }
    if matches!(cursor.peek(), Some('T' | 't' | ' ')) {
        if cursor.peek() == Some(' ') && years.is_some_and(|years| years.count > 1) {
            return Err(from.wrong(LONGEST, AS_WRITTEN));
        }
        if !matches!(point.part, Part::Day(..) | Part::Weekday(..)) && point.years.is_some() {
            return Err(cursor.wrong_part("a day before the time"));
        }
        cursor.at += 1;
        point.time = Some(time(cursor)?);
    }
    ended(cursor, point)
}

/// What is said of a date in words.
const AS_WRITTEN: &str = "a date as 2016-08-26, 2016-08 or 2016";

fn ended(cursor: &Cursor, point: Point) -> Result<Point> {
    match cursor.peek() {
        None => Ok(point),
        Some(_) => Err(cursor.wrong(LONGEST, "nothing more")),
    }
}

/// The year or years; in ISO's basic notation `20160826` the day along with them.
fn years(cursor: &mut Cursor) -> Result<(Option<Years>, Option<Part>)> {
    const EXPECTED: &str = "a year in four digits (2016), unknown ones as X (201X, XXXX), \
                            a decade in three (201) or a century in two (20)";
    let long = cursor.take('Y');
    let before = cursor.take('-');
    if !before {
        cursor.take('+');
    }
    let from = *cursor;
    let run = cursor.run(digit_or_x);
    let known = run.trim_end_matches('X');
    let sign = if before { -1 } else { 1 };
    let number = |digits: &str| -> Result<i64> {
        match digits.parse::<i64>() {
            Ok(number) if digits.len() <= 10 => Ok(sign * number),
            _ => Err(from.wrong_part("a year of at most ten digits")),
        }
    };
    if long {
        return match run.len() {
            0 => Err(from.wrong_part("a year in digits after Y")),
            _ => Ok((Some(Years { first: number(&run)?, count: 1 }), None)),
        };
    }
    if run.len() == 8 && !before && known.len() == 8 {
        let year = number(&run[..4])?;
        let month = run[4..6].parse().ok().filter(|month| (1..=12).contains(month));
        let day = run[6..].parse().unwrap_or(0);
        return match month {
            Some(month) if (1..=calendar::days_in(Some(year), month)).contains(&day) => {
                Ok((Some(Years { first: year, count: 1 }), Some(Part::Day(Some(month), day))))
            }
            _ => Err(from.wrong_part("a day as 20160826")),
        };
    }
    if run.len() > 4 {
        return Err(from.wrong_part("a year of more than four digits after Y, as in Y12000"));
    }
    let width: i64 = match run.len() {
        2..=4 if known.contains('X') => return Err(from.wrong_part(EXPECTED)),
        4 => 10_i64.pow(4 - known.len() as u32),
        3 if known.len() == 3 => 10,
        2 if known.len() == 2 => 100,
        _ => return Err(from.wrong_part(EXPECTED)),
    };
    if known.is_empty() {
        return Ok((None, None));
    }
    let first = number(known)? * width;
    // `-004X` are the years -49 to -40.
    let first = if before { first - (width - 1) } else { first };
    Ok((Some(Years { first, count: width }), None))
}

/// What follows the year.
fn part(cursor: &mut Cursor, year: Option<i64>) -> Result<Part> {
    const EXPECTED: &str = "a month (01 to 12), a week (W34), a quarter (Q3), a half (H1) \
                            or a season (SP SU FA WI, 21 to 24)";
    let from = *cursor;
    match cursor.peek() {
        Some('W') if !cursor.rest().starts_with("WI") => week(cursor, year),
        Some(c) if c.is_ascii_alphabetic() && c != 'X' => {
            let word = cursor.run(|c| c.is_ascii_alphanumeric());
            Ok(match word.as_str() {
                "Q1" | "Q2" | "Q3" | "Q4" => Part::Quarter(word.as_bytes()[1] - b'0'),
                "H1" | "H2" => Part::Half(word.as_bytes()[1] - b'0'),
                "QX" | "HX" => Part::Whole,
                "SP" => Part::Season(Season::Spring),
                "SU" => Part::Season(Season::Summer),
                "FA" | "AU" => Part::Season(Season::Autumn),
                "WI" => Part::Season(Season::Winter),
                _ => return Err(from.wrong_part(EXPECTED)),
            })
        }
        _ => {
            let numbers = match cursor.two_or_ten(1..=41, "a month") {
                Ok(numbers) => numbers,
                Err(_) => return Err(from.wrong_part(EXPECTED)),
            };
            if let Some((first, last)) = numbers.filter(|(first, last)| first < last) {
                if first > 12 || cursor.peek() == Some('-') && !cursor.rest().starts_with("-XX") {
                    return Err(from.wrong_part(EXPECTED));
                }
                // The day: what stands behind it is none of a date's.
                cursor.at += if cursor.peek() == Some('-') { "-XX".len() } else { 0 };
                return Ok(Part::Months(first, last.min(12)));
            }
            let month = match numbers.map(|(number, _)| number) {
                Some(21 | 25) => return Ok(Part::Season(Season::Spring)),
                Some(22 | 26) => return Ok(Part::Season(Season::Summer)),
                Some(23 | 27) => return Ok(Part::Season(Season::Autumn)),
                Some(24 | 28) => return Ok(Part::Season(Season::Winter)),
                Some(quarter @ 33..=36) => return Ok(Part::Quarter(quarter - 32)),
                Some(half @ 40..=41) => return Ok(Part::Half(half - 39)),
                Some(13..) => return Err(from.wrong_part(EXPECTED)),
                month => month,
            };
            if !cursor.take('-') {
                return Ok(month.map_or(Part::Whole, Part::Month));
            }
            let last = month.map_or(31, |month| calendar::days_in(year, month));
            let days = cursor.two_or_ten(1..=last, "a day")?;
            Ok(match (month, days) {
                (month, Some((day, last))) if day == last => Part::Day(month, day),
                (Some(month), Some((first, last))) => Part::Days(month, first, last),
                (None, Some(_)) => Part::Whole,
                (Some(month), None) => Part::Month(month),
                (None, None) => Part::Whole,
            })
        }
    }
}

fn week(cursor: &mut Cursor, year: Option<i64>) -> Result<Part> {
    cursor.take('W');
    let weeks = cursor.two_or_ten(1..=year.map_or(53, calendar::weeks_in), "a week")?;
    if let Some((first, last)) = weeks.filter(|(first, last)| first < last) {
        return Ok(Part::Weeks(first, last));
    }
    let week = weeks.map(|(week, _)| week);
    if !cursor.take('-') {
        return Ok(week.map_or(Part::Whole, Part::Week));
    }
    let from = *cursor;
    match cursor.run(|c| c.is_ascii_alphanumeric() && c != 'T').as_str() {
        "WE" => Ok(Part::Weekend(week)),
        "X" => Ok(week.map_or(Part::Whole, Part::Week)),
        day => match day.parse() {
            Ok(number @ 1..=7) if day.len() == 1 => Ok(Part::Weekday(week, number)),
            _ => Err(from.wrong_part("a day of the week, 1 (Monday) to 7, or WE")),
        },
    }
}

/// What follows the `T`.
fn time(cursor: &mut Cursor) -> Result<Time> {
    let from = *cursor;
    if cursor.peek().is_some_and(|c| c.is_ascii_alphabetic() && c != 'X') {
        let word = cursor.run(|c| c.is_ascii_alphabetic());
        return Ok(Time::PartOfDay(match word.as_str() {
            "MO" => PartOfDay::Morning,
            "MI" => PartOfDay::Midday,
            "AF" => PartOfDay::Afternoon,
            "EV" => PartOfDay::Evening,
            "NI" => PartOfDay::Night,
            "DT" => PartOfDay::Daytime,
            _ => return Err(from.wrong_part("a part of the day: MO AF EV NI, MI or DT")),
        }));
    }
    let digits = cursor.run(digit_or_x);
    let expected = "a time as 14:30";
    let mut fields = [None; 3];
    if digits.len() == 2 {
        cursor.at = from.at;
        fields[0] = cursor.two(0..=24, "an hour")?;
        for (field, what) in [(1, "a minute"), (2, "a second")] {
            if !cursor.take(':') {
                break;
            }
            // A leap second is a 60.
            fields[field] = cursor.two(0..=if field == 2 { 60 } else { 59 }, what)?;
        }
    } else if matches!(digits.len(), 4 | 6) {
        for (field, pair) in digits.as_bytes().chunks(2).enumerate() {
            let number = std::str::from_utf8(pair).ok().and_then(|pair| pair.parse().ok());
            fields[field] = number.filter(|&n: &u8| n <= if field == 0 { 24 } else { 59 });
            if fields[field].is_none() {
                return Err(from.wrong_part(expected));
            }
        }
    } else {
        return Err(from.wrong_part(expected));
    }
    if fields[2].is_some() && matches!(cursor.peek(), Some('.' | ',')) {
        cursor.at += 1;
        if cursor.run(|c| c.is_ascii_digit()).is_empty() {
            return Err(cursor.wrong_part("a fraction of a second"));
        }
    }
    let Some(hour) = fields[0] else {
        return Err(from.wrong_part("an hour, 00 to 24"));
    };
    let minute = fields[1];
    let second = fields[2].filter(|_| minute.is_some());
    if hour == 24 && (minute.unwrap_or(0), second.unwrap_or(0)) != (0, 0) {
        return Err(from.wrong(5, "24:00 as the latest time"));
    }
    Ok(Time::Clock { hour, minute, second, offset: offset(cursor)? })
}

/// `Z`, `+02:00`, `+0200`, `+02` or nothing: minutes east of Greenwich.
fn offset(cursor: &mut Cursor) -> Result<Option<i16>> {
    if cursor.take('Z') || cursor.take('z') {
        return Ok(Some(0));
    }
    let sign = match cursor.peek() {
        Some('+') => 1,
        Some('-' | '\u{2212}') => -1,
        _ => return Ok(None),
    };
    cursor.at += 1;
    let from = *cursor;
    let digits = cursor.run(|c| c.is_ascii_digit() || c == ':').replace(':', "");
    let hours = digits.get(..2).and_then(|pair| pair.parse::<i16>().ok());
    let minutes = match digits.len() {
        2 => Some(0),
        4 => digits[2..].parse::<i16>().ok(),
        _ => None,
    };
    match (hours, minutes) {
        (Some(hours @ 0..=18), Some(minutes @ 0..=59)) => Ok(Some(sign * (60 * hours + minutes))),
        _ => Err(from.wrong(6, "an offset as +02:00")),
    }
}
