//! The loop: the only file that knows everyone.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::error::{Error, Result};
use crate::model::Moment;

/// What the reader is started with.
#[derive(Debug, Default)]
pub struct Start {
    /// Stories and folders; none: the library, or the samples.
    pub paths: Vec<PathBuf>,
    /// A story from standard input.
    pub stdin: Option<Vec<u8>>,
    /// The configuration file, where not the usual one.
    pub config_file: Option<PathBuf>,
    /// When stories were published that do not say.
    pub published: Option<Moment>,
}

/// Runs the reader until the person quits.
///
/// # Errors
/// If it cannot be started.
pub fn run(start: Start) -> Result<ExitCode> {
    let _ = start;
    Err(Error::new("the reader is not here yet"))
}
