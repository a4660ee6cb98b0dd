//! The card of a name or a note.

use crate::config::Ink;
use crate::model::{Anchor, Note, NoteKind, Origin, Paragraph, Role, attrs};
use crate::state::layout::Area;
use crate::state::note_rows::in_short;
use crate::state::reading::Reading;
use crate::state::unfold::{unquoted, whose};
use crate::state::{Card, Command};
use crate::typeset::width;

use super::Canvas;
use super::names::bar;
use super::paint::{hand, highlight, mark};
use super::panel::{GAP, Pieces, flow};

/// A name that is not parted at the end of a line, unless it is long.
fn unbroken(name: &str, columns: usize) -> String {
    match width::columns(name) * 2 <= columns {
        // With spaces that hold, and joiners behind hyphens.
        true => name.replace(' ', "\u{a0}").replace('-', "-\u{2060}"),
        false => name.to_owned(),
    }
}

impl Canvas<'_> {
    pub(super) fn card(&mut self, card: Card) {
        let Some(reading) = &self.state.reading else { return };
        let pane = if self.layout.covered { self.layout.body } else { self.layout.text };
        let column = self.layout.column;
        let (x, wide) = if self.layout.covered {
            (pane.x + 1, pane.width.saturating_sub(2))
        } else {
            (column.x.saturating_sub(2).max(pane.x), (column.width + 4).min(pane.width))
        };
        let wide = wide.min(pane.right().saturating_sub(x));
        let small = self.layout.is_small();
        let wide = if small { self.layout.body.width } else { wide };
        let inner = usize::from(wide.saturating_sub(4)).max(1);
        let (lines, top) = match card {
            Card::Name { entity, top } => (self.name_card(reading, entity, inner), top),
            Card::Note { note, top } => (self.note_card(reading, note, inner), top),
        };
        // Where the larger part of the pane is free: the place stays in sight,
        // outside the air around the card.
        let line = reading.page.shown_at(reading.place).unwrap_or(0) as u16;
        let (above, below) = (line.saturating_sub(1), pane.height.saturating_sub(line + 2));
        let wanted = lines.len() as u16 + 2;
        let under = self.layout.covered || below >= above || wanted <= below;
        let room = match (self.layout.covered, under) {
            (true, _) => pane.height,
            (false, true) => below,
            (false, false) => above,
        };
        let height = wanted.min(room.max(pane.height.min(6)));
        let y = if under {
            pane.bottom().saturating_sub(height)
        } else {
            pane.y + above - height.min(above)
        };
        let y = y.clamp(pane.y, pane.bottom().saturating_sub(height));
        // In a small window nothing else is of use beside it.
        let area = if small { self.layout.body } else { Area::new(x, y, wide, height) };
        self.paper_within(area, pane);
        let air = u16::from(height > 4 && !small);
        let inside = Area { y: area.y + air, height: area.height - 2 * air, ..area }.inset(2);
        self.lines(inside, &lines, top);
    }

    /// Who or what it is, where it occurs, with whom, what was said and noted.
    fn name_card(&self, reading: &Reading, index: usize, columns: usize) -> Vec<Pieces> {
        let annotations = &reading.annotations;
        let entity = &annotations.entities[index];
        let mut lines = Vec::new();
        let mut first = vec![self.bold(&entity.name, Ink::of(&entity.kind))];
        first.push(self.piece(format!("{GAP}{}", entity.kind.word()), Ink::Quiet));
        if let Some(role) = &entity.role {
            first.push(self.piece(format!(" · {role}"), Ink::Quiet));
        }
        if entity.origin == Origin::Found {
            first.push(self.italic(" · found by machine", Ink::Quiet));
        }
        lines.extend(flow(&first, columns, 0));
        if !entity.aliases.is_empty() {
            let aliases: Vec<String> =
                entity.aliases.iter().map(|alias| unbroken(alias, columns)).collect();
            let also = [self.piece("also ", Ink::Quiet), self.piece(aliases.join(", "), Ink::Text)];
            lines.extend(flow(&also, columns, 5));
        }
        if let Some(about) = &entity.about {
            lines.extend(flow(&[self.piece(about, Ink::Text)], columns, 0));
        }
        let here = |note: &Note| {
            note.contains(reading.place)
                && reading
                    .mentions
                    .at(reading.place)
                    .is_some_and(|mention| annotations.mentions[mention].entity == index)
        };
        for note in reading.notes.iter().filter(|note| {
            (note.about.contains(&entity.id) || here(note)) && !note.body.trim().is_empty()
        }) {
            let ink = hand(note);
            let mut noted = vec![self.piece(format!("{} ", mark(note)), ink)];
            noted.push(self.piece(whose(note), Ink::Quiet));
            noted
                .push(self.italic(note.body.split_whitespace().collect::<Vec<_>>().join(" "), ink));
            noted.push(self.piece(format!("{GAP}{}", when_and_who(note)), Ink::Quiet));
            lines.extend(flow(&noted, columns, 2));
        }
        for far in reading.notes_from_afar(index) {
            let ink = hand(&far.note);
            let noted = [
                self.piece(format!("{} ", mark(&far.note)), ink),
                self.piece(whose(&far.note), Ink::Quiet),
                self.italic(in_short(&far.note), ink),
                self.piece(format!(" — {}", far.title), Ink::Quiet),
            ];
            lines.extend(flow(&noted, columns, 2));
        }
        lines.push(Vec::new());

        let strip: String = reading.names.strips[index].iter().map(|&count| bar(count)).collect();
        let here = [
            self.piece(format!("{} here{GAP}", reading.names.counts[index]), Ink::Quiet),
            self.piece(strip, Ink::of(&entity.kind)),
            self.piece(self.first_and_last(reading, index), Ink::Quiet),
        ];
        lines.extend(flow(&here, columns, 5));
        if let Some(elsewhere) = reading.elsewhere.as_ref().and_then(|all| all.get(&entity.id)) {
            let total: usize = elsewhere.iter().map(|(_, count)| count).sum();
            let many = elsewhere.len();
            let mut words = vec![self.piece(
                format!(
                    "{total} in {many} other {}{GAP}",
                    if many == 1 { "story" } else { "stories" }
                ),
                Ink::Quiet,
            )];
            let titles: Vec<&str> =
                elsewhere.iter().take(3).map(|(title, _)| title.as_str()).collect();
            let rest = many.saturating_sub(titles.len());
            let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
            words.push(self.piece(titles.join("; ") + &more, Ink::Text));
            lines.extend(flow(&words, columns, 5));
        }
        let company = reading.company(index);
        if !company.is_empty() {
            let mut with = vec![self.piece("with ", Ink::Quiet)];
            for (other, times) in company.iter().take(6) {
                let other = &annotations.entities[*other];
                with.push(self.piece(unbroken(&other.name, columns), Ink::of(&other.kind)));
                with.push(self.piece(format!("\u{a0}{times}{GAP}"), Ink::Quiet));
            }
            lines.extend(flow(&with, columns, 5));
        }
        for quote in annotations.quotes.iter().filter(|q| q.speaker.as_deref() == Some(&entity.id))
        {
            let words = reading.story.text.slice(quote.span);
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let bare = unquoted(&words).trim_end_matches([',', ';']);
            let cue = quote.cue.as_deref().unwrap_or("said");
            // One word leads; longer ones stand behind, as they may not fit before.
            let (verb, behind) = match cue.contains(' ') {
                true => ("said", format!("\u{a0} ({cue})")),
                false => (cue, String::new()),
            };
            let said = [
                self.piece(format!("{verb} "), Ink::Quiet),
                self.piece(format!("“{bare}”"), Ink::Text),
                self.piece(behind, Ink::Quiet),
            ];
            lines.extend(flow(&said, columns, 5));
        }
        lines.extend(self.relations(reading, index, columns));
        for (name, value) in &entity.links {
            let link = [self.piece(format!("{name} "), Ink::Quiet), self.piece(value, Ink::Link)];
            lines.extend(flow(&link, columns, 5));
        }
        for (name, value) in &entity.attrs {
            let words = format!("{name} {}", attrs::words(value));
            let words = [self.piece(words, Ink::Quiet)];
            lines.extend(flow(&words, columns, 5));
        }
        lines
    }

    /// What a name has to do with others: a sentence each, whichever end the card
    /// is of: "meets Sergei Lavrov", "John Kerry meets Sergei Lavrov".
    fn relations(&self, reading: &Reading, index: usize, columns: usize) -> Vec<Pieces> {
        let annotations = &reading.annotations;
        let name = |known: Option<usize>, id: &str| match known {
            Some(known) => {
                let known = &annotations.entities[known];
                self.piece(unbroken(&known.name, columns), Ink::of(&known.kind))
            }
            None => {
                let mut times = annotations.times.iter();
                let time = times.find(|time| time.id.as_deref() == Some(id));
                self.piece(time.map_or(id, |time| reading.story.text.slice(time.span)), Ink::Text)
            }
        };
        let mut lines = Vec::new();
        for &number in reading.relations.of(index) {
            let relation = &annotations.relations[number];
            let (from, to) = reading.relations.ends(number);
            let mut words = Vec::new();
            if from != Some(index) {
                words.push(name(from, &relation.from));
                words.push(self.piece(" ", Ink::Quiet));
            }
            let kind = relation.kind.replace(['-', '_'], " ");
            words.push(self.piece(format!("{kind} "), Ink::Quiet));
            words.push(name(to, &relation.to));
            lines.extend(flow(&words, columns, 5));
        }
        lines
    }

    /// "first in paragraph 3, last in 9", as one counts who reads: without what
    /// stands above the text or is hidden.
    fn first_and_last(&self, reading: &Reading, index: usize) -> String {
        let mut mentions =
            reading.annotations.mentions.iter().filter(|mention| mention.entity == index);
        let counts = |paragraph: &Paragraph| {
            matches!(paragraph.role, Role::Body | Role::Quote | Role::List | Role::Code)
        };
        let number = |at: usize| {
            let last = reading.story.text.paragraph_at(at).unwrap_or(0);
            let so_far = &reading.story.text.paragraphs()[..=last];
            so_far.iter().filter(|paragraph| counts(paragraph)).count().max(1)
        };
        let Some(first) = mentions.next() else { return format!("{GAP}not in this story") };
        let first = number(first.span.start);
        match mentions.next_back().map(|mention| number(mention.span.start)) {
            Some(last) if last != first => {
                format!("{GAP}first in paragraph {first}, last in {last}")
            }
            _ => format!("{GAP}in paragraph {first}"),
        }
    }

    fn note_card(&self, reading: &Reading, index: usize, columns: usize) -> Vec<Pieces> {
        let note = &reading.notes[index];
        let mut lines = Vec::new();
        let word = match note.kind {
            NoteKind::Note => "Note".to_owned(),
            NoteKind::Highlight => {
                format!("Highlight, {}", highlight(note.color.as_deref()).word())
            }
            NoteKind::Entity => format!(
                "{}: {}",
                note.kind_word.as_deref().unwrap_or("Name"),
                note.name.as_deref().unwrap_or("")
            ),
            NoteKind::Event => format!(
                "{}: {}",
                note.when.as_deref().unwrap_or("Event"),
                note.name.as_deref().unwrap_or("")
            ),
            NoteKind::Correction => note.date_said().unwrap_or_else(|| "Correction".to_owned()),
        };
        let mut first = vec![self.bold(word, hand(note))];
        let mut when = format!("{GAP}{}", when_and_who(note));
        if let Some(hand) = &note.hand {
            when.push_str(&format!(" · {hand}'s, only read"));
        }
        first.push(self.piece(when, Ink::Quiet));
        lines.extend(flow(&first, columns, 0));
        if note.anchor != Anchor::Exact {
            let mut standing = vec![self.piece(note.standing_words(), Ink::Warning)];
            if note.is_own() {
                let key = self.key(Command::SettleNote);
                standing.push(self.piece(format!("{GAP}{key} settles it"), Ink::Quiet));
            }
            lines.extend(flow(&standing, columns, 0));
        }
        for selector in &note.selectors {
            let quote = selector.quote.split_whitespace().collect::<Vec<_>>().join(" ");
            let quote = format!("“{}”", unquoted(&quote));
            lines.extend(flow(&[self.piece(quote, Ink::Quiet)], columns, 0));
        }
        if !note.body.trim().is_empty() {
            lines.push(Vec::new());
            for line in note.body.trim_end().lines() {
                lines.extend(flow(&[self.piece(line, Ink::Text)], columns, 0));
            }
        }
        if !note.tags.is_empty() {
            let tags: Vec<String> = note.tags.iter().map(|tag| format!("#{tag}")).collect();
            lines.extend(flow(&[self.piece(tags.join(" "), Ink::Quiet)], columns, 0));
        }
        lines
    }
}

/// When a note was made and changed, and by whom if that is not said elsewhere.
fn when_and_who(note: &Note) -> String {
    let day = |stamp: &str| stamp.get(..16).unwrap_or(stamp).replace('T', " ");
    let mut when = note.made.as_deref().map(day).unwrap_or_default();
    if let Some(changed) = note.changed.as_deref().filter(|_| note.changed != note.made) {
        when.push_str(&format!(", changed {}", day(changed)));
    }
    if let Some(by) = note.by.as_ref().filter(|by| note.hand.as_ref() != Some(by)) {
        when.push_str(&format!(" · {by}"));
    }
    when
}
