//! What a machine found in the open story: shown, hidden, and made the
//! reader's own.

use std::collections::HashSet;

use super::reading::Reading;
use crate::model::{Annotations, Entity, Made, Mention, Origin, Span, TimeExpression, occurrences};

/// A way of writing a name that a machine found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// Where it stands and was found.
    pub spans: Vec<Span>,
    /// Whether it means that name wherever it stands.
    pub everywhere: bool,
}

impl Reading {
    /// Takes in what was found.
    pub(super) fn take_found(&mut self, found: Annotations) {
        self.finding = false;
        self.found_times.clone_from(&found.times);
        self.found = Some(Box::new(found));
        self.lay_out_found();
        self.follow_again();
    }

    /// Whether the days of what was found were counted from another date than
    /// is known now; then they are to be counted anew.
    pub(super) fn outdated(&mut self) -> bool {
        let dated = self.story.head.dated().map(|moment| moment.notation().to_owned());
        let made = self.found.as_ref().and_then(|found| found.made.as_ref());
        // In a file that is not sealed a person may have written the times.
        let stay = self.by_machine && !made.is_some_and(Made::sealed);
        let outdated = self.found.is_some() && !stay && !self.finding && self.found_dated != dated;
        if outdated {
            self.found_dated = dated;
        }
        outdated
    }

    /// What is looked for now counts days from the date as it is known now.
    pub(super) fn date_for_finding(&mut self) {
        self.found_dated = self.story.head.dated().map(|moment| moment.notation().to_owned());
    }

    /// What another's program found of times, as they came, if one found what
    /// there is: `asked` says whether one is asked now.
    pub(super) fn times_of_theirs(&self, asked: bool) -> Option<Vec<TimeExpression>> {
        let found = self.found.as_ref()?;
        let theirs = match self.by_machine {
            true => found.made.as_ref().is_some_and(|made| made.with().is_some()),
            false => asked,
        };
        theirs.then(|| self.found_times.clone())
    }

    /// Takes the found times with their values as they are now.
    pub(super) fn retime(&mut self, times: Vec<TimeExpression>) {
        if let Some(found) = &mut self.found {
            found.times = times;
            self.lay_out_found();
        }
    }

    /// Shows or hides what was found.
    pub(super) fn hide_found(&mut self, hidden: bool) {
        if self.found_hidden == hidden {
            return;
        }
        self.found_hidden = hidden;
        if self.found.is_some() {
            self.lay_out_found();
        }
    }

    /// Forgets what was found.
    pub(super) fn drop_found(&mut self) {
        self.finding = false;
        if self.found.is_some() {
            self.found = Some(Box::default());
            self.lay_out_found();
            self.found = None;
        }
    }

    /// Whether found names are there but not shown.
    pub fn hides_found(&self) -> bool {
        self.found_hidden && self.found.as_ref().is_some_and(|found| !found.entities.is_empty())
    }

    /// Whether what is shown was found by a machine.
    pub fn shows_found(&self) -> bool {
        self.found.is_some() && !self.found_hidden
    }

    /// Makes what was found, or nothing, what the story is annotated with.
    pub(super) fn lay_found(&mut self) {
        let Some(found) = &self.found else { return };
        let shown = Some(found).filter(|_| !self.found_hidden);
        self.annotations = shown.map_or_else(Annotations::default, |found| (**found).clone());
    }

    fn lay_out_found(&mut self) {
        let chosen = self.chosen_ids();
        self.lay_found();
        self.uncorrected = None;
        let notes = std::mem::take(&mut self.notes);
        self.take_notes(notes, chosen);
    }

    /// The ways in which a found name is written.
    pub(super) fn forms_of(&self, entity: usize) -> Vec<Form> {
        let text = &self.story.text;
        let of_it = |mention: &&Mention| mention.entity == entity && mention.more.is_empty();
        let mentions: Vec<&Mention> = self.annotations.mentions.iter().filter(of_it).collect();
        let known: HashSet<Span> = mentions.iter().map(|mention| mention.span).collect();
        let mut forms: Vec<(&str, Vec<Span>)> = Vec::new();
        for mention in mentions.iter().filter(|mention| mention.origin == Origin::Found) {
            let words = text.slice(mention.span);
            match forms.iter_mut().find(|(form, _)| *form == words) {
                Some((_, spans)) => spans.push(mention.span),
                None => forms.push((words, vec![mention.span])),
            }
        }
        // The longest form counts, as when the notes are read.
        let names = forms.iter().map(|(form, _)| (*form).to_owned());
        let all = Entity { aliases: names.collect(), ..Entity::default() };
        let elsewhere: HashSet<&str> = occurrences::mentions_of(text, &[all])
            .iter()
            .filter(|mention| !known.contains(&mention.span))
            .map(|mention| text.slice(mention.span))
            .collect();
        let everywhere = |words: &str| !elsewhere.contains(words);
        forms
            .into_iter()
            .map(|(words, spans)| Form { everywhere: everywhere(words), spans })
            .collect()
    }
}
