//! Examples into stories.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value};

use super::super::embedded::{counted, embedded, keep, numbered, others, take_head};
use super::super::gather::gather;
use super::super::json::{Record, lines, many, records, text, whole};
use super::super::marks::{Mark, Reference, Sheet, Tie};
use super::super::offsets::{Offsets, Source, Unit};
use super::super::report::Report;
use super::super::{Document, Imported, Losses, SourceFile};
use super::{FORMAT, RELATION, SOME_BASE, SPAN};
use crate::model::text::visible;
use crate::model::{Span, Story, Text};

/// Reads every example of every file.
pub(super) fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    for file in files {
        let content = Source::decode(&file.bytes);
        let content = content.text.as_str();
        let mut report = Report::new(file.shown(), content);
        let mut examples = examples(content, &mut report);
        examples.retain(|record| !record.value.is_null());
        for (number, record) in examples.iter().enumerate() {
            let name = numbered(&file.name(&FORMAT), number, examples.len());
            let reading =
                Reading { at: record.at, report: &mut report, losses: &mut imported.losses };
            match Example::of(&record.value) {
                Some(example) => imported.documents.push(reading.document(name, &example)),
                None => reading.report.error(
                    record.at,
                    1,
                    "expected an example: an object with `text`, or [\"text\", {\"entities\": []}]",
                ),
            }
        }
        imported.problems.extend(report.finish());
    }
    imported
}

/// A training pair opens with a bracket, as a list of examples does.
fn examples(content: &str, report: &mut Report) -> Vec<Record> {
    let pair = content
        .trim_start()
        .strip_prefix('[')
        .is_some_and(|rest| rest.trim_start().starts_with('"'));
    if !pair {
        return records(content, &["annotations"], report);
    }
    let start = content.len() - content.trim_start().len();
    match serde_json::from_str(content) {
        Ok(value) => vec![Record { at: start, value }],
        Err(_) => lines(content, report),
    }
}

/// The parts of an example, whatever its shape.
struct Example<'v> {
    text: &'v str,
    /// All that is said of it.
    body: &'v Value,
    spans: Vec<&'v Value>,
}

impl<'v> Example<'v> {
    fn of(value: &'v Value) -> Option<Self> {
        let (words, body) = match value.as_array() {
            Some(pair) => match pair.as_slice() {
                [words, body] => (words.as_str()?, body),
                _ => return None,
            },
            None => (text(value, "text")?, value),
        };
        let mut spans: Vec<&Value> = Vec::new();
        for key in ["spans", "ents", "entities"] {
            match body.get(key) {
                Some(Value::Object(groups)) => {
                    spans.extend(groups.values().filter_map(Value::as_array).flatten());
                }
                _ => spans.extend(many(body, key)),
            }
        }
        // `Doc.to_json` may give an entity again in a group of its own.
        let mut seen = HashSet::new();
        spans.retain(|span| {
            let plain = span.get("label").is_some().then(|| {
                (whole(span, "start"), whole(span, "end"), text(span, "label").unwrap_or_default())
            });
            let grouped = body.get("ents").is_some() && body.get("spans").is_some();
            !grouped || plain.is_none_or(|key| seen.insert(key))
        });
        Some(Self { text: words, body, spans })
    }

    fn answer(&self) -> Option<&'v str> {
        text(self.body, "answer").filter(|answer| matches!(*answer, "reject" | "ignore"))
    }
}

struct Reading<'r, 'a> {
    /// The first byte of the example.
    at: usize,
    report: &'r mut Report<'a>,
    losses: &'r mut Losses,
}

impl Reading<'_, '_> {
    fn document(mut self, name: String, example: &Example) -> Document {
        let source = embedded(example.text);
        let tokens: Vec<&Value> = many(example.body, "tokens").iter().collect();
        let quoting = tokens.iter().chain(&example.spans).copied();
        let claims: Vec<(usize, usize, &str)> = quoting.filter_map(claim).collect();
        let offsets = counted(&source, &[Unit::Scalar, Unit::Utf16, Unit::Byte], &claims);
        let mut sheet = Sheet::default();
        if let Some(answer) = example.answer() {
            let count = example.spans.len() + many(example.body, "relations").len();
            self.losses.add_many("spans and relations that were not accepted", count, answer);
        } else {
            self.spans(example, &offsets, &source.text, &mut sheet);
            self.relations(example, &tokens, &offsets, &mut sheet);
        }
        let (annotations, notes) = gather(sheet, &source.text);
        let mut story = Story { text: source.text.clone(), ..Story::default() };
        let mut meta = Map::new();
        if let Some(Value::Object(all)) = example.body.get("meta") {
            meta = all.clone();
        }
        story.head = take_head(&mut meta);
        let mut rest = Map::new();
        for (key, value) in example.body.as_object().into_iter().flatten() {
            match key.as_str() {
                "text" | "spans" | "ents" | "entities" | "tokens" | "relations" => {}
                "meta" if value.is_object() => {}
                _ => {
                    rest.insert(key.clone(), value.clone());
                }
            }
        }
        if !meta.is_empty() {
            rest.insert("meta".into(), Value::Object(meta));
        }
        keep(&mut story.head, FORMAT.name, rest);
        Document { name, story, annotations, notes }
    }

    fn spans(&mut self, example: &Example, offsets: &Offsets, story: &Text, sheet: &mut Sheet) {
        let mut ids = HashSet::new();
        let mut chains: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for value in &example.spans {
            match mark(value, offsets) {
                Ok(mut mark) => {
                    if let Some(id) = text(value, "id").filter(|id| !id.is_empty()) {
                        let id = visible(id).into_owned();
                        if ids.insert(id.clone()) {
                            mark.id = Some(id);
                        } else {
                            mark.attrs.push(("id".into(), id.into()));
                        }
                    }
                    let chain = value.get("chain").filter(|chain| !chain.is_null());
                    if let Some(chain) = chain {
                        chains.entry(chain.to_string()).or_default().push(sheet.marks.len());
                    }
                    sheet.marks.push(mark);
                }
                Err(wrong) => {
                    let message = format!("{wrong} (the text has {} characters)", story.scalars());
                    self.report.error(self.at, 1, message);
                }
            }
        }
        sheet.chains = chains.into_values().collect();
    }

    fn relations(
        &mut self,
        example: &Example,
        tokens: &[&Value],
        offsets: &Offsets,
        sheet: &mut Sheet,
    ) {
        let place = |value: &&Value| offsets.span(whole(value, "start")?, whole(value, "end")?);
        let mut ends =
            Ends { offsets, tokens: tokens.iter().map(place).collect(), at: HashMap::new() };
        for (number, mark) in sheet.marks.iter().enumerate() {
            ends.at.entry(mark.spans[0]).or_default().push(number);
        }
        for value in many(example.body, "relations") {
            let from = ends.find(value, "head", "head_span", sheet);
            let to = ends.find(value, "child", "child_span", sheet);
            let (Some(from), Some(to)) = (from, to) else {
                let message = "a relation whose `head` or `child` is no token of the example";
                self.report.error(self.at, 1, message);
                continue;
            };
            let mut attrs = others(value, &RELATION);
            attrs.retain(|(_, value)| !value.is_null());
            sheet.ties.push(Tie {
                id: text(value, "id").map(|id| visible(id).into_owned()),
                label: text(value, "label").unwrap_or_default().to_owned(),
                from,
                to,
                attrs,
            });
        }
    }
}

/// What a token or a span quotes, and where it says that it stands.
fn claim(value: &Value) -> Option<(usize, usize, &str)> {
    let words = text(value, "text").or_else(|| text(value, "orth"))?;
    Some((whole(value, "start")?, whole(value, "end")?, words))
}

/// A span as an object, or as a list of start, end and label.
fn mark(value: &Value, offsets: &Offsets) -> Result<Mark, String> {
    const EXPECTED: &str = "expected a span: `start`, `end` and `label`";
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let (start, end, label) = match value.as_array().map(Vec::as_slice) {
        Some([start, end, label, ..]) => (number(start), number(end), label.as_str()),
        Some(_) => (None, None, None),
        None => (whole(value, "start"), whole(value, "end"), text(value, "label")),
    };
    let (start, end) = start.zip(end).ok_or(EXPECTED)?;
    let span = offsets.span(start, end).filter(|span| !span.is_empty());
    let span = span.ok_or_else(|| format!("no stretch of the text from {start} to {end}"))?;
    let mut references = Reference::read(value.get("references").unwrap_or(&Value::Null));
    if references.is_empty()
        && let Some(id) = text(value, "kb_id").filter(|id| !id.is_empty())
    {
        let source = text(value, "kb").unwrap_or(SOME_BASE).to_owned();
        references.push(Reference { source, id: id.to_owned(), words: String::new() });
    }
    Ok(Mark {
        label: label.unwrap_or_default().to_owned(),
        spans: vec![span],
        attrs: others(value, &SPAN),
        references,
        ..Mark::default()
    })
}

/// What relations are tied to.
struct Ends<'o> {
    offsets: &'o Offsets<'o>,
    tokens: Vec<Option<Span>>,
    at: HashMap<Span, Vec<usize>>,
}

impl Ends<'_> {
    /// The mark that a relation names by its span, or by a token: that of which
    /// it is the last one, or holds it. A bare token becomes a mark without label.
    fn find(&mut self, value: &Value, token: &str, span: &str, sheet: &mut Sheet) -> Option<usize> {
        let token = whole(value, token).and_then(|number| self.tokens.get(number).copied()?);
        let stated = value.get(span).and_then(|span| {
            let place = self.offsets.span(whole(span, "start")?, whole(span, "end")?)?;
            Some((place, span))
        });
        let stated = stated.filter(|(place, _)| !place.is_empty());
        if let Some((place, span)) = stated {
            let label = text(span, "label").unwrap_or_default();
            let all = self.at.get(&place).map(Vec::as_slice).unwrap_or_default();
            let id = text(span, "id").map(visible);
            let own =
                |mark: &&usize| id.is_some() && sheet.marks[**mark].id.as_deref() == id.as_deref();
            let named = all.iter().filter(|&&mark| sheet.marks[mark].label == label);
            let named = named.clone().find(own).or_else(|| named.clone().next());
            if let Some(&mark) = named.or(all.first().filter(|_| label.is_empty())) {
                return Some(mark);
            }
        } else if let Some(token) = token {
            let holding = |mark: &&Mark| mark.spans[0].covers(token);
            let last = |mark: &Mark| holding(&mark) && mark.spans[0].end == token.end;
            let found = sheet.marks.iter().position(last);
            if let Some(mark) = found.or_else(|| sheet.marks.iter().position(|mark| holding(&mark)))
            {
                return Some(mark);
            }
        }
        let (place, id, label) = match stated {
            Some((place, span)) => (place, text(span, "id"), text(span, "label")),
            None => (token.filter(|token| !token.is_empty())?, None, None),
        };
        let number = sheet.marks.len();
        let id = id.map(|id| visible(id).into_owned());
        let id = id.filter(|id| sheet.marks.iter().all(|mark| mark.id.as_ref() != Some(id)));
        let label = label.unwrap_or_default().to_owned();
        sheet.marks.push(Mark { id, label, spans: vec![place], ..Mark::default() });
        self.at.entry(place).or_default().push(number);
        Some(number)
    }
}
