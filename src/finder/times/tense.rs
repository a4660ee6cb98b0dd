//! Whether a clause speaks of what was or of what will be: it decides on
//! which side of the publication a day without a date lies.

use std::ops::Range;

use super::super::segmented::{Casing, Segmented};
use super::words::Word;

/// How far the verb may stand from the day, in tokens.
const REACH: usize = 14;

/// How far a verb that tells nothing but its own time may stand from a date
/// that it is to move by a year.
const CLOSE: usize = 7;

/// What a clause speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unsaid,
}

/// A tense, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub tense: Tense,
    /// Whether the verb is beyond doubt the one that the phrase belongs to: it
    /// is near, and no word of reporting, which often tells of another day.
    pub plain: bool,
    /// Whether the phrase is the clause's own, and no word before a noun: "in
    /// December", not "the December contract".
    pub own: bool,
}

impl Told {
    pub(super) const UNSAID: Self = Self { tense: Tense::Unsaid, plain: false, own: false };
}

/// The words that stand around a phrase of time in its sentence.
#[derive(Clone)]
pub(super) struct Clause<'a> {
    pub segmented: &'a Segmented<'a>,
    pub words: &'a [Word],
    /// The tokens of the sentence.
    pub sentence: Range<usize>,
    /// How it uses capitals: a headline tells the past in the present.
    pub casing: Casing,
}

impl Clause<'_> {
    /// The tense around the tokens `phrase`: of the nearest telling word before
    /// it in the clause, else behind it.
    pub(super) fn told(&self, phrase: Range<usize>) -> Told {
        let own = self.form(phrase.end).is_some_and(|form| matches!(form, "'s" | "’s"));
        // "recover from Sunday's attack"
        if own && (1..=2).any(|next| self.is(phrase.end + next, HAPPENED)) {
            return Told { tense: Tense::Past, plain: false, own: false };
        }
        let led = self.lead(phrase.start, own);
        if let Lead::Plain(tense) = led {
            return Told { tense, plain: true, own: true };
        }
        let found = self.behind_verb(phrase.start).or_else(|| self.before_verb(phrase.end));
        let told = match found {
            Some((tense, at)) => {
                let near = phrase.start.abs_diff(at).min(phrase.end.abs_diff(at)) <= CLOSE;
                let reports = self.form(at).is_some_and(|form| REPORTING.contains(&form));
                let touches = at < phrase.start
                    && (at + 1 == phrase.start || at + 2 == phrase.start && self.is(at + 1, LEADS));
                let plain = near && !own && (!reports || touches || tense == Tense::Future);
                let own = self.opens(phrase.start);
                Told { tense, plain: plain && own, own }
            }
            None => Told::UNSAID,
        };
        match led {
            Lead::Weak(tense) if told.tense == Tense::Unsaid => {
                Told { tense, plain: false, own: true }
            }
            _ => told,
        }
    }

    fn form(&self, at: usize) -> Option<&str> {
        self.sentence.contains(&at).then(|| self.segmented.word(at))
    }

    fn is(&self, at: usize, forms: &[&str]) -> bool {
        self.form(at).is_some_and(|form| forms.contains(&form))
    }

    /// Whether one of these stands before the token, with adverbs between.
    fn led_by(&self, at: usize, forms: &[&str]) -> Option<usize> {
        let mut before = at;
        for _ in 0..4 {
            before = before.checked_sub(1)?;
            if self.is(before, forms) {
                return Some(before);
            }
            let form = self.form(before)?;
            let adverb = form.len() > 4 && form.ends_with("ly") || ADVERBS.contains(&form);
            if !adverb {
                return None;
            }
        }
        None
    }

    /// What the word just before a phrase says: "until Friday", "by Friday".
    fn lead(&self, start: usize, own: bool) -> Lead {
        let Some(at) = start.checked_sub(1) else { return Lead::None };
        let before =
            |back: usize, forms: &[&str]| at.checked_sub(back).is_some_and(|at| self.is(at, forms));
        match self.form(at) {
            Some(
                "until" | "till" | "Until" | "starting" | "beginning" | "Starting" | "Beginning"
                | "come",
            ) => {
                let base = self.led_by(at, &["not"]).is_some();
                if base { Lead::None } else { Lead::Plain(Tense::Future) }
            }
            Some("since") => Lead::Plain(Tense::Past),
            Some("by" | "effective") => Lead::Weak(Tense::Future),
            Some("after" | "following" | "despite") if own => Lead::Plain(Tense::Past),
            Some("of") if before(1, &["ahead"]) => Lead::Plain(Tense::Future),
            Some("of") if before(1, &["as"]) => Lead::Plain(Tense::Past),
            Some("as") if before(1, &["early", "soon"]) => Lead::Weak(Tense::Future),
            Some("than") if before(1, &["later"]) => Lead::Weak(Tense::Future),
            // "postponed to Friday", "called for Monday".
            Some("for" | "to")
                if at > self.sentence.start
                    && self.form(at - 1).is_some_and(|form| MOVED.contains(&form)) =>
            {
                Lead::Plain(Tense::Future)
            }
            _ => Lead::None,
        }
    }

    /// Whether a phrase is a clause's own, and no word before a noun: "on March
    /// 5", not "the March 5 attack".
    fn opens(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1).and_then(|at| self.form(at)) else { return false };
        LEADS.contains(&before)
            || BE.contains(&before)
            || matches!(before, "," | "late" | "early" | "Late" | "Early" | "(")
            || start.checked_sub(1).is_some_and(|at| self.said(at).is_some() || self.scheduled(at))
    }

    /// The telling word nearest before a token, in its clause.
    fn behind_verb(&self, start: usize) -> Option<(Tense, usize)> {
        let from = self.sentence.start.max(start.saturating_sub(REACH));
        let mut infinitive = false;
        for at in (from..start).rev() {
            if self.is(at, BOUNDS) && at + 3 < start {
                return None;
            }
            if self.is(at, &["to"]) {
                // "is to speak", "is going to speak", "asked him to speak".
                if self.verb_follows(at) {
                    if let Some(governor) = self.led_by(at, BEING) {
                        return Some((Tense::Future, governor));
                    }
                    infinitive = true;
                }
                continue;
            }
            if infinitive && self.is(at, LEADING_TO) {
                return Some((Tense::Future, at));
            }
            if self.is(at, &["is", "are", "likely", "payable"]) && self.touches(at, start) {
                return Some((Tense::Future, at));
            }
            if start - at <= CLOSE + 2 && self.scheduled(at) {
                return Some((Tense::Future, at));
            }
            if let Some(tense) = self.said(at) {
                return Some((tense, at));
            }
            // "are closed on Sunday": told of all Sundays, and so of the next.
            if self.is_participle(at) && self.led_by(at, &["is", "are"]).is_some() {
                return self.touches(at, start).then_some((Tense::Future, at));
            }
        }
        None
    }

    /// The telling word nearest behind a token, in its clause.
    fn before_verb(&self, end: usize) -> Option<(Tense, usize)> {
        let to = self.sentence.end.min(end + REACH);
        for at in end..to {
            if at > end && self.is(at, BOUNDS) {
                return None;
            }
            if at == end && self.is(at, &["is"]) || self.is(at, BEING) && self.is(at + 1, &["to"]) {
                return Some((Tense::Future, at));
            }
            if self.scheduled(at) {
                return Some((Tense::Future, at));
            }
            if let Some(tense) = self.said(at) {
                return Some((tense, at));
            }
        }
        None
    }

    /// Whether nothing but a preposition stands between a word and the phrase.
    fn touches(&self, at: usize, start: usize) -> bool {
        at + 1 == start || at + 2 == start && self.is(at + 1, LEADS)
    }

    /// Whether the word behind "to" looks like a verb.
    fn verb_follows(&self, to: usize) -> bool {
        self.form(to + 1).is_some_and(|form| {
            form.starts_with(|c: char| c.is_ascii_lowercase())
                && matches!(self.words[to + 1], Word::Unknown)
                && !DETERMINERS.contains(&form)
                && (!form.ends_with('s') || form.ends_with("ss"))
        })
    }

    /// Whether a verb in the present stands there that news tell appointments
    /// with: "arrives on Sunday", "talks resume on Friday".
    fn scheduled(&self, at: usize) -> bool {
        let Some(form) = self.form(at) else { return false };
        if self.casing != Casing::Running || self.is(at + 1, &["higher", "lower", "up", "down"]) {
            return false;
        }
        let Some(before) = at.checked_sub(1).and_then(|at| self.form(at)) else { return false };
        if APPOINTED.contains(&form) {
            return !DETERMINERS.contains(&before) && !before.ends_with("'s");
        }
        APPOINTED_MANY.contains(&form)
            && (matches!(before, "they" | "we" | "They" | "We" | "two" | "and" | "will")
                || before.len() > 3 && before.ends_with('s') && !before.ends_with("ss"))
    }

    /// Whether a word may be a participle of the past.
    fn is_participle(&self, at: usize) -> bool {
        self.form(at).is_some_and(|form| {
            PARTICIPLES.contains(&form)
                || form.len() > 4
                    && form.ends_with("ed")
                    && form.starts_with(char::is_lowercase)
                    && !NO_PAST.contains(&form)
        })
    }

    /// What a single word says of its clause, with the auxiliaries before it.
    fn said(&self, at: usize) -> Option<Tense> {
        match self.words[at] {
            Word::Unknown | Word::Plain(_) => {}
            _ => return None,
        }
        let form = self.form(at)?;
        match form {
            "will" | "shall" | "'ll" | "’ll" | "won't" | "won’t" => return Some(Tense::Future),
            "couldn't" | "wouldn't" | "couldn’t" | "wouldn’t" => return Some(Tense::Past),
            // "could not be reached Friday", "would have met"; else what was
            // still to come when it was said.
            "would" | "could" | "should" | "might" | "may" | "can" | "must" => {
                let past = self.is(at + 1, &["have", "not"]) || self.is(at + 2, &["have"]);
                return Some(if past { Tense::Past } else { Tense::Future });
            }
            "going" if self.is(at + 1, &["to"]) && self.verb_follows(at + 1) => {
                return Some(Tense::Future);
            }
            "has" | "have" if self.is(at + 1, &["to"]) => return Some(Tense::Future),
            "was" | "were"
                if self.is(at + 1, &["to", "due", "going"]) && !self.is(at + 2, &["the"]) =>
            {
                return Some(Tense::Future);
            }
            "set" => {
                let passive = self.led_by(at, BE).is_some() || self.is(at + 1, &["for", "to"]);
                return Some(if passive { Tense::Future } else { Tense::Past });
            }
            // "sold the plans"
            "plan" | "plans"
                if at.checked_sub(1).is_some_and(|at| self.is(at, DETERMINERS))
                    && !self.is(at + 1, &["to", "for", "is", "are"]) => {}
            _ if COMING.contains(&form) => return Some(Tense::Future),
            // "is meeting on Friday"
            _ if form.len() > 4
                && form.ends_with("ing")
                && self.casing == Casing::Running
                && APPOINTED_NOW.contains(&form)
                && self.led_by(at, &["is", "are", "'re", "’re"]).is_some() =>
            {
                return Some(Tense::Future);
            }
            _ => {}
        }
        let participle = self.is_participle(at);
        if participle && let Some(tense) = self.passive(at) {
            return Some(tense);
        }
        let past = PAST.contains(&form)
            || participle && self.led_by(at, &["is", "are", "'re", "’re"]).is_none();
        // "will read", "to cut": the plain verb.
        let plain =
            past && (self.led_by(at, MODALS).is_some() || self.led_by(at, &["to"]).is_some());
        (past && !plain).then_some(Tense::Past)
    }

    /// What the auxiliaries before a participle make of it: "will be held",
    /// "to be announced", "will be signed and published".
    fn passive(&self, at: usize) -> Option<Tense> {
        let mut first = at;
        // "attended by ten leaders and held"
        if self.is(at.wrapping_sub(1), &["and", "or"]) {
            let from = self.sentence.start.max(at.saturating_sub(REACH));
            first = (from..at - 1)
                .rev()
                .find(|&at| self.is_participle(at) && self.led_by(at, &["be"]).is_some())?;
        }
        let be = self.led_by(first, &["be"])?;
        if self
            .led_by(be, &["not"])
            .is_some_and(|not| self.is(not.wrapping_sub(1), &["could", "would"]))
        {
            return Some(Tense::Past);
        }
        if self.led_by(be, MODALS).is_some() {
            return Some(Tense::Future);
        }
        let to = self.led_by(be, &["to"])?;
        // "refused to be questioned", "had to be rescued"
        let governor = self.form(to.checked_sub(1)?)?;
        let past = !COMING.contains(&governor)
            && !LEADING_TO.contains(&governor)
            && !BEING.contains(&governor)
            && governor.ends_with("ed")
            || matches!(governor, "had" | "began");
        (!past).then_some(Tense::Future)
    }
}

/// What the word before a phrase tells of its tense.
enum Lead {
    None,
    /// If nothing else does.
    Weak(Tense),
    Plain(Tense),
}

/// What parts a clause from the next.
#[rustfmt::skip]
const BOUNDS: &[&str] = &[
    ";", ":", "“", "”", "\"", "(", ")", "—", "–", "after", "before", "while", "but", "which", "who",
];

/// What may stand between a verb and its time.
const LEADS: &[&str] = &[
    "on", "in", "by", "from", "through", "until", "till", "before", "between", "On", "In", "By",
    "From", "during",
];

const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "'re", "’re"];

/// Forms of "be" before an infinitive: "is to speak".
const BEING: &[&str] = &["is", "are", "was", "were"];

const MODALS: &[&str] =
    &["will", "shall", "'ll", "’ll", "would", "could", "should", "might", "may", "can", "must"];

/// Words between an auxiliary and its verb that do not end in "ly".
const ADVERBS: &[&str] = &[
    "not", "also", "then", "again", "first", "now", "still", "soon", "be", "being", "been",
    "never", "all", "both", "instead",
];

const DETERMINERS: &[&str] = &[
    "the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that", "these", "those",
    "no", "of", "any", "some", "two", "three", "several", "many", "all", "in", "on", "at", "to",
];

/// Words that tell of what is to come.
#[rustfmt::skip]
const COMING: &[&str] = &[
    "scheduled", "due", "expected", "planned", "plans", "plan", "upcoming", "expects", "slated",
    "coming", "tomorrow", "hopes", "forecast", "predict", "predicts", "projected", "deadline",
    "rescheduled", "intends", "intend", "hope", "expect", "awaits", "await",
];

/// Words whose infinitive is of what is to come: "agreed to meet on Friday".
#[rustfmt::skip]
const LEADING_TO: &[&str] = &[
    "agreed", "agree", "asked", "urged", "ordered", "invited", "promised", "promises", "vowed",
    "pledged", "threatened", "likely", "unlikely", "ready", "prepared", "preparing", "supposed",
    "hoped", "intended", "wants", "wanted", "about", "decision", "proposal", "proposed", "set",
    "going", "called", "told",
];

/// Words before "for" and "to" that give a day to something to come.
#[rustfmt::skip]
const MOVED: &[&str] = &[
    "postponed", "delayed", "moved", "adjourned", "extended", "called", "set", "reset", "planned",
    "scheduled", "due", "forecast", "rescheduled", "arranged", "slated", "deferred", "put",
];

/// Verbs in the present that tell an appointment.
#[rustfmt::skip]
const APPOINTED: &[&str] = &[
    "arrives", "opens", "closes", "begins", "starts", "ends", "expires", "resumes", "meets", "goes",
    "hosts", "faces", "takes", "comes", "kicks", "speaks", "travels", "convenes", "concludes",
    "retires", "reopens", "holds", "leaves", "returns", "flies", "plays", "runs", "lasts",
    "continues",
];

/// The same, of more than one.
#[rustfmt::skip]
const APPOINTED_MANY: &[&str] = &[
    "arrive", "resume", "meet", "begin", "go", "travel", "take", "reopen", "convene", "expire",
    "hold", "vote", "start", "open",
];

/// The same, in the continuous form.
#[rustfmt::skip]
const APPOINTED_NOW: &[&str] = &[
    "arriving", "opening", "closing", "beginning", "starting", "resuming", "meeting", "going",
    "holding", "leaving", "returning", "flying", "visiting", "travelling", "traveling", "hosting",
    "speaking", "retiring", "releasing", "voting", "coming",
];

/// Verbs of reporting and ordering, whose day is seldom the one in what is
/// reported.
#[rustfmt::skip]
const REPORTING: &[&str] = &[
    "said", "told", "announced", "called", "ordered", "approved", "agreed", "declared", "proposed",
    "set", "asked", "urged", "reported", "wrote", "added", "warned", "confirmed", "promised",
    "had", "has", "have", "was", "were", "did",
];

/// Verbs whose past does not end in "ed".
#[rustfmt::skip]
const PAST: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "came", "went", "took", "made", "met", "won",
    "lost", "left", "began", "became", "found", "held", "wrote", "saw", "gave", "ran", "shot",
    "fell", "rose", "hit", "struck", "sent", "spoke", "led", "got", "put", "broke", "beat",
    "brought", "kept", "sold", "paid", "felt", "stood", "heard", "has", "have", "died", "flew",
    "drew", "grew", "threw", "knew", "sought", "bought", "caught", "taught", "built", "spent",
    "burnt", "sank", "swore", "wore", "chose", "froze", "rode", "drove", "laid", "lay", "sat",
    "slept", "swept", "wept", "crept", "born", "didn't", "wasn't", "weren't", "hasn't", "haven't",
    "hadn't", "didn’t", "wasn’t", "weren’t", "hasn’t", "haven’t", "hadn’t",
];

/// Those of them that are participles too, and others.
#[rustfmt::skip]
const PARTICIPLES: &[&str] = &[
    "held", "made", "met", "won", "lost", "left", "found", "shot", "hit", "struck", "sent", "led",
    "put", "brought", "kept", "sold", "paid", "heard", "told", "read", "sworn", "given", "taken",
    "shown", "written", "spoken", "chosen", "seen", "done", "cut", "broadcast", "born", "built",
    "drawn", "flown", "begun", "laid", "buried", "tried", "bought", "set",
];

/// What has happened if it is a day's: "Sunday's attack".
#[rustfmt::skip]
const HAPPENED: &[&str] = &[
    "attack", "attacks", "bombing", "bombings", "blast", "explosion", "crash", "shooting", "killing",
    "killings", "clash", "clashes", "loss", "losses", "defeat", "riot", "riots", "fire", "raid",
    "quake", "earthquake", "massacre", "violence", "collapse", "accident", "incident", "announcement",
];

/// Words in "ed" that are no past.
const NO_PAST: &[&str] = &[
    "need", "indeed", "hundred", "speed", "exceed", "proceed", "succeed", "embed", "sacred",
    "wicked", "naked",
];
