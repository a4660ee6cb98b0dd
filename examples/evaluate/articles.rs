//! The labelled articles, read as the program reads a story.

use std::io::{self, Error, ErrorKind};
use std::path::Path;
use std::process::Command;

use dateline::loader::{self, Source};
use dateline::model::{Entity, Kind, Mention, Moment, Span, Story};
use serde_json::Value;

/// Every how manyth article is held out.
const HELD_OUT: usize = 5;

/// An article and what its labels say.
pub struct Article {
    pub story: Story,
    pub published: Option<Moment>,
    pub entities: Vec<Entity>,
    pub mentions: Vec<Mention>,
    pub times: Vec<Time>,
    /// Where the text itself tells when it was written; no time of the story.
    pub dates: Vec<Span>,
    pub quotes: Vec<Quote>,
}

/// A labelled time.
pub struct Time {
    pub span: Span,
    pub value: String,
}

/// A labelled quotation.
pub struct Quote {
    /// The first byte of its words.
    pub start: usize,
    /// The speaker's entity id.
    pub speaker: Option<String>,
    /// The speaker's form.
    pub text: String,
}

/// The articles of the labelled news: those held out, or the others.
pub fn news(folder: &Path, held: bool) -> io::Result<Vec<Article>> {
    let lines = unpacked(&folder.join("news/news.jsonl.xz"))?;
    let part = lines.lines().enumerate().filter(|(index, _)| (index % HELD_OUT == 0) == held);
    part.map(|(_, line)| article(line)).collect()
}

/// The development half of MEANTIME; its times only.
pub fn meantime(folder: &Path) -> io::Result<Vec<Article>> {
    unpacked(&folder.join("meantime_dev.jsonl.xz"))?.lines().map(article).collect()
}

fn unpacked(path: &Path) -> io::Result<String> {
    let output = Command::new("xz").arg("-dc").arg(path).output()?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Error::new(ErrorKind::InvalidData, words));
    }
    String::from_utf8(output.stdout).map_err(|error| Error::new(ErrorKind::InvalidData, error))
}

fn article(line: &str) -> io::Result<Article> {
    let value: Value = serde_json::from_str(line)?;
    let bytes = value["text"].as_str().unwrap_or_default().as_bytes().to_vec();
    let source = Source::Bytes { name: "article.txt".into(), bytes };
    let (story, _) = loader::read_story(&source, &Default::default())
        .map_err(|error| Error::new(ErrorKind::InvalidData, error))?;
    let date = value["published"].as_str().or(value["dct"].as_str());
    let byte = |at: &Value| at.as_u64().and_then(|at| story.text.byte_at(at as usize));
    let span = |at: &Value| Some(Span::new(byte(&at["start"])?, byte(&at["end"])?));
    let list = |key: &str| value[key].as_array().cloned().unwrap_or_default();
    let word = |at: &Value| at.as_str().unwrap_or_default().to_owned();
    let (mut entities, mut mentions) = (Vec::new(), Vec::new());
    for entity in list("entities").iter().filter(|entity| entity["id"].is_string()) {
        for mention in entity["mentions"].as_array().into_iter().flatten().filter_map(span) {
            mentions.push(Mention::new(mention, entities.len()));
        }
        entities.push(Entity {
            id: word(&entity["id"]),
            name: word(&entity["name"]),
            kind: Kind::parse(&word(&entity["type"])),
            aliases: entity["aliases"].as_array().into_iter().flatten().map(word).collect(),
            ..Entity::default()
        });
    }
    mentions.sort_by_key(|mention| mention.span);
    let dates = list("times").iter().filter(|time| time["dct"] == true).filter_map(span).collect();
    let times = list("times")
        .into_iter()
        .filter(|time| time["dct"] != true)
        .filter_map(|time| Some(Time { span: span(&time)?, value: word(&time["value"]) }));
    let quotes = list("quotes").into_iter().filter_map(|quote| {
        let speaker = quote["speaker"].as_str().map(str::to_owned);
        Some(Quote { start: byte(&quote["start"])?, speaker, text: word(&quote["speaker_text"]) })
    });
    let (times, quotes) = (times.collect(), quotes.collect());
    let published = date.and_then(|date| Moment::parse(date).ok());
    Ok(Article { published, entities, mentions, times, dates, quotes, story })
}
