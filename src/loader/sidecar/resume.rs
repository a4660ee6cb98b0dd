//! Where to go on in a YAML file after a syntax error: indentation tells.
//!
//! Files of this kind are lists of entries in block style. A line that begins
//! with a dash in the column of a list that is open can only be its next item,
//! whatever went wrong above it; likewise a key in the column of a mapping.

/// A stretch of the file to be read on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// First byte: the start of a line.
    pub start: usize,
    /// One past the last byte: the start of a line, or the end of the file.
    pub end: usize,
    /// Which open container it continues, counted from the outermost.
    pub into: Option<usize>,
}

/// The first stretch at or after the line that starts at `from` which goes on
/// with an open container. `open` gives (column, whether it is a list) of each
/// from the outermost on, `None` for those in braces or brackets. With `fresh`
/// nothing has been read yet, and a key in the first column opens it all.
pub fn find(
    source: &str,
    from: usize,
    open: &[Option<(usize, bool)>],
    fresh: bool,
) -> Option<Stretch> {
    let mut line = from;
    while line < source.len() {
        if let Some((column, dash)) = opening(source, line) {
            if fresh && (column, dash) == (0, false) {
                return Some(Stretch { start: line, end: source.len(), into: None });
            }
            let fits = |container: &Option<(usize, bool)>| *container == Some((column, dash));
            if let Some(level) = open.iter().rposition(fits) {
                let end = end_of(source, line, column, dash);
                return Some(Stretch { start: line, end, into: Some(level) });
            }
        }
        line = next_line(source, line);
    }
    None
}

/// Whether the line that starts at `line` goes on with one of the containers.
pub fn fits(source: &str, line: usize, open: &[Option<(usize, bool)>]) -> bool {
    opening(source, line).is_some_and(|opening| open.contains(&Some(opening)))
}

/// The first brace or bracket in `source` that is not closed in it.
pub fn unclosed(source: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in source.char_indices() {
        match (quote, c) {
            (Some('"'), _) if before == '\\' => {
                before = ' ';
                continue;
            }
            (Some(mark), _) if mark == c => quote = None,
            (Some(_), _) => {}
            // Within words both are apostrophes, not quotation marks.
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(c),
            (None, '{' | '[') => open.push(at),
            (None, '}' | ']') => {
                open.pop();
            }
            _ => {}
        }
        before = c;
    }
    open.first().copied()
}

/// Where the container ends that goes on at `line`.
fn end_of(source: &str, line: usize, column: usize, list: bool) -> usize {
    let mut line = next_line(source, line);
    while line < source.len() {
        let first = indented(source, line);
        let blank = source[first..].starts_with(['\n', '\r', '#', '\t']) || first == source.len();
        if !blank {
            let indent = first - line;
            let dash = is_dash(&source[first..]);
            // Dashes may stand in the column of the key they belong to.
            if indent < column || (indent == column && list && !dash) {
                return line;
            }
        }
        line = next_line(source, line);
    }
    source.len()
}

/// Column and whether it is a dash, if the line can open an item or a key.
fn opening(source: &str, line: usize) -> Option<(usize, bool)> {
    let first = indented(source, line);
    let rest = &source[first..line_end(source, first)];
    if is_dash(rest) {
        return Some((first - line, true));
    }
    let key = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '_'));
    (key && rest.contains(':')).then_some((first - line, false))
}

fn is_dash(rest: &str) -> bool {
    rest.strip_prefix('-')
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n', '\r']))
}

/// The byte past the spaces at `at`.
pub fn indented(source: &str, at: usize) -> usize {
    at + source[at..].bytes().take_while(|&byte| byte == b' ').count()
}

/// The start of the line that holds byte `at`.
pub fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The end of the line that holds byte `at`, without its line break.
pub fn line_end(source: &str, at: usize) -> usize {
    let end = source[at..].find('\n').map_or(source.len(), |length| at + length);
    if source[at..end].ends_with('\r') { end - 1 } else { end }
}

/// The start of the line after the one that holds byte `at`.
pub fn next_line(source: &str, at: usize) -> usize {
    source[at..].find('\n').map_or(source.len(), |length| at + length + 1)
}
