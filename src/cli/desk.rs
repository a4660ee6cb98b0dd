//! What every command needs: the folders, the settings, what the person said.

use std::ffi::OsString;
use std::path::PathBuf;

use super::arguments::Common;
use super::output::complain;
use crate::config::{Config, NotesPlace, Paths};
use crate::error::{Error, Result};
use crate::loader::Options;
use crate::state::command;

/// Folders, settings and the options of every command.
pub(super) struct Desk {
    pub paths: Paths,
    pub config: Config,
    /// Whether the configuration file was named on the command line.
    pub config_named: bool,
    pub options: Options,
    /// Standard input gives its story once.
    pub stdin_read: bool,
}

impl Desk {
    /// # Errors
    /// If a configuration file was named that does not exist.
    pub(super) fn of(common: Common) -> Result<Self> {
        let paths = Paths::from_env(&env);
        if let Some(file) = &common.config
            && !file.is_file()
        {
            let why = if file.exists() { "this is no file" } else { "no such file" };
            return Err(Error::new(format!("--config {}: {why}", file.display())));
        }
        let config = Config::load(&paths, common.config.as_deref(), &command::names());
        Ok(Self {
            paths,
            config,
            config_named: common.config.is_some(),
            options: Options { published: common.published },
            stdin_read: false,
        })
    }

    /// The folder for notes that have no story's folder to stand in.
    pub(super) fn data_notes(&self) -> Option<PathBuf> {
        self.paths.data.as_ref().map(|data| data.join("notes"))
    }

    /// Whether new notes go to that folder always.
    pub(super) fn central(&self) -> bool {
        self.config.settings.notes == NotesPlace::Central
    }

    /// Says on standard error what of the configuration could not be used.
    pub(super) fn tell_config_problems(&self) {
        for problem in &self.config.problems {
            complain(&problem.headline());
        }
    }
}

/// Looks up a variable of the environment.
pub(super) type Env = dyn Fn(&str) -> Option<OsString>;

/// The environment of the process.
pub(super) fn env(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}
