//! The configuration as it stands on the disk.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::keymap::{DEFAULT_KEYS, Keymap};
use super::paths::Paths;
use super::settings::Settings;
use super::theme::Themes;
use crate::error::Diagnostic;

/// No configuration file that a person wrote is larger, in bytes.
const LARGEST: u64 = 1 << 20;

/// Everything a person can configure, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Every setting, with a usable value.
    pub settings: Settings,
    /// The key table.
    pub keymap: Keymap,
    /// The themes there are.
    pub themes: Themes,
    /// What could not be used, file by file.
    pub problems: Vec<Diagnostic>,
    /// The files and folders to watch, whether they exist or not: when one
    /// changes, [`Config::load`] is to be called again.
    pub files: Vec<PathBuf>,
}

impl Config {
    /// Reads `config.yaml`, `keys.yaml` and `themes/*.yaml` of the
    /// configuration folder, or, of `file` as given with `--config`, the file
    /// itself and what stands beside it. `known_commands` are the commands
    /// that keys can be bound to.
    ///
    /// A missing file says nothing, unless it was asked for with `--config`.
    pub fn load(paths: &Paths, file: Option<&Path>, known_commands: &[&str]) -> Config {
        let mut problems = Vec::new();
        let mut files = Vec::new();
        let folder = match file {
            Some(file) => file.parent().map(Path::to_path_buf),
            None => paths.config.clone(),
        };
        let beside = |name: &str| folder.as_ref().map(|folder| folder.join(name));
        let settings_file = file.map(Path::to_path_buf).or_else(|| beside("config.yaml"));
        let keys_file = beside("keys.yaml");
        if let Some(file) = file
            && !file.exists()
        {
            problems.push(Diagnostic::error(shown(file), "there is no such file"));
        }

        let mut themes = Themes::default();
        if let Some(folder) = beside("themes") {
            for file in yaml_files(&folder, &mut problems) {
                let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                if let Some(content) = content(&file, &mut problems) {
                    themes.add(name, shown(&file), content);
                }
                files.push(file);
            }
            files.push(folder);
        }
        let mut read = |file: Option<PathBuf>| {
            let file = file?;
            let content = content(&file, &mut problems);
            let name = shown(&file);
            files.push(file);
            content.map(|content| (name, content))
        };
        let (own_settings, own_keys) = (read(settings_file), read(keys_file));

        let names = themes.names();
        let user = own_settings.as_ref().map(|(name, content)| (name.as_str(), content.as_str()));
        let (settings, wrong) = Settings::read_among(user, Some(&names));
        problems.extend(wrong);
        let user = own_keys.as_ref().map(|(name, content)| (name.as_str(), content.as_str()));
        let (keymap, wrong) = Keymap::read(DEFAULT_KEYS, user, known_commands);
        problems.extend(wrong);
        problems.extend(themes.check());
        Config { settings, keymap, themes, problems, files }
    }
}

fn shown(file: &Path) -> String {
    file.display().to_string()
}

/// The `.yaml` and `.yml` files of a folder, by name. A folder that is missing has none.
fn yaml_files(folder: &Path, problems: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                problems.push(Diagnostic::error(shown(folder), format!("cannot be read: {error}")));
            }
            return Vec::new();
        }
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "yaml" || end == "yml"))
        .collect();
    files.sort();
    files
}

/// What a file says; `None` if it is missing or cannot be read, which is reported.
fn content(file: &Path, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let mut bytes = Vec::new();
    let read = fs::File::open(file)
        .and_then(|opened| opened.take(LARGEST + 1).read_to_end(&mut bytes).map(|_| ()));
    let wrong = match read {
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => Diagnostic::error(shown(file), format!("cannot be read: {error}")),
        Ok(()) if bytes.len() as u64 > LARGEST => {
            Diagnostic::error(shown(file), "is larger than a megabyte: hardly a configuration file")
        }
        Ok(()) => match String::from_utf8(bytes) {
            Ok(content) => return Some(content),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                Diagnostic::error(shown(file), "is not UTF-8").at_byte(error.as_bytes(), good)
            }
        },
    };
    problems.push(wrong);
    None
}
