//! Times: the phrases of a text that name one, with their TIMEX3 values.
//!
//! | file | idea |
//! |---|---|
//! | `words` | what a token is to the grammar |
//! | `grammar`, `dates`, `years`, `relative`, `lengths`, `feasts` | which tokens are a phrase |
//! | `phrase` | what a phrase says |
//! | `tense` | whether its clause is past or future |
//! | `resolve` | what it means, seen from the day of writing |
//! | `said` | the day on which somebody's words were said |
//! | `written` | when a story that does not say so was written |

mod dates;
mod feasts;
mod grammar;
mod lengths;
mod phrase;
mod relative;
mod resolve;
mod said;
mod tense;
mod words;
mod written;
mod years;

pub use crate::model::{Evidence, Inferred};
pub use resolve::Written;
pub use written::{infer, infer_from_names};

use grammar::Grammar;
use std::cell::OnceCell;
use std::ops::Range;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use phrase::{Base, Meaning, Phrase, YearOf};
use resolve::Focus;
use said::Said;
use tense::{Clause, Told};
use words::{Unit, Word};

use super::segmented::{LONGEST, Segmented, Sentence};
use crate::model::{Attrs, Moment, Origin, TimeExpression, TimeType};

/// How many phrases behind an hour its day may stand.
const NEAR: usize = 6;

/// The time expressions of a text, sorted, none over another.
///
/// What is told from the day of writing ("Tuesday", "last year") is resolved
/// where `written` says when that was, and keeps `X` for what is not known
/// where it does not.
pub fn times(segmented: &Segmented<'_>, written: Written) -> Vec<TimeExpression> {
    let words: Vec<Word> =
        (0..segmented.tokens.len()).map(|token| words::word(segmented, token)).collect();
    let mut found = Vec::new();
    let mut focus = Focus::default();
    let mut said = Said::default();
    let quoted = said::quoted(segmented);
    for (sentence, range) in sentences(segmented, &words) {
        let (before, onward) = (focus, focus.onward(written));
        let phrases = phrases(segmented, &words, range.clone());
        let clause =
            Clause { segmented, words: &words, sentence: range.clone(), casing: sentence.casing };
        let tense_of = |phrase: &Phrase, at: usize| match phrase.meaning {
            Meaning::Weekday(..)
            | Meaning::Month(YearOf::Unsaid, _)
            | Meaning::WeekIn(_, YearOf::Unsaid, _)
            | Meaning::Day(YearOf::Unsaid, ..)
            | Meaning::Feast(YearOf::Unsaid, _)
            | Meaning::Quarter(YearOf::Unsaid, Some(_))
            | Meaning::Season(YearOf::Unsaid, _)
            | Meaning::Shift(_, Unit::Weekend, _) => clause.told(at..phrase.end),
            _ => Told::UNSAID,
        };
        // The day of an hour may stand behind it: "at 8 p.m. local time on Monday".
        let mut ahead =
            phrases.iter().map(|(_, phrase)| names_day(&phrase.meaning)).collect::<Vec<_>>();
        let mut range_tense = None;
        for (index, (at, phrase)) in phrases.iter().enumerate() {
            // Both ends of a range lie on one side of now.
            let dated = matches!(phrase.meaning, Meaning::Day(YearOf::Unsaid, ..));
            let ranged = dated && index > 0 && phrases[index - 1].1.end + 1 == *at;
            let tense = match range_tense.filter(|_| ranged) {
                Some(tense) => tense,
                None => tense_of(phrase, *at),
            };
            range_tense = dated.then_some(tense);
            // Once a time is named in the sentence, it goes on from that one.
            let follows =
                matches!(phrase.meaning, Meaning::Here | Meaning::Shift(Base::Focus, Unit::Day, _));
            let mut seen = if follows && focus == before && !ahead[..index].contains(&true) {
                onward
            } else {
                focus
            };
            if phrase.meaning == Meaning::Here
                && phrase.kind == TimeType::Time
                && !ahead[..index].contains(&true)
                && let Some(later) =
                    (index + 1..phrases.len()).take(NEAR).find(|&later| ahead[later])
            {
                let (at, phrase) = &phrases[later];
                let tense = tense_of(phrase, *at);
                seen.day = resolve::value(phrase, written, focus, tense).1;
            }
            let spoken = quoted[*at];
            let from = if spoken { said.seen(phrase, written, sentence) } else { written };
            let (value, day) = resolve::value(phrase, from, seen, tense);
            if let Some(day) = day.filter(|_| !spoken) {
                said.tell(day, written, sentence);
            }
            attend(&mut focus, &phrase.meaning, &value, day, written);
            // "the three months ended Dec. 31" are a quarter.
            let ended =
                *at > range.start && matches!(words[at - 1], Word::Plain("ended" | "ending"));
            let three = index > 0
                && phrases[index - 1].1.meaning == Meaning::Fixed("P3M".into())
                && phrases[index - 1].1.end + 1 == *at;
            if let Some(day) = day.filter(|_| ended && three) {
                focus.quarter = Some((day.year(), (day.month() + 2) / 3));
            }
            ahead[index] &= day.is_some();
            if let Ok(value) = Moment::parse(&value) {
                found.push(TimeExpression {
                    id: None,
                    span: segmented.span(*at..phrase.end),
                    kind: phrase.kind,
                    value,
                    attrs: Attrs::new(),
                    extra: Attrs::new(),
                    origin: Origin::Found,
                });
            }
        }
    }
    found
}

/// The sentences, with the tokens of each. What was cut behind a month in short,
/// as capitals make it look like an end, is joined again: "AUG. 26". What would
/// be longer than a sentence may be stays cut.
fn sentences<'s>(
    segmented: &'s Segmented<'_>,
    words: &[Word],
) -> Vec<(&'s Sentence, Range<usize>)> {
    let mut found: Vec<(&Sentence, Range<usize>)> = Vec::new();
    for sentence in &segmented.sentences {
        let range = sentence.tokens.clone();
        if let Some((last, before)) = found.last_mut()
            && last.paragraph == sentence.paragraph
            && before.end == range.start
            && range.end - before.start <= LONGEST
            && matches!(words.get(range.start), Some(Word::Digits(1..=31, 1 | 2)))
            && matches!(words[before.end - 1], Word::Month(_) | Word::DoubtfulMonth(_))
            && segmented.word(before.end - 1).ends_with('.')
        {
            before.end = range.end;
        } else {
            found.push((sentence, range));
        }
    }
    found
}

/// The phrases of a sentence, with the token each begins at.
fn phrases(segmented: &Segmented<'_>, words: &[Word], range: Range<usize>) -> Vec<(usize, Phrase)> {
    let unreal = OnceCell::new();
    let grammar = Grammar { segmented, words, start: range.start, end: range.end, unreal: &unreal };
    let mut found: Vec<(usize, Phrase)> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let phrase = match words[at] {
            Word::Unknown => None,
            _ => grammar.phrase(at),
        };
        let Some(mut phrase) = phrase else {
            at += 1;
            continue;
        };
        phrase.end = phrase.end.clamp(at + 1, range.end);
        let mut end = phrase.end;
        let range_to = grammar.second_day(&phrase).or_else(|| grammar.second_year(&phrase));
        found.push((at, phrase));
        if let Some((at, second)) = range_to {
            end = second.end;
            // "from July 13 to 17 of last year" dates both.
            if let (Some((_, first)), Meaning::Day(year, ..)) = (found.last_mut(), &second.meaning)
                && let Meaning::Day(unsaid @ YearOf::Unsaid, ..) = &mut first.meaning
            {
                *unsaid = *year;
            }
            found.push((at, second));
        }
        at = end;
    }
    found
}

/// Whether a phrase names a day by itself.
fn names_day(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Day(..)
            | Meaning::Weekday(..)
            | Meaning::WeekdayOf(..)
            | Meaning::WeekdayBeyond(..)
            | Meaning::WeekdayDate(..)
            | Meaning::Shift(_, Unit::Day, _)
            | Meaning::Feast(..)
    )
}

/// Keeps in mind what was last spoken of.
fn attend(focus: &mut Focus, meaning: &Meaning, value: &str, day: Option<Date>, written: Written) {
    if let Some(day) = day {
        focus.tell(day, written);
    } else if let Some(year) = value.get(..4).and_then(|year| year.parse().ok()) {
        focus.year = Some(year);
        if let Some(month) = value.get(5..).and_then(|month| month.parse().ok()) {
            focus.month = Some((year, month));
        }
    }
    if let Some((year, week)) = value.split_once("-W")
        && let (Ok(year), Ok(week)) = (year.parse(), week.parse())
    {
        focus.week = ISOWeekDate::new(year, week, Weekday::Monday).ok().map(ISOWeekDate::date);
    }
    if let Some((year, quarter)) = value.split_once("-Q")
        && let (Ok(year), Ok(quarter)) = (year.parse(), quarter.parse())
        && matches!(meaning, Meaning::Quarter(..))
    {
        focus.quarter = Some((year, quarter));
    }
}
