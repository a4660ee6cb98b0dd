//! Names: the entities of a story and the places they are mentioned at.

use super::{Attrs, Span};

/// What sort of thing a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A human being.
    Person,
    /// A company, ministry, party's office, court, club.
    Organization,
    /// A country, town, river, building.
    Place,
    /// A people, a religion, the members of a party.
    Group,
    /// A named event: a war, a cup, a storm.
    Event,
    /// A book, film, law, newspaper article.
    Work,
    /// A thing that is made and sold.
    Product,
    /// Any other word the file uses, kept as it was written.
    Other(String),
}

impl Kind {
    /// The kinds with a name of their own, in the order the names pane shows them.
    pub const KNOWN: [Kind; 7] = [
        Kind::Person,
        Kind::Organization,
        Kind::Place,
        Kind::Group,
        Kind::Event,
        Kind::Work,
        Kind::Product,
    ];

    /// Reads a kind or one of the synonyms other schemes use; any other word is kept.
    pub fn parse(word: &str) -> Kind {
        match word.trim().to_ascii_lowercase().replace(['-', ' '], "_").as_str() {
            "person" | "per" | "pers" | "people" | "persname" => Kind::Person,
            "organization" | "organisation" | "org" | "company" | "corporation" => {
                Kind::Organization
            }
            "place" | "gpe" | "loc" | "location" | "fac" | "facility" | "geo" | "placename" => {
                Kind::Place
            }
            "group" | "norp" | "nationality" | "people_group" => Kind::Group,
            "event" | "evt" => Kind::Event,
            "work" | "work_of_art" | "creative_work" | "law" | "art" => Kind::Work,
            "product" | "prod" => Kind::Product,
            "other" | "misc" | "miscellaneous" => Kind::Other("other".into()),
            _ => Kind::Other(super::text::visible(word.trim()).into_owned()),
        }
    }

    /// The word in files and JSON.
    pub fn word(&self) -> &str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Place => "place",
            Kind::Group => "group",
            Kind::Event => "event",
            Kind::Work => "work",
            Kind::Product => "product",
            Kind::Other(word) => word,
        }
    }
}

/// Where an annotation came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Origin {
    /// The story's annotation file.
    #[default]
    File,
    /// The built-in finder, or another program that finds names.
    Found,
    /// The reader's own notes.
    Mine,
}

impl Origin {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Origin::File => "file",
            Origin::Found => "found",
            Origin::Mine => "mine",
        }
    }
}

/// How the mentions of an entity are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MatchRule {
    /// Every whole-word occurrence of the name and its aliases.
    #[default]
    Auto,
    /// Only the mentions that are listed.
    Listed,
    /// Both.
    Both,
}

/// A person, organisation, place or other thing that has a name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entity {
    /// A slug, unique in the file.
    pub id: String,
    /// The name it is listed under.
    pub name: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Other names.
    pub aliases: Vec<String>,
    /// Office or profession.
    pub role: Option<String>,
    /// One line for the card.
    pub about: Option<String>,
    /// (what, URL or identifier), in the order of the file.
    pub links: Vec<(String, String)>,
    /// What the file keeps with the name under `attrs`.
    pub attrs: Attrs,
    /// Keys of the entry that Dateline does not know, to be written back beside the others.
    pub extra: Attrs,
    /// How its mentions are found.
    pub matching: MatchRule,
    /// Text that must not match though it holds the name.
    pub not: Vec<String>,
    /// Who says so.
    pub origin: Origin,
}

impl Default for Kind {
    fn default() -> Self {
        Kind::Other("other".into())
    }
}

/// One place at which an entity is named.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The id the file gives it.
    pub id: Option<String>,
    /// The first, or only, stretch.
    pub span: Span,
    /// The further stretches of a discontinuous mention, in order.
    pub more: Vec<Span>,
    /// Index into [`Annotations::entities`](super::Annotations::entities).
    pub entity: usize,
    /// Who says so.
    pub origin: Origin,
    /// From 0 to 1, where the file states it.
    pub certainty: Option<f32>,
    /// What the file keeps with the mention under `attrs`.
    pub attrs: Attrs,
    /// Keys of the entry that Dateline does not know, to be written back beside the others.
    pub extra: Attrs,
    /// Whether the reader has accepted or corrected it. Not stored.
    pub settled: bool,
}

impl Mention {
    /// A continuous mention from the file without further particulars.
    pub fn new(span: Span, entity: usize) -> Self {
        Self {
            id: None,
            span,
            more: Vec::new(),
            entity,
            origin: Origin::File,
            certainty: None,
            attrs: Attrs::new(),
            extra: Attrs::new(),
            settled: false,
        }
    }

    /// All its stretches, in order.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        std::iter::once(self.span).chain(self.more.iter().copied())
    }

    /// Whether the byte at `at` lies in one of its stretches.
    pub fn contains(&self, at: usize) -> bool {
        self.spans().any(|span| span.contains(at))
    }
}

/// Makes an id of a name: lower case, words joined by hyphens.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "name".into() } else { out.into() }
}
