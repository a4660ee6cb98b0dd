//! `dateline man`: the manual page, made from the arguments, the table of
//! commands and the key table.

use std::io::Write;

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use super::Done;
use super::arguments::Arguments;
use super::output::{Failure, Output};
use crate::config::Keymap;
use crate::config::keymap::DEFAULT_KEYS;
use crate::state::command::{self, Group, VERBS};

/// Prints the page.
pub(super) fn run(output: &mut Output) -> Result<Done, Failure> {
    let mut command = Arguments::command();
    command.build();
    let page = Man::new(command.clone()).manual("Dateline manual");
    let mut bytes = Vec::new();
    page.render_title(&mut bytes)?;
    page.render_name_section(&mut bytes)?;
    page.render_synopsis_section(&mut bytes)?;
    page.render_description_section(&mut bytes)?;
    page.render_options_section(&mut bytes)?;
    for section in [commands(&command), keys(), files(), environment(), exit_status()] {
        section.to_writer(&mut bytes)?;
    }
    page.render_version_section(&mut bytes)?;
    output.write_all(&bytes)?;
    Ok(Done::Well)
}

/// Each command with its own options.
fn commands(command: &clap::Command) -> Roff {
    let mut page = Roff::new();
    page.control("SH", ["COMMANDS"]);
    let visible = command.get_subcommands().filter(|sub| sub.get_name() != "help");
    for sub in visible {
        let mut usage = sub.clone().render_usage().to_string();
        usage = usage.trim_start_matches("Usage: ").to_owned();
        page.control("TP", []);
        page.text([bold(usage)]);
        page.text([roman(sub.get_about().map(ToString::to_string).unwrap_or_default())]);
        page.control("RS", []);
        for option in sub.get_arguments().filter(|a| !a.is_global_set()) {
            let Some(long) = option.get_long().filter(|&long| long != "help") else { continue };
            let value = option.get_value_names().filter(|_| option.get_action().takes_values());
            page.control("TP", []);
            let mut name = vec![bold(format!("--{long}"))];
            if let Some([value, ..]) = value {
                name.extend([roman(" "), italic(value.as_str())]);
            }
            page.text(name);
            page.text([roman(option.get_help().map(ToString::to_string).unwrap_or_default())]);
        }
        page.control("RE", []);
    }
    page
}

/// Every verb with its default keys.
fn keys() -> Roff {
    let (keymap, _) = Keymap::read(DEFAULT_KEYS, None, &command::names());
    let mut page = Roff::new();
    page.control("SH", ["KEYS"]);
    page.text([
        roman("The defaults; "),
        bold("?"),
        roman(
            " in the reader shows the keys as they are. C- is control, M- alt, S- shift. \
             Commands without a key are in the palette, which ",
        ),
        bold(":"),
        roman(" opens."),
    ]);
    let all_keys = keymap.all_keys();
    for group in Group::ALL {
        page.control("SS", [group.title()]);
        for verb in VERBS.iter().filter(|verb| verb.group == group) {
            page.control("TP", []);
            let mut name = vec![bold(verb.name)];
            if let Some(keys) = all_keys.get(verb.name) {
                name.extend([roman("  "), italic(keys.join("  "))]);
            }
            page.text(name);
            page.text([roman(verb.help)]);
        }
    }
    page
}

fn files() -> Roff {
    listed(
        "FILES",
        &[
            ("STORY.txt, STORY.md", "what someone published; never written to"),
            ("STORY.ann.yaml", "its annotations: names, events, times, quotes"),
            (
                "STORY.notes.yaml",
                "your notes; beside the story where its folder can be written, else in the data folder",
            ),
            ("~/.config/dateline/config.yaml", "the settings that differ from the defaults"),
            ("~/.config/dateline/keys.yaml", "the keys that differ from the defaults"),
            ("~/.config/dateline/themes/NAME.yaml", "themes of your own"),
            ("~/.local/share/dateline/notes/", "notes on stories that have no folder of their own"),
            ("~/.local/state/dateline/", "places read to, edits not yet saved"),
        ],
    )
}

fn environment() -> Roff {
    listed(
        "ENVIRONMENT",
        &[
            ("DATELINE_HOME", "a folder for configuration, data, state and cache together"),
            (
                "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME",
                "the folders of each, where DATELINE_HOME is not set",
            ),
            ("NO_COLOR", "if not empty: no colours; bold, underline and reverse instead"),
            ("COLORTERM, TERM, TERM_PROGRAM", "how many colours the terminal has"),
            ("COLORFGBG", "whether its background is dark, until it says so itself"),
            ("VISUAL, EDITOR", "the program to edit a story's file with"),
        ],
    )
}

fn exit_status() -> Roff {
    listed(
        "EXIT STATUS",
        &[
            ("0", "all went well; a closed pipe counts as well"),
            ("1", "check found errors, or some of several paths failed and the rest was done"),
            ("2", "the command line was wrong, or nothing could be done"),
        ],
    )
}

fn listed(title: &str, entries: &[(&str, &str)]) -> Roff {
    let mut page = Roff::new();
    page.control("SH", [title]);
    for &(what, meaning) in entries {
        page.control("TP", []);
        page.text([bold(what)]);
        page.text([roman(meaning)]);
    }
    page
}
