//! Changed cells into few bytes: ratatui's backend.
//!
//! Five things ratatui's own backend does not do. It keeps the style and the
//! cursor from one frame to the next and writes only what differs (one `SGR`
//! a change, the shorter of two cursor moves), which about halves a frame.
//! It knows what stands on the screen, so that a gap of a cell or two is
//! written over rather than jumped over, and a space costs no colour that it
//! would not show. It opens a link once for all neighbours of it, and leaves
//! none open behind a frame. It never writes: the bytes are collected, and the
//! screen sends them in one go. And it answers for the cursor itself: the
//! terminal, if asked, would be waited for on every clearing.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::style::Style;
use std::io::{self, Write};

use super::rendition::{PLAIN, Rendition};

/// How a link (OSC 8) around the symbol of a cell begins.
const LINK: &str = "\x1b]8;";
/// What ends it.
const LINK_END: &str = "\x1b]8;;\x1b\\";
/// What ends a sequence.
const ST: &str = "\x1b\\";

/// The opening of the link around a cell's symbol, empty if there is none, and
/// the symbol without it.
fn unlinked(symbol: &str) -> (&str, &str) {
    // Nearly all cells hold a letter and no more.
    if symbol.len() < LINK_END.len() {
        return ("", symbol);
    }
    let linked = symbol.strip_suffix(LINK_END).filter(|linked| linked.starts_with(LINK));
    let opening = linked.and_then(|linked| linked.find(ST)).map(|at| at + ST.len());
    match (linked, opening) {
        (Some(linked), Some(opening)) => linked.split_at(opening),
        _ => ("", symbol),
    }
}

/// A gap of this many cells takes no more bytes written over than jumped over.
const GAP: u16 = 3;

/// Collects the bytes of a frame.
#[derive(Debug)]
pub struct Pen {
    bytes: Vec<u8>,
    size: Size,
    rendition: Rendition,
    /// Where the terminal's cursor is, if that is beyond doubt.
    at: Option<Position>,
    /// Where the frame wanted it last.
    wanted: Position,
    hidden: Option<bool>,
    /// What stands in each cell, row by row, where it is one ASCII character.
    shown: Vec<Option<(u8, Rendition)>>,
}

impl Pen {
    /// A pen on a cleared screen of `columns` × `rows`.
    pub fn new(columns: u16, rows: u16) -> Self {
        Self {
            bytes: Vec::with_capacity(16 << 10),
            size: Size::new(columns, rows),
            rendition: PLAIN,
            at: None,
            wanted: Position::ORIGIN,
            hidden: None,
            shown: vec![None; usize::from(columns) * usize::from(rows)],
        }
    }

    /// Says that the window is now `columns` × `rows`.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = Size::new(columns, rows);
        self.at = None;
        self.know(None);
    }

    /// The same stands in every cell.
    fn know(&mut self, shown: Option<(u8, Rendition)>) {
        self.shown.clear();
        self.shown.resize(usize::from(self.size.width) * usize::from(self.size.height), shown);
    }

    /// Forgets what is known of the terminal: somebody else wrote to it.
    pub fn forget(&mut self) {
        self.bytes.clear();
        self.bytes.extend_from_slice(b"\x1b[m");
        self.rendition = PLAIN;
        self.at = None;
        self.hidden = None;
        self.know(None);
    }

    /// What was collected since [`Pen::clean`].
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Drops what was collected; the room is kept for the next frame.
    pub fn clean(&mut self) {
        self.bytes.clear();
    }

    /// Words in a style, where the cursor is: for what is printed line by line
    /// rather than drawn. End each line in the default style.
    pub fn write(&mut self, words: &str, style: Style) {
        self.change(Rendition::from(style));
        self.bytes.extend_from_slice(words.as_bytes());
        self.at = None;
        self.shown.clear();
    }

    fn move_to(&mut self, to: Position) {
        if self.at != Some(to) && !self.write_over(to) {
            self.jump_to(to);
        }
    }

    /// Moves without writing anything: no letter may come into an open link.
    fn jump_to(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        // Writing into a Vec cannot fail.
        let _ = match self.at {
            Some(at) if at.y == to.y && to.x > at.x => match to.x - at.x {
                1 => self.bytes.write_all(b"\x1b[C"),
                n => write!(self.bytes, "\x1b[{n}C"),
            },
            Some(at) if to.x == 0 && to.y == at.y + 1 => self.bytes.write_all(b"\r\n"),
            _ if to.x == 0 => write!(self.bytes, "\x1b[{}H", to.y + 1),
            _ => write!(self.bytes, "\x1b[{};{}H", to.y + 1, to.x + 1),
        };
        self.at = Some(to);
    }

    /// Writes what stands between the cursor and `to` once more, if it is
    /// little, known and in the style at hand.
    fn write_over(&mut self, to: Position) -> bool {
        let Some(at) = self.at.filter(|at| at.y == to.y && at.x < to.x && to.x - at.x <= GAP)
        else {
            return false;
        };
        let row = usize::from(at.y) * usize::from(self.size.width);
        let gap = row + usize::from(at.x)..row + usize::from(to.x);
        let Some(gap) = self.shown.get(gap) else { return false };
        let written = self.bytes.len();
        for cell in gap {
            match *cell {
                Some((shown, rendition)) if rendition.same(self.rendition, shown) => {
                    self.bytes.push(shown)
                }
                _ => {
                    self.bytes.truncate(written);
                    return false;
                }
            }
        }
        self.at = Some(to);
        true
    }

    /// Notes what now stands in a cell, `columns` wide.
    fn note(&mut self, at: Position, columns: u16, shown: Option<(u8, Rendition)>) {
        let first = usize::from(at.y) * usize::from(self.size.width) + usize::from(at.x);
        let cells = self.shown.iter_mut().skip(first).take(usize::from(columns.max(1)));
        cells.for_each(|cell| *cell = shown);
    }

    fn change(&mut self, rendition: Rendition) {
        let from = std::mem::replace(&mut self.rendition, rendition);
        rendition.write(from, &mut self.bytes);
    }

    /// Whether every terminal agrees that this cell moves the cursor by `columns`.
    /// Emoji and joined sequences are drawn differently by different
    /// terminals; after those the next cell is addressed outright.
    fn sure(cell: &Cell, columns: u16) -> bool {
        if matches!(cell.diff_option, CellDiffOption::ForcedWidth(_)) {
            return true;
        }
        let mut chars = cell.symbol().chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { return cell.symbol().is_empty() };
        match columns {
            1 => !matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}'),
            2 => matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}'
                | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
                | '\u{ff01}'..='\u{ff60}'),
            _ => false,
        }
    }
}

impl Backend for Pen {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // Neighbours of one link share its opening: an address may be long.
        let mut open = "";
        for (x, y, cell) in content {
            let (link, symbol) = unlinked(cell.symbol());
            if !open.is_empty() && link != open {
                self.bytes.extend_from_slice(LINK_END.as_bytes());
                open = "";
            }
            if open.is_empty() {
                self.move_to(Position { x, y });
            } else {
                self.jump_to(Position { x, y });
            }
            let rendition = Rendition::of(cell);
            if cell.symbol() != " " || !rendition.same_blank(self.rendition) {
                self.change(rendition);
            }
            // A linked letter is not among them: written over it would lose its link.
            let ascii = match *cell.symbol().as_bytes() {
                [shown @ b' '..=b'~'] => Some(shown),
                _ => None,
            };
            let (columns, sure) = match (ascii, cell.diff_option) {
                (Some(_), CellDiffOption::None) => (1, true),
                _ => {
                    let columns = cell.cell_width();
                    (columns, Self::sure(cell, columns))
                }
            };
            self.note(Position { x, y }, columns, ascii.map(|shown| (shown, rendition)));
            if !link.is_empty() && link != open {
                self.bytes.extend_from_slice(link.as_bytes());
                open = link;
            }
            self.bytes.extend_from_slice(symbol.as_bytes());
            let next = x.saturating_add(columns);
            // At the right edge terminals differ in where the cursor waits.
            self.at = (sure && next < self.size.width).then_some(Position { x: next, y });
        }
        if !open.is_empty() {
            self.bytes.extend_from_slice(LINK_END.as_bytes());
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.hidden != Some(true) {
            self.bytes.extend_from_slice(b"\x1b[?25l");
            self.hidden = Some(true);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.hidden != Some(false) {
            self.bytes.extend_from_slice(b"\x1b[?25h");
            self.hidden = Some(false);
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted = position.into();
        self.move_to(self.wanted);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        // Erasing paints with the background at hand.
        self.change(PLAIN);
        self.bytes.extend_from_slice(match region {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        });
        self.know((region == ClearType::All).then_some((b' ', PLAIN)));
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    /// Nothing: the frame is sent by the screen when it is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
