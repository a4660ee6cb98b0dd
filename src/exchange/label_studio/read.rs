//! Tasks into stories.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::super::embedded::{clean, counted, embedded, keep, numbered, others, take_head};
use super::super::gather::gather;
use super::super::json::{field, field_at, items_at, many, records, text, whole};
use super::super::marks::{Mark, Reference, Remark, Sheet, Tie, note_id};
use super::super::offsets::{Offsets, Source, Unit, same};
use super::super::report::Report;
use super::super::{Document, Imported, Losses, SourceFile};
use super::{FORMAT, FROM, KIND, LABELS, RELATION, RESULT, SAID, TO, html, value_key};
use crate::model::text::visible;
use crate::model::{Note, Selector, Span, Story, Text};

/// Reads every annotation of every task.
pub(super) fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    for file in files {
        let content = Source::decode(&file.bytes);
        let content = content.text.as_str();
        let mut report = Report::new(file.shown(), content);
        let tasks = records(content, &["tasks"], &mut report);
        for (number, record) in tasks.iter().enumerate() {
            let name = numbered(&file.name(&FORMAT), number, tasks.len());
            let Some(task) = Task::of(&record.value) else {
                let message = "expected a task: `data` with a text, and `annotations`";
                report.error(record.at, 1, message);
                continue;
            };
            let losses = &mut imported.losses;
            let own = task.annotations(losses);
            for (nth, annotation) in own.iter().enumerate() {
                let name = if nth == 0 { name.clone() } else { format!("{name}-{}", nth + 1) };
                let notes = HashMap::new();
                let result = ResultAt { content, at: record.at, all: None, nth: None };
                let mut reading = Reading { result, report: &mut report, losses, name, notes };
                imported.documents.push(reading.document(&task, *annotation));
            }
        }
        imported.problems.extend(report.finish());
    }
    imported
}

/// A task, and what its text is.
struct Task<'v> {
    value: &'v Value,
    /// The key of the text in `data`.
    key: &'v str,
    source: Source,
    /// The lists of the short form, made into results.
    short: Option<Value>,
}

impl<'v> Task<'v> {
    fn of(value: &'v Value) -> Option<Self> {
        let entries = value.as_object()?;
        let (data, short) = match entries.get("data").and_then(Value::as_object) {
            Some(data) => (data, None),
            None => (entries, short_form(entries)),
        };
        let quoted: Vec<&str> =
            results(value).filter_map(|r| text(r.get("value")?, "text")).collect();
        let strings = data.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)));
        // The text is what the regions quote from; else what is called so, or the longest.
        let rank = |&(key, words): &(&str, &str)| {
            let hits = quoted.iter().take(50).filter(|quote| words.contains(**quote)).count();
            (hits, key == "text", words.len())
        };
        let (key, words) = strings.max_by_key(rank)?;
        let of_html = results(value).any(|result| {
            text(result, "type").is_some_and(|kind| kind.starts_with("hypertext"))
                || field(result, "value")
                    .is_some_and(|value| field(value, "globalOffsets").is_some())
        });
        let source = match of_html {
            true => embedded(&html::text_of(words)),
            false => embedded(words),
        };
        Some(Self { value, key, source, short })
    }

    /// The annotations that count; one without results where there is none.
    fn annotations(&self, losses: &mut Losses) -> Vec<Option<&Value>> {
        for prediction in many(self.value, "predictions") {
            let count = many(prediction, "result").len();
            losses.add_many("results of predictions", count, self.key);
        }
        if let Some(short) = &self.short {
            return vec![Some(short)];
        }
        let mut own = Vec::new();
        let all = many(self.value, "annotations").iter().chain(many(self.value, "completions"));
        for annotation in all.filter(|annotation| annotation.is_object()) {
            let is = |key: &str| annotation.get(key) == Some(&Value::Bool(true));
            if is("was_cancelled") || is("skipped") {
                let count = many(annotation, "result").len();
                losses.add_many("results of cancelled annotations", count, self.key);
            } else {
                own.push(Some(annotation));
            }
        }
        if own.is_empty() {
            own.push(None);
        }
        own
    }
}

/// The results of all annotations of a task.
fn results(task: &Value) -> impl Iterator<Item = &Value> {
    let all = many(task, "annotations").iter().chain(many(task, "completions"));
    all.flat_map(|annotation| many(annotation, "result"))
}

/// The short form has the regions beside the text, under the name of the control.
fn short_form(entries: &Map<String, Value>) -> Option<Value> {
    let mut results = Vec::new();
    for (name, list) in entries {
        for region in list.as_array().into_iter().flatten() {
            let kind =
                ["labels", "hypertextlabels"].into_iter().find(|k| field(region, k).is_some());
            if let (Some(kind), true) = (kind, field(region, "start").is_some()) {
                results.push(json!({"from_name": name, "type": kind, "value": region}));
            }
        }
    }
    (!results.is_empty()).then(|| json!({ "result": results }))
}

/// Where the result at hand is in the file.
struct ResultAt<'a> {
    content: &'a str,
    /// The first byte of the task.
    at: usize,
    /// The first bytes of the results of the annotation; looked for with the
    /// first fault.
    all: Option<Vec<usize>>,
    /// The number of the result.
    nth: Option<usize>,
}

impl ResultAt<'_> {
    /// The first byte of the result, or of the task where it is not found.
    fn byte(&mut self, task: &Task, annotation: Option<&Value>) -> usize {
        let find = || results_at(self.content, self.at, task.value, annotation?);
        let all = self.all.get_or_insert_with(|| find().unwrap_or_default());
        self.nth.and_then(|nth| all.get(nth).copied()).unwrap_or(self.at)
    }
}

/// The first bytes of the results of an annotation in the task at byte `at`.
fn results_at(content: &str, at: usize, task: &Value, annotation: &Value) -> Option<Vec<usize>> {
    ["annotations", "completions"].into_iter().find_map(|key| {
        let nth = many(task, key).iter().position(|one| std::ptr::eq(one, annotation))?;
        let all = items_at(content, field_at(content, at, key)?);
        Some(items_at(content, field_at(content, *all.get(nth)?, "result")?))
    })
}

struct Reading<'r, 'a> {
    result: ResultAt<'a>,
    report: &'r mut Report<'a>,
    losses: &'r mut Losses,
    name: String,
    /// The notes on each region.
    notes: HashMap<usize, Vec<String>>,
}

impl Reading<'_, '_> {
    fn document(&mut self, task: &Task, annotation: Option<&Value>) -> Document {
        let results = annotation.map_or(&[][..], |annotation| many(annotation, "result"));
        let source = &task.source;
        let mut claims: Vec<(usize, usize, &str)> = Vec::new();
        for value in results.iter().filter_map(|result| field(result, "value")) {
            if let (Some((start, end)), Some(words)) = (range(value), text(value, "text")) {
                claims.push((start, end, words));
            }
        }
        let offsets = counted(source, &[Unit::Utf16, Unit::Scalar, Unit::Byte], &claims);
        let mut sheet = Sheet::default();
        let mut mark_of: HashMap<&str, usize> = HashMap::new();
        let mut chains: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut whole_task = Vec::new();
        for (nth, result) in results.iter().enumerate() {
            self.result.nth = Some(nth);
            let Some(value) = field(result, "value").filter(|value| is_region(result, value))
            else {
                continue;
            };
            let known = text(result, "id").and_then(|id| mark_of.get(id).copied());
            if let Some(mark) = known {
                self.say(mark, result, value, &mut sheet);
                continue;
            }
            let (span, fault) = place(value, &offsets, &source.text);
            if let Some(message) = fault {
                let byte = self.result.byte(task, annotation);
                match span {
                    Some(_) => self.report.warning(byte, 1, message),
                    None => self.report.error(byte, 1, message),
                }
            }
            let Some(span) = span else { continue };
            let number = sheet.marks.len();
            let mut mark = mark(result, value, task.key);
            mark.spans.push(span);
            if let Some(id) = text(result, "id").filter(|id| !id.is_empty()) {
                mark_of.insert(id, number);
                mark.id = Some(visible(id).into_owned());
            }
            if let Some(meta) = field(result, "meta") {
                self.meta(meta, number, &mut mark, &mut sheet, &mut chains);
            }
            sheet.marks.push(mark);
        }
        for (nth, result) in results.iter().enumerate() {
            self.result.nth = Some(nth);
            let Some(value) = field(result, "value") else {
                if let Err(message) = self.tie(result, &mark_of, &mut sheet) {
                    self.report.error(self.result.byte(task, annotation), 1, message);
                }
                continue;
            };
            if is_region(result, value) {
                continue;
            }
            match text(result, "id").and_then(|id| mark_of.get(id).copied()) {
                Some(mark) => self.say(mark, result, value, &mut sheet),
                None => whole_task.push(clean(result)),
            }
        }
        sheet.chains = chains.into_values().collect();
        let (annotations, notes) = gather(sheet, &source.text);
        let mut story = Story { text: source.text.clone(), ..Story::default() };
        story.head = self.head(task, annotation, whole_task);
        Document { name: self.name.clone(), story, annotations, notes }
    }

    /// What a further control says of a region.
    fn say(&mut self, number: usize, result: &Value, value: &Value, sheet: &mut Sheet) {
        for body in many(field(result, "meta").unwrap_or(&Value::Null), "text") {
            // Tools repeat it at every result of a region.
            let body = body.as_str().unwrap_or_default();
            let known = self.notes.get(&number).is_some_and(|own| own.iter().any(|o| o == body));
            if !body.is_empty() && !known {
                let id = sheet.marks[number].id.clone();
                self.remark(number, id.as_deref(), body, sheet);
            }
        }
        for (key, _) in others(result, &["id", "type", "value", "from_name", TO, "origin", "meta"])
        {
            self.losses.add("particulars of further results of a region", &key);
        }
        let mark = &mut sheet.marks[number];
        let name = text(result, "from_name").or_else(|| text(result, "type")).unwrap_or("value");
        let name = visible(name).into_owned();
        let kind = text(result, "type").unwrap_or_default();
        let Some(said) = value.get(value_key(kind)).or_else(|| value.get(kind)) else {
            self.losses.add("results of unknown kinds", kind);
            return;
        };
        let same = mark.attrs.iter_mut().find(|(known, _)| *known == name);
        let said = json!({ kind: clean(said) });
        match same {
            Some(_) => self.losses.add("second results of one control", &name),
            None => mark.attrs.push((name, said)),
        }
    }

    /// Puts a note on the region `number`, whose id this is.
    fn remark(&mut self, number: usize, id: Option<&str>, body: &str, sheet: &mut Sheet) {
        let own = self.notes.entry(number).or_default();
        let id = id.map_or_else(|| number.to_string(), str::to_owned);
        let id = note_id(&[&self.name, &id, &own.len().to_string(), body]);
        own.push(body.to_owned());
        let note = Note { id, body: body.to_owned(), ..Note::default() };
        sheet.remarks.push(Remark { on: Some(number), note });
    }

    fn meta(
        &mut self,
        meta: &Value,
        number: usize,
        mark: &mut Mark,
        sheet: &mut Sheet,
        chains: &mut BTreeMap<String, Vec<usize>>,
    ) {
        for body in many(meta, "text").iter().filter_map(Value::as_str) {
            self.remark(number, mark.id.as_deref(), body, sheet);
        }
        if let Some(chain) = field(meta, "chain") {
            chains.entry(chain.to_string()).or_default().push(number);
        }
        mark.references = Reference::read(field(meta, "references").unwrap_or(&Value::Null));
        for (name, value) in others(meta, &["text", "chain", "references"]) {
            if mark.attrs.iter().all(|(known, _)| *known != name) {
                mark.attrs.push((name, value));
            }
        }
    }

    fn tie(
        &mut self,
        result: &Value,
        mark_of: &HashMap<&str, usize>,
        sheet: &mut Sheet,
    ) -> Result<(), &'static str> {
        if text(result, "type") != Some("relation") {
            self.losses.add("results of unknown kinds", text(result, "type").unwrap_or("result"));
            return Ok(());
        }
        let end = |key: &str| mark_of.get(text(result, key)?).copied();
        let Some((from, to)) = end("from_id").zip(end("to_id")) else {
            return Err("a relation whose `from_id` or `to_id` is no region's id");
        };
        let labels = many(result, "labels");
        let mut attrs = others(result, &RELATION);
        attrs.retain(|(name, value)| {
            (name.as_str(), value.as_str()) != ("direction", Some("right"))
        });
        if labels.len() > 1 {
            attrs.push((LABELS.into(), clean(&Value::Array(labels.to_vec()))));
        } else if labels.first().and_then(Value::as_str).unwrap_or_default().trim().is_empty() {
            // Dateline calls it something; there it has no label.
            attrs.push((LABELS.into(), field(result, "labels").map_or(Value::Null, clean)));
        }
        sheet.ties.push(Tie {
            id: text(result, "id").map(|id| visible(id).into_owned()),
            label: labels.first().and_then(Value::as_str).unwrap_or_default().to_owned(),
            from,
            to,
            attrs,
        });
        Ok(())
    }

    /// What is kept of the task and of the annotation.
    fn head(
        &mut self,
        task: &Task,
        annotation: Option<&Value>,
        whole_task: Vec<Value>,
    ) -> crate::model::Head {
        let mut rest = Map::new();
        let mut data = match field(task.value, "data") {
            Some(Value::Object(data)) => data.clone(),
            _ => Map::new(),
        };
        data.shift_remove(task.key);
        let head = take_head(&mut data);
        for (key, value) in task.value.as_object().into_iter().flatten() {
            let regions = value
                .as_array()
                .is_some_and(|list| list.iter().any(|item| field(item, "start").is_some()));
            let read =
                matches!(key.as_str(), "data" | "annotations" | "completions" | "predictions");
            if !read && !(task.short.is_some() && (key == task.key || regions)) {
                rest.insert(key.clone(), value.clone());
            }
        }
        if !data.is_empty() {
            rest.insert("data".into(), Value::Object(data));
        }
        if task.key != "text" {
            rest.insert("key".into(), task.key.into());
        }
        let own = annotation.and_then(Value::as_object).into_iter().flatten();
        let own = own.filter(|(key, _)| *key != "result");
        let own: Map<String, Value> = own.map(|(k, v)| (k.clone(), v.clone())).collect();
        if !own.is_empty() {
            rest.insert("annotation".into(), Value::Object(own));
        }
        if !whole_task.is_empty() {
            rest.insert("result".into(), whole_task.into());
        }
        let mut head = head;
        keep(&mut head, FORMAT.name, rest);
        head
    }
}

/// Where a region is, at its offsets or where the words are that it quotes, and
/// what is wrong with them.
fn place(value: &Value, offsets: &Offsets, story: &Text) -> (Option<Span>, Option<String>) {
    let quote = text(value, "text").filter(|words| !words.trim().is_empty());
    let stated = range(value).and_then(|(start, end)| offsets.span(start, end));
    let stated = stated.filter(|span| !span.is_empty());
    let Some(quote) = quote else {
        let fault = "a region without `start` and `end` in the text";
        return (stated, stated.is_none().then(|| fault.into()));
    };
    if let Some(span) = stated
        && same(story.slice(span), quote)
    {
        return (Some(span), None);
    }
    let found = Selector::quote(quote).locate(story).span();
    let shown = visible(quote);
    let message = match (found, stated) {
        (Some(_), _) => format!("“{shown}” stands elsewhere than its offsets say"),
        (None, Some(_)) => format!("“{shown}” is not in the text; its offsets are used"),
        (None, None) => format!("“{shown}” is not in the text, nor are its offsets"),
    };
    (found.or(stated), Some(message))
}

/// Whether a result labels a stretch, rather than says something of one that
/// another labels.
fn is_region(result: &Value, value: &Value) -> bool {
    let place = range(value).is_some() || field(value, "start").is_some();
    place && !text(result, "type").is_some_and(|kind| SAID.contains(&kind))
}

/// The start and end of a region, in characters.
fn range(value: &Value) -> Option<(usize, usize)> {
    let of = |value: &Value| whole(value, "start").zip(whole(value, "end"));
    match field(value, "globalOffsets") {
        Some(global) => of(global),
        // In HTML these are offsets in one node.
        None if field(value, "startOffset").is_some() => None,
        None => of(value),
    }
}

fn mark(result: &Value, value: &Value, key: &str) -> Mark {
    let kind = text(result, "type").unwrap_or(KIND.1);
    let labels = many(value, kind);
    let labels = if labels.is_empty() { many(value, "labels") } else { labels };
    let mut mark = Mark {
        label: labels.first().and_then(Value::as_str).unwrap_or_default().to_owned(),
        ..Mark::default()
    };
    let mut put = |name: &str, value: Value| {
        if mark.attrs.iter().all(|(known, _)| known != name) {
            mark.attrs.push((name.to_owned(), value));
        }
    };
    if labels.len() > 1 {
        put(LABELS, clean(&Value::Array(labels.to_vec())));
    }
    let to = (TO, if key.is_empty() { "text" } else { key });
    let stated = [(text(result, "from_name"), FROM), (Some(kind), KIND), (text(result, TO), to)];
    for (stated, (name, usual)) in stated {
        if let Some(stated) = stated.filter(|stated| *stated != usual) {
            put(name, visible(stated).into());
        }
    }
    if let Some(score) = field(result, "score").filter(|score| score.is_number()) {
        put("certainty", score.clone());
    }
    if let Some(origin) = text(result, "origin").filter(|origin| *origin != "manual") {
        put("origin", visible(origin).into());
    }
    for (name, value) in others(result, &RESULT) {
        put(&name, value);
    }
    mark
}
