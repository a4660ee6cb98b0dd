//! What notes say reaches other formats whatever became of their passage, and
//! whatever else the notes are: words, tags, quotation and what stood around it.

use dateline::exchange::{self, Document};
use dateline::model::{
    Annotations, Entity, Event, Kind, Mention, Moment, Note, NoteKind, Relation, Selector, Span,
    Story, Text,
};

use super::{again, format};

const TEXT: &str = "Ida Brook met the council.\nShe left.\n";

fn story() -> Story {
    Story { text: Text::new(TEXT.into()), ..Story::default() }
}

/// A note on words that are no longer in the text.
fn lost(kind: NoteKind) -> Note {
    Note {
        id: "gone".into(),
        kind,
        body: if kind == NoteKind::Note { "By whom?".into() } else { String::new() },
        selectors: vec![Selector {
            quote: "was towed".into(),
            before: Some("The ferry ".into()),
            after: Some(" at dawn.".into()),
            ..Selector::default()
        }],
        ..Note::default()
    }
}

fn text_of(name: &str, document: &Document) -> String {
    let exported = exchange::export(format(name), document);
    let file = exported.files.last().expect("a file");
    String::from_utf8(file.bytes.clone()).expect("UTF-8")
}

#[test]
fn a_lost_note_keeps_its_quotation_and_what_stood_around_it() {
    for kind in [NoteKind::Note, NoteKind::Highlight] {
        let document = Document {
            name: "a".into(),
            story: story(),
            notes: vec![lost(kind)],
            ..Document::default()
        };
        for name in ["w3c", "hypothesis"] {
            let exported = exchange::export(format(name), &document);
            assert!(exported.losses.is_empty(), "{name}: {:?}", exported.losses);
            let back = again(format(name), &document, &exported);
            assert!(back.problems.is_empty(), "{name}: {:?}", back.problems);
            assert_eq!(back.documents[0].notes, document.notes, "{name}");
        }
        for name in ["markdown", "obsidian", "org", "csv", "readwise", "html", "json", "jsonl"] {
            let page = text_of(name, &document);
            for words in ["was towed", "The ferry", "at dawn"] {
                assert!(page.contains(words), "{name}: {words}\n{page}");
            }
        }
        let exported = exchange::export(format("brat"), &document);
        assert_eq!(exported.losses.count("notes on the whole story, or lost in it"), 1);
    }
}

#[test]
fn of_several_stretches_the_lost_one_is_written_too() {
    let mut note = lost(NoteKind::Note);
    let at = TEXT.find("She left").expect("there");
    let span = Span::new(at, at + 8);
    note.selectors.push(Selector::of(&story().text, span));
    note.spans = vec![span];
    let document =
        Document { name: "a".into(), story: story(), notes: vec![note], ..Document::default() };
    for name in ["w3c", "hypothesis"] {
        let exported = exchange::export(format(name), &document);
        let back = again(format(name), &document, &exported);
        let quotes: Vec<&str> =
            back.documents[0].notes[0].selectors.iter().map(|s| s.quote.as_str()).collect();
        assert_eq!(quotes, ["was towed", "She left"], "{name}");
    }
}

/// A name, an event and a correction of the reader's, with words about them.
fn marked() -> Document {
    let at = |words: &str| {
        let start = TEXT.find(words).expect("there");
        Span::new(start, start + words.len())
    };
    let text = Text::new(TEXT.into());
    let note = |id: &str, kind: NoteKind, words: &str, body: &str| Note {
        id: id.into(),
        kind,
        selectors: vec![Selector::of(&text, at(words))],
        spans: vec![at(words)],
        body: body.into(),
        ..Note::default()
    };
    let mut annotations = Annotations::default();
    annotations.entities.push(Entity {
        id: "ida-brook".into(),
        name: "Ida Brook".into(),
        kind: Kind::Person,
        about: Some("Not the poet".into()),
        ..Entity::default()
    });
    annotations.mentions.push(Mention::new(at("Ida Brook"), 0));
    annotations.events.push(Event {
        id: "e1".into(),
        when: Moment::parse("2019-05").expect("a month"),
        label: "Meeting".into(),
        spans: vec![at("met the council")],
        who: Vec::new(),
        attrs: Default::default(),
        extra: Default::default(),
        origin: Default::default(),
    });
    let notes = vec![
        Note {
            tags: vec!["keeper".into()],
            name: Some("Ida Brook".into()),
            kind_word: Some("person".into()),
            ..note("n1", NoteKind::Entity, "Ida Brook", "Not the poet")
        },
        Note {
            name: Some("Meeting".into()),
            when: Some("2019-05".into()),
            ..note("e1", NoteKind::Event, "met the council", "What was said?")
        },
        Note {
            target: Some("ida-brook".into()),
            kind_word: Some("person".into()),
            selectors: Vec::new(),
            spans: Vec::new(),
            ..note("n2", NoteKind::Correction, "Ida Brook", "She signs so")
        },
    ];
    Document { name: "a".into(), story: story(), annotations, notes }
}

#[test]
fn words_and_tags_of_what_the_reader_marked_are_carried_or_counted() {
    let document = marked();
    let said = ["Not the poet", "What was said?", "She signs so"];
    for name in ["w3c", "brat", "hypothesis", "label-studio"] {
        let exported = exchange::export(format(name), &document);
        let back = again(format(name), &document, &exported);
        let bodies: Vec<&str> =
            back.documents[0].notes.iter().map(|note| note.body.as_str()).collect();
        for words in said {
            assert!(bodies.contains(&words), "{name}: {words} in {bodies:?}");
        }
        let tagged = back.documents[0].notes.iter().any(|note| note.tags == ["keeper"]);
        let described = exported.losses.count("descriptions of names");
        assert_eq!(described, 0, "{name}: what the note says comes back");
        assert!(tagged || exported.losses.count("tags of notes") == 1, "{name}");
    }
    for name in ["webanno", "spacy", "conll", "conllu", "doccano", "timeml"] {
        let exported = exchange::export(format(name), &document);
        let counted = exported.losses.count("notes on names, events and corrections");
        assert_eq!(counted, 3, "{name}: {:?}", exported.losses);
    }
    for name in ["markdown", "org", "html", "csv", "json"] {
        let page = text_of(name, &document);
        assert!(said.iter().all(|words| page.contains(words)), "{name}\n{page}");
    }
}

#[test]
fn an_event_is_one_row_of_a_table_with_its_label_and_its_note() {
    let table = text_of("csv", &marked());
    let rows: Vec<&str> = table.split("\r\n").filter(|row| row.contains(",e1,")).collect();
    assert_eq!(rows.len(), 1, "{table}");
    let columns: Vec<&str> = table.split("\r\n").next().expect("a head").split(',').collect();
    let cells: Vec<&str> = rows[0].split(',').collect();
    let cell = |name: &str| cells[columns.iter().position(|c| *c == name).expect("a column")];
    assert_eq!((cell("label"), cell("note")), ("Meeting", "What was said?"));
}

#[test]
fn json_gives_all_that_a_note_says() {
    let mut document = marked();
    document.notes.push(Note {
        color: Some("green".into()),
        about: vec!["ida-brook".into()],
        by: Some("ann".into()),
        made: Some("2026-11-22T15:00:00Z".into()),
        changed: Some("2026-11-23T15:00:00Z".into()),
        ..lost(NoteKind::Note)
    });
    let object: serde_json::Value =
        serde_json::from_str(&text_of("jsonl", &document)).expect("JSON");
    let note = object["notes"].as_array().expect("notes").last().expect("the last");
    for (key, value) in [
        ("color", "green"),
        ("by", "ann"),
        ("made", "2026-11-22T15:00:00Z"),
        ("changed", "2026-11-23T15:00:00Z"),
        ("before", "The ferry "),
        ("after", " at dawn."),
    ] {
        assert_eq!(note[key], value, "{key}");
    }
    assert_eq!(note["about"][0], "ida-brook");
}

#[test]
fn a_relation_of_two_names_is_counted_once() {
    let mut document = marked();
    document.annotations.relations.push(Relation {
        from: "ida-brook".into(),
        kind: "knows".into(),
        to: "ida-brook".into(),
        id: None,
        attrs: Default::default(),
        extra: Default::default(),
    });
    for name in ["brat", "w3c", "spacy", "webanno"] {
        let losses = exchange::export(format(name), &document).losses;
        assert_eq!(losses.count("relations of names, tied to a mention"), 1, "{name}");
    }
}

#[test]
fn control_characters_come_back_or_are_counted() {
    const WORDS: &str = "Ida\u{1} Brook\u{c} met\u{b} the\u{85} council\u{7f}.\n";
    let story = Story { text: Text::new(WORDS.into()), ..Story::default() };
    let document = Document { name: "a".into(), story, ..Document::default() };
    for name in ["conllu", "webanno", "timeml", "spacy", "doccano", "label-studio", "brat"] {
        let exported = exchange::export(format(name), &document);
        let back = again(format(name), &document, &exported);
        assert!(back.problems.is_empty(), "{name}: {:?}", back.problems);
        let count = exported.losses.count("control characters, shown as pictures");
        match back.documents.first().is_some_and(|back| back.story.text.original() == WORDS) {
            true => assert_eq!(count, 0, "{name}"),
            false => assert_eq!(count, 5, "{name}"),
        }
        let holds = !["conllu", "webanno", "timeml"].contains(&name);
        assert_eq!(holds, count == 0, "{name}");
    }
}
