//! JSON: the object of `dateline show --json`, on its own or as a line.

use super::attributes::count_unknown_keys;
use super::object::{StoryObject, write_line};
use super::{Document, Exported, ExportedFile, Format, Losses};

/// The object, laid out for reading.
pub(super) const JSON: Format = Format {
    name: "json",
    about: "JSON, the object of show --json",
    endings: &["json"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: None,
    import: None,
    export: json,
};

/// The object on one line.
pub(super) const LINES: Format = Format {
    name: "jsonl",
    about: "JSON Lines, the object of show --json on one line",
    endings: &["jsonl"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: None,
    import: None,
    export: lines,
};

fn json(document: &Document) -> Exported {
    let mut bytes = line(document);
    if let Ok(value) = serde_json::from_slice::<serde_json::Value>(&bytes)
        && let Ok(mut pretty) = serde_json::to_vec_pretty(&value)
    {
        pretty.push(b'\n');
        bytes = pretty;
    }
    exported("json", bytes, document)
}

fn lines(document: &Document) -> Exported {
    exported("jsonl", line(document), document)
}

fn line(document: &Document) -> Vec<u8> {
    let Document { name, story, annotations, notes } = document;
    let path = story.path.as_ref().map_or_else(|| name.clone(), |path| path.display().to_string());
    let mut bytes = Vec::new();
    // Writing to a vector does not fail.
    let _ = write_line(&mut bytes, &StoryObject::of(&path, story, annotations, notes, &[]));
    bytes
}

fn exported(ending: &'static str, bytes: Vec<u8>, document: &Document) -> Exported {
    let mut losses = Losses::default();
    losses.add_many("subjects of the story", document.story.head.tags.len(), "");
    count_unknown_keys(document, &mut losses);
    Exported { files: vec![ExportedFile { ending, bytes }], losses }
}
