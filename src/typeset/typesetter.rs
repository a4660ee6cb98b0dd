//! Rows, remembered.

use std::collections::HashMap;
use std::sync::Arc;

use super::blocks::blocks;
use super::wrap::{Row, Setting, wrap};
use crate::model::Span;

/// How many blocks each of the two generations holds.
const GENERATION: usize = 256;

/// What rows depend on, besides the text. Styles are not among it, so
/// lighting a name never sets a paragraph again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    block: Span,
    first_width: usize,
    width: usize,
    setting: Setting,
}

/// The rows of the blocks of one text that were asked for last; at most 512
/// blocks. For another text, or a text that changed, make a new one or
/// [`clear`](Typesetter::clear) it.
#[derive(Debug, Default)]
pub struct Typesetter {
    /// Asked for since the last change of generations.
    young: HashMap<Key, Arc<[Row]>>,
    /// Asked for in the generation before; dropped at the next change.
    old: HashMap<Key, Arc<[Row]>>,
}

impl Typesetter {
    /// One that remembers nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The rows of block `block` (see [`blocks`]) of `paragraph`, as [`wrap`]
    /// makes them; `first_width` counts for the first block only. `None` past
    /// the last block. Rows come from memory where they can.
    pub fn rows(
        &mut self,
        text: &str,
        paragraph: Span,
        block: usize,
        first_width: usize,
        width: usize,
        setting: Setting,
    ) -> Option<Arc<[Row]>> {
        let span = blocks(text, paragraph).get(block)?;
        let first_width = if block == 0 { first_width } else { width };
        let key = Key { block: span, first_width, width, setting };
        if let Some(rows) = self.young.get(&key) {
            return Some(Arc::clone(rows));
        }
        let rows = self
            .old
            .remove(&key)
            .unwrap_or_else(|| wrap(text, span, first_width, width, setting).into());
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, Arc::clone(&rows));
        Some(rows)
    }

    /// How many blocks it remembers.
    pub fn remembered(&self) -> usize {
        self.young.len() + self.old.len()
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}
