//! Days that have a name: Christmas, Thanksgiving, Easter.

use jiff::Span;
use jiff::civil::Date;

use super::grammar::Grammar;
use super::phrase::{Meaning, YearOf};
use super::words::Word;

/// How the day of a feast is found in a year.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, which (1 to 4, -1 the last), day of the week from 1 (Monday),
    /// and days after it.
    Nth(i8, i8, i8, i64),
    /// Days after Easter Sunday of the western churches.
    Easter(i64),
}

/// The words of a feast, in lower case, and its day.
const FEASTS: &[(&[&str], Rule)] = &[
    (&["christmas", "eve"], Rule::Fixed(12, 24)),
    (&["christmas", "day"], Rule::Fixed(12, 25)),
    (&["christmas"], Rule::Fixed(12, 25)),
    (&["boxing", "day"], Rule::Fixed(12, 26)),
    (&["new", "year", "'s", "eve"], Rule::Fixed(12, 31)),
    (&["new", "year", "’s", "eve"], Rule::Fixed(12, 31)),
    (&["new", "year", "'s", "day"], Rule::Fixed(1, 1)),
    (&["new", "year", "’s", "day"], Rule::Fixed(1, 1)),
    (&["valentine", "'s", "day"], Rule::Fixed(2, 14)),
    (&["valentine", "’s", "day"], Rule::Fixed(2, 14)),
    (&["independence", "day"], Rule::Fixed(7, 4)),
    (&["fourth", "of", "july"], Rule::Fixed(7, 4)),
    (&["halloween"], Rule::Fixed(10, 31)),
    (&["veterans", "day"], Rule::Fixed(11, 11)),
    (&["memorial", "day"], Rule::Nth(5, -1, 1, 0)),
    (&["labor", "day"], Rule::Nth(9, 1, 1, 0)),
    (&["thanksgiving", "day"], Rule::Nth(11, 4, 4, 0)),
    (&["thanksgiving"], Rule::Nth(11, 4, 4, 0)),
    (&["black", "friday"], Rule::Nth(11, 4, 4, 1)),
    (&["super", "tuesday"], Rule::Nth(3, 1, 2, 0)),
    (&["ash", "wednesday"], Rule::Easter(-46)),
    (&["palm", "sunday"], Rule::Easter(-7)),
    (&["good", "friday"], Rule::Easter(-2)),
    (&["easter", "sunday"], Rule::Easter(0)),
    (&["easter", "monday"], Rule::Easter(1)),
    (&["easter"], Rule::Easter(0)),
    (&["maundy", "thursday"], Rule::Easter(-3)),
    (&["columbus", "day"], Rule::Nth(10, 2, 1, 0)),
    (&["election", "day"], Rule::Nth(11, 1, 1, 1)),
    (&["presidents", "'", "day"], Rule::Nth(2, 3, 1, 0)),
    (&["presidents", "’", "day"], Rule::Nth(2, 3, 1, 0)),
    (&["presidents", "day"], Rule::Nth(2, 3, 1, 0)),
    (&["mother", "'s", "day"], Rule::Nth(5, 2, 7, 0)),
    (&["mother", "’s", "day"], Rule::Nth(5, 2, 7, 0)),
    (&["father", "'s", "day"], Rule::Nth(6, 3, 7, 0)),
    (&["father", "’s", "day"], Rule::Nth(6, 3, 7, 0)),
    (&["canada", "day"], Rule::Fixed(7, 1)),
    (&["australia", "day"], Rule::Fixed(1, 26)),
    (&["bastille", "day"], Rule::Fixed(7, 14)),
    (&["armistice", "day"], Rule::Fixed(11, 11)),
    (&["remembrance", "day"], Rule::Fixed(11, 11)),
    (&["patrick", "'s", "day"], Rule::Fixed(3, 17)),
    (&["patrick", "’s", "day"], Rule::Fixed(3, 17)),
];

/// What agreements and parades are called that bear the name of a day.
const CALLED: &[&str] =
    &["Agreement", "Accord", "Accords", "Parade", "Massacre", "Truce", "Rising", "Riots"];

/// The feast named at a token.
pub(super) fn read(grammar: &Grammar<'_>, at: usize) -> Option<(Meaning, usize)> {
    if !matches!(grammar.word(at), Word::Plain(_) | Word::Ordinal(4) | Word::Feast)
        || !grammar.capital(at)
    {
        return None;
    }
    let fits = |words: &[&str]| {
        words.iter().enumerate().all(|(index, word)| {
            at + index < grammar.end
                && grammar.segmented.word(at + index).eq_ignore_ascii_case(word)
        })
    };
    let (number, words) = FEASTS
        .iter()
        .enumerate()
        .find_map(|(number, (words, _))| fits(words).then_some((number, words)))?;
    let end = at + words.len();
    // "Christmas Island", "Thanksgiving Square"; independence has many days.
    let named = match words.len() {
        1 => grammar.capital(end),
        _ => end < grammar.end && CALLED.contains(&grammar.segmented.word(end)),
    };
    // "Mexican Independence Day", "Johnnie Christmas"
    let own = (words[0] == "independence" || words.len() == 1) && grammar.in_name(at);
    const LEADS: &[&str] = &[
        "at", "before", "after", "since", "until", "by", "around", "over", "during", "last", "next",
    ];
    let alone = words == &["easter"] && !grammar.after(at, LEADS);
    if named || own || alone {
        return None;
    }
    let (year, end) = grammar.said_year(end).unwrap_or((YearOf::Unsaid, end));
    Some((Meaning::Feast(year, number), end))
}

/// Whether a feast is named at a token.
pub(super) fn begins(grammar: &Grammar<'_>, at: usize) -> bool {
    read(grammar, at).is_some()
}

/// The day of a feast in a year.
pub(super) fn day(feast: usize, year: i16) -> Option<Date> {
    let (_, rule) = FEASTS.get(feast)?;
    match *rule {
        Rule::Fixed(month, day) => Date::new(year, month, day).ok(),
        Rule::Nth(month, which, weekday, after) => {
            let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
            let day = Date::new(year, month, 1).ok()?.nth_weekday_of_month(which, weekday).ok()?;
            day.checked_add(Span::new().try_days(after).ok()?).ok()
        }
        Rule::Easter(after) => easter(year)?.checked_add(Span::new().try_days(after).ok()?).ok(),
    }
}

/// Easter Sunday by the anonymous Gregorian computus (Nature, 1876).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}
