//! Settings, keys, themes and folders.
