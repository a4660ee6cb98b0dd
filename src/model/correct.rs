//! The reader's word on somebody else's annotations: accepted, rejected, of
//! another type or name. The publisher's file stays as it is.
//!
//! A correction names what it is about by [`Note::target`], the id of a name,
//! a mention, an event, a relation, a time or a quotation, or by its passage
//! alone. With the id of a name and a passage it is about that mention only.
//! Its verdict is `accept`, `reject` or the right type; a [`Note::name`] beside
//! it is the right name. Two names of one type that come to be called the same
//! are one name; a mention given another name joins the name that is called
//! so, or becomes one.

use std::collections::{HashMap, HashSet};

use super::{Annotations, Entity, Kind, Mention, Note, NoteKind, Span, entity};

/// What a correction says of its annotation.
enum Verdict {
    Accept,
    Reject,
    Retype(Kind),
}

impl Verdict {
    fn of(note: &Note) -> Option<Self> {
        match note.kind_word.as_deref()?.trim() {
            "" => None,
            "accept" => Some(Verdict::Accept),
            "reject" => Some(Verdict::Reject),
            word => Some(Verdict::Retype(Kind::parse(word))),
        }
    }
}

/// Applies the corrections among `notes`, which must have been anchored in the
/// text that `annotations` are about. In their [turn](Note::turn), so that the
/// last word counts; a clock is asked only where that is not known, and then
/// those of one moment keep the order in which they are given.
pub(super) fn correct(annotations: &mut Annotations, notes: &[Note]) {
    let mut corrections: Vec<&Note> =
        notes.iter().filter(|note| note.is_own() && note.kind == NoteKind::Correction).collect();
    if corrections.is_empty() {
        return;
    }
    corrections.sort_by_key(|note| (note.turn.unwrap_or(usize::MAX), note.made.as_deref()));
    let mut work = Work::on(annotations);
    for note in corrections {
        work.apply(note);
    }
    work.finish();
}

/// Annotations being corrected. Names and mentions are only marked as gone
/// until the end, so that indices hold meanwhile.
struct Work<'a> {
    annotations: &'a mut Annotations,
    ids: HashMap<String, usize>,
    gone_entities: HashSet<usize>,
    gone_mentions: HashSet<usize>,
    /// Ids of names that are part of others now.
    merged: HashMap<String, String>,
    /// Names that a mention left for another, the last one of each.
    left_for: HashMap<usize, usize>,
}

impl<'a> Work<'a> {
    fn on(annotations: &'a mut Annotations) -> Self {
        let mut ids = HashMap::new();
        for (index, entity) in annotations.entities.iter().enumerate() {
            ids.entry(entity.id.clone()).or_insert(index);
        }
        Self {
            annotations,
            ids,
            gone_entities: HashSet::new(),
            gone_mentions: HashSet::new(),
            merged: HashMap::new(),
            left_for: HashMap::new(),
        }
    }

    fn apply(&mut self, note: &Note) {
        let verdict = Verdict::of(note);
        let name = note.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let Some(target) = note.target.as_deref() else {
            let mentions = self.mentions(|mention| stands_at(mention, &note.spans));
            self.correct_mentions(mentions, verdict.as_ref(), name);
            if let Some(Verdict::Reject) = verdict {
                self.annotations.times.retain(|time| !note.spans.contains(&time.span));
                self.annotations.quotes.retain(|quote| !note.spans.contains(&quote.span));
            }
            return;
        };
        if let Some(entity) = self.entity(target) {
            if note.selectors.is_empty() {
                self.correct_entity(entity, verdict.as_ref(), name);
            } else {
                let here =
                    |mention: &Mention| mention.entity == entity && stands_at(mention, &note.spans);
                let mentions = self.mentions(here);
                self.correct_mentions(mentions, verdict.as_ref(), name);
            }
            return;
        }
        let mentions = self.mentions(|mention| mention.id.as_deref() == Some(target));
        self.correct_mentions(mentions, verdict.as_ref(), name);
        self.correct_others(target, verdict.as_ref(), name);
    }

    /// The name with this id, or the one that it is part of now.
    fn entity(&self, id: &str) -> Option<usize> {
        let mut id = id;
        while let Some(into) = self.merged.get(id) {
            id = into;
        }
        self.ids.get(id).copied().filter(|index| !self.gone_entities.contains(index))
    }

    fn mentions(&self, is_meant: impl Fn(&Mention) -> bool) -> Vec<usize> {
        let all = self.annotations.mentions.iter().enumerate();
        all.filter(|(index, mention)| !self.gone_mentions.contains(index) && is_meant(mention))
            .map(|(index, _)| index)
            .collect()
    }

    fn correct_entity(&mut self, index: usize, verdict: Option<&Verdict>, name: Option<&str>) {
        let mentions = self.mentions(|mention| mention.entity == index);
        match verdict {
            Some(Verdict::Reject) => {
                self.gone_mentions.extend(mentions);
                self.gone_entities.insert(index);
                return;
            }
            Some(Verdict::Retype(kind)) => self.annotations.entities[index].kind = kind.clone(),
            Some(Verdict::Accept) | None => {}
        }
        for &mention in &mentions {
            self.settle(mention);
        }
        let entity = &mut self.annotations.entities[index];
        if let Some(name) = name.filter(|name| *name != entity.name) {
            let old = std::mem::replace(&mut entity.name, shown(name));
            if !entity.aliases.contains(&old) {
                entity.aliases.push(old);
            }
            entity.aliases.retain(|alias| alias != name);
        }
        let Entity { name, kind, .. } = self.annotations.entities[index].clone();
        if let Some(other) = self.named(&name, &kind, Some(index)) {
            self.merge(index, other);
        }
    }

    /// Rejected mentions are gone; accepted ones certain; those of another
    /// type or name go over to the name of that type.
    fn correct_mentions(
        &mut self,
        mentions: Vec<usize>,
        verdict: Option<&Verdict>,
        name: Option<&str>,
    ) {
        if let Some(Verdict::Reject) = verdict {
            self.gone_mentions.extend(mentions);
            return;
        }
        for mention in mentions {
            let before = self.annotations.mentions[mention].entity;
            let of = &self.annotations.entities[before];
            let kind = match verdict {
                Some(Verdict::Retype(kind)) => kind.clone(),
                _ => of.kind.clone(),
            };
            let name = name.map_or_else(|| of.name.clone(), shown);
            let owner = if name == of.name && kind == of.kind {
                before
            } else {
                self.named(&name, &kind, None).unwrap_or_else(|| self.new_entity(name, kind))
            };
            if owner != before {
                self.left_for.insert(before, owner);
            }
            self.annotations.mentions[mention].entity = owner;
            self.settle(mention);
        }
    }

    fn settle(&mut self, mention: usize) {
        let mention = &mut self.annotations.mentions[mention];
        mention.settled = true;
        mention.certainty = None;
    }

    /// Events, relations, times and quotations.
    fn correct_others(&mut self, id: &str, verdict: Option<&Verdict>, name: Option<&str>) {
        let annotations = &mut *self.annotations;
        if let Some(Verdict::Reject) = verdict {
            annotations.events.retain(|event| event.id != id);
            annotations.relations.retain(|relation| relation.id.as_deref() != Some(id));
        }
        for event in annotations.events.iter_mut().filter(|event| event.id == id) {
            if let Some(label) = name {
                event.label = shown(label);
            }
        }
        if let Some(Verdict::Retype(kind)) = verdict {
            let meant = |relation: &&mut super::Relation| relation.id.as_deref() == Some(id);
            for relation in annotations.relations.iter_mut().filter(meant) {
                relation.kind = kind.word().to_owned();
            }
        }
    }

    /// The first name that is called so and is of this kind.
    fn named(&self, name: &str, kind: &Kind, but: Option<usize>) -> Option<usize> {
        let all = self.annotations.entities.iter().enumerate();
        all.filter(|(index, _)| Some(*index) != but && !self.gone_entities.contains(index))
            .find(|(_, entity)| entity.name == name && entity.kind == *kind)
            .map(|(index, _)| index)
    }

    fn new_entity(&mut self, name: String, kind: Kind) -> usize {
        let slug = entity::slug(&name);
        let taken = |id: &String| self.ids.contains_key(id);
        let numbered = (2..).map(|number| format!("{slug}-{number}"));
        let id = std::iter::once(slug.clone()).chain(numbered).find(|id| !taken(id));
        let id = id.unwrap_or(slug);
        let index = self.annotations.entities.len();
        self.ids.insert(id.clone(), index);
        let origin = super::Origin::Mine;
        self.annotations.entities.push(Entity { id, name, kind, origin, ..Entity::default() });
        index
    }

    /// Makes `from` a part of `into`, which keeps its id.
    fn merge(&mut self, from: usize, into: usize) {
        for mention in self.mentions(|mention| mention.entity == from) {
            self.annotations.mentions[mention].entity = into;
        }
        let Entity { id, aliases, role, about, links, attrs, not, .. } =
            self.annotations.entities[from].clone();
        let whole = &mut self.annotations.entities[into];
        let new: Vec<String> = aliases
            .into_iter()
            .filter(|alias| *alias != whole.name && !whole.aliases.contains(alias))
            .collect();
        whole.aliases.extend(new);
        whole.role = whole.role.take().or(role);
        whole.about = whole.about.take().or(about);
        whole.links.extend(links);
        whole.attrs.extend(attrs);
        whole.not.extend(not);
        self.merged.insert(id, whole.id.clone());
        self.gone_entities.insert(from);
    }

    /// Takes out what is gone, with every reference to it.
    fn finish(self) {
        let Self { annotations, gone_entities, gone_mentions, mut merged, left_for, .. } = self;
        let mut gone = gone_entities;
        let left: HashSet<usize> = annotations
            .mentions
            .iter()
            .enumerate()
            .filter(|(index, _)| !gone_mentions.contains(index))
            .map(|(_, mention)| mention.entity)
            .collect();
        // A name goes with the last of its mentions.
        let lost = gone_mentions.iter().map(|&index| annotations.mentions[index].entity);
        gone.extend(lost.filter(|owner| !left.contains(owner)));
        // One whose last mention is another's now goes too, and what refers to
        // it refers to that other one.
        let id = |index: usize| annotations.entities[index].id.clone();
        for (&from, &into) in &left_for {
            if !left.contains(&from) && gone.insert(from) {
                let mut into = into;
                let mut seen = HashSet::from([from]);
                while let Some(&further) = left_for.get(&into).filter(|_| !left.contains(&into))
                    && seen.insert(into)
                {
                    into = further;
                }
                if left.contains(&into) && id(from) != id(into) {
                    merged.insert(id(from), id(into));
                }
            }
        }
        let mut gone_ids: HashSet<String> =
            gone.iter().map(|&index| annotations.entities[index].id.clone()).collect();
        gone_ids.extend(gone_mentions.iter().filter_map(|&i| annotations.mentions[i].id.clone()));
        let follow = |id: &mut String| {
            while let Some(into) = merged.get(id) {
                *id = into.clone();
            }
        };
        for relation in &mut annotations.relations {
            follow(&mut relation.from);
            follow(&mut relation.to);
        }
        for participant in annotations.events.iter_mut().flat_map(|event| &mut event.who) {
            follow(&mut participant.entity);
        }
        for speaker in annotations.quotes.iter_mut().filter_map(|quote| quote.speaker.as_mut()) {
            follow(speaker);
        }
        annotations.relations.retain(|r| !gone_ids.contains(&r.from) && !gone_ids.contains(&r.to));
        for event in &mut annotations.events {
            event.who.retain(|participant| !gone_ids.contains(&participant.entity));
        }
        for quote in &mut annotations.quotes {
            quote.speaker.take_if(|speaker| gone_ids.contains(speaker));
        }
        let mut place = Vec::with_capacity(annotations.entities.len());
        let mut kept = 0;
        for index in 0..annotations.entities.len() {
            place.push(kept);
            kept += usize::from(!gone.contains(&index));
        }
        let mut index = 0;
        annotations.entities.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
        let mut index = 0;
        annotations.mentions.retain(|_| {
            index += 1;
            !gone_mentions.contains(&(index - 1))
        });
        for mention in &mut annotations.mentions {
            mention.entity = place[mention.entity];
        }
    }
}

/// Whether a mention is what these stretches mark.
fn stands_at(mention: &Mention, spans: &[Span]) -> bool {
    spans.contains(&mention.span)
}

fn shown(words: &str) -> String {
    super::text::visible(words).into_owned()
}
