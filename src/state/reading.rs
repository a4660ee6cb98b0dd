//! The open story: place, choice, lit names, selection, search.

use std::collections::{HashMap, HashSet};

use super::far_notes::{FarNote, FarNotes};
use super::names::{MentionIndex, Names};
use super::note_rows::NoteRows;
use super::page::{Page, Source};
use super::relations::Relations;
use super::renewal::Followed;
use super::search::{Awaited, Search, Stops};
use super::shelf::Address;
use super::timeline::{Timeline, within};
use crate::error::Diagnostic;
use crate::model::note::given_date;
use crate::model::{
    Annotations, Head, Inline, Made, Moment, Note, NoteKind, Span, Story, Text, TimeExpression,
};
use crate::typeset::{Row, motion, sentence};

/// Text being selected: both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The end that stays.
    pub anchor: usize,
    /// The end that moves.
    pub head: usize,
}

/// An open story.
#[derive(Debug)]
pub struct Reading {
    /// Where it came from.
    pub address: Address,
    /// The number of the request that brought it.
    pub ticket: u64,
    /// Text, head, inline marks.
    pub story: Story,
    /// For each inline mark: how far it and those before it reach, in bytes.
    inline_reach: Vec<usize>,
    /// What its annotation file says, and the names and events of the reader's own.
    pub annotations: Annotations,
    /// Where mentions stand.
    pub mentions: MentionIndex,
    /// Which names its relations are between.
    pub relations: Relations,
    /// Whether an annotation file was found; `None` until it has been looked for.
    pub annotated: Option<bool>,
    /// Whether all in that file was found by machine.
    pub by_machine: bool,
    /// The reader's notes, those that stand in the text first, in its order.
    pub notes: Vec<Note>,
    /// The text as it was read last, while that was another and the reader
    /// has not said that the changes are read.
    pub last_read: Option<Text>,
    /// What is new since then; empty spans where words are gone.
    pub changes: Vec<Span>,
    /// The note, by its id, that the next selection is for.
    pub placing: Option<String>,
    /// What is wrong in the story's files.
    pub problems: Vec<Diagnostic>,
    /// Where the reader is: a byte.
    pub place: usize,
    /// The page.
    pub page: Page,
    /// The chosen name.
    pub chosen: Option<usize>,
    /// Names lit besides, in the order they were lit.
    pub lit: Vec<usize>,
    /// Text being selected.
    pub selection: Option<Selection>,
    /// The search.
    pub search: Option<Search>,
    /// The search whose answer is not here yet.
    pub awaited: Option<Awaited>,
    /// The names pane.
    pub names: Names,
    /// The time line pane.
    pub timeline: Timeline,
    /// The list of notes.
    pub note_rows: NoteRows,
    /// Letters that stand for places: letter, byte.
    pub marks: Vec<(char, usize)>,
    /// Where else in the folder names occur, by entity id: (title, how often).
    pub elsewhere: Option<HashMap<String, Vec<(String, usize)>>>,
    /// Notes on names that were made in other stories.
    pub far_notes: FarNotes,
    /// The names followed before the story was read anew, until it has names again.
    pub(super) waiting: Option<Followed>,
    /// Whether that has been asked for.
    pub elsewhere_asked: bool,
    /// What a machine found, just now or for the annotation file.
    pub(super) found: Option<Box<Annotations>>,
    /// Whether that is being looked for.
    pub finding: bool,
    /// Whether it is not shown.
    pub(super) found_hidden: bool,
    /// Ids of the names that notes of this story are about.
    noted: HashSet<String>,
    /// What others annotated, where the reader's corrections changed it.
    pub(super) uncorrected: Option<Box<Annotations>>,
    /// Today, for the time line.
    today: Option<Moment>,
    /// When the story was published by what its files state, apart from the
    /// reader's own word.
    stated: Option<Moment>,
    /// The date that the days of what was found are counted from.
    pub(super) found_dated: Option<String>,
    /// The found times with the values they came with.
    pub(super) found_times: Vec<TimeExpression>,
}

impl Reading {
    /// Opens a story at its start.
    pub fn new(address: Address, story: Story, problems: Vec<Diagnostic>) -> Self {
        let mut reading = Self {
            address,
            ticket: 0,
            inline_reach: reach(&story),
            story,
            annotations: Annotations::default(),
            mentions: MentionIndex::default(),
            relations: Relations::default(),
            annotated: None,
            by_machine: false,
            notes: Vec::new(),
            last_read: None,
            changes: Vec::new(),
            placing: None,
            problems,
            place: 0,
            page: Page::default(),
            chosen: None,
            lit: Vec::new(),
            selection: None,
            search: None,
            awaited: None,
            names: Names::default(),
            timeline: Timeline::default(),
            note_rows: NoteRows::default(),
            marks: Vec::new(),
            elsewhere: None,
            far_notes: FarNotes::default(),
            waiting: None,
            elsewhere_asked: false,
            found: None,
            finding: false,
            found_hidden: false,
            noted: HashSet::new(),
            uncorrected: None,
            today: None,
            stated: None,
            found_dated: None,
            found_times: Vec::new(),
        };
        reading.stated.clone_from(&reading.story.head.published);
        reading.place = reading.first_place();
        reading
    }

    /// Takes a story of the same words, whose inline marks may be others.
    pub(super) fn reset_story(&mut self, story: Story) {
        self.inline_reach = reach(&story);
        self.story = story;
    }

    /// The inline marks that share a byte with `span`, of those that begin in
    /// the paragraph in which it begins or behind.
    pub fn inline_on(&self, span: Span) -> impl Iterator<Item = &Inline> {
        let all = &self.story.inline;
        let paragraph = self.paragraph_at(span.start);
        let first = all.partition_point(|inline| inline.span.start < paragraph.start);
        // What is before ends before; what encloses the span is not.
        let near = self.inline_reach.partition_point(|&end| end <= span.start);
        all[first.max(near)..]
            .iter()
            .take_while(move |inline| inline.span.start < span.end)
            .filter(move |inline| inline.span.overlaps(span))
    }

    /// What the page is made of.
    pub fn source(&self) -> Source<'_> {
        Source { text: &self.story.text, head: &self.story.head, notes: &self.notes }
    }

    /// Runs `act` with the page and what it is made of.
    pub fn with_page<T>(&mut self, act: impl FnOnce(&mut Page, Source<'_>) -> T) -> T {
        let source = Source { text: &self.story.text, head: &self.story.head, notes: &self.notes };
        act(&mut self.page, source)
    }

    /// The title, or else the file's name.
    pub fn title(&self) -> String {
        let name = || self.address.name();
        let title = self.story.head.title.clone().unwrap_or_else(name);
        crate::model::text::visible(&title).into_owned()
    }

    /// The first byte that is shown.
    pub fn first_place(&self) -> usize {
        self.story
            .text
            .paragraphs()
            .iter()
            .find(|p| p.role != crate::model::Role::Boilerplate)
            .map_or(0, |p| p.span.start)
    }

    /// Takes in annotations and notes.
    pub fn annotate(
        &mut self,
        head: Head,
        given: Annotations,
        notes: Vec<Note>,
        today: Option<Moment>,
    ) {
        self.story.head = head;
        self.stated.clone_from(&self.story.head.published);
        let chosen = self.chosen_ids();
        self.annotations = Annotations::default();
        match (self.annotated, self.by_machine) {
            (Some(true), true) => {
                let dated = given.made.as_ref().and_then(Made::dated);
                self.found_dated = dated.map(str::to_owned);
                self.found_times.clone_from(&given.times);
                self.found = Some(Box::new(given));
            }
            (Some(true), false) => (self.found, self.annotations) = (None, given),
            _ => self.annotations = given,
        }
        self.lay_found();
        self.today = today;
        self.uncorrected = None;
        self.take_notes(notes, chosen);
        // Names that are being looked for may be those followed.
        if !self.finding || self.found.is_some() {
            self.follow_again();
        }
    }

    /// The ids of the chosen name and of those lit.
    pub(super) fn chosen_ids(&self) -> (Option<String>, Vec<String>) {
        let id = |index: usize| self.annotations.entities[index].id.clone();
        (self.chosen.map(id), self.lit.iter().map(|&index| id(index)).collect())
    }

    /// Takes the notes as they now are, where none that
    /// [annotates](Note::annotates) is another than before.
    pub fn set_plain_notes(&mut self, mut notes: Vec<Note>) {
        notes.sort_by_key(|note| (note.start().unwrap_or(usize::MAX), note.made.clone()));
        self.keep(notes);
        self.note_rows.arrange(&self.notes);
        self.note_rows.follow(self.place, &self.notes);
    }

    /// Takes the notes as they now are; names and events of the reader's own follow.
    pub fn set_notes(&mut self, notes: Vec<Note>) {
        let chosen = self.chosen_ids();
        match self.uncorrected.take() {
            Some(given) => self.annotations = *given,
            None => self.annotations.drop_own(),
        }
        self.take_notes(notes, chosen);
    }

    fn keep(&mut self, notes: Vec<Note>) {
        let said = notes.iter().filter(|note| !note.body.trim().is_empty());
        self.noted = said.flat_map(|note| &note.about).cloned().collect();
        self.notes = notes;
    }

    pub(super) fn take_notes(
        &mut self,
        mut notes: Vec<Note>,
        chosen: (Option<String>, Vec<String>),
    ) {
        let (chosen, lit) = chosen;
        notes.sort_by_key(|note| (note.start().unwrap_or(usize::MAX), note.made.clone()));
        self.keep(notes);
        let corrects = |note: &Note| match note.kind {
            NoteKind::Correction => true,
            // What was found becomes the reader's own.
            NoteKind::Entity => self.found.is_some(),
            _ => false,
        };
        if self.notes.iter().any(corrects) {
            self.uncorrected = Some(Box::new(self.annotations.clone()));
        }
        self.annotations.overlay_notes(&self.notes, &self.story.text);
        self.story.head.published = given_date(&self.notes).or_else(|| self.stated.clone());
        self.mentions = MentionIndex::of(&self.annotations.mentions);
        self.relations = Relations::among(&self.annotations);
        self.chosen = chosen.and_then(|id| self.annotations.entity(&id));
        self.lit = lit.iter().filter_map(|id| self.annotations.entity(id)).collect();
        self.names.take(&self.annotations, self.story.text.len());
        self.timeline.only = self.chosen_and_lit();
        self.date_line();
        self.note_rows.arrange(&self.notes);
        self.follow();
    }

    /// Lists on the time line what is dated by now.
    pub(super) fn date_line(&mut self) {
        let zoom = self.timeline.zoom;
        let had = !self.timeline.entries.is_empty();
        self.timeline.take(
            &self.story.text,
            &self.story.head,
            &self.annotations,
            &self.mentions,
            self.today.as_ref(),
        );
        if had {
            self.timeline.zoom = zoom;
            self.timeline.arrange();
        }
    }

    /// Whether the byte at `at` stands in furniture that is not shown.
    pub fn is_hidden(&self, at: usize) -> bool {
        let text = &self.story.text;
        !self.page.style.boilerplate
            && text
                .paragraph_at(at)
                .is_some_and(|p| text.paragraphs()[p].role == crate::model::Role::Boilerplate)
    }

    /// The row the reader is on.
    pub fn row_here(&mut self) -> Option<Row> {
        let place = self.place;
        self.with_page(|page, source| {
            let at = page.position_of(source, place);
            page.row_at(source, at)
        })
    }

    /// The notes on a name that were made in other stories.
    pub fn notes_from_afar(&self, entity: usize) -> impl Iterator<Item = &FarNote> {
        let id = self.annotations.entities.get(entity).map_or("", |entity| &entity.id);
        // A note that was taken over from there is shown once.
        let here = |far: &FarNote| self.notes.iter().any(|note| note.id == far.note.id);
        self.far_notes.on(id).filter(move |far| !here(far))
    }

    /// Whether there is a note on a name, here or in another story.
    pub fn is_noted(&self, entity: usize) -> bool {
        let Some(id) = self.annotations.entities.get(entity).map(|entity| &entity.id) else {
            return false;
        };
        self.noted.contains(id) || self.far_notes.on(id).next().is_some()
    }

    /// The mention the reader is at: the one at the place, else the first in its row.
    pub fn mention_here(&self) -> Option<usize> {
        self.mentions.at(self.place).or_else(|| {
            let row = self.row_shown()?;
            let found = self
                .mentions
                .within(row.start.max(self.place), row.end)
                .next()
                .or_else(|| self.mentions.within(row.start, row.end).next());
            found.map(|(_, _, mention)| mention)
        })
    }

    /// The stretch of the mention the reader is at that is at or nearest to the place.
    pub fn stretch_here(&self) -> Option<Span> {
        let mention = &self.annotations.mentions[self.mention_here()?];
        let here = mention.spans().find(|span| span.contains(self.place));
        Some(here.unwrap_or(mention.span))
    }

    /// The bytes of the row the reader is on, if it is in the window.
    fn row_shown(&self) -> Option<Span> {
        let index = self.page.shown_at(self.place)?;
        match &self.page.visible[index].1 {
            super::page::Line::Words { row, .. } => Some(row.span),
            _ => None,
        }
    }

    /// The entity the reader is at.
    pub fn entity_here(&self) -> Option<usize> {
        self.mention_here().map(|mention| self.annotations.mentions[mention].entity)
    }

    /// The note the reader is at, innermost first; else the first in the row.
    pub fn note_here(&self) -> Option<usize> {
        let size = |note: &Note| note.spans.iter().map(|span| span.len()).sum::<usize>();
        let at = |place: usize| {
            self.notes
                .iter()
                .enumerate()
                .filter(|(_, note)| note.contains(place))
                .min_by_key(|(_, note)| size(note))
                .map(|(index, _)| index)
        };
        at(self.place).or_else(|| {
            let row = self.row_shown()?;
            self.notes.iter().position(|note| note.spans.iter().any(|span| span.overlaps(row)))
        })
    }

    /// The notes that stand at the place, in their order, with words of their
    /// own or not.
    pub fn notes_here(&self) -> impl Iterator<Item = usize> {
        let here = |note: &Note| note.contains(self.place);
        self.notes.iter().enumerate().filter(move |(_, note)| here(note)).map(|(index, _)| index)
    }

    /// The sentence at a byte.
    pub fn sentence_at(&self, place: usize) -> Span {
        let text = &self.story.text;
        sentence::sentence_at(text.as_str(), within(text, place), place)
    }

    /// The paragraph at a byte.
    pub fn paragraph_at(&self, place: usize) -> Span {
        within(&self.story.text, place)
    }

    /// The bytes selected.
    pub fn selected(&self) -> Option<Span> {
        let selection = self.selection?;
        let content = self.story.text.as_str();
        let (low, high) =
            (selection.anchor.min(selection.head), selection.anchor.max(selection.head));
        let end = motion::next_grapheme(content, high);
        Some(Span::new(low, end)).filter(|span| !span.is_empty())
    }

    /// What a note made now is about: the selection, else the mention at the
    /// place, else the sentence.
    pub fn passage_here(&self) -> Span {
        if let Some(span) = self.selected() {
            return span;
        }
        match self.mentions.at(self.place) {
            Some(mention) => {
                let mention = &self.annotations.mentions[mention];
                let here = mention.spans().find(|span| span.contains(self.place));
                here.unwrap_or(mention.span)
            }
            None => self.sentence_at(self.place),
        }
    }

    /// Lights a name besides those that are lit, or no longer.
    pub fn light(&mut self, entity: usize) {
        match self.lit.iter().position(|&lit| lit == entity) {
            Some(index) => {
                self.lit.remove(index);
            }
            None => self.lit.push(entity),
        }
        self.narrow();
    }

    /// Narrows the time line to the names that are chosen or lit.
    pub(super) fn narrow(&mut self) {
        self.timeline.only = self.chosen_and_lit();
        self.timeline.arrange();
    }

    /// The chosen name and those lit besides.
    fn chosen_and_lit(&self) -> Vec<usize> {
        let lit = self.lit.iter().copied().filter(|lit| self.chosen != Some(*lit));
        self.chosen.into_iter().chain(lit).collect()
    }

    /// Chooses a name, or none: its mentions light up and the time line narrows.
    pub fn choose(&mut self, entity: Option<usize>) {
        self.chosen = entity;
        self.narrow();
        if let Some(entity) = entity {
            self.names.show(entity);
        }
    }

    /// The names that stand in one paragraph with `entity`: (entity, in how
    /// many paragraphs), most often first.
    pub fn company(&self, entity: usize) -> Vec<(usize, usize)> {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        let mut seen = None;
        for &start in self.mentions.starts_of(entity) {
            let paragraph = self.paragraph_at(start);
            if seen == Some(paragraph) {
                continue;
            }
            seen = Some(paragraph);
            let mut others: Vec<usize> = self
                .mentions
                .within(paragraph.start, paragraph.end)
                .map(|(_, _, other)| self.annotations.mentions[other].entity)
                .filter(|other| *other != entity)
                .collect();
            others.sort_unstable();
            others.dedup();
            for other in others {
                *counts.entry(other).or_default() += 1;
            }
        }
        let mut company: Vec<(usize, usize)> = counts.into_iter().collect();
        company.sort_by_key(|(other, times)| (std::cmp::Reverse(*times), *other));
        company
    }

    /// Lets the side panes follow the place in the text, wherever in their
    /// lists that leads.
    pub fn follow(&mut self) {
        if let Some(entity) = self.entity_here() {
            self.names.show(entity);
        }
        if let Some(entry) = self.told_here() {
            self.timeline.show(entry);
        }
        self.note_rows.follow(self.place, &self.notes);
    }

    /// The same for one who reads on line by line: the lists do not scroll
    /// about, only rows that are in sight are marked.
    pub fn follow_quietly(&mut self) {
        if let Some(entity) = self.entity_here() {
            self.names.mark(entity);
        }
        if let Some(entry) = self.told_here() {
            self.timeline.mark(entry);
        }
        self.note_rows.follow(self.place, &self.notes);
    }

    /// The entry of the time line that the sentence here tells of.
    fn told_here(&self) -> Option<usize> {
        self.timeline.told_in(self.sentence_at(self.place))
    }

    /// What `n` walks along: the matches of the search, else the mentions of
    /// the chosen name. Some may be hidden.
    pub fn followed(&self) -> Stops<'_> {
        match (&self.search, self.chosen) {
            (Some(search), _) => Stops::Matches(&search.matches),
            (None, Some(entity)) => Stops::Mentions(self.mentions.starts_of(entity)),
            (None, None) => Stops::Mentions(&[]),
        }
    }

    /// How far the window has come from the beginning (0) to where the end is
    /// seen (100): how much of what it does not show lies above it, in percent.
    pub fn percent(&self) -> usize {
        if self.page.at_end() || self.story.text.is_empty() {
            return 100;
        }
        let Some(shown) = self.page.shown() else { return 0 };
        // What stands above the first words is no text to have read.
        let first = self.story.text.paragraphs().first().map_or(0, |first| first.span.start);
        let above = shown.start.saturating_sub(first);
        let below = self.story.text.len().saturating_sub(shown.end);
        (above * 100).checked_div(above + below).unwrap_or(0).min(99)
    }

    /// Minutes of reading left below the window's top, at 230 words a minute.
    pub fn minutes_left(&self) -> usize {
        const WORDS_A_MINUTE: usize = 230;
        const BYTES_A_WORD: usize = 6;
        if self.page.at_end() {
            return 0;
        }
        let from = self.page.shown().map_or(0, |span| span.start);
        (self.story.text.len() - from).div_ceil(BYTES_A_WORD * WORDS_A_MINUTE)
    }
}

/// How far each inline mark of a story and those before it reach, in bytes.
fn reach(story: &Story) -> Vec<usize> {
    let mut reach = 0;
    let further = |inline: &Inline| {
        reach = reach.max(inline.span.end);
        reach
    };
    story.inline.iter().map(further).collect()
}
