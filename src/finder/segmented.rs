//! A story's text cut into paragraphs, sentences and tokens: what everything
//! else in this room works on.

use std::ops::Range;

use super::token::{Token, tokenize};
use crate::model::{Role, Span, Text};
use crate::typeset::sentence::sentences;

/// How many bytes of a text are read. A story that is longer is a corpus, and
/// what stands behind is left alone.
pub const REACH: usize = 4 << 20;

/// The most tokens of one sentence. What is longer is a table or no prose.
pub(super) const LONGEST: usize = 256;

/// The words that headlines with capitals write without.
const SMALL: &[&str] = &[
    "a", "an", "the", "and", "or", "but", "nor", "of", "in", "on", "at", "to", "for", "by", "as",
    "is", "with", "from", "over", "into", "onto", "per", "via", "vs", "v", "up", "out", "off", "s",
    "after", "amid", "de", "la", "le", "van", "von", "bin", "al",
];

/// How a sentence uses capitals, which tells what a capital means in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Casing {
    /// Names and first words have capitals.
    #[default]
    Running,
    /// Most words begin with one, as in headlines.
    Title,
    /// Nothing but capitals.
    Capitals,
}

/// A sentence, or a headline, or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, as indices into [`Segmented::tokens`]; never none.
    pub tokens: Range<usize>,
    /// Index of its paragraph in [`Text::paragraphs`].
    pub paragraph: usize,
    /// What that paragraph is for.
    pub role: Role,
    /// How it uses capitals.
    pub casing: Casing,
}

/// The tokens and sentences of a text, in order. Boilerplate has none.
#[derive(Debug, Clone)]
pub struct Segmented<'t> {
    text: &'t str,
    /// Every word and sign.
    pub tokens: Vec<Token>,
    /// Every sentence.
    pub sentences: Vec<Sentence>,
}

impl<'t> Segmented<'t> {
    /// Cuts the first [`REACH`] bytes of a text. A text without paragraphs is
    /// one.
    pub fn of(text: &'t Text) -> Self {
        let content = text.as_str();
        let mut segmented = Self { text: content, tokens: Vec::new(), sentences: Vec::new() };
        let whole = [crate::model::Paragraph {
            span: Span::new(0, content.len()),
            role: Role::Body,
            level: 0,
        }];
        let paragraphs = if text.paragraphs().is_empty() { &whole } else { text.paragraphs() };
        let reach = text.floor(REACH);
        for (number, paragraph) in paragraphs.iter().enumerate() {
            if matches!(paragraph.role, Role::Boilerplate | Role::Code) {
                continue;
            }
            if paragraph.span.start >= reach {
                break;
            }
            let span = Span::new(paragraph.span.start, paragraph.span.end.min(reach));
            segmented.paragraph(span, number, paragraph.role);
        }
        segmented
    }

    fn paragraph(&mut self, span: Span, paragraph: usize, role: Role) {
        for sentence in sentences(self.text, span) {
            let first = self.tokens.len();
            tokenize(self.text, sentence, &mut self.tokens);
            let mut start = first;
            while start < self.tokens.len() {
                let end = self.tokens.len().min(start + LONGEST);
                let casing = self.casing(start..end);
                let tokens = start..end;
                self.sentences.push(Sentence { tokens, paragraph, role, casing });
                start = end;
            }
        }
    }

    /// The text itself.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The characters of a token; empty if there is none with this index.
    #[inline]
    pub fn word(&self, token: usize) -> &'t str {
        self.tokens.get(token).map_or("", |token| &self.text[token.span.range()])
    }

    /// The stretch from the first of the tokens to the last, in bytes.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }

    /// The sentence that holds a token, as an index into `sentences`.
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|sentence| sentence.tokens.start <= token);
        after.checked_sub(1).filter(|&at| self.sentences[at].tokens.contains(&token))
    }

    /// The first token that ends behind byte `at`; the number of tokens if
    /// there is none.
    pub fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.span.end <= at)
    }

    fn casing(&self, tokens: Range<usize>) -> Casing {
        let (mut words, mut capital, mut upper, mut lower) = (0, 0, 0, 0);
        for token in tokens {
            let word = self.word(token);
            let mut letters = word.chars().filter(|c| c.is_alphabetic());
            let Some(first) = letters.next() else { continue };
            if first.is_uppercase() {
                capital += 1;
                if letters.all(char::is_uppercase) {
                    upper += 1;
                }
            } else if !first.is_lowercase() {
                continue;
            } else if !SMALL.contains(&word) {
                lower += 1;
            }
            words += 1;
        }
        if words >= 3 && upper * 10 >= words * 9 {
            Casing::Capitals
        } else if words >= 4 && capital * 10 >= words * 6 && lower == 0 {
            Casing::Title
        } else {
            Casing::Running
        }
    }
}
