//! XML as corpora have it: elements, attributes and text, in the order of the
//! file, and no more (XML 1.0 without document types; entities are the five
//! that need no declaration, and numbers).

use std::borrow::Cow;

/// What comes next in the file, and the byte it starts at.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece<'a> {
    /// Its first byte.
    pub at: usize,
    /// What it is.
    pub what: What<'a>,
}

/// A piece of XML.
#[derive(Debug, Clone, PartialEq)]
pub enum What<'a> {
    /// Characters, their references resolved.
    Text(Cow<'a, str>),
    /// The start of an element; `closed`: and its end.
    Open {
        /// Its name.
        name: &'a str,
        /// Its attributes, in order.
        attributes: Vec<(&'a str, Cow<'a, str>)>,
        /// `<name/>`
        closed: bool,
    },
    /// The end of an element.
    Close(&'a str),
    /// Something that is no XML: what was expected.
    Fault(&'static str),
}

/// Goes through a file piece by piece; comments, instructions and document
/// types are left out. A fault is passed over as text is.
pub fn pieces(source: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < source.len() {
            let start = at;
            let rest = &source[at..];
            if !rest.starts_with('<') {
                let end = rest.find('<').unwrap_or(rest.len());
                at += end;
                return Some(Piece { at: start, what: What::Text(resolve(&rest[..end])) });
            }
            let skipped = [("<!--", "-->"), ("<?", "?>"), ("<!DOCTYPE", ">")];
            if let Some((open, close)) = skipped.iter().find(|(open, _)| rest.starts_with(open)) {
                at += rest[open.len()..]
                    .find(close)
                    .map_or(rest.len(), |end| open.len() + end + close.len());
                continue;
            }
            if let Some(inside) = rest.strip_prefix("<![CDATA[") {
                let end = inside.find("]]>");
                at += end.map_or(rest.len(), |end| 9 + end + 3);
                let words = &inside[..end.unwrap_or(inside.len())];
                return Some(Piece { at: start, what: What::Text(words.into()) });
            }
            let (what, length) = tag(rest);
            at += length;
            return Some(Piece { at: start, what });
        }
        None
    })
}

/// The tag that `rest` starts with, and its length in bytes.
fn tag(rest: &str) -> (What<'_>, usize) {
    if let Some(inside) = rest.strip_prefix("</") {
        return match inside.find('>') {
            Some(end) => (What::Close(inside[..end].trim()), end + 3),
            None => (What::Fault("the tag is not closed"), rest.len()),
        };
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.');
    let name_of = |words: &str| words.find(|c| !is_name(c)).unwrap_or(words.len());
    let length = name_of(&rest[1..]);
    if length == 0 {
        return (What::Fault("expected the name of an element after `<`; a bare one is `&lt;`"), 1);
    }
    let name = &rest[1..=length];
    let mut attributes = Vec::new();
    let mut at = 1 + length;
    loop {
        at += rest[at..].len() - rest[at..].trim_start().len();
        let here = &rest[at..];
        if here.starts_with('>') {
            return (What::Open { name, attributes, closed: false }, at + 1);
        }
        if here.starts_with("/>") {
            return (What::Open { name, attributes, closed: true }, at + 2);
        }
        let length = name_of(here);
        let after = here[length..].trim_start();
        let value = after.strip_prefix('=').map(str::trim_start);
        let quoted = value.and_then(|value| {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let end = value[1..].find(quote)?;
            Some((&value[1..=end], rest.len() - value.len() + end + 2))
        });
        match quoted.filter(|_| length > 0) {
            Some((value, end)) => {
                attributes.push((&here[..length], resolve(value)));
                at = end;
            }
            None => {
                let end = here.find('>').map_or(rest.len(), |end| at + end + 1);
                return (What::Fault("expected attributes, as name=\"value\""), end);
            }
        }
    }
}

/// Resolves references to characters; others stay as they are.
fn resolve(words: &str) -> Cow<'_, str> {
    if !words.contains('&') {
        return words.into();
    }
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((character(&rest[1..end])?, end)));
        match known {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number).filter(|c| *c != '\r' && *c != '\0')
        }
    }
}

/// Whether words can be the name of an attribute.
pub fn is_name(words: &str) -> bool {
    words.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && words.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Words as they stand in XML, in text and in attributes.
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
