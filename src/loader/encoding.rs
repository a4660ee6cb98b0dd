//! Bytes into characters: what encoding a file is in, and its line ends made one.
//!
//! The order of evidence: a byte order mark; strict UTF-8; NULs in every
//! other place, which is UTF-16 without a mark; UTF-8 with a few broken
//! bytes; then a statistical guess. Every sequence of bytes decodes to something.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes the tests that guess look at.
const SAMPLE: usize = 1 << 20;

/// How many bytes the tests for NULs and escapes look at.
const PROBE: usize = 4096;

/// What [`decode`] made of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The characters: no byte order mark, lines ended by LF.
    pub text: String,
    /// The encoding's name, as the WHATWG Encoding Standard writes it, or
    /// `UTF-32LE` and `UTF-32BE`, which it does not know.
    pub encoding: &'static str,
    /// Whether bytes that mean nothing in that encoding became U+FFFD.
    pub had_errors: bool,
}

/// Decodes any bytes. UTF-8 without CR is taken over without a copy.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    let mut decoded = characters(bytes);
    if let Some(text) = with_line_feeds(&decoded.text) {
        decoded.text = text;
    }
    decoded
}

fn characters(bytes: Vec<u8>) -> Decoded {
    if let Some((name, big_endian)) = utf32_mark(&bytes) {
        let (text, had_errors) = from_utf32(&bytes[4..], big_endian);
        return Decoded { text, encoding: name, had_errors };
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return reread(text.as_bytes()).unwrap_or(Decoded {
                text,
                encoding: UTF_8.name(),
                had_errors: false,
            });
        }
        Err(error) => error.into_bytes(),
    };
    let encoding = utf16_without_mark(&bytes)
        .or_else(|| mostly_utf8(&bytes).then_some(UTF_8))
        .unwrap_or_else(|| guess(&bytes));
    decode_as(encoding, &bytes)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), had_errors }
}

/// Encodings whose bytes can pass for UTF-8: UTF-16 of Latin script, with its
/// NULs, and ISO-2022-JP, with its escapes.
fn reread(bytes: &[u8]) -> Option<Decoded> {
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Some(decode_as(encoding, bytes));
    }
    let probe = &bytes[..bytes.len().min(PROBE)];
    let shifts = probe.windows(3).any(|w| matches!(w, [0x1b, b'$', b'B' | b'@']));
    let decoded = shifts.then(|| decode_as(ISO_2022_JP, bytes))?;
    (!decoded.had_errors).then_some(decoded)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() == bytes.len());
    // With UTF-8 ruled out and nothing else likely this is windows-1252.
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 shows as NULs in the high bytes of its ASCII: all at odd places
/// (little endian) or all at even ones, and never two in a row.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let probe = &bytes[..bytes.len().min(PROBE) & !1];
    if !probe.contains(&0) {
        return None;
    }
    let pairs = probe.len() / 2;
    let even = probe.iter().step_by(2).filter(|&&byte| byte == 0).count();
    let odd = probe.iter().skip(1).step_by(2).filter(|&&byte| byte == 0).count();
    let (encoding, high, low) =
        if odd > even { (UTF_16LE, odd, even) } else { (UTF_16BE, even, odd) };
    // Latin script has a NUL in most pairs. Han has them only around its spaces
    // and digits, but then few of the other bytes are printable ASCII, as most
    // are in a single-byte text with a stray NUL.
    let printable = probe.iter().filter(|byte| (0x20..0x7f).contains(*byte)).count();
    // In a few words a NUL or two that went astray would be a share as large.
    let most = if pairs < 64 { high * 2 >= pairs } else { true };
    let latin = high * 4 >= pairs && most;
    let other = high * 50 >= pairs && printable * 10 < (probe.len() - high) * 8;
    let looks_so = pairs >= 2 && high > 1 && low * 100 <= high && (latin || other);
    if !looks_so {
        return None;
    }
    let (sample, _) = encoding.decode_without_bom_handling(probe);
    let odd_ones = sample.chars().filter(|&c| c == '\u{fffd}' || odd_in_text(c)).count();
    (odd_ones * 20 <= pairs).then_some(encoding)
}

fn odd_in_text(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0e'..='\x1f' | '\u{e000}'..='\u{f8ff}')
}

/// A file cut in the middle of a character, or with a byte or two gone wrong:
/// far more whole characters of several bytes than broken ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut broken, mut whole) = (0usize, 0usize);
    for chunk in bytes[..bytes.len().min(SAMPLE)].utf8_chunks() {
        // The lead bytes of characters that take more than one.
        whole += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 0 && broken * 4 <= whole
}

fn utf32_mark(bytes: &[u8]) -> Option<(&'static str, bool)> {
    match bytes {
        _ if !bytes.len().is_multiple_of(4) => None,
        [0xff, 0xfe, 0, 0, ..] => Some(("UTF-32LE", false)),
        [0, 0, 0xfe, 0xff, ..] => Some(("UTF-32BE", true)),
        _ => None,
    }
}

fn from_utf32(bytes: &[u8], big_endian: bool) -> (String, bool) {
    let mut had_errors = false;
    let text = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&four| {
            let code = if big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
            char::from_u32(code).unwrap_or_else(|| {
                had_errors = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    (text, had_errors)
}

/// The text with CRLF and lone CR as LF; `None` if it has no CR.
fn with_line_feeds(text: &str) -> Option<String> {
    let first = memchr::memchr(b'\r', text.as_bytes())?;
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    for piece in text[first + 1..].split('\r') {
        if !piece.starts_with('\n') {
            out.push('\n');
        }
        out.push_str(piece);
    }
    Some(out)
}
