//! A program in a pseudo-terminal: keys in, a screen out.
//!
//! A thread reads what the program writes; [`Pty`] feeds it to a terminal
//! emulator when something is waited for. Nothing sleeps: every wait is for
//! an event, and its limit only turns a hang into a failure that shows the
//! screen.
//!
//! ```text
//! let mut pty = Pty::spawn(Pty::dateline(["story.txt"]), 80, 24);
//! pty.wait_for("Kerry");
//! pty.send("q");
//! assert_eq!(pty.finish().status.exit_code(), 0);
//! ```

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Termios, tcgetattr};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long anything may take before it counts as hung.
const LIMIT: Duration = Duration::from_secs(30);

/// A running program and its terminal.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    /// The program's side, held open so that its modes can be read even when
    /// the program has ended.
    line: File,
    before: Termios,
    life: Life,
    reader: JoinHandle<()>,
    closing: Arc<AtomicBool>,
    output: Receiver<Vec<u8>>,
    status: Receiver<ExitStatus>,
    /// The status, once seen.
    ended: Option<ExitStatus>,
    emulator: vt100::Parser,
    bytes: Vec<u8>,
}

/// What is left of a program that ended.
pub struct Ended {
    /// Exit code, or the signal's name.
    pub status: ExitStatus,
    /// All it ever wrote.
    pub bytes: Vec<u8>,
    /// The terminal as it left it.
    pub emulator: vt100::Parser,
    /// The line's modes as it left them.
    pub modes: Termios,
}

impl Ended {
    /// The screen as it was left.
    pub fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// All it ever wrote, escape sequences visible.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.bytes).replace('\x1b', "␛")
    }
}

impl Pty {
    /// The command that runs Dateline itself, with colours known and nothing
    /// of the tester's terminal let in.
    pub fn dateline<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments);
        Self::neutral(&mut command);
        command
    }

    /// Gives a command the environment of a plain modern terminal.
    pub fn neutral(command: &mut CommandBuilder) {
        for name in ["NO_COLOR", "TERM_PROGRAM", "COLUMNS", "LINES", "TMUX", "EDITOR", "VISUAL"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
    }

    /// Starts a command in a terminal of its own.
    pub fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).expect("a pseudo-terminal");
        let line = File::options()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NOCTTY.bits() as i32)
            .open(pair.master.tty_name().expect("the terminal's name"))
            .expect("the program's side of the terminal");
        let before = tcgetattr(&line).expect("modes");
        let mut child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (to, output) = channel();
        let closing = Arc::new(AtomicBool::new(false));
        let closed = closing.clone();
        let reader = thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut chunk) {
                if closed.load(Ordering::SeqCst) || to.send(chunk[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let pid = child.process_id().and_then(|pid| Pid::from_raw(pid as i32)).expect("a pid");
        let (to, status) = channel();
        thread::spawn(move || child.wait().map(|status| to.send(status)));
        Self {
            keys: pair.master.take_writer().expect("a writer"),
            master: pair.master,
            line,
            before,
            life: Life { pid, ended: false },
            reader,
            closing,
            output,
            status,
            ended: None,
            emulator: vt100::Parser::new(cells(rows), cells(columns), 0),
            bytes: Vec::new(),
        }
    }

    /// Types.
    pub fn send(&mut self, keys: impl AsRef<[u8]>) {
        self.keys.write_all(keys.as_ref()).expect("the terminal takes keys");
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen is as described by `what`.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let limit = Instant::now() + LIMIT;
        while !is_so(self.emulator.screen()) {
            match self.output.recv_timeout(limit.saturating_duration_since(Instant::now())) {
                Ok(chunk) => self.take(&chunk),
                Err(error) => {
                    let why = match error {
                        RecvTimeoutError::Timeout => "waited too long for",
                        RecvTimeoutError::Disconnected => "the terminal closed before",
                    };
                    panic!("{why} {what:?}; the screen:\n{}", self.screen().contents());
                }
            }
        }
    }

    /// Waits until the program has written a sequence, counted from `from`
    /// bytes of its output on.
    #[track_caller]
    pub fn wait_for_bytes(&mut self, sequence: &[u8], from: usize) {
        let limit = Instant::now() + LIMIT;
        while !self.bytes[from..].windows(sequence.len()).any(|part| part == sequence) {
            match self.output.recv_timeout(limit.saturating_duration_since(Instant::now())) {
                Ok(chunk) => self.take(&chunk),
                Err(error) => panic!(
                    "{error} before {:?}; written: {:?}",
                    String::from_utf8_lossy(sequence),
                    String::from_utf8_lossy(&self.bytes[from..])
                ),
            }
        }
    }

    /// Takes in what the program writes as long as something outside of the
    /// terminal, such as a file, is so.
    #[track_caller]
    pub fn wait_while(&mut self, what: &str, is_so: impl Fn() -> bool) {
        const LOOK: Duration = Duration::from_millis(5);
        let limit = Instant::now() + LIMIT;
        while is_so() {
            match self.output.recv_timeout(LOOK) {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Timeout) if Instant::now() < limit => {}
                Err(_) => panic!("no end of {what:?}; the screen:\n{}", self.screen().contents()),
            }
        }
    }

    /// Waits until the program has written anything after its first `from` bytes.
    #[track_caller]
    pub fn wait_while_silent(&mut self, from: usize) {
        while self.bytes.len() <= from {
            let chunk = self.output.recv_timeout(LIMIT).expect("the program writes something");
            self.take(&chunk);
        }
    }

    fn take(&mut self, chunk: &[u8]) {
        self.bytes.extend_from_slice(chunk);
        self.emulator.process(chunk);
    }

    /// The screen as of the last wait.
    pub fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// What was written until the last wait.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives the window another size; the program gets SIGWINCH.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.emulator.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).expect("the terminal resizes");
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        // One that has just ended needs no signal any more.
        let _ = kill_process(self.life.pid, signal);
    }

    /// Whether the program has not ended yet.
    pub fn is_running(&mut self) -> bool {
        if self.ended.is_none() {
            self.ended = self.status.try_recv().ok();
            self.life.ended = self.ended.is_some();
        }
        self.ended.is_none()
    }

    /// The modes of the line before the program started.
    pub fn modes_before(&self) -> Termios {
        self.before.clone()
    }

    /// The modes of the line now.
    pub fn modes(&self) -> Termios {
        tcgetattr(&self.line).expect("modes")
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub fn finish(mut self) -> Ended {
        let seen = self.screen().contents();
        let status = self.ended.take().unwrap_or_else(|| end(&self.status, &mut self.life, &seen));
        let modes = self.modes();
        // With the last handle closed the reader sees the end of the output.
        let Self { line, output, mut emulator, mut bytes, .. } = self;
        drop(line);
        for chunk in output {
            emulator.process(&chunk);
            bytes.extend_from_slice(&chunk);
        }
        Ended { status, bytes, emulator, modes }
    }

    /// Closes the terminal under the program and waits for its end.
    #[track_caller]
    pub fn hang_up(self) -> ExitStatus {
        let Self { master, keys, mut line, reader, closing, status, mut life, .. } = self;
        // The reader holds the terminal open too: a byte wakes it to let go.
        closing.store(true, Ordering::SeqCst);
        line.write_all(b".").expect("the line takes a byte");
        reader.join().expect("the reader ends");
        drop((master, keys, line));
        end(&status, &mut life, "the terminal is closed")
    }
}

/// A running program; one that a failing test leaves behind is killed.
struct Life {
    pid: Pid,
    ended: bool,
}

impl Drop for Life {
    fn drop(&mut self) {
        if !self.ended {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

#[track_caller]
fn end(status: &Receiver<ExitStatus>, life: &mut Life, seen: &str) -> ExitStatus {
    let status =
        status.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("the program does not end; {seen}"));
    life.ended = true;
    status
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("at least one")
}
