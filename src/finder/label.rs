//! The labels that tokens get: outside, or a kind of name's first or further
//! token (BIO).

use crate::model::Kind;

/// The kinds of names, in the order of the labels.
pub const KINDS: usize = 8;

/// The number of [`Kind::Person`].
pub(super) const PERSON: usize = 0;
/// The number of [`Kind::Organization`].
pub(super) const ORGANIZATION: usize = 1;
/// The number of [`Kind::Place`].
pub(super) const PLACE: usize = 2;
/// The number of [`Kind::Group`].
pub(super) const GROUP: usize = 3;
/// The number of [`Kind::Event`].
pub(super) const EVENT: usize = 4;
/// The number of [`Kind::Work`].
pub(super) const WORK: usize = 5;
/// The number of [`Kind::Product`].
pub(super) const PRODUCT: usize = 6;

/// How many labels there are.
pub const LABELS: usize = 1 + 2 * KINDS;

/// A label: 0 is outside; of the kind numbered `k`, `1 + 2k` is the first
/// token of a name, `2 + 2k` a further one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Label(pub u8);

impl Label {
    /// No part of a name.
    pub const OUTSIDE: Label = Label(0);

    /// The first token of a name of the kind numbered `kind`.
    pub const fn first(kind: usize) -> Self {
        Self(1 + 2 * kind as u8)
    }

    /// A further token of such a name.
    pub const fn further(kind: usize) -> Self {
        Self(2 + 2 * kind as u8)
    }

    /// The number of its kind; `None` outside.
    pub const fn kind(self) -> Option<usize> {
        if self.0 == 0 { None } else { Some((self.0 as usize - 1) / 2) }
    }

    /// Whether it is a further token of a name.
    pub const fn is_further(self) -> bool {
        self.0 != 0 && self.0.is_multiple_of(2)
    }

    /// Whether it may stand behind `before`.
    pub fn may_follow(self, before: Label) -> bool {
        !self.is_further() || self.kind() == before.kind()
    }
}

/// The kind with this number.
pub fn kind(number: usize) -> Kind {
    Kind::KNOWN.get(number).cloned().unwrap_or_default()
}

/// The number of a kind; what has no number of its own is the last, other.
pub fn number(kind: &Kind) -> usize {
    Kind::KNOWN.iter().position(|known| known == kind).unwrap_or(KINDS - 1)
}
