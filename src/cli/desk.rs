//! What every command needs: the folders, the settings, what the person said.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Mutex;

use super::arguments::Common;
use super::output::complain;
use crate::annotator::Annotator;
use crate::app;
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
    /// Whether the person wants nothing found by machine.
    pub no_find: bool,
    /// Who finds what stories without annotations name, where a command wants that.
    pub annotator: Option<Mutex<Annotator>>,
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
            no_find: common.no_find,
            annotator: None,
        })
    }

    /// From now on, stories without annotations get what is found in them.
    pub(super) fn find_missing(&mut self) {
        if self.no_find {
            return;
        }
        let settings = &self.config.settings;
        match app::annotator(settings, self.paths.cache.as_deref()) {
            Ok(annotator) => self.annotator = annotator.map(Mutex::new),
            Err(why) => complain(&why),
        }
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
