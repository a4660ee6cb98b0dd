//! The texts that a story's annotations may have been made for, where the
//! story has changed since.

use std::path::Path;

use super::{Committed, place_key};
use crate::model::Text;
use crate::state::shelf::Address;
use crate::store::{LastRead, Snapshots};

/// Where earlier states of one story are to be had, the nearest first.
pub struct EarlierTexts<'a> {
    /// The story's file.
    pub story: &'a Path,
    /// The folder for what is kept between sessions.
    pub state: Option<&'a Path>,
    /// The text as it was opened before in this session.
    pub open: Option<&'a Text>,
    /// What git has of the story.
    pub committed: &'a Committed,
}

impl EarlierTexts<'_> {
    /// The text with this fingerprint, if it is to be had; without a
    /// fingerprint all of them, each once.
    pub fn of(&self, made_for: Option<&str>) -> Vec<Text> {
        let lasting = self.snapshots().map_or_else(Vec::new, |kept| match made_for {
            Some(sha256) => kept.named(sha256).into_iter().collect(),
            None => kept.of_file(self.story),
        });
        let mut texts: Vec<Text> = Vec::new();
        for text in self.passing().into_iter().chain(lasting) {
            self.add(&mut texts, text, made_for);
        }
        if made_for.is_none() || texts.is_empty() {
            // Git is asked last: that takes its time.
            for text in self.committed.texts() {
                self.add(&mut texts, text.clone(), made_for);
            }
        }
        texts
    }

    /// As [`of`](Self::of); keeps what would be gone when the story is left,
    /// so that it is there the next time.
    pub fn take(&self, made_for: Option<&str>) -> Vec<Text> {
        let texts = self.of(made_for);
        if let Some(kept) = self.snapshots() {
            let passing = self.passing();
            let is_passing = |text: &&Text| passing.iter().any(|p| p.as_str() == text.as_str());
            for text in texts.iter().filter(is_passing) {
                // Without it quotes are found by their positions and surroundings.
                let _ = kept.keep(self.story, text);
            }
        }
        texts
    }

    fn add(&self, texts: &mut Vec<Text>, text: Text, made_for: Option<&str>) {
        let is_meant = made_for.is_none_or(|sha256| sha256.eq_ignore_ascii_case(&text.sha256()));
        if is_meant && !texts.iter().any(|known| known.as_str() == text.as_str()) {
            texts.push(text);
        }
    }

    /// Those that the next reading of the story replaces.
    fn passing(&self) -> Vec<Text> {
        let key = place_key(&Address::File(self.story.to_owned()));
        let last = self.state.and_then(|state| LastRead::new(state).of(&key));
        self.open.cloned().into_iter().chain(last).collect()
    }

    fn snapshots(&self) -> Option<Snapshots> {
        self.state.map(Snapshots::new)
    }
}
