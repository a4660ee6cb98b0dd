//! What is written for people: pages and tables in the order of the text.

use dateline::exchange::{self, Document};
use dateline::model::{
    Annotations, Entity, Event, Head, Kind, Mention, Moment, Note, NoteKind, Selector, Span, Story,
    Text,
};

use super::format;

const TEXT: &str =
    "Ida Brook met the council.\nThe ferry <Gull> sails & returns, “at once”.\nShe left.\n";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("in the text");
    Span::new(start, start + words.len())
}

fn note(id: &str, words: &str, body: &str) -> Note {
    let text = Text::new(TEXT.into());
    let places = if words.is_empty() { vec![] } else { vec![span(words)] };
    Note {
        id: id.into(),
        selectors: places.iter().map(|&span| Selector::of(&text, span)).collect(),
        spans: places,
        body: body.into(),
        ..Note::default()
    }
}

fn document() -> Document {
    let mut annotations = Annotations::default();
    annotations.entities.push(Entity {
        id: "ida-brook".into(),
        name: "Ida Brook".into(),
        kind: Kind::Person,
        links: vec![
            ("wikidata".into(), "Q76".into()),
            ("bad".into(), "javascript:alert(1)".into()),
        ],
        ..Entity::default()
    });
    annotations.mentions.push(Mention::new(span("Ida Brook"), 0));
    annotations.events.push(Event {
        id: "met".into(),
        when: Moment::parse("2019-05-03").expect("a date"),
        label: "They <met>".into(),
        spans: vec![span("met the council")],
        who: Vec::new(),
        attrs: Default::default(),
        extra: Default::default(),
        origin: Default::default(),
    });
    let notes = vec![
        note("late", "She left", "Last, \"said\" <b>they</b>"),
        Note {
            tags: vec!["check".into()],
            color: Some("yellow".into()),
            made: Some("2026-11-22T15:00:00Z".into()),
            ..note("early", "<Gull> sails & returns", "Why *now*?")
        },
        Note { kind: NoteKind::Highlight, ..note("bare", "council", "") },
        note("whole", "", "On all of it"),
    ];
    let head = Head {
        title: Some("A <story>".into()),
        source: Some("Post".into()),
        url: Some("https://example.org/a?b=1&c=2".into()),
        ..Head::default()
    };
    let story = Story {
        text: Text::new(TEXT.into()),
        head,
        path: Some("news/a story.txt".into()),
        ..Story::default()
    };
    Document { name: "a".into(), story, annotations, notes }
}

fn written(name: &str) -> String {
    let exported = exchange::export(format(name), &document());
    String::from_utf8(exported.files[0].bytes.clone()).expect("UTF-8")
}

/// The words stand there, in this order.
#[track_caller]
fn in_order(page: &str, words: &[&str]) {
    let mut at = 0;
    for word in words {
        let found = page[at..].find(word);
        at += found.unwrap_or_else(|| panic!("{word:?} after byte {at} of\n{page}")) + word.len();
    }
}

#[test]
fn markdown_quotes_in_the_order_of_the_text() {
    let page = written("markdown");
    in_order(
        &page,
        &[
            "# A \\<story\\>",
            "Post",
            "<https://example.org/a?b=1&c=2>",
            "> council\n\n^bare\n",
            "> \\<Gull\\> sails \\& returns\n\n^early\n",
            "Why *now*?",
            "#check",
            "yellow",
            "2026-11-22",
            "https://example.org/a?b=1&c=2#:~:text=%3CGull%3E%20sails",
            "`dateline 'news/a story.txt' --at early`",
            "Context: The ferry […], “at once”.",
            "^late",
            "On all of it",
            "## Names",
            "**Ida Brook**",
            "## Time line",
            "3 May 2019",
        ],
    );
    let page = written("obsidian");
    in_order(
        &page,
        &["---\ntitle: \"A <story>\"", "---\n", "> [!quote] yellow", "^early", "[[Ida Brook]]"],
    );
}

#[test]
fn org_is_a_tree_nothing_in_a_note_can_break() {
    let mut broken = document();
    broken.notes[0].body = "* no headline\n#+END_QUOTE\n:END:".into();
    let exported = exchange::export(format("org"), &broken);
    let page = String::from_utf8(exported.files[0].bytes.clone()).expect("UTF-8");
    let headlines: Vec<&str> = page.lines().filter(|line| line.starts_with('*')).collect();
    assert_eq!(headlines.len(), 7, "{headlines:#?}");
    in_order(
        &page,
        &[
            "* Notes",
            "** council",
            "** <Gull> sails & returns :check:",
            ":CUSTOM_ID: early",
            "#+BEGIN_QUOTE",
            "Why *now*?",
            "** She left",
            "* Names",
            "* Time line",
        ],
    );
}

#[test]
fn html_is_one_page_with_nothing_from_elsewhere_and_all_escaped() {
    let page = written("html");
    for (what, count) in [
        ("<script", 0),
        ("src=", 0),
        ("@import", 0),
        ("url(", 0),
        ("<b>", 0),
        ("href=\"javascript", 0),
        ("<link", 0),
        ("Content-Security-Policy", 1),
        ("<h1", 1),
    ] {
        assert_eq!(page.matches(what).count(), count, "{what}");
    }
    in_order(
        &page,
        &[
            "prefers-color-scheme: dark",
            "A &lt;story&gt;",
            "class=\"name person\"",
            "id=\"m0\"",
            "Ida Brook",
            "The ferry ",
            "<mark class=\"yellow\">&lt;Gull&gt; sails &amp; returns</mark>",
            "id=\"note-early\"",
            "Why *now*?",
            "#check",
            "She left",
            "Last, &quot;said&quot; &lt;b&gt;they&lt;/b&gt;",
            "On all of it",
            "id=\"names\"",
            "id=\"name-ida-brook\"",
            "id=\"timeline\"",
            "3 May 2019",
            "They &lt;met&gt;",
        ],
    );
    // Every tag that is opened is closed, in order.
    let mut open: Vec<&str> = Vec::new();
    let body = &page[page.find("<body>").expect("a body")..];
    for tag in body.match_indices('<').map(|(at, _)| &body[at + 1..]) {
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or("");
        match name.strip_prefix('/') {
            Some("html") => {}
            Some(name) => assert_eq!(open.pop(), Some(name), "{open:?}"),
            None if name == "br" => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    // Every link within the page leads somewhere.
    for link in page.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap_or_default();
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

#[test]
fn tables_have_a_row_each() {
    let page = written("readwise");
    let mut lines = page.split("\r\n");
    assert_eq!(lines.next(), Some("Highlight,Title,Author,URL,Note,Location,Date"));
    assert_eq!(lines.next(), Some("council,A <story>,Post,https://example.org/a?b=1&c=2,,18,"));
    in_order(
        &page,
        &[
            "<Gull> sails & returns,",
            "\"Why *now*?\n.check\"",
            "2026-11-22 15:00:00",
            "\"Last, \"\"said\"\" <b>they</b>\"",
        ],
    );
    let exported = exchange::export(format("readwise"), &document());
    assert_eq!(exported.losses.count("notes on the whole story"), 1);
    let page = written("csv");
    let kinds: Vec<&str> = page.split("\r\n").filter_map(|line| line.split(',').next()).collect();
    assert_eq!(kinds, ["kind", "name", "event", "highlight", "note", "note", "note", ""]);
}

#[test]
fn json_is_the_object_of_show() {
    let line = written("jsonl");
    assert_eq!(line.lines().count(), 1);
    let one: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    let other: serde_json::Value = serde_json::from_str(&written("json")).expect("JSON");
    assert_eq!(one, other);
    assert_eq!(one["notes"][0]["id"], "late");
    assert_eq!(one["entities"][0]["mentions"][0]["text"], "Ida Brook");
}

#[test]
fn one_of_a_kind_that_is_lost_is_told_in_the_singular() {
    for (many, one) in [
        (
            "ties between the parts of discontinuous mentions",
            "1 tie between the parts of discontinuous mentions",
        ),
        ("bodies of notes", "1 body of notes"),
        ("names that notes are about", "1 name that notes are about"),
        ("highlights, as notes", "1 highlight, as a note"),
        ("labels in their own spelling", "1 label in its own spelling"),
        (
            "names that are not in the text, kept as notes",
            "1 name that is not in the text, kept as a note",
        ),
        ("names that are not in the text", "1 name that is not in the text"),
        ("attributes whose names XML cannot have", "1 attribute whose name XML cannot have"),
        ("control characters, shown as pictures", "1 control character, shown as a picture"),
        ("times, as mentions of names", "1 time, as a mention of a name"),
    ] {
        let mut losses = exchange::Losses::default();
        losses.add(many, "");
        assert_eq!(losses.lines().next().as_deref(), Some(one));
        losses.add(many, "");
        assert_eq!(losses.lines().next(), Some(format!("2 {many}")));
    }
}

/// A story on line that says one name over and over.
fn repeated() -> Document {
    let text = "Kerry came. “Kerry,” he said. Then Kerry-Ann met Kerry, and Kerry left.\n\n\
        Kerry\n\nKerry\n";
    let places: Vec<usize> = text.match_indices("Kerry").map(|(at, _)| at).collect();
    let text = Text::new(text.into());
    let on = |id: String, spans: Vec<Span>| Note {
        id,
        kind: NoteKind::Note,
        body: "Who?".into(),
        selectors: spans.iter().map(|&span| Selector::of(&text, span)).collect(),
        spans,
        ..Note::default()
    };
    let mut notes: Vec<Note> = places
        .iter()
        .enumerate()
        .map(|(number, &at)| on(format!("k{number}"), vec![Span::new(at, at + 5)]))
        .collect();
    let last = text.as_str().find("left").expect("there");
    notes.push(on(
        "two".into(),
        vec![Span::new(places[1], places[1] + 5), Span::new(last, last + 4)],
    ));
    notes.push(Note { spans: Vec::new(), ..on("lost".into(), vec![Span::new(0, 5)]) });
    let head = Head { url: Some("https://example.org/a".into()), ..Head::default() };
    let story = Story { text, head, ..Story::default() };
    Document { name: "a".into(), story, notes, ..Document::default() }
}

#[test]
fn a_link_leads_to_the_very_words_even_where_they_occur_again() {
    let document = repeated();
    let links = [
        "#:~:text=Kerry,-came.",
        "#:~:text=came.%20%E2%80%9C-,Kerry,-%2C%E2%80%9D%20he",
        "#:~:text=Then-,Kerry,-%2DAnn",
        "#:~:text=met-,Kerry,-%2C%20and",
        "#:~:text=and-,Kerry,-left.",
        "#:~:text=left.-,Kerry,-Kerry",
        "#:~:text=Kerry-,Kerry",
        "#:~:text=came.%20%E2%80%9C-,Kerry,-%2C%E2%80%9D%20he&text=left",
        "",
    ];
    for name in ["csv", "markdown", "obsidian", "org", "html"] {
        let exported = exchange::export(format(name), &document);
        let page = String::from_utf8(exported.files[0].bytes.clone()).expect("UTF-8");
        let page = page.replace("&amp;", "&");
        for link in links {
            let found =
                page.match_indices(&format!("https://example.org/a{link}")).any(|(at, all)| {
                    page[at + all.len()..].starts_with([',', '\r', '"', '>', ']', '\n'])
                });
            assert!(found, "{name}: {link}\n{page}");
        }
    }
}

#[test]
fn a_row_of_a_correction_says_what_it_corrects() {
    let mut document = document();
    let reject = |id: &str, target: &str| Note {
        kind: NoteKind::Correction,
        kind_word: Some("reject".into()),
        target: Some(target.into()),
        ..note(id, "", "")
    };
    document.notes = vec![reject("c1", "ida-brook"), reject("c2", "met"), reject("c3", "m9")];
    let exported = exchange::export(format("csv"), &document);
    let page = String::from_utf8(exported.files[0].bytes.clone()).expect("UTF-8");
    for row in [
        "correction,,,,,,,,,,reject,Ida Brook,,c1,",
        "correction,,,,,,,,,,reject,They <met>,,c2,",
        "correction,,,,,,,,,,reject,m9,,c3,",
    ] {
        assert!(page.lines().any(|line| line.starts_with(row)), "{row}\n{page}");
    }
}

#[test]
fn what_a_page_does_not_say_is_counted_one_by_one() {
    let mut document = document();
    let key = |name: &str| (name.to_owned(), serde_json::Value::from("x"));
    let annotations = &mut document.annotations;
    annotations.mentions[0].attrs = vec![key("one"), key("two"), key("three")];
    annotations.mentions[0].certainty = Some(0.5);
    annotations.mentions[0].extra = vec![key("of-mention")];
    annotations.entities[0].attrs = vec![key("one"), key("two")];
    annotations.entities[0].extra = vec![key("of-name")];
    annotations.entities[0].role = Some("harbour master".into());
    annotations.entities[0].about = Some("Not the poet".into());
    annotations.entities[0].aliases = vec!["Brook".into()];
    annotations.events[0].attrs = vec![key("one")];
    annotations.events[0].extra = vec![key("of-event")];
    annotations.events[0].who = vec![dateline::model::Participant {
        role: Some("agent".into()),
        entity: "ida-brook".into(),
    }];
    for name in ["markdown", "obsidian", "org", "html", "csv"] {
        let losses = exchange::export(format(name), &document).losses;
        for (what, count) in [
            ("attributes of mentions", 4),
            ("attributes of names", 2),
            ("attributes of events", 1),
            ("roles in events", 1),
            ("keys that dateline does not know", 3),
        ] {
            assert_eq!(losses.count(what), count, "{name}: {what}");
        }
    }
    let losses = exchange::export(format("csv"), &document).losses;
    assert_eq!(losses.count("descriptions of names"), 2);
    assert_eq!(losses.count("other names"), 1);
    for name in ["json", "jsonl"] {
        let losses = exchange::export(format(name), &document).losses;
        assert_eq!(losses.count("keys that dateline does not know"), 3, "{name}");
    }
    let losses = exchange::export(format("doccano"), &document).losses;
    assert_eq!(losses.count("attributes of mentions"), 4);
}
