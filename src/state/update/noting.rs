//! Notes: writing, highlighting, marking names and events, deleting, undo.

use crate::model::history::{Act, Deed, Deleted};
use crate::model::{Note, NoteKind, Selector, Span};
use crate::state::note_editor::NoteEditor;
use crate::state::past::told;
use crate::state::shelf::Address;
use crate::state::{
    Card, Command, Effect, Layer, NoteChange, Notice, Pane, Stamp, State, Unconfirmed,
};
use crate::typeset::motion;

impl State {
    /// Opens the editor on the selection, else the mention, else the sentence here.
    pub(super) fn write_note(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let card = match &self.layer {
            Some(Layer::Card(card)) => Some(*card),
            _ => None,
        };
        self.layer = None;
        match card {
            Some(Card::Note { note, .. }) => return self.edit_note(note),
            Some(Card::Name { .. }) => return self.note_on_name(stamp),
            None => {}
        }
        let Some(reading) = &self.reading else { return Vec::new() };
        if self.focus == Pane::Notes
            && let Some(note) = reading.note_rows.chosen()
        {
            return self.edit_note(note);
        }
        if self.focus == Pane::Names {
            return self.note_on_name(stamp);
        }
        let span = reading.passage_here();
        // The same passage again means the note that is there.
        let same =
            |note: &Note| note.kind == NoteKind::Note && note.is_own() && note.spans == [span];
        if let Some(note) = reading.notes.iter().position(same) {
            return self.edit_note(note);
        }
        let about = reading
            .mentions
            .at(span.start)
            .map(|mention| &reading.annotations.mentions[mention])
            .filter(|mention| mention.spans().any(|s| s == span))
            .map(|mention| reading.annotations.entities[mention.entity].id.clone());
        let mut note = self.new_note(NoteKind::Note, &[span], stamp);
        note.about.extend(about);
        self.edit(note, None)
    }

    /// Opens the editor on a note that is there.
    pub(super) fn edit_note(&mut self, index: usize) -> Vec<Effect> {
        let Some(note) = self.reading.as_ref().and_then(|r| r.notes.get(index)).cloned() else {
            return Vec::new();
        };
        if let Some(hand) = &note.hand {
            let words = format!("this note is {hand}'s: it is only read");
            return self.tell(words);
        }
        self.edit(note.clone(), Some(note))
    }

    fn edit(&mut self, note: Note, before: Option<Note>) -> Vec<Effect> {
        // The passage must be seen while one writes about it.
        if let Some(start) = note.start() {
            if let Some(reading) = &mut self.reading {
                reading.place = start;
            }
            let third = self.reading.as_ref().map_or(0, |r| r.page.style.height / 4);
            self.reveal(third);
        }
        if let Some(reading) = &mut self.reading {
            reading.selection = None;
        }
        self.layer = Some(Layer::Editor(Box::new(NoteEditor::new(note, before))));
        Vec::new()
    }

    pub(super) fn note_on_story(&mut self, stamp: &Stamp) -> Vec<Effect> {
        if self.reading.is_none() {
            return Vec::new();
        }
        let note = self.new_note(NoteKind::Note, &[], stamp);
        self.edit(note, None)
    }

    pub(super) fn note_on_name(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let Some(entity) = reading.chosen.or_else(|| reading.entity_here()) else {
            return self.tell("choose a name first (w, e)");
        };
        let id = reading.annotations.entities[entity].id.clone();
        let here = reading
            .mention_here()
            .map(|mention| &reading.annotations.mentions[mention])
            .filter(|mention| mention.entity == entity)
            .or_else(|| reading.annotations.mentions.iter().find(|m| m.entity == entity));
        let spans: Vec<Span> = here.map_or_else(Vec::new, |mention| mention.spans().collect());
        let mut note = self.new_note(NoteKind::Note, &spans, stamp);
        note.about.push(id);
        self.edit(note, None)
    }

    pub(super) fn mark_name(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let text = reading.story.text.as_str();
        let span = reading.selected().unwrap_or_else(|| motion::word_at(text, reading.place));
        let mut note = self.new_note(NoteKind::Entity, &[span], stamp);
        note.name = note.selectors.first().map(|s| s.quote.trim().to_owned());
        self.edit(note, None)
    }

    pub(super) fn mark_event(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let span = reading.selected().unwrap_or_else(|| reading.sentence_at(reading.place));
        let when = reading
            .annotations
            .times
            .iter()
            .find(|time| time.span.overlaps(span) && time.value.on_axis())
            .map(|time| time.value.notation().to_owned());
        let mut note = self.new_note(NoteKind::Event, &[span], stamp);
        note.when = when;
        self.edit(note, None)
    }

    /// A note that marks `spans` of the open story.
    pub(super) fn new_note(&self, kind: NoteKind, spans: &[Span], stamp: &Stamp) -> Note {
        let mut note = Note {
            id: note_id(stamp.chance),
            kind,
            made: Some(stamp.now.clone()),
            changed: Some(stamp.now.clone()),
            by: self.config.settings.name.clone(),
            spans: spans.to_vec(),
            ..Note::default()
        };
        if let Some(reading) = &self.reading {
            let text = &reading.story.text;
            note.selectors = spans.iter().map(|&span| Selector::of(text, span)).collect();
        }
        note
    }

    pub(super) fn save_note(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let Some(Layer::Editor(mut editor)) = self.layer.take() else { return Vec::new() };
        if !editor.is_changed() {
            return Vec::new();
        }
        let asked = editor.error.is_some();
        let lacks = editor.lacks();
        let as_note = lacks.is_some();
        let mut kept = editor.kept();
        if let Some(why) = lacks.filter(|_| !asked) {
            // Asked twice, it is closed all the same, and nothing is lost.
            let then = match (&kept, &editor.before) {
                (Some(_), _) => "saves it as a note",
                (None, Some(_)) => "deletes it",
                (None, None) => "closes it",
            };
            editor.error = Some(format!("{why}; {} again {then}", self.key_for(Command::SaveNote)));
            self.layer = Some(Layer::Editor(editor));
            return Vec::new();
        }
        if let Some(note) = &mut kept {
            note.changed = Some(stamp.now.clone());
        }
        let as_note = as_note && kept.is_some();
        let effects = self.change(vec![NoteChange { before: editor.before, after: kept }]);
        if as_note {
            self.tell("saved as a note");
        }
        effects
    }

    /// Closes the editor without saving; undo brings the words back.
    pub(super) fn discard_note(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let Some(Layer::Editor(editor)) = self.layer.take() else { return Vec::new() };
        if !editor.is_changed() {
            return Vec::new();
        }
        let Some(address) = self.reading.as_ref().map(|r| r.address.clone()) else {
            return Vec::new();
        };
        let Some(mut typed) = editor.kept() else { return Vec::new() };
        typed.changed = Some(stamp.now.clone());
        // As if saved and taken back at once: undo undoes the taking back, then
        // the saving, and the words are to be had again tomorrow. The notes are
        // as they were all the while.
        let saved = NoteChange { before: editor.before.clone(), after: Some(typed.clone()) };
        let taken_back = NoteChange { before: Some(typed), after: editor.before };
        self.tell("discarded; u brings it back");
        let deeds = [vec![saved], vec![taken_back]].into_iter().map(|changes| {
            let deed = self.remember_deed(&address, &changes);
            Effect::Record { address: address.clone(), changes, deed }
        });
        deeds.collect()
    }

    pub(super) fn next_note_kind(&mut self) -> Vec<Effect> {
        if let Some(Layer::Editor(editor)) = &mut self.layer {
            editor.next_kind();
        }
        Vec::new()
    }

    pub(super) fn highlight(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let colors: Vec<&'static str> =
            self.config.settings.highlights.iter().map(|color| color.word()).collect();
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let span = reading.passage_here();
        let selected = reading.selection.take().is_some();
        let same = |note: &&Note| {
            note.kind == NoteKind::Highlight
                && note.is_own()
                && (note.spans == [span] || (!selected && note.contains(reading.place)))
        };
        if let Some(known) = reading.notes.iter().find(same).cloned() {
            let at = colors.iter().position(|c| Some(*c) == known.color.as_deref());
            let next = at.map_or(0, |at| (at + 1) % colors.len());
            self.color = next;
            let mut changed = known.clone();
            changed.color = Some(colors[next].to_owned());
            changed.changed = Some(stamp.now.clone());
            return self.change(vec![NoteChange { before: Some(known), after: Some(changed) }]);
        }
        if span.is_empty() {
            return self.tell("nothing to highlight here");
        }
        let mut note = self.new_note(NoteKind::Highlight, &[span], stamp);
        note.color = colors.get(self.color).or(colors.first()).map(|color| (*color).to_owned());
        self.change(vec![NoteChange { before: None, after: Some(note) }])
    }

    pub(super) fn delete_note(&mut self) -> Vec<Effect> {
        if matches!(self.layer, Some(Layer::Recover { .. })) {
            // There is no way back from this one: it is asked twice.
            if !std::mem::replace(&mut self.discard_asked, true) {
                return self.tell("once more throws them away for good");
            }
            self.discard_asked = false;
            return self.recover(false);
        }
        let Some(reading) = &self.reading else { return Vec::new() };
        let index = match (&self.layer, self.focus) {
            (Some(Layer::Card(Card::Note { note, .. })), _) => Some(*note),
            (Some(Layer::Settle(settling)), _) => {
                reading.notes.iter().position(|note| note.id == settling.note)
            }
            (_, Pane::Notes) => reading.note_rows.chosen(),
            _ => reading.note_here(),
        };
        let Some(note) = index.and_then(|index| reading.notes.get(index)).cloned() else {
            return self.tell("no note here");
        };
        if let Some(hand) = &note.hand {
            let words = format!("this note is {hand}'s: it is only read");
            return self.tell(words);
        }
        self.layer = None;
        self.change(vec![NoteChange { before: Some(note), after: None }])
    }

    /// Does something to the notes that can be undone.
    pub(super) fn change(&mut self, changes: Vec<NoteChange>) -> Vec<Effect> {
        let changes: Vec<NoteChange> =
            changes.into_iter().filter(|c| c.before.is_some() || c.after.is_some()).collect();
        let Some(first) = changes.first() else { return Vec::new() };
        let mut words = told(first);
        if first.after.is_none() {
            words.push_str("; u brings it back");
        }
        self.notice = Some(Notice::news(words));
        let Some(address) = self.reading.as_ref().map(|r| r.address.clone()) else {
            return Vec::new();
        };
        let deed = self.remember_deed(&address, &changes);
        self.put(changes, Act::Did, deed)
    }

    /// Puts changes into the story's history.
    fn remember_deed(&mut self, address: &Address, changes: &[NoteChange]) -> u64 {
        let id = self.stamp.chance;
        // One message may do two things.
        self.stamp.chance = id.wrapping_add(1);
        let deed = Deed { id, when: self.stamp.now.clone(), changes: changes.to_vec() };
        self.pasts.entry(address.clone()).or_default().did(deed);
        id
    }

    pub(super) fn undo(&mut self, back: bool) -> Vec<Effect> {
        if let Some(Layer::Editor(editor)) = &mut self.layer {
            if back {
                editor.current().undo();
            } else {
                editor.current().redo();
            }
            return Vec::new();
        }
        let Some(reading) = &self.reading else { return Vec::new() };
        let past = self.pasts.entry(reading.address.clone()).or_default();
        let act = if back { Act::Undid } else { Act::Redid };
        past.asked = None;
        let Some((deed, changes)) = past.step(act, &self.stamp.now) else {
            // It is done once it is known what was done on earlier days.
            past.asked = (!past.known).then_some(act);
            return self.tell(if back { "nothing to undo" } else { "nothing to redo" });
        };
        // What is undone is named as it was done.
        let discarded = past.discarded(&deed);
        let mut words = match (back, deed.changes.first().map(told).unwrap_or_default()) {
            (true, _) if discarded => "brought back: what was discarded".to_owned(),
            (false, _) if discarded => "discarded again".to_owned(),
            (true, did) => format!("undone: {did}"),
            (false, did) => format!("done again: {did}"),
        };
        if !past.today.contains(&deed.id)
            && let Some(when) = deed.when.get(..16)
        {
            words.push_str(&format!(", of {}", when.replace('T', " ")));
        }
        self.notice = Some(Notice::news(words));
        self.put(changes, act, deed.id)
    }

    /// What was deleted on this story and is not there again, the last first.
    pub(super) fn trash(&self) -> Vec<&Deleted> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let Some(past) = self.pasts.get(&reading.address) else { return Vec::new() };
        let there = |id: &str| reading.notes.iter().any(|note| note.id == id);
        past.history.deleted().iter().rev().filter(|deleted| !there(&deleted.note.id)).collect()
    }

    /// Brings a deleted note back.
    pub(super) fn restore(&mut self, id: &str) -> Vec<Effect> {
        let found = self.trash().into_iter().find(|deleted| deleted.note.id == id);
        let Some(note) = found.map(|deleted| deleted.note.clone()) else {
            return self.tell("it is there already");
        };
        let effects = self.change(vec![NoteChange::added(note)]);
        self.tell("brought back");
        effects
    }

    /// Makes the changes, on the screen and on disk.
    fn put(&mut self, changes: Vec<NoteChange>, act: Act, deed: u64) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let address = reading.address.clone();
        let mut notes = std::mem::take(&mut reading.notes);
        apply(&mut notes, &changes);
        let mut changed = changes.iter().flat_map(|c| c.before.iter().chain(&c.after));
        if changed.any(Note::annotates) {
            reading.set_notes(notes);
        } else {
            reading.set_plain_notes(notes);
        }
        let handed_out = Unconfirmed { save: (act, deed), changes: changes.clone() };
        self.unconfirmed.entry(address.clone()).or_default().push(handed_out);
        let mut changed = changes.iter().flat_map(|c| c.after.iter().chain(&c.before));
        if let Some(place) = changed.find_map(Note::start).or(self.place()) {
            self.review_again(place);
        }
        vec![Effect::Save { address, changes, act, deed }]
    }

    /// Saves what is being typed before its story leaves the screen.
    pub(super) fn finish_editor(&mut self) -> Vec<Effect> {
        let Some(Layer::Editor(editor)) = self.layer.take() else { return Vec::new() };
        if !editor.is_changed() {
            return Vec::new();
        }
        let kept = editor.kept();
        self.change(vec![NoteChange { before: editor.before, after: kept }])
    }

    pub(super) fn recover(&mut self, keep: bool) -> Vec<Effect> {
        if !matches!(self.layer, Some(Layer::Recover { .. })) {
            return self.tell("nothing was left over from an earlier session");
        }
        self.layer = None;
        self.notice = Some(Notice::news(if keep { "taking them back" } else { "thrown away" }));
        vec![Effect::Recover { keep }]
    }

    /// What is being typed, to be kept should the program die: sent whenever it changed.
    pub(super) fn draft_to_keep(&mut self) -> Option<Effect> {
        let here = self.reading.as_ref().map(|reading| reading.address.clone());
        let draft = match &self.layer {
            // Offered again, it must be something that can be kept.
            Some(Layer::Editor(editor)) if editor.is_changed() => editor
                .kept()
                .map(|after| NoteChange { before: editor.before.clone(), after: Some(after) }),
            _ => None,
        };
        match (draft, here) {
            (Some(draft), Some(address)) => {
                self.kept_draft = Some(address.clone());
                Some(Effect::KeepDraft { address, note: Some(Box::new(draft)) })
            }
            _ => {
                let address = self.kept_draft.take()?;
                Some(Effect::KeepDraft { address, note: None })
            }
        }
    }
}

/// Makes changes in a list of notes.
pub(super) fn apply(notes: &mut Vec<Note>, changes: &[NoteChange]) {
    for change in changes {
        let known = notes.iter().position(|note| note.id == change.id());
        match (known, &change.after) {
            (Some(index), Some(note)) => {
                let turn = notes[index].turn;
                notes[index] = Note { turn, ..note.clone() };
            }
            (Some(index), None) => {
                notes.remove(index);
            }
            (None, Some(note)) => add(notes, note.clone()),
            (None, None) => {}
        }
    }
}

/// Adds a note: a new correction is the last word, one that is brought back
/// comes to its turn again.
fn add(notes: &mut Vec<Note>, mut note: Note) {
    if note.kind == NoteKind::Correction {
        let turns = || notes.iter().filter_map(|note| note.turn);
        let next = turns().max().map_or(0, |last| last + 1);
        let turn = *note.turn.get_or_insert(next);
        if turns().any(|other| other == turn) {
            for later in notes.iter_mut().filter_map(|note| note.turn.as_mut()) {
                *later += usize::from(*later >= turn);
            }
        }
    }
    notes.push(note);
}

/// An id of `n` and nine letters or digits: 46 bits of chance.
pub(super) fn note_id(chance: u64) -> String {
    const SIGNS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut left = chance;
    let mut id = String::from("n");
    for _ in 0..9 {
        id.push(char::from(SIGNS[(left % 36) as usize]));
        left /= 36;
    }
    id
}
