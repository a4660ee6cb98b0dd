//! Keys: to commands by the key table, or to whatever is being typed in.

use crate::config::Lookup;
use crate::config::key::{Key, KeyCode};
use crate::state::command::Command;
use crate::state::editor::{Editor, Step};
use crate::state::note_editor::Field;
use crate::state::{Effect, Layer, Stamp, State};

impl State {
    pub(super) fn key(&mut self, key: Key, stamp: &Stamp) -> Vec<Effect> {
        self.notice = None;
        let context = self.context();
        self.pending.push(key);
        let keys = self.pending.clone();
        match self.config.keymap.lookup(context, &keys) {
            Lookup::Command(name) => {
                let command = Command::named(name);
                self.pending.clear();
                command.map_or_else(Vec::new, |command| self.obey(command, stamp))
            }
            Lookup::Prefix => Vec::new(),
            Lookup::None => {
                self.pending.clear();
                // A sequence that came to nothing: its last key counts for itself.
                if keys.len() > 1 {
                    return self.key(key, stamp);
                }
                self.type_key(key, stamp)
            }
        }
    }

    /// A key that the table does not know, where keys are typed.
    fn type_key(&mut self, key: Key, stamp: &Stamp) -> Vec<Effect> {
        match &mut self.layer {
            Some(Layer::Editor(editor)) => {
                editor.error = None;
                if key.code == KeyCode::Enter && editor.field != Field::Body {
                    editor.step(1);
                } else {
                    edit(editor.current(), key);
                }
            }
            Some(Layer::Prompt(prompt)) => {
                let empty = prompt.line.text().is_empty();
                if key.code == KeyCode::Backspace && empty {
                    return self.leave();
                }
                if key.code != KeyCode::Enter && edit(&mut prompt.line, key) {
                    prompt.recalled = None;
                    return self.typed();
                }
            }
            Some(Layer::Help(help)) if help.typing => {
                let changed = key.code != KeyCode::Enter && edit(&mut help.filter, key);
                if changed {
                    return self.typed();
                }
            }
            Some(Layer::Settle(_)) => {
                if let Some(number @ 1..) = key.typed().and_then(|digit| digit.to_digit(10)) {
                    return self.take_choice(Some(number as usize - 1), stamp);
                }
            }
            Some(Layer::Hints(_)) => match key.typed() {
                Some(letter) => return self.hint(letter, stamp),
                None => self.layer = None,
            },
            Some(Layer::Kind { whole }) => {
                let whole = *whole;
                self.layer = None;
                if let Some(letter) = key.typed() {
                    return self.retype(letter, whole, stamp);
                }
            }
            Some(Layer::Letter { set }) => {
                let set = *set;
                self.layer = None;
                if let Some(letter) = key.typed() {
                    return self.mark(letter, set);
                }
            }
            Some(Layer::Recover { .. }) => {
                return self.tell("say first what becomes of the notes that were not saved");
            }
            _ => {}
        }
        Vec::new()
    }

    /// Text that was pasted: into what is being typed; never taken for keys.
    pub(super) fn paste(&mut self, words: &str) -> Vec<Effect> {
        match &mut self.layer {
            Some(Layer::Editor(editor)) if editor.field == Field::Body => {
                editor.current().insert(words);
            }
            Some(Layer::Editor(editor)) => editor.current().insert(&one_line(words)),
            Some(Layer::Prompt(prompt)) => {
                prompt.line.insert(&one_line(words));
                return self.typed();
            }
            Some(Layer::Help(help)) if help.typing => {
                help.filter.insert(&one_line(words));
                return self.typed();
            }
            _ => return self.tell("pasted text goes into notes and searches: a, /"),
        }
        Vec::new()
    }
}

fn one_line(words: &str) -> String {
    words.split(['\n', '\r', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Edits text by a key as any editor would. Says whether the text may have changed.
fn edit(editor: &mut Editor, key: Key) -> bool {
    use KeyCode as K;
    let word = key.ctrl || key.alt;
    match key.code {
        K::Enter => editor.insert("\n"),
        K::Backspace => editor.delete(if word { Step::WordLeft } else { Step::Left }),
        K::Delete => editor.delete(if word { Step::WordRight } else { Step::Right }),
        K::Left => editor.go(if word { Step::WordLeft } else { Step::Left }, key.shift),
        K::Right => editor.go(if word { Step::WordRight } else { Step::Right }, key.shift),
        K::Up => editor.go(Step::Up, key.shift),
        K::Down => editor.go(Step::Down, key.shift),
        K::Home => editor.go(if key.ctrl { Step::Start } else { Step::LineStart }, key.shift),
        K::End => editor.go(if key.ctrl { Step::End } else { Step::LineEnd }, key.shift),
        K::Char('a') if key.ctrl => editor.go(Step::LineStart, false),
        K::Char('e') if key.ctrl => editor.go(Step::LineEnd, false),
        K::Char('b') if key.ctrl => editor.go(Step::Left, false),
        K::Char('f') if key.ctrl => editor.go(Step::Right, false),
        K::Char('b') if key.alt => editor.go(Step::WordLeft, false),
        K::Char('f') if key.alt => editor.go(Step::WordRight, false),
        K::Char('w') if key.ctrl => editor.delete(Step::WordLeft),
        K::Char('u') if key.ctrl => editor.delete(Step::LineStart),
        K::Char('k') if key.ctrl => editor.delete(Step::LineEnd),
        K::Char('h') if key.ctrl => editor.delete(Step::Left),
        K::Char('d') if key.ctrl => editor.delete(Step::Right),
        K::Char(c) if !key.ctrl && !key.alt => editor.insert(c.encode_utf8(&mut [0; 4])),
        _ => return false,
    }
    true
}
