//! brat standoff: `X.txt` with `X.ann` beside it, or with `X.a1`, `X.a2` and
//! `X.rel` (the BioNLP shared tasks).
//!
//! Source: `server/src/annotation.py` of brat, and its page "standoff format".
//! Offsets count scalar values of the text file. A `T` is a mention, and those
//! alike in type and words are one name unless an `Equiv` or a reference (`N`)
//! says otherwise. An `E` is its trigger, a mention, with relations to its
//! arguments: an event of Dateline's time line needs a date, which few have.
//!
//! Names and values with spaces, which brat cannot hold, are written with
//! percent signs; a stretch over a line end in one fragment a line, as brat
//! itself does. A note of the reader's is a `T` of the type `MarginNote`.

mod read;
mod write;

use serde_json::Value;

use super::marks::{Carries, value_from, value_to};
use super::{Format, percent};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "brat",
    about: "brat standoff: X.txt and X.ann",
    endings: &["ann", "a1", "a2", "rel"],
    perhaps: None,
    beside: &["txt", "ann", "a1", "a2", "rel"],
    texts: None,
    carries: Some(Carries { passages: true, story_notes: true, ..Carries::ALL }),
    import: Some(read::import),
    export: write::export,
};

/// The type of a stretch that carries a note of the reader's.
const NOTE: &str = "MarginNote";

/// The attribute of a trigger that names its events.
const EVENTS: &str = "events";

/// The attributes of a relation that is an argument of an event, or leads to one.
const OF_EVENT: &str = "event";
const FROM_EVENT: &str = "from-event";
const TO_EVENT: &str = "to-event";

/// The attribute of a relation whose arguments are not `Arg1` and `Arg2`.
const ARGUMENTS: &str = "arguments";

/// What the type of a `#` is unless stated otherwise.
const COMMENT: &str = "AnnotatorNotes";

/// A word without white space.
fn encode(words: &str) -> String {
    percent::encode(words, |c, behind| {
        let digits = behind.as_bytes().get(..2);
        let is_code = || digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        c.is_whitespace() || c.is_control() || (c == '%' && is_code())
    })
}

/// The value of an attribute; none is true.
fn value_of(word: &str) -> Value {
    if word.is_empty() { Value::Bool(true) } else { value_from(&percent::decode(word)) }
}

/// The reverse of [`value_of`]; empty for true.
fn value_words(value: &Value) -> String {
    if *value == Value::Bool(true) { String::new() } else { encode(&value_to(value)) }
}
