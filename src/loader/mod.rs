//! Bytes into stories and annotations.

pub mod sidecar;
