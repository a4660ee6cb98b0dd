//! spaCy and Prodigy: JSON Lines, an example a line.
//!
//! Source: "Annotation interfaces" and "Named Entity Recognition" in Prodigy's
//! documentation, `Doc.to_json` and the training data of spaCy's. Three shapes:
//! Prodigy's (`text`, `spans`, `tokens`, `relations`, `answer`), that of
//! `Doc.to_json` (`ents`, groups of spans) and training pairs
//! `["text", {"entities": [[0, 5, "ORG"]]}]`. Offsets count scalar values;
//! the words of tokens, where there are any, prove it.
//!
//! What was answered with `reject` or `ignore` is not true: the text is read,
//! its spans are counted. Further keys are kept, those of a span as its
//! attributes, those of an example in the head of the story.

mod read;
mod write;

use super::Format;
use super::marks::{Carries, WHOLE_HEAD};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "spacy",
    about: "spaCy and Prodigy JSONL",
    endings: &["jsonl", "json"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: Some(Carries {
        discontinuous: false,
        notes: false,
        passages: false,
        story_notes: false,
        head: WHOLE_HEAD,
        keys: &["spacy"],
        ..Carries::ALL
    }),
    import: Some(read::import),
    export: write::export,
};

/// The keys of a span that are not attributes.
const SPAN: [&str; 11] = [
    "start",
    "end",
    "label",
    "token_start",
    "token_end",
    "text",
    "id",
    "kb_id",
    "kb",
    "chain",
    "references",
];

/// The keys of a relation that are not attributes.
const RELATION: [&str; 6] = ["head", "child", "label", "head_span", "child_span", "id"];

/// The knowledge base of an entry that does not say of which it is.
const SOME_BASE: &str = "kb";
