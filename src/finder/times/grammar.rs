//! The phrases of time: which run of tokens is one, and what it says.
//!
//! Hand-written descent over [`Word`]s, in the manner of HeidelTime's and
//! SUTime's rules. Every rule is tried where a known word stands, and the
//! longest phrase wins. Extents are TimeML's: with the article and with
//! "early", "late", "nearly", without the preposition.

use std::cell::OnceCell;

use super::super::segmented::Segmented;
use super::feasts;
use super::phrase::{Base, Meaning, Phrase, TimeOfDay};
use super::words::{Unit, Word};

/// The tokens of one sentence as words of the grammar.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a> {
    pub segmented: &'a Segmented<'a>,
    /// The words of the whole text, by token.
    pub words: &'a [Word],
    /// One past the sentence's last token.
    pub end: usize,
    /// Its first.
    pub start: usize,
    /// Whether it tells of what did not happen, once that was asked.
    pub unreal: &'a OnceCell<bool>,
}

impl<'a> Grammar<'a> {
    /// The longest phrase that begins at a token.
    pub(super) fn phrase(&self, at: usize) -> Option<Phrase> {
        let rules: [fn(&Self, usize) -> Option<Phrase>; 8] = [
            Self::clock_and_day,
            Self::day_and_time,
            Self::part_of_day,
            Self::edge,
            Self::relative,
            Self::duration,
            Self::set,
            Self::reference,
        ];
        // "USA Today", "Kamloops This Week".
        let opens = at == self.start + 1 && matches!(self.word(self.start), Word::Plain(_));
        let named = at > self.start && self.capital(at) && self.capital(at - 1) && !opens;
        if named && matches!(self.word(at), Word::Plain(_)) && !feasts::begins(self, at) {
            return None;
        }
        let mut best: Option<Phrase> = None;
        for rule in rules {
            if let Some(found) = rule(self, at)
                && best.as_ref().is_none_or(|best| found.end > best.end)
            {
                best = Some(found);
            }
        }
        best
    }

    /// The word at a token of this sentence.
    pub(super) fn word(&self, at: usize) -> Word {
        if at < self.end { self.words[at] } else { Word::Unknown }
    }

    /// The word before a token of this sentence.
    pub(super) fn before(&self, at: usize) -> Word {
        if at > self.start { self.words[at - 1] } else { Word::Unknown }
    }

    /// Whether one of these words stands there.
    pub(super) fn is(&self, at: usize, forms: &[&str]) -> bool {
        matches!(self.word(at), Word::Plain(form) if forms.contains(&form))
    }

    /// Whether one of these words stands before.
    pub(super) fn after(&self, at: usize, forms: &[&str]) -> bool {
        matches!(self.before(at), Word::Plain(form) if forms.contains(&form))
    }

    /// Past the word, if it is one of these.
    pub(super) fn skip(&self, at: usize, forms: &[&str]) -> usize {
        at + usize::from(self.is(at, forms))
    }

    /// Whether a token begins with a capital.
    pub(super) fn capital(&self, at: usize) -> bool {
        at < self.end && self.segmented.word(at).starts_with(char::is_uppercase)
    }

    /// Whether the word before has a capital and means no time.
    pub(super) fn in_name(&self, at: usize) -> bool {
        at > self.start && self.capital(at - 1) && self.before(at) == Word::Unknown
    }

    /// Whether two tokens touch.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0
            && at < self.end
            && self.segmented.tokens[at - 1].span.end == self.segmented.tokens[at].span.start
    }

    /// A time of the clock, and the day it belongs to: "8 p.m. on Tuesday".
    fn clock_and_day(&self, at: usize) -> Option<Phrase> {
        let (time, end) = self.clock(at)?;
        let mut next = self.skip(end, &[","]);
        next = self.skip(next, &["on", "of"]);
        if next > end || !matches!(self.word(end), Word::Unknown) {
            let day = self.day(next).or_else(|| self.relative_day(next));
            if let Some((meaning, end)) = day {
                let end = match self.word(end) {
                    Word::Part(_) => end + 1,
                    _ => end,
                };
                return Some(Phrase::time(end, meaning, time));
            }
        }
        if self.is(end, &["in"])
            && self.is(end + 1, &["the"])
            && matches!(self.word(end + 2), Word::Part(_))
        {
            return Some(Phrase::time(end + 3, Meaning::Here, time));
        }
        if self.is(end, &["this"]) && matches!(self.word(end + 1), Word::Part(_)) {
            return Some(Phrase::time(end + 2, Meaning::Shift(Base::Now, Unit::Day, 0), time));
        }
        Some(Phrase::time(end, Meaning::Here, time))
    }

    /// A day, with a part or a time of it: "Tuesday night", "today at noon".
    fn day_and_time(&self, at: usize) -> Option<Phrase> {
        let early = self.skip(at, &["early", "late", "earlier", "later", "mid"]);
        let early = if early > at { self.skip(early, &["on", "-"]) } else { early };
        let (meaning, end) = self.date(early).or_else(|| self.relative_day(early))?;
        let day =
            matches!(meaning, Meaning::Day(..) | Meaning::Weekday(..) | Meaning::WeekdayOf(..))
                || matches!(meaning, Meaning::Shift(_, Unit::Day, _));
        if !day {
            return Some(Phrase::date(end, meaning));
        }
        let comma = self.skip(end, &["'s", "’s"]);
        if let Word::Part(code) = self.word(comma) {
            if self.is_show(comma + 1) {
                return None;
            }
            return Some(Phrase::time(comma + 1, meaning, TimeOfDay::Part(code)));
        }
        if let Word::Plain(form @ ("noon" | "midnight" | "midday")) = self.word(end) {
            let hour = if form == "midnight" { 24 } else { 12 };
            return Some(Phrase::time(end + 1, meaning, TimeOfDay::Clock(hour, 0, false)));
        }
        let next = self.skip(self.skip(end, &[","]), &["at"]);
        if let Some((time, end)) = self.clock(next) {
            return Some(Phrase::time(end, meaning, time));
        }
        if early > at
            && matches!(self.word(at), Word::Plain("earlier" | "later"))
            && !self.is(early, &["today"])
        {
            return None;
        }
        Some(Phrase::date(end, meaning))
    }

    /// A day of the calendar or the week.
    fn day(&self, at: usize) -> Option<(Meaning, usize)> {
        self.date(at).filter(|(meaning, _)| {
            matches!(meaning, Meaning::Day(..) | Meaning::Weekday(..) | Meaning::WeekdayOf(..))
        })
    }

    /// Whether a programme or a book is named after the part of a day there.
    fn is_show(&self, at: usize) -> bool {
        const SHOWS: &[&str] =
            &["Lights", "Live", "Football", "Fever", "Raw", "Baseball", "Takeaway", "Massacre"];
        self.capital(at) && SHOWS.contains(&self.segmented.word(at))
    }

    /// "today", "the day before yesterday".
    pub(super) fn relative_day(&self, at: usize) -> Option<(Meaning, usize)> {
        let shift = |days| Meaning::Shift(Base::Now, Unit::Day, days);
        match self.word(at) {
            Word::Plain("today") => Some((shift(0), at + 1)),
            Word::Plain("yesterday") => Some((shift(-1), at + 1)),
            Word::Plain("tomorrow") => Some((shift(1), at + 1)),
            Word::Plain("the") if self.word(at + 1) == Word::Unit(Unit::Day) => {
                match (self.word(at + 2), self.word(at + 3)) {
                    (Word::Plain("before"), Word::Plain("yesterday")) => Some((shift(-2), at + 4)),
                    (Word::Plain("after"), Word::Plain("tomorrow")) => Some((shift(2), at + 4)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// "this morning", "that night", "the night of 25 May", "tonight", "evening".
    fn part_of_day(&self, at: usize) -> Option<Phrase> {
        let today = Meaning::Shift(Base::Now, Unit::Day, 0);
        match self.word(at) {
            Word::Plain("tonight") => {
                return Some(Phrase::time(at + 1, today, TimeOfDay::Part("NI")));
            }
            Word::Plain("overnight") => {
                return Some(Phrase::time(at + 1, Meaning::Here, TimeOfDay::Part("NI")));
            }
            _ => {}
        }
        let start = self.skip(at, &["early", "late", "earlier", "later"]);
        let (meaning, part) = match self.word(start) {
            Word::Plain("this") => (today, start + 1),
            Word::Plain("last") => (Meaning::Shift(Base::Now, Unit::Day, -1), start + 1),
            Word::Plain("that" | "same") => (Meaning::Here, start + 1),
            Word::Plain("the") => match self.word(start + 1) {
                Word::Plain("same") => (Meaning::Here, start + 2),
                Word::Plain("next" | "following") => {
                    (Meaning::Shift(Base::Focus, Unit::Day, 1), start + 2)
                }
                Word::Plain("previous") => (Meaning::Shift(Base::Focus, Unit::Day, -1), start + 2),
                _ => (Meaning::Here, start + 1),
            },
            Word::Part(_) => (Meaning::Here, start),
            _ => return None,
        };
        let Word::Part(code) = self.word(part) else { return None };
        // "last morning" is none, and "this afternoon" needs no more.
        if code != "NI" && self.is(start, &["last"]) {
            return None;
        }
        let next = self.skip(part + 1, &["of", "on"]);
        if next > part + 1
            && let Some((day, end)) = self.day(next).or_else(|| self.relative_day(next))
        {
            return Some(Phrase::time(end, day, TimeOfDay::Part(code)));
        }
        let bare = matches!(self.word(start), Word::Part(_));
        if self.is(start, &["the"]) && part == start + 1 {
            return None;
        }
        let led = self.after(at, &["the"])
            && at >= self.start + 2
            && matches!(
                self.words[at - 2],
                Word::Plain("in" | "during" | "through" | "throughout" | "by")
            );
        // "the morning after", "a morning show", "every night".
        let vague = self.is(part + 1, &["of", "after", "before", "-"])
            || (bare && (self.capital(part) || !(led || (start > at && code != "NI"))));
        (!vague).then(|| Phrase::time(part + 1, meaning, TimeOfDay::Part(code)))
    }

    /// A time of the clock; its zone belongs to it.
    fn clock(&self, at: usize) -> Option<(TimeOfDay, usize)> {
        if let Word::Seconds(hour, minute, second) = self.word(at) {
            let (greenwich, end) = self.zone(at + 1);
            let time = TimeOfDay::Second(hour, minute, second, greenwich);
            return (end > at + 1 || self.after(at, &["at"])).then_some((time, end));
        }
        let (hour, minute, end) = match self.word(at) {
            Word::Clock(hour, minute, true) => (hour, minute, at + 1),
            Word::Clock(hour, minute, false) => match self.word(at + 1) {
                Word::Half(_) if hour == 0 || hour > 12 => (hour, minute, at + 2),
                Word::Half(add) => (hour % 12 + add, minute, at + 2),
                // A score, a ratio, a chapter.
                _ if self.after(at, &["/", "-", "–"]) => return None,
                _ => (hour, minute, at + 1),
            },
            Word::Digits(hour @ 1..=12, 1 | 2) => match self.word(at + 1) {
                // "am" is a verb too.
                Word::Half(_)
                    if self.segmented.word(at + 1) == "am" && self.is(at + 2, &["a", "the"]) =>
                {
                    return None;
                }
                Word::Half(add) => ((hour % 12) as u8 + add, 0, at + 2),
                Word::Plain("o'clock" | "o’clock") => (hour as u8, 0, at + 2),
                _ => return None,
            },
            // 1620 UTC
            Word::Digits(time, 4) if time % 100 < 60 && time < 2400 => match self.word(at + 1) {
                Word::Zone(true) => ((time / 100) as u8, (time % 100) as u8, at + 1),
                Word::Weekday(_) if self.is_zone_behind(at + 1) => {
                    ((time / 100) as u8, (time % 100) as u8, at + 1)
                }
                Word::Plain("local") => ((time / 100) as u8, (time % 100) as u8, at + 1),
                _ => return None,
            },
            Word::Plain("noon" | "midday") => (12, 0, at + 1),
            Word::Plain("midnight") => (24, 0, at + 1),
            _ => return None,
        };
        let (greenwich, end) = self.zone(end);
        Some((TimeOfDay::Clock(hour, minute, greenwich), end))
    }

    /// "0300 Monday night, UTC"
    fn is_zone_behind(&self, at: usize) -> bool {
        (at + 1..at + 4).any(|next| self.word(next) == Word::Zone(true))
    }

    /// "local time", "EDT", "Eastern time": whether it is Greenwich's, and its end.
    fn zone(&self, at: usize) -> (bool, usize) {
        match self.word(at) {
            Word::Zone(greenwich) => (greenwich, at + 1),
            Word::Plain("local") if self.is(at + 1, &["time"]) => (false, at + 2),
            Word::Plain("eastern" | "central" | "western" | "pacific" | "mountain") => {
                let next = self.skip(at + 1, &["standard", "daylight"]);
                if self.is(next, &["time"]) { (false, next + 1) } else { (false, at) }
            }
            // "Tongan time"
            _ if self.capital(at) && self.is(at + 1, &["time"]) => (false, at + 2),
            _ => (false, at),
        }
    }
}
