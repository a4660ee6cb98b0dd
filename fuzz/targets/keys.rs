//! See `promises::keys`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::promises::keys(bytes));
