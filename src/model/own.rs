//! The names and events that readers mark themselves, as annotations.

use std::collections::{HashMap, HashSet};

use super::{
    Annotations, Attrs, Entity, Event, Kind, Mention, Moment, Note, NoteKind, Origin, Participant,
    Span, Text, entity, occurrences, text::visible,
};

/// Adds the names and events among `notes` to what is annotated in `text`;
/// where the notes stand in it must be known: [`Note::spans`]. A name that
/// is annotated already gets further mentions.
pub(super) fn add_own(annotations: &mut Annotations, notes: &[Note], text: &Text) {
    let of_kind = |kind| notes.iter().filter(move |note| note.is_own() && note.kind == kind);
    annotations.events.extend(of_kind(NoteKind::Event).filter_map(event));
    let mut names_of_own = of_kind(NoteKind::Entity).peekable();
    // What follows goes through all names and mentions there are.
    if names_of_own.peek().is_none() {
        return;
    }
    let mut names = Names::of(&annotations.entities);
    let mut everywhere: Vec<Entity> = Vec::new();
    let mut owners: Vec<usize> = Vec::new();
    let mut listed: Vec<(usize, Span)> = Vec::new();
    for note in names_of_own {
        let quote = note.selectors.first().map(|s| s.quote.clone());
        let Some(name) = note.name.as_ref().or(quote.as_ref()) else { continue };
        let name = visible(name).into_owned();
        let renamed = || {
            let called = |entity: &Entity| entity.aliases.contains(&name);
            annotations.entities.iter().position(called).filter(|_| note.listed)
        };
        // One mention of a name that is called otherwise by now stays with it.
        let owner = match names.known.get(&name).copied().or_else(renamed) {
            Some(known) => known,
            None => {
                let own = names.entity(name.clone(), note);
                annotations.entities.push(own);
                names.known.insert(name.clone(), annotations.entities.len() - 1);
                annotations.entities.len() - 1
            }
        };
        listed.extend(note.spans.iter().map(|&span| (owner, span)));
        if !note.listed {
            let alias = quote.filter(|quote| *quote != name);
            let aliases = alias.into_iter().collect();
            everywhere.push(Entity { name, aliases, ..Entity::default() });
            owners.push(owner);
        }
    }
    let found = occurrences::mentions_of(text, &everywhere);
    listed.extend(found.into_iter().map(|mention| (owners[mention.entity], mention.span)));
    let mut known: HashMap<(usize, Span), usize> = HashMap::new();
    for (index, mention) in annotations.mentions.iter().enumerate() {
        known.insert((mention.entity, mention.span), index);
    }
    for (owner, span) in listed {
        let there = *known.entry((owner, span)).or_insert(annotations.mentions.len());
        match annotations.mentions.get_mut(there) {
            // What a machine found is the reader's own once they say so.
            Some(mention) if mention.origin == Origin::Found => {
                mention.origin = Origin::Mine;
                mention.certainty = None;
                mention.settled = true;
            }
            Some(_) => {}
            None => {
                let mention = Mention { origin: Origin::Mine, ..Mention::new(span, owner) };
                annotations.mentions.push(mention);
            }
        }
        let entity = &mut annotations.entities[owner];
        if entity.origin == Origin::Found {
            entity.origin = Origin::Mine;
        }
    }
}

/// Takes away again what [`add_own`] added: what the file says stays, in its order.
pub(super) fn drop_own(annotations: &mut Annotations) {
    annotations.entities.retain(|entity| entity.origin != Origin::Mine);
    annotations.mentions.retain(|mention| mention.origin != Origin::Mine);
    annotations.events.retain(|event| event.origin != Origin::Mine);
}

/// What is taken already: names with their entities, and ids.
struct Names {
    known: HashMap<String, usize>,
    ids: HashSet<String>,
}

impl Names {
    fn of(entities: &[Entity]) -> Self {
        let mut known = HashMap::new();
        for (index, entity) in entities.iter().enumerate() {
            known.entry(entity.name.clone()).or_insert(index);
        }
        Self { known, ids: entities.iter().map(|entity| entity.id.clone()).collect() }
    }

    /// A new entity of this name, with an id that no other has.
    fn entity(&mut self, name: String, note: &Note) -> Entity {
        let slug = entity::slug(&name);
        let mut id = slug.clone();
        let mut number = 1;
        while !self.ids.insert(id.clone()) {
            number += 1;
            id = format!("{slug}-{number}");
        }
        let about = note.body.trim();
        Entity {
            id,
            name,
            kind: Kind::parse(note.kind_word.as_deref().unwrap_or("other")),
            about: (!about.is_empty()).then(|| visible(about).into_owned()),
            origin: Origin::Mine,
            ..Entity::default()
        }
    }
}

/// The event of a note; `None` if it does not say when.
fn event(note: &Note) -> Option<Event> {
    let when = Moment::parse(note.when.as_deref()?).ok()?;
    let who = note.about.iter().map(|id| Participant { role: None, entity: id.clone() });
    Some(Event {
        id: note.id.clone(),
        when,
        label: visible(note.name.as_deref().unwrap_or(note.body.trim())).into_owned(),
        spans: note.spans.clone(),
        who: who.collect(),
        attrs: Attrs::new(),
        extra: Attrs::new(),
        origin: Origin::Mine,
    })
}
