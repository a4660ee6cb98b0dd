//! Small programs to run in a pseudo-terminal: this test binary itself,
//! started again with [`ACT`] in its environment.

use super::pty::Pty;
use dateline::config::key::{Key, KeyCode};
use dateline::terminal::{Input, InputHandle, Screen, Wants, copy_sequence, die_by, input};
use portable_pty::CommandBuilder;
use ratatui::widgets::{Paragraph, Wrap};
use rustix::process::{Pid, WaitOptions, getpgrp, waitpid};
use rustix::termios::{tcgetpgrp, tcsetpgrp};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio, exit};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

const ACT: &str = "DATELINE_TEST_ACT";
/// Names the story that the act `job` reads with Dateline itself.
pub const STORY: &str = "DATELINE_TEST_STORY";
/// libtest's arguments that run [`plays`] alone, on the main thread.
const ARGUMENTS: [&str; 4] =
    ["pseudo_terminal::stage::plays", "--exact", "--nocapture", "--test-threads=1"];

/// The command that plays an act.
pub fn act(name: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(std::env::current_exe().expect("this binary"));
    command.args(ARGUMENTS);
    command.env(ACT, name);
    Pty::neutral(&mut command);
    command
}

/// Not a test but the stage: does nothing unless an act is named.
#[test]
fn plays() {
    match std::env::var(ACT).as_deref() {
        Ok("screen") => screen(),
        Ok("shell") => {
            let mut command = Command::new(std::env::current_exe().expect("this binary"));
            shell(command.args(ARGUMENTS).env(ACT, "screen"));
        }
        Ok("job") => {
            let story = std::env::var_os(STORY).expect("a story");
            shell(Command::new(env!("CARGO_BIN_EXE_dateline")).arg(story));
        }
        Ok("piped") => piped(),
        _ => {}
    }
}

/// A program with a screen: shows the last inputs; some keys do things.
fn screen() {
    // A real shell puts its job in front before the program runs.
    while tcgetpgrp(std::io::stdout()).expect("a group in front") != getpgrp() {
        thread::yield_now();
    }
    let (to, inbox) = channel();
    let input = input::spawn(move |input| to.send(input).is_ok()).expect("input");
    let mut screen = Screen::enter(Wants { mouse: true }).expect("a screen");
    let status = run(&mut screen, &input, &inbox);
    drop(screen);
    exit(status)
}

fn run(screen: &mut Screen, input: &InputHandle, inbox: &Receiver<Input>) -> i32 {
    let mut seen: Vec<String> = Vec::new();
    let mut count = 0;
    loop {
        let (columns, rows) = dateline::terminal::size().unwrap_or_default();
        let last: Vec<&str> = seen.iter().rev().take(8).map(String::as_str).collect();
        let page = format!("on stage {columns}x{rows}\n{count} inputs\n{}", last.join("\n"));
        if screen
            .draw(|frame| {
                let page = Paragraph::new(page).wrap(Wrap { trim: false });
                frame.render_widget(page, frame.area());
            })
            .is_err()
        {
            return 3;
        }
        let Ok(first) = inbox.recv() else { return 4 };
        for happened in std::iter::once(first).chain(inbox.try_iter()) {
            count += 1;
            seen.push(tell(&happened));
            match happened {
                Input::Key(Key { code: KeyCode::Char(c), ctrl: false, alt: false, .. }) => {
                    if c == 'q' {
                        return 0;
                    }
                    on_key(c, screen, input);
                }
                Input::Suspend => drop(screen.suspend()),
                Input::Continued => drop(screen.reenter()),
                Input::Terminate(signal) => die_by(signal),
                Input::Gone => return 5,
                _ => {}
            }
        }
    }
}

fn on_key(c: char, screen: &mut Screen, input: &InputHandle) {
    match c {
        'p' => panic!("the show is over"),
        'w' => drop(thread::spawn(|| panic!("a worker fell")).join()),
        'z' => drop(screen.suspend()),
        'a' => screen.ask_background(input).expect("asked"),
        'c' => screen.send(&copy_sequence("Kerry").expect("short")).expect("sent"),
        'h' => thread::park(),
        'e' => screen
            .while_away(input, || {
                println!("an editor");
                let mut line = String::new();
                std::io::stdin().read_line(&mut line).expect("a line");
                println!("got {}", line.trim());
            })
            .expect("back again"),
        _ => {}
    }
}

/// One input, in words.
fn tell(input: &Input) -> String {
    match input {
        Input::Key(key) => {
            let mut words = String::from("key ");
            for (held, name) in [(key.ctrl, "C-"), (key.alt, "M-"), (key.shift, "S-")] {
                words.push_str(if held { name } else { "" });
            }
            match key.code {
                KeyCode::Char(c) => words.push(c),
                code => words.push_str(&format!("{code:?}")),
            }
            words + "."
        }
        Input::Mouse(mouse) => format!("{:?} {},{}.", mouse.kind, mouse.column, mouse.row),
        Input::Paste(text) if text.len() > 99 => format!("paste of {}.", text.len()),
        other => format!("{other:?}."),
    }
}

/// As much of a shell as job control needs: runs a program in front, says
/// when it stopped (with its process), and goes when it is gone.
#[expect(clippy::zombie_processes, reason = "waitpid waits, and tells of stops too")]
fn shell(command: &mut Command) {
    let child = command.process_group(0).spawn().expect("the screen starts");
    let pid = Pid::from_child(&child);
    tcsetpgrp(std::io::stdout(), pid).expect("put in front");
    loop {
        let (_, status) = waitpid(Some(pid), WaitOptions::UNTRACED).expect("waited").expect("news");
        if !status.stopped() {
            exit(status.exit_status().unwrap_or(99));
        }
        println!("\r\nstopped {}.", pid.as_raw_nonzero());
    }
}

/// The screen with a story on standard input instead of the keys.
fn piped() {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args(ARGUMENTS).env(ACT, "screen").stdin(Stdio::piped());
    let status = command.spawn().expect("the screen starts").wait().expect("waited");
    exit(status.code().unwrap_or(99))
}
