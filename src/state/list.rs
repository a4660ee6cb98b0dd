//! A chosen row and a window onto rows, whatever the rows hold.

/// Which row of a list is chosen, and which is shown first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    /// The chosen row, from 0.
    pub chosen: usize,
    /// The row at the top of the window.
    pub top: usize,
    /// How many rows the window showed last; 0 if it was never shown.
    pub height: usize,
}

impl List {
    /// Moves the choice by `by` rows of `rows`; stops at the ends.
    pub fn step(&mut self, by: isize, rows: usize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(rows.saturating_sub(1));
    }

    /// Keeps the choice inside `rows`.
    pub fn hold(&mut self, rows: usize) {
        self.chosen = self.chosen.min(rows.saturating_sub(1));
        self.top = self.top.min(rows.saturating_sub(1));
    }

    /// Whether a row is in the window.
    pub fn shows(&self, row: usize) -> bool {
        self.top <= row && row < self.top + self.height
    }

    /// Moves the window of `height` rows so that it shows the choice.
    pub fn reveal(&mut self, height: usize, rows: usize) {
        self.height = height;
        let margin = if height > 6 { 1 } else { 0 };
        if self.chosen < self.top + margin {
            self.top = self.chosen.saturating_sub(margin);
        } else if self.chosen + margin + 1 > self.top + height {
            self.top = (self.chosen + margin + 1).saturating_sub(height);
        }
        self.top = self.top.min(rows.saturating_sub(height));
    }

    /// Moves the window by `by` rows, and the choice as little as needed.
    pub fn scroll(&mut self, by: isize, height: usize, rows: usize) {
        self.top = self.top.saturating_add_signed(by).min(rows.saturating_sub(height));
        let last = (self.top + height).saturating_sub(1).min(rows.saturating_sub(1));
        self.chosen = self.chosen.clamp(self.top.min(last), last);
    }
}
