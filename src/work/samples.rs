//! The sample stories, which the program carries with it: shown on first use.

use std::fs;
use std::path::{Path, PathBuf};

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        /// File names and contents, in the order of the list.
        const FILES: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../assets/stories/", $name)))),*];
    };
}

samples![
    "00-start-here.txt",
    "00-start-here.ann.yaml",
    "10-bridge-closed.txt",
    "10-bridge-closed.ann.yaml",
    "20-river-talks-open.txt",
    "20-river-talks-open.ann.yaml",
    "30-clock-taken-down.txt",
    "30-clock-taken-down.ann.yaml",
    "40-inquiry-named.txt",
    "40-inquiry-named.ann.yaml",
    "50-river-talks-stall.txt",
    "50-river-talks-stall.ann.yaml",
    "60-moon-dial-stolen.txt",
    "60-moon-dial-stolen.ann.yaml",
    "65-how-to-read-the-clock.md",
    "65-how-to-read-the-clock.ann.yaml",
    "70-inquiry-opens.txt",
    "70-inquiry-opens.ann.yaml",
    "80-river-treaty-agreed.txt",
    "80-river-treaty-agreed.ann.yaml",
    "90-moon-dial-found.txt",
    "90-moon-dial-found.ann.yaml",
];

/// The sample stories as the program carries them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Samples;

impl Samples {
    /// The names of the stories.
    pub fn stories() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(name, _)| *name).filter(|name| !name.ends_with(".ann.yaml"))
    }

    /// The contents of a story and of its annotations.
    pub fn get(story: &str) -> Option<(&'static [u8], Option<&'static [u8]>)> {
        let content = |name: &str| FILES.iter().find(|(known, _)| *known == name).map(|f| f.1);
        let stem = story.rsplit_once('.').map_or(story, |(stem, _)| stem);
        Some((content(story)?, content(&format!("{stem}.ann.yaml"))))
    }
}

/// Puts the samples into `<data>/samples`, where the reader can look at the
/// files and keep notes beside them. Files that are there stay as they are.
/// `None` if the folder cannot be written: the samples are then read from
/// memory.
pub fn unpack(data: Option<&Path>) -> Option<PathBuf> {
    let folder = data?.join("samples");
    fs::create_dir_all(&folder).ok()?;
    for (name, content) in FILES {
        let path = folder.join(name);
        if !path.exists() {
            crate::store::atomic::write_soon(&path, content).ok()?;
        }
    }
    Some(folder)
}
