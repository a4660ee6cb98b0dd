//! CoNLL-U with names: `Entity=` in the column MISC, as CorefUD and the
//! Georgetown University Multilayer corpus (GUM) write it.
//!
//! Source: the CoNLL-U page of Universal Dependencies; "CorefUD format" of the
//! Prague group; GUM's page on its CoNLL-U. `(e1-person-…` opens a mention,
//! `e1)` closes it, `(e1-person)` does both; `(e1[1/2]-…` is the first of two
//! stretches. What stands between the hyphens is said in `# global.Entity`. The
//! mentions of one number are one name. `Bridge=` and `SplitAnte=` tie names.
//!
//! The text is that of `# text`, or the forms and `SpaceAfter`; written are
//! `SpacesAfter` too, so that nothing of a text is lost. Lemmas, parts of speech
//! and dependencies have no place in Dateline and are counted.

mod entity;
mod read;
mod write;

use super::Format;
use super::marks::Carries;

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "conllu",
    about: "CoNLL-U with names in Entity= (CorefUD, GUM)",
    endings: &["conllu"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: Some(Carries {
        attributes: true,
        links: true,
        discontinuous: true,
        overlapping: true,
        chains: true,
        ties: true,
        head: &["title", "byline", "source", "place", "published", "url", "language"],
        ..Carries::SPANS
    }),
    import: Some(read::import),
    export: write::export,
};

/// The number of columns.
const COLUMNS: usize = 10;

/// The attribute that holds the id of a mention.
const ID: &str = "mention-id";

/// What ties are called here, and in Dateline.
const TIES: [(&str, &str); 2] = [("Bridge", "bridge"), ("SplitAnte", "split-antecedent")];

/// The comments that say what a story's head does.
const META: [(&str, &str); 7] = [
    ("meta::title", "title"),
    ("meta::author", "byline"),
    ("meta::source", "source"),
    ("meta::place", "place"),
    ("meta::dateCreated", "published"),
    ("meta::sourceURL", "url"),
    ("meta::language", "language"),
];
