//! What the loader promises: any bytes become a story, its lines keep their
//! places and get their roles, and the head says only what the text gives.

mod wire;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dateline::loader::dateline as datelines;
use dateline::loader::folder::natural;
use dateline::loader::{Found, Options, Source, decode, is_story, peek_head, read_story, walk};
use dateline::model::{Format, InlineKind, Moment, Role, Story};
use proptest::prelude::*;

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> (Story, Vec<dateline::error::Diagnostic>) {
    let source = Source::Bytes { name: name.into(), bytes: bytes.into() };
    read_story(&source, &Options::default()).expect("bytes are always a story")
}

fn plain(text: &str) -> Story {
    read("story.txt", text).0
}

fn markdown(text: &str) -> Story {
    read("story.md", text).0
}

/// Each paragraph with its role.
fn shown(story: &Story) -> Vec<(&'static str, &str)> {
    let paragraphs = story.text.paragraphs().iter();
    paragraphs.map(|p| (p.role.word(), story.text.slice(p.span))).collect()
}

fn texts_of(story: &Story, role: Role) -> Vec<&str> {
    let paragraphs = story.text.paragraphs().iter().filter(|p| p.role == role);
    paragraphs.map(|p| story.text.slice(p.span)).collect()
}

fn moment(notation: &str) -> Option<Moment> {
    Moment::parse(notation).ok()
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    if !path.exists() {
        println!("skipped: no shared data");
        return None;
    }
    Some(path)
}

const BODY: &str = "The ferry company said that sailings would resume on both routes before noon.";

// Encodings

#[test]
fn every_way_of_writing_the_same_words_decodes_to_them() {
    let words = "Žluťoučký kůň, “résumé” — 日本\n";
    let sixteen: Vec<u16> = words.encode_utf16().collect();
    let little: Vec<u8> = sixteen.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = sixteen.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let long: Vec<u8> = words.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
    let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for (encoding, bytes) in [
        ("UTF-8", words.as_bytes().to_vec()),
        ("UTF-8", with(b"\xef\xbb\xbf", words.as_bytes())),
        ("UTF-16LE", with(b"\xff\xfe", &little)),
        ("UTF-16BE", with(b"\xfe\xff", &big)),
        ("UTF-16LE", little.clone()),
        ("UTF-16BE", big.clone()),
        ("UTF-32LE", with(b"\xff\xfe\0\0", &long)),
    ] {
        let decoded = decode(bytes);
        assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, words));
        assert!(!decoded.had_errors);
    }
}

#[test]
fn a_nul_or_two_that_went_astray_do_not_make_a_text_utf_16() {
    for words in ["U\0x Rome", "\0Ида", "a\0", "Rome\0 and\0 Oslo, by the sea"] {
        let decoded = decode(words.as_bytes().to_vec());
        assert_eq!((decoded.encoding, decoded.text.as_str()), ("UTF-8", words));
    }
    let short: Vec<u8> = "Oslo".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(short).encoding, "UTF-16LE");
}

#[test]
fn old_encodings_are_told_from_the_bytes() {
    let russian = "Москва сообщила в понедельник, что переговоры продолжатся на этой неделе.";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
    assert_eq!(decode(bytes.into_owned()).text, russian);
    let japanese = "東京の気象庁は月曜日、大雨への警戒を呼びかけた。";
    let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(japanese);
    assert_eq!(decode(bytes.into_owned()).text, japanese);
    assert_eq!(decode(b"The caf\xe9 said \x93no\x94.".to_vec()).text, "The café said “no”.");
}

#[test]
fn a_file_cut_inside_a_character_stays_utf8_and_says_so() {
    let bytes = "Genève — l’été, déjà".as_bytes();
    let (story, problems) = read("cut.txt", &bytes[..bytes.len() - 1]);
    assert_eq!(story.text.as_str(), "Genève — l’été, déj\u{fffd}");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].place, Some((1, 20)));
}

#[test]
fn line_ends_become_line_feeds_and_nothing_else_changes() {
    assert_eq!(decode(b"a\r\nb\rc\n\r\nd\r".to_vec()).text, "a\nb\nc\n\nd\n");
    let (story, _) = read("-", b"bell\x07 and\0 nul\xc2\xa0here\n".to_vec());
    assert_eq!(story.text.original(), "bell\x07 and\0 nul\u{a0}here\n");
    assert_eq!(story.id.0, "stdin");
}

#[test]
fn an_empty_file_is_a_story_with_a_warning() {
    for bytes in ["", " \n\n\t"] {
        let (story, problems) = read("empty.txt", bytes);
        assert!(story.text.paragraphs().is_empty());
        assert!(problems[0].message.contains("nothing to read"), "{problems:?}");
    }
}

#[test]
fn what_cannot_be_had_at_all_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for (path, words) in
        [(folder.path().join("none.txt"), "no such file"), (folder.path().into(), "folder")]
    {
        let error = read_story(&Source::File(path), &Options::default()).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

// Paragraphs

#[test]
fn hard_wrapped_blocks_are_joined() {
    let text = "Harbour reopens after the storm\n\n\
        The harbour master opened the gates on Monday, three days after the\n\
        storm had driven two ferries onto the sandbank and cut the island off\n\
        from the mainland, where most of its people work and send their\n\
        children to school.\n\n\
        No one was hurt, the coast guard said, though several cars that stood\n\
        on the quay were lost.\n";
    let story = plain(text);
    let body = texts_of(&story, Role::Body);
    assert_eq!(body.len(), 2, "{body:#?}");
    assert!(body[0].starts_with("The harbour") && body[0].ends_with("to school."));
    assert!(body[1].contains("stood\non the quay"));
}

#[test]
fn a_wrapped_mail_of_short_blocks_is_joined_and_its_head_is_not() {
    let story = plain(
        "Harbour talks stall as night falls over the gulf\nJane Doe\nStaff Writer\n\n\
         WASHINGTON (AP) -- The harbour master opened the gates on Monday, three\n\
         days after the storm had driven two ferries onto the sandbank and cut\n\
         the island off from the mainland.\n\n\
         \"We are glad,\" said Ann Example of the harbour board. \"The work is not\n\
         over, but people can go home.\"\n",
    );
    let roles: Vec<_> = story.text.paragraphs().iter().map(|p| p.role.word()).collect();
    assert_eq!(roles, ["title", "byline", "byline", "body", "body"]);
    assert_eq!(story.head.byline.as_deref(), Some("Jane Doe"));
    assert_eq!(story.head.source.as_deref(), Some("AP"));
}

#[test]
fn scraped_lines_poems_and_lists_are_never_joined() {
    let scraped = "The mayor said the bridge would be closed for the whole summer season.\n\
        The works will cost nine million euros, most of which the state will pay.\n\
        Shops on the river bank fear that fewer visitors will come to the town.\n\
        A ferry is to carry walkers and cyclists from the first of June onwards.\n";
    let poem = "The tide goes out, the tide comes in,\nThe gulls cry over the bay,\n\
        The boats lie still in the harbour mouth\nAnd wait for the break of day,\n\
        The men are asleep in the narrow street\nWith the nets all folded away.\n";
    let list = "- two lamps for the northern end of the harbour wall\n- rope\n\
        - paint for the hulls of both the ferries, in white\n- nails\n";
    for (text, count) in [(scraped, 4), (poem, 6), (list, 4)] {
        assert_eq!(plain(text).text.paragraphs().len(), count, "{text}");
    }
    assert!(plain(list).text.paragraphs().iter().all(|p| p.role == Role::List));
}

#[test]
fn hostile_shapes_are_read_in_one_pass() {
    for text in [
        "x".repeat(3_000_000),
        "a ".repeat(1_000_000),
        "\n".repeat(1_000_000),
        "- ".repeat(500_000),
    ] {
        read("story.txt", text.clone());
        read("story.md", text);
    }
    for piece in ["[", "![", "*a_ ", "> ", "`a``", "<", "| a ", "1. ", "&", "[^a]: ", "**a *b "] {
        read("story.md", piece.repeat(20_000));
        read("story.md", format!("{piece}\n").repeat(5_000));
    }
}

// The head of wire copy

#[test]
fn the_seed_is_read_as_its_editor_meant_it() {
    let text = "US, Russia make ‘headway’\n\nblock\nReuters, Washington :\n\
        The United States and Russia continue to make “headway” in talks, officials said on Tuesday.\n\
        “We are continuing those discussions,” a spokesman told a news briefing.\nblock";
    let story = plain(text);
    let roles: Vec<_> = story.text.paragraphs().iter().map(|p| p.role.word()).collect();
    assert_eq!(roles, ["title", "boilerplate", "dateline", "body", "body", "boilerplate"]);
    assert_eq!(story.head.title.as_deref(), Some("US, Russia make ‘headway’"));
    assert_eq!(story.head.source.as_deref(), Some("Reuters"));
    assert_eq!(story.head.place.as_deref(), Some("Washington"));
    assert_eq!(story.head.published, None);
}

#[test]
fn a_dateline_inside_the_first_paragraph_leaves_it_body() {
    let text = format!(
        "Ferries sail again\nBy Jane Doe | Associated Press\n\nHAMBURG, Jan. 4, 2019 (AP) — {BODY}\n"
    );
    let story = plain(&text);
    assert_eq!(shown(&story)[2].0, "body");
    assert_eq!(story.head.byline.as_deref(), Some("Jane Doe"));
    assert_eq!(story.head.source.as_deref(), Some("Associated Press"));
    assert_eq!(story.head.place.as_deref(), Some("HAMBURG"));
    assert_eq!(story.head.published, moment("2019-01-04"));
}

#[test]
fn a_date_without_a_year_is_not_made_up() {
    let story = plain(&format!("Ferries sail again\n\nSEOUL, Aug. 20 (Yonhap) -- {BODY}\n"));
    assert_eq!(story.head.published, None);
    assert_eq!(story.head.place.as_deref(), Some("SEOUL"));
}

#[test]
fn other_scripts_and_languages_have_datelines_too() {
    for (line, place, agency) in [
        ("دمشق، سوريا (CNN) -- أكدت جهات سورية", "دمشق، سوريا", Some("CNN")),
        ("新华社北京8月24日电（记者王明）外交部发言人表示", "北京", Some("新华社")),
        ("【ロンドン共同】英国の首相は", "ロンドン", Some("共同")),
        ("(서울=연합뉴스) 홍길동 기자 = 정부는", "서울", Some("연합뉴스")),
        ("МОСКВА, 24 августа. /ТАСС/. Министр сообщил", "МОСКВА", Some("ТАСС")),
        ("МОСКВА, 24 авг — РИА Новости. Министр сообщил", "МОСКВА", Some("РИА Новости")),
        ("রয়টার্স, ওয়াশিংটন :", "ওয়াশিংটন", Some("রয়টার্স")),
        ("Wien (APA) - Der Nationalrat hat", "Wien", Some("APA")),
    ] {
        let found = datelines::read(line, true).unwrap_or_else(|| panic!("none in {line}"));
        assert_eq!((found.place.as_deref(), found.agency.as_deref()), (Some(place), agency));
    }
}

#[test]
fn what_only_looks_like_a_dateline_is_none() {
    for line in [
        "The World Health Organization (WHO) said on Monday",
        "NATO (AP) — The alliance",
        "BREAKING — The bridge is closed",
        "FIFA — The council meets",
        "“LONDON — that is where it starts,” he said.",
        "Paris – as everyone knows – is the capital.",
        "He was born in Berlin (dpa) and",
        "Prices rose (Reuters) in May",
        "Chapter 3: Rome",
    ] {
        assert_eq!(datelines::read(line, true), None, "{line}");
    }
}

#[test]
fn a_lone_word_is_a_scrap_only_at_the_edge_of_a_story() {
    let story = plain(&format!("Ferries sail again\n\nwidget\n{BODY}\n{BODY}\nfooter"));
    assert_eq!(texts_of(&story, Role::Boilerplate), ["widget", "footer"]);
    for text in ["block", "apple\nbanana\ncherry\n", "hello"] {
        assert!(texts_of(&plain(text), Role::Boilerplate).is_empty(), "{text}");
    }
}

#[test]
fn furniture_captions_cross_heads_and_sign_offs_are_told_apart() {
    let text = format!(
        "Ferries sail again\nIsland was cut off for three days\nUpdated at 10:15 a.m. ET on March 3, 2020\n\n\
         {BODY}\nRead more: What we know so far\nThe quay on Monday. Photo: Ann Example.\nTHE LONG WAIT\n{BODY}\n\
         ADVERTISEMENT\n{BODY}\n(Reporting by Jane Doe; Editing by John Roe)\n"
    );
    let story = plain(&text);
    let roles: Vec<_> = story.text.paragraphs().iter().map(|p| p.role.word()).collect();
    assert_eq!(
        roles,
        [
            "title",
            "heading",
            "dateline",
            "body",
            "boilerplate",
            "caption",
            "heading",
            "body",
            "boilerplate",
            "body",
            "boilerplate"
        ]
    );
    assert_eq!(story.head.published, moment("2020-03-03"));
    assert_eq!(story.head.byline.as_deref(), Some("Jane Doe"));
}

#[test]
fn a_story_that_opens_with_its_text_has_no_title() {
    let long = "word ".repeat(60);
    for text in
        [format!("WASHINGTON (Reuters) - {BODY}\n{BODY}"), format!("{BODY}\n\n{BODY}"), long]
    {
        assert_eq!(plain(&text).head.title, None, "{text}");
    }
}

#[test]
fn every_labelled_line_is_read_as_labelled() {
    let Some(path) = shared("datelines.jsonl") else { return };
    let mut wrong = Vec::new();
    for row in std::fs::read_to_string(path).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let field = |key: &str| row[key].as_str();
        let line = field("line").unwrap();
        let signed = field("kind") == Some("signoff");
        let text = if signed {
            format!("Ferries sail again\n\n{BODY}\n{BODY}\n{line}\n")
        } else {
            format!("Ferries sail again\n\n{line}\n{BODY}\n{BODY}\n")
        };
        let story = plain(&text);
        let role = shown(&story).into_iter().find(|(_, words)| *words == line).map(|found| found.0);
        let head = &story.head;
        let authors = || head.byline.as_deref().map(|names| names.replace(" and ", "; "));
        let right = match field("kind").unwrap() {
            "dateline" => {
                let found = datelines::read(line, true).unwrap_or_default();
                let alone = line.ends_with(':') || line.ends_with(')');
                role == Some(if alone { "dateline" } else { "body" })
                    && head.place.as_deref() == field("place")
                    && head.source.as_deref() == field("agency")
                    && found.date.as_deref() == field("date")
            }
            "byline" => {
                role == Some("byline")
                    && authors().as_deref() == field("author")
                    && head.source.as_deref() == field("agency")
            }
            "signoff" => role == Some("boilerplate") && authors().as_deref() == field("author"),
            "date" => role == Some("dateline") && head.published == field("date").and_then(moment),
            "boilerplate" => role == Some("boilerplate"),
            _ => {
                matches!(role, Some("body" | "heading"))
                    && head.place.is_none()
                    && head.source.is_none()
            }
        };
        if !right {
            wrong.push(format!("{line} -> {role:?} {head:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_sample_story_opens_with_its_title_and_is_mostly_body() {
    for folder in ["seed", "stories", "annotated"] {
        let Some(folder) = shared(folder) else { return };
        let mut count = 0;
        walk(&folder, &mut |found| {
            let Found::Story(path) = found else { return ControlFlow::Continue(()) };
            if path.extension().is_some_and(|extension| extension == "md") {
                return ControlFlow::Continue(());
            }
            let (story, problems) =
                read_story(&Source::File(path.clone()), &Options::default()).unwrap();
            assert!(problems.is_empty(), "{path:?}: {problems:?}");
            let first = story.text.as_str().lines().next().unwrap().trim();
            let collapsed = first.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(story.head.title, Some(collapsed), "{path:?}");
            assert_eq!(peek_head(&path).unwrap().title, story.head.title, "{path:?}");
            let all: usize = story.text.paragraphs().iter().map(|p| p.span.len()).sum();
            let body: usize = [Role::Body, Role::Caption]
                .into_iter()
                .flat_map(|role| texts_of(&story, role))
                .map(str::len)
                .sum();
            assert!(body * 10 >= all * 7, "{path:?}: {:#?}", shown(&story));
            count += 1;
            ControlFlow::Continue(())
        });
        assert!(count > 0, "{folder:?}");
    }
}

// Markdown

#[test]
fn front_matter_gives_the_head() {
    let story = markdown(
        "---\ntitle: Ferries sail again\nauthor: [Ann Example, Bob Example]\ndate: 2016-08-24\n\
         source: The Island Paper\ntags: sea, ferries\nlang: en\nlink: https://example.org/a\nlayout: {a: [1]}\n---\n# Ferries sail again\n\nText.\n",
    );
    let head = &story.head;
    assert_eq!(head.title.as_deref(), Some("Ferries sail again"));
    assert_eq!(head.byline.as_deref(), Some("Ann Example, Bob Example"));
    assert_eq!(head.published, moment("2016-08-24"));
    assert_eq!(head.source.as_deref(), Some("The Island Paper"));
    assert_eq!(head.tags, ["sea", "ferries"]);
    assert_eq!(head.language.as_deref(), Some("en"));
    assert_eq!(head.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(story.text.as_str(), "Ferries sail again\nText.");
    assert_eq!(shown(&story)[0].0, "title");
    assert_eq!(story.format, Format::Markdown);
    let toml = markdown("+++\ntitle = \"Ferries\"\ndate = 2016-08-24\n+++\nText.\n");
    assert_eq!((toml.head.title.as_deref(), toml.text.as_str()), (Some("Ferries"), "Text."));
}

#[test]
fn broken_front_matter_is_told_with_its_place_and_the_story_is_read() {
    let (story, problems) =
        read("story.md", "---\ntitle: Talks: a beginning\nauthor: [Ann\n---\nText.\n");
    assert_eq!(story.text.as_str(), "Text.");
    assert_eq!(story.head.title.as_deref(), Some("Talks: a beginning"));
    let place = problems[0].place.expect("a place");
    assert!((2..=4).contains(&place.0), "{problems:?}");
}

#[test]
fn a_number_is_a_tag() {
    assert_eq!(markdown("---\ntags: 5\n---\nText.\n").head.tags, ["5"]);
    assert_eq!(markdown("---\ntags: [5, 2016]\n---\nText.\n").head.tags, ["5", "2016"]);
}

#[test]
fn markup_becomes_readable_text_with_spans() {
    let story = markdown(
        "# The *Long* Wait\n\nIt was **very**\nlate, ~~they~~ `said`, see [the paper](<https://example.org/\u{7}x>) \
         or [not](javascript:alert).\n\n> Nobody came.\n\n- one\n- two\n  1. inner\n\n```\nfn a() {\n\n    b\n}\n```\n\n\
         | a | b |\n|---|---|\n| c | d |\n\n![A quay](q.jpg)\n\n<div>gone</div>\n\n## Later\n\nA note.[^n]\n\n[^n]: At the end.\n\nLast.\n",
    );
    assert_eq!(
        shown(&story),
        [
            ("title", "The Long Wait"),
            ("body", "It was very late, they said, see the paper or not."),
            ("quote", "Nobody came."),
            ("list", "• one"),
            ("list", "• two"),
            ("list", "1. inner"),
            ("code", "fn a() {\n\n    b\n}"),
            ("list", "a · b"),
            ("list", "c · d"),
            ("caption", "A quay"),
            ("heading", "Later"),
            ("body", "A note.[n]"),
            ("body", "Last."),
            ("body", "[n] At the end."),
        ]
    );
    let marks: Vec<_> =
        story.inline.iter().map(|i| (story.text.slice(i.span), i.kind.clone())).collect();
    assert_eq!(
        marks,
        [
            ("Long", InlineKind::Emphasis),
            ("very", InlineKind::Strong),
            ("they", InlineKind::Struck),
            ("said", InlineKind::Code),
            ("the paper", InlineKind::Link("https://example.org/x".into())),
        ]
    );
    let levels: Vec<_> =
        story.text.paragraphs().iter().filter(|p| p.role == Role::List).map(|p| p.level).collect();
    assert_eq!(levels, [1, 1, 2, 1, 1]);
}

#[test]
fn deep_nesting_is_read_as_plain_text_and_told() {
    let (story, problems) = read("story.md", format!("{} deep\n", ">".repeat(50_000)));
    assert!(!story.text.is_empty());
    assert!(problems[0].message.contains("read as plain text"), "{problems:?}");
}

#[test]
fn a_markdown_story_has_a_dateline_too() {
    let story =
        markdown(&format!("# Ferries sail again\n\n*By Jane Doe*\n\nLONDON (Reuters) - {BODY}\n"));
    assert_eq!(story.head.source.as_deref(), Some("Reuters"));
    assert_eq!(story.head.byline.as_deref(), Some("Jane Doe"));
    assert_eq!(shown(&story)[1].0, "byline");
}

#[test]
fn a_date_given_by_the_person_counts_only_where_the_story_has_none() {
    let options = Options { published: moment("2020-01-01") };
    for (text, expected) in
        [("Text.", "2020-01-01"), ("---\ndate: 2016-08-24\n---\nText.", "2016-08-24")]
    {
        let source = Source::Bytes { name: "a.md".into(), bytes: text.into() };
        assert_eq!(read_story(&source, &options).unwrap().0.head.published, moment(expected));
    }
}

// Folders

#[test]
fn a_walk_finds_stories_in_natural_order_and_ends_in_spite_of_loops() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    std::fs::create_dir(at("part")).unwrap();
    std::fs::create_dir(at(".hidden")).unwrap();
    for name in [
        "a10.txt",
        "A2.TXT",
        "a1.md",
        "a1.ann.yaml",
        ".b.txt",
        "part/c.text",
        ".hidden/d.txt",
        "z.pdf",
    ] {
        std::fs::write(at(name), "x").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(root.path(), at("part/loop")).unwrap();
    let mut names = Vec::new();
    walk(root.path(), &mut |found| {
        if let Found::Story(path) = found {
            names
                .push(path.strip_prefix(root.path()).unwrap().to_string_lossy().replace('\\', "/"));
        }
        ControlFlow::Continue(())
    });
    assert_eq!(names, ["a1.md", "A2.TXT", "a10.txt", "part/c.text"]);
    let mut seen = 0;
    walk(root.path(), &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!(seen, 1);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let root = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    walk(&root.path().join("none"), &mut |found| {
        told.push(found);
        ControlFlow::Continue(())
    });
    assert!(matches!(&told[..], [Found::Trouble(_)]), "{told:?}");
}

#[test]
fn only_text_and_markdown_are_stories() {
    for name in ["a.txt", "a.TXT", "b.text", "c.md", "d.Markdown", "e.ann.txt"] {
        assert!(is_story(Path::new(name)), "{name}");
    }
    for name in ["a.ann.yaml", "a.txt.ann.yml", "a.notes.yaml", "txt", ".md", "a.pdf"] {
        assert!(!is_story(Path::new(name)), "{name}");
    }
}

#[test]
fn the_head_of_a_long_story_is_read_from_its_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    let text = format!(
        "Ferries sail again\n\nPARIS, 24 août 2013 (AFP) - {BODY}\n{}",
        format!("{BODY} é\n").repeat(2_000)
    );
    std::fs::write(&path, text).unwrap();
    let head = peek_head(&path).unwrap();
    assert_eq!(head.title.as_deref(), Some("Ferries sail again"));
    assert_eq!(head.published, moment("2013-08-24"));
}

/// What must hold for any text: paragraphs in order, apart, on character
/// bounds, without white space at the ends.
fn well_formed(story: &Story) {
    let text = story.text.as_str();
    let mut end = 0;
    for paragraph in story.text.paragraphs() {
        let span = paragraph.span;
        assert!(span.start >= end && span.end > span.start && span.end <= text.len());
        let words = text.get(span.range()).expect("character bounds");
        assert!(!words.ends_with(char::is_whitespace) && !words.starts_with('\n'));
        end = span.end;
    }
    for inline in &story.inline {
        assert!(text.get(inline.span.range()).is_some_and(|words| !words.is_empty()));
    }
    assert!(story.inline.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
}

proptest! {
    #[test]
    fn any_bytes_are_a_story(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        well_formed(&read("a.txt", bytes.clone()).0);
        well_formed(&read("a.md", bytes).0);
    }

    #[test]
    fn every_word_of_a_plain_text_is_in_a_paragraph(
        text in "([a-zA-Z.,(): —\u{2028}\u{e9}\u{1}\u{ff1a}-]{0,90}[\n]{0,2}){0,12}"
    ) {
        let story = plain(&text);
        well_formed(&story);
        let text = story.text.as_str();
        let mut at = 0;
        for paragraph in story.text.paragraphs() {
            prop_assert!(text[at..paragraph.span.start].trim().is_empty());
            at = paragraph.span.end;
        }
        prop_assert!(text[at..].trim().is_empty());
    }

    #[test]
    fn any_markdown_is_a_story(
        text in "((---|\\+\\+\\+)\n)?([#>*_`~\\[\\]()!|<a-d /:.=1+-]{0,12}[\n ]{0,2}){0,20}"
    ) {
        well_formed(&markdown(&text));
    }

    #[test]
    fn natural_order_is_an_order(a in "[a-cA-C0-2]{0,4}", b in "[a-cA-C0-2]{0,4}", c in "[a-cA-C0-2]{0,4}") {
        prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
        if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
            prop_assert!(natural(&a, &c).is_le());
        }
        prop_assert_eq!(natural(&a, &b).is_eq(), a == b);
    }
}

#[test]
fn every_place_in_markdown_knows_its_line() {
    let source = "\
---
title: Lamp on the mole
---

# Lamp on the mole

The lamp burnt again
on Tuesday, and *Mara
Venn* was not surprised.[^gull]

- first the switch

- then
  the gull
1. and the hut

> The cannery said

| name | trade |
|---|---|
| Reet | keeper |

    whale oil

    gas

```
third
fourth
```

[^gull]: It sat there.

<!-- nobody -->

The end.
";
    let story = markdown(source);
    let content = story.text.as_str();
    let words = [
        "Lamp",
        "burnt",
        "Tuesday",
        "Mara",
        "Venn",
        "surprised",
        "first",
        "then",
        "the gull",
        "hut",
        "cannery",
        "trade",
        "keeper",
        "whale",
        "gas",
        "third",
        "fourth",
        "It sat",
        "The end",
    ];
    for word in words {
        let at = content.find(word).unwrap_or_else(|| panic!("no {word} in {content}"));
        // The front matter has the title too; the text has it from the heading.
        let from = source.rfind(word).map_or(0, |at| source[..at].matches('\n').count() + 1);
        assert_eq!(story.line_of(at), from, "{word}: {:?}", story.lines);
    }
    assert!(story.lines.is_sorted_by_key(|(at, _)| *at), "{:?}", story.lines);
    for paragraph in story.text.paragraphs() {
        let line = story.line_of(paragraph.span.start);
        let line = source.lines().nth(line - 1).expect("a line of the source");
        let first = story.text.slice(paragraph.span);
        let first = first.trim_start_matches("• ").trim_start_matches("[gull] ");
        let first = first.split([' ', '\n']).next().expect("a word");
        assert!(line.contains(first), "{first:?} comes from {line:?}");
    }
    assert_eq!(plain("one\n\ntwo\nthree\n").line_of("one\n\ntwo\nth".len()), 4);
}

#[test]
fn a_paragraph_that_comes_to_nothing_leaves_no_line_behind() {
    for source in ["# \n\n*\n\n- \n\nwords\n", "&nbsp;\n\n`  `\n\n\n\nwords", "> \n\nwords\n> \n"] {
        let story = markdown(source);
        let at = story.text.as_str().find("words").expect("words");
        let line = source[..source.find("words").expect("words")].matches('\n').count() + 1;
        assert_eq!(story.line_of(at), line, "{source:?}: {:?}", story.lines);
        assert!(story.lines.is_sorted_by_key(|(at, _)| *at), "{:?}", story.lines);
    }
}

#[test]
fn web_addresses_in_running_text_are_links() {
    let links = |story: &Story| -> Vec<(String, String)> {
        let linked = story.inline.iter().filter_map(|inline| match &inline.kind {
            InlineKind::Link(url) => Some((story.text.slice(inline.span).to_owned(), url.clone())),
            _ => None,
        });
        linked.collect()
    };
    let same = |url: &str| (url.to_owned(), url.to_owned());
    let story = plain(
        "Ferries sail again\n\nThe list (https://example.org/a_(b)?c=d#e), says the port. See \
         HTTP://example.org/ñ. Not ftp://example.org, x://y or ://.\n",
    );
    assert_eq!(
        links(&story),
        [same("https://example.org/a_(b)?c=d#e"), same("HTTP://example.org/ñ")]
    );
    let source = "See [https://shown.example](https://meant.example) and https://bare.example, \
                  not `https://code.example`.\n";
    let story = markdown(source);
    assert_eq!(
        links(&story),
        [
            ("https://shown.example".to_owned(), "https://meant.example".to_owned()),
            same("https://bare.example")
        ]
    );
}

#[test]
fn a_short_line_between_blank_lines_is_a_cross_head() {
    let long = format!("{BODY} The island had waited for three days, and nobody complained.");
    let short = "The second ferry stays in the dock. Its rudder is bent.";
    let text = |line: &str| format!("Ferries sail again\n\n{long}\n\n{line}\n\n{BODY}\n{short}\n");
    let role = |line: &str| {
        let story = plain(&text(line));
        let role = shown(&story).into_iter().find(|(_, words)| *words == line);
        role.map(|(role, _)| role.to_owned()).expect("it is kept")
    };
    for line in ["A night at the quay", "Rudder", "Ferries, tugs and a rowing boat", "Why now?"] {
        let expected = if line.ends_with('?') { "body" } else { "heading" };
        assert_eq!(role(line), expected, "{line}");
    }
    // What a photographer, a list, a poem or a speaker leaves between paragraphs.
    for line in [
        "Ann Example / Courtesy of the port",
        "Reuters",
        "By Ann Example",
        "and then the tide turned",
        "—Ida Brook, captain",
        "It was late.",
        "“Never again”",
        "The boats, the nets,",
    ] {
        assert_ne!(role(line), "heading", "{line}");
    }
    // Lines of verse stand between short lines, not between paragraphs.
    let verse = "Ferries\n\nThe tide is out\n\nThe quay is long\n\nThe captain sleeps\n\nThe night is young\n";
    assert!(texts_of(&plain(verse), Role::Heading).is_empty(), "{:?}", shown(&plain(verse)));
    // The last line has no text to stand over.
    let last = plain(&format!("Ferries sail again\n\n{long}\n\nThe end of it\n"));
    assert!(texts_of(&last, Role::Heading).is_empty(), "{:?}", shown(&last));
}

#[test]
fn the_heads_of_a_story_in_pictures_are_heads() {
    let long = format!("{BODY} The island had waited for three days, and nobody complained.");
    let story = plain(&format!(
        "Boats of the island\n{long}\nFerries\nThe old one Image: Ann Example.\nTugs\n\
         The red one. Image: Ann Example.\nThe blue one. Image: Ann Example.\nRowing boats\n\
         All of them. Image: Ann Example.\n"
    ));
    assert_eq!(texts_of(&story, Role::Heading), ["Ferries", "Tugs", "Rowing boats"]);
    assert_eq!(texts_of(&story, Role::Caption).len(), 4);
}

#[test]
fn captions_without_a_credit_are_known_by_where_they_stand_and_by_what_they_say() {
    let long = format!("{BODY} The island had waited for three days, and nobody complained.");
    let story = plain(&format!(
        "Ferries sail again\nThursday, January 12, 2006\nThe old quay on a day in spring\n{long}\n\
         Harbour master Ida Brook; from file, 2015.\n{long}\nIda Brook had filed the papers, she said.\n{long}\n"
    ));
    assert_eq!(
        texts_of(&story, Role::Caption),
        ["The old quay on a day in spring", "Harbour master Ida Brook; from file, 2015."]
    );
    assert!(texts_of(&story, Role::Heading).is_empty());
}
