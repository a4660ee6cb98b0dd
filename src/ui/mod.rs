//! The state into cells.

pub mod link;
