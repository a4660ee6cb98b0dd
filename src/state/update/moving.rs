//! Moving in the text and in lists: lines, pages, paragraphs, ends, marks, jumps.

use crate::config::Scroll;
use crate::model::Role;
use crate::state::command::Command;
use crate::state::jumps::Spot;
use crate::state::layout::Area;
use crate::state::{Card, Effect, Layer, Notice, Pane, State};

use super::{LIST_HEAD, NOTE_ROWS, STORY_ROWS};

impl State {
    /// Lines, pages and ends, wherever the keys go.
    pub(super) fn go(&mut self, command: Command) -> Vec<Effect> {
        if self.layer.is_some() {
            return self.go_layer(command);
        }
        let layout = self.layout();
        let page = |area: Option<Area>, rows: usize| {
            area.map_or(1, |area| usize::from(area.height.saturating_sub(LIST_HEAD)) / rows).max(1)
        };
        match self.focus {
            Pane::Text => return self.go_text(command),
            Pane::Stories => {
                let count = self.shelf.order.len();
                self.shelf.list.step(steps(command, page(layout.shelf, STORY_ROWS)), count);
            }
            Pane::Names => {
                let by = steps(command, page(layout.names, 1));
                if let Some(reading) = &mut self.reading {
                    let most = reading.names.rows.len() as isize;
                    reading.names.step(by.clamp(-most, most));
                    let chosen = reading.names.chosen();
                    reading.choose(chosen);
                }
            }
            Pane::Timeline => {
                let by = steps(command, page(layout.timeline, 1));
                if let Some(reading) = &mut self.reading {
                    let most = reading.timeline.rows.len() as isize;
                    reading.timeline.step(by.clamp(-most, most));
                }
                self.text_follows_time();
            }
            Pane::Notes => {
                let by = steps(command, page(layout.notes, NOTE_ROWS));
                if let Some(reading) = &mut self.reading {
                    let count = reading.note_rows.rows.len();
                    reading.note_rows.list.step(by, count);
                }
            }
        }
        Vec::new()
    }

    /// Scrolls what lies over the panes.
    fn go_layer(&mut self, command: Command) -> Vec<Effect> {
        let by = steps(command, self.layout().prompt_rows());
        let problems = self.problems().count();
        // Back from beyond the end: it is left at once.
        let most = self.scrollable.get();
        let places = match &self.layer {
            Some(Layer::Settle(settling)) => self
                .settled_note(settling)
                .map_or(0, |note| crate::state::settling::choices(note).len()),
            _ => 0,
        };
        match &mut self.layer {
            Some(Layer::Settle(settling)) => settling.list.step(by, places),
            Some(Layer::Help(help)) => help.top = help.top.min(most).saturating_add_signed(by),
            Some(Layer::Card(Card::Name { top, .. } | Card::Note { top, .. })) => {
                *top = (*top).min(most).saturating_add_signed(by);
            }
            Some(Layer::Problems(list)) => {
                list.step(by, problems);
            }
            _ => {}
        }
        Vec::new()
    }

    fn go_text(&mut self, command: Command) -> Vec<Effect> {
        use Command as C;
        let scroll = self.config.settings.scroll;
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let height = reading.page.style.height.max(1);
        let place = reading.place;
        match command {
            C::LineDown | C::LineUp => {
                let down = command == C::LineDown;
                let row = reading.with_page(|page, source| {
                    let at = page.position_of(source, place);
                    if down { page.next_row(source, at) } else { page.previous_row(source, at) }
                });
                match row {
                    Some(row) => {
                        reading.place = row.span.start;
                        let edge = match scroll {
                            Scroll::HalfPage => height / 2,
                            Scroll::Line => 2.min(height / 3),
                        };
                        self.reveal(if down { height.saturating_sub(edge + 1) } else { edge });
                    }
                    None => {
                        // Past the last words: what still stands above or below comes into view.
                        let by = if down { 1 } else { -1 };
                        reading.with_page(|page, source| {
                            page.top = page.moved(source, page.top, by);
                        });
                    }
                }
            }
            C::PageDown | C::PageUp | C::HalfPageDown | C::HalfPageUp => {
                let step = match command {
                    C::PageDown | C::PageUp => height.saturating_sub(2).max(1),
                    _ => (height / 2).max(1),
                } as isize;
                let down = matches!(command, C::PageDown | C::HalfPageDown);
                let by = if down { step } else { -step };
                let line = reading.page.shown_at(place).unwrap_or(0);
                let before = reading.page.top;
                reading.with_page(|page, source| {
                    page.top = page.moved(source, page.top, by);
                    page.fill(source);
                });
                let whole = matches!(command, C::PageDown | C::PageUp);
                if reading.page.top == before {
                    let shown = reading.page.shown();
                    let end = if down { shown.map(|s| s.end) } else { shown.map(|s| s.start) };
                    if let Some(end) = end {
                        reading.place = end;
                        reading.place = reading.row_here().map_or(end, |row| row.span.start);
                    }
                } else {
                    let line = if whole && down { 0 } else { line };
                    self.place_on_line(line);
                }
            }
            _ => {}
        }
        if let Some(reading) = &mut self.reading {
            reading.follow_quietly();
        }
        Vec::new()
    }

    /// Puts the place on the first words at or below a line of the window.
    pub(super) fn place_on_line(&mut self, line: usize) {
        let Some(reading) = &mut self.reading else { return };
        let words = |(_, line): &(_, crate::state::page::Line)| match line {
            crate::state::page::Line::Words { row, .. } => Some(row.span.start),
            _ => None,
        };
        let visible = &reading.page.visible;
        let below = visible.iter().skip(line).find_map(words);
        if let Some(place) = below.or_else(|| visible.iter().rev().find_map(words)) {
            reading.place = place;
        }
    }

    /// The side panes follow the text.
    pub(super) fn text_moved(&mut self) {
        if let Some(reading) = &mut self.reading {
            if let Some(selection) = &mut reading.selection {
                selection.head = reading.place;
            }
            reading.follow();
        }
    }

    /// Brings the place into the window, `line` lines below its top if it was outside.
    pub(super) fn reveal(&mut self, line: usize) {
        let Some(reading) = &mut self.reading else { return };
        let height = reading.page.style.height;
        let place = reading.place;
        // A little air at the edges, unless the story ends there.
        let air = if height > 8 { 1 } else { 0 };
        let shown = reading.page.shown_at(place);
        let inside = shown.is_some_and(|at| {
            let start = matches!(
                reading.page.top,
                crate::state::page::Position { unit: crate::state::page::Unit::Head, .. }
            );
            (at >= air || start) && (at + air < height || reading.page.at_end())
        });
        if !inside {
            reading.with_page(|page, source| page.put(source, place, line));
        }
    }

    /// Goes to a byte of the open story by a jump.
    pub(super) fn jump_to(&mut self, place: usize) {
        self.leave_spot();
        self.put_place(place);
    }

    /// Goes to a byte of the open story; the jump list stays.
    pub(super) fn put_place(&mut self, place: usize) {
        let Some(reading) = &mut self.reading else { return };
        let text = reading.story.text.as_str();
        reading.place = crate::typeset::motion::grapheme_start(text, place.min(text.len()));
        let third = reading.page.style.height / 3;
        self.reveal(third);
        self.text_moved();
    }

    pub(super) fn paragraph(&mut self, command: Command) -> Vec<Effect> {
        let boilerplate = self.panes.boilerplate;
        let Some(reading) = &self.reading else { return Vec::new() };
        let paragraphs = reading.story.text.paragraphs();
        let mut shown = paragraphs
            .iter()
            .filter(|p| boilerplate || p.role != Role::Boilerplate)
            .map(|p| p.span.start);
        let to = match command {
            Command::NextParagraph => shown.find(|&start| start > reading.place),
            _ => shown.take_while(|&start| start < reading.place).last(),
        };
        if let Some(to) = to {
            self.put_place(to);
        }
        Vec::new()
    }

    pub(super) fn story_end(&mut self, command: Command) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        if command == Command::StoryStart {
            let first = reading.first_place();
            self.jump_to(first);
            if let Some(reading) = &mut self.reading {
                reading.with_page(|page, source| {
                    page.top = crate::state::page::Position {
                        unit: crate::state::page::Unit::Head,
                        line: 0,
                    };
                    page.fill(source);
                });
            }
        } else {
            self.leave_spot();
            if let Some(reading) = &mut self.reading {
                let row = reading.with_page(|page, source| {
                    let tail = crate::state::page::Position {
                        unit: crate::state::page::Unit::Tail,
                        line: 0,
                    };
                    page.top = tail;
                    page.fill(source);
                    page.previous_row(source, tail)
                });
                if let Some(row) = row {
                    reading.place = row.span.start;
                }
            }
            self.text_moved();
        }
        Vec::new()
    }

    pub(super) fn jump(&mut self, forward: bool) -> Vec<Effect> {
        let Some(here) = self.spot() else { return Vec::new() };
        let spot = if forward { self.jumps.forward(here) } else { self.jumps.back(here) };
        match spot {
            Some(spot) => self.go_to_spot(spot),
            None if forward => self.tell("nothing to go forward to"),
            None => self.tell("nothing to go back to"),
        }
    }

    /// Goes to a place in whatever story it is.
    pub(super) fn go_to_spot(&mut self, spot: Spot) -> Vec<Effect> {
        if self.reading.as_ref().is_some_and(|reading| reading.address == spot.address) {
            self.focus = Pane::Text;
        }
        self.open(spot.address, Some(spot.place))
    }

    pub(super) fn await_letter(&mut self, set: bool) -> Vec<Effect> {
        if self.reading.is_some() {
            self.layer = Some(Layer::Letter { set });
        }
        Vec::new()
    }

    /// A letter for a mark was typed.
    pub(super) fn mark(&mut self, letter: char, set: bool) -> Vec<Effect> {
        self.layer = None;
        let (Some(spot), Some(reading)) = (self.spot(), &mut self.reading) else {
            return Vec::new();
        };
        if set {
            if letter.is_uppercase() {
                self.marks.set(letter, spot.clone());
                self.notice = Some(Notice::news(format!("marked {letter} for all stories")));
                return vec![Effect::RememberMark { letter, spot }];
            }
            reading.marks.retain(|(other, _)| *other != letter);
            reading.marks.push((letter, reading.place));
            self.notice = Some(Notice::news(format!("marked {letter}")));
            return self.remember();
        }
        if letter == '\'' {
            return self.jump(false);
        }
        let own = reading.marks.iter().find(|(other, _)| *other == letter);
        if let Some(&(_, place)) = own {
            self.jump_to(place);
            return Vec::new();
        }
        match self.marks.get(letter).cloned() {
            Some(to) => {
                self.jumps.leave(spot);
                self.go_to_spot(to)
            }
            None => {
                self.notice = Some(Notice::error(format!("no mark {letter}: M {letter} sets one")));
                Vec::new()
            }
        }
    }
}

/// How many rows of a list a command moves by, where a page has `page` rows.
fn steps(command: Command, page: usize) -> isize {
    use Command as C;
    // Further than any list is long, and still far from overflowing.
    const END: isize = 1 << 40;
    let page = isize::try_from(page).unwrap_or(END);
    match command {
        C::LineDown => 1,
        C::LineUp => -1,
        C::PageDown => page,
        C::PageUp => -page,
        C::HalfPageDown => (page / 2).max(1),
        C::HalfPageUp => -(page / 2).max(1),
        C::ListStart => -END,
        _ => END,
    }
}
