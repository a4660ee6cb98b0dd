//! Documents into sentences to learn from: the rows of every token, and the
//! labels it may have.

use dateline::finder::Segmented;
use dateline::finder::training::{Features, KINDS, Label};

use crate::corpus::Document;
use crate::recase;

/// How often a sentence of the labelled news counts: they are what the finder
/// is for.
const NEWS_COUNTS: u8 = 3;

/// The share of short paragraphs learnt once more in capitals, and with a
/// capital on every long word.
const CAPITALS: f64 = 0.10;
const TITLES: f64 = 0.07;

/// A sentence ready to be learnt from.
#[derive(Default)]
pub struct Lesson {
    /// The rows of all its tokens, one after the other.
    pub rows: Vec<u32>,
    /// Where each token's rows begin, and the end.
    pub starts: Vec<u32>,
    pub sorts: Vec<u8>,
    /// The labels that each token may have, as a mask.
    pub allowed: Vec<u32>,
    /// How often it is learnt from in an epoch.
    pub times: u8,
}

/// All sentences of the documents, some of them also as headlines.
pub fn lessons(
    documents: &[Document],
    features: &Features,
    random: &mut fastrand::Rng,
) -> Vec<Lesson> {
    let mut lessons = Vec::new();
    for document in documents {
        add(document, features, &|_| true, &mut lessons);
        let changes = [recase::capitals, recase::title];
        for (share, change) in [CAPITALS, TITLES].into_iter().zip(changes) {
            let (recased, changed) = recase::some(document, share, change, random);
            if !changed.is_empty() {
                add(&recased, features, &|paragraph| changed.contains(&paragraph), &mut lessons);
            }
        }
    }
    lessons
}

/// Adds the sentences of the wanted paragraphs.
fn add(
    document: &Document,
    features: &Features,
    wanted: &dyn Fn(usize) -> bool,
    lessons: &mut Vec<Lesson>,
) {
    let segmented = Segmented::of(&document.text);
    let clues = features.clues(&segmented);
    let mut names = document.names.iter().peekable();
    let mut rows = Vec::new();
    for sentence in &segmented.sentences {
        let times = if document.news { NEWS_COUNTS } else { 1 };
        let mut lesson = Lesson { times, ..Lesson::default() };
        let mut before = 1;
        for at in sentence.tokens.clone() {
            let span = segmented.tokens[at].span;
            while names.peek().is_some_and(|(name, _)| name.end <= span.start) {
                names.next();
            }
            let mut allowed = 1;
            if let Some(&&(name, kinds)) = names.peek()
                && name.overlaps(span)
            {
                let first = name.start >= span.start || before == 1;
                let label = if first { Label::first } else { Label::further };
                let labels = (0..KINDS).filter(|kind| kinds & (1 << kind) != 0);
                allowed = labels.fold(0, |mask, kind| mask | 1 << label(kind).0);
            }
            if document.unsure.iter().any(|unsure| unsure.overlaps(span)) {
                allowed = u32::MAX;
            }
            before = allowed;
            Features::rows(&clues, sentence, at, &mut rows);
            lesson.starts.push(lesson.rows.len() as u32);
            lesson.rows.extend(&rows);
            lesson.sorts.push(Features::sort(&clues, at));
            lesson.allowed.push(allowed);
        }
        lesson.starts.push(lesson.rows.len() as u32);
        if wanted(sentence.paragraph) {
            lessons.push(lesson);
        }
    }
}
