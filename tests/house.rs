//! The house promises: every room uses only the rooms below it, the terminal
//! and the disk are touched where they belong, and files say what they are for.
//!
//! A new room needs a line in [`ROOMS`] and one in the table of `src/lib.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;

/// Every room and the rooms it may use, from the ground up, as the table of
/// `src/lib.rs` has them. `*` stands for every room above it in this table.
/// Everyone may use `model` and `error`, except that `model` uses nothing.
const ROOMS: [(&str, &[&str]); 16] = [
    ("error", &[]),
    ("model", &[]),
    ("anchor", &[]),
    ("typeset", &[]),
    ("config", &[]),
    ("loader", &["anchor"]),
    ("finder", &["typeset"]),
    ("store", &[]),
    ("annotator", &["finder", "loader", "store"]),
    ("exchange", &[]),
    ("state", &["anchor", "typeset", "config"]),
    ("ui", &["state", "typeset", "config"]),
    ("terminal", &["config"]),
    ("work", &["anchor", "loader", "store", "exchange", "annotator", "state"]),
    ("app", &["*"]),
    ("cli", &["*"]),
];

/// Paths that may stand only in some places of the house. A place is the
/// beginning of a file's path below `src/`.
const ONLY_IN: [(&str, &[&str]); 2] =
    [("crossterm", &["terminal/"]), ("ratatui", &["ui/", "config/theme/", "app.rs", "terminal/"])];

/// Paths that may not stand in some rooms: those must stay pure, so that a
/// test is a value that goes in and a value that comes out.
const NEVER_IN: [(&str, &[&str]); 5] = [
    ("model", OUTSIDE),
    ("anchor", OUTSIDE),
    ("typeset", OUTSIDE),
    ("state", OUTSIDE),
    ("ui", &["std::fs", "std::net", "std::thread", "std::process", "std::env"]),
];

/// The world outside: the disk, the clock, the network, other threads and programs.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::time",
    "std::net",
    "std::thread",
    "std::process",
    "std::env",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
];

/// Names that say nothing about what a file is for.
const VAGUE: [&str; 8] =
    ["utils", "util", "helpers", "helper", "manager", "misc", "common", "stuff"];

/// A source file: its path below `src/`, and what it says.
struct Source {
    path: String,
    content: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the source") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let content = fs::read_to_string(&path).expect("a source file");
                let below = path.strip_prefix(&root).expect("below src");
                found.push(Source { path: below.to_string_lossy().replace('\\', "/"), content });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// The room a file belongs to; `None` for `main.rs` and `lib.rs`.
fn room(path: &str) -> Option<&str> {
    let first = path.split('/').next()?;
    let room = first.strip_suffix(".rs").unwrap_or(first);
    (!matches!(room, "main" | "lib")).then_some(room)
}

/// The code alone: comments, strings and characters are blanked out.
fn code(content: &str) -> String {
    let not_code = Regex::new(
        r##"(?xs)
        //[^\n]* | /\*.*?\*/
        | \b b?r\#\#".*?"\#\# | \b b?r\#".*?"\# | \b b?r"[^"]*"
        | "(?:\\.|[^"\\])*"
        | '(?:\\(?:u\{[0-9a-fA-F_]+\}|x..|.)|[^\\'])'"##,
    )
    .expect("a pattern");
    not_code.replace_all(content, " _ ").into_owned()
}

/// Every path that the code names, with the groups of `use` lines written out
/// and `super` and `self` replaced by what they stand for.
fn paths(path: &str, content: &str) -> BTreeSet<String> {
    let code = code(content);
    let mut found = BTreeSet::new();
    let import = Regex::new(r"\buse\s+([^;]+);").expect("a pattern");
    for line in import.captures_iter(&code) {
        let tree: String = line[1].replace(" as ", "@").split_whitespace().collect();
        spread("", &tree, &mut found);
    }
    let inline = Regex::new(r"\b[A-Za-z_]\w*(?:\s*::\s*[A-Za-z_]\w*)+").expect("a pattern");
    for used in inline.find_iter(&import.replace_all(&code, " ")) {
        found.insert(used.as_str().split_whitespace().collect());
    }
    found.iter().map(|used| absolute(path, used)).collect()
}

/// Writes out `a::{b, c::{d}}` as `a::b` and `a::c::d`.
fn spread(before: &str, tree: &str, found: &mut BTreeSet<String>) {
    let Some((start, rest)) = tree.split_once('{') else {
        let name = tree.split('@').next().unwrap_or(tree);
        found.insert(format!("{before}{name}").trim_start_matches("::").to_owned());
        return;
    };
    let before = format!("{before}{start}");
    let (mut depth, mut from) = (0_usize, 0);
    for (at, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                if at > from {
                    spread(&before, &rest[from..at], found);
                }
                from = at + 1;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
}

/// `super::x` in `src/a/b.rs` is `crate::a::x`.
fn absolute(path: &str, used: &str) -> String {
    let mut module: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
    if matches!(module.last(), Some(&("mod" | "lib" | "main"))) {
        module.pop();
    }
    let mut rest = used;
    let mut relative = false;
    while let Some(after) = rest.strip_prefix("super::") {
        // Past the top there is nothing: a module inside a file has one floor more.
        module.pop();
        (rest, relative) = (after, true);
    }
    if let Some(after) = rest.strip_prefix("self::") {
        (rest, relative) = (after, true);
    }
    match relative {
        true => {
            ["crate"].iter().chain(&module).chain(&[rest]).copied().collect::<Vec<_>>().join("::")
        }
        false => used.to_owned(),
    }
}

/// Whether `used` is `path` or something in it.
fn within(used: &str, path: &str) -> bool {
    used.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The rooms that `room` may use.
fn allowed(room: &str) -> Vec<&'static str> {
    let Some(at) = ROOMS.iter().position(|(name, _)| *name == room) else { return Vec::new() };
    let mut rooms: Vec<&str> = match ROOMS[at].1 {
        ["*"] => ROOMS[..at].iter().map(|(name, _)| *name).collect(),
        named => named.to_vec(),
    };
    if room != "model" {
        rooms.extend(["model", "error"]);
    }
    rooms.push(ROOMS[at].0);
    rooms
}

/// What one file does that the plan of the house forbids.
fn trespasses(path: &str, content: &str) -> Vec<String> {
    let mut found = Vec::new();
    let used = paths(path, content);
    let room = room(path);
    for used in &used {
        // A module of the loader is called as the crate is: only rooms count there.
        let inside = used.strip_prefix("crate::").or_else(|| {
            let inside = used.strip_prefix("dateline::")?;
            let first = inside.split("::").next()?;
            ROOMS.iter().any(|(name, _)| *name == first).then_some(inside)
        });
        if let (Some(room), Some(inside)) = (room, inside) {
            let target = inside.split("::").next().unwrap_or(inside);
            if !allowed(room).contains(&target) {
                found.push(format!("src/{path}: {room} may not use {used}"));
            }
        }
        for (name, places) in ONLY_IN {
            let at_home = places.iter().any(|place| path.starts_with(place));
            let named = used.split("::").any(|part| part == name);
            if named && !at_home {
                found.push(format!("src/{path}: {used} belongs into {}", places.join(" ")));
            }
        }
        for (pure, outside) in NEVER_IN {
            if room == Some(pure) && outside.iter().any(|outside| within(used, outside)) {
                found.push(format!("src/{path}: {pure} is pure and may not use {used}"));
            }
        }
    }
    found
}

#[test]
fn no_room_uses_a_room_above_it() {
    let found: Vec<String> =
        sources().iter().flat_map(|source| trespasses(&source.path, &source.content)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_trespass_is_seen_however_it_is_written() {
    let cases = [
        ("model/text.rs", "use crate::error::Diagnostic;"),
        ("state/mod.rs", "use crate::{model::Text, ui::{pane, paint}};"),
        ("state/a/b.rs", "fn f() { super::super::super::loader::read() }"),
        ("state/a/b.rs", "use super::super::super::{store, model};"),
        ("loader/mod.rs", "use super::store;"),
        ("ui/mod.rs", "let x = crate::work\n    ::start();"),
        ("terminal/mod.rs", "pub(crate) use dateline::app as a;"),
        ("state/update.rs", "use std::{fmt, fs::{self, File}};"),
        ("state/update.rs", "let now = std::time::Instant::now();"),
        ("model/moment.rs", "use std::time::Duration;"),
        ("ui/paint.rs", "use crossterm::event::Event;"),
        ("ui/paint.rs", "use ratatui::crossterm::event::Event;"),
        ("config/key.rs", "use ratatui::style::Color;"),
        ("cli/show.rs", "use crossterm::style;"),
    ];
    for (path, content) in cases {
        assert!(!trespasses(path, content).is_empty(), "{path}: {content}");
    }
}

#[test]
fn what_is_allowed_is_not_taken_for_a_trespass() {
    let cases = [
        ("model/text.rs", "use super::Span; use std::fmt; fn f(c: char) { c == '\"'; }"),
        (
            "model/text.rs",
            "/// See [`crate::ui::Pane`].\n// use crate::ui;\nconst A: &str = \"crate::ui\";",
        ),
        ("state/mod.rs", "use crate::{config::Key, error::Error, model, typeset};"),
        ("state/prompt.rs", "use ratatui_textarea::TextArea;"),
        ("config/theme/depth.rs", "use ratatui::style::Color; use super::super::settings::X;"),
        (
            "terminal/mod.rs",
            "use crossterm::event; use ratatui::Terminal; use std::time::Duration;",
        ),
        ("cli/mod.rs", "use crate::{app, work, ui, store};"),
        ("main.rs", "use dateline::cli;"),
    ];
    for (path, content) in cases {
        assert_eq!(trespasses(path, content), Vec::<String>::new(), "{path}: {content}");
    }
}

#[test]
fn the_tour_lists_every_room() {
    let sources = sources();
    let tour = &sources.iter().find(|source| source.path == "lib.rs").expect("src/lib.rs").content;
    let row = Regex::new(r"(?m)^//! \| \[`(\w+)`\] \|[^|]*\|([^|]*)\|").expect("a pattern");
    let link = Regex::new(r"\[`(\w+)`\]").expect("a pattern");
    let mut listed = Vec::new();
    for line in row.captures_iter(tour) {
        let room = line[1].to_owned();
        for named in link.captures_iter(&line[2]) {
            assert!(
                allowed(&room).contains(&&named[1]),
                "{room} may use {}, says lib.rs",
                &named[1]
            );
        }
        listed.push(room);
    }
    let here: Vec<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    assert_eq!(sorted(&listed), sorted(&here), "the table of src/lib.rs and ROOMS differ");
    let there: BTreeSet<&str> = sources.iter().filter_map(|source| room(&source.path)).collect();
    assert_eq!(sorted(&listed), there.into_iter().collect::<Vec<_>>(), "the table and src/ differ");
}

fn sorted<T: AsRef<str>>(names: &[T]) -> Vec<&str> {
    let mut names: Vec<&str> = names.iter().map(T::as_ref).collect();
    names.sort_unstable();
    names
}

#[test]
fn no_room_is_allowed_a_room_above_it() {
    for (at, (room, uses)) in ROOMS.iter().enumerate() {
        for used in uses.iter().filter(|used| **used != "*") {
            let below = ROOMS[..at].iter().any(|(name, _)| name == used);
            assert!(below, "{room} stands below {used}");
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_is_finished() {
    let marker = Regex::new(r"\b(?:TODO|FIXME)\b|\b(?:todo|unimplemented)!").expect("a pattern");
    let forbidden = Regex::new(r"\bunsafe\b").expect("a pattern");
    for Source { path, content } in sources() {
        assert!(content.starts_with("//! "), "src/{path} does not open with what it is for");
        assert!(!marker.is_match(&content), "src/{path} is not finished");
        assert!(!forbidden.is_match(&code(&content)), "src/{path} has unsafe code");
        for part in path.trim_end_matches(".rs").split('/') {
            assert!(!VAGUE.contains(&part), "src/{path}: say what it is for in its name");
        }
    }
}
