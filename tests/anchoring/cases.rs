//! What a person expects, case by case.

use dateline::anchor::{anchor, anchor_new, locate, occurrence};
use dateline::model::{Anchor, Note, Reason, Selector, Span, Text};

fn text(words: &str) -> Text {
    Text::new(words.to_owned())
}

/// A selector of the first `quote` of `story`, as a reader's key makes it.
fn marked(story: &str, quote: &str) -> Selector {
    let start = story.find(quote).expect("the quote is in the story");
    Selector::of(&text(story), Span::new(start, start + quote.len()))
}

fn at(quote: &str, at: usize) -> Selector {
    Selector { at: Some(at), ..Selector::quote(quote) }
}

/// How one selector stands in `new`, and on which words.
fn found(selector: &Selector, new: &str, past: &[&str]) -> (Anchor, Option<String>) {
    let past: Vec<Text> = past.iter().map(|old| text(old)).collect();
    let new = text(new);
    let found = locate(&[selector], &new, &past).remove(0);
    (found.anchor, found.span.map(|span| new.slice(span).to_owned()))
}

fn moved(words: &str) -> (Anchor, Option<String>) {
    (Anchor::Moved, Some(words.to_owned()))
}

fn anchored(selectors: Vec<Selector>, words: &str) -> (Anchor, Vec<Span>) {
    let stale = vec![Span::new(7, 9)];
    let mut notes = [Note { selectors, spans: stale, anchor: Anchor::Lost, ..Note::default() }];
    anchor(&mut notes, &text(words), &[]);
    let [note] = notes;
    (note.anchor, note.spans)
}

const HARBOUR: &str = "The harbour board met in Oslin on Tuesday. Mira Tolland, who chairs it, said \
the crane would be repaired by the end of March. Jon Vesk of the pilots’ union said nobody had been \
asked.\n\nThe crane fell on 9 February. It had been inspected four days before, and the inspector \
found nothing. Mira Tolland said the report would be published.\n\nEleven ships are waiting. Two of \
them carry fruit, and their captains were told to try Port Sable.\n";

#[test]
fn a_note_says_how_surely_it_stands() {
    assert_eq!(anchored(vec![], "é one"), (Anchor::Exact, vec![]));
    assert_eq!(anchored(vec![at("one", 2)], "é one"), (Anchor::Exact, vec![Span::new(3, 6)]));
    assert_eq!(anchored(vec![at("one", 0)], "é one"), (Anchor::Moved, vec![Span::new(3, 6)]));
    assert_eq!(anchored(vec![at("o", 0)], "é o o"), (Anchor::Doubtful, vec![]));
    assert_eq!(anchored(vec![at("two", 2)], "é one"), (Anchor::Lost, vec![]));
    assert_eq!(anchored(vec![at("", 2)], "é one"), (Anchor::Lost, vec![]));
}

#[test]
fn a_note_of_several_stretches_is_lost_only_with_all_of_them() {
    let both = || vec![at("one", 0), at("two", 4)];
    assert_eq!(anchored(both(), "one two").0, Anchor::Exact);
    assert_eq!(anchored(both(), "one, two").0, Anchor::Moved);
    assert_eq!(anchored(both(), "one"), (Anchor::Doubtful, vec![Span::new(0, 3)]));
    assert_eq!(anchored(both(), "none").0, Anchor::Doubtful);
    assert_eq!(anchored(both(), "").0, Anchor::Lost);
}

#[test]
fn what_is_doubtful_names_its_candidates_and_its_reason() {
    let selectors = vec![at("Mira Tolland", 7)];
    let mut notes = [Note { selectors, ..Note::default() }];
    let story = text(HARBOUR);
    anchor(&mut notes, &story, &[]);
    let standing = &notes[0].standing;
    assert_eq!((notes[0].anchor, standing.reason), (Anchor::Doubtful, Reason::Several));
    assert_eq!(standing.candidates.len(), 2);
    assert!(standing.candidates.iter().all(|c| story.slice(c.span) == "Mira Tolland"));
    assert!(standing.reason.words().contains("several places"));
}

#[test]
fn surroundings_settle_which_of_several_is_meant() {
    let story = "He saw the old port, the new port, and the port beyond the port of call.";
    for (at, _) in story.match_indices("port") {
        let selector = Selector::of(&text(story), Span::new(at, at + 4));
        let later = format!("At noon, with the others, {}", &story[3..]);
        let new = text(&later);
        let found = locate(&[&selector], &new, &[]).remove(0);
        let span = found.span.unwrap_or_else(|| panic!("{at}: {found:?}"));
        assert_eq!(span.start, at + later.len() - story.len());
    }
}

#[test]
fn one_side_of_the_surroundings_is_enough() {
    let selector = marked(HARBOUR, "Jon Vesk");
    let before = HARBOUR.replace(" of the pilots’ union said nobody had been asked", " left early");
    assert_eq!(found(&selector, &before, &[]).1.as_deref(), Some("Jon Vesk"));
    let after = HARBOUR.replace("the crane would be repaired by the end of March. ", "no. ");
    assert_eq!(found(&selector, &after, &[]), moved("Jon Vesk"));
}

#[test]
fn the_nearest_is_meant_where_all_else_is_alike() {
    let story = "again again again again again again again again again again again again again";
    for start in (0..story.len()).step_by(6) {
        assert_eq!(anchored(vec![at("again", start)], story).1, [Span::new(start, start + 5)]);
    }
    let far = format!("a note {} a note", " of the clerk".repeat(30));
    assert_eq!(anchored(vec![at("note", 3)], &far), (Anchor::Moved, vec![Span::new(2, 6)]));
}

#[test]
fn context_past_the_ends_of_the_text_does_no_harm() {
    let selector = Selector {
        before: Some("x".repeat(500)),
        after: Some("y".repeat(500)),
        ..Selector::quote("harbour board met in Oslin on Tuesday. Mira Tolland, who chairs it")
    };
    assert!(found(&selector, HARBOUR, &[]).1.is_some());
    assert_eq!(found(&selector, "", &[]), (Anchor::Lost, None));
    assert_eq!(found(&selector, "é", &[]).1, None);
}

#[test]
fn slips_put_right_and_words_put_in_move_a_note() {
    let selector = marked(HARBOUR, "Mira Tolland");
    assert_eq!(found(&selector, &HARBOUR.replace("Tolland", "Toland"), &[]), moved("Mira Toland"));
    let selector = marked(HARBOUR, "the crane would be repaired by the end of March");
    let new = HARBOUR.replace("be repaired by", "be replaced or repaired by");
    assert_eq!(
        found(&selector, &new, &[]),
        moved("the crane would be replaced or repaired by the end of March")
    );
}

#[test]
fn typography_is_no_change_of_words() {
    let selector = marked(HARBOUR, "Jon Vesk of the pilots’ union said nobody");
    let new = HARBOUR.replace('’', "'").replace(" of the", "\u{a0}of\nthe");
    assert_eq!(
        found(&selector, &new, &[]),
        moved("Jon Vesk\u{a0}of\nthe pilots' union said nobody")
    );
    let composed = marked("Gdańsk’s mayor, Paweł, spoke for an hour.", "Gdańsk’s mayor");
    let apart = "Today Gdan\u{301}sk's mayor, Paweł, spoke for an hour.";
    assert_eq!(found(&composed, apart, &[]), moved("Gdan\u{301}sk's mayor"));
}

#[test]
fn a_name_or_figure_that_was_replaced_is_lost_and_not_found_elsewhere() {
    let selector = marked(HARBOUR, "Mira Tolland");
    let new = HARBOUR.replacen("Mira Tolland", "Simon Hask", 1);
    assert_eq!(found(&selector, &new, &[]), (Anchor::Lost, None));
    let figure = marked(HARBOUR, "9 February");
    let new = HARBOUR.replace("9 February", "12 January");
    assert_eq!(found(&figure, &new, &[]), (Anchor::Lost, None));
    let day = marked(HARBOUR, "Tuesday");
    assert_eq!(found(&day, &HARBOUR.replace("Tuesday", "Thursday"), &[]).1, None);
}

#[test]
fn a_sentence_that_was_cut_takes_its_names_along() {
    let start = HARBOUR.rfind("Mira Tolland").expect("a second one");
    let selector = Selector::of(&text(HARBOUR), Span::new(start, start + 12));
    let new = HARBOUR.replace(" Mira Tolland said the report would be published.", "");
    assert_eq!(found(&selector, &new, &[]).1, None);
    assert_eq!(found(&selector, &new, &[HARBOUR]).1, None);
}

#[test]
fn a_moved_paragraph_takes_its_notes_along() {
    let parts: Vec<&str> = HARBOUR.trim_end().split("\n\n").collect();
    let new = format!("{}\n\n{}\n\n{}\n", parts[2], parts[0], parts[1]);
    for quote in
        ["Eleven ships", "Port Sable", "Two of them carry fruit", "inspected four days before"]
    {
        let selector = marked(HARBOUR, quote);
        assert_eq!(found(&selector, &new, &[]), moved(quote));
        assert_eq!(found(&selector, &new, &[HARBOUR]), moved(quote));
    }
}

#[test]
fn the_old_text_tells_the_twins_apart() {
    let old = "The vote was put off. Nobody spoke.\n\nThe vote was put off. Nobody left.\n";
    let second = old.rfind("put off").expect("the second");
    let selector = Selector { at: Some(second), ..Selector::quote("put off") };
    let new = format!("First came a prayer for rain, and then for more of it.\n\n{old}");
    let story = text(&new);
    assert_eq!(locate(&[&selector], &story, &[])[0].anchor, Anchor::Doubtful);
    let found = locate(&[&selector], &story, &[text(old)]).remove(0);
    assert_eq!(found.span.map(|span| span.start), new.rfind("put off"));
    assert_eq!(found.reason, Reason::Followed);
}

#[test]
fn an_old_text_that_a_note_was_not_made_in_is_not_believed() {
    let selector = marked(HARBOUR, "Eleven ships");
    let other = "Nothing of the sort was ever printed here, and nobody asked.";
    let new = format!("By our reporter\n\n{HARBOUR}");
    assert_eq!(found(&selector, &new, &[other]), moved("Eleven ships"));
    assert_eq!(found(&selector, &new, &[other, HARBOUR]), moved("Eleven ships"));
}

#[test]
fn neighbours_settle_bare_words() {
    let old = "Alba spoke. Then Vesk spoke. Then Tolland spoke. Then Hask spoke.";
    let new = format!("Nobody else spoke before noon. {old}");
    let words = ["Alba", "spoke", "Vesk", "Tolland", "Hask"];
    let selectors: Vec<Selector> = words
        .iter()
        .map(|word| at(word, if *word == "spoke" { 22 } else { old.find(word).expect("it") }))
        .collect();
    let all: Vec<&Selector> = selectors.iter().collect();
    let found = locate(&all, &text(&new), &[]);
    assert_eq!(found[1].span, Some(Span::new(53, 58)), "{found:?}");
    assert_eq!(found[1].reason, Reason::Neighbours);
}

/// Beginnings that a whole paragraph repeats: which half is meant lies in a
/// word or two.
#[test]
fn parallel_clauses_are_told_apart() {
    let old = "It was the year of the flood, it was the year of the drought, it was the age of \
the engineers, it was the age of the poets, it was the season of long nights, it was the season of \
short tempers, we had the harbour before us, we had the sea before us.";
    let new = "It was the year of the great flood, it was the year of drought; it was the age of \
engineers, it was also the age of the poets, it was a season of long nights, it was the season of \
short tempers. We had the harbour before us, we had only the sea before us.";
    for (quote, now) in [
        ("it was the year of the drought", "it was the year of drought"),
        ("it was the age of the poets", "it was also the age of the poets"),
        ("it was the season of short tempers", "it was the season of short tempers"),
        ("we had the sea before us", "we had only the sea before us"),
    ] {
        assert_eq!(found(&marked(old, quote), new, &[]), moved(now));
        assert_eq!(found(&marked(old, quote), new, &[old]), moved(now));
    }
}

/// A translation of the same paragraph by another hand.
#[test]
fn a_sentence_rewritten_in_part_is_found() {
    let old = "Years afterwards, when the bailiffs came up the stairs, Ada Quill would think of \
that far morning on which her uncle took her down to see the first steam crane.";
    let new = "Many years afterwards, as the bailiffs came up the stairs, Ada Quill was to think \
of that distant morning on which her uncle took her to see the first steam crane.";
    let selector = marked(old, "Ada Quill would think of that far morning on which her uncle");
    assert_eq!(
        found(&selector, new, &[]),
        moved("Ada Quill was to think of that distant morning on which her uncle")
    );
}

#[test]
fn known_notes_keep_their_standing_and_new_ones_get_theirs() {
    let story = text(HARBOUR);
    let note = |id: &str, quote: &str| Note {
        id: id.into(),
        selectors: vec![marked(HARBOUR, quote)],
        ..Note::default()
    };
    let mut known = [note("a", "Eleven ships")];
    anchor(&mut known, &story, &[]);
    known[0].anchor = Anchor::Moved;
    let mut notes = [note("a", "Eleven ships"), note("b", "Port Sable"), note("a", "fruit")];
    anchor_new(&mut notes, &known, &story);
    assert_eq!(
        notes.each_ref().map(|note| note.anchor),
        [Anchor::Moved, Anchor::Exact, Anchor::Exact]
    );
    assert!(notes.iter().all(|note| note.spans.len() == 1));
}

#[test]
fn quotes_and_contexts_of_any_length_are_looked_for() {
    let mut rng = fastrand::Rng::with_seed(3);
    let mut old = HARBOUR.to_owned();
    while old.len() < 30_000 {
        let word: String = (0..rng.usize(2..9)).map(|_| rng.lowercase()).collect();
        old.push_str(&word);
        old.push(' ');
    }
    let new = old.replacen("fell on 9 February", "came down on 9 February", 1);
    let new = format!("First of all, an apology.\n\n{new}");
    let bytes = Span::new(40, 24_000);
    let selector = Selector::of(&text(&old), bytes);
    let story = text(&new);
    let place = locate(&[&selector], &story, &[]).remove(0);
    assert_eq!(place.anchor, Anchor::Moved, "{place:?}");
    assert_eq!(place.span.map(|span| span.start), Some(67));
    let huge = Selector {
        before: Some("b ".repeat(300_000)),
        after: Some("e ".repeat(300_000)),
        at: Some(3),
        ..Selector::quote("The harbour board ".repeat(40_000))
    };
    assert_eq!(locate(&[&huge], &story, &[])[0].span, None);
}

#[test]
fn a_headline_stays_one_whatever_is_put_below_it() {
    let old = "Vote held\n\nThe vote was put off. Nobody spoke.\n\nNobody left.\n";
    let selector = marked(old, "Vote held");
    let lead = "Vote held\n\nFirst came a prayer for rain, and then for more.\n\n";
    let new = old.replace("Vote held\n\n", lead);
    assert_eq!(found(&selector, &new, &[]), (Anchor::Exact, Some("Vote held".to_owned())));
    let new = new.replace("The vote was put off. Nobody spoke.", "It was put off at noon.");
    assert_eq!(found(&selector, &new, &[]), (Anchor::Exact, Some("Vote held".to_owned())));
    assert_eq!(found(&selector, &new.replace("Vote held", "Vote off"), &[]).1, None);
}

#[test]
fn words_are_found_however_they_are_typed() {
    let story = "Café Zoë\n\nThey said: “We won’t\n  go – ever”.\nThe cafe\u{301} closed.\n";
    let at = |words: &str| occurrence(&text(story), words).map(|span| &story[span.range()]);
    for words in ["\"We won't go - ever\"", "“we WON’T go — ever”", " \u{201e}We\nwon't   go –"]
    {
        let found = at(words).unwrap_or_default();
        assert!(found.starts_with("“We won’t\n  go"), "{words}: {found:?}");
    }
    assert_eq!(at("caf\u{e9} closed"), Some("cafe\u{301} closed"));
    assert_eq!(at("Cafe\u{301} Zoe\u{308}"), Some("Café Zoë"));
    assert_eq!(at("café"), Some("cafe\u{301}"), "as they are before small for capital");
    assert_eq!(at("nowhere"), None);
    assert_eq!(at(""), None);
    assert_eq!(at(" \n"), None);
}

#[test]
fn a_short_sentence_that_stands_once_amid_other_words_is_shown_to_the_reader() {
    let old = "The airport of the island is gone. The runway is flooded now. Hundreds of people wait \
               for help, and none has come.\n";
    let new = "The governor spoke on Monday.\n\nOfficials came at night. The runway is flooded now. \
               What is gone is gone.\n";
    let selector = marked(old, "The runway is flooded now.");
    let standing = |past: &[Text]| locate(&[&selector], &text(new), past).remove(0);
    let found = standing(&[]);
    assert_eq!((found.anchor, found.reason), (Anchor::Doubtful, Reason::Elsewhere));
    let candidate = found.candidates[0].0;
    assert_eq!(&new[candidate.range()], "The runway is flooded now.");
    // A long one is taken, and not said to stand between what is gone.
    let long = "The runway of the island is flooded with dirty water from the sea.";
    let (old, new) = (
        old.replace("The runway is flooded now.", long),
        new.replace("The runway is flooded now.", long),
    );
    let found = locate(&[&marked(&old, long)], &text(&new), &[]).remove(0);
    assert_eq!((found.anchor, found.reason), (Anchor::Moved, Reason::Alone));
    // Where it stands twice, or is hardly more than a name, it stays lost.
    let twice =
        format!("{}The runway is flooded now.\n", new.replace(long, "The runway is flooded now."));
    assert_eq!(locate(&[&selector], &text(&twice), &[])[0].anchor, Anchor::Lost);
}

#[test]
fn of_words_that_were_taken_out_and_stand_elsewhere_it_is_said_so() {
    let old = "Mayor Smith opened the bridge. The council met, and Smith did not comment.\n";
    let new = "Mayor Smith opened the bridge. The council met.\n";
    let start = old.rfind("Smith").expect("there");
    let selector = Selector::of(&text(old), Span::new(start, start + 5));
    let found = locate(&[&selector], &text(new), &[text(old)]).remove(0);
    assert_eq!((found.anchor, found.reason), (Anchor::Lost, Reason::TakenOut));
    let found = locate(&[&marked(old, "did not comment")], &text(new), &[text(old)]).remove(0);
    assert_eq!((found.anchor, found.reason), (Anchor::Lost, Reason::Gone));
}

/// Where a name that stands at `at` of the old text is in the new one: as a
/// note with its surroundings, and as bare words with the old text at hand.
fn line_of(old: &str, at: usize, name: &str, new: &str) -> [Option<String>; 2] {
    let whole = Selector::of(&text(old), Span::new(at, at + name.len()));
    let bare = Selector { before: None, after: None, ..whole.clone() };
    [whole, bare].map(|selector| {
        let span = locate(&[&selector], &text(new), &[text(old)]).remove(0).span?;
        let start = new[..span.start].rfind('\n').map_or(0, |at| at + 1);
        new[start..].lines().next().map(str::to_owned)
    })
}

#[test]
fn a_line_put_in_that_begins_with_the_same_name_does_not_take_it() {
    let old = "Headline\n\nKerry met Lavrov on Monday.\nThe envoy Kerry spoke first.\n\
               Then Kerry left for Paris.\n";
    let at = old.find("Kerry").expect("there");
    for put_in in [
        "Kerry says no.",
        "Kerry Kerry says no.",
        "Kerry said on Thursday that the talks had failed and that he would go home.",
        "Nobody and Kerry walked.",
    ] {
        let new = old.replacen("Kerry met", &format!("{put_in}\nKerry met"), 1);
        let kept = Some("Kerry met Lavrov on Monday.".to_owned());
        assert_eq!(line_of(old, at, "Kerry", &new), [kept.clone(), kept], "{put_in}");
    }
}

#[test]
fn a_name_whose_sentence_was_replaced_is_lost_though_the_next_sentence_stands() {
    let story = |second: &str| {
        format!(
            "Headline of the day\n\nThe Senate announced it would meet on Monday.\n{second}\n\
             The Senate will vote next week. The Senate is split.\n"
        )
    };
    for (was, name) in [
        ("North officials blamed the Senate for the delay.", "North"),
        ("Nobody was surprised by what was said in the North.", "North"),
        ("Senate President Rivera Schatz expressed opposition to the swearing-in.", "Senate"),
    ] {
        let is =
            "Separately, North and Senate were named in an unrelated report on fishing quotas.";
        let old = story(was);
        let at = old.find(was).expect("there") + was.find(name).expect("there");
        assert_eq!(line_of(&old, at, name, &story(is)), [None, None], "{was}");
    }
}
