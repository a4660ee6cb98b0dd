//! What is wrong in the files, and what an earlier session left unsaved.

use crate::config::Ink;
use crate::error::{Diagnostic, Severity};
use crate::state::Command;
use crate::state::layout::Area;
use crate::state::list::List;

use super::Canvas;
use super::panel::{Pieces, flow};

impl Canvas<'_> {
    /// The list of problems, each with its place, its line and a caret.
    pub(super) fn problems(&mut self, list: List) {
        let area = self.layout.panel();
        self.paper(area);
        let inside = self.inside(area);
        let all: Vec<&Diagnostic> = self.state.problems().collect();
        let count = all.len();
        let mut lines: Vec<Pieces> = vec![
            vec![self.bold(
                format!("{count} {}", if count == 1 { "problem" } else { "problems" }),
                Ink::Heading,
            )],
            Vec::new(),
        ];
        let mut top = 0;
        for (number, problem) in all.into_iter().enumerate() {
            if number == list.chosen {
                top = lines.len().saturating_sub(2);
            }
            let mark = if number == list.chosen { "▸ " } else { "\u{a0} " };
            self.problem(problem, mark, usize::from(inside.width), &mut lines);
            lines.push(Vec::new());
        }
        self.lines(inside, &lines, top);
    }

    fn problem(&self, problem: &Diagnostic, mark: &str, columns: usize, lines: &mut Vec<Pieces>) {
        let ink = match problem.severity {
            Severity::Error => Ink::Error,
            Severity::Warning => Ink::Warning,
        };
        let place = match problem.place {
            Some((line, column)) => format!("{}:{line}:{column}  ", problem.file),
            None => format!("{}  ", problem.file),
        };
        let head = [
            self.piece(mark, Ink::Accent),
            self.piece(place, Ink::Quiet),
            self.piece(&problem.message, ink),
        ];
        lines.extend(flow(&head, columns, 2));
        // The line and the caret stand as `check` prints them.
        for line in problem.quoted(columns.saturating_sub(2)).into_iter().flatten() {
            lines.push(vec![self.piece(format!("  {line}"), Ink::Code)]);
        }
        if let Some(hint) = &problem.hint {
            lines.extend(flow(&[self.piece(format!("\u{a0} {hint}"), Ink::Text)], columns, 2));
        }
    }

    /// The offer to take back notes that were never saved.
    pub(super) fn recover(&mut self, count: usize, stories: &[String]) {
        let body = self.layout.body;
        let wide = body.width.saturating_sub(4).min(64).max(body.width.min(20));
        let inner = usize::from(wide.saturating_sub(4)).max(1);
        let title = format!(
            "{count} {} of an earlier session {} not saved",
            if count == 1 { "note" } else { "notes" },
            if count == 1 { "was" } else { "were" },
        );
        let mut lines = flow(&[self.bold(title, Ink::Heading)], inner, 0);
        for story in stories.iter().take(5) {
            lines.extend(flow(&[self.piece(format!("on {story}"), Ink::Quiet)], inner, 2));
        }
        lines.push(Vec::new());
        let key = |command| self.bold(self.key(command), Ink::Key);
        let said = |words| self.piece(words, Ink::Text);
        let words = [
            key(Command::GoThere),
            said(if count == 1 { " takes it back, " } else { " takes them back, " }),
            key(Command::DeleteNote),
            said(if count == 1 { " throws it away, " } else { " throws them away, " }),
            key(Command::Leave),
            said(if count == 1 { " leaves it for later." } else { " leaves them for later." }),
        ];
        lines.extend(flow(&words, inner, 0));
        let height = (lines.len() as u16 + 2).min(body.height);
        let area = Area::new(
            body.x + (body.width - wide) / 2,
            body.y + (body.height - height) / 3,
            wide,
            height,
        );
        self.paper_within(area, body);
        let inside =
            Area::new(area.x + 2, area.y + 1, wide.saturating_sub(4), height.saturating_sub(2));
        self.lines(inside, &lines, 0);
    }
}
