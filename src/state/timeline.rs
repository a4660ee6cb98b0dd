//! The time line: what happened when, at the precision it is known.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::model::moment::{Precision, is_calendar_word};
use crate::model::{Annotations, Head, Moment, Origin, Span, Text};
use crate::typeset::sentence::sentence_at;
use crate::typeset::width::columns;

use super::list::List;
use super::names::MentionIndex;
use super::unfold::in_lines;

/// What an entry stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// An event of the annotations or the reader's.
    Event,
    /// A time expression, with its sentence.
    Time,
    /// The day the story was published.
    Published,
    /// Today.
    Today,
}

/// An entry of the time line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it stands for.
    pub kind: EntryKind,
    /// When.
    pub when: Moment,
    /// One line.
    pub label: String,
    /// The words that tell of it.
    pub span: Option<Span>,
    /// Entities concerned.
    pub who: Vec<usize>,
    /// Who says so.
    pub origin: Origin,
}

/// A row of the time line pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeRow {
    /// A blank row between groups.
    Gap,
    /// A month, year or whatever the zoom groups by; "undated" at the end.
    Group(String),
    /// An entry, by index.
    Entry(usize),
}

/// What one group spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zoom {
    /// A day.
    Day,
    /// A month.
    #[default]
    Month,
    /// A year.
    Year,
    /// Ten years.
    Decade,
}

impl Zoom {
    const ALL: [Zoom; 4] = [Zoom::Day, Zoom::Month, Zoom::Year, Zoom::Decade];

    /// The word in the pane's heading.
    pub const fn word(self) -> &'static str {
        match self {
            Zoom::Day => "days",
            Zoom::Month => "months",
            Zoom::Year => "years",
            Zoom::Decade => "decades",
        }
    }

    /// As a precision.
    pub const fn precision(self) -> Precision {
        match self {
            Zoom::Day => Precision::Day,
            Zoom::Month => Precision::Month,
            Zoom::Year => Precision::Year,
            Zoom::Decade => Precision::Decade,
        }
    }

    fn step(self, by: isize) -> Option<Zoom> {
        let at = Self::ALL.iter().position(|zoom| *zoom == self)?;
        Self::ALL.get(at.checked_add_signed(by)?).copied()
    }
}

/// The time line pane.
#[derive(Debug, Default)]
pub struct Timeline {
    /// All entries, in order of time, undated ones last.
    pub entries: Vec<Entry>,
    /// The rows as shown.
    pub rows: Vec<TimeRow>,
    /// The chosen row.
    pub list: List,
    /// What one group spans.
    pub zoom: Zoom,
    /// Words that a shown entry must hold.
    pub filter: String,
    /// Only what concerns one of these entities; everything, if there are none.
    pub only: Vec<usize>,
    /// The dates of the entries as they are shown; of those not listed nothing.
    dates: Vec<String>,
    /// The columns of the widest date listed.
    widest: usize,
}

impl Timeline {
    /// Collects the entries of a story and sets the zoom that fits them.
    pub fn take(
        &mut self,
        text: &Text,
        head: &Head,
        annotations: &Annotations,
        mentions: &MentionIndex,
        today: Option<&Moment>,
    ) {
        let content = text.as_str();
        let sentence = |at: usize| sentence_at(content, within(text, at), at);
        let named_in = |span: Span| {
            let mut who: Vec<usize> = mentions
                .within(span.start, span.end)
                .map(|(_, _, index)| annotations.mentions[index].entity)
                .collect();
            who.sort_unstable();
            who.dedup();
            who
        };
        let ids: HashMap<&str, usize> =
            annotations.entities.iter().enumerate().rev().map(|(at, e)| (&*e.id, at)).collect();
        let mut told = Told::default();
        for event in &annotations.events {
            told.spans.entry(&event.when).or_default().extend(&event.spans);
        }
        told.sort();
        let mut again = Told::default();
        let mut entries = Vec::new();
        for event in &annotations.events {
            let mut who: Vec<usize> =
                event.who.iter().filter_map(|p| ids.get(&*p.entity).copied()).collect();
            for span in &event.spans {
                who.extend(named_in(*span));
            }
            who.sort_unstable();
            who.dedup();
            entries.push(Entry {
                kind: EntryKind::Event,
                when: event.when.clone(),
                label: crate::model::text::visible(&event.label).into_owned(),
                span: event.spans.first().copied(),
                who,
                origin: event.origin,
            });
        }
        for time in &annotations.times {
            if time.value.precision() == Precision::Duration {
                continue;
            }
            let around = sentence(time.span.start);
            // An event of that day, told in this very sentence, says it better.
            if told.overlaps(&time.value, around) || again.overlaps(&time.value, around) {
                continue;
            }
            again.push(&time.value, time.span);
            entries.push(Entry {
                kind: EntryKind::Time,
                when: time.value.clone(),
                label: shortened(text, around, time.span),
                span: Some(time.span),
                who: named_in(around),
                origin: time.origin,
            });
        }
        if let Some(published) = head.dated() {
            let inferred = head.inferred_from();
            let label = match inferred {
                None => "this story".to_owned(),
                Some(evidence) => format!("this story, inferred from {}", evidence.words()),
            };
            entries.push(Entry {
                kind: EntryKind::Published,
                when: published.clone(),
                label,
                span: None,
                who: Vec::new(),
                origin: if inferred.is_some() { Origin::Found } else { Origin::File },
            });
        }
        let span = extent(&entries);
        if let (Some(today), Some((first, last))) = (today, span)
            && let Some((now, _)) = today.bounds()
            && first <= now
            && now <= last.saturating_add(60 * DAY)
        {
            entries.push(Entry {
                kind: EntryKind::Today,
                when: today.clone(),
                label: "today".into(),
                span: None,
                who: Vec::new(),
                origin: Origin::File,
            });
        }
        entries.sort_by(|a, b| {
            let place = |e: &Entry| e.span.map(|s| s.start);
            stand(&a.when).cmp(&stand(&b.when)).then(place(a).cmp(&place(b)))
        });
        self.zoom = match span {
            Some((first, last)) if last - first > 60 * 365 * DAY => Zoom::Decade,
            Some((first, last)) if last - first > 500 * DAY => Zoom::Year,
            _ => Zoom::Month,
        };
        self.entries = entries;
        self.arrange();
    }

    /// Lists the entries that filter and choice let through; the chosen entry stays chosen.
    pub fn arrange(&mut self) {
        let chosen = self.chosen();
        let words: Vec<String> = self.filter.split_whitespace().map(str::to_lowercase).collect();
        let by = self.zoom.precision();
        self.rows.clear();
        let mut group: Option<String> = None;
        let mut listed = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let concerned = self.only.is_empty()
                || entry.kind == EntryKind::Published
                || self.only.iter().any(|entity| entry.who.contains(entity));
            let label = entry.label.to_lowercase();
            let when = entry.when.label().to_lowercase();
            if !concerned || !words.iter().all(|w| label.contains(w) || when.contains(w)) {
                continue;
            }
            listed.push((entry.when.group(by), index));
        }
        // By group first: a week that begins in the old year belongs to the
        // new one, and no heading shall stand twice.
        listed.sort_by_key(|(group, _)| group.as_ref().map_or((true, (0, 0)), |g| (false, g.key)));
        for (heading, index) in listed {
            let heading = heading.map_or("undated".to_owned(), |group| group.label);
            if group.as_ref() != Some(&heading) {
                if group.is_some() {
                    self.rows.push(TimeRow::Gap);
                }
                self.rows.push(TimeRow::Group(heading.clone()));
                group = Some(heading);
            }
            self.rows.push(TimeRow::Entry(index));
        }
        self.dates = vec![String::new(); self.entries.len()];
        for row in &self.rows {
            if let TimeRow::Entry(entry) = *row {
                self.dates[entry] = self.worded(&self.entries[entry].when);
            }
        }
        // One very long date must not narrow all labels: its own stands beneath it.
        let wide = self.dates.iter().map(|date| columns(date));
        self.widest = wide.filter(|&wide| wide <= WIDEST).max().unwrap_or(0);
        self.list.hold(self.rows.len());
        match chosen {
            Some(entry) => self.show(entry),
            None => self.list.chosen = 1.min(self.rows.len().saturating_sub(1)),
        }
        if self.chosen().is_none() {
            self.step(1);
        }
    }

    /// The entry of the chosen row.
    pub fn chosen(&self) -> Option<usize> {
        match self.rows.get(self.list.chosen)? {
            TimeRow::Entry(entry) => Some(*entry),
            _ => None,
        }
    }

    /// Puts the choice on an entry, if it is listed.
    pub fn show(&mut self, entry: usize) {
        if let Some(row) = self.rows.iter().position(|row| *row == TimeRow::Entry(entry)) {
            self.list.chosen = row;
        }
    }

    /// The same, but only if its row is in the window: nothing scrolls.
    pub fn mark(&mut self, entry: usize) {
        let row = self.rows.iter().position(|row| *row == TimeRow::Entry(entry));
        if let Some(row) = row.filter(|row| self.list.shows(*row)) {
            self.list.chosen = row;
        }
    }

    /// Moves the choice by `by` entries, over headings and gaps.
    pub fn step(&mut self, by: isize) {
        let way = by.signum();
        for _ in 0..by.unsigned_abs() {
            let mut row = self.list.chosen;
            loop {
                match row.checked_add_signed(way) {
                    Some(next) if next < self.rows.len() => row = next,
                    _ => return,
                }
                if matches!(self.rows[row], TimeRow::Entry(_)) {
                    break;
                }
            }
            self.list.chosen = row;
        }
    }

    /// The date of a listed entry, short enough to stand under its group.
    pub fn when(&self, entry: usize) -> &str {
        &self.dates[entry]
    }

    fn worded(&self, when: &Moment) -> String {
        // Among years a time of day says too much.
        let mut words = match self.zoom {
            Zoom::Day | Zoom::Month => when.short(self.zoom.precision()),
            Zoom::Year | Zoom::Decade => when.to_day().short(self.zoom.precision()),
        };
        if words.is_empty() {
            words = when.notation().to_owned();
        }
        crate::model::text::visible(&words).into_owned()
    }

    /// How the entry of a row is set in a pane of `width` columns.
    pub fn shape(&self, row: usize, width: u16) -> Shape {
        let width = usize::from(width);
        let when = self.widest.min(width / 2).max(1);
        let label = width.saturating_sub(when + 3);
        // A date is never cut: where it is too wide its label stands beneath it.
        let cut = |entry: usize| columns(self.when(entry)) > when;
        let stacked = label < LEAST_LABEL && width > LEAST_LABEL
            || matches!(self.rows.get(row), Some(TimeRow::Entry(entry)) if cut(*entry));
        let label = if stacked { width.saturating_sub(4) } else { label };
        Shape { when, label: label.max(1), stacked }
    }

    /// The lines of a row's label: one, but all it takes for the chosen row.
    pub fn label_rows(&self, row: usize, width: u16) -> Vec<String> {
        let Some(TimeRow::Entry(entry)) = self.rows.get(row) else { return Vec::new() };
        let label = self.entries[*entry].label.clone();
        in_lines(label, self.shape(row, width).label, row == self.list.chosen)
    }

    /// The lines a row takes in a pane of `width` columns.
    pub fn height(&self, row: usize, width: u16) -> usize {
        match self.rows.get(row) {
            Some(TimeRow::Entry(_)) => {
                let labels =
                    if row == self.list.chosen { self.label_rows(row, width).len() } else { 1 };
                labels + usize::from(self.shape(row, width).stacked)
            }
            _ => 1,
        }
    }

    /// The heading of the group within which the window would begin with this
    /// row; none if it begins with a heading.
    pub fn group_of(&self, row: usize) -> Option<&str> {
        if !matches!(self.rows.get(row)?, TimeRow::Entry(_)) {
            return None;
        }
        self.rows[..row].iter().rev().find_map(|row| match row {
            TimeRow::Group(words) => Some(words.as_str()),
            _ => None,
        })
    }

    /// Zooms by one step: negative is finer. Says whether it could.
    pub fn zoom_by(&mut self, by: isize) -> bool {
        let Some(zoom) = self.zoom.step(by) else { return false };
        self.zoom = zoom;
        self.arrange();
        true
    }

    /// The listed entry told of nearest before or at a byte, within `around`.
    pub fn told_in(&self, around: Span) -> Option<usize> {
        self.rows
            .iter()
            .filter_map(|row| match row {
                TimeRow::Entry(index) => Some(*index),
                _ => None,
            })
            .find(|&index| self.entries[index].span.is_some_and(|s| s.overlaps(around)))
    }
}

/// Where each moment is told of: spans sorted by start, each with the end of
/// the farthest up to it, so that one look tells whether any overlaps.
#[derive(Default)]
struct Told<'a> {
    spans: HashMap<&'a Moment, Vec<Span>>,
}

impl<'a> Told<'a> {
    /// Makes every end that of the farthest span up to it.
    fn sort(&mut self) {
        for spans in self.spans.values_mut() {
            spans.sort_unstable();
            let mut reach = 0;
            for span in spans {
                reach = span.end.max(reach);
                span.end = reach;
            }
        }
    }

    /// Adds a span that starts no earlier than those before it.
    fn push(&mut self, when: &'a Moment, span: Span) {
        let spans = self.spans.entry(when).or_default();
        let reach = spans.last().map_or(span.end, |last| last.end.max(span.end));
        spans.push(Span::new(span.start, reach));
    }

    fn overlaps(&self, when: &Moment, around: Span) -> bool {
        self.spans.get(when).is_some_and(|spans| {
            let before = spans.partition_point(|span| span.start < around.end);
            before.checked_sub(1).is_some_and(|last| spans[last].end > around.start)
        })
    }
}

const DAY: i64 = 86_400;

/// How an entry is set, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Columns of dates that have labels beside them.
    pub when: usize,
    /// Columns of labels.
    pub label: usize,
    /// The label stands beneath the date: beside it there is no room.
    pub stacked: bool,
}

/// Columns that a label beside its date needs at least.
const LEAST_LABEL: usize = 15;

/// Columns that dates with labels beside them get at most.
const WIDEST: usize = 15;

/// The heading of a group for a pane of `width` columns: where it is too wide,
/// days of the week and months are shortened before anything is cut.
pub fn heading(words: &str, width: u16) -> String {
    if columns(words) <= usize::from(width) {
        return words.to_owned();
    }
    let short = |word: &str| match is_calendar_word(word) {
        true => word.chars().take(3).collect(),
        false => word.to_owned(),
    };
    words.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

/// Where a moment stands on the line: at its start, the wider first; what
/// has no known start, at its end; what has no place on the axis, last.
fn stand(when: &Moment) -> (bool, i64, Reverse<i64>) {
    match when.bounds() {
        Some((i64::MIN, end)) => (false, end.saturating_sub(1), Reverse(end)),
        Some((start, end)) => (false, start, Reverse(end)),
        None => (true, 0, Reverse(0)),
    }
}

/// From the first to the last bounded entry, in seconds.
fn extent(entries: &[Entry]) -> Option<(i64, i64)> {
    let bounds: Vec<(i64, i64)> = entries
        .iter()
        .filter(|entry| entry.when.on_axis())
        .filter_map(|entry| entry.when.bounds())
        .filter(|(start, end)| *start != i64::MIN && *end != i64::MAX)
        .collect();
    Some((bounds.iter().map(|b| b.0).min()?, bounds.iter().map(|b| b.1).max()?))
}

/// The span of the paragraph at a byte.
pub fn within(text: &Text, at: usize) -> Span {
    text.paragraph_at(at).map_or(Span::new(0, text.len()), |p| text.paragraphs()[p].span)
}

/// A sentence in at most about 90 characters, begun near `keep`.
fn shortened(text: &Text, sentence: Span, keep: Span) -> String {
    const MOST: usize = 90;
    let content = text.as_str();
    let sentence = without_dateline(text, sentence, keep);
    let words = text.slice(sentence);
    let mut from = sentence.start;
    if words.chars().count() > MOST {
        // Begin a few words before the time expression, at a word.
        let before: Vec<usize> = content[sentence.start..keep.start.max(sentence.start)]
            .char_indices()
            .filter(|(_, c)| c.is_whitespace())
            .map(|(at, c)| sentence.start + at + c.len_utf8())
            .collect();
        from = before.iter().rev().nth(4).copied().unwrap_or(sentence.start);
    }
    let mut out = String::new();
    if from > sentence.start {
        out.push('…');
    }
    let rest = &content[from..sentence.end.max(from)];
    let mut count = 0;
    for word in rest.split_whitespace() {
        count += word.chars().count() + 1;
        if count > MOST {
            out.push('…');
            break;
        }
        if !out.is_empty() && !out.ends_with('…') {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A sentence less the dateline before its dash, unless `keep` stands there.
fn without_dateline(text: &Text, sentence: Span, keep: Span) -> Span {
    const LONGEST: usize = 70;
    let opens = within(text, sentence.start).start == sentence.start;
    let words = text.slice(sentence);
    let dash = [" — ", " – ", " -- "]
        .iter()
        .filter_map(|dash| words.find(dash).map(|at| at + dash.len()))
        .min()
        .filter(|at| opens && *at <= LONGEST && sentence.start + at <= keep.start);
    Span::new(sentence.start + dash.unwrap_or(0), sentence.end)
}
