//! The exact bytes after each kind of change.

use dateline::model::{Note, NoteChange, NoteKind, Selector};
use proptest::prelude::*;

use super::{Desk, Edit, delete, example, note, put};

const HEAD: &str = "format: dateline-notes/1\nstory: {title: \"T\", file: talks.txt, url: null, text-sha256: null}\n";

#[test]
fn the_first_note_makes_a_file_in_the_documented_layout() {
    let desk = Desk::empty();
    let sha = "9f2c".repeat(16);
    let expected = format!(
        r#"format: dateline-notes/1
story: {{title: "US and Russia report headway on Syria", file: talks.txt, url: null, text-sha256: {sha}}}
---
id: n7k3m9qx2
kind: note
quote: "We continue to make headway"
before: "those discussions. "
after: ". We’re not"
at: 301
color: yellow
tags: [check]
about: [mark-toner]
made: 2026-11-22T15:00:00Z
changed: 2026-11-22T15:04:00Z
by: ann
note: |
  Compare with Monday's briefing. #check
"#
    );
    assert_eq!(desk.after(&[NoteChange::added(example())]), expected);
    assert_eq!(desk.open().notes(), [example()]);
    assert_eq!(desk.names(), ["talks.notes.yaml"], "nothing else is left in the folder");
}

#[test]
fn names_events_and_corrections_have_their_own_keys() {
    let desk = Desk::with(HEAD);
    let entity = Note {
        id: "a".into(),
        kind: NoteKind::Entity,
        name: Some("Mark Toner".into()),
        kind_word: Some("person".into()),
        listed: true,
        selectors: vec![Selector::quote("Toner")],
        ..Note::default()
    };
    let event = Note {
        id: "b".into(),
        kind: NoteKind::Event,
        name: Some("Talks: day one".into()),
        when: Some("2016-08-26".into()),
        ..Note::default()
    };
    let correction = Note {
        id: "c".into(),
        kind: NoteKind::Correction,
        target: Some("john-kerry".into()),
        kind_word: Some("reject".into()),
        ..Note::default()
    };
    let notes = [entity, event, correction];
    let written = desk.after(&notes.clone().map(NoteChange::added));
    let expected = "---\nid: a\nkind: entity\nname: Mark Toner\ntype: person\nmatch: listed\nquote: \"Toner\"\n\
        ---\nid: b\nkind: event\nwhen: 2016-08-26\nlabel: \"Talks: day one\"\n\
        ---\nid: c\nkind: correction\nannotation: john-kerry\nverdict: reject\n";
    assert_eq!(written, format!("{HEAD}{expected}"));
    assert_eq!(desk.open().notes().iter().map(Note::stored).collect::<Vec<_>>(), notes);
}

#[test]
fn several_stretches_are_lists() {
    let desk = Desk::with(HEAD);
    let one = Selector { at: Some(88), before: Some("a ".into()), ..Selector::quote("Bill") };
    let two = Selector { at: Some(105), ..Selector::quote("Clinton") };
    let both = Note { selectors: vec![one, two], ..note("a", "") };
    let written = desk.after(&[NoteChange::added(both.clone())]);
    let expected = "---\nid: a\nkind: note\nquote: [\"Bill\", \"Clinton\"]\nbefore: [\"a \", null]\nat: [88, 105]\n";
    assert_eq!(written, format!("{HEAD}{expected}"));
    assert_eq!(desk.open().notes(), [both]);
}

#[test]
fn a_change_touches_only_the_lines_it_concerns() {
    let before = format!(
        "# mine\n{HEAD}--- # the first\n# about the first\nmood: {{deep: [1, 2.50]}}   # an unknown key\nid: a\nkind: note # yes\n\n\
         # before the colour\ncolor: red # loud\nnote: |\n  old\n  words\n# the end\n---\nid: b\n\tbroken: [\n---\nid:   c\nnote:   'as   it is'"
    );
    let desk = Desk::with(&before);
    let mut changed = desk.open().notes()[0].clone();
    changed.body = "new".into();
    changed.tags = vec!["x".into()];
    changed.color = Some("green".into());
    let expected = before
        .replace("  old\n  words\n", "  new\n")
        .replace("color: red # loud\n", "color: green\ntags: [x]\n");
    assert_eq!(desk.after(&[NoteChange::added(changed)]), expected);
}

#[test]
fn a_value_that_goes_takes_its_line_along() {
    let desk = Desk::with(format!(
        "{HEAD}---\nid: a\ncolour: red\nkey: kept\ntags:\n- one\n- two\nnote: x\n"
    ));
    let changed = Note { color: None, tags: vec![], ..desk.open().notes()[0].clone() };
    assert_eq!(changed.body, "x");
    let written = desk.after(&[NoteChange::added(changed)]);
    assert_eq!(written, format!("{HEAD}---\nid: a\nkind: note\nkey: kept\nnote: x\n"));
}

#[test]
fn unknown_keys_outlive_a_document_that_must_be_written_anew() {
    let desk = Desk::with(format!(
        "{HEAD}--- {{id: a, note: old, mood: [1, {{x: y}}], at: {{odd: 1}}}}\n"
    ));
    let changed = Note { body: "new".into(), ..desk.open().notes()[0].clone() };
    let written = desk.after(&[NoteChange::added(changed.clone())]);
    assert!(
        written.starts_with(&format!("{HEAD}---\nid: a\nkind: note\nnote: |\n  new\n")),
        "{written}"
    );
    assert!(written.contains("mood:\n- 1\n- x: y\n"), "{written}");
    assert!(written.contains("at:\n  odd: 1\n"), "{written}");
    assert_eq!(desk.open().notes(), [changed]);
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let before = format!("\u{feff}{HEAD}---\nid: a\nnote: one\n").replace('\n', "\r\n");
    let desk = Desk::with(&before);
    let written = desk.after(&[put("b", "two\nlines")]);
    let added = "---\r\nid: b\r\nkind: note\r\nnote: |\r\n  two\r\n  lines\r\n";
    assert_eq!(written, format!("{before}{added}"));
    let written = desk.after(&[put("a", "three")]);
    assert_eq!(
        written,
        format!(
            "{}{added}",
            before.replace("id: a\r\nnote: one", "id: a\r\nkind: note\r\nnote: |\r\n  three")
        )
    );
    assert_eq!(desk.open().notes()[1].body, "two\nlines");
}

#[test]
fn deleting_removes_that_document_and_no_other_byte() {
    let first = "---   # first\nid: a\n\n# between\n";
    let second = "--- {id: b}\n...\n";
    let third = "# bare\nid: c\nnote: no end of line";
    let all = format!("{HEAD}{first}{second}{third}");
    let gone = |id: &str| Desk::with(&all).after(&[delete(id)]);
    assert_eq!(gone("a"), format!("{HEAD}{second}{third}"));
    assert_eq!(gone("b"), format!("{HEAD}{first}...\n{third}"));
    assert_eq!(gone("c"), format!("{HEAD}{first}{second}"));
    assert_eq!(gone("nobody"), all);
}

#[test]
fn a_note_brought_back_has_its_comments_again() {
    let before = format!("{HEAD}---\n# dear to me\nid: a\nmood: good\nnote: x\n");
    let desk = Desk::with(&before);
    let mut notebook = desk.open();
    let it = notebook.notes()[0].clone();
    notebook.edit(&[delete("a")]).expect("deleted");
    assert_eq!(desk.text(), HEAD);
    notebook.edit(&[NoteChange::added(Note { kind: NoteKind::Note, ..it })]).expect("brought back");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_note_goes_where_the_stream_waits_for_one() {
    let desk = Desk::with(format!("{HEAD}---\nid: a\n---\n"));
    assert_eq!(desk.after(&[put("b", "")]), format!("{HEAD}---\nid: a\n---\nid: b\nkind: note\n"));
}

#[test]
fn a_header_for_another_text_stays_as_it_is() {
    let head = "format: dateline-notes/1\nstory: {file: talks.txt, text-sha256: abc}\n";
    let desk = Desk::with(head);
    assert_eq!(desk.after(&[put("b", "")]), format!("{head}---\nid: b\nkind: note\n"));
}

#[test]
fn what_is_there_already_is_not_written_again() {
    let desk = Desk::with(format!("{HEAD}---\nid: a\nnote: x\n"));
    let it = desk.open().notes()[0].clone();
    let stamp = || std::fs::metadata(&desk.path).and_then(|m| m.modified()).expect("a time");
    let before = (stamp(), desk.text());
    desk.after(&[NoteChange::added(it)]);
    assert_eq!((stamp(), desk.text()), before);
}

#[test]
fn thousands_of_brackets_in_ones_words_are_words() {
    let desk = Desk::with(HEAD);
    let many = "[{".repeat(5000);
    let notes =
        [note("a", &many), note("b", &format!("{many}\u{0}")), note("c", &format!("x |\n{many}"))];
    let quoting = Note { selectors: vec![Selector::quote(&many)], ..note("d", "x") };
    let notes = [&notes[..], &[quoting]].concat();
    desk.after(&notes.iter().cloned().map(NoteChange::added).collect::<Vec<_>>());
    assert_eq!(desk.open().notes(), notes);
}

/// Words that have broken writers of YAML.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("---"),
        Just("..."),
        Just(": "),
        Just(" #"),
        Just("- "),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\t"),
        Just(" "),
        Just("  "),
        Just("\""),
        Just("'"),
        Just("\\"),
        Just("|"),
        Just(">"),
        Just("{"),
        Just("["),
        Just("]"),
        Just(","),
        Just("&a"),
        Just("*a"),
        Just("!t"),
        Just("%"),
        Just("@"),
        Just("`"),
        Just("?"),
        Just("null"),
        Just("~"),
        Just("yes"),
        Just("1e5"),
        Just("0x1F"),
        Just("12:30"),
        Just(".5"),
        Just("2016"),
        Just("\0"),
        Just("\u{7f}"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("\u{2029}"),
        Just("\u{feff}"),
        Just("\u{a0}"),
        Just("\u{fffe}"),
        Just("\u{1b}[31m"),
        Just("\u{10ffff}"),
        Just("é"),
        Just("新聞"),
        Just("word"),
    ];
    prop_oneof![
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()),
        any::<String>(),
        ".{0,3}\n{0,3} {0,3}[a-z]{0,3}\n{0,3}",
    ]
}

fn selector() -> impl Strategy<Value = Selector> {
    let maybe = || prop::option::of(words());
    (words(), maybe(), maybe(), prop::option::of(0..9999usize), prop::option::of(1..9usize))
        .prop_map(|(quote, before, after, at, nth)| Selector { quote, before, after, at, nth })
}

fn any_note() -> impl Strategy<Value = Note> {
    let kind = prop_oneof![
        Just(NoteKind::Note),
        Just(NoteKind::Highlight),
        Just(NoteKind::Entity),
        Just(NoteKind::Event),
        Just(NoteKind::Correction),
    ];
    let maybe = || prop::option::of(words());
    (
        (words(), kind, prop::collection::vec(selector(), 0..3), words(), any::<bool>()),
        (prop::collection::vec(words(), 0..3), prop::collection::vec(words(), 0..3), maybe()),
        (maybe(), maybe(), maybe(), maybe(), maybe(), maybe(), maybe()),
    )
        .prop_map(|((id, kind, selectors, body, listed), (tags, about, color), rest)| {
            let (made, changed, by, name, kind_word, when, target) = rest;
            Note {
                id,
                kind,
                selectors,
                body,
                tags,
                color,
                about,
                made,
                changed,
                by,
                name,
                kind_word,
                when,
                target,
                listed,
                ..Note::default()
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_note_reads_back_as_it_was(note in any_note(), crlf: bool) {
        let head = if crlf { HEAD.replace('\n', "\r\n") } else { HEAD.to_owned() };
        let desk = Desk::with(&head);
        let written = desk.after(&[NoteChange::added(note.clone())]);
        prop_assert!(written.starts_with(&head));
        let again = desk.open();
        prop_assert_eq!(again.problems(), &[]);
        prop_assert_eq!(again.notes().iter().map(Note::stored).collect::<Vec<_>>(), [note]);
    }

    #[test]
    fn every_note_turns_into_every_other(mut one in any_note(), mut other in any_note()) {
        let neighbour = "---\n# mine\nid: 'next door'\nx: 1\n";
        one.id = "a".into();
        other.id = "a".into();
        let desk = Desk::with(HEAD);
        desk.after(&[NoteChange::added(one)]);
        let text = desk.text() + neighbour;
        std::fs::write(&desk.path, text).expect("written");
        let written = desk.after(&[NoteChange::added(other.clone())]);
        prop_assert!(written.ends_with(neighbour));
        let again = desk.open();
        prop_assert_eq!(&again.notes()[0].stored(), &other);
        prop_assert_eq!(again.notes().len(), 2);
    }
}

#[test]
fn a_correction_brought_back_comes_back_to_its_turn() {
    let correction = |id: &str| Note {
        id: id.into(),
        kind: NoteKind::Correction,
        target: Some("x".into()),
        kind_word: Some("accept".into()),
        ..Note::default()
    };
    let all = ["a", "b", "c", "d"].map(correction);
    let desk = Desk::with(HEAD);
    let mut notebook = desk.open();
    notebook.edit(&all.clone().map(NoteChange::added)).expect("saved");
    let before = desk.text();
    let gone = [1, 2].map(|at: usize| NoteChange::deleted(all[at].clone()));
    notebook.edit(&gone).expect("deleted");
    notebook.edit(&[gone[1].reversed(), gone[0].reversed()]).expect("brought back");
    assert_eq!(desk.text(), before);
    let turns: Vec<_> = notebook.notes().iter().map(|note| note.turn).collect();
    assert_eq!(turns, [Some(0), Some(1), Some(2), Some(3)]);
}
