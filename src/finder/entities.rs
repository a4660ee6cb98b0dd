//! Chains into entities: the name a thing is listed under, its other names,
//! what it is, and an id that is the same in every story where that is safe.

use super::features::Clues;
use super::label::{GROUP, ORGANIZATION, PERSON, PLACE, kind};
use super::lexicon::Caps;
use super::lists::{self, Lists};
use super::roles::role;
use super::segmented::{Casing, Segmented};
use super::spelling::{folded, written_out};
use super::tagger::Found;
use crate::model::entity::slug;
use crate::model::{Annotations, Attrs, Entity, MatchRule, Mention, Origin, Relation, Text};

/// The relation from the people of a country, or what is theirs, to the
/// country.
const DEMONYM_OF: &str = "demonym-of";

/// Makes the annotations of a text; `things` numbers what each name stands
/// for, in the order of the text.
pub(super) fn entities(
    text: &Text,
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    lists: &Lists,
    found: &[Found],
    things: &[usize],
) -> Annotations {
    let count = things.iter().max().map_or(0, |last| last + 1);
    let mut members = vec![Vec::new(); count];
    for (name, &thing) in found.iter().zip(things) {
        members[thing].push(name);
    }
    let mut annotations = Annotations::default();
    let mut ids = std::collections::HashSet::new();
    for names in &members {
        let mut entity = entity(text, segmented, clues, found, names);
        let stem = entity.id.clone();
        let mut number = 2;
        while !ids.insert(entity.id.clone()) {
            entity.id = format!("{stem}-{number}");
            number += 1;
        }
        annotations.entities.push(entity);
    }
    for (name, &thing) in found.iter().zip(things) {
        annotations.mentions.push(Mention {
            origin: Origin::Found,
            certainty: Some(name.certainty()),
            ..Mention::new(segmented.span(name.start..name.end), thing)
        });
    }
    annotations.relations = demonyms(segmented, lists, &members, &mut annotations.entities);
    annotations
}

fn entity(
    text: &Text,
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    found: &[Found],
    names: &[&Found],
) -> Entity {
    // (form, how often, whether its capitals tell nothing), in order.
    let mut forms: Vec<(String, usize, bool)> = Vec::new();
    for name in names {
        let form = plain(segmented, name);
        let in_capitals = segmented
            .sentence_of(name.start)
            .is_some_and(|at| segmented.sentences[at].casing == Casing::Capitals);
        let shouted = in_capitals || matches!(name.kind, PLACE | PERSON) && is_shouted(&form);
        match forms.iter_mut().find(|(known, ..)| *known == form) {
            Some((_, count, capitals)) => {
                *count += 1;
                *capitals &= shouted;
            }
            None => forms.push((form, 1, shouted)),
        }
    }
    let is_person = names.first().is_some_and(|name| name.kind == PERSON);
    let rank = |(form, count, shouted): &(String, usize, bool)| {
        let words = form.split(' ').count();
        let long = if is_person { words } else { form.chars().count() };
        (!*shouted, long, *count)
    };
    let mut best = 0;
    for at in 1..forms.len() {
        if rank(&forms[at]) > rank(&forms[best]) {
            best = at;
        }
    }
    let number = names.first().map_or(0, |name| name.kind);
    let name = match forms.get(best) {
        Some((form, _, true)) if matches!(number, PERSON | PLACE) => readable(form, number),
        Some((form, ..)) => form.clone(),
        None => String::new(),
    };
    let aliases = forms.into_iter().map(|(form, ..)| form).filter(|form| *form != name).collect();
    let role = if is_person {
        names
            .iter()
            .find_map(|name| role(segmented, clues, found, name))
            .map(|span| one_line(text.slice(span)))
    } else {
        None
    };
    Entity {
        id: id(text, segmented, clues, &name, names),
        name,
        kind: kind(number),
        aliases,
        role,
        matching: MatchRule::Listed,
        origin: Origin::Found,
        ..Entity::default()
    }
}

/// The id of a thing.
///
/// The same name gives the same id in every story, but for two sorts of names
/// that may be another's there: a person's without a first name, and an
/// acronym that is not known everywhere. Those get an id of this text alone.
fn id(
    text: &Text,
    segmented: &Segmented<'_>,
    clues: &Clues<'_>,
    name: &str,
    names: &[&Found],
) -> String {
    let Some(first) = names.first() else { return slug(name) };
    if matches!(first.kind, PLACE | ORGANIZATION) {
        for name in names {
            let words = folded((name.start..name.end).map(|at| segmented.word(at)));
            if let Some(long) = written_out(&words.join(" ")) {
                return slug(long);
            }
        }
    }
    let stem = folded(name.split([' ', '-'])).join("-");
    let stem = if stem.is_empty() { slug(name) } else { stem };
    let longest = names.iter().map(|name| name.end - name.start).max().unwrap_or_default();
    let single = longest == 1;
    let acronym = clues.word(first.start).caps == Caps::All;
    let local = single
        && match first.kind {
            PERSON => true,
            ORGANIZATION => {
                let known = lists::ORGANIZATION | lists::NEWS;
                acronym && clues.listed(first.start) & known == 0
            }
            _ => false,
        };
    if local { format!("{stem}-{:06x}", digest(text.as_str()) & 0xff_ffff) } else { stem }
}

fn digest(text: &str) -> u64 {
    super::hash::word(text.as_bytes())
}

/// Capitals throughout, and too long for an acronym: a dateline's place.
fn is_shouted(form: &str) -> bool {
    form.chars().count() > 4 && !form.contains(['.', '-']) && !form.chars().any(char::is_lowercase)
}

/// A name that stands in capitals alone, as it would stand in a sentence:
/// "JANE MCCOY" is Jane McCoy. Short words may be initials or acronyms and stay.
fn readable(form: &str, kind: usize) -> String {
    let word = |word: &str| -> String {
        let letters = word.chars().count();
        if letters < if kind == PERSON { 3 } else { 4 }
            || word.contains('.')
            || word.chars().any(char::is_lowercase)
        {
            return word.to_owned();
        }
        let scottish = kind == PERSON && letters > 4 && word.starts_with("MC");
        let mut out = String::with_capacity(word.len());
        let mut first = true;
        for (at, c) in word.chars().enumerate() {
            if first || scottish && at == 2 {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            // An apostrophe opens a word behind one letter: O'Neill.
            first = c == '-' || matches!(c, '\'' | '’') && at == 1;
        }
        out
    };
    form.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The words of a name on one line.
fn plain(segmented: &Segmented<'_>, name: &Found) -> String {
    one_line(&segmented.text()[segmented.span(name.start..name.end).range()])
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells of a people or its adjective which country it is of, and relates it
/// to that country where the text names it.
fn demonyms(
    segmented: &Segmented<'_>,
    lists: &Lists,
    members: &[Vec<&Found>],
    entities: &mut [Entity],
) -> Vec<Relation> {
    let mut relations = Vec::new();
    for (at, names) in members.iter().enumerate() {
        let Some(name) = names.first().filter(|name| name.kind == GROUP) else { continue };
        let Some(country) = lists.country(&plain(segmented, name)) else { continue };
        entities[at].attrs.push(("country".into(), country.into()));
        let wanted = slug(written_out(&country.to_lowercase()).unwrap_or(country));
        let place = entities.iter().find(|entity| {
            entity.kind == kind(PLACE) && (entity.id == wanted || entity.name == country)
        });
        if let Some(place) = place {
            relations.push(Relation {
                id: None,
                from: entities[at].id.clone(),
                kind: DEMONYM_OF.into(),
                to: place.id.clone(),
                attrs: Attrs::new(),
                extra: Attrs::new(),
            });
        }
    }
    relations
}
