//! A note being written: its words, and for names and events what else they need.

use crate::model::{Moment, Note, NoteKind};

use super::editor::{Editor, Step};

/// A line or box of the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The note's words.
    Body,
    /// The name of an entity, the label of an event.
    Name,
    /// The kind of an entity.
    Type,
    /// When an event was.
    When,
}

impl Field {
    /// What stands before the line.
    pub const fn label(self, kind: NoteKind) -> &'static str {
        match (self, kind) {
            (Field::Body, _) => "note",
            (Field::Name, NoteKind::Event) => "what",
            (Field::Name, _) => "name",
            (Field::Type, _) => "type",
            (Field::When, _) => "when",
        }
    }
}

/// A note being written.
#[derive(Debug, Clone)]
pub struct NoteEditor {
    /// The note as it will be, but for the fields.
    pub note: Note,
    /// The note as it was; `None` if it is new.
    pub before: Option<Note>,
    /// Its words.
    pub body: Editor,
    /// Name or label.
    pub name: Editor,
    /// Kind of an entity.
    pub kind: Editor,
    /// When an event was.
    pub when: Editor,
    /// Where the cursor is.
    pub field: Field,
    /// Why it cannot be saved yet.
    pub error: Option<String>,
}

/// The kind a new name has until another is typed.
const KIND: &str = "person";

impl NoteEditor {
    /// Begins, or goes on with, a note.
    pub fn new(note: Note, before: Option<Note>) -> Self {
        let field = match note.kind {
            NoteKind::Event if note.when.is_none() => Field::When,
            NoteKind::Entity | NoteKind::Event => Field::Name,
            _ => Field::Body,
        };
        Self {
            body: Editor::new(note.body.trim_end_matches('\n')),
            name: Editor::new(note.name.clone().unwrap_or_default()),
            kind: Editor::new(note.kind_word.clone().unwrap_or_else(|| KIND.into())),
            when: Editor::new(note.when.clone().unwrap_or_default()),
            field,
            note,
            before,
            error: None,
        }
    }

    /// The fields of this kind of note, in order.
    pub fn fields(&self) -> &'static [Field] {
        match self.note.kind {
            NoteKind::Entity => &[Field::Name, Field::Type, Field::Body],
            NoteKind::Event => &[Field::When, Field::Name, Field::Body],
            _ => &[Field::Body],
        }
    }

    /// The text of a field.
    pub fn editor(&self, field: Field) -> &Editor {
        match field {
            Field::Body => &self.body,
            Field::Name => &self.name,
            Field::Type => &self.kind,
            Field::When => &self.when,
        }
    }

    /// The text of the field the cursor is in.
    pub fn current(&mut self) -> &mut Editor {
        match self.field {
            Field::Body => &mut self.body,
            Field::Name => &mut self.name,
            Field::Type => &mut self.kind,
            Field::When => &mut self.when,
        }
    }

    /// Goes `by` fields on, round and round.
    pub fn step(&mut self, by: isize) {
        let fields = self.fields();
        let at = fields.iter().position(|field| *field == self.field).unwrap_or(0);
        let to = (at as isize + by).rem_euclid(fields.len() as isize);
        self.field = fields[to as usize];
        if self.field == Field::Type && self.note.kind_word.is_none() && self.kind.text() == KIND {
            // It is only proposed: what is typed takes its place.
            self.kind.go(Step::Start, false);
            self.kind.go(Step::End, true);
        }
    }

    /// Makes it a note, a name or an event, in turn.
    pub fn next_kind(&mut self) {
        self.note.kind = match self.note.kind {
            NoteKind::Note | NoteKind::Highlight => NoteKind::Entity,
            NoteKind::Entity => NoteKind::Event,
            NoteKind::Event | NoteKind::Correction => NoteKind::Note,
        };
        let quote = self.note.selectors.first().map_or("", |s| s.quote.trim());
        // Fields that the new kind does not have would otherwise be saved unseen.
        if self.note.kind != NoteKind::Event {
            self.note.when = None;
        }
        if self.note.kind != NoteKind::Entity {
            self.note.kind_word = None;
        }
        if self.note.kind == NoteKind::Note {
            self.note.name = None;
        }
        if self.note.kind == NoteKind::Entity && self.name.text().is_empty() {
            self.name = Editor::new(quote);
        } else if self.note.kind == NoteKind::Event && self.name.text() == quote {
            // Only a name is its own best label.
            self.name = Editor::default();
        }
        self.field = self.fields()[0];
        self.error = None;
    }

    /// Whether anything has been typed that would be lost.
    pub fn is_changed(&self) -> bool {
        match &self.before {
            Some(before) => {
                let differs = |field: &Field| {
                    let was = match field {
                        Field::Body => Some(&before.body),
                        Field::Name => before.name.as_ref(),
                        Field::Type => before.kind_word.as_ref(),
                        Field::When => before.when.as_ref(),
                    };
                    let was = was.map_or("", |words| words.trim_end());
                    let untouched = *field == Field::Type && was.is_empty();
                    self.editor(*field).text().trim_end() != was
                        && !(untouched && self.kind.text() == KIND)
                };
                self.note.kind != before.kind || self.fields().iter().any(differs)
            }
            None => {
                !self.body.text().trim().is_empty()
                    || matches!(self.note.kind, NoteKind::Entity | NoteKind::Event)
            }
        }
    }

    /// The note as typed, whether or not it can be saved.
    fn composed(&self) -> Note {
        let mut note = self.note.clone();
        let some = |editor: &Editor| {
            let words = editor.text().trim();
            (!words.is_empty()).then(|| words.to_owned())
        };
        let body = self.body.text().trim_end();
        note.body = body.to_owned();
        // Only what the editor shows is taken from it; the rest stays.
        match note.kind {
            NoteKind::Entity => {
                note.name = some(&self.name);
                note.kind_word = some(&self.kind);
            }
            NoteKind::Event => {
                note.name = some(&self.name);
                note.when = some(&self.when);
            }
            _ => {}
        }
        let was: Vec<String> =
            self.before.as_ref().map_or_else(Vec::new, |b| crate::model::note::hash_tags(&b.body));
        note.tags.retain(|tag| !was.contains(tag));
        for tag in crate::model::note::hash_tags(body) {
            if !note.tags.contains(&tag) {
                note.tags.push(tag);
            }
        }
        note
    }

    /// What the name or event still needs, for the reader; the cursor goes there.
    pub fn lacks(&mut self) -> Option<String> {
        let (field, why) = lacking(&self.composed())?;
        self.field = field;
        Some(why)
    }

    /// The note to be kept of what was typed: what cannot be a name or an event
    /// yet is a note of the same words. `None` if there are none.
    pub fn kept(&self) -> Option<Note> {
        let mut note = self.composed();
        if lacking(&note).is_some() {
            let kind = note.kind_word.take().filter(|kind| kind != KIND);
            let parts = [note.when.take(), note.name.take(), kind, Some(note.body)];
            let typed = parts.into_iter().flatten().filter(|part| !part.is_empty());
            note.body = typed.collect::<Vec<_>>().join(" ");
            note.kind = NoteKind::Note;
        }
        (note.kind != NoteKind::Note || !note.body.trim().is_empty()).then_some(note)
    }
}

/// What a name or an event still needs, and where that is typed.
fn lacking(note: &Note) -> Option<(Field, String)> {
    match note.kind {
        NoteKind::Entity if note.name.is_none() => {
            Some((Field::Name, "a name needs a name".into()))
        }
        NoteKind::Event => match note.when.as_deref().map(Moment::parse) {
            None => {
                let why = "an event needs a date: 2016-08-26, 2016-08, 2016-W34, 2016";
                Some((Field::When, why.into()))
            }
            Some(Err(error)) => Some((Field::When, error.to_string())),
            Some(Ok(_)) if note.name.is_none() => {
                Some((Field::Name, "an event needs a word on what happened".into()))
            }
            Some(Ok(_)) => None,
        },
        _ => None,
    }
}
