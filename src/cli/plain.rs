//! The paragraphs of a story as lines of a width, set as the reader sets them.

use std::io::{self, Write};

use crate::model::{Paragraph, Role, Text};
use crate::state::page::{Measure as Setting, setting_of};
use crate::typeset::{self, Row};

/// How a story is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Columns of a line.
    pub width: usize,
    /// Whether the furniture of the page it came from is shown.
    pub boilerplate: bool,
}

/// Writes the shown paragraphs, parted by blank lines; items of a list follow
/// each other without. `words` writes what stands in a row.
pub(super) fn write(
    to: &mut impl Write,
    text: &Text,
    measure: Measure,
    mut words: impl FnMut(&mut dyn Write, Paragraph, &Row) -> io::Result<()>,
) -> io::Result<()> {
    let shown = |p: &&Paragraph| measure.boilerplate || p.role != Role::Boilerplate;
    let mut above = None;
    for &paragraph in text.paragraphs().iter().filter(shown) {
        if above.is_some_and(|above| !text.is_one_list(above, paragraph)) {
            to.write_all(b"\n")?;
        }
        above = Some(paragraph);
        let Setting { indent, hang, setting } = setting_of(text, paragraph);
        let first = measure.width.saturating_sub(indent).max(1);
        let width = first.saturating_sub(hang).max(1);
        let mut opens = true;
        // Block by block, so that a line of 100 MB is never set whole.
        for block in typeset::blocks(text.as_str(), paragraph.span).iter() {
            let first = if opens { first } else { width };
            for row in typeset::wrap(text.as_str(), block, first, width, setting) {
                let indent = if opens { indent } else { indent + hang };
                opens = false;
                if !row.span.is_empty() {
                    write!(to, "{:indent$}", "")?;
                    words(to, paragraph, &row)?;
                }
                to.write_all(b"\n")?;
            }
        }
    }
    Ok(())
}

/// Writes a row as it is.
pub(super) fn row(to: &mut dyn Write, text: &Text, row: &Row) -> io::Result<()> {
    for cell in typeset::cells(text.as_str(), row) {
        to.write_all(cell.shown.as_bytes())?;
    }
    Ok(())
}
