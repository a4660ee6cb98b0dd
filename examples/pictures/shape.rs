//! The characters that are drawn rather than set: lines that must join, bars
//! that must fill their cell, signs that not every font has.

use super::svg::{CELL_HEIGHT, CELL_WIDTH};

/// The middle of a cell, where thin lines run.
const MIDDLE: (u16, u16) = (CELL_WIDTH / 2, CELL_HEIGHT / 2);

/// What is drawn in a cell, in pixels from its upper left corner.
#[derive(Debug, PartialEq, Eq)]
pub enum Shape {
    /// Rectangles: left, top, width, height.
    Lines(Vec<[u16; 4]>),
    /// The rest of an SVG path that starts in the corner.
    Sign(&'static str),
}

/// The shape of what a cell shows, unless a font is to set it.
pub fn shape(symbol: &str) -> Option<Shape> {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    let whole = [0, 0, CELL_WIDTH, CELL_HEIGHT];
    let (x, y) = MIDDLE;
    let lines = match c {
        // Eighths of a cell from below, and from the left.
        '▁'..='█' => {
            let eighths = u16::try_from(u32::from(c) - u32::from('▁') + 1).ok()?;
            let height = (eighths * CELL_HEIGHT + 4) / 8;
            vec![[0, CELL_HEIGHT - height, CELL_WIDTH, height]]
        }
        '▉'..='▏' => {
            let eighths = u16::try_from(u32::from('▏') - u32::from(c) + 1).ok()?;
            vec![[0, 0, (eighths * CELL_WIDTH + 4) / 8, CELL_HEIGHT]]
        }
        '▀' => vec![[0, 0, CELL_WIDTH, CELL_HEIGHT / 2]],
        '▐' => vec![[x, 0, CELL_WIDTH - x, CELL_HEIGHT]],
        '■' => vec![[1, y - 4, CELL_WIDTH - 2, 8]],
        '━' => vec![[0, y - 1, CELL_WIDTH, 3]],
        '┃' => vec![[x - 1, 0, 3, CELL_HEIGHT]],
        '●' => return Some(Shape::Sign("m1 10a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z")),
        '○' => {
            let ring = "m1 10a4 4 0 1 0 8 0a4 4 0 1 0 -8 0zm1.4 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 \
                        0 1 0 -5.2 0z";
            return Some(Shape::Sign(ring));
        }
        '▸' => return Some(Shape::Sign("m2 6l6 4l-6 4z")),
        _ => {
            // Left, right, up, down.
            let arms = match c {
                '─' => [true, true, false, false],
                '│' => [false, false, true, true],
                '┌' | '╭' => [false, true, false, true],
                '┐' | '╮' => [true, false, false, true],
                '└' | '╰' => [false, true, true, false],
                '┘' | '╯' => [true, false, true, false],
                '├' => [false, true, true, true],
                '┤' => [true, false, true, true],
                '┬' => [true, true, false, true],
                '┴' => [true, true, true, false],
                '┼' => [true, true, true, true],
                _ => return None,
            };
            let [_, _, width, height] = whole;
            let arm =
                [[0, y, x + 1, 1], [x, y, width - x, 1], [x, 0, 1, y + 1], [x, y, 1, height - y]];
            match arms {
                [true, true, false, false] => vec![[0, y, width, 1]],
                [false, false, true, true] => vec![[x, 0, 1, height]],
                _ => arm.into_iter().zip(arms).filter(|(_, has)| *has).map(|(a, _)| a).collect(),
            }
        }
    };
    Some(Shape::Lines(lines))
}
