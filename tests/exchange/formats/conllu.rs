//! CoNLL-U: brackets of names, ranges, empty words, several documents.

use dateline::exchange;

use super::super::{again, format, gist, import, mentions, named, one};

const TEXT: &str = "\
# newdoc id = harbour
# global.Entity = GRP-etype-infstat-minspan-link-identity
# meta::title = At the harbour
# newpar
# sent_id = h-1
# text = 🌊 Ida doesn't like Brook's ferry, Gull 2.
1\t🌊\t🌊\tSYM\t_\t_\t0\troot\t_\t_
2\tIda\tIda\tPROPN\t_\t_\t0\troot\t_\tEntity=(1-person-new-1-coref-Ida_Brook)
3-4\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdoes\tdo\tAUX\t_\t_\t0\troot\t_\t_
4\tn't\tnot\tPART\t_\t_\t0\troot\t_\t_
5\tlike\tlike\tVERB\t_\t_\t0\troot\t_\tEntity=(4-abstract-new-1-sgl
6-7\tBrook's\t_\t_\t_\t_\t_\t_\t_\t_
6\tBrook\tBrook\tPROPN\t_\t_\t0\troot\t_\tEntity=(2-object-new-3-coref(3-person-acc-1-sgl)
7\t's\t's\tPART\t_\t_\t0\troot\t_\tEntity=4)
8\tferry\tferry\tNOUN\t_\t_\t0\troot\t_\tEntity=2)|SpaceAfter=No
8.1\town\town\tVERB\t_\t_\t_\t_\t_\tEntity=(9-abstract-new-1-sgl)
9\t,\t,\tPUNCT\t_\t_\t0\troot\t_\t_
10\tGull\tGull\tPROPN\t_\t_\t0\troot\t_\tBridge=1<2|Entity=(2[1/2]-object-giv-1-coref)
11\t2\t2\tNUM\t_\t_\t0\troot\t_\tEntity=(2[2/2]-object-giv-1-coref)|SpaceAfter=No
12\t.\t.\tPUNCT\t_\t_\t0\troot\t_\t_

# sent_id = h-2
# text = She left.
1\tShe\tshe\tPRON\t_\t_\t0\troot\t_\tEntity=(1-person-giv-1-coref)
2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t_\t_\t0\troot\t_\t_

";

#[test]
fn names_of_the_corpus_are_read_and_written_again() {
    let imported = import("conllu", &[("a.conllu", TEXT.as_bytes())]);
    assert_eq!(imported.losses.count("mentions on words that are not in the text"), 1);
    assert_eq!(imported.losses.count("grammar of words (lemma, part of speech, dependency)"), 16);
    let document = one(imported);
    assert_eq!(document.name, "harbour");
    assert_eq!(
        document.story.text.as_str(),
        "🌊 Ida doesn't like Brook's ferry, Gull 2. She left.\n"
    );
    let found = mentions(&document);
    let mine: Vec<(&str, &str)> = found.iter().map(|(w, _, name)| (&**w, &**name)).collect();
    assert_eq!(
        mine,
        [
            ("Ida", "Ida"),
            ("like Brook's", "like Brook's"),
            ("Brook's ferry", "Brook's ferry"),
            ("Brook", "Brook"),
            ("Gull 2", "Brook's ferry"),
            ("She", "Ida"),
        ],
        "nested, crossing, in two parts, one name by its number"
    );
    assert_eq!(document.annotations.relations[0].kind, "bridge");
    assert_eq!(document.annotations.entities[0].links, [("wikipedia".into(), "Ida_Brook".into())]);
    let exported = exchange::export(format("conllu"), &document);
    let back = one(again(format("conllu"), &document, &exported));
    assert_eq!(gist(&document), gist(&back), "{:?}", exported.losses);
    assert_eq!(document.story.head, back.story.head);
}

#[test]
fn documents_line_ends_and_a_mark() {
    let expected = named(&one(import("conllu", &[("a.conllu", TEXT.as_bytes())])));
    let twice = format!("{TEXT}{}", TEXT.replace("harbour\n", "quay\n"));
    for text in [twice.clone(), twice.replace('\n', "\r\n"), format!("\u{feff}{twice}")] {
        let imported = import("conllu", &[("a.conllu", text.as_bytes())]);
        assert!(imported.problems.is_empty(), "{:?}", imported.problems);
        let names: Vec<&str> = imported.documents.iter().map(|d| d.name.as_str()).collect();
        assert_eq!(names, ["harbour", "quay"]);
        assert!(imported.documents.iter().all(|document| named(document) == expected));
    }
}

#[test]
fn white_space_is_kept_to_the_letter() {
    let text = "  Two  spaces,\ta tab | bar\\.\n\n\n“Open” line.";
    let document = exchange::Document {
        name: "spaces".into(),
        story: dateline::model::Story {
            text: dateline::model::Text::new(text.into()),
            ..Default::default()
        },
        ..Default::default()
    };
    let exported = exchange::export(format("conllu"), &document);
    assert!(exported.losses.is_empty(), "{:?}", exported.losses);
    assert_eq!(one(again(format("conllu"), &document, &exported)).story.text.as_str(), text);
}

#[test]
fn broken_lines_and_brackets_are_told_with_their_place() {
    let text = TEXT
        .replace("12\t.\t.\tPUNCT", "12\t.\tPUNCT")
        .replace("Entity=2)|SpaceAfter=No", "Entity=7)|SpaceAfter=No");
    let imported = import("conllu", &[("a.conllu", text.as_bytes())]);
    let lines: Vec<_> = imported.problems.iter().map(|p| p.place.expect("a place").0).collect();
    assert_eq!(lines, [14, 16, 21], "{:#?}", imported.problems);
    assert_eq!(imported.documents[0].annotations.mentions.len(), 5);
}

#[test]
fn a_bracket_without_a_number_is_told_and_makes_no_name() {
    let row =
        |n: usize, form: &str, misc: &str| format!("{n}\t{form}{}\t{misc}\n", "\t_".repeat(7));
    for value in ["(", "()"] {
        let file = format!(
            "# text = Ida rows\n{}{}\n",
            row(1, "Ida", "Entity=(e1-person)"),
            row(2, "rows", &format!("Entity={value}"))
        );
        let imported = import("conllu", &[("a.conllu", file.as_bytes())]);
        assert_eq!(imported.problems.len(), 1, "{value}: {:?}", imported.problems);
        assert_eq!(imported.problems[0].place.map(|(line, _)| line), Some(3));
        assert_eq!(imported.documents[0].annotations.mentions.len(), 1);
    }
}

#[test]
fn white_space_of_every_kind_comes_back() {
    let format = format("conllu");
    for space in ['\u{a0}', '\u{2003}', '\u{3000}', '\u{2028}', '\u{2029}', '\u{202f}', '\u{2009}']
    {
        let words = format!(
            "{space}The{space}Press{space}Office spoke.{space}It{space} {space}left.\n\n\
             {space}Next\n{space}line.{space}"
        );
        let text = dateline::model::Text::new(words.clone());
        let story = dateline::model::Story { text, ..Default::default() };
        let document = exchange::Document { name: "a".into(), story, ..Default::default() };
        let exported = exchange::export(format, &document);
        assert!(exported.losses.is_empty(), "{:?}", exported.losses);
        let back = one(again(format, &document, &exported));
        assert_eq!(back.story.text.original(), words, "{space:?}");
    }
}
