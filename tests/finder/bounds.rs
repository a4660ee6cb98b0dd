//! Where a name begins and ends, and what its words say it is.

use dateline::model::Kind;

use super::{found, mentions, named, words};

fn has(text: &str, wanted: &[(&str, Kind)]) {
    let found = mentions(text);
    for (name, kind) in wanted {
        let is = |(words, of): &(String, Kind)| words == name && of == kind;
        assert!(found.iter().any(is), "{name} as {kind:?} is not among {found:?}");
    }
}

#[test]
fn a_person_ends_before_the_organisation_they_are_of() {
    has(
        "Ruth Ngata of the Labour Party met Daniel Abel of Ernst & Young on Monday.\n",
        &[
            ("Ruth Ngata", Kind::Person),
            ("Labour Party", Kind::Organization),
            ("Daniel Abel", Kind::Person),
            ("Ernst & Young", Kind::Organization),
        ],
    );
}

#[test]
fn a_person_is_found_behind_what_he_does_in_small_letters() {
    let text = "The film is about author Peter Hollins, mayor Anna Reyes and founder Mark \
        Sellers, who were all there.\n";
    assert_eq!(words(text, &Kind::Person), ["Peter Hollins", "Anna Reyes", "Mark Sellers"]);
}

#[test]
fn an_office_alone_is_no_person_and_no_part_of_one() {
    let text = "Norway's Prime Minister said on Friday that she would meet Speaker Nancy Albright \
        and Administrator James Wilcox in Oslo.\n";
    assert_eq!(words(text, &Kind::Person), ["Nancy Albright", "James Wilcox"]);
}

#[test]
fn kings_and_popes_go_by_their_names() {
    let text = "King Charles III met Pope Francis in Rome, where Queen Elizabeth had been.\n";
    assert_eq!(words(text, &Kind::Person), ["Charles III", "Francis", "Elizabeth"]);
}

#[test]
fn peoples_and_religions_are_groups() {
    let text = "South Korean officials met in Geneva. The Muslims and the Jews of the town left, \
        and about 300 Yazidis came. The Nazis had driven out the Greeks.\n";
    let groups = words(text, &Kind::Group);
    for people in ["South Korean", "Muslims", "Jews", "Yazidis", "Nazis", "Greeks"] {
        assert!(groups.iter().any(|group| group == people), "{people} is not among {groups:?}");
    }
}

#[test]
fn companies_with_two_names_are_one() {
    has(
        "Johnson & Johnson and Morgan Stanley rose on Monday; Wells Fargo and Marks and Spencer \
        fell, while Ben & Jerry's opened a shop.\n",
        &[
            ("Johnson & Johnson", Kind::Organization),
            ("Morgan Stanley", Kind::Organization),
            ("Wells Fargo", Kind::Organization),
            ("Marks and Spencer", Kind::Organization),
        ],
    );
}

#[test]
fn ships_and_shuttles_are_products() {
    has(
        "The HMS Queen Elizabeth left port when the Space Shuttle Atlantis had landed.\n",
        &[("HMS Queen Elizabeth", Kind::Product), ("Space Shuttle Atlantis", Kind::Product)],
    );
}

#[test]
fn a_storm_is_an_event_by_its_short_name_too() {
    has(
        "Hurricane Katrina hit the coast on Monday. Officials said Katrina killed 40 people.\n",
        &[("Hurricane Katrina", Kind::Event), ("Katrina", Kind::Event)],
    );
}

#[test]
fn a_duke_is_a_person_with_his_duchy() {
    has("The Duke of Edinburgh was not there.\n", &[("Duke of Edinburgh", Kind::Person)]);
}

#[test]
fn two_places_in_a_dateline_and_a_foreign_date_are_read() {
    has(
        "FRANKFURT/ZURICH, Jan 26 (Reuters) - The bank said on Thursday that it would close.\n",
        &[("FRANKFURT", Kind::Place), ("ZURICH", Kind::Place)],
    );
    has(
        "PARIS, le 13 novembre 2017 (AFP) - The mayor said on Monday that she would go.\n",
        &[("PARIS", Kind::Place)],
    );
}

#[test]
fn what_stands_in_capitals_alone_gets_a_readable_name() {
    let (_, annotations) =
        found("LISBON, May 3 (Reuters) - The mayor said on Monday that she would go.\n");
    assert_eq!(named(&annotations, "Lisbon").aliases, ["LISBON"]);
}

#[test]
fn a_word_over_and_over_is_no_name() {
    let text = "Angela ".repeat(60);
    let found = mentions(&text);
    assert!(found.iter().all(|(words, _)| words.split(' ').count() < 4), "{found:?}");
}

#[test]
fn a_listed_name_ends_where_the_list_has_it_end() {
    let text = "According to the U.N. refugee agency, 85,000 people have fled since March.\n";
    assert_eq!(words(text, &Kind::Organization), ["U.N."]);
}
