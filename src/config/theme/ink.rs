//! What colours are for.

use crate::model::Kind;

macro_rules! inks {
    ($($(#[$doc:meta])+ $name:ident = $word:literal,)+) => {
        /// What a stretch of the screen is painted as. Called a role in theme files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Ink { $($(#[$doc])+ $name,)+ }

        impl Ink {
            /// Every ink, in the order of the theme files.
            pub const ALL: [Ink; [$($word),+].len()] = [$(Ink::$name),+];

            /// The word in theme files.
            pub const fn word(self) -> &'static str {
                match self { $(Ink::$name => $word),+ }
            }
        }
    };
}

inks! {
    /// Running text, and the paper it stands on.
    Text = "text",
    /// What steps back: dates, counts, labels.
    Quiet = "quiet",
    /// Lines that part one thing from the other.
    Rule = "rule",
    /// Titles and cross-heads.
    Heading = "heading",
    /// What stands out without being a name.
    Accent = "accent",
    /// A person's name.
    Person = "person",
    /// An organisation's name.
    Organization = "organization",
    /// A place's name.
    Place = "place",
    /// A group's name.
    Group = "group",
    /// An event's name.
    Event = "event",
    /// A work's name.
    Work = "work",
    /// A product's name.
    Product = "product",
    /// Any other name.
    Other = "other",
    /// A time expression.
    Time = "time",
    /// The reader's own words, and the mark in the margin.
    Note = "note",
    /// Text that carries a note.
    NoteText = "note-text",
    /// A colleague's words, and their mark in the margin.
    Colleague = "colleague",
    /// Text that carries a colleague's note.
    ColleagueText = "colleague-text",
    /// Text that is new since the story was read last.
    ChangedText = "changed-text",
    /// A lit person.
    LitPerson = "lit-person",
    /// A lit organisation.
    LitOrganization = "lit-organization",
    /// A lit place.
    LitPlace = "lit-place",
    /// A lit group.
    LitGroup = "lit-group",
    /// A lit event.
    LitEvent = "lit-event",
    /// A lit work.
    LitWork = "lit-work",
    /// A lit product.
    LitProduct = "lit-product",
    /// Any other lit name.
    LitOther = "lit-other",
    /// The chosen row of a list.
    ChosenRow = "chosen-row",
    /// Text that is being selected.
    Selection = "selection",
    /// A place the search found.
    SearchMatch = "search-match",
    /// The place the search is at.
    SearchHere = "search-here",
    /// Text highlighted in yellow.
    HighlightYellow = "highlight-yellow",
    /// Text highlighted in green.
    HighlightGreen = "highlight-green",
    /// Text highlighted in blue.
    HighlightBlue = "highlight-blue",
    /// Text highlighted in pink.
    HighlightPink = "highlight-pink",
    /// Text highlighted in purple.
    HighlightPurple = "highlight-purple",
    /// Something failed.
    Error = "error",
    /// Something to look at.
    Warning = "warning",
    /// What leads elsewhere.
    Link = "link",
    /// Preformatted text.
    Code = "code",
    /// The name of a key.
    Key = "key",
    /// The part of a bar that is done.
    BarFilled = "bar-filled",
    /// The part of a bar that is not.
    BarEmpty = "bar-empty",
    /// The paper of a card, prompt or other thing that lies on top.
    Card = "card",
    /// A letter to jump by.
    Hint = "hint",
}

impl Ink {
    /// What text can lie on: the paper itself, and every tint.
    pub const GROUNDS: [Ink; 14] = [
        Ink::Text,
        Ink::ChosenRow,
        Ink::Card,
        Ink::NoteText,
        Ink::ColleagueText,
        Ink::ChangedText,
        Ink::Selection,
        Ink::SearchMatch,
        Ink::SearchHere,
        Ink::HighlightYellow,
        Ink::HighlightGreen,
        Ink::HighlightBlue,
        Ink::HighlightPink,
        Ink::HighlightPurple,
    ];

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ink| ink.word() == word)
    }

    /// A name of this kind.
    pub const fn of(kind: &Kind) -> Ink {
        match kind {
            Kind::Person => Ink::Person,
            Kind::Organization => Ink::Organization,
            Kind::Place => Ink::Place,
            Kind::Group => Ink::Group,
            Kind::Event => Ink::Event,
            Kind::Work => Ink::Work,
            Kind::Product => Ink::Product,
            Kind::Other(_) => Ink::Other,
        }
    }

    /// A lit name of this kind.
    pub const fn lit(kind: &Kind) -> Ink {
        match kind {
            Kind::Person => Ink::LitPerson,
            Kind::Organization => Ink::LitOrganization,
            Kind::Place => Ink::LitPlace,
            Kind::Group => Ink::LitGroup,
            Kind::Event => Ink::LitEvent,
            Kind::Work => Ink::LitWork,
            Kind::Product => Ink::LitProduct,
            Kind::Other(_) => Ink::LitOther,
        }
    }

    /// Whether words are painted with it, which must be legible; lines and
    /// bars need not be.
    pub const fn is_for_words(self) -> bool {
        !matches!(self, Ink::Rule | Ink::BarFilled | Ink::BarEmpty)
    }

    /// Whether it is a lit name, which keeps its kind's hue without its tint.
    pub(super) const fn lights(self) -> bool {
        self.index() >= Ink::LitPerson.index() && self.index() <= Ink::LitOther.index()
    }

    /// The kind of name that it lights; itself if it lights none.
    pub(super) const fn unlit(self) -> Ink {
        match self {
            Ink::LitPerson => Ink::Person,
            Ink::LitOrganization => Ink::Organization,
            Ink::LitPlace => Ink::Place,
            Ink::LitGroup => Ink::Group,
            Ink::LitEvent => Ink::Event,
            Ink::LitWork => Ink::Work,
            Ink::LitProduct => Ink::Product,
            Ink::LitOther => Ink::Other,
            other => other,
        }
    }

    /// Its place in [`Ink::ALL`].
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}
