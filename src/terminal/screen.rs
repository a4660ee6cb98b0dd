//! The guard an application holds while it has the screen.

use super::input::InputHandle;
use super::modes::{self, Wants};
use super::pen::Pen;
use super::signals;
use crate::error::{Error, Result};
use ratatui::{Frame, Terminal};
use rustix::process::{getpgrp, getsid};
use std::io;

/// A frame longer than this many bytes is shown at once by terminals that
/// know synchronized output (mode 2026); a shorter one arrives whole anyway.
const LARGE: usize = 300;

/// The screen, entered. Dropping it leaves; so do panics and
/// [`die_by`](super::die_by).
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<Pen>,
    wants: Wants,
    /// One whole frame as it is written.
    page: Vec<u8>,
    stale: bool,
}

impl Screen {
    /// Enters: raw mode, the alternate screen, bracketed paste, the mouse if
    /// wanted, no cursor. The thread that enters is the one whose panic
    /// leaves; it must do the drawing.
    ///
    /// # Errors
    /// When there is no terminal or it cannot be set.
    pub fn enter(wants: Wants) -> Result<Self> {
        let (columns, rows) = size()?;
        let terminal = Terminal::new(Pen::new(columns, rows))
            .map_err(|cause| Error::because("the screen cannot be set up", cause))?;
        modes::enter(wants)?;
        Ok(Self { terminal, wants, page: Vec::with_capacity(16 << 10), stale: true })
    }

    /// Draws a frame: only what changed is sent, in one write, and nothing at
    /// all if nothing changed. The size is the window's at this moment.
    /// Without effect while the screen is left.
    ///
    /// # Errors
    /// When the terminal cannot be written to: it is gone.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> Result<()> {
        if !modes::held() {
            return Ok(());
        }
        let fail = |cause: io::Error| Error::because("cannot write to the terminal", cause);
        let (columns, rows) = size()?;
        let drawn = self.terminal.size().map_err(fail)?;
        if (drawn.width, drawn.height) != (columns, rows) {
            self.terminal.backend_mut().resize(columns, rows);
            self.stale = true;
        }
        if std::mem::take(&mut self.stale) {
            self.terminal.backend_mut().forget();
            self.terminal.clear().map_err(fail)?;
        }
        self.terminal.draw(render).map_err(fail)?;
        let pen = self.terminal.backend_mut();
        self.page.clear();
        if pen.bytes().len() > LARGE {
            self.page.extend_from_slice(b"\x1b[?2026h");
            self.page.extend_from_slice(pen.bytes());
            self.page.extend_from_slice(b"\x1b[?2026l");
        } else {
            self.page.extend_from_slice(pen.bytes());
        }
        pen.clean();
        modes::write_all(&self.page).map_err(fail)
    }

    /// The next frame is drawn whole.
    pub fn repaint(&mut self) {
        self.stale = true;
    }

    /// Sends a sequence that moves nothing and colours nothing, such as
    /// [`copy_sequence`](super::copy_sequence)'s.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn send(&mut self, sequence: &[u8]) -> Result<()> {
        if !modes::held() {
            return Ok(());
        }
        modes::write_all(sequence)
            .map_err(|cause| Error::because("cannot write to the terminal", cause))
    }

    /// Takes over other wishes while the screen is held, or for when it is
    /// entered again.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn want(&mut self, wants: Wants) -> Result<()> {
        if std::mem::replace(&mut self.wants, wants) == wants {
            return Ok(());
        }
        self.send(wants.sequence())
    }

    /// Asks for the background colour, best after the first frame; the answer
    /// comes as [`Input::Background`](super::Input::Background), or never.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn ask_background(&mut self, input: &InputHandle) -> Result<()> {
        input.expect_reply();
        self.send(b"\x1b]11;?\x07")
    }

    /// Leaves the screen and stops the process, as C-z does elsewhere;
    /// returns when it goes on, with the screen entered again and a whole
    /// repaint to come. False if nobody could wake a stopped process: it then
    /// did not stop.
    ///
    /// # Errors
    /// When the screen cannot be entered again.
    pub fn suspend(&mut self) -> Result<bool> {
        // The session leader's own group has no shell above it.
        if getsid(None).is_ok_and(|session| session == getpgrp()) {
            return Ok(false);
        }
        modes::leave();
        // The whole group, so that a wrapper (`cargo run`, a script) stops with
        // us and the shell above gets its prompt; again if it is sent on in
        // the background, where a full screen cannot run.
        while signals::stop_group() {
            if signals::ending() {
                return Ok(true);
            }
            if modes::in_foreground() {
                break;
            }
        }
        self.reenter()?;
        Ok(true)
    }

    /// Sets all modes again and asks for a whole repaint, after somebody else
    /// had the terminal.
    ///
    /// # Errors
    /// When the screen cannot be entered.
    pub fn reenter(&mut self) -> Result<()> {
        modes::enter(self.wants)?;
        self.stale = true;
        Ok(())
    }

    /// Leaves the screen and the keys to another program, which `task` runs
    /// and waits for (an editor), and comes back.
    ///
    /// # Errors
    /// When the screen cannot be entered again.
    pub fn while_away<T>(&mut self, input: &InputHandle, task: impl FnOnce() -> T) -> Result<T> {
        input.pause();
        modes::leave();
        signals::set_away(true);
        let done = task();
        signals::set_away(false);
        let back = self.reenter();
        input.resume();
        back.map(|()| done)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        modes::leave();
        modes::tell_untold();
    }
}

/// Columns and rows of the terminal's window.
///
/// # Errors
/// When standard output is no terminal.
pub fn size() -> Result<(u16, u16)> {
    rustix::termios::tcgetwinsize(io::stdout())
        .map(|window| (window.ws_col, window.ws_row))
        .map_err(|errno| Error::because("there is no terminal to draw on", io::Error::from(errno)))
}
