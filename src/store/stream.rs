//! A YAML stream cut into its documents, byte for byte.
//!
//! A line that starts with `---` or `...`, alone or before a space, is a
//! marker wherever it stands: YAML 1.2 (section 9.1.2) forbids it inside
//! scalars. So documents can be told apart without parsing them, and one that
//! cannot be read does not hide the next. Comments and blank lines belong to
//! the document they stand in.

use std::borrow::Cow;
use std::ops::Range;

/// The byte ranges of the documents, in order, leaving out nothing: from a
/// `---` line up to the next, or through a `...` line.
pub(super) fn documents(stream: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    // Whether the document at hand has its marker or content already, and
    // whether a `...` has ended it.
    let (mut begun, mut ended) = (false, false);
    if !stream.is_empty() {
        starts.push(0);
    }
    for range in lines(stream) {
        let line = &stream[range.clone()];
        let opens = is_marker(line, "---");
        if (ended || (opens && begun)) && range.start > 0 {
            starts.push(range.start);
            begun = false;
            ended = false;
        }
        if is_marker(line, "...") {
            ended = true;
        } else if opens || !(is_void(line) || line.starts_with('%')) {
            begun = true;
        }
    }
    let ends = starts.iter().copied().skip(1).chain([stream.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

/// The lines of `text` with their ends: LF, CRLF or CR, as YAML has them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        if from >= bytes.len() {
            return None;
        }
        let rest = &bytes[from..];
        let length = match rest.iter().position(|&b| matches!(b, b'\n' | b'\r')) {
            None => rest.len(),
            Some(at) if rest[at] == b'\r' && rest.get(at + 1) == Some(&b'\n') => at + 2,
            Some(at) => at + 1,
        };
        let line = from..from + length;
        from += length;
        Some(line)
    })
}

/// Whether `line` is the marker `mark`, with or without something after it.
pub(super) fn is_marker(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(BLANKS))
}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// Whether a line holds nothing but blanks and a comment.
pub(super) fn is_void(line: &str) -> bool {
    let line = line.trim_start_matches(BLANKS);
    line.is_empty() || line.starts_with('#')
}

/// Whether a document holds nothing: markers, comments and blank lines only.
pub(super) fn is_empty(document: &str) -> bool {
    lines(document).all(|range| {
        let line = &document[range];
        is_void(line)
            || line.starts_with('%')
            || ["---", "..."].iter().any(|mark| is_marker(line, mark) && is_void(&line[3..]))
    })
}

/// Whether a document's last marker is `...`.
pub(super) fn is_closed(document: &str) -> bool {
    lines(document).any(|range| is_marker(&document[range], "..."))
}

/// The line ends that `text` uses first; LF if it has none.
pub(super) fn line_end(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// The line, from 0, at which a merge that was left unfinished begins: git and
/// others write both sides between `<<<<<<<`, `=======` and `>>>>>>>`. Words of
/// a person that look so stand inside a scalar, and so further in.
pub(super) fn conflict(text: &str) -> Option<usize> {
    let begins = lines(text).position(|range| is_marker(&text[range], "<<<<<<<"))?;
    let ends = lines(text).skip(begins).any(|range| is_marker(&text[range], ">>>>>>>"));
    ends.then_some(begins)
}

/// A document with the lines that an unfinished merge left made comments;
/// `None` where they cut through its content, so that it is two half documents.
pub(super) fn without_cuts(document: &str) -> Option<Cow<'_, str>> {
    let cuts = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    let mut whole = String::with_capacity(document.len());
    // Whether there was content, and whether a cut came after it.
    let (mut begun, mut cut_since) = (false, false);
    for range in lines(document) {
        let line = &document[range];
        if cuts.iter().any(|cut| is_marker(line, cut)) {
            cut_since |= begun;
            whole.push('#');
        } else if !(is_void(line) || is_marker(line, "---") || is_marker(line, "...")) {
            if cut_since {
                return None;
            }
            begun = true;
        }
        whole.push_str(line);
    }
    Some(whole.into())
}
