//! Filters, palette, picker, help, problems.

use std::collections::HashSet;

use super::FOUND_HIDDEN;
use crate::config::Context;
use crate::model::text::visible;
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
        if self.focus == Pane::Stories { self.want_all_heads() } else { Vec::new() }
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
                also: String::new(),
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
                    also: String::new(),
                    more: format!("{}", reading.names.counts[index]),
                    goal: Goal::Name(index),
                });
            }
            for (index, note) in reading.notes.iter().enumerate() {
                let quote = note.selectors.first().map_or("", |s| s.quote.as_str());
                let body = note.body.lines().next().unwrap_or("");
                let words = match (note.name.as_deref(), body.is_empty()) {
                    (Some(name), _) => name.to_owned(),
                    (None, true) if note.dates_story() => in_short(note),
                    (None, true) => quote.to_owned(),
                    (None, false) => format!("{body} · {quote}"),
                };
                items.push(Item {
                    sort: match note.kind {
                        NoteKind::Note => "note".into(),
                        kind => format!("my {}", kind.word()),
                    },
                    words: crate::model::text::visible(&words).into_owned(),
                    also: String::new(),
                    more: String::new(),
                    goal: Goal::Note(index),
                });
            }
            let own = |far: &&FarNote| reading.notes.iter().any(|note| note.id == far.note.id);
            let far = reading.far_notes.all().iter().filter(|far| !own(far));
            items.extend(far.filter_map(far_item));
        }
        items.extend(self.shelf.all().into_iter().map(|index| self.story_item(index)));
        let before = self.reading.as_ref().map_or(0, |reading| reading.place);
        self.layer = Some(Layer::Prompt(Box::new(Prompt::new(Purpose::Picker, items, before))));
        self.want_all_heads()
    }

    fn story_item(&self, index: usize) -> Item {
        let entry = &self.shelf.entries[index];
        Item {
            sort: "story".into(),
            words: entry.title(),
            also: crate::model::text::visible(&entry.address.name()).into_owned(),
            more: entry.day().unwrap_or_default(),
            goal: Goal::Story(index),
        }
    }

    /// Gives these stories of the open picker the titles that are known by now.
    pub(super) fn title_picked(&mut self, known: &HashSet<usize>) {
        self.renew_picked(|state, items| {
            for item in items {
                if let Goal::Story(index) = item.goal
                    && known.contains(&index)
                {
                    *item = state.story_item(index);
                }
            }
        });
    }

    /// Offers the stories from the index `first` on in the open picker too.
    pub(super) fn pick_from(&mut self, first: usize) {
        self.renew_picked(|state, items| {
            items.extend((first..state.shelf.entries.len()).map(|index| state.story_item(index)));
        });
    }

    /// Changes the items of the picker, if it is open; the chosen line stays chosen.
    fn renew_picked(&mut self, renew: impl FnOnce(&Self, &mut Vec<Item>)) {
        let Some(Layer::Prompt(mut prompt)) = self
            .layer
            .take_if(|layer| matches!(layer, Layer::Prompt(it) if it.purpose == Purpose::Picker))
        else {
            return;
        };
        renew(self, &mut prompt.items);
        let chosen =
            (prompt.list.chosen > 0).then(|| prompt.chosen().map(|item| item.goal.clone()));
        prompt.rank();
        if let Some(chosen) = chosen.flatten() {
            let is_chosen = |&index: &usize| prompt.items[index].goal == chosen;
            prompt.list.chosen = prompt.shown.iter().position(is_chosen).unwrap_or(0);
        }
        self.layer = Some(Layer::Prompt(prompt));
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
                    also: String::new(),
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

    /// What was said and by whom, in the order of the text: by the chosen name,
    /// if one is chosen.
    pub(super) fn list_said(&mut self) -> Vec<Effect> {
        let Some(reading) = &self.reading else { return Vec::new() };
        let by = reading.chosen;
        let annotations = &reading.annotations;
        let quotes = annotations.quotes.iter().map(|quote| {
            let speaker = quote.speaker.as_deref().and_then(|id| annotations.entity(id));
            (quote, speaker)
        });
        let items: Vec<Item> = quotes
            .filter(|(_, speaker)| by.is_none() || *speaker == by)
            .map(|(quote, speaker)| {
                let named = speaker.map(|index| annotations.entities[index].name.as_str());
                let who = named.or(quote.speaker_text.as_deref()).unwrap_or("nobody named");
                let words = reading.story.text.slice(quote.span);
                Item {
                    sort: visible(who).into_owned(),
                    words: words.split_whitespace().collect::<Vec<_>>().join(" "),
                    also: visible(who).into_owned(),
                    more: visible(quote.cue.as_deref().unwrap_or("")).into_owned(),
                    goal: Goal::Place(quote.span.start),
                }
            })
            .collect();
        if items.is_empty() {
            let name = by.map(|index| visible(&annotations.entities[index].name).into_owned());
            let looking = reading.finding.then_some("what was said is being looked for");
            return match (name, looking) {
                (_, Some(words)) => self.tell(words),
                _ if reading.hides_found() => self.tell(FOUND_HIDDEN),
                (Some(name), _) => self.tell(format!("nothing here is said by {name}")),
                (None, _) => self.tell("nothing is marked as said in this story"),
            };
        }
        let prompt = Prompt::new(Purpose::Said { by }, items, reading.place);
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
                also: String::new(),
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
            also: offer.name.to_owned(),
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
            Purpose::Date => prompt.error = None,
            Purpose::Said { .. } => {
                // The key that filters every other list is no letter to look for.
                if words.starts_with('/') {
                    prompt.line.set(words.trim_start_matches('/'));
                }
                prompt.rank();
            }
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
            Purpose::Date => self.set_date(*prompt, stamp),
            Purpose::Palette
            | Purpose::Picker
            | Purpose::Mentions(_)
            | Purpose::Said { .. }
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
            Purpose::Date
            | Purpose::Palette
            | Purpose::Picker
            | Purpose::Mentions(_)
            | Purpose::Said { .. }
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
                self.focus = Pane::Text;
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
                self.focus = Pane::Text;
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
        also: String::new(),
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
