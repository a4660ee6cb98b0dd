//! Which pane stands where, in cells; pure arithmetic on the size.

use super::{Pane, Panes};
use crate::config::Settings;

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Leftmost column, from 0.
    pub x: u16,
    /// Topmost row, from 0.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// A rectangle.
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self { x, y, width, height }
    }

    /// Whether the cell lies inside.
    pub const fn holds(self, x: u16, y: u16) -> bool {
        self.x <= x && x < self.x + self.width && self.y <= y && y < self.y + self.height
    }

    /// One past the rightmost column.
    pub const fn right(self) -> u16 {
        self.x + self.width
    }

    /// One past the bottom row.
    pub const fn bottom(self) -> u16 {
        self.y + self.height
    }

    /// The same less `columns` on either side.
    pub const fn inset(self, columns: u16) -> Self {
        let taken = if 2 * columns > self.width { self.width } else { 2 * columns };
        Self { x: self.x + taken / 2, width: self.width - taken, ..self }
    }
}

/// A rule a mouse can drag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// Between the story list and the text.
    Shelf,
    /// Between the text and the side panes.
    Side,
    /// Between the names and the time line.
    Split,
}

/// The whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The line above.
    pub top: Area,
    /// The rule under it, if there is room.
    pub top_rule: Option<Area>,
    /// The rule over the bottom line.
    pub bottom_rule: Option<Area>,
    /// The line below.
    pub bottom: Area,
    /// Everything between.
    pub body: Area,
    /// The whole text pane.
    pub text: Area,
    /// The column in which the words stand.
    pub column: Area,
    /// The margin right of the column, where notes may stand.
    pub margin: Area,
    /// The story list.
    pub shelf: Option<Area>,
    /// The rule right of the story list.
    pub shelf_rule: Option<Area>,
    /// The rule left of the side panes.
    pub side_rule: Option<Area>,
    /// The names.
    pub names: Option<Area>,
    /// The rule between names and time line.
    pub split_rule: Option<Area>,
    /// The time line.
    pub timeline: Option<Area>,
    /// The reader's notes.
    pub notes: Option<Area>,
    /// Set if the focused side pane covers the text.
    pub covered: bool,
}

/// From this width on the story list stands beside the text.
pub const WITH_SHELF: u16 = 160;
/// From this width on names and time line stand over each other.
const WITH_BOTH: u16 = 100;
/// Below this width panes cover the text.
const WITH_SIDE: u16 = 72;
/// From this height on two panes fit over each other.
const TALL: u16 = 20;
/// From this height on rules part the bars from the rest.
const RULED: u16 = 14;
/// Columns by which a list grows at most in a wide window.
const GROWTH: u16 = 24;
/// Columns left of the text column: margin mark and air.
const GUTTER: u16 = 4;

impl Layout {
    /// Arranges the panes for a size in columns and rows.
    pub fn of(width: u16, height: u16, panes: &Panes, focus: Pane, settings: &Settings) -> Self {
        let mut it = Layout::default();
        let ruled = height >= RULED;
        let bars = if height >= 4 { 1 } else { 0 };
        let rule = u16::from(ruled && bars == 1);
        it.top = Area::new(0, 0, width, bars);
        it.bottom = Area::new(0, height.saturating_sub(bars), width, bars);
        if rule == 1 {
            it.top_rule = Some(Area::new(0, 1, width, 1));
            it.bottom_rule = Some(Area::new(0, height - 2, width, 1));
        }
        it.body = Area::new(0, bars + rule, width, height.saturating_sub(2 * (bars + rule)));
        let mut text = it.body;

        if width < WITH_SIDE {
            it.text = text;
            it.covered = focus != Pane::Text;
            match focus {
                Pane::Text => {}
                Pane::Stories => it.shelf = Some(it.body.inset(1)),
                Pane::Names => it.names = Some(it.body.inset(1)),
                Pane::Timeline => it.timeline = Some(it.body.inset(1)),
                Pane::Notes => it.notes = Some(it.body.inset(1)),
            }
            it.set_column(settings, panes);
            return it;
        }

        let shelf_beside = width >= WITH_SHELF && panes.stories && !panes.zen;
        if shelf_beside || focus == Pane::Stories {
            let grown = spare(width, panes, settings);
            let wide = match panes.shelf_width {
                Some(wide) => wide,
                None => settings.story_list_width + (grown / 3).min(GROWTH),
            }
            .clamp(20, if width < WITH_BOTH { width * 2 / 5 } else { width / 3 });
            it.shelf = Some(Area::new(1, text.y, wide - 2, text.height));
            it.shelf_rule = Some(Area::new(wide, text.y, 1, text.height));
            text.x += wide + 1;
            text.width -= wide + 1;
        }
        let side_wanted = (panes.names || panes.timeline || panes.notes) && !panes.zen;
        let room = it.shelf.is_none() || width >= WITH_BOTH;
        if (side_wanted && room) || matches!(focus, Pane::Names | Pane::Timeline | Pane::Notes) {
            let most = text.width.saturating_sub(30).max(20);
            let set = panes.side_width.unwrap_or(settings.side_width);
            let wide = if width < WITH_BOTH {
                (width * 35 / 100).min(set)
            } else if panes.side_width.is_none() {
                set + (spare(width, panes, settings) / 3).min(GROWTH)
            } else {
                set
            }
            .clamp(20, most);
            let side = Area::new(text.right() - wide, text.y, wide, text.height);
            it.side_rule = Some(Area::new(side.x, side.y, 1, side.height));
            let inner = Area::new(side.x + 2, side.y, side.width.saturating_sub(3), side.height);
            text.width -= wide;
            it.set_side(inner, width, panes, focus);
        }
        it.text = text;
        it.set_column(settings, panes);
        it
    }

    fn set_side(&mut self, inner: Area, width: u16, panes: &Panes, focus: Pane) {
        if focus == Pane::Notes || (panes.notes && !matches!(focus, Pane::Names | Pane::Timeline)) {
            self.notes = Some(inner);
            return;
        }
        let both = width >= WITH_BOTH && inner.height >= TALL && panes.names && panes.timeline;
        if both {
            let upper = (u32::from(inner.height) * u32::from(panes.split) / 100) as u16;
            let upper = upper.clamp(5, inner.height - 6);
            self.names = Some(Area { height: upper, ..inner });
            self.split_rule = Some(Area { y: inner.y + upper, height: 1, ..inner });
            self.timeline =
                Some(Area { y: inner.y + upper + 1, height: inner.height - upper - 1, ..inner });
        } else {
            let timeline = match focus {
                Pane::Timeline => true,
                Pane::Names => false,
                _ => !panes.names || (panes.timeline && panes.last_side == Pane::Timeline),
            };
            if timeline {
                self.timeline = Some(inner);
            } else {
                self.names = Some(inner);
            }
        }
    }

    /// Sets the words in the middle of the text pane, at most `measure` wide.
    fn set_column(&mut self, settings: &Settings, panes: &Panes) {
        let pane = self.text;
        let gutter = if pane.width >= 50 { GUTTER } else { 2.min(pane.width / 4) };
        let measure = panes.measure.unwrap_or(settings.measure);
        let wide = pane.width.saturating_sub(gutter + 2).min(measure).max(1);
        let spare = pane.width.saturating_sub(wide + gutter);
        let left = if spare > 12 { gutter + spare / 2 - gutter / 2 } else { gutter + spare / 3 };
        self.column = Area::new(pane.x + left, pane.y, wide.min(pane.width), pane.height);
        let from = (self.column.right() + 2).min(pane.right());
        self.margin = Area::new(from, pane.y, pane.right().saturating_sub(from + 1), pane.height);
    }

    /// Whether the window is too small for anything beside what lies on top.
    pub fn is_small(&self) -> bool {
        self.top.width < WITH_SIDE && self.top_rule.is_none()
    }

    /// Columns of the side panes with their rule, if they are on the screen.
    pub fn side_width(&self) -> Option<u16> {
        self.side_rule.map(|rule| self.top.width.saturating_sub(rule.x))
    }

    /// The area of a pane, if it is on the screen.
    pub fn pane(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::Text => Some(self.text),
            Pane::Stories => self.shelf,
            Pane::Names => self.names,
            Pane::Timeline => self.timeline,
            Pane::Notes => self.notes,
        }
    }

    /// The pane at a cell.
    pub fn pane_at(&self, x: u16, y: u16) -> Option<Pane> {
        [Pane::Stories, Pane::Names, Pane::Timeline, Pane::Notes, Pane::Text]
            .into_iter()
            .find(|&pane| self.pane(pane).is_some_and(|area| area.holds(x, y)))
    }

    /// The border at a cell.
    pub fn border_at(&self, x: u16, y: u16) -> Option<Border> {
        let on = |area: Option<Area>| area.is_some_and(|area| area.holds(x, y));
        if on(self.shelf_rule) {
            Some(Border::Shelf)
        } else if on(self.side_rule) {
            Some(Border::Side)
        } else if on(self.split_rule) {
            Some(Border::Split)
        } else {
            None
        }
    }
}

/// Columns of a window of `width` that text, story list and side panes as they
/// are set leave free: in a wide window the lists share them with the margins.
fn spare(width: u16, panes: &Panes, settings: &Settings) -> u16 {
    let measure = panes.measure.unwrap_or(settings.measure);
    let taken = measure + 3 * GUTTER + settings.story_list_width + settings.side_width;
    width.saturating_sub(taken)
}

impl Layout {
    /// Where help, lists of problems and the like stand: over the text pane
    /// where that is wide enough, so that no list beside it is cut; else over
    /// everything between the bars.
    pub fn panel(&self) -> Area {
        /// Columns that a line of help needs.
        const ENOUGH: u16 = 74;
        if self.text.width < ENOUGH {
            return self.body;
        }
        Area { x: self.text.x, width: self.text.width, ..self.body }
    }

    /// Where a palette or picker stands: in the upper part of that, or all of
    /// it in a small window.
    pub fn prompt(&self) -> Area {
        let panel = self.panel();
        if panel == self.body || panel.height < TALL {
            return panel;
        }
        let tall = panel.height.saturating_sub(6).clamp(3, 19) + 3;
        let y = if panel.height > 28 { panel.height / 8 } else { 1 };
        Area { y: panel.y + y.min(panel.height - tall), height: tall, ..panel }
    }

    /// Rows of the list in a palette or picker.
    pub fn prompt_rows(&self) -> usize {
        usize::from(self.prompt().height.saturating_sub(3)).max(1)
    }
}
