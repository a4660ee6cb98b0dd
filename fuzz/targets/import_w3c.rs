//! See `promises::import_w3c`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::promises::import_w3c(bytes));
