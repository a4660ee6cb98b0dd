//! Precision and recall of chains: of all pairs of names in a document, which
//! are one thing. The names are given, so that only the joining is scored.

use dateline::finder::Segmented;
use dateline::finder::training::{Found, KINDS, Tagger};

use crate::corpus::Document;
use crate::score::Count;

/// The pairs of one document.
pub fn pairs(tagger: &Tagger, document: &Document, segmented: &Segmented<'_>) -> Count {
    let (_, clues) = tagger.names(segmented);
    let mut found = Vec::new();
    let mut gold = Vec::new();
    for (&(span, kinds), &entity) in document.names.iter().zip(&document.entities) {
        let (start, end) = (segmented.token_at(span.start), segmented.token_at(span.end - 1) + 1);
        if start < end && segmented.span(start..end) == span {
            let kind = kinds.trailing_zeros() as usize;
            found.push(Found { start, end, kind, margin: 0.0, worth: [0.0; KINDS + 1] });
            gold.push(entity);
        }
    }
    let things = tagger.chains(segmented, &clues, &found);
    let mut count = Count::default();
    for one in 0..found.len() {
        for other in 0..one {
            let (is, should) = (things[one] == things[other], gold[one] == gold[other]);
            count.right += usize::from(is && should);
            count.found += usize::from(is);
            count.gold += usize::from(should);
        }
    }
    count
}
