//! Where quotation marks open and close.
//!
//! Straight marks say nothing of their side; what they touch does. A
//! quotation that a paragraph leaves open goes on in the next one, if that
//! begins with a mark: the printers' rule.

use std::ops::Range;

use super::super::segmented::Segmented;

/// Words between quotation marks, in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The first token of the opening mark.
    pub mark: usize,
    /// The tokens between the marks; never none.
    pub inside: Range<usize>,
    /// The token behind the closing mark; the end of the paragraph where
    /// there is no such mark.
    pub after: usize,
    /// Whether the paragraph ended before a mark closed it.
    pub open: bool,
    /// Whether it goes on from an open one in the paragraph before.
    pub goes_on: bool,
    /// Index of its paragraph among those given.
    pub paragraph: usize,
}

/// The quotations of a text, in order. `paragraphs` are runs of tokens.
pub(super) fn marked(segmented: &Segmented<'_>, paragraphs: &[Range<usize>]) -> Vec<Marked> {
    let mut found: Vec<Marked> = Vec::new();
    let mut left_open = false;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let mut opened: Option<(usize, Mark)> = None;
        let mut continued = left_open && begins_with_mark(segmented, paragraph.start);
        left_open = false;
        for at in paragraph.clone() {
            let Some(sign) = mark(segmented, at) else { continue };
            match opened {
                Some((start, opener)) if closes(segmented, at, sign, opener) => {
                    if at > start + 1 {
                        found.push(Marked {
                            mark: start - usize::from(opener == Mark::Backquotes),
                            inside: start + 1..at,
                            after: at + 1 + usize::from(sign == Mark::Apostrophes),
                            open: false,
                            goes_on: std::mem::take(&mut continued),
                            paragraph: number,
                        });
                    }
                    opened = None;
                }
                // A name in single marks is left for the quotation that follows.
                Some((_, Mark::Single)) if sign == Mark::Single => opened = Some((at, sign)),
                Some(_) => {}
                None if opens(segmented, at, sign, paragraph) => opened = Some((at, sign)),
                None => {}
            }
        }
        if let Some((start, opener)) = opened
            && start + 1 < paragraph.end
        {
            left_open = true;
            found.push(Marked {
                mark: start - usize::from(opener == Mark::Backquotes),
                inside: start + 1..paragraph.end,
                after: paragraph.end,
                open: true,
                goes_on: continued,
                paragraph: number,
            });
        }
    }
    // An open quotation that nothing goes on with is a mark too few: what it
    // holds is not known, unless it is the whole paragraph.
    let mut known = Vec::with_capacity(found.len());
    for (index, quotation) in found.iter().enumerate() {
        let goes_on = found.get(index + 1).is_some_and(|next| next.goes_on);
        let whole = quotation.mark == paragraphs[quotation.paragraph].start;
        if !quotation.open || goes_on || whole {
            known.push(quotation.clone());
        }
    }
    known
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `"`, and what typewriters put for marks.
    Straight,
    /// `“` `„` `«`
    Opening,
    /// `”` `»`
    Closing,
    /// `‘`, as British papers set it.
    Single,
    /// `’`, which is an apostrophe as well.
    SingleClosing,
    /// The second of two backquotes, in texts of old wires.
    Backquotes,
    /// The first of the two apostrophes that close those.
    Apostrophes,
}

/// Whether the paragraph that begins at a token begins with a mark.
fn begins_with_mark(segmented: &Segmented<'_>, token: usize) -> bool {
    mark(segmented, token).is_some() || mark(segmented, token + 1) == Some(Mark::Backquotes)
}

/// The quotation mark that a token is.
fn mark(segmented: &Segmented<'_>, token: usize) -> Option<Mark> {
    let doubled =
        |at: usize, sign: &str| segmented.word(at) == sign && touches(segmented, at, at + 1);
    Some(match segmented.word(token) {
        "\"" | "＂" => Mark::Straight,
        "“" | "„" | "«" | "‟" => Mark::Opening,
        "”" | "»" => Mark::Closing,
        "‘" => Mark::Single,
        "’" => Mark::SingleClosing,
        "`" if token > 0 && doubled(token - 1, "`") => Mark::Backquotes,
        "'" if doubled(token, "'") && segmented.word(token + 1) == "'" => Mark::Apostrophes,
        _ => return None,
    })
}

fn touches(segmented: &Segmented<'_>, left: usize, right: usize) -> bool {
    match (segmented.tokens.get(left), segmented.tokens.get(right)) {
        (Some(left), Some(right)) => left.span.end == right.span.start,
        _ => false,
    }
}

fn opens(segmented: &Segmented<'_>, at: usize, sign: Mark, paragraph: &Range<usize>) -> bool {
    match sign {
        Mark::Opening | Mark::Backquotes => true,
        Mark::Closing | Mark::SingleClosing | Mark::Apostrophes => false,
        Mark::Single => at == paragraph.start || !touches(segmented, at - 1, at),
        Mark::Straight => {
            let before = at > paragraph.start && touches(segmented, at - 1, at);
            let bracket =
                before && matches!(segmented.word(at - 1), "(" | "[" | "—" | "–" | "-" | "--");
            (!before || bracket) && at + 1 < paragraph.end
        }
    }
}

fn closes(segmented: &Segmented<'_>, at: usize, sign: Mark, opener: Mark) -> bool {
    match (sign, opener) {
        (Mark::Closing, opener) => opener != Mark::Single && opener != Mark::Backquotes,
        (Mark::Apostrophes, opener) => opener == Mark::Backquotes,
        // Behind a word it may be the mark of a possessive.
        (Mark::SingleClosing, Mark::Single) => {
            matches!(segmented.word(at - 1), "," | "." | "!" | "?" | "…")
        }
        // German: „…“
        (Mark::Opening, Mark::Opening) => {
            segmented.word(at) == "“"
                && touches(segmented, at - 1, at)
                && !touches(segmented, at, at + 1)
        }
        (Mark::Straight, Mark::Straight) => {
            touches(segmented, at - 1, at) || !touches(segmented, at, at + 1)
        }
        (Mark::Straight, Mark::Opening) => touches(segmented, at - 1, at),
        _ => false,
    }
}
