//! State and message lead to state and effects: the one place where things change.
//!
//! Each group of commands has a file of its own; `mouse` and `typing` turn
//! input into commands, `arriving` takes in what the workers send.

mod arranging;
mod arriving;
mod changing;
mod finding;
mod following;
mod found;
mod mouse;
mod moving;
mod noting;
mod opening;
mod reviewing;
mod searching;
mod selecting;
mod settling;
mod typing;

use std::ops::Range;

use super::command::Command;
use super::page::Style;
use super::prompt::Purpose;
use super::shelf::Sort;
use super::unfold::LIST_HEAD;
use super::{Card, Effect, Layer, Message, Notice, Pane, Stamp, State};
use crate::config::NoteLines;

impl State {
    /// Takes in what happened and says what is to be done.
    pub fn update(&mut self, message: Message, stamp: &Stamp) -> Vec<Effect> {
        self.stamp.clone_from(stamp);
        let mut effects = match message {
            Message::Key(key) => {
                let asked = self.quit_asked;
                let effects = self.key(key, stamp);
                // Any other key takes the question back.
                self.quit_asked &= !asked;
                effects
            }
            Message::Mouse(mouse) => self.mouse(mouse, stamp),
            Message::Paste(words) => self.paste(&words),
            Message::Resized(width, height) => {
                self.size = (width, height);
                if matches!(self.layer, Some(Layer::Hints(_))) {
                    self.layer = None;
                }
                Vec::new()
            }
            Message::Terminate => self.end(),
            Message::Background { dark } => {
                let before = self.theme_name();
                self.dark = Some(dark);
                if self.theme_name() == before {
                    // Most terminals are what they were taken for.
                    return Vec::new();
                }
                vec![Effect::Repaint]
            }
            other => self.arrive(other),
        };
        self.settle();
        effects.extend(self.retime_found());
        effects.extend(self.wanted_heads());
        effects.extend(self.draft_to_keep());
        effects
    }

    /// Does what a command says.
    pub fn obey(&mut self, command: Command, stamp: &Stamp) -> Vec<Effect> {
        use Command as C;
        let decides = matches!(
            command,
            C::GoThere
                | C::DeleteNote
                | C::RecoverNotes
                | C::DiscardRecovered
                | C::Leave
                | C::Interrupt
                | C::Suspend
                | C::Quit
        );
        // Keys that did something behind the question would do it unseen.
        if matches!(self.layer, Some(Layer::Recover { .. })) && !decides {
            return self.tell("say first what becomes of the notes that were not saved");
        }
        match command {
            C::LineDown
            | C::LineUp
            | C::PageDown
            | C::PageUp
            | C::HalfPageDown
            | C::HalfPageUp
            | C::ListStart
            | C::ListEnd => self.go(command),
            C::NextParagraph | C::PreviousParagraph => self.paragraph(command),
            C::StoryStart | C::StoryEnd => self.story_end(command),
            C::NextStory => self.neighbour(1),
            C::PreviousStory => self.neighbour(-1),
            C::SetMark | C::GoToMark => self.await_letter(command == C::SetMark),
            C::JumpBack => self.jump(false),
            C::JumpForward => self.jump(true),
            C::NextChange => self.change_step(true),
            C::PreviousChange => self.change_step(false),
            C::ChangesRead => self.changes_read(),
            C::Copy => self.copy(),

            C::NextMention => self.mention(true),
            C::PreviousMention => self.mention(false),
            C::FollowNext => self.follow(true),
            C::FollowPrevious => self.follow(false),
            C::OpenCard => self.open_card(),
            C::GoThere => self.go_there(stamp),
            C::LightName => self.light(),
            C::Hints => self.show_hints(),
            C::ZoomIn => self.zoom(-1),
            C::ZoomOut => self.zoom(1),
            C::SetDate => self.ask_date(),
            C::WhoSaidWhat => self.list_said(),

            C::Note => self.write_note(stamp),
            C::Highlight => self.highlight(stamp),
            C::NoteOnStory => self.note_on_story(stamp),
            C::NoteOnName => self.note_on_name(stamp),
            C::MarkName => self.mark_name(stamp),
            C::MarkEvent => self.mark_event(stamp),
            C::DeleteNote => self.delete_note(),
            C::Undo => self.undo(true),
            C::Redo => self.undo(false),
            C::SaveNote => self.save_note(stamp),
            C::DiscardNote => self.discard_note(stamp),
            C::NoteKind => self.next_note_kind(),
            C::SettleNote => self.settle_note(stamp),
            C::SettleMoved => self.settle_moved(stamp),
            C::DeletedNotes => self.show_trash(),
            C::RecoverNotes => self.recover(true),
            C::DiscardRecovered => self.recover(false),

            C::Select
            | C::SelectLeft
            | C::SelectRight
            | C::SelectDown
            | C::SelectUp
            | C::SelectWordForward
            | C::SelectWordBack
            | C::SelectWordEnd
            | C::SelectLineStart
            | C::SelectLineEnd
            | C::SelectSentenceNext
            | C::SelectSentencePrevious
            | C::SelectParagraphNext
            | C::SelectParagraphPrevious
            | C::SelectInnerWord
            | C::SelectInnerSentence
            | C::SelectInnerParagraph
            | C::SelectInnerEntity
            | C::SelectOtherEnd => self.select(command),

            C::Review => self.toggle_review(),
            C::ReviewNext => self.review_step(1),
            C::ReviewPrevious => self.review_step(-1),
            C::AcceptAnnotation if self.review.is_some() => self.judge("accept", false, stamp),
            C::AcceptAnnotation => self.accept_found(false, stamp),
            C::AcceptName if self.review.is_some() => self.judge("accept", true, stamp),
            C::AcceptName => self.accept_found(true, stamp),
            C::RejectAnnotation => self.judge("reject", false, stamp),
            C::RejectName => self.judge("reject", true, stamp),
            C::Retype => self.await_kind(false),
            C::RetypeName => self.await_kind(true),
            C::Rename => self.ask_name(true),
            C::SplitOff => self.ask_name(false),
            C::ExtendEnd | C::ShrinkEnd | C::ExtendStart | C::ShrinkStart => {
                self.stretch(command, stamp)
            }

            C::Search => self.search(),
            C::Filter => self.filter(),
            C::Picker => self.pick(),
            C::Palette => self.palette(),
            C::Help => self.help(),
            C::Problems => self.show_problems(),
            C::Accept => self.accept(stamp),
            C::PromptNext => self.prompt_step(1),
            C::PromptPrevious => self.prompt_step(-1),

            C::NextPane => self.pane_step(1),
            C::PreviousPane => self.pane_step(-1),
            C::Stories => self.toggle(Pane::Stories),
            C::Names => self.toggle(Pane::Names),
            C::Timeline => self.toggle(Pane::Timeline),
            C::MyNotes => self.toggle(Pane::Notes),
            C::Zen
            | C::Wider
            | C::Narrower
            | C::SideWider
            | C::SideNarrower
            | C::NamesTaller
            | C::NamesShorter
            | C::NextTheme
            | C::NoteLines
            | C::ShowBoilerplate
            | C::SortStories => self.arrange(command),
            C::FoundNames => self.toggle_found(),
            C::Leave => self.leave(),

            C::OpenLink => self.open_link(),
            C::OpenEditor => self.open_editor(),
            C::ExportStory => self.choose_format(false),
            C::ExportNotes => self.choose_format(true),
            C::Suspend => vec![Effect::Suspend],
            C::Interrupt => self.interrupt(),
            C::Quit => self.quit(),
        }
    }

    /// Says something at the bottom of the screen.
    fn tell(&mut self, words: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(Notice::news(words));
        Vec::new()
    }

    /// Leaves what is open; then clears selection, search, choice.
    fn leave(&mut self) -> Vec<Effect> {
        if let Some(layer) = self.layer.take() {
            return self.leave_layer(layer);
        }
        if self.focus != Pane::Text {
            if self.clear_filter() {
                return Vec::new();
            }
            self.focus = Pane::Text;
            return Vec::new();
        }
        if !self.selecting() && self.review.take().is_some() {
            return Vec::new();
        }
        if self.panes.zen && !self.selecting() {
            self.panes.zen = false;
            return Vec::new();
        }
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let searching = |reading: &mut super::reading::Reading| {
            reading.awaited.take().is_some() | reading.search.take().is_some()
        };
        if reading.selection.take().is_some() || searching(reading) {
            return Vec::new();
        }
        if reading.placing.take().is_some() {
            return self.tell("the note stays where it was");
        }
        if reading.chosen.is_none() && reading.lit.is_empty() && !reading.changes.is_empty() {
            return self.changes_read();
        }
        reading.lit.clear();
        reading.choose(None);
        Vec::new()
    }

    fn leave_layer(&mut self, layer: Layer) -> Vec<Effect> {
        match layer {
            Layer::Prompt(prompt) => self.leave_prompt(&prompt),
            Layer::Help(mut help) if help.typing => {
                help.typing = false;
                help.filter.set("");
                self.layer = Some(Layer::Help(help));
                Vec::new()
            }
            Layer::Recover { .. } => {
                self.tell("kept; they will be offered again at the next start")
            }
            _ => Vec::new(),
        }
    }

    fn interrupt(&mut self) -> Vec<Effect> {
        if self.layer.is_some() || self.focus != Pane::Text || self.selecting() {
            self.leave()
        } else {
            self.quit()
        }
    }

    /// Ends; asks first if something would be lost by it.
    fn quit(&mut self) -> Vec<Effect> {
        let lost = self.unsaved.as_ref().filter(|(_, not_saved)| !not_saved.kept);
        let Some((count, _)) = lost.filter(|_| !self.quit_asked) else { return self.end() };
        let words = match count {
            1 => "1 change would be lost, only this window has it; once more quits".into(),
            _ => {
                format!("{count} changes would be lost, only this window has them; once more quits")
            }
        };
        self.notice = Some(Notice::error(words));
        self.quit_asked = true;
        Vec::new()
    }

    /// Remembers the place and ends; what is being typed is kept.
    fn end(&mut self) -> Vec<Effect> {
        // What was marked as new was on the screen: next time it is not.
        if let Some(reading) = &mut self.reading {
            reading.last_read = None;
        }
        let mut effects = self.remember();
        effects.push(Effect::Quit);
        effects
    }

    /// After every change: sets the page for the window and shows what is chosen.
    fn settle(&mut self) {
        if self.layer.is_none()
            && let Some((count, stories)) = self.left_over.take()
        {
            self.layer = Some(Layer::Recover { count, stories });
        }
        let layout = self.layout();
        if let Some(reading) = &mut self.reading {
            let in_margin =
                self.panes.note_lines == NoteLines::Margin && layout.margin.width >= MARGIN_NOTE;
            let style = Style {
                width: usize::from(layout.column.width),
                height: usize::from(layout.column.height),
                note_lines: self.panes.note_lines != NoteLines::Off && !in_margin,
                boilerplate: self.panes.boilerplate,
            };
            let resized = style.height != reading.page.style.height
                || style.width != reading.page.style.width;
            let was_shown = reading.page.shown_at(reading.place).is_some();
            reading.with_page(|page, source| {
                page.restyle(source, style);
                page.fill(source);
            });
            if resized && was_shown && reading.page.shown_at(reading.place).is_none() {
                let place = reading.place;
                let third = reading.page.style.height / 3;
                reading.with_page(|page, source| page.put(source, place, third));
            }
        }
        self.reveal_choices(&layout);
        if let Some(Layer::Prompt(prompt)) = &mut self.layer {
            let height = layout.prompt_rows();
            let mut list = prompt.list;
            list.reveal(height, prompt.shown.len(), |line| prompt.lines(line, layout.prompt()));
            prompt.list = list;
        }
        if let Some(Layer::Settle(settling)) = &self.layer
            && self.settled_note(settling).is_none()
        {
            self.layer = None;
        }
        if let (Some(Layer::Card(card)), Some(reading)) = (&self.layer, &self.reading) {
            let alive = match card {
                Card::Name { entity, .. } => *entity < reading.annotations.entities.len(),
                Card::Note { note, .. } => *note < reading.notes.len(),
            };
            if !alive {
                self.layer = None;
            }
        }
    }

    /// Asks for the heads of all stories: what is sorted, filtered or picked
    /// by their titles needs them.
    fn want_all_heads(&mut self) -> Vec<Effect> {
        // What is in view first.
        let mut wanted = self.rows_of_heads().map_or(Vec::new(), |rows| self.shelf.ask(rows));
        wanted.extend(self.shelf.ask_all());
        if wanted.is_empty() { Vec::new() } else { vec![Effect::ReadHeads(wanted)] }
    }

    /// Asks for the heads of stories that were found while something waits for
    /// the titles of all.
    fn want_heads_of_found(&mut self) -> Vec<Effect> {
        let typing = matches!(&self.layer, Some(Layer::Prompt(prompt)) if matches!(
            prompt.purpose,
            Purpose::Picker | Purpose::Filter(Pane::Stories)
        ));
        if typing || !self.shelf.filter.is_empty() || self.shelf.sort != Sort::Name {
            self.want_all_heads()
        } else {
            Vec::new()
        }
    }

    /// Asks for the heads of the stories in view, and of a screen more; else
    /// of the one whose title stands at the end of the open story.
    fn wanted_heads(&mut self) -> Option<Effect> {
        let rows = self.rows_of_heads()?;
        let wanted = self.shelf.ask(rows);
        (!wanted.is_empty()).then_some(Effect::ReadHeads(wanted))
    }

    /// The rows of the story list whose titles are shown now or soon.
    fn rows_of_heads(&self) -> Option<Range<usize>> {
        Some(match self.layout().shelf {
            Some(area) => {
                let height = usize::from(area.height) / STORY_ROWS + 1;
                let top = self.shelf.list.top;
                top..top + 2 * height
            }
            // The row after the open one: rows count from 0, numbers from 1.
            None => self.shelf.number().map(|number| number..number + 1)?,
        })
    }
}

/// What there would be to see was found by machine, and the reader hid it.
const FOUND_HIDDEN: &str = "what was found is hidden: F shows it";
/// Rows of a note in the list of notes, unless it is unfolded.
const NOTE_ROWS: usize = 3;
/// Rows of a story in the story list, unless it is unfolded.
const STORY_ROWS: usize = 2;
/// Columns that a note in the margin needs at least.
pub const MARGIN_NOTE: u16 = 18;
