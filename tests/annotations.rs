//! Annotation files: what is right is used, what is wrong is said at its place.

mod earlier;
mod kept;
mod slips;
mod together;

use std::path::Path;
use std::time::Instant;

use dateline::error::{Diagnostic, Severity};
use dateline::loader::sidecar::{self, Sidecar};
use dateline::model::occurrences::{Name, occurrences};
use dateline::model::{Kind, MatchRule, Role, Selector, Span, Text, TimeType};
use proptest::prelude::*;
use serde_json::json;

const STORY: &str = "Kerry meets Lavrov\n\nGENEVA - John Kerry, the secretary of state, met \
Sergei Lavrov in Geneva on Friday. “We continue to make headway,” Mark Toner said of Kerry’s \
talks. The Kerry Group, which Kerry does not own, had no comment. Bill and Hillary Clinton sent \
regards; he was pleased, and he said so.\n";

fn text() -> Text {
    Text::new(STORY.to_owned())
}

fn read(yaml: &str) -> Sidecar {
    sidecar::read("talks.ann.yaml", yaml, &text())
}

fn clean(yaml: &str) -> Sidecar {
    let sidecar = read(yaml);
    let complaints: Vec<String> = sidecar.problems.iter().map(Diagnostic::to_string).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    sidecar
}

/// Scalar offset of the `nth` (from 0) occurrence in the story.
fn at(words: &str, nth: usize) -> usize {
    let (byte, _) = STORY.match_indices(words).nth(nth).expect(words);
    STORY[..byte].chars().count()
}

fn words(sidecar: &Sidecar, entity: &str) -> Vec<String> {
    let number = sidecar.annotations.entity(entity).expect(entity);
    let mentions = sidecar.annotations.mentions.iter().filter(|m| m.entity == number);
    mentions.map(|m| m.spans().map(|s| &STORY[s.range()]).collect::<Vec<_>>().join("+")).collect()
}

/// The only problem, as (severity, line, column, width, message, hint).
#[track_caller]
fn only(sidecar: &Sidecar) -> (Severity, usize, usize, usize, &str, Option<&str>) {
    let all: Vec<String> = sidecar.problems.iter().map(Diagnostic::to_string).collect();
    assert_eq!(sidecar.problems.len(), 1, "{}", all.join("\n"));
    let problem = &sidecar.problems[0];
    let (line, column) = problem.place.expect("a place");
    (problem.severity, line, column, problem.width, &problem.message, problem.hint.as_deref())
}

#[test]
fn a_name_and_a_type_are_enough() {
    let sidecar = clean("entities:\n  - name: Kerry\n    type: person\n");
    let entity = &sidecar.annotations.entities[0];
    assert_eq!((entity.id.as_str(), &entity.kind), ("kerry", &Kind::Person));
    assert_eq!(entity.matching, MatchRule::Auto);
    assert_eq!(words(&sidecar, "kerry"), ["Kerry"; 5]);
}

#[test]
fn everything_a_file_can_say_is_read() {
    let yaml = format!(
        r#"format: dateline/1
story:
  title: US and Russia report headway
  source: Reuters
  byline: Ann Writer
  place: Geneva
  published: 2016-08-24
  url: https://example.org/talks
  language: en
  tags: [diplomacy, "2016"]
  text-sha256: 9f2c
entities:
  - id: john-kerry
    name: John Kerry
    type: PER
    aliases: [Kerry, the secretary of state]
    role: U.S. Secretary of State
    about: one line
    links: {{wikidata: Q22316, wikipedia: https://example.org/}}
    not: [Kerry Group]
    attrs: {{seen: [1, 2], sure: {{yes: no}}}}
  - {{id: group, name: Kerry Group, type: ORG, match: both, mentions: [{{quote: The, before: "talks. "}}]}}
  - id: bill
    name: Bill Clinton
    type: person
    mentions:
      - {{id: T7, quote: [Bill, Clinton], at: [{bill}, {clinton}]}}
      - {{quote: he, at: {he}, certainty: 0.8, attrs: {{how: pronoun}}}}
      - {{quote: he, after: " said so"}}
  - name: Mark Toner
    type: spokesman
relations:
  - {{from: john-kerry, type: meets, to: T7, id: R1, attrs: {{where: Geneva}}}}
events:
  - id: geneva-talks
    when: 2016-08-26
    label: They meet
    quote: in Geneva on Friday
    who: [john-kerry, bill]
  - {{when: 2016-09, label: Next round, who: {{agent: [john-kerry], place: group}}}}
  - {{when: 2016-10, quote: had no comment, who: bill}}
times:
  - {{quote: Friday, at: {friday}, type: DATE, value: 2016-08-26}}
quotes:
  - {{quote: We continue to make headway, speaker: mark-toner, cue: said}}
made: {{by: hand, when: 2026-11-22T10:00:00Z}}
x-of-our-own: {{kept: silently}}
"#,
        bill = at("Bill", 0),
        clinton = at("Clinton", 0),
        he = at(" he ", 0) + 1,
        friday = at("Friday", 0),
    );
    let sidecar = clean(&yaml);
    let head = &sidecar.head;
    assert_eq!(head.title.as_deref(), Some("US and Russia report headway"));
    assert_eq!(head.published.as_ref().map(|when| when.notation()), Some("2016-08-24"));
    assert_eq!(head.tags, ["diplomacy", "2016"]);
    assert_eq!(sidecar.text_sha256.as_deref(), Some("9f2c"));

    let found = &sidecar.annotations;
    let kerry = &found.entities[0];
    assert_eq!(kerry.kind, Kind::Person);
    assert_eq!(kerry.links[0], ("wikidata".into(), "Q22316".into()));
    assert_eq!(kerry.attrs[1], ("sure".into(), json!({"yes": "no"})));
    assert_eq!(
        words(&sidecar, "john-kerry"),
        ["Kerry", "John Kerry", "the secretary of state", "Kerry", "Kerry"]
    );
    assert_eq!(words(&sidecar, "group"), ["The", "Kerry Group"]);
    assert_eq!(words(&sidecar, "bill"), ["Bill+Clinton", "he", "he"]);
    assert_eq!(found.entities[3].kind, Kind::Other("spokesman".into()));
    let he = found.mentions.iter().find(|m| m.certainty.is_some()).expect("he");
    assert_eq!((he.certainty, he.attrs.len()), (Some(0.8), 1));

    assert_eq!(found.relations[0].to, "T7");
    assert_eq!(found.events.len(), 3);
    assert_eq!(found.events[0].who.len(), 2);
    assert_eq!(&STORY[found.events[0].spans[0].range()], "in Geneva on Friday");
    assert_eq!(found.events[1].id, "next-round");
    assert_eq!(found.events[1].who[1].role.as_deref(), Some("place"));
    assert_eq!((&*found.events[2].label, found.events[2].who.len()), ("had no comment", 1));
    assert_eq!(found.times[0].kind, TimeType::Date);
    assert_eq!(found.quotes[0].speaker.as_deref(), Some("mark-toner"));
    assert_eq!(found.made.as_ref().and_then(|made| made.by.as_deref()), Some("hand"));
    assert!(found.mentions.is_sorted_by_key(|m| (m.span.start, usize::MAX - m.span.end)));
}

#[test]
fn which_mentions_count_is_settled_by_the_match_rule() {
    let count = |rest: &str| {
        let yaml = format!("entities:\n  - name: Kerry\n    type: person\n    {rest}\n");
        words(&clean(&yaml), "kerry").len()
    };
    assert_eq!(count("aliases: []"), 5);
    assert_eq!(count("mentions: []"), 5);
    assert_eq!(count("mentions: [{quote: Kerry, nth: 2}]"), 1);
    assert_eq!(count("match: listed"), 0);
    assert_eq!(
        count(
            "{match: both, mentions: [{quote: he, nth: 3}]}"
                .trim_matches(['{', '}'])
                .replace(", mentions", "\n    mentions")
                .as_str()
        ),
        6
    );
    assert_eq!(count("match: both\n    mentions: [{quote: Kerry, nth: 2}]"), 5);
    assert_eq!(count("not: [Kerry Group, Kerry’s]"), 3);
}

#[test]
fn mentions_nest_and_overlap() {
    let sidecar = clean(
        "entities:\n- name: A\n  type: person\n  mentions: [{quote: Sergei Lavrov in Geneva}]\n\
         - name: B\n  type: place\n  mentions: [{quote: Lavrov in Geneva on}, {quote: Geneva}]\n",
    );
    assert_eq!(words(&sidecar, "a"), ["Sergei Lavrov in Geneva"]);
    assert_eq!(words(&sidecar, "b"), ["Lavrov in Geneva on", "Geneva"]);
}

#[test]
fn a_wrong_entry_is_reported_where_it_stands_and_the_rest_is_used() {
    use Severity::{Error, Warning};
    let head = "entities:\n  - name: Kerry\n    type: person\n";
    for (yaml, expected, part, hint) in [
        ("  - type: person\n", (Error, 4, 5, 12), "an entity without `name`", None),
        ("  - Lavrov\n", (Error, 4, 5, 6), "found a single value", Some("- name:")),
        ("  - name: [a, b]\n    type: person\n", (Error, 4, 11, 6), "found a list", None),
        ("  - name: Lavrov\n", (Warning, 4, 5, 12), "no `type`", Some("person")),
        (
            "  - name: Lavrov\n    type: person\n    match: lsited\n",
            (Error, 6, 12, 6),
            "match: expected auto, listed or both",
            Some("did you mean `listed`?"),
        ),
        (
            "  - name: Lavrov\n    type: person\n    alaises: [L]\n",
            (Warning, 6, 5, 7),
            "no key `alaises`",
            Some("did you mean `aliases`?"),
        ),
        (
            "  - {id: kerry, name: Lavrov, type: person}\n  - {id: kerry, name: X, type: person}\n",
            (Error, 5, 10, 5),
            "the id `kerry` is another entity's",
            None,
        ),
        (
            "  - {name: Lavrov, type: person, mentions: [{quote: Lavrow}]}\n",
            (Warning, 4, 53, 6),
            "the text does not have `Lavrow`",
            None,
        ),
        (
            "  - {name: Lavrov, type: person, mentions: [{quote: John  Kerry}]}\n",
            (Warning, 4, 53, 11),
            "the text does not have",
            Some("\"John Kerry\""),
        ),
        (
            "  - {name: Lavrov, type: person, mentions: [{quote: Sergei, at: 7}]}\n",
            (Warning, 4, 65, 1),
            "is not at 7 but at 69",
            None,
        ),
        (
            "  - {name: Lavrov, type: person, mentions: [{quote: he}]}\n",
            (Warning, 4, 53, 2),
            "and nothing settles which",
            Some("at: 42"),
        ),
        (
            "  - {name: Lavrov, type: person, mentions: [{quote: Lavrov, nth: 4}]}\n",
            (Warning, 4, 53, 6),
            "occurs 2 times: there is no 4th",
            None,
        ),
        (
            "  - {name: Lavrov, type: person, mentions: [{at: 7}]}\n",
            (Error, 4, 45, 7),
            "a mention without `quote`",
            None,
        ),
        (
            "  - {name: Lavrov, type: person, mentions: [{quote: Sergei, at: ten}]}\n",
            (Error, 4, 65, 3),
            "at: expected a number",
            None,
        ),
        (
            "  - {name: Lavrov, type: person, mentions: [{quote: Sergei, certainty: 2}]}\n",
            (Error, 4, 72, 1),
            "from 0 to 1",
            None,
        ),
        ("events: {}\n", (Error, 4, 9, 2), "events: expected a list", None),
        (
            "events:\n  - when: 2016-13-01\n    label: x\n",
            (Error, 5, 16, 2),
            "when: `13`: expected a month",
            None,
        ),
        ("events:\n  - label: x\n", (Error, 5, 5, 8), "an event without `when`", None),
        ("events:\n  - when: 2016\n", (Error, 5, 5, 10), "an event without `label`", None),
        (
            "events:\n  - {when: 2016, label: x, who: [kerri]}\n",
            (Error, 5, 34, 5),
            "who: no entity has the id `kerri`",
            Some("did you mean `kerry`?"),
        ),
        (
            "quotes:\n  - {quote: We continue, speaker: Kerry}\n",
            (Error, 5, 35, 5),
            "speaker: no entity has the id `Kerry`",
            Some("did you mean `kerry`?"),
        ),
        (
            "times:\n  - {quote: Friday, type: DAET, value: 2016}\n",
            (Error, 5, 27, 4),
            "type: expected DATE",
            Some("did you mean `DATE`?"),
        ),
        (
            "relations:\n  - {from: kerry, type: meets, to: nobody}\n",
            (Error, 5, 36, 6),
            "no entity or mention has the id `nobody`",
            None,
        ),
        (
            "relations:\n  - {from: kerry, to: kerry}\n",
            (Error, 5, 5, 24),
            "a relation without `type`",
            None,
        ),
        ("story: {published: 2016-02-30}\n", (Error, 4, 28, 2), "published: `30`", None),
        ("evnets: []\n", (Warning, 4, 1, 6), "no key `evnets`", Some("did you mean `events`?")),
        ("entities: []\n", (Error, 4, 1, 8), "the key `entities` occurs twice", Some("first")),
        ("format: dateline/2\n", (Warning, 4, 9, 10), "is read as `dateline/1`", Some("/1")),
        ("story: *nothing\n", (Error, 4, 8, 8), "stands for nothing", None),
        ("story:\n\ttitle: x\n", (Error, 5, 1, 1), "a tab", Some("spaces")),
        ("story: {title: \"x\0\"}\n", (Error, 4, 18, 1), "control character, U+0000", None),
        ("story: {title: x\n", (Error, 4, 8, 1), "`{` is not closed", None),
        ("story: \"x\n", (Error, 4, 8, 1), "quotation mark", None),
        ("story: a: b\n", (Error, 4, 9, 1), "a second `:`", Some("in quotes")),
        ("---\nstory: {}\n", (Warning, 4, 1, 3), "a second document", None),
    ] {
        let sidecar = read(&format!("{head}{yaml}"));
        let (severity, line, column, width, message, found_hint) = only(&sidecar);
        assert_eq!((severity, line, column, width), expected, "{yaml}: {}", sidecar.problems[0]);
        assert!(message.contains(part), "{yaml}: {message}");
        match hint {
            Some(hint) => assert!(found_hint.is_some_and(|it| it.contains(hint)), "{found_hint:?}"),
            None => assert_eq!(found_hint.filter(|it| it.contains("did you mean")), None, "{yaml}"),
        }
        assert_eq!(
            sidecar.problems[0].line.as_deref(),
            format!("{head}{yaml}").lines().nth(line - 1)
        );
        let kerry = words(&sidecar, "kerry");
        assert!(!kerry.is_empty(), "{yaml}: the entry before it is used");
    }
}

#[test]
fn after_a_syntax_error_reading_goes_on_at_the_next_entry() {
    let sidecar = read(
        "story: {title: Talks}\nentities:\n  - name: Kerry\n    type: person\n    mentions:\n\
         \x20     - {quote: Kerry, nth: 1}\n      - {quote: Kerry, nth: 2\n\
         \x20     - {quote: Kerry, nth: 3}\n  - name: \"Lavrov\n    type: person\n\
         \x20 - name: Geneva\n    type: place\n\t- name: x\n  - name: Mark Toner\n    type: person\n\
         events:\n  - when: 2016: 1\n  - {when: 2017, label: later}\n",
    );
    let places: Vec<usize> = sidecar.problems.iter().filter_map(|p| p.place).map(|p| p.0).collect();
    assert_eq!(places, [7, 9, 13, 17], "{:#?}", sidecar.problems);
    assert_eq!(sidecar.head.title.as_deref(), Some("Talks"));
    assert_eq!(words(&sidecar, "kerry").len(), 2, "the mentions around the broken one");
    for id in ["geneva", "mark-toner"] {
        assert!(sidecar.annotations.entity(id).is_some(), "{id}");
    }
    assert_eq!(sidecar.annotations.events.len(), 1);
}

#[test]
fn a_reference_to_an_entry_that_is_reported_is_not_reported_again() {
    let sidecar =
        read("entities:\n  - {id: x, type: person}\nevents:\n  - {when: 2016, label: y, who: x}\n");
    assert_eq!(only(&sidecar).1, 2);
    assert_eq!(sidecar.annotations.events.len(), 1);
}

#[test]
fn files_without_annotations_say_nothing_and_complain_of_nothing() {
    for yaml in ["", "\n\n", "# only a comment\n", "---\n", "entities:\n", "{}", "\u{feff}"] {
        let sidecar = clean(yaml);
        assert!(sidecar.annotations.mentions.is_empty());
    }
    for yaml in ["just words", "- a\n- b\n", "[1, 2]"] {
        assert_eq!(read(yaml).problems.len(), 1, "{yaml}");
    }
}

#[test]
fn flow_style_and_anchors_are_read() {
    let json = r#"{"entities": [{"name": "Kerry", "type": "person", "aliases": ["John Kerry"]}]}"#;
    assert_eq!(words(&clean(json), "kerry").len(), 5);
    let yaml = "entities:\n- name: Kerry\n  type: &t person\n  attrs: &a {x: y}\n\
                - name: Lavrov\n  type: *t\n  attrs: *a\n";
    let sidecar = clean(yaml);
    assert_eq!(sidecar.annotations.entities[1].kind, Kind::Person);
    assert_eq!(sidecar.annotations.entities[1].attrs, [("x".into(), json!("y"))]);
}

#[test]
fn bombs_and_pits_are_errors_with_a_place() {
    let mut bomb =
        "entities: [{name: Kerry, type: person}]\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", [&*alias; 10].join(","));
    }
    let deep = format!("entities: [{{name: Kerry, type: person}}]\nx: {}\n", "[".repeat(10_000));
    let mut stairs = "entities: [{name: Kerry, type: person}]\n".to_owned();
    for level in 0..10_000 {
        stairs += &format!("{}a:\n", " ".repeat(level));
    }
    for yaml in [bomb, deep, stairs, "entities: [{name: Kerry, type: person}]\nx: &a [*a]\n".into()]
    {
        let sidecar = read(&yaml);
        assert!(!sidecar.problems.is_empty());
        assert!(sidecar.problems.iter().all(|problem| problem.place.is_some_and(|p| p.0 > 1)));
        assert!(sidecar.problems.len() < 60, "{}", sidecar.problems.len());
        assert_eq!(words(&sidecar, "kerry").len(), 5);
    }
}

#[test]
fn control_characters_of_a_file_reach_nobody() {
    let sidecar = read(
        "story: {title: \"a\\e[31m\"}\nentities:\n  - name: \"K\\erry\"\n    type: \"p\\e\"\n    \
         about: \"x\\x9b\"\n    attrs: {\"k\\e\": \"v\\e\"}\n    mentions: [{quote: \"\\e[0m\"}]\n",
    );
    let all = format!("{:?} {:?}", sidecar.head, sidecar.annotations);
    assert!(!all.contains("\\u{1b}") && !all.contains("\\u{9b}"), "{all}");
    assert!(
        !only(&sidecar).4.chars().any(char::is_control)
            || !sidecar.problems[0].headline().contains('\u{1b}')
    );
}

#[test]
fn names_match_as_whole_words_the_longest_first() {
    let found = |content: &str, names: &[&str]| {
        let text = Text::new(content.to_owned());
        let names: Vec<Name> =
            names.iter().enumerate().map(|(n, words)| Name::new(words, n)).collect();
        let found = occurrences(&text, &names);
        found.into_iter().map(|(span, n)| (content[span.range()].to_owned(), n)).collect::<Vec<_>>()
    };
    let hit = |words: &str, n: usize| (words.to_owned(), n);
    assert_eq!(found("New Yorkers in New York", &["New York", "New Yorker"]), [hit("New York", 0)]);
    assert_eq!(found("a New Yorker", &["New York", "New Yorker"]), [hit("New Yorker", 1)]);
    assert_eq!(
        found("John Kerry Smithson", &["Kerry Smith", "John Kerry", "Kerry"]),
        [hit("John Kerry", 1)]
    );
    assert_eq!(
        found("Kerrys Kerry's Kerry’s aKerry Kerry2", &["Kerry"]),
        [hit("Kerry", 0), hit("Kerry", 0)]
    );
    assert_eq!(found("kerry KERRY", &["Kerry"]), []);
    assert_eq!(
        found("John\nKerry, John\u{a0} Kerry", &["John Kerry"]),
        [hit("John\nKerry", 0), hit("John\u{a0} Kerry", 0)]
    );
    assert_eq!(found("John\n\nKerry", &["John Kerry"]), []);
    assert_eq!(found("O’Brien and O'Brien", &["O'Brien"]), [hit("O’Brien", 0), hit("O'Brien", 0)]);
    assert_eq!(found("in 北京市长 today", &["北京"]), [hit("北京", 0)]);
    assert_eq!(found("ที่กรุงเทพมหานคร", &["กรุงเทพ"]), [hit("กรุงเทพ", 0)]);
    assert_eq!(found("Jose\u{301}", &["Jose"]), []);
    assert_eq!(found("Élysée, Elysée", &["Élysée"]), [hit("Élysée", 0)]);
    assert_eq!(found("Yahoo! and Yahoo!s", &["Yahoo!"]), [hit("Yahoo!", 0), hit("Yahoo!", 0)]);
    assert_eq!(found("same same", &["same", "same"]), [hit("same", 0), hit("same", 0)]);
    assert_eq!(found("anything", &["", "  "]), []);
    assert_eq!(found("", &["x"]), []);
}

#[test]
fn names_stay_within_their_paragraph() {
    let content = "He met John\nKerry spoke";
    let paragraph = |start, end| dateline::model::Paragraph {
        span: Span::new(start, end),
        role: Role::Body,
        level: 0,
    };
    let parted =
        Text::new(content.into()).with_paragraphs(vec![paragraph(0, 11), paragraph(12, 23)]);
    let names = [Name::new("John Kerry", 0)];
    assert_eq!(occurrences(&parted, &names), []);
    let joined = Text::new(content.into()).with_paragraphs(vec![paragraph(0, 23)]);
    assert_eq!(occurrences(&joined, &names).len(), 1);
}

#[test]
fn the_names_of_an_annotation_file_follow_from_the_storys() {
    let paths: Vec<_> = sidecar::path_of(Path::new("/news/story.txt"));
    let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
    assert_eq!(paths, ["/news/story.ann.yaml", "/news/story.ann.yml", "/news/story.txt.ann.yaml"]);
}

#[test]
fn the_annotated_stories_load_without_a_complaint() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/annotated");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no shared data");
        return;
    };
    let (mut files, mut listed) = (0, 0);
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let decoded = std::fs::read_to_string(&path).expect("a story").replace("\r\n", "\n");
        let text = Text::new(decoded);
        let beside = &sidecar::path_of(&path)[0];
        let yaml = std::fs::read_to_string(beside).expect("its annotations");
        let sidecar = sidecar::read(&beside.to_string_lossy(), &yaml, &text);
        let complaints: Vec<String> = sidecar.problems.iter().map(Diagnostic::to_string).collect();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
        let found = &sidecar.annotations;
        listed += found
            .mentions
            .iter()
            .filter(|mention| found.entities[mention.entity].matching == MatchRule::Listed)
            .count();
        files += 1;
    }
    println!("{files} files, {listed} listed mentions");
    assert_eq!(files, 48);
}

#[test]
fn a_hundred_thousand_mentions_load_with_and_without_positions() {
    let (mut story, mut scalars) = (String::new(), 0);
    let (mut with, mut without) = ("entities:\n".to_owned(), "entities:\n".to_owned());
    for entity in 0..1_000 {
        let head = format!("  - name: Name {entity}\n    type: person\n    mentions:\n");
        with += &head;
        without += &head;
        for mention in 0..100 {
            let quote = format!("Wörd{entity}x{mention}y");
            with += &format!("      - {{quote: {quote}, at: {scalars}}}\n");
            without += &format!("      - {{quote: {quote}}}\n");
            story += &format!("{quote} ");
            scalars += quote.chars().count() + 1;
        }
    }
    let text = Text::new(story);
    for yaml in [with, without] {
        let begun = Instant::now();
        let sidecar = sidecar::read("big.ann.yaml", &yaml, &text);
        println!("{} bytes of YAML in {:?}", yaml.len(), begun.elapsed());
        assert!(sidecar.problems.is_empty(), "{}", sidecar.problems[0]);
        assert_eq!(sidecar.annotations.mentions.len(), 100_000);
    }
}

fn check_spans(sidecar: &Sidecar, text: &Text) {
    for mention in &sidecar.annotations.mentions {
        for span in mention.spans() {
            assert!(span.start < span.end && span.end <= text.len());
            assert!(text.as_str().get(span.range()).is_some());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_that_looks_like_yaml_panics(
        lines in prop::collection::vec("( ){0,4}(- )?(name|entities|mentions|quote|at|type|events|when|who)?(:)?( )?(Kerry|2016|\\[|\\{|\\}|\\]|\"|'|&a|\\*a|\\||>|!x|%|@|\t|\0|é|#|,|---|\\?|~)?[a-z:]{0,3}", 0..30),
    ) {
        let yaml = lines.join("\n");
        let sidecar = read(&yaml);
        check_spans(&sidecar, &text());
        for problem in &sidecar.problems {
            let (line, column) = problem.place.expect("a place");
            prop_assert!(line >= 1 && column >= 1);
            let _ = problem.to_string();
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_file_cut_or_spoilt_anywhere_is_still_read(cut in 0_usize..700, with in "[\t\0:\"{\\[\\]}'&*|-]{0,3}") {
        let yaml = "story:\n  title: Talks in Geneva\nentities:\n  - id: kerry\n    name: Kerry\n    \
                    type: person\n    mentions:\n      - {quote: Kerry, at: 0}\n      - {quote: Kerry, \
                    nth: 2}\n  - {name: Lavrov, type: person, aliases: [Sergei, \"the minister\"]}\n\
                    events:\n  - when: 2016-08-26\n    label: talks\n    who: [kerry]\n";
        let cut = cut.min(yaml.len());
        let spoilt = format!("{}{with}{}", &yaml[..cut], &yaml[cut..]);
        check_spans(&read(&spoilt), &text());
        check_spans(&read(&yaml[..cut]), &text());
    }

    #[test]
    fn what_was_selected_is_found_again(content in "[a-cé’ \n]{1,60}", from in 0_usize..60, length in 1_usize..20) {
        let text = Text::new(content);
        let from = text.floor(from);
        let end = text.floor(from + length);
        prop_assume!(from < end);
        let span = Span::new(from, end);
        let selector = Selector::of(&text, span);
        prop_assert_eq!(selector.locate(&text).span(), Some(span));
        let quote = serde_json::to_string(text.slice(span)).expect("a string");
        let yaml = format!(
            "entities: [{{name: zzz, type: x, mentions: [{{quote: {quote}, at: {}}}]}}]",
            text.scalar_at(from)
        );
        let sidecar = sidecar::read("x", &yaml, &text);
        prop_assert_eq!(sidecar.annotations.mentions.len(), 1, "{:?}", sidecar.problems);
        prop_assert_eq!(text.slice(sidecar.annotations.mentions[0].span), text.slice(span));
    }

    #[test]
    fn occurrences_are_whole_words_and_do_not_overlap(
        content in "[abA ’'\n]{0,80}", names in prop::collection::vec("[abA]{1,3}( [ab]{1,2})?", 1..6),
    ) {
        let text = Text::new(content);
        let list: Vec<Name> = names.iter().enumerate().map(|(n, words)| Name::new(words, n)).collect();
        let found = occurrences(&text, &list);
        for pair in found.windows(2) {
            prop_assert!(pair[0].0.end <= pair[1].0.start);
        }
        for (span, owner) in found {
            let there: Vec<&str> = text.slice(span).split_whitespace().collect();
            prop_assert_eq!(there.join(" "), &*names[owner]);
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            prop_assert!(edge(text.as_str()[..span.start].chars().next_back()));
            prop_assert!(edge(text.as_str()[span.end..].chars().next()));
        }
    }
}

/// Made for the story as it was before its last correction.
#[test]
fn annotations_of_a_text_that_changed_are_found_again_or_reported() {
    let yaml = "format: dateline/1\nstory: {text-sha256: 0123}\nentities:\n\
        \x20 - name: Lavrov\n    type: person\n    match: listed\n    mentions:\n\
        \x20     - {quote: Sergej Lavrov, at: 50, before: 'the secretary of state, met ', after: ' in Geneva'}\n\
        \x20     - {quote: Lavrov, at: 8, before: 'Kerry welcomes ', after: ' at the gate'}\n\
        \x20 - name: Kerry\n    type: person\n    match: listed\n    mentions:\n\
        \x20     - {quote: Kerry, at: 20, before: 'GENEVA - John ', after: ', the secretary'}\n\
        \x20     - {quote: Hask, at: 2}\n";
    let read = read(yaml);
    assert_eq!(words(&read, "lavrov"), ["Sergei Lavrov"]);
    assert_eq!(read.annotations.mentions.len(), 2);
    let told: Vec<&str> = read.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(told[0].contains("is now `Sergei Lavrov`"), "{told:#?}");
    assert!(told[1].contains("`Lavrov` is lost") || told[1].contains("`Lavrov` is doubtful"));
    assert!(told[2].contains("`Kerry` is at 34 now"), "{told:#?}");
    assert!(told[3].contains("no longer in the text"), "{told:#?}");
}

#[test]
fn a_date_as_people_write_it_is_refused_with_how_it_is_written_here() {
    let sidecar = read("story:\n  published: 24 Aug 2016\n");
    let (severity, line, column, width, message, hint) = only(&sidecar);
    assert_eq!((severity, line, column, width), (Severity::Error, 2, 14, 11));
    assert!(
        message.contains("published: `24 Aug 2016`: expected a date as 2016-08-26"),
        "{message}"
    );
    assert_eq!(hint, Some("did you mean `2016-08-24`?"));
    let sidecar = read("events: [{label: It, when: \"August 4th, 2016\"}]\n");
    assert_eq!(only(&sidecar).5, Some("did you mean `2016-08-04`?"));
}

#[test]
fn what_is_missing_at_the_end_is_missed_on_the_last_line() {
    let sidecar = read("entities:\n  - {name: Kerry, type: person\n\n");
    let (_, line, ..) = only(&sidecar);
    assert_eq!(line, 2);
}

#[test]
fn a_key_that_occurs_twice_is_told_among_few_keys_and_among_many() {
    for count in [1, 15, 16, 17, 40] {
        let keys: String = (0..count).map(|n| format!("  key-{n}: {n}\n")).collect();
        for twice in [0, count / 2, count - 1] {
            let sidecar = read(&format!("story:\n{keys}  key-{twice}: again\n  last: 1\n"));
            let told: Vec<&str> = sidecar
                .problems
                .iter()
                .map(|problem| problem.message.as_str())
                .filter(|message| message.contains("twice"))
                .collect();
            assert_eq!(told, [format!("the key `key-{twice}` occurs twice")], "of {count}");
        }
    }
    // What is missing has no key that another could repeat.
    let sidecar = read("story:\n  title: [a\n  \"\": x\n  source: b\n");
    assert!(sidecar.problems.iter().all(|problem| !problem.message.contains("twice")));
}
