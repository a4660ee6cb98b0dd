//! Names and the time line: hopping, choosing, lighting, cards; each pane follows the others.

use super::desk::{CRANE, CRANE_NAMES, Reader};
use dateline::config::{Ink, Themes};
use dateline::state::{Effect, Message, Pane};
use ratatui::style::Modifier;
use std::collections::HashMap;

#[test]
fn w_and_b_hop_from_name_to_name() {
    let mut reader = Reader::at_desk();
    for name in ["PORT SABLE", "Port Sable", "Mara Venn", "Venn", "Tidewater Board"] {
        reader.keys("w");
        assert!(reader.here().starts_with(name), "{name}: {}", reader.here());
    }
    reader.keys("b b");
    assert!(reader.here().starts_with("Mara Venn"));
    reader.keys("b b b");
    assert!(reader.here().starts_with("PORT SABLE"));
    assert_eq!(reader.notice(), "no name further up");
    reader.keys("G w w");
    assert_eq!(reader.notice(), "no name further on");
    let mut plain = Reader::of("A plain text\n\nNobody is named in it, so nothing is marked.", "");
    plain.keys("w");
    assert_eq!(plain.notice(), "no names are marked in this story");
    plain.keys("n");
    assert!(plain.notice().contains("first"));
}

#[test]
fn n_follows_the_name_here_round_and_round() {
    let mut reader = Reader::at_desk();
    reader.keys("w w w n");
    assert!(reader.here().starts_with("Venn told"));
    assert!(reader.screen().contains("Mara Venn 2 of 5"));
    reader.keys("n n n");
    assert!(reader.screen().contains("Mara Venn 5 of 5"));
    reader.keys("n");
    assert_eq!(reader.notice(), "from the start again");
    assert!(reader.here().starts_with("Mara Venn, the"));
    reader.keys("N");
    assert_eq!(reader.notice(), "from the end again");
    assert!(reader.here().starts_with("Venn for it"));
    reader.go_to("Customs House").keys("Esc Esc n");
    assert_eq!(reader.notice(), "the only one");
}

#[test]
fn the_time_line_shows_what_concerns_any_of_the_names_that_are_lit() {
    let mut reader = Reader::at_desk().sized(120, 40);
    // Jonas Reet, then Mara Venn.
    reader.keys("e g j Space k Space");
    assert!(reader.screen().contains("2 names only"), "{}", reader.screen());
    let timeline = reader.pane(Pane::Timeline).join("\n");
    assert!(timeline.contains("Venn refuses the Board") && timeline.contains("meets again"));
    assert!(!timeline.contains("inspector"), "{timeline}");
    reader.keys("Space");
    assert!(reader.screen().contains("2 names only"), "the chosen one stays with the lit one");
    reader.keys("Esc Esc Esc");
    assert!(reader.screen().contains("inspector"), "{}", reader.screen());
}

#[test]
fn choosing_a_name_lights_all_its_mentions_and_narrows_the_time_line() {
    let mut reader = Reader::at_desk().sized(120, 40);
    assert!(reader.screen().contains("The crane is built"));
    reader.keys("e g j j");
    assert!(reader.screen().contains("▸ Tidewater Board"));
    assert!(reader.screen().contains("Tidewater Board only"));
    let timeline = reader.pane(Pane::Timeline).join("\n");
    assert!(timeline.contains("Venn refuses the Board") && timeline.contains("meets again"));
    assert!(!timeline.contains("The crane is built") && !timeline.contains("inspector"));
    assert!(timeline.contains("this story"), "the publication day stays");
    let lit = reader.theme.style(Ink::LitOrganization);
    let text = reader.state.layout().text;
    let cells: Vec<_> = ["Tidewater Board", "the Board"]
        .iter()
        .flat_map(|words| reader.find_all(words))
        .filter(|at| text.holds(at.0, at.1))
        .collect();
    assert_eq!(cells.len(), 4);
    for cell in cells {
        let style = reader.style_of(cell);
        assert_eq!((style.fg, style.bg), (lit.fg, lit.bg), "at {cell:?}");
    }
    reader.keys("Esc Esc");
    assert!(reader.screen().contains("The crane is built"), "given up again");
    assert_eq!(reader.reading().chosen, None);
}

#[test]
fn moving_in_the_text_moves_both_panes() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("An inspector is expected");
    assert!(reader.screen().contains("▸ 10 Mar 2025 An inspector comes"), "{}", reader.screen());
    reader.go_to("Jonas Reet");
    assert!(reader.screen().contains("▸ Jonas Reet"));
    reader.go_to("The Tidewater Board meets");
    assert!(reader.screen().contains("▸ 7 Mar 2025  The Board meets again"), "{}", reader.screen());
    assert!(reader.screen().contains("▸ Tidewater Board"));
}

#[test]
fn walking_the_time_line_moves_the_text() {
    let mut reader = Reader::at_desk();
    reader.keys("t g");
    assert!(reader.here().starts_with("built in 1931"), "{}", reader.here());
    let told = reader.theme.style(Ink::SearchMatch).bg;
    assert_eq!(reader.style_at("built in 1931").bg, told, "one sees what the row is about");
    reader.keys("j");
    assert_ne!(reader.style_at("built in 1931").bg, told);
    assert!(reader.here().starts_with("The brake failed on Sunday"));
    assert!(reader.screen().contains("The brake failed on Sunday"), "it is in sight");
    reader.keys("G");
    assert!(reader.here().starts_with("An inspector is expected"));
    reader.keys("Enter");
    assert_eq!(reader.state.focus, Pane::Text);
    reader.keys("Backspace");
    assert!(reader.here().starts_with("Harbour crane"), "back to where the walk began");
}

#[test]
fn the_time_line_zooms_and_keeps_what_is_chosen() {
    let mut reader = Reader::at_desk();
    reader.keys("t G +");
    assert_eq!(reader.notice(), "time line by years");
    assert!(reader.screen().contains("▸ 10 Mar"), "{}", reader.screen());
    reader.keys("+ +");
    assert_eq!(reader.notice(), "time line by days");
    assert!(reader.screen().contains("An inspector"), "{}", reader.screen());
    reader.keys("+");
    assert_eq!(reader.notice(), "already by days");
    reader.keys("- - - -");
    assert_eq!(reader.notice(), "already by decades");
    assert_eq!(reader.here().split(' ').next(), Some("An"));
}

#[test]
fn publication_day_and_today_are_marked_and_undated_things_stand_apart() {
    let annotations = "\
story: {published: 2025-03-04}
entities: []
events:
  - {id: a, when: XXXX-07-14, label: A feast}
  - {id: b, when: 2025-03-01, label: A spring day}
";
    let mut reader = Reader::of("Title of it\n\nA story of days.", annotations).sized(120, 40);
    let rows = reader.pane(Pane::Timeline);
    let at = |words: &str| {
        rows.iter()
            .position(|row| row.contains(words))
            .unwrap_or_else(|| panic!("{words} {rows:?}"))
    };
    assert!(at("A spring day") < at("this story") && at("this story") < at("today"));
    assert!(at("today") < at("undated") && at("undated") < at("A feast"));
    assert!(rows[at("this story")].starts_with('●') && rows[at("today")].starts_with('○'));
}

#[test]
fn several_names_are_lit_in_different_tints() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("e g Space j Space Esc g");
    assert_eq!(reader.reading().lit.len(), 2);
    reader.keys("Esc").keys("e g Space j Space");
    reader.keys("Space g Space Esc Esc");
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("e g Space j Space Esc");
    let text = reader.state.layout().text;
    let style = |reader: &mut Reader, words: &str| {
        let cell = reader.find_all(words).into_iter().find(|at| text.holds(at.0, at.1));
        reader.style_of(cell.expect("in the text"))
    };
    let (venn, reet) = (style(&mut reader, "Mara Venn"), style(&mut reader, "Jonas Reet"));
    assert_ne!(venn.bg, reet.bg, "both are people, yet told apart");
    let plain = reader.theme.style(Ink::Text).bg;
    assert!(venn.bg != plain && reet.bg != plain);
    assert!(venn.add_modifier.contains(Modifier::BOLD));
    // Put out again.
    reader.keys("e g Space");
    assert_eq!(reader.reading().lit.len(), 1);
}

#[test]
fn lighting_the_chosen_name_is_seen_at_once_in_its_row_and_in_the_text() {
    for theme in ["dark", "light", "terminal", "high-contrast", "mono"] {
        let mut reader = Reader::at_desk().sized(120, 40);
        reader.theme = Themes::default().get(theme).expect(theme);
        // The name in its row, and the row of the text in which it stands.
        let looks = |reader: &mut Reader| {
            let text = reader.state.layout().text;
            let places = reader.find_all("Jonas Reet");
            let (inside, beside): (Vec<_>, Vec<_>) =
                places.into_iter().partition(|at| text.holds(at.0, at.1));
            let row = (reader.style_of(beside[0]), reader.line(beside[0].1));
            (row, (reader.style_of(inside[0]), reader.line(inside[0].1)))
        };
        reader.keys("e g Space j");
        let chosen = looks(&mut reader);
        reader.keys("Space");
        let lit = looks(&mut reader);
        assert_ne!(chosen.0, lit.0, "{theme}: the row");
        assert_ne!(chosen.1, lit.1, "{theme}: the text");
        reader.keys("Space");
        assert_eq!(looks(&mut reader), chosen, "{theme}: put out again");
    }
}

#[test]
fn enter_opens_the_card_of_the_name_here() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.keys("w w w Enter");
    let screen = reader.screen();
    for words in [
        "Mara Venn   person",
        "harbour master",
        "also Venn",
        "Decides what moves in the port.",
        "5 here",
        "with Jonas Reet 1   Tidewater Board 1",
        "told “Nobody walks under that hook until I have seen it stop”",
        "profile",
        "https://example.org/venn",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    reader.keys("o");
    assert_eq!(reader.effects().pop(), Some(Effect::Browse("https://example.org/venn".into())));
    reader.keys("Esc");
    assert!(!reader.screen().contains("Decides what moves"));
    // What holds between names.
    reader.go_to("Jonas Reet").keys("Enter");
    assert!(reader.screen().contains("chairs Tidewater Board"), "{}", reader.screen());
}

#[test]
fn the_card_says_where_else_the_name_occurs() {
    let mut reader = Reader::in_port().sized(120, 40);
    reader.keys("w w w Enter");
    let asked = reader.effects().into_iter().find_map(|effect| match effect {
        Effect::LookElsewhere { address, others } => Some((address, others)),
        _ => None,
    });
    let (address, others) = asked.expect("the other stories are asked");
    assert_eq!(others.len(), 2);
    let found = HashMap::from([("mara-venn".to_owned(), vec![("Board asks".to_owned(), 1)])]);
    reader.tell(Message::Elsewhere { address, found });
    assert!(reader.screen().contains("1 in 1 other story"));
    // Asked by mouse the card says as much.
    let mut reader = Reader::in_port().sized(120, 40);
    let (x, y) = reader.find("Jonas Reet          ·");
    reader.mouse_at(dateline::state::MouseAct::Press, x, y);
    reader.mouse_at(dateline::state::MouseAct::Double, x, y);
    assert!(reader.screen().contains("Jonas Reet   person"));
    let asked = |e: &&Effect| matches!(e, Effect::LookElsewhere { .. });
    assert_eq!(reader.effects().iter().filter(asked).count(), 1);
    // Another card does not ask again.
    reader.keys("Esc w w Enter");
    assert_eq!(reader.effects().iter().filter(asked).count(), 0);
}

#[test]
fn enter_on_a_card_lists_all_mentions() {
    let mut reader = Reader::at_desk();
    reader.keys("w w w Enter Enter");
    assert!(reader.screen().contains("5 of 5"));
    assert!(reader.screen().contains("Some of them thanked Venn"));
    reader.types("inspector").keys("Esc");
    reader.keys("Enter Enter").types("boiler stays").keys("Enter");
    assert!(reader.here().starts_with("Venn said, the boiler stays"), "{}", reader.here());
}

#[test]
fn enter_in_the_names_goes_to_the_first_mention_then_to_the_card() {
    let mut reader = Reader::at_desk();
    reader.keys("e g j Enter");
    assert!(reader.here().starts_with("Jonas Reet"));
    assert_eq!(reader.state.focus, Pane::Text);
    reader.keys("e Enter");
    assert!(reader.screen().contains("Jonas Reet   person"), "{}", reader.screen());
    reader.keys("Esc Backspace");
    assert!(reader.here().starts_with("Harbour crane"));
}

#[test]
fn enter_where_nothing_is_says_so() {
    let mut reader = Reader::at_desk();
    reader.keys("Enter");
    assert!(reader.notice().contains("no name or note on this line"));
}

#[test]
fn the_mention_the_reader_is_at_is_inverted_in_its_kinds_colour() {
    let mut reader = Reader::at_desk();
    reader.keys("w w w");
    let style = reader.style_at("Mara Venn, the");
    let person = reader.theme.style(Ink::Person);
    assert_eq!(style.bg, person.fg);
    assert!(style.add_modifier.contains(Modifier::BOLD));
    assert!(reader.inked("Tidewater Board", Ink::Organization), "others are quiet");
}

#[test]
fn discontinuous_nested_and_overlapping_mentions_are_all_drawn() {
    let text = "Two towns agree\n\nMayors Anna and Bert Holm of the Upper Tarn Valley signed it.\n";
    let annotations = "\
entities:
  - id: anna
    name: Anna Holm
    type: person
    match: listed
    mentions: [{quote: [Anna, Holm]}]
  - {id: bert, name: Bert Holm, type: person}
  - {id: valley, name: Upper Tarn Valley, type: place}
  - {id: tarn, name: Tarn, type: organization, match: listed, mentions: [{quote: Tarn}]}
";
    let mut reader = Reader::of(text, annotations).sized(120, 20);
    assert!(reader.inked("Anna and", Ink::Person) && reader.inked("Bert", Ink::Person));
    assert!(reader.inked("Upper", Ink::Place) && reader.inked("Valley signed", Ink::Place));
    let (x, y) = reader.find("Tarn Valley signed");
    assert_eq!(reader.style_of((x, y)).fg, reader.theme.style(Ink::Organization).fg);
    assert_eq!(reader.style_of((x + 4, y)).fg, reader.theme.style(Ink::Place).fg);
    // At the one, both of its parts are lit; the words between are not.
    reader.keys("w");
    let here = reader.style_at("Anna and");
    let (x, y) = reader.find("Holm of");
    assert_eq!(reader.style_of((x, y)).bg, here.bg);
    let (x, y) = reader.find("and Bert");
    assert_ne!(reader.style_of((x, y)).bg, here.bg);
    reader.keys("w w w w w w");
}

/// The crane story with a speaker who is no name, and one nobody names.
fn speakers() -> Reader {
    let more = [
        "{quote: he had offered to pay, speaker: jonas-reet, cue: said}",
        "{quote: the harbour had not been so quiet, speaker_text: Fishermen, cue: said}",
        "{quote: where everybody can look at it}",
    ];
    let more: String = more.iter().map(|quote| format!("  - {quote}\n")).collect();
    let names = CRANE_NAMES.replace("relations:\n", &format!("{more}relations:\n"));
    Reader::of(CRANE, &names).sized(120, 40)
}

#[test]
fn who_said_what_is_listed_in_the_order_of_the_text_and_leads_there() {
    let mut reader = speakers();
    reader.keys("W");
    let screen = reader.screen();
    assert!(screen.contains("said by anybody") && screen.contains("4 of 4"), "{screen}");
    let at = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words}: {screen}"));
    let rows = ["Mara Venn  ", "Jonas Reet  ", "nobody named", "Fishermen"].map(at);
    assert!(rows.is_sorted(), "{screen}");
    assert!(screen.contains("Nobody walks under that hook") && screen.contains("told"));
    // Letters of who speaks or of what is said; the key of other filters is none of them.
    reader.types("/fisher");
    assert!(reader.screen().contains("1 of 4"), "{}", reader.screen());
    reader.keys("Enter");
    assert!(reader.here().starts_with("the harbour had not"), "{}", reader.here());
    reader.keys("Backspace");
    assert!(reader.here().starts_with("Harbour crane"), "{}", reader.here());
}

#[test]
fn with_a_name_chosen_only_what_that_one_said_is_listed() {
    let mut reader = speakers();
    reader.keys("C-p").types("Reet").keys("Enter").asks("who-said-what");
    let screen = reader.screen();
    assert!(screen.contains("said by Jonas Reet") && screen.contains("1 of 1"), "{screen}");
    reader.keys("Esc C-p").types("Customs House").keys("Enter W");
    assert!(reader.screen().contains("nothing here is said by Customs House"));
    let mut reader = Reader::of(WITHOUT_WORDS, "entities: []\n");
    reader.keys("W");
    assert!(reader.screen().contains("nothing is marked as said in this story"));
}

const WITHOUT_WORDS: &str = "Quiet day\n\nNothing was said on the quays.\n";

#[test]
fn what_ends_at_a_known_time_stands_there_and_no_heading_stands_twice() {
    let annotations = "\
events:
  - {when: ../2016, label: The old rule}
  - {when: Y-10000, label: Ice}
  - {when: 2014, label: A first try}
  - {when: 2015-W01, label: A week of winter}
  - {when: 2014-12-30, label: The day before}
  - {when: 2016-05-04, label: A spring day}
";
    let mut reader = Reader::of("Title of it\n\nA story of days.", annotations).sized(120, 60);
    reader.keys("t + + +");
    for _ in 0..4 {
        let rows = reader.pane(Pane::Timeline);
        reader.keys("-");
        let at = |words: &str| rows.iter().position(|row| row.contains(words));
        assert!(at("Ice") < at("The old rule"), "{rows:?}");
        let headings: Vec<&String> = rows
            .iter()
            .filter(|row| !row.trim().is_empty() && !row.contains(['│', '▸', '●']))
            .collect();
        for (number, heading) in headings.iter().enumerate() {
            assert!(!headings[..number].contains(heading), "{heading} twice: {rows:?}");
        }
    }
}

#[test]
fn dates_are_never_cut_at_any_zoom() {
    let annotations = "\
story: {published: 2016-08-24}
events:
  - {when: 2016-08-22/.., label: Talks go on and on until nobody listens to them}
  - {when: 2015-12-29/2016-01-02, label: A truce holds for five days in the north}
  - {when: XXXX-08-26, label: The feast of the harbour and of all its boats}
  - {when: \"2016-08-26T14:30Z\", label: They meet in the hotel by the lake}
  - {when: 1931, label: The crane is built}
";
    for (columns, rows) in [(80, 40), (120, 60), (200, 60)] {
        let mut reader = Reader::of("Title of it\n\nA story of days.", annotations);
        reader.resize(columns, rows).keys("t + + +");
        for _ in 0..4 {
            let timeline = &reader.reading().timeline;
            let dates: Vec<String> =
                (0..timeline.entries.len()).map(|entry| timeline.when(entry).to_owned()).collect();
            let shown = reader.pane(Pane::Timeline).join("\n");
            for date in dates {
                let is_shown = !date.is_empty() && shown.contains(&date);
                assert!(is_shown, "{columns}: {date} in {shown}");
            }
            reader.keys("-");
        }
    }
}

#[test]
fn headings_of_days_are_shortened_rather_than_cut() {
    let annotations = "events: [{when: 2016-09-28, label: It}, {when: 2016-09-2X, label: That}]";
    let mut reader = Reader::of("Title of it\n\nA story of days.", annotations);
    reader.keys("t + + +");
    let rows = reader.pane(Pane::Timeline);
    assert!(rows.iter().any(|row| row.trim_end() == "Wed 28 Sep 2016"), "{rows:?}");
    assert!(rows.iter().any(|row| row.trim_end() == "2X Sep 2016"), "{rows:?}");
    let rows = reader.sized(120, 40).pane(Pane::Timeline);
    assert!(rows.iter().any(|row| row.trim_end() == "Wednesday 28 September 2016"), "{rows:?}");
}

#[test]
fn the_heading_of_the_time_line_has_the_whole_name_where_it_can() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(80, 24);
    reader.keys("w w w n t");
    let head = reader.pane(Pane::Timeline)[0].clone();
    assert!(head.contains("Mara Venn") && !head.contains('…'), "{head}");
    reader.keys("Esc Esc").go_to("Customs House").keys("n t");
    let head = reader.pane(Pane::Timeline)[0].clone();
    assert!(head.ends_with("Customs House"), "{head}");
}

#[test]
fn relations_read_as_sentences_from_either_end() {
    let mut reader = Reader::at_desk().sized(120, 40);
    reader.go_to("Jonas Reet").keys("Enter");
    assert!(reader.screen().contains("  chairs Tidewater Board"), "{}", reader.screen());
    reader.keys("Esc").go_to("Tidewater Board").keys("Enter");
    assert!(reader.screen().contains("Jonas Reet chairs Tidewater Board"), "{}", reader.screen());
}

#[test]
fn relations_of_mentions_are_those_of_their_names() {
    let text = "Talks\n\nAda Lund met Carl Berg and later Bill Stone on Monday.\n";
    let annotations = "\
entities:
  - {id: ada, name: Ada Lund, type: person, mentions: [{id: T1, quote: Ada Lund}]}
  - {id: carl, name: Carl Berg, type: person, mentions: [{id: T2, quote: Carl Berg}]}
  - {id: bill, name: Bill Stone, type: person, mentions: [{id: T7, quote: Bill Stone}]}
relations:
  - {from: T1, type: meets, to: T2}
  - {from: ada, type: meets, to: T7}
";
    let mut reader = Reader::of(text, annotations).sized(120, 40);
    reader.go_to("Ada Lund").keys("Enter");
    let screen = reader.screen();
    assert!(screen.contains("  meets Carl Berg"), "{screen}");
    assert!(screen.contains("  meets Bill Stone") && !screen.contains("T7"), "{screen}");
    for other in ["Carl Berg", "Bill Stone"] {
        reader.keys("Esc").go_to(other).keys("Enter");
        assert!(reader.screen().contains(&format!("Ada Lund meets {other}")), "{other}");
    }
}

#[test]
fn a_card_keeps_a_name_on_one_line() {
    let names: Vec<String> = (1..9)
        .map(|n| format!("  - {{id: d{n}, name: Night Desk {n}, type: organization}}\n"))
        .collect();
    let words: Vec<String> = (1..9).map(|n| format!("Night Desk {n}")).collect();
    let text = format!("Desks of the night\n\nThere met {}.", words.join(", "));
    let annotations = format!("entities:\n{}", names.concat());
    for columns in 72..100 {
        let mut reader = Reader::of(&text, &annotations).sized(columns, 40);
        reader.go_to("Night Desk 1").keys("Enter");
        let screen = reader.screen();
        let card = screen.split_once("with ").expect("with whom").1;
        for line in card.lines().take(3) {
            assert!(
                !line.trim_end().ends_with("Night") && !line.trim_end().ends_with("Desk"),
                "{screen}"
            );
        }
    }
}

#[test]
fn the_card_leaves_the_line_in_sight_that_it_was_opened_from() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut reader = Reader::at_desk().sized(columns, rows);
        for step in 0..14 {
            reader.keys("w");
            let column = reader.state.layout().column;
            let reading = reader.state.reading.as_ref().expect("a story");
            let line = reading.page.shown_at(reading.place).expect("in sight");
            let y = column.y + line as u16;
            let words = |line: String| -> String {
                line.chars().skip(column.x.into()).take(column.width.into()).collect()
            };
            let before = words(reader.line(y));
            reader.keys("Enter");
            assert_eq!(words(reader.line(y)), before, "{step}: {}", reader.screen());
            reader.keys("Esc");
        }
    }
}
