//! JSON as tools write it: one value, a list, a list under a key, or a value a
//! line. Each record is read for itself, so that a broken one costs no other.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::report::Report;

/// A record and the byte it starts at.
#[derive(Debug)]
pub struct Record<V = Value> {
    /// Its first byte in the file.
    pub at: usize,
    /// What it says.
    pub value: V,
}

/// The records of a file: the items of a list, those of the lists under the
/// keys `inside`, the values of lines, or the one value there is.
pub fn records<V: DeserializeOwned>(
    source: &str,
    inside: &[&str],
    report: &mut Report,
) -> Vec<Record<V>> {
    let mut records = Vec::new();
    each_record(source, inside, report, &mut |record, _| records.push(record));
    records
}

/// Gives `each` the records of a file, as [`records`] finds them, one after the
/// other: what is not kept of one makes room for the next.
pub fn each_record<V: DeserializeOwned>(
    source: &str,
    inside: &[&str],
    report: &mut Report,
    each: &mut dyn FnMut(Record<V>, &mut Report),
) {
    let start = source.len() - source.trim_start().len();
    match source[start..].chars().next() {
        None => report.error(0, 1, "expected JSON, found an empty file"),
        Some('[') => items(source, start, report, each),
        Some(_) => {
            let named =
                |key: &&str| memchr::memmem::find(source.as_bytes(), key.as_bytes()).is_some();
            let lists = match inside.iter().any(named) {
                true => lists_under(source, start, inside),
                false => Vec::new(),
            };
            if !lists.is_empty() {
                lists.into_iter().for_each(|list| items(source, list, report, each));
                return;
            }
            let mut stream = serde_json::Deserializer::from_str(&source[start..]).into_iter();
            if let Some(Ok(value)) = stream.next()
                && source[start + stream.byte_offset()..].trim().is_empty()
            {
                each(Record { at: start, value }, report);
                return;
            }
            each_line(source, report, each);
        }
    }
}

/// A value on each line.
pub fn lines<V: DeserializeOwned>(source: &str, report: &mut Report) -> Vec<Record<V>> {
    let mut records = Vec::new();
    each_line(source, report, &mut |record, _| records.push(record));
    records
}

fn each_line<V: DeserializeOwned>(
    source: &str,
    report: &mut Report,
    each: &mut dyn FnMut(Record<V>, &mut Report),
) {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if !line.trim().is_empty() {
            match serde_json::from_str(line.trim_end()) {
                Ok(value) => each(Record { at, value }, report),
                Err(error) => fault(line.trim_end(), at, &error, report),
            }
        }
        at += line.len();
    }
}

/// The bytes of the brackets that open the lists under the keys `inside`, in
/// the value that starts at `start`: at its top or in objects in it, but not in
/// other lists, nor in what an annotation says or stands on. None if further
/// values follow, a line each.
fn lists_under(source: &str, start: usize, inside: &[&str]) -> Vec<usize> {
    const APART: [&str; 2] = ["body", "target"];
    let mut lists = Vec::new();
    let mut depth = 0_usize;
    // The depth of what is not looked into.
    let mut skipped: Option<usize> = None;
    let (mut words, mut key) = ("", "");
    let mut at = start;
    while let Some(byte) = source.as_bytes().get(at) {
        match byte {
            b'"' => {
                let Some(length) = string_at(&source[at..]) else { return lists };
                words = &source[at + 1..at + length - 1];
                at += length;
                continue;
            }
            b':' => key = words,
            b',' => key = "",
            b'{' | b'[' => {
                let list = *byte == b'[';
                if skipped.is_none() && (list || APART.contains(&key)) {
                    skipped = Some(depth);
                    if list && inside.contains(&key) {
                        lists.push(at);
                    }
                }
                key = "";
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                skipped = skipped.filter(|&from| from < depth);
                if depth == 0 {
                    let another = source[at + 1..].trim_start().starts_with('{');
                    return if another { Vec::new() } else { lists };
                }
            }
            _ => {}
        }
        at += 1;
    }
    lists
}

/// How many bytes the string takes that begins here, its quotation marks
/// included; `None` if it is never closed.
fn string_at(source: &str) -> Option<usize> {
    let mut from = 1;
    // Most are short: those are not worth a call.
    for (at, byte) in source.bytes().enumerate().take(24).skip(1) {
        match byte {
            b'"' => return Some(at + 1),
            b'\\' => break,
            _ => from = at + 1,
        }
    }
    loop {
        let bytes = source.as_bytes().get(from..)?;
        let found = from + memchr::memchr2(b'"', b'\\', bytes)?;
        match source.as_bytes()[found] {
            b'"' => return Some(found + 1),
            _ => from = found + 2,
        }
    }
}

/// The items of the list that opens at byte `open`.
fn items<V: DeserializeOwned>(
    source: &str,
    open: usize,
    report: &mut Report,
    each: &mut dyn FnMut(Record<V>, &mut Report),
) {
    let mut at = open + 1;
    loop {
        at += spaces(&source[at..]);
        match source[at..].chars().next() {
            None => {
                report.error(at, 1, "the file ends in the middle of a list");
                return;
            }
            Some(']') => return,
            Some(',') => {
                at += 1;
                continue;
            }
            Some(_) => {}
        }
        let mut stream = serde_json::Deserializer::from_str(&source[at..]).into_iter();
        match stream.next() {
            Some(Ok(value)) => {
                each(Record { at, value }, report);
                at += stream.byte_offset();
            }
            Some(Err(error)) => {
                fault(&source[at..], at, &error, report);
                match end_of(&source[at..]) {
                    Some(length) => at += length,
                    None => return,
                }
            }
            None => return,
        }
    }
}

/// The byte at which the value under a key of the object at byte `at` starts:
/// of several the last, as they are read.
pub fn field_at(source: &str, at: usize, key: &str) -> Option<usize> {
    let mut at = at + source.get(at..)?.strip_prefix('{').map(|_| 1)?;
    let mut found = None;
    loop {
        at += spaces(source.get(at..)?);
        match source[at..].chars().next()? {
            ',' => at += 1,
            '"' => {
                let length = string_at(&source[at..])?;
                let own = &source[at + 1..at + length - 1] == key;
                at += length;
                at += spaces(&source[at..]);
                at += source[at..].strip_prefix(':').map(|_| 1)?;
                at += spaces(&source[at..]);
                found = if own { Some(at) } else { found };
                at += value_at(&source[at..])?;
            }
            _ => return found,
        }
    }
}

/// The bytes at which the items of the list at byte `at` start; of what is no
/// list, that byte.
pub fn items_at(source: &str, at: usize) -> Vec<usize> {
    if !source.get(at..).is_some_and(|rest| rest.starts_with('[')) {
        return vec![at];
    }
    let mut all = Vec::new();
    let mut at = at + 1;
    loop {
        at += spaces(&source[at..]);
        match source[at..].chars().next() {
            Some(',') => at += 1,
            None | Some(']') => return all,
            Some(_) => {
                let Some(length) = value_at(&source[at..]) else { return all };
                all.push(at);
                at += length;
            }
        }
    }
}

/// How many bytes the value takes that begins here; `None` if it is broken.
fn value_at(source: &str) -> Option<usize> {
    let mut stream = serde_json::Deserializer::from_str(source).into_iter::<IgnoredAny>();
    stream.next()?.ok()?;
    Some(stream.byte_offset())
}

fn spaces(source: &str) -> usize {
    source.len() - source.trim_start().len()
}

/// Where a broken value ends, told by its brackets alone; `None` if they are
/// never closed.
fn end_of(source: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                let inner = depth > 1;
                depth = depth.saturating_sub(1);
                if !inner {
                    return Some(at + 1);
                }
            }
            b',' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// Reports a syntax error in a piece of the file that starts at byte `at`.
pub fn fault(piece: &str, at: usize, error: &serde_json::Error, report: &mut Report) {
    let before: usize =
        piece.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let line = piece[before..].split('\n').next().unwrap_or_default();
    let mut column = error.column().saturating_sub(1).min(line.len());
    while !line.is_char_boundary(column) {
        column -= 1;
    }
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    report.error(at + before + column, 1, format!("not JSON: {words}"));
}

/// An object. A struct alone could be a list of its fields, too.
pub struct Named<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Named<T>;

            fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Named<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Named)
            }
        }

        from.deserialize_map(Fields(PhantomData))
    }
}

/// The value under a key, if this is an object. Most objects have few keys:
/// to look at each costs less than to hash the one that is asked for.
pub fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    const FEW: usize = 12;
    match value {
        Value::Object(all) if all.len() <= FEW => {
            all.iter().find(|(own, _)| *own == key).map(|(_, value)| value)
        }
        _ => value.get(key),
    }
}

/// The values under a key that may hold one or several.
pub fn many<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    match field(value, key) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(all)) => all,
        Some(one) => std::slice::from_ref(one),
    }
}

/// The words under a key.
pub fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    field(value, key)?.as_str()
}

/// The whole number under a key; some write it as text.
pub fn whole(value: &Value, key: &str) -> Option<usize> {
    let value = field(value, key)?;
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    usize::try_from(number.or_else(|| value.as_f64().filter(|n| *n >= 0.0).map(|n| n as u64))?).ok()
}

/// An object of the fields that have a value.
pub fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let there = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}
