//! TimeML: times, events and what orders them, as XML in the text.
//!
//! Source: the TimeML 1.2.1 specification and its ISO form. A `TIMEX3` is a
//! time, an `EVENT` or `SIGNAL` a mention; names come as `ENAMEX`, as in
//! TimeBank. A `TLINK`, `SLINK`, `ALINK` or `CLINK` is a relation between
//! them; it keeps its attributes, a mention those of its `MAKEINSTANCE`s. The text is the
//! content of `TEXT`, else of the root; the creation time (`DCT`) stands before
//! it where links refer to it, and is the story's date always.

mod read;
mod write;

use std::fmt::Write;

use serde_json::{Map, Value};

use super::gather::attr;
use super::marks::{Carries, Mark, value_to};
use super::xml::{escape, is_name};
use super::{Format, Losses};
use crate::model::TimeType;

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "timeml",
    about: "TimeML: TIMEX3, EVENT and links in the text, XML",
    endings: &["tml", "timeml", "xml"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: Some(Carries {
        overlapping: true,
        attributes: true,
        ties: true,
        tie_attributes: true,
        head: &["title", "published"],
        keys: &["timeml"],
        ..Carries::SPANS
    }),
    import: Some(read::import),
    export: write::export,
};

/// The attribute that names the element a mention was.
const ELEMENT: &str = "timeml";

/// The attribute that keeps the instances of an event.
const INSTANCES: &str = "instances";

/// The elements that are marks, the attribute that is their id, and the one
/// that is their label.
const MARKS: [(&str, &str, &str); 7] = [
    ("TIMEX3", "tid", "type"),
    ("EVENT", "eid", "class"),
    ("SIGNAL", "sid", ""),
    ("C-SIGNAL", "cid", ""),
    ("ENAMEX", "id", "TYPE"),
    ("NUMEX", "id", "TYPE"),
    ("CARDINAL", "id", ""),
];

/// The elements beside the text whose words are kept with the story.
const BESIDE: [&str; 2] = ["DOCID", "EXTRAINFO"];

/// The keys of what is kept with the story: elements that no word stands for,
/// and links to them.
const EMPTY: &str = "elements";
const LOOSE: &str = "links";

/// How many elements may be inside each other.
const DEEPEST: usize = 256;

/// The links, and the attributes that hold their ends.
const LINKS: [&str; 4] = ["TLINK", "SLINK", "ALINK", "CLINK"];
const FROM: [&str; 2] = ["eventInstanceID", "timeID"];
const TO: [&str; 4] =
    ["relatedToEventInstance", "relatedToTime", "subordinatedEventInstance", "tid"];

type Attributes = Vec<(String, String)>;

/// An element as it is kept with the story: its attributes, and its name.
fn element_value(name: &str, attributes: &[(String, String)]) -> Value {
    let mut map = Map::new();
    map.insert(ELEMENT.into(), name.into());
    map.extend(attributes.iter().map(|(key, value)| (key.clone(), value.as_str().into())));
    Value::Object(map)
}

/// The element that a mark without words was.
fn element_of(mark: &Mark) -> (String, Attributes) {
    let element = Element::of(mark);
    let mut attributes: Attributes = Vec::new();
    attributes.extend(mark.id.clone().map(|id| (element.id.to_owned(), id)));
    if !element.label.is_empty() && mark.label != element.name {
        attributes.push((element.label.to_owned(), mark.label.clone()));
    }
    let own = mark.attrs.iter().filter(|(name, _)| name != ELEMENT);
    attributes.extend(own.map(|(name, value)| (name.clone(), value_to(value))));
    (element.name.to_owned(), attributes)
}

/// What a mark is written as.
struct Element {
    name: &'static str,
    id: &'static str,
    label: &'static str,
}

impl Element {
    fn of(mark: &Mark) -> Self {
        let stated = attr(&mark.attrs, ELEMENT);
        let timex = TimeType::parse(&mark.label).is_some() && attr(&mark.attrs, "value").is_some();
        let name = match stated {
            None if timex => "TIMEX3",
            None => "ENAMEX",
            Some(name) => name,
        };
        let row = MARKS.iter().find(|(own, ..)| *own == name).unwrap_or(&MARKS[4]);
        Self { name: row.0, id: row.1, label: row.2 }
    }

    fn open(&self, mark: &Mark, id: &str, losses: &mut Losses) -> String {
        let mut out = format!("<{} {}=\"{}\"", self.name, self.id, escape(id));
        if self.label.is_empty() {
            if mark.label != self.name {
                losses.add("labels of signals and numbers", &mark.label);
            }
        } else if mark.label != self.name {
            let _ = write!(out, " {}=\"{}\"", self.label, escape(&mark.label));
        }
        for (name, value) in &mark.attrs {
            if name == ELEMENT || name == INSTANCES {
                continue;
            }
            if !is_name(name) || name == self.id || name == self.label {
                losses.add("attributes whose names XML cannot have", name);
                continue;
            }
            let words = match value {
                Value::String(words) if self.name == "TIMEX3" => words.clone(),
                value => value_to(value),
            };
            if self.name == "TIMEX3" && !value.is_string() {
                losses.add("types of attributes", name);
            }
            let _ = write!(out, " {name}=\"{}\"", escape(&words).replace('\n', "&#10;"));
        }
        out.push('>');
        out
    }
}
