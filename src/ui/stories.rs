//! The story list.

use ratatui::style::Modifier;

use crate::config::Ink;
use crate::state::Pane;
use crate::state::layout::Area;
use crate::state::shelf::Sort;

use super::Canvas;

impl Canvas<'_> {
    pub(super) fn stories(&mut self, area: Area) {
        let shelf = &self.state.shelf;
        let count = shelf.order.len();
        let mut beside = if shelf.filter.is_empty() {
            count.to_string()
        } else {
            format!("{count}  /{}", crate::model::text::visible(&shelf.filter))
        };
        if shelf.filling {
            beside.push_str(" …");
        } else if shelf.sort != Sort::Name {
            beside = format!("{beside}  {}", shelf.sort.word());
        }
        self.list_head(area, Pane::Stories, "Stories", &beside);
        if count == 0 {
            let words = if shelf.filling { "looking …" } else { "no story fits" };
            let quiet = self.theme.style(Ink::Quiet);
            self.words(area.x, area.y + 2, area.right(), words, quiet);
        }
        for seen in self.seen(Pane::Stories, area) {
            let open = shelf.open == Some(shelf.order[seen.row]);
            let ground = if seen.chosen { Ink::ChosenRow } else { Ink::Text };
            let (area, y) = (seen.area, seen.area.y);
            if open || seen.chosen {
                let style = self.theme.over(Ink::Accent, ground);
                self.put(area.x, y, if open { "▸" } else { "›" }, style);
            }
            let mut style = self.theme.over(if open { Ink::Heading } else { Ink::Text }, ground);
            if open {
                style = style.add_modifier(Modifier::BOLD);
            }
            let title = self.state.story_title(seen.row, area.width);
            for (line, words) in (y..area.bottom()).zip(&title) {
                self.words(area.x + 2, line, area.right(), words, style);
            }
            let quiet = self.theme.over(Ink::Quiet, ground);
            let meta = self.state.story_meta(seen.row, area.width);
            for (line, words) in (y + title.len() as u16..area.bottom()).zip(&meta) {
                self.words(area.x + 2, line, area.right(), words, quiet);
            }
        }
    }
}
