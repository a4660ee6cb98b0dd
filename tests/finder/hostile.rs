//! Any text at all: fewer names, never nonsense, never a crash.

use std::collections::HashSet;

use dateline::finder::training::Weights;
use dateline::finder::{Finder, REACH, Segmented};
use dateline::model::{Annotations, Story, Text};
use proptest::prelude::*;

use super::{found, mentions};

/// What holds of every text.
fn check(text: &Text, annotations: &Annotations) {
    let mut free = 0;
    for mention in &annotations.mentions {
        let (start, end) = (mention.span.start, mention.span.end);
        assert!(start >= free && start < end && end <= text.len(), "{:?}", mention.span);
        assert!(text.as_str().is_char_boundary(start) && text.as_str().is_char_boundary(end));
        assert!(mention.entity < annotations.entities.len());
        free = end;
    }
    let ids: HashSet<&str> = annotations.entities.iter().map(|entity| &*entity.id).collect();
    assert_eq!(ids.len(), annotations.entities.len(), "ids are unique");
    for (number, entity) in annotations.entities.iter().enumerate() {
        assert!(!entity.name.trim().is_empty() && !entity.id.is_empty());
        assert!(annotations.mentions.iter().any(|mention| mention.entity == number));
    }
    for relation in &annotations.relations {
        assert!(ids.contains(&*relation.from) && ids.contains(&*relation.to));
    }
}

fn check_tokens(text: &Text) {
    let segmented = Segmented::of(text);
    let mut free = 0;
    for token in &segmented.tokens {
        assert!(token.span.start >= free && token.span.start < token.span.end);
        assert!(text.as_str().is_char_boundary(token.span.start));
        assert!(text.as_str().is_char_boundary(token.span.end));
        free = token.span.end;
    }
    let mut next = 0;
    for sentence in &segmented.sentences {
        assert_eq!(sentence.tokens.start, next, "sentences follow one another");
        assert!(!sentence.tokens.is_empty());
        next = sentence.tokens.end;
    }
    assert_eq!(next, segmented.tokens.len());
}

/// Pieces that texts are made of, meant to be awkward.
const PIECES: &[&str] = &[
    "the",
    "The",
    "THE",
    "said",
    "of",
    "Mr.",
    "Dr.",
    "U.S.",
    "'s",
    "’s",
    "’",
    "-",
    "—",
    "(",
    ")",
    "\"",
    "“",
    "”",
    ",",
    ".",
    "...",
    "&",
    "#",
    "@",
    "UN",
    "WHO",
    "Kim",
    "Anna",
    "Weber",
    "van",
    "al-",
    "Jr.",
    "Oslo",
    "Paris",
    "French",
    "France",
    "Inc.",
    "Ministry",
    "House",
    "2020",
    "9/11",
    "é",
    "Łódź",
    "북한",
    "北京",
    "القاهرة",
    "שלום",
    "👩‍👩‍👧",
    "e\u{301}",
    "\u{200d}",
    "\u{202e}",
    "\u{feff}",
    "\u{0}",
    "\n",
    "\n\n",
    "\t",
    " ",
    "  ",
    "ǅ",
    "İ",
    "ß",
    "ﬃ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn spans_hold_in_any_text(text in any::<String>()) {
        let (story, annotations) = found(&text);
        check(&story.text, &annotations);
        check_tokens(&story.text);
    }

    #[test]
    fn spans_hold_in_awkward_prose(
        pieces in prop::collection::vec((prop::sample::select(PIECES), any::<bool>()), 0..120),
    ) {
        let mut text = String::new();
        for (piece, space) in pieces {
            text.push_str(piece);
            text.push_str(if space { " " } else { "" });
        }
        let (story, annotations) = found(&text);
        check(&story.text, &annotations);
        check_tokens(&story.text);
    }
}

#[test]
fn a_line_of_a_hundred_megabytes_is_read_as_far_as_stories_go() {
    for piece in ["x", "A.", "北", "((("] {
        let text = Text::new(piece.repeat((100 << 20) / piece.len()));
        let story = Story { text, ..Story::default() };
        let segmented = Segmented::of(&story.text);
        assert!(segmented.tokens.last().is_none_or(|token| token.span.end <= REACH));
    }
    let text = Text::new("x".repeat(100 << 20));
    let story = Story { text, ..Story::default() };
    check(&story.text, &Finder::load().find(&story, None));
}

#[test]
fn many_capitals_make_few_names() {
    let text = "AAA BBB CCC DDD EEE FFF GGG HHH ".repeat(200);
    let (story, annotations) = found(&text);
    check(&story.text, &annotations);
}

#[test]
fn scripts_without_capitals_and_emoji_make_no_names() {
    for text in [
        "اجتمع الوزراء في القاهرة يوم الثلاثاء لبحث أزمة الغاز، بحسب ما قالت الوزارة في بيان.",
        "部长们周二在维也纳会面，讨论天然气争端，外交部在声明中表示。",
        "🎉🎉🎉 👩‍👩‍👧 🇩🇪🇫🇷 ❤️",
    ] {
        assert_eq!(mentions(text), [], "{text}");
    }
}

#[test]
fn german_nouns_are_no_names() {
    let text = "Der Minister traf am Dienstag seine Kollegin aus Frankreich zu einem Gespräch über \
        die Preise für Gas und Strom. Die Sprecherin der Regierung sagte nach dem Treffen, man habe \
        sich auf einen Vertrag geeinigt, der im Sommer in Nicaragua und Guatemala gelten soll.";
    let found: Vec<String> = mentions(text).into_iter().map(|(words, _)| words).collect();
    assert_eq!(found, ["Nicaragua", "Guatemala"]);
}

#[test]
fn a_damaged_model_is_refused_or_read_and_never_crashes() {
    let model = include_bytes!("../../assets/finder/names.model");
    let whole = Weights::read(model).expect("the model that comes with the program");
    assert!(whole.len() > 100_000);
    assert_eq!(whole.bytes(), model, "reading and writing lose nothing");
    for length in [0, 5, 8, 15, 2_000, 9_000, model.len() / 2, model.len() - 1] {
        assert!(Weights::read(&model[..length]).is_err(), "{length} bytes of it");
    }
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..20 {
        let mut bytes = model.to_vec();
        for _ in 0..4 {
            let at = random.usize(..20_000);
            bytes[at] = random.u8(..);
        }
        let _ = Weights::read(&bytes);
    }
}
