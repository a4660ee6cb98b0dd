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
                Some((start, opener)) if closes(segmented, at, sign, opener, start) => {
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
                Some((_, Mark::Single))
                    if sign == Mark::Single && opens(segmented, at, sign, paragraph) =>
                {
                    opened = Some((at, sign));
                }
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
    /// `'`, which is either of them.
    SingleStraight,
    /// The second of two backquotes, in texts of old wires.
    Backquotes,
    /// The first of the two apostrophes that close those.
    Apostrophes,
}

/// Whether the paragraph that begins at a token begins with a mark.
fn begins_with_mark(segmented: &Segmented<'_>, token: usize) -> bool {
    matches!(mark(segmented, token), Some(sign) if sign != Mark::SingleStraight)
        || mark(segmented, token + 1) == Some(Mark::Backquotes)
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
        "'" => Mark::SingleStraight,
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
        Mark::Single | Mark::SingleStraight => {
            let free = at == paragraph.start || !touches(segmented, at - 1, at);
            let whole = at == paragraph.start && sign == Mark::Single;
            free && touches(segmented, at, at + 1)
                && (whole || is_closed(segmented, at, paragraph.end))
        }
        Mark::Straight => {
            let before = at > paragraph.start && touches(segmented, at - 1, at);
            let bracket =
                before && matches!(segmented.word(at - 1), "(" | "[" | "—" | "–" | "-" | "--");
            (!before || bracket) && at + 1 < paragraph.end
        }
    }
}

/// How many tokens a quotation in single marks may have.
const REACH: usize = 300;

/// What a writer begins with an apostrophe.
const ELIDED: &[&str] = &["em", "til", "till", "cause", "tis", "twas", "n", "bout", "round"];

/// Whether the single mark at a token has one that closes it, and is no
/// apostrophe: `'90s`, `'em`.
fn is_closed(segmented: &Segmented<'_>, opening: usize, end: usize) -> bool {
    let first = segmented.word(opening + 1);
    if first.starts_with(|c: char| c.is_ascii_digit())
        || ELIDED.iter().any(|word| first.eq_ignore_ascii_case(word))
    {
        return false;
    }
    let straight = segmented.word(opening) == "'";
    let mut doubles = 0;
    for at in opening + 1..end.min(opening + REACH) {
        match mark(segmented, at) {
            Some(sign @ (Mark::SingleStraight | Mark::SingleClosing))
                if straight == (sign == Mark::SingleStraight) =>
            {
                // What stands in double marks was not cut in two.
                if ends_single(segmented, at) {
                    return at > opening + 1 && doubles % 2 == 0;
                }
                let again = !touches(segmented, at - 1, at) && touches(segmented, at, at + 1);
                let elided =
                    ELIDED.iter().any(|word| segmented.word(at + 1).eq_ignore_ascii_case(word));
                if straight && again && !elided {
                    return false;
                }
            }
            Some(Mark::Single) if !straight => return false,
            Some(Mark::Straight | Mark::Opening | Mark::Closing) => doubles += 1,
            _ => {}
        }
    }
    false
}

/// Whether the apostrophe at a token closes a quotation: behind a stop or a
/// comma, or where no possessive and no word cut short ends.
fn ends_single(segmented: &Segmented<'_>, at: usize) -> bool {
    if at == 0 || !touches(segmented, at - 1, at) {
        return false;
    }
    let before = segmented.word(at - 1);
    let next = segmented.word(at + 1);
    let joined = touches(segmented, at, at + 1);
    if matches!(before, "," | "." | "!" | "?" | "…" | "...") {
        return !joined || !next.starts_with(char::is_alphanumeric);
    }
    let stopped = joined && matches!(next, "," | "." | ";" | "?" | "!" | ":" | ")");
    let shortened = before.ends_with(['s', 'x', 'z', 'S']) || before.ends_with("in");
    before.starts_with(char::is_alphanumeric) && (stopped || !joined && !shortened)
}

fn closes(segmented: &Segmented<'_>, at: usize, sign: Mark, opener: Mark, start: usize) -> bool {
    match (sign, opener) {
        (Mark::Closing, opener) => {
            !matches!(opener, Mark::Single | Mark::SingleStraight | Mark::Backquotes)
        }
        (Mark::Apostrophes, opener) => opener == Mark::Backquotes,
        (Mark::SingleClosing, Mark::Single) | (Mark::SingleStraight, Mark::SingleStraight) => {
            at > start + 1 && ends_single(segmented, at)
        }
        // German: „…“
        (Mark::Opening, Mark::Opening) => {
            segmented.word(at) == "“"
                && touches(segmented, at - 1, at)
                && !(touches(segmented, at, at + 1)
                    && segmented.word(at + 1).starts_with(char::is_alphanumeric))
        }
        (Mark::Straight, Mark::Straight) => {
            touches(segmented, at - 1, at) || !touches(segmented, at, at + 1)
        }
        (Mark::Straight, Mark::Opening) => touches(segmented, at - 1, at),
        _ => false,
    }
}
