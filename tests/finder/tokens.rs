//! Words, signs and sentences of news.

use dateline::finder::{Casing, Segmented};
use dateline::model::{Role, Text};

use super::story;

fn tokens(text: &str) -> Vec<String> {
    let text = Text::new(text.into());
    let segmented = Segmented::of(&text);
    (0..segmented.tokens.len()).map(|at| segmented.word(at).to_owned()).collect()
}

fn sentences(text: &str) -> Vec<String> {
    let text = Text::new(text.into());
    let segmented = Segmented::of(&text);
    let words = |s: &dateline::finder::Sentence| text.slice(segmented.span(s.tokens.clone()));
    segmented.sentences.iter().map(|sentence| words(sentence).to_owned()).collect()
}

#[test]
fn tokens_are_cut_where_names_begin_and_end() {
    for (text, wanted) in [
        ("the U.S.-led talks.", &["the", "U.S.", "-", "led", "talks", "."][..]),
        ("Oslo's mayor, Dr. Ek", &["Oslo", "'s", "mayor", ",", "Dr.", "Ek"]),
        ("Iran’s O’Neill didn’t", &["Iran", "’s", "O’Neill", "didn’t"]),
        ("(AT&T) Amazon.com", &["(", "AT&T", ")", "Amazon.com"]),
        ("$1,200.50 at 10:30", &["$", "1,200.50", "at", "10:30"]),
        ("Acme Inc. won...", &["Acme", "Inc.", "won", "..."]),
        ("she said.Then", &["she", "said", ".", "Then"]),
        ("write to a.b@c.org, or", &["write", "to", "a.b@c.org", ",", "or"]),
        ("https://x.org/a-b.", &["https://x.org/a-b", "."]),
        ("#Peace @anna_k!", &["#Peace", "@anna_k", "!"]),
        ("J.K. Stone", &["J.K.", "Stone"]),
        ("the U.N. 's plan .", &["the", "U.N.", "'s", "plan", "."]),
    ] {
        assert_eq!(tokens(text), wanted, "{text}");
    }
}

#[test]
fn sentences_end_at_stops_and_not_at_abbreviations() {
    let text = "Gen. Ray left the U.S. on Monday. \"We won,\" he told Mr. Lee. It was late.";
    let wanted =
        ["Gen. Ray left the U.S. on Monday.", "\"We won,\" he told Mr. Lee.", "It was late."];
    assert_eq!(sentences(text), wanted);
}

#[test]
fn headlines_are_known_by_their_capitals() {
    for (text, casing) in [
        ("Talks on gas end without a deal", Casing::Running),
        ("Talks on Gas End Without a Final Deal", Casing::Title),
        ("TALKS ON GAS END WITHOUT A DEAL", Casing::Capitals),
    ] {
        let text = Text::new(text.into());
        assert_eq!(Segmented::of(&text).sentences[0].casing, casing, "{}", text.as_str());
    }
}

#[test]
fn sentences_know_their_paragraph_and_its_role() {
    let story = story("Bridge closed for a year\n\nThe bridge is closed. It will open in May.\n");
    let segmented = Segmented::of(&story.text);
    let places: Vec<(usize, Role)> =
        segmented.sentences.iter().map(|s| (s.paragraph, s.role)).collect();
    assert_eq!(places, [(0, Role::Title), (1, Role::Body), (1, Role::Body)]);
    let at = segmented.token_at(story.text.as_str().find("It will").expect("words"));
    assert_eq!(segmented.word(at), "It");
    assert_eq!(segmented.sentence_of(at), Some(2));
    assert_eq!(segmented.sentence_of(segmented.tokens.len()), None);
}
