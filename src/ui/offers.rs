//! What the keys do where the reader is: which of them the line below offers,
//! and how they are written.

use super::Canvas;
use crate::config::Context;
use crate::model::Origin;
use crate::state::prompt::Purpose;
use crate::state::{Card, Command, Layer, Pane};

/// What a card offers where it is not the only one at its place.
pub(super) const MORE_HERE: (Command, &str) = (Command::NextPane, "more here");

impl Canvas<'_> {
    /// What the line below offers, by what the reader is doing.
    pub(super) fn offers(&self) -> &'static [(Command, &'static str)] {
        use Command as C;
        match (&self.state.layer, self.state.context()) {
            (Some(Layer::Card(Card::Name { entity, .. })), _) if self.is_found(*entity) => &[
                (C::AcceptName, "take into your notes"),
                (C::GoThere, "all mentions"),
                MORE_HERE,
                (C::Note, "note on it"),
                (C::Leave, "close"),
            ],
            (Some(Layer::Card(Card::Name { .. })), _) => &[
                (C::GoThere, "all mentions"),
                MORE_HERE,
                (C::Note, "note on it"),
                (C::OpenLink, "link"),
                (C::Leave, "close"),
            ],
            // A colleague's note is only read.
            (Some(Layer::Card(Card::Note { note, .. })), _) if !self.is_own(Some(*note)) => {
                &[(C::Copy, "copy"), MORE_HERE, (C::Leave, "close")]
            }
            (Some(Layer::Card(Card::Note { .. })), _) => &[
                (C::GoThere, "edit"),
                MORE_HERE,
                (C::DeleteNote, "delete"),
                (C::Copy, "copy"),
                (C::Leave, "close"),
            ],
            (Some(Layer::Recover { .. }), _) => {
                &[(C::GoThere, "take back"), (C::DeleteNote, "throw away"), (C::Leave, "later")]
            }
            (Some(Layer::Settle(_)), _) => &[
                (C::GoThere, "it is here"),
                (C::LineDown, "next place"),
                (C::Select, "select another"),
                (C::SettleNote, "next note"),
                (C::DeleteNote, "delete"),
                (C::Leave, "later"),
            ],
            (Some(Layer::Problems(_)), _) => &[(C::GoThere, "edit its file"), (C::Leave, "close")],
            (Some(Layer::Editor(_)), _) => &[
                (C::SaveNote, "save"),
                (C::DiscardNote, "discard"),
                (C::NoteKind, "note, name or event"),
                (C::NextPane, "next field"),
            ],
            (Some(Layer::Hints(_)), _) => &[(C::Leave, "or type a letter")],
            (Some(Layer::Kind { .. }), _) => &[(C::Leave, "or the letter of a type")],
            (Some(Layer::Letter { set: true }), _) => {
                &[(C::Leave, "or a letter to mark this place")]
            }
            (Some(Layer::Letter { set: false }), _) => &[(C::Leave, "or the letter of a mark")],
            (Some(Layer::Help(_)), _) => &[
                (C::LineDown, "down"),
                (C::PageDown, "page"),
                (C::Search, "look for"),
                (C::Leave, "close"),
            ],
            (Some(Layer::Prompt(prompt)), _) => match prompt.purpose {
                Purpose::Palette => {
                    &[(C::Accept, "do it"), (C::PromptNext, "next"), (C::Leave, "close")]
                }
                Purpose::Export { .. } => {
                    &[(C::Accept, "write it"), (C::PromptNext, "next"), (C::Leave, "close")]
                }
                Purpose::Naming { .. } => {
                    &[(C::Accept, "call it so"), (C::PromptNext, "next"), (C::Leave, "close")]
                }
                Purpose::Trash => {
                    &[(C::Accept, "bring back"), (C::PromptNext, "next"), (C::Leave, "close")]
                }
                _ => &[(C::Accept, "go there"), (C::PromptNext, "next"), (C::Leave, "close")],
            },
            (None, Context::Review) => &[
                (C::AcceptAnnotation, "right"),
                (C::RejectAnnotation, "wrong"),
                (C::Retype, "type"),
                (C::Rename, "rename"),
                (C::SplitOff, "split off"),
                (C::Undo, "undo"),
                (C::ShrinkEnd, "shorter"),
                (C::ExtendEnd, "longer"),
                (C::AcceptName, "all right"),
                (C::RejectName, "all wrong"),
                (C::Leave, "end"),
            ],
            (None, Context::Select) if self.placing() => &[
                (C::SettleNote, "put the note here"),
                (C::SelectWordForward, "word"),
                (C::SelectInnerSentence, "sentence"),
                (C::Leave, "leave"),
            ],
            (None, Context::Select) => &[
                (C::SelectWordForward, "word"),
                (C::SelectInnerSentence, "sentence"),
                (C::SelectInnerEntity, "name"),
                (C::Note, "note"),
                (C::Highlight, "highlight"),
                (C::Copy, "copy"),
                (C::Leave, "leave"),
            ],
            (None, _) if self.state.reading.is_none() => &[
                (C::Stories, "stories"),
                (C::Palette, "commands"),
                (C::Help, "help"),
                (C::Quit, "quit"),
            ],
            (None, _) => match self.state.focus {
                Pane::Text if self.following() => &[
                    (C::FollowNext, "next"),
                    (C::OpenCard, "card"),
                    (C::Note, "note"),
                    (C::Names, "names"),
                    (C::Timeline, "time line"),
                    (C::Search, "search"),
                    (C::Help, "help"),
                    (C::Leave, "clear"),
                ],
                Pane::Text => &[
                    (C::NextMention, "next name"),
                    (C::Names, "names"),
                    (C::Timeline, "time line"),
                    (C::Note, "note"),
                    (C::Search, "search"),
                    (C::Stories, "stories"),
                    (C::Help, "help"),
                    (C::Quit, "quit"),
                ],
                Pane::Names => &[
                    (C::GoThere, "go there"),
                    (C::LightName, "light"),
                    (C::Filter, "filter"),
                    (C::FollowNext, "next mention"),
                    (C::Leave, "back"),
                ],
                Pane::Timeline => &[
                    (C::GoThere, "read there"),
                    (C::ZoomIn, "finer"),
                    (C::ZoomOut, "coarser"),
                    (C::Filter, "filter"),
                    (C::Leave, "back"),
                ],
                Pane::Stories => &[
                    (C::GoThere, "open"),
                    (C::Filter, "filter"),
                    (C::Picker, "pick"),
                    (C::Leave, "back"),
                ],
                Pane::Notes if !self.is_own(self.chosen_note()) => &[
                    (C::GoThere, "go there"),
                    (C::Copy, "copy"),
                    (C::Filter, "filter"),
                    (C::Leave, "back"),
                ],
                Pane::Notes => &[
                    (C::GoThere, "go there"),
                    (C::Note, "edit"),
                    (C::DeleteNote, "delete"),
                    (C::Filter, "filter"),
                    (C::Leave, "back"),
                ],
            },
        }
    }

    /// Whether the card on the screen is of a name that leads somewhere.
    pub(super) fn card_has_link(&self) -> bool {
        let (Some(Layer::Card(Card::Name { entity, .. })), Some(reading)) =
            (&self.state.layer, &self.state.reading)
        else {
            return true;
        };
        !reading.annotations.entities[*entity].links.is_empty()
    }

    fn chosen_note(&self) -> Option<usize> {
        self.state.reading.as_ref().and_then(|reading| reading.note_rows.chosen())
    }

    /// Whether a note is the reader's own; where there is none nothing speaks against it.
    fn is_own(&self, note: Option<usize>) -> bool {
        let note = note.zip(self.state.reading.as_ref());
        note.and_then(|(note, reading)| reading.notes.get(note)).is_none_or(|note| note.is_own())
    }

    /// Whether a note waits for the words it belongs to.
    fn placing(&self) -> bool {
        self.state.reading.as_ref().is_some_and(|reading| reading.placing.is_some())
    }

    fn following(&self) -> bool {
        self.state.reading.as_ref().is_some_and(|r| r.chosen.is_some() || r.search.is_some())
    }

    /// Whether a name was found by machine.
    fn is_found(&self, entity: usize) -> bool {
        let entities = self.state.reading.as_ref().map(|reading| &reading.annotations.entities);
        let entity = entities.and_then(|entities| entities.get(entity));
        entity.is_some_and(|entity| entity.origin == Origin::Found)
    }

    /// The first key of a command where the keys go now; empty if it has none.
    pub(super) fn key(&self, command: Command) -> String {
        self.key_in(self.state.context(), command)
    }

    /// The first key of a command in a section of the key table.
    pub(super) fn key_in(&self, context: Context, command: Command) -> String {
        let keys = self.state.config.keymap.keys_of(context, command.name());
        keys.into_iter().next().unwrap_or_default()
    }
}
