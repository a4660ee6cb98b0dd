//! What tells one story from another, and the header of a notes file, which
//! says whose notes it holds.

use serde_yaml::{Mapping, Value};

use super::digest::Fingerprint;
use super::{document, scalar};
use crate::model::{Role, Story};

/// What every notes file says first.
pub(super) const FORMAT: &str = "dateline-notes/1";

/// What tells a story from others, from the surest to the least sure: the
/// address, the text's fingerprint, the file, the title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The headline.
    pub title: Option<String>,
    /// The file's name; with its folders where the notes stand elsewhere.
    pub file: Option<String>,
    /// Where it can be found on line.
    pub url: Option<String>,
    /// SHA-256 of the text before anything was replaced in it, hexadecimal.
    pub sha256: Fingerprint,
}

/// The identity of a story.
pub fn identity(story: &Story) -> Identity {
    let headline = || {
        let title = story.text.paragraphs().iter().find(|p| p.role == Role::Title)?;
        Some(story.text.slice(title.span).to_owned())
    };
    Identity {
        title: story.head.title.clone().or_else(headline),
        file: story
            .path
            .as_deref()
            .and_then(|path| path.file_name())
            .map(|name| name.to_string_lossy().into_owned()),
        url: story.head.url.clone(),
        sha256: Fingerprint::of(&story.text),
    }
}

impl Identity {
    /// The header of a notes file, ended by LF.
    pub(super) fn header(&self) -> String {
        format!("format: {FORMAT}\nstory: {}\n", self.flow())
    }

    /// All four as one YAML mapping on one line.
    pub(super) fn flow(&self) -> String {
        let quoted =
            |words: &Option<String>| words.as_deref().map_or_else(|| "null".into(), scalar::quoted);
        let plain = |words: Option<&str>| {
            words.map_or_else(|| "null".into(), |words| scalar::plain(words, true))
        };
        format!(
            "{{title: {}, file: {}, url: {}, text-sha256: {}}}",
            quoted(&self.title),
            plain(self.file.as_deref()),
            plain(self.url.as_deref()),
            plain(self.sha256.get())
        )
    }

    /// Reads what [`Identity::flow`] writes; what is missing or of another
    /// shape is left out.
    pub(super) fn read(story: Option<&Value>) -> Self {
        let words = |key: &str| {
            story.and_then(|map| map.get(key)).and_then(Value::as_str).map(str::to_owned)
        };
        Self {
            title: words("title"),
            file: words("file"),
            url: words("url"),
            sha256: words("text-sha256").into(),
        }
    }

    /// How surely a header speaks of this story; `None`: not by address,
    /// fingerprint or file. `file` is the story's file as such a header would
    /// name it.
    pub(super) fn kinship(&self, header: &Identity, file: Option<&str>) -> Option<Kinship> {
        if header.url.is_some() && self.url == header.url {
            Some(Kinship::Url)
        } else if header.sha256.get().is_some() && self.sha256 == header.sha256 {
            Some(Kinship::Text)
        } else if file.is_some() && file == header.file.as_deref() && !self.contradicts(header) {
            Some(Kinship::File)
        } else {
            None
        }
    }

    /// Whether a header speaks of this story beyond doubt: by its address or
    /// its text, whatever the file is called.
    pub fn is_of(&self, header: &Identity) -> bool {
        self.kinship(header, None).is_some()
    }

    /// Whether both have an address and not the same.
    pub(super) fn contradicts(&self, header: &Identity) -> bool {
        matches!((&self.url, &header.url), (Some(mine), Some(its)) if mine != its)
    }
}

/// Why a notes file is taken for a story's own; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kinship {
    Url,
    Text,
    File,
    Alike,
}

/// Reads the header of a notes file.
///
/// # Errors
/// Why it is none, in words that complete "it is not written to: …".
pub(super) fn read_header(text: &str) -> Result<Identity, String> {
    let parsed = document::parse(text)
        .map_err(|wrong| format!("its first document cannot be read ({})", wrong.message))?;
    let format = written(&parsed.written, "format");
    match format {
        Some(format) if format == FORMAT => Ok(Identity::read(parsed.written.get("story"))),
        Some(other) if other.starts_with("dateline-notes/") => {
            Err(format!("it was made by a later version of dateline (format {other})"))
        }
        _ => Err(format!("its first document does not say `format: {FORMAT}`")),
    }
}

/// A scalar as it was written.
pub(super) fn written<'a>(map: &'a Mapping, key: &str) -> Option<&'a str> {
    map.get(key).and_then(Value::as_str)
}
