//! Positions that the text has left behind: taken together they still say
//! which words are meant.

use dateline::loader::sidecar;
use dateline::model::Text;

/// Where the mentions of a text stand by an annotation file with these
/// (quote, at), and what is said of them.
fn placed(text: &str, mentions: &[(&str, usize)], head: &str) -> (Vec<usize>, Vec<String>) {
    let list: Vec<String> =
        mentions.iter().map(|(quote, at)| format!("{{quote: {quote}, at: {at}}}")).collect();
    let yaml =
        format!("{head}entities: [{{name: zzz, type: person, mentions: [{}]}}]\n", list.join(", "));
    let text = Text::new(text.to_owned());
    let read = sidecar::read("x.ann.yaml", &yaml, &text);
    let starts = read.annotations.mentions.iter().map(|mention| text.scalar_at(mention.span.start));
    (starts.collect(), read.problems.into_iter().map(|problem| problem.message).collect())
}

const THRICE: [(&str, usize); 3] = [("Ann Smith", 0), ("Ann Smith", 14), ("Ann Smith", 28)];

#[test]
fn a_name_that_recurs_is_found_after_an_insertion_with_and_without_a_digest() {
    for head in ["", "story: {text-sha256: 0123}\n"] {
        let (starts, told) = placed("X Ann Smith met Ann Smith and Ann Smith.", &THRICE, head);
        assert_eq!(starts, [2, 16, 30], "{told:?}");
        assert_eq!(told.len(), 3, "each is told where it is now: {told:?}");
        assert!(
            !head.is_empty() || told[0] == "`Ann Smith` is not at 0 but at 2: it is used there"
        );
    }
}

#[test]
fn each_side_of_an_insertion_keeps_its_own_distance() {
    // A fourth Ann was put in, and what stands behind it moved by her length.
    let text = "Ann Smith met Ann Smith, Ann Smith, Bob and Ann Smith with Bob.";
    let stated = [("Ann Smith", 0), ("Ann Smith", 14), ("Bob", 25), ("Ann Smith", 33), ("Bob", 48)];
    let (starts, told) = placed(text, &stated, "");
    assert_eq!(starts, [0, 14, 36, 44, 59], "{told:?}");
}

#[test]
fn positions_that_agree_on_nothing_settle_nothing() {
    let text = "Ann, Ann and Ann; later Ann or Ann. At last Ann.";
    for stated in [&[("Ann", 2)][..], &[("Ann", 3), ("Ann", 14), ("Ann", 41)], &[("Ann", 900)]] {
        let (starts, told) = placed(text, stated, "");
        assert!(starts.is_empty(), "{stated:?}: {starts:?}");
        assert!(told.iter().all(|told| told.contains("nothing settles which")), "{told:?}");
    }
}
