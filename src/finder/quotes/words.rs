//! The small words around a reporting verb: what opens a noun phrase, what
//! ends one, and what stands between.

/// Pronouns that stand for somebody.
#[rustfmt::skip]
pub(super) const PRONOUNS: &[&str] = &[
    "he", "she", "He", "She", "they", "They", "I", "we", "We",
];

/// Words that open a noun phrase.
#[rustfmt::skip]
pub(super) const DETERMINERS: &[&str] = &[
    "a", "an", "the", "his", "her", "their", "its", "one", "another", "some", "many",
];

/// Verbs that help another: "has said", "went on saying".
#[rustfmt::skip]
pub(super) const AUXILIARIES: &[&str] = &[
    "has", "had", "have", "did", "was", "is", "were", "are", "been", "'s", "’s", "went", "on",
];

/// Words that open a phrase which is no subject: "In a statement".
#[rustfmt::skip]
pub(super) const PREPOSITIONS: &[&str] = &[
    "In", "On", "At", "During", "After", "For", "From", "By", "With", "Following", "Before", "in",
    "on", "at", "during", "after", "with", "by", "To", "Via", "via", "When", "As",
];

/// Words behind which a reporting word is a noun: "the claims".
#[rustfmt::skip]
pub(super) const NOUN_LEADS: &[&str] = &[
    "the", "a", "an", "his", "her", "their", "its", "these", "those", "of", "in", "no", "such",
    "any", "some", "this",
];

/// What ends a speaker's description behind the verb.
#[rustfmt::skip]
pub(super) const ENDS_BEHIND: &[&str] = &[
    ",", ".", ";", ":", "\"", "“", "”", "(", ")", "—", "–", "--", "who", "that", "which", "on",
    "in", "at", "after", "during", "when", "while", "as", "to", "about", "adding", "with",
    "before", "by", "from", "shortly", "following", "is", "was", "has", "had", "told", "via",
    "and", "here", "later", "earlier", "also", "last", "this", "today", "yesterday", "over",
    "under", "if", "because", "through",
];

/// What speaks for those who wrote it.
#[rustfmt::skip]
pub(super) const DOCUMENTS: &[&str] = &[
    "statement", "report", "release", "poll", "study", "survey", "letter", "memo", "filing",
    "document", "documents", "article", "account", "data", "figures", "analysis",
];

/// What stands before the noun phrase of a subject and is no part of it.
#[rustfmt::skip]
pub(super) const ENDS_BEFORE: &[&str] = &[
    ",", ".", ";", ":", "\"", "“", "”", ")", "(", "—", "–", "--", "that", "but", "while", "as",
    "when", "because", "which", "who", "after", "before", "where", "if", "although", "though",
];

/// Verbs that make a clause of what would be a noun phrase.
#[rustfmt::skip]
pub(super) const FINITE: &[&str] = &[
    "is", "was", "were", "are", "had", "has", "not", "'ve", "’ve", "'re", "’re", "have", "be",
];

/// Single words that cannot speak.
#[rustfmt::skip]
pub(super) const NO_SPEAKERS: &[&str] = &[
    "it", "It", "there", "There", "this", "This", "that", "not", "to", "what", "What", "and",
    "the", "The", "a", "A", "you", "You",
];

/// Words that a noun phrase does not end in.
#[rustfmt::skip]
pub(super) const UNFINISHED: &[&str] = &[
    "to", "not", "n't", "the", "of", "would", "could", "may", "can", "will",
];

/// Adverbs that stand between a subject and its verb.
#[rustfmt::skip]
pub(super) const ADVERBS: &[&str] = &[
    "also", "later", "then", "further", "once", "again", "reportedly", "recently", "previously",
    "not", "even", "still", "now", "only", "just", "earlier", "simply", "publicly", "both", "all",
    "first", "yesterday", "today", "herself", "himself", "too", "often", "instead",
];

/// Whether a source is a pronoun that stands for somebody named before.
pub(super) fn is_pronoun(word: &str) -> bool {
    PRONOUNS.contains(&word)
}

/// Whether a word opens a noun phrase.
pub(super) fn is_determiner(word: &str) -> bool {
    DETERMINERS.contains(&word)
}

/// Whether a word may stand between a subject and its verb.
pub(super) fn is_adverb(word: &str) -> bool {
    ADVERBS.contains(&word)
        || word.len() > 5 && word.ends_with("ly") && word.starts_with(char::is_lowercase)
}

/// Whether a verb helps another.
pub(super) fn is_auxiliary(word: &str) -> bool {
    AUXILIARIES.contains(&word)
}

/// Whether a word opens a phrase that is no subject.
pub(super) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

/// Whether a word is a day of the week, which parts a subject from what is before.
pub(super) fn is_day(word: &str) -> bool {
    matches!(
        word,
        "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday"
    )
}
