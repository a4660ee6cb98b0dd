//! Tables of comma-separated values (RFC 4180): all that stands in the text, a
//! row each; and the highlights as Readwise imports them.

use std::collections::HashSet;

use super::attributes::{count_attributes, count_unknown_keys};
use super::clippings::{Clipping, citation, clippings, title};
use super::wayback::WayBack;
use super::{Document, Exported, ExportedFile, Format, Losses};
use crate::model::text::visible;
use crate::model::{Note, NoteKind, Span, Text};

/// Everything.
pub(super) const CSV: Format = Format {
    name: "csv",
    about: "CSV: notes, names, times, quotes and events, a row each",
    endings: &["csv"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: None,
    import: None,
    export: csv,
};

/// Highlights with their notes.
pub(super) const READWISE: Format = Format {
    name: "readwise",
    about: "CSV for Readwise: highlights and notes",
    endings: &["readwise.csv"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: None,
    import: None,
    export: readwise,
};

/// The columns of a table of everything.
const COLUMNS: [&str; 23] = [
    "kind",
    "start",
    "end",
    "quote",
    "before",
    "after",
    "note",
    "tags",
    "color",
    "name",
    "type",
    "label",
    "when",
    "id",
    "by",
    "made",
    "changed",
    "title",
    "source",
    "published",
    "url",
    "citation",
    "link",
];

/// A row: some of the columns.
#[derive(Default)]
struct Row {
    kind: &'static str,
    spans: Vec<Span>,
    quote: String,
    before: String,
    after: String,
    note: String,
    tags: String,
    color: String,
    name: String,
    type_word: String,
    label: String,
    when: String,
    id: String,
    by: String,
    made: String,
    changed: String,
    link: String,
}

fn csv(document: &Document) -> Exported {
    let text = &document.story.text;
    let annotations = &document.annotations;
    let way_back = WayBack::of(document);
    let mut rows: Vec<Row> = Vec::new();
    for mention in &annotations.mentions {
        let Some(entity) = annotations.entities.get(mention.entity) else { continue };
        rows.push(Row {
            kind: "name",
            spans: mention.spans().collect(),
            name: entity.name.clone(),
            type_word: entity.kind.word().into(),
            id: entity.id.clone(),
            ..Row::default()
        });
    }
    for time in &annotations.times {
        rows.push(Row {
            kind: "time",
            spans: vec![time.span],
            type_word: time.kind.word().into(),
            when: time.value.notation().into(),
            id: time.id.clone().unwrap_or_default(),
            ..Row::default()
        });
    }
    let named = |id: &str| {
        let entity = annotations.entity(id);
        entity.map_or(id.to_owned(), |at| annotations.entities[at].name.clone())
    };
    for quote in &annotations.quotes {
        let speaker = quote.speaker.as_deref().map(named).or_else(|| quote.speaker_text.clone());
        rows.push(Row {
            kind: "quote",
            spans: vec![quote.span],
            name: speaker.unwrap_or_default(),
            type_word: quote.kind.as_ref().map(|kind| kind.word().to_owned()).unwrap_or_default(),
            id: quote.id.clone().unwrap_or_default(),
            ..Row::default()
        });
    }
    for event in &annotations.events {
        let who: Vec<String> = event.who.iter().map(|part| named(&part.entity)).collect();
        let row = Row {
            kind: "event",
            spans: event.spans.clone(),
            label: event.label.clone(),
            name: who.join("; "),
            when: event.when.notation().into(),
            id: event.id.clone(),
            ..Row::default()
        };
        // One that the reader put there is what its note says, too.
        let of_it = |note: &&Note| note.kind == NoteKind::Event && note.id == event.id;
        rows.push(match document.notes.iter().find(of_it) {
            Some(note) => row.with(Clipping::of(document, note, &way_back)),
            None => row,
        });
    }
    let told: HashSet<&str> = annotations.events.iter().map(|event| &*event.id).collect();
    for note in &document.notes {
        if note.kind == NoteKind::Event && told.contains(&*note.id) {
            continue;
        }
        let about: Vec<String> = note.about.iter().map(|id| named(id)).collect();
        let row = Row {
            kind: note.kind.word(),
            spans: note.spans.clone(),
            name: note.name.clone().unwrap_or_else(|| about.join("; ")),
            type_word: note.kind_word.clone().unwrap_or_default(),
            label: corrected(document, note),
            id: note.id.clone(),
            ..Row::default()
        };
        rows.push(row.with(Clipping::of(document, note, &way_back)));
    }
    rows.sort_by_key(|row| {
        row.spans.first().map_or((usize::MAX, 0), |span| (span.start, span.end))
    });
    let mut table = Table::of(&COLUMNS);
    let citation = citation(document);
    for row in rows {
        table.row(&row.cells(document, text, &citation));
    }
    let mut losses = Losses::default();
    for relation in &annotations.relations {
        losses.add("relations", &relation.kind);
    }
    for entity in &annotations.entities {
        for words in entity.role.iter().chain(&entity.about) {
            losses.add("descriptions of names", words);
        }
        entity.aliases.iter().for_each(|alias| losses.add("other names", alias));
        entity.links.iter().for_each(|(_, target)| losses.add("links of names", target));
    }
    for cue in annotations.quotes.iter().filter_map(|quote| quote.cue.as_deref()) {
        losses.add("cues of quotes", cue);
    }
    count_attributes(annotations, &mut losses);
    count_unknown_keys(document, &mut losses);
    Exported { files: vec![ExportedFile { ending: "csv", bytes: table.bytes() }], losses }
}

impl Row {
    /// The same with what a note says.
    fn with(self, clipping: Clipping) -> Self {
        let note = clipping.note;
        Self {
            quote: clipping.quote,
            before: clipping.before,
            after: clipping.after,
            note: note.body.clone(),
            tags: clipping.tags.join(" "),
            color: note.color.clone().unwrap_or_default(),
            by: note.by.clone().unwrap_or_default(),
            made: note.made.clone().unwrap_or_default(),
            changed: note.changed.clone().unwrap_or_default(),
            link: clipping.link.unwrap_or_default(),
            ..self
        }
    }

    fn cells(&self, document: &Document, text: &Text, citation: &str) -> Vec<String> {
        let head = &document.story.head;
        let at = |byte: Option<usize>| byte.map(|at| text.scalar_at(at).to_string());
        let words: Vec<&str> = self.spans.iter().map(|&span| text.slice(span)).collect();
        let quote = if self.quote.is_empty() { words.join(" … ") } else { self.quote.clone() };
        let published = head.published.as_ref().map(|moment| moment.notation().to_owned());
        let url = head.url.clone().unwrap_or_default();
        vec![
            self.kind.into(),
            at(self.spans.first().map(|span| span.start)).unwrap_or_default(),
            at(self.spans.last().map(|span| span.end)).unwrap_or_default(),
            quote,
            self.before.clone(),
            self.after.clone(),
            self.note.clone(),
            self.tags.clone(),
            self.color.clone(),
            self.name.clone(),
            self.type_word.clone(),
            self.label.clone(),
            self.when.clone(),
            self.id.clone(),
            self.by.clone(),
            self.made.clone(),
            self.changed.clone(),
            title(document).into_owned(),
            head.source.clone().unwrap_or_default(),
            published.unwrap_or_default(),
            url.clone(),
            citation.to_owned(),
            if self.link.is_empty() { url } else { self.link.clone() },
        ]
    }
}

/// What a correction corrects, in words; its id, where that is not there any more.
fn corrected(document: &Document, note: &Note) -> String {
    let annotations = &document.annotations;
    let Some(id) = note.target.as_deref().filter(|_| note.kind == NoteKind::Correction) else {
        return String::new();
    };
    let text = &document.story.text;
    let is = |own: &Option<String>| own.as_deref() == Some(id);
    let words = |span: Span| text.slice(span).to_owned();
    let name = || Some(annotations.entities.get(annotations.entity(id)?)?.name.clone());
    let event = || Some(annotations.events.iter().find(|event| event.id == id)?.label.clone());
    let mention = || {
        let mention = annotations.mentions.iter().find(|mention| is(&mention.id))?;
        Some(mention.spans().map(words).collect::<Vec<_>>().join(" … "))
    };
    let time = || Some(words(annotations.times.iter().find(|time| is(&time.id))?.span));
    let quote = || Some(words(annotations.quotes.iter().find(|quote| is(&quote.id))?.span));
    let found = name().or_else(event).or_else(mention).or_else(time).or_else(quote);
    found.unwrap_or_else(|| id.to_owned())
}

fn readwise(document: &Document) -> Exported {
    let head = &document.story.head;
    let mut table = Table::of(&["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"]);
    let mut losses = Losses::default();
    let author = head.byline.as_deref().or(head.source.as_deref()).unwrap_or_default();
    for clipping in clippings(document) {
        let note = clipping.note;
        if clipping.quote.trim().is_empty() {
            losses.add("notes on the whole story", &note.id);
            continue;
        }
        let mut lines: Vec<String> = Vec::new();
        let body = note.body.trim();
        lines.extend((!body.is_empty()).then(|| body.to_owned()));
        // Where the text has the passage, it has its surroundings too.
        if let (true, Some((before, after))) = (note.spans.is_empty(), clipping.context()) {
            lines.push(format!("Context: {before}[…]{after}"));
        }
        // A line that begins with a point is a tag there.
        let tags: Vec<String> = clipping
            .tags
            .iter()
            .map(|tag| format!(".{}", tag.replace(char::is_whitespace, "-")))
            .collect();
        lines.extend((!tags.is_empty()).then(|| tags.join(" ")));
        losses.add_many("colours of notes", usize::from(note.color.is_some()), &note.id);
        losses.add_many("names that notes are about", note.about.len(), &note.id);
        losses.add_many("authors of notes", usize::from(note.by.is_some()), &note.id);
        let date = note.made.as_deref().unwrap_or_default();
        let date = date.trim_end_matches('Z').replace('T', " ");
        table.row(&[
            clipping.quote,
            title(document).into_owned(),
            author.to_owned(),
            head.url.clone().unwrap_or_default(),
            lines.join("\n"),
            clipping.at.map(|at| at.to_string()).unwrap_or_default(),
            date,
        ]);
    }
    let annotations = &document.annotations;
    losses.add_many("mentions", annotations.mentions.len(), "");
    losses.add_many("time expressions", annotations.times.len(), "");
    losses.add_many("quotes", annotations.quotes.len(), "");
    losses.add_many("events", annotations.events.len(), "");
    losses.add_many("relations", annotations.relations.len(), "");
    Exported { files: vec![ExportedFile { ending: "readwise.csv", bytes: table.bytes() }], losses }
}

/// Rows of comma-separated values.
struct Table(String);

impl Table {
    fn of(columns: &[&str]) -> Self {
        let mut table = Self(String::new());
        table.row(&columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>());
        table
    }

    fn row(&mut self, cells: &[String]) {
        for (number, cell) in cells.iter().enumerate() {
            if number > 0 {
                self.0.push(',');
            }
            // Line breaks may stand in a cell; nothing else that steers may.
            let lines: Vec<_> = cell.split('\n').map(visible).collect();
            let cell = lines.join("\n");
            let edges = cell.starts_with(' ') || cell.ends_with(' ');
            if edges || cell.contains([',', '"', '\n']) {
                self.0.push('"');
                self.0.push_str(&cell.replace('"', "\"\""));
                self.0.push('"');
            } else {
                self.0.push_str(&cell);
            }
        }
        self.0.push_str("\r\n");
    }

    fn bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}
