//! The line above, which says what is read, and the line below, which says
//! what the keys do here.

use ratatui::style::Modifier;

use crate::config::Ink;
use crate::model::Span;
use crate::state::layout::Area;
use crate::state::review::{Item, KIND_LETTERS, Review};
use crate::state::search::{MOST_MATCHES, Stops};
use crate::state::shelf::day_of;
use crate::state::{Command, Layer, Notice, Pane};
use crate::typeset::{self, Setting, width};

use super::Canvas;
use super::offers::MORE_HERE;

/// From this width on the program's name stands at the left.
const WITH_NAME: u16 = 90;
/// What stands between a title, its day and its number.
const BESIDE: &str = "   ";
/// From this width on the bottom line has a bar.
const WITH_BAR: u16 = 90;
/// From this width on the bottom line of a card or list tells what is followed.
const WITH_FOLLOWED: u16 = 60;
/// Columns of the bar.
const BAR: u16 = 14;
/// Columns of the figure beside it.
const PERCENT: u16 = 5;
/// Rows that a message takes at most.
const MOST_ROWS: usize = 4;
/// Columns that the name at the place has before the bar.
const PASSING: u16 = 26;

impl Canvas<'_> {
    pub(super) fn top_bar(&mut self) {
        let area = self.layout.top;
        if area.height == 0 {
            return;
        }
        let state = self.state;
        let quiet = self.theme.style(Ink::Quiet);
        let air = if area.width >= 60 { 2 } else { 1 };
        let (mut x, right) = (area.x + air, area.right().saturating_sub(air));
        let mut end = right;
        if let Some(reading) = &state.reading {
            let minutes = reading.minutes_left();
            let words = match minutes {
                0 => "read".to_owned(),
                1..=90 => format!("{minutes} min left"),
                _ => format!("{} h left", minutes / 60),
            };
            if area.width >= WITH_NAME {
                end = self.words_left_of(right, x, area.y, &words, quiet);
            }
        }
        let number = state.shelf.number().filter(|_| state.shelf.entries.len() > 1).map(|number| {
            let more = if state.shelf.filling { "+" } else { "" };
            let all = state.shelf.order.len();
            match state.shelf.filter.trim() {
                "" => format!("{number} of {all}{more}"),
                words => format!("{number} of {all}{more} with “{words}”"),
            }
        });
        if area.width >= WITH_NAME {
            let style = self.theme.style(Ink::Accent).add_modifier(Modifier::BOLD);
            x = self.words(x, area.y, right, "Dateline", style) + 3;
        }
        let waiting = state.opening.as_ref().filter(|opening| {
            state.reading.as_ref().is_none_or(|reading| reading.address != opening.address)
        });
        let title = match (&state.reading, waiting) {
            (_, Some(opening)) if state.failure.is_none() => {
                format!("opening {} …", crate::model::text::visible(&opening.address.name()))
            }
            (Some(reading), _) => reading.title(),
            (None, _) => String::new(),
        };
        let open = state.reading.as_ref().filter(|_| waiting.is_none());
        let day = open.and_then(|reading| day_of(&reading.story.head));
        let with_gap = |words: &str| width::columns(words) + BESIDE.len();
        // The day gives way to the title.
        let day = day.filter(|day| {
            let number = number.as_deref().map_or(0, with_gap);
            usize::from(x) + width::columns(&title) + with_gap(day) + number <= usize::from(end)
        });
        let beside: Vec<String> = day.into_iter().chain(number).collect();
        let beside = beside.join(BESIDE);
        let room = if beside.is_empty() { 0 } else { with_gap(&beside) as u16 };
        let style = if area.width >= WITH_NAME {
            self.theme.style(Ink::Text)
        } else {
            self.theme.style(Ink::Heading).add_modifier(Modifier::BOLD)
        };
        let stop = end.saturating_sub(room + if end < right { 2 } else { 0 });
        let x = self.words(x, area.y, stop, &title, style);
        if area.width >= WITH_NAME {
            self.words(x + BESIDE.len() as u16, area.y, end, &beside, quiet);
        } else {
            self.words_left_of(right, x, area.y, &beside, quiet);
        }
    }

    pub(super) fn bottom_bar(&mut self) {
        let area = self.layout.bottom;
        if area.height == 0 {
            return;
        }
        let air = if area.width >= 60 { 2 } else { 1 };
        let (x, right) = (area.x + air, area.right().saturating_sub(air));
        if let Some(Layer::Prompt(prompt)) = &self.state.layer
            && !prompt.has_list()
        {
            self.line_prompt(prompt, x, right, area.y);
            return;
        }
        let stop = self.progress(x, right);
        if let Some(notice) = &self.state.notice {
            let words = crate::model::text::visible(&notice.words).into_owned();
            let fits = width::columns(&words) <= usize::from(stop.saturating_sub(x));
            if notice.listed || fits {
                // In a review each key has something to tell: how far it has
                // come stays beside it.
                let x = match &self.state.review {
                    Some(review) if self.state.layer.is_none() && !notice.error => {
                        self.reviewed(review, x, stop, area.y)
                    }
                    _ => x,
                };
                let style = self.theme.style(told_in(notice));
                self.words(x, area.y, stop, &words, style);
            }
            return;
        }
        let quiet = self.theme.style(Ink::Quiet);
        let mut x = x;
        if !self.state.pending.is_empty() {
            let keys = crate::config::key::spelled(&self.state.pending);
            let style = self.theme.style(Ink::Key);
            x = self.words(x, area.y, stop, &format!("{keys} …"), style) + 3;
        } else if let Some((count, _)) = &self.state.unsaved {
            let style = self.theme.style(Ink::Warning);
            let words = format!("{count} unsaved");
            x = self.words(x, area.y, stop, &words, style) + 3;
        }
        if let Some(Layer::Kind { whole }) = self.state.layer {
            self.kinds(whole, x, stop, area.y);
            return;
        }
        let (mut x, stop) = match &self.state.review {
            Some(review) if self.state.layer.is_none() => {
                (self.reviewed(review, x, stop, area.y), stop)
            }
            _ => self.followed(x, stop, area.y),
        };
        let offers: Vec<(Command, String, &str, u16)> = self
            .offers()
            .iter()
            .filter(|(command, _)| *command != Command::OpenLink || self.card_has_link())
            .filter(|(command, label)| {
                (*command, *label) != MORE_HERE || self.state.cards_here().len() > 1
            })
            .map(|(command, label)| (*command, self.key(*command), *label))
            .filter(|(_, key, _)| !key.is_empty())
            .map(|(command, key, label)| {
                let columns = (width::columns(&key) + 1 + width::columns(label)) as u16;
                (command, key, label, columns)
            })
            .collect();
        // Where not all have room, the way out, or else help, is offered still.
        let last = match self.state.focus {
            Pane::Text if self.state.layer.is_none() && self.state.review.is_none() => {
                Command::Help
            }
            _ => Command::Leave,
        };
        let mut kept = offers.iter().find(|offer| offer.0 == last).map_or(0, |offer| offer.3);
        let mut full = false;
        for (command, key, label, columns) in &offers {
            if *command == last {
                kept = 0;
            } else {
                let beyond = if kept > 0 { kept + 2 } else { 0 };
                full |= x + columns + beyond > stop;
                if full {
                    continue;
                }
            }
            if x + columns > stop {
                break;
            }
            let style = self.theme.style(Ink::Key);
            x = self.words(x, area.y, stop, key, style) + 1;
            x = self.words(x, area.y, stop, label, quiet) + 2;
        }
    }

    /// A message that does not fit the line below, on as many rows above it as
    /// it takes: what went wrong is worth more than what it covers.
    pub(super) fn long_notice(&mut self) {
        let area = self.layout.bottom;
        let notice = self.state.notice.as_ref().filter(|notice| !notice.listed && area.height > 0);
        let Some(notice) = notice else { return };
        if matches!(&self.state.layer, Some(Layer::Prompt(prompt)) if !prompt.has_list()) {
            return;
        }
        let air = if area.width >= 60 { 2 } else { 1 };
        let (x, right) = (area.x + air, area.right().saturating_sub(air));
        let words = crate::model::text::visible(&notice.words).into_owned();
        if width::columns(&words) <= usize::from(self.before_progress(x, right) - x) {
            return;
        }
        let columns = usize::from(right.saturating_sub(x)).max(1);
        let most = usize::from(self.layout.body.height / 2).clamp(1, MOST_ROWS);
        let whole = Span::new(0, words.len());
        let mut rows = typeset::wrap(&words, whole, columns, columns, Setting::Plain);
        // What is left over is cut with an ellipsis on the last row.
        if let Some(last) = rows.get(most.saturating_sub(1)).map(|row| row.span.start) {
            rows.truncate(most);
            rows[most - 1].span = Span::new(last, words.trim_end().len());
        }
        let height = rows.len() as u16;
        let block = Area { y: area.bottom() - height, height, ..area };
        let style = self.theme.over(Ink::Text, Ink::Text);
        self.wipe(block, style);
        // A second row takes the place of the rule, so that no text is hidden.
        if let Some(rule) = self.layout.bottom_rule.filter(|_| height > 2) {
            let style = self.theme.style(Ink::Rule);
            let y = rule.y + 1 - height;
            self.wipe(Area { y, ..rule }, self.theme.over(Ink::Text, Ink::Text));
            for x in rule.x..rule.right() {
                // Where a rule between panes ends on it they join.
                let joins =
                    y > 0 && self.buffer.cell((x, y - 1)).is_some_and(|c| c.symbol() == "│");
                let sides = [self.layout.shelf_rule, self.layout.side_rule];
                let joins = joins && sides.iter().flatten().any(|side| side.x == x);
                self.put(x, y, if joins { "┴" } else { "─" }, style);
            }
        }
        let style = self.theme.style(told_in(notice));
        for (y, row) in (block.y..).zip(&rows) {
            self.words(x, y, right, &words[row.span.range()], style);
        }
    }

    /// The column before how far one has read.
    fn before_progress(&self, left: u16, right: u16) -> u16 {
        let taken = match right.saturating_sub(left) {
            _ if self.state.reading.is_none() => return right.max(left),
            ..30 => return right.max(left),
            WITH_BAR.. => PERCENT + 1 + BAR,
            _ => PERCENT,
        };
        right - taken - 2
    }

    /// How far one has read; the column before it.
    fn progress(&mut self, left: u16, right: u16) -> u16 {
        let Some(reading) = &self.state.reading else { return right };
        let y = self.layout.bottom.y;
        let percent = reading.percent();
        let words = format!("{percent:>3} %");
        let quiet = self.theme.style(Ink::Quiet);
        if right < left + 30 {
            return right;
        }
        let mut x = self.words_left_of(right, left, y, &words, quiet);
        if right - left >= WITH_BAR {
            x = x.saturating_sub(BAR + 1);
            let filled = self.theme.style(Ink::BarFilled);
            let empty = self.theme.style(Ink::BarEmpty);
            for part in 0..BAR {
                let done = usize::from(part) * 100 < percent * usize::from(BAR);
                let (shown, style) = if done { ("━", filled) } else { ("─", empty) };
                self.put(x + part, y, shown, style);
            }
        }
        self.before_progress(left, right).min(x)
    }

    /// The types that what is reviewed may have, with their letters.
    fn kinds(&mut self, whole: bool, x: u16, stop: u16, y: u16) {
        let quiet = self.theme.style(Ink::Quiet);
        let scope = if whole { "everywhere a" } else { "here a" };
        let mut x = self.words(x, y, stop, scope, quiet) + 2;
        for (letter, kind) in KIND_LETTERS {
            if x + 2 + width::columns(kind.word()) as u16 > stop {
                break;
            }
            x = self.words(x, y, stop, &letter.to_string(), self.theme.style(Ink::Key)) + 1;
            x = self.words(x, y, stop, kind.word(), self.theme.style(Ink::of(&kind))) + 2;
        }
    }

    /// How far a review has come, and what is under it.
    fn reviewed(&mut self, review: &Review, x: u16, stop: u16, y: u16) -> u16 {
        let Some(reading) = &self.state.reading else { return x };
        let quiet = self.theme.style(Ink::Quiet);
        let style = self.theme.style(Ink::Accent).add_modifier(Modifier::BOLD);
        let x = self.words(x, y, stop, "review", style) + 1;
        let left = match review.items.len() - review.done() {
            0 => "done".to_owned(),
            left => format!("{left} left"),
        };
        let x = self.words(x, y, stop, &left, quiet);
        let Some((_, item)) = review.here() else { return x + 3 };
        let annotations = &reading.annotations;
        let (name, ink, sort) = match item {
            Item::Mention(index) => {
                let entity = &annotations.entities[annotations.mentions[index].entity];
                (entity.name.as_str(), Ink::of(&entity.kind), entity.kind.word())
            }
            Item::Time(index) => (annotations.times[index].value.notation(), Ink::Time, "time"),
            Item::Event(index) => (annotations.events[index].label.as_str(), Ink::Time, "event"),
            Item::Quote(index) => {
                let speaker = annotations.quotes[index].speaker.as_deref();
                let name = speaker.and_then(|id| annotations.entity(id));
                let name = name.map_or("", |index| annotations.entities[index].name.as_str());
                (name, Ink::Text, "said")
            }
        };
        let third = x + 2 + stop.saturating_sub(x) / 3;
        let name = crate::model::text::visible(name);
        let x = self.words(x + 2, y, third, &name, self.theme.style(ink));
        self.words(x + u16::from(!name.is_empty()), y, stop, sort, quiet) + 3
    }

    /// What is followed, and which of how many the reader is at: on the left
    /// what was chosen, on the right the name that only lies at the place. That
    /// one changes with every line, and what the keys do stays where it is. The
    /// columns left between them.
    fn followed(&mut self, x: u16, stop: u16, y: u16) -> (u16, u16) {
        let Some(reading) = &self.state.reading else { return (x, stop) };
        let card = matches!(self.state.layer, Some(Layer::Card(_)));
        if self.state.layer.is_some() && !card {
            return (x, stop);
        }
        // In a narrow window what the keys do counts for more than what the
        // card or the list says anyway.
        if self.layout.bottom.width < WITH_FOLLOWED && (card || self.state.focus != Pane::Text) {
            return (x, stop);
        }
        let quiet = self.theme.style(Ink::Quiet);
        let (name, style, stops) = if let Some(search) = &reading.search {
            let words = format!("/{}", crate::model::text::visible(&search.pattern));
            let style = self.theme.style(Ink::Accent).add_modifier(Modifier::BOLD);
            (words, style, Stops::Matches(&search.matches))
        } else if let Some(entity) = reading.chosen.or_else(|| reading.entity_here()) {
            let entity_value = &reading.annotations.entities[entity];
            let words = crate::model::text::visible(&entity_value.name).into_owned();
            let chosen = reading.chosen == Some(entity);
            let style = self.theme.style(Ink::of(&entity_value.kind));
            let style = if chosen { style.add_modifier(Modifier::BOLD) } else { style };
            (words, style, Stops::Mentions(reading.mentions.starts_of(entity)))
        } else if self.layout.bottom.width < WITH_BAR || reading.annotations.entities.is_empty() {
            return (x, stop);
        } else {
            // Room for the next one.
            return (x, stop.saturating_sub(PASSING).max(x));
        };
        let place = reading.stretch_here().map_or(reading.place, |span| span.start);
        let at = stops.at(reading.place).or_else(|| stops.at(place));
        let count = stops.len();
        let which = match at {
            Some(at) if count >= MOST_MATCHES => format!("{} of {count}+", at + 1),
            Some(at) => format!("{} of {count}", at + 1),
            None if count >= MOST_MATCHES => format!("{count}+"),
            None if reading.search.is_some() => format!("{count} found"),
            None if count == 1 => "1 mention".to_owned(),
            None => format!("{count} mentions"),
        };
        let half = x + stop.saturating_sub(x) / 2;
        if card || reading.search.is_some() || reading.chosen.is_some() {
            let x = self.words(x, y, half, &name, style);
            return (self.words(x + 1, y, stop, &which, quiet) + 3, stop);
        }
        let room = PASSING.min(stop.saturating_sub(half)).saturating_sub(2);
        let columns = width::columns(&which) as u16 + 1;
        let name = width::fit(&name, usize::from(room.saturating_sub(columns)));
        let from = stop.saturating_sub(columns + width::columns(&name) as u16).max(half);
        let after = self.words(from, y, stop, &name, style);
        self.words(after + 1, y, stop, &which, quiet);
        let wide = self.layout.bottom.width >= WITH_BAR;
        (x, if wide { stop.saturating_sub(PASSING).max(x) } else { from.saturating_sub(2) })
    }
}

/// What a message is painted as.
fn told_in(notice: &Notice) -> Ink {
    if notice.error { Ink::Error } else { Ink::Accent }
}
