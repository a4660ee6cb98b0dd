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
    assert!(room.read("news/deep/b.ann.yaml").contains("name: Ida Brook"));
    assert!(room.read("news/a.notes.yaml").contains("the keeper"));
    assert_eq!(room.run(&["check", "news"]).0, 0);
    let (code, err) = room.run(&["export", "--to", "brat", "news", "-o", "out"]);
    assert_eq!((code, &*err), (0, ""));
    assert_eq!(room.read("out/a.ann"), ANN);
    assert_eq!(room.read("out/deep/b.ann"), ANN);
}

#[test]
fn files_of_one_name_in_several_folders_keep_their_folders() {
    let room = Room::new();
    for folder in ["x", "y"] {
        room.write(&format!("corpus/{folder}/a.txt"), TEXT);
        room.write(&format!("corpus/{folder}/a.ann"), ANN);
    }
    assert_eq!(room.run(&["import", "--from", "brat", "corpus", "-o", "news"]).0, 0);
    assert_eq!(room.read("news/x/a.txt"), TEXT);
    assert_eq!(room.read("news/y/a.txt"), TEXT);
    assert_eq!(room.run(&["export", "--to", "brat", "news", "-o", "out"]).0, 0);
    assert_eq!(room.read("out/y/a.ann"), ANN);
}

const TSV: &str =
    "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=Ida rows\n1-1\t0-3\tIda\t\n1-2\t4-8\trows\t\n";

#[test]
fn a_text_that_web_annotations_name_is_theirs_but_none_from_elsewhere() {
    let room = Room::new();
    let annotation = |source: &str, start: usize, end: usize| {
        format!(
            r#"{{"type":"Annotation","bodyValue":"x","target":{{"source":"{source}","selector":{{"type":"TextPositionSelector","start":{start},"end":{end}}}}}}}"#
        )
    };
    room.write("web/p.txt", "A pier.\n");
    room.write("web/q.txt", "A quay.\n");
    room.write("web/n.json", &annotation("texts/p.txt", 2, 6));
    let several = [annotation("p.txt", 2, 6), annotation("q.txt#char=2,6", 2, 6)];
    room.write("web/all.json", &format!("[{}]", several.join(",")));
    let (code, err) =
        room.run(&["import", "--from", "w3c", "web/n.json", "web/all.json", "-o", "out"]);
    assert_eq!((code, &*err), (0, ""));
    assert_eq!(room.read("out/n.txt"), "A pier.\n");
    assert!(room.read("out/n.notes.yaml").contains("quote: \"pier\""));
    assert!(room.read("out/all.notes.yaml").contains("quote: \"pier\""));
    assert!(room.read("out/all-2.notes.yaml").contains("quote: \"quay\""));
    room.write("far.txt", "A secret.\n");
    for source in ["../far.txt", "..%2Ffar.txt", "/far.txt", "https://example.org/p.txt"] {
        room.write("web/n.json", &annotation(source, 2, 6));
        let (_, err) = room.run(&["import", "--from", "w3c", "web/n.json", "-o", "out", "--force"]);
        assert!(err.contains("is not beside it"), "{source}: {err}");
        assert!(!room.read("out/n.txt").contains("secret"));
    }
}

#[test]
fn a_folder_for_each_document_gives_the_story_its_name() {
    let room = Room::new();
    room.write("project/annotation/talks.txt/admin.tsv", TSV);
    room.write("project/annotation/tide.txt/ann.tsv", TSV);
    room.write("project/annotation/tide.txt/eva.tsv", TSV);
    room.write("project/plain/own.tsv", TSV);
    assert_eq!(room.run(&["import", "--from", "webanno", "project", "-o", "news"]).0, 0);
    for story in ["annotation/talks", "annotation/tide.ann", "annotation/tide.eva", "plain/own"] {
        assert_eq!(room.read(&format!("news/{story}.txt")), "Ida rows", "{story}");
    }
}

#[test]
fn files_of_the_shared_tasks_are_found_by_what_is_in_them() {
    let room = Room::new();
    let lines = "-DOCSTART- -X- O O\n\nIda NNP I-NP I-PER\nrows VB I-VP O\n";
    for name in ["eng.train", "eng.testa", "eng.testb", "ned.txt", "more.conll03"] {
        room.write(&format!("corpus/{name}"), lines);
    }
    room.write("corpus/readme.txt", "Ida rows at noon.\n");
    room.write("corpus/model.train", "loss 0.3\nloss 0.2\n");
    assert_eq!(room.run(&["import", "--from", "conll", "corpus", "-o", "news"]).0, 0);
    for name in ["eng.train", "eng.testa", "eng.testb", "ned", "more"] {
        assert_eq!(room.read(&format!("news/{name}.txt")), "Ida rows\n", "{name}");
    }
    assert!(!room.0.path().join("news/readme.txt").exists());
    assert!(!room.0.path().join("news/model.train.txt").exists());
}

#[test]
fn a_page_names_its_story_as_it_is_found_from_where_the_page_lies() {
    let room = Room::new();
    room.write("st/a.txt", TEXT);
    room.write("st/deep/b.txt", TEXT);
    assert_eq!(room.run(&["export", "--to", "markdown", "st", "-o", "pages/new"]).0, 0);
    assert!(room.read("pages/new/a.md").contains("`dateline ../../st/a.txt`"));
    assert!(room.read("pages/new/deep/b.md").contains("`dateline ../../../st/deep/b.txt`"));
    assert_eq!(room.run(&["export", "--to", "markdown", "st/a.txt", "-o", "st"]).0, 0);
    assert!(room.read("st/a.md").contains("`dateline a.txt`"), "{}", room.read("st/a.md"));
}

#[test]
fn a_title_that_the_text_gives_again_is_not_called_lost() {
    let room = Room::new();
    room.write("a.txt", "Ferry runs again\n\nIda Brook met the council. She left at noon.\n");
    room.write("a.ann.yaml", "entities:\n  - {name: Ida Brook, type: person}\n");
    let (code, err) = room.run(&["export", "--to", "brat", "a.txt", "-o", "out"]);
    assert_eq!(code, 0);
    assert!(!err.contains("particulars of the story"), "{err}");
}

#[test]
fn a_nul_in_a_text_costs_no_mention() {
    let room = Room::new();
    let line = r#"{"text": "U\u0000x Rome", "spans": [{"start": 4, "end": 8, "label": "LOC"}]}"#;
    room.write("p.jsonl", line);
    assert_eq!(room.run(&["import", "--from", "spacy", "p.jsonl", "-o", "out"]).0, 0);
    let (code, err) = room.run(&["check", "out"]);
    assert_eq!(code, 0, "{err}");
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
    assert!(err.contains("not in brat: 1 description of names (harbour master)"), "{err}");
    assert!(err.contains("1 name that is not in the text (Nobody)"), "{err}");
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
    // Nor through a folder that is a link.
    room.write("corpus/deep/a.txt", TEXT);
    room.write("corpus/deep/a.ann", ANN);
    fs::create_dir_all(room.0.path().join("far")).expect("made");
    std::os::unix::fs::symlink(Path::new("../far"), room.0.path().join("out/deep"))
        .expect("a link");
    let (code, err) = room.run(&["import", "--from", "brat", "corpus", "-o", "out", "--force"]);
    assert_eq!(code, 2, "{err}");
    assert!(!room.0.path().join("far/a.txt").exists());
}
