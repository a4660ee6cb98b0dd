//! See `promises::import_hypothesis`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::promises::import_hypothesis(bytes));
