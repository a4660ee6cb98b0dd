//! Filters, palette, picker, help, problems.

use crate::config::Context;
use crate::model::moment::Precision;
use crate::model::{Note, NoteKind};
use crate::state::command::{Command, Group, VERBS};
use crate::state::editor::Editor;
use crate::state::far_notes::FarNote;
use crate::state::list::List;
use crate::state::note_rows::in_short;
use crate::state::prompt::{Goal, Item, Prompt, Purpose};
use crate::state::unfold::whose;
use crate::state::{Card, Effect, Help, Layer, Offer, Pane, Stamp, State};

impl State {
    pub(super) fn filter(&mut self) -> Vec<Effect> {
        let mut prompt = Prompt::new(Purpose::Filter(self.focus), Vec::new(), 0);
        if let Some(filter) = self.filter_text() {
            prompt.line = Editor::new(filter.clone());
        }
        self.layer = Some(Layer::Prompt(Box::new(prompt)));
        Vec::new()
    }

    /// The filter of the pane that has the keys.
    fn filter_text(&mut self) -> Option<&mut String> {
        match (self.focus, &mut self.reading) {
            (Pane::Stories, _) => Some(&mut self.shelf.filter),
            (Pane::Names, Some(reading)) => Some(&mut reading.names.filter),
            (Pane::Timeline, Some(reading)) => Some(&mut reading.timeline.filter),
            (Pane::Notes, Some(reading)) => Some(&mut reading.note_rows.filter),
            _ => None,
        }
    }

    fn set_filter(&mut self, words: &str) {
        if let Some(filter) = self.filter_text() {
            words.clone_into(filter);
        }
        match (self.focus, &mut self.reading) {
            (Pane::Stories, _) => self.shelf.arrange(),
            (Pane::Names, Some(reading)) => reading.names.arrange(&reading.annotations),
            (Pane::Timeline, Some(reading)) => reading.timeline.arrange(),
            (Pane::Notes, Some(reading)) => reading.note_rows.arrange(&reading.notes),
            _ => {}
        }
    }

    /// Takes the filter of the focused list off. Says whether there was one.
    pub(super) fn clear_filter(&mut self) -> bool {
        let had = self.filter_text().is_some_and(|filter| !filter.is_empty());
        if had {
            self.set_filter("");
        }
        had
    }

    /// Every command but those that only make sense inside something.
    pub(super) fn palette(&mut self) -> Vec<Effect> {
        let context = self.context();
        let items = VERBS
            .iter()
            .filter(|verb| offered(verb.command))
            .map(|verb| Item {
                sort: verb.group.title().to_owned(),
                words: format!("{}  {}", verb.name, verb.help),
                more: self.keys_for(context, verb.command),
                goal: Goal::Command(verb.command),
            })
            .collect();
        self.layer = Some(Layer::Prompt(Box::new(Prompt::new(Purpose::Palette, items, 0))));
        Vec::new()
    }

    /// The keys of a command in a section of the key table, or else in
    /// whichever section has any.
    fn keys_for(&self, context: Context, command: Command) -> String {
        let keymap = &self.config.keymap;
        std::iter::once(context)
            .chain(Context::ALL)
            .map(|context| keymap.keys_of(context, command.name()))
            .find(|keys| !keys.is_empty())
            .unwrap_or_default()
            .join("  ")
    }

    /// Names and notes of this story, and all stories.
    pub(super) fn pick(&mut self) -> Vec<Effect> {
        let mut items = Vec::new();
        if let Some(reading) = &self.reading {
            for (index, entity) in reading.annotations.entities.iter().enumerate() {
                let mut words = entity.name.clone();
                for alias in &entity.aliases {
                    words.push_str(" · ");
                    words.push_str(alias);
                }
                items.push(Item {
                    sort: entity.kind.word().to_owned(),
                    words: crate::model::text::visible(&words).into_owned(),
                    more: format!("{}", reading.names.counts[index]),
                    goal: Goal::Name(index),
                });
            }
            for (index, note) in reading.notes.iter().enumerate() {
                let quote = note.selectors.first().map_or("", |s| s.quote.as_str());
                let body = note.body.lines().next().unwrap_or("");
                let words = match (note.name.as_deref(), body.is_empty()) {
                    (Some(name), _) => name.to_owned(),
                    (None, true) => quote.to_owned(),
                    (None, false) => format!("{body} · {quote}"),
                };
                items.push(Item {
                    sort: match note.kind {
                        NoteKind::Note => "note".into(),
                        kind => format!("my {}", kind.word()),
                    },
                    words: crate::model::text::visible(&words).into_owned(),
                    more: String::new(),
                    goal: Goal::Note(index),
                });
            }
            let own = |far: &&FarNote| reading.notes.iter().any(|note| note.id == far.note.id);
            let far = reading.far_notes.all().iter().filter(|far| !own(far));
            items.extend(far.filter_map(far_item));
        }
        for &index in &self.shelf.order {
            let entry = &self.shelf.entries[index];
            let date = entry.head.as_ref().and_then(|head| head.published.as_ref());
            items.push(Item {
                sort: "story".into(),
                words: entry.title(),
                more: date
                    .map(|moment| moment.to_day().short(Precision::Decade))
                    .unwrap_or_default(),
                goal: Goal::Story(index),
            });
        }
        let before = self.reading.as_ref().map_or(0, |reading| reading.place);
        self.layer = Some(Layer::Prompt(Box::new(Prompt::new(Purpose::Picker, items, before))));
        Vec::new()
    }

    /// All mentions of a name, each with its sentence, then the notes on it in
    /// other stories.
    pub(super) fn list_mentions(&mut self, entity: usize) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let mut items: Vec<Item> = reading
            .annotations
            .mentions
            .iter()
            .filter(|mention| mention.entity == entity)
            .map(|mention| {
                let sentence = reading.sentence_at(mention.span.start);
                let words = reading.story.text.slice(sentence);
                Item {
                    sort: format!("{} %", mention.span.start * 100 / reading.story.text.len()),
                    words: words.split_whitespace().collect::<Vec<_>>().join(" "),
                    more: String::new(),
                    goal: Goal::Place(mention.span.start),
                }
            })
            .collect();
        items.extend(reading.notes_from_afar(entity).filter_map(far_item));
        let before = reading.place;
        let prompt = Prompt::new(Purpose::Mentions(entity), items, before);
        self.layer = Some(Layer::Prompt(Box::new(prompt)));
        Vec::new()
    }

    /// The deleted notes of this story, the last deleted first.
    pub(super) fn show_trash(&mut self) -> Vec<Effect> {
        let items: Vec<Item> = self
            .trash()
            .into_iter()
            .map(|deleted| Item {
                sort: deleted.note.kind.word().to_owned(),
                words: in_short(&deleted.note),
                more: deleted.when.get(..16).unwrap_or("").replace('T', " "),
                goal: Goal::Restore(deleted.note.id.clone()),
            })
            .collect();
        if items.is_empty() {
            return self.tell("no deleted notes on this story");
        }
        let before = self.reading.as_ref().map_or(0, |reading| reading.place);
        self.layer = Some(Layer::Prompt(Box::new(Prompt::new(Purpose::Trash, items, before))));
        Vec::new()
    }

    /// The formats that the story, or the notes on it, can be written in.
    pub(super) fn choose_format(&mut self, notes: bool) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        if notes && !reading.notes.iter().any(Note::is_own) {
            return self.tell("you have no notes on this story");
        }
        let fits = |offer: &&Offer| !notes || offer.notes;
        let items = self.formats.iter().filter(fits).map(|offer| Item {
            sort: offer.name.to_owned(),
            words: offer.about.to_owned(),
            more: String::new(),
            goal: Goal::Export { format: offer.name, notes },
        });
        let prompt = Prompt::new(Purpose::Export { notes }, items.collect(), reading.place);
        self.layer = Some(Layer::Prompt(Box::new(prompt)));
        Vec::new()
    }

    pub(super) fn help(&mut self) -> Vec<Effect> {
        self.layer = match self.layer {
            Some(Layer::Help(_)) => None,
            _ => Some(Layer::Help(Help::default())),
        };
        Vec::new()
    }

    pub(super) fn show_problems(&mut self) -> Vec<Effect> {
        if self.problems().next().is_none() {
            return self.tell("nothing is wrong in this story's files");
        }
        self.layer = Some(Layer::Problems(List::default()));
        Vec::new()
    }

    /// What was typed in a prompt changed.
    pub(super) fn typed(&mut self) -> Vec<Effect> {
        if let Some(Layer::Help(help)) = &mut self.layer {
            help.top = 0;
            return Vec::new();
        }
        let Some(Layer::Prompt(prompt)) = &mut self.layer else { return Vec::new() };
        let words = prompt.line.text().to_owned();
        match prompt.purpose {
            Purpose::Search => {
                prompt.error = None;
                let before = prompt.before;
                return self.search_typed(words, before);
            }
            Purpose::Filter(_) => self.set_filter(&words),
            Purpose::Palette
            | Purpose::Picker
            | Purpose::Mentions(_)
            | Purpose::Trash
            | Purpose::Export { .. }
            | Purpose::Naming { .. } => prompt.rank(),
        }
        Vec::new()
    }

    /// Up or down in a prompt: its list, or what was searched for before.
    pub(super) fn prompt_step(&mut self, by: isize) -> Vec<Effect> {
        let searched = self.searched.len();
        let Some(Layer::Prompt(prompt)) = &mut self.layer else { return Vec::new() };
        if prompt.has_list() {
            let rows = prompt.shown.len();
            prompt.list.step(by, rows);
            return Vec::new();
        }
        if prompt.purpose == Purpose::Search && searched > 0 {
            let last = searched - 1;
            let at = match prompt.recalled {
                None if by < 0 => last,
                None => return Vec::new(),
                Some(at) => at.saturating_add_signed(by).min(last),
            };
            prompt.recalled = Some(at);
            let words = self.searched[at].clone();
            prompt.line.set(words);
            return self.typed();
        }
        Vec::new()
    }

    pub(super) fn accept(&mut self, stamp: &Stamp) -> Vec<Effect> {
        let Some(layer) = self.layer.take() else { return Vec::new() };
        let prompt = match layer {
            Layer::Prompt(prompt) => prompt,
            Layer::Help(mut help) => {
                help.typing = false;
                self.layer = Some(Layer::Help(help));
                return Vec::new();
            }
            other => {
                self.layer = Some(other);
                return Vec::new();
            }
        };
        match prompt.purpose {
            Purpose::Search => self.accept_search(*prompt),
            Purpose::Filter(_) => Vec::new(),
            Purpose::Palette
            | Purpose::Picker
            | Purpose::Mentions(_)
            | Purpose::Trash
            | Purpose::Export { .. } => {
                let Some(item) = prompt.chosen() else { return Vec::new() };
                self.reach(item.goal.clone(), stamp)
            }
            Purpose::Naming { whole } => self.rename(&prompt, whole, stamp),
        }
    }

    pub(super) fn leave_prompt(&mut self, prompt: &Prompt) -> Vec<Effect> {
        match prompt.purpose {
            Purpose::Search => {
                if let Some(reading) = &mut self.reading {
                    reading.search = None;
                    reading.awaited = None;
                }
                self.put_place(prompt.before);
            }
            Purpose::Filter(_) => self.set_filter(""),
            Purpose::Palette
            | Purpose::Picker
            | Purpose::Mentions(_)
            | Purpose::Trash
            | Purpose::Export { .. }
            | Purpose::Naming { .. } => {}
        }
        Vec::new()
    }

    /// Goes where a line of a palette or picker leads.
    fn reach(&mut self, goal: Goal, stamp: &Stamp) -> Vec<Effect> {
        match goal {
            Goal::Command(command) => self.obey(command, stamp),
            Goal::Story(index) => {
                let Some(entry) = self.shelf.entries.get(index) else { return Vec::new() };
                let address = entry.address.clone();
                self.visit(address)
            }
            Goal::Name(entity) => {
                let Some(reading) = &mut self.reading else { return Vec::new() };
                reading.choose(Some(entity));
                let first = reading.annotations.mentions.iter().find(|m| m.entity == entity);
                let to = first.map(|mention| mention.span.start);
                self.focus = Pane::Text;
                match to {
                    Some(place) => self.jump_to(place),
                    None => return self.tell("not mentioned in this story"),
                }
                Vec::new()
            }
            Goal::FarNote(address, id) => {
                let effects = self.visit(address.clone());
                self.opened_at = Some((Some(address), id));
                effects
            }
            Goal::Export { format, notes } => {
                self.tell("writing …");
                vec![Effect::Export { format, notes }]
            }
            Goal::Restore(id) => self.restore(&id),
            Goal::Typed => Vec::new(),
            Goal::Place(place) => {
                self.focus = Pane::Text;
                self.jump_to(place);
                Vec::new()
            }
            Goal::Note(note) => self.go_to_note(note),
        }
    }

    /// Goes to where a note stands, or opens the card of one without a place.
    pub(super) fn go_to_note(&mut self, note: usize) -> Vec<Effect> {
        let place = self.reading.as_ref().and_then(|reading| reading.notes[note].start());
        self.focus = Pane::Text;
        match place {
            Some(place) => {
                let id = self.reading.as_ref().map(|reading| reading.notes[note].id.clone());
                self.jump_to(place);
                self.came_for = id.map(|id| (id, place));
            }
            None => self.layer = Some(Layer::Card(Card::Note { note, top: 0 })),
        }
        Vec::new()
    }
}

/// The line of a note in another story, if that story is there.
fn far_item(far: &FarNote) -> Option<Item> {
    Some(Item {
        sort: "note in".to_owned(),
        words: format!("{}: {}{}", far.title, whose(&far.note), in_short(&far.note)),
        more: String::new(),
        goal: Goal::FarNote(far.story.clone()?, far.note.id.clone()),
    })
}

/// Whether the palette offers a command: not those that need a prompt, the
/// editor or a running selection to mean anything.
fn offered(command: Command) -> bool {
    use Command as C;
    !matches!(command.verb().group, Group::Selecting | Group::Reviewing)
        && !matches!(
            command,
            C::Accept
                | C::PromptNext
                | C::PromptPrevious
                | C::SaveNote
                | C::DiscardNote
                | C::NoteKind
                | C::Filter
                | C::GoThere
                | C::Palette
                | C::Leave
                | C::Interrupt
                | C::ListStart
                | C::ListEnd
                | C::RecoverNotes
                | C::DiscardRecovered
        )
        || matches!(command, C::Select | C::Review)
}
