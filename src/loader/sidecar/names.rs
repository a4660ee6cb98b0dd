//! Entities, their mentions, and what relates them.

use std::collections::HashMap;

use super::fields::Fields;
use super::ids::{Ids, Taken};
use super::passages::{KEYS, Passage, Places};
use super::report::{Report, did_you_mean};
use super::tree::Node;
use crate::model::occurrences::mentions_of;
use crate::model::{Attrs, Entity, Kind, MatchRule, Mention, Origin, Relation, Span, Text};

/// A mention that has not been found in the text yet.
pub struct Listed {
    pub passage: Passage,
    entity: usize,
    id: Option<String>,
    certainty: Option<f32>,
    attrs: Attrs,
    extra: Attrs,
}

/// Reads `entities`.
pub fn entities(report: &mut Report, list: &[Node], ids: &mut Ids) -> (Vec<Entity>, Vec<Listed>) {
    const KNOWN: &[&str] = &[
        "id", "name", "type", "aliases", "role", "about", "links", "match", "not", "attrs",
        "mentions",
    ];
    // Written ids come first, so that none made of a name takes one of them.
    let mut read = Vec::with_capacity(list.len());
    for node in list {
        if node.scalar().is_some() {
            let message = "an entity: expected a mapping, found a single value";
            report.error_with(node.at, message, Some("write `- name: …`".into()));
            continue;
        }
        let Some(fields) = Fields::of(report, node, "an entity", &[KNOWN]) else { continue };
        let id = fields.text(report, "id");
        if let Some(id) = &id
            && !ids.entities.take(id)
        {
            let at = fields.get("id").map_or(node.at, |node| node.at);
            report.error(at, format!("the id `{id}` is another entity's already"));
            continue;
        }
        read.push((fields, id));
    }
    let mut entities = Vec::with_capacity(read.len());
    let mut listed = Vec::new();
    let mut owners = Owners::default();
    for (fields, id) in read {
        let Some(name) = fields.required(report, "name", "an entity") else {
            ids.drop(id);
            continue;
        };
        let mentions = fields.get("mentions");
        let mut entity = Entity {
            id: id.clone().unwrap_or_else(|| ids.entities.make(&name)),
            aliases: fields.texts(report, "aliases"),
            role: fields.text(report, "role"),
            about: fields.text(report, "about"),
            links: fields.pairs(report, "links"),
            attrs: fields.attrs(report, "attrs"),
            extra: fields.extra(),
            not: fields.texts(report, "not"),
            origin: Origin::File,
            kind: Kind::default(),
            matching: match mentions {
                Some(node) if !node.items().is_empty() => MatchRule::Listed,
                _ => MatchRule::Auto,
            },
            name,
        };
        match fields.text(report, "type") {
            Some(word) => entity.kind = Kind::parse(&word),
            None if fields.lacks("type") => {
                let hint = "one of person organization place group event work product other";
                let message = format!("`{}` has no `type`", entity.name);
                report.warning(fields.at, message, Some(hint.into()));
            }
            None => {}
        }
        if let Some(word) = fields.text(report, "match") {
            match &*word {
                "auto" => entity.matching = MatchRule::Auto,
                "listed" => entity.matching = MatchRule::Listed,
                "both" => entity.matching = MatchRule::Both,
                _ => {
                    let at = fields.get("match").map_or(fields.at, |node| node.at);
                    let message = format!("match: expected auto, listed or both, found `{word}`");
                    report.error_with(at, message, did_you_mean(&word, ["auto", "listed", "both"]));
                }
            }
        }
        for node in mentions.map_or(&[][..], Node::items) {
            listed.extend(mention(report, node, entities.len(), ids));
        }
        if entity.matching != MatchRule::Listed {
            owners.claim(report, &fields, &entity, id.is_some());
        }
        entities.push(entity);
    }
    (entities, listed)
}

/// The names and aliases that are matched everywhere, each with the id of the
/// first entity that has it: to that one its occurrences go.
#[derive(Default)]
struct Owners(HashMap<String, String>);

impl Owners {
    /// Says which names of an entity are another's. Who gives it an id of its
    /// own, `is_meant`, knows that there are two.
    fn claim(&mut self, report: &mut Report, fields: &Fields, entity: &Entity, is_meant: bool) {
        for words in std::iter::once(&entity.name).chain(&entity.aliases) {
            let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
            match self.0.get(&name) {
                Some(first) if *first != entity.id && !is_meant => {
                    // Of what is only counted, the place is not looked for.
                    let node = (!report.is_full()).then(|| written(fields, words)).flatten();
                    let at = node.map_or(fields.at, |node| node.at);
                    let message = format!(
                        "`{words}` is a name of `{first}` above: its mentions go there, not to \
                         `{}`",
                        entity.id
                    );
                    let hint = "make one entity of the two, or list the `mentions` of each";
                    report.warning(at, message, Some(hint.into()));
                }
                Some(_) => {}
                // What is `not` one entity's may be the next one's.
                None if !entity.not.is_empty() => {}
                None => {
                    self.0.insert(name, entity.id.clone());
                }
            }
        }
    }
}

/// Where an entity says a name of its own.
fn written<'n, 'a>(fields: &Fields<'n, 'a>, words: &str) -> Option<&'n Node<'a>> {
    let keys = ["name", "aliases"].into_iter().filter_map(|key| fields.get(key));
    keys.flat_map(Node::items).find(|node| node.scalar() == Some(words))
}

fn mention(report: &mut Report, node: &Node, entity: usize, ids: &mut Ids) -> Option<Listed> {
    const OWN: &[&str] = &["id", "certainty", "attrs"];
    if let Some(words) = node.scalar() {
        return Some(Listed {
            passage: Passage::bare(node, words),
            entity,
            id: None,
            certainty: None,
            attrs: Attrs::new(),
            extra: Attrs::new(),
        });
    }
    let fields = Fields::of(report, node, "a mention", &[OWN, KEYS])?;
    let mut id = fields.text(report, "id");
    fields.demand(report, "quote", "a mention");
    let Some(passage) = Passage::of(report, &fields) else {
        ids.drop(id);
        return None;
    };
    if let Some(same) = &id
        && (ids.entities.has(same) || !ids.mentions.take(same))
    {
        let at = fields.get("id").map_or(fields.at, |node| node.at);
        report.error(at, format!("the id `{same}` is taken: the mention is used without it"));
        id = None;
    }
    let certainty = fields.raw(report, "certainty").and_then(|words| {
        let certainty = words.parse().ok().filter(|certainty| (0.0..=1.0).contains(certainty));
        if certainty.is_none()
            && let Some(node) = fields.get("certainty")
        {
            report.error(node.at, "certainty: expected a number from 0 to 1");
        }
        certainty
    });
    let attrs = fields.attrs(report, "attrs");
    Some(Listed { passage, entity, id, certainty, attrs, extra: fields.extra() })
}

/// Finds what was listed in the text, and adds what is matched by name.
///
/// An occurrence of a name inside a listed mention says nothing new, or is
/// part of a longer name; it is left out, as among names themselves.
pub fn mentions(
    report: &mut Report,
    listed: Vec<Listed>,
    places: &mut Places,
    text: &Text,
    entities: &[Entity],
    ids: &mut Ids,
) -> Vec<Mention> {
    let mut mentions = Vec::with_capacity(listed.len());
    for Listed { passage, entity, id, certainty, attrs, extra } in listed {
        let Some(spans) = places.locate(report, &passage) else {
            ids.drop(id);
            continue;
        };
        let mut spans = spans.into_iter();
        let Some(span) = spans.next() else { continue };
        mentions.push(Mention {
            id,
            span,
            more: spans.collect(),
            entity,
            origin: Origin::File,
            settled: false,
            certainty,
            attrs,
            extra,
        });
    }
    let mut taken: Vec<Span> = mentions.iter().flat_map(Mention::spans).collect();
    taken.sort_unstable();
    // How far everything reaches that starts no later.
    let mut reach = 0;
    for span in &mut taken {
        reach = span.end.max(reach);
        span.end = reach;
    }
    mentions.extend(mentions_of(text, entities).into_iter().filter(|mention| {
        let before = taken.partition_point(|span| span.start <= mention.span.start);
        before.checked_sub(1).is_none_or(|last| taken[last].end < mention.span.end)
    }));
    mentions
}

/// Reads `relations`; the ids of mentions must be known by now.
pub fn relations(report: &mut Report, list: &[Node], ids: &Ids) -> Vec<Relation> {
    let mut relations = Vec::with_capacity(list.len());
    let mut own = Taken::default();
    for node in list {
        const KNOWN: &[&str] = &["id", "from", "type", "to", "attrs"];
        let Some(fields) = Fields::of(report, node, "a relation", &[KNOWN]) else { continue };
        let mut end = |key: &str| {
            let id = fields.required(report, key, "a relation")?;
            let at = fields.get(key)?.at;
            ids.any(report, &id, at, key).then_some(id)
        };
        let (from, to) = (end("from"), end("to"));
        let kind = fields.required(report, "type", "a relation");
        let mut id = fields.text(report, "id");
        if let Some(same) = &id
            && !own.take(same)
        {
            let at = fields.get("id").map_or(fields.at, |node| node.at);
            report.error(at, format!("the id `{same}` is taken: the relation is used without it"));
            id = None;
        }
        if let (Some(from), Some(to), Some(kind)) = (from, to, kind) {
            let (attrs, extra) = (fields.attrs(report, "attrs"), fields.extra());
            relations.push(Relation { id, from, kind, to, attrs, extra });
        }
    }
    relations
}
