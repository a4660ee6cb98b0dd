//! Where sentences and tokens stand in the text that is put together of them.

use super::super::unescape;
use super::Reading;
use crate::model::Span;
use crate::model::text::visible;

impl Reading {
    /// Puts the sentence's text after what comes before it.
    pub(super) fn begin_sentence(&mut self, start: usize, end: usize, form: &str) {
        const WIDEST: usize = 10_000;
        self.begun = true;
        // Writers differ in whether the text is escaped as the features are:
        // the first token tells, where it can.
        let raw = self.sentence.join("\n");
        let plain = self.sentence.iter().map(|line| unescape(line)).collect::<Vec<_>>().join("\n");
        let first = unescape(form);
        let escaped = plain.starts_with(&first) || !raw.starts_with(form);
        let words = if escaped { plain } else { raw };
        // Something may stand before the first token that is none itself.
        let lead = &words[..words.find(&first).unwrap_or(0)];
        let leads = [lead.encode_utf16().count(), lead.chars().count()];
        let starts = leads.map(|lead| start.saturating_sub(lead));
        let (token, start) = (start, starts[0]);
        let gap = start.checked_sub(self.reached).filter(|gap| *gap <= WIDEST);
        let gap = gap.unwrap_or(usize::from(!self.text.is_empty()));
        self.text.extend(std::iter::repeat_n('\n', gap));
        self.start = (self.text.len(), starts);
        self.cursor = self.text.len();
        self.near = starts.map(|start| (start, self.text.len()));
        self.text.push_str(&words);
        self.reached = start + words.encode_utf16().count().max(end - token);
    }

    pub(super) fn end_sentence(&mut self) {
        self.begun = false;
        self.sentence.clear();
    }

    /// Where a token stands: where its offsets say, else where its form comes next.
    /// One whose form the text of the sentence does not have is a fault, and
    /// stands where its offsets say, if they can.
    pub(super) fn place(
        &mut self,
        start: usize,
        end: usize,
        form: &str,
        sub: bool,
    ) -> (Option<Span>, Result<(), String>) {
        let forms = [form.to_owned(), unescape(form)];
        let mut stated = None;
        let found = [char::len_utf16 as fn(char) -> usize, |_| 1].iter().enumerate().find_map(
            |(way, unit)| {
                let near = self.near[way];
                let near = if near.0 <= start { near } else { (self.start.1[way], self.start.0) };
                let from = walk(&self.text, near, start, *unit)?;
                let to = walk(&self.text, (start, from), end, *unit)?;
                self.near[way] = (start, from);
                let span = Span::new(from, to);
                stated.get_or_insert(span);
                forms.iter().any(|form| *form == self.text[span.range()]).then_some(span)
            },
        );
        let next = || {
            let at =
                forms.iter().find_map(|form| Some((self.text[self.cursor..].find(form)?, form)));
            at.map(|(at, form)| Span::new(self.cursor + at, self.cursor + at + form.len()))
        };
        let empty = form.is_empty().then(|| {
            let at = self.near[0];
            let near = if at.0 <= start { at } else { (self.start.1[0], self.start.0) };
            let at = walk(&self.text, near, start, char::len_utf16).unwrap_or(self.cursor);
            Span::new(at, at)
        });
        let span = found.or(empty).or_else(|| next().filter(|span| !span.is_empty()));
        if span.is_none() && !self.sentence.is_empty() {
            let shown = visible(&forms[1]);
            let stated = stated.filter(|span| !span.is_empty() && span.start >= self.start.0);
            if let Some(span) = stated.filter(|_| !sub) {
                self.cursor = span.end;
            }
            return (
                stated,
                Err(match stated {
                    Some(span) => {
                        let words = visible(&self.text[span.range()]);
                        format!("expected `{words}`, which `#Text=` has there, found `{shown}`")
                    }
                    None => format!("expected a token of `#Text=`; `{shown}` is not in it"),
                }),
            );
        }
        // Where it is found further on, its offsets are wrong all the same.
        let told = found.is_some() || form.is_empty() || self.sentence.is_empty();
        let fault = match told {
            true => Ok(()),
            false => {
                let shown = visible(&forms[1]);
                Err(format!("expected the offsets of `{shown}` in `#Text=`, found {start}-{end}"))
            }
        };
        let span = span.unwrap_or_else(|| {
            // There is no text of the sentence: it goes to its end.
            if self.text.len() > self.start.0 && !self.text.ends_with(char::is_whitespace) {
                self.text.push(' ');
            }
            let from = self.text.len();
            self.text.push_str(&forms[1]);
            self.reached = self.reached.max(end);
            Span::new(from, self.text.len())
        });
        if !sub {
            self.cursor = span.end;
        }
        (Some(span), fault)
    }
}

/// The byte at an offset, from a place where both are known.
fn walk(text: &str, near: (usize, usize), offset: usize, unit: fn(char) -> usize) -> Option<usize> {
    let (mut at, byte) = near;
    for (further, c) in text[byte..].char_indices() {
        if at >= offset {
            return (at == offset).then_some(byte + further);
        }
        at += unit(c);
    }
    (at == offset).then_some(text.len())
}
