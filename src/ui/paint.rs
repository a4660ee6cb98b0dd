//! Overlapping marks on a row of text into the style of each grapheme: what is
//! named, noted, highlighted, lit, found, selected.

use ratatui::style::{Modifier, Style};

use crate::config::{HighlightColor, Ink, Theme};
use crate::model::{InlineKind, Kind, Note, NoteKind, Origin, Role, Span};
use crate::state::State;
use crate::state::reading::Reading;
use crate::state::review::{Item, KIND_LETTERS, Review};

/// Below this certainty a mention looks uncertain.
const SURE: f32 = 0.9;

/// How far what a machine found fades into plain words, where it is sure and
/// where it is not.
const FOUND: (f32, f32) = (0.4, 0.7);

/// How a name or a time looks for being found by a machine: paler, and it leans.
pub fn found_look(origin: Origin, certainty: Option<f32>) -> (f32, Modifier) {
    match origin {
        Origin::Found if certainty.is_some_and(|certainty| certainty < SURE) => {
            (FOUND.1, Modifier::ITALIC)
        }
        Origin::Found => (FOUND.0, Modifier::ITALIC),
        _ => (0.0, Modifier::empty()),
    }
}

/// What a mark does to the graphemes under it; later marks win.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    start: usize,
    end: usize,
    /// What the letters are painted as.
    ink: Option<Ink>,
    /// What they stand on.
    ground: Option<Ink>,
    /// A whole style in place of ink and ground.
    style: Option<Style>,
    /// How far the ink fades into plain words, 0 to 1.
    fade: f32,
    add: Modifier,
}

/// All marks of a row, in the order in which they are laid on.
pub struct Marks {
    marks: Vec<Mark>,
    base: Ink,
    add: Modifier,
}

/// The tints of lit names, in the order they are given out.
const TINTS: [Ink; 8] = [
    Ink::LitPerson,
    Ink::LitOrganization,
    Ink::LitPlace,
    Ink::LitGroup,
    Ink::LitEvent,
    Ink::LitWork,
    Ink::LitProduct,
    Ink::LitOther,
];

/// The tint of each lit name: its kind's, unless that is taken.
pub fn tints(reading: &Reading) -> Vec<(usize, Ink)> {
    let mut given: Vec<(usize, Ink)> = Vec::new();
    // What is lit keeps its tint, whichever name is chosen besides.
    for entity in reading.lit.iter().copied().chain(reading.chosen) {
        if given.iter().any(|(known, _)| *known == entity) {
            continue;
        }
        let own = Ink::lit(&reading.annotations.entities[entity].kind);
        let free = |ink: &Ink| !given.iter().any(|(_, taken)| taken == ink);
        let tint = std::iter::once(own).chain(TINTS).find(free).unwrap_or(own);
        given.push((entity, tint));
    }
    given
}

/// The letter of a kind of name, where colours cannot tell it: the one that
/// gives a name that kind in a review.
pub fn letter(kind: &Kind) -> char {
    let known = KIND_LETTERS.iter().find(|(_, known)| known == kind);
    known.map_or('x', |(letter, _)| *letter)
}

/// The number of a lit name, raised, where several are lit; else nothing.
pub fn lit_number(reading: &Reading, entity: usize) -> &'static str {
    const RAISED: [&str; 9] = ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
    // One that is only chosen has none, but is another to be told from.
    let chosen = reading.chosen.filter(|chosen| !reading.lit.contains(chosen));
    if reading.lit.len() + usize::from(chosen.is_some()) < 2 {
        return "";
    }
    // In the order in which they were lit.
    let place = reading.lit.iter().position(|lit| *lit == entity);
    place.map_or("", |place| RAISED.get(place).copied().unwrap_or("⁺"))
}

impl Marks {
    /// The marks on the bytes `row` of the open story.
    pub fn on(state: &State, reading: &Reading, row: Span, role: Role, theme: &Theme) -> Self {
        let mut marks = Vec::new();
        let (base, add) = match role {
            Role::Title | Role::Heading => (Ink::Heading, Modifier::BOLD),
            Role::Dateline | Role::Byline | Role::Caption | Role::Boilerplate => {
                (Ink::Quiet, Modifier::empty())
            }
            Role::Quote => (Ink::Text, Modifier::ITALIC),
            Role::Code => (Ink::Code, Modifier::empty()),
            Role::Body | Role::List => (Ink::Text, Modifier::empty()),
        };
        let overlapping = |span: &Span| span.overlaps(row);
        let mut lay = |span: Span, mark: Mark| {
            marks.push(Mark { start: span.start, end: span.end, ..mark });
        };

        for inline in reading.inline_on(row) {
            let (ink, add) = match inline.kind {
                InlineKind::Emphasis => (None, Modifier::ITALIC),
                InlineKind::Strong => (None, Modifier::BOLD),
                InlineKind::Struck => (None, Modifier::CROSSED_OUT),
                InlineKind::Code => (Some(Ink::Code), Modifier::empty()),
                InlineKind::Link(_) => (Some(Ink::Link), Modifier::UNDERLINED),
            };
            lay(inline.span, Mark { ink, add, ..Mark::default() });
        }
        let annotations = &reading.annotations;
        let first = annotations.times.partition_point(|time| time.span.end <= row.start);
        for time in annotations.times[first..].iter().take_while(|time| time.span.start < row.end) {
            let (fade, add) = found_look(time.origin, None);
            lay(time.span, Mark { ink: Some(Ink::Time), fade, add, ..Mark::default() });
        }
        // Wider names first, so that nested ones lie on top.
        let mut named: Vec<(usize, usize, usize)> =
            reading.mentions.within(row.start, row.end).collect();
        named.sort_by_key(|(start, end, _)| (std::cmp::Reverse(end - start), *start));
        let kind_of = |mention: usize| -> &Kind {
            &annotations.entities[annotations.mentions[mention].entity].kind
        };
        for &(start, end, mention) in &named {
            let ink = Ink::of(kind_of(mention));
            // Unlike the text's own, the reader's marks are underlined.
            let mention = &annotations.mentions[mention];
            let (fade, mut add) = found_look(mention.origin, mention.certainty);
            if mention.origin == Origin::Mine {
                add |= Modifier::UNDERLINED;
            }
            // What its maker is not sure of, and the reader has not settled, leans.
            if mention.certainty.is_some_and(|certainty| certainty < SURE) {
                add |= Modifier::ITALIC;
            }
            lay(Span::new(start, end), Mark { ink: Some(ink), fade, add, ..Mark::default() });
        }
        let first = reading.changes.partition_point(|change| change.end <= row.start);
        for change in reading.changes[first..].iter().take_while(|change| change.start < row.end) {
            lay(*change, Mark { ground: Some(Ink::ChangedText), ..Mark::default() });
        }
        for note in &reading.notes {
            let ground = match note.kind {
                _ if !note.is_own() => Ink::ColleagueText,
                NoteKind::Note => Ink::NoteText,
                NoteKind::Highlight => highlight(note.color.as_deref()).ink(),
                NoteKind::Event | NoteKind::Entity | NoteKind::Correction => continue,
            };
            for span in note.spans.iter().copied().filter(overlapping) {
                lay(span, Mark { ground: Some(ground), ..Mark::default() });
            }
        }
        let given = tints(reading);
        for &(start, end, mention) in &named {
            let entity = annotations.mentions[mention].entity;
            if let Some((_, tint)) = given.iter().find(|(lit, _)| *lit == entity) {
                let mut style = theme.style(*tint);
                // Only chosen, it is not as heavy; without colours it has no number.
                if reading.lit.contains(&entity) || !theme.tells_kinds() {
                    style = style.add_modifier(Modifier::BOLD);
                } else {
                    style.add_modifier.remove(Modifier::BOLD);
                }
                let style = Some(style);
                lay(Span::new(start, end), Mark { style, ..Mark::default() });
            }
        }
        if let Some(search) = &reading.search {
            let from = search.matches.partition_point(|found| found.end <= row.start);
            for found in search.matches[from..].iter().take_while(|f| f.start < row.end) {
                let here = found.start == reading.place;
                let ink = if here { Ink::SearchHere } else { Ink::SearchMatch };
                lay(*found, Mark { style: Some(theme.style(ink)), ..Mark::default() });
            }
        } else if state.focus == crate::state::Pane::Text
            && reading.selection.is_none()
            && state.review.is_none()
        {
            // The mention the reader is at: inverted in its kind's colour.
            if let Some(here) = reading.mention_here() {
                let style = Some(theme.here(kind_of(here)));
                for span in annotations.mentions[here].spans().filter(overlapping) {
                    lay(span, Mark { style, ..Mark::default() });
                }
            }
        }
        // While the time line is walked: the words that tell of its chosen row.
        let walked = (state.focus == crate::state::Pane::Timeline)
            .then(|| reading.timeline.entries[reading.timeline.chosen()?].span)
            .flatten();
        if let Some(span) = walked.filter(overlapping) {
            lay(span, Mark { style: Some(theme.style(Ink::SearchMatch)), ..Mark::default() });
        }
        if let Some((span, item)) = state.review.as_ref().and_then(Review::here) {
            let style = Some(match item {
                Item::Mention(mention) => theme.here(kind_of(mention)),
                _ => theme.style(Ink::SearchHere),
            });
            if overlapping(&span) {
                lay(span, Mark { style, ..Mark::default() });
            }
        }
        if let Some(crate::state::Layer::Editor(editor)) = &state.layer {
            for span in editor.note.spans.iter().copied().filter(overlapping) {
                lay(span, Mark { ground: Some(Ink::Selection), ..Mark::default() });
            }
        }
        if let Some(selected) = reading.selected().filter(overlapping) {
            let ground = Some(Ink::Selection);
            lay(selected, Mark { ground, style: None, ..Mark::default() });
        }
        Self { marks, base, add }
    }

    /// The style of the grapheme at a byte, and the byte up to which it holds.
    pub fn style(&self, at: usize, theme: &Theme) -> (Style, usize) {
        let bounds = self.marks.iter().flat_map(|mark| [mark.start, mark.end]);
        let until = bounds.filter(|&bound| bound > at).min().unwrap_or(usize::MAX);
        let (mut ink, mut ground) = (self.base, Ink::Text);
        let mut style = None;
        let mut fade = 0.0;
        let mut add = self.add;
        for mark in self.marks.iter().filter(|mark| mark.start <= at && at < mark.end) {
            if let Some(own) = mark.ink {
                (ink, fade) = (own, mark.fade);
            }
            if let Some(under) = mark.ground {
                ground = under;
                if under == Ink::Selection {
                    style = None;
                }
            }
            style = mark.style.or(style);
            add |= mark.add;
        }
        let style = style.unwrap_or_else(|| theme.faint(ink, ground, fade));
        (style.add_modifier(add), until)
    }
}

/// What a note's words and marks are painted as: the reader's own, or a colleague's.
pub fn hand(note: &Note) -> Ink {
    if note.is_own() { Ink::Note } else { Ink::Colleague }
}

/// The mark of a note in the margin. A colleague's is another in shape too.
pub fn mark(note: &Note) -> &'static str {
    if note.is_own() { "▌" } else { "┃" }
}

/// The colour of this name; yellow if it is not one of ours.
pub fn highlight(name: Option<&str>) -> HighlightColor {
    name.and_then(HighlightColor::parse).unwrap_or(HighlightColor::Yellow)
}
