//! notes_file
