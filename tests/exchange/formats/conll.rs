//! CoNLL: the schemes of tags, columns of several kinds, text put together.

use dateline::exchange;

use super::super::{again, format, gist, import, named, one};

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(words, kind)| ((*words).to_owned(), (*kind).to_owned())).collect()
}

fn found(text: &str) -> Vec<(String, String)> {
    named(&one(import("conll", &[("a.conll", text.as_bytes())])))
}

#[test]
fn schemes_are_told_apart() {
    let expected = pairs(&[("Ida Brook", "person"), ("Ann", "person"), ("Gull", "place")]);
    let words = ["Ida", "Brook", "Ann", "saw", "Gull"];
    let schemes = [
        ["I-PER", "I-PER", "B-PER", "O", "I-LOC"],
        ["B-PER", "I-PER", "B-PER", "O", "B-LOC"],
        ["B-PER", "E-PER", "S-PER", "O", "S-LOC"],
        ["B-PER", "L-PER", "U-PER", "O", "U-LOC"],
    ];
    for tags in schemes {
        let lines: Vec<String> =
            words.iter().zip(tags).map(|(word, tag)| format!("{word} NN I-NP {tag}\n")).collect();
        assert_eq!(found(&lines.concat()), expected, "{tags:?}");
    }
}

#[test]
fn columns_are_found_and_comments_left_out() {
    let expected = pairs(&[("Ida Brook", "person")]);
    assert_eq!(found("Ida\tB-PER\nBrook\tI-PER\nleft\tO\n"), expected, "two columns, tabs");
    assert_eq!(found("# id 7\tdev\nIda _ _ B-PER\nBrook _ _ I-PER\n# _ _ O\n"), expected);
    assert_eq!(found("B-PER\tIda\nI-PER\tBrook\nO\tleft\n"), expected, "the tag first");
    let of_parts = "bc/a 0 0 Ida NNP B-PER\nbc/a 0 1 Brook NNP I-PER\nbc/a 0 2 left VBD O\n";
    assert_eq!(found(of_parts), expected, "document, part and number first");
    let nested = "#\tsource\n1\tIda\tB-PER\tO\n2\tBrook\tI-PER\tB-SURNAME\n3\tleft\tO\tO\n";
    assert_eq!(found(nested), pairs(&[("Ida Brook", "person"), ("Brook", "SURNAME")]));
}

#[test]
fn the_text_is_put_together_as_print_has_it() {
    let text = "-DOCSTART- -X- -X- O\n\n\" O O O\nI O O O\ndo O O O\nn't O O O\nknow O O O\n, O O O\n\" O O O\nIda O O B-PER\n( O O O\n47 O O O\n) O O O\nsaid O O O\n. O O O\n\nShe O O O\nleft O O O\n";
    let document = one(import("conll", &[("a.conll", text.as_bytes())]));
    assert_eq!(document.story.text.as_str(), "\"I don't know,\" Ida (47) said.\nShe left\n");
}

#[test]
fn documents_are_stories_and_come_back() {
    let text = "-DOCSTART- -X- -X- O\n\n🌊 O O O\nIda NNP I-NP B-PER\nleft VBD I-VP O\n\n-DOCSTART- -X- -X- O\n\nGull NNP I-NP B-LOC\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        let imported = import("conll", &[("dev.conll", text.as_bytes())]);
        let names: Vec<&str> = imported.documents.iter().map(|d| d.name.as_str()).collect();
        assert_eq!(names, ["dev-1", "dev-2"]);
        assert_eq!(imported.losses.count("values of other columns"), 8);
        for document in &imported.documents {
            let exported = exchange::export(format("conll"), document);
            assert!(exported.losses.is_empty(), "{:?}", exported.losses);
            assert_eq!(gist(document), gist(&one(again(format("conll"), document, &exported))));
        }
    }
}

#[test]
fn a_wrong_tag_is_told_with_its_place() {
    let lines = "Ida _ _ B-PER\n".repeat(12) + "Brook _ _ Q-PER\n";
    let imported = import("conll", &[("a.conll", lines.as_bytes())]);
    assert_eq!(imported.problems.len(), 1);
    assert_eq!(imported.problems[0].place, Some((13, 11)));
    assert_eq!(imported.documents[0].annotations.mentions.len(), 12);
}

#[test]
fn what_a_mark_cuts_off_a_word_is_one_token() {
    for (words, name, tokens) in [
        ("Britain's fleet", "Britain", "Britain _ _ B-place\n's _ _ O\n"),
        ("Britain’s fleet", "Britain", "Britain _ _ B-place\n’s _ _ O\n"),
        ("the 'fleet' sails", "fleet", "the _ _ O\n' _ _ O\nfleet _ _ B-place\n' _ _ O\n"),
    ] {
        let mut document = exchange::Document {
            name: "a".into(),
            story: dateline::model::Story {
                text: dateline::model::Text::new(format!("{words}\n")),
                ..Default::default()
            },
            ..Default::default()
        };
        document.annotations.entities.push(dateline::model::Entity {
            name: name.into(),
            id: name.to_lowercase(),
            kind: dateline::model::Kind::Place,
            matching: dateline::model::MatchRule::Listed,
            ..Default::default()
        });
        let start = words.find(name).expect("there");
        let span = dateline::model::Span::new(start, start + name.len());
        document.annotations.mentions.push(dateline::model::Mention::new(span, 0));
        let exported = exchange::export(format("conll"), &document);
        let written = String::from_utf8_lossy(&exported.files[0].bytes).into_owned();
        assert!(written.contains(tokens), "{written}");
        let back = one(again(format("conll"), &document, &exported));
        assert_eq!(back.story.text.as_str(), format!("{words}\n"));
    }
}

#[test]
fn files_older_than_utf_8_are_read_as_latin_1() {
    let mut bytes = b"Jos\xe9 B-PER\nvive O\nen O\nM\xe1laga B-LOC\n".to_vec();
    let imported = import("conll", &[("esp.testa", &bytes)]);
    assert!(imported.problems[0].message.contains("Latin-1"), "{:?}", imported.problems);
    assert_eq!(imported.documents[0].name, "esp.testa");
    assert_eq!(imported.documents[0].story.text.as_str(), "José vive en Málaga\n");
    bytes.truncate(0);
    bytes.extend("José B-PER\nvive O\nen O\nMálaga\u{2019}s B-LOC\n".as_bytes());
    bytes.push(0xff);
    let imported = import("conll", &[("esp.testa", &bytes)]);
    assert!(imported.documents[0].story.text.as_str().starts_with("José vive"));
}
