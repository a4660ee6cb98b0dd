//! The texts that a story's annotations may have been made for, where the
//! story has changed since.

use std::cell::OnceCell;
use std::path::Path;

use super::{Committed, place_key};
use crate::loader::Earlier;
use crate::model::Text;
use crate::state::shelf::Address;
use crate::store::{LastRead, Snapshots};

/// Where earlier states of one story are to be had, the nearest first.
pub struct EarlierTexts<'a> {
    story: Option<&'a Path>,
    state: Option<&'a Path>,
    open: Option<&'a Text>,
    committed: &'a Committed,
    keeps: bool,
    /// Those that the next reading of the story replaces.
    passing: OnceCell<Vec<Text>>,
}

impl<'a> EarlierTexts<'a> {
    /// Those of the story whose file is `story`. `state`: the folder for what is
    /// kept between sessions; `committed`: what git has of the story.
    pub fn of(story: Option<&'a Path>, state: Option<&'a Path>, committed: &'a Committed) -> Self {
        Self { story, state, open: None, committed, keeps: false, passing: OnceCell::new() }
    }

    /// With the text as it was opened before in this session.
    #[must_use]
    pub fn opened_as(self, open: Option<&'a Text>) -> Self {
        Self { open, ..self }
    }

    /// Keeping for the next time what annotations need.
    #[must_use]
    pub fn keeping(self) -> Self {
        Self { keeps: true, ..self }
    }

    fn snapshots(&self) -> Option<Snapshots> {
        self.state.map(Snapshots::new)
    }

    fn passing(&self) -> &[Text] {
        self.passing.get_or_init(|| {
            let last = self.story.zip(self.state).and_then(|(story, state)| {
                LastRead::new(state).of(&place_key(&Address::File(story.to_owned())))
            });
            self.open.cloned().into_iter().chain(last).collect()
        })
    }
}

impl Earlier for EarlierTexts<'_> {
    fn texts(&self, made_for: Option<&str>, thoroughly: bool) -> Vec<Text> {
        let is_meant = |text: &Text| made_for.is_none_or(|sha256| is_of(text, sha256));
        let mut texts: Vec<Text> = Vec::new();
        add_new(&mut texts, self.passing().iter().filter(|text| is_meant(text)).cloned());
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
        let Some((kept, story)) = kept.filter(|(kept, story)| !kept.has(story, sha256)) else {
            return;
        };
        if let Some(text) = self.passing().iter().find(|text| is_of(text, sha256)) {
            // Without it quotes are found by their positions and surroundings.
            let _ = kept.keep(story, text);
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
