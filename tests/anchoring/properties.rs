//! What holds for every text and every note.

use dateline::anchor::{anchor, locate};
use dateline::model::{Anchor, Note, Selector, Span, Text};
use proptest::collection::vec;
use proptest::prelude::*;

/// Text with what is hard about it: white space, marks, wide and joined characters.
fn words() -> impl Strategy<Value = String> {
    vec(
        prop_oneof![
            4 => "[a-c ]{1,9}",
            2 => prop::sample::select(vec![
                "\n", "\u{a0}", "“", "”", "’", "é", "e\u{301}", "東京", "👩‍👩‍👧", "\u{200d}", "\u{301}", "…", "\t", "Ω",
                "한", "\u{1112}\u{1161}\u{11ab}", "Kerry said", "the talks in Geneva",
            ])
            .prop_map(str::to_owned),
            1 => "\\PC{0,6}",
        ],
        0..40,
    )
    .prop_map(|parts| parts.concat())
}

fn span_in(text: &Text, from: prop::sample::Index, length: usize) -> Span {
    let count = text.scalars();
    let start = if count == 0 { 0 } else { from.index(count) };
    let byte = |scalar: usize| text.byte_at(scalar.min(count)).unwrap_or(text.len());
    Span::new(byte(start), byte(start + length))
}

fn on_bounds(text: &Text, span: Span) -> bool {
    let content = text.as_str();
    span.start <= span.end
        && span.end <= content.len()
        && content.is_char_boundary(span.start)
        && content.is_char_boundary(span.end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_an_unchanged_text_every_note_is_exact(
        content in words(),
        places in vec((any::<prop::sample::Index>(), 1..30_usize), 1..12),
    ) {
        let text = Text::new(content);
        let mut notes: Vec<Note> = places
            .into_iter()
            .map(|(from, length)| span_in(&text, from, length))
            .filter(|span| !span.is_empty())
            .map(|span| Note { selectors: vec![Selector::of(&text, span)], ..Note::default() })
            .collect();
        let past = [text.clone()];
        for past in [&[][..], &past] {
            anchor(&mut notes, &text, past);
            for note in &notes {
                prop_assert_eq!(note.anchor, Anchor::Exact);
                prop_assert_eq!(text.slice(note.spans[0]), &note.selectors[0].quote);
            }
        }
    }

    #[test]
    fn any_note_in_any_text_gets_places_on_character_bounds(
        old in words(),
        new in words(),
        places in vec((any::<prop::sample::Index>(), 0..60_usize), 1..8),
        stray in words(),
        at in proptest::option::of(0..200_usize),
        nth in proptest::option::of(0..4_usize),
    ) {
        let (old, new) = (Text::new(old), Text::new(new));
        let mut selectors: Vec<Selector> = places
            .into_iter()
            .map(|(from, length)| Selector::of(&old, span_in(&old, from, length)))
            .collect();
        selectors.push(Selector { at, nth, before: Some(stray.clone()), ..Selector::quote(stray) });
        let all: Vec<&Selector> = selectors.iter().collect();
        for past in [vec![], vec![old.clone()], vec![new.clone(), old.clone()]] {
            let found = locate(&all, &new, &past);
            prop_assert_eq!(found.len(), selectors.len());
            for found in found {
                let sure = matches!(found.anchor, Anchor::Exact | Anchor::Moved);
                prop_assert_eq!(sure, found.span.is_some());
                prop_assert!((0.0..=1.0).contains(&found.score));
                let told = found.candidates.iter().map(|(span, _)| *span);
                for span in found.span.into_iter().chain(told) {
                    prop_assert!(on_bounds(&new, span), "{:?} in {:?}", span, new.as_str());
                    prop_assert!(!span.is_empty());
                }
            }
        }
    }

    #[test]
    fn what_stands_whole_between_other_edits_is_found_with_the_old_text(
        before in "[a-z ]{0,40}",
        after in "[a-z ]{0,40}",
        more in "[A-Z ]{0,40}",
    ) {
        let quote = "Seventeen herring boats put out from Oslin";
        let old = Text::new(format!("{before}\n{quote}\n{after}"));
        let new = Text::new(format!("{more}\n{before}\n{quote}\n{more}\n{after}"));
        let start = before.len() + 1;
        let selector = Selector::of(&old, Span::new(start, start + quote.len()));
        for past in [vec![], vec![old]] {
            let found = locate(&[&selector], &new, &past).remove(0);
            let start = more.len() + 1 + before.len() + 1;
            prop_assert_eq!(found.span, Some(Span::new(start, start + quote.len())));
        }
    }
}
