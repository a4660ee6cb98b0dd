//! Names that a machine found: taken in, shown or hidden, accepted into the
//! reader's notes.

use super::noting::note_id;
use crate::model::{Annotations, Note, NoteKind, Origin, Span};
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
        if let Some(trouble) = trouble {
            self.notice = Some(Notice::error(trouble));
        }
        self.drop_counted();
        self.review_again(place);
        Vec::new()
    }

    /// Asks for what is found in the open story, if nobody annotated it.
    pub(super) fn ask_to_find(&mut self) -> Vec<Effect> {
        let wanted = self.finds();
        match &mut self.reading {
            Some(reading) if wanted && reading.annotated == Some(false) => {
                reading.finding = true;
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
