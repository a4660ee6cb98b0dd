//! The arguments, and the help that is made of them.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

use crate::exchange::{FORMATS, Format};
use crate::model::Moment;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    about = "Read annotated news: the story, its names, its time line and your notes",
    long_about = "Read annotated news in the terminal: the story, the people, organisations and \
                  places named in it, a time line of what happened when, and your own notes in \
                  its margin, all on one screen.",
    after_help = "Examples:
  dateline talks.txt             read a story, with talks.ann.yaml beside it
  dateline news/                 read a folder of stories
  dateline talks.txt --at n7k3m9qx2
                                 read it from a note on
  curl -s URL | dateline -       read what comes from another program
  dateline show --json talks.txt print a story with all that is known of it
  dateline annotate news/        find names, times and quotes in every story
  dateline check news/           say what is wrong in stories, annotations and notes

A file that is called like a command: dateline ./show",
    max_term_width = 100
)]
pub struct Arguments {
    /// What to do instead of reading.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Story files or folders to read; `-`: standard input; none: your library
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// In the reader, open the story at the note with this id, or at these words
    #[arg(long, value_name = "NOTE-ID|WORDS")]
    pub at: Option<String>,
    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Common {
    /// Use this configuration file, and keys.yaml and themes/ beside it
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// When stories that do not say were published, such as 2016-08-24
    #[arg(long, global = true, value_name = "DATE", value_parser = published)]
    pub published: Option<Moment>,
    /// Do not look for names by machine in stories without annotations
    #[arg(long, global = true)]
    pub no_find: bool,
}

/// What can be done besides reading.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print stories with their annotations and notes
    #[command(after_help = "Examples:
  dateline show talks.txt                       in colours on a terminal, else plain
  dateline show --plain --width 72 talks.txt
  dateline show --json news/ | jq -r .title     one JSON object a line
  cat talks.txt | dateline show --json -")]
    Show(Show),
    /// Find names, times and quotes, and write them beside each story
    #[command(after_help = "Examples:
  dateline annotate news/                      STORY.ann.yaml beside every story, on all cores
  dateline annotate --stdout talks.txt         print it instead
  dateline annotate --jsonl < in > out         JSON Lines in, JSON Lines out, same order
  dateline annotate --with 'python3 names.py' news/
                                               by a program of yours (see docs/models.md)

An annotation file that a person wrote, or changed, is left as it is. A folder
can be interrupted and done again: what is done is not done twice.
Lines of --jsonl are objects with at least `text`; `published` dates the story.
Exit status: 0 all was done, 1 a part could not be done, 2 nothing was.")]
    Annotate(Annotate),
    /// Say what is wrong in stories, annotations and notes
    #[command(after_help = "Examples:
  dateline check talks.txt       the story, talks.ann.yaml and talks.notes.yaml
  dateline check news/           every story in the folder, and annotations without a story
  dateline check --config my.yaml talks.txt
                                 the configuration too

Each fault is printed as file:line:column: error: text, with the line it is in.
Exit status: 0 no errors (there may be warnings), 1 errors, 2 nothing could be read.")]
    Check(Check),
    /// List your notes, story by story
    #[command(after_help = "Examples:
  dateline notes                            the notes on all stories you read
  dateline notes news/ --tag check
  dateline notes --search \"headway Geneva\"
  dateline notes --json | jq -r .note
  dateline notes --deleted                  what you deleted in the last 90 days
  dateline notes --agreement news/          how far you and your colleagues, whose notes
                                            stand in STORY.notes.NAME.yaml, mark the same")]
    Notes(Notes),
    /// Read stories with annotations from the files of other tools
    #[command(after_help = "Examples:
  dateline import --from brat corpus/ -o news/      X.txt with X.ann beside it, whole folders
  dateline import --from w3c talks.jsonld -o news/

Each story becomes NAME.txt, NAME.ann.yaml and, where there are notes, NAME.notes.yaml.
What has no place in Dateline is counted on standard error.
Exit status: 0 all was read, 1 a part could not be read, 2 nothing was written.")]
    Import(Import),
    /// Write stories, annotations and notes for other tools
    #[command(after_help = "Examples:
  dateline export --to brat talks.txt -o out/
  dateline export --to w3c news/ -o out/            every story in the folder

Annotations are written as you corrected them, with the names and events you marked.
What the format has no place for is counted on standard error.")]
    Export(Export),
    /// Print a completion script for a shell
    #[command(after_help = "Examples:
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline
  dateline completions fish > ~/.config/fish/completions/dateline.fish")]
    Completions {
        /// Which shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Examples:
  dateline man | man -l -
  dateline man > ~/.local/share/man/man1/dateline.1")]
    Man,
}

/// `dateline show`.
#[derive(Debug, Default, Args)]
pub struct Show {
    /// Story files or folders; `-`: standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Everything that is known, as one JSON object a line
    #[arg(long, conflicts_with_all = ["plain", "ansi", "width"])]
    pub json: bool,
    /// The text alone, wrapped
    #[arg(long, conflicts_with = "ansi")]
    pub plain: bool,
    /// The text with names, times and notes in colours
    #[arg(long)]
    pub ansi: bool,
    /// Columns of a line of text; else those of the terminal, at most the
    /// `measure` of the settings
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub width: Option<u16>,
}

/// `dateline annotate`.
#[derive(Debug, Args)]
pub struct Annotate {
    /// Story files or folders; `-`: standard input, printed
    #[arg(value_name = "PATH", required_unless_present = "jsonl")]
    pub paths: Vec<PathBuf>,
    /// Read JSON Lines from standard input, write them with what was found
    #[arg(long, conflicts_with_all = ["paths", "stdout", "force"])]
    pub jsonl: bool,
    /// Print the annotations instead of writing files
    #[arg(long)]
    pub stdout: bool,
    /// Replace annotation files that a person wrote, and do everything anew
    #[arg(long)]
    pub force: bool,
    /// Ask this program instead of the built-in finder
    #[arg(long, value_name = "PROGRAM")]
    pub with: Option<String>,
    /// How long the program may take for a story, four times as long for its
    /// first [default: as in the settings]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub patience: Option<Duration>,
    /// How many stories are worked on at a time [default: one for each core,
    /// with --with one]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}

/// `dateline check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Story files, annotation files, notes files or folders; `-`: standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

/// `dateline notes`.
#[derive(Debug, Args)]
pub struct Notes {
    /// Story files or folders; none: wherever you took notes
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only notes that hold all these words, in the quote, the note or its tags
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// Only notes with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// The notes that were deleted; in the reader, :deleted-notes brings them back
    #[arg(long, visible_alias = "trash")]
    pub deleted: bool,
    /// How far two people agree on names: exact and relaxed F1, Cohen's kappa
    #[arg(long, requires = "paths", conflicts_with_all = ["deleted", "search", "tag"])]
    pub agreement: bool,
    /// One JSON object a line: of each note, or of each two people
    #[arg(long)]
    pub json: bool,
}

/// `dateline import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The format of the files
    #[arg(long, value_name = "FORMAT", value_parser = readable())]
    pub from: &'static Format,
    /// Files or folders; `-`: standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// The folder that the stories are written to; made if need be
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Replace files that are there already (notes are added to)
    #[arg(long)]
    pub force: bool,
}

/// `dateline export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The format to write
    #[arg(long, value_name = "FORMAT", value_parser = writable())]
    pub to: &'static Format,
    /// Story files or folders; `-`: standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// The folder that the files are written to; made if need be
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Replace files that are there already
    #[arg(long)]
    pub force: bool,
}

/// The formats that can be imported, by name.
fn readable() -> impl TypedValueParser<Value = &'static Format> {
    by_name(FORMATS.into_iter().filter(|format| format.import.is_some()))
}

/// The formats that can be exported, by name.
fn writable() -> impl TypedValueParser<Value = &'static Format> {
    by_name(FORMATS.into_iter())
}

fn by_name(
    formats: impl Iterator<Item = &'static Format>,
) -> impl TypedValueParser<Value = &'static Format> {
    let values = formats.map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(values.collect::<Vec<_>>())
        .try_map(|name| Format::named(&name).ok_or("no such format"))
}

fn seconds(written: &str) -> Result<Duration, String> {
    let least = Duration::from_millis(1);
    let wrong = || "expected a number of seconds".to_owned();
    let seconds: f64 = written.parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(seconds).ok().filter(|time| *time >= least).ok_or_else(wrong)
}

fn published(written: &str) -> Result<Moment, String> {
    let expected = "a date such as 2016-08-24, or a time with its offset";
    match Moment::parse(written) {
        Ok(moment) if moment.on_axis() => Ok(moment),
        Ok(_) => Err(format!("expected {expected}")),
        Err(wrong) => Err(format!("{wrong}; it should be {expected}")),
    }
}
