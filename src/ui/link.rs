//! Hyperlinks (OSC 8), one whole link a cell.
//!
//! Each cell opens and closes its own link, so that cells of different links
//! differ; the pen writes one pair for neighbours. Cells with the same id are
//! one link to the terminal even across rows. Specification: Egmont Koblinger,
//! "Hyperlinks in terminal emulators".

use ratatui::buffer::{Cell, CellDiffOption, CellWidth};
use std::fmt::Write;
use std::num::NonZeroU16;

/// Terminals refuse longer addresses (VTE: 2083 bytes).
const LONGEST: usize = 2083;

/// The text of one cell that shows `symbol` and leads to `url`.
///
/// What is not printable ASCII in `url` is percent-encoded as UTF-8, so no
/// byte of it can end the sequence; `id` keeps letters, digits, `-`, `_` and
/// `.`. The symbol loses control characters. An empty or overlong address
/// gives the symbol alone.
pub fn link_cell(symbol: &str, url: &str, id: &str) -> String {
    let symbol: String = symbol.chars().filter(|c| !c.is_control()).collect();
    let mut address = String::with_capacity(url.len());
    for byte in url.bytes().take(LONGEST + 1) {
        match byte {
            b'!'..=b'~' => address.push(char::from(byte)),
            _ => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    if address.is_empty() || address.len() > LONGEST {
        return symbol;
    }
    let id: String = id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .take(64)
        .collect();
    let id = if id.is_empty() { id } else { format!("id={id}") };
    format!("\x1b]8;{id};{address}\x1b\\{symbol}\x1b]8;;\x1b\\")
}

/// Makes a drawn cell part of a link; its width stays what it was.
pub fn set_link(cell: &mut Cell, url: &str, id: &str) {
    let width = NonZeroU16::new(cell.cell_width()).unwrap_or(NonZeroU16::MIN);
    let linked = link_cell(cell.symbol(), url, id);
    cell.set_symbol(&linked);
    cell.set_diff_option(CellDiffOption::ForcedWidth(width));
}
