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

use super::Format;
use super::marks::{Carries, value_from, value_to};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "brat",
    about: "brat standoff: X.txt and X.ann",
    endings: &["ann", "a1", "a2", "rel"],
    beside: &["txt", "ann", "a1", "a2", "rel"],
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
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let escaped = |digits: &str| {
            digits.len() >= 2 && digits.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit)
        };
        if c.is_whitespace() || c.is_control() || (c == '%' && escaped(&words[at + 1..])) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The reverse of [`encode`]; what is no such code stays.
fn decode(word: &str) -> String {
    if !word.contains('%') {
        return word.to_owned();
    }
    let bytes = word.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let code = code.and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| word.to_owned())
}

/// The value of an attribute; none is true.
fn value_of(word: &str) -> Value {
    if word.is_empty() { Value::Bool(true) } else { value_from(&decode(word)) }
}

/// The reverse of [`value_of`]; empty for true.
fn value_words(value: &Value) -> String {
    if *value == Value::Bool(true) { String::new() } else { encode(&value_to(value)) }
}
