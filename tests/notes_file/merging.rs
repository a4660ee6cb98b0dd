//! Two hands on one note: what each changed stands, and nothing is lost.

use std::fs;

use dateline::model::change::merge;
use dateline::model::{Note, NoteChange, Selector};
use dateline::store::Notebook;
use proptest::prelude::*;

use super::{Desk, Edit, note, put};

/// A note as it is when two people begin to change it.
fn base() -> Note {
    Note {
        selectors: vec![Selector::quote("make headway")],
        tags: vec!["check".into(), "syria".into()],
        color: Some("yellow".into()),
        changed: Some("2026-11-22T10:00:00Z".into()),
        ..note("a", "Who said so?")
    }
}

fn changed(change: impl FnOnce(&mut Note)) -> Note {
    let mut note = base();
    change(&mut note);
    note
}

fn bodies(notebook: &Notebook) -> Vec<&str> {
    notebook.notes().iter().map(|note| note.body.as_str()).collect()
}

#[test]
fn an_editor_open_on_the_first_version_does_not_undo_the_second() {
    let desk = Desk::empty();
    let mut mine = desk.open();
    mine.edit(&[NoteChange::added(base())]).expect("saved");
    // Another window changes the colour; this one reads that with the next save.
    let red = changed(|note| note.color = Some("red".into()));
    desk.after(&[NoteChange::added(red)]);
    mine.edit(&[put("b", "something else")]).expect("saved");
    // The editor was opened before all of that.
    let edit =
        NoteChange { before: Some(base()), after: Some(changed(|n| n.body = "Toner.".into())) };
    assert_eq!(mine.apply(&[edit]).expect("saved"), [], "nothing to tell: no conflict");
    let kept = &desk.open().notes()[0].clone();
    assert_eq!((kept.body.as_str(), kept.color.as_deref()), ("Toner.", Some("red")));
}

#[test]
fn words_rewritten_by_both_since_the_editor_was_opened_are_both_kept_and_told_of() {
    let desk = Desk::empty();
    let mut mine = desk.open();
    mine.edit(&[NoteChange::added(base())]).expect("saved");
    desk.after(&[NoteChange::added(changed(|note| note.body = "Kerry said so.".into()))]);
    mine.edit(&[put("b", "something else")]).expect("saved");
    let edit =
        NoteChange { before: Some(base()), after: Some(changed(|n| n.body = "Toner.".into())) };
    let told = mine.apply(std::slice::from_ref(&edit)).expect("saved");
    assert!(told[0].message.contains("both versions are kept"), "{told:?}");
    assert_eq!(bodies(&mine), ["Toner.", "something else", "Kerry said so."]);
    let other = &mine.notes()[2];
    assert_eq!(other.selectors, base().selectors, "it stands on the same passage");
    // Saved once more, as after a crash, it comes to the same.
    let before = desk.text();
    assert_eq!(mine.apply(&[edit]).expect("saved"), []);
    assert_eq!(desk.text(), before);
}

#[test]
fn what_each_side_alone_changed_stands_field_by_field() {
    let mine = changed(|note| {
        note.body = "Toner.".into();
        note.tags = vec!["syria".into(), "mine".into()];
        note.changed = Some("2026-11-22T12:00:00Z".into());
    });
    let theirs = changed(|note| {
        note.color = None;
        note.about = vec!["mark-toner".into()];
        note.tags = vec!["check".into(), "syria".into(), "theirs".into()];
        note.changed = Some("1999-01-01T00:00:00Z".into());
    });
    let merged = merge(Some(&base()), &mine, &theirs);
    assert!(!merged.conflict);
    let expected = changed(|note| {
        note.body = "Toner.".into();
        note.color = None;
        note.about = vec!["mark-toner".into()];
        note.tags = vec!["syria".into(), "theirs".into(), "mine".into()];
        note.changed = Some("2026-11-22T12:00:00Z".into());
    });
    assert_eq!(merged.note, expected);
}

#[test]
fn a_note_made_twice_under_one_id_keeps_both_words_and_all_tags() {
    let mine = changed(|note| note.tags = vec!["one".into()]);
    let theirs = changed(|note| note.tags = vec!["two".into()]);
    let merged = merge(None, &mine, &theirs);
    assert_eq!((merged.conflict, merged.note.tags), (false, vec!["two".into(), "one".into()]));
    assert!(merge(None, &mine, &changed(|note| note.body = "other".into())).conflict);
}

#[test]
fn undo_takes_back_ones_own_part_of_a_merged_note() {
    let desk = Desk::empty();
    let mut mine = desk.open();
    mine.edit(&[NoteChange::added(base())]).expect("saved");
    let edit =
        NoteChange { before: Some(base()), after: Some(changed(|n| n.body = "Toner.".into())) };
    mine.apply(std::slice::from_ref(&edit)).expect("saved");
    desk.open()
        .edit(&[NoteChange::added(changed(|note| {
            note.body = "Toner.".into();
            note.color = Some("red".into());
        }))])
        .expect("saved");
    mine.apply(&[edit.reversed()]).expect("undone");
    let kept = &desk.open().notes()[0].clone();
    assert_eq!((kept.body.as_str(), kept.color.as_deref()), ("Who said so?", Some("red")));
}

#[test]
fn a_file_edited_by_hand_while_it_is_open_is_read_again() {
    let desk = Desk::empty();
    let mut open = desk.open();
    open.edit(&[put("a", "one")]).expect("saved");
    assert!(!open.refresh(), "what was saved here is no news");
    fs::write(&desk.path, desk.text().replace("one", "uno")).expect("written");
    assert!(open.refresh());
    assert_eq!(bodies(&open), ["uno"]);
    fs::remove_file(&desk.path).expect("removed");
    assert!(open.refresh());
    assert_eq!(bodies(&open), [""; 0]);
    assert!(!open.refresh());
}

const HEAD: &str = "format: dateline-notes/1\nstory: {title: T, file: talks.txt}\n";

#[test]
fn an_unfinished_merge_is_never_written_over_and_its_good_notes_are_used() {
    let files = [
        // Both sides added a note at the end.
        (
            format!(
                "{HEAD}---\nid: a\nnote: agreed\n<<<<<<< HEAD\n---\nid: b\nnote: mine\n=======\n\
                 ---\nid: c\nnote: theirs\n>>>>>>> other\n"
            ),
            &["agreed", "mine", "theirs"][..],
        ),
        // Both changed one.
        (
            format!(
                "{HEAD}---\nid: a\nnote: agreed\n---\nid: b\n<<<<<<< HEAD\nnote: mine\n||||||| base\n\
                 note: old\n=======\nnote: theirs\n>>>>>>> other\n---\nid: c\nnote: last\n"
            ),
            &["agreed", "last"],
        ),
        // Even whose notes they are is not settled.
        (
            "format: dateline-notes/1\n<<<<<<< HEAD\nstory: {title: A}\n=======\nstory: {title: B}\n\
             >>>>>>> x\n---\nid: a\nnote: agreed\n"
                .to_owned(),
            &["agreed"],
        ),
    ];
    for (text, expected) in files {
        let desk = Desk::with(&text);
        let mut notebook = desk.open();
        assert_eq!(bodies(&notebook), expected);
        let problem = &notebook.problems()[0];
        assert!(problem.message.contains("merge was left unfinished"), "{problem}");
        assert!(!problem.message.contains(" 0 of its documents"), "{problem}");
        assert!(problem.to_string().contains("<<<<<<<"), "with its line: {problem}");
        assert!(!notebook.is_writable());
        let said = notebook.edit(&[put("new", "x")]).expect_err("refused").to_string();
        assert!(said.contains("merge was left unfinished in line"), "{said}");
        assert_eq!(desk.text(), text);
        // Settled by hand, the file is written to again.
        fs::write(&desk.path, format!("{HEAD}---\nid: a\nnote: settled\n")).expect("written");
        notebook.edit(&[put("new", "x")]).expect("saved");
        assert_eq!(bodies(&notebook), ["settled", "x"]);
    }
}

#[test]
fn words_that_look_like_a_merge_are_words() {
    let body = "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other";
    let desk = Desk::empty();
    desk.after(&[put("a", body)]);
    assert_eq!(desk.open().problems(), []);
    desk.after(&[put("b", "more")]);
    assert_eq!(bodies(&desk.open()), [body, "more"]);
    // A rule of equal signs alone is no merge either.
    let desk = Desk::with(format!("{HEAD}---\nid: a\nnote: |\n  x\n# =======\n"));
    assert_eq!(desk.open().problems(), []);
}

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "one",
        "two",
        "two\n\n---\nthree",
        "<<<<<<< x\n=======\n>>>>>>> y",
    ])
    .prop_map(str::to_owned)
}

fn any_note() -> impl Strategy<Value = Note> {
    let tags = prop::collection::vec(prop::sample::select(vec!["x", "y", "z"]), 0..3);
    let color = prop::option::of(prop::sample::select(vec!["red", "green"]));
    (words(), tags, color).prop_map(|(body, tags, color)| {
        let mut tags: Vec<String> = tags.into_iter().map(str::to_owned).collect();
        tags.dedup();
        Note { tags, color: color.map(str::to_owned), ..note("a", &body) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever two hands make of a note, the words of both are in the file.
    #[test]
    fn no_words_are_lost_whatever_two_hands_do(
        base in any_note(),
        mine in prop::option::of(any_note()),
        theirs in prop::option::of(any_note()),
    ) {
        let desk = Desk::with(HEAD);
        desk.after(&[NoteChange::added(base.clone())]);
        let mut open = desk.open();
        desk.open()
            .apply(&[NoteChange { before: Some(base.clone()), after: theirs.clone() }])
            .expect("saved");
        let change = NoteChange { before: Some(base.clone()), after: mine.clone() };
        let told = open.apply(std::slice::from_ref(&change)).expect("saved");
        let kept = bodies(&open);
        for side in [&mine, &theirs].into_iter().flatten() {
            prop_assert!(
                side.body == base.body || kept.contains(&side.body.as_str()),
                "{side:?} is not in {kept:?}"
            );
        }
        prop_assert!(kept.len() < 2 || !told.is_empty(), "two versions, and nothing said");
        let disk = desk.text();
        open.apply(&[change]).expect("saved");
        prop_assert!(told.is_empty() || desk.text().len() >= disk.len(), "once more loses nothing");
    }
}
