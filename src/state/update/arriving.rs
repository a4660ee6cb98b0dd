//! What the workers send: stories, annotations, notes, settings, news.

use crate::anchor::{anchor, anchor_new, occurrence};
use crate::error::{Diagnostic, Severity};
use crate::model::history::Act;
use crate::model::text::visible;
use crate::model::{Note, Text};
use crate::state::far_notes::FarNotes;
use crate::state::message::{StoryAnnotated, StoryRead};
use crate::state::prompt::Purpose;
use crate::state::reading::Reading;
use crate::state::review::Review;
use crate::state::search::Then;

use super::noting;
use crate::state::shelf::Address;
use crate::state::{Card, Command, Effect, Faulty, Layer, Message, Notice, Pane, State};

/// What a save is known by: what is done with which deed.
type Save = (Act, u64);

/// What the reader is told of a story that changed.
pub(super) const READ_ANEW: &str = "the story changed on disk and was read anew";

impl State {
    pub(super) fn arrive(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::StoriesFound(found) => {
                let first = self.shelf.entries.len();
                self.shelf.add(found);
                self.pick_from(first);
                let mut effects = self.want_heads_of_found();
                let asked_for = self.opening.as_ref().map(|opening| &opening.address);
                let open = self.reading.as_ref().map(|reading| &reading.address);
                if let Some(address) = asked_for.or(open)
                    && self.shelf.open.is_none()
                {
                    self.shelf.set_open(address);
                }
                if self.reading.is_none() && self.opening.is_none() {
                    let first = self.shelf.order.first().copied();
                    if let Some(entry) = first.and_then(|first| self.shelf.entries.get(first)) {
                        let address = entry.address.clone();
                        effects.extend(self.open(address, None));
                    }
                }
                effects
            }
            Message::StoriesDone(problems) => {
                self.shelf.filling = false;
                self.folder_problems.extend(problems.iter().cloned());
                self.complain(Faulty::Folder, &problems);
                if self.shelf.entries.is_empty() && self.reading.is_none() {
                    self.failure = Some("no stories here".into());
                }
                Vec::new()
            }
            Message::HeadsRead(heads) => {
                let known = heads.iter().map(|(index, _)| *index).collect();
                self.shelf.learn(heads);
                self.title_picked(&known);
                Vec::new()
            }
            Message::StoryRead(read) => self.story_read(*read),
            Message::StoryAnnotated(annotated) => self.story_annotated(*annotated),
            Message::StoryFailed { ticket, error } => {
                if self.opening.as_ref().is_some_and(|opening| opening.ticket == ticket) {
                    self.opened_at = None;
                    let again = self.opening.take().is_some_and(|opening| opening.again);
                    self.notice = Some(Notice::error(if again {
                        format!("the text shown is as it was read last: {error}")
                    } else {
                        error.clone()
                    }));
                    if !again && self.reading.is_none() {
                        self.failure = Some(error);
                    }
                    if let Some(reading) = &self.reading {
                        self.shelf.set_open(&reading.address);
                    }
                }
                Vec::new()
            }
            Message::StoryChanged => self.open_again(),
            Message::Saved { address, unsaved, error, news } => {
                let was = self.unsaved.take();
                match error {
                    Some(error) => {
                        self.notice = Some(Notice::error(error.words.clone()));
                        self.unsaved = Some((unsaved, error));
                    }
                    None => {
                        self.confirm(&address);
                        match was {
                            Some((_, why)) if unsaved > 0 => self.unsaved = Some((unsaved, why)),
                            Some(_) => {
                                self.notice = Some(Notice::news("all notes are saved now"));
                            }
                            None => {}
                        }
                    }
                }
                if let Some(news) = news {
                    self.notice = Some(Notice::news(news));
                }
                // A note on a name may have come to stand in a story just left.
                let open = self.reading.as_ref().filter(|reading| reading.address != address);
                let gather = open.map(|r| Effect::GatherNameNotes { address: r.address.clone() });
                gather.into_iter().collect()
            }
            Message::NotesMerged { address, notes, after } => {
                self.notes_merged(&address, notes, after);
                Vec::new()
            }
            Message::HistoryRead { address, history } => {
                let here = self.layer.is_none()
                    && self.reading.as_ref().is_some_and(|r| r.address == address);
                let past = self.pasts.entry(address).or_default();
                past.learn(*history);
                match past.asked.take() {
                    Some(act) if here => self.undo(act == Act::Undid),
                    _ => Vec::new(),
                }
            }
            Message::Recalled { address, deed } => {
                // Where the history is not known yet it will come with this.
                if let Some(past) = self.pasts.get_mut(&address).filter(|past| past.known) {
                    past.did(deed);
                }
                Vec::new()
            }
            Message::LastRead { ticket, text } => self.last_read(ticket, text),
            Message::Compared { ticket, changes } => self.compared(ticket, changes),
            Message::Elsewhere { address, found } => {
                if let Some(reading) = &mut self.reading
                    && reading.address == address
                {
                    reading.elsewhere = Some(found);
                }
                Vec::new()
            }
            Message::NamesFound { ticket, annotations, trouble, remark } => {
                self.names_found(ticket, *annotations, trouble, remark)
            }
            Message::Retimed { ticket, times } => self.retimed(ticket, times),
            Message::DateInferred { ticket, inferred } => self.date_inferred(ticket, inferred),
            Message::NameNotes { address, found } => {
                if let Some(reading) = &mut self.reading
                    && reading.address == address
                {
                    reading.far_notes = FarNotes::of(found);
                }
                Vec::new()
            }
            Message::Found { ticket, found } => self.found(ticket, found),
            Message::MarkKnown(letter, spot) => {
                self.marks.set(letter, spot);
                Vec::new()
            }
            Message::JumpsKnown(spots) => {
                self.jumps.remind(spots);
                Vec::new()
            }
            Message::Recovered { count, stories } => {
                self.left_over = (count > 0).then_some((count, stories));
                Vec::new()
            }
            Message::Configured(config) => {
                self.complain(Faulty::Settings, &config.problems);
                let same = config.settings == self.config.settings
                    && config.keymap == self.config.keymap
                    && config.themes == self.config.themes;
                if config.problems.is_empty() && !same {
                    self.notice = Some(Notice::news("settings taken over"));
                }
                let old = std::mem::replace(&mut self.config, *config);
                let new = &self.config.settings;
                // What the reader changed with the keys stays, unless the file changed it too.
                if old.settings.measure != new.measure {
                    self.panes.measure = None;
                }
                if old.settings.theme != new.theme {
                    self.theme = None;
                }
                if old.settings.side_width != new.side_width {
                    self.panes.side_width = None;
                }
                if old.settings.story_list_width != new.story_list_width {
                    self.panes.shelf_width = None;
                }
                if old.settings.split != new.split {
                    self.panes.split = new.split;
                }
                if old.settings.note_lines != new.note_lines {
                    self.panes.note_lines = new.note_lines;
                }
                if old.settings.boilerplate != new.boilerplate {
                    self.panes.boilerplate = new.boilerplate;
                }
                let moved = old.settings.notes != new.notes;
                let finder = (&old.settings.finder, old.settings.finder_patience);
                let another = finder != (&new.finder, new.finder_patience);
                self.drag = None;
                let mut effects = vec![Effect::Repaint];
                if another {
                    // What the story's own file holds does not depend on who is asked.
                    if let Some(reading) = self.reading.as_mut().filter(|r| !r.by_machine) {
                        reading.drop_found();
                    }
                    effects.extend(self.ask_to_find());
                }
                if moved {
                    // Its notes have another place from now on.
                    effects.extend(self.open_again());
                }
                effects
            }
            Message::Told(notice) => {
                self.notice = Some(notice);
                Vec::new()
            }
            Message::Key(_)
            | Message::Mouse(_)
            | Message::Paste(_)
            | Message::Resized(..)
            | Message::Background { .. }
            | Message::Terminate => Vec::new(),
        }
    }

    /// Says what is wrong: the worst of it, and where the rest is. If nothing is,
    /// what was said before of the same files is not so any more.
    pub(in crate::state) fn complain(&mut self, of: Faulty, problems: &[Diagnostic]) {
        if of != Faulty::Settings && self.says_settings() {
            // It stays what is said first; the rest is counted with it.
            if let Some(first) = worst_of(&self.config.problems).cloned() {
                self.say_problem(Faulty::Settings, &first, self.problems().count());
            }
            return;
        }
        let Some(first) = worst_of(problems) else {
            if let Some((_, said)) = self.complaint.take_if(|(faulty, _)| *faulty == of) {
                self.notice = self.notice.take().filter(|notice| notice.words != said);
            }
            return;
        };
        // An error that is being shown is not talked over by a warning.
        let shown = self.notice.as_ref().is_some_and(|notice| notice.error);
        if shown && first.severity != Severity::Error {
            return;
        }
        self.say_problem(of, first, problems.len());
    }

    /// Whether a fault of the settings is being said.
    fn says_settings(&self) -> bool {
        let notice = self.notice.as_ref().map(|notice| &notice.words);
        matches!(&self.complaint, Some((Faulty::Settings, said)) if notice == Some(said))
    }

    /// Says a problem that is one of `count`.
    fn say_problem(&mut self, of: Faulty, first: &Diagnostic, count: usize) {
        let file = std::path::Path::new(&first.file).file_name();
        let file = file.map_or(first.file.clone(), |name| name.to_string_lossy().into_owned());
        let place = first.place.map_or(String::new(), |(line, _)| format!(":{line}"));
        let count = match count {
            1 => ":problems".to_owned(),
            count => format!("{count} problems, :problems"),
        };
        let words = format!("[{count}] {file}{place}: {}", first.message);
        self.complaint = Some((of, words.clone()));
        self.notice = Some(Notice::error(words).listed());
    }

    fn story_read(&mut self, read: StoryRead) -> Vec<Effect> {
        let Some(opening) = &self.opening else { return Vec::new() };
        if opening.ticket != read.ticket {
            return Vec::new();
        }
        let again = opening.again;
        let mut effects = Vec::new();
        let wanted = opening.place.as_ref().map(|place| place.find(&read.story.text));
        // A story read anew stays where the reader is by now.
        let place = wanted.or(read.place).filter(|_| !again);
        let address = opening.address.clone();
        self.failure = None;
        self.complain(Faulty::Story, &read.problems);
        if again && let Some(reading) = &mut self.reading {
            let same = reading.story.text.as_str() == read.story.text.as_str();
            if !same {
                self.notice = Some(Notice::news(READ_ANEW));
            }
        } else if matches!(self.layer, Some(Layer::Editor(_))) {
            // What was being typed belongs to the story that leaves.
            effects = self.finish_editor();
        } else {
            let stays = |layer: &Layer| match layer {
                Layer::Recover { .. } | Layer::Help(_) => true,
                Layer::Prompt(prompt) => matches!(
                    prompt.purpose,
                    Purpose::Palette | Purpose::Picker | Purpose::Filter(Pane::Stories)
                ),
                _ => false,
            };
            self.layer = self.layer.take().filter(stays);
        }
        let old = self.reading.as_ref().map(|reading| reading.story.text.clone());
        self.keep_layer(old, &read.story.text);
        // A button that is down was pressed on another text.
        self.drag = None;
        let before = self.reading.take().filter(|_| again);
        let searched = before.as_ref().and_then(|reading| reading.search.as_ref());
        let searched = searched.map(|search| search.pattern.clone());
        let mut reading = match before {
            Some(reading) => reading.renewed(read.story, read.problems),
            None => Reading::new(address, read.story, read.problems),
        };
        reading.ticket = read.ticket;
        reading.hide_found(self.found_hidden);
        reading.marks = read.marks;
        let searched = searched.filter(|_| reading.search.is_none());
        self.reading = Some(reading);
        self.drop_counted();
        effects.extend(self.compare().filter(|_| again));
        effects.extend(searched.into_iter().flat_map(|words| self.ask_for(words, Then::Renew)));
        // Its annotations are not known yet.
        self.review = self.review.take().filter(|_| again).map(|_| Review::default());
        self.settle();
        if let Some(place) = place {
            self.put_place(place);
        }
        effects
    }

    /// Goes to the note with this id, a colleague's also without their name,
    /// else to where these words stand first.
    fn go_to_words(&mut self, words: &str) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let theirs = |note: &Note| {
            note.hand.is_some() && note.id.split_once('/').is_some_and(|(_, id)| id == words)
        };
        let notes = &reading.notes;
        let note = notes.iter().position(|note| note.id == words);
        if let Some(note) = note.or_else(|| notes.iter().position(theirs)) {
            self.tell_unplaced(note);
            return self.go_to_note(note);
        }
        let Some(span) = occurrence(&reading.story.text, words) else {
            let shown = visible(words).into_owned();
            self.notice = Some(Notice::error(format!("no note and no words here: {shown}")));
            return Vec::new();
        };
        self.jump_to(span.start);
        Vec::new()
    }

    /// Says of a note that has no place in the text what has become of it.
    fn tell_unplaced(&mut self, note: usize) {
        let Some(note) = self.reading.as_ref().and_then(|reading| reading.notes.get(note)) else {
            return;
        };
        if note.start().is_some() || note.selectors.is_empty() {
            return;
        }
        let (state, why) = (note.anchor.word(), note.standing.reason.words());
        let settled = match note.hand {
            None => format!("{} settles where, ", self.key_for(Command::SettleNote)),
            Some(_) => String::new(),
        };
        let list = self.key_for(Command::MyNotes);
        self.notice =
            Some(Notice::news(format!("this note is {state}: {settled}{list} lists it: {why}")));
    }

    /// What lies on top when another text comes: words that are being typed
    /// stay, on the passage as it stands there; places of the old text go.
    fn keep_layer(&mut self, old: Option<Text>, text: &Text) {
        match &mut self.layer {
            Some(Layer::Editor(editor)) => {
                let past: Vec<Text> = old.into_iter().collect();
                anchor(std::slice::from_mut(&mut editor.note), text, &past);
                anchor(editor.before.as_mut_slice(), text, &past);
            }
            // Its places are those of the old text.
            Some(Layer::Settle(_)) => self.layer = None,
            _ => {}
        }
    }

    /// Closes what counts names and notes of which there are others now.
    pub(super) fn drop_counted(&mut self) {
        if let Some(Layer::Prompt(prompt)) = &self.layer
            && prompt.purpose == Purpose::Picker
        {
            // Letters that are on their way must not become commands.
            let typed = prompt.line.text().to_owned();
            self.pick();
            if let Some(Layer::Prompt(prompt)) = &mut self.layer {
                prompt.line.set(typed);
                prompt.rank();
            }
            return;
        }
        let counts = match &self.layer {
            Some(Layer::Card(_) | Layer::Hints(_) | Layer::Problems(_) | Layer::Kind { .. }) => {
                true
            }
            Some(Layer::Prompt(prompt)) => {
                matches!(
                    prompt.purpose,
                    Purpose::Mentions(_) | Purpose::Said { .. } | Purpose::Naming { .. }
                )
            }
            _ => false,
        };
        if counts {
            self.layer = None;
        }
    }

    fn story_annotated(&mut self, annotated: StoryAnnotated) -> Vec<Effect> {
        let ticket = annotated.ticket;
        let finds = self.finds();
        let Some(reading) = self.reading.as_mut().filter(|r| r.ticket == ticket) else {
            return Vec::new();
        };
        if self.opening.as_ref().is_some_and(|opening| opening.ticket == ticket) {
            self.opening = None;
        }
        // What was done meanwhile, and what is not saved, is not in the file yet.
        let mut notes = annotated.notes;
        if let Some(all) = self.unconfirmed.get(&reading.address) {
            let known = notes.clone();
            for unconfirmed in all {
                noting::apply(&mut notes, &unconfirmed.changes);
            }
            anchor_new(&mut notes, &known, &reading.story.text);
        }
        let address = reading.address.clone();
        reading.annotated = Some(annotated.annotated);
        reading.by_machine = annotated.by_machine;
        reading.finding = finds && !annotated.annotated;
        let find = reading.finding.then_some(Effect::Find { ticket });
        reading.problems.extend(annotated.problems.iter().cloned());
        reading.annotate(annotated.head, annotated.annotations, notes, annotated.today);
        if find.is_some() {
            reading.date_for_finding();
        }
        if let Some(index) = self.shelf.find(&reading.address) {
            self.shelf.learn(vec![(index, reading.story.head.clone())]);
        }
        let told = self.notice.as_ref().is_some_and(|notice| notice.error);
        // What the story's own file has wrong stays said.
        let problems = self.reading.as_ref().map_or_else(Vec::new, |r| r.problems.clone());
        self.complain(Faulty::Story, &problems);
        // One's own words count for more than what others annotated, unless
        // something is broken.
        let broken = |problem: &Diagnostic| problem.severity == Severity::Error;
        if !told && !annotated.problems.iter().any(broken) {
            self.tell_adrift(annotated.text_changed);
        }
        self.drop_counted();
        self.review_again(self.place().unwrap_or(0));
        let mut effects: Vec<Effect> = find.into_iter().collect();
        effects.push(Effect::GatherNameNotes { address: address.clone() });
        let meant = |(story, _): &mut (Option<Address>, String)| {
            story.as_ref().is_none_or(|story| *story == address)
        };
        if let Some((_, words)) = self.opened_at.take_if(meant) {
            effects.extend(self.go_to_words(&words));
        }
        effects
    }

    /// Takes the notes as they are on disk, and what was done after the last
    /// save that is among them.
    fn notes_merged(&mut self, address: &Address, mut notes: Vec<Note>, after: Option<Save>) {
        let mut later = self.unconfirmed.get(address).map_or(&[][..], Vec::as_slice);
        if let Some(at) = later.iter().rposition(|unconfirmed| Some(unconfirmed.save) == after) {
            later = &later[at + 1..];
        }
        for unconfirmed in later {
            noting::apply(&mut notes, &unconfirmed.changes);
        }
        let Some(reading) = self.reading.as_mut().filter(|r| r.address == *address) else {
            return;
        };
        let shown = match &self.layer {
            Some(Layer::Card(Card::Note { note, .. })) => {
                reading.notes.get(*note).map(|note| note.id.clone())
            }
            _ => None,
        };
        anchor_new(&mut notes, &reading.notes, &reading.story.text);
        reading.set_notes(notes);
        let place = reading.place;
        // What counts notes would now mean others: a card stays with its own.
        let there = shown.and_then(|id| reading.notes.iter().position(|note| note.id == id));
        self.drop_counted();
        if let Some(note) = there {
            self.layer = Some(Layer::Card(Card::Note { note, top: 0 }));
        }
        self.review_again(place);
    }

    /// The changes of a story are saved: unless it is being read at this
    /// moment, perhaps from before they were.
    fn confirm(&mut self, address: &Address) {
        let reading = self.reading.as_ref().filter(|reading| reading.address == *address);
        let unread = reading.is_some_and(|reading| reading.annotated.is_none());
        let asked = self.opening.as_ref().is_some_and(|opening| opening.address == *address);
        if !unread && !asked {
            self.unconfirmed.remove(address);
        }
    }
}

/// The first error, else the first of all.
fn worst_of(problems: &[Diagnostic]) -> Option<&Diagnostic> {
    let worst = problems.iter().find(|problem| problem.severity == Severity::Error);
    worst.or(problems.first())
}
