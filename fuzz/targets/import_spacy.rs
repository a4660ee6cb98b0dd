//! See `promises::import_spacy`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::promises::import_spacy(bytes));
