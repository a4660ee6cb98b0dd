//! A story: its text, what its head says, and what is annotated in it.

use std::cmp::Reverse;
use std::path::PathBuf;

use super::{
    Attrs, Entity, Event, Mention, Moment, Note, Origin, Quote, Relation, Span, Text,
    TimeExpression, correct, own,
};

/// Names a story in JSON and in the places the reader remembers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct StoryId(pub String);

/// The format a story was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Plain text.
    #[default]
    Plain,
    /// CommonMark, with or without YAML front matter.
    Markdown,
}

impl Format {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Markdown => "markdown",
        }
    }
}

/// A publication date that nothing states: to be shown as inferred.
#[derive(Debug, Clone, PartialEq)]
pub struct Inferred {
    /// The day.
    pub moment: Moment,
    /// What tells it.
    pub evidence: Evidence,
    /// From 0 to 1.
    pub certainty: f32,
}

/// What tells when a story was published, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Its address on line: `…/2013/08/24/…`.
    Address,
    /// The name of its file: `talks-2013-08-24.txt`.
    FileName,
    /// Day and month of its dateline, with the year from its text.
    Dateline,
    /// The latest date in its text, which falls on the day of the week that
    /// its first paragraph names.
    Text,
}

impl Evidence {
    const ALL: [Evidence; 4] = [Self::Address, Self::FileName, Self::Dateline, Self::Text];

    /// The word in files and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Evidence::Address => "url",
            Evidence::FileName => "file name",
            Evidence::Dateline => "dateline",
            Evidence::Text => "text",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|evidence| evidence.word() == word.trim())
    }

    /// In words that follow "inferred from".
    pub const fn words(self) -> &'static str {
        match self {
            Evidence::Address => "its address",
            Evidence::FileName => "the file name",
            Evidence::Dateline => "its dateline",
            Evidence::Text => "its text",
        }
    }

    /// Whether the names of a story tell, rather than its text.
    pub const fn is_name(self) -> bool {
        matches!(self, Evidence::Address | Evidence::FileName)
    }
}

/// What is known about a story besides its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Head {
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Agency or paper.
    pub source: Option<String>,
    /// Where it was written.
    pub place: Option<String>,
    /// When it was published, as given; never a guess.
    pub published: Option<Moment>,
    /// When it was published by all that can be told, where nothing states it.
    pub inferred: Option<Inferred>,
    /// Where it can be found on line.
    pub url: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Subjects.
    pub tags: Vec<String>,
    /// Keys of the `story` block that Dateline does not know, to be written back.
    pub extra: Attrs,
}

impl Head {
    /// The day that "yesterday" is counted from: given, or else inferred.
    pub fn dated(&self) -> Option<&Moment> {
        self.published.as_ref().or(self.inferred.as_ref().map(|inferred| &inferred.moment))
    }

    /// Where the date was inferred from, unless it is given.
    pub fn inferred_from(&self) -> Option<Evidence> {
        self.inferred.as_ref().filter(|_| self.published.is_none()).map(|date| date.evidence)
    }

    /// [`Head::dated`] as `word` puts it; where it is inferred it says so.
    pub fn date_words(&self, word: impl Fn(&Moment) -> String) -> Option<String> {
        let words = word(self.dated()?);
        Some(match self.inferred_from() {
            None => words,
            Some(evidence) => format!("{words}, inferred from {}", evidence.words()),
        })
    }

    /// Takes every value that `over` has; the rest stays.
    pub fn overlay(&mut self, over: Head) {
        fn put<T>(slot: &mut Option<T>, value: Option<T>) {
            if value.is_some() {
                *slot = value;
            }
        }
        put(&mut self.title, over.title);
        put(&mut self.byline, over.byline);
        put(&mut self.source, over.source);
        put(&mut self.place, over.place);
        put(&mut self.published, over.published);
        put(&mut self.inferred, over.inferred);
        put(&mut self.url, over.url);
        put(&mut self.language, over.language);
        if !over.tags.is_empty() {
            self.tags = over.tags;
        }
        if !over.extra.is_empty() {
            self.extra = over.extra;
        }
    }
}

/// Emphasis and the like inside a paragraph, from formats that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: InlineKind,
}

/// The kinds of [`Inline`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineKind {
    /// Set in italics.
    Emphasis,
    /// Set in bold.
    Strong,
    /// Struck through.
    Struck,
    /// Program text.
    Code,
    /// Leads to a URL, free of control characters.
    Link(String),
}

/// An article: text and head, without annotations.
#[derive(Debug, Default)]
pub struct Story {
    /// Its name.
    pub id: StoryId,
    /// The file it came from; `None` for standard input.
    pub path: Option<PathBuf>,
    /// How it was written.
    pub format: Format,
    /// Title, source, date and so on.
    pub head: Head,
    /// The words.
    pub text: Text,
    /// Emphasis and links, sorted by start.
    pub inline: Vec<Inline>,
    /// Where the text moves on to another line of its file: byte in the text,
    /// line from 1; sorted. Empty where the lines of both are the same.
    pub lines: Vec<(usize, usize)>,
}

impl Story {
    /// The line of the story's file, from 1, that the byte at `place` comes from.
    pub fn line_of(&self, place: usize) -> usize {
        if self.lines.is_empty() {
            let before = self.text.as_str().bytes().take(place);
            return before.filter(|&byte| byte == b'\n').count() + 1;
        }
        let after = self.lines.partition_point(|(start, _)| *start <= place);
        self.lines.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }
}

/// Who made an annotation file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Made {
    /// The program or person.
    pub by: Option<String>,
    /// When, as written.
    pub when: Option<String>,
    /// Keys of the `made` block that Dateline does not know, to be written back.
    pub extra: Attrs,
}

impl Made {
    /// The key that names another's program, if one found what the file says.
    pub const WITH: &'static str = "with";
    /// The key that holds the date by which days were counted.
    pub const DATED: &'static str = "published";
    /// The key that tells whether the file is as it was written.
    pub const DIGEST: &'static str = "digest";

    /// The program that found what the file says, if not the built-in finder.
    pub fn with(&self) -> Option<&str> {
        self.said(Self::WITH)
    }

    /// The date by which the days in the file were counted.
    pub fn dated(&self) -> Option<&str> {
        self.said(Self::DATED)
    }

    /// Whether it says what the file was when it was written; only then may
    /// anything in the file be replaced.
    pub fn sealed(&self) -> bool {
        self.extra.iter().any(|(name, _)| name == Self::DIGEST)
    }

    /// What the file was when it was written, if it says that in words.
    pub fn digest(&self) -> Option<&str> {
        self.said(Self::DIGEST)
    }

    fn said(&self, key: &str) -> Option<&str> {
        self.extra.iter().find(|(name, _)| name == key).and_then(|(_, value)| value.as_str())
    }
}

/// What is annotated in a story, from whatever origin.
#[derive(Debug, Clone, Default)]
pub struct Annotations {
    /// The names, in the order of the file; [`Mention::entity`] points into it.
    pub entities: Vec<Entity>,
    /// Every place a name occurs, sorted by start, longer first.
    pub mentions: Vec<Mention>,
    /// Between entities or mentions.
    pub relations: Vec<Relation>,
    /// The time line, in the order of the file.
    pub events: Vec<Event>,
    /// Time expressions, sorted by start.
    pub times: Vec<TimeExpression>,
    /// Who said what, sorted by start.
    pub quotes: Vec<Quote>,
    /// Who made the file.
    pub made: Option<Made>,
    /// Keys at the top of the file that Dateline does not know, to be written back.
    pub extra: Attrs,
}

impl Annotations {
    /// Brings in what the reader's `notes` say: corrections first, then names
    /// and events of their own. The notes must have been
    /// anchored in `text`.
    pub fn overlay_notes(&mut self, notes: &[Note], text: &Text) {
        correct::correct(self, notes);
        own::add_own(self, notes, text);
        self.sort();
    }

    /// Takes the reader's own names and events out again. Corrections stay.
    pub fn drop_own(&mut self) {
        own::drop_own(self);
    }

    /// Sorts everything that stands in the text into the order of the text.
    pub fn sort(&mut self) {
        // Mentions are large: each is moved once.
        self.mentions.sort_by_cached_key(|m| (m.span.start, Reverse(m.span.end)));
        self.times.sort_by_key(|t| t.span);
        self.quotes.sort_by_key(|q| q.span);
    }

    /// Says of everything that a machine found it.
    pub fn mark_found(&mut self) {
        let Self { entities, mentions, events, times, quotes, .. } = self;
        let origins = entities.iter_mut().map(|entity| &mut entity.origin);
        let origins = origins.chain(mentions.iter_mut().map(|mention| &mut mention.origin));
        let origins = origins.chain(events.iter_mut().map(|event| &mut event.origin));
        let origins = origins.chain(times.iter_mut().map(|time| &mut time.origin));
        let origins = origins.chain(quotes.iter_mut().map(|quote| &mut quote.origin));
        origins.for_each(|origin| *origin = Origin::Found);
    }

    /// The entity with this id.
    pub fn entity(&self, id: &str) -> Option<usize> {
        self.entities.iter().position(|e| e.id == id)
    }
}
