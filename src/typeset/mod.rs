//! Text into rows of a given width, and movement by what a reader sees.
//!
//! A story is never rewritten to be shown: everything here points into the
//! text by byte offsets. [`wrap`] makes [`Row`]s of a paragraph, [`cells`]
//! says what stands in each column of a row, [`Typesetter`] remembers rows,
//! [`motion`] and [`sentence`] move by graphemes, words and sentences.
//!
//! Nothing here takes longer on a long line than on a short one: paragraphs
//! are cut into [`Blocks`] of some 8 KB that are wrapped apart, and movement
//! looks at a bounded window only. A single grapheme of more than a kilobyte
//! (hundreds of combining marks on one letter) may therefore be parted; no
//! writing system has one.

mod abbreviations;
mod blocks;
mod cells;
mod fragments;
pub mod motion;
pub mod sentence;
mod typesetter;
pub mod width;
mod wrap;

pub use blocks::{Blocks, blocks};
pub use cells::{Cell, byte_at_column, cells, column_at};
pub use typesetter::Typesetter;
pub use wrap::{Row, Setting, row_at, wrap};
