//! Lengths of time, recurrences, and the words for past, present and future:
//! what stands on no axis.

use super::grammar::Grammar;
use super::phrase::Phrase;
use super::words::{Unit, Word};

/// Words of amounts, behind which "a year" is a rate.
const COUNTS: &[&str] =
    &["million", "billion", "percent", "dollars", "pounds", "barrels", "tons", "people"];

/// Verbs of which a length of time is the object.
const TAKING: &[&str] =
    &["take", "takes", "took", "taken", "last", "lasted", "spend", "spent", "spending", "waited"];

/// Words that stand behind a finished noun phrase.
const BEHIND: &[&str] = &[
    "is", "was", "it", "he", "she", "they", "we", "I", "has", "have", "with", "as", "who", "if",
    "when",
];

impl Grammar<'_> {
    /// A number of units: how many (`None` for "some"), which, and its end.
    pub(super) fn length(&self, at: usize) -> Option<(Option<i64>, Unit, usize)> {
        if self.is(at, &["a"]) && self.is(at + 1, &["fortnight"]) {
            return Some((Some(2), Unit::Week, at + 2));
        }
        let (count, next) = self.count(at)?;
        let next = self.skip(next, &["more"]);
        match (self.word(next), count) {
            (Word::Unit(unit), Some(1)) | (Word::Units(unit), _) => Some((count, unit, next + 1)),
            _ => None,
        }
    }

    /// A number in words or figures; `None` inside is one that is not told.
    fn count(&self, at: usize) -> Option<(Option<i64>, usize)> {
        match self.word(at) {
            Word::Plain("a" | "an") => match self.word(at + 1) {
                Word::Plain("few" | "dozen") => Some((None, at + 2)),
                Word::Plain("couple") => Some((Some(2), self.skip(at + 2, &["of"]))),
                Word::Plain("hundred") => Some((Some(100), at + 2)),
                Word::Plain("thousand") => Some((Some(1000), at + 2)),
                _ => Some((Some(1), at + 1)),
            },
            Word::Plain("few" | "several" | "some" | "many") => Some((None, at + 1)),
            Word::Plain("couple") if self.is(at + 1, &["of"]) => Some((Some(2), at + 2)),
            Word::Plain("half") if self.is(at + 1, &["a", "an"]) => None,
            Word::Units(_) => Some((None, at)),
            Word::Digits(count, _) => {
                // "2016 weeks" is none.
                Some((Some(i64::from(count)), self.skip(at + 1, &["+"])))
            }
            Word::Decimal => Some((None, at + 1)),
            Word::Number(count) => {
                let mut count = i64::from(count);
                let mut next = at + 1;
                if (20..=90).contains(&count) && count % 10 == 0 {
                    let joint = self.skip(next, &["-"]);
                    if let Word::Number(ones @ 1..=9) = self.word(joint) {
                        (count, next) = (count + i64::from(ones), joint + 1);
                    }
                }
                if self.is(next, &["hundred"]) {
                    (count, next) = (count * 100, next + 1);
                } else if self.is(next, &["thousand"]) {
                    (count, next) = (count * 1000, next + 1);
                }
                Some((Some(count), next))
            }
            _ => None,
        }
    }

    /// "three days", "the past two years", "five-year", "several months".
    pub(super) fn duration(&self, at: usize) -> Option<Phrase> {
        let hedge = self.skip(at, &["nearly", "almost"]);
        let the = self.skip(hedge, &["the"]);
        let side = self.skip(
            the,
            &[
                "last",
                "past",
                "next",
                "first",
                "coming",
                "recent",
                "latest",
                "previous",
                "final",
                "following",
            ],
        );
        let side =
            if side == the && matches!(self.word(the), Word::Ordinal(1)) { the + 1 } else { side };
        let sided = side > the;
        // "the past year" is a length, "last year" is not.
        if sided
            && let Word::Unit(unit) = self.word(side)
            && (self.is(the, &["past"]) && (the > hedge || unit > Unit::Day)
                || (the > hedge && self.is(the, &["last", "next"]) && unit >= Unit::Decade))
        {
            return Some(Phrase::duration(side + 1, value("1", unit)));
        }
        if self.is(the, &["recent", "previous", "coming"])
            && let Word::Units(unit) = self.word(side)
        {
            let form = self.segmented.word(the);
            // "recent weeks" are a length to most readers, "recent years" are not.
            if form.eq_ignore_ascii_case("recent") && (Unit::Day..Unit::Year).contains(&unit) {
                return Some(Phrase::duration(side + 1, value("X", unit)));
            }
            let recent = match form {
                "coming" => "FUTURE_REF",
                _ => "PAST_REF",
            };
            return (unit >= Unit::Day).then(|| Phrase::reference(side + 1, recent));
        }
        if let Some(half) = self.half(at) {
            return Some(half);
        }
        if let Word::Seconds(hours, minutes, seconds) = self.word(at) {
            let value = format!("PT{hours}H{minutes}M{seconds}S");
            return (!self.after(at, &["at"])).then(|| Phrase::duration(at + 1, value));
        }
        if self.is(side, &["a"]) && self.is(side + 1, &["fortnight"]) && self.lasting(at, side + 2)
        {
            return Some(Phrase::duration(side + 2, value("2", Unit::Week)));
        }
        let (count, next) = self.span_of_counts(side).or_else(|| self.count(side))?;
        let fraction = self.fraction(side);
        // "five-year", "two-day-long"
        let joined = self.is(next, &["-"]) && self.glued(next) && self.glued(next + 1);
        let unit_at = next + usize::from(joined);
        let unit_at = self.skip(unit_at, &["more", "full"]);
        let (unit, plural) = match self.word(unit_at) {
            Word::Unit(unit) => (unit, false),
            Word::Units(unit) => (unit, true),
            _ => return None,
        };
        let mut end = unit_at + 1;
        let article = self.is(side, &["a", "an"]) && next == side + 1;
        let bare = next == side;
        // "a few days later" is told from another time, and that one unknown.
        if self.is_age(end)
            || self.is(end, &["later", "earlier"])
            || self.after(at, &["aged", "age"])
            || self.is(side, &["many"]) && self.after(at, &["as"])
        {
            return None;
        }
        if !plural && !joined {
            // "a day" is rarely a length; "one second" is one.
            if count != Some(1) && !matches!(self.word(side), Word::Number(_) | Word::Digits(..)) {
                return None;
            }
            let half = self.is(end, &["and"]) && self.is(end + 2, &["half"]);
            let hedged = hedge > at && !self.is(end, &["-"]);
            if article && !half && !hedged && !self.lasting(at, end) {
                return None;
            }
            if unit == Unit::Second && article || unit == Unit::Quarter {
                return None;
            }
            // "the 2018 day trip"; "one day" he will come.
            if matches!(self.word(side), Word::Digits(1900..2100, 4))
                || unit == Unit::Day
                    && matches!(self.word(side), Word::Number(1))
                    && self.capital(side)
            {
                return None;
            }
        }
        if bare && (!self.vague(at, unit, end) || unit == Unit::Second || sided) {
            return None;
        }
        if the > hedge && !sided && (bare || !plural) {
            return None;
        }
        if self.is(side, &["some"]) && (unit == Unit::Quarter || !plural) {
            return None;
        }
        let mut number = match (count, fraction) {
            (_, Some(fraction)) => fraction,
            (Some(count), None) => count.to_string(),
            (None, None) => "X".into(),
        };
        // "two and a half years", "an hour and a half".
        if self.is(end, &["and"]) && self.is(end + 1, &["a"]) && self.is(end + 2, &["half"]) {
            number.push_str(".5");
            end += 3;
            if unit == Unit::Hour {
                let hours = count.unwrap_or(1);
                return Some(Phrase::duration(end, format!("PT{hours}H30M")));
            }
        }
        let mut notation = value(&number, unit);
        // "3 hours 12 minutes and 5.4 seconds"
        let mut last = unit;
        let counted = number != "X" && !joined;
        let part = |end, last| {
            let and = self.skip(self.skip(end, &[","]), &["and"]);
            let found = self.length(and).filter(|found| counted && found.1 < last);
            found.map(|(count, unit, end)| (and, count, unit, end))
        };
        while let Some((and, count, smaller, after)) = part(end, last) {
            let Some(count) = self.fraction(and).or(count.map(|count| count.to_string())) else {
                break;
            };
            let sign = if last >= Unit::Day { smaller.code().0 } else { "" };
            notation = format!("{notation}{sign}{count}{}", smaller.code().1);
            (last, end) = (smaller, after);
        }
        if self.is(end, &["-"]) && self.is(end + 1, &["long"]) {
            end += 2;
        }
        if sided {
            end = self.or_so(end);
        }
        (!self.is_age(end)).then(|| Phrase::duration(end, notation))
    }

    /// Past "or so".
    pub(super) fn or_so(&self, at: usize) -> usize {
        let so = at + 1 < self.end && self.segmented.word(at + 1) == "so";
        if so && self.is(at, &["or"]) { at + 2 } else { at }
    }

    /// "three to four", "10 or 15": a number that is not told.
    fn span_of_counts(&self, at: usize) -> Option<(Option<i64>, usize)> {
        let number = |at: usize| matches!(self.word(at), Word::Number(_) | Word::Digits(_, 1 | 2));
        if !number(at) || self.after(at, &["from", "-", "/"]) {
            return None;
        }
        let (first, next) = self.count(at)?;
        if !self.is(next, &["to", "or"]) || !number(next + 1) {
            return None;
        }
        let (second, end) = self.count(next + 1)?;
        (first < second && matches!(self.word(end), Word::Units(_))).then_some((None, end))
    }

    /// "half an hour", "half a year".
    fn half(&self, at: usize) -> Option<Phrase> {
        if !(self.is(at, &["half"]) && self.is(at + 1, &["a", "an"])) {
            return None;
        }
        let value = match self.word(at + 2) {
            Word::Unit(Unit::Hour) => "PT30M",
            Word::Unit(Unit::Day) => "PT12H",
            Word::Unit(Unit::Year) => "P6M",
            Word::Unit(Unit::Decade) => "P5Y",
            Word::Unit(Unit::Century) => "P50Y",
            _ => return None,
        };
        Some(Phrase::duration(at + 3, value.into()))
    }

    /// `2.5` in "2.5 years".
    fn fraction(&self, at: usize) -> Option<String> {
        (self.word(at) == Word::Decimal).then(|| self.segmented.word(at).to_owned())
    }

    /// "old", "-old", "of age" behind a number of years.
    fn is_age(&self, at: usize) -> bool {
        self.is(at, &["old", "olds"])
            || (self.is(at, &["-"]) && self.is(at + 1, &["old"]))
            || (self.is(at, &["of"]) && self.is(at + 1, &["age"]))
    }

    /// Whether "a year" is a length here, not a rate: "for a year".
    fn lasting(&self, at: usize, end: usize) -> bool {
        self.after(
            at,
            &[
                "for", "in", "within", "about", "than", "least", "over", "after", "almost",
                "nearly", "half", "around", "once", "of",
            ],
        ) && !self.is(end, &["of", "when", "-"])
    }

    /// Whether units without a number are a length here: "for years".
    fn vague(&self, at: usize, unit: Unit, end: usize) -> bool {
        let later = self.is(end, &["ago", "later", "earlier"]);
        unit >= Unit::Minute
            && (later
                || self.after(at, &["for", "in", "within", "of", "over", "after", "than"])
                || at > self.start && TAKING.contains(&self.segmented.word(at - 1)))
            && !self.is(end, &["of", "-"])
    }

    /// "every year", "daily", "twice a week", "$5 a year".
    pub(super) fn set(&self, at: usize) -> Option<Phrase> {
        match self.word(at) {
            Word::Plain("every" | "each") => {
                let other = self.skip(at + 1, &["other"]);
                match self.word(other) {
                    Word::Unit(Unit::Second) if !self.is(other + 1, &["."]) => None,
                    Word::Unit(unit) => {
                        let times = if other > at + 1 { "2" } else { "1" };
                        Some(Phrase::set(other + 1, value(times, unit)))
                    }
                    Word::Weekday(day) => Some(Phrase::set(other + 1, format!("XXXX-WXX-{day}"))),
                    Word::Part("NI") => Some(Phrase::set(other + 1, "P1D".into())),
                    Word::Part(code) => Some(Phrase::set(other + 1, format!("XXXX-XX-XXT{code}"))),
                    Word::Season(code) => Some(Phrase::set(other + 1, format!("XXXX-{code}"))),
                    Word::Month(month) | Word::DoubtfulMonth(month) => {
                        Some(Phrase::set(other + 1, format!("XXXX-{month:02}")))
                    }
                    _ => {
                        let (count, unit, end) = self.length(at + 1)?;
                        Some(Phrase::set(end, value(&count?.to_string(), unit)))
                    }
                }
            }
            Word::Plain(
                word @ ("daily" | "weekly" | "monthly" | "yearly" | "annually" | "quarterly"
                | "nightly" | "hourly"),
            ) => {
                let unit = match word {
                    "daily" | "nightly" => Unit::Day,
                    "weekly" => Unit::Week,
                    "monthly" => Unit::Month,
                    "quarterly" => Unit::Quarter,
                    "hourly" => Unit::Hour,
                    _ => Unit::Year,
                };
                // The Daily Mail.
                (!self.capital(at) || at == self.start)
                    .then(|| Phrase::set(at + 1, value("1", unit)))
            }
            // "on Mondays"; the Happy Mondays play music.
            Word::Weekdays(day)
                if !(self.in_name(at) || self.is(at + 1, &["for"]) && self.capital(at + 2)) =>
            {
                Some(Phrase::set(at + 1, format!("XXXX-WXX-{day}")))
            }
            Word::Plain("weekdays") => Some(Phrase::set(at + 1, value("1", Unit::Day))),
            Word::Plain("once" | "twice") if self.is(at + 1, &["a", "per", "every"]) => {
                match self.word(at + 2) {
                    Word::Unit(unit) => Some(Phrase::set(at + 3, value("1", unit))),
                    _ => None,
                }
            }
            Word::Plain("per" | "a") => match self.word(at + 1) {
                Word::Unit(unit)
                    if unit >= Unit::Day && (self.is(at, &["per"]) || self.rated(at)) =>
                {
                    Some(Phrase::set(at + 2, value("1", unit)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether "a year" here follows what is counted: "$5 million a year".
    fn rated(&self, at: usize) -> bool {
        self.after(at, &["times", "hours", "thousand", "%"])
            || matches!(self.before(at), Word::Digits(..) | Word::Number(_) | Word::Units(_))
            || (at > self.start && COUNTS.contains(&self.segmented.word(at - 1)))
    }

    /// "now", "recently", "in the future".
    pub(super) fn reference(&self, at: usize) -> Option<Phrase> {
        const PRESENT: &str = "PRESENT_REF";
        const PAST: &str = "PAST_REF";
        const FUTURE: &str = "FUTURE_REF";
        let Word::Plain(word) = self.word(at) else { return None };
        let found = |end, value| Some(Phrase::reference(end, value));
        match word {
            // "now-former", "until now" all the same.
            "now" if !(self.is(at + 1, &["-"]) && self.glued(at + 1)) => found(at + 1, PRESENT),
            "currently" | "presently" => found(at + 1, PRESENT),
            "right" if self.is(at + 1, &["now"]) => found(at + 2, PRESENT),
            "these" if self.word(at + 1) == Word::Units(Unit::Day) => found(at + 2, PRESENT),
            "recently" => found(at + 1, PAST),
            "soon"
                if !self.is(at + 1, &["as", "after", "-"])
                    && !self.after(at, &["as", "too", "-", "how"]) =>
            {
                found(at + 1, FUTURE)
            }
            "the"
                if self.is(at + 1, &["future"])
                    && self.after(at, &["in", "for", "into", "about", "on", "of"])
                    && self.closes(at + 2) =>
            {
                found(at + 2, FUTURE)
            }
            "the" if self.is(at + 1, &["near"]) && self.is(at + 2, &["future"]) => {
                found(at + 3, FUTURE)
            }
            "the"
                if self.after(at, &["in", "over", "for"])
                    && at + 2 < self.end
                    && matches!(self.segmented.word(at + 1), "near" | "short")
                    && self.segmented.word(at + 2) == "term" =>
            {
                found(at + 3, FUTURE)
            }
            "near" if self.is(at + 1, &["future"]) && !self.after(at, &["the"]) => {
                found(at + 2, FUTURE)
            }
            "the"
                if self.is(at + 1, &["past"])
                    && self.after(at, &["in", "of", "from"])
                    && self.closes(at + 2) =>
            {
                found(at + 2, PAST)
            }
            "the" if self.is(at + 1, &["moment"]) && self.after(at, &["at"]) => {
                found(at + 2, PRESENT)
            }
            "present" if self.after(at, &["at"]) => found(at + 1, PRESENT),
            _ => None,
        }
    }

    /// Whether a noun phrase ends before this token.
    fn closes(&self, at: usize) -> bool {
        at >= self.end
            || !matches!(
                self.word(at),
                Word::Unknown | Word::Unit(_) | Word::Units(_) | Word::Digits(..) | Word::Number(_)
            )
            || self.segmented.word(at).starts_with(|c: char| !c.is_alphanumeric())
            || self.small(at)
    }

    /// Whether a short word of grammar stands there.
    fn small(&self, at: usize) -> bool {
        BEHIND.contains(&self.segmented.word(at))
    }
}

/// A TIMEX3 duration.
pub(super) fn value(count: &str, unit: Unit) -> String {
    let (time, letters) = unit.code();
    // Ten decades are a hundred years.
    match (unit, count.parse::<u32>()) {
        (Unit::Decade, Ok(count)) => format!("P{}Y", count * 10),
        (Unit::Century, Ok(count)) => format!("P{}Y", count * 100),
        _ => format!("P{time}{count}{letters}"),
    }
}
