//! The proleptic Gregorian calendar over any year, and ISO 8601 weeks.
//!
//! jiff's civil dates end at the years ±9999; news of geology does not.
//! `day` is the well-known "days from civil" computation over eras of 400
//! years that begin in March, so that the leap day is the last of its year.

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// Days in an era of 400 years.
const ERA: i64 = 146_097;

/// Days from 1 January 1970 to the first of this month. The month may be past
/// 12 and then lies in a following year.
pub fn first_of_month(year: i64, month: u8) -> i64 {
    let month = i64::from(month) - 1;
    let year = year + month / 12;
    day(year, (month % 12) as u8 + 1, 1)
}

/// Days from 1 January 1970 to this date.
pub fn day(year: i64, month: u8, day: u8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day counted from 1970.
pub fn date_of_day(day: i64) -> (i64, u8, u8) {
    let day = day + 719_468;
    let era = day.div_euclid(ERA);
    let of_era = day.rem_euclid(ERA);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month as u8, (of_year - (153 * shifted + 2) / 5 + 1) as u8)
}

/// 1 (Monday) to 7 (Sunday).
pub fn weekday(day: i64) -> u8 {
    ((day + 3).rem_euclid(7) + 1) as u8
}

/// The Monday of an ISO week: week 1 holds 4 January.
pub fn monday_of_week(year: i64, week: u8) -> i64 {
    let fourth = day(year, 1, 4);
    fourth - i64::from(weekday(fourth) - 1) + 7 * (i64::from(week) - 1)
}

/// 52 or 53.
pub fn weeks_in(year: i64) -> u8 {
    ((monday_of_week(year + 1, 1) - monday_of_week(year, 1)) / 7) as u8
}

/// 28 to 31; of an unknown year, February has 29.
pub fn days_in(year: Option<i64>, month: u8) -> u8 {
    let year = year.unwrap_or(2000);
    (first_of_month(year, month + 1) - first_of_month(year, month)) as u8
}
