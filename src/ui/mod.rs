//! The state into cells: one file a pane. Nothing here changes the state, but
//! that a panel notes how far it can be scrolled.

mod bars;
mod card;
mod editor;
mod help;
pub mod link;
mod list;
mod names;
mod notes;
mod offers;
mod paint;
mod panel;
mod pen;
mod prompt;
mod settling;
mod stories;
mod text;
mod timeline;
mod troubles;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::config::{Ink, Theme};
use crate::state::layout::{Area, Layout};
use crate::state::{Layer, Pane, State};

/// Everything a pane is drawn with.
struct Canvas<'a> {
    buffer: &'a mut Buffer,
    state: &'a State,
    theme: &'a Theme,
    layout: Layout,
    /// Where the terminal's cursor goes, if it is to be seen.
    cursor: Option<Position>,
}

/// Draws the whole screen. The position is the terminal cursor's, if it is to
/// be seen.
pub fn draw(buffer: &mut Buffer, state: &State, theme: &Theme) -> Option<Position> {
    let whole = buffer.area;
    // The window has another size since the state was told: it will be told
    // again at once, and what was laid out for the old one has no place here.
    if (whole.width, whole.height) != state.size {
        return None;
    }
    let layout = state.layout();
    buffer.set_style(whole, theme.style(Ink::Text));
    let mut canvas = Canvas { buffer, state, theme, layout, cursor: None };
    canvas.rules();
    canvas.top_bar();
    if !layout.covered {
        canvas.text();
    }
    if let Some(area) = layout.shelf {
        canvas.stories(area);
    }
    if let Some(area) = layout.names {
        canvas.names(area);
    }
    if let Some(area) = layout.timeline {
        canvas.timeline(area);
    }
    if let Some(area) = layout.notes {
        canvas.notes(area);
    }
    canvas.bottom_bar();
    match &state.layer {
        Some(Layer::Card(card)) => canvas.card(*card),
        Some(Layer::Editor(editor)) => canvas.editor(editor),
        Some(Layer::Prompt(prompt)) => canvas.prompt(prompt),
        Some(Layer::Help(help)) => canvas.help(help),
        Some(Layer::Hints(hints)) => canvas.hints(hints),
        Some(Layer::Problems(list)) => canvas.problems(*list),
        Some(Layer::Settle(settling)) => canvas.settling(settling),
        Some(Layer::Recover { count, stories }) => canvas.recover(*count, stories),
        Some(Layer::Letter { .. } | Layer::Kind { .. }) | None => {}
    }
    canvas.long_notice();
    // Where there is no room the cursor stays on the screen all the same.
    let last = |from: u16, cells: u16| from + cells.saturating_sub(1);
    canvas.cursor.filter(|_| !whole.is_empty()).map(|at| {
        Position::new(at.x.min(last(whole.x, whole.width)), at.y.min(last(whole.y, whole.height)))
    })
}

impl Canvas<'_> {
    /// The thin lines that part the panes.
    fn rules(&mut self) {
        let style = self.theme.style(Ink::Rule);
        let layout = self.layout;
        for area in [layout.top_rule, layout.bottom_rule, layout.split_rule].into_iter().flatten() {
            for x in area.x..area.right() {
                self.put(x, area.y, "─", style);
            }
        }
        for area in [layout.shelf_rule, layout.side_rule].into_iter().flatten() {
            for y in area.y..area.bottom() {
                self.put(area.x, y, "│", style);
            }
            // Where rules meet they join, unless something lies over all panes.
            if layout.top_rule.is_some() && !self.covers_all() {
                self.put(area.x, area.y - 1, "┬", style);
                self.put(area.x, area.bottom(), "┴", style);
            }
        }
    }

    /// Whether what lies on top hides the rules between the panes.
    fn covers_all(&self) -> bool {
        let wide = match &self.state.layer {
            Some(Layer::Prompt(prompt)) => prompt.has_list(),
            Some(Layer::Help(_) | Layer::Problems(_)) => true,
            _ => false,
        };
        wide && self.layout.panel() == self.layout.body
    }

    /// Whether a pane has the keys and nothing lies over it.
    fn focused(&self, pane: Pane) -> bool {
        self.state.focus == pane
    }
}

/// As ratatui's rectangle.
fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}
