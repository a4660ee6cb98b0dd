//! Where the reader has been: back and forward, and marks.

use super::shelf::Address;
use crate::model::Bookmark;

/// A place in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The story.
    pub address: Address,
    /// Where in it, to be found again should its text change.
    pub place: Bookmark,
}

/// The places jumped from, oldest first.
#[derive(Debug, Default)]
pub struct Jumps {
    past: Vec<Spot>,
    /// The places gone back from, nearest last; a session's own.
    future: Vec<Spot>,
}

/// As many places are kept as anyone walks back through.
const KEPT: usize = 200;

impl Jumps {
    /// The places jumped from, oldest first.
    pub fn past(&self) -> &[Spot] {
        &self.past
    }

    /// Puts the places of an earlier session before those of this one.
    pub fn remind(&mut self, mut earlier: Vec<Spot>) {
        earlier.append(&mut self.past);
        earlier.drain(..earlier.len().saturating_sub(KEPT));
        self.past = earlier;
    }

    /// Remembers the place that is about to be left by a jump.
    pub fn leave(&mut self, spot: Spot) {
        if self.past.last() != Some(&spot) {
            self.past.push(spot);
        }
        if self.past.len() > KEPT {
            self.past.remove(0);
        }
        self.future.clear();
    }

    /// The place to go back to; `here` becomes the way forward.
    pub fn back(&mut self, here: Spot) -> Option<Spot> {
        while let Some(spot) = self.past.pop() {
            if spot != here {
                self.future.push(here);
                return Some(spot);
            }
        }
        None
    }

    /// The place last gone back from.
    pub fn forward(&mut self, here: Spot) -> Option<Spot> {
        let spot = self.future.pop()?;
        self.past.push(here);
        Some(spot)
    }
}

/// Letters that stand for places.
#[derive(Debug, Default)]
pub struct Marks {
    /// Capitals, over all stories.
    pub everywhere: Vec<(char, Spot)>,
}

impl Marks {
    /// Sets a capital.
    pub fn set(&mut self, letter: char, spot: Spot) {
        self.everywhere.retain(|(other, _)| *other != letter);
        self.everywhere.push((letter, spot));
    }

    /// The place of a capital.
    pub fn get(&self, letter: char) -> Option<&Spot> {
        self.everywhere.iter().find(|(other, _)| *other == letter).map(|(_, spot)| spot)
    }
}
