//! Label Studio: JSON, a list of tasks, or its short form (JSON_MIN).
//!
//! Source: "Label Studio JSON format" and "Export annotations" in the
//! documentation. A task has `data` with the text under a free key, and
//! `annotations` (`completions` before 1.0), each with a `result`: a list in
//! which one `id` joins all that controls say of one region. Offsets count
//! UTF-16 units; regions quote their words, which proves it. Regions of HTML
//! count in `globalOffsets` the characters of its text.
//!
//! Each annotation of a task is a story of its own: they are different
//! people's. Predictions and cancelled annotations are counted, not read. The
//! first label is the mention's, choices, ratings and the like are its
//! attributes, its `meta.text` a note. What is said of the task as a whole, and
//! further keys, are kept in the head of the story.

mod html;
mod read;
mod write;

use super::Format;
use super::marks::{Carries, WHOLE_HEAD};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "label-studio",
    about: "Label Studio JSON",
    endings: &["json"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: Some(Carries {
        discontinuous: false,
        passages: false,
        story_notes: false,
        head: WHOLE_HEAD,
        keys: &["label-studio"],
        ..Carries::ALL
    }),
    import: Some(read::import),
    export: write::export,
};

/// The keys of a region's result that are not attributes.
const RESULT: [&str; 8] =
    ["id", "type", "value", "from_name", "to_name", "score", "meta", "origin"];

/// The keys of a relation that are not attributes.
const RELATION: [&str; 5] = ["type", "from_id", "to_id", "labels", "id"];

/// The attribute that holds all labels of a region with several.
const LABELS: &str = "labels";

/// The attributes that hold what a control is called, unless it is called so.
const FROM: (&str, &str) = ("from_name", "label");
const KIND: (&str, &str) = ("result-type", "labels");

/// The attribute that holds what a control is about, unless that is called as
/// the key of the text is.
const TO: &str = "to_name";

/// What a control says of a region, apart from labels: the type of its result
/// and the key of its value.
const SAID: [&str; 8] =
    ["choices", "textarea", "rating", "number", "taxonomy", "datetime", "pairwise", "ranker"];

/// The key of a value, by the type of the result.
fn value_key(kind: &str) -> &str {
    if kind == "textarea" { "text" } else { kind }
}
