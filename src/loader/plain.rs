//! Plain text, scraped or pasted: what each of its lines is for.
//!
//! There is no grammar, only the habits of wire copy: a headline, perhaps a
//! deck, a byline and a dateline, then running text with a cross-head here and
//! there, furniture of the page between, and a sign-off. Only the first and
//! last lines are asked the dear questions; the others cost a glance each.

use super::written_date::{self, WrittenDate};
use super::{boilerplate, byline, dateline, wrapping};
use crate::model::{Head, Moment, Paragraph, Role, Span};

/// How many paragraphs from the first the head of a story can take.
const HEAD: usize = 8;

/// The longest headline, in characters.
const TITLE: usize = 160;

/// The longest deck, in bytes.
const DECK: usize = 240;

/// The longest line, in bytes, that can be a cross-head, a caption's credit or a list item's test.
const SHORT: usize = 400;

/// How much of a text is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// Its first kilobytes: the last line is not the last.
    Beginning,
}

/// Parts a text into paragraphs, gives each its role, and reads the head.
pub(super) fn read(content: &str, extent: Extent) -> (Vec<Paragraph>, Head) {
    let mut paragraphs: Vec<Paragraph> = wrapping::paragraphs(content)
        .into_iter()
        .map(|span| Paragraph { span, role: Role::Body, level: 0 })
        .collect();
    glance(content, &mut paragraphs);
    let mut head = Head::default();
    let after_title = title(content, &mut paragraphs, &mut head);
    top(content, &mut paragraphs, after_title, &mut head);
    if extent == Extent::Whole {
        bottom(content, &mut paragraphs, after_title, &mut head);
    }
    cross_heads(content, &mut paragraphs, after_title);
    // A text of nothing but furniture is a text about it.
    if paragraphs.iter().all(|paragraph| paragraph.role == Role::Boilerplate) {
        paragraphs.iter_mut().for_each(|paragraph| paragraph.role = Role::Body);
    }
    (paragraphs, head)
}

/// Reads datelines and bylines among the first paragraphs of a text whose
/// roles are known from its markup; fills only what `head` lacks.
pub(super) fn read_top(content: &str, paragraphs: &mut [Paragraph], head: &mut Head) {
    let mut found = Head::default();
    let first = paragraphs.iter().position(|p| p.role == Role::Title).map_or(0, |at| at + 1);
    top(content, paragraphs, first, &mut found);
    found.overlay(std::mem::take(head));
    *head = found;
}

/// The roles that a line shows by itself.
fn glance(content: &str, paragraphs: &mut [Paragraph]) {
    let mut item_before = false;
    for at in 0..paragraphs.len() {
        let line = words(content, &paragraphs[at]);
        if line.len() > SHORT {
            item_before = false;
            continue;
        }
        let item = wrapping::opens_item(line);
        let role = if item {
            // A lone dash opens speech in many languages, a lone number a sentence.
            let sure = line.starts_with(['•', '◦', '▪', '‣', '●', '*', '■', '□', '█']);
            let item_after = || {
                paragraphs.get(at + 1).is_some_and(|p| {
                    p.span.len() <= SHORT && wrapping::opens_item(words(content, p))
                })
            };
            (sure || item_before || item_after()).then_some(Role::List)
        } else if boilerplate::is_boilerplate(line)
            || is_bracketed(line) && byline::sign_off(line).is_some()
        {
            Some(Role::Boilerplate)
        } else if is_caption(line) {
            Some(Role::Caption)
        } else if at > 0 && in_capitals(line) {
            Some(Role::Heading)
        } else {
            None
        };
        item_before = item;
        if let Some(role) = role {
            set(&mut paragraphs[at], role);
        }
    }
}

fn is_bracketed(line: &str) -> bool {
    line.starts_with(['(', '[']) && line.trim_end_matches('.').ends_with([')', ']'])
}

/// Finds the headline; gives the index of the first paragraph after it.
fn title(content: &str, paragraphs: &mut [Paragraph], head: &mut Head) -> usize {
    for at in 0..paragraphs.len().min(HEAD) {
        let line = words(content, &paragraphs[at]);
        match paragraphs[at].role {
            Role::Boilerplate => continue,
            Role::Body => {}
            _ => return 0,
        }
        // A paper's own lines may stand above the headline.
        if written_date::time_line(line).is_some() || byline::read(line).is_some() {
            continue;
        }
        if !may_be_title(line) || !title_follows_through(content, paragraphs, at) {
            return 0;
        }
        let bare = ["# ", "Title:", "TITLE:", "Headline:", "HEADLINE:"]
            .iter()
            .find_map(|prefix| line.strip_prefix(prefix))
            .unwrap_or(line);
        head.title = Some(bare.split_whitespace().collect::<Vec<_>>().join(" "));
        set(&mut paragraphs[at], Role::Title);
        return at + 1;
    }
    0
}

fn may_be_title(line: &str) -> bool {
    let short = line.len() <= 4 * TITLE && line.chars().count() <= TITLE;
    let agency_or_alone =
        || dateline::read(line, false).is_some_and(|d| d.agency.is_some() || d.stands_alone(line));
    short && !full_stop(line) && !line.ends_with([':', '：', ',', ';']) && !agency_or_alone()
}

/// Whether a line ends in a full stop that is not part of an abbreviation.
fn full_stop(line: &str) -> bool {
    if line.ends_with(['。', '．', '।', '۔']) {
        return true;
    }
    let last = line.rsplit(char::is_whitespace).next().unwrap_or(line);
    let abbreviated = last.trim_end_matches('.').contains('.')
        || matches!(last, "Inc." | "Co." | "Ltd." | "Corp." | "Jr." | "Sr." | "St." | "No.");
    line.ends_with('.') && !line.ends_with("..") && !abbreviated
}

/// What must stand after a headline: a blank line, a line of the head, or a
/// paragraph that runs on where the headline did not; perhaps after a deck.
fn title_follows_through(content: &str, paragraphs: &[Paragraph], at: usize) -> bool {
    let Some(next) = paragraphs.get(at + 1) else { return false };
    let line = words(content, next);
    if next.role == Role::Boilerplate || parted(content, paragraphs, at) || is_head_line(line) {
        return true;
    }
    let after = paragraphs.get(at + 2).map(|after| words(content, after));
    if after.is_some_and(|after| byline::read_pair(line, after).is_some()) {
        return true;
    }
    if wrapping::ends_sentence(line) {
        return line.len() > paragraphs[at].span.len().max(60);
    }
    let Some(third) = after else { return false };
    let text_follows = third.len() >= 100 && wrapping::ends_sentence(third);
    line.len() <= DECK && (is_head_line(third) || text_follows)
}

fn is_head_line(line: &str) -> bool {
    line.len() <= SHORT && (written_date::time_line(line).is_some() || byline::read(line).is_some())
        || dateline::read(line, true).is_some()
}

/// Whether a blank line stands between a paragraph and the next.
fn parted(content: &str, paragraphs: &[Paragraph], at: usize) -> bool {
    let between = &content[paragraphs[at].span.end..paragraphs[at + 1].span.start];
    between.bytes().filter(|&byte| byte == b'\n').count() > 1
}

/// The lines between headline and running text: deck, byline, dateline, times.
fn top(content: &str, paragraphs: &mut [Paragraph], from: usize, head: &mut Head) {
    let mut updated = None;
    let end = (from + HEAD).min(paragraphs.len());
    let mut deck = from > 0;
    for at in from..end {
        if !matches!(paragraphs[at].role, Role::Body | Role::Heading) {
            continue;
        }
        let line = words(content, &paragraphs[at]);
        let read = if line.len() <= SHORT { head_line(line, head, &mut updated) } else { None };
        let next = paragraphs.get(at + 1).map(|next| words(content, next));
        if let Some(role) = read {
            set(&mut paragraphs[at], role);
        } else if let Some(found) = next.and_then(|next| byline::read_pair(line, next)) {
            take_byline(found, head);
            paragraphs[at..=at + 1].iter_mut().for_each(|p| set(p, Role::Byline));
        } else if let Some(found) = dateline::read(line, true) {
            let alone = found.stands_alone(line);
            take_dateline(found, head);
            if !alone {
                set(&mut paragraphs[at], Role::Body);
                break;
            }
            set(&mut paragraphs[at], Role::Dateline);
        } else if deck && is_deck(content, paragraphs, at) {
            set(&mut paragraphs[at], Role::Heading);
        } else if at > from && is_lead_picture(content, paragraphs, at) {
            set(&mut paragraphs[at], Role::Caption);
        } else if paragraphs[at].role == Role::Body {
            after_lead(content, paragraphs, at, head);
            break;
        }
        deck = false;
    }
    let moment = |date: WrittenDate| date.notation().and_then(|d| Moment::parse(&d).ok());
    head.published = head.published.take().or_else(|| updated.and_then(moment));
}

/// A lead may stand above the paragraph with the dateline: a French habit.
fn after_lead(content: &str, paragraphs: &[Paragraph], at: usize, head: &mut Head) {
    let Some(next) = paragraphs.get(at + 1).filter(|next| next.role == Role::Body) else { return };
    let line = words(content, next);
    let sure = |found: &dateline::Dateline| {
        let date = found.date.as_deref().and_then(written_date::read);
        found.agency.is_some() || date.is_some_and(|date| date.notation().is_some())
    };
    if let Some(found) = dateline::read(line, true).filter(sure) {
        take_dateline(found, head);
    }
}

/// A time line or a byline.
fn head_line(line: &str, head: &mut Head, updated: &mut Option<WrittenDate>) -> Option<Role> {
    if let Some(times) = written_date::time_line(line) {
        publish(head, times.published);
        *updated = updated.or(times.updated);
        return Some(Role::Dateline);
    }
    take_byline(byline::read(line)?, head);
    Some(Role::Byline)
}

fn take_byline(found: byline::Byline, head: &mut Head) {
    head.byline = head.byline.take().or(found.names);
    head.source = head.source.take().or(found.agency);
    publish(head, found.date);
}

fn publish(head: &mut Head, date: Option<WrittenDate>) {
    if head.published.is_none() {
        let notation = date.and_then(|date| date.notation());
        head.published = notation.and_then(|notation| Moment::parse(&notation).ok());
    }
}

fn take_dateline(found: dateline::Dateline, head: &mut Head) {
    publish(head, found.date.as_deref().and_then(written_date::read));
    head.place = head.place.take().or(found.place);
    head.source = head.source.take().or(found.agency);
}

/// A second short line right under the headline, with running text to come.
fn is_deck(content: &str, paragraphs: &[Paragraph], at: usize) -> bool {
    let line = words(content, &paragraphs[at]);
    let short = line.len() <= DECK && !wrapping::ends_sentence(line);
    let speaks = line.starts_with(|c: char| c.is_alphanumeric() || "“\"'‘«„「".contains(c))
        && line.split_whitespace().nth(2).is_some();
    let text_to_come = paragraphs[at + 1..].iter().take(3).any(|p| {
        let next = words(content, p);
        next.len() > line.len().max(60) && wrapping::ends_sentence(next)
    });
    let next_is_short = paragraphs.get(at + 1).is_none_or(|p| {
        let next = words(content, p);
        p.role == Role::Body
            && next.len() <= line.len()
            && byline::read(next).is_none()
            && dateline::read(next, true).is_none()
            && written_date::time_line(next).is_none()
    });
    short && speaks && text_to_come && !next_is_short
}

/// Whether a line is the caption of a picture over the story: a few words
/// without an end, between the lines of the head and running text.
fn is_lead_picture(content: &str, paragraphs: &[Paragraph], at: usize) -> bool {
    let line = words(content, &paragraphs[at]);
    paragraphs[at].role == Role::Body
        && matches!(paragraphs[at - 1].role, Role::Dateline | Role::Byline)
        && is_head_like(line)
        && line.split_whitespace().nth(2).is_some()
        && paragraphs.get(at + 1).is_some_and(|next| runs_on(content, next, FLOWING))
}

/// The last lines: when it was changed, who wrote it, scraps of the page.
fn bottom(content: &str, paragraphs: &mut [Paragraph], after_title: usize, head: &mut Head) {
    let count = paragraphs.len();
    let mut updated = None;
    let first = count.saturating_sub(5).max(after_title + 1);
    for (at, paragraph) in paragraphs.iter_mut().enumerate().skip(first) {
        if !matches!(paragraph.role, Role::Body | Role::Heading | Role::Boilerplate) {
            continue;
        }
        let line = words(content, paragraph);
        let signed = || {
            let near = at + 4 > count || paragraph.role == Role::Boilerplate;
            byline::sign_off(line).filter(|_| near)
        };
        if let Some(names) = signed() {
            head.byline = head.byline.take().or(Some(names).filter(|names| !names.is_empty()));
            set(paragraph, Role::Boilerplate);
        } else if paragraph.role == Role::Boilerplate {
            continue;
        } else if let Some(times) = written_date::time_line(line) {
            publish(head, times.published);
            updated = updated.or(times.updated);
            set(paragraph, Role::Dateline);
        } else if let Some(agency) = byline::agency_alone(line).filter(|_| at + 3 > count) {
            head.source = head.source.take().or(Some(agency));
            set(paragraph, Role::Byline);
        }
    }
    publish(head, updated);
    scraps(content, paragraphs, after_title);
}

/// Single lower-case words in lines 2 to 6 and at the end; and the last line
/// where it is one of those over again.
fn scraps(content: &str, paragraphs: &mut [Paragraph], after_title: usize) {
    let count = paragraphs.len();
    if !paragraphs.iter().any(|p| p.role == Role::Body && p.span.len() >= 60) {
        return;
    }
    let edges = (1..count.min(6)).chain((count > 6).then(|| count - 1));
    for at in edges.filter(|&at| at >= after_title) {
        let scrap = |at: usize| {
            paragraphs
                .get(at)
                .is_some_and(|p| p.role == Role::Body && boilerplate::is_scrap(words(content, p)))
        };
        // Several in a row are a list or a poem.
        if scrap(at) && !scrap(at - 1) && !scrap(at + 1) {
            set(&mut paragraphs[at], Role::Boilerplate);
        }
    }
    let Some(last) = count.checked_sub(1).filter(|&last| last > 6) else { return };
    let line = words(content, &paragraphs[last]);
    let short = line.len() <= 40 && !wrapping::ends_sentence(line);
    let pair = (after_title..6)
        .find(|&at| paragraphs[at].role == Role::Body && words(content, &paragraphs[at]) == line);
    if let Some(first) = pair.filter(|_| short && paragraphs[last].role == Role::Body) {
        set(&mut paragraphs[first], Role::Boilerplate);
        set(&mut paragraphs[last], Role::Boilerplate);
    }
}

/// Bytes from which on a paragraph is running text, where nothing else says so.
const FLOWING: usize = 120;

/// The same where blank lines stand around the line beside it.
const FLOWING_APART: usize = 60;

/// Whether a paragraph is running text: long enough, and with an end.
fn runs_on(content: &str, paragraph: &Paragraph, least: usize) -> bool {
    paragraph.role == Role::Body
        && paragraph.span.len() >= least
        && wrapping::ends_sentence(words(content, paragraph))
}

/// Short lines without an end between paragraphs that have one.
fn cross_heads(content: &str, paragraphs: &mut [Paragraph], after_title: usize) {
    let furniture = |p: &Paragraph| matches!(p.role, Role::Boilerplate | Role::Caption);
    // Whether what stands above, furniture aside, is running text; or a head
    // with nothing but pictures under it.
    let (mut text_above, mut head_above) = (false, false);
    for at in after_title..paragraphs.len() {
        let here = &paragraphs[at];
        if furniture(here) {
            continue;
        }
        if here.role == Role::Body && here.span.len() <= 100 {
            let line = words(content, here);
            let picture = |at: usize| paragraphs.get(at).is_some_and(|p| p.role == Role::Caption);
            let above = text_above || head_above && at > 0 && picture(at - 1);
            let below = || {
                let apart = at > 0
                    && at + 1 < paragraphs.len()
                    && parted(content, paragraphs, at - 1)
                    && parted(content, paragraphs, at);
                let least = if apart { FLOWING_APART } else { FLOWING };
                let next = paragraphs[at + 1..].iter().take(PICTURES).find(|p| !furniture(p));
                match next {
                    Some(next) if runs_on(content, next, least) => true,
                    // Of a story in pictures each part may be nothing else.
                    Some(next) if picture(at + 1) => is_head_like(words(content, next)),
                    next => next.is_none() && picture(at + 1),
                }
            };
            if is_named_head(line) || (above && is_head_like(line) && below()) {
                set(&mut paragraphs[at], Role::Heading);
            }
        }
        text_above = runs_on(content, &paragraphs[at], FLOWING_APART);
        head_above = paragraphs[at].role == Role::Heading;
    }
}

/// How many captions and the like may stand between a head and its text.
const PICTURES: usize = 12;

fn is_named_head(line: &str) -> bool {
    matches!(
        line.trim_end_matches(':'),
        "Sources" | "References" | "External links" | "Notes" | "Background" | "See also"
    )
}

fn is_head_like(line: &str) -> bool {
    line.starts_with(char::is_uppercase)
        && line.chars().count() <= 60
        && line.split_whitespace().count() <= 9
        && !wrapping::ends_sentence(line)
        && !line.ends_with([',', ';', '-', '–', '—', '”', '"', ')'])
        && !is_credit(line)
        && byline::agency_alone(line).is_none()
        && byline::read(line).is_none()
}

/// Whether a short line only says whose picture stands above it.
fn is_credit(line: &str) -> bool {
    const WHOSE: &[&str] = &["Images", "Getty", "Photo", "Photograph", "Courtesy", "courtesy"];
    line.split(|c: char| !c.is_alphabetic()).any(|word| WHOSE.contains(&word))
}

/// All capitals, at most eight words, no full stop.
fn in_capitals(line: &str) -> bool {
    line.len() <= 120
        && !line.ends_with(['.', ',', ':', ';', '"', '”'])
        && !line.contains(char::is_lowercase)
        && line.chars().filter(|c| c.is_uppercase()).count() >= 3
        && line.split_whitespace().count() <= 8
        && line.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// A picture's caption or credit: opens or closes with whose picture it is.
fn is_caption(line: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "Photo:",
        "Photo by",
        "Photos by",
        "Photograph:",
        "PHOTO:",
        "Image:",
        "Image by",
        "Picture:",
        "Credit:",
        "File photo",
        "FILE PHOTO",
        "FILE -",
        "FILE –",
        "FILE —",
        "(Photo",
        "(Image",
        "(Credit",
        "(AP Photo",
        "(Reuters Photo",
        "AP Photo",
        "Foto:",
        "Bild:",
        "Crédit",
        "© ",
        "©",
        "[Photo",
        "Caption:",
    ];
    const CREDITS: &[&str] = &[
        "Image: ",
        "Photo: ",
        "Photograph: ",
        "Picture: ",
        "Credit: ",
        "(AP Photo/",
        "(Photo by ",
        "(Photo: ",
        "(Image: ",
        "(Credit: ",
        "/Getty Images)",
        "Foto: ",
        "Bild: ",
        "REUTERS/",
    ];
    if OPENINGS.iter().any(|words| line.starts_with(words)) || is_from_file(line) {
        return true;
    }
    // A credit is the last thing said, in a few words.
    let mut from = line.len().saturating_sub(90);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let tail = &line[from..];
    if is_licensed(tail) {
        return true;
    }
    // Every credit has one of these: most lines are told by a glance.
    if !tail.bytes().any(|byte| matches!(byte, b':' | b'/')) {
        return false;
    }
    CREDITS.iter().any(|mark| {
        tail.rfind(mark).is_some_and(|at| {
            let credit = tail[at + mark.len()..].trim_end_matches(['.', ')']);
            !credit.contains([':', '?', '!', ';'])
                && credit.split_whitespace().count() <= 8
                && (credit.is_empty() || credit.starts_with(char::is_uppercase))
        })
    })
}

/// Whether the last words say that the picture is an old one: "Jane Doe; from
/// file, 2015."
fn is_from_file(line: &str) -> bool {
    const YEAR: usize = ", 2015.".len();
    // From the end: most lines are looked at no further than their last word.
    let before = line.trim_end_matches(|c: char| c.is_ascii_digit() || ",. ".contains(c));
    line.len() - before.len() <= YEAR
        && ["; from file", "; file photo", " (file)", " (file photo)"]
            .iter()
            .any(|words| before.ends_with(words))
}

/// Whether the last words are the licence of a picture: "(CC BY-SA 4.0)".
fn is_licensed(tail: &str) -> bool {
    tail.trim_end_matches('.').strip_suffix(')').is_some_and(|words| {
        let inside = words.rsplit('(').next().unwrap_or(words);
        ["CC BY", "CC-BY", "CC0"].iter().any(|licence| inside.starts_with(licence))
    })
}

fn words<'a>(content: &'a str, paragraph: &Paragraph) -> &'a str {
    content.get(Span::range(paragraph.span)).unwrap_or("")
}

fn set(paragraph: &mut Paragraph, role: Role) {
    paragraph.role = role;
    paragraph.level = match role {
        Role::Title | Role::List => 1,
        Role::Heading => 2,
        _ => 0,
    };
}
