//! What changes under the reader: the story on disk, the settings, the wish
//! for another story. What the reader was doing goes on.

use super::desk::{CRANE, CRANE_NAMES, Reader, defaults};
use dateline::config::NotesPlace;
use dateline::error::Diagnostic;
use dateline::model::{Story, Text};
use dateline::state::message::StoryRead;
use dateline::state::shelf::Address;
use dateline::state::{Effect, Message, Pane, State};

/// The story with another first line.
fn newer() -> String {
    CRANE.replace("for a third day\n", "for a fourth day, and the ships wait\n")
}

/// The name the reader follows, and those lit besides.
fn followed(reader: &Reader) -> (Option<&str>, Vec<&str>) {
    let reading = reader.reading();
    let id = |index: usize| reading.annotations.entities[index].id.as_str();
    (reading.chosen.map(id), reading.lit.iter().map(|&index| id(index)).collect())
}

#[test]
fn a_story_that_changed_keeps_choice_and_lit_names() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(120, 40);
    reader.keys("e j Space j Space Esc").go_to("Reet said he had offered");
    let before = (followed(&reader).0.map(str::to_owned), followed(&reader).1.len());
    assert!(before.0.is_some() && before.1 == 2, "{before:?}");
    let rows = reader.pane(Pane::Timeline);
    let line = reader.line(10);
    reader.rewrite(&newer());
    assert!(reader.notice().starts_with("the story changed on disk and was read anew"));
    let after = (followed(&reader).0.map(str::to_owned), followed(&reader).1.len());
    assert_eq!(after, before);
    assert_eq!(reader.pane(Pane::Timeline), rows, "narrowed as it was");
    assert!(reader.here().starts_with("Reet said he had offered"));
    assert_eq!(reader.line(10), line, "and the page did not move");
    // What is gone is followed no longer.
    reader.rewrite("Nothing is left\n\nNobody is in it any more.\n");
    assert_eq!(reader.reading().names.counts.iter().sum::<u32>(), 0);
}

#[test]
fn a_story_that_changed_keeps_search_and_filters() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(120, 40);
    reader.keys("e /").types("venn").keys("Enter");
    reader.keys("t /").types("board").keys("Enter");
    reader.state.focus = Pane::Text;
    reader.keys("/").types("crane").keys("Enter");
    let found = reader.reading().search.as_ref().map(|search| search.matches.len());
    assert!(found.is_some_and(|found| found > 1));
    let times = reader.pane(Pane::Timeline);
    reader.rewrite(&newer().replace("great crane", "great old crane"));
    let (names, timeline) = (reader.pane(Pane::Names), reader.pane(Pane::Timeline));
    assert!(!names.iter().any(|row| row.contains("Reet")), "{names:?}");
    assert!(names.iter().any(|row| row.contains("Mara Venn")), "{names:?}");
    assert_eq!(timeline, times);
    let reading = reader.reading();
    assert_eq!(reading.timeline.filter, "board");
    assert_eq!(reading.search.as_ref().map(|search| search.matches.len()), found);
    let content = reading.story.text.as_str();
    for found in &reading.search.as_ref().expect("a search").matches {
        assert_eq!(content[found.range()].to_lowercase(), "crane", "found in the new text");
    }
}

#[test]
fn a_story_whose_words_are_the_same_keeps_everything() {
    let mut reader = Reader::at_desk();
    reader.go_to("Reet said he had offered").keys("v w w");
    let selected = reader.selected().to_owned();
    let screen = reader.screen();
    reader.rewrite(CRANE);
    assert_eq!(reader.selected(), selected);
    assert_eq!(reader.screen(), screen);
}

#[test]
fn the_open_story_chosen_again_cancels_the_one_that_is_being_opened() {
    let mut reader = Reader::in_port();
    let other = Address::File("b-board.txt".into());
    let asked = reader.state.open(other.clone(), None);
    let ticket = asked.iter().find_map(|effect| match effect {
        Effect::Open { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let ticket = ticket.expect("it is asked for");
    assert_eq!(reader.state.shelf.open, Some(1));
    reader.keys("[");
    assert_eq!(reader.state.shelf.open, Some(0));
    // It comes all the same, too late.
    let story = Story { text: Text::new("Too late\n".into()), ..Story::default() };
    let late = StoryRead { ticket, story, problems: Vec::new(), place: None, marks: Vec::new() };
    reader.tell(Message::StoryRead(Box::new(late)));
    reader.tell(Message::StoryFailed { ticket, error: "too late".into() });
    assert!(reader.here().starts_with("Harbour crane"), "{}", reader.here());
    assert!(reader.line(0).contains("1 of 3"), "{}", reader.line(0));
    assert_eq!(reader.state.opening, None);
    assert_ne!(reader.notice(), "too late");
    // Nothing was left, so nothing is gone back to.
    reader.keys("Backspace");
    assert_eq!(reader.notice(), "nothing to go back to");
}

#[test]
fn another_place_for_notes_counts_for_the_open_story_too() {
    let mut reader = Reader::at_desk();
    let mut config = defaults();
    config.settings.measure = 70;
    reader.tell(Message::Configured(Box::new(config)));
    let opens = |effects: Vec<Effect>| {
        effects.iter().filter(|effect| matches!(effect, Effect::Open { .. })).count()
    };
    assert_eq!(opens(reader.effects()), 0);
    let mut config = defaults();
    config.settings.notes = NotesPlace::Central;
    reader.tell(Message::Configured(Box::new(config)));
    assert_eq!(opens(reader.effects()), 1, "its notes are looked for there");
}

#[test]
fn new_settings_leave_the_problems_of_folder_and_story() {
    let mut reader = Reader::of(CRANE, "entities:\n  - {name: Mara Venn, tpye: person}\n");
    let of_story = reader.reading().problems.len();
    assert!(of_story > 0);
    let folder = Diagnostic::error("attic", "this folder may not be read");
    reader.tell(Message::StoriesDone(vec![folder]));
    let mut config = defaults();
    config.problems.push(Diagnostic::error("config.yaml", "thme is no setting"));
    reader.tell(Message::Configured(Box::new(config)));
    assert_eq!(reader.state.problems().count(), 2 + of_story);
    reader.asks("problems");
    assert!(reader.screen().contains("this folder may not be read"));
    assert!(reader.screen().contains("thme is no setting"));
    reader.keys("Esc").tell(Message::Configured(Box::new(defaults())));
    assert_eq!(reader.state.problems().count(), 1 + of_story, "the settings are mended");
}

#[test]
fn a_fault_of_the_settings_is_said_before_those_of_the_first_story() {
    let mut config = defaults();
    config.problems.push(Diagnostic::error("config.yaml", "no such theme: lihgt"));
    let mut reader = Reader::nowhere();
    reader.state = State::new(config, (120, 40));
    let names = "entities:\n  - {name: Mara Venn, tpye: person}\n";
    reader = reader.given(&[("story.txt", CRANE, names)]);
    let of_story = reader.reading().problems.len();
    assert!(of_story > 0);
    let count = 1 + of_story;
    let said = format!("[{count} problems, :problems] config.yaml: no such theme: lihgt");
    assert_eq!(reader.notice(), said);
    // Once it was seen, what is said is the story's.
    reader.keys("j").tell(Message::StoryChanged);
    assert!(!reader.notice().contains("lihgt"), "{}", reader.notice());
}

#[test]
fn a_mended_fault_of_the_settings_leaves_the_screen_and_one_of_the_story_stays() {
    let mut reader = Reader::at_desk();
    let mut config = defaults();
    config.problems.push(Diagnostic::error("config.yaml", "thme is no setting"));
    reader.tell(Message::Configured(Box::new(config)));
    assert!(reader.notice().contains("thme is no setting"), "{}", reader.notice());
    reader.tell(Message::Configured(Box::new(defaults())));
    assert_eq!(reader.notice(), "", "nothing else changed");

    let mut reader = Reader::of(CRANE, "entities:\n  - {name: Mara Venn, tpye: person}\n");
    let said = reader.notice().to_owned();
    assert!(said.contains("story.ann.yaml"), "{said}");
    reader.tell(Message::StoriesDone(Vec::new()));
    assert_eq!(reader.notice(), said);
    reader.tell(Message::Configured(Box::new(defaults())));
    assert_eq!(reader.notice(), said);
}
