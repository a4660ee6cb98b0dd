//! The layers of a header, and what stands in the cells of their columns.

use super::super::{LINK_TYPE, OWN, OWN_LABEL};

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sort {
    Span,
    Chain,
    Relation,
}

/// A layer of the header.
pub(super) struct Layer {
    pub sort: Sort,
    pub name: String,
    pub columns: Vec<Column>,
}

#[derive(PartialEq)]
pub(super) enum Column {
    /// A feature; nameless in a layer that has none.
    Feature(String),
    /// The roles of a slot, and whose they are in the column that follows.
    Roles(String),
    Targets,
    /// Where a relation comes from.
    Base(String),
}

impl Layer {
    pub fn of(line: &str) -> Option<Self> {
        let (sort, rest) = match line.split_once('=')? {
            ("#T_SP", rest) => (Sort::Span, rest),
            ("#T_CH", rest) => (Sort::Chain, rest),
            ("#T_RL", rest) => (Sort::Relation, rest),
            _ => return None,
        };
        let mut parts = rest.trim().split('|');
        let name = parts.next()?.to_owned();
        let mut columns = Vec::new();
        while let Some(part) = parts.next() {
            if let Some(base) = part.strip_prefix("BT_") {
                columns.push(Column::Base(base.to_owned()));
            } else if part.starts_with("ROLE_") {
                columns.push(Column::Roles(slot_of(part).to_owned()));
                columns.push(Column::Targets);
                parts.next();
            } else if !part.is_empty() {
                columns.push(Column::Feature(part.to_owned()));
            }
        }
        let bare = |column: &Column| !matches!(column, Column::Base(_));
        if !columns.iter().any(bare) {
            columns.insert(0, Column::Feature(String::new()));
        }
        Some(Self { sort, name, columns })
    }

    /// The feature that is the label.
    pub fn label(&self) -> Option<&str> {
        let mut features = self.columns.iter().filter_map(|column| match column {
            Column::Feature(name) if !name.is_empty() => Some(&**name),
            _ => None,
        });
        let first = features.clone().next();
        let wanted = match self.sort {
            Sort::Chain => LINK_TYPE,
            _ if self.name == OWN => OWN_LABEL,
            _ => "value",
        };
        features.clone().find(|name| *name == wanted).or(match features.nth(1) {
            None => first,
            Some(_) => None,
        })
    }
}

/// The feature of a slot: `links` of `ROLE_my.Host:links_my.LinkType`.
fn slot_of(part: &str) -> &str {
    let feature = part.split_once(':').map_or(&part["ROLE_".len()..], |(_, feature)| feature);
    // The type after it has a point in its name, a feature has none.
    let before = feature.find('.').map_or(feature, |point| &feature[..point]);
    before.rsplit_once('_').map_or(before, |(name, _)| name)
}

/// A value and the number in brackets after it.
pub(super) fn numbered(cell: &str) -> (&str, Option<usize>) {
    let (words, number) = bracketed(cell);
    match number.and_then(|number| number.parse().ok()) {
        Some(number) => (words, Some(number)),
        None => (if number.is_some() { cell } else { words }, None),
    }
}

pub(super) fn bracketed(cell: &str) -> (&str, Option<&str>) {
    let inner = cell.strip_suffix(']').and_then(|rest| {
        let open = rest.rfind('[').filter(|&at| !rest[..at].ends_with('\\'))?;
        Some((&cell[..open], &rest[open + 1..]))
    });
    inner.map_or((cell, None), |(words, number)| (words, Some(number)))
}
