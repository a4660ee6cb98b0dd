//! One page of HTML that needs nothing else: the text with its names in
//! colour, the notes beside it, names and time line below.
//!
//! No script, no address but those of the story: the page says so itself
//! (`Content-Security-Policy`). Light or dark as the reader's system is. On a
//! phone notes follow their paragraph; where there is room they stand in the
//! margin. Kinds of names differ in how they are underlined too.

mod paint;

use std::fmt::Write;

use super::clippings::{
    Clipping, citation, clippings, command, events, is_web, names, title, unsaid, who,
};
use super::{Document, Exported, ExportedFile, Format, xml};
use crate::model::text::visible;
use crate::model::{Kind, Paragraph, Role, Span};
use paint::Painter;

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "html",
    about: "HTML: one page with text, names, notes and time line",
    endings: &["html"],
    perhaps: None,
    beside: &[],
    texts: None,
    carries: None,
    import: None,
    export,
};

fn export(document: &Document) -> Exported {
    let clippings = clippings(document);
    let mut page = Page {
        document,
        painter: Painter::of(document, &clippings),
        clippings: &clippings,
        out: String::new(),
    };
    page.whole();
    let bytes = page.out.into_bytes();
    let mut losses = unsaid(document);
    for kind in document.annotations.mentions.iter().filter(|mention| !mention.more.is_empty()) {
        losses.add(
            "ties between the parts of discontinuous mentions",
            document.story.text.slice(kind.span),
        );
    }
    Exported { files: vec![ExportedFile { ending: "html", bytes }], losses }
}

struct Page<'d> {
    document: &'d Document,
    painter: Painter<'d>,
    clippings: &'d [Clipping<'d>],
    out: String,
}

impl<'d> Page<'d> {
    fn put(&mut self, words: &str) {
        self.out.push_str(words);
        self.out.push('\n');
    }

    fn whole(&mut self) {
        let head = &self.document.story.head;
        let language = head.language.as_deref().map(|l| format!(" lang=\"{}\"", escape(l)));
        let title = escape(&title(self.document));
        self.put("<!doctype html>");
        self.put(&format!("<html{}>", language.unwrap_or_default()));
        self.put("<head>\n<meta charset=\"utf-8\">");
        self.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        self.put("<meta name=\"referrer\" content=\"no-referrer\">");
        self.put(concat!(
            "<meta http-equiv=\"Content-Security-Policy\" ",
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        ));
        self.put(&format!("<title>{title}</title>\n<style>"));
        self.out.push_str(include_str!("style.css"));
        self.put("</style>\n</head>\n<body>");
        self.header(&title);
        self.text();
        self.whole_story_notes();
        self.names();
        self.events();
        self.put("</body>\n</html>");
    }

    fn header(&mut self, title: &str) {
        let head = &self.document.story.head;
        let mut parts: Vec<String> = Vec::new();
        for words in [&head.byline, &head.source, &head.place].into_iter().flatten() {
            parts.push(escape(words));
        }
        if let Some(published) = &head.published {
            parts.push(format!(
                "<time datetime=\"{}\">{}</time>",
                escape(published.notation()),
                escape(&published.label())
            ));
        }
        if let Some(url) = &head.url {
            parts.push(match is_web(url) {
                true => format!("<a href=\"{}\">{}</a>", escape(url), escape(host(url))),
                false => escape(url),
            });
        }
        self.put("<header>");
        let headline = self.headline().map(|span| self.painter.paint(span, false));
        let headline = headline.as_deref().unwrap_or(title);
        self.put(&format!("<h1 dir=\"auto\">{headline}</h1>"));
        if !parts.is_empty() {
            self.put(&format!("<p class=\"small\">{}</p>", parts.join(" · ")));
        }
        if !head.tags.is_empty() {
            let tags: Vec<String> = head
                .tags
                .iter()
                .map(|tag| format!("<span class=\"tag\">#{}</span>", escape(tag)))
                .collect();
            self.put(&format!("<p class=\"small\">{}</p>", tags.join(" ")));
        }
        let annotations = &self.document.annotations;
        let mut links = Vec::new();
        if !annotations.mentions.is_empty() {
            links.push("<a href=\"#names\">Names</a>");
        }
        if !annotations.events.is_empty() || !annotations.times.is_empty() {
            links.push("<a href=\"#timeline\">Time line</a>");
        }
        if let Some(first) = self.clippings.iter().find(|c| !is_bare(c)) {
            let link = format!("<a href=\"#note-{}\">Notes</a>", escape(&first.note.id));
            let links = links.join("\n");
            self.put(&format!("<nav>\n{links}\n{link}\n</nav>"));
        } else if !links.is_empty() {
            self.put(&format!("<nav>\n{}\n</nav>", links.join("\n")));
        }
        self.put("</header>");
    }

    /// Where the text itself gives the headline.
    fn headline(&self) -> Option<Span> {
        let text = &self.document.story.text;
        let title = self.document.story.head.title.as_deref()?;
        let first = text.paragraphs().iter().find(|p| p.role == Role::Title)?;
        let same = title.split_whitespace().eq(text.slice(first.span).split_whitespace());
        same.then_some(first.span)
    }

    fn text(&mut self) {
        let text = &self.document.story.text;
        let lines;
        let paragraphs = match text.paragraphs() {
            [] => {
                lines = lines_of(text.as_str());
                &lines[..]
            }
            all => all,
        };
        self.put("<main>");
        let headline = self.headline();
        let mut hidden = Vec::new();
        let mut from = 0;
        for (number, paragraph) in paragraphs.iter().enumerate() {
            let end = paragraphs.get(number + 1).map_or(text.len() + 1, |next| next.span.start);
            let noted = self.notes_in(from..end);
            from = end;
            if !noted.is_empty() {
                self.put("<div class=\"noted\">");
            }
            let words = self.painter.paint(paragraph.span, paragraph.role == Role::Code);
            match paragraph.role {
                // It stands above.
                _ if Some(paragraph.span) == headline => {}
                Role::Boilerplate => hidden.push(words),
                role => {
                    let (open, close) = tags(role);
                    self.put(&format!("{open}{words}{close}"));
                }
            }
            if !noted.is_empty() {
                self.put("<div>");
                noted.iter().for_each(|clipping| self.note(clipping));
                self.put("</div>\n</div>");
            }
        }
        if !hidden.is_empty() {
            self.put("<details>\n<summary>Not part of the story</summary>");
            for words in hidden {
                self.put(&format!("<p class=\"small\">{words}</p>"));
            }
            self.put("</details>");
        }
        self.put("</main>");
    }

    /// The notes that begin in a range of bytes; a bare highlight is seen in
    /// the text.
    fn notes_in(&self, range: std::ops::Range<usize>) -> Vec<&'d Clipping<'d>> {
        let here = |clipping: &&Clipping| {
            clipping.note.start().is_some_and(|start| range.contains(&start)) && !is_bare(clipping)
        };
        self.clippings.iter().filter(here).collect()
    }

    fn note(&mut self, clipping: &Clipping) {
        let id = escape(&clipping.note.id);
        self.put(&format!("<aside class=\"note\" id=\"note-{id}\">"));
        if clipping.note.spans.is_empty() && !clipping.quote.is_empty() {
            let (before, after) = clipping.context().unwrap_or_default();
            self.put(&format!(
                "<p dir=\"auto\">{}<q>{}</q>{}</p>",
                escape(before),
                escape(&clipping.quote),
                escape(after)
            ));
        }
        if !clipping.note.body.trim().is_empty() {
            let body = clipping.note.body.trim().lines().map(escape).collect::<Vec<_>>().join("\n");
            self.put(&format!("<p dir=\"auto\">{body}</p>"));
        }
        let mut parts: Vec<String> = clipping
            .tags
            .iter()
            .map(|tag| format!("<span class=\"tag\">#{}</span>", escape(tag)))
            .collect();
        parts.extend(clipping.particulars(self.document).iter().map(|part| escape(part)));
        if !clipping.note.spans.is_empty() {
            parts.push(format!("<a href=\"#at-{id}\">passage</a>"));
        }
        if let Some(link) = &clipping.link {
            parts.push(format!("<a href=\"{}\">original</a>", escape(link)));
        }
        if !parts.is_empty() {
            self.put(&format!("<footer>{}</footer>", parts.join(" · ")));
        }
        self.put("</aside>");
    }

    /// Notes without a place in the text.
    fn whole_story_notes(&mut self) {
        let whole: Vec<&Clipping> =
            self.clippings.iter().filter(|clipping| clipping.note.spans.is_empty()).collect();
        if whole.is_empty() {
            return;
        }
        self.put("<section>\n<h2>Notes on the story</h2>");
        for clipping in whole {
            self.note(clipping);
        }
        self.put("</section>");
    }

    fn names(&mut self) {
        let names = names(self.document);
        if names.is_empty() {
            return;
        }
        self.put("<section id=\"names\">\n<h2>Names</h2>\n<ul>");
        for (entity, places) in names {
            let mut line = format!(
                "<li id=\"name-{}\"><a class=\"name {}\" href=\"#m{}\">{}</a> <span class=\"kind\">{}</span>",
                escape(&entity.id),
                class(&entity.kind),
                places[0].start,
                escape(&entity.name),
                escape(entity.kind.word()),
            );
            let _ = write!(line, " <span class=\"count\">{}</span>", places.len());
            let mut said: Vec<String> = Vec::new();
            said.extend(entity.role.iter().chain(&entity.about).map(|words| escape(words)));
            if !entity.aliases.is_empty() {
                said.push(format!("also {}", escape(&entity.aliases.join(", "))));
            }
            for (what, target) in &entity.links {
                said.push(match is_web(target) {
                    true => format!("<a href=\"{}\">{}</a>", escape(target), escape(what)),
                    false => escape(&format!("{what} {target}")),
                });
            }
            if !said.is_empty() {
                let _ = write!(line, "<br><span class=\"small\">{}</span>", said.join(" · "));
            }
            line.push_str("</li>");
            self.put(&line);
        }
        self.put("</ul>\n</section>");
    }

    fn events(&mut self) {
        let events = events(self.document);
        let times = self.painter.times();
        if events.is_empty() && times.is_empty() {
            return;
        }
        self.put("<section id=\"timeline\">\n<h2>Time line</h2>\n<ol class=\"line\">");
        // Both in one order; undated events last.
        let mut rows: Vec<(&crate::model::Moment, String)> = Vec::new();
        for event in events {
            let mut words = escape(&event.label);
            if let Some(span) = event.spans.first() {
                words = format!("<a href=\"#e{}\">{words}</a>", span.start);
            }
            let who = who(self.document, event);
            if !who.is_empty() {
                let _ = write!(words, " <span class=\"kind\">{}</span>", escape(&who.join(", ")));
            }
            rows.push((&event.when, format!("<span>{words}</span>")));
        }
        for time in times {
            let (before, words, after) = self.painter.around(time.span);
            let words = format!(
                "<span class=\"at\">{}<a href=\"#t{}\">{}</a>{}</span>",
                escape(&before),
                time.span.start,
                escape(words),
                escape(&after)
            );
            rows.push((&time.value, words));
        }
        rows.sort_by(|(a, _), (b, _)| {
            (!a.on_axis()).cmp(&!b.on_axis()).then_with(|| a.cmp_on_axis(b))
        });
        for (when, words) in rows {
            self.put(&format!(
                "<li><time class=\"when\">{}</time> {words}</li>",
                escape(&when.label())
            ));
        }
        self.put("</ol>\n</section>");
        let mut last = escape(&citation(self.document));
        if let Some(command) = command(self.document, None) {
            let _ = write!(last, "<br>{}", escape(&command));
        }
        self.put(&format!("<footer class=\"small\"><p>{last}</p></footer>"));
    }
}

/// Whether a note is a stretch in colour and nothing else.
fn is_bare(clipping: &Clipping) -> bool {
    let note = clipping.note;
    let silent = note.body.trim().is_empty() && clipping.tags.is_empty() && note.about.is_empty();
    silent && !note.spans.is_empty()
}

/// Words in which nothing is markup, fit for an attribute in double quotes too.
fn escape(words: &str) -> String {
    xml::escape(&visible(words))
}

/// The class of a kind: one of those that the style knows.
fn class(kind: &Kind) -> &'static str {
    match kind {
        Kind::Person => "person",
        Kind::Organization => "organization",
        Kind::Place => "place",
        Kind::Group => "group",
        Kind::Event => "event",
        Kind::Work => "work",
        Kind::Product => "product",
        Kind::Other(_) => "other",
    }
}

/// The host of an address, as a reader would say it.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The tags around a paragraph.
fn tags(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Title | Role::Heading => ("<h2 dir=\"auto\">", "</h2>"),
        Role::Dateline => ("<p class=\"dateline\" dir=\"auto\">", "</p>"),
        Role::Byline => ("<p class=\"byline\" dir=\"auto\">", "</p>"),
        Role::Caption => ("<p class=\"caption\" dir=\"auto\">", "</p>"),
        Role::Quote => ("<blockquote><p dir=\"auto\">", "</p></blockquote>"),
        Role::List => ("<ul><li dir=\"auto\">", "</li></ul>"),
        Role::Code => ("<pre>", "</pre>"),
        Role::Body | Role::Boilerplate => ("<p dir=\"auto\">", "</p>"),
    }
}

/// A text without paragraphs has its lines.
fn lines_of(text: &str) -> Vec<Paragraph> {
    let mut at = 0;
    let mut all = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            let span = Span::new(at, at + line.len());
            all.push(Paragraph { span, role: Role::Body, level: 0 });
        }
        at += line.len() + 1;
    }
    all
}
