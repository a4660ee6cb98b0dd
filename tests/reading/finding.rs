//! Search, filters, palette, picker, help, hints, problems.

use super::desk::Reader;
use dateline::config::{Ink, Key};
use dateline::model::Head;
use dateline::state::{Effect, Layer, Message, Notice, Pane, Stamp, search};

#[test]
fn a_search_goes_along_while_it_is_typed() {
    let mut reader = Reader::at_desk();
    reader.keys("/").types("oslin");
    assert!(reader.screen().contains("1 of 2"));
    assert!(reader.here().starts_with("Oslin on Tuesday"));
    reader.types("zzz");
    assert!(reader.screen().contains("not found"));
    reader.keys("Esc");
    assert!(reader.here().starts_with("Harbour crane"), "left, it goes back");
    assert!(reader.reading().search.is_none());
}

#[test]
fn case_counts_only_with_a_capital() {
    let mut reader = Reader::at_desk();
    for (pattern, count) in
        [("the board", 1), ("board", 5), ("Board", 4), ("BOARD", 0), ("bOard", 0)]
    {
        reader.keys("/").types(pattern);
        let found = reader.reading().search.as_ref().map(|search| search.matches.len());
        assert_eq!(found, Some(count), "{pattern}");
        reader.keys("Esc");
    }
}

#[test]
fn patterns_are_regular_expressions() {
    let mut reader = Reader::at_desk();
    reader.keys("/").types(r"\b(eleven|nine)\b").keys("Enter");
    assert!(reader.screen().contains("1 of 3"), "{}", reader.screen());
    reader.keys("n n");
    assert!(reader.here().starts_with("nine times"));
    reader.keys("n");
    assert_eq!(reader.notice(), "from the start again");
    reader.keys("N N");
    assert!(reader.screen().contains("2 of 3"));
    let here = reader.theme.style(Ink::SearchHere).bg;
    let other = reader.theme.style(Ink::SearchMatch).bg;
    assert_eq!(reader.style_at("Eleven ships lay").bg, here);
    assert_eq!(reader.style_at("Eleven ships at").bg, other);
    reader.keys("Esc");
    assert_ne!(reader.style_at("Eleven ships at").bg, other);
    reader.keys("Backspace");
    assert!(reader.here().starts_with("nine times") || !reader.here().is_empty());
}

#[test]
fn a_bad_pattern_is_told_and_not_taken() {
    let mut reader = Reader::at_desk();
    reader.keys("/").types("(crane");
    assert!(reader.screen().contains("unclosed group"), "{}", reader.screen());
    reader.keys("Enter");
    assert!(reader.screen().contains("/(crane"), "it can still be mended");
    reader.types(")").keys("Enter");
    assert!(reader.here().starts_with("crane stands"));
    // Patterns that match nothing but emptiness, or take forever elsewhere.
    for pattern in ["x*", "^", "$", "(a|a)*$", r"\p{L}{1000}", "[[", "a{9999999}", "\\"] {
        reader.keys("/").types(pattern).keys("Enter Esc Esc");
    }
}

#[test]
fn an_empty_search_is_the_last_one_and_old_ones_come_back() {
    let mut reader = Reader::at_desk();
    reader.keys("/").types("crane").keys("Enter Esc g /").types("brake").keys("Enter Esc g");
    reader.keys("/ Enter");
    assert!(reader.here().starts_with("brake was replaced"), "{}", reader.here());
    reader.keys("Esc g / Up Up");
    assert!(reader.screen().contains("/crane"));
    reader.keys("Down");
    assert!(reader.screen().contains("/brake"));
    reader.keys("Esc / Backspace");
    assert!(reader.state.layer.is_none(), "nothing left to delete leaves");
}

#[test]
fn what_is_not_found_is_said() {
    let mut reader = Reader::at_desk();
    reader.keys("/").types("submarine").keys("Enter");
    assert_eq!(reader.notice(), "not found: submarine");
    assert!(reader.here().starts_with("Harbour crane"));
    assert!(reader.reading().search.is_none());
}

#[test]
fn slash_in_a_list_filters_it() {
    let mut reader = Reader::at_desk();
    reader.keys("e /").types("house");
    assert!(reader.screen().contains("names with house"));
    let rows = reader.pane(Pane::Names).join("\n");
    assert!(rows.contains("Customs House") && !rows.contains("Oslin"), "{rows}");
    reader.keys("Enter");
    assert!(reader.screen().contains("Names  /house"));
    reader.keys("j Enter");
    assert!(reader.here().starts_with("Customs House"), "{}", reader.here());
    reader.keys("e Esc");
    assert!(reader.screen().contains("Oslin"), "Esc takes the filter off");
    reader.keys("/").types("zz");
    assert!(reader.screen().contains("no name fits"));
    reader.keys("Esc Esc Esc t /").types("1931").keys("Enter");
    let rows = reader.pane(Pane::Timeline).join("\n");
    assert!(rows.contains("The crane is built") && !rows.contains("inspector"), "{rows}");
    reader.keys("Esc /").types("zz");
    assert!(reader.screen().contains("nothing dated fits"));
}

#[test]
fn the_story_list_is_filtered_and_opened_from() {
    let mut reader = Reader::in_port().sized(120, 40);
    reader.keys("s /").types("gulls").keys("Enter");
    assert!(reader.screen().contains("no story fits") || reader.screen().contains("c-gulls"));
    reader.keys("Enter");
    assert!(reader.screen().contains("Nobody had counted them"), "{}", reader.screen());
    assert!(reader.screen().contains("no annotations beside this story"));
}

#[test]
fn the_palette_does_every_command_by_name() {
    let mut reader = Reader::at_desk();
    reader.keys(":");
    assert!(reader.screen().contains("line-down") && reader.screen().contains("one line down"));
    reader.types("nxtthm");
    assert!(reader.screen().contains("▸ next-theme"), "a few letters are enough");
    let (_, y) = reader.find("▸ next-theme");
    assert!(reader.line(y).trim_end_matches(['│', ' ']).ends_with('T'), "with its key");
    reader.keys("Enter");
    assert_eq!(reader.notice(), "theme light");
    reader.keys(":").types("zzzz");
    assert!(reader.screen().contains("nothing fits"));
    reader.keys("Enter");
    assert!(reader.state.layer.is_none());
    // By a word of what it does.
    reader.keys(":").types("furniture").keys("Enter");
    assert!(reader.screen().contains("ADVERTISEMENT"));
    // Every one can be asked for without harm, from everywhere.
    let mut reader = Reader::in_port();
    let stamp = dateline::state::Stamp::default();
    for verb in dateline::state::VERBS {
        for focus in [Pane::Text, Pane::Names, Pane::Timeline, Pane::Stories, Pane::Notes] {
            reader.state.focus = focus;
            reader.state.obey(verb.command, &stamp);
            reader.resize(80, 24).keys("C-c");
        }
    }
}

#[test]
fn the_picker_finds_stories_names_and_notes() {
    let mut reader = Reader::in_port();
    reader.keys("a").types("first of all").keys("Esc C-p");
    reader.types("jnsreet").keys("Enter");
    assert!(reader.here().starts_with("Jonas Reet"));
    assert!(reader.screen().contains("Jonas Reet 1 of 3"), "the name is chosen");
    reader.keys("C-p").types("first of").keys("Enter");
    assert!(reader.here().starts_with("Harbour crane"));
    reader.keys("C-p").types("board").keys("Tab Up Down").types(".txt").keys("Enter");
    assert!(reader.line(0).contains("Board asks"), "{}", reader.line(0));
    reader.keys("Backspace");
    assert!(reader.line(0).contains("Harbour crane"));
}

#[test]
fn the_picker_puts_what_stands_together_first_and_asks_for_no_accents() {
    let text = "Men of the port\n\nRémi Oort, Max Reto and Morten Orm met Remo Orten.\n";
    let names = "entities:\n- {name: Rémi Oort, type: person}\n- {name: Max Reto, type: person}\n\
                 - {name: Morten Orm, type: person}\n- {name: Remo Orten, type: person}\n";
    let mut reader = Reader::of(text, names);
    let mut chosen = |typed: &str| {
        reader.keys("C-p").types(typed).keys("Enter");
        reader.here().to_owned()
    };
    assert!(chosen("remi").starts_with("Rémi Oort"));
    assert!(
        chosen("mor").starts_with("Morten Orm"),
        "the beginning of a name before letters apart"
    );
    assert!(chosen("ro").starts_with("R"), "letters that begin words count for more");
    assert!(chosen("OORT RÉMI").starts_with("Rémi Oort"), "words in any order and case");
    reader.keys("C-p").types("xyzzy");
    assert!(reader.screen().contains("nothing fits"));
}

#[test]
fn the_picker_knows_the_titles_of_stories_that_nobody_saw_in_the_list() {
    let mut reader = Reader::in_port().sized(100, 30);
    reader.keys("C-p").types("gulls come back");
    assert!(reader.screen().contains("nothing fits"), "the file is called otherwise");
    let asked: Vec<usize> = reader
        .effects()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::ReadHeads(wanted) => Some(wanted),
            _ => None,
        })
        .flatten()
        .map(|(index, _)| index)
        .collect();
    assert!(asked.contains(&2), "its title is read: {asked:?}");
    let title = Some("Gulls come back to the quays".to_owned());
    reader.tell(Message::HeadsRead(vec![(2, Head { title, ..Head::default() })]));
    assert!(
        reader.screen().contains("▸ story         Gulls come back to the quays"),
        "{}",
        reader.screen()
    );
    reader.keys("Enter");
    assert!(reader.screen().contains("The gulls came back on Saturday"), "{}", reader.screen());
}

#[test]
fn titles_of_stories_found_while_they_are_asked_for_are_asked_for_too() {
    use dateline::state::shelf::{Address, Entry};
    let found = |name: &str| {
        Message::StoriesFound(vec![Entry { address: Address::File(name.into()), head: None }])
    };
    let asked = |reader: &mut Reader| -> Vec<usize> {
        let asked = reader.effects().into_iter().filter_map(|effect| match effect {
            Effect::ReadHeads(wanted) => Some(wanted),
            _ => None,
        });
        asked.flatten().map(|(index, _)| index).collect()
    };
    // The list is not shown, so that nothing else asks for heads.
    let mut reader = Reader::in_port().sized(80, 24);
    reader.keys("C-p").types("lanterns");
    asked(&mut reader);
    reader.tell(found("d.txt"));
    assert_eq!(asked(&mut reader), [3], "for the picker");
    let title = Some("Lanterns on the mole".to_owned());
    reader.tell(Message::HeadsRead(vec![(3, Head { title, ..Head::default() })]));
    assert!(
        reader.screen().contains("▸ story         Lanterns on the mole"),
        "{}",
        reader.screen()
    );
    reader.keys("Esc");
    reader.tell(found("e.txt"));
    assert_eq!(asked(&mut reader), [0; 0], "nobody wants it");
    reader.asks("sort-stories");
    assert_eq!(asked(&mut reader), [4]);
    reader.tell(found("f.txt"));
    assert_eq!(asked(&mut reader), [5], "to sort it by its date");
}

#[test]
fn a_filter_of_the_story_list_is_said_and_the_picker_looks_past_it() {
    let mut reader = Reader::in_port().sized(120, 40);
    reader.keys("s /").types("board").keys("Enter Enter");
    assert!(reader.line(0).contains("1 of 1 with “board”"), "{}", reader.line(0));
    reader.keys("]");
    assert_eq!(reader.notice(), "this is the last story with “board”");
    reader.keys("C-p").types("gulls").keys("Enter");
    assert!(reader.screen().contains("Nobody had counted them"), "{}", reader.screen());
}

#[test]
fn help_lists_every_command_with_its_keys_and_is_searched() {
    let mut reader = Reader::at_desk().sized(150, 40);
    reader.keys("?");
    let mut seen = String::new();
    for _ in 0..12 {
        seen.push_str(&reader.screen());
        reader.keys("Space");
    }
    for verb in dateline::state::VERBS {
        assert!(seen.contains(verb.help), "{}", verb.name);
    }
    reader.keys("g /").types("highlight");
    let screen = reader.screen();
    assert!(screen.contains("highlight; again: next colour") && !screen.contains("one line down"));
    reader.keys("Enter j Esc ?");
    reader.keys("/").types("undo the last");
    let undo = reader.screen();
    assert!(undo.contains("undo the last change") && !undo.contains("C-z"), "{undo}");
    reader.keys("Esc Esc ?");
    reader.keys("/").types("zzzz");
    assert!(reader.screen().contains("nothing fits"));
    reader.keys("Esc Esc");
    assert!(reader.state.layer.is_none());
}

#[test]
fn what_is_scrolled_to_its_end_comes_back_at_once() {
    let mut reader = Reader::at_desk();
    reader.keys("?");
    let start = reader.screen();
    reader.keys("G");
    let end = reader.screen();
    assert_ne!(start, end);
    reader.keys("k");
    assert_ne!(reader.screen(), end, "one line up from the end is seen");
    reader.keys("Space Space Space Space Space Space Space Space Space Space Space Space PgUp");
    assert_ne!(reader.screen(), end);
    reader.keys("g");
    assert_eq!(reader.screen(), start);
    // The same for a card.
    let mut reader = Reader::at_desk().sized(40, 10);
    reader.keys("w w w Enter");
    for _ in 0..30 {
        reader.keys("j");
    }
    let end = reader.screen();
    for _ in 0..4 {
        reader.keys("k");
    }
    assert_ne!(reader.screen(), end);
}

#[test]
fn a_letter_stands_on_everything_that_can_be_jumped_to() {
    let mut reader = Reader::at_desk();
    reader.go_to("Nobody was hurt").keys("a").types("lucky").keys("Esc g f");
    let Some(Layer::Hints(hints)) = &reader.state.layer else { panic!("hints") };
    let count = hints.all.len();
    assert!(count >= 14, "{count}");
    let labels: Vec<String> = hints.all.iter().map(|hint| hint.label.clone()).collect();
    for (at, label) in labels.iter().enumerate() {
        let others = labels.iter().enumerate().filter(|(other, _)| *other != at);
        assert!(others.into_iter().all(|(_, other)| !other.starts_with(label.as_str())));
    }
    reader.keys("d");
    assert!(reader.here().starts_with("Mara Venn"), "{}", reader.here());
    assert!(reader.reading().chosen.is_some(), "jumping to a name chooses it");
    reader.keys("Backspace");
    assert!(reader.here().starts_with("Harbour crane"));
    // A letter that none has leaves; so does Esc.
    reader.keys("f Z");
    assert!(reader.state.layer.is_none());
    reader.keys("f Esc f C-c f Up");
    assert!(reader.state.layer.is_none());
}

#[test]
fn hints_lead_into_the_lists_and_to_links() {
    let text = "---\ntitle: A page\n---\nA [paper](https://example.org/a) says so. It is long.\n";
    let mut reader = Reader::among(&[("page.md", text, "")]);
    reader.keys("f a");
    assert_eq!(reader.effects().pop(), Some(Effect::Browse("https://example.org/a".into())));
    reader.go_to("paper says").keys("o");
    assert_eq!(reader.effects().pop(), Some(Effect::Browse("https://example.org/a".into())));
    let mut reader = Reader::at_desk();
    reader.keys("f");
    let Some(Layer::Hints(hints)) = &reader.state.layer else { panic!("hints") };
    let row = hints.all.iter().find(|hint| {
        matches!(hint.target, dateline::state::hints::Target::Row(Pane::Names, _))
            && reader.state.layout().names.is_some()
    });
    let label = row.expect("a hint in the list").label.clone();
    reader.types(&label);
    assert!(reader.here().starts_with("Mara Venn"));
    // With no link of the place, the story's own.
    reader.keys("g o");
    assert_eq!(reader.effects().pop(), Some(Effect::Browse("https://example.org/crane".into())));
}

#[test]
fn links_that_a_browser_should_not_get_are_refused() {
    for url in ["javascript:alert(1)", "file:///etc/passwd", "-x https://a", "ftp://a.b"] {
        let annotations = format!("story: {{url: \"{url}\"}}\nentities: []\n");
        let mut reader = Reader::of("A title here\n\nSome words of a story.", &annotations);
        reader.keys("o");
        assert!(!reader.effects().iter().any(|e| matches!(e, Effect::Browse(_))), "{url}");
        assert!(reader.notice().contains("no source link"));
    }
}

#[test]
fn a_fault_that_was_mended_is_not_spoken_of_any_more() {
    let mut reader = Reader::at_desk();
    reader.annotate_anew("entities:\n  - {name: Venn, typ: person}\n");
    assert!(reader.notice().contains(":problems"), "{}", reader.notice());
    reader.annotate_anew("entities:\n  - {name: Venn, type: person}\n");
    assert!(!reader.notice().contains(":problems"), "{}", reader.notice());
}

#[test]
fn what_is_wrong_in_the_text_is_still_said_when_the_annotations_are_there() {
    let told = |annotations: &str| {
        let story = "---\ntitle: a: b\n---\n\nThe ferry sails.\n";
        let reader = Reader::nowhere().given(&[("story.md", story, annotations)]);
        assert_eq!(reader.reading().problems.len(), 1, "{:?}", reader.reading().problems);
        reader.notice().to_owned()
    };
    for annotations in ["", "entities: []\n"] {
        assert!(told(annotations).contains("story.md:2"), "{}", told(annotations));
    }
}

#[test]
fn problems_are_shown_with_their_place_line_and_caret() {
    let annotations = "entities:\n  - name: Reet\n    typ: person\n  - {name: Nobody, quote: x}\n";
    let mut reader = Reader::of(super::desk::CRANE, annotations).sized(100, 30);
    assert!(reader.notice().contains("story.ann.yaml:"), "{}", reader.notice());
    reader.asks("problems");
    let screen = reader.screen();
    assert!(screen.contains("story.ann.yaml:2:5"), "{screen}");
    assert!(screen.contains("2 |   - name: Reet") && screen.contains("^^^"), "{screen}");
    assert!(screen.contains("one of person organization place"), "{screen}");
    reader.keys("j j j k G Esc");
    let mut reader = Reader::of(super::desk::BOARD, "");
    reader.asks("problems");
    assert_eq!(reader.notice(), "nothing is wrong in this story's files");
}

#[test]
fn a_notice_goes_with_the_next_key() {
    let mut reader = Reader::at_desk();
    reader.tell(Message::Told(Notice::news("something new")));
    assert!(reader.screen().contains("something new"));
    reader.keys("j");
    assert!(!reader.screen().contains("something new"));
}

#[test]
fn the_editor_is_opened_at_the_line() {
    let mut reader = Reader::in_port();
    reader.go_to("Jonas Reet, its chairman").keys("E");
    assert_eq!(reader.effects().pop(), Some(Effect::Edit("a-crane.txt".into(), 9)));
}

#[test]
fn keys_do_not_wait_for_a_search() {
    let mut reader = Reader::at_desk();
    let press = |reader: &mut Reader, keys: &str| {
        let mut asked = None;
        for word in keys.split(' ') {
            let key = Message::Key(Key::parse(word).expect("a key"));
            for effect in reader.state.update(key, &Stamp::default()) {
                if let Effect::Search { ticket, .. } = effect {
                    asked = Some(ticket);
                }
            }
        }
        asked.expect("a search is asked for")
    };
    let ticket = press(&mut reader, "/ v e n n Enter n");
    assert!(reader.here().starts_with("Harbour crane"), "nothing is found yet");
    let text = &reader.reading().story.text;
    let matches = search::find(text, "venn", false, || true).expect("a pattern").expect("all");
    // The answer to an earlier letter comes late and is not taken.
    reader.tell(Message::Found { ticket: ticket - 1, found: Ok(matches[3..].to_vec()) });
    assert!(reader.reading().search.is_none());
    let second = matches[1].start;
    reader.tell(Message::Found { ticket, found: Ok(matches) });
    assert_eq!(reader.reading().place, second, "and `n` counts from the first");
    // A pattern that proves wrong after it was accepted can be mended.
    let ticket = press(&mut reader, "/ ( Enter");
    assert!(reader.state.layer.is_none());
    reader.tell(Message::Found { ticket, found: Err("unclosed group".into()) });
    assert!(reader.screen().contains("/(") && reader.screen().contains("unclosed group"));
}

#[test]
fn a_search_that_nobody_waits_for_stops() {
    let reader = Reader::at_desk();
    let text = &reader.reading().story.text;
    assert_eq!(search::find(text, "e", false, || false), Ok(None));
}

#[test]
fn what_the_picker_opens_has_the_keys() {
    let mut reader = Reader::in_port().sized(120, 40);
    reader.keys("e").keys("C-p").types("c-gulls").keys("Enter");
    assert_eq!(reader.state.focus, Pane::Text);
}
