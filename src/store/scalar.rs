//! Words as YAML scalars that every reader, of YAML 1.1 or 1.2, reads alike.

use serde_yaml::Value;

/// `words` without quotes where that is safe, otherwise [`quoted`]. `flow`:
/// whether it stands between brackets or braces.
pub(super) fn plain(words: &str, flow: bool) -> String {
    if is_plain(words, flow) { words.to_owned() } else { quoted(words) }
}

/// Words of YAML 1.1 that readers of it take for truth values.
const TRUTH: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];

/// Narrower than YAML allows: letters and digits in any script, and what
/// names, tags, dates and addresses need besides.
fn is_plain(words: &str, flow: bool) -> bool {
    let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else {
        return false;
    };
    // Most are a word that only the list below makes other than text.
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if first.is_ascii_alphabetic() && words.bytes().all(bare) {
        let others = ["null", "true", "false"];
        return !TRUTH.iter().chain(&others).any(|word| words.eq_ignore_ascii_case(word));
    }
    let fits = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '+' | ' ') || (c == ':' && !flow)
    };
    first.is_alphanumeric()
        && last != ' '
        && last != ':'
        && words.chars().all(fits)
        && !words.contains(": ")
        // `12:30` is a number to base 60 in YAML 1.1, `1.2` one to base 10.
        && (!first.is_numeric() || words.contains('-') || words.contains(char::is_alphabetic))
        && !TRUTH.iter().any(|word| words.eq_ignore_ascii_case(word))
        && matches!(serde_yaml::from_str(words), Ok(Value::String(read)) if read == words)
}

/// `words` in double quotes, on one line.
pub(super) fn quoted(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for c in words.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            c if (c as u32) < 0x100 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c if (c as u32) < 0x1_0000 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push_str(&format!("\\U{:08x}", c as u32)),
        }
    }
    out.push('"');
    out
}

/// `words` as a literal block, its header first, each line indented by two;
/// `None` where only quotes can hold them. Without the last line end.
pub(super) fn block(words: &str) -> Option<String> {
    let body = words.strip_suffix('\n')?;
    if body.trim_matches('\n').is_empty()
        || !body.chars().all(|c| c == '\n' || c == '\t' || is_printable(c))
    {
        return None;
    }
    // A reader takes the indentation from the first line unless told.
    let indent = if body.starts_with([' ', '\t', '\n']) { "2" } else { "" };
    // Line ends after the last are kept only on demand.
    let keep = if body.ends_with('\n') { "+" } else { "" };
    let mut out = format!("|{indent}{keep}");
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(line);
        }
    }
    Some(out)
}

/// Whether a reader is bound to take `c` as it stands: YAML 1.2's printable
/// characters without those that some reader takes for a line end or a mark.
fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}
