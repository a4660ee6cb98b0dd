//! Label Studio: regions joined by id, HTML, predictions, the short form.

use dateline::exchange;

use super::super::{again, format, gist, import, named, one};

const TASK: &str = r#"[{"id":3,"data":{"ner":"🌊 Ida Brook met the council.","title":"Met"},"meta":{"desk":1},
 "annotations":[
  {"id":8,"completed_by":1,"was_cancelled":false,"result":[
   {"id":"a","from_name":"label","to_name":"ner","type":"labels","origin":"manual","meta":{"text":["Is she?"]},
    "value":{"start":3,"end":12,"text":"Ida Brook","labels":["PER","OFFICIAL"]}},
   {"id":"b","from_name":"label","to_name":"ner","type":"labels","score":0.5,
    "value":{"start":21,"end":28,"text":"council","labels":["ORG"]}},
   {"id":"a","from_name":"mood","to_name":"ner","type":"choices",
    "value":{"start":3,"end":12,"text":"Ida Brook","choices":["calm"]}},
   {"id":"a","from_name":"said","to_name":"ner","type":"textarea",
    "value":{"start":3,"end":12,"text":["as she put it"]}},
   {"id":"z","from_name":"topic","to_name":"ner","type":"choices","value":{"choices":["harbour"]}},
   {"from_id":"a","to_id":"b","type":"relation","direction":"bi","labels":["meets"]}]},
  {"id":9,"was_cancelled":true,"result":[{"id":"q","type":"labels","value":{"start":0,"end":1,"labels":["X"]}}]}],
 "predictions":[{"result":[{"id":"p","type":"labels","value":{"start":0,"end":1,"labels":["X"]}}]}]}]"#;

fn pair(words: &str, kind: &str) -> (String, String) {
    (words.to_owned(), kind.to_owned())
}

#[test]
fn results_of_one_id_are_one_mention() {
    let imported = import("label-studio", &[("a.json", TASK.as_bytes())]);
    assert_eq!(imported.losses.count("results of predictions"), 1);
    assert_eq!(imported.losses.count("results of cancelled annotations"), 1);
    let document = one(imported);
    assert_eq!(named(&document), [pair("Ida Brook", "person"), pair("council", "organization")]);
    let said: Vec<&str> =
        document.annotations.mentions[0].attrs.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["labels", "mood", "said"] {
        assert!(said.contains(&name), "{name} among {said:?}");
    }
    assert_eq!(document.annotations.mentions[1].certainty, Some(0.5));
    assert_eq!(document.annotations.relations[0].kind, "meets");
    assert_eq!(document.notes[0].body, "Is she?");
    assert_eq!(document.story.head.title.as_deref(), Some("Met"));
    let exported = exchange::export(format("label-studio"), &document);
    assert!(exported.losses.is_empty(), "{:?}", exported.losses);
    let list: serde_json::Value = serde_json::from_slice(&exported.files[0].bytes).expect("JSON");
    let results = list[0]["annotations"][0]["result"].as_array().expect("results");
    assert_eq!(results.len(), 6, "all that the person said: {results:#?}");
    assert_eq!(list[0]["data"]["ner"], "🌊 Ida Brook met the council.");
    let back = one(again(format("label-studio"), &document, &exported));
    assert_eq!(gist(&document), gist(&back));
    assert_eq!(document.story.head, back.story.head);
}

#[test]
fn the_short_form_html_and_old_exports_are_read() {
    let expected = [pair("Ida Brook", "person")];
    let short = r#"[{"id":1,"text":"So Ida Brook met them.","label":[{"start":3,"end":12,"text":"Ida Brook","labels":["PER"]}],"annotator":1}]"#;
    let html = r#"[{"data":{"html":"<p>So <b>Ida&nbsp;</b>Brook &amp; co.</p>"},"annotations":[{"result":[{"id":"a","from_name":"l","to_name":"t","type":"hypertextlabels","value":{"start":"/p[1]/b[1]/text()[1]","end":"/p[1]/text()[2]","startOffset":0,"endOffset":5,"globalOffsets":{"start":3,"end":12},"text":"Ida Brook","hypertextlabels":["PER"]}}]}]}]"#;
    let old = r#"[{"data":{"text":"So Ida Brook met them."},"completions":[{"result":[{"id":"a","type":"labels","value":{"start":3,"end":12,"text":"Ida Brook","labels":["PER"]}}]}]}]"#;
    for text in [short, old] {
        assert_eq!(named(&one(import("label-studio", &[("a.json", text.as_bytes())]))), expected);
    }
    let document = one(import("label-studio", &[("a.json", html.as_bytes())]));
    assert_eq!(document.story.text.as_str(), "So Ida\u{a0}Brook & co.");
    assert_eq!(named(&document), [pair("Ida\u{a0}Brook", "person")]);
}

#[test]
fn each_annotator_has_a_story() {
    let second = TASK.replace("\"was_cancelled\":true", "\"was_cancelled\":false");
    let imported = import("label-studio", &[("a.json", second.as_bytes())]);
    let names: Vec<&str> = imported.documents.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["a", "a-2"]);
}

#[test]
fn words_that_are_not_where_they_should_be_are_told() {
    let moved = TASK.replace("\"start\":21,\"end\":28", "\"start\":17,\"end\":20");
    let imported = import("label-studio", &[("a.json", moved.as_bytes())]);
    assert_eq!(imported.problems.len(), 1);
    assert_eq!(imported.problems[0].place, Some((6, 4)));
    assert_eq!(named(&imported.documents[0])[1], pair("council", "organization"));
    let gone = moved.replace("\"text\":\"council\"", "\"text\":\"nobody\"");
    let imported = import("label-studio", &[("a.json", gone.as_bytes())]);
    assert!(imported.problems[0].message.contains("“nobody” is not in the text"));
    assert_eq!(named(&imported.documents[0])[1], pair("the", "organization"));
}

#[test]
fn names_of_controls_and_relations_without_labels_stay_as_they_were() {
    let task = |labels: &str| {
        format!(
            r#"[{{"id":1,"data":{{"body":"Ida Brook met the council."}},"annotations":[{{"id":1,"result":[
            {{"id":"a","from_name":"ner","to_name":"txt","type":"labels","value":{{"start":0,"end":9,"text":"Ida Brook","labels":["PER"]}}}},
            {{"id":"a","from_name":"norm","to_name":"txt","type":"textarea","value":{{"start":0,"end":9,"text":["Brook, Ida"]}},"meta":{{"text":["who is she?"]}}}},
            {{"id":"b","from_name":"label","to_name":"body","type":"labels","value":{{"start":18,"end":25,"text":"council","labels":["ORG"]}}}},
            {{"from_id":"a","to_id":"b","type":"relation","direction":"right"{labels}}}]}}]}}]"#
        )
    };
    for labels in ["", ",\"labels\":[]"] {
        let document = one(import("label-studio", &[("a.json", task(labels).as_bytes())]));
        let said: Vec<&str> = document.notes.iter().map(|note| note.body.as_str()).collect();
        assert_eq!(said, ["who is she?"]);
        let exported = exchange::export(format("label-studio"), &document);
        let tasks: serde_json::Value =
            serde_json::from_slice(&exported.files[0].bytes).expect("JSON");
        let results = tasks[0]["annotations"][0]["result"].as_array().expect("a list");
        let names: Vec<(&str, &str)> = results
            .iter()
            .filter_map(|r| Some((r["from_name"].as_str()?, r["to_name"].as_str()?)))
            .collect();
        assert_eq!(names, [("ner", "txt"), ("norm", "txt"), ("label", "body")]);
        let relation = results.last().expect("a relation");
        assert_eq!(relation["type"], "relation");
        assert_eq!(relation.get("labels").is_some(), !labels.is_empty());
        assert!(relation.get("labels").is_none_or(|all| all.as_array().is_some_and(Vec::is_empty)));
        let back = one(again(format("label-studio"), &document, &exported));
        assert_eq!(gist(&document), gist(&back));
    }
}

#[test]
fn a_fault_of_a_region_or_a_relation_is_told_with_its_own_line() {
    let file = r#"[
{"id": 1, "data": {"text": "Ida rows."}, "annotations": [
 {"id": 7, "result": []},
 {"id": 8, "note": "[{\"}", "result": [
  {"id": "a", "type": "labels", "value": {"start": 0, "end": 3, "text": "Ida", "labels": ["PER"]}},
  {"id": "b", "type": "labels", "value": {"start": 90, "end": 99, "labels": ["LOC"]}},
  {"id": "c", "type": "labels", "value": {"start": 4, "end": 8, "text": "Ida", "labels": ["LOC"]}},
  {"type": "relation", "from_id": "a", "to_id": "none"}
 ]}]}
]"#;
    let imported = import("label-studio", &[("a.json", file.as_bytes())]);
    let lines: Vec<_> = imported.problems.iter().map(|one| one.place.map(|at| at.0)).collect();
    assert_eq!(lines, [Some(6), Some(7), Some(8)], "{:?}", imported.problems);
    assert_eq!(imported.documents.len(), 2);
}

#[test]
fn a_kind_of_control_that_is_called_as_a_place_is_written_once() {
    let task = r#"[{"data":{"text":"Ida Brook met."},"annotations":[{"result":[
        {"id":"a","from_name":"x","to_name":"text","type":"text",
         "value":{"start":0,"end":9,"text":["PER"]}}]}]}]"#;
    let imported = import("label-studio", &[("a.json", task.as_bytes())]);
    for document in &imported.documents {
        let bytes = exchange::export(format("label-studio"), document).files.remove(0).bytes;
        let written = String::from_utf8(bytes).expect("UTF-8");
        let value = written.split("\"value\"").nth(1).unwrap_or_default();
        let value = &value[..value.find('}').unwrap_or(value.len())];
        assert!(value.matches("\"text\":").count() <= 1, "{written}");
    }
}
