//! The text that a note was made in, taken from the git history of the story.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use dateline::loader::Earlier;
use dateline::model::{Anchor, Note, Reason, Selector, Story, Text};
use dateline::store::{Notebook, Whereabouts, identity};
use dateline::work::{Committed, EarlierTexts, place_notes};

const OLD: &str = "The vote was put off. Nobody spoke.\n\nThe vote was put off. Nobody left.\n";

/// Longer than any git takes that is not stuck.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs git in `folder`, with no configuration but this; `None` without git.
fn git(folder: &Path, words: &[&str]) -> Option<bool> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(name);
    }
    match command.args(words).output() {
        Ok(done) => Some(done.status.success()),
        Err(why) => {
            println!("skipped: git cannot be started: {why}");
            None
        }
    }
}

/// A repository with the old story committed, and the new one on top of it in
/// the folder; `None` without git.
fn repository(new: &str) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().expect("a folder");
    let story = folder.path().join("a story.txt");
    fs::write(&story, OLD).expect("written");
    let steps: [&[&str]; 3] =
        [&["init", "-q"], &["add", "a story.txt"], &["commit", "-q", "-m", "as it was"]];
    for step in steps {
        assert!(git(folder.path(), step)?, "git {step:?}");
    }
    fs::write(&story, new).expect("written");
    Some(folder)
}

/// Where a note on the last "put off" of the old story stands in the new one.
fn placed(folder: &Path, new: &str) -> Note {
    placed_in(folder, new, Some(&folder.join("a story.txt")))
}

/// The same, as the story whose file is `file`.
fn placed_in(folder: &Path, new: &str, file: Option<&Path>) -> Note {
    let text = Text::new(new.to_owned());
    let story = Story { text: text.clone(), ..Story::default() };
    let notebook = Notebook::open(Whereabouts {
        own: folder.join("a story.notes.yaml"),
        beside: Some(folder.join("a story.txt")),
        story: identity(&story),
        ..Whereabouts::default()
    });
    let at = OLD.rfind("put off").expect("the quote");
    let selector = Selector { at: Some(at), ..Selector::quote("put off") };
    let mut notes = [Note { id: "n1".into(), selectors: vec![selector], ..Note::default() }];
    let committed = Committed::of(file).within(PATIENCE);
    place_notes(&mut notes, &text, std::slice::from_ref(&notebook), None, &committed);
    let [note] = notes;
    note
}

#[test]
fn with_the_text_in_the_git_history_a_twin_is_told_from_its_twin() {
    let new = format!("First came a prayer for rain, and then for more.\n\n{OLD}");
    let Some(folder) = repository(&new) else { return };
    let note = placed(folder.path(), &new);
    assert_eq!((note.anchor, note.standing.reason), (Anchor::Moved, Reason::Followed));
    assert_eq!(note.start(), new.rfind("put off"));
    // The story that is placed says where git looks, no notes file does.
    assert_eq!(placed_in(folder.path(), &new, None).anchor, Anchor::Doubtful);
    // Without the history nothing settles which.
    fs::remove_dir_all(folder.path().join(".git")).expect("removed");
    assert_eq!(placed(folder.path(), &new).anchor, Anchor::Doubtful);
}

#[test]
fn the_text_that_annotations_were_made_for_is_had_from_the_git_history() {
    let Some(folder) = repository("Nobody left.\n") else { return };
    let story = folder.path().join("a story.txt");
    let committed = Committed::of(Some(&story)).within(PATIENCE);
    let earlier = EarlierTexts::of(Some(&story), None, &committed).keeping();
    let sha256 = Text::new(OLD.to_owned()).sha256();
    for stated in [Some(&*sha256), None] {
        assert!(earlier.texts(stated, false).is_empty(), "git takes long");
        let texts = earlier.texts(stated, true);
        assert_eq!(texts.iter().map(Text::as_str).collect::<Vec<_>>(), [OLD], "{stated:?}");
    }
    assert!(earlier.texts(Some("0123"), true).is_empty(), "the text of another is none");
}

#[cfg(unix)]
#[test]
fn nothing_that_a_repository_names_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let new = format!("First came a prayer for rain, and then for more.\n\n{OLD}");
    let Some(folder) = repository(&new) else { return };
    let (script, ran) = (folder.path().join("run.sh"), folder.path().join("ran"));
    fs::write(&script, format!("#!/bin/sh\ntouch '{}'\ncat\n", ran.display())).expect("written");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("set");
    let script = script.to_str().expect("a name");
    for key in ["core.pager", "core.fsmonitor", "gpg.program", "diff.external", "core.sshCommand"] {
        assert_eq!(git(folder.path(), &["config", key, script]), Some(true));
    }
    for (key, value) in [("log.showSignature", "true"), ("core.hooksPath", ".")] {
        assert_eq!(git(folder.path(), &["config", key, value]), Some(true));
    }
    for key in ["filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv"] {
        assert_eq!(git(folder.path(), &["config", key, script]), Some(true));
    }
    fs::write(folder.path().join(".gitattributes"), "* filter=evil diff=evil\n").expect("written");
    let _ = fs::remove_file(&ran);
    assert_eq!(placed(folder.path(), &new).standing.reason, Reason::Followed);
    assert!(!ran.exists());
}
