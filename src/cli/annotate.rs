//! `dateline annotate`: what is found, written beside each story or, as a
//! filter, into JSON Lines.
//!
//! | file | what it is for |
//! |---|---|
//! | `files` | annotation files, and which may be written |
//! | `interrupt` | ending between two files |
//! | `lines` | the filter |
//! | `ordered` | work on all cores, results in the order of what came in |

mod files;
mod interrupt;
mod lines;
mod ordered;

use std::num::NonZero;
use std::thread;
use std::time::Duration;

use super::Done;
use super::arguments::Annotate;
use super::desk::Desk;
use super::output::{Failure, Output};
use crate::annotator::{Annotator, Program};
use crate::config::{FinderChoice, Settings};
use crate::error::{Error, Result};

/// Does what is wanted.
pub(super) fn run(
    wanted: Annotate,
    desk: Desk,
    output: &mut Output,
) -> std::result::Result<Done, Failure> {
    desk.tell_config_problems();
    let who = Who::of(&wanted, &desk)?;
    if wanted.jsonl {
        lines::run(&who, &desk, output)
    } else {
        files::run(wanted, &who, desk, output)
    }
}

/// Who finds, and how many at a time.
struct Who {
    program: Option<(String, Duration)>,
    jobs: usize,
    /// Without the built-in finder where the program fails.
    alone: bool,
}

impl Who {
    fn of(wanted: &Annotate, desk: &Desk) -> Result<Self> {
        let settings: &Settings = &desk.config.settings;
        let usual = Duration::from_secs(settings.finder_patience.into());
        let patience = wanted.patience.unwrap_or(usual);
        let line = match (&wanted.with, &settings.finder) {
            (Some(line), _) => Some(line.clone()),
            (None, FinderChoice::Program(line)) => Some(line.clone()),
            (None, FinderChoice::BuiltIn | FinderChoice::Off) => None,
        };
        if desk.no_find && line.is_none() {
            return Err(Error::new("with --no-find and without --with there is nothing to do"));
        }
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        let jobs = match (wanted.jobs, &line) {
            (Some(jobs), _) => jobs.into(),
            // A program may have loaded a model of gigabytes.
            (None, Some(_)) => 1,
            (None, None) => cores(),
        };
        let who = Self { program: line.map(|line| (line, patience)), jobs, alone: desk.no_find };
        who.annotator()?;
        Ok(who)
    }

    /// One annotator; each worker has its own.
    fn annotator(&self) -> Result<Annotator> {
        let program = match &self.program {
            Some((line, patience)) => {
                let program = Program::new(line, *patience);
                Some(program.map_err(|why| Error::new(format!("--with {line}: {why}")))?)
            }
            None => None,
        };
        let annotator = Annotator::new(program);
        Ok(if self.alone { annotator.without_fallback() } else { annotator })
    }

    fn annotators(&self) -> Result<Vec<Annotator>> {
        (0..self.jobs).map(|_| self.annotator()).collect()
    }
}
