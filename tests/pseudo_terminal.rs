//! In a real pseudo-terminal: the screen is given back whatever happens, and
//! what is typed arrives.

mod endings;
mod escapes;
mod found;
mod home;
mod lasting;
mod obstacles;
pub mod pty;
mod sittings;
mod stage;
mod taking_along;

use pty::{Ended, Pty};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, Termios};
use stage::act;

fn on_stage() -> (Pty, Termios) {
    let pty = Pty::spawn(act("screen"), 60, 12);
    let before = pty.modes_before();
    (entered(pty), before)
}

#[track_caller]
fn entered(mut pty: Pty) -> Pty {
    pty.wait_for("on stage 60x12");
    assert!(is_raw(&pty.modes()));
    let screen = pty.screen();
    assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor());
    assert_ne!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    pty
}

fn is_raw(modes: &Termios) -> bool {
    !modes.local_modes.intersects(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
}

/// The line and the screen are as before, and the sequences stand in order.
#[track_caller]
fn assert_restored(ended: &Ended, before: &Termios) {
    assert_eq!(ended.modes.local_modes, before.local_modes);
    assert_eq!(ended.modes.input_modes, before.input_modes);
    assert_eq!(ended.modes.output_modes, before.output_modes);
    assert_plain(ended.screen());
    let written = ended.written();
    let leaving = &written[written.rfind("␛[?1049h").expect("entered")..];
    let place = |sequence: &str| leaving.rfind(sequence).unwrap_or_else(|| panic!("{sequence}"));
    assert!(place("␛[?2026l") < place("␛[m"), "{leaving}");
    assert!(place("␛[?2004l") < place("␛[?1049l"));
    assert!(place("␛[?1000l") < place("␛[?1049l"));
    assert!(place("␛[?1049l") < place("␛[?25h"));
    assert_eq!(leaving.matches("␛[?1049l").count(), 1, "left once: {leaving}");
}

#[track_caller]
fn assert_plain(screen: &vt100::Screen) {
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
}

#[test]
fn quitting_gives_the_terminal_back() {
    let (mut pty, before) = on_stage();
    pty.send("q");
    let ended = pty.finish();
    assert_eq!(ended.status.exit_code(), 0);
    assert_restored(&ended, &before);
}

#[test]
fn a_panic_gives_the_terminal_back_and_then_speaks() {
    let (mut pty, before) = on_stage();
    pty.send("p");
    let ended = pty.finish();
    assert_eq!(ended.status.exit_code(), 101);
    assert_restored(&ended, &before);
    let written = ended.written();
    assert!(written.find("the show is over") > written.find("␛[?1049l"), "{written}");
}

#[test]
fn a_panic_elsewhere_is_told_after_the_screen_is_left() {
    let (mut pty, before) = on_stage();
    pty.send("wx");
    pty.wait_for("key x.");
    assert!(pty.screen().alternate_screen());
    pty.send("q");
    let ended = pty.finish();
    assert_eq!(ended.status.exit_code(), 0);
    assert_restored(&ended, &before);
    let written = ended.written();
    assert!(written.find("a worker fell") > written.find("␛[?1049l"), "{written}");
}

#[test]
fn signals_to_end_give_the_terminal_back() {
    for (signal, name) in [(Signal::TERM, "Term"), (Signal::HUP, "Hang"), (Signal::INT, "Inter")] {
        let (pty, before) = on_stage();
        pty.signal(signal);
        let ended = pty.finish();
        assert!(ended.status.signal().is_some_and(|s| s.starts_with(name)), "{:?}", ended.status);
        assert_restored(&ended, &before);
    }
}

#[test]
fn a_second_signal_ends_a_program_that_hangs() {
    let (mut pty, before) = on_stage();
    pty.send("h");
    pty.signal(Signal::TERM);
    // The first may be merged with the second while both wait.
    while pty.is_running() {
        pty.signal(Signal::INT);
        std::thread::yield_now();
    }
    assert_restored(&pty.finish(), &before);
}

#[test]
fn a_closed_terminal_ends_the_program() {
    let (pty, _) = on_stage();
    let status = pty.hang_up();
    assert!(!status.success());
    assert_ne!(status.exit_code(), 101, "no panic");
}

#[test]
fn a_suspended_program_leaves_and_comes_back() {
    let mut pty = Pty::spawn(act("shell"), 60, 12);
    let before = pty.modes_before();
    let mut pty = entered({
        pty.wait_for("on stage");
        pty
    });
    for round in 0..2 {
        pty.send("z");
        let pid = stopped(&mut pty, round + 1);
        assert_plain(pty.screen());
        assert_eq!(pty.modes().local_modes, before.local_modes);
        let from = pty.bytes().len();
        kill_process(pid, Signal::CONT).expect("continued");
        pty.wait_until("the screen again", |screen| {
            screen.alternate_screen()
                && screen.contents().contains(&format!("{} inputs", round + 1))
        });
        pty.wait_for_bytes(b"60x12", from);
        assert!(is_raw(&pty.modes()));
    }
    pty.send("q");
    let ended = pty.finish();
    assert_eq!(ended.status.exit_code(), 0);
    assert_restored(&ended, &before);
}

#[test]
fn a_program_stopped_from_outside_leaves_and_comes_back() {
    let mut pty = Pty::spawn(act("shell"), 60, 12);
    pty.wait_for("on stage");
    pty.send("z");
    let pid = stopped(&mut pty, 1);
    kill_process(pid, Signal::CONT).expect("continued");
    pty.wait_until("the screen again", vt100::Screen::alternate_screen);
    pty.wait_for("1 inputs");
    kill_process(pid, Signal::TSTP).expect("stopped");
    assert_eq!(stopped(&mut pty, 2), pid);
    assert_plain(pty.screen());
    kill_process(pid, Signal::CONT).expect("continued");
    pty.wait_until("the screen again", vt100::Screen::alternate_screen);
    // Stopped without being asked: it cannot leave, but finds its way back.
    pty.wait_for("2 inputs");
    let from = pty.bytes().len();
    kill_process(pid, Signal::STOP).expect("stopped");
    pty.wait_for_bytes(b"stopped", from);
    kill_process(pid, Signal::CONT).expect("continued");
    pty.wait_for("Continued.");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn a_suspended_program_can_be_ended() {
    let mut pty = Pty::spawn(act("shell"), 60, 12);
    let before = pty.modes_before();
    pty.wait_for("on stage");
    pty.send("z");
    let pid = stopped(&mut pty, 1);
    kill_process(pid, Signal::TERM).expect("told to end");
    kill_process(pid, Signal::CONT).expect("continued");
    let ended = pty.finish();
    assert_eq!(ended.modes.local_modes, before.local_modes);
    assert_plain(ended.screen());
}

/// Waits until the shell says for the `nth` time that the screen stopped.
#[track_caller]
fn stopped(pty: &mut Pty, nth: usize) -> Pid {
    pty.wait_until("a stop", |screen| stops(screen).count() >= nth);
    let pid = stops(pty.screen()).next_back().expect("a stop").parse().expect("a number");
    Pid::from_raw(pid).expect("a process")
}

/// The processes of the stops on the shell's screen.
fn stops(screen: &vt100::Screen) -> impl DoubleEndedIterator<Item = String> {
    let lines: Vec<String> = screen.contents().lines().map(str::to_owned).collect();
    lines.into_iter().filter_map(|line| {
        Some(line.trim().strip_prefix("stopped ")?.strip_suffix('.')?.to_owned())
    })
}

#[test]
fn where_nobody_could_wake_it_the_program_does_not_stop() {
    let (mut pty, _) = on_stage();
    pty.send("zx");
    pty.wait_for("key x.");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn another_program_has_the_keys_while_away() {
    let (mut pty, before) = on_stage();
    pty.send("e");
    pty.wait_for("an editor");
    assert_plain(pty.screen());
    assert_eq!(pty.modes().local_modes, before.local_modes);
    pty.send("words for the editor\r");
    pty.wait_until("the screen again", vt100::Screen::alternate_screen);
    pty.wait_for("1 inputs");
    pty.send("x");
    pty.wait_for("key x.");
    pty.wait_for("2 inputs");
    pty.send("q");
    let ended = pty.finish();
    assert_restored(&ended, &before);
    assert!(ended.written().contains("got words for the editor"));
}

#[test]
fn keys_come_from_the_terminal_when_a_story_comes_by_pipe() {
    let mut pty = Pty::spawn(act("piped"), 60, 12);
    pty.wait_for("on stage");
    pty.send("x");
    pty.wait_for("key x.");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn keys_arrive_as_people_name_them() {
    let (mut pty, _) = on_stage();
    for (bytes, name) in [
        ("x", "key x."),
        ("X", "key X."),
        ("é", "key é."),
        ("\x18", "key C-x."),
        ("\x1bx", "key M-x."),
        ("\x1bX", "key M-X."),
        ("\t", "key Tab."),
        ("\x1b[Z", "key S-Tab."),
        ("\r", "key Enter."),
        ("\x7f", "key Backspace."),
        ("\x1b", "key Esc."),
        ("\x1b[A", "key Up."),
        ("\x1b[1;2B", "key S-Down."),
        ("\x1b[1;3C", "key M-Right."),
        ("\x1b[1;5D", "key C-Left."),
        ("\x1b[5~", "key PageUp."),
        ("\x1bOP", "key F(1)."),
        ("\x1b[24~", "key F(12)."),
        ("\x1b[<0;3;4M", "Down(Left) 2,3."),
        ("\x1b[<32;4;4M", "Drag(Left) 3,3."),
        ("\x1b[<0;4;4m", "Up(Left) 3,3."),
        ("\x1b[<65;1;1M", "WheelDown 0,0."),
        ("\x1b[200~a\rb\x1b[201~", "Paste(\"a\\rb\")."),
    ] {
        pty.send(bytes);
        pty.wait_until(name, |screen| {
            screen.contents().lines().nth(2).map(str::trim_end) == Some(name)
        });
    }
}

#[test]
fn a_flood_of_keys_arrives_whole() {
    let (mut pty, _) = on_stage();
    pty.send("x".repeat(3000));
    pty.wait_for("3000 inputs");
    pty.send(format!("\x1b[200~{}\x1b[201~", "word ".repeat(4000)));
    pty.wait_for("paste of 20000.");
}

#[test]
fn a_resize_arrives_once_and_is_drawn_whole() {
    let (mut pty, _) = on_stage();
    pty.resize(40, 8);
    pty.wait_for("on stage 40x8");
    pty.wait_for("Resized(40, 8).");
    pty.send("x");
    pty.wait_for("2 inputs");
}

#[test]
fn the_background_is_heard_and_never_typed() {
    let (mut pty, _) = on_stage();
    // Not asked: it is typing like any other.
    pty.send("\x1bx");
    pty.wait_for("1 inputs");
    pty.send("a");
    pty.wait_for_bytes(b"\x1b]11;?\x07", 0);
    pty.send("\x1b]11;rgb:1515/1717/1e1e\x1b\\");
    pty.wait_for("Background(21, 23, 30).");
    pty.wait_for("3 inputs");
    // A terminal that answers in pieces and ends with BEL.
    pty.send("a");
    pty.wait_for("4 inputs");
    for piece in ["\x1b]", "11;rgb:", "fb", "/fa/f7", "\x07"] {
        pty.send(piece);
    }
    pty.wait_for("Background(251, 250, 247).");
    // One that owes an answer lets Esc through.
    pty.send("a\x1b");
    pty.wait_for("key Esc.");
    pty.send("x");
    pty.wait_for("key x.");
}

#[test]
fn a_frame_that_changes_little_costs_little() {
    let (mut pty, _) = on_stage();
    let from = pty.bytes().len();
    pty.send("x");
    pty.wait_for("1 inputs");
    let first = pty.bytes().len() - from;
    assert!(first < 60, "{first} bytes: {:?}", String::from_utf8_lossy(&pty.bytes()[from..]));
}

#[test]
fn the_clipboard_is_set_through_the_terminal() {
    let (mut pty, _) = on_stage();
    pty.send("c");
    pty.wait_for_bytes(b"\x1b]52;c;S2Vycnk=\x1b\\", 0);
}

#[test]
fn the_program_itself_leaves_a_terminal_it_did_not_need_alone() {
    let pty = Pty::spawn(Pty::dateline(["--version"]), 60, 12);
    let before = pty.modes_before();
    let ended = pty.finish();
    assert_eq!(ended.status.exit_code(), 0);
    assert_eq!(ended.modes.local_modes, before.local_modes);
    assert!(!ended.written().contains('␛'), "{}", ended.written());
}
