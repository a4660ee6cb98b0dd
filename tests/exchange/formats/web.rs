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

#[test]
fn a_hypothesis_row_of_the_wrong_sort_is_told_and_costs_no_other() {
    let row =
        |id: &str, more: &str| format!(r#"{{"id":"{id}","uri":"https://example.org/"{more}}}"#);
    let wrong = [
        ("`target`", r#","target":4"#),
        ("`target`", r#","target":[4]"#),
        ("`text`", r#","target":[],"text":5"#),
        ("`selector`", r#","target":[{"source":"x","selector":"bad"}]"#),
        ("`tags`", r#","target":[],"tags":[1]"#),
        ("`references`", r#","target":[],"references":3"#),
    ];
    for (key, more) in wrong {
        let good = row("h1", r#","target":[],"text":"Good.""#);
        let file = format!("{{\"rows\":[\n{good},\n{}\n]}}", row("h2", more));
        let imported = import("hypothesis", &[("a.txt", b"A"), ("a.json", file.as_bytes())]);
        let told: Vec<String> = imported.problems.iter().map(|one| one.headline()).collect();
        let told = told.join("\n");
        assert!(told.starts_with("a.json:3:1: error: ") && told.contains(key), "{more}: {told}");
        assert!(told.contains("expected"), "{more}: {told}");
        assert_eq!(imported.documents[0].notes.len(), 1, "{more}");
    }
    let page_note = row("h1", r#","target":[],"text":null"#);
    assert_eq!(
        one(import("hypothesis", &[("a.txt", b"A"), ("a.json", page_note.as_bytes())])).notes.len(),
        1
    );
}

#[test]
fn a_reply_to_a_reply_stands_where_the_thread_began() {
    let deep = ROWS.replace(
        "\n]}",
        ",\n {\"id\": \"h3\", \"uri\": \"https://example.org/ferry\", \"text\": \"Since when?\",\n  \
         \"references\": [\"h1\", \"h2\"], \"target\": [{\"source\": \"https://example.org/ferry\"}]}\n]}",
    );
    let document =
        one(import("hypothesis", &[("a.txt", TEXT.as_bytes()), ("a.json", deep.as_bytes())]));
    assert_eq!(document.notes[2].target.as_deref(), Some("h2"));
    assert_eq!(document.notes[2].spans, document.notes[0].spans);
    let exported = exchange::export(format("hypothesis"), &document);
    let back = one(again(format("hypothesis"), &document, &exported));
    assert_eq!(super::super::gist(&document), super::super::gist(&back));
}

#[test]
fn replies_in_a_list_of_their_own_are_read() {
    let (rows, reply) = ROWS.split_once(",\n {\"id\": \"h2\"").expect("two rows");
    let apart = format!("{rows}], \"replies\": [\n {{\"id\": \"h2\"{reply}");
    let document =
        one(import("hypothesis", &[("a.txt", TEXT.as_bytes()), ("a.json", apart.as_bytes())]));
    assert_eq!(document.notes.len(), 2);
}

/// Annotations as Recogito writes them: tags, a comment, a link of two.
const TAGGED: &str = r##"[
 {"id": "#a1", "type": "Annotation", "body": [
   {"type": "TextualBody", "value": "Person", "purpose": "tagging"},
   {"type": "TextualBody", "value": "The keeper?", "purpose": "commenting"}],
  "target": {"selector": [{"type": "TextQuoteSelector", "exact": "Ida Brook"},
    {"type": "TextPositionSelector", "start": 3, "end": 12}]}},
 {"id": "#a2", "type": "Annotation", "body": [
   {"type": "TextualBody", "value": "Place", "purpose": "tagging"}],
  "target": {"selector": [{"type": "TextQuoteSelector", "exact": "Harbourton"}]}},
 {"id": "#a3", "type": "Annotation", "body": [
   {"type": "TextualBody", "value": "left alone", "purpose": "tagging"}],
  "target": {"selector": [{"type": "TextQuoteSelector", "exact": "the council"}]}},
 {"id": "#r1", "type": "Annotation", "motivation": "linking",
  "body": [{"type": "TextualBody", "value": "lives in", "purpose": "tagging"}],
  "target": [{"id": "#a1"}, {"id": "#a2"}]}
]"##;

#[test]
fn what_two_targets_link_is_a_relation_of_names() {
    let document = one(import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.json", TAGGED.as_bytes())]));
    assert_eq!(
        named(&document),
        [("Ida Brook".to_owned(), "person".to_owned()), ("Harbourton".into(), "place".into())]
    );
    let relation = &document.annotations.relations[0];
    assert_eq!((&*relation.from, &*relation.kind, &*relation.to), ("#a1", "lives in", "#a2"));
    let said: Vec<&str> = document.notes.iter().map(|note| &*note.body).collect();
    assert!(said.contains(&"The keeper?"), "words on a name are a note on it: {said:?}");
    assert_eq!(document.notes.len(), 2, "a tag that nothing links is a note");
    let exported = exchange::export(format("w3c"), &document);
    let back = one(again(format("w3c"), &document, &exported));
    assert_eq!(super::super::gist(&document), super::super::gist(&back));
}

#[test]
fn a_choice_of_bodies_is_no_list_of_annotations() {
    let choice = r#"{"id": "urn:x:1", "type": "Annotation",
      "body": {"type": "Choice", "items": [{"type": "TextualBody", "value": "Yes"},
                                           {"type": "TextualBody", "value": "Ja"}]},
      "target": {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "left"}}}"#;
    let line = choice.replace('\n', " ");
    let second = line.replace("urn:x:1", "urn:x:2");
    for (content, count) in [(choice.to_owned(), 1), (format!("{line}\n{second}\n"), 2)] {
        let document =
            one(import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.json", content.as_bytes())]));
        assert_eq!(document.notes.len(), count);
        assert_eq!(document.notes[0].body, "Yes\n\nJa");
    }
}

#[test]
fn what_web_annotations_say_beyond_their_text_is_counted() {
    let odd = r##"[{"id": "urn:x:1", "type": "Annotation",
      "body": {"type": "TextualBody", "value": "Hm", "format": "text/plain", "language": "en"},
      "target": {"source": "a.txt", "state": {"type": "TimeState"},
                 "selector": {"type": "CssSelector", "value": "#p > b"}}},
     {"id": "urn:x:2", "type": "Annotation", "bodyValue": "Far off",
      "target": {"source": "a.txt", "selector":
        {"type": "TextPositionSelector", "start": 4000, "end": 4004}}}]"##;
    let imported = import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.json", odd.as_bytes())]);
    assert_eq!(imported.losses.count("particulars of bodies"), 2);
    assert_eq!(imported.losses.count("particulars of targets"), 1);
    assert_eq!(imported.losses.count("places not in a text"), 2);
    assert_eq!(one(imported).notes.len(), 2);
}

#[test]
fn the_text_beside_a_file_of_several_pages_is_that_of_the_page_it_quotes() {
    let pages = ROWS.replace(
        "\n]}",
        ",\n {\"id\": \"h3\", \"uri\": \"https://example.org/other\", \"text\": \"Elsewhere.\",\n  \
         \"target\": [{\"source\": \"https://example.org/other\"}]}\n]}",
    );
    let imported =
        import("hypothesis", &[("a.txt", TEXT.as_bytes()), ("a.json", pages.as_bytes())]);
    let texts: Vec<&str> =
        imported.documents.iter().map(|document| document.story.text.as_str()).collect();
    assert_eq!(texts, [TEXT, ""]);
}

#[test]
fn a_reply_keeps_its_thread_and_is_no_story_of_its_own() {
    let page = r##"[
     {"id": "urn:x:2", "type": "Annotation", "motivation": "replying", "bodyValue": "The keeper.",
      "target": "urn:x:1"},
     {"id": "urn:x:1", "type": "Annotation", "motivation": "questioning", "bodyValue": "Who?",
      "target": {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "Ida Brook"}}},
     {"id": "urn:x:3", "type": "Annotation", "motivation": "replying", "bodyValue": "Since when?",
      "target": {"id": "urn:x:2", "type": "Annotation"}},
     {"id": "urn:x:4", "type": "Annotation", "motivation": "replying", "bodyValue": "In a circle.",
      "target": "urn:x:5"},
     {"id": "urn:x:5", "type": "Annotation", "motivation": "replying", "bodyValue": "And round.",
      "target": "urn:x:4"}
    ]"##;
    let imported = import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.json", page.as_bytes())]);
    let document = &imported.documents[0];
    let of = |id: &str| document.notes.iter().find(|note| note.id == id).expect("a note");
    assert_eq!(document.notes.len(), 3);
    assert_eq!(of("urn:x:2").target.as_deref(), Some("urn:x:1"));
    assert_eq!(of("urn:x:3").target.as_deref(), Some("urn:x:2"));
    assert_eq!(of("urn:x:3").spans, of("urn:x:1").spans);
    let (page, _) = page.split_once(",\n     {\"id\": \"urn:x:4\"").expect("the circle");
    let page = format!("{page}]");
    let document = one(import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.json", page.as_bytes())]));
    let exported = exchange::export(format("w3c"), &document);
    assert!(exported.losses.is_empty(), "{:?}", exported.losses);
    let back = one(again(format("w3c"), &document, &exported));
    assert_eq!(super::super::gist(&document), super::super::gist(&back));
    let targets = |document: &exchange::Document| {
        document.notes.iter().map(|note| note.target.clone()).collect::<Vec<_>>()
    };
    assert_eq!(targets(&document), targets(&back));
}

#[test]
fn a_fragment_in_the_address_of_a_target_is_a_place() {
    let page = r##"[
     {"id": "urn:x:1", "type": "Annotation", "bodyValue": "One", "target": "a.txt#char=2,5"},
     {"id": "urn:x:2", "type": "Annotation", "bodyValue": "Two",
      "target": {"id": "a.txt#char=2,11", "type": "Text"}},
     {"id": "urn:x:3", "type": "Annotation", "bodyValue": "Three", "target": "a.txt#line=1,2"},
     {"id": "urn:x:4", "type": "Annotation", "bodyValue": "Four", "target": "a.txt#xywh=1,2,3,4"}
    ]"##;
    let imported = import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.json", page.as_bytes())]);
    assert_eq!(imported.losses.count("places not in a text"), 1, "{:?}", imported.losses);
    let document = one(imported);
    let words: Vec<&str> = document
        .notes
        .iter()
        .map(|note| note.spans.first().map_or("", |span| document.story.text.slice(*span)))
        .collect();
    assert_eq!(words, ["Ida", "Ida Brook", "Brook left.", ""]);
}

#[test]
fn a_passage_that_is_gone_is_not_pinned_to_the_same_words_elsewhere() {
    let page = r#"[{"id": "urn:x:1", "type": "Annotation", "bodyValue": "Gone",
      "target": {"source": "a.txt", "selector": {"type": "TextQuoteSelector",
        "exact": "left", "prefix": "nobody had ", "suffix": " behind them"}}}]"#;
    let document = one(import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.json", page.as_bytes())]));
    let note = &document.notes[0];
    assert!(note.spans.is_empty());
    assert_eq!(note.selectors[0].before.as_deref(), Some("nobody had "));
}

/// A web annotation of a name, with this target.
fn with_target(target: &str) -> String {
    format!(
        r#"{{"id": "urn:x:1", "type": "Annotation", "motivation": "identifying", "body": {{"purpose": "classifying", "value": "PER"}}, "target": {target}}}"#
    )
}

#[test]
fn a_target_says_the_same_in_its_plain_form_and_in_any_other() {
    let quote = r#"{"type": "TextQuoteSelector", "exact": "Brook", "prefix": "ton.\n"}"#;
    let position = r#"{"type": "TextPositionSelector", "start": 43, "end": 48}"#;
    let text = ("a.txt", TEXT.as_bytes());
    for selector in [
        format!("[{quote}, {position}]"),
        format!("[{position}, {quote}]"),
        format!("[{quote}]"),
        quote.to_owned(),
        format!("[{position}]"),
        r#"[{"type": "TextPositionSelector", "start": "43", "end": 48.0}]"#.to_owned(),
    ] {
        for more in ["", r#", "type": "SpecificResource""#] {
            let target = format!(r#"{{"source": "a.txt", "selector": {selector}{more}}}"#);
            let page = with_target(&target);
            let document = one(import("w3c", &[text, ("a.jsonld", page.as_bytes())]));
            let spans: Vec<_> = document.annotations.mentions.iter().map(|m| m.span).collect();
            assert_eq!(spans.len(), 1, "{target}");
            assert_eq!(spans[0].start, TEXT.rfind("Brook").expect("Brook"), "{target}");
        }
    }
    // A list of what a target says is none, and neither is one of a selector.
    let listed = r#"["a.txt", [["TextQuoteSelector", "Brook", null, null, null, null]]]"#;
    let inner = r#"{"source": "a.txt", "selector": [["TextQuoteSelector", "Brook", null, null, null, null]]}"#;
    for target in [listed, inner] {
        let page = with_target(target);
        let imported = import("w3c", &[text, ("a.jsonld", page.as_bytes())]);
        let mentions = imported.documents.iter().flat_map(|one| &one.annotations.mentions);
        assert_eq!(mentions.count(), 0, "{target}");
    }
}

#[test]
fn a_target_that_cannot_be_read_is_told_at_its_place_and_costs_no_other() {
    let broken = with_target(
        r#"{"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "Ida", "prefix": "\ud83d and"}}"#,
    );
    let whole = with_target(
        r#"{"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "Ida Brook"}}"#,
    );
    let page = format!("[\n{broken},\n{whole}\n]");
    let imported = import("w3c", &[("a.txt", TEXT.as_bytes()), ("a.jsonld", page.as_bytes())]);
    let [problem] = &*imported.problems else { panic!("{:?}", imported.problems) };
    assert!(problem.message.starts_with("not JSON: "), "{}", problem.message);
    let (line, column) = problem.place.expect("a place");
    let after = broken.find(" and").expect("the words after the half of an emoji") + 1;
    assert!(line == 2 && column.abs_diff(after) < 8, "{line}:{column}, not {after}");
    let names = named(&imported.documents[0]);
    assert_eq!(names, [("Ida Brook".to_owned(), "person".to_owned())]);
}
