//! Where notes stand in the text at hand.

use dateline::model::note::anchor;
use dateline::model::{Anchor, Note, Selector, Span, Text};

fn anchored(selectors: Vec<Selector>, text: &str) -> (Anchor, Vec<Span>) {
    let stale = vec![Span::new(7, 9)];
    let mut notes = [Note { selectors, spans: stale, anchor: Anchor::Lost, ..Note::default() }];
    anchor(&mut notes, &Text::new(text.into()));
    let [note] = notes;
    (note.anchor, note.spans)
}

fn at(quote: &str, at: usize) -> Selector {
    Selector { at: Some(at), ..Selector::quote(quote) }
}

#[test]
fn a_note_says_how_surely_it_stands() {
    assert_eq!(anchored(vec![], "é one"), (Anchor::Exact, vec![]));
    assert_eq!(anchored(vec![at("one", 2)], "é one"), (Anchor::Exact, vec![Span::new(3, 6)]));
    assert_eq!(anchored(vec![at("one", 0)], "é one"), (Anchor::Moved, vec![Span::new(3, 6)]));
    assert_eq!(anchored(vec![at("o", 0)], "é o o"), (Anchor::Doubtful, vec![Span::new(3, 4)]));
    assert_eq!(anchored(vec![at("two", 2)], "é one"), (Anchor::Lost, vec![]));
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
