//! Who speaks: the words before or behind a reporting verb, and the name in
//! them.

use std::ops::Range;

use super::super::segmented::Segmented;
use super::cues::{Cue, cue};
use crate::model::{Entity, Kind, Mention, Span};

/// The most tokens of a speaker's description.
const LONGEST: usize = 16;

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

/// The names of a story, by the tokens they stand at.
pub(super) struct Names<'a> {
    pub entities: &'a [Entity],
    /// (tokens, entity), sorted by start.
    mentions: Vec<(Range<usize>, usize)>,
}

impl<'a> Names<'a> {
    pub(super) fn new(
        segmented: &Segmented<'_>,
        entities: &'a [Entity],
        mentions: &[Mention],
    ) -> Self {
        let known = mentions.iter().filter(|mention| mention.entity < entities.len());
        let mut mentions: Vec<_> = known
            .map(|mention| {
                let Span { start, end } = mention.span;
                let first = segmented.token_at(start);
                let last = segmented.tokens.partition_point(|token| token.span.start < end);
                (first..last.max(first), mention.entity)
            })
            .collect();
        mentions.sort_by_key(|(tokens, _)| (tokens.start, tokens.end));
        Self { entities, mentions }
    }

    /// The mentions that lie within a run of tokens.
    fn within(
        &self,
        tokens: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &(Range<usize>, usize)> {
        let from = self.mentions.partition_point(|(mention, _)| mention.start < tokens.start);
        let to = self.mentions.partition_point(|(mention, _)| mention.start < tokens.end);
        self.mentions[from..to.max(from)]
            .iter()
            .filter(move |(mention, _)| mention.end <= tokens.end)
    }

    /// The people named within a run of tokens, in order.
    pub(super) fn people(
        &self,
        tokens: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &(Range<usize>, usize)> {
        self.within(tokens).filter(|(_, entity)| self.entities[*entity].kind == Kind::Person)
    }
}

/// Reads speakers from the tokens of a text.
pub(super) struct Reader<'a> {
    pub segmented: &'a Segmented<'a>,
    pub names: &'a Names<'a>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
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
        let noun = matches!(
            before,
            "the"
                | "a"
                | "an"
                | "his"
                | "her"
                | "their"
                | "its"
                | "these"
                | "those"
                | "of"
                | "in"
                | "no"
                | "such"
                | "any"
                | "some"
                | "this"
        );
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

    fn capital(&self, at: usize) -> bool {
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
            let stops = matches!(
                word,
                "," | "."
                    | ";"
                    | ":"
                    | "\""
                    | "“"
                    | "”"
                    | "("
                    | ")"
                    | "—"
                    | "–"
                    | "--"
                    | "who"
                    | "that"
                    | "which"
                    | "on"
                    | "in"
                    | "at"
                    | "after"
                    | "during"
                    | "when"
                    | "while"
                    | "as"
                    | "to"
                    | "about"
                    | "adding"
                    | "with"
                    | "before"
                    | "by"
                    | "from"
                    | "shortly"
                    | "following"
                    | "is"
                    | "was"
                    | "has"
                    | "had"
                    | "told"
                    | "via"
                    | "and"
                    | "here"
                    | "later"
                    | "earlier"
                    | "also"
                    | "last"
                    | "this"
                    | "today"
                    | "yesterday"
                    | "over"
                    | "under"
                    | "if"
                    | "because"
                    | "through"
            ) || is_day(word);
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
            return match (before, inside) {
                (Some(before), Some(inside)) if person(&inside) && !person(&before) => Some(inside),
                (Some(before), Some(inside)) if opened && before.entity.is_none() => Some(inside),
                (before, inside) => before.or(inside),
            };
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

    /// The noun phrase that ends at `end`.
    fn noun_before(&self, from: usize, end: usize) -> Option<Range<usize>> {
        let mut start = end;
        while start > from && end - start < LONGEST {
            let word = self.word(start - 1);
            let stops = matches!(
                word,
                "," | "."
                    | ";"
                    | ":"
                    | "\""
                    | "“"
                    | "”"
                    | ")"
                    | "("
                    | "—"
                    | "–"
                    | "--"
                    | "that"
                    | "but"
                    | "while"
                    | "as"
                    | "when"
                    | "because"
                    | "which"
                    | "who"
                    | "after"
                    | "before"
                    | "where"
                    | "if"
                    | "although"
                    | "though"
            ) || (word == "and" && !self.capital(start))
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
    fn worded(&self, tokens: Range<usize>) -> bool {
        let Some(last) = tokens.clone().next_back() else { return false };
        let first = self.word(tokens.start);
        let letters = tokens.clone().any(|at| self.word(at).starts_with(char::is_alphabetic));
        // A verb in it: no noun phrase but a clause.
        let clause = tokens.clone().any(|at| {
            matches!(
                self.word(at),
                "is" | "was"
                    | "were"
                    | "are"
                    | "had"
                    | "has"
                    | "not"
                    | "'ve"
                    | "’ve"
                    | "'re"
                    | "’re"
                    | "have"
                    | "be"
            )
        });
        if clause {
            return false;
        }
        letters
            && !(tokens.len() == 1
                && (matches!(
                    first,
                    "it" | "It"
                        | "there"
                        | "There"
                        | "this"
                        | "This"
                        | "that"
                        | "not"
                        | "to"
                        | "what"
                        | "What"
                        | "and"
                        | "the"
                        | "The"
                        | "a"
                        | "A"
                        | "you"
                        | "You"
                ) || is_adverb(first)))
            && !matches!(
                self.word(last),
                "to" | "not" | "n't" | "the" | "of" | "would" | "could" | "may" | "can" | "will"
            )
    }

    /// The name in a noun phrase: the person it ends in or holds, else the
    /// name that is its head.
    fn named(&self, mut tokens: Range<usize>, cue: Option<usize>) -> Source {
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
                && matches!(before, "for" | "of" | "to" | "with" | "by" | "from")
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
}

impl Reader<'_> {
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

/// Whether a source is a pronoun that stands for somebody named before.
pub(super) fn is_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "He" | "She" | "they" | "They" | "I" | "we" | "We")
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "his" | "her" | "their" | "its" | "one" | "another" | "some" | "many"
    )
}

fn is_adverb(word: &str) -> bool {
    matches!(
        word,
        "also"
            | "later"
            | "then"
            | "further"
            | "once"
            | "again"
            | "reportedly"
            | "recently"
            | "previously"
            | "not"
            | "even"
            | "still"
            | "now"
            | "only"
            | "just"
            | "earlier"
            | "simply"
            | "publicly"
            | "both"
            | "all"
            | "first"
            | "yesterday"
            | "today"
            | "herself"
            | "himself"
            | "too"
            | "often"
            | "instead"
    ) || word.len() > 5 && word.ends_with("ly") && word.starts_with(char::is_lowercase)
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "had"
            | "have"
            | "did"
            | "was"
            | "is"
            | "were"
            | "are"
            | "been"
            | "'s"
            | "’s"
            | "went"
            | "on"
    )
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "In" | "On"
            | "At"
            | "During"
            | "After"
            | "For"
            | "From"
            | "By"
            | "With"
            | "Following"
            | "Before"
            | "in"
            | "on"
            | "at"
            | "during"
            | "after"
            | "with"
            | "by"
            | "To"
            | "Via"
            | "via"
            | "When"
            | "As"
    )
}

fn is_day(word: &str) -> bool {
    matches!(
        word,
        "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday"
    )
}
