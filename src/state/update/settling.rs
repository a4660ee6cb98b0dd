//! Settling where notes belong: the only way in which a stored selector changes.

use crate::anchor::anchor;
use crate::model::{Anchor, Note, Reason, Selector, Span, Text};
use crate::state::settling::{Settling, choices, is_adrift, is_moved};
use crate::state::{Card, Command, Effect, Layer, NoteChange, Notice, Pane, Stamp, State};

impl State {
    /// Puts the note that is being placed on the selection; else opens the
    /// panel on the note of the card or the list, the moved one here, or the
    /// next that is not settled.
    pub(super) fn settle_note(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let selected = reading.selected().filter(|_| self.layer.is_none());
        if let Some(span) = selected {
            return self.place_note(span, stamp);
        }
        let index = match (&self.layer, self.focus) {
            (Some(Layer::Card(Card::Note { note, .. })), _) => Some(*note),
            (Some(Layer::Settle(settling)), _) => self.after(&settling.note),
            (_, Pane::Notes) if self.layer.is_none() => reading.note_rows.chosen(),
            _ => reading.note_here().filter(|&note| is_moved(&reading.notes[note])),
        };
        let notes = &reading.notes;
        let next = || notes.iter().position(is_adrift).or(notes.iter().position(is_moved));
        let Some(index) = index.or_else(next) else {
            self.layer = None;
            return self.tell("every note stands where it was made");
        };
        self.settle_at(index)
    }

    /// The note that is not settled and comes after this one, from the start again.
    fn after(&self, id: &str) -> Option<usize> {
        let notes = &self.reading.as_ref()?.notes;
        let here = notes.iter().position(|note| note.id == id)?;
        let open = |index: &usize| is_adrift(&notes[*index]) || is_moved(&notes[*index]);
        (here + 1..notes.len()).chain(0..=here).find(open)
    }

    fn settle_at(&mut self, index: usize) -> Vec<Effect> {
        let Some(note) = self.reading.as_ref().and_then(|reading| reading.notes.get(index)) else {
            return Vec::new();
        };
        if let Some(hand) = &note.hand {
            let words = format!("this note is {hand}'s: it is only read");
            return self.tell(words);
        }
        if note.anchor == Anchor::Exact {
            return self.tell("this note stands where it was made");
        }
        self.layer = Some(Layer::Settle(Settling::on(note)));
        Vec::new()
    }

    /// The note of the panel.
    pub fn settled_note(&self, settling: &Settling) -> Option<&Note> {
        let notes = &self.reading.as_ref()?.notes;
        notes.iter().find(|note| note.id == settling.note && note.anchor != Anchor::Exact)
    }

    /// Takes the chosen place, or the one with this number, from 0.
    pub(super) fn take_choice(&mut self, number: Option<usize>, stamp: &Stamp) -> Vec<Effect> {
        let Some(Layer::Settle(settling)) = &self.layer else { return Vec::new() };
        let number = number.unwrap_or(settling.list.chosen);
        let Some(note) = self.settled_note(settling) else { return Vec::new() };
        let all = choices(note);
        let Some(choice) = all.get(number) else {
            let key = self.key_for(Command::Select);
            return self.tell(match all.is_empty() {
                true => format!("no place is like it: {key} lets you select one"),
                false if all.len() == 1 => "there is only 1 place".to_owned(),
                false => format!("there are {} places", all.len()),
            });
        };
        let note = note.clone();
        self.give_place(&note, note.clone(), &choice.spans, stamp)
    }

    /// Closes the panel; the reader selects the words that the note belongs to.
    pub(super) fn place_by_hand(&mut self) -> Vec<Effect> {
        let Some(Layer::Settle(settling)) = self.layer.take() else { return Vec::new() };
        let near = self.settled_note(&settling).and_then(|note| {
            let choice = choices(note).into_iter().nth(settling.list.chosen)?;
            choice.spans.first().map(|&(_, span)| span.start)
        });
        self.focus = Pane::Text;
        if let Some(place) = near {
            self.jump_to(place);
        }
        if let Some(reading) = &mut self.reading {
            reading.selection = None;
            reading.placing = Some(settling.note);
        }
        let (select, put) = (self.key_for(Command::Select), self.key_for(Command::SettleNote));
        self.tell(format!("select its words ({select}), then {put} puts the note there"))
    }

    /// Puts the note that is being placed on a selection.
    fn place_note(&mut self, span: Span, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let wanted = reading.placing.as_ref();
        let note = wanted.and_then(|id| reading.notes.iter().find(|note| note.id == *id)).cloned();
        let Some(note) = note else {
            let key = self.key_for(Command::SettleNote);
            return self
                .tell(format!("no note waits for a place: leave the selection, then {key}"));
        };
        // By hand it is given one stretch, whatever it had.
        let mut whole = note.clone();
        whole.selectors.truncate(1);
        whole.selectors.resize(1, Selector::default());
        self.give_place(&note, whole, &[(0, span)], stamp)
    }

    /// Writes the selectors of a note anew, and goes there.
    fn give_place(
        &mut self,
        before: &Note,
        mut after: Note,
        spans: &[(usize, Span)],
        stamp: &Stamp,
    ) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        rewrite(&mut after, spans, &reading.story.text, stamp);
        reading.selection = None;
        reading.placing = None;
        let open = after.anchor != Anchor::Exact;
        let (before, id) = (before.clone(), after.id.clone());
        self.layer = None;
        let effects = self.change(vec![NoteChange { before: Some(before), after: Some(after) }]);
        if let Some(&(_, span)) = spans.first() {
            self.focus = Pane::Text;
            self.jump_to(span.start);
        }
        let Some(reading) = &self.reading else { return effects };
        let undo = self.key_for(Command::Undo);
        let left = reading.notes.iter().filter(|note| is_adrift(note)).count();
        let words = match (open, left) {
            (true, _) => "this stretch is settled; there is another".to_owned(),
            (false, 0) => format!("the note stands here now; {undo} takes it back"),
            (false, left) => {
                format!(
                    "the note stands here now; {left} more: {}",
                    self.key_for(Command::SettleNote)
                )
            }
        };
        if open && let Some(index) = reading.notes.iter().position(|note| note.id == id) {
            self.settle_at(index);
        }
        self.notice = Some(Notice::news(words));
        effects
    }

    /// Takes over the places of all moved notes.
    pub(super) fn settle_moved(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let text = &reading.story.text;
        let changes: Vec<NoteChange> = reading
            .notes
            .iter()
            .filter(|note| is_moved(note))
            .map(|note| {
                let mut after = note.clone();
                let spans: Vec<_> = note.spans.iter().copied().enumerate().collect();
                rewrite(&mut after, &spans, text, stamp);
                NoteChange { before: Some(note.clone()), after: Some(after) }
            })
            .collect();
        let count = changes.len();
        if count == 0 {
            return self.tell("no note has moved");
        }
        let effects = self.change(changes);
        let notes = if count == 1 { "note" } else { "notes" };
        let undo = self.key_for(Command::Undo);
        self.tell(format!("{count} moved {notes} settled; {undo} takes it back"));
        effects
    }

    /// Says how many notes do not know their place, if any.
    /// `text_changed`: whether it is known that the text is another than it was;
    /// a note written by hand may never have had a place.
    pub(super) fn tell_adrift(&mut self, text_changed: bool) {
        let Some(reading) = &self.reading else { return };
        let followed = |note: &Note| {
            use Reason::{Followed, FollowedEdited, TakenOut};
            matches!(note.standing.reason, Followed | FollowedEdited | TakenOut)
        };
        let changed =
            text_changed || reading.last_read.is_some() || reading.notes.iter().any(followed);
        let count = |anchor: Anchor| {
            reading.notes.iter().filter(|note| is_adrift(note) && note.anchor == anchor).count()
        };
        let (doubtful, lost) = (count(Anchor::Doubtful), count(Anchor::Lost));
        if doubtful + lost == 0 {
            return;
        }
        let part = |count: usize, word: &str| (count > 0).then(|| format!("{count} {word}"));
        let parts: Vec<String> =
            [part(doubtful, "doubtful"), part(lost, "lost")].into_iter().flatten().collect();
        let last = if lost > 0 { lost } else { doubtful };
        let notes = if last == 1 { "note" } else { "notes" };
        let key = self.key_for(Command::SettleNote);
        let why = if changed { "the text changed: " } else { "" };
        self.tell(format!("{why}{} {notes}, {key} settles where", parts.join(" and ")));
    }

    /// The first key of a command where the keys go now; else its name in the palette.
    pub(super) fn key_for(&self, command: Command) -> String {
        let keys = self.config.keymap.keys_of(self.context(), command.name());
        keys.into_iter().next().unwrap_or_else(|| format!(":{}", command.name()))
    }
}

/// Gives some selectors of a note other places, and finds out how it stands then.
fn rewrite(note: &mut Note, spans: &[(usize, Span)], text: &Text, stamp: &Stamp) {
    for &(stretch, span) in spans {
        if let Some(selector) = note.selectors.get_mut(stretch) {
            *selector = Selector::of(text, span);
        }
    }
    note.changed = Some(stamp.now.clone());
    anchor(std::slice::from_mut(note), text, &[]);
}
