//! The day on which somebody's words were said: "today" in a quotation is
//! that day, and not the day of publication.

use jiff::civil::Date;

use super::super::segmented::{Segmented, Sentence};
use super::phrase::{Base, Meaning, Phrase};
use super::resolve::Written;
use super::words::Unit;

/// How many days old the words may be that a story tells of. What was said
/// before that is told with its date.
const RECENT: i64 = 5;

/// The day that the writer last named, in which paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said(Option<(Date, usize)>);

impl Said {
    /// Keeps a day that the writer names, if it is one of the last.
    pub(super) fn tell(&mut self, day: Date, written: Written, sentence: &Sentence) {
        let recent = written
            .day
            .is_some_and(|now| (0..=RECENT * 24).contains(&now.duration_since(day).as_hours()));
        if recent {
            self.0 = Some((day, sentence.paragraph));
        }
    }

    /// The day from which a phrase between quotation marks is seen.
    pub(super) fn seen(&self, phrase: &Phrase, written: Written, sentence: &Sentence) -> Written {
        let from_today = matches!(phrase.meaning, Meaning::Shift(Base::Now, Unit::Day, -1..=1));
        match self.0 {
            Some((day, paragraph)) if from_today && paragraph + 1 >= sentence.paragraph => {
                Written::day(day)
            }
            _ => written,
        }
    }
}

/// Of every token, whether it stands between quotation marks.
pub(super) fn quoted(segmented: &Segmented<'_>) -> Vec<bool> {
    let mut inside = false;
    let mut paragraph = None;
    let mut found = vec![false; segmented.tokens.len()];
    for sentence in &segmented.sentences {
        inside &= paragraph.replace(sentence.paragraph) == Some(sentence.paragraph);
        for token in sentence.tokens.clone() {
            match segmented.word(token) {
                "\"" => inside = !inside,
                "“" => inside = true,
                "”" => inside = false,
                _ => {}
            }
            found[token] = inside;
        }
    }
    found
}
