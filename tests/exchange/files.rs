//! From the command line: folders, what is in the way, exit statuses.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

struct Room(tempfile::TempDir);

impl Room {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap_or_default()
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(arguments).current_dir(self.0.path()).env_clear();
        let Output { status, stderr, .. } =
            command.env("DATELINE_HOME", self.0.path().join("home")).output().expect("it runs");
        (status.code().expect("no signal"), String::from_utf8(stderr).expect("UTF-8"))
    }
}

const TEXT: &str = "Ida Brook met the council in Harbourton.\n";
const ANN: &str =
    "T1\tPERSON 0 9\tIda Brook\nT2\tGPE 29 39\tHarbourton\n#1\tAnnotatorNotes T1\tthe keeper\n";

#[test]
fn a_folder_is_imported_and_exported_again() {
    let room = Room::new();
    room.write("corpus/a.txt", TEXT);
    room.write("corpus/a.ann", ANN);
    room.write("corpus/deep/b.txt", TEXT);
    room.write("corpus/deep/b.ann", ANN);
    assert_eq!(room.run(&["import", "--from", "brat", "corpus", "-o", "news"]), (0, String::new()));
    assert_eq!(room.read("news/a.txt"), TEXT);
    assert!(room.read("news/b.ann.yaml").contains("name: Ida Brook"));
    assert!(room.read("news/a.notes.yaml").contains("the keeper"));
    assert_eq!(room.run(&["check", "news"]).0, 0);
    let (code, err) = room.run(&["export", "--to", "brat", "news", "-o", "out"]);
    assert_eq!((code, &*err), (0, ""));
    assert_eq!(room.read("out/a.ann"), ANN);
}

#[test]
fn nothing_is_overwritten_unless_asked_for() {
    let room = Room::new();
    room.write("a.txt", TEXT);
    room.write("a.ann", ANN);
    room.write("out/a.ann.yaml", "mine: true\n");
    let (code, err) = room.run(&["import", "--from", "brat", "a.ann", "-o", "out"]);
    assert_eq!(code, 2);
    assert!(err.contains("out/a.ann.yaml") && err.contains("--force"), "{err}");
    assert_eq!(room.read("out/a.ann.yaml"), "mine: true\n");
    assert!(!room.0.path().join("out/a.txt").exists(), "all of a story's files or none");
    assert_eq!(room.run(&["import", "--from", "brat", "a.ann", "-o", "out", "--force"]).0, 0);
    assert!(room.read("out/a.ann.yaml").contains("Ida Brook"));
    // Again, it is all there, and the note is not doubled.
    assert_eq!(room.run(&["import", "--from", "brat", "a.ann", "-o", "out", "--force"]).0, 0);
    assert_eq!(room.read("out/a.notes.yaml").matches("the keeper").count(), 1);
}

#[test]
fn a_faulty_file_gives_its_good_part_and_status_1() {
    let room = Room::new();
    room.write("a.txt", TEXT);
    room.write("a.ann", &format!("{ANN}nonsense\n"));
    let (code, err) = room.run(&["import", "--from", "brat", "a.ann", "-o", "out"]);
    assert_eq!(code, 1);
    assert!(err.starts_with("a.ann:4:1: error: expected"), "{err}");
    assert!(room.read("out/a.ann.yaml").contains("Harbourton"));
    assert_eq!(room.run(&["import", "--from", "brat", "none.ann", "-o", "out"]).0, 2);
    assert_eq!(room.run(&["import", "--from", "nobody", "a.ann", "-o", "out"]).0, 2);
}

#[test]
fn what_a_format_cannot_carry_is_told() {
    let room = Room::new();
    room.write("a.txt", TEXT);
    room.write(
        "a.ann.yaml",
        "entities:\n  - {name: Ida Brook, type: person, role: harbour master}\n  - {name: Nobody, type: person}\n",
    );
    let (code, err) = room.run(&["export", "--to", "brat", "a.txt", "-o", "out"]);
    assert_eq!(code, 0);
    assert!(err.contains("not in brat: 1 descriptions of names (harbour master)"), "{err}");
    assert!(err.contains("1 names that are not in the text (Nobody)"), "{err}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_or_outside_the_folder() {
    let room = Room::new();
    room.write("a.txt", TEXT);
    room.write("a.ann", ANN);
    room.write("elsewhere.txt", "untouched\n");
    fs::create_dir_all(room.0.path().join("out")).expect("made");
    let link = room.0.path().join("out/a.ann.yaml");
    std::os::unix::fs::symlink(Path::new("../elsewhere.txt"), link).expect("a link");
    let (code, err) = room.run(&["import", "--from", "brat", "a.ann", "-o", "out", "--force"]);
    assert_eq!(code, 2, "{err}");
    assert_eq!(room.read("elsewhere.txt"), "untouched\n");
}
