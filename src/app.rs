//! The loop: the only file that knows everyone.
//!
//! One inbox takes what was typed and what the threads have found. The loop
//! takes all that waits, brings the state up to date, draws once and sleeps.

mod effects;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::annotator::{Annotator, Program};
use crate::config::key::Key;
use crate::config::{Config, Depth, FinderChoice, Paths, Settings, Theme, Themes};
use crate::error::{Error, Result};
use crate::loader;
use crate::model::{Moment, TimeExpression};
use crate::state::jumps::Spot;
use crate::state::shelf::{Address, Entry};
use crate::state::{Effect, Message, Mouse, MouseAct, Notice, Stamp, State, command};
use crate::store::{FarPlace, Places};
use crate::terminal::{self, Button, Input, InputHandle, MouseKind, Screen, Wants};
use crate::ui;
use crate::work::{
    self, Changed, Finding, Gleaner, Indexer, Keeper, Post, Reader, Samples, Searcher, Watcher,
};

/// What the reader is started with.
#[derive(Debug, Default)]
pub struct Start {
    /// Story files and folders; none: the samples.
    pub paths: Vec<PathBuf>,
    /// The id of a note, or words, to open the first story at.
    pub at: Option<String>,
    /// What came on standard input, if that is to be read.
    pub stdin: Option<Vec<u8>>,
    /// The configuration file named on the command line.
    pub config_file: Option<PathBuf>,
    /// When stories were published that do not say.
    pub published: Option<Moment>,
    /// Whether nothing is to be found by machine, whatever the settings say.
    pub no_find: bool,
}

/// What comes into the inbox.
enum Letter {
    Input(Input),
    Message(Message),
    NotesChanged,
    ConfigChanged,
}

/// The first frame waits this long for a small story to be there whole.
const FIRST_FRAME: Duration = Duration::from_millis(12);
/// Notes written to this long before they are watched are looked at again.
const DOUBTFUL: Duration = Duration::from_secs(1);
/// Two clicks on a cell within this time are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Reads stories until the reader quits.
///
/// # Errors
/// When there is no terminal to read on, or it goes away.
pub fn run(start: Start) -> Result<ExitCode> {
    let env = |name: &str| std::env::var_os(name);
    terminal::require_usable(&env)?;
    if let Some(missing) = start.paths.iter().find(|path| !path.exists()) {
        return Err(Error::new(format!("{}: no such file", missing.display())));
    }
    let size = terminal::size()?;
    let (sender, inbox) = channel();
    let paths = Paths::from_env(&env);
    let configured = SystemTime::now();
    let config = Config::load(&paths, start.config_file.as_deref(), &command::names());
    let config = without_finder(config, start.no_find);
    let mut app = App::new(start, paths, (config, configured), size, sender.clone())?;
    app.begin();
    let input = terminal::input::spawn(move |input| sender.send(Letter::Input(input)).is_ok())?;
    let screen = Screen::enter(wants(&app.state.config))?;
    app.read(&inbox, screen, &input)
}

/// Who finds the names of stories without annotations, by the settings;
/// `None`: nobody. What is found is kept under the folder `cache`.
///
/// # Errors
/// If the program in the settings cannot be one, in a line to show.
pub fn annotator(
    settings: &Settings,
    cache: Option<&Path>,
) -> std::result::Result<Option<Annotator>, String> {
    let program = match &settings.finder {
        FinderChoice::Off => return Ok(None),
        FinderChoice::BuiltIn => None,
        FinderChoice::Program(line) => {
            let patience = Duration::from_secs(settings.finder_patience.into());
            let program = Program::new(line, patience);
            Some(program.map_err(|why| format!("`finder: {line}` cannot be run: {why}"))?)
        }
    };
    Ok(Some(Annotator::new(program).with_cache(cache.map(|cache| cache.join("found")))))
}

struct App {
    state: State,
    paths: Paths,
    config_file: Option<PathBuf>,
    depth: Depth,
    /// The theme that was drawn with, and its name.
    theme: Option<(String, Theme)>,
    roots: Vec<PathBuf>,
    stdin: bool,
    reader: Reader,
    indexer: Indexer,
    gleaner: Gleaner,
    /// The story for which notes on names are to be gathered after the next paint.
    to_glean: Option<Address>,
    searcher: Searcher,
    finding: Finding,
    no_find: bool,
    keeper: Keeper,
    watcher: Watcher,
    post: Post,
    places: Arc<Mutex<Places>>,
    pressed: Option<(Instant, u16, u16)>,
    /// When the configuration was last asked for.
    configured: SystemTime,
    /// When a story was last asked for.
    opened: SystemTime,
    /// The signal to die by, once everything is saved.
    dying: Option<i32>,
    quit: bool,
}

impl App {
    fn new(
        start: Start,
        paths: Paths,
        (config, configured): (Config, SystemTime),
        size: (u16, u16),
        sender: Sender<Letter>,
    ) -> Result<Self> {
        let to_inbox = sender.clone();
        let post = Post::new(move |message| to_inbox.send(Letter::Message(message)).is_ok());
        let (places, trouble) = match &paths.state {
            Some(state) => Places::open(state),
            None => (Places::default(), None),
        };
        if let Some(error) = trouble {
            post.send(Message::Told(Notice::error(error.to_string())));
        }
        let places = Arc::new(Mutex::new(places));
        let keeper = Keeper::start(post.clone(), paths.state.clone(), Arc::clone(&places))?;
        let around = work::Surroundings {
            options: loader::Options { published: start.published },
            data_notes: paths.data.as_ref().map(|data| data.join("notes")),
            state: paths.state.clone(),
            stdin: start.stdin.map(Arc::new),
            places: Arc::clone(&places),
        };
        keeper.know(around.clone());
        let stdin = around.stdin.is_some();
        let (told, complain) = (sender, post.clone());
        let watcher = Watcher::start(
            move |changed| {
                let letter = match changed {
                    Changed::Story => Letter::Message(Message::StoryChanged),
                    Changed::Notes => Letter::NotesChanged,
                    Changed::Config => Letter::ConfigChanged,
                };
                told.send(letter).is_ok()
            },
            move |words| {
                complain.send(Message::Told(Notice::error(words)));
            },
        )?;
        let hands = keeper.hands();
        let watch_notes = watcher.clone();
        let reader =
            Reader::start(post.clone(), around.clone(), move |address, notebook, text| {
                // A look too many costs little.
                let since =
                    SystemTime::now().checked_sub(DOUBTFUL).unwrap_or(SystemTime::UNIX_EPOCH);
                watch_notes.notes(notebook.files().map(Path::to_owned).collect(), since);
                hands.opened(address, notebook, text);
            })?;
        let gleaner = Gleaner::start(post.clone(), around.data_notes.clone())?;
        let indexer = Indexer::start(post.clone(), around)?;
        let finding = Finding::start(post.clone())?;
        let searcher = Searcher::new(post.clone());
        let env = |name: &str| std::env::var_os(name);
        let depth = Depth::detect(&env);
        let mut state = State::new(config, size);
        state.formats = work::formats();
        if let Some(words) = start.at {
            state.open_at(words);
        }
        // A first guess, where the terminal says so; it is asked after the first frame.
        state.dark = terminal::says_dark(&env);
        Ok(Self {
            state,
            paths,
            config_file: start.config_file,
            depth,
            theme: None,
            // One story has one address, wherever the program is started from.
            roots: start
                .paths
                .iter()
                .map(|p| std::path::absolute(p).unwrap_or_else(|_| p.clone()))
                .collect(),
            stdin,
            reader,
            indexer,
            gleaner,
            to_glean: None,
            searcher,
            finding,
            no_find: start.no_find,
            keeper,
            watcher,
            post,
            places,
            pressed: None,
            configured,
            opened: configured,
            dying: None,
            quit: false,
        })
    }

    /// Asks for the first story and the list.
    fn begin(&mut self) {
        let (marks, jumps) = {
            let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            let marks = places.marks().filter_map(|(letter, to)| Some((letter, spot_of(to)?)));
            let jumps = places.jumps().iter().filter_map(spot_of);
            (marks.collect::<Vec<_>>(), jumps.collect())
        };
        for (letter, spot) in marks {
            self.tell(Message::MarkKnown(letter, spot));
        }
        self.tell(Message::JumpsKnown(jumps));
        let settings = self.state.config.settings.clone();
        self.ask_finder(&settings);
        let mut given: Vec<Address> = Vec::new();
        if self.stdin {
            given.push(Address::Given("-".into()));
        }
        if self.roots.is_empty() && !self.stdin {
            match work::unpack(self.paths.data.as_deref()) {
                Some(folder) => self.roots.push(folder),
                None => given.extend(Samples::stories().map(|name| Address::Given(name.into()))),
            }
        }
        if !given.is_empty() {
            let found = given.into_iter().map(|address| Entry { address, head: None }).collect();
            self.tell(Message::StoriesFound(found));
        }
        // Where one was reading last, if it is in one of the folders.
        let last = self.last_read();
        if let Some(first) = last.or_else(|| self.roots.first().filter(|p| p.is_file()).cloned()) {
            let effects = self.state.open(Address::File(first), None);
            self.carry_out_quietly(effects);
        }
        if !self.roots.is_empty() {
            self.state.shelf.filling = true;
            self.indexer.walk(self.roots.clone());
        }
    }

    /// The story of the folders that was read last.
    fn last_read(&self) -> Option<PathBuf> {
        let [root] = &self.roots[..] else { return None };
        if !root.is_dir() {
            return None;
        }
        let full = std::path::absolute(root).ok()?;
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let last = places.last_read(|key| Path::new(key).starts_with(&full))?;
        let path = root.join(Path::new(last).strip_prefix(&full).ok()?);
        path.is_file().then_some(path)
    }

    /// The loop.
    fn read(
        mut self,
        inbox: &Receiver<Letter>,
        mut screen: Screen,
        input: &InputHandle,
    ) -> Result<ExitCode> {
        let began = Instant::now();
        let mut asked = false;
        loop {
            let letter = if asked {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                // Until the first frame: as long as it may wait, and no longer
                // than until the story is there whole.
                let left = FIRST_FRAME.saturating_sub(began.elapsed());
                let whole = self.state.reading.as_ref().is_some_and(|r| r.annotated.is_some());
                if whole { Err(RecvTimeoutError::Timeout) } else { inbox.recv_timeout(left) }
            };
            let mut changed = match letter {
                Ok(letter) => self.take(letter, &mut screen, input)?,
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::new("the reader's threads are gone"));
                }
            };
            while let Ok(letter) = inbox.try_recv() {
                changed |= self.take(letter, &mut screen, input)?;
            }
            if self.quit {
                break;
            }
            let whole = self.state.reading.as_ref().is_some_and(|r| r.annotated.is_some());
            if !asked && !whole && began.elapsed() < FIRST_FRAME {
                continue;
            }
            if changed || !asked {
                self.draw(&mut screen)?;
            }
            if let Some(address) = self.to_glean.take() {
                self.gleaner.glean(address, self.roots.clone());
            }
            if !asked {
                asked = true;
                if self.depth != Depth::None {
                    screen.ask_background(input)?;
                }
                self.watcher.config(self.state.config.files.clone(), self.configured);
            }
        }
        drop(screen);
        let dying = self.dying;
        // Waits until everything is written. The rest goes with the process:
        // taking a long text apart first would only keep the shell waiting.
        let Self { keeper, mut state, reader, indexer, gleaner, searcher, watcher, .. } = self;
        drop(keeper);
        // Its last words: it tried once more.
        while let Ok(letter) = inbox.try_recv() {
            if let Letter::Message(message @ Message::Saved { .. }) = letter {
                state.update(message, &Stamp::default());
            }
        }
        let unsaved = state.unsaved.take();
        std::mem::forget((state, reader, indexer, gleaner, searcher, watcher));
        if let Some((count, why)) = unsaved {
            let changes = match count {
                1 => "1 change of a note is not saved".to_owned(),
                count => format!("{count} changes of notes are not saved"),
            };
            let outcome = match why.kept {
                true => "kept, and offered at the next start",
                false => "nor could it be kept: it is lost",
            };
            eprintln!(
                "dateline: {changes}, {outcome} ({})",
                crate::model::text::visible(&why.words)
            );
        }
        if let Some(signal) = dying {
            terminal::die_by(signal);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn draw(&mut self, screen: &mut Screen) -> Result<()> {
        // The word of a new size may still be on its way.
        let (columns, rows) = terminal::size()?;
        if self.state.size != (columns, rows) {
            self.tell(Message::Resized(columns, rows));
        }
        let state = &self.state;
        let name = state.theme_name();
        self.theme.take_if(|(known, _)| *known != name);
        let (_, theme) = self.theme.get_or_insert_with(|| {
            let theme = state.config.themes.get(&name);
            let theme = theme.unwrap_or_else(|| Themes::fallback(state.dark.unwrap_or(true)));
            (name, theme.for_depth(self.depth))
        });
        screen.draw(|frame| {
            let cursor = ui::draw(frame.buffer_mut(), state, theme);
            if let Some(at) = cursor {
                frame.set_cursor_position(at);
            }
        })
    }

    /// Says whether there may be something else to be seen by it.
    fn take(&mut self, letter: Letter, screen: &mut Screen, input: &InputHandle) -> Result<bool> {
        let message = match letter {
            Letter::Message(message) => message,
            Letter::NotesChanged => {
                if let Some(reading) = &self.state.reading {
                    self.keeper.reload(reading.address.clone());
                    self.to_glean = Some(reading.address.clone());
                }
                return Ok(false);
            }
            Letter::ConfigChanged => {
                self.configured = SystemTime::now();
                let config = self.load_config();
                let settings = &config.settings;
                let known = &self.state.config.settings;
                let finder =
                    |settings: &Settings| (settings.finder.clone(), settings.finder_patience);
                if finder(settings) != finder(known) {
                    self.ask_finder(settings);
                }
                self.watcher.config(config.files.clone(), self.configured);
                self.theme = None;
                screen.want(wants(&config))?;
                Message::Configured(Box::new(config))
            }
            Letter::Input(input) => match input {
                Input::Key(key) => Message::Key(key),
                Input::Mouse(mouse) => match self.mouse(&mouse) {
                    Some(mouse) => Message::Mouse(mouse),
                    None => return Ok(false),
                },
                Input::Paste(words) => Message::Paste(words),
                Input::Resized(columns, rows) => Message::Resized(columns, rows),
                Input::Background(red, green, blue) => {
                    Message::Background { dark: terminal::is_dark((red, green, blue)) }
                }
                Input::Terminate(signal) => {
                    self.dying = Some(signal);
                    Message::Terminate
                }
                Input::Gone => Message::Terminate,
                Input::Suspend => return self.suspend(screen).map(|()| true),
                Input::Continued => return screen.reenter().map(|()| true),
            },
        };
        // An answer that changes nothing shows nothing new.
        let is_answer = matches!(message, Message::Background { .. });
        let effects = self.update(message);
        let changed = !is_answer || !effects.is_empty();
        for effect in effects {
            self.carry_out(effect, screen, input)?;
        }
        Ok(changed)
    }

    fn update(&mut self, message: Message) -> Vec<Effect> {
        let watched = matches!(message, Message::StoryRead(_));
        let stamp = Stamp { now: work::now(), chance: fastrand::u64(..) };
        let effects = self.state.update(message, &stamp);
        if watched && let Some(reading) = &self.state.reading {
            let mut files = Vec::new();
            if let Address::File(path) = &reading.address {
                files.push(path.clone());
                files.extend(loader::sidecar::path_of(path));
            }
            self.watcher.story(files, self.opened);
        }
        effects
    }

    /// Takes in a message before there is a screen.
    fn tell(&mut self, message: Message) {
        let effects = self.update(message);
        self.carry_out_quietly(effects);
    }

    /// Effects that need no screen.
    fn carry_out_quietly(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Open { ticket, address } => self.open(ticket, address),
                Effect::ReadHeads(wanted) => self.indexer.heads(wanted),
                Effect::Find { ticket } => self.find(ticket),
                Effect::Retime { ticket, theirs } => self.retime(ticket, theirs),
                _ => {}
            }
        }
    }

    fn complain(&mut self, words: String) {
        self.state.notice = Some(Notice::error(words));
    }

    fn load_config(&self) -> Config {
        let config = Config::load(&self.paths, self.config_file.as_deref(), &command::names());
        without_finder(config, self.no_find)
    }

    /// Says who finds names from now on.
    fn ask_finder(&mut self, settings: &Settings) {
        match annotator(settings, self.paths.cache.as_deref()) {
            Ok(annotator) => self.finding.ask(annotator),
            Err(why) => self.complain(why),
        }
    }

    fn find(&self, ticket: u64) {
        if let Some(reading) = &self.state.reading {
            self.finding.find(ticket, &reading.story);
        }
    }

    fn retime(&self, ticket: u64, theirs: Option<Vec<TimeExpression>>) {
        if let Some(reading) = &self.state.reading {
            self.finding.retime(ticket, &reading.story, theirs);
        }
    }

    /// The mouse as the state knows it: left button and wheel, double clicks told apart.
    fn mouse(&mut self, mouse: &terminal::Mouse) -> Option<Mouse> {
        let (x, y) = (mouse.column, mouse.row);
        let act = match mouse.kind {
            MouseKind::Down(Button::Left) => {
                let again = self.pressed.take().is_some_and(|(when, at_x, at_y)| {
                    when.elapsed() < DOUBLE && (at_x, at_y) == (x, y)
                });
                if again {
                    MouseAct::Double
                } else {
                    self.pressed = Some((Instant::now(), x, y));
                    MouseAct::Press
                }
            }
            MouseKind::Drag(Button::Left) => MouseAct::Drag,
            MouseKind::Up(Button::Left) => MouseAct::Release,
            MouseKind::WheelDown => MouseAct::WheelDown,
            MouseKind::WheelUp => MouseAct::WheelUp,
            _ => return None,
        };
        Some(Mouse { act, x, y })
    }
}

/// The settings of a person who wants nothing found, if they do.
fn without_finder(mut config: Config, no_find: bool) -> Config {
    if no_find {
        config.settings.finder = FinderChoice::Off;
    }
    config
}

/// What the settings ask of the terminal.
fn wants(config: &Config) -> Wants {
    Wants { mouse: config.settings.mouse }
}

/// Whether a spot can be gone to by another session.
fn has_file(spot: &Spot) -> bool {
    matches!(spot.address, Address::File(_))
}

/// A spot as it is remembered.
fn far_place(spot: Spot) -> FarPlace {
    let path = match &spot.address {
        Address::File(path) => std::path::absolute(path).ok().map(|p| p.display().to_string()),
        Address::Given(_) => None,
    };
    FarPlace { story: work::place_key(&spot.address), path, place: spot.place }
}

/// A remembered place as a spot, if its story has a file.
fn spot_of(far: &FarPlace) -> Option<Spot> {
    let address = Address::File(far.path.clone()?.into());
    Some(Spot { address, place: far.place.clone() })
}

/// Keys as the state takes them, for tests that drive it without a terminal.
pub fn key(word: &str) -> std::result::Result<Key, String> {
    Key::parse(word)
}
