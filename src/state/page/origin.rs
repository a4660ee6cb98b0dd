//! Where a story comes from, in words, and where in the page that stands:
//! source, place and date.

use super::Source;
use crate::model::text::visible;
use crate::model::{Head, Moment, Role, Text};
use crate::typeset::Row;
use crate::typeset::width::columns;

/// The paragraph after whose words the date stands: the last dateline or
/// byline of the head, if the text has one.
pub(super) fn meta_bearer(text: &Text) -> Option<usize> {
    text.paragraphs()
        .iter()
        .take(12)
        .take_while(|p| p.role != Role::Body)
        .enumerate()
        .filter(|(_, p)| matches!(p.role, Role::Dateline | Role::Byline))
        .map(|(index, _)| index)
        .last()
}

/// The title of a text without dateline and byline: an inferred date stands
/// under it. One that is stated comes with the annotations, and the text that
/// is being read would move down for it.
pub(super) fn stands_under(source: Source<'_>) -> Option<usize> {
    source.head.inferred_from()?;
    let head = source.text.paragraphs().iter().take(12).take_while(|p| p.role != Role::Body);
    let title = head.enumerate().filter(|(_, p)| p.role == Role::Title).last()?.0;
    meta_bearer(source.text).is_none().then_some(title)
}

/// Whether a line has the year and the day of the month of the story's date.
pub(super) fn says_date(line: &str, head: &Head) -> bool {
    let Some(date) = head.dated().map(Moment::to_day) else { return false };
    let mut parts = date.notation().split('-');
    let (year, day) = (parts.next(), parts.nth(1).map(|day| day.trim_start_matches('0')));
    let numbers = line.split(|c: char| !c.is_ascii_digit());
    let has = |number: &str| {
        let same = |word: &str| word.trim_start_matches('0') == number;
        numbers.clone().any(same)
    };
    day.is_some_and(has) && year.is_some_and(has)
}

/// Takes the colon or dash off a dateline that stands on a line of its own.
pub(super) fn trim_dateline(text: &Text, row: &mut Row) {
    let words = text.slice(row.span);
    let kept = words.trim_end_matches(|c: char| c.is_whitespace() || ":：—–-".contains(c));
    row.span.end = row.span.start + kept.len();
    row.width = columns(kept);
}

/// "Reuters · Washington · Wednesday 24 August 2016"; with `date_only` no more than the date.
pub(super) fn meta(head: &Head, date_only: bool) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    if !date_only {
        parts.extend(head.source.clone());
        parts.extend(head.place.clone());
        parts.extend(head.byline.clone());
    }
    parts.extend(head.date_words(|moment| moment.to_day().label()));
    let parts: Vec<String> = parts.iter().map(|part| visible(part).into_owned()).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
