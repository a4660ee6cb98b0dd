//! Speech in the writer's words, where the signs are plain: "said that …" and
//! "…, according to X".

use super::cues::{Cue, cue};
use super::marks::Marked;
use super::source::Reader;
use super::words::is_pronoun;
use crate::model::{Quote, QuoteKind, Role};

/// The fewest tokens of a clause that says something.
const FEWEST: usize = 4;

/// Adds the indirect quotes of sentences that hold no quotation.
pub(super) fn add(reader: &Reader<'_>, marked: &[Marked], found: &mut Vec<Quote>) {
    let segmented = reader.segmented;
    let mut quotations = marked.iter().peekable();
    for sentence in &segmented.sentences {
        let tokens = sentence.tokens.clone();
        while quotations.peek().is_some_and(|quotation| quotation.after <= tokens.start) {
            quotations.next();
        }
        let quoted =
            quotations.peek().is_some_and(|quotation| quotation.inside.start <= tokens.end);
        if quoted || !matches!(sentence.role, Role::Body | Role::Quote | Role::List) {
            continue;
        }
        let stop = (tokens.clone().rev())
            .find(|&at| !matches!(segmented.word(at), "." | "!" | "?" | "…"))
            .map_or(tokens.end, |at| at + 1);
        for at in tokens.start + 1..stop {
            let word = segmented.word(at);
            let that = segmented.word(at + 1) == "that";
            if word == "according" && segmented.word(at + 1) == "to" {
                let Some(source) = reader.behind(at, stop) else { continue };
                let content = tokens.start
                    ..(at - usize::from(segmented.word(at - 1) == ",")).max(tokens.start);
                // "X has learned that, according to Y, …": it is still to come.
                let open =
                    content.end.checked_sub(1).map(|last| segmented.word(last)) == Some("that");
                if content.len() >= FEWEST && !open {
                    let span = segmented.span(content);
                    found.push(super::quote(reader, span, QuoteKind::Indirect, Some(&source)));
                    break;
                }
            } else if that && cue(word) == Some(Cue::Speech) {
                let Some(source) = reader.leading(tokens.start, at + 1) else { continue };
                let content = at + 2 + usize::from(segmented.word(at + 2) == ",")..stop;
                let pronoun = source.entity.is_none()
                    && source.tokens.len() == 1
                    && is_pronoun(segmented.word(source.tokens.start));
                if content.len() >= FEWEST && source.cue == Some(at) && !pronoun {
                    let span = segmented.span(content);
                    found.push(super::quote(reader, span, QuoteKind::Indirect, Some(&source)));
                    break;
                }
            }
        }
    }
}
