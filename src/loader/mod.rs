//! Bytes into stories and annotations.
