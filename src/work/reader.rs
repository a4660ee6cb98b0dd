//! Opens stories: the text first, so that it can be read at once, then
//! annotations and notes.

use std::cell::LazyCell;
use std::path::{Path, PathBuf};
use std::slice::from_ref;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use crate::annotator;
use crate::error::Diagnostic;
use crate::loader::{self, Source};
use crate::model::note::given_date;
use crate::model::{Anchor, Head, Story, Text};
use crate::state::Message;
use crate::state::message::{StoryAnnotated, StoryRead};
use crate::state::shelf::Address;
use crate::store::{LastRead, Notebook, Places, Whereabouts, identity, locate};

use super::samples::Samples;
use super::{Committed, EarlierTexts, Post, place_key, place_notes, start, today};

/// What the reader needs to know besides the story.
#[derive(Clone)]
pub struct Surroundings {
    /// When stories were published that do not say.
    pub options: loader::Options,
    /// The folder for notes that cannot stand beside their story.
    pub data_notes: Option<PathBuf>,
    /// The folder for what is kept between sessions.
    pub state: Option<PathBuf>,
    /// What came on standard input.
    pub stdin: Option<Arc<Vec<u8>>>,
    /// Where the reader was in each story.
    pub places: Arc<Mutex<Places>>,
}

struct Request {
    ticket: u64,
    address: Address,
    central: bool,
}

/// The thread that opens stories.
pub struct Reader {
    requests: Sender<Request>,
}

impl Reader {
    /// Starts it. Each story's notes and text go to `hand_on` before its
    /// annotations go to `post`.
    ///
    /// # Errors
    /// When the machine cannot start a thread.
    pub fn start(
        post: Post,
        around: Surroundings,
        hand_on: impl Fn(Address, Notebook, Text) + Send + 'static,
    ) -> crate::error::Result<Self> {
        let (requests, _) = start("reader", move |requests: Receiver<Request>| {
            // What was opened last: it may come again because it changed.
            let mut open: Option<(Address, Text)> = None;
            while let Ok(mut request) = requests.recv() {
                // Only the last of several wishes counts.
                while let Ok(newer) = requests.try_recv() {
                    request = newer;
                }
                if !answer(&post, &around, &request, &mut open, &hand_on) {
                    return;
                }
            }
        })?;
        Ok(Self { requests })
    }

    /// Asks for a story; `central` says whether its notes go to the data
    /// folder even if they could stand beside it.
    pub fn open(&self, ticket: u64, address: Address, central: bool) {
        let _ = self.requests.send(Request { ticket, address, central });
    }
}

fn source(address: &Address, around: &Surroundings) -> Source {
    match address {
        Address::File(path) => Source::File(path.clone()),
        Address::Given(name) => {
            let bytes = match (name.as_str(), &around.stdin) {
                ("-", Some(bytes)) => bytes.to_vec(),
                _ => Samples::get(name).map(|(story, _)| story.to_vec()).unwrap_or_default(),
            };
            Source::Bytes { name: name.clone(), bytes }
        }
    }
}

/// Where the notes on a story are, found without the reader's thread. `None`
/// if the story cannot be read.
pub(super) fn whereabouts(address: &Address, around: &Surroundings) -> Option<Whereabouts> {
    let (mut story, _) = loader::read_story(&source(address, around), &around.options).ok()?;
    annotate(&mut story, address);
    let (path, data) = (story.path.as_deref(), around.data_notes.as_deref());
    Some(locate(path, &identity(&story), &story.text, data, false))
}

/// Reads a story and sends it. False if nobody reads messages any more.
fn answer(
    post: &Post,
    around: &Surroundings,
    request: &Request,
    open: &mut Option<(Address, Text)>,
    hand_on: &impl Fn(Address, Notebook, Text),
) -> bool {
    let ticket = request.ticket;
    let (mut story, problems) =
        match loader::read_story(&source(&request.address, around), &around.options) {
            Ok(read) => read,
            Err(error) => {
                return post.send(Message::StoryFailed { ticket, error: error.to_string() });
            }
        };
    story.head.inferred = annotator::infer_from_names(&story);
    let (place, marks) = {
        let places = around.places.lock().unwrap_or_else(PoisonError::into_inner);
        let remembered = places.get(&place_key(&request.address));
        let place = remembered.map(|known| known.place.find(&story.text));
        let marks = remembered.map_or_else(Vec::new, |known| {
            known.marks.iter().map(|(letter, mark)| (*letter, mark.find(&story.text))).collect()
        });
        (place, marks)
    };
    // The text goes ahead; what stands beside it is found with a second handle on it.
    let text = story.text.clone();
    let ahead = Story {
        id: story.id.clone(),
        path: story.path.clone(),
        format: story.format,
        head: story.head.clone(),
        text,
        inline: std::mem::take(&mut story.inline),
        lines: std::mem::take(&mut story.lines),
    };
    let read = StoryRead { ticket, story: ahead, problems, place, marks };
    if !post.send(Message::StoryRead(Box::new(read))) {
        return false;
    }
    let (state, committed) = (around.state.as_deref(), Committed::of(story.path.as_deref()));
    let before = open.take().filter(|(address, _)| *address == request.address);
    let annotated = {
        let path = story.path.clone();
        let open = before.as_ref().map(|(_, text)| text);
        let earlier =
            EarlierTexts::of(path.as_deref(), state, &committed).opened_as(open).keeping();
        annotate_following(&mut story, &request.address, &earlier)
    };
    *open = Some((request.address.clone(), story.text.clone()));
    // The annotations may state the address.
    story.head.inferred = annotator::infer_from_names(&story).or(story.head.inferred.take());
    let who = identity(&story);
    let at = locate(
        story.path.as_deref(),
        &who,
        &story.text,
        around.data_notes.as_deref(),
        request.central,
    );
    let notebook = Notebook::open(at);
    let mut notes = notebook.notes().to_vec();
    notes.extend(notebook.theirs().iter().cloned());
    place_notes(&mut notes, &story.text, from_ref(&notebook), state, &committed);
    let mut problems: Vec<Diagnostic> = annotated.problems;
    problems.extend(notebook.problems().iter().cloned());
    let text = story.text.clone();
    // Read at once only for notes that no longer know their place: it may be long.
    let last = LazyCell::new(|| {
        last_read(&request.address, around).filter(|last| last.as_str() != text.as_str())
    });
    let made_for = notebook.story().filter(|made_for| made_for.sha256.get().is_some());
    let text_changed = notes.iter().any(|note| note.anchor >= Anchor::Doubtful)
        && (made_for.is_some_and(|it| it.sha256 != who.sha256) || last.is_some());
    hand_on(request.address.clone(), notebook, text.clone());
    let undated = story.head.dated().is_none() && given_date(&notes).is_none();
    let undated = undated.then(|| Story {
        head: Head { url: story.head.url.clone(), ..Head::default() },
        text: text.clone(),
        ..Story::default()
    });
    let told = post.send(Message::StoryAnnotated(Box::new(StoryAnnotated {
        ticket,
        head: story.head,
        annotations: annotated.annotations,
        notes,
        problems,
        annotated: annotated.file.is_some(),
        by_machine: annotated.by_machine,
        text_changed,
        today: today(),
    })));
    let send_last = |text: &Text| post.send(Message::LastRead { ticket, text: text.clone() });
    let told = told && last.as_ref().is_none_or(send_last);
    // To look for the date in a long text takes a while: it comes last.
    let inferred = undated.filter(|_| told).and_then(|story| annotator::infer(&story));
    told && inferred.is_none_or(|inferred| post.send(Message::DateInferred { ticket, inferred }))
}

/// The text of a story as it was read last. Only of files: what stands on
/// standard input is another story every time.
fn last_read(address: &Address, around: &Surroundings) -> Option<Text> {
    match address {
        Address::File(_) => LastRead::new(around.state.as_deref()?).of(&place_key(address)),
        Address::Given(_) => None,
    }
}

/// The annotations beside a story, or those the program carries for a sample.
pub(super) fn annotate(story: &mut Story, address: &Address) -> loader::Annotated {
    annotate_following(story, address, &loader::NoEarlier)
}

/// The same with earlier states of the text to be asked for.
fn annotate_following(
    story: &mut Story,
    address: &Address,
    earlier: &dyn loader::Earlier,
) -> loader::Annotated {
    if let Address::Given(name) = address
        && let Some((_, Some(bytes))) = Samples::get(name)
    {
        let file = Path::new(name).with_extension("ann.yaml");
        let mut annotated = loader::annotations_of(story, &file, bytes.to_vec());
        annotated.file = Some(file);
        return annotated;
    }
    loader::read_annotations_following(story, earlier)
}

/// The head of a story for the list: title, date, source.
pub(super) fn head_of(address: &Address, around: &Surroundings) -> Option<Head> {
    match address {
        Address::File(path) => {
            let mut head = loader::peek_head(path).ok()?;
            if let Some(over) = loader::peek_annotations(path) {
                head.overlay(over);
            }
            let mut story = Story { path: Some(path.clone()), head, ..Story::default() };
            let inferred = annotator::infer_from_names(&story);
            story.head.inferred = inferred.or(story.head.inferred.take());
            Some(story.head)
        }
        Address::Given(_) => {
            let source = source(address, around);
            let (mut story, _) = loader::read_story(&source, &around.options).ok()?;
            annotate(&mut story, address);
            Some(story.head)
        }
    }
}

/// A whole story with its annotations, to count names in.
pub(super) fn whole(
    address: &Address,
    around: &Surroundings,
) -> Option<(Story, crate::model::Annotations)> {
    let (mut story, _) = loader::read_story(&source(address, around), &around.options).ok()?;
    let path = story.path.clone();
    // Of many stories git is not asked.
    let committed = Committed::of(None);
    let earlier = EarlierTexts::of(path.as_deref(), around.state.as_deref(), &committed);
    let annotated = annotate_following(&mut story, address, &earlier);
    Some((story, annotated.annotations))
}
