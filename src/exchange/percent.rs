//! Percent-encoding: characters that mean something in a format, as the bytes
//! of their UTF-8 in `%XX` (RFC 3986, section 2.1).

use std::fmt::Write;

/// `words` with every character for which `is_special` holds encoded; it is
/// also given what stands behind the character.
pub fn encode(words: &str, is_special: impl Fn(char, &str) -> bool) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        if is_special(c, &words[at + c.len_utf8()..]) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string does not fail.
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The reverse of [`encode`]; what is no such code stays, and all of it does
/// where the bytes are not UTF-8.
pub fn decode(words: &str) -> String {
    if !words.contains('%') {
        return words.to_owned();
    }
    let bytes = words.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let code = code.and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| words.to_owned())
}
