//! The filter: JSON Lines in, JSON Lines out.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::Value;

use super::Room;

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn each_line_comes_back_in_its_place_with_what_was_found() {
    let room = Room::new();
    let input: String = (0..200)
        .map(|number| {
            let filler = "The council met again. ".repeat(number % 7 * 20);
            let text = format!("{filler}Angela Merkel spoke in Berlin.");
            format!("{}\n", serde_json::json!({"id": number, "text": text}))
        })
        .collect();
    let out = room.run_with(&["annotate", "--jsonl", "--jobs", "4"], input.as_bytes()).well();
    let lines = lines(&out);
    assert_eq!(lines.len(), 200);
    for (number, line) in lines.iter().enumerate() {
        assert_eq!(line["id"], number);
        let text: Vec<char> = line["text"].as_str().expect("words").chars().collect();
        let entities = line["entities"].as_array().expect("a list");
        assert!(entities.iter().any(|entity| entity["name"] == "Angela Merkel"), "{line}");
        for mention in entities.iter().flat_map(|entity| entity["mentions"].as_array()).flatten() {
            let place = |key: &str| mention[key].as_u64().expect("a number") as usize;
            let there: String = text[place("start")..place("end")].iter().collect();
            assert_eq!(mention["text"], there);
        }
    }
    let one = room.run_with(&["annotate", "--jsonl", "--jobs", "1"], input.as_bytes()).well();
    assert_eq!(out, one);
}

#[test]
fn what_is_not_ours_passes_through_to_the_last_digit() {
    let room = Room::new();
    let line = r#"{"z":1.50,"big":123456789012345678901234567890,"a":{"b":[null,1e400]},"text":"Angela Merkel said \u00e9.","entities":"old","quotes":3,"notes":[1]}"#;
    let out = room.run_with(&["annotate", "--jsonl"], line.as_bytes()).well();
    let kept = r#"{"z":1.50,"big":123456789012345678901234567890,"a":{"b":[null,1e400]},"text":"Angela Merkel said \u00e9.","notes":[1],"entities":[{"id":"angela-merkel""#;
    assert!(out.starts_with(kept), "{out}");
    assert_eq!(out.matches("\"entities\"").count(), 1);
    assert!(out.ends_with("\"quotes\":[],\"problems\":[]}\n"), "{out}");
}

#[test]
fn offsets_count_characters_of_the_text_as_it_came() {
    let room = Room::new();
    for text in [
        "Zwei Städte: Angela Merkel kam.",
        "\u{1f600}\u{301} Angela Merkel spoke in\r\nBerlin,\r\n\r\nbefore Angela Merkel left\rParis.",
        "\u{1b}[31m\u{9b}1m\0 Angela Merkel spoke in\r\nBerlin\u{1}.\r\nAngela Merkel left.",
        "\u{feff}Angela Merkel spoke in Berlin.\n",
    ] {
        let input = serde_json::json!({ "text": text }).to_string();
        let out = room.run_with(&["annotate", "--jsonl"], input.as_bytes()).well();
        assert!(!out.contains(['\u{1b}', '\u{9b}']), "{out:?}");
        let line = &lines(&out)[0];
        assert_eq!(line["text"], text);
        let characters: Vec<char> = text.chars().collect();
        let entities = line["entities"].as_array().expect("a list");
        let mentions: Vec<&Value> =
            entities.iter().flat_map(|entity| entity["mentions"].as_array()).flatten().collect();
        assert!(!mentions.is_empty(), "{text:?}");
        for mention in mentions {
            let place = |key: &str| mention[key].as_u64().expect("a number") as usize;
            let there: String = characters[place("start")..place("end")].iter().collect();
            assert_eq!(mention["text"], there, "{text:?}");
        }
    }
}

#[test]
fn lines_that_cannot_be_used_are_reported_and_pass_through() {
    let room = Room::new();
    let input = "{\"text\":\"Angela Merkel spoke.\"}\n\nnonsense\n[1]\n{\"id\":5}\n{\"text\":7,\"x\":1}\n\
                 {\"text\":\"Barack Obama spoke.\",\"published\":\"someday\"}\n\"\\ud800\"\n\
                 {\"text\":\"last\",\"entities\":[]}\n";
    let mut bytes = input.as_bytes().to_vec();
    bytes.extend(b"{\"text\":\"\xff\"}\n");
    let ran = room.run_with(&["annotate", "--jsonl"], &bytes);
    assert_eq!(ran.code, 1);
    // An empty line stays one, so that line for line both sides fit together.
    let (first, rest) = ran.out.split_once("\n\n").expect("an empty second line");
    let lines = lines(&format!("{first}\n{rest}"));
    assert_eq!(lines.len(), 9, "{}", ran.out);
    let faulty: Vec<bool> =
        lines.iter().map(|line| !line["problems"].as_array().expect("a list").is_empty()).collect();
    assert_eq!(faulty, [false, true, true, true, true, true, true, false, true]);
    assert_eq!(lines[1]["line"], "nonsense");
    assert_eq!(lines[2]["line"], "[1]");
    assert_eq!((&lines[3]["id"], &lines[4]["x"]), (&5.into(), &1.into()));
    // The names are found although the day is not known.
    assert_eq!(lines[5]["entities"][0]["name"], "Barack Obama");
    assert_eq!(lines[1]["problems"][0]["line"], 3);
    let said: Vec<&str> = ran.err.lines().collect();
    assert_eq!(said.len(), 7, "{}", ran.err);
    assert!(said[0].starts_with("dateline: -:3:2: error: not JSON"), "{}", ran.err);
    assert!(said[1].starts_with("dateline: -:4:1: error: not an object"), "{}", ran.err);
    assert!(said[2].contains("-:5:1: error: an object without `text`"), "{}", ran.err);
    assert!(said[4].contains("-:7:1: error: `published`: "), "{}", ran.err);
}

#[test]
fn what_is_known_of_a_story_must_be_words_or_null() {
    let room = Room::new();
    let input = "{\"text\":\"Angela Merkel spoke.\",\"published\":20160824,\"title\":[],\"language\":{}}\n\
                 {\"text\":\"Angela Merkel spoke.\",\"published\":null,\"title\":null,\"language\":null}\n";
    let ran = room.run_with(&["annotate", "--jsonl"], input.as_bytes());
    assert_eq!(ran.code, 1);
    let lines = lines(&ran.out);
    let said: Vec<&str> = ran.err.lines().collect();
    assert_eq!(said.len(), 3, "{}", ran.err);
    for (words, key) in said.iter().zip(["title", "language", "published"]) {
        let start = format!("dateline: -:1:1: error: `{key}`: ");
        assert!(words.starts_with(&start), "{words}");
    }
    assert_eq!(lines[0]["problems"].as_array().map(Vec::len), Some(3));
    assert_eq!(lines[0]["entities"][0]["name"], "Angela Merkel");
    assert_eq!(lines[1]["problems"].as_array().map(Vec::len), Some(0));
}

#[test]
fn each_answer_is_there_before_the_next_question() {
    let room = Room::new();
    let mut child =
        room.command(&["annotate", "--jsonl"]).stdin(Stdio::piped()).spawn().expect("it runs");
    let mut questions = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    for number in 0..5 {
        writeln!(questions, "{{\"id\":{number},\"text\":\"Angela Merkel.\"}}").expect("read");
        let mut line = String::new();
        answers.read_line(&mut line).expect("an answer");
        assert!(line.starts_with(&format!("{{\"id\":{number},")), "{line}");
    }
    drop(questions);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_filter_that_nobody_listens_to_ends_quietly_though_more_would_come() {
    let room = Room::new();
    let mut child =
        room.command(&["annotate", "--jsonl"]).stdin(Stdio::piped()).spawn().expect("it runs");
    let mut questions = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    writeln!(questions, "{{\"text\":\"Angela Merkel.\"}}").expect("read");
    answers.read_line(&mut String::new()).expect("an answer");
    drop(answers);
    // Its input stays open; the next answer has no reader.
    writeln!(questions, "{{\"text\":\"Angela Merkel.\"}}").expect("read");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn the_day_of_a_line_that_has_none_can_be_given() {
    let room = Room::new();
    let input = "{\"text\":\"Angela Merkel spoke.\"}\n";
    let arguments = ["--published", "2016-08-24", "annotate", "--jsonl"];
    let out = room.run_with(&arguments, input.as_bytes()).well();
    assert!(!out.contains("2016"), "what is given is not made part of the line: {out}");
}

#[test]
fn a_program_answers_for_every_line_and_failures_are_told_by_line() {
    let room = Room::new();
    let answer = r#"case $line in *bad*) echo oops;; *) printf '{"id":"%s","entities":[{"name":"First","mentions":[{"start":0,"end":1}]}]}\n' "$id";; esac"#;
    let program = room.program(answer);
    let input = "{\"text\":\"good\"}\n{\"text\":\"bad\"}\n{\"text\":\"good again\"}\n";
    let arguments = ["annotate", "--jsonl", "--with", &program];
    let ran = room.run_with(&arguments, input.as_bytes());
    assert_eq!(ran.code, 1);
    let lines = lines(&ran.out);
    let firsts: Vec<bool> =
        lines.iter().map(|line| line["entities"][0]["name"] == "First").collect();
    assert_eq!(firsts, [true, false, true], "{}", ran.out);
    assert_eq!(lines[2]["entities"][0]["mentions"][0]["text"], "g");
    assert!(ran.err.starts_with("dateline: -:2:1: error: /bin/sh: its answer"), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1);
}
