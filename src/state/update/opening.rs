//! Opening stories, links and files; remembering where the reader was.

use crate::model::{Bookmark, InlineKind};
use crate::state::shelf::Address;
use crate::state::{Card, Effect, Layer, Opening, State};

impl State {
    /// Asks for a story; the open one stays until the new one is here. Asked
    /// for the open one, the reader stays with it.
    pub fn open(&mut self, address: Address, place: Option<Bookmark>) -> Vec<Effect> {
        if self.reading.as_ref().is_some_and(|reading| reading.address == address) {
            return self.stay(place);
        }
        let mut effects = self.remember();
        self.tickets += 1;
        let ticket = self.tickets;
        self.failure = None;
        // The reader has changed their mind about where to go.
        self.opened_at.take_if(|(story, _)| story.as_ref().is_some_and(|story| *story != address));
        self.opening = Some(Opening { ticket, address: address.clone(), place, again: false });
        self.shelf.set_open(&address);
        effects.push(Effect::Open { ticket, address });
        effects
    }

    /// Stays with the open story, even if another was asked for, and goes to
    /// a place in it.
    fn stay(&mut self, place: Option<Bookmark>) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let place = place.map(|place| place.find(&reading.story.text));
        let mut effects = Vec::new();
        if self.opening.as_ref().is_some_and(|opening| opening.address != reading.address) {
            self.opening = None;
            self.shelf.set_open(&reading.address);
            // While it was on its way out nobody cared whether it changed.
            effects = self.open_again();
        }
        if let Some(place) = place {
            self.put_place(place);
        }
        effects
    }

    /// Opens a story by the reader's choice: the way back leads here.
    pub(super) fn visit(&mut self, address: Address) -> Vec<Effect> {
        if self.reading.as_ref().is_some_and(|reading| reading.address != address) {
            self.leave_spot();
        }
        self.open(address, None)
    }

    /// Asks for the open story anew.
    pub(super) fn open_again(&mut self) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        // Another story has been asked for: this one is on its way out.
        if self.opening.as_ref().is_some_and(|opening| opening.address != reading.address) {
            return Vec::new();
        }
        self.tickets += 1;
        let (ticket, address) = (self.tickets, reading.address.clone());
        self.opening = Some(Opening { ticket, address: address.clone(), place: None, again: true });
        vec![Effect::Open { ticket, address }]
    }

    /// The next or previous story of the list.
    pub(super) fn neighbour(&mut self, by: isize) -> Vec<Effect> {
        let Some(index) = self.shelf.neighbour(by) else {
            let which = match (self.shelf.entries.len() < 2, by > 0) {
                (true, _) => "this is the only story",
                (false, true) => "this is the last story",
                (false, false) => "this is the first story",
            };
            return match self.shelf.filter.trim() {
                "" => self.tell(which),
                words => self.tell(format!("{which} with “{words}”")),
            };
        };
        let address = self.shelf.entries[index].address.clone();
        self.visit(address)
    }

    /// Puts the reader's place on the jump list.
    pub(super) fn leave_spot(&mut self) {
        if let Some(spot) = self.spot() {
            self.jumps.leave(spot);
        }
    }

    /// Has the place and the marks of the open story remembered.
    pub(super) fn remember(&self) -> Vec<Effect> {
        let remembered = self.reading.as_ref().map(|reading| Effect::Remember {
            address: reading.address.clone(),
            place: reading.place,
            marks: reading.marks.clone(),
            jumps: self.jumps.past().to_vec(),
            // What is marked as new is not read yet: it stays as it was.
            read: reading.annotated.and_then(|_| {
                let last = reading.last_read.as_ref();
                last.is_none().then(|| reading.story.text.clone())
            }),
        });
        remembered.into_iter().collect()
    }

    /// Opens the link here: of the name on the card, under the place, else of the story.
    pub(super) fn open_link(&mut self) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        if let Some(Layer::Card(Card::Name { entity, .. })) = &self.layer {
            let entity = &reading.annotations.entities[*entity];
            let url = entity.links.iter().find_map(|(name, value)| link_url(name, value));
            return match url {
                Some(url) => vec![Effect::Browse(url)],
                None => self.tell("this name has no link"),
            };
        }
        let here = reading.story.inline.iter().find_map(|inline| match &inline.kind {
            InlineKind::Link(url) if inline.span.contains(reading.place) => Some(url.clone()),
            _ => None,
        });
        let url = here.or_else(|| reading.story.head.url.clone());
        match url.as_deref().and_then(|url| link_url("url", url)) {
            Some(url) => vec![Effect::Browse(url)],
            None => self.tell("this story names no source link"),
        }
    }

    pub(super) fn open_editor(&mut self) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        match &reading.address {
            Address::File(path) => {
                vec![Effect::Edit(path.clone(), reading.story.line_of(reading.place))]
            }
            Address::Given(_) => self.tell("this story has no file of its own"),
        }
    }
}

/// The URL a link of an entity stands for; `None` for anything that a browser
/// should not be given.
pub fn link_url(name: &str, value: &str) -> Option<String> {
    let value = value.trim();
    if value.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    if value.starts_with("https://") || value.starts_with("http://") {
        return Some(value.to_owned());
    }
    let plain = value.chars().all(|c| c.is_alphanumeric() || "_-().,:'%".contains(c));
    match name {
        "wikidata" if plain => Some(format!("https://www.wikidata.org/wiki/{value}")),
        "wikipedia" if plain => Some(format!("https://en.wikipedia.org/wiki/{value}")),
        _ => None,
    }
}
