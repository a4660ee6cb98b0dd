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
use jiff::civil::Date;
use phrase::{Meaning, Phrase, YearOf};
use resolve::Focus;
use said::Said;
use tense::Tense;
use words::{Unit, Word};

use super::segmented::Segmented;
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
    for sentence in &segmented.sentences {
        let range = sentence.tokens.clone();
        let phrases = phrases(segmented, &words, range.clone());
        let tense_of = |phrase: &Phrase, at: usize| match phrase.meaning {
            Meaning::Weekday(..) | Meaning::Month(..) | Meaning::Shift(_, Unit::Weekend, _) => {
                tense::tense(segmented, &words, range.clone(), at..phrase.end)
            }
            _ => Tense::Unsaid,
        };
        // The day of an hour may stand behind it: "at 8 p.m. local time on Monday".
        let mut ahead =
            phrases.iter().map(|(_, phrase)| names_day(&phrase.meaning)).collect::<Vec<_>>();
        for (index, (at, phrase)) in phrases.iter().enumerate() {
            let tense = tense_of(phrase, *at);
            let mut seen = focus;
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
            attend(&mut focus, &phrase.meaning, &value, day);
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

/// The phrases of a sentence, with the token each begins at.
fn phrases(
    segmented: &Segmented<'_>,
    words: &[Word],
    range: std::ops::Range<usize>,
) -> Vec<(usize, Phrase)> {
    let grammar = Grammar { segmented, words, start: range.start, end: range.end };
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
        let range_to = grammar.second_day(&phrase);
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
            | Meaning::Shift(_, Unit::Day, _)
            | Meaning::Feast(..)
    )
}

/// Keeps in mind what was last spoken of.
fn attend(focus: &mut Focus, meaning: &Meaning, value: &str, day: Option<Date>) {
    if let Some(day) = day {
        focus.day = Some(day);
        focus.month = Some((day.year(), day.month()));
        focus.year = Some(day.year());
    } else if let Some(year) = value.get(..4).and_then(|year| year.parse().ok()) {
        focus.year = Some(year);
        if let Some(month) = value.get(5..).and_then(|month| month.parse().ok()) {
            focus.month = Some((year, month));
        }
    }
    if let Some((year, quarter)) = value.split_once("-Q")
        && let (Ok(year), Ok(quarter)) = (year.parse(), quarter.parse())
        && matches!(meaning, Meaning::Quarter(..))
    {
        focus.quarter = Some((year, quarter));
    }
}
