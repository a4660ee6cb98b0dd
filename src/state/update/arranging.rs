//! Panes: going to them, folding, widths, themes, what is shown.

use crate::config::NoteLines;
use crate::state::command::Command;
use crate::state::shelf::Sort;
use crate::state::{Effect, Notice, Pane, State};

/// The narrowest and widest a line of text may be made.
const MEASURES: (u16, u16) = (30, 120);

impl State {
    /// The pane `by` further round.
    pub(super) fn pane_step(&mut self, by: isize) -> Vec<Effect> {
        if let Some(super::Layer::Editor(editor)) = &mut self.layer {
            editor.step(by);
            return Vec::new();
        }
        if let Some(super::Layer::Card(_)) = &self.layer {
            return self.turn_card(by);
        }
        let layout = self.layout();
        let all = [Pane::Stories, Pane::Text, Pane::Names, Pane::Timeline, Pane::Notes];
        let reachable = |pane: &Pane| match pane {
            Pane::Text => true,
            Pane::Stories => layout.shelf.is_some(),
            Pane::Notes => layout.notes.is_some(),
            Pane::Names | Pane::Timeline => {
                self.reading.is_some() && !self.panes.zen && layout.notes.is_none()
            }
        };
        let panes: Vec<Pane> = all.into_iter().filter(reachable).collect();
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let to = (at as isize + by).rem_euclid(panes.len() as isize);
        let pane = panes[to as usize];
        self.enter(pane);
        Vec::new()
    }

    /// Gives a pane the keys.
    pub(super) fn enter(&mut self, pane: Pane) {
        if matches!(pane, Pane::Timeline) && self.focus != pane {
            self.leave_spot();
        }
        self.focus = pane;
        match pane {
            Pane::Names | Pane::Timeline => {
                self.panes.last_side = pane;
                self.panes.notes = false;
            }
            Pane::Stories => self.shelf.show_open(),
            _ => {}
        }
    }

    /// Unfolds a pane and goes there; from inside it, folds it away.
    pub(super) fn toggle(&mut self, pane: Pane) -> Vec<Effect> {
        self.layer = None;
        let folds = self.focus == pane;
        match pane {
            Pane::Stories => self.panes.stories = !folds,
            Pane::Names => self.panes.names = !folds,
            Pane::Timeline => self.panes.timeline = !folds,
            Pane::Notes => self.panes.notes = !folds,
            Pane::Text => {}
        }
        if folds {
            self.focus = Pane::Text;
        } else {
            self.panes.zen = false;
            self.enter(pane);
        }
        Vec::new()
    }

    pub(super) fn arrange(&mut self, command: Command) -> Vec<Effect> {
        use Command as C;
        let step = |value: u16, up: bool, by: u16, low: u16, high: u16| {
            if up { value.saturating_add(by).min(high) } else { value.saturating_sub(by).max(low) }
        };
        match command {
            C::Zen => {
                self.panes.zen = !self.panes.zen;
                if self.panes.zen {
                    self.focus = Pane::Text;
                }
            }
            C::Wider | C::Narrower => {
                let now = self.panes.measure.unwrap_or(self.config.settings.measure);
                let (low, high) = MEASURES;
                let measure = step(now, command == C::Wider, 2, low, high);
                self.panes.measure = Some(measure);
                let shown = self.layout().column.width;
                let words = if shown < measure {
                    format!("lines of {measure} columns; there is room for {shown}")
                } else {
                    format!("lines of {measure} columns")
                };
                self.notice = Some(Notice::news(words));
            }
            C::SideWider | C::SideNarrower => {
                let most = (self.size.0 / 2).max(20);
                // From what is shown: a wide window gives more than the settings say.
                let shown = self.layout().side_width();
                let now =
                    shown.or(self.panes.side_width).unwrap_or(self.config.settings.side_width);
                self.panes.side_width = Some(step(now, command == C::SideWider, 2, 20, most));
            }
            C::NamesTaller | C::NamesShorter => {
                self.panes.split = step(self.panes.split, command == C::NamesTaller, 5, 15, 85);
            }
            C::NextTheme => {
                let name = self.config.themes.after(&self.theme_name()).to_owned();
                self.notice = Some(Notice::news(format!("theme {name}")));
                self.theme = Some(name);
                return vec![Effect::Repaint];
            }
            C::NoteLines => {
                let (next, words) = match self.panes.note_lines {
                    NoteLines::Beneath => {
                        (NoteLines::Margin, "notes in the margin, where there is room")
                    }
                    NoteLines::Margin => (NoteLines::Off, "notes marked, not shown"),
                    NoteLines::Off => (NoteLines::Beneath, "notes beneath their paragraph"),
                };
                self.panes.note_lines = next;
                self.notice = Some(Notice::news(words));
            }
            C::ShowBoilerplate => {
                self.panes.boilerplate = !self.panes.boilerplate;
                self.notice = Some(Notice::news(if self.panes.boilerplate {
                    "everything on the page is shown"
                } else {
                    "the furniture of the page is hidden"
                }));
            }
            C::SortStories => {
                self.shelf.sort = match self.shelf.sort {
                    Sort::Name => Sort::Date,
                    Sort::Date => Sort::Title,
                    Sort::Title => Sort::Name,
                };
                self.shelf.arrange();
                self.notice = Some(Notice::news(format!("stories {}", self.shelf.sort.word())));
                return self.want_all_heads();
            }
            _ => {}
        }
        Vec::new()
    }
}
