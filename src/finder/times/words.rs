//! The words that times are told in: weekdays, months, units, numbers, and
//! the small words beside them.
//!
//! One look-up a token, in a table by the numbers of [`hash`](super::super::hash).
//! Everything else is [`Word::Unknown`] and costs nothing more.

use std::sync::LazyLock;

use super::super::hash::{self, Map};
use super::super::segmented::Segmented;

/// The longest word of the table, in bytes.
const LONGEST: usize = 16;

/// A unit of the calendar or the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The letters of a TIMEX3 duration, with the `T` that parts hours from days.
    pub(super) const fn code(self) -> (&'static str, &'static str) {
        match self {
            Unit::Second => ("T", "S"),
            Unit::Minute => ("T", "M"),
            Unit::Hour => ("T", "H"),
            Unit::Day => ("", "D"),
            Unit::Weekend => ("", "WE"),
            Unit::Week => ("", "W"),
            Unit::Month => ("", "M"),
            Unit::Quarter => ("", "Q"),
            Unit::Year => ("", "Y"),
            Unit::Decade => ("", "DE"),
            Unit::Century => ("", "CE"),
        }
    }
}

/// What a token is to the grammar of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Nothing.
    Unknown,
    /// A month's name with a capital, from 1 to 12.
    Month(u8),
    /// The same, where it is a common word too: May, March, Mar.
    DoubtfulMonth(u8),
    /// A month's name in a language other than English.
    ForeignMonth(u8),
    /// A day of the week, from 1 (Monday) to 7.
    Weekday(u8),
    /// The same, short: `Mon`, `Sat.`
    ShortWeekday(u8),
    /// `Mondays`
    Weekdays(u8),
    /// `Q3`
    QuarterName(u8),
    /// `H1`, a half of a year.
    HalfName(u8),
    /// `FY2017`, `FY17`
    FiscalYear(u16),
    /// A word that only begins the name of a day: `Columbus Day`.
    Feast,
    /// One of a unit.
    Unit(Unit),
    /// Several of a unit.
    Units(Unit),
    /// A number in words or with points, or of a length that is no year's.
    Number(u32),
    /// A number of four digits or fewer, and how many.
    Digits(u16, u8),
    /// A number with a decimal point, read from the text.
    Decimal,
    /// `first`, `21st`.
    Ordinal(u16),
    /// TIMEX3's letters of a part of the day.
    Part(&'static str),
    /// TIMEX3's letters of a season.
    Season(&'static str),
    /// `1990s`, `'90s`, `nineties`: the first year, and how many digits it was
    /// written with.
    Decade(u16, u8),
    /// `10:30`, `3pm`, `7.45am`: hour and minute; whether a half of the day is
    /// named.
    Clock(u8, u8, bool),
    /// `09:50:45`: hour, minute and second.
    Seconds(u8, u8, u8),
    /// A date in one token, such as `24.08.2016`.
    Date(u16, u8, u8),
    /// `a.m.` or `p.m.`: the hours that it adds.
    Half(u8),
    /// `UTC`, `EDT`; whether it is Greenwich's.
    Zone(bool),
    /// Any other word that the grammar knows, in lower case.
    Plain(&'static str),
}

/// The word that a token is.
pub(super) fn word(segmented: &Segmented<'_>, token: usize) -> Word {
    let form = segmented.word(token);
    let Some(&first) = form.as_bytes().first() else { return Word::Unknown };
    if form.len() > LONGEST {
        return Word::Unknown;
    }
    if first.is_ascii_digit() {
        return numeric(form);
    }
    let mut lower = [0; LONGEST];
    let number = if form.is_ascii() {
        let lower = &mut lower[..form.len()];
        lower.copy_from_slice(form.as_bytes());
        lower.make_ascii_lowercase();
        hash::word(lower)
    } else {
        hash::word(form.to_lowercase().as_bytes())
    };
    let capital = form.starts_with(char::is_uppercase);
    match TABLE.get(&number).copied().unwrap_or(Word::Unknown) {
        Word::DoubtfulMonth(_) | Word::ShortWeekday(_) if !capital => Word::Unknown,
        Word::Zone(_) | Word::QuarterName(_) | Word::HalfName(_) | Word::Weekdays(_)
            if !capital =>
        {
            Word::Unknown
        }
        Word::Feast if !(capital && before_day(segmented, token)) => Word::Unknown,
        Word::Unknown if form.starts_with("FY") => fiscal_year(&form[2..]),
        word => word,
    }
}

/// Whether "Day" is the next word, or the one behind a possessive.
fn before_day(segmented: &Segmented<'_>, token: usize) -> bool {
    let form = |at: usize| (at < segmented.tokens.len()).then(|| segmented.word(at));
    let next = token + 1 + usize::from(matches!(form(token + 1), Some("'s" | "’s" | "'" | "’")));
    matches!(form(next), Some("Day" | "Thursday"))
}

/// What stands behind `FY`.
fn fiscal_year(digits: &str) -> Word {
    match (digits.len(), digits.parse::<u16>()) {
        (4, Ok(year @ 1900..2100)) => Word::FiscalYear(year),
        (2, Ok(year @ 0..50)) => Word::FiscalYear(2000 + year),
        (2, Ok(year @ 50..100)) => Word::FiscalYear(1900 + year),
        _ => Word::Unknown,
    }
}

/// A token that begins with a digit.
fn numeric(form: &str) -> Word {
    let digits = form.bytes().take_while(u8::is_ascii_digit).count();
    let (head, tail) = form.split_at(digits);
    let Ok(value) = head.parse::<u32>() else { return Word::Unknown };
    let tail = tail.to_lowercase();
    if tail.is_empty() {
        return match u16::try_from(value) {
            Ok(value) if digits <= 4 => Word::Digits(value, digits as u8),
            _ => Word::Number(value),
        };
    }
    if tail == "s" && value % 10 == 0 {
        return match digits {
            4 if (1000..2100).contains(&value) => Word::Decade(value as u16, 4),
            2 => Word::Decade(1900 + value as u16, 2),
            _ => Word::Unknown,
        };
    }
    if matches!(tail.as_str(), "st" | "nd" | "rd" | "th" | "er" | "º") && digits <= 2 {
        return Word::Ordinal(value as u16);
    }
    if let Some(thousands) = tail.strip_prefix(',')
        && thousands.len() == 3
        && let Ok(rest) = thousands.parse::<u32>()
        && digits <= 3
    {
        return Word::Number(value * 1000 + rest);
    }
    if tail.len() > 1
        && tail.starts_with('.')
        && tail[1..].bytes().all(|byte| byte.is_ascii_digit())
    {
        return Word::Decimal;
    }
    date(form).or_else(|| clock(form)).or_else(|| seconds(form)).unwrap_or(Word::Unknown)
}

/// `09:50:45`, `2:14:04`
fn seconds(form: &str) -> Option<Word> {
    let mut parts = form.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || hour.len() > 2 || minute.len() != 2 || second.len() != 2 {
        return None;
    }
    let (hour, minute, second) = (hour.parse().ok()?, minute.parse().ok()?, second.parse().ok()?);
    (hour < 24 && minute < 60 && second < 60).then_some(Word::Seconds(hour, minute, second))
}

/// `24.08.2016`
fn date(form: &str) -> Option<Word> {
    let mut parts = form.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    let well = (1..=31).contains(&day) && (1..=12).contains(&month) && (1000..2200).contains(&year);
    well.then_some(Word::Date(year, month, day))
}

/// `10:30`, `10.30am`, `3pm`
fn clock(form: &str) -> Option<Word> {
    let lower = form.to_ascii_lowercase();
    let bare = lower.trim_end_matches('.');
    let (bare, half) = ["am", "pm", "a.m", "p.m", "AM", "PM"]
        .iter()
        .find_map(|half| Some((bare.strip_suffix(half)?, Some(half.starts_with('p')))))
        .unwrap_or((bare, None));
    let mut parts = bare.split(|c| c == ':' || (c == '.' && half.is_some()));
    let hour: u8 = parts.next()?.parse().ok()?;
    let minute: u8 = match parts.next() {
        Some(minute) if minute.len() == 2 => minute.parse().ok()?,
        Some(_) => return None,
        None if half.is_some() => 0,
        None => return None,
    };
    if parts.next().is_some() || minute > 59 {
        return None;
    }
    match half {
        Some(_) if hour == 0 || hour > 12 => None,
        Some(afternoon) => {
            Some(Word::Clock(hour % 12 + if afternoon { 12 } else { 0 }, minute, true))
        }
        None => (hour < 24).then_some(Word::Clock(hour, minute, false)),
    }
}

static TABLE: LazyLock<Map<u64, Word>> = LazyLock::new(|| {
    let mut table = Map::default();
    let mut put = |form: &str, word: Word| {
        table.entry(hash::word(form.as_bytes())).or_insert(word);
    };
    for (index, forms) in MONTHS.iter().enumerate() {
        let month = index as u8 + 1;
        let [long, short, foreign] = *forms;
        for form in long.split_whitespace().chain(short.split_whitespace()) {
            let doubtful =
                matches!(form, "march" | "may" | "mar" | "jan" | "dec" | "jun" | "apr" | "sep");
            put(form, if doubtful { Word::DoubtfulMonth(month) } else { Word::Month(month) });
        }
        for form in foreign.split_whitespace() {
            put(form, Word::ForeignMonth(month));
        }
    }
    for (index, (long, short)) in WEEKDAYS.iter().enumerate() {
        let day = index as u8 + 1;
        put(long, Word::Weekday(day));
        put(&format!("{long}s"), Word::Weekdays(day));
        for form in short.split_whitespace() {
            put(form, Word::ShortWeekday(day));
        }
    }
    for (one, many, unit) in UNITS {
        put(one, Word::Unit(*unit));
        put(many, Word::Units(*unit));
    }
    for (index, form) in ["q1", "q2", "q3", "q4"].iter().enumerate() {
        put(form, Word::QuarterName(index as u8 + 1));
    }
    for (index, form) in ["h1", "h2"].iter().enumerate() {
        put(form, Word::HalfName(index as u8 + 1));
    }
    for form in FEASTS.split_whitespace() {
        put(form, Word::Feast);
    }
    for (forms, code) in PARTS {
        for form in forms.split_whitespace() {
            put(form, Word::Part(code));
        }
    }
    for (form, code) in
        [("spring", "SP"), ("summer", "SU"), ("autumn", "FA"), ("fall", "FA"), ("winter", "WI")]
    {
        put(form, Word::Season(code));
    }
    for (value, form) in NUMBERS.split_whitespace().enumerate() {
        put(form, Word::Number(value as u32 + 1));
    }
    for (form, value) in [
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
    ] {
        put(form, Word::Number(value));
    }
    for (value, form) in ORDINALS.split_whitespace().enumerate() {
        put(form, Word::Ordinal(value as u16 + 1));
    }
    for (tens, form) in [
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ]
    .iter()
    .enumerate()
    {
        put(form, Word::Decade(1920 + 10 * tens as u16, 0));
    }
    for form in ["am", "a.m.", "a.m"] {
        put(form, Word::Half(0));
    }
    for form in ["pm", "p.m.", "p.m"] {
        put(form, Word::Half(12));
    }
    for form in ZONES.split_whitespace() {
        put(form, Word::Zone(matches!(form, "utc" | "gmt")));
    }
    for form in PLAIN.split_whitespace() {
        put(form, Word::Plain(form));
    }
    table
});

/// Each month: in English, in short, and in French, Spanish, German, Italian,
/// Portuguese and Dutch.
#[rustfmt::skip]
const MONTHS: [[&str; 3]; 12] = [
    ["january", "jan jan.", "janvier januar enero gennaio janeiro januari jänner"],
    ["february", "feb feb.", "février februar febrero febbraio fevereiro februari"],
    ["march", "mar mar.", "mars märz marzo março maart"],
    ["april", "apr apr.", "avril abril aprile"],
    ["may", "", "mai mayo maggio maio mei"],
    ["june", "jun jun.", "juin juni junio giugno junho"],
    ["july", "jul jul.", "juillet juli julio luglio julho"],
    ["august", "aug aug.", "août agosto augustus"],
    ["september", "sept sept. sep sep.", "septembre septiembre settembre setembro"],
    ["october", "oct oct.", "octobre oktober octubre ottobre outubro"],
    ["november", "nov nov.", "novembre noviembre novembro"],
    ["december", "dec dec.", "décembre dezember diciembre dicembre dezembro"],
];

const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "mon"),
    ("tuesday", "tue tues"),
    ("wednesday", "wed"),
    ("thursday", "thu thur thurs"),
    ("friday", "fri"),
    ("saturday", "sat"),
    ("sunday", "sun"),
];

const UNITS: &[(&str, &str, Unit)] = &[
    ("second", "seconds", Unit::Second),
    ("minute", "minutes", Unit::Minute),
    ("hour", "hours", Unit::Hour),
    ("day", "days", Unit::Day),
    ("weekend", "weekends", Unit::Weekend),
    ("week", "weeks", Unit::Week),
    ("month", "months", Unit::Month),
    ("quarter", "quarters", Unit::Quarter),
    ("year", "years", Unit::Year),
    ("decade", "decades", Unit::Decade),
    ("century", "centuries", Unit::Century),
];

const PARTS: &[(&str, &str)] =
    &[("morning", "MO"), ("afternoon", "AF"), ("evening", "EV"), ("night", "NI")];

const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen \
    fourteen fifteen sixteen seventeen eighteen nineteen twenty";

/// Words that begin the name of a day and mean no time elsewhere.
const FEASTS: &str = "columbus election presidents mother father canada australia bastille \
    armistice remembrance maundy patrick";

/// `second` is a unit too, and told apart by what stands before it.
const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh \
    twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";

const ZONES: &str = "utc gmt bst cet cest eet eest msk ist jst kst hkt aest aedt est edt cst cdt \
    mst mdt pst pdt et";

/// The other words of the grammar.
const PLAIN: &str = "the a an this that these those last next past previous coming following \
    current same earlier later early late mid ago before after back from now hence today \
    yesterday tomorrow tonight overnight noon midday midnight of in on at to and or till until \
    since by during between through throughout for within than more less nearly almost about \
    around least up over some few several many couple dozen dozens hundred hundreds thousand \
    thousands half every each other per once twice times daily weekly monthly yearly annually \
    quarterly nightly hourly biweekly fiscal period recent recently currently presently \
    previously formerly soon shortly future present near moment time right beginning start end \
    middle rest latest full final o'clock o’clock local standard daylight eastern western central \
    pacific mountain \
    christmas eve thanksgiving easter halloween new valentine independence labor labour \
    memorial veterans boxing good black super ash palm ramadan de der den von long old aged age \
    ended ending already yet then as too how olds fortnight weekdays fy any no 's ’s - – — , . ( ) / \" “ ” \
    ' ’ $ £ € # % : will would shall 'll ’ll number";
