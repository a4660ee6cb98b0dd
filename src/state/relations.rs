//! Which names the relations of a story are between.

use std::collections::{HashMap, HashSet};

use crate::model::Annotations;

/// The relations by the names that they are between.
#[derive(Debug, Default)]
pub struct Relations {
    /// Per relation: the names that its ends are, or are mentions of.
    ends: Vec<(Option<usize>, Option<usize>)>,
    /// Per name: the relations that it has, each kind with the same other end once.
    of: HashMap<usize, Vec<usize>>,
}

impl Relations {
    pub(super) fn among(annotations: &Annotations) -> Self {
        if annotations.relations.is_empty() {
            return Self::default();
        }
        let mentions = annotations.mentions.iter();
        let names = annotations.entities.iter().enumerate().map(|(at, name)| (&*name.id, at));
        let known: HashMap<&str, usize> =
            mentions.filter_map(|it| Some((it.id.as_deref()?, it.entity))).chain(names).collect();
        let mut relations = Self::default();
        let mut told = HashSet::new();
        for (number, relation) in annotations.relations.iter().enumerate() {
            let end = |id| known.get(id).copied().ok_or(id);
            let (from, to) = (end(&*relation.from), end(&*relation.to));
            relations.ends.push((from.ok(), to.ok()));
            // Several mentions of two names may be tied alike.
            if told.insert((from, &relation.kind, to)) {
                for name in from.ok().into_iter().chain(to.ok().filter(|_| from != to)) {
                    relations.of.entry(name).or_default().push(number);
                }
            }
        }
        relations
    }

    /// The relations of a name, in the order of the file.
    pub fn of(&self, entity: usize) -> &[usize] {
        self.of.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// The names that a relation is from and to; `None` for what is no name.
    pub fn ends(&self, relation: usize) -> (Option<usize>, Option<usize>) {
        self.ends[relation]
    }
}
