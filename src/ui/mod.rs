//! The state into cells.
