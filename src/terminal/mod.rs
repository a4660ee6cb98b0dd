//! The terminal: modes on and off, input in.
