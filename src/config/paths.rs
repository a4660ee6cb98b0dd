//! The folders: where configuration, data, state and cache stand.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The four folders. `None` where the environment does not say where a
/// person's files belong, as under a bare service account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// `config.yaml`, `keys.yaml`, `themes/`.
    pub config: Option<PathBuf>,
    /// Notes on stories without a folder of their own, fetched stories.
    pub data: Option<PathBuf>,
    /// Places read to, the jump list, the journal, the log.
    pub state: Option<PathBuf>,
    /// What can be deleted and is built anew.
    pub cache: Option<PathBuf>,
}

impl Paths {
    /// The folders that an environment asks for: all under `DATELINE_HOME` if
    /// that is set; else where `XDG_*` say; else the platform's own under `HOME`.
    ///
    /// `env` gives a variable's value. Empty variables count as unset, and
    /// relative `XDG_*` too, as the XDG Base Directory Specification demands.
    pub fn from_env(env: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        if let Some(home) = set("DATELINE_HOME") {
            return Self {
                config: Some(home.join("config")),
                data: Some(home.join("data")),
                state: Some(home.join("state")),
                cache: Some(home.join("cache")),
            };
        }
        let usual = set("HOME").filter(|home| home.is_absolute()).map(|home| usual(&home));
        let usual = usual.unwrap_or_default();
        let xdg = |name: &str, otherwise: Option<PathBuf>| {
            let base = set(name).filter(|base| base.is_absolute());
            base.map(|base| base.join("dateline")).or(otherwise)
        };
        Self {
            config: xdg("XDG_CONFIG_HOME", usual.config),
            data: xdg("XDG_DATA_HOME", usual.data),
            state: xdg("XDG_STATE_HOME", usual.state),
            cache: xdg("XDG_CACHE_HOME", usual.cache),
        }
    }
}

/// The platform's own folders, under the home that was given rather than the
/// one of the process, which is all that `directories` asks for.
#[cfg(target_vendor = "apple")]
fn usual(home: &Path) -> Paths {
    let Some((base, project)) =
        directories::BaseDirs::new().zip(directories::ProjectDirs::from("", "", "dateline"))
    else {
        return Paths::default();
    };
    let moved = |path: &Path| path.strip_prefix(base.home_dir()).ok().map(|rest| home.join(rest));
    Paths {
        config: moved(project.config_dir()),
        data: moved(project.data_dir()),
        state: moved(&project.data_local_dir().join("state")),
        cache: moved(project.cache_dir()),
    }
}

/// The defaults of the XDG Base Directory Specification, as `directories`
/// has them too; that crate would look at the variables of the process
/// instead of those that were given.
#[cfg(not(target_vendor = "apple"))]
fn usual(home: &Path) -> Paths {
    let under = |folder: &str| Some(home.join(folder).join("dateline"));
    Paths {
        config: under(".config"),
        data: under(".local/share"),
        state: under(".local/state"),
        cache: under(".cache"),
    }
}
