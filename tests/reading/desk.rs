//! Where a test reads: stories at hand, keys in, the screen out.
//!
//! Reading a story and keeping notes and places, the work of threads in the
//! program, is done here at once and in memory.
//!
//! ```text
//! let mut reader = Reader::at_desk();
//! reader.keys("w w Enter");
//! assert!(reader.screen().contains("harbour master"));
//! ```

use dateline::annotator::{self, By};
use dateline::config::key::Key;
use dateline::config::{Config, Ink, Paths, Theme, Themes};
use dateline::loader::{self, Source};
use dateline::model::{Moment, Note, Span, Text};
use dateline::state::message::{StoryAnnotated, StoryRead};
use dateline::state::reading::Reading;
use dateline::state::shelf::{Address, Entry};
use dateline::state::{Command, Effect, Message, Mouse, MouseAct, Stamp, State, command, search};
use dateline::typeset::motion;
use dateline::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::collections::HashMap;
use std::path::Path;

/// A story of wire copy: two names that meet, a board, three places, dates.
pub const CRANE: &str = "\
Harbour crane stands still for a third day

By Lena Marsh

PORT SABLE, March 4 (Tideline) – The great crane of Port Sable stood still for a third day on Tuesday, and Mara Venn, the harbour master, said she would not let it run before its brake was replaced.

“Nobody walks under that hook until I have seen it stop,” Venn told the Tidewater Board at a meeting in the Customs House.

The Tidewater Board, which owns the crane, had asked for a quick answer. Jonas Reet, its chairman, said that every idle day cost the port forty thousand crowns.

ADVERTISEMENT

Eleven ships at anchor

Eleven ships lay at anchor off Oslin on Tuesday night, two of them with fruit aboard. Their captains were told to wait, or to try the quays of Port Sable at high water without the crane.

Reet said he had offered to pay for a second brake from Oslin, where a yard keeps spare parts for cranes of that kind. Venn said she had heard of no such offer.

The brake failed on Sunday, March 2, while a boiler hung over the quay. Nobody was hurt. The crane was built in 1931 and has been repaired nine times, twice after storms.

An inspector is expected on March 10. Until then, Venn said, the boiler stays where it is: on the ground, under a sheet, where everybody can look at it.

The Tidewater Board meets again on Friday. Reet said the Board would then ask whether one person should decide alone when the port stands still.

Fishermen, who have no use for a crane, said the harbour had not been so quiet in thirty years. Some of them thanked Venn for it, and one asked whether the crane could be left as it is.
";

/// Its annotations.
pub const CRANE_NAMES: &str = "\
format: dateline/1
story:
  source: Tideline
  published: 2025-03-04
  url: https://example.org/crane
entities:
  - id: mara-venn
    name: Mara Venn
    type: person
    aliases: [Venn]
    role: harbour master
    about: Decides what moves in the port.
    links: {profile: https://example.org/venn}
  - {id: jonas-reet, name: Jonas Reet, type: person, aliases: [Reet]}
  - {id: tidewater-board, name: Tidewater Board, type: organization, aliases: [the Board]}
  - {id: port-sable, name: Port Sable, type: place, aliases: [PORT SABLE]}
  - {id: oslin, name: Oslin, type: place}
  - {id: customs-house, name: Customs House, type: place}
events:
  - {id: built, when: 1931, label: The crane is built, quote: built in 1931}
  - {id: failed, when: 2025-03-02, label: The brake fails, quote: The brake failed on Sunday}
  - {id: meeting, when: 2025-03-04, label: Venn refuses the Board, quote: told the Tidewater Board, who: [mara-venn, tidewater-board]}
  - {id: again, when: 2025-03-07, label: The Board meets again, quote: meets again on Friday, who: [tidewater-board, jonas-reet]}
  - {id: inspector, when: 2025-03-10, label: An inspector comes, quote: An inspector is expected}
quotes:
  - {quote: Nobody walks under that hook until I have seen it stop, speaker: mara-venn, cue: told}
relations:
  - {from: jonas-reet, type: chairs, to: tidewater-board}
";

/// A second story, in which one of the names occurs again.
pub const BOARD: &str = "\
Board asks who may stop the port

PORT SABLE, March 7 (Tideline) – The Tidewater Board spent Friday on one question: who may stop the port.

Jonas Reet put it to the vote twice, and Mara Venn left before the second.
";

/// Its annotations.
pub const BOARD_NAMES: &str = "\
story: {published: 2025-03-07}
entities:
  - {id: mara-venn, name: Mara Venn, type: person}
  - {id: tidewater-board, name: Tidewater Board, type: organization}
";

/// A third, without annotations.
pub const GULLS: &str = "\
Gulls come back to the quays

The gulls came back on Saturday. Nobody had counted them before, and nobody counts them now.
";

/// A story as it lies in a folder: file name, text, annotations (or nothing).
pub type Copy<'a> = (&'a str, &'a str, &'a str);

/// What finds names in stories that nobody annotated.
#[derive(Default)]
pub enum Machine {
    /// It finds none.
    #[default]
    Finds,
    /// It finds what such an annotation file would say, in every story.
    Names(String),
    /// It is still at work.
    Works,
}

/// A person who reads.
pub struct Reader {
    pub state: State,
    pub theme: Theme,
    stories: HashMap<Address, (String, String)>,
    pub notes: HashMap<Address, Vec<Note>>,
    places: HashMap<Address, (usize, Vec<(char, usize)>)>,
    machine: Machine,
    /// The stories as they were read last.
    read: HashMap<Address, Text>,
    effects: Vec<Effect>,
    stamps: u64,
    cursor: Option<Position>,
}

/// The settings that come with the program.
pub fn defaults() -> Config {
    let config = Config::load(&Paths::default(), None, &command::names());
    assert_eq!(config.problems, []);
    config
}

impl Reader {
    /// The crane story before a window of 80 by 24.
    pub fn at_desk() -> Self {
        Self::of(CRANE, CRANE_NAMES)
    }

    /// One story.
    pub fn of(text: &str, annotations: &str) -> Self {
        Self::among(&[("story.txt", text, annotations)])
    }

    /// The three stories, the first one open.
    pub fn in_port() -> Self {
        Self::among(&[
            ("a-crane.txt", CRANE, CRANE_NAMES),
            ("b-board.txt", BOARD, BOARD_NAMES),
            ("c-gulls.txt", GULLS, ""),
        ])
    }

    /// Several stories, the first one open.
    pub fn among(stories: &[Copy<'_>]) -> Self {
        Self::nowhere().given(stories)
    }

    /// The same reader, given several stories, the first one open.
    pub fn given(mut self, stories: &[Copy<'_>]) -> Self {
        let mut entries = Vec::new();
        for (name, text, annotations) in stories {
            let address = Address::File((*name).into());
            let copy = ((*text).to_owned(), (*annotations).to_owned());
            self.stories.insert(address.clone(), copy);
            entries.push(Entry { address, head: None });
        }
        self.tell(Message::StoriesFound(entries));
        self.tell(Message::StoriesDone(Vec::new()));
        assert!(self.state.reading.is_some(), "a story is open");
        self.effects.clear();
        self
    }

    /// A reader without any story yet.
    pub fn nowhere() -> Self {
        Self {
            state: State::new(defaults(), (80, 24)),
            theme: Themes::default().get("dark").expect("a theme"),
            stories: HashMap::new(),
            notes: HashMap::new(),
            places: HashMap::new(),
            machine: Machine::default(),
            read: HashMap::new(),
            effects: Vec::new(),
            stamps: 0,
            cursor: None,
        }
    }

    /// The same reader before a window of another size.
    pub fn sized(mut self, columns: u16, rows: u16) -> Self {
        self.resize(columns, rows);
        self
    }

    /// Gives the window another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.tell(Message::Resized(columns, rows))
    }

    /// Presses keys, written as in a key file: `w w Enter C-p`.
    #[track_caller]
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for word in keys.split_whitespace() {
            let key = Key::parse(word).unwrap_or_else(|why| panic!("{word}: {why}"));
            self.tell(Message::Key(key));
        }
        self
    }

    /// Types letters.
    pub fn types(&mut self, words: &str) -> &mut Self {
        for letter in words.chars() {
            self.tell(Message::Key(Key::char(letter)));
        }
        self
    }

    /// Asks for a command by its name, as the palette does.
    #[track_caller]
    pub fn asks(&mut self, name: &str) -> &mut Self {
        let command = Command::named(name).unwrap_or_else(|| panic!("{name}"));
        self.keys(":").types(name);
        let Some(dateline::state::Layer::Prompt(prompt)) = &self.state.layer else {
            panic!("no palette")
        };
        let chosen = prompt.chosen().map(|item| item.goal.clone());
        assert_eq!(chosen, Some(dateline::state::prompt::Goal::Command(command)));
        self.keys("Enter")
    }

    /// Does something with the mouse at the first cell of some words.
    #[track_caller]
    pub fn mouse(&mut self, act: MouseAct, words: &str) -> &mut Self {
        let (x, y) = self.find(words);
        self.mouse_at(act, x, y)
    }

    /// Does something with the mouse.
    pub fn mouse_at(&mut self, act: MouseAct, x: u16, y: u16) -> &mut Self {
        self.tell(Message::Mouse(Mouse { act, x, y }))
    }

    /// Clicks: the button down and up.
    #[track_caller]
    pub fn click(&mut self, words: &str) -> &mut Self {
        let (x, y) = self.find(words);
        self.mouse_at(MouseAct::Press, x, y).mouse_at(MouseAct::Release, x, y)
    }

    /// Lets something happen; the work it asks for is done at once.
    pub fn tell(&mut self, message: Message) -> &mut Self {
        self.stamps += 1;
        let stamp = Stamp {
            now: format!("2025-03-05T10:{:02}:{:02}Z", self.stamps / 60 % 60, self.stamps % 60),
            chance: self.stamps.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        };
        let effects = self.state.update(message, &stamp);
        self.check();
        for effect in effects {
            self.carry_out(&effect);
            self.effects.push(effect);
        }
        self
    }

    fn carry_out(&mut self, effect: &Effect) {
        match effect {
            Effect::Open { ticket, address } => self.open(*ticket, address),
            Effect::Save { changes, .. } => {
                let Some(reading) = &self.state.reading else { return };
                let notes = self.notes.entry(reading.address.clone()).or_default();
                for change in changes {
                    notes.retain(|note| note.id != change.id());
                    notes.extend(change.after.clone());
                }
            }
            Effect::Search { ticket, pattern, boilerplate } => {
                let Some(reading) = &self.state.reading else { return };
                let text = &reading.story.text;
                let found = search::find(text, pattern, *boilerplate, || true).transpose();
                if let Some(found) = found {
                    self.tell(Message::Found { ticket: *ticket, found });
                }
            }
            Effect::Find { ticket } if !matches!(self.machine, Machine::Works) => {
                self.finds(*ticket);
            }
            Effect::Retime { ticket, theirs } => {
                let Some(reading) = &self.state.reading else { return };
                let by = if theirs.is_some() { By::Program } else { By::BuiltIn };
                let mut times = theirs.clone().unwrap_or_default();
                annotator::retime(&reading.story, by, &mut times);
                self.tell(Message::Retimed { ticket: *ticket, times });
            }
            Effect::Remember { address, place, marks, read, .. } => {
                self.places.insert(address.clone(), (*place, marks.clone()));
                self.read.extend(read.clone().map(|text| (address.clone(), text)));
            }
            Effect::Compare { ticket, old, new } => {
                let changes = dateline::anchor::changes(old, new);
                self.tell(Message::Compared { ticket: *ticket, changes });
            }
            _ => {}
        }
    }

    /// One story that nobody annotated, and the machine that finds names in it.
    pub fn of_bare(text: &str, machine: Machine) -> Self {
        let mut reader = Self::nowhere();
        reader.machine = machine;
        let address = Address::File("bare.txt".into());
        reader.stories.insert(address.clone(), (text.to_owned(), String::new()));
        reader.tell(Message::StoriesFound(vec![Entry { address, head: None }]));
        reader.tell(Message::StoriesDone(Vec::new()));
        reader
    }

    /// Lets the machine find these names in the open story, at last.
    pub fn finds_names(&mut self, yaml: &str) -> &mut Self {
        self.machine = Machine::Names(yaml.to_owned());
        let ticket = self.reading().ticket;
        self.finds(ticket);
        self
    }

    /// What the thread that finds names does.
    fn finds(&mut self, ticket: u64) {
        let Some(reading) = &self.state.reading else { return };
        let mut annotations = dateline::model::Annotations::default();
        if let Machine::Names(yaml) = &self.machine {
            let mut story = dateline::model::Story {
                text: reading.story.text.clone(),
                ..dateline::model::Story::default()
            };
            let file = Path::new("found.yaml");
            let read = loader::annotations_of(&mut story, file, yaml.clone().into_bytes());
            assert_eq!(read.problems, []);
            annotations = read.annotations;
        }
        annotations.mark_found();
        let annotations = Box::new(annotations);
        self.tell(Message::NamesFound { ticket, annotations, trouble: None, remark: None });
    }

    /// What the thread that opens stories does.
    fn open(&mut self, ticket: u64, address: &Address) {
        let Some((text, annotations)) = self.stories.get(address).cloned() else {
            let error = format!("{} is not there", address.name());
            self.tell(Message::StoryFailed { ticket, error });
            return;
        };
        let source = Source::Bytes { name: address.name(), bytes: text.into_bytes() };
        let options = loader::Options::default();
        let (mut story, problems) = loader::read_story(&source, &options).expect("bytes open");
        let (again, _) = loader::read_story(&source, &options).expect("bytes open");
        let (place, marks) = match self.places.get(address) {
            Some((place, marks)) => (Some(*place), marks.clone()),
            None => (None, Vec::new()),
        };
        let read = StoryRead { ticket, story: again, problems, place, marks };
        self.tell(Message::StoryRead(Box::new(read)));
        let name = Path::new(&address.name()).with_extension("ann.yaml");
        let annotated = annotations.is_empty().then(loader::Annotated::default);
        let annotated = annotated.unwrap_or_else(|| {
            loader::annotations_of(&mut story, &name, annotations.clone().into_bytes())
        });
        let mut notes = self.notes.get(address).cloned().unwrap_or_default();
        dateline::anchor::anchor(&mut notes, &story.text, &[]);
        let last = self.read.get(address).filter(|last| last.as_str() != story.text.as_str());
        let last = last.cloned();
        self.tell(Message::StoryAnnotated(Box::new(StoryAnnotated {
            ticket,
            head: story.head,
            annotations: annotated.annotations,
            notes,
            problems: annotated.problems,
            annotated: !annotations.is_empty(),
            by_machine: annotated.by_machine,
            text_changed: last.is_some(),
            today: Moment::parse("2025-03-05").ok(),
        })));
        if let Some(text) = last {
            self.tell(Message::LastRead { ticket, text });
        }
    }

    /// Puts another text in the place of the open story's, as another program would.
    pub fn rewrite(&mut self, text: &str) -> &mut Self {
        let address = self.reading().address.clone();
        self.stories.get_mut(&address).expect("the story").0 = text.to_owned();
        self.tell(Message::StoryChanged)
    }

    /// Puts other annotations beside the open story, as another program would.
    pub fn annotate_anew(&mut self, yaml: &str) -> &mut Self {
        let address = self.reading().address.clone();
        self.stories.get_mut(&address).expect("the story").1 = yaml.to_owned();
        self.tell(Message::StoryChanged)
    }

    /// Puts another text in the place of a story that is not open.
    pub fn rewrite_closed(&mut self, name: &str, text: &str) -> &mut Self {
        let copy = self.stories.get_mut(&Address::File(name.into())).expect("the story");
        copy.0 = text.to_owned();
        self
    }

    /// Takes the open story's file away.
    pub fn remove(&mut self) -> &mut Self {
        let address = self.reading().address.clone();
        self.stories.remove(&address);
        self.tell(Message::StoryChanged)
    }

    /// What must hold after everything that happens.
    #[track_caller]
    fn check(&mut self) {
        if let Some(reading) = &self.state.reading {
            let text = reading.story.text.as_str();
            assert!(motion::is_bound(text, reading.place), "place {} parts", reading.place);
            if let Some(selection) = reading.selection {
                assert!(motion::is_bound(text, selection.anchor), "{selection:?}");
                assert!(motion::is_bound(text, selection.head), "{selection:?}");
            }
        }
        let _ = self.draw();
        let (columns, rows) = self.state.size;
        if let Some(at) = self.cursor {
            assert!(at.x < columns && at.y < rows, "cursor at {at} of {columns}x{rows}");
        }
    }

    /// Draws the screen.
    pub fn draw(&mut self) -> Buffer {
        let (columns, rows) = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        self.cursor = ui::draw(&mut buffer, &self.state, &self.theme);
        buffer
    }

    /// Where the terminal's cursor stands, if it is seen.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.cursor.map(|at| (at.x, at.y))
    }

    /// The screen as text, a line a row.
    pub fn screen(&mut self) -> String {
        let rows = self.state.size.1;
        (0..rows).map(|y| self.line(y) + "\n").collect()
    }

    /// A row of the screen, without the blanks at its end.
    pub fn line(&mut self, y: u16) -> String {
        let cells = cells(&self.draw(), y);
        let words: String = cells.into_iter().map(|(_, symbol)| symbol).collect();
        words.trim_end().to_owned()
    }

    /// The rows of a pane as text, without blank ones.
    #[track_caller]
    pub fn pane(&mut self, pane: dateline::state::Pane) -> Vec<String> {
        let area = self.state.layout().pane(pane).unwrap_or_else(|| panic!("{pane:?} is hidden"));
        let buffer = self.draw();
        (area.y..area.bottom())
            .map(|y| {
                let inside = |(x, _): &(u16, String)| (area.x..area.right()).contains(x);
                let row = cells(&buffer, y).into_iter().filter(inside);
                row.map(|(_, symbol)| symbol).collect::<String>().trim().to_owned()
            })
            .filter(|row| !row.is_empty())
            .collect()
    }

    /// The first cell at which some words stand on the screen.
    #[track_caller]
    pub fn find(&mut self, words: &str) -> (u16, u16) {
        *self.find_all(words).first().unwrap_or_else(|| {
            panic!("no {words:?} on the screen:\n{}", self.screen());
        })
    }

    /// Every cell at which some words stand on the screen.
    pub fn find_all(&mut self, words: &str) -> Vec<(u16, u16)> {
        let buffer = self.draw();
        let mut found = Vec::new();
        for y in 0..self.state.size.1 {
            let mut line = String::new();
            let mut starts = Vec::new();
            for (x, symbol) in cells(&buffer, y) {
                starts.push((line.len(), x));
                line.push_str(&symbol);
            }
            for (at, _) in line.match_indices(words) {
                if let Ok(cell) = starts.binary_search_by_key(&at, |(start, _)| *start) {
                    found.push((starts[cell].1, y));
                }
            }
        }
        found
    }

    /// The style of the first cell of some words.
    #[track_caller]
    pub fn style_at(&mut self, words: &str) -> Style {
        let at = self.find(words);
        self.draw()[at].style()
    }

    /// The style of a cell.
    pub fn style_of(&mut self, at: (u16, u16)) -> Style {
        self.draw()[at].style()
    }

    /// Whether some words are inked like `ink`, whatever they stand on.
    #[track_caller]
    pub fn inked(&mut self, words: &str, ink: Ink) -> bool {
        self.style_at(words).fg == self.theme.style(ink).fg
    }

    /// The effects since this was asked last.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// What was put on the clipboard since effects were asked for last.
    #[track_caller]
    pub fn copied(&mut self) -> String {
        let copied = self.effects().into_iter().rev().find_map(|effect| match effect {
            Effect::Copy(words) => Some(words),
            _ => None,
        });
        copied.expect("something was copied")
    }

    /// The open story.
    #[track_caller]
    pub fn reading(&self) -> &Reading {
        self.state.reading.as_ref().expect("a story is open")
    }

    /// The words of the open story that the reader stands before.
    pub fn here(&self) -> &str {
        let reading = self.reading();
        &reading.story.text.as_str()[reading.place..]
    }

    /// The words selected.
    #[track_caller]
    pub fn selected(&self) -> &str {
        let span = self.reading().selected().expect("a selection");
        self.slice(span)
    }

    /// Words of the open story.
    pub fn slice(&self, span: Span) -> &str {
        self.reading().story.text.slice(span)
    }

    /// The address of the open story.
    pub fn address(&self) -> Address {
        self.state.reading.as_ref().expect("a story is open").address.clone()
    }

    /// The notes of the open story.
    pub fn notes(&self) -> &[Note] {
        &self.reading().notes
    }

    /// The notes of the open story as they were saved.
    pub fn saved(&self) -> Vec<Note> {
        self.notes.get(&self.reading().address).cloned().unwrap_or_default()
    }

    /// The line for the reader; empty if there is none.
    pub fn notice(&self) -> &str {
        self.state.notice.as_ref().map_or("", |notice| notice.words.as_str())
    }

    /// Moves to where some words of the story stand, by searching for them.
    #[track_caller]
    pub fn go_to(&mut self, words: &str) -> &mut Self {
        let pattern: String = words
            .chars()
            .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
            .collect();
        self.keys("/").types(&pattern).keys("Enter");
        assert!(self.here().starts_with(words), "{:?}", self.notice());
        // The search is left, the place stays.
        self.keys("Esc")
    }
}

/// The cells of a row that are seen: (column, symbol); what a wide character
/// covers is left out.
fn cells(buffer: &Buffer, y: u16) -> Vec<(u16, String)> {
    let mut seen = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = unlinked(buffer[(x, y)].symbol()).to_owned();
        let wide = dateline::typeset::width::columns(&symbol).max(1) as u16;
        seen.push((x, symbol.replace('\u{a0}', " ")));
        x += wide;
    }
    seen
}

/// The symbol of a cell without the link around it.
fn unlinked(symbol: &str) -> &str {
    match symbol.strip_prefix("\x1b]8;") {
        Some(linked) => linked.split('\x1b').nth(1).map_or("", |part| &part[1..]),
        None => symbol,
    }
}
