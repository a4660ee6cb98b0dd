//! The mouse: choosing, double clicks, drawing a selection, borders, the wheel.

use crate::state::command::Command;
use crate::state::layout::Border;
use crate::state::message::{Mouse, MouseAct};
use crate::state::page::Line;
use crate::state::reading::Selection;
use crate::state::{Card, Drag, Effect, Layer, Pane, Stamp, State};

/// Lines the wheel turns.
const WHEEL: isize = 3;

impl State {
    pub(super) fn mouse(&mut self, mouse: Mouse, stamp: &Stamp) -> Vec<Effect> {
        if self.layer.is_some() {
            return self.mouse_on_layer(mouse, stamp);
        }
        let layout = self.layout();
        let (x, y) = (mouse.x, mouse.y);
        match mouse.act {
            MouseAct::WheelDown | MouseAct::WheelUp => {
                let by = if mouse.act == MouseAct::WheelDown { WHEEL } else { -WHEEL };
                if let Some(pane) = layout.pane_at(x, y) {
                    self.wheel(pane, by);
                }
                Vec::new()
            }
            MouseAct::Press => {
                self.notice = None;
                if let Some(border) = layout.border_at(x, y) {
                    self.drag = Some(Drag::Border(border));
                    return Vec::new();
                }
                match layout.pane_at(x, y) {
                    Some(Pane::Text) => self.press_text(x, y),
                    Some(pane) => self.press_list(pane, y),
                    None => {}
                }
                Vec::new()
            }
            MouseAct::Double => match layout.pane_at(x, y) {
                Some(Pane::Text) => {
                    self.press_text(x, y);
                    self.drag = None;
                    self.open_card()
                }
                Some(Pane::Names) => {
                    let Some(entity) = self.reading.as_ref().and_then(|r| r.names.chosen()) else {
                        return Vec::new();
                    };
                    self.layer = Some(Layer::Card(Card::Name { entity, top: 0 }));
                    self.look_elsewhere().into_iter().collect()
                }
                Some(Pane::Notes) => {
                    let mut effects = self.go_there(stamp);
                    if self.layer.is_none() {
                        effects.extend(self.open_card());
                    }
                    effects
                }
                Some(_) => self.go_there(stamp),
                None => Vec::new(),
            },
            MouseAct::Drag => {
                match self.drag {
                    Some(Drag::Border(border)) => self.drag_border(border, x, y),
                    Some(Drag::Text { from, chosen }) => self.drag_text(from, chosen, x, y),
                    None => {}
                }
                Vec::new()
            }
            MouseAct::Release => {
                self.drag = None;
                Vec::new()
            }
        }
    }

    /// A click beside what lies over the panes closes it; in its list it chooses.
    fn mouse_on_layer(&mut self, mouse: Mouse, stamp: &Stamp) -> Vec<Effect> {
        let by = match mouse.act {
            MouseAct::WheelDown => WHEEL,
            MouseAct::WheelUp => -WHEEL,
            MouseAct::Press => {
                let layout = self.layout();
                if let Some(Layer::Prompt(prompt)) = &mut self.layer
                    && prompt.has_list()
                {
                    let area = layout.prompt();
                    let first = area.y + 2;
                    if area.holds(mouse.x, mouse.y) {
                        if mouse.y >= first {
                            let line = usize::from(mouse.y - first);
                            let rows = prompt.shown.len();
                            let lines = |row| prompt.lines(row, area);
                            let row = prompt.list.row_at(line, rows, lines);
                            if row < prompt.shown.len() {
                                prompt.list.chosen = row;
                                return self.accept(stamp);
                            }
                        }
                        return Vec::new();
                    }
                    return self.leave();
                }
                return match self.layer {
                    Some(
                        Layer::Card(_) | Layer::Settle(_) | Layer::Hints(_) | Layer::Letter { .. },
                    ) => self.leave(),
                    _ => Vec::new(),
                };
            }
            _ => return Vec::new(),
        };
        match &mut self.layer {
            Some(Layer::Prompt(prompt)) => {
                let rows = prompt.shown.len();
                prompt.list.step(by, rows);
            }
            Some(Layer::Help(_) | Layer::Card(_) | Layer::Problems(_) | Layer::Settle(_)) => {
                let way = if by > 0 { Command::LineDown } else { Command::LineUp };
                for _ in 0..by.unsigned_abs() {
                    self.go(way);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// The byte under a cell of the text pane, and whether words stand there.
    fn byte_under(&self, x: u16, y: u16) -> Option<(usize, bool)> {
        let layout = self.layout();
        let reading = self.reading.as_ref()?;
        let column = layout.column;
        let line = usize::from(y.checked_sub(column.y)?);
        let text = reading.story.text.as_str();
        match &reading.page.visible.get(line)?.1 {
            Line::Words { row, indent, .. } => {
                let from = column.x + indent;
                let at = usize::from(x.saturating_sub(from));
                let byte = crate::typeset::byte_at_column(text, row, at);
                Some((byte, x >= from && at < row.width))
            }
            Line::Note { note } => Some((reading.notes.get(*note)?.start()?, false)),
            _ => None,
        }
    }

    /// The byte where a selection drawn from or to a cell begins or ends:
    /// between paragraphs that of the next line with words, at the end of the
    /// text that of the last one.
    fn byte_near(&self, x: u16, y: u16) -> Option<usize> {
        let column = self.layout().column;
        let below = (y..column.bottom()).find_map(|y| self.byte_under(x, y));
        let above = || (column.y..y).rev().find_map(|y| self.byte_under(x, y));
        below.or_else(above).map(|(byte, _)| byte)
    }

    fn press_text(&mut self, x: u16, y: u16) {
        self.focus = Pane::Text;
        let chosen = self.reading.as_ref().and_then(|reading| reading.chosen);
        self.drag = self.byte_near(x, y).map(|from| Drag::Text { from, chosen });
        let under = self.byte_under(x, y);
        let Some(reading) = &mut self.reading else { return };
        reading.selection = None;
        let Some((byte, on_words)) = under else { return };
        reading.place = byte;
        if let Some(mention) = reading.mentions.at(byte).filter(|_| on_words) {
            let entity = reading.annotations.mentions[mention].entity;
            reading.choose(Some(entity));
        }
        reading.follow();
        self.review_at(byte);
    }

    fn press_list(&mut self, pane: Pane, y: u16) {
        // Where the rows stand now: going to the pane may unfold another.
        let row = self.row_on(pane, y, &self.layout());
        self.enter(pane);
        if let Some(row) = row {
            self.choose_row(pane, row);
        }
    }

    fn drag_text(&mut self, from: usize, chosen: Option<usize>, x: u16, y: u16) {
        let column = self.layout().column;
        // Beyond the window the text scrolls along.
        if y < column.y {
            self.wheel(Pane::Text, -1);
        } else if y >= column.bottom() {
            self.wheel(Pane::Text, 1);
        }
        let y = y.clamp(column.y, column.bottom().saturating_sub(1));
        let Some(byte) = self.byte_near(x, y) else { return };
        let Some(reading) = &mut self.reading else { return };
        if byte == from && reading.selection.is_none() {
            return;
        }
        if reading.selection.is_none() {
            // It was no click: the name under the button is not meant.
            reading.choose(chosen.filter(|&entity| entity < reading.annotations.entities.len()));
        }
        reading.selection = Some(Selection { anchor: from, head: byte });
        reading.place = byte;
    }

    fn drag_border(&mut self, border: Border, x: u16, y: u16) {
        let width = self.size.0;
        match border {
            Border::Shelf => self.panes.shelf_width = Some(x.clamp(20, (width / 3).max(20))),
            Border::Side => {
                let wide = width.saturating_sub(x).clamp(20, (width / 2).max(20));
                self.panes.side_width = Some(wide);
            }
            Border::Split => {
                let body = self.layout().body;
                let part =
                    u32::from(y.saturating_sub(body.y)) * 100 / u32::from(body.height.max(1));
                self.panes.split = (part as u16).clamp(15, 85);
            }
        }
    }

    fn wheel(&mut self, pane: Pane, by: isize) {
        let layout = self.layout();
        match (pane, &mut self.reading) {
            (Pane::Text, Some(reading)) => {
                reading.with_page(|page, source| {
                    page.top = page.moved(source, page.top, by);
                    page.fill(source);
                });
                // The place stays where it is if it can still be seen.
                if reading.page.shown_at(reading.place).is_none() {
                    let line = if by > 0 { 0 } else { reading.page.visible.len() };
                    self.place_on_line(line);
                    if let Some(reading) = &mut self.reading {
                        reading.follow();
                    }
                }
            }
            (Pane::Text, None) => {}
            _ => self.scroll_list(pane, by, &layout),
        }
    }
}
