//! Quotes: which words are somebody's, and whose.

use dateline::finder::Segmented;
use dateline::finder::quotes::quotes;
use dateline::model::{Entity, Kind, Mention, Paragraph, Quote, QuoteKind, Role, Span, Text};
use proptest::prelude::*;

fn text(words: &str) -> Text {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for line in words.split('\n') {
        let span = Span::new(start, start + line.len());
        paragraphs.push(Paragraph { span, role: Role::Body, level: 0 });
        start += line.len() + 1;
    }
    Text::new(words.to_owned()).with_paragraphs(paragraphs)
}

/// The people and the ministry that the texts below name.
const NAMES: [(&str, &[&str], Kind); 4] = [
    ("ada-berg", &["Ada Berg", "Berg"], Kind::Person),
    ("tom-reed", &["Tom Reed", "Reed"], Kind::Person),
    ("ministry", &["Ministry of Works"], Kind::Organization),
    ("harbour-council", &["Harbour Council"], Kind::Organization),
];

fn names(words: &str) -> (Vec<Entity>, Vec<Mention>) {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut entities = Vec::new();
    for (index, (id, forms, kind)) in NAMES.into_iter().enumerate() {
        entities.push(Entity { id: id.into(), name: forms[0].into(), kind, ..Entity::default() });
        for form in forms {
            for (start, _) in words.match_indices(form) {
                let span = Span::new(start, start + form.len());
                if !mentions.iter().any(|mention| mention.span.overlaps(span)) {
                    mentions.push(Mention::new(span, index));
                }
            }
        }
    }
    mentions.sort_by_key(|mention| mention.span);
    (entities, mentions)
}

fn found(words: &str) -> (Text, Vec<Quote>) {
    let text = text(words);
    let (entities, mentions) = names(words);
    let found = quotes(&Segmented::of(&text), &entities, &mentions);
    (text, found)
}

/// Checks (words, speaker's id, speaker's words, verb) of every quote.
#[track_caller]
fn check(words: &str, expected: &[(&str, Option<&str>, &str, Option<&str>)]) {
    let (text, found) = found(words);
    let found: Vec<_> = found
        .iter()
        .map(|quote| {
            let said = quote.speaker_text.as_deref().unwrap_or_default();
            (text.slice(quote.span), quote.speaker.as_deref(), said, quote.cue.as_deref())
        })
        .collect();
    assert_eq!(found, expected, "in {words:?}");
}

#[test]
fn the_speaker_stands_behind_the_quotation() {
    check(
        "\"The bridge is safe again,\" said Ada Berg on Monday.",
        &[("The bridge is safe again", Some("ada-berg"), "Ada Berg", Some("said"))],
    );
    check(
        "“The bridge is safe again,” chief engineer Ada Berg told reporters.",
        &[("The bridge is safe again", Some("ada-berg"), "chief engineer Ada Berg", Some("told"))],
    );
    check(
        "\"The bridge is safe again,\" said the chief engineer, Ada Berg.",
        &[("The bridge is safe again", Some("ada-berg"), "Ada Berg", Some("said"))],
    );
}

#[test]
fn the_speaker_leads_to_the_quotation() {
    check(
        "Ada Berg said: \"The bridge is safe again.\"",
        &[("The bridge is safe again.", Some("ada-berg"), "Ada Berg", Some("said"))],
    );
    check(
        "Ada Berg, the chief engineer, told the council, \"We shall open it soon.\"",
        &[("We shall open it soon.", Some("ada-berg"), "Ada Berg", Some("told"))],
    );
    check(
        "The chief engineer, Ada Berg, wrote that it was \"as good as it ever was\".",
        &[("as good as it ever was", Some("ada-berg"), "Ada Berg", Some("wrote"))],
    );
    check(
        "In a statement, Berg added, \"We shall open it soon.\"",
        &[("We shall open it soon.", Some("ada-berg"), "Berg", Some("added"))],
    );
}

#[test]
fn a_speaker_without_a_name_is_given_in_the_words_of_the_text() {
    check(
        "\"Nobody was on the bridge,\" police said.",
        &[("Nobody was on the bridge", None, "police", Some("said"))],
    );
    check(
        "\"Nobody was on the bridge,\" said a spokesman for the Ministry of Works.",
        &[(
            "Nobody was on the bridge",
            None,
            "a spokesman for the Ministry of Works",
            Some("said"),
        )],
    );
}

#[test]
fn an_interrupted_quotation_has_one_speaker() {
    check(
        "\"The bridge is safe again,\" said Ada Berg, \"and we shall open it.\"",
        &[
            ("The bridge is safe again", Some("ada-berg"), "Ada Berg", Some("said")),
            ("and we shall open it.", Some("ada-berg"), "Ada Berg", None),
        ],
    );
    check(
        "\"The bridge is safe again,\" Ada Berg said. \"We shall open it on time.\"",
        &[
            ("The bridge is safe again", Some("ada-berg"), "Ada Berg", Some("said")),
            ("We shall open it on time.", Some("ada-berg"), "Ada Berg", None),
        ],
    );
}

#[test]
fn marks_of_other_houses_are_read() {
    for words in [
        "‘The bridge is safe again,’ said Ada Berg.",
        "'The bridge is safe again,' said Ada Berg.",
        "'The bridge is safe again', said Ada Berg.",
        "„The bridge is safe again“, said Ada Berg.",
        "``The bridge is safe again,'' said Ada Berg.",
        "„The bridge is safe again,“ said Ada Berg.",
        "«The bridge is safe again», said Ada Berg.",
    ] {
        check(words, &[("The bridge is safe again", Some("ada-berg"), "Ada Berg", Some("said"))]);
    }
    check(
        "“He asked me, ‘Is it safe?’” said Ada Berg.",
        &[("He asked me, ‘Is it safe?’", Some("ada-berg"), "Ada Berg", Some("said"))],
    );
    // An apostrophe closes nothing.
    check(
        "‘The workers’ bridge is safe again,’ said Ada Berg.",
        &[("The workers’ bridge is safe again", Some("ada-berg"), "Ada Berg", Some("said"))],
    );
}

#[test]
fn apostrophes_are_no_marks() {
    for words in [
        "The workers' bridge, and the drivers' road, fell in the '90s, Ada Berg's men said.",
        "Rock 'n' roll was what the workers' band played when Ada Berg said she'd go.",
    ] {
        check(words, &[]);
    }
    check(
        "Back in the '90s it fell. 'We told 'em to stay away from it,' said Ada Berg.",
        &[("We told 'em to stay away from it", Some("ada-berg"), "Ada Berg", Some("said"))],
    );
    check(
        "Ada Berg called the plan 'a victory for common sense'.",
        &[("a victory for common sense", Some("ada-berg"), "Ada Berg", Some("called"))],
    );
}

#[test]
fn a_speaker_may_have_age_town_and_work_between_commas() {
    for words in [
        "Ada Berg, 52, said: \"We lost all that we had.\"",
        "Ada Berg, 52, of Storvik, said: \"We lost all that we had.\"",
        "Ada Berg, 52, a nurse, said: \"We lost all that we had.\"",
        "Ada Berg, a 52-year-old nurse from Storvik, Hedmark, said: \"We lost all that we had.\"",
        "Ada Berg, who knew Tom Reed well, said: \"We lost all that we had.\"",
        "Ada Berg, the sister of Tom Reed, said: \"We lost all that we had.\"",
        "Ada Berg, a lawyer representing Tom Reed, said: \"We lost all that we had.\"",
        "Ada Berg (D-Ohio), 52, said: \"We lost all that we had.\"",
    ] {
        check(words, &[("We lost all that we had.", Some("ada-berg"), "Ada Berg", Some("said"))]);
    }
    check(
        "\"We lost all that we had,\" Ada Berg, 52, a nurse from Storvik, Hedmark, told reporters.",
        &[("We lost all that we had", Some("ada-berg"), "Ada Berg", Some("told"))],
    );
    check(
        "\"We lost all that we had,\" Rep. Ada Berg (D-Calif.) said.",
        &[("We lost all that we had", Some("ada-berg"), "Rep. Ada Berg", Some("said"))],
    );
    check(
        "Ada Berg on Wednesday called it \"a joke on all of us.\"",
        &[("a joke on all of us.", Some("ada-berg"), "Ada Berg", Some("called"))],
    );
    check(
        "The group, which is based in Storvik, Ont., called it \"a joke on all of us.\"",
        &[("a joke on all of us.", None, "The group", Some("called"))],
    );
    // A name that is not known is given in its words.
    check(
        "Jan Moe, 34, a farmer, said: \"We lost all that we had.\"",
        &[("We lost all that we had.", None, "Jan Moe", Some("said"))],
    );
}

#[test]
fn a_short_sentence_goes_on_with_what_was_said() {
    check(
        "\"The bridge is safe again,\" said Ada Berg, who built it. \"Nobody was hurt.\"",
        &[
            ("The bridge is safe again", Some("ada-berg"), "Ada Berg", Some("said")),
            ("Nobody was hurt.", Some("ada-berg"), "Ada Berg", None),
        ],
    );
    check(
        "\"He is a liar,\" Ada Berg said of Tom Reed. \"He has always been a liar.\"",
        &[
            ("He is a liar", Some("ada-berg"), "Ada Berg", Some("said")),
            ("He has always been a liar.", Some("ada-berg"), "Ada Berg", None),
        ],
    );
    check(
        "\"We were there,\" Ada Berg, a nurse, recalled.",
        &[("We were there", Some("ada-berg"), "Ada Berg", Some("recalled"))],
    );
    check(
        "\"If it is safe,\" said Ada Berg, a nurse, \"we go.\"",
        &[
            ("If it is safe", Some("ada-berg"), "Ada Berg", Some("said")),
            ("we go.", Some("ada-berg"), "Ada Berg", None),
        ],
    );
    // A word that is cut off belongs to what follows it.
    check(
        "\"However,\" said Ada Berg, \"the bridge is safe again.\"",
        &[("the bridge is safe again.", Some("ada-berg"), "Ada Berg", None)],
    );
}

#[test]
fn the_last_of_several_paragraphs_may_name_their_speaker() {
    check(
        "\"The river rose all night.\n\"We left.\n\"By dawn the bridge was gone,\" said Tom Reed.",
        &[
            ("The river rose all night.", Some("tom-reed"), "Tom Reed", None),
            ("We left.", Some("tom-reed"), "Tom Reed", None),
            ("By dawn the bridge was gone", Some("tom-reed"), "Tom Reed", Some("said")),
        ],
    );
    check(
        "Ada Berg wrote to the council:\n\"The bridge is safe again, and we shall open it.\"",
        &[(
            "The bridge is safe again, and we shall open it.",
            Some("ada-berg"),
            "Ada Berg",
            Some("wrote"),
        )],
    );
}

#[test]
fn a_quotation_left_open_goes_on_in_the_next_paragraph() {
    check(
        "Tom Reed said: \"The river rose all night.\n\"By dawn the bridge was gone.\"",
        &[
            ("The river rose all night.", Some("tom-reed"), "Tom Reed", Some("said")),
            ("By dawn the bridge was gone.", Some("tom-reed"), "Tom Reed", None),
        ],
    );
}

#[test]
fn a_pronoun_is_the_person_last_named() {
    check(
        "Tom Reed lives on the bank. \"The river rose all night,\" he said.",
        &[("The river rose all night", Some("tom-reed"), "he", Some("said"))],
    );
    check(
        "\"The bridge is safe again,\" said Ada Berg. She added: \"We shall open it soon.\"",
        &[
            ("The bridge is safe again", Some("ada-berg"), "Ada Berg", Some("said")),
            ("We shall open it soon.", Some("ada-berg"), "She", Some("added")),
        ],
    );
    // Nobody has been named: nobody is guessed.
    check(
        "\"The river rose all night,\" he said.",
        &[("The river rose all night", None, "he", Some("said"))],
    );
}

#[test]
fn a_description_is_the_person_it_was_said_of() {
    check(
        "Chief engineer Ada Berg came at noon.\nTom Reed waited.\nThe engineer said: \"The bridge is safe again.\"",
        &[("The bridge is safe again.", Some("ada-berg"), "The engineer", Some("said"))],
    );
    check(
        "The Harbour Council met. \"We shall pay for it all,\" the council said.",
        &[("We shall pay for it all", Some("harbour-council"), "the council", Some("said"))],
    );
}

#[test]
fn words_in_inverted_commas_are_no_quotations() {
    check("The so-called \"bridge of sighs\" fell on Monday.", &[]);
    check("They sang \"Blue Harbour\" at the end.", &[]);
    check("Ada Berg told a host of \"The River Show\" that she had left.", &[]);
    check("He read \"The Old Man and the River\" to Ada Berg.", &[]);
    check("Ada Berg read \"the old man and the river\" to him.", &[]);
    check("Her book, \"Bridges and What Came of Them,\" was praised by Ada Berg.", &[]);
    check("The so-called \"war on floods and mud\" has failed.", &[]);
}

#[test]
fn a_mark_too_few_does_not_make_a_quotation_of_the_rest() {
    check("The bridge \"fell at night. Nobody was hurt when the river rose.\nIt was rebuilt.", &[]);
}

#[test]
fn reported_speech_is_taken_where_its_signs_are_plain() {
    check(
        "Ada Berg said that the bridge would open in May.",
        &[("the bridge would open in May", Some("ada-berg"), "Ada Berg", Some("said"))],
    );
    check(
        "The bridge will open in May, according to the Harbour Council.",
        &[(
            "The bridge will open in May",
            Some("harbour-council"),
            "the Harbour Council",
            Some("according to"),
        )],
    );
    check(
        "According to the Harbour Council, the bridge will open in May.",
        &[(
            "the bridge will open in May",
            Some("harbour-council"),
            "the Harbour Council",
            Some("According to"),
        )],
    );
    check(
        "According to Ada Berg the bridge will open in May.",
        &[("the bridge will open in May", Some("ada-berg"), "Ada Berg", Some("According to"))],
    );
    check(
        "The bridge, according to Ada Berg, will open in May.",
        &[(
            "The bridge, according to Ada Berg, will open in May",
            Some("ada-berg"),
            "Ada Berg",
            Some("according to"),
        )],
    );
    check(
        "The bridge will open in May, according to a statement from the Ministry of Works.",
        &[(
            "The bridge will open in May",
            Some("ministry"),
            "a statement from the Ministry of Works",
            Some("according to"),
        )],
    );
    check(
        "Ada Berg told reporters on Monday that the bridge would open in May.",
        &[("the bridge would open in May", Some("ada-berg"), "Ada Berg", Some("told"))],
    );
    check(
        "Ada Berg spoke in May. She told reporters that the bridge would open in May.",
        &[("the bridge would open in May", Some("ada-berg"), "She", Some("told"))],
    );
    check(
        "Ada Berg met Tom Reed. He said that the bridge would open in May.",
        &[("the bridge would open in May", None, "He", Some("said"))],
    );
    let (_, found) = found("Ada Berg said that the bridge would open in May.");
    assert_eq!(found[0].kind, Some(QuoteKind::Indirect));
    // What was said without a plain sign is left alone.
    check("Ada Berg was told that the bridge would open.", &[]);
}

#[test]
fn turns_of_phrase_that_quote() {
    check(
        "\"The bridge is a joke on all of us,\" as Tom Reed put it.",
        &[("The bridge is a joke on all of us", Some("tom-reed"), "Tom Reed", Some("put"))],
    );
    check(
        "Ada Berg wept; in the words of the mayor, Tom Reed, \"Berg gave all she had.\"",
        &[("Berg gave all she had.", Some("tom-reed"), "Tom Reed", None)],
    );
    check(
        "According to Tom Reed, \"the bridge is a joke on all of us.\"",
        &[(
            "the bridge is a joke on all of us.",
            Some("tom-reed"),
            "Tom Reed",
            Some("According to"),
        )],
    );
    check(
        "Ada Berg was, in Tom Reed's words, \"a friend of all of us.\"",
        &[("a friend of all of us.", Some("tom-reed"), "Tom Reed", None)],
    );
    check(
        "Said Tom Reed: \"The bridge is safe again.\"",
        &[("The bridge is safe again.", Some("tom-reed"), "Tom Reed", Some("Said"))],
    );
    check(
        "\"Open the bridge,\" Tom Reed shot back.",
        &[("Open the bridge", Some("tom-reed"), "Tom Reed", Some("shot"))],
    );
    check(
        "\"It is a joke on all of us,\" an aide who works on the bridge said.",
        &[("It is a joke on all of us", None, "an aide", Some("said"))],
    );
    check(
        "\"Open the bridge!\" the crowd chanted.",
        &[("Open the bridge!", None, "the crowd", Some("chanted"))],
    );
    check(
        "After a talk with Tom Reed, Ada Berg gave a speech, saying, \"We shall open it soon.\"",
        &[("We shall open it soon.", Some("ada-berg"), "Ada Berg", Some("saying"))],
    );
    check(
        "The Harbour Council was mocked, with one reader writing: \"It is a joke on all of us.\"",
        &[("It is a joke on all of us.", None, "one reader", Some("writing"))],
    );
}

#[test]
fn direct_and_mixed_quotations_are_told_apart() {
    let kinds =
        |words: &str| found(words).1.into_iter().filter_map(|quote| quote.kind).collect::<Vec<_>>();
    assert_eq!(kinds("Ada Berg said: \"The bridge is safe again.\""), [QuoteKind::Direct]);
    assert_eq!(kinds("\"The bridge is safe again\", said Ada Berg."), [QuoteKind::Direct]);
    assert_eq!(kinds("Ada Berg said it was \"as good as it ever was\"."), [QuoteKind::Mixed]);
    assert_eq!(kinds("Ada Berg said that \"[h]er bridge is safe again.\""), [QuoteKind::Mixed]);
}

#[test]
fn without_names_the_words_of_the_speaker_are_given() {
    let text = text("\"The bridge is safe again,\" said Ada Berg.");
    let found = quotes(&Segmented::of(&text), &[], &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].speaker, None);
    assert_eq!(found[0].speaker_text.as_deref(), Some("Ada Berg"));
}

#[test]
fn hostile_texts_end() {
    for words in [
        "\" ".repeat(100_000),
        "“".repeat(50_000),
        "\"a b c d e\" said ".repeat(10_000),
        "he said that ".repeat(20_000),
        "\"We are here now, he said\n".repeat(5_000),
        "\u{202e}\"שלום לכולם כאן היום\" אמר 🗨️ »Guten Morgen, liebe Leute«".into(),
    ] {
        let _ = found(&words);
    }
}

proptest! {
    #[test]
    fn spans_lie_inside_on_scalar_bounds_in_order(
        words in proptest::collection::vec(
            prop_oneof![
                "\\PC{0,6}",
                Just("\"".to_owned()), Just("“Now".to_owned()), Just("here.”".to_owned()),
                Just("said".to_owned()), Just("that".to_owned()), Just("he".to_owned()),
                Just("Ada Berg".to_owned()), Just("according to".to_owned()),
                Just(",".to_owned()), Just(".\n".to_owned()), Just("the".to_owned()),
            ], 0..60)
    ) {
        let (text, found) = found(&words.join(" "));
        let mut last = 0;
        for quote in found {
            prop_assert!(quote.span.start >= last && quote.span.end > quote.span.start);
            prop_assert!(text.as_str().get(quote.span.range()).is_some());
            last = quote.span.start;
        }
    }
}
