//! Who speaks: the words before or behind a reporting verb.

use std::ops::Range;

use super::super::segmented::Segmented;
use super::cues::{Cue, cue};
use super::names::Names;
use super::words::{
    DOCUMENTS, ENDS_BEHIND, FINITE, NOUN_LEADS, is_adverb, is_auxiliary, is_day, is_determiner,
    is_preposition, is_pronoun,
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

    /// What a word reports where it stands: not in "so-called", but "put" in
    /// "as X put it" and "shot" in "X shot back".
    pub(super) fn cue_at(&self, at: usize) -> Option<Cue> {
        let word = self.word(at);
        let second = match word {
            "put" | "puts" => Some("it"),
            "shot" | "fired" | "shoots" => Some("back"),
            "pointed" | "points" => Some("out"),
            "chimed" | "chimes" => Some("in"),
            _ => None,
        };
        if let Some(second) = second {
            return (self.word(at + 1) == second).then_some(Cue::Speech);
        }
        let strength = cue(word)?;
        let joined = at > 0
            && self.word(at - 1) == "-"
            && self.segmented.span(at - 1..at).end == self.segmented.span(at..at + 1).start;
        (!joined).then_some(strength)
    }

    /// Whether "according to" stands at a token.
    pub(super) fn is_according(&self, at: usize) -> bool {
        matches!(self.word(at), "according" | "According") && self.word(at + 1) == "to"
    }

    /// The speaker named right behind a quotation: `" said X`, `" X said`.
    /// `from` is the token behind the mark, `to` the end of the sentence or
    /// the next quotation; `whole` tells that the quotation is a sentence by
    /// its signs.
    pub(super) fn behind(&self, from: usize, to: usize, whole: bool) -> Option<Source> {
        let mut at = from;
        while at < to && matches!(self.word(at), "," | "—" | "–" | "-" | "--" | ".") {
            at += 1;
        }
        // " as X put it
        at += usize::from(self.word(at) == "as");
        let start = at;
        if self.is_according(at) {
            return self.described(at + 2, to, at);
        }
        // " said X; " he also said
        let mut first = at;
        while first < to && is_adverb(self.word(first)) {
            first += 1;
        }
        if let Some(strength) = self.cue_at(first).filter(|_| first < to) {
            if first > start || strength == Cue::Weak && !self.opens_noun(first + 1) {
                return None;
            }
            return self.described(first + 1, to, first);
        }
        // " X said: the verb comes soon, and nothing else before it.
        // A name may have its age, its town and its office between commas.
        let named = self.names.people(start..to.min(start + 6)).next().is_some()
            || self.capital(start) && self.word(start + 1) == ",";
        let (most, reach) = if named { (4, 2 * LONGEST) } else { (2, LONGEST + 4) };
        let mut commas = 0;
        let mut verb = start + 1;
        while verb < to.min(start + reach) && commas <= most {
            match self.word(verb) {
                "," => commas += 1,
                "(" => {
                    let closing = (verb..to.min(verb + LONGEST)).find(|&at| self.word(at) == ")");
                    verb = closing.unwrap_or(verb);
                }
                // "D-Calif., said"
                "." if self.word(verb + 1) == "," => {}
                ";" | ":" | "." | "\"" | "“" | "that" | "but" | "because" => return None,
                _ => match self.cue_at(verb) {
                    Some(Cue::Speech) if self.is_verb(start, verb) => {
                        return self.subject(start, verb);
                    }
                    // " the crowd chanted.
                    Some(Cue::Weak) if whole && commas == 0 && self.closes_clause(start, verb) => {
                        return self.subject(start, verb);
                    }
                    _ => {}
                },
            }
            verb += 1;
        }
        None
    }

    /// Whether the verb at `verb` comes right behind its subject and ends the
    /// clause or goes on with a time or a place.
    fn closes_clause(&self, start: usize, verb: usize) -> bool {
        let next = self.word(verb + 1);
        verb - start <= 4
            && self.is_verb(start, verb)
            && !(start..verb).any(|at| is_auxiliary(self.word(at)))
            && (is_day(next) || matches!(next, "," | "." | "" | "in" | "on" | "at" | "after"))
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
            // "in the words of X"
            if self.is_according(verb) {
                return self.described(verb + 2, mark, verb);
            }
            let phrased = word == "words" && verb > from;
            if phrased && self.word(verb + 1) == "of" && self.word(verb - 1) == "the" {
                let source = self.described(verb + 2, mark, verb);
                return source.map(|source| Source { cue: None, ..source });
            }
            // "in X's words"
            if phrased
                && matches!(self.word(verb - 1), "'s" | "’s")
                && let Some((mention, entity)) = self.names.people(from..verb - 1).next_back()
                && mention.end == verb - 1
                && mention.start > from
                && matches!(self.word(mention.start - 1), "in" | "In")
            {
                let tokens = mention.clone();
                return Some(Source { tokens, entity: Some(*entity), cue: None });
            }
            // "Said X: "
            if verb == from && matches!(word, "Said" | "Says" | "Wrote" | "Added" | "Tweeted") {
                return self.described(verb + 1, mark, verb);
            }
            let Some(strength) = self.cue_at(verb) else { continue };
            let near = mark - verb <= 12;
            if (strength == Cue::Speech || near)
                && self.is_verb(from, verb)
                && let Some(source) = self.subject(from, verb)
                && !(self.reads(verb) && self.is_somebody(&source))
            {
                return Some(source);
            }
        }
        None
    }

    /// Whether the verb is one that papers do as well as people: who reads
    /// a title does not say it.
    fn reads(&self, verb: usize) -> bool {
        matches!(self.word(verb), "read" | "reads" | "reading")
    }

    fn is_somebody(&self, source: &Source) -> bool {
        self.is_person(source)
            || source.tokens.len() == 1 && is_pronoun(self.word(source.tokens.start))
    }

    fn is_person(&self, source: &Source) -> bool {
        source.entity.is_some_and(|entity| self.names.entities[entity].kind == Kind::Person)
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
        let according = self.is_according(cue);
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
            // "According to X the plan is dead": no comma parts them.
            if according
                && end > from
                && (is_determiner(word) || is_pronoun(word))
                && self.names.within(from..end).any(|(mention, _)| mention.end == end)
            {
                break;
            }
            end += 1;
        }
        if end == from || !self.worded(from..end) {
            return None;
        }
        let source = self.named(from..end, Some(cue));
        // "according to a statement from the ministry"
        if source.entity.is_none()
            && DOCUMENTS.contains(&self.word(end - 1))
            && matches!(self.word(end), "by" | "from" | "of")
        {
            let start = end + 1 + usize::from(self.word(end + 1) == "the");
            let named = self.names.within(start..to).next();
            if let Some((mention, entity)) = named.filter(|(mention, _)| mention.start == start) {
                let tokens = from..mention.end;
                return Some(Source { tokens, entity: Some(*entity), cue: Some(cue) });
            }
        }
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
        loop {
            let length = self.between(from, end);
            if length == 0 {
                break;
            }
            end -= length;
        }
        // ", saying": the subject opens the sentence.
        let participle = self.word(verb).ends_with("ing");
        if end > from
            && participle
            && (self.word(end - 1) == ","
                || cue(self.word(end - 1)).is_none() && !matches!(self.word(end - 1), "who"))
        {
            // "…, with one reader writing": a subject of its own.
            if let Some(mut tokens) = self.noun_before(from, end) {
                tokens.start += usize::from(self.word(tokens.start) == "with");
                if matches!(self.word(tokens.start), "one" | "another" | "a" | "an" | "some")
                    && tokens.len() <= 6
                    && self.worded(tokens.clone())
                {
                    return Some(self.named(tokens, Some(verb)));
                }
            }
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
        let mut tokens = self.noun_before(from, end)?;
        // "An aide who works on the bill said": the clause has its own verb.
        let first = self.word(tokens.start);
        if tokens.start > from + 1
            && self.word(tokens.start - 1) == "who"
            && tokens.len() > 1
            && first.starts_with(char::is_lowercase)
            && !is_determiner(first)
            && !is_pronoun(first)
        {
            tokens = self.noun_before(from, tokens.start - 1)?;
        }
        if self.worded(tokens.clone()) { Some(self.named(tokens, Some(verb))) } else { None }
    }

    /// How many of the words before `end` stand between a subject and its
    /// verb: an adverb, a verb that helps, "on Wednesday", "last week".
    fn between(&self, from: usize, end: usize) -> usize {
        if end <= from + 1 {
            return usize::from(end > from && is_adverb(self.word(end - 1)));
        }
        let (before, word) = (self.word(end - 2), self.word(end - 1));
        let unit = matches!(word, "week" | "month" | "year" | "night" | "morning" | "afternoon");
        if is_day(word) {
            1 + usize::from(matches!(before, "on" | "late" | "early"))
        } else if unit && (is_day(before) || matches!(before, "last" | "this")) {
            2
        } else {
            let may = matches!(word, "will" | "would" | "could" | "can" | "might" | "must");
            usize::from(may || is_adverb(word) || is_auxiliary(word))
        }
    }

    /// The subject of "X, the head of Y, said" and "X (Y) said"; `end` is one
    /// past the comma or bracket.
    fn appositive(&self, from: usize, end: usize, verb: usize) -> Option<Source> {
        let closing = self.word(end - 1);
        if closing == ","
            && let Some(source) = self.described_person(from, end - 1, verb)
        {
            return Some(source);
        }
        // "The group, which is at home in Reston, Va., said"
        if closing == ","
            && let Some(comma) = (from + 1..end - 1).rev().take(3 * LONGEST).find(|&at| {
                self.word(at) == ","
                    && matches!(self.word(at + 1), "who" | "whose" | "which" | "where")
            })
            && let Some(tokens) = self.noun_before(from, comma)
            && self.worded(tokens.clone())
        {
            return Some(self.named(tokens, Some(verb)));
        }
        let opener = if closing == ")" { "(" } else { closing };
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
        // "X, 52, a farmer, said"
        let mut aged = false;
        while let Some(tokens) = before.clone().filter(|tokens| {
            tokens.len() == 1 && self.word(tokens.start).starts_with(|c: char| c.is_ascii_digit())
        }) && tokens.start > from + 1
            && self.word(tokens.start - 1) == ","
        {
            aged = true;
            before = self.noun_before(from, tokens.start - 1);
        }
        let before = before
            .filter(|tokens| self.worded(tokens.clone()))
            .map(|tokens| self.named(tokens, Some(verb)));
        let held = (self.names.people(inner.clone()).next_back())
            .is_some_and(|(mention, _)| self.is_held(inner.start..mention.start, false));
        let inside = self.worded(inner.clone()).then(|| self.named(inner, Some(verb)));
        if aged && before.is_some() {
            return before;
        }
        let opened =
            before.as_ref().is_none_or(|source| is_preposition(self.word(source.tokens.start)));
        match (before, inside) {
            (Some(before), Some(inside))
                if self.is_person(&inside) && !self.is_person(&before) && !held =>
            {
                Some(inside)
            }
            (Some(before), Some(inside)) if opened && before.entity.is_none() => Some(inside),
            (before, inside) => before.or(inside),
        }
    }

    /// The person whom the phrases between commas before `end` describe:
    /// "X, 52, of Y, a farmer, said". From the last phrase backwards, the
    /// first that ends in a name and is no description by another's.
    fn described_person(&self, from: usize, end: usize, verb: usize) -> Option<Source> {
        let floor = from.max(end.saturating_sub(3 * LONGEST));
        let mut to = end;
        for _ in 0..6 {
            let comma = (floor..to).rev().find(|&at| self.word(at) == ",");
            if comma.is_none() && floor > from {
                return None;
            }
            let start = comma.map_or(floor, |comma| comma + 1);
            let mut last = to;
            // "X (D-Ohio), who leads the party, said"
            if last > start && self.word(last - 1) == ")" {
                last = (start..last).rev().find(|&at| self.word(at) == "(").unwrap_or(last);
            }
            // "R-Ohio", "D-Calif."
            let party = matches!(self.word(start), "R" | "D" | "I") && self.word(start + 1) == "-";
            let aside = matches!(self.word(start), "who" | "whose" | "whom" | "which" | "where");
            if !party && !aside {
                let named = self.names.people(start..last).next_back();
                if let Some((mention, entity)) = named.filter(|(mention, _)| mention.end == last)
                    && !self.is_held(start..mention.start, comma.is_none())
                {
                    let source = (self.noun_before(start, last))
                        .filter(|tokens| self.worded(tokens.clone()))
                        .map(|tokens| self.named(tokens, Some(verb)))
                        .filter(|source| source.entity == Some(*entity));
                    let tokens = mention.clone();
                    let plain = Source { tokens, entity: Some(*entity), cue: Some(verb) };
                    return Some(source.unwrap_or(plain));
                }
                let clause = (start..last).any(|at| {
                    FINITE.contains(&self.word(at)) || self.cue_at(at) == Some(Cue::Speech)
                });
                if clause {
                    return None;
                }
            }
            to = comma.filter(|&comma| comma > from)?;
        }
        None
    }

    /// Whether the words of a phrase before the name in it make that name a
    /// part of a description: "the wife of X", "after a talk with X". `first`
    /// tells that the phrase opens its clause.
    fn is_held(&self, lead: Range<usize>, first: bool) -> bool {
        let joins = |at: usize| {
            matches!(
                self.word(at),
                "of" | "for" | "to" | "with" | "by" | "from" | "about" | "against" | "than"
            )
        };
        let Some(before) = lead.clone().next_back() else { return false };
        let opener = self.word(lead.start);
        let word = self.word(before);
        if !first {
            // "a lawyer representing X", "owned and led by X"
            return lead.clone().any(joins)
                || matches!(opener, "a" | "an" | "one")
                || word.ends_with("ing") && !self.capital(before);
        }
        joins(before) || is_preposition(self.word(lead.start)) && !self.capital(before)
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
        // "After a talk with X, Y said": not who is named in passing, if there
        // is another.
        let passing = |mention: &Range<usize>| {
            let before = mention.start.checked_sub(1).filter(|&at| at >= from);
            matches!(self.word(mention.end), "'s" | "’s" | "'" | "’")
                || before.is_some_and(|at| {
                    matches!(
                        self.word(at),
                        "of" | "for" | "by" | "with" | "to" | "from" | "about" | "against"
                    )
                })
        };
        let mut people = self.names.people(from..to);
        let subject = people.find(|(mention, _)| !passing(mention));
        let pronoun = || {
            (from..to.min(from + 12))
                .find(|&at| is_pronoun(self.word(at)) && (at == from || self.word(at - 1) == ","))
        };
        if subject.is_none()
            && let Some(pronoun) = pronoun()
        {
            return Some(Source { tokens: pronoun..pronoun + 1, entity: None, cue: Some(verb) });
        }
        if let Some((tokens, entity)) = subject.or_else(|| self.names.people(from..to).next()) {
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
