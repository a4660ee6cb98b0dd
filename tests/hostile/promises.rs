//! What holds whatever the bytes: one function for each door through which
//! bytes come in. Fuzz targets and the corpus run call the same ones.
//!
//! A function returns nothing: it panics where a promise is broken.

use std::path::{Path, PathBuf};

use dateline::config::keymap::DEFAULT_KEYS;
use dateline::config::{Context, Ink, Keymap, Settings, Theme, Themes};
use dateline::error::Diagnostic;
use dateline::exchange::{self, Document, Format, SourceFile};
use dateline::loader::{self, Options, Source, sidecar};
use dateline::model::moment::Precision;
use dateline::model::{
    Anchor, Annotations, Head, Moment, Note, NoteChange, Selector, Span, Story, Text, attrs,
};
use dateline::state::command;
use dateline::store::{Notebook, annotations_yaml};

use super::sitting::Sitting;

/// A door's name, and what is promised of the bytes that come in by it.
pub type Door = (&'static str, fn(&[u8]));

/// Every door; the corpus of each is a folder of its name.
pub const DOORS: [Door; 18] = [
    ("story", story),
    ("markdown", markdown),
    ("sidecar", sidecar),
    ("notes", notes),
    ("anchor", anchor),
    ("moment", moment),
    ("config", config),
    ("keys", keys),
    ("import-brat", import_brat),
    ("import-w3c", import_w3c),
    ("import-webanno", import_webanno),
    ("import-timeml", import_timeml),
    ("import-hypothesis", import_hypothesis),
    ("import-spacy", import_spacy),
    ("import-doccano", import_doccano),
    ("import-label-studio", import_label_studio),
    ("import-conll", import_conll),
    ("import-conllu", import_conllu),
];

/// What annotations and notes of the corpus are about.
const TEXT: &str = "Harbour reopens\n\nLISTON, 3 May (Wire) — Ada Quill, the harbour master, \
                    said on Friday that ferries would run again.\n\n“We waited a month,” Quill \
                    said. The ferries stopped on 1 April 2024.\n";

/// Bytes as a plain story.
pub fn story(bytes: &[u8]) {
    opened("story.txt", bytes);
}

/// Bytes as a Markdown story.
pub fn markdown(bytes: &[u8]) {
    opened("story.md", bytes);
}

fn opened(name: &str, bytes: &[u8]) {
    let source = Source::Bytes { name: name.into(), bytes: bytes.to_vec() };
    let (story, problems) =
        loader::read_story(&source, &Options::default()).expect("bytes at hand always open");
    check_story(&story);
    tame_problems(&problems);
    let mut sitting = Sitting::new(story, Annotations::default(), Vec::new());
    sitting.press("G");
    sitting.press("g");
}

/// The text of a story is fit for a terminal, and everything points into it.
pub fn check_story(story: &Story) {
    let text = &story.text;
    check_text(text);
    check_head(&story.head);
    for inline in &story.inline {
        within(text, inline.span);
        if let dateline::model::InlineKind::Link(url) = &inline.kind {
            tame(url);
        }
    }
}

fn check_text(text: &Text) {
    let content = text.as_str();
    let control = content.chars().find(|&c| c.is_control() && c != '\n' && c != '\t');
    assert_eq!(control, None, "control characters become pictures");
    assert_eq!(text.original().chars().count(), text.scalars(), "scalar for scalar");
    let mut end = 0;
    for paragraph in text.paragraphs() {
        assert!(end <= paragraph.span.start, "paragraphs in order, without overlap");
        within(text, paragraph.span);
        end = paragraph.span.end;
        let words = text.slice(paragraph.span);
        assert!(!words.starts_with('\n') && !words.ends_with('\n'), "no line break at the ends");
    }
    // Every paragraph would take too long in a text of a million.
    for paragraph in text.paragraphs().iter().take(50) {
        let start = paragraph.span.start;
        assert_eq!(text.byte_at(text.scalar_at(start)), Some(start));
    }
}

fn check_head(head: &Head) {
    let said = [&head.title, &head.byline, &head.source, &head.place, &head.url, &head.language];
    // A tab is as harmless as in the text; where one line is shown it is a space.
    let said = said.into_iter().flatten().chain(&head.tags);
    said.flat_map(|words| words.split('\t')).for_each(tame);
}

/// Bytes as the annotations of a story.
pub fn sidecar(bytes: &[u8]) {
    let text = Text::new(TEXT.to_owned());
    let decoded = loader::decode(bytes.to_vec());
    let read = sidecar::read("story.ann.yaml", &decoded.text, &text);
    check_head(&read.head);
    check_annotations(&read.annotations, &text);
    tame_problems(&read.problems);
    for problem in &read.problems {
        if let Some((line, column)) = problem.place {
            assert!(line >= 1 && column >= 1, "lines and columns are counted from 1");
        }
    }
    let story = Story { head: read.head, text, ..Story::default() };
    Sitting::new(story, read.annotations, Vec::new()).press("w w n t j Enter e j Enter");
}

/// Annotations are fit for a terminal and point into `text`.
pub fn check_annotations(found: &Annotations, text: &Text) {
    for entity in &found.entities {
        [&entity.id, &entity.name].into_iter().chain(&entity.aliases).for_each(|w| tame(w));
        [&entity.role, &entity.about].into_iter().flatten().for_each(|words| tame(words));
        tame(entity.kind.word());
        for (name, value) in &entity.links {
            tame(name);
            tame(value);
        }
        for (name, value) in entity.attrs.iter().chain(&entity.extra) {
            tame(name);
            tame(&attrs::words(value));
        }
    }
    for mention in &found.mentions {
        assert!(mention.entity < found.entities.len(), "a mention is somebody's");
        mention.spans().for_each(|span| within(text, span));
    }
    for event in &found.events {
        tame(&event.label);
        tame(event.when.notation());
        event.spans.iter().for_each(|&span| within(text, span));
    }
    found.times.iter().for_each(|time| within(text, time.span));
    found.quotes.iter().for_each(|quote| within(text, quote.span));
    assert!(found.mentions.is_sorted_by_key(|mention| mention.span.start));
}

/// Bytes as a notes file: what is not changed stays byte for byte, what cannot
/// be used is not written to, and what is added does not disturb the rest.
pub fn notes(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let path = folder.path().join("story.notes.yaml");
    std::fs::write(&path, bytes).expect("the file can be written");
    let mut notebook = Notebook::read(&path);
    tame_problems(notebook.problems());
    let text = Text::new(TEXT.to_owned());
    let mut read = notebook.notes().to_vec();
    dateline::anchor::anchor(&mut read, &text, &[]);
    read.iter().flat_map(|note| &note.spans).for_each(|&span| within(&text, span));
    let story = Story { text, ..Story::default() };
    Sitting::new(story, Annotations::default(), read.clone()).press("m j Enter ? Esc e j Enter");

    let count = |id: &str| read.iter().filter(|note| note.id == id).count();
    let same: Vec<NoteChange> = read
        .iter()
        .filter(|note| count(&note.id) == 1)
        .map(|note| NoteChange { before: Some(note.clone()), after: Some(note.clone()) })
        .collect();
    let writable = notebook.is_writable();
    assert_eq!(notebook.apply(&same).is_ok(), writable || same.is_empty());
    assert_same(&path, bytes, "nothing was changed");

    let selector = Selector::quote("ferries");
    let added = Note {
        id: "n-added-here".into(),
        selectors: vec![selector],
        body: "#check the date\n--- and this\n".into(),
        ..Note::default()
    };
    if count(&added.id) > 0 {
        return;
    }
    let saved = notebook.apply(&[NoteChange::added(added.clone())]);
    if !writable || saved.is_err() {
        assert!(saved.is_err(), "a file that is not ours is not written to");
        assert_same(&path, bytes, "nothing could be saved");
        return;
    }
    let again = Notebook::read(&path);
    let ids = |notes: &[Note]| notes.iter().map(|note| note.id.clone()).collect::<Vec<_>>();
    let mut expected = ids(&read);
    expected.push(added.id.clone());
    assert_eq!(ids(again.notes()), expected, "the old notes and the new one");
    assert_eq!(again.notes().last().map(|note| &note.body), Some(&added.body));
}

fn assert_same(path: &PathBuf, bytes: &[u8], why: &str) {
    let now = std::fs::read(path).expect("the file is still there");
    assert!(now == bytes, "{why}, yet the file is another");
}

/// Bytes as a text, a later state of it and passages of the first, parted by
/// 0x1f: each passage is as sure as it says, and stands on character bounds.
pub fn anchor(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |&byte| byte == 0x1f);
    let mut text = || Text::new(loader::decode(parts.next().unwrap_or_default().to_vec()).text);
    let (old, new) = (text(), text());
    let marks = parts.next().unwrap_or(b"\0\x08\x10\x03\x80\x40");
    let selectors: Vec<Selector> = marks
        .chunks_exact(2)
        .take(64)
        .map(|mark| {
            let start = old.floor(old.len() * usize::from(mark[0]) / 256);
            let end = old.floor(start + usize::from(mark[1]));
            Selector::of(&old, Span::new(start, end))
        })
        .collect();
    let all: Vec<&Selector> = selectors.iter().collect();
    for past in [&[][..], std::slice::from_ref(&old)] {
        let found = dateline::anchor::locate(&all, &new, past);
        assert_eq!(found.len(), all.len());
        for found in found {
            let sure = matches!(found.anchor, Anchor::Exact | Anchor::Moved);
            assert_eq!(sure, found.span.is_some(), "{found:?}");
            let told = found.candidates.iter().map(|&(span, _)| span);
            found.span.into_iter().chain(told).for_each(|span| within(&new, span));
        }
    }
}

/// Bytes as the notation of a moment.
pub fn moment(bytes: &[u8]) {
    let written = String::from_utf8_lossy(bytes);
    let moment = match Moment::parse(&written) {
        Ok(moment) => moment,
        Err(error) => return tame(&error.to_string()),
    };
    assert_eq!(moment.notation(), written.trim());
    assert_eq!(Moment::parse(moment.notation()).as_ref(), Ok(&moment));
    assert_eq!(moment.on_axis(), moment.bounds().is_some());
    if let Some((start, end)) = moment.bounds() {
        assert!(start < end, "a moment lasts");
    }
    tame(&moment.label());
    for by in [Precision::Day, Precision::Month, Precision::Year, Precision::Decade] {
        tame(&moment.short(by));
        let _ = moment.group(by);
    }
    if let Some((_, month, day)) = moment.date() {
        assert!((1..=12).contains(&month) && (1..=31).contains(&day));
    }
}

/// Bytes as settings, as keys and as a theme.
pub fn config(bytes: &[u8]) {
    let words = String::from_utf8_lossy(bytes);
    let themes = Themes::default();
    let (settings, wrong) =
        Settings::read_among(Some(("config.yaml", &words)), Some(&themes.names()));
    assert!((40..=120).contains(&settings.measure) && !settings.highlights.is_empty());
    tame_problems(&wrong);

    let known = command::names();
    let (keymap, wrong) = Keymap::read(DEFAULT_KEYS, Some(("keys.yaml", &words)), &known);
    tame_problems(&wrong);
    for context in Context::ALL {
        for binding in keymap.bindings(context) {
            assert!(known.contains(&&*binding.command), "only commands that there are");
            assert!(!binding.keys.is_empty(), "a binding has keys");
        }
    }

    let mut themes = Themes::default();
    themes.add("own".into(), "themes/own.yaml".into(), words.into_owned());
    tame_problems(&themes.check());
    if let Some(theme) = themes.get("own") {
        for ink in Ink::ALL {
            let _ = theme.over(ink, Ink::Text);
        }
        assert!((1.0..=21.0).contains(&Theme::contrast(&theme)));
    }
}

/// Bytes as a `.ann` file beside the text.
pub fn import_brat(bytes: &[u8]) {
    imported("brat", "ann", bytes);
}

/// Bytes as web annotations of the text.
pub fn import_w3c(bytes: &[u8]) {
    imported("w3c", "jsonld", bytes);
}

/// Bytes as WebAnno TSV.
pub fn import_webanno(bytes: &[u8]) {
    imported("webanno", "tsv", bytes);
}

/// Bytes as TimeML.
pub fn import_timeml(bytes: &[u8]) {
    imported("timeml", "tml", bytes);
}

/// Bytes as rows of Hypothesis on the text.
pub fn import_hypothesis(bytes: &[u8]) {
    imported("hypothesis", "json", bytes);
}

/// Bytes as examples of spaCy and Prodigy.
pub fn import_spacy(bytes: &[u8]) {
    imported("spacy", "jsonl", bytes);
}

/// Bytes as records of doccano.
pub fn import_doccano(bytes: &[u8]) {
    imported("doccano", "jsonl", bytes);
}

/// Bytes as tasks of Label Studio.
pub fn import_label_studio(bytes: &[u8]) {
    imported("label-studio", "json", bytes);
}

/// Bytes as CoNLL-2002 and CoNLL-2003.
pub fn import_conll(bytes: &[u8]) {
    imported("conll", "conll", bytes);
}

/// Bytes as CoNLL-U with names.
pub fn import_conllu(bytes: &[u8]) {
    imported("conllu", "conllu", bytes);
}

/// What is imported is fit for a terminal, can be written to a file that is
/// read back without complaint, and goes out in the same format again.
fn imported(name: &str, ending: &str, bytes: &[u8]) {
    let format = Format::named(name).expect("a format of this name");
    let file = |ending: &str, bytes: &[u8]| SourceFile {
        path: PathBuf::from(format!("story.{ending}")),
        bytes: bytes.to_vec(),
    };
    let mut files = vec![file(ending, bytes)];
    if format.beside.contains(&"txt") {
        files.push(file("txt", TEXT.as_bytes()));
    }
    let imported = exchange::import(format, &files);
    tame_problems(&imported.problems);
    imported.losses.lines().for_each(|line| tame(&line));
    for document in imported.documents {
        check_story(&document.story);
        check_annotations(&document.annotations, &document.story.text);
        for note in &document.notes {
            note.spans.iter().for_each(|&span| within(&document.story.text, span));
            [&note.by, &note.target, &note.color].into_iter().flatten().for_each(|w| tame(w));
            note.tags.iter().chain([&note.id]).for_each(|words| tame(words));
        }
        let Document { story, annotations, .. } = &document;
        let yaml = annotations_yaml(&story.head, None, annotations, &story.text);
        let read = sidecar::read("story.ann.yaml", &yaml, &story.text);
        assert_eq!(read.annotations.mentions.len(), annotations.mentions.len(), "{yaml}");
        assert_eq!(read.annotations.relations.len(), annotations.relations.len(), "{yaml}");
        assert_eq!(read.annotations.times.len(), annotations.times.len(), "{yaml}");
        let exported = exchange::export(format, &document);
        exported.losses.lines().for_each(|line| tame(&line));
        let files: Vec<SourceFile> =
            exported.files.iter().map(|one| file(one.ending, &one.bytes)).collect();
        let again = exchange::import(format, &files);
        tame_problems(&again.problems);
    }
}

/// Bytes as a story, its annotations and what a person then presses, parted by
/// the byte 0x1f. The last part is the keys.
pub fn keys(bytes: &[u8]) {
    let mut parts = bytes.split(|&byte| byte == 0x1f);
    let words = parts.next().unwrap_or_default();
    let (yaml, pressed) = match (parts.next(), parts.next()) {
        (Some(yaml), Some(pressed)) => (yaml, pressed),
        (Some(pressed), None) => (&[][..], pressed),
        _ => (&[][..], words),
    };
    // More presses find no more, and cost a thousandth of a second each.
    let pressed = &pressed[..pressed.len().min(400)];
    let source = Source::Bytes { name: "story.md".into(), bytes: words.to_vec() };
    let (mut story, _) =
        loader::read_story(&source, &Options::default()).expect("bytes at hand always open");
    let annotated = loader::annotations_of(&mut story, Path::new("a.yaml"), yaml.to_vec());
    Sitting::new(story, annotated.annotations, Vec::new()).play(pressed);
}

/// Nothing in `words` can command a terminal or leave its line.
pub fn tame(words: &str) {
    let control = words.chars().find(|c| c.is_control());
    assert_eq!(control, None, "a control character in {words:?}");
}

/// Every problem can be shown as it is.
pub fn tame_problems(problems: &[Diagnostic]) {
    for problem in problems {
        tame(&problem.headline());
        problem.to_string().lines().for_each(tame);
    }
}

/// A span lies in the text, on character bounds.
pub fn within(text: &Text, span: Span) {
    assert!(span.start <= span.end, "{span:?} is the wrong way round");
    assert!(text.as_str().get(span.range()).is_some(), "{span:?} is not of this text");
}
