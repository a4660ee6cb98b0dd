//! Dates as newspapers write them at the head of a story: `Aug. 20`,
//! `Thursday, January 12, 2006`, `24 août 2013`, `2016年8月24日`, and lines
//! such as `Updated at 10:15 a.m. ET on March 3, 2020`.
//!
//! This is not a finder of times in running text: every word of the phrase
//! must belong to the date, or it is none.

/// The longest phrase, in bytes, that can be a date.
const LONGEST: usize = 120;

/// What a phrase says of its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WrittenDate {
    /// With the century.
    pub year: Option<u16>,
    /// From 1 to 12.
    pub month: Option<u8>,
    /// Of the month, from 1 to 31.
    pub day: Option<u8>,
    /// Whether a day of the week is named.
    pub weekday: bool,
    /// Whether a time of day is given.
    pub clock: bool,
}

impl WrittenDate {
    /// `YYYY-MM-DD`; `None` unless year, month and day are all given.
    pub fn notation(&self) -> Option<String> {
        let (year, month, day) = (self.year?, self.month?, self.day?);
        let longest = match month {
            4 | 6 | 9 | 11 => 30,
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            _ => 31,
        };
        (day <= longest).then(|| format!("{year:04}-{month:02}-{day:02}"))
    }
}

/// Reads a phrase that is a date and nothing else.
pub fn read(phrase: &str) -> Option<WrittenDate> {
    if phrase.len() > LONGEST {
        return None;
    }
    let mut date = WrittenDate::default();
    let words: Vec<String> = phrase
        .split(|c: char| c.is_whitespace() || ",،，()|·•".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    for (at, word) in words.iter().enumerate() {
        let before_half = words.get(at + 1).is_some_and(|next| is_half_day(next));
        take_word(&mut date, word, before_half)?;
    }
    let known = match (date.year, date.month, date.day) {
        (_, Some(_), day) => day.is_some() || date.year.is_some(),
        (_, None, Some(_)) => false,
        (_, None, None) => date.weekday,
    };
    known.then_some(date)
}

fn put<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.is_none().then(|| *slot = Some(value))
}

fn take_word(date: &mut WrittenDate, word: &str, before_half: bool) -> Option<()> {
    if numeric_date(date, word) || ideographic_date(date, word) {
        return Some(());
    }
    let bare = word.trim_end_matches('.');
    if FILLERS.contains(&bare) || ZONES.contains(&bare) || is_half_day(word) {
        return Some(());
    }
    if is_clock(bare) || (before_half && bare.parse::<u8>().is_ok_and(|hour| hour <= 12)) {
        date.clock = true;
        return Some(());
    }
    if let Some(month) = month(bare) {
        return put(&mut date.month, month);
    }
    if WEEKDAYS.contains(&bare) {
        date.weekday = true;
        return Some(());
    }
    let digits = bare.trim_end_matches(|c: char| !c.is_ascii_digit());
    let suffix = &bare[digits.len()..];
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u16 = digits.parse().ok()?;
    match (digits.len(), suffix) {
        (1 | 2, "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "-a")
            if (1..=31).contains(&number) =>
        {
            put(&mut date.day, number as u8)
        }
        (4, "") if (1600..2200).contains(&number) => put(&mut date.year, number),
        _ => None,
    }
}

/// `2016-08-24`, with or without a time after `T`, `2016/08/24`, `24.08.2016`,
/// and `24/08/2016` where the day is above 12: below, nobody can know which is
/// the month.
fn numeric_date(date: &mut WrittenDate, word: &str) -> bool {
    let day_part = word.split('t').next().unwrap_or(word);
    let Some(separator) = day_part.chars().find(|c| !c.is_ascii_digit()) else { return false };
    if !matches!(separator, '-' | '/' | '.') || date.month.is_some() {
        return false;
    }
    let parts: Vec<&str> = day_part.split(separator).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return false };
    let (Ok(a), Ok(b), Ok(c)) = (first.parse::<u16>(), second.parse::<u16>(), third.parse::<u16>())
    else {
        return false;
    };
    let (year, month, day) = match (first.len(), third.len(), separator) {
        (4, _, _) => (a, b, c),
        (_, 4, '.') => (c, b, a),
        (_, 4, _) if a > 12 => (c, b, a),
        (_, 4, '/') if b > 12 => (c, a, b),
        _ => return false,
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1600..2200).contains(&year) {
        return false;
    }
    date.year = Some(year);
    date.month = Some(month as u8);
    date.day = Some(day as u8);
    true
}

/// `2016年8月24日`, `8月24日`, and the Korean `2016년8월24일`.
fn ideographic_date(date: &mut WrittenDate, word: &str) -> bool {
    let mut number: Option<u16> = None;
    let mut found = WrittenDate::default();
    for c in word.chars() {
        match (c, number) {
            ('0'..='9', _) => {
                let digit = c as u16 - '0' as u16;
                number = number.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(digit));
                if number.is_none() {
                    return false;
                }
            }
            ('年' | '년', Some(year)) => (found.year, number) = (Some(year), None),
            ('月' | '월', Some(month @ 1..=12)) => {
                (found.month, number) = (Some(month as u8), None);
            }
            ('日' | '일', Some(day @ 1..=31)) => (found.day, number) = (Some(day as u8), None),
            _ => return false,
        }
    }
    if number.is_some() || found == WrittenDate::default() {
        return false;
    }
    date.year = found.year.or(date.year);
    date.month = found.month.or(date.month);
    date.day = found.day.or(date.day);
    true
}

fn is_half_day(word: &str) -> bool {
    matches!(word, "am" | "pm" | "a.m." | "p.m." | "a.m" | "p.m" | "am." | "pm.")
}

/// `10:15`, `10:15:30`, `10:15am`, `9am`, `10h15`, `10.15am`.
fn is_clock(word: &str) -> bool {
    let bare = word.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('z');
    let marked = bare.len() < word.len() || bare.contains([':', 'h']);
    let mut parts = 0;
    marked
        && bare.trim_end_matches('h').split([':', 'h', '.']).all(|part| {
            parts += 1;
            parts <= 3 && part.parse::<u8>().is_ok_and(|n| n < 60) && part.len() <= 2
        })
}

/// What a line like `Updated: …` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLine {
    /// When it was first published.
    pub published: Option<WrittenDate>,
    /// When it was last changed.
    pub updated: Option<WrittenDate>,
}

/// Reads a line that says when a story was published or changed, in one or
/// several parts: `Published: Aug 24, 2016 | Updated: Aug 25, 2016`.
pub fn time_line(line: &str) -> Option<TimeLine> {
    if line.len() > 2 * LONGEST {
        return None;
    }
    let mut found = TimeLine { published: None, updated: None };
    let mut any = false;
    for part in line.split(['|', '·', '•', ';', '–', '—']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let (changed, rest) = cue(part)?;
        let rest = rest.trim_start_matches([':', '：', ' ', '\u{a0}']).trim_end_matches('.');
        let ago = ["ago", "today", "just now"].iter().any(|word| rest.ends_with(word));
        match read(rest) {
            Some(date) if changed => found.updated = found.updated.or(Some(date)),
            Some(date) => found.published = found.published.or(Some(date)),
            None if ago && rest.len() < 40 => {}
            None => return None,
        }
        any = true;
    }
    any.then_some(found)
}

/// Splits off the words that open a [`time_line`]; whether they tell of a change.
fn cue(part: &str) -> Option<(bool, &str)> {
    let open = |words: &&str| {
        let head = part.get(..words.len())?;
        let rest = &part[words.len()..];
        let apart = !rest.starts_with(char::is_alphabetic);
        (apart && head.to_lowercase() == **words).then_some(rest)
    };
    let changed = CHANGED.iter().find_map(open).map(|rest| (true, rest));
    changed.or_else(|| FIRST.iter().find_map(open).map(|rest| (false, rest)))
}

#[rustfmt::skip]
const CHANGED: &[&str] = &[
    "last updated", "last modified", "updated", "modified", "zuletzt aktualisiert",
    "aktualisiert", "stand", "mis à jour", "modifié", "última actualización", "actualizado",
    "atualizado", "aggiornato", "bijgewerkt", "uppdaterad", "oppdatert", "opdateret", "обновлено",
    "آخر تحديث", "تحديث", "更新",
];

#[rustfmt::skip]
const FIRST: &[&str] = &[
    "first published", "published", "posted", "issued", "erstellt", "veröffentlicht", "publié",
    "publicado", "pubblicato", "gepubliceerd", "publicerad", "publisert", "publiceret",
    "опубликовано", "نشر", "نُشر", "发布", "發布", "公開",
];

#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "at", "on", "of", "the", "um", "am", "den", "der", "uhr", "le", "à", "du", "el", "de", "del",
    "a", "las", "il", "alle", "op", "om", "kl", "hours", "hrs", "h", "local", "time", "la", "год",
    "года", "г", "в",
];

#[rustfmt::skip]
const ZONES: &[&str] = &[
    "et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt", "gmt", "utc",
    "bst", "ist", "cet", "cest", "eet", "eest", "msk", "jst", "kst", "hkt", "sgt", "aest", "aedt",
    "nzst", "nzdt", "mez", "mesz", "мск",
];

#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
    "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "montag", "dienstag", "mittwoch",
    "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "lundi", "mardi", "mercredi",
    "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles", "jueves",
    "viernes", "sábado", "domingo", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì",
    "sabato", "domenica", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira",
    "sexta-feira", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
];

fn month(word: &str) -> Option<u8> {
    MONTHS.iter().position(|names| names.contains(&word)).map(|at| at as u8 + 1)
}

/// English, German, French, Spanish, Italian, Portuguese, Dutch, Russian, Arabic.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro",
        "januari", "января", "янв", "يناير"],
    &["february", "feb", "februar", "février", "fevr", "févr", "febrero", "febbraio",
        "fevereiro", "februari", "февраля", "фев", "فبراير"],
    &["march", "mar", "märz", "mars", "marzo", "março", "maart", "марта", "мар", "مارس"],
    &["april", "apr", "avril", "abril", "aprile", "апреля", "апр", "أبريل"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "мая", "مايو"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "junho", "июня", "июн", "يونيو"],
    &["july", "jul", "juli", "juillet", "julio", "luglio", "julho", "июля", "июл", "يوليو"],
    &["august", "aug", "août", "agosto", "augustus", "августа", "авг", "أغسطس"],
    &["september", "sep", "sept", "septembre", "septiembre", "settembre", "setembro",
        "сентября", "сен", "سبتمبر"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "outubro",
        "октября", "окт", "أكتوبر"],
    &["november", "nov", "novembre", "noviembre", "novembro", "ноября", "ноя", "نوفمبر"],
    &["december", "dec", "dezember", "dez", "décembre", "déc", "diciembre", "dicembre",
        "dezembro", "декабря", "дек", "ديسمبر"],
];
