//! The labelled texts, as documents with the names in them.

use std::io::{self, Error, ErrorKind};
use std::path::Path;
use std::process::Command;

use dateline::finder::training::{Features, KINDS, number};
use dateline::model::{Kind, Paragraph, Role, Span, Text};

use crate::mend::mend;

/// A labelled text.
pub struct Document {
    pub text: Text,
    /// The names, in order: where, and which kinds they may be.
    pub names: Vec<(Span, Kinds)>,
    /// The number of the entity that each name stands for; empty where the
    /// corpus does not tell.
    pub entities: Vec<usize>,
    /// Stretches whose labels are not known: any is right there.
    pub unsure: Vec<Span>,
    /// Whether it belongs to the labelled news, which know all kinds.
    pub news: bool,
    pub corpus: &'static str,
}

/// A set of kinds, one bit each.
pub type Kinds = u16;

/// The corpora in tokens and tags, with how much of each is held out.
const TAGGED: [(&str, usize); 5] =
    [("gum", 0), ("uner_ewt_dev", 5), ("crossner", 10), ("redocred", 10), ("wnut17", 10)];

/// The corpus whose names were derived from mentions of another sort.
const DERIVED: &str = "gum";

/// Every how manyth article of the labelled news is held out.
const NEWS_HELD_OUT: usize = 5;

/// Reads every corpus: what to train on, and what is held out.
pub fn read(
    folder: &Path,
    features: &Features,
    all: bool,
) -> io::Result<(Vec<Document>, Vec<Document>)> {
    let (mut train, mut held) = (Vec::new(), Vec::new());
    let demonyms = std::fs::read_to_string(folder.join("gaz/demonyms.txt"))?;
    let demonyms: std::collections::BTreeSet<&str> = demonyms.lines().collect();
    for (corpus, every) in TAGGED {
        let content = unpacked(&folder.join(format!("{corpus}.bio.xz")))?;
        for (index, part) in content.split("-DOCSTART-").skip(1).enumerate() {
            let out = every > 0 && index % every == 0;
            let mut document = tagged(part, corpus, &demonyms);
            // What is held out is scored as its makers labelled it.
            if out && !all {
                held.push(document);
            } else {
                document.unsure =
                    mend(&document.text, features, corpus == DERIVED, &mut document.names);
                train.push(document);
            }
        }
    }
    for (index, line) in unpacked(&folder.join("news/news.jsonl.xz"))?.lines().enumerate() {
        let document = article(line)?;
        if index % NEWS_HELD_OUT == 0 {
            held.push(document);
        } else {
            train.push(document);
        }
    }
    if all {
        train.append(&mut held);
    }
    Ok((train, held))
}

/// The content of a file packed with xz.
fn unpacked(path: &Path) -> io::Result<String> {
    let output = Command::new("xz").arg("-dc").arg(path).output()?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Error::new(ErrorKind::InvalidData, words));
    }
    String::from_utf8(output.stdout).map_err(|error| Error::new(ErrorKind::InvalidData, error))
}

/// One document of tokens and tags, with spaces put where prose has them.
fn tagged(
    part: &str,
    corpus: &'static str,
    demonyms: &std::collections::BTreeSet<&str>,
) -> Document {
    let mut content = String::new();
    let mut paragraphs = Vec::new();
    let mut names: Vec<(Span, Kinds)> = Vec::new();
    // The first line is the name of the document.
    for sentence in part.split("\n\n").map(|s| s.split_once("-1 ").map_or(s, |_| s)) {
        let start = content.len();
        let mut glued = true;
        for line in sentence.lines() {
            let Some((token, tag)) = line.split_once('\t') else { continue };
            let closes = token
                .starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '%', '\'', '’', '”'])
                || token == "n't";
            if !glued && !closes {
                content.push(' ');
            }
            glued = token.ends_with(['(', '[', '$', '“']);
            let span = Span::new(content.len(), content.len() + token.len());
            content.push_str(token);
            if let Some(kind) = tag.strip_prefix("B-") {
                names.push((span, kinds(kind)));
            } else if tag.starts_with("I-")
                && let Some(last) = names.last_mut()
            {
                last.0.end = span.end;
            }
        }
        if content.len() > start {
            let span = Span::new(start, content.len());
            paragraphs.push(Paragraph { span, role: Role::Body, level: 0 });
            content.push('\n');
        }
    }
    for (span, kinds) in &mut names {
        span.start += lead(&content[span.range()], *kinds);
        if *kinds == MISCELLANEOUS && demonyms.contains(&content[span.range()]) {
            *kinds = 1 << number(&Kind::Group);
        }
    }
    let text = Text::new(content).with_paragraphs(paragraphs);
    let unsure = Vec::new();
    Document { text, names, unsure, entities: Vec::new(), news: false, corpus }
}

/// How many bytes of a name are not part of it in news: a `the`, and the
/// titles of persons.
fn lead(name: &str, kinds: Kinds) -> usize {
    let mut at = 0;
    while let Some((word, rest)) = name[at..].split_once(' ') {
        let title = kinds == 1 && dateline::finder::training::is_title(word);
        if rest.is_empty() || !(word == "the" || title) {
            break;
        }
        at += word.len() + 1;
    }
    at
}

/// Everything that is no person, organisation or place.
const MISCELLANEOUS: Kinds = ((1 << KINDS) - 1) & !0b111;

fn kinds(tag: &str) -> Kinds {
    match tag {
        "PER" => 1 << number(&Kind::Person),
        "ORG" => 1 << number(&Kind::Organization),
        "LOC" => 1 << number(&Kind::Place),
        _ => MISCELLANEOUS,
    }
}

/// One article of the labelled news, read as the program reads a story.
fn article(line: &str) -> io::Result<Document> {
    let bad = |words: &str| Error::new(ErrorKind::InvalidData, words.to_owned());
    let value: serde_json::Value = serde_json::from_str(line)?;
    let content = value["text"].as_str().ok_or_else(|| bad("an article without text"))?;
    let source = dateline::loader::Source::Bytes {
        name: "article.txt".into(),
        bytes: content.as_bytes().to_vec(),
    };
    let (story, _) = dateline::loader::read_story(&source, &Default::default())
        .map_err(|error| Error::new(ErrorKind::InvalidData, error))?;
    let mut names: Vec<(Span, Kinds, usize)> = Vec::new();
    for (number, entity) in value["entities"].as_array().into_iter().flatten().enumerate() {
        let kind = Kind::parse(entity["type"].as_str().unwrap_or_default());
        for mention in entity["mentions"].as_array().into_iter().flatten() {
            let place =
                |key: &str| mention[key].as_u64().and_then(|at| story.text.byte_at(at as usize));
            let (Some(start), Some(end)) = (place("start"), place("end")) else {
                return Err(bad("a mention outside its text"));
            };
            names.push((
                Span::new(start, end),
                1 << dateline::finder::training::number(&kind),
                number,
            ));
        }
    }
    names.sort_unstable();
    let entities = names.iter().map(|&(.., entity)| entity).collect();
    let names = names.into_iter().map(|(span, kinds, _)| (span, kinds)).collect();
    let unsure = Vec::new();
    Ok(Document { text: story.text, names, unsure, entities, news: true, corpus: "news" })
}
