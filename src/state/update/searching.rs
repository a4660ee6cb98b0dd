//! Searching the open story: asked of a thread at every change of what is
//! typed, so that no pattern and no text holds up a key.

use crate::model::Span;
use crate::state::prompt::{Prompt, Purpose};
use crate::state::search::{Awaited, Search, Then};
use crate::state::{Effect, Layer, Notice, Pane, State};

impl State {
    pub(super) fn search(&mut self) -> Vec<Effect> {
        if let Some(Layer::Help(help)) = &mut self.layer {
            help.typing = true;
            return Vec::new();
        }
        let Some(reading) = &mut self.reading else { return Vec::new() };
        reading.awaited = None;
        let before = reading.place;
        self.focus = Pane::Text;
        self.layer =
            Some(Layer::Prompt(Box::new(Prompt::new(Purpose::Search, Vec::new(), before))));
        Vec::new()
    }

    /// Has the open story searched; the answer to an earlier question is not
    /// waited for any more.
    pub(super) fn ask_for(&mut self, pattern: String, then: Then) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        self.tickets += 1;
        let ticket = self.tickets;
        let boilerplate = reading.page.style.boilerplate;
        reading.awaited = Some(Awaited { ticket, pattern: pattern.clone(), then, steps: 0 });
        vec![Effect::Search { ticket, pattern, boilerplate }]
    }

    /// What is searched for changed.
    pub(super) fn search_typed(&mut self, words: String, before: usize) -> Vec<Effect> {
        if !words.is_empty() {
            return self.ask_for(words, Then::Show { from: before });
        }
        if let Some(reading) = &mut self.reading {
            reading.search = None;
            reading.awaited = None;
        }
        self.put_place(before);
        Vec::new()
    }

    pub(super) fn accept_search(&mut self, prompt: Prompt) -> Vec<Effect> {
        if prompt.error.is_some() {
            self.layer = Some(Layer::Prompt(Box::new(prompt)));
            return Vec::new();
        }
        if prompt.line.text().is_empty() {
            // An empty search is the last one again.
            let Some(last) = self.searched.last().cloned() else { return Vec::new() };
            return self.ask_for(last, Then::Follow);
        }
        match self.reading.as_mut().and_then(|reading| reading.awaited.as_mut()) {
            Some(awaited) => awaited.then = Then::Accept(Box::new(prompt)),
            None => self.go_to_match(&prompt),
        }
        Vec::new()
    }

    /// A search is here.
    pub(super) fn found(&mut self, ticket: u64, found: Result<Vec<Span>, String>) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        let Some(awaited) = reading.awaited.take_if(|awaited| awaited.ticket == ticket) else {
            return Vec::new();
        };
        let matches = match found {
            Ok(matches) => matches,
            Err(why) => {
                self.search_failed(awaited.then, why);
                return Vec::new();
            }
        };
        let first = |from: usize| {
            let next = matches.get(matches.partition_point(|found| found.start < from));
            next.or(matches.first()).map_or(from, |found| found.start)
        };
        let to = match &awaited.then {
            Then::Show { from } => Some(first(*from)),
            Then::Accept(prompt) => Some(first(prompt.before)),
            Then::Follow | Then::Renew => None,
        };
        reading.search = Some(Search { pattern: awaited.pattern, matches });
        if let Some(to) = to {
            self.put_place(to);
        }
        let mut effects = match awaited.then {
            Then::Show { .. } | Then::Renew => Vec::new(),
            Then::Accept(prompt) => {
                self.go_to_match(&prompt);
                Vec::new()
            }
            Then::Follow => self.follow(true),
        };
        for _ in 0..awaited.steps.unsigned_abs().min(MOST_STEPS) {
            effects.extend(self.follow(awaited.steps > 0));
        }
        effects
    }

    /// Says what is wrong with a pattern where it can be mended.
    fn search_failed(&mut self, then: Then, why: String) {
        match (then, &mut self.layer) {
            (Then::Show { .. }, Some(Layer::Prompt(prompt)))
                if prompt.purpose == Purpose::Search =>
            {
                prompt.error = Some(why);
            }
            (Then::Accept(mut prompt), None) => {
                prompt.error = Some(why);
                self.layer = Some(Layer::Prompt(prompt));
            }
            _ => self.notice = Some(Notice::error(why)),
        }
    }

    /// The text shows the first match already: the reader is there for good.
    fn go_to_match(&mut self, prompt: &Prompt) {
        let words = prompt.line.text();
        self.searched.retain(|known| known != words);
        self.searched.push(words.to_owned());
        let Some(reading) = &mut self.reading else { return };
        let here = reading.place;
        if reading.search.as_ref().is_some_and(|search| !search.matches.is_empty()) {
            reading.place = prompt.before;
            self.jump_to(here);
        } else {
            reading.search = None;
            self.put_place(prompt.before);
            self.notice = Some(Notice::error(format!("not found: {words}")));
        }
    }
}

/// Steps made ahead of an answer count up to this.
const MOST_STEPS: usize = 1000;
