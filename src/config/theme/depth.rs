//! A theme in fewer colours than it was made with.

use ratatui::style::{Color, Modifier, Style};

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
    // Between the greys and the hues of the cube there is nothing quiet, so the
    // strongest hues are left out: a highlight must not shout.
    const QUIET: f32 = 0.16;
    let wanted = theme.contrast;
    let mut tints: Vec<(Color, Color)> = Vec::new();
    let mut highlights = HighlightColor::ALL.map(|(_, color)| color.ink());
    // Of purple and pink purple has the fewer quiet neighbours.
    highlights.reverse();
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
        let loudest = match highlights.contains(&ink) {
            true => green_red.hypot(blue_yellow).max(QUIET),
            false => f32::INFINITY,
        };
        let fits = |candidate: &Candidate| {
            let luminance = candidate.luminance;
            let loud = candidate.lab[1].hypot(candidate.lab[2]) > loudest;
            // Black or white, at least, can be read on it.
            ratio(luminance, 0.0).max(ratio(luminance, 1.0)) >= wanted
                && !loud
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

/// About 60 degrees on the colour wheel; further off it is another colour.
const SAME_HUE: f32 = 1.0;

/// Whether one of the sixteen has a hue; the others are greys.
fn has_hue(number: usize) -> bool {
    !matches!(number, 0 | 7 | 8 | 15)
}

/// How far one of the sixteen is from `rgb`: by hue, and less by lightness; or
/// by lightness alone.
fn far(rgb: Rgb, number: usize, hue_counts: bool) -> f32 {
    let [lightness, a, b] = oklab(rgb);
    let [other_lightness, other_a, other_b] = oklab(CONSOLE[number]);
    let (chroma, other) = (a.hypot(b), other_a.hypot(other_b));
    let hue = (a / chroma - other_a / other).hypot(b / chroma - other_b / other);
    let apart = (lightness - other_lightness).abs();
    if hue_counts { hue + 0.5 * apart } else { apart }
}

/// The one of the sixteen that stands for `rgb` on `ground`, by its hue where
/// it has one. `wanted` is the contrast with `ground`; where no colour of about
/// the same hue has it, the nearest grey that has it is taken.
fn of_16(rgb: Rgb, ground: usize, wanted: f32) -> usize {
    let [_, a, b] = oklab(rgb);
    let best = |hue: bool| {
        (0..16)
            .filter(|&number| has_hue(number) == hue && worse(number, ground) >= wanted)
            .min_by(|&one, &other| far(rgb, one, hue).total_cmp(&far(rgb, other, hue)))
    };
    best(true)
        .filter(|&number| a.hypot(b) >= GREY && far(rgb, number, true) < SAME_HUE)
        .or_else(|| best(false))
        .unwrap_or_else(|| pole(ground))
}

/// What is told apart by hue, what occurs most first: it chooses first.
const HUED: [Ink; 10] = [
    Ink::Person,
    Ink::Organization,
    Ink::Place,
    Ink::Group,
    Ink::Time,
    Ink::Product,
    Ink::Event,
    Ink::Work,
    Ink::Note,
    Ink::Colleague,
];

/// Whether a hue can be read on `ground`. The green and cyan of xterm are paler
/// than those of most terminals; the hue is worth more than the contrast there.
fn hue_is_seen(number: usize, ground: usize) -> bool {
    const CLEARLY: f32 = 3.0;
    const ELSEWHERE: f32 = 2.8;
    const ON_XTERM: f32 = 1.9;
    let on = |palette: &[Rgb; 16]| color::contrast(palette[number], palette[ground]);
    has_hue(number)
        && (worse(number, ground) >= CLEARLY || on(&CONSOLE) >= ELSEWHERE && on(&XTERM) >= ON_XTERM)
}

/// Kinds of name, times and notes in the sixteen, each in a hue of its own as
/// far as there are such; the others as `None`.
fn hues(theme: &Theme, paper: usize) -> Vec<(Ink, Option<usize>)> {
    let mut given: Vec<(Ink, Option<usize>)> = Vec::new();
    for ink in HUED {
        let Some(rgb) = theme.style(ink).fg.and_then(color::rgb) else { continue };
        let near = |number: usize| far(rgb, number, true);
        let free = |number: &usize| {
            hue_is_seen(*number, paper)
                && near(*number) < SAME_HUE
                && given.iter().all(|(_, taken)| *taken != Some(*number))
        };
        let best = (0..16).filter(free).min_by(|&one, &other| near(one).total_cmp(&near(other)));
        given.push((ink, best));
    }
    given
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
    let hues = hues(&theme, paper);
    let plain = theme.style(Ink::Text).fg.and_then(color::rgb);
    let plain = plain.map_or_else(|| pole(paper), |rgb| of_16(rgb, paper, TEXT));
    let own = Ink::ALL.map(|ink| theme.style(ink).fg.and_then(color::rgb));
    // Where no hue is left: as plain words, and told by leaning, as notes are;
    // or as the nearest there is, and told by a line under it.
    let hue_of = |ink: Ink, rgb: Rgb| match hues.iter().find(|(hued, _)| *hued == ink) {
        Some((_, Some(number))) => Some((*number, Modifier::empty())),
        Some((Ink::Note | Ink::Colleague, None)) => Some((plain, Modifier::ITALIC)),
        Some(_) => Some((of_16(rgb, paper, WORDS), Modifier::UNDERLINED)),
        None if ink == Ink::Other => Some((plain, Modifier::UNDERLINED)),
        None => None,
    };
    for (ink, style) in Ink::ALL.into_iter().zip(&mut theme.styles) {
        let wanted = match ink {
            Ink::Text | Ink::Code => TEXT,
            ink if ink.is_for_words() => WORDS,
            _ => LINES,
        };
        let (fg, bg) = (style.fg.and_then(color::rgb), style.bg.and_then(color::rgb));
        let hue = own[ink.unlit().index()].filter(|_| fg.is_some());
        let hue = hue.and_then(|rgb| hue_of(ink.unlit(), rgb));
        let mapped = match hue {
            Some((number, _)) => Some(color::named(number)),
            None => fg.map(|rgb| color::named(of_16(rgb, paper, wanted))).or(style.fg),
        };
        let told = hue.map_or(Modifier::empty(), |(_, told)| told);
        *style = style.add_modifier(told);
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
        (Some(one), Some(ground)) if ground == paper && hue_is_seen(one, ground) => fg,
        (Some(one), Some(ground)) if worse(one, ground) < WORDS => color::named(pole(ground)),
        _ => fg,
    });
    theme
}
