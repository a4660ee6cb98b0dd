//! Revisions of stories, with the provenance of every character.
//!
//! The kinds of edit are those of news that is corrected and updated. Each
//! character of a draft remembers where it stood in the first version, so
//! what became of a passage is known and not guessed.

use std::ops::Range;

use fastrand::Rng;

/// A story under revision: each character with its place in the first version.
#[derive(Clone)]
pub struct Draft {
    cells: Vec<(char, Option<usize>)>,
}

/// What became of a passage of the first version.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// Most of it is still there: from the first to the last of its characters.
    Survives(Range<usize>),
    /// It was cut or replaced, and its words occur nowhere.
    Gone,
    /// It was cut or replaced; the same words stand elsewhere.
    GoneElsewhere,
    /// Something in between, which two people would judge differently.
    Unclear,
}

/// How much is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Some corrections and an update, as desks do.
    Desk,
    /// Thirty edits to a thousand characters: hardly a sentence stays whole.
    Heavy,
    /// Sentences and paragraphs give way to others that have their names, and
    /// such others are put before them: the same words are not the same passage.
    Recast,
}

impl Draft {
    pub fn of(text: &str) -> Self {
        Self { cells: text.chars().enumerate().map(|(at, c)| (c, Some(at))).collect() }
    }

    pub fn text(&self) -> String {
        self.cells.iter().map(|(c, _)| c).collect()
    }

    fn len(&self) -> usize {
        self.cells.len()
    }

    fn put(&mut self, at: usize, words: &str) {
        self.cells.splice(at..at, words.chars().map(|c| (c, None)));
    }

    fn runs(&self, wanted: impl Fn(char) -> bool) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for (at, &(c, _)) in self.cells.iter().enumerate() {
            if wanted(c) {
                match found.last_mut() {
                    Some(last) if last.end == at => last.end = at + 1,
                    _ => found.push(at..at + 1),
                }
            }
        }
        found
    }

    fn words(&self) -> Vec<Range<usize>> {
        self.runs(char::is_alphanumeric)
    }

    fn paragraphs(&self) -> Vec<Range<usize>> {
        self.runs(|c| c != '\n')
    }

    fn sentences(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for paragraph in self.paragraphs() {
            let mut start = paragraph.start;
            for at in paragraph.clone() {
                let ends = matches!(self.cells[at].0, '.' | '!' | '?')
                    && (at + 1 >= paragraph.end || self.cells[at + 1].0 == ' ');
                if ends || at + 1 == paragraph.end {
                    if at + 1 - start > 12 {
                        found.push(start..at + 1);
                    }
                    start = (at + 2).min(paragraph.end);
                }
            }
        }
        found
    }

    fn slice(&self, run: &Range<usize>) -> String {
        self.cells[run.clone()].iter().map(|(c, _)| c).collect()
    }

    /// What became of the characters `passage` of the first version, which
    /// read `quote`.
    pub fn fate(&self, passage: &Range<usize>, quote: &str) -> Fate {
        let mut places: Vec<usize> = Vec::new();
        let mut kept = 0;
        for (at, &(c, from)) in self.cells.iter().enumerate() {
            if from.is_some_and(|from| passage.contains(&from)) && !c.is_whitespace() {
                places.push(at);
                kept += 1;
            }
        }
        let all = quote.chars().filter(|c| !c.is_whitespace()).count().max(1);
        match (places.first(), places.last()) {
            (Some(&first), Some(&last)) if 10 * kept >= 7 * all => {
                if last + 1 - first > 2 * passage.len() + 8 {
                    return Fate::Unclear;
                }
                Fate::Survives(first..last + 1)
            }
            _ if 5 * kept > all => Fate::Unclear,
            _ if self.text().contains(quote) => Fate::GoneElsewhere,
            _ => Fate::Gone,
        }
    }
}

/// A revision of `text`; `others` is where new sentences come from.
pub fn revise(text: &str, others: &[String], measure: Measure, rng: &mut Rng) -> Draft {
    let mut draft = Draft::of(text);
    match measure {
        Measure::Desk => {
            for _ in 0..rng.usize(1..4) {
                desk_edit(&mut draft, others, rng);
            }
            for _ in 0..rng.usize(2..12) {
                small_edit(&mut draft, rng);
            }
        }
        Measure::Recast => {
            for _ in 0..rng.usize(1..5) {
                recast(&mut draft, others, rng);
            }
        }
        Measure::Heavy => {
            let edits = (draft.len() * 30).div_ceil(1000);
            for _ in 0..edits {
                if rng.usize(0..12) == 0 {
                    desk_edit(&mut draft, others, rng);
                } else {
                    small_edit(&mut draft, rng);
                }
            }
        }
    }
    draft
}

fn pick<'a, T>(of: &'a [T], rng: &mut Rng) -> Option<&'a T> {
    (!of.is_empty()).then(|| &of[rng.usize(0..of.len())])
}

/// A sentence from elsewhere, in which names of this story may stand.
fn new_sentence(draft: &Draft, others: &[String], rng: &mut Rng) -> String {
    let mut sentence = pick(others, rng).cloned().unwrap_or_default();
    let names: Vec<String> = draft
        .words()
        .iter()
        .map(|word| draft.slice(word))
        .filter(|word| word.len() > 3 && word.starts_with(char::is_uppercase))
        .collect();
    for _ in 0..rng.usize(0..3) {
        if let Some(name) = pick(&names, rng)
            && let Some((at, _)) = sentence.match_indices(' ').nth(rng.usize(0..8))
        {
            sentence.insert_str(at, &format!(" {name}"));
        }
    }
    sentence
}

/// Puts a sentence with names of a passage before it, or in its place.
fn recast(draft: &mut Draft, others: &[String], rng: &mut Rng) {
    let passages = if rng.bool() { draft.sentences() } else { draft.paragraphs() };
    let Some(passage) = pick(&passages, rng).cloned() else { return };
    let there = draft.slice(&passage);
    let names: Vec<&str> = there
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2 && word.starts_with(char::is_uppercase))
        .collect();
    let mut words = pick(others, rng).cloned().unwrap_or_default();
    // The first name may open the new sentence as it did the old one.
    if let Some(first) = names.first().filter(|_| rng.bool()) {
        words = format!("{first} {words}");
    }
    for _ in 0..rng.usize(1..3) {
        if let Some(name) = pick(&names, rng)
            && let Some((at, _)) = words.match_indices(' ').nth(rng.usize(0..8))
        {
            words.insert_str(at, &format!(" {name}"));
        }
    }
    if rng.usize(0..3) > 0 {
        draft.cells.drain(passage.clone());
        draft.put(passage.start, &words);
    } else {
        let gap = if rng.bool() { "\n" } else { " " };
        draft.put(passage.start, &format!("{words}{gap}"));
    }
}

/// What a desk does: updates, cuts, moves, facts and names put right.
fn desk_edit(draft: &mut Draft, others: &[String], rng: &mut Rng) {
    let sentences = draft.sentences();
    let paragraphs = draft.paragraphs();
    match rng.usize(0..11) {
        0 => {
            if let Some(gone) = pick(&sentences, rng) {
                let end = (gone.end + 1).min(draft.len());
                draft.cells.drain(gone.start..end);
            }
        }
        1 | 2 => {
            if let Some(before) = pick(&sentences, rng) {
                let words = new_sentence(draft, others, rng);
                draft.put(before.start, &format!("{words} "));
            }
        }
        3 => {
            if let (Some(moved), Some(to)) = (pick(&sentences, rng), pick(&sentences, rng))
                && !(moved.start..=moved.end).contains(&to.start)
            {
                let end = (moved.end + 1).min(draft.len());
                let cells: Vec<_> = draft.cells.drain(moved.start..end).collect();
                let at = if to.start > moved.start { to.start - cells.len() } else { to.start };
                draft.cells.splice(at..at, cells);
            }
        }
        4 => {
            if let Some(gone) = pick(&paragraphs, rng).filter(|_| paragraphs.len() > 3) {
                let end = (gone.end + 1).min(draft.len());
                draft.cells.drain(gone.start..end);
            }
        }
        5 => {
            if let Some(before) = pick(&paragraphs, rng) {
                let words: Vec<String> =
                    (0..rng.usize(1..4)).map(|_| new_sentence(draft, others, rng)).collect();
                draft.put(before.start, &format!("{}\n\n", words.join(" ")));
            }
        }
        6 => {
            if let (Some(moved), Some(to)) = (pick(&paragraphs, rng), pick(&paragraphs, rng))
                && !(moved.start..=moved.end).contains(&to.start)
            {
                let end = (moved.end + 1).min(draft.len());
                let mut cells: Vec<_> = draft.cells.drain(moved.start..end).collect();
                let at = if to.start > moved.start { to.start - cells.len() } else { to.start };
                if cells.last().is_none_or(|cell| cell.0 != '\n') {
                    cells.push(('\n', None));
                }
                draft.cells.splice(at..at, cells);
            }
        }
        // An update put on top, which says again in part what the lead says.
        7 => {
            let lead = sentences.get(rng.usize(0..3)).map(|run| draft.slice(run));
            let words = lead.unwrap_or_default();
            let part: Vec<&str> = words.split(' ').take(rng.usize(4..12)).collect();
            let new = new_sentence(draft, others, rng);
            let at = draft.paragraphs().get(1).map_or(0, |second| second.start);
            draft.put(at, &format!("UPDATE: {}, {new}\n\n", part.join(" ")));
        }
        8 => typography(draft, rng),
        // A name put right everywhere.
        9 => {
            let names: Vec<String> = draft
                .words()
                .iter()
                .map(|word| draft.slice(word))
                .filter(|word| word.len() > 4 && word.starts_with(char::is_uppercase))
                .collect();
            if let Some(name) = pick(&names, rng).cloned() {
                let right = match rng.bool() {
                    true => pick(&names, rng).cloned().unwrap_or_default(),
                    false => "Okonedo".to_owned(),
                };
                for word in draft.words().into_iter().rev() {
                    if draft.slice(&word) == name {
                        draft.cells.splice(word, right.chars().map(|c| (c, None)));
                    }
                }
            }
        }
        // A sentence goes, and some of its words come back in another one.
        _ => {
            if let (Some(gone), Some(to)) = (pick(&sentences, rng), pick(&sentences, rng)) {
                let words = draft.slice(gone);
                let count = words.split(' ').count();
                let from = rng.usize(0..count.max(1));
                let part: Vec<&str> = words.split(' ').skip(from).take(rng.usize(2..6)).collect();
                let new = format!("{} {} ", new_sentence(draft, others, rng), part.join(" "));
                let at = to.start;
                let gone = gone.clone();
                if at <= gone.start {
                    draft.cells.drain(gone);
                    draft.put(at, &new);
                } else {
                    draft.put(at, &new);
                    draft.cells.drain(gone);
                }
            }
        }
    }
}

/// What a sub-editor does: slips, words, figures.
fn small_edit(draft: &mut Draft, rng: &mut Rng) {
    let words = draft.words();
    let Some(word) = pick(&words, rng).cloned() else { return };
    match rng.usize(0..8) {
        0 if word.len() > 4 => {
            let at = rng.usize(word.start + 1..word.end);
            match rng.usize(0..4) {
                0 => draft.cells[at] = (rng.lowercase(), None),
                1 => draft.cells.insert(at, (rng.lowercase(), None)),
                2 => drop(draft.cells.remove(at)),
                _ => draft.cells.swap(at - 1, at),
            }
        }
        1 | 2 => {
            let other = pick(&words, rng).map(|other| draft.slice(other)).unwrap_or_default();
            draft.cells.splice(word, other.chars().map(|c| (c, None)));
        }
        3 | 4 => {
            let other = pick(&words, rng).map(|other| draft.slice(other)).unwrap_or_default();
            draft.put(word.start, &format!("{} ", other.to_lowercase()));
        }
        5 => {
            let end = (word.end + 1).min(draft.len());
            draft.cells.drain(word.start..end);
        }
        6 => {
            let figures: Vec<_> = words
                .iter()
                .filter(|run| draft.slice(run).chars().all(|c| c.is_ascii_digit()))
                .collect();
            if let Some(figure) = pick(&figures, rng) {
                let other = rng.u32(2..2000).to_string();
                draft.cells.splice((*figure).clone(), other.chars().map(|c| (c, None)));
            }
        }
        _ => {
            if let Some(comma) = draft.cells[word.start..].iter().position(|cell| cell.0 == ',') {
                draft.cells.remove(word.start + comma);
            }
        }
    }
}

/// Quotation marks, dashes and white space set another way, everywhere.
fn typography(draft: &mut Draft, rng: &mut Rng) {
    let which = rng.usize(0..4);
    let mut open = false;
    for cell in &mut draft.cells {
        match (which, cell.0) {
            (0, '"') => {
                open = !open;
                cell.0 = if open { '“' } else { '”' };
            }
            (0, '“' | '”') => cell.0 = '"',
            (0 | 1, '\'') => cell.0 = '’',
            (1, '’') => cell.0 = '\'',
            (2, '–' | '—') => cell.0 = '-',
            (3, ' ') if rng.usize(0..9) == 0 => cell.0 = '\u{a0}',
            _ => {}
        }
    }
    if which == 2 {
        // Two spaces after a full stop, and no empty lines between paragraphs.
        let mut at = 1;
        while at < draft.cells.len() {
            if draft.cells[at].0 == ' ' && draft.cells[at - 1].0 == '.' {
                draft.cells.insert(at, (' ', None));
                at += 1;
            } else if draft.cells[at].0 == '\n' && draft.cells[at - 1].0 == '\n' {
                draft.cells.remove(at);
                continue;
            }
            at += 1;
        }
    }
}

/// Passages as readers mark them: names, phrases, sentences; characters.
pub fn passages(text: &str, rng: &mut Rng) -> Vec<Range<usize>> {
    let draft = Draft::of(text);
    let words = draft.words();
    let mut found = Vec::new();
    for _ in 0..14 {
        let names: Vec<usize> = (0..words.len())
            .filter(|&at| {
                let word = draft.slice(&words[at]);
                word.len() > 2 && word.starts_with(char::is_uppercase)
            })
            .collect();
        if let Some(&first) = pick(&names, rng) {
            let mut last = first;
            while last + 1 < words.len()
                && last < first + 2
                && words[last + 1].start == words[last].end + 1
                && draft.cells[words[last + 1].start].0.is_uppercase()
                && draft.cells[words[last].end].0 == ' '
            {
                last += 1;
            }
            found.push(words[first].start..words[last].end);
        }
    }
    for _ in 0..10 {
        let first = rng.usize(0..words.len());
        let last = (first + rng.usize(1..7)).min(words.len() - 1);
        let run = words[first].start..words[last].end;
        if !draft.slice(&run).contains('\n') {
            found.push(run);
        }
    }
    let sentences = draft.sentences();
    for _ in 0..8 {
        found.extend(pick(&sentences, rng).cloned());
    }
    found.sort_by_key(|run| (run.start, run.end));
    found.dedup();
    found
}

/// All sentences of a text, to make others of.
pub fn sentences(text: &str) -> Vec<String> {
    let draft = Draft::of(text);
    draft.sentences().iter().map(|run| draft.slice(run)).collect()
}
