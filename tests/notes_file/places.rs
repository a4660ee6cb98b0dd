//! Places read to, marks and the jump list.

use std::fs;

use dateline::model::{Bookmark, Text};
use dateline::store::{FarPlace, Places, Remembered};

fn at(when: &str, at: usize) -> Remembered {
    let place = Bookmark { at, words: "some: \"words\"\n\u{1b}".into() };
    Remembered { when: when.into(), place, ..Remembered::default() }
}

#[test]
fn a_place_is_found_again_in_a_changed_text() {
    let text = Text::new("é one two three two".into());
    let mark = Bookmark::of(&text, 7);
    assert_eq!(mark, Bookmark { at: 6, words: "two three two".into() });
    assert_eq!(mark.find(&text), 7);
    assert_eq!(mark.find(&Text::new("and é one two three two".into())), 11);
    assert_eq!(mark.find(&Text::new("ééééééé".into())), 12, "as far in as it was");
    assert_eq!(mark.find(&Text::new("é".into())), 2);
    assert_eq!(mark.find(&Text::default()), 0);
}

#[test]
fn places_and_marks_last() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let state = state.path().join("not/yet/there");
    let (mut places, error) = Places::open(&state);
    assert!(error.is_none());
    let mut what = at("2026-01-01T00:00:00Z", 7);
    what.marks.insert('y', Bookmark { at: 3, words: "three".into() });
    places.remember("key", what.clone());
    let far =
        FarPlace {
            story: "key".into(), path: Some("a b/ü.txt".into()), place: what.place.clone()
        };
    places.set_mark('A', far.clone());
    places.save().expect("saved");
    let (again, error) = Places::open(&state);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(again.get("key"), Some(&what));
    assert_eq!(again.mark('A'), Some(&far));
    assert_eq!(again.get("other"), None);
}

#[test]
fn two_processes_keep_each_others_places() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let (mut one, _) = Places::open(state.path());
    let (mut two, _) = Places::open(state.path());
    one.remember("mine", at("2026-01-01T00:00:00Z", 1));
    let mut late = at("2026-01-03T00:00:00Z", 3);
    late.marks.insert('a', Bookmark::default());
    one.remember("both", late);
    one.save().expect("saved");
    let mut early = at("2026-01-02T00:00:00Z", 2);
    early.marks.insert('b', Bookmark::default());
    two.remember("both", early);
    two.remember("theirs", at("2026-01-01T00:00:00Z", 4));
    two.save().expect("saved");
    let (all, _) = Places::open(state.path());
    let place = |key: &str| all.get(key).map(|what| what.place.at);
    assert_eq!((place("mine"), place("both"), place("theirs")), (Some(1), Some(3), Some(4)));
    assert_eq!(all.get("both").map(|what| what.marks.len()), Some(2));
}

#[test]
fn the_oldest_of_many_are_forgotten() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let (mut places, _) = Places::open(state.path());
    for number in 0..2010 {
        places.remember(
            &format!("{}", 5000 - number),
            at(&format!("2026-01-01T00:00:00.{number:04}Z"), number),
        );
    }
    places.save().expect("saved");
    let (again, _) = Places::open(state.path());
    assert!(
        again.get("4991").is_none() && again.get("4990").is_some() && again.get("2991").is_some()
    );
}

#[test]
fn a_file_that_cannot_be_read_is_said_and_not_overwritten() {
    let other = br#"{"format": "dateline-places/9"}"#;
    for bytes in [&b"\xff\xff"[..], br#"{"stories": ["#, other, b"{}", b"a: b"] {
        let state = tempfile::tempdir().expect("a temporary folder");
        let path = state.path().join("places.json");
        fs::write(&path, bytes).expect("written");
        let (mut places, error) = Places::open(state.path());
        assert!(error.is_some());
        places.remember("key", at("2026-01-01T00:00:00Z", 1));
        assert!(places.save().is_err());
        assert_eq!(fs::read(&path).expect("readable"), bytes);
        fs::remove_file(&path).expect("removed");
        places.save().expect("saved once it is out of the way");
    }
}

fn jump(at: usize) -> FarPlace {
    let place = Bookmark { at, words: "there".into() };
    FarPlace { story: "/a.txt".into(), path: Some("/a.txt".into()), place }
}

#[test]
fn the_jump_list_lasts_and_keeps_its_end() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let (mut places, _) = Places::open(state.path());
    places.set_jumps((0..150).map(jump).collect());
    assert_eq!(places.jumps().len(), 100);
    places.save().expect("saved");
    let (mut again, error) = Places::open(state.path());
    assert!(error.is_none(), "{error:?}");
    assert_eq!(again.jumps(), (50..150).map(jump).collect::<Vec<_>>());
    // What was gone back to is off the list for good.
    again.set_jumps(vec![jump(50)]);
    again.save().expect("saved");
    assert_eq!(Places::open(state.path()).0.jumps(), [jump(50)]);
}

#[test]
fn two_processes_keep_each_others_jumps() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let (mut one, _) = Places::open(state.path());
    one.set_jumps(vec![jump(1), jump(2)]);
    one.save().expect("saved");
    let (mut two, _) = Places::open(state.path());
    two.set_jumps(vec![jump(1), jump(2), jump(3)]);
    two.save().expect("saved");
    one.set_jumps(vec![jump(1), jump(4)]);
    one.save().expect("saved");
    assert_eq!(Places::open(state.path()).0.jumps(), [jump(3), jump(1), jump(4)]);
}
