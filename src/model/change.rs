//! A change of one note, and what becomes of it where somebody else changed
//! the same note meanwhile: a three-way merge, field by field.

use super::Note;

/// A change of one note: from what it was to what it is. What it was is the
/// base of the merge with what is on disk by then, so it must be the note as
/// the person saw it, not as it was read last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoteChange {
    /// `None`: it was not there.
    pub before: Option<Note>,
    /// `None`: it is deleted.
    pub after: Option<Note>,
}

impl NoteChange {
    /// A note that was not there before.
    pub fn added(note: Note) -> Self {
        Self { before: None, after: Some(note) }
    }

    /// A note that is no more.
    pub fn deleted(note: Note) -> Self {
        Self { before: Some(note), after: None }
    }

    /// The change that takes this one back.
    pub fn reversed(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone() }
    }

    /// The id of the note.
    pub fn id(&self) -> &str {
        self.after.as_ref().or(self.before.as_ref()).map_or("", |note| &note.id)
    }
}

/// One change for each note, in the order of the first ones: from what it was
/// before all of them to what it is after them. What came between was nobody
/// else's doing.
pub fn in_sum(changes: &[NoteChange]) -> Vec<NoteChange> {
    let mut sum: Vec<NoteChange> = Vec::new();
    let mut places: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for change in changes {
        match places.get(change.id()) {
            Some(&place) => sum[place].after.clone_from(&change.after),
            None => {
                places.insert(change.id(), sum.len());
                sum.push(change.clone());
            }
        }
    }
    sum
}

/// What a [`merge`] comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The other's note with what I changed of it.
    pub note: Note,
    /// Both changed the same field, and not alike: `note` has mine, and the
    /// other's words must be kept besides.
    pub conflict: bool,
}

/// Merges `mine`, made from `base`, into `theirs`, as it is by now. A field
/// that one side alone changed is taken from that side; tags and names are
/// added and taken away one by one. Without a base nothing is known of who
/// changed what, so whatever else differs is a conflict.
///
/// No time is looked at: which clock was right cannot be known.
pub fn merge(base: Option<&Note>, mine: &Note, theirs: &Note) -> Merged {
    // Nobody is known to have taken a tag away from what is not known.
    let unknown = Note::default();
    let known = base.is_some();
    let base = base.unwrap_or(&unknown);
    let mut conflict = false;
    macro_rules! field {
        ($field:ident) => {
            match (known && mine.$field == base.$field, known && theirs.$field == base.$field) {
                (true, _) => theirs.$field.clone(),
                (false, true) => mine.$field.clone(),
                (false, false) => {
                    conflict |= mine.$field != theirs.$field;
                    mine.$field.clone()
                }
            }
        };
    }
    let mut note = Note {
        kind: field!(kind),
        selectors: field!(selectors),
        color: field!(color),
        by: field!(by),
        name: field!(name),
        kind_word: field!(kind_word),
        when: field!(when),
        target: field!(target),
        listed: field!(listed),
        body: field!(body),
        tags: merge_list(&base.tags, &mine.tags, &theirs.tags),
        about: merge_list(&base.about, &mine.about, &theirs.about),
        ..mine.clone()
    };
    if conflict && same_words(mine, theirs) {
        // Nothing but the end of the body differs.
        conflict = false;
        note.body.clone_from(&theirs.body);
    }
    // When they were written is no reason for two versions.
    note.made = if known && mine.made == base.made { &theirs.made } else { &mine.made }.clone();
    if mine.changed == base.changed {
        note.changed.clone_from(&theirs.changed);
    }
    Merged { note, conflict }
}

/// Theirs without what I took away and with what I added.
fn merge_list(base: &[String], mine: &[String], theirs: &[String]) -> Vec<String> {
    if theirs == base {
        return mine.to_vec();
    }
    let taken = |item: &&String| base.contains(item) && !mine.contains(item);
    let mut merged: Vec<String> = theirs.iter().filter(|item| !taken(item)).cloned().collect();
    for item in mine {
        if !base.contains(item) && !merged.contains(item) {
            merged.push(item.clone());
        }
    }
    merged
}

/// Whether two notes say the same, wherever they stand in the text at hand and
/// whenever they were written. How a body ends is the file's affair.
pub fn same_words(a: &Note, b: &Note) -> bool {
    let bare = |note: &Note| {
        let mut bare = note.stored();
        bare.body.truncate(note.body.trim_end().len());
        (bare.made, bare.changed) = (None, None);
        bare
    };
    bare(a) == bare(b)
}
