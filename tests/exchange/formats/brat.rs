//! brat standoff: every kind of line, odd files, line ends.

use dateline::exchange;

use super::super::{again, import, named, one};

const TEXT: &str = "Ida Brook, keeper of the long\nnight watch, met Brook in Harbourton.\n";

const ANN: &str = "\
T1\tPERSON 0 9\tIda Brook
T2\tPERSON 47 52\tBrook
T3\tGPE 56 66\tHarbourton
T4\tROLE 11 17;30 35\tkeeper night
T5\tMEET 43 46\tmet
E1\tMEET:T5 Who:T1 Who2:T2 Where:T3
E2\tMEET:T5
R1\tLIVES_IN Arg1:T1 Arg2:T3\t
*\tEquiv T1 T2
A1\tNegation E1
M1\tSpeculation T2
A2\tCertain R1 High
N1\tReference T3 Wikidata:Q1\tHarbourton (town)
#1\tAnnotatorNotes T1\tthe keeper
#2\tAnnotatorNotes E1\twhen?
";

fn counts(ann: &str) -> Vec<(char, usize)> {
    let letters = ['T', 'E', 'R', '*', 'A', 'N', '#'];
    let count = |letter| {
        let fits =
            |line: &&str| line.starts_with(letter) || (letter == 'A' && line.starts_with('M'));
        (letter, ann.lines().filter(fits).count())
    };
    letters.into_iter().map(count).collect()
}

#[test]
fn every_kind_of_line_is_read_and_written_again() {
    let document = one(import("brat", &[("a.txt", TEXT.as_bytes()), ("a.ann", ANN.as_bytes())]));
    let words = named(&document);
    assert!(words.contains(&("keeper night".into(), "ROLE".into())), "{words:?}");
    let brook = document.annotations.entity("ida-brook").expect("a name");
    let own = document.annotations.mentions.iter().filter(|mention| mention.entity == brook);
    assert_eq!(own.count(), 2, "Equiv makes one name");
    assert_eq!(document.annotations.relations.len(), 4, "three arguments and a relation");
    assert_eq!(document.notes.len(), 2);
    let format = super::super::format("brat");
    let exported = exchange::export(format, &document);
    let ann = String::from_utf8(exported.files[1].bytes.clone()).expect("UTF-8");
    assert_eq!(counts(&ann), counts(ANN), "{ann}");
    for line in [
        "E1\tMEET:T5 Who:T1 Who2:T2 Where:T3",
        "A1\tNegation E1",
        "T4\tROLE 11 17;30 35\tkeeper night",
    ] {
        assert!(ann.lines().any(|own| own == line), "{line}\n{ann}");
    }
    assert_eq!(exported.files[0].bytes, TEXT.as_bytes());
    assert!(again(format, &document, &exported).problems.is_empty());
}

#[test]
fn line_ends_and_what_stands_before_change_nothing() {
    let plain = one(import("brat", &[("a.txt", TEXT.as_bytes()), ("a.ann", ANN.as_bytes())]));
    let crlf = TEXT.replace('\n', "\r\n");
    let marked = format!("\u{feff}{TEXT}");
    let emoji = format!("🌊🌊{TEXT}");
    let shifted = |by: usize, past: usize| -> String {
        let mut out = String::new();
        for line in ANN.lines() {
            let mut parts: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if line.starts_with('T') {
                let (label, places) = parts[1].split_once(' ').expect("offsets");
                let places = places.split(';').map(|place| {
                    let (a, b) = place.split_once(' ').expect("two");
                    let shift = |n: &str| {
                        let n: usize = n.parse().expect("a number");
                        n + by + usize::from(n > past)
                    };
                    format!("{} {}", shift(a), shift(b))
                });
                parts[1] = format!("{label} {}", places.collect::<Vec<_>>().join(";"));
            }
            out.push_str(&parts.join("\t"));
            out.push_str("\r\n");
        }
        out
    };
    let cases = [
        ("CRLF, counted as one", crlf.clone(), ANN.to_owned()),
        ("CRLF, counted as two", crlf, shifted(0, 29)),
        ("byte order mark, not counted", marked.clone(), ANN.to_owned()),
        ("byte order mark, counted", marked, shifted(1, usize::MAX)),
        ("emoji before the text", emoji.clone(), shifted(2, usize::MAX)),
        ("emoji, in UTF-16 units", emoji, shifted(4, usize::MAX)),
    ];
    for (case, text, ann) in cases {
        let document =
            one(import("brat", &[("a.txt", text.as_bytes()), ("a.ann", ann.as_bytes())]));
        assert_eq!(named(&document), named(&plain), "{case}");
        assert_eq!(document.annotations.relations, plain.annotations.relations, "{case}");
    }
}

#[test]
fn a_broken_line_is_told_with_its_place_and_costs_no_other() {
    let ann = "T1\tPERSON 0 9\tIda Brook\nT2 PERSON 47 52 Brook\nT3\tGPE 56 x\tHarbourton\n\
        R1\tLIVES_IN Arg1:T1 Arg2:T9\nT4\tGPE 560 566\tHarbourton\n";
    let imported = import("brat", &[("a.txt", TEXT.as_bytes()), ("a.ann", ann.as_bytes())]);
    let lines: Vec<usize> =
        imported.problems.iter().map(|problem| problem.place.expect("a place").0).collect();
    assert_eq!(lines, [2, 3, 4, 5]);
    assert!(imported.problems[1].message.contains("24 31;39 45"), "says what was expected");
    assert_eq!(named(&imported.documents[0]), [("Ida Brook".to_owned(), "person".to_owned())]);
}

#[test]
fn annotations_without_their_text_are_an_error() {
    let imported = import("brat", &[("a.ann", ANN.as_bytes())]);
    assert!(imported.documents.is_empty());
    assert!(imported.problems[0].message.contains("a.txt"), "{:?}", imported.problems);
}

#[test]
fn a_split_form_and_lenient_quotes_are_read() {
    let a1 = "T1\tPERSON 0 9\tIda Brook\nT4\tROLE 11 17;30 35\tkeeper [...] night\n";
    let a2 = "E1\tPERSON:T1 Role:T4\n";
    let document = one(import(
        "brat",
        &[("a.txt", TEXT.as_bytes()), ("a.a1", a1.as_bytes()), ("a.a2", a2.as_bytes())],
    ));
    assert_eq!(document.annotations.mentions.len(), 2);
    assert_eq!(document.annotations.relations.len(), 1);
}

#[test]
fn equivalences_that_share_a_mention_make_one_name() {
    let text = "IBM, Big Blue, Blue, the firm\n";
    let stretches = "T1\tORG 0 3\tIBM\nT2\tORG 5 13\tBig Blue\nT3\tORG 15 19\tBlue\n\
        T4\tORG 21 29\tthe firm\n";
    for (equivalences, names) in [
        ("*\tEquiv T1 T2\n*\tEquiv T2 T3\n", vec![3, 1]),
        ("*\tEquiv T1 T2\n*\tEquiv T1 T3\n*\tEquiv T2 T4\n", vec![4]),
        ("*\tEquiv T1 T2\n*\tEquiv T3 T4\n*\tEquiv T4 T1 T1\n", vec![4]),
        ("*\tEquiv T1 T2\n*\tEquiv T3 T4\n", vec![2, 2]),
    ] {
        let ann = format!("{stretches}{equivalences}");
        let mut document =
            one(import("brat", &[("a.txt", text.as_bytes()), ("a.ann", ann.as_bytes())]));
        // Out and in again they are the same.
        for _ in 0..2 {
            let of_name = |name: usize| {
                document.annotations.mentions.iter().filter(|m| m.entity == name).count()
            };
            let counts: Vec<usize> =
                (0..document.annotations.entities.len()).map(of_name).collect();
            assert_eq!(counts, names, "{equivalences}");
            let format = super::super::format("brat");
            let exported = exchange::export(format, &document);
            document = one(again(format, &document, &exported));
        }
    }
}
