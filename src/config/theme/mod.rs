//! Themes: what every ink looks like, on every ground, in as many colours as
//! the terminal has.
//!
//! A theme file names colours; [`Theme`] is what they come to. Words that the
//! file leaves illegible on some tint are moved towards black or white until
//! they can be read there, so that a pane never has to ask.

mod collection;
mod color;
mod depth;
mod ink;
mod read;

pub use collection::Themes;
pub use depth::Depth;
pub use ink::Ink;

use ratatui::style::{Color, Modifier};

pub use ratatui::style::Style;

use crate::config::settings::HighlightColor;
use crate::model::Kind;

/// What everything looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The name it is chosen by.
    pub name: String,
    /// Whether it is light on dark.
    pub dark: bool,
    /// The contrast words must have with what they stand on, 1 to 21.
    contrast: f32,
    /// One for each of [`Ink::ALL`].
    styles: Vec<Style>,
    /// One row for each of [`Ink::GROUNDS`], one column for each of [`Ink::ALL`].
    over: Vec<Style>,
}

impl Theme {
    /// A theme of its plain styles, one for each of [`Ink::ALL`].
    fn new(name: String, dark: bool, contrast: f32, styles: Vec<Style>) -> Self {
        let mut theme = Self { name, dark, contrast, styles, over: Vec::new() };
        theme.lay_over(|color, ground| match (color::rgb(color), color::rgb(ground)) {
            (Some(fg), Some(bg)) => {
                let [r, g, b] = color::legible(fg, bg, contrast);
                if [r, g, b] == fg { color } else { Color::Rgb(r, g, b) }
            }
            _ => color,
        });
        theme
    }

    /// Works out every ink on every ground; `legible` gives a foreground that
    /// can be read on a background.
    fn lay_over(&mut self, legible: impl Fn(Color, Color) -> Color) {
        let paper = self.style(Ink::Text);
        self.over = Vec::with_capacity(Ink::GROUNDS.len() * Ink::ALL.len());
        for ground in Ink::GROUNDS {
            let under = self.style(ground);
            for ink in Ink::ALL {
                let mut style = self.style(ink);
                if ground != Ink::Text {
                    style.add_modifier |= under.add_modifier;
                    // A tint that states its own words, as a search match does, keeps them.
                    style.fg = under.fg.or(style.fg);
                    // The paper is what text stands on where nothing else lies.
                    let own = style.bg.filter(|_| ink != Ink::Text);
                    style.bg = if under.fg.is_some() { under.bg } else { own.or(under.bg) };
                }
                let fg = style.fg.or(paper.fg);
                let bg = style.bg.or(paper.bg);
                style.fg = match (fg, bg) {
                    (Some(fg), Some(bg)) if ink.is_for_words() => Some(legible(fg, bg)),
                    _ => fg,
                };
                style.bg = bg;
                self.over.push(style);
            }
        }
    }

    /// An ink as the theme has it: a colour that is not stated shows what is
    /// beneath. To patch over cells that are painted already; where the ground
    /// is known, [`Theme::over`] is better.
    pub fn style(&self, ink: Ink) -> Style {
        self.styles[ink.index()]
    }

    /// An ink on a ground, foreground and background both stated and legible.
    /// `ground` is one of [`Ink::GROUNDS`]; any other counts as the paper. An
    /// ink with a tint of its own, as lit names have, keeps it, except on a
    /// ground that states its own words: selections and search matches win.
    pub fn over(&self, ink: Ink, ground: Ink) -> Style {
        let row = Ink::GROUNDS.iter().position(|&known| known == ground).unwrap_or(0);
        self.over[row * Ink::ALL.len() + ink.index()]
    }

    /// The same ink between its own colour and that of plain words: `share`
    /// from 0 (its own) to 1 (plain). Legible, since both are. Where colours
    /// cannot be mixed, its own.
    pub fn faint(&self, ink: Ink, ground: Ink, share: f32) -> Style {
        let style = self.over(ink, ground);
        if share <= 0.0 {
            return style;
        }
        match (style.fg, self.over(Ink::Text, ground).fg) {
            (Some(Color::Rgb(r, g, b)), Some(Color::Rgb(plain_r, plain_g, plain_b))) => {
                let mix = |own: u8, plain: u8| {
                    let (own, plain) = (f32::from(own), f32::from(plain));
                    (own + (plain - own) * share.clamp(0.0, 1.0)).round() as u8
                };
                style.fg(Color::Rgb(mix(r, plain_r), mix(g, plain_g), mix(b, plain_b)))
            }
            _ => style,
        }
    }

    /// The mention the reader is at: inverted in its kind's colour.
    pub fn here(&self, kind: &Kind) -> Style {
        let style = self.over(Ink::of(kind), Ink::Text);
        match (style.fg, style.bg) {
            (Some(fg), Some(bg)) if fg != Color::Reset && bg != Color::Reset => {
                style.fg(bg).bg(fg).add_modifier(Modifier::BOLD)
            }
            // The terminal's own colours are not known, but it can invert them.
            _ => style.add_modifier(Modifier::BOLD | Modifier::REVERSED),
        }
    }

    /// Whether the colours of highlights are told apart by their tints: only
    /// where each has one of its own and the terminal shows it as it is.
    pub fn tells_highlights(&self) -> bool {
        let tints = HighlightColor::ALL.map(|(_, color)| self.style(color.ink()).bg);
        tints
            .iter()
            .enumerate()
            .all(|(at, tint)| matches!(tint, Some(Color::Rgb(..))) && !tints[..at].contains(tint))
    }

    /// Whether kinds of name are told apart by how the names are painted.
    /// Without colours they are all alike: other marks must tell then.
    pub fn tells_kinds(&self) -> bool {
        self.style(Ink::Person) != self.style(Ink::Organization)
    }

    /// The contrast words are promised on every ground, 1 to 21.
    pub fn contrast(&self) -> f32 {
        self.contrast
    }
}
