//! The block above a Markdown text that says what it is: YAML between `---`
//! lines, or the plain `key = "value"` lines of TOML between `+++` lines.
//!
//! Writers and site generators spell it in many ways, so every key is
//! optional, a string may be a list and a list a string, and keys that mean
//! nothing here are passed over. Where the YAML cannot be parsed, that is said,
//! and its lines are read as `key: value` one by one.

use std::fmt;

use serde::Deserializer;
use serde::de::{Deserialize, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{sidecar, written_date};
use crate::error::{Diagnostic, Severity};
use crate::model::text::visible;
use crate::model::{Head, Moment};

/// The largest block, in bytes; a longer one is text between two rules.
const LARGEST: usize = 64 * 1024;

/// Splits a text into the head that its front matter gives and the rest. `file`
/// is the name for diagnostics.
pub(super) fn split<'a>(
    text: &'a str,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Head, &'a str) {
    let Some((fence, block, rest)) = fenced(text) else { return (Head::default(), text) };
    let fields = if fence == "+++" {
        Fields::from_lines(block, '=')
    } else if block.trim().is_empty() {
        Fields::default()
    } else {
        match serde_yaml::from_str::<Fields>(block) {
            Ok(fields) => fields,
            Err(error) => {
                // With its fence, it is YAML at the lines and columns of the file.
                let above = &text[..text.len() - rest.len()];
                let block = &above[..above.trim_end().trim_end_matches(['-', '.']).len()];
                diagnostics.push(unparsed(block, file, &error));
                Fields::from_lines(block, ':')
            }
        }
    };
    let above = &text[..text.len() - rest.len()];
    (fields.into_head(Front { file, fence, text: above }, diagnostics), rest)
}

/// The front matter with its fences, to say where something stands in it.
struct Front<'a> {
    file: &'a str,
    fence: &'static str,
    text: &'a str,
}

impl Front<'_> {
    /// `warning` at a value, of which the first line is `words`, under one of
    /// the keys that `is_key` knows.
    fn at_value(
        &self,
        warning: Diagnostic,
        words: &str,
        is_key: impl Fn(&str) -> bool,
    ) -> Diagnostic {
        let sign = if self.fence == "+++" { '=' } else { ':' };
        // In YAML only what stands at the margin is a key of the whole.
        let is_key =
            |key: &str| is_key(key) && (sign == '=' || !key.starts_with(char::is_whitespace));
        let found = self.text.lines().enumerate().find_map(|(number, line)| {
            let (key, value) = line.split_once(sign).filter(|(key, _)| is_key(key))?;
            let at = key.len() + sign.len_utf8() + value.find(words)?;
            Some((number + 1, line[..at].chars().count() + 1))
        });
        match found {
            Some((line, column)) => warning.at(self.text, line, column, words.chars().count()),
            // Of what only YAML understands, such as a list, the first is meant.
            None if sign == ':' => sidecar::at_value(warning, self.text, is_key),
            None => warning,
        }
    }
}

/// A key as it is compared.
fn folded(key: &str) -> String {
    key.trim().trim_matches(['"', '\'']).to_lowercase()
}

fn is_date(key: &str) -> bool {
    matches!(&*folded(key), "date" | "published" | "publishdate" | "publish_date" | "pubdate")
}

/// The fence, what stands inside, and what comes after.
fn fenced(text: &str) -> Option<(&'static str, &str, &str)> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != fence {
        return None;
    }
    let mut at = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            let block = &text[first.len()..at];
            // Between two rules stands prose; in front matter, a key.
            let sign = if fence == "---" { ':' } else { '=' };
            let opening = block.lines().find(|line| {
                let line = line.trim();
                !line.is_empty() && !line.starts_with('#')
            });
            let keyed = opening.is_none_or(|line| line.contains(sign));
            return keyed.then(|| (fence, block, &text[at + line.len()..]));
        }
        at += line.len();
        if at > LARGEST {
            return None;
        }
    }
    None
}

fn unparsed(text: &str, file: &str, error: &serde_yaml::Error) -> Diagnostic {
    // What reads annotations knows better what is meant, and where that begins.
    if let Some(mut fault) = sidecar::first_fault(file, text) {
        fault.severity = Severity::Warning;
        fault.message = format!("the front matter is not YAML: {}", fault.message);
        return fault;
    }
    let message = format!("the front matter is not YAML: {error}");
    let diagnostic = Diagnostic::warning(file, message);
    match error.location() {
        // The fence is line 1.
        Some(place) => diagnostic.at(text, place.line() + 1, place.column().max(1), 1),
        None => diagnostic,
    }
}

/// The keys that are read, each with the strings of its value.
#[derive(Debug, Default)]
struct Fields {
    title: Words,
    date: Words,
    byline: Words,
    source: Words,
    place: Words,
    url: Words,
    language: Words,
    tags: Words,
}

impl Fields {
    /// The field of a key; where several keys mean one field, the first in the file counts.
    fn slot(&mut self, key: &str) -> Option<&mut Words> {
        let slot = match folded(key).as_str() {
            "title" | "headline" => &mut self.title,
            key if is_date(key) => &mut self.date,
            "author" | "authors" | "byline" => &mut self.byline,
            "source" | "publisher" => &mut self.source,
            "place" | "location" | "dateline" => &mut self.place,
            "url" | "link" | "canonical_url" => &mut self.url,
            "lang" | "language" | "locale" => &mut self.language,
            "tags" | "keywords" | "tag" => &mut self.tags,
            _ => return None,
        };
        slot.0.is_empty().then_some(slot)
    }

    /// Reads `key: value` or `key = "value"` lines; others are passed over.
    fn from_lines(block: &str, sign: char) -> Self {
        let mut fields = Self::default();
        for line in block.lines().filter(|line| !line.starts_with([' ', '\t', '#'])) {
            // A table of TOML has keys of its own.
            if sign == '=' && line.starts_with('[') {
                break;
            }
            let Some((key, value)) = line.split_once(sign) else { continue };
            let value = value.trim();
            let Some(slot) = fields.slot(key) else { continue };
            slot.0 = match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
                Some(list) => list.split(',').map(unquoted).collect(),
                None => vec![unquoted(value)],
            };
            slot.0.retain(|word| !word.is_empty());
        }
        fields
    }

    fn into_head(self, front: Front<'_>, diagnostics: &mut Vec<Diagnostic>) -> Head {
        let date = self.date.first();
        let published = date.as_deref().and_then(moment);
        if let Some(date) = date.filter(|_| published.is_none()) {
            let message = format!("the front matter's date, {date}, is none");
            let warning = Diagnostic::warning(front.file, message)
                .hint("write it as 2016-08-24, or with a time, 2016-08-24T10:15Z");
            let written = self.date.0.iter().find(|word| !word.trim().is_empty());
            let words = written.and_then(|word| word.trim().lines().next()).unwrap_or_default();
            diagnostics.push(front.at_value(warning, words, is_date));
        }
        // `tags: a, b` is a list without brackets.
        let listed = self.tags.0.len() > 1;
        let tags = self.tags.0.iter().flat_map(|tag| {
            tag.split(move |c| c == ',' && !listed).map(|tag| visible(tag.trim()).into_owned())
        });
        Head {
            title: self.title.first(),
            byline: self.byline.joined(),
            source: self.source.first(),
            place: self.place.first(),
            published,
            url: self.url.first(),
            language: self.language.first(),
            tags: tags.filter(|tag| !tag.is_empty()).collect(),
            ..Head::default()
        }
    }
}

/// `2016-08-24`, `2016-08-24T10:15:00Z`, `2016-08-24 10:15:00 +0200`, `Aug. 24, 2016`.
fn moment(date: &str) -> Option<Moment> {
    let date = date.trim();
    let mut words = date.split_whitespace();
    let (day, clock, zone) = (words.next()?, words.next(), words.next());
    let timed =
        clock.filter(|clock| clock.starts_with(|c: char| c.is_ascii_digit())).map(|clock| {
            let zone = match zone.unwrap_or("") {
                "UTC" | "GMT" => "Z".to_owned(),
                // +0200
                zone if zone.len() == 5 && zone.is_ascii() => {
                    format!("{}:{}", &zone[..3], &zone[3..])
                }
                zone => zone.to_owned(),
            };
            format!("{day}T{clock}{zone}")
        });
    let whole = || Moment::parse(date).ok();
    let written = || {
        let read = written_date::read(date)?.notation()?;
        Moment::parse(&read).ok()
    };
    let day_alone = || Moment::parse(day.split('T').next().unwrap_or(day)).ok();
    let numeric = date.starts_with(|c: char| c.is_ascii_digit()) && day.contains('-');
    timed
        .filter(|_| numeric)
        .and_then(|timed| Moment::parse(&timed).ok())
        .or_else(whole)
        .or_else(written)
        .or_else(|| numeric.then(day_alone).flatten())
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = ['"', '\''].iter().find_map(|&mark| {
        value.strip_prefix(mark).and_then(|value| value.split_once(mark)).map(|(inner, _)| inner)
    });
    inner.unwrap_or(value).to_owned()
}

/// The strings of a value: one, or those of a list, or the `name` of a mapping.
#[derive(Debug, Default)]
struct Words(Vec<String>);

impl Words {
    fn first(&self) -> Option<String> {
        self.0.iter().map(|word| visible(word.trim()).into_owned()).find(|word| !word.is_empty())
    }

    fn joined(&self) -> Option<String> {
        let words: Vec<_> = self.0.iter().map(|word| visible(word.trim())).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("lines of `key: value`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some(key) = map.next_key::<Words>()? {
                    match key.0.first().and_then(|key| fields.slot(key)) {
                        Some(slot) => *slot = map.next_value()?,
                        None => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_str<E>(self, value: &str) -> Result<Words, E> {
                Ok(Words(vec![value.to_owned()]))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Words, E> {
                Ok(Words(vec![value.to_string()]))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Words, E> {
                Ok(Words(vec![value.to_string()]))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Words, E> {
                Ok(Words(vec![value.to_string()]))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Words, E> {
                // `language: no` is Norwegian.
                Ok(Words(vec![if value { "yes".into() } else { "no".into() }]))
            }

            fn visit_unit<E>(self) -> Result<Words, E> {
                Ok(Words::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Words, A::Error> {
                let mut words = Words::default();
                while let Some(more) = list.next_element::<Words>()? {
                    words.0.extend(more.0);
                }
                Ok(words)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words, A::Error> {
                let mut words = Words::default();
                while let Some(key) = map.next_key::<Words>()? {
                    let value = map.next_value::<Words>()?;
                    if key.0.first().is_some_and(|key| key == "name") {
                        words.0.extend(value.0);
                    }
                }
                Ok(words)
            }
        }
        deserializer.deserialize_any(Any)
    }
}
