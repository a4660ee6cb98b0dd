//! CoNLL-2002 and CoNLL-2003: a token a line, a blank line after a sentence.
//!
//! Source: the pages of the shared tasks (Tjong Kim Sang 2002, and with De
//! Meulder 2003). Columns are parted by tabs or spaces, the token first, the
//! tag of the name last; where lines are numbered and two columns hold tags
//! (GermEval 2014), names nest; after the document, its part and a number, as
//! OntoNotes has them, the token is the fourth. The tag is the first column in
//! files that have it there. `-DOCSTART-` opens a document, `#` a comment.
//!
//! One reading serves IOB1, BIO2, BIOES and BILOU: a name goes on while `I`, `E`
//! or `L` of its type follow, and any other tag ends it. The spaces between
//! tokens are not in the format; they are put as print has them, a sentence a
//! line. Written is BIO2.

use std::collections::HashSet;

use super::embedded::numbered;
use super::gather::gather;
use super::marks::{Carries, Mark, Sheet};
use super::offsets::Source;
use super::report::Report;
use super::tokens::{Joiner, tokens};
use super::{
    Document, Exported, ExportedFile, Format, Imported, Losses, Perhaps, SourceFile, spread,
};
use crate::model::{Span, Story, Text};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "conll",
    about: "CoNLL-2002 and CoNLL-2003: IOB1, BIO2, BIOES or BILOU",
    endings: &["conll", "conll03", "conll02", "bio", "iob", "iob2", "bioes", "ner", "tsv"],
    perhaps: Some(Perhaps {
        endings: &["testa", "testb", "testc", "train", "dev", "valid", "test", "data", "txt"],
        looks,
    }),
    beside: &[],
    texts: None,
    carries: Some(Carries::SPANS),
    import: Some(import),
    export,
};

/// The token that opens a document.
const DOCUMENT: &str = "-DOCSTART-";

/// The label of a name that has none, in a format that cannot go without.
const UNLABELLED: &str = "MISC";

/// Whether the beginning of a file is lines of a token and its tag, as most
/// texts are not: some are names.
fn looks(beginning: &str) -> bool {
    // The last line may be cut.
    let whole = beginning.rsplit_once('\n').map_or(beginning, |(whole, _)| whole);
    let (mut lines, mut tagged, mut names) = (0, 0, 0);
    for line in whole.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let tag = line.split_whitespace().skip(1).last().and_then(Tag::parse);
        lines += 1;
        tagged += usize::from(tag.is_some());
        let is_name = |tag: Tag| match tag {
            Tag::Outside => false,
            Tag::Begins(kind) | Tag::Inside(kind) | Tag::Ends(kind) | Tag::Single(kind) => {
                !kind.is_empty()
            }
        };
        names += usize::from(tag.is_some_and(is_name));
    }
    names > 0 && tagged * 10 >= lines * 9 || whole.starts_with(DOCUMENT)
}

/// A line with columns.
struct Line<'a> {
    /// Its first byte.
    at: usize,
    columns: Vec<&'a str>,
}

/// What stands where.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Layout {
    token: usize,
    /// The column of tags, counted from the end of the line, or its first.
    tag: Column,
    /// A second one, of names inside names.
    inner: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Column {
    First,
    /// 0: the last.
    FromEnd(usize),
}

impl Column {
    /// Its number in a line.
    fn of(self, line: &Line) -> Option<usize> {
        match self {
            Column::First => Some(0),
            Column::FromEnd(back) => line.columns.len().checked_sub(back + 1),
        }
    }
}

fn import(files: &[SourceFile]) -> Imported {
    let mut imported = Imported::default();
    for file in files {
        let mut source = Source::decode(&file.bytes);
        let latin = source.broken && {
            let is_broken = |c: char| c == char::REPLACEMENT_CHARACTER;
            let odd = || source.text.as_str().chars().filter(|c| !c.is_ascii());
            odd().filter(|&c| is_broken(c)).count() * 2 > odd().count()
        };
        if latin {
            // The files of 2002 and 2003 are older than UTF-8 was common.
            source = Source::of(&encoding_rs::WINDOWS_1252.decode(&file.bytes).0);
        }
        let content = source.text.as_str();
        let mut report = Report::new(file.shown(), content);
        if latin {
            report.warning(0, 1, "not UTF-8: read as Latin-1 (Windows-1252)");
        } else if source.broken {
            report.warning(0, 1, "some bytes are not UTF-8; each shows as \u{fffd}");
        }
        let sentences = sentences(content);
        let layout = layout(&sentences);
        let documents = documents(sentences);
        if documents.is_empty() {
            report.error(0, 1, "expected a token and its tag on each line, found nothing");
        }
        for (number, sentences) in documents.iter().enumerate() {
            let name = numbered(&file.name(&FORMAT), number, documents.len());
            let mut reading = Reading {
                layout,
                report: &mut report,
                losses: &mut imported.losses,
                text: String::new(),
                marks: Vec::new(),
            };
            sentences.iter().for_each(|sentence| reading.sentence(sentence));
            imported.documents.push(reading.finish(name));
        }
        imported.problems.extend(report.finish());
    }
    imported
}

/// The lines between blank ones.
fn sentences(content: &str) -> Vec<Vec<Line<'_>>> {
    let mut all = vec![Vec::new()];
    let mut at = 0;
    for line in content.split('\n') {
        let columns: Vec<&str> = match line.contains('\t') {
            true => line.split('\t').map(str::trim).collect(),
            false => line.split_whitespace().collect(),
        };
        if columns.iter().all(|column| column.is_empty()) {
            all.push(Vec::new());
        } else if let Some(sentence) = all.last_mut() {
            sentence.push(Line { at, columns });
        }
        at += line.len() + 1;
    }
    all.retain(|sentence| !sentence.is_empty());
    // A comment is a `#` line that is not as wide as most lines are.
    let mut widths = [0_usize; 32];
    for line in all.iter().flatten().filter(|line| !line.columns[0].starts_with('#')) {
        widths[line.columns.len().min(31)] += 1;
    }
    let usual = (0..32).max_by_key(|&width| widths[width]).unwrap_or(0);
    for sentence in &mut all {
        sentence.retain(|line| !line.columns[0].starts_with('#') || line.columns.len() == usual);
    }
    all.retain(|sentence| !sentence.is_empty());
    all
}

fn layout(sentences: &[Vec<Line>]) -> Layout {
    let lines = || sentences.iter().flatten().filter(|line| line.columns[0] != DOCUMENT);
    let share = |fits: &dyn Fn(&Line) -> bool| {
        let (mut all, mut fitting) = (0, 0);
        for line in lines().take(10_000) {
            all += 1;
            fitting += usize::from(fits(line));
        }
        all > 0 && fitting * 10 >= all * 9
    };
    let is_tagged = |line: &Line, back: usize| {
        let column = line.columns.len().checked_sub(back + 1).filter(|&column| column > 0);
        column.is_some_and(|column| Tag::parse(line.columns[column]).is_some())
    };
    let is_number =
        |line: &Line, column: usize| line.columns[column].bytes().all(|byte| byte.is_ascii_digit());
    let numbered = share(&|line| line.columns.len() > 2 && is_number(line, 0));
    // As OntoNotes has it: document, part, number, token.
    let of_parts = |line: &Line| {
        line.columns.len() > 4 && !is_number(line, 0) && is_number(line, 1) && is_number(line, 2)
    };
    let token = if share(&of_parts) { 3 } else { usize::from(numbered) };
    if !share(&|line| is_tagged(line, 0))
        && share(&|line| line.columns.len() > 1 && Tag::parse(line.columns[0]).is_some())
    {
        return Layout { token: 1, tag: Column::First, inner: false };
    }
    let inner = numbered && share(&|line| line.columns.len() == 4 && is_tagged(line, 1));
    Layout { token, tag: Column::FromEnd(usize::from(inner)), inner }
}

/// The sentences of each document; a file without marks of documents is one.
fn documents(sentences: Vec<Vec<Line<'_>>>) -> Vec<Vec<Vec<Line<'_>>>> {
    let mut all: Vec<Vec<Vec<Line>>> = vec![Vec::new()];
    for mut sentence in sentences {
        if sentence[0].columns[0] == DOCUMENT {
            all.push(Vec::new());
            sentence.remove(0);
        }
        if !sentence.is_empty()
            && let Some(document) = all.last_mut()
        {
            document.push(sentence);
        }
    }
    all.retain(|document| !document.is_empty());
    all
}

/// A tag: how a name goes on, and its type.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tag<'a> {
    Outside,
    /// `B`
    Begins(&'a str),
    /// `I`
    Inside(&'a str),
    /// `E`, `L`
    Ends(&'a str),
    /// `S`, `U`
    Single(&'a str),
}

impl<'a> Tag<'a> {
    fn parse(word: &'a str) -> Option<Self> {
        if matches!(word, "O" | "_" | "-X-") {
            return Some(Tag::Outside);
        }
        let (prefix, kind) = word.split_once('-').unwrap_or((word, ""));
        match prefix {
            "B" => Some(Tag::Begins(kind)),
            "I" | "M" => Some(Tag::Inside(kind)),
            "E" | "L" => Some(Tag::Ends(kind)),
            "S" | "U" | "W" => Some(Tag::Single(kind)),
            _ => None,
        }
    }
}

struct Reading<'r, 'a> {
    layout: Layout,
    report: &'r mut Report<'a>,
    losses: &'r mut Losses,
    text: String,
    /// Label and span.
    marks: Vec<(String, Span)>,
}

impl Reading<'_, '_> {
    fn sentence(&mut self, lines: &[Line]) {
        let mut joiner = Joiner::default();
        let mut placed: Vec<(Span, &Line)> = Vec::new();
        for line in lines {
            let Some(token) = line.columns.get(self.layout.token).filter(|t| !t.is_empty()) else {
                self.report.error(line.at, 1, "expected a token and its tag");
                continue;
            };
            let start = joiner.push(&mut self.text, token);
            placed.push((Span::new(start, self.text.len()), line));
        }
        joiner.end(&mut self.text);
        let columns = match (self.layout.tag, self.layout.inner) {
            (column, false) => vec![column],
            (_, true) => vec![Column::FromEnd(1), Column::FromEnd(0)],
        };
        let is_used = |at: usize, line: &Line| {
            let tagged = columns.iter().any(|column| column.of(line) == Some(at));
            // The number of a line says nothing.
            tagged || at <= self.layout.token && self.layout.tag != Column::First
        };
        for (_, line) in &placed {
            let values = line.columns.iter().enumerate();
            let further = values
                .filter(|(at, value)| !is_used(*at, line) && !matches!(**value, "_" | "-X-" | ""))
                .filter(|(at, _)| *at != self.layout.token);
            self.losses.add_many("values of other columns", further.count(), "");
        }
        for column in columns {
            self.tags(&placed, column);
        }
    }

    fn tags(&mut self, placed: &[(Span, &Line)], column: Column) {
        // The type and the place of the name that is open.
        let mut open: Option<(&str, Span)> = None;
        for (span, line) in placed {
            let word =
                column.of(line).filter(|&at| at != self.layout.token).map(|at| line.columns[at]);
            let tag = word.and_then(Tag::parse).unwrap_or_else(|| {
                let message = match word {
                    Some(word) => format!("`{word}`: expected a tag such as O, B-PER or I-PER"),
                    None => "expected a tag after the token".into(),
                };
                let column = word.map_or(0, |word| {
                    // Columns are slices of the line.
                    (word.as_ptr() as usize).saturating_sub(line.columns[0].as_ptr() as usize)
                });
                self.report.error(line.at + column, word.map_or(1, str::len), message);
                Tag::Outside
            });
            let goes_on = |kind: &str| open.is_some_and(|(known, _)| known == kind);
            open = match tag {
                Tag::Inside(kind) | Tag::Ends(kind) if goes_on(kind) => {
                    open.map(|(kind, known)| (kind, Span::new(known.start, span.end)))
                }
                Tag::Outside => {
                    self.close(open.take());
                    None
                }
                Tag::Begins(kind) | Tag::Inside(kind) | Tag::Ends(kind) | Tag::Single(kind) => {
                    self.close(open.take());
                    Some((kind, *span))
                }
            };
            if matches!(tag, Tag::Ends(_) | Tag::Single(_)) {
                self.close(open.take());
            }
        }
        self.close(open);
    }

    fn close(&mut self, open: Option<(&str, Span)>) {
        self.marks.extend(open.map(|(kind, span)| (kind.to_owned(), span)));
    }

    fn finish(self, name: String) -> Document {
        let text = Text::new(self.text.clone());
        let moved = text.len() != self.text.len();
        let at = |byte: usize| match moved {
            false => Some(byte),
            // A picture of a control character is longer than the character.
            true => text.byte_at(self.text[..byte].chars().count()),
        };
        let place = |span: Span| Some(Span::new(at(span.start)?, at(span.end)?));
        let mut sheet = Sheet::default();
        for (label, span) in &self.marks {
            let Some(span) = place(*span) else { continue };
            sheet.marks.push(Mark { label: label.clone(), spans: vec![span], ..Mark::default() });
        }
        let (annotations, notes) = gather(sheet, &text);
        let story = Story { text, ..Story::default() };
        Document { name, story, annotations, notes }
    }
}

fn export(document: &Document) -> Exported {
    let (sheet, mut losses) = spread(document, &Carries::SPANS);
    let text = &document.story.text;
    let tokens = tokens(text, &sheet);
    let mut order: Vec<usize> = (0..sheet.marks.len()).collect();
    order.sort_by_key(|&mark| sheet.marks[mark].spans[0]);
    let mut order = order.into_iter().peekable();
    let mut out = format!("{DOCUMENT} -X- -X- O\n\n");
    let mut joined = String::new();
    let mut joiner = Joiner::default();
    let mut open: Option<usize> = None;
    let mut end = 0;
    for token in &tokens {
        // A line of the text is a sentence, as long as no name runs over its end.
        let inside = open.is_some_and(|mark| sheet.marks[mark].spans[0].end > token.start);
        if end > 0 && text.as_str()[end..token.start].contains('\n') && !inside {
            out.push('\n');
            joiner.end(&mut joined);
        }
        if !inside {
            open = None;
            while let Some(mark) = order.next_if(|&m| sheet.marks[m].spans[0].start < token.end) {
                open = Some(mark);
            }
        }
        let tag = match open {
            None => "O".to_owned(),
            Some(mark) => {
                let prefix = if inside { 'I' } else { 'B' };
                format!("{prefix}-{}", label(&sheet.marks[mark].label))
            }
        };
        let word = text.slice(*token);
        joiner.push(&mut joined, word);
        out.push_str(&format!("{word} _ _ {tag}\n"));
        end = token.end;
    }
    joiner.end(&mut joined);
    let mut spelled = HashSet::new();
    for mark in &sheet.marks {
        if mark.id.is_some() {
            losses.add("ids of mentions", mark.id.as_deref().unwrap_or_default());
        }
        if label(&mark.label) != mark.label && spelled.insert(&mark.label) {
            losses.add("labels in their own spelling", &mark.label);
        }
        let words = text.slice(mark.spans[0]);
        if words.trim() != words {
            losses.add("white space at the ends of mentions", words.trim());
        }
    }
    if joined != text.as_str() {
        losses.add("spaces and line breaks of the text", &document.name);
    }
    Exported { files: vec![ExportedFile { ending: "conll", bytes: out.into_bytes() }], losses }
}

/// A label in one word.
fn label(label: &str) -> String {
    let word: Vec<&str> = label.split_whitespace().collect();
    if word.is_empty() { UNLABELLED.into() } else { word.join("_") }
}
