//! Marks into names, times, quotes, events and notes.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::marks::{EVENT, Key, LABEL, Mark, QUOTE, REFERENCES, Reference, SPEAKER, Sheet, Tie};
use super::tame;
use crate::model::entity::slug;
use crate::model::text::visible;
use crate::model::{
    Annotations, Attrs, Entity, Event, Kind, MatchRule, Mention, Moment, Note, Participant, Quote,
    QuoteKind, Relation, Selector, Text, TimeExpression, TimeType,
};

/// What a mark becomes.
#[derive(Clone, Copy, PartialEq)]
enum Becomes {
    Mention,
    Time,
    Quote,
    Event,
}

impl Becomes {
    /// Whether its ties are relations.
    fn bears_ties(self) -> bool {
        matches!(self, Becomes::Mention | Becomes::Time)
    }
}

/// Makes annotations and notes of a sheet; all of it is used.
pub fn gather(mut sheet: Sheet, text: &Text) -> (Annotations, Vec<Note>) {
    tame::sheet(&mut sheet);
    let Sheet { mut marks, ties, chains, remarks } = sheet;
    // An id that occurs again means nothing.
    let mut seen = HashSet::new();
    for mark in &mut marks {
        mark.id = mark.id.take().filter(|id| !id.trim().is_empty() && seen.insert(id.clone()));
    }
    let kinds = becoming(&marks, &ties, &chains);
    name_what_is_meant(&mut marks, &kinds, &ties, &remarks);
    let words: Vec<String> = marks.iter().map(|mark| words_of(text, mark)).collect();
    let chain_of: HashMap<usize, usize> = chains
        .iter()
        .enumerate()
        .flat_map(|(number, chain)| chain.iter().map(move |&mark| (mark, number)))
        .collect();

    let mut annotations = Annotations::default();
    // Groups of marks, in the order of their first one.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_chain: HashMap<usize, usize> = HashMap::new();
    let mut of_key: HashMap<Key, usize> = HashMap::new();
    for (number, mark) in marks.iter().enumerate() {
        if kinds[number] != Becomes::Mention {
            continue;
        }
        let fresh = groups.len();
        let group = match chain_of.get(&number) {
            Some(&chain) => *of_chain.entry(chain).or_insert(fresh),
            None => {
                let key = Key::of(&mark.label, &mark.references, words[number].clone());
                *of_key.entry(key).or_insert(fresh)
            }
        };
        if group == fresh {
            groups.push(Vec::new());
        }
        groups[group].push(number);
    }
    // In the order of the text, whatever that of the file: the first names the thing.
    for group in &mut groups {
        group.sort_by_key(|&n| (marks[n].spans[0].start, Reverse(marks[n].spans[0].end), n));
    }
    let mut ids: HashSet<String> = marks.iter().filter_map(|mark| mark.id.clone()).collect();
    let mut entity_of: Vec<Option<usize>> = vec![None; marks.len()];
    for (entity, group) in groups.iter().enumerate() {
        annotations.entities.push(entity_from(&marks, &words, group, &mut ids));
        for &number in group {
            entity_of[number] = Some(entity);
        }
        let whole = &annotations.entities[entity];
        let label = label_of(whole).to_owned();
        let plain = group.iter().all(|&n| {
            let same = marks[n].references.iter().map(|r| (&r.source, &r.id));
            same.eq(whole.links.iter().map(|(source, id)| (source, id)))
                && marks[n].references.iter().all(|r| r.words.is_empty() || r.words == whole.name)
        });
        for &number in group {
            let mark = &marks[number];
            let mut mention = Mention::new(mark.spans[0], entity);
            mention.id = mark.id.clone();
            mention.more = mark.spans[1..].to_vec();
            mention.attrs = mark.attrs.clone();
            let certainty = mention.attrs.iter().position(|(name, value)| {
                name == "certainty" && value.as_f64().is_some_and(|c| (0.0..=1.0).contains(&c))
            });
            if let Some(at) = certainty {
                mention.certainty = mention.attrs.remove(at).1.as_f64().map(|c| c as f32);
            }
            if mark.label != label {
                mention.attrs.push((LABEL.into(), mark.label.clone().into()));
            }
            if !plain && !mark.references.is_empty() {
                let all = mark.references.iter().map(Reference::value).collect();
                mention.attrs.push((REFERENCES.into(), Value::Array(all)));
            }
            annotations.mentions.push(mention);
        }
    }
    let tied = Tied::new(&ties, &kinds, &entity_of);
    let mut event_of: HashMap<usize, String> = HashMap::new();
    for (number, mark) in marks.iter().enumerate() {
        match kinds[number] {
            Becomes::Mention => {}
            Becomes::Time => annotations.times.extend(time_from(mark)),
            Becomes::Quote => {
                let speaker = tied.of(number).next();
                let speaker = speaker.map(|(_, entity)| annotations.entities[entity].id.clone());
                annotations.quotes.push(quote_from(mark, speaker));
            }
            Becomes::Event => {
                let who = tied.of(number).map(|(tie, entity)| Participant {
                    role: Some(tie.label.clone()).filter(|role| role != "who"),
                    entity: annotations.entities[entity].id.clone(),
                });
                let who = who.collect();
                let event = event_from(mark, &words[number], who, &mut ids);
                event_of.extend(event.iter().map(|event| (number, event.id.clone())));
                annotations.events.extend(event);
            }
        }
    }
    let mut tie_ids = HashSet::new();
    for tie in ties.iter().filter(|tie| kinds[tie.from].bears_ties()) {
        let (Some(from), Some(to)) = (&marks[tie.from].id, &marks[tie.to].id) else { continue };
        annotations.relations.push(Relation {
            id: tie.id.clone().filter(|id| tie_ids.insert(id.clone())),
            from: from.clone(),
            kind: tie.label.clone(),
            to: to.clone(),
            attrs: tie.attrs.clone(),
            extra: Attrs::new(),
        });
    }
    annotations.sort();
    let notes = remarks.into_iter().map(|remark| {
        let mut note = remark.note;
        if let Some((on, mark)) = remark.on.and_then(|on| Some((on, marks.get(on)?))) {
            note.target = event_of.get(&on).or(mark.id.as_ref()).cloned();
            note.spans.clone_from(&mark.spans);
        }
        if !note.spans.is_empty() {
            note.selectors = note.spans.iter().map(|&span| Selector::of(text, span)).collect();
        }
        note
    });
    let notes = notes.collect();
    (annotations, notes)
}

impl Reference {
    pub(super) fn value(&self) -> Value {
        let mut map = Map::new();
        map.insert("source".into(), self.source.clone().into());
        map.insert("id".into(), self.id.clone().into());
        if !self.words.is_empty() {
            map.insert("name".into(), self.words.clone().into());
        }
        Value::Object(map)
    }

    /// Reads what gathering keeps in the attribute [`REFERENCES`].
    pub(super) fn read(value: &Value) -> Vec<Self> {
        let part = |item: &Value, key: &str| {
            item.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let one = |item: &Value| Self {
            source: part(item, "source"),
            id: part(item, "id"),
            words: part(item, "name"),
        };
        value.as_array().into_iter().flatten().map(one).collect()
    }
}

/// The words of a mark, its stretches parted by a space.
pub(super) fn words_of(text: &Text, mark: &Mark) -> String {
    match mark.spans.as_slice() {
        [one] => text.slice(*one).to_owned(),
        many => many.iter().map(|&span| text.slice(span)).collect::<Vec<_>>().join(" "),
    }
}

/// The label of a name in files of others.
pub(super) fn label_of(entity: &Entity) -> &str {
    attr(&entity.attrs, LABEL).unwrap_or(entity.kind.word())
}

/// An attribute that is text.
pub(super) fn attr<'a>(attrs: &'a Attrs, name: &str) -> Option<&'a str> {
    attrs.iter().find(|(key, _)| key == name)?.1.as_str()
}

/// A time, a quote or an event is one only where nothing is said of it that
/// only a name can bear; all else is a name.
fn becoming(marks: &[Mark], ties: &[Tie], chains: &[Vec<usize>]) -> Vec<Becomes> {
    let mut kinds: Vec<Becomes> = marks
        .iter()
        .map(|mark| {
            let moment = |name: &str| attr(&mark.attrs, name).map(Moment::parse);
            match (TimeType::parse(&mark.label), &*mark.label) {
                _ if !mark.references.is_empty() => Becomes::Mention,
                (Some(_), _) if moment("value").is_some_and(|m| m.is_ok()) => Becomes::Time,
                (_, QUOTE) => Becomes::Quote,
                (_, EVENT) if moment("when").is_some_and(|m| m.is_ok()) => Becomes::Event,
                _ => Becomes::Mention,
            }
        })
        .collect();
    for &number in chains.iter().flatten() {
        kinds[number] = Becomes::Mention;
    }
    // Names and times bear any tie; quotes and events have some of their own.
    for tie in ties {
        if kinds[tie.to] != Becomes::Time {
            kinds[tie.to] = Becomes::Mention;
        }
    }
    let mut speakers = vec![0; marks.len()];
    for tie in ties {
        speakers[tie.from] += 1;
        let fits = match kinds[tie.from] {
            Becomes::Mention | Becomes::Time => continue,
            Becomes::Quote => tie.label == SPEAKER && speakers[tie.from] == 1,
            Becomes::Event => true,
        };
        if !fits || !tie.attrs.is_empty() || kinds[tie.to] != Becomes::Mention {
            kinds[tie.from] = Becomes::Mention;
        }
    }
    kinds
}

/// Gives an id to every mark that a relation or a note refers to.
fn name_what_is_meant(
    marks: &mut [Mark],
    kinds: &[Becomes],
    ties: &[Tie],
    remarks: &[super::marks::Remark],
) {
    let taken: HashSet<String> = marks.iter().filter_map(|mark| mark.id.clone()).collect();
    let ends = ties.iter().filter(|tie| kinds[tie.from].bears_ties());
    let meant: Vec<usize> = ends
        .flat_map(|tie| [tie.from, tie.to])
        .chain(remarks.iter().filter_map(|remark| remark.on))
        .collect();
    let mut number = 0;
    for at in meant {
        if let Some(mark) = marks.get_mut(at).filter(|mark| mark.id.is_none()) {
            mark.id = loop {
                number += 1;
                let id = format!("m{number}");
                if !taken.contains(&id) {
                    break Some(id);
                }
            };
        }
    }
}

/// The name that a group of marks stands for.
fn entity_from(
    marks: &[Mark],
    words: &[String],
    group: &[usize],
    ids: &mut HashSet<String>,
) -> Entity {
    let first = &marks[group[0]];
    let name = name_of(group.iter().map(|&n| (&marks[n], &*words[n])));
    let mut links: Vec<(String, String)> = Vec::new();
    for reference in group.iter().flat_map(|&n| &marks[n].references) {
        let link = (reference.source.clone(), reference.id.clone());
        // A mapping has each key once.
        if links.iter().all(|(source, _)| *source != link.0) {
            links.push(link);
        }
    }
    let mut aliases: Vec<String> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for &number in group {
        let form = visible(words[number].trim());
        let named = form.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let new = seen.insert(&words[number]) && aliases.iter().all(|alias| *alias != form);
        if named && new && form != name {
            aliases.push(form.into_owned());
        }
    }
    let label = first.label.trim();
    let kind = if label.is_empty() { Kind::default() } else { Kind::parse(label) };
    let mut attrs = Attrs::new();
    if kind.word() != first.label {
        attrs.push((LABEL.into(), first.label.clone().into()));
    }
    Entity {
        id: free_id(&name, ids),
        name,
        kind,
        aliases,
        links,
        attrs,
        matching: MatchRule::Listed,
        ..Entity::default()
    }
}

/// What marks that name one thing are listed under: what a knowledge base
/// calls it, else the first that looks like a name, else the first.
pub(super) fn name_of<'a>(group: impl Iterator<Item = (&'a Mark, &'a str)> + Clone) -> String {
    let called = group.clone().flat_map(|(mark, _)| &mark.references).map(|r| &*r.words);
    let mut called = called.filter(|words| !words.trim().is_empty());
    let words = |(_, words): (&'a Mark, &'a str)| words;
    let named = |words: &&str| words.starts_with(char::is_uppercase);
    let name = called
        .next()
        .or_else(|| group.clone().map(words).find(named))
        .or_else(|| group.clone().map(words).next())
        .unwrap_or_default();
    let name = visible(name.trim()).into_owned();
    if name.is_empty() { "?".into() } else { name }
}

fn free_id(name: &str, ids: &mut HashSet<String>) -> String {
    let base = slug(name);
    let mut id = base.clone();
    let mut number = 1;
    while !ids.insert(id.clone()) {
        number += 1;
        id = format!("{base}-{number}");
    }
    id
}

/// The ties that start at quotes and events.
struct Tied<'a> {
    ties: &'a [Tie],
    from: HashMap<usize, Vec<usize>>,
    entity_of: &'a [Option<usize>],
}

impl<'a> Tied<'a> {
    fn new(ties: &'a [Tie], kinds: &[Becomes], entity_of: &'a [Option<usize>]) -> Self {
        let mut from: HashMap<usize, Vec<usize>> = HashMap::new();
        for (number, tie) in ties.iter().enumerate() {
            if !kinds[tie.from].bears_ties() {
                from.entry(tie.from).or_default().push(number);
            }
        }
        Self { ties, from, entity_of }
    }

    /// Each with the entity it leads to.
    fn of(&self, mark: usize) -> impl Iterator<Item = (&'a Tie, usize)> + '_ {
        let numbers = self.from.get(&mark).into_iter().flatten();
        numbers.filter_map(|&number| {
            let tie = &self.ties[number];
            Some((tie, self.entity_of[tie.to]?))
        })
    }
}

fn take(attrs: &mut Attrs, name: &str) -> Option<String> {
    let at = attrs.iter().position(|(key, value)| key == name && value.is_string())?;
    let words = attrs.remove(at).1.as_str().map(|words| visible(words.trim()).into_owned());
    words.filter(|words| !words.is_empty())
}

fn time_from(mark: &Mark) -> Option<TimeExpression> {
    let mut attrs = mark.attrs.clone();
    let value = Moment::parse(&take(&mut attrs, "value")?).ok()?;
    Some(TimeExpression {
        id: mark.id.clone(),
        span: whole(mark),
        kind: TimeType::parse(&mark.label)?,
        value,
        attrs,
        extra: Attrs::new(),
        origin: Default::default(),
    })
}

fn quote_from(mark: &Mark, speaker: Option<String>) -> Quote {
    let mut attrs = mark.attrs.clone();
    Quote {
        id: mark.id.clone(),
        span: whole(mark),
        speaker,
        speaker_text: take(&mut attrs, "speaker_text"),
        cue: take(&mut attrs, "cue"),
        kind: take(&mut attrs, "kind").map(|word| QuoteKind::parse(&word)),
        attrs,
        extra: Attrs::new(),
        origin: Default::default(),
    }
}

fn event_from(
    mark: &Mark,
    words: &str,
    who: Vec<Participant>,
    ids: &mut HashSet<String>,
) -> Option<Event> {
    let mut attrs = mark.attrs.clone();
    let when = Moment::parse(&take(&mut attrs, "when")?).ok()?;
    let label = take(&mut attrs, "label").unwrap_or_else(|| visible(words.trim()).into_owned());
    let own = take(&mut attrs, "event-id").or_else(|| mark.id.clone());
    Some(Event {
        id: own.unwrap_or_else(|| free_id(&label, ids)),
        when,
        label,
        spans: mark.spans.clone(),
        who,
        attrs,
        extra: Attrs::new(),
        origin: Default::default(),
    })
}

fn whole(mark: &Mark) -> crate::model::Span {
    let end = mark.spans.iter().map(|span| span.end).max().unwrap_or_default();
    crate::model::Span::new(mark.spans[0].start, end)
}
