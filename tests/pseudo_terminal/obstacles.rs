//! Disks, folders, windows and files as they should not be.

use super::home::{Home, TALE, TALE_NAMES};
use super::pty::Pty;
use super::{assert_plain, assert_restored};
use rustix::process::Signal;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes a note on the sentence here; the caller waits for what comes of it.
#[track_caller]
fn write(pty: &mut Pty, words: &str) {
    pty.send("a");
    pty.wait_for("Note on");
    pty.send(words);
    pty.wait_for(words);
    pty.send("\x13");
}

#[test]
fn a_note_that_cannot_be_saved_is_kept_and_saved_later() {
    let home = Home::with_tale();
    // A folder where the file should be stops everybody, the superuser too.
    fs::create_dir(home.path("tale.notes.yaml")).expect("a folder");
    let mut pty = home.open_tale();
    write(&mut pty, "first words");
    pty.wait_for("not saved, kept for later: ");
    pty.wait_for("▌ first words");
    pty.send("}}}");
    pty.wait_for("1 unsaved");
    assert_eq!(home.journal().len(), 1);
    // The obstacle goes; the next note takes the other along.
    fs::remove_dir(home.path("tale.notes.yaml")).expect("removed");
    write(&mut pty, "second words");
    pty.wait_for("all notes are saved now");
    pty.send("}");
    pty.wait_until("all is well", |screen| !screen.contents().contains("unsaved"));
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    let saved = home.content("tale.notes.yaml");
    assert!(saved.contains("first words") && saved.contains("second words"), "{saved}");
    assert_eq!(home.journal(), Vec::<PathBuf>::new());
}

#[test]
fn a_note_still_unsaved_at_the_end_is_offered_at_the_next_start() {
    let home = Home::with_tale();
    fs::create_dir(home.path("tale.notes.yaml")).expect("a folder");
    let mut pty = home.open_tale();
    write(&mut pty, "first words");
    pty.wait_for("not saved, kept for later: ");
    pty.send("q");
    let ended = pty.finish();
    assert!(ended.written().contains("1 change of a note is not saved"), "{}", ended.written());
    // Offered, but the obstacle is still there: nothing is lost.
    let mut pty = home.open_tale();
    pty.wait_for("1 note of an earlier session was not saved");
    pty.send("\r");
    pty.wait_for("not all could be taken back");
    pty.send("q");
    pty.finish();
    fs::remove_dir(home.path("tale.notes.yaml")).expect("removed");
    let mut pty = home.open_tale();
    pty.wait_for("1 note of an earlier session was not saved");
    pty.send("\r");
    pty.wait_for("▌ first words");
    pty.send("q");
    pty.finish();
    assert!(home.content("tale.notes.yaml").contains("first words"));
    assert_eq!(home.journal(), Vec::<PathBuf>::new());
}

#[test]
fn a_note_unsaved_in_a_folder_that_was_renamed_is_taken_back_all_the_same() {
    let home = Home::with_tale();
    fs::create_dir_all(home.path("old/tale.notes.yaml")).expect("a folder in the file's place");
    fs::write(home.path("old/tale.txt"), TALE).expect("written");
    let mut pty = home.open(&["old/tale.txt"]);
    pty.wait_for("Mara Venn");
    write(&mut pty, "first words");
    pty.wait_for("not saved, kept for later: ");
    pty.send("q");
    pty.finish();
    fs::remove_dir(home.path("old/tale.notes.yaml")).expect("removed");
    fs::rename(home.path("old"), home.path("new")).expect("renamed");
    let mut pty = home.open(&["new/tale.txt"]);
    pty.wait_for("1 note of an earlier session was not saved");
    pty.send("\r");
    pty.wait_for("▌ first words");
    pty.send("q");
    pty.finish();
    assert_eq!(home.journal(), Vec::<PathBuf>::new());
}

/// A disk of 256 kilobytes, if one may be made here.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn on(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).ok()?;
        let made = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(folder)
            .output()
            .is_ok_and(|done| done.status.success());
        made.then(|| Self(folder.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
fn on_a_full_disk_notes_are_kept_and_saved_later() {
    let home = Home::with_tale();
    let Some(disk) = SmallDisk::on(&home.path("disk")) else {
        println!("skipped: no disk can be mounted here");
        return;
    };
    fs::write(disk.0.join("tale.txt"), TALE).expect("room for it");
    fs::write(disk.0.join("tale.ann.yaml"), TALE_NAMES).expect("room for it");
    let mut pty = home.open(&["disk/tale.txt"]);
    pty.wait_for("Mara Venn");
    write(&mut pty, "before");
    pty.wait_for("note added");
    pty.send("}");
    pty.wait_for("▌ before");
    let notes = disk.0.join("tale.notes.yaml");
    pty.wait_while("the file", || !notes.exists());
    let first = fs::read_to_string(&notes).expect("saved");
    // Not a byte is left.
    let filler = disk.0.join("filler");
    let _ = fs::write(&filler, vec![b'x'; 1 << 20]);
    pty.send("}}");
    write(&mut pty, "while it is full");
    pty.wait_for("not saved, kept for later: ");
    assert_eq!(fs::read_to_string(&notes).expect("whole"), first, "what was saved is untouched");
    fs::remove_file(&filler).expect("removed");
    pty.send("}");
    write(&mut pty, "and after");
    pty.wait_for("all notes are saved now");
    pty.send("q");
    pty.finish();
    let saved = fs::read_to_string(&notes).expect("saved");
    for words in ["before", "while it is full", "and after"] {
        assert!(saved.contains(words), "{words}: {saved}");
    }
}

#[test]
fn a_full_disk_for_places_and_journal_disturbs_nobody() {
    let home = Home::with_tale();
    let Some(disk) = SmallDisk::on(&home.dateline_home()) else {
        println!("skipped: no disk can be mounted here");
        return;
    };
    let _ = fs::write(disk.0.join("filler"), vec![b'x'; 1 << 20]);
    let mut pty = home.open_tale();
    write(&mut pty, "all the same");
    // What the bottom line says first, the note or the disk, is left open.
    pty.wait_for("▌ all the same");
    pty.send("G");
    pty.wait_for("■");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    assert!(home.content("tale.notes.yaml").contains("all the same"));
}

#[test]
fn text_and_notes_stay_on_the_screen_when_their_folder_goes() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    write(&mut pty, "not gone");
    pty.wait_for("▌ not gone");
    let notes = home.path("tale.notes.yaml");
    pty.wait_while("the notes", || !notes.exists());
    fs::remove_dir_all(home.stories()).expect("removed");
    pty.wait_for("is as it was read last");
    assert!(pty.screen().contents().contains("▌ not gone"));
    pty.send("}q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn a_story_may_go_come_and_change_while_it_is_read() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    // Replaced, as editors and downloads do it.
    let newer = TALE.replace("burns again", "burns for good");
    let other = home.put("new", &newer);
    fs::rename(&other, home.path("tale.txt")).expect("replaced");
    pty.wait_for("Lamp on the mole burns for good");
    pty.wait_for("read anew");
    // Deleted: what was read stays on the screen, and notes on it are kept.
    fs::remove_file(home.path("tale.txt")).expect("removed");
    pty.wait_for("tale.txt");
    pty.wait_until("a word of it", |screen| {
        let bottom = screen.contents().lines().last().unwrap_or_default().to_owned();
        bottom.contains("tale.txt")
    });
    pty.send("}");
    pty.wait_for("Nobody else had a better explanation");
    write(&mut pty, "kept");
    pty.wait_for("note added");
    // Back again, and cut off in the middle.
    let half = TALE.find("Nobody else").expect("there");
    fs::write(home.path("tale.txt"), &TALE[..half]).expect("written");
    pty.wait_until("less of it", |screen| !screen.contents().contains("better explanation"));
    pty.wait_for("Mara Venn");
    fs::write(home.path("tale.txt"), "").expect("written");
    pty.wait_until("nothing", |screen| !screen.contents().contains("who keeps it"));
    pty.send("jkGgwn");
    fs::write(home.path("tale.txt"), TALE).expect("written");
    pty.wait_for("Lamp on the mole burns again");
    pty.wait_for("▌ kept");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    assert!(home.content("tale.notes.yaml").contains("kept"));
}

#[test]
fn annotations_that_change_are_read_anew() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    home.put("tale.ann.yaml", "entities:\n  - {name: Nobody, type: person}\n");
    pty.wait_until("other names", |screen| {
        let screen = screen.contents();
        screen.contains("1 in 2 places") && !screen.contains("Jonas Reet   ")
    });
    home.put("tale.ann.yaml", "entities:\n  - {name: Nobody, tpye: person}\n\t- x\n");
    pty.wait_for("tale.ann.yaml:");
    pty.send(":problems\r");
    pty.wait_for("tale.ann.yaml:3:1");
    pty.wait_for("^");
    pty.send("q");
    pty.send("\x03\x03");
    pty.finish();
}

#[test]
fn a_folder_without_stories_says_so() {
    let home = Home::new();
    let mut pty = home.open(&["."]);
    pty.wait_for("no stories here");
    pty.wait_for("q quits");
    pty.send("jkwn/\r?");
    pty.wait_for("Keys");
    pty.send("\x03");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn a_path_that_is_not_there_says_so() {
    let home = Home::new();
    let mut pty = home.open(&["nowhere.txt"]);
    pty.wait_for("nowhere.txt");
    pty.send("q");
    let ended = pty.finish();
    assert_plain(ended.screen());
}

#[test]
fn a_folder_of_two_thousand_stories_is_listed_and_paged() {
    let home = Home::new();
    for number in 0..2000 {
        let text = format!("Number {number} of many stories\n\nIt is short, and says so.\n");
        home.put(format!("story-{number:04}.txt"), text);
    }
    let mut pty = Pty::spawn(home.command(&["."]), 160, 45);
    pty.wait_for("Number 0 of many");
    pty.wait_for("1 of 2000");
    pty.send("s");
    pty.send("   ");
    pty.wait_for("› Number 57 of many");
    pty.send("G");
    pty.wait_for("Number 1999 of many");
    pty.send("\r");
    pty.wait_for("2000 of 2000");
    pty.send("[");
    // The number comes first; what is opened over the old text leaves with it.
    pty.wait_for("Dateline   Number 1998 of many stories   1999 of 2000");
    pty.send("\x10story-1234");
    pty.wait_for("▸ story");
    pty.send("\r");
    pty.wait_for("1235 of 2000");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn a_resize_storm_leaves_the_screen_whole() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    let before = pty.modes_before();
    let sizes = [(1, 1), (500, 300), (2, 2), (40, 10), (200, 3), (3, 200), (80, 24), (160, 45)];
    for round in 0..6 {
        for (columns, rows) in sizes {
            pty.resize(columns, rows);
            if round % 2 == 0 {
                pty.send(["j", "}", "w", "G"][round / 2 % 4]);
            }
        }
    }
    pty.resize(90, 28);
    pty.send("g");
    pty.wait_until("the screen whole", |screen| {
        let screen = screen.contents();
        screen.contains("Lamp on the mole burns again") && screen.contains("Jonas Reet")
    });
    pty.send("q");
    let ended = pty.finish();
    assert_eq!(ended.status.exit_code(), 0);
    assert_restored(&ended, &before);
}

#[test]
fn a_terminal_without_a_screen_gets_the_text() {
    let home = Home::with_tale();
    let mut command = home.command(&["tale.txt"]);
    command.env("TERM", "dumb");
    let ended = Pty::spawn(command, 80, 24).finish();
    assert_eq!(ended.status.exit_code(), 0);
    let written = ended.written();
    assert!(!written.contains('␛'), "{written}");
    assert!(written.contains("TERM is \"dumb\"") && written.contains("had a better explanation"));
    let mut command = home.command(&[]);
    command.env("TERM", "dumb");
    let ended = Pty::spawn(command, 80, 24).finish();
    assert_eq!(ended.status.exit_code(), 2);
    assert!(ended.written().contains("cannot show a full screen"), "{}", ended.written());
}

#[test]
fn without_a_home_and_a_language_one_can_read_and_note() {
    let home = Home::with_tale();
    let mut command = home.command(&["tale.txt"]);
    for name in ["HOME", "DATELINE_HOME", "LC_ALL", "LC_CTYPE", "USER", "LOGNAME", "PATH"] {
        command.env_remove(name);
    }
    command.env("LANG", "C");
    let mut pty = Pty::spawn(command, 100, 30);
    pty.wait_for("Mara Venn");
    write(&mut pty, "without a home");
    pty.wait_for("note added");
    pty.send("Mx");
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    assert!(home.content("tale.notes.yaml").contains("without a home"));
    // The samples too, from memory.
    let mut command = home.command(&[]);
    command.env_remove("HOME");
    command.env_remove("DATELINE_HOME");
    let mut pty = Pty::spawn(command, 100, 30);
    pty.wait_for("Start here");
    write(&mut pty, "nowhere to keep it");
    pty.wait_for("note added");
    pty.send("q");
    pty.finish();
    // There is no folder for it but the one we are in: it is not lost.
    let mut files = fs::read_dir(home.stories()).expect("a folder").flatten();
    let kept = files.find(|file| file.file_name().to_string_lossy().starts_with("start-here"));
    let kept = fs::read_to_string(kept.expect("its notes").path()).expect("text");
    assert!(kept.contains("nowhere to keep it"), "{kept}");
}

#[test]
fn a_huge_single_line_opens_and_its_end_is_reached() {
    let home = Home::new();
    let sentence = "The lamp on the mole burnt again and Mara Venn was not surprised at all. ";
    let count = (20 << 20) / sentence.len();
    let mut text = sentence.repeat(count);
    text.push_str("This is the end of it.");
    home.put("line.txt", text);
    home.put("line.ann.yaml", "entities:\n  - {name: Mara Venn, type: person}\n");
    let mut pty = home.open(&["line.txt"]);
    pty.wait_for("The lamp on the mole burnt again");
    pty.send("G");
    pty.wait_for("This is the end of it.");
    pty.send("gj ");
    pty.wait_for("The lamp on the mole");
    // Its names come in their own time, and no key waits for them.
    pty.wait_for(&format!("1 in {count} places"));
    pty.send("wwn");
    pty.wait_for(&format!(" of {count}"));
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
}

#[test]
fn a_story_that_is_no_text_opens_all_the_same() {
    let home = Home::new();
    let bytes: Vec<u8> =
        (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    home.put("noise.txt", bytes);
    home.put("nul.txt", vec![0_u8; 100_000]);
    home.put("empty.txt", "");
    fs::create_dir(home.path("folder.txt")).expect("a folder");
    for name in ["noise.txt", "nul.txt", "empty.txt", "folder.txt"] {
        let mut pty = home.open(&[name]);
        pty.wait_until("a screen", |screen| screen.contents().contains("│ Names"));
        pty.send("jG wg}{n/x\r");
        pty.send("\x03");
        pty.send("aabc");
        pty.send("\x03");
        pty.send("q");
        let ended = pty.finish();
        assert_ne!(ended.status.exit_code(), 101, "{name}: {}", ended.written());
    }
}

#[test]
fn a_story_that_may_not_be_read_says_so() {
    let home = Home::with_tale();
    // A link in a circle can be read by nobody.
    std::os::unix::fs::symlink("loop.txt", home.path("loop.txt")).expect("a link");
    let mut pty = home.open(&["loop.txt"]);
    pty.wait_for("loop.txt");
    pty.send("q");
    pty.finish();
    // In a folder the others are still read.
    let mut pty = home.open(&["."]);
    pty.wait_for("Lamp on the mole");
    pty.signal(Signal::TERM);
    pty.finish();
}

#[test]
fn a_note_that_one_file_takes_is_not_lost_because_another_refuses() {
    let home = Home::with_tale();
    // A folder that cannot be written to, for the superuser too: the notes
    // beside the story lead out of it.
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let beside = elsewhere.path().join("notes.yaml");
    let theirs = "format: dateline-notes/1\nstory: {file: tale.txt}\n---\nid: nbeside\n\
                  quote: dark since\nnote: as it was\n";
    fs::write(&beside, theirs).expect("written");
    std::os::unix::fs::symlink(&beside, home.path("tale.notes.yaml")).expect("linked");
    let central = || {
        let folder = home.dateline_home().join("data/notes");
        let mut files = fs::read_dir(folder).into_iter().flatten().flatten();
        files
            .next()
            .map_or(String::new(), |file| fs::read_to_string(file.path()).unwrap_or_default())
    };
    let mut pty = home.open_tale();
    pty.wait_for("▌ as it was");
    pty.send("G");
    write(&mut pty, "a central one");
    pty.wait_for("▌ a central one");
    pty.wait_while("saving", || !central().contains("a central one"));
    pty.send("mga");
    pty.wait_for("Note on");
    pty.send(", and is\x13");
    pty.wait_for("not saved, kept for later: ");
    pty.send("Gx");
    pty.wait_for("note deleted");
    pty.wait_while("deleting", || central().contains("a central one"));
    pty.send("u");
    pty.wait_for("undone: note deleted");
    pty.wait_while("bringing back", || !central().contains("a central one"));
    pty.send("q");
    let ended = pty.finish();
    assert!(ended.written().contains("1 change of a note is not saved"), "{}", ended.written());
    // The day after: what cannot be saved is kept, and stands nowhere else.
    let mut pty = home.open_tale();
    pty.wait_for("1 note of an earlier session was not saved");
    pty.send("\r");
    pty.wait_for("not all could be taken back");
    pty.send("q");
    pty.finish();
    assert!(central().contains("a central one") && !central().contains("as it was"));
    assert_eq!(fs::read_to_string(&beside).expect("readable"), theirs);
    assert_eq!(home.journal().len(), 1);
}

#[test]
fn a_note_stays_in_its_file_as_long_as_the_trash_cannot_take_it_in() {
    let home = Home::with_tale();
    let mut pty = home.open_tale();
    write(&mut pty, "to be deleted");
    pty.wait_for("▌ to be deleted");
    pty.wait_while("saving", || home.content("tale.notes.yaml").is_empty());
    let history = home.dateline_home().join("state/history");
    let aside = home.dateline_home().join("state/aside");
    fs::rename(&history, &aside).expect("moved away");
    fs::write(&history, "a file in the folder's place").expect("written");
    pty.send("x");
    pty.wait_for("not deleted, the trash cannot take it in");
    assert!(home.content("tale.notes.yaml").contains("to be deleted"));
    pty.send("j");
    pty.wait_for("1 unsaved");
    // Where the trash can be written again, it goes there with the next change.
    fs::remove_file(&history).expect("removed");
    fs::rename(&aside, &history).expect("back again");
    pty.send("G");
    write(&mut pty, "another");
    pty.wait_for("all notes are saved now");
    pty.wait_while("deleting", || home.content("tale.notes.yaml").contains("to be deleted"));
    pty.send(":deleted-notes\r");
    pty.wait_for("bring back");
    pty.wait_for("to be deleted");
    pty.send("\x1b");
    pty.wait_until("the list closed", |screen| !screen.contents().contains("bring back"));
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    let mut pty = home.open_tale();
    pty.send(":deleted-notes\r");
    pty.wait_for("to be deleted");
    pty.send("\x1b");
    pty.wait_until("the list closed", |screen| !screen.contents().contains("bring back"));
    pty.send("q");
    pty.finish();
}

#[test]
fn quitting_asks_where_neither_the_notes_nor_the_journal_can_be_written() {
    let home = Home::with_tale();
    fs::create_dir(home.path("tale.notes.yaml")).expect("a folder");
    fs::create_dir_all(home.dateline_home().join("state")).expect("made");
    fs::write(home.dateline_home().join("state/journal"), "a file").expect("written");
    let mut pty = home.open_tale();
    write(&mut pty, "nowhere else");
    pty.wait_for("not saved, only this window has it: ");
    pty.send("q");
    pty.wait_for("once more quits");
    pty.send("j");
    pty.wait_for("1 unsaved");
    // Out of the way: the last attempt is made when it ends.
    fs::remove_dir(home.path("tale.notes.yaml")).expect("removed");
    pty.send("q");
    pty.wait_for("once more quits");
    pty.send("q");
    let ended = pty.finish();
    assert!(!ended.written().contains("changes of notes"), "{}", ended.written());
    assert!(home.content("tale.notes.yaml").contains("nowhere else"));
}

#[test]
fn a_story_replaced_by_a_folder_or_a_link_to_elsewhere_stays_readable_and_its_notes_beside_it() {
    let home = Home::with_tale();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let target = elsewhere.path().join("other.txt");
    fs::write(&target, TALE.replace("burns again", "burns elsewhere")).expect("written");
    let mut pty = home.open_tale();
    write(&mut pty, "before it went");
    pty.wait_for("▌ before it went");
    let story = home.path("tale.txt");
    fs::remove_file(&story).expect("removed");
    fs::create_dir(&story).expect("a folder");
    pty.wait_for("the text shown is as it was read last");
    pty.send("}");
    write(&mut pty, "on a folder");
    pty.wait_for("▌ on a folder");
    pty.wait_while("saving", || !home.content("tale.notes.yaml").contains("on a folder"));
    assert_eq!(fs::read_dir(&story).expect("a folder").count(), 0, "nothing is put into it");
    fs::remove_dir(&story).expect("removed");
    std::os::unix::fs::symlink(&target, &story).expect("linked");
    pty.wait_for("Lamp on the mole burns elsewhere");
    pty.send("G");
    write(&mut pty, "through a link");
    pty.wait_while("saving", || !home.content("tale.notes.yaml").contains("through a link"));
    pty.send("q");
    assert_eq!(pty.finish().status.exit_code(), 0);
    let written = home.content("tale.notes.yaml");
    assert!(written.contains("before it went") && written.contains("on a folder"), "{written}");
    let names: Vec<_> = fs::read_dir(elsewhere.path()).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 1, "nothing is written outside the folder");
}

#[test]
fn faults_of_the_settings_are_told_at_the_start() {
    let home = Home::with_tale();
    let folder = home.dateline_home().join("config");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("config.yaml"), "measure: wide\n").expect("written");
    let mut pty = home.open_tale();
    pty.wait_for("config.yaml:1: ");
    pty.send("q");
    pty.finish();
}

#[test]
fn an_empty_story_says_that_there_is_nothing_to_read() {
    let home = Home::with_tale();
    fs::write(home.path("bare.txt"), "").expect("written");
    let mut pty = home.open(&["bare.txt"]);
    pty.wait_for("nothing to read: there is no text in this file");
    pty.send("q");
    pty.finish();
}
