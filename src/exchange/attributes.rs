//! What is said of names, mentions, times, quotes and events beside what they
//! are: attributes and unknown keys, and how many are lost in a format that has
//! no room for them.

use serde_json::Value;

use super::marks::{LABEL, REFERENCES, Reference};
use super::{Document, Losses};
use crate::model::{Annotations, Attrs, Entity, Mention};

/// As what they are counted.
pub(super) const UNKNOWN: &str = "keys that dateline does not know";
pub(super) const OF_NAMES: &str = "attributes of names";
pub(super) const OF_MENTIONS: &str = "attributes of mentions";

/// Counts each by its name.
pub(super) fn count<'a>(
    losses: &mut Losses,
    what: &'static str,
    attrs: impl IntoIterator<Item = &'a (String, Value)>,
) {
    for (name, _) in attrs {
        losses.add(what, name);
    }
}

/// The attributes of a name, without what formats make its type of.
pub(super) fn own_attributes(entity: &Entity) -> impl Iterator<Item = &(String, Value)> {
    entity.attrs.iter().filter(|(name, _)| name != LABEL)
}

/// Counts the keys of a story and its annotations that Dateline does not know.
pub(super) fn count_unknown_keys(document: &Document, losses: &mut Losses) {
    let Annotations { entities, mentions, relations, events, times, quotes, extra, .. } =
        &document.annotations;
    let all = [&document.story.head.extra, extra]
        .into_iter()
        .chain(entities.iter().map(|entity| &entity.extra))
        .chain(mentions.iter().map(|mention| &mention.extra))
        .chain(relations.iter().map(|relation| &relation.extra))
        .chain(events.iter().map(|event| &event.extra))
        .chain(times.iter().map(|time| &time.extra))
        .chain(quotes.iter().map(|quote| &quote.extra));
    all.for_each(|extra| count(losses, UNKNOWN, extra));
}

/// Counts what else is said of what is annotated, for formats that show what
/// it is but no attributes.
pub(super) fn count_attributes(annotations: &Annotations, losses: &mut Losses) {
    for entity in &annotations.entities {
        count(losses, OF_NAMES, own_attributes(entity));
    }
    for mention in &annotations.mentions {
        count(losses, OF_MENTIONS, &attributes(mention));
        let references = mention.attrs.iter().filter(|(name, _)| name == REFERENCES);
        for reference in references.flat_map(|(_, value)| Reference::read(value)) {
            losses.add("links of mentions", &reference.id);
        }
    }
    annotations.times.iter().for_each(|time| count(losses, "attributes of times", &time.attrs));
    annotations.quotes.iter().for_each(|quote| count(losses, "attributes of quotes", &quote.attrs));
    for event in &annotations.events {
        count(losses, "attributes of events", &event.attrs);
        for role in event.who.iter().filter_map(|part| part.role.as_deref()) {
            losses.add("roles in events", role);
        }
    }
}

/// What else is said of a mention.
pub(super) fn attributes(mention: &Mention) -> Attrs {
    let own = |(name, _): &&(String, Value)| name != LABEL && name != REFERENCES;
    let mut attrs: Attrs = mention.attrs.iter().filter(own).cloned().collect();
    // The shortest notation of the number, not that of the nearest double.
    let certainty = mention.certainty.and_then(|c| c.to_string().parse::<f64>().ok());
    attrs.extend(certainty.map(|certainty| ("certainty".into(), certainty.into())));
    attrs
}
