//! What is new in a text, by examples.

use dateline::anchor::changes;
use dateline::model::Text;

const OLD: &str = "The harbour board met in Oslin on Tuesday, and said that the crane would be \
repaired by the end of March.\n\nThe crane fell on 9 February. Nobody had looked at it.\n";

/// The words that are new; `|` and the word after the gap where some are gone.
fn new_in(new: &str, old: &str) -> Vec<String> {
    let text = Text::new(new.to_owned());
    let found = changes(&Text::new(old.to_owned()), &text);
    let mut end = 0;
    for span in &found {
        assert!(span.start >= end && span.end <= text.len(), "{found:?} are in order");
        end = span.end;
    }
    let words = |span: &dateline::model::Span| match span.is_empty() {
        true => format!("|{}", new[span.start..].split(' ').next().unwrap_or_default()),
        false => text.slice(*span).to_owned(),
    };
    found.iter().map(words).collect()
}

#[test]
fn new_words_are_found_and_no_others() {
    assert!(new_in(OLD, OLD).is_empty());
    assert_eq!(new_in(&OLD.replace("Tuesday", "Monday"), OLD), ["Monday"]);
    assert_eq!(new_in(&OLD.replace("The crane fell", "The old crane fell"), OLD), ["old"]);
    let longer = format!("{OLD}\nIt lies there still – all 80 t.\n");
    assert_eq!(new_in(&longer, OLD), ["It lies there still – all 80 t."]);
    let both = OLD.replace("Oslin", "Sável").replace("9 February", "10 February");
    assert_eq!(new_in(&both, OLD), ["Sável", "10"]);
}

#[test]
fn where_words_are_gone_stands_an_empty_span() {
    assert_eq!(new_in(&OLD.replace("harbour ", ""), OLD), ["|board"]);
    let shorter = OLD.replace(" Nobody had looked at it.", "");
    assert_eq!(new_in(&shorter, OLD), ["|.\n"]);
    assert_eq!(new_in("", OLD), ["|"]);
}

#[test]
fn words_kept_by_chance_amid_others_are_new_too() {
    let other = OLD.replace(
        "Nobody had looked at it.",
        "Seven inspectors, it turns out, had been there the week before.",
    );
    let [one] = &new_in(&other, OLD)[..] else { panic!("{:?}", new_in(&other, OLD)) };
    assert!(one.starts_with("Seven") && one.contains("had been"), "{one}");
}

#[test]
fn white_space_quotation_marks_and_dashes_are_no_news() {
    let old = "“No” – said Mr  Vesk,\nwho left.";
    assert!(new_in("\"No\" - said Mr Vesk, who\u{a0}left.\n\n", old).is_empty());
}

#[test]
fn a_sentence_put_in_is_new_from_its_first_word_to_its_last() {
    let old = "It rained. Kerry met Lavrov in Geneva on Friday. They parted.\n";
    let new = old.replace("Kerry met", "Kerry would not say why. Lavrov stayed. Kerry met");
    assert_eq!(new_in(&new, old), ["Kerry would not say why. Lavrov stayed."]);
}
