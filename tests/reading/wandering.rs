//! wandering
