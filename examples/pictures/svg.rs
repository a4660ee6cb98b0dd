//! Cells into an SVG picture, exact on the grid whatever font the viewer has.
//!
//! Words are runs of text with their length stated, so that no font can push
//! them out of their columns. Lines, bars and signs that must join or stand in
//! place are drawn as shapes. The same cells give the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier, Style};

use super::shape::{Shape, shape};

/// Pixels of a cell across.
pub const CELL_WIDTH: u16 = 10;
/// Pixels of a cell down.
pub const CELL_HEIGHT: u16 = 20;
/// Pixels between the cells and the edge of the picture.
const MARGIN: u16 = 16;
/// Pixels from the top of a cell to the line that letters stand on.
const BASELINE: u16 = 15;
/// At this size the letters of most monospaced fonts are a cell wide: they
/// measure about 0.6 of it.
const FONT_SIZE: &str = "16.6";
const FONTS: &str = "ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', 'Liberation Mono', \
    Consolas, monospace";

type Rgb = [u8; 3];

/// A rectangle in pixels of the grid: left, top, width, height.
type Rect = [u16; 4];

/// How a cell's letters look.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    ink: Rgb,
    paper: Rgb,
    modifiers: Modifier,
}

/// Letters that are set in one piece.
struct Run {
    x: u16,
    y: u16,
    /// In columns.
    width: u16,
    words: String,
    look: Look,
}

/// What the cells come to, before it is written down.
#[derive(Default)]
struct Picture {
    grounds: BTreeMap<Rgb, Vec<Rect>>,
    lines: BTreeMap<Rgb, Vec<Rect>>,
    signs: BTreeMap<Rgb, String>,
    runs: Vec<Run>,
}

/// The picture of `buffer`. `plain` is the style of an empty cell, its two
/// colours as RGB; `edge` is the colour of the frame; `title` says in words
/// what is seen.
pub fn svg(buffer: &Buffer, plain: Style, edge: Color, title: &str) -> String {
    let paper = rgb(plain.bg).unwrap_or([0; 3]);
    let ink = rgb(plain.fg).unwrap_or([255; 3]);
    let mut picture = Picture::default();
    for row in 0..buffer.area.height {
        picture.row(buffer, row, Look { ink, paper, modifiers: Modifier::empty() });
    }
    picture.write(buffer, paper, rgb(Some(edge)).unwrap_or(ink), title)
}

impl Picture {
    /// Takes in one row of cells.
    fn row(&mut self, buffer: &Buffer, row: u16, plain: Look) {
        let mut run: Option<Run> = None;
        let y = row * CELL_HEIGHT;
        let mut column = 0;
        while column < buffer.area.width {
            let cell = &buffer[(buffer.area.x + column, buffer.area.y + row)];
            let look = look(cell, plain);
            let shown = visible(cell.symbol());
            let width = cell.cell_width().clamp(1, buffer.area.width - column);
            let x = column * CELL_WIDTH;
            column += width;
            let across = width * CELL_WIDTH;
            if look.paper != plain.paper {
                add(self.grounds.entry(look.paper), [x, y, across, CELL_HEIGHT]);
            }
            // Lines under and through words are drawn: they must not end where a run does.
            if look.modifiers.contains(Modifier::UNDERLINED) {
                add(self.lines.entry(look.ink), [x, y + BASELINE + 2, across, 1]);
            }
            if look.modifiers.contains(Modifier::CROSSED_OUT) {
                add(self.lines.entry(look.ink), [x, y + CELL_HEIGHT / 2, across, 1]);
            }
            let blank = shown.trim().is_empty();
            let drawn = shape(shown);
            // A run goes on over one space at most, and holds letters one column wide: what a
            // viewer does to many spaces, or to a wide letter, cannot move the rest then.
            if let Some(open) = &mut run {
                let end = open.x + open.width * CELL_WIDTH;
                let near = x <= end + CELL_WIDTH && width == 1;
                if near && !blank && drawn.is_none() && look == open.look {
                    if x > end {
                        open.words.push(' ');
                        open.width += 1;
                    }
                    open.words.push_str(shown);
                    open.width += 1;
                    continue;
                }
                if !blank || x > end {
                    self.runs.extend(run.take());
                }
            }
            match drawn {
                _ if blank => {}
                Some(Shape::Lines(rects)) => {
                    for [dx, dy, w, h] in rects {
                        add(self.lines.entry(look.ink), [x + dx, y + dy, w, h]);
                    }
                }
                Some(Shape::Sign(outline)) => {
                    let signs = self.signs.entry(look.ink).or_default();
                    let _ = write!(signs, "M{x} {y}{outline}");
                }
                None => {
                    let words = shown.to_owned();
                    let fresh = Run { x, y: y + BASELINE, width, words, look };
                    if width == 1 { run = Some(fresh) } else { self.runs.push(fresh) }
                }
            }
        }
        self.runs.extend(run);
    }

    fn write(self, buffer: &Buffer, paper: Rgb, edge: Rgb, title: &str) -> String {
        let width = buffer.area.width * CELL_WIDTH + 2 * MARGIN;
        let height = buffer.area.height * CELL_HEIGHT + 2 * MARGIN;
        let mut svg = String::new();
        let _ = writeln!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
             <title>{}</title>\n\
             <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{}\" \
             stroke=\"{}\"/>\n\
             <g transform=\"translate({MARGIN} {MARGIN})\" font-family=\"{FONTS}\" \
             font-size=\"{FONT_SIZE}\">",
            escaped(title),
            width - 1,
            height - 1,
            hex(paper),
            hex(edge),
        );
        for (color, rects) in self.grounds.into_iter().chain(self.lines) {
            let outline: String = joined(rects).into_iter().map(outline).collect();
            // Neighbours in one outline, and no smoothing: no seam shows at any scale.
            let _ = writeln!(
                svg,
                "<path fill=\"{}\" shape-rendering=\"crispEdges\" d=\"{outline}\"/>",
                hex(color)
            );
        }
        for (color, outline) in self.signs {
            let fill = hex(color);
            let _ = writeln!(svg, "<path fill=\"{fill}\" fill-rule=\"evenodd\" d=\"{outline}\"/>");
        }
        for run in self.runs {
            let _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"{}\" textLength=\"{}\" fill=\"{}\"{}>{}</text>",
                run.x,
                run.y,
                run.width * CELL_WIDTH,
                hex(run.look.ink),
                weight(run.look.modifiers),
                escaped(&run.words),
            );
        }
        svg.push_str("</g>\n</svg>\n");
        svg
    }
}

/// A cell's colours and letters, with what is inverted turned round.
fn look(cell: &Cell, plain: Look) -> Look {
    let ink = rgb(Some(cell.fg)).unwrap_or(plain.ink);
    let paper = rgb(Some(cell.bg)).unwrap_or(plain.paper);
    let (ink, paper) =
        if cell.modifier.contains(Modifier::REVERSED) { (paper, ink) } else { (ink, paper) };
    Look { ink, paper, modifiers: cell.modifier }
}

fn weight(modifiers: Modifier) -> String {
    let attributes = [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " fill-opacity=\"0.6\""),
    ];
    attributes.iter().filter(|(has, _)| modifiers.contains(*has)).map(|(_, words)| *words).collect()
}

/// What a cell shows; cells of a link hold its address in escape sequences.
fn visible(symbol: &str) -> &str {
    let inside = symbol.split_once("\x1b\\").map_or(symbol, |(_, rest)| rest);
    inside.split('\x1b').next().unwrap_or("")
}

/// A stated colour; the themes that are pictured state theirs as RGB.
fn rgb(color: Option<Color>) -> Option<Rgb> {
    match color {
        Some(Color::Rgb(red, green, blue)) => Some([red, green, blue]),
        _ => None,
    }
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn outline([x, y, width, height]: Rect) -> String {
    format!("M{x} {y}h{width}v{height}h-{width}z")
}

/// Adds a rectangle; one that goes on to the right makes the last one longer.
fn add(entry: std::collections::btree_map::Entry<'_, Rgb, Vec<Rect>>, rect: Rect) {
    let rects = entry.or_default();
    match rects.last_mut() {
        Some(last) if last[0] + last[2] == rect[0] && (last[1], last[3]) == (rect[1], rect[3]) => {
            last[2] += rect[2];
        }
        _ => rects.push(rect),
    }
}

/// Rectangles of one width that stand on each other, made one.
fn joined(mut rects: Vec<Rect>) -> Vec<Rect> {
    rects.sort_unstable_by_key(|&[x, y, width, _]| (x, width, y));
    let mut joined: Vec<Rect> = Vec::new();
    for rect in rects {
        match joined.last_mut() {
            Some(last) if (last[0], last[2], last[1] + last[3]) == (rect[0], rect[2], rect[1]) => {
                last[3] += rect[3];
            }
            _ => joined.push(rect),
        }
    }
    joined
}

/// As XML wants it; control characters, which it cannot hold, are left out.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c => escaped.push(c),
        }
    }
    escaped
}
