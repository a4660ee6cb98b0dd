//! Colours as numbers: how far apart two are, and whether words can be read.

use std::sync::LazyLock;

use ratatui::style::Color;

use super::super::document::did_you_mean;

/// Red, green and blue, 0 to 255.
pub(super) type Rgb = [u8; 3];

/// The sixteen colours by name, in the order of their numbers.
const NAMED: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

/// Reads `#rrggbb`, `#rgb`, `default`, one of the sixteen names, or a number
/// from 0 to 255 of the terminal's palette.
pub(super) fn parse(word: &str) -> Option<Color> {
    if word == "default" {
        return Some(Color::Reset);
    }
    if let Some(&(_, color)) = NAMED.iter().find(|(name, _)| *name == word) {
        return Some(color);
    }
    let Some(digits) = word.strip_prefix('#') else {
        return word.parse().ok().map(Color::Indexed);
    };
    let digits: Vec<u8> =
        digits.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    match digits[..] {
        [r, g, b] => Some(Color::Rgb(r * 17, g * 17, b * 17)),
        [r, s, g, h, b, c] => Some(Color::Rgb(r * 16 + s, g * 16 + h, b * 16 + c)),
        _ => None,
    }
}

/// What to say about a word that is no colour; `palette` are the theme's own names.
pub(super) fn hint(word: &str, palette: &[&str]) -> String {
    let named = NAMED.iter().map(|&(name, _)| name);
    let known: Vec<&str> = palette.iter().copied().chain(named).collect();
    match did_you_mean(word, &known) {
        Some(hint) if hint.starts_with("did") => hint,
        _ if word.len() == 6 && word.chars().all(|c| c.is_ascii_hexdigit()) => {
            format!("write \"#{word}\"")
        }
        _ => "write \"#rrggbb\", a name from the palette, or one of the sixteen such as \
              bright-red"
            .into(),
    }
}

/// The sixteen colours, to choose by number.
pub(super) fn named(number: usize) -> Color {
    NAMED[number % NAMED.len()].1
}

/// The number of a colour among the sixteen.
pub(super) fn number(color: Color) -> Option<usize> {
    NAMED.iter().position(|&(_, known)| known == color)
}

/// What a colour is made of; `None` where the terminal decides.
pub(super) fn rgb(color: Color) -> Option<Rgb> {
    match color {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(number) => indexed(number),
        _ => None,
    }
}

/// The fixed part of the 256 colours: a cube of 6×6×6, then 24 greys. The
/// first sixteen are the terminal's to choose.
pub(super) fn indexed(number: u8) -> Option<Rgb> {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match number {
        0..16 => None,
        16..232 => {
            let cube = usize::from(number - 16);
            Some([LEVELS[cube / 36], LEVELS[cube / 6 % 6], LEVELS[cube % 6]])
        }
        232.. => Some([8 + 10 * (number - 232); 3]),
    }
}

/// The light of a part of a colour, 0 to 1: sRGB without its gamma.
fn linear(part: u8) -> f32 {
    // A theme asks a thousand times.
    static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
        std::array::from_fn(|part| {
            let part = part as f32 / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    });
    LINEAR[usize::from(part)]
}

/// Relative luminance, 0 to 1, as WCAG 2 defines it.
pub(super) fn luminance([r, g, b]: Rgb) -> f32 {
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// The contrast ratio of WCAG 2, 1 to 21.
pub(super) fn contrast(one: Rgb, other: Rgb) -> f32 {
    ratio(luminance(one), luminance(other))
}

/// The same of two luminances.
pub(super) fn ratio(one: f32, other: f32) -> f32 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Lightness and the two opponent axes of OKLab (Björn Ottosson, 2020), in
/// which equal steps look about equal.
pub(super) fn oklab([r, g, b]: Rgb) -> [f32; 3] {
    let (r, g, b) = (linear(r), linear(g), linear(b));
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

/// How different two OKLab colours look, squared; hue counts `hue` times as
/// much as lightness.
pub(super) fn distance(one: [f32; 3], other: [f32; 3], hue: f32) -> f32 {
    let [l, a, b] = [0, 1, 2].map(|axis| (one[axis] - other[axis]).powi(2));
    l + hue * (a + b)
}

/// `color`, moved away from `ground` by as little as gives the contrast
/// `wanted`; black or white where nothing less does.
pub(super) fn legible(color: Rgb, ground: Rgb, wanted: f32) -> Rgb {
    if contrast(color, ground) >= wanted {
        return color;
    }
    const STEPS: u16 = 64;
    let (black, white) = ([0; 3], [255; 3]);
    let pole = if contrast(white, ground) > contrast(black, ground) { white } else { black };
    let mixed = |step: u16| {
        [0, 1, 2].map(|part| {
            let (from, to) = (u16::from(color[part]), u16::from(pole[part]));
            ((from * (STEPS - step) + to * step) / STEPS) as u8
        })
    };
    (1..STEPS).map(mixed).find(|&mixed| contrast(mixed, ground) >= wanted).unwrap_or(pole)
}
