//! Corrections: the reader's word on annotations, over a file that stays as it is.

use dateline::anchor::anchor;
use dateline::loader::sidecar;
use dateline::model::note::{STORY_DATE, given_date};
use dateline::model::{Annotations, Kind, Note, NoteKind, Origin, Selector, Text};
use dateline::store::Notebook;
use proptest::prelude::*;

const STORY: &str = "Mayor Olga Brandt spoke in Lund. Brandt said the Lund Tramway would run. \
Critics of Brandt met in Malmo on Tuesday.\n";

const NAMES: &str = r#"
entities:
  - {id: brandt, name: Olga Brandt, type: person, aliases: [Brandt]}
  - {id: lund, name: Lund, type: place, not: [Lund Tramway]}
  - {id: tramway, name: Lund Tramway, type: place, mentions: [{id: T9, quote: Lund Tramway, certainty: 0.4}]}
  - {id: mayor, name: Mayor, type: person}
relations:
  - {id: R1, from: brandt, type: rules, to: lund}
  - {id: R2, from: brandt, type: opens, to: T9}
events:
  - {id: meeting, when: 2031-05-06, label: Critics meet, who: [brandt, mayor]}
times:
  - {quote: Tuesday, type: DATE, value: 2031-05-06}
quotes:
  - {quote: the Lund Tramway would run, speaker: brandt, cue: said}
"#;

/// The annotations under these corrections, given as (annotation, verdict, name, quote).
fn corrected(corrections: &[(&str, &str, &str, &str)]) -> Annotations {
    let text = Text::new(STORY.to_owned());
    let sidecar = sidecar::read("tram.ann.yaml", NAMES, &text);
    assert!(sidecar.problems.is_empty(), "{:?}", sidecar.problems);
    let some = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    let mut notes: Vec<Note> = corrections
        .iter()
        .enumerate()
        .map(|(number, (target, verdict, name, quote))| Note {
            id: format!("n{number}"),
            kind: NoteKind::Correction,
            target: some(target),
            kind_word: some(verdict),
            name: some(name),
            selectors: some(quote)
                .map(|quote| Selector {
                    // The last of the places where these words stand.
                    at: STORY.rfind(&quote),
                    quote,
                    ..Selector::default()
                })
                .into_iter()
                .collect(),
            made: Some(format!("2031-05-07T10:00:{number:02}Z")),
            ..Note::default()
        })
        .collect();
    anchor(&mut notes, &text, &[]);
    let mut annotations = sidecar.annotations;
    annotations.overlay_notes(&notes, &text);
    annotations
}

/// Each name with its type and the words that mention it.
fn told(annotations: &Annotations) -> Vec<String> {
    let of = |index: usize| -> Vec<&str> {
        let mentions = annotations.mentions.iter().filter(|m| m.entity == index);
        mentions.map(|m| &STORY[m.span.range()]).collect()
    };
    let entities = annotations.entities.iter().enumerate();
    entities.map(|(i, e)| format!("{} ({}): {}", e.name, e.kind.word(), of(i).join(", "))).collect()
}

#[test]
fn of_two_dates_of_a_story_the_last_in_the_file_counts_whatever_the_clock_says() {
    let dated = |when: &str, turn: Option<usize>, changed: &str| Note {
        id: when.to_owned(),
        kind: NoteKind::Correction,
        target: Some(STORY_DATE.to_owned()),
        when: Some(when.to_owned()),
        changed: Some(changed.to_owned()),
        turn,
        ..Note::default()
    };
    let given = |notes: &[Note]| given_date(notes).map(|date| date.notation().to_owned());
    let (late, early) = ("2031-06-01T00:00:00Z", "2031-05-01T00:00:00Z");
    let first = dated("2016-08-24", Some(0), late);
    let second = dated("2016-08-25", Some(1), early);
    assert_eq!(given(&[first.clone(), second.clone()]).as_deref(), Some("2016-08-25"));
    assert_eq!(given(&[second, first]).as_deref(), Some("2016-08-25"));
    let first = dated("2016-08-24", None, late);
    let second = dated("2016-08-25", None, early);
    assert_eq!(given(&[first, second]).as_deref(), Some("2016-08-24"), "by the clock");
}

#[test]
fn without_corrections_nothing_changes() {
    assert_eq!(
        told(&corrected(&[])),
        [
            "Olga Brandt (person): Olga Brandt, Brandt, Brandt",
            "Lund (place): Lund",
            "Lund Tramway (place): Lund Tramway",
            "Mayor (person): Mayor",
        ]
    );
}

#[test]
fn a_rejected_name_goes_with_all_that_refers_to_it() {
    let left = corrected(&[("brandt", "reject", "", "")]);
    assert_eq!(told(&left).len(), 3);
    assert!(left.relations.is_empty());
    assert_eq!(left.events[0].who.len(), 1);
    assert_eq!(left.quotes[0].speaker, None);
    // Indices of the names behind it still fit.
    assert_eq!(told(&left)[0], "Lund (place): Lund");
}

#[test]
fn a_rejected_mention_leaves_the_others() {
    let left = corrected(&[("brandt", "reject", "", "Brandt")]);
    assert_eq!(told(&left)[0], "Olga Brandt (person): Olga Brandt, Brandt");
    // With the last of its mentions the name goes, and what refers to the mention.
    let left = corrected(&[("T9", "reject", "", "")]);
    assert_eq!(told(&left).len(), 3);
    assert_eq!(left.relations.len(), 1);
    let left = corrected(&[("", "reject", "", "Mayor")]);
    assert_eq!(told(&left).len(), 3);
}

#[test]
fn the_type_of_a_name_or_of_one_mention_is_changed() {
    let left = corrected(&[("tramway", "organization", "", "")]);
    assert_eq!(left.entities[2].kind, Kind::Organization);
    assert_eq!(left.mentions.iter().filter(|m| m.certainty.is_some()).count(), 0);
    let left = corrected(&[("brandt", "group", "", "Brandt")]);
    assert_eq!(told(&left)[0], "Olga Brandt (person): Olga Brandt, Brandt");
    assert_eq!(told(&left)[4], "Olga Brandt (group): Brandt");
    assert_eq!(
        (left.entities[4].id.as_str(), left.entities[4].origin),
        ("olga-brandt", Origin::Mine)
    );
}

#[test]
fn accepting_makes_certain() {
    let before = corrected(&[]);
    assert!(before.mentions.iter().any(|m| m.certainty == Some(0.4)));
    for correction in [("tramway", "accept", "", ""), ("T9", "accept", "", "")] {
        let left = corrected(&[correction]);
        assert!(left.mentions.iter().all(|m| m.certainty.is_none()), "{correction:?}");
        assert_eq!(told(&left), told(&before));
    }
}

#[test]
fn a_name_is_given_another_and_keeps_its_old_one_beside() {
    let left = corrected(&[("brandt", "", "Olga Maria Brandt", "")]);
    assert_eq!(told(&left)[0], "Olga Maria Brandt (person): Olga Brandt, Brandt, Brandt");
    assert_eq!(left.entities[0].aliases, ["Brandt", "Olga Brandt"]);
    assert_eq!(left.entities[0].id, "brandt");
}

#[test]
fn names_that_come_to_be_called_the_same_are_one() {
    let left = corrected(&[("mayor", "", "Olga Brandt", "")]);
    assert_eq!(told(&left)[0], "Olga Brandt (person): Mayor, Olga Brandt, Brandt, Brandt");
    assert_eq!(left.entities.len(), 3);
    assert!(left.events[0].who.iter().all(|who| who.entity == "brandt"));
    // A correction that still speaks of the part means the whole.
    let left = corrected(&[("mayor", "", "Olga Brandt", ""), ("mayor", "reject", "", "")]);
    assert_eq!(left.entities.len(), 2);
    // Of another type it stays apart.
    assert_eq!(corrected(&[("lund", "", "Olga Brandt", "")]).entities.len(), 4);
}

#[test]
fn a_mention_is_split_off_into_a_name_of_its_own() {
    let left = corrected(&[("brandt", "", "Hans Brandt", "Brandt")]);
    assert_eq!(told(&left)[0], "Olga Brandt (person): Olga Brandt, Brandt");
    assert_eq!(told(&left)[4], "Hans Brandt (person): Brandt");
}

#[test]
fn events_relations_times_and_quotations_are_corrected_too() {
    let left = corrected(&[
        ("meeting", "", "Critics gather", ""),
        ("R1", "governs", "", ""),
        ("R2", "reject", "", ""),
        ("", "reject", "", "Tuesday"),
        ("", "reject", "", "the Lund Tramway would run"),
    ]);
    assert_eq!(left.events[0].label, "Critics gather");
    assert_eq!(left.relations.len(), 1);
    assert_eq!(left.relations[0].kind, "governs");
    assert!(left.times.is_empty() && left.quotes.is_empty());
    assert!(corrected(&[("meeting", "reject", "", "")]).events.is_empty());
}

#[test]
fn the_last_word_counts_and_unknown_ids_harm_nothing() {
    let left =
        corrected(&[("lund", "group", "", ""), ("lund", "place", "", ""), ("x", "reject", "", "")]);
    assert_eq!(told(&left), told(&corrected(&[])));
}

proptest! {
    #[test]
    fn any_corrections_leave_references_that_fit(
        choices in prop::collection::vec((0usize..8, 0usize..5, 0usize..5, 0usize..5), 0..12)
    ) {
        let ids = ["brandt", "lund", "tramway", "mayor", "T9", "R1", "meeting", ""];
        let verdicts = ["accept", "reject", "place", "person", ""];
        let names = ["", "Olga Brandt", "Lund", "Mayor", "Someone Else"];
        let quotes = ["", "Brandt", "Lund", "Mayor", "Tuesday"];
        let corrections: Vec<_> = choices
            .iter()
            .map(|&(id, verdict, name, quote)| (ids[id], verdicts[verdict], names[name], quotes[quote]))
            .collect();
        let left = corrected(&corrections);
        prop_assert!(left.mentions.iter().all(|m| m.entity < left.entities.len()));
        let mut known: Vec<&str> = left.entities.iter().map(|e| e.id.as_str()).collect();
        known.sort_unstable();
        let count = known.len();
        known.dedup();
        prop_assert_eq!(known.len(), count, "two names with one id");
        known.push("T9");
        prop_assert!(left.relations.iter().all(|r| known.contains(&r.from.as_str()) && known.contains(&r.to.as_str())));
        prop_assert!(left.events.iter().flat_map(|e| &e.who).all(|who| known.contains(&who.entity.as_str())));
        prop_assert!(left.quotes.iter().flat_map(|q| &q.speaker).all(|s| known.contains(&s.as_str())));
    }
}

/// What becomes of the names under corrections that stand in a notes file in
/// this order, whatever the clock said when they were made.
fn in_file(corrections: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("tram.notes.yaml");
    std::fs::write(&file, format!("format: dateline-notes/1\n{corrections}")).expect("written");
    let notebook = Notebook::read(&file);
    assert_eq!(notebook.problems(), []);
    let text = Text::new(STORY.to_owned());
    let mut notes = notebook.notes().to_vec();
    anchor(&mut notes, &text, &[]);
    // As lists show them: in the order of the text.
    notes.sort_by_key(|note| note.start().unwrap_or(usize::MAX));
    let mut annotations = sidecar::read("tram.ann.yaml", NAMES, &text).annotations;
    annotations.overlay_notes(&notes, &text);
    told(&annotations)
}

#[test]
fn corrections_apply_in_the_order_of_the_file_whatever_the_clock_said() {
    let rename = "quote: Brandt\nnth: 2\nkind: correction\nannotation: brandt\nname: Ann Brandt\n";
    let retype = "kind: correction\nannotation: ann-brandt\nverdict: group\n";
    for (first, second) in [
        ("2031-05-07T10:00:00Z", "2031-05-07T10:00:00Z"),
        ("2031-05-07T10:00:00Z", "1970-01-01T00:00:00Z"),
        ("1970-01-01T00:00:00Z", "2031-05-07T10:00:00Z"),
    ] {
        // The ids are in the other order on purpose.
        let told = in_file(&format!(
            "---\nid: zz\n{rename}made: {first}\n---\nid: aa\n{retype}made: {second}\n"
        ));
        assert_eq!(told.last().map(String::as_str), Some("Ann Brandt (group): Brandt"), "{told:?}");
    }
}

#[test]
fn a_name_whose_last_mention_becomes_another_name_is_gone_and_what_refers_to_it_follows() {
    // Split off, then given another type for this place only.
    let left =
        corrected(&[("brandt", "", "Ann Brandt", "Brandt"), ("ann-brandt", "group", "", "Brandt")]);
    let names = told(&left);
    assert_eq!(names.len(), 5, "{names:?}");
    assert_eq!(names[4], "Ann Brandt (group): Brandt");
    // The only mention of a name in the file: its relation is the new one's.
    let left = corrected(&[("mayor", "work", "", "Mayor")]);
    assert_eq!(told(&left).len(), 4);
    let mayor = left.entities.iter().find(|entity| entity.kind == Kind::Work).expect("there");
    assert_eq!(left.events[0].who[1].entity, mayor.id);
}
