//! Web annotations: JSON-LD of the W3C Web Annotation Data Model.
//!
//! Source: the Recommendation of 23 February 2017 (TR/annotation-model). Names
//! are annotations with the motivation or purpose `identifying` or
//! `classifying`; `linking` ties two of them; all others are notes. Nearly every
//! value may be one or a list. Positions count code points in what is written;
//! what is read is counted as its quotations demand. What the model has no word
//! for is written under keys with the prefix `dateline:`; keys that Dateline
//! does not know are kept with names.

mod read;
mod write;

use super::Format;
use super::marks::Carries;

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "w3c",
    about: "W3C Web Annotation, JSON-LD",
    endings: &["jsonld", "json"],
    perhaps: None,
    beside: &["txt"],
    texts: Some(read::texts),
    carries: Some(Carries { head: &["url"], ..Carries::ALL }),
    import: Some(read::import),
    export: write::export,
};

/// The context that every annotation names.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What the ids that are made here begin with.
const URN: &str = "urn:dateline:";

/// Keys of our own.
const LABEL: &str = "dateline:label";
const ATTRS: &str = "dateline:attrs";
const CHAIN: &str = "dateline:chain";
const SOURCE: &str = "dateline:source";
const ENTRY: &str = "dateline:entry";
const COLOR: &str = "dateline:color";
const ABOUT: &str = "dateline:about";
const ON: &str = "dateline:on";
const ID: &str = "dateline:id";

/// The attribute of a name that keeps the keys of others.
const OTHERS: &str = "w3c";
