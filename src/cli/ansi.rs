//! Rows in colours: names by kind, times, headings, and what carries a note.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::gather::Opened;
use crate::config::theme::Style;
use crate::config::{Depth, HighlightColor, Ink, Settings, Theme, ThemeChoice, Themes};
use crate::model::{InlineKind, Note, NoteKind, Paragraph, Role, Span, Text};
use crate::terminal::Pen;
use crate::typeset::{self, Row};

/// The theme to print with. Its paper is never painted, so the terminal's own
/// has to be known: where the settings leave the choice open, `COLORFGBG`
/// says, and where it does not, the terminal's own colours suit any paper.
pub(super) fn theme(settings: &Settings, themes: &Themes, env: &super::desk::Env) -> Theme {
    let named = match &settings.theme {
        ThemeChoice::Named(name) => name.as_str(),
        ThemeChoice::Auto => match crate::terminal::says_dark(env) {
            Some(true) => "dark",
            Some(false) => "light",
            None => "terminal",
        },
    };
    themes.get(named).unwrap_or_else(|| Themes::fallback(true)).for_depth(Depth::detect(env))
}

/// What a stretch of text is, besides what its paragraph makes of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Look {
    ink: Option<Ink>,
    ground: Option<Ink>,
    bold: bool,
    italic: bool,
    struck: bool,
}

/// What can lie on a stretch of text.
#[derive(Debug, Clone, Copy)]
enum Mark {
    /// Innermost wins.
    Ground(Ink),
    /// Innermost wins, and wins over a time or link.
    Name(Ink),
    Time,
    Link,
    Code,
    Bold,
    Italic,
    Struck,
}

/// The looks of a whole story, to be asked from start to end.
pub(super) struct Painter<'a> {
    theme: &'a Theme,
    /// Where a look begins; the first at 0.
    looks: Vec<(usize, Look)>,
    at: usize,
    pen: Pen,
}

impl<'a> Painter<'a> {
    pub(super) fn new(opened: &Opened, theme: &'a Theme) -> Self {
        Self { theme, looks: looks(&marks(opened)), at: 0, pen: Pen::new(0, 0) }
    }

    /// Writes a row, which must stand behind the one before.
    pub(super) fn row(
        &mut self,
        to: &mut dyn Write,
        text: &Text,
        paragraph: Paragraph,
        row: &Row,
    ) -> io::Result<()> {
        for cell in typeset::cells(text.as_str(), row) {
            while self.looks.get(self.at + 1).is_some_and(|&(start, _)| start <= cell.at) {
                self.at += 1;
            }
            let style = self.style(self.looks[self.at].1, paragraph.role);
            self.pen.write(cell.shown, style);
        }
        self.pen.write("", Style::new());
        to.write_all(self.pen.bytes())?;
        self.pen.clean();
        Ok(())
    }

    fn style(&self, look: Look, role: Role) -> Style {
        let ink = look.ink.unwrap_or(match role {
            Role::Title | Role::Heading => Ink::Heading,
            Role::Dateline | Role::Byline | Role::Caption | Role::Boilerplate => Ink::Quiet,
            Role::Code => Ink::Code,
            Role::Body | Role::Quote | Role::List => Ink::Text,
        });
        let ground = look.ground.unwrap_or(Ink::Text);
        let mut style = self.theme.over(ink, ground);
        if style.bg == self.theme.over(Ink::Text, Ink::Text).bg {
            style.bg = None;
            if ink == Ink::Text && ground == Ink::Text {
                style.fg = None;
            }
        }
        for (wanted, with) in [
            (look.bold, Style::bold as fn(Style) -> Style),
            (look.italic, Style::italic),
            (look.struck, Style::crossed_out),
        ] {
            if wanted {
                style = with(style);
            }
        }
        style
    }
}

/// Everything that lies on the text.
fn marks(opened: &Opened) -> Vec<(Span, Mark)> {
    let Opened { story, annotations, notes, .. } = opened;
    let mut marks: Vec<(Span, Mark)> = Vec::new();
    for mention in &annotations.mentions {
        if let Some(entity) = annotations.entities.get(mention.entity) {
            let mark = Mark::Name(Ink::of(&entity.kind));
            marks.extend(mention.spans().map(|span| (span, mark)));
        }
    }
    marks.extend(annotations.times.iter().map(|time| (time.span, Mark::Time)));
    marks.extend(story.inline.iter().map(|inline| {
        let mark = match inline.kind {
            InlineKind::Emphasis => Mark::Italic,
            InlineKind::Strong => Mark::Bold,
            InlineKind::Struck => Mark::Struck,
            InlineKind::Code => Mark::Code,
            InlineKind::Link(_) => Mark::Link,
        };
        (inline.span, mark)
    }));
    for note in notes {
        if let Some(ground) = ground(note) {
            marks.extend(note.spans.iter().map(|&span| (span, Mark::Ground(ground))));
        }
    }
    marks.retain(|(span, _)| !span.is_empty());
    marks
}

/// What text with this note lies on. Names and events of the reader's own
/// look as all names do.
fn ground(note: &Note) -> Option<Ink> {
    let color = note.color.as_deref().and_then(HighlightColor::parse);
    match note.kind {
        NoteKind::Highlight => Some(color.unwrap_or(HighlightColor::Yellow).ink()),
        NoteKind::Note => Some(color.map_or(Ink::NoteText, HighlightColor::ink)),
        NoteKind::Entity | NoteKind::Event | NoteKind::Correction => None,
    }
}

/// The look of every stretch between two places where anything begins or ends.
fn looks(marks: &[(Span, Mark)]) -> Vec<(usize, Look)> {
    let mut bounds: Vec<(usize, bool, usize)> = Vec::with_capacity(2 * marks.len());
    for (index, (span, _)) in marks.iter().enumerate() {
        bounds.push((span.start, true, index));
        bounds.push((span.end, false, index));
    }
    bounds.sort_unstable();
    let mut looks = vec![(0, Look::default())];
    let mut lying = Lying::default();
    for (at, begins, index) in bounds {
        let (span, mark) = marks[index];
        lying.put(begins, span, mark, index);
        let look = lying.look(marks);
        match looks.last_mut() {
            Some((start, last)) if *start == at => *last = look,
            Some((_, last)) if *last == look => {}
            _ => looks.push((at, look)),
        }
    }
    looks
}

/// What lies on the text at a place.
#[derive(Default)]
struct Lying {
    /// (length, index): the shortest first.
    grounds: BTreeSet<(usize, usize)>,
    names: BTreeSet<(usize, usize)>,
    times: usize,
    links: usize,
    code: usize,
    bold: usize,
    italic: usize,
    struck: usize,
}

impl Lying {
    fn put(&mut self, begins: bool, span: Span, mark: Mark, index: usize) {
        let key = (span.len(), index);
        let put = |set: &mut BTreeSet<_>| {
            if begins {
                set.insert(key);
            } else {
                set.remove(&key);
            }
        };
        let count = match mark {
            Mark::Ground(_) => return put(&mut self.grounds),
            Mark::Name(_) => return put(&mut self.names),
            Mark::Time => &mut self.times,
            Mark::Link => &mut self.links,
            Mark::Code => &mut self.code,
            Mark::Bold => &mut self.bold,
            Mark::Italic => &mut self.italic,
            Mark::Struck => &mut self.struck,
        };
        *count = if begins { *count + 1 } else { count.saturating_sub(1) };
    }

    fn look(&self, marks: &[(Span, Mark)]) -> Look {
        let ink_of = |set: &BTreeSet<(usize, usize)>| match marks[set.first()?.1].1 {
            Mark::Ground(ink) | Mark::Name(ink) => Some(ink),
            _ => None,
        };
        let otherwise = [(self.times, Ink::Time), (self.links, Ink::Link), (self.code, Ink::Code)];
        let other = otherwise.into_iter().find(|&(count, _)| count > 0).map(|(_, ink)| ink);
        Look {
            ink: ink_of(&self.names).or(other),
            ground: ink_of(&self.grounds),
            bold: self.bold > 0,
            italic: self.italic > 0,
            struck: self.struck > 0,
        }
    }
}
