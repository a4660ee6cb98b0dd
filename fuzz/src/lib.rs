//! What the targets promise: the very functions that `tests/hostile.rs` runs
//! over the corpus, so that what a fuzzer finds is a test from then on.

#[path = "../../tests/hostile/promises.rs"]
pub mod promises;
#[path = "../../tests/hostile/sitting.rs"]
mod sitting;
