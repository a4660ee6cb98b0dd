//! See `promises::import_label_studio`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::promises::import_label_studio(bytes));
