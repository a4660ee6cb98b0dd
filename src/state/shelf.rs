//! The list of stories and a window onto it.

use std::cmp::Reverse;
use std::path::PathBuf;

use crate::model::Head;
use crate::model::moment::Precision;

use super::list::List;

/// Where a story can be had.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A file.
    File(PathBuf),
    /// Bytes that the program already has, by name: standard input, samples.
    Given(String),
}

impl Address {
    /// The file name, or the given name; not yet fit for a terminal.
    pub fn name(&self) -> String {
        match self {
            Address::File(path) => {
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
            }
            Address::Given(name) => name.clone(),
        }
    }
}

/// A story in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it can be had.
    pub address: Address,
    /// What is known of it: nothing, until its head has been read.
    pub head: Option<Head>,
}

impl Entry {
    /// Its title, or else its file name made readable.
    pub fn title(&self) -> String {
        match self.head.as_ref().and_then(|head| head.title.as_deref()) {
            Some(title) => crate::model::text::visible(title).into_owned(),
            None => crate::model::text::visible(&self.address.name()).into_owned(),
        }
    }

    /// The day it was published, in short; one that is only inferred says so.
    pub fn day(&self) -> Option<String> {
        day_of(self.head.as_ref()?)
    }

    /// When it was published, as a date to sort by.
    fn date(&self) -> Option<(i64, i64)> {
        self.head.as_ref()?.dated()?.bounds()
    }
}

/// The day a story was published, in short; one that is only inferred says so.
pub fn day_of(head: &Head) -> Option<String> {
    let day = head.dated()?.to_day().short(Precision::Decade);
    Some(if head.inferred_from().is_some() { format!("about {day}") } else { day })
}

/// How the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// In the order of the folder.
    #[default]
    Name,
    /// Newest first; undated ones last.
    Date,
    /// By title.
    Title,
}

impl Sort {
    /// The word in the list's heading.
    pub const fn word(self) -> &'static str {
        match self {
            Sort::Name => "by file",
            Sort::Date => "newest first",
            Sort::Title => "by title",
        }
    }
}

/// The stories at hand.
#[derive(Debug, Default)]
pub struct Shelf {
    /// In the order found.
    pub entries: Vec<Entry>,
    /// Indices of `entries` in the order shown, filtered.
    pub order: Vec<usize>,
    /// The chosen row of `order`.
    pub list: List,
    /// The entry that is open.
    pub open: Option<usize>,
    /// Words that a shown title or file name must hold.
    pub filter: String,
    /// How it is sorted.
    pub sort: Sort,
    /// Whether the folder is still being read.
    pub filling: bool,
    /// Entries whose head has been asked for.
    asked: Vec<bool>,
}

/// What a row is sorted by: day, title, order found; what is not sorted by is `None`.
type Key = (Option<Reverse<(i64, i64)>>, Option<String>, usize);

impl Shelf {
    /// Takes in stories found after those already known.
    pub fn add(&mut self, found: Vec<Entry>) {
        let first = self.entries.len();
        self.entries.extend(found);
        self.asked.resize(self.entries.len(), false);
        if self.sort == Sort::Name && self.filter.is_empty() {
            self.order.extend(first..self.entries.len());
        } else {
            self.arrange();
        }
    }

    /// Takes in heads; the chosen row stays on its story.
    pub fn learn(&mut self, heads: Vec<(usize, Head)>) {
        let mut learned = Vec::with_capacity(heads.len());
        for (index, head) in heads {
            if let Some(entry) = self.entries.get_mut(index) {
                entry.head = Some(head);
                learned.push(index);
            }
        }
        if self.sort != Sort::Name || !self.filter.is_empty() {
            self.arrange_anew(&learned);
        }
    }

    /// The entry of a story.
    pub fn find(&self, address: &Address) -> Option<usize> {
        let is = |index: &usize| self.entries.get(*index).is_some_and(|e| e.address == *address);
        // Mostly it is the open one: no search through a long list.
        self.open.filter(is).or_else(|| self.entries.iter().position(|e| e.address == *address))
    }

    /// Takes a story for the open one and shows its row.
    pub fn set_open(&mut self, address: &Address) {
        self.open = self.find(address);
        self.show_open();
    }

    /// Puts some entries where they now belong; all others keep their order.
    fn arrange_anew(&mut self, learned: &[usize]) {
        let chosen = self.order.get(self.list.chosen).copied();
        let mut moved = vec![false; self.entries.len()];
        learned.iter().for_each(|&index| moved[index] = true);
        let mut order = std::mem::take(&mut self.order);
        order.retain(|&index| !moved[index]);
        let words = self.filter_words();
        for &index in learned.iter().filter(|&&index| moved[index] && self.passes(index, &words)) {
            let key = self.key(index);
            let row = order.partition_point(|&other| self.key(other) < key);
            // An entry that is named twice stands once.
            if order.get(row) != Some(&index) {
                order.insert(row, index);
            }
        }
        self.order = order;
        self.hold_to(chosen);
    }

    /// What an entry is sorted by; of equals the one found first comes first.
    fn key(&self, index: usize) -> Key {
        let entry = &self.entries[index];
        match self.sort {
            Sort::Name => (None, None, index),
            Sort::Date => {
                let date = entry.date().unwrap_or((i64::MIN, i64::MIN));
                (Some(Reverse(date)), None, index)
            }
            Sort::Title => (None, Some(entry.title().to_lowercase()), index),
        }
    }

    fn filter_words(&self) -> Vec<String> {
        self.filter.split_whitespace().map(str::to_lowercase).collect()
    }

    fn passes(&self, index: usize, words: &[String]) -> bool {
        if words.is_empty() {
            return true;
        }
        let entry = &self.entries[index];
        let shown = format!("{}\n{}", entry.title(), entry.address.name()).to_lowercase();
        words.iter().all(|word| shown.contains(word))
    }

    /// Keeps the choice on an entry, if it is still shown.
    fn hold_to(&mut self, chosen: Option<usize>) {
        if let Some(row) = chosen.and_then(|c| self.order.iter().position(|&index| index == c)) {
            self.list.chosen = row;
        }
        self.list.hold(self.order.len());
    }

    /// Sorts and filters anew; the chosen row stays on its story if it is still shown.
    pub fn arrange(&mut self) {
        let chosen = self.order.get(self.list.chosen).copied();
        let words = self.filter_words();
        let mut order: Vec<usize> =
            (0..self.entries.len()).filter(|&index| self.passes(index, &words)).collect();
        if self.sort != Sort::Name {
            order.sort_by_cached_key(|&index| self.key(index));
        }
        self.order = order;
        self.hold_to(chosen);
    }

    /// The entry `by` rows after (before, if negative) the open one, in the order shown.
    pub fn neighbour(&self, by: isize) -> Option<usize> {
        let open = self.open?;
        let row = self.order.iter().position(|&index| index == open)?;
        self.order.get(row.checked_add_signed(by)?).copied()
    }

    /// The number of the open story in the order shown, from 1.
    pub fn number(&self) -> Option<usize> {
        let open = self.open?;
        // In the order of the folder the row is the index: no search through a long list.
        if self.order.get(open) == Some(&open) {
            return Some(open + 1);
        }
        self.order.iter().position(|&index| index == open).map(|row| row + 1)
    }

    /// Shows the open story's row.
    pub fn show_open(&mut self) {
        if let Some(number) = self.number() {
            self.list.chosen = number - 1;
        }
    }

    /// Entries in the rows given whose head is neither known nor asked for; they are then asked for.
    pub fn ask(&mut self, rows: std::ops::Range<usize>) -> Vec<(usize, Address)> {
        let end = rows.end.min(self.order.len());
        let rows = rows.start.min(end)..end;
        let wanted: Vec<usize> = rows.map(|row| self.order[row]).collect();
        self.ask_for(wanted)
    }

    /// All entries whose head is neither known nor asked for, those shown
    /// first; they are then asked for.
    pub fn ask_all(&mut self) -> Vec<(usize, Address)> {
        let all = self.all();
        self.ask_for(all)
    }

    /// The indices of all entries: those shown in the order shown, then those
    /// that do not pass the filter.
    pub fn all(&self) -> Vec<usize> {
        let mut shown = vec![false; self.entries.len()];
        self.order.iter().for_each(|&index| shown[index] = true);
        let hidden = (0..self.entries.len()).filter(|&index| !shown[index]);
        self.order.iter().copied().chain(hidden).collect()
    }

    fn ask_for(&mut self, wanted: Vec<usize>) -> Vec<(usize, Address)> {
        let Self { entries, asked, .. } = self;
        let unknown = wanted.into_iter().filter(|&index| {
            let unknown = entries[index].head.is_none();
            unknown && !std::mem::replace(&mut asked[index], true)
        });
        unknown.map(|index| (index, entries[index].address.clone())).collect()
    }
}
