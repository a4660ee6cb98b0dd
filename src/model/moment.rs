//! A moment at the precision it is known: TIMEX3 and EDTF notation.

/// When something happened, as it was written and as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Moment {
    notation: String,
}
