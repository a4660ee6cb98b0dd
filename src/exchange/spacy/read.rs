//! Examples into stories.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::super::embedded::{counted, embedded, keep, numbered, others, take_head};
use super::super::gather::gather;
use super::super::json::{Record, field, lines, many, records, text, whole};
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
        examples.retain(|record| !record.value.value.is_null());
        for (number, record) in examples.iter().enumerate() {
            let name = numbered(&file.name(&FORMAT), number, examples.len());
            let reading =
                Reading { at: record.at, report: &mut report, losses: &mut imported.losses };
            match Example::of(&record.value.value, &record.value.tokens) {
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
fn examples(content: &str, report: &mut Report) -> Vec<Record<Read>> {
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
    tokens: &'v [Token],
}

impl<'v> Example<'v> {
    fn of(value: &'v Value, tokens: &'v [Token]) -> Option<Self> {
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
            let plain = field(span, "label").is_some().then(|| {
                (whole(span, "start"), whole(span, "end"), text(span, "label").unwrap_or_default())
            });
            let grouped = field(body, "ents").is_some() && field(body, "spans").is_some();
            !grouped || plain.is_none_or(|key| seen.insert(key))
        });
        Some(Self { text: words, body, spans, tokens })
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
        let tokens = example.tokens;
        let claims = tokens.iter().filter_map(Token::claim);
        let claims: Vec<(usize, usize, &str)> =
            claims.chain(example.spans.iter().copied().filter_map(claim)).collect();
        let offsets = counted(&source, &[Unit::Scalar, Unit::Utf16, Unit::Byte], &claims);
        let mut sheet = Sheet::default();
        if let Some(answer) = example.answer() {
            let count = example.spans.len() + many(example.body, "relations").len();
            self.losses.add_many("spans and relations that were not accepted", count, answer);
        } else {
            self.spans(example, &offsets, &source.text, &mut sheet);
            self.relations(example, tokens, &offsets, &mut sheet);
        }
        let (annotations, notes) = gather(sheet, &source.text);
        let mut story = Story { text: source.text.clone(), ..Story::default() };
        let mut meta = Map::new();
        if let Some(Value::Object(all)) = field(example.body, "meta") {
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
                    let chain = field(value, "chain").filter(|chain| !chain.is_null());
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
        tokens: &[Token],
        offsets: &Offsets,
        sheet: &mut Sheet,
    ) {
        let mut ends = Ends { offsets, tokens, at: HashMap::new() };
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

/// What was read of an example: its tokens apart, of which a text has as many
/// as words, the rest as it stands.
#[derive(Debug, Default)]
struct Read {
    value: Value,
    tokens: Vec<Token>,
}

/// A token, as far as it says where it stands.
#[derive(Debug, Default)]
struct Token {
    start: Option<usize>,
    end: Option<usize>,
    words: Option<String>,
}

impl Token {
    fn claim(&self) -> Option<(usize, usize, &str)> {
        Some((self.start?, self.end?, self.words.as_deref()?))
    }
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Apart)
    }
}

/// Takes the tokens of an object, or of the second value of a pair, apart.
struct Apart;

impl<'de> Visitor<'de> for Apart {
    type Value = Read;

    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("an example")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
        let mut entries = Map::new();
        let mut tokens = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if key == "tokens" {
                tokens = map.next_value::<Tokens>()?.0;
            } else {
                entries.insert(key, map.next_value()?);
            }
        }
        Ok(Read { value: Value::Object(entries), tokens })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Read, A::Error> {
        let mut all = Vec::new();
        let mut tokens = Vec::new();
        while let Some(Read { value, tokens: own }) = items.next_element()? {
            all.push(value);
            tokens.extend(own);
        }
        Ok(Read { value: Value::Array(all), tokens })
    }

    fn visit_bool<E>(self, value: bool) -> Result<Read, E> {
        Ok(Read { value: value.into(), ..Read::default() })
    }

    fn visit_i64<E>(self, value: i64) -> Result<Read, E> {
        Ok(Read { value: value.into(), ..Read::default() })
    }

    fn visit_u64<E>(self, value: u64) -> Result<Read, E> {
        Ok(Read { value: value.into(), ..Read::default() })
    }

    fn visit_f64<E>(self, value: f64) -> Result<Read, E> {
        Ok(Read { value: value.into(), ..Read::default() })
    }

    fn visit_str<E>(self, words: &str) -> Result<Read, E> {
        Ok(Read { value: words.into(), ..Read::default() })
    }

    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(Read::default())
    }
}

/// What stands under `tokens`; whatever is no token keeps its place.
struct Tokens(Vec<Token>);

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Parts).map(|parts| match parts {
            Part::Many(tokens) => Self(tokens),
            _ => Self(Vec::new()),
        })
    }
}

/// A value of a token, or tokens.
enum Part {
    Number(usize),
    Words(String),
    One(Token),
    Many(Vec<Token>),
    Nothing,
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Parts)
    }
}

/// The keys of a token that say where it stands.
#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Start,
    End,
    Text,
    Orth,
    #[serde(other)]
    Other,
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Part;

    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("a token")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Part, A::Error> {
        let mut token = Token::default();
        while let Some(key) = map.next_key()? {
            match key {
                Key::Start => token.start = map.next_value::<Part>()?.number(),
                Key::End => token.end = map.next_value::<Part>()?.number(),
                Key::Text => {
                    let orth = token.words.take();
                    token.words = map.next_value::<Part>()?.words().or(orth);
                }
                Key::Orth => {
                    let words = map.next_value::<Part>()?.words();
                    token.words = token.words.take().or(words);
                }
                Key::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Part::One(token))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Part, A::Error> {
        let mut tokens = Vec::new();
        while let Some(part) = items.next_element::<Part>()? {
            tokens.push(match part {
                Part::One(token) => token,
                _ => Token::default(),
            });
        }
        Ok(Part::Many(tokens))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Part, E> {
        Ok(usize::try_from(value).map_or(Part::Nothing, Part::Number))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Part, E> {
        Ok(if value >= 0.0 { Part::Number(value as usize) } else { Part::Nothing })
    }

    fn visit_str<E>(self, words: &str) -> Result<Part, E> {
        Ok(Part::Words(words.to_owned()))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Part, E> {
        Ok(Part::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Part, E> {
        Ok(Part::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Part, E> {
        Ok(Part::Nothing)
    }
}

impl Part {
    /// A whole number; some write it as text.
    fn number(self) -> Option<usize> {
        match self {
            Part::Number(number) => Some(number),
            Part::Words(words) => words.parse().ok(),
            Part::One(_) | Part::Many(_) | Part::Nothing => None,
        }
    }

    fn words(self) -> Option<String> {
        match self {
            Part::Words(words) => Some(words),
            _ => None,
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
    let mut references = Reference::read(field(value, "references").unwrap_or(&Value::Null));
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
    tokens: &'o [Token],
    at: HashMap<Span, Vec<usize>>,
}

impl Ends<'_> {
    /// The mark that a relation names by its span, or by a token: that of which
    /// it is the last one, or holds it. A bare token becomes a mark without label.
    fn find(&mut self, value: &Value, token: &str, span: &str, sheet: &mut Sheet) -> Option<usize> {
        let token = whole(value, token).and_then(|number| {
            let Token { start, end, .. } = self.tokens.get(number)?;
            self.offsets.span((*start)?, (*end)?)
        });
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
