//! spaCy and Prodigy: examples, tokens, relations, answers, training pairs.

use dateline::exchange;

use super::super::{again, format, gist, import, mentions, named, one};

const EXAMPLE: &str = r#"{"text":"🌊 Ida Brook met the council.","tokens":[{"text":"🌊","start":0,"end":1,"id":0,"ws":true},{"text":"Ida","start":2,"end":5,"id":1,"ws":true},{"text":"Brook","start":6,"end":11,"id":2,"ws":true},{"text":"met","start":12,"end":15,"id":3,"ws":true},{"text":"the","start":16,"end":19,"id":4,"ws":true},{"text":"council","start":20,"end":27,"id":5,"ws":false},{"text":".","start":27,"end":28,"id":6,"ws":false}],"spans":[{"start":2,"end":11,"label":"PERSON","token_start":1,"token_end":2,"score":0.5,"kb_id":"Q76"},{"start":20,"end":27,"label":"ORG"},{"start":6,"end":11,"label":"SURNAME"}],"relations":[{"head":2,"child":5,"label":"MEETS","head_span":{"start":2,"end":11,"label":"PERSON"},"child_span":{"start":20,"end":27,"label":"ORG"},"color":"red"},{"head":3,"child":5,"label":"OBJ"}],"meta":{"source":"Harbour Post","desk":7},"_input_hash":11,"answer":"accept"}"#;

#[test]
fn examples_are_read_and_written_again() {
    let document = one(import("spacy", &[("a.jsonl", EXAMPLE.as_bytes())]));
    let found = named(&document);
    let has = |words: &str, kind: &str| found.contains(&(words.to_owned(), kind.to_owned()));
    assert!(has("Ida Brook", "person") && has("council", "organization"), "{found:?}");
    assert!(has("Brook", "SURNAME"), "spans may nest");
    assert!(has("met", "other"), "a relation may be tied to a bare token");
    let relations = &document.annotations.relations;
    let kinds: Vec<&str> = relations.iter().map(|relation| relation.kind.as_str()).collect();
    assert_eq!(kinds, ["MEETS", "OBJ"]);
    assert_eq!(relations[0].attrs[0].0, "color");
    assert_eq!(document.story.head.source.as_deref(), Some("Harbour Post"));
    let exported = exchange::export(format("spacy"), &document);
    assert!(exported.losses.is_empty(), "{:?}", exported.losses);
    let line: serde_json::Value = serde_json::from_slice(&exported.files[0].bytes).expect("JSON");
    assert_eq!(line["spans"].as_array().map(Vec::len), Some(3), "a bare token is no span");
    assert_eq!(line["meta"]["desk"], 7);
    assert_eq!(line["_input_hash"], 11);
    let back = one(again(format("spacy"), &document, &exported));
    assert_eq!(gist(&document), gist(&back));
}

#[test]
fn what_was_not_accepted_is_counted_and_not_read() {
    for answer in ["reject", "ignore"] {
        let text = EXAMPLE.replace("\"accept\"", &format!("\"{answer}\""));
        let imported = import("spacy", &[("a.jsonl", text.as_bytes())]);
        assert_eq!(imported.losses.count("spans and relations that were not accepted"), 5);
        assert!(one(imported).annotations.mentions.is_empty());
    }
}

#[test]
fn training_pairs_and_documents_are_read_too() {
    let pair = r#"["Brook left Gull Island.", {"entities": [[0, 5, "PERSON"], [11, 22, "LOC"]]}]"#;
    let named_of = |name: &str, text: &str| {
        let imported = import("spacy", &[(name, text.as_bytes())]);
        assert!(imported.problems.is_empty(), "{:?}", imported.problems);
        imported.documents.iter().flat_map(named).collect::<Vec<_>>()
    };
    let expected = named_of("a.jsonl", pair);
    assert_eq!(expected.len(), 2);
    let twice: Vec<_> = expected.iter().chain(&expected).cloned().collect();
    assert_eq!(named_of("a.jsonl", &format!("{pair}\n{pair}\n")), twice, "lines of pairs");
    assert_eq!(named_of("a.json", &format!("[{pair},\n{pair}]")), twice, "a list of pairs");
    let tool = format!(r#"{{"classes":["PERSON"],"annotations":[null,{pair}]}}"#);
    assert_eq!(named_of("a.json", &tool), expected, "pairs under a key");
    let doc = r#"{"text":"Brook left Gull Island.","ents":[{"start":0,"end":5,"label":"PERSON"}],
        "spans":{"sc":[{"start":0,"end":5,"label":"PERSON"},{"start":11,"end":22,"label":"LOC"}]}}"#;
    assert_eq!(named_of("a.json", &doc.replace('\n', " ")), expected, "Doc.to_json");
}

#[test]
fn line_ends_and_marks_change_nothing() {
    let plain = mentions(&one(import("spacy", &[("a.jsonl", EXAMPLE.as_bytes())])));
    let crlf = format!("{EXAMPLE}\r\n");
    let marked = format!("\u{feff}{EXAMPLE}");
    for text in [crlf, marked] {
        assert_eq!(mentions(&one(import("spacy", &[("a.jsonl", text.as_bytes())]))), plain);
    }
    // Inside the text both count as characters.
    let inside =
        r#"{"text":"\ufeffOne.\r\nIda Brook left.","spans":[{"start":7,"end":16,"label":"PER"}]}"#;
    let document = one(import("spacy", &[("a.jsonl", inside.as_bytes())]));
    assert_eq!(named(&document), [("Ida Brook".to_owned(), "person".to_owned())]);
    assert_eq!(document.story.text.as_str(), "One.\nIda Brook left.");
}

#[test]
fn a_broken_example_is_told_with_its_place_and_costs_no_other() {
    let text = format!(
        "{EXAMPLE}\n{{\"text\": oops}}\n{{\"text\":\"Short.\",\"spans\":[{{\"start\":3,\"end\":99,\"label\":\"X\"}}]}}\n{{\"words\":1}}\n{EXAMPLE}\n"
    );
    let imported = import("spacy", &[("a.jsonl", text.as_bytes())]);
    let lines: Vec<_> = imported.problems.iter().map(|p| p.place.expect("a place").0).collect();
    assert_eq!(lines, [2, 3, 4], "{:?}", imported.problems);
    let counts: Vec<_> = imported.documents.iter().map(|d| d.annotations.mentions.len()).collect();
    assert_eq!(counts, [4, 0, 4]);
}
