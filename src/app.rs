//! The loop: the only file that knows everyone.
