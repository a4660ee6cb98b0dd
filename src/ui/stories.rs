//! The story list.

use ratatui::style::Modifier;

use crate::config::Ink;
use crate::state::layout::Area;
use crate::state::shelf::Sort;
use crate::state::{Pane, STORY_ROWS};

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
        let height = usize::from(area.height.saturating_sub(2)) / STORY_ROWS;
        if count == 0 {
            let words = if shelf.filling { "looking …" } else { "no story fits" };
            let quiet = self.theme.style(Ink::Quiet);
            self.words(area.x, area.y + 2, area.right(), words, quiet);
        }
        for line in 0..height.min(count.saturating_sub(shelf.list.top)) {
            let row = shelf.list.top + line;
            let index = shelf.order[row];
            let entry = &shelf.entries[index];
            let y = area.y + 2 + (line * STORY_ROWS) as u16;
            let chosen = row == shelf.list.chosen && self.focused(Pane::Stories);
            let open = shelf.open == Some(index);
            let ground = if chosen { Ink::ChosenRow } else { Ink::Text };
            if chosen {
                let style = self.theme.over(Ink::Text, ground);
                self.tint(Area { y, height: STORY_ROWS as u16, ..area }, style);
            }
            if open || chosen {
                let style = self.theme.over(Ink::Accent, ground);
                self.put(area.x, y, if open { "▸" } else { "›" }, style);
            }
            let mut style = self.theme.over(if open { Ink::Heading } else { Ink::Text }, ground);
            if open {
                style = style.add_modifier(Modifier::BOLD);
            }
            self.words(area.x + 2, y, area.right(), &entry.title(), style);
            let quiet = self.theme.over(Ink::Quiet, ground);
            if let Some(head) = &entry.head {
                let mut parts: Vec<String> = Vec::new();
                parts.extend(
                    head.published.as_ref().map(|moment| {
                        moment.to_day().short(crate::model::moment::Precision::Decade)
                    }),
                );
                parts.extend(head.source.clone());
                if parts.is_empty() && head.title.is_some() {
                    parts.push(entry.address.name());
                }
                let words = parts.join(" · ");
                let words = crate::model::text::visible(&words);
                self.words(area.x + 2, y + 1, area.right(), &words, quiet);
            }
        }
    }
}
