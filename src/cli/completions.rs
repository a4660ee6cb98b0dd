//! `dateline completions`: a script that a shell reads.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Done;
use super::arguments::Arguments;
use super::output::{Failure, Output};

/// Prints the script. It is made in memory first: the generator takes a closed
/// pipe for an error it cannot survive.
pub(super) fn run(shell: Shell, output: &mut Output) -> Result<Done, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "dateline", &mut script);
    output.write_all(&script)?;
    Ok(Done::Well)
}
