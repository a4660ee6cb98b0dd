//! `dateline show`: stories, printed.

use std::io::{self, IsTerminal, Write};

use super::Done;
use super::ansi::{self, Painter};
use super::arguments::Show;
use super::desk::{Desk, env};
use super::gather::{self, Opened, Step};
use super::output::{Failure, Output};
use super::plain::{self, Measure};
use crate::config::Theme;
use crate::error::Diagnostic;
use crate::exchange::object::{self, StoryObject};
use crate::loader;
use crate::terminal;

/// What a story is printed as.
enum Form {
    Json,
    Plain(Measure),
    Ansi(Measure, Box<Theme>),
}

/// Columns of a line where there is no terminal.
const COLUMNS: u16 = 80;

/// Prints the stories that the paths lead to, each as soon as it is read.
pub(super) fn run(wanted: &Show, desk: &mut Desk, output: &mut Output) -> Result<Done, Failure> {
    desk.tell_config_problems();
    let form = form(wanted, desk);
    if !matches!(form, Form::Plain(_)) {
        desk.find_missing();
    }
    let (mut tried, mut failed) = (0, 0);
    let mut printed = false;
    gather::each(&wanted.paths, desk, &mut |desk, step| {
        tried += 1;
        let done = match step {
            Step::Story(source) => print(&source, &form, desk, output, &mut printed)?,
            Step::Trouble(error) => Err(error),
        };
        if let Err(error) = done {
            output.complain(&error.to_string());
            failed += 1;
        }
        Ok::<(), Failure>(())
    })?;
    Ok(Done::of(tried, failed))
}

fn form(wanted: &Show, desk: &Desk) -> Form {
    if wanted.json {
        return Form::Json;
    }
    let on_terminal = io::stdout().is_terminal();
    let settings = &desk.config.settings;
    let columns = || terminal::size().ok().map(|(columns, _)| columns).filter(|&c| c > 0);
    let width = wanted.width.unwrap_or_else(|| columns().unwrap_or(COLUMNS).min(settings.measure));
    let measure = Measure { width: usize::from(width), boilerplate: settings.boilerplate };
    let in_colours = on_terminal && terminal::require_usable(&env).is_ok();
    if wanted.ansi || (in_colours && !wanted.plain) {
        let theme = ansi::theme(settings, &desk.config.themes, &env);
        Form::Ansi(measure, Box::new(theme))
    } else {
        Form::Plain(measure)
    }
}

/// Prints one story. The outer error: nothing more can be printed; the inner:
/// this story could not be read.
fn print(
    source: &loader::Source,
    form: &Form,
    desk: &Desk,
    output: &mut Output,
    printed: &mut bool,
) -> Result<crate::error::Result<()>, Failure> {
    let problems = match form {
        Form::Json => {
            let opened = match Opened::read(source, desk) {
                Ok(opened) => opened,
                Err(error) => return Ok(Err(error)),
            };
            let Opened { given, story, language, annotations, notes, problems, .. } = &opened;
            let object =
                StoryObject::of(given, story, annotations, notes, problems).in_language(*language);
            object::write_line(output, &object)?;
            // The object holds them.
            Vec::new()
        }
        Form::Plain(measure) => {
            let (story, problems) = match loader::read_story(source, &desk.options) {
                Ok(read) => read,
                Err(error) => return Ok(Err(error)),
            };
            part(output, printed)?;
            let text = &story.text;
            plain::write(output, text, *measure, |to, _, row| plain::row(to, text, row))?;
            problems
        }
        Form::Ansi(measure, theme) => {
            let opened = match Opened::read(source, desk) {
                Ok(opened) => opened,
                Err(error) => return Ok(Err(error)),
            };
            part(output, printed)?;
            let text = &opened.story.text;
            let mut painter = Painter::new(&opened, theme);
            plain::write(output, text, *measure, |to, paragraph, row| {
                painter.row(to, text, paragraph, row)
            })?;
            opened.problems
        }
    };
    tell(&source.name(), &problems, output);
    Ok(Ok(()))
}

/// Two blank lines between stories.
fn part(output: &mut Output, printed: &mut bool) -> io::Result<()> {
    if std::mem::replace(printed, true) { output.write_all(b"\n\n") } else { Ok(()) }
}

/// Says in a line that there were problems; `check` says which.
fn tell(name: &str, problems: &[Diagnostic], output: &mut Output) {
    match problems {
        [] => {}
        [one] => output.complain(&one.headline()),
        several => {
            let count = several.len();
            output.complain(&format!("{name}: {count} problems; `dateline check` lists them"));
        }
    }
}
