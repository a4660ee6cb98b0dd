//! What files say about things beyond what Dateline has a word for.
//!
//! Values keep the types they were written with, so that what comes in through
//! one format leaves as the same through another.

use serde_json::Value;

/// (name, value) in the order of the file; no name occurs twice.
///
/// No control character is in a name, and none but line feeds and tabs in a
/// value: show values with [`words`].
pub type Attrs = Vec<(String, Value)>;

/// A value on one line, safe to show: lists and mappings without brackets,
/// text without quotation marks.
pub fn words(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(words) => out.push_str(&super::text::visible(words)),
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                out.push_str(if number == 0 { "" } else { ", " });
                write(item, out);
            }
        }
        Value::Object(entries) => {
            for (number, (name, value)) in entries.iter().enumerate() {
                out.push_str(if number == 0 { "" } else { ", " });
                out.push_str(&super::text::visible(name));
                out.push_str(": ");
                write(value, out);
            }
        }
    }
}
