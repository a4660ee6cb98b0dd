//! Sentences into stories.

use std::collections::{BTreeMap, HashSet};

use super::super::embedded::numbered;
use super::super::gather::gather;
use super::super::marks::{Mark, Sheet, Tie};
use super::super::offsets::Source;
use super::super::report::Report;
use super::super::tokens::Joiner;
use super::super::{Document, Imported, Losses, SourceFile};
use super::entity::{Bracket, Fields, brackets, part};
use super::{COLUMNS, FORMAT, ID, META, TIES};
use crate::model::text::visible;
use crate::model::{Head, Moment, Span, Story, Text};

/// Reads every document of every file.
pub(super) fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    for file in files {
        let content = Source::decode(&file.bytes);
        let content = content.text.as_str();
        let mut report = Report::new(file.shown(), content);
        let mut reading = Reading::new(&mut report, &mut imported.losses);
        let mut at = 0;
        for line in content.split('\n') {
            reading.line(at, line);
            at += line.len() + 1;
        }
        reading.end_sentence();
        reading.end_document();
        let documents = reading.done;
        if documents.is_empty() {
            report.error(0, 1, "expected sentences of ten columns, found none");
        }
        let count = documents.len();
        for (number, (name, document)) in documents.into_iter().enumerate() {
            let name = name.unwrap_or_else(|| numbered(&file.name(&FORMAT), number, count));
            imported.documents.push(Document { name, ..document });
        }
        imported.problems.extend(report.finish());
    }
    imported
}

/// A word of the text with what MISC says at it.
struct Word<'a> {
    at: usize,
    form: &'a str,
    /// What follows it, if that is stated.
    space: Option<String>,
    /// What precedes it, if that is stated.
    before: Option<String>,
    /// Its syntactic words: form, MISC, and where they stand in the file.
    parts: Vec<(&'a str, &'a str, usize)>,
    /// The last number of a range.
    until: usize,
}

/// A stretch that is open.
struct Open {
    id: String,
    start: usize,
    mark: usize,
    /// Where it is written.
    at: usize,
}

/// A tie whose name before the `<` may come later.
struct Pending {
    kind: &'static str,
    from: Option<usize>,
    to: Result<usize, String>,
    /// How it is written, and where.
    written: String,
    at: usize,
}

struct Reading<'r, 'a> {
    report: &'r mut Report<'a>,
    losses: &'r mut Losses,
    fields: Fields,
    done: Vec<(Option<String>, Document)>,
    // Of the document:
    name: Option<String>,
    head: Head,
    text: String,
    marks: Vec<Mark>,
    open: Vec<Open>,
    /// Discontinuous marks that wait for further stretches: the number of the
    /// name, the mark, the next stretch, how many there are.
    waiting: Vec<(String, usize, usize, usize)>,
    chains: BTreeMap<String, Vec<usize>>,
    ties: Vec<Pending>,
    started: bool,
    // Of the sentence:
    words: Vec<Word<'a>>,
    stated: Option<&'a str>,
    new_paragraph: bool,
    /// What stood behind the last word.
    gap: Option<String>,
}

impl<'r, 'a> Reading<'r, 'a> {
    fn new(report: &'r mut Report<'a>, losses: &'r mut Losses) -> Self {
        Self {
            report,
            losses,
            fields: Fields::default(),
            done: Vec::new(),
            name: None,
            head: Head::default(),
            text: String::new(),
            marks: Vec::new(),
            open: Vec::new(),
            waiting: Vec::new(),
            chains: BTreeMap::new(),
            ties: Vec::new(),
            started: false,
            words: Vec::new(),
            stated: None,
            new_paragraph: false,
            gap: None,
        }
    }

    fn line(&mut self, at: usize, line: &'a str) {
        if line.trim().is_empty() {
            self.end_sentence();
        } else if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment.trim());
        } else {
            self.row(at, line);
        }
    }

    fn comment(&mut self, comment: &'a str) {
        let (key, value) = match comment.split_once('=') {
            Some((key, value)) => (key.trim(), value.trim()),
            None => (comment, ""),
        };
        match key {
            "global.Entity" => self.fields = Fields::read(value),
            "text" => self.stated = Some(value),
            "newdoc" | "newdoc id" => {
                self.end_sentence();
                self.end_document();
                self.started = true;
                self.name = Some(visible(value).into_owned()).filter(|name| !name.is_empty());
            }
            "newpar" | "newpar id" | "newpar_block" => self.new_paragraph = true,
            "sent_id" => {}
            _ => match META.iter().find(|(known, _)| *known == key) {
                Some((_, field)) if self.meta(field, value) => {}
                _ => self.losses.add("comments of sentences", key),
            },
        }
    }

    fn meta(&mut self, field: &str, value: &str) -> bool {
        let words = visible(value).into_owned();
        let head = &mut self.head;
        let slot = match field {
            "published" => {
                head.published = Moment::parse(&words).ok();
                return head.published.is_some();
            }
            "title" => &mut head.title,
            "byline" => &mut head.byline,
            "source" => &mut head.source,
            "place" => &mut head.place,
            "language" => &mut head.language,
            _ => &mut head.url,
        };
        *slot = Some(words).filter(|words| !words.is_empty());
        true
    }

    fn row(&mut self, at: usize, line: &'a str) {
        let mut columns = [""; COLUMNS];
        let mut count = 0;
        for column in line.split('\t') {
            if let Some(slot) = columns.get_mut(count) {
                *slot = column;
            }
            count += 1;
        }
        if count != COLUMNS {
            let message = format!("expected {COLUMNS} columns parted by tabs, found {count}");
            self.report.error(at, 1, message);
            return;
        }
        let (id, form, misc) = (columns[0], columns[1], columns[COLUMNS - 1].trim_ascii());
        let misc_at = at + line.len() - columns[COLUMNS - 1].len();
        if columns[2..9].iter().any(|value| !matches!(*value, "_" | "")) {
            self.losses.add("grammar of words (lemma, part of speech, dependency)", form);
        }
        for key in misc.split('|').filter_map(|pair| pair.split('=').next()) {
            let known =
                ["Entity", "SpaceAfter", "SpacesAfter", "SpacesBefore", "Bridge", "SplitAnte"];
            if key != "_" && !key.is_empty() && !known.contains(&key) {
                self.losses.add("other values of MISC", key);
            }
        }
        if id.contains('.') {
            // Nothing of the text; names on it have no place.
            let count = value(misc, "Entity").map_or(0, |value| {
                let opens = |b: &&Bracket| !matches!(b, Bracket::Closes(_));
                brackets(value).iter().filter(opens).count()
            });
            self.losses.add_many("mentions on words that are not in the text", count, form);
            return;
        }
        let number = |id: &str| id.parse::<usize>().ok();
        let range = id.split_once('-').map(|(first, last)| (number(first), number(last)));
        let until = match range {
            Some((Some(first), Some(last))) if first <= last => last,
            None if number(id).is_some() => 0,
            _ => {
                self.report.error(at, id.chars().count(), "expected a number, as 3, 3-4 or 3.1");
                return;
            }
        };
        if until == 0
            && let (Some(number), Some(last)) = (number(id), self.words.last_mut())
            && number <= last.until
        {
            last.parts.push((form, misc, misc_at));
            return;
        }
        self.words.push(Word {
            at,
            form,
            space: space_after(misc),
            before: value(misc, "SpacesBefore").map(spaces),
            parts: if until == 0 { vec![(form, misc, misc_at)] } else { Vec::new() },
            until,
        });
        if until > 0
            && value(misc, "Entity").is_some()
            && let Some(last) = self.words.last_mut()
        {
            last.parts.push(("", misc, misc_at));
        }
    }

    fn end_sentence(&mut self) {
        let words = std::mem::take(&mut self.words);
        let stated = self.stated.take();
        if words.is_empty() {
            return;
        }
        self.started = true;
        let gap = self.gap.take();
        let paragraph = std::mem::take(&mut self.new_paragraph);
        match words[0].before.as_deref() {
            Some(before) => self.text.push_str(before),
            None if self.text.is_empty() => {}
            // `SpacesAfter` says it all.
            None if gap.is_some() => {}
            None => self.text.push_str(if paragraph { "\n\n" } else { " " }),
        }
        if let (Some(gap), None) = (&gap, &words[0].before) {
            let broken = paragraph && !gap.contains('\n') && !self.text.is_empty();
            self.text.push_str(if broken { "\n\n" } else { gap });
        }
        let starts = match stated.and_then(|stated| aligned(stated, &words)) {
            Some(starts) if words.iter().all(|w| w.space.as_deref().is_none_or(str::is_empty)) => {
                let base = self.text.len();
                self.text.push_str(stated.unwrap_or_default());
                self.gap = words.last().and_then(|word| word.space.clone());
                starts.into_iter().map(|start| base + start).collect()
            }
            _ => self.join(&words),
        };
        for (word, start) in words.iter().zip(starts) {
            self.word(word, start);
        }
    }

    /// Puts the forms one after the other; returns where they start.
    fn join(&mut self, words: &[Word]) -> Vec<usize> {
        let mut starts = Vec::with_capacity(words.len());
        // Without a single word on spaces, print is the better guess.
        let silent = words.iter().all(|word| word.space.is_none()) && words.len() > 1;
        let mut joiner = Joiner::default();
        let mut line = String::new();
        for (number, word) in words.iter().enumerate() {
            if silent {
                let at = joiner.push(&mut line, word.form);
                starts.push(self.text.len() + at);
                continue;
            }
            starts.push(self.text.len());
            self.text.push_str(word.form);
            if number + 1 < words.len() {
                self.text.push_str(word.space.as_deref().unwrap_or(" "));
            }
        }
        self.text.push_str(&line);
        self.gap = words.last().and_then(|word| word.space.clone());
        starts
    }

    /// What MISC says at a word, and at the syntactic words in it.
    fn word(&mut self, word: &Word, start: usize) {
        let exact = match &*word.parts {
            [(form, _, _)] => *form == word.form,
            parts => parts.iter().map(|(form, _, _)| *form).collect::<String>() == word.form,
        };
        let mut at = start;
        for (form, misc, misc_at) in &word.parts {
            let span = match exact && !form.is_empty() {
                true => Span::new(at, at + form.len()),
                false => Span::new(start, start + word.form.len()),
            };
            if exact {
                at += form.len();
            }
            if span.is_empty() {
                self.report.error(word.at, 1, "a word without form");
                continue;
            }
            if let Some(entity) = value(misc, "Entity") {
                self.entity(entity, span, *misc_at);
            }
            for (key, kind) in TIES {
                for pair in value(misc, key).into_iter().flat_map(|value| value.split(',')) {
                    let pair = pair.split(':').next().unwrap_or(pair);
                    match pair.split_once('<') {
                        Some((to, from)) => {
                            let latest = |id: &str| self.chains.get(id)?.last().copied();
                            self.ties.push(Pending {
                                kind,
                                from: latest(from),
                                to: latest(to).ok_or_else(|| to.to_owned()),
                                written: pair.to_owned(),
                                at: *misc_at,
                            });
                        }
                        None => {
                            let message = format!("`{pair}`: expected two numbers, as 4<7");
                            self.report.error(*misc_at, 1, message);
                        }
                    }
                }
            }
        }
    }

    fn entity(&mut self, written: &str, span: Span, at: usize) {
        for bracket in brackets(written) {
            match bracket {
                Bracket::Opens("") | Bracket::Both("") => {
                    let message = "expected the number of a name after `(`, as (e1-person";
                    self.report.error(at, written.chars().count(), message);
                }
                Bracket::Opens(words) => {
                    let (id, mark) = self.opens(words);
                    self.open.push(Open { id, start: span.start, mark, at });
                }
                Bracket::Both(words) => {
                    let (_, mark) = self.opens(words);
                    self.marks[mark].spans.push(span);
                }
                Bracket::Closes(id) => {
                    // Older files close with the type before the number.
                    let last = id.rsplit('-').next().unwrap_or(id);
                    let found = self.open.iter().rposition(|open| open.id == id);
                    let found = found.or_else(|| self.open.iter().rposition(|o| o.id == last));
                    let first = id.split('-').next().unwrap_or(id);
                    let found = found.or_else(|| self.open.iter().rposition(|o| o.id == first));
                    match found {
                        Some(number) => {
                            let open = self.open.remove(number);
                            self.marks[open.mark].spans.push(Span::new(open.start, span.end));
                        }
                        None => {
                            let message =
                                format!("`{})` closes a name that is not open", visible(id));
                            self.report.error(at, written.chars().count(), message);
                        }
                    }
                }
            }
        }
    }

    /// Begins a mark, or the next stretch of one.
    fn opens(&mut self, words: &str) -> (String, usize) {
        let opening = self.fields.opening(words);
        let (id, stretch) = part(&opening.id);
        let id = id.to_owned();
        if let Some((which, all)) = stretch.filter(|(which, _)| *which > 1) {
            let next = self.waiting.iter().rposition(|(known, _, next, count)| {
                *known == id && *next == which && *count == all
            });
            if let Some(number) = next {
                let mark = self.waiting[number].1;
                self.waiting[number].2 += 1;
                if which == all {
                    self.waiting.remove(number);
                }
                return (opening.id, mark);
            }
        }
        let mark = self.marks.len();
        if let Some((which, all)) = stretch.filter(|(which, all)| which < all) {
            self.waiting.push((id.clone(), mark, which + 1, all));
        }
        self.chains.entry(id).or_default().push(mark);
        self.marks.push(Mark {
            label: opening.label,
            attrs: opening.attrs,
            references: opening.references,
            ..Mark::default()
        });
        (opening.id, mark)
    }

    fn end_document(&mut self) {
        let open = std::mem::take(&mut self.open);
        for open in &open {
            let message = format!("the name `{}` is never closed", visible(&open.id));
            self.report.error(open.at, 1, message);
        }
        self.waiting.clear();
        let name = self.name.take();
        let head = std::mem::take(&mut self.head);
        let mut content = std::mem::take(&mut self.text);
        let gap = self.gap.take();
        if self.started && !content.is_empty() {
            content.push_str(gap.as_deref().unwrap_or("\n"));
            let document = self.document(&content, head);
            self.done.push((name, document));
        }
        self.started = false;
        self.new_paragraph = false;
        self.chains.clear();
        self.marks.clear();
        self.ties.clear();
    }

    fn document(&mut self, content: &str, head: Head) -> Document {
        let text = Text::new(content.to_owned());
        let moved = text.len() != content.len();
        let place = |byte: usize| match moved {
            false => Some(byte),
            // A picture of a control character is longer than the character.
            true => text.byte_at(content[..byte].chars().count()),
        };
        let mut sheet = Sheet::default();
        let mut numbers: Vec<Option<usize>> = Vec::with_capacity(self.marks.len());
        let mut ids = HashSet::new();
        for mut mark in std::mem::take(&mut self.marks) {
            mark.spans = mark
                .spans
                .iter()
                .filter_map(|span| Some(Span::new(place(span.start)?, place(span.end)?)))
                .filter(|span| !span.is_empty())
                .collect();
            mark.spans.sort_unstable();
            mark.spans.dedup();
            let own = mark.attrs.iter().position(|(name, id)| {
                name == ID && id.as_str().is_some_and(|id| ids.insert(id.to_owned()))
            });
            mark.id = own.and_then(|at| mark.attrs.remove(at).1.as_str().map(str::to_owned));
            numbers.push((!mark.spans.is_empty()).then_some(sheet.marks.len()));
            if !mark.spans.is_empty() {
                sheet.marks.push(mark);
            }
        }
        for tie in std::mem::take(&mut self.ties) {
            let first = |id: &String| self.chains.get(id)?.first().copied();
            let to = tie.to.as_ref().map_or_else(first, |&mark| Some(mark));
            let ends = tie.from.zip(to).and_then(|(from, to)| Some((numbers[from]?, numbers[to]?)));
            match ends {
                Some((from, to)) => {
                    sheet.ties.push(Tie { label: tie.kind.into(), from, to, ..Tie::default() });
                }
                None => {
                    let message =
                        format!("`{}` ties a name that is not here", visible(&tie.written));
                    self.report.error(tie.at, 1, message);
                }
            }
        }
        let chains = self.chains.values();
        sheet.chains = chains
            .map(|chain| chain.iter().filter_map(|&mark| numbers[mark]).collect::<Vec<_>>())
            .filter(|chain| !chain.is_empty())
            .collect();
        sheet.chains.sort_unstable();
        let (annotations, notes) = gather(sheet, &text);
        let story = Story { text, head, ..Story::default() };
        Document { name: String::new(), story, annotations, notes }
    }
}

/// A value of MISC.
fn value<'m>(misc: &'m str, key: &str) -> Option<&'m str> {
    // Most words have none.
    if misc == "_" {
        return None;
    }
    // Spaces of other kinds are a value, not its edge.
    misc.split('|').find_map(|pair| pair.trim_ascii().strip_prefix(key)?.strip_prefix('='))
}

fn space_after(misc: &str) -> Option<String> {
    let stated = value(misc, "SpacesAfter").map(spaces);
    stated.or_else(|| (value(misc, "SpaceAfter") == Some("No")).then(String::new))
}

/// The white space that UDPipe writes as `\s\n`.
fn spaces(written: &str) -> String {
    let mut out = String::new();
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('s') => out.push(' '),
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('p') => out.push('|'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out.replace('\r', "")
}

/// Where the words start in `# text`; `None` if they are not its words.
fn aligned(stated: &str, words: &[Word]) -> Option<Vec<usize>> {
    let mut at = 0;
    let mut starts = Vec::with_capacity(words.len());
    for word in words {
        at += stated[at..].len() - stated[at..].trim_start().len();
        stated[at..].starts_with(word.form).then_some(())?;
        starts.push(at);
        at += word.form.len();
    }
    stated[at..].trim().is_empty().then_some(starts)
}
