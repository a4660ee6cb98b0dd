//! A theme in fewer colours than it was made with.

use ratatui::style::{Color, Style};

use super::color::{self, Rgb, distance, oklab, ratio};
use super::{Ink, Theme, collection};
use crate::config::settings::HighlightColor;

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Depth {
    /// None: bold, underline, italic and reverse only. Also for `NO_COLOR`.
    None,
    /// The sixteen whose look the terminal decides.
    Ansi16,
    /// A cube of 6×6×6 and 24 greys, besides the sixteen.
    Ansi256,
    /// 24 bits.
    True,
}

impl Theme {
    /// The same theme in the colours of `depth`. What words need to be read is
    /// kept; tints that would vanish are told by bold, underline or reverse.
    pub fn for_depth(self, depth: Depth) -> Theme {
        match depth {
            Depth::True => self,
            Depth::Ansi256 => in_256(self),
            Depth::Ansi16 => in_16(self),
            Depth::None => Theme { name: self.name, dark: self.dark, ..collection::mono() },
        }
    }
}

/// A colour of a fixed palette, measured.
struct Candidate {
    color: Color,
    lab: [f32; 3],
    luminance: f32,
}

fn in_256(mut theme: Theme) -> Theme {
    let candidates: Vec<Candidate> = (16..=255)
        .filter_map(|number| {
            let rgb = color::indexed(number)?;
            let color = Color::Indexed(number);
            Some(Candidate { color, lab: oklab(rgb), luminance: color::luminance(rgb) })
        })
        .collect();
    let nearest = |lab: [f32; 3], fits: &dyn Fn(&Candidate) -> bool| {
        candidates
            .iter()
            .filter(|candidate| fits(candidate))
            .min_by(|one, other| {
                distance(one.lab, lab, 1.0).total_cmp(&distance(other.lab, lab, 1.0))
            })
            .map(|candidate| candidate.color)
    };
    // Highlights are told apart by hue alone, and for most dark and pale tints
    // a grey is the nearest colour there is. So theirs are made stronger first,
    // and each gets a colour of its own; other tints need only differ from the
    // paper.
    const STRONGER: f32 = 2.2;
    let mut tints: Vec<(Color, Color)> = Vec::new();
    let highlights = HighlightColor::ALL.map(|(_, color)| color.ink());
    for ink in [Ink::Text].into_iter().chain(highlights).chain(Ink::ALL) {
        let Some(rgb) = theme.style(ink).bg.and_then(direct) else { continue };
        let [r, g, b] = rgb;
        let was = Color::Rgb(r, g, b);
        if tints.iter().any(|&(known, _)| known == was) {
            continue;
        }
        let [lightness, green_red, blue_yellow] = oklab(rgb);
        let (stronger, apart) = match highlights.contains(&ink) {
            true => (STRONGER, tints.len()),
            false => (1.0, tints.len().min(1)),
        };
        let lab = [lightness, green_red * stronger, blue_yellow * stronger];
        let free =
            |candidate: &Candidate| tints[..apart].iter().all(|&(_, now)| now != candidate.color);
        tints.extend(nearest(lab, &free).map(|now| (was, now)));
    }
    let wanted = theme.contrast;
    let words = |fg: Color, bg: Option<Color>| {
        let Some(rgb) = direct(fg) else { return fg };
        let ground = bg.and_then(color::rgb).map(color::luminance);
        let lab = oklab(rgb);
        let fits = |candidate: &Candidate| {
            ground.is_none_or(|ground| ratio(candidate.luminance, ground) >= wanted)
        };
        nearest(lab, &fits).or_else(|| nearest(lab, &|_| true)).unwrap_or(fg)
    };
    let tint = |bg: Color| tints.iter().find(|&&(was, _)| was == bg).map_or(bg, |&(_, now)| now);
    let paper = theme.style(Ink::Text).bg.map(tint);
    for style in &mut theme.styles {
        style.bg = style.bg.map(tint);
        style.fg = style.fg.map(|fg| words(fg, style.bg.or(paper)));
    }
    // The plain styles are legible on their own ground; on every other one the
    // nearest colour that is legible there is looked for anew.
    theme.lay_over(|fg, bg| {
        let (Some(one), Some(other)) = (color::rgb(fg), color::rgb(bg)) else { return fg };
        if color::contrast(one, other) >= wanted {
            return fg;
        }
        words(Color::Rgb(one[0], one[1], one[2]), Some(bg))
    });
    theme
}

fn direct(color: Color) -> Option<Rgb> {
    match color {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        _ => None,
    }
}

/// What the sixteen usually look like: as on the text console of a PC, and as
/// in xterm. A pair of them is trusted only if it can be read in both.
const CONSOLE: [Rgb; 16] = [
    [0, 0, 0],
    [170, 0, 0],
    [0, 170, 0],
    [170, 85, 0],
    [0, 0, 170],
    [170, 0, 170],
    [0, 170, 170],
    [170, 170, 170],
    [85, 85, 85],
    [255, 85, 85],
    [85, 255, 85],
    [255, 255, 85],
    [85, 85, 255],
    [255, 85, 255],
    [85, 255, 255],
    [255, 255, 255],
];
const XTERM: [Rgb; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The contrast of two of the sixteen, on the terminal where it is worse.
fn worse(one: usize, other: usize) -> f32 {
    [CONSOLE, XTERM]
        .map(|palette| color::contrast(palette[one], palette[other]))
        .into_iter()
        .fold(f32::INFINITY, f32::min)
}

fn in_16(mut theme: Theme) -> Theme {
    /// WCAG's least for large or bold print, all that sixteen colours allow
    /// without giving up every hue.
    const WANTED: f32 = 3.0;
    let Some(paper_rgb) = theme.style(Ink::Text).bg.and_then(color::rgb) else { return theme };
    let paper = if theme.dark { 0 } else { 15 };
    let nearest = |rgb: Rgb, ground: usize, hue: f32| {
        let lab = oklab(rgb);
        let far = |number: &usize| distance(oklab(CONSOLE[*number]), lab, hue);
        let fits = |number: &usize| worse(*number, ground) >= WANTED;
        (0..16).filter(fits).min_by(|one, other| far(one).total_cmp(&far(other))).unwrap_or(ground)
    };
    let pole = |ground: usize| if worse(0, ground) > worse(15, ground) { 0 } else { 15 };
    let mono = collection::mono();
    for (ink, style) in Ink::ALL.into_iter().zip(&mut theme.styles) {
        *style = match (style.fg.and_then(color::rgb), style.bg.and_then(color::rgb)) {
            (fg, Some(bg)) if ink == Ink::Text => Style {
                fg: fg.or(Some(bg)).map(|rgb| color::named(nearest(rgb, paper, 1.0))),
                bg: Some(color::named(paper)),
                ..*style
            },
            // A tint strong enough to be one of the sixteen.
            (Some(_), Some(bg)) if color::contrast(bg, paper_rgb) >= WANTED => {
                let bg = nearest(bg, paper, 4.0);
                style.bg(color::named(bg)).fg(color::named(pole(bg)))
            }
            (fg, bg) => {
                let mut plain = *style;
                plain.fg = fg.map(|rgb| color::named(nearest(rgb, paper, 4.0))).or(style.fg);
                if bg.is_some() {
                    plain.bg = None;
                    plain.add_modifier |= mono.style(ink).add_modifier;
                    // Words of a tint that is gone are the words of the text.
                    plain.fg = plain.fg.filter(|_| ink.lights());
                }
                plain
            }
        };
    }
    theme.lay_over(|fg, bg| match (color::number(fg), color::number(bg)) {
        (Some(one), Some(ground)) if worse(one, ground) < WANTED => color::named(pole(ground)),
        _ => fg,
    });
    theme
}
