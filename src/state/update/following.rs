//! Names and the time line: hopping, choosing, lighting, cards, hints.

use super::FOUND_HIDDEN;
use crate::model::InlineKind;
use crate::state::hints::{Hints, Target};
use crate::state::page::Line;
use crate::state::search::Stops;
use crate::state::{Card, Effect, Layer, Notice, Pane, Stamp, State};

use super::LIST_HEAD;

/// A list of at most this many stories is read whole for the card of a name.
const SMALL: usize = 300;

impl State {
    /// The next or previous mention of any name.
    pub(super) fn mention(&mut self, forward: bool) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let next = |place: usize| {
            if forward { reading.mentions.after(place) } else { reading.mentions.before(place) }
        };
        let mut to = next(reading.place);
        while let Some((start, _, _)) = to.filter(|to| reading.is_hidden(to.0)) {
            to = next(start);
        }
        match to {
            Some((start, _, _)) => {
                self.put_place(start);
                Vec::new()
            }
            None if reading.hides_found() => self.tell(FOUND_HIDDEN),
            None if reading.annotations.mentions.is_empty() => {
                self.tell("no names are marked in this story")
            }
            None if forward => self.tell("no name further on"),
            None => self.tell("no name further up"),
        }
    }

    /// The next or previous of what is followed: the search, else the chosen
    /// name, else the name here, which is then chosen.
    pub(super) fn follow(&mut self, forward: bool) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        if let Some(awaited) = &mut reading.awaited {
            awaited.steps = awaited.steps.saturating_add(if forward { 1 } else { -1 });
            return Vec::new();
        }
        if reading.search.is_none() && reading.chosen.is_none() {
            let Some(entity) = reading.entity_here() else {
                return self.tell("choose a name (w, e) or search (/) first");
            };
            // The row may hold the name further on: follow it from there.
            if let Some(span) = reading.stretch_here() {
                reading.place = reading.place.max(span.start);
            }
            reading.choose(Some(entity));
        }
        let stops = reading.followed();
        let place = reading.place;
        let shown = |index: &usize| !reading.is_hidden(stops.start(*index));
        // What lies ahead, else from the other end.
        let (ahead, again) = if forward {
            let from = stops.before(place + 1);
            ((from..stops.len()).find(shown), (0..from).find(shown))
        } else {
            let to = stops.before(place);
            ((0..to).rev().find(shown), (to..stops.len()).rev().find(shown))
        };
        let round = ahead.is_none();
        let Some(index) = ahead.or(again) else { return self.tell("not in this story") };
        let to = stops.start(index);
        if round && to == place {
            return self.tell("the only one");
        }
        self.jump_to(to);
        if round {
            self.notice = Some(Notice::news(if forward {
                "from the start again"
            } else {
                "from the end again"
            }));
        }
        Vec::new()
    }

    /// The card of the mention or note here. Where both are the mention's comes
    /// first, which has the notes too, unless the reader went to the note.
    pub(super) fn open_card(&mut self) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let meant = self.came_for.as_ref().filter(|(_, place)| *place == reading.place);
        if let Some((id, _)) = meant
            && let Some(note) = reading.notes.iter().position(|note| note.id == *id)
            && reading.notes[note].contains(reading.place)
        {
            self.layer = Some(Layer::Card(Card::Note { note, top: 0 }));
            return Vec::new();
        }
        let exact = reading.mentions.at(reading.place);
        let noted = reading.notes.iter().position(|note| note.contains(reading.place));
        let card = match (exact, noted) {
            (Some(mention), _) => {
                let entity = reading.annotations.mentions[mention].entity;
                Card::Name { entity, top: 0 }
            }
            (None, Some(note)) => Card::Note { note, top: 0 },
            (None, None) => match (reading.entity_here(), reading.note_here()) {
                (Some(entity), _) => Card::Name { entity, top: 0 },
                (None, Some(note)) => Card::Note { note, top: 0 },
                (None, None) => {
                    return self.tell("no name or note on this line: w goes to the next name");
                }
            },
        };
        if let Card::Name { entity, .. } = card {
            if let Some(span) = reading.stretch_here()
                && reading.mentions.at(reading.place).is_none()
            {
                reading.place = span.start;
            }
            reading.choose(Some(entity));
        }
        self.layer = Some(Layer::Card(card));
        self.look_elsewhere().into_iter().collect()
    }

    /// The cards of what is at this place: of the name, then of each note.
    pub fn cards_here(&self) -> Vec<Card> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let entity = reading.mentions.at(reading.place).or_else(|| reading.mention_here());
        let entity = entity.map(|mention| reading.annotations.mentions[mention].entity);
        let names = entity.into_iter().map(|entity| Card::Name { entity, top: 0 });
        let notes = reading.notes_here().map(|note| Card::Note { note, top: 0 });
        names.chain(notes).collect()
    }

    /// From a card to the one `by` further on of what is at the same place.
    pub(super) fn turn_card(&mut self, by: isize) -> Vec<Effect> {
        let Some(Layer::Card(card)) = self.layer else { return Vec::new() };
        let cards = self.cards_here();
        let same = |other: &Card| match (card, other) {
            (Card::Name { entity, .. }, Card::Name { entity: other, .. }) => entity == *other,
            (Card::Note { note, .. }, Card::Note { note: other, .. }) => note == *other,
            _ => false,
        };
        let Some(at) = cards.iter().position(same).filter(|_| cards.len() > 1) else {
            return self.tell("nothing else at this place");
        };
        let next = cards[(at as isize + by).rem_euclid(cards.len() as isize) as usize];
        if let (Card::Name { entity, .. }, Some(reading)) = (next, &mut self.reading) {
            reading.choose(Some(entity));
        }
        self.layer = Some(Layer::Card(next));
        self.look_elsewhere().into_iter().collect()
    }

    /// Has the other stories of a small list searched for the names of this one.
    pub(super) fn look_elsewhere(&mut self) -> Option<Effect> {
        let reading = self.reading.as_mut().filter(|reading| !reading.elsewhere_asked)?;
        let entries = &self.shelf.entries;
        if entries.len() < 2 || entries.len() > SMALL || self.shelf.filling {
            return None;
        }
        reading.elsewhere_asked = true;
        let others = entries
            .iter()
            .filter(|entry| entry.address != reading.address)
            .map(|entry| (entry.address.clone(), entry.title()))
            .collect();
        Some(Effect::LookElsewhere { address: reading.address.clone(), others })
    }

    /// Enter in a list or on a card.
    pub(super) fn go_there(&mut self, stamp: &Stamp) -> Vec<Effect> {
        match &self.layer {
            Some(Layer::Card(Card::Name { entity, .. })) => {
                let entity = *entity;
                return self.list_mentions(entity);
            }
            Some(Layer::Card(Card::Note { note, .. })) => {
                let note = *note;
                self.layer = None;
                return self.edit_note(note);
            }
            Some(Layer::Settle(_)) => return self.take_choice(None, stamp),
            Some(Layer::Recover { .. }) => return self.recover(true),
            Some(Layer::Problems(list)) => {
                let problem = self.problems().nth(list.chosen);
                let fault = problem.and_then(|it| Some((it.file.clone(), it.place?.0)));
                self.layer = None;
                return match fault {
                    Some((file, line)) => vec![Effect::Edit(file.into(), line)],
                    None => self.open_editor(),
                };
            }
            _ => {}
        }
        match self.focus {
            Pane::Text => self.open_card(),
            Pane::Stories => {
                let Some(&index) = self.shelf.order.get(self.shelf.list.chosen) else {
                    return Vec::new();
                };
                let address = self.shelf.entries[index].address.clone();
                self.focus = Pane::Text;
                self.visit(address)
            }
            Pane::Names => {
                let Some(reading) = &mut self.reading else { return Vec::new() };
                let Some(entity) = reading.names.chosen() else { return Vec::new() };
                reading.choose(Some(entity));
                let stops = Stops::Mentions(reading.mentions.starts_of(entity));
                if stops.is_empty() {
                    return self.tell("not mentioned in this story");
                }
                let first = stops.start(0);
                // Already there: the card is what is wanted next.
                if stops.at(reading.place).is_some() {
                    self.focus = Pane::Text;
                    return self.open_card();
                }
                self.focus = Pane::Text;
                self.jump_to(first);
                Vec::new()
            }
            Pane::Timeline => {
                self.text_follows_time();
                self.focus = Pane::Text;
                Vec::new()
            }
            Pane::Notes => {
                let Some(reading) = &self.reading else { return Vec::new() };
                let Some(note) = reading.note_rows.chosen() else { return Vec::new() };
                if reading.notes[note].start().is_some() {
                    return self.go_to_note(note);
                }
                // Without a place the list stays: its card lies over it.
                self.layer = Some(Layer::Card(Card::Note { note, top: 0 }));
                Vec::new()
            }
        }
    }

    /// The text goes to where the chosen entry of the time line is told.
    pub(super) fn text_follows_time(&mut self) {
        let Some(reading) = &self.reading else { return };
        let Some(entry) = reading.timeline.chosen() else { return };
        if let Some(span) = reading.timeline.entries[entry].span {
            self.put_place(span.start);
            // Several entries may be told in one sentence: the chosen one stays.
            if let Some(reading) = &mut self.reading {
                reading.timeline.show(entry);
            }
        }
    }

    pub(super) fn light(&mut self) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let entity = match self.focus {
            Pane::Names => reading.names.chosen(),
            _ => reading.entity_here(),
        };
        let Some(entity) = entity else { return self.tell("no name here") };
        reading.light(entity);
        Vec::new()
    }

    pub(super) fn zoom(&mut self, by: isize) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        if reading.timeline.zoom_by(by) {
            let word = reading.timeline.zoom.word();
            return self.tell(format!("time line by {word}"));
        }
        self.tell(if by < 0 { "already by days" } else { "already by decades" })
    }

    /// Letters on every mention, note and link in the window, and on the rows
    /// of the side lists.
    pub(super) fn show_hints(&mut self) -> Vec<Effect> {
        let layout = self.layout();
        let mut targets: Vec<((u16, u16), Target)> = Vec::new();
        if let Some(reading) = &self.reading {
            let text = reading.story.text.as_str();
            let mut links_seen: Vec<usize> = Vec::new();
            let mut notes_seen: Vec<usize> = Vec::new();
            for (line, (_, shown)) in reading.page.visible.iter().enumerate() {
                let y = layout.column.y + line as u16;
                let Line::Words { row, indent, .. } = shown else { continue };
                let cell = |at: usize| {
                    let column = crate::typeset::column_at(text, row, at) as u16;
                    (layout.column.x + indent + column, y)
                };
                let mut here: Vec<(usize, Target)> = reading
                    .mentions
                    .within(row.span.start, row.span.end)
                    .filter(|(start, _, _)| row.span.contains(*start))
                    .map(|(start, _, _)| (start, Target::Place(start)))
                    .collect();
                for (index, inline) in reading.story.inline.iter().enumerate() {
                    if let InlineKind::Link(url) = &inline.kind
                        && inline.span.overlaps(row.span)
                        && !links_seen.contains(&index)
                    {
                        links_seen.push(index);
                        let at = inline.span.start.max(row.span.start);
                        here.push((at, Target::Link(url.clone())));
                    }
                }
                for (index, note) in reading.notes.iter().enumerate() {
                    if let Some(span) = note.spans.iter().find(|s| s.overlaps(row.span))
                        && !notes_seen.contains(&index)
                    {
                        notes_seen.push(index);
                        let at = span.start.max(row.span.start);
                        here.push((at, Target::Place(at)));
                    }
                }
                here.sort_by_key(|(at, _)| *at);
                here.dedup_by_key(|(at, _)| *at);
                targets.extend(here.into_iter().map(|(at, target)| (cell(at), target)));
            }
            for pane in [Pane::Names, Pane::Timeline, Pane::Notes, Pane::Stories] {
                if layout.covered && self.focus != pane {
                    continue;
                }
                let (Some(area), Some(list)) = (layout.pane(pane), self.list(pane)) else {
                    continue;
                };
                let mut y = area.y + LIST_HEAD;
                for row in list.top..self.row_count(pane) {
                    if y >= area.bottom() {
                        break;
                    }
                    if self.is_choice(pane, row) {
                        targets.push(((area.x, y), Target::Row(pane, row)));
                    }
                    y += self.row_lines(pane, row, area.width) as u16;
                }
            }
        }
        if targets.is_empty() {
            return self.tell("nothing to jump to here");
        }
        self.layer = Some(Layer::Hints(Hints::on(targets)));
        Vec::new()
    }

    /// A letter was typed while hints stand on the screen.
    pub(super) fn hint(&mut self, letter: char, stamp: &Stamp) -> Vec<Effect> {
        let Some(Layer::Hints(hints)) = &mut self.layer else { return Vec::new() };
        let Some(target) = hints.type_letter(letter) else {
            if hints.left().next().is_none() {
                self.layer = None;
            }
            return Vec::new();
        };
        self.layer = None;
        match target {
            Target::Place(place) => {
                self.focus = Pane::Text;
                self.jump_to(place);
                if let Some(reading) = &mut self.reading
                    && let Some(mention) = reading.mentions.at(place)
                {
                    let entity = reading.annotations.mentions[mention].entity;
                    reading.choose(Some(entity));
                }
                Vec::new()
            }
            Target::Link(url) => vec![Effect::Browse(url)],
            Target::Row(pane, row) => {
                self.choose_row(pane, row);
                self.go_there(stamp)
            }
        }
    }

    /// Goes to a pane and chooses a row of it.
    pub(super) fn choose_row(&mut self, pane: Pane, row: usize) {
        self.focus = pane;
        match (pane, &mut self.reading) {
            (Pane::Stories, _) => self.shelf.list.chosen = row,
            (Pane::Names, Some(reading)) => {
                reading.names.list.chosen = row;
                if let Some(entity) = reading.names.chosen() {
                    reading.choose(Some(entity));
                }
            }
            (Pane::Timeline, Some(reading)) => {
                reading.timeline.list.chosen = row;
                self.text_follows_time();
            }
            (Pane::Notes, Some(reading)) => reading.note_rows.list.chosen = row,
            _ => {}
        }
    }
}
