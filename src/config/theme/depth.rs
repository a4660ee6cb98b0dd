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
    /// How much more a hue counts than a lightness: it carries the meaning.
    const HUE: f32 = 2.0;
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
                distance(one.lab, lab, HUE).total_cmp(&distance(other.lab, lab, HUE))
            })
            .map(|candidate| candidate.color)
    };
    // Highlights are told apart by hue alone, and for most dark and pale tints
    // a grey is the nearest colour there is. So theirs are made stronger first,
    // and each gets a colour of its own; other tints need only differ from the
    // paper.
    const STRONGER: f32 = 2.2;
    let wanted = theme.contrast;
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
        let fits = |candidate: &Candidate| {
            let luminance = candidate.luminance;
            // Black or white, at least, can be read on it.
            ratio(luminance, 0.0).max(ratio(luminance, 1.0)) >= wanted
                && tints[..apart].iter().all(|&(_, now)| now != candidate.color)
        };
        tints.extend(nearest(lab, &fits).map(|now| (was, now)));
    }
    let mapped = |ink: Ink, style: Style, paper: Option<Color>| {
        let tint =
            |bg: Color| tints.iter().find(|&&(was, _)| was == bg).map_or(bg, |&(_, now)| now);
        let bg = style.bg.map(tint);
        let ground = bg.or(paper.map(tint)).and_then(color::rgb).map(color::luminance);
        let legible = |candidate: &Candidate| match ground {
            Some(ground) if ink.is_for_words() => ratio(candidate.luminance, ground) >= wanted,
            _ => true,
        };
        let fg = style.fg.map(|fg| match direct(fg).map(oklab) {
            Some(lab) => nearest(lab, &legible).or_else(|| nearest(lab, &|_| true)).unwrap_or(fg),
            None => fg,
        });
        Style { fg, bg, ..style }
    };
    let paper = theme.style(Ink::Text).bg;
    for (at, style) in theme.over.iter_mut().enumerate() {
        *style = mapped(Ink::ALL[at % Ink::ALL.len()], *style, paper);
    }
    for (ink, style) in Ink::ALL.into_iter().zip(&mut theme.styles) {
        *style = mapped(ink, *style, paper);
    }
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

/// Below this an OKLab colour has no hue to speak of.
const GREY: f32 = 0.05;

/// The one of the sixteen that stands for `rgb` on `ground`, by its hue where
/// it has one. `wanted` is the contrast with `ground`; where no colour of about
/// the same hue has it, the nearest grey that has it is taken.
fn of_16(rgb: Rgb, ground: usize, wanted: f32) -> usize {
    /// About 60 degrees on the colour wheel; further off it is another colour.
    const SAME_HUE: f32 = 1.0;
    let [lightness, a, b] = oklab(rgb);
    let chroma = a.hypot(b);
    let far = |number: usize, hue_counts: bool| {
        let [other_lightness, other_a, other_b] = oklab(CONSOLE[number]);
        let other = other_a.hypot(other_b);
        let hue = (a / chroma - other_a / other).hypot(b / chroma - other_b / other);
        let apart = (lightness - other_lightness).abs();
        if hue_counts { hue + 0.5 * apart } else { apart }
    };
    let has_hue = |number: usize| !matches!(number, 0 | 7 | 8 | 15);
    let best = |hue: bool| {
        (0..16)
            .filter(|&number| has_hue(number) == hue && worse(number, ground) >= wanted)
            .min_by(|&one, &other| far(one, hue).total_cmp(&far(other, hue)))
    };
    best(true)
        .filter(|&number| chroma >= GREY && far(number, true) < SAME_HUE)
        .or_else(|| best(false))
        .unwrap_or_else(|| pole(ground))
}

/// Black or white, whichever is read better on one of the sixteen.
fn pole(ground: usize) -> usize {
    if worse(0, ground) > worse(15, ground) { 0 } else { 15 }
}

fn in_16(mut theme: Theme) -> Theme {
    /// WCAG's least for large or bold print, all that sixteen colours allow
    /// without giving up every hue. Running text gets more.
    const WORDS: f32 = 3.0;
    const TEXT: f32 = 4.5;
    /// Lines and bars only need to be seen.
    const LINES: f32 = 1.5;
    let Some(paper_rgb) = theme.style(Ink::Text).bg.and_then(color::rgb) else { return theme };
    let paper = if theme.dark { 0 } else { 15 };
    let mono = collection::mono();
    for (ink, style) in Ink::ALL.into_iter().zip(&mut theme.styles) {
        let wanted = match ink {
            Ink::Text | Ink::Code => TEXT,
            ink if ink.is_for_words() => WORDS,
            _ => LINES,
        };
        let (fg, bg) = (style.fg.and_then(color::rgb), style.bg.and_then(color::rgb));
        let mapped = fg.map(|rgb| color::named(of_16(rgb, paper, wanted))).or(style.fg);
        *style = match bg {
            None => Style { fg: mapped, ..*style },
            Some(_) if ink == Ink::Text => {
                Style { fg: mapped, bg: Some(color::named(paper)), ..*style }
            }
            // A tint strong enough to be one of the sixteen.
            Some(bg) if fg.is_some() && color::contrast(bg, paper_rgb) >= WORDS => {
                let bg = of_16(bg, paper, WORDS);
                style.bg(color::named(bg)).fg(color::named(pole(bg)))
            }
            // Any other would vanish. Lit names keep their hue; words of other
            // tints are those of the text.
            Some(_) => Style {
                fg: mapped.filter(|_| ink.lights()),
                bg: None,
                add_modifier: style.add_modifier | mono.style(ink).add_modifier,
                ..*style
            },
        };
    }
    theme.lay_over(|fg, bg| match (color::number(fg), color::number(bg)) {
        (Some(one), Some(ground)) if worse(one, ground) < WORDS => color::named(pole(ground)),
        _ => fg,
    });
    theme
}
