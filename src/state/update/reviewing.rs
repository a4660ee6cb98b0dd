//! Reviewing: accepting, rejecting, retyping, renaming and moving what others
//! annotated. What the reader says becomes corrections in their own notes.

use super::FOUND_HIDDEN;
use super::noting::note_id;
use crate::model::{Mention, Note, NoteKind, Selector, Span};
use crate::state::prompt::{Goal, Prompt, Purpose};
use crate::state::review::{Item, KIND_LETTERS, Review};
use crate::state::{Command, Effect, Layer, NoteChange, Pane, Stamp, State};
use crate::typeset::motion;

impl State {
    /// Begins a review at the place, or ends it.
    pub(super) fn toggle_review(&mut self) -> Vec<Effect> {
        if self.review.take().is_some() {
            return Vec::new();
        }
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let mut review = Review::of(&reading.annotations, &reading.notes, None);
        if review.items.is_empty() && reading.hides_found() {
            return self.tell(FOUND_HIDDEN);
        }
        if review.items.is_empty() {
            return self.tell("nothing to review: no annotations of others");
        }
        reading.selection = None;
        reading.search = None;
        review.seek(reading.place);
        self.layer = None;
        self.focus = Pane::Text;
        self.leave_spot();
        self.review = Some(review);
        self.show_reviewed()
    }

    pub(super) fn review_step(&mut self, by: isize) -> Vec<Effect> {
        self.end_stretching();
        let Some(review) = &mut self.review else { return Vec::new() };
        let last = review.items.len().saturating_sub(1);
        review.chosen = review.chosen.saturating_add_signed(by).min(last);
        self.show_reviewed()
    }

    /// Goes to the annotation that was clicked.
    pub(super) fn review_at(&mut self, byte: usize) {
        self.end_stretching();
        let Some(review) = &mut self.review else { return };
        let held = |(span, _): &(Span, Item)| span.contains(byte);
        // The innermost: those that start later lie inside.
        if let Some(index) = review.items.iter().rposition(held) {
            review.chosen = index;
            self.show_reviewed();
        }
    }

    /// Brings what is reviewed into the window.
    fn show_reviewed(&mut self) -> Vec<Effect> {
        let Some((span, item)) = self.review.as_ref().and_then(Review::here) else {
            return Vec::new();
        };
        if let Some(reading) = &mut self.reading {
            reading.place = span.start;
            let entity = match item {
                Item::Mention(index) => Some(reading.annotations.mentions[index].entity),
                _ => None,
            };
            reading.choose(entity);
            reading.follow();
        }
        let third = self.reading.as_ref().map_or(0, |reading| reading.page.style.height / 3);
        self.reveal(third);
        Vec::new()
    }

    /// Goes on after the notes have changed.
    pub(super) fn review_again(&mut self, place: usize) {
        let (Some(reading), Some(before)) = (&self.reading, &self.review) else { return };
        let mut review = Review::of(&reading.annotations, &reading.notes, before.stretched);
        if review.stretched.is_none() {
            review.seek(place);
        }
        let empty = review.items.is_empty();
        self.review = Some(review).filter(|_| !empty);
        self.show_reviewed();
    }

    /// Accepts or rejects what is reviewed, or all mentions of its name.
    pub(super) fn judge(&mut self, verdict: &str, whole: bool, stamp: &Stamp) -> Vec<Effect> {
        let mut taken_out = None;
        if let Some(own) = self.stretch_here() {
            if whole {
                // It belongs to the name that goes.
                taken_out = (verdict == "reject").then_some(own);
            } else {
                // Accepting it is leaving it; rejecting it takes it out again.
                self.end_stretching();
                return match verdict {
                    "accept" => self.show_reviewed(),
                    "reject" => self.change(vec![NoteChange::deleted(own)]),
                    _ => self.tell("it has the type of its name; give it another name first"),
                };
            }
        }
        if verdict == "accept"
            && let Some(effects) = self.accept_reviewed(whole, stamp)
        {
            return effects;
        }
        let Some(change) = self.correction(whole, stamp, |note| {
            note.kind_word = Some(verdict.to_owned());
        }) else {
            return Vec::new();
        };
        self.end_stretching();
        self.change([change].into_iter().chain(taken_out.map(NoteChange::deleted)).collect())
    }

    /// A name that a machine found has no file that a correction could be
    /// about: accepting it makes it the reader's own.
    fn accept_reviewed(&mut self, whole: bool, stamp: &Stamp) -> Option<Vec<Effect>> {
        let (_, Item::Mention(mention)) = self.review.as_ref()?.here()? else { return None };
        let entity = self.reading.as_ref()?.annotations.mentions.get(mention)?.entity;
        let changes = match whole {
            true => self.own_name(entity, stamp),
            false => self.own_mention(mention, stamp),
        };
        (!changes.is_empty()).then(|| self.make_own(entity, changes))
    }

    /// The reader's own note of the mention being made longer or shorter.
    fn stretch_here(&self) -> Option<Note> {
        let span = self.review.as_ref()?.stretched?;
        self.reading.as_ref()?.notes.iter().find(|note| is_stretch(note, span)).cloned()
    }

    /// Awaits the letter of a kind.
    pub(super) fn await_kind(&mut self, whole: bool) -> Vec<Effect> {
        match self.review.as_ref().and_then(Review::here) {
            Some((_, Item::Mention(_))) => self.layer = Some(Layer::Kind { whole }),
            Some(_) => return self.tell("only names have a type"),
            None => {}
        }
        Vec::new()
    }

    pub(super) fn retype(&mut self, letter: char, whole: bool, stamp: &Stamp) -> Vec<Effect> {
        let known = KIND_LETTERS.iter().find(|(known, _)| *known == letter);
        let Some((_, kind)) = known else { return self.tell("no type has this letter") };
        self.judge(kind.word(), whole, stamp)
    }

    /// Asks for another name: of all its mentions, or of this one.
    pub(super) fn ask_name(&mut self, whole: bool) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let entity = match self.review.as_ref().and_then(Review::here) {
            Some((_, Item::Mention(index))) => Some(reading.annotations.mentions[index].entity),
            Some((_, Item::Event(_))) if whole => None,
            Some(_) => return self.tell("only names and events can be renamed"),
            None => return Vec::new(),
        };
        let entities = reading.annotations.entities.iter().enumerate();
        let names = entities.filter(|(index, _)| entity.is_some_and(|entity| entity != *index));
        let items = names.map(|(index, known)| crate::state::prompt::Item {
            sort: known.kind.word().to_owned(),
            words: crate::model::text::visible(&known.name).into_owned(),
            also: String::new(),
            more: reading.names.counts.get(index).map(u32::to_string).unwrap_or_default(),
            goal: Goal::Name(index),
        });
        let prompt = Prompt::new(Purpose::Naming { whole }, items.collect(), reading.place);
        self.layer = Some(Layer::Prompt(Box::new(prompt)));
        Vec::new()
    }

    /// Gives what is reviewed the name that was typed or chosen.
    pub(super) fn rename(&mut self, prompt: &Prompt, whole: bool, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let (name, kind) = match prompt.chosen().map(|item| (&item.goal, item)) {
            Some((Goal::Name(index), _)) => {
                let known = &reading.annotations.entities[*index];
                (known.name.clone(), Some(known.kind.clone()))
            }
            Some((_, item)) => (item.words.trim().to_owned(), None),
            None => return Vec::new(),
        };
        if name.is_empty() {
            return Vec::new();
        }
        if let Some(own) = self.stretch_here().filter(|_| !whole) {
            let kind_word = kind.map(|kind| kind.word().to_owned()).or(own.kind_word.clone());
            let after = Note { name: Some(name), kind_word, ..own.clone() };
            return self.change(vec![NoteChange { before: Some(own), after: Some(after) }]);
        }
        let Some(change) = self.correction(whole, stamp, |note| {
            note.name = Some(name);
            if let Some(kind) = kind {
                note.kind_word = Some(kind.word().to_owned());
            } else if note.kind_word.as_deref() == Some("reject") {
                note.kind_word = None;
            }
        }) else {
            return Vec::new();
        };
        self.change(vec![change])
    }

    /// Moves an end of the mention by a word: the old one is rejected, the
    /// new one is a mention of the reader's own.
    pub(super) fn stretch(&mut self, command: Command, stamp: &Stamp) -> Vec<Effect> {
        let (Some(reading), Some((span, item))) =
            (&self.reading, self.review.as_ref().and_then(Review::here))
        else {
            return Vec::new();
        };
        let Item::Mention(index) = item else {
            return self.tell("only names can be made longer or shorter");
        };
        let mention = &reading.annotations.mentions[index];
        if !mention.more.is_empty() {
            return self.tell("a name in several stretches stays as it is");
        }
        let text = &reading.story.text;
        let to = stretched(text.as_str(), span, command);
        let paragraph = reading.paragraph_at(span.start);
        if to.is_empty() || to.start < paragraph.start || to.end > paragraph.end || to == span {
            return self.tell("no word there");
        }
        let changes = match reading.notes.iter().find(|note| is_stretch(note, span)) {
            Some(known) => {
                let mut own = known.clone();
                own.selectors = vec![Selector::of(text, to)];
                own.spans = vec![to];
                own.changed = Some(stamp.now.clone());
                vec![NoteChange { before: Some(known.clone()), after: Some(own) }]
            }
            None => {
                let entity = &reading.annotations.entities[mention.entity];
                let mut own = self.new_note(NoteKind::Entity, &[to], stamp);
                own.id = note_id(stamp.chance.rotate_left(29) ^ SECOND);
                own.name = Some(entity.name.clone());
                own.kind_word = Some(entity.kind.word().to_owned());
                own.listed = true;
                let rejected = self.correction(false, stamp, |note| {
                    note.kind_word = Some("reject".to_owned());
                    note.name = None;
                });
                let added = NoteChange { before: None, after: Some(own) };
                rejected.into_iter().chain([added]).collect()
            }
        };
        if let Some(review) = &mut self.review {
            review.stretched = Some(to);
        }
        self.change(changes)
    }

    /// What was made longer or shorter is done; it is the reader's own.
    fn end_stretching(&mut self) {
        let Some(place) = self.review.as_mut().and_then(|review| review.stretched.take()) else {
            return;
        };
        if let Some(reading) = &self.reading {
            let mut review = Review::of(&reading.annotations, &reading.notes, None);
            review.seek(place.start);
            self.review = Some(review);
        }
    }

    /// The change that makes or alters the correction of what is reviewed.
    fn correction(
        &self,
        whole: bool,
        stamp: &Stamp,
        alter: impl FnOnce(&mut Note),
    ) -> Option<NoteChange> {
        let reading = self.reading.as_ref()?;
        let (span, item) = self.review.as_ref()?.here()?;
        let annotations = &reading.annotations;
        let (target, spans) = match item {
            Item::Mention(index) => {
                let mention: &Mention = &annotations.mentions[index];
                let entity = annotations.entities[mention.entity].id.clone();
                if whole {
                    (Some(entity), Vec::new())
                } else {
                    let spans: Vec<Span> = mention.spans().collect();
                    (Some(mention.id.clone().unwrap_or(entity)), spans)
                }
            }
            Item::Event(index) => (Some(annotations.events[index].id.clone()), Vec::new()),
            Item::Time(_) | Item::Quote(_) => (None, vec![span]),
        };
        let same = |note: &&Note| {
            note.is_own()
                && note.kind == NoteKind::Correction
                && note.target == target
                && note.spans == spans
        };
        let before = reading.notes.iter().find(same).cloned();
        let mut note = before.clone().unwrap_or_else(|| {
            let mut note = self.new_note(NoteKind::Correction, &spans, stamp);
            note.target = target;
            note
        });
        note.changed = Some(stamp.now.clone());
        alter(&mut note);
        Some(NoteChange { before, after: Some(note) })
    }
}

/// Whether a note is the reader's own mention at `span`.
fn is_stretch(note: &Note, span: Span) -> bool {
    note.is_own() && note.kind == NoteKind::Entity && note.listed && note.spans == [span]
}

/// Tells the ids of two notes made by one key apart.
const SECOND: u64 = 0x5bd1_e995_9d2c_5681;

/// `span` with one end moved by a word.
fn stretched(text: &str, span: Span, command: Command) -> Span {
    let within = &text[span.range()];
    match command {
        Command::ExtendEnd => {
            let next = motion::word_end(text, span.end.max(1) - 1);
            Span::new(span.start, motion::next_grapheme(text, next))
        }
        Command::ShrinkEnd => {
            let last = motion::previous_word(text, span.end);
            let kept = text.get(span.start..last).unwrap_or("").trim_end();
            Span::new(span.start, span.start + kept.len())
        }
        Command::ExtendStart => Span::new(motion::previous_word(text, span.start), span.end),
        _ => {
            let first = motion::next_word(within, 0);
            Span::new(span.start + first, span.end)
        }
    }
}
