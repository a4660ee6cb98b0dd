//! Exchange promises: what goes out in a format comes back the same but for
//! what is counted as lost, whatever the line ends and the characters before.

mod files;
mod formats;
mod pages;
mod rounds;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dateline::exchange::{self, Document, Exported, Format, Imported, SourceFile};
use dateline::model::{Annotations, Mention, Text};

/// The format of this name.
fn format(name: &str) -> &'static Format {
    Format::named(name).expect("a format of this name")
}

/// Files in memory, by their names.
fn sources(files: &[(&str, &[u8])]) -> Vec<SourceFile> {
    files
        .iter()
        .map(|(name, bytes)| SourceFile { path: PathBuf::from(name), bytes: bytes.to_vec() })
        .collect()
}

fn import(name: &str, files: &[(&str, &[u8])]) -> Imported {
    exchange::import(format(name), &sources(files))
}

/// The one story of an import without fault.
#[track_caller]
fn one(imported: Imported) -> Document {
    let problems: Vec<String> = imported.problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let mut documents = imported.documents;
    assert_eq!(documents.len(), 1, "one story");
    documents.remove(0)
}

/// What was exported, as files to import.
fn again(format: &Format, document: &Document, exported: &Exported) -> Imported {
    let files: Vec<SourceFile> = exported
        .files
        .iter()
        .map(|file| SourceFile {
            path: Path::new(&format!("{}.{}", document.name, file.ending)).to_owned(),
            bytes: file.bytes.clone(),
        })
        .collect();
    exchange::import(format, &files)
}

/// Each mention as (words, kind of its name), and the name itself, in order.
fn mentions(document: &Document) -> Vec<(String, String, String)> {
    let Annotations { entities, mentions, .. } = &document.annotations;
    mentions
        .iter()
        .map(|mention| {
            let entity = &entities[mention.entity];
            let words = words(&document.story.text, mention);
            (words, entity.kind.word().to_owned(), entity.name.clone())
        })
        .collect()
}

fn words(text: &Text, mention: &Mention) -> String {
    mention.spans().map(|span| text.slice(span)).collect::<Vec<_>>().join(" ")
}

/// The words and kinds of an import's mentions alone.
fn named(document: &Document) -> Vec<(String, String)> {
    mentions(document).into_iter().map(|(words, kind, _)| (words, kind)).collect()
}

/// What a document says, in a form to compare: spans with all that is said of
/// them, which belong together, relations by what they tie, notes.
fn gist(document: &Document) -> BTreeMap<&'static str, Vec<String>> {
    let Annotations { entities, mentions, relations, events, times, quotes, .. } =
        &document.annotations;
    let text = &document.story.text;
    let mut gist: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let place = |id: &str| {
        let mention = mentions.iter().find(|mention| mention.id.as_deref() == Some(id));
        mention.map_or_else(|| format!("? {id}"), |mention| format!("{:?}", mention.span))
    };
    for mention in mentions {
        let Mention { span, more, attrs, certainty, .. } = mention;
        let mut attrs: Vec<String> = attrs.iter().map(|(k, v)| format!("{k}={v}")).collect();
        attrs.sort();
        gist.entry("mentions")
            .or_default()
            .push(format!("{span:?} {more:?} {attrs:?} {certainty:?}"));
    }
    for (number, entity) in entities.iter().enumerate() {
        let own = mentions.iter().filter(|mention| mention.entity == number);
        let spans: Vec<String> = own.map(|mention| format!("{:?}", mention.span)).collect();
        gist.entry("names").or_default().push(format!(
            "{spans:?} {} {:?} {:?} {:?}",
            entity.name, entity.kind, entity.links, entity.attrs
        ));
    }
    for relation in relations {
        let mut attrs: Vec<String> =
            relation.attrs.iter().map(|(k, v)| format!("{k}={v}")).collect();
        attrs.sort();
        gist.entry("relations").or_default().push(format!(
            "{} {} {} {attrs:?}",
            place(&relation.from),
            relation.kind,
            place(&relation.to)
        ));
    }
    for event in events {
        let who: Vec<String> =
            event.who.iter().map(|part| format!("{:?} {}", part.role, part.entity)).collect();
        gist.entry("events").or_default().push(format!(
            "{} {} {} {:?} {who:?}",
            event.id,
            event.when.notation(),
            event.label,
            event.spans
        ));
    }
    for time in times {
        gist.entry("times").or_default().push(format!(
            "{:?} {} {}",
            time.span,
            time.kind.word(),
            time.value.notation()
        ));
    }
    for quote in quotes {
        gist.entry("quotes")
            .or_default()
            .push(format!("{:?} {:?} {:?} {:?}", quote.span, quote.speaker, quote.cue, quote.kind));
    }
    for note in &document.notes {
        let mut tags = note.tags.clone();
        tags.sort();
        gist.entry("notes").or_default().push(format!(
            "{} {:?} {:?} {} {tags:?} {:?} {:?} {:?}",
            note.id, note.kind, note.spans, note.body, note.color, note.made, note.by
        ));
    }
    gist.insert("text", vec![text.original().into_owned()]);
    for list in gist.values_mut() {
        list.sort();
    }
    gist
}
