//! The search box and filters in the bottom line; palette and picker over the panes.

use ratatui::layout::Position;
use ratatui::style::Modifier;

use crate::config::Ink;
use crate::state::Pane;
use crate::state::layout::Area;
use crate::state::prompt::{Prompt, Purpose};
use crate::state::search::Stops;
use crate::state::unfold::PromptColumns;
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
            Purpose::Date => "published on ",
            _ => "/",
        };
        let x = self.words(x, y, right, before, key);
        let quiet = self.theme.style(Ink::Quiet);
        let mut stop = right;
        if let Some(error) = &prompt.error {
            let style = self.theme.style(Ink::Error);
            let words = crate::model::text::visible(error).into_owned();
            stop = self.words_left_of(right, x + 10, y, &words, style);
        } else if prompt.purpose == Purpose::Date {
            let words = "such as 2016-08-24; nothing: as the story has it";
            stop = self.words_left_of(right, x + 12, y, words, quiet);
        } else if prompt.purpose == Purpose::Search {
            let count = self.state.reading.as_ref().and_then(|reading| {
                if reading.awaited.is_some() {
                    return Some("searching …".to_owned());
                }
                let search = reading.search.as_ref()?;
                let count = search.matches.len();
                let at = Stops::Matches(&search.matches).at(reading.place);
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
        let area = self.layout.prompt();
        self.paper_within(area, self.layout.panel());
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
            Purpose::Said { by: None } => "said by anybody ".to_owned(),
            Purpose::Said { by: Some(by) } => {
                let entities = self.state.reading.as_ref().map(|r| &r.annotations.entities);
                let name = entities.and_then(|all| all.get(by)).map_or("", |one| &one.name);
                format!("said by {} ", crate::model::text::visible(name))
            }
            Purpose::Trash => "bring back ".to_owned(),
            Purpose::Export { notes: true } => "write the notes as ".to_owned(),
            Purpose::Export { notes: false } => "write the story as ".to_owned(),
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
        let height = area.height.saturating_sub(3).max(1);
        if prompt.shown.is_empty() {
            self.words(inner.x, area.y + 2, inner.right(), "nothing fits", quiet);
        }
        let layout = prompt.columns(area);
        let mut y = area.y + 2;
        for line in prompt.list.top..prompt.shown.len() {
            let lines = prompt.lines(line, area) as u16;
            let room = (area.y + 2 + height).saturating_sub(y);
            if room == 0 {
                break;
            }
            let row = Area { y, height: lines.min(room), ..area };
            self.prompt_line(prompt, line, row, layout);
            y += row.height;
        }
    }

    /// A line of the palette or picker; the chosen one shows all its words.
    fn prompt_line(&mut self, prompt: &Prompt, line: usize, area: Area, layout: PromptColumns) {
        let item = &prompt.items[prompt.shown[line]];
        let inner = area.inset(2);
        let chosen = line == prompt.list.chosen;
        let ground = if chosen { Ink::Selection } else { Ink::Card };
        if chosen {
            let style = self.theme.over(Ink::Text, ground);
            self.wipe(area, style);
            let style = self.theme.over(Ink::Accent, ground);
            self.put(area.x, area.y, "▸", style);
        }
        let quiet = self.theme.over(Ink::Quiet, ground);
        let mut right = inner.right();
        let (name, words) = prompt.words(line, self.layout.prompt());
        let mut loud = self.theme.over(Ink::Text, ground);
        if chosen {
            loud = loud.add_modifier(Modifier::BOLD);
        }
        let palette = prompt.purpose == Purpose::Palette;
        if !item.more.is_empty() {
            right = self.words_left_of(right, inner.x, area.y, &item.more, quiet).saturating_sub(2);
        }
        if layout.left > 0 {
            let stop = (inner.x + layout.left as u16).min(right);
            let style = if palette { loud } else { quiet };
            self.words(inner.x, area.y, stop, name, style);
        }
        let style = if palette { quiet } else { loud };
        let x = inner.x + layout.words as u16;
        for (number, (y, words)) in (area.y..area.bottom()).zip(&words).enumerate() {
            let right = if number == 0 { right } else { inner.right() };
            self.words(x, y, right, words, style);
        }
    }
}
