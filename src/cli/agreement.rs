//! `dateline notes --agreement`: how far two people mark the same names.
//! [`crate::model::agreement`] has the definitions.

use std::collections::BTreeMap;
use std::io::Write;

use super::Done;
use super::arguments::Notes;
use super::desk::Desk;
use super::gather::{self, Opened, Step};

use super::output::{Failure, Output, say};
use crate::anchor::anchor;
use crate::exchange::object;
use crate::model::Note;
use crate::model::agreement::{Agreement, Mark, marks};
use crate::model::text::visible;

/// What the reader is called who has no name in the configuration.
const YOU: &str = "you";

/// Two people, by name.
type Pair = (String, String);

/// Prints the agreement of every two people who both have notes on some of
/// the stories.
pub(super) fn run(wanted: &Notes, desk: &mut Desk, output: &mut Output) -> Result<Done, Failure> {
    let (mut tried, mut failed) = (0, 0);
    let mut all: BTreeMap<Pair, (usize, Agreement)> = BTreeMap::new();
    gather::each(&wanted.paths, desk, &mut |desk, step| {
        tried += 1;
        let opened = match step {
            Step::Story(source) => Opened::read(&source, desk),
            Step::Trouble(error) => Err(error),
        };
        match opened {
            Ok(opened) => count(&opened, desk, &mut all),
            Err(error) => {
                output.complain(&error.to_string());
                failed += 1;
            }
        }
        Ok::<(), Failure>(())
    })?;
    for ((first, second), (stories, agreement)) in &all {
        // Who marked nothing in any of the stories was not at this work.
        let both = agreement.first > 0 && agreement.second > 0;
        let printed = Printed {
            first,
            second,
            stories: *stories,
            marks: [agreement.first, agreement.second],
            words: agreement.words(),
            exact_f1: agreement.exact_f1().filter(|_| both),
            relaxed_f1: agreement.relaxed_f1().filter(|_| both),
            kappa: agreement.kappa().filter(|_| both),
        };
        if wanted.json {
            object::write_line(output, &printed)?;
        } else {
            printed.write(output)?;
        }
    }
    output.finish()?;
    if all.is_empty() && failed == 0 {
        say("nobody else's notes stand beside these stories (STORY.notes.NAME.yaml)");
    }
    Ok(Done::of(tried.max(1), failed))
}

fn count(opened: &Opened, desk: &Desk, all: &mut BTreeMap<Pair, (usize, Agreement)>) {
    let text = &opened.story.text;
    let mut theirs = opened.notebook.theirs().to_vec();
    anchor(&mut theirs, text, &[]);
    let own = desk.config.settings.name.clone().unwrap_or_else(|| YOU.into());
    let mut people: Vec<(String, Vec<Mark>)> = Vec::new();
    // Whoever has no file has not read the story; whoever has one has, even if
    // nothing is marked in it.
    if opened.notebook.is_begun() {
        people.push((own, marks(&opened.notes, text)));
    }
    for colleague in &opened.notebook.whereabouts().colleagues {
        let of: Vec<Note> = theirs
            .iter()
            .filter(|note| note.hand.as_ref() == Some(&colleague.name))
            .cloned()
            .collect();
        people.push((colleague.name.clone(), marks(&of, text)));
    }
    for (at, (first, ones)) in people.iter().enumerate() {
        for (second, others) in &people[at + 1..] {
            let (stories, agreement) = all.entry((first.clone(), second.clone())).or_default();
            *stories += 1;
            agreement.count(text.as_str(), ones, others);
        }
    }
}

/// What is printed of two people.
#[derive(serde::Serialize)]
struct Printed<'a> {
    first: &'a str,
    second: &'a str,
    stories: usize,
    marks: [usize; 2],
    words: usize,
    exact_f1: Option<f64>,
    relaxed_f1: Option<f64>,
    kappa: Option<f64>,
}

impl Printed<'_> {
    fn write(&self, output: &mut Output) -> Result<(), Failure> {
        let figure = |value: Option<f64>| value.map_or("–".into(), |value| format!("{value:.3}"));
        let stories = if self.stories == 1 { "story" } else { "stories" };
        writeln!(
            output,
            "{} and {}: {} and {} marks in {} {stories}, {} words",
            visible(self.first),
            visible(self.second),
            self.marks[0],
            self.marks[1],
            self.stories,
            self.words
        )?;
        let without = [self.first, self.second].into_iter().zip(self.marks);
        let without: Vec<_> =
            without.filter(|(_, marks)| *marks == 0).map(|(who, _)| visible(who)).collect();
        if !without.is_empty() {
            writeln!(output, "  no marks by {}: nothing to compare", without.join(" and by "))?;
            return Ok(());
        }
        writeln!(output, "  exact F1       {}", figure(self.exact_f1))?;
        writeln!(output, "  relaxed F1     {}", figure(self.relaxed_f1))?;
        writeln!(output, "  Cohen's kappa  {}", figure(self.kappa))?;
        Ok(())
    }
}
