//! WebAnno TSV 3.0 to 3.3, the format of WebAnno and INCEpTION.
//!
//! Source: "WebAnno TSV 3.3 File format" in INCEpTION's user guide. One token a
//! line; offsets count UTF-16 units; layers stand in the header, each with its
//! columns. `[n]` ties the tokens of one annotation, or tells stacked ones
//! apart; in a chain layer it is the chain's.
//!
//! An annotation of a span layer is a mention. Its label is the feature `value`,
//! or the only one there is, else the layer's name; what else it says are
//! attributes, and the attribute `layer` says where it came from. Layers of
//! grammar (part of speech, lemma, morphology, dependencies) are not names and
//! are counted instead. Text between sentences is not in the format.

mod read;
mod write;

use super::Format;
use super::marks::Carries;

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "webanno",
    about: "WebAnno TSV 3 (3.0 to 3.3), of WebAnno and INCEpTION",
    endings: &["tsv"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: Some(Carries { discontinuous: false, notes: false, passages: false, ..Carries::ALL }),
    import: Some(read::import),
    export: write::export,
};

/// The layer of names, which needs no attribute.
const NAMES: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";

/// The layer of what is no name, and of names whose attributes are called as
/// the features of [`NAMES`] are; its label has a feature of its own.
const OWN: &str = "webanno.custom.Dateline";
const OWN_LABEL: &str = "dateline";

/// The base of relations whose ends are of several layers.
const ANY: &str = "uima.tcas.Annotation";

/// The layer of words.
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";

/// The layer of chains.
const CHAINS: &str = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink";

/// The layer of relations that come from elsewhere.
const RELATIONS: &str = "webanno.custom.Relation";

/// The relation of a chain link that only says which names belong together.
const SAME: &str = "same-name";

/// The attribute that holds a layer and the feature that was the label, parted
/// by a bar.
const LAYER: &str = "layer";

/// The attribute of a tie that was a slot.
const SLOT: &str = "slot";

/// The features of a chain layer.
const LINK_TYPE: &str = "referenceType";
const LINK_RELATION: &str = "referenceRelation";

/// The feature that holds an entry of a knowledge base.
const IDENTIFIER: &str = "identifier";

/// Whether a layer is about grammar: those that come with DKPro Core, not what
/// a project makes for itself.
fn is_grammar(layer: &str) -> bool {
    let own = layer.strip_prefix("de.tudarmstadt.ukp.dkpro.core.api.");
    own.is_some_and(|own| {
        ["lexmorph.", "segmentation.", "syntax.", "transform."].iter().any(|p| own.starts_with(p))
    })
}

/// The last part of a layer's name.
fn short(layer: &str) -> &str {
    layer.rsplit('.').next().unwrap_or(layer)
}

/// Reserved characters; `->` counts as one.
const RESERVED: &str = "\\[]|_;*";

fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '-' if rest.peek() == Some(&'>') => out.push_str("\\-"),
            c if RESERVED.contains(c) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

fn unescape(words: &str) -> String {
    if !words.contains('\\') {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    let mut rest = words.chars();
    while let Some(c) = rest.next() {
        match (c, c == '\\') {
            (_, true) => match rest.next() {
                Some('t') => out.push('\t'),
                Some('n' | 'r') => out.push('\n'),
                Some(c) => out.push(c),
                None => out.push('\\'),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

/// The pieces between separators that are not escaped.
fn split(words: &str, separator: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut escaped) = (0, false);
    for (at, c) in words.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == separator {
            pieces.push(&words[from..at]);
            from = at + c.len_utf8();
        }
    }
    pieces.push(&words[from..]);
    pieces
}
