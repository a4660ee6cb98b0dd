//! Markdown: notes, names and time line as a page, plain or laid out for
//! Obsidian.
//!
//! A passage is a quotation; the `^id` below it is the block identifier by
//! which Obsidian links to it. For Obsidian the head of the story stands in
//! properties, names are links to pages of their own, highlights are callouts.

use std::fmt::Write;

use super::clippings::{
    Clipping, citation, clippings, command, events, is_web, names, title, unsaid, who,
};
use super::{Document, Exported, ExportedFile, Format};
use crate::model::text::visible;

/// CommonMark.
pub(super) const PLAIN: Format = Format {
    name: "markdown",
    about: "Markdown: notes with their passages, names, time line",
    endings: &["md"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: None,
    import: None,
    export: |document| export(document, false),
};

/// With properties, links and callouts.
pub(super) const OBSIDIAN: Format = Format {
    name: "obsidian",
    about: "Markdown laid out for Obsidian: properties, links between pages",
    endings: &["md"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: None,
    import: None,
    export: |document| export(document, true),
};

fn export(document: &Document, obsidian: bool) -> Exported {
    let mut page = Page { document, obsidian, out: String::new() };
    if obsidian {
        page.properties();
    }
    page.head();
    let clippings = clippings(document);
    if !clippings.is_empty() {
        page.out.push_str("## Notes\n\n");
        clippings.iter().for_each(|clipping| page.clipping(clipping));
    }
    page.names();
    page.events();
    let mut out = page.out.trim_end().to_owned();
    out.push('\n');
    let mut losses = unsaid(document);
    let places = document.annotations.mentions.len();
    losses.add_many("places of names, counted instead", places, "");
    losses.add_many("time expressions", document.annotations.times.len(), "");
    Exported { files: vec![ExportedFile { ending: "md", bytes: out.into_bytes() }], losses }
}

struct Page<'d> {
    document: &'d Document,
    obsidian: bool,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, words: &str) {
        self.out.push_str(words);
        self.out.push('\n');
    }

    /// YAML between dashes; JSON strings are YAML.
    fn properties(&mut self) {
        let head = &self.document.story.head;
        let quoted = |words: &str| serde_json::Value::from(visible(words)).to_string();
        let published = head.published.as_ref().map(|moment| moment.notation());
        let parts = [
            ("title", Some(quoted(&title(self.document)))),
            ("author", head.byline.as_deref().map(quoted)),
            ("source", head.source.as_deref().map(quoted)),
            ("place", head.place.as_deref().map(quoted)),
            ("published", published.map(quoted)),
            ("url", head.url.as_deref().map(quoted)),
            ("language", head.language.as_deref().map(quoted)),
        ];
        let tags: Vec<String> = head.tags.iter().map(|tag| quoted(&tag_word(tag))).collect();
        self.line("---");
        for (key, value) in parts {
            if let Some(value) = value {
                self.line(&format!("{key}: {value}"));
            }
        }
        if !tags.is_empty() {
            self.line(&format!("tags: [{}]", tags.join(", ")));
        }
        self.line("---\n");
    }

    fn head(&mut self) {
        let document = self.document;
        self.line(&format!("# {}\n", escape(&title(document))));
        let url = document.story.head.url.as_deref().filter(|url| is_web(url));
        let mut cited = escape(&citation(document));
        if let Some(url) = url {
            let address = escape(&visible(url));
            let bare = cited.strip_suffix(&address).map(|rest| rest.trim_end_matches(", "));
            cited = format!("{}, <{url}>", bare.unwrap_or(&cited));
        }
        self.line(&format!("{cited}\n"));
        if let Some(command) = command(document, None) {
            self.line(&format!("{}\n", code(&command)));
        }
    }

    fn clipping(&mut self, clipping: &Clipping) {
        let id = block_id(&clipping.note.id);
        if !clipping.quote.is_empty() {
            let color = clipping.note.color.as_deref();
            if self.obsidian
                && let Some(color) = color
            {
                self.line(&format!("> [!quote] {}", escape(&visible(color))));
            }
            for line in clipping.quote.lines() {
                self.line(format!("> {}", escape(line.trim())).trim_end());
            }
            self.out.push('\n');
        }
        let body = clipping.note.body.trim();
        if clipping.quote.is_empty() {
            // The identifier stands under what it names.
            self.line(&format!("{}\n\n^{id}\n", tame(body)));
        } else {
            self.line(&format!("^{id}\n"));
            if !body.is_empty() {
                self.line(&format!("{}\n", tame(body)));
            }
        }
        let mut parts: Vec<String> =
            clipping.tags.iter().map(|tag| format!("#{}", tag_word(tag))).collect();
        parts.extend(clipping.particulars(self.document).iter().map(|part| escape(part)));
        if let Some(link) = &clipping.link {
            parts.push(format!("[in the story](<{link}>)"));
        }
        if let Some(command) = command(self.document, Some(&clipping.note.id)) {
            parts.push(code(&command));
        }
        if !parts.is_empty() {
            self.line(&format!("{}\n", parts.join(" · ")));
        }
        if let Some((before, after)) = clipping.context() {
            self.line(&format!("Context: {}[…]{}\n", escape(before), escape(after)));
        }
    }

    fn names(&mut self) {
        let names = names(self.document);
        if names.is_empty() {
            return;
        }
        self.out.push_str("## Names\n\n");
        for (entity, places) in names {
            let name = visible(&entity.name);
            let name = match self.obsidian {
                true => format!("[[{}]]", name.replace(['[', ']', '|', '#', '^'], " ").trim()),
                false => format!("**{}**", escape(&name)),
            };
            let kind = escape(entity.kind.word());
            let mut line = format!("- {name} ({kind}, × {})", places.len());
            let mut said: Vec<String> = Vec::new();
            said.extend(entity.role.iter().chain(&entity.about).map(|words| words.to_owned()));
            if !entity.aliases.is_empty() {
                said.push(format!("also {}", entity.aliases.join(", ")));
            }
            for words in said {
                let _ = write!(line, " · {}", escape(&visible(words.trim_end_matches('.'))));
            }
            for (what, target) in &entity.links {
                let _ = match is_web(target) {
                    true => write!(line, " · [{}](<{target}>)", escape(&visible(what))),
                    false => write!(line, " · {}", escape(&visible(&format!("{what}: {target}")))),
                };
            }
            self.line(&line);
        }
        self.out.push('\n');
    }

    fn events(&mut self) {
        let events = events(self.document);
        if events.is_empty() {
            return;
        }
        self.out.push_str("## Time line\n\n");
        for event in events {
            let who = who(self.document, event);
            let mut line =
                format!("- **{}** {}", escape(&event.when.label()), escape(&event.label));
            if !who.is_empty() {
                let _ = write!(line, " ({})", escape(&who.join(", ")));
            }
            self.line(&line);
        }
    }
}

/// Words in which nothing is markup.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let marks = matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '$' | '|' | '&' | '='
        );
        let item = at == 0 && matches!(c, '-' | '+' | '^');
        let number =
            matches!(c, '.' | ')') && at > 0 && words[..at].bytes().all(|b| b.is_ascii_digit());
        if marks || item || number {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A reader's own words keep their markup; only what would end or hide the
/// rest of the page is taken from them.
fn tame(body: &str) -> String {
    let line = |line: &str| {
        let bare = line.trim_start();
        match bare.starts_with("```")
            || bare.starts_with("~~~")
            || bare.starts_with('<')
            || bare.starts_with("%%")
        {
            true => format!("\\{bare}"),
            false => line.to_owned(),
        }
    };
    body.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Words between backticks.
fn code(words: &str) -> String {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{words}{pad}{fence}")
}

/// A tag in one word.
fn tag_word(tag: &str) -> String {
    let word = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '/') { c } else { '-' };
    tag.trim_start_matches('#').chars().map(word).collect()
}

/// Letters, digits and hyphens: all that an identifier of Obsidian's may have.
fn block_id(id: &str) -> String {
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    if id.is_empty() { "note".into() } else { id }
}
