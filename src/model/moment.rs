//! A moment at the precision it is known: TIMEX3 and EDTF notation.

/// When something happened, as it was written and as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Moment {
    notation: String,
}

impl Moment {
    /// Reads a moment in that notation.
    pub fn parse(notation: &str) -> Result<Self, String> {
        let fits = notation.len() >= 4
            && notation.chars().all(|c| c.is_ascii_alphanumeric() || "-:/.+~?%".contains(c));
        fits.then(|| Self { notation: notation.into() }).ok_or_else(|| "not a moment".into())
    }

    /// The notation it was read from.
    pub fn notation(&self) -> &str {
        &self.notation
    }
}
