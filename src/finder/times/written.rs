//! When a story was written: corrected by its dateline, or inferred where
//! nothing states it.

use jiff::civil::Date;

use super::super::segmented::Segmented;
use super::phrase::{Meaning, YearOf};
use super::resolve::{self, Focus, Written};
use super::tense::Told;
use super::words::{self, Word};
use super::{phrases, times};
use crate::model::{Evidence, Inferred, Moment, Role, Story};

/// How far into its paragraph a dateline may stand, in bytes.
const REACH: usize = 90;

/// How many days a story may be published after its dateline.
const LATE: i64 = 3;

/// When a story was published, if it does not say so but something tells.
///
/// The ladder of a careful reader: the address, the file's name, the
/// dateline, the text. `None` where the story states its date, and where
/// nothing tells it.
pub fn infer(story: &Story) -> Option<Inferred> {
    if story.head.published.is_some() {
        return None;
    }
    infer_from_names(story).or_else(|| infer_from_text(story))
}

/// The same by the story's address and the name of its file alone, which
/// takes no time however long the text is.
pub fn infer_from_names(story: &Story) -> Option<Inferred> {
    if story.head.published.is_some() {
        return None;
    }
    if let Some(day) = story.head.url.as_deref().and_then(written_out) {
        return inferred(day, Evidence::Address, 0.9);
    }
    let name = story.path.as_deref().and_then(|path| path.file_stem());
    let day = name.and_then(|name| written_out(&name.to_string_lossy()))?;
    inferred(day, Evidence::FileName, 0.8)
}

fn inferred(day: Date, evidence: Evidence, certainty: f32) -> Option<Inferred> {
    let moment = Moment::parse(&day.to_string()).ok()?;
    Some(Inferred { moment, evidence, certainty })
}

fn infer_from_text(story: &Story) -> Option<Inferred> {
    if !names_a_year(story.text.as_str()) {
        return None;
    }
    let segmented = Segmented::of(&story.text);
    let latest =
        times(&segmented, Written::default()).iter().filter_map(|time| day_of(&time.value)).max();
    if let Some((month, day)) = dateline(&segmented) {
        let year = latest.map(|latest| latest.year())?;
        let day = Date::new(year, month as i8, day as i8).ok()?;
        return inferred(day, Evidence::Dateline, 0.6);
    }
    let latest = latest?;
    let named = weekday_of_lead(&segmented)?;
    (latest.weekday().to_monday_one_offset() == named as i8)
        .then(|| inferred(latest, Evidence::Text, 0.5))
        .flatten()
}

/// Whether a text may name a year by which its days are known. Most stories do
/// not, and need no closer look.
fn names_a_year(text: &str) -> bool {
    let figures = text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    figures || text.contains("9/11") || text.contains("FY")
}

impl Written {
    /// The same, seen from the dateline where that is a few days earlier:
    /// "today" in a story datelined `BAGHDAD, Aug. 26` is that day.
    pub fn or_dateline(self, segmented: &Segmented<'_>) -> Self {
        let Some(published) = self.day else { return self };
        let Some((month, day)) = dateline(segmented) else { return self };
        let meaning = Meaning::Day(YearOf::Unsaid, month, day);
        let phrase = super::phrase::Phrase::date(0, meaning);
        let found = resolve::value(&phrase, self, Focus::default(), Told::UNSAID).1;
        let before = |day: &Date| published.duration_since(*day).as_hours() / 24;
        found.filter(|day| (0..=LATE).contains(&before(day))).map_or(self, Self::day)
    }
}

/// Month and day of the dateline: a date without a year before the bracket or
/// the dash that opens one of the first paragraphs.
fn dateline(segmented: &Segmented<'_>) -> Option<(u8, u8)> {
    let mut paragraph = None;
    let prose = segmented
        .sentences
        .iter()
        .filter(|sentence| matches!(sentence.role, Role::Body | Role::Dateline));
    let openings =
        prose.filter(|sentence| paragraph.replace(sentence.paragraph) != Some(sentence.paragraph));
    for sentence in openings.take(3) {
        let start = segmented.span(sentence.tokens.clone()).start;
        let tokens = sentence.tokens.clone();
        let near = tokens.start..tokens.start + (tokens.len().min(24));
        let words: Vec<Word> = (0..near.end)
            .map(|at| if at < near.start { Word::Unknown } else { words::word(segmented, at) })
            .collect();
        for (_, phrase) in phrases(segmented, &words, near.clone()) {
            let Meaning::Day(YearOf::Unsaid, month, day) = phrase.meaning else { continue };
            let Some(next) = segmented.tokens.get(phrase.end) else { continue };
            let sign =
                matches!(segmented.word(phrase.end), "(" | "-" | "--" | "–" | "—" | "/" | ":");
            if sign && next.span.start - start <= REACH {
                return Some((month, day));
            }
        }
    }
    None
}

/// The day of the week that the first paragraph of the body names.
fn weekday_of_lead(segmented: &Segmented<'_>) -> Option<u8> {
    let lead = segmented.sentences.iter().find(|sentence| sentence.role == Role::Body)?.paragraph;
    let sentences = segmented.sentences.iter().filter(|sentence| sentence.paragraph == lead);
    sentences.flat_map(|sentence| sentence.tokens.clone()).find_map(|token| {
        match words::word(segmented, token) {
            Word::Weekday(day) => Some(day),
            _ => None,
        }
    })
}

/// The day of a value that is known to the day.
fn day_of(value: &Moment) -> Option<Date> {
    let (year, month, day) = value.date()?;
    Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()
}

/// A day in figures, year first, in an address or a file's name:
/// `/2013/08/24/`, `2013-08-24`, `20130824`.
fn written_out(words: &str) -> Option<Date> {
    // The runs of digits, each with whether one sign parts it from the last.
    let mut groups: Vec<(&str, bool)> = Vec::new();
    let mut rest = words;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (sign, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        groups.push((&from[..end], matches!(sign, "-" | "/" | "_" | ".")));
        rest = &from[end..];
    }
    let day = |year: &str, month: &str, day: &str| {
        let year = year.parse().ok().filter(|year| (1900..2200).contains(year))?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    };
    groups.iter().enumerate().find_map(|(index, (group, _))| match group.len() {
        8 => day(&group[..4], &group[4..6], &group[6..]),
        4 => {
            let ((month, first), (date, second)) = (groups.get(index + 1)?, groups.get(index + 2)?);
            let short = month.len() <= 2 && date.len() <= 2;
            (*first && *second && short).then(|| day(group, month, date)).flatten()
        }
        _ => None,
    })
}
