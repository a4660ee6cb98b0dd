//! The command line: what is asked for, what comes of it, what the shell is told.
//!
//! | file | what it is for |
//! |---|---|
//! | `arguments` | the arguments and their help |
//! | `desk` | what every command needs: folders, settings, standard input |
//! | `output` | standard output and standard error, closed pipes |
//! | `beside` | from annotations and notes back to their story |
//! | `gather` | paths to stories, stories with all that belongs to them |
//! | `show`, `plain`, `ansi` | `dateline show` and its forms |
//! | `import`, `export` | from and into other tools' formats |
//! | `outbox`, `progress` | where such files go, and how far the work has come |
//! | `annotate` | `dateline annotate`: beside stories, or as a filter |
//! | `agreement`, `deleted` | what `dateline notes` does besides listing |
//! | `check`, `notes`, `completions`, `man` | the other commands |

mod agreement;
mod annotate;
mod ansi;
mod arguments;
mod beside;
mod check;
mod completions;
mod deleted;
mod desk;
mod export;
mod gather;
mod import;
mod man;
mod notes;
mod outbox;
mod output;
mod plain;
mod progress;
mod show;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::app::{self, Start};
use crate::error::Error;
use crate::model::text::visible;
use crate::terminal;
use arguments::{Arguments, Command, Common, Show};
use desk::Desk;
use output::{Failure, Output, complain};

/// How much of what was asked for was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// All of it, and well.
    Well,
    /// Some failed, or errors were found.
    Partly,
    /// Nothing.
    Nothing,
}

impl Done {
    /// Of `tried` things `failed` could not be done.
    fn of(tried: usize, failed: usize) -> Self {
        match failed {
            0 => Done::Well,
            _ if failed < tried => Done::Partly,
            _ => Done::Nothing,
        }
    }
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        ExitCode::from(match done {
            Done::Well => 0,
            Done::Partly => 1,
            Done::Nothing => 2,
        })
    }
}

/// Does what the arguments of the process ask for.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return not_parsed(&answer),
    };
    match run(arguments) {
        Ok(code) => code,
        // The reader of the pipe has what it wanted.
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Said(error)) => {
            complain(&error.to_string());
            Done::Nothing.into()
        }
    }
}

/// Help and the version are printed as they are; a mistake repeats words of
/// the command line, which may be the names of files, so it is made safe.
fn not_parsed(answer: &clap::Error) -> ExitCode {
    if answer.use_stderr() {
        let words = answer.render().to_string();
        for line in words.lines() {
            output::say(&visible(line));
        }
    } else {
        // A closed pipe is no failure, and nothing else could be told.
        let _ = answer.print();
    }
    ExitCode::from(if answer.use_stderr() { 2 } else { 0 })
}

fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let Arguments { command, paths, at, common } = arguments;
    let Some(command) = command else { return read(paths, at, common) };
    let mut output = Output::new();
    let done = match command {
        Command::Show(wanted) => show::run(&wanted, &mut Desk::of(common)?, &mut output)?,
        Command::Annotate(wanted) => annotate::run(wanted, Desk::of(common)?, &mut output)?,
        Command::Check(wanted) => check::run(&wanted, &mut Desk::of(common)?, &mut output)?,
        Command::Notes(wanted) => notes::run(&wanted, &mut Desk::of(common)?, &mut output)?,
        Command::Import(wanted) => import::run(&wanted, &mut Desk::of(common)?)?,
        Command::Export(wanted) => export::run(&wanted, &mut Desk::of(common)?)?,
        Command::Completions { shell } => completions::run(shell, &mut output)?,
        Command::Man => man::run(&mut output)?,
    };
    output.finish()?;
    Ok(done.into())
}

/// Opens the reader, or prints where there is no screen to read on.
fn read(paths: Vec<PathBuf>, at: Option<String>, common: Common) -> Result<ExitCode, Failure> {
    let on_terminal = std::io::stdout().is_terminal();
    let usable = terminal::require_usable(&desk::env);
    if on_terminal && usable.is_ok() {
        let stdin = match paths.iter().any(|path| gather::is_stdin(path)) {
            true => Some(gather::standard_input()?),
            false => None,
        };
        let paths = paths.into_iter().filter(|path| !gather::is_stdin(path)).collect();
        let Common { config, published, no_find } = common;
        let config_file = config;
        return Ok(app::run(Start { paths, at, stdin, config_file, published, no_find })?);
    }
    if paths.is_empty() {
        let why = "there is no terminal to read on and no PATH to print; see dateline --help";
        return Err(usable.err().unwrap_or_else(|| Error::new(why)).into());
    }
    if on_terminal {
        complain("TERM is \"dumb\", so this is `dateline show --plain`");
    }
    let mut output = Output::new();
    let wanted = Show { paths, plain: true, ..Show::default() };
    let done = show::run(&wanted, &mut Desk::of(common)?, &mut output)?;
    output.finish()?;
    Ok(done.into())
}
