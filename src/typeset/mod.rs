//! Text into rows.
