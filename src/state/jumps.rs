//! Where the reader has been: back and forward, and marks.

use super::shelf::Address;

/// A place in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The story.
    pub address: Address,
    /// The byte.
    pub place: usize,
}

/// The places jumped from, oldest first.
#[derive(Debug, Default)]
pub struct Jumps {
    past: Vec<Spot>,
    future: Vec<Spot>,
}

/// As many places are kept as anyone walks back through.
const KEPT: usize = 200;

impl Jumps {
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
