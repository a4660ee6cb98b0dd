//! Names that a machine found: they come after the text, look less certain
//! than given ones, can be hidden, and become the reader's own with one key.

use super::desk::{CRANE, CRANE_NAMES, Machine, Reader};
use dateline::config::{FinderChoice, Ink};
use dateline::loader::sidecar::maker::digest;
use dateline::model::{Evidence, Inferred, Moment, Note, NoteKind, Origin};
use dateline::state::{Effect, Message, Pane};
use ratatui::style::Modifier;

/// A story that nobody annotated.
const WELL: &str = "\
Village digs for water

LOWER ASH, June 2 (Tideline) – Nora Pell said on Monday that the well of Lower Ash will be dug again.

“The old one is dry,” Pell told the council. Ash trees stand around it, and Pell Lane ends there.
";

/// What is found in it.
const FOUND: &str = "\
entities:
  - id: nora-pell
    name: Nora Pell
    type: person
    mentions:
      - {quote: Nora Pell, certainty: 0.95}
      - {quote: Pell, nth: 2, certainty: 0.6}
  - id: lower-ash
    name: Lower Ash
    type: place
    mentions: [{quote: Lower Ash, certainty: 0.97}]
times:
  - {quote: Monday, type: DATE, value: 2025-06-02}
";

fn machine() -> Machine {
    Machine::Names(FOUND.to_owned())
}

/// The names marked by the reader: name, type, quote, whether for one place only.
fn own(notes: &[Note]) -> Vec<(&str, &str, &str, bool)> {
    let of_kind = notes.iter().filter(|note| note.kind == NoteKind::Entity);
    of_kind
        .map(|note| {
            let quote = note.selectors.first().map_or("", |s| s.quote.as_str());
            let name = note.name.as_deref().unwrap_or_default();
            (name, note.kind_word.as_deref().unwrap_or_default(), quote, note.listed)
        })
        .collect()
}

/// How many mentions are found by machine, and how many are the reader's own.
fn origins(reader: &Reader) -> (usize, usize) {
    let mentions = &reader.reading().annotations.mentions;
    let count = |origin| mentions.iter().filter(|mention| mention.origin == origin).count();
    (count(Origin::Found), count(Origin::Mine))
}

#[test]
fn a_story_without_annotations_can_be_read_before_its_names_are_found() {
    let mut reader = Reader::of_bare(WELL, Machine::Works).sized(120, 40);
    assert!(reader.screen().contains("Nora Pell said on Monday"));
    assert!(reader.pane(Pane::Names).join("\n").contains("looking for names"));
    reader.keys("j j / d r y Enter");
    let place = reader.reading().place;
    assert!(reader.here().starts_with("dry"));
    reader.finds_names(FOUND);
    assert_eq!(reader.reading().place, place);
    assert_eq!(reader.reading().search.as_ref().map(|s| s.matches.len()), Some(1));
    let names = reader.pane(Pane::Names).join("\n");
    assert!(names.contains("2 in 3 places, found"), "{names}");
    let times = reader.pane(Pane::Timeline).join("\n");
    assert!(times.contains("June 2025") && times.contains("Mon 2 Nora Pell"), "{times}");
}

#[test]
fn found_marks_lean_and_fade_as_given_ones_do_not() {
    let mut found = Reader::of_bare(CRANE, machine_of(CRANE_NAMES)).sized(120, 40);
    let mut given = Reader::of(CRANE, CRANE_NAMES).sized(120, 40);
    let (sure, guess) = (given.style_at("Jonas Reet, its"), found.style_at("Jonas Reet, its"));
    assert!(!sure.add_modifier.contains(Modifier::ITALIC));
    assert!(guess.add_modifier.contains(Modifier::ITALIC));
    assert_ne!(sure.fg, guess.fg);
    assert_ne!(guess.fg, found.theme.style(Ink::Text).fg);
    // The names pane, too.
    let (x, y) = *found.find_all("Jonas Reet").last().expect("in the pane");
    assert!(found.style_of((x, y)).add_modifier.contains(Modifier::ITALIC));
}

/// A machine that finds what the file says of the crane, but for its head.
fn machine_of(yaml: &str) -> Machine {
    let at = yaml.find("entities:").expect("names");
    Machine::Names(yaml[at..].to_owned())
}

#[test]
fn a_less_certain_name_fades_further() {
    let mut reader = Reader::of_bare(WELL, machine()).sized(120, 40);
    let (sure, unsure) = (reader.style_at("Nora Pell said"), reader.style_at("Pell told"));
    assert_ne!(sure.fg, unsure.fg);
}

#[test]
fn one_key_takes_a_found_name_into_the_notes_and_undo_takes_it_back() {
    let mut reader = Reader::of_bare(WELL, machine()).sized(120, 40);
    reader.go_to("Nora Pell").effects();
    reader.keys("A");
    assert!(reader.notice().contains("“Nora Pell” is in your notes"), "{}", reader.notice());
    // "Pell" also stands in Pell Lane, which is no name of hers.
    assert_eq!(
        own(&reader.saved()),
        [("Nora Pell", "person", "Nora Pell", false), ("Nora Pell", "person", "Pell", true)]
    );
    assert_eq!(origins(&reader), (1, 2));
    assert_eq!(reader.reading().annotations.entities.len(), 2);
    assert!(!reader.style_at("Nora Pell said").add_modifier.contains(Modifier::ITALIC));
    reader.keys("u");
    assert_eq!((own(&reader.saved()).len(), origins(&reader)), (0, (3, 0)));
    reader.keys("C-r");
    assert_eq!((own(&reader.saved()).len(), origins(&reader)), (2, (1, 2)));
}

#[test]
fn the_card_and_the_names_pane_take_a_name_too() {
    for keys in ["Enter A", "e A"] {
        let mut reader = Reader::of_bare(WELL, machine()).sized(120, 40);
        reader.go_to("Lower Ash").keys(keys);
        assert_eq!(own(&reader.saved()), [("Lower Ash", "place", "Lower Ash", false)], "{keys}");
    }
    let mut reader = Reader::of_bare(WELL, machine()).sized(120, 40);
    reader.go_to("Lower Ash").keys("Enter");
    assert!(reader.screen().contains("found by machine"), "{}", reader.screen());
}

#[test]
fn in_a_review_accepting_makes_notes_and_rejecting_makes_corrections() {
    let mut reader = Reader::of_bare(WELL, machine()).sized(120, 40);
    reader.go_to("Nora Pell").keys("R a");
    assert_eq!(own(&reader.saved()), [("Nora Pell", "person", "Nora Pell", true)]);
    assert_eq!(origins(&reader), (2, 1));
    reader.keys("Esc").go_to("Lower Ash").keys("R x");
    let rejected = reader.saved();
    let rejected = rejected.iter().find(|note| note.kind == NoteKind::Correction);
    assert_eq!(rejected.and_then(|note| note.target.as_deref()), Some("lower-ash"));
    assert_eq!(origins(&reader), (1, 1));
    // What is said once holds when the story is opened again.
    let address = reader.address();
    reader.tell(Message::StoryChanged);
    assert_eq!((reader.address(), origins(&reader)), (address, (1, 1)));
}

#[test]
fn a_name_given_by_a_file_is_not_taken_into_the_notes() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("Mara Venn").keys("A");
    assert!(reader.notice().contains("not found by machine"), "{}", reader.notice());
    assert_eq!(reader.saved(), []);
}

#[test]
fn found_names_are_hidden_and_shown_by_a_key_and_own_ones_stay() {
    let mut reader = Reader::of_bare(WELL, machine()).sized(120, 40);
    reader.go_to("Lower Ash").keys("A F");
    assert_eq!(origins(&reader), (0, 1));
    assert!(reader.notice().contains("hidden"));
    let names = reader.pane(Pane::Names).join("\n");
    assert!(names.contains("Lower Ash") && !names.contains("Pell"), "{names}");
    reader.keys("F");
    assert_eq!(origins(&reader), (2, 1));
    reader.keys("u F");
    assert!(reader.pane(Pane::Names).join("\n").contains("found names are hidden (F)"));
}

#[test]
fn a_finder_that_is_off_is_not_asked() {
    let mut reader = Reader::of_bare(WELL, machine()).sized(120, 40);
    assert_eq!(origins(&reader), (3, 0));
    let mut off = super::desk::defaults();
    off.settings.finder = FinderChoice::Off;
    reader.effects();
    reader.tell(Message::Configured(Box::new(off)));
    assert_eq!(origins(&reader), (0, 0));
    reader.tell(Message::StoryChanged);
    let asked = |effect: &Effect| matches!(effect, Effect::Find { .. });
    assert!(!reader.effects().iter().any(asked));
    assert!(reader.pane(Pane::Names).join("\n").contains("no annotations beside this story"));
    reader.tell(Message::Configured(Box::new(super::desk::defaults())));
    assert_eq!(origins(&reader), (3, 0));
}

#[test]
fn what_is_found_too_late_for_its_story_is_ignored() {
    let mut reader = Reader::of_bare(WELL, Machine::Works).sized(120, 40);
    let late = reader.reading().ticket;
    reader.rewrite("Another text\n\nNobody is named here.\n");
    let annotations = Box::default();
    reader.tell(Message::NamesFound {
        ticket: late,
        annotations,
        trouble: Some("late".into()),
        remark: None,
    });
    assert!(reader.reading().finding);
    assert!(!reader.notice().contains("late"));
}

/// The crane's names, times and quotation as a machine wrote them beside it.
fn machine_made(dated: &str) -> String {
    let names = CRANE_NAMES.replace("  published: 2025-03-04\n", "");
    let times = "times:\n  - {quote: Tuesday, nth: 1, type: DATE, value: XXXX-WXX-2}\n";
    sealed(&format!("{names}{times}"), dated)
}

/// An annotation file that says what it was when it was written.
fn sealed(before: &str, more: &str) -> String {
    let digest = digest(before);
    format!("{before}made: {{by: dateline annotate 0.1.0{more}, digest: \"{digest}\"}}\n")
}

#[test]
fn what_a_machine_wrote_beside_a_story_is_found_not_given() {
    let mut found = Reader::of(CRANE, &machine_made("")).sized(120, 40);
    let mut given = Reader::of(CRANE, CRANE_NAMES).sized(120, 40);
    let (sure, guess) = (given.style_at("Jonas Reet, its"), found.style_at("Jonas Reet, its"));
    assert!(!sure.add_modifier.contains(Modifier::ITALIC));
    assert!(guess.add_modifier.contains(Modifier::ITALIC));
    let names = found.pane(Pane::Names).join("\n");
    assert!(names.contains(", found"), "{names}");
    assert!(!given.pane(Pane::Names).join("\n").contains(", found"));
    // Its card says so too, and offers to take it over.
    found.keys("w w w Enter");
    let screen = found.screen();
    assert!(screen.contains("found by machine"), "{screen}");
    assert!(screen.contains("A take into your notes"), "{screen}");
    found.keys("A");
    assert_eq!(own(&found.reading().notes)[0].0, "Mara Venn");
    let (_, mine) = origins(&found);
    assert!(mine > 0);
    // One key hides the rest, and shows it again.
    found.keys("Esc F");
    assert_eq!(origins(&found), (0, mine));
    found.keys("F");
    assert!(origins(&found).0 > 0);
    // Nobody is asked about it, whatever the settings say.
    let asked = found.effects().iter().any(|effect| matches!(effect, Effect::Find { .. }));
    assert!(!asked);
}

#[test]
fn the_date_the_reader_gives_resolves_found_times_and_can_be_undone() {
    // Whoever found them.
    for with in ["", ", with: ./names"] {
        resolved_and_undone(Reader::of(CRANE, &machine_made(with)).sized(120, 40));
    }
}

fn resolved_and_undone(mut reader: Reader) {
    let tuesday = |reader: &Reader| {
        let text = &reader.reading().story.text;
        let times = &reader.reading().annotations.times;
        let tuesday = times.iter().find(|time| text.slice(time.span) == "Tuesday");
        tuesday.map(|time| time.value.notation().to_owned())
    };
    assert_eq!(tuesday(&reader).as_deref(), Some("XXXX-WXX-2"));
    reader.asks("set-date").types("4 March").keys("Enter");
    let screen = reader.screen();
    assert!(screen.contains("not a date; write it as 2016-08-24"), "{screen}");
    reader.keys("C-u").types("XXXX-03-04").keys("Enter");
    assert!(reader.screen().contains("not on the calendar"), "{}", reader.screen());
    reader.keys("C-u").types("2025-03-04").keys("Enter");
    assert_eq!(tuesday(&reader).as_deref(), Some("2025-03-04"));
    let screen = reader.screen();
    assert!(screen.contains("published Tuesday 4 March 2025; u takes it back"), "{screen}");
    let times = reader.pane(Pane::Timeline).join("\n");
    assert!(times.contains("this story") && !times.contains("inferred"), "{times}");
    // It is among the notes, and there the next time.
    reader.keys("m");
    let notes = reader.pane(Pane::Notes).join("\n");
    assert!(notes.contains("on the date of the story"), "{notes}");
    assert!(notes.contains("published Tuesday 4 March 2025"), "{notes}");
    reader.keys("m").rewrite(CRANE);
    assert_eq!(tuesday(&reader).as_deref(), Some("2025-03-04"));
    // Another date is another word of the same note.
    reader.asks("set-date").keys("C-u").types("2025-03-13").keys("Enter");
    assert_eq!(reader.reading().notes.len(), 1);
    assert_eq!(tuesday(&reader).as_deref(), Some("2025-03-11"));
    reader.keys("u u");
    assert_eq!(tuesday(&reader).as_deref(), Some("XXXX-WXX-2"));
    assert_eq!(reader.reading().story.head.published, None);
    reader.keys("C-r");
    assert_eq!(tuesday(&reader).as_deref(), Some("2025-03-04"));
    // Nothing typed takes it back too.
    reader.asks("set-date").keys("C-u Enter");
    assert_eq!(reader.reading().notes.len(), 0);
    assert_eq!(tuesday(&reader).as_deref(), Some("XXXX-WXX-2"));
}

#[test]
fn days_counted_from_another_date_are_counted_again() {
    let dated = ", published: 2024-01-01";
    let again = |yaml: &str, more: &str| sealed(&yaml[..yaml.find("made: ").expect("it")], more);
    let stating = |yaml: &str| yaml.replacen("story:\n", "story:\n  published: 2025-03-04\n", 1);
    let made = again(&machine_made("").replace("XXXX-WXX-2", "2024-01-02"), dated);
    let stated = again(&stating(&made), dated);
    // Without a digest they may be a person's.
    let (unsealed, _) = stated.split_once(", digest").expect("sealed");
    let unsealed = format!("{unsealed}}}\n");
    for (yaml, expected) in
        [(&made, "XXXX-WXX-2"), (&stated, "2025-03-04"), (&unsealed, "2024-01-02")]
    {
        let reader = Reader::of(CRANE, yaml);
        let value = reader.reading().annotations.times.iter().map(|time| time.value.notation());
        assert!(value.into_iter().any(|value| value == expected), "{expected}");
    }
    // What another's program found keeps its phrases.
    let theirs = again(&stating(&machine_made("")), ", with: ./names");
    let reader = Reader::of(CRANE, &theirs);
    let values: Vec<&str> =
        reader.reading().annotations.times.iter().map(|time| time.value.notation()).collect();
    assert_eq!(values, ["2025-03-04"]);
}

#[test]
fn an_inferred_date_is_never_shown_as_a_given_one() {
    let mut reader = Reader::of_bare(WELL, machine()).sized(120, 40);
    let day = Moment::parse("2025-06-03").expect("a date");
    let inferred = Inferred { moment: day, evidence: Evidence::FileName, certainty: 0.8 };
    let ticket = reader.reading().ticket;
    reader.tell(Message::DateInferred { ticket, inferred: inferred.clone() });
    let screen = reader.screen();
    assert!(screen.contains("Tuesday 3 June 2025, inferred from the file name"), "{screen}");
    let times = reader.pane(Pane::Timeline).join("\n");
    assert!(times.contains("~") && times.contains("this story, inferred"), "{times}");
    assert!(!times.contains('●'), "{times}");
    reader.keys("y");
    let copied = reader.effects().iter().rev().find_map(|effect| match effect {
        Effect::Copy(words) => Some(words.clone()),
        _ => None,
    });
    assert!(copied.expect("copied").contains("inferred from the file name"));
    // Once the reader gives it, it is given.
    reader.asks("set-date").types("2025-06-03").keys("Enter");
    assert!(!reader.screen().contains("inferred"), "{}", reader.screen());
    assert!(reader.pane(Pane::Timeline).join("\n").contains('●'));
    // Whoever wants nothing found wants no date either.
    let mut reader = Reader::of_bare(WELL, machine());
    reader.state.config.settings.finder = FinderChoice::Off;
    reader.tell(Message::DateInferred { ticket, inferred });
    assert_eq!(reader.reading().story.head.dated(), None);
}

#[test]
fn in_a_narrow_window_it_is_still_said_that_names_were_found() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut reader = Reader::of(CRANE, &machine_made("")).sized(columns, rows);
        let head = reader.pane(Pane::Names).remove(0);
        assert!(head.trim_end().ends_with(", found"), "{head}");
    }
}

#[test]
fn a_time_line_of_what_is_undated_is_not_said_to_go_by_months() {
    let undated = FOUND.replace("2025-06-02", "XXXX-WXX-1");
    let mut reader = Reader::of_bare(WELL, Machine::Names(undated)).sized(120, 40);
    let times = reader.pane(Pane::Timeline).join("\n");
    assert!(times.contains("undated") && times.contains("▸ Monday"), "{times}");
    assert!(!times.contains("by months"), "{times}");
}

#[test]
fn of_two_dates_in_the_notes_the_one_that_counts_is_changed() {
    let mut reader = Reader::at_desk();
    let address = reader.address();
    let dated = |id: &str, when: &str, turn: usize| Note {
        id: id.to_owned(),
        kind: NoteKind::Correction,
        target: Some("story.published".to_owned()),
        when: Some(when.to_owned()),
        turn: Some(turn),
        ..Note::default()
    };
    let notes = vec![dated("one", "2025-03-01", 0), dated("two", "2025-03-02", 1)];
    reader.tell(Message::NotesMerged { address, notes, after: None });
    let date = |reader: &Reader| {
        let published = reader.reading().story.head.published.as_ref();
        published.map(|date| date.notation().to_owned())
    };
    assert_eq!(date(&reader).as_deref(), Some("2025-03-02"));
    reader.asks("set-date").keys("C-u").types("2025-03-13").keys("Enter");
    assert_eq!(date(&reader).as_deref(), Some("2025-03-13"));
}
