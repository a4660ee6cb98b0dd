//! Hypothesis: the JSON of its API (`/api/search`), rows of annotations.
//!
//! Source: the API reference of hypothes.is, and the selectors that its client
//! writes (hypothesis/client). Positions count UTF-16 units of the page's text,
//! which is not in the file: where no text stands beside it, one is made of the
//! quotations. Hypothesis has notes and highlights, no names.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::json::{many, object, records, text};
use super::marks::{Carries, note_id};
use super::offsets::{Offsets, Source, Unit};
use super::report::Report;
use super::selectors::{Ground, Place, Spot, quoted_from, targets};
use super::{Document, Exported, ExportedFile, Format, Imported, Losses, SourceFile, spread, tame};
use crate::model::text::visible;
use crate::model::{Head, Note, NoteKind, Selector, Span, Story};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "hypothesis",
    about: "Hypothesis API JSON: notes and highlights",
    endings: &["hypothesis.json", "json"],
    perhaps: None,
    beside: &["txt"],
    texts: None,
    carries: Some(Carries {
        notes: true,
        passages: true,
        story_notes: true,
        head: &["title", "url"],
        ..Carries::SPANS
    }),
    import: Some(import),
    export,
};

/// A row that was read.
struct Row {
    uri: String,
    title: Option<String>,
    /// Its places.
    spots: Vec<Spot>,
    /// What it answers, from the first of the thread to the last.
    thread: Vec<String>,
    note: Note,
}

fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    let is_text = |file: &&SourceFile| file.path.extension().is_some_and(|end| end == "txt");
    let text_file = files.iter().find(is_text);
    for file in files.iter().filter(|file| !is_text(file)) {
        let content = Source::decode(&file.bytes);
        let content = content.text.as_str();
        let mut report = Report::new(file.shown(), content);
        let mut pages: Vec<Vec<Row>> = Vec::new();
        let mut page_of: HashMap<String, usize> = HashMap::new();
        for record in records(content, &["rows", "replies", "annotations"], &mut report) {
            match row(&record.value, &mut imported.losses) {
                Ok(row) => {
                    let page = *page_of.entry(row.uri.clone()).or_insert(pages.len());
                    if page == pages.len() {
                        pages.push(Vec::new());
                    }
                    pages[page].push(row);
                }
                Err(expected) => report.error(record.at, 1, expected),
            }
        }
        let text = text_file.map(|file| Source::decode(&file.bytes));
        let alone = pages.len() == 1;
        let mut made = false;
        for rows in pages {
            let spots = rows.iter().flat_map(|row| &row.spots);
            let given = text.as_ref().filter(|text| alone || quoted_from(spots, text));
            made |= given.is_none();
            let losses = &mut imported.losses;
            imported.documents.push(document(&file.name(&FORMAT), rows, given, losses));
        }
        if made {
            let message = "the text of the page is not beside it: made of the quotations";
            report.warning(0, 1, message);
        }
        imported.problems.extend(report.finish());
    }
    imported
}

fn row(value: &Value, losses: &mut Losses) -> Result<Row, &'static str> {
    let targets = many(value, "target");
    let uri = text(value, "uri").or_else(|| text(targets.first()?, "source"));
    let uri = uri.ok_or("expected an annotation with `uri` and `target`")?;
    check(value, targets)?;
    for target in targets.iter().filter(|target| Spot::of(target).is_none()) {
        for selector in many(target, "selector") {
            losses.add("places not in a text", text(selector, "type").unwrap_or("selector"));
        }
    }
    let line = |key: &str| text(value, key).map(|words| visible(words).into_owned());
    let body = text(value, "text").unwrap_or_default().to_owned();
    let spots: Vec<Spot> = targets.iter().filter_map(Spot::of).collect();
    let thread = many(value, "references").iter().filter_map(Value::as_str);
    let thread: Vec<String> = thread.map(|id| visible(id).into_owned()).collect();
    let title = value.get("document").map_or(&[][..], |document| many(document, "title"));
    for (key, which) in [("permissions", "permissions"), ("flagged", "flags")] {
        if value.get(key).is_some_and(|value| value.is_object()) {
            losses.add("permissions and flags of notes", which);
        }
    }
    if text(value, "group").is_some_and(|group| group != "__world__") {
        losses.add("groups of notes", text(value, "group").unwrap_or_default());
    }
    let id = line("id").filter(|id| !id.trim().is_empty());
    let quote = spots.first().and_then(|spot| spot.quote.clone()).unwrap_or_default();
    let bare = body.is_empty() && !spots.is_empty() && thread.is_empty();
    let user = line("user");
    let name = value.get("user_info").and_then(|info| text(info, "display_name"));
    Ok(Row {
        title: title.first().and_then(Value::as_str).map(|title| visible(title).into_owned()),
        note: Note {
            id: id.unwrap_or_else(|| note_id(&[uri, &quote, &body])),
            kind: if bare { NoteKind::Highlight } else { NoteKind::Note },
            body,
            tags: many(value, "tags")
                .iter()
                .filter_map(|tag| Some(visible(tag.as_str()?.trim()).into_owned()))
                .filter(|tag| !tag.is_empty())
                .collect(),
            color: line("color"),
            made: line("created"),
            changed: line("updated"),
            by: user.or_else(|| name.map(|name| visible(name).into_owned())),
            target: thread.last().cloned(),
            ..Note::default()
        },
        uri: uri.to_owned(),
        spots,
        thread,
    })
}

/// Whether what a row says is of the sort that it must be; else what was
/// expected.
fn check(value: &Value, targets: &[Value]) -> Result<(), &'static str> {
    if !targets.iter().all(Value::is_object) {
        return Err("`target`: expected a list of objects with `source` and `selector`");
    }
    if !targets.iter().flat_map(|target| many(target, "selector")).all(Value::is_object) {
        return Err("`selector`: expected a list of objects, as TextQuoteSelector");
    }
    if value.get("text").is_some_and(|words| !words.is_string() && !words.is_null()) {
        return Err("`text`: expected words in quotation marks");
    }
    if !many(value, "tags").iter().all(Value::is_string) {
        return Err("`tags`: expected a list of words");
    }
    if !many(value, "references").iter().all(Value::is_string) {
        return Err("`references`: expected a list of the ids of annotations");
    }
    Ok(())
}

/// The story of one page and the notes on it.
fn document(name: &str, rows: Vec<Row>, given: Option<&Source>, losses: &mut Losses) -> Document {
    let spots: Vec<&Spot> = rows.iter().flat_map(|row| &row.spots).collect();
    let ground = Ground::of(given, &spots);
    let story_text = &ground.text;
    let mut spans = ground.places();
    let mut places: HashMap<String, (Vec<Selector>, Vec<Span>)> = HashMap::new();
    let mut notes: Vec<Note> = Vec::with_capacity(rows.len());
    let mut head = Head::default();
    for row in &rows {
        let mut note = row.note.clone();
        for spot in &row.spots {
            match spans.next().flatten().filter(|place| place.sure) {
                Some(Place { span, .. }) => {
                    note.spans.push(span);
                    note.selectors.push(Selector::of(story_text, span));
                }
                None if spot.quote.is_none() => losses.add("places not in a text", &note.id),
                // It stays a note, listed as lost.
                None => note.selectors.push(spot.selector(None)),
            }
        }
        note.selectors.retain(|selector| !selector.quote.is_empty());
        places.insert(note.id.clone(), (note.selectors.clone(), note.spans.clone()));
        if let Some(title) = &row.title {
            head.title.get_or_insert_with(|| title.clone());
        }
        if row.uri.contains("://") {
            head.url.get_or_insert_with(|| visible(&row.uri).into_owned());
        }
        notes.push(note);
    }
    // A reply stands where that stands which it answers, or what began the thread.
    places.retain(|_, (selectors, _)| !selectors.is_empty());
    for (note, row) in notes.iter_mut().zip(&rows) {
        if note.selectors.is_empty()
            && let Some((selectors, spans)) = row.thread.iter().rev().find_map(|id| places.get(id))
        {
            (note.selectors, note.spans) = (selectors.clone(), spans.clone());
        }
    }
    notes.iter_mut().for_each(tame::note);
    let story = Story { text: story_text.clone(), head, ..Story::default() };
    Document { name: name.to_owned(), story, notes, ..Document::default() }
}

fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::SPANS);
    let (sheet, mut losses) = spread(document, &carries);
    for mark in &sheet.marks {
        losses.add("mentions", &mark.label);
    }
    let Document { story, .. } = document;
    let offsets = Offsets::new(&story.text, Unit::Utf16);
    let uri = story.head.url.clone().unwrap_or_else(|| format!("{}.txt", document.name));
    let title = story.head.title.as_deref();
    let answered: HashMap<&str, Option<&str>> = sheet
        .remarks
        .iter()
        .map(|remark| (&*remark.note.id, remark.note.target.as_deref()))
        .collect();
    let rows: Vec<Value> = sheet
        .remarks
        .iter()
        .map(|remark| {
            let note = &remark.note;
            let mut targets = targets(&story.text, &offsets, &uri, note);
            let thread = thread(note.target.as_deref(), &answered);
            let bare = note.body.is_empty() && !targets.is_empty() && thread.is_empty();
            if bare != (note.kind == NoteKind::Highlight) {
                losses.add("highlights, as notes", &note.id);
            }
            if targets.is_empty() {
                targets.push(json!({"source": uri}));
            }
            if note.target.is_some() && thread.is_empty() {
                losses.add("names that notes are about", &note.id);
            }
            losses.add_many("names that notes are about", note.about.len(), &note.id);
            object([
                ("id", Some(note.id.as_str().into())),
                ("created", note.made.as_deref().map(Value::from)),
                ("updated", note.changed.as_deref().map(Value::from)),
                ("user", note.by.as_deref().map(Value::from)),
                ("uri", Some(uri.as_str().into())),
                ("text", Some(note.body.as_str().into())),
                ("tags", Some(note.tags.clone().into())),
                ("color", note.color.as_deref().map(Value::from)),
                ("references", (!thread.is_empty()).then(|| thread.into())),
                ("target", Some(targets.into())),
                ("document", title.map(|title| json!({"title": [title]}))),
            ])
        })
        .collect();
    let whole = object([("total", Some(rows.len().into())), ("rows", Some(rows.into()))]);
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    let text = story.text.original().into_owned().into_bytes();
    let files = vec![
        ExportedFile { ending: "txt", bytes: text },
        ExportedFile { ending: "hypothesis.json", bytes },
    ];
    Exported { files, losses }
}

/// The ids of what a note answers, the first of the thread before the others;
/// none where it is about something else than a note.
fn thread<'n>(
    target: Option<&'n str>,
    answered: &HashMap<&'n str, Option<&'n str>>,
) -> Vec<&'n str> {
    let mut thread = Vec::new();
    let mut next = target;
    while let Some(id) = next.filter(|id| answered.contains_key(id) && !thread.contains(id)) {
        thread.push(id);
        next = answered[id];
    }
    thread.reverse();
    thread
}
