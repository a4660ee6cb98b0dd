//! A story into an example, on one line.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::embedded::{controls_escaped, kept, put_head, put_others};
use super::super::marks::{Carries, Mark, Reference};
use super::super::offsets::{Offsets, Unit};
use super::super::tokens::{tokens, within};
use super::super::{Document, Exported, ExportedFile, spread};
use super::{FORMAT, RELATION, SOME_BASE, SPAN};
use crate::model::{Span, Text};

/// Writes an example as Prodigy has it.
pub(super) fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::SPANS);
    let (sheet, losses) = spread(document, &carries);
    let text = &document.story.text;
    let pen = Pen { text, offsets: Offsets::new(text, Unit::Scalar), tokens: tokens(text, &sheet) };
    let mut chains: Vec<Option<usize>> = vec![None; sheet.marks.len()];
    for (number, chain) in sheet.chains.iter().enumerate() {
        chain.iter().for_each(|&mark| chains[mark] = Some(number));
    }
    let spans: Vec<Value> =
        sheet.marks.iter().zip(&chains).map(|(mark, chain)| pen.span(mark, *chain)).collect();
    let tied: HashSet<usize> = sheet.ties.iter().flat_map(|tie| [tie.from, tie.to]).collect();
    let relations: Vec<Value> = sheet
        .ties
        .iter()
        .map(|tie| {
            let mut relation = Map::new();
            let mut put = |key: &str, value: Value| relation.insert(key.into(), value);
            put("head", pen.last_token(&sheet.marks[tie.from]));
            put("child", pen.last_token(&sheet.marks[tie.to]));
            put("label", tie.label.as_str().into());
            put("head_span", spans[tie.from].clone());
            put("child_span", spans[tie.to].clone());
            if let Some(id) = &tie.id {
                put("id", id.as_str().into());
            }
            put_others(&mut relation, &tie.attrs, &RELATION);
            Value::Object(relation)
        })
        .collect();
    let head = &document.story.head;
    let mut rest = kept(head, FORMAT.name).cloned().unwrap_or_default();
    let mut meta = match rest.shift_remove("meta") {
        Some(Value::Object(meta)) => meta,
        other => {
            rest.extend(other.map(|meta| ("meta".to_owned(), meta)));
            Map::new()
        }
    };
    put_head(&mut meta, head);
    // A bare end of a relation is no span.
    let bare = |number: usize| sheet.marks[number].label.is_empty() && tied.contains(&number);
    let spans = spans.iter().enumerate().filter(|(number, _)| !bare(*number));
    rest.retain(|key, _| !Example::KEYS.contains(&key.as_str()));
    let example = Example {
        text: text.original(),
        spans: spans.map(|(_, span)| span).collect(),
        tokens: pen.tokens(),
        relations,
        meta,
        rest,
    };
    let mut bytes = controls_escaped(serde_json::to_vec(&example).unwrap_or_default());
    bytes.push(b'\n');
    Exported { files: vec![ExportedFile { ending: "jsonl", bytes }], losses }
}

/// An example as it is written. A text has as many tokens as words, so they are
/// no values of their own.
#[derive(Serialize)]
struct Example<'a> {
    text: Cow<'a, str>,
    spans: Vec<&'a Value>,
    tokens: Vec<Token<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    meta: Map<String, Value>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Example<'_> {
    /// The keys that are written before those of the file.
    const KEYS: [&'static str; 4] = ["text", "spans", "tokens", "relations"];
}

#[derive(Serialize)]
struct Token<'a> {
    text: Cow<'a, str>,
    start: usize,
    end: usize,
    id: usize,
    /// Whether a space follows.
    ws: bool,
}

struct Pen<'a> {
    text: &'a Text,
    offsets: Offsets<'a>,
    tokens: Vec<Span>,
}

impl Pen<'_> {
    fn tokens(&self) -> Vec<Token<'_>> {
        let token = |(id, &span): (usize, &Span)| Token {
            text: self.text.original_of(span),
            start: self.offsets.offset(span.start),
            end: self.offsets.offset(span.end),
            id,
            ws: self.text.as_str()[span.end..].starts_with(' '),
        };
        self.tokens.iter().enumerate().map(token).collect()
    }

    /// The number of the last token of a mark, by which relations name it.
    fn last_token(&self, mark: &Mark) -> Value {
        within(&self.tokens, mark.spans[0]).map_or(Value::Null, |(_, last)| last.into())
    }

    fn span(&self, mark: &Mark, chain: Option<usize>) -> Value {
        let span = mark.spans[0];
        let mut entry = Map::new();
        let mut put = |key: &str, value: Value| entry.insert(key.into(), value);
        put("start", self.offsets.offset(span.start).into());
        put("end", self.offsets.offset(span.end).into());
        put("label", mark.label.as_str().into());
        if let Some((first, last)) = within(&self.tokens, span) {
            put("token_start", first.into());
            put("token_end", last.into());
        }
        if let Some(id) = &mark.id {
            put("id", id.as_str().into());
        }
        match mark.references.as_slice() {
            [] => {}
            [one] if one.words.is_empty() => {
                put("kb_id", one.id.as_str().into());
                if one.source != SOME_BASE {
                    put("kb", one.source.as_str().into());
                }
            }
            several => {
                put("kb_id", several[0].id.as_str().into());
                put("references", several.iter().map(Reference::value).collect());
            }
        }
        if let Some(chain) = chain {
            put("chain", (chain + 1).into());
        }
        put_others(&mut entry, &mark.attrs, &SPAN);
        Value::Object(entry)
    }
}
