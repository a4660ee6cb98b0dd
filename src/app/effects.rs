//! What the state asks of the world, done: stories opened, notes saved, other
//! programs started.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use super::{App, far_place, has_file};
use crate::config::NotesPlace;
use crate::error::Result;
use crate::model::Bookmark;
use crate::state::shelf::Address;
use crate::state::{Effect, Notice};
use crate::store::Remembered;
use crate::terminal::{self, InputHandle, Screen};
use crate::work;

impl App {
    pub(super) fn open(&mut self, ticket: u64, address: Address) {
        self.opened = SystemTime::now();
        let central = self.state.config.settings.notes == NotesPlace::Central;
        self.reader.open(ticket, address, central);
    }

    pub(super) fn carry_out(
        &mut self,
        effect: Effect,
        screen: &mut Screen,
        input: &InputHandle,
    ) -> Result<()> {
        match effect {
            Effect::Open { ticket, address } => self.open(ticket, address),
            Effect::ReadHeads(wanted) => self.indexer.heads(wanted),
            Effect::LookElsewhere { address, others } => self.indexer.elsewhere(address, others),
            Effect::Export { format, notes } => {
                let data = self.paths.data.as_deref();
                if let Some(reading) = &self.state.reading
                    && let Some(export) = work::Export::of(reading, format, notes, data)
                {
                    export.start(self.post.clone());
                }
            }
            Effect::GatherNameNotes { address } => self.to_glean = Some(address),
            Effect::Search { ticket, pattern, boilerplate } => {
                if let Some(reading) = &self.state.reading {
                    let text = reading.story.text.clone();
                    self.searcher.search(ticket, text, pattern, boilerplate);
                }
            }
            Effect::Find { ticket } => self.find(ticket),
            Effect::Retime { ticket, theirs } => self.retime(ticket, theirs),
            Effect::Save { address, changes, act, deed } => {
                self.keeper.save(address, changes, act, deed);
            }
            Effect::Record { address, changes, deed } => {
                self.keeper.record(address, changes, deed);
            }
            Effect::KeepDraft { address, note } => self.keeper.draft(address, note),
            Effect::Recover { keep } => self.keeper.recover(keep),
            Effect::Remember { address, place, marks, jumps, read } => {
                if let Some(reading) = &self.state.reading {
                    let text = &reading.story.text;
                    let what = Remembered {
                        when: work::now(),
                        place: Bookmark::of(text, place),
                        marks: marks
                            .into_iter()
                            .map(|(letter, at)| (letter, Bookmark::of(text, at)))
                            .collect(),
                    };
                    let jumps = jumps.into_iter().filter(has_file).map(far_place).collect();
                    self.keeper.place(work::place_key(&address), what, jumps, read);
                }
            }
            Effect::Compare { ticket, old, new } => work::compare(&self.post, ticket, old, new),
            Effect::RememberMark { letter, spot } => self.keeper.mark(letter, far_place(spot)),
            Effect::Copy(words) => match terminal::copy_sequence(&words) {
                Ok(sequence) => screen.send(&sequence)?,
                Err(error) => self.complain(error.to_string()),
            },
            Effect::Browse(url) => self.browse(&url),
            Effect::Edit(path, line) => self.edit(&path, line, screen, input)?,
            Effect::Suspend => self.suspend(screen)?,
            Effect::Repaint => {
                self.theme = None;
                screen.repaint();
            }
            Effect::Quit => self.quit = true,
        }
        Ok(())
    }

    pub(super) fn suspend(&mut self, screen: &mut Screen) -> Result<()> {
        if !screen.suspend()? {
            self.complain("there is no shell to return to".into());
        }
        Ok(())
    }

    /// Starts a browser and leaves it to itself.
    pub(super) fn browse(&mut self, url: &str) {
        let system = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let wanted = self.state.config.settings.browser.clone().unwrap_or_else(|| system.into());
        let mut words = wanted.split_whitespace();
        let Some(program) = words.next() else { return };
        let started = Command::new(program)
            .args(words)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Ok(mut child) => {
                // Somebody must take note of its end.
                let _ =
                    std::thread::Builder::new().name("browser".into()).spawn(move || child.wait());
                self.state.notice = Some(Notice::news(format!("opened {url}")));
            }
            Err(_) => {
                self.complain(format!("{program} is not here (`browser:` in config.yaml): {url}"))
            }
        }
    }

    /// Leaves the terminal to the reader's editor.
    pub(super) fn edit(
        &mut self,
        path: &Path,
        line: usize,
        screen: &mut Screen,
        input: &InputHandle,
    ) -> Result<()> {
        let env = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let wanted = self
            .state
            .config
            .settings
            .editor
            .clone()
            .or_else(|| env("VISUAL"))
            .or_else(|| env("EDITOR"))
            .unwrap_or_else(|| "vi".into());
        let mut words = wanted.split_whitespace();
        let Some(program) = words.next() else { return Ok(()) };
        let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
        let mut command = Command::new(program);
        command.args(words);
        // Editors known to take the line as `+N`.
        if ["vi", "vim", "nvim", "nano", "emacs", "kak", "micro", "joe"].contains(&&*name) {
            command.arg(format!("+{line}"));
        }
        command.arg(path);
        let ended = screen.while_away(input, || command.status())?;
        match ended {
            Ok(status) if status.success() => {}
            Ok(status) => self.complain(format!("{program} ended with {status}")),
            Err(error) => self.complain(format!("cannot start {program}: {error}")),
        }
        Ok(())
    }
}
