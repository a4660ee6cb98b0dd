//! A slip in a key is pointed out; a key of somebody's own is not.

use dateline::error::{Diagnostic, Severity};

use super::{clean, read};

/// The only complaint about a file.
fn complaint(yaml: &str) -> Diagnostic {
    let mut problems = read(yaml).problems;
    let all: Vec<String> = problems.iter().map(Diagnostic::to_string).collect();
    assert_eq!(problems.len(), 1, "{yaml}\n{}", all.join("\n"));
    problems.remove(0)
}

#[test]
fn a_misspelt_key_is_a_warning_at_its_place() {
    const KERRY: &str = "- {id: k, name: Kerry, type: person}\n";
    for (yaml, place, meant) in [
        ("entitis:\n- name: Kerry\n".to_owned(), (1, 1), "entities"),
        ("entity: []\n".to_owned(), (1, 1), "entities"),
        (format!("entities:\n{KERRY}entitis: []\n"), (3, 1), "entities"),
        (
            "entities:\n- {name: Kerry, type: person, alias: [Toner]}\n".to_owned(),
            (2, 31),
            "aliases",
        ),
        (format!("entities:\n{KERRY}quote: []\n"), (3, 1), "quotes"),
        (
            "entities:\n- {name: Kerry, type: person, mentoins: [Kerry]}\n".to_owned(),
            (2, 31),
            "mentions",
        ),
        ("story: {titel: Talks}\n".to_owned(), (1, 9), "title"),
        ("story: {tag: [a]}\n".to_owned(), (1, 9), "tags"),
        ("times:\n- {quote: Friday, value: 2016, typ: DATE}\n".to_owned(), (2, 32), "type"),
    ] {
        let found = complaint(&yaml);
        assert_eq!((found.place, found.severity), (Some(place), Severity::Warning), "{yaml}");
        let hint = format!("did you mean `{meant}`?");
        assert_eq!(found.hint.as_deref(), Some(&*hint), "{yaml}");
        let shown = found.to_string();
        assert!(shown.contains("^^^"), "{shown}");
    }
}

#[test]
fn a_name_under_a_misspelt_key_is_missed_with_a_hint() {
    let problems = read("entities:\n- {nam: Kerry, type: person}\n").problems;
    assert_eq!(problems.len(), 2, "{problems:?}");
    let hints: Vec<_> = problems.iter().filter_map(|problem| problem.hint.as_deref()).collect();
    assert_eq!(hints, ["did you mean `name`?"]);
}

#[test]
fn keys_of_somebodys_own_are_left_alone() {
    clean(
        "corpus: x\nx-tool: y\nnotes: z\nmeta: {}\n\
         story: {section: world, author: us}\n\
         entities:\n- {name: Kerry, type: person, note: n, gender: m, born: 1943, tags: [a], \
         mentions: [{quote: Kerry, nth: 1, head: 2, by: me, note: n}]}\n",
    );
}

#[test]
fn a_name_that_another_entity_has_already_is_told_at_its_place() {
    let yaml = "\
entities:
  - {name: Kerry, type: person}
  - {name: Kerry, type: person}
  - name: John Kerry
    type: person
    aliases: [Johnny, Kerry]
  - {name: Kerry, type: person, match: listed}
  - {id: far, name: Kerry, type: person}
";
    let told: Vec<String> = read(yaml)
        .problems
        .iter()
        .map(|problem| {
            let (line, column) = problem.place.expect("a place");
            format!("{line}:{column}: {}", problem.message)
        })
        .collect();
    assert_eq!(
        told,
        [
            "3:12: `Kerry` is a name of `kerry` above: its mentions go there, not to `kerry-2`",
            "6:23: `Kerry` is a name of `kerry` above: its mentions go there, not to `john-kerry`",
        ]
    );
}
