//! What is new in a story since it was read last: going there, and having read it.

use crate::model::{Span, Text};
use crate::state::{Effect, Notice, State};

use super::arriving::READ_ANEW;

/// Longer texts are not compared, in bytes: it would take more memory than
/// reading them does.
const LARGEST: usize = 4 << 20;

impl State {
    /// The story as it was read last was another than it is.
    pub(super) fn last_read(&mut self, ticket: u64, text: Text) -> Vec<Effect> {
        let Some(reading) = self.reading.as_mut().filter(|r| r.ticket == ticket) else {
            return Vec::new();
        };
        // Of a story that changed while it was open it is known already.
        if reading.last_read.is_some() {
            return Vec::new();
        }
        reading.last_read = Some(text);
        self.compare().into_iter().collect()
    }

    /// Asks what is new in the open story.
    pub(super) fn compare(&self) -> Option<Effect> {
        let reading = self.reading.as_ref()?;
        let (old, new) = (reading.last_read.as_ref()?, &reading.story.text);
        let small = old.len() <= LARGEST && new.len() <= LARGEST;
        small.then(|| Effect::Compare {
            ticket: reading.ticket,
            old: old.clone(),
            new: new.clone(),
        })
    }

    /// It is known what is new.
    pub(super) fn compared(&mut self, ticket: u64, changes: Vec<Span>) -> Vec<Effect> {
        let Some(reading) = self.reading.as_mut().filter(|r| r.ticket == ticket) else {
            return Vec::new();
        };
        if reading.last_read.is_none() {
            // The reader said meanwhile that it is read.
            return Vec::new();
        }
        let count = changes.len();
        reading.changes = changes;
        if count == 0 {
            // Only white space or typography: read it is.
            reading.last_read = None;
        }
        let anew = self.notice.as_ref().is_some_and(|notice| notice.words == READ_ANEW);
        if count == 0 || !(anew || self.notice.is_none()) {
            return Vec::new();
        }
        let changes = if count == 1 { "change" } else { "changes" };
        let key = self.key_for(crate::state::Command::NextChange);
        let first = if anew { READ_ANEW } else { "the story is not as you read it last" };
        self.tell(format!("{first}: {count} {changes}, {key} goes there"))
    }

    /// Goes to the next or previous change; from the last to the first.
    pub(super) fn change_step(&mut self, forward: bool) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let shown: Vec<usize> = reading
            .changes
            .iter()
            .map(|change| change.start)
            .filter(|&at| !reading.is_hidden(at))
            .collect();
        let place = reading.place;
        let ahead = match forward {
            true => shown.iter().find(|&&at| at > place),
            false => shown.iter().rev().find(|&&at| at < place),
        };
        let again = if forward { shown.first() } else { shown.last() };
        let Some(&to) = ahead.or(again) else {
            return self.tell("nothing is new since you read this story last");
        };
        let round = ahead.is_none();
        self.focus = crate::state::Pane::Text;
        self.layer = None;
        self.jump_to(to);
        let at = shown.iter().position(|&at| at == to).map_or(0, |at| at + 1);
        let mut words = format!("change {at} of {}", shown.len());
        if round && shown.len() > 1 {
            words.push_str(if forward { ", from the start again" } else { ", from the end again" });
        }
        self.notice = Some(Notice::news(words));
        Vec::new()
    }

    /// The changes are read: their marks go.
    pub(super) fn changes_read(&mut self) -> Vec<Effect> {
        let Some(reading) = &mut self.reading else { return Vec::new() };
        if reading.changes.is_empty() {
            return self.tell("nothing is new since you read this story last");
        }
        reading.changes.clear();
        reading.last_read = None;
        self.tell("the changes are read");
        self.remember()
    }
}
