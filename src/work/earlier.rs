//! The texts that a story's annotations may have been made for, where the
//! story has changed since.

use std::path::Path;

use super::{Committed, place_key};
use crate::loader::Earlier;
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
    /// Whether what is needed is kept for the next time.
    pub keeps: bool,
}

impl EarlierTexts<'_> {
    fn snapshots(&self) -> Option<Snapshots> {
        self.state.map(Snapshots::new)
    }

    /// Those that the next reading of the story replaces.
    fn passing(&self) -> Vec<Text> {
        let key = place_key(&Address::File(self.story.to_owned()));
        let last = self.state.and_then(|state| LastRead::new(state).of(&key));
        self.open.cloned().into_iter().chain(last).collect()
    }
}

impl Earlier for EarlierTexts<'_> {
    fn texts(&self, made_for: Option<&str>, thoroughly: bool) -> Vec<Text> {
        let is_meant = |text: &Text| made_for.is_none_or(|sha256| is_of(text, sha256));
        let mut texts: Vec<Text> = Vec::new();
        let mut add = |text: Text| {
            if is_meant(&text) && !texts.iter().any(|known| known.as_str() == text.as_str()) {
                texts.push(text);
            }
        };
        self.passing().into_iter().for_each(&mut add);
        if let Some(kept) = self.snapshots() {
            match made_for {
                Some(sha256) => kept.named(sha256).into_iter().for_each(&mut add),
                None => kept.of_file(self.story).into_iter().for_each(&mut add),
            }
        }
        // Git takes its time.
        if thoroughly && (made_for.is_none() || texts.is_empty()) {
            let is_new = |text: &&Text| !texts.iter().any(|known| known.as_str() == text.as_str());
            let more = self.committed.texts().iter().filter(|text| is_meant(text)).filter(is_new);
            let more: Vec<Text> = more.cloned().collect();
            texts.extend(more);
        }
        texts
    }

    fn keep(&self, sha256: &str) {
        let Some(kept) = self.snapshots().filter(|_| self.keeps) else { return };
        if let Some(text) = self.passing().into_iter().find(|text| is_of(text, sha256)) {
            // Without it quotes are found by their positions and surroundings.
            let _ = kept.keep(self.story, &text);
        }
    }
}

fn is_of(text: &Text, sha256: &str) -> bool {
    sha256.eq_ignore_ascii_case(&text.sha256())
}
