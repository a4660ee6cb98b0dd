//! From one style to the next in one `SGR` sequence, as short as it goes.
//!
//! Source: ECMA-48, 8.3.117; underline colours as kitty and xterm have them.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};

/// The style a terminal writes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rendition {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

/// What a terminal begins with.
pub(super) const PLAIN: Rendition = Rendition {
    fg: Color::Reset,
    bg: Color::Reset,
    underline: Color::Reset,
    modifier: Modifier::empty(),
};

impl From<Style> for Rendition {
    fn from(style: Style) -> Self {
        Self {
            fg: style.fg.unwrap_or(Color::Reset),
            bg: style.bg.unwrap_or(Color::Reset),
            underline: Color::Reset,
            modifier: style.add_modifier,
        }
    }
}

impl Rendition {
    /// What a cell is written with.
    pub(super) fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier }
    }

    /// Whether a space looks the same in both: then only the background shows.
    pub(super) fn same_blank(self, other: Rendition) -> bool {
        const SEEN: Modifier =
            Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);
        self.bg == other.bg && !(self.modifier | other.modifier).intersects(SEEN)
    }

    /// Whether a character looks the same in both.
    pub(super) fn same(self, other: Rendition, shown: u8) -> bool {
        self == other || (shown == b' ' && self.same_blank(other))
    }

    /// Adds what makes a terminal that writes with `from` write with this.
    pub(super) fn write(self, from: Rendition, bytes: &mut Vec<u8>) {
        if self == from {
            return;
        }
        if self == PLAIN {
            bytes.extend_from_slice(b"\x1b[m");
            return;
        }
        let mut codes = Codes { bytes, any: false };
        let mut had = from.modifier;
        for (modifier, off) in OFF {
            if had.intersects(modifier) && !self.modifier.contains(had & modifier) {
                codes.put(&[off]);
                had -= modifier;
            }
        }
        for (modifier, on) in ON {
            if self.modifier.contains(modifier) && !had.contains(modifier) {
                codes.put(&[on]);
            }
        }
        if self.fg != from.fg {
            codes.colour(self.fg, 30);
        }
        if self.bg != from.bg {
            codes.colour(self.bg, 40);
        }
        if self.underline != from.underline {
            codes.underline(self.underline);
        }
        if codes.any {
            codes.bytes.push(b'm');
        }
    }
}

/// Switching off: bold and dim share a code, as the two blinks do.
const OFF: [(Modifier, u8); 7] = [
    (Modifier::BOLD.union(Modifier::DIM), 22),
    (Modifier::ITALIC, 23),
    (Modifier::UNDERLINED, 24),
    (Modifier::SLOW_BLINK.union(Modifier::RAPID_BLINK), 25),
    (Modifier::REVERSED, 27),
    (Modifier::HIDDEN, 28),
    (Modifier::CROSSED_OUT, 29),
];

const ON: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// The parameters of one `CSI … m`, opened at the first.
struct Codes<'a> {
    bytes: &'a mut Vec<u8>,
    any: bool,
}

impl Codes<'_> {
    fn put(&mut self, codes: &[u8]) {
        for &code in codes {
            self.part();
            for unit in [100, 10] {
                if code >= unit {
                    self.bytes.push(b'0' + code / unit % 10);
                }
            }
            self.bytes.push(b'0' + code % 10);
        }
    }

    fn part(&mut self) {
        self.bytes.extend_from_slice(if self.any { b";" } else { b"\x1b[" });
        self.any = true;
    }

    /// `base` is 30 for the foreground, 40 for the background.
    fn colour(&mut self, colour: Color, base: u8) {
        match colour {
            Color::Reset => self.put(&[base + 9]),
            Color::Rgb(r, g, b) => self.put(&[base + 8, 2, r, g, b]),
            colour => match index(colour) {
                n @ 0..=7 if !matches!(colour, Color::Indexed(_)) => {
                    self.put(&[base + n]);
                }
                n @ 8..=15 if !matches!(colour, Color::Indexed(_)) => {
                    self.put(&[base + 52 + n]);
                }
                n => self.put(&[base + 8, 5, n]),
            },
        }
    }

    /// Colons, not semicolons: a terminal that does not know the code then
    /// skips it whole instead of reading its numbers as other codes.
    fn underline(&mut self, colour: Color) {
        if colour == Color::Reset {
            return self.put(&[59]);
        }
        self.part();
        // Writing into a Vec cannot fail.
        let _ = match colour {
            Color::Rgb(r, g, b) => write!(self.bytes, "58:2::{r}:{g}:{b}"),
            colour => write!(self.bytes, "58:5:{}", index(colour)),
        };
    }
}

/// The place of a named or numbered colour in the palette.
fn index(colour: Color) -> u8 {
    match colour {
        Color::Indexed(n) => n,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Black | Color::Reset | Color::Rgb(..) => 0,
    }
}
