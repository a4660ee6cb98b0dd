//! A person before a story, without a screen: presses keys, and after each of
//! them everything the screen would be drawn from is looked at.

use std::sync::OnceLock;

use dateline::config::key::{Key, KeyCode};
use dateline::config::{Config, Paths};
use dateline::model::{Annotations, Moment, Note, Span, Story};
use dateline::state::layout::Area;
use dateline::state::message::{StoryAnnotated, StoryRead};
use dateline::state::page::Line;
use dateline::state::shelf::{Address, Entry};
use dateline::state::{
    Effect, Layer, Message, Mouse, MouseAct, NotSaved, Notice, Stamp, State, command,
};

use super::promises::{tame, within};

/// The story's address; it has no file, so nothing outside is ever touched.
const ADDRESS: &str = "story.txt";

/// A reader with one story open among three.
pub struct Sitting {
    /// What the screen would be drawn from.
    pub state: State,
    presses: u64,
}

impl Sitting {
    /// Opens a story with what belongs to it.
    pub fn new(story: Story, annotations: Annotations, notes: Vec<Note>) -> Self {
        // Read once: thousands of sittings take place in one run.
        static DEFAULTS: OnceLock<Config> = OnceLock::new();
        let config = DEFAULTS
            .get_or_init(|| Config::load(&Paths::default(), None, &command::names()))
            .clone();
        assert_eq!(config.problems, [], "the defaults are without fault");
        let mut sitting = Self { state: State::new(config, (100, 30)), presses: 0 };
        let given = |name: &str| Entry { address: Address::Given(name.into()), head: None };
        let found = [ADDRESS, "another \u{1b}[31m.txt", "third.md"].map(given).to_vec();
        let asked = sitting.tell(Message::StoriesFound(found));
        let ticket = asked.iter().find_map(|effect| match effect {
            Effect::Open { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let ticket = ticket.expect("the first story is asked for");
        let head = story.head.clone();
        let marks = vec![('a', 0)];
        sitting.tell(Message::StoryRead(Box::new(StoryRead {
            ticket,
            story,
            problems: Vec::new(),
            place: None,
            marks,
        })));
        sitting.tell(Message::StoryAnnotated(Box::new(StoryAnnotated {
            ticket,
            head,
            annotations,
            notes,
            problems: Vec::new(),
            annotated: true,
            by_machine: false,
            text_changed: false,
            today: Moment::parse("2024-05-03").ok(),
        })));
        sitting
    }

    /// Presses keys as they are written in a key file, parted by spaces.
    pub fn press(&mut self, keys: &str) {
        for word in keys.split(' ') {
            let key = Key::parse(word).expect("a key");
            self.tell(Message::Key(key));
        }
    }

    /// Takes each byte for something that happens: a character typed, a key
    /// without one, the mouse, the window, a worker's news.
    pub fn play(&mut self, bytes: &[u8]) {
        let mut left = bytes.iter().copied();
        while let Some(byte) = left.next() {
            let mut more = || u16::from(left.next().unwrap_or(0));
            let act = |act, x, y| Message::Mouse(Mouse { act, x, y });
            let plain = |code| Message::Key(Key::plain(code));
            let message = match byte {
                b' '..=b'~' => Message::Key(Key::char(char::from(byte))),
                b'\r' | b'\n' => plain(KeyCode::Enter),
                b'\t' => plain(KeyCode::Tab),
                0x1b => plain(KeyCode::Esc),
                0x7f => plain(KeyCode::Backspace),
                0..=0x1f => {
                    let code = KeyCode::Char(char::from(byte | 0x60));
                    Message::Key(Key::new(code, true, false, false))
                }
                0x80 => plain(KeyCode::Up),
                0x81 => plain(KeyCode::Down),
                0x82 => plain(KeyCode::Left),
                0x83 => plain(KeyCode::Right),
                0x84 => plain(KeyCode::Home),
                0x85 => plain(KeyCode::End),
                0x86 => plain(KeyCode::PageUp),
                0x87 => plain(KeyCode::PageDown),
                0x88 => plain(KeyCode::Delete),
                0x89 => Message::Key(Key::new(KeyCode::Tab, false, false, true)),
                0x8a => Message::Key(Key::new(KeyCode::Left, false, true, false)),
                0x8b => Message::Key(Key::new(KeyCode::Right, false, true, false)),
                0x90 => act(MouseAct::Press, more(), more()),
                0x91 => act(MouseAct::Double, more(), more()),
                0x92 => act(MouseAct::Drag, more(), more()),
                0x93 => act(MouseAct::Release, more(), more()),
                0x94 => act(MouseAct::WheelDown, more(), more()),
                0x95 => act(MouseAct::WheelUp, more(), more()),
                0x96 => Message::Resized(more(), more()),
                0x97 => Message::Paste("pasted \u{1b}[2J\r\n\ttext\0".into()),
                0x98 => Message::Background { dark: byte & 1 == 0 },
                0x99 => Message::StoryChanged,
                0x9a => Message::StoriesDone(Vec::new()),
                0x9b => Message::Recovered { count: 2, stories: vec!["a\u{9b}b".into()] },
                0x9c => Message::Told(Notice::news("told")),
                0x9d => Message::Saved {
                    address: Address::Given("-".into()),
                    unsaved: usize::from(more() % 2),
                    error: Some(NotSaved { words: "the disk is full".into(), kept: byte & 1 == 0 }),
                    news: None,
                },
                0x9e => Message::StoryFailed { ticket: u64::from(more()), error: "gone".into() },
                _ => Message::Key(Key::char(char::from(byte))),
            };
            self.tell(message);
        }
    }

    /// Tells the state what happened and looks at what became of it.
    pub fn tell(&mut self, message: Message) -> Vec<Effect> {
        self.presses += 1;
        let stamp = Stamp {
            now: "2024-05-03T12:00:00Z".into(),
            chance: self.presses.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        };
        let effects = self.state.update(message, &stamp);
        self.look();
        for effect in &effects {
            match effect {
                Effect::Browse(url) => tame(url),
                Effect::Copy(words) => words.split(['\n', '\t']).for_each(tame),
                Effect::Remember { place, marks, .. } => {
                    self.bound(*place);
                    marks.iter().for_each(|&(_, place)| self.bound(place));
                }
                _ => {}
            }
        }
        effects
    }

    /// A byte of the open story at which a character starts.
    fn bound(&self, place: usize) {
        let Some(reading) = &self.state.reading else { return };
        let content = reading.story.text.as_str();
        assert!(content.is_char_boundary(place), "{place} is no place in the text");
    }

    /// What the screen is drawn from can be drawn.
    fn look(&self) {
        let state = &self.state;
        let (width, height) = state.size;
        let layout = state.layout();
        let inside = |area: Area| area.right() <= width && area.bottom() <= height;
        let panes = [layout.shelf, layout.names, layout.timeline, layout.notes];
        for area in [layout.text, layout.column].into_iter().chain(panes.into_iter().flatten()) {
            assert!(inside(area), "{area:?} is not inside {width}x{height}");
        }
        if let Some(notice) = &state.notice {
            tame(&notice.words);
        }
        state.shelf.entries.iter().for_each(|entry| tame(&entry.title()));
        assert!(state.shelf.order.iter().all(|&index| index < state.shelf.entries.len()));
        let Some(reading) = &state.reading else { return };
        let text = &reading.story.text;
        tame(&reading.title());
        self.bound(reading.place);
        if let Some(selection) = reading.selection {
            self.bound(selection.anchor);
            self.bound(selection.head);
        }
        if let Some(span) = reading.selected() {
            within(text, span);
        }
        within(text, reading.passage_here());
        let entities = &reading.annotations.entities;
        entities.iter().for_each(|entity| tame(&entity.name));
        let chosen = reading.chosen.iter().chain(&reading.lit);
        assert!(chosen.into_iter().all(|&index| index < entities.len()), "who is lit exists");
        reading.timeline.entries.iter().for_each(|entry| tame(&entry.label));
        reading.notes.iter().flat_map(|note| &note.spans).for_each(|&span| within(text, span));
        let lists = [
            (&reading.names.list, reading.names.rows.len()),
            (&reading.timeline.list, reading.timeline.rows.len()),
            (&reading.note_rows.list, reading.note_rows.rows.len()),
            (&state.shelf.list, state.shelf.order.len()),
        ];
        for (list, rows) in lists {
            assert!(list.chosen < rows.max(1), "row {} of {rows} is chosen", list.chosen);
        }
        assert!(reading.page.visible.len() <= reading.page.style.height, "no more than fits");
        for (_, line) in &reading.page.visible {
            match line {
                Line::Words { row, .. } => {
                    within(text, Span::new(row.span.start, row.span.end));
                }
                Line::Title(words) | Line::Meta(words) => tame(words),
                Line::Note { note } => assert!(*note < reading.notes.len()),
                Line::Blank | Line::End => {}
            }
        }
        if let Some(Layer::Prompt(prompt)) = &state.layer {
            assert!(prompt.shown.iter().all(|&item| item < prompt.items.len()));
            assert!(prompt.line.text().is_char_boundary(prompt.line.cursor()));
        }
    }
}
