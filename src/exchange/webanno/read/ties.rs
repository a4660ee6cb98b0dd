//! What ties annotations: the links of chains, and relations.

use super::super::super::marks::{Mark, value_from};
use super::super::{
    ANY, LAYER, LINK_RELATION, LINK_TYPE, RELATIONS, is_grammar, short, split, unescape,
};
use super::layers::{Column, Layer, bracketed, numbered};
use super::{Arc, Reading};
use crate::model::text::visible;
use crate::model::{Attrs, Span};

impl Reading {
    /// The links of chains that a token is part of; what cannot be read is a
    /// fault and costs no other.
    pub(super) fn links(
        &mut self,
        number: usize,
        layer: &Layer,
        cells: &[&str],
        span: Span,
    ) -> Result<(), String> {
        let column = |name: &str| {
            let named = |column: &Column| matches!(column, Column::Feature(own) if own == name);
            layer.columns.iter().position(named)
        };
        let (Some(kind), Some(relation)) = (column(LINK_TYPE), column(LINK_RELATION)) else {
            let name = short(&layer.name);
            return Err(format!("{name}: expected the columns {LINK_TYPE} and {LINK_RELATION}"));
        };
        let (kinds, relations) = (split(cells[kind], '|'), split(cells[relation], '|'));
        let mut fault = Ok(());
        for turn in 0..kinds.len().max(relations.len()) {
            let cell = |pieces: &[&'_ str]| pieces.get(turn).map_or("_", |&cell| cell).to_owned();
            let (kind, relation) = (cell(&kinds), cell(&relations));
            fault = fault.and(self.link(number, layer, (&kind, &relation), span));
        }
        fault
    }

    pub(super) fn link(
        &mut self,
        number: usize,
        layer: &Layer,
        (kind, relation): (&str, &str),
        span: Span,
    ) -> Result<(), String> {
        if kind == "_" && relation == "_" {
            return Ok(());
        }
        let expected = || {
            let found = visible(relation);
            let name = short(&layer.name);
            format!("{name}: expected the link of a chain, as `coref->1-1`, found `{found}`")
        };
        let (kind, of_kind) = numbered(kind);
        let (label, link, chain) = match relation.rsplit_once("->") {
            Some((label, link)) => {
                let own = || link.split('-').next()?.parse().ok();
                (label, Some(link), of_kind.or_else(own))
            }
            // Some writers leave out which link of the chain it is.
            None => {
                let (label, own) = numbered(relation);
                let is_bare = matches!(label, "*" | "_" | "");
                let chain = own.or(of_kind.filter(|_| is_bare));
                (label, None, chain.filter(|chain| of_kind.is_none_or(|other| other == *chain)))
            }
        };
        let chain: usize = chain.ok_or_else(expected)?;
        let key = link.map(|link| (number, link.to_owned()));
        if let Some(&mark) = key.as_ref().and_then(|key| self.links.get(key)) {
            self.grow(mark, span);
            return Ok(());
        }
        let kind = unescape(kind);
        let label = unescape(label);
        let mut attrs: Attrs = vec![(LAYER.into(), format!("{}|{LINK_TYPE}", layer.name).into())];
        if !matches!(&*label, "*" | "_" | "") {
            attrs.push((LINK_RELATION.into(), label.into()));
        }
        let mark = self.sheet.marks.len();
        let bare = matches!(&*kind, "*" | "_" | "");
        self.sheet.marks.push(Mark {
            label: if bare { short(&layer.name).to_owned() } else { kind },
            spans: vec![span],
            attrs,
            ..Mark::default()
        });
        self.links.extend(key.map(|key| (key, mark)));
        self.chains.entry((number, chain)).or_default().push(mark);
        Ok(())
    }

    pub(super) fn relations(
        &mut self,
        number: usize,
        layer: &Layer,
        cells: &[&str],
        id: &str,
        at: usize,
    ) {
        let pieces: Vec<Vec<&str>> = cells.iter().map(|cell| split(cell, '|')).collect();
        let named = layer.label();
        let base_at = layer.columns.iter().position(|c| matches!(c, Column::Base(_)));
        let Some(base_at) = base_at else { return };
        let Column::Base(base) = &layer.columns[base_at] else { return };
        for (turn, source) in pieces[base_at].iter().enumerate() {
            let (token, ends) = bracketed(source);
            if matches!(token, "*" | "_" | "") {
                continue;
            }
            if is_grammar(&layer.name) {
                self.losses.add("annotations of grammar", short(&layer.name));
                continue;
            }
            let (mut label, mut attrs) = (None, Attrs::new());
            for (column, what) in layer.columns.iter().enumerate() {
                let Column::Feature(name) = what else { continue };
                let value = pieces[column].get(turn).map_or("_", |cell| numbered(cell).0);
                if matches!(value, "*" | "_") {
                    continue;
                }
                match named == Some(name) {
                    true => label = Some(unescape(value)),
                    false => attrs.push((visible(name).into_owned(), value_from(&unescape(value)))),
                }
            }
            let from = format!("{}|{}", layer.name, named.unwrap_or(""));
            if from != format!("{RELATIONS}|value") {
                attrs.push((LAYER.into(), from.into()));
            }
            let (one, other) = ends.and_then(|ends| ends.split_once('_')).unwrap_or(("0", "0"));
            let number_of = |end: &str| end.parse().unwrap_or(0);
            self.arcs.push(Arc {
                at,
                layer: number,
                label: label.unwrap_or_else(|| short(&layer.name).to_owned()),
                attrs,
                from: (token.to_owned(), number_of(one)),
                to: (id.to_owned(), number_of(other)),
                base: Some(base.clone()).filter(|base| base != ANY),
            });
        }
    }

    /// The mark that a token and a number mean.
    pub(super) fn end(
        &self,
        (token, number): &(String, usize),
        base: Option<&str>,
    ) -> Option<usize> {
        if let Some(mark) = token.strip_prefix('#') {
            return mark.parse().ok();
        }
        let layers = 0..self.layers.len();
        let fits = |layer: &usize| base.is_none_or(|base| self.layers[*layer].name == base);
        let marks = layers.filter(fits).filter_map(|layer| {
            let marks = self.at_token.get(&(token.clone(), layer))?;
            let exact = marks.iter().find(|(own, _)| own == number);
            // Of a single one the number may be left out.
            exact.or_else(|| marks.first().filter(|_| *number == 0)).map(|&(_, mark)| mark)
        });
        marks.into_iter().next()
    }

    /// The mark of a bare token; made where it is first needed.
    pub(super) fn word(&mut self, token: &str, base: &str) -> Option<usize> {
        let span = *self.words.get(token)?;
        let fresh = self.sheet.marks.len();
        let mark = *self.bare.entry((token.to_owned(), base.to_owned())).or_insert(fresh);
        if mark == fresh {
            self.sheet.marks.push(Mark {
                label: short(base).to_owned(),
                spans: vec![span],
                attrs: vec![(LAYER.into(), format!("{base}|").into())],
                ..Mark::default()
            });
        }
        Some(mark)
    }
}
