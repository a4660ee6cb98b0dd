//! What the reader is doing.
