//! Settings, keys, themes and folders.

pub mod key;
