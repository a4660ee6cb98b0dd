//! doccano: triples, entities and relations, comments, offsets in two units.

use dateline::exchange;

use super::super::{again, format, gist, import, named, one};

fn pair(words: &str, kind: &str) -> (String, String) {
    (words.to_owned(), kind.to_owned())
}

#[test]
fn every_shape_of_spans_is_read() {
    let expected = [pair("EU", "organization"), pair("German", "other")];
    let shapes = [
        r#"{"id":1,"text":"EU rejects German call","label":[[0,2,"ORG"],[11,17,"MISC"]]}"#,
        r#"{"id":1,"data":"EU rejects German call","labels":[[0,2,"ORG"],[11,17,"MISC"]],"cats":["world"]}"#,
        r#"{"text":"EU rejects German call","entities":[{"id":4,"start_offset":0,"end_offset":2,"label":"ORG"},{"id":5,"start_offset":11,"end_offset":17,"label":"MISC"}],"relations":[]}"#,
        r#"{"text":"EU rejects German call","entities":[[0,2,"ORG"],[11,17,"MISC"]]}"#,
    ];
    for shape in shapes {
        let document = one(import("doccano", &[("a.jsonl", shape.as_bytes())]));
        assert_eq!(named(&document), expected, "{shape}");
        let exported = exchange::export(format("doccano"), &document);
        assert!(exported.losses.is_empty(), "{:?}", exported.losses);
        let back = one(again(format("doccano"), &document, &exported));
        assert_eq!(gist(&document), gist(&back), "{shape}");
        assert_eq!(document.story.head, back.story.head, "{shape}");
    }
    let old = r#"{"text":"EU rejects","annotations":[{"label":3,"start_offset":0,"end_offset":2,"user":1}],"meta":"{}"}"#;
    let document = one(import("doccano", &[("a.jsonl", old.as_bytes())]));
    assert_eq!(named(&document), [pair("EU", "3")], "labels of old exports are numbers");
    let whole = r#"{"text":"Good film","label":["positive"]}"#;
    let document = one(import("doccano", &[("a.jsonl", whole.as_bytes())]));
    assert!(document.annotations.mentions.is_empty());
    let exported = exchange::export(format("doccano"), &document);
    let written = String::from_utf8_lossy(&exported.files[0].bytes).into_owned();
    assert!(written.contains(r#""label":["positive"]"#), "{written}");
}

#[test]
fn relations_and_comments_are_read_and_written_again() {
    let text = r#"{"id":9,"text":"Ida founded Gull Line","entities":[{"id":0,"start_offset":0,"end_offset":3,"label":"PER"},{"id":1,"start_offset":12,"end_offset":21,"label":"ORG"}],"relations":[{"id":7,"from_id":0,"to_id":1,"type":"foundedBy"}],"Comments":["Who says so?"]}"#;
    let document = one(import("doccano", &[("a.jsonl", text.as_bytes())]));
    assert_eq!(document.annotations.relations[0].kind, "foundedBy");
    assert_eq!(document.notes[0].body, "Who says so?");
    let exported = exchange::export(format("doccano"), &document);
    assert!(exported.losses.is_empty(), "{:?}", exported.losses);
    let back = one(again(format("doccano"), &document, &exported));
    assert_eq!(gist(&document), gist(&back));
    let line: serde_json::Value = serde_json::from_slice(&exported.files[0].bytes).expect("JSON");
    assert_eq!(line["relations"][0]["id"], 7, "numbers stay");
}

#[test]
fn the_unit_is_the_one_whose_ends_are_ends_of_words() {
    let expected = [pair("Ida Brook", "person")];
    for (start, end) in [(5, 14), (6, 15)] {
        let text =
            format!(r#"{{"text":"So 🌊 Ida Brook met them.","label":[[{start},{end},"PER"]]}}"#);
        let document = one(import("doccano", &[("a.jsonl", text.as_bytes())]));
        assert_eq!(named(&document), expected);
    }
}

#[test]
fn a_broken_record_is_told_with_its_place_and_costs_no_other() {
    let good = r#"{"text":"EU rejects","label":[[0,2,"ORG"]]}"#;
    let text = format!(
        "\u{feff}{good}\r\n{{\"text\":\"EU\",\"label\":[[0,9,\"ORG\"],[0,2]]}}\r\n{{\"text\":\r\n{good}\r\n"
    );
    let imported = import("doccano", &[("a.jsonl", text.as_bytes())]);
    let lines: Vec<_> = imported.problems.iter().map(|p| p.place.expect("a place").0).collect();
    assert_eq!(lines, [2, 2, 3], "{:?}", imported.problems);
    assert_eq!(imported.documents.len(), 3);
    assert_eq!(named(&imported.documents[2]), [pair("EU", "organization")]);
}
