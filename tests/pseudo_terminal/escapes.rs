//! Nothing that a file says reaches the terminal as a control sequence.

use super::home::Home;
use super::pty::{Ended, Pty};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

/// What every hostile sequence of the files carries.
const MARK: &str = "EVIL";

/// Sequences that a terminal would obey, each with the mark in it or after it.
const PAYLOADS: [&str; 12] = [
    "\x1b]0;EVIL\x07",
    "\x1b]52;c;EVIL\x1b\\",
    "\x1b]8;;https://EVIL\x1b\\EVIL\x1b]8;;\x1b\\",
    "\x1b[31mEVIL",
    "\x1b[2J\x1b[1;1HEVIL",
    "\x1bPEVIL\x1b\\",
    "\x1b_EVIL\x1b\\",
    "\u{9b}31mEVIL",
    "\u{9d}0;EVIL\u{9c}",
    "\u{90}EVIL\u{9c}",
    "\x0e\x0f\x05\x08\x7fEVIL",
    "\x1bcEVIL",
];

/// What was written, parted: control sequences, and everything else.
fn parted(bytes: &[u8]) -> (Vec<String>, Vec<u8>) {
    let mut sequences = Vec::new();
    let mut rest = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != 0x1b {
            rest.push(bytes[at]);
            at += 1;
            continue;
        }
        let from = at;
        at += 2;
        match bytes.get(from + 1) {
            Some(b'[') => {
                while bytes.get(at).is_some_and(|byte| !(0x40..=0x7e).contains(byte)) {
                    at += 1;
                }
                at += 1;
            }
            Some(b']' | b'P' | b'_' | b'^' | b'X') => {
                while at < bytes.len() && bytes[at] != 0x07 && !bytes[at..].starts_with(b"\x1b\\") {
                    at += 1;
                }
                at += if bytes.get(at) == Some(&0x07) { 1 } else { 2 };
            }
            _ => {}
        }
        sequences.push(String::from_utf8_lossy(&bytes[from..at.min(bytes.len())]).into_owned());
    }
    (sequences, rest)
}

#[track_caller]
fn assert_tame(ended: &Ended) {
    let (sequences, rest) = parted(&ended.bytes);
    for sequence in &sequences {
        let known = match sequence.as_bytes()[1] {
            b'[' => "mHhlJKABCDGdXnqrtu".contains(&sequence[sequence.len() - 1..]),
            b']' => ["\x1b]8;", "\x1b]11;?", "\x1b]52;c;"].iter().any(|own| sequence.starts_with(own)),
            _ => false,
        };
        assert!(known, "{sequence:?} is none of ours");
        // A link's address is from the file, but only as printable ASCII.
        let link = sequence.starts_with("\x1b]8;") && !sequence.contains("//EVIL\x1b");
        assert!(link || !sequence.contains(MARK), "{sequence:?}");
        let inside = sequence[1..].trim_end_matches(['\x07', '\\']).trim_end_matches('\x1b');
        assert!(!inside.chars().any(char::is_control), "{sequence:?}");
    }
    let words = String::from_utf8(rest).expect("UTF-8 outside of sequences");
    assert!(words.contains(MARK), "it was shown at all");
    for c in words.chars() {
        assert!(!c.is_control() || matches!(c, '\r' | '\n'), "{c:?} reached the terminal");
    }
}

/// Looks at every screen there is.
fn look_round(pty: &mut Pty) {
    for keys in [
        "j", "} }", "w", "n", "\r", "\x1b", "e", "jj", "\r", "\x1b", "t", "jj", "\x1b", "m", "j",
        "\x1b", "s", "\x1b", "\x10EVIL", "\x1b", ":problems\r", "j", "\x1b", "/EVIL\r", "n", "\x1b",
        "f", "\x1b", "?", "\x1b", "v$", "y", "a", "\x1b", "G", "g", ":note-lines\r", ":show-boil\r",
    ] {
        pty.send(keys);
        // Each Esc is on its own, lest it make the next key another one: the
        // program has taken it when it answers what follows.
        let from = pty.bytes().len();
        pty.send("\x1b[200~\x1b[201~");
        pty.send("T");
        pty.wait_while_silent(from);
    }
}

#[test]
fn no_control_sequence_of_a_file_reaches_the_terminal() {
    let home = Home::new();
    let all = PAYLOADS.concat();
    let mut text = format!("Title of {all} it\n\nBy Lena {all} Marsh\n\n");
    for payload in PAYLOADS {
        text.push_str(&format!("Mara Venn said {payload} and then more. {all}\n\n"));
    }
    let quoted: String = all
        .chars()
        .map(|c| if c.is_control() { format!("\\u{:04x}", c as u32) } else { c.to_string() })
        .collect::<String>()
        .replace("\\\\", "\\u005c");
    let yaml = |words: &str| format!("\"{words}{quoted}\"");
    let annotations = format!(
        "story: {{title: {}, source: {}, place: {}, byline: {}, published: 2025-03-04, url: {}, tags: [{}]}}\n\
         entities:\n  - {{id: {}, name: {}, type: {}, aliases: [Mara Venn], role: {}, about: {}, links: {{a: {}}}, attrs: {{k: {}}}}}\n\
         events:\n  - {{when: 2025-03-04, label: {}, quote: Mara Venn said}}\n  - {{when: {}, label: x}}\n\
         {}: y\n",
        yaml("t"), yaml("s"), yaml("p"), yaml("b"), yaml("https://"), yaml("g"), yaml("i"), yaml("n"),
        yaml("k"), yaml("r"), yaml("o"), yaml("https://"), yaml("v"), yaml("l"), yaml("w"), yaml("u"),
    );
    let notes = format!(
        "format: dateline-notes/1\nstory: {{title: {}, file: null, url: null, text-sha256: null}}\n---\n\
         id: n1\nkind: note\nquote: Mara Venn said\nnth: 1\ntags: [{}]\nby: {}\nnote: {}\n---\n\
         id: n2\nkind: entity\nname: {}\ntype: {}\nquote: and then more\nnth: 2\n---\nid: n3\nkind: event\n\
         when: 2025-03-05\nname: {}\n---\n{}: broken\n",
        yaml("t"), yaml("g"), yaml("b"), yaml("n"), yaml("n"), yaml("k"), yaml("e"), yaml("z"),
    );
    // A name that no shell would give a file.
    let name = format!("a{}b", all.replace('/', "|"));
    let named = |end: &str| {
        let mut bytes = name.chars().take(60).collect::<String>().into_bytes();
        bytes.extend_from_slice(end.as_bytes());
        OsStr::from_bytes(&bytes).to_owned()
    };
    home.put(named(".txt"), &text);
    home.put(named(".ann.yaml"), &annotations);
    home.put(named(".notes.yaml"), &notes);
    home.put(format!("z{}.md", "\x1b[31mEVIL"), format!("---\ntitle: {}\n---\n# {all}\n\n[{all}](https://EVIL{all})\n", yaml("m")));
    let config = home.dateline_home().join("config");
    std::fs::create_dir_all(&config).expect("a folder");
    let keys = format!("text:\n  {}: {}\n", yaml("c"), yaml("k"));
    std::fs::write(config.join("config.yaml"), format!("theme: {}\n", yaml("t"))).expect("written");
    std::fs::write(config.join("keys.yaml"), keys).expect("written");

    for (columns, rows) in [(170, 50), (60, 15)] {
        let mut pty = Pty::spawn(home.command(&["."]), columns, rows);
        pty.wait_for("Mara Venn said");
        look_round(&mut pty);
        pty.send("]");
        look_round(&mut pty);
        pty.send("q");
        let ended = pty.finish();
        assert_eq!(ended.status.exit_code(), 0);
        assert_tame(&ended);
    }
}
