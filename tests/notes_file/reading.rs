//! What is read from files people wrote, and what is said of the rest.

use dateline::error::Severity;
use dateline::model::{NoteKind, Selector};
use dateline::store::{Notebook, notes_under};
use proptest::prelude::*;

use super::{Desk, Edit, delete, note, put};

const HEAD: &str = "format: dateline-notes/1\nstory: {title: T, file: talks.txt}\n";

fn read(documents: &str) -> Notebook {
    Desk::with(format!("{HEAD}{documents}")).open()
}

#[test]
fn the_documented_example_is_read_whole() {
    let notebook = read(
        "---\nid: n7k3m9qx2                         # random\nkind: note\nquote: \"We continue to make headway\"  # exact\n\
         before: \"those discussions. \"\nafter: \". We’re not\"\nat: 301\ncolor: yellow\ntags: [check]\nabout: [mark-toner]\n\
         made: 2026-11-22T15:00:00Z\nchanged: 2026-11-22T15:04:00Z\nby: ann\nnote: |\n  Compare with Monday's briefing. #check\n---\n",
    );
    assert_eq!(notebook.problems(), []);
    assert_eq!(notebook.notes(), [super::example()]);
    assert_eq!(notebook.story().and_then(|s| s.file.as_deref()), Some("talks.txt"));
}

#[test]
fn scalars_keep_the_form_they_were_written_in() {
    let notebook = read(
        "---\nid: 1e5\nquote: 3.10\nwhen: 2016\nby: true\ntags: [007, 0x1F]\nat: 12\nnote: 1_000\n",
    );
    let note = &notebook.notes()[0];
    assert_eq!((note.id.as_str(), note.body.as_str()), ("1e5", "1_000"));
    assert_eq!(note.selectors, [Selector { at: Some(12), ..Selector::quote("3.10") }]);
    assert_eq!((note.when.as_deref(), note.by.as_deref()), (Some("2016"), Some("true")));
    assert_eq!(note.tags, ["007", "0x1F"]);
}

#[test]
fn corrections_are_read_leniently() {
    let notebook = read(
        "---\nid: a\nkind: correction\ntarget: T7\ntype: place\n---\nid: b\nkind: correction\nannotation: T8\nverdict: accept\n",
    );
    let said: Vec<_> = notebook
        .notes()
        .iter()
        .map(|n| (n.kind, n.target.as_deref(), n.kind_word.as_deref()))
        .collect();
    assert_eq!(
        said,
        [
            (NoteKind::Correction, Some("T7"), Some("place")),
            (NoteKind::Correction, Some("T8"), Some("accept"))
        ]
    );
}

#[test]
fn one_context_for_several_quotes_is_that_of_the_whole() {
    let notebook = read("---\nid: a\nquote: [one, two]\nbefore: B\nafter: A\nat: 5\n");
    let [one, two] = &notebook.notes()[0].selectors[..] else { panic!("two selectors") };
    assert_eq!((one.before.as_deref(), one.after.as_deref(), one.at), (Some("B"), None, Some(5)));
    assert_eq!((two.before.as_deref(), two.after.as_deref(), two.at), (None, Some("A"), None));
}

#[test]
fn a_note_by_hand_needs_no_id_and_gets_one_when_changed() {
    let desk = Desk::with(format!("{HEAD}---\nquote: Kerry\nnote: who?"));
    let mut notebook = desk.open();
    let mut hand = notebook.notes()[0].clone();
    assert!(!hand.id.is_empty());
    notebook.edit(&[put("b", "another")]).expect("saved");
    assert_eq!(notebook.notes()[0].id, hand.id, "a line end more does not change it");
    hand.body = "he".into();
    notebook.edit(&[dateline::model::NoteChange::added(hand.clone())]).expect("saved");
    assert_eq!(notebook.notes()[0], hand);
    assert!(
        desk.text()
            .contains(&format!("---\nid: {}\nkind: note\nquote: Kerry\nnote: |\n  he\n", hand.id)),
        "{}",
        desk.text()
    );
}

#[test]
fn what_cannot_be_read_is_kept_and_its_place_told() {
    let bad = "---\nid: bad\nnote: 'never closed\n--- # next\nid: c\nkind: novel\n---\n- a list\n---\nid: d\nquote: {a: b}\n";
    let all = format!("{HEAD}---\nid: a\n{bad}---\nid: e\nat: soon\n---\nid: a\nnote: twin\n");
    let desk = Desk::with(&all);
    let notebook = desk.open();
    let ids: Vec<&str> = notebook.notes().iter().map(|n| n.id.as_str()).collect();
    assert_eq!(ids, ["a", "e", "a"]);
    let said: Vec<_> = notebook
        .problems()
        .iter()
        .map(|p| (p.severity, p.place.map(|place| place.0), p.line.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        said,
        [
            (Severity::Error, notebook.problems()[0].place.map(|p| p.0), said[0].2),
            (Severity::Error, Some(10), "kind: novel"),
            (Severity::Error, Some(12), "- a list"),
            (Severity::Error, Some(15), "quote: {a: b}"),
            (Severity::Warning, Some(18), "at: soon"),
            (Severity::Warning, Some(20), "id: a"),
        ]
    );
    assert!((5..=8).contains(&said[0].1.expect("a place")), "{:?}", notebook.problems()[0]);
    assert!(notebook.problems()[1].headline().contains("novel"));
    let written = desk.after(&[put("new", "x"), delete("e")]);
    assert!(written.starts_with(&format!("{HEAD}---\nid: a\n{bad}")), "{written}");
}

#[test]
fn duplicate_keys_and_alias_bombs_are_errors_with_the_rest_read() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
        d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
        g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n";
    let deep = "[".repeat(100_000);
    let notebook = read(&format!("---\nid: a\nid: b\n---\n{bomb}---\nx: {deep}\n---\nid: last\n"));
    assert_eq!(notebook.notes().len(), 1, "{:?}", notebook.notes());
    assert_eq!(notebook.problems().len(), 3);
}

#[test]
fn notes_files_are_found_under_folders_beside_stories_and_by_name() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let at = |path: &str| root.path().join(path);
    for folder in ["b", "a", ".hidden"] {
        std::fs::create_dir(at(folder)).expect("made");
    }
    for file in [
        "b/x.notes.yaml",
        "a/y.txt",
        "a/y.notes.yaml",
        "a/z.ann.yaml",
        ".hidden/h.notes.yaml",
        "a/.dateline-1-2.tmp",
    ] {
        std::fs::write(at(file), HEAD).expect("written");
    }
    let found: Vec<_> = notes_under([root.path()]).collect();
    assert_eq!(found, [at("a/y.notes.yaml"), at("b/x.notes.yaml")]);
    let found: Vec<_> =
        notes_under([at("b/x.notes.yaml"), at("a/y.txt"), at("nowhere"), at(".hidden")]).collect();
    assert_eq!(found, [at("b/x.notes.yaml"), at("a/y.notes.yaml"), at(".hidden/h.notes.yaml")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_kept_when_a_note_is_added(junk in prop::collection::vec(any::<u8>(), 0..60), nice in "([-.:# a\n\r\t\\[\\]{}'\"|>&*!%?]|---\n|\\.\\.\\.\n|id: )*") {
        for bytes in [junk, nice.into_bytes()] {
            let all = [HEAD.as_bytes(), b"---\n", &bytes].concat();
            let desk = Desk::with(&all);
            let mut notebook = desk.open();
            let before = notebook.notes().len();
            let done = notebook.edit(&[put("new one", "x")]);
            let now = std::fs::read(&desk.path).expect("readable");
            match done {
                Ok(_) => {
                    prop_assert!(now.starts_with(&all));
                    prop_assert_eq!(notebook.notes().len(), before + 1);
                    let again = desk.open();
                    prop_assert_eq!(again.notes().last(), Some(&note("new one", "x")));
                }
                Err(_) => prop_assert_eq!(now, all),
            }
        }
    }
}
