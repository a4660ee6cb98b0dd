//! What a file says beyond what Dateline knows is kept, with the types it has.

use dateline::model::{QuoteKind, attrs};
use serde_json::{Value, json};

use super::{clean, read};

/// The values of the `attrs` of one name.
fn typed(yaml: &str) -> Value {
    let yaml = format!("entities:\n- name: Kerry\n  type: person\n  attrs: {yaml}\n");
    let attrs = clean(&yaml).annotations.entities.remove(0).attrs;
    Value::Object(attrs.into_iter().collect())
}

#[test]
fn values_keep_the_types_they_were_written_with() {
    assert_eq!(
        typed(
            "{n: 3, m: -2, p: +4, h: 0x1F, o: 0o17, f: 0.5, e: 1e3, d: .5, big: 18446744073709551615}"
        ),
        json!({"n": 3, "m": -2, "p": 4, "h": 31, "o": 15, "f": 0.5, "e": 1000.0, "d": 0.5,
               "big": 18_446_744_073_709_551_615_u64})
    );
    assert_eq!(
        typed("{t: true, f: False, z: null, w: ~, y: yes, s: \"true\", q: '7', g: !!str 8}"),
        json!({"t": true, "f": false, "z": null, "w": null, "y": "yes", "s": "true", "q": "7",
               "g": "8"})
    );
    assert_eq!(
        typed("{list: [1, [two, {three: 3}], null], map: {a: {b: [false]}}, none: [], nil: {}}"),
        json!({"list": [1, ["two", {"three": 3}], null], "map": {"a": {"b": [false]}},
               "none": [], "nil": {}})
    );
}

#[test]
fn what_only_looks_like_a_number_stays_text() {
    for words in ["2016-08-24", "007", "1.2.3", "0x", "0x+1", "1_000", ".inf", "nan", "1e999"] {
        assert_eq!(typed(&format!("{{it: {words}}}")), json!({ "it": words }));
    }
    let long = "123456789012345678901234567890";
    assert_eq!(typed(&format!("{{it: \"{long}\"}}")), json!({ "it": long }));
    assert_eq!(typed(&format!("{{it: {long}}}")), json!({ "it": long }));
}

#[test]
fn values_are_shown_on_one_line_and_their_line_breaks_kept() {
    let value = typed("{it: [\"two\\nlines\\e[1m\", {a: 1, b: true}, null, 0.5]}");
    assert_eq!(value["it"][0], "two\nlines␛[1m");
    assert_eq!(attrs::words(&value["it"]), "two lines␛[1m, a: 1, b: true, , 0.5");
}

#[test]
fn keys_that_are_not_known_are_kept_wherever_they_stand() {
    let sidecar = clean(
        "corpus: {name: ours, size: 3}\n\
         story: {title: Talks, desk: 7}\n\
         entities:\n\
         - {name: Kerry, type: person, gender: [m], mentions: [{quote: Kerry, nth: 1, head: 12}]}\n\
         - {id: lavrov, name: Lavrov, type: person}\n\
         relations:\n- {from: kerry, to: lavrov, type: meets, weight: 0.25}\n\
         events:\n- {when: 2016, label: Talks, attrs: {tense: PAST}, polarity: false}\n\
         times:\n- {id: t1, quote: Friday, value: 2016-08-26, attrs: {mod: END}, anchor: t0}\n\
         quotes:\n- {id: q1, quote: We continue, speaker_text: a spokesman, kind: Mixed, \
         attrs: {level: 2}, tone: {calm: true}}\n\
         made: {by: hand, host: {cores: 2}}\n",
    );
    let found = &sidecar.annotations;
    let pair = |name: &str, value: Value| vec![(name.to_owned(), value)];
    assert_eq!(found.extra, pair("corpus", json!({"name": "ours", "size": 3})));
    assert_eq!(sidecar.head.extra, pair("desk", json!(7)));
    assert_eq!(found.entities[0].extra, pair("gender", json!(["m"])));
    assert_eq!(found.mentions[0].extra, pair("head", json!(12)));
    assert_eq!(found.relations[0].extra, pair("weight", json!(0.25)));
    assert_eq!(found.events[0].attrs, pair("tense", json!("PAST")));
    assert_eq!(found.events[0].extra, pair("polarity", json!(false)));
    let time = &found.times[0];
    assert_eq!(time.id.as_deref(), Some("t1"));
    assert_eq!(
        (&time.attrs, &time.extra),
        (&pair("mod", json!("END")), &pair("anchor", json!("t0")))
    );
    let quote = &found.quotes[0];
    assert_eq!(quote.id.as_deref(), Some("q1"));
    assert_eq!(quote.speaker_text.as_deref(), Some("a spokesman"));
    assert_eq!(quote.kind, Some(QuoteKind::Mixed));
    assert_eq!(
        (&quote.attrs, &quote.extra),
        (&pair("level", json!(2)), &pair("tone", json!({"calm": true})))
    );
    assert_eq!(
        found.made.as_ref().map(|made| &made.extra),
        Some(&pair("host", json!({"cores": 2})))
    );
}

#[test]
fn a_time_or_quote_whose_id_is_taken_is_used_without_it() {
    let sidecar = read(
        "times:\n- {id: t, quote: Friday, value: 2016}\n- {id: t, quote: Geneva, value: 2016}\n\
         quotes:\n- {id: t, quote: We continue}\n- {id: t, quote: had no comment}\n",
    );
    let places: Vec<_> = sidecar.problems.iter().map(|problem| problem.place).collect();
    assert_eq!(places, [Some((3, 8)), Some((6, 8))]);
    let found = &sidecar.annotations;
    assert_eq!(found.times.iter().filter(|time| time.id.is_some()).count(), 1);
    assert_eq!(found.quotes.iter().filter(|quote| quote.id.is_some()).count(), 1);
    assert_eq!((found.times.len(), found.quotes.len()), (2, 2));
}

#[test]
fn bombs_and_pits_in_attributes_are_errors_with_a_place() {
    let names: String =
        (0..2000).map(|n| format!("- {{name: K{n}, type: person, attrs: *z}}\n")).collect();
    let bomb = format!("z: &z [{}1]\nentities:\n{names}", "1, ".repeat(1000))
        .replace("attrs: *z", "attrs: {a: *z}, own: *z");
    let deep = format!("entities:\n- {{name: Kerry, attrs: {{x: {}}}}}\n", "[".repeat(10_000));
    let pit = format!("x: {}\n", "{a: ".repeat(10_000));
    for (yaml, message) in
        [(bomb, "aliases stand for"), (deep, "levels deep"), (pit, "levels deep")]
    {
        let problems = read(&yaml).problems;
        let found = problems.iter().find(|problem| problem.message.contains(message));
        assert!(found.is_some_and(|problem| problem.place.is_some()), "{problems:?}");
    }
}

#[test]
fn names_that_look_alike_are_one() {
    let value = typed("{\"a\\e\": 1, a␛: 2, in: {\"b\\0\": 3, b␀: 4}}");
    assert_eq!(value, json!({"a␛": 1, "in": {"b␀": 3}}));
    let own = clean("\"x\\e\": 1\nx␛: 2\n").annotations.extra;
    assert_eq!(own, [("x␛".to_owned(), json!(1))]);
}
