//! How many colours the terminal shows, from its environment alone.
//!
//! Nothing is asked of the terminal itself: the first frame waits for no
//! answer.

use crate::config::Depth;
use crate::error::{Error, Result};
use std::ffi::OsString;

/// Terminals known to show 24 bits whose `TERM` or `TERM_PROGRAM` says who
/// they are, for the many that set no `COLORTERM` over ssh.
const TRUE_TERMS: [&str; 7] =
    ["alacritty", "contour", "foot", "ghostty", "kitty", "rio", "wezterm"];
const TRUE_PROGRAMS: [&str; 7] =
    ["ghostty", "Hyper", "iTerm.app", "rio", "vscode", "WarpTerminal", "WezTerm"];
/// Monochrome hardware terminals and their descriptions.
const WITHOUT_COLOUR: [&str; 6] = ["dumb", "vt52", "vt100", "vt102", "vt220", "vt320"];

impl Depth {
    /// The depth that the environment states; `env` looks a variable up.
    ///
    /// `NO_COLOR` with any text wins (no-color.org), then `COLORTERM`
    /// (`truecolor` or `24bit`), then what `TERM` and `TERM_PROGRAM` name.
    /// A terminal that says nothing about itself gets sixteen colours.
    pub fn detect(env: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let word = |name: &str| {
            env(name).map(|value| value.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let term = word("TERM");
        if !word("NO_COLOR").is_empty()
            || WITHOUT_COLOUR.contains(&term.as_str())
            || term.ends_with("-mono")
        {
            return Depth::None;
        }
        let colours = word("COLORTERM").to_ascii_lowercase();
        if matches!(colours.as_str(), "truecolor" | "24bit")
            || term.ends_with("-direct")
            || term.contains("truecolor")
            || TRUE_TERMS.iter().any(|name| names(&term, name))
            || TRUE_PROGRAMS.contains(&word("TERM_PROGRAM").as_str())
        {
            return Depth::True;
        }
        if term.contains("256color")
            || colours.contains("256")
            || word("TERM_PROGRAM") == "Apple_Terminal"
        {
            return Depth::Ansi256;
        }
        Depth::Ansi16
    }
}

/// Whether `name` is a whole part of a `TERM` such as `xterm-kitty`.
fn names(term: &str, name: &str) -> bool {
    term.split(['-', '+', '.']).any(|part| part == name)
}

/// Whether the full screen can be used at all.
///
/// # Errors
/// When `TERM` is `dumb`: such a terminal has no cursor to move. An unset
/// `TERM` is let pass, since a terminal may still be there.
pub fn require_usable(env: &dyn Fn(&str) -> Option<OsString>) -> Result<()> {
    if env("TERM").is_some_and(|term| term == "dumb") {
        return Err(Error::new(
            "this terminal cannot show a full screen (TERM is \"dumb\"): \
             `dateline show` prints a story instead",
        ));
    }
    Ok(())
}

/// Whether the terminal's background is dark, where `COLORFGBG` says.
pub fn says_dark(env: &dyn Fn(&str) -> Option<OsString>) -> Option<bool> {
    let colours = env("COLORFGBG")?.to_string_lossy().into_owned();
    match colours.rsplit(';').next()?.parse::<u8>().ok()? {
        0..=6 | 8 => Some(true),
        7 | 9..=15 => Some(false),
        _ => None,
    }
}
