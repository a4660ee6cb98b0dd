//! Another's program that finds names, kept running.
//!
//! It reads a JSON object a line: `id`, `text`, and where known `title`,
//! `published` and `language`; where the date is not stated
//! but can be told, `published_inferred`. To each it answers with an object on one line,
//! with the same `id` and the keys from `entities` on of FORMATS.md section 3;
//! whatever else is in it is ignored. It must send each answer at once.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::answer;
use crate::model::text::visible;
use crate::model::{Annotations, Inferred, Story};

/// A program's first answer may take so many times as long as any other: it
/// may have a model to load.
const FIRST: u32 = 4;

/// The longest answer that is read, in bytes.
const LONGEST: u64 = 256 << 20;

/// How many lines of what a program says on standard error are kept.
const KEPT: usize = 20;

/// How long the last words of a program that fell silent are waited for:
/// whatever it started itself may hold its standard error open.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How long a program that closed its output is given to end by itself.
const LAST_BREATH: Duration = Duration::from_millis(200);

/// A program and, once it was asked, its process.
#[derive(Debug)]
pub struct Program {
    line: String,
    words: Vec<String>,
    patience: Duration,
    running: Option<Running>,
    asked: u64,
}

#[derive(Debug)]
struct Running {
    child: Child,
    questions: Sender<Vec<u8>>,
    answers: Receiver<Result<Vec<u8>, String>>,
    complaints: Arc<Mutex<VecDeque<String>>>,
    /// Disconnected once its standard error has been read to the end.
    all_heard: Receiver<Infallible>,
    answered: bool,
}

impl Program {
    /// A program and its arguments, as a shell would part them: by spaces,
    /// with quotation marks around what belongs together. It may take
    /// `patience` to answer, four times as long for its first answer.
    ///
    /// # Errors
    /// If there is no word in `line`, or a quotation mark is left open.
    pub fn new(line: &str, patience: Duration) -> Result<Self, String> {
        let words = words(line)?;
        if words.is_empty() {
            return Err("it names no program".into());
        }
        Ok(Self { line: line.trim().to_owned(), words, patience, running: None, asked: 0 })
    }

    /// The program without its arguments.
    pub fn name(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// As it was given.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Asks for what a story names. A program that does not answer, or answers
    /// nonsense, is ended; it is started again for the next story.
    ///
    /// # Errors
    /// Why there is no answer, or what is wrong with it, in one line.
    pub fn find(
        &mut self,
        story: &Story,
        inferred: Option<&Inferred>,
    ) -> Result<Annotations, String> {
        self.asked += 1;
        let id = self.asked.to_string();
        let answer = self.ask(question(&id, story, inferred)).and_then(|line| {
            let said = self.running.as_ref().map(Running::complaint).unwrap_or_default();
            answer::read(&line, &id, &story.text).map_err(|why| format!("{why}{said}"))
        });
        if answer.is_err() {
            self.running = None;
        }
        answer
    }

    fn ask(&mut self, question: Vec<u8>) -> Result<Vec<u8>, String> {
        let running = match &mut self.running {
            Some(running) => running,
            none => none.insert(Running::start(&self.words)?),
        };
        // If it has ended, that is seen below.
        let _ = running.questions.send(question);
        let patience = if running.answered { self.patience } else { self.patience * FIRST };
        let answer = running.answers.recv_timeout(patience);
        running.answered = true;
        match answer {
            Ok(Ok(line)) => Ok(line),
            Ok(Err(why)) => Err(format!("its answer cannot be read: {why}")),
            Err(RecvTimeoutError::Timeout) => {
                let seconds = patience.as_secs_f32();
                Err(format!("no answer within {seconds} seconds{}", running.complaint()))
            }
            Err(RecvTimeoutError::Disconnected) => {
                let how = running.end();
                Err(format!("{how} without an answer{}", running.complaint()))
            }
        }
    }
}

impl Running {
    fn start(words: &[String]) -> Result<Self, String> {
        let Some((program, arguments)) = words.split_first() else {
            return Err("it names no program".into());
        };
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("it cannot be started: {error}"))?;
        let (Some(mut to), Some(from), Some(aside)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err("it has no pipes to speak through".into());
        };
        let (questions, asked) = channel::<Vec<u8>>();
        let (answer, answers) = channel();
        let complaints: Arc<Mutex<VecDeque<String>>> = Arc::default();
        let heard = Arc::clone(&complaints);
        let (listening, all_heard) = channel();
        // Each pipe has a thread of its own: a program may write before it has
        // read all, and must not wait for anybody.
        spawn("ask", move || {
            for question in asked {
                if to.write_all(&question).and_then(|()| to.flush()).is_err() {
                    return;
                }
            }
        })?;
        spawn("answers", move || {
            let mut from = BufReader::new(from);
            loop {
                let mut line = Vec::new();
                let read = (&mut from).take(LONGEST).read_until(b'\n', &mut line);
                let said = match read {
                    Ok(0) => return,
                    Ok(_) if line.len() as u64 == LONGEST => Err("it is too long".into()),
                    Ok(_) if line.trim_ascii().is_empty() => continue,
                    Ok(_) => Ok(line),
                    Err(error) => Err(error.to_string()),
                };
                let last = said.is_err();
                if answer.send(said).is_err() || last {
                    return;
                }
            }
        })?;
        spawn("complaints", move || {
            let _listening = listening;
            let mut aside = BufReader::new(aside);
            let mut line = Vec::new();
            while matches!((&mut aside).take(1 << 16).read_until(b'\n', &mut line), Ok(1..)) {
                let words = visible(String::from_utf8_lossy(&line).trim()).into_owned();
                line.clear();
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                if !words.is_empty() {
                    heard.push_back(words);
                }
                if heard.len() > KEPT {
                    heard.pop_front();
                }
            }
        })?;
        Ok(Self { child, questions, answers, complaints, all_heard, answered: false })
    }

    /// What became of a program that closed its standard output, after its
    /// last words.
    fn end(&mut self) -> String {
        let _ = self.all_heard.recv_timeout(LAST_WORDS);
        // One that is ending has a moment for it; its status is its own.
        let since = Instant::now();
        while since.elapsed() < LAST_BREATH {
            match self.child.try_wait() {
                Ok(Some(how)) => return format!("it ended ({how})"),
                Ok(None) => thread::sleep(LAST_BREATH / 20),
                Err(_) => return "it ended".into(),
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        "it closed its output, and was ended,".into()
    }

    /// The last thing it said on standard error, to follow an error.
    fn complaint(&self) -> String {
        let heard = self.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        heard.back().map(|words| format!("; it says: {words}")).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has nothing to lose, and may have stopped listening.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), String> {
    let started = thread::Builder::new().name(name.into()).spawn(work);
    started.map(drop).map_err(|error| format!("cannot start a thread: {error}"))
}

/// A story as a line to ask with.
fn question(id: &str, story: &Story, inferred: Option<&Inferred>) -> Vec<u8> {
    let mut object = Map::new();
    let mut put = |key: &str, words: Option<&str>| {
        if let Some(words) = words {
            object.insert(key.to_owned(), Value::from(words));
        }
    };
    let head = &story.head;
    put("id", Some(id));
    put("title", head.title.as_deref());
    put("published", head.published.as_ref().map(|moment| moment.notation()));
    put("language", head.language.as_deref());
    put("text", Some(&story.text.original()));
    if let Some(Inferred { moment, evidence, .. }) = inferred {
        let date = json!({ "value": moment.notation(), "from": evidence.word() });
        object.insert("published_inferred".to_owned(), date);
    }
    let mut line = Value::Object(object).to_string().into_bytes();
    line.push(b'\n');
    line
}

/// The words of a command line.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if let Some(mark) = quote {
        return Err(format!("a {mark} in it is not closed"));
    }
    words.extend(word);
    Ok(words)
}
