//! Which names are one thing, what it is called, and what ids stand for it.

use dateline::model::{Annotations, MatchRule};

use super::{TALKS, found, named};

/// The name of the entity that each of these words is a mention of, one after
/// the other.
fn owners(text: &str, wanted: &[&str]) -> Vec<String> {
    let (story, annotations) = found(text);
    let mut mentions = annotations.mentions.iter();
    wanted
        .iter()
        .map(|words| {
            let mention = mentions
                .find(|mention| story.text.slice(mention.span) == *words)
                .unwrap_or_else(|| panic!("{words} is not found, or not in this order"));
            annotations.entities[mention.entity].name.clone()
        })
        .collect()
}

fn aliases(annotations: &Annotations, name: &str) -> Vec<String> {
    named(annotations, name).aliases.clone()
}

#[test]
fn a_last_name_is_the_person_named_in_full() {
    let (_, annotations) = found(TALKS);
    assert_eq!(aliases(&annotations, "Clara Steiner"), ["Steiner"]);
    assert_eq!(aliases(&annotations, "Jonas Lindqvist"), ["Lindqvist"]);
    assert!(annotations.entities.iter().all(|e| e.matching == MatchRule::Listed));
}

#[test]
fn relatives_stay_apart() {
    let text = "Senator Mary Carter arrived with her husband, Tom Carter, in Boston. Carter said \
        she would run again. Tom Carter smiled.\n";
    let owners = owners(text, &["Mary Carter", "Tom Carter", "Carter", "Tom Carter"]);
    assert_eq!(owners, ["Mary Carter", "Tom Carter", "Mary Carter", "Tom Carter"]);
}

#[test]
fn two_full_names_with_the_family_name_first_are_two() {
    let text = "Kim Jong Un sent his sister Kim Yo Jong to Seoul on Monday.\n";
    let owners = owners(text, &["Kim Jong Un", "Kim Yo Jong"]);
    assert_eq!(owners, ["Kim Jong Un", "Kim Yo Jong"]);
}

#[test]
fn mrs_is_not_a_man_who_is_known() {
    let text = "President Donald Trump and Melania Trump left on Monday. Mr Trump waved. Mrs \
        Trump did not, but Trump laughed.\n";
    let owners = owners(text, &["Trump", "Trump", "Trump"]);
    assert_eq!(owners, ["Donald Trump", "Melania Trump", "Donald Trump"]);
}

#[test]
fn a_last_name_of_two_words_is_the_person_named_in_full() {
    let text = "Marine Le Pen met Aung San Suu Kyi in Paris. Ms Le Pen spoke first, and Ms Suu \
        Kyi listened.\n";
    let owners = owners(text, &["Le Pen", "Suu Kyi"]);
    assert_eq!(owners, ["Marine Le Pen", "Aung San Suu Kyi"]);
}

#[test]
fn the_same_body_of_two_countries_is_two() {
    let text = "The U.S. Senate voted on Monday. The Senate of Puerto Rico met on Tuesday, and \
        Puerto Rico was quiet.\n";
    let owners = owners(text, &["U.S. Senate", "Senate"]);
    assert_ne!(owners[0], owners[1]);
}

#[test]
fn other_spellings_of_one_thing_are_one() {
    let text = "Hurricane Lorenzo weakened on Monday. By Tuesday it was Storm Lorenzo, the \
        National Hurricane Center said.\n";
    let owners = owners(text, &["Hurricane Lorenzo", "Storm Lorenzo"]);
    assert_eq!(owners[0], owners[1]);
}

#[test]
fn initials_short_forms_and_accents_are_one_person() {
    let text = "Michael J. Doyle met José Álvarez in Madrid. Mike Doyle and Jose Alvarez agreed, \
        Doyle said.\n";
    let owners = owners(text, &["Michael J. Doyle", "Mike Doyle", "Doyle"]);
    assert_eq!(owners, ["Michael J. Doyle"; 3]);
    let (_, annotations) = found(text);
    assert_eq!(aliases(&annotations, "José Álvarez"), ["Jose Alvarez"]);
}

#[test]
fn an_acronym_is_the_organisation_it_is_short_for() {
    let (_, annotations) = found(TALKS);
    assert_eq!(aliases(&annotations, "World Health Organization"), ["WHO"]);
}

#[test]
fn countries_go_by_their_known_short_forms() {
    let text = "The United States and Britain signed. U.S. officials met in London. The UK agreed; \
        the US did too.\n";
    let (_, annotations) = found(text);
    assert_eq!(named(&annotations, "United States").id, "united-states");
    let mut short = aliases(&annotations, "United States");
    short.sort();
    assert_eq!(short, ["U.S.", "US"]);
    assert_eq!(aliases(&annotations, "Britain"), ["UK"]);
    assert_eq!(named(&annotations, "Britain").id, "united-kingdom");
}

#[test]
fn a_ministry_is_the_same_with_and_without_its_country() {
    let text = "The U.S. State Department denied it. The State Department said the United States \
        Department of State had no record.\n";
    let wanted = ["U.S. State Department", "State Department", "United States Department of State"];
    let owners = owners(text, &wanted);
    assert!(owners.windows(2).all(|pair| pair[0] == pair[1]), "{owners:?}");
}

#[test]
fn a_people_is_linked_to_its_country_and_not_merged() {
    let (_, annotations) = found(TALKS);
    let (people, country) = (named(&annotations, "Austrian"), named(&annotations, "Austria"));
    assert_ne!(people.id, country.id);
    let linked = annotations.relations.iter().any(|relation| {
        relation.from == people.id && relation.to == country.id && relation.kind == "demonym-of"
    });
    assert!(linked, "{:?}", annotations.relations);
}

#[test]
fn what_stands_before_or_behind_a_name_is_its_role() {
    let (_, annotations) = found(TALKS);
    let role = |name: &str| named(&annotations, name).role.clone();
    assert_eq!(role("Clara Steiner").as_deref(), Some("Austrian Foreign Minister"));
    let hall = role("Peter Hall").expect("a role");
    assert!(hall.starts_with("spokesman for the European Commission"), "{hall}");
}

/// Checks the role of a person in a text, if there is one.
#[track_caller]
fn check_role(text: &str, name: &str, role: Option<&str>) {
    let (_, annotations) = found(text);
    assert_eq!(named(&annotations, name).role.as_deref(), role, "of {name} in {text:?}");
}

#[test]
fn a_role_is_whole_and_keeps_whose_it_is() {
    let text = "First Minister of Scotland Nicola Sturgeon met North Korea's leader Kim Jong Un.\n";
    check_role(text, "Nicola Sturgeon", Some("First Minister of Scotland"));
    check_role(text, "Kim Jong Un", Some("North Korea's leader"));
    let text = "The group's leader, Carl Hansen, met the then Home Secretary, Amber Rudd.\n";
    check_role(text, "Carl Hansen", Some("group's leader"));
    check_role(text, "Amber Rudd", Some("then Home Secretary"));
    let text = "Anna Keller, co-founder and CEO of Actelion, met Sheila Rowan, director of the \
                University of Glasgow's Institute for Gravitational Research.\n";
    check_role(text, "Anna Keller", Some("co-founder and CEO of Actelion"));
    check_role(
        text,
        "Sheila Rowan",
        Some("director of the University of Glasgow's Institute for Gravitational Research"),
    );
    let text = "Maria Gomez, 52, a nurse in Tucson, met Peter Lang, the head of the museum.\n";
    check_role(text, "Maria Gomez", Some("nurse in Tucson"));
    check_role(text, "Peter Lang", Some("head of the museum"));
}

#[test]
fn what_belongs_to_another_is_no_role() {
    check_role("According to Anna Reed, a detective was given the files.\n", "Anna Reed", None);
    check_role("His wife Maria Gomez and her father, Peter Hall, left.\n", "Maria Gomez", None);
    check_role("His wife Maria Gomez and her father, Peter Hall, left.\n", "Peter Hall", None);
    check_role("A major Andy Warhol show opened in London.\n", "Andy Warhol", None);
    let text = "Senator John McCain of Arizona and Governor Peter King met in Phoenix.\n";
    check_role(text, "Peter King", Some("Governor"));
}

#[test]
fn a_role_never_holds_another_person() {
    let text = "Foreign Minister Karl Berg and Prime Minister Eva Lind met in Oslo on Friday.\n";
    let (_, annotations) = found(text);
    assert_eq!(named(&annotations, "Eva Lind").role.as_deref(), Some("Prime Minister"));
}

#[test]
fn a_full_name_has_the_same_id_in_every_story_and_a_last_name_has_not() {
    let one = "President Anna Weber spoke in Bern. She met Keller, police said.\n";
    let other = "In Geneva on Monday, Anna Weber was absent. Mr Keller was not, police said.\n";
    let ids = |text: &str, name: &str| named(&found(text).1, name).id.clone();
    assert_eq!(ids(one, "Anna Weber"), ids(other, "Anna Weber"));
    assert_ne!(ids(one, "Keller"), ids(other, "Keller"));
}

#[test]
fn the_same_story_gives_the_same_annotations() {
    let (_, one) = found(TALKS);
    let (_, other) = found(TALKS);
    assert_eq!(one.entities, other.entities);
    assert_eq!(one.mentions, other.mentions);
}
