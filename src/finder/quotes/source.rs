//! Who speaks: the words before or behind a reporting verb.

use std::ops::Range;

use super::super::segmented::Segmented;
use super::cues::{Cue, cue};
use super::names::Names;
use super::words::{
    ENDS_BEHIND, NOUN_LEADS, is_adverb, is_auxiliary, is_day, is_determiner, is_preposition,
    is_pronoun,
};
use crate::model::Kind;

/// The most tokens of a speaker's description.
pub(super) const LONGEST: usize = 16;

/// A speaker as the text has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// The words, as tokens.
    pub tokens: Range<usize>,
    /// Index of the entity that speaks.
    pub entity: Option<usize>,
    /// The token of the reporting word.
    pub cue: Option<usize>,
}

/// Reads speakers from the tokens of a text.
pub(super) struct Reader<'a> {
    pub segmented: &'a Segmented<'a>,
    pub names: &'a Names<'a>,
}

impl Reader<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.segmented.word(at)
    }

    /// The speaker named right behind a quotation: `" said X`, `" X said`.
    /// `from` is the token behind the mark, `to` the end of the sentence or
    /// the next quotation.
    pub(super) fn behind(&self, from: usize, to: usize) -> Option<Source> {
        let mut at = from;
        while at < to && matches!(self.word(at), "," | "—" | "–" | "-" | "--" | ".") {
            at += 1;
        }
        let start = at;
        if self.word(at) == "according" && self.word(at + 1) == "to" {
            return self.described(at + 2, to, at);
        }
        // " said X; " he also said
        let mut first = at;
        while first < to && is_adverb(self.word(first)) {
            first += 1;
        }
        if let Some(strength) = cue(self.word(first)) {
            if first > start || strength == Cue::Weak && !self.opens_noun(first + 1) {
                return None;
            }
            return self.described(first + 1, to, first);
        }
        // " X said: the verb comes soon, and nothing else before it.
        let mut commas = 0;
        for verb in start + 1..to.min(start + LONGEST + 4) {
            match self.word(verb) {
                "," => commas += 1,
                ";" | ":" | "." | "\"" | "“" | "that" | "but" | "because" => return None,
                word => {
                    if cue(word) == Some(Cue::Speech) && self.is_verb(start, verb) && commas <= 2 {
                        return self.subject(start, verb);
                    }
                }
            }
            if commas > 2 {
                return None;
            }
        }
        None
    }

    /// The speaker of the clause that leads to a quotation: `X said, "`.
    /// `from` is where its sentence, or the quotation before, begins and ends.
    pub(super) fn leading(&self, from: usize, mark: usize) -> Option<Source> {
        if mark <= from {
            return None;
        }
        for verb in (from..mark).rev().take(40) {
            let word = self.word(verb);
            if matches!(word, ";" | "”") {
                return None;
            }
            if word == "according" && self.word(verb + 1) == "to" {
                return self.described(verb + 2, mark, verb);
            }
            let Some(strength) = cue(word) else { continue };
            let near = mark - verb <= 12;
            if (strength == Cue::Speech || near)
                && self.is_verb(from, verb)
                && let Some(source) = self.subject(from, verb)
            {
                return Some(source);
            }
        }
        None
    }

    /// Whether the word at `verb` is a verb with a subject before it.
    fn is_verb(&self, from: usize, verb: usize) -> bool {
        if verb <= from {
            return false;
        }
        let before = self.word(verb - 1);
        // "the said", "to say", "was told", "reports of".
        let passive = matches!(before, "was" | "were" | "been" | "be" | "being" | "is" | "are")
            && !self.word(verb).ends_with("ing");
        let noun = NOUN_LEADS.contains(&before);
        let noun = noun
            || matches!(self.word(verb + 1), "of")
                && matches!(
                    self.word(verb),
                    "reports"
                        | "state"
                        | "states"
                        | "claims"
                        | "comments"
                        | "calls"
                        | "notes"
                        | "remarks"
                );
        // "the United States", "the US state".
        let place = matches!(self.word(verb), "states" | "state") && self.capital(verb);
        !passive && !noun && !place
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    fn opens_noun(&self, at: usize) -> bool {
        self.capital(at) || is_determiner(self.word(at)) || is_pronoun(self.word(at))
    }

    /// The noun phrase that begins at `from`, behind its verb.
    fn described(&self, from: usize, to: usize, cue: usize) -> Option<Source> {
        let limit = to.min(from + LONGEST);
        let mut end = from;
        while end < limit {
            let word = self.word(end);
            let stops = ENDS_BEHIND.contains(&word) || is_day(word);
            // "Smith and Wesson" is one name.
            let joint = word == "and"
                && self
                    .names
                    .within(from..limit)
                    .any(|(mention, _)| mention.start < end && mention.end > end);
            if stops && !joint && !(end == from && matches!(word, "this" | "last")) {
                break;
            }
            end += 1;
        }
        if end == from || !self.worded(from..end) {
            return None;
        }
        let source = self.named(from..end, Some(cue));
        // "said his father, John Smith"
        if source.entity.is_none_or(|entity| self.names.entities[entity].kind != Kind::Person)
            && self.word(end) == ","
            && let Some((mention, entity)) = self.names.people(end + 1..to).next()
            && mention.start == end + 1
            && matches!(self.word(mention.end), "," | "." | "")
        {
            return Some(Source { tokens: mention.clone(), entity: Some(*entity), cue: Some(cue) });
        }
        Some(source)
    }

    /// The noun phrase that ends before the verb, the subject.
    fn subject(&self, from: usize, verb: usize) -> Option<Source> {
        let mut end = verb;
        while end > from && (is_adverb(self.word(end - 1)) || is_auxiliary(self.word(end - 1))) {
            end -= 1;
        }
        // ", saying": the subject opens the sentence.
        let participle = self.word(verb).ends_with("ing");
        if end > from
            && participle
            && (self.word(end - 1) == ","
                || cue(self.word(end - 1)).is_none() && !matches!(self.word(end - 1), "who"))
        {
            return self.opening(from, end, verb);
        }
        // "X, the head of Y, said" and "X (Y) said"
        if end > from && matches!(self.word(end - 1), "," | ")" | "—" | "–") {
            return self.appositive(from, end, verb);
        }
        // "…, who said": the name before.
        if end > from && self.word(end - 1) == "who" {
            end -= 1;
            if end > from && self.word(end - 1) == "," {
                end -= 1;
            }
        }
        // "He went on and said": the subject of the verb before.
        if end > from && matches!(self.word(end - 1), "and" | "but" | "then") {
            return self.opening(from, end - 1, verb);
        }
        let tokens = self.noun_before(from, end)?;
        if self.worded(tokens.clone()) { Some(self.named(tokens, Some(verb))) } else { None }
    }

    /// The subject of "X, the head of Y, said" and "X (Y) said"; `end` is one
    /// past the comma or bracket.
    fn appositive(&self, from: usize, end: usize, verb: usize) -> Option<Source> {
        let closing = self.word(end - 1).to_owned();
        let opener = if closing == ")" { "(" } else { closing.as_str() };
        let mut at = end - 1;
        while at > from && self.word(at - 1) != opener {
            at -= 1;
        }
        if at <= from || end - at > 2 * LONGEST {
            // ", he said" style: nothing stands between.
            return self.opening(from, end - 1, verb);
        }
        let inner = at..end - 1;
        // "X, head of Y, said" and "the head of Y, X, said": the person of
        // the two. "In a statement, the ministry, …": no noun before.
        let mut before = self.noun_before(from, at - 1);
        // "X, of Y, the head of Z, said"
        if let Some(tokens) = before
            .clone()
            .filter(|tokens| matches!(self.word(tokens.start), "of" | "from" | "at" | "for"))
            && tokens.start > from
            && self.word(tokens.start - 1) == ","
        {
            before = self.noun_before(from, tokens.start - 1);
        }
        let before = before
            .filter(|tokens| self.worded(tokens.clone()))
            .map(|tokens| self.named(tokens, Some(verb)));
        let inside = self.worded(inner.clone()).then(|| self.named(inner, Some(verb)));
        let person = |source: &Source| {
            source.entity.is_some_and(|entity| self.names.entities[entity].kind == Kind::Person)
        };
        let opened =
            before.as_ref().is_none_or(|source| is_preposition(self.word(source.tokens.start)));
        match (before, inside) {
            (Some(before), Some(inside)) if person(&inside) && !person(&before) => Some(inside),
            (Some(before), Some(inside)) if opened && before.entity.is_none() => Some(inside),
            (before, inside) => before.or(inside),
        }
    }

    /// The subject of a sentence that leads to a quotation with a colon and no
    /// verb that is known: "X took to the stage: ".
    pub(super) fn announced(&self, from: usize, mark: usize) -> Option<Source> {
        let colon = mark > from && matches!(self.word(mark - 1), ":" | ",");
        let mut source = self.opening(from, mark, mark).filter(|_| colon)?;
        source.cue = None;
        Some(source)
    }

    /// The subject with which a clause opens: its first name or pronoun.
    fn opening(&self, from: usize, to: usize, verb: usize) -> Option<Source> {
        if let Some((tokens, entity)) = self.names.people(from..to).next() {
            return Some(Source { tokens: tokens.clone(), entity: Some(*entity), cue: Some(verb) });
        }
        let organization = self.names.within(from..to).find(|(mention, entity)| {
            let before = mention.start.checked_sub(1).map_or("", |at| self.word(at));
            let beside = matches!(before, "for" | "of" | "by" | "from" | "with" | "to" | "agency");
            !beside && self.names.entities[*entity].kind == Kind::Organization
        });
        if let Some((tokens, entity)) = organization {
            return Some(Source { tokens: tokens.clone(), entity: Some(*entity), cue: Some(verb) });
        }
        let pronoun = (from..to.min(from + 12)).find(|&at| is_pronoun(self.word(at)))?;
        Some(Source { tokens: pronoun..pronoun + 1, entity: None, cue: Some(verb) })
    }
}
