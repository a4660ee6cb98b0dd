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
    /// The story's file; of one without, no text is kept.
    pub story: Option<&'a Path>,
    /// The folder for what is kept between sessions.
    pub state: Option<&'a Path>,
    /// The text as it was opened before in this session.
    pub open: Option<&'a Text>,
    /// What git has of the story.
    pub committed: &'a Committed,
    /// Whether what is needed is kept for the next time.
    pub keeps: bool,
}

impl<'a> EarlierTexts<'a> {
    /// Those of a story that was not open yet, of which none is to be kept.
    pub fn of(story: Option<&'a Path>, state: Option<&'a Path>, committed: &'a Committed) -> Self {
        Self { story, state, open: None, committed, keeps: false }
    }

    fn snapshots(&self) -> Option<Snapshots> {
        self.state.map(Snapshots::new)
    }

    /// Those that the next reading of the story replaces.
    fn passing(&self) -> Vec<Text> {
        let last = self.story.zip(self.state).and_then(|(story, state)| {
            LastRead::new(state).of(&place_key(&Address::File(story.to_owned())))
        });
        self.open.cloned().into_iter().chain(last).collect()
    }
}

impl Earlier for EarlierTexts<'_> {
    fn texts(&self, made_for: Option<&str>, thoroughly: bool) -> Vec<Text> {
        let is_meant = |text: &Text| made_for.is_none_or(|sha256| is_of(text, sha256));
        let mut texts: Vec<Text> = Vec::new();
        add_new(&mut texts, self.passing().into_iter().filter(is_meant));
        if let Some((kept, story)) = self.snapshots().zip(self.story) {
            match made_for {
                Some(sha256) => add_new(&mut texts, kept.named(sha256).into_iter()),
                None => add_new(&mut texts, kept.of_file(story).into_iter()),
            }
        }
        // Git takes its time.
        if thoroughly && (made_for.is_none() || texts.is_empty()) {
            let committed = self.committed.texts().iter();
            add_new(&mut texts, committed.filter(|text| is_meant(text)).cloned());
        }
        texts
    }

    fn keep(&self, sha256: &str) {
        let kept = self.snapshots().zip(self.story).filter(|_| self.keeps);
        let Some((kept, story)) = kept else { return };
        if let Some(text) = self.passing().into_iter().find(|text| is_of(text, sha256)) {
            // Without it quotes are found by their positions and surroundings.
            let _ = kept.keep(story, &text);
        }
    }
}

fn is_of(text: &Text, sha256: &str) -> bool {
    sha256.eq_ignore_ascii_case(&text.sha256())
}

/// Adds the texts that are not there yet.
pub(super) fn add_new(known: &mut Vec<Text>, texts: impl Iterator<Item = Text>) {
    for text in texts {
        if !known.iter().any(|other| other.as_str() == text.as_str()) {
            known.push(text);
        }
    }
}
