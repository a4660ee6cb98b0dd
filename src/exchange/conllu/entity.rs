//! The notation of `Entity=`: brackets, and fields between hyphens.

use serde_json::Value;

use super::super::marks::{Reference, value_from, value_to};
use super::super::percent;

/// A bracket.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bracket<'a> {
    /// `(e1-person-…`: everything between the bracket and the next.
    Opens(&'a str),
    /// `e1)`
    Closes(&'a str),
    /// `(e1-person)`
    Both(&'a str),
}

/// The brackets of a value, in order; what is none is left out.
pub(super) fn brackets(value: &str) -> Vec<Bracket<'_>> {
    let mut all = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let opens = rest.strip_prefix('(');
        let body = opens.unwrap_or(rest);
        let end = body.find(['(', ')']).unwrap_or(body.len());
        let (words, after) = body.split_at(end);
        match (opens.is_some(), after.starts_with(')')) {
            (true, true) => all.push(Bracket::Both(words)),
            (true, false) => all.push(Bracket::Opens(words)),
            (false, true) => all.push(Bracket::Closes(words)),
            (false, false) => {}
        }
        rest = after.strip_prefix(')').unwrap_or(after);
    }
    all
}

/// `e1[1/2]`: the number of the name, which of how many stretches.
pub(super) fn part(id: &str) -> (&str, Option<(usize, usize)>) {
    let inner = id.strip_suffix(']').and_then(|id| id.split_once('['));
    let numbers = inner.and_then(|(id, part)| {
        let (which, all) = part.split_once('/')?;
        Some((id, which.parse().ok()?, all.parse().ok()?))
    });
    match numbers {
        Some((id, which, all)) if 0 < which && which <= all => (id, Some((which, all))),
        _ => (id, None),
    }
}

/// The names of the fields, from `# global.Entity`.
#[derive(Debug, Clone)]
pub(super) struct Fields(Vec<String>);

impl Default for Fields {
    fn default() -> Self {
        Self::read("eid-etype-head-other")
    }
}

/// What an opening bracket says.
#[derive(Debug, Default)]
pub(super) struct Opening {
    /// The number of the name, with its `[1/2]`.
    pub id: String,
    pub label: String,
    pub attrs: Vec<(String, Value)>,
    pub references: Vec<Reference>,
}

impl Fields {
    pub(super) fn read(written: &str) -> Self {
        Self(written.trim().split('-').map(str::to_owned).collect())
    }

    /// Reads what stands after an opening bracket; the last field may hold hyphens.
    pub(super) fn opening(&self, words: &str) -> Opening {
        let mut opening = Opening::default();
        // A part `[1/2]` holds no hyphen, so counting them is safe.
        let values: Vec<&str> = words.splitn(self.0.len().max(1), '-').collect();
        for (name, raw) in self.0.iter().zip(values) {
            let value = decode(raw);
            if value.is_empty() || (raw == "_" && name != "eid") {
                continue;
            }
            match name.as_str() {
                "eid" | "GRP" => opening.id = value,
                "etype" | "entity" => opening.label = value,
                "identity" => opening.references = references(raw),
                "other" => {
                    for pair in raw.split(',') {
                        let (name, value) = pair.split_once(':').unwrap_or(("other", pair));
                        put(&mut opening.attrs, &decode(name), value_from(&decode(value)));
                    }
                }
                name => put(&mut opening.attrs, name, value_from(&value)),
            }
        }
        opening
    }
}

fn put(attrs: &mut Vec<(String, Value)>, name: &str, value: Value) {
    if attrs.iter().all(|(known, _)| known != name) {
        attrs.push((name.to_owned(), value));
    }
}

/// Characters with a meaning of their own are written as `%28`.
pub(super) fn encode(words: &str) -> String {
    const SIGNS: &str = "()-|,:;%[]=<_";
    let out =
        percent::encode(words, |c, _| c.is_whitespace() || c.is_control() || SIGNS.contains(c));
    if out.is_empty() { "%".into() } else { out }
}

/// The reverse of [`encode`]; what is no such code stays.
pub(super) fn decode(words: &str) -> String {
    if words == "%" { String::new() } else { percent::decode(words) }
}

/// Entries of knowledge bases: those written here as `wikidata:Q1:Name`, all
/// others the title of an article, whatever it holds.
fn references(written: &str) -> Vec<Reference> {
    let own = |entry: &str| {
        let (source, rest) = entry.split_once(':')?;
        let (id, words) = rest.split_once(':')?;
        Some(Reference { source: decode(source), id: decode(id), words: decode(words) })
    };
    let all: Option<Vec<Reference>> = written.split(',').map(own).collect();
    all.unwrap_or_else(|| {
        let id = decode(written);
        vec![Reference { source: ARTICLE.into(), id, words: String::new() }]
    })
}

/// The knowledge base of titles.
const ARTICLE: &str = "wikipedia";

/// The reverse of [`references`]; empty for none.
pub(super) fn identity(references: &[Reference]) -> String {
    let one = |Reference { source, id, words }: &Reference| {
        let words = if words.is_empty() { String::new() } else { encode(words) };
        format!("{}:{}:{words}", encode(source), encode(id))
    };
    match references {
        [one] if one.source == ARTICLE && one.words.is_empty() => encode(&one.id),
        all => all.iter().map(one).collect::<Vec<_>>().join(","),
    }
}

/// The field `other`: all attributes; empty for none.
pub(super) fn others(attrs: &[(String, Value)]) -> String {
    let pair =
        |(name, value): &(String, Value)| format!("{}:{}", encode(name), encode(&value_to(value)));
    attrs.iter().map(pair).collect::<Vec<_>>().join(",")
}
