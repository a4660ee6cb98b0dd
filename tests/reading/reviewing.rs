//! Review: others' annotations accepted and corrected, one key each.

use super::desk::{CRANE, CRANE_NAMES, Reader};
use dateline::model::NoteKind;

/// The words under review.
fn under_review(reader: &Reader) -> &str {
    let (span, _) = reader.state.review.as_ref().and_then(|r| r.here()).expect("under review");
    reader.slice(span)
}

/// Each correction as it is saved: what it is about, its verdict, its name, its quote.
fn corrections(reader: &Reader) -> Vec<(String, String, String, String)> {
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    let saved = reader.saved();
    let saved = saved.iter().filter(|note| note.kind == NoteKind::Correction);
    saved
        .map(|note| {
            let quote = note.selectors.first().map(|s| s.quote.clone()).unwrap_or_default();
            (words(&note.target), words(&note.kind_word), words(&note.name), quote)
        })
        .collect()
}

fn is(correction: &(String, String, String, String), told: [&str; 4]) -> bool {
    let (target, verdict, name, quote) = correction;
    [target, verdict, name, quote].map(String::as_str) == told
}

/// The names, as the names pane counts them.
fn counted(reader: &Reader) -> Vec<(String, u32)> {
    let reading = reader.reading();
    let entities = reading.annotations.entities.iter().enumerate();
    entities.map(|(index, e)| (e.name.clone(), reading.names.counts[index])).collect()
}

#[test]
fn a_review_goes_through_names_times_quotes_and_events_in_the_order_of_the_text() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("R");
    assert_eq!(under_review(&reader), "PORT SABLE");
    let count = reader.state.review.as_ref().map_or(0, |review| review.items.len());
    assert!(reader.screen().contains(&format!("review {count} left")), "{}", reader.screen());
    let mut seen = Vec::new();
    for _ in 0..8 {
        seen.push(under_review(&reader).to_owned());
        reader.keys("n");
    }
    assert_eq!(
        seen,
        [
            "PORT SABLE",
            "Port Sable",
            "Mara Venn",
            "Nobody walks under that hook until I have seen it stop",
            "Venn",
            "told the Tidewater Board",
            "Tidewater Board",
            "Customs House",
        ]
    );
    reader.keys("N N");
    assert_eq!(under_review(&reader), "Tidewater Board");
    reader.keys("Esc");
    assert!(reader.state.review.is_none());
    assert!(reader.reading().chosen.is_some(), "Esc ends the review first");
}

#[test]
fn what_is_right_is_accepted_and_the_review_goes_on() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("R a");
    assert_eq!(under_review(&reader), "Port Sable");
    assert!(is(&corrections(&reader)[0], ["port-sable", "accept", "", "PORT SABLE"]));
    // All of a name at once: the rest of its mentions is passed over.
    reader.keys("A");
    assert_eq!(corrections(&reader).len(), 2);
    assert!(is(&corrections(&reader)[1], ["port-sable", "accept", "", ""]));
    let mut seen = Vec::new();
    for _ in 0..40 {
        seen.push(under_review(&reader).to_owned());
        reader.keys("a");
    }
    assert!(!seen.iter().any(|words| words.eq_ignore_ascii_case("Port Sable")), "{seen:?}");
    // Everything is settled, nothing is lost, and what is settled stays so.
    let review = reader.state.review.as_ref().expect("a review");
    assert_eq!(review.done(), review.items.len());
    assert_eq!(counted(&reader), counted(&Reader::at_desk()));
}

#[test]
fn what_is_wrong_is_taken_out_and_undo_brings_it_back() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("R n n");
    assert_eq!(under_review(&reader), "Mara Venn");
    reader.keys("x");
    assert_eq!(counted(&reader)[0], ("Mara Venn".into(), 4));
    reader.keys("u");
    assert_eq!(counted(&reader)[0], ("Mara Venn".into(), 5));
    assert_eq!(under_review(&reader), "Mara Venn");
    reader.keys("X");
    assert!(!counted(&reader).iter().any(|(name, _)| name == "Mara Venn"));
    assert!(!reader.pane(dateline::state::Pane::Names).join("\n").contains("Mara Venn"));
    reader.keys("u");
    assert_eq!(counted(&reader), counted(&Reader::at_desk()));
    assert_eq!(corrections(&reader), []);
    reader.keys("C-r");
    assert!(!counted(&reader).iter().any(|(name, _)| name == "Mara Venn"));
}

#[test]
fn a_type_is_changed_by_its_letter() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("R n n t");
    assert!(reader.line(39).contains("p person"), "{}", reader.line(39));
    reader.keys("g");
    assert!(is(&corrections(&reader)[0], ["mara-venn", "group", "", "Mara Venn"]));
    assert!(reader.pane(dateline::state::Pane::Names).join("\n").contains("Groups"));
    reader.keys("N T o");
    let last = corrections(&reader).last().cloned().expect("a correction");
    assert_eq!((last.1.as_str(), last.3.as_str()), ("organization", ""));
    // A letter that is none, and Esc, change nothing.
    let before = corrections(&reader);
    reader.keys("N t z t Esc");
    assert_eq!(corrections(&reader), before);
    assert!(reader.state.review.is_some());
}

#[test]
fn a_name_is_changed_joined_with_another_or_split() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("R n n r").types("Mara Anne Venn").keys("Enter");
    assert_eq!(counted(&reader)[0], ("Mara Anne Venn".into(), 5));
    // Joined with one that is there.
    reader.keys("Esc").go_to("Jonas Reet").keys("R");
    assert_eq!(under_review(&reader), "Jonas Reet");
    reader.keys("r").types("mara anne");
    assert!(reader.screen().contains("new name"), "{}", reader.screen());
    reader.keys("Down Enter");
    assert_eq!(counted(&reader)[0].1, 5 + 3);
    assert!(!counted(&reader).iter().any(|(name, _)| name == "Jonas Reet"));
    reader.keys("u u");
    assert_eq!(counted(&reader), counted(&Reader::at_desk()));
    // One place where somebody else is meant.
    reader.keys("Esc").go_to("Venn told").keys("R s").types("Ole Venn").keys("Enter");
    assert_eq!(counted(&reader)[0], ("Mara Venn".into(), 4));
    assert!(counted(&reader).contains(&("Ole Venn".into(), 1)));
}

#[test]
fn a_mention_is_made_longer_and_shorter_by_words() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("Jonas Reet, its").keys("R");
    assert_eq!(under_review(&reader), "Jonas Reet");
    reader.keys("<");
    assert_eq!(under_review(&reader), "Jonas");
    assert_eq!(counted(&reader)[1], ("Jonas Reet".into(), 3), "one out, one in");
    reader.keys("> (");
    assert_eq!(under_review(&reader), "answer. Jonas Reet");
    reader.keys(")");
    let own: Vec<_> = reader.saved().into_iter().filter(|n| n.kind == NoteKind::Entity).collect();
    assert_eq!(own.len(), 1, "one mention is moved, not made anew by each key");
    reader.keys("x");
    assert_eq!(counted(&reader)[1], ("Jonas Reet".into(), 2));
    // Never beyond its paragraph.
    reader.keys("Esc").go_to("PORT SABLE").keys("R (");
    assert_eq!(under_review(&reader), "PORT SABLE");
    assert!(reader.notice().contains("no word there"));
}

#[test]
fn what_is_said_of_a_whole_name_holds_for_a_mention_made_longer_too() {
    let stretched = || {
        let mut reader = Reader::at_desk().sized(120, 40);
        reader.go_to("Jonas Reet, its").keys("R <");
        assert_eq!(under_review(&reader), "Jonas");
        reader
    };
    let mut renamed = stretched();
    renamed.keys("r").types("Jonas A. Reet").keys("Enter");
    assert_eq!(counted(&renamed)[1], ("Jonas A. Reet".into(), 3));
    assert_eq!(counted(&renamed).len(), 6, "it is one name still");
    let mut gone = stretched();
    gone.keys("X");
    assert!(!counted(&gone).iter().any(|(name, _)| name == "Jonas Reet"));
    gone.keys("u u");
    assert_eq!(counted(&gone), counted(&Reader::at_desk()));
    let mut group = stretched();
    group.keys("T g");
    assert_eq!(group.reading().annotations.entities[1].kind.word(), "group");
    let mut split = stretched();
    split.keys("s").types("Jonas Older").keys("Enter");
    assert!(counted(&split).contains(&("Jonas Older".into(), 1)));
    assert_eq!(counted(&split)[1], ("Jonas Reet".into(), 2));
}

#[test]
fn a_click_chooses_what_is_reviewed() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("R").click("Customs House");
    assert_eq!(under_review(&reader), "Customs House");
    reader.keys("x");
    assert!(!counted(&reader).iter().any(|(name, _)| name == "Customs House"));
}

#[test]
fn events_and_quotations_are_judged_too_but_have_no_type() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("The brake failed").keys("R");
    assert_eq!(under_review(&reader), "The brake failed on Sunday");
    reader.keys("t");
    assert!(reader.notice().contains("only names"));
    reader.keys("r").types("The brake gives").keys("Enter");
    assert!(reader.reading().annotations.events.iter().any(|e| e.label == "The brake gives"));
    reader.keys("Esc").go_to("The brake failed").keys("R N x");
    assert!(!reader.reading().annotations.events.iter().any(|e| e.id == "failed"));
}

#[test]
fn without_annotations_there_is_nothing_to_review() {
    let mut reader = Reader::of(CRANE, "");
    reader.keys("R");
    assert!(reader.notice().contains("nothing to review"));
    assert!(reader.state.review.is_none());
    reader.keys("a").types("A note all the same.").keys("Esc");
    assert_eq!(reader.notes().len(), 1);
}

#[test]
fn what_its_maker_is_not_sure_of_looks_uncertain_until_it_is_settled() {
    let unsure = CRANE_NAMES.replace(
        "{id: oslin, name: Oslin, type: place}",
        "{id: oslin, name: Oslin, type: place, mentions: [{quote: Oslin, nth: 1, certainty: 0.4}]}",
    );
    let mut reader = Reader::of(CRANE, &unsure).sized(120, 40);
    let italic = ratatui::style::Modifier::ITALIC;
    assert!(reader.style_at("Oslin on Tuesday").add_modifier.contains(italic));
    reader.go_to("Oslin on Tuesday").keys("R a Esc Esc g");
    assert!(!reader.style_at("Oslin on Tuesday").add_modifier.contains(italic));
}

#[test]
fn how_far_a_review_has_come_stays_in_sight_after_every_key() {
    for columns in [80, 120] {
        let mut reader = Reader::at_desk().sized(columns, 24);
        reader.keys("R");
        for key in ["a", "x", "t p", "u", "C-r", "A"] {
            reader.keys(key);
            let review = reader.state.review.as_ref().expect("a review");
            let told = format!("review {} left", review.items.len() - review.done());
            let line = reader.line(23);
            assert!(line.contains(&told), "{key}: {line}");
            assert!(line.contains(&reader.notice()[..12]), "what was done too: {line}");
        }
    }
}
