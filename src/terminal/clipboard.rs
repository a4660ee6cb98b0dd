//! Copying through the terminal: OSC 52 works over ssh and needs no display.
//!
//! tmux understands the plain sequence with `set-clipboard on` or `external`
//! (its default), so nothing is wrapped for it.

use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The longest sequence sent, in bytes of base64; xterm and tmux cut or drop
/// what is much longer, silently.
const LIMIT: usize = 100_000;

/// The bytes that put `text` on the clipboard.
///
/// # Errors
/// When the text is too long for terminals to take (about 75 kB).
pub fn copy_sequence(text: &str) -> Result<Vec<u8>> {
    // Measured before encoding: a selection may be megabytes.
    if text.len().div_ceil(3) * 4 > LIMIT {
        return Err(Error::new(format!(
            "too long for the terminal's clipboard: {} kB, at most {} kB",
            text.len().div_ceil(1000),
            LIMIT / 4 * 3 / 1000
        )));
    }
    let mut bytes = b"\x1b]52;c;".to_vec();
    bytes.extend_from_slice(STANDARD.encode(text).as_bytes());
    bytes.extend_from_slice(b"\x1b\\");
    Ok(bytes)
}
