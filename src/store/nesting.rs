//! A guard before the YAML parser, whose time grows with the square of the
//! depth of brackets: a hostile file of a few kilobytes could hold it for long.

use super::stream;

/// Far deeper than anybody's notes, and no trouble yet for the parser, which
/// has its own, lower limit.
const DEEPEST: usize = 1000;

/// The line (from 0) on which brackets are nested deeper than is sane.
///
/// Reads only as much YAML as it takes not to count brackets in a person's
/// words: literal blocks and double-quoted text, the two forms notes are
/// written in.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    // Most notes have next to none.
    text.bytes().filter(|b| matches!(b, b'[' | b'{')).nth(DEEPEST)?;
    let mut depth = 0_usize;
    let mut quoted = false;
    // The indentation of the line that opens a block, while in the block.
    let mut block: Option<usize> = None;
    for (number, range) in stream::lines(text).enumerate() {
        let line = text[range].trim_end_matches(['\n', '\r']);
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(opened) = block {
            if line.trim().is_empty() || indent > opened {
                continue;
            }
            block = None;
        }
        let mut bytes = line.bytes();
        // What stands before, blanks aside: quotes open only where a value starts.
        let mut before = b':';
        while let Some(byte) = bytes.next() {
            if quoted {
                match byte {
                    b'\\' => drop(bytes.next()),
                    b'"' => quoted = false,
                    _ => {}
                }
                before = b'"';
                continue;
            }
            match byte {
                b'"' if matches!(before, b':' | b',' | b'[' | b'{' | b'-' | b'?') => quoted = true,
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > DEEPEST {
                return Some(number);
            }
            if byte != b' ' && byte != b'\t' {
                before = byte;
            }
        }
        if !quoted && opens_block(line) {
            block = Some(indent);
        }
    }
    None
}

/// Whether a line ends in the header of a literal or folded block.
fn opens_block(line: &str) -> bool {
    let value = line.rsplit(' ').next().unwrap_or_default();
    value.starts_with(['|', '>'])
        && value[1..].chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-'))
}
