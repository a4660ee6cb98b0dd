//! A reader's notes as a person wants them elsewhere: the passage, what stands
//! around it, the words, where it comes from and the way back.

use std::borrow::Cow;

use super::attributes::{count_attributes, count_unknown_keys};
use super::object::tags_of;
use super::spread::DATES;
use super::wayback::WayBack;
use super::{Document, Losses};
use crate::model::text::visible;
use crate::model::{Anchor, Entity, Event, Note, Span};

/// How much of the text is shown on either side of a passage, in characters.
const CONTEXT: usize = 80;

/// A note with all that belongs to it.
pub(super) struct Clipping<'d> {
    pub note: &'d Note,
    /// The passage, its stretches parted by an ellipsis; empty for a note on
    /// the whole story.
    pub quote: String,
    /// What stands before it in its paragraph.
    pub before: String,
    /// What stands after it there.
    pub after: String,
    /// Where it starts, in scalar values.
    pub at: Option<usize>,
    pub tags: Vec<Cow<'d, str>>,
    /// The passage on line, where the story is.
    pub link: Option<String>,
}

/// The notes with words or a passage of the reader's, in the order of the text;
/// then those that have lost their place; then those on the whole story.
pub(super) fn clippings(document: &Document) -> Vec<Clipping<'_>> {
    let mut notes: Vec<&Note> = document.notes.iter().filter(|note| is_said(note)).collect();
    notes.sort_by_key(|note| (note.start().unwrap_or(usize::MAX), note.selectors.is_empty()));
    let way_back = WayBack::of(document);
    notes.into_iter().map(|note| Clipping::of(document, note, &way_back)).collect()
}

/// Whether a note says more than what is annotated.
fn is_said(note: &Note) -> bool {
    !note.annotates() || !note.body.trim().is_empty() || !note.tags.is_empty()
}

impl<'d> Clipping<'d> {
    /// What belongs to one note.
    pub fn of(document: &'d Document, note: &'d Note, way_back: &WayBack) -> Self {
        let text = &document.story.text;
        let quotes: Vec<&str> = match note.spans.as_slice() {
            [] => note.selectors.iter().map(|selector| selector.quote.as_str()).collect(),
            spans => spans.iter().map(|&span| text.slice(span)).collect(),
        };
        let quote = quotes.join(" … ");
        let (mut before, mut after) = (String::new(), String::new());
        if let (Some(first), Some(last)) = (note.spans.first(), note.spans.last()) {
            before = tail(&text.as_str()[..first.start]);
            after = head(&text.as_str()[last.end..]);
        } else if let (Some(first), Some(last)) = (note.selectors.first(), note.selectors.last()) {
            // What stood around it when it was made.
            before = first.before.clone().unwrap_or_default();
            after = last.after.clone().unwrap_or_default();
        }
        Self {
            note,
            before,
            after,
            at: note.start().map(|start| text.scalar_at(start)),
            tags: tags_of(note),
            link: way_back.link(&note.spans),
            quote,
        }
    }

    /// What stands around the passage, where that is more than a full stop.
    pub fn context(&self) -> Option<(&str, &str)> {
        let words = |part: &str| part.contains(char::is_alphanumeric);
        let some = words(&self.before) || words(&self.after);
        some.then_some((self.before.as_str(), self.after.as_str()))
    }

    /// Colour, names it is about, who and when: what a note says in a few words.
    pub fn particulars(&self, document: &Document) -> Vec<String> {
        let mut parts = Vec::new();
        parts.extend(self.note.color.clone());
        if !self.note.about.is_empty() {
            let name = |id: &String| {
                let entity = document.annotations.entity(id);
                entity.map_or(id.clone(), |at| document.annotations.entities[at].name.clone())
            };
            let names: Vec<String> = self.note.about.iter().map(name).collect();
            parts.push(format!("about {}", names.join(", ")));
        }
        parts.extend(self.note.by.clone());
        parts.extend(self.note.made.as_deref().map(|made| day(made).to_owned()));
        if self.note.spans.is_empty() && !self.note.selectors.is_empty() {
            parts.push(match self.note.anchor {
                Anchor::Doubtful => "doubtful where in the text".into(),
                _ => "no longer in the text".to_owned(),
            });
        }
        parts.iter().map(|part| visible(part).into_owned()).collect()
    }
}

/// The day of a time.
pub(super) fn day(written: &str) -> &str {
    written.split('T').next().unwrap_or(written)
}

/// Whether an address may become a link.
pub(super) fn is_web(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"`".contains(c))
}

/// The end of what stands before a passage, on its line.
fn tail(before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default();
    match line.char_indices().rev().nth(CONTEXT) {
        None => line.trim_start().to_owned(),
        Some((at, _)) => {
            let cut = &line[at..];
            let word = cut.find(char::is_whitespace).map_or(cut, |space| &cut[space..]);
            format!("…{}", word.trim_start())
        }
    }
}

/// The beginning of what stands after it.
fn head(after: &str) -> String {
    let line = after.split('\n').next().unwrap_or_default();
    match line.char_indices().nth(CONTEXT) {
        None => line.trim_end().to_owned(),
        Some((at, _)) => {
            let cut = &line[..at];
            let word = cut.rfind(char::is_whitespace).map_or(cut, |space| &cut[..space]);
            format!("{}…", word.trim_end())
        }
    }
}

/// The title of a story, or what its file is called.
pub(super) fn title(document: &Document) -> Cow<'_, str> {
    visible(document.story.head.title.as_deref().unwrap_or(&document.name))
}

/// Title, byline, source, place and date: where the words come from.
pub(super) fn citation(document: &Document) -> String {
    let head = &document.story.head;
    let mut parts = vec![title(document).into_owned()];
    parts.extend(head.byline.clone());
    parts.extend(head.source.clone());
    parts.extend(head.published.as_ref().map(|moment| moment.label()));
    parts.extend(head.url.clone());
    visible(&parts.join(", ")).into_owned()
}

/// The command that opens the story, at a note if one is named.
pub(super) fn command(document: &Document, note: Option<&str>) -> Option<String> {
    let path = document.story.path.as_ref()?.to_string_lossy().into_owned();
    let plain = |c: char| c.is_alphanumeric() || "/._-+@".contains(c);
    let path = match path.chars().all(plain) {
        true => path,
        false => format!("'{}'", path.replace('\'', "'\\''")),
    };
    let at = note.map(|id| format!(" --at {id}")).unwrap_or_default();
    Some(visible(&format!("dateline {path}{at}")).into_owned())
}

/// The names that are in the text, as (name, its places), in the order of their
/// first place.
pub(super) fn names(document: &Document) -> Vec<(&Entity, Vec<Span>)> {
    let annotations = &document.annotations;
    let mut all: Vec<(&Entity, Vec<Span>)> =
        annotations.entities.iter().map(|entity| (entity, Vec::new())).collect();
    for mention in &annotations.mentions {
        if let Some((_, places)) = all.get_mut(mention.entity) {
            places.push(mention.span);
        }
    }
    all.retain(|(_, places)| !places.is_empty());
    all.sort_by_key(|(_, places)| places[0]);
    all
}

/// The events in the order of time, those without a place on the axis last.
pub(super) fn events(document: &Document) -> Vec<&Event> {
    let mut events: Vec<&Event> = document.annotations.events.iter().collect();
    events.sort_by(|a, b| {
        (!a.when.on_axis()).cmp(&!b.when.on_axis()).then_with(|| a.when.cmp_on_axis(&b.when))
    });
    events
}

/// Who took part in an event, by name.
pub(super) fn who(document: &Document, event: &Event) -> Vec<String> {
    let name = |id: &str| {
        let entity = document.annotations.entity(id);
        entity.map_or(id.to_owned(), |at| document.annotations.entities[at].name.clone())
    };
    event.who.iter().map(|part| visible(&name(&part.entity)).into_owned()).collect()
}

/// What a page of notes, names and events does not say.
pub(super) fn unsaid(document: &Document) -> Losses {
    let annotations = &document.annotations;
    let mut losses = Losses::default();
    for note in document.notes.iter().filter(|note| !is_said(note)) {
        let dated = note.made.is_some() || note.changed.is_some() || note.by.is_some();
        losses.add_many(DATES, usize::from(dated), &note.id);
    }
    for relation in &annotations.relations {
        losses.add("relations", &relation.kind);
    }
    for quote in &annotations.quotes {
        losses.add("quotes", document.story.text.slice(quote.span));
    }
    count_attributes(annotations, &mut losses);
    count_unknown_keys(document, &mut losses);
    losses
}
