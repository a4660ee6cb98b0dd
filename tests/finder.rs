//! Names found in raw text: what counts as one, whose it is, and that no text
//! makes nonsense of it.

mod bounds;
mod chains;
mod hostile;
mod tokens;

use dateline::finder::Finder;
use dateline::loader::{self, Source};
use dateline::model::{Annotations, Entity, Kind, Origin, Story};

/// A story read from plain text, as from a file.
fn story(text: &str) -> Story {
    let source = Source::Bytes { name: "story.txt".into(), bytes: text.as_bytes().to_vec() };
    loader::read_story(&source, &Default::default()).expect("a story").0
}

fn found(text: &str) -> (Story, Annotations) {
    let story = story(text);
    let annotations = Finder::load().find(&story, None);
    (story, annotations)
}

/// The mentions as (words, kind), in the order of the text.
fn mentions(text: &str) -> Vec<(String, Kind)> {
    let (story, annotations) = found(text);
    annotations
        .mentions
        .iter()
        .map(|mention| {
            let kind = annotations.entities[mention.entity].kind.clone();
            (story.text.slice(mention.span).to_owned(), kind)
        })
        .collect()
}

/// The words of the mentions of one kind.
fn words(text: &str, kind: &Kind) -> Vec<String> {
    mentions(text).into_iter().filter(|(_, of)| of == kind).map(|(words, _)| words).collect()
}

fn named<'a>(annotations: &'a Annotations, name: &str) -> &'a Entity {
    let listed = || annotations.entities.iter().map(|entity| &entity.name).collect::<Vec<_>>();
    annotations
        .entities
        .iter()
        .find(|entity| entity.name == name)
        .unwrap_or_else(|| panic!("{name} is not among {:?}", listed()))
}

const TALKS: &str = "Ministers meet in Vienna over gas dispute

VIENNA (Reuters) - Austrian Foreign Minister Clara Steiner met her Norwegian counterpart, \
Jonas Lindqvist, in Vienna on Tuesday, the World Health Organization (WHO) said.

Steiner told reporters that Norway and Austria had agreed. Mr Lindqvist, who flew in from Oslo, \
thanked Austria. The WHO welcomed the talks.

\"We are glad,\" said Peter Hall, a spokesman for the European Commission. Hall added that the \
European Union's offer stood.
";

#[test]
fn names_of_a_story_are_found_with_their_kinds() {
    let (_, annotations) = found(TALKS);
    for (name, kind) in [
        ("Clara Steiner", Kind::Person),
        ("Jonas Lindqvist", Kind::Person),
        ("Peter Hall", Kind::Person),
        ("World Health Organization", Kind::Organization),
        ("European Commission", Kind::Organization),
        ("European Union", Kind::Organization),
        ("Austria", Kind::Place),
        ("Oslo", Kind::Place),
        ("Austrian", Kind::Group),
        ("Norwegian", Kind::Group),
    ] {
        assert_eq!(named(&annotations, name).kind, kind, "{name}");
    }
}

#[test]
fn everything_found_says_so_and_how_certain_it_is() {
    let (_, annotations) = found(TALKS);
    assert!(!annotations.mentions.is_empty());
    assert!(annotations.entities.iter().all(|entity| entity.origin == Origin::Found));
    for mention in &annotations.mentions {
        assert_eq!(mention.origin, Origin::Found);
        let certainty = mention.certainty.expect("a certainty");
        assert!((0.0..=1.0).contains(&certainty), "{certainty}");
    }
}

#[test]
fn titles_articles_and_possessives_are_no_part_of_a_name() {
    let text = "Dr. Anna Weber said the European Union's members had met Mr. Weber in Paris.";
    assert_eq!(words(text, &Kind::Person), ["Anna Weber", "Weber"]);
    assert_eq!(words(text, &Kind::Organization), ["European Union"]);
}

#[test]
fn a_dateline_gives_its_place_and_its_agency() {
    let found = mentions(TALKS);
    assert!(found.contains(&("VIENNA".into(), Kind::Place)), "{found:?}");
    assert!(found.contains(&("Reuters".into(), Kind::Organization)), "{found:?}");
}

#[test]
fn a_headline_in_capitals_names_what_the_text_names() {
    let text = "GERMANY TELLS STEINER TO WAIT\n\nGermany told the Austrian chancellor, Clara \
        Steiner, to wait until May. Steiner said in Berlin that she would.\n";
    let found = mentions(text);
    assert!(found.contains(&("GERMANY".into(), Kind::Place)), "{found:?}");
    assert!(found.contains(&("STEINER".into(), Kind::Person)), "{found:?}");
    assert!(!found.iter().any(|(words, _)| words.contains("WAIT")), "{found:?}");
}

#[test]
fn towns_in_results_are_teams() {
    let text = "Results of the league matches on Saturday:\n\nLeeds 2 Hull 1\n\nDerby 0 Leeds \
        0\n\nBoston at Denver\n\nToronto 12 7 .632 4\n";
    let teams = words(text, &Kind::Organization);
    for team in ["Leeds", "Hull", "Boston", "Denver", "Toronto"] {
        assert!(teams.iter().any(|words| words == team), "{team} is not among {teams:?}");
    }
    let text = "Two of the 3 people who fled Leeds in May returned to Boston with 2 others.\n";
    assert_eq!(words(text, &Kind::Place), ["Leeds", "Boston"]);
}

#[test]
fn one_name_is_of_one_kind_in_a_story() {
    let text = "Brandt sued the city. Brandt is a maker of pumps. Shares of Brandt Holdings Inc. \
        fell. \"We trust Brandt,\" said Maria Lopez of Brandt.\n";
    let kinds: Vec<Kind> =
        mentions(text).into_iter().filter(|(words, _)| words == "Brandt").map(|(_, k)| k).collect();
    assert!(kinds.len() > 2, "{kinds:?}");
    assert!(kinds.windows(2).all(|pair| pair[0] == pair[1]), "{kinds:?}");
}

#[test]
fn the_shared_wire_story_is_read_as_a_person_reads_it() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/seed/us-russia-syria-talks.txt");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no shared data");
        return;
    };
    let (_, annotations) = found(&text);
    for (name, count) in [
        ("John Kerry", 3),
        ("Sergei Lavrov", 2),
        ("Mevlut Cavusoglu", 2),
        ("Mark Toner", 1),
        ("United States", 6),
        ("Syria", 8),
        ("Islamic State", 3),
        ("Jarablus", 1),
        ("Euphrates", 1),
    ] {
        let number = annotations.entity(&named(&annotations, name).id);
        let mentions = annotations.mentions.iter().filter(|m| Some(m.entity) == number).count();
        assert_eq!(mentions, count, "{name}");
    }
    assert_eq!(named(&annotations, "John Kerry").role.as_deref(), Some("U.S. Secretary of State"));
}
