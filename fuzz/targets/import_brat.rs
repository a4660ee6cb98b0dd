//! See `promises::import_brat`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::promises::import_brat(bytes));
