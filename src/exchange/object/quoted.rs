//! What of a text stands in quotation marks.

use crate::model::{Span, Text};

/// The stretches of a text in quotation marks, the marks included. A
/// quotation that is not closed lasts to the end of its paragraph, as it does
/// where a speech goes on in the next one.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    /// Sorted, without overlap.
    stretches: Vec<Span>,
}

impl Quoted {
    pub(super) fn of(text: &Text) -> Self {
        let mut stretches = Vec::new();
        for paragraph in text.paragraphs() {
            in_paragraph(text.slice(paragraph.span), paragraph.span.start, &mut stretches);
        }
        Self { stretches }
    }

    /// Whether the first or the last character of `span` is quoted.
    pub(super) fn touches(&self, span: Span) -> bool {
        !span.is_empty() && (self.holds(span.start) || self.holds(span.end - 1))
    }

    fn holds(&self, at: usize) -> bool {
        let after = self.stretches.partition_point(|stretch| stretch.start <= at);
        after.checked_sub(1).is_some_and(|before| self.stretches[before].contains(at))
    }
}

/// What closes a quotation that `open` opens.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        '“' => Some(&['”']),
        '„' => Some(&['“', '”']),
        '«' => Some(&['»']),
        '»' => Some(&['«', '»']),
        '‘' => Some(&['’']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

fn in_paragraph(words: &str, offset: usize, stretches: &mut Vec<Span>) {
    let mut open: Option<(usize, char, &[char])> = None;
    for (at, c) in words.char_indices() {
        match open {
            None => open = closing(c).map(|marks| (at, c, marks)),
            Some((start, _, marks)) if marks.contains(&c) => {
                let end = at + c.len_utf8();
                // An apostrophe looks like the closing mark: don’t.
                let inside = words[end..].chars().next().is_some_and(char::is_alphanumeric);
                if c != '’' || !inside {
                    stretches.push(Span::new(offset + start, offset + end));
                    open = None;
                }
            }
            Some(_) => {}
        }
    }
    // A lone ‘ is a wrong apostrophe more often than a quotation: ‘em.
    if let Some((start, mark, _)) = open
        && mark != '‘'
    {
        stretches.push(Span::new(offset + start, offset + words.len()));
    }
}
