//! Names that a machine found: taken in, shown or hidden, accepted into the
//! reader's notes.

use super::noting::note_id;
use crate::config::FinderChoice;
use crate::error::Diagnostic;
use crate::model::note::{STORY_DATE, dating};
use crate::model::{Annotations, Inferred, Moment, Note, NoteKind, Origin, Span, TimeExpression};
use crate::state::editor::Editor;
use crate::state::prompt::{Prompt, Purpose};
use crate::state::{Card, Effect, Layer, NoteChange, Notice, Pane, Stamp, State};

/// Tells the ids of notes made by one key apart.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl State {
    /// Takes in what was found in the open story.
    pub(super) fn names_found(
        &mut self,
        ticket: u64,
        annotations: Annotations,
        trouble: Option<String>,
        remark: Option<String>,
    ) -> Vec<Effect> {
        let Some(reading) = self.reading.as_mut().filter(|r| r.ticket == ticket) else {
            return Vec::new();
        };
        // An annotation file may have come meanwhile, or the reader said no.
        if !reading.finding {
            return Vec::new();
        }
        let place = reading.place;
        reading.take_found(annotations);
        if let Some(remark) = remark {
            let file = reading.address.name();
            reading.problems.push(Diagnostic::warning(file, remark.clone()));
            self.notice = Some(Notice::news(remark));
        }
        if let Some(trouble) = trouble {
            self.notice = Some(Notice::error(trouble));
        }
        self.drop_counted();
        self.review_again(place);
        Vec::new()
    }

    /// The text of the open story tells its date.
    pub(super) fn date_inferred(&mut self, ticket: u64, inferred: Inferred) -> Vec<Effect> {
        let wanted = self.finds();
        let Some(reading) = self.reading.as_mut().filter(|r| wanted && r.ticket == ticket) else {
            return Vec::new();
        };
        reading.story.head.inferred = Some(inferred);
        reading.date_line();
        let head = reading.story.head.clone();
        if let Some(index) = self.shelf.find(&reading.address) {
            self.shelf.learn(vec![(index, head)]);
        }
        Vec::new()
    }

    /// Asks for the days of what was found to be counted anew, where the date
    /// of the story has come to be another.
    pub(super) fn retime_found(&mut self) -> Option<Effect> {
        let asked = matches!(self.config.settings.finder, FinderChoice::Program(_));
        let reading = self.reading.as_mut()?;
        let ticket = reading.ticket;
        reading
            .outdated()
            .then(|| Effect::Retime { ticket, theirs: reading.times_of_theirs(asked) })
    }

    /// Takes in the found times with their values as they are now.
    pub(super) fn retimed(&mut self, ticket: u64, times: Vec<TimeExpression>) -> Vec<Effect> {
        let Some(reading) = self.reading.as_mut().filter(|r| r.ticket == ticket) else {
            return Vec::new();
        };
        let place = reading.place;
        reading.retime(times);
        self.drop_counted();
        self.review_again(place);
        Vec::new()
    }

    /// Asks for the date on which the open story was published.
    pub(super) fn ask_date(&mut self) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let mut prompt = Prompt::new(Purpose::Date, Vec::new(), reading.place);
        let date = reading.story.head.published.as_ref();
        prompt.line = Editor::new(date.map_or_else(String::new, |date| date.notation().into()));
        self.layer = Some(Layer::Prompt(Box::new(prompt)));
        Vec::new()
    }

    /// Takes the date that was typed for the open story's; none takes the
    /// reader's own date back.
    pub(super) fn set_date(&mut self, mut prompt: Prompt, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let typed = prompt.line.text().trim();
        let own = |note: &&Note| note.is_own() && note.dates_story();
        // Of several the one that counts: another would be changed in vain.
        let before = dating(&reading.notes).or(reading.notes.iter().find(own)).cloned();
        if typed.is_empty() {
            return match before {
                Some(_) => self.change(vec![NoteChange { before, after: None }]),
                None => self.tell("you have given no date for this story"),
            };
        }
        let date = match as_date(typed) {
            Ok(date) => date,
            Err(why) => {
                prompt.error = Some(why.to_owned());
                self.layer = Some(Layer::Prompt(Box::new(prompt)));
                return Vec::new();
            }
        };
        if reading.story.head.published.as_ref() == Some(&date) {
            return self.tell("this is the date of the story already");
        }
        let mut note = before.clone().unwrap_or_else(|| Note {
            target: Some(STORY_DATE.to_owned()),
            ..self.new_note(NoteKind::Correction, &[], stamp)
        });
        note.when = Some(date.notation().to_owned());
        note.changed = Some(stamp.now.clone());
        let effects = self.change(vec![NoteChange { before, after: Some(note) }]);
        self.tell(format!("published {}; u takes it back", date.to_day().label()));
        effects
    }

    /// Asks for what is found in the open story, if nobody annotated it.
    pub(super) fn ask_to_find(&mut self) -> Vec<Effect> {
        let wanted = self.finds();
        match &mut self.reading {
            Some(reading) if wanted && reading.annotated == Some(false) => {
                reading.finding = true;
                reading.date_for_finding();
                vec![Effect::Find { ticket: reading.ticket }]
            }
            _ => Vec::new(),
        }
    }

    /// Shows or hides what was found, in this story and the next ones.
    pub(super) fn toggle_found(&mut self) -> Vec<Effect> {
        self.found_hidden = !self.found_hidden;
        let hidden = self.found_hidden;
        let Some(reading) = &mut self.reading else { return Vec::new() };
        reading.hide_found(hidden);
        let place = reading.place;
        self.drop_counted();
        self.review_again(place);
        self.tell(if hidden { "found names are hidden" } else { "found names are shown" })
    }

    /// Makes the found name at hand the reader's own: of the card, of the
    /// row, else at the place; here, or wherever it stands.
    pub(super) fn accept_found(&mut self, whole: bool, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let at_place = reading.mention_here();
        let entity = match (&self.layer, self.focus) {
            (Some(Layer::Card(Card::Name { entity, .. })), _) => Some(*entity),
            (None, Pane::Names) => reading.names.chosen(),
            _ => at_place.map(|mention| reading.annotations.mentions[mention].entity),
        };
        let Some(entity) = entity else {
            return self.tell("no name here: w goes to the next one");
        };
        let here = at_place.filter(|_| !whole);
        let changes = match here {
            Some(mention) => self.own_mention(mention, stamp),
            None => self.own_name(entity, stamp),
        };
        if changes.is_empty() {
            return self.tell("nothing to accept: this name was not found by machine");
        }
        self.make_own(entity, changes)
    }

    /// Accepts the changes and says so.
    pub(super) fn make_own(&mut self, entity: usize, changes: Vec<NoteChange>) -> Vec<Effect> {
        let name = self.reading.as_ref().and_then(|r| r.annotations.entities.get(entity));
        let name = name.map(|entity| entity.name.clone()).unwrap_or_default();
        let effects = self.change(changes);
        let name = crate::model::text::visible(&name).into_owned();
        self.notice = Some(Notice::news(format!("“{name}” is in your notes; u takes it back")));
        effects
    }

    /// The note that makes one found mention the reader's own.
    pub(super) fn own_mention(&self, mention: usize, stamp: &Stamp) -> Vec<NoteChange> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let mention = &reading.annotations.mentions[mention];
        if mention.origin != Origin::Found {
            return Vec::new();
        }
        let note = self.own_note(mention.entity, mention.span, true, 0, stamp);
        vec![NoteChange { before: None, after: Some(note) }]
    }

    /// The notes that make a found name the reader's own wherever it stands:
    /// one for each way it is written, or, where the same words also stand for
    /// something else, one for each mention.
    pub(super) fn own_name(&self, entity: usize, stamp: &Stamp) -> Vec<NoteChange> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let mut notes = Vec::new();
        for form in reading.forms_of(entity) {
            let count = if form.everywhere { 1 } else { form.spans.len() };
            for &span in form.spans.iter().take(count) {
                let number = notes.len() as u64;
                notes.push(self.own_note(entity, span, !form.everywhere, number, stamp));
            }
        }
        notes.into_iter().map(|note| NoteChange { before: None, after: Some(note) }).collect()
    }

    fn own_note(
        &self,
        entity: usize,
        span: Span,
        listed: bool,
        number: u64,
        stamp: &Stamp,
    ) -> Note {
        let mut note = self.new_note(NoteKind::Entity, &[span], stamp);
        note.id = note_id(stamp.chance ^ STEP.wrapping_mul(number));
        if let Some(reading) = &self.reading {
            let entity = &reading.annotations.entities[entity];
            note.name = Some(entity.name.clone());
            note.kind_word = Some(entity.kind.word().to_owned());
        }
        note.listed = listed;
        note
    }
}

/// The date that was typed, or what is wrong with it, in few words: they stand
/// beside it.
fn as_date(typed: &str) -> Result<Moment, &'static str> {
    match Moment::parse(typed) {
        Ok(date) if date.on_axis() => Ok(date),
        Ok(_) => Err("not on the calendar; write it as 2016-08-24 or 2016-08"),
        Err(_) => Err("not a date; write it as 2016-08-24 or 2016-08"),
    }
}
