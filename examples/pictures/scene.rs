//! What the pictures show: a reader at the sample stories, played with keys.
//!
//! Stories come through the loader, everything else through the messages and
//! keys that the program itself gets, with a clock and a dice that stand still.

use std::collections::HashMap;
use std::path::Path;

use dateline::config::{Config, Ink, Key, Paths};
use dateline::loader::{self, Options, Source};
use dateline::model::{Annotations, Moment, Story};
use dateline::state::message::{StoryAnnotated, StoryRead};
use dateline::state::shelf::{Address, Entry};
use dateline::state::{Effect, Message, Stamp, State, command, search};
use dateline::ui;
use dateline::work::Samples;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::svg::svg;

/// The day on which the reader sits there.
const TODAY: &str = "2025-10-16";

/// Something the reader does.
enum Act {
    /// Presses these keys, one after the other.
    Press(&'static str),
    /// Types these words.
    Type(&'static str),
}
use Act::{Press, Type};

/// A picture, once in each theme.
struct Scene {
    /// The beginning of its file's name.
    name: &'static str,
    /// What is seen, for those who do not see it.
    title: &'static str,
    /// Columns and rows.
    size: (u16, u16),
    /// The story that is open.
    story: &'static str,
    acts: &'static [Act],
}

const SCENES: [Scene; 3] = [
    Scene {
        name: "reading",
        title: "A story with its names and its time line beside it. One name is chosen: its \
                mentions are lit and the time line shows only what concerns it. One sentence \
                has a note, another is highlighted.",
        size: (120, 40),
        story: "70-inquiry-opens.txt",
        acts: &[
            Press("/"),
            Type("nobody was"),
            Press("Enter Esc a"),
            Type("Who could have told them? Ask for the minutes. #check"),
            Press("Esc /"),
            Type("gave me a clock"),
            Press("Enter Esc v i s H Esc g /"),
            Type("Walter Nunn"),
            Press("Enter Esc n N"),
        ],
    },
    Scene {
        name: "card",
        title: "The card of a name over the story, in a window of 80 columns: who she is, where \
                she occurs, with whom, what she said, and a note on her.",
        size: (80, 24),
        story: "90-moon-dial-found.txt",
        acts: &[
            Press("/"),
            Type("Wren Ashdown"),
            Press("Enter Esc n N :"),
            Type("note-on-name"),
            Press("Enter"),
            Type("Ask her for a picture of the back. #ask"),
            Press("Esc e e t t Enter"),
        ],
    },
    Scene {
        name: "notes",
        title: "A story with notes on it in its margin, and the list of them at the side.",
        size: (120, 32),
        story: "30-clock-taken-down.txt",
        acts: &[
            Press("/"),
            Type("in 61 pieces"),
            Press("Enter Esc a"),
            Type("61 with the dial, or without? #check"),
            Press("Esc /"),
            Type("right about"),
            Press("Enter Esc v i s H Esc /"),
            Type("share the bill"),
            Press("Enter Esc a"),
            Type("Who pays which part? #money #ask"),
            Press("Esc /"),
            Type("9,000 jars"),
            Press("Enter Esc v i w l l l l l H H Esc /"),
            Type("book, and"),
            Press("Enter Esc a"),
            Type("Good last line."),
            Press("Esc m k k"),
        ],
    },
];

/// The themes that are pictured.
const THEMES: [&str; 2] = ["dark", "light"];

/// Every picture: the name of its file and what the file holds.
pub fn pictures() -> Vec<(String, String)> {
    let mut pictures = Vec::new();
    for scene in &SCENES {
        let mut desk = Desk::new(scene.size);
        desk.read(scene.story);
        for act in scene.acts {
            desk.act(act);
        }
        for name in THEMES {
            let file = format!("{}-{name}.svg", scene.name);
            pictures.push((file, desk.picture(name, scene.title)));
        }
    }
    pictures
}

/// The state, and what the world would answer it.
struct Desk {
    state: State,
    /// How many messages there were: the dice.
    messages: u64,
}

impl Desk {
    fn new(size: (u16, u16)) -> Self {
        let config = Config::load(&Paths::default(), None, &command::names());
        let mut desk = Self { state: State::new(config, size), messages: 0 };
        let found = Samples::stories()
            .map(|name| Entry { address: Address::Given(name.into()), head: None })
            .collect();
        desk.tell(Message::StoriesFound(found));
        desk.tell(Message::StoriesDone(Vec::new()));
        desk
    }

    /// Opens a sample story.
    fn read(&mut self, name: &str) {
        let effects = self.state.open(Address::Given(name.into()), None);
        self.answer(effects);
    }

    fn act(&mut self, act: &Act) {
        match act {
            Press(keys) => {
                for key in Key::parse_sequence(keys).expect("keys") {
                    self.tell(Message::Key(key));
                }
            }
            Type(words) => {
                for c in words.chars() {
                    self.tell(Message::Key(Key::char(c)));
                }
            }
        }
    }

    fn tell(&mut self, message: Message) {
        self.messages += 1;
        let stamp = Stamp { now: format!("{TODAY}T09:30:00Z"), chance: self.messages };
        let effects = self.state.update(message, &stamp);
        self.answer(effects);
    }

    /// Does what the threads of the program would do.
    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Open { ticket, address } => self.open(ticket, &address),
                Effect::ReadHeads(wanted) => {
                    let heads = wanted.iter().map(|(at, address)| (*at, sample(address).0.head));
                    self.tell(Message::HeadsRead(heads.collect()));
                }
                Effect::Search { ticket, pattern, boilerplate } => {
                    let Some(reading) = &self.state.reading else { continue };
                    let text = &reading.story.text;
                    if let Some(found) =
                        search::find(text, &pattern, boilerplate, || true).transpose()
                    {
                        self.tell(Message::Found { ticket, found });
                    }
                }
                Effect::LookElsewhere { address, others } => {
                    self.tell(Message::Elsewhere { address, found: elsewhere(&others) });
                }
                _ => {}
            }
        }
    }

    fn open(&mut self, ticket: u64, address: &Address) {
        let (mut story, annotations) = sample(address);
        let head = std::mem::take(&mut story.head);
        let (problems, place, marks) = (Vec::new(), None, Vec::new());
        let read = StoryRead { ticket, story, problems, place, marks };
        self.tell(Message::StoryRead(Box::new(read)));
        self.tell(Message::StoryAnnotated(Box::new(StoryAnnotated {
            ticket,
            head,
            annotations,
            notes: Vec::new(),
            problems: Vec::new(),
            annotated: true,
            by_machine: false,
            text_changed: false,
            today: Some(Moment::parse(TODAY).expect("a date")),
        })));
    }

    fn picture(&self, theme: &str, title: &str) -> String {
        let theme = self.state.config.themes.get(theme).expect("a theme");
        let (width, height) = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        ui::draw(&mut buffer, &self.state, &theme);
        let edge = theme.over(Ink::Rule, Ink::Text).fg.expect("a colour");
        svg(&buffer, theme.over(Ink::Text, Ink::Text), edge, title)
    }
}

/// A sample story with its annotations.
fn sample(address: &Address) -> (Story, Annotations) {
    let name = address.name();
    let (story, annotations) = Samples::get(&name).expect("a sample story");
    let source = Source::Bytes { name: name.clone(), bytes: story.to_vec() };
    let (mut story, _) = loader::read_story(&source, &Options::default()).expect("a story");
    let bytes = annotations.expect("annotations").to_vec();
    let file = Path::new(&name).with_extension("ann.yaml");
    let annotations = loader::annotations_of(&mut story, &file, bytes).annotations;
    (story, annotations)
}

/// Where else names occur: by id, the titles of stories and how often.
fn elsewhere(others: &[(Address, String)]) -> HashMap<String, Vec<(String, usize)>> {
    let mut found: HashMap<String, Vec<(String, usize)>> = HashMap::new();
    for (address, _) in others {
        let (story, annotations) = sample(address);
        let title = story.head.title.unwrap_or_default();
        for (index, entity) in annotations.entities.iter().enumerate() {
            let count = annotations.mentions.iter().filter(|m| m.entity == index).count();
            if count > 0 {
                found.entry(entity.id.clone()).or_default().push((title.clone(), count));
            }
        }
    }
    found
}
