//! One test binary; each module says what it promises.

mod anchoring;
mod annotations;
mod command_line;
mod configuration;
mod corrections;
mod exchange;
mod finder;
mod hostile;
mod house;
mod loading;
mod moments;
mod notes_file;
mod pictures;
mod pseudo_terminal;
mod reading;
mod terminal;
mod typesetting;
mod working;
