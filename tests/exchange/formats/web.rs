//! Web annotations and Hypothesis.

use dateline::exchange;
use dateline::model::NoteKind;

use super::super::{again, format, import, named, one};

const TEXT: &str = "🌊 Ida Brook met the council in Harbourton.\nBrook left.\n";

const W3C: &str = r#"[
 {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:1", "type": "Annotation",
  "motivation": "identifying",
  "body": [{"type": "TextualBody", "purpose": "classifying", "value": "PER"},
           {"type": "SpecificResource", "purpose": "identifying", "source": "http://www.wikidata.org/entity/Q76"}],
  "target": {"source": "a.txt", "selector": [
    {"type": "TextQuoteSelector", "exact": "Ida Brook", "prefix": "🌊 ", "suffix": " met"},
    {"type": "TextPositionSelector", "start": 3, "end": 12}]}},
 {"id": "urn:x:2", "type": "Annotation", "motivation": ["identifying"],
  "body": {"type": "TextualBody", "purpose": "classifying", "value": "LOC"}, "sure": true,
  "target": {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "Harbourton"}}},
 {"id": "urn:x:3", "type": "Annotation", "motivation": "linking",
  "body": [{"type": "SpecificResource", "source": "urn:x:2"},
           {"type": "TextualBody", "purpose": "tagging", "value": "lives in"}], "target": "urn:x:1"},
 {"id": "urn:x:4", "type": "Annotation", "bodyValue": "Really?", "creator": {"name": "Ann"},
  "created": "2024-01-05T13:19:14Z",
  "target": {"source": "a.txt", "selector": [{"type": "FragmentSelector", "value": "p2",
    "refinedBy": {"type": "TextQuoteSelector", "exact": "Brook", "suffix": " left"}}]}},
 {"id": "urn:x:5", "type": "Annotation", "motivation": "highlighting", "body": [],
  "target": [{"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "the council"}},
             {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "left"}}]}
]"#;

#[test]
fn web_annotations_are_names_ties_and_notes() {
    let document = one(import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.jsonld", W3C.as_bytes())]));
    assert_eq!(
        named(&document),
        [("Ida Brook".to_owned(), "person".to_owned()), ("Harbourton".into(), "place".into())]
    );
    let relation = &document.annotations.relations[0];
    assert_eq!(
        (&*relation.from, &*relation.kind, &*relation.to),
        ("urn:x:1", "lives in", "urn:x:2")
    );
    let kinds: Vec<NoteKind> = document.notes.iter().map(|note| note.kind).collect();
    assert_eq!(kinds, [NoteKind::Note, NoteKind::Highlight]);
    assert_eq!(
        (&*document.notes[0].body, document.notes[0].by.as_deref()),
        ("Really?", Some("Ann"))
    );
    assert_eq!(document.notes[1].spans.len(), 2, "several targets are several places");
    let exported = exchange::export(format("w3c"), &document);
    let page = String::from_utf8_lossy(&exported.files[1].bytes).into_owned();
    assert!(page.contains("\"sure\":true"), "keys of others stay\n{page}");
    let back = one(again(format("w3c"), &document, &exported));
    assert_eq!(super::super::gist(&document), super::super::gist(&back));
}

#[test]
fn without_the_text_the_quotations_make_one() {
    let imported = import("w3c", &[("a.jsonld", W3C.as_bytes())]);
    let document = &imported.documents[0];
    assert_eq!(document.annotations.mentions.len(), 2);
    assert_eq!(document.notes.len(), 2);
    assert!(document.notes.iter().all(|note| !note.spans.is_empty()));
    assert!(imported.problems.iter().any(|problem| problem.message.contains("quotations")));
}

#[test]
fn a_broken_record_is_told_with_its_place_and_costs_no_other() {
    let broken =
        W3C.replace("\"motivation\": [\"identifying\"],", "\"motivation\": [identifying],");
    let imported = import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.jsonld", broken.as_bytes())]);
    let lines: Vec<_> = imported.problems.iter().filter_map(|problem| problem.place).collect();
    assert_eq!(lines[0].0, 9, "{:?}", imported.problems);
    let document = &imported.documents[0];
    assert_eq!((document.annotations.mentions.len(), document.notes.len()), (1, 2));
}

const ROWS: &str = r#"{"total": 2, "rows": [
 {"id": "h1", "created": "2024-01-05T13:19:14.1+00:00", "user": "acct:ann@hypothes.is",
  "uri": "https://example.org/ferry", "text": "Who?", "tags": ["check"],
  "target": [{"source": "https://example.org/ferry", "selector": [
    {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0, "endContainer": "/p[1]", "endOffset": 9},
    {"type": "TextPositionSelector", "start": 3, "end": 12},
    {"type": "TextQuoteSelector", "exact": "Ida Brook", "prefix": "🌊 ", "suffix": " met"}]}],
  "document": {"title": ["Ferry runs again"]}},
 {"id": "h2", "uri": "https://example.org/ferry", "text": "The keeper.", "references": ["h1"],
  "target": [{"source": "https://example.org/ferry"}]}
]}"#;

#[test]
fn hypothesis_rows_are_notes_and_replies() {
    let document =
        one(import("hypothesis", &[("a.txt", TEXT.as_bytes()), ("a.json", ROWS.as_bytes())]));
    assert_eq!(document.story.head.title.as_deref(), Some("Ferry runs again"));
    assert_eq!(document.story.head.url.as_deref(), Some("https://example.org/ferry"));
    let [note, reply] = document.notes.as_slice() else { panic!("two notes") };
    assert_eq!(document.story.text.slice(note.spans[0]), "Ida Brook", "UTF-16 units");
    assert_eq!((&*note.tags[0], note.by.as_deref()), ("check", Some("acct:ann@hypothes.is")));
    assert_eq!(reply.target.as_deref(), Some("h1"));
    assert_eq!(reply.spans, note.spans, "a reply stands where its note does");
    let exported = exchange::export(format("hypothesis"), &document);
    let back = one(again(format("hypothesis"), &document, &exported));
    assert_eq!(super::super::gist(&document), super::super::gist(&back));
}
