//! Org: notes, names and time line as a tree of headlines.

use std::fmt::Write;

use super::clippings::{
    Clipping, citation, clippings, command, events, is_web, names, title, unsaid, who,
};
use super::{Document, Exported, ExportedFile, Format};
use crate::model::text::visible;

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "org",
    about: "Org: notes with their passages, names, time line",
    endings: &["org"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: None,
    import: None,
    export,
};

fn export(document: &Document) -> Exported {
    let head = &document.story.head;
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "#+TITLE: {}", title(document));
    if let Some(byline) = &head.byline {
        let _ = writeln!(out, "#+AUTHOR: {}", visible(byline));
    }
    if let Some(published) = &head.published {
        let _ = writeln!(out, "#+DATE: {}", published.notation());
    }
    if !head.tags.is_empty() {
        let tags: Vec<String> = head.tags.iter().map(|tag| tag_word(tag)).collect();
        let _ = writeln!(out, "#+FILETAGS: :{}:", tags.join(":"));
    }
    let _ = writeln!(out, "\n{}", tame(&citation(document)));
    if let Some(command) = command(document, None) {
        let _ = writeln!(out, ": {command}");
    }
    let clippings = clippings(document);
    if !clippings.is_empty() {
        out.push_str("\n* Notes\n");
        clippings.iter().for_each(|one| clipping(document, one, &mut out));
    }
    let names = names(document);
    if !names.is_empty() {
        out.push_str("\n* Names\n");
        for (entity, places) in names {
            let mut said = vec![entity.kind.word().to_owned()];
            said.extend(entity.role.iter().chain(&entity.about).cloned());
            if !entity.aliases.is_empty() {
                said.push(format!("also {}", entity.aliases.join(", ")));
            }
            for (what, target) in &entity.links {
                said.push(if is_web(target) {
                    link(target, what)
                } else {
                    format!("{what}: {target}")
                });
            }
            let name = visible(&entity.name).replace("::", ": :");
            let _ = writeln!(out, "- {name} :: {} × {}", visible(&said.join(", ")), places.len());
        }
    }
    let events = events(document);
    if !events.is_empty() {
        out.push_str("\n* Time line\n");
        for event in events {
            let who = who(document, event);
            let who = if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) };
            let label = visible(&event.label);
            let _ = writeln!(out, "- {} :: {label}{who}", event.when.label());
        }
    }
    let mut losses = unsaid(document);
    let places = document.annotations.mentions.len();
    losses.add_many("places of names, counted instead", places, "");
    losses.add_many("time expressions", document.annotations.times.len(), "");
    Exported { files: vec![ExportedFile { ending: "org", bytes: out.into_bytes() }], losses }
}

fn clipping(document: &Document, clipping: &Clipping, out: &mut String) {
    const LONGEST: usize = 60;
    let note = clipping.note;
    let source = if clipping.quote.is_empty() { &note.body } else { &clipping.quote };
    let words: Vec<&str> = source.split_whitespace().collect();
    let mut headline = words.join(" ");
    if let Some((end, _)) = headline.char_indices().nth(LONGEST) {
        headline.truncate(end);
        headline.push('…');
    }
    let tags: Vec<String> = clipping.tags.iter().map(|tag| tag_word(tag)).collect();
    let tags = if tags.is_empty() { String::new() } else { format!(" :{}:", tags.join(":")) };
    let _ = writeln!(out, "** {headline}{tags}\n:PROPERTIES:\n:CUSTOM_ID: {}", visible(&note.id));
    let parts = [
        ("COLOR", note.color.as_deref()),
        ("CREATED", note.made.as_deref()),
        ("CHANGED", note.changed.as_deref()),
        ("AUTHOR", note.by.as_deref()),
        ("LINK", clipping.link.as_deref()),
    ];
    for (key, value) in parts {
        if let Some(value) = value {
            let _ = writeln!(out, ":{key}: {}", visible(value));
        }
    }
    if let Some(at) = clipping.at {
        let _ = writeln!(out, ":LOCATION: {at}");
    }
    if !note.about.is_empty() {
        let _ = writeln!(out, ":ABOUT: {}", visible(&note.about.join(", ")));
    }
    out.push_str(":END:\n");
    if !clipping.quote.is_empty() {
        let _ = writeln!(out, "#+BEGIN_QUOTE\n{}\n#+END_QUOTE", tame(&clipping.quote));
    }
    if let Some((before, after)) = clipping.context() {
        let _ = writeln!(out, "{}", tame(&format!("Context: {before}[…]{after}")));
    }
    if !note.body.trim().is_empty() {
        let _ = writeln!(out, "\n{}", tame(note.body.trim()));
    }
    let mut back = Vec::new();
    back.extend(clipping.link.as_deref().map(|target| link(target, "in the story")));
    back.extend(command(document, Some(&note.id)).map(|command| format!("={command}=")));
    if !back.is_empty() {
        let _ = writeln!(out, "\n{}", back.join(" · "));
    }
}

/// Lines none of which is a headline or a keyword of Org's.
fn tame(words: &str) -> String {
    let line = |line: &str| {
        let bare = line.trim_start();
        let steers = line.starts_with('*')
            || bare.starts_with("#+")
            || bare.starts_with("# ")
            || (bare.starts_with(':') && bare.trim_end().ends_with(':') && bare.len() > 1);
        // A space of no width, as Org's manual has it for such cases.
        if steers { format!("\u{200b}{line}") } else { line.to_owned() }
    };
    words.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn link(target: &str, words: &str) -> String {
    let target = target.replace('[', "%5B").replace(']', "%5D");
    format!("[[{target}][{}]]", visible(words).replace(['[', ']'], " "))
}

/// A tag in the characters that Org allows.
fn tag_word(tag: &str) -> String {
    tag.chars().map(|c| if c.is_alphanumeric() || c == '_' || c == '@' { c } else { '_' }).collect()
}
