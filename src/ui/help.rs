//! The table of all keys, made from the table of commands.

use std::collections::HashMap;

use ratatui::layout::Position;

use crate::config::{Context, Ink};
use crate::state::Help;
use crate::state::command::{Group, VERBS};
use crate::state::layout::Area;
use crate::state::unfold::in_lines;
use crate::typeset::width;

use super::Canvas;
use super::panel::{GAP, Pieces, flow};

impl Canvas<'_> {
    pub(super) fn help(&mut self, help: &Help) {
        let area = self.layout.panel();
        self.paper(area);
        let inside = self.inside(area);
        let heading = self.theme.over(Ink::Heading, Ink::Card);
        let quiet = self.theme.over(Ink::Quiet, Ink::Card);
        let x = self.words(inside.x, inside.y, inside.right(), "Keys", heading) + 3;
        if help.typing || !help.filter.text().is_empty() {
            let words = format!("/{}", crate::model::text::visible(help.filter.text()));
            let style = self.theme.over(Ink::Text, Ink::Card);
            let end = self.words(x, inside.y, inside.right(), &words, style);
            if help.typing {
                self.cursor = Some(Position::new(end, inside.y));
            }
        } else {
            self.words(x, inside.y, inside.right(), "/ looks for a word", quiet);
        }
        let lines = self.help_lines(help.filter.text(), usize::from(inside.width));
        // In a low window every line counts.
        let head = if inside.height > 8 { 2 } else { 1 };
        let y = inside.y + head;
        let list = Area { y, height: inside.height.saturating_sub(head), ..inside };
        if lines.is_empty() {
            self.words(list.x, list.y, list.right(), "nothing fits", quiet);
        }
        self.lines(list, &lines, help.top);
    }

    fn help_lines(&self, filter: &str, columns: usize) -> Vec<Pieces> {
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        let all_keys = self.all_keys();
        let left = (columns / 3).clamp(8, 24);
        let mut lines: Vec<Pieces> = Vec::new();
        for group in Group::ALL {
            let mut rows = Vec::new();
            for verb in VERBS.iter().filter(|verb| verb.group == group) {
                // Without a key it is in the palette.
                let keys = all_keys.get(verb.name).map(|keys| keys.join("  "));
                let keys = keys.unwrap_or_else(|| format!(":{}", verb.name));
                let all = format!("{} {} {keys}", verb.name, verb.help).to_lowercase();
                if !words.iter().all(|word| all.contains(word.as_str())) {
                    continue;
                }
                let mut said = vec![self.piece(verb.help, Ink::Text)];
                if columns > 70 {
                    said.push(self.piece(format!("{GAP}{}", verb.name), Ink::Quiet));
                }
                let spelled = in_lines(keys, left, true);
                let mut said = flow(&said, columns.saturating_sub(left + 1).max(1), 0);
                said.resize(said.len().max(spelled.len()), Vec::new());
                for (number, said) in said.into_iter().enumerate() {
                    let keys = spelled.get(number).map_or("", String::as_str);
                    let keys = width::pad(keys, left).into_owned();
                    let mut line = vec![self.piece(format!("{keys} "), Ink::Key)];
                    line.extend(said);
                    rows.push(line);
                }
            }
            if !rows.is_empty() {
                if !lines.is_empty() {
                    lines.push(Vec::new());
                }
                lines.push(vec![self.bold(group.title(), Ink::Heading)]);
                lines.append(&mut rows);
            }
        }
        lines
    }

    /// Every key of each command that has any, wherever it is bound.
    fn all_keys(&self) -> HashMap<&str, Vec<String>> {
        let mut all: HashMap<&str, Vec<String>> = HashMap::new();
        for context in Context::ALL {
            for binding in self.state.config.keymap.bindings(context) {
                let spelled = crate::config::key::spelled(&binding.keys);
                let keys = all.entry(&binding.command).or_default();
                if !keys.contains(&spelled) {
                    keys.push(spelled);
                }
            }
        }
        all
    }
}
