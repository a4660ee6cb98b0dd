//! Web addresses that stand in running text as they are: links without markup.

use linkify::{LinkFinder, LinkKind};

use crate::model::{Inline, InlineKind, Span, Story};

/// The longest address that becomes a link, in bytes: what is longer is no
/// address, or none that a browser takes.
const LONGEST: usize = 2048;

/// Makes links of the addresses in the text of a story, but for those in links
/// and program text that its markup has.
pub(super) fn link(story: &mut Story) {
    let content = story.text.as_str();
    if memchr::memmem::find(content.as_bytes(), b"://").is_none() {
        return;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_can_be_iri(true);
    let marked = story.inline.len();
    for found in finder.links(content) {
        let (span, url) = (Span::new(found.start(), found.end()), found.as_str());
        let web = ["http://", "https://"].iter().any(|scheme| {
            url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        // Sorted by start, and what is inside something begins after it.
        let before = story.inline[..marked].partition_point(|inline| inline.span.start < span.end);
        let taken = story.inline[..before].iter().rev().take(NEAR).any(|inline| {
            matches!(inline.kind, InlineKind::Link(_) | InlineKind::Code)
                && inline.span.end > span.start
        });
        if web && span.len() <= LONGEST && !taken {
            story.inline.push(Inline { span, kind: InlineKind::Link(url.to_owned()) });
        }
    }
    if story.inline.len() > marked {
        story.inline.sort_by_key(|inline| inline.span.start);
    }
}

/// How many marks before an address are asked whether it is in them.
const NEAR: usize = 64;
