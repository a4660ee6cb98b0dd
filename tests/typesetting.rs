//! Rows, columns, and movement by graphemes, words and sentences.

use std::fs;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use dateline::model::Span;
use dateline::typeset::{
    Row, Setting, Typesetter, blocks, byte_at_column, cells, column_at, motion, row_at, sentence,
    width, wrap,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

const SETTINGS: [Setting; 3] = [Setting::Prose, Setting::Plain, Setting::Verbatim];

const STORY: &str = "The secretary of state said on Wednesday that both sides continue to make \
    headway, but that a deal on the truce — the third this year — is not yet within reach. \
    Officials who know the talks said the well-known differences over who may fly where had \
    narrowed since the meeting in July; “we are close,” one of them told reporters, “and we \
    have been close before.” The two ministers will meet again on Friday in Geneva.";

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

fn lines(text: &str, columns: usize, setting: Setting) -> Vec<String> {
    wrap(text, whole(text), columns, columns, setting).iter().map(|row| drawn(text, row)).collect()
}

fn drawn(text: &str, row: &Row) -> String {
    cells(text, row).map(|cell| cell.shown).collect()
}

/// Whether there is nothing to see: white space, or marks without width.
fn is_white(text: &str) -> bool {
    text.split(char::is_whitespace).all(|word| width::columns(word) == 0)
}

/// What every wrapping promises.
fn assert_sound(text: &str, span: Span, first: usize, columns: usize, setting: Setting) {
    let rows = wrap(text, span, first, columns, setting);
    assert!(!rows.is_empty());
    let mut at = span.start;
    for (index, row) in rows.iter().enumerate() {
        let around = text.get(row.span.start..row.next);
        let place = format!("row {index} at width {columns}, {setting:?}: {row:?} {around:?}");
        assert!(row.span.start >= at && row.span.end >= row.span.start, "{place}");
        assert!(is_white(&text[at..row.span.start]), "words before {place}");
        assert!(row.next >= row.span.end, "{place}");
        assert!(is_white(&text[row.span.end..row.next]), "words behind {place}");
        for bound in [row.span.start, row.span.end, row.next] {
            assert!(motion::is_bound(text, bound), "byte {bound} parts a grapheme in {place}");
        }
        let shown: Vec<_> = cells(text, row).collect();
        assert_eq!(shown.iter().map(|cell| cell.width).sum::<usize>(), row.width, "{place}");
        for cell in &shown {
            assert!(row.span.contains(cell.at) && cell.width > 0, "{cell:?} in {place}");
            assert_eq!(width::columns(cell.shown), cell.width, "{cell:?} in {place}");
            assert!(!cell.shown.contains(char::is_control), "{cell:?} in {place}");
        }
        let room = if index == 0 { first } else { columns }.max(1);
        assert!(row.width <= room || shown.len() == 1, "too wide: {place}");
        at = row.next;
    }
    assert_eq!(at, span.end);
}

/// The texts handed out with the project, if they are there.
fn shared(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    let Ok(entries) = fs::read_dir(folder) else {
        println!("skipped: no shared data");
        return Vec::new();
    };
    entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            (path.extension()? == "txt").then_some(())?;
            let text = fs::read_to_string(&path).ok()?.replace("\r\n", "\n");
            Some((path.file_name()?.to_string_lossy().into_owned(), text))
        })
        .collect()
}

fn paragraphs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split('\n').filter_map(move |line| {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        (!line.trim().is_empty()).then_some(span)
    })
}

/// The sum of the squares of what rows leave free, without the last row.
fn raggedness(rows: &[Row], columns: usize) -> usize {
    rows[..rows.len() - 1].iter().map(|row| columns.saturating_sub(row.width).pow(2)).sum()
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-zA-Z,.’]{1,12}",
        6 => Just(" ".to_owned()),
        1 => "[ \t\n\r\u{3000}\u{a0}\u{2028}\u{85}]{1,3}",
        2 => "\\PC{1,6}",
        1 => "[\u{ad}\u{200b}\u{200d}\u{200e}\u{202e}\u{feff}\u{301}\u{fe0f}\u{ff9e}\u{0}\u{1b}]",
        1 => "[\u{1f1e6}-\u{1f1ff}]{1,5}",
        1 => "[\u{4e00}-\u{4eff}、。「」ーっァ]{1,9}",
        1 => "[\u{e01}-\u{e3a}\u{e40}-\u{e4e}\u{1000}-\u{104f}\u{1780}-\u{17d3}]{1,30}",
        1 => "[\u{600}-\u{6ff}\u{900}-\u{97f}\u{110bd}]{1,12}",
        1 => Just("👩\u{200d}👩\u{200d}👧\u{200d}👦👍🏽".to_owned()),
        1 => "[\u{ac00}-\u{ad00}\u{1100}-\u{11ff}]{1,8}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn env_or<T: FromStr>(name: &str, otherwise: T) -> T {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

proptest! {
    // The same texts at every run; PROPTEST_RNG_SEED and PROPTEST_CASES give others.
    #![proptest_config(ProptestConfig {
        cases: env_or("PROPTEST_CASES", 300),
        rng_seed: RngSeed::Fixed(env_or("PROPTEST_RNG_SEED", 1851)),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn rows_of_any_text_cover_it_and_fit(
        text in any_text(), first in 0_usize..50, columns in 0_usize..50, setting in 0_usize..3,
    ) {
        assert_sound(&text, whole(&text), first, columns, SETTINGS[setting]);
    }

    #[test]
    fn columns_and_bytes_of_a_row_lead_to_each_other(text in any_text(), columns in 2_usize..40) {
        for setting in SETTINGS {
            for row in wrap(&text, whole(&text), columns, columns, setting) {
                let mut left = 0;
                for cell in cells(&text, &row) {
                    prop_assert_eq!(column_at(&text, &row, cell.at), left);
                    for column in left..left + cell.width {
                        prop_assert_eq!(byte_at_column(&text, &row, column), cell.at);
                    }
                    left += cell.width;
                }
                prop_assert_eq!(column_at(&text, &row, row.span.end), row.width);
            }
        }
    }

    #[test]
    fn words_are_as_wide_as_ratatui_draws_them(text in any_text()) {
        let mut screen = Buffer::empty(Rect::new(0, 0, 2000, 1));
        let (end, _) = screen.set_stringn(0, 0, &text, 2000, Style::default());
        prop_assert_eq!(width::columns(&text), usize::from(end));
    }

    #[test]
    fn fitted_words_never_exceed_their_room(text in any_text(), room in 0_usize..40) {
        let fitted = width::fit(&text, room);
        prop_assert!(width::columns(&fitted) <= room);
        prop_assert!(width::columns(&text) > room || fitted == text);
        prop_assert_eq!(width::columns(&width::pad(&text, room)), room);
    }

    #[test]
    fn movement_keeps_to_graphemes_and_gets_somewhere(text in any_text(), at in 0_usize..400) {
        let at = at.min(text.len());
        let bounds: Vec<usize> =
            text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        prop_assert_eq!(
            motion::next_grapheme(&text, at),
            *bounds.iter().find(|&&bound| bound > at).unwrap_or(&text.len())
        );
        prop_assert_eq!(
            motion::grapheme_start(&text, at),
            *bounds.iter().rfind(|&&bound| bound <= at).unwrap()
        );
        prop_assert_eq!(
            motion::previous_grapheme(&text, at),
            *bounds.iter().rfind(|&&bound| bound < at).unwrap_or(&0)
        );
        for reached in [motion::next_word(&text, at), motion::previous_word(&text, at),
            motion::word_end(&text, at), motion::word_at(&text, at).start] {
            prop_assert!(bounds.contains(&reached));
        }
        prop_assert!(at == text.len() || motion::next_word(&text, at) > at);
        prop_assert!(at == 0 || motion::previous_word(&text, at) < at);
        let sentence = sentence::sentence_at(&text, whole(&text), at);
        prop_assert!(text.get(sentence.range()).is_some());
    }
}

#[test]
fn optimal_fit_is_never_more_ragged_than_first_fit() {
    let mut better = 0;
    let mut check = |text: &str, span: Span| {
        for columns in (20..=90).step_by(7) {
            let fit = |setting| raggedness(&wrap(text, span, columns, columns, setting), columns);
            let (optimal, first) = (fit(Setting::Prose), fit(Setting::Plain));
            assert!(optimal <= first, "{optimal} > {first} at {columns}: {}", &text[span.range()]);
            better += usize::from(optimal < first);
        }
    };
    check(STORY, whole(STORY));
    for (_, text) in shared("stories").iter().filter(|(name, _)| name.starts_with("en-2019")) {
        paragraphs(text).filter(|span| span.len() < 8000).for_each(|span| check(text, span));
    }
    assert!(better > 3, "better at {better} widths only");
}

#[test]
fn every_script_is_set_at_every_width() {
    for (name, text) in shared("udhr").into_iter().chain(shared("stories")) {
        // Every paragraph at a few widths, and a few paragraphs at every width.
        for (index, span) in paragraphs(&text).enumerate() {
            let widths: Vec<usize> =
                if index == 1 { (1..=120).collect() } else { vec![1 + index % 120] };
            for columns in widths {
                for setting in SETTINGS {
                    assert_sound(&text, span, columns, columns, setting);
                }
            }
        }
        assert!(text.is_ascii() || text.chars().count() < text.len(), "{name}");
    }
}

#[test]
fn a_first_row_may_be_narrower_or_wider_than_the_others() {
    for (first, columns) in [(10, 40), (40, 10), (1, 30), (200, 12)] {
        for setting in SETTINGS {
            assert_sound(STORY, whole(STORY), first, columns, setting);
        }
    }
    let rows = wrap(STORY, whole(STORY), 30, 60, Setting::Prose);
    assert!(rows[0].width <= 30 && rows[1].width > 30);
}

#[test]
fn line_breaks_of_hard_wrapped_prose_are_spaces() {
    let text = "one two\n   three\nfour";
    assert_eq!(lines(text, 40, Setting::Prose), ["one two three four"]);
    assert_eq!(lines("事故が\n起きた。", 40, Setting::Prose), ["事故が起きた。"]);
    assert_eq!(lines("사고가\n났다", 40, Setting::Prose), ["사고가 났다"]);
    assert_eq!(
        lines("end.  Two spaces\tand a tab", 40, Setting::Prose),
        ["end. Two spaces and a tab"]
    );
}

#[test]
fn verbatim_text_keeps_its_lines_indents_and_tab_stops() {
    let text = "fn main() {\n\tlet a = 1;\n\n  a\tb\n}";
    assert_eq!(
        lines(text, 40, Setting::Verbatim),
        ["fn main() {", "    let a = 1;", "", "  a b", "}"]
    );
    assert_eq!(lines("abcdefgh\nij", 3, Setting::Verbatim), ["abc", "def", "gh", "ij"]);
    assert_eq!(lines("a\r\nb", 3, Setting::Verbatim), ["a", "b"]);
}

#[test]
fn a_soft_hyphen_shows_only_where_a_row_ends_in_it() {
    let text = "Donau\u{ad}dampf\u{ad}schiff";
    assert_eq!(lines(text, 40, Setting::Prose), ["Donaudampfschiff"]);
    assert_eq!(lines(text, 12, Setting::Prose), ["Donaudampf-", "schiff"]);
    assert_eq!(lines(text, 10, Setting::Prose), ["Donau-", "dampf-", "schiff"]);
    assert_eq!(lines(text, 5, Setting::Prose), ["Donau", "dampf", "schif", "f"]);
    let row = wrap(text, whole(text), 10, 10, Setting::Prose)[0];
    assert!(row.hyphen && row.width == 6);
    assert_eq!(column_at(text, &row, row.span.end - 2), 5);
}

#[test]
fn breaks_are_forced_allowed_and_forbidden_as_unicode_has_it() {
    assert_eq!(lines("one\ntwo", 40, Setting::Prose), ["one two"]);
    assert_eq!(lines("one \ntwo three\nfour", 9, Setting::Lines), ["one", "two three", "four"]);
    assert_eq!(lines("one\u{2028}two", 40, Setting::Prose), ["one", "two"]);
    assert_eq!(lines("one\u{2028}\u{2028}two", 40, Setting::Prose), ["one", "", "two"]);
    assert_eq!(lines("say 10\u{a0}km now", 7, Setting::Plain), ["say", "10\u{a0}km", "now"]);
    assert_eq!(lines("he “was” well", 6, Setting::Plain), ["he", "“was”", "well"]);
    assert_eq!(lines("well-known", 6, Setting::Plain), ["well-", "known"]);
    assert_eq!(lines("truce—again", 8, Setting::Plain), ["truce—", "again"]);
    // Kinsoku: no row begins with a full stop, a closing bracket or a small kana.
    assert_eq!(lines("「東京。」京都", 6, Setting::Plain), ["「東", "京。」", "京都"]);
    assert_eq!(lines("東京ちょう", 6, Setting::Plain), ["東京", "ちょう"]);
}

#[test]
fn words_wider_than_the_row_are_cut_between_graphemes() {
    assert_eq!(lines("a abcdefghij b", 4, Setting::Prose), ["a", "abcd", "efgh", "ij b"]);
    let family = "👩\u{200d}👩\u{200d}👧\u{200d}👦";
    let text = family.repeat(5);
    for row in wrap(&text, whole(&text), 5, 5, Setting::Verbatim) {
        assert_eq!(row.span.len() % family.len(), 0);
    }
    assert_eq!(lines("🇺🇦🇺🇳🇬🇧", 4, Setting::Prose), ["🇺🇦🇺🇳", "🇬🇧"]);
    assert_eq!(lines("字字", 1, Setting::Prose), ["字", "字"]);
}

#[test]
fn thai_fills_its_rows_and_keeps_clusters_whole() {
    let text = "ประเทศไทยเป็นประเทศในเอเชียตะวันออกเฉียงใต้";
    let rows = wrap(text, whole(text), 12, 12, Setting::Prose);
    assert!(rows.len() > 2);
    for row in &rows[..rows.len() - 1] {
        assert!(row.width >= 9, "{row:?}");
        // A vowel written before its consonant stays with it.
        assert!(!text[row.span.range()].ends_with(['เ', 'แ', 'โ', 'ใ', 'ไ']));
    }
    assert_sound(text, whole(text), 12, 12, Setting::Prose);
}

#[test]
fn nothing_that_moves_the_cursor_is_drawn() {
    let text = "a\u{202e}b\u{200f}c\u{2066}d\u{feff}e\u{1b}[2J\u{85}f\tg\u{ad}h";
    let row = wrap(text, whole(text), 40, 40, Setting::Prose)[0];
    assert_eq!(drawn(text, &row), "abcde␛[2J");
    for setting in SETTINGS {
        let shown = lines(text, 40, setting).concat();
        assert!(shown.chars().all(|c| c.is_ascii_graphic() || c == '␛' || c == ' '), "{shown:?}");
    }
    let zalgo = format!("z{}", "\u{301}".repeat(5000));
    assert!(lines(&zalgo, 40, Setting::Prose).concat().len() < 200);
}

#[test]
fn blocks_are_found_alone_and_set_alone() {
    let sentence = "Both sides said that they would meet again on Friday. ";
    let kinds = [
        sentence.repeat(2000),
        "x".repeat(100_000),
        "字".repeat(30_000),
        "👩\u{200d}👧".repeat(10_000),
        "🇺🇳".repeat(10_000),
        " ".repeat(50_000),
        format!("e{}", "\u{301}".repeat(40_000)),
        "one line\n".repeat(9_000),
    ];
    for text in &kinds {
        let all = blocks(text, whole(text));
        let spans: Vec<Span> = all.iter().collect();
        assert_eq!(spans.len(), all.len());
        assert!(spans.len() > 4 && all.get(spans.len()).is_none());
        assert_eq!((spans[0].start, spans[spans.len() - 1].end), (0, text.len()));
        let mut rows = Vec::new();
        for (index, span) in spans.iter().enumerate() {
            assert!(!span.is_empty() && span.len() < 10_000);
            assert_eq!(span.end, spans.get(index + 1).map_or(text.len(), |next| next.start));
            assert_eq!((all.at(span.start), all.at(span.end - 1)), (index, index));
            // Set without its neighbours, it looks the same.
            let alone = &text[span.range()];
            assert_eq!(blocks(alone, whole(alone)).len(), 1);
            rows.extend(wrap(alone, whole(alone), 60, 60, Setting::Prose).into_iter().map(|row| {
                let moved = |at: usize| at + span.start;
                let shown = Span::new(moved(row.span.start), moved(row.span.end));
                Row { span: shown, next: moved(row.next), ..row }
            }));
        }
        assert_eq!(rows, wrap(text, whole(text), 60, 60, Setting::Prose));
    }
    // Prose is cut where a sentence ends.
    let text = &kinds[0];
    assert!(blocks(text, whole(text)).iter().all(|span| text[span.range()].starts_with("Both")));
}

#[test]
fn a_byte_belongs_to_one_row() {
    let rows = wrap(STORY, whole(STORY), 40, 40, Setting::Prose);
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row_at(&rows, row.span.start), Some(index));
        assert_eq!(row_at(&rows, row.next - 1), Some(index));
    }
    assert_eq!(row_at(&rows, STORY.len() + 9), Some(rows.len() - 1));
    assert_eq!(row_at(&[], 0), None);
}

#[test]
fn empty_and_foreign_spans_give_a_row_and_no_panic() {
    for setting in SETTINGS {
        for (text, span) in [
            ("", Span::new(0, 0)),
            ("   ", Span::new(0, 3)),
            ("é", Span::new(1, 2)),
            ("a", Span::new(5, 900)),
            ("abc", Span::new(2, 1)),
        ] {
            let rows = wrap(text, span, 10, 10, setting);
            assert_eq!(rows.len(), 1);
            assert_eq!(drawn(text, &rows[0]).trim(), "");
        }
        let row = wrap(STORY, whole(STORY), 40, 40, setting)[2];
        assert_eq!(drawn("short", &row), "");
    }
}

#[test]
fn the_typesetter_remembers_a_bounded_number_of_blocks() {
    let text = format!("{STORY} ").repeat(200);
    let mut typesetter = Typesetter::new();
    let mut rows = |paragraph: Span, block, columns| {
        typesetter.rows(&text, paragraph, block, columns, columns, Setting::Prose)
    };
    let first = rows(whole(&text), 0, 60).unwrap();
    assert!(Arc::ptr_eq(&first, &rows(whole(&text), 0, 60).unwrap()));
    assert!(!Arc::ptr_eq(&first, &rows(whole(&text), 0, 61).unwrap()));
    assert!(rows(whole(&text), 999, 60).is_none());
    let all: Vec<Row> = (0..)
        .map_while(|block| rows(whole(&text), block, 60))
        .flat_map(|rows| rows.to_vec())
        .collect();
    assert_eq!(all, wrap(&text, whole(&text), 60, 60, Setting::Prose));
    for start in 0..5000 {
        rows(Span::new(start, start + 20), 0, 60);
        // What is asked for all the time stays.
        assert!(Arc::ptr_eq(&first, &rows(whole(&text), 0, 60).unwrap()));
    }
    assert!(typesetter.remembered() <= 512);
    typesetter.clear();
    assert_eq!(typesetter.remembered(), 0);
}

#[test]
fn titles_are_cut_with_an_ellipsis_on_grapheme_bounds() {
    assert_eq!(width::fit("Geneva", 6), "Geneva");
    assert_eq!(width::fit("Geneva talks", 8), "Geneva…");
    assert_eq!(width::fit("東京都", 5), "東京…");
    assert_eq!(width::fit("東京都", 4), "東…");
    assert_eq!(width::fit("Geneva", 1), "…");
    assert_eq!(width::fit("Geneva", 0), "");
    assert_eq!(width::pad("東京", 6), "東京  ");
}

#[test]
fn words_are_met_without_their_punctuation() {
    let text = "“We’re close,” he said — 3.5 km, well-known.";
    let mut met = Vec::new();
    let mut at = 0;
    while let Some(word) = Some(motion::next_word(text, at)).filter(|&at| at < text.len()) {
        met.push(&text[motion::word_at(text, word).range()]);
        at = word;
    }
    assert_eq!(met, ["We’re", "close", "he", "said", "3.5", "km", "well", "known"]);
    let mut back = Vec::new();
    at = text.len();
    while at > 0 {
        at = motion::previous_word(text, at);
        back.push(at);
    }
    assert_eq!(back.len(), 9, "each word, then the start: {back:?}");
    let said = text.find("said").unwrap();
    assert_eq!(motion::word_end(text, said), said + 3);
    assert_eq!(motion::word_end(text, said + 3), text.find("3.5").unwrap() + 2);
    assert_eq!(motion::previous_word(text, said + 2), said);
}

/// The sentences of a paragraph, as going from start to start meets them.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = Some(0);
    while let Some(start) = at {
        let span = sentence::sentence_at(text, whole(text), start);
        assert_eq!(span.start, start);
        for inside in span.range().filter(|&at| text.is_char_boundary(at)) {
            assert_eq!(sentence::sentence_at(text, whole(text), inside), span);
        }
        found.push(&text[span.range()]);
        let next = sentence::next_sentence(text, whole(text), start);
        if let Some(next) = next {
            assert_eq!(sentence::previous_sentence(text, whole(text), next), Some(start));
        }
        at = next;
    }
    found
}

#[test]
fn sentences_end_at_stops_with_their_closing_marks() {
    for expected in [
        &["“We continue to make headway.", "We’re close,” he said.", "(It is late.)", "Why?"][..],
        &["\"Why?\" he asked.", "\"Because!\"", "It fell 3.5 points to 1,204.50."],
        &["It was... well.", "It was over…", "Then it began."],
        &["安倍首相は述べた。", "「終わった。」と彼は言った。", "次へ！", "本当？"],
        &["هل انتهى؟", "نعم.", "لا."],
        &["यह पहला है।", "यह दूसरा है।"],
        &["no stop at all"],
    ] {
        let joined = expected.join(if expected[0].contains('。') { "" } else { " " });
        assert_eq!(sentences(&joined), expected);
    }
}

#[test]
fn points_of_abbreviations_initials_and_ordinals_end_nothing() {
    for one in [
        "Mr. Kerry met Gen. Dunford, Mrs. May and Dr. J. K. Rowling in St. Louis.",
        "The U.S. President spoke at 9 a.m. Monday, Aug. 22, about No. 10 and Roe v. Wade.",
        "Das Treffen ist am 26. August in Genf, d. h. bald.",
        "Foo Inc. said Acme Corp. shares, e.g. its bonds, rose vs. Tuesday.",
        "1. Open the file example.com/a.html now.",
        "“Will they come?” asked the minister, i.e. him.",
    ] {
        assert_eq!(sentences(one), [one]);
    }
    for two in [
        ["He left the U.S.", "The talks went on."],
        ["It began at 9 p.m.", "He came late."],
        ["He works at Acme Inc.", "It makes pipes."],
        ["It was 2016.", "Nobody knew."],
        ["He said no.", "Nothing else."],
    ] {
        assert_eq!(sentences(&two.join(" ")), two);
    }
}

#[test]
fn movement_on_an_endless_line_goes_on() {
    for text in ["x".repeat(300_000), "\u{301}".repeat(100_000), "🇺🇳".repeat(40_000)] {
        let middle = motion::grapheme_start(&text, text.len() / 2);
        assert!(motion::next_word(&text, middle) > middle);
        assert!(motion::previous_word(&text, middle) < middle);
        assert!(motion::next_grapheme(&text, middle) - middle <= 1030);
        let sentence = sentence::sentence_at(&text, whole(&text), middle);
        assert!(sentence.contains(middle) && sentence.len() < 20_000);
        assert!(sentence::next_sentence(&text, whole(&text), middle).unwrap() > middle);
        assert!(sentence::previous_sentence(&text, whole(&text), middle).unwrap() < middle);
    }
}
