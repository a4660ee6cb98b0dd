//! Wire copy as it really comes, in more languages than one.

use std::fs;

use dateline::loader::{Found, Options, Source, read_story, walk};
use dateline::model::{Role, Story};

use super::{BODY, moment, plain, shared, texts_of};

/// A story of the shared folder whose name begins so.
fn story(start: &str) -> Option<Story> {
    let folder = shared("stories")?;
    let entries = fs::read_dir(folder).expect("the stories").flatten();
    let path = entries.map(|entry| entry.path()).find(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
    });
    let source = Source::File(path.expect(start));
    Some(read_story(&source, &Options::default()).expect("a story").0)
}

#[test]
fn a_date_that_runs_into_the_first_sentence_is_read() {
    let day = |line: &str| plain(&format!("Ferries sail again\n\n{line}\n{BODY}\n")).head.published;
    assert_eq!(day(&format!("Thursday, May 7, 2015 On Tuesday, {BODY}")), moment("2015-05-07"));
    assert_eq!(day(&format!("Monday, 2 June 2014 “Never again”: {BODY}")), moment("2014-06-02"));
    for line in ["May 7, 2015 On Tuesday, ", "Thursday, May 7, 2015 was a day of ", "Thursday The "]
    {
        assert_eq!(day(&format!("{line}{BODY}")), None, "{line}");
    }
}

#[test]
fn a_lead_may_stand_above_the_date() {
    let lead = "La fusée a décollé sans problème ce matin à 7h44.";
    let text = format!("Lancement réussi\n\n{lead}\n22 mai 2012. - Prévu samedi, {BODY}\n{BODY}\n");
    let story = plain(&text);
    assert_eq!(story.head.published, moment("2012-05-22"));
    assert_eq!(texts_of(&story, Role::Body).len(), 3);
    let text = format!("Ferries sail again\n\n{lead}\nHARBOURTON — {BODY}\n{BODY}\n");
    assert_eq!(plain(&text).head.place, None, "not sure enough so late");
}

#[test]
fn a_weekday_and_an_agency_need_no_dash() {
    for sentence in ["Lawmakers said that", "lawmakers said that"] {
        let text = format!("Vote put off\n\nMOSCOW, Monday (Reuters) {sentence} {BODY}\n{BODY}\n");
        let head = plain(&text).head;
        assert_eq!(head.place.as_deref(), Some("MOSCOW"), "{sentence}");
        assert_eq!(head.source.as_deref(), Some("Reuters"), "{sentence}");
    }
    let text = format!("Vote put off\n\nLONDON (Reuters) has its seat in {BODY}\n{BODY}\n");
    assert_eq!(plain(&text).head.place, None);
}

#[test]
fn sign_offs_are_boilerplate_wherever_they_stand() {
    let signed = "(Reporting by Jane Doe and John Roe; Editing by Ann Example)";
    let more = "[Additional reporting by Max Muster.]";
    let text = format!(
        "Ferries sail again\n\n{BODY}\n{more}\n{BODY}\n{BODY}\n{BODY}\n{signed}\n{BODY}\n{BODY}\n\
         Our Standards: the principles of trust.\n"
    );
    let story = plain(&text);
    let furniture = [more, signed, "Our Standards: the principles of trust."];
    assert_eq!(texts_of(&story, Role::Boilerplate), furniture);
    assert_eq!(story.head.byline.as_deref(), Some("Jane Doe and John Roe"));
    let kept = "(Reporting by the ministry itself began in May), and nobody objected to it.";
    let story = plain(&format!("Ferries sail again\n\n{BODY}\n{kept}\n{BODY}\n"));
    assert!(texts_of(&story, Role::Boilerplate).is_empty());
}

#[test]
fn licences_of_pictures_and_lists_of_parties_are_known() {
    let text = format!(
        "Ferries sail again\n\n{BODY}\nThe quay. Photo by Ann Example (CC BY-SA 4.0).\n{BODY}\n\
         ██ Harbour Party - 12 seats\n██ Island List - 3 seats\n{BODY}\nCategories: Ferries Islands\n"
    );
    let story = plain(&text);
    assert_eq!(texts_of(&story, Role::Caption).len(), 1);
    assert_eq!(texts_of(&story, Role::List).len(), 2);
    assert_eq!(texts_of(&story, Role::Boilerplate), ["Categories: Ferries Islands"]);
}

#[test]
fn files_about_a_folder_are_not_among_its_stories() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = [
        "ATTRIBUTION.md",
        "LICENSE-MIT.txt",
        "NOTICE",
        "README.md",
        "Readme.txt",
        "README.fr.md",
        "CREDITS.txt",
        "credits.txt",
        "history.md",
        "news.txt",
        "readme-scandal.txt",
        "CHANGELOG.md",
        "Licence fees rise.txt",
    ];
    for name in names {
        fs::write(folder.path().join(name), BODY).expect("written");
    }
    let found = || {
        let mut found = Vec::new();
        walk(folder.path(), &mut |step| {
            if let Found::Story(path) = step {
                found.push(path.file_name().expect("a name").to_string_lossy().into_owned());
            }
            std::ops::ControlFlow::Continue(())
        });
        found
    };
    let stories =
        ["credits.txt", "history.md", "Licence fees rise.txt", "news.txt", "readme-scandal.txt"];
    assert_eq!(found(), stories);
    // Annotated, it is a story; named, it opens.
    fs::write(folder.path().join("README.ann.yaml"), "entities: []\n").expect("written");
    assert!(found().contains(&"README.md".to_owned()));
    let named = Source::File(folder.path().join("ATTRIBUTION.md"));
    assert!(read_story(&named, &Options::default()).is_ok());
}

#[test]
fn real_stories_say_when_they_were_published() {
    for (start, date) in [
        ("en-2015-05-07-new-zealand", "2015-05-07"),
        ("fr-2012-05-22", "2012-05-22"),
        ("fr-2012-05-29", "2012-05-29"),
        ("fr-2012-06-05", "2012-06-05"),
        ("fr-2012-06-16", "2012-06-16"),
        ("en-2006-01-12", "2006-01-12"),
    ] {
        let Some(story) = story(start) else { return };
        assert_eq!(story.head.published, moment(date), "{start}");
        assert!(story.head.title.is_some(), "{start}");
    }
}
