//! Annotations of a story that changed, with the text they were made for at hand.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use dateline::loader::{Earlier, sidecar};
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

/// The fingerprints asked for, and whether thoroughly.
type Requests = Vec<(Option<String>, bool)>;

/// What is asked for earlier texts, and answers with these.
struct Asked<'a> {
    past: &'a [&'a str],
    for_texts: RefCell<Requests>,
    to_keep: RefCell<Vec<String>>,
}

impl Earlier for Asked<'_> {
    fn texts(&self, made_for: Option<&str>, thoroughly: bool) -> Vec<Text> {
        self.for_texts.borrow_mut().push((made_for.map(str::to_owned), thoroughly));
        self.past.iter().map(|words| text(words)).collect()
    }

    fn keep(&self, sha256: &str) {
        self.to_keep.borrow_mut().push(sha256.to_owned());
    }
}

/// What came of an annotation file.
struct Placed {
    /// Where its mentions stand.
    starts: Vec<usize>,
    told: Vec<String>,
    asked: Requests,
    kept: Vec<String>,
}

/// Reads a file that lists `mentions`, each as a flow mapping, and says it was
/// made for the text with this fingerprint.
fn placed_of(mentions: &[String], now: &str, sha256: Option<&str>, past: &[&str]) -> Placed {
    let head =
        sha256.map_or_else(String::new, |sha256| format!("story: {{text-sha256: {sha256}}}\n"));
    let list = mentions.join(", ");
    let entity = format!("{{name: zzz, type: person, match: listed, mentions: [{list}]}}");
    let yaml = format!("{head}entities: [{entity}]\n");
    let (for_texts, to_keep) = (RefCell::default(), RefCell::default());
    let asked = Asked { past, for_texts, to_keep };
    let now = text(now);
    let read = sidecar::read_following("x.ann.yaml", &yaml, &now, &asked);
    let starts = read.annotations.mentions.iter().map(|mention| now.scalar_at(mention.span.start));
    Placed {
        starts: starts.collect(),
        told: read.problems.into_iter().map(|problem| problem.message).collect(),
        asked: asked.for_texts.into_inner(),
        kept: asked.to_keep.into_inner(),
    }
}

/// The same of mentions with these quotes and positions.
fn placed(
    mentions: &[(&str, usize)],
    now: &str,
    sha256: Option<&str>,
    past: &[&str],
) -> (Vec<usize>, Vec<String>, Requests) {
    let flow = |&(quote, at): &(&str, usize)| format!("{{quote: \"{quote}\", at: {at}}}");
    let mentions: Vec<String> = mentions.iter().map(flow).collect();
    let Placed { starts, told, asked, .. } = placed_of(&mentions, now, sha256, past);
    (starts, told, asked)
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
        assert_eq!(asked, [(stated.map(str::to_owned), true)], "asked once");
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
fn a_slip_among_many_that_are_right_is_no_reason_to_look_where_that_takes_long() {
    let stated = [("Ann Smith", 0), ("Ann Smith", 47), ("Bob Hall", 31), ("Bob", 2)];
    let (starts, _, asked) = placed(&stated, OLD, None, &[]);
    assert_eq!((starts.len(), asked), (4, vec![(None, false)]));
    let (_, _, asked) = placed(&stated, NEW, None, &[]);
    assert_eq!(asked, [(None, true)]);
}

#[test]
fn positions_that_fit_the_present_text_count_for_more_than_a_stale_fingerprint() {
    // Put right by hand for the new text, but for one slip; "he" stood at 9 before.
    let (old, new) = ("It rained he said, and Bob left.", "It is so: he said; and Bob left.");
    let stated = [("he", 10), ("said", 13), ("left", 27), ("Bob", 3)];
    let (starts, told, _) = placed(&stated, new, Some(&text(old).sha256()), &[old]);
    assert_eq!(starts, [10, 13, 23, 27], "{told:?}");
}

#[test]
fn white_space_in_quotes_and_surroundings_from_memory_take_no_mention_from_its_place() {
    let old = "Ann left. Bob met Ann. It was late, and Carl slept.";
    let new = "Ann left. Bob met Ann. It was late; Carl slept.";
    let mentions = [
        "{quote: 'Ann ', at: 0}",
        "{quote: ' Bob', at: 9}",
        "{quote: Ann, at: 18, after: ' went home early'}",
        "{quote: Carl, at: 40}",
    ];
    let mentions = mentions.map(str::to_owned);
    let placed = placed_of(&mentions, new, Some(&text(old).sha256()), &[old]);
    assert_eq!(placed.starts, [0, 9, 18, 36], "{:?}", placed.told);
    assert_eq!(placed.told.len(), 1, "{:?}", placed.told);
}

#[test]
fn the_text_made_for_is_kept_even_while_nothing_has_moved() {
    let sha256 = text(OLD).sha256();
    let mention = "{quote: Ann Smith, at: 0}".to_owned();
    let longer = format!("{OLD}More to come.\n");
    let placed = placed_of(&[mention], &longer, Some(&sha256), &[]);
    assert_eq!((placed.starts.len(), placed.told.len()), (1, 0));
    assert_eq!((placed.kept, placed.asked), (vec![sha256], vec![]));
    // Without a fingerprint only what is gone by is worth keeping.
    let mention = "{quote: Ann Smith, at: 47}".to_owned();
    let placed = placed_of(&[mention], NEW, None, &["Another text.", OLD]);
    assert_eq!(placed.kept, [text(OLD).sha256()]);
    let placed = placed_of(&["{quote: Bob, at: 3}".to_owned()], NEW, None, &[OLD]);
    assert!(placed.kept.is_empty(), "{:?}", placed.kept);
}

#[test]
fn the_text_is_had_from_what_was_open_what_was_read_last_and_what_was_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (story, state) = (folder.path().join("a.txt"), folder.path().join("state"));
    let (old, new, sha256) = (text(OLD), text(NEW), text(OLD).sha256());
    let committed = Committed::of(None);
    let earlier = |open| EarlierTexts::of(Some(&story), Some(&state), &committed).opened_as(open);
    let had = |open, made_for: Option<&str>| -> Vec<String> {
        let texts = earlier(open).texts(made_for, true);
        texts.iter().map(|text| text.as_str().to_owned()).collect()
    };
    assert!(had(None, Some(&sha256)).is_empty());
    assert_eq!(had(Some(&old), Some(&sha256)), [OLD]);
    assert!(had(Some(&new), Some(&sha256)).is_empty(), "another text is none");

    let key = place_key(&dateline::state::shelf::Address::File(story.clone()));
    LastRead::new(&state).keep(&key, &old).expect("it is kept");
    assert_eq!(had(None, Some(&sha256.to_uppercase())), [OLD]);
    assert_eq!(had(Some(&new), None), [NEW, OLD]);
    earlier(None).keep(&sha256);
    earlier(None).keeping().keep("0123");
    assert!(!state.join("texts").exists(), "nothing is kept that nobody needs");

    // Read anew, it would be gone.
    earlier(None).keeping().keep(&sha256.to_uppercase());
    LastRead::new(&state).keep(&key, &new).expect("it is kept");
    assert_eq!(had(None, Some(&sha256)), [OLD]);
    assert_eq!(had(None, None), [NEW, OLD]);
    let kept = Snapshots::new(&state);
    assert_eq!(kept.of_file(&story).len(), 1);
    assert!(kept.of_file(Path::new("b.txt")).is_empty());
    // Kept for another file too, one copy may be damaged.
    kept.keep(Path::new("b.txt"), &old).expect("it is kept");
    let files: Vec<_> = fs::read_dir(state.join("texts")).expect("a folder").flatten().collect();
    assert_eq!(files.len(), 2);
    for damaged in &files {
        let whole = fs::read(damaged.path()).expect("readable");
        fs::write(damaged.path(), "rubbish").expect("written");
        assert_eq!(had(None, Some(&sha256)), [OLD]);
        fs::write(damaged.path(), whole).expect("written");
    }
    for file in files {
        fs::write(file.path(), "rubbish").expect("written");
    }
    assert!(had(None, Some(&sha256)).is_empty(), "damage is no text");
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
        let kept: Vec<usize> =
            annotated.iter().copied().filter(|&at| at < from || at >= to).collect();
        let now = |at: usize| is[if at < from { at } else { at + put.len() - (to - from) }];
        let right: Vec<usize> = kept.iter().map(|&at| now(at)).collect();
        // Those that nearly all around is gone of may be lost with it.
        let sure = kept.iter().filter(|&&at| at + 6 < from || at >= to + 6);
        let sure: Vec<usize> = sure.map(|&at| now(at)).collect();
        let (old, new) = (old.join(" "), new.join(" "));
        let (starts, ..) = placed(&stated, &new, Some(&text(&old).sha256()), &[&old]);
        for start in &starts {
            prop_assert!(right.contains(start), "{old:?} -> {new:?}: {start} of {right:?}");
        }
        for start in sure {
            prop_assert!(starts.contains(&start), "{old:?} -> {new:?}: {start} not in {starts:?}");
        }
    }
}
