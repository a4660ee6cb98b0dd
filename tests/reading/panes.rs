//! Panes: going to them, folding them away, zen, widths, themes, settings.

use super::desk::{CRANE, CRANE_NAMES, Reader, defaults};
use dateline::config::{NoteLines, ThemeChoice};
use dateline::model::{Head, Moment};
use dateline::state::shelf::{Address, Entry, Shelf, Sort};
use dateline::state::{Effect, Message, Pane};

#[test]
fn the_keys_of_panes_show_them_and_fold_them_away() {
    let mut reader = Reader::in_port().sized(180, 45);
    for (key, pane) in
        [("s", Pane::Stories), ("e", Pane::Names), ("t", Pane::Timeline), ("m", Pane::Notes)]
    {
        reader.keys(key);
        assert_eq!(reader.state.focus, pane, "{key}");
        assert!(reader.state.layout().pane(pane).is_some());
        reader.keys(key);
        assert_eq!(reader.state.focus, Pane::Text, "again: folded away");
        assert_eq!(reader.state.layout().pane(pane), None, "{key}");
        reader.keys(key).keys("Esc");
        assert_eq!(reader.state.focus, Pane::Text);
        assert!(reader.state.layout().pane(pane).is_some(), "left, it stays");
    }
}

#[test]
fn tab_goes_round_the_panes_and_back() {
    let mut reader = Reader::in_port().sized(180, 45);
    let round = [Pane::Names, Pane::Timeline, Pane::Stories, Pane::Text];
    for pane in round {
        reader.keys("Tab");
        assert_eq!(reader.state.focus, pane);
    }
    for pane in [Pane::Stories, Pane::Timeline, Pane::Names, Pane::Text] {
        reader.keys("S-Tab");
        assert_eq!(reader.state.focus, pane);
    }
    // In a small window the side panes are reached too, and come over the text.
    reader.resize(50, 12).keys("Tab");
    assert!(reader.screen().contains("Names"));
    assert!(!reader.screen().contains("PORT SABLE, March"));
    reader.keys("Tab");
    assert!(reader.screen().contains("Time line"));
    reader.keys("Tab");
    assert!(reader.screen().contains("PORT SABLE"));
}

#[test]
fn zen_is_the_text_alone() {
    let mut reader = Reader::in_port().sized(180, 45);
    reader.keys("e z");
    assert_eq!(reader.state.focus, Pane::Text);
    let layout = reader.state.layout();
    assert_eq!((layout.names, layout.timeline, layout.shelf), (None, None, None));
    assert_eq!(layout.text.width, 180);
    let column = layout.column;
    assert!(column.x.abs_diff(180 - column.right()) < 8, "in the middle: {column:?}");
    reader.keys("z");
    assert!(reader.state.layout().names.is_some());
    reader.keys("z e");
    assert!(reader.state.layout().names.is_some(), "a pane asked for ends it");
    reader.keys("Esc z Esc");
    assert!(reader.state.layout().names.is_some(), "so does Esc");
}

#[test]
fn lines_are_made_wider_and_narrower() {
    let mut reader = Reader::at_desk().sized(200, 30);
    let width = |reader: &Reader| reader.state.layout().column.width;
    assert_eq!(width(&reader), 66);
    reader.keys("+");
    assert_eq!((width(&reader), reader.notice()), (68, "lines of 68 columns"));
    reader.keys("- -");
    assert_eq!(width(&reader), 64);
    for _ in 0..60 {
        reader.keys("-");
    }
    assert_eq!(width(&reader), 30);
    for _ in 0..60 {
        reader.keys("+");
    }
    assert_eq!(width(&reader), 120);
    let mut reader = Reader::at_desk();
    reader.keys("+");
    assert!(reader.notice().contains("there is room for"));
}

#[test]
fn themes_are_gone_through_and_the_background_is_heeded() {
    let mut reader = Reader::at_desk();
    assert_eq!(reader.state.theme_name(), "dark");
    reader.tell(Message::Background { dark: false });
    assert_eq!(reader.state.theme_name(), "light");
    assert_eq!(reader.effects(), [Effect::Repaint]);
    reader.tell(Message::Background { dark: false });
    assert_eq!(reader.effects(), []);
    let mut seen = Vec::new();
    for _ in 0..5 {
        reader.keys("T");
        seen.push(reader.state.theme_name());
    }
    seen.sort();
    assert_eq!(seen, ["dark", "high-contrast", "light", "mono", "terminal"]);
    reader.tell(Message::Background { dark: true });
    assert_eq!(reader.state.theme_name(), "light", "what was chosen stays");
}

#[test]
fn changed_settings_are_taken_over_and_the_rest_stays() {
    let mut reader = Reader::at_desk().sized(200, 40);
    reader.keys("+ T");
    let mut config = defaults();
    config.settings.note_lines = NoteLines::Off;
    reader.tell(Message::Configured(Box::new(config)));
    assert_eq!(reader.notice(), "settings taken over");
    assert_eq!(reader.state.panes.note_lines, NoteLines::Off);
    assert_eq!(reader.state.layout().column.width, 68, "made by key, it stays");
    assert_eq!(reader.state.theme_name(), "light");
    let mut config = defaults();
    config.settings.measure = 50;
    config.settings.theme = ThemeChoice::Named("high-contrast".into());
    reader.tell(Message::Configured(Box::new(config)));
    assert_eq!(reader.state.layout().column.width, 50);
    assert_eq!(reader.state.theme_name(), "high-contrast");
    // What is wrong in them is told.
    let mut config = defaults();
    let wrong = dateline::error::Diagnostic::error("config.yaml", "no such setting: mesure");
    config.problems.push(wrong);
    reader.tell(Message::Configured(Box::new(config)));
    assert!(reader.screen().contains("config.yaml: no such setting: mesure"));
    reader.asks("problems");
    assert!(reader.screen().contains("1 problem"));
}

#[test]
fn control_c_leaves_what_is_open_and_then_quits() {
    let mut reader = Reader::at_desk();
    for open in ["e", "?", ":", "C-p", "/", "w Enter", "f", "v", "M", "t", "m"] {
        reader.keys(open).keys("C-c");
        assert_eq!(reader.state.focus, Pane::Text, "{open}");
        assert!(reader.state.layer.is_none() && reader.reading().selection.is_none(), "{open}");
        assert!(!reader.effects().contains(&Effect::Quit), "{open}");
    }
    reader.keys("C-c");
    assert!(reader.effects().contains(&Effect::Quit));
}

#[test]
fn esc_leaves_one_thing_after_the_other() {
    let mut reader = Reader::at_desk();
    reader.keys("w n / O s l i n Enter v Esc");
    assert!(reader.reading().selection.is_none() && reader.reading().search.is_some());
    reader.keys("Esc");
    assert!(reader.reading().search.is_none() && reader.reading().chosen.is_some());
    reader.keys("Esc");
    assert!(reader.reading().chosen.is_none());
    reader.effects();
    reader.keys("Esc Esc");
    assert_eq!(reader.effects().len(), 0);
}

#[test]
fn suspend_and_quit_go_out_from_every_pane() {
    for pane in ["", "e", "t", "s", "m"] {
        let mut reader = Reader::at_desk();
        reader.keys(pane).keys("C-z");
        assert_eq!(reader.effects().pop(), Some(Effect::Suspend), "{pane}");
        reader.keys("q");
        assert_eq!(reader.effects().pop(), Some(Effect::Quit), "{pane}");
    }
}

#[test]
fn what_is_cut_off_can_be_reached() {
    let mut reader = Reader::of(CRANE, CRANE_NAMES).sized(40, 10);
    reader.keys("e G");
    assert!(reader.screen().contains("Customs House"), "{}", reader.screen());
    reader.keys("Esc Esc t G");
    assert!(reader.screen().contains("An inspector comes"), "{}", reader.screen());
    reader.keys("Esc w Enter");
    reader.keys("j j j j j j j j j j j j");
    assert!(reader.screen().contains("profile"), "{}", reader.screen());
    reader.keys("Esc ? G");
    assert!(reader.screen().contains("quit"));
}

#[test]
fn stories_are_sorted_by_date_and_title() {
    let mut reader = Reader::in_port().sized(180, 45);
    reader.keys("] [").asks("sort-stories");
    assert_eq!(reader.notice(), "stories newest first");
    let first = reader.pane(Pane::Stories)[1].clone();
    assert!(first.contains("Board asks"), "{first}");
    reader.asks("sort-stories");
    assert_eq!(reader.notice(), "stories by title");
    assert!(reader.pane(Pane::Stories)[1].contains("Board asks"));
    reader.keys("]");
    assert!(!reader.line(0).contains("Board asks"), "the next one in the order shown");
}

#[test]
fn stories_learned_of_later_stand_where_sorting_puts_them() {
    let names = ["d", "b", "e", "a", "c", "f"];
    let entry = |name: &&str| Entry { address: Address::Given((*name).into()), head: None };
    let head = |title: &str, day: u32| Head {
        title: Some(title.into()),
        published: Moment::parse(&format!("2025-03-{day:02}")).ok(),
        ..Head::default()
    };
    for (sort, filter) in
        [(Sort::Title, ""), (Sort::Date, ""), (Sort::Name, "o"), (Sort::Date, "o")]
    {
        let mut shelf = Shelf::default();
        shelf.add(names.iter().map(entry).collect());
        (shelf.sort, shelf.filter) = (sort, filter.into());
        shelf.arrange();
        shelf.learn(vec![(4, head("Two", 2)), (0, head("One", 3)), (99, head("None", 1))]);
        shelf.learn(vec![(3, head("Four", 2)), (5, head("Zero", 9)), (3, head("Foul", 2))]);
        let order = shelf.order.clone();
        shelf.arrange();
        assert_eq!(order, shelf.order, "{sort:?} {filter}");
    }
}
