//! Noun phrases as speakers: where one ends, whether it can speak, and which
//! name it is.

use std::ops::Range;

use super::cues::{Cue, cue};
use super::source::{LONGEST, Reader, Source};
use super::words::{
    ENDS_BEFORE, FINITE, NO_SPEAKERS, UNFINISHED, is_adverb, is_day, is_preposition, is_pronoun,
};
use crate::model::Kind;

impl Reader<'_> {
    /// The noun phrase that ends at `end`.
    pub(super) fn noun_before(&self, from: usize, end: usize) -> Option<Range<usize>> {
        let mut start = end;
        while start > from && end - start < LONGEST {
            let word = self.word(start - 1);
            let stops = ENDS_BEFORE.contains(&word)
                || (word == "and" && !self.capital(start))
                || is_day(word)
                || cue(word) == Some(Cue::Speech);
            if stops {
                break;
            }
            start -= 1;
            // A pronoun is a subject by itself.
            if is_pronoun(word) {
                break;
            }
        }
        (start < end).then_some(start..end)
    }

    /// Whether there is a word in it that can speak.
    pub(super) fn worded(&self, tokens: Range<usize>) -> bool {
        let Some(last) = tokens.clone().next_back() else { return false };
        let first = self.word(tokens.start);
        let letters = tokens.clone().any(|at| self.word(at).starts_with(char::is_alphabetic));
        // A verb in it: no noun phrase but a clause.
        let clause = tokens.clone().any(|at| FINITE.contains(&self.word(at)));
        if clause {
            return false;
        }
        letters
            && !(tokens.len() == 1 && (NO_SPEAKERS.contains(&first) || is_adverb(first)))
            && !UNFINISHED.contains(&self.word(last))
    }

    /// The name in a noun phrase: the person it ends in or holds, else the
    /// name that is its head.
    pub(super) fn named(&self, mut tokens: Range<usize>, cue: Option<usize>) -> Source {
        while tokens.len() > 1
            && matches!(
                self.word(tokens.start),
                "and" | "And" | "but" | "But" | "," | "-" | "[" | "]"
            )
        {
            tokens.start += 1;
        }
        let opened = is_preposition(self.word(tokens.start));
        let person = self.names.people(tokens.clone()).next_back();
        // "a spokesman for Smith" is not Smith; "his lawyer" neither.
        let held = |mention: &Range<usize>| {
            // "for the Ministry of Works"
            let article = mention.start > tokens.start + 1 && self.word(mention.start - 1) == "the";
            let before = mention.start.checked_sub(1 + usize::from(article));
            let before = before.map_or("", |at| self.word(at));
            mention.start > tokens.start
                && matches!(before, "for" | "of" | "to" | "with" | "by" | "from" | "in" | "at")
                && !opened
                || self.segmented.word(mention.end).starts_with(['\'', '’'])
                    && mention.end < tokens.end
        };
        if let Some((mention, entity)) = person.filter(|(mention, _)| !held(mention)) {
            if opened {
                tokens = mention.clone();
            }
            return Source { tokens, entity: Some(*entity), cue };
        }
        if person.is_some()
            && let Some((mention, entity)) =
                self.names.people(tokens.clone()).find(|(mention, _)| !held(mention))
        {
            if opened {
                tokens = mention.clone();
            }
            return Source { tokens, entity: Some(*entity), cue };
        }
        let head = self.names.within(tokens.clone()).find(|(mention, entity)| {
            let whole = mention.start <= tokens.start + 1 && mention.end == tokens.end;
            let kind = &self.names.entities[*entity].kind;
            let ends =
                mention.end == tokens.end && matches!(kind, Kind::Organization) && !held(mention);
            (whole || ends || opened && mention.end == tokens.end) && !matches!(kind, Kind::Group)
        });
        match head {
            Some((mention, entity)) => {
                if opened {
                    tokens = mention.clone();
                }
                Source { tokens, entity: Some(*entity), cue }
            }
            None => Source { tokens, entity: None, cue },
        }
    }

    /// Who "the commissioner" is: the person last named with that word before
    /// the name, or the organisation last named that has it in its name.
    pub(super) fn described_before(&self, source: &Source) -> Option<usize> {
        let tokens = source.tokens.clone();
        let first = self.word(tokens.start);
        if tokens.len() < 2 || tokens.len() > 4 || !matches!(first, "The" | "the" | "This" | "this")
        {
            return None;
        }
        let head = self.word(tokens.end - 1);
        if head.len() < 4 || !head.starts_with(char::is_lowercase) {
            return None;
        }
        let since = tokens.start.saturating_sub(400);
        self.names.within(since..tokens.start).rev().find_map(|(mention, entity)| {
            let person = self.names.entities[*entity].kind == Kind::Person;
            let organization = self.names.entities[*entity].kind == Kind::Organization;
            // "commissioner Albert Muchanga"; "Albert Muchanga, the commissioner"
            let beside = (mention.start.saturating_sub(5)..mention.start)
                .rev()
                .take_while(|&at| !matches!(self.word(at), "." | "\"" | "”" | "said"))
                .chain((mention.end..mention.end + 6).take(if self.word(mention.end) == "," {
                    6
                } else {
                    0
                }));
            let told =
                person && beside.into_iter().any(|at| self.word(at).eq_ignore_ascii_case(head));
            let named =
                organization && mention.clone().any(|at| self.word(at).eq_ignore_ascii_case(head));
            (told || named).then_some(*entity)
        })
    }
}
