//! Annotations of a story that changed, with the text they were made for at hand.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use dateline::loader::sidecar;
use dateline::model::Text;
use dateline::store::{LastRead, Snapshots};
use dateline::work::{Committed, EarlierTexts, place_key};
use proptest::prelude::*;

const OLD: &str = "Ann Smith spoke. Nobody left.\n\nBob Hall spoke. Ann Smith left.\n";
/// Without the first Ann Smith, and something put before.
const NEW: &str = "It rained. Nobody left.\n\nBob Hall spoke at noon. Ann Smith left.\n";

fn text(words: &str) -> Text {
    Text::new(words.to_owned())
}

/// Where the mentions of `now` stand by a file made for `old` that states these
/// (quote, at); what is said of them; what was asked for.
fn placed(
    mentions: &[(&str, usize)],
    now: &str,
    sha256: Option<&str>,
    past: &[&str],
) -> (Vec<usize>, Vec<String>, Vec<Option<String>>) {
    let head =
        sha256.map_or_else(String::new, |sha256| format!("story: {{text-sha256: {sha256}}}\n"));
    let list: Vec<String> =
        mentions.iter().map(|(quote, at)| format!("{{quote: {quote}, at: {at}}}")).collect();
    let entity =
        format!("{{name: zzz, type: person, match: listed, mentions: [{}]}}", list.join(", "));
    let yaml = format!("{head}entities: [{entity}]\n");
    let asked = RefCell::new(Vec::new());
    let earlier = |made_for: Option<&str>| {
        asked.borrow_mut().push(made_for.map(str::to_owned));
        past.iter().map(|words| text(words)).collect()
    };
    let now = text(now);
    let read = sidecar::read_following("x.ann.yaml", &yaml, &now, &earlier);
    let starts = read.annotations.mentions.iter().map(|mention| now.scalar_at(mention.span.start));
    let told = read.problems.into_iter().map(|problem| problem.message);
    (starts.collect(), told.collect(), asked.into_inner())
}

#[test]
fn words_that_are_gone_are_lost_though_others_like_them_stand_elsewhere() {
    let first = [("Ann Smith", 0)];
    let sha256 = text(OLD).sha256();
    let there = NEW.find("Ann Smith").expect("it is there");
    let (starts, ..) = placed(&first, NEW, Some(&sha256), &[]);
    assert_eq!(starts, [there], "nothing tells the one from the other");
    for stated in [Some(&*sha256), None] {
        let (starts, told, asked) = placed(&first, NEW, stated, &[OLD]);
        assert!(starts.is_empty(), "{starts:?}");
        assert!(told[0].starts_with("the text changed: `Ann Smith` is lost"), "{told:?}");
        assert_eq!(asked, [stated.map(str::to_owned)], "asked once");
    }
}

#[test]
fn words_are_followed_past_their_twin() {
    let second = [("Ann Smith", 47), ("Bob Hall", 31)];
    for stated in [Some(&*text(OLD).sha256()), None] {
        let (starts, told, _) = placed(&second, NEW, stated, &["Another text.", OLD]);
        assert_eq!(starts, [NEW.find("Bob").expect("Bob"), NEW.find("Ann").expect("Ann")]);
        assert!(told.iter().all(|told| told.contains("it is used there")), "{told:?}");
    }
}

#[test]
fn words_at_their_old_position_by_chance_are_not_taken_for_those_that_moved() {
    let old = "It rained. Ann spoke here. Bob did not.";
    let new = "It snowed; Ann waved and left. Ann spoke here. Bob did not.";
    let stated = [("Ann", 11), ("Bob", 27)];
    let (starts, told, _) = placed(&stated, new, Some(&text(old).sha256()), &[old]);
    assert_eq!(starts, [31, 47], "{told:?}");
    assert_eq!(told.len(), 2, "both are told: {told:?}");
}

#[test]
fn nobody_is_asked_for_a_text_that_is_not_needed() {
    let sha256 = text(OLD).sha256();
    let all = [("Ann Smith", 0), ("Ann Smith", 47)];
    let (starts, told, asked) = placed(&all, OLD, Some(&sha256), &[]);
    assert_eq!((starts.len(), told.len(), asked.len()), (2, 0, 0));
    // A slip of the pen in a text that is the right one.
    let (_, _, asked) = placed(&[("Ann Smith", 2)], OLD, Some(&sha256), &[]);
    assert_eq!(asked.len(), 0);
}

#[test]
fn the_text_is_had_from_what_was_open_what_was_read_last_and_what_was_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (story, state) = (folder.path().join("a.txt"), folder.path().join("state"));
    let (old, new, sha256) = (text(OLD), text(NEW), text(OLD).sha256());
    let committed = Committed::of(None);
    let earlier =
        |open| EarlierTexts { story: &story, state: Some(&state), open, committed: &committed };
    let words = |texts: Vec<Text>| -> Vec<String> {
        texts.iter().map(|text| text.as_str().to_owned()).collect()
    };
    assert!(earlier(None).of(Some(&sha256)).is_empty());
    assert_eq!(words(earlier(Some(&old)).of(Some(&sha256))), [OLD]);
    assert!(earlier(Some(&new)).of(Some(&sha256)).is_empty(), "another text is none");

    let key = place_key(&dateline::state::shelf::Address::File(story.clone()));
    LastRead::new(&state).keep(&key, &old).expect("it is kept");
    assert_eq!(words(earlier(None).of(Some(&sha256.to_uppercase()))), [OLD]);
    assert_eq!(words(earlier(Some(&new)).of(None)), [NEW, OLD]);
    assert!(!state.join("texts").exists(), "to look is to write nothing");

    // Read anew, it would be gone; taken, it stays.
    assert_eq!(words(earlier(None).take(Some(&sha256))), [OLD]);
    LastRead::new(&state).keep(&key, &new).expect("it is kept");
    assert_eq!(words(earlier(None).of(Some(&sha256))), [OLD]);
    assert_eq!(words(earlier(None).of(None)), [NEW, OLD]);
    assert_eq!(words(Snapshots::new(&state).of_file(&story)), [OLD]);
    assert!(Snapshots::new(&state).of_file(Path::new("b.txt")).is_empty());
    for entry in fs::read_dir(state.join("texts")).expect("a folder").flatten() {
        fs::write(entry.path(), "rubbish").expect("written");
    }
    assert!(earlier(None).of(Some(&sha256)).is_empty(), "damage is no text");
}

proptest! {
    #[test]
    fn with_the_old_text_at_hand_every_mention_is_at_its_own_word_or_gone(
        words in prop::collection::vec(0..4_usize, 4..60),
        cut in any::<prop::sample::Index>(),
        length in 0..12_usize,
        put in prop::collection::vec(0..3_usize, 0..6),
    ) {
        let word = |word: usize| ["Ann", "Bob", "spoke", "left"][word];
        let old: Vec<String> =
            words.iter().enumerate().map(|(at, &kind)| format!("{}.{at}", word(kind))).collect();
        let from = cut.index(old.len());
        let to = (from + length).min(old.len());
        let put: Vec<String> =
            put.iter().map(|&word| ["rain", "fell", "Eve"][word].to_owned()).collect();
        let mut new = old.clone();
        new.splice(from..to, put.iter().cloned());
        let starts_of = |words: &[String]| -> Vec<usize> {
            let before = |at: usize| words[..at].iter().map(|word| word.len() + 1).sum();
            (0..words.len()).map(before).collect()
        };
        let (was, is) = (starts_of(&old), starts_of(&new));
        let annotated: Vec<usize> = (0..old.len()).filter(|&at| words[at] == 0).collect();
        let stated: Vec<(&str, usize)> = annotated.iter().map(|&at| ("Ann", was[at])).collect();
        let kept = annotated.iter().filter(|&&at| at < from || at >= to);
        let right: Vec<usize> =
            kept.map(|&at| is[if at < from { at } else { at + put.len() - (to - from) }]).collect();
        let (old, new) = (old.join(" "), new.join(" "));
        let (starts, ..) = placed(&stated, &new, Some(&text(&old).sha256()), &[&old]);
        prop_assert_eq!(starts, right, "{:?} -> {:?}", old, new);
    }
}
