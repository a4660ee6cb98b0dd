//! The search box and filters in the bottom line; palette and picker over the panes.

use ratatui::layout::Position;
use ratatui::style::Modifier;

use crate::config::Ink;
use crate::state::Pane;
use crate::state::layout::{Area, prompt_area};
use crate::state::prompt::{Prompt, Purpose};
use crate::typeset::width;

use super::Canvas;

impl Canvas<'_> {
    /// A prompt that takes one line at the bottom.
    pub(super) fn line_prompt(&mut self, prompt: &Prompt, x: u16, right: u16, y: u16) {
        let key = self.theme.style(Ink::Key);
        let before = match prompt.purpose {
            Purpose::Filter(Pane::Stories) => "stories with ",
            Purpose::Filter(Pane::Names) => "names with ",
            Purpose::Filter(Pane::Timeline) => "entries with ",
            Purpose::Filter(_) => "notes with ",
            _ => "/",
        };
        let x = self.words(x, y, right, before, key);
        let quiet = self.theme.style(Ink::Quiet);
        let mut stop = right;
        if let Some(error) = &prompt.error {
            let style = self.theme.style(Ink::Error);
            let words = crate::model::text::visible(error).into_owned();
            stop = self.words_left_of(right, x + 10, y, &words, style);
        } else if prompt.purpose == Purpose::Search {
            let count = self.state.reading.as_ref().and_then(|reading| {
                let search = reading.search.as_ref()?;
                let count = search.matches.len();
                let at = search.matches.iter().position(|m| m.start == reading.place);
                Some(match (count, at) {
                    (0, _) => "not found".to_owned(),
                    (_, Some(at)) => format!("{} of {count}", at + 1),
                    (_, None) => format!("{count} found"),
                })
            });
            let words = count
                .unwrap_or_else(|| "regular expression; a capital makes case count".to_owned());
            stop = self.words_left_of(right, x + 12, y, &words, quiet);
        }
        self.typed_line(prompt, x, y, stop.saturating_sub(1), Ink::Text);
    }

    /// What is typed, with the cursor; long lines show their end.
    fn typed_line(&mut self, prompt: &Prompt, x: u16, y: u16, right: u16, ground: Ink) {
        let style = self.theme.over(Ink::Text, ground);
        let text = prompt.line.text();
        let before = &text[..prompt.line.cursor()];
        let room = usize::from(right.saturating_sub(x)).max(1);
        let columns = width::columns(before);
        let mut from = 0;
        if columns >= room {
            let mut left = columns;
            for (at, c) in before.char_indices() {
                if left < room {
                    from = at;
                    break;
                }
                left -= width::columns(c.encode_utf8(&mut [0; 4])).min(left);
            }
        }
        self.words(x, y, right, &text[from..], style);
        let at = x + width::columns(&before[from..]) as u16;
        self.cursor = Some(Position::new(at.min(right), y));
    }

    pub(super) fn prompt(&mut self, prompt: &Prompt) {
        if !prompt.has_list() {
            return;
        }
        let whole = self.buffer.area;
        let area = prompt_area(whole.width, whole.height);
        self.paper(area);
        let inner = area.inset(2);
        let name = match prompt.purpose {
            Purpose::Palette => "command ".to_owned(),
            Purpose::Mentions(entity) => {
                let name = self
                    .state
                    .reading
                    .as_ref()
                    .map_or("", |reading| reading.annotations.entities[entity].name.as_str());
                format!("{} ", crate::model::text::visible(name))
            }
            Purpose::Trash => "bring back ".to_owned(),
            Purpose::Naming { whole: true } => "name everywhere ".to_owned(),
            Purpose::Naming { whole: false } => "name here ".to_owned(),
            _ => "go to ".to_owned(),
        };
        let key = self.theme.over(Ink::Key, Ink::Card);
        let x = self.words(inner.x, area.y, inner.right(), &name, key);
        let quiet = self.theme.over(Ink::Quiet, Ink::Card);
        let count = format!("{} of {}", prompt.shown.len(), prompt.items.len());
        let stop = self.words_left_of(inner.right(), x + 10, area.y, &count, quiet);
        self.typed_line(prompt, x, area.y, stop.saturating_sub(2), Ink::Card);
        let rule = self.theme.over(Ink::Rule, Ink::Card);
        for x in area.x..area.right() {
            self.put(x, area.y + 1, "─", rule);
        }
        let height = usize::from(area.height.saturating_sub(3));
        if prompt.shown.is_empty() {
            self.words(inner.x, area.y + 2, inner.right(), "nothing fits", quiet);
        }
        let sorts = prompt
            .items
            .iter()
            .map(|item| width::columns(&item.sort) as u16)
            .max()
            .unwrap_or(0)
            .min(if inner.width < 50 { 0 } else { 20 });
        for (line, &index) in prompt.shown.iter().skip(prompt.list.top).take(height).enumerate() {
            let y = area.y + 2 + line as u16;
            let item = &prompt.items[index];
            let chosen = prompt.list.top + line == prompt.list.chosen;
            let ground = if chosen { Ink::Selection } else { Ink::Card };
            if chosen {
                let style = self.theme.over(Ink::Text, ground);
                self.wipe(Area { y, height: 1, ..area }, style);
                let style = self.theme.over(Ink::Accent, ground);
                self.put(area.x, y, "▸", style);
            }
            let quiet = self.theme.over(Ink::Quiet, ground);
            let mut right = inner.right();
            if !item.more.is_empty() {
                right = self.words_left_of(right, inner.x, y, &item.more, quiet).saturating_sub(2);
            }
            if prompt.purpose == Purpose::Palette {
                let (name, help) = item.words.split_once("  ").unwrap_or((&item.words, ""));
                let mut style = self.theme.over(Ink::Text, ground);
                if chosen {
                    style = style.add_modifier(Modifier::BOLD);
                }
                let wide = (inner.width / 3).clamp(16, 22);
                self.words(inner.x, y, inner.x + wide, name, style);
                self.words(inner.x + wide + 1, y, right, help, quiet);
            } else {
                let style = self.theme.over(Ink::Text, ground);
                if sorts > 0 {
                    self.words(inner.x, y, inner.x + sorts, &item.sort, quiet);
                }
                let x = if sorts > 0 { inner.x + sorts + 2 } else { inner.x };
                let style = if chosen { style.add_modifier(Modifier::BOLD) } else { style };
                self.words(x, y, right, &item.words, style);
            }
        }
    }
}
