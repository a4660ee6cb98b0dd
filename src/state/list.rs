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

    /// Moves the window of `height` lines so that it shows the choice; `lines`
    /// says how many lines a row takes.
    pub fn reveal(&mut self, height: usize, rows: usize, lines: impl Fn(usize) -> usize) {
        let Some(end) = rows.checked_sub(1) else {
            (self.top, self.height) = (0, height);
            return;
        };
        self.chosen = self.chosen.min(end);
        // The chosen row unfolds, and is asked about again and again.
        let (chosen, unfolded) = (self.chosen, lines(self.chosen));
        let lines = |row: usize| if row == chosen { unfolded } else { lines(row) };
        let beyond = margin(height, unfolded);
        let last = (self.chosen + beyond).min(end);
        // Where both do not fit, the choice counts for more than what follows it.
        let earliest = first_shown(last, height, lines).min(self.chosen);
        self.top = self.top.min(self.chosen.saturating_sub(beyond)).max(earliest);
        self.top = self.top.min(first_shown(end, height, lines));
        self.height = self.shown(height, rows, lines);
    }

    /// Moves the window by `by` rows, and the choice as little as needed.
    pub fn scroll(
        &mut self,
        by: isize,
        height: usize,
        rows: usize,
        lines: impl Fn(usize) -> usize,
    ) {
        let Some(end) = rows.checked_sub(1) else { return };
        let most = first_shown(end, height, &lines);
        self.top = self.top.saturating_add_signed(by).min(most);
        // As far from the edges as `reveal` wants it, lest that scroll back.
        let beyond = margin(height, lines(self.chosen));
        let first = if self.top == 0 { 0 } else { self.top + beyond };
        let last = self.top + self.shown(height, rows, &lines);
        let last = if last >= rows { end } else { last.saturating_sub(1 + beyond) };
        self.chosen = self.chosen.clamp(first.min(last), last);
    }

    /// The row that stands `line` lines below the top of the window; `rows`
    /// if none does.
    pub fn row_at(&self, line: usize, rows: usize, lines: impl Fn(usize) -> usize) -> usize {
        let mut left = line;
        for row in self.top..rows {
            let height = lines(row);
            if left < height {
                return row;
            }
            left -= height;
        }
        rows
    }

    /// How many rows from the top of the window on are whole in `height` lines.
    fn shown(&self, height: usize, rows: usize, lines: impl Fn(usize) -> usize) -> usize {
        let mut left = height;
        (self.top..rows)
            .take_while(|&row| {
                let taken = lines(row);
                let fits = taken <= left;
                left = left.saturating_sub(taken);
                fits
            })
            .count()
    }
}

/// The first row of a window of `height` lines that ends with row `last`.
fn first_shown(last: usize, height: usize, lines: impl Fn(usize) -> usize) -> usize {
    let mut left = height;
    let mut first = last + 1;
    while let Some(row) = first.checked_sub(1) {
        let taken = lines(row);
        if taken > left {
            break;
        }
        left -= taken;
        first = row;
    }
    first.min(last)
}

/// How many rows beyond the choice are shown, where there is room.
fn margin(height: usize, lines: usize) -> usize {
    usize::from(height > 6 * lines)
}
