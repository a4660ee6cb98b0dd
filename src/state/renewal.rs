//! A story read anew because it changed on disk: what the reader was doing goes on.

use super::reading::Reading;
use super::timeline::Zoom;
use crate::error::Diagnostic;
use crate::model::{Bookmark, Story, Text};

/// What counts names, from one reading of a story to the next, until the
/// names are there again. Names go by their ids.
#[derive(Debug)]
pub(super) struct Followed {
    chosen: Option<String>,
    lit: Vec<String>,
    zoom: Option<Zoom>,
}

impl Reading {
    /// The same reading with the story as it is now. The same words keep
    /// everything. In other words the place is found by its own; choice, lit
    /// names and filters are taken over, a selection is not, and a search is
    /// to be made anew.
    pub(super) fn renewed(mut self, mut story: Story, problems: Vec<Diagnostic>) -> Self {
        let (old, new) = (&self.story.text, &story.text);
        if old.as_str() == new.as_str() && old.paragraphs() == new.paragraphs() {
            // What the annotations said of the head holds until they are read.
            story.head = std::mem::take(&mut self.story.head);
            self.reset_story(story);
            self.problems = problems;
            return self;
        }
        let place = Bookmark::of(old, self.place).find(new);
        let old = old.clone();
        let line = self.page.shown_at(self.place);
        let followed = self.followed_names();
        let mut renewed = Self::new(self.address, story, problems);
        let style = self.page.style;
        renewed.with_page(|page, source| {
            page.restyle(source, style);
            page.fill(source);
        });
        renewed.place = crate::typeset::motion::grapheme_start(
            renewed.story.text.as_str(),
            place.min(renewed.story.text.len()),
        );
        if let Some(line) = line {
            let place = renewed.place;
            renewed.with_page(|page, source| page.put(source, place, line));
        }
        renewed.names.filter = self.names.filter;
        renewed.timeline.filter = self.timeline.filter;
        renewed.note_rows.filter = self.note_rows.filter;
        renewed.elsewhere = self.elsewhere;
        renewed.far_notes = self.far_notes;
        renewed.waiting = Some(followed);
        renewed.placing = self.placing;
        // Changed back to what was read: nothing is new.
        let other = |read: &Text| read.as_str() != renewed.story.text.as_str();
        renewed.last_read = Some(self.last_read.unwrap_or(old)).filter(other);
        renewed
    }

    /// What is followed of the names; of a story whose names are not there
    /// yet, what was followed before.
    fn followed_names(&mut self) -> Followed {
        if let Some(waiting) = self.waiting.take() {
            return waiting;
        }
        let id = |index: usize| self.annotations.entities[index].id.clone();
        Followed {
            chosen: self.chosen.map(id),
            lit: self.lit.iter().map(|&index| id(index)).collect(),
            zoom: (!self.timeline.entries.is_empty()).then_some(self.timeline.zoom),
        }
    }

    /// Follows the names that were followed before, now that they are there.
    pub(super) fn follow_again(&mut self) {
        let Some(Followed { chosen, lit, zoom }) = self.waiting.take() else { return };
        // Names that the reader chose or lit meanwhile come first.
        if self.chosen.is_none() {
            self.chosen = chosen.and_then(|id| self.annotations.entity(&id));
        }
        let lit = lit.iter().filter_map(|id| self.annotations.entity(id));
        let lit: Vec<usize> = lit.filter(|entity| !self.lit.contains(entity)).collect();
        self.lit.extend(lit);
        self.timeline.zoom = zoom.unwrap_or(self.timeline.zoom);
        self.narrow();
    }
}
