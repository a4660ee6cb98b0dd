//! Every verb a person can use, one table: keys, palette, help and the man
//! page are made from it.

/// Where a verb stands in help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Moving in the text.
    Reading,
    /// Names, the time line, and following them.
    Following,
    /// The reader's own words.
    Notes,
    /// Selecting text.
    Selecting,
    /// Accepting and correcting what others annotated.
    Reviewing,
    /// Finding things.
    Finding,
    /// Panes and how they look.
    Screen,
    /// Files, other programs, leaving.
    Program,
}

impl Group {
    /// The groups in the order of help.
    pub const ALL: [Group; 8] = [
        Group::Reading,
        Group::Following,
        Group::Notes,
        Group::Selecting,
        Group::Reviewing,
        Group::Finding,
        Group::Screen,
        Group::Program,
    ];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Group::Reading => "Reading",
            Group::Following => "Names and time line",
            Group::Notes => "Notes",
            Group::Selecting => "Selecting",
            Group::Reviewing => "Reviewing",
            Group::Finding => "Finding",
            Group::Screen => "Screen",
            Group::Program => "Program",
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Verb {
    /// What it does.
    pub command: Command,
    /// Its name in `keys.yaml` and the palette.
    pub name: &'static str,
    /// Where help lists it.
    pub group: Group,
    /// One line, lower case, no full stop.
    pub help: &'static str,
}

macro_rules! verbs {
    ($($group:ident { $($command:ident $name:literal $help:literal;)* })*) => {
        /// What a person can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Command {
            $($(#[doc = $help] $command,)*)*
        }

        /// The table, in the order of help.
        pub const VERBS: &[Verb] = &[
            $($(Verb {
                command: Command::$command,
                name: $name,
                group: Group::$group,
                help: $help,
            },)*)*
        ];
    };
}

verbs! {
    Reading {
        LineDown "line-down" "one line down";
        LineUp "line-up" "one line up";
        PageDown "page-down" "one page down";
        PageUp "page-up" "one page up";
        HalfPageDown "half-page-down" "half a page down";
        HalfPageUp "half-page-up" "half a page up";
        NextParagraph "next-paragraph" "next paragraph";
        PreviousParagraph "previous-paragraph" "previous paragraph";
        StoryStart "story-start" "start of the story";
        StoryEnd "story-end" "end of the story";
        NextStory "next-story" "next story";
        PreviousStory "previous-story" "previous story";
        SetMark "set-mark" "mark this place with a letter (a capital: for all stories)";
        GoToMark "go-to-mark" "go to the place marked with a letter";
        NextChange "next-change" "next change since you last read this story";
        PreviousChange "previous-change" "previous change";
        ChangesRead "changes-read" "take the marks of what changed away";
        JumpBack "jump-back" "back to where you jumped from";
        JumpForward "jump-forward" "forward again";
        Copy "copy" "copy the selection, or the paragraph, with its source";
    }
    Following {
        NextMention "next-mention" "next mention of any name";
        PreviousMention "previous-mention" "previous mention of any name";
        FollowNext "follow-next" "next of what you follow: the chosen name, or the search";
        FollowPrevious "follow-previous" "previous of what you follow";
        OpenCard "open-card" "card of the name or note here";
        GoThere "go-there" "in a list: go there";
        LightName "light-name" "light this name too, or put it out";
        Hints "hints" "a letter on everything you can jump to";
        ZoomIn "zoom-in" "time line: finer (decades, years, months, days)";
        ZoomOut "zoom-out" "time line: coarser";
        WhoSaidWhat "who-said-what" "quotations: what was said, by whom; with a name chosen: by that one";
        SetDate "set-date" "give the date on which the story was published";
    }
    Notes {
        Note "note" "note on the selection, else the name, else the sentence here";
        Highlight "highlight" "highlight; again: next colour";
        NoteOnStory "note-on-story" "note on the whole story";
        NoteOnName "note-on-name" "note on the chosen name, shown wherever it occurs";
        MarkName "mark-name" "mark a name yourself: name and kind";
        MarkEvent "mark-event" "put an event on the time line: label and when";
        DeleteNote "delete-note" "delete the note here (undo brings it back)";
        Undo "undo" "undo the last change of notes";
        Redo "redo" "redo";
        SettleNote "settle-note" "say where a moved, doubtful or lost note belongs";
        SettleMoved "settle-moved" "take over the places of all moved notes";
        DeletedNotes "deleted-notes" "deleted notes: bring one back";
        SaveNote "save-note" "in the editor: save and close";
        DiscardNote "discard-note" "in the editor: discard (undo brings it back)";
        NoteKind "note-kind" "in the editor: note, name or event";
        RecoverNotes "recover-notes" "take back the notes kept from an earlier session";
        DiscardRecovered "discard-recovered" "throw away the notes kept from an earlier session";
    }
    Selecting {
        Select "select" "select text from here";
        SelectLeft "select-left" "extend one character left";
        SelectRight "select-right" "extend one character right";
        SelectDown "select-down" "extend one line down";
        SelectUp "select-up" "extend one line up";
        SelectWordForward "select-word-forward" "extend to the next word";
        SelectWordBack "select-word-back" "extend back a word";
        SelectWordEnd "select-word-end" "extend to the end of the word";
        SelectLineStart "select-line-start" "extend to the start of the line";
        SelectLineEnd "select-line-end" "extend to the end of the line";
        SelectSentenceNext "select-sentence-next" "extend to the next sentence";
        SelectSentencePrevious "select-sentence-previous" "extend back a sentence";
        SelectParagraphNext "select-paragraph-next" "extend to the next paragraph";
        SelectParagraphPrevious "select-paragraph-previous" "extend back a paragraph";
        SelectInnerWord "select-inner-word" "select the word";
        SelectInnerSentence "select-inner-sentence" "select the sentence";
        SelectInnerParagraph "select-inner-paragraph" "select the paragraph";
        SelectInnerEntity "select-inner-entity" "select the name";
        SelectOtherEnd "select-other-end" "go to the other end of the selection";
    }
    Reviewing {
        Review "review" "accept or correct the annotations one by one";
        ReviewNext "review-next" "next annotation";
        ReviewPrevious "review-previous" "previous annotation";
        AcceptAnnotation "accept-annotation" "it is right";
        AcceptName "accept-name" "the name is right wherever it stands (found by machine: take it into your notes)";
        RejectAnnotation "reject-annotation" "it is wrong: take it out";
        RejectName "reject-name" "take the name out wherever it stands";
        Retype "retype" "another type, here";
        RetypeName "retype-name" "another type for the name wherever it stands";
        Rename "rename" "another name; one that is there already: make them one";
        SplitOff "split-off" "here somebody else is meant: another name, for this place only";
        ExtendEnd "extend-end" "one word more at the end";
        ShrinkEnd "shrink-end" "one word less at the end";
        ExtendStart "extend-start" "one word more at the start";
        ShrinkStart "shrink-start" "one word less at the start";
    }
    Finding {
        Search "search" "search in the story (regular expression, smart case)";
        Filter "filter" "in a list: show only what holds these words";
        Picker "picker" "pick a story, a name or a note by a few letters";
        Palette "palette" "every command, by name";
        Help "help" "all keys and commands";
        Problems "problems" "what is wrong in this story's files";
        ListStart "list-start" "start of the list";
        ListEnd "list-end" "end of the list";
        Accept "accept" "in a prompt: take it";
        PromptNext "prompt-next" "in a prompt: next line";
        PromptPrevious "prompt-previous" "in a prompt: previous line";
    }
    Screen {
        NextPane "next-pane" "next pane";
        PreviousPane "previous-pane" "previous pane";
        Stories "stories" "stories: show, go there; again: fold away";
        Names "names" "names: show, go there; again: fold away";
        Timeline "timeline" "time line: show, go there; again: fold away";
        MyNotes "my-notes" "your notes: show, go there; again: fold away";
        Zen "zen" "the text alone";
        Wider "wider" "wider lines";
        Narrower "narrower" "narrower lines";
        SideWider "side-wider" "wider side panes";
        SideNarrower "side-narrower" "narrower side panes";
        NamesTaller "names-taller" "more room for names, less for the time line";
        NamesShorter "names-shorter" "less room for names, more for the time line";
        NextTheme "next-theme" "next theme";
        NoteLines "note-lines" "notes beneath the paragraph, in the margin, or not at all";
        ShowBoilerplate "show-boilerplate" "show or hide the furniture of the page";
        FoundNames "found-names" "show or hide names found by machine";
        SortStories "sort-stories" "stories by file name, date or title";
        Leave "leave" "leave what is open; then clear selection, search, choice";
    }
    Program {
        OpenLink "open-link" "open the source in a browser";
        OpenEditor "open-editor" "open the story's file in your editor";
        ExportStory "export-story" "write the story with names and notes for another program";
        ExportNotes "export-notes" "write your notes for another program";
        Suspend "suspend" "suspend";
        Interrupt "interrupt" "leave what is open, or quit";
        Quit "quit" "quit";
    }
}

impl Command {
    /// The row of the table.
    pub fn verb(self) -> &'static Verb {
        // The enum and the table are written by one macro, in one order.
        &VERBS[self as usize]
    }

    /// Its name in `keys.yaml` and the palette.
    pub fn name(self) -> &'static str {
        self.verb().name
    }

    /// The command of this name.
    pub fn named(name: &str) -> Option<Command> {
        VERBS.iter().find(|verb| verb.name == name).map(|verb| verb.command)
    }
}

/// All names, for checking key files.
pub fn names() -> Vec<&'static str> {
    VERBS.iter().map(|verb| verb.name).collect()
}
